"""Through whom a claim was relayed: "told Reuters", "TASS quoted him as saying", "in an interview with Le Monde"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quoteattr.lexicon import load_table
from quoteattr.lexicon.outlets import known, media_in, shape_of
from quoteattr.model import Passage, Speaker
from quoteattr.resolve.wordlists import pronouns

_LEAD = re.compile(
    r"\A(?:(?:told|tells|telling|to|with|by|via|through|in|on|from|as|quoted|cited|reported|interview|statement)\s+)*"
    r"(?:(?:the|a|an|its|his|her|their)\s+)?",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",?\s(?:who|which|that|whom)\b")


def via_of(text: str, relays: Sequence[Passage], outer: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names of the relays of a claim, nearest to the reader first, each once.

    Listed outlets get the name under which they are reported; listeners ("reporters") are no relays.

    Args:
        text: The text.
        relays: The relays of the claim itself.
        outer: The names of those who relayed the claim that it is nested in, and of the speaker of that claim.
    """
    return tuple(dict.fromkeys((*outer, *(name for relay in relays for name in _names(text, relay)))))


def name_of_source(text: str, source: Passage, speaker: Speaker | None) -> tuple[str, ...]:
    """Return the name of an outer source: its outlet, its speaker or its phrase; none for an unresolved pronoun."""
    names = tuple(_names(text, source))
    if names and known(_bare(source.text)) is not None:
        return names
    return (speaker.name,) if speaker is not None else names or tuple(_described(source))


def _described(relay: Passage) -> Sequence[str]:
    """A phrase without its relative clause; none for a pronoun."""
    phrase = _RELATIVE.split(" ".join(relay.text.split()), maxsplit=1)[0].strip(" ,")
    return () if not phrase or phrase.lower() in pronouns() else (phrase,)


def _names(text: str, relay: Passage) -> Iterable[str]:
    listed = known(_bare(relay.text))
    if listed is not None:
        return (listed.name,)
    inside = [medium.name for span in relay.spans for medium, _ in media_in(text, span)]
    if inside:
        return inside
    name = _bare(relay.text)
    # "the reporters" listen; "state media" and the "Malta Courier" pass on
    return (name,) if name and not _listens(name) else ()


def _bare(phrase: str) -> str:
    tidy = " ".join(phrase.split()).strip(" ,.;:\"'“”‘’()")
    return _LEAD.sub("", tidy, count=1)


def _listens(name: str) -> bool:
    table = load_table("outlets")["relays"]
    lowered = name.lower()
    last = lowered.split()[-1]
    if lowered in table["addressees"] or last in table["listeners"]:
        return True
    if last in table["nouns"] or shape_of(name) is not None:
        return False
    return not name[:1].isupper()
