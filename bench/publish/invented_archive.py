"""``python -m bench.publish.invented_archive`` writes ``quoteattr/examples/archive.csv``: sixty invented articles.

The tutorial of the audit reads them. Town, people and papers are invented; each article is generated from templates.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FILE = Path(__file__).parents[2] / "quoteattr" / "examples" / "archive.csv"
HEADER = ("id", "date", "publisher", "outlet", "author", "section", "text")
PAPERS = ("The Bay Post", "Harbour Times", "City Ledger")
AGENCY = "Fjord News Agency"
AUTHORS = {"The Bay Post": ("Rosa Vale", "Hugo Marsh"), "Harbour Times": ("Lena Quist",), "City Ledger": ("Amin Dole",)}

# headline, section, and a statement about it
EVENTS = (
    ("Ferry fares to rise", "City", "fares would rise by four percent in June", "the fares are too high for families"),
    ("School roof closed off", "City", "the roof of the school was unsafe", "pupils will need two more classrooms"),
    ("Cannery cuts jobs", "Business", "the cannery would cut 120 jobs", "nobody warned the workers"),
    ("Storm damages pier", "City", "the pier would stay shut until spring", "repairs will cost two million crowns"),
    ("Hospital short of nurses", "Health", "the hospital needed 40 more nurses", "night shifts have become dangerous"),
    ("Tram line delayed", "City", "the tram line would open a year late", "the builders had too little steel"),
    ("Harbour cleaned up", "Business", "the harbour water was clean again", "fish have returned to the inner harbour"),
    (
        "Rents climb again",
        "Business",
        "rents had doubled in ten years",
        "young people can no longer live in the centre",
    ),
    ("Museum returns vase", "Culture", "the vase belonged to another museum", "visitors will miss the vase"),
    (
        "Water to be rationed",
        "City",
        "water would be rationed from Monday",
        "the reservoir is at 40 percent of its capacity",
    ),
)
TOPICS = (
    "ferry", "school", "cannery", "pier", "hospital", "tram line", "harbour", "housing plan", "museum", "reservoir",
)  # fmt: skip
OFFICIALS = (
    ("Mayor Ada Lund", "Lund"),
    ("Health Minister Omar Stone", "Stone"),
    ("police spokeswoman Ida Berg", "Berg"),
)
OTHERS = (
    ("union leader Tom Brandt", "Brandt"),
    ("shopkeeper Mina Holt", "Holt"),
    ("Vera Lindqvist, a professor at Bay University,", "Lindqvist"),
    ("Nils Aker, a fisherman,", "Aker"),
)
UNNAMED = ("a senior official", "residents", "a source familiar with the plans", "several workers")
ORGANISATIONS = ("Bay Council", "Nordair Shipping", "the Harbour Workers' Union")
DOCUMENTS = ("a report by Bay University", "the council's annual report", "a survey of 900 households")
EXTRA = (
    "the money for the {} was already spent",
    "a decision about the {} would come before the summer",
    "the council had been warned about the {} twice",
    "similar towns paid far less for a {}",
    "the figures about the {} were wrong",
    "more talks about the {} were needed",
    "the town had worries other than the {}",
    "an inquiry into the {} should be held",
)
VERBS = ("said", "said", "said", "told reporters", "added", "claimed", "admitted", "warned", "insisted")


def articles(seed: int = 4) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the archive, without the header."""
    draw = random.Random(seed)
    start = date(2023, 1, 9)
    number = 0
    for position in range(20):
        event = position % len(EVENTS)
        section = EVENTS[event][1]
        day = start + timedelta(days=9 * position)
        is_wire = position % 4 == 0
        story = body(draw, event)
        for paper in PAPERS:
            number += 1
            text = story if is_wire else body(draw, event)
            outlet = AGENCY if is_wire else paper
            author = "" if is_wire else draw.choice(AUTHORS[paper])
            yield f"a{number:02}", day.isoformat(), paper, outlet, author, section, text


def body(draw: random.Random, event: int) -> str:
    """Return the text of one article: a headline and some statements."""
    headline, _, first, second = EVENTS[event]
    official, short = draw.choice(OFFICIALS)
    other, other_short = draw.choice(OTHERS)
    extra = [template.format(TOPICS[event]) for template in draw.sample(EXTRA, 3)]
    plans = (
        [
            f"{_upper(first)}, {official} said on Monday.",
            f"“{_upper(second)},” {other} {draw.choice(VERBS)}.",
            f"{short} {draw.choice(VERBS)} that {extra[0]}.",
            f"{_upper(draw.choice(DOCUMENTS))} found that {extra[1]}.",
        ],
        [
            f"{_upper(draw.choice(UNNAMED))} said that {first}.",
            f"“{_upper(extra[0])},” {official} {draw.choice(VERBS)}.",
            f"According to {draw.choice(ORGANISATIONS)}, {extra[1]}.",
            f"{_upper(other)} said {second}.",
            f"{other_short} {draw.choice(VERBS)} that {extra[2]}.",
        ],
        [
            f"{_upper(official)} {draw.choice(VERBS)} that {first}.",
            f"{short} also said {extra[0]}.",
            f"“{_upper(extra[1])},” {short} {draw.choice(VERBS)}.",
        ],
        [
            f"{_upper(draw.choice(UNNAMED))} said that {first}.",
            f"{_upper(draw.choice(UNNAMED))} feared that {extra[0]}.",
        ],
    )
    return "\n\n".join((headline, *draw.choices(plans, (4, 4, 2, 1))[0]))


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def main() -> None:
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(articles())


if __name__ == "__main__":
    main()
