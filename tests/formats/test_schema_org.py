"""schema.org's vocabulary: quotations and claims with their speakers, positions and relays."""

from __future__ import annotations

import json

import pytest
from attrs import evolve

from quoteattr import Document, Speaker, Time
from quoteattr.formats.schema_org import CONTEXT, to_schema_org

SCHEMA = "http://schema.org/"
URL = "https://example.org/harbour"
# The definitions in schema.org's own context of terms that are not plain properties.
TERMS = {
    "@vocab": SCHEMA,
    "url": {"@id": SCHEMA + "url", "@type": "@id"},
    "datePublished": {"@id": SCHEMA + "datePublished", "@type": SCHEMA + "Date"},
    "dateCreated": {"@id": SCHEMA + "dateCreated", "@type": SCHEMA + "Date"},
    "isPartOf": {"@id": SCHEMA + "isPartOf", "@type": "@id"},
    "isBasedOn": {"@id": SCHEMA + "isBasedOn", "@type": "@id"},
}
WORK = {
    "text",
    "headline",
    "datePublished",
    "dateCreated",
    "publisher",
    "sourceOrganization",
    "creator",
    "isPartOf",
    "isBasedOn",
}
# The properties of a type in schema.org, or of a supertype.
PROPERTIES = {
    "NewsArticle": {*WORK, "name", "url"},
    "CreativeWork": {*WORK, "name", "url"},
    "Quotation": {*WORK, "name", "spokenByCharacter"},
    "Claim": {*WORK, "name", "appearance"},
    "Person": {"name", "jobTitle", "affiliation"},
    "Organization": {"name", "member"},
}


def load(url: str, options: object) -> dict[str, object]:
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


def typed(value: object):
    """Every object that has a type."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for below in value.values():
            yield from typed(below)
    elif isinstance(value, list):
        for below in value:
            yield from typed(below)


def statements(document: Document) -> list[dict]:
    return [node for node in to_schema_org(document)["@graph"] if node["@type"] in ("Quotation", "Claim")]


@pytest.fixture
def report(document):
    """The first claim of the document reported by a relay, in the words of several kinds of speaker."""
    told = document.attributions[0]
    poll = Speaker(7, "A poll", "document")
    group = Speaker(8, "Ida Vale and Omar Stone", "group", members=("Ida Vale", "Omar Stone"))
    claims = [
        told,
        evolve(told, kind="indirect", via=("Ada Lund", "TASS"), time=Time("last week", "2023-03-27/2023-04-02")),
        evolve(told, kind="indirect", speaker=poll, via=()),
        evolve(told, speaker=group, outlet=None, time=None, via=()),
        evolve(told, speaker=None, outlet=None, time=None, via=()),
    ]
    return evolve(document, attributions=claims, speakers=(*document.speakers, poll, group))


def test_the_article_comes_first_with_its_metadata(document):
    assert to_schema_org(document, url=URL)["@graph"][0] == {
        "@type": "NewsArticle",
        "@id": URL,
        "url": URL,
        "headline": "Harbour to close on Friday",
        "datePublished": "2023-04-04T16:26:00",
        "publisher": {"@type": "Organization", "name": "The Bay Post"},
        "sourceOrganization": {"@type": "Organization", "name": "Reuters"},
    }
    assert to_schema_org(Document(""))["@graph"] == [{"@type": "NewsArticle", "@id": "_:article"}]


def test_direct_speech_is_a_quotation_and_reported_speech_a_claim(report):
    quotation, claim, poll, group, unknown = statements(report)
    here = {"@id": "_:article"}
    reuters = {"@type": "Organization", "name": "Reuters"}
    assert quotation == {
        "@type": "Quotation",
        "text": "the harbour “must close” by Friday",
        "isPartOf": here,
        "spokenByCharacter": {"@id": "_:speaker0"},
        "publisher": reuters,
        "isBasedOn": [{"@type": "CreativeWork", "creator": reuters}],
        "dateCreated": "2023-04-03",
    }
    assert (claim["@type"], claim["creator"], claim["appearance"]) == ("Claim", {"@id": "_:speaker0"}, here)
    assert [work["creator"]["@type"] for work in claim["isBasedOn"]] == ["Person", "Organization"]
    assert "dateCreated" not in claim  # an interval is not a date
    assert (poll["isBasedOn"], "creator" in poll) == ([{"@id": "_:speaker7"}], False)
    assert group["spokenByCharacter"] == {"@id": "_:speaker8"}
    assert set(unknown) == {"@type", "text", "isPartOf"}


def test_speakers_are_persons_organizations_or_works(report):
    nodes = {node["@id"]: node for node in to_schema_org(report)["@graph"] if "@id" in node}
    assert nodes["_:speaker0"] == {"@type": "Person", "@id": "_:speaker0", "name": "Ada Lund", "jobTitle": "Mayor"}
    assert nodes["_:speaker7"]["@type"] == "CreativeWork"
    assert [each["name"] for each in nodes["_:speaker8"]["member"]] == ["Ida Vale", "Omar Stone"]
    assert "_:speaker1" not in nodes  # only a thought is ascribed to the residents


@pytest.mark.parametrize(
    "change", [{"act": "thought"}, {"polarity": "denied"}, {"polarity": "declined"}, {"hedged": True}]
)
def test_a_claim_that_was_not_asserted_has_no_claimant(document, change):
    told = document.attributions[0]
    assert len(statements(evolve(document, attributions=[told]))) == 1
    assert statements(evolve(document, attributions=[evolve(told, **change)])) == []


def test_every_property_belongs_to_its_type(report):
    nodes = list(typed(to_schema_org(report, url=URL)))
    assert {node["@type"] for node in nodes} == set(PROPERTIES)
    for node in nodes:
        assert set(node) - {"@type", "@id"} <= PROPERTIES[node["@type"]], node


def test_a_json_ld_processor_reads_it_as_schema_org(report):
    jsonld = pytest.importorskip("pyld", reason="comes with quoteattr[dev]").jsonld
    data = json.loads(json.dumps(to_schema_org(report, url=URL)))
    quads = jsonld.to_rdf(data, {"documentLoader": load, "format": "application/n-quads"})
    assert f'<{URL}> <{SCHEMA}headline> "Harbour to close on Friday" .' in quads
    assert f'<{SCHEMA}datePublished> "2023-04-04T16:26:00"^^<{SCHEMA}Date> .' in quads
    assert quads.count(f"<{SCHEMA}isPartOf> <{URL}> .") == 5
    assert quads.count(f"<{SCHEMA}spokenByCharacter>") == 2
