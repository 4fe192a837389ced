"""The loaded model: any string, many texts like single ones, no network access, inside a real Stanza pipeline."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import quoteattr
from quoteattr import ModelError, QuoteAttributor, TextTypeError
from quoteattr.formats.conllu_misc import to_conllu

TEXTS = [
    "The bridge is safe, Mayor Ada Lund said on Monday.",
    "",
    'Ana Ruiz told reporters: "We will not close the harbour."',
    "Nobody spoke.",
    "“We won,” said coach Bo Li. “Nobody believed in us.”\n\nThe union denied that the strike was over.",
]
HARD = ["", " ", "\n\n", "a", ".", "…", "\x00", "\ud800", "“", '"""', "12 34", "🙂", "x" * 5000, "said " * 300]


@pytest.mark.parametrize("text", HARD, ids=lambda text: repr(text[:8]))
def test_any_string_is_read(attributor: QuoteAttributor, text: str) -> None:
    document = attributor(text)
    assert document.text == text
    Draft202012Validator(quoteattr.json_schema()).validate(quoteattr.to_dict(document))


def test_a_megabyte_without_a_space_is_read(attributor: QuoteAttributor) -> None:
    assert attributor("x" * 1_000_000).attributions == ()


@pytest.mark.parametrize("value", [None, 3, b"bytes", ["text"]])
def test_a_value_that_is_not_a_string_is_refused_by_its_type(attributor: QuoteAttributor, value: Any) -> None:
    with pytest.raises(TextTypeError, match=type(value).__name__):
        attributor(value)
    with pytest.raises(TypeError, match=type(value).__name__):
        list(attributor.pipe(["fine", value]))


def test_a_simple_claim_is_found(attributor: QuoteAttributor) -> None:
    (claim,) = attributor(TEXTS[0]).attributions
    assert (claim.content.text, claim.cue.text, claim.kind) == ("The bridge is safe", "said", "indirect")
    assert claim.speaker is not None
    assert (claim.speaker.name, claim.speaker.role) == ("Ada Lund", "Mayor")


def test_a_byte_order_mark_is_part_of_no_word(attributor: QuoteAttributor) -> None:
    marked, plain = attributor("\ufeff" + TEXTS[4]), attributor(TEXTS[4])
    assert marked.text == "\ufeff" + TEXTS[4]
    for one, other in zip(marked.attributions, plain.attributions, strict=True):
        assert one.source is not None
        assert other.source is not None
        assert (one.source.text, one.content.text) == (other.source.text, other.content.text)
        assert [span.start for span in one.content.spans] == [span.start + 1 for span in other.content.spans]


def test_an_inverted_subject_is_the_source(attributor: QuoteAttributor) -> None:
    claim = attributor(TEXTS[4]).attributions[0]
    assert claim.source is not None
    assert claim.source.text == "coach Bo Li"
    assert claim.kind == "direct"


@pytest.mark.parametrize(
    ("headline", "source", "content"),
    [
        ("Kremlin: no talks planned with Kyiv", "Kremlin", "no talks planned with Kyiv"),
        ("Prices will fall next year - central bank", "central bank", "Prices will fall next year"),
    ],
)
def test_a_headline_alone_is_read(attributor: QuoteAttributor, headline: str, source: str, content: str) -> None:
    document = attributor(headline)
    assert document.article.headline is not None
    (claim,) = document.attributions
    assert claim.source is not None
    assert (claim.source.text, claim.content.text) == (source, content)


def test_an_addressed_outlet_is_a_relay(attributor: QuoteAttributor) -> None:
    told, said = attributor(
        "The harbour will close on Friday, Mayor Ada Lund told Reuters. “We had no choice,” she said."
    ).attributions
    assert told.via == ("Reuters",)
    assert told.speaker == said.speaker
    assert (said.kind, said.content.text) == ("direct", "We had no choice,")


def test_two_organisations_are_two_speakers(attributor: QuoteAttributor) -> None:
    declined, denied = attributor(
        "The company declined to comment. The union denied that it had broken the law."
    ).attributions
    assert [claim.speaker and claim.speaker.name for claim in (declined, denied)] == ["The company", "The union"]
    assert [claim.polarity for claim in (declined, denied)] == ["declined", "denied"]


@pytest.mark.parametrize("batch_size", [1, 2, 16])
def test_many_texts_have_the_results_of_each_alone(attributor: QuoteAttributor, batch_size: int) -> None:
    def claims(document: quoteattr.Document) -> list[Any]:
        return [(a.content, a.cue, a.source, a.kind, a.confidence) for a in document.attributions]

    together = list(attributor.pipe(iter(TEXTS), batch_size=batch_size))
    assert [document.text for document in together] == TEXTS
    assert [claims(document) for document in together] == [claims(attributor(text)) for text in TEXTS]


def test_the_pipe_is_lazy(attributor: QuoteAttributor) -> None:
    taken = []

    def endless() -> Any:
        while True:
            taken.append(1)
            yield TEXTS[0]

    next(attributor.pipe(endless(), batch_size=2))
    assert len(taken) == 2


def test_the_network_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a library tried to reach the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert quoteattr.load()(TEXTS[0]).attributions


def test_the_engine_is_a_stanza_pipeline(attributor: QuoteAttributor) -> None:
    import stanza

    assert isinstance(attributor.stanza, stanza.Pipeline)
    assert list(attributor.stanza.processors) == ["tokenize", "pos", "lemma", "depparse", "ner", "quoteattr"]
    parsed = attributor.stanza("Ana Ruiz lives in Porto.")
    assert [word.deprel for word in parsed.sentences[0].words][:3] == ["nsubj", "flat", "root"]
    assert [(entity.text, entity.type) for entity in parsed.ents] == [("Ana Ruiz", "Person"), ("Porto", "Location")]


def test_trees_of_a_stanza_document_can_be_linked_without_scores(attributor: QuoteAttributor) -> None:
    parsed = attributor.stanza(TEXTS[0])
    (claim,) = quoteattr.link_trees(parsed).attributions
    assert claim.content.text == "The bridge is safe"
    assert claim.evidence.scores == {}


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the layout of Stanza's downloads, with a lemmatizer for one word."""
    from stanza.models.lemma.trainer import Trainer
    from stanza.models.lemma.vocab import MultiVocab, Vocab

    folder = tmp_path_factory.mktemp("stanza_resources")
    (folder / "en" / "lemma").mkdir(parents=True)
    vocab = MultiVocab({"char": Vocab("said", "en"), "pos": Vocab(["VERB"], "en")})
    trainer = Trainer(args={"dict_only": True, "lang": "en", "batch_size": 50}, vocab=vocab)
    trainer.train_dict([("said", "VERB", "SAY")])
    trainer.save(str(folder / "en" / "lemma" / "tiny.pt"))
    resources = {"en": {"lang_name": "English", "packages": {}, "tokenize": {}, "lemma": {"tiny": {}}}}
    (folder / "resources.json").write_text(json.dumps(resources))
    return folder


def test_a_part_can_be_swapped_for_a_stanza_package_by_name(official: Path) -> None:
    swapped = quoteattr.load(parts={"lemma": "tiny"}, stanza_dir=official)
    words = swapped(TEXTS[0]).sentences[0].words
    assert {word.text: word.lemma for word in words}["said"] == "SAY"


def test_a_missing_package_is_named(official: Path) -> None:
    with pytest.raises(ModelError, match=r"(?s)huge.*stanza\.download"):
        quoteattr.load(parts={"lemma": "huge"}, stanza_dir=official)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": "klingon"}, "no model named 'klingon'.*bundled names"),
        ({"parts": {"speech": "x"}}, "no part named 'speech'.*tokenize"),
        ({"parts": {"lemma": "huge"}}, "huge.* without stanza_dir: download .*stanza.download"),
        ({"parts": {"lemma": "huge"}, "stanza_dir": "none"}, "huge.* from 'none' .*: download .*stanza.download"),
        ({"device": "abacus"}, "device 'abacus'"),
    ],
)
def test_a_value_that_cannot_be_loaded_is_quoted(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError, match=f"(?s){message}"):
        quoteattr.load(**options)


@pytest.mark.parametrize(
    "text",
    [
        "By Bo Falk\nThe Orbel Post\n\nAda Lund said  it rained.",
        "It rained.\n\n\nAda Lund  said that the port would close.\n\nNo one knew.",
    ],
)
def test_the_export_of_trees_is_linked_as_the_trees(attributor: QuoteAttributor, text: str) -> None:
    document = attributor(text)
    linked = quoteattr.link_trees(to_conllu(document))
    assert linked.attributions[0].source.text == "Ada Lund"
    assert linked.attributions == quoteattr.link_trees(document.sentences, text=linked.text).attributions


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("According to the bank, rents will rise.", "according to"),
        ("Mayor Ada Lund called for calm.", "call"),
        ("Mayor Ada Lund pointed out that it rained.", "point"),
    ],
)
def test_the_lemma_of_a_cue_is_the_same_with_scores_and_by_rules(
    attributor: quoteattr.QuoteAttributor, text: str, lemma: str
) -> None:
    document = attributor(text)
    by_rules = quoteattr.link_trees(document.sentences, text=text)
    assert [each.attributions[0].cue.lemma for each in (document, by_rules)] == [lemma, lemma]
