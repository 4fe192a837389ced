"""Problem documents (RFC 9457): the body of every error that the server answers."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from quoteattr.errors import (
    ArgumentError,
    FormatError,
    MissingExtraError,
    QuoteattrError,
    TextTypeError,
    TextValueError,
)

MEDIA_TYPE = "application/problem+json"
REASONS: Mapping[int, str] = {
    400: "The body is not what its media type says, or the host is unknown.",
    403: "A page of another site sent the request.",
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
_RETRY_SECONDS = "2"
_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}  # other names in older Python releases


class RequestError(QuoteattrError):
    """A request that is answered with an error. Its message is sent to the client."""

    def __init__(self, status: int, message: str, kind: str = "RequestError") -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind

    @classmethod
    def of(cls, error: QuoteattrError) -> RequestError:
        """Return the answer to an error that this package raises on purpose."""
        if isinstance(error, cls):
            return error
        status = 422 if isinstance(error, (ArgumentError, FormatError, TextTypeError, TextValueError)) else 500
        status = 501 if isinstance(error, MissingExtraError) else status
        return cls(status, str(error), type(error).__name__)


class ErrorOfRow(BaseModel):
    """The error in the form of an error row of ``quoteattr extract``."""

    type: str = Field(description="Name of the error class.")
    message: str


class Problem(BaseModel):
    """A problem document as in RFC 9457, with the extension member `error`."""

    type: str = "about:blank"
    title: str = Field(description="Name of the status.")
    status: int
    detail: str = Field(description="What is wrong with this request, and the remedy.")
    error: ErrorOfRow


class ProblemResponse(JSONResponse):
    """A problem document as a response; a 503 says after how many seconds to try again."""

    media_type = MEDIA_TYPE

    def __init__(self, problem: RequestError, headers: Mapping[str, str] | None = None) -> None:
        retry = {"Retry-After": _RETRY_SECONDS} if problem.status == 503 else {}
        super().__init__(_document(problem).model_dump(), problem.status, {**retry, **(headers or {})})


def _document(problem: RequestError) -> Problem:
    title = _PHRASES.get(problem.status) or HTTPStatus(problem.status).phrase
    error = ErrorOfRow(type=problem.kind, message=str(problem))
    return Problem(title=title, status=problem.status, detail=str(problem), error=error)


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI descriptions of error responses."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": REASONS[status], "content": {MEDIA_TYPE: {"schema": schema}}} for status in statuses
    }
