"""Give it the vocabulary and the vectors, get the folder that @xenova/transformers loads (ONNX graph and tokenizer)."""

import argparse
import json
from pathlib import Path

import numpy
import onnx
import sentencepiece
from onnx import TensorProto, helper, numpy_helper


def graph(vectors):
    """Pieces and mask to one unit vector a text: the masked sum of int8 rows times their scales, over its length."""
    scales = numpy.abs(vectors).max(axis=1) / 127
    scales[scales == 0] = 1
    table = numpy.rint(vectors / scales[:, None]).astype(numpy.int8)
    constants = {
        "table": table,
        "scales": scales.astype(numpy.float32),
        # A text without a known piece sums to zero and stays zero, instead of 0/0.
        "least_length": numpy.array(1e-9, dtype=numpy.float32),
        "middle_axis": numpy.array([1], dtype=numpy.int64),
    }
    node = helper.make_node
    nodes = [
        node("Gather", ["table", "input_ids"], ["rows_int8"]),
        node("Cast", ["rows_int8"], ["rows"], to=TensorProto.FLOAT),
        node("Gather", ["scales", "input_ids"], ["row_scales"]),
        node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        node("Mul", ["row_scales", "mask"], ["weights"]),
        node("Unsqueeze", ["weights", "middle_axis"], ["weight_rows"]),
        node("MatMul", ["weight_rows", "rows"], ["sum"]),
        node("ReduceL2", ["sum"], ["length"], axes=[2], keepdims=1),
        node("Max", ["length", "least_length"], ["divisor"]),
        node("Div", ["sum", "divisor"], ["last_hidden_state"]),
    ]
    described = helper.make_graph(
        nodes,
        "baowen-zh",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "pieces"])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", 1, vectors.shape[1]])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(described, opset_imports=[helper.make_opsetid("", 13)], producer_name="baowen")
    model.ir_version = 8
    onnx.checker.check_model(model, full_check=True)
    return model


def tokenizer(pieces):
    """The vocabulary as the tokenizers library writes it. `fold` in pieces.py does the same on this side."""
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"}]},
        "pre_tokenizer": {
            "type": "Split",
            "pattern": {"Regex": r"[\p{L}\p{N}\p{M}%]+"},
            "behavior": "Removed",
            "invert": True,
        },
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "Unigram",
            "unk_id": pieces.unk_id(),
            # Shortest decimal that reads back as the same 32-bit number.
            "vocab": [[pieces.id_to_piece(i), float(str(numpy.float32(pieces.get_score(i))))] for i in range(len(pieces))],
        },
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path, help="folder with pieces.model and finished.npy")
    parser.add_argument("out", type=Path, help="folder of the model")
    arguments = parser.parse_args()

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(arguments.work / "pieces.model"))
    vectors = numpy.load(arguments.work / "finished.npy")
    (arguments.out / "onnx").mkdir(parents=True, exist_ok=True)
    onnx.save(graph(vectors), str(arguments.out / "onnx" / "model_quantized.onnx"))
    files = {
        "config.json": {
            "model_type": "bert",
            "architectures": ["BertModel"],
            "vocab_size": len(vectors),
            "hidden_size": vectors.shape[1],
        },
        "tokenizer.json": tokenizer(pieces),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizer",
            "pad_token": pieces.id_to_piece(0),
            "unk_token": pieces.id_to_piece(1),
            "model_max_length": 8192,
        },
    }
    for name, content in files.items():
        # The vocabulary is one long line: nobody reads it, and spaces would make it a fifth larger.
        layout = {"separators": (",", ":")} if name == "tokenizer.json" else {"indent": 2}
        text = json.dumps(content, ensure_ascii=False, **layout)
        (arguments.out / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
