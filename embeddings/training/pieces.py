"""Give it words.tsv, get pieces.model: the most frequent words and all characters, as a SentencePiece unigram model.

A text is then cut where the product of its words' frequencies is largest, which is how jieba cuts too. Pieces that a
unigram trainer finds by itself run over the ends of words (的互动, 走符合本国国情的) and made a weaker model.
"""

import argparse
import collections
import gzip
import math
import sys
import unicodedata
from pathlib import Path

from sentencepiece import sentencepiece_model_pb2 as protocol

SIZE = 32_000
LONGEST_PIECE = 8
LEAST_CHARACTER_COUNT = 8
LONGEST_NUMBER = 4


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


def choose(words):
    """The vocabulary with its counts: every character often enough, then the most frequent words."""
    characters = collections.Counter()
    for word, count in words.items():
        for character in word:
            characters[character] += count
    chosen = {
        character: words.get(character, 0) + 1
        for character, count in characters.items()
        if count >= LEAST_CHARACTER_COUNT
    }
    for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0])):
        if len(chosen) == SIZE - 2:
            break
        if 1 < len(word) <= LONGEST_PIECE and not (word.isdigit() and len(word) > LONGEST_NUMBER):
            chosen[word] = count
    return chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path, help="folder with words.tsv, for pieces.model")
    arguments = parser.parse_args()

    rows = (line.split("\t") for line in (arguments.work / "words.tsv").read_text(encoding="utf-8").splitlines())
    words = {word: int(count) for word, count in rows}
    chosen = choose(words)
    total = sum(words.values())
    model = protocol.ModelProto()
    kinds = protocol.ModelProto.SentencePiece
    model.pieces.add(piece="<pad>", score=0.0, type=kinds.CONTROL)
    model.pieces.add(piece="<unk>", score=0.0, type=kinds.UNKNOWN)
    for word, count in sorted(chosen.items(), key=lambda item: (-item[1], item[0])):
        model.pieces.add(piece=word, score=math.log(count / total))
    specification = model.trainer_spec
    specification.model_type = protocol.TrainerSpec.UNIGRAM
    specification.vocab_size = len(model.pieces)
    specification.pad_id, specification.unk_id, specification.bos_id, specification.eos_id = 0, 1, -1, -1
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = False
    (arguments.work / "pieces.model").write_bytes(model.SerializeToString())
    covered = sum(words.get(word, 0) for word in chosen) / total
    print(f"{len(model.pieces)} pieces; {covered:.1%} of all words are one piece", file=sys.stderr)


if __name__ == "__main__":
    main()
