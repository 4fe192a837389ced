"""The documentation as a site: ``make docs`` builds it with Sphinx into ``site/``, and a warning is an error.

The pages are plain Markdown, which reads well wherever the repository is shown. What a site needs beside them stands
here: the order of the pages, and the files that lie elsewhere.
"""

from __future__ import annotations

import re
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

ROOT = Path(__file__).parent.parent
NAVIGATION = {
    "Begin": ("tutorial", "audit"),
    "Get things done": (
        *("how-to", "bulk", "engines", "stanza", "spacy"),
        *("formats", "seeing", "server", "training-your-own", "migration"),
    ),
    "Look up": ("reference", "glossary", "dependencies", "supply-chain", "changes"),
    "Understand": ("explanation", "benchmarks", "model-card"),
    "Take part": ("lexicon", "training", "contributing", "security"),
}
# Pages whose text is a file of its own, so that it stands where it is looked for; here they are a line with a link.
ELSEWHERE = {
    "changes": "CHANGELOG.md",
    "security": "SECURITY.md",
    "model-card": "quoteattr/models/en/MODEL_CARD.md",
}

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
    """Puts the text of a file that lies elsewhere into its page, and the order of all pages into the first one."""
    if page in ELSEWHERE:
        source[0] = (ROOT / ELSEWHERE[page]).read_text("utf-8").replace("](docs/", "](")
    if page == root_doc:
        source[0] += "".join(map(_contents, NAVIGATION, NAVIGATION.values()))


def _contents(caption: str, pages: tuple[str, ...]) -> str:
    return "\n".join(("", "```{toctree}", ":hidden:", f":caption: {caption}", "", *pages, "```", ""))


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", bring)
    for name in ("conllu", "jsonl"):
        app.add_lexer(name, TextLexer)
