"""Documents to and from files and exchange formats. Each module is one format."""
