"""Give it what fastText learnt of the running text, get words.npy: vectors by which words that mean the same are alike.

Words that stand in the same places (skip-gram) are alike whether they mean the same or exclude one another: husband and
wife, first and second prize. Two sources tell them apart. In the thesaurus, words of one line belong together, those of
other lines of the same class do not. lexicon.tsv has for a word how people say it (修好 for 竣工) and what it must not be
taken for (开工)."""

import argparse
from pathlib import Path

import numpy
import sentencepiece
import torch

from finish import LATE_SHARE, MINED_GROUPS, SIDE_GROUPS, late_loss, mined_batches, rarity_of, side_loss
from lexicon import lexicon_loss, read_lexicon
from pairs import KEPT_ASIDE
from pieces import fold, read_lines
from train import SCALE, descend, embed, keys, read_groups, save

LEARNING_RATE = 0.003
# Codes such as Aa01A01= begin with the class (Aa01) that its lines share.
CLASS_LENGTH = 4
# Pairs of the thesaurus drawn for each step, class by class, and the share of their loss.
CLASS_PAIRS, CLASS_SHARE = 720, 1.5
LEXICON_SHARE = 6.0


def skipgram(path, pieces):
    """fastText's text file to one row a piece; pieces too rare for it get zeros. Mean length 1."""
    numbers = {pieces.id_to_piece(i): i for i in range(len(pieces))}
    with open(path, encoding="utf-8") as lines:
        _, dimensions = map(int, next(lines).split())
        table = numpy.zeros((len(pieces), dimensions), dtype=numpy.float32)
        for line in lines:
            piece, *values = line.rstrip().split(" ")
            if piece in numbers:
                table[numbers[piece]] = numpy.array(values, dtype=numpy.float32)
    return table / numpy.linalg.norm(table, axis=1).mean()


def classes(path, pieces):
    """For each class of the thesaurus its lines: whether their words mean the same (= and not #), and the words that are
    one piece."""
    found = {}
    for number, line in enumerate(read_lines(path)):
        code, *words = line.split() or [""]
        if number % KEPT_ASIDE == 0 or code[-1:] not in ("=", "#"):
            continue
        cut = [[piece for run in fold(word) for piece in pieces.encode(run)] for word in words]
        single = [numpy.array(ids, dtype=numpy.uint16) for ids in cut if len(ids) == 1 and ids[0] > 1]
        same = code.endswith("=")
        if len(single) > (1 if same else 0):
            found.setdefault(code[:CLASS_LENGTH], []).append((same, single))
    return [lines for lines in found.values() if len(lines) > 1 and any(same for same, _ in lines)]


def class_loss(table, drawn_from, generator):
    """Each word must find its synonym among those of its own class and of others."""
    asked, right, related = [], [], []
    while len(asked) < CLASS_PAIRS:
        for same, words in drawn_from[generator.integers(len(drawn_from))]:
            if same:
                one, other = generator.choice(len(words), 2, replace=False)
                asked.append(words[one])
                right.append(words[other])
            else:
                related.append(words[generator.integers(len(words))])
    told_keys = keys(right + related)
    alike = (keys(asked)[:, None] == told_keys) | (keys(right)[:, None] == told_keys)
    numpy.fill_diagonal(alike, False)
    scores = embed(table, asked) @ embed(table, right + related).T * SCALE
    scores = scores.masked_fill(torch.from_numpy(alike), -1e4)
    return torch.nn.functional.cross_entropy(scores, torch.arange(len(asked)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with synonyms-cilin.txt.gz")
    parser.add_argument("work", type=Path, help="folder with skipgram.vec and what finish.py reads, for words.npy")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=700)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(arguments.work / "pieces.model"))
    thesaurus = classes(arguments.data / "synonyms-cilin.txt.gz", pieces)
    lexicon = read_lexicon(pieces)
    groups = read_groups(arguments.work, [*MINED_GROUPS, *SIDE_GROUPS])
    rarity = rarity_of(groups)

    generator = numpy.random.default_rng(5)
    table = torch.from_numpy(skipgram(arguments.work / "skipgram.vec", pieces)).requires_grad_()
    batches = mined_batches(arguments.work / "negatives.npz", groups, arguments.batch, generator)

    def next_loss():
        questions, passages = next(batches)
        loss = LATE_SHARE * late_loss(table, rarity, questions, passages, generator)
        loss = loss + CLASS_SHARE * class_loss(table, thesaurus, generator)
        loss = loss + LEXICON_SHARE * lexicon_loss(table, lexicon, generator)
        return loss + side_loss(table, groups, generator)

    descend(table, arguments.steps, LEARNING_RATE, next_loss)
    save(table.detach().numpy(), arguments.work / "words.npy")


if __name__ == "__main__":
    main()
