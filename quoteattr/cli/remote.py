"""Paths of other machines (``s3://``, ``gs://``, ``https://``), opened by fsspec."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from quoteattr.errors import InputError, MissingExtraError

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
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingExtraError(
            f"{path!r} is opened by fsspec, which is not installed ({error}): run pip install 'quoteattr[remote]'"
        ) from error
    try:
        system, name = url_to_fs(path)
    except ImportError as error:  # of the package for this scheme
        raise MissingExtraError(f"{path!r} needs a package that is not installed: {error}") from error
    except ValueError as error:
        raise InputError(f"cannot read {path!r}: {error}; check the path") from error
    return system, name


def _unreadable(path: str, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return InputError(f"cannot read {path!r}: {reason}; check the path")
