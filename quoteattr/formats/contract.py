"""The JSON object of one document, described by ``contract.schema.json`` beside this file.

Offsets are Python string indices into the text of the document, half-open, and the text beside them is always
the text at them. The text itself is part of the object only where asked for: whoever reads it back hands it in.
"""

from __future__ import annotations

import json
from importlib.resources import files

from quoteattr.formats.contract_reader import from_dict
from quoteattr.formats.contract_writer import VERSION, encoded, to_dict

__all__ = ["VERSION", "encoded", "from_dict", "json_schema", "to_dict"]


def json_schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of what :func:`to_dict` returns."""
    schema: dict[str, object] = json.loads(
        files("quoteattr.formats").joinpath("contract.schema.json").read_text("utf-8")
    )
    return schema
