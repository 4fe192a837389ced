"""The lemma dictionary of Stanza's own lemmatizer, in its form without a network, from the treebanks."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quoteattr.annotate import conllu

Triple = tuple[str, str, str]


def triples(paths: list[Path]) -> Iterator[Triple]:
    """Word, UPOS and lemma of every word of some treebank files."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for sentence in conllu.read(lines.read()):
                yield from ((word.text, word.upos, word.lemma) for word in sentence)


def dictionary(found: Iterator[Triple] | list[Triple]) -> dict[str, Any]:
    """Stanza's lookup table ``{upos: {word: lemma}}`` as its trainer fills it."""
    from stanza.models.lemma.trainer import Trainer

    trainer = Trainer(args={"dict_only": True})
    trainer.train_dict(list(found))
    return {pos: dict(entries) for pos, entries in trainer.pos_dict.items()}
