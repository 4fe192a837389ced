"""Accuracy of claims and page fields on invented texts (``tests/gate``).

``articles`` are 24 articles of 24 styles, ``people`` 60 news articles with the people who speak in them, ``passages``
300 passages of a few sentences on ten topics. In each folder ``unread.jsonl`` is only measured on, and not read by
those who write the code; ``read.jsonl`` may be. ``newsrooms`` has 72 articles as newsrooms of many countries publish
them, with sources and cues too (see ``gate``), and ``sources`` 40 articles with what each source belongs to; all of
both may be read. A claim is found if a prediction shares at least a third of its marked content, or ten characters.
Speaker, role, affiliation, relays and names on the page are right if one name has all words of the other. Shares of
roles and affiliations are of those that the text states (an affiliation is implied where only another sentence states
it); "not stated" counts those that are reported where it states none.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import quoteattr
from bench.options import parser
from bench.places import ROOT
from quoteattr.model import Article, Attribution

GATE = ROOT / "tests" / "gate"
FOLDERS = ("articles", "people", "passages", "newsrooms", "sources")
Row = Mapping[str, Any]
Judgement = tuple[str, bool, str]
"""A field, whether it is right, and what is wanted and found."""

_ARTICLES = re.compile(r"\A(?:the|an?|his|her|its|their)\s")
_LEAST = 10  # characters of a marked content that are found
_CUE = 1_000  # characters of content; the same cue counts more
_TYPES = {"unnamed_person": "person", "unnamed_group": "group"}


def main() -> int:
    """Print the share of each field, for the unread articles and for the others; errors of the latter on request."""
    options = parser(__doc__, "model", "errors").parse_args()
    attributor = quoteattr.load(options.model)
    for path in (path for folder in FOLDERS for path in sorted((GATE / folder).glob("*.jsonl"), reverse=True)):
        judged = list(judgements(attributor, path))
        print(f"{path.parent.name}, {path.stem}: " + ", ".join(shares(judged)))
        for field, right, text in judged if options.errors and path.stem != "unread" else ():
            if not right:
                print(f"  {field}: {text}")
    return 0


def shares(judged: Sequence[Judgement]) -> Iterator[str]:
    """Yield the share of right values of each field, or the number of those that are not stated."""
    counts, right = Counter(field for field, _, _ in judged), Counter(field for field, ok, _ in judged if ok)
    for field, count in counts.items():
        if field.endswith("not stated"):
            yield f"{field} {count}"
        else:
            yield f"{field} {100 * right[field] / count:.1f} ({count})"


def judgements(attributor: quoteattr.QuoteAttributor, path: Path) -> Iterator[Judgement]:
    """Yield right and wrong values of the articles of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = attributor(row["text"])
        yield from _page(row["page"], document.article) if "page" in row else ()
        used: set[int] = set()
        for claim in row["claims"]:
            number = _prediction(row["text"], claim, document.attributions)
            yield "claims found", number is not None, f"{claim['speaker']} | {claim['content']}"
            if number is not None:
                used.add(number)
                yield from _fields(claim, document.attributions[number])
        for number, found in enumerate(document.attributions):
            yield "predictions right", number in used, f"{found.speaker and found.speaker.name} | {found.content.text}"


def _page(wanted: Row, article: Article) -> Iterator[Judgement]:
    headline = article.headline.text if article.headline else None
    bylines = [byline.name for byline in article.bylines]
    if wanted["headline"]:
        yield judgement("headline", words(wanted["headline"]) == words(headline), wanted["headline"], headline)
    for name in wanted["bylines"]:
        yield judgement("bylines found", any(same(name, each) for each in bylines), name, bylines)
    for name in bylines:
        yield judgement("bylines right", any(same(name, each) for each in wanted["bylines"]), wanted["bylines"], name)
    for field in ("outlet", "publisher"):
        found = getattr(article, field)
        if wanted[field]:
            yield judgement(field, same(wanted[field], found and found.name), wanted[field], found and found.name)
    if wanted["published"]:
        day = (article.published or "")[:10]
        yield judgement("published", day == wanted["published"], wanted["published"], day)


def _prediction(text: str, claim: Row, found: Sequence[Attribution]) -> int | None:
    """Return the number of the prediction that shares most of the marked content, one with the same cue first."""
    start = claim.get("start", text.find(claim["content"]))
    end = start + len(claim["content"])
    best, most = None, 0
    for number, each in enumerate(found):
        shared = sum(max(0, min(end, span.end) - max(start, span.start)) for span in each.content.spans)
        cue = each.cue.text if each.cue else ""
        same = bool(claim["cue"] and cue) and (cue in claim["cue"] or claim["cue"] in cue)
        if shared >= min(_LEAST, len(claim["content"]) / 3) and shared + _CUE * same > most:
            best, most = number, shared + _CUE * same
    return best


def _fields(claim: Row, found: Attribution) -> Iterator[Judgement]:
    speaker = found.speaker
    name = speaker.name if speaker else found.source.text if found.source else None
    right = same(claim["speaker"], name) or (claim["speaker"] is None and speaker is None)
    yield judgement("speaker", right, claim["speaker"], name)
    for field in ("role", "affiliation"):
        value: str | None = getattr(speaker, field, None)
        wanted = claim.get(field)
        if wanted:
            label = "affiliation implied" if field == "affiliation" and claim.get("implied") else field
            forms = [wanted] if isinstance(wanted, str) else wanted
            yield judgement(label, any(same(form, value) for form in forms), wanted, value)
        elif value and field in claim:
            yield judgement(f"{field} not stated", False, None, value)
    if claim.get("via"):
        right = all(any(same(each, other) for other in found.via) for each in claim["via"])
        yield judgement("relays", right, claim["via"], found.via)
    elif found.via and "via" in claim:
        yield judgement("relays not stated", False, None, found.via)
    kind = speaker.type if speaker else None
    yield judgement("type", _TYPES.get(kind or "", kind) == claim["source_type"], claim["source_type"], kind)
    for field in ("kind", "polarity"):
        value = getattr(found, field)
        if field in claim:
            yield judgement(field, value == claim[field], claim[field], value)


def judgement(field: str, right: object, wanted: object, found: object) -> Judgement:
    return field, bool(right), f"{wanted} | {found}"


def words(text: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _ARTICLES.sub("", (text or "").casefold())))


def same(wanted: str | None, found: str | None) -> bool:
    """Return True if one name has all words of the other."""
    one, other = words(wanted), words(found)
    return bool(one and other) and (one <= other or other <= one)


if __name__ == "__main__":
    sys.exit(main())
