"""Prodigy: write tasks with spans and relations, one a line, and read annotated tasks.

Each role has spans; relations connect the (first) cue with the other spans of an attribution. A span occurs once in a
task, whatever the number of its attributions, so two attributions with one cue are read back as one.
Offsets count characters, token numbers the tokens of the task.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from quoteattr.document import Document
from quoteattr.formats.exchange_values import JsonObject, LabelledSpan, Node, labelled_spans, relations_of_arcs
from quoteattr.model import AnnotatedText, Span
from quoteattr.segment.sentences import tokenize

ADVICE = "see https://prodi.gy/docs/api-interfaces"

_Key = tuple[int, int, str]


def to_prodigy(document: Document, *, every_polarity: bool = False) -> JsonObject:
    """Return the task of ``document``, for ``rel.manual`` and ``spans.manual``, as a row of a JSONL file.

    Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.
    """
    document = document if every_polarity else document.with_claims_made()
    claims = [labelled_spans(each) for each in document.attributions]
    marked = {_key(each): each for claim in claims for each in claim}
    tokens = _tokens(document.text, {edge for start, end, _ in marked for edge in (start, end)})
    spans = {key: _span(each, document.text, tokens) for key, each in sorted(marked.items())}
    written = [
        {"text": span.of(document.text), "start": span.start, "end": span.end, "id": number, "ws": space}
        for number, (span, space) in enumerate(tokens)
    ]
    arcs = [_relation(spans[_key(claim[0])], spans[_key(each)]) for claim in claims for each in claim[1:]]
    task: JsonObject = {"text": document.text, "tokens": written, "spans": list(spans.values()), "relations": arcs}
    return task if document.id is None else {"id": document.id, **task, "meta": {"id": document.id}}


def _key(labelled: LabelledSpan) -> _Key:
    return labelled.span.start, labelled.span.end, labelled.role


def _tokens(text: str, cuts: Iterable[int]) -> list[tuple[Span, bool]]:
    """Return tokens that spell the whole text, each with whether a space follows it. None crosses one of ``cuts``."""
    words = tokenize(text)
    ends = {word.end for word in words}
    tokens: list[tuple[Span, bool]] = []
    for start, end in pairwise(sorted({0, len(text), *cuts, *ends, *(word.start for word in words)})):
        # a space after a token is part of neither; any other white space is a token, as in spaCy
        spaced = start in ends and text[start] == " "
        if spaced:
            tokens[-1] = (tokens[-1][0], True)
        if start + spaced < end:
            tokens.append((Span(start + spaced, end), False))
    return tokens


def _span(labelled: LabelledSpan, text: str, tokens: Sequence[tuple[Span, bool]]) -> JsonObject:
    span = labelled.span
    first = bisect_right(tokens, span.start, key=lambda token: token[0].end)
    last = bisect_left(tokens, span.end, key=lambda token: token[0].start) - 1
    place = {"start": span.start, "end": span.end, "token_start": first, "token_end": max(first, last)}
    return {"text": span.of(text), **place, "label": labelled.role.upper(), "score": labelled.confidence}


def _relation(head: JsonObject, child: JsonObject) -> JsonObject:
    names = ("start", "end", "token_start", "token_end", "label")
    places = [{name: end[name] for name in names} for end in (head, child)]
    ends = {"head": head["token_end"], "child": child["token_end"], "label": child["label"]}
    return {**ends, "head_span": places[0], "child_span": places[1]}


def from_prodigy(task: Mapping[str, object]) -> AnnotatedText | None:
    """Return the annotated text of a task; None where the answer was "reject" or "ignore".

    Raises :class:`FormatError` naming the place where the task is malformed or its offsets are not in its text.
    """
    node = Node(task, advice=ADVICE)
    if node.get("answer").value in ("reject", "ignore"):
        return None
    text = node["text"].string()
    labelled = (_labelled(each, text) for each in node.get("spans").listed())
    marked = {_key(each): each for each in labelled if each is not None}
    relations = node.get("relations").listed()
    ends = ((_labelled(each["head_span"], text), _labelled(each["child_span"], text)) for each in relations)
    arcs = [(_key(head), _key(child)) for head, child in ends if head and child]
    # the id of the text, else the number that Prodigy assigns to each text
    meta, number = node.get("meta"), node.get("_input_hash")
    places = (node.get("id"), number if meta.null else meta.get("id"), number)
    found = next((place.value for place in places if not place.null), None)
    key = str(found) if isinstance(found, (str, int)) else node.get("id").fail("a string")
    return AnnotatedText(key, text, relations_of_arcs(marked, arcs))


def _labelled(node: Node, text: str) -> LabelledSpan | None:
    return LabelledSpan.read([node.get("label").value], node, node.get("score"), text)
