"""Quotations without a cue, through the whole pipeline."""

from __future__ import annotations

import pytest

from quoteattr import QuoteAttributor


@pytest.mark.parametrize(
    ("text", "cue", "speaker"),
    [
        ("The nurses said they were tired. “Again? We have just come off a double shift.”", "said", "The nurses"),
        ("Rita Moss shook her head. “Not today.”", None, "Rita Moss"),
        ("Rita Moss's mood darkened. “Not today.”", None, "Rita Moss"),
        ("Captain Ada Ruiz denied that the crew was drunk. “There was not a bottle on board.”", "denied", "Ada Ruiz"),
        ("Captain Ada Ruiz denied it. “I was never there.”", "denied", "Ada Ruiz"),
        ("The verdict from the coach, Rita Moss, was short: “We were second to every ball.”", None, "Rita Moss"),
        ("Minister Omar Stone had a simple answer to his critics: “We save for bad years.”", None, "Omar Stone"),
        ("Rita Moss's verdict: “Late, loud and dear.” The critic gave it one star.", None, "Rita Moss"),
        (
            "Rita Moss began to cry. Her sister's friends held her on either side. “I waited years for that word.”",
            None,
            "Rita Moss",
        ),
        (
            "Omar Stone had an answer. His predecessor, Rita Moss, had one too. “These are bad years.”",
            None,
            "Rita Moss",
        ),
        # who was asked answers, unless it is a request or another question; so does whom the writer speaks to
        ("A reporter asked Mayor Rita Moss whether she would resign. “Not this year.”", None, "Rita Moss"),
        ("The judge asked Omar Stone about the boat. “I sold it.”", None, "Omar Stone"),
        ("I told Omar Stone that I had rowed as a boy. “You poor thing.”", None, "Omar Stone"),
        ("Omar Stone asked the guests to leave. “We are closing now.”", "asked", "Omar Stone"),
        ("Rita Moss asked Omar Stone about the boat. “Who has sold it?”", "asked", "Rita Moss"),
        ("Mayor Rita Moss was asked whether she would resign: “Not this year.”", None, "Rita Moss"),
        ("Rita Moss was asked by a judge whether the boat was sold: “It sank.”", None, "Rita Moss"),
        # paragraphs that open with marks, of which only the last one closes them
        (
            "Warden Rita Moss said the hut was shut.\n\n“The roof has gone.\n\n“We hope for a dry May.”",
            *("said", "Rita Moss"),
        ),
        (
            "Farmer Omar Stone told the meeting that milk was cheaper than water.\n\n'I have sold nine cows.\n\n"
            "'The other nine know it.\n\n'They look at me.'\n\nThe meeting closed at ten.",
            *("told", "Omar Stone"),
        ),
    ],
)
def test_a_quotation_without_a_cue_is_borrowed(
    attributor: QuoteAttributor, text: str, cue: str | None, speaker: str
) -> None:
    """It is direct, has the neighbouring cue where there is one, and a separate confidence."""
    [found] = [each for each in attributor(text).attributions if each.borrowed]
    assert found.kind == "direct"
    assert (found.cue.text if found.cue else None) == cue
    assert found.speaker is not None
    assert found.speaker.name == speaker
    assert found.evidence.rule.startswith("cueless")
    assert not found.evidence.scores


@pytest.mark.parametrize(
    "text",
    [
        "The orchestra played for two hours. “Finlandia” came last.",
        "The firm changed its slogan. “Bread for All.”",
        "The road was wet. “Slow.”",
        "“We won,” said Lee. “It was hard.”",
        "The judge asked who had sold the boat. “I did that.”",
        "The words on the door were plain: “No entry for boats.”",
        "Rita Moss said the hut was shut.\n\n“The roof has gone.”",
        "Rita Moss said the hut was shut.\n\n“The roof has gone.\n\n“We hope for a dry May,” said Omar Stone.",
        "“Nobody asked us,” said Omar Stone. Rita Moss shuts the ledger.",
        "“Nobody asked us.” Rita Moss has run the hut since 1998.",
        "“Nobody asked us.”\n\nRita Moss shuts the ledger.",
        "Omar Stone said the hut was shut.\n\n“Nobody asked us.” Rita Moss shuts the ledger.",
    ],
)
def test_titles_mottos_and_quotations_with_a_cue_are_not_borrowed(attributor: QuoteAttributor, text: str) -> None:
    assert not any(each.borrowed for each in attributor(text).attributions)


def test_a_quotation_left_open_is_one_claim_with_the_paragraphs_that_take_it_up(attributor: QuoteAttributor) -> None:
    text = "Warden Rita Moss said the hut was “a wreck.\n\n“The roof has gone.\n\n“We hope for a dry May.”"
    [found] = attributor(text).attributions
    assert found.content.text.endswith("The roof has gone. We hope for a dry May.")


VOICES = """Rita Moss, 43, nurse: “I voted for them last time.”
Omar Stone, 61, Port Ellin, retired fisherman – “They never come up here.”
Ida Vale (22), student: “Ask me on Monday.”
"""


def test_a_name_with_a_description_opens_a_quotation(attributor: QuoteAttributor) -> None:
    found = attributor(VOICES).attributions
    assert [(each.speaker.name, each.speaker.role) for each in found if each.speaker] == [
        ("Rita Moss", "nurse"),
        ("Omar Stone", "retired fisherman"),
        ("Ida Vale", "student"),
    ]
    assert {each.kind for each in found} == {"direct"}


BODY = (
    "Parents in Orbel buy the syrup abroad. Doctors say it is no sweet.\n\n“We tried baths and stories. "
    "It was the only thing that worked,” said Louise Bang.\n\nThe syrup is not for sale in Orbel.\n"
)


@pytest.mark.parametrize(
    ("headline", "found"),
    [
        ("‘It was the only thing that worked’: why parents buy syrup", True),
        ("“It was the ONLY thing that worked” — and why parents buy it", True),
        ("‘Nothing that we tried has worked’: why parents buy syrup", False),
        ("Film “We Tried Baths and Stories” opens in Orbel", False),
        ("‘No sweet’: why parents buy syrup", False),
    ],
)
def test_a_headline_that_quotes_the_body_has_its_speaker(
    attributor: QuoteAttributor, headline: str, found: bool
) -> None:
    text = f"{headline}\n\nBy Ida Vale\n\n{BODY}"
    quoted = [each for each in attributor(text).attributions if each.content.end <= len(headline) and each.borrowed]
    assert [each.speaker.name for each in quoted if each.speaker] == ["Louise Bang"] * found
