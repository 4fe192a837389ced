"""Conversion of paths to files: selection, order and fingerprints."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quoteattr.cli.inputs import Inputs, InputSource, check_outside, fingerprint, kind_of
from quoteattr.errors import InputError


def make(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("a.txt", "auto", "text"),
        ("README", "auto", "unknown"),
        ("-", "auto", "unknown"),
        ("a.json", "auto", "json"),
        ("a.json.gz", "auto", "json"),
        ("a.ndjson", "auto", "jsonl"),
        ("a.XHTML", "auto", "html"),
        ("a.jsonl", "auto", "jsonl"),
        ("a.JSONL.gz", "auto", "jsonl"),
        ("a.jsonl.zst", "auto", "jsonl"),
        ("a.parquet", "auto", "parquet"),
        ("a.parquet", "text", "text"),
        ("a.txt", "jsonl", "jsonl"),
    ],
)
def test_the_name_determines_the_kind_unless_it_is_forced(path, kind, expected):
    assert kind_of(path, kind) == expected


def test_a_folder_includes_the_files_below_it_by_name(folder):
    make("in/b.txt", "in/a/2.html", "in/a/10.htm", "in/c.jsonl.gz", "in/a/x/y.parquet", "z.md")
    make("in/notes.pdf", "in/d.gz")
    found = [(source.path, source.kind) for source in Inputs(("z.md", "in")).sources()]
    assert found == [
        ("z.md", "unknown"),
        (os.path.join("in", "a", "10.htm"), "html"),
        (os.path.join("in", "a", "2.html"), "html"),
        (os.path.join("in", "a", "x", "y.parquet"), "parquet"),
        (os.path.join("in", "b.txt"), "text"),
        (os.path.join("in", "c.jsonl.gz"), "jsonl"),
    ]


def test_of_a_folder_with_results_only_these_are_read(folder):
    make("in/a.jsonl", "in/a.jsonl.job.json", "in/a.jsonl.errors.jsonl", "in/b.csv.parts/000000.csv")
    make("in/b.csv.job.json", "in/c.errors.jsonl", "in/d.parquet.job.json")
    found = [source.path for source in Inputs(("in",)).sources()]
    assert found == [os.path.join("in", "a.jsonl"), os.path.join("in", "c.errors.jsonl")]
    assert [source.kind for source in Inputs(("in/a.jsonl.errors.jsonl",)).sources()] == ["jsonl"]


def test_links_to_folders_are_not_followed(folder):
    make("in/a.txt")
    Path("in/loop").symlink_to(folder / "in", target_is_directory=True)
    assert list(Inputs(("in",)).sources()) == [InputSource(os.path.join("in", "a.txt"))]


def test_a_folder_without_texts_is_an_error_in_its_place(folder):
    make("empty/picture.png", "a.txt")
    empty, text = Inputs(("empty", "a.txt")).sources()
    assert str(empty.problem).startswith("cannot read 'empty': it holds no file that ends in .txt, .html")
    assert text == InputSource("a.txt")


@pytest.mark.parametrize(
    ("paths", "kind", "expected"),
    [
        (["a.txt"], "auto", False),
        (["a.txt", "b.txt"], "auto", True),
        (["a.jsonl"], "auto", True),
        (["a.parquet"], "auto", True),
        (["a.jsonl"], "text", False),
        (["in"], "auto", True),
        (["-"], "auto", False),
    ],
)
def test_files_with_several_rows_are_recognised(folder, paths, kind, expected):
    Path("in").mkdir()
    assert Inputs(tuple(paths), kind).hold_many() is expected


def test_files_that_change_have_another_fingerprint(folder):
    make("in/a.txt", "in/b.txt")
    Path("in/a.txt").write_text("one")
    first = fingerprint(Inputs(("in",)).sources())
    assert (first["files"], first["bytes"]) == (2, 3)
    assert fingerprint(Inputs(("in",)).sources()) == first
    os.utime("in/a.txt", ns=(1, 1))
    touched = fingerprint(Inputs(("in",)).sources())
    Path("in/b.txt").rename("in/c.txt")
    renamed = fingerprint(Inputs(("in",)).sources())
    Path("in/c.txt").unlink()
    shorter = fingerprint(Inputs(("in",)).sources())
    missing = fingerprint([InputSource("in/b.txt")])
    assert len({value["sha256"] for value in (first, touched, renamed, shorter, missing)}) == 5


@pytest.mark.parametrize("out", ["in/out.jsonl", "in/deeper/out.jsonl", "a.jsonl", "other/../a.jsonl"])
def test_the_output_may_not_be_an_input(folder, out):
    make("in/a.txt", "a.jsonl", "other/x")
    with pytest.raises(InputError, match="is part of the input"):
        check_outside(["-", "in", "a.jsonl"], Path(out))


def test_the_output_may_be_next_to_the_inputs(folder):
    make("in/a.txt", "a.jsonl")
    check_outside(["-", "in", "a.jsonl"], Path("out.jsonl"))
    check_outside(["in"], Path("in.jsonl"))
