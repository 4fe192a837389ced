"""Invented pages and plain articles, and their parts as texts."""

from __future__ import annotations

from quoteattr.model import PartKind
from quoteattr.page.article import read_page

LEAD = "The old bridge over the river fell on Monday, and nobody was hurt, the mayor of the town said."
MORE = "Work on a new bridge will begin in the spring, she told the council, which had not been warned of the flood."
LAST = "The council has asked for help, but it does not know yet how much money will be needed for the work."
BODY = (LEAD, MORE, "“We knew that the bridge would fall one day,” said Ada Voss, who lives beside the river.", LAST)
TITLE, HEADLINE = "Bridge falls in flood | Orbel News", "Bridge falls in flood"
MENU = ("Home", "News", "Sport", "Weather", "Sign in", "Subscribe", "Search", "Menu")
FOOT = (
    "Most popular",
    "Ten ways to cook rice",
    "Who won the cup?",
    "Contact us",
    "Privacy policy",
    "© 2023 Orbel News. All rights reserved.",
)


def kinds(text: str) -> list[tuple[PartKind, str]]:
    """Return the kind and the text of each part."""
    return [(part.kind, part.span.of(text)) for part in read_page(text).article.parts]


def of_kind(kind: PartKind, text: str) -> list[str]:
    """Return the texts of the parts of a kind."""
    return [content for own, content in kinds(text) if own == kind]
