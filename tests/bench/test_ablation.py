"""The rows of the ablation over hand-made scores: the evidence that each leaves out."""

from __future__ import annotations

import pytest

from bench.accuracy.ablation import ROWS, Reading, flattened
from quoteattr.annotate import conllu
from quoteattr.document import Document
from quoteattr.segment import segment
from quoteattr.tree import CueScores

TREE = """\
# newpar
1	Ada	Ada	PROPN	_	_	3	nsubj	_	_
2	Lund	Lund	PROPN	_	_	1	flat	_	_
3	said	say	VERB	_	_	0	root	_	_
4	“	“	PUNCT	_	_	6	punct	_	SpaceAfter=No
5	we	we	PRON	_	_	6	nsubj	_	_
6	lost	lose	VERB	_	_	3	ccomp	_	_
7	it	it	PRON	_	_	6	obj	_	SpaceAfter=No
8	”	”	PUNCT	_	_	6	punct	_	SpaceAfter=No
9	.	.	PUNCT	_	_	3	punct	_	_

"""
NONE, CONTENT = (0.97, 0.01, 0.01, 0.01), (0.01, 0.01, 0.01, 0.97)


def reading() -> Reading:
    """A network with a high score of the cue, no source, and a content without its last word."""
    text = conllu.laid_out(TREE)[1]
    roles = [CONTENT if 4 <= number <= 5 else NONE for number in range(9)]
    scores = (CueScores(anchor=2, probability=0.99, first=0, roles=roles),)
    return Reading("a", text, segment(text), tuple(conllu.read(TREE)), scores, Document(text))


@pytest.mark.parametrize(
    ("row", "source", "content"),
    [
        ("tree only", "Ada Lund", "we lost it"),
        ("scores only", None, "we lost"),
        ("scores and quotation marks", None, "we lost it"),
        ("scores and all marks", None, "we lost it"),
        ("all evidence", "Ada Lund", "we lost it"),
    ],
)
def test_a_row_uses_its_evidence_alone(row: str, source: str | None, content: str) -> None:
    [found] = ROWS[row](reading())
    assert (found.source and found.source.text, found.content.text) == (source, content)


def test_words_without_a_tree_are_all_roots() -> None:
    [sentence] = flattened(conllu.read(TREE))
    assert [sentence.children(word) for word in sentence] == [()] * 9
    assert [word.text for word in sentence][:3] == ["Ada", "Lund", "said"]
