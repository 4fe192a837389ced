"""The tables of an audit, each a query on its index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from sqlite3 import Cursor
from typing import Any, get_args

from quoteattr.model import Polarity

_UNNAMED = "('unnamed_person', 'unnamed_group', 'anonymous')"
_OUTLET = "coalesce(a.publisher, a.outlet)"


class Table:
    """A table that is read once. A query may name its last column ``key``; it is a key of the row and no column."""

    def __init__(self, name: str, found: Cursor) -> None:
        self.name, self.keyed = name, found
        self.columns = tuple(each[0] for each in found.description if each[0] != "key")

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows, from the first that is not yet read."""
        return (row[: len(self.columns)] for row in self.keyed)


def _most(column: str) -> str:
    """Return the commonest value of a column of a speaker's claims; of two that are as common, the longer."""
    return (
        f"(SELECT m.{column} FROM claims m WHERE m.speaker = s.id AND m.{column} IS NOT NULL "
        f"GROUP BY m.{column} ORDER BY count(*) DESC, length(m.{column}) DESC, m.{column} LIMIT 1)"
    )


def _share(condition: str, total: str = "count(*)") -> str:
    return f"round(1.0 * sum({condition}) / {total}, 4)"


_OF_ALL = "round(1.0 * count(*) / (SELECT count(*) FROM claims), 4)"
_SPREAD = "count(DISTINCT c.speaker) AS speakers, count(DISTINCT c.article) AS articles"
_FIRST_LAST = "substr(min(a.published), 1, 10) AS first, substr(max(a.published), 1, 10) AS last"
_SOURCES = (
    "SELECT c.article, count(DISTINCT c.speaker) AS speakers, sum(c.words) AS words, "
    f"sum(s.type IS NOT NULL AND s.type NOT IN {_UNNAMED}) AS named FROM claims c "
    "LEFT JOIN speakers s ON s.id = c.speaker GROUP BY c.article"
)
GROUPS = {
    "outlet": _OUTLET,
    "author": "a.author",
    "month": "substr(a.published, 1, 7)",
    "section": "a.section",
}


_DIRECT = _share("c.kind = 'direct'", "max(count(c.id), 1)")


def _group(name: str, value: str) -> str:
    return (
        f"SELECT '{name}' AS grouping, {value} AS value, count(DISTINCT a.id) AS articles, count(c.id) AS claims, "
        f"coalesce(sum(c.words), 0) AS words, {_DIRECT} AS direct, "
        f"count(DISTINCT c.speaker) AS speakers, {_share('c.official', 'max(count(c.official), 1)')} AS officials, "
        f"{_share(f's.type IN {_UNNAMED}', 'max(count(s.type), 1)')} AS unnamed, "
        f"{_share('c.loaded', 'max(count(c.id), 1)')} AS loaded "
        "FROM articles a LEFT JOIN claims c ON c.article = a.id LEFT JOIN speakers s ON s.id = c.speaker "
        f"WHERE {value} IS NOT NULL GROUP BY {value}"
    )


QUERIES: Mapping[str, str] = {
    "speakers": f"""
SELECT s.name AS speaker, count(*) AS claims, sum(c.words) AS words, {_DIRECT} AS direct,
  {_most("role")} AS role, {_most("affiliation")} AS affiliation, s.type AS type, {_FIRST_LAST}, s.id AS key
FROM claims c JOIN speakers s ON s.id = c.speaker JOIN articles a ON a.id = c.article
GROUP BY s.id ORDER BY count(*) DESC, s.name, s.id""",
    "articles": f"""
SELECT a.name AS article, a.published AS published, {_OUTLET} AS outlet, a.outlet AS origin, a.author AS author,
  a.section AS section, a.headline AS headline, a.claims AS claims, coalesce(f.words, 0) AS words,
  coalesce(f.speakers, 0) AS speakers, coalesce(f.speakers, 0) = 1 AS single_source,
  coalesce(f.speakers, 0) > 0 AND f.named = 0 AS unnamed_only, a.id AS key
FROM articles a LEFT JOIN ({_SOURCES}) f ON f.article = a.id ORDER BY a.id""",
    "types": f"""
SELECT coalesce(s.type, 'not known') AS type, count(*) AS claims, {_OF_ALL} AS share, sum(c.words) AS words,
  {_SPREAD}, coalesce(s.type, '') AS key
FROM claims c LEFT JOIN speakers s ON s.id = c.speaker GROUP BY s.type ORDER BY count(*) DESC, s.type""",
    "cues": f"""
SELECT c.cue AS cue, count(*) AS claims, {_OF_ALL} AS share, c.loaded AS loaded, {_SPREAD}, c.cue AS key
FROM claims c WHERE c.cue != '' GROUP BY c.cue ORDER BY count(*) DESC, c.cue""",
    "recurring": f"""
SELECT (SELECT content FROM claims WHERE id = r.cluster) AS claim, count(*) AS claims,
  count(DISTINCT c.article) AS articles, count(DISTINCT {_OUTLET}) AS outlets, count(DISTINCT c.origin) AS origins,
  count(DISTINCT c.speaker) AS speakers,
  (SELECT s.name FROM claims m JOIN speakers s ON s.id = m.speaker JOIN recurring x ON x.claim = m.id
   WHERE x.cluster = r.cluster GROUP BY s.id ORDER BY count(*) DESC, s.name LIMIT 1) AS speaker,
  {_FIRST_LAST}, r.cluster AS key
FROM recurring r JOIN claims c ON c.id = r.claim JOIN articles a ON a.id = c.article
GROUP BY r.cluster ORDER BY count(DISTINCT c.article) DESC, count(DISTINCT c.origin) DESC, r.cluster""",
    "groups": " UNION ALL ".join(_group(name, value) for name, value in GROUPS.items()) + " ORDER BY 1, 4 DESC, 2",
    "loaded": f"""
SELECT c.cue AS cue, s.name AS speaker, {_OUTLET} AS outlet, count(*) AS claims
FROM claims c LEFT JOIN speakers s ON s.id = c.speaker JOIN articles a ON a.id = c.article
WHERE c.loaded GROUP BY c.cue, s.id, {_OUTLET} ORDER BY count(*) DESC, c.cue, s.name""",
    "officials": f"""
SELECT CASE WHEN c.official THEN 'official' WHEN c.role IS NULL THEN 'no role given' ELSE 'other' END AS sources,
  count(*) AS claims, round(1.0 * count(*) / (SELECT count(*) FROM claims WHERE official IS NOT NULL), 4) AS share,
  sum(c.words) AS words, {_SPREAD}
FROM claims c WHERE c.official IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC""",
    "people": f"""
SELECT p.attribute AS attribute, p.value AS value, count(*) AS claims, sum(c.words) AS words, {_SPREAD}
FROM people p JOIN speakers s ON s.ref = p.ref
JOIN claims c ON c.speaker = s.id GROUP BY p.attribute, p.value ORDER BY p.attribute, count(*) DESC""",
    "timeline": """
SELECT s.name AS speaker, s.type AS type, substr(a.published, 1, 7) AS month, count(*) AS claims,
  sum(c.words) AS words, s.id AS key
FROM claims c JOIN speakers s ON s.id = c.speaker JOIN articles a ON a.id = c.article
WHERE a.published IS NOT NULL GROUP BY s.id, substr(a.published, 1, 7) ORDER BY s.name, s.id, 3""",
    "names": """
SELECT s.name AS speaker, s.type AS type, j.own_name AS name,
  coalesce(min(j.reason), (SELECT min(x.reason) FROM joined x WHERE x.home = s.id AND x.own_name = s.name)) AS reason
FROM joined j JOIN speakers s ON s.id = j.home WHERE j.own_name != s.name
GROUP BY s.id, j.own_name ORDER BY s.name, s.id, min(j.id)""",
    "claims": f"""
SELECT a.name AS article, a.published AS published, {_OUTLET} AS outlet, a.author AS author, s.name AS speaker,
  s.type AS type, c.role AS role, c.affiliation AS affiliation, c.cue AS cue, c.content AS claim, c.kind AS kind,
  c.words AS words, c.act AS act, c.polarity AS polarity, c.origin AS origin, c.id AS key
FROM claims c JOIN articles a ON a.id = c.article LEFT JOIN speakers s ON s.id = c.speaker ORDER BY c.id""",
}
_COUNTS = ("claims", "words", "speakers", "articles", "outlets", "origins")
_SHARES = ("share", "direct", "officials", "unnamed")
_FLAGS = ("single_source", "unnamed_only")


def type_of(table: str, column: str) -> type:
    """Return the type of a column: int, float, bool or str."""
    if column == "loaded":
        return float if table == "groups" else bool
    if column in _FLAGS:
        return bool
    return float if column in _SHARES else int if column in _COUNTS else str


TOTALS: Mapping[str, str] = {
    "articles": "SELECT count(*) FROM articles",
    "claims": "SELECT count(*) FROM claims",
    "words": "SELECT sum(words) FROM claims",
    "speakers": "SELECT count(*) FROM speakers",
    "direct": "SELECT count(*) FROM claims WHERE kind = 'direct'",
    "no speaker": "SELECT count(*) FROM claims WHERE speaker IS NULL",
    "single source": f"SELECT count(*) FROM ({_SOURCES}) WHERE speakers = 1",
    "unnamed only": f"SELECT count(*) FROM ({_SOURCES}) WHERE speakers > 0 AND named = 0",
    "recurring": "SELECT count(DISTINCT cluster) FROM recurring",
    "loaded": "SELECT count(*) FROM claims WHERE loaded",
    **{polarity: f"SELECT count(*) FROM claims WHERE polarity = '{polarity}'" for polarity in get_args(Polarity)},
}

COUNTED: Mapping[str, str] = {  # the claims (c, of the article a, by the speaker s) that a row of a table counts
    "speakers": "c.speaker = ?",
    "articles": "c.article = ?",
    "types": "coalesce(s.type, '') = ?",
    "cues": "c.cue = ?",
    "recurring": "c.id IN (SELECT claim FROM recurring WHERE cluster = ?)",
    **{name: f"{value} = ?" for name, value in GROUPS.items()},
}
