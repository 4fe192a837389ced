"""Finds the headline among the lines of a page or of a plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import regex
from attrs import frozen

from quoteattr.lexicon import any_of, load_table
from quoteattr.model import Span
from quoteattr.segment.bylines import has_contact, is_names
from quoteattr.segment.dateline import dateline_end
from quoteattr.segment.lines import Line

_SEPARATOR = regex.compile(r"(?<!\s)\s++[|–—·»:-]\s+")
_ENDING = regex.compile(r"(?:['’]s?|\.)\Z")
_QUOTES = "“‘'\""
TITLE = 400  # characters of the browser's title that are looked at
_LEAST = 0.4
_SURE = 1.5  # from here on the title has told it
_FAR = 60  # lines
_LOOK = 50  # lines
_LONG = 120  # characters of a line of a broken headline
_LONGEST = 250  # characters
_SECTION = 3  # words of a section's name in it


@frozen
class _Words:
    """Words that tell a headline from a sentence, and half a headline from a whole one."""

    opening: regex.Pattern[str]
    auxiliary: regex.Pattern[str]
    dangling: regex.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = load_table("page")["headline"]
    return _Words(
        opening=regex.compile(rf"(?:{any_of(table['openings'])})\b", regex.IGNORECASE),
        auxiliary=regex.compile(rf"\b(?:{any_of(table['auxiliaries'])})\b"),
        dangling=regex.compile(rf"\b(?:{any_of(table['dangling'])})\Z", regex.IGNORECASE),
    )


def find_headline(found: Sequence[Line], first: int, chrome: bool) -> tuple[int, int]:
    """The numbers of the first and the last line of the headline, or (-1, -1). ``first`` is where the body begins."""
    if chrome:
        return _page_headline(found, first)
    chosen = _plain_headline(found, first)
    if 0 <= chosen < len(found) - 1 and _carries_on(found[chosen], found[chosen + 1]):
        return chosen, chosen + 1
    return chosen, max(_ends(found, chosen)) if 0 <= chosen < first else chosen


def _carries_on(line: Line, following: Line) -> bool:
    """True if a headline runs on in the next line: "Bridge falls in Lima;" "Mayor blames the flood."."""
    return line.text.endswith((";", ",")) and not following.parted and len(following.text) <= 200


def _plain_headline(found: Sequence[Line], first: int) -> int:
    """The number of the headline's line in a text without much chrome, or -1."""
    before = [number for number in range(min(first + 1, 12)) if not found[number].is_prose]
    # "Bridge falls | Orbel News", and below it the headline itself
    repeated = [number for number in before[1:] if _repeats(found[0], found[number])]
    if repeated:
        return repeated[-1]
    # the line above "By REUTERS" or "Published: …"
    for number in before:
        if found[number].look in {"byline", "published"}:
            above = [i for i in range(number) if found[i].look == "short" and len(found[i].words) >= 3]
            if above:
                return _above(found, (above[-1], above[-1]), 0)[0]
    # "Kremlin: no talks planned", a feed's headline by itself
    if len(found) == 1:
        return 0 if found[0].look == "short" and 3 <= len(found[0].words) <= 18 else -1
    if found[0].look not in {"short", "prose"}:
        return -1
    # the line above "LIMA, May 4 (Reuters) -"
    dated = dateline_end(found[1].text, Span(0, len(found[1].text))) > 0
    titled = first > 0 and found[0].look == "short" and len(found[0].words) >= 2
    if (dated or titled) and len(found[0].text) <= _LONGEST:
        return 0
    return 0 if _reads_like_headline(found) else -1


def _repeats(title: Line, line: Line) -> bool:
    return len(line.words) >= 3 and line.text in title.text and 2 * len(line.text) >= len(title.text)


def _reads_like_headline(found: Sequence[Line]) -> bool:
    """True if the first line, though it ends with a full stop, is a headline and not a lead."""
    line, words = found[0], found[0].words
    # Bridge falls in Lima; / Mayor blames the flood.
    if len(found) > 2 and _carries_on(line, found[1]) and found[2].parted and len(words) <= 20:
        return True
    if not found[1].parted or not 2 <= len(words) <= 20 or len(line.text) > 160 or len(found) < 3:
        return False
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in words)
    # Bridge Falls in Lima, Mayor Says.
    if capitals >= 0.65 * len(words) and len(words) > 3:
        return True
    body = [len(other.text) for other in found[1:6] if other.is_prose]
    plain = _words().opening.match(line.text) or _words().auxiliary.search(line.text)
    # Voss wins vote in Lima after long count.
    return len(words) <= 16 and not plain and bool(body) and len(line.text) < 0.6 * (sum(body) / len(body))


@frozen
class _Head:
    """What the candidates of a page are compared with: its lines, the browser's title, and where the body begins."""

    lines: Sequence[Line]
    title: Counter[str]
    repeated: Counter[str]
    first: int
    parted: bool


def _page_headline(found: Sequence[Line], first: int) -> tuple[int, int]:
    """On a page with chrome: the line before the body that says most of what the browser's title says, or that
    stands over the byline."""
    # a photo's caption may stand above the headline and look like the start of the body
    reach = min(first + 4, len(found))
    reach = next((number for number in range(first + 1, reach) if found[number].is_prose), reach)
    repeated = Counter(line.text for line in found[: reach + 6])
    head = _Head(found, Counter(_folded(found[0].words)), repeated, first, _is_parted(found))
    best, chosen = 0.0, (-1, -1)
    for number in range(1 if first > 0 else 0, reach):
        # the second half of a headline that is broken in the page's markup
        if number and not found[number].parted and _words().dangling.search(found[number - 1].text):
            continue
        for last in _ends(found, number):
            score = _score(head, number, last)
            if score >= max(best, _LEAST):
                best, chosen = score, (number, last)
    return chosen if best >= _SURE or chosen[0] < 0 else _above(found, chosen, 1)


def _above(found: Sequence[Line], chosen: tuple[int, int], lowest: int) -> tuple[int, int]:
    """Of a headline and the lines under it that say more (a standfirst, a caption), the headline."""
    above: tuple[int, int] | None = chosen
    while above is not None:
        chosen, above = above, _next_above(found, above[0], lowest)
    return chosen


def _next_above(found: Sequence[Line], under: int, lowest: int) -> tuple[int, int] | None:
    """The one or two lines above line ``under`` that head it, if it reads like a standfirst."""
    if not _reads_like_standfirst(found[under]):
        return None
    for first in range(max(lowest, under - 2), under):
        above = " ".join(line.text for line in found[first:under])
        if under - 1 in _ends(found, first) and len(above.split()) >= 4 and len(above) <= _LONG:
            alone = sum(line.text == found[first].text for line in found[:_LOOK]) < 2
            if alone and _may_head(found[first]) and above[0] not in _QUOTES:
                return first, under - 1
    return None


def _reads_like_standfirst(line: Line) -> bool:
    """True for a long line that is not written like a title, for a quotation, and for a name with its outlet."""
    small = sum(word[0].islower() for word in line.words)
    if "," in line.text and len(line.words) <= 6 and is_names(line.text):
        return True
    return line.text[0] in _QUOTES or (len(line.words) >= 10 and 2 * small >= len(line.words))


def _may_head(line: Line) -> bool:
    """True unless the look of the line, an account or a credit in it tells that it is no headline."""
    if line.look not in {"short", "prose"} or len(line.text) > _LONGEST:
        return False
    return not (has_contact(line.text) or line.credits)


def _ends(found: Sequence[Line], number: int) -> Iterator[int]:
    """The line itself, and the one on which a headline that is broken in the page's markup ends."""
    yield number
    text, title = found[number].text, found[0].text[:TITLE]
    for last in range(number + 1, min(number + 3, len(found))):
        line = found[last]
        if line.parted or line.look not in {"short", "prose"} or len(text) > _LONG or len(line.text) > _LONG:
            return
        joined = f"{text} {line.text}"
        # "An ode to the / bridge of Lima", and what the title says in one go
        dangling = _words().dangling.search(text) or text.endswith((";", ","))
        if not (dangling or line.text[0].islower() or joined in title):
            return
        text = joined
        yield last


def _score(head: _Head, number: int, last: int) -> float:
    """How much speaks for the lines ``number`` to ``last`` as headline: the title, and where they stand."""
    lines = head.lines[number : last + 1]
    words = _folded(word for line in lines for word in line.words)
    shared = sum((Counter(words) & head.title).values())
    total = sum(head.title.values())
    prose = any(line.is_prose and not line.text.endswith(("?", "”", "’", '"')) for line in lines)
    told = len(words) >= 3 and shared >= 3 and (2 * shared >= len(words) or (3 * shared >= 2 * total and not prose))
    exact = told and shared == len(words) and " ".join(line.text for line in lines) in head.lines[0].text[:TITLE]
    if not 3 <= len(words) <= 40 or not (exact or all(map(_may_head, lines))):
        return 0.0
    score = 2.0 * shared / len(words) + shared / total if told else 0.0
    if not exact and any("|" in line.text for line in lines):
        return 0.5 * score
    if (prose and not exact) or (not told and (len(words) < 4 or number < head.first - _FAR)):
        return score
    score += 0.4 if head.repeated[lines[0].text] > 1 and len(words) >= 5 and told else 0.0
    return score + _standing(head, number, last)


def _standing(head: _Head, number: int, last: int) -> float:
    """What the lines around tell: a byline, a date or running text follows a headline soon."""
    found, following = head.lines, head.lines[last + 1 : last + 9]
    dated = [place for place, line in enumerate(following) if line.look in {"byline", "published"}]
    score = 0.5 - 0.1 * (dated[0] // 3) if dated else 0.0
    score += 0.3 if any(line.is_prose for line in following[:3]) else 0.0
    if not number:
        return score
    before = found[number - 1]
    # "24 September 2019 / Bridge falls in Lima / The town …"
    score += 0.2 if before.look == "published" and following and following[0].is_prose else 0.0
    # what stands behind the byline, or under the standfirst
    above = found[max(0, number - 3) : number]
    if any(line.look == "byline" for line in above):
        score -= 0.4
    elif any(line.is_prose for line in above):
        score -= 0.2
    # the copy under "All sharing options for:", and the second half of a headline that is broken in the page's markup
    score -= 0.4 if before.text.endswith(":") else 0.0
    return score - (0.3 if before.look == "short" and not found[number].parted and head.parted else 0.0)


def _is_parted(found: Sequence[Line]) -> bool:
    """True if nearly all lines stand between blank lines."""
    return sum(line.parted for line in found[:_LOOK]) > 0.7 * min(len(found), _LOOK)


def _folded(words: Iterable[str]) -> list[str]:
    """Words without capitals, the stop of an abbreviation, and a possessive's ending."""
    return [_ENDING.sub("", word.lower()) for word in words]


def site_name(text: str) -> int:
    """Where the site's name, and the sections before it, begin in a browser title; the whole length without them.

    >>> site_name("Bridge falls in Lima | World | Orbel News"), site_name("Bridge falls in Lima")
    (20, 20)
    """
    cuts = [match for match in _SEPARATOR.finditer(text) if match.start() > 10]
    if not cuts:
        return len(text)
    while (
        len(cuts) > 1 and "|" in cuts[-2].group() and len(text[cuts[-2].end() : cuts[-1].start()].split()) <= _SECTION
    ):
        cuts.pop()
    return cuts[-1].start()


def has_site_name(text: str) -> bool:
    """True for a browser title such as "Bridge falls in Lima | Orbel News"."""
    return _SEPARATOR.search(text) is not None
