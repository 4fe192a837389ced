"""The release, its licences, and the tables and pictures of the documentation."""
