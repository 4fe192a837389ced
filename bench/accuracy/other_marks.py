"""Relation F1 on PolNeAR dev with its double quotation marks replaced by those of other styles.

A row for each style: as they are, straight and curly single marks, guillemets, low marks. Texts whose marks are of two
signs ('' and ``) stay as they are, since offsets must not move.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import quoteattr
from bench.accuracy.scorer import scored_reading
from bench.options import parser

STYLES: Mapping[str, tuple[str, str]] = {
    "straight single": ("'", "'"),
    "curly single": ("‘", "’"),
    "guillemets": ("»", "«"),
    "low": ("„", "“"),
}
_TRACKS = ("all", "speech", "direct", "mixed", "indirect")


def main() -> int:
    """Measures and prints."""
    arguments = parser(__doc__, "shared", "model").parse_args()
    reader = quoteattr.load(arguments.model)
    print(f"{'':18}", *(f"{track:>9}" for track in _TRACKS))
    altered: dict[str, Callable[[str], str]] = {"as they are": str}
    altered |= {name: partial(in_style, style=style) for name, style in STYLES.items()}
    for name, change in altered.items():
        figures = scored_reading(arguments.shared, reader, change)
        print(f"{name:18}", *(f"{100 * figures[track]['relation']['f1']:9.2f}" for track in _TRACKS))
    return 0


def in_style(text: str, style: tuple[str, str]) -> str:
    """The text with its double marks in another style, of the same length."""
    return text if "''" in text or "``" in text else "".join(_signs(text, style))


def _signs(text: str, style: tuple[str, str]) -> Iterator[str]:
    inside = False
    for sign in text:
        inside = (inside and sign != "\n") if sign not in '"“”' else sign == "“" or (sign == '"' and not inside)
        yield style[not inside] if sign in '"“”' else sign


if __name__ == "__main__":
    sys.exit(main())
