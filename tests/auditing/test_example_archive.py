"""The invented archive of the tutorial equals the output of its generator, and the model finds its speakers."""

from __future__ import annotations

import csv

import quoteattr
from bench.publish.invented_archive import FILE, HEADER, articles
from quoteattr.auditing import entry_of


def test_the_file_is_that_of_the_generator():
    with FILE.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert tuple(header) == HEADER
    assert [*map(tuple, rows)] == [*articles()]
    assert len(rows) == 60


def test_an_audit_of_it_counts_wire_stories_once(attributor):
    rows = [dict(zip(HEADER, row, strict=True)) for row in articles()][:12]
    documents = (
        entry_of(
            attributor(
                row["text"], id=row["id"], published=row["date"], publisher=row["publisher"], outlet=row["outlet"]
            ),
            author=row["author"] or None,
            section=row["section"],
        )
        for row in rows
    )
    with quoteattr.audit(documents) as made:
        speakers = {row[0] for row in made.table("speakers").rows}
        groups = {(row[0], row[1]) for row in made.table("groups").rows}
        recurring = [
            dict(zip(made.table("recurring").columns, row, strict=True)) for row in made.table("recurring").rows
        ]
    assert "Ada Lund" in speakers
    assert {("section", "City"), ("author", "Lena Quist"), ("month", "2023-01")} <= groups
    wire = next(row for row in recurring if "four percent in June" in row["claim"])
    assert (wire["articles"], wire["outlets"], wire["origins"]) == (3, 3, 1)
