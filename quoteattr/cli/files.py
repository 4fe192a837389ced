"""Compressed and remote files: gzip and Zstandard as streams, and paths of other systems through fsspec."""

from __future__ import annotations

import gzip
import re
import sys
from typing import Any, BinaryIO, Literal, cast

from quoteattr.errors import InputError, MissingExtraError, QuoteattrError, needs_extra

_GZIP_LEVEL = 6


def packed(stream: BinaryIO, name: str, mode: Literal["rb", "wb"] = "rb") -> BinaryIO:
    """Return the plain bytes of a stream that is compressed if the file name ends in ``.gz`` or ``.zst``.

    Reading takes bounded memory and raises EOFError where the stream is cut off. Equal texts give equal bytes.
    Closing the result leaves ``stream`` open.

    Raises:
        MissingExtraError: The name ends in ``.zst``, Python is older than 3.14, and the extra ``zstd`` is missing.
    """
    if name.lower().endswith(".gz"):
        return cast(BinaryIO, gzip.GzipFile("", mode, _GZIP_LEVEL, stream, mtime=0))
    if name.lower().endswith(".zst"):
        return cast(BinaryIO, zstd_module().ZstdFile(stream, mode))
    return stream


def check_packing(name: str) -> None:
    """Raise MissingExtraError where the compression of a file name needs a package that is not installed."""
    if name.lower().endswith(".zst"):
        zstd_module()


def zstd_module() -> Any:
    """Return the module ``compression.zstd``, or the package that has it for older versions of Python."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        with needs_extra("zstd", "Zstandard files need backports.zstd"):
            import backports.zstd as zstd
    return zstd


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
        raise unreadable(path, error) from error
    return stream


def remote_files(folder: str) -> list[str]:
    """Return the files below a remote folder, by name. Raises what :func:`open_remote` does."""
    system, name = _system(folder)
    try:
        return [str(system.unstrip_protocol(each)) for each in sorted(system.find(name))]
    except Exception as error:
        raise unreadable(folder, error) from error


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


def unreadable(path: str, error: Exception) -> QuoteattrError:
    """Return the error of a path that cannot be read: ``error`` itself if it names the path already."""
    if isinstance(error, QuoteattrError):
        return error
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    remedy = "check the path and your access to it" if is_remote(path) else "check the path"
    return InputError(f"cannot read {path!r}: {reason}; {remedy}")
