"""The benchmark's ``score.py``, and a check that ``quoteattr.evaluation`` returns the same figures.

The check scores PolNeAR dev with both against synthetic predictions: the gold with spans moved, cut, dropped, swapped
and invented. The figure ``cue`` is not compared: ``score.py`` ignores cues without a letter or digit, 2 % of the gold.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import quoteattr
from bench.options import parser
from bench.places import polnear
from quoteattr.evaluation import compare_all, figures, score
from quoteattr.formats.annotated import from_object
from quoteattr.model import ROLES, AnnotatedText, Attribution, Link, spans_by_role

SETS = 3  # of predictions that are invented
Row = dict[str, Any]


def main() -> int:
    """Prints a line for each comparison, and returns 1 if any differs."""
    shared = parser(__doc__, "shared").parse_args().shared
    gold = polnear(shared)
    sets = [list(disturbed(gold, seed)) for seed in range(SETS)]
    return max([report(number, scored(shared, found), ours(gold, found)) for number, found in enumerate(sets)])


def scored(shared: Path, found: Iterable[Row]) -> Row:
    """Return the figures of ``score.py`` by track, for flat rows of predictions on PolNeAR dev."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("gold.jsonl", "found.jsonl")]
        for path, rows in zip(paths, (polnear(shared), found), strict=True):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        command = [sys.executable, str(shared / "bench" / "score.py"), *map(str, paths), "--json"]
        figures: Row = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return figures


def scored_reading(shared: Path, reader: quoteattr.QuoteAttributor, altered: Callable[[str], str] = str) -> Row:
    """Return the figures of what a reader finds in PolNeAR dev; ``altered`` texts must keep their offsets."""
    rows = polnear(shared)
    documents = reader.pipe([altered(row["text"]) for row in rows])
    return scored(shared, (flat(row["id"], found.attributions) for row, found in zip(rows, documents, strict=True)))


def flat(id: str, claims: Iterable[Attribution | Link]) -> Row:
    """Return a row of predictions; claims inside others are left out: PolNeAR's annotators marked none."""
    own = (spans_by_role(each).items() for each in claims if each.nested_in is None)
    pairs = [{role: [[span.start, span.end] for span in spans] for role, spans in roles} for roles in own]
    return {"id": id, "attributions": pairs}


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


def ours(gold: Sequence[Row], found: Sequence[Row]) -> Row:
    """The figures of this package."""
    texts: dict[str, AnnotatedText] = {row["id"]: from_object(row) for row in gold}
    predictions = {row["id"]: from_object(row, text=texts[row["id"]].text).relations for row in found}
    return dict(score(figures(compare_all(texts.values(), predictions))))


def report(number: int, expected: Row, actual: Row) -> int:
    """Prints whether the figures of a set are the same, and returns 1 if they are not."""
    for track in (*expected.values(), *actual.values()):
        del track["cue"]
    same = expected == actual
    told = f"{'the same' if same else 'DIFFERENT'} figures (relation F1 {actual['all']['relation']['f1']:.4f})"
    print(f"scorer, synthetic set {number}: {told}")
    if not same:
        print(f"  score.py  {json.dumps(expected)}\n  quoteattr {json.dumps(actual)}")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
