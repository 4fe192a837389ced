"""Accuracy of headline, bylines, date, publisher and body of real pages, by the shared ``bench/pages.py``.

The figures are cross-validated: each third of the sites is read with a classifier that was trained on the others.
``--shipped`` reads the pages of the sites that the shipped weights have not seen (two of fifteen buckets of site names,
by CRC-32).
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from bench.options import parser
from quoteattr.document import Document
from quoteattr.evaluation import report
from quoteattr.formats.contract import to_dict
from quoteattr.page.article import read_page
from quoteattr.page.classifier import LineClassifier, line_classifier
from quoteattr.training.corpora import read_jsonl
from quoteattr.training.page_labels import HELD_OUT, bucket
from quoteattr.training.pages import PARTS, cross_validated

Row = Mapping[str, Any]
FIELDS = ("headline", "byline_r", "byline_p", "date", "publisher", "body_f1")


def main() -> int:
    """Print the figures of each view, and with ``--errors`` the wrong fields."""
    options = parser(__doc__, "shared", "errors")
    options.add_argument(
        "--shipped", action="store_true", help="the shipped weights on pages of sites they have not seen"
    )
    arguments = options.parse_args()
    bench = scorer(arguments.shared)
    pages = rows(arguments.shared)
    if arguments.shipped:
        pages = held_out(pages)
        predictions = predicted(bench, pages, line_classifier())
    else:
        predictions = {}
        for third, classifier in cross_validated(arguments.shared / "data"):
            own = [row for row in pages if bucket(row["site"]) % PARTS == third]
            predictions |= predicted(bench, own, classifier)
    print(table(scored(bench, pages, predictions, arguments.errors)))
    return 0


def scorer(shared: Path) -> ModuleType:
    """Return the module that defines the views of a page and scores their fields."""
    spec = importlib.util.spec_from_file_location("shared_bench_pages", shared / "bench" / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(shared: Path) -> list[Row]:
    """Return the pages with their known fields."""
    return list(read_jsonl(shared / "data" / "pages" / "sites.jsonl.gz"))


def held_out(pages: Sequence[Row]) -> list[Row]:
    """Return the pages of the sites that the shipped weights have not seen."""
    return [row for row in pages if bucket(row["site"]) in HELD_OUT]


def predicted(bench: ModuleType, pages: Sequence[Row], classifier: LineClassifier) -> dict[str, Any]:
    """Return the contract objects of all views, without attributions, by the identifier of the view."""
    with patch("quoteattr.page.classifier.line_classifier", return_value=classifier):
        return dict(_predicted(bench, pages))


def _predicted(bench: ModuleType, pages: Sequence[Row]) -> Iterator[tuple[str, Any]]:
    for row in pages:
        for view, text in bench.views(row).items():
            article = read_page(text).article
            yield f"{row['id']}#{view}", to_dict(Document(text, article, (), (), (), ()))


def scored(
    bench: ModuleType, pages: Sequence[Row], predictions: Mapping[str, Any], show: bool = False
) -> dict[str, Any]:
    """Return the figures of each view; with ``show`` print the wrong fields."""
    out = sys.stdout if show else io.StringIO()
    with contextlib.redirect_stdout(out):
        figures: dict[str, Any] = json.loads(json.dumps(bench.score(pages, predictions, show)))
    return figures


def table(figures: Mapping[str, Any]) -> str:
    """Return a row of percentages for each view."""
    rows = [
        [view, *("-" if own[field] is None else f"{100 * own[field]:.1f}" for field in FIELDS), own["views"]]
        for view, own in figures.items()
    ]
    return report.table(["view", *FIELDS, "views"], rows)


if __name__ == "__main__":
    sys.exit(main())
