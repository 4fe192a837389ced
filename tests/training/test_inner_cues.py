"""The classifier of cues inside other claims is fitted to the words of contents."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quoteattr.annotate.features import Window
from quoteattr.training.corpora import WRITTEN, read_jsonl
from quoteattr.training.inner_cues import WordsInContents, fit, read, refit

TEXT = "Lee said the bank had warned him. It rained."
OUTER = [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 32]]}]
INNER = [{"source": [[9, 17]], "cue": [[18, 28]], "content": [[29, 32]]}]


def states(window: Window) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The number of each word, and the first "said" as the only cue of the network."""
    numbers = np.arange(len(window.words), dtype=np.float32)[:, None]
    return numbers, np.array([0.9 * (word == "said") for word in window.words], np.float32)


def test_the_words_inside_contents_are_read_with_the_main_words_of_inner_cues() -> None:
    rows = [{"id": "a", "text": TEXT, "attributions": OUTER, "inner": INNER}, {"id": "b", "text": TEXT}]
    [found] = read(rows, "author", states)
    assert found.group == "author"
    assert found.states[:, 0].tolist() == [2, 3, 4, 5, 6]
    assert found.cues.tolist() == [False, False, False, True, False]


def made(group: str, seed: int) -> WordsInContents:
    """Random words; a tenth are cues and have a high first number."""
    rng = np.random.default_rng(seed)
    vectors, cues = rng.normal(size=(2000, 4)), rng.random(2000) < 0.1
    vectors[cues, 0] += 20
    return WordsInContents(group, vectors.astype(np.float16), cues)


def test_a_fitted_classifier_separates_cues_from_other_words() -> None:
    words = [made(str(number % 6), number) for number in range(12)]
    other = made("other", 99)
    chosen = fit(words)(other.states.astype(np.float32)) >= 0.5
    assert (chosen == other.cues).mean() > 0.98
    _, figures = refit(words)
    assert figures["cues"] == sum(int(each.cues.sum()) for each in words)
    assert figures["precision"] > 90
    assert figures["recall"] > 90


def test_inner_claims_are_inside_the_contents_of_others() -> None:
    rows = [row for path in sorted(WRITTEN.glob("*.jsonl")) for row in read_jsonl(path)]
    assert all("inner" in row for row in rows)
    for row in rows:
        inside = {n for each in row["attributions"] for start, end in each["content"] for n in range(start, end)}
        for claim in row["inner"]:
            assert all(inside.issuperset(range(start, end)) for start, end in claim["cue"]), (row["id"], claim)
            assert claim["content"]
