"""The explanation of an attribution as text."""

from __future__ import annotations

from attrs import evolve

from quoteattr.model import Cue
from quoteattr.views.terminal import explain


def test_one_attribution_names_its_rule_its_paths_and_its_scores(document):
    assert document.attributions[0].explain().splitlines() == [
        "speaker       Ada Lund",
        "source        Mayor Ada Lund",
        "cue           told (tell)",
        "content       the harbour “must close” by Friday",
        "reading       mixed speech, asserted",
        "rule          clause",
        "source path   told -nsubj-> Lund",
        "content path  told -ccomp-> close",
        "scores        cue 0.99",
        "confidence    0.97",
    ]


def test_unknown_values_are_named_and_empty_ones_are_left_out(document):
    lines = document.attributions[2].explain().splitlines()
    assert "speaker       not known" in lines
    assert "content       none" in lines
    assert not any(line.startswith(("source path", "scores")) for line in lines)


def test_attributions_are_numbered_and_indented(document):
    lines = explain(document).splitlines()
    assert [line for line in lines if line[:1].isdigit()] == [
        "1. speaker       Ada Lund",
        "2. speaker       Residents",
        "3. speaker       not known",
    ]
    assert all(line == "" or line[0].isdigit() or line.startswith("   ") for line in lines)


def test_trees_show_the_sentence_of_the_cue(document):
    assert "fear  [root, VERB]" not in explain(document)
    with_trees = explain(document, trees=True)
    assert "   fear  [root, VERB]\n     Residents  [nsubj, NOUN]\n" in with_trees
    assert with_trees.count("[root, VERB]") == 1  # the other cues are in sentences that have no tree here


def test_control_characters_do_not_reach_the_terminal(document):
    cue = Cue(document.attributions[0].cue.spans, "to\x1b[31mld", "tell")
    shown = explain(evolve(document, attributions=[evolve(document.attributions[0], cue=cue)]))
    assert "\x1b" not in shown
    assert "to\ufffd[31mld" in shown
