"""Jobs that may be started, resumed, or overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quoteattr.cli.bulk import Place, begin
from quoteattr.errors import InputError

JOB = {"version": "1", "--act": "all"}
OTHER = {"version": "1", "--act": "speech"}


@pytest.fixture
def place(folder) -> Place:
    return Place.of("out.jsonl")


def start(place: Place, job=JOB, *, resume=False, overwrite=False) -> bool:
    return begin(place, job, resume=resume, overwrite=overwrite)


def test_files_of_an_output_are_next_to_it(folder):
    place = Place.of("deep/er/out.jsonl.gz")
    names = [path.name for path in (place.parts, place.errors, place.job, place.lock)]
    assert names == [f"out.jsonl.gz.{ending}" for ending in ("parts", "errors.jsonl", "job.json", "lock")]
    assert place.parts.parent == place.out.parent


@pytest.mark.parametrize("out", ["there", "new/"])
def test_an_output_folder_has_a_default_file_name(folder, out):
    Path("there").mkdir()
    assert Place.of(out).out == Path(out) / "attributions.jsonl"


@pytest.mark.parametrize("resume", [False, True])
def test_a_job_begins_without_existing_files(place, resume):
    assert start(place, resume=resume) is False
    assert place.parts.is_dir()
    assert place.job.exists()


def test_nothing_is_overwritten_by_default(place):
    place.out.write_text("precious")
    with pytest.raises(
        InputError, match=r"'out.jsonl' exists: continue it with --resume, or start over with --overwrite"
    ):
        start(place)
    with pytest.raises(InputError, match=r"cannot read the job of 'out.jsonl' .*--overwrite"):
        start(place, resume=True)
    assert place.out.read_text() == "precious"
    assert not place.parts.exists()


def test_a_job_that_was_begun_is_refused_without_resume_and_resumed_with_it(place):
    start(place)
    (place.parts / "000000.jsonl").touch()
    (place.parts / "000001.jsonl.77.tmp").touch()
    Path("out.jsonl.77.tmp").touch()
    Path("out.jsonl.mine.tmp").touch()
    with pytest.raises(InputError, match=r"'out.jsonl.parts' exists"):
        start(place)
    assert start(place, resume=True) is False
    assert os.listdir(place.parts) == ["000000.jsonl"]
    assert sorted(os.listdir()) == ["out.jsonl.job.json", "out.jsonl.mine.tmp", "out.jsonl.parts"]


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"{}"])
def test_a_job_file_without_content_is_refused(place, content):
    start(place)
    place.job.write_bytes(content)
    with pytest.raises(InputError, match="--overwrite"):
        start(place, resume=True)


def test_a_finished_job_is_recognised_with_any_remaining_parts(place):
    start(place)
    place.out.write_text("whole")
    assert start(place, resume=True) is True
    assert not place.parts.exists()
    assert start(place, resume=True) is True
    with pytest.raises(InputError, match="another job"):
        start(place, OTHER, resume=True)


def test_overwritten_files_are_removed_before_the_job_begins(place):
    start(place)
    (place.parts / "000000.jsonl").touch()
    place.out.write_text("old")
    place.errors.write_text("old")
    assert start(place, OTHER, overwrite=True) is False
    assert not place.out.exists()
    assert not place.errors.exists()
    assert os.listdir(place.parts) == []
    assert start(place, OTHER, resume=True) is False
