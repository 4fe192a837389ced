"""The coloured view of one document: its text with sources, cues and contents marked, and a table of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quoteattr.document import Document
from quoteattr.model import Attribution, spans_by_role
from quoteattr.tree import Sentence
from quoteattr.views import article_facts, one_line, printable, reading_of


def explain(document: Document, *, trees: bool = False) -> str:
    """Return numbered explanations in the order of the attributions.

    With ``trees`` each is followed by the dependency tree of the sentence of its cue.
    """
    blocks = [
        _block(number, attribution, _sentence_of(attribution, document) if trees else None)
        for number, attribution in enumerate(document.attributions, 1)
    ]
    return printable("\n\n".join(blocks))


def _block(number: int, attribution: Attribution, sentence: Sentence | None) -> str:
    text = attribution.explain()
    if sentence is not None:
        text += "\n" + sentence.draw()
    margin = f"{number}. "
    return margin + text.replace("\n", "\n" + " " * len(margin))


def _sentence_of(attribution: Attribution, document: Document) -> Sentence | None:
    cues = attribution.cue.spans if attribution.cue else ()
    return next((sentence for sentence in document.sentences if cues and sentence.words_in(cues[0])), None)


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
    legend = Text.assemble((f"{'colours':<10}", "dim"), *_legend())
    return Text("\n").join([*lines, legend])


def _legend() -> Iterator[tuple[str, str] | str]:
    for name, style in STYLES.items():
        yield (name, style)
        yield "  "


def highlighted(document: Document) -> Text:
    """Return the text with the parts of its attributions in colour.

    Contents are coloured first, so that source and cue of a nested claim stay visible.
    """
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
    for attribution in attributions:
        grid.add_row(*(Text(one_line(cell)) for cell in _cells(attribution)))
    return grid


def _cells(attribution: Attribution) -> tuple[str, ...]:
    return (
        _who(attribution),
        " ← ".join(dict.fromkeys(filter(None, (attribution.outlet, *attribution.via)))) or _UNKNOWN,
        attribution.cue.text if attribution.cue else _UNKNOWN,
        attribution.content.text or _UNKNOWN,
        ", ".join([*reading_of(attribution), *([attribution.channel.kind] if attribution.channel else [])]),
    )


def _who(attribution: Attribution) -> str:
    speaker = attribution.speaker
    if speaker:
        place = speaker.affiliation if speaker.affiliation and speaker.affiliation not in (speaker.role or "") else None
        return ", ".join(filter(None, (speaker.name, speaker.role, place)))
    return attribution.source.text if attribution.source else _UNKNOWN
