"""Read the metadata of web pages: trafilatura's reading, JSON-LD, meta tags, microdata and text of one tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from quoteattr.lexicon.outlets import known
from quoteattr.page.dates import ORDERS, find_dates, follows_prose, order_of
from quoteattr.page.html_authors import LONGEST_BYLINE, authors_in, opening_of, roles_in
from quoteattr.page.html_trees import MOST_SEARCHED, meta_contents, text_of
from quoteattr.page.linked_data import articles_with, linked_articles, long_words, names_in
from quoteattr.page.publishers import name_key

# The day of the first publication before that of an update, from markup before running text.
_DATE_SEARCH = {
    "original_date": True,
    "extensive_search": True,
    "deferred_url_extractor": True,
    "outputformat": "%Y-%m-%dT%H:%M:%S%z",
    "max_date": None,
}
_NO_ORDER = ("", "US", "CA", "PH")  # "en-US" may be the default of the software
_DAY = re.compile(r"(?:19|[2-9]\d)\d\d-\d\d-\d\d")
_WORD = re.compile(r"\w+")
_TITLE_MARK = re.compile(r"\s(?:[|–—·»«›‹←:-]|::)\s")
_STANDFIRST_CLASS = re.compile(r"(?:\b|_|(?<=[a-z])(?=[A-Z]))(?i:standfirst|dek|deck|subtitle|sub-?headline)(?![a-z])")
_LONGEST_HEADLINE, _LONGEST_STANDFIRST, _LONGEST_DATED = 300, 500, 100  # characters; the last of a line with a date
_SHORTEST_TITLE, _SHORTEST_STANDFIRST = 3, 4  # words
_LONGEST_LOGO, _LONGEST_SITE, _LONGEST_PUBLISHER = 4, 5, 8  # words


@frozen
class Metadata:
    """What the markup of a page says about its article; ``roles`` are those of authors, by name."""

    headline: str | None = None
    bylines: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None
    standfirst: str | None = None
    roles: Mapping[str, str] = field(factory=dict)


def metadata_of(trafilatura: Any, tree: Any, url: str | None) -> Metadata:
    """Return the metadata of a parsed page; its canonical address takes precedence over ``url``."""
    guess = trafilatura.extract_metadata(tree, default_url=url, date_config=dict(_DATE_SEARCH))
    articles = linked_articles(tree)
    publisher = _publisher(tree, articles, guess.sitename, _hosts(url, guess.url))
    headline = _headline(tree, guess.title, publisher)
    opening = opening_of(tree, headline)
    signed = articles_with(articles, headline, "author")
    published, updated = _dates(tree, opening, articles, headline, guess.date)
    return Metadata(
        headline,
        tuple(authors_in(tree, opening, signed, guess.author or "", publisher)),
        publisher,
        published,
        updated,
        guess.url or url,
        _language(tree),
        _standfirst(opening),
        roles_in(signed),
    )


def _headline(tree: Any, title: str | None, publisher: str | None) -> str | None:
    """Return the headline: a heading of the page, the title that trafilatura found, or the browser's title."""
    every = [each for each in map(text_of, tree.iter("h1")) if 2 < len(each) <= _LONGEST_HEADLINE]
    headings = _without_logos(tree, every, publisher)
    whole = _browser_title(tree)
    shown = _without_site(whole).strip()
    shared = {each: len(long_words(shown) & long_words(each)) for each in headings}
    sources = (
        max(headings, key=shared.__getitem__) if any(shared.values()) else None,
        # no word in common with the title, but too long for a logo
        next((each for each in headings if len(each.split()) > _LONGEST_LOGO), None),
        # not the name of the site, nor another heading
        title if title not in (*headings, *_TITLE_MARK.split(whole[len(shown) :])) else None,
        shown,
        *headings[:1],
    )
    return next(filter(None, sources), None)


def _without_logos(tree: Any, headings: Sequence[str], publisher: str | None) -> list[str]:
    """Return the headings that do not name the site, where ``og:title`` is another one.

    A logo is part of the publisher's name, or precedes that title in the browser's: "Orbel News: Bridge falls".
    """
    stated = next(iter(meta_contents(tree, "og:title")), "")
    if not stated:
        return list(headings)
    site = frozenset(_WORD.findall((publisher or "").lower()))
    title = next(map(text_of, tree.iter("title")), "")
    short = [each for each in headings if len(each.split()) <= _LONGEST_LOGO and each != stated]
    logos = {each for each in short if site.issuperset(_WORD.findall(each.lower())) or title == f"{each}: {stated}"}
    return [each for each in headings if each not in logos]


def _browser_title(tree: Any) -> str:
    """Return the title of a page with the name of the site last: "Ferry sinks | Orbel News".

    The first of two parts is the name of the site if an element of the page has the second as its text, and none the
    first.
    """
    title = next(map(text_of, tree.iter("title")), "")[:_LONGEST_HEADLINE]
    site, *headlines = _TITLE_MARK.split(title)
    headline = "".join(headlines)
    if len(headlines) != 1 or len(headline.split()) < _SHORTEST_TITLE or len(site.split()) > _LONGEST_SITE:
        return title
    texts = {(each.text or "").strip() for each in tree.iter() if each.tag != "title"}
    return f"{headline} | {site}" if headline in texts and site not in texts else title


def _without_site(title: str) -> str:
    """Return a title without the name of the site, or of a section: "Bridge falls in Lima" of "… | Orbel News"."""
    end = len(title)
    for mark in reversed(list(_TITLE_MARK.finditer(title))):
        if len(title[mark.end() : end].split()) > _LONGEST_SITE or len(title[: mark.start()].split()) < _SHORTEST_TITLE:
            break
        end = mark.start()
    return title[:end]


def _standfirst(opening: Iterable[Any]) -> str | None:
    marked = (each for each in opening if _STANDFIRST_CLASS.search(each.get("class") or ""))
    texts = (text_of(each, _LONGEST_STANDFIRST) for each in marked)
    return next((text for text in texts if len(text.split()) >= _SHORTEST_STANDFIRST), None)


def _publisher(tree: Any, articles: Sequence[Mapping[str, Any]], found: str | None, hosts: Sequence[str]) -> str | None:
    """Return whose page it is: the name on which the sources agree best, the first of several, else the address."""
    sources: tuple[Iterable[str | None], ...] = (
        meta_contents(tree, "og:site_name"),
        (name for each in articles for name in names_in(each.get("publisher"))),
        [found],
        _items(tree, "publisher"),
        _TITLE_MARK.split(_browser_title(tree))[1:][-1:],
    )
    own = [" ".join(unescape(value).split()) for values in sources for value in islice(values, 1) if value]
    # the listed outlet of the address counts as much as three of them
    names = [name for name in own if name[:1].isalnum() and len(name.split()) <= _LONGEST_PUBLISHER]
    names += 3 * [medium.name for host in hosts[:1] if (medium := known(host)) is not None]
    best = max(names, key=lambda each: sum(_agree(name, each) for name in names), default=None)
    if best is None:
        return hosts[0] if hosts else None
    medium = known(best)
    # "BBC" for "BBC News", but "Express.co.uk" as the page writes it
    if medium is not None and (medium.name in own or name_key(medium.name) in name_key(best)):
        return medium.name
    return best


def _items(tree: Any, name: str) -> Iterator[str]:
    """Yield the values of a property in microdata: those of elements, or the names inside them."""
    for element in islice(tree.iter(), MOST_SEARCHED):
        if isinstance(element.tag, str) and name in (element.get("itemprop") or "").split():
            names = (each for each in element.iter() if "name" in (each.get("itemprop") or "").split())
            named = next(names, element)
            yield named.get("content") or named.get("datetime") or text_of(named, LONGEST_BYLINE)


def _agree(name: str, other: str) -> bool:
    """Return True for two forms of one name."""
    medium = known(name)
    return name_key(name) == name_key(other) or (medium is not None and medium == known(other))


def _hosts(*urls: str | None) -> list[str]:
    hosts = []
    for url in urls:
        with suppress(ValueError):
            hosts.append(urlsplit(url or "").hostname)
    return list(dict.fromkeys(host.removeprefix("www.") for host in hosts if host))


def _dates(
    tree: Any, opening: Sequence[Any], articles: Sequence[Mapping[str, Any]], headline: str | None, guess: str | None
) -> tuple[str | None, str | None]:
    """Return when an article was published and, if later, updated: the first time of day, else the first day, of each.

    The day of publication is that of the markup, the first one below the headline, or trafilatura's guess. Nothing is
    guessed where the markup has a day that does not exist, nor from that of an update.
    """
    published, updated = (
        [
            *(each.get(member) for each in articles_with(articles, headline, member)),
            *meta_contents(tree, tag, member.lower()),
            *_items(tree, member),
        ]
        for member, tag in (("datePublished", "article:published_time"), ("dateModified", "article:modified_time"))
    )
    times = [each.get("datetime", "").strip() for each in tree.iter("time")]
    declared = (each for each in (*published, *updated, *times) if isinstance(each, str))
    impossible = any(_DAY.match(each) and not find_dates(each[:10]) for each in declared)
    last = _first_time(updated)
    if impossible or (not published and (guess or "")[:10] == (last or "")[:10]):
        guess = None
    if not published and not impossible:
        guess = _day_below(tree, opening, guess)
    first = _first_time([*published, guess])
    return first, last if last and (first is None or _is_later(last, first)) else None


def _day_below(tree: Any, opening: Iterable[Any], guess: str | None) -> str | None:
    """Return the first date below the headline that is no update, else the guess.

    In a date such as 3/4/2024 the order of day and month is that of the other dates of the page, else that of its
    country. Where nothing decides it, there is no date: trafilatura takes the day for the first number.
    """
    for element in opening:
        text = text_of(element, _LONGEST_DATED)
        day_first, month_first = (find_dates(text, order=order) for order in ORDERS)
        dates, ambiguous = day_first, day_first != month_first
        if ambiguous:
            country = (_language(tree) or "").partition("-")[2].upper()
            usual = order_of(text_of(next(tree.iter("body"), tree)))
            dates = find_dates(text, order=usual or ("day" if country not in _NO_ORDER else None))
        days = (each.iso for each in dates if each.label != "updated" and not follows_prose(text, each.span.start))
        if day := next(days, None):
            return guess if guess and guess[:10] == day else day
        if ambiguous and (guess or "")[:10] in [each.iso[:10] for each in day_first]:
            return None
    return guess


def _first_time(values: Iterable[object]) -> str | None:
    days = [iso for value in values if isinstance(value, str) and (iso := _iso(value.strip()))]
    return next((iso for iso in days if "T" in iso), next(iter(days), None))


def _iso(value: str) -> str | None:
    """Return the first date of a value in ISO 8601; midnight means a day without an hour."""
    iso = next((each.iso for each in find_dates(value)), "")
    if iso[:4] <= "1970":  # 1970-01-01 is what an empty field becomes
        return None
    return iso[:10] if iso[10:19] == "T00:00:00" else iso


def _is_later(iso: str, other: str) -> bool:
    """Return True if a date is later than another; zones count where both have one."""
    one, two = datetime.fromisoformat(iso), datetime.fromisoformat(other)
    zoned = one.tzinfo is not None and two.tzinfo is not None
    return one > two if zoned else one.replace(tzinfo=None) > two.replace(tzinfo=None)


def _language(tree: Any) -> str | None:
    root = next(tree.iter("html"), None)
    declared = [] if root is None else [root.get("lang") or root.get("xml:lang") or ""]
    declared += meta_contents(tree, "content-language", "og:locale")
    return next((language.strip().replace("_", "-") for language in declared if language.strip()), None)
