"""Files that are there whole or not at all, whenever the process or the machine stops."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from quoteattr.errors import InputError


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary name to write under, beside ``path`` and on the same disk; it becomes ``path`` at the end.

    The name has the number of the process in it: two that write the same file never write into each other's.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    yield temporary
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(temporary, path)
    _sync_folder(path.parent)


def leftovers(path: Path) -> Iterator[Path]:
    """The temporary files of processes that were stopped while they wrote ``path``."""
    return path.parent.glob(f"{glob.escape(path.name)}.[0-9]*.tmp")


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keeps other processes from holding the same ``path``. A lock ends with its process, however that ends.

    Where the system or the disk knows no locks, nothing is kept from anybody.

    Raises:
        InputError: Another process holds it.
    """
    stream = path.open("ab")
    while not _lock(stream, path):
        stream.close()
        stream = path.open("ab")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        stream.close()


def _lock(stream: BinaryIO, path: Path) -> bool:
    """Locks the file. False where its last holder has removed it meanwhile, so that the next will not see the lock."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError(f"another run holds {str(path)!r}: wait for its end, or stop it") from error
    except OSError:
        return True
    try:
        return os.path.samestat(os.fstat(stream.fileno()), os.stat(path))
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # elsewhere a folder cannot be opened, and the rename is as durable as the system makes it
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
