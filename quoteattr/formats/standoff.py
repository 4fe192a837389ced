"""Standoff annotation of brat and PolNeAR: an ``.ann`` file with offsets into a text file, read and written.

Lines of three kinds are read; all others (attributes, notes, comments) are ignored::

    T1<tab>Source 0 9<tab>My father                          a span; a discontinuous one: 0 9;15 20
    E1<tab>Attribution:T4 Source:T1 Cue:T2 Content:T3        an attribution; a second content: Content2:T5
    R1<tab>Source Arg1:T2 Arg2:T1                            a cue with one of its sources or contents

Types and roles are recognised by name (source, cue, content; any case). Without events, the relations from or to one
cue form one attribution.

Events are written as in PolNeAR, with the cue as trigger; kind, act, polarity and hedging are attributes of an event,
and a note has speaker, outlet and confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import count

from quoteattr.document import Document
from quoteattr.errors import FormatError
from quoteattr.formats.exchange_values import relation_of, shown
from quoteattr.model import ROLES, Attribution, Relation, Span, merged, spans_by_role

_SPAN = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)\Z")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

_Bound = tuple[str, tuple[Span, ...]]  # the type of a span, in lower case, and its pieces


def from_standoff(annotation: str, text: str) -> tuple[Relation, ...]:
    """Return the attributions of an ``.ann`` text over ``text``, in their order.

    Raises :class:`FormatError` naming the line where one is malformed, counts beyond the text, has other words than the
    text (spaces apart), or names a span that is not there.
    """
    numbered = enumerate(annotation.split("\n"), 1)
    lines = [(number, line.rstrip("\r").split("\t")) for number, line in numbered if line.strip()]
    bounds = dict(_bounds(lines, text))
    relations = []
    for number, line in lines:
        if line[0].startswith("E"):
            arguments = [argument.partition(":")[::2] for argument in "".join(line[1:2]).split()]
            roles = [(name.rstrip("0123456789").lower(), key) for name, key in arguments]
            parts = [(role, _bound(number, key, bounds)[1]) for role, key in roles if role in ROLES]
            if parts:  # an event without any of the three roles is something else
                relations.append(relation_of(parts))
    return tuple(relations or _by_cue(lines, bounds))


def _bounds(lines: Iterable[tuple[int, Sequence[str]]], text: str) -> Iterator[tuple[str, _Bound]]:
    for number, line in lines:
        if line[0].startswith("T"):
            found = _SPAN.match(line[1]) if len(line) > 1 else None
            if found is None:
                whole = shown("\t".join(line))
                raise FormatError(f"line {number}: {whole} is no span; write T1<tab>Cue 10 14<tab>said")
            spans: list[Span] = []
            for part in found[2].split(";"):
                start, end = map(int, part.split())
                if not start <= end <= len(text):
                    raise FormatError(
                        f"line {number}: {part!r} is not in the text of {len(text)} characters; is it the right text?"
                    )
                spans.append(Span(start, end))
            words, there = "".join(line[2:]), "".join(span.of(text) for span in spans)
            if words and "".join(words.split()) != "".join(there.split()):
                given = f"line {number}: the text has {shown(there)} at {found[2]}, not {shown(words)}"
                raise FormatError(f"{given}; is it the right text?")
            yield line[0], (found[1].lower(), tuple(spans))


def _by_cue(lines: Iterable[tuple[int, Sequence[str]]], bounds: Mapping[str, _Bound]) -> Iterator[Relation]:
    parts = {key: [bound] for key, bound in bounds.items() if bound[0] == "cue"}
    for number, line in lines:
        if line[0].startswith("R"):
            ends = [word.partition(":")[2] for word in "".join(line[1:2]).split()[1:]]
            cues = [key for key in ends if _bound(number, key, bounds)[0] == "cue"]
            for key in cues[:1]:
                parts[key] += [bounds[other] for other in ends if bounds[other][0] in ("source", "content")]
    return (relation_of(each) for each in parts.values() if len(each) > 1)


def _bound(number: int, key: str, bounds: Mapping[str, _Bound]) -> _Bound:
    if key not in bounds:
        raise FormatError(f"line {number}: there is no span {key!r}; the file must hold a line that begins with it")
    return bounds[key]


def annotation_conf() -> str:
    """Return the ``annotation.conf`` for the folder in brat that holds the written files."""
    return files("quoteattr.formats").joinpath("annotation.conf").read_text("utf-8")


def to_standoff(document: Document, *, every_polarity: bool = False) -> str:
    """Return the ``.ann`` text for the ``.txt`` of the document. Offsets count characters, as brat's do.

    brat has no span across the end of a line: such a span becomes one for each line. Two spans of one role that touch
    become one.
    Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.
    """
    document = document if every_polarity else document.with_claims_made()
    lines: list[str] = []
    bounds, attributes = count(1), count(1)
    for number, attribution in enumerate(document.attributions, 1):
        pieces = {role: _pieces(spans, document.text) for role, spans in spans_by_role(attribution).items()}
        marked = {role.capitalize(): own for role, own in pieces.items() if own}
        if not marked:
            continue
        keys = {role: f"T{next(bounds)}" for role in marked}
        lines += [_bound_line(keys[role], role, own, document.text) for role, own in marked.items()]
        trigger, event = f"T{next(bounds)}", f"E{number}"
        pieces_of_trigger = marked.get("Cue") or next(iter(marked.values()))
        lines.append(_bound_line(trigger, "Attribution", pieces_of_trigger, document.text))
        lines.append(f"{event}\tAttribution:{trigger} " + " ".join(f"{role}:{key}" for role, key in keys.items()))
        values = [f"{name} {event} {getattr(attribution, name.lower())}" for name in ("Kind", "Act", "Polarity")]
        values += [f"Hedged {event}"] if attribution.hedged else []
        lines += [f"A{next(attributes)}\t{value}" for value in values]
        lines.append(f"#{number}\tAnnotatorNotes {event}\t{_note(attribution)}")
    return "".join(line + "\n" for line in lines)


def _pieces(spans: Iterable[Span], text: str) -> list[Span]:
    return [
        Span(*line.span())
        for span in merged(spans)
        for line in _LINE.finditer(text, span.start, span.end)
        if not line.group().isspace()
    ]


def _bound_line(key: str, role: str, pieces: Iterable[Span], text: str) -> str:
    offsets = ";".join(f"{span.start} {span.end}" for span in pieces)
    return f"{key}\t{role} {offsets}\t{' '.join(span.of(text) for span in pieces)}"


def _note(attribution: Attribution) -> str:
    values = {
        "speaker": attribution.speaker.name if attribution.speaker else "",
        "outlet": attribution.outlet or "",
        "via": ", ".join(attribution.via),
        "confidence": f"{attribution.confidence:.2f}",
    }
    return " ".join("; ".join(f"{name}: {value}" for name, value in values.items() if value).split())
