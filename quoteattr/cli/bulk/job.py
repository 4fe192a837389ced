"""What a run is to do and how far it has come, so that it can be gone on with, and nothing else is mistaken for it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from quoteattr.cli.bulk.durable import leftovers, whole
from quoteattr.errors import InputError

Fingerprint = Mapping[str, object]


@frozen
class Place:
    """The output and what stands beside it."""

    out: Path

    @classmethod
    def of(cls, out: str) -> Place:
        """The place of an output; in a folder it is the file ``attributions.jsonl``."""
        is_folder = out.endswith(("/", "\\")) or Path(out).is_dir()
        return cls(Path(out) / "attributions.jsonl" if is_folder else Path(out))

    @property
    def own(self) -> tuple[Path, ...]:
        """The files that are written under a temporary name first."""
        return self.out, self.errors, self.job

    @property
    def parts(self) -> Path:
        """The folder of the shards, while the job is at work."""
        return self._beside("parts")

    @property
    def errors(self) -> Path:
        """The table of what could not be read."""
        return self._beside("errors.jsonl")

    @property
    def job(self) -> Path:
        """The fingerprint of the job that the output is of."""
        return self._beside("job.json")

    @property
    def lock(self) -> Path:
        """The file that is locked while a run is at work."""
        return self._beside("lock")

    def _beside(self, ending: str) -> Path:
        return self.out.with_name(f"{self.out.name}.{ending}")


def begin(place: Place, job: Fingerprint, *, resume: bool, overwrite: bool) -> bool:
    """Makes the place ready for the job. True where it has been done to its end already.

    Raises:
        InputError: There is an output, or a part of one, that may not be overwritten or is of another job.
    """
    if overwrite:
        _clear(place)
    there = next((path for path in (place.parts, place.out, place.job) if path.exists()), None)
    if there is not None:
        if not resume:
            raise InputError(f"{str(there)!r} exists: go on with --resume, or do it anew with --overwrite")
        _check_same(place, job)
    else:
        with whole(place.job) as temporary:
            temporary.write_text(json.dumps(job, indent=1) + "\n", encoding="utf-8")
    if place.out.exists():  # an output of another job was refused above: this one is whole
        shutil.rmtree(place.parts, ignore_errors=True)
        return True
    place.parts.mkdir(exist_ok=True)
    for leftover in (*place.parts.glob("*.tmp"), *(each for path in place.own for each in leftovers(path))):
        leftover.unlink(missing_ok=True)
    return False


def finish(place: Place) -> None:
    """Removes what was needed to go on."""
    shutil.rmtree(place.parts)


def _clear(place: Place) -> None:
    """Removes an output. Its fingerprint goes last: without one, nothing is gone on with."""
    for path in (place.out, place.errors):
        path.unlink(missing_ok=True)
    if place.parts.exists():
        shutil.rmtree(place.parts)
    place.job.unlink(missing_ok=True)


def _check_same(place: Place, job: Fingerprint) -> None:
    try:
        before = dict(json.loads(place.job.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"cannot tell what {str(place.out)!r} is of ({error}): do it anew with --overwrite") from error
    if differences := "; ".join(_differences(before, job)):
        raise InputError(
            f"{str(place.job)!r} records another job: {differences}. Give the same paths, options and model, "
            "or start over with --overwrite"
        )


def _differences(before: Mapping[str, object], job: Fingerprint) -> Iterator[str]:
    """Name what differs between two jobs, and nothing else of them."""
    for key, new in job.items():
        old = before.get(key)
        if old == new:
            continue
        if key == "options" and isinstance(old, Mapping) and isinstance(new, Mapping):
            named = ((f"--{name.replace('_', '-')}", old.get(name), new[name]) for name in new)
            yield from (_difference(*each) for each in named if each[1] != each[2])
        elif key == "inputs":
            before_and_now = _files(old), _files(new)
            what = "names or times" if before_and_now[0] == before_and_now[1] else ", now ".join(before_and_now)
            yield f"the input files have changed ({what})"
        elif key == "model":
            yield "the model is another one"
        else:
            yield _difference(f"--{key.replace('_', '-')}" if key == "shard_size" else key, old, new)


def _difference(name: str, old: object, new: object) -> str:
    return f"{name} was {json.dumps(old)} and is {json.dumps(new)}"


def _files(inputs: object) -> str:
    known = inputs if isinstance(inputs, Mapping) else {}
    return f"files: {known.get('files')}, bytes: {known.get('bytes')}"
