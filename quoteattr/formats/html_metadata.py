"""What the markup of a web page tells of its article, by trafilatura's reading of JSON-LD, Open Graph and meta tags.

Some of it that reading leaves out, and it is taken from the same tree here: organisations among the authors (a wire is
one), the hour of publication with its zone, the language, and which of the page's headings is the headline.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

from quoteattr.lexicon import load_table
from quoteattr.lexicon.outlets import known
from quoteattr.segment.headline import site_name

# The day of the first publication before that of an update, from markup before running text.
_DATE_SEARCH = {
    "original_date": True,
    "extensive_search": False,
    "deferred_url_extractor": True,
    "outputformat": "%Y-%m-%dT%H:%M:%S%z",
    "max_date": None,
}
_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d)(?P<seconds>:\d\d)?(?:\.\d+)?\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?\Z"
)
_BY = re.compile(r"by\s+", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_LONGEST_HEADLINE = 300  # characters
_LONGEST_LOGO = 4  # words
_LONGEST_NAME = 6
_MEMBERS = ("@graph", "mainEntity")  # where JSON-LD keeps the objects of a page


@frozen
class Metadata:
    """The fields of a page that its markup tells; None and empty where it does not."""

    headline: str | None
    authors: tuple[str, ...]
    publisher: str | None
    published: str | None
    url: str | None
    language: str | None


def metadata_of(trafilatura: Any, tree: Any, url: str | None) -> Metadata:
    """The metadata of a parsed page. ``url`` is where it was found; a canonical address in the page leads."""
    found = trafilatura.extract_metadata(tree, default_url=url, date_config=dict(_DATE_SEARCH))
    articles = [each for each in _linked_data(tree) if "headline" in each]
    publisher = _publisher(
        _meta(tree, "og:site_name"),
        [name for each in articles for name in _names(each.get("publisher"))],
        found.sitename if found.sitename != found.title else None,
        _hosts(url, found.url),
    )
    return Metadata(
        headline=_headline(tree, found.title, publisher),
        authors=tuple(_authors(articles, found.author, publisher)),
        publisher=publisher,
        published=_published([*_times(tree, articles), *([found.date] if found.date else [])]),
        url=found.url or url,
        language=_language(tree),
    )


def _linked_data(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of the page's JSON-LD, the outer ones first."""
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        try:
            waiting: list[Any] = [json.loads(script.text or "null", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting += reversed(value)
            elif isinstance(value, dict):
                yield value
                waiting += [value[member] for member in _MEMBERS if member in value]


def _names(value: object) -> Iterator[str]:
    """The names of persons and organisations as JSON-LD writes them: one or several, plain or as objects."""
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and name.strip() and "://" not in name:
            yield " ".join(unescape(name).split())


def _meta(tree: Any, *names: str) -> list[str]:
    """What the meta tags of these names hold, in the order of the names."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("http-equiv") or "").lower()
        content = " ".join((tag.get("content") or "").split())
        if name in found and content:
            found[name].append(content)
    return [content for name in names for content in found[name]]


def _headline(tree: Any, title: str | None, publisher: str | None) -> str | None:
    """The heading that says most of what the browser's title says; a page's ``h1`` may also be its logo."""
    headings = [_text(each) for each in tree.iter("h1")]
    headings = [each for each in headings if 2 < len(each) <= _LONGEST_HEADLINE]
    # a title that is one of the headings was taken from there, and tells nothing of the others
    shown, told = _browser_title(tree), "" if title in headings else _without_publisher(title or "", publisher)
    for reference in (shown, told):
        words = _long_words(reference)
        shared = {each: len(words & _long_words(each)) for each in headings}
        if shared and max(shared.values()):
            return max(headings, key=lambda each: shared[each])
    # a headline that has no word in common with the title, but is too long for a logo
    plain = next((each for each in headings if len(each.split()) > _LONGEST_LOGO), None)
    agreed = _long_words(told) & _long_words(shown) or len(shown.split()) <= _LONGEST_LOGO
    return plain or (told if agreed else "") or shown or next(iter(headings), None)


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _browser_title(tree: Any) -> str:
    """The page's title without the site's name behind it: "Bridge falls in Lima | Orbel News"."""
    element = next(tree.iter("title"), None)
    title = "" if element is None else _text(element)[:_LONGEST_HEADLINE]
    return title[: site_name(title)].strip()


def _without_publisher(title: str, publisher: str | None) -> str:
    end = site_name(title)
    return title[:end].strip() if publisher and publisher.lower() in title[end:].lower() else title.strip()


def _long_words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text) if len(word) > 3)


def _authors(articles: Sequence[Mapping[str, Any]], found: str | None, publisher: str | None) -> Iterator[str]:
    """Who signs the article: persons and wires. The publisher among the authors adds nothing."""
    linked = next((names for each in articles if (names := list(_names(each.get("author"))))), None)
    names = linked if linked is not None else [name for each in (found or "").split(";") if (name := _person(each))]
    for name in dict.fromkeys(_BY.sub("", name, count=1) if _BY.match(name) else name for name in names):
        if publisher is None or _medium(name) != _medium(publisher):
            yield name


def _medium(name: str) -> str:
    medium = known(name)
    return medium.name if medium else name.lower()


def _person(guess: str) -> str:
    """A name that was read off the page, without the date or office behind it; "" for a phrase."""
    words = guess.split()
    # "Ana Ruiz November", "Ana Ruiz Staff Writer"; but "Theresa May" is no date, and "November" no name
    ends = (at for at, word in enumerate(words) if word.lower() in _after_names() and (at > 1 or len(words) == 1))
    end = next(ends, len(words))
    named = 0 < end <= _LONGEST_NAME and words[0][0].isupper() and words[end - 1][0].isupper()
    return " ".join(words[:end]) if named else ""


@cache
def _after_names() -> frozenset[str]:
    time, labels = load_table("time"), load_table("outlets")["bylines"]["labels"]
    return frozenset({*time["months"], *time["weekdays"], *labels})


def _publisher(
    site: Sequence[str], linked: Sequence[str], found: str | None, hosts: Sequence[str]
) -> str | None:  # fmt: skip
    """Whose page it is: the first name or address that the lexicon lists, else the first name that is told."""
    listed = (known(each) for each in (*site, *hosts, *linked))
    medium = next((each for each in listed if each is not None), None)
    if medium is not None:
        return medium.name
    guessed = found if found and found not in hosts and found[0].isalnum() else None
    names = (*site, *linked, *([guessed] if guessed else []))
    above = (known(host.partition(".")[2]) for host in hosts)
    return next(iter(names), None) or next((each.name for each in above if each is not None), None)


def _hosts(*urls: str | None) -> list[str]:
    hosts = []
    for url in urls:
        try:
            host = urlsplit(url or "").hostname
        except ValueError:
            continue
        if host:
            hosts.append(host.removeprefix("www."))
    return list(dict.fromkeys(hosts))


def _times(tree: Any, articles: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Times of publication as they stand in the markup."""
    yield from _meta(tree, "article:published_time", "datepublished")
    yield from (time for each in articles if isinstance(time := each.get("datePublished"), str))


def _published(told: Iterable[str]) -> str | None:
    """The first time of day, else the first day."""
    found = [iso for each in told if (iso := _iso(each))]
    return next((iso for iso in found if "T" in iso), next(iter(found), None))


def _iso(value: str) -> str | None:
    """ISO 8601 as this package writes it; midnight stands for a day without an hour."""
    match = _ISO.match(value.strip())
    if match is None:
        return None
    iso = match["day"]
    if match["time"] and match["time"] + (match["seconds"] or "") not in ("00:00", "00:00:00"):
        zone = match["zone"] or ""
        zone = "+00:00" if zone == "Z" else f"{zone[:3]}:{zone[-2:]}" if zone else ""
        iso += f"T{match['time']}{match['seconds'] or ':00'}{zone}"
    try:
        year = datetime.fromisoformat(iso).year
    except ValueError:
        return None
    # 0001-01-01 and 1970-01-01 are what an empty field becomes
    return iso if year > 1970 else None


def _language(tree: Any) -> str | None:
    root = next(tree.iter("html"), None)
    told = [] if root is None else [root.get("lang") or root.get("xml:lang") or ""]
    told += _meta(tree, "content-language", "og:locale")
    return next((language.strip().replace("_", "-") for language in told if language.strip()), None)
