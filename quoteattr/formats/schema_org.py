"""schema.org as JSON-LD: the article with its direct speech (``Quotation``) and reported speech (``Claim``).

Only asserted speech can be expressed: in schema.org, a denied or feared proposition would be a claim of the person.
Speech that the reporter does not assert ("may have said") is left out as well.
"""

from __future__ import annotations

import re

from quoteattr.document import Document
from quoteattr.formats.exchange_values import JsonObject, known
from quoteattr.model import Article, Attribution, Speaker

CONTEXT = "https://schema.org"
_PEOPLE = ("person", "anonymous")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?\Z")


def to_schema_org(document: Document, *, url: str | None = None) -> JsonObject:
    """Return the article, its speakers and their claims as one graph. ``url`` is the address of the article."""
    said = [
        each
        for each in document.attributions
        if each.act == "speech" and each.polarity == "asserted" and not each.hedged and each.content.text
    ]
    speaking = {each.speaker.id for each in said if each.speaker is not None}
    article = _article(document.article, url)
    nodes = {speaker.id: _speaker(speaker) for speaker in document.speakers if speaker.id in speaking}
    statements = [_statement(each, article["@id"], document.speakers) for each in said]
    return {"@context": CONTEXT, "@graph": [article, *nodes.values(), *statements]}


def _article(article: Article, url: str | None) -> JsonObject:
    node = {
        "@type": "NewsArticle",
        "@id": url or "_:article",
        "url": url,
        "headline": article.headline and " ".join(article.headline.text.split()),
        "datePublished": article.published,
        "publisher": article.publisher and _organization(article.publisher.name),
        "sourceOrganization": article.outlet and _organization(article.outlet.name),
    }
    return known(node)


def _organization(name: str | None) -> JsonObject | None:
    return None if name is None else {"@type": "Organization", "name": name}


def _speaker(speaker: Speaker) -> JsonObject:
    """Return a person, an organization (a group is one, with the members that are named), or a document."""
    node: JsonObject = {"@id": f"_:speaker{speaker.id}", "name": speaker.name}
    if speaker.kind == "document":
        return {"@type": "CreativeWork", **node}
    if speaker.kind in _PEOPLE:
        more = {"jobTitle": speaker.role, "affiliation": _organization(speaker.affiliation)}
        return {"@type": "Person", **node, **known(more)}
    members = [{"@type": "Person", "name": name} for name in speaker.members]
    return known({"@type": "Organization", **node, "member": members or None})


def _statement(attribution: Attribution, article: object, speakers: tuple[Speaker, ...]) -> JsonObject:
    """Return a ``Quotation`` spoken by someone, or a ``Claim`` created by someone, based on the relays."""
    quoted = attribution.kind in ("direct", "mixed")
    speaker, time = attribution.speaker, attribution.time
    said_by: list[JsonObject] = [] if speaker is None else [{"@id": f"_:speaker{speaker.id}"}]
    works = said_by if speaker is not None and speaker.kind == "document" else []
    kinds = {each.name: each.kind for each in speakers}
    relays = ({"@type": "Person" if kinds.get(n) in _PEOPLE else "Organization", "name": n} for n in attribution.via)
    node = {
        "@type": "Quotation" if quoted else "Claim",
        "text": attribution.content.text,
        "isPartOf": {"@id": article},
        "appearance": None if quoted else {"@id": article},
        "spokenByCharacter" if quoted else "creator": said_by[0] if said_by and not works else None,
        "publisher": _organization(attribution.outlet),
        "isBasedOn": [*works, *({"@type": "CreativeWork", "creator": each} for each in relays)] or None,
        "dateCreated": time.date if time is not None and _DAY.match(time.date or "") else None,
    }
    return known(node)
