"""Fit the curve from the network's scores to ``confidence``, by isotonic regression on PolNeAR dev.

The product of the scores in an attribution's evidence is the raw value. The curve of a model is in its ``config.json``;
between its knots, values are interpolated linearly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import prod
from operator import itemgetter
from pathlib import Path
from typing import Any

from quoteattr.annotate.bundle import add_to_manifest
from quoteattr.evaluation.comparison import compare
from quoteattr.link.score import Curve
from quoteattr.model import AnnotatedText, Relation, Span
from quoteattr.training.settings import CONFIG

Told = tuple[float, bool]  # raw value, right or not
KNOTS = 12
_BINS = 10


def refit(model: Path, gold: Sequence[AnnotatedText], found: Mapping[str, Sequence[Mapping[str, Any]]]) -> float:
    """Fit the curve of a model folder, and write it with its expected error, in points, which is returned.

    Args:
        model: The folder.
        gold: Annotated texts.
        found: The attributions of each text by its id, as the contract writes them, read with this model.
    """
    texts = list(told(gold, found))
    curve = isotonic(list(chain.from_iterable(texts)))
    config = json.loads((model / CONFIG).read_text("utf-8"))
    config["confidence"] = {"raw": curve.raw, "right": curve.right}
    (model / CONFIG).write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", "utf-8")
    error = round(100 * error_across_halves(texts), 2)
    add_to_manifest(model, {"confidence": {"error across halves": error}})
    return error


def told(gold: Iterable[AnnotatedText], found: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[list[Told]]:
    """Yield for each text the raw value of every attribution of the network, and whether it is right.

    Claims inside other claims are left out, since PolNeAR's annotators marked none.
    ``found`` has the attributions of each text by its id, as the contract writes them.
    """
    for annotated in gold:
        relations = [relation for row in found[annotated.id] if (relation := _relation(row)) is not None]
        judged = compare(annotated, relations).found
        yield [(each.reading.relation.confidence or 0.0, each.whole) for each in judged]


def _relation(row: Mapping[str, Any]) -> Relation | None:
    scores = row["evidence"]["scores"]
    spans = {
        role: [Span(*pair) for pair in (row[role] or {"spans": []})["spans"]] for role in ("source", "cue", "content")
    }
    if not scores or row.get("nested_in") is not None:
        return None
    return Relation(spans["source"], spans["cue"], spans["content"], confidence=prod(scores.values()))


def isotonic(pairs: Sequence[Told]) -> Curve:
    """Return a curve of at most KNOTS points (mean raw value, share right), never decreasing, and those of 0 and 1.

    Adjacent violators are pooled by count.
    """
    ordered = sorted(pairs, key=itemgetter(0))
    size = len(ordered) / KNOTS
    blocks: list[list[float]] = []  # summed raw values, summed rights, count
    for number in range(KNOTS):
        part = ordered[round(number * size) : round((number + 1) * size)]
        if not part:
            continue
        blocks.append([sum(raw for raw, _ in part), sum(right for _, right in part), len(part)])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    raw = [round(raw / count, 3) for raw, _, count in blocks]
    right = [round(right / count, 3) for _, right, count in blocks]
    return Curve((0.0, *raw, 1.0), (0.0, *right, right[-1]))


def error(pairs: Sequence[Told], curve: Curve) -> float:
    """Return the expected calibration error of a curve on other data."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for raw, right in pairs:
        value = curve.at(raw)
        groups.setdefault(min(_BINS - 1, int(value * _BINS)), []).append((value, right))
    return sum(abs(sum(v for v, _ in g) - sum(r for _, r in g)) for g in groups.values()) / len(pairs)


def error_across_halves(texts: Sequence[Sequence[Told]]) -> float:
    """Return the mean of both errors: curves fitted on every other text are evaluated on the rest, and vice versa."""
    halves = [list(chain.from_iterable(texts[start::2])) for start in range(2)]
    return sum(error(halves[1 - number], isotonic(halves[number])) for number in range(2)) / 2
