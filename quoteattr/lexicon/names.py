"""Names of persons and places in the lexicon."""

from __future__ import annotations

from functools import cache

from quoteattr.lexicon import load_table


@cache
def given_names() -> frozenset[str]:
    """Return the given names that are mostly borne by men or mostly by women."""
    table = load_table("given_names")
    return frozenset(name for kind in ("male", "female") for name in table[kind].split())


@cache
def place_names() -> frozenset[str]:
    """Return the names of countries, capitals and large cities."""
    lines = load_table("organisations")["places"].split("\n")
    return frozenset(place.strip() for line in lines for place in line.split("|") if place.strip())
