"""``quoteattr evaluate``: predictions against gold, as tables or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import click
from attrs import asdict

from quoteattr.cli import options
from quoteattr.cli.inputs import Failure
from quoteattr.cli.options import Loading
from quoteattr.cli.outputs import standard_output
from quoteattr.cli.reading import Row, Wanted, read_documents
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.evaluation import Evaluation, Group, GroupBy, changes, compare_all, confusion, report
from quoteattr.evaluation import evaluate as measure
from quoteattr.evaluation import groups as group
from quoteattr.formats.annotated import read_gold, read_predictions
from quoteattr.model import Relation

Format = Literal["table", "json"]
Found = Mapping[str, Sequence[Relation]]


@click.command()
@click.argument("gold", metavar="GOLD")
@click.option("--pred", metavar="FILE", help="Predictions; without it the model predicts on the gold texts.")
@click.option("--against", metavar="FILE", help="Earlier predictions: report what was gained and lost since.")
@options.choice("--by", among=GroupBy, text="Also report the results by group.")
@options.choice(
    "--format", "format_", among=Format, default="table", text="table: for reading; json: one object with everything."
)
@options.number("--resamples", 1000, "Bootstrap samples for the 95 % intervals; 0 leaves them out.", least=0)
@click.option("--seed", type=int, default=0, show_default=True, help="Random seed of the bootstrap.")
@options.number("--most", 25, "Most lines of each list in the tables.", least=0)
@options.loading
def evaluate(
    gold: str,
    pred: str | None,
    against: str | None,
    by: GroupBy | None,
    format_: Format,
    resamples: int,
    seed: int,
    most: int,
    loading: Loading,
) -> None:
    """Measure predictions against the relations of GOLD.

    \b
    GOLD and the predictions are a file, or a folder of files (.gz may follow):
      .jsonl, .json   flat rows, Label Studio, Prodigy, Citron, or the output of extract
      .ann            brat or PolNeAR, with its .txt
      .conllu         roles in MISC: Attribution= of quoteattr export, or Entity=
      .xmi            UIMA CAS of INCEpTION; needs the extra uima

    GOLD holds the texts; predictions need none.

    \b
    Examples:
      quoteattr evaluate gold.jsonl
      quoteattr evaluate gold.jsonl --pred attributions.jsonl --by cue
      quoteattr evaluate gold.jsonl --pred new.jsonl --against old.jsonl
    """
    try:
        texts = read_gold(gold)
        if not texts:
            raise InputError(f"{gold}: no text in it is annotated; correct or confirm some and export them again")
        known = {annotated.id: annotated.text for annotated in texts}
        found: Found = _predict(known, loading) if pred is None else read_predictions(pred, known)
        earlier = None if against is None else read_predictions(against, known)
    except QuoteattrError as error:
        options.stop(error)
    evaluation = measure(texts, found, resamples=resamples, seed=seed)
    groups = group(evaluation.comparisons, by) if by else ()
    changed = None if earlier is None else changes(compare_all(texts, earlier), evaluation.comparisons)
    standard_output()
    if format_ == "json":
        data = evaluation.to_dict()
        data |= {"by": by, "groups": [asdict(each) for each in groups]} if by else {}
        data |= {"changes": report.changes_object(changed)} if changed else {}
        click.echo(json.dumps(data, indent=1))
    else:
        missing = sum(annotated.id not in found for annotated in texts)
        tables = [f"{len(evaluation.comparisons)} texts, {missing} of them without predictions"]
        tables += _tables(evaluation, by, groups, most)
        click.echo("\n\n".join(tables + ([report.changes_report(changed, most)] if changed else [])))


def _predict(texts: Mapping[str, str], loading: Loading) -> dict[str, tuple[Relation, ...]]:
    rows = [Row(key, text) for key, text in texts.items()]
    found = {}
    for row, result in zip(rows, read_documents(rows, loading.reader(), Wanted()), strict=True):
        if isinstance(result, Failure):
            raise InputError(f"the gold text {row.id!r} cannot be read: {result.error}") from result.error
        found[str(row.id)] = tuple(map(Relation.of, result.document.attributions))
    return found


def _tables(evaluation: Evaluation, by: GroupBy | None, groups: Sequence[Group], most: int) -> Iterator[str]:
    yield report.figures_table(evaluation.figures)
    yield report.spans_table(evaluation.figures)
    if evaluation.intervals:
        yield report.intervals_table(evaluation.figures, evaluation.intervals)
    if evaluation.calibration:
        yield report.calibration_table(evaluation.calibration)
    if by:
        yield report.groups_table(by, groups, most)
    if by == "kind":
        yield report.confusion_table("kind", confusion(evaluation.comparisons, "kind"))
    if by == "cue":
        yield report.confusion_list("cue", confusion(evaluation.comparisons, "cue"), most)
