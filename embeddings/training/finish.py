"""Give it the vectors of train.py, get better ones: hard negatives from BM25, late interaction, synonyms, paraphrases and
what is said in other words."""

import argparse
from pathlib import Path

import numpy
import sentencepiece
import torch

from lexicon import lexicon_loss, read_lexicon
from pieces import SIZE
from train import SCALE, descend, embed, in_batch_loss, keys, read_groups, save

LEARNING_RATE = 0.004
MINED_GROUPS = ("question", "headline")
WRONG_PASSAGES = 7
# Similarities of single words are spread wider than those of texts.
LATE_SCALE = 15.0
LATE_SHARE = 1.0
# Pairs drawn for each step from the groups without mined negatives, and the share of their loss.
SIDE_GROUPS = {"synonym": (1024, 1.5), "paraphrase": (256, 0.5)}
LEXICON_SHARE = 2.0
QUESTION_PIECES, PASSAGE_PIECES = 20, 110


def mined_loss(table, questions, passages):
    """Each question must find its own passage among all right and wrong ones of the batch; rows of `passages` start
    with the right one."""
    width = len(passages[0])
    flat = [passage for row in passages for passage in row]
    question_keys, passage_keys = keys(questions), keys(flat)
    right = numpy.arange(len(questions)) * width
    # Neither another print of the right passage nor the right passage of the same question is a wrong answer.
    alike = passage_keys[right][:, None] == passage_keys
    alike[:, right] |= question_keys[:, None] == question_keys
    alike[numpy.arange(len(questions)), right] = False
    scores = embed(table, questions) @ embed(table, flat).T * SCALE
    scores = scores.masked_fill(torch.from_numpy(alike), -1e4)
    return torch.nn.functional.cross_entropy(scores, torch.from_numpy(right))


def different_pieces(texts, width, generator):
    """Texts to one row of `width` different pieces each; 0 where there are fewer, a random choice where more."""
    rows = numpy.zeros((len(texts), width), numpy.int64)
    for row, text in zip(rows, texts):
        pieces = numpy.unique(text[text > 1])
        pieces = pieces if len(pieces) <= width else generator.choice(pieces, width, replace=False)
        row[: len(pieces)] = pieces
    return torch.from_numpy(rows)


def late_loss(table, rarity, questions, passages, generator):
    """The right passage must win by late interaction: for each piece of the question the most similar piece of the
    passage, averaged by rarity (MaxSim, Khattab and Zaharia 2020)."""
    width = len(passages[0])
    asked = different_pieces(questions, QUESTION_PIECES, generator)
    told = different_pieces([passage for row in passages for passage in row], PASSAGE_PIECES, generator)
    used, position = torch.unique(torch.cat([asked.flatten(), told.flatten()]), return_inverse=True)
    directions = torch.nn.functional.normalize(torch.nn.functional.embedding(used, table), eps=1e-6)
    asked_directions = torch.nn.functional.embedding(position[: asked.numel()].view(asked.shape), directions)
    told_directions = torch.nn.functional.embedding(position[asked.numel() :].view(len(questions), -1), directions)
    cosines = torch.bmm(asked_directions, told_directions.transpose(1, 2))
    cosines = cosines.view(len(questions), QUESTION_PIECES, width, PASSAGE_PIECES)
    absent = (told == 0).view(len(questions), 1, width, PASSAGE_PIECES)
    best = cosines.masked_fill(absent, -1.0).max(dim=3).values
    weights = rarity[asked] * (asked > 0)
    weights = weights / weights.sum(dim=1, keepdim=True).clamp(min=1e-6)
    scores = (best * weights[:, :, None]).sum(dim=1) * LATE_SCALE
    return torch.nn.functional.cross_entropy(scores, torch.zeros(len(questions), dtype=torch.long))


def rarity_of(groups):
    """What each piece weighs in late interaction: the logarithm of its rarity in passages."""
    told = numpy.concatenate([text for name in MINED_GROUPS for text in groups[name][1][1]])
    counts = numpy.bincount(told, minlength=SIZE)
    # Less 4: the most frequent words (的, 在) then weigh nothing.
    return torch.from_numpy(numpy.log(counts.sum() / (counts + 20.0)) - 4).float().clamp(min=0.05)


def mined_batches(path, groups, size, generator):
    """Batches without end: questions, and for each its passage followed by wrong ones that BM25 found."""
    with numpy.load(path) as arrays:
        mined = {key: arrays[key] for key in arrays.files}
    drawn = [(name, i) for name in MINED_GROUPS for i in range(len(mined[f"{name}.rows"]))]
    while True:
        order = generator.permutation(len(drawn))
        for start in range(0, len(order) - size + 1, size):
            questions, passages = [], []
            for name, i in (drawn[j] for j in order[start : start + size]):
                _, (all_questions, all_passages) = groups[name]
                own = mined[f"{name}.rows"][i]
                wrong = generator.choice(mined[f"{name}.negatives"][i], WRONG_PASSAGES, replace=False)
                questions.append(all_questions[own])
                passages.append([all_passages[own], *(all_passages[row] for row in wrong)])
            yield questions, passages


def side_loss(table, groups, generator):
    """Synonyms and paraphrases must find one another."""
    loss = 0.0
    for name, (count, share) in SIDE_GROUPS.items():
        rows, sides = groups[name]
        picked = generator.choice(rows, count, replace=False)
        loss = loss + share * in_batch_loss(table, *([side[row] for row in picked] for side in sides))
    return loss


def unit(vectors):
    return vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9)


def turned(vectors):
    """The vectors on axes of their own: their principal directions, the strongest first. Cosines stay what they were,
    and the first dimensions alone give nearly the same."""
    directions = unit(vectors)
    _, axes = numpy.linalg.eigh(directions.T @ directions)
    return vectors @ axes[:, ::-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    files = "pieces.model, pairs.npz, negatives.npz and vectors.npy"
    parser.add_argument("work", type=Path, help=f"folder with {files}, for finished.npy")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=250)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()

    torch.manual_seed(5)
    torch.set_num_threads(arguments.threads)
    generator = numpy.random.default_rng(5)
    groups = read_groups(arguments.work, [*MINED_GROUPS, *SIDE_GROUPS])
    table = torch.from_numpy(numpy.load(arguments.work / "vectors.npy")).requires_grad_()
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(arguments.work / "pieces.model"))
    lexicon = read_lexicon(pieces)
    rarity = rarity_of(groups)
    batches = mined_batches(arguments.work / "negatives.npz", groups, arguments.batch, generator)

    def next_loss():
        questions, passages = next(batches)
        loss = mined_loss(table, questions, passages)
        loss = loss + LATE_SHARE * late_loss(table, rarity, questions, passages, generator)
        loss = loss + LEXICON_SHARE * lexicon_loss(table, lexicon, generator)
        return loss + side_loss(table, groups, generator)

    descend(table, arguments.steps, LEARNING_RATE, next_loss)
    save(turned(table.detach().numpy()), arguments.work / "finished.npy")


if __name__ == "__main__":
    main()
