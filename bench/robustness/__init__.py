"""Robustness: any input, kills, load, no network."""
