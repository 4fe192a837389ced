"""Measurements on corpora that are not part of the package."""
