"""The antecedents that a teacher chooses become examples of pronouns."""

from __future__ import annotations

import json
from pathlib import Path

import quoteattr
from quoteattr.annotate.bundle import open_bundle
from quoteattr.annotate.coreference import load
from quoteattr.resolve.employers import FEATURE_COUNTS
from quoteattr.training.coreference import read
from quoteattr.training.taught import choices, store, taught_examples

TEXT = "Ida Vale met Omar Stone on Monday. She said it would rain. It rained."


def test_what_the_teacher_chooses_is_right(attributor: quoteattr.QuoteAttributor, tmp_path: Path) -> None:
    teacher = load(open_bundle("en").folder, FEATURE_COUNTS)
    assert teacher is not None
    [reading] = read(attributor.stanza, [TEXT])
    row = choices(TEXT, reading, teacher)
    names = {TEXT[start:end]: referent for start, end, referent in row["mentions"]}
    chosen = {TEXT[start:end]: referent for start, end, referent in row["chosen"]}
    assert chosen["She"] == names["Ida Vale"] != names["Omar Stone"]

    path = tmp_path / "choices.jsonl"
    for name in ("Omar Stone", None, "a name that is no mention"):
        other = names.get(name, 99) if name else -1
        changed = [[start, end, other if TEXT[start:end] == "She" else ref] for start, end, ref in row["chosen"]]
        path.write_text(json.dumps({**row, "chosen": changed}) + "\n")
        found = [*taught_examples(path, lambda texts: read(attributor.stanza, texts), None)]
        assert {bool(each.right[-1]) for each in found} == {99: set(), -1: {True}}.get(other, {False})


def test_an_interrupted_file_is_continued(attributor: quoteattr.QuoteAttributor, tmp_path: Path) -> None:
    teacher = load(open_bundle("en").folder, FEATURE_COUNTS)
    assert teacher is not None
    texts, out = [TEXT, "He said so.", "Omar Stone left."], tmp_path / "choices.jsonl"

    def stored(count: int) -> list[int]:
        return [*store(texts[:count], lambda some: read(attributor.stanza, some), teacher, out, together=1)]

    assert (stored(1), stored(3)) == ([1], [2, 3])
    assert [json.loads(line)["text"] for line in out.read_text().splitlines()] == texts
