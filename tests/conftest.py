"""Fixtures of several test packages: a document made by hand, and one loaded model and one browser a session."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

import quoteattr
from quoteattr import (
    Article,
    Attribution,
    Byline,
    Content,
    Cue,
    Document,
    Entity,
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
from tests.views.browser import chromium, complaints, show

# A property must not fail on a busy machine: times are measured in bench/.
# Results must be deterministic too: random search is `make fuzz`.
settings.register_profile("quoteattr", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("QUOTEATTR_HYPOTHESIS", "quoteattr"))

TEXT = """Harbour to close on Friday
By REUTERS
Mayor Ada Lund told Reuters on Monday the harbour “must close” by Friday.
Residents fear higher rents, and the port denied that.
"""


def find(phrase: str, text: str = TEXT) -> Span:
    """The only place of ``phrase`` in ``text``."""
    assert text.count(phrase) == 1, phrase
    return Span(text.index(phrase), text.index(phrase) + len(phrase))


def passage(*phrases: str) -> tuple[tuple[Span, ...], str]:
    return tuple(find(phrase) for phrase in phrases), " ".join(phrases)


def word(index: int, text: str, head: int, deprel: str, upos: str) -> Word:
    return Word(index, text, find(text), text.lower(), upos, "", head, deprel)


@pytest.fixture
def document() -> Document:
    """An article with three claims: relayed speech, a thought, and a denial whose source has no speaker."""
    lund = Speaker(0, "Ada Lund", "person", "Mayor", None, (find("Mayor Ada Lund"),))
    residents = Speaker(1, "Residents", "group", mentions=(find("Residents"),))
    reuters = Outlet("Reuters", "wire", find("REUTERS"))
    claims = (
        Attribution(
            kind="mixed",
            content=Content(*passage("the harbour “must close” by Friday")),
            cue=Cue(*passage("told"), lemma="tell"),
            source=Source(*passage("Mayor Ada Lund")),
            speaker=lund,
            outlet="Reuters",
            via=("Reuters",),
            act="speech",
            polarity="asserted",
            time=Time("on Monday", "2023-04-03"),
            confidence=0.97,
            evidence=Evidence("clause", ("told", "-nsubj->", "Lund"), ("told", "-ccomp->", "close"), {"cue": 0.99}),
        ),
        Attribution(
            kind="indirect",
            content=Content(*passage("higher rents")),
            cue=Cue(*passage("fear"), lemma="fear"),
            source=Source(*passage("Residents")),
            speaker=residents,
            outlet="Reuters",
            via=(),
            act="thought",
            polarity="asserted",
            time=None,
            confidence=0.5,
            evidence=Evidence("object"),
        ),
        Attribution(
            kind="indirect",
            content=Content((), ""),
            cue=Cue(*passage("denied", "that."), lemma="deny"),
            source=Source(*passage("the port")),
            speaker=None,
            outlet=None,
            via=(),
            act="speech",
            polarity="denied",
            time=None,
            confidence=0.25,
            evidence=Evidence("object"),
        ),
    )
    sentence = Sentence(
        (
            word(0, "Residents", 1, "nsubj", "NOUN"),
            word(1, "fear", -1, "root", "VERB"),
            word(2, "higher", 3, "amod", "ADJ"),
            word(3, "rents", 1, "obj", "NOUN"),
        ),
        (Entity("PERSON", 0, 1, find("Residents")),),
        offset=25,
    )
    return Document(
        text=TEXT,
        article=Article(
            headline=Passage(*passage("Harbour to close on Friday")),
            bylines=(Byline("REUTERS", find("REUTERS")),),
            outlet=reuters,
            publisher=Outlet("The Bay Post", "newspaper"),
            published="2023-04-04T16:26:00",
            parts=(Part("headline", find("Harbour to close on Friday")), Part("byline", find("By REUTERS"))),
        ),
        sentences=(sentence,),
        speakers=(lund, residents),
        attributions=claims,
        id="harbour",
    )


@pytest.fixture(scope="session")
def attributor() -> quoteattr.QuoteAttributor:
    """The bundled model, loaded once for all tests that need it."""
    return quoteattr.load()


@pytest.fixture(scope="session")
def _browser(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("profile"), tmp_path_factory.mktemp("downloads")) as driver:
        yield driver


@pytest.fixture
def browser(_browser):
    """A wide window in light colours with an empty console, before and after the test. All tests share one browser."""
    show(_browser)
    complaints(_browser)
    yield _browser
    assert complaints(_browser) == []
