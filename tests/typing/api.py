"""A module of a user, checked by mypy and pyright in ``test_typing.py`` and never run.

Each ``type: ignore`` marks a mistake that both checkers have to find: they report a comment without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from typing_extensions import assert_type

import quoteattr
from quoteattr import evaluation, speakers
from quoteattr.model import AnnotatedText, Relation


def loading() -> None:
    read = quoteattr.load(Path("model"), device="cpu", threads=2, parts={"depparse": "package"}, stanza_dir="folder")
    assert_type(read, quoteattr.QuoteAttributor)
    assert_type(quoteattr.load(), quoteattr.QuoteAttributor)
    quoteattr.load("en", "cpu")  # type: ignore[call-arg]
    quoteattr.load(threads="2")  # type: ignore[arg-type]


def reading(read: quoteattr.QuoteAttributor, page: quoteattr.WebPage) -> None:
    assert_type(read("text", id="1", publisher="Post", outlet="Reuters", include_chrome=True), quoteattr.Document)
    assert_type(read(page), quoteattr.Document)
    assert_type(read.pipe(["text", page], batch_size=4, publisher="Post"), Iterator[quoteattr.Document])
    known = quoteattr.Input(page, id=5, published=date(2023, 4, 4), publisher="Post", outlet="Reuters")
    assert_type(read(known, published="2023-04-04"), quoteattr.Document)
    assert_type(read.pipe([known, "text"], on_error="skip"), Iterator[quoteattr.Document])
    pairs = [("text", 1), ("another", 2)]
    assert_type(read.pipe(pairs, as_tuples=True, on_error=print), Iterator[tuple[quoteattr.Document, int]])
    read.pipe(["text"], as_tuples=True)  # type: ignore[call-overload]
    read.pipe(["text"], on_error="ignore")  # type: ignore[call-overload]
    quoteattr.Input("text", published=5)  # type: ignore[arg-type]
    assert_type(read.read_html(b"<p>text", url="https://example.org/"), quoteattr.Document)
    assert_type(quoteattr.from_html("<p>text"), quoteattr.WebPage)
    assert_type(quoteattr.link_trees("conllu", text="text", id="1"), quoteattr.Document)
    read(None)  # type: ignore[arg-type]
    read("text", "id")  # type: ignore[call-arg]
    read.pipe([1])  # type: ignore[list-item]


def documents(document: quoteattr.Document) -> None:
    assert_type(document.text, str)
    assert_type(document.article, quoteattr.Article)
    assert_type(document.attributions, tuple[quoteattr.Attribution, ...])
    assert_type(document.speakers, tuple[quoteattr.Speaker, ...])
    assert_type(document.sentences, tuple[quoteattr.Sentence, ...])
    assert_type(document.quotations, tuple[quoteattr.Quotation, ...])
    assert_type(document.render(title="A title", trees=False), str)
    document.text = "another"  # type: ignore[misc]


def attributions(claim: quoteattr.Attribution) -> None:
    assert_type(claim.kind, Literal["direct", "mixed", "indirect"])
    assert_type(claim.act, Literal["speech", "thought"])
    assert_type(claim.polarity, Literal["asserted", "denied", "declined", "questioned", "hypothetical", "unsaid"])
    assert_type(claim.content.spans, tuple[quoteattr.Span, ...])
    assert_type(claim.cue, quoteattr.Cue | None)
    assert_type(claim.channel, quoteattr.Channel | None)
    assert_type(claim.source, quoteattr.Source | None)
    assert_type(claim.speaker, quoteattr.Speaker | None)
    assert_type(claim.outlet, str | None)
    assert_type(claim.via, tuple[str, ...])
    assert_type(claim.time, quoteattr.Time | None)
    assert_type(claim.confidence, float)
    assert_type(claim.evidence, quoteattr.Evidence)
    assert_type(claim.explain(), str)
    len(claim.source.text)  # type: ignore[union-attr]


def speaker(one: quoteattr.Speaker) -> None:
    assert_type(one.kind, Literal["person", "organization", "group", "anonymous", "document"])
    assert_type(one.role, str | None)
    assert_type(one.roles, tuple[quoteattr.Role, ...])
    assert_type(one.mentions, tuple[quoteattr.Span, ...])


def data(document: quoteattr.Document) -> None:
    assert_type(quoteattr.to_dict(document, sentences=True, text=True), dict[str, object])
    assert_type(quoteattr.to_html(document, title="A bridge", trees=False), str)
    assert_type(quoteattr.from_dict({}, "text"), quoteattr.Document)
    assert_type(quoteattr.json_schema(), dict[str, object])


def trees(sentence: quoteattr.Sentence, word: quoteattr.Word) -> None:
    assert_type(sentence.root, quoteattr.Word)
    assert_type(sentence.parent(word), quoteattr.Word | None)
    assert_type(sentence.entities, tuple[quoteattr.Entity, ...])
    assert_type(word.span.of("text"), str)


def names() -> None:
    quoteattr.lod()  # type: ignore[attr-defined]
    from quoteattr import nonexist  # type: ignore[attr-defined]

    print(nonexist)


def many(found: list[quoteattr.Document]) -> None:
    assert_type(quoteattr.speakers.merge(found), tuple[speakers.CorpusSpeaker, ...])
    [one] = speakers.merge(found)
    assert_type(one.attributions, tuple[quoteattr.Attribution, ...])
    assert_type(one.reasons, tuple[str, ...])
    quoteattr.attributions_frame(found)
    assert_type(quoteattr.audit(found).report(), str)
    quoteattr.audit([1])  # type: ignore[list-item]
    quoteattr.attributions_frame([1])  # type: ignore[list-item]


def measuring(gold: list[AnnotatedText], found: Mapping[str, tuple[Relation, ...]]) -> None:
    assert_type(evaluation.evaluate(gold, found, resamples=10, seed=1), evaluation.Evaluation)


def errors() -> None:
    try:
        quoteattr.load()
    except (quoteattr.TextTypeError, quoteattr.MissingExtraError) as error:
        root: quoteattr.QuoteattrError = error
        assert_type(root.args, tuple[Any, ...])
