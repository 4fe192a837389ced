"""The example article with hand-made trees, parts and links: the input of ``resolve`` for a whole page."""

from __future__ import annotations

from importlib import resources

from quoteattr.model import Link, Part
from quoteattr.page.article import article_of
from quoteattr.page.markup import WebPage
from quoteattr.tree import Sentence
from tests.trees import link, part, sentence

TEXT = resources.files("quoteattr").joinpath("examples", "ferry-line.txt").read_text(encoding="utf-8")

_HEADLINE = """Tarnow/PROPN/5/nsubj and/CCONJ/3/cc Okafor/PROPN/1/conj to/PART/5/mark reopen/VERB/0/root
Merrow/PROPN/8/compound ferry/NOUN/8/compound line/NOUN/5/obj on/ADP/10/case May/PROPN/5/obl 15/NUM/10/nummod
-/SYM/13/case 16/NUM/11/nmod -/PUNCT/5/punct Lanthorn/PROPN/16/compound House/PROPN/5/parataxis"""
_CAPTION = """Tolvania/PROPN/3/nmod:poss 's/PART/1/case President/PROPN/4/nmod:desc Ilse/PROPN/6/nsubj
Tarnow/PROPN/4/flat walks/VERB/0/root beside/ADP/12/case Merrow/PROPN/11/nmod:poss 's/PART/8/case
Prime/PROPN/11/compound Minister/PROPN/12/nmod:desc Daniel/PROPN/6/obl Okafor/PROPN/12/flat along/ADP/16/case
the/DET/16/det quay/NOUN/6/obl at/ADP/19/case Port/PROPN/19/compound Amsel/PROPN/16/nmod last/ADJ/21/amod
month/NOUN/6/obl:unmarked ./PUNCT/6/punct"""
_WINTER = """Okafor/PROPN/3/nsubj has/AUX/3/aux said/VERB/0/root the/DET/5/det islanders/NOUN/8/nsubj ca/AUX/8/aux
n’t/PART/8/advmod face/VERB/3/ccomp another/DET/10/det winter/NOUN/8/obj without/ADP/13/case a/DET/13/det
ferry/NOUN/8/obl ./PUNCT/3/punct"""
_LEAVES = """Merrow/PROPN/4/nmod:poss 's/PART/1/case first/ADJ/4/amod ferry/NOUN/9/nsubj in/ADP/7/case six/NUM/7/nummod
years/NOUN/4/nmod will/AUX/9/aux leave/VERB/22/ccomp Port/PROPN/11/compound Amsel/PROPN/9/obj on/ADP/13/case
Wednesday/PROPN/9/obl with/ADP/16/case both/DET/16/det leaders/NOUN/9/obl on/ADP/18/case board/NOUN/16/nmod
,/PUNCT/22/punct Lanthorn/PROPN/21/compound House/PROPN/22/nsubj said/VERB/0/root ./PUNCT/22/punct"""
_LINDAHL = """Lanthorn/PROPN/2/compound House/PROPN/3/compound spokeswoman/NOUN/4/nmod:desc Petra/PROPN/6/nsubj
Lindahl/PROPN/4/flat said/VERB/0/root last/ADJ/8/amod week/NOUN/6/obl:unmarked that/SCONJ/14/mark the/DET/12/det
two/NUM/12/nummod governments/NOUN/14/nsubj would/AUX/14/aux share/VERB/6/ccomp the/DET/16/det cost/NOUN/14/obj
of/ADP/19/case the/DET/19/det crossing/NOUN/16/nmod until/SCONJ/23/mark the/DET/22/det islands/NOUN/23/nsubj
had/VERB/14/advcl a/DET/25/det harbour/NOUN/23/obj of/ADP/28/case their/PRON/28/nmod:poss own/ADJ/25/nmod
./PUNCT/6/punct"""
_PROMISE = """The/DET/2/det line/NOUN/6/nsubj is/AUX/6/cop "/PUNCT/6/punct a/DET/6/det promise/NOUN/14/ccomp
kept/VERB/6/acl to/ADP/10/case both/DET/10/det shores/NOUN/7/obl "/PUNCT/6/punct ,/PUNCT/14/punct
Tarnow/PROPN/14/nsubj said/VERB/0/root on/ADP/16/case Tuesday/PROPN/14/obl in/ADP/19/case a/DET/19/det
statement/NOUN/14/obl published/VERB/19/acl before/ADP/23/case the/DET/23/det trip/NOUN/20/obl ./PUNCT/14/punct"""
_FEES = """Last/ADJ/2/amod month/NOUN/4/obl:unmarked Okafor/PROPN/4/nsubj said/VERB/0/root Merrow/PROPN/7/nsubj
would/AUX/7/aux lower/VERB/4/ccomp its/PRON/10/nmod:poss landing/NOUN/10/compound fees/NOUN/7/obj for/ADP/12/case
farmers/NOUN/7/obl ./PUNCT/4/punct"""
_WAITED = """"/PUNCT/4/punct We/PRON/4/nsubj have/AUX/4/aux waited/VERB/10/ccomp long/ADV/4/advmod enough/ADV/5/advmod
,/PUNCT/10/punct "/PUNCT/4/punct he/PRON/10/nsubj told/VERB/0/root the/DET/13/det Merrow/PROPN/13/compound
Gazette/PROPN/10/obj on/ADP/15/case Sunday/PROPN/10/obl ./PUNCT/10/punct"""
_DELAY = """Opposition/NOUN/2/compound leader/NOUN/3/nmod:desc Hanne/PROPN/5/nsubj Brandt/PROPN/3/flat
denied/VERB/17/ccomp that/SCONJ/10/mark her/PRON/8/nmod:poss party/NOUN/10/nsubj had/AUX/10/aux asked/VERB/5/ccomp
for/ADP/13/case a/DET/13/det delay/NOUN/10/obl ,/PUNCT/17/punct Radio/PROPN/16/compound Tolvania/PROPN/17/nsubj
reported/VERB/0/root ./PUNCT/17/punct"""
_READY = """Transport/PROPN/2/compound Minister/PROPN/3/nmod:desc Jonas/PROPN/5/nsubj Adeyemi/PROPN/3/flat
said/VERB/0/root on/ADP/7/case Tuesday/PROPN/5/obl that/SCONJ/12/mark the/DET/10/det ship/NOUN/12/nsubj
was/AUX/12/cop ready/ADJ/5/ccomp to/PART/14/mark sail/VERB/12/advcl ,/PUNCT/5/punct adding/VERB/5/advcl
that/SCONJ/23/mark the/DET/19/det weather/NOUN/23/nsubj was/AUX/23/cop "/PUNCT/23/punct no/DET/23/det
concern/NOUN/16/ccomp of/ADP/25/case ours/PRON/23/nmod "/PUNCT/23/punct ./PUNCT/5/punct"""

_BODY = TEXT.index("Merrow's first ferry")
_ROWS = (
    (_HEADLINE, "Tarnow and Okafor to reopen"),
    (_CAPTION, "Tolvania's President Ilse Tarnow walks"),
    (_WINTER, "Okafor has said"),
    (_LEAVES, "Merrow's first ferry"),
    (_LINDAHL, "Lanthorn House spokeswoman"),
    (_PROMISE, "The line is"),
    (_FEES, "Last month Okafor"),
    (_WAITED, '"We have waited'),
    (_DELAY, "Opposition leader"),
    (_READY, "Transport Minister"),
)
_ENTITIES = {_DELAY: [("Organization", "Radio Tolvania")]}
SENTENCES: tuple[Sentence, ...] = tuple(
    sentence(TEXT, rows, TEXT.index(opening), _ENTITIES.get(rows, ())) for rows, opening in _ROWS
)
_FOOT = TEXT.index("© 2024")

PARTS: tuple[Part, ...] = (
    part(TEXT, "chrome", TEXT[: TEXT.index("\n")].strip()),
    part(TEXT, "headline", "Tarnow and Okafor to reopen Merrow ferry line on May 15-16 - Lanthorn House"),
    part(TEXT, "byline", "By REUTERS"),
    part(TEXT, "published", "Published: MAY 14, 2024 09:40"),
    part(TEXT, "caption", SENTENCES[1].span.of(TEXT) + " " + SENTENCES[2].span.of(TEXT)),
    part(TEXT, "credit", "(photo credit: Harbour Board/Pool/Reuters)"),
    part(TEXT, "body", TEXT[_BODY:_FOOT].strip()),
    part(TEXT, "chrome", TEXT[_FOOT:].strip()),
)


def _start(number: int) -> int:
    return SENTENCES[number].span.start


LINKS: tuple[Link, ...] = (
    link(TEXT, "Lanthorn House", "-", "Tarnow and Okafor to reopen Merrow ferry line on May 15-16", after=_start(0)),
    link(TEXT, "Okafor", "has said", "the islanders can’t face another winter", after=_start(2)),
    link(TEXT, "Lanthorn House", "said", TEXT[_BODY : TEXT.index(", Lanthorn House said", _BODY)], after=_BODY),
    link(TEXT, "Lanthorn House spokeswoman Petra Lindahl", "said", "the two governments would share", after=_start(4)),
    link(TEXT, "Tarnow", "said", 'The line is "a promise kept to both shores"', after=_start(5), kind="mixed"),
    link(TEXT, "Okafor", "said", "Merrow would lower its landing fees", after=_start(6)),
    link(
        TEXT,
        "he",
        "told",
        "We have waited long enough,",
        after=_start(7),
        kind="direct",
        relays=("the Merrow Gazette",),
    ),
    link(TEXT, "Radio Tolvania", "reported", "Opposition leader Hanne Brandt denied", after=_start(8)),
    link(
        TEXT,
        "Opposition leader Hanne Brandt",
        "denied",
        "that her party had asked",
        after=_start(8),
        relays=("Radio Tolvania",),
    ),
    link(TEXT, "Transport Minister Jonas Adeyemi", "said", "the ship was ready to sail", after=_start(9)),
)

ARTICLE = article_of(WebPage(TEXT), [each.span for each in PARTS], [each.kind for each in PARTS], PARTS)
