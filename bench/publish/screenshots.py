"""``make screenshots``: the pictures of the tutorial, from what the package shows of its example article.

Needs the extras ``dev`` and ``bench``, and Chromium with its driver. ``page.png`` is what
``Document.render`` gives, with one claim chosen, ``terminal.svg`` what ``quoteattr show`` prints.
"""

from __future__ import annotations

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
from quoteattr.views import terminal
from tests.views.browser import chromium, show

CHOSEN = "Lindahl"  # in the source of the claim whose card is open
WIDTH, HEIGHT = 1200, 860  # pixels
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
    (folder / "terminal.svg").write_text(terminal_svg(document), encoding="utf-8")


def page_png(document: quoteattr.Document) -> bytes:
    """The page in Chromium, in light colours, as a PNG of few colours."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "page.html").write_text(document.render(), encoding="utf-8")
        with chromium(folder / "profile", folder) as driver:
            show(driver, width=WIDTH, height=HEIGHT)
            driver.get((folder / "page.html").as_uri())
            driver.execute_script(_CHOOSE, CHOSEN)
            shot = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
    small = io.BytesIO()
    shot.quantize(64, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def terminal_svg(document: quoteattr.Document) -> str:
    """What ``quoteattr show`` prints, in colours for a light ground; it names no font that would have to be fetched."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(terminal.page(document))
    drawn = console.export_svg(title="quoteattr show article.txt", theme=DEFAULT_TERMINAL_THEME, unique_id="show")
    return _WEB_FONT.sub("", drawn).replace("Fira Code, ", "")


if __name__ == "__main__":
    main()
