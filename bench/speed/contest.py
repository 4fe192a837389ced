"""``python -m bench.speed.contest``: words a second next to textacy and plain Stanza, taking turns.

Other work on the machine affects all systems of a round equally, so the ratios within a round are compared; the medians
of the ratios are reported. Also measured: threads, batch sizes, workers (processes that read at once), time against the
length of a text and the number of texts, with the exponent of the power law that fits (1 is linear), and the stages of
a reading. The figures go to ``docs/pictures/speed.json``. ``--sides`` measures only the systems in turns, in a few
minutes, and writes ``docs/pictures/sides.json``; ``--models`` measures the bundled models in turns, and writes
``docs/pictures/models.json``, with their size and relation F1 on PolNeAR dev by their manifests.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import linear_regression, mean, median
from typing import Any

from bench.options import parser
from bench.places import PICTURES, ROOT, WIKINEWS, polnear
from bench.publish.benchmarks import MODELS, figures, growth, megabytes, settings, stages, systems, workers
from bench.speed.times import composed, machine, paragraphs

LENGTHS = (125, 250, 500, 1000, 2000, 4000, 8000, 16000)  # words
NUMBERS = (8, 16, 32, 64, 128)  # texts of 500 words
SLOW = ("stanza", "stanza_fast")
BATCHES = (1, 4, 16, 32, 64)
Run = dict[str, float]
Figures = dict[str, Any]


def main() -> None:
    """Measures, writes the figures and prints the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        contest = Contest(arguments, Path(folder))
        found = {"machine": machine(1), **(contest.models() if arguments.models else contest.sides())}
        if not (arguments.sides or arguments.models):
            found |= {**contest.settings(), **contest.curves(), "stages": contest.stages()}
    name = "models" if arguments.models else "sides" if arguments.sides else "speed"
    out = arguments.out or PICTURES / f"{name}.json"
    out.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found["models"], indent=1) if arguments.models else table(found))


def _arguments() -> argparse.Namespace:
    options = parser(__doc__, "shared", "model")
    options.add_argument("--peers", type=Path, help="Python of an environment with textacy and spaCy's small model")
    options.add_argument("--stanza", type=Path, help="folder that bench.speed.plain_stanza has filled")
    options.add_argument("--rounds", type=int, default=5, help="how often every system reads")
    options.add_argument("--sides", action="store_true", help="measure only the systems in turns")
    options.add_argument("--models", action="store_true", help="measure only the bundled models in turns")
    options.add_argument("--out", type=Path, help="JSON file of the figures, by default in docs/pictures")
    return options.parse_args()


class Contest:
    """Write the texts to disk and return the installed systems."""

    def __init__(self, arguments: argparse.Namespace, folder: Path) -> None:
        self._given, self._folder = arguments, folder
        texts = [row["text"] for row in polnear(arguments.shared)]
        self._dev = self._texts("dev", texts)
        self._few = self._texts("few", texts[:8])  # plain Stanza is slow
        self._systems = {"quoteattr": (sys.executable, arguments.model), "quoteattr_fast": (sys.executable, "en-fast")}
        if arguments.peers:
            self._systems["textacy"] = (str(arguments.peers), "")
        if arguments.stanza:
            self._systems |= dict.fromkeys(SLOW, (sys.executable, str(arguments.stanza)))

    def _texts(self, name: str, texts: Iterable[str]) -> Path:
        path = self._folder / f"{name}.jsonl"
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        return path

    def _run(self, system: str, texts: Path, **options: Any) -> Figures:
        python, model = self._systems[system]
        options = {"model": model, **options}
        command = [python, str(Path(__file__).with_name("one_system.py")), system, str(texts)]
        for name, value in options.items():
            command += [f"--{name}"] if value is True else [f"--{name}", str(value)]
        threads = str(options.get("threads", 1))
        environment = {**os.environ, "PYTHONPATH": str(ROOT)} if python == sys.executable else dict(os.environ)
        environment |= dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads)
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
        figures: Figures = json.loads(done.stdout)
        return figures

    def sides(self) -> Figures:
        """Compare the systems: medians over the rounds, and of the ratios within a round."""
        rounds: list[dict[str, float]] = []
        about: dict[str, Figures] = {}
        for _ in range(self._given.rounds):
            rates = {}
            for system in self._systems:
                texts = self._few if system in SLOW else self._dev
                figures = self._run(system, texts)
                rates[system] = rate(figures["runs"][0][0], "cpu_s")
                about[system] = {"load_s": figures["load_s"], "peak_mib": figures["peak_mib"]}
            rounds.append(rates)
        return {"rounds": rounds, "sides": {name: {**about[name], **compared(rounds, name)} for name in about}}

    def models(self) -> Figures:
        """Return the size of each bundled model, its relation F1 and its median words per processor second."""
        runs = (
            {name: self._run("quoteattr", self._dev, model=name) for name in MODELS} for _ in range(self._given.rounds)
        )
        rounds = [{name: rate(run["runs"][0][0], "cpu_s") for name, run in each.items()} for each in runs]
        found = {
            name: {
                "mb": megabytes(name),
                "relation": figures(name)["PolNeAR dev, all"]["relation"],
                "words_per_cpu_second": median(each[name] for each in rounds),
            }
            for name in MODELS
        }
        return {"rounds": rounds, "models": found}

    def settings(self) -> Figures:
        """Threads and batch sizes of quoteattr: words per processor and wall second, peak memory."""
        threads = {str(n): self._setting(threads=n) for n in (1, 2)}
        batches = {str(size): self._setting(batch=size) for size in BATCHES}
        return {"threads": threads, "batches": batches, "workers": self._workers()}

    def _workers(self) -> Figures:
        """Words per wall second of each of 1, 2, … processes that run at once, and its ratio to that of one alone."""
        counts = [2**power for power in range((os.cpu_count() or 1).bit_length())]
        rates: dict[int, list[float]] = {count: [] for count in counts}
        for _ in range(self._given.rounds):
            for count in counts:
                with ThreadPoolExecutor(count) as pool:
                    runs = pool.map(lambda _: self._run("quoteattr", self._dev), range(count))
                    rates[count].append(mean(rate(run["runs"][0][0], "wall_s") for run in runs))
        return {
            str(count): {
                "words_per_wall_second_each": median(found),
                "share": median(many / one for many, one in zip(found, rates[1], strict=True)),
            }
            for count, found in rates.items()
        }

    def _setting(self, **options: int) -> Figures:
        figures = self._run("quoteattr", self._dev, repeat=3, **options)
        rates = {
            f"words_per_{name}_second": median(rate(run, f"{name}_s") for [run] in figures["runs"])
            for name in ("cpu", "wall")
        }
        return {**rates, "peak_mib": figures["peak_mib"]}

    def stages(self) -> Figures:
        """Microseconds of processor time per word, by stage."""
        command = [sys.executable, "-m", "bench.speed.stages"]
        command += ["--model", self._given.model, "--shared", str(self._given.shared)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        figures: Figures = json.loads(done.stdout)
        return figures

    def curves(self) -> Figures:
        """Processor time against the length of one text, and against the number of texts."""
        news = self._given.shared / WIKINEWS
        lengths = self._texts("lengths", (composed(paragraphs(news), words) for words in LENGTHS))
        runs = self._run("quoteattr", lengths, curve=True, repeat=5)["runs"]
        by_length = [best(column) for column in zip(*runs, strict=True)]
        five_hundred = [composed(paragraphs(news), 500)]
        by_number = []
        for number in NUMBERS:
            figures = self._run("quoteattr", self._texts(str(number), five_hundred * number), repeat=3)
            by_number.append({"texts": number, **best([run[0] for run in figures["runs"]])})
        return {"lengths": curve(by_length, "words"), "numbers": curve(by_number, "texts")}


def rate(run: Run, seconds: str) -> float:
    """Words a second of one reading."""
    return run["words"] / run[seconds]


def compared(rounds: Sequence[Mapping[str, float]], system: str) -> Figures:
    """The median rate of a system, and how many times as fast quoteattr was: median, least and most of the rounds."""
    ratios = [rates["quoteattr"] / rates[system] for rates in rounds]
    return {
        "words_per_cpu_second": median(rates[system] for rates in rounds),
        "quoteattr_times": {"median": median(ratios), "least": min(ratios), "most": max(ratios)},
    }


def best(runs: Iterable[Run]) -> Run:
    """The run with the least processor time, which other work on the machine affected least."""
    return min(runs, key=lambda run: run["cpu_s"])


def curve(points: Sequence[Run], against: str) -> Figures:
    """The points, and the exponent k of the power law seconds = c · x^k that fits them."""
    slope = linear_regression([math.log(p[against]) for p in points], [math.log(p["cpu_s"]) for p in points]).slope
    return {"exponent": slope, "points": [{against: p[against], "cpu_s": p["cpu_s"]} for p in points]}


def table(found: Mapping[str, Any]) -> str:
    """The figures as the tables of the documentation."""
    made = [systems, settings, workers, growth, stages] if "stages" in found else [systems]
    return "\n".join(each(found) for each in made)


if __name__ == "__main__":
    main()
