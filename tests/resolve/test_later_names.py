"""Descriptions whose name follows: in a headline, and before an introduction by title; through the bundled model."""

from __future__ import annotations

import pytest

import quoteattr

BODY = "Skylark chief executive Ida Vale told staff on Monday that tickets would cost more.\n\n"

# a text, the words of a source, and the name of its speaker
LATER = [
    ("Fares to rise, CEO warns\n\n" + BODY + "“We have no choice,” Vale said.\n", "CEO", "Ida Vale"),
    (
        "Mayor of Orbel orders harbour closed\n\nOn Monday, Mayor Ida Vale said the harbour would close at noon. "
        "Fishermen said they were surprised.\n",
        "Mayor of Orbel",
        "Ida Vale",
    ),
    (
        "A spokesperson for the port said it would close. The spokesperson, Ida Vale, added that ships would wait.",
        "A spokesperson for the port",
        "Ida Vale",
    ),
    (
        "The bank will wait, its governor said on Monday. “We are not in a hurry,” Governor Ida Vale told reporters.",
        "its governor",
        "Ida Vale",
    ),
    # who has another office elsewhere
    (
        "A spokesman for Nordair said it was safe. The row may last, said Sky News correspondent Ida Vale. Fares would "
        "rise, our correspondent said.",
        "A spokesman for Nordair",
        "A spokesman for Nordair",
    ),
    # the first mention by name states several roles
    (
        "The bank's lead negotiator said it would wait. The negotiator, Ambassador Ida Vale, denied that.",
        "The bank's lead negotiator",
        "Ida Vale",
    ),
    # the pronoun of its clause is the source
    pytest.param(
        "A clerk who said she was sacked over a joke won $2 million on Monday. Ida Vale had worked there for years.",
        "who",
        "Ida Vale",
        marks=pytest.mark.xfail(strict=True, reason="the probability of the name is 0.57, too low for a link"),
    ),
    # by the scorer: the next source, by name alone
    (
        "The harbour union's president said the strike would go on. “We are not afraid of the port,” Ida Vale said.",
        "The harbour union's president",
        "Ida Vale",
    ),
    (
        "The bank's chief economist expects a slow spring. “Households are saving,” Ida Vale said in a note.\n\n"
        "The minister, Omar Stone, said he disagreed.",
        "The bank's chief economist",
        "Ida Vale",
    ),
    # somebody else is named
    ("A nurse said her manager told her to go home.\n\nIda Vale, 40, said she cried.", "her manager", "her manager"),
    (
        "A neighbour said the house had been empty for years. Ida Vale, who bought it in May, denied that.",
        "A neighbour",
        "A neighbour",
    ),
    # a person kept unnamed
    (
        "A person familiar with the matter said the talks had failed. “We are out of money,” Ida Vale said in a note.",
        "A person familiar with the matter",
        "A person familiar with the matter",
    ),
    (
        "A woman who refused to give her name said the bus was late. Ida Vale missed it.",
        "A woman who refused to give her name",
        "A woman",
    ),
    # a person named by the leader is not the leader
    ("The opposition leader said Ida Vale would resign. The minister did not.", "The opposition leader",
     "The opposition leader"),
    # a headline and the standfirst below it do not exchange their speakers
    (
        "CEO of Skylark says fares will rise\nCEO of Orbel says prices will rise too\n\nBy Nora Finch\n\n"
        "Monday 3 June 2024\n\nThe two firms met on Monday and spoke about fares and prices, which rose last year. "
        "Passengers had complained for months about delays at the airport.\n\nFares of the two firms rose twice in "
        "spring. The airport reopens in May after repairs that took a year.\n",
        "CEO of Skylark",
        "CEO of Skylark",
    ),
    # two mayors: ambiguous
    (
        "The mayor said it would rain. Mayor Ida Vale of Orbel and Mayor Omar Stone of Merrow said it would not.",
        "The mayor",
        "The mayor",
    ),
    # a person described in the first sentence is named in one of the next
    (
        "A farmer who built a dam has told a court that it was cracked.\n\n"
        "Omar Stone, 58, of Mill Lane, denied that he had known.\n",
        "A farmer who built a dam",
        "Omar Stone",
    ),
    ("A judge has said the dam was cracked.\n\nOmar Stone, 58, denied that.", "A judge", "A judge"),
    ("A surgeon has said it rained.\n\nOmar Stone, a teacher, denied that.", "A surgeon", "A surgeon"),
    # a name alone opens the next paragraph
    (
        "The school's principal told parents that lessons would end at noon.\n\nMrs Ida Vale said the water was off.\n",
        "The school's principal",
        "Ida Vale",
    ),
    (
        "The mayor of Orbel says the pier is safe despite a crack.\n\nIda Vale, a diver, said a plank was loose.\n",
        "The mayor of Orbel",
        "The mayor of Orbel",
    ),
    (
        "The mayor of Orbel says the pier is safe despite a crack.\n\nAngler Ida Vale said a plank was loose.\n",
        "The mayor of Orbel",
        "The mayor of Orbel",
    ),
    # an indefinite description is not linked by a title alone
    ("A governor said it would rain. Governor Ida Vale said it would not.", "A governor", "A governor"),
    # whose voice it is, nobody knows
    (
        "“Help me,” says a woman’s voice. As Radio Fjord’s Ida Vale put it, “It was a cry.”",
        "a woman’s voice",
        "a woman’s voice",
    ),
    # a study in a headline is not the institute in the text
    (
        "Study finds eels are late\n\nThe Orbel Institute said on Monday that eels were late. The study took a year.\n",
        "Study",
        "Study",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "name"), LATER)
def test_a_description_is_linked_to_a_later_name(
    attributor: quoteattr.QuoteAttributor, text: str, source: str, name: str
) -> None:
    claims = [claim for claim in attributor(text).attributions if claim.source and claim.source.text == source]
    assert [claim.speaker.name if claim.speaker else None for claim in claims] == [name]


def test_the_reason_names_the_later_name(attributor: quoteattr.QuoteAttributor) -> None:
    text, source, name = LATER[2]
    claim = next(each for each in attributor(text).attributions if each.source and each.source.text == source)
    assert claim.evidence.speaker.startswith(f"the description {source!r} is {name!r}, named later")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (
            "A university lecturer has been suspended over a joke.\n\nDr Ida Vale said it rained.\n",
            "university lecturer",
        ),
        ("A university lecturer has been suspended over a joke.\n\nIda Vale, a nurse, said it rained.\n", "nurse"),
    ],
)
def test_a_name_that_opens_the_next_paragraph_has_the_role(
    attributor: quoteattr.QuoteAttributor, text: str, role: str
) -> None:
    speaker = attributor(text).attributions[-1].speaker
    assert speaker is not None
    assert (speaker.name, speaker.role) == ("Ida Vale", role)
