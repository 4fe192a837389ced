"""Export formats of a document, by the names of the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Literal

from attrs import frozen

from quoteattr.document import Document
from quoteattr.formats import (
    citron,
    conllu_misc,
    label_studio,
    prodigy,
    schema_org,
    standoff,
    uima,
    web_annotation,
)

Together = Literal["lines", "list", "text", "files"]


@frozen
class Format:
    """A format with its writer.

    Attributes:
        name: The name on the command line.
        writer: Converts a document to a string, or to an object for ``json.dumps``.
        extension: The ending of its files, with the dot.
        together: How several documents share a file: one a line, as a JSON list, one after the other, or not at all.
        companion: The name of a further file that the tool needs, and the function that returns its text.
        extra: The extra that has to be installed.
        text_extension: The ending of the file with the text, for a format that does not hold the text.
        every_polarity: False where the format holds asserted claims alone.
    """

    name: str
    writer: Callable[..., Any]
    extension: str
    together: Together
    companion: tuple[str, Callable[[], str]] | None = None
    extra: str | None = None
    text_extension: str | None = None
    every_polarity: bool = True

    def value(self, document: Document, *, every_polarity: bool = False) -> Any:
        """Return ``document`` in this format: a string, or an object for ``json.dumps``.

        Args:
            document: The document.
            every_polarity: Include claims that are questioned, hypothetical or unsaid.

        Raises:
            MissingExtraError: ``extra`` is not installed.
        """
        options = {"every_polarity": True} if every_polarity and self.every_polarity else {}
        return self.writer(document, **options)

    def write(self, document: Document, *, every_polarity: bool = False) -> str:
        """Return the text of a file with ``document`` alone; arguments and errors as for :meth:`value`."""
        value = self.value(document, every_polarity=every_polarity)
        if isinstance(value, str):
            return value
        whole = [value] if self.together == "list" else value
        return json.dumps(whole, ensure_ascii=False, indent=None if self.together == "lines" else 1) + "\n"

    def files(self, document: Document, *, every_polarity: bool = False) -> dict[str, str]:
        """Return the text of each file of ``document`` by its ending; arguments and errors as for :meth:`value`."""
        files = {self.extension: self.write(document, every_polarity=every_polarity)}
        if self.text_extension is not None:
            files[self.text_extension] = document.text
        return files

    def companion_text(self) -> str | None:
        """Return the text of the companion, if there is one."""
        return None if self.companion is None else self.companion[1]()


_ALL = (
    Format(
        "brat", standoff.to_standoff, ".ann", "files",
        ("annotation.conf", standoff.annotation_conf), text_extension=".txt",
    ),
    Format("citron", citron.to_citron, ".json", "files"),
    Format("conllu", conllu_misc.to_conllu, ".conllu", "text"),
    Format(
        "label-studio", label_studio.to_label_studio, ".json", "list",
        ("label-config.xml", label_studio.label_config),
    ),
    Format("prodigy", prodigy.to_prodigy, ".jsonl", "lines"),
    Format("schema-org", schema_org.to_schema_org, ".jsonld", "files", every_polarity=False),
    Format(
        "uima", uima.to_uima, ".xmi", "files",
        ("TypeSystem.xml", uima.uima_type_system), "uima",
    ),
    Format("web-annotation", web_annotation.to_web_annotation, ".jsonld", "files"),
)  # fmt: skip

FORMATS = {each.name: each for each in _ALL}
"""Every format by its name."""
