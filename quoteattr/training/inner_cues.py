"""Fit the classifier of cues inside other claims to the articles of this project, by logistic regression.

The articles (folder ``employers``) have the claims inside other claims annotated (``inner``). The network is not
trained on them; its word states tell them apart well enough. The figures are those of words inside contents, in folds
of authors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from attrs import frozen
from numpy.typing import NDArray

from quoteattr.annotate.features import Window, windows
from quoteattr.annotate.network import KEPT_CUES, KEPT_INNER, InnerCues
from quoteattr.training.corpora import CONTENT, news_article

PASSES, BATCH, RATE, DECAY, FOLDS, SEED = 8, 512, 1e-2, 1e-2, 5, 11

StatesOf = Callable[[Window], tuple[NDArray[np.float32], NDArray[np.float32]]]
"""Returns the state (N, width) of each word of a window, and the probability (N,) that it is a cue."""


@frozen(eq=False)
class WordsInContents:
    """The words of a window that are inside contents and no cues of the network: states, and which are inner cues."""

    group: str
    states: NDArray[np.float16]  # (N, width)
    cues: NDArray[np.bool_]  # (N,)


def refit(articles: Iterable[WordsInContents]) -> tuple[InnerCues, dict[str, float]]:
    """Return the classifier fitted to all articles, and precision and recall in folds of groups."""
    known = list(articles)
    groups = sorted({each.group for each in known})
    found = right = gold = 0
    for fold in range(FOLDS):
        out = set(groups[fold::FOLDS])
        classifier = fit([each for each in known if each.group not in out])
        for each in known:
            if each.group in out:
                chosen = classifier(each.states.astype(np.float32)) >= KEPT_INNER
                found, right, gold = found + chosen.sum(), right + (chosen & each.cues).sum(), gold + each.cues.sum()
    figures = {"precision": 100 * right / max(found, 1), "recall": 100 * right / gold, "cues": gold}
    return fit(known), {name: round(float(value), 1) for name, value in figures.items()}


def fit(articles: Sequence[WordsInContents]) -> InnerCues:
    """Return the classifier with the least cross entropy over the words of articles, by AdamW in random batches."""
    torch.manual_seed(SEED)
    states = torch.from_numpy(np.concatenate([each.states for each in articles])).float()
    cues = torch.from_numpy(np.concatenate([each.cues for each in articles])).float()
    line = torch.nn.Linear(states.shape[1], 1)
    optimizer = torch.optim.AdamW(line.parameters(), RATE, weight_decay=DECAY)
    steps = PASSES * (len(cues) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(PASSES):
        order = torch.randperm(len(cues))
        for start in range(0, len(cues), BATCH):
            chosen = order[start : start + BATCH]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(line(states[chosen])[:, 0], cues[chosen])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return InnerCues(line.weight[0].detach().numpy(), float(line.bias.detach()))


def read(rows: Iterable[Mapping[str, Any]], group: str, states_of: StatesOf) -> Iterator[WordsInContents]:
    """Yield the words inside the contents of ``attributions`` in each row with ``inner`` claims, a window at a time."""
    for row in rows:
        if "inner" not in row:
            continue
        outer, inner = (news_article({**row, "attributions": row[key]}) for key in ("attributions", "inner"))
        inside = {number for cue in outer.cues for number, role in cue.words.items() if role == CONTENT}
        anchors = {cue.anchor for cue in inner.cues}
        for window in windows(outer.sentences):
            states, cues = states_of(window)
            words = [
                position
                for position, chance in enumerate(cues.tolist())
                if window.first + position in inside and chance < KEPT_CUES
            ]
            inner_cues = np.array([window.first + word in anchors for word in words], bool)
            yield WordsInContents(group, states[words].astype(np.float16), inner_cues)
