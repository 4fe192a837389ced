"""Accuracy of page fields on 48 invented texts in 48 layouts (``tests/gate/layouts``).

Exports of databases, web pages, articles cut out of pages, wire copy, releases, newsletters, text of printed pages. The
24 of ``unread.jsonl`` are only measured on; ``read.jsonl`` may be read by those who write the code. "Body kept" is the
share of the lines of the article that are read as body or heading, "others left out" that of the listed lines that do
not belong to it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.accuracy.articles import GATE, Judgement, judgement, same, shares, words
from bench.options import parser
from quoteattr.model import Article
from quoteattr.page.article import read_page

FOLDER = GATE / "layouts"
_ARTICLE = frozenset({"body", "subheading", "dateline", "standfirst", "caption"})
_BODY = frozenset({"body", "subheading"})
_LINE = re.compile(r"[^\n]*\S[^\n]*")


def main() -> int:
    """Print the share of each field, and with ``--errors`` what is wrong in the texts that may be read."""
    options = parser(__doc__, "errors").parse_args()
    for half in ("unread", "read"):
        judged = list(judgements(FOLDER / f"{half}.jsonl"))
        print(f"{half}: " + ", ".join(shares(judged)))
        for field, right, text in judged if options.errors and half == "read" else ():
            if not right:
                print(f"  {field}: {text}")
    return 0


def judgements(path: Path) -> Iterator[Judgement]:
    """Yield right and wrong values of the texts of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = read_page(row["text"]).article
        yield from _fields(row, article)
        yield from _lines(row, article)


def _fields(row: Mapping[str, Any], article: Article) -> Iterator[Judgement]:
    headline = article.headline.text if article.headline else None
    yield judgement("headline", words(row["headline"]) == words(headline), row["headline"], headline)
    names = [byline.name for byline in article.bylines]
    for name in row["bylines"]:
        yield judgement("bylines found", any(same(name, each) for each in names), name, names)
    signed = [*row["bylines"], *row["desks"]]
    for name in names:
        yield judgement("bylines right", any(same(name, each) for each in signed), signed, name)
    if row["published"]:
        yield judgement(
            "published", (article.published or "")[:10] == row["published"], row["published"], article.published
        )
    place = article.dateline.place if article.dateline else None
    found = {
        "dateline": place,
        **{each: getattr(getattr(article, each), "name", None) for each in ("outlet", "publisher")},
    }
    for field, value in found.items():
        if row[field]:
            yield judgement(field, same(row[field], value), row[field], value)
        elif value:
            yield judgement(f"{field} not stated", False, None, value)


def _lines(row: Mapping[str, Any], article: Article) -> Iterator[Judgement]:
    text = row["text"]

    def kind(position: int) -> str:
        return next((part.kind for part in article.parts if part.span.start <= position < part.span.end), "body")

    others = [(text.find(each), text.find(each) + len(each)) for each in row["not_body"]]
    for first, last in row["body"]:
        start = text.find(first)
        end = text.find(last, start) + len(last)
        for line in _LINE.finditer(text):
            inside = line.end() > start and line.start() < end
            if inside and not any(begin < line.end() and line.start() < stop for begin, stop in others):
                found = kind(max(line.start(), start))
                yield judgement("body kept", found in _ARTICLE, line.group()[:60], found)
    for begin, stop in others:
        found = kind(begin)
        yield judgement("others left out", found not in _BODY, text[begin:stop][:60], found)


if __name__ == "__main__":
    sys.exit(main())
