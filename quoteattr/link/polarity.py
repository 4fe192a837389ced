"""What becomes of a claim by its cue: speech or thought; asserted, denied, declined, asked, supposed or not said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from quoteattr.lexicon import load_table
from quoteattr.lexicon.cues import CueEntry, entries_of_cue, verb_list, word_list
from quoteattr.link.clauses import (
    dependent,
    following,
    is_among,
    is_captured,
    is_listed,
    is_passive,
    is_punctuation,
    subject_of,
    verb_entries,
)
from quoteattr.model import Act, Kind, Polarity, Span
from quoteattr.tree import Sentence, Word


def act_of(cue: Word) -> Act:
    """Return what the lexicon says of the cue word; elsewhere thought for an adjective, and speech for other words."""
    entries = entries_of_cue(cue)
    attitude = is_among(cue, verb_list("thoughts")) or (cue.upos == "ADJ" and not is_listed(cue, "outspoken"))
    return entries[0].act if entries else "thought" if attitude else "speech"


def act_in_context(sentence: Sentence, cue: Word, kind: Kind) -> Act:
    """Return :func:`act_of` a cue, refined by context."""
    # "They wanted to know {who had paid}" asks; "They are convinced {that it leaks}", "Lee seems to think {…}" think
    if cue.lemma.lower() == "want" and dependent(sentence, cue, ("know",), "xcomp"):
        return "speech"
    if is_listed(cue, "persuading") and is_passive(sentence, cue):
        return "thought"
    subject = subject_of(sentence, cue) if cue.base in ("hear", "hold") else None
    if subject and any(is_listed(each, "courts") for each in (subject, *sentence.children(subject))):
        return "speech"  # "The court heard {that he ran}", "Judge Vale held {that he ran}"
    cue = _reporting(sentence, cue)
    if not entries_of_cue(cue) and not is_listed(cue, "thoughts"):
        # "have [long] debated {it}", "[remain] doubtful {that it leaks}"
        adjectives = (each for each in sentence.children(cue, "xcomp") if each.upos == "ADJ")
        cue = sentence.parent(cue, "advmod", "amod") or next(adjectives, cue)
    # "“{It was cold},” Lee recalled": what is quoted was put into words
    return "speech" if kind == "direct" and is_listed(cue, "spoken_if_quoted") else act_of(cue)


def _reporting(sentence: Sentence, cue: Word) -> Word:
    """Return the word of a cue that reports: "mention" of "failed to mention", but "willing" of "willing to go".

    Also "comment" of "had no immediate comment on {it}".
    """
    noun = sentence.parent(cue, "amod")
    if noun is not None and is_listed(noun, "comments"):
        return noun
    complements = () if entries_of_cue(cue) else sentence.children(cue, "xcomp")
    found = ((each, entry) for each in complements for entry in entries_of_cue(each))
    return next((each for each, entry in found if entry.takes != {"quotation"} and entry.group != "show"), cue)


def polarity_of(
    sentence: Sentence, cue: Word, entry: CueEntry | None, source: Sequence[Word], content: Sequence[Span]
) -> Polarity:
    """Return the polarity of a claim, by the cue and by the words that govern it, negate it or ask for it.

    ``entry`` is the entry of the cue, if it is known; ``source`` are the words of the source in its sentence.
    """
    cue = cue if entry else _reporting(sentence, cue)
    governors = _governors(sentence, cue)
    chain = (cue, *governors)
    if any(_is_asked_about(sentence, word) for word in chain) or _is_direct_question(sentence, chain, content):
        return "questioned"
    if any(is_listed(word, "refusals") for word in governors):
        return "declined"
    if (withheld := _withheld(sentence, cue, content)) is not None:
        return withheld
    entries = verb_entries(sentence, cue) if entry is None else (entry,)
    own: Polarity = entries[0].polarity if entries else "asserted"
    own = "denied" if rejected_claim(sentence, cue) is not None or _rejects_clause(sentence, cue) else own
    if _is_unsaid(sentence, chain, source):
        return "asserted" if own == "denied" else "unsaid"
    neither = dependent(sentence, cue, ("neither",), "cc", "advmod", "det") is not None
    # "would neither confirm nor deny {that …}", not "neither said nor wrote {that …}"
    if neither and any(is_listed(each, "denying") for each in sentence.children(cue, "conj")):
        return "declined"
    below = (child for each in _compelled(chain) for child in sentence.children(each, "advmod"))
    negations = (child for child in below if is_listed(child, "negations"))
    # not "pleaded {not guilty}"
    adverbs = [w for w in negations if w.index < cue.index or not any(span.overlaps(w.span) for span in content)]
    # "not only said" and "No 10 said" are asserted
    next_words = [word for each in adverbs for word in sentence.words[each.index + 1 :][:1]]
    negated = neither or _is_fronted(sentence, cue)
    negated = negated or any(not is_listed(word, "only") and not word.text.isdecimal() for word in next_words)
    if not negated and not any(is_listed(word, "denials") for word in governors):
        return "hypothetical" if _is_supposed(sentence, chain, source) else own
    wanted = any(is_listed(each, "telling_more") for each in sentence.children(cue, "xcomp"))
    if wanted and is_listed(cue, "wanting"):
        return "declined"  # "did not want {to comment}"
    if own == "denied":  # "did not deny", "does not believe", "would not say", "did not say"
        return "asserted"
    if own == "declined" or (entry.act if entry else act_of(cue)) == "thought":
        return "denied"
    refused = dependent(sentence, cue, word_list("refusing_modals"), "aux")
    return "declined" if refused or not negated else "unsaid"


def _is_fronted(sentence: Sentence, cue: Word) -> bool:
    """Return True for a negation before the auxiliary and the subject: "Nor did Lee say", "Not once has she said"."""
    subject = subject_of(sentence, cue)
    leading = _leading(sentence, subject, (cue,)) if subject is not None else []
    before = [word for word in sentence.words[: leading[0].index] if cue in sentence.ancestors(word)] if leading else []
    only = any(is_listed(word, "only") for word in before)
    return not only and any(is_listed(word, "fronted_negations") for word in before)


def rejected_claim(sentence: Sentence, cue: Word) -> Word | None:
    """Return the noun of a claim of others that a verb denies: "dismissed {the plan as fantasy}", "hit at {claims}"."""
    particles = ("", *(each.text.lower() for each in following(sentence, cue, "compound", "advmod")))
    forms = {f"{form} {each}".strip() for form in (cue.base, cue.text.lower()) for each in particles}
    called = any(dependent(sentence, each, ("as",), "case") for each in sentence.children(cue, "obl"))
    relative = sentence.parent(cue, "acl")  # "{a charge} that the authors reject"
    nouns = (*following(sentence, cue, "obj", "obl"), *filter(None, (relative,)))
    for noun in nouns if forms & verb_list("rejecting") else ():
        stated = called or sentence.children(noun, "acl", "ccomp")
        if is_listed(noun, "claims") or (stated and is_listed(noun, "suggestions")):
            return noun
    return None


def _rejects_clause(sentence: Sentence, cue: Word) -> bool:
    """Return True for "rejects {that it leaks}": a clause states a claim without a noun for it."""
    clauses = following(sentence, cue, "ccomp") if is_among(cue, verb_list("rejecting")) else ()
    return any(dependent(sentence, each, ("that",), "mark") for each in clauses)


def _withheld(sentence: Sentence, cue: Word, content: Sequence[Span]) -> Polarity | None:
    """Return the polarity of "dodged questions on {it}", "made no comment on {it}", "pleaded [not guilty] to {it}"."""
    evades = is_among(cue, verb_list("evading")) and dependent(sentence, cue, ("question",), "obj") is not None
    below = sentence.children(cue, "obj", "xcomp", "advmod")
    apart = [each for each in below if not any(span.overlaps(each.span) for span in content)]
    if evades or any(is_listed(each, "silent") for each in apart):
        return "declined"
    nouns = [each for each in apart if each.relation == "obj" and (entries_of_cue(each) or is_listed(each, "details"))]
    nouns += [each for each in below if is_listed(each, "comments")]  # "offered {no comment}"
    if any(dependent(sentence, each, ("no",), "det") for each in nouns):
        # "gave no details of {the plan}", "found no evidence of {fraud}"
        if is_listed(cue, "light_verbs"):
            return "unsaid"
        if is_listed(cue, "finding"):
            return "denied"
    adjectives = (each for each in apart if each.upos == "ADJ" and each.relation != "obj")
    negated = any(dependent(sentence, each, word_list("negations"), "advmod") for each in adjectives)
    return "denied" if negated else None


def _governors(sentence: Sentence, cue: Word) -> Sequence[Word]:
    """Return the words above a chain of infinitives: "declined" of "declined to say", "due" of "due to say"."""
    found: list[Word] = []
    for word, parent in pairwise((cue, *sentence.ancestors(cue))):
        before = sentence.words[: word.index][-1:]
        infinitive = any(mark.text.lower() == "to" for mark in (*sentence.children(word, "mark"), *before))
        # a parser may take the infinitive after an adjective for an adverbial clause: "due to announce"
        if word.relation != "xcomp" and not (parent.upos == "ADJ" and infinitive):
            break
        found.append(parent)
    return found


def _compelled(chain: Sequence[Word]) -> Sequence[Word]:
    """Return a cue and the verbs that compelled the speaker: "was [forced] to [admit]", "[had] to [say]"."""
    return (chain[0], *(word for word in chain[1:] if is_listed(word, "compelling")))


def _leading(sentence: Sentence, subject: Word, words: Sequence[Word]) -> list[Word]:
    """Return the auxiliaries of some words before a subject: "[Did] Lee say", "[had] Lee said"."""
    first = sentence.descendants(subject)[0].index
    found = (child for word in words for child in sentence.children(word, "aux", "cop"))
    return [child for child in found if child.index < first and child.text.lower() != "to"]


def _is_asked_about(sentence: Sentence, word: Word) -> bool:
    """Return True for "It is unclear whether Lee said {…}", "They wondered if Lee had said", "doubts that Lee said"."""
    marks = {mark.text.lower() for mark in sentence.children(word, "mark", "advmod", "cc:preconj")}
    parent = sentence.parent(word, "ccomp", "csubj", "advcl")
    asked = parent is not None and parent.index < word.index and is_listed(parent, "asking_if")
    doubted = parent is not None and parent.lemma == "doubt" and word.relation == "ccomp"
    return "whether" in marks or doubted or ("if" in marks and asked)


def _is_direct_question(sentence: Sentence, chain: Sequence[Word], content: Sequence[Span]) -> bool:
    """Return True for "Did Lee say {…}?", "Who said {it was safe}?", not for "Lee said: {is it safe?}"."""
    cue, top = chain[0], chain[-1]
    subject = subject_of(sentence, top) or subject_of(sentence, cue)
    inverted = bool(content) and content[0].start < cue.span.start
    if subject is None or inverted or not _is_question(sentence):
        return False
    first = next((word for word in sentence if content and word.span.start >= content[0].start), None)
    if first is not None and cue.lemma.lower() not in word_list("asking_if") - word_list("telling"):
        marks = any(map(is_punctuation, (*sentence.words[: first.index][-1:], first)))
        # in "Lee said {he was late: “Who isn't?”}" the question is a part of the content
        rest = [word.text for word in sentence.words[first.index : -1]]
        marks = marks or ":" in rest or sum(map(rest.count, "\"“”'‘’")) % 2 > 0
        if not marks and first.text.lower() not in word_list("question_words"):
            return True
    return bool(_leading(sentence, subject, chain))


def _is_question(sentence: Sentence) -> bool:
    return any("?" in word.text for word in sentence.words[-3:])


def _is_unsaid(sentence: Sentence, chain: Sequence[Word], source: Sequence[Word]) -> bool:
    """Return True for "nobody said", "without saying", "failed to say", "has yet to say", "no suggestion that"."""
    cue = chain[0]
    without = dependent(sentence, cue, ("without",), "mark", "case")
    omits = any(is_listed(word, "omissions") and (word != cue or not entries_of_cue(word)) for word in chain)
    quoting = sentence.parent(cue, "advcl")  # "was not quoted as saying"
    negated = quoting and is_listed(quoting, "quoting") and dependent(sentence, quoting, word_list("negations"))
    no = cue.upos == "NOUN" and dependent(sentence, cue, ("no",), "det")
    if without or omits or negated or no or is_short_of(sentence, cue) or is_pending(sentence, cue):
        return True
    subject = None if is_passive(sentence, cue) else subject_of(sentence, chain[-1]) or subject_of(sentence, cue)
    # "nobody", "none of the ministers", "no official", "neither side", "not one guest", but not "No 10"
    for words in (source, sentence.descendants(subject) if subject else ()):
        first, *others = [word.text.lower() for word in words[:2]] or [""]
        listed = first in word_list("nobody") or (first == "not" and others in (["one"], ["a"]))
        # "hardly anyone", "scarcely any", also where the adverb is no part of the source
        texts = [word.text.lower() for word in sentence.words[max(0, words[0].index - 1) :][:3]] if words else []
        listed = listed or any(one in word_list("hardly") and two.startswith("any") for one, two in pairwise(texts))
        if listed and not any(map(str.isdecimal, others)):
            return True
    return False


def is_short_of(sentence: Sentence, cue: Word) -> bool:
    """Return True for "saying" in "stopped short of saying {…}"."""
    of = dependent(sentence, cue, ("of",), "mark", "case")
    return of is not None and sentence.words[of.index - 1].text.lower() == "short"


def is_pending(sentence: Sentence, cue: Word) -> bool:
    """Return True for "has yet to say", "is still to say", whatever a parser takes for the head."""
    marks = (dependent(sentence, word, ("to",), "mark", "aux") for word in (cue, *_governors(sentence, cue)))
    before = (sentence.words[max(0, mark.index - 1)] for mark in marks if mark is not None)
    return any(word.text.lower() in ("yet", "still") for word in before)


def _is_supposed(sentence: Sentence, chain: Sequence[Word], source: Sequence[Word]) -> bool:
    """Return True for "if Lee says", "may say", "is expected to say", not for "may have said", "I must say"."""
    cue, parent = chain[0], sentence.parent(chain[-1]) if chain[-1].relation != "conj" else None
    for word in chain[1:]:
        going = word.text.lower() == "going" and sentence.children(word, "aux")
        habit = word.lemma == "like" and not sentence.children(word, "aux")  # "likes to say"
        if going or (is_listed(word, "intentions") and cue.lemma != "know" and not habit):
            return True
    # "suppose Lee says", "imagine Lee said": an imperative
    imagined = parent is not None and is_listed(parent, "supposing") and parent.index < chain[-1].index
    if parent and imagined and not subject_of(sentence, parent):
        return True
    if any(_is_condition(sentence, word) for word in chain):
        return True
    auxiliaries = {child.lemma.lower() for each in _compelled(chain) for child in sentence.children(each, "aux")}
    if any(word.text.lower() in ("i", "we") for word in source[:1]):
        return False
    if "have" in auxiliaries:
        return "would" in auxiliaries
    if _is_unable(sentence, cue):
        return False
    if "can" in auxiliaries:
        return not is_listed(cue, "performed")
    return not auxiliaries.isdisjoint(word_list("future_modals"))


def _is_unable(sentence: Sentence, cue: Word) -> bool:
    """Return True for "could hardly believe", "could not say": what was not possible, not what may be."""
    if dependent(sentence, cue, ("could",), "aux") is None:
        return False
    return dependent(sentence, cue, word_list("negations") | word_list("hardly"), "advmod") is not None


def _is_condition(sentence: Sentence, word: Word) -> bool:
    """Return True for the verb of "if Lee says", "unless Lee says", "had Lee said", "should Lee say"."""
    in_case = dependent(sentence, word, ("in",), "mark")
    if in_case is not None and any(child.text.lower() == "case" for child in sentence.children(in_case, "fixed")):
        return True
    if dependent(sentence, word, word_list("if_marks"), "mark"):
        return True
    subject = subject_of(sentence, word)
    leading = () if subject is None or _is_question(sentence) else _leading(sentence, subject, [word])
    first = [each for each in leading if each.text.lower() in word_list("inverted_conditions")]
    return any(sentence.words[each.index - 1].upos in ("PUNCT", "CCONJ") or each.index == 0 for each in first)


def is_presupposed(sentence: Sentence, cue: Word) -> bool:
    """Return True for a claim that defines who or what is spoken of: "denied that *the tax proposed by Lee* is unfair".

    So does "denied *Lee's claim* that it leaks", but not "denied the claim that Lee had proposed it".
    """
    if is_listed(cue, "claims"):
        return any(owner.upos != "PRON" for owner in sentence.children(cue, "nmod:poss"))
    modifier = cue
    while (above := sentence.parent(modifier, "conj", "xcomp")) is not None and above.index < modifier.index:
        modifier = above
    noun = sentence.parent(modifier, "acl")
    if noun is None or noun.index > modifier.index or dependent(sentence, modifier, ("to",), "mark", "aux"):
        return False
    if dependent(sentence, modifier, ("that",), "mark"):
        return False
    owned, definite = sentence.children(noun, "nmod:poss"), load_table("pronouns")["determiners"]["definite"]
    return noun.upos == "PROPN" or bool(owned or dependent(sentence, noun, definite, "det"))


def is_hedged(sentence: Sentence, cue: Word) -> bool:
    """Return True for "Lee may have said", "reportedly said", "seems to have said", "is said to have told him"."""
    governors = _governors(sentence, cue)
    adverbs = (cue, *(child for word in (cue, *governors) for child in sentence.children(word, "advmod")))
    if dependent(sentence, cue, word_list("doubting_modals"), "aux") and not _is_unable(sentence, cue):
        return True
    heard = is_captured(sentence, cue)  # "was heard saying", not "is heard to have said"
    hearsay = (word for word in governors if not heard and is_listed(word, "hearsay") and is_passive(sentence, word))
    seeming = (word for word in governors if is_listed(word, "seeming"))
    return any(is_listed(word, "doubting_adverbs") for word in adverbs) or any(seeming) or any(hearsay)
