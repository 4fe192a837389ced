"""Who said what, through whom, in English news text.

``quoteattr.load()`` returns a reader; calling it on a text returns a ``Document`` with its attributions.

Each public name is imported from its module on first use, so that importing this package loads neither torch nor
stanza.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoteattr import evaluation as evaluation
    from quoteattr import speakers as speakers
    from quoteattr.attributor import QuoteAttributor, load
    from quoteattr.auditing import Audit, audit
    from quoteattr.document import Document
    from quoteattr.errors import (
        ArgumentError,
        FormatError,
        InputError,
        LexiconError,
        MissingExtraError,
        ModelError,
        QuoteattrError,
        TextTypeError,
        TextValueError,
        TreeError,
    )
    from quoteattr.formats.columns import attributions_frame
    from quoteattr.formats.contract import from_dict, json_schema, to_dict
    from quoteattr.inputs import Input
    from quoteattr.model import (
        Affiliation,
        Article,
        Attribution,
        Byline,
        Channel,
        Content,
        Cue,
        Dateline,
        Evidence,
        Outlet,
        Part,
        Passage,
        Quotation,
        Role,
        Source,
        Span,
        Speaker,
        Time,
    )
    from quoteattr.page.markup import WebPage, from_html
    from quoteattr.pipeline import link_trees
    from quoteattr.resolve.people import People
    from quoteattr.tree import Entity, Sentence, Word

__version__ = "0.1.0"

# ONNX Runtime reads this variable when it is imported, writes an identifier of the device into the home folder and
# reports to its publisher unless it is set. Child processes inherit it. A value that the user has set is kept.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__all__ = [
    "Affiliation",
    "ArgumentError",
    "Article",
    "Attribution",
    "Audit",
    "Byline",
    "Channel",
    "Content",
    "Cue",
    "Dateline",
    "Document",
    "Entity",
    "Evidence",
    "FormatError",
    "Input",
    "InputError",
    "LexiconError",
    "MissingExtraError",
    "ModelError",
    "Outlet",
    "Part",
    "Passage",
    "People",
    "Quotation",
    "QuoteAttributor",
    "QuoteattrError",
    "Role",
    "Sentence",
    "Source",
    "Span",
    "Speaker",
    "TextTypeError",
    "TextValueError",
    "Time",
    "TreeError",
    "WebPage",
    "Word",
    "__version__",
    "attributions_frame",
    "audit",
    "from_dict",
    "from_html",
    "json_schema",
    "link_trees",
    "load",
    "to_dict",
]

_MODULES = {
    "attributor": ("QuoteAttributor", "load"),
    "auditing": ("Audit", "audit"),
    "document": ("Document",),
    "errors": tuple(name for name in __all__ if name.endswith("Error")),
    "formats.columns": ("attributions_frame",),
    "formats.contract": ("from_dict", "json_schema", "to_dict"),
    "page.markup": ("WebPage", "from_html"),
    "inputs": ("Input",),
    "model": (
        *("Affiliation", "Article", "Attribution", "Byline", "Channel", "Content", "Cue", "Dateline", "Evidence"),
        *("Outlet", "Part", "Passage", "Quotation", "Role", "Source", "Span", "Speaker", "Time"),
    ),
    "pipeline": ("link_trees",),
    "resolve.people": ("People",),
    "tree": ("Entity", "Sentence", "Word"),
}
_HOME = {name: f"quoteattr.{module}" for module, names in _MODULES.items() for name in names}


_SUBMODULES = ("evaluation", "speakers")


if not TYPE_CHECKING:  # a type checker that sees this function takes every name for one of the package

    def __getattr__(name: str) -> object:
        if name in _SUBMODULES:
            return import_module(f"quoteattr.{name}")
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOME[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
