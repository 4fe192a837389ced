"""The dictionary of Stanza's own lemmatizer, in its form without a network, from the treebanks and the lexicon."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import regex

from quoteattr.annotate import conllu
from quoteattr.lexicon import load_table

Triple = tuple[str, str, str]


def triples(paths: list[Path]) -> Iterator[Triple]:
    """Word, UPOS and lemma of every word of some treebank files."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for sentence in conllu.read(lines.read()):
                yield from ((word.text, word.upos, word.lemma) for word in sentence)


def dictionary(found: Iterable[Triple]) -> dict[str, Any]:
    """Stanza's lookup table ``{upos: {word: lemma}}`` as its trainer fills it."""
    from stanza.models.lemma.trainer import Trainer

    trainer = Trainer(args={"dict_only": True})
    trainer.train_dict(list(found))
    return {pos: dict(entries) for pos, entries in trainer.pos_dict.items()}


def completed(table: dict[str, Any]) -> dict[str, Any]:
    """Return the table with the regular forms of the reporting verbs that the treebanks do not hold: "endorsed"."""
    known = table.setdefault("VERB", {})
    for row in load_table("reporting_verbs")["verb"]:
        for lemma in row["lemmas"]:
            for form in regular_forms(lemma):
                if form not in known and form not in table.get("*", {}):
                    known[form] = lemma
    return table


def regular_forms(lemma: str) -> Iterator[str]:
    """Return the forms of a regular verb with -s, -ed and -ing; both spellings where a last letter may double.

    >>> list(regular_forms("deny")), list(regular_forms("assert"))
    (['denies', 'denied', 'denying'], ['asserts', 'asserted', 'asserting'])
    """
    if regex.search(r"[^aeiou]y$", lemma):
        yield from (f"{lemma[:-1]}ies", f"{lemma[:-1]}ied")
    else:
        yield f"{lemma}es" if regex.search(r"(?:s|x|z|ch|sh)$", lemma) else f"{lemma}s"
        yield f"{lemma}d" if lemma.endswith("e") else f"{lemma}ed"
    yield f"{lemma[:-1]}ing" if regex.search(r"[^eo]e$", lemma) else f"{lemma}ing"
    if regex.search(r"[^aeiou][aeiou][bdglmnprt]$", lemma):
        yield from (f"{lemma}{lemma[-1]}{end}" for end in ("ed", "ing"))
