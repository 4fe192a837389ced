"""The targets of the fuzzer accept their seeds and a few hundred altered ones; regression tests for its findings."""

from __future__ import annotations

import random
import warnings

import pytest

from bench.robustness.fuzz import altered
from bench.robustness.fuzz_targets import TARGETS, seeds
from quoteattr import FormatError, TreeError, link_trees
from quoteattr.annotate import conllu
from quoteattr.formats.uima import from_uima, to_uima

GOOD = seeds()
MANY = {"link": 60, "segment": 120, "uima": 10, "html": 10}


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_accepts_altered_input(target: str) -> None:
    chance = random.Random(target)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of cassis, on types that it does not know
        for data in (*GOOD[target], *(altered(GOOD[target], chance) for _ in range(MANY.get(target, 200)))):
            TARGETS[target](data)


def _row(number: int, form: str, misc: str) -> str:
    return f"{number}\t{form}\t_\tPROPN\t_\t_\t{number - 1}\tdep\t_\t{misc}"


def test_words_out_of_order_are_refused() -> None:
    """Their offsets created a span that ends before it begins."""
    rows = [
        _row(1, "Ada", "start_char=10|end_char=13|ner=B-PERSON"),
        _row(2, "Lund", "start_char=4|end_char=8|ner=E-PERSON"),
    ]
    with pytest.raises(TreeError, match=r"line 2 is at 4 to 8"):
        conllu.read("\n".join(rows))


def test_a_cas_whose_links_are_spans_is_refused() -> None:
    document = link_trees(GOOD["conllu"][1].decode())
    odd = to_uima(document).replace('parts="6 7 8"', 'parts="2 3 4"')
    with pytest.raises(FormatError, match="are no links"):
        from_uima(odd, "odd")


@pytest.mark.parametrize("digits", [20, 5000])
@pytest.mark.parametrize(
    "row",
    [
        "{}\tA\t_\tX\t_\t_\t0\troot\t_\t_",
        "1\tA\t_\tX\t_\t_\t{}\troot\t_\t_",
        "1\tA\t_\tX\t_\t_\t0\troot\t_\tstart_char=0|end_char={}",
    ],
)
def test_numbers_beyond_all_bounds_are_refused(row: str, digits: int) -> None:
    with pytest.raises(TreeError, match="line 1"):
        conllu.read(row.format("9" * digits))


def test_an_empty_word_keeps_its_position() -> None:
    (sentence,) = conllu.read("1\t_\t_\tX\t_\t_\t0\troot\t_\tstart_char=5|end_char=5")
    assert (sentence.words[0].span.start, sentence.words[0].span.end) == (5, 5)
