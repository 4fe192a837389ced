"""The flat rows in which corpora come: ``{"id", "text", "attributions": [{"source", "cue", "content"}]}``.

Each role is a list of ``[start, end]``, possibly empty; a role that is null or missing is empty. A number
``confidence`` in the same object is read as well. Other members are ignored.
"""

from __future__ import annotations

from collections.abc import Mapping

from quoteattr.formats.json_values import Node
from quoteattr.formats.span_export import pair
from quoteattr.model import ROLES, AnnotatedText, Relation

ADVICE = 'a role is a list of [start, end], as in {"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 20]]}'


def from_flat(data: Mapping[str, object], text: str) -> tuple[Relation, ...]:
    """Return the relations of a flat row over ``text``. Raises :class:`FormatError` naming the place in the row."""
    return tuple(_relation(node, text) for node in Node(data, advice=ADVICE)["attributions"])


def _relation(node: Node, text: str) -> Relation:
    source, cue, content = ([pair(each, text) for each in node.get(role).listed()] for role in ROLES)
    return Relation(source, cue, content, node.get("confidence").probability_or_null())


def to_flat(annotated: AnnotatedText) -> dict[str, object]:
    """Return the row of a text, ready for ``json.dumps``."""
    return {
        "id": annotated.id,
        "text": annotated.text,
        "attributions": [
            {role: [[span.start, span.end] for span in getattr(relation, role)] for role in ROLES}
            for relation in annotated.relations
        ],
    }
