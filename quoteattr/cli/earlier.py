"""What ``quoteattr extract`` wrote earlier, back as results, so that it need not be read by the model again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from quoteattr.cli.items import Failure, Item, Line, Record, place_of
from quoteattr.cli.work import Reading, Result
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.formats.contract import from_dict


def result_in(item: Item) -> Result | None:
    """Return the result that an item holds; None for a text, a page, or anything malformed, which its row reports."""
    value: object = None
    if isinstance(item, Record):
        value = item.values
    elif isinstance(item, Line) and (b'"speakers"' in item.data or b'"error"' in item.data):
        with suppress(ValueError, RecursionError):
            value = json.loads(item.data)
    return _reading(value, place_of(item)) if isinstance(value, Mapping) and _is_result(value) else None


def _is_result(value: Mapping[str, object]) -> bool:
    return {"speakers", "attributions"} <= value.keys() or ("error" in value and "text" not in value)


def _reading(value: Mapping[str, object], place: str) -> Result:
    name = value.get("id")
    key = name if isinstance(name, (str, int)) and not isinstance(name, bool) else None
    try:
        if "attributions" not in value:
            raise InputError(f"the row holds an error: {value['error']!r:.80}; extract it again")
        text = value.get("text")
        if not isinstance(text, str):
            raise InputError("the result lacks its text: write it with quoteattr extract --full")
        return Reading(from_dict(value, text))
    except QuoteattrError as error:
        return Failure(key, error, place)
