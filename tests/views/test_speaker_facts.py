"""Facts about a speaker and the channel of a claim in the views."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from quoteattr import QuoteAttributor
from quoteattr.views.html import facts_of
from quoteattr.views.terminal import table

FACTS = [
    ("Ada Lund, 45, founder of Nordair and mayor of Orbel, said it rained.",
     ["founder (Nordair)", "mayor (Orbel)", "45 years old"]),
    ("Kenyan Prime Minister Joel Otieno said it rained.", ["Prime Minister (Kenya)"]),
    ("Gov. Ada Lund said it rained.", ["Governor"]),
    ("Nordair spokeswoman Ada Lund said it rained.", ["Nordair spokeswoman"]),
    ("An Orbel/NRK poll found that it rained.", ["for Orbel/NRK"]),
    ("UN agencies warned of hunger.", []),
    ("Russia's Defence Ministry said it rained.", ["Russia"]),
    ("Radio Orbel's Ada Lund said it rained.", ["Radio Orbel"]),
    ("A worker, who asked not to be named because she feared reprisals, said it rained.",
     ["worker", "anonymous: she feared reprisals"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), FACTS)
def test_facts_of_a_speaker(attributor: QuoteAttributor, text: str, facts: list[str]) -> None:
    assert list(facts_of(attributor(text).speakers[0])) == facts


def test_terminal_and_page_show_role_and_channel(attributor: QuoteAttributor) -> None:
    document = attributor("Mayor Ada Lund of Orbel said in an interview with Radio Orbel that it rained.")
    console = Console(width=400, record=True, file=StringIO())
    console.print(table(document.attributions))
    shown = console.export_text()
    assert "Ada Lund, Mayor, Orbel" in shown
    assert "indirect, interview" in shown
    assert '"channel":"interview (Radio Orbel)"' in document.render()
    assert "channel       interview (Radio Orbel)" in document.attributions[0].explain()
