"""The trainer: joint training of all heads, deterministic from a seed, resumable from its last checkpoint."""

from __future__ import annotations

import json
import logging
import os
import random
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import torch
from attrs import asdict, evolve
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from quoteattr.annotate.features import Pieces
from quoteattr.errors import InputError
from quoteattr.training.corpora import WRITTEN, entities, written
from quoteattr.training.distillation import soft_examples
from quoteattr.training.examples import (
    IGNORED,
    Corpora,
    Example,
    Tensors,
    batched,
    distances,
    entity_examples,
    inventory,
    news_examples,
    one_pass,
    padded,
    read,
    same_sentence,
    share,
    tensors,
    tree_examples,
)
from quoteattr.training.losses import loss
from quoteattr.training.network import (
    IMPOSSIBLE,
    SIZES,
    Labels,
    TrainableNetwork,
    precision,
    shapes_of,
    sizes_of,
    tokenizer_for,
)
from quoteattr.training.settings import TrainingSettings

Counts = dict[str, list[int]]
_DEV_WORDS = 4000  # of a batch, padding counted

logger = logging.getLogger(__name__)


def train(data: Path, pretrained: Path, out: Path, settings: TrainingSettings, start: Path | None = None) -> None:
    """Train into the folder ``out``; a second call with the same folder resumes from its last checkpoint.

    Args:
        data: The folder with the corpora.
        pretrained: The folder of the pretrained encoder; with ``start``, that of its ``tokenizer.json``.
        out: The folder of the run: checkpoints, labels, settings, figures on dev.
        settings: The numbers of the run.
        start: A checkpoint of another run to start from, with its ``labels.json`` in the same folder.
    """
    torch.set_num_threads(settings.threads)
    torch.set_default_device(settings.device)  # all tensors of losses and scores are made there
    torch.manual_seed(settings.seed)
    out.mkdir(parents=True, exist_ok=True)
    corpora, dev = read(data, "train", settings.seed), read(data, "dev", settings.seed)
    if Fraction(settings.written_share):
        corpora = evolve(corpora, written=written(WRITTEN))
    check_versions(corpora, settings)
    labels = inventory(corpora) if start is None else Labels(**json.loads((start.parent / "labels.json").read_text()))
    if start is None:
        network = TrainableNetwork(SIZES[settings.encoder], labels)
        network.load_pretrained(load_file(pretrained / "model.safetensors", device=settings.device))
    else:
        state = load_file(start, device=settings.device)
        network = TrainableNetwork(sizes_of(settings.encoder, shapes_of(state)), labels)
        network.load_state_dict(state)
    pieces = Pieces(tokenizer_for(network.sizes, pretrained))
    soft = [example for folder in settings.soft for example in soft_examples(Path(folder), labels)]
    (out / "labels.json").write_text(json.dumps(labels.as_dict(), indent=1))
    values = asdict(settings) | ({"start": f"{start.parent.name}/{start.stem}"} if start else {})
    (out / "settings.json").write_text(json.dumps(values, indent=1))
    TrainingRun(network, pieces, corpora, dev, soft, out, settings).run()


def check_versions(corpora: Corpora, settings: TrainingSettings) -> None:
    """Raise an InputError if versions of several annotators are to be drawn, and no article has a second one."""
    if settings.versions and not any(group[1:] for group in corpora.articles):
        raise InputError(
            "no article has a second version (polnear/train-annotators.jsonl.gz): train without --versions"
        )


class TrainingRun:
    """A running training."""

    def __init__(
        self,
        network: TrainableNetwork,
        pieces: Pieces,
        corpora: Corpora,
        dev: Corpora,
        soft: Sequence[Example],
        out: Path,
        settings: TrainingSettings,
    ) -> None:
        self.network, self.pieces, self.corpora, self.dev, self.soft = network, pieces, corpora, dev, soft
        self.out, self.settings = out, settings
        self.hidden = pieces.special("[MASK]")
        for table in (network.encoder.pieces, network.encoder.positions):
            table.requires_grad_(not settings.frozen_tables)
        heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
        groups = [
            {"params": list(network.encoder.parameters()), "lr": settings.encoder_rate},
            {"params": heads, "lr": settings.head_rate},
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=settings.weight_decay, betas=(0.9, 0.98), fused=True)
        self.step = 0
        self.steps = total = sum(len(self.batches(number)) for number in range(settings.passes))
        warm = settings.warmup
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min(step / (warm * total), max(0.0, (total - step) / (total * (1 - warm))))
        )
        self.averaged = self._averaged() if settings.averaging else None
        self.saved = time.monotonic()
        self._resume()

    def _averaged(self) -> AveragedModel:
        """Return a copy of the network with exponentially averaged weights (Polyak & Juditsky 1992).

        The decay grows with the steps, so that the weights of the first steps are soon forgotten.
        """

        def average(averaged: Any, current: Any, count: Tensor | int) -> None:
            decay = min(self.settings.averaging, (1 + int(count)) / (10 + int(count)))
            get_ema_multi_avg_fn(decay)(averaged, current, count)  # type: ignore[no-untyped-call]

        return AveragedModel(self.network, multi_avg_fn=average)

    @property
    def kept(self) -> TrainableNetwork:
        """The network whose weights are saved after a pass."""
        return self.network if self.averaged is None else cast(TrainableNetwork, self.averaged.module)

    def batches(self, number: int) -> list[list[Example]]:
        """Return the batches of a pass, the same at every call."""
        dice = random.Random(self.settings.seed * 1000 + number)
        shares = self.settings.entity_shares
        entities, articles = Fraction(shares[min(number, len(shares) - 1)]), Fraction(self.settings.news_share)
        chosen = self.settings
        soft = share(self.soft, Fraction(chosen.soft_share), dice)
        return one_pass(
            self.corpora,
            self.network.labels,
            dice,
            chosen.batch_words,
            entities,
            articles,
            Fraction(chosen.written_share),
            versions=chosen.versions,
            marks=chosen.marks,
            short=chosen.short,
            bare=chosen.bare,
            soft=soft,
        )

    def run(self) -> None:
        done = 0
        for number in range(self.settings.passes):
            batches = self.batches(number)
            for group in batches:
                done += 1
                if done <= self.step:
                    continue
                self._one(group)
            if self.step == done:
                self._save(f"pass-{number + 1}")
                scores = dev_scores(self.kept, self.pieces, self.dev)
                logger.info("pass %d: %s", number + 1, json.dumps(scores))
                (self.out / f"dev-{number + 1}.json").write_text(json.dumps(scores, indent=1))

    def _one(self, group: list[Example]) -> None:
        started = time.monotonic()
        self.network.train()
        inputs = tensors(group, self.pieces)
        torch.manual_seed(self.settings.seed + self.step)  # dropout does not depend on where a run was resumed
        inputs = evolve(inputs, inputs=(self._hidden(inputs.inputs[0]), *inputs.inputs[1:]))
        with precision(self.settings.device):
            value = loss(self.network, group, inputs)
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        if self.averaged is not None:
            self.averaged.update_parameters(self.network)
        if self.step % 20 == 0:
            rate = int(inputs.lengths.sum()) / (time.monotonic() - started)
            logger.info(
                "step %d/%d %s loss %.3f, %.0f words/s",
                self.step,
                self.steps,
                group[0].task,
                float(value.detach()),
                rate,
            )
        if time.monotonic() - self.saved > self.settings.checkpoint_seconds:
            self._save("last")

    def _hidden(self, ids: Tensor) -> Tensor:
        """Return the pieces with a random share of them hidden, so that words are predicted from context too."""
        drawn = torch.rand(ids.shape) < self.settings.hidden_pieces
        special = (ids == self.pieces.start) | (ids == self.pieces.end) | (ids == self.pieces.pad)
        return ids.masked_fill(drawn & ~special, self.hidden)

    def _save(self, name: str) -> None:
        save_file(self.kept.state_dict(), self.out / f"{name}.safetensors")
        state = {
            "step": self.step,
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "network": self.network.state_dict(),
            "averaged": self.averaged.state_dict() if self.averaged is not None else {},
        }
        torch.save(state, self.out / "resume.tmp")
        os.replace(self.out / "resume.tmp", self.out / "resume.pt")
        self.saved = time.monotonic()

    def _resume(self) -> None:
        path = self.out / "resume.pt"
        if path.exists():
            state = torch.load(path, weights_only=True, map_location=self.settings.device)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.schedule.load_state_dict(state["schedule"])
            if self.averaged is not None:
                self.averaged.load_state_dict(state["averaged"])
            self.step = state["step"]
            logger.info("continuing from step %d", self.step)


@torch.no_grad()
def dev_scores(network: TrainableNetwork, pieces: Pieces, dev: Corpora) -> dict[str, float]:
    """UPOS, greedy UAS and LAS, entity F1, cue F1, and role F1 by words given gold cues, in per cent.

    These are quick figures on the dev parts while a training runs; the reported figures are those of ``make eval``.
    """
    network.eval()
    labels = network.labels
    counts: Counts = {}
    examples = [
        *tree_examples(dev.trees, labels, 150),
        *entity_examples(dev.entities, labels, 150),
        *news_examples([versions[0] for versions in dev.articles], 150),
    ]
    for group in batched(examples, _DEV_WORDS, random.Random(0)):
        inputs = tensors(group, pieces)
        with precision(torch.get_default_device().type):
            states = network.encoder(*inputs.inputs)
            count = {"tree": _count_trees, "entity": _count_entities, "news": _count_news}[group[0].task]
            count(network, group, inputs, states, counts)
    accuracy = {name: 100 * right / total for name, (right, total) in counts.items() if not name.endswith("_f1")}
    f1 = {name: 200 * right / max(1, sizes) for name, (right, sizes) in counts.items() if name.endswith("_f1")}
    return {name: round(value, 2) for name, value in (accuracy | f1).items()}


def _add(counts: Counts, name: str, right: int, total: int) -> None:
    entry = counts.setdefault(name, [0, 0])
    entry[0] += right
    entry[1] += total


def _count_trees(
    network: TrainableNetwork, group: Sequence[Example], inputs: Tensors, states: Tensor, counts: Counts
) -> None:
    width = states.shape[1]
    upos, _, heads, relations = (padded([e.labels[i] for e in group], width) for i in range(4))
    upos_logits, _, _, _, arcs = network.words(states)
    guessed = arcs.float().masked_fill(~same_sentence(inputs.sentence), IMPOSSIBLE).argmax(-1)
    real = heads != IGNORED
    above = torch.gather(states, 1, (guessed - 1).clamp(min=0).unsqueeze(-1).expand_as(states))
    relation = network.relation(states.flatten(0, 1), above.flatten(0, 1)).view(*states.shape[:2], -1).argmax(-1)
    coarse = [name.partition(":")[0] for name in network.labels.deprel]
    kinds = torch.tensor([coarse.index(name) for name in coarse])
    root = kinds[network.labels.deprel.index("root")]
    relation = torch.where(guessed == 0, root, kinds[relation])
    gold_kind = torch.where(relations == IGNORED, -1, kinds[relations.clamp(min=0)])
    right = (guessed == heads) & real
    _add(counts, "upos", int(((upos_logits.argmax(-1) == upos) & real).sum()), int(real.sum()))
    _add(counts, "uas", int(right.sum()), int(real.sum()))
    _add(counts, "las", int((right & (relation == gold_kind)).sum()), int(real.sum()))


def _count_entities(
    network: TrainableNetwork, group: Sequence[Example], inputs: Tensors, states: Tensor, counts: Counts
) -> None:
    names = network.labels.entity
    guessed = network.words.tags(states)[2].argmax(-1).tolist()
    for row, example in enumerate(group):
        for start, end in example.window.sentences():
            gold = entities([names[i] for i in example.labels[0][start:end]])
            found = entities([names[i] for i in guessed[row][start:end]])
            _add(counts, "entity_f1", len(gold & found), len(gold) + len(found))


def _count_news(
    network: TrainableNetwork, group: Sequence[Example], inputs: Tensors, states: Tensor, counts: Counts
) -> None:
    present = inputs.sentence > 0
    cue = (network.words.tags(states)[3] > 0) & present
    for row, example in enumerate(group):
        gold = {anchor for anchor, _ in example.labels[0]}
        found = set(cue[row].nonzero().flatten().tolist())
        _add(counts, "cue_f1", len(gold & found), len(gold) + len(found))
        if not example.labels[0]:
            continue
        anchors = torch.tensor([anchor for anchor, _ in example.labels[0]])
        count, width = len(anchors), states.shape[1]
        logits = network.roles(
            states[row, anchors],
            states[row].expand(count, -1, -1),
            distances(anchors.tolist(), width),
            present[row].expand(count, -1).to(states.dtype),
        )
        roles = logits.argmax(-1)
        expected = padded([role for _, role in example.labels[0]], width)
        for index, name in ((1, "source"), (3, "content")):
            both = int(((roles == index) & (expected == index)).sum())
            sizes = int(((roles == index) & (expected != IGNORED)).sum() + (expected == index).sum())
            _add(counts, f"{name}_words_f1", both, sizes)
