"""Two samples judged by hand (``tests/samples``): speech or thought, and the subjects of inverted reporting verbs.

The texts are read from the corpora in ``../shared``; the samples contain only positions and labels.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

import quoteattr
from bench.options import parser
from bench.places import POLNEAR, ROOT
from quoteattr.document import Document
from quoteattr.model import Act, Attribution, Span
from quoteattr.training.corpora import read_jsonl

SAMPLES = ROOT / "tests" / "samples"
CORPORA = {"polnear": POLNEAR, "onestop": Path("data", "raw_news", "onestop_adv.jsonl.gz")}
Figures = dict[str, dict[str, float]]
Where = tuple[str, str]  # corpus, id


@frozen
class ActCase:
    """A gold attribution of PolNeAR dev and the act that the annotator chose."""

    text: Where
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    act: Act


@frozen
class InvertedCase:
    """A reporting verb with its subject after it."""

    text: Where
    verb: Span
    subject: Span


def main() -> int:
    """Measures and prints."""
    arguments = parser(__doc__, "shared", "model").parse_args()
    print(table(sample_figures(arguments.shared, arguments.model)))
    return 0


def sample_figures(shared: Path, model: str = "en") -> Figures:
    """The figures of both samples, in per cent."""
    acts, inverted = act_cases(), inverted_cases()
    read = documents(shared, model, {case.text for case in acts} | {case.text for case in inverted})
    return {
        "act sample": act_figures((case.act, found_act(case, read[case.text].attributions)) for case in acts),
        "inverted sample": inverted_figures((case.text[0], has_subject(case, read[case.text])) for case in inverted),
    }


def act_cases() -> list[ActCase]:
    """The rows of ``act.jsonl``."""
    return [
        ActCase(("polnear", row["id"]), _spans(row["cue"]), _spans(row["content"]), row["act"])
        for row in read_jsonl(SAMPLES / "act.jsonl")
    ]


def inverted_cases() -> list[InvertedCase]:
    """The rows of ``inverted.jsonl``."""
    return [
        InvertedCase((row["corpus"], row["id"]), Span(*row["verb"]), Span(*row["subject"]))
        for row in read_jsonl(SAMPLES / "inverted.jsonl")
    ]


def _spans(value: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in value)


def documents(shared: Path, model: str, wanted: set[Where]) -> dict[Where, Document]:
    """Return the predictions for the texts of the samples."""
    texts = {
        (corpus, row["id"]): row["text"]
        for corpus, path in CORPORA.items()
        for row in read_jsonl(shared / path)
        if (corpus, row["id"]) in wanted
    }
    found = quoteattr.load(model).pipe(texts.values())
    return dict(zip(texts, found, strict=True))


def found_act(case: ActCase, found: Iterable[Attribution]) -> Act | None:
    """The act of the attribution whose cue shares most characters with the gold cue, of several the one whose content
    does; None where no cue overlaps."""
    shared = [
        (_common(case.cue, one.cue.spans if one.cue else ()), _common(case.content, one.content.spans), one.act)
        for one in found
    ]
    cue, _, act = max(shared, default=(0, 0, None), key=lambda row: row[:2])
    return act if cue else None


def _common(these: Iterable[Span], those: Sequence[Span]) -> int:
    """Return the number of characters that two lists of spans share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in these for b in those)


def act_figures(pairs: Iterable[tuple[Act, Act | None]]) -> dict[str, float]:
    """Precision and recall of each act over the cues that were found, from pairs of judged and found acts."""
    everything = list(pairs)
    known = [(judged, found) for judged, found in everything if found is not None]
    figures = {"found": _percent(len(known), len(everything))}
    for act in ("speech", "thought"):
        right = sum(judged == found == act for judged, found in known)
        figures[f"{act} precision"] = _percent(right, sum(found == act for _, found in known))
        figures[f"{act} recall"] = _percent(right, sum(judged == act for judged, _ in known))
    return figures


def has_subject(case: InvertedCase, document: Document) -> bool:
    """Return True if the parser attaches a word of the subject to the verb as its subject."""
    return any(
        case.subject.contains(child.span)
        for sentence in document.sentences
        for verb in sentence.words_in(case.verb)
        for child in sentence.children(verb, "nsubj")
    )


def inverted_figures(results: Iterable[tuple[str, bool]]) -> dict[str, float]:
    """The share of verbs with the right subject: of all, and of each corpus."""
    everything = list(results)
    figures = {"subject": _percent(sum(right for _, right in everything), len(everything))}
    for corpus in sorted({corpus for corpus, _ in everything}):
        own = [right for name, right in everything if name == corpus]
        figures[f"subject, {corpus}"] = _percent(sum(own), len(own))
    return figures


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def table(figures: Figures) -> str:
    """The figures, one a line."""
    return "\n".join(f"{name:16}  {key:18}{value:6.1f}" for name, row in figures.items() for key, value in row.items())


if __name__ == "__main__":
    sys.exit(main())
