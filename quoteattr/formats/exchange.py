"""The formats that a document can be written in, by the names that the command line knows. Loads a writer when used."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any, Literal

from attrs import frozen

from quoteattr.document import Document

Together = Literal["lines", "list", "text", "files"]


@frozen
class Format:
    """A format, and where its writer is.

    ``extension`` begins with a dot. ``together`` tells how several documents share a file: one a line, as a JSON
    list, one after the other, or not at all. ``companion`` is the name of a file that the tool wants beside the
    written ones, and the function that gives its text. ``extra`` is what has to be installed. A format that holds no
    text has it in a file of its own, which ends in ``text_extension``. ``every_polarity`` is false where the format
    holds asserted claims alone.
    """

    name: str
    module: str
    writer: str
    extension: str
    media_type: str
    together: Together
    companion: tuple[str, str] | None = None
    extra: str | None = None
    text_extension: str | None = None
    every_polarity: bool = True

    def value(self, document: Document, *, every_polarity: bool = False) -> Any:
        """What the writer makes of ``document``: a string, or an object for ``json.dumps``.

        Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.

        Raises :class:`MissingExtraError` where ``extra`` is not installed, and what the writer raises.
        """
        options = {"every_polarity": True} if every_polarity and self.every_polarity else {}
        return self._function(self.writer)(document, **options)

    def write(self, document: Document, *, every_polarity: bool = False) -> str:
        """The text of a file with ``document`` alone. Takes and raises what :meth:`value` does."""
        value = self.value(document, every_polarity=every_polarity)
        if isinstance(value, str):
            return value
        whole = [value] if self.together == "list" else value
        return json.dumps(whole, ensure_ascii=False, indent=None if self.together == "lines" else 1) + "\n"

    def files(self, document: Document, *, every_polarity: bool = False) -> dict[str, str]:
        """The text of each file of ``document``, by what its name ends in. Takes and raises what :meth:`value` does."""
        files = {self.extension: self.write(document, every_polarity=every_polarity)}
        if self.text_extension is not None:
            files[self.text_extension] = document.text
        return files

    def beside(self) -> str | None:
        """The text of the companion, where there is one."""
        return None if self.companion is None else str(self._function(self.companion[1])())

    def _function(self, name: str) -> Any:
        return getattr(import_module(f"quoteattr.formats.{self.module}"), name)


_LD_JSON = "application/ld+json"
_ALL = (
    Format(
        "brat", "standoff_writer", "to_standoff", ".ann", "text/plain", "files",
        ("annotation.conf", "annotation_conf"), text_extension=".txt",
    ),
    Format("citron", "citron_writer", "to_citron", ".json", "application/json", "files"),
    Format("conllu", "conllu_misc", "to_conllu", ".conllu", "text/plain", "text"),
    Format(
        "label-studio", "label_studio", "to_label_studio", ".json", "application/json", "list",
        ("label-config.xml", "label_config"),
    ),
    Format("prodigy", "prodigy", "to_prodigy", ".jsonl", "application/jsonl", "lines"),
    Format("schema-org", "schema_org", "to_schema_org", ".jsonld", _LD_JSON, "files", every_polarity=False),
    Format(
        "uima", "uima", "to_uima", ".xmi", "application/vnd.xmi+xml", "files",
        ("TypeSystem.xml", "uima_type_system"), "uima",
    ),
    Format("web-annotation", "web_annotation", "to_web_annotation", ".jsonld", _LD_JSON, "files"),
)  # fmt: skip

FORMATS = {each.name: each for each in _ALL}
"""Every format by its name."""
