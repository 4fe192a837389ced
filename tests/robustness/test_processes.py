"""One loaded model in many threads, in forked and in spawned processes, and sent to a worker."""

from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

import quoteattr
from quoteattr import QuoteAttributor
from tests.robustness.texts import CLAIMS, claims

TEXTS = [f"{first}\n\n{second}" for first in CLAIMS for second in CLAIMS[:4]]


def test_eight_threads_have_the_results_of_one(attributor: QuoteAttributor) -> None:
    alone = [claims(attributor(text)) for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        single = list(pool.map(lambda text: claims(attributor(text)), TEXTS))
        batches = list(pool.map(lambda at: list(attributor.pipe(TEXTS[at : at + 6])), range(0, len(TEXTS), 6)))
    assert single == alone
    assert [claims(document) for batch in batches for document in batch] == alone


def _read_by(reader: QuoteAttributor, text: str) -> list[tuple[object, ...]]:
    return claims(reader(text))


_inherited: QuoteAttributor | None = None


def _read_inherited(text: str) -> list[tuple[object, ...]]:
    assert _inherited is not None
    return claims(_inherited(text))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="the system has no fork")
def test_a_forked_worker_reads_with_the_model_that_it_inherits(attributor: QuoteAttributor) -> None:
    global _inherited
    _inherited = attributor
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        assert pool.submit(_read_inherited, TEXTS[0]).result(timeout=120) == claims(attributor(TEXTS[0]))


def test_a_spawned_worker_reads_with_a_handle_that_it_is_sent(attributor: QuoteAttributor) -> None:
    """The handle is small: the worker loads the model again from its files."""
    assert len(pickle.dumps(attributor)) < 1000
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(_read_by, attributor, TEXTS[1]).result(timeout=120) == claims(attributor(TEXTS[1]))


def test_sending_a_handle_made_of_a_pipeline_is_an_error(attributor: QuoteAttributor) -> None:
    with pytest.raises(quoteattr.ModelError, match="load it there"):
        pickle.dumps(QuoteAttributor(attributor.stanza))
