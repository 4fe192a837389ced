"""Role and affiliation of a person, as written around the name or in a phrase without one.

Before the name ("Kremlin spokesman Dmitry Peskov"), after it ("Ana Ruiz, the chief executive of Nordair"), with the
name as an apposition ("Nordair's chief executive, Ana Ruiz"), and alone ("a spokesman for Nordair").
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from quoteattr.lexicon import load_table
from quoteattr.model import Span
from quoteattr.resolve import wordlists
from quoteattr.resolve.names import Run, display, is_title
from quoteattr.tree import Sentence, Word

_NAME_RELATIONS = ("appos", "flat", "compound", "nmod")
_MODIFIERS = frozenset(("PROPN", "NOUN", "ADJ", "NUM", "X"))
_STOPS = frozenset(',;:()[]"“”—–')


@frozen
class Office:
    """What is said of a person: ``role`` with ``affiliation``, and where the words begin and end."""

    role: str | None = None
    affiliation: str | None = None
    honorific: str | None = None
    noun: str = ""
    start: int | None = None


NO_OFFICE = Office()


def office_of(text: str, sentence: Sentence, run: Run, runs: Sequence[Run]) -> Office:
    """The office of the person whose name is ``run``; the words before the name lead over those after it."""
    before = _before(text, sentence, run, runs)
    if before.role:
        return before
    beside = _beside(text, sentence, run, runs)
    honorific, start = before.honorific, before.start
    if beside.role is None:
        # "Ana Ruiz of the University of Leeds"
        affiliation = _held_at(sentence, run.head(sentence), runs, after=run.last)
        return Office(None, affiliation, honorific, "", start)
    return Office(beside.role, beside.affiliation, honorific, beside.noun, start)


def office_in_phrase(text: str, sentence: Sentence, head: Word, runs: Sequence[Run]) -> Office:
    """The office that a phrase around the noun ``head`` tells; empty if the noun is no office."""
    if not _is_office(head):
        return NO_OFFICE
    first = _first_modifier(sentence, head, head.index)
    role, affiliation = _role_text(text, sentence, first, head, runs)
    noun = _noun(head)
    held = _held_at(sentence, head, runs, after=head.index + 1)
    tail = _complement(text, sentence, head, runs)
    return Office(role + tail, affiliation or _possessor(sentence, head) or held, None, noun)


def _noun(word: Word) -> str:
    lower = (word.lemma or word.text).lower().rstrip(".")
    return lower if lower in wordlists.role_nouns() else word.text.lower().rstrip(".")


def _is_office(word: Word) -> bool:
    if word.text.rstrip(".") in wordlists.bare_honorifics():
        return False
    return word.upos in ("NOUN", "PROPN", "ADJ") and (is_title(word) or _noun(word) in wordlists.role_nouns())


def _before(text: str, sentence: Sentence, run: Run, runs: Sequence[Run]) -> Office:
    """Title and forms of address that stand directly before the name."""
    index = run.first - 1
    honorific: str | None = None
    start: int | None = None
    while index >= 0 and sentence.words[index].text.rstrip(".") in wordlists.honorifics():
        bare = sentence.words[index].text.rstrip(".")
        if bare not in wordlists.bare_honorifics() and bare.lower() in wordlists.role_nouns():
            break
        honorific, start = honorific or bare, sentence.words[index].span.start
        index -= 1
    end = _title_before(sentence, run, index)
    if end is None:
        return Office(None, None, honorific, "", start)
    first = _first_modifier(sentence, end, index)
    role, affiliation = _role_text(text, sentence, first, end, runs, last=index)
    affiliation = affiliation or _held_at(sentence, end, runs, after=end.index + 1, until=run.first)
    affiliation = affiliation or _possessor(sentence, run.head(sentence), end)
    return Office(role, affiliation, honorific, _noun(end), sentence.words[first].span.start)


def _title_before(sentence: Sentence, run: Run, index: int) -> Word | None:
    """The noun of the title that ends at ``index``, or that the tree ties to the name from further left."""
    if index < 0:
        return None
    word = sentence.words[index]
    # "Kremlin spokesman Dmitry Peskov", "team member Ida Vale"
    if word.text.islower() and word.upos == "NOUN" and word.head in range(run.first, run.last):
        return word
    if _is_office(word):
        return word
    if word.text in _STOPS:
        return None
    # "Ambassador to the United States Ada Lind": the title has a complement of its own
    head = run.head(sentence)
    above = sentence.parent(head)
    tied = [child for child in sentence.children(head, "nmod:desc", "compound") if child.index < run.first]
    if head.deprel in ("appos", "flat") and above is not None:
        tied.append(above)
    for title in tied:
        between = sentence.words[title.index + 1 : run.first]
        if title.index < run.first and _is_office(title) and not any(each.text in _STOPS for each in between):
            return title
    return None


def _first_modifier(sentence: Sentence, noun: Word, index: int) -> int:
    """Where the words of a title begin: the stretch of modifiers that ends with ``noun``."""
    first = noun.index
    while first > 0:
        word = sentence.words[first - 1]
        joined = word.text in ("-", "‑") and first > 1 and sentence.words[first - 2].span.end == word.span.start
        of = word.text.lower() == "of" and first > 1 and sentence.words[first - 2].upos in ("NOUN", "PROPN")
        if not (word.upos in _MODIFIERS or joined or of or word.text.lower() == "then"):
            break
        if word.upos == "ADJ" and _foreign(sentence, word, noun):
            break
        if word.upos in ("NOUN", "PROPN") and _foreign(sentence, word, noun) and word.head != noun.index:
            break
        first -= 1
    while (first < noun.index and not sentence.words[first].text[:1].isalnum()) or sentence.words[first].text == "of":
        first += 1
    return first


def _foreign(sentence: Sentence, word: Word, noun: Word) -> bool:
    """True for a word that hangs from something outside the title and its name ("*Tuesday* President Vale")."""
    if word.head == noun.head and word.index < noun.index:
        return word.relation not in ("compound", "amod", "nmod", "flat", "nummod", "punct")
    above = [each.index for each in sentence.ancestors(word)]
    return noun.index not in above and noun.head not in above


def _role_text(
    text: str, sentence: Sentence, first: int, noun: Word, runs: Sequence[Run], last: int | None = None
) -> tuple[str, str | None]:
    """The role as written and the name among its modifiers: ("Kremlin spokesman", "Kremlin")."""
    end = sentence.words[max(noun.index, noun.index if last is None else last)].span.end
    role = Span(sentence.words[first].span.start, end).of(text).strip()
    inside = [run for run in runs if first <= run.first and run.last <= noun.index]
    names = [
        run
        for run in inside
        if not all(_is_portfolio(word) for word in run.words(sentence)) and not _stands_for_adjective(run, sentence)
    ]
    return " ".join(role.split()), display(names[0].words(sentence)) if names else None


def _stands_for_adjective(run: Run, sentence: Sentence) -> bool:
    """ "US President": short for "American", no affiliation; "EU" and "UN" are organisations."""
    return display(run.words(sentence)) in wordlists.short_adjectives()


def _possessor(sentence: Sentence, *heads: Word) -> str | None:
    """ "Belarus" of "Belarus' President": the owner of the office; pronouns name nobody."""
    for head in heads:
        for child in sentence.children(head, "nmod:poss"):
            if child.upos != "PRON":
                words = sentence.descendants(child, without=("case", "det", "acl", "appos"))
                return display(words) if words else None
    return None


def _held_at(sentence: Sentence, head: Word, runs: Sequence[Run], after: int, until: int | None = None) -> str | None:
    """ "Nordair" of "chief executive of Nordair": the name that the noun links to by a preposition."""
    links = load_table("titles")["roles"]["links"]
    for child in sentence.children(head, "nmod"):
        if child.index < after or (until is not None and child.index >= until):
            continue
        case = sentence.children(child, "case")
        if not case or case[0].text.lower() not in links:
            continue
        named = next((run for run in runs if run.first <= child.index < run.last), None)
        if named is not None and all(_is_portfolio(word) for word in named.words(sentence)):
            continue
        if named is not None:
            return display(named.words(sentence))
        # "a spokesman for the ministry"
        if child.text.lower() in wordlists.organisation_nouns() and child.upos == "NOUN":
            words = sentence.descendants(child, without=("case", "det", "acl", "appos", "conj", "punct"))
            return display(words[1:] if words[0].upos == "DET" else words)
    return None


def _is_portfolio(word: Word) -> bool:
    return word.text.lower() in wordlists.portfolio_words()


def _complement(text: str, sentence: Sentence, head: Word, runs: Sequence[Run]) -> str:
    """ " of policy" of "director of policy at Nordair": part of the role, as no name stands in it."""
    pieces: list[str] = []
    for child in sentence.children(head, "nmod"):
        below = sentence.descendants(child, without=("acl", "appos", "conj", "nmod"))
        case = sentence.children(child, "case")
        if child.index < head.index or not case or case[0].text.lower() != "of":
            continue
        first, last = below[0], below[-1]
        named = any(run.first <= last.index and first.index < run.last for run in runs)
        organisation = child.text.lower() in wordlists.organisation_nouns()
        contiguous = first.index == head.index + 1 and last.index - first.index < 6
        if not named and not organisation and contiguous:
            pieces.append(" " + " ".join(Span(first.span.start, last.span.end).of(text).split()))
    return "".join(pieces[:1])


def _beside(text: str, sentence: Sentence, run: Run, runs: Sequence[Run]) -> Office:
    """The office in apposition to the name, on either side of it."""
    head = run.head(sentence)
    for child in sentence.children(head, "appos"):
        # "Ana Ruiz, the chief executive of Nordair, said"
        if child.index >= run.last and _is_office(child) and not _in_run(child, runs):
            return office_in_phrase(text, sentence, child, runs)
    above = sentence.parent(head)
    # "Nordair's chief executive, Ana Ruiz, said"
    if head.relation in _NAME_RELATIONS[:2] and above is not None and above.index < run.first and _is_office(above):
        return office_in_phrase(text, sentence, above, runs)
    return NO_OFFICE


def _in_run(word: Word, runs: Sequence[Run]) -> bool:
    return any(run.first <= word.index < run.last for run in runs)
