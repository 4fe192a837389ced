"""Notices about the article itself, below its last paragraphs: who contributed to it, who first published it."""

from __future__ import annotations

import re
from functools import cache

import regex

from quoteattr.lexicon import load_table

_LONGEST = 300  # characters
_CONTRIBUTING = ("contributed", "reported from", "ith ")  # of which a line that names contributors has one
_QUOTES = '“”"'
_SAID = r"\b(?:said|says|told|added|asked|wrote)\b"
_REPORTS = re.compile(rf"{_SAID}|[“”\"]")
_SENTENCES = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
_NAME = r"\p{Lu}[\w.'’-]*"
_PEOPLE = rf"(?:[\w.'’&-]+,?\s){{0,8}}{_NAME}\s{_NAME}(?:,?\s(?:in|and|of|at|{_NAME})){{0,8}}"
_PLACE = rf"{_NAME}(?:,?\s{_NAME}){{0,3}}"
_CONTRIBUTED = regex.compile(  # "AP writers Ida Vale and Omar Stone in Lima contributed to this report."
    rf"\W*{_PEOPLE},?\s(?:also\s)?contributed"
    rf"(?:\s(?:additional\s)?(?:reporting|research)|\sto\s(?:this\s(?:report|story|article)|the\sreporting))?"
    rf"(?:,?\sfrom\s{_PLACE})?\W*"
)
_REPORTED = regex.compile(  # "Vale reported from Lima, Stone from Rome."
    rf"\W*{_NAME}(?:\s{_NAME}){{0,2}}\sreported\sfrom\s{_PLACE}"
    rf"(?:(?:,|;|,?\sand)\s{_NAME}(?:\s{_NAME}){{0,2}}(?:\sreported)?\sfrom\s{_PLACE}){{0,4}}\W*"
)
_FILES = regex.compile(  # "With files from Ida Vale and Omar Stone"
    rf"\W*with\s(?:files|reports?|reporting|inputs|contributions|additional\sreporting)\s(?:from|by)\s"
    rf"(?-i:(?:the\s)?{_NAME}(?:(?:,|,?\s(?:and|in|of|the))*\s{_NAME}){{0,12}})\W*",
    regex.IGNORECASE,
)
_SELF = r"(?:this|the\sabove)\s(?:story|article|piece|post|column|essay|feature|content)"
_MADE = (
    r"(?:(?:re|co-)?published|appeared|(?:co-)?produced|reprinted|reproduced|provided|supplied|syndicated|distributed"
    r"|edited|amended|corrected|updated|translated|(?:written|reported)\s(?:and\s\w+\s)?by|part\sof)\b"
)
_OF_ITSELF = re.compile(
    rf"\W*(?:{_SELF}\s(?:(?:was|is|has|been|not|also|first|originally)\s){{1,4}}{_MADE}"
    rf"|{_SELF}\scomes\sfrom\s(?-i:[A-Z])|the\sarticle\swas\sproduced\sby\s|read\sthe\soriginal\s"
    r"|(?:originally|first)\s(?:published|appeared|posted)\s|(?:re)?(?:printed|published)\s(?:here\s)?with\s(?:\w+\s)?permission\b"
    r"|courtesy\s(?:of\s|:))",
    re.IGNORECASE,
)


def is_notice(line: str) -> bool:
    """Return True for a line that says who contributed to the article, or published or funded it, or is about it."""
    # "Some names in this story have been changed"
    about = _REPORTS.search(line) is None and _phrases("openings").match(_folded(line)) is not None
    return len(line) <= _LONGEST and (is_of_itself(line) or names_contributors(line) or about)


def names_contributors(line: str) -> bool:
    """Return True for a line that says who contributed to the article: "With files from Ida Vale"."""
    if len(line) > _LONGEST or not any(word in line for word in _CONTRIBUTING):
        return False
    signed = (_CONTRIBUTED.fullmatch(each) or _REPORTED.fullmatch(each) for each in _SENTENCES.split(line))
    return _FILES.fullmatch(line) is not None or all(signed)


def is_of_itself(line: str) -> bool:
    """Return True for a line about the article: "This story was first published by …", "Reprinted with permission"."""
    return _OF_ITSELF.match(line) is not None and not any(mark in line for mark in _QUOTES)


def is_promotion(line: str) -> bool:
    """Return True for a line that calls the reader to what the publication offers: "Sign up for our newsletter"."""
    called = _REPORTS.search(line) is None and _has("calls", line) and (_has("offers", line) or _has("places", line))
    listed = _has("trade", line) or _phrases("lines").fullmatch(_folded(line).rstrip(".:…")) is not None
    return len(line) <= _LONGEST and (listed or called)


def _has(name: str, line: str) -> bool:
    """Return True for a line with a phrase of a list of the lexicon."""
    return _phrases(name).search(_folded(line)) is not None


def _folded(line: str) -> str:
    return line.casefold().replace("’", "'").lstrip(" *([")


@cache
def _phrases(name: str) -> re.Pattern[str]:
    """Return a pattern of the phrases of a list of the lexicon, "story" for every word for a text."""
    table = load_table("notices")
    found = "|".join(sorted(map(re.escape, table[name]), key=len, reverse=True))
    texts = rf"this\ (?:{'|'.join(table['texts'])})"
    edge = r"(?:\A|(?<=[.!?:,]\s))" if name == "calls" else r"(?<![\w.])"  # a call begins a clause
    return re.compile(rf"{edge}(?:{found})(?!\.?\w)".replace(r"this\ story", texts))
