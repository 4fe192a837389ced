"""Training examples of the line classifier: views of labelled pages, plain articles, feeds, wire copy and posts."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from quoteattr.model import Span
from quoteattr.page.lines import Line
from quoteattr.training.page_frames import framed
from quoteattr.training.page_labels import LabelledLine
from quoteattr.training.page_text import MONTHS, byline, date, person

_KICKERS = (
    "World",
    "POLITICS",
    "News",
    "UK news",
    "Opinion",
    "Exclusive",
    "BREAKING",
    "Science | Space",
    "Home > World",
    "Analysis",
)
_READING = ("4 min read", "Share", "Listen to this article", "Updated 3 hours ago", "12 comments", "Save", "Print")
_PLACES = (
    "LIMA",
    "KYIV",
    "AUSTIN, Texas",
    "NEW DELHI",
    "Geneva",
    "CAPE TOWN, South Africa",
    "WASHINGTON",
    "Lagos, Nigeria",
)
_CREDITS = (
    "Photo: {}/AFP",
    "({}/Getty Images)",
    "Photograph: {}/Reuters",
    "{} | AP",
    "Image: {}",
    "Credit: {}",
    "File photo",
)
_NAMES = ("Mayor", "Minister", "President", "Officials", "Residents", "Police")


@frozen
class PageExample:
    """Lines with kinds and loss weights; ``site`` groups the examples of one site for cross-validation."""

    site: str
    lines: tuple[LabelledLine, ...]
    weight: float = 1.0
    headed: bool = True  # the headline, or that there is none, is known

    def as_lines(self) -> list[Line]:
        """Return the lines as the reader of pages sees them."""
        return [Line(Span(0, 0), line.text, line.parted and number > 0) for number, line in enumerate(self.lines)]


def _blank(lines: Sequence[LabelledLine], chance: random.Random) -> tuple[LabelledLine, ...]:
    """Return the lines with blank lines between all, none or the paragraphs of them."""
    mode = chance.random()
    return tuple(
        evolve(line, parted=bool(number) and (mode < 0.55 or (mode < 0.7 and len(line.text) > 100)))
        for number, line in enumerate(lines)
    )


def views(lines: Sequence[LabelledLine], title: str | None) -> dict[str, tuple[LabelledLine, ...]]:
    """Return the four views of a page: page, titled, clip and bare."""
    made = {"page": tuple(lines)}
    if title and title.strip():
        given = [LabelledLine(title.strip(), "chrome")]
        made["titled"] = (*given, *([evolve(lines[0], parted=True)] if lines else []), *lines[1:])
    heads = [number for number, line in enumerate(lines) if line.kind == "headline" and line.weight > 0]
    body = [number for number, line in enumerate(lines) if line.kind in ("body", "subheading") and len(line.text) > 25]
    if heads and body and heads[0] < body[-1]:
        rest = [
            evolve(line, kind="chrome") if line.kind == "body" else line for line in lines[body[-1] + 1 : body[-1] + 4]
        ]
        made["clip"] = (*lines[heads[0] : body[-1] + 1], *rest)
        bare = [lines[n] for n in heads] + [lines[n] for n in body]
        made["bare"] = tuple(evolve(line, parted=bool(n)) for n, line in enumerate(bare))
    return made


def examples(
    site: str,
    lines: Sequence[LabelledLine],
    title: str | None,
    donors: Sequence[Sequence[LabelledLine]],
    chance: random.Random,
) -> Iterator[PageExample]:
    """Yield the views of one labelled page, and other forms made of its headline and body.

    ``donors`` are other pages, whose chrome is put around the article.
    """
    made = views(lines, title)
    head = [line for line in lines if line.kind == "headline" and line.weight > 0]
    for view in made.values():
        yield PageExample(site, view, headed=bool(head))
    first = next((n for n, line in enumerate(lines) if line.kind == "headline" and line.weight > 0), -1)
    body = [line for line in lines if line.kind in ("body", "subheading") and line.weight > 0]
    if not body:
        return
    if head:
        for donor in donors:
            yield PageExample(site, _transplanted(lines, donor))
        if "titled" in made and chance.random() < 0.3:
            # the browser's title is the only copy of the headline
            rest = [line for line in lines if line.kind != "headline"]
            yield PageExample(site, (evolve(head[0], text=made["titled"][0].text), *rest), 0.5)
        yield PageExample(site, _run_together(lines, first, chance))
        yield PageExample(site, _run_together(made.get("clip", lines), 0, chance))
        for _ in range(2):
            yield PageExample(site, _blank(list(_wire(head, body, chance)), chance))
        yield PageExample(site, _blank(framed(head, body, chance), chance))
        yield PageExample(site, _blank([*head, *body[: chance.randint(1, 3)]], chance))
        yield PageExample(site, _blank([*head, *body], chance))
    yield from headless(site, body, chance)
    if chance.random() < 0.5:
        meta = list(_meta(chance))
        yield PageExample(site, _blank([*meta, *body], chance))


def headless(site: str, body: Sequence[LabelledLine], chance: random.Random) -> Iterator[PageExample]:
    """Yield texts without a headline that are made of a body, at least one line: all of it, a piece, and posts."""
    yield PageExample(site, _blank(body, chance))
    start = chance.randrange(len(body))
    piece = [evolve(line, kind="body") for line in body[start : start + chance.randint(1, 5)]]
    yield PageExample(site, _blank(piece, chance))
    yield PageExample(site, _blank(list(_posts(body, chance)), chance))


def _article(lines: Sequence[LabelledLine]) -> tuple[int, int]:
    """Return the numbers of the first line of headline or body and of the last one of the body."""
    own = [n for n, line in enumerate(lines) if line.kind in ("headline", "body") and line.weight > 0]
    return (own[0], own[-1]) if own else (0, len(lines) - 1)


def _transplanted(lines: Sequence[LabelledLine], donor: Sequence[LabelledLine]) -> tuple[LabelledLine, ...]:
    """Return the article of one page with the lines around the article of another page."""
    (first, last), (above, below) = _article(lines), _article(donor)
    return (
        *(line for line in donor[:above] if line.kind != "headline"),
        *lines[first : last + 1],
        *(line for line in donor[below + 1 :] if line.kind not in ("headline", "body", "subheading")),
    )


def _run_together(lines: Sequence[LabelledLine], first: int, chance: random.Random) -> tuple[LabelledLine, ...]:
    """Return the page with the chrome above its headline on one line, or with the browser's title before it."""
    above = [line.text for line in lines[:first] if line.weight > 0][-chance.randint(3, 40) :]
    menu = " ".join(above) or " ".join(chance.sample(_KICKERS, 4))
    return (LabelledLine(menu[:1500], "chrome"), *lines[max(0, first) :])


def _meta(chance: random.Random) -> Iterator[LabelledLine]:
    """Yield an invented byline and date line in one of the usual orders."""
    signed, dated = LabelledLine(byline(chance), "byline"), LabelledLine(date(chance), "published")
    mode = chance.random()
    if mode < 0.35:
        yield from (signed, dated)
    elif mode < 0.5:
        yield from (dated, signed)
    elif mode < 0.75:
        yield signed
    elif mode < 0.85:
        yield dated
    else:
        yield LabelledLine(f"{signed.text}{chance.choice((' | ', ' - ', ', ', ' / '))}{dated.text}", "byline")


def _wire(head: Sequence[LabelledLine], body: Sequence[LabelledLine], chance: random.Random) -> Iterator[LabelledLine]:
    """Yield a clean article in the forms of agencies, newspapers and archives, with invented names and dates."""
    headline = head[0]
    if chance.random() < 0.12:
        headline = evolve(headline, text=headline.text.upper())
    if chance.random() < 0.08:
        headline = evolve(headline, text=headline.text.rstrip(".") + ".")
    meta = list(_meta(chance)) if chance.random() < 0.8 else []
    if chance.random() < 0.2:
        yield LabelledLine(chance.choice(_KICKERS), "chrome")
    if chance.random() < 0.1:
        yield from meta
        meta = []
    yield headline
    standing = len(body) > 5 and 30 < len(body[0].text) < 260 and chance.random() < 0.35
    if standing:
        yield evolve(
            body[0], kind="standfirst", text=body[0].text.rstrip(".") if chance.random() < 0.5 else body[0].text
        )
    yield from meta
    if chance.random() < 0.15:
        yield LabelledLine(chance.choice(_READING), "chrome")
    if chance.random() < 0.2:
        yield LabelledLine(
            f"{chance.choice(_NAMES)} {person(chance)} speaks to reporters in {chance.choice(_PLACES).title()}.",
            "caption",
        )
        yield LabelledLine(chance.choice(_CREDITS).format(person(chance)), "credit")
    rest = list(body[1:] if standing else body)[: chance.choice((3, 8, 200))]
    if chance.random() < 0.4 and rest and rest[0].kind == "body":
        dateline = _dateline(chance)
        if chance.random() < 0.25:
            yield LabelledLine(dateline, "dateline")
        else:
            rest[0] = evolve(rest[0], text=f"{dateline} {rest[0].text}")
    yield from rest
    end = chance.random()
    if end < 0.15:
        yield LabelledLine(f"(Reporting by {person(chance)}; Editing by {person(chance)})", "byline")
    elif end < 0.2:
        yield LabelledLine(
            chance.choice(("ENDS", "###", "- AFP", "Copyright 2021 Orbel News. All rights reserved.")), "chrome"
        )


def wire_story(lines: Sequence[LabelledLine], chance: random.Random) -> tuple[LabelledLine, ...]:
    """Return headline and body of a labelled page as a wire story with an invented byline; none without a headline."""
    head = [line for line in lines if line.kind == "headline" and line.weight > 0]
    body = [line for line in lines if line.kind in ("body", "subheading") and line.weight > 0]
    return _blank(list(_wire(head, body, chance)), chance) if head and body else ()


def _dateline(chance: random.Random) -> str:
    place, wire = chance.choice(_PLACES), chance.choice(("Reuters", "AP", "AFP", "PTI", "Xinhua"))
    day = f"{chance.choice(MONTHS)[:3]} {chance.randint(1, 28)}"
    return chance.choice(
        (
            f"{place}, {day} ({wire}) -",
            f"{place} ({wire}) —",
            f"{place} —",
            f"{place}, {day} —",
            f"({wire}) -",
            f"{place}:",
        )
    )


def _posts(body: Sequence[LabelledLine], chance: random.Random) -> Iterator[LabelledLine]:
    """Yield short texts without a headline: posts, turns of a conversation, single sentences."""
    sentences = [s for line in body[:20] for s in re.split(r"(?<=[.!?][\"” ])\s*(?=[\"“A-Z])", line.text) if len(s) > 3]
    mode, speakers = chance.random(), [person(chance).split()[1] for _ in range(3)]
    for sentence in sentences[: chance.choice((1, 1, 2, 4, 10))]:
        text = sentence
        if mode < 0.25:
            text = f"{chance.choice(speakers).upper()}: {sentence}"
        elif mode < 0.35:
            text = f"{chance.choice(speakers)}: {sentence.lower()}"
        elif mode < 0.45:
            text = sentence.lower().rstrip(".")
        yield LabelledLine(text, "body")


def plain_articles(folder: Path, chance: random.Random, most: int = 300) -> Iterator[PageExample]:
    """Yield articles without page furniture of other corpora, some with a headline on the first line."""
    for row in _rows(folder / "polnear" / "train.jsonl.gz"):
        lines = _plain(row["text"])
        slug = [word for word in row["id"].rpartition("_")[2].split("-") if len(word) > 2]
        headed = bool(slug) and bool(lines) and sum(word in lines[0].text.lower() for word in slug) >= 0.7 * len(slug)
        if headed and len(lines[0].text) < 200:
            lines[0] = evolve(lines[0], kind="headline")
        else:
            lines = [evolve(lines[0], weight=0.0), *lines[1:]] if lines else lines
        yield PageExample("", tuple(lines), 0.5)
    for name, titled in (("wikinews_2019_20", False), ("onestop_adv", False), ("bbc_zitros", True), ("fnc1", False)):
        rows = list(_rows(folder / "raw_news" / f"{name}.jsonl.gz"))
        for row in chance.sample(rows, min(most, len(rows))):
            lines = _plain(row["text"])
            if titled and lines:
                lines[0] = evolve(lines[0], kind="headline")
            elif row.get("title") and chance.random() < 0.5:
                lines = [LabelledLine(row["title"], "headline"), *lines]
            yield PageExample("", tuple(lines), 0.5)


def _plain(text: str) -> list[LabelledLine]:
    from quoteattr.page.lines import split_lines

    return [LabelledLine(line.text, "body", 1.0, line.parted) for line in split_lines(text)]


def _rows(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)
