"""Measurements and checks that are not part of the package; README.md lists the purpose of each command."""
