"""The results of the graphs do not depend on the processor."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from quoteattr.annotate.network import INNER_CUES, InnerCues, session_options
from quoteattr.errors import ModelError

CAPABILITIES = [
    pytest.param(lambda: {"avx512_vnni": True, "avx_vnni": False}, False, id="server"),
    pytest.param(lambda: {"avx_vnni": True}, False, id="desktop"),
    pytest.param(lambda: {"avx2": True, "avx512_vnni": False}, True, id="without VNNI"),
    pytest.param(None, True, id="unknown"),
]


@pytest.mark.parametrize(("capabilities", "exact"), CAPABILITIES)
def test_the_slow_exact_products_are_chosen_only_without_vnni(monkeypatch, capabilities, exact):
    if capabilities is None:
        monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    else:
        monkeypatch.setattr(torch.cpu, "get_capabilities", capabilities, raising=False)
    options = session_options(1)
    if exact:
        assert options.get_session_config_entry("session.x64quantprecision") == "1"
    else:
        with pytest.raises(RuntimeError):  # the option is not set
            options.get_session_config_entry("session.x64quantprecision")


def test_products_of_the_largest_bytes_are_exact() -> None:
    onnx = pytest.importorskip("onnx", reason="needs the extra train")
    make = onnx.helper
    given = np.full((1, 64), 255, np.uint8)
    weights = np.full((64, 16), 127, np.int8)
    graph = make.make_graph(
        [make.make_node("MatMulInteger", ["given", "weights"], ["product"])],
        "product",
        [make.make_tensor_value_info("given", onnx.TensorProto.UINT8, [1, 64])],
        [make.make_tensor_value_info("product", onnx.TensorProto.INT32, [1, 16])],
        [onnx.numpy_helper.from_array(weights, "weights")],
    )
    model = make.make_model(graph, opset_imports=[make.make_opsetid("", 17)], ir_version=9)
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), session_options(1), providers=["CPUExecutionProvider"]
    )
    (product,) = session.run(None, {"given": given})
    assert product.tolist() == [[64 * 255 * 127] * 16]


def test_the_weights_of_inner_cues_are_read_as_written(tmp_path: Path) -> None:
    assert InnerCues.read(tmp_path / INNER_CUES) is None
    InnerCues(np.array([1.0, -2.0], np.float32), 0.5).write(tmp_path / INNER_CUES)
    read = InnerCues.read(tmp_path / INNER_CUES)
    assert read
    states = np.array([[0.5, 0.5], [4.0, 0.0], [0.0, 4.0]], np.float32)
    assert read(states).round(3).tolist() == pytest.approx([0.5, 0.989, 0.001])


def test_a_damaged_file_of_inner_cues_is_named(tmp_path: Path) -> None:
    (tmp_path / INNER_CUES).write_bytes(b"no tensors")
    with pytest.raises(ModelError, match=INNER_CUES):
        InnerCues.read(tmp_path / INNER_CUES)
