"""Calendar words: months, weekdays and time zones, with the regular expressions that match them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from quoteattr.lexicon import any_of, load_table


@cache
def month_names() -> str:
    """Return alternatives of a regular expression for the names of months, abbreviated ones included, lower case."""
    return any_of(load_table("time")["months"])


@cache
def weekday_names() -> str:
    """Return alternatives of a regular expression for the names of weekdays, abbreviated ones included, lower case."""
    return any_of(load_table("time")["weekdays"])


def month_number(name: str) -> int:
    """Return 1 to 12 for the name of a month, abbreviated or not, in any case.

    >>> month_number("Sept.")
    9
    """
    return int(load_table("time")["months"][name.rstrip(".").lower()])


def zone_offset(zone: str, at: datetime) -> str:
    """Return the offset from UTC ("+01:00") of a zone at a local time; "" for a zone that is not known.

    Args:
        zone: An abbreviation ("BST", "ET") or an offset ("+0530", "-05:00").
        at: The local time, which decides between summer and winter time of zones that have both.
    """
    if zone[:1] in ("+", "-"):
        return f"{zone[:3]}:{zone[-2:]}"
    table = load_table("time")
    if zone.upper() in table["seasonal"]:
        return at.replace(tzinfo=ZoneInfo(table["seasonal"][zone.upper()])).isoformat()[-6:]
    return str(table["zones"].get(zone.upper(), ""))
