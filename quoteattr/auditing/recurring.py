"""Claims that recur: find those of near-identical words with an index on disk, and count their independent origins.

Two claims are near-identical if they share most of their content words (Jaccard index), in about the same order, and
no difference in numbers, negation, names or opposites ("rise", "fall"). Candidates share two words
among the rarest of each (a prefix filter), so that only few pairs are compared.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import combinations, groupby
from math import ceil
from sqlite3 import Connection
from zlib import crc32

from attrs import frozen

from quoteattr.lexicon import load_table

_LEAST = 0.6  # of the words of both together, those that both have, where one has words that the other lacks
_LEAST_EACH = 0.75  # the same, where each has words that the other lacks: another word often changes the meaning
_ORDER = 0.5  # of the words of both, those in the same order
_ORDER_OF_NAMES = 0.75  # the same, where the shared names are in another order
_FEWEST = 2  # content words of a claim that is compared
_FEW = 3  # content words below which both must be equal
_PREFIX = 7  # of the rarest words, those that are indexed in pairs
_COMPARED = 40  # claims before one in the same bucket that it is compared with
_BUCKETS = 1 << 20
_FACTOR, _MASK = 0x9E3779B97F4A7C15, (1 << 63) - 1  # make one hash of two
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|%")
_STORIES = 3  # claims that two articles must have, all of them shared, to be one story


@frozen
class ClaimWords:
    """The content words of a claim in their order, and its numbers, negations, names and opposites."""

    order: tuple[str, ...]
    names: tuple[str, ...]
    negated: bool


def words_of(content: str) -> ClaimWords:
    """Return the compared words of a claim."""
    lists = _lists()
    order, names, negations = [], [], 0
    for position, found in enumerate(_WORD.finditer(unicodedata.normalize("NFKC", content))):
        written = found[0].replace("’", "'")
        word = written.casefold()
        if word in lists.negations or word.endswith("n't"):
            negations += 1
        elif word not in lists.function:
            word = word.removesuffix("'s")
            word = _stem(lists.forms.get(word, word))
            order.append(word)
            if position and written[0].isupper():
                names.append(word)
    return ClaimWords(tuple(order), tuple(names), negations % 2 == 1)


def are_near_identical(one: str, other: str) -> bool:
    """Return True if two claims are near-identical."""
    return _same(words_of(one), words_of(other))


def _same(one: ClaimWords, other: ClaimWords) -> bool:
    here, there = set(one.order), set(other.order)
    least = _LEAST_EACH if here - there and there - here else _LEAST
    fewest = min(len(here), len(there))
    if fewest < _FEWEST or (fewest < _FEW and here != there) or len(here & there) < least * len(here | there):
        return False
    if one.negated != other.negated or _conflict(here - there, there - here, one, other):
        return False
    shared = (here & there).intersection((*one.names, *other.names))  # the first word of a claim may be one, too
    moved = [word for word in one.order if word in shared] != [word for word in other.order if word in shared]
    ratio = SequenceMatcher(None, one.order, other.order, autojunk=False).ratio()
    return ratio >= (_ORDER_OF_NAMES if moved else _ORDER)


def _conflict(here: set[str], there: set[str], one: ClaimWords, other: ClaimWords) -> bool:
    """Return True where both claims have numbers, or names, that the other lacks, or a word and its opposite."""
    if any(word[0].isdigit() for word in here) and any(word[0].isdigit() for word in there):
        return True
    if here.intersection(one.names) and there.intersection(other.names):
        return True
    opposites = _lists().opposites
    return any((word, opposite) in opposites for word in here for opposite in there)


def find_recurring(db: Connection) -> None:
    """Fill the table ``recurring`` (claim, cluster) with the claims that recur in other articles."""
    counts = array("L", bytes(array("L").itemsize * _BUCKETS))
    _normalize(db, counts)
    parents: dict[int, int] = {}
    _index(db, counts)
    for one, other in _candidates(db):
        a, b = _root(parents, one), _root(parents, other)
        # The first claims of both clusters are compared, too, so that no chain of small changes joins two claims.
        if a != b and _similar(db, one, other) and _similar(db, a, b):
            parents[max(a, b)] = min(a, b)
    _load.cache_clear()
    _write(db, parents)


def merge_stories(db: Connection) -> None:
    """Assign one origin to articles that share all of their claims, three at least: that of the first of them."""
    query = (
        "SELECT c.article, r.cluster, a.claims, c.origin FROM recurring r JOIN claims c ON c.id = r.claim "
        "JOIN articles a ON a.id = c.article ORDER BY c.article, r.cluster"
    )
    db.execute("CREATE TEMP TABLE stories (signature INTEGER PRIMARY KEY, article INTEGER, origin TEXT)")
    moved = []
    for article, rows in groupby(db.execute(query), key=lambda row: row[0]):
        found = list(rows)
        if len(found) < max(found[0][2], _STORIES):
            continue
        signature = hash(tuple(row[1] for row in found))
        first = db.execute("SELECT origin FROM stories WHERE signature = ?", (signature,)).fetchone()
        if first is None:
            db.execute("INSERT INTO stories VALUES (?, ?, ?)", (signature, article, found[0][3]))
        else:
            moved.append((first[0], article))
    db.executemany("UPDATE claims SET origin = ? WHERE article = ?", moved)
    db.execute("DROP TABLE stories")


@frozen
class _Lists:
    function: frozenset[str]
    negations: frozenset[str]
    opposites: frozenset[tuple[str, str]]
    forms: dict[str, str]  # the base form of an irregular one, the digits of a number


@cache
def _lists() -> _Lists:
    table = load_table("audit")["claims"]
    both = [(_stem(one), _stem(other)) for one, other in _rows(table["opposites"])]
    forms = {form: base for base, *others in _rows(table["irregular"]) for form in others}
    forms |= {word: str(number) for number, word in enumerate(table["numbers"])}
    forms |= {word: str(10 * number) for number, word in enumerate(table["tens"], 2)}
    return _Lists(
        frozenset(table["function"].split()),
        frozenset(table["negations"]),
        frozenset([*both, *((other, one) for one, other in both)]),
        forms,
    )


def _rows(text: str) -> list[list[str]]:
    """Return the words of each entry of a list that has ``|`` between entries."""
    return [entry.split() for entry in text.replace("\n", "|").split("|") if entry.strip()]


@lru_cache(1 << 14)
def _stem(word: str) -> str:
    """Return a word without the commonest endings, so that "rises" and "rise" agree."""
    if word in ("%", "percent", "per-cent", "cent"):
        return "percent"
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("es", 5), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    return word.removesuffix("e") if len(word) > 3 else word


def _normalize(db: Connection, counts: array[int]) -> None:
    """Write the words of each claim that is compared; equal ones are written once, the others refer to them."""
    db.execute("CREATE TEMP TABLE words (claim INTEGER PRIMARY KEY, hash INTEGER, words TEXT)")
    db.execute("CREATE TEMP TABLE equal (claim INTEGER PRIMARY KEY, hash INTEGER, words TEXT)")

    def rows() -> Iterator[tuple[int, int, str]]:
        for claim, content in db.execute("SELECT id, content FROM claims ORDER BY id"):
            words = words_of(content)
            different = sorted(set(words.order))
            if len(different) >= _FEWEST:
                for word in different:
                    counts[_bucket(word)] += 1
                whole = " ".join((*words.order, "-", *words.names, "not" if words.negated else ""))
                yield claim, _hash(whole), " ".join(different)

    db.executemany("INSERT INTO equal VALUES (?, ?, ?)", rows())
    db.execute("CREATE INDEX temp.equal_hash ON equal (hash, claim)")
    db.execute("INSERT INTO words SELECT min(claim), hash, words FROM equal GROUP BY hash")


def _index(db: Connection, counts: array[int]) -> None:
    """Index each claim under the pairs of its rarest words that a near-identical claim must share."""
    db.execute("CREATE TEMP TABLE pairs (hash INTEGER, claim INTEGER)")

    def rows() -> Iterator[tuple[int, int]]:
        for claim, text in db.execute("SELECT claim, words FROM words"):
            words = sorted(text.split(), key=lambda word: (counts[_bucket(word)], word))
            prefix = words[: min(len(words) - ceil(_LEAST * len(words)) + 2, _PREFIX)]
            for one, other in combinations(sorted(map(_hash, prefix)), 2):
                yield (one * _FACTOR ^ other) & _MASK, claim

    db.executemany("INSERT INTO pairs VALUES (?, ?)", rows())


def _candidates(db: Connection) -> Iterator[tuple[int, int]]:
    for _, group in groupby(db.execute("SELECT hash, claim FROM pairs ORDER BY hash, claim"), key=lambda row: row[0]):
        before: list[int] = []
        for _, claim in group:
            yield from ((earlier, claim) for earlier in before)
            before = [*before[1 - _COMPARED :], claim]


def _similar(db: Connection, one: int, other: int) -> bool:
    return _same(_load(db, one), _load(db, other))


@lru_cache(1 << 12)
def _load(db: Connection, claim: int) -> ClaimWords:
    return words_of(db.execute("SELECT content FROM claims WHERE id = ?", (claim,)).fetchone()[0])


def _root(parents: dict[int, int], claim: int) -> int:
    root = claim
    while (parent := parents.get(root, root)) != root:
        root = parent
    while claim != root:
        parents[claim], claim = root, parents[claim]
    return root


def _write(db: Connection, parents: dict[int, int]) -> None:
    """Write the clusters with claims of more than one article."""
    db.execute("CREATE TEMP TABLE roots (claim INTEGER PRIMARY KEY, cluster INTEGER)")
    db.executemany("INSERT INTO roots VALUES (?, ?)", [(claim, _root(parents, claim)) for claim in [*parents]])
    db.execute(
        "INSERT INTO recurring SELECT e.claim, coalesce(r.cluster, w.claim) FROM equal e JOIN words w "
        "ON w.hash = e.hash LEFT JOIN roots r ON r.claim = w.claim"
    )
    db.execute("CREATE INDEX recurring_cluster ON recurring (cluster)")
    db.execute(
        "DELETE FROM recurring WHERE cluster IN (SELECT r.cluster FROM recurring r JOIN claims c ON c.id = r.claim "
        "GROUP BY r.cluster HAVING count(DISTINCT c.article) < 2)"
    )
    for table in ("words", "equal", "pairs", "roots"):
        db.execute(f"DROP TABLE {table}")


@lru_cache(1 << 15)
def _bucket(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass")) % _BUCKETS


@lru_cache(1 << 15)
def _hash(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
