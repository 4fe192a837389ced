"""The markup of the page: its content, and that all text is escaped."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from attrs import evolve

from quoteattr import (
    Article,
    Byline,
    Content,
    Cue,
    Document,
    Evidence,
    Outlet,
    Part,
    Passage,
    Sentence,
    Source,
    Span,
    Speaker,
    Time,
    Word,
)
from quoteattr.views.html import asset, fragment, to_html
from tests.views.claims import claim, nested

_EMPTY = {"meta", "input", "br"}


class Markup(HTMLParser):
    """The elements of a page, its text by element, and whether elements are nested correctly."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self._open: list[str] = []
        self.balanced = True
        self.feed(source)
        self.close()
        self.balanced &= not self._open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag):
        self.balanced &= bool(self._open) and self._open.pop() == tag

    def handle_data(self, data):
        self.texts.append((tuple(self._open), data))

    def of_class(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.elements if name in (attributes.get("class") or "").split()]

    def inside(self, tag: str) -> str:
        return "".join(text for path, text in self.texts if tag in path)

    @property
    def data(self) -> dict[str, object]:
        return json.loads(self.scripts[0])

    @property
    def scripts(self) -> list[str]:
        return [text for path, text in self.texts if path[-1:] == ("script",)]


def test_the_page_contains_the_whole_text(document):
    shown = Markup(to_html(document)).inside("article").splitlines()
    assert [line for line in document.text.splitlines() if line not in shown] == []


def test_each_segment_names_its_claims():
    spans = [span for span in Markup(to_html(nested())).of_class("qa-seg") if {"data-s", "data-c", "data-q"} & {*span}]
    assert [(span["class"], span.get("data-s"), span.get("data-c"), span.get("data-q")) for span in spans] == [
        ("qa-seg qa-source", "0", None, None),
        ("qa-seg qa-cue", None, "0", None),
        ("qa-seg qa-content qa-source", "1", None, "0"),
        ("qa-seg qa-content", None, None, "0"),
        ("qa-seg qa-content qa-cue", None, "1", "0"),
        ("qa-seg qa-content", None, None, "0"),
        ("qa-seg qa-deep", None, None, "1 0"),
    ]


def test_the_panel_has_each_speaker_with_all_claims(document):
    shown = " ".join(Markup(to_html(document)).inside("aside").split())
    assert "Ada Lund 1" in shown
    assert "Mayor" in shown
    assert "told the harbour “must close” by Friday mixed" in shown
    assert shown.index("Residents") < shown.index("Speaker not known")
    assert "denied that. no content indirect, denied" in shown


def test_the_filters_have_the_values_of_the_document(document):
    markup = Markup(to_html(document))
    assert [each["value"] for tag, each in markup.elements if tag == "option"] == ["", "0", "1", "-1"]
    boxes = [(each["name"], each["value"]) for tag, each in markup.elements if each.get("type") == "checkbox"]
    assert boxes == [
        *(("kind", value) for value in ("direct", "mixed", "indirect")),
        *(("act", value) for value in ("speech", "thought")),
        *(("polarity", value) for value in ("asserted", "denied", "declined", "questioned", "hypothetical", "unsaid")),
    ]


def test_the_head_shows_the_metadata_of_the_article(document):
    shown = " ".join(Markup(to_html(document)).inside("dl").split())
    for value in ("The Bay Post", "Reuters", "REUTERS", "2023-04-04T16:26:00", "harbour"):
        assert value in shown


def test_the_title_is_the_headline_by_default(document):
    assert Markup(to_html(document)).inside("title") == "Harbour to close on Friday"
    assert Markup(to_html(document, title="A & B")).inside("h1") == "A & B"
    assert Markup(to_html(Document("No headline."))).inside("title") == "Who said what"


def test_the_data_have_each_claim_and_its_trees(document):
    told = Markup(to_html(document)).data
    first, second, _ = told["claims"]
    assert (first["who"], first["cue"], first["confidence"], first["through"]) == (
        "Ada Lund",
        "told",
        0.97,
        ["Reuters"],
    )
    assert first["time"] == "on Monday (2023-04-03)"
    assert (first["trees"], second["trees"]) == ([], [0])
    assert told["trees"]["0"].startswith("<svg")
    assert Markup(to_html(document, trees=False)).data["trees"] == {}


def test_trees_are_left_out_where_there_are_too_many(document, monkeypatch):
    monkeypatch.setattr("quoteattr.views.html.MOST_TREE_WORDS", 3)
    assert Markup(to_html(document)).data["trees"] == {}


def test_the_page_loads_nothing(document):
    markup = Markup(to_html(document))
    assert [(tag, each) for tag, each in markup.elements if {"src", "action", "style"} & {*each} or tag == "link"] == []
    assert [each["href"] for _, each in markup.elements if "href" in each] == ["#qa-text"]
    policy = next(each["content"] for tag, each in markup.elements if each.get("http-equiv"))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in "".join(map(asset, ("look.css", "view.css", "tables.css", "files.js", "tables.js")))
    assert asset("view.js").count("http") == asset("view.js").count("http://www.w3.org/2000/svg")


@pytest.mark.parametrize("text", ["", " \n", "No one speaks.", "\x00\x1b[2J\ud800\u202e", "one\r\ntwo"])
def test_any_text_is_rendered(text):
    shown = to_html(Document(text))
    shown.encode("utf-8")
    assert Markup(shown).balanced
    assert "0 claims" in shown


def hostile(attack: str) -> Document:
    """A document that has ``attack`` in every field with text."""
    text = f"{attack} said {attack}"
    length = len(attack)
    cue = Span(length + 1, length + 5)
    speaker = Speaker(0, attack, "person", attack, attack, members=(attack, attack))
    words = [
        Word(0, attack, Span(0, length), upos=attack, deprel=attack),
        Word(1, "said", Span(length + 1, length + 5)),
    ]
    said = evolve(
        claim(text, "", "said"),
        source=Source((Span(0, length),), attack),
        cue=Cue((cue,), attack, attack),
        content=Content((Span(length + 6, len(text)),), attack),
        speaker=speaker,
        outlet=attack,
        via=(attack,),
        time=Time(attack, attack),
        evidence=Evidence(attack, (attack,), (attack,), {attack: 0.5}, attack, attack),
    )
    article = Article(
        headline=Passage((Span(0, length),), attack),
        bylines=(Byline(attack, Span(0, length)),),
        outlet=Outlet(attack, attack),
        publisher=Outlet(attack, attack),
        published=attack,
        parts=(Part("headline", Span(0, len(text))),),
    )
    return Document(text, article, [Sentence(words)], speakers=[speaker], attributions=[said], id=attack)


ATTACKS = [
    "<script>document.title='owned'</script>",
    "</script><script>document.title='owned'</script>",
    "<!--<script>",
    "--></style></title></textarea><img src=x onerror=\"document.title='owned'\">",
    "' onmouseover='document.title=\"owned\"' x='",
    '"><svg onload="document.title=\'owned\'">',
    "javascript:document.title='owned'",
    "&lt;script&gt; &amp; &#60;",
    "$policy ${title} $$",
    "\u2028\u2029\\u003cscript\\u003e",
    "]]><script/>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_markup(attack):
    harmless, attacked = Markup(to_html(hostile("plain words"))), Markup(to_html(hostile(attack), title=attack))
    assert attacked.balanced
    assert [tag for tag, _ in attacked.elements] == [tag for tag, _ in harmless.elements]
    assert [sorted(each) for _, each in attacked.elements] == [sorted(each) for _, each in harmless.elements]
    assert attacked.data["claims"][0]["content"] == attack
    assert attacked.scripts[1:] == [asset("files.js") + asset("view.js")]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_fragment_is_one_isolated_frame(attack):
    [(tag, attributes)] = Markup(fragment(hostile(attack), height=300)).elements
    assert (tag, attributes["sandbox"], attributes["height"]) == ("iframe", "allow-scripts allow-downloads", "300")
    assert attributes["srcdoc"] == to_html(hostile(attack))


def test_a_long_document_takes_linear_space():
    """Ten times the text is about ten times the page."""
    small, large = (len(to_html(repeated(count), trees=False)) for count in (50, 500))
    assert large < 11 * small


def repeated(count: int) -> Document:
    text = "Vale said it rained.\n"
    base = claim(text, "Vale", "said", "it rained")
    moved = [
        evolve(
            base,
            **{
                name: evolve(part, spans=[Span(span.start + at, span.end + at) for span in part.spans])
                for name, part in (("source", base.source), ("cue", base.cue), ("content", base.content))
            },
        )
        for at in range(0, count * len(text), len(text))
    ]
    return Document(text * count, attributions=moved)
