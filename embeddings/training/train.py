"""Give it pairs of texts as piece numbers, get one vector per piece so that texts that belong together lie close."""

import argparse
import sys
import time
from pathlib import Path

import numpy
import torch


class Pairs:
    """One group of pairs: two ragged arrays of piece numbers."""

    def __init__(self, arrays, name):
        self.sides = [(arrays[f"{name}.{side}.ids"], arrays[f"{name}.{side}.starts"]) for side in "qp"]
        full = numpy.all([numpy.diff(starts) > 0 for _, starts in self.sides], axis=0)
        self.rows = numpy.flatnonzero(full)

    def texts(self, side, rows):
        ids, starts = self.sides[side]
        return [ids[starts[row] : starts[row + 1]] for row in rows]


def embed(table, texts):
    """Sum of the pieces' vectors, scaled to length 1: the same as their mean, scaled."""
    lengths = numpy.array([len(text) for text in texts])
    ids = torch.from_numpy(numpy.concatenate(texts).astype(numpy.int64))
    starts = torch.from_numpy(numpy.concatenate([[0], numpy.cumsum(lengths)[:-1]]))
    return torch.nn.functional.normalize(torch.nn.functional.embedding_bag(ids, table, starts, mode="sum"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with pairs.npz")
    parser.add_argument("out", type=Path, help="file for the table of vectors (.npy, float32)")
    parser.add_argument("--mix", default="headline=1,question=3,cloze=1", help="group=times each pair is repeated, …")
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--rate", type=float, default=0.004)
    parser.add_argument("--scale", type=float, default=20.0)
    arguments = parser.parse_args()

    torch.manual_seed(3)
    torch.set_num_threads(2)
    generator = numpy.random.default_rng(3)
    arrays = numpy.load(arguments.folder / "pairs.npz")
    groups, drawn = [], []
    for part in arguments.mix.split(","):
        name, times = part.split("=")
        group = Pairs(arrays, name)
        drawn.append(numpy.stack([numpy.full(len(group.rows) * int(times), len(groups)), numpy.tile(group.rows, int(times))], 1))
        groups.append(group)
    drawn = numpy.concatenate(drawn)
    size = 32_000

    # Frequent pieces start short: their share of a text's meaning is what the logarithm of their rarity says.
    counts = numpy.bincount(numpy.concatenate([ids for group in groups for ids, _ in group.sides]), minlength=size)
    rarity = numpy.log(counts.sum() / (counts + 1.0))
    table = torch.randn(size, arguments.dimensions) * torch.from_numpy(rarity / rarity.max()).float()[:, None]
    table.requires_grad_()
    optimizer = torch.optim.Adam([table], lr=arguments.rate)
    target = torch.arange(arguments.batch)
    order, used, began = generator.permutation(len(drawn)), 0, time.time()
    for step in range(arguments.steps):
        if used + arguments.batch > len(order):
            order, used = generator.permutation(len(drawn)), 0
        batch = drawn[order[used : used + arguments.batch]]
        used += arguments.batch
        queries, passages = (
            embed(table, [groups[group].texts(side, [row])[0] for group, row in batch]) for side in (0, 1)
        )
        scores = queries @ passages.T * arguments.scale
        loss = torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(scores.T, target)
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * (1 - step / arguments.steps)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 50 == 0:
            print(f"step {step} of {arguments.steps}, loss {loss.item() / 2:.3f}, {time.time() - began:.0f} s", file=sys.stderr)
    vectors = table.detach().numpy()
    vectors[:2] = 0.0  # <pad> and <unk> say nothing
    numpy.save(arguments.out, vectors)


if __name__ == "__main__":
    main()
