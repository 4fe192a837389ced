"""The parts of the page in its markup: the text, the speakers with all their claims, the filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import chain
from typing import get_args

from attrs import frozen

from quoteattr.document import Document
from quoteattr.model import Act, Attribution, Kind, Polarity, Speaker
from quoteattr.views.html_data import NOT_KNOWN, facts_of
from quoteattr.views.printable import one_line, printable
from quoteattr.views.segments import Segment, SegmentedLine, lines

_MANY_LINES = 300  # from this number on the browser skips the layout of lines that are not visible
_CHOICES: Mapping[str, Sequence[str]] = {"kind": get_args(Kind), "act": get_args(Act), "polarity": get_args(Polarity)}


@frozen
class Voice:
    """A speaker, or None for what nobody could be found for, with the numbers of all that they said."""

    speaker: Speaker | None
    claims: tuple[int, ...]

    @property
    def id(self) -> int:
        return -1 if self.speaker is None else self.speaker.id

    @property
    def name(self) -> str:
        return NOT_KNOWN if self.speaker is None else self.speaker.name


def voices(document: Document) -> list[Voice]:
    """Return those who said something, who said most first; claims without a speaker come last."""
    said: dict[int, list[int]] = {}
    speakers: dict[int, Speaker | None] = {}
    for number, attribution in enumerate(document.attributions):
        id = attribution.speaker.id if attribution.speaker else -1
        said.setdefault(id, []).append(number)
        speakers.setdefault(id, attribution.speaker)
    found = [Voice(speakers[id], tuple(numbers)) for id, numbers in said.items()]
    return sorted(found, key=lambda voice: (voice.speaker is None, -len(voice.claims)))


def text(document: Document) -> str:
    """Return the text, a block a line, with a span element for each segment that belongs to a claim."""
    found = list(lines(document))
    if not found:
        return "<p class='qa-none'>The text is empty.</p>"
    blocks = "\n".join(_block(line, document.text) for line in found)
    return f"<div class='qa-large'>{blocks}</div>" if len(found) > _MANY_LINES else blocks


def _block(line: SegmentedLine, whole: str) -> str:
    inner = "".join(_segment(segment, whole) for segment in line.segments)
    if line.kind in ("headline", "subheading"):
        level = "h2" if line.kind == "headline" else "h3"
        return f"<{level} class='qa-{line.kind}'>{inner}</{level}>"
    return f"<p class='qa-{line.kind}'>{inner}</p>"


def _segment(segment: Segment, whole: str) -> str:
    shown = safe(segment.span.of(whole))
    numbers = {"s": segment.source, "c": segment.cue, "q": segment.content}
    if not any(numbers.values()):
        return shown
    held = "".join(f" data-{name}='{' '.join(map(str, own))}'" for name, own in numbers.items() if own)
    return f"<span class='{classes(segment)}'{held}>{shown}</span>"


def classes(segment: Segment) -> str:
    """Return the style classes of a segment; the script uses the same names for the result of a filter."""
    names = ["qa-seg"]
    if segment.content:
        names.append("qa-deep" if len(segment.content) > 1 else "qa-content")
    if segment.source:
        names.append("qa-source")
    if segment.cue:
        names.append("qa-cue")
    return " ".join(names)


def facts(document: Document) -> str:
    """Return the metadata of the article, as a list of names and values."""
    article = document.article
    shown = {
        "publisher": article.publisher and article.publisher.name,
        "outlet": article.outlet and article.outlet.name,
        "by": "; ".join(byline.text for byline in article.bylines),
        "published": article.published,
        "document": "" if document.id is None else str(document.id),
    }
    rows = "".join(f"<div><dt>{name}</dt><dd>{_line(value)}</dd></div>" for name, value in shown.items() if value)
    return f"<dl class='qa-facts'>{rows}</dl>" if rows else ""


def filters(document: Document, found: Sequence[Voice]) -> str:
    """Return the form of the filters: who, and boxes for each value that occurs."""
    options = "".join(
        f"<option value='{voice.id}'>{_line(voice.name)} ({len(voice.claims)})</option>" for voice in found
    )
    boxes = "".join(_boxes(name, values, document.attributions) for name, values in _CHOICES.items())
    return (
        "<label class='qa-field'>Speaker <select name='speaker'><option value=''>everyone</option>"
        f"{options}</select></label>{boxes}"
        "<label class='qa-field'>Confidence at least <span class='qa-range'><input type='range' name='confidence' "
        "min='0' max='100' step='5' value='0'> <output>0 %</output></span></label>"
        "<div class='qa-buttons'><button type='reset'>Show all</button> "
        "<button type='button' class='qa-save'>Save what is shown (CSV)</button></div>"
    )


def _boxes(name: str, values: Iterable[str], attributions: Sequence[Attribution]) -> str:
    count = Counter(getattr(attribution, name) for attribution in attributions)
    boxes = "".join(
        f"<label><input type='checkbox' name='{name}' value='{value}' checked> {value} "
        f"<span class='qa-count'>{count[value]}</span></label>"
        for value in values
    )
    return f"<fieldset><legend>{name.capitalize()}</legend>{boxes}</fieldset>"


def speakers(document: Document, found: Sequence[Voice]) -> str:
    """Return every speaker with what is known of them, and below it all that they said."""
    if not found:
        return "<p class='qa-none'>No attribution was found.</p>"
    items = chain.from_iterable(_voice(voice, document) for voice in found)
    return f"<ol class='qa-voices'>{''.join(items)}</ol>"


def _voice(voice: Voice, document: Document) -> Iterator[str]:
    yield f"<li data-speaker='{voice.id}'><details><summary><span class='qa-name'>{_line(voice.name)}</span> "
    yield f"<span class='qa-count' title='claims'>{len(voice.claims)}</span>{_about(voice.speaker)}</summary><ul>"
    for number in voice.claims:
        claim = document.attributions[number]
        reading = ", ".join(reading_of(claim))
        said = f"<q>{_line(claim.content.text)}</q>" if claim.content.text else "<em>no content</em>"
        before = f"<span class='qa-by'>{_line(claim.cue.text)}</span> " if claim.cue and claim.cue.text else ""
        yield f"<li><button type='button' data-claim='{number}'>{before}{said} <small>{reading}</small></button></li>"
    yield "</ul></details></li>"


def _about(speaker: Speaker | None) -> str:
    if speaker is None:
        return ""
    shown = dict.fromkeys(facts_of(speaker))
    parts = "".join(f"<span>{_line(each)}</span>" for each in shown)
    badge = (speaker.type or speaker.kind).replace("_", " ")
    return f" <span class='qa-about'>{parts}<span class='qa-badge'>{badge}</span></span>"


def reading_of(attribution: Attribution) -> Iterator[str]:
    """Yield the kind, and what is not the usual case of act, polarity and certainty."""
    yield attribution.kind
    if attribution.act != "speech":
        yield attribution.act
    if attribution.polarity != "asserted":
        yield attribution.polarity
    if attribution.hedged:
        yield "hedged"


def safe(value: str) -> str:
    """Text that markup cannot mistake for its own, in an element or in an attribute."""
    return escape(printable(value), quote=True)


def _line(value: str) -> str:
    return escape(one_line(value), quote=True)
