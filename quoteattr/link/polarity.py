"""What becomes of a claim by its cue: speech or thought; asserted, denied, declined, asked, supposed or not said."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.lexicon.cues import CueEntry, entries_of_cue, word_list
from quoteattr.link.clauses import is_negation, is_passive, is_punctuation, subject_of
from quoteattr.model import Act, Kind, Polarity, Span
from quoteattr.tree import Sentence, Word

__all__ = ["act_in_context", "act_of", "is_hedged", "is_idiom", "polarity_of"]


def act_of(cue: Word, entry: CueEntry | None = None) -> Act:
    """Return what the lexicon says of the entry, or of the cue word; speech where it says nothing."""
    for found in (entry,) if entry is not None else entries_of_cue(cue):
        return found.act
    return "thought" if cue.lemma.lower() in word_list("thoughts") else "speech"


def act_in_context(sentence: Sentence, cue: Word, kind: Kind) -> Act:
    """Return :func:`act_of` a cue, refined by context."""
    below = sentence.children(cue, "xcomp")
    # "The panel wanted to know {who had paid}" asks; "Lee seems to think {…}" thinks
    if cue.lemma.lower() == "want" and any(child.lemma.lower() == "know" for child in below):
        return "speech"
    if not entries_of_cue(cue):
        cue = next((child for child in below if entries_of_cue(child)), cue)
    # "“{It was cold},” Lee recalled": what is quoted was put into words
    return "speech" if kind == "direct" and cue.lemma.lower() in word_list("spoken_if_quoted") else act_of(cue)


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
    if entry is None and not entries_of_cue(cue):
        # the cue is "failed to mention", its head "failed"
        cue = next((child for child in sentence.children(cue, "xcomp") if entries_of_cue(child)), cue)
    chain = (cue, *_governors(sentence, cue))
    if is_question(sentence, chain, content):
        return "questioned"
    if any(word.lemma.lower() in word_list("refusals") for word in chain[1:]):
        return "declined"
    entries = entries_of_cue(cue) if entry is None else (entry,)
    own: Polarity = entries[0].polarity if entries else "asserted"
    if _is_unsaid(sentence, chain, source):
        return "asserted" if own == "denied" else "unsaid"
    negations = [child for child in sentence.children(cue, "advmod") if is_negation(child)]
    after = (sentence.words[child.index + 1 : child.index + 2] for child in negations)
    # "not only said" is asserted
    negated = any(not any(word.text.lower() in word_list("only") for word in words) for words in after)
    if negated or any(word.lemma.lower() in word_list("denials") for word in chain[1:]):
        return _negated(sentence, cue, own, act_of(cue, entry), negated)
    return "hypothetical" if _is_supposed(sentence, chain, source) else own


def _negated(sentence: Sentence, cue: Word, own: Polarity, act: Act, by_adverb: bool) -> Polarity:
    """Return the polarity of a negated cue: "did not deny", "does not believe", "would not say", "did not say"."""
    if own == "denied":
        return "asserted"
    if act == "thought" or own == "declined":
        return "denied"
    refused = any(child.lemma.lower() in word_list("refusing_modals") for child in sentence.children(cue, "aux"))
    return "declined" if refused or not by_adverb else "unsaid"


def _governors(sentence: Sentence, cue: Word) -> Sequence[Word]:
    """Return the words above a chain of infinitives: "declined" of "declined to say", "due" of "due to say"."""
    found: list[Word] = []
    word = cue
    for parent in sentence.ancestors(cue):
        infinitive = any(mark.text.lower() == "to" for mark in sentence.children(word, "mark"))
        infinitive = infinitive or any(before.text.lower() == "to" for before in sentence.words[: word.index][-1:])
        # a parser may take the infinitive after an adjective for an adverbial clause: "due to announce"
        if word.relation != "xcomp" and not (parent.upos == "ADJ" and infinitive):
            break
        found.append(parent)
        word = parent
    return found


# Questions


def is_question(sentence: Sentence, chain: Sequence[Word], content: Sequence[Span]) -> bool:
    """Return True where it is asked whether or by whom something is said, in a direct or an indirect question.

    "Did Lee say {…}?", "Who said {…}?", "It is unclear whether Lee said {…}", "They wondered if Lee had said {…}".
    """
    return any(_is_indirect_question(sentence, word) for word in chain) or _is_direct_question(sentence, chain, content)


def _is_indirect_question(sentence: Sentence, word: Word) -> bool:
    marks = {mark.text.lower() for mark in sentence.children(word, "mark", "advmod", "cc:preconj")}
    if "whether" in marks:
        return True
    parent = sentence.parent(word)
    if parent is None or "if" not in marks or parent.index > word.index:
        return False
    return parent.lemma.lower() in word_list("asking_if") and word.relation in ("ccomp", "csubj", "advcl")


def _is_direct_question(sentence: Sentence, chain: Sequence[Word], content: Sequence[Span]) -> bool:
    if not any("?" in word.text for word in sentence.words[-3:]):
        return False
    cue, top = chain[0], chain[-1]
    # "{Is it safe}, Lee asked?": the mark belongs to what is said
    if content and content[0].start < cue.span.start:
        return False
    subject = subject_of(sentence, top) or subject_of(sentence, cue)
    if subject is None:
        return False
    if _is_interrogative(sentence, subject) or _is_doubted(sentence, cue, content):
        return True
    first = min(word.index for word in sentence.descendants(subject))
    auxiliaries = [child for word in chain for child in sentence.children(word, "aux", "cop")]
    return any(child.index < first and child.text.lower() != "to" for child in auxiliaries)


def _is_doubted(sentence: Sentence, cue: Word, content: Sequence[Span]) -> bool:
    """Return True for "So Lee said {the bridge was safe}?"; in "Lee said: {is it safe?}" the content is asked."""
    words = [word for word in sentence.words if content and word.span.start >= content[0].start]
    if not words or cue.lemma.lower() in word_list("asking_if") - word_list("telling"):
        return False
    before = sentence.words[words[0].index - 1 : words[0].index]
    return words[0].text.lower() not in word_list("question_words") and not any(
        is_punctuation(word) for word in (*before, words[0])
    )


def _is_interrogative(sentence: Sentence, subject: Word) -> bool:
    """Return True for "who", "which minister"; not for a relative pronoun, which follows its noun."""
    words = (subject, *sentence.children(subject, "det"))
    first = min(word.index for word in sentence.descendants(subject))
    asks = any(word.text.lower() in word_list("interrogatives") for word in words)
    before = sentence.words[first - 1] if first else None
    return asks and (before is None or before.upos in ("PUNCT", "CCONJ", "ADV"))


# What is not said


def _is_unsaid(sentence: Sentence, chain: Sequence[Word], source: Sequence[Word]) -> bool:
    """Return True for "nobody said", "without saying", "failed to say", "has yet to say", "no suggestion that"."""
    cue = chain[0]
    if any(word.lemma.lower() in word_list("omissions") for word in chain[1:]):
        return True
    if any(mark.text.lower() == "without" for mark in sentence.children(cue, "mark", "case")):
        return True
    if any(child.text.lower() == "yet" for word in chain[1:] for child in sentence.children(word, "advmod")):
        return any(word.lemma.lower() in ("have", "be") for word in chain[1:])
    if cue.upos == "NOUN" and any(child.text.lower() == "no" for child in sentence.children(cue, "det")):
        return True
    subject = subject_of(sentence, chain[-1]) or subject_of(sentence, cue)
    return is_nobody(source) or (
        subject is not None and not is_passive(sentence, cue) and is_nobody(sentence.descendants(subject))
    )


def is_nobody(words: Sequence[Word]) -> bool:
    """Return True for "nobody", "none of the ministers", "no official", "neither side", "not one guest"."""
    forms = [word.text.lower() for word in words[:2]]
    return bool(forms) and (forms[0] in word_list("nobody") or (forms[0] == "not" and forms[1:] in (["one"], ["a"])))


# What is supposed


def _is_supposed(sentence: Sentence, chain: Sequence[Word], source: Sequence[Word]) -> bool:
    """Return True for a condition, a possibility, a plan: "if Lee says", "may say", "is expected to say"."""
    return (
        any(_is_condition(sentence, word) for word in chain)
        or _is_possible(sentence, chain[0], source)
        or any(word.lemma.lower() in word_list("intentions") and chain[0].lemma != "know" for word in chain[1:])
        or any(word.text.lower() == "going" and sentence.children(word, "aux") for word in chain[1:])
        or _is_imagined(sentence, chain[-1])
    )


def _is_condition(sentence: Sentence, word: Word) -> bool:
    """Return True for the verb of "if Lee says", "unless Lee says", "had Lee said", "should Lee say"."""
    if any(mark.text.lower() in word_list("if_marks") for mark in sentence.children(word, "mark")):
        return True
    subject = subject_of(sentence, word)
    if subject is None:
        return False
    first = min(each.index for each in sentence.descendants(subject))
    for child in sentence.children(word, "aux", "cop"):
        opens = child.index == 0 or sentence.words[child.index - 1].upos in ("PUNCT", "CCONJ")
        if opens and child.index < first and child.text.lower() in word_list("inverted_conditions"):
            return not any("?" in each.text for each in sentence.words[-3:])
    return False


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
        return cue.lemma.lower() not in word_list("performed")
    return bool(auxiliaries & word_list("future_modals"))


def _is_imagined(sentence: Sentence, word: Word) -> bool:
    """Return True for "suppose Lee says", "imagine Lee said": an imperative."""
    parent = sentence.parent(word)
    if parent is None or parent.lemma.lower() not in word_list("supposing") or word.relation == "conj":
        return False
    return parent.index < word.index and subject_of(sentence, parent) is None


def is_idiom(sentence: Sentence, cue: Word, source: str) -> bool:
    """Return True for "You might say {…}" and "One could argue {…}", where nobody in particular would say it."""
    if source.lower() not in word_list("anyone"):
        return False
    modals = {child.lemma.lower() for child in sentence.children(cue, "aux")}
    return bool(modals & word_list("supposing_modals"))


# What is said with reserve


def is_hedged(sentence: Sentence, cue: Word) -> bool:
    """Return True where the reporter leaves open whether it was said at all.

    "Lee *may have* said", "Lee *reportedly* said", "*allegedly*", "Lee *seems to have* said", "Lee *is said to have*
    told him"; not "Lee said the plan may fail": there the content is unsure, not the saying.
    """
    chain = (cue, *_governors(sentence, cue))
    if any(child.lemma.lower() in word_list("doubting_modals") for child in sentence.children(cue, "aux")):
        return True
    adverbs = (cue, *(child for word in chain for child in sentence.children(word, "advmod")))
    if any(word.text.lower() in word_list("doubting_adverbs") for word in adverbs):
        return True
    governors = ((word.lemma.lower(), word) for word in chain[1:])
    return any(
        lemma in word_list("seeming") or (lemma in word_list("hearsay") and is_passive(sentence, word))
        for lemma, word in governors
    )
