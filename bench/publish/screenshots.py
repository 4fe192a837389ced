"""``make screenshots``: the pictures of the tutorial, from the package's views of its example article.

Needs the extras ``dev`` and ``bench``, and Chromium with its driver. ``page.png`` shows the page of ``Document.render``
with one claim selected, ``terminal.svg`` the output of ``quoteattr show``, and ``audit.png`` the report of the invented
archive.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

import quoteattr
from bench.options import parser
from bench.places import EXAMPLE, PICTURES
from bench.publish.invented_archive import FILE
from quoteattr.auditing import entry_of
from quoteattr.views import terminal
from tests.views.browser import chromium, show

CHOSEN = "Lindahl"  # in the source of the claim whose card is open
WIDTH, HEIGHT, REPORT_HEIGHT = 1200, 860, 1500  # pixels
COLUMNS = 100
_CHOOSE = """
const cue = [...document.querySelectorAll("#qa-text [role=button], #qa-text button")]
  .find((each) => (each.getAttribute("aria-label") || "").includes(arguments[0]));
cue.click();
cue.blur();
document.scrollingElement.scrollTop = 0;
"""
_WEB_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Makes all pictures."""
    options = parser(__doc__)
    options.add_argument("--out", type=Path, default=PICTURES, help="folder of the pictures")
    folder = options.parse_args().out
    document = quoteattr.load()(EXAMPLE.read_text(encoding="utf-8"))
    (folder / "page.png").write_bytes(page_png(document))
    (folder / "audit.png").write_bytes(audit_png())
    (folder / "terminal.svg").write_text(terminal_svg(document), encoding="utf-8")


def page_png(document: quoteattr.Document) -> bytes:
    """The page in Chromium, in light colours, as a PNG of few colours."""
    return _shot(document.render(), HEIGHT, _CHOOSE, CHOSEN)


def audit_png() -> bytes:
    """The report of ``quoteattr audit`` over the invented archive."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    given = [
        (quoteattr.Input(row["text"], row["id"], row["date"], row["publisher"], row["outlet"]), row) for row in rows
    ]
    pairs = quoteattr.load().pipe(given, as_tuples=True)
    entries = (entry_of(document, author=row["author"], section=row["section"]) for document, row in pairs)
    with quoteattr.audit(entries) as made:
        return _shot(made.report(), REPORT_HEIGHT)


def _shot(markup: str, height: int, *script: str) -> bytes:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "page.html").write_text(markup, encoding="utf-8")
        with chromium(folder / "profile", folder) as driver:
            show(driver, width=WIDTH, height=height)
            driver.get((folder / "page.html").as_uri())
            if script:
                driver.execute_script(*script)
            shot = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
    small = io.BytesIO()
    shot.quantize(64, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def terminal_svg(document: quoteattr.Document) -> str:
    """Return the output of ``quoteattr show``, in colours for a light background; it names no web font."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(terminal.page(document))
    drawn = console.export_svg(title="quoteattr show article.txt", theme=DEFAULT_TERMINAL_THEME, unique_id="show")
    return _WEB_FONT.sub("", drawn).replace("Fira Code, ", "")


if __name__ == "__main__":
    main()
