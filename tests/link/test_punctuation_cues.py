"""Marks that connect a source and a content: headlines, signed quotations, names with a colon."""

from __future__ import annotations

import pytest

from quoteattr.link import link
from quoteattr.model import Link, Part, Quotation, Span
from quoteattr.tree import ROOT, Sentence, Word

TAGS = {"N": "PROPN", "n": "NOUN", "v": "VERB", "x": "AUX", "p": "ADP", "d": "DET", "a": "ADJ", "#": "NUM", "r": "PRON"}


def sentence(tagged: str, start: int = 0, offset: int = 0) -> tuple[str, Sentence]:
    """Return the text and the flat tree of "Kremlin/N : talks/n resume/v"; words without a tag are punctuation."""
    words: list[Word] = []
    text = ""
    for token in tagged.split(" "):
        form, _, tag = token.rpartition("/") if "/" in token else (token, "", "")
        inside = text.count('"') % 2 == 1
        glued = form in (":", ",", ".") or (inside and (form == '"' or text.endswith('"')))
        text += form if glued or not text else f" {form}"
        end = start + len(text)
        span = Span(end - len(form), end)
        words.append(Word(len(words), form, span, form.lower(), TAGS.get(tag, "PUNCT"), "", ROOT, "root"))
    return text, Sentence(words, (), offset)


def headline_links(tagged: str) -> list[tuple[str, str, str]]:
    text, tree = sentence(tagged)
    return described(link(text, (tree,), (), (Part("headline", Span(0, len(text))),)))


def described(links: tuple[Link, ...]) -> list[tuple[str, str, str]]:
    return [(found.source.text if found.source else "", found.cue.text, found.content.text) for found in links]


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("Talks/n to/p resume/v in/p May/N - Kremlin/N", ("Kremlin", "-", "Talks to resume in May")),
        ("Rail/n strike/n is/x over/a — union/n", ("union", "—", "Rail strike is over")),
        ("Talks/n to/p resume/v – finance/n minister/n", ("finance minister", "–", "Talks to resume")),
        ("Kremlin/N : talks/n to/p resume/v", ("Kremlin", ":", "talks to resume")),
        ("Finance/n minister/n : no/d taxes/n will/x rise/v", ("Finance minister", ":", "no taxes will rise")),
        ("Talks/n will/x resume/v in/p May/N : Kremlin/N", ("Kremlin", ":", "Talks will resume in May")),
        ("Firm/n hid/v faults/n , documents/n show/v", ("documents", "show", "Firm hid faults")),
        (
            "Bridge/n may/x close/v , ferry/n , too/r , the/d mayor/n says/v",
            ("the mayor", "says", "Bridge may close, ferry, too"),
        ),
        ("Man/n hit/v officer/n , court/n hears/v", ("court", "hears", "Man hit officer")),
        ("Man/n hit/v officer/n , court/n told/v", ("", "court told", "Man hit officer")),
    ],
)
def test_a_headline_names_its_source_with_a_mark(tagged: str, expected: tuple[str, str, str]) -> None:
    """A dash or colon separates the content from a short name or noun phrase."""
    assert headline_links(tagged) == [expected]


@pytest.mark.parametrize(
    "tagged",
    [
        "Breaking/n : talks/n will/x resume/v",
        "Anglo-Saxon/a church/n found/v",
        "Fire/n in/p the/d north/n - three/# dead/a in/p the/d blaze/n",
        "The/d week/n : war/n and/p peace/n",
        "Talks/n resume/v - leaders/n meet/v",
        "Talks/n may/x resume/v , minister/n to/p confirm/v",
        "Talks/n will/x resume/v , despite/p reports/n",
        "Firm/n cuts/v jobs/n , man/n told/v",
        "Kremlin/N",
    ],
)
def test_a_headline_without_a_source(tagged: str) -> None:
    """Labels, clauses and bare noun phrases next to the mark are not sources or not contents."""
    assert headline_links(tagged) == []


def test_a_dash_in_the_body_is_not_a_cue() -> None:
    """The rules for headlines apply to headlines only."""
    text, tree = sentence("Talks/n to/p resume/v in/p May/N - Kremlin/N")
    assert link(text, (tree,), (), (Part("body", Span(0, len(text))),)) == ()


@pytest.mark.parametrize("between", [" ― ", "\n― ", "\n— ", " -- "])
def test_a_quotation_signed_with_a_name(between: str) -> None:
    """A quotation that fills its line, then a mark and a name, on the same line or the next."""
    quoted = '"We will not move."'
    _, first = sentence("We/r will/x not/p move/v .", start=1)
    start = len(quoted + between)
    name, second = sentence("Ana/N Ruiz/N , engineer/n", start=start, offset=5)
    text = quoted + between + name
    quotation = Quotation(Span(0, len(quoted)), Span(1, len(quoted) - 1))
    (found,) = link(text, (first, second), (quotation,), ())
    assert described((found,)) == [("Ana Ruiz", between.strip(), quoted[1:-1])]
    assert found.kind == "direct"


def test_a_quotation_followed_by_a_clause_is_not_signed() -> None:
    """ "…" - but nobody believed it: a clause after the mark is not a name."""
    quoted = '"We will not move."'
    _, first = sentence("We/r will/x not/p move/v .", start=1)
    rest, second = sentence("Nobody/N believed/v it/r", start=len(quoted) + 3, offset=5)
    quotation = Quotation(Span(0, len(quoted)), Span(1, len(quoted) - 1))
    assert link(f"{quoted} - {rest}", (first, second), (quotation,), ()) == ()


def test_a_signed_quotation_after_a_speaker() -> None:
    """A phrase for a person on the line of a signed quotation is the speaker."""
    opening, first = sentence("Bo/N Lind/N the/d baker/n :")
    quoted = '"We will not move."'
    _, second = sentence("We/r will/x not/p move/v .", start=len(opening) + 2, offset=len(first))
    start = len(opening) + 1
    name, third = sentence("Ana/N Ruiz/N", start=start + len(quoted) + 3, offset=len(first) + len(second))
    text = f"{opening} {quoted} — {name}"
    quotation = Quotation(Span(start, start + len(quoted)), Span(start + 1, start + len(quoted) - 1))
    expected = [("Bo Lind the baker", ":", "We will not move.")]
    assert described(link(text, (first, second, third), (quotation,), ())) == expected


def test_a_name_and_a_colon_before_a_quotation() -> None:
    """A line that begins with a name, a colon and a quotation, as in an interview."""
    text, tree = sentence('Ana/N Ruiz/N : " We/r will/x not/p move/v . "')
    start = text.index('"')
    quotation = Quotation(Span(start, len(text)), Span(start + 1, len(text) - 1))
    assert described(link(text, (tree,), (quotation,), ())) == [("Ana Ruiz", ":", "We will not move.")]
