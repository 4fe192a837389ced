"""Share of marked texts (``tests/samples/*.toml``) with right output: marks, cueless quotations, polarity, relays.

``python -m bench.accuracy.marked [NAME ...] [--errors]``. Each file defines what is right. The files named
``*_held_out`` are for figures only: no rule is written on them, and ``--errors`` does not list their texts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from attrs import field, frozen

import quoteattr
from bench.accuracy.speakers import overlap
from bench.options import parser
from bench.places import ROOT
from quoteattr.document import Document
from quoteattr.model import AnnotatedText, Attribution, Relation, Span
from tests.constructions.comparison import stretches
from tests.constructions.markup import read

_toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
FOLDER = ROOT / "tests" / "samples"
_ASSERTING = ("asserted", "denied", "declined")


@frozen
class Sample:
    """A marked text with what is expected of its attributions, by their numbers."""

    text: str
    kind: Mapping[str, str] = field(factory=dict)
    polarity: Mapping[str, str] = field(factory=dict)
    speaker: Mapping[str, str] = field(factory=dict)
    via: Mapping[str, str] = field(factory=dict)
    qa: bool = False

    def marked(self, *, cueless: bool = False) -> AnnotatedText:
        """The text and its attributions."""
        return read(self.text, cueless=cueless)


def main() -> int:
    """Measures and prints."""
    options = parser(__doc__, "model", "errors")
    options.add_argument("names", nargs="*", default=names(), help="files of tests/samples without .toml")
    arguments = options.parse_args()
    reader = quoteattr.load(arguments.model)
    for name in arguments.names:
        rows = samples(name)
        results = [is_right(name, sample, reader) for sample in rows]
        print(f"{name:24}{100 * sum(results) / len(results):6.1f}  ({sum(results)} of {len(results)})")
        if arguments.errors and not name.endswith("_held_out"):
            for sample, right in zip(rows, results, strict=True):
                if not right:
                    print(
                        f"  {sample.text!r}",
                        *(f"    {line}" for line in _shown(reader(_plain(name, sample)))),
                        sep="\n",
                    )
    return 0


def names() -> list[str]:
    """The files of marked texts."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def samples(name: str) -> list[Sample]:
    """The marked texts of a file."""
    path: Path = FOLDER / f"{name}.toml"
    return [Sample(**row) for row in _toml.loads(path.read_text("utf-8"))["case"]]


def is_right(name: str, sample: Sample, reader: quoteattr.QuoteAttributor) -> bool:
    """Return True if the output is right, by the measure of the file of the text."""
    return _MEASURES[name.removesuffix("_held_out")](sample, reader(_plain(name, sample)))


def _plain(name: str, sample: Sample) -> str:
    return sample.marked(cueless=name.startswith("cueless")).text


def _single_marks(sample: Sample, document: Document) -> bool:
    """Exactly these attributions: equal source, content and kind, and an overlapping cue."""
    marked = sample.marked()
    found = list(document.attributions)
    for number, wanted in enumerate(marked.relations, 1):
        same = [one for one in found if _same_parts(marked.text, wanted, one) and overlap(wanted.cue, one.cue)]
        if not same or same[0].kind != sample.kind.get(str(number), "direct"):
            return False
        found.remove(same[0])
    return not found


def _same_parts(text: str, wanted: Relation, found: Attribution) -> bool:
    own = Relation.of(found)
    pairs = ((wanted.source, own.source), (wanted.content, own.content))
    return all(stretches(text, one) == stretches(text, other) for one, other in pairs)


def _polarity(sample: Sample, document: Document) -> bool:
    """Each marked cue is found with its polarity, and no other claim is asserted, except claims inside claims."""
    marked = sample.marked()
    rest = list(document.attributions)
    for number, wanted in enumerate(marked.relations, 1):
        same = [one for one in rest if overlap(wanted.cue, one.cue) and overlap(wanted.content, one.content)]
        if not same or same[0].polarity != sample.polarity.get(str(number), "asserted"):
            return False
        rest.remove(same[0])
    return all(one.polarity not in _ASSERTING or one.nested_in is not None for one in rest)


def _relays(sample: Sample, document: Document) -> bool:
    """Each marked claim is found with its source and its exact relays, and no other claim, except inside claims."""
    marked = sample.marked()
    rest = list(document.attributions)
    for number, wanted in enumerate(marked.relations, 1):
        same = [
            one for one in rest
            if overlap(wanted.cue, one.cue) and overlap(wanted.content, one.content)
            and overlap(wanted.source, one.source)
        ]  # fmt: skip
        if not same or " | ".join(same[0].via) != sample.via.get(str(number), ""):
            return False
        rest.remove(same[0])
    return all(one.nested_in is not None for one in rest)


def _cueless(sample: Sample, document: Document) -> bool:
    """Each marked quotation is a direct content of its speaker, and no other quotation is borrowed."""
    marked = sample.marked(cueless=True)
    spans = sorted(span for relation in marked.relations for span in relation.content)
    for number, span in enumerate(spans, 1):
        owners = [
            one for one in document.attributions
            if any(part.overlaps(span) and _covers(marked.text, part, span) for part in one.content.spans)
        ]  # fmt: skip
        speaker = sample.speaker.get(str(number))
        if sample.qa and owners:
            continue
        if not any(one.kind == "direct" and one.speaker and one.speaker.name == speaker for one in owners):
            return False
    borrowed = (one for one in document.attributions if one.borrowed)
    return all(overlap(spans, one.content) for one in borrowed)


def _covers(text: str, part: Span, wanted: Span) -> bool:
    return not any(map(str.isalnum, text[wanted.start : part.start] + text[part.end : wanted.end]))


_MEASURES: Mapping[str, Callable[[Sample, Document], bool]] = {
    "single_marks": _single_marks,
    "cueless": _cueless,
    "polarity": _polarity,
    "relays": _relays,
}


def _shown(document: Document) -> list[str]:
    return [
        f"{one.kind} {one.polarity}{' borrowed' if one.borrowed else ''} {one.confidence}: "
        f"{one.source.text if one.source else None!r} | {one.cue.text if one.cue else None!r} | {one.content.text!r}"
        f" | {one.speaker.name if one.speaker else None!r} | via {' | '.join(one.via)}"
        for one in document.attributions
    ]


if __name__ == "__main__":
    sys.exit(main())
