"""Give it the vocabulary and the vectors, get the folder that @xenova/transformers loads (ONNX graph and tokenizer)."""

import argparse
import json
from pathlib import Path

import numpy
import onnx
import sentencepiece
from onnx import TensorProto, helper, numpy_helper

from finish import unit

# Of finish.py's 384: with all of them the file would be larger than 16 MB, and nothing is found better.
TEXT_DIMENSIONS = 320


def of_words(finished, words):
    """In a word of several pieces each weighs as much as it does in a text."""
    return unit(words) * numpy.linalg.norm(finished, axis=1, keepdims=True)


def quantised(vectors):
    """Vectors as int8 rows and a scale for each row."""
    scales = numpy.abs(vectors).max(axis=1) / 127
    scales[scales == 0] = 1
    return numpy.rint(vectors / scales[:, None]).astype(numpy.int8), scales.astype(numpy.float32)


def unit_sum(name, rows):
    """Nodes and constants for the masked sum of the pieces' rows, over its length: [batch, 1, dimensions]."""
    table, scales = quantised(rows)
    node = helper.make_node
    constants = {f"{name}_table": table, f"{name}_scales": scales}
    nodes = [
        node("Gather", [f"{name}_table", "input_ids"], [f"{name}_rows_int8"]),
        node("Cast", [f"{name}_rows_int8"], [f"{name}_rows"], to=TensorProto.FLOAT),
        node("Gather", [f"{name}_scales", "input_ids"], [f"{name}_row_scales"]),
        node("Mul", [f"{name}_row_scales", "mask"], [f"{name}_weights"]),
        node("Unsqueeze", [f"{name}_weights", "middle_axis"], [f"{name}_weight_rows"]),
        node("MatMul", [f"{name}_weight_rows", f"{name}_rows"], [f"{name}_sum"]),
        node("ReduceL2", [f"{name}_sum"], [f"{name}_length"], axes=[2], keepdims=1),
        node("Max", [f"{name}_length", "least_length"], [f"{name}_divisor"]),
        node("Div", [f"{name}_sum", f"{name}_divisor"], [name]),
    ]
    return nodes, constants


def graph(texts, words):
    """Pieces and mask to two unit vectors, one behind the other: what the text means, and the same by the words' table."""
    text_nodes, text_constants = unit_sum("text", texts)
    word_nodes, word_constants = unit_sum("word", words)
    constants = {
        **text_constants,
        **word_constants,
        # A text without a known piece sums to zero and stays zero, instead of 0/0.
        "least_length": numpy.array(1e-9, dtype=numpy.float32),
        "middle_axis": numpy.array([1], dtype=numpy.int64),
    }
    nodes = [
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        *text_nodes,
        *word_nodes,
        helper.make_node("Concat", ["text", "word"], ["last_hidden_state"], axis=2),
    ]
    width = texts.shape[1] + words.shape[1]
    described = helper.make_graph(
        nodes,
        "baowen-zh",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "pieces"])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", 1, width])],
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
    parser.add_argument("work", type=Path, help="folder with pieces.model, finished.npy and words.npy")
    parser.add_argument("out", type=Path, help="folder of the model")
    arguments = parser.parse_args()

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(arguments.work / "pieces.model"))
    finished = numpy.load(arguments.work / "finished.npy")
    words = of_words(finished, numpy.load(arguments.work / "words.npy"))
    (arguments.out / "onnx").mkdir(parents=True, exist_ok=True)
    onnx.save(graph(finished[:, :TEXT_DIMENSIONS], words), str(arguments.out / "onnx" / "model_quantized.onnx"))
    files = {
        "config.json": {
            "model_type": "bert",
            "architectures": ["BertModel"],
            "vocab_size": len(words),
            "hidden_size": TEXT_DIMENSIONS + words.shape[1],
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
