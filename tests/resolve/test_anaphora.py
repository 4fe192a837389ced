"""How far back a pronoun reaches."""

from __future__ import annotations

import pytest

from quoteattr.model import Span
from quoteattr.resolve.anaphora import MOST_CANDIDATES, Candidate, antecedent
from quoteattr.resolve.mentions import Mention


@pytest.mark.parametrize(("between", "found"), [(MOST_CANDIDATES - 1, True), (MOST_CANDIDATES, False)])
def test_a_pronoun_reaches_over_so_many_mentions_of_one_endless_sentence(between: int, found: bool) -> None:
    spans = [Span(10 * number, 10 * number + 4) for number in range(between + 2)]
    named, *others, last = (Mention(span, "Vale", 0, number, "name") for number, span in enumerate(spans))
    documents = [Candidate(other, number, "document") for number, other in enumerate(others, 1)]
    pronoun = Mention(last.span, "he", 0, last.head, "pronoun", noun="he", gender="male")
    assert (antecedent(pronoun, [Candidate(named, 0, "person"), *documents]) is not None) == found
