"""Fields that a text labels itself: exports of news databases and feeds ("Title: …", "HD     …"), and headers of mail.

The labels decide what their lines are; the classifier decides about the others. Two forms have lines in a fixed order
and few labels: Nexis ("Length: 512 words" below headline, source and date, or below source, date and headline) and
Factiva ("512 words" above date and source).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise

import regex
from attrs import field, frozen

from quoteattr.lexicon import load_table
from quoteattr.model import Byline, PartKind, Span
from quoteattr.page.bylines import INVERTED
from quoteattr.page.dates import find_dates
from quoteattr.page.lines import Line

_FEWEST = 3  # different labels of an export
_FEWEST_SPACED = 5  # different codes with a single space after them
_HEADER = 12  # lines in which the fields of an export without labels are looked for
_PROSE = 20  # words of a line that is surely a paragraph
_NEAR = 4  # lines between two labels below the article
_LONGEST_DATE = 60  # characters
_SHORT = 12  # words of a line of a header
# "Title: …", "Title ....: …", "TITLE<tab>…"
_LABEL = re.compile(
    r"(?P<label>[A-Za-z][A-Za-z:/ _-]{0,30}?)(?=[\s.:])(?:[\s.]{0,30}:(?:\s+|\Z)|\s?\.{3,30}\s*|\t\s*)"
    r"(?P<value>\S.*)?\Z",
    re.DOTALL,
)
_OBJECT = re.compile(r'"(?P<label>\w{1,30})"\s*:\s*\[?"(?P<value>[^\s"].*?)"\]?,?\Z', re.DOTALL)  # of JSON
_ELEMENT = re.compile(
    r"<(?P<label>[\w:]{1,30})(?:\s[^<>]{0,80})?>(?:<!\[CDATA\[)?(?P<value>[^\s<].*?)(?:\]\]>)?</[\w:]{1,30}>\Z",
    re.DOTALL,
)
_CODE = re.compile(r"(?P<label>[A-Z]{2,4})(?:(?P<gap>[ ]+|\t\s*)(?P<value>\S.*))?\Z", re.DOTALL)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # of "datePublished"
_COUNT = re.compile(r"\d[\d,]* words", re.IGNORECASE)
_IDENTIFIER = re.compile(r"Document \w{10,40}")
_NO_SOURCE = re.compile(
    r"©|\bcopyright\b|\ball rights reserved\b|\(c\)|\bdocuments?\b|https?:|\A\W*\d{1,2}[:.]\d\d\b", re.IGNORECASE
)
_EDITION = re.compile(r"\bedition\b", re.IGNORECASE)
_AFTER_NAME = re.compile(r"[;|(].*\Z|\s[-–—]\s.*\Z", re.DOTALL)  # "The Times; London", "Orbel Post (Australia)"
_SENTENCE = re.compile(r"[.!?…][\"'”’)]?\Z")
_NAME = r"\p{Lu}[\p{L}'’.-]*"
_ADDRESSED = regex.compile(rf"\S{{1,80}}@\S{{1,80}} \((?P<name>{_NAME}(?: {_NAME}){{1,3}})\)")
_KINDS: Mapping[str, PartKind] = {
    "headline": "headline", "standfirst": "standfirst", "byline": "byline", "published": "published", "body": "body",
}  # fmt: skip


@frozen
class Fields:
    """The lines of an export, each label a line of its own, with the kinds that the labels give, by line number."""

    lines: tuple[Line, ...] = field(repr=False)
    kinds: Mapping[int, PartKind]
    labels: frozenset[int]  # lines that are labels
    publisher: Span | None = None
    authors: tuple[Byline, ...] = ()


@frozen
class _Label:
    """The label of a line: the field that it names, the label itself in lower case, and where the value is if any."""

    field: str
    name: str
    value: tuple[int, int] | None


def read_fields(lines: Sequence[Line]) -> Fields | None:
    """Return the fields of an export, or None for a text without them."""
    mail = _mail(lines)
    labels = {number: label for number, label in _labels(lines).items() if number not in mail}
    counted = _counted(lines)
    exported = len({label.name for label in labels.values()}) >= _FEWEST
    if not exported and not mail and counted is None:
        return None
    found = _Reading(lines, labels if exported else {}, dict.fromkeys(mail, "chrome"))
    if exported:
        found.read()
    if counted is not None and found.publisher is None:
        found.read_counted(counted)
    return found.fields()


def _labels(lines: Sequence[Line]) -> dict[int, _Label]:
    """Return the labels of lines; codes count only if several of them occur, more where a single space follows them."""
    words: dict[int, _Label] = {}
    codes: dict[int, _Label] = {}
    spaced: set[int] = set()
    for number, line in enumerate(lines):
        for form in (_CODE, _LABEL, _OBJECT, _ELEMENT):
            if match := form.match(line.text):
                name = match["label"] if form is _CODE else _HUMP.sub(" ", match["label"]).replace("_", " ").lower()
                value = match.span("value") if match["value"] else None
                if own := _table("codes" if form is _CODE else "labels").get(name):
                    (codes if form is _CODE else words)[number] = _Label(own, name.lower(), value)
                    if form is _CODE and match["gap"] == " ":
                        spaced.add(number)
        if line.text in _table("headings"):
            words[number] = _Label(_table("headings")[line.text], line.text.lower(), None)
    if len({each.name for each in codes.values()}) < _FEWEST_SPACED:
        codes = {number: label for number, label in codes.items() if number not in spaced}
    return {**(codes if len({each.name for each in codes.values()}) >= _FEWEST else {}), **words}


@cache
def _table(name: str) -> Mapping[str, str]:
    table: Mapping[str, Sequence[str]] = load_table("labels")[name]
    return {word: kind for kind, words in table.items() for word in words}


def _mail(lines: Sequence[Line]) -> set[int]:
    """Return the lines of headers of e-mails: three labels or more in a row, with "From" and "To" or "Subject"."""
    words = load_table("labels")["mail"]["words"]
    matches = (_LABEL.match(line.text) for line in lines)
    labels = enumerate(match["label"].lower() if match else "" for match in matches)
    blocks = (dict(group) for labelled, group in groupby(labels, key=lambda each: each[1] in words) if labelled)
    headers = (block for block in blocks if len(block) >= _FEWEST and "from" in block.values())
    return {number for block in headers if {"to", "subject"}.intersection(block.values()) for number in block}


def _counted(lines: Sequence[Line]) -> int | None:
    """Return the line of Factiva's number of words: a line of its own right above a date."""
    pairs = enumerate(pairwise(lines[1 : _HEADER + 1]), 1)
    counts = (number for number, (line, below) in pairs if _COUNT.fullmatch(line.text) and _is_date(below.text))
    return next(counts, None)


def _is_date(text: str) -> bool:
    found = find_dates(text[:_LONGEST_DATE])
    return bool(found) and found[0].span.start <= len("Wednesday, ") and len(text.split()) <= _SHORT


class _Reading:
    """Collects the kinds of lines of one export."""

    def __init__(self, lines: Sequence[Line], labels: Mapping[int, _Label], kinds: dict[int, PartKind]) -> None:
        self._lines, self._labels, self._kinds = lines, labels, kinds
        self.publisher: Span | None = None
        self._authors: tuple[Byline, ...] = ()

    def read(self) -> None:
        """Read the values of the labels, the lines above the first of them, and those below the article."""
        seen: set[str] = set()
        for number, label in self._labels.items():
            self._kinds[number] = "chrome"
            at = number
            if label.value is None:  # the line below is the value, if it has no label itself
                at += 1
                if at >= len(self._lines) or at in self._labels or label.field == "body":
                    continue
            line = self._lines[at]
            start, end = label.value or (0, len(line.text))
            if label.field == "publisher":
                self.publisher = self.publisher or _name(line, start, end)
            if label.field == "byline":
                self._authors = self._authors or _authors(line, start, end)
            first = label.field not in seen and label.field in _KINDS
            above = (n for n in range(min(at, _HEADER)) if n not in self._labels)
            copies = (n for n in above if self._lines[n].text == line.text[start:end])
            copy = next(copies, None) if first and label.field == "headline" else None
            if copy is not None:  # ProQuest names the title again below the article
                self._kinds |= {copy: "headline", at: "chrome"}
            elif label.field != "body" or label.value is not None:
                self._kinds[at] = _KINDS[label.field] if first else "chrome"
            seen.add(label.field)
        if "length" in {label.name for label in self._labels.values()}:
            self._read_header("headline" in seen)
        for number in self._marked():
            self._kinds.setdefault(number, "body")
        for number in range(self._end_of_body(), len(self._lines)):
            self._kinds.setdefault(number, "chrome")

    def _marked(self) -> Iterator[int]:
        """Yield the sentences from Factiva's "LP" or "TD" to the next code: other lines may be captions or headings."""
        marked = False
        for number, line in enumerate(self._lines):
            if number in self._labels:
                marked = self._labels[number].name in ("lp", "td")
            elif marked and len(line.words) > 1 and _SENTENCE.search(line.text):
                yield number

    def _read_header(self, headed: bool) -> None:
        """Read the lines above Nexis's first label: the headline unless it has a label, the source, and the date."""
        # the headline comes first, or below source, date and edition ("1 of 1 DOCUMENT")
        first = min(self._labels)
        above = [n for n in range(min(first, _HEADER)) if _NO_SOURCE.search(self._lines[n].text) is None]
        dates = [n for n in above if _is_date(self._lines[n].text)]
        names = [n for n in above if n not in dates and _EDITION.search(self._lines[n].text) is None]
        if not headed and names:
            classic = dates and sum(n < dates[0] for n in names) == 1
            self._kinds[names.pop(-1 if classic else 0)] = "headline"
        if names and self.publisher is None and len(self._lines[names[0]].words) <= _SHORT:
            self.publisher = _name(self._lines[names[0]])
        if dates and "published" not in self._kinds.values():
            self._kinds[dates[0]] = "published"
        for number in range(first):
            self._kinds.setdefault(number, "chrome")

    def read_counted(self, number: int) -> None:
        """Read Factiva's lines without labels: number of words, date, time, source, code, language."""
        self._kinds |= {number: "chrome", number + 1: "published"}
        if _IDENTIFIER.fullmatch(self._lines[-1].text):
            self._kinds[len(self._lines) - 1] = "chrome"
        for below in range(number + 2, min(number + _HEADER, len(self._lines))):
            line = self._lines[below]
            if len(line.words) > _SHORT:
                break
            if self.publisher is None and _NO_SOURCE.search(line.text) is None:
                self.publisher = _name(line)
            self._kinds[below] = "chrome"
            if _NO_SOURCE.search(line.text) and below > number + 2 and not line.text[0].isdigit():
                break  # the notice of copyright ends the header

    def _end_of_body(self) -> int:
        """Return the first line of the labels below the article, or of a second headline."""
        headed = [n for n, label in self._labels.items() if label.field == "headline"]
        bodies = [n for n, label in self._labels.items() if label.field == "body"]
        paragraphs = [n for n, line in enumerate(self._lines) if len(line.words) >= _PROSE and n not in self._labels]
        start = max([min(self._labels), *bodies[:1]])
        begun = next((n for n in paragraphs if n > start), len(self._lines))
        closing = [n for n, label in self._labels.items() if n > begun and label.field != "body"]
        ends = [n for n in closing if any(m in self._labels for m in range(n + 1, n + _NEAR + 1))]
        if closing and sum(n > closing[-1] for n in paragraphs) <= 1:
            ends.append(closing[-1])
        ends += [n for n in headed[1:] if n > begun]
        return min(ends, default=len(self._lines))

    def fields(self) -> Fields:
        """Return the lines with labels and values apart."""
        lines: list[Line] = []
        kinds: dict[int, PartKind] = {}
        labels: set[int] = set()
        for number, line in enumerate(self._lines):
            label = self._labels.get(number)
            if label is not None:
                labels.add(len(lines))
            if label is not None and label.value is not None:
                kinds[len(lines)] = "chrome"
                at, (start, end) = line.span.start, label.value
                name = line.text[:start].rstrip()
                lines.append(Line(Span(at, at + len(name)), name, line.parted))
                line = Line(Span(at + start, at + end), line.text[start:end])
            if number in self._kinds:
                kinds[len(lines)] = self._kinds[number]
            lines.append(line)
        return Fields(tuple(lines), kinds, frozenset(labels), self.publisher, self._authors)


def _authors(line: Line, first: int, last: int) -> tuple[Byline, ...]:
    """Return the authors of a value that gives surnames first, or a name after an address."""
    match = INVERTED.fullmatch(line.text, first, last) or _ADDRESSED.fullmatch(line.text, first, last)
    at, places = line.span.start, match.spans("name") if match else ()
    return tuple(Byline(line.text[start:end], Span(at + start, at + end)) for start, end in places)


def _name(line: Line, first: int = 0, last: int | None = None) -> Span | None:
    """Return the name of a source in a line or a part of it, without place, country or language after it."""
    name = _AFTER_NAME.sub("", line.text[first:last]).strip()
    start = line.span.start + first
    return Span(start, start + len(name)) if name else None
