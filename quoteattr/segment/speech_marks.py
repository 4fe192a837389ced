"""Decide which single quotation marks hold direct speech, and write marks as the network knows them.

British papers quote in single marks, others use these inside quotations, in titles and around words that they doubt.
The text decides, then the paragraph: an opening mark where a clause begins, a comma or stop before the closing mark,
and a verb of saying next to it are evidence. Other marks (double ones, guillemets) always hold speech.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex
from attrs import evolve

from quoteattr.lexicon import any_of, load_table
from quoteattr.model import Part, Quotation

__all__ = ["marks_for_network", "with_speech"]

_SINGLE = frozenset("'‘’‚‛`‹›")
_TWO_SIGNS = frozenset(("''", "‘‘", "’’", "``"))  # these are double marks
_UNKNOWN = frozenset("'‘‚‛`‹›„‟»")  # opening marks that the network was not trained on
_LEADS_IN = frozenset(",:.?!…—–-)”\"’'»")
_ENDS = frozenset(",.?!…—–-")
_SIGNATURE = regex.compile(r"\s*[―—–~-]{1,2}\s*\p{Lu}")
_CLAUSE = 3  # words that may be a clause: "‘We will win,’"
_REACH = 120  # characters on each side in which a verb of saying counts


@lru_cache(maxsize=1)
def _verb_after() -> regex.Pattern[str]:
    return regex.compile(rf"[,\s]*+(?:[^\s.?!;:\"“”]++\s++){{0,8}}?(?:{_verbs()})\b", regex.IGNORECASE)


@lru_cache(maxsize=1)
def _verb_before() -> regex.Pattern[str]:
    return regex.compile(rf"\b(?:{_verbs()})\b[^.?!]*+\Z", regex.IGNORECASE)


def _verbs() -> str:
    table = load_table("tokens")
    return any_of([*table["continuations"]["verbs"], *table["speech_verbs"]["verbs"]])


def with_speech(text: str, parts: Sequence[Part], quotations: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """Return the quotations with ``speech`` false for those in single marks that hold none.

    Args:
        text: The text.
        parts: Its parts, in text order: a paragraph each.
        quotations: Its quotations, in text order.
    """
    single = [_is_single(text, quotation) for quotation in quotations]
    if not any(single):
        return tuple(quotations)
    places = _places(parts, quotations)
    evident: dict[bool, list[int]] = {True: [], False: []}
    for quotation, place, is_single in zip(quotations, places, single, strict=True):
        if quotation.depth == 0 and _is_evident(text, parts[place], quotation):
            evident[is_single].append(place)
    in_text = len(evident[True]) > len(evident[False])
    in_paragraphs = set(evident[True]) - set(evident[False])

    def holds_speech(quotation: Quotation, place: int) -> bool:
        # headlines quote in single marks, even where the text uses double ones
        headline = parts[place].kind == "headline" and quotation.closed
        return quotation.depth == 0 and (in_text or headline or place in in_paragraphs)

    return tuple(
        quotation if not is_single or holds_speech(quotation, place) else evolve(quotation, speech=False)
        for quotation, place, is_single in zip(quotations, places, single, strict=True)
    )


def _places(parts: Sequence[Part], quotations: Sequence[Quotation]) -> list[int]:
    """Return the index of the part of each quotation."""
    starts = [part.span.start for part in parts]
    return [bisect_right(starts, quotation.span.start) - 1 for quotation in quotations]


def _is_single(text: str, quotation: Quotation) -> bool:
    start = quotation.span.start
    return text[start] in _SINGLE and text[start : start + 2] not in _TWO_SIGNS


def _is_evident(text: str, part: Part, quotation: Quotation) -> bool:
    """Return True for a quotation that its context shows to be direct speech, with marks of any style."""
    start, end = quotation.span.start, quotation.span.end
    inner = quotation.inner.of(text)
    before = text[max(part.span.start, start - _REACH) : start].rstrip()
    stop = min(end + _REACH, part.span.end)
    ends = inner[-1] in _ENDS
    # "Lee said: ‘We won." and the mark is opened again in the next paragraph
    if not quotation.closed:
        return True
    # "‘We won,’ Lee said.", "‘We won!’ — Ana Lee"
    if ends and (not before or before[-1] in _LEADS_IN):
        fronted = inner[-1] == "," and before[-1:] != "," and len(inner.split()) >= _CLAUSE
        if fronted or _verb_after().match(text, end, stop) or (not before and _SIGNATURE.match(text, end, stop)):
            return True
    # "Lee said: ‘We won.’", also with the colon at the end of the paragraph before
    if before[-1:] in (":", ",") and (ends or text[end : end + 1] in (".", ",")):
        return _verb_before().search(before) is not None
    return ends and not before and text[max(0, start - 4) : start].rstrip()[-1:] == ":"


def marks_for_network(text: str, parts: Sequence[Part], quotations: Sequence[Quotation]) -> Iterator[tuple[int, str]]:
    """Yield the offsets of marks that the network was not trained on, each with one that it was.

    Those around speech become “ and ”, those inside it ‘ and ’. Nothing is yielded for a text in marks that the network
    knows, nor where a headline alone has others: the network has read many such.
    """
    unknown = {q.span for q in quotations if q.depth == 0 and q.speech and _is_unknown(text, q.span.start)}
    if not unknown:
        return
    places = _places(parts, quotations)
    used = ((quotation, parts[place]) for quotation, place in zip(quotations, places, strict=True))
    if all(part.kind == "headline" and _is_single(text, q) for q, part in used if q.span in unknown):
        return
    reached = -1
    for quotation in quotations:
        start, end = quotation.span.start, quotation.span.end
        if quotation.span in unknown and not quotation.depth:
            reached, pair = end, "“”"
        elif start < reached and quotation.depth:
            pair = "‘’"
        else:
            continue
        yield start, pair[0]
        if quotation.closed:
            yield end - 1, pair[1]


def _is_unknown(text: str, start: int) -> bool:
    return text[start] in _UNKNOWN and text[start : start + 2] not in _TWO_SIGNS
