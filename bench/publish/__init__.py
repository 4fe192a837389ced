"""What is given to others: the release, its licences, and the tables and pictures of the documentation."""
