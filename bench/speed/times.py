"""``python -m bench.speed.times``: import, load and reading times and peak memory, medians over fresh processes.

The texts are the example article of the package, and an article of about 700 words that is composed of
paragraphs of Wikinews, if that corpus is available.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from bench.options import parser
from bench.places import EXAMPLE, ROOT, WIKINEWS
from quoteattr.evaluation import report
from quoteattr.training.corpora import read_jsonl

LIBRARIES = ("stanza", "torch", "onnxruntime", "numpy")
Figures = dict[str, Any]


def main() -> None:
    """Measures and prints a table."""
    arguments = _arguments()
    texts = {"example": EXAMPLE.read_text(encoding="utf-8")}
    corpus = arguments.shared / WIKINEWS
    if corpus.is_file():
        texts["700 words"] = composed(paragraphs(corpus), 700)
    measured = {name: measure(text, arguments) for name, text in texts.items()}
    found = {"machine": machine(arguments.threads), "texts": measured}
    print(table(found))


def _arguments() -> argparse.Namespace:
    options = parser(__doc__, "shared", "model")
    options.add_argument("--threads", type=int, default=1, help="threads of the network")
    options.add_argument("--runs", type=int, default=5, help="fresh processes for each text")
    options.add_argument("--repeat", type=int, default=5, help="readings in each process, after a first one")
    return options.parse_args()


def paragraphs(corpus: Path) -> Iterator[str]:
    """The non-empty paragraphs of all articles of a corpus, in order."""
    for row in read_jsonl(corpus):
        yield from (line for line in row["text"].splitlines() if line.strip())


def composed(paragraphs: Iterable[str], words: int) -> str:
    """The first paragraphs that together have at least ``words`` words, the last one cut to the exact number."""
    chosen: list[str] = []
    for paragraph in paragraphs:
        found = paragraph.split()[:words]
        chosen.append(" ".join(found))
        words -= len(found)
        if words <= 0:
            break
    return "\n\n".join(chosen)


def measure(text: str, arguments: argparse.Namespace) -> Figures:
    """The medians over ``--runs`` processes that read the text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_bytes(text.encode("utf-8"))
        return summary([_once(path, arguments) for _ in range(arguments.runs)])


def _once(path: Path, arguments: argparse.Namespace) -> Figures:
    command = [sys.executable, str(Path(__file__).with_name("once.py")), str(path), "--model", arguments.model]
    command += ["--threads", str(arguments.threads), "--repeat", str(arguments.repeat)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=_environment())
    figures: Figures = json.loads(done.stdout)
    return figures


def _environment() -> dict[str, str]:
    before = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), before)))}


def summary(runs: Sequence[Mapping[str, Any]]) -> Figures:
    """Return one value for each figure of some runs: the median of numbers that vary, or the constant value."""
    figures: Figures = {"runs": len(runs)}
    for name, value in runs[0].items():
        figures[name] = median(run[name] for run in runs) if isinstance(value, float) else value
    figures["words_a_second"] = figures["words"] / figures["read_s"]
    return figures


def machine(threads: int) -> Figures:
    """What the figures depend on besides the code."""
    return {
        "processor": _processor(),
        "processors": os.cpu_count(),
        "threads": threads,
        "python": platform.python_version(),
        "commit": _commit(),
        **{name: version(name) for name in LIBRARIES},
    }


def _commit() -> str:
    """Return the short hash of the commit that is measured, "" outside a clone."""
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return asked.stdout.strip()


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def table(found: Mapping[str, Any]) -> str:
    """The figures as aligned text, a column for each text."""
    columns: Mapping[str, Figures] = found["texts"]
    forms = {
        "words": ("words", "d"),
        "attributions": ("attributions", "d"),
        "import, s": ("import_s", ".3f"),
        "  loads": ("import_loads", ""),
        "load, s": ("load_s", ".2f"),
        "  and loads": ("load_loads", ""),
        "first reading, s": ("first_s", ".3f"),
        "further readings, s": ("read_s", ".3f"),
        "words/s": ("words_a_second", ".0f"),
        "peak memory, MiB": ("peak_mib", ".0f"),
    }
    rows = [[name, *(_cell(each[key], form) for each in columns.values())] for name, (key, form) in forms.items()]
    about = ", ".join(f"{name} {value}" for name, value in found["machine"].items())
    return f"{about}\n\n{report.table(['', *columns], rows)}"


def _cell(value: Any, form: str) -> str:
    return " ".join(value) or "none of them" if isinstance(value, list) else f"{value:{form}}"


if __name__ == "__main__":
    main()
