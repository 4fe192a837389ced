"""Public names of ``import quoteattr``, and modules that it does not load."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import quoteattr

# Importing the package must not load these; the names of the API must not either, until they are used.
HEAVY = {"torch", "stanza", "onnxruntime", "numpy", "tokenizers", "rich", "click", "attr", "regex"}


def loaded_by(statement: str) -> set[str]:
    code = f"import json, sys; {statement}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


def test_importing_the_package_loads_nothing_else():
    assert loaded_by("import quoteattr; dir(quoteattr); quoteattr.__version__") & HEAVY == set()


@pytest.mark.parametrize(
    "statement",
    [
        "from quoteattr import Document, to_dict, from_dict, json_schema, QuoteattrError",
        "from quoteattr import load, link_trees, QuoteAttributor",
        "import quoteattr.cli",
    ],
)
def test_the_light_parts_load_no_network_library(statement):
    assert loaded_by(statement) & {"torch", "stanza", "onnxruntime", "numpy", "tokenizers"} == set()


@pytest.mark.parametrize("name", quoteattr.__all__)
def test_every_public_name_exists(name):
    assert getattr(quoteattr, name) is not None
    assert name in dir(quoteattr)


def test_a_missing_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'quoteattr' has no attribute 'no_such_name'"):
        quoteattr.no_such_name  # noqa: B018


def test_every_error_is_public_and_has_the_common_base_class():
    from quoteattr import errors

    defined = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert defined == {name for name in quoteattr.__all__ if name.endswith("Error")}
    assert all(issubclass(getattr(quoteattr, name), quoteattr.QuoteattrError) for name in defined)


def test_the_package_is_marked_as_typed_and_contains_its_schema():
    root = Path(quoteattr.__file__).parent
    assert (root / "py.typed").exists()
    assert (root / "formats" / "contract.schema.json").exists()
