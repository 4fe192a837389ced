"""The documentation as a site: ``make docs`` builds it with Sphinx into ``site/``, and a warning is an error.

The pages are plain Markdown. This module adds the order of the pages, and the text of files outside ``docs``.
"""

from __future__ import annotations

import re
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

ROOT = Path(__file__).parent.parent
NAVIGATION = {
    "Tasks": ("tutorial", "how-to", "archives", "integrations", "formats", "deployment", "training"),
    "Background": ("reference", "explanation", "benchmarks", "contributing"),
}
INCLUDED = re.compile(
    r"^(?:The text of this section is|How to report a vulnerability, and what is supported, is in|"
    r"The changes of all versions are listed in) \[\S+\]\(\.\./(\S+)\)\.$",
    re.MULTILINE,
)
"""A line in place of which the site has the text of a file, without its title."""

project = "quoteattr"
author = "quoteattr developers"
project_copyright = author
[version] = re.findall('^__version__ = "(.+)"', (ROOT / "quoteattr" / "__init__.py").read_text("utf-8"), re.MULTILINE)
release = version

extensions = ["myst_parser"]
root_doc = "index"
myst_heading_anchors = 4
nitpicky = True

html_theme = "furo"
html_title = project
html_copy_source = False
html_show_sphinx = False
html_theme_options: dict[str, list[str]] = {"top_of_page_buttons": []}


def bring(app: Sphinx, page: str, source: list[str]) -> None:
    """Include the files outside ``docs``, and add the order of all pages to the first one."""
    source[0] = INCLUDED.sub(lambda line: _included(ROOT / line[1]), source[0])
    if page == root_doc:
        source[0] += "".join(map(_contents, NAVIGATION, NAVIGATION.values()))


def _included(path: Path) -> str:
    """Return the text of a file below its title, with headings one level lower."""
    _, _, text = path.read_text("utf-8").partition("\n")
    text = re.sub(r"^(#+ )", r"#\1", text, flags=re.MULTILINE)
    return text.replace("](docs/", "](").replace("](../../../docs/", "](")


def _contents(caption: str, pages: tuple[str, ...]) -> str:
    return "\n".join(("", "```{toctree}", ":hidden:", f":caption: {caption}", "", *pages, "```", ""))


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", bring)
    for name in ("conllu", "jsonl"):
        app.add_lexer(name, TextLexer)
