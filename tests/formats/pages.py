"""Small web pages for tests: a head and a body around the same short article."""

from __future__ import annotations

import json

HEADLINE = "Bridge in Lima is safe, mayor says"
PARAGRAPHS = (
    "The bridge in Lima is safe, Mayor Ada Lund said on Tuesday, after a week of repairs that had closed it.",
    "“We checked every bolt of it,” she told a crowd beside the river. “Nobody has to fear anything.”",
    "The ferry will go on until the end of the month, since many of the roads are still being mended.",
)
ARTICLE = f"<article><h1>{HEADLINE}</h1>" + "".join(f"<p>{line}</p>" for line in PARAGRAPHS) + "</article>"


def page(*head: str, body: str = ARTICLE, title: str = f"{HEADLINE} | Orbel News", language: str = "en-GB") -> str:
    """A page with a menu and a footer around ``body``."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{title}</title>{"".join(head)}</head><body>'
        '<nav><a href="/">Home</a> <a href="/world">World</a></nav>'
        f"{body}<footer>All rights reserved</footer></body></html>"
    )


def meta(name: str, content: str) -> str:
    key = "property" if ":" in name else "name"
    return f'<meta {key}="{name}" content="{content}">'


def linked(**fields: object) -> str:
    """JSON-LD of a news article."""
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def graph(*data: object) -> str:
    """JSON-LD of several objects."""
    return f'<script type="application/ld+json">{json.dumps({"@graph": data})}</script>'


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}
