"""What a name names, by all its mentions in a text: taggers read "Halden Moss", a company, as a person.

A learned classifier, which is passed in, reads the word states of the heads of all mentions of a name, features of
these mentions, and those of the longer name of which a word is the short form ("Moss"), or of the short forms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Protocol

from attrs import evolve, frozen

from quoteattr.resolve import wordlists
from quoteattr.resolve.names import NameKind, NameSpan, is_title
from quoteattr.tree import NounKind, Sentence

Names = Sequence[Sequence[NameSpan]]  # of each sentence
Rows = Sequence[Sequence[float]]  # numbers of each item

FORM = "name"
"""The name of the weights in the scorer."""
KINDS: tuple[NameKind, ...] = ("person", "organization", "place", "thing")
"""The kinds of names, in the order of the classifier's probabilities."""
SURE = 0.85
"""The least probability of not being a person's at which a name that the tagger takes for one gets another kind."""
UNSURE = 0.2
"""The least probability of not being a person's at which such a name may be an organisation that employs somebody."""

_TAGS = ("person", "organization", "place", "group", "thing", "")
_BEFORE = frozenset(("the", "at", "by", "in", "of", "for"))
_INSIDE = frozenset(("of", "and", "&", "the"))
_OF_MENTION = (
    *(kind or "unknown" for kind in _TAGS), "given name", "one word", "long", "titled", "after preposition or article",
    "small words", "capitals", "subject", "possessive", "age", "who", "noun of person", "noun of organisation",
    "he or she follows",
)  # fmt: skip
_SUMMARY = (*(f"{each}, mean" for each in _OF_MENTION), *(f"{each}, most" for each in _OF_MENTION))
FEATURES = (
    *_SUMMARY, "in longer name", "has short form", *(f"longer name: {each}" for each in _SUMMARY),
    *(f"short form: {each}" for each in _SUMMARY),
)  # fmt: skip
_SHOWING_PEOPLE = ("titled", "age", "who", "noun of person", "he or she follows")
_PERSONAL = tuple(FEATURES.index(f"{each}, most") for each in _SHOWING_PEOPLE)


class NounScorer(Protocol):
    """What the model knows of the nouns of a text, whose words are given by their numbers."""

    def kinds(self) -> Mapping[int, NounKind]:
        """Return for each word that can head a description what kind of source it would be."""

    def probabilities(self, form: str, heads: Sequence[Sequence[int]], rows: Rows) -> Rows | None:
        """Return the probabilities of the classes of each item, None without weights.

        Args:
            form: The name of the weights.
            heads: The heads of the mentions of each item.
            rows: The features of each item.
        """


@frozen
class NameUse:
    """All mentions of a name: the sentence, the name in it and the number of its head among the words of the text.

    ``longer`` is the only longer name with the word that this one consists of.
    """

    texts: tuple[str, ...]
    mentions: tuple[tuple[int, NameSpan, int], ...]
    row: tuple[float, ...]
    longer: tuple[str, ...] | None = None

    @property
    def heads(self) -> tuple[int, ...]:
        return tuple(number for _, _, number in self.mentions)


def with_kinds(sentences: Sequence[Sentence], names: Names, scorer: NounScorer) -> list[tuple[NameSpan, ...]]:
    """Return the names of each sentence, with the right kind those that the tagger takes for people's by mistake.

    People whom it takes for organisations get the right kind too: "Ida Vale, president of Nordair".
    """
    uses = [use for use in name_uses(sentences, names) if _has_kind(use, "person") or _is_open(use)]
    found = scorer.probabilities(FORM, [use.heads for use in uses], [use.row for use in uses]) if uses else None
    kinds: dict[tuple[str, ...], NameKind] = {}
    doubts: dict[tuple[int, NameSpan], float] = {}
    for use, shares in zip(uses, found or (), strict=False):
        if 1 - shares[0] >= SURE and _has_kind(use, "person"):
            kinds[use.texts] = KINDS[max(range(1, len(KINDS)), key=shares.__getitem__)]
        if shares[0] >= SURE and _is_open(use):
            kinds[use.texts] = "person"
        if shares[0] <= 1 - UNSURE:
            doubts |= {(index, run): 1 - shares[0] for index, run, _ in use.mentions if run.kind == "person"}
    kinds |= {use.texts: "organization" for use in uses if _is_known_body(use)}
    # "Mr Obi" shows that "Sunday Obi" is a person
    sure = (use for use, shares in zip(uses, found or (), strict=False) if shares[0] >= SURE)
    people = {use.longer for use in sure if any(use.row[number] for number in _PERSONAL)}
    kinds |= {texts: "person" for texts in kinds if texts in people}
    kinds |= {use.texts: kinds[use.longer] for use in uses if use.longer in kinds}
    places = {(index, run): kinds[use.texts] for use in uses if use.texts in kinds for index, run, _ in use.mentions}

    def corrected(index: int, run: NameSpan) -> NameSpan:
        kind = places.get((index, run))
        wrong = run.kind == "person" or (kind == "person" and run.kind == "organization")
        if kind is not None and wrong:
            return evolve(run, kind=kind, corrected=kind != "person")
        doubt = doubts.get((index, run))
        return run if doubt is None else evolve(run, doubt=doubt)

    return [tuple(corrected(index, run) for run in runs) for index, runs in enumerate(names)]


def _has_kind(use: NameUse, kind: NameKind) -> bool:
    return any(run.kind == kind for _, run, _ in use.mentions)


def _is_open(use: NameUse) -> bool:
    """Return True for an organisation by the tagger that has a title, a noun of people or an age, or is "who"."""
    # a pronoun that follows is not enough: "Van Vale played in Lima. He left"
    return _has_kind(use, "organization") and any(use.row[number] for number in _PERSONAL[:-1])


def _is_known_body(use: NameUse) -> bool:
    """Return True for "Eli Lilly", and for "Fitch" where no "Ida Fitch" is named, unless a mention is a person's."""
    personal = use.longer is not None or any(use.row[number] for number in _PERSONAL)
    return not personal and "".join(use.texts) in wordlists.named_after_people()


def name_uses(sentences: Sequence[Sentence], names: Names) -> Iterator[NameUse]:
    """Yield the names of a text with mentions and features."""
    found: defaultdict[tuple[str, ...], list[tuple[int, NameSpan, int]]] = defaultdict(list)
    first = 0
    for index, (sentence, runs) in enumerate(zip(sentences, names, strict=True)):
        for run in runs:
            texts = tuple(word.text for word in run.words(sentence))
            found[texts].append((index, run, first + run.head(sentence).index))
        first += len(sentence)
    longer = _longer_names(found)
    shorter: defaultdict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for texts, whole in longer.items():
        shorter[whole].append(texts)

    @cache
    def rows(texts: tuple[str, ...]) -> list[tuple[float, ...]]:
        return [_of_mention(sentences, index, run) for index, run, _ in found[texts]]

    for texts, mentions in found.items():
        long, short = longer.get(texts), [row for each in shorter.get(texts, ()) for row in rows(each)]
        row = (
            *_summary(rows(texts)), float(long is not None), float(bool(short)), *_summary(rows(long) if long else []),
            *_summary(short),
        )  # fmt: skip
        yield NameUse(texts, tuple(mentions), row, long)


def _longer_names(names: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return for each name of one word the longer name that has this word, if there is only one."""
    with_word: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for texts in names:
        for text in texts if len(texts) > 1 else ():
            with_word[text].add(texts)
    single = ((texts, with_word[texts[0]]) for texts in names if len(texts) == 1)
    return {texts: whole for texts, wholes in single if len(wholes) == 1 for whole in wholes}


def _summary(rows: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    """Return the mean and the greatest value of each feature of some mentions, 0 without mentions."""
    if len(rows) < 2:
        return (rows[0] if rows else (0.0,) * len(_OF_MENTION)) * 2
    columns = [*zip(*rows, strict=True)]
    return (*[sum(column) / len(column) for column in columns], *map(max, columns))


def _of_mention(sentences: Sequence[Sentence], index: int, run: NameSpan) -> tuple[float, ...]:
    """Return the features of one mention, in the order of ``_OF_MENTION``."""
    sentence = sentences[index]
    words, head = run.words(sentence), run.head(sentence)
    before = sentence.words[run.first - 1] if run.first else None
    after = [word.text.lower() for word in sentence.words[run.last : run.last + 2]]
    # nouns that say what it is: "the *singer* Ida Vale", "Nordair, an *airline*"
    above = filter(None, (sentence.parent(head, "appos", "flat", "compound"),))
    nouns = {word.text.lower() for word in (*sentence.children(head, "appos", "compound", "nmod:desc"), *above)}
    return (
        *(float(run.kind == kind) for kind in _TAGS),
        float(words[0].text.lower() in wordlists.given_names()),
        float(len(words) == 1),
        float(len(words) > 2),
        float(before is not None and is_title(before)),
        float(before is not None and before.text.lower() in _BEFORE),
        float(any(word.text.lower() in _INSIDE for word in words)),
        float(words[-1].text.isupper()),
        float(head.relation == "nsubj"),
        float(head.deprel == "nmod:poss"),
        float(any(child.upos == "NUM" for child in sentence.children(head, "appos", "nummod"))),
        float(after[:1] in (["who"], ["whose"]) or after in ([",", "who"], [",", "whose"])),
        float(not all(map(nouns.isdisjoint, (wordlists.role_nouns(), wordlists.person_nouns())))),
        float(not nouns.isdisjoint(wordlists.organisation_nouns())),
        float(_is_gendered_next(sentences, index, run)),
    )


def _is_gendered_next(sentences: Sequence[Sentence], index: int, run: NameSpan) -> bool:
    """Return True if "he" or "she" is the next singular pronoun in the sentence of a name or the following one."""
    pronouns = wordlists.pronouns()
    following = sentences[index + 1].words if index + 1 < len(sentences) else ()
    for word in (*sentences[index].words[run.last :], *following):
        row = pronouns.get(word.text.lower())
        if row is not None and row[0] == "third" and row[1] == "singular" and row[2]:
            return row[2] in ("male", "female")
    return False
