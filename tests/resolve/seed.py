"""The example article with hand-made trees, parts and links: what the other rooms are to hand over."""

from __future__ import annotations

from importlib import resources

from quoteattr.model import Link, Part
from quoteattr.tree import Sentence
from tests.trees import link, part, sentence

TEXT = resources.files("quoteattr").joinpath("examples", "moscow-talks.txt").read_text(encoding="utf-8")

_HEADLINE = """Putin/PROPN/5/nsubj and/CCONJ/3/cc Lukashenko/PROPN/1/conj to/PART/5/mark meet/VERB/0/root in/ADP/7/case
Moscow/PROPN/5/obl on/ADP/9/case April/PROPN/5/obl 5/NUM/9/nummod -/SYM/12/case 6/NUM/10/nmod -/PUNCT/5/punct
Kremlin/PROPN/5/parataxis"""
_CAPTION = """Russian/ADJ/2/amod President/PROPN/3/nmod:desc Vladimir/PROPN/5/nsubj Putin/PROPN/3/flat
listens/VERB/0/root
to/ADP/9/case Belarusian/ADJ/8/amod President/PROPN/9/nmod:desc Alexander/PROPN/5/obl Lukashenko/PROPN/9/flat
during/ADP/13/case a/DET/13/det meeting/NOUN/5/obl in/ADP/15/case Russia/PROPN/13/nmod last/ADJ/17/amod
month/NOUN/5/obl ./PUNCT/5/punct"""
_ARMENIA = """Lukashenko/PROPN/3/nsubj has/AUX/3/aux said/VERB/0/root Armenia/PROPN/7/nsubj ca/AUX/7/aux
n’t/PART/7/advmod
avoid/VERB/3/ccomp Russia/PROPN/9/nsubj bringing/VERB/7/advcl it/PRON/9/obj into/ADP/13/case an/DET/13/det
axis/NOUN/9/obl with/ADP/15/case Belarus/PROPN/13/nmod ./PUNCT/3/punct"""
_TRAVEL = """Belarus/PROPN/3/nmod:poss '/PART/1/case President/PROPN/4/nmod:desc Alexander/PROPN/7/nsubj
Lukashenko/PROPN/4/flat will/AUX/7/aux travel/VERB/24/ccomp to/ADP/9/case Moscow/PROPN/7/obl on/ADP/11/case
Wednesday/PROPN/7/obl for/ADP/14/case two/NUM/14/nummod days/NOUN/7/obl of/ADP/16/case talks/NOUN/14/nmod
with/ADP/20/case Russian/ADJ/19/amod President/PROPN/20/nmod:desc Vladimir/PROPN/16/nmod Putin/PROPN/20/flat
,/PUNCT/7/punct the/DET/24/det Kremlin/PROPN/25/nsubj said/VERB/0/root ./PUNCT/25/punct"""
_PESKOV = """Kremlin/PROPN/2/compound spokesman/NOUN/3/nmod:desc Dmitry/PROPN/5/nsubj Peskov/PROPN/3/flat
said/VERB/0/root
last/ADJ/7/amod week/NOUN/5/obl:unmarked the/DET/10/det two/NUM/10/nummod leaders/NOUN/12/nsubj would/AUX/12/aux
discuss/VERB/5/ccomp Lukashenko/PROPN/15/nmod:poss 's/PART/13/case call/NOUN/12/obj for/ADP/19/case an/DET/19/det
immediate/ADJ/19/amod ceasefire/NOUN/15/nmod in/ADP/21/case Ukraine/PROPN/19/nmod at/ADP/28/case an/DET/28/det
upcoming/ADJ/28/amod face/NOUN/28/compound -/PUNCT/25/punct to/ADP/28/case meeting/NOUN/12/obl ./PUNCT/5/punct"""
_TALKS = """Putin/PROPN/5/nsubj and/CCONJ/3/cc Lukashenko/PROPN/1/conj will/AUX/5/aux hold/VERB/31/ccomp
talks/NOUN/5/obj
on/ADP/13/case "/PUNCT/13/punct topical/ADJ/13/amod bilateral/ADJ/13/amod and/CCONJ/12/cc international/ADJ/10/conj
issues/NOUN/6/nmod "/PUNCT/13/punct on/ADP/16/case April/PROPN/5/obl 5/NUM/16/nummod ,/PUNCT/5/punct
before/ADP/21/case a/DET/21/det meeting/NOUN/5/obl of/ADP/25/case the/DET/25/det Supreme/ADJ/25/amod
Council/PROPN/21/nmod of/ADP/28/case the/DET/28/det Union/PROPN/25/nmod ,/PUNCT/5/punct Kremlin/PROPN/31/nsubj
said/VERB/0/root in/ADP/34/case an/DET/34/det announcement/NOUN/31/obl published/VERB/34/acl on/ADP/37/case
Tuesday/PROPN/35/obl ./PUNCT/31/punct"""
_DEPLOY = """Last/ADJ/2/amod month/NOUN/4/obl:unmarked Putin/PROPN/4/nsubj said/VERB/0/root Russia/PROPN/7/nsubj
would/AUX/7/aux deploy/VERB/4/ccomp tactical/ADJ/10/amod nuclear/ADJ/10/amod weapons/NOUN/7/obj to/ADP/12/case
Belarus/PROPN/7/obl ./PUNCT/4/punct"""
_SHOIGU = """Defence/PROPN/2/compound Minister/PROPN/3/nmod:desc Sergei/PROPN/5/nsubj Shoigu/PROPN/3/flat
said/VERB/0/root
on/ADP/7/case Tuesday/PROPN/5/obl that/SCONJ/11/mark Russia/PROPN/11/nsubj was/AUX/11/aux boosting/VERB/5/ccomp
Belarus/PROPN/15/nmod:poss '/PART/12/case nuclear/ADJ/15/amod capabilities/NOUN/11/obj in/ADP/17/case
response/NOUN/11/obl to/ADP/20/case Finland/PROPN/20/nsubj joining/VERB/17/acl the/DET/24/det NATO/PROPN/24/compound
military/ADJ/24/amod alliance/NOUN/20/obj ./PUNCT/5/punct"""

_BODY = TEXT.index("Belarus' President Alexander Lukashenko will travel")
_ROWS = (
    (_HEADLINE, "Putin and Lukashenko to meet"),
    (_CAPTION, "Russian President Vladimir Putin listens"),
    (_ARMENIA, "Lukashenko has said"),
    (_TRAVEL, "Belarus' President Alexander Lukashenko will travel"),
    (_PESKOV, "Kremlin spokesman"),
    (_TALKS, "Putin and Lukashenko will hold"),
    (_DEPLOY, "Last month Putin"),
    (_SHOIGU, "Defence Minister"),
)
SENTENCES: tuple[Sentence, ...] = tuple(sentence(TEXT, rows, TEXT.index(opening)) for rows, opening in _ROWS)

PARTS: tuple[Part, ...] = (
    part(TEXT, "chrome", TEXT[: TEXT.index("\n")].strip()),
    part(TEXT, "headline", "Putin and Lukashenko to meet in Moscow on April 5-6 - Kremlin"),
    part(TEXT, "byline", "By REUTERS"),
    part(TEXT, "published", "Published: APRIL 4, 2023 16:26"),
    part(TEXT, "caption", SENTENCES[1].span.of(TEXT) + " " + SENTENCES[2].span.of(TEXT)),
    part(TEXT, "credit", "(photo credit: Sputnik/Kremlin/Reuters)"),
    part(TEXT, "body", TEXT[_BODY:].strip()),
)

LINKS: tuple[Link, ...] = (
    link(TEXT, "Kremlin", "-", "Putin and Lukashenko to meet in Moscow on April 5-6"),
    link(TEXT, "Lukashenko", "has said", "Armenia can’t avoid Russia", after=SENTENCES[2].span.start),
    link(TEXT, "the Kremlin", "said", TEXT[_BODY : TEXT.index(", the Kremlin said", _BODY)], after=_BODY),
    link(
        TEXT, "Kremlin spokesman Dmitry Peskov", "said", "the two leaders would discuss", after=SENTENCES[4].span.start
    ),
    link(
        TEXT,
        "the Kremlin",
        "said",
        TEXT[SENTENCES[5].span.start : TEXT.index(", the Kremlin said in an", _BODY)],
        after=SENTENCES[5].span.start,
        kind="mixed",
    ),
    link(TEXT, "Putin", "said", "Russia would deploy tactical", after=SENTENCES[6].span.start),
    link(TEXT, "Defence Minister Sergei Shoigu", "said", "Russia was boosting", after=SENTENCES[7].span.start),
)
