"""How well the fields of a page are read, on the pages judged by hand in ``tests/samples/pages.jsonl``.

The pages themselves are read from ``../shared``. Names of outlets are compared without capitals and "the"; a gold name
may hold several that the page uses for the same outlet, divided by " | ". The last row counts the pages where no cue
lies outside the article: its body, and one copy of its headline.

With ``--html`` the article is extracted from the HTML first. Characters that the visible text has lost do not count
then, a time counts to the day (the markup tells it in another zone), and a cue stands in the body where its line does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from string import punctuation
from typing import Any

import regex
from attrs import frozen

import quoteattr
from bench.options import parser
from bench.places import ROOT
from quoteattr.document import Document
from quoteattr.lexicon.outlets import known
from quoteattr.model import Outlet
from quoteattr.training.corpora import read_jsonl

GOLD = ROOT / "tests" / "samples" / "pages.jsonl"
_OTHERS = regex.compile(r"[^a-z0-9]+")
_BEGINNING = 60  # characters by which a line is found again
_MARKS = punctuation + "‘’“”–—…· "

Row = Mapping[str, Any]
Read = Callable[[str | quoteattr.WebPage], Document]


@frozen
class Verdict:
    """Whether one field of a page is right; what was expected and found are told where it is not."""

    page: str
    field: str
    right: bool
    gold: object
    found: object


def main() -> int:
    """Prints a row for each field, and with ``--errors`` every wrong one."""
    options = parser(__doc__, "shared", "model", "errors")
    options.add_argument("--html", action="store_true", help="read the HTML instead of the visible text")
    arguments = options.parse_args()
    read = quoteattr.load(arguments.model)
    found = [verdict for row in rows(arguments.shared) for verdict in judged(row, read, html=arguments.html)]
    print(table(found))
    for verdict in found if arguments.errors else ():
        if not verdict.right:
            print(f"{verdict.page} {verdict.field}: {verdict.gold!r}, found {verdict.found!r}")
    return 0


def rows(shared: Path) -> list[Row]:
    """Return the pages with their gold fields under "gold", the headline as text."""
    gold = {row["id"]: row for row in read_jsonl(GOLD)}
    pages = [page for page in read_jsonl(shared / "data" / "pages" / "pages.jsonl.gz") if page["id"] in gold]
    return [{**page, "gold": _with_headline(gold[page["id"]], page["visible_text"])} for page in pages]


def _with_headline(gold: Row, visible_text: str) -> Row:
    return {**gold, "headline": visible_text[slice(*gold["headline"])]}


def texts(row: Row, html: bool = False) -> str | quoteattr.WebPage:
    """What is handed to the library: the visible text of a page, or the article extracted from its HTML."""
    return quoteattr.from_html(row["html"], url=row["url"]) if html else str(row["visible_text"])


def judged(row: Row, read: Read, html: bool = False) -> Iterator[Verdict]:
    """The verdicts on one page."""
    page, gold = str(row["id"]), row["gold"]
    try:
        document = read(texts(row, html))
    except Exception as error:  # a crash is what is counted here
        yield Verdict(page, "no crash", False, None, error)
        return
    yield Verdict(page, "no crash", True, None, None)
    yield from _fields(page, gold, document, bare if html else plain)
    published = document.article.published
    told = gold["published"] and gold["published"][:10] if html else gold["published"]
    if not html or told:
        yield Verdict(page, "published", same_time(told, published), told, published)
    outside = elsewhere(row, document) if html else outside_of(gold, document)
    yield Verdict(page, "no chrome", not outside, None, outside)


def _fields(page: str, gold: Row, document: Document, form: Callable[[str | None], str]) -> Iterator[Verdict]:
    article = document.article
    headline = article.headline.text if article.headline else None
    yield Verdict(page, "headline", form(headline) == form(gold["headline"]), gold["headline"], headline)
    contained = headline is not None and form(gold["headline"]) in form(headline)
    yield Verdict(page, "headline contained", contained, gold["headline"], headline)
    for field, outlet in (("outlet", article.outlet), ("publisher", article.publisher)):
        if gold[field] is not None:
            yield Verdict(page, field, same_outlet(gold[field], outlet), gold[field], outlet and outlet.name)
    bylines = [byline.text for byline in article.bylines]
    yield Verdict(page, "bylines", same_bylines(gold["bylines"], bylines), gold["bylines"], bylines)


def plain(text: str | None) -> str:
    """The text without capitals, line breaks, and marks at its ends.

    >>> plain(' “Bridge\\nfalls in Lima.” ')
    'bridge falls in lima'
    """
    return " ".join((text or "").casefold().split()).replace("’", "'").strip(_MARKS)


def bare(text: str | None) -> str:
    """The small Latin letters and digits of a text.

    >>> bare("Sofía’s bridge"), bare("Sof a s bridge")
    ('sofasbridge', 'sofasbridge')
    """
    return _OTHERS.sub("", (text or "").casefold())


def same_outlet(gold: str, found: Outlet | None) -> bool:
    """True if the outlet has one of the gold names.

    >>> same_outlet("The Orbel News | Orbel", Outlet("orbel news", "website"))
    True
    """
    names = {plain(name).removeprefix("the ") for name in gold.split(" | ")}
    return found is not None and plain(found.name).removeprefix("the ") in names


def same_bylines(gold: Sequence[str], found: Sequence[str]) -> bool:
    """True if the names are the same; an outlet beside authors is neither expected nor wrong.

    >>> same_bylines(["Ida Vale"], ["IDA VALE", "Reuters"]), same_bylines([], ["Reuters"])
    (True, False)
    """
    rest = set(map(plain, found)) - set(map(plain, gold))
    listed = {plain(name) for name in found if known(name) is not None}
    return set(map(plain, gold)) <= set(map(plain, found)) and (not rest or (bool(gold) and rest <= listed))


def same_time(gold: str | None, found: str | None) -> bool:
    """True if the time is the same as far as the gold tells it: to the day, or to the second with or without a zone.

    >>> same_time("2023-04-04", "2023-04-04T16:26:00"), same_time("2023-04-04T16:26:00", "2023-04-04")
    (True, False)
    """
    if gold is None or found is None:
        return gold == found
    if len(gold) <= len("2023-04-04T16:26:00"):
        return found[: len(gold)] == gold
    return len(found) > len("2023-04-04T16:26:00") and datetime.fromisoformat(gold) == datetime.fromisoformat(found)


def outside_of(gold: Row, document: Document) -> list[str]:
    """The attributions whose cue lies neither in the body nor in that copy of the headline that holds most of them."""
    start, end = gold["body"]
    rest = [each for each in document.attributions if not start <= each.cue.start < end]
    copies = [
        [each for each in rest if first <= each.cue.start < last]
        for first, last in _copies(document.text, gold["headline"])
    ]
    allowed = max(copies, key=len, default=[])
    return [f"{each.cue.start}: {each.cue.text} | {each.content.text[:80]}" for each in rest if each not in allowed]


def elsewhere(row: Row, document: Document) -> list[str]:
    """The attributions whose cue stands in a line of the extracted text that the body of the page does not hold."""
    start, end = row["gold"]["body"]
    body = bare(row["gold"]["headline"]) + " " + bare(row["visible_text"][start:end])
    text = document.text
    rest = [
        each
        for each in document.attributions
        if bare(text[text.rfind("\n", 0, each.cue.start) + 1 :].split("\n", 1)[0])[:_BEGINNING] not in body
    ]
    return [f"{each.cue.start}: {each.cue.text} | {each.content.text[:80]}" for each in rest]


def _copies(text: str, headline: str) -> list[tuple[int, int]]:
    pattern = r"\s+".join(map(regex.escape, headline.split()))
    return [match.span() for match in regex.finditer(pattern, text, regex.IGNORECASE)]


def table(found: Sequence[Verdict]) -> str:
    """A row for each field: how many of how many pages are right."""
    lines = []
    for field in dict.fromkeys(verdict.field for verdict in found):
        some = [verdict.right for verdict in found if verdict.field == field]
        lines.append(f"{field:20}{sum(some):4} of {len(some):3}  {100 * sum(some) / len(some):5.1f} %")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
