"""``python -m bench.speed.stages``: processor time by stage, in microseconds per word.

Each stage is timed around its own functions, on the texts of PolNeAR dev; the rest is the time of the pipeline itself.
The clock itself takes about a microsecond a call, so stages that are called for each sentence seem a little slower than
they are.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from statistics import median
from typing import Any
from unittest.mock import patch

import quoteattr
from bench.options import parser
from bench.places import polnear
from quoteattr import pipeline
from quoteattr.annotate import network, stanza_bridge, stanza_document
from quoteattr.annotate.decoding import EntityDecoder

# The functions of each stage. Where one calls another, the time counts for the one that is called.
STAGES: tuple[tuple[str, Any, str], ...] = (
    ("page", pipeline, "read_page"),
    ("segment", pipeline, "segment"),
    ("Stanza: document", stanza_bridge.SegmentVariant, "process"),
    ("word pieces", network, "batch"),
    ("network: graphs", network.Network, "_run"),
    ("spanning trees", network, "heads"),
    ("entity tags", EntityDecoder, "__call__"),
    ("other decoding", stanza_bridge.TagVariant, "bulk_process"),
    ("lemmas", stanza_bridge.LemmaVariant, "process"),
    ("Stanza: trees", stanza_bridge.TreeVariant, "process"),
    ("Stanza: entities", stanza_bridge.EntityVariant, "process"),
    ("read-only trees", stanza_document, "trees"),
    ("link", pipeline, "link"),
    ("resolve", pipeline, "resolve"),
    ("JSON", quoteattr, "to_dict"),
)


class Clock:
    """Processor seconds by stage; the time of a stage within a stage is not the outer one's."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inner = [0.0]

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap ``function`` so that its own time counts for the stage."""

        def run(*arguments: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            before = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                spent = time.process_time() - before
                self.seconds[stage] = self.seconds.get(stage, 0.0) + spent - self._inner.pop()
                self._inner[-1] += spent

        return run


def main() -> None:
    """Prints the stages as JSON, medians over ``--runs`` readings."""
    options = parser(__doc__, "shared", "model")
    options.add_argument("--runs", type=int, default=3, help="how often the texts are read")
    given = options.parse_args()
    texts = [row["text"] for row in polnear(given.shared)]
    print(json.dumps(measured(texts, given.model, given.runs), indent=1))


def measured(texts: Sequence[str], model: str, runs: int) -> dict[str, float]:
    """Microseconds per word of each stage and "all", medians."""
    words = sum(len(text.split()) for text in texts)
    clock = Clock()
    found = []
    with ExitStack() as patches:
        for stage, holder, name in STAGES:
            patches.enter_context(patch.object(holder, name, clock.timed(stage, getattr(holder, name))))
        read = quoteattr.load(model).pipe
        for _ in range(runs):
            found.append(_reading(clock, read, texts, words))
    return {stage: round(median(one[stage] for one in found), 1) for stage in found[0]}


def _reading(clock: Clock, read: Callable[..., Any], texts: Sequence[str], words: int) -> dict[str, float]:
    clock.seconds.clear()
    before = time.process_time()
    for document in read(texts):
        json.dumps(quoteattr.to_dict(document))
    spent = {"all": time.process_time() - before, **clock.seconds}
    return {stage: seconds / words * 1e6 for stage, seconds in spent.items()}


if __name__ == "__main__":
    main()
