"""Dependency trees as drawings."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from quoteattr import Document, Sentence, Span, Word
from quoteattr.views.tree_svg import MOST_WORDS, sentence_svg, tree_svg
from tests.views.claims import claim

SVG = "{http://www.w3.org/2000/svg}"
TEXT = "Vale said it rained."
HEADS = {"Vale": ("said", "nsubj"), "said": ("", "root"), "it": ("rained", "expl"), "rained": ("said", "ccomp")}


def sentence(text: str = TEXT, heads: dict[str, tuple[str, str]] = HEADS) -> Sentence:
    names = list(heads)
    words = []
    for index, (name, (head, relation)) in enumerate(heads.items()):
        start = text.index(name)
        parent = names.index(head) if head else -1
        words.append(Word(index, name, Span(start, start + len(name)), head=parent, deprel=relation, upos="X"))
    return Sentence(words)


def texts(drawing: str) -> list[str]:
    return [node.text for node in ElementTree.fromstring(drawing).iter(f"{SVG}text")]


def test_words_relations_and_the_root_are_drawn():
    shown = texts(sentence_svg(sentence()))
    assert [each for each in shown if each in HEADS] == ["Vale", "said", "it", "rained"]
    assert sorted(each for each in shown if each in ("nsubj", "expl", "ccomp", "root")) == [
        *("ccomp", "expl", "nsubj", "root")
    ]


def test_the_parts_of_the_claim_are_marked():
    document = Document(TEXT, sentences=[sentence()], attributions=[claim(TEXT, "Vale", "said", "it rained")])
    drawing = ElementTree.fromstring(tree_svg(document, document.attributions[0]))
    marked = {group.find(f"{SVG}text").text: group.get("class") for group in drawing.iter(f"{SVG}g")}
    assert marked == {"Vale": "w source", "said": "w cue", "it": "w content", "rained": "w content"}


def test_longer_arcs_are_above_shorter_ones():
    drawing = ElementTree.fromstring(sentence_svg(sentence()))
    height = {node.text: float(node.get("y")) for node in drawing.iter(f"{SVG}text") if node.text in ("expl", "ccomp")}
    assert height["ccomp"] < height["expl"]


def test_a_text_without_a_tree_has_no_drawing():
    assert tree_svg(Document(TEXT), claim(TEXT, "Vale", "said", "it rained")) == ""
    assert sentence_svg(Sentence(())) == ""


@pytest.mark.parametrize(("count", "drawn"), [(MOST_WORDS, True), (MOST_WORDS + 1, False)])
def test_a_sentence_that_is_too_long_is_left_out(count, drawn):
    words = [Word(index, "a", Span(index, index + 1), head=index - 1) for index in range(count)]
    assert bool(sentence_svg(Sentence(words))) is drawn


@pytest.mark.parametrize("name", ["<b>'\"&", "\x00\x1b", "\ud800", "\uffff", "</svg><script>x</script>"])
def test_the_drawing_of_any_word_and_label_is_valid_xml(name):
    word = Word(0, name, Span(0, len(name)), upos=name, deprel=name)
    other = Word(1, "b", Span(len(name), len(name) + 1), head=0, deprel=name)
    drawing = sentence_svg(Sentence([word, other]))
    tags = {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(drawing.encode("utf-8")).iter()}
    assert tags == {"svg", "g", "text", "path"}
