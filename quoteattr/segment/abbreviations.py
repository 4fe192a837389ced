"""Whether the full stop after a word belongs to the word, and whether it can end a sentence all the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import regex
from attrs import frozen

from quoteattr.lexicon import load_table

Ends = Literal["never", "may"]
_NEXT = regex.compile(r"[\s\x1c-\x1f]{0,4}(?P<word>[\p{L}\p{M}’']{1,20}+|[^\s\x1c-\x1f])")
_BEFORE = regex.compile(r"(?P<word>[^\s\x1c-\x1f]{1,40})?(?P<gap>[\s\x1c-\x1f]{0,4})\Z")
_REACH = 48


@frozen
class _Entry:
    needs: str
    ends: Ends


@frozen
class Abbreviations:
    """The listed abbreviations without their stop, and the words that often open a sentence."""

    exact: dict[str, _Entry]
    folded: dict[str, _Entry]
    openers: frozenset[str]

    def entry(self, word: str) -> _Entry | None:
        """Return the entry for ``word``, written without its stop."""
        return self.exact.get(word) or self.folded.get(word.lower())

    def takes_stop(self, text: str, start: int, stop: int, limit: int) -> bool:
        """Return True if the stop at ``stop`` belongs to ``text[start:stop]``; reads no further than ``limit``."""
        word = text[start:stop]
        if len(word) == 1:
            return self._is_initial(text, start, stop, limit)
        entry = self.entry(word)
        if entry is None:
            return False
        if entry.needs == "digit":
            return next_word(text, stop + 1, limit)[:1].isdigit()
        if entry.needs == "state":
            return text[max(0, start - 2) : start].strip() == ","
        if entry.needs == "place":
            following = next_word(text, stop + 1, limit)[:1]
            return following.isdigit() or following.islower() or following in {",", "-", "–", "/", ";", ")"}
        return True

    def _is_initial(self, text: str, start: int, stop: int, limit: int) -> bool:
        """Return True for a capital with a stop before another capital: "John F. Kennedy"; not "vitamin C. The"."""
        letter = text[start]
        following = next_word(text, stop + 1, limit)
        if not (letter.isalpha() and letter.isupper()):
            # "c. 1850"
            return self.entry(letter) is not None and following[:1].isdigit()
        if not following[:1].isupper():
            # "J.R.R., who"
            return following == "," and text[start - 1 : start] == "."
        if following not in self.openers:
            before = _BEFORE.search(text, max(0, start - _REACH), start)
            word = before["word"] if before else None
            # "he and I. Then", but "Ida I. Voss"
            return letter != "I" or bool(word and word[0].isupper())
        return False


def next_word(text: str, position: int, limit: int) -> str:
    """Return the letters, or the one other character, after ``position`` and a little white space, else ""."""
    found = _NEXT.match(text, position, limit)
    return found["word"] if found else ""


@lru_cache(maxsize=1)
def abbreviations() -> Abbreviations:
    """Return the list of the package, read once."""
    table = load_table("abbreviations")
    exact: dict[str, _Entry] = {}
    folded: dict[str, _Entry] = {}
    for group in table["group"]:
        entry = _Entry(group["needs"], group["ends"])
        for word in group["words"]:
            if group["match"] == "any":
                folded[word.lower()] = entry
            else:
                exact[word] = exact[word.upper()] = entry
    return Abbreviations(exact, folded, frozenset(table["openers"]["words"]))
