"""Augmentation of the corpora with forms of news that are rare in them.

In EWT and GUM a reporting verb has its subject before it in 97 of 100 cases, so a parser trained on them reads
"…, said Peskov" as an object: generated sentences have the subject after the verb. In PolNeAR every headline ends with
a full stop, on pages none does: some articles lose it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from attrs import evolve

from quoteattr.lexicon import load_table
from quoteattr.training.corpora import CueRoles, NewsArticle, TreeSentence

T = TypeVar("T")
# The words, tags, heads and relations of a part of a sentence.
Columns = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[int, ...], tuple[str, ...]]


def children(sentence: TreeSentence, head: int, *relations: str) -> list[int]:
    """Return the dependents of a word by one of the (subtype-free) relations."""
    return [
        i
        for i, (above, relation) in enumerate(zip(sentence.heads, sentence.deprels, strict=True))
        if above == head and relation.partition(":")[0] in relations
    ]


def below(sentence: TreeSentence, top: int) -> list[int]:
    """Return a word and all words below it, in order."""
    found = {top}
    grown = True
    while grown:
        more = {i for i, head in enumerate(sentence.heads) if head in found} - found
        found |= more
        grown = bool(more)
    return sorted(found)


def reordered(sentence: TreeSentence, order: Sequence[int]) -> TreeSentence:
    """Return the sentence with its words in another order; words left out of ``order`` must be leaves."""
    new = {old: position for position, old in enumerate(order)}
    return TreeSentence(
        tuple(sentence.words[i] for i in order),
        tuple(sentence.upos[i] for i in order),
        tuple(sentence.xpos[i] for i in order),
        tuple(new[sentence.heads[i]] if sentence.heads[i] >= 0 else -1 for i in order),
        tuple(sentence.deprels[i] for i in order),
        sentence.paragraph,
    )


def inserted(sentence: TreeSentence, position: int, word: str, head: int, xpos: str) -> TreeSentence:
    """Return the sentence with one more punctuation mark before ``position``."""

    def moved(index: int) -> int:
        return index + (index >= position)

    heads = [moved(index) if index >= 0 else -1 for index in sentence.heads]
    return TreeSentence(
        (*sentence.words[:position], word, *sentence.words[position:]),
        (*sentence.upos[:position], "PUNCT", *sentence.upos[position:]),
        (*sentence.xpos[:position], xpos, *sentence.xpos[position:]),
        (*heads[:position], moved(head), *heads[position:]),
        (*sentence.deprels[:position], "punct", *sentence.deprels[position:]),
        sentence.paragraph,
    )


def quotatives(sentences: Sequence[TreeSentence], dice: random.Random, count: int) -> Iterator[TreeSentence]:
    """``S , said X .``, with and without quotation marks, and a share of ``S , X said .``.

    S is any declarative sentence and X any subject of the treebank, both with their own trees; the verb governs S by
    ccomp and X by nsubj, as EWT and GUM annotate the few cases that they have.
    """
    clauses = [s for s in sentences if _declarative(s)]
    subjects = [subject for s in sentences for subject in _subjects(s)]
    names = [subject for subject in subjects if "PROPN" in subject.upos]
    for _ in range(count):
        clause, subject = dice.choice(clauses), dice.choice(names if dice.random() < 0.6 else subjects)
        verb, xpos = dice.choice(load_table("augmentation")["composed"])
        yield _composed(clause, subject, (verb, xpos), quoted=dice.random() < 0.6, inverted=dice.random() < 0.75)


def moved_subjects(sentences: Sequence[TreeSentence]) -> Iterator[TreeSentence]:
    """Yield every real ``…, X said …`` of the treebank as ``…, said X …``."""
    for sentence in sentences:
        for verb, word in enumerate(sentence.words):
            made = _behind(sentence, verb) if word.lower() in load_table("augmentation")["moved"] else None
            if made is not None:
                yield made


def _declarative(sentence: TreeSentence) -> bool:
    root = sentence.heads.index(-1)
    return (
        5 <= len(sentence.words) <= 30
        and sentence.words[-1] == "."
        and sentence.upos[root] in {"VERB", "ADJ", "NOUN"}
        and bool(children(sentence, root, "nsubj"))
        and sentence.upos[0] != "PUNCT"
    )


def _subjects(sentence: TreeSentence) -> Iterator[TreeSentence]:
    """Yield the subjects that are names or nouns, each as a separate small tree."""
    for top, (relation, tag) in enumerate(zip(sentence.deprels, sentence.upos, strict=True)):
        if relation != "nsubj" or tag not in {"PROPN", "NOUN"}:
            continue
        words = below(sentence, top)
        if len(words) <= 9 and words == list(range(words[0], words[-1] + 1)):
            heads = tuple(sentence.heads[i] - words[0] if i != top else -1 for i in words)
            first, last = words[0], words[-1] + 1
            yield TreeSentence(
                sentence.words[first:last], sentence.upos[first:last], sentence.xpos[first:last], heads,
                sentence.deprels[first:last],
            )  # fmt: skip


def _composed(
    clause: TreeSentence, subject: TreeSentence, verb: tuple[str, str], *, quoted: bool, inverted: bool
) -> TreeSentence:
    """``S , said X .`` or ``S , X said .`` from a clause that ends with a full stop and a subject."""
    body = len(clause.words) - 1
    count = len(subject.words)
    at_verb = body + 1 if inverted else body + 1 + count
    at_subject = body + 2 if inverted else body + 1
    root = clause.heads.index(-1)
    tagged = zip(subject.words, subject.upos, strict=True)
    said_by: Columns = (
        tuple(word[:1].lower() + word[1:] if tag == "DET" else word for word, tag in tagged),
        subject.upos,
        subject.xpos,
        tuple(head + at_subject if head >= 0 else at_verb for head in subject.heads),
        tuple(r if head >= 0 else "nsubj" for r, head in zip(subject.deprels, subject.heads, strict=True)),
    )
    reporting: Columns = ((verb[0],), ("VERB",), (verb[1],), (-1,), ("root",))
    placed = [reporting, said_by] if inverted else [said_by, reporting]
    before: Columns = (
        clause.words[:body], clause.upos[:body], clause.xpos[:body],
        tuple(h if h >= 0 else at_verb for h in clause.heads[:body]),
        tuple(r if h >= 0 else "ccomp" for r, h in zip(clause.deprels[:body], clause.heads[:body], strict=True)),
    )  # fmt: skip
    comma: Columns = ((",",), ("PUNCT",), (",",), (root,), ("punct",))
    stop: Columns = ((".",), ("PUNCT",), (".",), (at_verb,), ("punct",))
    words, upos, xpos, heads, relations = zip(before, comma, *placed, stop, strict=True)
    made = TreeSentence(_joined(words), _joined(upos), _joined(xpos), _joined(heads), _joined(relations))
    if quoted:
        made = inserted(made, body + 1, '"', root, "''")
        made = inserted(made, 0, '"', root, "``")
    return made


def _joined(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(chain.from_iterable(parts))


def _behind(sentence: TreeSentence, verb: int) -> TreeSentence | None:
    subject = _subject(sentence, verb)
    if not subject or subject[0] == 0 or sentence.upos[subject[0] - 1] != "PUNCT":
        return None
    content = [*children(sentence, verb, "ccomp", "parataxis"), sentence.heads[verb]]
    if not any(0 <= i < subject[0] for i in content) or any(i > verb for i in children(sentence, verb, "ccomp", "obj")):
        return None
    return reordered(sentence, [*range(subject[0]), verb, *subject, *range(verb + 1, len(sentence.words))])


def _subject(sentence: TreeSentence, verb: int) -> list[int]:
    """Return the words of a noun or name as subject, if it is contiguous and directly before the verb."""
    subjects = children(sentence, verb, "nsubj")
    if len(subjects) != 1 or subjects[0] > verb or children(sentence, verb, "aux", "cop"):
        return []
    words = below(sentence, subjects[0])
    whole = words == list(range(words[0], verb)) and len(words) <= 12
    return words if whole and sentence.upos[subjects[0]] in {"PROPN", "NOUN"} else []


def roughened(sentence: TreeSentence, dice: random.Random) -> TreeSentence:
    """Sometimes a sentence without its final stop, or in capitals, like headlines and captions."""
    draw = dice.random()
    if draw < 0.03:
        return evolve(sentence, words=tuple(word.upper() for word in sentence.words))
    last = len(sentence.words) - 1
    if draw < 0.11 and last > 2 and sentence.deprels[last] == "punct" and last not in sentence.heads:
        return reordered(sentence, range(last))
    return sentence


def bare_headline(article: NewsArticle) -> NewsArticle:
    """Return the article without the full stop of its headline, unchanged if its first paragraph is no such line."""
    (words, paragraph), *rest = article.sentences
    if words[-1] != "." or (rest and rest[0][1] == paragraph):
        return article
    stop = len(words) - 1

    def moved(number: int) -> int:
        return number - (number > stop)

    cues = (
        CueRoles(moved(cue.anchor), {moved(number): role for number, role in cue.words.items() if number != stop})
        for cue in article.cues
    )
    return evolve(article, sentences=((words[:-1], paragraph), *rest), cues=tuple(cues))
