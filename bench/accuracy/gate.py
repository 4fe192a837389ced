"""Run the cases of the accuracy gate: figures, and changes since the stored predictions.

The project's own articles (``styles``, ``newsrooms``) are always read; ``wikinews`` and ``gum_news`` only where
``../shared`` has their texts.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from attrs import frozen

import quoteattr
from bench.accuracy.speakers import overlap, same
from bench.options import parser
from bench.places import ROOT, SHARED, WIKINEWS
from quoteattr import Attribution, Document
from quoteattr.evaluation import Evaluation, changes, evaluate
from quoteattr.evaluation.report import changes_report, figures_table
from quoteattr.formats.annotated import from_flat, to_flat
from quoteattr.model import ROLES, AnnotatedText, Relation, Span
from quoteattr.training.corpora import read_jsonl
from tests.constructions import markup

_toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")

FOLDER = ROOT / "tests" / "gate"
SETS = ("styles", "newsrooms", "wikinews", "gum_news")
GUM_NEWS = SHARED / "data" / "gum_attribution" / "news.jsonl.gz"
TEXTS = {"wikinews": SHARED / WIKINEWS, "gum_news": GUM_NEWS}
NEWSROOMS = FOLDER / "newsrooms" / "read.jsonl"
REFERENCE = FOLDER / "reference.jsonl"
Found = Mapping[str, Sequence[Relation]]


@frozen
class Claim:
    """Gold fields of the project's own articles besides the spans; ``speaker`` is empty if the text names none."""

    speaker: str
    kind: str

    def has_speaker(self, found: Attribution) -> bool:
        """True if the speaker has this name, in a longer or shorter form, or if both are unknown."""
        name = found.speaker.name if found.speaker else ""
        return same(self.speaker, name) if self.speaker else not name


def main() -> int:
    """Print figures and changes of each set; ``--write`` stores the new predictions."""
    options = parser(__doc__, "model")
    options.add_argument("--write", action="store_true", help=f"store the predictions in {REFERENCE.name}")
    arguments = options.parse_args()
    sets = [name for name in SETS if is_available(name)]
    if arguments.write and len(sets) < len(SETS):
        options.error(f"--write needs the texts in {SHARED}")
    reader = quoteattr.load(arguments.model)
    lines = []
    for name in sets:
        gold = cases(name)
        documents = predict(reader, gold)
        found = relations(documents)
        print(f"{name}\n{figures_table(evaluate(gold, found, resamples=0).figures)}")
        if name == "newsrooms":
            print(f"of them claims inside claims\n{_inner_table(documents)}")
        if name == "styles":
            print("".join(f"{each}: {share:.1f} %\n" for each, share in claim_figures(gold, documents).items()))
        print(f"{changed(gold, found)}\n")
        lines += [json.dumps(row) for row in _rows(gold, found)]
    if arguments.write:
        REFERENCE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def is_available(name: str) -> bool:
    """Return whether the texts of a set can be read here."""
    return name not in TEXTS or TEXTS[name].exists()


def cases(name: str) -> list[AnnotatedText]:
    """Return the gold of a set."""
    if name == "styles":
        return [_joined(article) for article in _articles()]
    if name == "newsrooms":
        return list(map(_with_inner_claims, read_jsonl(NEWSROOMS)))
    texts = {row["id"]: row for row in read_jsonl(TEXTS[name])}
    if name == "gum_news":
        return [AnnotatedText(id, row["text"], tuple(_of_tokens(row))) for id, row in texts.items()]
    gold = map(json.loads, (FOLDER / "wikinews.jsonl").read_text(encoding="utf-8").splitlines())
    return [AnnotatedText(row["id"], text, from_flat(row, text)) for row in gold for text in [texts[row["id"]]["text"]]]


def _with_inner_claims(row: Mapping[str, Any], outer: bool = True) -> AnnotatedText:
    """Return a text with its claims and those inside them outside quotation marks, or with these alone."""
    outside = [each for each in row["inner"] if not each["inside_quotation"]]
    flat = {"attributions": [*row["attributions"], *outside] if outer else outside}
    return AnnotatedText(row["id"], row["text"], from_flat(flat, row["text"]))


def _inner_table(documents: Mapping[str, Document]) -> str:
    """Return the figures of the claims inside claims of ``newsrooms``."""
    gold = [_with_inner_claims(row, outer=False) for row in read_jsonl(NEWSROOMS)]
    found = {
        id: tuple(Relation.of(each) for each in document.attributions if each.nested_in is not None)
        for id, document in documents.items()
    }
    return figures_table(evaluate(gold, found, resamples=0).figures)


def claims() -> dict[str, list[Claim]]:
    """Return speaker and kind of each attribution of the own articles, by style."""
    return {article["style"]: [Claim(*row) for row in article["claims"]] for article in _articles()}


def digest(gold: Sequence[AnnotatedText]) -> str:
    """Return the SHA-256 of texts and gold."""
    return hashlib.sha256(json.dumps([to_flat(text) for text in gold]).encode()).hexdigest()


def predict(reader: quoteattr.QuoteAttributor, gold: Sequence[AnnotatedText]) -> dict[str, Document]:
    """Return the current predictions by the id of the text."""
    return dict(zip((text.id for text in gold), reader.pipe([text.text for text in gold]), strict=True))


def relations(documents: Mapping[str, Document]) -> dict[str, tuple[Relation, ...]]:
    """Return the relations of each document."""
    return {id: tuple(map(Relation.of, document.attributions)) for id, document in documents.items()}


def reference(gold: Sequence[AnnotatedText]) -> Found:
    """Return the stored predictions for some texts."""
    texts = {text.id: text.text for text in gold}
    rows = map(json.loads, REFERENCE.read_text(encoding="utf-8").splitlines())
    return {row["id"]: from_flat(row, texts[row["id"]]) for row in rows if row["id"] in texts}


def changed(gold: Sequence[AnnotatedText], found: Found) -> str:
    """Return the relations gained and lost since the stored predictions, as a table."""
    before, after = (evaluate(gold, each, resamples=0).comparisons for each in (reference(gold), found))
    return changes_report(changes(before, after), most=25)


def measured(evaluation: Evaluation) -> dict[str, float]:
    """Return the figures that have floors, in per cent: F1 and recall of relations, F1 of exact contents."""
    rates = evaluation.figures.tracks["all"].rates
    return {
        "relation": 100 * rates["relation"].f1,
        "relation recall": 100 * rates["relation"].recall,
        "exact": 100 * rates["exact"].f1,
    }


def claim_figures(gold: Sequence[AnnotatedText], documents: Mapping[str, Document]) -> dict[str, float]:
    """Return the share of all gold attributions with the right speaker and kind, in per cent; a missed one is wrong."""
    expected = claims()
    total = speakers = kinds = 0
    for text in gold:
        for relation, claim in zip(text.relations, expected[text.id], strict=True):
            found = next((each for each in documents[text.id].attributions if _meets(relation, each)), None)
            total += 1
            speakers += found is not None and claim.has_speaker(found)
            kinds += found is not None and claim.kind == found.kind
    return {"speaker": 100 * speakers / total, "kind": 100 * kinds / total}


def _meets(relation: Relation, found: Attribution) -> bool:
    return overlap(relation.cue, found.cue) and overlap(relation.content, found.content)


def _articles() -> list[dict[str, Any]]:
    articles: list[dict[str, Any]] = _toml.loads((FOLDER / "styles.toml").read_text(encoding="utf-8"))["article"]
    return articles


def _joined(article: Mapping[str, Any]) -> AnnotatedText:
    """Join the paragraphs of an article, each numbered separately."""
    text, found = "", list[Relation]()
    for paragraph in article["text"].strip().split("\n\n"):
        text += "\n\n" if text else ""
        read = markup.read(paragraph)
        found += [_shifted(relation, len(text)) for relation in read.relations]
        text += read.text
    return AnnotatedText(article["style"], text, tuple(found))


def _shifted(relation: Relation, by: int) -> Relation:
    source, cue, content = (
        [Span(span.start + by, span.end + by) for span in getattr(relation, role)] for role in ROLES
    )
    return Relation(source, cue, content)


def _of_tokens(row: Mapping[str, Any]) -> Iterator[Relation]:
    """Yield the attributions with a cue, whose roles are numbers of tokens."""
    for each in row["attributions"]:
        if each["cue"]:
            source, cue, content = (_runs(row["tokens"], each[role]) for role in ROLES)
            yield Relation(source, cue, content)


def _runs(tokens: Sequence[Sequence[Any]], numbers: Sequence[int]) -> list[Span]:
    """Return a span for each run of neighbouring tokens, numbered from 1."""
    spans: list[Span] = []
    for number in sorted(numbers):
        start, end = tokens[number - 1][1:3]
        joined = bool(spans) and number > 1 and tokens[number - 2][2] == spans[-1].end
        spans[-1:] = [Span(spans[-1].start, end)] if joined else [*spans[-1:], Span(start, end)]
    return spans


def _rows(gold: Sequence[AnnotatedText], found: Found) -> Iterator[dict[str, Any]]:
    for text in gold:
        row = to_flat(AnnotatedText(text.id, text.text, tuple(found[text.id])))
        yield {name: row[name] for name in ("id", "attributions")}


if __name__ == "__main__":
    sys.exit(main())
