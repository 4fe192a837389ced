"""Classify the lines of a page: boosted trees, a small convolutional network, and the best sequence of kinds.

The trees decide what is body, the network what the other lines are. Where the headline begins is scored by both,
averaged: alone, the network is better on whole pages and the trees on articles without page furniture. Bylines and
dates are then found among the lines near the article (:mod:`quoteattr.page.signatures`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from quoteattr.errors import ModelError
from quoteattr.limits import Checkpoint, no_deadline
from quoteattr.model import PartKind
from quoteattr.page import signatures
from quoteattr.page.features import features
from quoteattr.page.lines import Line
from quoteattr.page.trees import Trees

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER = Path(__file__).parent.parent / "models" / "page"
WEIGHTS, VOCABULARY, TREES, TREE_WORDS = "lines.npz", "vocabulary.json", "trees.npz", "tree_words.json"
SIGNATURES = "signatures.npz"
FILES = (WEIGHTS, VOCABULARY, TREES, TREE_WORDS, SIGNATURES)
MANIFEST = "checksums.json"
KINDS: tuple[PartKind, ...] = (
    "headline", "standfirst", "byline", "published", "dateline", "body", "subheading", "caption", "credit", "related",
    "comment", "chrome",
)  # fmt: skip
CLASSES = len(KINDS) + 1  # of the trees: the kinds, "headline" for its first line, and a line that continues it
DEPTH = 6  # of the trees
_GROUPS: tuple[tuple[PartKind, ...], ...] = (
    ("body", "subheading", "standfirst"),
    ("byline", "published", "dateline", "caption", "credit", "related", "comment", "chrome"),
)
_SIGNED: tuple[PartKind, ...] = ("byline", "published")
_UNLIKELY = 1e-6  # added to probabilities before their logarithm
_NO_HEADLINE = 0.02  # odds of a page without a headline against one line with even odds
BAG = 12  # words of a line that the network reads
DILATIONS = (1, 2, 4, 8)
_EVIDENCE = 60.0  # log-odds that the markup adds to the kind it gives a line
_AROUND: tuple[PartKind, ...] = ("byline", "published", "caption", "credit", "related", "chrome")
# The kinds that a line can have in each section of a page, in their order; the headline is between the first two.
_SECTIONS: tuple[tuple[PartKind, ...], ...] = (
    (*_AROUND, "comment", "standfirst"),
    (*_AROUND, "standfirst", "dateline"),
    (*_AROUND, "body", "subheading", "standfirst", "dateline"),
    (*_AROUND, "comment"),
)


@frozen
class LineScores:
    """Log-probabilities for the lines of one page.

    ``kinds`` (lines, kinds) scores the kind of each line; its column "headline" is for lines that continue a headline.
    ``starts`` (lines,) scores each line as the first of the headline. ``none`` scores a page without a headline.
    """

    kinds: NDArray[Any]
    starts: NDArray[Any]
    none: float


@frozen
class LineClassifier:
    """The trained network, as arrays by name and the vocabulary of the words that it knows, and the trees if any.

    ``signatures`` are the trees that find bylines and dates near the article.
    """

    weights: Mapping[str, Any] = field(repr=False)
    words: Mapping[str, int] = field(repr=False)
    trees: Trees | None = field(default=None, repr=False)
    signatures: Trees | None = field(default=None, repr=False)

    def __call__(self, lines: Sequence[Line], checkpoint: Checkpoint = no_deadline) -> LineScores:
        """Return the scores of the lines, at least one, of a page; ``checkpoint`` may raise to end the work."""
        found = features(lines)
        checkpoint()
        scores = self._network(lines, found)
        return scores if self.trees is None else _combined(scores, self.trees(lines, found, checkpoint))

    def _network(self, lines: Sequence[Line], found: NDArray[Any]) -> LineScores:
        import numpy as np

        w = self.weights
        given = (found - w["mean"]) / w["deviation"]
        hidden = np.maximum(
            np.concatenate([given, self._embedded(lines)], axis=1) @ w["input.weight"] + w["input.bias"], 0
        )
        for number, dilation in enumerate(DILATIONS):
            if number == len(DILATIONS) // 2:
                page = np.concatenate([hidden.mean(0), hidden.max(0)])
                page = np.maximum(page @ w["page.weight"] + w["page.bias"], 0)
                hidden = hidden + page
            hidden = hidden + np.maximum(_convolve(hidden, w[f"{number}.weight"], dilation) + w[f"{number}.bias"], 0)
        found = hidden @ w["output.weight"] + w["output.bias"]
        starts = np.append(found[:, -1], hidden.max(0) @ w["none.weight"] + w["none.bias"])
        starts = _log_softmax(starts[None])[0]
        return LineScores(_log_softmax(found[:, :-1]), starts[:-1], float(starts[-1]))

    def _embedded(self, lines: Sequence[Line]) -> NDArray[Any]:
        """Return for each line the mean of its words' vectors, that of its first word and that of its last."""
        import numpy as np

        numbers = [word_numbers(self.words, line.folded) for line in lines]
        flat = np.fromiter((number for line in numbers for number in line[:-1]), dtype=np.int64)
        sizes = np.array([len(line) - 1 for line in numbers])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        table = self.weights["words"]
        mean = np.add.reduceat(table[flat], starts, axis=0) / sizes[:, None].astype(np.float32)
        return np.concatenate([mean, table[flat[starts]], table[[line[-1] for line in numbers]]], axis=1)


def _combined(network: LineScores, probabilities: NDArray[Any]) -> LineScores:
    """Combine the network and the trees.

    The trees score whether a line belongs to the body and whether it continues the headline, the network which of the
    kinds in either group it is. Where the headline begins is the average of both.
    """
    import numpy as np

    kinds = network.kinds.copy()
    for group in _GROUPS:
        columns = [KINDS.index(kind) for kind in group]
        own = np.log(np.exp(kinds[:, columns]).sum(1, keepdims=True) + _UNLIKELY)
        kinds[:, columns] += np.log(probabilities[:, columns].sum(1, keepdims=True) + _UNLIKELY) - own
    kinds[:, KINDS.index("headline")] = np.log(probabilities[:, -1] + _UNLIKELY)
    first = np.minimum(probabilities[:, KINDS.index("headline")] + _UNLIKELY, 0.999)
    odds = np.append(first / (1 - first), _NO_HEADLINE)
    starts = (np.log(odds / odds.sum()) + np.append(network.starts, network.none)) / 2
    return LineScores(kinds, starts[:-1], float(starts[-1]))


def word_numbers(words: Mapping[str, int], folded: Sequence[str]) -> list[int]:
    """Return the numbers of the first words of a line, at least one, and of its last word; 1 is an unknown word."""
    if not folded:
        return [0, 0]
    return [*(words.get(word, 1) for word in folded[:BAG]), words.get(folded[-1], 1)]


def _convolve(hidden: NDArray[Any], weight: NDArray[Any], dilation: int) -> NDArray[Any]:
    """Return the product of each line and the lines ``dilation`` above and below it with three matrices."""
    made = hidden @ weight[1]
    if len(hidden) > dilation:
        made[dilation:] += hidden[:-dilation] @ weight[0]
        made[:-dilation] += hidden[dilation:] @ weight[2]
    return made  # type: ignore[no-any-return]


def _log_softmax(values: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    values = values - values.max(-1, keepdims=True)
    return values - np.log(np.exp(values).sum(-1, keepdims=True))  # type: ignore[no-any-return]


@cache
def line_classifier(folder: Path = FOLDER) -> LineClassifier:
    """Return the classifier of a model folder, each of whose files has the SHA-256 of the manifest.

    Raises:
        ModelError: A file is missing, or differs from the released one.
    """
    import numpy as np

    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        for name in FILES:
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if digest != listed[name]["sha256"]:
                raise ModelError(f"the model file {str(folder / name)!r} was altered: install the package again")
        network, words = _arrays(folder / WEIGHTS, np.float32), _numbered(folder / VOCABULARY, 2)
        trees = Trees(_arrays(folder / TREES, None), _numbered(folder / TREE_WORDS, 0), CLASSES, DEPTH)
        signing = Trees(_arrays(folder / SIGNATURES, None), {}, signatures.CLASSES, signatures.DEPTH)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"cannot read the line classifier in {str(folder)!r} ({error}): install the package again"
        ) from error
    return LineClassifier(network, words, trees, signing)


def _arrays(path: Path, kind: Any) -> dict[str, Any]:
    """Return the arrays of a file, floats in single precision and with ``kind`` all of them."""
    import numpy as np

    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return {name: a.astype(kind or (np.float32 if a.dtype.kind == "f" else np.int64)) for name, a in arrays.items()}


def _numbered(path: Path, first: int) -> dict[str, int]:
    return {word: number for number, word in enumerate(json.loads(path.read_text(encoding="utf-8")), first)}


_CURRENT: ContextVar[LineClassifier | None] = ContextVar("line classifier", default=None)


@contextmanager
def using(classifier: LineClassifier) -> Iterator[None]:
    """Classify lines with another classifier than the bundled one, for evaluation."""
    token = _CURRENT.set(classifier)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def classify(
    lines: Sequence[Line],
    evidence: Mapping[int, PartKind] | None = None,
    checkpoint: Checkpoint = no_deadline,
    *,
    has_headline: bool = False,
) -> list[PartKind]:
    """Return the kind of each line of a page.

    Args:
        lines: The lines of the whole page, in text order.
        evidence: The kinds that the markup gives to lines, by line number.
        checkpoint: Called between blocks of lines; may raise to end the work.
        has_headline: Find a headline in any case.
    """
    if not lines:
        return []
    classifier = _CURRENT.get() or line_classifier()
    scores = classifier(lines, checkpoint)
    kinds = best_kinds(scores, evidence, has_headline=has_headline)
    if classifier.signatures is None:
        return kinds
    signed = dict(signatures.signed(lines, kinds, scores.kinds, classifier.signatures))
    return [
        kind if number in (evidence or {}) else signed.get(number, "chrome" if kind in _SIGNED else kind)
        for number, kind in enumerate(kinds)
    ]


def best_kinds(
    scores: LineScores, evidence: Mapping[int, PartKind] | None = None, *, has_headline: bool = False
) -> list[PartKind]:
    """Return the most probable kinds in the order of a page: at most one headline, or just one, then one body section.

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
    with_headline, ends = _chain(headed, [kinds[:, 0], *gains[1:]])
    without, other_ends = _chain(above + scores.none, gains[2:])
    number = len(kinds)
    chosen: list[PartKind] = []
    if has_headline or with_headline >= without:
        first = ends[0] - 1
        bounds = [(0, 0, first), (1, ends[1], ends[2]), (2, ends[2], ends[3]), (3, ends[3], number)]
        headline = (first, ends[1])
    else:
        bounds = [(0, 0, other_ends[0]), (2, other_ends[0], other_ends[1]), (3, other_ends[1], number)]
        headline = (0, 0)
    for section, begin, end in bounds:
        best = allowed[section][kinds[begin:end][:, allowed[section]].argmax(1)] if end > begin else []
        chosen += [KINDS[each] for each in best]
        if section == 0:
            chosen += ["headline"] * (headline[1] - headline[0])
    return chosen


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
