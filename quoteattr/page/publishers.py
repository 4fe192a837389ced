"""The publisher of a page and the origin of its story, by scoring the outlets that the page names.

Candidates come from the title, the notices of copyright, phrases such as "Follow … on" or "Sign up for …", single lines
in the chrome, addresses, credits and the lexicon of outlets. Mentions of one name are one candidate; its features are
weighted by a logistic regression (``lexicon/en/publisher_weights.toml``, fitted by ``python -m quoteattr.training
publishers``), and the best candidate above the threshold is the publisher.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, compress
from math import exp, log1p

from attrs import define, field

from quoteattr.lexicon import given_names, load_table, place_names
from quoteattr.lexicon.outlets import Medium, is_outlet, known, media_in, shape_of
from quoteattr.model import Byline, Dateline, Outlet, Span
from quoteattr.page.bylines import is_role_word, is_wire
from quoteattr.page.dates import date_pattern, find_dates
from quoteattr.page.lines import first_and_last
from quoteattr.page.notices import is_of_itself, names_contributors

_BODY = ("body", "subheading", "standfirst", "headline")
_CREDITS = ("caption", "credit")
_FURNITURE = frozenset({"chrome", "related", "comment", *_CREDITS})
_CUT_OUT = 10  # lines of page furniture; an article that a reader cut out of a page has fewer
# "ePaper" and "e-Paper" are one word
_NAME = (
    r"[A-Z0-9](?<!\b[a-z].)(?<!\be-.)[\w.'’&®+-]*"
    r"(?:\s(?:of|and|the|&|by)(?=\s[A-Z])|\s[A-Z0-9&][\w.'’&®+-]*){0,5}"
)
_NAMES = re.compile(_NAME)
_WORD = re.compile(r"\w+")
_CAMEL = re.compile(r"[a-z][A-Z]")
_YEAR = re.compile(r"[(©]?(?:19|20)\d\d(?:[-–—](?:19|20)?\d\d)?\W*\Z|[\W\d_]+\Z")
_NO_LETTERS = re.compile(r"[\W_]+")
_AROUND_NAME = re.compile(r"\A(?:the\s+|www\.)|\.(?:com|org|net|info|tv|co\.uk|co|news)\Z")
_MARKS = " \t.,:;!?|®™'’‘\"“”«»()[]*•·+/\\–—-\u00a0"
_STOPS = ":,.!?"
_LONGEST_NAME, _LONGEST_PHRASE = 6, 4  # words
_LONGEST_LINE = 400  # characters of a line outside the body that are searched
_TOP, _FIRST, _FOOT = 12, 4, 25  # lines
_TITLE_MARK = re.compile(r"\s(?:[|–—·»:•‹›<-]|::)\s|\s\|\s?|\|")
_MOST_TITLES, _SHORTEST_TITLE = 5, 4  # headlines; words
_INITIALS = range(3, 6)  # letters
_HEAD_FIELD = re.compile(r"(?:(?!\s[-–—]\s|\s{2})[^|•·,()\n])+")  # of a line with a date above the headline
_MOST_CANDIDATES, _MOST_COMPOUNDS = 80, 3_000
_COPYRIGHT = re.compile(
    r"(?:©|®|\(c\)|copyright)[\s©]{0,3}(?:\(c\)\s)?(?P<year>(?:19|20)\d\d(?:\s*[-–—]\s*(?:19|20)?\d\d)?)?"
    r"[,.:·\s-]*(?:by\s)?(?P<name>[^\n|©]{2,80})",
    re.IGNORECASE,
)
_OWNER_END = re.compile(
    r"(?:,?\s+(?:Inc|LLC|Pty|Ltd|Limited|plc|Corp|Corporation|Company|Co|GmbH|L\.?P|Media Group|S\.?A)\b.*|[,;.]\s.*"
    r"|\s+all rights.*|\s+[-–(/].*|[®™.,]+)\Z",
    re.IGNORECASE,
)
_DOT = re.compile(r"\.[a-z]")
_HOST = re.compile(r"(?:www\.)?(?P<host>(?:[\w-]{1,40}\.){1,4}(?:com|org|net|info|news|[a-z]{2}))\b")
_HANDLE = re.compile(r"@(?<![\w.]@)(\w{2,30})")
_OWN_ADDRESS = re.compile(
    r"(?:(?:retrieved|downloaded|printed|copied|from|at|source|url|link|the wayback machine)\b\W*){0,5}"
    r"(?:https?://\S{1,200}(?=https?://))?(?:https?://)?(?:www\.)?"
    r"(?P<host>(?:[\w-]{1,40}\.){1,4}[a-z]{2,10})(?:[/?#:]\S*)?",
    re.IGNORECASE,
)
_SUFFIXES = ("com", "org", "net", "co", "gov", "ac", "edu", "info", "news")
_FOREIGN_HOSTS = frozenset(
    ["twitter", "facebook", "instagram", "youtube", "linkedin", "pinterest", "google", "gmail", "reddit", "tumblr", "t",
     "bit", "apple", "amazon", "wikipedia", "flickr", "vimeo", "tiktok", "whatsapp", "github", "wordpress", "disqus"]
)  # fmt: skip
_MOST_COUNTED = 20
_PLAIN = frozenset({"inside", "outside"})
_OWN = frozenset({"copyright_year", "title_end", "title_end_below"})
_OWNERSHIP = frozenset({"copyright", "copyright_year"})
# of a name that nothing but the first lines, and perhaps the body, has
_FIRST_LINES = frozenset({"line_top", "line_first", "line_opening", "outside", "inside", "compound", "in_headline"})
# of an agency that the page only credits or names: "Omar Stone/Reuters", "Additional reporting by AFP"
_MENTIONED = frozenset(
    {"credit", "listed_credit", "address", "host", "outside", "listed_outside", "source", "inside", "listed_inside",
     "compound"}
)  # fmt: skip
_NEAR = 4  # lines before and after the body
_NO_SIGNS = ("headline", "subheading", "related", "comment", *_CREDITS)
_AP_POST = re.compile(  # Associated Press reporters sign "By Ida Vale, AP Business Writer"
    r"\b(?P<name>AP|Ap)(?=\s(?:[A-Z][\w&.-]*\s){0,4}(?:Writer|Reporter|Correspondent|Editor|Chief|Analyst|Columnist)\b)"
)
_SOURCE = re.compile(r"\b(?:source|via|from)\s?[:–-]\s{0,3}(?P<name>[^\n|]{2,40})\Z", re.IGNORECASE)
_SIGNED = re.compile(  # the first of several agencies
    r"(?:^-|[—–/]|--|\s-|\(|[.!?”\"]\s)\s*"
    r"(?P<name>\w(?:[\w -]|\.(?=\w)){1,30}?)(?:\s?[,/]\s?\w[\w. -]{1,30}?){0,4}\s*[/)]?\s*\Z",
    re.MULTILINE,
)
_ELSEWHERE = re.compile(r"\bnot\b|\bre(?:published|printed|produced)\s(?:by|in|on|at)\b")
_PARTNER = re.compile(
    r"\b(?:in (?:partnership|collaboration|association)|with (?:the )?(?:support|help)|(?:distribut|fund)ed)\b"
)
_PUBLISHED_BY = re.compile(
    r"(?P<appeared>\b(?:published|appeared|posted|produced|provided|written|comes|original\s(?:article|story|version))"
    r"\s(?:in|on|at|by|from)\s(?:the\s(?=[A-Z]))?)?"
    rf"\b(?P<name>{_NAME}|(?:[\w-]{{1,40}}\.){{1,3}}[a-z]{{2,10}}\b)"
)


@define
class PublisherCandidate:
    """A name that may be the publisher's, with the number of times that each feature was seen."""

    forms: Counter[str] = field(factory=Counter)
    span: Span | None = None
    seen: Counter[str] = field(factory=Counter)
    medium: Medium | None = None

    @property
    def name(self) -> str:
        """The listed name, else the form that is used most often, mixed case before capitals."""
        if self.medium is not None:
            return self.medium.name
        return max(self.forms, key=lambda form: self.forms[form] - (form.isupper() or form.islower()) - form.count("."))


def choose_publisher(
    text: str,
    lines: Sequence[Span],
    kinds: Sequence[str],
    given: str | None = None,
    signed: Outlet | None = None,
    bylines: Sequence[Byline] = (),
) -> Outlet | None:
    """Return the outlet whose page a text is, or None where nothing on it names one with enough weight.

    The name ``given`` by the caller takes precedence, and the outlet ``signed`` in a byline counts where nothing else
    names one. In a cut-out article, a person of the ``bylines`` is no outlet.
    """
    if given:
        return named_outlet(given)
    cut_out = sum(kind in _FURNITURE for kind in kinds) < _CUT_OUT
    people = (each.name for each in bylines if cut_out and not _names_outlet(each.name) and _is_person(text, each))
    signed_by = {*map(name_key, people)}
    found = [
        each
        for each in candidates(text, lines, kinds)
        if score(each) >= _least_score(each, cut_out) and (each.medium or name_key(each.name) not in signed_by)
    ]
    named = [each for each in found if not (_is_mentioned(each) or _is_company(each) or (cut_out and _is_told(each)))]
    owned = any("copyright_year" in each.seen and not is_wire(each.medium) for each in found)
    best = max((each for each in named if not (owned and is_wire(each.medium))), key=score, default=None)
    if best is None:
        return signed or _page_address(text, lines, kinds)
    return best.medium.at(best.span) if best.medium is not None else named_outlet(best.name, best.span)


def _least_score(candidate: PublisherCandidate, cut_out: bool) -> float:
    """Return the score from which a candidate is the publisher.

    Above a cut-out article may be a section ("Courts"), a slug or a short headline too.
    """
    first = cut_out and candidate.medium is None and _FIRST_LINES.issuperset(candidate.seen)
    return float(load_table("publisher_weights")["threshold_top" if first else "threshold"])


def _is_person(text: str, byline: Byline) -> bool:
    """Return True for a name after "By", or with a given name."""
    start = byline.span.start
    return text[max(0, start - 3) : start].lower() == "by " or byline.name.split()[0].title() in given_names()


def _is_mentioned(candidate: PublisherCandidate) -> bool:
    """Return True for an agency that the page only credits, or names once outside the body."""
    return is_wire(candidate.medium) and candidate.seen["outside"] <= 1 and _MENTIONED.issuperset(candidate.seen)


def _is_company(candidate: PublisherCandidate) -> bool:
    """Return True for a company that owns papers: "© 2024 Westland Newspapers"."""
    company = not _word_set("companies").isdisjoint(candidate.name.lower().split()[-2:])
    owner = not _OWNERSHIP.isdisjoint(candidate.seen) and {"line_top", "line_repeated"}.isdisjoint(candidate.seen)
    return company and owner and candidate.medium is None


def _is_told(candidate: PublisherCandidate) -> bool:
    """Return True for a name that only the body has: "told the Bay Post" mostly names another paper."""
    titled = any(feature.startswith("title") for feature in candidate.seen)  # "Ferry sinks - Orbel Citizen"
    return candidate.seen["inside"] > 0 == candidate.seen["outside"] and not titled


def _page_address(text: str, lines: Sequence[Span], kinds: Sequence[str]) -> Outlet | None:
    """Return the host of the page's own address: its first, second or last line, alone or after a label ("URL:")."""
    numbers = range(len(lines))
    for number in sorted({*numbers[:2], *numbers[-1:]}):
        match = _OWN_ADDRESS.fullmatch(text, lines[number].start, lines[number].end)
        if match is not None and kinds[number] not in _BODY and host_label(match["host"]) not in _FOREIGN_HOSTS:
            return named_outlet(match["host"].lower(), Span(*match.span("host")))
    return None


def _names_outlet(name: str) -> bool:
    """Return True for a listed outlet, and for a name like an outlet's: "Orbel News", "Norvik Valley Democrat"."""
    words = name.lower().split()
    return is_outlet(name) or (len(words) > 1 and words[-1] in _word_set("papers"))


def signed_outlet(text: str, lines: Sequence[Span], kinds: Sequence[str], bylines: Sequence[Byline]) -> Outlet | None:
    """Return the outlet that a byline names, or the line next to it: "By Ida Vale, Bay Post", "Ida Vale | Bay Post".

    It is listed, and no agency, or its name has the shape of one ("Norvik Evening Mail"), and is none of the persons,
    desks and agencies of the ``bylines``: the name of a person may have that shape too.
    """
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        near = "byline" in kinds[max(0, number - 1) : number + 2]
        if kind not in ("byline", "published") and not (near and kind == "chrome"):
            continue
        fields = [match[0].strip(_MARKS) for match in _HEAD_FIELD.finditer(line.of(text))]
        alone = fields if kind == "published" else fields[:1] if len(fields) == 1 else []
        # a name in a line with a date is a person's only after a given name: "Bay Leader, 4 May 2021"
        dated = find_dates(line.of(text), order="day")
        people = [each.span for each in bylines if not dated or each.name.split()[0] in given_names()]
        for match in _NAMES.finditer(text, line.start, line.end):
            at = Span(*match.span())
            post = is_role_word(match[0].rpartition(" ")[2])  # "Chief Reporter"
            named = _names_outlet(match[0]) and _identify(match[0]) is not None  # not "Next Post"
            publishes = named and named_outlet(match[0]).kind != "wire" and not post
            if publishes and (kind == "byline" or match[0] in alone) and not any(map(at.overlaps, people)):
                return named_outlet(match[0], at)
    return None


def choose_outlet(
    text: str,
    lines: Sequence[Span],
    kinds: Sequence[str],
    bylines: Sequence[Byline],
    dateline: Dateline | None,
    publisher: Outlet | None,
) -> Outlet | None:
    """Return the outlet that originated a story: an agency or outlet that the page credits, else its publisher.

    The dateline takes precedence over notices about the article, these over bylines, and these over signatures.
    """
    return next(_origins(text, lines, kinds, bylines, dateline), publisher)


def _origins(
    text: str, lines: Sequence[Span], kinds: Sequence[str], bylines: Sequence[Byline], dateline: Dateline | None
) -> Iterator[Outlet]:
    """Yield the outlets that may have originated a story, the surest first."""
    if dateline is not None and dateline.wire:
        start = text.find(dateline.wire, dateline.start, dateline.end)
        at = Span(start, start + len(dateline.wire)) if start >= 0 else dateline.span
        yield named_outlet(dateline.wire, at)
    near = _near_body(text, lines, kinds)
    for span in near:
        yield from _noticed(text, span)
    for byline in bylines:
        medium = known(byline.name)
        if medium is not None:
            yield medium.at(byline.span)
    for span in compress(lines, (kind == "byline" for kind in kinds)):
        post = _AP_POST.search(text, span.start, span.end)
        if post:
            yield Outlet("Associated Press", "wire", Span(*post.span("name")))
        for medium, at in media_in(text, span):
            if text.endswith("with ", span.start, at.start):  # "Ida Vale with AFP"
                break
            yield medium.at(at)
    for span in near:
        yield from _signed(text, span)


def _near_body(text: str, lines: Sequence[Span], kinds: Sequence[str]) -> list[Span]:
    """Return the lines above and below the body, and its first and last two, without credits of pictures."""
    first, last = first_and_last(kinds, "body")
    if first < 0:
        return []
    ends = sorted({*range(max(0, first - _NEAR), first + 2), *range(max(0, last - 1), last + 1 + _NEAR)})
    found = [number for number in ends if number < len(lines) and kinds[number] not in _NO_SIGNS]
    if kinds[last + 1 : last + 2] == ["credit"] and text.startswith("(", lines[last + 1].start):  # "(Reuters, AP)"
        found.append(last + 1)
    return [lines[number] for number in found]


def _noticed(text: str, span: Span) -> Iterator[Outlet]:
    """Yield the outlet of a line about the article, or of "(c)2024 The Bay Post. Distributed by …"."""
    line = span.of(text)
    if is_of_itself(line) and (first := _first_published(text, span)) is not None:
        yield first
    if "istributed by " in line:
        yield from (named_outlet(name, at) for name, at, dated in _owners(text, span) if dated)


def _signed(text: str, span: Span) -> Iterator[Outlet]:
    """Yield the agencies that sign a line: "Source: AFP", "… in winter. (Reuters)", "Copyright 2023 Reuters"."""
    signs = (pattern.search(text, span.start, span.end) for pattern in (_SOURCE, _SIGNED))
    named = [(match["name"], Span(*match.span("name"))) for match in signs if match]
    named += [(name, at) for name, at, dated in _owners(text, span) if dated]
    for name, at in named:
        medium = known(name.strip(" ./"))
        if medium is not None and medium.kind == "wire":
            yield medium.at(at)


def _owners(text: str, span: Span) -> Iterator[tuple[str, Span, bool]]:
    """Yield the owners that a notice of copyright names, where they are, and whether it has a year."""
    for match in _COPYRIGHT.finditer(text, span.start, span.end):
        name = _OWNER_END.sub("", match["name"]).strip()
        start = match.start("name")
        yield name, Span(start, start + len(name)), match["year"] is not None


def _first_published(text: str, span: Span) -> Outlet | None:
    """Return the first outlet that a notice about the article names: "This story was first published by …".

    No other paper that published it again ("reprinted in …"), nor one whose staff has not edited it.
    """
    if _ELSEWHERE.search(text, span.start, span.end):
        return None
    partner = _PARTNER.search(text, span.start, span.end)
    for match in _PUBLISHED_BY.finditer(text, span.start, partner.start() if partner else span.end):
        name, at = match["name"].split(". ")[0].rstrip("."), match.start("name")
        elsewhere = name in place_names() or name.split()[0].lower() in _calendar() or name[0].isdigit()
        placed = match["appeared"] is not None and not elsewhere and name.split()[0] not in given_names()
        if placed or _names_outlet(name):
            return named_outlet(name, Span(at, at + len(name)))
    return None


def named_outlet(name: str, span: Span | None = None) -> Outlet:
    """Return the outlet of a name as given, with its listed kind, or the kind that its words imply."""
    medium = known(name)
    kind = shape_of(name) or ("newspaper" if _names_outlet(name) else "website")
    return medium.at(span) if medium else Outlet(name, kind, span)


def score(candidate: PublisherCandidate) -> float:
    """Return the probability that a candidate is the publisher."""
    table = load_table("publisher_weights")
    weights = table["features"]
    total = table["bias"] + sum(weights.get(name, 0.0) * value for name, value in features(candidate).items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def features(candidate: PublisherCandidate) -> dict[str, float]:
    """Return the features of a candidate by name: logarithms of counts, and signs of 0 and 1."""
    seen, name, medium = candidate.seen, candidate.name, candidate.medium
    found = {feature: log1p(min(count, _MOST_COUNTED)) for feature, count in seen.items()}
    found.update({f"has_{feature}": 1.0 for feature in seen})
    words = name.split()
    inside, outside = seen["inside"], seen["outside"]
    signs = {
        "listed": medium is not None,
        "listed_press": medium is not None and medium.kind not in ("wire", "website"),
        "wire": is_wire(medium),
        "shape": medium is None and _names_outlet(name),
        "digits": any(map(str.isdigit, name)),
        "person": len(words) in (2, 3) and not given_names().isdisjoint((words[0], words[0].capitalize())),
        "one_word": len(words) == 1,
        "initials": name.isupper() and len(name) in _INITIALS and "line_first" in seen,
        "camel": _CAMEL.search(name) is not None,
        "the": any(form[:4] in ("The ", "the ") for form in candidate.forms),
        "more_outside": outside > inside,
        "owner": not _OWNERSHIP.isdisjoint(seen),
        "listed_and_host": medium is not None and ("host" in seen or "account" in seen),
    }
    found.update({sign: 1.0 for sign, holds in signs.items() if holds})
    found["places"] = log1p(len(seen))
    found["share_outside"] = outside / (inside + outside) if inside + outside else 0.5
    return found


def candidates(text: str, lines: Sequence[Span], kinds: Sequence[str]) -> list[PublisherCandidate]:
    """Return the names that may be the publisher's, each once, with what was seen of it."""
    return _Search(text, lines, kinds).candidates()


class _Search:
    """Collects the names of one page in a single pass over its lines."""

    def __init__(self, text: str, lines: Sequence[Span], kinds: Sequence[str]) -> None:
        self._text, self._lines = text, list(zip(lines, kinds, strict=True))
        self._found: defaultdict[str, PublisherCandidate] = defaultdict(PublisherCandidate)
        self._plain = self._found.copy()  # names without any sign that they are a publisher's
        self._identify, self._without_phrases = cache(_identify), cache(_without_phrases)
        self._media = cache(lambda name: list(media_in(name, Span(0, len(name)))))
        self._headline: frozenset[str] = frozenset()

    def candidates(self) -> list[PublisherCandidate]:
        self._read_lines()
        self._match_addresses()
        for key, plain in self._plain.items():
            if key in self._found:
                self._found[key].seen.update(plain.seen)
                self._found[key].forms.update(plain.forms)
        ranked = sorted(self._found.values(), key=lambda each: -sum(each.seen.values()))[:_MOST_CANDIDATES]
        self._count_compounds(ranked)
        return ranked

    def _count_compounds(self, ranked: Sequence[PublisherCandidate]) -> None:
        """Count for each candidate the longer names that hold its own: "Bay Post Weekly" holds "Bay Post"."""
        words: dict[str, set[int]] = {}
        names = [*self._found.values(), *self._plain.values()][:_MOST_COMPOUNDS]
        for number, candidate in enumerate(names):
            for word in {word for form in candidate.forms for word in form.lower().split()}:
                words.setdefault(word, set()).add(number)
        for candidate in ranked:
            own = [word.lower() for word in candidate.name.split() if word.lower() != "the"]
            holding = set.intersection(*(words.get(word, set()) for word in own)) if own else set()
            if number := sum(names[each] is not candidate for each in holding):
                candidate.seen["compound"] = number
            if own and self._headline.issuperset(own):
                candidate.seen["in_headline"] = 1

    def _read_lines(self) -> None:
        bodies = [number for number, (_, kind) in enumerate(self._lines) if kind in _BODY]
        first = min(bodies, default=len(self._lines))
        article = range(first, max(bodies, default=first))
        whole = [_words(span.of(self._text)) for span, kind in self._lines if kind == "headline"][:_MOST_TITLES]
        self._headline = frozenset(chain.from_iterable(whole))
        repeated: Counter[str] = Counter()
        for number, (span, kind) in enumerate(self._lines):
            line = span.of(self._text)
            if number < _TOP and kind in ("chrome", "headline"):
                self._read_title(span, whole)
            if not names_contributors(line):
                self._read_names(span, kind)
            if kind in _BODY or len(span) > _LONGEST_LINE:
                continue
            for name, at, dated in _owners(self._text, span):
                if dated or number not in article:  # else of a picture
                    self._note(name, at, "copyright_year" if dated else "copyright")
            if number < min(_TOP, first) and find_dates(line, order="day"):
                self._read_running_head(line, span)
            if len(line) <= 50 and len(line.split()) <= 5:
                bare = line.strip(_MARKS)
                repeated[bare] += 1
                if number < min(_TOP, first):
                    nearer = [name for name, end in (("line_first", _FIRST), ("line_opening", 1)) if number < end]
                    self._note(bare, span, "line_top", *nearer)
                elif number > len(self._lines) - _FOOT:
                    self._note(bare, span, "line_foot")
                if repeated[bare] == 2:
                    self._note(bare, span, "line_repeated")

    def _read_running_head(self, line: str, span: Span) -> None:
        """Note the name of an outlet in a line with a date: "Norvik Evening Mail | 4 May 2021 | A1"."""
        undated = date_pattern().sub(lambda date: " " * len(date[0]), line)
        for match in _HEAD_FIELD.finditer(undated):
            name = match[0].strip(_MARKS)
            if _names_outlet(name) and not is_wire(known(name)):
                start = span.start + match.start()
                self._note(name, Span(start, start + len(match[0])), "line_top", "line_first")

    def _read_names(self, span: Span, kind: str) -> None:
        """Note the capitalised names of a line, with the phrases before and after them."""
        place = "inside" if kind in _BODY else "credit" if kind in _CREDITS else "outside"
        prefix = "in_" if place == "inside" else ""
        for match in _NAMES.finditer(self._text, span.start, span.end):
            name, start, end, before, after = self._without_phrases(match[0])
            if not name or match[0].lower() in _word_set("others"):
                continue
            at = Span(match.start() + start, match.start() + end)
            before = before or _cue(_context(self._text[max(span.start, at.start - 30) : at.start]), "before", -1)[0]
            after = after or _cue(_context(self._text[at.end : min(span.end, at.end + 30)]), "after", 0)[0]
            self._note(name, at, *(prefix + each for each in (before, after) if each), place)
            for medium, within in self._media(at.of(self._text)):
                self._note(medium.name, Span(at.start + within.start, at.start + within.end), f"listed_{place}")

    def _read_title(self, span: Span, whole: Sequence[frozenset[str]]) -> None:
        """Note the pieces of a browser's title: "Ferry sinks off Malta | Bay Post"."""
        marks = _TITLE_MARK.finditer(self._text, span.start, span.end)
        bounds = [span.start, *chain.from_iterable(mark.span() for mark in marks), span.end]
        every = map(Span, bounds[::2], bounds[1::2])
        pieces = [piece for piece in every if piece.of(self._text).strip()]
        if len(pieces) < 2:
            return
        longest = max(pieces, key=len)
        words = _words(longest.of(self._text))
        below = any(words and len(words & other) >= 0.6 * len(words | other) for other in whole)
        if not below and len(words) < _SHORTEST_TITLE:
            return
        for number, piece in enumerate(pieces):
            name = piece.of(self._text)
            if piece == longest:
                continue
            place = "end" if number == len(pieces) - 1 else "start" if number == 0 else "middle"
            self._note(name, piece, f"title_{place}{'_below' if below else ''}")

    def _match_addresses(self) -> None:
        """Count the addresses and accounts that carry the name of a candidate, or of a plain name."""
        hosts: Counter[str] = Counter()
        dotted = [span for span, _ in self._lines if _DOT.search(self._text, span.start, span.end)]
        for match in (each for span in dotted for each in _HOST.finditer(self._text, span.start, span.end)):
            hosts[host_label(match["host"])] += 1
            self._note(match["host"].lower(), Span(*match.span("host")), "address")
        accounts = Counter(match[1].lower() for match in _HANDLE.finditer(self._text))
        for feature, counts in (("host", hosts), ("account", accounts)):
            for key, candidate in chain(self._found.items(), self._plain.items()):
                if counts[key]:
                    self._found.setdefault(key, candidate).seen[feature] = counts[key]

    def _note(self, name: str, at: Span, *features: str) -> None:
        """Count features of a name that is at ``at``, or part of what is there."""
        identified = self._identify(name)
        if identified is None:
            return
        name, key, medium = identified
        if key in _FOREIGN_HOSTS and _OWN.isdisjoint(features):
            return
        candidate = (self._plain if _PLAIN.issuperset(features) and key not in self._found else self._found)[key]
        candidate.forms[name] += 1
        for feature in features:
            candidate.seen[feature] += 1
        candidate.medium = candidate.medium or medium
        if candidate.span is None:
            first = self._text.find(name, at.start, at.end)
            candidate.span = Span(first, first + len(name)) if first >= 0 else at


def _without_phrases(name: str) -> tuple[str, int, int, str, str]:
    """Return a capitalised name without the phrases at its edges, where it begins and ends, and these phrases."""
    words, start, end = name.split(), 0, len(name)
    before, skipped = _cue(words, "before", 0)
    if before:
        start = name.index(words[skipped]) if skipped < len(words) else end
        words = words[skipped:]
    after, dropped = _cue(words, "after", -1, 1)
    if after:
        words = words[:-dropped]
        end = name.index(words[-1], start) + len(words[-1])
    return " ".join(words), start, end, before, after


def _identify(name: str) -> tuple[str, str, Medium | None] | None:
    """Return a name without years, notices and other words around it, its key and its entry in the lexicon."""
    words = name.strip(_MARKS).removesuffix("'s").removesuffix("’s").split()
    while words and (words[0].lower() in _word_set("openings") or _YEAR.match(words[0])):
        words.pop(0)
    while words and (words[-1].lower().strip(_MARKS) in _word_set("endings") or _YEAR.match(words[-1])):
        words.pop()
    bare = " ".join(words).strip(_MARKS)
    words = bare.split()
    labelled = ": " in bare or "://" in bare  # "Sent by: Ida Vale"
    if labelled or not 1 < len(bare) <= 60 or len(words) > _LONGEST_NAME:
        return None
    bare_words = [word.lower().strip(",").replace(".", "") for word in words]  # "U.S." as "US"
    if _word_set("common").issuperset(bare_words) or _calendar().issuperset(bare_words):  # "Sunday, March"
        return None
    medium = known(bare)
    lone = len(words) == 1 and bare_words[0] in _word_set("nouns", "organisations")  # "Council" of "Council Reporter"
    section = _section_words().issuperset(bare_words) and not _names_outlet(bare)
    if medium is None and (lone or section or bare in place_names()):
        return None
    key = name_key(medium.name if medium else bare)
    return (bare, key, medium) if key and bare.lower() not in _word_set("others") else None


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _context(text: str) -> list[str]:
    return text.lower().replace("’", "'").split()


def _cue(words: Sequence[str], side: str, at: int, least: int = 0) -> tuple[str, int]:
    """Return the phrase "before" or "after" a name that words have at one end, 0 or -1, and how many words it has.

    At least ``least`` of the words are not part of it: "RT" of "Follow RT".
    """
    for number in range(min(_LONGEST_PHRASE, len(words) - least), 0, -1):
        piece = words[-number:] if at else words[:number]
        if feature := _phrases(side).get(" ".join(piece).lower().strip(_STOPS)):
            return feature, number
    return "", 0


@cache
def _phrases(side: str) -> Mapping[str, str]:
    """Return the features of the phrases on one side of names."""
    table = load_table("publishers")["phrases"][side]
    return {phrase.lower(): name for name, words in table.items() for phrase in words}


def name_key(name: str) -> str:
    """Return the letters and digits of a name without "the" and the ending of an address, in lower case.

    >>> name_key("The Bay Post") == name_key("BayPost.com") == name_key("BAY POST")
    True
    """
    return _NO_LETTERS.sub("", _AROUND_NAME.sub("", name.strip().lower()))


def host_label(host: str) -> str:
    """Return the part of a host's name that names its owner: "baypost" of "www.news.baypost.co.uk"."""
    parts = [part for part in host.lower().split(".") if part]
    if len(parts) > 1 and len(parts[-1]) <= 3:
        parts.pop()
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    return parts[-1]


@cache
def _calendar() -> frozenset[str]:
    """Return the names of weekdays and months, and their abbreviations, lower case."""
    table = load_table("time")
    return frozenset((*table["weekdays"], *table["months"]))


@cache
def _section_words() -> frozenset[str]:
    """Return the words of the names of sections, lower case: "Crime & Courts"."""
    return _word_set("common") | _word_set("sections") | frozenset(load_table("bylines")["roles"]["topics"].split())


@cache
def _word_set(name: str, table: str = "publishers") -> frozenset[str]:
    return frozenset(load_table(table)[name].split("|" if name == "others" else None))
