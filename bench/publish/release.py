"""``make release``: builds wheel and sdist into ``dist/``, and checks that they can be released.

It checks: the wheel contains the files of the package that are under version control and no others; the same sources
produce the same bytes; the sdist alone produces the same wheel; installed into an empty environment, without access to
the clone, the package reads its example article. Needs the extra ``release``; the last step needs an index to install
the dependencies from.
"""

from __future__ import annotations

import filecmp
import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.options import parser
from bench.places import ROOT

METADATA = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
EPOCH = "1700000000"  # for sources outside version control; otherwise the time of the last commit
SMOKE = """
import sys
import quoteattr
assert not {"torch", "stanza", "onnxruntime", "numpy"} & set(sys.modules), "the import loads something heavy"
from importlib.metadata import version
from importlib.resources import files
assert version("quoteattr") == quoteattr.__version__ == sys.argv[1], quoteattr.__version__
assert "site-packages" in quoteattr.__file__, quoteattr.__file__
assert files("quoteattr").joinpath("py.typed").is_file()
text = files("quoteattr").joinpath("examples/ferry-line.txt").read_text("utf-8")
document = quoteattr.load()(text)
assert {"Petra Lindahl", "Jonas Adeyemi"} <= {each.name for each in document.speakers}, document.speakers
assert quoteattr.from_dict(quoteattr.to_dict(document), text).attributions == document.attributions
assert document.render().startswith("<!doctype html>")
"""


class ReleaseError(Exception):
    """The built files cannot be released."""


def main() -> int:
    """Builds and checks; returns 1 and prints the reason if a check fails."""
    options = parser(__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "dist", help="folder of wheel and sdist")
    options.add_argument("--no-install", action="store_true", help="leave out the empty environment")
    arguments = options.parse_args()
    try:
        release(arguments.out, install=not arguments.no_install)
    except (ReleaseError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def release(out: Path, *, install: bool) -> None:
    """All steps; raises :class:`ReleaseError` or ``CalledProcessError`` at the first that fails."""
    wheel, sdist = build(ROOT, out)
    say(f"{wheel.name} {wheel.stat().st_size / 1e6:.1f} MB, {sdist.name} {sdist.stat().st_size / 1e6:.1f} MB")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    check_contents(names, wheel.name.split("-")[1], tracked())
    say("the wheel contains the package only")
    with TemporaryDirectory() as name:
        folder = Path(name)
        same(build(ROOT, folder / "again"), (wheel, sdist))
        say("built again: the same bytes")
        with tarfile.open(sdist) as packed:
            packed.extractall(folder / "sdist", filter="data")
        [source] = (folder / "sdist").iterdir()
        same(build(source, folder / "from-sdist", "--wheel"), (wheel,))
        say("built from the sdist: the same wheel")
        if install:
            smoke(wheel, folder / "empty")
            say("installed into an empty environment, it reads the example")


def build(source: Path, out: Path, *options: str) -> tuple[Path, ...]:
    """The wheel and the sdist (with ``--wheel``, the wheel alone) of a source folder, in that order."""
    kinds = options or ("--wheel", "--sdist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), *kinds]
    run([*command, str(source)], SOURCE_DATE_EPOCH=epoch())
    found = (sorted(out.glob(ending), key=lambda path: path.stat().st_mtime) for ending in ("*.whl", "*.tar.gz"))
    return tuple(path for paths in found for path in paths[-1:])  # of each kind the one that was written last


def epoch() -> str:
    """Seconds since 1970 that are in the archives."""
    found = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return os.environ.get("SOURCE_DATE_EPOCH") or found.stdout.strip() or EPOCH


def tracked() -> set[str]:
    """The files of the package under version control."""
    command = ["git", "ls-files", "-z", "quoteattr"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return set(filter(None, listed.stdout.split("\0")))


def check_contents(names: set[str], version: str, expected: set[str]) -> None:
    """Raises if a wheel lacks a file of the package, or contains other files or too many metadata."""
    wanted = expected | {f"quoteattr-{version}.dist-info/{name}" for name in METADATA}
    if missing := sorted(wanted - names):
        raise ReleaseError(f"the wheel lacks {', '.join(missing)}")
    if surplus := sorted(names - wanted):
        raise ReleaseError(f"the wheel contains files that are not under version control: {', '.join(surplus)}")


def same(these: Sequence[Path], those: Sequence[Path]) -> None:
    """Raise if two files differ."""
    for one, other in zip(these, those, strict=True):
        if not filecmp.cmp(one, other, shallow=False):
            raise ReleaseError(f"{one.name}: the bytes differ")


def smoke(wheel: Path, folder: Path) -> None:
    """Installs a wheel into an empty environment, and reads the example in Python and on the command line."""
    venv.create(folder / "venv", with_pip=True)
    binaries = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python, command = str(binaries / "python"), str(binaries / "quoteattr")
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    run([*pip, "install", "--quiet", "--constraint", str(ROOT / "constraints.txt"), str(wheel)])
    run([*pip, "check"])
    run([python, "-I", "-c", SMOKE, wheel.name.split("-")[1]], cwd=folder)
    (folder / "article.txt").write_text("The port will close, Mayor Ada Lund said.\n", encoding="utf-8")
    row = json.loads(run([command, "extract", "article.txt"], cwd=folder))
    if row["attributions"][0]["content"]["text"] != "The port will close":
        raise ReleaseError(f"quoteattr extract: {row}")
    if "Ada Lund" not in run([command, "show", "article.txt"], cwd=folder):
        raise ReleaseError("quoteattr show does not name the speaker")


def run(command: Sequence[str], cwd: Path = ROOT, **environment: str) -> str:
    """Return the output of a command, without the clone on its path; raise ``CalledProcessError`` if it fails."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(command, cwd=cwd, env=clean | environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        print(done.stdout)
    done.check_returncode()
    return done.stdout


def say(line: str) -> None:
    """Print and flush, because a step takes long."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
