"""Export formats of a document, by the names of the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from attrs import frozen

from quoteattr.document import Document
from quoteattr.formats import citron, conllu_misc, label_studio, prodigy, schema_org, standoff, uima, web_annotation


@frozen
class Format:
    """A format with its writer.

    Attributes:
        writer: Converts a document to a string, or to a value for ``json.dumps``.
        extension: The ending of its files, with the dot.
        companion: The name of a further file that the tool needs, and the function that returns its text.
        text_extension: The ending of the file with the text, for a format that does not hold the text.
        indent: The indentation of its JSON; None for one line.
        every_polarity: False where the format holds asserted claims alone.
    """

    writer: Callable[..., Any]
    extension: str
    companion: tuple[str, Callable[[], str]] | None = None
    text_extension: str | None = None
    indent: int | None = 1
    every_polarity: bool = True

    def write(self, document: Document, *, every_polarity: bool = False) -> str:
        """Return the text of a file with ``document`` alone; :class:`MissingExtraError` if an extra is not installed.

        Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.
        """
        options = {"every_polarity": True} if every_polarity and self.every_polarity else {}
        value = self.writer(document, **options)
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=self.indent) + "\n"

    def files(self, document: Document, *, every_polarity: bool = False) -> dict[str, str]:
        """Return the text of each file of ``document`` by its ending; arguments and errors as for :meth:`write`."""
        files = {self.extension: self.write(document, every_polarity=every_polarity)}
        if self.text_extension is not None:
            files[self.text_extension] = document.text
        return files

    def companion_text(self) -> str | None:
        """Return the text of the companion, if there is one."""
        return None if self.companion is None else self.companion[1]()


FORMATS = {
    "brat": Format(standoff.to_standoff, ".ann", ("annotation.conf", standoff.annotation_conf), text_extension=".txt"),
    "citron": Format(citron.to_citron, ".json"),
    "conllu": Format(conllu_misc.to_conllu, ".conllu"),
    "label-studio": Format(
        lambda document, **options: [label_studio.to_label_studio(document, **options)],
        ".json",
        ("label-config.xml", label_studio.label_config),
    ),
    "prodigy": Format(prodigy.to_prodigy, ".jsonl", indent=None),
    "schema-org": Format(schema_org.to_schema_org, ".jsonld", every_polarity=False),
    "uima": Format(uima.to_uima, ".xmi", ("TypeSystem.xml", uima.uima_type_system)),
    "web-annotation": Format(web_annotation.to_web_annotation, ".jsonld"),
}
"""Every format by its name on the command line."""
