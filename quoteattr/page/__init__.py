"""Page structure and metadata: what a page says about its article."""
