"""Gains and losses against an earlier set of predictions, and how they are reported."""

from __future__ import annotations

from quoteattr.evaluation import Changes, changes, compare, report

GOLD = (
    "[Ott]s1 [said]c1 {it would rain}1. [Lund]s2 [hopes]c2 {for sun}2. [The mill]s3 [denied]c3 {it}3. Snow fell here."
)
BEFORE = "[Ott]s1 [said]c1 {it would rain}1. Lund [hopes]c2 {for sun}2. The mill denied it. [Snow]s4 [fell]c4 {here}4."
AFTER = "Ott said it would rain. [Lund]s2 [hopes]c2 {for sun}2. The mill [denied]c3 {it}3. [Snow fell]s5 {here}5."


def found(marked):
    gold, before, after = marked(GOLD, "weather"), marked(BEFORE), marked(AFTER)
    assert gold.text == before.text == after.text
    return changes([compare(gold, before.relations)], [compare(gold, after.relations)])


def words(change):
    return [" ".join(span.of(change.text) for span in change.reading.relation.content), change.before, change.after]


def test_every_difference_is_listed(marked):
    result = found(marked)
    assert [words(each) for each in result.gains] == [["for sun", "source", "right"]]
    assert [words(each) for each in result.losses] == [["it would rain", "right", "alone"]]
    assert [words(each) for each in result.shifts] == [["it", "alone", "source"]]
    assert [words(each)[0] for each in result.removed] == ["here"]
    assert [words(each)[0] for each in result.added] == ["here"]


def test_a_set_against_itself_has_no_changes(marked):
    gold = marked(GOLD)
    same = [compare(gold, marked(BEFORE).relations)]
    result = changes(same, same)
    assert result == Changes((), (), (), (), ())
    assert report.changes_report(result).endswith("net +0 relations")


def test_the_report_is_readable(marked):
    assert report.changes_report(found(marked)) == (
        "1 gained, 1 lost, 1 wrong differently, 1 spurious before, gone, 1 spurious now, new; net +0 relations\n\n"
        "gained: 1\n  weather  wrong source -> right: [Lund] [hopes] {for sun}\n\n"
        "lost: 1\n  weather  right -> missed: [Ott] [said] {it would rain}\n\n"
        "wrong differently: 1\n  weather  missed -> wrong source: [The mill] [denied] {it}\n\n"
        "spurious before, gone: 1\n  weather  [Snow] [fell] {here}\n\n"
        "spurious now, new: 1\n  weather  [Snow fell] [] {here}"
    )


def test_a_long_list_is_truncated_with_a_note(marked):
    lines = report.changes_report(found(marked), most=0).splitlines()
    assert "  and 1 more" in lines
    assert not any("[Lund]" in line for line in lines)


def test_control_characters_do_not_reach_the_terminal(marked):
    gold = marked("[Ott]s1 [said]c1 {\x1b[31mrain\x07}1")
    result = changes([compare(gold, ())], [compare(gold, gold.relations)])
    assert "\x1b" not in report.changes_report(result)
