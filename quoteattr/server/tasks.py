"""Tasks of the workers: read a text or a page, or render a document as a page."""

from __future__ import annotations

import logging
import traceback
from typing import Protocol

from attrs import evolve, frozen

from quoteattr.attributor import QuoteAttributor
from quoteattr.document import Document
from quoteattr.errors import FormatError, QuoteattrError
from quoteattr.formats.contract import encoded, from_dict, to_dict
from quoteattr.page.markup import from_html
from quoteattr.server.models import REASONS, Asked, Options, RequestError, asked_in, json_object, text_in
from quoteattr.views.html import page

_log = logging.getLogger(__name__)
_LONG_TEXT, _LONG_PAGE = 20_000, 1_000_000  # bytes


@frozen
class Refusal:
    """An error as plain values, because exceptions of any class cannot be relied on to pickle."""

    status: int
    message: str
    kind: str


class Task(Protocol):
    """The work for one request."""

    @property
    def is_long(self) -> bool:
        """Return whether the work may take much longer than that of an article."""
        ...

    def run(self, reader: QuoteAttributor) -> bytes:
        """Return the body of the answer.

        Raises:
            QuoteattrError: The request cannot be answered.
        """
        ...


@frozen
class Read:
    """Find the attributions of the text or the page in ``body``. ``html`` may be in any encoding that it declares."""

    body: bytes
    media_type: str
    options: Options
    max_chars: int

    @property
    def is_long(self) -> bool:
        return len(self.body) > (_LONG_PAGE if self.media_type == "text/html" else _LONG_TEXT)

    def run(self, reader: QuoteAttributor) -> bytes:
        asked, is_page = self._asked(), self.media_type == "text/html"
        is_page = is_page or "html" in asked.model_fields_set
        document = self._read(reader, asked, is_page)
        if asked.act != "all":
            kept = [each for each in document.attributions if each.act == asked.act]
            document = evolve(document, attributions=kept)
        value = to_dict(document, sentences=asked.full, quotations=asked.full, text=asked.full or is_page)
        return encoded(value, separators=(",", ":"))

    def _asked(self) -> Asked:
        """Return the request with the options of the body, and of the address where the body does not set them."""
        if self.media_type == "application/json":
            asked = asked_in(self.body)
        elif self.media_type == "text/html":
            asked = Asked(html="")  # the bytes themselves are read
        else:
            asked = Asked(text=text_in(self.body))
        missing = self.options.model_fields_set - asked.model_fields_set
        return asked.model_copy(update={name: getattr(self.options, name) for name in missing})

    def _read(self, reader: QuoteAttributor, asked: Asked, is_page: bool) -> Document:
        html = self.body if self.media_type == "text/html" else asked.html
        given = from_html(html, url=asked.url) if is_page else asked.text
        length = len(given if isinstance(given, str) else given.text)
        if length > self.max_chars:
            message = f"the text has {length:,} characters, the most is {self.max_chars:,}: send it in parts"
            raise RequestError(413, message)
        return reader(
            given,
            id=asked.id,
            published=asked.published,
            publisher=asked.publisher,
            outlet=asked.outlet,
            include_chrome=asked.include_chrome,
        )


@frozen
class Draw:
    """Make a web page of the document in ``body``, the JSON of a full answer."""

    body: bytes
    title: str | None

    @property
    def is_long(self) -> bool:
        return len(self.body) > _LONG_PAGE

    def run(self, reader: QuoteAttributor) -> bytes:
        values = json_object(self.body)
        text = values.get("text")
        if not isinstance(text, str):
            raise FormatError("$.text: the text that the offsets count in is missing; ask for it with full=true")
        return page(from_dict(values, text), title=self.title or None).encode("utf-8", "replace")


def perform(task: Task, reader: QuoteAttributor) -> bytes | Refusal:
    """Return the body of the answer, or why there is none. Unforeseen errors are logged without their message."""
    try:
        return task.run(reader)
    except QuoteattrError as error:
        problem = RequestError.of(error)
        return Refusal(problem.status, str(problem), problem.kind)
    except Exception as error:  # the worker must survive any text
        kind = type(error).__name__
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.error("%s while a request was answered, at\n%s", kind, frames)
        return Refusal(500, f"{REASONS[500]} ({kind})", kind)
