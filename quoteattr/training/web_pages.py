"""Invented web pages and texts in other layouts, written for this project, in which each line has its kind.

The shared pages are web pages of 334 sites, too few to learn all forms of mastheads, menus and footers, and other
layouts have other furniture: exports of news databases, clippings, printed pages, newsletters, releases, wire copy.
Each file of the folder ``web_pages`` holds texts by one author, each of another invented publisher. A text begins with
``## name`` and four lines of known fields (``site``, who publishes it, ``title`` of the browser, ``authors`` separated
by semicolons, ``date``; all but the first may be empty). Then follow its lines, each after a code of its kind:
``H|Council backs ferry plan``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from attrs import frozen

from quoteattr.errors import InputError
from quoteattr.model import PartKind
from quoteattr.training.corpora import named_texts
from quoteattr.training.page_labels import LabelledLine, Row

FOLDER = Path(__file__).parent / "web_pages"
CODES: Mapping[str, PartKind] = MappingProxyType({
    "H": "headline", "S": "standfirst", "B": "byline", "P": "published", "D": "dateline", "T": "body",
    "U": "subheading", "C": "caption", "R": "credit", "L": "related", "M": "comment", "X": "chrome",
})  # fmt: skip
_FIELDS = ("site", "title", "authors", "date")


@frozen
class InventedPage:
    """A page in the form of a row of ``sites.jsonl``, without HTML, its lines, and the file of its author."""

    author: str
    row: Row
    lines: tuple[LabelledLine, ...]


def invented_pages(folder: Path = FOLDER) -> Iterator[InventedPage]:
    """Yield the pages of the text files of a folder.

    Raises:
        InputError: The folder has none, as in an installation from a wheel, or a page has an error.
    """
    for name, block in named_texts(folder):
        yield labelled_page(name, block)


def labelled_page(name: str, block: str) -> InventedPage:
    """Return the page that a block below ``## name`` describes.

    Raises:
        InputError: A field is missing, the date does not exist, or a line has no code of a kind.
    """
    rows = block.split("\n")
    fields = dict(_field(name, wanted, row) for wanted, row in zip(_FIELDS, (*rows, "", "", "", ""), strict=False))
    lines: list[LabelledLine] = []
    parted = False
    for row in rows[len(_FIELDS) :]:
        code, mark, text = row.partition("|")
        if not row.strip():
            parted = True
        elif code in CODES and mark and text.strip():
            lines.append(LabelledLine(text.strip(), CODES[code], 1.0, parted and bool(lines)))
            parted = False
        else:
            raise InputError(f"{name!r}: the line {row[:40]!r} does not begin with a code such as 'T|'")
    if fields["date"]:
        _check_date(name, fields["date"])
    return InventedPage(name.partition("-")[0], _row(name, fields, lines), tuple(lines))


def _field(name: str, wanted: str, row: str) -> tuple[str, str]:
    found, colon, value = row.partition(":")
    if found != wanted or not colon:
        raise InputError(f"{name!r}: expected a line '{wanted}: …', found {row[:40]!r}")
    return wanted, value.strip()


def _check_date(name: str, text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{name!r}: the date {text!r} is not a date in the form 2024-05-31") from error


def _row(name: str, fields: Mapping[str, str], lines: list[LabelledLine]) -> Row:
    body = "\n\n".join(line.text for line in lines if line.kind in ("body", "subheading"))
    gold = {
        "headline": " ".join(line.text for line in lines if line.kind == "headline"),
        "authors": [author.strip() for author in fields["authors"].split(";") if author.strip()],
        "date": fields["date"] or None,
        "publisher": fields["site"],
        "body": body,
    }
    text = "\n".join(f"\n{line.text}" if line.parted else line.text for line in lines)
    return {
        "id": f"invented__{name}", "site": fields["site"], "title": fields["title"], "visible_text": text, "gold": gold,
        "body_is": "gold", "headline_is": "gold", "html": "",
    }  # fmt: skip
