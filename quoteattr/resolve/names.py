"""Proper names in a sentence: where they begin and end, and whether they are a person's.

Entities of the sentence take precedence; capitalised proper nouns of the tree complete them, so that trees without
entities can be used as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import dropwhile, islice, pairwise, takewhile
from typing import Literal

import regex
from attrs import frozen

from quoteattr.lexicon import place_names
from quoteattr.lexicon.additions import cached_per_reader
from quoteattr.lexicon.outlets import known, plain_names
from quoteattr.model import Span
from quoteattr.resolve import wordlists
from quoteattr.tree import Entity, Sentence, Word, joined

NameKind = Literal["person", "organization", "place", "group", "thing", ""]
_Owner = Sequence[Entity | None]  # the entity of each word

_LABELS: Mapping[str, NameKind] = {
    **dict.fromkeys(("person", "per"), "person"),
    **dict.fromkeys(("organization", "org", "facility", "fac"), "organization"),
    **dict.fromkeys(("location", "loc", "gpe"), "place"),
    "norp": "group",
}
_HYPHENS = frozenset("-‐‑–")
_SERVING = frozenset(("for", "of", "to"))  # before whom somebody serves
_LONGEST = 16
_OLDEST = 120  # years
_LONGEST_ACRONYM = 8
_MOST_DEFINED = 50  # abbreviations that are read in one sentence
_MOST_SMALL_WORDS = 4  # words of a name that give no letter to its abbreviation
SMALL_WORDS = frozenset(("of", "and", "the", "for", "&"))
"""Words of names that have no letter in an abbreviation and may be missing in another order of the words."""

_LATIN = regex.compile(r"\p{Latin}")
_MARKS = regex.compile(r"\p{Mn}+")
_OTHER_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i", "æ": "ae", "Æ": "Ae"}
)  # letters that newsrooms write without their strokes, and that Unicode does not decompose
_SHARES = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,2}")
_POSSESSIVE = re.compile(r"['’]s?\Z")
POSSESSIVE_MARKS = ("'", "’", "'s", "’s")


@frozen
class NameSpan:
    """The words ``first`` to ``last`` - 1 of a sentence that make up one name.

    ``labelled``: the kind comes from an entity of the sentence or the list of outlets, not from the words alone;
    ``corrected``: the tagger takes the name for a person's, and it is none. ``doubt``: the probability that the name is
    no person's, for one that the tagger takes for a person's.
    """

    first: int
    last: int
    kind: NameKind = ""
    labelled: bool = False
    corrected: bool = False
    doubt: float = 0.0

    def words(self, sentence: Sentence) -> tuple[Word, ...]:
        return sentence.words[self.first : self.last]

    def span(self, sentence: Sentence) -> Span:
        return Span(sentence.words[self.first].span.start, sentence.words[self.last - 1].span.end)

    def head(self, sentence: Sentence) -> Word:
        words = self.words(sentence)
        day_born = self.kind == "person" and words[0].text in wordlists.calendar()  # "Sunday Obi", two heads
        return sentence.head_of(words[1:] or words if day_born else words)


def name_runs(sentence: Sentence, surnames: Collection[str] = ()) -> tuple[NameSpan, ...]:
    """Return the names of a sentence in text order; titles, days and months are not part of them.

    ``surnames`` are words that are titles or nouns elsewhere and surnames in this text ("Baker", "Page").
    """
    owner = _entity_of_words(sentence)
    runs: list[NameSpan] = []
    for part in _name_ranges(sentence, owner, surnames):
        for first, last in _cut_at_titles(sentence, *part, surnames):
            begin = _with_adjectives(sentence, first, last)
            opening = sentence.words[begin].text.lower()
            begin += last - begin > 1 and opening in wordlists.nouns_outside_names()  # "Chipmaker | Nordair"
            nations = sentence.words[max(0, begin - 2) : begin] if _label(owner[first]) == "organization" else ()
            if len(nations) == 2 and all(word.text in wordlists.demonyms() for word in nations):
                begin -= 2  # "British American | Mining"
            begin += 2 * _is_prefixed(sentence, begin)  # "Ex-| Nordair"
            if (whole := owner[first]) and _label(whole) == "group" and sentence.words[whole.first].text[:1].isupper():
                begin = whole.first  # "the | New Zealander"
            if begin < first and (whole := owner[begin]) and _label(whole) == "group":
                begin = whole.first  # "Pan-African | Education Forum"
            while runs and runs[-1].last > begin:
                runs.pop()
            person = begin < last and _label(owner[begin]) in ("person", "")
            while last - begin > 1 and is_honour(sentence.words[last - 1], sure=not person):
                last -= 1  # "Ida Vale | OBE"
            while person and last - begin > 1 and sentence.words[last - 1].upos == "ADP":
                last -= 1  # "Stone | of Norvik"
            if person:
                begin += _words_for_people(sentence.words[begin:last])
                begin += begin > 1 and _is_prefixed(sentence, begin - 2)  # "ex-Googler | Ida Vale", "the ex-Wallaby"
            if begin >= last:
                continue
            last -= _ends_in_adherent(sentence, begin, last)
            runs.append(NameSpan(begin, last, _kind(sentence, (begin, last), owner[first]), bool(_label(owner[first]))))
    runs = [_with_field(sentence, run) for run in _with_parts(sentence, runs)]
    titles = {run for run, name in pairwise(runs) if _is_unlisted_title(sentence, run, name)}
    return tuple(run for run in runs if run not in titles and not _is_no_name(sentence, run, surnames))


def _is_prefixed(sentence: Sentence, first: int) -> bool:
    """Return True for "ex" and a hyphen, which sentences separate from a name."""
    words = sentence.words[first : first + 2]
    return len(words) == 2 and words[0].text.lower() == "ex" and words[1].text in _HYPHENS


def _with_parts(sentence: Sentence, runs: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the names, whole those that the sentence abbreviates or that the tagger cuts after a place in them."""
    found: list[NameSpan] = []
    for run in _with_defined(sentence, runs):
        # "University of Orbel | Medical System", "Devon and Cornwall | Police", not "Orbel | Nordair"
        adjacent = found and run.kind == "organization" and found[-1].last == run.first
        small = {"organization": "of", "place": "and"}.get(found[-1].kind) if adjacent else None
        part = small and any(word.text == small for word in found[-1].words(sentence))
        if part:
            run = NameSpan(found.pop().first, run.last, "organization", True)
        found.append(run)
    return found


def _with_field(sentence: Sentence, run: NameSpan) -> NameSpan:
    """Return a country with the field before it ("Statistics Canada"), and any name with its ending ("Sotheby's")."""
    if run.last < len(sentence) and sentence.closes_name(sentence.words[run.last]):
        return NameSpan(run.first, run.last + 1, "organization", True)
    words, first = sentence.words, run.first
    if run.kind == "person" or run.last - first > 2 or display(run.words(sentence)) not in wordlists.country_names():
        return run
    field = words[first - 1].text.lower() if first else ""
    if field not in wordlists.portfolio_words() and field not in wordlists.organisation_heads():
        return run
    head = run.head(sentence)
    while first > 0 and words[first - 1].text.istitle():
        if not (is_tied(words[first - 1], head) or is_tied(words[first - 1], words[first])):
            break
        first -= 1
    return run if first == run.first else NameSpan(first, run.last, "organization", True)


def defined_abbreviations(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the first position of each name that a sentence abbreviates, and that of the abbreviation in brackets.

    "Alliance of Small Island States (AOSIS)": the shortest sequence of words before the bracket whose initials hold the
    letters of the abbreviation in order, the first one first (after Schwartz and Hearst 2003).
    """
    for bracket, word, end in zip(sentence.words, sentence.words[1:], sentence.words[2:], strict=False):
        if bracket.text != "(" or end.text != ")" or not word.text.isupper():
            continue
        left = list(word.text.casefold())
        first = max(0, bracket.index - len(left) - _MOST_SMALL_WORDS)
        for before in reversed(sentence.words[first : bracket.index]) if 1 < len(left) <= _LONGEST_ACRONYM else ():
            if left and before.text[:1].casefold() == left[-1]:
                left.pop()
            if not left:
                if before.text[:1].isupper():
                    yield before.index, word.index
                break


def short_names(sentence: Sentence, runs: Sequence[NameSpan]) -> Iterator[tuple[int, int]]:
    """Yield the same for another name in brackets: "Norwegian Institute of Coastal Safety (Kystvakt)"."""
    for whole, short in pairwise(runs):
        around = [word.text for word in (*sentence.words[whole.last : short.first], *sentence.words[short.last :][:1])]
        bodies = whole.kind == "organization" and short.kind in ("organization", "")
        bodies = bodies and sentence.words[short.first].text not in wordlists.parties()
        if around == ["(", ")"] and bodies and whole.last - whole.first > 1 == short.last - short.first:
            yield whole.first, short.first


def _with_defined(sentence: Sentence, runs: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the names with those whole that the sentence abbreviates; what is abbreviated is no person."""
    found = list(runs)
    for first, acronym in islice(defined_abbreviations(sentence), _MOST_DEFINED):
        whole = range(first, acronym - 1)
        inside = [run for run in found if run.first in whole or run.last - 1 in whole]
        kinds = {run.kind for run in inside}
        given = sentence.words[first].text.lower() in wordlists.given_names()
        if not inside or min(run.first for run in inside) < first or (kinds == {"person"} and given):
            continue
        if len(inside) == 1 and inside[0].first == first and inside[0].last == whole.stop and kinds != {"person"}:
            continue
        named = NameSpan(first, whole.stop, "organization" if kinds & {"organization", "person"} else "", True)
        found = sorted((*(run for run in found if run not in inside), named), key=lambda run: run.first)
    return found


def _is_unlisted_title(sentence: Sentence, run: NameSpan, name: NameSpan) -> bool:
    """Return True for "Postmistress" before "Ida Vale": one word outside the name that the tagger finds, tied to it."""
    word = sentence.words[run.first]
    if run.last == name.first and name.kind == "person" and display(run.words(sentence)) in wordlists.adherents():
        return True  # "Lib Dem | Ida Vale"
    noun = word.text.lower()
    unknown = not run.kind or noun in wordlists.organisation_heads()  # "Center Ida Vale"
    if run.labelled or not unknown or run.last - run.first > 1 or run.last != name.first or not name.labelled:
        return False
    # "Rival Nordair said …" at the beginning of a sentence
    listed = run.first == 0 and (noun in wordlists.person_nouns() or noun in wordlists.organisation_nouns())
    full = name.kind == "person" and name.last - name.first > 1
    return (listed or full) and is_tied(word, name.head(sentence))


def _words_for_people(words: Sequence[Word]) -> int:
    """Return how many words before a name are a noun for people: "Lib Dem | Ida Vale".

    A noun that is a given name too may be one: "Kerry Vale Stone".
    """
    texts = [word.text for word in words]
    inhabitant = texts[0] in wordlists.inhabitants() and texts[0].lower() not in wordlists.given_names()
    for length in (2, 1):
        if len(texts) > length + 1 and (
            " ".join(texts[:length]) in wordlists.adherents() or (length == 1 and inhabitant)
        ):
            return length
    opening, given = texts[0].lower(), wordlists.given_names()
    titled = len(texts) > 2 and opening in wordlists.person_nouns() and opening not in given
    return int(titled and texts[1].lower() in given)  # "Barber | Ida Vale"


def _ends_in_adherent(sentence: Sentence, first: int, last: int) -> bool:
    """Return True for "a House Republican" and "the Ohio Democrat", where only "House" and "Ohio" are names."""
    words = sentence.words[first:last]
    determined = first > 0 and (sentence.words[first - 1].upos == "DET" or sentence.words[first - 1].text == "One")
    determined = determined or (words[-1].deprel == "nmod:desc" and words[-1].head >= last)  # "Ohio Democrat Ida Vale"
    member = len(words) > 1 and words[-1].text in wordlists.adherents()
    return determined and member and known(display(words)) is None


def _is_no_name(sentence: Sentence, run: NameSpan, surnames: Collection[str]) -> bool:
    """Return True for "the Scot" and "Ida Vale, Democrat of Orbel", not for "the Kenyan president", "Kenyans"."""
    word = sentence.words[run.last - 1]
    before = sentence.words[run.first - 1] if run.first else None
    opening, *others = [each.text for each in run.words(sentence)]
    # "the world No. 7", "Men" at the beginning of a sentence
    numbered = before is not None and before.upos in ("NOUN", "ADJ") and opening in ("No", "No.")
    # "RUI ALMEIDA, BYLINE:" in a transcript
    label = not others and before is not None and before.text == "," and opening.lower() in wordlists.byline_labels()
    # "Col. (Rtd) Ida Vale"
    retired = not others and before is not None and before.text == "("
    retired = retired and opening.lower().rstrip(".") in wordlists.role_words("retired")
    # "Shadow health | spokesman", "Shadow | Treasury minister"
    field = others or [word.text for word in sentence.words[run.last : run.last + 1]]
    shadow = opening == "Shadow" and bool(field) and wordlists.portfolio_words().issuperset(map(str.lower, field))
    # "Burglars" and "Ferries" at the beginning of a sentence
    plural = run.last == 1 and run.kind in ("person", "group", "") and word.text not in surnames
    inside = any(each.upos in ("ADJ", "NOUN", "PROPN") for each in sentence.words[run.last : run.last + 1])
    common = word.xpos == "NNS" and not run.labelled and not inside  # not "Mustangs | closer Ida Vale"
    plural = plural and (common or bool(singular_of_people(word)))
    if numbered or label or retired or shadow or plural:
        return True
    if _is_share_sign(sentence, run) or (not others and is_plural_title(word)):
        return True
    # "R-Neb." in brackets after a name: the initials of a party and a state
    joined = len(others) == 2 and others[0] in _HYPHENS and opening.isupper() and len(opening) < 4
    if joined and before is not None and before.text == "(":
        return True
    if display(run.words(sentence)) not in wordlists.people_in_capitals():
        return False
    determiners = [child for child in sentence.children(word, "det") if child.index < run.first]
    newspaper = any(child.text == "The" for child in determiners) and known(f"The {word.text}") is not None
    member = word.deprel == "appos" and word.text in wordlists.adherents() and sentence.children(word, "nmod")
    return bool(determiners or member) and not newspaper and not _inner(word)


def _is_share_sign(sentence: Sentence, run: NameSpan) -> bool:
    """Return True for the sign of a company's shares: "Nordair (NRD.N)", "(NYSE: NRD)", and for their exchange."""
    before = [word.text for word in sentence.words[max(0, run.first - 3) : run.first]]
    if before[-1:] in (["("], ["<"]):
        colon = [word.text for word in sentence.words[run.last : run.last + 1]] == [":"]
        name = display(run.words(sentence))
        return (colon and name.upper() in wordlists.exchanges()) or _SHARES.fullmatch(name) is not None
    return before[::2] == ["(", ":"] and before[1].upper() in wordlists.exchanges()


def is_apposed(sentence: Sentence, head: Word) -> bool:
    """Return True for an apposition by the tree, also one read as a coordination without "and": "the mayor, Lund"."""
    if head.relation in ("appos", "flat"):
        return True
    above = sentence.parent(head, "conj")
    return above is not None and len(sentence.children(above, "conj")) == 1 and not sentence.children(head, "cc")


def follows_preposition(sentence: Sentence, name: Word) -> bool:
    """Return True for "Vale" of "a spokesman for Mayor Vale" where the tree attaches "for" to the title."""
    case = any(word.deprel == "case" for word in words_before_title(sentence, name))
    return case or is_served(sentence, name)


def is_served(sentence: Sentence, name: Word) -> bool:
    """Return True for "Vale" of "a lawyer for the singer Vale" and "a lawyer representing the singer Vale".

    The tree may attach the name to the lawyer.
    """
    title = sentence.words[name.index - 1] if name.index else name
    if title.xpos != "NN" or not is_title(title):
        return False
    nominal = ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART")
    between = reversed(sentence.words[name.head + 1 : title.index])
    before = next((word for word in between if word.upos not in nominal), title)
    return before.text.lower() in _SERVING


def words_before_title(sentence: Sentence, name: Word) -> Iterator[Word]:
    """Yield the words before the noun of each title that depends on a name: "for" and "House" of "for House Leader"."""
    for title in sentence.children(name, "nmod:desc"):
        yield from (word for word in sentence.descendants(title) if word.index < title.index)


def is_tied(title: Word, name: Word) -> bool:
    """Return True where one of two words depends on the other."""
    return title.head == name.index or name.head == title.index


def titles_as_surnames(sentence: Sentence, runs: Iterable[NameSpan]) -> frozenset[str]:
    """Return the words of people's full names that are titles elsewhere: "Baker" of "Ida Baker", "Dean"."""
    full = [run.words(sentence) for run in runs if run.last - run.first > 1 and run.kind in ("person", "")]
    given = {words[0].text for words in full if words[0].text.lower() in wordlists.role_words("given")}
    return frozenset(
        given.union(words[-1].text for words in full if is_title(words[-1]) or singular_of_people(words[-1]))
    )


def nouns_as_surnames(sentences: Iterable[Sentence], names: Iterable[Iterable[NameSpan]]) -> frozenset[str]:
    """Return the surnames that are tagged as nouns, in a text without such a thing: "Page upbeat … Will Page said"."""
    sentences = [*sentences]
    people = (
        run.words(sentence)
        for sentence, runs in zip(sentences, names, strict=True)
        for run in runs
        if run.labelled and run.kind == "person"
    )
    full = {words[-1].text for words in people if len(words) > 1}
    nouns = {word.text for each in sentences for word in each.words if word.upos == "NOUN" and word.text in full}
    things = {word.text for each in sentences for word in each.words} if nouns else set()
    return frozenset(noun for noun in nouns if noun.lower() not in things)


def titles_as_given(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Return the titles before one name that are given names in a text without a sign of the office: "Dean Holt"."""
    found: set[str] = set()
    offices: set[str] = set()
    for sentence in sentences:
        for before, word, after in zip(
            (None, *sentence.words), sentence.words, (*sentence.words[1:], None), strict=False
        ):
            lower = word.text.lower()
            if office := wordlists.titles_around().get(lower):
                offices.add(office.capitalize())
            if lower not in wordlists.role_words("given"):
                continue
            held = after is not None and (after.text == "of" or after.text.lower() in wordlists.given_names())
            if word.text.islower() or held or (before is not None and before.upos == "DET"):
                offices.add(lower.capitalize())
            elif after is not None and after.upos == "PROPN":
                found.add(word.text)
    return frozenset(found - offices)


def is_honour(word: Word, sure: bool = True) -> bool:
    """Return True for letters after a person's name ("KC"), with ``sure`` only for those that mean nothing else."""
    text = word.text.rstrip(".")
    return text in wordlists.honours() and not (sure and (text in wordlists.states() or is_title(word)))


def is_letters_of_office(word: Word) -> bool:
    """Return True for the letters of a member of a parliament after a name: "Ida Vale MP"."""
    return word.text.isupper() and word.text.lower() in wordlists.role_words("legislators")


def is_legislator_of(sentence: Sentence, letters: Word) -> bool:
    """Return True for the letters of "the Brecon MP", not of "Ida Vale MP" and "the nurse Ida Vale MP"."""
    determiners = sentence.children(letters, "det") if is_letters_of_office(letters) else ()
    before = sentence.words[determiners[-1].index + 1 : letters.index] if determiners else ()
    return bool(before) and not any(is_title(word) for word in before)


def is_plural_title(word: Word) -> bool:
    """Return True for the plural of a title in capitals, whatever the tagger reads: "TDs", "MCAs"."""
    title = word.text[:-1]
    listed = title in wordlists.title_abbreviations() or title.lower() in wordlists.role_nouns()
    return word.text.endswith("s") and len(title) > 1 and title.isupper() and listed


def singular_of_people(word: Word) -> str:
    """Return the listed noun whose plural a capitalised word is, else "": "burglar" of "Burglars", "man" of "Men"."""
    text = word.text.lower()
    if not word.text.istitle() or not text.endswith(("s", "men")):
        return ""
    forms = (text[:-1], text[:-2], f"{text[:-3]}y" if text.endswith("ies") else f"{text[:-3]}man")
    nouns = (wordlists.person_nouns(), wordlists.role_nouns())
    return next((form for form in forms if any(form in listed for listed in nouns)), "")


def age_in(written: str) -> int | None:
    """Return the age in years that a word states, None for one that can be none."""
    return int(written) if written.isdecimal() and len(written) < 4 and 0 < int(written) < _OLDEST else None


def is_title(word: Word) -> bool:
    """Return True for a word that can be a title before a name: "President", "spokesman", "Sen."."""
    bare = word.text.rstrip(".")
    if bare in wordlists.title_abbreviations() or bare in wordlists.honorifics():
        return True
    lower = bare.lower()
    nouns = wordlists.role_nouns()
    return lower in nouns or (lower.endswith("s") and lower[:-1] in nouns and word.upos != "VERB")


def position_start(sentence: Sentence, last: int) -> int | None:
    """Return where the position in a team begins whose last word is at ``last``: 1 for "Bears running back"."""
    for first in range(max(0, last - 2), last + 1):  # "all-rounder" has three words
        words = sentence.words[first : last + 1]
        particle = first == last and words[0].deprel == "compound:prt"  # "sent forward Ida Vale"
        text = display(words) if first else display(words).lower()
        if text in wordlists.role_words("positions") and not particle:
            return first
    return None


def display(words: Sequence[Word]) -> str:
    """Return a name as one string, with the possessive ending of its last word stripped.

    An ending that is a word of its own belongs to the name: "Sotheby's".
    """
    whole = joined(words).strip()
    if not whole.endswith(POSSESSIVE_MARKS) or (len(words) > 1 and words[-1].text in POSSESSIVE_MARKS):
        return whole
    return _POSSESSIVE.sub("", whole).strip()


def keys(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the words of a name for comparison: lower case, no accents, stops, hyphens and endings like "Jr."."""
    found: list[str] = []
    for word in dropwhile(lambda word: word.text in wordlists.name_particles(), words):  # "de Klerk"
        bare = _POSSESSIVE.sub("", word.text).rstrip(".")
        if bare and bare not in _HYPHENS and bare not in wordlists.name_suffixes() and bare != ",":
            found.append(without_accents(bare.lower()))
    # "II" alone, a name of nothing but marks: the words as they are
    return tuple(found) or tuple(word.text.lower() for word in words)


def without_accents(text: str) -> str:
    """Return a text in Latin letters without accents and strokes, in which spellings of one name differ: "Erdogan"."""
    if text.isascii() or not _LATIN.search(text):
        return text
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", plain).translate(_OTHER_LETTERS)


def initials_of(words: Iterable[str]) -> str:
    """Return the first letters of words, without small ones: "who" of "world", "health", "organization"."""
    return "".join(word[0] for word in words if word.lower() not in SMALL_WORDS)


def _entity_of_words(sentence: Sentence) -> list[Entity | None]:
    """Return for each word its entity; listed places and outlets of several words count where there is none."""
    owner: list[Entity | None] = [None] * len(sentence)
    labelled = (each for each in sentence.entities if _label(each) == "place")
    places = {index: each for each in labelled for index in range(each.first, each.last)}
    entities = (_whole(sentence, each, places) for each in sentence.entities)
    for entity in sorted(entities, key=lambda each: (_label(each) == "organization", each.last - each.first)):
        for index in range(entity.first, min(entity.last, len(sentence))):
            owner[index] = entity
    listed, texts = _listed(), tuple([word.text for word in sentence.words])
    for first, text in enumerate(texts):
        for phrase, label in listed.get(text, ()):
            last = first + len(phrase)
            if texts[first:last] != phrase:
                continue
            # "Mail | on Sunday", where the tagger has a name and a day, not "Orbel Mail" on Sunday
            whole = owner[first] is None or owner[first - 1] is not owner[first] or texts[first - 1] in ("The", "the")
            if not any(owner[first:last]) or (whole and phrase[-1] in wordlists.calendar()):
                owner[first:last] = [_entity(sentence, label, first, last)] * len(phrase)
                break
    for first, cut, last in _seats_before_names(sentence, owner):
        owner[first:cut] = [_entity(sentence, "location", first, cut)] * (cut - first)
        owner[cut:last] = [_entity(sentence, "person", cut, last)] * (last - cut)
    return owner


def _seats_before_names(sentence: Sentence, owner: _Owner) -> Iterator[tuple[int, int, int]]:
    """Yield where a seat begins, and it and the name after it end: "MP for Halden North | Ida Vale", to taggers one."""
    words = sentence.words
    for before, link in pairwise(words):
        first, office = link.index + 1, before.text.lower()
        if link.text != "for" or office not in wordlists.role_words("legislators") or office == "representative":
            continue  # "a representative for Mary Kate Vale" is no legislator
        last = first + sum(1 for _ in takewhile(lambda word: word.upos == "PROPN", words[first:]))
        given = (n for n in range(first + 1, last - 1) if words[n].text.lower() in wordlists.given_names())
        one = last - first > 2 and _label(owner[first]) == "person" and owner[first] is owner[last - 1]
        cut = next(given, last - 2 if one else None)
        if cut is not None:
            yield first, cut, last


def _whole(sentence: Sentence, entity: Entity, places: Mapping[int, Entity]) -> Entity:
    """Return an organisation with all words of its name, which entity taggers often split off as ``places``.

    These are the places by the positions of their words.
    """
    words, first, last = sentence.words, entity.first, entity.last
    if _is_day_born(sentence, entity):  # "Sunday Bello", not "on Sunday Bello left"
        return Entity(entity.label, first - 1, last, Span(words[first - 1].span.start, entity.span.end))
    if _label(entity) != "organization" or last > len(sentence):
        return entity
    head = sentence.head_of(words[first:last])
    # "London | Stock Exchange", "UK | - Korea Institute"
    while first > 0 and _is_modifier(sentence, words[first - 1], range(first, last)):
        first -= 1
    if first < entity.first:  # "United" of "United States | Department of Labor", which modifies "States"
        first = places[first].first if first in places else first
    while first < entity.first and not words[first].text[:1].isalnum():
        first += 1
    dated = words[first].text in wordlists.calendar() and first > 0 and words[first - 1].upos == "ADP"
    first += dated and last - first > 1  # "On Sunday | Orbel Oil"
    # "University of | Colorado", "Economic Commission for | Europe", "Bank of the | Philippines"
    link = words[last - 1 - (words[last - 1].upos == "DET")]
    if link.upos == "ADP":
        for child in sentence.children(head, "nmod"):
            if child.upos == "PROPN" and sentence.children(child, "case")[-1:] == (link,):
                last = child.index + 1
        if last == entity.last and last in places:  # "Museum of | New Mexico", whatever the tree ties "of" to
            last = places[last].last
        while last > first + 1 and words[last - 1].upos in ("ADP", "DET"):
            last -= 1
    return _entity(sentence, entity.label, first, last)


def _entity(sentence: Sentence, label: str, first: int, last: int) -> Entity:
    return Entity(label, first, last, NameSpan(first, last).span(sentence))


def _is_day_born(sentence: Sentence, entity: Entity) -> bool:
    """Return True for a surname with a day before it, tied to it by the tree, or that opens a sentence or quotation."""
    day = sentence.words[entity.first - 1] if entity.first else None
    if day is None or day.text not in wordlists.calendar() or _label(entity) != "person":
        return False
    opens = day.index == 0 or is_title(sentence.words[day.index - 1])
    tied = day.relation in ("compound", "flat", "nmod") and entity.first <= day.head < entity.last
    return tied or (entity.last - entity.first == 1 and day.relation == "obl" and opens)


def _is_modifier(sentence: Sentence, word: Word, name: range) -> bool:
    """Return True for a proper noun that modifies a word of the following name, and for the hyphen between two."""
    if word.text in _HYPHENS:
        return word.index > 0 and sentence.words[word.index - 1].span.end == word.span.start
    inside = word.relation == "compound" or word.text.rstrip(".") == "St"
    return word.upos == "PROPN" and inside and word.head in name and not is_title(word)


@cached_per_reader
def _listed() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Places, buildings and outlets of several words, under their first word, the longest first."""
    labels = dict.fromkeys((*plain_names(), *wordlists.metonyms()), "organization")
    labels |= dict.fromkeys(place_names(), "location")
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, label in labels.items():
        phrase = tuple(name.split())
        if len(phrase) > 1:
            found.setdefault(phrase[0], []).append((phrase, label))
    return {word: tuple(sorted(phrases, key=lambda each: -len(each[0]))) for word, phrases in found.items()}


def _label(entity: Entity | None) -> NameKind:
    return "" if entity is None else _LABELS.get(entity.label.lower(), "thing")


def _names_something(word: Word, entity: Entity | None) -> bool:
    """Return True if ``word`` may be part of a name."""
    text, label = word.text, _label(entity)
    body = label == "organization"
    if not text[:1].isupper() and not (text[:1].isdigit() and body):
        return False
    if text in wordlists.calendar():  # "Jan Sanner" is a person, "the Sunday Ledger" a paper
        inside = entity is not None and entity.first <= word.head < entity.last
        return entity is not None and entity.last - entity.first > 1 and (label == "person" or (body and inside))
    if text.rstrip(".") in wordlists.honorifics():  # "Omar King", "Coach Earl Vale"
        last = entity is not None and entity.first < word.index == entity.last - 1
        return body or (label == "person" and (last or text.lower() in wordlists.role_words("given")))
    if word.upos == "PROPN" or (body and text in ("No", "No.")):  # "No 10"
        return True
    if word.upos == "PRON" and text.isupper() and len(text) > 1:  # "the WHO", tagged as a pronoun
        return body or text == "WHO"
    # "Defence" in "the Defence Ministry", tagged as a noun or an adjective, with an entity over it
    # "Last" in "the group, Last Call"
    whole = label == "thing" and entity is not None and entity.last - entity.first > 1
    named = whole or label in ("person", "organization", "place")
    return named and word.upos not in ("PUNCT", "DET", "PRON", "AUX")


def _name_ranges(sentence: Sentence, owner: _Owner, surnames: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield ranges of words that form one name, titles included."""
    index, end = 0, len(sentence)
    while index < end:
        word, last = sentence.words[index], index + 1
        surname = word.text in surnames and word.upos in ("PROPN", "NOUN")  # "Judge said it was fun"
        if surname or _names_something(word, owner[index]):
            while last < end and last - index < _LONGEST and (step := _joined(sentence, owner, index, last)):
                last += step
            yield index, last
        index = last


def _joined(sentence: Sentence, owner: _Owner, first: int, last: int) -> int:
    """Return how many words after position ``last`` belong to the name that began at ``first``: 0 for none."""
    words = sentence.words
    before, word = words[last - 1], words[last]
    if owner[last] is not None and owner[last] is owner[last - 1]:
        return 1
    if _ends_team(word, owner[last - 1]) and not (last + 1 < len(words) and words[last + 1].text.istitle()):
        return 1  # "Halden | United", not "Kenya | United Nations"
    saint = last - 1 == first and before.text.rstrip(".") == "St"
    if saint or word.text.rstrip(".") in wordlists.generations() or is_honour(word):
        return 1
    following = words[last + 1] if last + 1 < len(words) else None
    if following is not None and is_title(word) and word.text.istitle() and is_honour(following):
        return 1  # "Omar | Sheikh KC"
    if _names_something(word, owner[last]):
        return int(_same_name(sentence, owner, first, last - 1, last))
    if following is None or not _names_something(following, owner[last + 1]):
        return int(word.text.rstrip(".") in wordlists.name_suffixes() and word.upos in ("PROPN", "NUM", "NOUN"))
    # "Ocasio-Cortez", "Anne-Marie"
    if word.text in _HYPHENS and before.span.end == word.span.start and word.span.end == following.span.start:
        return 2
    # "Charles de Gaulle", "Mohammed bin Salman"
    if word.text in wordlists.name_particles() and _same_name(sentence, owner, first, last - 1, last + 1):
        return 2
    # "University of Leeds", "Ministry of Defence", "University of Leeds Medical System"
    part = following  # "University of North Leeds historian"
    while part.relation in ("compound", "amod", "nmod") and part.head > part.index:
        part = words[part.head]
    tied = not {following.head, part.head}.isdisjoint((before.index, word.index))
    if tied and word.text == "of" and _organisation_word(before):
        return 2
    # "Food and Drug Administration": the first part depends on the last word of the second
    under_later = before.relation in ("compound", "amod", "nmod") and before.head >= following.index
    return 2 if word.text == "&" or (word.text == "and" and under_later) else 0


def _ends_team(word: Word, before: Entity | None) -> bool:
    """Return True for the "United" of "Halden United", which follows a place."""
    return word.text in wordlists.ends_of_teams() and _label(before) == "place"


def _organisation_word(word: Word) -> bool:
    return word.text.lower() in wordlists.organisation_heads() and not word.text.islower()


def _same_name(sentence: Sentence, owner: _Owner, first: int, left: int, right: int) -> bool:
    one, other = owner[left], owner[right]
    word = sentence.words[right]
    branch = (_label(one), _label(other)) == ("organization", "place")  # "Greenpeace | India"
    split = _label(one) == _label(other) == "person"  # "Physio Ida | Vale", cut by the tagger
    campus = branch and word.relation in ("appos", "nmod") and word.head == left
    if campus and sentence.words[left].text.lower() in wordlists.bodies_before_cities():  # "Trinity College | Dublin"
        return True
    if one is not None and not split and ((other is not None and not branch) or _label(one) == "person"):
        return False
    if one is None and other is not None:  # "Reform | UK" where only the place is labelled
        return _label(other) == "place" and word.relation == "flat"
    # "Ambassador to the United States Ada Lind": no edge within a name ties "States" to "Ada"
    heads = {each.head for each in sentence.words[first:right] if _inner(each)}
    if right in heads or (_inner(word) and (word.head in heads or word.head in range(first, right))):
        return True
    return any(above.index in heads for above in sentence.ancestors(word) if above.index > right)


def _inner(word: Word) -> bool:
    """Return True for a word attached to its head by a relation within names."""
    return word.relation in ("flat", "compound", "amod", "nummod", "dep", "fixed") or word.deprel == "nmod:desc"


def _cut_at_titles(sentence: Sentence, first: int, last: int, surnames: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield the names in a range without its titles: "Kremlin | Spokesman | Ada Lind"."""
    words = sentence.words[first:last]
    begin, titled = first, any(map(is_title, words))
    listed = titled and known(display(words)) is not None  # "The Hollywood Reporter"
    if not titled or listed or _is_organisation_with_title(sentence, first, last):
        yield first, last
        return
    for word in words:
        index = word.index
        if not is_title(word) or _is_inside_name(sentence, first, index, last, surnames):
            continue
        # "Dean" of "Coach Dean Vale": a given name too, after a title and before a surname
        given = word.text.lower() in wordlists.role_words("given") and index < last - 1
        before = sentence.words[index - 1] if index else None
        titled = before is not None and (is_title(before) or (before.upos == "NOUN" and before.text.islower()))
        above = sentence.parent(word, "appos")  # "The manager, Dean Vale"
        titled = titled or (above is not None and is_title(above) and above.text.lower() != word.text.lower())
        if not (given and (word.text in surnames or titled or _is_introduced(sentence, last))):
            yield from _trimmed(sentence, begin, index)
            begin = last if _has_field(sentence, index, last) else index + 1
    yield from _trimmed(sentence, begin, last)


def _has_field(sentence: Sentence, index: int, last: int) -> bool:
    """Return True for "MEC" of "MEC for Health", which the tagger takes for one name, not after "spokesman for the"."""
    link = sentence.words[index + 1].text if index + 1 < last else ""
    title = sentence.words[index]
    return link == "for" and title.relation != "nmod" and title.text.lower() in wordlists.role_words("of_portfolios")


def _is_introduced(sentence: Sentence, last: int) -> bool:
    """Return True before an age or an apposition, which follow a first mention: "Dean Vale, 67," and "…, a welder"."""
    comma, *more = [word.text for word in sentence.words[last : last + 2]] or [""]
    return comma == "," and any(age_in(text) or text in ("a", "an") for text in more)


def _is_inside_name(sentence: Sentence, first: int, index: int, last: int, surnames: Collection[str]) -> bool:
    """Return True for a title word inside a name: "Ida Baker", "Sen. King", a known "Baker" alone, "Anchor & Oak"."""
    word, before = sentence.words[index], sentence.words[index - 1] if index else None
    following = sentence.words[index + 1] if index + 1 < last else None
    # "House of Representatives", "Anchor & Oak", "Teachers Association of Orbel"
    house = before is not None and index > first and before.text == "of"
    pair = following is not None and following.text == "&"
    members = word.text.istitle() and word.text.lower() not in wordlists.role_nouns() and word.text.endswith("s")
    bodies = (each for each in sentence.entities if _label(each) == "organization")
    if house or pair or (members and any(each.first <= index < each.last - 1 for each in bodies)):
        return True
    if following is not None and following.text.rstrip(".") not in wordlists.name_suffixes():
        return False
    if following is not None and is_honour(following) and word.text.istitle():  # "Omar Sheikh KC"
        return True
    if any(each.first == index + 1 and _label(each) == "person" for each in sentence.entities):
        return False  # "Detective Constable | Ida Vale"
    if before is None or not word.text[:1].isupper():
        return word.text in surnames
    bare = before.text.rstrip(".")
    if index > first and not is_title(before):
        initial = len(bare) == 1 and (bare.isupper() or bare == "&")  # "Oak & Anchor"
        return following is not None or initial or word.relation == "flat" or bare.lower() in wordlists.given_names()
    # "Sen. King", but "the Chief Justice" and "Ida Vale, Deputy Chief Constable"
    above = sentence.parent(word, "appos")
    described = bool(sentence.children(word, "det")) or (
        above is not None and above.upos == "PROPN" and not is_title(above)
    )
    titled = is_title(before) and before.text[:1].isupper() and not described
    office = f"{before.text} {word.text}".lower() in wordlists.role_words("surnames_after_titles")
    if titled and not office and word.text.lower() in wordlists.role_words("surnames"):
        return True
    return word.text in surnames and before.upos not in ("DET", "ADJ", "PRON")


def _trimmed(sentence: Sentence, first: int, last: int) -> Iterator[tuple[int, int]]:
    """``first`` to ``last`` without the words before a title that say what kind of office it is: "Defence Minister"."""
    titled = last < len(sentence) and is_title(sentence.words[last])
    while titled and last > first:
        word = sentence.words[last - 1]
        named = word.text in wordlists.countries() or word.text in wordlists.parties()
        adjective = word.deprel == "amod" and word.head == last and not named  # "Postal Ombudsman", not "Tory minister"
        if not adjective and word.text.lower() not in wordlists.portfolio_words():
            break
        last -= 1
    while last > first and (not sentence.words[first].text[:1].isalnum() or sentence.words[first].text == "of"):
        first += 1  # not "of Orbel" of "the Duke of Orbel"
    if last > first:
        yield first, last


def _with_adjectives(sentence: Sentence, first: int, last: int) -> int:
    """Include capitalised words before an organisation, and particles: "Australian Sports Committee", "de Klerk"."""
    words = sentence.words
    heads = [word for word in words[first:last] if word.index == last - 1 or words[word.index + 1].upos == "ADP"]
    listed = any(head.text.lower() in wordlists.organisation_heads() for head in heads)
    party = any(not {head.text, head.text.removesuffix("s")}.isdisjoint(wordlists.parties()) for head in heads)
    national = display(words[first:last]) in wordlists.national_societies()
    while first > 0:
        word = words[first - 1]
        inside = word.text[:1].isupper() and first - 1 <= word.head < last
        compound = word.upos == "NOUN" and word.relation == "compound" and not word.text.isupper()
        noun = compound and first > 1 and not is_title(word)
        # the beginning of a sentence, a quotation or a headline does not explain its capital
        noun = noun and words[first - 2].text[-1:] not in "“\"‘':.—–"
        noun = noun and 2 * sum(each.text.islower() for each in words) > len(words)
        hyphen = first > 1 and word.text in _HYPHENS  # "Ms | al-Hadi"
        before = words[first - 1 - hyphen]
        particle = before.text in wordlists.name_particles() and (hyphen or before.upos == "PROPN")
        nation = national and word.relation == "amod"  # "Syrian Arab | Red Crescent"
        nation = nation or (party and word.upos == "ADJ" and word.text in wordlists.countries())  # "Welsh | Labour"
        if not particle and (not inside or not (noun or nation or (word.upos == "ADJ" and listed))):
            break
        first = before.index
    return first


def _is_organisation_with_title(sentence: Sentence, first: int, last: int) -> bool:
    """Return True for an organisation with a title inside: "General Motors"."""
    words = sentence.words[first:last]
    opening, end, tail = words[0], words[-1], words[-1].text.rstrip(".")
    # "Royal College of Eye Surgeons"
    college = end.xpos == "NNPS" and any(_organisation_word(a) and b.text == "of" for a, b in pairwise(words))
    ended = tail.lower() in wordlists.organisation_heads() or tail in wordlists.company_suffixes()
    ended = ended and not any(word.text.lower() in wordlists.given_names() for word in words[1:])
    if college or ended:
        return True
    entity = next((e for e in sentence.entities if e.first == first and e.last == last), None)
    if _label(entity) != "organization" or len(words) == 1:
        return False
    # "the chain | Orbel King"
    named = first > 0 and sentence.words[first - 1].text.lower() in wordlists.nouns_before_organisations()
    # "Weekly Examiner"
    if is_title(end) and (named or opening.text in ("Daily", "Weekly", "Sunday") or end.xpos == "NNPS"):
        return True
    if is_title(opening) and opening.deprel == "compound" and first <= opening.head < last:  # "Citizen Lab"
        return True
    if words[1].text.lower() == "of":  # "Office of the Governor"
        return is_title(end) and _organisation_word(opening)
    return False


def _kind(sentence: Sentence, run: tuple[int, int], entity: Entity | None) -> NameKind:
    label = _label(entity)
    words = sentence.words[run[0] : run[1]]
    texts = [word.text for word in words]
    if len(words) > 2 and words[0].text.rstrip(".") in ("D", "R", "I") and words[1].text in "-‑–":  # "Vale, D-Orbel,"
        return "place"
    if label in ("person", "group") and _is_of_organisation(sentence, *run):
        return "organization"
    before = sentence.words[run[0] - 1] if run[0] else None
    addressed = before is not None and before.text.rstrip(".") in wordlists.bare_honorifics()
    # "Omar Sheikh KC", not "an Orbel Chambers KC"
    letters = sentence.words[run[1] : run[1] + 1] if len(words) > 1 else ()
    honoured = any(map(is_honour, letters)) and (before is None or before.upos != "DET")
    if label == "person" and not addressed:
        phrase = display(words)
        if known(phrase, ambiguous=False) is not None or phrase in wordlists.seats():
            return "organization"  # "Wikinews", "Kremlin"
        if phrase.endswith("s") and phrase[:-1] in wordlists.adherents():
            return "group"  # "Republicans"
    if honoured or (addressed and label == "place"):
        return "person"
    institution = label == "place" and texts[-1].lower() in wordlists.organisation_heads()
    if len(words) > 1 and (institution or _ends_team(words[-1], entity)):
        return "organization"  # "St Anne's Hospital", "Halden United"
    if label:
        return label
    ends_in_place = any(each.last == run[1] and _label(each) == "place" for each in sentence.entities)
    if ends_in_place and len(words) > 1 and words[-1].relation == "flat":  # "Reform UK"
        return "organization"
    # "Mr Vale", "Governor Vale"
    titled = before is not None and is_title(before)
    return kind_of_words(texts) or ("person" if titled else "")


def _is_of_organisation(sentence: Sentence, first: int, last: int) -> bool:
    """Return True for "Wren & Otter", "The Hindu", "Nordair, which", "the airline Nordair", "Nordair, an airline"."""
    words = sentence.words[first:last]
    outlet = first > 0 and sentence.words[first - 1].text == "The" and known(f"The {display(words)}") is not None
    head, noun = sentence.head_of(words), sentence.words[first - 1] if first else None
    # a parser may attach the clause of another noun to a name that is no subject: "a book by Omar Stone, which"
    clauses = sentence.children(head, "acl:relcl") if len(words) == 1 or head.relation == "nsubj" else ()
    which = any(each.text == "which" for clause in clauses for each in sentence.children(clause, "nsubj"))
    # "Brandt Aerospace", but "Zaldy Co"
    given = words[0].text.lower() in wordlists.given_names()
    body = any(words[-1].text in ends for ends in (wordlists.company_suffixes(), wordlists.ends_of_teams()))
    company = body and len(words) > 1 and not given
    if outlet or which or company or any(word.text == "&" for word in words):
        return True
    # with a given name some nouns are a person's: "broadcaster Omar Stone", "Omar Stone, a steelpan maker"
    agents = ("er", "or") if given else ()
    bodies = wordlists.nouns_before_organisations()
    # "the airline Nordair", tied to the name or attached to the same word
    siblings = noun is not None and noun.relation == "nmod" and head.relation in ("nmod", "appos")
    tied = noun is not None and (is_tied(noun, head) or (siblings and noun.head == head.head))
    if noun is not None and tied and not noun.text.lower().endswith(agents):
        # "a spokesman for drone maker Nordair", where "film maker Ida Vale" has a full name
        parents = [*filter(None, (sentence.parent(head), sentence.parent(noun)))]
        spoken_for = len(words) == 1 and any(each.base in wordlists.role_words("spokespersons") for each in parents)
        if noun.text.lower() in bodies or (spoken_for and noun.base in wordlists.organisation_nouns()):
            return True
    # in "Ida Vale from Beacon, the aid agency," the agency is Beacon
    apart = {sentence.descendants(each)[-1].index + 1 for each in sentence.children(head, "nmod") if each.index >= last}
    nouns = (each for each in sentence.children(head, "appos") if each.index >= last and each.xpos == "NN")
    apposed = [each.text for each in nouns if sentence.descendants(each, without=("punct",))[0].index - 1 not in apart]
    above = sentence.parent(head, "appos")
    if above is not None and above.relation == "nsubj" and above.text in bodies and not above.text.endswith(agents):
        return any(child.text.lower() in ("a", "an") for child in sentence.children(above, "det"))  # "A charity, Vale,"
    return any(text in wordlists.organisation_nouns() and not text.endswith(agents) for text in apposed)


def kind_of_words(texts: Sequence[str]) -> NameKind:
    """Return the kind that the words of a name indicate alone, else ""."""
    phrase = " ".join(text for text in texts if text not in _HYPHENS)
    bare = [text.rstrip(".").lower() for text in texts]
    if phrase in place_names():
        return "place"
    if phrase in wordlists.metonyms() or known(phrase) is not None:
        return "organization"
    tail = texts[-1].rstrip(".")
    ended = tail in wordlists.company_suffixes() or bare[-1] in wordlists.organisation_heads()
    acronym = len(texts) == 1 and len(tail) in range(2, 7) and tail.isupper()
    if ended or acronym or (len(bare) > 2 and "of" in bare) or "&" in bare:
        return "organization"
    return "person" if bare[0] in wordlists.given_names() else ""


def is_called(sentence: Sentence, noun: Word, name: Word) -> bool:
    """Return True where a clause after the noun names it: "a man called Vale", "a man who gave his name as Vale"."""
    names = wordlists.role_words("names")
    if any(case.text.lower() in wordlists.role_words("naming") for case in sentence.children(name, "case")):
        return name.head == noun.index  # where the parser takes "named" for a preposition
    naming = sentence.parent(name)
    # "who gave only his nom de guerre, Falcon", "who goes by the name of Vale"
    if naming is not None and (name.relation == "appos" or (name.relation == "nmod" and naming.text.lower() in names)):
        naming = sentence.parent(naming)
    if naming is None:
        return False
    clause = sentence.parent(naming, "xcomp") or naming  # "who asked to be called Vale"
    if clause.relation != "acl" or clause.head != noun.index:
        return False
    clauses = (each for each in sentence.children(noun, "acl") if each.index < naming.index)
    if any(word.upos == "NOUN" for each in clauses for word in sentence.descendants(each)[-1:]):
        return False  # "a man who bought a dog | called Otto", whatever the tree says
    objects = {word.text.lower() for word in sentence.children(naming, "obj", "obl")}
    given = naming.lemma in ("give", "go", "use") and not objects.isdisjoint(names)
    # "who goes by Vale", "who introduced himself as Vale"
    goes = naming.lemma == "go" and any(case.text == "by" for case in sentence.children(name, "case"))
    reflexive = any(each.endswith(("self", "selves")) for each in objects)
    presented = reflexive and naming.lemma in wordlists.role_words("presenting")
    return given or goes or presented or naming.text.lower() in wordlists.role_words("naming")
