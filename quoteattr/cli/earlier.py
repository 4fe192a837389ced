"""What ``quoteattr extract`` wrote earlier, back as results, so that it need not be read by the model again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from quoteattr.cli.items import Failure, File, Item, Line
from quoteattr.cli.sources import InputKind
from quoteattr.cli.work import Reading, Result
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.formats.contract import from_dict


def results_in(item: Item, kind: InputKind) -> Iterator[Result] | None:
    """The results that an item holds: a line with one, or a ``.json`` file with one or an array of them.

    None where it holds a text, a page, or what whoever reads the row will find wrong with it.
    """
    if isinstance(item, File) and kind == "auto" and item.path.lower().endswith(".json"):
        return _of_json(item)
    if isinstance(item, Line) and (b'"speakers"' in item.data or b'"error"' in item.data):
        try:
            value = json.loads(item.data)
        except (ValueError, RecursionError):
            return None
        if isinstance(value, dict) and _is_result(value):
            return iter((_reading(value, item.place),))
    return None


def _of_json(file: File) -> Iterator[Result]:
    try:
        value = json.loads(Path(file.path).read_bytes())
    except OSError as error:
        yield Failure(file.path, InputError(f"cannot read {file.path!r}: {error.strerror or error}; check the path"))
        return
    except (ValueError, RecursionError) as error:
        yield Failure(file.path, InputError(f"{file.path!r} is not JSON ({error}); rename or repair it"), file.path)
        return
    many = isinstance(value, list)
    for number, each in enumerate(value if many else [value]):
        place = f"{file.path}[{number}]" if many else file.path
        if isinstance(each, dict) and _is_result(each):
            yield _reading(each, place)
        else:
            message = f"{place}: no result with 'speakers' and 'attributions'; see quoteattr.json_schema()"
            yield Failure(None, InputError(message), place)


def _is_result(value: Mapping[str, object]) -> bool:
    return {"speakers", "attributions"} <= value.keys() or ("error" in value and "text" not in value)


def _reading(value: Mapping[str, object], place: str) -> Result:
    name = value.get("id")
    key = name if isinstance(name, str) else None
    try:
        if "attributions" not in value:
            raise InputError(f"the row holds an error: {value['error']!r:.80}; extract it again")
        text = value.get("text")
        if not isinstance(text, str):
            raise InputError("the result lacks its text: write it with quoteattr extract --full")
        return Reading(from_dict(value, text))
    except QuoteattrError as error:
        return Failure(key, error, place)
