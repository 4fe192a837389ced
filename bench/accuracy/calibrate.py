"""The calibration of ``confidence``: knots for ``[network]`` of rule_priors.toml, by isotonic regression.

    $ python -m bench.accuracy.calibrate GOLD EXTRACTED

EXTRACTED is the output of ``quoteattr extract`` on the texts of GOLD; the product of the network's scores in each
attribution's evidence is the raw value. Prints the knots, and the expected calibration error where knots fitted on
one half of the texts are evaluated on the other half.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import prod
from pathlib import Path
from typing import Any

from quoteattr.evaluation.comparison import compare
from quoteattr.formats.annotated import read_gold
from quoteattr.link.score import interpolated
from quoteattr.model import AnnotatedText, Relation, Span
from quoteattr.training.corpora import read_jsonl

Told = tuple[float, bool]  # raw value, right or not
KNOTS = 12


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
    outer = row.get("nested_in") is None
    return Relation(**spans, confidence=prod(scores.values())) if scores and outer else None


def isotonic(pairs: Sequence[Told]) -> list[tuple[float, float]]:
    """At most KNOTS points (mean raw value, share right), never decreasing (pool adjacent violators by count)."""
    ordered = sorted(pairs)
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
    return [(round(raw / count, 3), round(right / count, 3)) for raw, right, count in blocks]


def error(pairs: Sequence[Told], knots: Sequence[tuple[float, float]], bins: int = 10) -> float:
    """The expected calibration error of knots on other data."""
    at, heights = zip(*knots, strict=True)
    groups: dict[int, list[tuple[float, bool]]] = {}
    for raw, right in pairs:
        value = interpolated(raw, at, heights)
        groups.setdefault(min(bins - 1, int(value * bins)), []).append((value, right))
    return sum(abs(sum(v for v, _ in g) - sum(r for _, r in g)) for g in groups.values()) / len(pairs)


def error_across_halves(texts: Sequence[Sequence[Told]]) -> float:
    """Return the mean of both errors: knots fitted on every other text are evaluated on the rest, and vice versa."""
    halves = [list(chain.from_iterable(texts[start::2])) for start in range(2)]
    return sum(error(halves[1 - number], isotonic(halves[number])) for number in range(2)) / 2


def main(gold: str, extracted: str) -> None:
    """Prints the knots as TOML, and the error across halves to standard error."""
    found = {row["id"]: row["attributions"] for row in read_jsonl(Path(extracted))}
    texts = list(told(read_gold(gold), found))
    knots = isotonic(list(chain.from_iterable(texts)))
    print(f"raw = {[raw for raw, _ in knots]}\nright = {[right for _, right in knots]}")
    print(f"expected calibration error across halves: {error_across_halves(texts):.4f}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
