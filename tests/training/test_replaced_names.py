"""Examples of descriptions, made from names of plain articles."""

from __future__ import annotations

from attrs import evolve

import quoteattr
from quoteattr.model import Span
from quoteattr.resolve.anaphora import Candidate
from quoteattr.resolve.mentions import Mention
from quoteattr.training.coreference import ParsedText, examples, read
from quoteattr.training.replaced_names import ReplacedText, labels, replaced

NAMED = (
    "Harbour master Ida Vale closed the port on Monday. Vale said the storm would last a week. "
    "Captains waited for news all day. Union leader Omar Stone said the crews were tired."
)


def parsed(attributor: quoteattr.QuoteAttributor, text: str) -> ParsedText:
    [reading] = read(attributor.stanza, [text])
    return reading


def test_later_names_become_descriptions_and_single_titles_new_ones(attributor: quoteattr.QuoteAttributor) -> None:
    item = replaced("a", NAMED, parsed(attributor, NAMED))
    assert item is not None
    said = {span.of(item.text): [each.of(item.text) for each in right] for span, right in item.right.items()}
    assert said.pop("The Union leader") == []  # nobody before
    [(words, antecedents)] = said.items()
    assert words in ("The master", "The woman") or words.endswith("-year-old")
    assert antecedents == ["Harbour master Ida Vale"]


def test_the_examples_have_the_earlier_name_as_the_right_candidate(attributor: quoteattr.QuoteAttributor) -> None:
    item = replaced("a", NAMED, parsed(attributor, NAMED))
    assert item is not None
    reading = parsed(attributor, item.text)
    found = examples(item.text, "a", reading, lambda _: labels(item), None, any_noun=True)
    assert sorted(each.right.tolist()[-1] for each in found) == [False, True]  # the last is "none of them"


def test_a_text_without_names_has_no_examples(attributor: quoteattr.QuoteAttributor) -> None:
    text = "Residents said it rained."
    assert replaced("a", text, parsed(attributor, text)) is None


def test_all_mentions_of_the_named_one_are_right() -> None:
    item = ReplacedText("a", "Ida Vale left. She smiled. The pilot waved.", {Span(27, 36): (Span(0, 8),)})
    name = Mention(Span(0, 8), "Ida Vale", 0, 0, "name", name="Ida Vale", keys=("ida", "vale"))
    pronoun = Mention(Span(15, 18), "She", 1, 0, "pronoun", noun="she")
    pilot = Mention(Span(27, 36), "The pilot", 2, 1, "description", noun="pilot")
    candidates = [Candidate(name, 0, "person"), Candidate(pronoun, 0, "person"), Candidate(name, 1, "person")]
    other = evolve(candidates[2], mention=evolve(name, span=Span(19, 25)))
    assert labels(item)(pilot, [*candidates[:2], other]) == [True, True, False, False]
    assert labels(item)(pronoun, candidates) is None
