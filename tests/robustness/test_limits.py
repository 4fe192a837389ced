"""Limits of the length of a text and of its time are options of the model; exceeding one is reported."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

import quoteattr
from quoteattr import QuoteAttributor, TextValueError, WebPage
from quoteattr.annotate import stanza_document
from quoteattr.cli import main
from quoteattr.limits import Limits, check_deadline, checked
from quoteattr.link import link
from quoteattr.page.article import read_page
from quoteattr.resolve import resolve
from quoteattr.segment import segment
from tests.robustness.hard_input import SAID


@pytest.fixture(scope="module")
def small() -> QuoteAttributor:
    return quoteattr.load(max_chars=100)


@pytest.fixture(scope="module")
def hasty() -> QuoteAttributor:
    return quoteattr.load(max_seconds=1)


@pytest.mark.parametrize("text", ["a" * 101, WebPage("a" * 101)], ids=["text", "page"])
def test_a_longer_text_is_refused(small: QuoteAttributor, text: str | WebPage) -> None:
    with pytest.raises(TextValueError, match=r"101 characters, the most is 100.*larger max_chars"):
        small(text)
    with pytest.raises(TextValueError, match="the most is 100"):
        list(small.pipe([text]))


def test_a_text_of_the_longest_size_is_read(small: QuoteAttributor) -> None:
    assert len(small(SAID.ljust(100)).attributions) == 1


def test_a_text_that_takes_longer_is_aborted(hasty: QuoteAttributor) -> None:
    with pytest.raises(TextValueError, match=r"not read in time.*larger max_seconds"):
        hasty(f"{SAID}\n\n" * 5000)


def test_each_text_has_its_own_time(hasty: QuoteAttributor) -> None:
    """The texts of a pipe, and those after an aborted one."""
    hasty(SAID)
    assert all(document.attributions for document in hasty.pipe([SAID] * 30))


def test_on_the_command_line_it_is_an_error_of_its_row(tmp_path: Path) -> None:
    (tmp_path / "said.txt").write_text(SAID)
    result = CliRunner().invoke(main, ["extract", str(tmp_path / "said.txt"), "--max-seconds", "1e-9"])
    assert result.exit_code == 1
    assert "not read in time" in json.loads(result.stdout.splitlines()[0])["error"]["message"]


def test_the_deadline_is_checked_before_each_item_and_removed_afterwards() -> None:
    endless = iter(int, 1)
    with Limits(max_seconds=0.05).time(), pytest.raises(TextValueError, match="not read in time"):
        sum(checked(endless))
    check_deadline()


def test_each_thread_has_its_own_deadline() -> None:
    with Limits(max_seconds=-1.0).time(), ThreadPoolExecutor(1) as other:
        other.submit(check_deadline).result()
        with pytest.raises(TextValueError):
            check_deadline()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A clock that is a second later each time that it is read."""
    ticks = count()
    monkeypatch.setattr("quoteattr.limits.monotonic", lambda: next(ticks))
    return ticks


def test_link_and_resolve_ask_for_the_time_between_sentences(small: QuoteAttributor, clock: Iterator[int]) -> None:
    text = f"{SAID} It rained."
    parsed = stanza_document.annotation(small.stanza(text))
    trees, scores, segmented = parsed.sentences, parsed.cues, segment(text)
    links = link(text, trees, segmented.quotations, segmented.parts, scores)
    page = read_page(text).article
    steps: list[Callable[[], object]] = [
        lambda: link(text, trees, segmented.quotations, segmented.parts, scores),
        lambda: resolve(text, trees, page, links),
    ]
    for step in steps:
        before = next(clock)
        step()
        assert next(clock) - before > len(trees)
        with Limits(max_seconds=1).time(), pytest.raises(TextValueError, match="not read in time"):
            step()


@pytest.mark.parametrize("step", [read_page, segment])
def test_page_and_segmentation_ask_for_the_time_between_sentences(
    step: Callable[[str], object], clock: Iterator[int]
) -> None:
    step(f"{SAID} It rained.\n\nIt rained.")
    assert next(clock) >= 3
    with Limits(max_seconds=1).time(), pytest.raises(TextValueError, match="not read in time"):
        step(f"{SAID} It rained.\n\nIt rained.")
