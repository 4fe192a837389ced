"""Split a page into lines, with hand-wrapped paragraphs joined."""

from __future__ import annotations

import re

from attrs import field, frozen

from quoteattr.model import Span
from quoteattr.paragraphs import BREAK, paragraphs

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_READ = 1000  # characters of a line whose words are classified


@frozen(slots=False, eq=False)
class Line:
    """A line that is not blank, or the lines of one hand-wrapped paragraph, without the white space around it.

    ``words`` are the runs of letters and digits at its start (the first 1,000 characters) as written, ``folded`` the
    same in lower case without possessive endings, ``parted`` is true after a blank line.
    """

    span: Span
    text: str
    parted: bool = False
    words: tuple[str, ...] = field(init=False, repr=False)
    folded: tuple[str, ...] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        read = self.text[:_READ]
        folded = read.lower().replace("’", "'")
        object.__setattr__(self, "words", tuple(_WORD.findall(read)))
        object.__setattr__(
            self, "folded", tuple(_WORD.findall(folded.replace("'s ", " ") if "'" in folded else folded))
        )


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that hold more than white space, in text order."""
    found: list[Line] = []
    end = 0
    for block in paragraphs(text, 0, len(text)):
        content = block.of(text)
        stripped = content.strip()
        if stripped:
            start = block.start + len(content) - len(content.lstrip())
            parted = bool(found) and sum(1 for _ in BREAK.finditer(text, end, start)) > 1
            end = start + len(stripped)
            found.append(Line(Span(start, end), stripped, parted))
    return found
