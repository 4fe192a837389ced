"""The weights that a training keeps."""

from __future__ import annotations

import torch

from quoteattr.training.settings import TrainingSettings
from quoteattr.training.trainer import TrainingRun
from tests.training.small_corpora import network


def test_averaged_weights_forget_those_of_the_first_steps() -> None:
    run = object.__new__(TrainingRun)
    run.network, run.settings = network(), TrainingSettings(averaging=0.998)
    averaged = run._averaged()
    averaged.update_parameters(run.network)  # the first step
    with torch.no_grad():
        for weight in run.network.parameters():
            weight.add_(1)
    for _ in range(100):  # a constant decay would keep 82 % of the first step
        averaged.update_parameters(run.network)
    for kept, current in zip(averaged.module.parameters(), run.network.parameters(), strict=True):
        assert torch.allclose(kept, current, atol=0.01)
    with torch.no_grad():
        for weight in run.network.parameters():
            weight.add_(1)
    averaged.update_parameters(run.network)
    missing = [
        (current - kept).mean()
        for kept, current in zip(averaged.module.parameters(), run.network.parameters(), strict=True)
    ]
    assert min(missing) > 0.9, "one step alone decides nothing later"
