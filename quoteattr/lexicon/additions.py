"""The caller's own outlets and cue entries, which one reader has in addition to the bundled tables.

They are active while that reader reads, in its own context (:mod:`contextvars`): readers with different additions, in
one thread or in many, do not affect each other. What is made of tables and additions is cached by
:func:`cached_per_reader`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from attrs import field, frozen

from quoteattr.errors import LexiconError
from quoteattr.lexicon import names_in, parse_table

P = ParamSpec("P")
R = TypeVar("R")
Row = Mapping[str, Any]

KINDS = ("wire", "newspaper", "broadcaster", "magazine", "website")
CUES = ("verb", "noun", "preposition")
_NOTES = ("origin", "examples", "counterexamples")  # of the bundled tables, for people
_ACTS, _POLARITIES = ("speech", "thought"), ("asserted", "denied", "declined")
_TAKES = ("clause", "quotation", "infinitive", "object", "person+to", "as", "gerund")
_LISTS = ("lemmas", "takes", "with", "particles", "words", "aliases")
_FLAGS = ("addressee", "relay", "after_comma")
_NEEDED = 2  # fields of each entry, the first ones here
_FIELDS = {
    "outlet": ("name", "kind", "aliases", "domain"),
    "verb": ("act", "lemmas", "class", "polarity", "takes", "with", "particles", "addressee", *_NOTES),
    "noun": ("act", "lemmas", "class", "polarity", "takes", "with", *_NOTES),
    "preposition": ("act", "words", "relay", "after_comma", *_NOTES),
}


@frozen(eq=False)
class Additions:
    """Additions of one reader to the bundled tables.

    Attributes:
        outlets: For each kind the names of outlets with their aliases and domains.
        ambiguous: Names of them that are also ordinary words: they count only where a whole field is that name.
        cues: For each of :data:`CUES` its entries, as in the bundled tables.
    """

    outlets: Mapping[str, Mapping[str, tuple[str, ...]]] = field(factory=dict)
    ambiguous: frozenset[str] = frozenset()
    cues: Mapping[str, tuple[Row, ...]] = field(factory=dict)
    _made: dict[Any, Any] = field(factory=dict, init=False, repr=False)

    def applied_to(self, function: Callable[P, R]) -> Callable[P, R]:
        """Return the function, with these additions active while it runs."""

        @wraps(function)
        def applied(*args: P.args, **kwargs: P.kwargs) -> R:
            token = _ACTIVE.set(self)
            try:
                return function(*args, **kwargs)
            finally:
                _ACTIVE.reset(token)

        return applied

    def as_given(self) -> dict[str, Any]:
        """Return the arguments ``outlets`` and ``lexicon`` for the same additions, as data that can be pickled."""
        given: dict[str, Any] = {}
        if self.outlets or self.ambiguous:
            given["outlets"] = {**self.outlets, "ambiguous": "\n".join(sorted(self.ambiguous))}
        if self.cues:
            given["lexicon"] = dict(self.cues)
        return given


_NONE = Additions()
_ACTIVE: ContextVar[Additions] = ContextVar("_ACTIVE", default=_NONE)


def active() -> Additions:
    """Return the additions of the reader that is running in the current context, empty ones outside a reader."""
    return _ACTIVE.get()


def cached_per_reader(function: Callable[P, R]) -> Callable[P, R]:
    """Cache the results of a function of tables and :func:`active` additions, apart for each reader's additions."""

    @wraps(function)
    def cached(*args: P.args, **kwargs: P.kwargs) -> R:
        made = _ACTIVE.get()._made
        try:
            result: R = made[function, args]
        except KeyError:
            result = made[function, args] = function(*args, **kwargs)
        return result

    return cached


def read_additions(outlets: object, lexicon: object) -> Additions:
    """Read the caller's additions, in the forms that :func:`quoteattr.load` takes.

    Raises:
        LexiconError: A file cannot be read, or an entry is malformed.
    """
    if outlets is None and lexicon is None:
        return _NONE
    table = _table("outlets", outlets) if not _is_records(outlets) else {"outlet": outlets}
    return Additions(*_outlets(table), _cues(_table("lexicon", lexicon)))


def _is_records(given: object) -> bool:
    return isinstance(given, Iterable) and not isinstance(given, (str, os.PathLike, Mapping))


def _table(argument: str, given: object) -> Mapping[str, Any]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return given
    if isinstance(given, (str, os.PathLike)):
        try:
            return parse_table(Path(given).read_text(encoding="utf-8"), str(given))
        except (OSError, UnicodeDecodeError) as error:
            raise LexiconError(
                f"{argument}: cannot read {str(given)!r} ({error}): give a TOML file in UTF-8"
            ) from error
    raise LexiconError(f"{argument}={given!r:.60} is no table: give a mapping, or the path of a TOML file")


def _outlets(table: Mapping[str, Any]) -> tuple[dict[str, dict[str, tuple[str, ...]]], frozenset[str]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for key, value in table.items():
        if key == "outlet":
            for row in _rows("outlet", value):
                domain = row.get("domain", ())
                domains = (domain,) if isinstance(domain, str) else tuple(_texts("outlet", row, domain))
                hosts = (host.lower().removeprefix("www.") for host in domains)
                found.setdefault(row["kind"], {})[row["name"]] = (*row.get("aliases", ()), *hosts)
        elif key in KINDS and isinstance(value, Mapping):
            for name, names in value.items():
                found.setdefault(key, {})[str(name)] = tuple(_texts(key, {name: names}, names))
        elif key != "ambiguous":
            raise LexiconError(f"outlets has {key!r}: {value!r:.60}; give a mapping of names for {', '.join(KINDS)}")
    ambiguous = table.get("ambiguous", "")
    if not isinstance(ambiguous, str):
        raise LexiconError(f"outlets has ambiguous={ambiguous!r:.60}: give the names as one text, with | between them")
    return found, names_in(ambiguous)


def _cues(table: Mapping[str, Any]) -> dict[str, tuple[Row, ...]]:
    if unknown := [key for key in table if key not in CUES]:
        raise LexiconError(f"lexicon has {unknown[0]!r}: give entries of {', '.join(CUES)}, as in the bundled tables")
    return {kind: tuple(_rows(kind, table[kind])) for kind in CUES if table.get(kind)}


def _rows(kind: str, rows: object) -> Iterator[dict[str, Any]]:
    if not _is_records(rows):
        raise LexiconError(f"{kind} is {rows!r:.60}: give a list of entries ([[{kind}]] in TOML)")
    for row in rows:  # type: ignore[attr-defined]
        if not isinstance(row, Mapping):
            raise LexiconError(f"{kind} has the entry {row!r:.60}: give a mapping with {', '.join(_FIELDS[kind])}")
        yield _checked(kind, row)


def _checked(kind: str, row: Row) -> dict[str, Any]:
    """Return an entry whose fields have the types and values of the bundled tables."""
    where = f"the {kind} entry {dict(row)!r:.80}"
    if unknown := [key for key in row if key not in _FIELDS[kind]]:
        raise LexiconError(f"{where} has the field {unknown[0]!r}: the fields are {', '.join(_FIELDS[kind])}")
    if missing := [key for key in _FIELDS[kind][:_NEEDED] if not row.get(key)]:
        raise LexiconError(f"{where} has no {missing[0]!r}: add it")
    found = {key: value for key, value in row.items() if key not in _NOTES}
    for key in _LISTS:
        if key in found:
            found[key] = tuple(_texts(kind, row, found[key]))
    for key, values in (("kind", KINDS), ("act", _ACTS), ("polarity", _POLARITIES)):
        if key in found and found[key] not in values:
            raise LexiconError(f"{where} has {key}={found[key]!r}: give one of {', '.join(values)}")
    if wrong := [take for take in found.get("takes", ()) if take not in _TAKES]:
        raise LexiconError(f"{where} takes {wrong[0]!r}: give some of {', '.join(_TAKES)}")
    if wrong := [key for key in _FLAGS if not isinstance(found.get(key, False), bool)]:
        raise LexiconError(f"{where} has {wrong[0]}={found[wrong[0]]!r}: give true or false")
    if wrong := [key for key in ("name", "class") if not isinstance(found.get(key, ""), str)]:
        raise LexiconError(f"{where} has {wrong[0]}={found[wrong[0]]!r}: give it as text")
    if kind in ("verb", "noun") and not (found.get("takes") or found.get("with")):
        raise LexiconError(f"{where} takes nothing: name its complements in 'takes' or its prepositions in 'with'")
    if kind == "preposition" and (found["words"].count("X") != 1 or len(found["words"]) < 2):
        raise LexiconError(f"{where} needs one 'X' among its words, for the source: ['according', 'to', 'X']")
    return {"class": "own", "polarity": "asserted", **found} if kind in ("verb", "noun") else found


def _texts(kind: str, row: Row, values: object) -> Iterator[str]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise LexiconError(f"the {kind} entry {dict(row)!r:.80} has {values!r:.40}: give a list of texts")
    for value in values:
        if not isinstance(value, str) or not value.strip():
            raise LexiconError(f"the {kind} entry {dict(row)!r:.80} has {value!r:.40} in a list: give texts alone")
        yield value
