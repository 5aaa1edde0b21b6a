"""Give it pairs of texts as piece numbers, get the passages that BM25 wrongly finds for their questions."""

import argparse
import sys
from pathlib import Path

import numpy
import scipy.sparse

from pieces import SIZE
from train import keys, read_groups

# How many questions are asked, and of how many passages; None: all of them.
ASKED = {"question": (None, None), "headline": (30_000, 60_000)}
KEPT = 12
LOOKED_AT = 24
# Pieces in a larger share of the passages than this cost time and tell nothing.
TOO_FREQUENT = 0.08
K1, B = 1.2, 0.75


def counts_of(texts):
    """One sparse row a text: how often each piece occurs."""
    starts = numpy.concatenate([[0], numpy.cumsum([len(text) for text in texts])])
    ids = numpy.concatenate(texts).astype(numpy.int32)
    rows = scipy.sparse.csr_matrix((numpy.ones(len(ids), numpy.float32), ids, starts), shape=(len(texts), SIZE))
    rows.sum_duplicates()
    return rows


def bm25_weights(rows):
    """BM25 (Robertson and Zaragoza 2009) of every piece in every passage, to be summed over a question's pieces."""
    total, lengths = rows.shape[0], numpy.asarray(rows.sum(axis=1)).ravel()
    found_in = numpy.bincount(rows.indices, minlength=SIZE)
    rarity = numpy.log(1 + (total - found_in + 0.5) / (found_in + 0.5))
    rarity[found_in > total * TOO_FREQUENT] = 0
    passage = numpy.repeat(numpy.arange(total), numpy.diff(rows.indptr))
    damped = rows.data + K1 * (1 - B + B * lengths[passage] / lengths.mean())
    rows.data = (rarity[rows.indices] * rows.data * (K1 + 1) / damped).astype(numpy.float32)
    rows.eliminate_zeros()
    return rows


def mine(questions, passages, question_rows, passage_rows):
    """For each question the rows of KEPT passages that are not its own, best first; questions with fewer are left out."""
    weights = bm25_weights(counts_of([passages[row] for row in passage_rows])).T.tocsr()
    asked = counts_of([questions[row] for row in question_rows])
    asked.data[:] = 1
    question_keys, passage_keys = keys(questions), keys(passages)
    kept, negatives = [], []
    for first in range(0, len(question_rows), 400):
        scores = (asked[first : first + 400] @ weights).toarray()
        for own, score in zip(question_rows[first : first + 400], scores):
            best = numpy.argpartition(-score, LOOKED_AT)[:LOOKED_AT]
            wrong, seen = [], {passage_keys[own]}
            for row in passage_rows[best[numpy.argsort(-score[best])]]:
                if passage_keys[row] not in seen and question_keys[row] != question_keys[own]:
                    seen.add(passage_keys[row])
                    wrong.append(row)
            if len(wrong) >= KEPT:
                kept.append(own)
                negatives.append(wrong[:KEPT])
    return numpy.array(kept), numpy.array(negatives)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path, help="folder with pairs.npz, for negatives.npz")
    arguments = parser.parse_args()

    generator = numpy.random.default_rng(11)
    arrays = {}
    for name, (rows, (questions, passages)) in read_groups(arguments.work, ASKED).items():
        question_count, passage_count = ASKED[name]
        # Several questions share one passage: it may be found once.
        passage_rows = rows[numpy.unique(keys(passages)[rows], return_index=True)[1]]
        passage_rows = numpy.sort(generator.permutation(passage_rows)[:passage_count])
        question_rows = rows if question_count is None else generator.choice(passage_rows, question_count, replace=False)
        kept, negatives = mine(questions, passages, question_rows, passage_rows)
        arrays[f"{name}.rows"], arrays[f"{name}.negatives"] = kept, negatives
        print(f"{name}: {len(kept)} questions with {KEPT} wrong passages each", file=sys.stderr)
    numpy.savez(arguments.work / "negatives.npz", **arrays)


if __name__ == "__main__":
    main()
