"""A short load test: the server answers news texts while another client sends the worst texts known."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the extra: pip install 'quoteattr[serve]'")
pytest.importorskip("pebble", reason="needs the extra: pip install 'quoteattr[serve]'")
from bench.robustness import soak
from bench.robustness.soak import Answered, Call

LIMIT = 6  # seconds of a request
NEWS = Call("news", "/", "text/plain", b"", (200,))
BAD = Call("brackets", "/", "text/plain", b"", (200, 503, 504))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_news_texts_are_answered_while_the_worst_texts_are_read():
    with soak.served(["--max-seconds", str(LIMIT)]) as (process, address):
        good, bad, other = soak.crowd(address, 9, 4)
        processes = soak.memory(process.pid)
        process.terminate()
        assert process.wait(20) == 0
    assert len(processes) >= 4  # the server, the supervisor, at least two workers
    assert {each.status for each in good} == {200}
    assert max(each.seconds for each in bad) <= LIMIT + soak.MOST_OVER
    assert [each for each in [*good, *bad, *other] if not each.is_right] == []


def answers(call: Call, *found: tuple[int, float]) -> list[Answered]:
    return [Answered(call, status, seconds, True) for status, seconds in found]


FINE = answers(NEWS, *[(200, 0.1)] * 100)


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        (FINE, answers(BAD, (504, 10.4)), []),
        ([*FINE, *answers(NEWS, (503, 0.1))], answers(BAD, (504, 10.4)), []),
        (
            [*FINE, *answers(NEWS, (503, 0.1), (0, 0.1))],
            answers(BAD, (504, 10.4)),
            ["2.0% of the news texts were refused"],
        ),
        (
            [*FINE, *answers(NEWS, *[(200, 2.5)] * 9)],
            answers(BAD, (504, 10.4)),
            ["95 of 100 news texts took up to 2.50 seconds"],
        ),
        (FINE, answers(BAD, (504, 11.2)), ["a bad text took 11.2 seconds"]),
        (FINE, answers(BAD, (500, 1.0)), ["500 for 'brackets', a problem document: True"]),
        ([], answers(BAD, (504, 1.0)), ["there were no answers"]),
    ],
)
def test_an_exceeded_limit_is_reported(good, bad, told):
    assert soak.missed(good, bad, answers(BAD, (200, 0.1)), limit=10) == told
