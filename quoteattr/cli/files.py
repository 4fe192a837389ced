"""Compressed and remote files: gzip and Zstandard as streams, and paths of other systems through fsspec."""

from __future__ import annotations

import io
import re
import sys
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO, Protocol, cast

from attrs import frozen

from quoteattr.errors import InputError, MissingExtraError, needs_extra

_CHUNK = 1 << 13  # packed bytes at a time: Zstandard can blow up one byte to 32 kB
_GZIP = 31  # zlib's number for a gzip header; it writes no time and no name, so equal texts have equal bytes
_GZIP_LEVEL, _ZSTD_LEVEL = 6, 3


class Compressor(Protocol):
    """The common interface of the compressors of zlib, ``compression.zstd`` and zstandard."""

    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


class Decompressor(Protocol):
    """The common interface of their decompressors, for one member (gzip) or frame (Zstandard)."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


@frozen
class Codec:
    """A compressor and its decompressor."""

    compressor: Callable[[], Compressor]
    decompressor: Callable[[], Decompressor]


def codec_of(name: str) -> Codec | None:
    """Return the codec for the ending of a file name, None for plain bytes.

    Raises:
        MissingExtraError: The name ends in ``.zst``, Python is older than 3.14, and the extra ``zstd`` is missing.
    """
    if name.lower().endswith(".gz"):
        compressor = partial(zlib.compressobj, _GZIP_LEVEL, zlib.DEFLATED, _GZIP)
        return Codec(compressor, partial(zlib.decompressobj, _GZIP))
    return _zstd() if name.lower().endswith(".zst") else None


def _zstd() -> Codec:
    if sys.version_info >= (3, 14):
        from compression import zstd

        return Codec(partial(zstd.ZstdCompressor, level=_ZSTD_LEVEL), zstd.ZstdDecompressor)
    with needs_extra("zstd", "Zstandard files need zstandard"):
        import zstandard
    return Codec(
        zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj, zstandard.ZstdDecompressor().decompressobj
    )  # fmt: skip


def unpacked(packed: BinaryIO, codec: Codec) -> BinaryIO:
    """Return the unpacked bytes of a stream, to be read with bounded memory.

    Reading raises EOFError where the stream ends within a member, and the library's own error where it is damaged.
    """
    return cast(BinaryIO, io.BufferedReader(_Unpacked(packed, codec)))


class _Unpacked(io.RawIOBase):
    def __init__(self, packed: BinaryIO, codec: Codec) -> None:
        self._packed, self._new = packed, codec.decompressor
        self._member: Decompressor | None = None
        self._waiting = memoryview(b"")

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._packed.close()
        super().close()

    def readinto(self, buffer: Any) -> int:
        while not self._waiting:
            packed = self._next()
            if not packed:
                return 0
            self._member = self._member or self._new()
            self._waiting = memoryview(self._member.decompress(packed))
        count = min(len(buffer), len(self._waiting))
        buffer[:count] = self._waiting[:count]
        self._waiting = self._waiting[count:]
        return count

    def _next(self) -> bytes:
        """Return the next packed bytes of this member or of the one after it; none at the end of the stream."""
        rest = b""
        if self._member is not None and self._member.eof:
            rest = self._member.unused_data
            self._member = None
        data = rest or self._packed.read(_CHUNK)
        if not data and self._member is not None:
            raise EOFError("the compressed data are cut off")
        return data if self._member is not None else data.lstrip(b"\0")  # tapes pad with zeros


_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")


def is_remote(path: str) -> bool:
    """Return True for a path that begins with a scheme; one letter is a drive of Windows."""
    return _SCHEME.match(path) is not None


def open_remote(path: str) -> BinaryIO:
    """Open a remote file for reading; it can be sought in where its system allows that.

    Raises:
        MissingExtraError: A package that opens such paths is not installed.
        InputError: There is no such file, or it cannot be read.
    """
    system, name = _system(path)
    try:
        stream: BinaryIO = system.open(name, "rb")
    except Exception as error:  # each system has errors of its own
        raise _unreadable(path, error) from error
    return stream


def remote_files(folder: str) -> list[str]:
    """Return the files below a remote folder, by name. Raises what :func:`open_remote` does."""
    system, name = _system(folder)
    try:
        return [str(system.unstrip_protocol(each)) for each in sorted(system.find(name))]
    except Exception as error:
        raise _unreadable(folder, error) from error


def remote_state(path: str) -> tuple[int, object]:
    """Return the size of a remote file, and what changes with it. Raises OSError where neither is known."""
    try:
        system, name = _system(path)
        found: dict[str, Any] = system.info(name)
    except Exception as error:
        raise OSError(str(error)) from error
    changed = (found.get(key) for key in ("ETag", "etag", "mtime", "LastModified", "updated", "created"))
    return int(found.get("size") or 0), next((str(each) for each in changed if each is not None), "")


def _system(path: str) -> tuple[Any, str]:
    with needs_extra("remote", f"{path!r} needs fsspec"):
        from fsspec.core import url_to_fs
    try:
        system, name = url_to_fs(path)
    except ImportError as error:  # of the package for this scheme
        raise MissingExtraError(f"{path!r} needs a package that is not installed: {error}") from error
    except ValueError as error:
        raise InputError(f"cannot read {path!r}: {error}; check the path") from error
    return system, name


def _unreadable(path: str, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return InputError(f"cannot read {path!r}: {reason}; check the path and your access to it")
