"""Evaluation of the scorer of antecedents: sources against gold entities, and pronouns of GAP.

Sources are those of GUM's annotated attributions, and those that the library finds in GUM and in the stories of this
project and that are mentions of an annotated entity. Right is

- a speaker whose name, or first description, is in the text a mention of the gold entity of the source;
- a speaker of its own where no other mention of the entity is a name, nor an earlier one a description;
- no speaker, where the entity has pronouns only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from quoteattr.annotate.coreference import FORMS as FITTED
from quoteattr.annotate.coreference import PairModel, StateScorer
from quoteattr.model import Content, Cover, Cue, Evidence, Kind, Link, Source, Span
from quoteattr.resolve import wordlists
from quoteattr.resolve.coreference import COLUMNS, Scorer, case_of
from quoteattr.resolve.discourse import Discourse
from quoteattr.resolve.mentions import Mention, SentenceIndex, source_mention
from quoteattr.training.coreference import (
    SILENT,
    KindExample,
    MentionExample,
    ParsedText,
    Recorder,
    described_examples,
    entity_of_words,
    fit,
    fit_kinds,
    gap_examples,
    gum_examples,
    headlines_of,
    kind_examples,
    link_of,
    page_of,
    share_right,
)
from quoteattr.training.corpora import AmbiguousPronoun, CoreferenceText, gap, gum, litbank, read_jsonl
from quoteattr.training.stories import GENRE as STORY
from quoteattr.training.stories import HEADLINES, articles, described_sources, stories
from quoteattr.training.taught import Reader, has_gender, taught_examples

FORMS = ("name", "pronoun", "description", "first person")
LEAST = 0.2
"""The least probability at which a pronoun of GAP is given one of its two names; chosen on its validation part."""


@frozen
class JudgedMention:
    """A gold source and its speaker; ``link``: it is a description that was linked to a name elsewhere."""

    document: str
    source: str
    form: str
    found: str | None
    right: bool
    link: bool
    probability: float
    case: str
    annotated: bool
    genre: str = ""


@frozen
class Sources:
    """A document with the sources of its annotated attributions: a link and the entity of the source for each."""

    text: CoreferenceText
    links: tuple[tuple[Link, str], ...]


def gum_sources(data: Path) -> dict[str, Sources]:
    """Return the documents of GUM train and dev by name, with the sources that have an entity."""
    texts = {text.id: text for part in ("train", "dev") for text in gum(data / "ud" / f"en_gum-{part}.conllu.gz")}
    links: dict[str, list[tuple[Link, str]]] = {}
    for path in sorted((data / "gum_attribution").glob("*.jsonl.gz")):
        for row in read_jsonl(path):
            text = texts.get(row["id"])
            if text is not None and len(text.words) == len(row["tokens"]):
                links[text.id] = list(_links(row, text))
    return {name: Sources(text, tuple(links.get(name, ()))) for name, text in texts.items()}


def _links(row: Mapping[str, Any], text: CoreferenceText) -> Iterator[tuple[Link, str]]:
    seen = set()
    for each in row["attributions"]:
        if each["source"] and each["cue"] and each["content"] and each.get("ent"):
            source, cue, content = ([text.words[n - 1] for n in each[role]] for role in ("source", "cue", "content"))
            place = _whole(source)
            direct = bool(each.get("syntactic")) and "quotation_marks" in each["syntactic"]
            contiguous = len(each["source"]) == max(each["source"]) - min(each["source"]) + 1
            if contiguous and place not in seen:
                seen.add(place)
                kind: Kind = "direct" if direct else "indirect"
                yield Link(
                    Cue((_whole(cue),), _whole(cue).of(text.text), ""),
                    Content(content, " ".join(span.of(text.text) for span in content)),
                    Source(source, " ".join(span.of(text.text) for span in source)), kind, "speech", "asserted",
                    1.0, Evidence(""),
                ), each["ent"]["eid"]  # fmt: skip


def _whole(spans: Sequence[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def judged(document: Sources, reading: ParsedText, scorer: Scorer | None) -> Iterator[JudgedMention]:
    """Yield each source of a document with its speaker, over the trees of the model."""
    page = page_of(document.text.text, reading, scorer)
    entities = entity_of_words(document.text, page)
    links = [*document.links, *_found_sources(document, reading, page, entities)]
    sources = [source_mention(page, link.source) if link.source else None for link, _ in links]
    silent = Cover(part.span for part in reading.parts if part.kind in SILENT)
    headlines = headlines_of(reading)
    discourse = Discourse(page, [link for link, _ in links], sources, silent, scorer, headlines=headlines)
    referents = discourse.referents(None)
    others = _OtherMentions(page, entities)
    for number, ((_, entity), mention, referent) in enumerate(zip(links, sources, referents, strict=True)):
        if mention is None or mention.sentence < 0:
            continue
        naming = _naming(discourse, referent)
        own = naming is not None and (naming.sentence, naming.head) == (mention.sentence, mention.head)
        if naming is None or own:
            right = mention.form == "name" or not others.any(entity, mention.span, everywhere=naming is None)
        else:
            right = entities.get(page.offsets[naming.sentence] + naming.head) == entity
        choice = discourse.choices.get(mention.span)
        link = mention.form == "description" and naming is not None and naming.form == "name"
        yield JudgedMention(
            document.text.id,
            " ".join(mention.text.split()),
            _form(mention),
            naming.text if naming else None,
            right,
            link,
            choice.probability if choice else 0.5,
            case_of(mention, not own),
            number < len(document.links),
            document.text.genre,
        )


def _found_sources(
    document: Sources, reading: ParsedText, page: SentenceIndex, entities: Mapping[int, str]
) -> Iterator[tuple[Link, str]]:
    """Yield the sources of speech that the library finds, are not annotated, and are mentions of a gold entity."""
    taken = [link.source.span for link, _ in document.links if link.source]
    for each in reading.attributions:
        if each.cue is None or each.source is None or each.act != "speech":
            continue
        mention = source_mention(page, each.source)
        entity = entities.get(page.offsets[mention.sentence] + mention.head) if mention.sentence >= 0 else None
        if entity is not None and not any(mention.span.overlaps(span) for span in taken):
            if not any(_agree(mention.span, each.span) for each in document.text.mentions if each.entity == entity):
                continue  # of a coordination the head alone is the gold mention
            taken.append(mention.span)
            yield link_of(each), entity


def _agree(one: Span, other: Span) -> bool:
    """Return whether two spans share more than half of their characters."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared > max(one.end, other.end) - min(one.start, other.start)


class _OtherMentions:
    """The words of each gold entity that are names or common nouns."""

    def __init__(self, page: SentenceIndex, entities: Mapping[int, str]) -> None:
        self._names: dict[str, list[Span]] = {}
        self._nouns: dict[str, list[Span]] = {}
        for index, sentence in enumerate(page.sentences):
            for word in sentence.words:
                entity = entities.get(page.offsets[index] + word.index)
                kept = {"PROPN": self._names, "NOUN": self._nouns}.get(word.upos)
                if entity is not None and kept is not None:
                    kept.setdefault(entity, []).append(word.span)

    def any(self, entity: str, mention: Span, everywhere: bool) -> bool:
        """Return whether an entity has a name outside a mention, or a description before it (or ``everywhere``)."""
        names, nouns = self._names.get(entity, ()), self._nouns.get(entity, ())
        return any(not mention.contains(span) for span in names) or any(
            everywhere or span.start < mention.start for span in nouns
        )


def _form(mention: Mention) -> str:
    if mention.form != "pronoun":
        return mention.form
    person = wordlists.pronouns()[mention.noun][0]
    return "pronoun" if person in ("third", "relative") else "first person"


def _naming(discourse: Discourse, referent: int | None) -> Mention | None:
    """Return the mention with the name of a speaker."""
    if referent is None:
        return None
    entity = discourse.entity(referent)
    if entity is None:
        return discourse.described[referent]
    return next(mention for mention in entity.mentions if mention.name == entity.name)


def shares(cases: Sequence[JudgedMention]) -> dict[str, tuple[int, int]]:
    """Return how many sources are right, and how many there are, by form, of GUM and of the stories.

    ``annotated``: those of GUM's attributions; ``links``: descriptions linked to names.
    """
    told = [case for case in cases if case.genre == STORY]
    cases = [case for case in cases if case.genre != STORY]
    third = [case for case in cases if case.form != "first person"]
    rows = {"all": third, "annotated": [case for case in third if case.annotated]}
    rows |= {form: [case for case in cases if case.form == form] for form in FORMS}
    rows["news"] = [case for case in third if case.document.startswith("GUM_news")]
    rows["links"] = [case for case in cases if case.link]
    rows |= {
        "stories": told,
        "stories: descriptions": [case for case in told if case.form == "description"],
        "stories: pronouns": [case for case in told if case.form == "pronoun"],
        "stories: links": [case for case in told if case.link],
    }
    return {name: (sum(case.right for case in some), len(some)) for name, some in rows.items()}


@frozen
class GapFigures:
    """F1 on GAP: of all, of feminine and of masculine pronouns."""

    all: float
    feminine: float
    masculine: float

    @property
    def ratio(self) -> float:
        return self.feminine / self.masculine


def gap_figures(
    items: Sequence[AmbiguousPronoun], readings: Sequence[ParsedText], model: PairModel | None
) -> GapFigures:
    """Return the F1 of the library's choice between the two names of each item, or neither.

    The two names are given, as in most published figures: the likelier one is taken where its probability is at least
    ``LEAST``; without a model the referent that the rules choose.
    """
    answers = [(item, _answer(item, reading, model)) for item, reading in zip(items, readings, strict=True)]
    return GapFigures(
        *(_f1([each for each in answers if each[0].feminine in kinds]) for kinds in ((True, False), (True,), (False,)))
    )


def _f1(answers: Sequence[tuple[AmbiguousPronoun, tuple[bool, bool]]]) -> float:
    pairs = [pair for item, answer in answers for pair in zip(item.gold, answer, strict=True)]
    both = sum(gold and found for gold, found in pairs)
    return 200 * both / max(1, sum(gold for gold, _ in pairs) + sum(found for _, found in pairs))


def _answer(item: AmbiguousPronoun, reading: ParsedText, model: PairModel | None) -> tuple[bool, bool]:
    scorer = None if model is None else StateScorer(model, reading.states, COLUMNS)
    discourse = Recorder(page_of(item.text, reading, scorer), reading, None, scorer)
    discourse.referents(None, others=list(discourse.pronouns()))
    weights = discourse.weights_at(item.pronoun)
    one, other = (sum(weights.get(referent, 0.0) for referent in discourse.named_at(name)) for name in item.names)
    return one >= max(LEAST, other), other >= LEAST and other > one


def calibration(cases: Sequence[JudgedMention]) -> dict[str, tuple[float, float]]:
    """Fit for each case a logistic curve from the probability of a choice to the share of right speakers.

    Sources without a speaker have no confidence and are left out.
    """
    cases = [case for case in cases if case.found is not None]
    found = {}
    for name in sorted({case.case for case in cases}):
        own = [case for case in cases if case.case == name]
        bounded = np.clip([case.probability for case in own], 1e-3, 1 - 1e-3)
        found[name] = _logistic(np.log(bounded / (1 - bounded)), np.array([float(case.right) for case in own]))
    return found


def _logistic(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Return slope and shift of the logistic curve of highest likelihood, with the slope regularised towards 0."""
    weights = np.zeros(2)
    rows = np.stack([x, np.ones_like(x)], 1)
    ridge = np.diag([1.0, 0.1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ (y - p) - ridge @ weights
        curvature = (rows * (p * (1 - p))[:, None]).T @ rows + ridge
        weights = weights + np.linalg.solve(curvature, gradient)
    return float(weights[0]), float(weights[1])


FOLDS = 5
REPORT_COPIES, DESCRIBED_COPIES = 2, 3
"""How often the examples of names that follow are used, of the reports with headlines and of the annotated sources."""


@frozen(eq=False)
class CoreferenceCorpora:
    """Corpora to fit and evaluate the scorer, each text with its reading by the model.

    ``documents`` are those of GUM and the stories by name.
    """

    documents: Mapping[str, tuple[Sources, ParsedText]]
    kinds: Sequence[KindExample]
    examples: Sequence[MentionExample]
    test: Sequence[tuple[AmbiguousPronoun, ParsedText]]


def read_corpora(data: Path, reader: Reader, taught: Path | None = None) -> CoreferenceCorpora:
    """Read GUM, the stories and articles of this project, GAP and LitBank with a model.

    Of LitBank descriptions and pronouns with a gender are kept. ``taught`` is a file of the choices of a larger model.
    """
    reports = {text.id: text for text in stories(HEADLINES)}
    sources = gum_sources(data)
    sources |= {text.id: Sources(text, ()) for text in (*stories(), *reports.values(), *articles())}
    readings = dict(zip(sources, reader([each.text.text for each in sources.values()]), strict=True))
    items = [item for part in ("development", "validation") for item in gap(data / "gap" / f"gap-{part}.tsv.gz")]
    fiction = list(litbank(data / "litbank" / "litbank.jsonl.gz"))
    test = list(gap(data / "gap" / "gap-test.tsv.gz"))
    judged_by = {name: (each, readings[name]) for name, each in sources.items()}
    nouns = [
        example
        for each, reading in judged_by.values()
        if each.text.genre != STORY
        for example in kind_examples(each.text, reading, [link for link, _ in each.links])
    ]
    kinds = fit_kinds(nouns)
    found = gum_examples([each.text for each in sources.values()], list(readings.values()), kinds)
    found += (REPORT_COPIES - 1) * [each for each in found if each.form == "later" and each.text in reports]
    described = list(described_sources())
    own = described_examples(described, list(reader([each.text for each in described])), kinds)
    found += own + (DESCRIBED_COPIES - 1) * [each for each in own if each.form == "later"]
    found += gap_examples(items, list(reader([item.text for item in items])), kinds)
    found += filter(_has_gender, gum_examples(fiction, list(reader([text.text for text in fiction])), kinds))
    found += () if taught is None else taught_examples(taught, reader, kinds)
    on_test = list(zip(test, reader([item.text for item in test]), strict=True))
    return CoreferenceCorpora(judged_by, nouns, found, on_test)


def _has_gender(example: MentionExample) -> bool:
    return example.form == "description" or has_gender(example)


def in_folds(corpora: CoreferenceCorpora, kept: PairModel | None = None) -> list[JudgedMention]:
    """Return the sources, each resolved with a scorer that was fitted without its fold of documents.

    What ``kept`` has was fitted to all documents.
    """
    cases: list[JudgedMention] = []
    for held in _folds(corpora):
        examples = [each for each in corpora.examples if each.text not in held]
        if kept is None:
            model = PairModel(fit(examples), kinds=fit_kinds([e for e in corpora.kinds if e.document not in held]))
        else:
            model = evolve(kept, weights={**kept.weights, **fit(examples, _missing(kept))})
        for name in held:
            document, reading = corpora.documents[name]
            cases += judged(document, reading, StateScorer(model, reading.states, COLUMNS))
    return cases


def _folds(corpora: CoreferenceCorpora) -> Iterator[set[str]]:
    for fold in range(FOLDS):
        yield {name for number, name in enumerate(corpora.documents) if number % FOLDS == fold}


def kinds_in_folds(corpora: CoreferenceCorpora) -> float:
    """Return the share, in percent, of GUM's descriptive sources whose kind is right, in folds of documents."""
    right = count = 0
    for held in _folds(corpora):
        weights = fit_kinds([each for each in corpora.kinds if each.document not in held])
        good, some = share_right([each for each in corpora.kinds if each.document in held], weights)
        right, count = right + good, count + some
    return 100 * right / max(1, count)


def calibration_error(cases: Sequence[JudgedMention]) -> float:
    """Return the larger gap, in points, between mean confidence and share right of halves calibrated on each other."""
    cases = [case for case in cases if case.found is not None]
    differences = []
    for half in (0, 1):
        curves = calibration(cases[1 - half :: 2])
        scored = [(PairModel({}, curves), case) for case in cases[half::2] if case.case in curves]
        total = sum((model.confidence(case.case, case.probability) or 0.0) - case.right for model, case in scored)
        differences.append(100 * abs(total) / max(1, len(scored)))
    return max(differences)


def refit(corpora: CoreferenceCorpora, kept: PairModel | None = None) -> tuple[PairModel, dict[str, float]]:
    """Fit the scorer and its calibration; return them with the figures reached.

    ``kept`` is a scorer to which the forms that it lacks are added; the figures are then those of these forms.
    """
    cases = in_folds(corpora, kept)
    curves = calibration(cases)
    if kept is None:
        model = PairModel(fit(corpora.examples), curves, fit_kinds(corpora.kinds))
    else:
        forms = _missing(kept)
        fitted = {case: curve for case, curve in curves.items() if case.endswith(tuple(forms))}
        weights = {**kept.weights, **fit(corpora.examples, forms)}
        model = evolve(kept, weights=weights, calibration={**kept.calibration, **fitted})
    on_gap = gap_figures([item for item, _ in corpora.test], [reading for _, reading in corpora.test], model)
    figures = {name: round(100 * right / max(1, count), 1) for name, (right, count) in shares(cases).items()}
    if kept is not None:
        own = {name: name.removeprefix("stories: ").rstrip("s") for name in figures}
        figures = {name: value for name, value in figures.items() if own[name] in forms}
    figures |= {"GAP test": round(on_gap.all, 1), "GAP test, feminine/masculine": round(on_gap.ratio, 3)}
    if kept is None:
        figures["kinds"] = round(kinds_in_folds(corpora), 1)
        figures["calibration"] = round(calibration_error(cases), 1)
    return model, figures


def _missing(kept: PairModel) -> list[str]:
    return [form for form in FITTED if form not in kept.weights]
