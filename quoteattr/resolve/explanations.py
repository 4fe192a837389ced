"""Reasons for the speaker and the outlet of a claim, as text."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.lexicon.outlets import is_outlet
from quoteattr.model import Article, Speaker
from quoteattr.resolve import wordlists
from quoteattr.resolve.coreference import AntecedentChoice
from quoteattr.resolve.mentions import Mention

__all__ = ["outlet_reason", "speaker_reason"]


def speaker_reason(
    mention: Mention | None,
    speaker: Speaker | None,
    choice: AntecedentChoice | None = None,
    implied: float | None = None,
) -> str:
    """Return why the mention next to the cue refers to the speaker, "" where there is neither.

    "he" -> "the pronoun 'he' is resolved to 'Lee', the likeliest earlier mention that fits". A learned ``choice`` adds
    its score and the kinds of evidence that raised it most, and ``implied``, the probability of an affiliation that no
    phrase around the person names, adds that.
    """
    reason = _reason(mention, speaker)
    if choice is not None and choice.candidate is not None:
        reason = f"{reason} ({', '.join((f'score {choice.probability:.2f}', *choice.reasons))})"
    if implied is not None and speaker is not None:
        reason = f"{reason}; the text implies the affiliation {speaker.affiliation!r} (score {implied:.2f})"
    return reason


def _reason(mention: Mention | None, speaker: Speaker | None) -> str:
    if mention is None:
        return ""
    words = " ".join(mention.text.split())
    if speaker is None:
        return f"nothing in the text shows who {words!r} is"
    if mention.form == "name":
        own = mention.name == speaker.name
        return "the source has its name" if own else f"{mention.name!r} is a shorter form of {speaker.name!r}"
    taken_up = bool(speaker.mentions) and speaker.mentions[0].start < mention.span.start
    if mention.form == "pronoun":
        return _pronoun(words, wordlists.pronouns()[mention.noun][0], speaker, taken_up)
    if taken_up:
        return f"the description {words!r} takes up {speaker.name!r}"
    if speaker.name.lower() not in words.lower():
        return f"the description {words!r} is {speaker.name!r}, named later"
    return f"the description {words!r} names nobody else"


def _pronoun(words: str, person: str, speaker: Speaker, taken_up: bool) -> str:
    if person == "relative":
        return f"the relative pronoun {words!r} belongs to {speaker.name!r}"
    if person == "first":
        return f"{words!r} is in the words, or in the article, of {speaker.name!r}"
    why = "the likeliest earlier mention that fits" if taken_up else "named later"
    return f"the pronoun {words!r} is resolved to {speaker.name!r}, {why}"


def outlet_reason(text: str, article: Article, given: str | None, via: Sequence[str]) -> str:
    """Return why the outlet carries a claim; ``given`` is the outlet that the caller named."""
    outlet = article.outlet
    if outlet is None:
        carrier = next(filter(is_outlet, via), None)
        return f"{carrier!r} relayed the claim" if carrier else ""
    if given is not None:
        return "it was given by the caller"
    if outlet.span is None:
        return "it is the publisher of the page" if outlet == article.publisher else "the page's data name it"
    kind = next((part.kind for part in article.parts if part.span.contains(outlet.span)), "body")
    where = " ".join(outlet.span.of(text).split())
    return f"{where!r} is in the page's {_PLACES.get(kind, kind)}"


_PLACES = {"chrome": "frame", "published": "line of publication", "body": "text"}
