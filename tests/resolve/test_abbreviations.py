"""Abbreviations that a text defines in brackets, through the bundled model."""

from __future__ import annotations

import pytest

import quoteattr
from quoteattr.resolve.names import defined_abbreviations
from tests.checks import last_speaker
from tests.trees import sentence

DEFINED = [
    ("the Union of Grid Workers ( NUGW ) left", None),  # no word for its first letter
    ("the National Union of Grid Workers ( NUGW ) left", "National Union of Grid Workers"),
    ("the Alliance of Small Island States ( AOSIS ) left", "Alliance of Small Island States"),
    ("the World Bank ( see below ) left", None),
    ("the grid operator ( GO ) left", None),  # not a name
    ("( GO ) left", None),
    ("Vale joined the organization of American States ( OAS )", None),  # the name begins in lower case
    ("Ida Vale ( D ) left", None),
]


@pytest.mark.parametrize(("text", "name"), DEFINED)
def test_the_name_before_an_abbreviation_has_its_initials(text: str, name: str | None) -> None:
    words = sentence(text, " ".join(f"{word}/X/0/dep" for word in text.split()))
    found = [" ".join(w.text for w in words.words[first : short - 1]) for first, short in defined_abbreviations(words)]
    assert found == ([name] if name else [])


NAMED = [
    ("The Alliance of Small Island States (AOSIS) left. AOSIS said it rained.", "Alliance of Small Island States"),
    ("Work stops, KJM says\n\nThe Kalinda Jana Morcha (KJM) left on Monday. Work stopped.", "Kalinda Jana Morcha"),
    ("Ida Vale (IV) left. Vale said it rained.", "Ida Vale"),
    ("Athletic director (AD) Ida Vale left. The AD said it rained.", "Ida Vale"),
    ("Ida Vale, chief executive of Nordair, left. The CEO said it rained.", "Ida Vale"),
    ("Nordair CEO Ida Vale met Orbel Rail CEO Omar Stone. Orbel Rail's chief executive said it rained.", "Omar Stone"),
    # a form of address alone
    ("H.E. Saif Lund left. H.E. said it rained.", "Saif Lund"),
    ("Her Honour Judge Ida Vale left. Her Honour said it rained.", "Ida Vale"),
    ("His Excellency Omar Stone met Her Excellency Ida Vale. His Excellency said it rained.", "Omar Stone"),
    ("H.E. Saif Lund met H.E. Omar Stone. H.E. said it rained.", "H.E."),
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_an_abbreviation_is_resolved_to_the_name_in_the_text(
    attributor: quoteattr.QuoteAttributor, text: str, name: str
) -> None:
    assert last_speaker(attributor, text).name == name


def test_an_abbreviation_is_no_short_form_of_a_name_with_another_word(attributor: quoteattr.QuoteAttributor) -> None:
    text = (
        "KUALA LUMPUR: PRM president Zulkarnain Ismail said the party will not bow to a call by PRM Youth.\n\n"
        "The Parti Rakyat Makmur (PRM) president said the members would decide."
    )
    assert last_speaker(attributor, text).affiliation == "Parti Rakyat Makmur"


def test_the_affiliation_of_a_role_has_the_full_name(attributor: quoteattr.QuoteAttributor) -> None:
    text = "The Harbour Crews Union (HCU) left. HCU officer Ida Vale said it rained."
    speaker = last_speaker(attributor, text)
    [role] = speaker.roles
    assert role.affiliation is not None
    assert (role.affiliation.text, role.affiliation.name) == ("HCU", "Harbour Crews Union")
