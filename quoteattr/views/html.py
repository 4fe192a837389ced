"""One document as a self-contained HTML page, also for notebooks.

The page is readable without its script; the script adds links between the parts of a claim, filters and trees.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import chain
from string import Template
from typing import get_args

from attrs import frozen

from quoteattr import model
from quoteattr.document import Document, checked_documents
from quoteattr.model import ROLES, Attribution, RelationRole, Span, Speaker, merged, noted, spans_by_role, touched
from quoteattr.paragraphs import trim
from quoteattr.views import article_facts, one_line, printable, reading_of
from quoteattr.views.tree_svg import sentence_svg

_HEIGHT = 600  # pixels of the frame in a notebook
_HEADING = "Who said what"
NOT_KNOWN = "Speaker not known"
MOST_TREE_WORDS = 20_000  # of the sentences that are drawn: each word takes about 250 bytes

# As escapes these are the same JSON, and neither end the script element nor begin a comment in it.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_MANY_LINES = 300  # from this number on the browser skips the layout of lines that are not visible
_CHOICES = {"kind": get_args(model.Kind), "act": get_args(model.Act), "polarity": get_args(model.Polarity)}

_LINE = re.compile(r"^[^\S\n]*\S[^\n]*", re.MULTILINE)


def to_html(document: Document, *, title: str | None = None, trees: bool = True) -> str:
    """Return ``document`` as a self-contained HTML page: text with coloured parts, speakers, filters, trees.

    The security policy of the page allows its own script alone, and no requests.

    Args:
        document: The document.
        title: The heading and the title of the page; by default a general heading, and the headline as title.
        trees: Include the dependency trees of the claims, up to 20,000 words of them.

    Raises:
        ArgumentError: ``document`` is not a document.
    """
    [document] = checked_documents("to_html", [document])
    (options, speakers), count = _speakers(document), len(document.attributions)
    style, script = _inlined()
    allowed = f"style-src {digest(style)}; script-src {digest(script)}"
    return Template(asset("head.html") + asset("view.html")).substitute(
        policy=f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
        title=escaped_line(title or _named(document)),
        heading=escaped_line(title or _HEADING),
        style=style,
        script=script,
        facts=_facts(document),
        options=options,
        boxes="".join(_boxes(name, values, document.attributions) for name, values in _CHOICES.items()),
        text=_text(document),
        speakers=speakers,
        count=f"{count} claim" if count == 1 else f"{count} claims",
        data=_data_of(document, trees=trees),
    )


def fragment(document: Document, *, height: int = _HEIGHT) -> str:
    """Return :func:`to_html` in a frame, ``height`` pixels high, which neither reads nor styles the page around it."""
    whole = escape(to_html(document), quote=True)
    name = escaped_line(_named(document))
    return (
        f'<iframe title="{name}" sandbox="allow-scripts allow-downloads" loading="lazy" '
        f'width="100%" height="{int(height)}" style="border: 1px solid #8884; border-radius: 6px" srcdoc="{whole}">'
        "</iframe>"
    )


def policy_sources() -> tuple[str, str]:
    """Return the digests of style and script that a content security policy must allow."""
    style, script = _inlined()
    return digest(style), digest(script)


@cache
def asset(name: str) -> str:
    """Return a file of the page; ``head.html``, ``look.css``, ``files.js`` and ``tables.*`` are used by others too."""
    return files("quoteattr.views").joinpath("page").joinpath(name).read_text("utf-8")


def _inlined() -> tuple[str, str]:
    return asset("look.css") + asset("view.css"), asset("files.js") + asset("view.js")


def digest(inline: str) -> str:
    """Return the source of a style or script in a content security policy."""
    digest = b64encode(sha256(inline.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _named(document: Document) -> str:
    headline = document.article.headline
    return (headline.text if headline else str(document.id or "")) or _HEADING


def escaped_line(value: object) -> str:
    """Return a value on one line, as text that markup cannot mistake for its own."""
    return escape(one_line(str(value)), quote=True)


@frozen
class Segment:
    """A segment of a line, with the numbers of the attributions that it is part of; the innermost content is first."""

    span: Span
    source: tuple[int, ...] = ()
    cue: tuple[int, ...] = ()
    content: tuple[int, ...] = ()


@frozen
class SegmentedLine:
    """A line of the text that is not empty, and what it is on the page."""

    kind: model.PartKind
    segments: tuple[Segment, ...]


def lines(document: Document) -> Iterator[SegmentedLine]:
    """Yield the lines of the text, cut into segments; joined, these are the lines again."""
    found = [Span(*match.span()) for match in _LINE.finditer(document.text)]
    edges = deque(sorted(_edges(document)))
    length = [sum(map(len, each.content.spans)) for each in document.attributions]
    active: dict[RelationRole, set[int]] = {role: set() for role in ROLES}
    for line, kind in zip(found, _kinds(document, found), strict=True):
        segments: list[Segment] = []
        start = line.start
        while start < line.end:
            while edges and edges[0][0] <= start:
                _, opens, role, number = edges.popleft()
                (active[role].add if opens else active[role].discard)(number)
            end = min(edges[0][0], line.end) if edges else line.end
            content = sorted(active["content"], key=lambda number: (length[number], number))
            source, cue = tuple(sorted(active["source"])), tuple(sorted(active["cue"]))
            segments.append(Segment(Span(start, end), source, cue, tuple(content)))
            start = end
        yield SegmentedLine(kind, tuple(segments))


def _edges(document: Document) -> Iterator[tuple[int, bool, RelationRole, int]]:
    """Yield where parts open (True) and close, as sorted closings first. Spans of one part that touch are joined."""
    for number, attribution in enumerate(document.attributions):
        for role, spans in spans_by_role(attribution).items():
            for span in merged(spans):
                if len(span):
                    yield span.start, True, role, number
                    yield span.end, False, role, number


def _kinds(document: Document, lines_: Sequence[Span]) -> Iterator[model.PartKind]:
    """Yield the kind of the part that holds a line; a part inside a line does not make it another one."""
    parts = sorted(document.article.parts, key=lambda part: part.span.start)
    for line in lines_:
        inner = trim(document.text, line.start, line.end) or line
        at = bisect_right(parts, inner.start, key=lambda part: part.span.start) - 1
        yield parts[at].kind if at >= 0 and parts[at].span.contains(inner) else "body"


def _data_of(document: Document, *, trees: bool) -> str:
    """Return the claims, and the trees of their sentences by number, as JSON for a script element."""
    worded = [number for number, sentence in enumerate(document.sentences) if sentence.words] if trees else []
    spans = [document.sentences[number].span for number in worded]
    numbers: list[list[int]] = []  # for each claim, of the sentences that share a character with it, in text order
    for attribution in document.attributions:
        own = chain.from_iterable(spans_by_role(attribution).values())
        numbers.append(sorted({worded[at] for span in own for at in touched(spans, span)}))
    every = sorted({*chain.from_iterable(numbers)})
    drawn: dict[int, str] = {}  # none where all together would be too large
    if sum(len(document.sentences[number]) for number in every) <= MOST_TREE_WORDS:
        drawn = {number: drawing for number in every if (drawing := sentence_svg(document.sentences[number]))}
    claims = [
        {**_claim(attribution), "trees": [number for number in own if number in drawn]}
        for attribution, own in zip(document.attributions, numbers, strict=True)
    ]
    data = json.dumps({"claims": claims, "trees": drawn}, ensure_ascii=False, separators=(",", ":"))
    return data.translate(_ESCAPES)


def facts_of(speaker: Speaker) -> Iterator[str]:
    """Yield the facts about a speaker: roles with affiliations in text order, members, age, organisation, ref."""
    for role in speaker.roles:
        place = role.affiliation.name if role.affiliation else ""
        text = " ".join((role.full or role.text).split())
        yield noted(text, "" if place.lower() in text.lower() else place)
    if not speaker.roles:
        place = speaker.affiliation or ""
        shown = speaker.type != "document" and place not in speaker.name  # "the UN agencies"
        yield from filter(None, (speaker.role, place if shown else None))
    if speaker.members:
        yield ", ".join(speaker.members)
    if speaker.age is not None:
        yield f"{speaker.age} years old"
    if speaker.organization and not any(speaker.organization in role.text for role in speaker.roles):
        yield f"for {speaker.organization}"
    if speaker.anonymity:
        yield f"anonymous: {' '.join(speaker.anonymity.text.split())}"
    if speaker.ref is not None:
        yield f"ref {speaker.ref}"


def _claim(attribution: Attribution) -> dict[str, object]:
    speaker, source, time, channel = attribution.speaker, attribution.source, attribution.time, attribution.channel
    sure, roles = attribution.speaker_confidence, spans_by_role(attribution)
    return {
        "who": printable(speaker.name if speaker else source.text if source else NOT_KNOWN),
        "speaker": -1 if speaker is None else speaker.id,
        "about": [printable(each) for each in dict.fromkeys(facts_of(speaker))] if speaker else [],
        "source": printable(source.text) if source else "",
        "cue": printable(attribution.cue.text) if attribution.cue else "",
        "content": printable(attribution.content.text),
        **{name: getattr(attribution, name) for name in ("kind", "act", "polarity", "hedged", "confidence")},
        "speakerConfidence": "" if sure is None else f"{100 * sure:.0f} %",
        "time": printable(noted(time.text, time.date)) if time else "",
        "channel": printable(noted(channel.kind, " ".join((channel.name or "").split()))) if channel else "",
        "through": [printable(each) for each in dict.fromkeys((attribution.outlet, *attribution.via)) if each],
        "why": printable(attribution.explain()),
        "spans": {role: [[span.start, span.end] for span in spans] for role, spans in roles.items()},
    }


def _text(document: Document) -> str:
    """Return the text, a block a line, with a span element for each segment that belongs to a claim."""
    found = list(lines(document))
    if not found:
        return "<p class='qa-none'>The text is empty.</p>"
    tags = {"headline": "h2", "subheading": "h3"}
    shown = []
    for line in found:
        tag, inner = tags.get(line.kind, "p"), "".join(_segment(each, document.text) for each in line.segments)
        shown.append(f"<{tag} class='qa-{line.kind}'>{inner}</{tag}>")
    blocks = "\n".join(shown)
    return f"<div class='qa-large'>{blocks}</div>" if len(found) > _MANY_LINES else blocks


def _segment(segment: Segment, whole: str) -> str:
    shown = escape(printable(segment.span.of(whole)), quote=True)
    numbers = {"s": segment.source, "c": segment.cue, "q": segment.content}
    if not any(numbers.values()):
        return shown
    held = "".join(f" data-{name}='{' '.join(map(str, own))}'" for name, own in numbers.items() if own)
    # the script uses the same names of classes for the result of a filter
    content = "qa-deep" if len(segment.content) > 1 else "qa-content"
    names = {content: segment.content, "qa-source": segment.source, "qa-cue": segment.cue}
    return f"<span class='{' '.join(('qa-seg', *(name for name, own in names.items() if own)))}'{held}>{shown}</span>"


def _facts(document: Document) -> str:
    known = {} if document.id in (None, "") else {"document": document.id}
    shown = {**article_facts(document.article), **known}
    rows = "".join(f"<div><dt>{name}</dt><dd>{escaped_line(value)}</dd></div>" for name, value in shown.items())
    return f"<dl class='qa-facts'>{rows}</dl>" if rows else ""


def _boxes(name: str, values: Iterable[str], attributions: Sequence[Attribution]) -> str:
    count = Counter(getattr(attribution, name) for attribution in attributions)
    boxes = "".join(
        f"<label><input type='checkbox' name='{name}' value='{value}' checked> {value} "
        f"<span class='qa-count'>{count[value]}</span></label>"
        for value in values
    )
    return f"<fieldset><legend>{name.capitalize()}</legend>{boxes}</fieldset>"


def _speakers(document: Document) -> tuple[str, str]:
    """Return the speakers as choices of the filter, and as a list with what is known of them and all that they said.

    Who said most comes first; claims without a speaker come last.
    """
    found: dict[int, tuple[Speaker | None, list[int]]] = {}
    for number, claim in enumerate(document.attributions):
        found.setdefault(claim.speaker.id if claim.speaker else -1, (claim.speaker, []))[1].append(number)
    if not found:
        return "", "<p class='qa-none'>No attribution was found.</p>"
    options, items = "", ""
    for id, (speaker, numbers) in sorted(found.items(), key=lambda item: (item[1][0] is None, -len(item[1][1]))):
        name = escaped_line(speaker.name if speaker else NOT_KNOWN)
        options += f"<option value='{id}'>{name} ({len(numbers)})</option>"
        claims = "".join(_said(number, document.attributions[number]) for number in numbers)
        items += (
            f"<li data-speaker='{id}'><details><summary><span class='qa-name'>{name}</span> <span class='qa-count' "
            f"title='claims'>{len(numbers)}</span>{_about(speaker)}</summary><ul>{claims}</ul></details></li>"
        )
    return options, f"<ol class='qa-voices'>{items}</ol>"


def _said(number: int, claim: Attribution) -> str:
    reading = ", ".join(reading_of(claim))
    said = f"<q>{escaped_line(claim.content.text)}</q>" if claim.content.text else "<em>no content</em>"
    before = f"<span class='qa-by'>{escaped_line(claim.cue.text)}</span> " if claim.cue and claim.cue.text else ""
    return f"<li><button type='button' data-claim='{number}'>{before}{said} <small>{reading}</small></button></li>"


def _about(speaker: Speaker | None) -> str:
    if speaker is None:
        return ""
    shown = dict.fromkeys(facts_of(speaker))
    parts = "".join(f"<span>{escaped_line(each)}</span>" for each in shown)
    badge = (speaker.type or speaker.kind).replace("_", " ")
    return f" <span class='qa-about'>{parts}<span class='qa-badge'>{badge}</span></span>"
