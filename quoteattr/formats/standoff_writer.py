"""Documents into brat's standoff, which :func:`quoteattr.formats.standoff.from_standoff` reads.

An attribution is an event, as in PolNeAR, that its cue triggers; kind, act, polarity and hedging are its attributes,
and a note holds speaker, outlet and confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quoteattr.document import Document
from quoteattr.model import Attribution, Span, spans_by_role

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

_CONFIGURATION = """\
[entities]
Source
Cue
Content

[relations]
<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]
Attribution\tSource?:Source, Cue?:Cue, Content?:Content

[attributes]
Kind\tArg:Attribution, Value:direct|mixed|indirect
Act\tArg:Attribution, Value:speech|thought
Polarity\tArg:Attribution, Value:asserted|denied|declined
Hedged\tArg:Attribution
"""


def annotation_conf() -> str:
    """Return the ``annotation.conf`` for the folder in brat that holds the written files."""
    return _CONFIGURATION


def to_standoff(document: Document, *, every_polarity: bool = False) -> str:
    """Return the ``.ann`` text for the ``.txt`` of the document. Offsets count characters, as brat's do.

    brat has no span across the end of a line: such a span becomes one for each line. Two spans of one role that touch
    become one.

    Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.
    """
    document = document if every_polarity else document.with_claims_made()
    lines: list[str] = []
    bounds = attributes = 0
    for number, attribution in enumerate(document.attributions, 1):
        pieces = {
            role.capitalize(): _pieces(spans, document.text) for role, spans in spans_by_role(attribution).items()
        }
        marked = {role: own for role, own in pieces.items() if own}
        if not marked:
            continue
        keys = {role: f"T{bounds + place}" for place, role in enumerate(marked, 1)}
        lines += [_bound(keys[role], role, own, document.text) for role, own in marked.items()]
        bounds += len(marked) + 1
        lines.append(_bound(f"T{bounds}", "Attribution", _trigger(marked), document.text))
        lines.append(f"E{number}\tAttribution:T{bounds} " + " ".join(f"{role}:{key}" for role, key in keys.items()))
        for value in _attributes(attribution, f"E{number}"):
            attributes += 1
            lines.append(f"A{attributes}\t{value}")
        lines.append(f"#{number}\tAnnotatorNotes E{number}\t{_note(attribution)}")
    return "".join(line + "\n" for line in lines)


def _pieces(spans: Iterable[Span], text: str) -> list[Span]:
    return [
        Span(*line.span())
        for span in _apart(spans)
        for line in _LINE.finditer(text, span.start, span.end)
        if not line.group().isspace()
    ]


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in text order, those that overlap or touch as one."""
    apart: list[Span] = []
    for span in sorted(spans):
        if apart and span.start <= apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
        else:
            apart.append(span)
    return apart


def _trigger(marked: dict[str, list[Span]]) -> list[Span]:
    """Return the trigger of the event: the cue, or without one the first role."""
    return marked.get("Cue") or next(iter(marked.values()))


def _bound(key: str, role: str, pieces: Iterable[Span], text: str) -> str:
    offsets = ";".join(f"{span.start} {span.end}" for span in pieces)
    return f"{key}\t{role} {offsets}\t{' '.join(span.of(text) for span in pieces)}"


def _attributes(attribution: Attribution, event: str) -> Iterator[str]:
    yield f"Kind {event} {attribution.kind}"
    yield f"Act {event} {attribution.act}"
    yield f"Polarity {event} {attribution.polarity}"
    if attribution.hedged:
        yield f"Hedged {event}"


def _note(attribution: Attribution) -> str:
    values = {
        "speaker": attribution.speaker.name if attribution.speaker else "",
        "outlet": attribution.outlet or "",
        "via": ", ".join(attribution.via),
        "confidence": f"{attribution.confidence:.2f}",
    }
    return " ".join("; ".join(f"{name}: {value}" for name, value in values.items() if value).split())
