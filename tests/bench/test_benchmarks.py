"""The tables of docs/benchmarks.md have the measured figures."""

from __future__ import annotations

import json

import pytest

from bench.publish import benchmarks

TIMES = {"median": 4.2, "least": 3.9, "most": 4.5}
SETTING = {"words_per_cpu_second": 5000.4, "words_per_wall_second": 4900, "peak_mib": 411.6}
SPEED = {
    "machine": {"processor": "example"},
    "sides": {
        "quoteattr": {"words_per_cpu_second": 5000, "load_s": 1.23, "peak_mib": 400, "quoteattr_times": TIMES},
        "stanza": {"words_per_cpu_second": 1190, "load_s": 4.5, "peak_mib": 2000, "quoteattr_times": TIMES},
    },
    "threads": {"1": SETTING},
    "batches": {"16": SETTING},
    "workers": {"2": {"words_per_wall_second_each": 4200.4, "share": 0.846}},
    "stages": {"link": 12.34},
    "lengths": {"exponent": 1.014, "points": [{"words": 125, "cpu_s": 0.1}, {"words": 16000, "cpu_s": 12.0}]},
    "numbers": {"exponent": 0.99, "points": [{"texts": 8, "cpu_s": 1.0}, {"texts": 128, "cpu_s": 16.0}]},
}


@pytest.fixture
def pictures(tmp_path, monkeypatch):
    """An empty folder instead of docs/pictures."""
    monkeypatch.setattr(benchmarks, "PICTURES", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["precision", "evidence", "confidence", "sides", "systems", "settings", "workers", "growth", "stages"]
)
def test_a_table_without_figures_has_a_note(name, pictures):
    assert benchmarks.TABLES[name]() == benchmarks.MISSING


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("systems", "Measured with processor example."),
        ("systems", "| **quoteattr** | 5,000 |  | 1.2 | 400 |"),
        ("systems", f"| {benchmarks.SYSTEMS['stanza']} | 1,190 | 4.20 (3.90 to 4.50) | 4.5 | 2,000 |"),
        ("settings", "| `threads=1` | 5,000 | 4,900 | 412 |"),
        ("settings", "| `batch_size=16` | 5,000 | 4,900 | 412 |"),
        ("workers", "| 2 | 4,200 | 0.85 |"),
        ("stages", "| link | 12.3 |"),
        ("growth", "| words of one text | 125 to 16,000 | 1.01 |"),
        ("growth", "| texts of 500 words | 8 to 128 | 0.99 |"),
    ],
)
def test_speed_is_reported_as_the_contest_measured_it(name, row, pictures):
    (pictures / "speed.json").write_text(json.dumps(SPEED), "utf-8")
    assert row in benchmarks.TABLES[name]().splitlines()


def test_precision_and_recall_are_reported_at_some_thresholds(pictures):
    """F1 is that of the precision and recall next to it."""
    points = [
        {"confidence": 0.0, "kept": 1500, "precision": 80.0, "recall": 60.0},
        {"confidence": 0.02, "kept": 1400, "precision": 81.0, "recall": 59.0},
        {"confidence": 0.5, "kept": 900, "precision": 90.0, "recall": 45.0},
    ]
    figures = {"tracks": {"all": points, "speech": [{**point, "precision": 100.0} for point in points]}}
    (pictures / "precision-recall.json").write_text(json.dumps(figures), "utf-8")
    assert benchmarks.TABLES["precision"]().splitlines()[2:] == [
        "| 0 | 1,500 | 80.0 | 60.0 | 68.6 | 100.0 | 60.0 | 75.0 |",
        "| 0.5 | 900 | 90.0 | 45.0 | 60.0 | 100.0 | 45.0 | 62.1 |",
    ]
