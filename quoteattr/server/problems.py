"""What goes wrong with a request, as HTTP tells it."""

from __future__ import annotations

from quoteattr.errors import FormatError, MissingExtraError, QuoteattrError, TextTypeError, TextValueError

REASONS = {
    400: "The body is not what its media type says, or a host is not known.",
    403: "A page of another site asked.",
    404: "There is nothing at this address.",
    405: "This address takes other methods.",
    408: "The body took too long to arrive.",
    413: "The body or the text is longer than the limit.",
    415: "The media type of the body is none of those that are read.",
    422: "A value is wrong, or the page holds no article.",
    500: "The text could not be read, for a reason that nobody foresaw.",
    501: "The server lacks the extra that reads web pages.",
    503: "Too many requests are waiting; try again.",
    504: "The answer took too long.",
}


class RequestError(QuoteattrError):
    """A request that gets an error for an answer. Its message reaches whoever asked."""

    def __init__(self, status: int, message: str, kind: str = "RequestError") -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind

    @classmethod
    def of(cls, error: QuoteattrError) -> RequestError:
        """The answer to what the package raised on purpose."""
        if isinstance(error, cls):
            return error
        status = 422 if isinstance(error, (FormatError, TextTypeError, TextValueError)) else 500
        status = 501 if isinstance(error, MissingExtraError) else status
        return cls(status, str(error), type(error).__name__)

    def body(self) -> dict[str, object]:
        """``{"error": {"type", "message"}}``, as the command line writes it for a row."""
        return {"error": {"type": self.kind, "message": str(self)}}
