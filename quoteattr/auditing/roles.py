"""Roles and verbs by the lexicon: officials, loaded verbs, and the key under which a speaker's name is counted."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from quoteattr.lexicon import load_table

_WORDS = re.compile(r"[^\s,]+")

_WORD = re.compile(r"[\w-]+")


@lru_cache(1 << 14)
def is_loaded(cue: str) -> bool:
    """Return True for a verb that adds a judgement to what it reports: "admit"."""
    return bool(_words("loaded").intersection(_WORD.findall(cue.casefold())))


@lru_cache(1 << 14)
def is_official(role: str | None) -> bool:
    """Return True for the role of an office holder or a spokesperson of one, as far as the lexicon knows it."""
    words = _WORD.findall(role or "")
    if _words("private").intersection(word.casefold() for word in words):
        return False
    offices = _words("officials")
    return any(word.casefold() in offices or word in _table()["abbreviated"] for word in words)


@lru_cache(1 << 14)
def key_of(name: str) -> str:
    """Return a name as it is compared: in one case, without title and article."""
    words = [word for word in _WORDS.findall(name) if word.rstrip(".") not in _honorifics()]
    if words and words[0].casefold() in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words).casefold().replace("’", "'") or name.casefold()


@cache
def _table() -> Any:
    return load_table("audit")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_table()[name].split())


@cache
def _honorifics() -> frozenset[str]:
    titles = load_table("titles")["honorifics"]
    return frozenset(titles["bare"])
