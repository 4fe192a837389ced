"""Pages that take the parser or trafilatura quadratic time are refused quickly."""

from __future__ import annotations

from time import process_time

import pytest

pytest.importorskip("trafilatura", reason="comes with quoteattr[html]")
from quoteattr import TextValueError, from_html
from quoteattr.page.html_trees import MOST_ATTRIBUTES, MOST_IN_PARAGRAPH, check_markup
from tests.formats.pages import ARTICLE, HEADLINE, page

PATIENCE = 20  # seconds of work, where one of these pages took minutes


def attributes(count: int) -> str:
    return " ".join(f"a{number}='>'" for number in range(count))


OFFENDING = [
    (f"<p {attributes(100_000)}>x</p>", "a tag of the page has more than 1,000 attributes"),
    (f"<script>if (a<b) c = '</script><p {attributes(30_000)}>x</p>", "more than 1,000 attributes"),
    (f"<!--><p x\"y='z' {attributes(30_000)}>x</p>", "more than 1,000 attributes"),
    ("<p>x" * 250_000, "the page has 250,0[0-9]+ elements, the most is 50,000"),
    (f"<p>{'<em>x</em> ' * 40_000}</p>", "a paragraph of the page has 40,001 elements, the most is 2,000"),
    (f"<p>{'<small>x</small> <b>y</b> ' * 20_000}</p>", "a paragraph of the page has 40,001 elements"),
]


@pytest.mark.parametrize(("body", "reason"), OFFENDING)
def test_pages_that_would_take_minutes_are_refused_at_once(body, reason):
    begun = process_time()
    with pytest.raises(TextValueError, match=f"{reason}.*; clean its HTML"):
        from_html(page(body=ARTICLE + body))
    assert process_time() - begun < PATIENCE


LARGE = [
    (f"<p>{'<em>x</em> ' * (MOST_IN_PARAGRAPH - 1)}</p>") * 4,
    f"<p {attributes(MOST_ATTRIBUTES)}>x</p>",
    f"<p>{'<span>word</span> <a href=x>word</a><br>' * 10_000}</p>",
    f"<script>{'var a<b;' * 10_000}</script><!-- {'<p a ' * 10_000} -->",
    f"<p data-state='{'word = word ' * 100_000}'>x</p>",
    f"<style>{'a<b ' * 10_000}</style>",
]


@pytest.mark.parametrize("body", LARGE)
def test_large_harmless_pages_are_read(body):
    begun = process_time()
    assert from_html(page(body=ARTICLE + body)).headline == HEADLINE
    assert process_time() - begun < PATIENCE


@pytest.mark.parametrize("piece", ["<", "<a", "<a>", "<a/", "</a ", "<!--", "<!-->", "<!", "<title>x", "</"])
@pytest.mark.parametrize("ending", ["", ">", "'", '"', " =", "=' ", '="'])
def test_the_time_of_the_check_is_linear(piece, ending):
    markup = (piece + ending) * 100_000
    begun = process_time()
    for given in (markup, markup.encode()):
        try:
            check_markup(given)
        except TextValueError:
            continue
    assert process_time() - begun < PATIENCE / 4
