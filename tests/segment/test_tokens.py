"""Words as in UD English, with offsets."""

from __future__ import annotations

import pytest

from quoteattr.segment import tokenize


def words(text: str) -> str:
    """The words of ``text``, separated by one space each."""
    return " ".join(span.of(text) for span in tokenize(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # contractions and possessives, straight and curly
        ("She doesn't, he won't.", "She does n't , he wo n't ."),
        ("We’re sure they’ve gone", "We ’re sure they ’ve gone"),
        ("I couldn't've", "I could n't 've"),
        ("Vale's dogs' bowls", "Vale 's dogs ' bowls"),
        ("We cannot; I'm gonna", "We can not ; I 'm gon na"),
        ("LET'S DON'T", "LET 'S DO N'T"),
        ("O'Neill at five o'clock", "O'Neill at five o'clock"),
        ("in the '90s, rock 'n' roll", "in the '90s , rock 'n ' roll"),
        ("she 's here", "she 's here"),
        # hyphens and dashes
        ("a long-term plan", "a long - term plan"),
        ("non-human e-mail of mid-July", "non-human e-mail of mid-July"),
        # "ex" before the name of a role's organisation
        ("an ex-Nordair pilot and her ex-husband", "an ex - Nordair pilot and her ex-husband"),
        ("Ex-Nordair boss Ada Voss", "Ex - Nordair boss Ada Voss"),
        ("the ex-Wallaby left, ex-Tory and all", "the ex-Wallaby left , ex-Tory and all"),
        ("the Tern (ex-Nordic Gull)", "the Tern ( ex-Nordic Gull )"),
        ("Voss—the mayor—left -- again", "Voss — the mayor — left -- again"),
        ("the U.S.-led force", "the U.S. - led force"),
        ("won 3-2 in 2003-2004", "won 3 - 2 in 2003 - 2004"),
        # numbers, money, units
        ("$5.2 million, 12,500 or 40%", "$ 5.2 million , 12,500 or 40 %"),
        ("US$30 at 7:30pm", "US$ 30 at 7:30 pm"),
        ("the 19th, the 1970s, a 4G mast", "the 19th , the 1970s , a 4G mast"),
        ("10km in 5.5kg", "10 km in 5.5 kg"),
        ("call 202-555-0134 on 11/5/2020", "call 202-555-0134 on 11/5/2020"),
        # abbreviations and initials
        ("Mr. J. R. Voss Jr. came.", "Mr. J. R. Voss Jr. came ."),
        ("At 5 p.m. in Washington, D.C.", "At 5 p.m. in Washington , D.C."),
        ("No. 5 said no.", "No. 5 said no ."),
        ("a fire in Alder, Wash., and a wash.", "a fire in Alder , Wash. , and a wash ."),
        ("Orbel Inc. and AT&T", "Orbel Inc. and AT&T"),
        # marks
        ('"Yes," she said.', '" Yes , " she said .'),
        ("``Well,'' he said", "`` Well , '' he said"),
        ("(see below)...", "( see below ) ..."),
        ("Really?! Yes!!!", "Really ?! Yes !!!"),
        ("and/or him/her w/o", "and / or him / her w/o"),
        # addresses
        ("See https://orbel.example/a?b=1, or www.orbel.org.", "See https://orbel.example/a?b=1 , or www.orbel.org ."),
        ("write ida.voss@orbel.org now", "write ida.voss@orbel.org now"),
        ("@ida_voss on #peace at orbel.com.", "@ida_voss on #peace at orbel.com ."),
        ("he left.The rest", "he left . The rest"),
    ],
)
def test_words(text: str, expected: str) -> None:
    """Each text has the words on the right."""
    assert words(text) == expected


def test_a_part_of_a_text_keeps_the_offsets_of_the_whole() -> None:
    """``start`` and ``end`` select a span; offsets count from the beginning of the text."""
    text = "One two. Three four."
    assert [span.of(text) for span in tokenize(text, 9, 14)] == ["Three"]
    assert tokenize(text, 9, 14)[0].start == 9


def test_an_end_beyond_the_text_is_the_end_of_the_text() -> None:
    """The end of a slice may be beyond the text, as in Python."""
    assert len(tokenize("One two", 0, 99)) == 2


@pytest.mark.parametrize("text", ["", " ", "\n\t \u00a0\u2003"])
def test_white_space_has_no_words(text: str) -> None:
    """White space of any kind."""
    assert tokenize(text) == []
