"""Precision and recall above each threshold of ``confidence`` on PolNeAR dev, and its calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import quoteattr
from bench.accuracy.ablation import Reading
from quoteattr.evaluation import calibrate, compare_all, figures
from quoteattr.model import AnnotatedText, Relation
from quoteattr.training.confidence import error_across_halves, told

STEPS = 50
TRACKS = ("all", "speech")

Found = Mapping[str, Sequence[Relation]]


def relations(texts: Sequence[Reading]) -> Found:
    """Return the claims found in each text, by its id, without nested ones: PolNeAR's annotators marked none."""
    return {
        each.id: [Relation.of(found) for found in each.document.attributions if found.nested_in is None]
        for each in texts
    }


def precision_recall(gold: Sequence[AnnotatedText], found: Found) -> dict[str, Any]:
    """Precision and recall of relations by track, in per cent, where those at or above a confidence are kept.

    The kept ones are matched again at each threshold, so a point has the scores of those predictions alone.
    """
    tracks: dict[str, list[dict[str, float]]] = {name: [] for name in TRACKS}
    for threshold in (number / STEPS for number in range(STEPS)):
        kept = {key: [each for each in own if (each.confidence or 0.0) >= threshold] for key, own in found.items()}
        measured = figures(compare_all(gold, kept)).tracks
        for name, points in tracks.items():
            track = measured.get(name)
            if track is not None and track.found:
                rate = track.rates["relation"]
                both = {"precision": round(100 * rate.precision, 2), "recall": round(100 * rate.recall, 2)}
                points.append({"confidence": threshold, "kept": track.found, **both})
    return {"corpus": "PolNeAR dev", "texts": len(gold), "tracks": tracks}


def reliability(gold: Sequence[AnnotatedText], texts: Sequence[Reading]) -> dict[str, Any]:
    """Mean confidence and share right (source, cue and content together) in ten bins, and the expected errors.

    ``confidence`` was fitted on the same texts, so ``error`` is optimistic; ``error_across_halves`` is that of
    knots fitted on one half of the texts and measured on the other, for the proposals of the network.
    """
    curve = calibrate(compare_all(gold, relations(texts)))
    if curve is None:
        raise ValueError("nothing was found in these texts, so there is no confidence to judge")
    rows: dict[str, Any] = {each.id: quoteattr.to_dict(each.document)["attributions"] for each in texts}
    bins = [
        {"count": each.count, "confidence": round(100 * each.confidence, 2), "right": round(100 * each.right, 2)}
        for each in curve.bins
    ]
    return {
        "corpus": "PolNeAR dev",
        "texts": len(gold),
        "count": curve.count,
        "error": round(100 * curve.error, 2),
        "error_across_halves": round(100 * error_across_halves(list(told(gold, rows))), 2),
        "bins": bins,
    }
