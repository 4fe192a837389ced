"""What it withstands: any input, kills, load, no network."""
