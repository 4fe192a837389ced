"""One document as a web page: a single file that needs no network, and the same for a notebook.

The page is readable without its script; the script adds links between the parts of a claim, filters and trees.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from quoteattr.document import Document
from quoteattr.views import html_parts as parts
from quoteattr.views.html_data import data_of
from quoteattr.views.printable import one_line

_HEIGHT = 600  # pixels of the frame in a notebook
_HEADING = "Who said what"


def page(document: Document, *, title: str | None = None, trees: bool = True) -> str:
    """``document`` as a self-contained HTML page: text with its parts in colour, speakers, filters, trees.

    Its security policy lets it run no script but its own and load nothing. ``title`` stands above the text and in
    the title bar; without it the title bar has the headline. With ``trees`` the page holds the dependency trees of
    the claims, unless there are too many of them (more than 20,000 words).
    """
    found = parts.voices(document)
    style, script = policy_sources()
    return Template(asset("view.html")).substitute(
        policy=f"default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'",
        title=_escaped(title or _named(document)),
        heading=_escaped(title or _HEADING),
        style=_style(),
        script=asset("view.js"),
        facts=parts.facts(document),
        filters=parts.filters(document, found),
        text=parts.text(document),
        speakers=parts.speakers(document, found),
        count=_counted(len(document.attributions)),
        data=data_of(document, trees=trees),
    )


def fragment(document: Document, *, title: str | None = None, height: int = _HEIGHT) -> str:
    """The page of :func:`page` inside a frame of its own, to stand in another page, such as a notebook.

    The frame is ``height`` pixels high and cut off from the page around it: neither sees the other's styles,
    scripts or storage.
    """
    whole = escape(page(document, title=title), quote=True)
    return (
        f'<iframe title="{_escaped(title or _named(document))}" sandbox="allow-scripts allow-downloads" loading="lazy" '
        f'width="100%" height="{int(height)}" style="border: 1px solid #8884; border-radius: 6px" srcdoc="{whole}">'
        "</iframe>"
    )


def policy_sources() -> tuple[str, str]:
    """What a content security policy must allow as style and as script for the page to work: a digest of each."""
    return _digest(_style()), _digest(asset("view.js"))


@cache
def asset(name: str) -> str:
    """A file of the page: ``view.html``, ``view.css`` or ``view.js``; ``look.css`` is the server's too."""
    return files("quoteattr.views").joinpath("page").joinpath(name).read_text("utf-8")


def _style() -> str:
    return asset("look.css") + asset("view.css")


def _digest(inline: str) -> str:
    digest = b64encode(sha256(inline.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _counted(claims: int) -> str:
    return f"{claims} claim" if claims == 1 else f"{claims} claims"


def _named(document: Document) -> str:
    headline = document.article.headline
    return (headline.text if headline else str(document.id or "")) or _HEADING


def _escaped(value: str) -> str:
    return escape(one_line(value), quote=True)
