"""Fine-tuning of a model on annotated texts, without corpora: what ``quoteattr train`` does.

In addition to the annotations, the model is trained on its own trees and entities of the same texts, so that their
accuracy is kept while it learns the annotated cues, sources and contents.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

from quoteattr.annotate import conllu
from quoteattr.annotate.bundle import LEMMAS, open_bundle, write_manifest
from quoteattr.attributor import QuoteAttributor
from quoteattr.document import Document
from quoteattr.errors import InputError, MissingExtraError
from quoteattr.formats.annotated import to_flat
from quoteattr.model import AnnotatedText
from quoteattr.training.settings import HEADS, INSTALL, TrainingSettings
from quoteattr.tree import Sentence

EXAMPLE = Path(__file__).parent.parent / "examples" / "ferry-line.txt"
HELD_OUT = 5  # every fifth text is kept for measuring

Documents = Mapping[str, Document]
Texts = Sequence[AnnotatedText]


def split(gold: Texts, dev: Texts | None) -> tuple[Texts, Texts]:
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


def write_corpora(folder: Path, texts: Mapping[str, Texts], documents: Documents, reader: QuoteAttributor) -> None:
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


def check_extra() -> None:
    """Raise MissingExtraError without the packages of the training, before texts are read and files written."""
    try:
        for name in ("trainer", "export"):
            import_module(f"quoteattr.training.{name}")
    except ModuleNotFoundError as error:
        raise MissingExtraError(f"the module {error.name!r} is not installed: run {INSTALL}") from error


def run(
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
