"""``python -m bench.robustness.invented_results FILE``: synthetic results of ``extract``, to measure an audit.

Claims are sentences of random words, nearly all unlike one another; a known number of them is repeated in other
articles, some in slightly altered words and some as wire stories that several outlets print.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SYLLABLES = ("ba", "do", "ki", "lu", "me", "na", "po", "ri", "so", "tu", "ve", "za", "fen", "gor", "hal", "jun", "wick")
FIRST = ("Ada", "Tom", "Ida", "Omar", "Nils", "Rosa", "Lena", "Hugo", "Mina", "Paul", "Vera", "Amin")
ROLES = ("Mayor", "Health Minister", "union leader", "professor", "coach", None)
OUTLETS = ("The Bay Post", "Harbour Times", "Northern Echo Weekly", "City Ledger")
WIRES = ("Reuters", "AFP")
CUES = ("say", "tell", "claim", "admit", "add", "warn")
TYPES = ("person", "organization", "document", "unnamed_person", "unnamed_group", "anonymous")
KINDS = {"unnamed_person": "anonymous", "unnamed_group": "group", "anonymous": "anonymous"}


def results(articles: int, *, claims: int = 10, repeats: int = 100, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield results in the JSON of the contract; ``repeats`` claims occur in two articles each."""
    draw = random.Random(seed)
    vocabulary = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(20_000)]
    names = [f"{draw.choice(FIRST)} {draw.choice(vocabulary).capitalize()}" for _ in range(2000)]
    # a repeated claim is in an article of the first half and in one of the second
    planted = [sentence(draw, vocabulary) for _ in range(repeats)]
    places = [(draw.randrange(articles // 2), draw.randrange(articles // 2, articles)) for _ in planted]
    by_article: dict[int, list[str]] = {}
    for text, (one, other) in zip(planted, places, strict=True):
        by_article.setdefault(one, []).append(text)
        by_article.setdefault(other, []).append(altered(draw, text))
    for number in range(articles):
        own = by_article.get(number, [])
        texts = own + [sentence(draw, vocabulary) for _ in range(max(claims - len(own), 0))]
        yield result(draw, number, texts, names)


def sentence(draw: random.Random, vocabulary: list[str]) -> str:
    """Return a claim of about sixteen words."""
    words = draw.choices(vocabulary, k=draw.randint(8, 14))
    return f"the {words[0]} of {' '.join(words[1:4])} would not {' '.join(words[4:])} by the {words[-1]}".replace(
        "not ", ""
    )


def altered(draw: random.Random, text: str) -> str:
    """Return a claim in other letters and with one small word changed."""
    return draw.choice((text.replace("would", "will"), text.capitalize() + ".", text.replace("the ", "a ", 1)))


def result(draw: random.Random, number: int, texts: list[str], names: list[str]) -> dict[str, Any]:
    """Return the result of one article with these claims."""
    wire = draw.random() < 0.3
    publisher = draw.choice(OUTLETS)
    outlet = draw.choice(WIRES) if wire else publisher
    count = draw.randint(1, 4)
    speakers = []
    for id in range(count):
        kind = draw.choices(TYPES, (60, 15, 10, 7, 6, 2))[0]
        name = draw.choice(names) if kind in TYPES[:3] else f"a {draw.choice(('senior', 'local'))} official"
        speakers.append({
            "id": id, "name": name, "kind": KINDS.get(kind, kind), "type": kind, "mentions": [],
            "role": draw.choice(ROLES) if kind == "person" else None, "affiliation": None,
        })  # fmt: skip
    attributions = [
        {
            "kind": draw.choice(("direct", "mixed", "indirect")),
            "content": {"spans": [[0, len(text)]], "text": text},
            "cue": {"spans": [[0, 1]], "text": "said", "lemma": draw.choice(CUES)},
            "source": None, "speaker": draw.choice((None, *range(count))), "outlet": publisher, "via": [],
            "act": "speech", "polarity": "asserted", "time": None, "confidence": 0.9,
        }
        for text in texts
    ]  # fmt: skip
    return {
        "id": f"article-{number}",
        "version": 2,
        "article": {
            "headline": None, "bylines": [], "dateline": None,
            "outlet": {"name": outlet, "kind": "wire" if wire else "newspaper"},
            "publisher": {"name": publisher, "kind": "newspaper"},
            "published": f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}",
        },
        "speakers": speakers,
        "attributions": attributions,
    }  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--claims", type=int, default=10)
    options.add_argument("--repeats", type=int, default=100)
    chosen = options.parse_args()
    with chosen.file.open("w", encoding="utf-8") as stream:
        for each in results(chosen.articles, claims=chosen.claims, repeats=chosen.repeats):
            stream.write(json.dumps(each) + "\n")


if __name__ == "__main__":
    main()
