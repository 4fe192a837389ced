"""What becomes of a claim by its cue: speech or thought; asserted, denied, declined, asked, supposed or not said."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.lexicon.cues import CueEntry, entries_of_cue, word_list
from quoteattr.link.clauses import dependent, is_listed, is_passive, is_punctuation, subject_of
from quoteattr.model import Act, Kind, Polarity, Span
from quoteattr.tree import Sentence, Word

__all__ = ["act_in_context", "act_of", "is_hedged", "is_idiom", "polarity_of"]


def act_of(cue: Word, entry: CueEntry | None = None) -> Act:
    """Return what the lexicon says of the entry, or of the cue word; speech where it says nothing."""
    for found in (entry,) if entry is not None else entries_of_cue(cue):
        return found.act
    return "thought" if is_listed(cue, "thoughts") else "speech"


def act_in_context(sentence: Sentence, cue: Word, kind: Kind) -> Act:
    """Return :func:`act_of` a cue, refined by context."""
    # "The panel wanted to know {who had paid}" asks; "Lee seems to think {…}" thinks
    if cue.lemma.lower() == "want" and dependent(sentence, cue, ("know",), "xcomp"):
        return "speech"
    cue = _reporting(sentence, cue)
    # "“{It was cold},” Lee recalled": what is quoted was put into words
    return "speech" if kind == "direct" and is_listed(cue, "spoken_if_quoted") else act_of(cue)


def _reporting(sentence: Sentence, cue: Word) -> Word:
    """Return the word of a cue that reports: the cue is "failed to mention", its head "failed"."""
    if entries_of_cue(cue):
        return cue
    return next((child for child in sentence.children(cue, "xcomp") if entries_of_cue(child)), cue)


def polarity_of(
    sentence: Sentence,
    cue: Word,
    entry: CueEntry | None = None,
    *,
    source: Sequence[Word] = (),
    content: Sequence[Span] = (),
) -> Polarity:
    """Return the polarity of a claim, by the cue and by the words that govern it, negate it or ask for it.

    Args:
        sentence: The sentence of the cue.
        cue: The head of the cue.
        entry: Its lexicon entry, if it is known.
        source: The words of the source in this sentence.
        content: The spans of the content.
    """
    cue = cue if entry else _reporting(sentence, cue)
    governors = _governors(sentence, cue)
    chain = (cue, *governors)
    if any(_is_asked_about(sentence, word) for word in chain) or _is_direct_question(sentence, chain, content):
        return "questioned"
    if any(is_listed(word, "refusals") for word in governors):
        return "declined"
    entries = entries_of_cue(cue) if entry is None else (entry,)
    own: Polarity = entries[0].polarity if entries else "asserted"
    if is_listed(cue, "rejecting") and any(_is_claim(sentence, cue, each) for each in sentence.children(cue, "obj")):
        own = "denied"
    if _is_unsaid(sentence, chain, source):
        return "asserted" if own == "denied" else "unsaid"
    if dependent(sentence, cue, ("neither",), "cc", "advmod", "det"):
        # "would neither confirm nor deny {that …}", "neither said nor wrote {that …}"
        withheld = any(is_listed(each, "denying") for each in sentence.children(cue, "conj"))
        return "declined" if withheld else _negated(sentence, cue, own, act_of(cue, entry), True)
    negations = [child for child in sentence.children(cue, "advmod") if is_listed(child, "negations")]
    # "not only said" and "No 10 said" are asserted
    following = [word for each in negations for word in sentence.words[each.index + 1 :][:1]]
    negated = any(not is_listed(word, "only") and not word.text.isdecimal() for word in following)
    if negated or any(is_listed(word, "denials") for word in governors):
        return _negated(sentence, cue, own, act_of(cue, entry), negated)
    return "hypothetical" if _is_supposed(sentence, chain, source) else own


def _is_claim(sentence: Sentence, cue: Word, noun: Word) -> bool:
    """Return True for "the allegations", "suggestions that he left" and "the report as fantasy", not "a suggestion"."""
    called = any(dependent(sentence, each, ("as",), "case") for each in sentence.children(cue, "obl"))
    stated = called or bool(sentence.children(noun, "acl", "ccomp"))
    return (stated and is_listed(noun, "suggestions")) or is_listed(noun, "claims")


def _negated(sentence: Sentence, cue: Word, own: Polarity, act: Act, by_adverb: bool) -> Polarity:
    """Return the polarity of a negated cue: "did not deny", "does not believe", "would not say", "did not say"."""
    if own == "denied":
        return "asserted"
    if act == "thought" or own == "declined":
        return "denied"
    refused = dependent(sentence, cue, word_list("refusing_modals"), "aux")
    return "declined" if refused or not by_adverb else "unsaid"


def _governors(sentence: Sentence, cue: Word) -> Sequence[Word]:
    """Return the words above a chain of infinitives: "declined" of "declined to say", "due" of "due to say"."""
    found: list[Word] = []
    word = cue
    for parent in sentence.ancestors(cue):
        before = sentence.words[: word.index][-1:]
        infinitive = any(mark.text.lower() == "to" for mark in (*sentence.children(word, "mark"), *before))
        # a parser may take the infinitive after an adjective for an adverbial clause: "due to announce"
        if word.relation != "xcomp" and not (parent.upos == "ADJ" and infinitive):
            break
        found.append(parent)
        word = parent
    return found


def _leading(sentence: Sentence, subject: Word, words: Sequence[Word]) -> list[Word]:
    """Return the auxiliaries of some words before a subject: "[Did] Lee say", "[had] Lee said"."""
    first = sentence.descendants(subject)[0].index
    found = (child for word in words for child in sentence.children(word, "aux", "cop"))
    return [child for child in found if child.index < first and child.text.lower() != "to"]


# Questions


def _is_asked_about(sentence: Sentence, word: Word) -> bool:
    """Return True in an indirect question: "It is unclear whether Lee said {…}", "They wondered if Lee had said"."""
    marks = {mark.text.lower() for mark in sentence.children(word, "mark", "advmod", "cc:preconj")}
    parent = sentence.parent(word)
    asked = parent is not None and parent.index < word.index and is_listed(parent, "asking_if")
    return "whether" in marks or ("if" in marks and asked and word.relation in ("ccomp", "csubj", "advcl"))


def _is_direct_question(sentence: Sentence, chain: Sequence[Word], content: Sequence[Span]) -> bool:
    """Return True for "Did Lee say {…}?" and "Who said {…}?"."""
    cue, top = chain[0], chain[-1]
    # "{Is it safe}, Lee asked?": the mark belongs to what is said
    if not _ends_with_question_mark(sentence) or (content and content[0].start < cue.span.start):
        return False
    subject = subject_of(sentence, top) or subject_of(sentence, cue)
    if subject is None:
        return False
    return _is_doubted(sentence, cue, content) or bool(_leading(sentence, subject, chain))


def _ends_with_question_mark(sentence: Sentence) -> bool:
    return any("?" in word.text for word in sentence.words[-3:])


def _is_doubted(sentence: Sentence, cue: Word, content: Sequence[Span]) -> bool:
    """Return True for "Who said {the bridge was safe}?"; in "Lee said: {is it safe?}" the content is asked."""
    first = next((word for word in sentence.words if content and word.span.start >= content[0].start), None)
    if first is None or cue.lemma.lower() in word_list("asking_if") - word_list("telling"):
        return False
    before = sentence.words[: first.index][-1:]
    return first.text.lower() not in word_list("question_words") and not any(map(is_punctuation, (*before, first)))


# What is not said, or supposed


def _is_unsaid(sentence: Sentence, chain: Sequence[Word], source: Sequence[Word]) -> bool:
    """Return True for "nobody said", "without saying", "failed to say", "has yet to say", "no suggestion that"."""
    cue, governors = chain[0], chain[1:]
    if any(is_listed(word, "omissions") for word in governors) or dependent(
        sentence, cue, ("without",), "mark", "case"
    ):
        return True
    if any(dependent(sentence, word, ("yet",), "advmod") for word in governors):
        return any(word.lemma.lower() in ("have", "be") for word in governors)
    if cue.upos == "NOUN" and dependent(sentence, cue, ("no",), "det"):
        return True
    subject = None if is_passive(sentence, cue) else subject_of(sentence, chain[-1]) or subject_of(sentence, cue)
    return _is_nobody(source) or (subject is not None and _is_nobody(sentence.descendants(subject)))


def _is_nobody(words: Sequence[Word]) -> bool:
    """Return True for "nobody", "none of the ministers", "no official", "neither side", "not one guest"."""
    forms = [word.text.lower() for word in words[:2]]
    if any(form.isdecimal() for form in forms[1:]):  # "No 10"
        return False
    return bool(forms) and (forms[0] in word_list("nobody") or (forms[0] == "not" and forms[1:] in (["one"], ["a"])))


def _is_supposed(sentence: Sentence, chain: Sequence[Word], source: Sequence[Word]) -> bool:
    """Return True for a condition, a possibility, a plan: "if Lee says", "may say", "is expected to say"."""
    planned = any(
        (is_listed(word, "intentions") and chain[0].lemma != "know")
        or (word.text.lower() == "going" and sentence.children(word, "aux"))
        for word in chain[1:]
    )
    parent = sentence.parent(chain[-1])
    # "suppose Lee says", "imagine Lee said": an imperative
    imagined = parent is not None and is_listed(parent, "supposing") and chain[-1].relation != "conj"
    if imagined and parent is not None and parent.index < chain[-1].index and subject_of(sentence, parent) is None:
        return True
    conditional = any(_is_condition(sentence, word) for word in chain)
    return planned or conditional or _is_possible(sentence, chain[0], source)


def _is_condition(sentence: Sentence, word: Word) -> bool:
    """Return True for the verb of "if Lee says", "unless Lee says", "had Lee said", "should Lee say"."""
    if dependent(sentence, word, word_list("if_marks"), "mark"):
        return True
    subject = subject_of(sentence, word)
    if subject is None or _ends_with_question_mark(sentence):
        return False
    return any(
        child.text.lower() in word_list("inverted_conditions")
        and all(before.upos in ("PUNCT", "CCONJ") for before in sentence.words[: child.index][-1:])
        for child in _leading(sentence, subject, [word])
    )


def _is_possible(sentence: Sentence, cue: Word, source: Sequence[Word]) -> bool:
    """Return True for "may say", "will say", "would have said"; not for "may have said", which is hedged.

    "I must say" and "we can confirm" say it.
    """
    auxiliaries = {child.lemma.lower() for child in sentence.children(cue, "aux")}
    if any(word.text.lower() in ("i", "we") for word in source[:1]):
        return False
    if "have" in auxiliaries:
        return "would" in auxiliaries
    if "can" in auxiliaries:
        return not is_listed(cue, "performed")
    return not auxiliaries.isdisjoint(word_list("future_modals"))


def is_idiom(sentence: Sentence, cue: Word, source: str) -> bool:
    """Return True for "You might say {…}" and "One could argue {…}", where nobody in particular would say it."""
    anyone = source.lower() in word_list("anyone")
    return anyone and dependent(sentence, cue, word_list("supposing_modals"), "aux") is not None


# What is said with reserve


def is_hedged(sentence: Sentence, cue: Word) -> bool:
    """Return True where the reporter leaves open whether it was said at all.

    "Lee *may have* said", "Lee *reportedly* said", "*allegedly*", "Lee *seems to have* said", "Lee *is said to have*
    told him"; not "Lee said the plan may fail": there the content is unsure, not the saying.
    """
    governors = _governors(sentence, cue)
    adverbs = (cue, *(child for word in (cue, *governors) for child in sentence.children(word, "advmod")))
    return (
        dependent(sentence, cue, word_list("doubting_modals"), "aux") is not None
        or any(is_listed(word, "doubting_adverbs") for word in adverbs)
        or any(
            is_listed(word, "seeming") or (is_listed(word, "hearsay") and is_passive(sentence, word))
            for word in governors
        )
    )
