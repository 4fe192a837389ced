"""The links of small sentences with known trees (tests/link/trees), and properties of any tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quoteattr.link import link
from quoteattr.model import Part, Quotation, Span
from quoteattr.tree import ROOT, Sentence, Word


def found_in(case: Any) -> list[tuple[str, str, str]]:
    """Source, cue and content of each link as texts."""
    links = link(case.text, case.sentences, case.quotations, ())
    return [(found.source.text if found.source else "", found.cue.text, found.content.text) for found in links]


def test_the_links_of_a_sentence(case: Any) -> None:
    """Exactly the links that the markup shows, with exactly its spans."""
    assert found_in(case) == [(wanted.source, wanted.cue, wanted.content) for wanted in case.expected]


def test_the_other_fields_of_a_link(case: Any) -> None:
    """Act, polarity, kind and relays as in the case, by default speech and asserted."""
    links = link(case.text, case.sentences, case.quotations, ())
    for found, wanted in zip(links, case.expected, strict=True):
        assert found.act == wanted.more.get("act", "speech")
        assert found.polarity == wanted.more.get("polarity", "asserted")
        assert found.hedged == (wanted.more.get("hedged") == "true")
        assert found.kind == wanted.more.get("kind", found.kind)
        if "relays" in wanted.more:
            outer = [links[found.nested_in].source] if found.nested_in is not None else []
            relays = [relay.text for relay in (*found.relays, *filter(None, outer))]
            assert relays == wanted.more["relays"].split(" | ")


def test_every_link_has_evidence(case: Any) -> None:
    """The evidence names a rule, and the paths begin at the cue's head word."""
    for found in link(case.text, case.sentences, case.quotations, ()):
        assert found.evidence.rule
        assert 0 < found.confidence < 1
        for path in (found.evidence.source_path, found.evidence.content_path):
            assert not path or len(path) % 2 == 1


def test_a_text_without_sentences_has_no_links() -> None:
    """Empty input has no links; a sentence without words is skipped."""
    assert link("", (), (), ()) == ()
    assert link(" ", (Sentence(()),), (), ()) == ()


def test_chrome_and_bylines_are_not_searched(case: Any) -> None:
    """Where the whole text is chrome, byline, credit or dateline there are no links."""
    for kind in ("chrome", "byline", "credit", "dateline", "published", "related", "comment"):
        parts = (Part(kind, Span(0, len(case.text))),)  # type: ignore[arg-type]
        if not any(quotation.span.start == 0 for quotation in case.quotations):
            assert link(case.text, case.sentences, case.quotations, parts) == ()


FORMS = [
    "said", "Lee", "told", "that", "to", ",", '"', "claim", "was", "quoted", "as", "saying", "the", "according", "he",
    "not", "denied", "called", "for", "in", "view", "week", "adding", "by", ":", "-", "plan",
]  # fmt: skip
RELATIONS = [
    "nsubj", "nsubj:pass", "obj", "iobj", "ccomp", "xcomp", "parataxis", "advcl", "acl", "acl:relcl", "mark", "aux",
    "aux:pass", "obl", "nmod:poss", "case", "punct", "conj", "cc", "dep", "fixed", "compound:prt", "advmod", "appos",
    "flat", "det",
]  # fmt: skip
TAGS = ["VERB", "NOUN", "PROPN", "AUX", "PUNCT", "PRON", "ADP", "SCONJ", "PART", "ADV", "DET"]


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[Sentence], list[Quotation]]:
    """Words in any order under any tree, including cycles, with quotations anywhere."""
    text, offset = "", 0
    sentences: list[Sentence] = []
    for _ in range(draw(st.integers(1, 3))):
        count = draw(st.integers(1, 12))
        words = []
        for index in range(count):
            form = draw(st.sampled_from(FORMS))
            head = draw(st.integers(ROOT, count - 1).filter(lambda value, index=index: value != index))
            tag, relation = draw(st.sampled_from(TAGS)), draw(st.sampled_from(RELATIONS))
            words.append(Word(index, form, Span(len(text), len(text) + len(form)), form, tag, "", head, relation))
            text += form + draw(st.sampled_from([" ", " ", "\n"]))
        sentences.append(Sentence(words, (), offset))
        offset += count
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4, unique=True)))
    quotations = [
        Quotation(Span(a, b), Span(a, b), draw(st.booleans())) for a, b in zip(edges[::2], edges[1::2], strict=False)
    ]
    return text, sentences, quotations


@given(pages())
def test_any_tree_has_valid_links(page: tuple[str, Sequence[Sentence], Sequence[Quotation]]) -> None:
    """The rules fail on no tree; spans are inside the text, and cue, source and content have some."""
    text, sentences, quotations = page
    parts = (Part("headline", Span(0, len(text) // 2)), Part("body", Span(len(text) // 2, len(text))))
    for found in link(text, sentences, quotations, parts):
        for passage in (found.cue, found.content, *([found.source] if found.source else []), *found.relays):
            assert passage.spans
            assert all(0 <= span.start < span.end <= len(text) for span in passage.spans)
            assert list(passage.spans) == sorted(passage.spans)
            assert passage.text == " ".join(span.of(text) for span in passage.spans)


@st.composite
def headlines(draw: st.DrawFn) -> tuple[str, list[Sentence], list[Quotation]]:
    """A quotation, a colon or dash and further words in one line, under any tree."""
    said = draw(st.lists(st.sampled_from(["nothing", "left", "to", "Lee"]), min_size=1, max_size=4))
    rest = draw(st.lists(st.sampled_from(["Lee", "bank", "makes", "its", "on", "plea"]), min_size=1, max_size=5))
    forms = ["“", *said, "”", draw(st.sampled_from([":", "–"])), *rest]
    text, words = "", []
    for index, form in enumerate(forms):
        head = draw(st.integers(ROOT, len(forms) - 1).filter(lambda value, index=index: value != index))
        tag, relation = draw(st.sampled_from(TAGS)), draw(st.sampled_from(RELATIONS))
        words.append(Word(index, form, Span(len(text), len(text) + len(form)), form, tag, "", head, relation))
        text += form if form == "“" or forms[index + 1 : index + 2] in (["”"], [":"]) else f"{form} "
    end = text.index("”") + 1
    return f"{text.rstrip()}\nIt rained.", [Sentence(words, (), 0)], [Quotation(Span(0, end), Span(1, end - 1), True)]


@given(headlines())
def test_any_headline_has_valid_links(page: tuple[str, Sequence[Sentence], Sequence[Quotation]]) -> None:
    text, sentences, quotations = page
    end = text.index("\n")
    parts = (Part("headline", Span(0, end)), Part("body", Span(end + 1, len(text))))
    for found in link(text, sentences, quotations, parts):
        assert found.content.text
        assert found.source is None or found.source.start < found.source.end


@given(pages())
def test_equal_pages_have_equal_links(page: tuple[str, Sequence[Sentence], Sequence[Quotation]]) -> None:
    """The rules are pure functions."""
    text, sentences, quotations = page
    assert link(text, sentences, quotations, ()) == link(text, sentences, quotations, ())
