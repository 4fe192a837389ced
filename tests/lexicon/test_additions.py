"""A caller's own outlets and cues belong to one reader; malformed ones are named when it is loaded."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import quoteattr
from quoteattr import LexiconError, QuoteAttributor
from quoteattr.lexicon.additions import read_additions
from quoteattr.lexicon.cues import own_forms, verbs
from quoteattr.lexicon.outlets import known, wire_names
from quoteattr.page.bylines import read_dateline

RECORDS = [
    {"name": "Nordic Newsdesk", "kind": "wire", "aliases": ["NND"], "domain": "www.newsdesk.example"},
    {"name": "Fjord Notes", "kind": "magazine"},
]
CUES = {
    "verb": [{"act": "speech", "lemmas": ["vlog"], "takes": ["clause"]}],
    "preposition": [{"act": "speech", "words": ["per", "a", "memo", "by", "X"]}],
}
OUTLETS_TOML = """
ambiguous = "Notes"
[wire]
"Nordic Newsdesk" = ["NND", "newsdesk.example"]
[magazine]
"Fjord Notes" = ["Notes"]
"""
CUES_TOML = """
[[verb]]
class = "vlog"
act = "speech"
polarity = "asserted"
takes = ["clause"]
origin = ["own"]
lemmas = ["vlog"]
examples = ["[She]s [vlogged]c {that it rained}."]
counterexamples = ["It rained."]

[[preposition]]
words = ["per", "a", "memo", "by", "X"]
act = "speech"
"""
TEXT = (
    "Police will search the river on Monday, Mayor Ada Lund vlogged. The harbour is open, per a memo by Bo Lee. "
    "Lund told NND that it rained."
)


@pytest.fixture(scope="module")
def own() -> QuoteAttributor:
    return quoteattr.load(outlets=RECORDS, lexicon=CUES)


@pytest.fixture(scope="module")
def from_files(tmp_path_factory: pytest.TempPathFactory) -> QuoteAttributor:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "outlets.toml").write_text(OUTLETS_TOML, "utf-8")
    (folder / "cues.toml").write_text(CUES_TOML, "utf-8")
    return quoteattr.load(outlets=folder / "outlets.toml", lexicon=str(folder / "cues.toml"))


def claims(reader: QuoteAttributor, text: str = TEXT) -> set[tuple[str, str, str, tuple[str, ...]]]:
    found = reader(text).attributions
    return {(a.source.text if a.source else "", a.cue.lemma if a.cue else "", a.content.text, a.via) for a in found}


VLOGGED = ("Mayor Ada Lund", "vlog", "Police will search the river on Monday", ())
MEMO = ("Bo Lee", "per a memo by", "The harbour is open", ())
TOLD = ("Lund", "tell", "that it rained", ("Nordic Newsdesk",))


def test_own_cues_and_outlets_are_found(own: QuoteAttributor, from_files: QuoteAttributor) -> None:
    assert claims(own) == claims(from_files) == {VLOGGED, MEMO, TOLD}


def test_other_readers_do_not_have_them(own: QuoteAttributor, attributor: QuoteAttributor) -> None:
    """In any order, in one thread and in many."""
    plain = claims(attributor)
    assert not plain & {VLOGGED, MEMO, TOLD}
    readers = [own, attributor] * 4
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(claims, readers)) == [claims(own), plain] * 4
    assert known("NND") is None
    assert "vlog" not in verbs()
    assert not own_forms()


def test_own_outlets_are_recognised_on_the_page(own: QuoteAttributor, attributor: QuoteAttributor) -> None:
    page = (
        "Rain in the fjord\nBy NND\n\nIt rained all day, Mayor Ada Lund said on Monday, and the harbour was closed.\n"
    )
    found, plain = own(page).article, attributor(page).article
    assert found.outlet is not None
    assert (found.outlet.name, found.outlet.kind) == ("Nordic Newsdesk", "wire")
    assert plain.outlet is None or plain.outlet.name != "Nordic Newsdesk"
    given = own(TEXT, publisher="newsdesk.example").article.publisher
    assert given is not None
    assert given.name == "Nordic Newsdesk"


def test_an_own_wire_is_found_in_a_dateline() -> None:
    """In lower case, where only a listed name can be a wire service."""
    line = "TARNHEIM, April 4 (nordic newsdesk) - It rained all day."
    additions = read_additions(RECORDS, None)
    for read, wire in ((read_dateline, None), (additions.applied_to(read_dateline), "nordic newsdesk")) * 2:
        found = read(line)
        assert (found and found.wire) == wire
    assert "NND" in additions.applied_to(wire_names)()
    assert "NND" not in wire_names()


def test_an_own_outlet_takes_precedence_over_the_bundled_one() -> None:
    reader = quoteattr.load(outlets={"newspaper": {"The Fjord Reuters": ["Reuters"]}})
    article = reader(
        "Rain\nBy REUTERS\n\nIt rained all day, Mayor Ada Lund said on Monday.\n", outlet="Reuters"
    ).article
    assert article.outlet is not None
    assert (article.outlet.name, article.outlet.kind) == ("The Fjord Reuters", "newspaper")


def test_a_pickled_reader_has_them(from_files: QuoteAttributor) -> None:
    """Also without the files: the handle contains their data."""
    assert claims(pickle.loads(pickle.dumps(from_files))) == {VLOGGED, MEMO, TOLD}


def test_pages_are_extracted_with_them(own: QuoteAttributor) -> None:
    pytest.importorskip("trafilatura", reason="comes with quoteattr[html]")
    paragraph = (
        "<p>It rained all day, Mayor Ada Lund told NND on Monday, and the harbour was closed until the evening.</p>"
    )
    document = own.read_html(f"<html><body><article><h1>Rain</h1>{paragraph * 5}</article></body></html>")
    assert {claim.via for claim in document.attributions} == {("Nordic Newsdesk",)}


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("vlog", {"vlog", "vlogs", "vlogged", "vlogging"}),
        ("tweet", {"tweets", "tweeted", "tweeting"}),
        ("decry", {"decries", "decried", "decrying"}),
        ("opine", {"opines", "opined", "opining"}),
        ("hush", {"hushes", "hushed", "hushing"}),
        ("relay", {"relays", "relayed", "relaying"}),
        ("decree", {"decrees", "decreed", "decreeing"}),
    ],
)
def test_regular_forms_are_found(lemma: str, forms: set[str]) -> None:
    additions = read_additions(None, {"verb": [{"act": "speech", "lemmas": [lemma], "takes": ["clause"]}]})
    assert {form for form, base in additions.applied_to(own_forms)().items() if base == lemma} >= forms


VERB = {"act": "speech", "lemmas": ["vlog"], "takes": ["clause"]}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"outlets": [{"name": "NND"}]}, "no 'kind': add it"),
        ({"outlets": [{"kind": "wire"}]}, "no 'name': add it"),
        ({"outlets": [{"name": "NND", "kind": "agency"}]}, "kind='agency': give one of wire"),
        ({"outlets": [{"name": "NND", "kind": "wire", "alias": ["N"]}]}, "field 'alias': the fields are name"),
        ({"outlets": [{"name": "NND", "kind": "wire", "aliases": "N"}]}, "'N': give a list of texts"),
        ({"outlets": [{"name": "NND", "kind": "wire", "domain": 5}]}, "5: give a list of texts"),
        ({"outlets": ["NND"]}, "entry 'NND': give a mapping"),
        ({"outlets": {"agency": {"NND": []}}}, "'agency'.*wire, newspaper"),
        ({"outlets": {"wire": {"NND": "N"}}}, "'N': give a list of texts"),
        ({"outlets": {"ambiguous": ["N"]}}, "ambiguous="),
        ({"outlets": 5}, "outlets=5 is no table"),
        ({"outlets": "no/such.toml"}, "cannot read 'no/such.toml'"),
        ({"lexicon": 5}, "lexicon=5 is no table"),
        ({"lexicon": [VERB]}, "is no table"),
        ({"lexicon": {"verbs": [VERB]}}, "'verbs': give entries of verb, noun, preposition"),
        ({"lexicon": {"verb": VERB}}, r"give a list of entries \(\[\[verb\]\] in TOML\)"),
        ({"lexicon": {"verb": [{**VERB, "act": "shout"}]}}, "act='shout': give one of speech, thought"),
        ({"lexicon": {"verb": [{**VERB, "polarity": "no"}]}}, "polarity='no'"),
        ({"lexicon": {"verb": [{**VERB, "takes": ["sentence"]}]}}, "takes 'sentence': give some of clause"),
        ({"lexicon": {"verb": [{**VERB, "takes": []}]}}, "takes nothing"),
        ({"lexicon": {"verb": [{**VERB, "addressee": "yes"}]}}, "addressee='yes': give true or false"),
        ({"lexicon": {"verb": [{**VERB, "lemmas": [5]}]}}, "5 in a list"),
        ({"lexicon": {"noun": [{"act": "speech", "takes": ["clause"]}]}}, "no 'lemmas'"),
        ({"lexicon": {"preposition": [{"act": "speech", "words": ["per", "memo"]}]}}, "one 'X'"),
    ],
)
def test_malformed_additions_are_named_before_the_model_is_loaded(options: dict[str, Any], message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        quoteattr.load(**options)


def test_a_malformed_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cues.toml"
    path.write_text("[[verb]\n", "utf-8")
    with pytest.raises(LexiconError, match=r"cues\.toml is malformed"):
        quoteattr.load(lexicon=path)
