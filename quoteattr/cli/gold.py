"""``quoteattr evaluate`` and ``quoteattr train``: annotated texts to measure predictions against, or to learn from."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any, Literal

import click
from attrs import asdict, fields_dict

from quoteattr.annotate.bundle import find
from quoteattr.attributor import QuoteAttributor
from quoteattr.cli import options
from quoteattr.cli.inputs import Failure, Row
from quoteattr.cli.options import Loading
from quoteattr.cli.outputs import standard_output
from quoteattr.cli.reading import Wanted, read_documents
from quoteattr.document import Document
from quoteattr.errors import ArgumentError, InputError
from quoteattr.evaluation import Evaluation, Group, GroupBy, changes, compare_all, confusion, report
from quoteattr.evaluation import evaluate as measure
from quoteattr.evaluation import groups as group
from quoteattr.formats.annotated import read_gold, read_predictions
from quoteattr.model import AnnotatedText, Relation
from quoteattr.training.fine_tuning import check_extra, run, split, write_corpora

Format = Literal["table", "json"]

Documents = Mapping[str, Document]
Texts = Sequence[AnnotatedText]


@click.command(cls=options.Command)
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
@options.loading_for_relations
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
    if pred is not None:
        options.refuse(fields_dict(Loading), "only without --pred, whose predictions the model does not make")
    texts = read_gold(gold)
    if not texts:
        raise InputError(f"{gold}: no text in it is annotated; correct or confirm some and export them again")
    known = {annotated.id: annotated.text for annotated in texts}
    found = _relations(_read(loading.reader(), texts)) if pred is None else read_predictions(pred, known)
    earlier = None if against is None else read_predictions(against, known)
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


def _read(reader: QuoteAttributor, texts: Texts) -> dict[str, Document]:
    found = {}
    rows = {each.id: Row(each.text, each.id) for each in texts}
    for result in read_documents(rows.values(), reader, Wanted()):
        if isinstance(result, Failure):
            raise InputError(f"the gold text {result.id!r} cannot be read: {result.error}") from result.error
        found[str(result.id)] = result.document
    return found


def _relations(documents: Documents) -> dict[str, tuple[Relation, ...]]:
    return {key: tuple(map(Relation.of, each.attributions)) for key, each in documents.items()}


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


@click.command(cls=options.Command)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option("--dev", metavar="FILE", help="Annotated texts to measure on; every fifth text if left out.")
@click.option("--out", required=True, type=options.LocalPath(Path), help="Folder of the new model.")
@click.option("--work", type=options.LocalPath(Path), help="Folder for intermediate files; OUT-work if left out.")
@options.number("--passes", 2, "Number of epochs.")
@click.option(
    "--rate",
    type=click.FloatRange(min=0, min_open=True),
    default=5e-5,
    show_default=True,
    callback=lambda _context, _option, value: options.checked(_rate, value),
    help="Learning rate of the encoder; the task heads use 5 times as much.",
)
@click.option("--seed", default=13, show_default=True, help="Random seed of order and dropout.")
@options.loading
def train(
    paths: Sequence[str], dev: str | None, out: Path, work: Path | None, loading: Loading, **settings: Any
) -> None:
    """Fine-tune --model on the annotated texts of each PATH, and write the model folder OUT, which load() takes.

    A PATH is what `quoteattr evaluate` takes as gold: an export of Label Studio, Prodigy, brat or INCEpTION, Citron's
    JSON, CoNLL-U, or flat rows. Needs the extra `train`.

    \b
    Examples:
      quoteattr train export.json --out my-model
      quoteattr show article.txt --model my-model
    """
    logging.basicConfig(format="%(asctime)s %(message)s")
    logging.getLogger("quoteattr").setLevel(logging.INFO)
    learnt, kept = split([each for path in paths for each in read_gold(path)], read_gold(dev) if dev else None)
    base, work = find(loading.model), work or out.with_name(f"{out.name}-work")
    for folder in (out, work):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"{str(folder)!r} exists already; remove it or name another folder")
    check_extra()
    reader = loading.reader()
    before = _read(reader, [*learnt, *kept])
    write_corpora(work / "data", {"train": learnt, "dev": kept}, before, reader)
    several = len(learnt) > len({each.id for each in learnt})
    run(base, out, work, versions=several, threads=loading.threads, **settings)
    after = _read(Loading(str(out), loading.threads).reader(), kept)
    click.echo(_summary(kept, before, after, out))


def _rate(value: float) -> float:
    if not isfinite(value):
        raise ArgumentError(f"{value} is no learning rate: give a number such as 5e-05")
    return value


def _summary(gold: Texts, before: Documents, after: Documents, out: Path) -> str:
    lines = [f"The model is in {str(out)!r}; load it with quoteattr.load({str(out)!r})."]
    if gold:
        lines.append(
            f"On {len(after)} {'text' if len(after) == 1 else 'texts'} that it has not learnt from (before, after):"
        )
        known = {key: before[key] for key in after}
        measured = [measure(gold, _relations(each), resamples=0) for each in (known, after)]
        rates = [each.figures.tracks["all"].rates for each in measured]
        for name in ("relation", "exact"):
            lines.append(f"  {name} F1  {', '.join(f'{100 * each[name].f1:.1f}' for each in rates)}")
    return "\n".join(lines)
