"""Cheap checks whether a text is what the model reads: plain text in English.

The language is that of the function words in a sample of the text, or of its script; the form is that of the markup in
the sample. A text that fails a check is read all the same, with a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import regex

from quoteattr.lexicon import load_table

_SAMPLE, _SAMPLES = 1000, 3  # characters each, from the start, the middle and the end
_LETTERS = 10  # the fewest of a script that is not Latin
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LATIN = regex.compile(r"\p{Latin}")
_FOREIGN = regex.compile(r"[^\P{L}\p{Latin}]")

_SHORT = 20  # words: a text that is no longer has to be clearly of another language
_FEWEST = 3  # function words of another language, different ones
_SHARE = 0.12  # of all words that are function words of another language
_TIMES, _TIMES_IF_SHORT = 2, 5  # as many as of English
_ENOUGH = 40  # words in lower case, to say of a text in an unknown language that it is not English
_UNKNOWN_SHARE = 0.04  # of them that are English function words; in English it is 0.3 and more

_TAG = regex.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|body|br|button|div|em|figure|font|footer|form|h[1-6]|head|header|hr|html|i|"
    r"iframe|img|li|link|main|meta|nav|ol|p|script|section|small|span|strong|style|sub|sup|table|tbody|td|th|title|tr|u|"
    r"ul)(?:\s[^<>]{0,500})?/?>",
    regex.IGNORECASE,
)
_OPENING = regex.compile(r"\s{0,100}(?:<!doctype html|<html\b|<\?xml\b|<rss\b)", regex.IGNORECASE)
_REFERENCE = regex.compile(
    r"&(?:#\d{2,5}|#x[\da-f]{2,4}|amp|apos|gt|hellip|ldquo|lsquo|lt|mdash|nbsp|ndash|quot|rdquo|rsquo);"
)
_TAGS, _CHARACTERS_A_TAG = 3, 500  # the fewest tags, and the most characters for each
_REFERENCES = 3
_MARKDOWN = {
    "heading": regex.compile(r"^#{1,6} [^\s#]", regex.MULTILINE),
    "link": regex.compile(r"(?<![\w\]])!?\[[^\]\[\n]{1,200}\]\((?:https?://|/|#|mailto:)[^)\s]{0,500}\)"),
    "bold": regex.compile(r"(?<![\w*])\*\*(?=[^\s*])[^*\n]{1,200}(?<=[^\s*])\*\*(?![\w*])"),
    "fence": regex.compile(r"^```", regex.MULTILINE),
    "table": regex.compile(r"^\|?\s?:?-{3,}:?\s?\|", regex.MULTILINE),
}
_MARKS = 3


def text_warnings(text: str, *, plain: bool = True) -> tuple[str, ...]:
    """Return warnings about a text that is unfit for the model, with the remedy; none for plain English.

    Markup in a text that was given as ``plain`` text is a mistake.
    """
    sample = text
    if len(text) > _SAMPLE * _SAMPLES:
        starts = (0, (len(text) - _SAMPLE) // 2, len(text) - _SAMPLE)
        sample = "\n".join(text[start : start + _SAMPLE] for start in starts)
    found = []
    if plain and _is_html(sample):
        found.append("looks like HTML: read it as a web page (read_html, --input html)")
    elif plain and len(_REFERENCE.findall(sample)) >= _REFERENCES:
        found.append("looks like HTML with its character references: decode it with html.unescape")
    elif plain and _is_markdown(sample):
        found.append("looks like Markdown: remove its markup, or render it and read the web page")
    if language := _language(_TAG.sub(" ", sample)):
        found.append(f"looks like {language}: this model reads English")
    return tuple(found)


def _is_html(sample: str) -> bool:
    tags = _TAG.findall(sample)
    whole = len(tags) > 1 and sample.lstrip().startswith("<") and any(tag.startswith("</") for tag in tags)
    many = len(tags) >= _TAGS and len(sample) <= _CHARACTERS_A_TAG * len(tags)
    return whole or many or _OPENING.match(sample) is not None


def _is_markdown(sample: str) -> bool:
    """Return True for three marks of Markdown, or for a heading and another mark."""
    counts = {name: len(pattern.findall(sample)) for name, pattern in _MARKDOWN.items()}
    return sum(counts.values()) >= _MARKS or (counts["heading"] > 0 and sum(map(bool, counts.values())) > 1)


def _language(sample: str) -> str | None:
    """Return the language of a sample, None for English and for what cannot be said."""
    if script := _other_script(sample):
        return script
    words = _WORD.findall(sample)
    english, others = _function_words()
    in_english = 0
    own, shared, distinct = Counter[str](), Counter[str](), Counter[str]()  # own words are not English too
    for word, count in Counter(_WORD.findall(sample.lower().replace("’", "'"))).items():
        in_english += count if word in english else 0
        for language in others.get(word, ()):
            (shared if word in english else own)[language] += count
            distinct[language] += word not in english
    best = max(own, key=lambda language: (own[language] + shared[language], distinct[language]), default=None)
    # enough words of another language, and far more than of English
    if best and distinct[best] >= _FEWEST and own[best] >= _SHARE * len(words):
        times = _TIMES_IF_SHORT if len(words) <= _SHORT else _TIMES
        if own[best] > times * (in_english - shared[best]):
            return best
    lower = sum(word.islower() for word in words)
    return "a language other than English" if lower >= _ENOUGH and in_english < _UNKNOWN_SHARE * lower else None


def _other_script(sample: str) -> str | None:
    """Return the language of the script that most letters have, if it is not Latin."""
    foreign = len(_FOREIGN.findall(sample))
    if foreign < _LETTERS or foreign < len(_LATIN.findall(sample)):
        return None
    scripts = load_table("languages")["scripts"]
    found = {name: len(pattern.findall(sample)) for name, pattern in _letters().items()}
    name = max(found, key=lambda name: found[name])
    kana = found["Hiragana"] + found["Katakana"]  # Japanese has Chinese characters too
    language = scripts["Hiragana" if name == "Han" and kana >= _LETTERS else name]
    return str(language) if found[name] >= _LETTERS else None


@cache
def _letters() -> dict[str, regex.Pattern[str]]:
    """Return patterns of one letter by the names of their scripts."""
    return {name: regex.compile(rf"\p{{{name}}}") for name in load_table("languages")["scripts"]}


@cache
def _function_words() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """Return the function words of English, and those of others with their languages."""
    table = load_table("languages")
    english = frozenset(table["english"].split())
    others: dict[str, tuple[str, ...]] = {}
    for language, words in table["functions"].items():
        for word in words.split():
            others[word] = (*others.get(word, ()), language)
    return english, others
