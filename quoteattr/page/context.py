"""The features of lines for the trees: what the network scores in the lines around each one and on the whole page.

The network sees 15 lines above and below a line. Whether a line belongs to the article depends on more: on how far it
is from the lines that surely do, on headings such as "Related" above it, and on the words of the article's opening.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from quoteattr.model import PartKind
from quoteattr.page.lines import Line
from quoteattr.page.sections import KINDS, LineScores

if TYPE_CHECKING:
    from numpy.typing import NDArray

BODY: tuple[PartKind, ...] = ("body", "subheading", "standfirst")
_WINDOWS = (2, 6, 20)  # lines
_LEAST = -12.0  # of log-probabilities
_SURE = 0.6  # probability from which a line surely belongs to the body
_FAR = 60.0  # lines
_NOWHERE = 99.0  # a distance to a line that does not exist
_LONGEST = 600  # characters of a line that count
_MANY = 10  # headings
_RUN = 4  # lines that do not belong to the body, after which another text may begin
_MOST_RUNS = 20
_OPENING = 8  # lines of the body whose words are those of the article
_LABEL = 60  # characters of a heading
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


def context_features(
    lines: Sequence[Line], found: NDArray[Any], scores: LineScores, kinds: Sequence[PartKind]
) -> NDArray[Any]:
    """Return the inputs of the trees, (lines, inputs), float32.

    Args:
        lines: The lines of the page.
        found: Their features, (lines, features), from :func:`quoteattr.page.features.features`.
        scores: What the network scores.
        kinds: The best kinds by these scores.
    """
    import numpy as np

    clipped = np.maximum(scores.kinds, _LEAST).astype(np.float32)
    likely = np.exp(clipped)
    body = likely[:, [KINDS.index(kind) for kind in BODY]].sum(1)
    size = np.array([min(_LONGEST, len(line.text)) for line in lines], np.float32)
    columns = [
        *_starts(scores),
        *_windows(body, likely[:, KINDS.index("comment")], likely[:, KINDS.index("related")], body * size / 100),
        *_places(body, size, kinds),
        *_headings(lines, body, kinds),
        *_topic(lines, body, kinds),
    ]
    around = [_moved(clipped, offset) for offset in (-2, -1, 1, 2)]
    return np.concatenate([found, clipped, np.stack(columns, axis=1), *around], axis=1).astype(np.float32)


def _moved(values: NDArray[Any], offset: int) -> NDArray[Any]:
    """Return for each line the values of the one ``offset`` lines below, zeros where there is none."""
    import numpy as np

    made = np.zeros_like(values)
    if abs(offset) < len(values):
        inside = slice(max(0, -offset), len(values) - max(0, offset))
        made[inside] = values[max(0, offset) : len(values) - max(0, -offset)]
    return made


def _starts(scores: LineScores) -> Iterator[NDArray[Any]]:
    """Yield how well each line begins the headline, alone, against the best line, and by rank."""
    import numpy as np

    starts = scores.starts
    yield np.maximum(starts, _LEAST)
    yield starts - starts.max()
    yield np.minimum(np.argsort(np.argsort(-starts, kind="stable")), _MOST_RUNS)
    yield np.full(len(starts), scores.none)


def _windows(*values: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Yield the means of values over the lines before and after each line."""
    import numpy as np

    index = np.arange(len(values[0]))
    for each in values:
        total = np.concatenate([[0.0], np.cumsum(each)])
        for window in _WINDOWS:
            first, last = np.maximum(0, index - window), np.minimum(len(index), index + window + 1)
            yield (total[index] - total[first]) / np.maximum(1, index - first)
            yield (total[last] - total[index + 1]) / np.maximum(1, last - index - 1)


def _places(body: NDArray[Any], size: NDArray[Any], kinds: Sequence[PartKind]) -> Iterator[NDArray[Any]]:
    """Yield where a line is in relation to headline and body, and how much of the body is above it."""
    import numpy as np

    index = np.arange(len(kinds))
    first, last, head = _first(kinds, "body"), _last(kinds, "body"), _first(kinds, "headline")
    for place in (first, last, head):
        yield np.clip(index - place, -_FAR, _FAR) if place >= 0 else np.full(len(kinds), _NOWHERE)
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
    yield np.minimum(_FAR, np.maximum.accumulate(run))
    yield np.minimum(_MOST_RUNS, np.cumsum(run == _RUN))
    counted = sure & (index >= max(0, first))
    mean = np.cumsum(size * counted) / np.maximum(1, np.cumsum(counted))
    yield mean
    yield size - mean


def _first(kinds: Sequence[PartKind], kind: PartKind) -> int:
    return kinds.index(kind) if kind in kinds else -1


def _last(kinds: Sequence[PartKind], kind: PartKind) -> int:
    return len(kinds) - 1 - kinds[::-1].index(kind) if kind in kinds else -1


def _headings(lines: Sequence[Line], body: NDArray[Any], kinds: Sequence[PartKind]) -> Iterator[NDArray[Any]]:
    """Yield for each sort of heading how far above a line the last one is, below the first line of the body.

    The number of such headings follows.
    """
    import numpy as np

    places: dict[str, list[int]] = {name: [] for name in _HEADINGS.groupindex}
    for number in range(_first(kinds, "body") + 1, len(lines)):
        text = lines[number].text
        match = _HEADINGS.search(text) if len(text) < _LABEL and body[number] < _SURE else None
        if match is not None and match.lastgroup is not None:
            places[match.lastgroup].append(number)
    index = np.arange(len(lines))
    for found in places.values():
        count = np.searchsorted(found, index, side="right")
        nearest = np.array([-1, *found])[count]
        yield np.where(nearest >= 0, np.minimum(_NOWHERE, index - nearest), _NOWHERE)
        yield np.minimum(_MANY, count)


def _topic(lines: Sequence[Line], body: NDArray[Any], kinds: Sequence[PartKind]) -> Iterator[NDArray[Any]]:
    """Yield the share of a line's longer words that the headline or the body's first lines have, and its means around.

    The number of its words in the headline follows.
    """
    import numpy as np

    heads = {number for number, kind in enumerate(kinds) if kind == "headline"}
    first = _first(kinds, "body")
    opening = [number for number in range(first, len(lines)) if body[number] > _SURE][:_OPENING] if first >= 0 else []
    topic = {word for number in (*heads, *opening) for word in lines[number].folded if len(word) > _LETTERS}
    title = {word for number in heads for word in lines[number].folded if len(word) >= _LETTERS}
    longer = [[word for word in line.folded if len(word) > _LETTERS] for line in lines]
    shared = np.array([sum(word in topic for word in words) / max(3, len(words)) for words in longer])
    yield shared
    yield from _windows(shared)
    yield np.array([min(5, sum(word in title for word in line.folded)) for line in lines])
