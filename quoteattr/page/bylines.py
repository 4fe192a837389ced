"""Bylines, credit lines, sign-offs and datelines: the persons, desks, agencies, places and dates that they name.

A line is cut into fields at labels ("Reporting by"), marks, conjunctions and prepositions. Each field is a name, a
role, a newsroom or something else, depending on its words and on the separator before it. Dates, addresses and counts
are blanked out first, so that offsets stay as they are.

A dateline has place, date and wire service before the first sentence of a story ("LIMA, May 4 (Reuters) -").
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import Literal, get_args

import regex
from attrs import evolve

from quoteattr.lexicon import any_of, given_names, load_table, month_names, place_names, weekday_names
from quoteattr.lexicon.additions import cached_per_reader
from quoteattr.lexicon.cues import document_nouns, speaking_nouns
from quoteattr.lexicon.outlets import Medium, known, media_in, shape_of, wire_names
from quoteattr.model import Byline, BylinePart, Dateline, Span
from quoteattr.page.dates import HAS_DIGIT, date_pattern

_LABELLED: tuple[BylinePart | Literal["other"], ...] = (*get_args(BylinePart), "other")
_LONGEST = 2_000  # characters that are read of one line
_LONGEST_NAME = 5  # words
_LONGEST_ROLE = 8
_ADDRESSES = r"https?://\S+|\bwww\.\S+"
_ACCOUNTS = r"[\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{1,60}|@\s?\w{2,30}"
_COUNTED = (
    r"\b(?=[\dao])(?:(?:\d+|an?|one)\s+(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\b(?:\s+(?:ago|read))?"
    r"|\d+\s(?:comments?|shares?|views?|likes?)\b)"
)
_NO_NAMES = re.compile(f"{_ADDRESSES}|{_ACCOUNTS}|{_COUNTED}", re.IGNORECASE)
_NO_NAMES_PLAIN = re.compile(f"{_ADDRESSES}|{_COUNTED}", re.IGNORECASE)  # of a text without "@"
_WORD = re.compile(r"\S+")
_NAME = r"\p{Lu}[\p{L}'’.-]*"
_LAST_FIRST = rf"(?P<name>{_NAME}(?: {_NAME})?, {_NAME}(?: {_NAME})?)"
INVERTED = regex.compile(rf"{_LAST_FIRST}(?:\s*;\s*{_LAST_FIRST})*[;.\s]*")  # "Vale, Ida M.; Stone, Omar"
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.-]*\Z")
_CREDITED = re.compile(r" ?/ ?| via ")
_LONGEST_CREDIT = 80  # characters
_LONGEST_SIGNATURE = 120
_BY = re.compile(r"by\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_BULLET = re.compile(r"[^\w\n]*(?:\d{1,2}\.\s+)?")  # marks, and signs such as emoji
_COUNT = re.compile(r"(?<=[a-z])\d{1,3}\Z|\s[’']\d\d\Z")  # of comments or shares, or the year of a class
_TO_LAST_WORD = re.compile(r".*\w", re.DOTALL)
_ABBREVIATED = re.compile(r"\b[A-Z]\Z|\b[JS]r\Z")
_ARTICLE = re.compile(r"\A(?:an?|the)\s+")
# a verb after which the line is a sentence: "Ida Vale is a writer in Lima"
_SENTENCE = re.compile(
    r"\s(?:is|was|has|covers|writes|works|lives|who|contributed|report(?:ed|s)|asks|looks|meets|expl(?:ain|ore)s)(?:\s|\Z)"
)
_DATELINE_REACH = 160  # characters
_CAPITAL = r"\p{Lu}(?:(?!(?<=\p{Ll})CNN\b)[\p{L}.'’]|-(?=\p{L}))*+"  # "WashingtonCNN — It rained."
_PLACE = rf"{_CAPITAL}(?:[ \t](?!CNN\b)(?:{_CAPITAL}|of|de|la|al|the|upon)(?![\p{{L}}])){{0,4}}"
_DASH = r"[—–―]|--+|[-‑_](?=\s|\Z)|(?<=\s)\|(?=\s)"
_OPENING_PLACE = regex.compile(
    rf"\s*+(?P<place>{_CAPITAL}(?:[ ]{_CAPITAL}){{0,2}})(?P<mark>\s?:)\s+(?P<rest>[\p{{Lu}}\d\"“‘][^\n]*)"
)
_POINTS = ".,;:!?()\"'“”‘’"
_SHORTEST_OPENING = 8  # words after an unlisted place and a colon
_SPEAKER_LABEL = regex.compile(r"^\p{Lu}[\p{Lu} .'’-]{1,40}:\s", regex.MULTILINE)
_ABBREVIATED_PLACE = regex.compile(r"\.\p{L}\Z|(?<!\p{L})\p{Lu}\p{Ll}{1,4}\Z")


def read_bylines(text: str, offset: int = 0) -> tuple[Byline, ...]:
    """Return who signs a byline, a credit line or a sign-off, in text order, each name once for each part of the work.

    Several lines are read together: "By" and a role may be on lines of their own. The spans begin at ``offset``.
    """
    text = text[:_LONGEST]
    if HAS_DIGIT.search(text):
        text = date_pattern().sub(_blank, text)
    text = (_NO_NAMES if "@" in text else _NO_NAMES_PLAIN).sub(_blank, text)
    found: dict[tuple[str, BylinePart], Byline] = {}
    for byline in _Reader(text).bylines():
        found.setdefault((byline.name.casefold(), byline.part), byline)
    return tuple(evolve(each, span=Span(each.start + offset, each.end + offset)) for each in found.values())


def signs(line: str, below: bool) -> bool:
    """Return True for "By Ida Vale" and below a headline for "Ida Vale 2 hours ago", "AFP/Post", "Ida Vale, Editor"."""
    found = read_bylines(line) if len(line) <= _LONGEST_SIGNATURE else ()
    name = found[0].name if found else ""
    medium, person = known(name), " " in name and _is_person(name.split())
    if _BY.match(line) or not below or not line.startswith(name):
        return _BY.match(line) is not None and (person or medium is not None)
    rest, role = line[len(name) :], (found[0].role or "").split() if found else []
    undated = _NO_NAMES.sub("", date_pattern().sub("", rest))
    timed = undated != rest and _LETTER.search(undated) is None
    return is_wire(medium) or (person and (timed or (bool(role) and all(map(is_role_word, role)))))


def is_labelled(line: str) -> bool:
    """Return True for a line that is a label and whom it introduces as the authors: "Interview by Ida Vale"."""
    found = read_bylines(line) if len(line) <= _LONGEST_SIGNATURE else ()
    if not found or not _is_person(found[0].name.split()):
        return False
    label, rest = line[: found[0].start].strip(" :").casefold(), line[found[-1].end :].strip(" .")
    return not rest and label in load_table("bylines")["labels"][found[0].part] and found[0].part == "author"


def is_photo_credit(line: str) -> bool:
    """Return True for persons and agencies with a slash or "via" between them, and nothing else: "Omar Stone/AFP"."""
    pieces = _CREDITED.split(line) if len(line) <= _LONGEST_CREDIT else []
    others = [piece for piece in pieces if not is_wire(known(piece.removesuffix(" Photo")))]
    people = all(piece == "Getty Images" or _is_person(piece.split()) for piece in others)
    return 0 < len(others) < len(pieces) and people


def is_wire(medium: Medium | None) -> bool:
    return medium is not None and medium.kind == "wire"


def _blank(match: re.Match[str]) -> str:
    return "\n" * len(match[0])  # what is left out becomes a separator


class _Reader:
    """Reads the fields of one line from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[Byline] = []
        self._part: BylinePart = "author"
        self._role: str | None = None  # a plural before several names
        self._illustrates = False  # "Story and photos by" is the last label
        self._illustrators: set[int] = set()  # where the names below it begin
        self._opened = False  # a label is the last thing read
        self._closed = False  # a sentence follows the names
        self._outlet: Span | None = None  # the first outlet that is no agency

    def bylines(self) -> list[Byline]:
        for start, end, before, part in _fields(self._text):
            if part == "other":  # "Narrated by": the names after it have not made the article
                self._closed = True
            elif part is not None:
                self._part, self._role, self._opened, self._closed = part, None, True, False
                label = self._text[start:end].strip(" :.=").casefold()
                self._illustrates = label in load_table("bylines")["labels"]["illustrated"]
            elif not self._closed:
                self._read(*self._trimmed(start, end), before)
        if not self._found and self._outlet is not None:
            self._add(self._outlet.start, self._outlet.end)
        pictures = [evolve(each, part="photo") for each in self._found if each.start in self._illustrators]
        return sorted([*self._found, *pictures], key=lambda each: each.start)

    def _read(self, start: int, end: int, before: str) -> None:
        value = self._text[start:end]
        if not value:
            return
        opened, self._opened = self._opened, False
        if before == "bracket" and self._found:
            self._note(value)
        if before in ("bracket", "in", "for"):
            return
        sentence = None if is_desk(value.split()) else _SENTENCE.search(value)
        if sentence:
            self._closed, end = True, start + sentence.start()
        self._classify(start, end, before, opened)
        if sentence and sentence[0].strip() in ("contributed", "reported"):
            self._found = [evolve(each, part="reporting") for each in self._found]

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        bullet = _BULLET.match(self._text, start, end)
        first = bullet.end() if bullet else start
        found = _TO_LAST_WORD.match(self._text, first, end)
        value = found[0] if found else ""
        if self._text[first + len(value) : first + len(value) + 1] == "." and _ABBREVIATED.search(value):
            value += "."
        return first, first + len(_COUNT.sub("", value) if value[-1:].isdigit() else value)

    def _note(self, value: str) -> None:
        """Read what is in brackets after a name: the part of the work, or a role."""
        if _is_role(value.split()):
            self._assign(value)
        for part, words in load_table("bylines")["notes"].items():
            if value.casefold() in words:
                self._found[-1] = evolve(self._found[-1], part=part)

    def _classify(self, start: int, end: int, before: str, opened: bool) -> None:
        value = self._text[start:end]
        words = value.split()
        medium = known(value)
        if medium is not None:
            if before == "with" and self._found:
                self._closed = True  # "Ida Vale with AFP": the agency is no author
            elif medium.kind == "wire" or opened:
                self._add(start, end)
            elif self._outlet is None:
                self._outlet = Span(start, end)
            return
        before = "and" if before == "with" else before
        if len(words) > _LONGEST_NAME + _LONGEST_ROLE:
            return
        if is_desk(words) and (not self._found or before in ("and", "label")):
            self._add(start, end)
        elif before == "line" and not any(map(is_role_word, words[:2])) and self._split(start, end, words):
            pass  # "Ida Vale News Reporter" below another name with a role
        elif self._found and not opened and before != "and" and _is_role(words):
            self._assign(value)
        elif self._split_title(start, end, words) or self._split(start, end, words):
            pass
        elif self._is_name(words, before, opened):
            self._add(start, end)

    def _split(self, start: int, end: int, words: Sequence[str]) -> bool:
        """Read a name with a role or an outlet after it and no mark, or two spaces: "Ida Vale Political Editor"."""
        if len(words) < 3 or not _are_capitalised(words[:2]):
            return False
        spans = self._spans(start, end)
        for at in range(2, min(len(words), _LONGEST_NAME + 1)):
            after, spaced = words[at:], spans[at].start - spans[at - 1].end > 1 and len(words) > at + 1
            if spaced or known(" ".join(after)) or (_is_role(after) and is_role_word(after[0])):
                break
        else:
            return False
        if not _is_person(words[:at]):
            return False
        self._add(start, spans[at - 1].end)
        rest = Span(spans[at].start, spans[-1].end)
        if _is_role(after):
            self._assign(rest.of(self._text))
        elif wire := next((span for medium, span in media_in(self._text, rest) if medium.kind == "wire"), None):
            self._add(wire.start, wire.end)
        return True

    def _split_title(self, start: int, end: int, words: Sequence[str]) -> bool:
        """Read a name with its role before it: "Political Editor Ida Vale"."""
        at = next((n for n in range(len(words) - 2, 0, -1) if _is_noun(words[n - 1])), 0)
        if not at or words[0] in given_names() or not _is_person(words[at:]) or not _is_role(words[:at]):
            return False
        spans = self._spans(start, end)
        role, self._role = self._text[start : spans[at - 1].end], None
        self._add(spans[at].start, spans[-1].end)
        self._assign(role)
        self._role = self._found[-1].role if role.endswith("s") else None
        return True

    def _spans(self, start: int, end: int) -> list[Span]:
        return [Span(*word.span()) for word in _WORD.finditer(self._text, start, end)]

    def _is_name(self, words: Sequence[str], before: str, opened: bool) -> bool:
        if opened:
            return _is_signature(words)
        if len(words) < 2 or not _is_person(words):
            return False
        if before in ("comma", "slash") and self._found and _is_place_or_paper(words):
            return False
        return before in ("start", "line", "and", "comma", "slash", "bullet") or (not self._found and before != "tail")

    def _add(self, start: int, end: int) -> None:
        name = self._text[start:end]
        self._found.append(Byline(name, Span(start, end), None if known(name) else self._role, self._part))
        if self._illustrates:
            self._illustrators.add(start)

    def _assign(self, role: str) -> None:
        """Give a role to the last name, or to all names without one where it is a plural ("staff writers")."""
        text = _ARTICLE.sub("", " ".join(role.split()))
        for number in reversed(range(len(self._found))):
            byline = self._found[number]
            if byline.role is not None or known(byline.name) is not None:
                return
            self._found[number] = evolve(byline, role=text)
            if not text.endswith("s"):
                return


def _fields(text: str) -> Iterator[tuple[int, int, str, BylinePart | Literal["other"] | None]]:
    """Yield the pieces between two separators, each with the kind of the separator before it, and the labels."""
    at, before = 0, "start"
    for match in _separators().finditer(text):
        start, end, name = *match.span(), match.lastgroup or "line"
        if start > at:
            yield at, start, before, None
            before = "line"
        if name == "desk":
            yield start, end, before, None
        elif name in _LABELLED:
            yield start, end, "label", name
        at, before = end, "line" if name == "desk" else "label" if name in _LABELLED else name
    if at < len(text):
        yield at, len(text), before, None


@cache
def _separators() -> re.Pattern[str]:
    """Return the expression of everything that separates fields; the name of its group is the kind of separator."""
    table = load_table("bylines")
    openings = any_of(table["labels"]["openings"])
    named = rf"(?:{openings})(?=(?-i:(?:\s[^\W\d_a-z][\w'’.-]*){{2}}))"
    labels = []
    for part in _LABELLED:
        words = (*table["labels"][part], *(table["labels"]["illustrated"] if part == "author" else ()))
        whole = [word for word in words if word.split()[-1] in ("by", "from", "par", "to")]
        marked = any_of(word for word in words if word not in whole)
        opening = rf"\A(?:from|{named})\s+|" if part == "author" else ""
        labels.append(
            rf"(?P<{part}>{opening}(?:{marked})[\s.]*[:=]\s*|(?:{any_of(whole)})(?:\b\s*:?\s*|(?-i:(?=[A-Z]))))"
        )
    glued = any_of(table["names"]["glued"])
    desks = any_of([name for name in table["desks"]["names"] if " and " in name])
    tails = any_of(table["names"]["tails"])
    titles = "".join(rf"(?<!\b{title})" for title in load_table("titles")["roles"]["abbreviated"] if len(title) > 3)
    # apart by the first character, since most positions are inside a word
    return re.compile(
        rf"(?=\w)(?:\b(?:{'|'.join(labels)}|(?P<desk>{desks})\b)"
        rf"|(?P<glued>(?-i:(?<=[a-z])(?<!\bMc)(?<!\bMac)(?=[A-Z])(?=(?:{glued})\b|[A-Z]{{3}}))))"
        rf"|(?=\W)(?:\s(?P<tail>{tails})\b|\s{{0,4}}(?P<line>[\n\t|]+|//+|\s{{3,9}})\s*"
        r"|\s{0,4}(?P<comma>[,;])\s*|\s{0,4}(?P<bracket>[(\[])\s*|\s{0,4}(?P<closed>[)\]])\s*|\s{0,4}(?P<bullet>[•·])\s*"
        r"|\s{0,4}(?P<slash>(?<!\sa)/)\s*|\s(?P<dash>[-–—]{1,2})\s|\s(?P<for>for|of)\s|\s(?P<in>in|at|from|on|via)\s"
        rf"|(?P<sentence>(?-i:(?<=[a-z]{{3}}){titles})\.\s+))"
        r"|\s{0,4}(?:(?P<and>&|(?<=\s)(?:and|et|und)(?=\s))\s*|(?<=\s)(?P<with>with)\s{1,4})",
        re.IGNORECASE,
    )


def _bare(word: str) -> str:
    return word.casefold().strip(".,:'’")


@cache
def _set(section: str, name: str) -> frozenset[str]:
    return frozenset(load_table("bylines")[section][name].split())


def _is_noun(word: str) -> bool:
    """Return True for a noun that names a post, or its plural: "Reporter", "editors"."""
    return not _set("roles", "nouns").isdisjoint((_bare(word), _bare(word).removesuffix("s")))


def is_role_word(word: str) -> bool:
    """Return True for a word of the name of a post at a newsroom: "senior", "Reporter"."""
    return _is_noun(word) or _bare(word) in _set("roles", "topics")


def _is_role(words: Sequence[str]) -> bool:
    """Return True for the name of a post: "deputy science editor", "Staff Writer"."""
    if not 0 < len(words) <= _LONGEST_ROLE or not any(map(_is_noun, words)):
        return False
    return words[0] in ("a", "an", "the") or is_role_word(words[0]) or _is_noun(words[-1])


def is_desk(words: Sequence[str]) -> bool:
    """Return True for the name of a newsroom or a post without a name: "Orbel News Desk", "Our Legal Correspondent"."""
    table = load_table("bylines")["desks"]
    words = words[words[:1] == ["the"] :]
    headed = 1 < len(words) <= 6 and _bare(words[-1]) in table["heads"] and not words[0].islower()
    headed = headed and not (words[-1] == "reports" and _is_person(words[:-1]))  # "Ida Vale reports"
    if 1 < len(words) <= 4 and (_bare(words[0]) == "our" or shape_of(" ".join(words[:-1])) == "newspaper"):
        headed = headed or _is_noun(words[-1])
    return headed or (0 < len(words) <= 6 and " ".join(words).casefold() in table["names"])


def _is_signature(words: Sequence[str]) -> bool:
    """Return True for what may follow "By": a name, an account, an institution."""
    article = words[:1] == ["The"]
    if not 0 < len(words) <= 6 or any(_bare(word) in _set("names", "others") for word in words[article:]):
        return False
    named = len(words) == 1 and len(words[0]) > 1 and _NAME_WORD.match(words[0]) is not None
    return named or (len(words) > 1 and (_is_person(words) or words[0][:1].isupper()))


def _is_person(words: Sequence[str]) -> bool:
    """Return True for words that may be the name of a person, with all of its words capitalised but for particles."""
    name = " ".join(words)
    short = 0 < len(words) <= _LONGEST_NAME
    return short and _are_capitalised(words) and name not in place_names() and shape_of(name) is None


def _is_place_or_paper(words: Sequence[str]) -> bool:
    """Return True for words after a name that are its place or paper by one of them: "Orbel Creek", "Bay Leader"."""
    first, last = _bare(words[0]), _bare(words[-1])
    lasts = _set("places", "last") | frozenset(load_table("publishers")["papers"].split())
    return words[0] not in given_names() and (first in _set("places", "first") or last in lasts)


def _are_capitalised(words: Sequence[str]) -> bool:
    """Return True for words that may be part of the name of a person; only particles are in small letters."""
    particles = load_table("titles")["honorifics"]["particles"], load_table("bylines")["names"]["particles"]
    for number, word in enumerate(words):
        bare, small = _bare(word), word[:1].islower()
        listed = bare in _set("names", "others") or bare in _set("names", "organisations")
        named = _NAME_WORD.match(word) is not None and not small and not listed
        if not named and not (number and small and any(bare in each for each in particles)):
            return False
    return True


def is_post(line: str) -> bool:
    """Return True for a line that is the name of a post alone: "Film critic", "Senior science editor"."""
    words = line.split()
    return bool(words) and all(map(is_role_word, words)) and _bare(words[-1]) in _set("roles", "nouns")


def read_dateline(paragraph: str, offset: int = 0) -> Dateline | None:
    """Return the dateline at the start of a paragraph, or the one that fills a line or some, else None.

    The paragraph, the first of a story, begins at ``offset`` in the text that the span refers to.
    """
    for pattern in _dateline_patterns():
        match = pattern.match(paragraph, 0, min(len(paragraph), _DATELINE_REACH))
        if match is not None and match.end() > match.start("start") and _is_dateline(match, paragraph):
            start, end = match.start("start"), match.start() + len(match[0].rstrip())
            fields = {name: _dateline_field(match[name]) for name in ("place", "date", "wire")}
            return Dateline(Span(start + offset, end + offset), paragraph[start:end], **fields)
    return None


def read_opening_dateline(paragraph: str, text: str, common: Container[str], offset: int = 0) -> Dateline | None:
    """Return the dateline of the first paragraph below a headline, also of an unlisted place: "GOSABA: Rain fell …".

    The words before the colon are no label ("WARNING:"), which is one of the ``common`` words in lower case, nor a
    source ("REGULATOR:"), which is a noun for one or occurs in small letters in the ``text`` of the article, nor a
    speaker, since other lines would have labels too. The paragraph begins at ``offset``.
    """
    match = _OPENING_PLACE.match(paragraph)
    if match is None or len(match["rest"].split()) < _SHORTEST_OPENING or match["rest"].isupper():
        return None
    place, words = match["place"], [word.lower() for word in match["place"].split()]
    listed = place.casefold() in _places() and place not in load_table("countries")["demonyms"]
    nouns = speaking_nouns() | document_nouns()
    known_word = any(word in common or word in nouns or word.capitalize() in given_names() for word in words)
    small = not {token.strip(_POINTS) for token in text.split()}.isdisjoint(words)
    unknown = place.isupper() and not known_word and not small
    if len(_SPEAKER_LABEL.findall(text)) > 1 or not (listed or unknown):
        return None
    start, end = match.start("place"), match.end("mark")
    return Dateline(Span(start + offset, end + offset), paragraph[start:end], place=place)


def _dateline_field(value: str | None) -> str | None:
    """Return a field without the marks around it; the stop of "Calif." and "D.C." belongs to it."""
    if not value:
        return None
    bare = value.strip(" \t\n,.")
    return bare + "." if _ABBREVIATED_PLACE.search(bare) and value.rstrip(" ,\n").endswith(".") else bare


def _is_dateline(match: regex.Match[str], text: str) -> bool:
    """Return True unless the words before the mark may be the beginning of a sentence or the name of a speaker."""
    place, date, wire, mark = (field or "" for field in match.group("place", "date", "wire", "mark"))
    mark, rest = mark.strip(), text[match.end() :].lstrip()
    names = [name.strip(" .") for name in place.replace("/", ",").split(",")]
    listed = any(name.casefold() in _places() for name in names) or not _states().isdisjoint(names[1:])
    capitals = names[0].isupper() and len(names[0]) > 2
    dash = mark not in ("", ":", ".", ",")
    first, *more = match[0].lstrip().split("\n")
    if more and not (listed or (place and date and date in first)):
        return False  # above "(Reuters) -", "Ida Vale" may be the author, and "Business" the section
    if place and (names[0] in _set("datelines", "openings") or names[0].casefold() in _wires()):
        return False
    if wire:
        agency = wire.strip().casefold() in _wires()
        if not match["bracketed"]:  # AFP, LIMA   LIMA via AP —
            return agency and (dash or bool(place and not rest and match.end("wire") < match.start("place")))
        slashed = bool(date) and wire.isupper() and match["bracketed"].startswith("/")  # LIMA, May 4. /ORBIN/.
        placed = listed or capitals or not (place or date)
        outlet = shape_of(wire) is not None and given_names().isdisjoint(names[0].split()[:1])  # no author
        return (agency and (bool(rest) or dash)) or ((dash or slashed) and (placed or outlet))
    if not place or rest[:1].islower():
        return False
    if match[0].lstrip()[:1] in ("(", "["):  # "(Orbin) -" names a wire
        return bool(rest) and (listed or bool(date))
    labels = _set("datelines", "labels")
    if mark == ":":  # not "JOE PARK, BAKER, LEEDS: I think …"
        plain = names[0].casefold() in _places() or (bool(date) and labels.isdisjoint(names[0].split()))
        return plain and capitals and bool(rest)
    if date:
        plain = listed or capitals or text[: match.start("date")].rstrip().endswith(",")
        return plain and (dash or (listed and not rest))
    if not dash or not (rest or capitals):
        return False
    # "LIMA — It rained"; "Lima — It rained" only where the place is known
    words = names[0].split()
    return listed or (capitals and len(words) <= 3 and labels.isdisjoint(words))


def _agencies() -> set[str]:
    return {*wire_names(), *load_table("bylines")["agencies"]["names"]}


@cached_per_reader
def _wires() -> frozenset[str]:
    return frozenset(map(str.casefold, _agencies()))


@cache
def _places() -> frozenset[str]:
    return frozenset(map(str.casefold, place_names()))


@cache
def _states() -> frozenset[str]:
    """Return the names of the states of the United States and their abbreviations, without stops at the end."""
    states = load_table("countries")["states"]
    return frozenset(form.strip(".") for name, forms in states.items() for form in (name, *forms))


@cached_per_reader
def _dateline_patterns() -> tuple[regex.Pattern[str], ...]:
    month, weekday = rf"(?:{month_names()})\b\.?", rf"(?:{weekday_names()})\b\.?"
    day = (
        rf"(?i:(?:{weekday},?\s)?(?:{month}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s{month}(?:,?\s\d{{4}})?)"
        rf"|{weekday})(?!\w)"
    )
    agency = any_of(sorted(_agencies()))
    place = rf"{_PLACE}(?:\s?/\s?{_PLACE})*+(?:\s\[[\p{{L}} ]{{2,30}}\])?(?:,\s(?!{day}|(?:{agency})\b){_PLACE}){{0,3}}"
    further = rf"(?:(?:,\s?|\s?/\s?|\s(?:and|und|&)\s)(?i:{agency})){{0,4}}"  # "(AFP, dpa)"
    wires = rf"(?:(?P<wire>(?i:{agency})){further}|(?P<wire>\p{{Lu}}[\p{{L}}\d /.&-]{{1,40}}?))"
    bracketed = rf"(?P<bracketed>[(/\[]\s?{wires}\s?[)/\]])"
    via = rf"(?:via|by)\s(?P<wire>(?i:{agency})|\p{{Lu}}[\p{{L}}-]+)"
    mark = rf"(?P<mark>\.?\s*(?:{_DASH})\s*|\s?:\s+|\.\s+|\.?\s*\Z|\s{{0,2}}(?=[\p{{Lu}}\"“‘]))"
    return (
        # (LIMA, 4 May 2024) – It rained.   [Lima] – It rained.
        regex.compile(
            rf"\s*+(?P<start>)(?P<wire>)?(?P<bracketed>)?[(\[](?P<place>{place})(?:,\s(?P<date>{day}))?[)\]]\s*+(?P<mark>(?:{_DASH})\s*)"
        ),
        # AFP, LIMA   PTI, Washington, May 4   Reuters — It rained.
        regex.compile(
            rf"\s*+(?P<start>)(?P<bracketed>)?(?P<wire>{agency})(?:\s?(?:[,|–—]|\s-)\s?(?P<place>{place}))?"
            rf"(?:[,.]?\s(?P<date>{day}))?(?P<mark>\s*(?:{_DASH})\s*|\s?:\s+|[,.]?\s*\Z)"
        ),
        # MOSCOW, April 4. /TASS/. It rained.   May 4 (Reuters) - It rained.
        # New Delhi, Apr 4 (PTI) It rained.   (CNN)It rained.   ORBEL via JTA —
        regex.compile(
            rf"\s*+(?P<start>)(?:(?:(?P<place>{place})(?:[,.]?\s*(?P<date>{day}))?|(?P<date>{day}))(?:[,.]|--)?\s*)?"
            rf"(?:{bracketed}|{via}|(?P<wire>{agency})(?=\s*(?:{_DASH})))?{mark}"
        ),
    )
