"""Gold and predictions in the formats of other programs are read, or refused with an error that names the value."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import FormatError, TreeError, to_dict
from quoteattr.formats.annotated import from_object, to_flat
from quoteattr.formats.conllu_misc import from_conllu
from quoteattr.formats.standoff import from_standoff
from quoteattr.model import AnnotatedText, Relation, Span

TEXT = "Residents say rents rise, the mayor warned."


def found(relation: Relation, text: str = TEXT) -> dict[str, list[str]]:
    return {role: [span.of(text) for span in getattr(relation, role)] for role in ("source", "cue", "content")}


FLAT = {"id": 7, "text": TEXT, "attributions": [{"source": [[0, 9]], "cue": [[10, 13]], "content": [[14, 24]]}]}
CITRON = {
    "text": TEXT,
    "quotes": [
        {
            "cue": {"start": 10, "end": 13, "text": "say"},
            "sources": [{"start": 0, "end": 9, "text": "Residents"}],
            "contents": [{"start": 20, "end": 24, "text": "rise"}, {"start": 14, "end": 19, "text": "rents"}],
        }
    ],
}


def test_a_flat_row():
    annotated = from_object(FLAT)
    assert annotated.id == "7"
    assert [found(each) for each in annotated.relations] == [
        {"source": ["Residents"], "cue": ["say"], "content": ["rents rise"]}
    ]


def test_the_text_of_a_prediction_may_be_left_out():
    row = {"id": "a", "attributions": [{"source": None, "content": [[14, 19]], "confidence": 0.5}]}
    [relation] = from_object(row, text=TEXT).relations
    assert relation == Relation(content=[Span(14, 19)], confidence=0.5)


def test_citron_s_spans_are_sorted_into_the_text():
    annotated = from_object(CITRON, name="port")
    assert annotated.id == "port"
    assert [found(each) for each in annotated.relations] == [
        {"source": ["Residents"], "cue": ["say"], "content": ["rents", "rise"]}
    ]


def test_citron_s_predictions_name_the_mention_as_coreference():
    quote = {**CITRON["quotes"][0], "confidence": "0.7500", "coreferences": [{"start": 26, "end": 35}]}
    [relation] = from_object({**CITRON, "quotes": [quote]}, name="port").relations
    assert (relation.confidence, found(relation)["source"]) == (0.75, ["the mayor"])
    del quote["confidence"]  # annotated by people
    [relation] = from_object({**CITRON, "quotes": [quote]}, name="port").relations
    assert found(relation)["source"] == ["Residents"]


def test_the_contract_keeps_confidence_lemma_and_rule(document):
    annotated = from_object(to_dict(document), text=document.text)
    assert annotated == AnnotatedText("harbour", document.text, map(Relation.of, document.attributions))
    assert (annotated.relations[0].confidence, annotated.relations[0].lemma) == (0.97, "tell")
    assert annotated.relations[0].rule == "clause"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (["a"], r"expected an object with 'attributions' or 'quotes', found \['a'\]"),
        ({"text": TEXT}, "'id' is neither a string nor an integer: None"),
        ({"id": "a"}, "'a': 'text' must be a string, found None; add the text"),
        ({"id": "a", "text": 5}, "'a': 'text' must be a string, found 5"),
        ({"id": "a", "text": TEXT}, r"'a': \$: expected an object with 'attributions'"),
        ({"id": "a", "text": TEXT, "attributions": [{"cue": [[10]]}]}, r"attributions\[0\].cue\[0\]: expected a pair"),
        ({"id": "a", "text": TEXT, "attributions": [{"cue": [[13, 10]]}]}, r"0 <= start <= end <= 43"),
        ({"id": "a", "text": TEXT, "attributions": [{"cue": [[10, 99]]}]}, r"found \[10, 99\]; a role is a list"),
        ({"id": "a", "text": TEXT, "attributions": [{"cue": [[1, True]]}]}, "expected an integer, found True"),
        ({"id": "a", "text": TEXT, "attributions": [{"confidence": 2}]}, "expected a probability, found 2"),
        ({"id": "a", "text": TEXT, "error": {"type": "TextValueError"}}, "holds an error and no attributions"),
        ({"id": "a", "text": TEXT, "quotes": [{"contents": None, "confidence": "x"}]}, "a probability, found 'x'"),
        ({"id": "a", "text": TEXT, "quotes": [{"contents": [{"start": 1, "end": 3, "text": "no"}]}]}, "found 'no'"),
        ({"id": "a", "text": TEXT, "quotes": [{"cue": 3, "contents": []}]}, r"quotes\[0\].cue: expected an object"),
    ],
)
def test_a_malformed_object_is_named(data, message):
    with pytest.raises(FormatError, match=message):
        from_object(data)


def test_a_prediction_on_another_text_is_named():
    with pytest.raises(FormatError, match=r"'7': its text differs from the gold text from character 4 on \('dents"):
        from_object(FLAT, text="Resiling")


SPANS = st.lists(st.tuples(st.integers(0, 43), st.integers(0, 43)).map(lambda ends: Span(*sorted(ends))), max_size=3)


@given(st.lists(st.builds(Relation, SPANS, SPANS, SPANS, st.none() | st.floats(0, 1)), max_size=4))
def test_flat_rows_round_trip(relations):
    annotated = AnnotatedText("a", TEXT, relations)
    assert from_object(to_flat(annotated)) == annotated


POLNEAR = """\
T1\tSource 0 9\tResidents
T2\tCue 10 13\tsay
T3\tContent 14 19;20 24\trents rise
T4\tAttribution 10 13\tsay
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tDiscard 0 43\tResidents say rents rise, the mayor  warned.
T6\tContent 0 9\tResidents
T7\tContent 14 24\trents rise
E2\tAttribution:T4 Content2:T6 Content:T7
E3\tDiscuss:T5
#1\tAnnotatorNotes T5\twhatever
A1\tDoubt E1
"""

RELATIONS = """\
T1\tsource 26 35\tthe mayor
T2\tcue 36 42\twarned
T3\tcontent 0 24\tResidents say rents rise
T4\tcue 10 13\tsay
R1\tHasSource Arg1:T2 Arg2:T1
R2\tHasContent Arg1:T3 Arg2:T2
"""


@pytest.mark.parametrize(
    ("annotation", "relations"),
    [
        (
            POLNEAR,
            [
                {"source": ["Residents"], "cue": ["say"], "content": ["rents", "rise"]},
                {"source": [], "cue": [], "content": ["Residents", "rents rise"]},
            ],
        ),
        (POLNEAR.replace("\n", "\r\n"), None),
        (RELATIONS, [{"source": ["the mayor"], "cue": ["warned"], "content": ["Residents say rents rise"]}]),
        ("", []),
        ("\n\tx\n", []),
    ],
)
def test_standoff(annotation, relations):
    read = [found(each) for each in from_standoff(annotation, TEXT)]
    assert read == (relations if relations is not None else [found(each) for each in from_standoff(POLNEAR, TEXT)])


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        ("T1\tCue 10 x\tsay", r"line 1: 'T1\\tCue 10 x\\tsay' is no span"),
        ("T1", "line 1: 'T1' is no span"),
        ("\nT1\tCue 10 99\tsay", "line 2: '10 99' is not in the text of 43 characters"),
        ("T1\tCue 13 10\tsay", "'13 10' is not in the text"),
        (
            "T1\tCue 10 13;36 42\tsay  warned\nT2\tCue 11 14\tsay",
            "line 2: the text has 'ay ' at 11 14, not 'say'; is it",
        ),
        ("E1\tAttribution:T1 Cue:T2", "line 1: there is no span 'T2'"),
        ("T1\tCue 10 13\tsay\nR1\tHas Arg1:T1 Arg2:T9", "line 2: there is no span 'T9'"),
    ],
)
def test_malformed_standoff_is_named(annotation, message):
    with pytest.raises(FormatError, match=message):
        from_standoff(annotation, TEXT)


@given(st.text(alphabet="TER1 \t\n:;Cueontent0123456789", max_size=80))
def test_any_standoff_is_read_or_refused(annotation):
    with suppress(FormatError):
        from_standoff(annotation, TEXT)


def conllu(*entities: str) -> str:
    words = ("Residents", "say", "rents", "will", "rise")
    rows = (
        f"{i}\t{word}\t{word}\tX\t_\t_\t{'0' if i == 2 else '2'}\tdep\t_\t{f'Entity={entity}' if entity else '_'}"
        for i, (word, entity) in enumerate(zip(words, entities, strict=True), 1)
    )
    return "# newdoc id = port\n" + "\n".join(rows) + "\n\n"


@pytest.mark.parametrize(
    ("entities", "relations"),
    [
        (
            ("(1-source)", "(1-cue)", "(1-content", "", "1)"),
            [{"source": ["Residents"], "cue": ["say"], "content": ["rents will rise"]}],
        ),
        (
            ("(e3-person-new-1)", "(1-cue-x)", "(1[1/2]-content)", "", "(1[2/2]-content)"),
            [{"source": [], "cue": ["say"], "content": ["rents", "rise"]}],
        ),
        (
            ("(1-source)(2-source)", "(1-cue)", "(1-content(2-content", "2)", "1)"),
            [
                {"source": ["Residents"], "cue": ["say"], "content": ["rents will rise"]},
                {"source": ["Residents"], "cue": [], "content": ["rents will"]},
            ],
        ),
        (("", "", "", "", ""), []),
    ],
)
def test_entities_of_conllu(entities, relations):
    [annotated] = from_conllu(conllu(*entities), "file")
    assert annotated.id == "port"
    assert [found(each, annotated.text) for each in annotated.relations] == relations


def test_conllu_over_a_gold_text_has_its_offsets():
    [annotated] = from_conllu(conllu("(1-source)", "", "", "", ""), "file", {"port": "Residents say rents will rise."})
    assert annotated.text.endswith(".")
    with pytest.raises(FormatError, match="the word 'say' is not at 10 of the text"):
        list(from_conllu(conllu("", "", "", "", ""), "file", {"port": "Residents do not say"}))
    with pytest.raises(FormatError, match="no gold text with the id 'port'; the gold ids are: 'x'"):
        list(from_conllu(conllu("", "", "", "", ""), "file", {"x": ""}))


@pytest.mark.parametrize(
    ("entities", "message"),
    [
        (("(1-source", "", "", "", ""), "the entity '1' is never closed"),
        (("", "2)", "", "", ""), r"the bracket '2\)' at 'say' closes nothing"),
    ],
)
def test_brackets_must_close(entities, message):
    with pytest.raises(FormatError, match=message):
        list(from_conllu(conllu(*entities), "file"))


def test_malformed_conllu_is_a_tree_error():
    with pytest.raises(TreeError):
        list(from_conllu("1\tone\n", "file"))
