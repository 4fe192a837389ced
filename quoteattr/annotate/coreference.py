"""The pair scorer of coreference: a small network over the encoder's word vectors and pair features, with numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from math import exp, log
from pathlib import Path
from typing import get_args

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from quoteattr.annotate.stanza_document import WordStates
from quoteattr.errors import ModelError
from quoteattr.tree import NounKind

FILE = "coreference.safetensors"
FORMS = ("pronoun", "description", "later")
"""The forms of mentions with weights of their own; "later" is a pronoun or description whose name may follow."""
KINDS: tuple[NounKind, ...] = get_args(NounKind)


@frozen(eq=False)
class KindWeights:
    """A linear classifier of the heads of descriptions: weights (width, 3) and bias (3,), columns as in ``KINDS``."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def __call__(self, states: NDArray[np.float32]) -> NDArray[np.int64]:
        """Return the column of the kind (N,) for each state (N, width)."""
        found: NDArray[np.int64] = (states @ self.weights + self.bias).argmax(1)
        return found


@frozen(eq=False)
class PairModel:
    """The weights of the scorer, by form of the mention (:data:`FORMS`) and by name of the parameter.

    The first axis of each array is the member of the ensemble (M), whose scores are averaged. A member projects both
    word vectors to K columns and feeds their product, the candidate's and the mention's projection and the features to
    one hidden layer of H units.
    """

    weights: Mapping[str, Mapping[str, NDArray[np.float32]]]
    calibration: Mapping[str, tuple[float, float]] = field(factory=dict)
    kinds: KindWeights | None = None

    def scores(
        self, form: str, anaphor: NDArray[np.float32], others: NDArray[np.float32], rows: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the score (N,) of each pair.

        Args:
            form: One of :data:`FORMS`.
            anaphor: (width,) state of the mention's head.
            others: (N, width) states of the candidates' heads, zeros for "none of them".
            rows: (N, features).
        """
        w = self.weights[form]
        one = anaphor[None, None] @ w["anaphor"]  # (M, 1, K)
        two = others[None] @ w["candidate"]  # (M, N, K)
        hidden = rows[None] @ w["features"]
        for part in ((one * two) @ w["product"], two @ w["other"], one @ w["own"], w["bias"]):
            hidden += part  # in place, as most of the time would be taken by new arrays
        found: NDArray[np.float32] = (np.maximum(hidden, 0, out=hidden) @ w["output"])[..., 0].sum(0) / len(hidden)
        return found

    def probabilities(self, form: str, states: NDArray[np.float32], rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability (N, classes) of each class by a classifier with one hidden layer.

        Args:
            form: The name of the weights.
            states: (N, width).
            rows: (N, features).
        """
        w = self.weights[form]
        hidden = states[None] @ w["states"] + rows[None] @ w["features"] + w["bias"]  # (M, N, H)
        scores = (np.maximum(hidden, 0) @ w["output"]).mean(0)
        shares = np.exp(scores - scores.max(1, keepdims=True))
        found: NDArray[np.float32] = shares / shares.sum(1, keepdims=True)
        return found

    def confidence(self, case: str, probability: float) -> float | None:
        """Return the calibrated probability that a choice is right, None for a case without calibration."""
        if case not in self.calibration:
            return None
        slope, shift = self.calibration[case]
        bounded = min(max(probability, 1e-3), 1 - 1e-3)
        return 1 / (1 + exp(-(slope * log(bounded / (1 - bounded)) + shift)))


def load(folder: Path, features: Mapping[str, int], without: str = "") -> PairModel | None:
    """Read the weights of a model folder, None where it has none.

    ``features`` says how many features a pair has, by form; ``without`` is a form whose weights are fitted again.

    Raises:
        ModelError: The file is no safetensors file, or its weights were fitted to other features.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        tensors = load_file(path)
    except Exception as error:
        raise ModelError(f"cannot read {str(path)!r} ({error}): install the model again") from error
    weights: dict[str, dict[str, NDArray[np.float32]]] = {}
    calibration: dict[str, tuple[float, float]] = {}
    kinds = [tensors.pop(name).astype("float32") for name in ("kinds.weights", "kinds.bias") if name in tensors]
    for name, value in tensors.items():
        form, _, part = name.partition(".")
        if form == "calibration":
            calibration[part] = float(value[0]), float(value[1])
        elif form != without:
            weights.setdefault(form, {})[part] = value.astype("float32")
    for form, parts in weights.items():
        if parts["features"].shape[1] != features.get(form):
            raise ModelError(
                f"{str(path)!r} was fitted to {parts['features'].shape[1]} features of {form!r}, and this version has "
                f"{features.get(form)}: fit it again"
            )
    return PairModel(weights, calibration, KindWeights(*kinds) if kinds else None)


def save(path: Path, model: PairModel) -> None:
    """Write weights and calibration; the weights as 16-bit floats."""
    tensors = {
        f"{form}.{part}": np.ascontiguousarray(value, np.float16)
        for form, parts in model.weights.items()
        for part, value in parts.items()
    }
    tensors |= {f"calibration.{case}": np.array(pair, np.float32) for case, pair in model.calibration.items()}
    if model.kinds is not None:
        tensors["kinds.weights"] = model.kinds.weights.astype(np.float16)
        tensors["kinds.bias"] = model.kinds.bias.astype(np.float16)
    save_file(tensors, path)


class StateScorer:
    """Scores pairs of one document from the states of its words.

    ``groups`` are the columns of the features of each kind, for :meth:`effects`.
    """

    def __init__(self, model: PairModel, states: WordStates, groups: Mapping[str, Sequence[int]]) -> None:
        self._model = model
        none = np.zeros((1, states.vectors.shape[1]), np.float32)  # the last row, for words without a state
        self._vectors = np.concatenate((states.vectors, none), dtype=np.float32)
        self._rows = {number: row for row, number in enumerate(states.words.tolist())}
        self._groups = groups

    def of(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Return the states (N, width) of words by their numbers, zeros for those without one."""
        return self._vectors[[self._rows.get(number, -1) for number in numbers]]

    def __call__(
        self, form: str, anaphor: int, candidates: Sequence[int], rows: Sequence[Sequence[float]]
    ) -> list[float] | None:
        """Return a score for each candidate, -1 being "none of them"; None for a form without weights."""
        if not self.has_form(form):
            return None
        states = self.of([anaphor, *candidates])
        scores = self._model.scores(form, states[0], states[1:], np.array(rows, np.float32))
        found: list[float] = scores.tolist()
        return found

    def has_form(self, form: str) -> bool:
        return bool(self._model.weights.get(form))

    def probabilities(
        self, form: str, heads: Sequence[Sequence[int]], rows: Sequence[Sequence[float]]
    ) -> list[list[float]] | None:
        """Return the probabilities of each item by the mean state of its words; None for a form without weights."""
        if not self.has_form(form):
            return None
        counts = np.array([len(words) for words in heads])
        states = np.add.reduceat(self.of([*chain.from_iterable(heads)]), np.cumsum(counts) - counts)
        states /= counts[:, None].astype(np.float32)
        found: list[list[float]] = self._model.probabilities(form, states, np.array(rows, np.float32)).tolist()
        return found

    def kinds(self) -> dict[int, NounKind]:
        """Return for each word that can head a description, by its number, what kind of source it would be."""
        if self._model.kinds is None or not self._rows:
            return {}
        columns = self._model.kinds(self._vectors[:-1]).tolist()
        return {number: KINDS[column] for number, column in zip(self._rows, columns, strict=True)}

    def effects(self, form: str, anaphor: int, candidate: int, row: Sequence[float]) -> dict[str, float]:
        """Return how much the score of a pair falls without the features of each kind, and without the states."""
        states = self.of([anaphor, candidate])
        rows = np.tile(np.array(row, np.float32), (len(self._groups) + 1, 1))
        for number, columns in enumerate(self._groups.values(), 1):
            rows[number, list(columns)] = 0
        others = np.repeat(states[1:], len(rows), 0)
        scores = self._model.scores(form, states[0], others, rows)
        found = {name: float(scores[0] - score) for name, score in zip(self._groups, scores[1:], strict=True)}
        bare = self._model.scores(form, states[0], np.zeros_like(states[1:]), rows[:1])
        return found | {"context": float(scores[0] - bare[0])}

    def confidence(self, case: str, probability: float) -> float | None:
        return self._model.confidence(case, probability)
