"""Relation F1 on PolNeAR dev with its double quotation marks replaced by those of other styles.

A row for each style: as they are, straight and curly single marks, guillemets, low marks. Texts whose marks are of two
signs ('' and ``) stay as they are, since offsets must not move.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import quoteattr
from bench.accuracy.scorer import scored
from bench.options import parser
from bench.places import polnear
from quoteattr.model import ROLES, Attribution

STYLES: Mapping[str, tuple[str, str] | None] = {
    "as they are": None,
    "straight single": ("'", "'"),
    "curly single": ("‘", "’"),
    "guillemets": ("»", "«"),
    "low": ("„", "“"),
}
_TRACKS = ("all", "speech", "direct", "mixed", "indirect")


def main() -> int:
    """Measures and prints."""
    arguments = parser(__doc__, "shared", "model").parse_args()
    rows = polnear(arguments.shared)
    reader = quoteattr.load(arguments.model)
    print(f"{'':18}", *(f"{track:>9}" for track in _TRACKS))
    for name, style in STYLES.items():
        texts = [row["text"] if style is None else in_style(row["text"], style) for row in rows]
        found = [
            {"id": row["id"], "attributions": [_flat(each) for each in document.attributions if each.nested_in is None]}
            for row, document in zip(rows, reader.pipe(texts), strict=True)
        ]
        figures = scored(arguments.shared, found)
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


def _flat(attribution: Attribution) -> dict[str, Any]:
    parts = ((role, getattr(attribution, role)) for role in ROLES)
    return {role: [[span.start, span.end] for span in part.spans] if part else [] for role, part in parts}


if __name__ == "__main__":
    sys.exit(main())
