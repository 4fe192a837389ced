"""How sure a claim is: the share of right ones with this product of scores, or by this rule (rule_priors.toml)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from quoteattr.lexicon import load_table

__all__ = ["calibrated", "interpolated", "prior"]


@cache
def prior(rule: str) -> float:
    """Return the share of its links that a rule got right on development data (rule_priors.toml).

    A rule that is not listed ("clause + subject", "nested, clause + noun") has the share of its first part, else that
    of all rules.
    """
    table = load_table("rule_priors")["prior"]
    names = (rule, rule.partition(" + ")[0], rule.partition(", ")[0], "other")
    return float(next(table[name] for name in names if name in table))


def calibrated(raw: float) -> float:
    """Return the share of right links among those of the network with this product of scores.

    It is interpolated linearly between the knots of rule_priors.toml.
    """
    table = load_table("rule_priors")["network"]
    return interpolated(raw, table["raw"], table["right"])


def interpolated(value: float, at: Sequence[float], heights: Sequence[float]) -> float:
    """Return the height at ``value`` of the line through the knots ``at`` (rising); level outside them."""
    right = bisect_right(at, value)
    if right == 0 or right == len(at):
        return float(heights[min(right, len(at) - 1)])
    share = (value - at[right - 1]) / (at[right] - at[right - 1])
    return float(heights[right - 1] + share * (heights[right] - heights[right - 1]))
