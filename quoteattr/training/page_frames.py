"""Invented frames around the article of a labelled page: a printed paper, a newsletter, a press release.

The shared pages are web pages. Text from other sources has other furniture: the name, number and price of a paper above
a headline of several lines, a greeting, notes to editors.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from attrs import evolve

from quoteattr.training.page_labels import LabelledLine
from quoteattr.training.page_text import byline, date, person

_TOWNS = (
    "Orbel", "Tarrow", "Merrow", "Port Ellin", "Hartsmere", "Velmar", "Corrow", "Lusmark", "Sorne", "Brannoc",
    "Kestrin",
    "Westmarch", "North Vale", "Saint Odo", "Dunmore", "Ashby", "Linden", "Grayfield", "Pelham", "Quarry Bay",
)  # fmt: skip
_PAPERS = (
    "Courier", "Beacon", "Echo", "Advertiser", "Record", "Mercury", "Herald", "Post", "Weekly", "Times", "Star",
    "Observer",
    "Gazette & Journal", "Evening News", "Sentinel", "Examiner", "Bulletin", "Messenger", "Chronicle", "Now", "Today",
)  # fmt: skip
_LETTERS = ("The Morning Note", "The Brief", "Daybreak", "First Thing", "The Lunch Read", "Five at Five", "The Dock")
_BODIES = (
    "Alliance",
    "Institute",
    "Trust",
    "Council",
    "Energy",
    "Holdings plc",
    "Biologics, Inc.",
    "University",
    "Foundation",
)
_MOTTOS = (
    "Established {year}", "Founded in {year}", "Incorporating the {town} {paper}", "Your paper since {year}",
    "Delivered free to every house", "For {town} and the villages", "Read by 40,000 people every week",
)  # fmt: skip
_ISSUES = (
    "No. {number}", "Issue {number}", "Vol. 12 No. {number}", "£1.20", "50p", "Price 80c", "$2", "FREE",
    "Final edition",
    "www.{town}{paper}.example", "Page 1", "Late city final",
)  # fmt: skip
_OPENERS = (
    "View in browser", "View this email in your browser", "Good morning.", "Good morning, {first}!", "Hello {first},",
    "Here is what you need to know today.", "Read time: 4 minutes", "Was this forwarded to you? Sign up here.",
    "Presented by {town} Heating", "TOP STORY", "Today's lead",
)  # fmt: skip
_CLOSERS = (
    "Read the full story on our website →", "A MESSAGE FROM OUR PARTNER", "ALSO TODAY", "WEATHER",
    "Drizzle clearing by noon.",
    "• The town hall clock is to be mended at last", "• A heron was seen on the roof of the library, says a reader",
    "That's all for today. See you tomorrow.", "You receive this email because you signed up at our website.",
    "Update your preferences or unsubscribe", "Did a friend forward you this?", "{town} {paper}, Quay Street, {town}",
)  # fmt: skip
_HEADS = (
    "PRESS RELEASE", "FOR IMMEDIATE RELEASE", "News release", "MEDIA RELEASE", "EMBARGOED UNTIL 00.01",
    "For immediate use",
    "Contact: {name}, 555-0142", "Media contact: {name}", "{town} {paper}", "News provided by", "Share this release",
)  # fmt: skip
_MARKS = ("ENDS", "– ENDS –", "###", "# # #", "-30-", "Ends")
_NOTES = (
    "Notes to editors", "Notes for editors:", "1. The survey was carried out among 1,204 adults in May.",
    "2. {town} {body} is a coalition of 46 members. Registered number 555014.", "About {town} {body}",
    "Founded in {year}, {town} {body} has offices in {town} and Lima and employs 310 people.",
    "For further information, please contact:", "{name}, Press Office", "Tel. 555 0177, press@{town}.example",
    "Forward-looking statements", "This release contains statements about the future that involve risks.",
    "SOURCE {town} {body}",
)  # fmt: skip
_BETWEEN = (
    "ADVERTISEMENT", "Turn to page 2, column 4", "Story continues below", "Read more: {town} to lose its last bank",
    "Sign up for our free newsletter", "2    {town} {paper}, Friday, March 26", "From page 1", "Listen to this story",
)  # fmt: skip
_WIDTH = (18, 34)  # characters of a line of a printed headline


def framed(head: Sequence[LabelledLine], body: Sequence[LabelledLine], chance: random.Random) -> list[LabelledLine]:
    """Return headline and body of a labelled page in one of the frames."""
    return list(chance.choice((_printed, _newsletter, _release))(head, body, chance))


def _printed(
    head: Sequence[LabelledLine], body: Sequence[LabelledLine], chance: random.Random
) -> Iterator[LabelledLine]:
    name = _said(f"{chance.choice(('', 'The '))}{{town}} {{paper}}", chance)
    top = [name.upper() if chance.random() < 0.5 else name, *_some(_MOTTOS, (0, 1), chance)]
    yield from (_chrome(each) for each in top)
    issue, day = _some(_ISSUES, (1, 3), chance), date(chance)
    if chance.random() < 0.7:
        issue.insert(chance.randint(0, len(issue)), day)
        yield LabelledLine(chance.choice((" – ", " | ", "   ", " · ")).join(issue), "published")
    else:
        yield from (*map(_chrome, issue), LabelledLine(day, "published"))
    text = head[0].text.upper() if chance.random() < 0.5 else head[0].text
    for line in _wrapped(text, chance.randint(*_WIDTH)) if chance.random() < 0.6 else [text]:
        yield evolve(head[0], text=line, kind="headline")
    yield from _signed(chance)
    yield from _interrupted(body, chance)
    yield from (_chrome(_said(each, chance)) for each in _some(_BETWEEN, (0, 2), chance))


def _newsletter(
    head: Sequence[LabelledLine], body: Sequence[LabelledLine], chance: random.Random
) -> Iterator[LabelledLine]:
    name = chance.choice(_LETTERS)
    yield _chrome(name.upper() if chance.random() < 0.5 else name)
    yield from (_chrome(each) for each in _some(("{town} {paper}", *_OPENERS), (1, 4), chance))
    if chance.random() < 0.6:
        yield LabelledLine(date(chance), "published")
    yield head[0]
    yield from _signed(chance)
    yield from _interrupted(list(body)[: chance.choice((3, 6, 12))], chance)
    yield from (_chrome(each) for each in _some(_CLOSERS, (2, 7), chance))


def _release(
    head: Sequence[LabelledLine], body: Sequence[LabelledLine], chance: random.Random
) -> Iterator[LabelledLine]:
    issuer = _said("{town} {body}", chance)
    top = [_chrome(each) for each in [issuer, *_some(_HEADS, (1, 4), chance)]]
    chance.shuffle(top)
    yield from top
    dated = LabelledLine(date(chance), "published")
    yield from [dated, head[0]] if chance.random() < 0.5 else [head[0], dated]
    if len(body) > 5 and chance.random() < 0.4:
        yield from (evolve(line, kind="standfirst", text=f"• {line.text[:120]}") for line in body[1:3])
    yield from body[:12]
    yield _chrome(chance.choice(_MARKS))
    yield from (_chrome(each) for each in _some(_NOTES, (3, 9), chance))


def _signed(chance: random.Random) -> Iterator[LabelledLine]:
    if chance.random() < 0.7:
        yield LabelledLine(byline(chance), "byline")


def _interrupted(body: Sequence[LabelledLine], chance: random.Random) -> Iterator[LabelledLine]:
    """Yield the body, sometimes with a line between two paragraphs that does not belong to it."""
    breaks = set(chance.sample(range(1, len(body)), min(len(body) - 1, chance.choice((0, 0, 1, 2))))) if body else set()
    for number, line in enumerate(body):
        if number in breaks:
            yield _chrome(_said(chance.choice(_BETWEEN), chance))
        yield line


def _some(templates: Sequence[str], size: tuple[int, int], chance: random.Random) -> list[str]:
    """Return some of the templates in their order, filled in."""
    chosen = sorted(chance.sample(range(len(templates)), chance.randint(*size)))
    return [_said(templates[number], chance) for number in chosen]


def _said(template: str, chance: random.Random) -> str:
    name = person(chance)
    return template.format(
        town=chance.choice(_TOWNS), paper=chance.choice(_PAPERS), body=chance.choice(_BODIES), name=name,
        first=name.split()[0], year=chance.randint(1790, 2015), number=chance.randint(2, 48_000),
    )  # fmt: skip


def _chrome(text: str) -> LabelledLine:
    return LabelledLine(text, "chrome")


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
