"""Pair quotation marks of every style, paragraph by paragraph, in linear time.

A mark opens or closes by its neighbours; where they do not decide, by its shape (curly marks, guillemets), and where
that does not either (a straight mark between two letters), by whether one is open. A quotation continues in the next
paragraph only if it is unclosed in the first and closed in the next, so an unpaired mark affects only its paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import regex
from attrs import evolve, frozen

from quoteattr.lexicon import any_of, load_table
from quoteattr.model import Part, Quotation, Span
from quoteattr.paragraphs import trim

_RUN = regex.compile(r"[\"“”„‟＂«»‹›「」『』'‘’‚‛`]++")
_MARK = regex.compile(r"''|``|‘‘|’’|.")  # of a run
_SHAPE_OPENS = frozenset(("“", "„", "‟", "``", "‘‘", "«", "‹", "「", "『", "‘", "‚", "‛", "`"))
_SHAPE_CLOSES = frozenset(("”", "''", "’’", "»", "›", "」", "』", "’"))
_FAMILY = {
    **dict.fromkeys(('"', "“", "”", "„", "‟", "＂", "``", "''", "‘‘", "’’"), "double"),
    **dict.fromkeys(("«", "»"), "guillemet"),
    **dict.fromkeys(("‹", "›"), "angle"),
    **dict.fromkeys(("「", "」", "『", "』"), "corner"),
    **dict.fromkeys(("'", "‘", "’", "‚", "‛", "`"), "single"),
}
_FARTHEST = 4  # paragraphs after the one that opens a quotation in which it may be closed
_BEFORE_OPENING = frozenset("([{<—–-/=:")
_NEITHER = (False, False, False)
_CLITIC = regex.compile(r"(?:s|m|d|ll|re|ve|t)(?![\p{L}\p{N}])", regex.IGNORECASE)
_FEET = regex.compile(r"\d{1,3}['’′]\s?\d{1,2}(?:[½¼¾]|\.\d)?\Z")
_DROPPED = regex.compile(r"(?<!\p{L})(?:\p{L}+in|o|an|th|d|l|ol|y|ma|n)\Z", regex.IGNORECASE)


@frozen
class _Mark:
    start: int
    end: int
    form: str
    family: str
    opens: bool  # both opens and closes: the stack decides; neither: no quotation mark
    closes: bool
    weak: bool = False  # a closing mark that may as well be an apostrophe, or the sign of inches


@cache
def _elided() -> regex.Pattern[str]:
    """Return a pattern of words after an apostrophe that looks like an opening mark: '90s, 'em, 'n' roll."""
    words = any_of(load_table("tokens")["whole"]["elided"])
    return regex.compile(rf"(?:\d\ds?|{words})(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)


def quotations(text: str, paragraphs: Iterable[Span]) -> tuple[Quotation, ...]:
    """Return the quotations of ``text`` in text order, an outer one before those inside it.

    Each is inside one of ``paragraphs``. A quotation that continues in the next paragraph, with or without a new mark,
    is returned as one quotation for each paragraph, with ``closed`` false.
    """
    read = []
    for given in paragraphs:
        paragraph = trim(text, given.start, given.end) or given
        marks = _marks(text, paragraph)
        read.append(_Read(paragraph, marks, _pairs(text, paragraph, marks) if marks else []))
    _carry_over(text, read)
    _reopen_single(text, read)
    return tuple(found for each in read for found in _nested(text, each.pairs))


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    """Return the marks of a paragraph and whether each may open or close, judged by the characters around its run."""
    found: list[_Mark] = []
    for run in _RUN.finditer(text, paragraph.start, paragraph.end):
        left = text[run.start() - 1] if run.start() > paragraph.start else " "
        right = text[run.end()] if run.end() < paragraph.end else " "
        for match in _MARK.finditer(text, *run.span()):
            form = match.group()
            judge = _single if _FAMILY[form] == "single" else _double
            seen = judge(text, paragraph, match, left, right)
            found.append(_Mark(match.start(), match.end(), form, _FAMILY[form], *seen))
    return found


def _double(text: str, paragraph: Span, match: regex.Match[str], left: str, right: str) -> tuple[bool, bool, bool]:
    """Return True if a mark of any style but the single ones opens, closes, and is weak."""
    form = match.group()
    if form == '"' and left.isdigit():  # 6'2" tall; but a 5" screen closes a quotation if one is open
        feet = _FEET.search(text, max(paragraph.start, match.start() - 8), match.start())
        return _NEITHER if feet else (False, True, True)
    opens = (left.isspace() or left in _BEFORE_OPENING) and not right.isspace() and right not in ",.;!?)"
    closes = not left.isspace() and left not in "([{" and not right.isalnum()
    if opens == closes:  # a"b, or a mark between dashes: decided by the shape, or by the stack
        opens, closes = form not in _SHAPE_CLOSES, form not in _SHAPE_OPENS
    return opens, closes, False


def _single(text: str, paragraph: Span, match: regex.Match[str], left: str, right: str) -> tuple[bool, bool, bool]:
    """Return True if a single mark, which more often than not is an apostrophe, opens, closes, and is weak."""
    (start, end), form = match.span(), match.group()
    touching = text[start - 1] if start > paragraph.start else " "
    if touching.isalnum() and text[end : end + 1].isalnum():  # don't, O'Neill
        return _NEITHER
    if (left.isspace() or left in _BEFORE_OPENING) and not right.isspace():  # the '90s, give 'em, he 's
        apostrophe = form == "’" or _elided().match(text, end, paragraph.end) or _CLITIC.match(text, end, end + 3)
        return not apostrophe and (right.isalnum() or right in "$£€…[(.¡¿#@"), False, False
    if left.isspace() or right.isalnum() or form in {"‚", "‛", "`"}:
        return _NEITHER
    weak = touching in "sSzZxX" or touching.isdigit()  # the dogs' bowl, goin' home, 6' tall
    weak = weak or (touching.isalpha() and bool(_DROPPED.search(text, max(paragraph.start, start - 12), start)))
    return False, form != "‘" or not weak, weak


def _later(marks: Sequence[_Mark]) -> tuple[list[bool], list[bool]]:
    """For each mark: does a sure closing single mark follow before the next opening one; does any follow at all."""
    sure, some = [False] * len(marks), [False] * len(marks)
    strong = any_close = False
    for number in range(len(marks) - 1, -1, -1):
        sure[number], some[number] = strong, any_close
        mark = marks[number]
        if mark.family == "single":
            strong = (strong or (mark.closes and not mark.weak)) and not mark.opens
            any_close = any_close or mark.closes
    return sure, some


def _inches(text: str, marks: Sequence[_Mark], number: int) -> bool:
    """Inside a quotation: "the 5" screen is good" has a further closing mark that would else be left over."""
    following = next((mark for mark in marks[number + 1 : number + 4] if mark.family == "double"), None)
    closed = following is not None and following.closes and not following.opens
    return closed and text[marks[number].end : marks[number].end + 2].strip()[:1].islower()


@frozen
class _Pair:
    """An opening mark and where its quotation ends; ``mark`` is the closing one, or None."""

    opening: _Mark
    end: int
    mark: _Mark | None


def _pairs(text: str, paragraph: Span, marks: Sequence[_Mark]) -> list[_Pair]:
    """Opening marks with the marks that close them, or with the end of the paragraph."""
    sure, some = _later(marks)
    stack: list[_Mark] = []
    pairs: list[_Pair] = []
    open_now = dict.fromkeys(_FAMILY.values(), 0)
    for number, mark in enumerate(marks):
        if mark.closes and open_now[mark.family] and (mark.family != "single" or stack[-1].family == "single"):
            if mark.weak and (sure[number] if mark.family == "single" else _inches(text, marks, number)):
                continue
            # a mark left open inside ends where the outer one is closed; a single one was an apostrophe
            while stack[-1].family != mark.family:
                left_open = stack.pop()
                open_now[left_open.family] -= 1
                if left_open.family != "single":
                    pairs.append(_Pair(left_open, mark.start, None))
            open_now[mark.family] -= 1
            pairs.append(_Pair(stack.pop(), mark.end, mark))
        elif mark.opens and (mark.form not in {"'", "`"} or some[number]):
            stack.append(mark)
            open_now[mark.family] += 1
    for mark in stack:  # an unpaired mark that is ambiguous or a single one counts only at the very beginning
        first = mark.start == paragraph.start
        if (first and mark.form == "‘") if mark.family == "single" else (first or not mark.closes):
            pairs.append(_Pair(mark, paragraph.end, None))
    return sorted(pairs, key=lambda pair: (pair.opening.start, -pair.end))


@frozen
class _Read:
    """A paragraph without white space at its ends, its marks, and the pairs among them."""

    paragraph: Span
    marks: Sequence[_Mark]
    pairs: list[_Pair]


def _carry_over(text: str, read: Sequence[_Read]) -> None:
    """Add the pairs of quotations that continue in the next paragraph without a new mark."""
    # Lee said: "We won.  and in the next paragraph  It was hard."
    outer = [next((pair for pair in reversed(each.pairs) if pair.opening.family == "double"), None) for each in read]
    for number, (each, pair) in enumerate(zip(read, outer, strict=True)):
        if pair is None or pair.mark is not None or text[pair.end : each.paragraph.end].strip():
            continue
        within = read[number + 1 : number + 1 + _FARTHEST]
        marked = ((at, first) for at, each in enumerate(within) for first in each.marks if first.family == "double")
        last, closing = next(marked, (0, None))
        if closing is None or closing.opens or not closing.closes:
            continue
        for following in within[: last + 1]:
            start, end = following.paragraph.start, following.paragraph.end
            opening = evolve(pair.opening, start=start, end=start)
            ended = _Pair(opening, closing.end, closing) if following is within[last] else _Pair(opening, end, None)
            following.pairs.insert(0, ended)


def _reopen_single(text: str, read: Sequence[_Read]) -> None:
    """Add the pairs of single marks that are opened again in the next paragraph."""
    # Lee said: 'It was hard.  and in the next paragraph  'But we won.'
    for each, following in pairwise(read):
        first = following.marks[0] if following.marks else None
        if first is None or first.family != "single" or first.start != following.paragraph.start:
            continue
        single = (mark for mark in reversed(each.marks) if mark.family == "single" and (mark.opens or mark.closes))
        mark = next((mark for mark in single if not mark.weak), None)
        if not first.opens or mark is None or not mark.opens:
            continue
        # where a clause may begin: at the beginning of the paragraph, or after a colon, comma or stop
        if text[max(each.paragraph.start, mark.start - 4) : mark.start].rstrip()[-1:] not in ",:.?!":
            continue
        # the pair that ends with an apostrophe: 'The drivers' claims are false.
        each.pairs[:] = [pair for pair in each.pairs if pair.opening is not mark]
        each.pairs.append(_Pair(mark, each.paragraph.end, None))
        each.pairs.sort(key=lambda pair: (pair.opening.start, -pair.end))


def _nested(text: str, pairs: Sequence[_Pair]) -> list[Quotation]:
    """Return the quotations of one paragraph with their depth. A mark left open ends before the next of its style."""
    found: list[Quotation] = []
    outer: list[int] = []
    following: dict[str, int] = {}
    ends: list[int] = []
    for pair in reversed(pairs):
        next_one = following.get(pair.opening.family, pair.end)
        ends.append(pair.end if pair.mark else min(pair.end, next_one))
        following[pair.opening.family] = pair.opening.start
    for pair, limit in zip(pairs, reversed(ends), strict=True):
        span = trim(text, pair.opening.start, limit) or Span(pair.opening.start, limit)
        inner = trim(text, pair.opening.end, pair.mark.start if pair.mark else span.end)
        if inner is None:
            continue
        while outer and outer[-1] <= span.start:
            outer.pop()
        found.append(Quotation(span, inner, closed=pair.mark is not None, depth=len(outer)))
        outer.append(span.end)
    return found


_SINGLE = frozenset("'‘’‚‛`‹›")
_TWO_SIGNS = frozenset(("''", "‘‘", "’’", "``"))  # these are double marks
_UNKNOWN = frozenset("'‘‚‛`‹›„‟»")  # opening marks that the network was not trained on
_LEADS_IN = frozenset(",:.?!…—–-)”\"’'»")
_ENDS = frozenset(",.?!…—–-")
_SIGNATURE = regex.compile(r"\s*[―—–~-]{1,2}\s*\p{Lu}")
_CLAUSE = 3  # words that may be a clause: "‘We will win,’"
_REACH = 120  # characters on each side in which a verb of saying counts


@cache
def _verb_after() -> regex.Pattern[str]:
    return regex.compile(rf"[,\s]*+(?:[^\s.?!;:\"“”]++\s++){{0,8}}?(?:{_verbs()})\b", regex.IGNORECASE)


@cache
def _verb_before() -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\w-])(?:{_verbs()})\b[^.?!]*+\Z", regex.IGNORECASE)


def _verbs() -> str:
    table = load_table("tokens")
    return any_of([*table["continuations"]["verbs"], *table["speech_verbs"]["verbs"]])


def with_speech(text: str, parts: Sequence[Part], quotations: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """Return the quotations with ``speech`` false for those in single marks that hold none.

    There is a part for each paragraph; both are in text order.
    """
    single = [_begins_with(text, quotation, _SINGLE) for quotation in quotations]
    if not any(single):
        return tuple(quotations)
    placed = list(zip(quotations, _places(parts, quotations), single, strict=True))
    evident: dict[bool, list[int]] = {True: [], False: []}
    for quotation, place, is_single in placed:
        if quotation.depth == 0 and _is_evident(text, parts[place], quotation):
            evident[is_single].append(place)
    in_text = len(evident[True]) > len(evident[False])
    if all(single):  # a text without other marks, in which somebody called it ‘a miracle’
        in_text = in_text or any(_is_reported(text, parts[place], quotation) for quotation, place, _ in placed)
    in_paragraphs = set(evident[True]) - set(evident[False])
    found: list[Quotation] = []
    for quotation, place, is_single in placed:
        # headlines quote in single marks, even where the text uses double ones
        headline = parts[place].kind == "headline" and quotation.closed
        speech = quotation.depth == 0 and (in_text or headline or place in in_paragraphs)
        found.append(evolve(quotation, speech=False) if is_single and not speech else quotation)
    return tuple(found)


def _places(parts: Sequence[Part], quotations: Sequence[Quotation]) -> list[int]:
    """Return the index of the part of each quotation."""
    starts = [part.span.start for part in parts]
    return [bisect_right(starts, quotation.span.start) - 1 for quotation in quotations]


def _begins_with(text: str, quotation: Quotation, marks: frozenset[str]) -> bool:
    """Return True if the first mark of a quotation is one of ``marks``, and not two signs that are one mark."""
    start = quotation.span.start
    return text[start] in marks and text[start : start + 2] not in _TWO_SIGNS


def _is_reported(text: str, part: Part, quotation: Quotation) -> bool:
    """Return True for words between marks after a verb of saying in their sentence."""
    before = text[max(part.span.start, quotation.span.start - _REACH) : quotation.span.start]
    return quotation.depth == 0 and quotation.closed and _verb_before().search(before) is not None


def _is_evident(text: str, part: Part, quotation: Quotation) -> bool:
    """Return True for a quotation that its context shows to be direct speech, with marks of any style."""
    start, end = quotation.span.start, quotation.span.end
    inner = quotation.inner.of(text)
    before = text[max(part.span.start, start - _REACH) : start].rstrip()
    stop = min(end + _REACH, part.span.end)
    ends = inner[-1] in _ENDS
    if not quotation.closed:  # "Lee said: ‘We won." and the mark is opened again in the next paragraph
        return True
    # "‘We won’, Lee said.", not "‘Titanic’, said to be …" or "‘Gone with the Wind’, she said, …"
    comma = text[end : end + 1] == "," and " " in inner and inner.rpartition(" ")[2].islower()
    if (ends or comma) and (not before or before[-1] in _LEADS_IN):  # "‘We won,’ Lee said.", "‘We won!’ — Ana Lee"
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
    knows, or if only headlines have other marks: these were frequent in training.
    """
    unknown = [q for q in quotations if q.depth == 0 and q.speech and _begins_with(text, q, _UNKNOWN)]
    placed = zip(unknown, _places(parts, unknown), strict=True)
    if all(parts[place].kind == "headline" and _begins_with(text, q, _SINGLE) for q, place in placed):
        return
    reached, starts = -1, {quotation.span.start for quotation in unknown}
    for quotation in quotations:
        start, end = quotation.span.start, quotation.span.end
        outermost = not quotation.depth and start in starts
        if outermost or (quotation.depth and start < reached):
            yield start, "“" if outermost else "‘"
            if quotation.closed:
                yield end - 1, "”" if outermost else "’"
        reached = end if outermost else reached
