"""A reader without a model, which workers import by name, and a pool without processes."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve

from quoteattr import Article, Attribution, Content, Cue, Document, Evidence, ModelError, Outlet, Span, TextValueError
from quoteattr.cli.inputs import packed
from quoteattr.inputs import Input
from quoteattr.page.markup import WebPage


class OneByOne:
    """A reader of one text, as ``_read``, that reads many one by one."""

    def __call__(self, text: str | WebPage | Input, *, id: Any = None, **known: Any) -> Document:
        given = text if isinstance(text, Input) else Input(text, id)
        for name in ("publisher", "outlet", "published"):
            known[name] = getattr(given, name) or known.get(name)
        page = given.text if isinstance(given.text, WebPage) else WebPage(given.text)
        return evolve(self._read(page, **known), id=given.id)

    def pipe(
        self,
        texts: Iterable[Any],
        *,
        batch_size: int = 16,
        as_tuples: bool = False,
        on_error: Any = "raise",
        **known: Any,
    ) -> Iterator[Any]:
        for item in texts:
            try:
                document = self(item[0] if as_tuples else item, **known)
            except Exception as error:
                if on_error == "raise":
                    raise
                on_error(item, error)
            else:
                yield (document, item[1]) if as_tuples else document

    def _read(self, page: WebPage, **known: Any) -> Document:
        return Document(page.text)


class FakeReader(OneByOne):
    """Finds one claim, over the whole of each text.

    A text that holds BAD is refused, one with CRASH raises, one with KILL ends the process; one with ONCE does
    so a first time only, recorded by a file of that name.
    """

    def _read(self, page: WebPage, **known: Any) -> Document:
        text, publisher, outlet = page.text, known["publisher"], known["outlet"]
        if "BAD" in text:
            raise TextValueError(f"a bad text: {text!r:.40}")
        if "CRASH" in text:
            raise ZeroDivisionError("nobody foresaw this")
        if "KILL" in text or ("ONCE" in text and not Path("ONCE").exists()):
            Path("ONCE").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        origin = Outlet(publisher, "unknown") if publisher else None
        article = Article(published=known["published"] or page.published, publisher=origin)
        content = Content((Span(0, len(text)),), text)
        said = Attribution(
            "indirect", content, Cue((), ""), None, None, outlet, (), "speech", "asserted", None, 0.5, Evidence("fake")
        )
        return Document(text, article, attributions=[said, evolve(said, act="thought")])


def load(model: str = "en", **options: object) -> FakeReader:
    return FakeReader()


class SlowReader(FakeReader):
    """Takes some milliseconds for a text, so that there is time to kill it."""

    def _read(self, page: WebPage, **known: Any) -> Document:
        time.sleep(0.004)
        return super()._read(page, **known)


def load_slow(model: str = "en", **options: object) -> FakeReader:
    return SlowReader()


def load_nothing(model: str = "en", **options: object) -> FakeReader:
    raise ModelError(f"no model {model!r}")


def die_at_once(model: str = "en", **options: object) -> FakeReader:
    os._exit(3)


class InlinePool:
    """The interface of ``Pool`` in this process; each batch is read when its result is requested."""

    def __init__(self, start: Callable[[], Callable[[Sequence[Any]], Any]], lost: object, **limits: int) -> None:
        self._start = start

    def __enter__(self) -> InlinePool:
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def results(self, batches: Iterable[Sequence[Any]]) -> Iterator[Any]:
        return map(self._start(), batches)


def line(value: object) -> bytes:
    """A line of JSONL; bytes are used unchanged."""
    return (value if isinstance(value, bytes) else json.dumps(value).encode()) + b"\n"


def lines(*values: object) -> bytes:
    return b"".join(map(line, values))


def objects(path: str | Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file, compressed or not."""
    with Path(path).open("rb") as stream:
        return [json.loads(row) for row in packed(stream, str(path))]
