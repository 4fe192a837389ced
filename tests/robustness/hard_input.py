"""A corpus of hard input, as from the web, scanners and faulty programs. Each row is a name and a text."""
# ruff: noqa: E501 — a row is a text on one line

from __future__ import annotations

import sys
import unicodedata
from functools import cache

SAID = "“The harbour must close,” Mayor Ada Lund said on Monday."

_MARKS = "\"'“”‘’„‚«»‹›「」『』＂＇〝〞❝❞``''"


@cache
def of_each_category(many: int = 12) -> dict[str, str]:
    """The first, the last and some more characters of each Unicode category, as a line in the middle of a claim."""
    found: dict[str, list[str]] = {}
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        found.setdefault(unicodedata.category(character), []).append(character)
    rows = {}
    for category, all_of in found.items():
        step = max(1, len(all_of) // many)
        chosen = [*all_of[::step][:many], all_of[-1]]
        rows[f"category {category}"] = f"{''.join(chosen)} {SAID} {' '.join(chosen)}\n{'a'.join(chosen)}"
    return rows


def _capitals() -> str:
    return f"HARBOUR TO CLOSE\n\n{SAID.upper()} SHE TOLD REUTERS THAT RESIDENTS HAD BEEN WARNED.\n"


def _nested(depth: int) -> str:
    """A quotation in a quotation in a quotation …, with alternating marks."""
    opened = "".join(f"{'“‘'[level % 2]}Lund said: " for level in range(depth))
    return opened + "it rained." + "".join("”’"[level % 2] for level in reversed(range(depth)))


WRITTEN = {
    "right to left": "\u202b“הנמל ייסגר,” אמרה ראש העיר\u202c. \u200f"
    + SAID
    + " \u2067قالت المدينة: «سنغلق الميناء»\u2069.",
    "override": "\u202e" + SAID[::-1] + "\u202c " + SAID,
    "combining marks": "".join(f"{letter}\u0301\u0323" for letter in SAID) + "\n\n" + SAID,
    "a tower of marks": "Z" + "\u0300" * 300 + "algo said it rained. " + SAID,
    "a mark of its own": "\u0301“\u0301It rained,\u0301”\u0301 Lund\u0301 said\u0301.\u0301",
    "emoji": "“👩🏽‍🚒🔥 We won!” 👨‍👩‍👧‍👦 Ada 🇲🇹 Lund 😀 said ❤️. 👍🏿 " + SAID,
    "surrogates": "\ud83d said \ude00 “\udfff” Lund said. " + SAID,
    "full width": "＂Ｔｈｅ ｈａｒｂｏｕｒ ｍｕｓｔ ｃｌｏｓｅ，＂ Ａｄａ Ｌｕｎｄ ｓａｉｄ． ＇Ｇｏ＇",
    "ideographic": "「港は閉まる」と市長は言った。『はい』、彼は「『いいえ』」と言った。",
    "mathematical letters": "𝐀𝐝𝐚 𝐋𝐮𝐧𝐝 𝐬𝐚𝐢𝐝 𝐢𝐭 𝐫𝐚𝐢𝐧𝐞𝐝. 𝓗𝓮 𝓼𝓪𝓲𝓭: “𝔊𝔬.”",
    "case that changes length": "İstanbul'da “İİİ” DİYE ŞAŞIRDI, ADA İĞNE said. ﬁﬂﬃ ẞ ŉ ǰ said Lund. “STRAẞE”",
    "homoglyphs": "Аda Lund said it rained. Ada Lund said it snowed. Αda Lund sаid nothing. “Νo,” sаid Αda.",
    "zero width": "“It\u200b rain\u00aded,” Ada\u200d Lund\u2060 s\u200baid.\ufeff " + SAID,
    "control characters": "".join(map(chr, range(32))) + SAID + "\x7f\x80\x85\x9f" + "Lund\x00said\x1bit\x08rained.",
    "line ends of every kind": "A\rB\r\nC\nD\x0bE\x0cF\x1cG\x1dH\x1eI\x85J\u2028K\u2029L " + SAID,
    "unclosed": "“It rained, Lund said.\n\n“We left.\n\nHe said: “No\n\n" + SAID,
    "closed before it opened": "It rained,” Lund said. No” he said” that “ “ “",
    "reversed": "”It rained,“ Lund said. ’No,‘ she said. »It snowed,« said Stone. ›No‹",
    "every mark, alone and in pairs": " ".join(_MARKS) + " " + "".join(a + b for a in _MARKS for b in _MARKS),
    "marks alone": "“”‘’\"\"''“‘’”",
    "a label with a mark alone": "LUND: \"\nSTONE: ”\nLUND: “”\nSTONE: ' ' \"\nLUND: It rained.\n",
    "200 nested": _nested(200),
    "apostrophes": "'Tis o'clock, rock 'n' roll's '90s kids' dogs' 'don't,' he said. 'It's James's,' 'e said.",
    "inches": 'The 6\'2" man said the 15" screen was 5\' 3" wide. “A 9" nail,” he said.',
    "OCR noise": "Mayor Ada Lvnd sald on M0nday tbat ,,the harb0ur mu5t c|ose\" by Frl-\nday. ''lt ra1ned.'' sa id St0ne .\n1\n~~ —",
    "hyphens at line ends": "The mayor said the har-\nbour would close be-\ncause of the wea-\nther, and offi-\ncials de-\nnied it.\n",
    "all capitals": _capitals(),
    "no capitals": SAID.lower() + " residents denied that. he said so.",
    "no punctuation": "mayor ada lund said on monday the harbour would close residents denied that she told reuters "
    * 40,
    "no spaces": "“Theharbourmustclose,”MayorAdaLundsaidonMonday.ResidentsdeniedthatshetoldReuters." * 20,
    "spaces alone": " \t\xa0\u2003\u3000\n" * 50,
    "one letter a line": "\n".join(SAID),
    "a table": "Name\tVotes\tShare\nLund\t12,345\t45.6%\nStone\t6,789\t“n/a”\n|---|:--:|\n| Lund | said | no |\n+----+\n",
    "lists": "1. Lund said no.\n2) He said: • yes\n- “No”\n* a) b) c)\n(iv) Stone denied it.\n\n\n3.\n4.\n",
    "code": "def said(x):\n    return f\"{x!r}: '{x}'\"  # “Lund”\n\nif (a && b || c) { print('said \\\"no\\\"'); }\n/* he said */\n",
    "JSON": '{"said": "“No,” he said", "who": {"name": "Ada Lund", "x": [1, 2, {"y": null}]}}\n' * 5,
    "HTML left in": "<p class=\"a\">&ldquo;It rained,&rdquo; <b>Ada Lund</b> said.</p><br/>\n<!-- he said --><script>x('said')</script> "
    + SAID,
    "entities": "&quot;It rained,&quot; Lund&#39;s son said &amp; left &#x201C;today&#x201D; &nbsp;&lt;said&gt;",
    "markdown": "> “It rained,” **Ada Lund** said.\n>\n> _He_ [said](https://a.org/b?c=d&e=f) `no`.\n\n## Said\n***\n",
    "mixed languages": "Lund said: „Der Hafen schließt“, et «le port ferme», a dit Lund. Она сказала: «нет». 彼は「いいえ」と言った。 "
    + SAID,
    "addresses": "Lund said http://a.org/“b”?c='d'&e=(f) and ada@lund.org, @ada #said www.a.b.c.d.e said. " * 3,
    "a long word": "a" * 50_000 + " said " + "b" * 50_000,
    "a long number": "9" * 20_000 + " said " + "1," * 10_000 + " 1.1.1.1." * 1000,
    "dates that are none": "Published: 99 May 2021\n\nLund said on February 31, 0000 that on 2021-13-45 last week it rained at 25:99.\n",
    "cues alone": "said told according to denied that claimed reported as saying " * 60,
    "sources alone": "Lund and Stone and the mayor and he and she and they and officials and " * 60,
    "commas": "," * 1500,
    "brackets": "(" * 500 + "Lund [said" + ")" * 500 + "]",
    "stops": "Mr. U.S. a.m. Dr. e.g. i.e. ... … . . . ?!?! said. A.B.C. Lund." * 20,
}


def hard() -> dict[str, str]:
    """All of them."""
    return {**of_each_category(), **WRITTEN}
