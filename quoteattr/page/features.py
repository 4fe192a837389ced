"""Features of the lines of a page for the line classifier, computed in linear time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from quoteattr.lexicon import given_names
from quoteattr.lexicon.calendar import month_names
from quoteattr.page.lines import Line

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CLOSING = "\"'”’»)]*"
_QUOTES = frozenset("\"'“‘«")
_BULLET = re.compile(r"(?:[-•*–·+>]|\(?\d{1,2}[.)]|o)\s")
_SENTENCE = re.compile(r"[a-z\d)][.!?][\"”’]?\s+[\"“‘]?[A-Z]")
_TIME = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ADDRESS = re.compile(r"@\w|\w@|https?:|www\.|\.com\b|\.org\b")
_SEPARATOR = re.compile(r"\s[|–—·»•:-]+\s|\|")
_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"[{}=\\]|\(\)|;\s*$")
_FUNCTION_WORDS = (
    "a about after all also an and are as at be been but by can could did do does for from had has have he her "
    "his i if in into is it its may more most no not of on one or our out over said she should so some than "
    "that the their them then there these they this to up was we were what when which who will with would you "
    "your"
)
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_PROSE = 80  # characters from which a line with function words counts as prose
_REACH = 40  # lines below in which the words of a headline recur
_WINDOWS = (2, 6, 20)  # lines


@cache
def _date() -> re.Pattern[str]:
    months = month_names()
    return re.compile(
        rf"\b(?:{months})\.?\s+\d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?:{months})\b"
        r"|\b\d{4}-\d\d-\d\d|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
        re.IGNORECASE,
    )


@cache
def _given_names() -> frozenset[str]:
    return frozenset(map(str.lower, given_names()))


def features(lines: Sequence[Line]) -> NDArray[Any]:
    """Return an array of shape (lines, features), float32: the shape of each line and its place on the page."""
    import numpy as np

    own = np.array([_shape(line) for line in lines], dtype=np.float32)
    return np.concatenate([own, _context(lines, own)], axis=1).astype(np.float32)


def _shape(line: Line) -> tuple[float, ...]:
    """Return the features of one line by itself."""
    text, words, folded = line.text[:1000], line.words, line.folded
    count, length = max(1, len(words)), len(line.text)
    initials = [word[0] for word in words]
    capital, small = sum(map(str.isupper, initials)), sum(map(str.islower, initials))
    function = sum(map(_FUNCTION.__contains__, folded))
    end = text.rstrip(_CLOSING)[-1:]
    digits = len(_DIGIT.findall(text))
    dated = _date().search(text) if digits else None
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
        end == ":",
        end == "?",
        end == ",",
        text[0] in _QUOTES,
        text[0] == "(" or text[0] == "[",
        text[-1] in ")]",
        text[0].islower(),
        _BULLET.match(text) is not None,
        min(3, len(_SENTENCE.findall(text))) / 3 if length > 60 else 0.0,
        dated is not None,
        (dated.end() - dated.start()) / len(text) if dated else 0.0,
        digits > 0 and _TIME.search(text) is not None,
        digits > 3 and _YEAR.search(text) is not None,
        _ADDRESS.search(text) is not None,
        _SEPARATOR.search(text) is not None,
        "/" in text,
        "," in text,
        "©" in text,
        _CODE.search(text) is not None,
        "http" in text,
        bool(folded) and folded[0] in names and count <= 12,
        sum(map(names.__contains__, folded[:12])) / min(count, 12),
        capital == len(words) and 2 <= count <= 4,
        not words,
        sum(map(len, words)) / count / 8,
        length >= _PROSE and function >= 4 and small > capital,
    )


def _context(lines: Sequence[Line], own: NDArray[Any]) -> NDArray[Any]:
    """Return the features of the lines that depend on the rest of the page."""
    import numpy as np

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
    columns += _densest(size, prose)
    columns += _recurrence(lines, prose)
    columns += _title(lines)
    columns += _copies(lines)
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _densest(size: NDArray[Any], prose: NDArray[Any]) -> list[NDArray[Any]]:
    """Locate each line in relation to the run of lines with the most prose (maximum-sum subsequence)."""
    import numpy as np

    weight = np.where(prose, size, -30 - np.minimum(size, 100) / 2)
    total = np.concatenate([[0.0], np.cumsum(weight)])
    lowest = np.minimum.accumulate(total[:-1])
    last = int(np.argmax(total[1:] - lowest))
    first = int(np.argmin(total[: last + 1]))
    index = np.arange(len(size))
    before, after = np.maximum(0, first - index), np.maximum(0, index - last)
    return [
        (index >= first) & (index <= last),
        np.log1p(before) / 3,
        np.log1p(after) / 3,
        before == 1,
        after == 1,
        np.log1p(np.maximum(0, index - first)) / 3,
        np.log1p(np.maximum(0, last - index)) / 3,
    ]


def _recurrence(lines: Sequence[Line], prose: NDArray[Any]) -> list[NDArray[Any]]:
    """Measure how many content words of each line recur in the prose below it: best cue of a headline."""
    import numpy as np

    contents = [frozenset([word for word in line.folded[:40] if len(word) > 2]) - _FUNCTION for line in lines]
    bags = [frozenset(line.folded) if is_prose else frozenset() for line, is_prose in zip(lines, prose, strict=True)]
    everywhere = Counter(word for bag in bags for word in bag)
    below: Counter[str] = Counter()
    near, anywhere, weight = (np.zeros(len(lines), dtype=np.float32) for _ in range(3))
    for number in range(len(lines) - 1, -1, -1):
        content, own = contents[number], prose[number]
        if content:
            hits = [count for word in content if (count := below.get(word, 0)) > 0]
            near[number] = len(hits) / len(content)
            anywhere[number] = sum([everywhere.get(word, 0) > own for word in content]) / len(content)
            weight[number] = sum([count if count < 3 else 3 for count in hits])
        below.update(bags[number])
        if number + _REACH < len(lines):
            below.subtract(bags[number + _REACH])
    short = ~prose
    best = max(1.0, float((weight * near * short).max()))
    return [near, anywhere, np.sqrt(weight) / 5, weight * near / best, np.minimum(weight * near / best, 1) * short]


def _title(lines: Sequence[Line]) -> list[NDArray[Any]]:
    """Compare each line with the first one, which may be the browser's title."""
    import numpy as np

    title = frozenset(lines[0].folded[:60])
    title_text = lines[0].text[:400].lower()
    shared, covered, inside = (np.zeros(len(lines), dtype=np.float32) for _ in range(3))
    for number, line in enumerate(lines[1:], 1):
        own = set(line.folded[:60])
        common = len(own & title)
        if common:
            shared[number] = common / len(own)
            covered[number] = common / len(title)
            inside[number] = len(own) > 2 and line.text.lower() in title_text
    first = np.zeros(len(lines), dtype=np.float32)
    first[0] = 1
    return [first, shared, covered, inside, shared * covered, np.full(len(lines), (shared * covered).max())]


def _copies(lines: Sequence[Line]) -> list[NDArray[Any]]:
    """Count the copies of each line above and below it."""
    import numpy as np

    keys = [" ".join(line.folded[:60]) for line in lines]
    left, seen = Counter(keys), Counter[str]()
    above, below = (np.zeros(len(lines), dtype=np.float32) for _ in range(2))
    for number, key in enumerate(keys):
        left[key] -= 1
        above[number], below[number] = min(3, seen[key]) / 3, min(3, left[key]) / 3
        seen[key] += 1
    return [above, below]
