"""The licensed cases that ship with the tests, read anew: figures, and what changed since the stored predictions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import quoteattr
from bench.options import parser
from bench.places import ROOT
from quoteattr.evaluation import Evaluation, changes, evaluate
from quoteattr.evaluation.report import changes_report, figures_table
from quoteattr.formats.annotated import from_object
from quoteattr.formats.flat import from_flat, to_flat
from quoteattr.model import AnnotatedText, Relation

FOLDER = ROOT / "tests" / "gate"
SETS = ("wikinews", "gum_news")
REFERENCE = FOLDER / "reference.jsonl"
Found = Mapping[str, Sequence[Relation]]


def main() -> int:
    """Prints figures and changes of each set; ``--write`` stores the new predictions."""
    options = parser(__doc__, "model")
    options.add_argument("--write", action="store_true", help=f"store the predictions in {REFERENCE.name}")
    arguments = options.parse_args()
    read = quoteattr.load(arguments.model)
    lines = []
    for name in SETS:
        gold = cases(name)
        found = predict(read, gold)
        print(f"{name}\n{figures_table(evaluate(gold, found, resamples=0).figures)}\n{changed(gold, found)}\n")
        lines += [json.dumps(row) for row in _rows(gold, found)]
    if arguments.write:
        REFERENCE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def cases(name: str) -> list[AnnotatedText]:
    """The gold of a set."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [from_object(json.loads(line)) for line in lines]


def predict(read: quoteattr.QuoteAttributor, gold: Sequence[AnnotatedText]) -> dict[str, tuple[Relation, ...]]:
    """The relations that are found now, by the id of their text."""
    documents = read.pipe([text.text for text in gold])
    return {text.id: tuple(map(Relation.of, found.attributions)) for text, found in zip(gold, documents, strict=True)}


def reference(gold: Sequence[AnnotatedText]) -> Found:
    """The stored predictions for some texts."""
    texts = {text.id: text.text for text in gold}
    rows = map(json.loads, REFERENCE.read_text(encoding="utf-8").splitlines())
    return {row["id"]: from_flat(row, texts[row["id"]]) for row in rows if row["id"] in texts}


def changed(gold: Sequence[AnnotatedText], found: Found) -> str:
    """What was won and lost against the stored predictions, as a table to read."""
    before, after = (evaluate(gold, each, resamples=0).comparisons for each in (reference(gold), found))
    return changes_report(changes(before, after), most=25)


def measured(evaluation: Evaluation) -> dict[str, float]:
    """The figures that have floors, in per cent: F1 and recall of relations, F1 of exact contents."""
    rates = evaluation.figures.tracks["all"].rates
    return {
        "relation": 100 * rates["relation"].f1,
        "relation recall": 100 * rates["relation"].recall,
        "exact": 100 * rates["exact"].f1,
    }


def _rows(gold: Sequence[AnnotatedText], found: Found) -> Iterator[dict[str, Any]]:
    for text in gold:
        row = to_flat(AnnotatedText(text.id, text.text, tuple(found[text.id])))
        yield {name: row[name] for name in ("id", "attributions")}


if __name__ == "__main__":
    sys.exit(main())
