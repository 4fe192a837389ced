"""Who said what, through whom, in English news text.

``quoteattr.load()`` returns a reader; calling it on a text returns a ``Document`` with its attributions.

Each public name is imported from its module on first use, so that importing this package loads neither torch nor
stanza.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # to a type checker, what is imported under its own name is a name of the package
    from quoteattr import evaluation as evaluation
    from quoteattr import speakers as speakers
    from quoteattr.attributor import QuoteAttributor as QuoteAttributor
    from quoteattr.attributor import load as load
    from quoteattr.auditing import Audit as Audit
    from quoteattr.auditing import audit as audit
    from quoteattr.document import Document as Document
    from quoteattr.errors import ArgumentError as ArgumentError
    from quoteattr.errors import FormatError as FormatError
    from quoteattr.errors import InputError as InputError
    from quoteattr.errors import LexiconError as LexiconError
    from quoteattr.errors import MissingExtraError as MissingExtraError
    from quoteattr.errors import ModelError as ModelError
    from quoteattr.errors import QuoteattrError as QuoteattrError
    from quoteattr.errors import TextTypeError as TextTypeError
    from quoteattr.errors import TextValueError as TextValueError
    from quoteattr.errors import TreeError as TreeError
    from quoteattr.formats.columns import attributions_frame as attributions_frame
    from quoteattr.formats.contract import from_dict as from_dict
    from quoteattr.formats.contract import json_schema as json_schema
    from quoteattr.formats.contract import to_dict as to_dict
    from quoteattr.inputs import Input as Input
    from quoteattr.model import Affiliation as Affiliation
    from quoteattr.model import Article as Article
    from quoteattr.model import Attribution as Attribution
    from quoteattr.model import Byline as Byline
    from quoteattr.model import Channel as Channel
    from quoteattr.model import Content as Content
    from quoteattr.model import Cue as Cue
    from quoteattr.model import Dateline as Dateline
    from quoteattr.model import Evidence as Evidence
    from quoteattr.model import Outlet as Outlet
    from quoteattr.model import Part as Part
    from quoteattr.model import Passage as Passage
    from quoteattr.model import Quotation as Quotation
    from quoteattr.model import Role as Role
    from quoteattr.model import Source as Source
    from quoteattr.model import Span as Span
    from quoteattr.model import Speaker as Speaker
    from quoteattr.model import Time as Time
    from quoteattr.page.markup import WebPage as WebPage
    from quoteattr.page.markup import from_html as from_html
    from quoteattr.pipeline import link_trees as link_trees
    from quoteattr.resolve.people import People as People
    from quoteattr.tree import Entity as Entity
    from quoteattr.tree import Sentence as Sentence
    from quoteattr.tree import Word as Word
    from quoteattr.views.html import to_html as to_html

__version__ = "0.1.0"

# ONNX Runtime reads this variable when it is imported, writes an identifier of the device into the home folder and
# reports to its publisher unless it is set. Child processes inherit it. A value that the user has set is kept.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

_NAMES = {
    "attributor": "QuoteAttributor load",
    "auditing": "Audit audit",
    "document": "Document",
    "errors": "ArgumentError FormatError InputError LexiconError MissingExtraError ModelError QuoteattrError "
    "TextTypeError TextValueError TreeError",
    "formats.columns": "attributions_frame",
    "formats.contract": "from_dict json_schema to_dict",
    "inputs": "Input",
    "model": "Affiliation Article Attribution Byline Channel Content Cue Dateline Evidence Outlet Part Passage "
    "Quotation Role Source Span Speaker Time",
    "page.markup": "WebPage from_html",
    "pipeline": "link_trees",
    "resolve.people": "People",
    "tree": "Entity Sentence Word",
    "views.html": "to_html",
}
_MODULES = {name: f"quoteattr.{module}" for module, names in _NAMES.items() for name in names.split()}


if not TYPE_CHECKING:  # a type checker that sees this function takes every name for one of the package
    __all__ = sorted(["__version__", *_MODULES])

    def __getattr__(name: str) -> object:
        if name in ("evaluation", "speakers"):
            return import_module(f"quoteattr.{name}")
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULES[name]), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
