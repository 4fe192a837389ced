"""The CAS is valid for cassis, has offsets in UTF-16 as UIMA does, and is read back."""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import Content, Document, FormatError, MissingExtraError, Span
from quoteattr.formats.uima import from_uima, to_uima, uima_type_system
from tests.formats.documents import bare, documents, marked

cassis = pytest.importorskip("cassis", reason="comes with quoteattr[uima]")

XML_TEXT = st.text(
    st.sampled_from("ab .\n\r\t“”😀𝒜é")
    | st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    max_size=60,
)


_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@given(documents(XML_TEXT | st.text(max_size=30)))
def test_spans_are_read_back_and_characters_invalid_in_xml_are_replaced(document):
    read = from_uima(to_uima(document), "any")
    written = _UNWRITABLE.sub("\ufffd", document.text)
    assert (read.id, read.text, bare(read.relations)) == ("any", written, marked(document))


@given(documents(XML_TEXT))
def test_offsets_in_the_file_count_utf_16(document):
    root = ElementTree.fromstring(to_uima(document))
    [sofa] = [each for each in root if each.tag.endswith("}Sofa")]
    units = sofa.get("sofaString").encode("utf-16-le")
    found = [
        (each.tag.rpartition("}")[2], units[2 * int(each.get("begin")) : 2 * int(each.get("end"))].decode("utf-16-le"))
        for each in root
        if each.tag.endswith(("}Source", "}Cue", "}Content"))
    ]
    assert sorted(found) == sorted(
        (name, span.of(document.text))
        for each in marked(document)
        for name, role in zip(("Source", "Cue", "Content"), each, strict=True)
        for span in role
    )


def test_an_emoji_before_a_word_moves_it_by_two_units(document):
    claim = evolve(document.attributions[0], source=None, content=Content.of("😀 no", Span(2, 4)))
    claim = evolve(claim, cue=evolve(claim.cue, spans=[Span(0, 1)], text="😀"))
    xmi = to_uima(Document("😀 no", attributions=[claim]))
    assert '<custom:Content xmi:id="3" sofa="1" begin="3" end="5"/>' in xmi
    assert from_uima(xmi, "a").relations[0].content == (Span(2, 4),)


def test_cassis_finds_the_attribution_with_its_parts(document):
    cas = cassis.load_cas_from_xmi(to_uima(document), cassis.load_typesystem(uima_type_system()))
    assert cas.typecheck() == []
    first, second, _ = sorted(cas.select("webanno.custom.Attribution"), key=lambda each: each.begin)
    assert first.get_covered_text() == "told"
    assert (first.kind, first.speaker, first.outlet, first.hedged) == ("mixed", "Ada Lund", "Reuters", False)
    assert first.confidence == pytest.approx(0.97)
    assert [(link.role, link.target.get_covered_text()) for link in second.parts.elements] == [
        ("cue", "fear"),
        ("source", "Residents"),
        ("content", "higher rents"),
    ]


def test_the_types_are_those_of_inception_for_layers_with_slots():
    """Spans below Annotation, and a slot: an array of links, each below TOP with just a role and a target."""
    types = cassis.load_typesystem(uima_type_system())
    for name in ("Source", "Cue", "Content", "Attribution"):
        assert types.get_type(f"webanno.custom.{name}").supertype.name == "uima.tcas.Annotation"
    slot = types.get_type("webanno.custom.Attribution").get_feature("parts")
    assert (slot.rangeType.name, slot.elementType.name) == ("uima.cas.FSArray", "webanno.custom.AttributionPartsLink")
    link = types.get_type("webanno.custom.AttributionPartsLink")
    assert link.supertype.name == "uima.cas.TOP"
    assert {each.name: each.rangeType.name for each in link.features} == {
        "role": "uima.cas.String",
        "target": "uima.tcas.Annotation",
    }


def corrected() -> tuple[str, str]:
    """An export with a moved slot, an empty one, and an additional layer and feature."""
    types = cassis.load_typesystem(uima_type_system())
    note = types.create_type("webanno.custom.Note", "uima.tcas.Annotation")
    types.create_feature(note, "comment", "uima.cas.String")
    cas = cassis.Cas(types, sofa_string="Lee 😀 said no.")
    attribution, link = (types.get_type(f"webanno.custom.{name}") for name in ("Attribution", "AttributionPartsLink"))
    source = types.get_type("webanno.custom.Source")(begin=0, end=3)
    content = types.get_type("webanno.custom.Content")(begin=11, end=13)
    links = [link(role="who", target=source), link(target=content), link(role="empty")]
    parts = types.get_type("uima.cas.FSArray")(elements=links)
    cas.add_all([source, content, note(begin=0, end=3, comment="?"), attribution(begin=6, end=10, parts=parts)])
    cas.add(attribution(begin=6, end=10))
    return cas.to_xmi(), types.to_xml()


@pytest.mark.filterwarnings("ignore:Type with name")
@pytest.mark.parametrize("own", [True, False])
def test_an_export_with_other_layers_is_read(own):
    xmi, types = corrected()
    read = from_uima(xmi, "a", types if own else None)
    assert bare(read.relations) == [((Span(0, 3),), (), (Span(11, 13),))]


@pytest.mark.filterwarnings("ignore:Type with name")
@pytest.mark.parametrize(
    ("xmi", "message"),
    [
        ("no XML", "'a' is no CAS .*; export UIMA CAS XMI"),
        ("<html/>", "'a' is a CAS without text"),
        ("", "'a' is no CAS"),
    ],
)
def test_a_file_that_is_not_a_cas_is_named(xmi, message):
    with pytest.raises(FormatError, match=message):
        from_uima(xmi, "a")


def test_offsets_beyond_the_text_are_named(document):
    xmi = to_uima(document).replace('end="57"', 'end="999"')
    with (
        pytest.warns(UserWarning, match="999"),
        pytest.raises(FormatError, match="'a': a cue at 53 to 999 is not in the text"),
    ):
        from_uima(xmi, "a")


def test_a_missing_extra_is_named(document, monkeypatch):
    monkeypatch.setitem(sys.modules, "cassis", None)
    for call in (lambda: to_uima(document), uima_type_system, lambda: from_uima("", "a")):
        with pytest.raises(MissingExtraError, match=r"run pip install 'quoteattr\[uima\]'"):
            call()
