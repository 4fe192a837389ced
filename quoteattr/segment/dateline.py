"""The dateline before the first sentence of a wire story: "KATHMANDU, April 25 (Reuters) -"."""

from __future__ import annotations

from functools import lru_cache

import regex

from quoteattr.lexicon import load_table
from quoteattr.model import Span
from quoteattr.segment.lines import DATE

_PLACE = r"\p{Lu}[\p{L}.'’-]*+(?:[ /](?:\p{Lu}|de |la |al-|of the |of )[\p{L}.'’-]*+){0,4}+"
_CAPITALS = r"\p{Lu}[\p{Lu}.'’-]++(?:[ /]\p{Lu}[\p{Lu}.'’-]*+){0,4}+"
_DASH = r"\s?(?:[—–―]|--|-(?=\s))\s*"


@lru_cache(maxsize=1)
def _pattern() -> regex.Pattern[str]:
    agencies = "|".join(regex.escape(name, literal_spaces=True) for name in load_table("page")["agencies"]["names"])
    return regex.compile(
        rf"(?:(?:(?P<capitals>{_CAPITALS})|{_PLACE})(?:,\s(?:{_PLACE})){{0,2}}"
        rf"(?P<day>,?\s(?:(?i:{DATE.pattern})|\p{{Lu}}\p{{L}}+\.?\s\d{{1,2}}))?\s?)?"
        rf"(?P<agency>[(/](?:{agencies}|\p{{Lu}}[\p{{L}} /.]{{1,30}})[)/])?(?P<dash>{_DASH}|:\s)"
    )


def dateline_end(text: str, span: Span) -> int:
    """Where the dateline at the start of a body paragraph ends; the start of the paragraph where there is none."""
    found = _pattern().match(text, span.start, min(span.end, span.start + 140))
    if not found or found.end() >= span.end:
        return span.start
    # LIMA, May 4 (Reuters) -   (CNN) --   Lima, 4 May 2021 -
    if not (found["agency"] or found["day"]):
        # LIMA — but not "CROWE: Thank you.", nor "NATO - the alliance - met"
        if not found["capitals"] or ":" in found["dash"]:
            return span.start
        if "-" in found["dash"] and not text[found.end()].isupper():
            return span.start
    end = found.end()
    while text[end - 1].isspace():
        end -= 1
    return end
