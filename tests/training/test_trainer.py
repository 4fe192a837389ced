"""Averaged weights and frozen weights of a training."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from quoteattr.annotate.bundle import BUNDLED, TOKENIZER
from quoteattr.annotate.features import Pieces, read_tokenizer
from quoteattr.errors import InputError
from quoteattr.training.settings import TrainingSettings
from quoteattr.training.trainer import TrainingRun, check_versions
from tests.training.small_corpora import CORPORA, network


@pytest.mark.parametrize("frozen", [False, True])
def test_frozen_vectors_of_word_pieces_are_not_changed(frozen: bool, tmp_path: Path) -> None:
    pieces = Pieces(read_tokenizer(BUNDLED / "en" / TOKENIZER))
    settings = TrainingSettings(passes=1, frozen_tables=frozen)
    run = TrainingRun(network(vocabulary=30522), pieces, CORPORA, CORPORA, [], tmp_path, settings)
    before = {name: weight.clone() for name, weight in run.network.named_parameters()}
    run.schedule.base_lrs[:] = [0.1, 0.1]
    run.step = 1  # at step 0 the rate is 0
    run.schedule.step()
    run._one(run.batches(0)[0])
    same = {name for name, weight in run.network.named_parameters() if weight.equal(before[name])}
    tables = {"encoder.pieces.weight", "encoder.positions.weight"}
    assert tables & same == (tables if frozen else set())
    assert "encoder.norm.weight" not in same


def test_versions_of_annotators_must_be_there() -> None:
    check_versions(CORPORA, TrainingSettings())
    with pytest.raises(InputError, match="train without --versions"):
        check_versions(CORPORA, TrainingSettings(versions=True))


def test_averaged_weights_discount_those_of_the_first_steps() -> None:
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
