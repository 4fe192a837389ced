"""The cue lexicons as typed, frozen entries, looked up by lemma."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from attrs import frozen

from quoteattr.errors import LexiconError
from quoteattr.lexicon import load_table
from quoteattr.lexicon.additions import active, cached_per_reader
from quoteattr.model import Act, Polarity
from quoteattr.tree import Word

# How a lemma ends that takes "-ies" or "-es", loses its "e" before "-ing", or may double its consonant.
_CONSONANT_Y = re.compile(r"[^aeiou]y\Z")
_SIBILANT = re.compile(r"(?:[sxz]|[cs]h)\Z")
_SILENT_E = re.compile(r"[^eo]e\Z")
_DOUBLED = re.compile(r"(?:[^aeiou]|qu)[aeiou][bdgklmnprtvz]\Z")


@frozen
class CueEntry:
    """A group of verbs or nouns with its act, its polarity and its complements (see reporting_verbs.toml)."""

    group: str
    act: Act
    polarity: Polarity
    takes: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    addressee: bool = False

    @property
    def quotable(self) -> bool:
        """True if a quotation next to the word is its content."""
        return bool(self.takes & {"clause", "quotation"})


@frozen
class Phrase:
    """A phrase that names a source; ``words`` with "X" for the source ("according", "to", "X").

    ``before`` and ``after`` are the words on either side of the source.
    """

    words: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    act: Act
    relay: bool
    after_comma: bool


def _by_lemma(kind: str, table: str) -> Mapping[str, tuple[CueEntry, ...]]:
    found: dict[str, tuple[CueEntry, ...]] = {}
    for row in (*active().cues.get(kind, ()), *load_table(table)[kind]):
        takes, prepositions, particles = (frozenset(row.get(key, ())) for key in ("takes", "with", "particles"))
        addressee = row.get("addressee", False)
        try:
            entry = CueEntry(row["class"], row["act"], row["polarity"], takes, prepositions, particles, addressee)
            lemmas = row["lemmas"]
        except KeyError as error:
            raise LexiconError(f"an entry of {table}.toml has no {error}; add it to {dict(row)!r:.80}") from error
        for lemma in lemmas:
            found[lemma] = (*found.get(lemma, ()), entry)
    rare = {form: lemma for lemma in load_table(table).get("rare", ()) for form in regular_forms(lemma)}
    for form, lemma in {**rare, **own_forms()}.items():
        if form not in found and lemma in found:
            found[form] = found[lemma]
    return MappingProxyType(found)


@cached_per_reader
def verbs() -> Mapping[str, tuple[CueEntry, ...]]:
    """Return the reporting verbs by lemma; one lemma may be in several groups."""
    return _by_lemma("verb", "reporting_verbs")


@cached_per_reader
def nouns() -> Mapping[str, tuple[CueEntry, ...]]:
    """Return the reporting nouns by lemma."""
    return _by_lemma("noun", "reporting_nouns")


@cached_per_reader
def phrases() -> tuple[Phrase, ...]:
    """Return the phrases of prepositions.toml, longest first."""
    rows = (*active().cues.get("preposition", ()), *load_table("prepositions")["preposition"])
    found = []
    for row in rows:
        words, at = tuple(row["words"]), row["words"].index("X")
        flags = row.get("relay", False), row.get("after_comma", False)
        found.append(Phrase(words, words[:at], words[at + 1 :], row["act"], *flags))
    return tuple(sorted(found, key=lambda phrase: -len(phrase.words)))


@cached_per_reader
def citing_words() -> frozenset[str]:
    """Return the participles by which a medium names whom it reports, lower case: "citing"."""
    return frozenset(phrase.words[0] for phrase in phrases() if phrase.relay)


@cached_per_reader
def phrase_numbers() -> Mapping[str, tuple[int, ...]]:
    """Return the positions in :func:`phrases` of the phrases that open with a word, by that word."""
    found: dict[str, tuple[int, ...]] = {}
    for number, phrase in enumerate(phrases()):
        found[phrase.words[0]] = (*found.get(phrase.words[0], ()), number)
    return found


@cached_per_reader
def own_forms() -> Mapping[str, str]:
    """Return the lemmas of the caller's own verbs and nouns by their regular forms, which a lemmatizer may not know."""
    rows = (row for kind in ("verb", "noun") for row in active().cues.get(kind, ()))
    lemmas = dict.fromkeys(lemma for row in rows for lemma in row["lemmas"])
    return {**{form: lemma for lemma in lemmas for form in regular_forms(lemma)}, **{lemma: lemma for lemma in lemmas}}


def regular_forms(lemma: str) -> Iterator[str]:
    """Yield the forms of a regular verb with -s, -ed and -ing; both spellings where a last letter may double.

    >>> list(regular_forms("deny")), list(regular_forms("assert"))
    (['denies', 'denied', 'denying'], ['asserts', 'asserted', 'asserting'])
    """
    if _CONSONANT_Y.search(lemma):
        yield from (f"{lemma[:-1]}ies", f"{lemma[:-1]}ied")
    else:
        yield lemma + ("es" if _SIBILANT.search(lemma) else "s")
        yield lemma + ("d" if lemma.endswith("e") else "ed")
    yield (lemma[:-1] if _SILENT_E.search(lemma) else lemma) + "ing"
    if _DOUBLED.search(lemma):
        yield from (f"{lemma}{lemma[-1]}{ending}" for ending in ("ed", "ing"))


@cached_per_reader
def own_cues() -> frozenset[str]:
    """Return the cues of the caller's own entries: lemmas, and the words of phrases ("according to")."""
    rows = active().cues.get("preposition", ())
    return frozenset((*own_forms().values(), *(" ".join(word for word in row["words"] if word != "X") for row in rows)))


def lemma_of(word: Word) -> str:
    """Return the lemma of a cue in lower case: that of the caller's own entry if it has one."""
    return own_forms().get(word.text.lower()) or word.lemma.lower() or word.text


@cached_per_reader
def first_words() -> frozenset[str]:
    """Return the words that open a phrase ("according") and the marks that serve as cues (":")."""
    marks = (mark for row in load_table("signs")["sign"] for mark in row["marks"])
    return frozenset((*(phrase.words[0] for phrase in phrases()), *marks))


@cache
def signs(form: str) -> tuple[str, ...]:
    """Return the marks of a form of signs.toml."""
    return tuple(mark for row in load_table("signs")["sign"] if row["form"] == form for mark in row["marks"])


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the word list ``name`` (a table of link_words.toml), all lower case."""
    words: Iterable[str] = load_table("link_words")[name]["words"]
    return frozenset(words)


@cache
def verb_list(name: str) -> frozenset[str]:
    """Return a word list of verbs, some with a particle, in all regular forms: "brush off", "brushed off".

    Lemmatizers do not know rare verbs.
    """
    pairs = [entry.partition(" ") for entry in word_list(name)]
    return frozenset(form + space + rest for verb, space, rest in pairs for form in (verb, *regular_forms(verb)))


@cache
def institution_words() -> frozenset[str]:
    """Return words that make a name one of an institution rather than of a medium, lower case: "council"."""
    table = load_table("organisations")
    return frozenset(f"{table['heads']} {table['nouns']} {table['classes']['parliament']['heads']}".split())


@cache
def people_nouns() -> frozenset[str]:
    return frozenset(f"{load_table('source_kinds')['persons']} {load_table('titles')['roles']['nouns']}".split())


@cache
def document_nouns() -> frozenset[str]:
    return frozenset(load_table("source_kinds")["documents"].split())


@cache
def speaking_nouns() -> frozenset[str]:
    """Return nouns of people and organisations."""
    kinds, titles, bodies = load_table("source_kinds"), load_table("titles"), load_table("organisations")
    text = " ".join((kinds["groups"], kinds["persons"], kinds["bodies"], titles["roles"]["nouns"], bodies["nouns"]))
    return frozenset(text.split())


@cache
def titles() -> frozenset[str]:
    """Return forms of address, titles and nouns of office, lower case and without a stop: "mr", "senator", "gen"."""
    table = load_table("titles")
    address, roles = table["honorifics"], table["roles"]
    words = (*address["male"], *address["female"], *address["neutral"], *roles["abbreviated"], *roles["nouns"].split())
    return frozenset(word.lower() for word in words)


def entries_of(word: Word, table: Mapping[str, tuple[CueEntry, ...]]) -> tuple[CueEntry, ...]:
    """Return the entries of a word, by its lemma, or by its lower-cased form where it has none or an unknown one."""
    return table.get(word.lemma.lower(), ()) or table.get(word.text.lower(), ())


def entries_of_cue(cue: Word) -> tuple[CueEntry, ...]:
    """Return the entries of a noun or verb among those of its kind."""
    return entries_of(cue, nouns() if cue.upos in ("NOUN", "PROPN") else verbs())
