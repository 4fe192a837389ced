"""Finds the headline among the lines of a page or of a plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from quoteattr.model import Span
from quoteattr.segment.dateline import dateline_end
from quoteattr.segment.lines import Line

_SEPARATOR = regex.compile(r"\s+[|–—·»:-]\s+")
_PLAIN_OPENING = regex.compile(
    r"(?:the|a|an|it|he|she|they|we|i|on|in|at|this|that|there|my|when|after|last)\b", regex.IGNORECASE
)
_AUXILIARY = regex.compile(r"\b(?:was|were|had|has been|have been|said)\b")


def find_headline(found: Sequence[Line], first: int, chrome: bool) -> int:
    """The number of the headline's line, or -1."""
    if chrome:
        return _page_headline(found, first)
    before = [number for number in range(min(first + 1, 12)) if not found[number].is_prose]
    # "Bridge falls | Orbel News", and below it the headline itself
    repeated = [number for number in before[1:] if _repeats(found[0], found[number])]
    if repeated:
        return repeated[-1]
    # the line above "By REUTERS" or "Published: …"
    for number in before:
        if found[number].look in {"byline", "published"}:
            above = [i for i in range(number) if found[i].look in {"short", "prose"} and len(found[i].words) >= 3]
            if above:
                return _with_title(found, above[-1], above)
    # "Kremlin: no talks planned", a feed's headline by itself
    if len(found) == 1:
        return 0 if found[0].look == "short" and 3 <= len(found[0].words) <= 18 else -1
    if found[0].look not in {"short", "prose"}:
        return -1
    # the line above "LIMA, May 4 (Reuters) -"
    dated = len(found[0].text) <= 250 and dateline_end(found[1].text, Span(0, len(found[1].text)))
    if dated or (first > 0 and found[0].look == "short" and len(found[0].words) >= 2 and len(found[0].text) <= 250):
        return 0
    return 0 if _reads_like_headline(found) else -1


def _repeats(title: Line, line: Line) -> bool:
    return len(line.words) >= 3 and line.text in title.text and 2 * len(line.text) >= len(title.text)


def _with_title(found: Sequence[Line], chosen: int, above: Sequence[int]) -> int:
    """Between a headline and the sentence under it, the headline: a short line before running text."""
    if found[chosen].is_prose:
        return next((number for number in reversed(above) if not found[number].is_prose), chosen)
    return chosen


def _reads_like_headline(found: Sequence[Line]) -> bool:
    """True if the first line, though it ends with a full stop, is a headline and not a lead."""
    line, words = found[0], found[0].words
    # Bridge falls in Lima; / Mayor blames the flood.
    if len(found) > 2 and carries_on(line, found[1]) and found[2].parted and len(words) <= 20:
        return True
    if not found[1].parted or not 2 <= len(words) <= 20 or len(line.text) > 160 or len(found) < 3:
        return False
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in words)
    # Bridge Falls in Lima, Mayor Says.
    if capitals >= 0.65 * len(words) and len(words) > 3:
        return True
    body = [len(other.text) for other in found[1:6] if other.is_prose]
    plain = _PLAIN_OPENING.match(line.text) or _AUXILIARY.search(line.text)
    # Voss wins vote in Lima after long count.
    return len(words) <= 16 and not plain and bool(body) and len(line.text) < 0.6 * (sum(body) / len(body))


def _page_headline(found: Sequence[Line], first: int) -> int:
    """On a page with chrome: the line before the body that says most of what the browser's title says, or that
    stands over the byline."""
    title = Counter(word.lower() for word in found[0].words)
    # a photo's caption may stand above the headline and look like the start of the body
    reach = min(first + 4, len(found))
    reach = next((number for number in range(first + 1, reach) if found[number].is_prose), reach)
    repeated = Counter(line.text for line in found[: reach + 6])
    best, chosen = 0.0, -1
    for number in range(reach):
        line = found[number]
        if not 3 <= len(line.words) <= 40 or (number == 0 and first > 0) or line.look not in {"short", "prose"}:
            continue
        words = Counter(word.lower() for word in line.words)
        shared = sum((words & title).values())
        score = 2.0 * shared / len(line.words) if shared >= 3 and shared >= 0.5 * len(line.words) else 0.0
        score += shared / max(1, sum(title.values())) if score else 0.0
        score *= 0.5 if "|" in line.text else 1.0
        score += 0.4 if repeated[line.text] > 1 and not line.is_prose and len(line.words) >= 5 else 0.0
        signed = any(other.look in {"byline", "published"} for other in found[number + 1 : number + 4])
        score += 0.5 if signed and not line.is_prose else 0.0
        if score and score >= best:
            best, chosen = score, number
    return chosen


def site_name(text: str) -> int:
    """Where the site's name begins in a browser title; the whole length where there is none."""
    cuts = [match for match in _SEPARATOR.finditer(text) if match.start() > 10]
    return cuts[-1].start() if cuts else len(text)


def carries_on(line: Line, following: Line) -> bool:
    """True if a headline runs on in the next line: "Bridge falls in Lima;" "Mayor blames the flood."."""
    return line.text.endswith((";", ",")) and not following.parted and len(following.text) <= 200


def has_site_name(text: str) -> bool:
    """True for a browser title such as "Bridge falls in Lima | Orbel News"."""
    return _SEPARATOR.search(text) is not None
