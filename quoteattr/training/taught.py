"""Pronouns of raw news with the antecedents that a larger model chooses, as examples for a smaller one.

The corpora with coreference have few pronouns of news, and the larger model resolves more pronouns correctly. Its
choices are stored once, as in :mod:`quoteattr.training.distillation`; a student takes them for right.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from quoteattr.annotate.coreference import KindWeights, PairModel, StateScorer
from quoteattr.resolve.anaphora import Candidate
from quoteattr.resolve.coreference import COLUMNS, FEATURES
from quoteattr.resolve.mentions import Mention, SentenceIndex
from quoteattr.training.coreference import TAUGHT, Labels, MentionExample, ParsedText, Recorder, examples, page_of
from quoteattr.training.corpora import read_jsonl

CHARACTERS = range(600, 6000)
"""The lengths of the texts that are read."""
SEED = 5
"""The seed of their order."""

Reader = Callable[[Sequence[str]], Iterable[ParsedText]]


def raw_texts(data: Path, seed: int) -> list[str]:
    """Return the texts of ``data/raw_news`` in random order, so that the first ones are a sample."""
    paths = sorted((data / "raw_news").glob("*.jsonl.gz"))
    texts = [row["text"] for path in paths for row in read_jsonl(path) if len(row["text"]) in CHARACTERS]
    random.Random(seed).shuffle(texts)
    return texts


def store(texts: Sequence[str], reader: Reader, teacher: PairModel, out: Path, together: int = 8) -> Iterator[int]:
    """Add the choices for texts to a JSON Lines file, and yield how many it holds; an earlier run is continued."""
    done = sum(1 for _ in read_jsonl(out)) if out.is_file() else 0
    with out.open("a", encoding="utf-8") as file:
        for start in range(done, len(texts), together):
            group = texts[start : start + together]
            for text, reading in zip(group, reader(group), strict=True):
                file.write(json.dumps(choices(text, reading, teacher)) + "\n")
            file.flush()
            yield start + len(group)


def choices(text: str, reading: ParsedText, teacher: PairModel) -> dict[str, Any]:
    """Return the pronouns of a text with the referents chosen, -1 for none, and the mentions of each referent.

    Either is a list of ``[start, end, referent]``.
    """
    scorer = StateScorer(teacher, reading.states, COLUMNS)
    discourse = Recorder(page_of(text, reading, scorer), reading, None, scorer)
    discourse.referents(None, others=[*discourse.pronouns()])
    mentions = [[span.start, span.end, referent] for span, referent in discourse.mentions()]
    chosen = [
        [span.start, span.end, max(choice.shares, key=choice.shares.__getitem__)]
        for span, choice in discourse.choices.items()
        if choice.shares
    ]
    return {"text": text, "mentions": mentions, "chosen": chosen}


def taught_examples(path: Path, reader: Reader, kinds: KindWeights | None) -> Iterator[MentionExample]:
    """Yield the pronouns with a gender in a file of choices, as examples for the model of ``reader``."""
    rows = [*read_jsonl(path)]
    for row, reading in zip(rows, reader([row["text"] for row in rows]), strict=True):
        found = examples(
            row["text"], TAUGHT, reading, lambda page, known=row: taught_labels(page, known), kinds, every=False  # type: ignore[misc]
        )  # fmt: skip
        yield from (each for each in found if each.form == "pronoun" and has_gender(each))


def has_gender(example: MentionExample) -> bool:
    """Return True for "he" and "she" in their forms."""
    return bool(example.rows[-1, [FEATURES.index("he"), FEATURES.index("she")]].any())


def taught_labels(page: SentenceIndex, row: dict[str, Any]) -> Labels:
    """Return the labels of a text by the teacher's choices; a choice that is no candidate gives none."""
    chosen = {(start, end): referent for start, end, referent in row["chosen"]}
    referents: dict[int, int] = {}
    for start, end, referent in sorted(row["mentions"], key=lambda each: each[0] - each[1]):
        referents |= dict.fromkeys(range(start, end), referent)  # the shortest mention last

    def referent_of(mention: Mention) -> int | None:
        head = page.sentences[mention.sentence].words[mention.head].span if mention.sentence >= 0 else mention.span
        return referents.get(head.start)

    def labels(mention: Mention, found: Sequence[Candidate]) -> list[bool] | None:
        best = chosen.get((mention.span.start, mention.span.end))
        if mention.form != "pronoun" or best is None:
            return None
        right = [best >= 0 and referent_of(each.mention) == best for each in found]
        return [*right, best < 0] if best < 0 or any(right) else None

    return labels
