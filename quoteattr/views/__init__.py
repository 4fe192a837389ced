"""Documents for human eyes. Each module is one view."""
