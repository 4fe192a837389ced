"""Fit the scorer of affiliations that other sentences imply to news articles written for this project.

Each line of the files in the folder ``employers`` is an article with the people who speak in it: the name, the roles,
all forms of the affiliation that the article gives, and whether it is stated near the name or implied by other
sentences. Each file has a different author and topic. People whose own phrases name an organisation are examples
too, as if no phrase named it; they are *closed*, the others *open*. The figures are those of open people.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from quoteattr.annotate.coreference import PairModel, StateScorer
from quoteattr.errors import InputError
from quoteattr.model import Span
from quoteattr.resolve.coreference import COLUMNS
from quoteattr.resolve.employers import FORM, SURE, Person, Question, choice, is_stated
from quoteattr.resolve.speakers import read_speakers
from quoteattr.training.coreference import (
    SEED,
    FitNumbers,
    MentionExample,
    ParsedText,
    fit_member,
    link_of,
    principal_components,
)
from quoteattr.training.corpora import WRITTEN, read_jsonl

MEMBERS = 4
PASSES = 40
COMPONENTS = 256
NUMBERS = FitNumbers(projected=32, hidden=64, batch=32, decay=0.1, dropout=0.3, state_dropout=0.3)
FOLDS = 3
PASSAGES = 1  # of each article

_DETERMINERS = re.compile(r"\A(?:the|an?|his|her|its|their|our)\s", re.IGNORECASE)
_WORDS = re.compile(r"\w+")


@frozen
class GoldPerson:
    """A source of an article; ``affiliations`` are forms of one, the best first, and empty for none."""

    name: str
    affiliations: tuple[str, ...]


@frozen
class GoldArticle:
    """An article of an author with the people who speak in it.

    ``described`` are the sources without a name in the text, in text order. ``persons`` and ``organizations`` are all
    names of each in the text, empty in articles that give none.
    """

    id: str
    author: str
    text: str
    people: tuple[GoldPerson, ...]
    persons: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    described: tuple[tuple[Span, GoldPerson], ...] = ()


def passages(article: GoldArticle) -> Iterator[GoldArticle]:
    """Yield random passages of an article, of up to four paragraphs.

    Whose affiliation the passage doesn't have has none in it, so that a scorer of short texts learns to link nobody.
    """
    paragraphs = article.text.split("\n\n")
    order = random.Random(article.id)
    for number in range(PASSAGES):
        first = order.randrange(len(paragraphs))
        text = "\n\n".join(paragraphs[first : first + order.randint(1, 4)])
        start = len("\n\n".join((*paragraphs[:first], "")))
        people = tuple(_in_passage(each, text) for each in article.people)
        described = tuple(
            (Span(span.start - start, span.end - start), _in_passage(each, text))
            for span, each in article.described
            if start <= span.start and span.end <= start + len(text)
        )
        yield evolve(article, id=f"{article.id}/{number}", text=text, people=people, described=described)


def _in_passage(person: GoldPerson, text: str) -> GoldPerson:
    """Return a source of a passage, whose affiliation is one only if the passage names it."""
    return evolve(person, affiliations=tuple(form for form in person.affiliations if form in text))


@frozen(eq=False)
class AskedPerson:
    """A person of an article with the candidates, the gold affiliation and the example; ``open`` as above."""

    author: str
    question: Question
    gold: GoldPerson
    example: MentionExample
    open: bool


def gold_articles(folder: Path = WRITTEN) -> Iterator[GoldArticle]:
    """Yield the articles of the files of a folder.

    Raises:
        InputError: The folder has none, as in an installation from a wheel.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise InputError(f"{str(folder)!r} has no articles: train in a clone of the repository")
    for path in files:
        for row in read_jsonl(path):
            people = (GoldPerson(each["name"], tuple(each["affiliation"])) for each in row["speakers"])
            described = (
                (Span(start, end), GoldPerson(row["text"][start:end], tuple(body)))
                for start, end, name, *body in row["described"]
                if name is None
            )
            persons, organizations = (tuple(row.get(key, ())) for key in ("people", "organizations"))
            yield GoldArticle(
                row["id"], path.stem, row["text"], tuple(people), persons, organizations, tuple(described)
            )


def asked_people(article: GoldArticle, reading: ParsedText, model: PairModel) -> Iterator[AskedPerson]:
    """Yield the people of an article that have candidates; "none of them" is right where no candidate is.

    A closed person whose affiliation is none of the candidates is left out.
    """
    states = StateScorer(model, reading.states, COLUMNS)
    links = [link_of(each) for each in reading.attributions if each.cue is not None]
    sentences = [piece for sentence in reading.sentences if sentence.annotated for piece in sentence.pieces()]
    read = read_speakers(article.text, sentences, reading.parts, links, scorer=states)
    for number in read.speakers:
        question = read.employers.question(number)
        is_open = not is_stated(read.employers.people[number])
        gold = None if question is None else _gold_of(question.person, article)
        if question is None or gold is None:
            continue
        others = states.of([*question.numbers, -1]).astype(np.float16)
        right = np.array(_right(question, gold))
        if not is_open and gold.affiliations and right[-1]:
            continue
        example = MentionExample(
            FORM, article.id, states.of([question.word])[0].astype(np.float16), others,
            np.array(question.rows, np.float32), right,
        )  # fmt: skip
        yield AskedPerson(article.author, question, gold, example, is_open)


def _gold_of(person: Person, article: GoldArticle) -> GoldPerson | None:
    """Return the annotated source that a speaker is, by its first mention if it has no name, None for no one."""
    if person.named:
        return gold_person(person.speaker.name, article.people)
    first = person.mentions[0].span
    same = (gold for span, gold in article.described if span.overlaps(first))
    return next(same, None) or gold_person(person.speaker.name, article.people)


def gold_person(name: str, people: Iterable[GoldPerson]) -> GoldPerson | None:
    """Return the person of a name, None where no one or several have it."""
    words = _words(name)
    exact = [each for each in people if _words(each.name) == words]
    near = exact or [each for each in people if words <= _words(each.name) or _words(each.name) <= words]
    return near[0] if len(near) == 1 else None


def is_same(name: str, forms: Iterable[str]) -> bool:
    """Return True if a name has all words of one of some forms, or that form all words of the name."""
    words = _words(name)
    return any(words and (words <= _words(form) or _words(form) <= words) for form in forms)


def _right(question: Question, gold: GoldPerson) -> list[bool]:
    """Return for each candidate, and for none of them, if it is the gold affiliation."""
    organisations = {each.id: each for each, _ in question.candidates}
    forms = [_words(form) for form in gold.affiliations]
    same = {id for id, each in organisations.items() if any(_words(mention.name) in forms for mention in each.names)}
    same = same or {
        id
        for id, each in organisations.items()
        if any(is_same(mention.name, gold.affiliations) for mention in each.names)
    }
    right = [each.id in same for each, _ in question.candidates]
    return [*right, not any(right)]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(_DETERMINERS.sub("", text).casefold()))


def fit(found: Sequence[MentionExample]) -> dict[str, NDArray[np.float32]]:
    """Fit the members of the ensemble, and return their weights."""
    basis = principal_components(np.concatenate([each.others for each in found]).astype(np.float32), COMPONENTS)
    members = [fit_member(found, basis, SEED + number, PASSES, NUMBERS) for number in range(MEMBERS)]
    return {name: np.stack([member[name] for member in members]) for name in members[0]}


def refit(
    articles: Sequence[GoldArticle], reader: Callable[[Sequence[str]], Iterable[ParsedText]], model: PairModel
) -> tuple[dict[str, NDArray[np.float32]], dict[str, float]]:
    """Fit the scorer; return its weights with the figures that it reaches on whole articles, in folds of authors.

    Args:
        articles: The articles; passages of them are read too.
        reader: Reads texts with the model whose states are fitted to.
        model: The scorer of antecedents of that model.
    """
    texts = [*articles, *(passage for article in articles for passage in passages(article))]
    readings = reader([each.text for each in texts])
    found = [
        person for text, reading in zip(texts, readings, strict=True) for person in asked_people(text, reading, model)
    ]
    whole = {each.id for each in articles}
    authors = sorted({each.author for each in found})
    judged: list[tuple[bool, bool, bool]] = []
    for fold in range(FOLDS):
        held = set(authors[fold::FOLDS])
        weights = fit([each.example for each in found if each.author not in held])
        judged += [
            _judged(each, weights) for each in found if each.open and each.author in held and each.example.text in whole
        ]
    stated = sum(gold for gold, _, _ in judged)
    said, right = sum(said for _, said, _ in judged), sum(right for _, _, right in judged)
    figures = {
        "people": float(len(judged)),
        "affiliations found": round(100 * right / max(1, stated), 1),
        "affiliations right": round(100 * right / max(1, said), 1),
    }
    return fit([each.example for each in found]), figures


def _judged(person: AskedPerson, weights: Mapping[str, NDArray[np.float32]]) -> tuple[bool, bool, bool]:
    """Return whether a person has an affiliation, whether one is reported, and whether that is right."""
    example = person.example
    scores = PairModel({FORM: weights}).scores(
        FORM, example.anaphor.astype(np.float32), example.others.astype(np.float32), example.rows
    )
    best, _, probability = choice(person.question, scores.tolist())
    said = probability >= SURE
    return bool(person.gold.affiliations), said, said and is_same(best.name, person.gold.affiliations)
