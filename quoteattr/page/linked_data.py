"""Read the JSON-LD of web pages: the objects that describe articles, and the names in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

_MEMBERS = ("@graph", "mainEntity")  # where JSON-LD keeps the objects of a page
_REFERRING = ("author", "publisher")  # members that may refer to other objects
_DATA = re.compile(r"(?<!CDATA)\[(?!CDATA\[)|\{")
_DECODER = json.JSONDecoder(strict=False)
_WORD = re.compile(r"\w+")


def linked_articles(tree: Any) -> list[Mapping[str, Any]]:
    """Return the articles of a page's JSON-LD, with objects in place of references to them (``@id``)."""
    data = list(_objects(tree))
    known = {each["@id"]: each for each in data if isinstance(each.get("@id"), str) and each.get("name")}

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [resolved(each) for each in value]
        refers = isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str)
        return known.get(value["@id"], value) if refers else value

    articles = (each for each in data if "headline" in each or "datePublished" in each)
    return [{**each, **{name: resolved(each[name]) for name in _REFERRING if name in each}} for each in articles]


def _objects(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of the page's JSON-LD, the outer ones first."""
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        text = script.text or ""
        begin = _DATA.search(text)  # in a comment or CDATA section, or with a semicolon after it
        try:
            waiting: list[Any] = [_DECODER.raw_decode(text, begin.start())[0]] if begin else []
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting += reversed(value)
            elif isinstance(value, dict):
                yield value
                waiting += [value[member] for member in _MEMBERS if member in value]


def articles_with(articles: Sequence[Mapping[str, Any]], headline: str | None, member: str) -> list[Mapping[str, Any]]:
    """Return the articles that have a member and whose headlines share most longer words with that of the page."""
    having = [each for each in articles if each.get(member)]
    words = long_words(headline or "")
    shared = [len(words & long_words(str(each.get("headline", "")))) for each in having]
    return [each for each, number in zip(having, shared, strict=True) if number == max(shared)]


def names_in(value: object) -> Iterator[str]:
    """Yield the names of persons and organisations in JSON-LD: one or several, as strings or as objects."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield from names_in(each.get("name"))
        elif isinstance(each, str) and "://" not in each and (words := unescape(each).split()):
            yield " ".join(words)


def long_words(text: str) -> frozenset[str]:
    """Return the words of more than three letters, in lower case."""
    return frozenset(word.lower() for word in _WORD.findall(text) if len(word) > 3)
