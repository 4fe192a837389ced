"""spaCy's English trees as Universal Dependencies: what the linking rules read.

spaCy's English pipelines follow ClearNLP's guidelines, in which prepositions and forms of "be" are heads. Here the
word that they govern becomes the head: "in" of "in the port" becomes ``case`` of "port", "is" of "is safe" becomes
``cop`` of "safe". Trees with the labels of UD pass unchanged.

What is lost: "is in Porto" keeps "is" as its head; names keep their last word as head, as ``compound`` and not
``flat``; an object with an infinitive ("asked him to go") is the subject of a clause where spaCy says so; commas
between conjuncts stay where they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from quoteattr.annotate.bundle import load_lemmas
from quoteattr.model import Span
from quoteattr.tree import ROOT, Entity, Sentence, Word

__all__ = ["LABELS", "trees"]

LABELS: Mapping[str, str] = {
    "ROOT": "root",
    "acomp": "xcomp",
    "agent": "obl:agent",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "pcomp": "obl",
    "pobj": "obl",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prep": "advmod",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
    "subtok": "goeswith",
}
"""spaCy's label to that of UD where the words keep their places; labels that are not here stay as they are.

Sources: the label scheme of en_core_web_sm 3.8 (its meta.json), ClearNLP's dependency labels
(github.com/clir/clearnlp-guidelines), and the relations of UD 2 (universaldependencies.org/u/dep).
"""

_FIXED = frozenset({("according", "to"), ("because", "of"), ("due", "to"), ("instead", "of"), ("such", "as")})
_BE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "'s", "’s", "'re", "’re", "'m", "’m"})
_AFTER_BE = frozenset({"attr", "acomp"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
_PREDICATE = frozenset({"VERB", "AUX"})
_TIMES = frozenset({"DATE", "TIME"})


@frozen(eq=False)
class _Tokens:
    """The tokens of one spaCy sentence that are no white space, ``heads`` as positions among them.

    ``complement`` maps a preposition or a copula to the position of the head that replaces it, ``conjuncts`` a word to
    the conjuncts that depend on it, and ``first`` each word to the first conjunct of its coordination.
    """

    tokens: tuple[Any, ...]
    heads: tuple[int, ...]
    complement: Mapping[int, int]
    conjuncts: Mapping[int, Sequence[int]]
    first: Sequence[int]

    def label(self, position: int) -> str:
        return str(self.tokens[position].dep_)

    def stand_in(self, position: int) -> int:
        """Return the word that governs in UD where spaCy lets ``position`` govern."""
        while position in self.complement:
            position = self.complement[position]
        return position

    def top(self, position: int) -> int:
        """Return the outermost preposition or copula that ``position`` replaces as head, or itself."""
        while self.complement.get(self.heads[position]) == position:
            position = self.heads[position]
        return position


def trees(doc: Any) -> list[Sentence]:
    """Return the sentences of a parsed spaCy ``Doc``, white space left out, with offsets into its text.

    Words without a lemma get that of the bundled model's table.
    """
    made: list[Sentence] = []
    offset = 0
    for sentence in doc.sents:
        tokens = _tokens(sentence)
        if tokens.tokens:
            made.append(Sentence(_words(tokens), _entities(sentence, tokens), offset))
            offset += len(tokens.tokens)
    return made


def _tokens(sentence: Any) -> _Tokens:
    kept = tuple(token for token in sentence if not token.is_space)
    position = {token.i: number for number, token in enumerate(kept)}
    heads = tuple(_head(token, position) for token in kept)
    conjuncts, first = _conjuncts(kept, heads)
    return _Tokens(kept, heads, _complements(kept, heads), conjuncts, first)


def _head(token: Any, position: Mapping[int, int]) -> int:
    """Return the position of the nearest governor that is a word; tokens of white space are skipped."""
    above = token.head
    while above.i not in position and above.head.i != above.i:
        above = above.head
    return position.get(above.i, ROOT) if above.i != token.i else ROOT


def _conjuncts(tokens: Sequence[Any], heads: Sequence[int]) -> tuple[Mapping[int, Sequence[int]], Sequence[int]]:
    """Attach each conjunct to the first one, as UD does, where spaCy attaches it to the one before."""
    below: dict[int, list[int]] = defaultdict(list)
    first = list(range(len(tokens)))
    for number, head in enumerate(heads):
        if head != ROOT and tokens[number].dep_ == "conj":
            below[head].append(number)
            first[number] = first[head]
    return below, first


def _complements(tokens: Sequence[Any], heads: Sequence[int]) -> Mapping[int, int]:
    """Map prepositions and copulas to the first word that can replace them as head."""
    existential = {head for token, head in zip(tokens, heads, strict=True) if token.dep_ == "expl"}
    found: dict[int, int] = {}
    for number, (token, head) in enumerate(zip(tokens, heads, strict=True)):
        if head == ROOT or (head in found and token.dep_ != "pobj"):
            continue
        # "according" in "according to", "out" in "out of": a preposition right before another that it governs.
        doubled = token.dep_ == "prep" == tokens[head].dep_ and number == head + 1
        # "There is evidence": what there is is the subject.
        copula = token.dep_ in _AFTER_BE and tokens[head].lower_ in _BE and head not in existential
        if token.dep_ in ("pobj", "pcomp") or doubled or copula:
            found[head] = number  # an object leads: "because" governs both "of" and what follows it
    return found


def _words(tokens: _Tokens) -> Iterator[Word]:
    for number, token in enumerate(tokens.tokens):
        head, label = _arc(tokens, number)
        span = Span(token.idx, token.idx + len(token))
        lemma = token.lemma_ or load_lemmas()(token.text, token.pos_) or token.lower_
        yield Word(number, token.text, span, lemma, token.pos_ or "X", token.tag_, head, label)


def _arc(tokens: _Tokens, number: int) -> tuple[int, str]:
    """Return the head and the relation of a word in UD."""
    # "to" of "according to" with nothing after it replaces both
    if number > 0 and tokens.heads[number] == number - 1 and tokens.stand_in(number - 1) != number:
        pair = tokens.tokens[number - 1].lower_, tokens.tokens[number].lower_
        if pair in _FIXED:
            return number - 1, "fixed"
    if number in tokens.complement:
        return _function_word(tokens, number)
    top = tokens.top(number)
    head, label = tokens.heads[top], tokens.label(top)
    if head == ROOT:
        return ROOT, "root"
    if label == "conj":
        return tokens.stand_in(tokens.first[top]), "conj"
    if label == "cc":
        return tokens.stand_in(_joined(tokens, top)), "cc"
    return tokens.stand_in(head), _relation(tokens, top)


def _function_word(tokens: _Tokens, number: int) -> tuple[int, str]:
    """Return head and relation of a preposition or a copula, which depends on its complement."""
    if tokens.label(tokens.complement[number]) in _AFTER_BE:
        return tokens.stand_in(number), "cop"
    return tokens.stand_in(number), "mark" if _governs_clause(tokens, number) else "case"


def _governs_clause(tokens: _Tokens, preposition: int) -> bool:
    """Return True for "about" in "about leaving" and in "about being late"."""
    below = tokens.complement[preposition]
    return tokens.label(below) == "pcomp" and tokens.tokens[below].pos_ in _PREDICATE


def _joined(tokens: _Tokens, conjunction: int) -> int:
    """Return the conjunct after a conjunction, else its head."""
    head = tokens.heads[conjunction]
    later = tokens.conjuncts.get(head, ())
    number = bisect_right(later, conjunction)
    return later[number] if number < len(later) else head


def _relation(tokens: _Tokens, top: int) -> str:
    """Return the relation of the word that replaces ``top``, or of ``top`` itself, to its governor."""
    token, head = tokens.tokens[top], tokens.heads[top]
    governor, label = tokens.tokens[head], token.dep_
    if top in tokens.complement and tokens.label(tokens.complement[top]) not in _AFTER_BE:
        if label == "agent":
            return LABELS[label]
        if _governs_clause(tokens, top):
            return "acl" if governor.pos_ in _NOMINAL else "advcl"
        return "nmod" if governor.pos_ in _NOMINAL else "obl"
    if label == "aux" and token.tag_ == "TO":
        return "mark"
    if label == "npadvmod" and token.ent_type_ in _TIMES:
        return "obl:tmod"
    if label == "attr" and governor.lower_ in _BE and head not in tokens.complement:
        return "nsubj"
    return LABELS.get(label, label or "dep")


def _entities(sentence: Any, tokens: _Tokens) -> Iterator[Entity]:
    position = {token.i: number for number, token in enumerate(tokens.tokens)}
    for entity in sentence.ents:
        inside = [position[token.i] for token in entity if token.i in position]
        if inside:
            first, last = tokens.tokens[inside[0]], tokens.tokens[inside[-1]]
            yield Entity(entity.label_, inside[0], inside[-1] + 1, Span(first.idx, last.idx + len(last)))
