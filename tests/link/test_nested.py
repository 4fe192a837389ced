"""Claims inside claims: their parts, the claim that they are nested in, and the names of their relays."""

from __future__ import annotations

import pytest

import quoteattr
from quoteattr import QuoteAttributor


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "via"),
    [
        ("Cole said Lund had promised him a job.", "Lund", "had promised", "a job", ("Cole",)),
        ("Cole repeated the union's call for a strike.", "the union's", "call for", "a strike", ("Cole",)),
        (
            "The letter listed what it called “serious failures” in May.",
            *("it", "called", "serious failures", ("The letter",)),
        ),
        ("Cole said he would keep what he called order.", "he", "called", "order", ("Cole",)),
        (
            "A poll says a third of voters believe the vote was rigged.",
            *("a third of voters", "believe", "the vote was rigged", ("A poll",)),
        ),
        ("Cole defended the plan announced by the ministry.", "the ministry", "announced", "the plan", ("Cole",)),
        (
            "Cole said the alternative that Lund proposed last week was better.",
            *("Lund", "proposed", "the alternative", ("Cole",)),
        ),
        (
            "The minister said the rights were protected as recommended by the council.",
            *("the council", "recommended", "the rights were protected", ("The minister",)),
        ),
        # a reporting clause interrupts the outer content, and is no part of the inner source
        (
            "The ministry, Cole said, recommends that the government wait.",
            *("The ministry", "recommends", "that the government wait", ("Cole",)),
        ),
        ("Ada Cole left. She said Lund denied the charges.", "Lund", "denied", "the charges", ("Ada Cole",)),
        (
            "Cole said he was confident that the bridge would hold.",
            *("he", "was confident", "that the bridge would hold", ("Cole",)),
        ),
        # a whole quotation is a content without its marks
        (
            "“Get out!” the landlord yelled, according to Mia Chen.",
            *("the landlord", "yelled", "Get out!", ("Mia Chen",)),
        ),
        # the network has these cues, the rules do not
        (
            "The report said staff were unaware that the lift was broken.",
            *("staff", "were unaware", "that the lift was broken", ("The report",)),
        ),
        (
            "Cole said the union was keen to talk to the owners.",
            *("the union", "was keen", "to talk to the owners", ("Cole",)),
        ),
        # as outside of another claim
        (
            "Cole said the two leaders would discuss Lund's plan.",
            *("the two leaders", "would discuss", "Lund's plan", ("Cole",)),
        ),
        ("Cole said Lund meant that the port would close.", "Lund", "meant", "that the port would close", ("Cole",)),
        (
            "Cole said a nurse who means that the ward is full should say so.",
            *("who", "means", "that the ward is full", ("Cole",)),
        ),
    ],
)
def test_a_claim_inside_a_claim(
    attributor: QuoteAttributor, text: str, source: str, cue: str, content: str, via: tuple[str, ...]
) -> None:
    attributions = attributor(text).attributions
    [found] = [each for each in attributions if each.nested_in is not None]
    assert found.source
    assert found.cue
    assert found.nested_in is not None
    assert (found.source.text, found.cue.text, found.content.text, found.via) == (source, cue, content, via)
    assert attributions[found.nested_in].content.start <= found.cue.start
    assert not found.inside_quotation


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Cole said he had been told the lift was safe.", "had been told", "the lift was safe"),
        ("Cole says drivers were warned that the pass might close.", "were warned", "that the pass might close"),
        (
            "Cole said his staff had been notified that the pipe had burst.",
            "had been notified",
            "that the pipe had burst",
        ),
        ("Cole said they were asked to leave the theatre.", "were asked", "to leave the theatre"),
    ],
)
def test_a_passive_inside_a_claim_has_no_source(attributor: QuoteAttributor, text: str, cue: str, content: str) -> None:
    [found] = [each for each in attributor(text).attributions if each.nested_in is not None]
    assert found.source is None
    assert found.cue
    assert (found.cue.text, found.content.text, found.via) == (cue, content, ("Cole",))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Cole said he was convinced the lift was safe.",
            marks=pytest.mark.xfail(reason="the parser takes “convinced” for a predicate, not a passive", strict=True),
        ),
        "Cole said they were paid to leave the theatre.",
        "Cole said the plan was criticised in May.",
        "Cole said the council had referred the case to the police.",
        "Cole said the board had approved money for the school.",
        "Police said Falk refused to drop the knife.",  # an action, not speech
        "The council said it had referred the case to the police.",  # what is referred to is not meant
        "Cole said the bridge was safe, and Lund denied it.",
        "“The bank warned us that rates would rise,” Cole said.",
        "Cole said that “the bank warned us that rates would rise”.",
        "Cole said the ladder was sure to fall, and the confident crew left.",
        "Cole said a scan was under way to confirm that the arm was broken.",
        # things have no mind
        "Cole said the new law meant that shops could open on Sundays.",
        "Cole said it was mending the lift, which meant that guests had to walk.",
        "Rents follow a formula that considers the size of the flat, Cole said.",
        "Cole said audio guides removed the need to think about the route.",
        "Cole said visitors had the chance to talk about the plan.",
        # what something is a way of
        "Cole said fear was a good way of persuading small firms that they should sell.",
        "Cole said the lamp was her way of saying that she was sorry.",
        "Cole said nurses need training in recognising the signs of a stroke.",
    ],
)
def test_no_claim_inside_a_claim(attributor: QuoteAttributor, text: str) -> None:
    assert not [each for each in attributor(text).attributions if each.nested_in is not None]


def test_a_chain_of_three_names_both_outer_speakers(attributor: QuoteAttributor) -> None:
    attributions = attributor("Reuters reported that Cole had said Lund promised to resign.").attributions
    assert [each.nested_in for each in attributions] == [None, 0, 1]
    assert [each.via for each in attributions] == [(), ("Reuters",), ("Reuters", "Cole")]


def test_claims_inside_quotation_marks_are_found_on_request() -> None:
    reader = quoteattr.load(inside_quotations=True)
    inner, outer = reader("“The bank warned us that rates would rise,” Cole said.").attributions
    assert (inner.inside_quotation, inner.nested_in, inner.via) == (True, 1, ("Cole",))
    assert inner.source
    assert inner.source.text == "The bank"
    assert inner.content.text == "that rates would rise"
    assert not outer.inside_quotation
