"""Dictionary lemmatizer over the table of a model folder."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from attrs import field, frozen

from quoteattr.annotate.bundle import find

FILE = "lemmas.json.gz"
_ANY = "*"  # the part of speech of entries that hold for every other


@frozen(eq=False)
class Lemmatizer:
    """Lemmas by part of speech (UPOS) and word."""

    table: Mapping[str, Mapping[str, str]] = field(repr=False)

    def __call__(self, word: str, upos: str) -> str:
        """Return the lemma of a word: the word itself where the table does not hold it, "" where it holds none."""
        lemma = self._find(word, upos)
        # "Seeks" in a headline is known as "seeks"
        return self._find(word.lower(), upos) if lemma == word and upos != "PROPN" else lemma

    def _find(self, word: str, upos: str) -> str:
        found = self.table.get(upos, {}).get(word)
        return self.table.get(_ANY, {}).get(word, word) if found is None else found


@cache
def load(path: Path | None = None) -> Lemmatizer:
    """Read the table ``path``, that of the bundled English model if left out."""
    return Lemmatizer(json.loads(gzip.decompress((path or find("en") / FILE).read_bytes())))
