"""Ablation: relation F1 on PolNeAR dev without some of the evidence.

The model reads each text once. From its words, tags, lemmas, trees and scores, each row computes the links again:

- ``tree only``: the rules of ``link_trees`` over the model's own trees. Left out: the network's scores. Quotation marks
  and the rules of other marks (a headline's dash, a name and a colon, a name below a quotation, transcripts) count.
- ``scores only``: the network's proposals by its scores. Left out: the trees (every word is a root, so that
  no source is searched for, no time or occasion is removed, and no quoted speaker is found after the medium), all
  quotations (no content is extended to a whole quotation, and cues inside quotations are not special), and the rules
  of other marks.
- ``scores and quotation marks``: the same with quotations. Left out: the trees and the rules of other marks.
- ``scores and all marks``: the same with the rules of other marks. Left out: the trees alone.
- ``all evidence``: the links of ``load()``.

What is in every row: the parts of the page (headline, captions and body are searched), words, tags and lemmas, the
lexicon (cues in it need a lower score), the constraints over all links (no duplicates, one
owner for each span), and the decoder's thresholds, which were chosen with all evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

import quoteattr
from bench.accuracy.scorer import flat, scored
from bench.places import polnear
from quoteattr.annotate import stanza_document
from quoteattr.document import Document
from quoteattr.link import link
from quoteattr.link.decode import assemble, with_rules
from quoteattr.link.page import ClaimText
from quoteattr.link.score import Curve, propose, to_link
from quoteattr.model import Link
from quoteattr.segment import Segmentation
from quoteattr.tree import ROOT, CueScores, Sentence

_BATCH = 16


@frozen(eq=False)
class Reading:
    """A text, its annotation by the model, and the document that ``load()`` makes of it."""

    id: str
    text: str = field(repr=False)
    segmentation: Segmentation = field(repr=False)
    sentences: tuple[Sentence, ...] = field(repr=False)
    scores: tuple[CueScores, ...] = field(repr=False)
    document: Document = field(repr=False)


def readings(shared: Path, model: str) -> list[Reading]:
    """Every text of PolNeAR dev, read by a model."""
    rows = polnear(shared)
    reader = quoteattr.load(model)
    found = []
    for start in range(0, len(rows), _BATCH):
        group = rows[start : start + _BATCH]
        parsed = reader.stanza.bulk_process([row["text"] for row in group])
        found += [_reading(row["id"], doc) for row, doc in zip(group, parsed, strict=True)]
    return found


def _reading(name: str, doc: Any) -> Reading:
    annotation = stanza_document.annotation(doc)
    return Reading(
        str(name), doc.text, doc.quoteattr_segments, annotation.sentences, annotation.cues or (), doc.quoteattr
    )


def by_rules(reading: Reading, scores: Sequence[CueScores] | None = None) -> tuple[Link, ...]:
    """The links of ``load()`` with these scores, or of the rules over the tree without any."""
    segmentation = reading.segmentation
    return link(reading.text, reading.sentences, segmentation.quotations, segmentation.parts, scores)


def by_scores(reading: Reading, *, quotations: bool = True, marks: bool = False) -> tuple[Link, ...]:
    """The scores without trees; with quotations and the rules of other marks as the options say."""
    own = reading.segmentation
    page = ClaimText(reading.text, flattened(reading.sentences), own.quotations if quotations else (), own.parts)
    proposals = propose(page, reading.scores)
    proposals = with_rules(page, proposals, reading.scores) if marks else proposals
    return tuple(to_link(page, proposal, Curve()) for proposal in assemble(page, proposals))


ROWS: Mapping[str, Callable[[Reading], tuple[Link, ...]]] = {
    "tree only": by_rules,
    "scores only": partial(by_scores, quotations=False),
    "scores and quotation marks": by_scores,
    "scores and all marks": partial(by_scores, marks=True),
    "all evidence": lambda reading: by_rules(reading, reading.scores),
}


def flattened(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """The sentences with no tree over their words: each word is a root."""
    return tuple(
        evolve(sentence, words=[evolve(word, head=ROOT, deprel="root") for word in sentence]) for sentence in sentences
    )


def measure(shared: Path, texts: Sequence[Reading]) -> dict[str, Any]:
    """Relation F1 of each row by track, in per cent, as the benchmark's ``score.py`` computes it."""
    rows = []
    for name, linked in ROWS.items():
        figures = scored(shared, (flat(each.id, linked(each)) for each in texts))
        relation = {track: round(100 * figure["relation"]["f1"], 2) for track, figure in figures.items()}
        rows.append({"evidence": name, "f1": relation})
    return {"corpus": "PolNeAR dev", "texts": len(texts), "rows": rows}
