"""Fit the weights of coreference to the states of a model folder.

The pair scorer is fitted on GUM, GAP, LitBank and stories, the classifier of descriptions ("the patron": a person) on
the entity types of GUM.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from quoteattr.annotate import stanza_document
from quoteattr.annotate.coreference import FORMS, KINDS, KindWeights, PairModel, StateScorer
from quoteattr.annotate.stanza_document import WordStates
from quoteattr.model import Attribution, Cover, Link, Part, Span, SpeakerKind
from quoteattr.resolve.anaphora import Candidate
from quoteattr.resolve.coreference import AntecedentChoice, Scorer, names_after
from quoteattr.resolve.discourse import Discourse, is_source_noun, may_be_named
from quoteattr.resolve.mentions import Mention, SentenceIndex, certain_kind, description_at, source_mention
from quoteattr.resolve.name_kinds import NounScorer
from quoteattr.resolve.speakers import HEADLINES
from quoteattr.training.corpora import AmbiguousPronoun, CoreferenceText
from quoteattr.training.stories import GENRE as STORY
from quoteattr.training.stories import DescribedSources
from quoteattr.tree import NounKind, Sentence

SILENT = ("chrome", "credit", "byline", "published")

# The numbers of the fit of the pair scorer.
MEMBERS = {"pronoun": 3, "description": 3, "later": 2}  # of the ensemble, by form
COMPONENTS = 128  # of the states that are fitted to
PASSES = {"pronoun": 12, "description": 12, "later": 14}  # by form
SEED = 1

TAUGHT = "choice of a teacher"
"""The text of the examples that a larger model has labelled."""

_WORDS = re.compile(r"\w+")

KIND_OF_TYPE: dict[str, NounKind] = {"person": "person", "organization": "organization", "place": "organization"}
"""The kind of each entity type of GUM; what has another type is a document or thing."""

LISTED: dict[SpeakerKind, NounKind] = {"organization": "organization", "document": "document"}
"""The kind of a noun by the kind of speaker that the word lists give it; any other kind of speaker is people."""

HEADS = ("NOUN", "ADJ", "NUM")
"""The tags of words that head a description."""

SOURCE_WEIGHT = 8.0
"""The weight in the loss of a description that is a source, against 1 of the others."""


@frozen
class FitNumbers:
    """The sizes of a fit: columns of a projection, units of the hidden layer, batch, and values of AdamW and dropout.

    ``state_dropout`` is that of the states, ``dropout`` that of their projections and of the hidden layer.
    """

    projected: int = 32
    hidden: int = 256
    batch: int = 128
    rate: float = 3e-3
    decay: float = 0.1
    dropout: float = 0.3
    state_dropout: float = 0.0


LATER = FitNumbers(projected=24, hidden=160, dropout=0.4)
"""The numbers of the fit for names that follow a mention, of which there are fewer examples."""

NUMBERS = {"pronoun": FitNumbers(), "description": FitNumbers(), "later": LATER}  # by form


@frozen(eq=False)
class ParsedText:
    """Input of the scorer for a text: trees, attributions, parts, and the states of possible heads of mentions."""

    sentences: list[Sentence] = field(repr=False)
    attributions: tuple[Attribution, ...] = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    states: WordStates = field(repr=False)


@frozen(eq=False)
class MentionExample:
    """A mention with its candidates: word numbers (-1 for "none of them"), features, and which are right."""

    form: str
    text: str
    anaphor: NDArray[np.float16]
    others: NDArray[np.float16]
    rows: NDArray[np.float32]
    right: NDArray[np.bool_]


Labels = Callable[[Mention, Sequence[Candidate]], "list[bool] | None"]


def read(pipeline: Any, texts: Sequence[str], batch: int = 8) -> Iterator[ParsedText]:
    """Yield the readings of texts by the Stanza pipeline of a loaded model."""
    for start in range(0, len(texts), batch):
        for doc in pipeline.bulk_process(list(texts[start : start + batch])):
            result = doc.quoteattr
            yield ParsedText(
                stanza_document.trees(doc), result.attributions, result.article.parts, doc.quoteattr_findings.states
            )


class Recorder(Discourse):
    """A discourse that records each choice with its candidates; gold labels decide where there are any."""

    def __init__(
        self, page: SentenceIndex, reading: ParsedText, labels: Labels | None, scorer: Scorer | None = None
    ) -> None:
        links = [link_of(each) for each in reading.attributions if each.cue is not None]
        sources = [source_mention(page, link.source) if link.source else None for link in links]
        silent = Cover(part.span for part in reading.parts if part.kind in SILENT)
        self.seen: list[tuple[str, Mention, list[Candidate], list[tuple[float, ...]], list[bool]]] = []
        self._unnamed: list[Mention] = []
        self._labels = labels
        self.any_noun = False
        self.scores_all = labels is not None
        super().__init__(page, links, sources, silent, scorer, headlines=headlines_of(reading))

    def _choose(
        self, mention: Mention, excluded: Sequence[Span] = (), unlikely: Mapping[int, float] | None = None
    ) -> AntecedentChoice | None:
        if self._labels is None:
            return super()._choose(mention, excluded, unlikely)
        self._count_names(mention)
        found, rules = self._antecedents(mention, excluded)
        right = self._labels(mention, found)
        if right is None:
            return None
        fitting = [each for each, good in zip(found, right, strict=False) if good]
        gold = AntecedentChoice(fitting[-1] if fitting and not right[-1] else None, 1.0)
        if mention.form == "description" and not (self.any_noun or is_source_noun(self._pairs.word(mention))):
            return gold
        self._record(mention.form, mention, found, right, rules)
        if right[-1] and mention.form == "pronoun":
            self._unnamed.append(mention)
        return gold

    def _record(
        self, form: str, mention: Mention, found: list[Candidate], right: list[bool], rules: Candidate | None = None
    ) -> None:
        rows = [*self._pairs.rows(mention, found, rules)]
        self.seen.append((form, mention, found, rows, right))

    def _with_later_names(self, found: Sequence[int | None]) -> list[int | None]:
        if self._labels is None:
            return super()._with_later_names(found)
        for mention in filter(may_be_named, (*self.described.values(), *self._unnamed)):
            names = names_after(mention, self._candidates, [mention.span], self._learned)
            right = self._labels(mention, names) if names else None
            if right is not None:
                self._record("later", mention, names, right)
        return [*found]

    def weights_at(self, pronoun: Span) -> Mapping[int, float]:
        """Return the probability of each referent of a pronoun; that of the rules' choice is 1."""
        choice = next((each for span, each in self.choices.items() if span.overlaps(pronoun)), None)
        if choice is not None:
            return choice.shares
        return {each.referent: 1.0 for each in self._candidates if each.mention.span.overlaps(pronoun)}

    def named_at(self, name: Span) -> set[int]:
        """Return the referents of the mentions at a name."""
        return {each.referent for each in self._candidates if each.mention.span.overlaps(name)}

    def mentions(self) -> Iterator[tuple[Span, int]]:
        """Yield the mentions that were resolved, each with its referent."""
        return ((each.mention.span, each.referent) for each in self._candidates)

    def number(self, mention: Mention) -> int:
        """Return the number of the mention's head among the words of the document."""
        return self._pairs.number(mention)


def headlines_of(reading: ParsedText) -> Cover:
    """Return the headlines of a text, whose descriptions are no antecedents."""
    return Cover(part.span for part in reading.parts if part.kind in HEADLINES)


def link_of(each: Attribution) -> Link:
    """Return the link of an attribution that has a cue."""
    assert each.cue is not None
    return Link(each.cue, each.content, each.source, each.kind, each.act, each.polarity, each.confidence, each.evidence)


def page_of(text: str, reading: ParsedText, scorer: NounScorer | None = None) -> SentenceIndex:
    """Return the sentences of a text with their names, and the kinds of its nouns if there is a ``scorer``."""
    sentences = [piece for sentence in reading.sentences if sentence.annotated for piece in sentence.pieces()]
    return SentenceIndex.of(text, sentences, scorer)


def entity_of_words(text: CoreferenceText, page: SentenceIndex) -> dict[int, str]:
    """Return the gold entity of each word by its number: that of the shortest mention around it, for a pronoun its own.

    The heads of names differ between treebanks and parsers, so that a name is found by any of its words.
    """
    found: dict[int, str] = {}
    for mention in sorted(text.mentions, key=lambda each: -len(each.span)):
        index = page.sentence_at(mention.span)
        if index is None:
            continue
        sentence = page.sentences[index]
        words = sentence.words_in(mention.span)
        for word in words:
            number = page.offsets[index] + word.index
            if word.upos != "PRON" or len(words) == 1:
                found[number] = mention.entity
    return found


def gold_labels(page: SentenceIndex, entities: Mapping[int, str]) -> Labels:
    """Return the labels of a text in which every mention is annotated."""

    def entity(mention: Mention) -> str | None:
        return entities.get(page.offsets[mention.sentence] + mention.head) if mention.sentence >= 0 else None

    def labels(mention: Mention, found: Sequence[Candidate]) -> list[bool] | None:
        own = entity(mention)
        if own is None:
            return [*(False for _ in found), True] if mention.form == "pronoun" else None
        right = [entity(each.mention) == own for each in found]
        return [*right, not any(right)]

    return labels


def described_labels(page: SentenceIndex, article: DescribedSources) -> Labels:
    """Return the labels of the annotated descriptions of an article; other mentions have none.

    A candidate is right if its name has all words of the annotated one, or the other way round, and of no other name. A
    description without a name is left out where another has the same noun, which may be the same person.
    """
    words = {name: set(_WORDS.findall(name.lower())) for name in (*article.sources.values(), *article.names) if name}

    def source(mention: Mention) -> Span | None:
        head = page.sentences[mention.sentence].words[mention.head].span if mention.sentence >= 0 else mention.span
        return next((span for span in article.sources if span.contains(head)), None)

    def entity(mention: Mention) -> str | None:
        if mention.form != "name":
            span = source(mention)
            return None if span is None else article.sources[span]
        own = set(_WORDS.findall(mention.text.lower()))
        named = [name for name, other in words.items() if own and (own <= other or other <= own)]
        return named[0] if len(named) == 1 else None

    def labels(mention: Mention, found: Sequence[Candidate]) -> list[bool] | None:
        span = source(mention) if mention.form == "description" else None
        if span is None:
            return None
        name = article.sources[span]
        if name is None and any(each.mention.form != "name" and each.mention.noun == mention.noun for each in found):
            return None
        right = [name is not None and entity(each.mention) == name for each in found]
        return [*right, not any(right)]

    return labels


def gap_labels(item: AmbiguousPronoun) -> Labels:
    """Return the labels of one pronoun of GAP: the referents of the name that it refers to, or all but the two."""

    def labels(mention: Mention, found: Sequence[Candidate]) -> list[bool] | None:
        if not mention.span.overlaps(item.pronoun) or mention.form != "pronoun":
            return None
        named = [{each.referent for each in found if each.mention.span.overlaps(name)} for name in item.names]
        if any(item.gold):
            meant = named[0] if item.gold[0] else named[1]
            right = [each.referent in meant for each in found]
            return [*right, False] if any(right) else None
        return [*(each.referent not in named[0] | named[1] for each in found), True]

    return labels


def examples(
    text: str,
    id: str,
    reading: ParsedText,
    labels: Callable[[SentenceIndex], Labels],
    kinds: KindWeights | None,
    every: bool = True,
    any_noun: bool = False,
) -> list[MentionExample]:
    """Return the examples of one text.

    ``every``: of all pronouns and descriptions, not only those read in use; ``any_noun``: of descriptions with unlisted
    nouns too.
    """
    states = StateScorer(PairModel({}, kinds=kinds), reading.states, {})
    page = page_of(text, reading, states)
    recorder = Recorder(page, reading, labels(page))
    recorder.any_noun = any_noun
    others = [*recorder.pronouns(), *(recorder.descriptions() if every else ())]
    recorder.referents(None, others=others)
    found = []
    for form, mention, candidates, rows, right in recorder.seen:
        numbers = [*(recorder.number(each.mention) for each in candidates), -1]
        own = states.of([recorder.number(mention)])[0]
        found.append(
            MentionExample(form, id, own.astype(np.float16), states.of(numbers).astype(np.float16),
                    np.array(rows, np.float32), np.array(right))
        )  # fmt: skip
    return found


def fit(found: Sequence[MentionExample], forms: Sequence[str] = FORMS) -> dict[str, dict[str, NDArray[np.float32]]]:
    """Fit the members of each form to examples, and return their weights.

    The choices of a teacher are among the examples of the first member alone: all three prefer the last speaker then.
    """
    weights: dict[str, dict[str, NDArray[np.float32]]] = {}
    for form in forms:
        own = [each for each in found if each.form == form]
        gold = [each for each in own if each.text != TAUGHT]
        members = [_fitted(gold if number else own, form, SEED + number) for number in range(MEMBERS[form])]
        weights[form] = {name: np.stack([member[name] for member in members]) for name in members[0]}
    return weights


def _fitted(found: Sequence[MentionExample], form: str, seed: int) -> dict[str, NDArray[np.float32]]:
    basis = principal_components(np.stack([each.anaphor for each in found]).astype(np.float32), COMPONENTS)
    return fit_member(found, basis, seed, PASSES[form], NUMBERS[form])


def principal_components(vectors: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Return an orthonormal basis (width, count) of the directions in which vectors (N, width) vary most."""
    _, basis = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(basis[:, ::-1][:, :count])


def fit_member(
    found: Sequence[MentionExample],
    basis: NDArray[np.float32],
    seed: int,
    passes: int,
    numbers: FitNumbers = FitNumbers(),
) -> dict[str, NDArray[np.float32]]:
    """Fit one member to the states in a basis of fewer dimensions; its weights are those for the whole states."""
    import torch

    torch.manual_seed(seed)
    order = random.Random(seed)
    width, columns = basis.shape[1], found[0].rows.shape[1]
    k, h = numbers.projected, numbers.hidden
    shapes = {
        "anaphor": (width, k), "candidate": (width, k), "product": (k, h), "other": (k, h), "own": (k, h),
        "features": (columns, h), "bias": (1, h), "output": (h, 1),
    }  # fmt: skip
    weights = {name: torch.randn(shape) * shape[0] ** -0.5 for name, shape in shapes.items()}
    weights["bias"].zero_()
    for value in weights.values():
        value.requires_grad_()
    optimizer = torch.optim.AdamW(weights.values(), numbers.rate, weight_decay=numbers.decay)
    steps = passes * (len(found) // numbers.batch + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, numbers.rate, total_steps=steps + 1, pct_start=0.1)
    prepared = [_tensors(each, basis) for each in found]
    for _ in range(passes):
        for group in _batches(prepared, numbers.batch, order):
            loss = _loss(weights, group, numbers)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(weights.values()), 1.0)
            optimizer.step()
            schedule.step()
    fitted = {name: value.detach().numpy() for name, value in weights.items()}
    return fitted | {name: basis @ fitted[name] for name in ("anaphor", "candidate")}


def _tensors(example: MentionExample, basis: NDArray[np.float32]) -> tuple[Any, ...]:
    import torch

    states = (example.anaphor.astype(np.float32) @ basis, example.others.astype(np.float32) @ basis)
    return tuple(torch.from_numpy(each) for each in (*states, example.rows, example.right))


def _batches(found: Sequence[Any], size: int, order: random.Random) -> Iterator[list[Any]]:
    numbers = list(range(len(found)))
    order.shuffle(numbers)
    for start in range(0, len(numbers), size):
        yield [found[number] for number in numbers[start : start + size]]


def _loss(weights: Mapping[str, Any], group: Sequence[Any], numbers: FitNumbers) -> Any:
    """Return the mean negative log probability of the right candidates of each example."""
    import torch

    drop, dropout = torch.nn.functional.dropout, numbers.dropout
    one, (two, rows, right) = (
        torch.stack([each[0] for each in group]),
        (torch.cat([each[number] for each in group]) for number in (1, 2, 3)),
    )
    owner = torch.repeat_interleave(torch.arange(len(group)), torch.tensor([len(each[3]) for each in group]))
    if numbers.state_dropout:
        one, two = drop(one, numbers.state_dropout), drop(two, numbers.state_dropout)
    one = drop(one @ weights["anaphor"], dropout)[owner]
    two = drop(two @ weights["candidate"], dropout)
    hidden = rows @ weights["features"] + (one * two) @ weights["product"] + two @ weights["other"]
    hidden = drop(torch.relu(hidden + one @ weights["own"] + weights["bias"]), dropout)
    scores = (hidden @ weights["output"])[:, 0]
    highest = torch.full((len(group),), -1e9).scatter_reduce(0, owner, scores.detach(), "amax")
    weight = torch.exp(scores - highest[owner])
    total = torch.zeros(len(group)).scatter_add(0, owner, weight)
    good = torch.zeros(len(group)).scatter_add(0, owner, weight * right)
    return (torch.log(total) - torch.log(good + 1e-9)).mean()


def gum_examples(
    texts: Sequence[CoreferenceText], readings: Sequence[ParsedText], kinds: KindWeights | None
) -> list[MentionExample]:
    """Return the examples of texts in which every mention is annotated.

    In the stories descriptions with any noun are used, since only possible speakers are marked there.
    """
    found: list[MentionExample] = []
    for text, reading in zip(texts, readings, strict=True):
        entities = entity_of_words(text, page_of(text.text, reading))
        found += examples(
            text.text, text.id, reading, lambda page, known=entities: gold_labels(page, known), kinds,  # type: ignore[misc]
            any_noun=text.genre == STORY,
        )  # fmt: skip
    return found


def described_examples(
    articles: Sequence[DescribedSources], readings: Sequence[ParsedText], kinds: KindWeights | None
) -> list[MentionExample]:
    """Return the examples of the annotated descriptions of articles."""
    found: list[MentionExample] = []
    for article, reading in zip(articles, readings, strict=True):
        found += examples(
            article.text, article.id, reading, lambda page, known=article: described_labels(page, known), kinds,  # type: ignore[misc]
            every=False, any_noun=True,
        )  # fmt: skip
    return found


def gap_examples(
    items: Sequence[AmbiguousPronoun], readings: Sequence[ParsedText], kinds: KindWeights | None
) -> list[MentionExample]:
    """Return the examples of GAP."""
    found: list[MentionExample] = []
    for item, reading in zip(items, readings, strict=True):
        found += examples(item.text, item.id, reading, lambda _, known=item: gap_labels(known), kinds, every=False)  # type: ignore[misc]
    return found


@frozen(eq=False)
class KindExample:
    """The head of a gold mention: its document, its state (width,), its kind, and if it is a source.

    Of a source also: if it is plural, its kind by the word lists, and the kind that they leave to no model.
    """

    document: str
    state: NDArray[np.float16]
    kind: NounKind
    source: bool
    plural: bool = False
    listed: NounKind = "document"
    certain: NounKind | None = None


def kind_examples(text: CoreferenceText, reading: ParsedText, links: Sequence[Link]) -> Iterator[KindExample]:
    """Yield the descriptions of a text in which every mention is annotated, with the type of each.

    Args:
        text: The text with its gold mentions.
        reading: The same text as read by the model.
        links: Its annotated attributions.
    """
    page = page_of(text.text, reading)
    sources = [*(link.source for link in links), *(each.source for each in reading.attributions)]
    mentions = [source_mention(page, source) for source in sources if source is not None]
    places = {(mention.sentence, mention.head) for mention in mentions}
    states = StateScorer(PairModel({}), reading.states, {})
    for (index, number), type in _types(text, page).items():
        [state] = states.of([page.offsets[index] + number])
        example = KindExample(text.id, state.astype(np.float16), KIND_OF_TYPE.get(type, "document"), False)
        if (index, number) in places:
            described = description_at(page, index, page.sentences[index].words[number])
            listed = LISTED.get(described.kind or "person", "person")
            certain = certain_kind(described.noun, page.sentences[index].words[number])
            example = evolve(example, source=True, plural=described.plural, listed=listed, certain=certain)
        yield example


def _types(text: CoreferenceText, page: SentenceIndex) -> dict[tuple[int, int], str]:
    """Return the type of each description at its head."""
    return {
        (index, number): type
        for (index, number), type in types_of_heads(text, page).items()
        if page.sentences[index].words[number].upos in HEADS
        and not any(run.first <= number < run.last for run in page.names[index])
    }


def types_of_heads(text: CoreferenceText, page: SentenceIndex) -> dict[tuple[int, int], str]:
    """Return the gold type of each mention at its sentence and head, that of the longest mention with this head."""
    found: dict[tuple[int, int], str] = {}
    for mention in sorted(text.mentions, key=lambda each: len(each.span)):
        index = page.sentence_at(mention.span)
        words = () if index is None else page.sentences[index].words_in(mention.span)
        if index is not None and words:
            found[index, page.sentences[index].head_of(words).index] = mention.type
    return found


def fit_kinds(examples: Sequence[KindExample], passes: int = 16, rate: float = 1e-2) -> KindWeights:
    """Fit the classifier by logistic regression with dropout on the states.

    Args:
        examples: The descriptions.
        passes: Passes over them.
        rate: The highest learning rate of AdamW, which rises to it and falls again (Smith and Topin 2018).
    """
    import torch

    torch.manual_seed(0)
    states = torch.from_numpy(np.stack([each.state for each in examples]).astype(np.float32))
    kinds = torch.tensor([KINDS.index(each.kind) for each in examples])
    weight = torch.tensor([SOURCE_WEIGHT if each.source else 1.0 for each in examples])
    layer = torch.nn.Linear(states.shape[1], len(KINDS))
    optimizer = torch.optim.AdamW(layer.parameters(), rate, weight_decay=1e-2)
    steps = passes * (len(examples) // 256 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + 1, pct_start=0.1)
    for _ in range(passes):
        for rows in torch.randperm(len(examples)).split(256):  # type: ignore[no-untyped-call]
            scores = layer(torch.nn.functional.dropout(states[rows], 0.2))
            loss = (torch.nn.functional.cross_entropy(scores, kinds[rows], reduction="none") * weight[rows]).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return KindWeights(layer.weight.detach().numpy().T.copy(), layer.bias.detach().numpy().copy())


def share_right(examples: Sequence[KindExample], weights: KindWeights | None) -> tuple[int, int]:
    """Return how many of the sources among examples are reported as the right kind, and how many there are.

    Several people and several organisations are both reported as a group. Without ``weights`` the word lists decide.
    """
    sources = [each for each in examples if each.source]
    found: Iterable[NounKind] = (each.listed for each in sources)
    if weights is not None and sources:
        columns = weights(np.stack([each.state for each in sources]).astype(np.float32))
        found = (each.certain or KINDS[column] for each, column in zip(sources, columns, strict=True))
    pairs = zip(sources, found, strict=True)
    return sum(_reported(each, kind) == _reported(each, each.kind) for each, kind in pairs), len(sources)


def _reported(example: KindExample, kind: NounKind) -> str:
    return "group" if example.plural and kind != "document" else kind
