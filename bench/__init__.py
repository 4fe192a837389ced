"""Measurements and checks that are not part of the package; README.md tells what each command is for."""
