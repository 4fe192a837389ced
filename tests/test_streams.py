"""Streams of texts, known facts about them, and the checks of all arguments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import quoteattr
from quoteattr import (
    ArgumentError,
    Input,
    QuoteAttributor,
    Sentence,
    Span,
    TextTypeError,
    TextValueError,
    TreeError,
    Word,
    pipeline,
)
from quoteattr.formats import columns

GOOD = "The bridge is safe, Mayor Ada Lund said."
LAST_MONTH = "The bridge is safe, Mayor Ada Lund said last month."
DATED = f"Bridge reopens\nPublished: June 5, 2021\n\n{LAST_MONTH} Traffic is back to normal."


def texts(documents: Any) -> list[str]:
    return [document.text for document in documents]


def until_error(stream: Iterator[Any]) -> tuple[list[str], Exception]:
    """The texts of the documents before an error, and the error."""
    found: list[str] = []
    with pytest.raises(Exception) as raised:  # noqa: PT011, PT012
        for document in stream:
            found.append(document.text)
    return found, raised.value


# Documents before a bad text are yielded


@pytest.mark.parametrize("batch_size", [1, 2, 16])
@pytest.mark.parametrize("bad", [None, 3, b"bytes", Input(None), Input(GOOD, id=2.5), Input(GOOD, published="soon")])  # type: ignore[arg-type]
def test_documents_before_a_bad_text_are_yielded(attributor: QuoteAttributor, bad: Any, batch_size: int) -> None:
    found, error = until_error(attributor.pipe([GOOD, "No one spoke.", bad, GOOD], batch_size=batch_size))
    assert found == [GOOD, "No one spoke."]
    assert isinstance(error, (TextTypeError, ArgumentError))


def test_documents_before_an_error_of_the_iterator_are_yielded(attributor: QuoteAttributor) -> None:
    def broken() -> Iterator[str]:
        yield GOOD
        raise OSError("the disk is gone")

    for on_error in ("raise", "skip"):
        found, error = until_error(attributor.pipe(broken(), on_error=on_error))  # type: ignore[arg-type]
        assert (found, str(error)) == ([GOOD], "the disk is gone")


def test_documents_before_a_text_that_raises_an_unexpected_error_are_yielded(
    attributor: QuoteAttributor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error in the middle of a batch, which Stanza raises for all of its texts at once."""
    link = pipeline.link

    def faulty(text: str, *rest: Any, **options: Any) -> Any:
        if "fault" in text:
            raise ZeroDivisionError
        return link(text, *rest, **options)

    monkeypatch.setattr(pipeline, "link", faulty)
    found, error = until_error(attributor.pipe([GOOD, "A fault.", LAST_MONTH]))
    assert (found, type(error)) == ([GOOD], ZeroDivisionError)
    assert texts(attributor.pipe([GOOD, "A fault.", LAST_MONTH], on_error="skip")) == [GOOD, LAST_MONTH]


def test_a_bad_text_is_left_out(attributor: QuoteAttributor) -> None:
    assert texts(attributor.pipe([None, GOOD, 3, GOOD], on_error="skip")) == [GOOD, GOOD]  # type: ignore[list-item]


def test_a_function_is_called_with_each_bad_item_and_its_error(attributor: QuoteAttributor) -> None:
    seen: list[tuple[Any, str]] = []
    stream = attributor.pipe(
        [(GOOD, 1), (None, 2), GOOD], as_tuples=True, on_error=lambda item, error: seen.append((item, str(error)))
    )  # type: ignore[call-overload]
    assert [(document.text, context) for document, context in stream] == [(GOOD, 1)]
    assert [item for item, _ in seen] == [(None, 2), GOOD]
    assert ["NoneType" in seen[0][1], "pairs" in seen[1][1]] == [True, True]


def test_a_function_may_end_the_stream(attributor: QuoteAttributor) -> None:
    def stop(item: object, error: Exception) -> None:
        raise RuntimeError("enough") from error

    found, error = until_error(attributor.pipe([GOOD, None, GOOD], on_error=stop))  # type: ignore[list-item]
    assert (found, str(error)) == ([GOOD], "enough")


def test_a_text_over_a_limit_is_one_error_of_the_stream() -> None:
    reader = quoteattr.load(max_chars=60)
    assert texts(reader.pipe([GOOD, GOOD * 2, GOOD], on_error="skip")) == [GOOD, GOOD]
    found, error = until_error(reader.pipe([GOOD, GOOD * 2, GOOD]))
    assert (found, type(error)) == ([GOOD], TextValueError)


def test_a_context_is_returned_with_its_document(attributor: QuoteAttributor) -> None:
    context = {"row": 7}
    pairs = list(attributor.pipe(((text, context) for text in (GOOD, LAST_MONTH)), as_tuples=True))
    assert [(document.text, each is context) for document, each in pairs] == [(GOOD, True), (LAST_MONTH, True)]


# Known facts about a text

WHEN = [
    "2023-04-04",
    date(2023, 4, 4),
    datetime(2023, 4, 4, 16, 26),
    datetime(2023, 4, 4, 16, 26, tzinfo=timezone.utc),
    "2023-04-04T16:26:00Z",
    "2023-04-04 16:26",
]


@pytest.mark.parametrize("published", WHEN, ids=str)
def test_relative_times_count_from_the_date_of_publication(attributor: QuoteAttributor, published: Any) -> None:
    [claim] = attributor(LAST_MONTH, published=published).attributions
    assert claim.time is not None
    assert (claim.time.text, claim.time.date) == ("last month", "2023-03-01/2023-03-31")


@pytest.mark.parametrize(
    ("text", "published", "month"),
    [(LAST_MONTH, None, None), (DATED, None, "2021-05-01/2021-05-31"), (DATED, "2023-04-04", "2023-03-01/2023-03-31")],
    ids=["no date", "the date of the page", "the caller's date takes precedence"],
)
def test_the_precedence_of_dates(
    attributor: QuoteAttributor, text: str, published: str | None, month: str | None
) -> None:
    times = [claim.time for claim in attributor(text, published=published).attributions]
    assert [time and time.date for time in times] == [month]


def test_an_input_has_the_known_facts_of_its_text(attributor: QuoteAttributor) -> None:
    given = Input(LAST_MONTH, id=5, published=date(2023, 4, 4), publisher="Fjord Courier", outlet="Orbel Press")
    alone = attributor(given)
    [streamed] = attributor.pipe([given], publisher="Another", published="1999-01-01")
    for document in (alone, streamed):
        article = document.article
        assert article.publisher is not None
        assert article.outlet is not None
        assert (document.id, article.published) == (5, "2023-04-04")
        assert (article.publisher.name, article.outlet.name) == ("Fjord Courier", "Orbel Press")


BLANK: list[dict[str, Any]] = [{name: value} for name in ("publisher", "outlet", "published") for value in ("", " \n")]


@pytest.mark.parametrize("known", BLANK, ids=str)
def test_a_blank_fact_is_not_known(attributor: QuoteAttributor, known: dict[str, Any]) -> None:
    text = "The Bay Post\n\n4 May 2021\n\nLONDON, May 4 (Reuters) - The port will close, Ada Lund said on Tuesday."
    assert attributor(text, **known) == attributor(text)
    facts = {"publisher": "Fjord Courier", "outlet": "Orbel Press", "published": "2023-04-04"}
    assert list(attributor.pipe([Input(text, **known)], **facts)) == [attributor(text, **facts)]


def test_a_name_of_an_outlet_has_no_spaces_around_it(attributor: QuoteAttributor) -> None:
    article = attributor(GOOD, publisher=" Fjord Courier ", outlet="Orbel Press\n").article
    assert article.publisher is not None
    assert article.outlet is not None
    assert (article.publisher.name, article.outlet.name) == ("Fjord Courier", "Orbel Press")


def test_options_of_a_stream_are_the_defaults_of_an_input(attributor: QuoteAttributor) -> None:
    [document] = attributor.pipe([Input(LAST_MONTH, id="a")], published="2023-04-04", publisher="Fjord Courier")
    assert document.article.publisher is not None
    assert (document.article.published, document.article.publisher.name) == ("2023-04-04", "Fjord Courier")


def test_trees_and_pages_accept_a_date_too(attributor: QuoteAttributor) -> None:
    pytest.importorskip("trafilatura", reason="comes with quoteattr[html]")
    parsed = attributor(LAST_MONTH)
    linked = quoteattr.link_trees(parsed.sentences, text=LAST_MONTH, published="2023-04-04")
    paragraph = f"<p>{LAST_MONTH} The road along the river was closed for three weeks, and buses took another way.</p>"
    page = f"<html><body><article><h1>Bridge reopens</h1>{paragraph * 4}</article></body></html>"
    read = attributor.read_html(page, published="2023-04-04")
    assert [document.article.published for document in (linked, read)] == ["2023-04-04"] * 2
    assert {claim.time.date for claim in (*linked.attributions, *read.attributions) if claim.time} == {
        "2023-03-01/2023-03-31"
    }


@pytest.mark.parametrize("id", ["5", 5, 0, "", -3, None])
def test_an_id_is_kept_as_given(attributor: QuoteAttributor, id: Any) -> None:
    assert (attributor(GOOD, id=id).id, type(attributor(GOOD, id=id).id)) == (id, type(id))
    assert type(attributor(GOOD, id=np.int64(5)).id) is int  # type: ignore[arg-type]


# Every argument is checked at once


def test_one_text_is_not_a_stream(attributor: QuoteAttributor) -> None:
    table = type("Frame", (list,), {"columns": ["text"]})(["text"])
    for one in (GOOD, b"bytes", Input(GOOD), 5, None, Path("a.txt"), {"id": 1, "text": GOOD}, table):
        with pytest.raises(ArgumentError, match="pipe takes many texts"):
            attributor.pipe(one)  # type: ignore[call-overload]


NUMBERS: list[Any] = [0, -1, "3", 2.5, None, True, float("nan")]
OPTIONS: list[tuple[dict[str, Any], str]] = [
    *(({"batch_size": value}, r"batch_size=.*at least 1") for value in NUMBERS),
    ({"on_error": "ignore"}, "on_error='ignore'.*'raise', 'skip' or a function"),
    ({"on_error": None}, "on_error=None"),
    ({"as_tuples": "yes"}, "as_tuples='yes'"),
]
KNOWN: list[tuple[dict[str, Any], str]] = [
    ({"publisher": 5}, "publisher=5 is no str"),
    ({"outlet": ["Reuters"]}, "outlet=.*is no str"),
    ({"published": "last month"}, "published='last month' is no date.*ISO 8601"),
    ({"published": "2023-13-01"}, "published='2023-13-01'"),
    ({"published": "20230404"}, "published='20230404'"),
    ({"published": 1680616800}, "published=1680616800"),
]
CHROME = ({"include_chrome": "no"}, "include_chrome='no'")
IDS: list[tuple[dict[str, Any], str]] = [
    ({"id": each}, r"id=.*neither a str nor an int") for each in (2.5, b"a", ["a"], True)
]


@pytest.mark.parametrize(("options", "message"), [*OPTIONS, *KNOWN, CHROME])
def test_a_wrong_argument_of_pipe_is_named_at_the_call(
    attributor: QuoteAttributor, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError, match=message):
        attributor.pipe([GOOD], **options)


@pytest.mark.parametrize(("options", "message"), [*KNOWN, CHROME, *IDS])
def test_a_wrong_argument_of_a_reader_is_named(
    attributor: QuoteAttributor, options: dict[str, Any], message: str
) -> None:
    for read in (attributor, attributor.read_html):
        with pytest.raises(ArgumentError, match=message):
            read(GOOD, **options)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        *(({"threads": value}, r"threads=.*at least 1") for value in NUMBERS),
        *(({"max_chars": value}, r"max_chars=.*at least 1") for value in NUMBERS if value is not None),
        *(({"max_seconds": value}, r"max_seconds=.*greater than 0") for value in (0, -1, "3", True, float("nan"))),
        ({"device": None}, "device=None is no str"),
        ({"device": 0}, "device=0 is no str"),
        ({"model": None}, "model=None"),
        ({"model": 5}, "model=5"),
        ({"stanza_dir": 5}, "stanza_dir=5"),
        ({"parts": "lemma"}, "parts='lemma' is no mapping"),
        ({"parts": {"lemma": None}}, "'lemma': None"),
    ],
)
def test_a_wrong_argument_of_load_is_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        quoteattr.load(**options)


def tree(*heads: int) -> Sentence:
    return Sentence([Word(at, "ab", Span(3 * at, 3 * at + 2), head=head) for at, head in enumerate(heads)])


@pytest.mark.parametrize(
    ("sentence", "text", "message"),
    [
        (tree(1, 0), "ab ab", r"sentence 1: no root is above the word 'ab' \(index 0\).*cycle"),
        (tree(-1, 2, 3, 1), "ab ab ab ab", r"index 1"),
        (Sentence([]), "", "sentence 1 has no words"),
        (tree(-1, 0), "ab", "covers the characters 3 to 5, but the text has 2"),
    ],
)
def test_an_invalid_tree_is_refused(sentence: Sentence, text: str, message: str) -> None:
    with pytest.raises(TreeError, match=message):
        quoteattr.link_trees([sentence], text=text)


def test_sentences_without_their_text_are_refused() -> None:
    with pytest.raises(TextTypeError, match=r"with their text: add text=document\.text"):
        quoteattr.link_trees([tree(-1)])


@pytest.mark.parametrize("heads", [(-1,), (-1, 0, 1), (1, -1), (-1, -1, 0)])
def test_trees_with_one_root_or_several_are_linked(heads: tuple[int, ...]) -> None:
    assert quoteattr.link_trees([tree(*heads)], text="ab ab ab").attributions == ()


def test_a_cycle_in_conllu_is_refused() -> None:
    rows = [(1, "Lee", 2), (2, "said", 1), (3, "no", 2)]
    conllu = "".join(f"{n}\t{form}\t{form}\tX\t_\t_\t{head}\tdep\t_\t_\n" for n, form, head in rows)
    with pytest.raises(TreeError, match="cycle"):
        quoteattr.link_trees(conllu)


@pytest.mark.parametrize(("options", "message"), [*KNOWN, *IDS])
def test_a_wrong_argument_of_link_trees_is_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        quoteattr.link_trees([tree(-1)], text="ab", **options)


@pytest.mark.parametrize("value", ["text", ["text"], [None], 5, None, {"a": 1}])
def test_only_documents_make_a_frame(value: Any) -> None:
    pytest.importorskip("pandas", reason="comes with quoteattr[pandas]")
    with pytest.raises(ArgumentError, match="attributions_frame takes Documents"):
        quoteattr.attributions_frame(value)


@pytest.mark.parametrize("value", [quoteattr.Document("text"), "text", ["text"], None])
def test_only_documents_make_a_table(value: Any) -> None:
    pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    with pytest.raises(ArgumentError, match="to_arrow takes Documents"):
        columns.to_arrow(value)


@pytest.mark.parametrize("value", ["text", ["text"], 5, None])
def test_only_documents_have_speakers_to_merge(value: Any) -> None:
    with pytest.raises(ArgumentError, match="merge takes Documents"):
        quoteattr.speakers.merge(value)


@pytest.mark.parametrize("value", ["text", None, SimpleNamespace(text="a")])
def test_only_a_document_becomes_json_or_a_page(value: Any) -> None:
    with pytest.raises(ArgumentError, match="to_dict takes Documents"):
        quoteattr.to_dict(value)
    with pytest.raises(ArgumentError, match="to_html takes Documents"):
        quoteattr.to_html(value)


@pytest.mark.parametrize("url", [5, b"https://example.org/"])
def test_the_address_of_a_page_is_text(attributor: QuoteAttributor, url: Any) -> None:
    with pytest.raises(ArgumentError, match=r"url=.* is no str"):
        attributor.read_html("<p>It rained.</p>", url=url)
    with pytest.raises(ArgumentError, match=r"url=.* is no str"):
        quoteattr.from_html("<p>It rained.</p>", url=url)
