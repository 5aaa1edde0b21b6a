"""Give it the folder of training text, get the vocabulary: SentencePiece unigram pieces with their scores."""

import argparse
import gzip
import random
import sys
import unicodedata
from pathlib import Path

import sentencepiece


class _Separators(dict):
    """For str.translate: everything but letters, digits, combining marks and % becomes a space."""

    def __missing__(self, code):
        keep = unicodedata.category(chr(code))[0] in "LNM" or code == ord("%")
        self[code] = code if keep else ord(" ")
        return self[code]


_SEPARATORS = _Separators()


def fold(text):
    """NFKC, lower case, then the runs of letters and digits; tokenizer.json says the same to the program."""
    return unicodedata.normalize("NFKC", text).lower().translate(_SEPARATORS).split()


def read_lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with text-*.txt.gz, one sentence or paragraph a line")
    parser.add_argument("out", type=Path, help="folder for pieces.model")
    parser.add_argument("--lines", type=int, default=400_000)
    parser.add_argument("--size", type=int, default=32_000)
    arguments = parser.parse_args()

    lines = [line for path in sorted(arguments.data.glob("text-*.txt.gz")) for line in read_lines(path)]
    random.Random(1).shuffle(lines)
    runs = [run for line in lines[: arguments.lines] for run in fold(line)]
    print(f"{len(lines)} lines read, {len(runs)} runs of characters used", file=sys.stderr)
    arguments.out.mkdir(parents=True, exist_ok=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(runs),
        model_prefix=str(arguments.out / "pieces"),
        model_type="unigram",
        vocab_size=arguments.size,
        max_sentencepiece_length=8,
        character_coverage=0.9998,
        normalization_rule_name="identity",
        add_dummy_prefix=False,
        pad_id=0,
        unk_id=1,
        bos_id=-1,
        eos_id=-1,
        num_threads=2,
        input_sentence_size=0,
        minloglevel=1,
    )


if __name__ == "__main__":
    main()
