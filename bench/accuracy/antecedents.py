"""How often a source is resolved to the right entity: sources of GUM train and dev and stories, pronouns of GAP test.

Sources of GUM are judged by its entity layer, names, third-person pronouns and descriptions apart; ``first person``
(also "you") is not part of ``all``. ``links``: the share of descriptions linked to a name that are linked to the right
one. ``stories``: those that the scorer is fitted on. It is fitted five times, each time without the documents of one
fold; ``--rules`` shows the accuracy of the rules without it. A right antecedent is defined in
``quoteattr.training.antecedents``. GAP: the two names of an item are known, as in most published figures.
"""

from __future__ import annotations

import sys

import quoteattr
from bench.options import parser
from quoteattr.training.antecedents import gap_figures, judged, read_corpora, refit, shares
from quoteattr.training.coreference import read, share_right


def main() -> int:
    """Print the figures."""
    options = parser(__doc__, "shared", "model")
    options.add_argument("--rules", action="store_true", help="without the scorer")
    arguments = options.parse_args()
    pipeline = quoteattr.load(arguments.model).stanza
    corpora = read_corpora(arguments.shared / "data", lambda texts: read(pipeline, texts))
    if arguments.rules:
        cases = [case for document, reading in corpora.documents.values() for case in judged(document, reading, None)]
        for name, (right, count) in shares(cases).items():
            print(f"{name:14}{right:5} of {count:5}  {100 * right / max(1, count):.1f} %")
        figures = gap_figures([item for item, _ in corpora.test], [reading for _, reading in corpora.test], None)
        right, count = share_right(corpora.kinds, None)
        print(f"kinds         {right:4} of {count:5}  {100 * right / count:.1f} %")
        print(f"GAP test      F1 {figures.all:.1f}, feminine/masculine {figures.ratio:.3f}")
        return 0
    for name, value in refit(corpora)[1].items():
        print(f"{name:32}{value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
