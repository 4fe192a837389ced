"""The list of news outlets: their names in a text, and the one name and kind under which each is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import frozen

from quoteattr.lexicon import load_table, names_in
from quoteattr.lexicon.additions import KINDS, active, cached_per_reader
from quoteattr.model import Outlet, Span

_POSSESSIVE = re.compile(r"['’]s?\Z")

_WORD = re.compile(r"[^\W_][\w'’&.-]*")
_LONGEST_ACRONYM = 5
_STATION = re.compile(r"[A-Za-z]{1,6}[- ]?TV\d*|TV[- ]?[A-Z]\w{1,12}")
_LEADING_ARTICLE = re.compile(r"(?i:the)\s+")


@frozen
class Medium:
    """An outlet of the list."""

    name: str
    kind: str

    def at(self, span: Span | None) -> Outlet:
        return Outlet(self.name, self.kind, span)


@cached_per_reader
def _by_alias() -> Mapping[str, Medium]:
    """Return the outlets under each of their names; the caller's own take precedence over the bundled ones."""
    found: dict[str, Medium] = {}
    for table in (active().outlets, load_table("outlets")):
        for kind in KINDS:
            for name, aliases in table.get(kind, {}).items():
                for alias in (name, *aliases):
                    found.setdefault(alias, Medium(name, kind))
                    found.setdefault(alias.upper(), Medium(name, kind))
    return found


@cached_per_reader
def _ambiguous() -> frozenset[str]:
    names = names_in(load_table("outlets")["ambiguous"]) | active().ambiguous
    return names | {name.upper() for name in names}


@cached_per_reader
def _by_first_word() -> Mapping[str, tuple[str, ...]]:
    """Return the aliases under their first word, the longest first."""
    found: dict[str, list[str]] = {}
    for alias in _by_alias():
        match = _WORD.match(alias)
        if match:
            found.setdefault(match[0].rstrip("."), []).append(alias)
            found.setdefault(match[0], []).append(alias)
    return {word: tuple(sorted(set(aliases), key=len, reverse=True)) for word, aliases in found.items()}


def plain_names() -> frozenset[str]:
    """Return the names of letters and spaces only, without those that are ordinary words."""
    return frozenset(alias for alias in _by_alias() if alias.replace(" ", "").isalpha()) - _ambiguous()


@cached_per_reader
def wire_names() -> tuple[str, ...]:
    """Return the names of wire services, other names and ambiguous initials included, but no addresses."""
    tables = (active().outlets.get("wire", {}), load_table("outlets")["wire"])
    names = (each for table in tables for name, aliases in table.items() for each in (name, *aliases))
    return tuple(name for name in names if "." not in name)


def known(name: str, ambiguous: bool = True) -> Medium | None:
    """Return the outlet of this exact name (capitals throughout and a missing or added "the" count as exact)."""
    by_alias = _by_alias()
    bare = " ".join(name.split()).replace("’", "'")
    for form in (bare, _LEADING_ARTICLE.sub("", bare) if " " in bare else bare, f"The {bare}"):
        medium = by_alias.get(form)
        if medium is not None and (ambiguous or form not in _ambiguous()):
            return medium
    return None


def media_in(text: str, within: Span) -> Iterator[tuple[Medium, Span]]:
    """Yield the listed outlets named in a span of the text, in text order, but for names that are ordinary words."""
    by_first_word, at = _by_first_word(), within.start
    for match in _WORD.finditer(text, within.start, within.end):
        if match.start() < at:
            continue
        bare = match[0].rstrip(".")
        owner = _POSSESSIVE.sub("", bare) if "'" in bare or "’" in bare else bare  # of "CNN's"
        for alias in (*by_first_word.get(bare, ()), *(by_first_word.get(owner, ()) if owner != bare else ())):
            end = match.start() + len(alias)
            here = end <= within.end and text.startswith(alias, match.start()) and not text[end : end + 1].isalnum()
            if here and alias not in _ambiguous():
                yield _by_alias()[alias], Span(match.start(), end)
                at = end
                break


@lru_cache(maxsize=4096)
def shape_of(name: str) -> str | None:
    """Return the kind that the words of an unlisted name indicate, None where they indicate none.

    "Lesotho Times", "Orbel Post-Dispatch" and "The Daily Heron" are newspapers, "TV-Orbel" a broadcaster.
    """
    # the name of a paper above its page is often in capitals
    words = (name.title() if name.isupper() and len(name) > _LONGEST_ACRONYM else name).removeprefix("The ").split()
    table = load_table("outlets")
    serving = words[:1] and words[0].islower() and any(word in table["relays"]["serving"] for word in words)
    if len(words) > 6 or not words or serving:
        return None
    if len(words) == 1 and _STATION.fullmatch(name):
        return "broadcaster"
    for kind, heads in table["shapes"].items():
        opens = words[0] in table["openings"].get(kind, ()) and not words[-1][:1].islower()
        if words[-1] in heads or words[-1].rpartition("-")[2] in heads or (opens and len(words) > 1):
            return str(kind)
    return None


def short_forms(name: str) -> frozenset[str]:
    """Return the forms in which an outlet's own pages name it: "The Orbel Beacon", "Orbel Beacon", "Beacon".

    The last word of a longer name is left out where it may name others too ("BBC News").
    """
    words = name.removeprefix("The ").split()
    table = load_table("outlets")
    common = {*table["shapes"]["website"], *table["shapes"]["magazine"], *load_table("organisations")["suffixes"]}
    last = {words[-1]} if len(words) > 1 and words[-1][:1].isupper() and words[-1] not in common else set()
    return frozenset({name, " ".join(words), *last})


def medium_noun(before: Sequence[str]) -> str:
    """Return the noun of the media, lower case, that ends the words before a name ("the local paper"), "" for none.

    "Agency" counts after "news" only.
    """
    kind, noun = ("", *(word.lower() for word in before))[-2:] if before else ("", "")
    relays = load_table("outlets")["relays"]
    return noun if noun in relays["nouns"] and (noun not in relays["other_bodies"] or kind == "news") else ""


def is_outlet(name: str) -> bool:
    """Return True for a listed outlet and for a name of the shape of one ("Malta Courier"); people pass on as well."""
    return known(name) is not None or shape_of(name) is not None


def is_own(name: str) -> bool:
    own = active().outlets
    medium = known(name) if own else None
    return medium is not None and medium.name in own.get(medium.kind, ())
