"""Resolution of sources to speakers: names, offices, pronouns, descriptions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import evolve

from quoteattr import QuoteAttributor
from quoteattr.model import TRANSCRIPT, Link, Part, Passage, Span, Speaker
from quoteattr.resolve.speakers import read_speakers, resolve_speakers
from quoteattr.tree import Entity, Sentence
from tests.trees import link, sentence

Row = tuple[str, str]
"""A sentence and its tree."""

INTRODUCED: Row = (
    "Mayor Ida Vale met Omar Stone .",
    "Mayor/PROPN/2/nmod:desc Ida/PROPN/4/nsubj Vale/PROPN/2/flat met/VERB/0/root Omar/PROPN/4/obj Stone/PROPN/5/flat "
    "./PUNCT/4/punct",
)
SAID = "said/VERB/0/root it/PRON/{it}/nsubj rained/VERB/{said}/ccomp"


def said(subject: str, rows: str) -> Row:
    """ "<subject> said it rained", the subject's tree in ``rows`` with its head attached to "said" by 0."""
    count = len(rows.split())
    verb = count + 1
    own = " ".join(row.replace("/0/", f"/{verb}/") for row in rows.split())
    return f"{subject} said it rained", f"{own} {SAID.format(it=verb + 2, said=verb)}"


def read(*rows: Row) -> tuple[str, list[Sentence]]:
    text = "\n".join(row[0] for row in rows)
    trees, at = [], 0
    for line, tree in rows:
        trees.append(sentence(text, tree, at))
        at += len(line) + 1
    return text, trees


def speaker_of(source: str, *rows: Row) -> Speaker | None:
    """The speaker of ``source`` in the last sentence."""
    text, trees = read(*rows)
    start = trees[-1].span.start
    found = link(text, source, "said", "it rained", after=start)
    return speakers(text, trees, [found], [Part("body", Span(0, len(text)))])[0]


def speakers(
    text: str, trees: list[Sentence], links: list[Link], parts: Sequence[Part] = (), author: Passage | None = None
) -> tuple[Speaker | None, ...]:
    return resolve_speakers(read_speakers(text, trees, parts, links, author)).of_link  # type: ignore[arg-type]


def named(speaker: Speaker | None) -> tuple[str, str] | None:
    """The name and the kind of a speaker."""
    return (speaker.name, speaker.kind) if speaker is not None else None


def name_of(speaker: Speaker | None) -> str | None:
    return speaker.name if speaker is not None else None


PESKOV = said(
    "Kremlin spokesman Dmitry Peskov",
    "Kremlin/PROPN/2/compound spokesman/NOUN/3/nmod:desc Dmitry/PROPN/0/nsubj Peskov/PROPN/3/flat",
)
MINISTER = said(
    "Defence Minister Sergei Shoigu",
    "Defence/PROPN/2/compound Minister/PROPN/3/nmod:desc Sergei/PROPN/0/nsubj Shoigu/PROPN/3/flat",
)
APPOSITION = said(
    "Ana Ruiz , the chief executive of Nordair ,",
    "Ana/PROPN/0/nsubj Ruiz/PROPN/1/flat ,/PUNCT/6/punct the/DET/6/det chief/ADJ/6/amod executive/NOUN/1/appos "
    "of/ADP/8/case Nordair/PROPN/6/nmod ,/PUNCT/6/punct",
)
REVERSED = said(
    "Nordair 's chief executive , Ana Ruiz ,",
    "Nordair/PROPN/4/nmod:poss 's/PART/1/case chief/ADJ/4/amod executive/NOUN/0/nsubj ,/PUNCT/6/punct "
    "Ana/PROPN/4/appos "
    "Ruiz/PROPN/6/flat ,/PUNCT/6/punct",
)
MINISTRY = said(
    "Foreign Ministry spokeswoman Ida Vale",
    "Foreign/PROPN/2/compound Ministry/PROPN/3/compound spokeswoman/NOUN/4/nmod:desc Ida/PROPN/0/nsubj "
    "Vale/PROPN/4/flat",
)
POSSESSOR = said(
    "Malta 's President Ida Vale",
    "Malta/PROPN/3/nmod:poss 's/PART/1/case President/PROPN/4/nmod:desc Ida/PROPN/0/nsubj Vale/PROPN/4/flat",
)
POLICY = said(
    "Omar Stone , director of policy at Nordair ,",
    "Omar/PROPN/0/nsubj Stone/PROPN/1/flat ,/PUNCT/4/punct director/NOUN/1/appos of/ADP/6/case policy/NOUN/4/nmod "
    "at/ADP/8/case Nordair/PROPN/4/nmod ,/PUNCT/4/punct",
)
EMBASSY = said(
    "Maltese Ambassador to the United States Omar Stone",
    "Maltese/ADJ/2/amod Ambassador/PROPN/0/nsubj to/ADP/6/case the/DET/6/det United/ADJ/6/amod States/PROPN/2/nmod "
    "Omar/PROPN/2/appos Stone/PROPN/7/flat",
)
EDUCATION = said(
    "Minister of Education Ida Vale",
    "Minister/PROPN/4/nmod:desc of/ADP/3/case Education/PROPN/1/nmod Ida/PROPN/0/nsubj Vale/PROPN/4/flat",
)
DIRECTOR = said(
    "director of the Malta branch of Nordair Ida Vale",
    "director/NOUN/8/compound of/ADP/5/case the/DET/5/det Malta/PROPN/5/compound branch/NOUN/1/nmod of/ADP/7/case "
    "Nordair/PROPN/5/nmod Ida/PROPN/0/nsubj Vale/PROPN/8/flat",
)
OWNED = said(
    "Omar Stone , Nordair 's chief for Europe ,",
    "Omar/PROPN/0/nsubj Stone/PROPN/1/flat ,/PUNCT/6/punct Nordair/PROPN/6/nmod:poss 's/PART/4/case chief/NOUN/1/appos "
    "for/ADP/8/case Europe/PROPN/6/nmod ,/PUNCT/6/punct",
)
PRINCE = said("Prince Omar Stone", "Prince/PROPN/2/nmod:desc Omar/PROPN/0/nsubj Stone/PROPN/2/flat")
# the tree has no apposition
COACH = said(
    "the coach , Ida Vale",
    "the/DET/2/det coach/NOUN/0/nsubj ,/PUNCT/2/punct Ida/PROPN/0/dep Vale/PROPN/4/flat",
)
DOCTOR = said(
    "Dr. Ida Vale of the University of Leeds",
    "Dr./PROPN/2/nmod:desc Ida/PROPN/0/nsubj Vale/PROPN/2/flat of/ADP/6/case the/DET/6/det University/PROPN/2/nmod "
    "of/ADP/8/case Leeds/PROPN/6/nmod",
)


@pytest.mark.parametrize(
    ("row", "source", "name", "role", "affiliation"),
    [
        (PESKOV, "Kremlin spokesman Dmitry Peskov", "Dmitry Peskov", "Kremlin spokesman", "Kremlin"),
        (MINISTER, "Defence Minister Sergei Shoigu", "Sergei Shoigu", "Defence Minister", None),
        (APPOSITION, "Ana Ruiz , the chief executive of Nordair", "Ana Ruiz", "chief executive", "Nordair"),
        (APPOSITION, "Ana Ruiz", "Ana Ruiz", "chief executive", "Nordair"),
        (REVERSED, "Nordair 's chief executive , Ana Ruiz", "Ana Ruiz", "chief executive", "Nordair"),
        (REVERSED, "Nordair 's chief executive", "Ana Ruiz", "chief executive", "Nordair"),
        (
            MINISTRY,
            "Foreign Ministry spokeswoman Ida Vale",
            "Ida Vale",
            "Foreign Ministry spokeswoman",
            "Foreign Ministry",
        ),
        (POSSESSOR, "Malta 's President Ida Vale", "Ida Vale", "President", "Malta"),
        (POLICY, "Omar Stone , director of policy at Nordair", "Omar Stone", "director of policy", "Nordair"),
        (
            EMBASSY,
            "Maltese Ambassador to the United States Omar Stone",
            "Omar Stone",
            "Ambassador to the United States",
            "Maltese",
        ),
        (PRINCE, "Prince Omar Stone", "Omar Stone", "Prince", None),
        (COACH, "the coach , Ida Vale", "Ida Vale", None, None),
        (EDUCATION, "Minister of Education Ida Vale", "Ida Vale", "Minister of Education", None),
        (
            DIRECTOR,
            "director of the Malta branch of Nordair Ida Vale",
            "Ida Vale",
            "director of the Malta branch",
            "Nordair",
        ),
        (OWNED, "Omar Stone , Nordair 's chief for Europe", "Omar Stone", "chief", "Nordair"),
        (DOCTOR, "Dr. Ida Vale of the University of Leeds", "Ida Vale", None, "University of Leeds"),
    ],
)
def test_role_and_affiliation_are_as_written(
    row: Row, source: str, name: str, role: str | None, affiliation: str | None
) -> None:
    speaker = speaker_of(source, row)
    assert named(speaker) == (name, "person")
    assert speaker is not None
    assert (speaker.role, speaker.affiliation) == (role, affiliation)


@pytest.mark.parametrize(
    ("subject", "rows", "name", "kind"),
    [
        ("the two leaders", "the/DET/3/det two/NUM/3/nummod leaders/NOUN/0/nsubj", "the two leaders", "group"),
        ("residents", "residents/NOUN/0/nsubj", "residents", "group"),
        ("a senior official", "a/DET/3/det senior/ADJ/3/amod official/NOUN/0/nsubj", "a senior official", "anonymous"),
        (
            "an official who declined to be named",
            "an/DET/2/det official/NOUN/0/nsubj who/PRON/4/nsubj declined/VERB/2/acl:relcl to/PART/7/mark be/AUX/7/aux "
            "named/VERB/4/xcomp",
            "an official",
            "anonymous",
        ),
        ("sources", "sources/NOUN/0/nsubj", "sources", "anonymous"),
        ("one resident", "one/NUM/2/nummod resident/NOUN/0/nsubj", "one resident", "anonymous"),
        ("a report", "a/DET/2/det report/NOUN/0/nsubj", "a report", "document"),
        ("the poll", "the/DET/2/det poll/NOUN/0/nsubj", "the poll", "document"),
        ("court papers", "court/NOUN/2/compound papers/NOUN/0/nsubj", "court papers", "document"),
        ("the airline", "the/DET/2/det airline/NOUN/0/nsubj", "the airline", "organization"),
        ("the campaign", "the/DET/2/det campaign/NOUN/0/nsubj", "the campaign", "organization"),
        ("a rep", "a/DET/2/det rep/NOUN/0/nsubj", "a rep", "anonymous"),
        ("Moscow", "Moscow/PROPN/0/nsubj", "Moscow", "organization"),
        ("II", "II/PROPN/0/nsubj", "II", "organization"),
        ("the Kremlin", "the/DET/2/det Kremlin/PROPN/0/nsubj", "Kremlin", "organization"),
        (
            "the Finance Ministry",
            "the/DET/3/det Finance/PROPN/3/compound Ministry/PROPN/0/nsubj",
            "Finance Ministry",
            "organization",
        ),
        (
            "Ida Vale and Omar Stone",
            "Ida/PROPN/0/nsubj Vale/PROPN/1/flat and/CCONJ/4/cc Omar/PROPN/1/conj Stone/PROPN/4/flat",
            "Ida Vale and Omar Stone",
            "group",
        ),
        (
            "75 % of respondents",
            "75/NUM/2/nummod %/SYM/0/nsubj of/ADP/4/case respondents/NOUN/2/nmod",
            "75 % of respondents",
            "group",
        ),
        ("a Republican", "a/DET/2/det Republican/PROPN/0/nsubj", "a Republican", "anonymous"),
        ("Charles de Lind", "Charles/PROPN/0/nsubj de/X/1/flat Lind/PROPN/1/flat", "Charles de Lind", "person"),
        (
            "Ana Lind-Vale",
            "Ana/PROPN/0/nsubj Lind/PROPN/1/flat -/PUNCT/4/punct Vale/PROPN/1/flat",
            "Ana Lind-Vale",
            "person",
        ),
        (
            "the Food and Drug Administration",
            "the/DET/5/det Food/PROPN/5/compound and/CCONJ/4/cc Drug/PROPN/2/conj Administration/PROPN/0/nsubj",
            "Food and Drug Administration",
            "organization",
        ),
    ],
)
def test_kinds_of_sources(subject: str, rows: str, name: str, kind: str) -> None:
    assert named(speaker_of(subject, said(subject, rows))) == (name, kind)


@pytest.mark.parametrize(
    ("source", "name"),
    [("Vale", "Ida Vale"), ("Stone", "Omar Stone"), ("Omar", "Omar Stone")],
)
def test_a_short_name_is_resolved_to_the_fullest_in_the_text(source: str, name: str) -> None:
    assert name_of(speaker_of(source, INTRODUCED, said(source, f"{source}/PROPN/0/nsubj"))) == name


@pytest.mark.parametrize(
    ("source", "row"),
    [
        ("Malta 's President", POSSESSOR),
        (
            "Malta 's coach",
            said(
                "Malta 's coach Ida Vale",
                "Malta/PROPN/3/nmod:poss 's/PART/1/case coach/NOUN/0/nsubj Ida/PROPN/0/nsubj Vale/PROPN/4/flat",
            ),
        ),
    ],
)
def test_a_title_directly_before_a_name_has_that_name(source: str, row: Row) -> None:
    """The source ends before the name, and both may be subjects in the tree."""
    assert name_of(speaker_of(source, row)) == "Ida Vale"


def test_a_surname_refers_to_the_person_named_most_often() -> None:
    """After two mentions of Ida Vale, and one of her father Tom Vale, the surname refers to her."""
    first = ("Ida Vale sang .", "Ida/PROPN/3/nsubj Vale/PROPN/1/flat sang/VERB/0/root ./PUNCT/3/punct")
    father = ("Tom Vale sang .", "Tom/PROPN/3/nsubj Vale/PROPN/1/flat sang/VERB/0/root ./PUNCT/3/punct")
    assert name_of(speaker_of("Vale", first, first, father, said("Vale", "Vale/PROPN/0/nsubj"))) == "Ida Vale"


@pytest.mark.parametrize(("pronoun", "name"), [("she", "Ida Vale"), ("he", "Omar Stone")])
def test_a_pronoun_refers_to_the_name_that_agrees_with_it(pronoun: str, name: str) -> None:
    assert name_of(speaker_of(pronoun, INTRODUCED, said(pronoun, f"{pronoun}/PRON/0/nsubj"))) == name


@pytest.mark.parametrize(("pronoun", "before"), [("he", []), ("you", [INTRODUCED])])
def test_a_pronoun_without_an_antecedent_is_unresolved(pronoun: str, before: list[Row]) -> None:
    assert speaker_of(pronoun, *before, said(pronoun, f"{pronoun}/PRON/0/nsubj")) is None


@pytest.mark.parametrize(
    ("subject", "rows", "name"),
    [
        ("the mayor", "the/DET/2/det mayor/NOUN/0/nsubj", "Ida Vale"),
        ("the woman", "the/DET/2/det woman/NOUN/0/nsubj", "Ida Vale"),
        ("the governor", "the/DET/2/det governor/NOUN/0/nsubj", "the governor"),
    ],
)
def test_a_definite_description_refers_to_the_holder_of_the_office(subject: str, rows: str, name: str) -> None:
    assert name_of(speaker_of(subject, INTRODUCED, said(subject, rows))) == name


PRESIDENTS: Row = (
    "Maltese President Ida Vale met Cypriot President Omar Stone .",
    "Maltese/ADJ/2/amod President/PROPN/3/nmod:desc Ida/PROPN/5/nsubj Vale/PROPN/3/flat met/VERB/0/root "
    "Cypriot/ADJ/7/amod President/PROPN/8/nmod:desc Omar/PROPN/5/obj Stone/PROPN/8/flat ./PUNCT/5/punct",
)


def test_a_description_with_an_affiliation_refers_to_the_holder_of_the_office_there() -> None:
    rows = "Malta/PROPN/3/nmod:poss 's/PART/1/case president/NOUN/0/nsubj"
    assert name_of(speaker_of("Malta 's president", PRESIDENTS, said("Malta 's president", rows))) == "Ida Vale"


def test_the_company_is_the_last_organisation() -> None:
    opened = (
        "Nordair Inc. bought ships .",
        "Nordair/PROPN/3/nsubj Inc./PROPN/1/flat bought/VERB/0/root ships/NOUN/3/obj ./PUNCT/3/punct",
    )
    for subject, rows in (
        ("the company", "the/DET/2/det company/NOUN/0/nsubj"),
        ("it", "it/PRON/0/nsubj"),
        ("Nordair", "Nordair/PROPN/0/nsubj"),
    ):
        assert named(speaker_of(subject, opened, said(subject, rows))) == ("Nordair Inc.", "organization")


def test_a_capitalised_noun_refers_to_the_last_such_organisation() -> None:
    rows = (
        f"The/DET/{3}/det {name}/PROPN/{3}/compound Ministry/PROPN/4/nsubj fell/VERB/0/root ./PUNCT/4/punct"
        for name in ("Trade", "Finance")
    )
    opened = [(f"The {name} Ministry fell .", row) for name, row in zip(("Trade", "Finance"), rows, strict=True)]
    later = said("the Ministry", "the/DET/2/det Ministry/PROPN/0/nsubj")
    assert name_of(speaker_of("the Ministry", *opened, later)) == "Finance Ministry"


def test_a_surname_that_is_a_place_is_the_persons_once_introduced() -> None:
    opened = (
        "Ida London met Omar Stone .",
        "Ida/PROPN/3/nsubj London/PROPN/1/flat met/VERB/0/root Omar/PROPN/3/obj Stone/PROPN/4/flat ./PUNCT/3/punct",
    )
    row = said("London", "London/PROPN/0/nsubj")
    assert named(speaker_of("London", row)) == ("London", "organization")
    assert named(speaker_of("London", opened, row)) == ("Ida London", "person")


def test_who_refers_to_the_noun_of_its_clause() -> None:
    text = "Omar Stone , who said it rained , left"
    rows = (
        "Omar/PROPN/9/nsubj Stone/PROPN/1/flat ,/PUNCT/5/punct who/PRON/5/nsubj said/VERB/1/acl:relcl it/PRON/7/nsubj "
        "rained/VERB/5/ccomp ,/PUNCT/5/punct left/VERB/0/root"
    )
    [speaker] = speakers(text, [sentence(text, rows)], [link(text, "who", "said", "it rained")])
    assert name_of(speaker) == "Omar Stone"


def test_the_first_person_in_a_quotation_is_its_speaker() -> None:
    text = '"I think it rained," Vale said'
    rows = (
        '"/PUNCT/3/punct I/PRON/3/nsubj think/VERB/9/ccomp it/PRON/5/nsubj rained/VERB/3/ccomp ,/PUNCT/3/punct '
        '"/PUNCT/3/punct Vale/PROPN/9/nsubj said/VERB/0/root'
    )
    links = [
        link(text, "I", "think", "it rained"),
        link(text, "Vale", "said", '"I think it rained,"', kind="direct"),
    ]
    first, second = speakers(text, [sentence(text, rows)], links)
    assert first is not None
    assert first is second
    # outside a quotation, not a person of the text
    assert speakers(text, [sentence(text, rows)], links[:1]) == (None,)


@pytest.mark.parametrize("before", [[], [INTRODUCED]])
def test_outside_quotations_i_is_the_author(before: list[Row]) -> None:
    """With and without the name of the author in the text."""
    signed = ("Ida Vale", "Ida/PROPN/0/root Vale/PROPN/1/flat")
    text, trees = read(signed, *before, said("I", "I/PRON/0/nsubj"))
    found = link(text, "I", "said", "it rained", after=trees[-1].span.start)
    parts = [Part("byline", trees[0].span)]
    [speaker] = speakers(text, trees, [found], parts, Passage.of(text, trees[0].span))
    assert named(speaker) == ("Ida Vale", "person")


def test_a_name_in_the_content_is_not_its_speaker() -> None:
    text = '"Stone lied," he said'
    rows = (
        '"/PUNCT/3/punct Stone/PROPN/3/nsubj lied/VERB/7/ccomp ,/PUNCT/3/punct "/PUNCT/3/punct he/PRON/7/nsubj '
        "said/VERB/0/root"
    )
    opening = (
        "Tom Vale met Omar Stone .",
        "Tom/PROPN/3/nsubj Vale/PROPN/1/flat met/VERB/0/root Omar/PROPN/3/obj Stone/PROPN/4/flat ./PUNCT/3/punct",
    )
    whole, trees = read(opening, (text, rows))
    links = [link(whole, "he", "said", '"Stone lied,"', kind="direct", after=trees[1].span.start)]
    assert name_of(speakers(whole, trees, links)[0]) == "Tom Vale"


def test_two_people_with_one_surname_are_distinguished_by_the_form_of_address() -> None:
    opened = (
        "Tom Vale met Ida Vale .",
        "Tom/PROPN/3/nsubj Vale/PROPN/1/flat met/VERB/0/root Ida/PROPN/3/obj Vale/PROPN/4/flat ./PUNCT/3/punct",
    )
    for title, name in (("Mr", "Tom Vale"), ("Mrs", "Ida Vale")):
        row = said(f"{title} Vale", f"{title}/PROPN/2/nmod:desc Vale/PROPN/0/nsubj")
        assert name_of(speaker_of(f"{title} Vale", opened, row)) == name


@pytest.mark.parametrize(
    ("full", "other"),
    [("William Vale", "Bill Vale"), ("Robert Stone", "R. Stone"), ("Ida J. Vale", "Ida Vale")],
)
def test_nicknames_and_initials_are_the_same_person(full: str, other: str) -> None:
    def row(name: str) -> Row:
        words = name.split()
        return said(name, " ".join(f"{w}/PROPN/{'0/nsubj' if i == 0 else '1/flat'}" for i, w in enumerate(words)))

    assert name_of(speaker_of(other, row(full), row(other))) == full


def test_an_acronym_is_joined_with_the_full_name() -> None:
    opened = (
        "The World Health Organization met .",
        "The/DET/4/det World/PROPN/4/compound Health/PROPN/4/compound Organization/PROPN/5/nsubj "
        "met/VERB/0/root ./PUNCT/5/punct",
    )
    later = said("the WHO", "the/DET/2/det WHO/PROPN/0/nsubj")
    assert name_of(speaker_of("the WHO", opened, later)) == "World Health Organization"


def test_entity_labels_decide_if_the_words_do_not() -> None:
    text, trees = read(said("Quill", "Quill/PROPN/0/nsubj"))
    links = [link(text, "Quill", "said", "it rained")]
    assert named(speakers(text, trees, links)[0]) == ("Quill", "organization")
    entity = Entity("Person", 0, 1, trees[0].words[0].span)
    assert named(speakers(text, [evolve(trees[0], entities=[entity])], links)[0]) == ("Quill", "person")


def test_names_in_credits_and_bylines_are_not_mentions() -> None:
    row = said("Vale", "Vale/PROPN/0/nsubj")
    credit = ("Ida Vale for Orbel", "Ida/PROPN/0/root Vale/PROPN/1/flat for/ADP/4/case Orbel/PROPN/1/nmod")
    text, trees = read(credit, row)
    found = link(text, "Vale", "said", "it rained", after=trees[1].span.start)
    parts = [Part("credit", trees[0].span), Part("body", trees[1].span)]
    assert name_of(speakers(text, trees, [found], parts)[0]) == "Vale"


def test_a_link_without_a_source_has_no_speaker() -> None:
    text, trees = read(PESKOV)
    found = resolve_speakers(read_speakers(text, trees, [], [link(text, None, "said", "it rained")]))
    assert found.speakers == ()
    assert found.of_link == (None,)


def test_a_label_of_a_transcript_is_one_person(attributor: QuoteAttributor) -> None:
    text = "Q: Is the pier safe?\nA: It is.\nQ: Who checked it?\nA: Two engineers checked it in May."
    turns = [claim for claim in attributor(text).attributions if claim.evidence.rule == TRANSCRIPT]
    speakers = [claim.speaker for claim in turns]
    assert [(each.id, each.name, each.type) for each in speakers if each] == [
        (0, "Q", "unnamed_person"),
        (1, "A", "unnamed_person"),
        (0, "Q", "unnamed_person"),
        (1, "A", "unnamed_person"),
    ]
