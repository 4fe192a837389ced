"""The forms that results can be written in, by the ending of the file's name."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from attrs import frozen

from quoteattr.cli.bulk.table import Table
from quoteattr.cli.compression import Codec, codec_of
from quoteattr.cli.work import Result
from quoteattr.cli.writers import as_object
from quoteattr.errors import InputError
from quoteattr.formats.columns import schema
from quoteattr.formats.contract import encoded

_BLOCK = 1 << 16
ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")


class Sink(Protocol):
    """An open file for the results of some batches. What they are cut into leaves no trace in its bytes."""

    def write(self, payload: Any) -> None: ...

    def close(self) -> None: ...


class Output(Protocol):
    """One form. Workers ``encode``, the parent writes with ``open`` and makes one file of several with ``join``."""

    @property
    def ending(self) -> str: ...

    def encode(self, results: Sequence[Result]) -> Any: ...

    def open(self, path: Path) -> Sink: ...

    def join(self, parts: Iterable[Path], path: Path) -> None: ...


def output_for(path: Path, *, full: bool = False) -> Output:
    """The form that the name of the output tells.

    Raises:
        InputError: The name ends in none of :data:`ENDINGS`, or a table is to be ``full``.
        MissingExtraError: The form needs a package that is not installed.
    """
    ending = next((ending for ending in ENDINGS if path.name.lower().endswith(ending)), None)
    if ending is None:
        raise InputError(f"the output {str(path)!r} ends in none of {', '.join(ENDINGS)}: rename it")
    if ending == ".parquet":
        if full:
            raise InputError("a table holds no sentences: name the output .jsonl, or leave --full out")
        schema()  # fails here, and not in the midst of the work, if pyarrow is missing
        return Table(ending)
    codec_of(ending)
    return Lines(ending, full)


@frozen
class Lines:
    """The JSON of the contract, a result a line, packed as the ending tells; ``full`` with text and sentences."""

    ending: str
    full: bool = False

    def encode(self, results: Sequence[Result]) -> bytes:
        return b"".join(encoded(as_object(result, full=self.full)) + b"\n" for result in results)

    def open(self, path: Path) -> Sink:
        return _LineSink(path.open("wb"), codec_of(self.ending))

    def join(self, parts: Iterable[Path], path: Path) -> None:
        """Plain lines, members of gzip and frames of Zstandard all may simply follow one another."""
        with path.open("wb") as whole:
            for part in parts:
                with part.open("rb") as stream:
                    shutil.copyfileobj(stream, whole, 1 << 20)


class _LineSink:
    def __init__(self, stream: BinaryIO, codec: Codec | None) -> None:
        self._stream = stream
        self._packer = codec.compressor() if codec else None
        self._waiting = bytearray()

    def write(self, payload: bytes) -> None:
        self._waiting += payload
        # In blocks of one size: what a codec makes of some bytes may depend on how they come in.
        for _ in range(len(self._waiting) // _BLOCK):
            self._pack(bytes(self._waiting[:_BLOCK]))
            del self._waiting[:_BLOCK]

    def close(self) -> None:
        self._pack(bytes(self._waiting))
        if self._packer:
            self._stream.write(self._packer.flush())
        self._stream.close()

    def _pack(self, data: bytes) -> None:
        self._stream.write(self._packer.compress(data) if self._packer else data)
