"""Traversal of dependency trees of any depth, also with cycles."""

from __future__ import annotations

import pytest

from quoteattr.errors import TreeError
from quoteattr.model import Span
from quoteattr.tree import ROOT, Entity, Sentence, Word

DEEP = 5000  # depth of a tree, beyond Python's recursion limit


def tree(*rows: tuple[str, int, str]) -> Sentence:
    """A sentence of ``(form, head, relation)`` words, separated by a space each."""
    words, start = [], 0
    for index, (form, head, relation) in enumerate(rows):
        words.append(Word(index, form, Span(start, start + len(form)), head=head, deprel=relation))
        start += len(form) + 1
    return Sentence(words)


def chain(length: int, first: int = ROOT) -> Sentence:
    """The head of each word is the one before it."""
    return tree(*((f"w{index}", index - 1 if index else first, "dep") for index in range(length)))


# She said Lee left yesterday
SAID = tree(
    ("She", 1, "nsubj"), ("said", ROOT, "root"), ("Lee", 3, "nsubj"), ("left", 1, "ccomp"),
    ("yesterday", 3, "obl:unmarked"),
)  # fmt: skip


def forms(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


def test_a_tree_is_drawn_as_indented_text() -> None:
    assert SAID.draw().splitlines() == [
        "said  [root, X]",
        "  She  [nsubj, X]",
        "  left  [ccomp, X]",
        "    Lee  [nsubj, X]",
        "    yesterday  [obl:unmarked, X]",
    ]


def test_several_roots_are_drawn_below_each_other() -> None:
    assert tree(("Go", ROOT, "root"), ("now", 0, "advmod"), ("Stop", ROOT, "root")).draw().splitlines() == [
        "Go  [root, X]",
        "  now  [advmod, X]",
        "Stop  [root, X]",
    ]


def test_a_tree_may_be_deeper_than_the_recursion_limit() -> None:
    deep = chain(DEEP)
    lines = deep.draw().splitlines()
    assert len(lines) == DEEP
    assert lines[-1] == f"{'  ' * (DEEP - 1)}w{DEEP - 1}  [dep, X]"
    assert len(deep.descendants(deep.words[0])) == DEEP
    assert len(list(deep.ancestors(deep.words[-1]))) == DEEP - 1
    assert len(deep.path(deep.words[0], deep.words[-1])) == 2 * DEEP - 1


def test_a_cycle_is_traversed_once() -> None:
    """It has no root, and so it is not drawn."""
    circle = chain(3, first=2)
    assert circle.draw() == ""
    assert forms(circle.descendants(circle.words[1])) == "w0 w1 w2"
    assert [word.text for word in circle.ancestors(circle.words[1])] == ["w0", "w2"]


def test_descendants_leave_out_whole_branches_of_the_word_itself() -> None:
    said, left = SAID.words[1], SAID.words[3]
    assert forms(SAID.descendants(said)) == "She said Lee left yesterday"
    assert forms(SAID.descendants(said, without=["ccomp"])) == "She said"
    assert forms(SAID.descendants(said, without=["obl"])) == "She said Lee left yesterday"
    assert forms(SAID.descendants(left, without=["obl:unmarked"])) == "Lee left"


def test_children_are_chosen_with_or_without_the_subtype_of_their_relation() -> None:
    left = SAID.words[3]
    assert forms(SAID.children(left)) == "Lee yesterday"
    assert forms(SAID.children(left, "obl")) == forms(SAID.children(left, "obl:unmarked")) == "yesterday"
    assert SAID.children(left, "obj") == ()


def test_a_path_contains_the_common_head() -> None:
    assert SAID.path(SAID.words[2], SAID.words[0]) == (
        "Lee", "<-nsubj-", "left", "<-ccomp-", "said", "-nsubj->", "She",
    )  # fmt: skip
    assert SAID.path(SAID.words[1], SAID.words[1]) == ("said",)
    apart = tree(("Go", ROOT, "root"), ("Stop", ROOT, "root"))
    assert apart.path(*apart.words) == ()


def test_the_head_of_a_phrase_depends_on_a_word_outside() -> None:
    assert SAID.head_of(SAID.words[2:]).text == "left"
    assert SAID.head_of(SAID.words).text == "said"


def test_pieces_of_a_long_sentence_are_separate_trees() -> None:
    """Words with a head outside their piece are roots, numbers begin again, and an entity across the cut is lost."""
    long = Sentence(chain(5).words, [Entity("PER", 3, 5, Span(9, 14)), Entity("ORG", 1, 3, Span(3, 8))], offset=7)
    first, second, third = long.pieces(2)
    assert [[word.head for word in piece] for piece in (first, second, third)] == [[ROOT, 0], [ROOT, 0], [ROOT]]
    assert [piece.offset for piece in (first, second, third)] == [7, 9, 11]
    assert first.entities == second.entities == third.entities == ()
    assert [entity.first for piece in long.pieces(3) for entity in piece.entities] == [1, 0]
    assert long.pieces(5) == (long,)


@pytest.mark.parametrize(("index", "head"), [(1, ROOT), (0, 0), (0, 3), (0, -2)])
def test_a_malformed_word_is_named(index: int, head: int) -> None:
    """Its index is not its position, or its head is itself or no word of the sentence."""
    with pytest.raises(TreeError, match=f"word 'Go' at position 0 has index {index} and head {head}"):
        Sentence([Word(index, "Go", Span(0, 2), head=head)])
