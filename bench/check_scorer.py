"""Checks that ``quoteattr.evaluation`` gives the figures of the benchmark's ``score.py``, to the digit.

Both score the gold of a dev file against predictions made from it: the gold itself with spans moved, cut, dropped,
swapped and made up, and, with ``--pred``, the output of ``quoteattr extract``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from quoteattr.evaluation import compare_all, figures, score
from quoteattr.formats.annotated import from_object
from quoteattr.formats.flat import to_flat
from quoteattr.model import AnnotatedText

ROLES = ("source", "cue", "content")
Row = dict[str, Any]


def main() -> int:
    """Prints a line for each comparison, and returns 1 if any differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(__file__).parent.parent.parent / "shared"
    parser.add_argument("--shared", type=Path, default=default, help="folder of corpora and scorer")
    parser.add_argument("--pred", type=Path, help="output of `quoteattr extract` on the dev texts")
    parser.add_argument("--seeds", type=int, default=3, help="how many made-up sets of predictions")
    arguments = parser.parse_args()
    gold_path = arguments.shared / "data" / "polnear" / "dev.jsonl.gz"
    gold = [json.loads(line) for line in gzip.decompress(gold_path.read_bytes()).decode().splitlines()]
    scorer = arguments.shared / "bench" / "score.py"
    sets = {f"seed {seed}": list(disturbed(gold, seed)) for seed in range(arguments.seeds)}
    if arguments.pred:
        sets[str(arguments.pred)] = extracted(arguments.pred, gold)
    return max([report(name, theirs(scorer, gold, found), ours(gold, found)) for name, found in sets.items()])


def disturbed(gold: Sequence[Row], seed: int) -> Iterator[Row]:
    """Predictions that are right, nearly right, wrong, missing and spurious."""
    draw = random.Random(seed)
    for row in gold:
        size = len(row["text"])
        kept = [each for each in row["attributions"] if draw.random() < 0.85]
        moved = [{role: _moved(draw, each[role], size) for role in ROLES} for each in kept]
        made_up = [{role: _made_up(draw, size) for role in ROLES} for _ in range(draw.randrange(4))]
        if len(moved) > 1 and draw.random() < 0.5:
            moved[0]["source"], moved[1]["source"] = moved[1]["source"], moved[0]["source"]
        if draw.random() < 0.95:
            yield {"id": row["id"], "attributions": [*moved, *made_up]}


def _moved(draw: random.Random, spans: Sequence[Sequence[int]], size: int) -> list[list[int]]:
    if draw.random() < 0.6:
        return [list(span) for span in spans]
    shifted = ([max(0, min(size, end + draw.randint(-40, 40))) for end in span] for span in spans)
    return [sorted(span) for span in shifted if draw.random() < 0.9]


def _made_up(draw: random.Random, size: int) -> list[list[int]]:
    starts = (draw.randint(0, size) for _ in range(draw.randrange(3)))
    return [[start, min(size, start + draw.randint(0, 150))] for start in starts]


def extracted(path: Path, gold: Sequence[Row]) -> list[Row]:
    """Rows of the contract as flat rows."""
    texts = {row["id"]: row["text"] for row in gold}
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [dict(to_flat(from_object(row, text=texts[row["id"]]))) for row in rows]


def theirs(scorer: Path, gold: Sequence[Row], found: Sequence[Row]) -> Row:
    """The figures that ``score.py`` prints."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("gold.jsonl", "found.jsonl")]
        for path, rows in zip(paths, (gold, found), strict=True):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        command = [sys.executable, str(scorer), *map(str, paths), "--json"]
        scored: Row = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return scored


def ours(gold: Sequence[Row], found: Sequence[Row]) -> Row:
    """The figures of this package."""
    texts: dict[str, AnnotatedText] = {row["id"]: from_object(row) for row in gold}
    predictions = {row["id"]: from_object(row, text=texts[row["id"]].text).relations for row in found}
    return dict(score(figures(compare_all(texts.values(), predictions))))


def report(name: str, expected: Row, actual: Row) -> int:
    same = expected == actual
    relation = actual["all"]["relation"]["f1"]
    print(f"scorer, {name}: {'the same figures' if same else 'DIFFERENT figures'} (relation F1 {relation:.4f})")
    if not same:
        print(f"  score.py  {json.dumps(expected)}\n  quoteattr {json.dumps(actual)}")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
