"""Train the line classifier of pages, and cross-validate it by site."""

from __future__ import annotations

import hashlib
import json
import logging
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from attrs import evolve, frozen
from torch import nn

from quoteattr.page.classifier import (
    BAG,
    DILATIONS,
    FILES,
    MANIFEST,
    SIGNATURES,
    TREES,
    VOCABULARY,
    WEIGHTS,
    LineClassifier,
    Network,
    word_numbers,
)
from quoteattr.page.features import line_features
from quoteattr.page.lines import KINDS
from quoteattr.training import page_signatures, page_trees
from quoteattr.training.corpora import read_jsonl
from quoteattr.training.page_examples import PageExample, examples, headless, plain_articles
from quoteattr.training.page_labels import BUCKETS, HELD_OUT, Labelled, Row, bucket, label
from quoteattr.training.web_pages import InventedPage, invented_pages

_log = logging.getLogger(__name__)

PASSES = 14  # of a network
NETWORKS = 3  # of other seeds, whose scores are averaged
_DONORS = 2  # pages whose chrome is put around an article
PARTS = 3  # of the sites; trees learn from each what models score that were trained on the others
_SITES = 6  # on which a word occurs at least to be in the vocabulary
_WORDS = 4000
_BATCH = 800  # lines
_SHARE = 0.4  # of the samples in one pass
_INVENTED = 2.0  # weight of an invented page in the loss of the networks
_HIDDEN, _VECTOR = 64, 16
_HEADLINE = KINDS.index("headline")


@frozen(eq=False)
class LineSample:
    """The arrays of one example: shape (lines, …), with the kinds and weights of its lines."""

    site: str
    features: Any
    words: tuple[tuple[str, ...], ...]
    kinds: Any
    weights: Any
    starts: Any  # where the headline may begin; None where it is not known
    weight: float


def samples(data: Path, rows: Sequence[Row], labelled: Labelled, seed: int = 1) -> list[LineSample]:
    """Return the training samples of labelled pages, and of the plain articles below ``data``.

    The chrome that is put around an article comes from pages of the same bucket, so that folds share nothing.
    """
    chance = random.Random(seed)
    made: list[LineSample] = []
    for row in rows:
        near = [
            other["id"]
            for other in rows
            if bucket(other["site"]) == bucket(row["site"]) and other["site"] != row["site"]
        ]
        donors = [labelled[each] for each in chance.sample(near, min(_DONORS, len(near)))]
        made += map(_sample, examples(row["site"], labelled[row["id"]], row["title"], donors, chance))
    made += map(_sample, plain_articles(data, chance))
    for page in invented_pages():
        made += map(_sample, invented_examples(page, chance))
    return [sample for sample in made if len(sample.kinds)]


def _sample(example: PageExample) -> LineSample:
    lines = example.as_lines()
    kinds = np.array([KINDS.index(line.kind) for line in example.lines], dtype=np.int64)
    heads = kinds == _HEADLINE
    chosen = heads & (np.array([line.weight for line in example.lines]) > 0)
    begins = heads & ~np.concatenate([[False], heads[:-1]])
    # lines that begin a headline are scored by the page, not by the line
    weights = np.array([line.weight for line in example.lines], dtype=np.float32) * ~(begins | (heads & ~chosen))
    starts = begins if chosen.any() or (example.headed and not heads.any()) else None
    found = line_features(lines) if lines else np.zeros((0, 0), np.float32)
    return LineSample(example.site, found, tuple(line.folded for line in lines), kinds, weights, starts, example.weight)


class _Network(nn.Module):
    """A network of :class:`LineClassifier` in torch."""

    def __init__(self, inputs: int, words: int) -> None:
        super().__init__()
        self.words = nn.Embedding(words, _VECTOR, padding_idx=0)
        with torch.no_grad():
            self.words.weight.mul_(0.1)  # row 0, the padding, stays zero
        self.input = nn.Linear(inputs + 3 * _VECTOR, _HIDDEN)
        self.layers = nn.ModuleList(nn.Conv1d(_HIDDEN, _HIDDEN, 3, padding=d, dilation=d) for d in DILATIONS)
        self.page = nn.Linear(2 * _HIDDEN, _HIDDEN)
        self.output = nn.Linear(_HIDDEN, len(KINDS) + 1)
        self.none = nn.Linear(_HIDDEN, 1)
        self.dropout = nn.Dropout(0.25)

    def forward(self, given: Any, words: Any, mask: Any) -> tuple[Any, Any]:
        """Return the logits of kinds (pages, lines, kinds) and of headline starts (pages, lines + 1)."""
        count = (words[..., :BAG] > 0).sum(-1, keepdim=True).clamp(min=1)
        vectors = self.words(words)
        joined = torch.cat([vectors[..., :BAG, :].sum(-2) / count, vectors[..., 0, :], vectors[..., BAG, :]], -1)
        hidden = torch.relu(self.input(torch.cat([given, self.dropout(joined)], -1))) * mask[..., None]
        hidden = self.dropout(hidden)
        for number, layer in enumerate(self.layers):
            if number == len(self.layers) // 2:
                mean = hidden.sum(1) / mask.sum(1, keepdim=True)
                page = torch.relu(self.page(torch.cat([mean, hidden.max(1).values], -1)))
                hidden = (hidden + page[:, None]) * mask[..., None]
            hidden = hidden + self.dropout(torch.relu(layer(hidden.transpose(1, 2)).transpose(1, 2)))
            hidden = hidden * mask[..., None]
        found = self.output(hidden)
        none = self.none(hidden.masked_fill(mask[..., None] == 0, -1e9).max(1).values)
        starts = torch.cat([found[..., -1].masked_fill(mask == 0, -1e9), none], -1)
        return found[..., :-1], starts


def vocabulary(given: Iterable[LineSample]) -> list[str]:
    """Return the words that occur on at least six sites, the most frequent first."""
    sites: dict[str, set[str]] = defaultdict(set)
    for sample in given:
        for words in sample.words if sample.site else ():
            for word in words[:BAG]:
                sites[word].add(sample.site)
    frequent = sorted((-len(found), word) for word, found in sites.items() if len(found) >= _SITES)
    return [word for _, word in frequent[:_WORDS]]


def fit(given: Sequence[LineSample], passes: int = PASSES, seed: int = 1) -> LineClassifier:
    """Train the networks of a classifier on samples."""
    words = {word: number for number, word in enumerate(vocabulary(given), 2)}
    numbers = [_numbers(sample, words) for sample in given]
    return LineClassifier(
        [_fitted(given, numbers, len(words), passes, seed * NETWORKS + n) for n in range(NETWORKS)], words
    )


def _fitted(given: Sequence[LineSample], numbers: Sequence[Any], words: int, passes: int, seed: int) -> Network:
    """Return the weights of a network trained on samples, from the numbers of their words below ``words``."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    stacked = np.concatenate([sample.features for sample in given[::4]])
    mean, deviation = stacked.mean(0), stacked.std(0) + 1e-3
    network = _Network(stacked.shape[1], words + 2)
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=0.02)
    for number in range(passes):
        for group in optimizer.param_groups:
            group["lr"] = 3e-3 * (1 - number / passes) + 1e-4
        network.train()
        losses = []
        some = sorted(chance.sample(range(len(given)), round(_SHARE * len(given))))
        for batch in _batches({n: len(given[n].kinds) for n in some}, chance):
            loss = _loss(network, *_padded([given[n] for n in batch], [numbers[n] for n in batch], mean, deviation))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            losses.append(float(loss.detach()))
        _log.info("pass %d: loss %.4f", number + 1, sum(losses) / len(losses))
    return _arrays(network, mean, deviation)


def _numbers(sample: LineSample, words: Mapping[str, int]) -> Any:
    """Return the numbers of the words, shape (lines, BAG + 1): the first ones padded with 0, and the last one."""
    made = np.zeros((len(sample.words), BAG + 1), dtype=np.int64)
    for row, folded in enumerate(sample.words):
        *first, last = word_numbers(words, folded)
        made[row, : len(first)], made[row, BAG] = first, last
    return made


def _batches(sizes: Mapping[int, int], chance: random.Random) -> list[list[int]]:
    """Return batches of examples of about the same length; ``sizes`` are their lengths by number."""
    made: list[list[int]] = [[]]
    longest = 0
    for number in sorted(sizes, key=lambda n: sizes[n] * chance.uniform(0.8, 1.25)):
        longest = max(longest, sizes[number])
        if made[-1] and longest * (len(made[-1]) + 1) > _BATCH:
            made.append([])
            longest = sizes[number]
        made[-1].append(number)
    chance.shuffle(made)
    return made


def _padded(batch: Sequence[LineSample], numbers: Sequence[Any], mean: Any, deviation: Any) -> Iterator[Any]:
    shape = len(batch), max(len(sample.kinds) for sample in batch)
    given, words = np.zeros((*shape, len(mean)), np.float32), np.zeros((*shape, BAG + 1), np.int64)
    kinds, weights, mask = np.zeros(shape, np.int64), np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    starts, known = np.zeros((shape[0], shape[1] + 1), np.float32), np.zeros(shape[0], np.float32)
    for row, (sample, own) in enumerate(zip(batch, numbers, strict=True)):
        size = len(sample.kinds)
        given[row, :size], words[row, :size] = (sample.features - mean) / deviation, own
        kinds[row, :size], weights[row, :size], mask[row, :size] = sample.kinds, sample.weights * sample.weight, 1
        if sample.starts is not None:
            known[row] = sample.weight
            starts[row, :size] = sample.starts
            starts[row, -1] = not sample.starts.any()
    return map(torch.from_numpy, (given, words, kinds, weights, mask, starts, known))


def _loss(
    network: _Network, given: Any, words: Any, kinds: Any, weights: Any, mask: Any, starts: Any, known: Any
) -> Any:  # fmt: skip
    hidden = (torch.rand(words.shape) < 0.15) & (words > 0)
    found, begun = network(given, torch.where(hidden, torch.ones_like(words), words), mask)
    by_line = (
        nn.functional.cross_entropy(found.transpose(1, 2), kinds, reduction="none", label_smoothing=0.02) * weights
    )
    lines = (by_line.sum(1) / mask.sum(1).sqrt()).sum()
    begun = torch.log_softmax(begun, -1)
    heads = -(torch.logsumexp(begun.masked_fill(starts == 0, -1e9), -1) * known).sum()
    return (lines + 2 * heads) / 20


def _arrays(network: _Network, mean: Any, deviation: Any) -> dict[str, Any]:
    """Return the weights under the names and in the shapes that :class:`LineClassifier` expects."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    made = {"mean": mean, "deviation": deviation, "words": state["words.weight"]}
    for name in ("input", "page", "output", "none"):
        made |= {f"{name}.weight": state[f"{name}.weight"].T, f"{name}.bias": state[f"{name}.bias"]}
    for number in range(len(DILATIONS)):
        made[f"{number}.weight"] = state[f"layers.{number}.weight"].transpose(2, 1, 0)
        made[f"{number}.bias"] = state[f"layers.{number}.bias"]
    made["none.weight"], made["none.bias"] = made["none.weight"][:, 0], made["none.bias"][0]
    return {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in made.items()}


def save(classifier: LineClassifier, folder: Path) -> None:
    """Write weights, vocabulary, trees and manifest into a model folder."""
    folder.mkdir(parents=True, exist_ok=True)
    stacked: dict[str, Any] = {
        name: np.stack([each[name] for each in classifier.networks]).astype(np.float16)
        for name in classifier.networks[0]
    }
    np.savez_compressed(folder / WEIGHTS, **stacked)
    words = sorted(classifier.words, key=lambda word: classifier.words[word])
    (folder / VOCABULARY).write_text(json.dumps(words, ensure_ascii=False) + "\n", encoding="utf-8")
    for trees, name in ((classifier.trees, TREES), (classifier.signatures, SIGNATURES)):
        if trees is not None:
            page_trees.save(trees, folder / name)
    write_manifest(folder)


def write_manifest(folder: Path) -> None:
    """Write the manifest of a model folder: size and SHA-256 of each file."""
    files = {}
    for name in FILES:
        content = (folder / name).read_bytes()
        files[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps({"files": files}, indent=1) + "\n", encoding="utf-8")


def train(data: Path, out: Path, passes: int, seed: int) -> None:
    """Train on the sites that are not held out, and write the model folder ``out``."""
    corpus = Corpus.read(data, seed)
    save(corpus.without(HELD_OUT, BUCKETS).fit(passes, seed), out)


def cross_validated(data: Path, passes: int = PASSES, seed: int = 1) -> Iterator[tuple[int, LineClassifier]]:
    """Yield the number of each third of the sites (bucket modulo ``PARTS``), and a classifier trained without it."""
    corpus = Corpus.read(data, seed)
    thirds = corpus.thirds(passes, seed)
    for number, third in enumerate(thirds):
        others = [each for other in thirds if other is not third for each in other.signing]
        yield number, evolve(third.classifier, signatures=page_signatures.fit(others))


@frozen(eq=False)
class Third:
    """A third of the sites: the classifier that has not seen it, without signatures, and the samples that it scored."""

    classifier: LineClassifier
    trees: Sequence[page_trees.TreeSample]
    signing: Sequence[page_signatures.SignatureSample]


@frozen(eq=False)
class Corpus:
    """The training data of all models: the folder, samples of the networks, and the labelled pages."""

    data: Path
    samples: Sequence[LineSample]
    rows: Sequence[Row]
    labelled: Labelled

    @classmethod
    def read(cls, data: Path, seed: int = 1) -> Corpus:
        """Return the data below a folder."""
        rows = list(read_jsonl(data / "pages" / "sites.jsonl.gz"))
        labelled = {row["id"]: label(row) for row in rows}
        return cls(data, samples(data, rows, labelled, seed), rows, labelled)

    def without(self, left_out: Sequence[int], folds: int) -> Corpus:
        """Return the data without the sites whose bucket modulo ``folds`` is in ``left_out``."""
        given = [each for each in self.samples if _is_outside(each.site, left_out, folds)]
        rows = [row for row in self.rows if _is_outside(row["site"], left_out, folds)]
        return evolve(self, samples=given, rows=rows)

    def fit(self, passes: int = PASSES, seed: int = 1) -> LineClassifier:
        """Train all models: the networks, the trees on their scores, and the trees of bylines and dates on both.

        Trees learn from pages that the models before them have not seen.
        """
        thirds = self.thirds(passes, seed)
        return evolve(
            fit(self.samples, passes, seed + 1),
            trees=page_trees.fit([each for third in thirds for each in third.trees]),
            signatures=page_signatures.fit([each for third in thirds for each in third.signing]),
        )

    def thirds(self, passes: int = PASSES, seed: int = 1) -> list[Third]:
        """Return the thirds of the sites, each scored by models that have not seen it."""
        fitted = [fit(self.without((number,), PARTS).samples, passes, seed) for number in range(PARTS)]
        scored = [[*self._scored(number, networks, seed)] for number, networks in enumerate(fitted)]
        found = []
        for number, networks in enumerate(fitted):
            others = [each for other in range(PARTS) if other != number for each in scored[other]]
            classifier = evolve(networks, trees=page_trees.fit(others))
            found.append(Third(classifier, scored[number], [*self._signing(number, classifier, seed)]))
            _log.info("third %d: %d examples", number + 1, len(scored[number]))
        return found

    def _scored(self, number: int, networks: LineClassifier, seed: int) -> Iterator[page_trees.TreeSample]:
        yield from page_trees.samples(self._part(number), self.labelled, networks, random.Random(seed))
        chance = random.Random(seed)
        for page in _invented(number):
            for example in invented_examples(page, chance):
                yield from page_trees.sample(evolve(example, weight=example.weight / _INVENTED), networks)
        yield from page_trees.plain_samples(self.data, networks, slice(number, None, PARTS), random.Random(seed))

    def _part(self, number: int) -> list[Row]:
        return [row for row in self.rows if bucket(row["site"]) % PARTS == number]

    def _signing(self, number: int, unseen: LineClassifier, seed: int) -> Iterator[page_signatures.SignatureSample]:
        """Yield the samples of bylines and dates."""
        yield from page_signatures.samples(self._part(number), self.labelled, unseen, random.Random(seed))
        invented = _invented(number)
        lines = {page.row["id"]: page.lines for page in invented}
        yield from page_signatures.samples([page.row for page in invented], lines, unseen, random.Random(seed))


def invented_examples(page: InventedPage, chance: random.Random) -> Iterator[PageExample]:
    """Yield an invented page, and texts without a headline that are made of its body.

    The pages of one author are grouped like those of one site.
    """
    yield PageExample(group_of(page), page.lines, _INVENTED)
    body = [line for line in page.lines if line.kind in ("body", "subheading")]
    if body:
        yield from headless(group_of(page), body, chance)


def group_of(page: InventedPage) -> str:
    """Return the name under which the pages of the author of an invented page are grouped."""
    return f"invented__{page.author}"


def _invented(number: int) -> list[InventedPage]:
    """Return the invented pages of a third of their authors."""
    return [page for page in invented_pages() if bucket(group_of(page)) % PARTS == number]


def _is_outside(site: str, left_out: Sequence[int], folds: int) -> bool:
    """Return True for an example of no site, or of a site whose bucket modulo ``folds`` is not left out."""
    return not site or bucket(site) % folds not in left_out
