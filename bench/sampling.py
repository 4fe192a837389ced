"""The places that the reader of ``tests/samples`` judged, in their order: ``python -m bench.sampling act|inverted``.

Prints each with its number and its surroundings.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

HERE = Path(__file__).parent
CORPORA = {"polnear": "polnear/dev.jsonl.gz", "onestop": "raw_news/onestop_adv.jsonl.gz"}
SEED = 7

VERBS = (
    "say|says|said|adds|added|asks|asked|writes|wrote|explains|explained|notes|noted|continues|continued|argues|argued|"
    "recalls|recalled|tweeted|replied|responded|concluded|insisted|declared|observed|warned|joked|quipped|agreed|"
    "announced|reports|reported|claimed|stated|predicted|suggested|exclaimed|shouted|remarked|acknowledged|admitted|"
    "conceded|commented|countered|complained|demanded|wondered|mused|reads|read|goes|went|thought|tells|told"
)
# A verb that follows a comma, the end of a sentence or a quotation mark: then a subject may come behind it.
CANDIDATE = re.compile(rf"(?:[,.?!][\"'”’)]*|[\"'”’]|^)\s+({VERBS})\s+(?=[a-z0-9])", re.IGNORECASE | re.MULTILINE)
MARKS = {"source": "[]", "cue": "<>", "content": "{}"}


@frozen
class Place:
    """A place of a corpus; ``spans`` by name ("cue", "content", "verb", …)."""

    corpus: str
    id: str
    spans: Mapping[str, Sequence[Sequence[int]]]


def main() -> None:
    """Prints the places of one sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sample", choices=("act", "inverted"))
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared", help="folder of corpora")
    parser.add_argument("--number", type=int, default=220, help="how many places of each corpus")
    arguments = parser.parse_args()
    corpora = {name: rows(arguments.shared / "data" / path) for name, path in CORPORA.items()}
    texts = {(name, row["id"]): row["text"] for name, found in corpora.items() for row in found}
    drawn = attributions(corpora["polnear"]) if arguments.sample == "act" else inversions(corpora)
    shown = dict.fromkeys(CORPORA, 0)
    for place in drawn:
        if shown[place.corpus] < arguments.number:
            around = surroundings(texts[place.corpus, place.id], place)
            print(f"{place.corpus} {shown[place.corpus]} {place.id}\n   {around}")
            shown[place.corpus] += 1


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a corpus file, one JSON object a line."""
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]


def attributions(articles: Sequence[Mapping[str, Any]]) -> list[Place]:
    """All gold attributions with a cue and a content, shuffled."""
    found = [
        Place("polnear", article["id"], {name: row[name] for name in MARKS})
        for article in articles
        for row in article["attributions"]
        if row["cue"] and row["content"]
    ]
    random.Random(SEED).shuffle(found)
    return found


def inversions(corpora: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Place]:
    """The candidates of PolNeAR in the order of the text, since all are taken, then those of OneStop, shuffled."""
    for name, articles in corpora.items():
        found = [
            Place(name, article["id"], {"verb": [match.span(1)]})
            for article in articles
            for match in CANDIDATE.finditer(article["text"])
        ]
        if name != "polnear":
            random.Random(SEED).shuffle(found)
        yield from found


def surroundings(text: str, place: Place) -> str:
    """The place with a mark around every span, and some text on both sides, on one line."""
    spans = [(start, end, MARKS.get(name, "<>")) for name, found in place.spans.items() for start, end in found]
    first, last = min(start for start, _, _ in spans), max(end for _, end, _ in spans)
    marks = sorted([(end, marks[1]) for _, end, marks in spans] + [(start, marks[0]) for start, _, marks in spans])
    out, position = [], max(0, first - 160)
    for at, mark in marks:
        out += [text[position:at], mark]
        position = at
    return " ".join("".join([*out, text[position : last + 110]]).split())


if __name__ == "__main__":
    main()
