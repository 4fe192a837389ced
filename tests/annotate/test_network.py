"""The results of the graphs do not depend on the processor."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from quoteattr.annotate.network import session_options


def test_weights_become_unsigned_where_sums_of_signed_ones_saturate() -> None:
    assert session_options(1).get_session_config_entry("session.x64quantprecision") == "1"


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
