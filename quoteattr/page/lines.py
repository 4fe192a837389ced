"""The lines of a page, with hand-wrapped paragraphs joined, and the best sequence of kinds for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from attrs import field, frozen

from quoteattr.model import PartKind, Span
from quoteattr.paragraphs import BREAK, paragraphs, trim

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_READ = 1000  # characters of a line whose words are classified
KINDS: tuple[PartKind, ...] = get_args(PartKind)  # in the order of the columns of scores
_EVIDENCE = 60.0  # log-odds that the markup adds to the kind it gives a line
_AROUND: tuple[PartKind, ...] = ("byline", "published", "caption", "credit", "related", "chrome")
# The kinds that a line can have in each section of a page, in their order.
_SECTIONS: tuple[tuple[PartKind, ...], ...] = (
    (*_AROUND, "comment", "standfirst"),
    ("headline",),
    (*_AROUND, "standfirst", "dateline"),
    (*_AROUND, "body", "subheading", "standfirst", "dateline"),
    (*_AROUND, "comment"),
)


@frozen(slots=False, eq=False)
class Line:
    """A line that is not blank, or the lines of one hand-wrapped paragraph, without the white space around it.

    ``words`` are the runs of letters and digits at its start (the first 1,000 characters) as written, ``folded`` the
    same in lower case without possessive endings, ``parted`` is true after a blank line.
    """

    span: Span
    text: str
    parted: bool = False
    words: tuple[str, ...] = field(init=False, repr=False)
    folded: tuple[str, ...] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        read = self.text[:_READ]
        object.__setattr__(self, "words", tuple(_WORD.findall(read)))
        if read.isascii() and "'" not in read:
            folded = tuple(map(str.lower, self.words))
        else:
            folded = tuple(_WORD.findall(read.lower().replace("’", "'").replace("'s ", " ")))
        object.__setattr__(self, "folded", folded)


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that hold more than white space, in text order."""
    found: list[Line] = []
    end = 0
    for block in paragraphs(text):
        span = trim(text, block.start, block.end)
        if span is not None:
            parted = bool(found) and len(BREAK.findall(text, end, span.start)) > 1
            end = span.end
            found.append(Line(span, span.of(text), parted))
    return found


@frozen
class LineScores:
    """Log-probabilities for the lines of one page.

    ``kinds`` (lines, kinds) scores the kind of each line; its column "headline" is for lines that continue a headline.
    ``starts`` (lines,) scores each line as the first of the headline. ``none`` scores a page without a headline.
    """

    kinds: NDArray[Any]
    starts: NDArray[Any]
    none: float


def best_kinds(scores: LineScores, evidence: Mapping[int, PartKind] | None = None) -> list[PartKind]:
    """Return the most probable kinds in the order of a page: at most one headline, then one body section.

    Captions, links and other lines may occur within the body section. The search is a Viterbi search over the sections
    of a page (above the headline, headline, below it, body, below the body) in linear time.
    """
    import numpy as np

    kinds, starts = scores.kinds.copy(), scores.starts.copy()
    for number, kind in (evidence or {}).items():
        kinds[number, KINDS.index(kind)] += _EVIDENCE
        starts[number] += _EVIDENCE if kind == "headline" else -_EVIDENCE
    allowed = [np.array([KINDS.index(kind) for kind in section]) for section in _SECTIONS]
    gains = [kinds[:, numbers].max(1) for numbers in allowed]
    above = np.concatenate([[0.0], np.cumsum(gains[0])])
    headed = np.concatenate([[-np.inf], above[:-1] + starts])
    with_headline, headed_begins = _chain(headed, gains[1:])
    without, begins = _chain(above + scores.none, gains[3:])
    if with_headline >= without:
        bounds = [0, headed_begins[0] - 1, *headed_begins[1:], len(kinds)]
    else:
        bounds = [0, begins[0], begins[0], *begins, len(kinds)]
    chosen: list[PartKind] = []
    for numbers, (begin, end) in zip(allowed, pairwise(bounds), strict=True):
        chosen += [KINDS[each] for each in numbers[kinds[begin:end, numbers].argmax(1)]]
    return chosen


def first_and_last(kinds: Sequence[str], kind: PartKind) -> tuple[int, int]:
    """Return the numbers of the first and the last line of a kind; -1 where there is none."""
    if kind not in kinds:
        return -1, -1
    return kinds.index(kind), len(kinds) - 1 - kinds[::-1].index(kind)


def _chain(entered: NDArray[Any], gains: Sequence[NDArray[Any]]) -> tuple[float, list[int]]:
    """Return the best score of a sequence of sections, and the number of the line at which each of them begins.

    ``entered[n]`` is the score of the first n lines before the first section; a section may be empty.
    """
    import numpy as np

    places = []
    for gain in gains:
        total = np.concatenate([[0.0], np.cumsum(gain)])
        left = entered - total
        best = np.maximum.accumulate(left)
        places.append(np.maximum.accumulate(np.where(left >= best, np.arange(len(left)), 0)))
        entered = best + total
    end = len(entered) - 1
    begins = []
    for place in reversed(places):
        end = int(place[end])
        begins.append(end)
    return float(entered[-1]), begins[::-1]
