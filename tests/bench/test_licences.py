"""Every licence of installed packages and of bundled data is allowed, and a wrong one is detected."""

from __future__ import annotations

from email.message import Message

import pytest
from attrs import frozen

from bench.publish import licences


@frozen
class Package:
    """The metadata of an installed package with its licence."""

    metadata: Message


def package(*headers: tuple[str, str]) -> Package:
    metadata = Message()
    for name, value in headers:
        metadata[name] = value
    return Package(metadata)


def test_all_licences_are_allowed(capsys):
    assert licences.main() == 0, capsys.readouterr().err
    shown = capsys.readouterr().out
    assert "onnxruntime" in shown
    assert "reporting_verbs.toml" in shown


def test_dependencies_of_dependencies_are_listed_with_what_needs_them():
    found = {entry.name: entry for entry in licences.dependencies()}
    assert found["torch"].note == "run"  # required by Stanza
    assert found["pytest"].note == "dev"
    assert "quoteattr" not in found
    assert found["udtools"].note.startswith("run; GPL")


EXPRESSIONS = [
    ("MIT", True),
    ("GPL-3.0-only", False),
    ("MIT AND Apache-2.0", True),
    ("MIT AND GPL-3.0-only", False),
    ("MIT OR GPL-3.0-only", True),
    ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
    ("GPL-2.0-only AND (Apache-2.0 OR MIT)", False),
    ("(GPL-2.0-only OR MIT) AND (MIT OR AGPL-3.0-only)", True),
    ("Apache-2.0 WITH LLVM-exception", True),
    ("", False),
    ("MIT AND", False),
    ("(MIT", False),
    ("MIT)", False),
    ("MIT OR (GPL-3.0-only", False),
    ("allowed", False),
    ("unknown", False),
]


@pytest.mark.parametrize(("expression", "allowed"), EXPRESSIONS)
def test_an_expression_is_evaluated(expression, allowed):
    assert licences.is_allowed(expression) is allowed


TOLD = [
    ([("License-Expression", "MIT"), ("License", "GPL")], "MIT"),
    ([("License", "BSD")], "BSD-3-Clause"),
    ([("License", "MIT License\n\nPermission is hereby granted")], "MIT"),
    ([("License", "Copyright (c) Ada Lund"), ("Classifier", "License :: OSI Approved :: MIT License")], "MIT"),
    ([("Classifier", "License :: OSI Approved"), ("Classifier", "Topic :: Text Processing")], "OSI Approved"),
    ([("License", "Ask Ada")], "Ask Ada"),
    ([], "unknown"),
]


@pytest.mark.parametrize(("headers", "expected"), TOLD)
def test_a_licence_is_read_from_the_metadata_of_a_package(headers, expected):
    assert licences.licence_of(package(*headers)) == expected


def changed(monkeypatch, **rules):
    monkeypatch.setattr(licences, "RULES", {**licences.RULES, **rules})


def test_a_package_without_an_allowed_licence_is_reported_by_name(monkeypatch, capsys):
    changed(monkeypatch, excepted={})
    assert licences.main() == 1
    assert "not allowed:" in (told := capsys.readouterr()).err
    assert "udtools" in told.err
    assert "FAILED udtools" in told.out


def test_an_unknown_origin_fails(monkeypatch):
    changed(monkeypatch, origins={"own": "Apache-2.0"})
    failed = {entry.name for entry in licences.lexicons() if not entry.allowed}
    assert "reporting_verbs.toml" in failed
    assert "pronouns.toml" not in failed


def test_a_data_file_that_is_not_listed_fails(monkeypatch):
    changed(monkeypatch, data=())
    assert "quoteattr/models/en/words.onnx" in {entry.name for entry in licences.data() if not entry.allowed}
