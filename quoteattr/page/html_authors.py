"""Find the authors of an article in the markup of its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice, pairwise, takewhile
from typing import Any

from quoteattr.lexicon import given_names
from quoteattr.lexicon.outlets import known
from quoteattr.page.bylines import INVERTED, is_desk, is_photo_credit, read_bylines, signs
from quoteattr.page.html_trees import MOST_SEARCHED, meta_contents, text_of
from quoteattr.page.linked_data import names_in
from quoteattr.page.publishers import name_key

LONGEST_BYLINE = 200  # characters
_LONGEST_HEADLINE = 300  # characters
_LONGEST_OPENING, _MOST_IN_OPENING = 500, 1_000  # characters, elements
_LONGEST_NAME = 6  # words
_UNSIGNED = ("aside", "nav", "footer", "figure", "figcaption", "script", "style", "form")  # elements without bylines
_HEADINGS = ("h1", "h2", "h3")
_TAGS = ("author", "parsely-author", "sailthru.author", "byl", "dc.creator", "article:author")
_NAMED_BY = ("class", "id", "data-component", "data-testid", "rel", "itemprop")
_BY = re.compile(r"by\b|written\b|posted\b", re.IGNORECASE)
_BYLINE_CLASS = re.compile(
    r"author|byline|by-line|contributor|writer|columnist|journalist|reporter|signature", re.IGNORECASE
)
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|bio|bylines?|columnists?|contributors?|editors|journalists?|people|profiles?|reporters?|staff|writers?)/[^/]",
    re.IGNORECASE,
)


def authors_in(
    tree: Any, opening: Sequence[Any], articles: Sequence[Mapping[str, Any]], guessed: str, publisher: str | None
) -> list[str]:
    """Return who signs the article, persons and desks, each once, the publisher only alone.

    The sources are JSON-LD, with the meta tags where it names no person, the elements marked as byline, other lines
    below the headline that sign, and trafilatura's guess. The first that names a person is taken, else the first that
    names anybody. Several elements marked as byline take precedence if they have all of these names and more.
    """
    own = name_key(publisher or "")
    linked = [name for each in articles for name in _linked(each["author"])]
    if not any(" " in name and _is_person(name, own) for name in linked):
        linked += _signers(meta_contents(tree, *_TAGS))
    marked, signing = _shown(opening)
    shown = list(chain.from_iterable(marked))
    sources = (linked, shown, signing, _signers(guessed.split("; ")))
    personal = (names for names in sources if any(_is_person(name, own) for name in names))
    names = next(personal, None) or next(filter(None, sources), [])
    names = shown if len(marked) > 1 and set(shown) > set(names) else names
    parts = {part for name in names if " " in name for part in name.split()}
    whole = [name for name in dict.fromkeys(names) if name not in parts]  # no "Lund" next to "Ada Lund"
    return [name for name in whole if name_key(name) != own] or whole


def _is_person(name: str, publisher: str) -> bool:
    """Return True for a name that is no newsroom, account ("webteam") or the publisher with this key."""
    account = name.islower() and " " not in name
    return not (account or is_desk(name.split()) or name_key(name) == publisher)


def _linked(value: object) -> Iterator[str]:
    """Yield the authors of JSON-LD; an organisation keeps its whole name, unless it begins like that of a person."""
    for each in value if isinstance(value, list) else [value]:
        company = isinstance(each, dict) and "Organization" in str(each.get("@type"))
        for name in names_in(each):
            words = name.split()
            whole = [name] if len(words) <= _LONGEST_NAME else []
            yield from whole if company and words[0] not in given_names() else _signers([name]) or whole


def _signers(values: Iterable[str]) -> list[str]:
    """Return the authors that bylines name, with or without "By"; "Lund, Ada; Stone, Omar" has surnames first."""
    names: list[str] = []
    for line in values:
        if len(line) > LONGEST_BYLINE or "://" in line:
            continue
        inverted = INVERTED.fullmatch(line)
        turned = [name.split(", ")[::-1] for name in inverted.captures("name")] if inverted else []
        if turned and all(given.split()[0] in given_names() and known(last) is None for given, last in turned):
            names += map(" ".join, turned)
        else:
            read = read_bylines(line if _BY.match(line) else f"By {line}")
            names += [byline.name for byline in read if byline.part in ("author", "reporting")]
    return names


def roles_in(articles: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the roles of the authors in JSON-LD that a byline can name, by name: "Science Editor"."""
    roles: dict[str, str] = {}
    for value in (each["author"] for each in articles):
        for each in value if isinstance(value, list) else [value]:
            title = each.get("jobTitle") if isinstance(each, dict) else None
            for name in names_in(each) if isinstance(title, str) else ():
                if title and [byline.role for byline in read_bylines(f"By {name} ({title})")] == [title]:
                    roles[name] = title
    return roles


def opening_of(tree: Any, headline: str | None) -> list[Any]:
    """Return the elements between the headline and the first long paragraph, without pictures, menus and asides."""
    found = iter(islice(tree.iter(), MOST_SEARCHED))
    headings = (each for each in found if each.tag in _HEADINGS and text_of(each, _LONGEST_HEADLINE) == headline)
    heading = next(headings, None)
    skipped = set() if heading is None else set(heading.iter())
    opening: list[Any] = []
    length = 0
    for element in takewhile(lambda each: not _is_paragraph(each), found):
        if element.tag in _UNSIGNED or element.getparent() in skipped:
            skipped.add(element)
        elif isinstance(element.tag, str) and element not in skipped:
            opening.append(element)
            length += len((element.text or "").strip()) + len((element.tail or "").strip())
            if length > _LONGEST_OPENING or len(opening) > _MOST_IN_OPENING:
                break
    return opening


def _is_paragraph(element: Any) -> bool:
    return element.tag == "p" and any(end > LONGEST_BYLINE for end in accumulate(map(len, element.itertext())))


def _shown(opening: Iterable[Any]) -> tuple[list[list[str]], list[str]]:
    """Return the authors of the first element marked as byline and of each sibling alike, and those of other lines.

    Such a line begins with "By", or links a name to its page; where there is none, the first counts that signs without
    "by" ("Ida Vale, 4 May 2021", "Ida Vale, Health Editor").
    """
    marked: list[list[str]] = []
    signing: list[str] = []
    plain: list[str] = []
    first: Any = None
    read: set[Any] = set()  # elements marked as byline, and what is inside them
    for element in opening:
        text = _lines_of(element)
        if element.getparent() in read:
            read.add(element)
        elif _is_marked(element) and any(each.part == "author" for each in read_bylines(text)):
            first = element if first is None else first
            marked += [_signers([text])] if _are_alike(element, first) else []
            read.add(element)
        elif _BY.match(text):
            signing += _signers([text])
        elif element.tag == "a" and _AUTHOR_LINK.search(element.get("href") or ""):
            signing += [text] if _signers([text]) == [text] else []
        elif text and not plain and signs(text, below=True) and not is_photo_credit(text):
            plain += _signers([text])
    return marked, signing or plain


def _are_alike(one: Any, other: Any) -> bool:
    """Return True for siblings with a class in common, or the same element."""
    classes, others = ((each.get("class") or "").split() for each in (one, other))
    return one.getparent() is other.getparent() and (classes == others or not set(classes).isdisjoint(others))


def _is_marked(element: Any) -> bool:
    names = " ".join(element.get(attribute, "") for attribute in _NAMED_BY)
    return _BYLINE_CLASS.search(names) is not None and "comment" not in names.lower()


def _lines_of(element: Any) -> str:
    """Return the text of a byline, with pieces of several words each on a line of its own, "" for a longer text."""
    if not text_of(element, LONGEST_BYLINE):
        return ""
    pieces = ["", *(" ".join(piece.split()) for piece in element.itertext() if piece.strip())]
    return "".join(("\n" if " " in one and " " in other else " ") + other for one, other in pairwise(pieces)).strip()
