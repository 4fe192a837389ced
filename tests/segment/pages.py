"""Pages and plain articles made of a few lines, and their parts as texts."""

from __future__ import annotations

from quoteattr.model import PartKind
from quoteattr.segment import parts

LEAD = "The old bridge over the river fell on Monday, and nobody was hurt, the mayor of the town said."
MORE = "Work on a new one will begin in the spring, she told the council, which had not been warned before."
LAST = "The council has asked for help, but it does not know yet how much money will be needed for the work."
TITLE, HEADLINE = "Bridge falls in flood | Orbel News", "Bridge falls in flood"
MENU = ("Home", "News", "Sport", "Weather", "Sign in", "Subscribe", "Search", "Menu")
FOOT = (
    "Most popular",
    "Ten ways to cook rice",
    "Who won the cup?",
    "Contact us",
    "© 2023 Orbel News. All rights reserved.",
)


def kinds(text: str) -> list[tuple[PartKind, str]]:
    return [(part.kind, part.span.of(text)) for part in parts(text)]


def page(*lines: str) -> str:
    return "\n".join(lines)


def story(*lines: str) -> str:
    """A page with the browser's title, a menu and the headline above these lines."""
    return page(TITLE, *MENU, HEADLINE, *lines)


def body(text: str) -> list[str]:
    return [content for kind, content in kinds(text) if kind == "body"]
