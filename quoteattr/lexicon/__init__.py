"""Word lists and rules as data: one TOML file per table, in a folder for each language.

``load_table("reporting_verbs")`` reads ``en/reporting_verbs.toml``. A table is read once and is deeply immutable:
tables of the file become read-only mappings, arrays become tuples.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from quoteattr.errors import LexiconError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


@cache
def load_table(name: str, language: str = "en") -> Mapping[str, Any]:
    """Return the lexicon file ``<language>/<name>.toml``, frozen and kept for the next call.

    Raises:
        LexiconError: There is no such file, or it is not valid TOML in UTF-8.
    """
    if not _NAME.match(name) or not _NAME.match(language):
        raise LexiconError(f"{language}/{name!r} is no name of a lexicon file; use lower-case letters, digits and _")
    try:
        text = _folder(language).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        known = ", ".join(table_names(language)) or "none"
        raise LexiconError(f"there is no lexicon file {language}/{name}.toml; the files are: {known}") from None
    except UnicodeDecodeError as error:
        raise LexiconError(f"{language}/{name}.toml is not UTF-8 ({error}); save it as UTF-8") from error
    return parse_table(text, f"{language}/{name}.toml")


def parse_table(text: str, where: str) -> Mapping[str, Any]:
    """Return the frozen table of a TOML text; ``where`` names it in the message.

    Raises:
        LexiconError: The text is not valid TOML.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"lexicon file {where} is malformed: {error}; correct the TOML there") from error
    return MappingProxyType({key: _freeze(value) for key, value in table.items()})


def table_names(language: str = "en") -> tuple[str, ...]:
    """Return the names of the lexicon files of a language, sorted; empty for a language that has none."""
    folder = _folder(language)
    if not folder.is_dir():
        return ()
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


def any_of(words: Iterable[str]) -> str:
    """Return the words as alternatives of a regular expression, longer ones first, so that no prefix matches first.

    Their first letters are tested before them, which is fast where none begins.
    """
    ordered = sorted(words, key=len, reverse=True)
    first = "".join(sorted({re.escape(word[0]) for word in ordered}))
    return f"(?=[{first}])(?:{'|'.join(map(re.escape, ordered))})"


@cache
def given_names() -> frozenset[str]:
    """Return the given names that are mostly borne by men or mostly by women."""
    table = load_table("given_names")
    return frozenset(name for kind in ("male", "female") for name in table[kind].split())


@cache
def place_names() -> frozenset[str]:
    """Return the names of countries, capitals and large cities."""
    return names_in(load_table("organisations")["places"])


def names_in(text: str) -> frozenset[str]:
    """Return the names of a text that has them on lines, or with ``|`` between them."""
    return frozenset(name.strip() for name in text.replace("\n", "|").split("|") if name.strip())


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
    table, key = load_table("time"), name.rstrip(".").lower()
    return int(table["months"].get(key) or table["foreign_months"][key])


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


def _folder(language: str) -> Any:
    return resources.files("quoteattr.lexicon").joinpath(language)


def _freeze(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _freeze(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(map(_freeze, value))
    return value
