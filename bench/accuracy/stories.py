"""Accuracy of speakers in stories that no model was fitted on (tests/gate/stories, tests/gate/headlines).

The sources are those that the library finds and that are marked mentions. ``links``: the share of descriptions linked
to a name that are linked to the right one. A right speaker is defined in ``quoteattr.training.antecedents``.
"""

from __future__ import annotations

import sys

import quoteattr
from bench.options import parser
from bench.places import ROOT
from quoteattr.annotate.bundle import open_bundle
from quoteattr.annotate.coreference import StateScorer, load
from quoteattr.resolve.coreference import COLUMNS
from quoteattr.resolve.employers import FEATURE_COUNTS
from quoteattr.training.antecedents import Sources, judged, shares
from quoteattr.training.coreference import read
from quoteattr.training.stories import stories

FOLDERS = {name: ROOT / "tests" / "gate" / name for name in ("stories", "headlines")}


def figures(attributor: quoteattr.QuoteAttributor, model: str, folder: str) -> dict[str, tuple[int, int]]:
    """Return how many sources have the right speaker, and how many there are, by form, of one of the folders."""
    pairs = load(open_bundle(model).folder, FEATURE_COUNTS)
    assert pairs is not None
    texts = list(stories(FOLDERS[folder]))
    readings = read(attributor.stanza, [text.text for text in texts])
    found = [
        each
        for text, reading in zip(texts, readings, strict=True)
        for each in judged(Sources(text, ()), reading, StateScorer(pairs, reading.states, COLUMNS))
    ]
    return {name: pair for name, pair in shares(found).items() if name.startswith("stories")}


def main() -> int:
    """Print the figures."""
    arguments = parser(__doc__, "model").parse_args()
    attributor = quoteattr.load(arguments.model)
    for folder in FOLDERS:
        for name, (right, count) in figures(attributor, arguments.model, folder).items():
            label = name.replace("stories", folder)
            print(f"{label:26}{right:5} of {count:5}  {100 * right / max(1, count):.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
