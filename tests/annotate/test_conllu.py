"""CoNLL-U in and out: offsets, multi-word tokens, entities, and errors that name the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.annotate import conllu
from quoteattr.errors import TreeError
from quoteattr.model import Span
from quoteattr.tree import ROOT, Entity, Sentence, Word

SMALL = """\
# newpar
# text = Lee didn't go.
1\tLee\tLee\tPROPN\tNNP\t_\t4\tnsubj\t_\tner=S-PER
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tghost\t_\t_\t_\t_\t_\t_\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_

# newpar
1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\t_
"""


def test_the_spans_count_in_the_rebuilt_text() -> None:
    """Without offsets in MISC, the forms and SpaceAfter=No determine the text, and every span is on its word."""
    text = conllu.laid_out(SMALL)[1]
    assert text == "Lee didn't go. Go\n\nNo"
    assert [[word.span.of(text) for word in sentence] for sentence in conllu.read(SMALL)] == [
        ["Lee", "did", "n't", "go", "."],
        ["Go"],
        ["No"],
    ]


def test_heads_relations_entities_and_offsets_are_read() -> None:
    """Ids become indices from 0, head 0 becomes ROOT, empty nodes are left out, ner= becomes an entity."""
    first, second, third = conllu.read(SMALL)
    assert [word.head for word in first] == [3, 3, 3, ROOT, 3]
    assert first.words[0].deprel == "nsubj"
    assert first.entities == (Entity("PER", 0, 1, Span(0, 3)),)
    assert (second.offset, third.offset) == (5, 6)


def test_words_that_do_not_spell_their_token_share_its_span() -> None:
    """Both words of "au" ("à le") have the span of the whole token."""
    rows = "1-2\tau\t_\t_\t_\t_\t_\t_\t_\t_\n1\tà\tà\tADP\t_\t_\t0\troot\t_\t_\n2\tle\tle\tDET\t_\t_\t1\tdet\t_\t_\n"
    (sentence,) = conllu.read(rows)
    assert [word.span for word in sentence] == [Span(0, 2), Span(0, 2)]


@pytest.mark.parametrize("misc", ["start_char=7|end_char=9", "SpaceAfter=No|TokenRange=7:9"])
def test_offsets_of_other_tools_take_precedence(misc: str) -> None:
    """Offsets as Stanza and UDPipe write them are used unchanged."""
    (sentence,) = conllu.read(f"1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t{misc}\n")
    assert sentence.span == Span(7, 9)


def rows(*words: str) -> str:
    return "".join(f"{n}\t{word}\n" for n, word in enumerate(words, 1)).replace(" ", "\t_\tX\t_\t_\t0\troot\t_\t")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (["By start_char=0|end_char=2", "Lee TokenRange=5:8"], "By   Lee"),
        (["Go start_char=2|end_char=4"], "  Go"),
        (["Go start_char=2|end_char=4", "on SpaceAfter=No", ". _"], "  Go on."),
        (["Goes start_char=0|end_char=3", "on start_char=3|end_char=5"], "???on"),
    ],
)
@pytest.mark.parametrize(("comment", "gap"), [("", "   "), ("# newpar\n", "\n\n\n")])
def test_the_forms_are_at_their_offsets(written: list[str], text: str, comment: str, gap: str) -> None:
    """The text has every word at its offsets, and line breaks only before a new paragraph."""
    after = len(text) + 3
    second = comment + rows(f"No start_char={after}|end_char={after + 2}")
    assert conllu.laid_out(rows(*written) + "\n" + second)[1] == f"{text}{gap}No"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1\tGo", "line 1 has 2 columns"),
        ("x\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_", "id 'x'"),
        ("2\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_", "id 2 where 1 is due"),
        ("1\tGo\tgo\tVERB\tVB\t_\t1\troot\t_\t_", "head '1'"),
        ("1\tGo\tgo\tVERB\tVB\t_\t9\troot\t_\t_", "head '9'"),
        ("1\tGo\tgo\tVERB\tVB\t_\t_\troot\t_\t_", "head '_'"),
        ("1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\tstart_char=9|end_char=7", "offsets '9' to '7'"),
        (
            rows("Go start_char=0|end_char=2") + "\n" + rows("On start_char=0|end_char=2"),
            "line 3 is at 0, .* ends at 2",
        ),
        (rows("Go start_char=0|end_char=123456789"), "below 100,000,000"),
        ("1.1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_", "no words"),
        ("1-3\tGo\t_\t_\t_\t_\t_\t_\t_\t_\n1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_", "range 1-3"),
    ],
)
def test_malformed_rows_are_named(row: str, message: str) -> None:
    """A TreeError quotes the malformed value and its place."""
    with pytest.raises(TreeError, match=message):
        conllu.read(row + "\n")


@pytest.mark.parametrize("nothing", ["", "\n\n \n", "# sent_id = 1\n", "\ufeff"])
def test_a_text_without_rows_has_no_sentences(nothing: str) -> None:
    """Empty input has no sentences."""
    assert conllu.read(nothing) == []
    assert conllu.laid_out(nothing)[1] == ""


def test_writing_with_the_text_marks_paragraphs() -> None:
    """# newpar and # text precede the sentences if the text is passed."""
    written = conllu.write(conllu.read(SMALL), conllu.laid_out(SMALL)[1])
    assert written.count("# newpar") == 2
    assert "# text = Lee didn't go." in written


FORMS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=6)


@st.composite
def sentences(draw: st.DrawFn) -> list[Sentence]:
    """A few sentences with any heads, some words separated by spaces and some not."""
    found: list[Sentence] = []
    position = offset = 0
    for _ in range(draw(st.integers(0, 3))):
        count = draw(st.integers(1, 5))
        words = []
        for index in range(count):
            form = draw(FORMS)
            head = draw(st.integers(ROOT, count - 1).filter(lambda value, index=index: value != index))
            lemma = draw(st.sampled_from([form, "lemma"] if form == "_" else ["", form, "lemma"]))
            words.append(Word(index, form, Span(position, position + len(form)), lemma, "NOUN", "", head, "dep"))
            position += len(form) + draw(st.integers(0, 2))
        last = draw(st.integers(0, count))
        named = (Entity("PER", 0, last, Span(words[0].span.start, words[last - 1].span.end)),) if last else ()
        found.append(Sentence(tuple(words), named, offset))
        offset += count
        position += 1
    return found


@given(sentences())
def test_written_trees_are_read_back(trees: list[Sentence]) -> None:
    """Reading is the inverse of writing for any tree (a lemma "_" is none, unless the word itself is "_")."""
    assert conllu.read(conllu.write(trees)) == trees
