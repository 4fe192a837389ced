"""Reading uses no network, no code is created from data, and an altered model is not loaded.

That ids are not used as paths is tested in ``tests/cli/bulk/test_extract_out.py`` and
``tests/cli/test_export_command.py``, that HTML is escaped in ``tests/views``.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import quoteattr
from quoteattr import ModelError
from quoteattr.annotate.bundle import BUNDLED, MANIFEST

PACKAGE = Path(quoteattr.__file__).parent
MODEL = BUNDLED / "en"

# Denied before anything is imported: Python's socket classes, and the interpreter's audit events of sockets.
DENY = """
import socket, sys

def deny(*arguments, **options):
    raise PermissionError("this test allows no network")

def watch(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        raise PermissionError(f"this test allows no network: {event}")

socket.socket.connect = socket.socket.connect_ex = deny
socket.create_connection = socket.getaddrinfo = deny
sys.addaudithook(watch)
"""
READ = """
import quoteattr
from pathlib import Path
reader = quoteattr.load()
text = "The harbour will close in May, Mayor Ada Lund told reporters on Monday. “We had no choice,” she said."
one = reader(text)
many = list(reader.pipe([text, text]))
pages = [quoteattr.to_dict(each, sentences=True) for each in many]
assert all(each.attributions for each in (one, *many)) and one.render() and pages
print(len(one.attributions))
"""
PAGE = """
import quoteattr
sentence = "<p>The harbour will close in May, Mayor Ada Lund told reporters on Monday, and the ferries with it.</p>"
html = f'<html><head><link rel="stylesheet" href="https://example.org/a.css"></head><body><article>{sentence * 5}'
html += '<img src="https://example.org/b.png"><iframe src="https://example.org/c"></iframe></article></body></html>'
page = quoteattr.from_html(html, url="https://example.org/harbour")
print(page.text.count("Ada Lund"))
"""
ATTEMPTS = {
    "a socket": "import socket; socket.socket()",
    "a connection": "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)",
    "a name": "import socket; socket.getaddrinfo('example.org', 80)",
    "a page": "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=1)",
}


def run(code: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run code without permission to create sockets, and with an empty home folder."""
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "PYTHONPATH": str(PACKAGE.parent),
    }
    return subprocess.run(
        [sys.executable, "-c", DENY + code], capture_output=True, text=True, timeout=240, env=environment
    )


@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_guard_of_these_tests_detects(name, tmp_path):
    done = run(ATTEMPTS[name], tmp_path)
    assert done.returncode == 1
    assert "this test allows no network" in done.stderr


def test_a_model_is_loaded_and_a_text_is_read_without_a_socket(tmp_path):
    done = run(READ, tmp_path)
    assert (done.returncode, done.stdout.strip() not in ("", "0")) == (0, True), done.stderr


def test_a_page_is_read_without_a_socket(tmp_path):
    pytest.importorskip("trafilatura", reason="comes with quoteattr[html]")
    done = run(PAGE, tmp_path)
    assert (done.returncode, done.stdout.strip() not in ("", "0")) == (0, True), done.stderr


# No code from data

MODULES = {"pickle", "cPickle", "_pickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "jsonpickle"}
BUILT_IN = {"eval", "exec", "compile", "__import__"}
METHODS = {"read_pickle", "to_pickle", "unsafe_load", "full_load"}


def sins(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The lines of a module that could create code from data."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names if each.name.partition(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES:
            yield node.lineno, str(node.module)
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, sin) for sin in _sins_of_call(node))


def _sins_of_call(call: ast.Call) -> Iterator[str]:
    called = ast.unparse(call.func)
    given = {each.arg: ast.unparse(each.value) for each in call.keywords}
    named = {each.value for each in call.args if isinstance(each, ast.Constant)}
    if called in BUILT_IN or called.rpartition(".")[2] in METHODS:
        yield called
    if called.endswith("import_module") and named & MODULES:
        yield called
    if called == "torch.load" and given.get("weights_only") != "True":
        yield "torch.load without weights_only=True"
    if called.endswith("yaml.load"):
        yield called
    if given.get("allow_pickle", "False") != "False":
        yield "allow_pickle"
    if given.get("shell", "False") != "False" or called == "os.system":
        yield "a shell"


SINFUL = [
    "import pickle",
    "import os, joblib.memory",
    "from dill import loads",
    "from importlib import import_module\nimport_module('pickle')",
    "eval('1')",
    "exec(text)",
    "compile(text, 'x', 'exec')",
    "__import__(name)",
    "import torch\ntorch.load(path)",
    "import torch\ntorch.load(path, weights_only=False)",
    "import numpy\nnumpy.load(path, allow_pickle=True)",
    "import yaml\nyaml.load(text)",
    "import pandas\npandas.read_pickle(path)",
    "import subprocess\nsubprocess.run(text, shell=True)",
    "import os\nos.system(text)",
]
INNOCENT = [
    "import re\nre.compile('x')",
    "network.eval()",
    "import torch\ntorch.load(path, weights_only=True)",
    "import numpy\nnumpy.load(path)",
    "import json\njson.load(stream)",
    "import subprocess\nsubprocess.run(['x'])",
]


@pytest.mark.parametrize("code", SINFUL)
def test_the_search_finds(code):
    assert len(list(sins(ast.parse(code)))) == 1


@pytest.mark.parametrize("code", INNOCENT)
def test_the_search_ignores(code):
    assert list(sins(ast.parse(code))) == []


def test_no_module_creates_code_from_data():
    modules = sorted(PACKAGE.rglob("*.py"))
    assert len(modules) > 100
    found = [(path.name, *sin) for path in modules for sin in sins(ast.parse(path.read_text("utf-8")))]
    assert found == []


# Models

FILES = json.loads((MODEL / MANIFEST).read_text("utf-8"))["files"]


def test_a_model_consists_of_graphs_and_json_and_no_pickle():
    assert {Path(name).suffix for name in FILES} <= {".onnx", ".json", ".gz", ".safetensors"}
    assert {path.name for path in MODEL.iterdir()} == {*FILES, MANIFEST, "MODEL_CARD.md"}
    for name in FILES:
        with (MODEL / name).open("rb") as stream:
            start = stream.read(4)
        # Pickles of protocol 2 and later begin with 0x80 and the protocol, archives of torch with PK; a safetensors
        # file begins with the length of its header in eight bytes, for example 0x80 0x00.
        assert not start.startswith((b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"PK")), name


def altered(folder: Path, name: str) -> Path:
    """The bundled model with one bit of one file flipped; the other files are links to the real ones."""
    for path in MODEL.iterdir():
        if path.name != name:
            (folder / path.name).symlink_to(path)
    data = bytearray((MODEL / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_one_flipped_bit_in_any_file_is_detected(name, tmp_path):
    with pytest.raises(ModelError, match=r"was altered.*install the model again"):
        quoteattr.load(altered(tmp_path, name))


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_detected(name, tmp_path):
    (altered(tmp_path, name) / name).unlink()
    with pytest.raises(ModelError, match=r"is missing.*install the model again"):
        quoteattr.load(tmp_path)
