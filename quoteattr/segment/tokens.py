"""Text to UD-style English words with exact offsets, in one pass and in linear time.

White space cuts the text into chunks; a chunk that is one plain word is taken as it is, any other is read piece by
piece from the left. The conventions are those of UD English EWT 2.16 and GUM: ``do|n't``, ``Kremlin|'s``,
``long|-|term`` but ``non-human``, ``5|%``, ``U.S.``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import regex
from attrs import frozen

from quoteattr.lexicon import any_of, load_table
from quoteattr.model import Span
from quoteattr.segment.sentences import Abbreviations, abbreviations

# Not regex: its \s leaves out U+001C to U+001F, which str.isspace (and so the rest of Python) takes for white space.
_CHUNK = re.compile(r"\S+")
_LAST = frozenset(",;:?!)\"”’'")
# Characters that are always a word of their own.
_ALONE = frozenset('"“”„‟«»‹›()[]{},%')
_CLITIC = regex.compile(r"(?:n['’]t|['’](?:s|m|d|ll|re|ve))\Z", regex.IGNORECASE)
_LETTER = r"[\p{L}\p{M}\p{N}\p{Cf}_]"


@frozen
class _Rules:
    splits: dict[str, int]
    prefixes: frozenset[str]
    piece: regex.Pattern[str]
    after_hyphen: regex.Pattern[str]
    abbreviations: Abbreviations


def _piece(whole: dict[str, list[str]], units: str) -> str:
    """Return the alternatives for the next piece of a chunk, most specific first.

    Look-behinds let an alternative start only once in each run of its characters, which keeps the time linear.
    """
    name = r"[\p{L}\p{N}_-]"
    return rf"""
      (?P<address> (?:https?|ftp)://[^\s<>"“”]*[\p{{L}}\p{{N}}/=&\#_-]
                 | (?<![\p{{L}}\p{{N}}])www\.[^\s<>"“”]*[\p{{L}}\p{{N}}/=&\#_-]
                 | (?<![\p{{L}}\p{{N}}_.+%-])[\p{{L}}\p{{N}}_.+%-]++@{name}++(?:\.{name}++)*+
                 | (?<![\p{{L}}\p{{N}}_.-]){name}++(?:\.{name}++)*?\.(?:{any_of(whole["endings"])})(?!{name}|\.{name})
                 | (?<![\p{{L}}\p{{N}}])[@\#]\p{{L}}{_LETTER}*+ )
    | (?P<number> (?<![\p{{L}}\p{{N}}])(?: \d++(?:-\d++){{2,}}+ | \d{{3}}-\d{{4}} )(?![-\p{{L}}\p{{N}}])
                | (?<![\p{{L}}\p{{N}}.])\.\d++(?!{_LETTER})
                | \d++(?:[.,:/]\d++)*+(?: (?:st|nd|rd|th|s)(?!{_LETTER}) | (?<=0)['’]s(?!{_LETTER})
                                       | (?!{_LETTER}) | (?=(?-i:{units})(?!{_LETTER})) ) )
    | (?P<elided> (?<!{_LETTER})['’‘](?: \d\ds? | (?:{any_of(whole["elided"])}) )(?!{_LETTER}) )
    | (?P<clitic> ['’](?:s|m|d|ll|re|ve)(?!{_LETTER}) | n['’]t(?!{_LETTER}) )
    | (?P<dotted> (?<![\p{{L}}\p{{N}}.])\p{{L}}(?:\.\p{{L}})++\.?+(?![\p{{L}}\p{{N}}]) )
    | (?P<slashed> (?<![\p{{L}}\p{{N}}/])(?:{any_of(whole["slashed"])})(?![\p{{L}}\p{{N}}/]) )
    | (?P<money> (?<!\p{{L}})[A-Z]{{1,3}}\$(?=\d) )
    | (?P<joint> (?<!{_LETTER})\p{{Lu}}{{1,3}}&\p{{Lu}}{{1,3}}(?!{_LETTER}) )
    | (?P<word> {_LETTER}++(?:['’]{_LETTER}++)*+ )
    | (?P<mark> '' | `` | ’’ | ‘‘ | << | >> | \.{{2,}}+ | [!?]{{2,}}+
              | --?+(?![-*=~_\#+]) | [-*=~_\#+]{{2,}}+ | —++ | –++ | \$++
              | [:;=]-?[()DP](?!{_LETTER}) | . )
    """


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    table = load_table("tokens")
    flags = regex.VERBOSE | regex.IGNORECASE | regex.DOTALL | regex.V0
    return _Rules(
        splits=table["splits"],
        prefixes=frozenset(table["whole"]["prefixes"]),
        piece=regex.compile(_piece(table["whole"], any_of(table["units"]["words"])), flags),
        after_hyphen=regex.compile(rf"-{_LETTER}++(?:['’]{_LETTER}++)*+"),
        abbreviations=abbreviations(),
    )


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the words of ``text[start:end]`` in order; every character that is not white space is in exactly one."""
    rules = _rules()
    stop = len(text) if end is None else min(end, len(text))
    spans: list[Span] = []
    for chunk in _CHUNK.finditer(text, start, stop):
        first, last = chunk.span()
        form = chunk.group()
        if form.isalpha() and form.lower() not in rules.splits:
            spans.append(Span(first, last))
        elif form[-1] in _LAST and form[:-1].isalpha() and form[:-1].lower() not in rules.splits:
            spans += (Span(first, last - 1), Span(last - 1, last))
        else:
            _read(rules, text, first, last, stop, spans.append)
    return spans


def _read(rules: _Rules, text: str, start: int, end: int, limit: int, add: Callable[[Span], None]) -> None:
    """Read the chunk ``text[start:end]`` piece by piece; ``limit`` is the end of the tokenized span."""
    position = start
    while position < end:
        if text[position] in _ALONE:
            add(Span(position, position + 1))
            position += 1
            continue
        found = rules.piece.match(text, position, end)
        # The last alternative matches any character, so a piece is always found.
        stop = found.end() if found else position + 1
        if found and found.lastgroup == "word":
            stop = _word(rules, text, position, stop, end, limit, add)
        else:
            add(Span(position, stop))
        position = stop


def _word(rules: _Rules, text: str, start: int, stop: int, end: int, limit: int, add: Callable[[Span], None]) -> int:
    """Add the word ``text[start:stop]``, in parts or made longer where need be; returns where it ends."""
    form = text[start:stop]
    # "non-human", "e-mail", "mid-July"
    if text[stop : stop + 1] == "-" and form.lower() in rules.prefixes and (start == 0 or text[start - 1] != "-"):
        joined = rules.after_hyphen.match(text, stop, end)
        if joined:
            stop = joined.end()
            form = text[start:stop]
    # "Mr. Vale", "Jan. 5", "George W. Bush"
    if stop < end and text[stop] == "." and rules.abbreviations.takes_stop(text, start, stop, limit):
        add(Span(start, stop + 1))
        return stop + 1
    _add_split(rules, form, start, stop, add)
    return stop


def _add_split(rules: _Rules, form: str, start: int, stop: int, add: Callable[[Span], None]) -> None:
    """Add the words of a contraction: can|not of "cannot", could|n't|'ve of "couldn't've"."""
    cut = rules.splits.get(form.lower())
    if cut:
        add(Span(start, start + cut))
        add(Span(start + cut, stop))
        return
    cuts = [stop]
    while "'" in form or "’" in form:
        clitic = _CLITIC.search(form, max(0, len(form) - 3))
        if not clitic or clitic.start() == 0:
            break
        form = form[: clitic.start()]
        cuts.append(start + len(form))
    for cut in reversed(cuts):
        add(Span(start, cut))
        start = cut
