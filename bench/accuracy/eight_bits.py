"""``python -m bench.accuracy.eight_bits``: accuracy lost by eight-bit arithmetic, on PolNeAR dev.

Compares the bundled graphs with graphs of the same weights that calculate in floats. These weights are the eight-bit
ones times their scales, so this measures the rounding of activations between the layers, not that of the weights. Needs
the extra ``train``.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from safetensors.torch import load_file

from bench.accuracy.eval import attribution_figures
from bench.options import parser
from quoteattr.annotate.bundle import GRAPHS, SHARED, find, open_bundle, write_manifest
from quoteattr.training.export import FLOATS, restore, sizes_in, write_graphs
from quoteattr.training.network import Labels, TrainableNetwork


def main() -> None:
    """Prints relation F1 of both by track."""
    given = parser(__doc__, "shared", "model").parse_args()
    with tempfile.TemporaryDirectory() as folder:
        in_floats = floats(find(given.model), Path(folder))
        found = {name: attribution_figures(given.shared, model) for name, model in
                 (("eight bits", given.model), ("floats", str(in_floats)))}  # fmt: skip
    for track, figures in found["floats"].items():
        rounded = found["eight bits"][track]
        print(f"{track:24} floats {figures['relation']:.1f}  eight bits {rounded['relation']:.1f}")


def floats(model: Path, folder: Path) -> Path:
    """A model folder whose graphs hold the weights of ``model`` as floats."""
    restore(model, folder)
    network = TrainableNetwork(sizes_in(model), Labels(**json.loads((folder / "labels.json").read_text())))
    network.load_state_dict(load_file(folder / "restored.safetensors"))
    out = folder / "floats"
    skipped = [graph.file for graph in GRAPHS.values()]
    shutil.copytree(model, out, ignore=lambda _, names: [name for name in names if name in skipped])
    for name in SHARED:
        shutil.copy(open_bundle(model).path(name), out / name)
    write_graphs(network.eval(), out, FLOATS)
    write_manifest(out)
    return out


if __name__ == "__main__":
    main()
