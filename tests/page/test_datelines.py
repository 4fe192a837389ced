"""Datelines: place, date and wire; never part of a content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.page.bylines import read_dateline, read_opening_dateline
from tests.timing import takes_at_most

ROWS: list[tuple[str, str, str | None, str | None, str | None]] = [
    # paragraph, dateline, place, date, wire
    ("LIMA, May 4 (Reuters) - It rained.", "LIMA, May 4 (Reuters) -", "LIMA", "May 4", "Reuters"),
    ("LIMA (Reuters) - It rained.", "LIMA (Reuters) -", "LIMA", None, "Reuters"),
    ("LIMA, Peru (AP) — It rained.", "LIMA, Peru (AP) —", "LIMA, Peru", None, "AP"),
    ("KYIV/MOSCOW, Nov 3 (Reuters) - It rained.", "KYIV/MOSCOW, Nov 3 (Reuters) -", "KYIV/MOSCOW", "Nov 3", "Reuters"),
    ("(Reuters) - It rained.", "(Reuters) -", None, None, "Reuters"),
    ("May 4 (Reuters) - It rained.", "May 4 (Reuters) -", None, "May 4", "Reuters"),
    ("4 May 2024 (AFP) – It rained.", "4 May 2024 (AFP) –", None, "4 May 2024", "AFP"),
    ("(Lima) – It rained.", "(Lima) –", "Lima", None, None),
    ("(Orbel, May 4, 2024) – It rained.", "(Orbel, May 4, 2024) –", "Orbel", "May 4, 2024", None),
    ("[Lima] – It rained.", "[Lima] –", "Lima", None, None),
    ("(Orbin) - It rained.", "(Orbin) -", None, None, "Orbin"),
    ("(CNN)It rained.", "(CNN)", None, None, "CNN"),
    ("Lima, Peru CNN — It rained.", "Lima, Peru CNN —", "Lima, Peru", None, "CNN"),
    ("WashingtonCNN — It rained.", "WashingtonCNN —", "Washington", None, "CNN"),
    ("Moscow. May 4. INTERFAX - It rained.", "Moscow. May 4. INTERFAX -", "Moscow", "May 4", "INTERFAX"),
    ("(CNN) -- It rained.", "(CNN) --", None, None, "CNN"),
    ("LIMA, May 4 — It rained.", "LIMA, May 4 —", "LIMA", "May 4", None),
    ("LIMA — It rained.", "LIMA —", "LIMA", None, None),
    ("LIMA - “It rained,” she said.", "LIMA -", "LIMA", None, None),
    ("Lima — It rained.", "Lima —", "Lima", None, None),
    ("Lima, 4 May 2021 – It rained.", "Lima, 4 May 2021 –", "Lima", "4 May 2021", None),
    ("AFP, LIMA", "AFP, LIMA", "LIMA", None, "AFP"),
    ("PTI, Washington, May 4", "PTI, Washington, May 4", "Washington", "May 4", "PTI"),
    ("LIMA,\nMay 4\n(Reuters) - It rained.", "LIMA,\nMay 4\n(Reuters) -", "LIMA", "May 4", "Reuters"),
    ("LIMA\n(Reuters) - It rained.", "LIMA\n(Reuters) -", "LIMA", None, "Reuters"),
    (
        "AUSTIN, Texas, March 2, 2024 (PR NEWSWIRE) -- It rained.",
        "AUSTIN, Texas, March 2, 2024 (PR NEWSWIRE) --",
        "AUSTIN, Texas",
        "March 2, 2024",
        "PR NEWSWIRE",
    ),
    (
        "LIMA, Peru, March 2, 2024 /PRNewswire/ -- It rained.",
        "LIMA, Peru, March 2, 2024 /PRNewswire/ --",
        "LIMA, Peru",
        "March 2, 2024",
        "PRNewswire",
    ),
    ("MOSCOW, April 4. /TASS/. It rained.", "MOSCOW, April 4. /TASS/.", "MOSCOW", "April 4", "TASS"),
    ("LIMA, May 4. /ORBIN/. It rained.", "LIMA, May 4. /ORBIN/.", "LIMA", "May 4", "ORBIN"),
    ("New Delhi, Apr 4 (PTI) It rained.", "New Delhi, Apr 4 (PTI)", "New Delhi", "Apr 4", "PTI"),
    (
        "New Delhi [India], Apr 4 (ANI): It rained.",
        "New Delhi [India], Apr 4 (ANI):",
        "New Delhi [India]",
        "Apr 4",
        "ANI",
    ),
    ("LIMA via JTA — It rained.", "LIMA via JTA —", "LIMA", None, "JTA"),
    ("LIMA, Peru —", "LIMA, Peru —", "LIMA, Peru", None, None),
    ("LIMA: It rained.", "LIMA:", "LIMA", None, None),
    ("HAYWARD, Calif. (AP) — It rained.", "HAYWARD, Calif. (AP) —", "HAYWARD, Calif.", None, "AP"),
    ("LIMA (Radio Fjord) – It rained.", "LIMA (Radio Fjord) –", "LIMA", None, "Radio Fjord"),
    ("WASHINGTON, D.C. — It rained.", "WASHINGTON, D.C. —", "WASHINGTON, D.C.", None, None),
    ("RIO DE JANEIRO, Oct. 3 (AP) _ It rained.", "RIO DE JANEIRO, Oct. 3 (AP) _", "RIO DE JANEIRO", "Oct. 3", "AP"),
    ("NEW YORK--(BUSINESS WIRE)--It rained.", "NEW YORK--(BUSINESS WIRE)--", "NEW YORK", None, "BUSINESS WIRE"),
    ("Lima, May 4 (EFE).- It rained.", "Lima, May 4 (EFE).-", "Lima", "May 4", "EFE"),
    ("ORBEL, May 4\n(Reuters) - It rained.", "ORBEL, May 4\n(Reuters) -", "ORBEL", "May 4", "Reuters"),
    ("Norvik, Pa. — It rained.", "Norvik, Pa. —", "Norvik, Pa.", None, None),
    ("Norvik, N.H. - It rained.", "Norvik, N.H. -", "Norvik, N.H.", None, None),
    ("Norvik, OH (WORB) – It rained.", "Norvik, OH (WORB) –", "Norvik, OH", None, "WORB"),
    ("Norvik (Daily Echo) – It rained.", "Norvik (Daily Echo) –", "Norvik", None, "Daily Echo"),
    ("Norvik, May 4, GNA – It rained.", "Norvik, May 4, GNA –", "Norvik", "May 4", "GNA"),
    ("NORVIK, May 4: It rained.", "NORVIK, May 4:", "NORVIK", "May 4", None),
    ("LIMA (AFP, dpa, Reuters) - It rained.", "LIMA (AFP, dpa, Reuters) -", "LIMA", None, "AFP"),
    ("LIMA, May 4 (AP/Reuters) — It rained.", "LIMA, May 4 (AP/Reuters) —", "LIMA", "May 4", "AP"),
    ("(dpa and AFP) – It rained.", "(dpa and AFP) –", None, None, "dpa"),
    ("LIMA, Monday (AFP) – It rained.", "LIMA, Monday (AFP) –", "LIMA", "Monday", "AFP"),
]
NONE = [
    "Ida Vale (AFP, Norvik) said it rained.",
    "It rained in Lima (AFP, dpa) - again.",
    "It rained in Lima (Reuters reported).",
    "NATO - the alliance - met in Lima.",
    "CROWE: Thank you.",
    "JOE PARK, BAKER, LIMA: Thank you.",
    "UPDATE — It rained.",
    "UPDATE, May 4: It rained.",
    "Norvik, May 4: It rained.",
    "Norvik, the port — It rained.",
    "Ida Vale (Norvik Post) – It rained.",
    "May 4 — It rained.",
    "May 4 (Corrected) - It rained.",
    "May 4, when it rained, was a Sunday.",
    "Ida Vale — It rained.",
    "Ida Vale (left) said it rained.",
    "Peru’s minister said it rained.",
    "On May 4 - a Tuesday - it rained.",
    "May 4 was wet.",
    "Reuters reported that it rained.",
    "AP, the agency, said it rained.",
    "U.S. President Ida Vale said it rained.",
    "LIMA",
    "AP",
    "AFP/Getty",
    "Bloomberg: It rained.",
    "Ida Vale via AP",
    "Ida Vale May 4, 2021 - 1:01 pm",
    "Task Force (ITF). It rained.",
    "TWEET OF THE DAY — It rained.",
    "Ida Vale\n(Reuters) - It rained.",
    "Ida Vale\nMay 4 (Reuters) - It rained.",
    "Business\n(Reuters) - It rained.",
    "Updated May 4\n(Reuters) - It rained.",
    "",
]


@pytest.mark.parametrize(("paragraph", "whole", "place", "date", "wire"), ROWS)
def test_fields_are_as_written(
    paragraph: str, whole: str, place: str | None, date: str | None, wire: str | None
) -> None:
    found = read_dateline(paragraph, 5)
    assert found is not None
    assert (found.text, found.place, found.date, found.wire) == (whole, place, date, wire)
    assert ("....." + paragraph)[found.start : found.end] == whole


@pytest.mark.parametrize("paragraph", NONE)
def test_a_sentence_is_not_a_dateline(paragraph: str) -> None:
    assert read_dateline(paragraph) is None


SENTENCE = "Rain fell for three days, and the council of the town met."


@pytest.mark.parametrize(
    ("label", "below", "found"),
    [
        ("HARWALPUR", "", True),
        ("KOT HARWAL", "", True),
        ("Lima", "", True),
        ("Peru", "", False),  # a topic
        ("Harwalpur", "", False),
        ("WARNING", "", False),
        ("HEAVY RAIN", "", False),
        ("REGULATOR", "", False),
        ("IDA VALE", "", False),
        ("GARDENERS", "The gardeners went home.", False),
        ("STÖRRE", "ĆALIĆ: It did.\nSTÖRRE: And then?", False),
    ],
)
def test_a_place_before_the_first_paragraph(label: str, below: str, found: bool) -> None:
    paragraph = f"{label}: {SENTENCE}"
    dateline = read_opening_dateline(paragraph, f"{paragraph}\n{below}", {"warning", "heavy", "rain"}, 5)
    assert (dateline is not None) == found
    if dateline is not None:
        assert (dateline.text, dateline.place, dateline.start) == (f"{label}:", label, 5)


@pytest.mark.parametrize("paragraph", ["HARWALPUR: It rained.", f"HARWALPUR: {SENTENCE.upper()}", "HARWALPUR:", ""])
def test_a_label_before_a_few_words_or_capitals_is_not_a_place(paragraph: str) -> None:
    assert read_opening_dateline(paragraph, paragraph, ()) is None


@given(
    st.lists(
        st.sampled_from(
            ["LIMA", ", ", "Peru", "May 4", " (Reuters)", " - ", "It rained.", "/", "AFP", "\n", "\u2003", "2021"]
        ),
        max_size=20,
    ).map("".join)
    | st.text(max_size=100)
)
def test_any_text_is_read(text: str) -> None:
    found = read_dateline(text, 3)
    assert found is None or text[found.start - 3 : found.end - 3] == found.text != ""


@pytest.mark.parametrize("piece", ["LIMA, ", "LIMA/", "Lima ", "(", "AFP ", "L.", "LIMA de "])
def test_time_is_bounded(piece: str) -> None:
    assert takes_at_most(0.5, lambda: read_dateline(piece * (200_000 // len(piece))))
