"""Claims that the rules add where the network proposes none, with hand-made trees and scores."""

from __future__ import annotations

import pytest

from quoteattr.link import link
from tests.link.test_scored import parsed, shown

RUMOUR = """They/PRON/2/nsubj spread/VERB/0/root rumours/NOUN/2/obj that/PRON/5/nsubj claim/VERB/3/acl:relcl
 it/PRON/7/nsubj rained/VERB/5/ccomp ./PUNCT/2/punct"""
IN_HER_WORDS = """In/ADP/3/case her/PRON/3/nmod:poss words/NOUN/6/obl ,/PUNCT/6/punct it/PRON/6/nsubj rained/VERB/0/root
 ./PUNCT/6/punct"""
IN_OTHER_WORDS = IN_HER_WORDS.replace("her/PRON/3/nmod:poss", "other/ADJ/3/amod")
SHOWED = RUMOUR.replace("claim/", "show/")
FAULTY = """They/PRON/2/nsubj sold/VERB/0/root parts/NOUN/2/obj they/PRON/5/nsubj say/VERB/3/acl:relcl to/PART/7/mark
 rust/VERB/5/ccomp ./PUNCT/2/punct"""
RANG = """They/PRON/2/nsubj rang/VERB/0/root us/PRON/2/obj to/PART/5/mark tell/VERB/2/advcl him/PRON/5/iobj
 it/PRON/8/nsubj rained/VERB/5/ccomp ./PUNCT/2/punct"""
UPDATED = """It/PRON/3/nsubj:pass was/AUX/3/aux:pass updated/VERB/0/root to/PART/5/mark note/VERB/3/advcl
 it/PRON/7/nsubj rained/VERB/5/ccomp ./PUNCT/3/punct"""
AS_NOTED = """As/SCONJ/3/mark Lee/PROPN/3/nsubj note/VERB/6/advcl ,/PUNCT/3/punct it/PRON/6/nsubj rained/VERB/0/root
 ./PUNCT/6/punct"""
NOTE = """Note/NOUN/5/nsubj :/PUNCT/1/punct Lee/PROPN/5/dep may/AUX/5/aux claim/VERB/0/root it/PRON/7/nsubj
 rained/VERB/5/ccomp ./PUNCT/5/punct"""

FOUND_NO = "A/DET/2/det trial/NOUN/3/nsubj find/VERB/0/root no/DET/5/det risk/NOUN/3/obj ./PUNCT/3/punct"


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (RUMOUR, ["[that]s [claim]c {it rained}"]),
        (RUMOUR.replace("claim/", "add/"), ["[that]s [add]c {it rained}"]),
        (IN_HER_WORDS, ["[her]s [In words]c {it rained}"]),
        (IN_OTHER_WORDS, []),
        (SHOWED, []),
        (FAULTY, []),
        (NOTE, []),
        (AS_NOTED, ["[Lee]s [note]c {it rained}"]),
        (AS_NOTED.replace("note/", "deny/"), []),
        (RANG, ["[They]s [tell]c {it rained}"]),
        (RANG.replace("tell/", "show/"), []),
        (UPDATED, []),
        (FOUND_NO, ["[A trial]s [find]c {no risk}"]),
        (FOUND_NO.replace("no/", "a/"), []),
        (FOUND_NO.replace("trial/", "nurse/"), []),
    ],
)
def test_claims_added_by_rules(tree: str, expected: list[str]) -> None:
    text, sentences = parsed(tree)
    assert [shown(found) for found in link(text, sentences, (), (), [])] == expected
