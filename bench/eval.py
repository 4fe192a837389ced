"""``make eval``: the figures of the bundled model on the dev parts, against the floors in ``bench/floors.json``.

The attributions are those of ``quoteattr extract``, scored by ``score.py`` of the benchmark. Beside each figure stands
its change since the one in the model's manifest. The floors hold for one state of the data, whose digests they pin.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.samples import sample_figures
from bench.trees import entity_scores, treebank_scores
from quoteattr.annotate.bundle import MANIFEST, find, open_bundle
from quoteattr.annotate.network import Network

HERE = Path(__file__).parent
Figures = dict[str, dict[str, float]]


def main() -> int:
    """Measures, prints, and returns 1 if a figure fell below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared", type=Path, default=HERE.parent.parent / "shared", help="folder of corpora and scorer"
    )
    parser.add_argument("--model", default="en", help="bundled model or model folder")
    parser.add_argument("--out", type=Path, help="write the figures to this JSON file")
    arguments = parser.parse_args()
    figures = {
        **network_figures(arguments.shared, arguments.model),
        **attribution_figures(arguments.shared, arguments.model),
        **sample_figures(arguments.shared, arguments.model),
    }
    if arguments.out:
        arguments.out.write_text(json.dumps(figures, indent=1) + "\n")
    pinned = json.loads((HERE / "floors.json").read_text())
    landed: Figures = json.loads((find(arguments.model) / MANIFEST).read_text())["dev_scores"]
    return report(figures, pinned["floors"], landed) | other_data(arguments.shared / "data", pinned["digests"])


def other_data(data: Path, digests: dict[str, str]) -> int:
    """Prints the files that are not those that the floors were set on, and returns 1 if there are any."""
    found = {name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in digests}
    other = [name for name in digests if found[name] != digests[name]]
    for name in other:
        print(f"{name} has the digest {found[name]}, the floors were set on {digests[name]}: set them anew")
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
    gold = gzip.decompress((shared / "data" / "polnear" / "dev.jsonl.gz").read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.jsonl" for name in ("gold", "extracted", "flat")}
        paths["gold"].write_bytes(gold)
        with paths["extracted"].open("wb") as out:
            command = [sys.executable, "-m", "quoteattr", "extract", "--model", model, str(paths["gold"])]
            subprocess.run(command, stdout=out, check=True)
        rows = map(json.loads, paths["extracted"].read_text("utf-8").splitlines())
        paths["flat"].write_text("".join(json.dumps(flat(row)) + "\n" for row in rows))
        score = [sys.executable, str(shared / "bench" / "score.py"), str(paths["gold"]), str(paths["flat"]), "--json"]
        scored = json.loads(subprocess.run(score, capture_output=True, check=True, text=True).stdout)
    return {f"PolNeAR dev, {track}": _percent(row) for track, row in scored.items()}


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row of ``quoteattr extract`` as the scorer reads it: three lists of spans an attribution."""
    attributions = [
        {role: (found[role] or {"spans": []})["spans"] for role in ("source", "cue", "content")}
        for found in row["attributions"]
    ]
    return {"id": row["id"], "attributions": attributions}


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
    """The change since the landed figure, where it shows: " (+0.4)"."""
    moved = 0.0 if before is None else value - before
    return f" ({moved:+.1f})" if abs(moved) >= 0.05 else ""


if __name__ == "__main__":
    sys.exit(main())
