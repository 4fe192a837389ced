"""Pictures from figures: the content of the SVG files, and the figures collected from run folders."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("matplotlib")

from bench.publish import pictures
from bench.publish.plots import PICTURES, draw

SCORES = {"upos": 97.0, "las": 88.0, "cue_f1": 82.0}
ABOUT = {"corpus": "a corpus", "texts": 2}
FIGURES: dict[str, Any] = {
    "precision-recall": {
        **ABOUT,
        "tracks": {
            "all": [
                {"confidence": 0.0, "kept": 4, "precision": 75.0, "recall": 60.0},
                {"confidence": 0.5, "kept": 2, "precision": 100.0, "recall": 40.0},
            ],
            "speech": [{"confidence": 0.0, "kept": 1, "precision": 100.0, "recall": 50.0}],
        },
    },
    "calibration": {
        **ABOUT,
        "count": 4,
        "error": 5.04,
        "error_across_halves": 7.0,
        "bins": [{"count": 1, "confidence": 35.0, "right": 0.0}, {"count": 3, "confidence": 80.0, "right": 66.67}],
    },
    "learning-curves": [
        {"stage": "first", "pass": 1, "before": 0, "scores": SCORES},
        {"stage": "second", "pass": 1, "before": 1, "scores": {**SCORES, "las": 89.25}},
    ],
    "ablation": {
        **ABOUT,
        "rows": [
            {"evidence": "one kind", "f1": {"all": 50.0, "speech": 60.0, "direct": 70.0}},
            {"evidence": "everything", "f1": {"all": 51.26, "speech": 61.0, "direct": 71.0}},
        ],
    },
    "models": {"models": {"small": {"mb": 8.34, "relation": 74.26, "words_per_cpu_second": 6123.4}}},
    "speed": {
        "sides": {"quoteattr": {"words_per_cpu_second": 6123.4}, "textacy": {"words_per_cpu_second": 5000.0}},
        "stages": {"all": 100.0, "link": 12.34},
        "lengths": {"exponent": 1.014, "points": [{"words": 100, "cpu_s": 0.1}, {"words": 200, "cpu_s": 0.2}]},
    },
}
WORDS = {
    "precision-recall": ["recall, %", "precision, %", "all relations", "speech", "t = 0.5"],
    "calibration": [
        "mean confidence of the predictions in each bin, %; bins: 0–10, 10–20, …, 90–100",
        *("predictions", "1", "3", "perfect calibration", "measured"),
    ],
    "learning-curves": ["UPOS accuracy", "LAS", "cues, F1", "passes", "●  first", "●  second", "89.2"],
    "speed": ["quoteattr", "6,123", "textacy, spaCy sm", "link", "12.3", "(exponent 1.01)"],
    "models": ["size, MB", "words per processor second", "small", "74.3; 8", "74.3; 6,123"],
    "ablation": ["relation F1, %", "one kind", "everything", "direct quotations", "51.3"],
}


def written(name: str, path: Path) -> list[str]:
    """The words of a picture, drawn into a file."""
    draw(name, FIGURES[name], path)
    return ["".join(text.itertext()) for text in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_contains_its_labels_as_text(name: str, tmp_path: Path) -> None:
    found = written(name, tmp_path / "picture.svg")
    assert [word for word in WORDS[name] if word not in found] == []


@pytest.mark.parametrize("name", PICTURES)
def test_equal_figures_produce_equal_files(name: str, tmp_path: Path) -> None:
    one, other = tmp_path / "one.svg", tmp_path / "other.svg"
    written(name, one)
    written(name, other)
    assert one.read_bytes() == other.read_bytes()
    assert b"<dc:date>" not in one.read_bytes()


def test_calibration_reports_both_errors(tmp_path: Path) -> None:
    found = " ".join(written("calibration", tmp_path / "picture.svg"))
    assert "5.0 points on these texts; 7.0 if fitted on one half" in found


def run_folder(folder: Path, passes: list[int], start: str | None = None) -> Path:
    folder.mkdir()
    (folder / "settings.json").write_text(json.dumps({"seed": 1} | ({"start": start} if start else {})))
    (folder / "labels.json").write_text("{}")
    for number in passes:
        (folder / f"dev-{number}.json").write_text(json.dumps({"las": 80 + number}))
    return folder


@pytest.mark.parametrize(
    ("start", "before"),
    [("first/pass-10", 10), (None, 0)],
    ids=["a stage continues the one before", "a separate run starts from zero"],
)
def test_the_passes_of_runs_are_collected_in_order(start: str | None, before: int, tmp_path: Path) -> None:
    runs = [
        ("first", run_folder(tmp_path / "first", [10, 2, 1])),
        ("then", run_folder(tmp_path / "second", [1], start)),
    ]
    found = [(each["stage"], each["before"] + each["pass"], each["scores"]["las"]) for each in pictures.collected(runs)]
    assert found == [("first", 1, 81), ("first", 2, 82), ("first", 10, 90), ("then", before + 1, 81)]


def test_a_run_is_named_by_its_folder_or_by_hand(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "en-2", [1])
    assert pictures.named_run(str(folder)) == ("en-2", folder)
    assert pictures.named_run(f"second stage={folder}") == ("second stage", folder)


def test_pictures_are_drawn_from_the_available_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = run_folder(tmp_path / "run", [1, 2])
    out = tmp_path / "pictures"
    monkeypatch.setattr(sys, "argv", ["pictures", "--run", str(folder), "--out", str(out)])
    assert pictures.main() == 1
    assert sorted(path.name for path in out.iterdir()) == ["learning-curves.json", "learning-curves.svg"]
    assert "ablation.json is not in" in capsys.readouterr().err
