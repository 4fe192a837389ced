"""Measure the cost of odd text: ``python -m bench.robustness.odd_shapes --sizes 50000 100000 200000``.

Each shape repeats a short unit up to a number of characters, and is read next to prose of the same length. A row is
printed for each shape: processor seconds by size, tokens, the time per token as a multiple of that of prose, and the
exponent of the growth between the smallest and the largest size (1 is linear, 2 quadratic). Tokens are those of
:func:`quoteattr.segment.segment`. A shape of which the tokenizer makes hardly any token (one long word, white space)
is counted as if it had the tokens of prose of its length; such rows are marked with ``*``.

The exit status is 1 where a ratio is above ``--most`` or an exponent above ``--steepest``.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

import quoteattr
from bench.options import parser
from quoteattr.segment import segment

_FEW = 0.02  # tokens per character; prose has 0.19

# The unit that a shape repeats; one that holds "{}" is numbered.
UNITS: Mapping[str, str] = {
    "brackets": "(",
    "bracket pairs": "(a) [b] ",
    "single opening marks": "‘a ",
    "double opening marks": "“a ",
    "straight marks": '"a ',
    "straight marks alone": '"',
    "apostrophes": "'",
    "claims in single marks": "‘Go,’ he said. ",
    "plural possessives": "the workers' union and the ",
    "single marks opened again": "'Go.\n\n",
    "mixed marks": "'Go \"now' he \"said. ",
    "apostrophes in a word": "a'",
    "name labels": "LEE: no.\n",
    "name labels, two speakers": "LEE: Will he run?\n\nRUIZ: I hope so.\n\n",
    "name labels without text": "LEE: ",
    "digits": "7",
    "numbers": "12,345 ",
    "dots": ".",
    "dots apart": ". ",
    "abbreviations": "U.S. ",
    "hyphens": "-",
    "hyphens apart": "- ",
    "compounds": "a-b-",
    "one-letter words": "a ",
    "initials": "A. ",
    "dashes": "—",
    "dashes apart": "word — ",
    "blank lines": "a\n\n",
    "line breaks": "\n",
    "short lines": "Lee\n",
    "addresses": "https://example.org/a/b?c={} ",
    "host names": "www.a.b.c.example.org ",
    "mail addresses": "lee{}@example.org ",
    "commas": ",",
    "commas apart": "a, ",
    "said": "said ",
    "he said": "he said ",
    "said in a sentence": "Lee said that ",
    "claims": "Lee said he left. ",
    "quoted claims": "“Go,” he said. ",
    "according to": "according to Lee ",
    "capital words": "LEE ",
    "title words": "Ruiz ",
    "different names": "Lee{} Ruiz{} ",
    "names joined": "Lee and ",
    "of phrases": "the mayor of ",
    "one word": "a",
    "numbered words": "word{} ",
    "emoji": "😀",
    "emoji apart": "😀 ",
    "emoji sequences": "👩🏽‍🚒 ",
    "combining marks": "e\u0301\u0323",
    "combining marks apart": "e\u0301\u0323\u0301 ",
    "Chinese": "中文",
    "question marks": "? ",
    "colons": "a: ",
    "semicolons": "; ",
    "slashes": "a/b ",
    "tabs": "a\tb\t",
    "markup": "<p>",
    "rare words": "qxzvkjwq{}pflm ",
    "names and pronouns": "Lee told him she ",
    "descriptions": "the company said the bank ",
    "numbered claims": "Ida Lee{} said he left. ",
    "numbered names joined": "Ida Lee{} and ",
    "numbered nicknames": "Bill{} Lee, Will Lee and W. Lee{} said ",
    "organisations": "the Defence Ministry told the Ministry that it ",
    "numbered organisations": "The Orbel{} Ministry told the Ministry no. ",
    "general descriptions": "Orbel said the company and the man ",
    "numbered quotations": "“Go {},” he said. Ida Lee{} said “no.”\n\n",
    "outlets": "Reuters and CNN told the BBC ",
    "nested claims": "Lee said that Ruiz said that ",
    "first person": "I said we told Lee ",
    "relative pronouns": "Lee, who said that ",
    "one-word paragraphs": "Said\n\n",
    "labels with marks": "LEE: “No”\n",
    "ellipses": "… ",
    "months": "May March ",
    "numbered labels": "LEE{}: no.\n",
    "bylines": "By Ida Lee{}\n",
    "notices": "(Reuters) - Lee said no. © 2021 Orbel\n\n",
    "credits": "Photo: Ida Lee/Reuters\n",
    "dates": "on Monday, May 3, 2021 ",
    "times": "Lee said last week that on Friday ",
    "nested marks": "“‘",
    "nested marks apart": "“ ‘a ",
    "unclosed paragraphs": "“a\n\n",
    "inches": '5" ',
    "relays": "Lee told Reuters, TASS reported, ",
    "cues joined": "said and told and ",
    "quoted as saying": "was quoted as saying ",
    "clauses": "who said that ",
    "possessives": "Lee's ",
    "contractions": "don't",
    "titles": "Mr. ",
    "control characters": "a\x0b\x1c",
    "zero-width characters": "\u200b",
    "zero-width characters apart": "a\u200b ",
    "surrogates": "\ud83d ",
    "numbers with marks": "1,1.",
    "mixed": '(a) ‘b “c" LEE: 12. - — ... http://x.y/z said, A. é 😀\n',
}
_WHO = (
    "the mayor", "a spokesman for the port", "the new harbour board", "Ada Lund", "the minister", "an engineer",
    "residents", "she", "he", "Omar Stone", "the head of the clinic", "two shop owners", "the company", "the union",
)  # fmt: skip
_SAYS = ("said", "told reporters", "denied", "argued", "warned", "wrote in a letter", "announced on Monday", "added")
_WHAT = (
    "the bridge would close for repairs",
    "rents had risen since the spring",
    "nobody was hurt in the fire",
    "the budget left no money for schools",
    "it had rained for a week",
    "the plan needs another vote",
    "three boats were still missing",
)
_PLAIN = (
    "The road to the coast was open by noon.",
    "Workers cleared the square before the market began.",
    "It was the third storm of the winter and the shops stayed shut.",
    "Most of the houses on the hill were built a century ago.",
    "Children played by the river until it grew dark.",
)


def prose(length: int, seed: int = 13) -> str:
    """Return paragraphs of invented news sentences, ``length`` characters in all."""
    chance = random.Random(seed)
    paragraphs: list[str] = []
    size = 0
    while size < length:
        paragraphs.append(" ".join(_sentence(chance) for _ in range(chance.randint(1, 4))))
        size += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)[:length]


def _sentence(chance: random.Random) -> str:
    form = chance.random()
    if form < 0.5:
        return chance.choice(_PLAIN)
    who, what = chance.choice(_WHO), chance.choice(_WHAT)
    if form < 0.75:
        return f"{who[0].upper()}{who[1:]} {chance.choice(_SAYS)} that {what}."
    return f"“{what[0].upper()}{what[1:]},” {who} said."


def shape(unit: str, length: int) -> str:
    """Return ``unit`` repeated up to ``length`` characters; its ``{}`` are numbered."""
    if "{}" not in unit:
        return (unit * (length // len(unit) + 1))[:length]
    found = "".join(unit.replace("{}", str(number)) for number in range(length // len(unit) + 1))
    return found[:length]


@frozen
class Cost:
    """Processor seconds for one text of ``length`` characters."""

    length: int
    tokens: int
    seconds: float

    @property
    def few_tokens(self) -> bool:
        """Return True if time per token is meaningless, as for a single word."""
        return self.tokens < _FEW * self.length


def measured(read: Callable[[str], quoteattr.Document], text: str, runs: int = 1) -> Cost:
    """Read ``text`` to JSON, including sentences; return the minimum of some ``runs``."""
    tokens = sum(len(sentence.tokens) for sentence in segment(text).sentences)
    best = math.inf
    for _ in range(runs):
        before = time.process_time()
        json.dumps(quoteattr.to_dict(read(text), sentences=True))
        best = min(best, time.process_time() - before)
    return Cost(len(text), tokens, best)


def ratio(odd: Cost, plain: Cost) -> float:
    """Return the time per token of ``odd`` as a multiple of that of ``plain``."""
    tokens = odd.length * plain.tokens / plain.length if odd.few_tokens else odd.tokens
    return odd.seconds / tokens / (plain.seconds / plain.tokens)


def growth(costs: Sequence[Cost]) -> float:
    """Return the exponent of the growth of time with length, from the first to the last of ``costs``."""
    first, last = costs[0], costs[-1]
    if last.length == first.length:
        return math.nan
    return math.log(last.seconds / first.seconds) / math.log(last.length / first.length)


def rows(
    read: Callable[[str], quoteattr.Document], names: Sequence[str], sizes: Sequence[int]
) -> Iterator[tuple[str, list[Cost], float]]:
    """Yield each shape with its costs by size and the ratio at the largest size; prose comes first."""
    plain = [measured(read, prose(size), runs=2) for size in sizes]
    yield "prose", plain, 1.0
    for name in names:
        costs = [measured(read, shape(UNITS[name], size)) for size in sizes]
        yield name, costs, ratio(costs[-1], plain[-1])


def main() -> int:
    """Print what each shape costs; return 1 if one costs too much."""
    given = _arguments()
    failed = False
    read = quoteattr.load(given.model)
    read(prose(2000))
    for name, costs, times in rows(read, given.shapes or list(UNITS), given.sizes):
        exponent, last = growth(costs), costs[-1]
        failed |= times > given.most or exponent > given.steepest
        seconds = " ".join(f"{cost.seconds:7.2f}" for cost in costs)
        star = "*" if last.few_tokens else " "
        figures = f"{last.tokens:7} tokens {times:6.2f}{star} times prose  exponent {exponent:5.2f}"
        print(f"{name:27} {seconds} s {figures}", flush=True)
    return int(failed)


def _arguments() -> argparse.Namespace:
    options = parser(__doc__, "model")
    options.add_argument("--sizes", type=int, nargs="+", default=[50_000, 100_000, 200_000], help="characters")
    options.add_argument("--shapes", nargs="+", choices=list(UNITS), help="only these")
    options.add_argument("--most", type=float, default=4.0, help="highest ratio to prose")
    options.add_argument("--steepest", type=float, default=1.15, help="highest exponent")
    return options.parse_args()


if __name__ == "__main__":
    sys.exit(main())
