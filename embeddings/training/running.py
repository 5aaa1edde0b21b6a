"""Give it the training data and the vocabulary, get running.txt: all text in order, a line a line, cut into pieces."""

import argparse
import gzip
import json
from pathlib import Path

import sentencepiece

from pieces import fold, read_lines

# Their second halves are no part of the text files.
WITH_PASSAGES = ("cmrc2018", "drcd", "ncp", "paraphrase")
LEAST_PIECES = 3


def texts(data):
    for path in sorted(data.glob("text-*.txt.gz")):
        yield from read_lines(path)
    for path in sorted(data.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for pair in map(json.loads, lines):
                yield pair["q"]
                if path.name.startswith(WITH_PASSAGES):
                    yield pair["p"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the .jsonl.gz and .txt.gz files")
    parser.add_argument("work", type=Path, help="folder with pieces.model, for running.txt")
    arguments = parser.parse_args()

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(arguments.work / "pieces.model"))
    with open(arguments.work / "running.txt", "w", encoding="utf-8") as running:
        for text in texts(arguments.data):
            cut = [piece for run in fold(text) for piece in pieces.encode(run, out_type=str)]
            if len(cut) >= LEAST_PIECES:
                running.write(" ".join(cut) + "\n")


if __name__ == "__main__":
    main()
