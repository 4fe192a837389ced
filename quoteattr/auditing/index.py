"""The index of an audit, an SQLite file that is removed with the audit, and its tables, each a query on the index."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from importlib.util import find_spec
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteattr.auditing import recurring
from quoteattr.auditing.entries import Claim, Entry, Query, entry_of, is_loaded, is_official, key_of
from quoteattr.document import Document
from quoteattr.errors import ArgumentError, needs_extra
from quoteattr.formats.columns import csv_text
from quoteattr.lexicon.outlets import known
from quoteattr.model import DocumentId, Speaker, SpeakerKind
from quoteattr.resolve.people import People, PeopleSource
from quoteattr.speakers import EQUAL_NAMES, block_of, fullest_name, identifier, join

if TYPE_CHECKING:
    import pandas

TABLES = (
    *("speakers", "articles", "types", "cues", "recurring", "groups", "loaded", "officials", "people", "timeline"),
    *("names", "claims"),
)
_ADD_SPEAKER = (
    "INSERT OR IGNORE INTO speakers (key, name, type, ref, role, affiliation, block) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_ADD_JOINED = f"INSERT INTO joined VALUES (?, ?, ?, ?, ?, nullif(?, '{EQUAL_NAMES}'))"  # which explains no other name
_SETTINGS = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000; PRAGMA temp_store = FILE;"
_BATCH = 5000  # rows of a table that are written together
_KNOWN = 1000  # speakers whose numbers are held in memory


class Table:
    """A table that is read once. A query may name its last column ``key``; it is a key of the row and no column."""

    def __init__(self, name: str, found: sqlite3.Cursor) -> None:
        self.name, self.keyed = name, found
        self.columns = tuple(each[0] for each in found.description if each[0] != "key")

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows, from the first that is not yet read."""
        return (row[: len(self.columns)] for row in self.keyed)


class Audit:
    """The audit of an archive: tables, data frames, and a report.

    :func:`quoteattr.audit` makes one. Each table is also an attribute that is a data frame: ``audit.speakers``.
    """

    def __init__(self, people: PeopleSource | None = None, only: Query | None = None) -> None:
        self._only = only or Query()
        self._file = tempfile.NamedTemporaryFile(prefix="quoteattr-audit-", suffix=".sqlite")  # noqa: SIM115
        self._db = sqlite3.connect(self._file.name, isolation_level=None, check_same_thread=False)
        self._db.executescript(_SETTINGS + _script("tables.sql"))
        self._db.execute("BEGIN")
        self._speakers: dict[str, int] = {}
        self._articles = self._claims = 0
        self._people = self._list(people)

    def add(self, document: Document | Entry | Mapping[str, object]) -> None:
        """Count one document, as far as the audit is to count it.

        Raises:
            ArgumentError: It is neither a document nor a result.
        """
        entry = self._only.select(entry_of(document))
        if entry is None:
            return
        self._articles += 1
        name = str(self._articles) if entry.id is None else str(entry.id)
        known_of = (entry.outlet, entry.publisher, entry.published, entry.author, entry.section, entry.headline)
        values = (self._articles, name, *map(_text, known_of), len(entry.claims))
        self._db.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        rows = [self._row(claim, entry) for claim in entry.claims]
        self._db.executemany(f"INSERT INTO claims VALUES ({', '.join('?' * 14)})", rows)

    def finish(self) -> None:
        """Index what was added: tables and reports count what is indexed."""
        self._join_speakers()
        recurring.find_recurring(self._db)
        recurring.merge_stories(self._db)

    def close(self) -> None:
        """Remove the file of the audit."""
        self._db.close()
        self._file.close()

    def __enter__(self) -> Audit:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def table(self, name: str) -> Table:
        """Return a table: its columns, and its rows in order, read from the disk.

        Args:
            name: One of ``speakers``, ``articles``, ``types``, ``cues``, ``recurring``, ``groups``, ``loaded``,
                ``officials``, ``people``, ``timeline``, ``names`` and ``claims``.

        Raises:
            ArgumentError: There is no such table.
        """
        if name not in TABLES:
            raise ArgumentError(f"there is no table {name!r}: take one of {', '.join(TABLES)}")
        return Table(name, self._db.execute(f"SELECT * FROM table_{name}"))

    def write_tables(self, folder: str | Path) -> list[Path]:
        """Write each table into a folder, as CSV, and as Parquet too where pyarrow is installed.

        Returns:
            The files.

        Raises:
            OSError: They cannot be written.
        """
        goal = Path(folder)
        goal.mkdir(parents=True, exist_ok=True)
        writers = [_write_csv, _write_parquet][: 2 if find_spec("pyarrow") else 1]
        written = []
        for name in TABLES:
            for path, write in zip(table_files(name, goal), writers, strict=False):
                write(self.table(name), path)
                written.append(path)
        return written

    def report(self, *, title: str = "Source audit", follow: Sequence[str] = ()) -> str:
        """Return the report: one HTML page that needs no network.

        The charts need the extra ``audit``; without it the page has the tables alone.

        Args:
            title: The heading of the page.
            follow: Speakers whose claims are shown over time, by parts of their names in any case; at most six speakers
                are shown. By default they are the named speakers with most claims.
        """
        from quoteattr.auditing.report import report

        return report(self, title=title, follow=follow)

    def query(self, statement: str, values: Iterable[object] = ()) -> list[tuple[object, ...]]:
        """Return the rows of a query on the index, for the report."""
        return self._db.execute(statement, tuple(values)).fetchall()

    @property
    def speakers(self) -> pandas.DataFrame:
        """One row a speaker: ``speaker, claims, words, direct, role, affiliation, type, first, last``."""
        return self._frame("speakers")

    @property
    def articles(self) -> pandas.DataFrame:
        """One row an article, with whether it rests on a single source or on sources without a name only."""
        return self._frame("articles")

    @property
    def types(self) -> pandas.DataFrame:
        """One row a source type, with its share of the claims."""
        return self._frame("types")

    @property
    def cues(self) -> pandas.DataFrame:
        """One row a cue."""
        return self._frame("cues")

    @property
    def recurring(self) -> pandas.DataFrame:
        """One row a claim that recurs, with the numbers of articles, outlets and independent origins."""
        return self._frame("recurring")

    @property
    def groups(self) -> pandas.DataFrame:
        """One row an outlet, author, month or section."""
        return self._frame("groups")

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """The numbers of articles, claims, speakers and so on."""
        found = self._db.execute("SELECT * FROM totals")
        return {name: count or 0 for (name, *_), count in zip(found.description, found.fetchone(), strict=True)}

    def _frame(self, name: str) -> pandas.DataFrame:
        with needs_extra("pandas", "data frames, unlike Audit.table, need pandas"):
            import pandas
        found = self.table(name)
        return pandas.DataFrame(list(found.rows), columns=list(found.columns))

    def _row(self, claim: Claim, entry: Entry) -> tuple[object, ...]:
        self._claims += 1
        words = len(claim.content.split())
        outlets = [medium.name for via in claim.via if (medium := known(via)) is not None]
        origin = outlets[-1] if outlets else entry.outlet or entry.publisher or f"article {self._articles}"
        loaded = is_loaded(claim.cue)
        named_role = claim.role if claim.type == "person" else claim.role or claim.speaker  # "a senior official"
        official = is_official(named_role) if claim.type in ("person", "unnamed_person", "anonymous") else None
        texts = (claim.role, claim.affiliation, official, origin, claim.act, claim.polarity)
        content = (claim.content, words, claim.kind, claim.cue.casefold(), loaded)
        first = (self._claims, self._articles, self._speaker(claim, entry))
        return tuple(map(_text, (*first, *content, *texts)))

    def _speaker(self, claim: Claim, entry: Entry) -> int | None:
        """Return the number of a speaker with this name, role and affiliation; those who are one are joined later."""
        if claim.speaker is None:
            return None
        speaker = _speaker_of(claim.speaker, claim.type, claim.role, claim.affiliation, claim.ref)
        ref = identifier(speaker, self._people, entry.published)
        block = block_of(speaker)
        facts = (None, None) if block is None else (claim.role, claim.affiliation)
        key = str(_text(repr((claim.type, key_of(claim.speaker), ref, *facts))))
        if key not in self._speakers:
            if len(self._speakers) >= _KNOWN:
                self._speakers.clear()
            if ref is not None:  # speakers with one identifier are joined, whatever their names
                found = self.query("SELECT block FROM speakers WHERE ref = ? ORDER BY id LIMIT 1", [str(ref)])
                block = str(found[0][0]) if found else block or f"ref {ref}"
            values = (key, claim.speaker, claim.type, None if ref is None else str(ref), *facts, block)
            self._db.execute(_ADD_SPEAKER, tuple(map(_text, values)))
            self._speakers[key] = self._db.execute("SELECT id FROM speakers WHERE key = ?", (key,)).fetchone()[0]
        return self._speakers[key]

    def _join_speakers(self) -> None:
        """Join the speakers that are one, as :func:`quoteattr.speakers.merge` does, one block at a time."""
        query = (
            "SELECT block, id, name, type, role, affiliation, ref FROM speakers WHERE block IS NOT NULL ORDER BY 1, 2"
        )
        for _, group in groupby(self._db.execute(query), key=lambda row: row[0]):
            rows = [row[1:] for row in group]
            speakers = [_speaker_of(*row[1:]) for row in rows]
            for each in join(speakers, [row[-1] for row in rows], single_names=True) if len(rows) > 1 else ():
                name = fullest_name(speakers[number].name for number in each.numbers)
                home = rows[each.numbers[0]][0]
                ref = next(iter(each.refs), None)
                joined = zip((rows[number] for number in each.numbers), (None, *each.reasons), strict=True)
                values = [(id, home, name, ref, own, reason) for (id, own, *_), reason in joined]
                self._db.executemany(_ADD_JOINED, values)
        self._db.executescript(_script("joined.sql"))

    def _list(self, people: PeopleSource | None) -> People | None:
        """Note the attributes of people, and return the list that links speakers to them."""
        if people is None:
            return None
        listed = People.of(people, further=True)
        for person in listed.people:
            rows = (tuple(map(_text, (str(person.id), *attribute))) for attribute in person.attributes)
            self._db.executemany("INSERT INTO people VALUES (?, ?, ?)", rows)
        return listed


def _script(name: str) -> str:
    return files("quoteattr.auditing").joinpath(name).read_text("utf-8")


def _speaker_of(
    name: str, type: str | None, role: str | None, affiliation: str | None, ref: DocumentId | None
) -> Speaker:
    """Return a speaker as :mod:`quoteattr.speakers` compares it: only people and organisations have names."""
    kind: SpeakerKind = "person" if type == "person" else "organization" if type == "organization" else "group"
    return Speaker(0, name, kind, role, affiliation, ref=ref)


def _text(value: object) -> object:
    """Return a value as SQLite can hold it: a lone surrogate has no UTF-8."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


def table_files(name: str, folder: Path) -> tuple[Path, Path]:
    """Return the files of a table, CSV and Parquet."""
    return folder / f"{name}.csv", folder / f"{name}.parquet"


def _batches(table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows in groups, so that no table is in memory as a whole."""
    rows = table.rows
    return iter(lambda: list(islice(rows, _BATCH)), [])


def _write_csv(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(csv_text([table.columns]))
        stream.writelines(map(csv_text, _batches(table)))


def _write_parquet(table: Table, path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    types = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), str: pa.string()}
    schema = pa.schema([(name, types[type_of(table.name, name)]) for name in table.columns])
    with parquet.ParquetWriter(path, schema) as writer:
        for rows in _batches(table):
            columns = zip(schema, zip(*rows, strict=True), strict=True)
            arrays = [pa.array(column).cast(field.type) for field, column in columns]  # SQLite has no booleans
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


_TYPES: Mapping[str, type] = {
    **dict.fromkeys(("claims", "words", "speakers", "articles", "outlets", "origins"), int),
    **dict.fromkeys(("share", "direct", "officials", "unnamed"), float),
    **dict.fromkeys(("single_source", "unnamed_only"), bool),
}


def type_of(table: str, column: str) -> type:
    """Return the type of a column: int, float, bool or str."""
    if column == "loaded":
        return float if table == "groups" else bool
    return _TYPES.get(column, str)


GROUPS = ("outlet", "author", "month", "section")
COUNTED: Mapping[str, str] = {  # the claims of the view "said" that a row of a table counts
    "speakers": "speaker_id = ?",
    "articles": "article_id = ?",
    "types": "coalesce(type, '') = ?",
    "cues": "cue = ?",
    "recurring": "id IN (SELECT claim FROM recurring WHERE cluster = ?)",
    **{name: f"{name} = ?" for name in GROUPS},
}
