"""The turns of transcripts and interviews: their labels, their speakers, and the claims inside them."""

from __future__ import annotations

import pytest

from quoteattr import QuoteAttributor
from quoteattr.model import TRANSCRIPT, Attribution

HEARING = """The committee met at noon in Tallow Hall, Hon. Edith Marlow presiding.

Chairwoman MARLOW. The committee will come to order. Mr. Brandt, who closed the sluice?

Mr. BRANDT. The night crew did. The manual says the crew must ask first.

Ms. ADU-WELLS. Did they ask?

Mr. BRANDT [continuing]. They called the office, and the office told them that nobody was in.

[Pause.]

The river kept rising.

Mr. LEE of Utah. I yield back.

Oskar Brandt manages the Tallow dam."""

MIXED_CASE = """The Chairman. We meet to hear about the ferry. Ms. Olsen, please begin.

Ms. Olsen. Thank you. We bought the ferry in 2009.

Senator McGrath. And what did it cost?

Ms. Olsen. It cost nine million."""

CAPITALS = """The PRESIDING OFFICER. The clerk will read the bill.

The CLERK. The bill was read twice.

Mr. McCARTHY. I ask for the yeas and nays.

The PRESIDING OFFICER. There is a second. The bill has passed."""

INTERVIEW = """Thora Lindqvist has built boats for forty years. The Pier Gazette met her in her yard, next
to Emil Stahl's.

PG: When did you begin?

TL: I began at nine. My uncle said girls could not plane, so I planed.

PG: Do you still plane every day?

TL: I do."""


def turns(attributor: QuoteAttributor, text: str) -> list[Attribution]:
    return [claim for claim in attributor(text, structure="plain").attributions if claim.evidence.rule == TRANSCRIPT]


def labels(claims: list[Attribution]) -> list[str]:
    return [claim.source.text for claim in claims if claim.source]


def test_a_label_with_a_title_and_a_stop_opens_a_turn(attributor: QuoteAttributor) -> None:
    found = turns(attributor, HEARING)
    assert [(claim.source.text, claim.content.text) for claim in found if claim.source] == [
        ("Chairwoman MARLOW", "The committee will come to order. Mr. Brandt, who closed the sluice?"),
        ("Mr. BRANDT", "The night crew did. The manual says the crew must ask first."),
        ("Ms. ADU-WELLS", "Did they ask?"),
        (
            "Mr. BRANDT",
            "They called the office, and the office told them that nobody was in. The river kept rising.",
        ),
        ("Mr. LEE of Utah", "I yield back."),
    ]
    assert {claim.kind for claim in found} == {"indirect"}  # without quotation marks
    names = [claim.speaker.name if claim.speaker else None for claim in found]
    assert names[:2] == ["Edith Marlow", "Oskar Brandt"]
    assert names[3] == "Oskar Brandt"


def test_claims_inside_a_turn_are_nested_in_it(attributor: QuoteAttributor) -> None:
    claims = attributor(HEARING, structure="plain").attributions
    inner = {claim.source.text: claims[claim.nested_in] for claim in claims if claim.source and claim.nested_in}
    assert {name: labels([outer]) for name, outer in inner.items()} == {
        "The manual": ["Mr. BRANDT"],
        "the office": ["Mr. BRANDT"],
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MIXED_CASE, ["The Chairman", "Ms. Olsen", "Senator McGrath", "Ms. Olsen"]),
        (CAPITALS, ["The PRESIDING OFFICER", "The CLERK", "Mr. McCARTHY", "The PRESIDING OFFICER"]),
    ],
)
def test_forms_of_labels_with_a_stop(attributor: QuoteAttributor, text: str, expected: list[str]) -> None:
    assert labels(turns(attributor, text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz. A life in glass.\n\nBo Lind. He came late.\n\nAna Ruiz. She left early.",
        "The WHO. It was founded in 1948.\n\nMr. Brandt. He lives here.",
        "Mr. Brandt spoke first.\n\nMs. Olsen spoke next.\n\nMr. Brandt left.",
        "St. Ives. We went by train.\n\nSt. Ives. We went home by boat.\n\nIt rained.",
    ],
)
def test_names_and_titles_that_do_not_open_a_turn(attributor: QuoteAttributor, text: str) -> None:
    assert turns(attributor, text) == []


def test_a_list_of_witnesses_is_not_a_turn_among_labels_with_a_stop(attributor: QuoteAttributor) -> None:
    assert "Witnesses" not in labels(turns(attributor, f"Witnesses: Mr. Oskar Brandt is heard.\n\n{HEARING}"))


def test_initials_refer_to_the_full_name_in_the_text(attributor: QuoteAttributor) -> None:
    found = turns(attributor, INTERVIEW)
    names = [claim.speaker.name for claim in found if claim.speaker]
    assert names == ["Pier Gazette", "Thora Lindqvist", "Pier Gazette", "Thora Lindqvist"]
    assert {claim.kind for claim in found} == {"indirect"}  # without quotation marks


def test_labels_with_what_a_speaker_is(attributor: QuoteAttributor) -> None:
    lines = [
        "Anna Bell, host: The council has voted.",
        "LIZ CROFT, TENANT ADVOCATE, CITY HOUSING UNION: It is a bad vote.",
        "JOE PARK, BAKER, LEEDS: I think the rent will kill my shop.",
        "Anna Bell, host: When did you hear?",
    ]
    found = turns(attributor, "\n".join(lines))
    assert [claim.speaker and claim.speaker.name.title() for claim in found] == [
        "Anna Bell", "Liz Croft", "Joe Park", "Anna Bell",
    ]  # fmt: skip


def test_ambiguous_initials_refer_to_no_name(attributor: QuoteAttributor) -> None:
    found = turns(attributor, INTERVIEW.replace("Emil Stahl", "Tomas Lund"))
    assert [claim.speaker.name for claim in found if claim.speaker][1] == "TL"


def test_i_is_the_speaker_of_the_turn(attributor: QuoteAttributor) -> None:
    text = INTERVIEW.replace("I do.", "I do. I said I would never stop.")
    [said] = [
        claim for claim in attributor(text, structure="plain").attributions if claim.source and claim.source.text == "I"
    ]
    assert said.speaker is not None
    assert said.speaker.name == "Thora Lindqvist"


@pytest.mark.parametrize("stop", [".", ":"])
def test_question_and_answer_are_two_speakers(attributor: QuoteAttributor, stop: str) -> None:
    lines = ["Why did the wall fail?", "It was built in 1958.", "Who pays?", "The county has no money."]
    text = "\n".join(f"{label}{stop} {line}" for label, line in zip("QAQA", lines, strict=True))
    found = turns(attributor, text)
    assert [claim.content.text for claim in found] == lines
    first, second, third, fourth = [claim.speaker for claim in found]
    assert first is third
    assert second is fourth
    assert first is not second
    assert {speaker.type for speaker in (first, second) if speaker} == {"unnamed_person"}
