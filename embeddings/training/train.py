"""Give it pairs of texts as piece numbers, get one vector per piece so that texts that belong together lie close."""

import argparse
import sys
import time
import zlib
from pathlib import Path

import numpy
import torch

from pieces import SIZE

# Each pair of a group is drawn this often in one round.
MIX = {"headline": 1, "question": 3, "cloze": 1}
# Vectors that start longer stay close to their random start: synonyms are then found eight times less often.
INITIAL_SCALE = 0.1
LEARNING_RATE = 0.004
# Cosines are multiplied by this before the softmax.
SCALE = 20.0


def read_groups(work, names):
    """For each group its two sides as lists of arrays of piece numbers."""
    arrays = numpy.load(work / "pairs.npz")
    groups = {}
    for name in names:
        sides = []
        for side in "qp":
            ids, starts = arrays[f"{name}.{side}.ids"], arrays[f"{name}.{side}.starts"]
            sides.append(numpy.split(ids, starts[1:-1]))
        groups[name] = (arrays[f"{name}.rows"], sides)
    return groups


def embed(table, texts):
    """Sum of the pieces' vectors, scaled to length 1: the same as their mean, scaled."""
    lengths = numpy.array([len(text) for text in texts])
    ids = torch.from_numpy(numpy.concatenate(texts).astype(numpy.int64))
    starts = torch.from_numpy(numpy.cumsum(lengths) - lengths)
    return torch.nn.functional.normalize(torch.nn.functional.embedding_bag(ids, table, starts, mode="sum"))


def keys(texts):
    return numpy.array([zlib.crc32(text.tobytes()) for text in texts])


def in_batch_loss(table, queries, passages):
    """Each question must find its own passage among all of the batch, and each passage its question.

    Pairs with the same question or the same passage are no wrong answers to one another and are left out.
    """
    query_keys, passage_keys = keys(queries), keys(passages)
    alike = (query_keys[:, None] == query_keys) | (passage_keys[:, None] == passage_keys)
    numpy.fill_diagonal(alike, False)
    scores = embed(table, queries) @ embed(table, passages).T * SCALE
    scores = scores.masked_fill(torch.from_numpy(alike), -1e4)
    target = torch.arange(len(queries))
    cross_entropy = torch.nn.functional.cross_entropy
    return (cross_entropy(scores, target) + cross_entropy(scores.T, target)) / 2


def descend(table, steps, rate, loss_of_step):
    """Adam with a rate that falls to zero; reports to standard error."""
    optimizer = torch.optim.Adam([table], lr=rate)
    began, losses = time.time(), []
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate * (1 - step / steps)
        loss = loss_of_step()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if step % 50 == 49:
            spent = time.time() - began
            print(f"step {step + 1} of {steps}, loss {numpy.mean(losses[-50:]):.3f}, {spent:.0f} s", file=sys.stderr)


def save(vectors, path):
    vectors[:2] = 0.0  # <pad> and <unk> say nothing
    numpy.save(path, vectors)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path, help="folder with pairs.npz, for vectors.npy")
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()

    torch.manual_seed(3)
    torch.set_num_threads(arguments.threads)
    generator = numpy.random.default_rng(3)
    groups = read_groups(arguments.work, MIX)
    drawn = [(name, row) for name, (rows, _) in groups.items() for row in rows for _ in range(MIX[name])]
    drawn = numpy.array(drawn, dtype=[("group", "U16"), ("row", "i8")])

    # Frequent pieces start short: their share of a text's meaning is what the logarithm of their rarity says.
    counts = sum(
        numpy.bincount(numpy.concatenate(texts), minlength=SIZE) for _, sides in groups.values() for texts in sides
    )
    rarity = numpy.log(counts.sum() / (counts + 1.0))
    start = torch.from_numpy(INITIAL_SCALE * rarity / rarity.max()).float()
    table = (torch.randn(SIZE, arguments.dimensions) * start[:, None]).requires_grad_()

    order = generator.permutation(len(drawn))

    def next_loss():
        nonlocal order
        if len(order) < arguments.batch:
            order = generator.permutation(len(drawn))
        batch, order = drawn[order[: arguments.batch]], order[arguments.batch :]
        queries, passages = ([groups[group][1][side][row] for group, row in batch] for side in (0, 1))
        return in_batch_loss(table, queries, passages)

    descend(table, arguments.steps, LEARNING_RATE, next_loss)
    save(table.detach().numpy(), arguments.work / "vectors.npy")


if __name__ == "__main__":
    main()
