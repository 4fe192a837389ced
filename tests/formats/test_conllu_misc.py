"""CoNLL-U with attributions is valid CoNLL-U, and trees and spans are read back."""

from __future__ import annotations

import json
import re
from itertools import groupby

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import Content, Cue, Document, FormatError, Sentence, Source, Span, Word
from quoteattr.annotate import conllu
from quoteattr.formats.conllu_misc import from_conllu, to_conllu
from tests.formats.documents import ANY_TEXT, attributions, bare, marked


def trees(text: str, length: int) -> list[Sentence]:
    """Sentences of ``length`` words each, cut at white space, with flat trees."""
    words = [Span(*found.span()) for found in re.finditer(r"\S+", text)]
    groups = [words[start : start + length] for start in range(0, len(words), length)]
    return [
        Sentence(
            [Word(i, span.of(text), span, "x", "X", "", -1 if i == 0 else 0, "dep") for i, span in enumerate(group)],
            offset=number * length,
        )
        for number, group in enumerate(groups)
    ]


def whole_words(spans: tuple[Span, ...], words: list[Word]) -> tuple[Span, ...]:
    """The spans of neighbouring words that the spans touch."""
    touched = groupby(words, key=lambda word: any(word.span.overlaps(span) for span in spans))
    runs = [list(run) for inside, run in touched if inside]
    return tuple(Span(run[0].span.start, run[-1].span.end) for run in runs)


@st.composite
def parsed(draw: st.DrawFn) -> Document:
    text = draw(ANY_TEXT)
    claims = draw(st.lists(attributions(text), max_size=3))
    sentences = trees(text, draw(st.integers(1, 4)))
    return Document(text, sentences=sentences, attributions=claims if sentences else (), id="any")


@given(parsed())
def test_whole_words_round_trip_with_the_text(document):
    words = [word for sentence in document.sentences for word in sentence]
    expected = [tuple(whole_words(role, words) for role in each) for each in marked(document)]
    read = list(from_conllu(to_conllu(document), "file", {"any": document.text}))
    assert [each.id for each in read] == ["any"]
    assert bare(read[0].relations) == [each for each in expected if any(each)]


@given(parsed())
def test_the_trees_round_trip(document):
    assert tuple(conllu.read(to_conllu(document))) == document.sentences


@given(parsed())
def test_without_the_text_the_words_are_at_their_offsets(document):
    for read in from_conllu(to_conllu(document), "file"):
        assert all(word.span.of(read.text) == word.text for sentence in document.sentences for word in sentence)


def test_other_fields_are_above_the_sentence(document):
    claims = [document.attributions[1]]
    lines = to_conllu(evolve(document, attributions=claims)).split("\n")
    assert lines[:5] == [
        "# newdoc id = harbour",
        "# newpar",
        "# sent_id = 1",
        "# text = Residents fear higher rents",
        '# attribution = {"number": 0, "kind": "indirect", "act": "thought", "polarity": "asserted", "lemma": "fear", '
        '"speaker": "Residents", "outlet": "Reuters", "confidence": 0.5}',
    ]
    assert [line.rpartition("|")[2] for line in lines[5:9]] == [
        "Attribution=source:0",
        "Attribution=cue:0",
        "Attribution=content:0",
        "Attribution=content:0",
    ]
    [read] = from_conllu("\n".join(lines), "file", {"harbour": document.text})
    assert [(each.confidence, each.lemma) for each in read.relations] == [(0.5, "fear")]


def test_stanza_reads_it_and_keeps_the_attributions(document):
    conll = pytest.importorskip("stanza.utils.conll")
    written = to_conllu(evolve(document, attributions=[document.attributions[1]]))
    [sentence] = conll.CoNLL.conll2doc(input_str=written).sentences
    assert ["Attribution=" in (word.misc or "") for word in sentence.words] == [True] * 4
    assert any(comment.startswith("# attribution = {") for comment in sentence.comments)


def test_the_conllu_package_reads_it(document):
    conllu_package = pytest.importorskip("conllu", reason="comes with quoteattr[dev]")
    [sentence] = conllu_package.parse(to_conllu(evolve(document, attributions=[document.attributions[1]])))
    assert [word["misc"]["Attribution"] for word in sentence] == ["source:0", "cue:0", "content:0", "content:0"]
    assert [word["head"] for word in sentence] == [2, 0, 4, 2]
    assert sentence.metadata["newdoc id"] == "harbour"
    assert json.loads(sentence.metadata["attribution"])["speaker"] == "Residents"
    [read] = from_conllu(sentence.serialize(), "file", {"harbour": document.text})
    assert bare(read.relations) == marked(evolve(document, attributions=[document.attributions[1]]))


def test_several_documents_share_a_file(document):
    one = evolve(document, attributions=[document.attributions[1]])
    both = to_conllu(one) + to_conllu(evolve(one, id="b"))
    read = list(from_conllu(both, "file", {"harbour": document.text, "b": document.text}))
    assert [(each.id, len(each.relations)) for each in read] == [("harbour", 1), ("b", 1)]
    assert list(from_conllu("", "file")) == []


def test_words_that_differ_from_their_token_leave_its_form():
    row = "{}\t{}\t_\t_\t_\t_\t{}\t_\t_\t{}\n"
    rows = [("1-2", "au", "_", "_"), ("1", "à", "0", "_"), ("2", "le", "1", "Attribution=cue:0")]
    [read] = from_conllu("".join(row.format(*each) for each in rows), "file")
    assert (read.text, read.relations[0].cue) == ("au", (Span(0, 2),))


def test_a_document_without_trees_cannot_be_written(document):
    with pytest.raises(FormatError, match=r"holds no sentences; .* to_dict\(document, sentences=True\)"):
        to_conllu(evolve(document, sentences=()))
    assert to_conllu(Document("", id="a")) == "# newdoc id = a\n"


ROW = "1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\tAttribution={}\n"


@pytest.mark.parametrize(
    ("source", "texts", "message"),
    [
        (ROW.format("cue"), None, "'file': Attribution=cue has 'cue'"),
        ("# attribution = {\n" + ROW.format("cue:0"), None, "'file': not JSON"),
        ("# attribution = {}\n" + ROW.format("cue:0"), None, "'file': .* with 'number'"),
        (
            '# attribution = {"number": 0, "confidence": 2}\n' + ROW.format("cue:0"),
            None,
            "confidence: .* found 2",
        ),
        (ROW.format("cue:0"), {"file": "No"}, "'file': the word 'Go' is not at 0 of the text"),
        (ROW.format("cue:0"), {"other": "Go"}, "no gold text with the id 'file'"),
    ],
)
def test_malformed_values_are_named(source, texts, message):
    with pytest.raises(FormatError, match=message):
        list(from_conllu(source, "file", texts))


def test_the_parts_are_those_of_the_claim(document):
    """A claim over two sentences: its comment is above the first, its number continues in the second."""
    text = "Lee said : no . Never ."
    claim = evolve(
        document.attributions[0],
        source=Source.of(text, Span(0, 3)),
        cue=Cue.of(text, Span(4, 8)),
        content=Content.of(text, Span(11, 21)),
    )
    written = to_conllu(Document(text, sentences=trees(text, 5), attributions=[claim]))
    assert written.count("# attribution = ") == 1
    [read] = from_conllu(written, "file", {"file": text})
    assert read.relations[0].content == (Span(11, 21),)
