"""Compressed streams: any members are decompressed completely, or an error is raised."""

from __future__ import annotations

import gzip
import io
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.cli.inputs import check_packing, packed
from quoteattr.errors import MissingExtraError


def zstd_is_there() -> bool:
    try:
        check_packing("a.zst")
    except MissingExtraError:
        return False
    return True


NAMES = [
    "a.jsonl.gz",
    pytest.param("a.JSONL.ZST", marks=pytest.mark.skipif(not zstd_is_there(), reason="comes with quoteattr[zstd]")),
]


def written(name: str, *members: bytes) -> bytes:
    stream = io.BytesIO()
    for member in members:
        with packed(stream, name, "wb") as member_stream:
            member_stream.write(member)
    return stream.getvalue()


def read(name: str, data: bytes) -> bytes:
    return packed(io.BytesIO(data), name).read()


def test_other_names_are_not_compressed():
    assert read("a.jsonl", b"{}") == b"{}"
    assert read("a.gz.txt", b"{}") == b"{}"


@pytest.mark.parametrize("name", NAMES)
@given(members=st.lists(st.binary(max_size=40_000), min_size=1, max_size=4))
def test_concatenated_members_are_one_stream(name, members):
    assert read(name, written(name, *members)) == b"".join(members)


@pytest.mark.parametrize("name", NAMES)
def test_a_high_compression_ratio_is_read_line_by_line(name):
    data = b"word\n" * 1_000_000
    assert sum(map(len, packed(io.BytesIO(written(name, data)), name))) == len(data)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("members", [1, 2])
def test_a_stream_that_is_cut_off_is_an_error(name, members):
    whole = written(name, *([bytes(range(256)) * 300] * members))
    for missing in (1, 5, len(whole) // members - 3):
        with pytest.raises(EOFError, match="ended before"):
            read(name, whole[:-missing])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("data", [b"this is no packed stream", b"\x1f\x8b\x08\x00garbage and more of it"])
def test_a_file_that_is_not_compressed_is_an_error(name, data):
    with pytest.raises(Exception, match=r"."):
        read(name, data)


def test_gzip_is_compatible_with_other_programs_and_has_no_timestamp():
    assert read("a.gz", gzip.compress(b"from elsewhere") + bytes(600)) == b"from elsewhere"
    made = written("a.gz", b"text")
    assert gzip.decompress(made) == b"text"
    assert made[4:8] == bytes(4)


def test_a_damaged_gzip_is_an_error():
    data = bytearray(gzip.compress(bytes(range(256)) * 300))
    data[len(data) // 2] ^= 255
    with pytest.raises((zlib.error, gzip.BadGzipFile)):
        read("a.gz", bytes(data))


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Zstandard is in the standard library")
def test_without_the_package_the_error_names_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "backports.zstd", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'quoteattr\[zstd\]'"):
        check_packing("a.jsonl.zst")
