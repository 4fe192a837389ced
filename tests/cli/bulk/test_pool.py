"""Workers: order, bounds, and killed processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quoteattr.cli.bulk import Pool
from quoteattr.errors import InputError, ModelError
from tests.cli.bulk import jobs

ROOT = Path(__file__).parents[3]


def pool(start=jobs.start, workers=2, ahead=6) -> Pool:
    return Pool(start, jobs.lost, workers=workers, ahead=ahead)


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_results_come_in_the_order_of_the_batches(folder):
    Path("SEVEN").touch()
    batches = [[number, number + 1] for number in range(1, 60, 2)] + [[number] for number in range(102, 112)]
    with pool() as workers:
        found = list(workers.results(batches))
    assert found == [[f"{number} of {len(batch)}" for number in batch] for batch in batches]


def test_the_number_of_batches_in_progress_is_bounded(folder):
    taken = given = 0
    most = 0

    def batches() -> Iterator[list[int]]:
        nonlocal taken, most
        for number in range(1, 60):
            taken += 1
            most = max(most, taken - given)
            yield [number]

    with pool(ahead=5) as workers:
        for _ in workers.results(batches()):
            given += 1
    assert given == 59
    # One is taken while the previous result, already returned, is not yet counted here.
    assert most <= 6


def test_a_slow_first_batch_delays_the_others(folder):
    taken: list[int] = []

    def batches() -> Iterator[list[int]]:
        for number in range(1, 40):
            taken.append(number)
            yield [number]

    with pool(ahead=4) as workers:
        results = workers.results(batches())
        next(results)
        assert len(taken) <= 5


def test_all_workers_are_used():
    with pool(jobs.start_names, workers=3) as workers:
        assert len(set(workers.results([[1]]))) == 1
    with pool(jobs.start_names, workers=2) as workers:
        assert len(set(workers.results([[1]] * 12))) == 2


def test_data_larger_than_a_pipe_is_sent_and_returned():
    large = [os.urandom(3_000_000) for _ in range(4)]
    with Pool(jobs.start_large, lambda item, code: item, workers=2, ahead=3) as workers:
        assert list(workers.results([[item] for item in large])) == large


def test_a_row_that_kills_is_lost_and_its_batch_read_row_by_row(folder):
    batches = [[1, 2], [3, 100, 5], [6, 200], [8, 9, 10]]
    with pool() as workers:
        found = list(workers.results(batches))
    expected = [["1 of 2", "2 of 2"], ["3 of 1"], ["-100009 of 1"], ["5 of 1"]]
    expected += [["6 of 1"], ["-200009 of 1"], ["8 of 3", "9 of 3", "10 of 3"]]
    assert found == expected


def test_a_row_that_kills_once_is_read_the_second_time(folder):
    with pool(workers=1) as workers:
        assert list(workers.results([[5, 7], [9]])) == [["5 of 1"], ["7 of 1"], ["9 of 1"]]


def test_a_worker_that_is_killed_between_batches_is_replaced(folder):
    def batches() -> Iterator[list[int]]:
        for number in range(11, 31, 2):
            for process in [worker.process.pid for worker in workers._workers if number == 19]:
                os.kill(process, signal.SIGKILL)
            yield [number]

    with pool() as workers:
        assert list(workers.results(batches())) == [[f"{number} of 1"] for number in range(11, 31, 2)]


def test_an_unexpected_error_affects_its_row_alone(capfd):
    with Pool(jobs.start_raising, lambda number, code: 99, workers=1, ahead=2) as workers:
        found = list(workers.results([[0, -1, 1], [3]]))
    assert [len(result) for result in found] == [100, 1, 50, 25]
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_a_model_that_cannot_be_loaded_is_the_error_of_the_parent():
    with pool(jobs.start_nothing) as workers, pytest.raises(ModelError, match="no model 'xx'"):
        list(workers.results([[1], [2]]))


def test_workers_that_die_while_they_start_are_not_started_for_ever():
    with pool(jobs.start_dying) as workers, pytest.raises(InputError, match=r"3 workers died .* \(exit code 3"):
        list(workers.results([[1], [2]]))


def test_no_worker_is_left_when_the_results_are_closed():
    with pool(jobs.start_names) as workers:
        results = workers.results([[number] for number in range(50)])
        first = next(results)
        processes = [worker.process for worker in workers._workers]
        assert is_alive(first)
    assert not any(process.is_alive() for process in processes)


ABANDONED = """
from quoteattr.cli.bulk import Pool
from tests.cli.bulk import jobs

if __name__ == "__main__":
    with Pool(jobs.start_names, jobs.lost, workers=2, ahead=8) as workers:
        for process in workers.results([[1]] * 10_000):
            print(process, flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_workers_end_when_their_parent_is_killed(folder):
    Path("parent.py").write_text(ABANDONED)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "parent.py"], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        workers: set[int] = set()
        while len(workers) < 2:
            workers.add(int(parent.stdout.readline()))
        parent.kill()
    until = time.monotonic() + 20
    while any(map(is_alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))
