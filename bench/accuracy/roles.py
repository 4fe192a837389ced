"""Accuracy of roles and affiliations on 203 speakers of Wikinews and GUM that were judged by hand.

``roles.jsonl`` has a speaker a line, as offsets: one of its mentions, and for role and affiliation the phrases that are
right, each as the longest one and the words that it must have. ``roles_stated`` is false where the text states none, or
none that must be found. A third of the documents was held out while the rules were written. ``right``: the share of
those reported; ``found``: the share of those stated.

``--stories`` measures the 625 people, named or not, who are sources in 105 stories of ``tests/gate/stories``. They were
annotated by a person who had not seen the code, and not read while the rules were written. There, an affiliation counts
as stated also where only another part of the story names it ("next to role" leaves these out).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import regex
from attrs import frozen

import quoteattr
from bench.accuracy.stories import FOLDERS
from bench.options import parser
from quoteattr.model import Span, Speaker
from quoteattr.training.corpora import read_jsonl
from quoteattr.training.stories import stories

SAMPLE = Path(__file__).parent / "roles.jsonl"
STORIES = FOLDERS["stories"] / "roles.jsonl"
_WORDS = regex.compile(r"[\w.-]+")
_LOOSE = frozenset({"the", "s"})

Phrase = Sequence[int]
"""Start and end of the longest phrase, and start and end of the words that it must have."""


@frozen
class Case:
    """The predicted value of one field of a speaker, with the gold value."""

    document: str
    speaker: str
    field: str
    gold: tuple[str, ...]
    found: str | None
    right: bool
    stated: bool
    held_out: bool
    next_to_role: bool = True


def main() -> int:
    """Print the shares, and with ``--errors`` the wrong and the missed ones."""
    options = parser(__doc__, "shared", "model", "errors")
    options.add_argument("--stories", action="store_true", help="the invented stories instead of Wikinews and GUM")
    arguments = options.parse_args()
    rows = [json.loads(line) for line in (STORIES if arguments.stories else SAMPLE).read_text("utf-8").splitlines()]
    cases = list(judged(quoteattr.load(arguments.model), rows, arguments.shared))
    for name in ("roles", "affiliations"):
        print(_line(name, [case for case in cases if case.field == name]))
    if arguments.stories:
        print(_line("next to role", [case for case in cases if case.field == "affiliations" and case.next_to_role]))
    else:
        print(_line("held out", [case for case in cases if case.held_out]))
    print(_line("all", cases))
    for case in cases if arguments.errors else ():
        if not case.right and (case.found or case.stated):
            print(f"{case.document}: {case.field} of {case.speaker!r}: {case.found!r}, right are {case.gold}")
    return 0


def _line(name: str, cases: Sequence[Case]) -> str:
    reported, stated = [case for case in cases if case.found], [case for case in cases if case.stated]
    right, found = sum(case.right for case in reported), sum(case.right for case in stated)
    return (
        f"{name:14} right {right:3} of {len(reported):3}, {100 * right / max(1, len(reported)):.1f} %   "
        f"found {found:3} of {len(stated):3}, {100 * found / max(1, len(stated)):.1f} %"
    )


def judged(read: quoteattr.QuoteAttributor, rows: Sequence[dict[str, Any]], shared: Path) -> Iterator[Case]:
    """Yield two cases for each speaker of the sample: role and affiliation."""
    texts = {
        (corpus, id): text for corpus in sorted({row["corpus"] for row in rows}) for id, text in _texts(corpus, shared)
    }
    wanted = list(dict.fromkeys((row["corpus"], row["id"]) for row in rows))
    documents = dict(zip(wanted, read.pipe(texts[key] for key in wanted), strict=True))
    for row in rows:
        document = documents[row["corpus"], row["id"]]
        speaker = _speaker(document.speakers, row["speaker"])
        fields = (("roles", speaker.role), ("affiliations", speaker.affiliation)) if speaker else ()
        for field, value in fields or (("roles", None), ("affiliations", None)):
            right = value is not None and any(agrees(document.text, phrase, value) for phrase in row[field])
            gold = tuple(document.text[phrase[0] : phrase[1]] for phrase in row[field])
            name = speaker.name if speaker else "not found"
            stated, near = row[f"{field}_stated"], row.get("next_to_role", True)
            yield Case(row["id"], name, field, gold, value, right, stated, row["held_out"], near)


def _texts(corpus: str, shared: Path) -> Iterator[tuple[str, str]]:
    """Yield the identifiers and texts of a corpus, or of the stories."""
    if corpus == "stories":
        yield from ((story.id, story.text) for story in stories(FOLDERS["stories"]))
    else:
        yield from ((row["id"], row["text"]) for row in read_jsonl(shared / "data" / f"{corpus}.jsonl.gz"))


def _speaker(speakers: Iterable[Speaker], mention: Sequence[int]) -> Speaker | None:
    """Return the person with the mention that shares the largest part with the judged one."""
    start, end = mention

    def shared(span: Span) -> float:
        common = min(span.end, end) - max(span.start, start)
        return max(0, common) / (max(span.end, end) - min(span.start, start))

    kinds = ("person", "anonymous")
    people = [each for each in speakers if each.kind in kinds and any(map(shared, each.mentions))]
    return max(people, key=lambda each: max(map(shared, each.mentions)), default=None)


def agrees(text: str, phrase: Phrase, found: str) -> bool:
    """True if a value has the words that it must have, and no word that the longest phrase lacks.

    >>> agrees("Orbel Party leader", (0, 18, 12, 18), "party leader")
    True
    >>> agrees("Orbel Party leader", (0, 18, 12, 18), "Orbel Party")
    False
    """
    start, end, first, last = phrase
    longest, needed, words = (_words(each) for each in (text[start:end], text[first:last], found))
    return needed <= words <= longest


def _words(text: str) -> set[str]:
    bare = (word.lower().replace("’", "'") for word in _WORDS.findall(text))
    return set(bare) - _LOOSE


if __name__ == "__main__":
    sys.exit(main())
