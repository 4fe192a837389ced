"""Accuracy of speakers on GUM's attributions, joined with its entities and coreference.

Of the gold attributions with a cue whose source and cue the library finds, the share whose speaker's name agrees with
the best name of GUM's entity for the source, or with another source of the same entity that contains a name: the words
of one, without articles, are among those of the other. Entities without a name in GUM are left out.
``pronouns``: those whose source is one pronoun.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import regex
from attrs import frozen

import quoteattr
from bench.options import parser
from quoteattr.model import Attribution, Passage, Span
from quoteattr.training.corpora import read_jsonl

_WORDS = regex.compile(r"\w+")
_LOOSE = frozenset({"the", "a", "an", "of", "s", "for", "to", "and"})


@frozen
class Case:
    """A gold attribution with a named source and the library's result for it."""

    document: str
    source: str
    gold: tuple[str, ...]
    found: str | None
    pronoun: bool

    @property
    def right(self) -> bool:
        return self.found is not None and any(same(name, self.found) for name in self.gold)


def main() -> int:
    """Prints the shares, and with ``--errors`` the wrong ones."""
    options = parser(__doc__, "shared", "model", "errors")
    options.add_argument("--genre", default="news", help="which file of gum_attribution")
    arguments = options.parse_args()
    rows = list(read_jsonl(arguments.shared / "data" / "gum_attribution" / f"{arguments.genre}.jsonl.gz"))
    cases = list(judged(quoteattr.load(arguments.model), rows))
    for name, some in (("all", cases), ("pronouns", [case for case in cases if case.pronoun])):
        right = sum(case.right for case in some)
        print(f"{name:10}{right:4} of {len(some):4} right, {100 * right / max(1, len(some)):.1f} %")
    for case in cases if arguments.errors else ():
        if not case.right:
            print(f"{case.document}: {case.source!r} is {case.gold[0]!r}, found {case.found!r}")
    return 0


def judged(read: quoteattr.QuoteAttributor, rows: Sequence[dict[str, Any]]) -> Iterator[Case]:
    """A case for each gold attribution with a named entity whose source and cue were found."""
    for row, document in zip(rows, read.pipe([row["text"] for row in rows]), strict=True):
        names = _names(row)
        for gold in row["attributions"]:
            name = gold.get("ent", {}).get("name")
            found = next((each for each in document.attributions if _meets(row, gold, each)), None)
            if name and gold["cue"] and found is not None:
                speaker = found.speaker.name if found.speaker else None
                pronoun = [row["tokens"][number - 1][3] for number in gold["source"]] == ["PRON"]
                yield Case(row["id"], gold["source_text"], (name, *names[gold["ent"]["eid"]]), speaker, pronoun)


def _names(row: dict[str, Any]) -> dict[str, list[str]]:
    """The sources of each entity of a document that contain a name."""
    found: dict[str, list[str]] = {}
    for each in row["attributions"]:
        named = any(row["tokens"][number - 1][3] == "PROPN" for number in each["source"])
        found.setdefault(each.get("ent", {}).get("eid", ""), []).extend([each["source_text"]] if named else [])
    return found


def _meets(row: dict[str, Any], gold: dict[str, Any], found: Attribution) -> bool:
    source, cue = ([Span(*row["tokens"][number - 1][1:3]) for number in gold[role]] for role in ("source", "cue"))
    return overlap(source, found.source) and overlap(cue, found.cue)


def overlap(gold: Iterable[Span], found: Passage | None) -> bool:
    """Return True if a part of a claim has a character of one of the spans."""
    return found is not None and any(one.overlaps(other) for one in gold for other in found.spans)


def same(gold: str, found: str) -> bool:
    """True if the words of one name are among those of the other: "Ada Lind", "Ambassador Ada Lind".

    >>> same("The US State Department", "State Department"), same("Ana Ruiz", "Ana Lopez")
    (True, False)
    """
    one, other = (set(_WORDS.findall(name.lower())) - _LOOSE for name in (gold, found))
    return bool(one and other) and (one <= other or other <= one)


if __name__ == "__main__":
    sys.exit(main())
