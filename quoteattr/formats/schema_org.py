"""schema.org as JSON-LD: the article with what is quoted (``Quotation``) and reported (``Claim``) in it.

Only asserted speech can be expressed: to schema.org, what someone denied or feared would be their claim. Speech
that the reporter leaves open ("may have said") is left out as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from quoteattr.document import Document
from quoteattr.formats.exchange_values import JsonObject
from quoteattr.model import Article, Attribution, Speaker

CONTEXT = "https://schema.org"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?\Z")


def to_schema_org(document: Document, *, url: str | None = None) -> JsonObject:
    """Return the article, its speakers and what they said, as one graph. ``url`` is the address of the article."""
    said = [each for each in document.attributions if _is_expressible(each)]
    speaking = {each.speaker.id for each in said if each.speaker is not None}
    article = _article(document.article, url)
    nodes = {speaker.id: _speaker(speaker) for speaker in document.speakers if speaker.id in speaking}
    statements = [_statement(each, article["@id"], document.speakers) for each in said]
    return {"@context": CONTEXT, "@graph": [article, *nodes.values(), *statements]}


def _is_expressible(attribution: Attribution) -> bool:
    asserted = attribution.act == "speech" and attribution.polarity == "asserted" and not attribution.hedged
    return asserted and bool(attribution.content.text)


def _article(article: Article, url: str | None) -> JsonObject:
    node: JsonObject = {"@type": "NewsArticle", "@id": url or "_:article"}
    if url is not None:
        node["url"] = url
    if article.headline is not None:
        node["headline"] = " ".join(article.headline.text.split())
    if article.published is not None:
        node["datePublished"] = article.published
    if article.publisher is not None:
        node["publisher"] = _organization(article.publisher.name)
    if article.outlet is not None:
        node["sourceOrganization"] = _organization(article.outlet.name)
    return node


def _organization(name: str) -> JsonObject:
    return {"@type": "Organization", "name": name}


def _speaker(speaker: Speaker) -> JsonObject:
    """Return a person, an organization (a group is one, with the members that are named), or a document."""
    node: JsonObject = {"@id": f"_:speaker{speaker.id}", "name": speaker.name}
    if speaker.kind == "document":
        return {"@type": "CreativeWork", **node}
    if speaker.kind not in ("person", "anonymous"):
        node = {"@type": "Organization", **node}
        members = [{"@type": "Person", "name": name} for name in speaker.members]
        return {**node, "member": members} if members else node
    if speaker.role is not None:
        node["jobTitle"] = speaker.role
    if speaker.affiliation is not None:
        node["affiliation"] = _organization(speaker.affiliation)
    return {"@type": "Person", **node}


def _statement(attribution: Attribution, article: object, speakers: tuple[Speaker, ...]) -> JsonObject:
    """Return a ``Quotation`` spoken by someone, or a ``Claim`` created by someone, based on who relayed it."""
    quoted = attribution.kind in ("direct", "mixed")
    here: JsonObject = {"@id": article}
    node: JsonObject = {"@type": "Quotation", "text": attribution.content.text, "isPartOf": here}
    if not quoted:
        node.update({"@type": "Claim", "appearance": here})
    works: list[JsonObject] = []
    if attribution.speaker is not None:
        said_by: JsonObject = {"@id": f"_:speaker{attribution.speaker.id}"}
        if attribution.speaker.kind == "document":
            works.append(said_by)
        else:
            node["spokenByCharacter" if quoted else "creator"] = said_by
    if attribution.outlet is not None:
        node["publisher"] = _organization(attribution.outlet)
    people = {speaker.name: speaker for speaker in speakers}
    works += [{"@type": "CreativeWork", "creator": _relay(name, people)} for name in attribution.via]
    if works:
        node["isBasedOn"] = works
    if attribution.time is not None and _DAY.match(attribution.time.date or ""):
        node["dateCreated"] = attribution.time.date
    return node


def _relay(name: str, people: Mapping[str, Speaker]) -> JsonObject:
    person = name in people and people[name].kind in ("person", "anonymous")
    return {"@type": "Person" if person else "Organization", "name": name}
