"""The dateline before the first sentence of a wire story: "KATHMANDU, April 25 (Reuters) -"."""

from __future__ import annotations

from functools import lru_cache

import regex

from quoteattr.lexicon import any_of, load_table
from quoteattr.model import Span
from quoteattr.segment.dates import date

_PLACE = r"\p{Lu}[\p{L}.'’-]*+(?:[ /](?:\p{Lu}|de |la |al-|of the |of )[\p{L}.'’-]*+){0,4}+"
_CAPITALS = r"\p{Lu}[\p{Lu}.'’-]++(?:[ /]\p{Lu}[\p{Lu}.'’-]*+(?!\p{Ll})){0,4}+"
_DASH = r"\s?(?:[—–―]|--|-(?=\s))\s*"


@lru_cache(maxsize=1)
def _pattern() -> regex.Pattern[str]:
    agencies = any_of(load_table("page")["agencies"]["names"])
    place = rf"(?:(?P<capitals>{_CAPITALS})|{_PLACE})(?:\s\[[\p{{L}} ]{{2,30}}\])?(?:,\s(?:{_PLACE})){{0,2}}"
    day = rf"(?P<day>[,.]?\s(?:(?i:{date().pattern})|\p{{Lu}}\p{{L}}+\.?\s\d{{1,2}})\.?)?"
    return regex.compile(
        rf"(?:{place}{day}(?P<via>\svia\s(?:{agencies}|\p{{Lu}}[\p{{L}}-]+))?\s?)?"
        # MOSCOW, April 4. /TASS/. It rained.   New Delhi, Apr 4 (PTI) It rained.   (CNN)It rained.
        rf"(?:(?P<agency>[(/](?:{agencies}|\p{{Lu}}[\p{{L}} /.]{{1,30}})[)/])?(?P<dash>{_DASH}|:\s)"
        rf"|(?P<listed>[(/](?:{agencies})[)/])(?:\.\s|\s?(?=[\p{{Lu}}\"“‘])))"
    )


def dateline_end(text: str, span: Span) -> int:
    """Where the dateline at the start of a body paragraph ends; the start of the paragraph where there is none."""
    found = _pattern().match(text, span.start, min(span.end, span.start + 140))
    if not found or found.end() >= span.end:
        return span.start
    # LIMA, May 4 (Reuters) -   (CNN) --   Lima, 4 May 2021 -   ORBEL via JTA —
    if not (found["agency"] or found["listed"] or found["day"] or found["via"]):
        # LIMA — but not "CROWE: Thank you.", nor "NATO - the alliance - met"
        if not found["capitals"] or ":" in found["dash"]:
            return span.start
        if "-" in found["dash"] and not text[found.end()].isupper():
            return span.start
    end = found.end()
    while text[end - 1].isspace():
        end -= 1
    return end
