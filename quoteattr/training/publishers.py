"""Fit the weights by which the publisher of a page is chosen among the names on it.

The candidates of a view and "none of them" compete in one softmax; the weights are fitted by L-BFGS with an L2 penalty
on the four views of each shared page and of each invented one, and on a fifth, pasted view of some. The threshold
is derived from the score of "none", 0.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

from attrs import frozen

from quoteattr.model import Span
from quoteattr.page.publishers import candidates, features
from quoteattr.training.corpora import read_jsonl
from quoteattr.training.page_labels import HELD_OUT, bucket
from quoteattr.training.web_pages import invented_pages

FOLDS = 5
_AUTHORS = frozenset("abcdefgh")  # whose 335 invented pages are used; those of all authors cost whole pages two points
THRESHOLD = 0.2  # probability below which there is no publisher
THRESHOLD_TOP = 0.75  # the same for a name that only the first lines of a cut-out article have
_LEAST = 5  # candidates that have a feature
_PENALTY = 2.0
_LINE = 25  # letters and digits of a line of the body
_SECTIONS = (
    "Home", "News", "World", "Politics", "Business", "Sport", "Culture", "Opinion", "Local", "Health", "Science",
    "Video", "Weather", "Subscribe", "Sign in", "Jobs", "Lifestyle", "Property", "Obituaries", "Podcasts",
)  # fmt: skip
_MENU_MARKS = (" | ", "  ", " · ", "   ", " / ")


@frozen
class Choice:
    """The candidates of one view: their names, their features, and which of them are right."""

    page: str
    site: str
    view: str
    held: bool  # the view holds the name of the publisher
    names: tuple[str, ...]
    features: tuple[Mapping[str, float], ...]
    right: tuple[bool, ...]


def train(pages: Path, out: Path) -> None:
    """Fit the weights on the sites that are not held out, and write them to ``out``."""
    given = [each for each in choices(read_jsonl(pages)) if bucket(each.site) not in HELD_OUT]
    out.write_text(_toml(fit([*given, *_invented()])), encoding="utf-8")


def found_in_folds(pages: Path) -> dict[str, tuple[int, int]]:
    """Return, by view, how many publishers are chosen by weights that have not seen the site, and how many it holds."""
    real, invented = list(choices(read_jsonl(pages))), list(_invented())
    least = log(THRESHOLD / (1 - THRESHOLD))
    found: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for fold in range(FOLDS):
        weights = fit([each for each in (*real, *invented) if bucket(each.site) % FOLDS != fold])
        for each in real:
            if not each.held or bucket(each.site) % FOLDS != fold:
                continue
            scores = [_score(weights, own) for own in each.features]
            best = max(range(len(scores)), key=scores.__getitem__, default=None)
            found[each.view] += best is not None and scores[best] >= least and each.right[best]
            held[each.view] += 1
    return {view: (found[view], number) for view, number in held.items()}


def _invented() -> Iterator[Choice]:
    yield from choices(page.row for page in invented_pages() if page.author in _AUTHORS)


def choices(pages: Iterable[Mapping[str, Any]]) -> Iterator[Choice]:
    """Yield the views of every page whose publisher is known; ``pages`` are rows of ``sites.jsonl``."""
    for row in pages:
        publisher = row["gold"].get("publisher")
        if not publisher:
            continue
        for view, lines in views(row).items():
            text, spans = "\n".join(line for line, _ in lines), list[Span]()
            for line, _ in lines:
                start = spans[-1].end + 1 if spans else 0
                spans.append(Span(start, start + len(line)))
            found = candidates(text, spans, [kind for _, kind in lines])
            names = tuple(each.name for each in found)
            right = tuple(agree(publisher, name) for name in names)
            held = _letters(publisher) in _letters(text)
            yield Choice(str(row["id"]), str(row["site"]), view, held, names, tuple(map(features, found)), right)


def agree(name: str, other: str) -> bool:
    """Return True if one name holds the other, with at most three words more."""
    one, two = _letters(name), _letters(other)
    longer = len(re.findall(r"\w+", other)) - len(re.findall(r"\w+", name))
    return bool(one and two) and (one in two or two in one) and longer <= 3


def views(row: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Return the lines of the views of a page with their kinds: page, titled, clip, bare and, of some pages, masthead.

    The last is the cut-out article below the publisher's name and, mostly, a line of sections, as readers copy it.
    """
    whole, headline = _letters(row["gold"]["body"]), set(_words(row["gold"]["headline"]))
    lines = []
    for line in row["visible_text"].split("\n"):
        words = set(_words(line))
        letters = _letters(line)
        kind = "body" if len(letters) >= _LINE and letters in whole else "chrome"
        if headline and len(words & headline) >= 0.8 * len(words | headline):
            kind = "headline"
        lines.append((line, kind))
    made = {"page": lines, "titled": [((row.get("title") or "").strip(), "chrome"), *lines]}
    body = [number for number, (_, kind) in enumerate(lines) if kind == "body"]
    heads = [number for number, (_, kind) in enumerate(lines) if kind == "headline" and body and number <= body[0]]
    if heads:
        made["clip"] = lines[heads[-1] : body[-1] + 4]
        made["bare"] = [lines[heads[-1]], *(lines[number] for number in body)]
        masthead = [*_masthead(str(row["gold"].get("publisher") or ""))]
        made |= {"masthead": [*masthead, *made["clip"]]} if masthead else {}
    return made


def _masthead(name: str) -> Iterator[tuple[str, str]]:
    """Yield the name of a publisher, half of them in capitals, and a line of sections below two in three.

    Only three in ten are used: more of them cost whole pages a point.
    """
    dice = random.Random(name)
    if name and dice.random() < 0.3:
        yield (name.upper() if dice.random() < 0.5 else name), "chrome"
        if dice.random() < 2 / 3:
            yield dice.choice(_MENU_MARKS).join(dice.sample(_SECTIONS, dice.randint(3, 6))), "chrome"


def fit(given: Sequence[Choice]) -> dict[str, float]:
    """Return the weight of each feature, and the bias under "bias"."""
    import torch

    counts = Counter(name for each in given for found in each.features for name in found)
    names = sorted(name for name, count in counts.items() if count >= _LEAST)
    number = {name: index for index, name in enumerate(names)}
    rows, groups, none = [], [], []
    right: list[bool] = []
    for group, each in enumerate(each for each in given if each.names):
        none.append(not any(each.right))
        right += each.right
        for found in each.features:
            row = torch.zeros(len(names) + 1)
            row[-1] = 1.0
            for name, value in found.items():
                if name in number:
                    row[number[name]] = value
            rows.append(row)
            groups.append(group)
    matrix, group_of = torch.stack(rows).double(), torch.tensor(groups)
    is_right, is_none = torch.tensor(right), torch.tensor(none).double()
    weights = torch.zeros(len(names) + 1, dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=150, line_search_fn="strong_wolfe")

    def loss() -> Any:
        optimizer.zero_grad()
        power = torch.exp((matrix @ weights).clamp(-30, 30))
        zero = torch.zeros(len(none), dtype=torch.double)
        total = zero.index_add(0, group_of, power) + 1.0
        wanted = zero.index_add(0, group_of, power * is_right) + is_none
        value = (total.log() - wanted.log()).sum() + _PENALTY * (weights[:-1] ** 2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return {**dict(zip(names, weights[:-1].tolist(), strict=True)), "bias": float(weights[-1].detach())}


def _score(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in found.items())


def _toml(weights: Mapping[str, float]) -> str:
    rows = "".join(f"{name} = {value:.3f}\n" for name, value in sorted(weights.items()) if name != "bias")
    return (
        "# Weights of the features by which the publisher of a page is chosen.\n"
        'origin = "python -m quoteattr.training publishers, on shared pages of sites not held out, and invented ones"\n'
        f"bias = {weights['bias']:.3f}\nthreshold = {THRESHOLD}\n"
        f"threshold_top = {THRESHOLD_TOP}\n\n[features]\n{rows}"
    )


def _words(text: str | None) -> list[str]:
    return re.findall(r"\w+", (text or "").casefold())


def _letters(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", (text or "").casefold())
