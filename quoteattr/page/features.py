"""Features of the lines of a page, for each part of the line classifier.

- The networks see the shape of a line and its place on the page.
- The trees see what the networks score in the lines around a line and on the whole page. The networks see 15 lines
  above and below. Whether a line belongs to the article depends on more: on how far it is from the lines that surely
  do, on headings such as "Related" above it, and on the words of the article's opening.
- The trees for bylines and dates see the lines near headline and body, once these are located: the names and dates
  that the parsers read, the place of the line relative to headline and body, and the scores of the classifier.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoteattr.lexicon import given_names, month_names
from quoteattr.model import PartKind
from quoteattr.page.bylines import read_bylines
from quoteattr.page.dates import HAS_DIGIT, find_dates
from quoteattr.page.lines import KINDS, Line, LineScores, first_and_last

_CLOSING = "\"'”’»)]*"
_QUOTES = frozenset("\"'“‘«")
_BULLET = re.compile(r"(?:[-•*–·+>]|\(?\d{1,2}[.)]|o)\s")
_SENTENCE = re.compile(r"[a-z\d)][.!?][\"”’]?\s+[\"“‘]?[A-Z]")
_TIME = re.compile(r"\b\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ADDRESS = re.compile(r"@(?:\w|(?<=\w@))|https?:|www\.|\.(?:com|org)\b")
_SEPARATOR = re.compile(r"\s[|–—·»•:-]+\s|\|")
_CODE = re.compile(r"[{}=\\]|\(\)|;\s*$")
_FUNCTION_WORDS = (
    "a about after all also an and are as at be been but by can could did do does for from had has have he her "
    "his i if in into is it its may more most no not of on one or our out over said she should so some than "
    "that the their them then there these they this to up was we were what when which who will with would you "
    "your"
)
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_PROSE = 80  # characters from which a line with function words counts as prose
_PRINTED = 0.75  # share of the usual width of a printed page from which it does
_FEWEST_LINES = 8  # of a printed page
_EQUAL = 0.4  # share of its lines that have about the usual width
_REACH = 40  # lines below in which the words of a headline recur
_WINDOWS = (2, 6, 20)  # lines
BODY: tuple[PartKind, ...] = ("body", "subheading", "standfirst")
_INSIDE = (*BODY, "caption")  # kinds of the lines of an article
_LEAST = -12.0  # of log-probabilities
_SURE = 0.6  # probability from which a line surely belongs to the body
_MOST_LINES, _NOWHERE = 60.0, 99.0  # the largest distance that counts, and that to a line that does not exist
_LONGEST, _LONGEST_HEADING = 600, 60  # characters of a line that count, and of a heading
_MANY = 10  # headings
_RUN, _MOST_RUNS = 4, 20  # lines that do not belong to the body, after which another text may begin
_OPENING = 8  # lines of the body whose words are those of the article
_LETTERS = 4  # of a word that says what a text is about
_HEADINGS = re.compile(
    r"\b(?:(?P<comments>comments?\b|repl(?:y|ies)\b|responses?\b|discussion|thoughts on)"
    r"|(?P<related>related|read (?:more|next|also)|more (?:from|on|stories|in)|recommended|you may|also like|popular"
    r"|trending|latest|next)"
    r"|(?P<author>about the author|author\b|written by|contributor)"
    r"|(?P<service>sign up|subscribe|newsletter|follow us|share|tags?:|tagged|filed under|topics?:|categories"
    r"|advertis))",
    re.IGNORECASE,
)
_ABOVE, _BELOW = 25, 15  # lines above headline and body, and below the body, that are searched
_EDGE = 10  # lines at the beginning of the body that are searched
_BYLINE_OPENING = re.compile(
    r"\W*(?:(?:written|posted|words|text|story|reporting|reported|published|analysis)\s)?(?:by|from)\b", re.IGNORECASE
)
_BYLINE_LABEL = re.compile(
    r"\b(?=[acepruws])(?:author|posted|published|updated|written|reporter|correspondent|editor|staff)\b", re.IGNORECASE
)
_SITE_LINK = re.compile(
    r"\b(?=[abcfmprsv])(?:more from|by email|supported by|powered by|(?:posts|articles|stories|photos?|photographs?) by"
    r"|follow|see all|view|read|share|subscribe|comments?|copyright|all rights)\b",
    re.IGNORECASE,
)
_BIOGRAPHY = re.compile(r"\b(?:is|was|has|are|were|covers|writes)\b")
_BY = re.compile(r"\b[Bb][Yy]:?\s+[A-Z]")
_SHORT = 20  # characters of a label on a line of its own
_NOT_SEARCHED = (0.0, 0.0)  # number and share of the names, or dates, of a line that is not searched
_FAR = 30.0


@cache
def _date() -> re.Pattern[str]:
    months = month_names()
    return re.compile(
        rf"\b(?:(?:{months})\.?\s+\d{{1,2}}\b|\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?:{months})\b"
        r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}\b)",
        re.IGNORECASE,
    )


@cache
def _given_names() -> frozenset[str]:
    return frozenset(map(str.lower, given_names()))


def line_features(lines: Sequence[Line]) -> NDArray[Any]:
    """Return the inputs of the networks, (lines, features), float32: the shape of each line and its place."""
    width = _printed_width(lines)
    least = _PRINTED * width or _PROSE
    own = np.fromiter(chain.from_iterable(_shape(line, least) for line in lines), np.float32).reshape(len(lines), -1)
    printed = np.full((len(lines), 1), width > 0)
    return np.concatenate([printed, own, _on_page(lines, own)], axis=1).astype(np.float32)


def _printed_width(lines: Sequence[Line]) -> int:
    """Return the usual length of the lines where each paragraph has several of them, as in a printed page; else 0.

    Half of the text is in lines of at least this length, and many lines have about the same length.
    """
    sizes = sorted((len(line.text) for line in lines), reverse=True)
    covered = list(accumulate(sizes))
    width = sizes[bisect_left(covered, covered[-1] / 2)]
    equal = sum(_PRINTED * width <= size <= width / _PRINTED for size in sizes)
    printed = width < _PROSE and len(sizes) >= _FEWEST_LINES and equal >= _EQUAL * len(sizes)
    return width if printed else 0


def _shape(line: Line, prose: float) -> tuple[float, ...]:
    """Return the features of one line by itself; ``prose`` is the least length of a line of prose."""
    text, words, folded = line.text[:1000], line.words, line.folded
    count, length = max(1, len(words)), len(line.text)
    initials = [word[0] for word in words]
    capital, small = sum(map(str.isupper, initials)), sum(map(str.islower, initials))
    function = sum(map(_FUNCTION.__contains__, folded))
    end = text.rstrip(_CLOSING)[-1:]
    digits = len(HAS_DIGIT.findall(text))
    dated = _date().search(text) if digits else None
    marked = not text.replace(" ", "").isalnum()
    names = _given_names()
    return (
        min(length, 2000) ** 0.5 / 20,
        min(len(words), 12) / 12,
        line.parted,
        capital / count,
        small / count,
        function / count,
        text.isupper(),
        min(digits, 20) / 20,
        digits / len(text),
        end in ".!?…" and end != "",
        *(end == mark for mark in ":?,"),
        text[0] in _QUOTES,
        text[0] == "(" or text[0] == "[",
        text[-1] in ")]",
        text[0].islower(),
        _BULLET.match(text) is not None,
        min(3, len(_SENTENCE.findall(text))) / 3 if length > 60 and marked else 0.0,
        dated is not None,
        (dated.end() - dated.start()) / len(text) if dated else 0.0,
        digits > 0 and _TIME.search(text) is not None,
        digits > 3 and _YEAR.search(text) is not None,
        marked and _ADDRESS.search(text) is not None,
        marked and _SEPARATOR.search(text) is not None,
        *(mark in text for mark in "/,©"),
        marked and _CODE.search(text) is not None,
        "http" in text,
        bool(folded) and folded[0] in names and count <= 12,
        sum(map(names.__contains__, folded[:12])) / min(count, 12),
        capital == len(words) and 2 <= count <= 4,
        not words,
        sum(map(len, words)) / count / 8,
        length >= prose and function >= prose / 20 and small > capital,
    )


def _on_page(lines: Sequence[Line], own: NDArray[Any]) -> NDArray[Any]:
    """Return the features of the lines that depend on the rest of the page."""
    number = len(lines)
    index = np.arange(number)
    size = np.array([min(len(line.text), 600) for line in lines], dtype=np.float32)
    prose = own[:, -1] > 0
    mass = np.concatenate([[0.0], np.cumsum(size * prose)])
    columns = [
        index / number,
        np.log1p(index) / 5,
        np.log1p(number - 1 - index) / 5,
        np.full(number, np.log1p(number) / 5),
        np.full(number, prose.mean()),
        np.full(number, mass[-1] / max(1.0, float(size.sum()))),
        mass[1:] / max(1.0, mass[-1]),
        np.append(own[1:, 2], 0.0),
    ]
    for window in _WINDOWS:
        columns.append(np.sqrt(mass[np.minimum(index + 1 + window, number)] - mass[index + 1]) / 30)
        columns.append(np.sqrt(mass[index] - mass[np.maximum(index - window, 0)]) / 30)
    columns += [*_densest(size, prose), *_recurrence(lines, prose), *_title(lines), *_copies(lines)]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _densest(size: NDArray[Any], prose: NDArray[Any]) -> list[NDArray[Any]]:
    """Locate each line in relation to the run of lines with the most prose (maximum-sum subsequence)."""
    weight = np.where(prose, size, -30 - np.minimum(size, 100) / 2)
    total = np.concatenate([[0.0], np.cumsum(weight)])
    lowest = np.minimum.accumulate(total[:-1])
    last = int(np.argmax(total[1:] - lowest))
    first = int(np.argmin(total[: last + 1]))
    index = np.arange(len(size))
    inside = (index >= first) & (index <= last)
    distances = (first - index, index - last, index - first, last - index)
    before, after, from_first, to_last = (np.log1p(np.maximum(0, each)) / 3 for each in distances)
    return [inside, before, after, first - index == 1, index - last == 1, from_first, to_last]


def _recurrence(lines: Sequence[Line], prose: NDArray[Any]) -> list[NDArray[Any]]:
    """Measure how many content words of each line recur in the prose below it: best cue of a headline."""
    contents = [frozenset([word for word in line.folded[:40] if len(word) > 2]) - _FUNCTION for line in lines]
    bags = [frozenset(line.folded) if is_prose else frozenset() for line, is_prose in zip(lines, prose, strict=True)]
    everywhere = Counter(chain.from_iterable(bags))
    below: Counter[str] = Counter()
    near, anywhere, weight = (np.zeros(len(lines), dtype=np.float32) for _ in range(3))
    inside = prose.tolist()
    for number in range(len(lines) - 1, -1, -1):
        content, own = contents[number], inside[number]
        if content:
            hits = [count for word in content if (count := below.get(word, 0)) > 0]
            near[number] = len(hits) / len(content)
            anywhere[number] = sum([everywhere.get(word, 0) > own for word in content]) / len(content)
            weight[number] = sum([count if count < 3 else 3 for count in hits])
        if own:
            below.update(bags[number])
        if number + _REACH < len(lines) and inside[number + _REACH]:
            below.subtract(bags[number + _REACH])
    short = ~prose
    best = max(1.0, float((weight * near * short).max()))
    return [near, anywhere, np.sqrt(weight) / 5, weight * near / best, np.minimum(weight * near / best, 1) * short]


def _title(lines: Sequence[Line]) -> list[NDArray[Any]]:
    """Compare each line with the first one, which may be the browser's title."""
    title, text = frozenset(lines[0].folded[:60]), lines[0].text[:400].lower()
    words = [frozenset(line.folded[:60]) for line in lines]
    common = [0, *(len(own & title) for own in words[1:])]
    shared = np.array([count / max(1, len(own)) for count, own in zip(common, words, strict=True)], np.float32)
    covered = np.array(common, np.float32) / max(1, len(title))
    triples = zip(common, words, lines, strict=True)
    inside = np.array([count > 0 and len(own) > 2 and line.text.lower() in text for count, own, line in triples])
    first = np.arange(len(lines)) == 0
    return [first, shared, covered, inside, shared * covered, np.full(len(lines), (shared * covered).max())]


def _copies(lines: Sequence[Line]) -> list[NDArray[Any]]:
    """Count the copies of each line above and below it."""
    keys = [line.folded[:60] for line in lines]
    seen, above = Counter[tuple[str, ...]](), []
    for key in keys:
        above.append(seen[key])
        seen[key] += 1
    below = [seen[key] - count - 1 for key, count in zip(keys, above, strict=True)]
    return [np.minimum(3, above) / 3, np.minimum(3, below) / 3]


def context_features(
    lines: Sequence[Line], found: NDArray[Any], scores: LineScores, kinds: Sequence[PartKind]
) -> NDArray[Any]:
    """Return the inputs of the trees, (lines, inputs), float32, for lines with the features of :func:`line_features`.

    ``scores`` are those of the networks, and ``kinds`` the best kinds by them.
    """
    clipped = np.maximum(scores.kinds, _LEAST).astype(np.float32)
    likely = np.exp(clipped)
    body = likely[:, [KINDS.index(kind) for kind in BODY]].sum(1)
    size = np.array([min(_LONGEST, len(line.text)) for line in lines], np.float32)
    starts = scores.starts
    columns = [
        # how well each line begins the headline: alone, against the best line, by rank
        np.maximum(starts, _LEAST),
        starts - starts.max(),
        np.minimum(np.argsort(np.argsort(-starts, kind="stable")), _MOST_RUNS),
        np.full(len(starts), scores.none),
        *_windows(body, likely[:, KINDS.index("comment")], likely[:, KINDS.index("related")], body * size / 100),
        *_places(body, size, kinds),
        *_headings(lines, body, kinds),
        *_topic(lines, body, kinds),
    ]
    around = [_moved(clipped, offset) for offset in (-2, -1, 1, 2)]
    return np.concatenate([found, clipped, np.stack(columns, axis=1), *around], axis=1).astype(np.float32)


def _moved(values: NDArray[Any], offset: int) -> NDArray[Any]:
    """Return for each line the values of the one ``offset`` lines below, zeros where there is none."""
    moved, size = np.zeros_like(values), max(0, len(values) - abs(offset))
    moved[max(0, -offset) :][:size] = values[max(0, offset) :][:size]
    return moved


def _windows(*values: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Yield the means of values over the lines before and after each line."""
    index = np.arange(len(values[0]))
    edges = [(np.maximum(0, index - window), np.minimum(len(index), index + window + 1)) for window in _WINDOWS]
    counts = [(np.maximum(1, index - first), np.maximum(1, last - index - 1)) for first, last in edges]
    for each in values:
        total = np.concatenate([[0.0], np.cumsum(each)])
        for (first, last), (before, after) in zip(edges, counts, strict=True):
            yield (total[:-1] - total[first]) / before
            yield (total[last] - total[1:]) / after


def _places(body: NDArray[Any], size: NDArray[Any], kinds: Sequence[PartKind]) -> Iterator[NDArray[Any]]:
    """Yield where a line is in relation to headline and body, and how much of the body is above it."""
    index = np.arange(len(kinds))
    (first, last), (head, _) = first_and_last(kinds, "body"), first_and_last(kinds, "headline")
    for place in (first, last, head):
        yield np.clip(index - place, -_MOST_LINES, _MOST_LINES) if place >= 0 else np.full(len(kinds), _NOWHERE)
    yield (index - first) / max(1, last - first) if first >= 0 else np.full(len(kinds), -1.0)
    mass = np.cumsum(body * size)
    yield np.full(len(kinds), np.log1p(len(kinds)))
    yield np.log1p(mass)
    yield mass / max(1.0, float(mass[-1]))
    yield np.full(len(kinds), np.log1p(mass[-1]))
    yield np.array([kind in BODY for kind in kinds])
    sure = body > _SURE
    before = np.maximum.accumulate(np.where(sure, index, -1))
    after = np.minimum.accumulate(np.where(sure, index, len(kinds) + _NOWHERE)[::-1])[::-1]
    yield np.minimum(_NOWHERE, np.where(before >= 0, index - before, _NOWHERE))
    yield np.minimum(_NOWHERE, after - index)
    run = np.where((index > first) & ~sure & (first >= 0), index - np.maximum(before, first), 0)
    yield np.minimum(_MOST_LINES, np.maximum.accumulate(run))
    yield np.minimum(_MOST_RUNS, np.cumsum(run == _RUN))
    counted = sure & (index >= max(0, first))
    mean = np.cumsum(size * counted) / np.maximum(1, np.cumsum(counted))
    yield mean
    yield size - mean


def _headings(lines: Sequence[Line], body: NDArray[Any], kinds: Sequence[PartKind]) -> Iterator[NDArray[Any]]:
    """Yield how far above a line the last heading of each sort in or below the body is, and how many there are."""
    places: dict[str, list[int]] = {name: [] for name in _HEADINGS.groupindex}
    for number in range(first_and_last(kinds, "body")[0] + 1, len(lines)):
        text = lines[number].text
        match = _HEADINGS.search(text) if len(text) < _LONGEST_HEADING and body[number] < _SURE else None
        if match is not None and match.lastgroup is not None:
            places[match.lastgroup].append(number)
    index = np.arange(len(lines))
    for found in places.values():
        count = np.searchsorted(found, index, side="right")
        nearest = np.array([-1, *found])[count]
        yield np.where(nearest >= 0, np.minimum(_NOWHERE, index - nearest), _NOWHERE)
        yield np.minimum(_MANY, count)


def _topic(lines: Sequence[Line], body: NDArray[Any], kinds: Sequence[PartKind]) -> Iterator[NDArray[Any]]:
    """Yield the share of a line's longer words in the headline or the body's first lines, and its means around.

    The number of its words in the headline follows.
    """
    heads = {number for number, kind in enumerate(kinds) if kind == "headline"}
    first, _ = first_and_last(kinds, "body")
    opening = [number for number in range(first, len(lines)) if body[number] > _SURE][:_OPENING] if first >= 0 else []
    topic = {word for number in (*heads, *opening) for word in lines[number].folded if len(word) > _LETTERS}
    title = {word for number in heads for word in lines[number].folded if len(word) >= _LETTERS}
    longer = [[word for word in line.folded if len(word) > _LETTERS] for line in lines]
    shared = np.array([sum(map(topic.__contains__, words)) / max(3, len(words)) for words in longer])
    yield shared
    yield from _windows(shared)
    yield np.array([min(5, sum(map(title.__contains__, line.folded))) for line in lines])


def near_article(lines: Sequence[Line], kinds: Sequence[PartKind]) -> list[int]:
    """Return the numbers of the lines that may sign or date the article, in text order."""
    (first, last), (head, _) = first_and_last(kinds, "body"), first_and_last(kinds, "headline")
    if first < 0 and head < 0:
        return []
    begin = min(number for number in (first, head) if number >= 0)
    opening = range(max(0, begin - _ABOVE), min(len(lines), max(first, head) + _EDGE + 1))
    closing = range(max(opening.stop, last), min(len(lines), last + 1 + _BELOW)) if last >= 0 else range(0)
    numbers = (number for number in (*opening, *closing) if kinds[number] != "headline")
    return [number for number in numbers if len(lines[number].text) <= _LONGEST]


def signature_features(
    lines: Sequence[Line], kinds: Sequence[PartKind], scores: NDArray[Any], near: Sequence[int]
) -> NDArray[Any]:
    """Return the inputs of the trees for bylines and dates, (len(near), features), float32, of :func:`near_article`.

    ``kinds`` are those of the line classifier, and ``scores`` its log-probabilities, (lines, kinds).
    """
    body, head = first_and_last(kinds, "body"), first_and_last(kinds, "headline")
    text, rest = (
        "\n".join(line.text for line, kind in zip(lines, kinds, strict=True) if (kind in _INSIDE) == inside).casefold()
        for inside in (True, False)
    )
    named = {number: _named(lines[number], text, rest) for number in near}
    dated = {number: _dated(lines[number]) for number in near}
    signs = [number for number in near if named[number][0]]
    opened = [number for number in signs if _BYLINE_OPENING.match(lines[number].text)]
    below = [number for number in signs if number > head[0]]
    rows = []
    for number in near:
        around = [number + offset for offset in (-2, -1, 1, 2)]
        pairs = [value for other in around for found in (named, dated) for value in found.get(other, _NOT_SEARCHED)[:2]]
        own = *named[number], *dated[number], *_shaped(lines[number]), *_place(number, kinds, body, head)
        earlier = min(9, bisect_left(below, number)) if number > head[0] else -1
        rivals = min(5, len(opened) - (number in opened)), min(10, len(signs)), earlier
        above = lines[number - 1].text if number and len(lines[number - 1].text) <= _SHORT else ""
        labelled = _BYLINE_OPENING.match(above) is not None or _BYLINE_LABEL.search(above) is not None
        rows.append((*own, *pairs, labelled, *rivals))
    clipped = np.maximum(scores[list(near)], _LEAST)
    return np.concatenate([np.array(rows, np.float32), clipped.astype(np.float32)], axis=1)


def _place(number: int, kinds: Sequence[PartKind], body: tuple[int, int], head: tuple[int, int]) -> tuple[float, ...]:
    """Return the place of a line in relation to the first and the last line of body and headline."""
    (first, last), (begin, end) = body, head
    return (
        begin >= 0,
        _distance(end, number),
        _distance(number, first),
        _distance(last, number),
        begin >= 0 and end < number < first,
        number < (begin if begin >= 0 else first),
        first <= number <= last,
        0 <= last < number,
        _distance(end, first),
        kinds[number] in ("byline", "published"),
        kinds[number] == "body",
    )


def _distance(above: int, below: int) -> float:
    """Return the distance between two lines, limited; the limit where one of them does not exist."""
    return _FAR if above < 0 or below < 0 else max(-_FAR, min(_FAR, below - above))


def _named(line: Line, text: str, rest: str) -> tuple[float, ...]:
    """Return the features of the names in a line; the first two are their number and their share of its letters.

    ``text`` is the article and ``rest`` what is around it, both folded: the first name is counted in them.
    """
    names = read_bylines(line.text)
    first = names[0].name if names else ""
    return (
        min(4, len(names)),
        sum(len(each.name) for each in names) / len(line.text),
        min(4, sum(each.part == "author" for each in names)),
        bool(names) and first.split()[0].capitalize() in given_names(),
        len(first.split()),
        any(each.role for each in names),
        names[0].start if names else _FAR,
        min(3, text.count(first.casefold())) if names else 0,
        min(5, rest.count(first.casefold())) if names else 0,
    )


def _dated(line: Line) -> tuple[float, ...]:
    """Return the features of the dates in a line; the first two are their number and their share of its letters."""
    dates = find_dates(line.text, order="month")
    return (
        min(3, len(dates)),
        sum(len(each.span) for each in dates) / len(line.text),
        any(each.label in ("first", "published") for each in dates),
        any(each.label == "updated" for each in dates),
        any("T" in each.iso for each in dates),
    )


def _shaped(line: Line) -> tuple[float, ...]:
    text, words = line.text, line.words
    return (
        min(_LONGEST, len(text)),
        min(40, len(words)),
        line.parted,
        _BYLINE_OPENING.match(text) is not None,
        *(each.search(text) is not None for each in (_BY, _BYLINE_LABEL, _SITE_LINK, _BIOGRAPHY)),
        "@" in text,
        text.isupper(),
        text[-1] in ".!?",
        sum([word[0].isupper() for word in words]) / max(1, len(words)),
        sum(map(str.isdigit, text)) / len(text),
    )
