"""Text to sentences and to words, in linear time.

Ends of sentences know about quotation marks, abbreviations, initials, numbers and line breaks. ``"Why?" he asked.`` is
one sentence, the full stop and the mark after it belong to the sentence that they close, and a new line is a new
paragraph unless the text is evidently wrapped by hand.

Words are those of UD English EWT 2.16 and GUM, with exact offsets: ``do|n't``, ``Kremlin|'s``, ``long|-|term`` but
``non-human``, ``5|%``, ``U.S.``. White space cuts the text into chunks; a chunk that is one plain word is taken as it
is, any other is read piece by piece from the left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

import regex
from attrs import frozen

from quoteattr.lexicon import any_of, load_table
from quoteattr.lexicon.cues import people_nouns
from quoteattr.model import Span
from quoteattr.paragraphs import paragraphs, trim

_NEXT = regex.compile(r"[\s\x1c-\x1f]{0,4}(?P<word>[\p{L}\p{M}’']{1,20}+|[^\s\x1c-\x1f])")
_BEFORE = regex.compile(r"(?P<word>[^\s\x1c-\x1f]{1,40})?(?P<gap>[\s\x1c-\x1f]{0,4})\Z")
_REACH = 48
# Not regex: its \s leaves out U+001C to U+001F, which str.isspace (and so the rest of Python) takes for white space.
_CHUNK = re.compile(r"\S+")
_LAST = frozenset(",;:?!)\"”’'")
_ALONE = frozenset('"“”„‟«»‹›()[]{},%')  # always a word of their own
_CLITIC = regex.compile(r"(?:n['’]t|['’](?:s|m|d|ll|re|ve))\Z", regex.IGNORECASE)
_LETTER = r"[\p{L}\p{M}\p{N}\p{Cf}_]"


@frozen
class _Abbreviations:
    """The groups of the listed abbreviations, by their words without stop, and further words.

    ``openers`` often open a sentence, ``lettered`` have a letter after them ("Plan B").
    """

    exact: dict[str, Mapping[str, str]]
    folded: dict[str, Mapping[str, str]]
    openers: frozenset[str]
    lettered: frozenset[str]

    def entry(self, word: str) -> Mapping[str, str] | None:
        return self.exact.get(word) or self.folded.get(word.lower())

    def takes_stop(self, text: str, start: int, stop: int, limit: int) -> bool:
        """Return True if the stop at ``stop`` belongs to ``text[start:stop]``; reads no further than ``limit``."""
        word = text[start:stop]
        if len(word) == 1:
            return self._is_initial(text, start, stop, limit)
        entry = self.entry(word)
        if entry is None:
            return False
        following = _next_word(text, stop + 1, limit)[:1]
        number, state = following.isdigit(), text[max(0, start - 2) : start].strip() == ","
        place = number or following.islower() or following in {",", "-", "–", "/", ";", ")"}
        return {"": True, "digit": number, "state": state, "place": place}[entry["needs"]]

    def _is_initial(self, text: str, start: int, stop: int, limit: int) -> bool:
        """Return True for a capital with a stop before another capital: "John F. Kennedy"; not "Plan B. Lee"."""
        letter, following = text[start], _next_word(text, stop + 1, limit)
        if not (letter.isalpha() and letter.isupper()):  # "c. 1850"
            return self.entry(letter) is not None and following[:1].isdigit()
        if not following[:1].isupper():  # "J.R.R., who"
            return following == "," and text[start - 1 : start] == "."
        before = _BEFORE.search(text, max(0, start - _REACH), start)  # "he and I. Vale", but "Ida I. Voss"
        word = (before["word"] or "") if before is not None else ""
        if letter == "X" and word.islower() and word != "by":  # "She wrote so on X. Vale denied it."
            return False
        return following not in self.openers and word not in self.lettered and (letter != "I" or word[:1].isupper())


def _next_word(text: str, position: int, limit: int) -> str:
    """Return the letters, or the one other character, after ``position`` and a little white space, else ""."""
    found = _NEXT.match(text, position, limit)
    return found["word"] if found else ""


@cache
def _abbreviations() -> _Abbreviations:
    """Return the list of the package, read once."""
    table = load_table("abbreviations")
    words = [(word, group) for group in table["group"] for word in group["words"]]
    exact = {form: group for word, group in words if group["match"] == "exact" for form in (word, word.upper())}
    folded = {word.lower(): group for word, group in words if group["match"] == "any"}
    openers, lettered = (frozenset(table[key]["words"]) for key in ("openers", "lettered"))
    return _Abbreviations(exact, folded, openers, lettered)


_SPACE = r"[\s\x1c-\x1f]"
_OPENING = "\"'“‘«‹„‚「『(\\[`＂"
_QUOTE = frozenset('"“‘«„「＂')
# Terminators, the closing marks that belong to them, and the text between them and the next sentence.
_END = regex.compile(
    rf"""(?P<stop>(?<![.!?…。！？])[.!?…。！？]++)(?P<close>[\"'”’“»«›‹)\]」』＂`]*+)(?:{_SPACE}{{1,2}}[\"'”’)\]]++(?={_SPACE}*+\Z))?+
        (?P<note>{_SPACE}?\[\d{{1,3}}\])*+(?P<gap>{_SPACE}++|\Z)
       | (?P<glued>(?<=[\p{{Ll}}\p{{Nd}})]{{2}})[.!?]["”’]?(?=["“‘]?\p{{Lu}}\p{{Ll}}))""",
    regex.VERBOSE,
)
_GLUED_NAME = regex.compile(
    r"www\.|[\p{L}\p{N}_]*+(?:\.[\p{L}\p{N}_]++)*+[@/]|\p{L}++\.(?:com|org|net|tv)\b", regex.IGNORECASE
)
_BEFORE_STOP = regex.compile(r"[^\s\x1c-\x1f\"“”‘’'(\[—–/-]{1,30}+\Z")
_ENUMERATOR = regex.compile(rf"{_SPACE}*+[(\[]?(?:\d{{1,3}}|[A-Za-z]|[ivxIVX]{{1,4}})[.)]*\Z")
_LOWER = regex.compile(rf"[{_OPENING}]*+[—–-]*+{_SPACE}?[\p{{Ll}}]")
_SMALL = regex.compile(rf"{_SPACE}*+[\p{{Ll}}]")
_NAME_VERB = rf"(?:[\p{{Lu}}][\p{{L}}.’'-]*+{_SPACE}++){{1,5}}?"


@cache
def _carried_on() -> regex.Pattern[str]:
    """Return a subject and a verb of saying that carry a quotation on: "Why?" **Defence Minister Ida Voss asked**."""
    verbs = any_of(load_table("tokens")["continuations"]["verbs"])
    return regex.compile(rf"(?:{_NAME_VERB}|(?:He|She|They|I|We|It){_SPACE}++)(?:{verbs})\b")


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text in order, without the white space around them.

    All that is not white space is in exactly one. A blank line always ends a sentence; a single line break does
    unless the lines are wrapped at a width.
    """
    return [span for block in paragraphs(text) for span in split(text, block)]


def split(text: str, block: Span) -> list[Span]:
    """Return the sentences of one paragraph, whose line breaks are mere white space."""
    found = (trim(text, *ends) for ends in pairwise((block.start, *_cuts(text, block), block.end)))
    return [span for span in found if span is not None]


def _cuts(text: str, block: Span) -> Iterator[int]:
    """Yield the offsets at which one sentence ends and a next one follows."""
    begin = block.start
    for match in _END.finditer(text, block.start, block.end):
        if match["glued"] is not None:
            word = "".join(text[max(begin, match.start() - 40) : match.start()].split()[-1:])
            ends = not _GLUED_NAME.match(text, match.start() - len(word), match.end() + 40)
        else:
            ends = match.end() < block.end and _is_end(text, match, begin, block.end)
        if ends:
            begin = match.end()
            yield begin


def _is_end(text: str, match: regex.Match[str], begin: int, limit: int) -> bool:
    """Return True if a sentence that began at ``begin`` ends at the terminator of ``match`` with more text after it.

    The stop at the end of an abbreviation or an initial may belong to that alone.
    """
    (stop, after), sign, closed = match.span(), match["stop"], bool(match["close"])
    before, known = _BEFORE_STOP.search(text, max(0, stop - 30), stop), _abbreviations()
    word = before.group() if before else ""
    entry = known.entry(word) if len(word) > 1 else None
    if _LOWER.match(text, after, limit):  # "Why?" he asked.  He left … and came back.  Vale (b. 1950) was there.
        plain = not closed and sign in {".", "?", "!"} and len(word) > 1 and entry is None
        return plain and _SMALL.match(text, begin) is not None  # a text without capitals: "we won. they lost."
    # "Why?" Defence Minister Ida Voss asked.
    if closed and sign[-1] in "!?…" and _carried_on().match(text, after, limit):
        return False
    if sign == "." and stop - begin < 12 and _ENUMERATOR.match(text, begin, stop):  # 1. Open the lid.
        return False
    # "General (ret.) Ortega" is one person
    alone = match["close"] == ")" and text[max(0, stop - len(word) - 1)] == "("
    if alone and entry is not None and entry["ends"] == "never":
        return False
    if sign != "." or closed or not word:
        return True
    # It fell to the U.S. The price rose.  At 5 p.m. Vale left.  The U.S. Senate.
    dotted = "." in word and all(len(piece) == 1 and piece.isalpha() for piece in word.split("."))
    if dotted or (entry is not None and entry["ends"] == "may"):
        following = _next_word(text, after, limit)
        return following in known.openers or following[:1] in _QUOTE
    return not known.takes_stop(text, stop - len(word), stop, limit)


# Words


_AFTER_HYPHEN = regex.compile(rf"-{_LETTER}++(?:['’]{_LETTER}++)*+")
_NAME_AND_NEXT = regex.compile(r"-\p{Lu}[\p{L}\p{M}’'.]{0,30}+ (?P<next>[\p{L}\p{M}-]{1,30}+)")


@frozen
class _Rules:
    splits: dict[str, int]
    prefixes: frozenset[str]
    piece: regex.Pattern[str]


@cache
def _rules() -> _Rules:
    """Return word lists, and a pattern of the next piece of a chunk, whose most specific alternatives come first."""
    # Look-behinds let an alternative start only once in each run of its characters, which keeps the time linear.
    table = load_table("tokens")
    whole, name = table["whole"], r"[\p{L}\p{N}_-]"
    piece = rf"""
      (?P<address> (?:https?|ftp)://[^\s<>"“”]*[\p{{L}}\p{{N}}/=&\#_-]
                 | (?<![\p{{L}}\p{{N}}])www\.[^\s<>"“”]*[\p{{L}}\p{{N}}/=&\#_-]
                 | (?<![\p{{L}}\p{{N}}_.+%-])[\p{{L}}\p{{N}}_.+%-]++@{name}++(?:\.{name}++)*+
                 | (?<![\p{{L}}\p{{N}}_.-]){name}++(?:\.{name}++)*?\.(?:{any_of(whole["endings"])})(?!{name}|\.{name})
                 | (?<![\p{{L}}\p{{N}}])[@\#]\p{{L}}{_LETTER}*+ )
    | (?P<number> (?<![\p{{L}}\p{{N}}])(?: (?<!\d-)\d++(?:-\d++){{2,}}+ | \d{{3}}-\d{{4}} )(?![-\p{{L}}\p{{N}}])
                | (?<![\p{{L}}\p{{N}}.])\.\d++(?!{_LETTER})
                | \d++(?:[.,:/]\d++)*+(?: (?:st|nd|rd|th|s)(?!{_LETTER}) | (?<=0)['’]s(?!{_LETTER})
                                       | (?!{_LETTER}) | (?=(?-i:{any_of(table["units"]["words"])})(?!{_LETTER})) ) )
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
    flags = regex.VERBOSE | regex.IGNORECASE | regex.DOTALL | regex.V0
    return _Rules(table["splits"], frozenset(whole["prefixes"]), regex.compile(piece, flags))


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
            spans += _words(rules, text, first, last, stop)
    return spans


def _words(rules: _Rules, text: str, start: int, end: int, limit: int) -> Iterator[Span]:
    """Yield the words of the chunk ``text[start:end]``, piece by piece; ``limit`` is the end of the tokenized span."""
    while start < end:
        found = None if text[start] in _ALONE else rules.piece.match(text, start, end)
        stop = found.end() if found else start + 1
        in_parts = found is not None and found.lastgroup == "word"
        for own in _ends(rules, text, start, stop, end, limit) if in_parts else (stop,):
            yield Span(start, own)
            start = own


def _is_former_role(text: str, hyphen: int, limit: int) -> bool:
    """Return True for "ex" before a name that a role or a further name follows: "ex|-|Nordair pilot", "ex-Tory"."""
    found = _NAME_AND_NEXT.match(text, hyphen, limit)
    word = found["next"] if found else ""
    return word[:1].isupper() or word in _roles() or word.removesuffix("s") in _roles()


@cache
def _roles() -> frozenset[str]:
    titles = load_table("titles")
    return people_nouns() | frozenset(titles["roles"]["positions"])


def _ends(rules: _Rules, text: str, start: int, stop: int, end: int, limit: int) -> Sequence[int]:
    """Return where the words end that are the piece ``text[start:stop]``, or one word that is longer than it."""
    form = text[start:stop]
    # "non-human", "e-mail", "mid-July"
    if text[stop : stop + 1] == "-" and form.lower() in rules.prefixes and (start == 0 or text[start - 1] != "-"):
        joined = _AFTER_HYPHEN.match(text, stop, end)
        former_name = text[start - 1 : start] == "("  # "the Glory (ex-Nordic Patience)"
        if form.lower() != "ex" or former_name or not _is_former_role(text, stop, limit):
            stop = joined.end() if joined else stop
        form = text[start:stop]
    # "Mr. Vale", "Jan. 5", "George W. Bush"
    if stop < end and text[stop] == "." and _abbreviations().takes_stop(text, start, stop, limit):
        return (stop + 1,)
    if cut := rules.splits.get(form.lower()):  # can|not
        return (start + cut, stop)
    ends = [stop]  # could|n't|'ve
    while ("'" in form or "’" in form) and (clitic := _CLITIC.search(form, max(1, len(form) - 3))):
        form = form[: clitic.start()]
        ends.insert(0, start + len(form))
    return ends
