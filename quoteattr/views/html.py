"""One document as a self-contained HTML page, also for notebooks.

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
from quoteattr.views import one_line
from quoteattr.views.html_parts import data_of

_HEIGHT = 600  # pixels of the frame in a notebook
_HEADING = "Who said what"


def page(document: Document, *, title: str | None = None, trees: bool = True) -> str:
    """Return ``document`` as a self-contained HTML page: text with coloured parts, speakers, filters, trees.

    The security policy of the page allows its own script alone, and no requests.

    Args:
        document: The document.
        title: The heading and the title of the page; by default a general heading, and the headline as title.
        trees: Include the dependency trees of the claims, up to 20,000 words of them.
    """
    found = parts.voices(document)
    style, script = policy_sources()
    return Template(asset("head.html") + asset("view.html")).substitute(
        policy=f"default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'",
        title=_escaped(title or _named(document)),
        heading=_escaped(title or _HEADING),
        style=_style(),
        script=_script(),
        facts=parts.facts(document),
        filters=parts.filters(document, found),
        text=parts.text(document),
        speakers=parts.speakers(document, found),
        count=_counted(len(document.attributions)),
        data=data_of(document, trees=trees),
    )


def fragment(document: Document, *, title: str | None = None, height: int = _HEIGHT) -> str:
    """Return :func:`page` in a frame for another page, such as a notebook.

    The frame is ``height`` pixels high. Neither page can read the other's styles, scripts or storage.
    """
    whole = escape(page(document, title=title), quote=True)
    return (
        f'<iframe title="{_escaped(title or _named(document))}" sandbox="allow-scripts allow-downloads" loading="lazy" '
        f'width="100%" height="{int(height)}" style="border: 1px solid #8884; border-radius: 6px" srcdoc="{whole}">'
        "</iframe>"
    )


def policy_sources() -> tuple[str, str]:
    """Return the digests of style and script that a content security policy must allow."""
    return digest(_style()), digest(_script())


@cache
def asset(name: str) -> str:
    """Return a file of the page; ``head.html``, ``look.css``, ``files.js`` and ``tables.*`` are used by others too."""
    return files("quoteattr.views").joinpath("page").joinpath(name).read_text("utf-8")


def _style() -> str:
    return asset("look.css") + asset("view.css")


def _script() -> str:
    return asset("files.js") + asset("view.js")


def digest(inline: str) -> str:
    """Return the source of a style or script in a content security policy."""
    digest = b64encode(sha256(inline.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _counted(claims: int) -> str:
    return f"{claims} claim" if claims == 1 else f"{claims} claims"


def _named(document: Document) -> str:
    headline = document.article.headline
    return (headline.text if headline else str(document.id or "")) or _HEADING


def _escaped(value: str) -> str:
    return escape(one_line(value), quote=True)
