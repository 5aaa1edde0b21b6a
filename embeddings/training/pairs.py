"""Give it the training data and the vocabulary, get pairs of texts that belong together, as piece numbers."""

import argparse
import gzip
import json
import random
import sys
from pathlib import Path

import numpy
import sentencepiece

from pieces import fold, read_lines

HEADLINES = ["xwlb-headline", "oped2-headline", "bedtimenews", "csl"]
QUESTIONS = ["cmrc2018-train", "cmrc2018-trial", "drcd-test-simp", "ncp-policies"]
# Files whose lines follow one another in a text; in the others neighbouring lines have nothing in common.
RUNNING_TEXT = ["text-oped2", "text-xwlb", "text-bedtimenews", "text-msra", "text-csl"]
CLOZE_PAIRS = 650_000
PASSAGE_CHARACTERS = 600
# Every tenth line of the thesaurus is kept aside, to measure whether the model finds synonyms it was not shown.
KEPT_ASIDE = 10


def read_pairs(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            yield pair["q"], pair["p"][:PASSAGE_CHARACTERS]


def cloze(lines, generator):
    """Inverse cloze: a sentence as the question, the sentences around it as the passage."""
    for i, line in enumerate(lines):
        if len(line) < 8:
            continue
        before, after = generator.choice([(1, 1), (2, 2), (1, 3), (3, 1), (0, 3)])
        around = lines[max(0, i - before) : i] + lines[i + 1 : i + 1 + after]
        yield line[:200], "\n".join(around)[:PASSAGE_CHARACTERS]


def synonyms(path, generator):
    """Pairs of words from each line of the thesaurus whose code ends with `=`."""
    for number, line in enumerate(read_lines(path)):
        code, *words = line.split() or [""]
        if number % KEPT_ASIDE == 0 or not code.endswith("=") or len(words) < 2:
            continue
        generator.shuffle(words)
        yield from zip(words, words[1:] + words[:1] if len(words) > 2 else words[1:])


def encode(texts, pieces):
    """Texts to (all piece numbers one after the other, where each text starts; one more start than texts)."""
    ids, starts = [], [0]
    for text in texts:
        for run in fold(text):
            ids.extend(pieces.encode(run))
        starts.append(len(ids))
    return numpy.array(ids, dtype=numpy.uint16), numpy.array(starts, dtype=numpy.int64)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the .jsonl.gz and .txt.gz files")
    parser.add_argument("work", type=Path, help="folder with pieces.model, for pairs.npz")
    arguments = parser.parse_args()

    generator = random.Random(2)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(arguments.work / "pieces.model"))
    around = []
    for name in RUNNING_TEXT:
        around.extend(cloze(list(read_lines(arguments.data / f"{name}.txt.gz")), generator))
    groups = {
        "headline": [pair for name in HEADLINES for pair in read_pairs(arguments.data / f"{name}.jsonl.gz")],
        "question": [pair for name in QUESTIONS for pair in read_pairs(arguments.data / f"{name}.jsonl.gz")],
        "cloze": generator.sample(around, CLOZE_PAIRS),
        "paraphrase": list(read_pairs(arguments.data / "paraphrase.jsonl.gz")),
        "synonym": list(synonyms(arguments.data / "synonyms-cilin.txt.gz", generator)),
    }
    arrays = {}
    for name, pairs in groups.items():
        # A text without a known piece has no vector and would teach nothing.
        encoded = [encode(texts, pieces) for texts in zip(*pairs)]
        for side, (ids, starts) in zip("qp", encoded):
            arrays[f"{name}.{side}.ids"], arrays[f"{name}.{side}.starts"] = ids, starts
        full = numpy.all([numpy.diff(starts) > 0 for _, starts in encoded], axis=0)
        arrays[f"{name}.rows"] = numpy.flatnonzero(full)
        print(f"{name}: {full.sum()} pairs", file=sys.stderr)
    numpy.savez(arguments.work / "pairs.npz", **arrays)


if __name__ == "__main__":
    main()
