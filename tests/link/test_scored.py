"""The network's scores corrected by tree and quotations, with hand-made scores.

A case has the words with their trees (``word/UPOS/head/relation``, heads counting from 1, lines for sentences),
the network's proposals, and the expected links, both as markup: ``[Lee]s [said]c {it rained}``.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import pytest
from attrs import evolve, frozen

from quoteattr.link import link, score
from quoteattr.model import Link, Quotation, Span
from quoteattr.tree import SCORED_ROLES, CueScores, Sentence, Word
from tests.trees import sentence

MARK = re.compile(r"\[(?P<bracket>[^\[\]]*)\](?P<role>[sc])|\{(?P<content>[^{}]*)\}")

SAID_LAST_WEEK = """Lee/PROPN/2/nsubj said/VERB/0/root last/ADJ/4/amod week/NOUN/2/obl the/DET/6/det two/NUM/8/nsubj
 would/AUX/8/aux meet/VERB/2/ccomp ./PUNCT/2/punct"""
SAID_THAT = "Lee/PROPN/2/nsubj said/VERB/0/root that/SCONJ/5/mark it/PRON/5/nsubj rained/VERB/2/ccomp ./PUNCT/2/punct"
SAID_ON_TUESDAY_THAT = """Lee/PROPN/2/nsubj said/VERB/0/root on/ADP/4/case Tuesday/PROPN/2/obl that/SCONJ/7/mark
 it/PRON/7/nsubj rained/VERB/2/ccomp ./PUNCT/2/punct"""
ASKED = """Lee/PROPN/3/nsubj:pass was/AUX/3/aux:pass asked/VERB/0/root why/ADV/6/advmod it/PRON/6/nsubj
 rained/VERB/3/ccomp ./PUNCT/3/punct"""
MIGHT = "You/PRON/3/nsubj might/AUX/3/aux say/VERB/0/root it/PRON/5/nsubj rained/VERB/3/ccomp ./PUNCT/3/punct"
STATEMENT = """It/PRON/2/nsubj rained/VERB/6/ccomp ,/PUNCT/2/punct the/DET/5/det bank/NOUN/6/nsubj said/VERB/0/root
 in/ADP/9/case a/DET/9/det statement/NOUN/6/obl ./PUNCT/6/punct"""
QUOTED = """"/PUNCT/4/punct It/PRON/4/nsubj has/AUX/4/aux rained/VERB/8/ccomp ,/PUNCT/4/punct "/PUNCT/4/punct
 Lee/PROPN/8/nsubj said/VERB/0/root ./PUNCT/8/punct"""
INNER = """"/PUNCT/3/punct People/NOUN/3/nsubj say/VERB/10/ccomp it/PRON/5/nsubj rained/VERB/3/ccomp ,/PUNCT/3/punct
 "/PUNCT/3/punct Ana/PROPN/10/nsubj Lee/PROPN/8/flat said/VERB/0/root ./PUNCT/10/punct"""
CAPTION = f"Caption/NOUN/0/root\n{SAID_THAT}"
ODD_VERB = "Lee/PROPN/2/nsubj flibbered/VERB/0/root it/PRON/4/nsubj rained/VERB/2/ccomp ./PUNCT/2/punct"

CRASH = """The/DET/2/det union/NOUN/5/nsubj of/ADP/4/case nurses/NOUN/2/nmod said/VERB/0/root two/NUM/7/nsubj
 died/VERB/5/ccomp in/ADP/10/case the/DET/10/det crash/NOUN/7/obl and/CCONJ/12/cc left/VERB/5/conj ./PUNCT/5/punct"""
NO_MATTER = """Lee/PROPN/2/nsubj said/VERB/0/root it/PRON/4/nsubj rained/VERB/2/ccomp no/DET/6/det matter/NOUN/8/cc
 the/DET/8/det season/NOUN/4/obl ./PUNCT/2/punct"""
MISTAKE = """It/PRON/8/nsubj was/AUX/8/cop ,/PUNCT/5/punct he/PRON/5/nsubj admitted/VERB/8/parataxis ,/PUNCT/5/punct
 a/DET/8/det mistake/NOUN/0/root ./PUNCT/8/punct"""
CALLED_BY = """The/DET/2/det plan/NOUN/4/nsubj:pass was/AUX/4/aux:pass called/VERB/0/root reckless/ADJ/4/xcomp
 by/ADP/8/case the/DET/8/det bank/NOUN/4/obl ./PUNCT/4/punct"""

CRITICISED = """Lee/PROPN/2/nsubj criticised/VERB/0/root the/DET/4/det plan/NOUN/2/obj ./PUNCT/2/punct"""


@frozen
class Case:
    name: str
    tree: str
    proposed: str
    expected: str
    cue: float = 0.9


CASES = [
    Case("as proposed", SAID_THAT, "[Lee]s [said]c {that it rained} .", "[Lee]s [said]c {that it rained}"),
    Case(
        "a time before the mark leaves it in",
        SAID_ON_TUESDAY_THAT,
        "[Lee]s [said]c on Tuesday {that it rained} .",
        "[Lee]s [said]c {that it rained}",
    ),
    Case(
        "the time of the cue is left out of the cue",
        SAID_LAST_WEEK,
        "[Lee]s [said last]c week {the two would meet} .",
        "[Lee]s [said]c {the two would meet}",
    ),
    Case(
        "the occasion is left out of the cue",
        STATEMENT,
        "{It rained} , [the bank]s [said in a statement]c .",
        "[the bank]s [said]c {It rained}",
    ),
    Case(
        "a cue does not end in the article of its occasion",
        STATEMENT,
        "{It rained} , [the bank]s [said in a]c statement .",
        "[the bank]s [said]c {It rained}",
    ),
    Case(
        "nor in that of its object",
        CRITICISED,
        "[Lee]s [criticised the]c {plan} .",
        "[Lee]s [criticised]c {plan}",
    ),
    Case(
        "a source that is missing is the subject",
        SAID_THAT,
        "Lee [said]c {that it rained} .",
        "[Lee]s [said]c {that it rained}",
    ),
    Case(
        "a source stays on the line of its cue",
        CAPTION,
        "[Caption Lee]s [said]c {that it rained} .",
        "[Lee]s [said]c {that it rained}",
    ),
    Case(
        "who was asked is no source",
        ASKED,
        "[Lee]s was [asked]c {why it rained} .",
        "[asked]c {why it rained}",
    ),
    Case(
        "a content ends with the noun of its preposition",
        CRASH,
        "[The union of nurses]s [said]c {two died in} the crash and left .",
        "[The union of nurses]s [said]c {two died in the crash}",
    ),
    Case(
        "a content does not end with a conjunction",
        CRASH,
        "[The union of nurses]s [said]c {two died in the crash and} left .",
        "[The union of nurses]s [said]c {two died in the crash}",
    ),
    Case(
        "a source ends with the noun of its preposition",
        CRASH,
        "[The union of]s nurses [said]c {two died in the crash} and left .",
        "[The union of nurses]s [said]c {two died in the crash}",
    ),
    Case(
        "the noun of an article may be a word that a content does not end with",
        NO_MATTER,
        "[Lee]s [said]c {it rained no} matter the season .",
        "[Lee]s [said]c {it rained}",
    ),
    Case(
        "a preposition of the source belongs to no content",
        CALLED_BY,
        "{The plan} was [called]c {reckless by} [the bank]s .",
        "[the bank]s [called]c {The plan reckless}",
    ),
    Case(
        "an auxiliary before the reporting clause stays",
        MISTAKE,
        "{It was} , [he]s [admitted]c , {a mistake} .",
        "[he]s [admitted]c {It was a mistake}",
    ),
    Case("you might say is no report", MIGHT, "[You]s might [say]c {it rained} .", ""),
    Case(
        "a quotation is taken whole",
        QUOTED,
        '" It {has rained} , " [Lee]s [said]c .',
        "[Lee]s [said]c {It has rained ,}",
    ),
    Case("a cue inside direct speech is left to it", INNER, '" [People]s [say]c {it rained} , " Ana Lee said .', ""),
    Case("an unsure cue is dropped", SAID_THAT, "[Lee]s [said]c that {it rained} .", "", cue=0.3),
    Case(
        "a listed cue needs less certainty",
        SAID_THAT,
        "[Lee]s [said]c {that it rained} .",
        "[Lee]s [said]c {that it rained}",
        0.57,
    ),
    Case("a cue that no list knows needs more", ODD_VERB, "[Lee]s [flibbered]c {it rained} .", "", cue=0.5),
    Case("and passes with it", ODD_VERB, "[Lee]s [flibbered]c {it rained} .", "[Lee]s [flibbered]c {it rained}", 0.7),
]


def parsed(tree: str) -> tuple[str, list[Sentence]]:
    """Words separated by one space, sentences on separate lines."""
    lines = re.sub(r"\n ", " ", tree).split("\n")
    forms = [" ".join(row.rsplit("/", 3)[0] for row in rows.split()) for rows in lines]
    text = "\n".join(forms)
    sentences: list[Sentence] = []
    position = offset = 0
    for rows, line in zip(lines, forms, strict=True):
        sentences.append(evolve(sentence(text, rows, position), offset=offset))
        position += len(line) + 1
        offset += len(sentences[-1])
    return text, sentences


def scores(markup: str, cue: float, total: int) -> CueScores:
    """Scores near 1 for the roles of the words in the markup."""
    rows, anchor, position, words = [], None, 0, 0
    for match in [*MARK.finditer(markup), None]:
        plain = markup[position : match.start() if match else None].split()
        rows += [0] * len(plain)
        words += len(plain)
        if match:
            role = {"s": 1, "c": 2, None: 3}[match["role"]]
            inside = (match["bracket"] or match["content"]).split()
            anchor = words if role == 2 else anchor
            rows += [role] * len(inside)
            words += len(inside)
            position = match.end()
    assert anchor is not None
    assert words == total, "the markup must hold all words of the tree"
    roles = [[0.97 if number == role else 0.01 for number in range(len(SCORED_ROLES))] for role in rows]
    return CueScores(anchor, cue, 0, roles)


def shown(found: Link) -> str:
    source = f"[{found.source.text}]s " if found.source else ""
    return f"{source}[{found.cue.text}]c {{{found.content.text}}}"


@pytest.mark.parametrize("given", CASES, ids=lambda given: given.name)
def test_scores_are_corrected(given: Case) -> None:
    text, sentences = parsed(given.tree)
    quotations = [Quotation(Span(*m.span()), Span(m.start() + 2, m.end() - 2)) for m in re.finditer(r'"[^"]*"', text)]
    links = link(text, sentences, quotations, (), [scores(given.proposed, given.cue, sum(map(len, sentences)))])
    assert " ; ".join(map(shown, links)) == given.expected
    for found in links:
        assert set(found.evidence.scores) == {"cue", "source", "content"}


@pytest.mark.parametrize(
    ("odds", "closed", "breaks", "expected"),
    [
        ([3.0, -1.0, -1.5, 3.0], (), (), [range(4)]),
        ([3.0, -1.0, -1.5, 3.0], (), (2,), [range(1), range(3, 4)]),
        ([3.0, -1.0, -1.5, 3.0], (1,), (1,), [range(1), range(3, 4)]),
        ([3.0, -1.0, -3.5, 3.0], (), (), [range(1)]),
        ([5.0, -1.0, -4.5, 5.0], (), (), [range(1), range(3, 4)]),
        ([-1.0, 0.5, -1.0], (), (), []),
        ([3.0, -3.0, 3.0, -1.0, 3.0], (1,), (1,), [range(1), range(2, 5)]),
    ],
)
def test_a_content_has_a_second_range_after_another_part_or_with_high_odds(
    odds: list[float], closed: Collection[int], breaks: Collection[int], expected: list[range]
) -> None:
    scored = CueScores(1, 0.9, 0, [[1.0, 0.0, 0.0, 0.0]] * len(odds))
    assert list(score._ranges(scored, odds, closed, breaks)) == expected


FLIBBERED_INSIDE = """Lee/PROPN/2/nsubj said/VERB/0/root the/DET/4/det bank/NOUN/5/nsubj flibbered/VERB/2/ccomp
 at/ADP/8/case his/PRON/8/nmod:poss plan/NOUN/5/obl ./PUNCT/2/punct"""
OUTER = "[Lee]s [said]c {the bank flibbered at his plan} ."


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        ("Lee said [the bank]s [flibbered]c {at his plan} .", "[the bank]s [flibbered]c {at his plan}"),
        # what is outside the content is no part of the inner claim
        ("[Lee]s said [the bank]s [flibbered]c {at his plan} .", "[the bank]s [flibbered]c {at his plan}"),
        ("{Lee} said [the bank]s [flibbered]c {at his plan .}", "[the bank]s [flibbered]c {at his plan}"),
        # a claim without a source is reported if its cue is a verb
        ("Lee said the bank [flibbered]c {at his plan} .", "[the bank]s [flibbered]c {at his plan}"),
    ],
)
def test_the_network_proposes_claims_inside_a_content(proposed: str, expected: str) -> None:
    text, sentences = parsed(FLIBBERED_INSIDE)
    total = sum(map(len, sentences))
    found = link(text, sentences, (), (), [scores(OUTER, 0.9, total), evolve(scores(proposed, 0.8, total), inner=True)])
    assert [each.nested_in for each in found] == [None, 0]
    assert shown(found[1]) == expected


def test_an_inner_cue_outside_every_content_is_none() -> None:
    text, sentences = parsed(FLIBBERED_INSIDE)
    total = sum(map(len, sentences))
    given = scores("[Lee]s said the [bank]c {flibbered at his plan} .", 0.9, total)
    outer = scores("[Lee]s [said]c the bank {flibbered at his plan} .", 0.9, total)
    assert len(link(text, sentences, (), (), [outer, evolve(given, inner=True)])) == 1


WANT_TO_KNOW = """They/PRON/2/nsubj want/VERB/0/root to/PART/4/mark know/VERB/2/xcomp why/ADV/7/advmod it/PRON/7/nsubj
 rained/VERB/4/ccomp ./PUNCT/2/punct"""
REFUSE_TO_SAY = WANT_TO_KNOW.replace("want/", "refuse/").replace("know/", "say/")


NO_10 = """No/DET/3/advmod 10/NUM/1/flat said/VERB/0/root it/PRON/5/nsubj rained/VERB/3/ccomp ./PUNCT/3/punct"""
NO_MINISTER = NO_10.replace("10/NUM/1/flat", "minister/NOUN/3/nsubj").replace("No/DET/3/advmod", "No/DET/2/det")


@pytest.mark.parametrize(
    ("tree", "proposed", "act", "polarity"),
    [
        (NO_10, "[No 10]s [said]c {it rained} .", "speech", "asserted"),
        (NO_MINISTER, "[No minister]s [said]c {it rained} .", "speech", "unsaid"),
        (WANT_TO_KNOW, "[They]s [want to know]c {why it rained} .", "speech", "asserted"),
        (WANT_TO_KNOW.replace("know/", "see/"), "[They]s [want to see]c {why it rained} .", "thought", "asserted"),
        (REFUSE_TO_SAY, "[They]s refuse to [say]c {why it rained} .", "speech", "declined"),
    ],
)
def test_words_next_to_the_cue_decide_act_and_polarity(tree: str, proposed: str, act: str, polarity: str) -> None:
    text, sentences = parsed(tree)
    [found] = link(text, sentences, (), (), [scores(proposed, 0.9, sum(map(len, sentences)))])
    assert (found.act, found.polarity) == (act, polarity)


def test_a_name_after_a_dash_has_a_higher_confidence_than_the_network() -> None:
    text = "“It rained.” ― Ana Ruiz\n“It snowed.” ― Bo Li"
    forms = ["“", "It", "rained", ".", "”", "―", "Ana", "Ruiz", "“", "It", "snowed", ".", "”", "―", "Bo", "Li"]
    words, position = [], 0
    for number, form in enumerate(forms):
        position = text.index(form, position)
        upos = "PROPN" if form in ("Ana", "Ruiz", "Bo", "Li") else "PUNCT" if not form.isalpha() else "VERB"
        words.append(
            Word(number, form, Span(position, position + len(form)), form.lower(), upos, "", number - 1, "dep")
        )
        position += len(form)
    quotations = [Quotation(Span(*m.span()), Span(m.start() + 1, m.end() - 1)) for m in re.finditer("“[^”]*”", text)]
    wrong = scores("“ It rained . ” ― [Ana Ruiz]s “ {It snowed} . ” [―]c Bo Li", 0.9, 16)
    links = link(text, [Sentence(words)], quotations, (), [wrong])
    assert [(found.source and found.source.text, found.content.text) for found in links] == [
        ("Ana Ruiz", "It rained."),
        ("Bo Li", "It snowed."),
    ]
