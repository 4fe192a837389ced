"""The boundaries of names, and which name of a phrase is the speaker."""

from __future__ import annotations

import pytest

from quoteattr.model import Part, Span
from quoteattr.resolve.names import NameKind, display, name_runs
from quoteattr.resolve.speakers import read_speakers, resolve_speakers
from tests.trees import link, sentence

ORG, LOC, PER, GROUP = "Organization", "Location", "Person", "NORP"

WHOLE = [
    (
        "London Stock Exchange rose",
        "London/PROPN/3/compound Stock/PROPN/3/compound Exchange/PROPN/4/nsubj rose/VERB/0/root",
        [(LOC, "London"), (ORG, "Stock Exchange")],
        ["London Stock Exchange"],
    ),
    (
        "the United States Department of Labor rose",
        "the/DET/4/det United/VERB/3/amod States/PROPN/4/compound Department/PROPN/7/nsubj of/ADP/6/case "
        "Labor/PROPN/4/nmod rose/VERB/0/root",
        [(LOC, "United States"), (ORG, "Department of Labor")],
        ["United States Department of Labor"],
    ),
    (
        "the National Aquarium of New Zealand in Napier rose",
        "the/DET/3/det National/ADJ/3/amod Aquarium/PROPN/9/nsubj of/ADP/5/case New/PROPN/6/amod Zealand/PROPN/3/nmod "
        "in/ADP/8/case Napier/PROPN/3/nmod rose/VERB/0/root",
        [(ORG, "National Aquarium of"), (LOC, "New Zealand"), (LOC, "Napier")],
        ["National Aquarium of New Zealand", "Napier"],
    ),
    (
        "the Bank of Orbel in Taos rose",
        "the/DET/2/det Bank/PROPN/7/nsubj of/ADP/4/case Orbel/PROPN/2/nmod in/ADP/6/case Taos/PROPN/2/nmod "
        "rose/VERB/0/root",
        [(ORG, "Bank of Orbel"), (LOC, "Taos")],
        ["Bank of Orbel", "Taos"],
    ),
    (
        "the UK-Korea Institute rose",
        "the/DET/5/det UK/PROPN/4/compound -/PUNCT/2/punct Korea/PROPN/5/compound Institute/PROPN/6/nsubj "
        "rose/VERB/0/root",
        [(LOC, "UK"), (LOC, "Korea"), (ORG, "Institute")],
        ["UK-Korea Institute"],
    ),
    (
        "the Greek Bank of Crete rose",
        "the/DET/3/det Greek/ADJ/3/amod Bank/PROPN/6/nsubj of/ADP/5/case Crete/PROPN/3/nmod rose/VERB/0/root",
        [(GROUP, "Greek"), (ORG, "Bank of"), (LOC, "Crete")],
        ["Greek Bank of Crete"],
    ),
    (
        "University of Colorado rose",
        "University/PROPN/4/nsubj of/ADP/3/case Colorado/PROPN/1/nmod rose/VERB/0/root",
        [(ORG, "University of"), (LOC, "Colorado")],
        ["University of Colorado"],
    ),
    (
        "Bank of the Faroes rose",
        "Bank/PROPN/5/nsubj of/ADP/4/case the/DET/4/det Faroes/PROPN/1/nmod rose/VERB/0/root",
        [(ORG, "Bank of the"), (LOC, "Faroes")],
        ["Bank of the Faroes"],
    ),
    (
        "NATO chief Ida Vale rose",
        "NATO/PROPN/2/compound chief/NOUN/3/nmod:desc Ida/PROPN/5/nsubj Vale/PROPN/3/flat rose/VERB/0/root",
        [(ORG, "NATO"), (PER, "Ida Vale")],
        ["NATO", "Ida Vale"],
    ),
    (
        "IDA VALE , BYLINE : rose",
        "IDA/PROPN/6/nsubj VALE/PROPN/1/flat ,/PUNCT/4/punct BYLINE/PROPN/1/appos :/PUNCT/6/punct rose/VERB/0/root",
        [(PER, "IDA VALE"), (ORG, "BYLINE")],
        ["IDA VALE"],
    ),
    (
        "the pro-Council rose",
        "the/DET/4/det pro/ADJ/4/amod -/PUNCT/2/punct Council/PROPN/5/nsubj rose/VERB/0/root",
        [(ORG, "Council")],
        ["Council"],
    ),
    (
        "University of what rose",
        "University/PROPN/4/nsubj of/ADP/3/case what/PRON/1/nmod rose/VERB/0/root",
        [(ORG, "University of")],
        ["University"],
    ),
    (
        "Britain 's Treasury rose",
        "Britain/PROPN/3/nmod:poss 's/PART/1/case Treasury/PROPN/4/nsubj rose/VERB/0/root",
        [(LOC, "Britain"), (ORG, "Treasury")],
        ["Britain", "Treasury"],
    ),
    (
        "Doctors Without Walls rose",
        "Doctors/PROPN/4/nsubj Without/ADP/3/case Walls/PROPN/1/nmod rose/VERB/0/root",
        [(ORG, "Doctors Without Walls")],
        ["Doctors Without Walls"],
    ),
    (
        "President for Orbel Ida Vale rose",
        "President/PROPN/6/nsubj for/ADP/3/case Orbel/PROPN/1/nmod Ida/PROPN/1/appos Vale/PROPN/4/flat "
        "rose/VERB/0/root",
        [(LOC, "Orbel"), (PER, "Ida Vale")],
        ["Orbel", "Ida Vale"],
    ),
]


@pytest.mark.parametrize(("text", "rows", "told", "names"), WHOLE, ids=[row[0] for row in WHOLE])
def test_an_organisation_has_its_whole_name(
    text: str, rows: str, told: list[tuple[str, str]], names: list[str]
) -> None:
    tree = sentence(text, rows, entities=told)
    assert [display(run.words(tree)) for run in name_runs(tree)] == names


# the names of a sentence with their kinds
KINDS = [
    ("the airline Nordair rose", "the/DET/3/det airline/NOUN/3/compound Nordair/PROPN/4/nsubj rose/VERB/0/root",
     [(PER, "Nordair")], [("Nordair", "organization")]),
    ("Retailer Nordair rose", "Retailer/NOUN/2/nmod:desc Nordair/PROPN/3/nsubj rose/VERB/0/root",
     [(PER, "Nordair")], [("Nordair", "organization")]),
    ("Wren & Otter rose", "Wren/PROPN/4/nsubj &/CCONJ/3/cc Otter/PROPN/1/conj rose/VERB/0/root",
     [(PER, "Wren & Otter")], [("Wren & Otter", "organization")]),
    ("airline pilot Vale rose",
     "airline/NOUN/2/compound pilot/NOUN/3/nmod:desc Vale/PROPN/4/nsubj rose/VERB/0/root",
     [(PER, "Vale")], [("Vale", "person")]),
    ("Rival Nordair rose", "Rival/PROPN/2/nmod:desc Nordair/PROPN/3/nsubj rose/VERB/0/root",
     [(ORG, "Nordair")], [("Nordair", "organization")]),
    ("newspaper The Hindu rose", "newspaper/NOUN/4/nsubj The/DET/3/det Hindu/PROPN/1/appos rose/VERB/0/root",
     [(GROUP, "Hindu")], [("Hindu", "organization")]),
    ("the Hindu priest rose", "the/DET/3/det Hindu/PROPN/3/amod priest/NOUN/4/nsubj rose/VERB/0/root",
     [(GROUP, "Hindu")], [("Hindu", "group")]),
    ("The Scot rose", "The/DET/2/det Scot/PROPN/3/nsubj rose/VERB/0/root", [(GROUP, "Scot")], []),
    ("a tall Kenyan rose", "a/DET/3/det tall/ADJ/3/amod Kenyan/PROPN/4/nsubj rose/VERB/0/root", [], []),
    ("the Kenyan minister rose", "the/DET/3/det Kenyan/PROPN/3/amod minister/NOUN/4/nsubj rose/VERB/0/root",
     [(GROUP, "Kenyan")], [("Kenyan", "group")]),
    ("the British rose", "the/DET/2/det British/PROPN/3/nsubj rose/VERB/0/root",
     [(GROUP, "British")], [("British", "group")]),
    ("the Conservative rose", "the/DET/2/det Conservative/PROPN/3/nsubj rose/VERB/0/root",
     [(ORG, "Conservative")], []),
    ("Jan Stone rose", "Jan/PROPN/3/nsubj Stone/PROPN/1/flat rose/VERB/0/root",
     [(PER, "Jan Stone")], [("Jan Stone", "person")]),
    ("The Hollywood Reporter rose",
     "The/DET/3/det Hollywood/PROPN/3/compound Reporter/PROPN/4/nsubj rose/VERB/0/root",
     [], [("Hollywood Reporter", "organization")]),
    ("Liberal Party ( 45 ) rose", "Liberal/ADJ/2/amod Party/PROPN/6/nsubj (/PUNCT/4/punct 45/NUM/2/nmod "
     ")/PUNCT/4/punct rose/VERB/0/root", [(ORG, "Liberal Party")], [("Liberal Party", "organization")]),
    ("Nordair , which rose", "Nordair/PROPN/0/root ,/PUNCT/4/punct which/PRON/4/nsubj rose/VERB/1/acl:relcl",
     [(PER, "Nordair")], [("Nordair", "organization")]),
    ("the Coalition of Low States rose", "the/DET/2/det Coalition/PROPN/6/nsubj of/ADP/5/case Low/ADJ/5/amod "
     "States/PROPN/2/nmod rose/VERB/0/root", [(ORG, "Coalition of"), (ORG, "Low States")],
     [("Coalition of Low States", "organization")]),
    ("Scot rose", "Scot/PROPN/2/nsubj rose/VERB/0/root", [(PER, "Scot")], [("Scot", "person")]),
    ("Ida Vale rose", "Ida/PROPN/3/nsubj Vale/PROPN/1/flat rose/VERB/0/root",
     [(PER, "Ida"), (PER, "Vale")], [("Ida Vale", "person")]),
    ("Ida Vale rose", "Ida/PROPN/3/obl Vale/PROPN/3/nsubj rose/VERB/0/root",
     [(PER, "Ida"), (PER, "Vale")], [("Ida", "person"), ("Vale", "person")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows", "told", "names"), KINDS, ids=[row[0] for row in KINDS])
def test_the_kind_of_a_name(
    text: str, rows: str, told: list[tuple[str, str]], names: list[tuple[str, NameKind]]
) -> None:
    """A noun before a name takes precedence over the tagger; inhabitants and listed nouns are not names."""
    tree = sentence(text, rows, entities=told)
    assert [(display(run.words(tree)), run.kind) for run in name_runs(tree)] == names


SPEAKS = [
    (
        "Retailer Nordair",
        "Retailer/NOUN/2/nmod:desc Nordair/PROPN/3/nsubj",
        [(PER, "Nordair")],
        "Nordair",
    ),
    (
        "the Scot",
        "the/DET/2/det Scot/PROPN/3/nsubj",
        [(GROUP, "Scot")],
        "the Scot",
    ),
    (
        "an eyewitness named Ida Vale",
        "an/DET/2/det eyewitness/NOUN/6/nsubj named/VERB/2/acl Ida/PROPN/3/xcomp Vale/PROPN/4/flat",
        [(PER, "Ida Vale")],
        "Ida Vale",
    ),
    (
        "a woman called Ida",
        "a/DET/2/det woman/NOUN/5/nsubj called/VERB/2/acl Ida/PROPN/3/xcomp",
        [(PER, "Ida")],
        "Ida",
    ),
    (
        "a woman helped by Ida Vale",
        "a/DET/2/det woman/NOUN/7/nsubj helped/VERB/2/acl by/ADP/5/case Ida/PROPN/3/obl Vale/PROPN/5/flat",
        [(PER, "Ida Vale")],
        "a woman",
    ),
    (
        "Senator from Vermont Ida Vale",
        "Senator/PROPN/6/nsubj from/ADP/3/case Vermont/PROPN/1/nmod Ida/PROPN/6/nsubj Vale/PROPN/4/flat",
        [(LOC, "Vermont"), (PER, "Ida Vale")],
        "Ida Vale",
    ),
]


@pytest.mark.parametrize(("source", "rows", "told", "name"), SPEAKS, ids=[row[0] for row in SPEAKS])
def test_the_name_of_the_speaker(source: str, rows: str, told: list[tuple[str, str]], name: str) -> None:
    text = f"{source} said it rained"
    verb = len(rows.split()) + 1
    tree = sentence(text, f"{rows} said/VERB/0/root it/PRON/{verb + 2}/nsubj rained/VERB/{verb}/ccomp", entities=told)
    found = link(text, source, "said", "it rained")
    speaker = resolve_speakers(read_speakers(text, [tree], [Part("body", Span(0, len(text)))], [found])).of_link[0]
    assert speaker is not None
    assert speaker.name == name
