#!/usr/bin/env bash
# Holds a served desk against docs/api.openapi.json: schemathesis makes requests of what the document allows and of
# what it forbids, and judges the answers by it. Everything stays on this machine. Takes about a minute.
set -euo pipefail
cd "$(dirname "$0")/../../../.."

version=4.32.5
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
here=$PWD/crates/app/tests/api
tools=$target/tools/schemathesis
if ! "$tools/bin/schemathesis" --version 2>/dev/null | grep -qF "$version"; then
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
fi
wardline=$target/debug/wardline
if [[ ! -x $wardline ]]; then
  cargo build --quiet --locked -p app --no-default-features
fi

folder=$(mktemp -d)
server=
finish() {
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap finish EXIT

"$wardline" serve --data "$folder/desk" --tipline 127.0.0.1:0 --desk 127.0.0.1:0 \
  >"$folder/addresses" 2>"$folder/errors" &
server=$!
for _ in {1..150}; do
  grep -q '^Desk' "$folder/addresses" && break
  sleep 0.2
done
desk=$(sed -n 's/^Desk *\(http.*[0-9]\).*/\1/p' "$folder/addresses")
if [[ -z $desk ]]; then
  echo "the desk does not answer:" >&2
  cat "$folder/errors" >&2
  exit 1
fi
token=$("$wardline" token add --data "$folder/desk" --name schemathesis --scope receive,read)

export WARDLINE_TOKEN=$token SCHEMATHESIS_HOOKS=$here/schemathesis_hooks.py PYTHONDONTWRITEBYTECODE=1
# what it keeps of its runs goes with the folder
(cd "$folder" && "$tools/bin/schemathesis" --config-file "$here/schemathesis.toml" run "$desk/api/v1/openapi.json" \
  --checks all --mode all --seed 20260304 --generation-database none --max-examples "${EXAMPLES:-40}" --no-color)

if ! kill -0 "$server" 2>/dev/null; then
  echo "the desk ended meanwhile:" >&2
  cat "$folder/errors" >&2
  exit 1
fi
