"""Annotated sources of articles become examples of names before and after a description."""

from __future__ import annotations

import quoteattr
from quoteattr.model import Span
from quoteattr.training.coreference import described_examples, read
from quoteattr.training.stories import DescribedSources, described_sources

TEXT = """Shop owner blames council for floods

The owner of a bakery said on Monday that the drains were never cleaned. A plumber said he agreed.

“I lost four ovens,” said Ada Lund, who runs Lund Bakes. The baker said she would sue."""


def place(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def test_a_description_is_right_with_the_annotated_name_alone(attributor: quoteattr.QuoteAttributor) -> None:
    sources = {place("Shop owner"): "Ada Lund", place("A plumber"): None, place("The baker"): "Ada Lund"}
    [reading] = read(attributor.stanza, [TEXT])
    found = described_examples([DescribedSources("a", TEXT, ("Ada Lund",), sources)], [reading], None)
    linked = {each.form for each in found if not each.right[-1]}
    assert linked == {"later", "description"}
    assert any(each.form == "later" and each.right[-1] for each in found)  # the plumber
    assert all(each.right.any() for each in found)


def test_the_names_of_annotated_sources_are_in_their_articles() -> None:
    articles = list(described_sources())
    assert len(articles) == 2970
    for article in articles:
        for span, name in article.sources.items():
            assert span.of(article.text).strip()
            assert name is None or name in article.text, (article.id, name)
