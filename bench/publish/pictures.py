"""``make pictures``: the pictures of the documentation, each drawn from a JSON file of figures next to it.

``python -m bench.publish.pictures`` draws them from the stored figures, without model and corpora. ``--measure`` first
measures precision and recall, calibration and ablation on PolNeAR dev; ``--run FOLDER``, once for each stage of a
training in their order, first collects the figures on dev that the trainer left in its run folders.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.accuracy import ablation, confidence
from bench.options import parser
from bench.places import PICTURES, POLNEAR
from bench.publish import plots
from quoteattr.formats.annotated import read_gold

CURVES = "learning-curves"
HOW = {
    CURVES: "--run FOLDER",
    "speed": "python -m bench.speed.contest",
    "models": "python -m bench.speed.contest --models",
}
Point = dict[str, Any]


def main() -> int:
    """Measure and collect as the options ask, draw, and return 1 if a picture has no figures yet."""
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.measure:
        for name, figures in measured(arguments.shared, arguments.model).items():
            write(arguments.out / f"{name}.json", figures)
    if arguments.run:
        write(arguments.out / f"{CURVES}.json", list(collected(arguments.run)))
    missing = [name for name in plots.PICTURES if not drawn(arguments.out, name)]
    for name in missing:
        how = HOW.get(name, "--measure")
        print(f"{name}.json is not in {arguments.out}: make it with {how}", file=sys.stderr)
    return int(bool(missing))


def _arguments() -> argparse.Namespace:
    options = parser(__doc__, "shared", "model")
    options.add_argument("--measure", action="store_true", help="measure on PolNeAR dev before drawing")
    options.add_argument(
        "--run",
        action="append",
        type=named_run,
        metavar="[NAME=]FOLDER",
        help="run folder of a training; give the option once for each stage; without a name it is the folder's",
    )
    options.add_argument("--out", type=Path, default=PICTURES, help="folder of pictures and figures")
    return options.parse_args()


def named_run(value: str) -> tuple[str, Path]:
    """The name and the folder of a run: ``second stage=runs/en-2``, or ``runs/en-2`` for "en-2"."""
    name, equals, folder = value.rpartition("=")
    path = Path(folder)
    if not (path / "settings.json").is_file():
        raise argparse.ArgumentTypeError(f"{folder!r} is no run folder of the trainer: it holds no settings.json")
    return (name if equals else path.resolve().name), path


def measured(shared: Path, model: str) -> dict[str, Any]:
    """The figures of each picture of the model's accuracy, from one run over the texts."""
    texts = ablation.readings(shared, model)
    gold = read_gold(str(shared / POLNEAR))
    return {
        "precision-recall": confidence.precision_recall(gold, confidence.relations(texts)),
        "calibration": confidence.reliability(gold, texts),
        "ablation": ablation.measure(shared, texts),
    }


def collected(runs: Iterable[tuple[str, Path]]) -> Iterator[Point]:
    """The figures on dev after each pass of some runs; a ``dev-0.json`` written by hand has the figures at the start.

    A run that began with the weights of another one (``start`` in its settings) continues the run listed before it:
    ``before`` counts the passes until its own first.
    """
    done = 0
    for name, folder in runs:
        settings = json.loads((folder / "settings.json").read_text("utf-8"))
        before = done if settings.get("start") else 0
        for number, path in passes(folder):
            yield {"stage": name, "pass": number, "before": before, "scores": json.loads(path.read_text("utf-8"))}
            done = before + number


def passes(folder: Path) -> list[tuple[int, Path]]:
    """The files ``dev-N.json`` of a run folder with their numbers, in order."""
    found = ((re.fullmatch(r"dev-(\d+)\.json", path.name), path) for path in folder.iterdir())
    return sorted((int(match[1]), path) for match, path in found if match)


def write(path: Path, figures: Any) -> None:
    """Writes figures as JSON."""
    path.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def drawn(folder: Path, name: str) -> bool:
    """Draws a picture from its figures; False where there are none."""
    source = folder / f"{name}.json"
    if not source.is_file():
        return False
    figures = json.loads(source.read_text("utf-8"))
    if not figures:
        return False
    plots.draw(name, figures, folder / f"{name}.svg")
    print(folder / f"{name}.svg")
    return True


if __name__ == "__main__":
    sys.exit(main())
