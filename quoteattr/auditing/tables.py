"""The tables of an audit, each a query on its index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from attrs import field, frozen

from quoteattr.model import Polarity

_UNNAMED = "('unnamed_person', 'unnamed_group', 'anonymous')"
_OUTLET = "coalesce(a.publisher, a.outlet)"


@frozen
class Table:
    """A table that is read once; the rows may have a key of the row after the columns."""

    name: str
    columns: tuple[str, ...]
    keyed: Iterable[tuple[Any, ...]] = field(repr=False)

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


_IS_DIRECT = "c.kind = 'direct'"
_DIRECT = _share(_IS_DIRECT)
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


def _group(name: str, value: str) -> str:
    return (
        f"SELECT '{name}' AS grouping, {value} AS value, count(DISTINCT a.id) AS articles, count(c.id) AS claims, "
        f"coalesce(sum(c.words), 0) AS words, {_share(_IS_DIRECT, 'max(count(c.id), 1)')} AS direct, "
        f"count(DISTINCT c.speaker) AS speakers, {_share('c.official', 'max(count(c.official), 1)')} AS officials, "
        f"{_share(f's.type IN {_UNNAMED}', 'max(count(s.type), 1)')} AS unnamed, "
        f"{_share('c.loaded', 'max(count(c.id), 1)')} AS loaded "
        "FROM articles a LEFT JOIN claims c ON c.article = a.id LEFT JOIN speakers s ON s.id = c.speaker "
        f"WHERE {value} IS NOT NULL GROUP BY {value}"
    )


QUERIES: Mapping[str, str] = {
    "speakers": f"""
SELECT s.name, count(*), sum(c.words), {_DIRECT}, {_most("role")}, {_most("affiliation")}, s.type,
  substr(min(a.published), 1, 10), substr(max(a.published), 1, 10), s.id
FROM claims c JOIN speakers s ON s.id = c.speaker JOIN articles a ON a.id = c.article
GROUP BY s.id ORDER BY count(*) DESC, s.name, s.id""",
    "articles": f"""
SELECT a.name, a.published, {_OUTLET}, a.outlet, a.author, a.section, a.headline, a.claims, coalesce(f.words, 0),
  coalesce(f.speakers, 0), coalesce(f.speakers, 0) = 1, coalesce(f.speakers, 0) > 0 AND f.named = 0, a.id
FROM articles a LEFT JOIN ({_SOURCES}) f ON f.article = a.id ORDER BY a.id""",
    "types": """
SELECT coalesce(s.type, 'not known'), count(*), round(1.0 * count(*) / (SELECT count(*) FROM claims), 4), sum(c.words),
  count(DISTINCT c.speaker), count(DISTINCT c.article), coalesce(s.type, '')
FROM claims c LEFT JOIN speakers s ON s.id = c.speaker GROUP BY s.type ORDER BY count(*) DESC, s.type""",
    "cues": """
SELECT c.cue, count(*), round(1.0 * count(*) / (SELECT count(*) FROM claims), 4), c.loaded, count(DISTINCT c.speaker),
  count(DISTINCT c.article), c.cue
FROM claims c WHERE c.cue != '' GROUP BY c.cue ORDER BY count(*) DESC, c.cue""",
    "recurring": f"""
SELECT (SELECT content FROM claims WHERE id = r.cluster), count(*), count(DISTINCT c.article),
  count(DISTINCT {_OUTLET}), count(DISTINCT c.origin), count(DISTINCT c.speaker),
  (SELECT s.name FROM claims m JOIN speakers s ON s.id = m.speaker JOIN recurring x ON x.claim = m.id
   WHERE x.cluster = r.cluster GROUP BY s.id ORDER BY count(*) DESC, s.name LIMIT 1),
  substr(min(a.published), 1, 10), substr(max(a.published), 1, 10), r.cluster
FROM recurring r JOIN claims c ON c.id = r.claim JOIN articles a ON a.id = c.article
GROUP BY r.cluster ORDER BY count(DISTINCT c.article) DESC, count(DISTINCT c.origin) DESC, r.cluster""",
    "groups": " UNION ALL ".join(_group(name, value) for name, value in GROUPS.items()) + " ORDER BY 1, 4 DESC, 2",
    "loaded": f"""
SELECT c.cue, s.name, {_OUTLET}, count(*)
FROM claims c LEFT JOIN speakers s ON s.id = c.speaker JOIN articles a ON a.id = c.article
WHERE c.loaded GROUP BY c.cue, s.id, {_OUTLET} ORDER BY count(*) DESC, c.cue, s.name""",
    "officials": """
SELECT CASE WHEN c.official THEN 'official' WHEN c.role IS NULL THEN 'no role given' ELSE 'other' END, count(*),
  round(1.0 * count(*) / (SELECT count(*) FROM claims WHERE official IS NOT NULL), 4), sum(c.words),
  count(DISTINCT c.speaker), count(DISTINCT c.article)
FROM claims c WHERE c.official IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC""",
    "people": """
SELECT p.attribute, p.value, count(*), sum(c.words), count(DISTINCT c.speaker), count(DISTINCT c.article)
FROM people p JOIN speakers s ON s.ref = p.ref
JOIN claims c ON c.speaker = s.id GROUP BY p.attribute, p.value ORDER BY p.attribute, count(*) DESC""",
    "timeline": """
SELECT s.name, s.type, substr(a.published, 1, 7), count(*), sum(c.words), s.id
FROM claims c JOIN speakers s ON s.id = c.speaker JOIN articles a ON a.id = c.article
WHERE a.published IS NOT NULL GROUP BY s.id, substr(a.published, 1, 7) ORDER BY s.name, s.id, 3""",
    "names": """
SELECT s.name, s.type, j.own_name,
  coalesce(min(j.reason), (SELECT min(x.reason) FROM joined x WHERE x.home = s.id AND x.own_name = s.name))
FROM joined j JOIN speakers s ON s.id = j.home WHERE j.own_name != s.name
GROUP BY s.id, j.own_name ORDER BY s.name, s.id, min(j.id)""",
    "claims": f"""
SELECT a.name, a.published, {_OUTLET}, a.author, s.name, s.type, c.role, c.affiliation, c.cue, c.content, c.kind,
  c.words, c.act, c.polarity, c.origin, c.id
FROM claims c JOIN articles a ON a.id = c.article LEFT JOIN speakers s ON s.id = c.speaker ORDER BY c.id""",
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "speakers": ("speaker", "claims", "words", "direct", "role", "affiliation", "type", "first", "last"),
    "articles": (
        *("article", "published", "outlet", "origin", "author", "section", "headline", "claims", "words", "speakers"),
        *("single_source", "unnamed_only"),
    ),
    "types": ("type", "claims", "share", "words", "speakers", "articles"),
    "cues": ("cue", "claims", "share", "loaded", "speakers", "articles"),
    "recurring": ("claim", "claims", "articles", "outlets", "origins", "speakers", "speaker", "first", "last"),
    "groups": (
        *("grouping", "value", "articles", "claims", "words", "direct", "speakers", "officials", "unnamed", "loaded"),
    ),
    "loaded": ("cue", "speaker", "outlet", "claims"),
    "officials": ("sources", "claims", "share", "words", "speakers", "articles"),
    "people": ("attribute", "value", "claims", "words", "speakers", "articles"),
    "timeline": ("speaker", "type", "month", "claims", "words"),
    "names": ("speaker", "type", "name", "reason"),
    "claims": (
        *("article", "published", "outlet", "author", "speaker", "type", "role", "affiliation", "cue", "claim", "kind"),
        *("words", "act", "polarity", "origin"),
    ),
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
