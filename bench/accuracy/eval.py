"""``make eval``: the figures of a bundled model on the dev parts, for ``en`` against the floors in ``floors.json``.

The attributions are scored by ``score.py`` of the benchmark. Next to each figure is its change since the one in the
model's manifest. The floors are valid for one version of the data, with pinned digests.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import quoteattr
from bench.accuracy.samples import sample_figures
from bench.accuracy.scorer import scored_reading
from bench.accuracy.trees import entity_scores, treebank_scores
from bench.options import parser
from quoteattr.annotate.bundle import MANIFEST, find, open_bundle
from quoteattr.annotate.network import Network

FLOORS = Path(__file__).with_name("floors.json")
Figures = dict[str, dict[str, float]]


def main() -> int:
    """Measures, prints, and returns 1 if a figure fell below its floor."""
    options = parser(__doc__, "shared", "model")
    options.add_argument("--out", type=Path, help="write the figures to this JSON file")
    arguments = options.parse_args()
    figures = {
        **network_figures(arguments.shared, arguments.model),
        **attribution_figures(arguments.shared, arguments.model),
        **sample_figures(arguments.shared, arguments.model),
    }
    if arguments.out:
        arguments.out.write_text(json.dumps(figures, indent=1) + "\n")
    pinned = json.loads(FLOORS.read_text())
    landed: Figures = json.loads((find(arguments.model) / MANIFEST).read_text())["dev_scores"]
    floors = pinned["floors"] if arguments.model == "en" else {}
    return report(figures, floors, landed) | other_data(arguments.shared / "data", pinned["digests"])


def other_data(data: Path, digests: dict[str, str]) -> int:
    """Prints the files that are not those that the floors were set on, and returns 1 if there are any."""
    found = {name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in digests}
    other = [name for name in digests if found[name] != digests[name]]
    for name in other:
        print(f"{name} has the digest {found[name]}, the floors were set on {digests[name]}: set them again")
    return int(bool(other))


def network_figures(shared: Path, model: str) -> Figures:
    """Tags, trees and entities on gold words."""
    network = Network(open_bundle(model), threads=2)
    ud = shared / "data" / "ud"
    return {
        "EWT dev": treebank_scores(network, ud / "en_ewt-dev.conllu.gz"),
        "GUM dev": treebank_scores(network, ud / "en_gum-dev.conllu.gz"),
        "worldwide dev": entity_scores(network, shared / "data" / "ner" / "worldwide-dev.jsonl.gz"),
    }


def attribution_figures(shared: Path, model: str) -> Figures:
    """Relation F1 by track on PolNeAR dev, with cue F1, exact content F1 and source accuracy over all."""
    figures = scored_reading(shared, quoteattr.load(model))
    return {f"PolNeAR dev, {track}": _percent(row) for track, row in figures.items()}


def _percent(row: dict[str, Any]) -> dict[str, float]:
    figures = {name: row[name]["f1"] for name in ("relation", "cue", "content", "exact", "soft")}
    return {name: round(100 * value, 2) for name, value in {**figures, "source": row["source_acc"]}.items()}


def report(figures: Figures, floors: Figures, landed: Figures) -> int:
    """Prints every figure with its change, marks those below their floor, and returns 1 if there are any."""
    failed = 0
    for name, row in figures.items():
        before = landed.get(name, {})
        cells = (f"{key} {value:.1f}{_change(value, before.get(key))}" for key, value in row.items())
        print(f"{name:24}" + "  ".join(cells))
        for key, floor in floors.get(name, {}).items():
            if row[key] < floor:
                print(f"  {key} {row[key]:.2f} is below its floor {floor:.2f}")
                failed = 1
    return failed


def _change(value: float, before: float | None) -> str:
    """The change since the figure in the manifest, if it is not rounded to zero: " (+0.4)"."""
    moved = 0.0 if before is None else value - before
    return f" ({moved:+.1f})" if abs(moved) >= 0.05 else ""


if __name__ == "__main__":
    sys.exit(main())
