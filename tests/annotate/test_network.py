"""The results of the graphs do not depend on the processor."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
import torch

from quoteattr.annotate.network import session_options

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
