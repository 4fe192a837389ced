"""Metadata of web pages: the fields read from the markup, next to trafilatura's own metadata of the same pages.

The gold fields are those of ``../shared/data/pages/sites.jsonl.gz``. A headline is right where four fifths of its words
agree, a date within a day, a publisher where one name contains the other; authors are counted as found and as right.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bench.options import parser
from quoteattr.page.html_metadata import Metadata, metadata_of
from quoteattr.page.html_trees import parsed
from quoteattr.training.corpora import read_jsonl
from quoteattr.training.publishers import agree

FIELDS = ("headline", "authors found", "authors right", "date", "publisher")
_DESK = re.compile(r"staff|reporter|correspondent|desk|news|agenc|reuters|press|afp|service", re.IGNORECASE)


def main() -> int:
    """Print a row for each reader, and with ``--errors`` every wrong field."""
    import trafilatura

    options = parser(__doc__, "shared", "errors").parse_args()
    rows = list(read_jsonl(options.shared / "data" / "pages" / "sites.jsonl.gz"))
    print(f"{'':12}" + "".join(f"{field:>16}" for field in FIELDS))
    for name, read in (("trafilatura", _by_trafilatura), ("quoteattr", metadata_of)):
        right: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for row in rows:
            tree = parsed(trafilatura, row["html"])
            for field, is_right, gold, found in judged(row["gold"], read(trafilatura, tree, row.get("url"))):
                right[field] += is_right
                every[field] += 1
                if options.errors and not is_right:
                    print(f"{name} {row['id']} {field}: {gold!r}, found {found!r}")
        print(f"{name:12}" + "".join(f"{100 * right[field] / every[field]:15.1f}%" for field in FIELDS))
    return 0


def _by_trafilatura(trafilatura: Any, tree: Any, url: str | None) -> Metadata:
    found = trafilatura.extract_metadata(tree, default_url=url)
    authors = tuple(name for name in (found.author or "").split("; ") if name)
    return Metadata(found.title, authors, found.sitename, found.date)


def judged(gold: Mapping[str, Any], found: Metadata) -> Iterator[tuple[str, bool, object, object]]:
    """Yield each field of a page with its verdict, the gold value and the one found."""
    if gold["headline"]:
        yield "headline", _overlap(gold["headline"], found.headline or "") >= 0.8, gold["headline"], found.headline
    for author in gold["authors"]:
        if 1 < len(author.split()) < 5:
            yield "authors found", any(_same(author, each) for each in found.bylines), author, found.bylines
    for each in found.bylines if gold["authors"] else ():
        named = any(_same(author, each) or agree(author, each) for author in gold["authors"])
        desk = agree(gold.get("publisher") or "", each) or (len(each.split()) <= 6 and _DESK.search(each) is not None)
        yield "authors right", named or desk, gold["authors"], each
    if gold["date"]:
        yield "date", _near(gold["date"], found.published or ""), gold["date"], found.published
    if gold.get("publisher"):
        yield "publisher", agree(gold["publisher"], found.publisher or ""), gold["publisher"], found.publisher


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold().replace("’", "'")))


def _overlap(one: str, other: str) -> float:
    return len(_words(one) & _words(other)) / max(1, len(_words(one) | _words(other)))


def _same(one: str, other: str) -> bool:
    """Return True if both may be the name of one person: the last names and the first initials agree."""
    a, b = re.findall(r"\w+", one.casefold()), re.findall(r"\w+", other.casefold())
    if not a or not b:
        return False
    return (a[-1] == b[-1] and a[0][0] == b[0][0]) or set(a) <= set(b) or set(b) <= set(a)


def _near(gold: str, found: str) -> bool:
    try:
        return abs((date.fromisoformat(found[:10]) - date.fromisoformat(gold)).days) <= 1
    except ValueError:
        return False


if __name__ == "__main__":
    sys.exit(main())
