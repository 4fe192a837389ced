"""The words by which the look of a line is judged: letters and digits, without the marks around them.

They are coarser than those of :mod:`quoteattr.segment.tokens`: "Voss's" is one.
"""

from __future__ import annotations

import regex

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’.&-]*+")


def words_of(text: str) -> list[str]:
    """The words in text order."""
    found: list[str] = _WORD.findall(text)
    return found
