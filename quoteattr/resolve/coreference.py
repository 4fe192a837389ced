"""Learned coreference: candidates for the antecedent of a pronoun or description, their features, and the choice.

The scorer is passed in, so that this package needs no numerical library: it adds the encoder's word vectors to the
features of each pair and returns a score for each candidate and for "none of them". The probabilities of candidates
with the same referent are summed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import exp, log
from operator import attrgetter
from types import MappingProxyType
from typing import Protocol

from attrs import field, frozen

from quoteattr.model import Cover, Span
from quoteattr.resolve import anaphora, wordlists
from quoteattr.resolve.anaphora import Candidate, neutral
from quoteattr.resolve.mentions import Mention, Place, SentenceIndex, is_kept_unnamed
from quoteattr.resolve.name_kinds import NounScorer, Rows
from quoteattr.resolve.wordlists import Gender
from quoteattr.tree import Sentence, Word

REACH = 15  # the most sentences between a mention and its antecedent
MOST_MENTIONS = 120  # the most mentions between a mention and its antecedent
SURE_LINK = 0.82  # the least probability at which a description is linked to a name that the rules do not choose
LATER_REACH = 12  # the most sentences between a mention and the name that follows it
MOST_LATER = 8  # the most names after a mention that are scored
SURE_NAME = 0.7  # the least probability at which a mention is linked to a name that follows
NEXT_NAME = 0.4  # the same for a name that opens the paragraph after the mention
RULED_LINK = 0.4  # the least probability at which a description is linked to the name that the rules choose
_REASONS = 3  # the most kinds of evidence in a reason
MOST_REFERENTS = 16  # the most referents that are scored, the most recent ones, each by its last two mentions
position = attrgetter("mention.position")  # what orders candidates in the text

GROUPS: Mapping[str, tuple[str, ...]] = {
    "distance": ("same sentence", "one before", "two before", "three before", "farther", "after", "words", "rank",
                 "same paragraph", "only person of paragraph", "opens paragraph"),
    "prominence": (
        "subject", "name", "pronoun", "description", "count", "source", "last mention", "most frequent", "first",
        "pronouns", "opens sentence", "sources", "last source", "next source",
    ),
    "number and gender": (
        "gender agrees", "gender open", "gender differs", "gender from pronoun", "plural", "person",
        "organization", "group", "document", "anonymous", "unknown", "sure",
        "he", "she", "it", "they", "anaphor plural", "place", "titled",
        "age or nation",
        "anaphor person", "anaphor organization", "anaphor group", "anaphor document", "anaphor anonymous", "same kind",
    ),
    "syntax": (
        "anaphor subject", "anaphor possessive", "anaphor object", "reflexive", "same relation", "governs",
        "governs as subject", "same clause", "possessive", "oblique", "object", "conjunct", "apposition",
        "same head", "later clause", "anaphor source",
    ),
    "quotation": ("quoted", "anaphor quoted", "other quotation"),
    "words in common": (
        "same noun", "said noun", "head of name", "class", "same text", "modified", "modifiers agree", "this",
        "same office", "other office", "plain person", "role noun", "named role", "contained", "no office",
        "noun of referent", "phrase of referent", "definite", "indefinite", "owned by pronoun", "definite antecedent",
        "chosen by rules", "no choice of rules", "fits",
    ),
}  # fmt: skip
"""The features of a pair of a mention and a candidate, by the kind of evidence."""

FEATURES = tuple(name for names in GROUPS.values() for name in names)
COLUMNS = {group: tuple(FEATURES.index(name) for name in names) for group, names in GROUPS.items()}
_NO_FEATURES = dict.fromkeys(FEATURES, 0.0)  # in their order, which a dict keeps when values are set


class Scorer(NounScorer, Protocol):
    """Scores of antecedents; words are given by their numbers in the document, -1 for "none of them"."""

    def __call__(self, form: str, anaphor: int, candidates: Sequence[int], rows: Rows) -> Sequence[float] | None:
        """Return a score for each candidate, or None where this mention is left to the rules."""

    def has_form(self, form: str) -> bool:
        """Return True if it has weights for this form."""

    def effects(self, form: str, anaphor: int, candidate: int, row: Sequence[float]) -> Mapping[str, float]:
        """Return how much each kind of evidence adds to the score of a pair."""

    def confidence(self, case: str, probability: float) -> float | None:
        """Return the calibrated probability that a choice is right; each ``case`` has its own calibration.

        The cases are those of :func:`case_of`.
        """


@frozen
class AntecedentChoice:
    """The antecedent of a mention, or None for none, with its probability and the kinds of evidence that favour it.

    ``shares`` holds the probability of each referent, -1 for none.
    """

    candidate: Candidate | None
    probability: float
    reasons: tuple[str, ...] = ()
    shares: Mapping[int, float] = field(factory=dict, repr=False)


class Pairs:
    """Pairs of a mention and a candidate in one text: their features, and the choice of a scorer, None without one.

    ``sources`` are the sentence and head of each source.
    """

    def __init__(self, page: SentenceIndex, quoted: Cover, sources: Collection[Place], scorer: Scorer | None) -> None:
        self.statistics = Statistics()
        self._scorer = scorer
        self._page = page
        self._quoted = quoted
        self._sources = sources
        self._in_order = sorted(sources)
        self._fixed: dict[int, tuple[Candidate, dict[str, float]]] = {}

    def number(self, mention: Mention) -> int:
        """Return the number of a mention's head among the words of the sentences."""
        return self._page.offsets[mention.sentence] + mention.head

    def rows(
        self, mention: Mention, candidates: Sequence[Candidate], rules: Candidate | None = None
    ) -> Iterator[tuple[float, ...]]:
        """Yield the features of each pair, and last those of "none of them", which are of the mention alone.

        ``candidates`` are in text order, ``rules`` is the choice of the rules.
        """
        statistics, described = self.statistics, mention.form == "description"
        own = {**_NO_FEATURES, **self._own(mention)}
        alone = {**own, "no choice of rules": rules is None and described}
        at = bisect_right(self._in_order, mention.place)
        following = self._in_order[at : at + 1]
        # how many others were mentioned more recently than each referent
        nearest = sorted(candidates, key=lambda each: abs(each.mention.span.start - mention.span.start))
        ranks = {referent: rank for rank, referent in enumerate(dict.fromkeys(each.referent for each in nearest))}
        paragraph = self._paragraph(mention)
        together = [self._paragraph(each.mention) == paragraph for each in candidates]
        near = (each for each, same in zip(candidates, together, strict=True) if same)
        people = {each.referent for each in near if each.one_person}
        if described:
            own["class"] = bool(anaphora.classes_of_noun(mention.noun))
        for candidate, same in zip(candidates, together, strict=True):
            found = {**own, **self._of_candidate(candidate), **statistics.of(candidate)}
            found["rank"] = log(1 + ranks[candidate.referent])
            found["same paragraph"] = same
            found["only person of paragraph"] = same and people == {candidate.referent}
            self._add_pair(found, mention, candidate)
            found["next source"] = following == [candidate.mention.place]
            if described:
                found |= _words_in_common(mention, candidate)
                # what all earlier mentions of the referent have in common with the description
                referent = candidate.referent
                found["noun of referent"] = mention.noun in statistics.nouns.get(referent, ())
                found["phrase of referent"] = mention.text.lower() in statistics.phrases.get(referent, ())
                found["chosen by rules"] = rules is not None and rules.referent == referent
            yield tuple(map(float, found.values()))
        yield tuple(map(float, alone.values()))

    def choose(
        self,
        mention: Mention,
        found: Sequence[Candidate],
        rules: Candidate | None = None,
        unlikely: Mapping[int, float] | None = None,
        explained: bool = True,
        later: Mapping[int, float] | None = None,
    ) -> AntecedentChoice | None:
        """Return the antecedent with the highest probability, or None where the scorer leaves it to the rules.

        If "none of them" has the highest probability, or a name that is not sure, but the rules link the description
        to a name or a document, that is returned, with the low probability of its entity.
        ``unlikely`` holds the probability that a referent is excluded by something else. Without ``explained`` the
        choice has no reasons. ``later``: the candidates are names that follow; for some the least probability, by
        their referents.
        """
        rows, own = [*self.rows(mention, found, rules)], self.number(mention)
        numbers = [*(self.number(each.mention) for each in found), -1]
        form = mention.form if later is None else "later"
        scores = None if self._scorer is None else self._scorer(form, own, numbers, rows)
        if self._scorer is None or scores is None:
            return None
        shares = shares_of([each.referent for each in found], scores, unlikely or {})
        best = max(shares, key=shares.__getitem__)
        if later is None:
            sure = _is_sure(mention, best, shares[best], found, rules)
        else:
            if best < 0:
                best = next((each for each, least in later.items() if shares[each] >= least), best)
            sure = shares[best] >= later.get(best, SURE_NAME)
        by_rules = best < 0 or not sure
        if by_rules:
            if rules is None or not _is_sure_rule(mention, rules, shares.get(rules.referent, 0.0)):
                return AntecedentChoice(None, shares[-1], (), shares)
            best = rules.referent
        same = (n for n, each in enumerate(found) if each.referent == best)
        number = max(same, key=scores.__getitem__, default=-1)
        explains = explained and number >= 0
        effects = self._scorer.effects(form, own, numbers[number], rows[number]) if explains else {}
        largest = sorted(effects.items(), key=lambda each: -each[1])[: _REASONS - by_rules]
        reasons = (*(("rules",) if by_rules else ()), *(name for name, effect in largest if effect > 0))
        return AntecedentChoice(rules if by_rules else found[number], shares.get(best, 0.0), reasons, shares)

    def _own(self, mention: Mention) -> dict[str, float]:
        word, before = self.word(mention), mention.sentence - 1
        found: dict[str, float] = {
            "opens paragraph": before < 0 or self._page.paragraphs[before] != self._paragraph(mention),
            "anaphor source": mention.place in self._sources, "anaphor plural": mention.plural,
            "anaphor subject": mention.subject, "anaphor possessive": word.deprel == "nmod:poss",
            "anaphor object": word.relation in ("obj", "iobj"), "anaphor quoted": self._quoted.contains(mention.span),
        }  # fmt: skip
        noun = mention.noun
        if mention.form == "pronoun":
            _, number, gender = wordlists.pronouns()[noun]
            kind = {"male": "he", "female": "she", "thing": "it"}.get(gender, "they" if number == "plural" else "")
            found |= {kind: 1.0} if kind else {}
            found["reflexive"] = noun.endswith(("self", "selves"))
            return found
        found |= {f"anaphor {mention.kind}": 1.0} if mention.kind else {}
        # "the 45-year-old", "the Dane", "the Conservative" say nothing else
        alone = noun.endswith("-old") or noun.title() in wordlists.people_in_capitals()
        below = self._page.sentences[mention.sentence].children(word, "det", "nmod:poss")
        return found | {
            "modified": mention.modified, "definite": mention.definite, "owned by pronoun": mention.possessed,
            "indefinite": any(each.text.lower() in wordlists.indefinite_determiners() for each in below),
            "this": mention.text[:4].lower() in ("this", "that", "thes", "thos"),
            "age or nation": mention.definite and alone, "role noun": noun in wordlists.role_nouns(),
            "plain person": noun in wordlists.plain_person_nouns(),
        }  # fmt: skip

    def _paragraph(self, mention: Mention) -> int:
        return self._page.paragraphs[mention.sentence]

    def word(self, mention: Mention) -> Word:
        """Return the head of a mention."""
        return self._page.sentences[mention.sentence].words[mention.head]

    def _of_candidate(self, candidate: Candidate) -> dict[str, float]:
        known = self._fixed.get(id(candidate))
        if known is not None:
            return known[1]
        mention, word = candidate.mention, self.word(candidate.mention)
        relation = word.relation
        found: dict[str, float] = {
            mention.form: 1.0, candidate.kind: 1.0, "source": candidate.source, "quoted": candidate.quoted,
            "plural": candidate.plural, "unknown": candidate.unknown, "sure": candidate.sure,
            "place": mention.name_kind == "place", "titled": bool(mention.office.noun or mention.office.honorific),
            "definite antecedent": mention.definite, "opens sentence": mention.head < 4, "subject": mention.subject,
            "object": relation in ("obj", "iobj"), "possessive": word.deprel == "nmod:poss",
            "oblique": relation in ("obl", "nmod") and word.deprel != "nmod:poss",
            "conjunct": relation == "conj", "apposition": relation == "appos",
        }  # fmt: skip
        self._fixed[id(candidate)] = candidate, found
        return found

    def _add_pair(self, found: dict[str, float], mention: Mention, candidate: Candidate) -> None:
        other, sentences = candidate.mention, abs(mention.sentence - candidate.mention.sentence)
        found[BACK.get(sentences, "farther")] = 1.0
        found["after"] = mention.span < other.span
        found["words"] = log(1 + abs(self.number(mention) - self.number(other))) / 5
        found["other quotation"] = found["quoted"] != found["anaphor quoted"]
        if mention.gender and candidate.gender:
            found["gender agrees" if mention.gender == candidate.gender else "gender differs"] = 1.0
        else:
            found["gender open"] = 1.0
        sentence = self._page.sentences[mention.sentence]
        word, there = sentence.words[mention.head], self.word(other)
        found["same relation"] = word.relation == there.relation
        if sentences == 0:
            governs = there.head in [each.index for each in sentence.ancestors(word)]
            found["governs"] = governs
            found["governs as subject"] = governs and there.relation == "nsubj"
            found["same head"] = word.head == there.head
            found["same clause"] = _clause(sentence, word) == _clause(sentence, there)
            found["later clause"] = word.head in [each.index for each in sentence.ancestors(there)]


BACK = {0: "same sentence", 1: "one before", 2: "two before", 3: "three before"}  # sentences
_CLAUSES = frozenset(("root", "acl", "advcl", "ccomp", "xcomp", "csubj", "parataxis"))


def _clause(sentence: Sentence, word: Word) -> int:
    """Return the head of the clause that a word belongs to."""
    for each in (word, *sentence.ancestors(word)):
        if each.relation in _CLAUSES or (each.relation == "conj" and each.upos == "VERB"):
            return each.index
    return -1


def _words_in_common(mention: Mention, candidate: Candidate) -> dict[str, float]:
    other, noun = candidate.mention, neutral(mention.noun)
    office = neutral(other.office.noun)
    wider = wordlists.wider_nouns()  # "the boss" may be a chief executive
    related = office in wider.get(noun, ()) or noun in wider.get(office, ())
    return {
        "same noun": noun == (office or neutral(other.noun)), "said noun": mention.noun in candidate.said,
        "head of name": bool(other.keys) and noun in (other.keys[0], other.keys[-1]),
        "same text": mention.text.lower() == other.text.lower(), "same kind": mention.kind == candidate.kind,
        "modifiers agree": anaphora.modifiers_agree(mention.modifiers, candidate.modifiers),
        "contained": bool(mention.modifiers) and mention.modifiers <= candidate.modifiers,
        "same office": bool(office) and office == noun, "other office": bool(office) and office != noun and not related,
        "no office": not office, "named role": other.form == "name" and mention.noun in wordlists.role_nouns(),
        "fits": anaphora.fits_description(mention, candidate),
    }  # fmt: skip


class Statistics:
    """Counts and positions of earlier mentions of each referent; candidates are added in text order."""

    def __init__(self) -> None:
        self._count: Counter[int] = Counter()
        self._pronouns: Counter[int] = Counter()
        self._last: dict[int, Span] = {}
        self._first: int | None = None
        self._most = 0
        self._sources: Counter[int] = Counter()
        self._last_source: int | None = None
        self.nouns: defaultdict[int, set[str]] = defaultdict(set)
        self.phrases: defaultdict[int, set[str]] = defaultdict(set)
        self.learned: dict[int, Gender] = {}

    def add(self, candidate: Candidate) -> None:
        """Count a further mention."""
        referent = candidate.referent
        self._count[referent] += 1
        self._most = max(self._most, self._count[referent])
        if candidate.mention.form == "pronoun":
            self._pronouns[referent] += 1
        else:
            self.nouns[referent].update((candidate.mention.noun, candidate.mention.office.noun))
            self.phrases[referent].add(candidate.mention.text.lower())
        if candidate.source:
            self._sources[referent] += 1
            self._last_source = referent
        self._last[referent] = max(candidate.mention.span, self._last.get(referent, candidate.mention.span))
        if self._first is None and candidate.kind == "person":
            self._first = referent

    def of(self, candidate: Candidate) -> dict[str, float]:
        """Return the features of a candidate's referent."""
        referent = candidate.referent
        count = self._count[referent]
        return {
            "count": log(1 + count), "most frequent": count > 1 and count == self._most,
            "pronouns": log(1 + self._pronouns[referent]), "gender from pronoun": referent in self.learned,
            "first": referent == self._first, "last mention": self._last.get(referent) == candidate.mention.span,
            "sources": log(1 + self._sources[referent]), "last source": referent == self._last_source,
        }  # fmt: skip


def _fits(mention: Mention, each: Candidate, excluded: Sequence[Span], learned: Mapping[int, Gender]) -> bool:
    """Return whether a mention may refer to a candidate outside the ``excluded`` spans."""
    if mention.form == "pronoun":
        possible = anaphora.fits_pronoun(mention, each, learned, loosely=True)
    else:
        possible = anaphora.fits_description(mention, each, loosely=True)
    return possible and not each.is_inside(excluded)


def candidates_of(
    mention: Mention, candidates: Sequence[Candidate], excluded: Sequence[Span], learned: Mapping[int, Gender]
) -> list[Candidate]:
    """Return the candidates to be scored for a mention, in text order.

    For a pronoun also names that follow it in its sentence. What number, kind, gender or modifiers exclude is left out.
    """
    end = bisect_left(candidates, mention.position, key=position)
    pronoun = mention.form == "pronoun"
    unnamed = not pronoun and is_kept_unnamed(mention.text)
    first = max(0, mention.sentence - REACH) if pronoun else 0
    seen: dict[int, int] = {}
    found: list[Candidate] = []
    for each in reversed(candidates[max(0, end - MOST_MENTIONS) : end]):
        if each.mention.sentence < first:
            break
        count = seen.get(each.referent, 0)
        if count >= 2 or (not count and len(seen) >= MOST_REFERENTS):
            continue
        if not (unnamed and each.mention.form == "name") and _fits(mention, each, excluded, learned):
            seen[each.referent] = count + 1
            found.append(each)
    found.reverse()
    if not pronoun:
        return _likely(mention, found) if mention.form == "description" else found
    for each in candidates[end : end + 8]:
        if each.mention.sentence != mention.sentence or each.mention.span <= mention.span:
            break
        if _fits(mention, each, excluded, learned):
            found.append(each)
    return found


def names_after(
    mention: Mention, candidates: Sequence[Candidate], excluded: Sequence[Span], learned: Mapping[int, Gender]
) -> list[Candidate]:
    """Return the first mentions of names that follow a mention and may name it, in text order."""
    start = bisect_left(candidates, mention.position, key=position)
    known = {each.referent for each in candidates[max(0, start - MOST_MENTIONS) : start]}
    found: list[Candidate] = []
    for each in candidates[start : start + MOST_MENTIONS]:
        if each.mention.sentence > mention.sentence + LATER_REACH or len(found) == MOST_LATER:
            break
        if each.mention.form != "name" or each.referent in known:
            continue
        known.add(each.referent)
        if each.mention.span.overlaps(mention.span):  # "the nurse, whose son Max fell": she is not Max
            continue
        if _fits(mention, each, excluded, learned):
            found.append(each)
    # "the mayor" before two mayors is open, and "a governor" is not "Governor Ida Vale"
    titled = [each for each in found if mention.form == "description" and each.mention.office.noun == mention.noun]
    unclear = len(titled) > 1 or mention.text.lower().startswith(("a ", "an "))
    return [each for each in found if not (unclear and each in titled)]


def _likely(mention: Mention, found: list[Candidate]) -> list[Candidate]:
    """Return the candidates that a description is likely to mean; if there are none, all."""
    # "Danish captain Vale" for "the Dane" and "Vale, 45," for "the 45-year-old"
    age, noun = anaphora.age_of(mention), mention.noun
    country = wordlists.inhabitants().get(noun.title())
    stated = {
        each.referent for each in found
        if (age is not None and age in (each.age, anaphora.age_of(each.mention)))
        or (country and country in {wordlists.countries().get(word.title()) for word in each.modifiers})
    }  # fmt: skip
    found = [each for each in found if each.referent in stated] or found
    if not anaphora.classes_of_noun(noun):
        return found
    # those that led for "the company": "Norvik Foods cut jobs. Ida Vale of Orbel Research …"
    led = {each.referent for each in found if each.mention.subject or each.source}
    led |= {each.referent for each in found if noun in (each.mention.noun, *each.mention.keys) or noun in each.said}
    return [each for each in found if each.referent in led] or found


def case_of(mention: Mention, linked: bool) -> str:
    """Return the case of a source under which its confidence is calibrated; ``linked``: to an earlier mention."""
    if mention.form == "description":
        return "linked description" if linked else "new description"
    return mention.person if mention.person in ("relative", "first") else mention.form


def shares_of(
    referents: Sequence[int], scores: Sequence[float], unlikely: Mapping[int, float] = MappingProxyType({})
) -> dict[int, float]:
    """Return the probability of each referent, that of all its candidates together; -1 is "none of them".

    Args:
        referents: The referent of each candidate.
        scores: The score of each candidate, and last that of "none of them".
        unlikely: The probability that something else excludes a referent.
    """
    highest = max(scores)
    pairs = zip((*referents, -1), scores, strict=True)
    weights = [exp(score - highest) * (1 - unlikely.get(referent, 0.0)) for referent, score in pairs]
    total = {-1: weights[-1]}
    for referent, weight in zip(referents, weights, strict=False):
        total[referent] = total.get(referent, 0.0) + weight
    whole = sum(weights)
    return {referent: weight / whole for referent, weight in total.items()}


def _is_sure_rule(mention: Mention, rules: Candidate, share: float) -> bool:
    """Return True for a document, and for a name of the same office or of sufficient probability."""
    nouns = {neutral(noun) for noun in rules.offices}
    wider = () if mention.modifiers else wordlists.wider_nouns().get(mention.noun, ())
    if mention.noun in wordlists.role_words("legislators"):  # "the Labour MP" is also a minister
        wider = wordlists.role_words("of_legislators")
    same = not nouns.isdisjoint({neutral(mention.noun), *wider})
    return rules.kind == "document" or (rules.mention.form == "name" and (same or share >= RULED_LINK))


def _is_sure(mention: Mention, best: int, share: float, found: Sequence[Candidate], rules: Candidate | None) -> bool:
    """Return False for a description that would be linked to a name on weak evidence."""
    if mention.form != "description" or (rules is not None and rules.referent == best):
        return True
    named = any(each.mention.form == "name" for each in found if each.referent == best)
    return not named or (mention.definite and share >= SURE_LINK)
