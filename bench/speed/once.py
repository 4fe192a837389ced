"""One measurement in a separate process: ``python once.py TEXT --model en --threads 1 --repeat 5``.

Prints a JSON object. Only small modules of the standard library may be imported before the clock starts.
"""

from __future__ import annotations

import sys
from time import perf_counter

HEAVY = ("torch", "stanza", "onnxruntime", "numpy")


def main() -> None:
    """Imports, loads, reads the text once and then ``--repeat`` times more."""
    started = perf_counter()
    import quoteattr

    imported = perf_counter()
    by_import = _loaded()
    import argparse
    import json
    import resource

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text")
    parser.add_argument("--model", default="en")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    with open(given.text, encoding="utf-8", newline="") as stream:
        text = stream.read()
    before_load = perf_counter()
    read = quoteattr.load(given.model, threads=given.threads)
    figures = {"import_s": imported - started, "load_s": perf_counter() - before_load}
    seconds = []
    for _ in range(given.repeat + 1):
        before = perf_counter()
        document = read(text)
        seconds.append(perf_counter() - before)
    again = sorted(seconds[1:])[given.repeat // 2] if given.repeat else seconds[0]
    # Linux counts memory in KiB, macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    figures |= {"first_s": seconds[0], "read_s": again, "peak_mib": peak}
    counts = {"words": len(text.split()), "attributions": len(document.attributions)}
    print(json.dumps({**figures, **counts, "import_loads": by_import, "load_loads": _loaded()}))


def _loaded() -> list[str]:
    return [name for name in HEAVY if name in sys.modules]


if __name__ == "__main__":
    main()
