"""``quoteattr evaluate`` and ``quoteattr train``: annotated texts to measure predictions against, or to learn from.

The training needs no corpora. In addition to the annotations, the model is trained on its own trees and entities of the
same texts, so that their accuracy is kept while it learns the annotated cues, sources and contents.
"""

from __future__ import annotations

import gzip
import json
import logging
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from math import isfinite
from pathlib import Path
from typing import Any, Literal

import click
from attrs import asdict, fields_dict

from quoteattr.annotate import conllu
from quoteattr.annotate.bundle import LEMMAS, find, open_bundle, write_manifest
from quoteattr.attributor import QuoteAttributor
from quoteattr.cli import options
from quoteattr.cli.inputs import Failure, Row
from quoteattr.cli.options import Loading
from quoteattr.cli.outputs import standard_output
from quoteattr.cli.reading import Wanted, read_documents
from quoteattr.document import Document
from quoteattr.errors import ArgumentError, InputError, MissingExtraError
from quoteattr.evaluation import Evaluation, Group, GroupBy, changes, compare_all, confusion, report
from quoteattr.evaluation import evaluate as measure
from quoteattr.evaluation import groups as group
from quoteattr.formats.annotated import read_gold, read_predictions, to_flat
from quoteattr.model import AnnotatedText, Relation
from quoteattr.training.settings import HEADS, INSTALL, TrainingSettings
from quoteattr.tree import Sentence

Format = Literal["table", "json"]
EXAMPLE = Path(__file__).parent.parent / "examples" / "ferry-line.txt"
HELD_OUT = 5  # every fifth text is kept for measuring

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
    learnt, kept = _split([each for path in paths for each in read_gold(path)], read_gold(dev) if dev else None)
    base, work = find(loading.model), work or out.with_name(f"{out.name}-work")
    for folder in (out, work):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"{str(folder)!r} exists already; remove it or name another folder")
    _check_extra()
    reader = loading.reader()
    before = _read(reader, [*learnt, *kept])
    _write_corpora(work / "data", {"train": learnt, "dev": kept}, before, reader)
    several = len(learnt) > len({each.id for each in learnt})
    _run(base, out, work, versions=several, threads=loading.threads, **settings)
    after = _read(Loading(str(out), loading.threads).reader(), kept)
    click.echo(_summary(kept, before, after, out))


def _rate(value: float) -> float:
    if not isfinite(value):
        raise ArgumentError(f"{value} is no learning rate: give a number such as 5e-05")
    return value


def _split(gold: Texts, dev: Texts | None) -> tuple[Texts, Texts]:
    """Return the texts for training and those for evaluation; an id occurs several times for several annotators."""
    known: dict[str, str] = {}
    for each in (*gold, *(dev or ())):
        if known.setdefault(each.id, each.text) != each.text:
            raise InputError(f"two different texts have the id {each.id!r}; give each its own")
    if dev is not None:
        kept = {each.id for each in dev}
    else:
        kept = set(list(dict.fromkeys(each.id for each in gold))[HELD_OUT - 1 :: HELD_OUT])
        dev = [each for each in gold if each.id in kept]
    train = [each for each in gold if each.id not in kept]
    if not any(relation.cue and relation.content for each in train for relation in each.relations):
        raise InputError(
            f"there is nothing to learn from: {len(train)} texts are left for the training, and none has an "
            "attribution with a cue and a content; annotate more, or check that the export holds the annotations"
        )
    return train, dev


def _write_corpora(folder: Path, texts: Mapping[str, Texts], documents: Documents, reader: QuoteAttributor) -> None:
    """The files that :mod:`quoteattr.training` reads, with the model's own reading in the place of treebanks."""
    example = next(iter(reader.pipe([EXAMPLE.read_text("utf-8")])))  # so that no file is empty
    for part, own in texts.items():
        first: dict[str, AnnotatedText] = {}
        for each in own:
            first.setdefault(each.id, each)
        further = (each for each in own if each is not first[each.id])
        read = [
            (each.text, [sentence for sentence in each.sentences if sentence.annotated])
            for each in (example, *(documents[key] for key in first))
        ]
        trees = (f"# newdoc\n{conllu.write(sentences, text)}" for text, sentences in read if sentences)
        entities = ({"sentences": [*map(_tagged, sentences)]} for _, sentences in read if sentences)
        files = {
            f"polnear/{part}.jsonl.gz": _json_lines(map(to_flat, first.values())),
            f"polnear/{part}-annotators.jsonl.gz": _json_lines(map(to_flat, further)),
            f"ud/en_ewt-{part}.conllu.gz": "".join(trees),
            f"ud/en_gum-{part}.conllu.gz": "",
            f"ner/worldwide-{part}.jsonl.gz": _json_lines(entities),
        }
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(gzip.compress(text.encode("utf-8", "replace"), mtime=0))


def _json_lines(rows: Iterable[object]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def _tagged(sentence: Sentence) -> list[tuple[str, str]]:
    tags = {
        place: f"{'B' if place == entity.first else 'I'}-{entity.label}"
        for entity in sentence.entities
        for place in range(entity.first, entity.last)
    }
    return [(word.text, tags.get(word.index, "O")) for word in sentence]


def _check_extra() -> None:
    """Raise MissingExtraError without the packages of the training, before texts are read and files written."""
    try:
        for name in ("trainer", "export"):
            import_module(f"quoteattr.training.{name}")
    except ModuleNotFoundError as error:
        raise MissingExtraError(f"the module {error.name!r} is not installed: run {INSTALL}") from error


def _run(
    base: Path, out: Path, work: Path, *, passes: int, rate: float, seed: int, versions: bool, threads: int
) -> None:
    """Restore, train, export. The lemmas are those of the model it began with: no text here is tagged by hand.

    ``versions``: some texts have several annotators, one of whom is drawn for each pass.
    """
    from quoteattr.training.export import export, restore
    from quoteattr.training.trainer import train as learn

    start, run = work / "start", work / "run"
    with redirect_stdout(sys.stderr):  # the exporter of torch prints its progress
        restore(base, start)
        settings = TrainingSettings(
            json.loads((start / "settings.json").read_text())["encoder"],
            seed=seed, passes=passes, entity_shares=("1",), encoder_rate=rate, head_rate=HEADS * rate,
            versions=versions, threads=threads,
        )  # fmt: skip
        learn(work / "data", start, run, settings, start / "restored.safetensors")
        export(run, f"pass-{passes}", start, work / "data", out, {})
    shutil.copy(open_bundle(base).path(LEMMAS), out / LEMMAS)
    write_manifest(out)


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
