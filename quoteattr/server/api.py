"""The requests, validated and described by pydantic, and the tasks of the workers.

A worker reads a text or a page (:class:`Read`), or writes a document as a page or a table (:class:`Write`).
"""

from __future__ import annotations

import json
import logging
import math
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Literal, NoReturn

from attrs import evolve, frozen
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo, model_validator
from pydantic_core import ErrorDetails
from typing_extensions import Self

from quoteattr import errors
from quoteattr.attributor import QuoteAttributor
from quoteattr.document import Document
from quoteattr.errors import FormatError, QuoteattrError
from quoteattr.formats.columns import HEADER, cells, csv_text
from quoteattr.formats.contract import encoded, from_dict, to_dict
from quoteattr.limits import too_long
from quoteattr.page.markup import from_html

_log = logging.getLogger(__name__)
_WRONG_VALUE = (errors.ArgumentError, FormatError, errors.TextTypeError, errors.TextValueError)
_LONG_TEXT, _LONG_PAGE = 20_000, 1_000_000  # bytes
_HTML_MEMBER = re.compile(rb'"html"\s*:')  # of an object; within a string of JSON, quotation marks are escaped
_KNOWN = {"id", "published", "publisher", "outlet", "include_chrome"}  # options that are passed on to the reader
REASONS: Mapping[int, str] = {
    400: "The body is not what its media type says, or the host is unknown.",
    403: "A page of another origin sent the request.",
    404: "Nothing is served at this address.",
    405: "This address takes other methods.",
    408: "The body took too long to arrive.",
    413: "The body or the text is longer than the limit.",
    415: "The media type of the body is none of those that are read.",
    422: "A value is wrong, or the page holds no article.",
    500: "The text could not be read because of an unforeseen error.",
    501: "The server lacks the extra that reads web pages.",
    503: "Too many requests are waiting; send it again after the seconds in Retry-After.",
    504: "The answer took too long.",
}


class RequestError(QuoteattrError):
    """A request that is answered with an error. Its message is sent to the client. It can be pickled."""

    def __init__(self, status: int, message: str, kind: str = "RequestError") -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind

    def __reduce__(self) -> tuple[type[Self], tuple[int, str, str]]:
        return type(self), (self.status, str(self), self.kind)

    @classmethod
    def of(cls, error: QuoteattrError) -> RequestError:
        """Return the answer to an error that this package raises on purpose."""
        if isinstance(error, cls):
            return error
        missing = isinstance(error, errors.MissingExtraError)
        status = 422 if isinstance(error, _WRONG_VALUE) else 501 if missing else 500
        return cls(status, str(error), type(error).__name__)


_SPELLED = {"true": True, "false": False}
_QUOTED = 60  # characters of a wrong value that a message quotes


def _spelled(value: object, info: ValidationInfo) -> object:
    in_query = isinstance(value, str) and not (info.context or {}).get("json")
    return _SPELLED.get(str(value), value) if in_query else value


Flag = Annotated[bool, BeforeValidator(_spelled)]


class Options(BaseModel):
    """A text with its metadata and the options of a request."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str | int | None = Field(default=None, description="Your name for the document.")
    published: str | None = Field(
        default=None,
        description="Date in ISO 8601, from which relative times count. Overrides text and page markup.",
    )
    publisher: str | None = Field(default=None, description="Publisher of the page. Overrides text and page markup.")
    outlet: str | None = Field(
        default=None, description="Outlet that originated the story. Overrides text and page markup."
    )
    url: str | None = Field(default=None, description="Address of the page; it is not fetched.")
    include_chrome: Flag = Field(
        default=False, description="Search bylines, credits, menus, links and readers' comments too."
    )
    full: Flag = Field(default=False, description="Answer with the text, the words and the trees.")
    act: Literal["speech", "thought", "all"] = Field(default="all", description="What was said, thought, or both.")


class Asked(Options):
    """A text, or the HTML of a page, with options, which take precedence over those in the address."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["html"]}]})

    text: str = Field(default="", description="The text of an article.")
    html: str = Field(default="", description="The HTML of a page.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if ("text" in self.model_fields_set) == ("html" in self.model_fields_set):
            raise ValueError("send either 'text' or 'html'")
        return self


def explained(errors: Sequence[ErrorDetails], depth: int = 0) -> str:
    """Return one line that names the field of the first validation error, the reason, and the wrong value.

    Args:
        errors: The errors. A field that takes several types has one for each.
        depth: The place of the name of the field in a location.
    """
    error, path = errors[0], errors[0]["loc"][: depth + 1]
    others = [each["msg"].removeprefix("Input should be ") for each in errors[1:] if each["loc"][: depth + 1] == path]
    reason = " or ".join([error["msg"].removeprefix("Value error, "), *others])
    reason = reason[:1].lower() + reason[1:]
    if len(path) <= depth:
        return reason
    name = str(path[depth])
    if error["type"] == "extra_forbidden":
        return f"unknown field or parameter {name!r:.{_QUOTED}}: see /openapi.json"
    return f"{name!r:.{_QUOTED}}: {reason}, found {error['input']!r:.{_QUOTED}}"


def text_in(body: bytes) -> str:
    """Return a body in UTF-8 as text. Raises RequestError where it is not UTF-8 (400)."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the text is not UTF-8 at byte {error.start}: convert it first") from None


def json_object(body: bytes) -> dict[str, object]:
    """Return the object of a JSON body. Raises RequestError if it is not JSON (400) or not an object (422)."""
    try:
        value = json.loads(text_in(body), parse_constant=_reject, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise RequestError(400, f"the body is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise RequestError(422, f"the body is a {type(value).__name__}: send an object")
    return value


def _reject(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits:.20} is too large")
    return value


@frozen
class Read:
    """Find the attributions of the text or the page in ``body``. ``html`` may be in any encoding that it declares."""

    body: bytes
    media_type: str
    options: Options
    max_chars: int

    @property
    def is_long(self) -> bool:
        """Return whether the work may take much longer than that of an article."""
        size = len(self.body)
        return size > _LONG_PAGE or (size > _LONG_TEXT and not self._is_page)

    @property
    def _is_page(self) -> bool:
        """Return whether the body seems to be a page; JSON is searched, and parsed only by the worker."""
        in_json = self.media_type == "application/json" and _HTML_MEMBER.search(self.body) is not None
        return in_json or self.media_type == "text/html"

    def run(self, reader: QuoteAttributor) -> bytes:
        """Return the body of the answer. Raises QuoteattrError where the request cannot be answered."""
        asked = self._asked()
        html = self.body if self.media_type == "text/html" else asked.html
        is_page = "html" in asked.model_fields_set
        given = from_html(html, url=asked.url) if is_page else asked.text
        length = len(given if isinstance(given, str) else given.text)
        if length > self.max_chars:
            raise RequestError(413, str(too_long(length, self.max_chars, "send it in parts")))
        document = reader(given, **asked.model_dump(include=_KNOWN))
        if asked.act != "all":
            document = document.filter(lambda each: each.act == asked.act)
        value = to_dict(document, sentences=asked.full, quotations=asked.full, text=asked.full or is_page)
        return encoded(value, separators=(",", ":"))

    def _asked(self) -> Asked:
        """Return the request with the options of the body, and of the address where the body does not set them."""
        if self.media_type == "application/json":
            try:
                asked = Asked.model_validate(json_object(self.body), context={"json": True})
            except ValidationError as error:
                raise RequestError(422, explained(error.errors(include_url=False))) from None
        elif self.media_type == "text/html":
            asked = Asked(html="")  # the bytes themselves are read
        else:
            asked = Asked(text=text_in(self.body))
        missing = self.options.model_fields_set - asked.model_fields_set
        return asked.model_copy(update={name: getattr(self.options, name) for name in missing})


def table(document: Document, id: str | None) -> str:
    """Return the table of a document as CSV, with another id if one is given."""
    named = document if id is None else evolve(document, id=id)
    return csv_text([HEADER, *cells([named])])


@frozen
class Write:
    """Write the document in ``body``, the JSON of a full answer, in another form. ``form`` must be picklable."""

    body: bytes
    form: Callable[[Document], str]

    @property
    def is_long(self) -> bool:
        return len(self.body) > _LONG_PAGE

    def run(self, reader: QuoteAttributor) -> bytes:
        values = json_object(self.body)
        text = values.get("text")
        if not isinstance(text, str):
            raise FormatError("$.text: the text that the offsets count in is missing; ask for it with full=true")
        return self.form(from_dict(values, text)).encode("utf-8", "replace")


Task = Read | Write


def perform(task: Task, reader: QuoteAttributor) -> bytes | RequestError:
    """Return the body of the answer, or the error. Unexpected errors are logged without their message."""
    try:
        return task.run(reader)
    except QuoteattrError as error:
        return RequestError.of(error)
    except Exception as error:  # the worker must survive any text
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.error("%s while a request was answered, at\n%s", type(error).__name__, frames)
        return unforeseen(error)


def unforeseen(error: Exception) -> RequestError:
    """Return the answer to an error of which only the name of the class is sent to the client."""
    kind = type(error).__name__
    return RequestError(500, f"{REASONS[500]} ({kind})", kind)
