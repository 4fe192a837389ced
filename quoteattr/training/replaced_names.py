"""Examples of descriptions from raw news: names of a text replaced by descriptions of whom they name.

News refers to somebody named before as "the minister", "the 45-year-old", "the Spaniard", "the company". Corpora with
coreference hold few of these. A later mention by name, the subject of its clause, is therefore replaced by such a
description, and the text read again: the right antecedents are the mentions of the same name. The only mention of
somebody with a title ("union leader Ida Vale") becomes "the union leader", which has no antecedent. What a description
says is taken from the text, except for ages, which are invented where the text states none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from attrs import evolve, field, frozen

from quoteattr.annotate.coreference import KindWeights
from quoteattr.model import Span
from quoteattr.resolve import wordlists
from quoteattr.resolve.anaphora import Candidate
from quoteattr.resolve.compatibility import classes_of_name, institution_classes
from quoteattr.resolve.entities import NameCluster
from quoteattr.resolve.mentions import Mention, SentenceIndex
from quoteattr.training.coreference import Labels, MentionExample, ParsedText, Recorder, examples, page_of
from quoteattr.training.corpora import read_jsonl

SEED = 3
MOST = 4  # replaced names of a text
REACH = 3  # sentences back to the mention before
AGES = range(19, 78)
WEIGHT = 2  # how often each example counts in the fit
LONGEST = 6_000  # characters of a text
TEXTS = 1_500  # texts that are read


@frozen
class ReplacedText:
    """A text with descriptions in place of names: for the span of each, the spans of the mentions that are right."""

    id: str
    text: str
    right: Mapping[Span, tuple[Span, ...]] = field(repr=False)


def raw_news(data: Path) -> dict[str, str]:
    """Return a sample of ``TEXTS`` texts of ``data/raw_news`` by identifier, each at most ``LONGEST`` characters."""
    found = {}
    for path in sorted((data / "raw_news").glob("*.jsonl.gz")):
        for number, row in enumerate(read_jsonl(path)):
            if len(row["text"]) <= LONGEST:
                found[f"{path.name.partition('.')[0]}-{number}"] = row["text"]
    return {id: found[id] for id in Random(SEED).sample(sorted(found), min(TEXTS, len(found)))}


def replaced(id: str, text: str, reading: ParsedText) -> ReplacedText | None:
    """Return a text with some names replaced, or None if it has none that can be."""
    order = Random(f"{SEED} {id}")
    page = page_of(text, reading)
    recorder = Recorder(page, reading, None)
    nouns = Counter(noun for entity in recorder.entities for noun in _offices(entity))
    options = [
        (mention.span, words, earlier)
        for entity in recorder.entities
        for mention, words, earlier in _options(page, recorder, entity, nouns, order)
    ]
    order.shuffle(options)
    chosen: list[tuple[Span, str, tuple[Span, ...]]] = []
    for span, words, earlier in options:
        apart = all(page.sentence_at(span) != page.sentence_at(other) for other, _, _ in chosen)
        if apart and len(chosen) < MOST:
            chosen.append((span, words, earlier))
    return _rewritten(id, text, sorted(chosen)) if chosen else None


def _options(
    page: SentenceIndex, recorder: Recorder, entity: NameCluster, nouns: Counter[str], order: Random
) -> Iterator[tuple[Mention, str, tuple[Span, ...]]]:
    """Yield the mentions that can be replaced, each with a description and the mentions by name before it."""
    if entity.kind not in ("person", "organization"):
        return
    if len(entity.mentions) == 1:
        mention = entity.mentions[0]
        titled = entity.kind == "person" and mention.office.start == mention.span.start and mention.subject
        if titled and mention.office.role and not _is_extended(page, mention):
            yield mention, f"the {_plain(mention.office.role)}", ()
        return
    for before, mention in zip(entity.mentions, entity.mentions[1:], strict=False):
        plain = mention.text == mention.name and mention.subject and not recorder.is_quoted(mention.span)
        if plain and 0 < mention.sentence - before.sentence <= REACH and not _is_extended(page, mention):
            words = _description(entity, nouns, order)
            if words:
                yield mention, f"the {words}", tuple(m.span for m in entity.mentions if m.span < mention.span)


def _is_extended(page: SentenceIndex, mention: Mention) -> bool:
    """Return True for a name with more than its words in its phrase: "Vale and Stone", "Vale, who left"."""
    sentence = page.sentences[mention.sentence]
    head = sentence.words[mention.head]
    inside = set(sentence.words_in(mention.span))
    return head.relation != "nsubj" or any(child not in inside for child in sentence.children(head))


def _description(entity: NameCluster, nouns: Counter[str], order: Random) -> str | None:
    if entity.kind == "organization":
        kinds = sorted(classes_of_name(entity.mentions[0].name, entity.mentions[0].keys))
        own = [noun for kind in kinds if kind in institution_classes() for noun in institution_classes()[kind].nouns]
        said = sorted({*entity.said, *own})
        return order.choice(said) if said else None
    age = next((m.office.age for m in entity.mentions if m.office.age), None) or order.choice(AGES)
    found = [f"{age}-year-old"]
    found += [noun for noun in _offices(entity) if nouns[noun] == 1] * 2
    countries = {role.affiliation.name for m in entity.mentions for role in m.office.roles if role.affiliation}
    found += sorted(form for form, name in wordlists.inhabitants().items() if name in countries)[:1]
    if entity.gender:
        found.append("man" if entity.gender == "male" else "woman")
    return order.choice(found)


def _offices(entity: NameCluster) -> list[str]:
    """Return the nouns of the offices of a person, those that are listed."""
    found = {mention.office.noun for mention in entity.mentions}
    found |= {role.text.split()[-1].lower() for mention in entity.mentions for role in mention.office.roles}
    return sorted(found & wordlists.role_nouns())


def _plain(role: str) -> str:
    """Return a role with its listed words in lower case: "defence minister", but "Orbel mayor"."""
    listed = wordlists.role_nouns() | wordlists.portfolio_words()
    return " ".join(word.lower() if word.lower() in listed and not word.isupper() else word for word in role.split())


def _rewritten(id: str, text: str, chosen: Sequence[tuple[Span, str, tuple[Span, ...]]]) -> ReplacedText:
    """Replace spans by words, in text order; the spans of the result count in the new text."""
    pieces: list[str] = []
    end = shift = 0
    moves: list[tuple[int, int]] = []
    placed: list[tuple[Span, tuple[Span, ...]]] = []
    for span, words, earlier in chosen:
        opens = not text[: span.start].rstrip(" \"“‘'") or text[: span.start].rstrip(" \"“‘'\n")[-1:] in ".!?"
        new = words[0].upper() + words[1:] if opens or text[: span.start].endswith("\n") else words
        start = span.start + shift
        pieces += [text[end : span.start], new]
        end, shift = span.end, shift + len(new) - len(span)
        moves.append((span.end, shift))
        placed.append((Span(start, start + len(new)), earlier))
    gone = {span for span, _, _ in chosen}

    def moved(span: Span) -> Span:
        by = next((shift for at, shift in reversed(moves) if at <= span.start), 0)
        return Span(span.start + by, span.end + by)

    right = {span: tuple(moved(each) for each in earlier if each not in gone) for span, earlier in placed}
    return ReplacedText(id, "".join((*pieces, text[end:])), right)


def labels(item: ReplacedText) -> Labels:
    """Return the labels of the descriptions that replace names; other mentions have none."""

    def of_mention(mention: Mention, found: Sequence[Candidate]) -> list[bool] | None:
        spans = next((right for span, right in item.right.items() if mention.span.overlaps(span)), None)
        if spans is None or mention.form != "description":
            return None
        meant = {each.referent for each in found if any(each.mention.span.overlaps(span) for span in spans)}
        right = [each.referent in meant for each in found]
        if spans and not any(right):
            return None
        return [*right, not spans]

    return of_mention


def replaced_examples(
    data: Path, reader: Callable[[Sequence[str]], Iterable[ParsedText]], kinds: KindWeights | None
) -> list[MentionExample]:
    """Return the examples of the raw news below ``data``, each text read as it is and with names replaced."""
    texts = raw_news(data)
    readings = zip(texts.items(), reader(list(texts.values())), strict=True)
    items = [item for (id, text), reading in readings if (item := replaced(id, text, reading)) is not None]
    found: list[MentionExample] = []
    for item, reading in zip(items, reader([each.text for each in items]), strict=True):
        found += examples(item.text, item.id, reading, lambda _, known=item: labels(known), kinds, any_noun=True)  # type: ignore[misc]
    return [evolve(example, form="substitute") for example in found]
