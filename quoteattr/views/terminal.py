"""The coloured view of one document: its text with sources, cues and contents marked, and a table of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quoteattr.document import Document
from quoteattr.model import Attribution, spans_by_role
from quoteattr.views import article_facts, one_line, printable, reading_of


def explain(document: Document, *, trees: bool = False) -> str:
    """Return numbered explanations, with ``trees`` each followed by the tree of the sentence of its cue."""
    blocks = []
    for number, attribution in enumerate(document.attributions, 1):
        cues = attribution.cue.spans if trees and attribution.cue else ()
        drawn = (sentence.draw() for sentence in document.sentences if cues and sentence.words_in(cues[0]))
        text = "\n".join((attribution.explain(), *islice(drawn, 1)))
        margin = f"{number}. "
        blocks.append(margin + text.replace("\n", "\n" + " " * len(margin)))
    return printable("\n\n".join(blocks))


STYLES = {"source": "bold cyan", "cue": "bold yellow", "content": "green"}

_COLUMNS = (
    ("speaker", 3, STYLES["source"]),
    ("via", 2, ""),
    ("cue", 2, STYLES["cue"]),
    ("content", 8, STYLES["content"]),
    ("kind", 2, ""),
)
_UNKNOWN = "–"


def page(document: Document) -> RenderableType:
    """Everything that ``quoteattr show`` prints."""
    return Group(head(document), Text(), highlighted(document), Text(), table(document.attributions))


def head(document: Document) -> Text:
    """Return the metadata of the article, one line each, and the legend of the colours."""
    headline = document.article.headline
    facts = {**({"headline": headline.text} if headline else {}), **article_facts(document.article)}
    lines = [Text.assemble((f"{name:<10}", "dim"), one_line(fact)) for name, fact in facts.items()]
    legend = Text.assemble((f"{'colours':<10}", "dim"))
    for name, style in STYLES.items():
        legend.append(name, style).append("  ")
    return Text("\n").join([*lines, legend])


def highlighted(document: Document) -> Text:
    """Return the text in colour: contents first, so that source and cue of a nested claim stay visible."""
    text = Text(printable(document.text))
    for role in ("content", "source", "cue"):
        for attribution in document.attributions:
            for span in spans_by_role(attribution)[role]:
                text.stylize(STYLES[role], span.start, span.end)
    return text


def table(attributions: Sequence[Attribution]) -> RenderableType:
    """Return one row for each attribution: speaker, through whom, cue, content, kind."""
    if not attributions:
        return Text("No attribution was found.", style="dim")
    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=True)
    for name, ratio, style in _COLUMNS:
        grid.add_column(name, ratio=ratio, overflow="fold", style=style)
    for each in attributions:
        cells = (
            _who(each),
            " ← ".join(dict.fromkeys(filter(None, (each.outlet, *each.via)))) or _UNKNOWN,
            each.cue.text if each.cue else _UNKNOWN,
            each.content.text or _UNKNOWN,
            ", ".join([*reading_of(each), *([each.channel.kind] if each.channel else [])]),
        )
        grid.add_row(*(Text(one_line(cell)) for cell in cells))
    return grid


def _who(attribution: Attribution) -> str:
    speaker = attribution.speaker
    if speaker:
        place = speaker.affiliation
        place = None if place is None or place in f"{speaker.name} {speaker.role}" else place
        return ", ".join(filter(None, (speaker.name, speaker.role, place)))
    return attribution.source.text if attribution.source else _UNKNOWN
