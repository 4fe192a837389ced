"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/): write a collection, and read relations from it.

Each role of an attribution is an annotation, whose body tags it as source, cue or content and whose targets are its
spans. Another annotation with the motivation ``linking`` connects them and states kind, act and polarity. Every span
is written twice: by its position, in characters, and by its words with their context, so that it can be found again
in an edited text.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from quoteattr.document import Document
from quoteattr.formats.exchange_values import JsonObject, Node, integer, member_pair, relation_of, shared_prefix, string
from quoteattr.model import ROLES, Attribution, Relation, Span, spans_by_role

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
ADVICE = "see https://www.w3.org/TR/annotation-model/"
_AROUND = 32  # characters before and after a span
_MOST = 10_000  # places of the same words that are compared


def to_web_annotation(document: Document, *, source: str | None = None, every_polarity: bool = False) -> JsonObject:
    """Return the attributions of ``document`` as an ``AnnotationCollection`` with one page.

    ``source`` is the address of the article. Without it, the text is named by its digest (RFC 6920: ``ni:///``).
    Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.
    """
    document = document if every_polarity else document.with_claims_made()
    digest = urlsafe_b64encode(sha256(document.text.encode("utf-8", "surrogatepass")).digest()).decode("ascii")
    where = f"ni:///sha-256;{digest.rstrip('=')}" if source is None else source
    numbered = enumerate(document.attributions, 1)
    items = [item for number, each in numbered for item in _items(each, f"{where}#{number}", where, document.text)]
    collection: JsonObject = {"@context": CONTEXT, "id": _name(where), "type": "AnnotationCollection"}
    if document.id is not None:
        collection["label"] = document.id
    page = {"id": _name(f"{where}#page"), "type": "AnnotationPage", "startIndex": 0, "items": items}
    return {**collection, "total": len(items), "first": page, "last": page["id"]}


def _name(key: str) -> str:
    """Return a unique, deterministic address for every annotation."""
    return uuid5(NAMESPACE_URL, key).urn


def _items(attribution: Attribution, key: str, where: str, text: str) -> Iterator[JsonObject]:
    marked = {role: spans for role, spans in spans_by_role(attribution).items() if any(map(len, spans))}
    for role, spans in marked.items():
        bodies = [_body("tagging", role)]
        if role == "source" and attribution.speaker is not None:
            bodies.append(_body("identifying", attribution.speaker.name))
        targets = [_target(span, where, text) for span in spans if len(span)]
        yield {**_annotation(f"{key}/{role}", "tagging"), "body": bodies, "target": targets}
    if marked:
        reading = (attribution.kind, attribution.act, attribution.polarity, *(["hedged"] if attribution.hedged else []))
        bodies, names = [_body("classifying", value) for value in reading], [_name(f"{key}/{role}") for role in marked]
        yield {**_annotation(key, "linking"), "body": bodies, "target": names}


def _annotation(key: str, motivation: str) -> JsonObject:
    return {"id": _name(key), "type": "Annotation", "motivation": motivation}


def _body(purpose: str, value: str) -> JsonObject:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _target(span: Span, where: str, text: str) -> JsonObject:
    quote = {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - _AROUND) : span.start],
        "suffix": text[span.end : span.end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return {"type": "SpecificResource", "source": where, "selector": [quote, position]}


def from_web_annotation(data: object, text: str) -> tuple[Relation, ...]:
    """Return the relations of a collection, a page, a list of annotations, or one annotation, over ``text``.

    A span whose words have moved is searched for: the same words with the most similar context, and of these the
    nearest. Annotations without a link are relations by themselves.

    Raises :class:`FormatError`, naming the place, where the annotation is malformed or its words are not in ``text``.
    """
    marked: dict[str, tuple[str, list[Span]]] = {}
    links: list[list[str]] = []
    for number, node in enumerate(_annotations(Node(data, advice=ADVICE))):
        role = next((value for value in _tags(node) if value in ROLES), None)
        targets = list(_several(node.get("target")))
        if role is not None:
            key = node.get("id").optional(string) or f"_:{number}"
            marked[key] = role, [_found(target["selector"], text) for target in targets]
        elif node.get("motivation").value == "linking":
            links.append([target.string() for target in targets])
    tied = {key for link in links for key in link}
    groups = [*links, *([key] for key in marked if key not in tied)]
    known = ([marked[key] for key in group if key in marked] for group in groups)
    return tuple(relation_of(members) for members in known if members)


def _annotations(node: Node) -> Iterator[Node]:
    if isinstance(node.value, Mapping):
        node = node if node.get("first").null else node["first"]
        node = node if node.get("items").null else node["items"]
    return _several(node)


def _several(node: Node) -> Iterator[Node]:
    """Return the values of a property that may be missing, single, or a list."""
    if node.null:
        return iter(())
    return iter(node) if isinstance(node.value, Sequence) and not isinstance(node.value, str) else iter((node,))


def _tags(node: Node) -> Iterator[str]:
    yield from (value.string().lower() for value in _several(node.get("bodyValue")))
    for body in _several(node.get("body")):
        value = body.get("value").value if isinstance(body.value, Mapping) else body.value
        if isinstance(value, str):
            yield value.lower()


def _found(selector: Node, text: str) -> Span:
    kinds = {each["type"].string(): each for each in _several(selector)}
    quote, position = kinds.get("TextQuoteSelector"), kinds.get("TextPositionSelector")
    if quote is None:
        if position is None:
            selector.fail("a TextQuoteSelector or a TextPositionSelector")
        return member_pair(position, text)
    exact = quote["exact"].string()
    start = None if position is None else position["start"].read(integer)
    if start is not None and start >= 0 and text.startswith(exact, start):
        return Span(start, start + len(exact))
    prefix, suffix = (quote.get(side).optional(string) or "" for side in ("prefix", "suffix"))

    def likeness(at: int) -> tuple[int, int]:
        end = at + len(exact)
        before = shared_prefix(text[max(0, at - len(prefix)) : at][::-1], prefix[::-1])
        return before + shared_prefix(text[end : end + len(suffix)], suffix), -abs(at - (start or 0))

    places = list(islice(_places(exact, text), _MOST))
    if not places:
        quote["exact"].fail("words of the text (is this the right text?)")
    at = max(places, key=likeness)
    return Span(at, at + len(exact))


def _places(exact: str, text: str) -> Iterator[int]:
    at = text.find(exact) if exact else -1
    while at >= 0:
        yield at
        at = text.find(exact, at + 1)
