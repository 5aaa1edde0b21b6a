"""Give it lexicon.tsv, get a loss that brings together what says the same and keeps apart what is mistaken for it.

A row has a word, how else people or newspapers say it (竣工: 修好 完工), and what stands in the same places but would be a
wrong answer (开工). It was written by a language model for this project: from lists of the vocabulary's words and, for
the spoken ones, from nothing."""

from pathlib import Path

import numpy
import torch

from pieces import fold
from train import SCALE, embed, keys

# Rows drawn for each step.
ROWS = 1024
# What is said in more pieces than these (得病的人) is never looked up as one word.
LONGEST_SAID = 3


def read_lexicon(pieces):
    """Each row as piece numbers: the words that say the same, the headword first; what it is mistaken for; the keys of
    the former."""
    rows = []
    with open(Path(__file__).with_name("lexicon.tsv"), encoding="utf-8") as lines:
        for line in lines:
            head, same, mistaken = line.rstrip("\n").split("\t")
            said, wrong = (
                [ids for ids in encoded(words, pieces) if 0 < len(ids) <= LONGEST_SAID and ids.min() > 1]
                for words in ([head, *same.split()], mistaken.split())
            )
            if len(said) > 1:
                rows.append((said, wrong, set(keys(said).tolist())))
    return rows


def encoded(words, pieces):
    ids = ([piece for run in fold(word) for piece in pieces.encode(run)] for word in words)
    return [numpy.array(word, dtype=numpy.uint16) for word in ids]


def lexicon_loss(table, rows, generator):
    """A headword and one of those that say the same must find one another, among those of other rows and what they are
    mistaken for."""
    asked, right, mistaken, same = [], [], [], []
    for i in generator.choice(len(rows), ROWS, replace=False):
        said, wrong, said_keys = rows[i]
        pair = [said[0], said[generator.integers(1, len(said))]]
        generator.shuffle(pair)
        asked.append(pair[0])
        right.append(pair[1])
        same.append(said_keys)
        if wrong:
            mistaken.append(wrong[generator.integers(len(wrong))])
    told = keys(right + mistaken).tolist()
    alike = numpy.array([[key in said_keys for key in told] for said_keys in same])
    numpy.fill_diagonal(alike, False)
    scores = embed(table, asked) @ embed(table, right + mistaken).T * SCALE
    scores = scores.masked_fill(torch.from_numpy(alike), -1e4)
    return torch.nn.functional.cross_entropy(scores, torch.arange(len(asked)))
