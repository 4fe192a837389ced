"""Attributions as markup in running text: ``[Ana Ruiz]s [told]c Reuters {that the port would close}.``

``[…]s`` is a source, ``[…]c`` a cue, ``{…}`` a content. Of several attributions in one text each has a number, which
follows the letter or the brace: ``[Lee]s12 [said]c1 {rain would come}1 and [added]c2 {that it was late}2``; a part of
several has all their numbers. Spans may nest, and the parts of a discontinuous one repeat its
number. ``\\[`` is a bracket of the text. Any other use of a bracket is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from quoteattr.model import AnnotatedText, Relation, Span

__all__ = ["MarkupError", "read"]

_TOKEN = re.compile(r"\\(?P<literal>[\[\]{}\\])|(?P<opening>[\[{])|(?P<closing>[\]}])(?P<label>\w*)")
_LABELS = {"]": re.compile("s[1-9]*|c[1-9]*"), "}": re.compile("[1-9]*")}
_PARTNER = {"]": "[", "}": "{"}


class MarkupError(ValueError):
    """The markup is malformed; the message quotes the place."""


@frozen
class _Stretch:
    role: str
    numbers: str
    span: Span


def read(markup: str, id: str = "", *, cueless: bool = False) -> AnnotatedText:
    """The text without its markup, and its attributions in the order of their numbers.

    Raises MarkupError for brackets without partner or letter, empty spans, numbers that do not run from 1, some
    spans with a number and some without, and an attribution that lacks content, or cue unless ``cueless``.
    """
    text, stretches = _unmarked(markup)
    return AnnotatedText(id, text, [_relation(stretches, number, cueless) for number in _numbers(stretches)])


def _unmarked(markup: str) -> tuple[str, Sequence[_Stretch]]:
    text, position = "", 0
    opened: list[tuple[str, int]] = []
    stretches: list[_Stretch] = []
    for token in _TOKEN.finditer(markup):
        text += markup[position : token.start()] + (token["literal"] or "")
        position = token.end()
        if token["opening"]:
            opened.append((token["opening"], len(text)))
        elif token["closing"]:
            if not opened or opened[-1][0] != _PARTNER[token["closing"]]:
                raise MarkupError(f"{_around(markup, token)!r} closes what was not opened last")
            _, start = opened.pop()
            if not text[start:].strip():
                raise MarkupError(f"{_around(markup, token)!r} marks nothing")
            stretches.append(_stretch(markup, token, Span(start, len(text))))
    if opened:
        raise MarkupError(f"{text[opened[-1][1] :][:30]!r} is opened and never closed")
    return text + markup[position:], sorted(stretches, key=lambda stretch: stretch.span)


def _stretch(markup: str, token: re.Match[str], span: Span) -> _Stretch:
    label = token["label"]
    if not _LABELS[token["closing"]].fullmatch(label):
        raise MarkupError(
            f"{_around(markup, token)!r}: after ] comes s or c with numbers, after }} comes nothing or numbers"
        )
    return _Stretch(label[:1] if token["closing"] == "]" else "content", label.lstrip("sc"), span)


def _around(markup: str, token: re.Match[str]) -> str:
    return markup[max(0, token.start() - 20) : token.end()]


def _numbers(stretches: Sequence[_Stretch]) -> Sequence[str]:
    """The numbers in use, or an empty one for the only attribution of a text."""
    found = sorted({number for stretch in stretches for number in stretch.numbers or [""]})
    if "" in found and len(found) > 1:
        raise MarkupError("some stretches have a number and some have none")
    if found and found[0] and found != [str(number + 1) for number in range(len(found))]:
        raise MarkupError(f"the numbers must run from 1 without a gap, not {', '.join(found)}")
    return found


def _relation(stretches: Sequence[_Stretch], number: str, cueless: bool) -> Relation:
    def spans(role: str) -> Iterator[Span]:
        return (each.span for each in stretches if each.role == role and number in (each.numbers or [""]))

    relation = Relation(spans("s"), spans("c"), spans("content"))
    if not (relation.cue or cueless) or not relation.content:
        raise MarkupError(f"attribution {number or 1} has no {'content' if relation.cue else 'cue'}")
    return relation
