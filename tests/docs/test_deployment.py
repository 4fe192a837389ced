"""docs/deployment.md lists every option of the server, with its default."""

from __future__ import annotations

import re

from quoteattr.cli import main
from tests.docs.sections import section

ROW = re.compile(r"^\| `(--[\w-]+)` \| ([^|]+) \| ", re.MULTILINE)


def test_the_page_lists_the_options_of_the_server_with_their_defaults() -> None:
    table = section("deployment", "The server").partition("### Options of the server")[2].partition("\n### ")[0]
    stated = {name: default.replace(",", "") for name, default in ROW.findall(table)}
    command = main.commands["serve"]
    values = command.make_context("serve", []).params
    texts = {None: "none", (): "none", False: "off"}
    defaults = {
        each.opts[0]: texts.get(values[each.name]) or str(values[each.name]).removesuffix(".0")
        for each in command.params
    }
    assert defaults.pop("--descriptions") == "True"
    assert stated == {**defaults, "--no-descriptions": "off", "--workers": stated["--workers"]}
    assert stated["--workers"].startswith("processors + 1")
