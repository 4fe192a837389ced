"""News stories and articles written for this project, with the entities of all mentions of who can speak.

Corpora with coreference contain little news. Each file of the folders ``stories`` and ``headlines`` has stories, each
below ``## name``; those of ``headlines`` are reports whose headline or first paragraph has a source without a name. A
mention is ``[words]N``, with the same number for all mentions of an entity in a story; mentions nest: ``[[Orbel]2's
mayor]1``. Marked are people, groups, organisations, places that speak, documents, and all pronouns that refer to one of
them. Some articles of the folder ``employers`` have the same mentions as rows of start, end and entity; in the others,
sources without a speaker's name in them are marked, with the name of the same person or body, if it has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from quoteattr.errors import InputError
from quoteattr.model import Span
from quoteattr.training.corpora import WRITTEN, CoreferenceText, GoldMention, named_texts, read_jsonl

FOLDER, HEADLINES = (Path(__file__).parent / name for name in ("stories", "headlines"))
GENRE = "story"
_BRACKET = re.compile(r"\[|\](\d*)")


def stories(folder: Path = FOLDER) -> Iterator[CoreferenceText]:
    """Yield the stories of the text files of a folder.

    Raises:
        InputError: The folder has none, as in an installation from a wheel.
    """
    for name, marked in named_texts(folder):
        yield marked_text(name, marked.strip())


def articles(folder: Path = WRITTEN) -> Iterator[CoreferenceText]:
    """Yield the articles of a folder that have mentions."""
    for path in sorted(folder.glob("*.jsonl")):
        for row in read_jsonl(path):
            if "mentions" in row:
                mentions = (GoldMention(Span(start, end), str(entity)) for start, end, entity in row["mentions"])
                yield CoreferenceText(row["id"], row["text"], tuple(mentions), GENRE)


@frozen
class DescribedSources:
    """An article whose sources that are descriptions are annotated.

    ``names`` are those of the people who speak. ``sources`` holds the name that the article has for a source
    elsewhere, or None.
    """

    id: str
    text: str
    names: tuple[str, ...]
    sources: Mapping[Span, str | None]


def described_sources(folder: Path = WRITTEN) -> Iterator[DescribedSources]:
    """Yield the articles of a folder whose sources are annotated, but for those in which all mentions are."""
    for path in sorted(folder.glob("*.jsonl")):
        for row in read_jsonl(path):
            if "described" in row and "mentions" not in row:
                sources = {Span(start, end): name for start, end, name, *_ in row["described"]}
                yield DescribedSources(row["id"], row["text"], tuple(each["name"] for each in row["speakers"]), sources)


def marked_text(name: str, marked: str) -> CoreferenceText:
    """Return a text without its marks, and the mentions that they enclose.

    Raises:
        InputError: A bracket has no partner, or a closing one no number.
    """
    pieces: list[str] = []
    opened: list[int] = []
    mentions: list[GoldMention] = []
    end = length = 0
    for bracket in _BRACKET.finditer(marked):
        pieces.append(marked[end : bracket.start()])
        length += len(pieces[-1])
        end = bracket.end()
        if bracket.group() == "[":
            opened.append(length)
        elif opened and bracket.group(1):
            mentions.append(GoldMention(Span(opened.pop(), length), bracket.group(1)))
        else:
            raise InputError(f"{name!r}: a bracket without partner or number near {marked[max(0, end - 30) : end]!r}")
    if opened:
        raise InputError(f"{name!r}: a bracket without partner near {''.join(pieces)[opened[-1] :][:30]!r}")
    return CoreferenceText(
        name, "".join((*pieces, marked[end:])), tuple(sorted(mentions, key=lambda each: each.span)), GENRE
    )
