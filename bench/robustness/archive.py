"""``make archive``: an archive of synthetic articles through the bulk command, undisturbed and killed, on Linux.

The articles have the shapes of real ones, paragraph by paragraph, filled with sequences of sentences from random
positions of the corpus. The command reads them once while the memory of all its processes is measured by the number of
rows done, and once more while it is killed at random moments and resumed; both outputs must be byte-identical.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from attrs import define, frozen

from bench.options import parser
from bench.places import ROOT, SHARED
from bench.speed.times import machine
from quoteattr.page.article import read_page
from quoteattr.segment.sentences import split
from quoteattr.training.corpora import read_jsonl

OUT = "attributions.jsonl"
LONGEST = 5000  # words; the few longer texts are not articles
EVERY = 0.25  # seconds between two samples of the processes
MARK = 1000  # rows after which memory may not grow
MIB = 1 << 20

Figures = dict[str, Any]


def main() -> int:
    """Prints the figures, saves them as ``result.json`` and returns 1 if the outputs differ."""
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    articles = arguments.out / "articles.jsonl"
    words = write(articles, read(arguments.data), arguments.articles, arguments.seed)
    bulk = Bulk(articles, arguments.workers, arguments.shard_size, arguments.model)
    seconds, samples = in_peace(bulk, arguments.out / "whole")
    kills = interrupted(bulk, arguments.out / "killed", seconds, arguments.kills, random.Random(arguments.seed))
    figures: Figures = {
        "articles": arguments.articles,
        "words": words,
        "bytes": articles.stat().st_size,
        "seconds": round(seconds, 1),
        "articles_per_second": round(arguments.articles / seconds, 2),
        "words_per_second": round(words / seconds),
        **memory(samples, arguments.articles),
        "kills": kills,
        "identical": same(arguments.out / "whole", arguments.out / "killed"),
        "workers": arguments.workers,
        "shard_size": arguments.shard_size,
        "seed": arguments.seed,
        "machine": machine(1),
    }
    print(json.dumps(figures, indent=1))
    (arguments.out / "result.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0 if figures["identical"] else 1


def _arguments() -> argparse.Namespace:
    options = parser(__doc__, "model")
    options.add_argument("--articles", type=int, default=1000, help="how many articles are made")
    options.add_argument("--data", type=Path, default=SHARED / "data" / "raw_news", help="the corpus")
    options.add_argument("--out", type=Path, required=True, help="folder for articles, outputs and figures")
    options.add_argument("--kills", type=int, default=3, help="how often the second run is killed and resumed")
    options.add_argument("--seed", type=int, default=1, help="of the articles and of the moments")
    options.add_argument("--workers", type=int, default=2, help="processes that read")
    options.add_argument("--shard-size", type=int, default=1000, help="rows in a shard")
    return options.parse_args()


# The articles


@frozen
class Corpus:
    """All sentences in order, and for each article how many sentences its paragraphs have."""

    sentences: Sequence[str]
    shapes: Sequence[Sequence[int]]


def read(folder: Path) -> Corpus:
    """The corpus of all ``.jsonl.gz`` files of a folder, whose rows have a ``text``."""
    sentences: list[str] = []
    shapes: list[list[int]] = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        for row in read_jsonl(path):
            text = row["text"]
            found = [[span.of(text) for span in split(text, part.span)] for part in read_page(text).article.parts]
            sentences.extend(sentence for paragraph in found for sentence in paragraph)
            if found and len(text.split()) <= LONGEST:
                shapes.append([len(paragraph) for paragraph in found])
    return Corpus(sentences, shapes)


def compose(corpus: Corpus, articles: int, seed: int) -> Iterator[str]:
    """Yield ``count`` articles with the shapes of real ones; each paragraph has consecutive sentences of the corpus."""
    chance = random.Random(seed)
    for _ in range(articles):
        starts = (
            (chance.randrange(len(corpus.sentences) - count + 1), count) for count in chance.choice(corpus.shapes)
        )
        yield "\n\n".join(" ".join(corpus.sentences[start : start + count]) for start, count in starts)


def write(path: Path, corpus: Corpus, articles: int, seed: int) -> int:
    """Write the articles as JSONL and return the number of their words."""
    words = 0
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(compose(corpus, articles, seed)):
            stream.write(json.dumps({"id": f"a{number}", "text": text}, ensure_ascii=False) + "\n")
            words += len(text.split())
    return words


# The command


@frozen
class Bulk:
    """The command over the articles."""

    articles: Path
    workers: int
    shard_size: int
    model: str

    def start(self, folder: Path) -> subprocess.Popen[bytes]:
        """Start or resume the output in the folder, in a separate process group."""
        command = [sys.executable, "-m", "quoteattr", "extract", str(self.articles), "--out", str(folder / OUT)]
        command += ["--workers", str(self.workers), "--shard-size", str(self.shard_size), "--model", self.model]
        return subprocess.Popen([*command, "--quiet", "--resume"], start_new_session=True, cwd=ROOT)


@define
class Written:
    """The rows that a run has written, in whole shards and in the unfinished one."""

    folder: Path
    shard_size: int
    _shard: int = 0
    _read: int = 0
    _lines: int = 0

    def rows(self) -> int:
        """Return the current number; read only what is new."""
        while (self.folder / f"{self._shard:06}.jsonl").exists():
            self._shard, self._read, self._lines = self._shard + 1, 0, 0
        at_hand = max(self.folder.glob(f"{self._shard:06}.jsonl.*.tmp"), key=_changed, default=None)
        try:
            if at_hand is not None:
                self._count(at_hand)
        except FileNotFoundError:  # it has just been renamed to a shard
            pass
        return self._shard * self.shard_size + self._lines

    def _count(self, path: Path) -> None:
        with path.open("rb") as stream:
            if path.stat().st_size < self._read:  # another run has started the shard again
                self._read = self._lines = 0
            stream.seek(self._read)
            while chunk := stream.read(MIB):
                self._read += len(chunk)
                self._lines += chunk.count(b"\n")


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0


def processes(root: int) -> list[int]:
    """Return a process and all its descendants."""
    try:
        tasks = list(Path(f"/proc/{root}/task").iterdir())
        children = {int(child) for task in tasks for child in (task / "children").read_text().split()}
    except OSError:  # it has ended
        return [root]
    return [root, *(each for child in sorted(children) for each in processes(child))]


def resident(process: int) -> float:
    """MiB that a process has in memory, including shared pages."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


@frozen
class Sample:
    """One sample of a run: rows done, and the memory of all its processes."""

    rows: int
    mib: float


def in_peace(bulk: Bulk, folder: Path) -> tuple[float, list[Sample]]:
    """Return the seconds of an undisturbed run, and its samples."""
    shutil.rmtree(folder, ignore_errors=True)
    samples: list[Sample] = []
    begun = time.monotonic()
    process = bulk.start(folder)
    written = Written(folder / f"{OUT}.parts", bulk.shard_size)
    while process.poll() is None:
        rows = written.rows()
        samples.append(Sample(rows, sum(map(resident, processes(process.pid)))))
        time.sleep(EVERY)
    _check(process)
    return time.monotonic() - begun, samples


def memory(samples: Sequence[Sample], articles: int) -> Figures:
    """The peaks until the 1,000th row (of fewer, a quarter) and in all, and the level around it and in the end."""
    mark = min(MARK, articles // 4)
    until = [sample.mib for sample in samples if sample.rows <= mark]
    width = max(mark // 2, 1)
    around = [sample.mib for sample in samples if mark <= sample.rows <= mark + width]
    at_work = [sample for sample in samples if sample.rows < articles]  # when everything is written, the workers end
    last = [sample.mib for sample in at_work if sample.rows >= at_work[-1].rows - width]
    peaks = max(until, default=0.0), max(sample.mib for sample in samples)
    levels = median(around or until or [0.0]), median(last or [0.0])
    return {
        "mark": mark,
        "peak_mib_at_mark": round(peaks[0], 1),
        "peak_mib_at_last": round(peaks[1], 1),
        "growth_percent": _growth(*peaks),
        "level_mib_at_mark": round(levels[0], 1),
        "level_mib_at_last": round(levels[1], 1),
        "level_growth_percent": _growth(*levels),
    }


def _growth(before: float, after: float) -> float | None:
    return round(100 * (after / before - 1), 2) if before else None


def interrupted(bulk: Bulk, folder: Path, seconds: float, kills: int, chance: random.Random) -> list[Figures]:
    """Run the job again, killed ``kills`` times at random moments and resumed each time; return what was killed when.

    The command alone and all of its processes are killed in turn; once in between only a worker is killed,
    and the command must continue without it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    written = Written(folder / f"{OUT}.parts", bulk.shard_size)
    killed = [("the command", "all processes")[number % 2] for number in range(kills)]
    killed.insert(chance.randint(0, kills), "a worker")
    # Moments of an undisturbed run, as the number of rows done, plus up to a second.
    rows = sum(1 for _ in bulk.articles.open("rb"))
    moments = sorted(chance.random() for _ in killed)
    told: list[Figures] = []
    process = bulk.start(folder)
    for what, moment in zip(killed, moments, strict=True):
        until = time.monotonic() + 10 * seconds
        while written.rows() < moment * rows and process.poll() is None and time.monotonic() < until:
            time.sleep(EVERY / 10)
        time.sleep(chance.random() * min(1.0, seconds / 20))
        if process.poll() is not None:
            break
        told.append({"what": what, "rows": written.rows()})
        KILLS[what](process)
        if what != "a worker":
            process.wait()
            process = bulk.start(folder)
    process.wait()
    _check(process)
    return told


def _kill_worker(process: subprocess.Popen[bytes]) -> None:
    workers = [each for each in processes(process.pid)[1:] if resident(each) > 0]
    if workers:
        os.kill(max(workers, key=resident), signal.SIGKILL)


KILLS: Mapping[str, Callable[[subprocess.Popen[bytes]], None]] = {
    "the command": lambda process: process.kill(),
    "all processes": lambda process: os.killpg(process.pid, signal.SIGKILL),  # its process group
    "a worker": _kill_worker,
}


def _check(process: subprocess.Popen[bytes]) -> None:
    if process.returncode not in (0, 1):  # 1: some rows could not be read
        raise SystemExit(f"the command ended with status {process.returncode}")


def same(one: Path, other: Path) -> bool:
    """True where the outputs and the tables of errors are byte-identical."""
    return all(filecmp.cmp(one / name, other / name, shallow=False) for name in (OUT, f"{OUT}.errors.jsonl"))


if __name__ == "__main__":
    sys.exit(main())
