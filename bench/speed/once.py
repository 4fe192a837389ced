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
    path, model, threads, repeat = _arguments()
    with open(path, encoding="utf-8", newline="") as stream:
        text = stream.read()
    before_load = perf_counter()
    read = quoteattr.load(model, threads=threads)
    loaded = perf_counter()
    seconds = []
    for _ in range(repeat + 1):
        before = perf_counter()
        document = read(text)
        seconds.append(perf_counter() - before)
    _print(
        import_s=imported - started,
        import_loads=by_import,
        load_s=loaded - before_load,
        load_loads=_loaded(),
        first_s=seconds[0],
        read_s=sorted(seconds[1:])[repeat // 2] if repeat else seconds[0],
        words=len(text.split()),
        attributions=len(document.attributions),
        peak_mib=_peak(),
    )


def _loaded() -> list[str]:
    return [name for name in HEAVY if name in sys.modules]


def _arguments() -> tuple[str, str, int, int]:
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text")
    parser.add_argument("--model", default="en")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    return given.text, given.model, given.threads, given.repeat


def _peak() -> float:
    """The largest resident memory of this process so far, in MiB."""
    import resource

    # Linux counts in KiB, macOS in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _print(**figures: object) -> None:
    import json

    print(json.dumps(figures))


if __name__ == "__main__":
    main()
