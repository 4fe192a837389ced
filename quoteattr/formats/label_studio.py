"""Label Studio: write tasks with predictions to correct, and read annotated tasks.

A span with a role is a region with a label; relations connect the (first) cue with the other spans of an
attribution. Offsets count characters, as Label Studio does since version 1.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files

from quoteattr.document import Document
from quoteattr.errors import FormatError
from quoteattr.formats.exchange_values import JsonObject, LabelledSpan, Node, labelled_spans, relations_of_arcs
from quoteattr.model import AnnotatedText, Attribution, Relation

ADVICE = "see https://labelstud.io/guide/task_format"


def label_config() -> str:
    """Return the labelling configuration (XML) of a project that takes the written tasks."""
    return files("quoteattr.formats").joinpath("label-config.xml").read_text("utf-8")


def to_label_studio(
    document: Document, *, model_version: str = "quoteattr", every_polarity: bool = False
) -> JsonObject:
    """Return the task of ``document`` with its attributions as one prediction; a list of tasks is what gets imported.

    The ``score`` of the prediction is the lowest confidence in it, so that sorting by it begins with the least certain
    tasks.
    Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.
    """
    document = document if every_polarity else document.with_claims_made()
    numbered = enumerate(document.attributions, 1)
    prediction: JsonObject = {
        "model_version": model_version,
        "score": min((each.confidence for each in document.attributions), default=1.0),
        "result": [item for number, each in numbered for item in _result(each, number, document.text)],
    }
    return {"data": {"text": document.text, "id": document.id}, "predictions": [prediction]}


def _result(attribution: Attribution, number: int, text: str) -> Iterator[JsonObject]:
    marked = {f"a{number}-{place}": each for place, each in enumerate(labelled_spans(attribution))}
    for key, labelled in marked.items():
        span = labelled.span
        value = {"start": span.start, "end": span.end, "text": span.of(text), "labels": [labelled.role.capitalize()]}
        region: JsonObject = {"id": key, "from_name": "role", "to_name": "text", "type": "labels", "value": value}
        region["score"] = attribution.confidence
        if key == f"a{number}-0":
            region["meta"] = {"text": [_note(attribution)]}
        yield region
    hub, *others = marked or (None,)
    for key in others:
        yield {
            "type": "relation", "from_id": hub, "to_id": key, "direction": "right", "labels": [marked[key].role]
        }  # fmt: skip


def _note(attribution: Attribution) -> str:
    speaker = attribution.speaker.name if attribution.speaker else None
    hedged = "hedged" if attribution.hedged else None
    values = (speaker, attribution.kind, attribution.act, attribution.polarity, hedged)
    return ", ".join(value for value in values if value)


def from_label_studio(task: Mapping[str, object], *, predicted: bool = False) -> tuple[AnnotatedText, ...]:
    """Return the annotated texts of an exported task (JSON, not JSON-MIN): one for each annotation not cancelled.

    With ``predicted``, the predictions of a task that nobody has annotated. The id is that of the written document,
    else the number that Label Studio gave the task.

    Raises :class:`FormatError` naming the place where the task is malformed or its offsets are not in its text.
    """
    node = Node(task, advice=ADVICE)
    text = node["data"]["text"].string()
    key = next((each.value for each in (node["data"].get("id"), node.get("id")) if not each.null), None)
    if not isinstance(key, (str, int)):
        raise FormatError(f'a task has no id: {text[:40]!r}; give its data a string "id"')
    made = [each for each in node.get("annotations").listed() if each.get("was_cancelled").value is not True]
    if predicted and not made:
        made = list(node.get("predictions").listed())
    return tuple(AnnotatedText(str(key), text, _relations(each["result"], text)) for each in made)


def _relations(result: Node, text: str) -> tuple[Relation, ...]:
    marked = {each["id"].string(): found for each in result if (found := _labelled(each, text)) is not None}
    arcs = (each for each in result if each.get("type").value == "relation")
    return relations_of_arcs(marked, ((each["from_id"].string(), each["to_id"].string()) for each in arcs))


def _labelled(item: Node, text: str) -> LabelledSpan | None:
    """Return the span of a region with one of the three labels, else None."""
    value = item.get("value")
    labels = value.get("labels").listed() if isinstance(value.value, Mapping) else ()
    return LabelledSpan.read([label.value for label in labels], value, item.get("score"), text)
