#!/usr/bin/env bash
# Measures vocation's index beside hnswlib, faiss (HNSW) and usearch: the same vectors, one run, one thread each, in turn.
#
#   benches/peers/run.sh                       100,000 clustered vectors (half an hour; less on a second run)
#   benches/peers/run.sh --size 1000000        a million (the builds alone take most of an hour of CPU; choose with --peers)
#   benches/peers/run.sh --texts lines.txt     embeddings of your own lines of text, held-out lines as queries
#   benches/peers/run.sh --quick               10,000 vectors, one round: does it run?
#   benches/peers/run.sh --help                everything else
#
# It sets itself up in PEERS_WORK (default: a folder in the user's cache): a virtual environment with the versions of
# requirements.txt, hnswlib's headers from its source package, the vectors, and every index that was built, kept for the next run
# (remove the folder to start anew). It needs Python 3.11 or newer, cargo, and a C++ compiler: without one neither hnswlib nor its
# filter can be built, and the run says so.
#
# What the numbers mean. QPS: queries a second of CPU time, one thread, ten answers each, at recall@10 .95 and .99, interpolated
# log-linearly between the ef just below and just above; the truth is exact f32 brute force. Machines are noisy: programs answer in
# turn, the best of the rounds counts, and only ratios within one run mean something. MB open: growth of resident memory from before
# the index is opened until its first answer; after queries: after all distinct queries; first answer: from open to one answer, files
# in the page cache. Build CPU s: one thread. Filters: QPS at recall .99 where a share of the entries passes, drawn at random, near
# the query, or far from it; beside it the recall of the setting it rests on. hnswlib gets its best case there (filter.cpp: a C++
# predicate over a bitmap made outside the time); vocation makes its list of ids from a column inside the time.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${PEERS_WORK:-${XDG_CACHE_HOME:-$HOME/.cache}/vocation-peers}
python=${PYTHON:-python3}
hnswlib=$(sed -n 's/^hnswlib==//p' "$here/requirements.txt")
mkdir -p "$work"

say() { printf '%s\n' "$*" >&2; }
value_of() { # the value of option $1 among the rest
    local name=$1 previous=""
    shift
    for word in "$@"; do
        [ "$previous" = "$name" ] && printf '%s' "$word"
        [ "${word%%=*}" = "$name" ] && [ "$word" != "$name" ] && printf '%s' "${word#*=}"
        previous=$word
    done
    return 0
}

compiler=${CXX:-c++}
if ! command -v "$compiler" >/dev/null; then
    say "no C++ compiler ($compiler): hnswlib is built from source and its filter is a C++ program; install one or name it in CXX"
    exit 1
fi

# Python and the peers.
pins=$(cksum <"$here/requirements.txt")
if [ "$(cat "$work/venv/pins" 2>/dev/null || true)" != "$pins" ]; then
    say "installing the peers in $work/venv"
    "$python" -m venv --clear "$work/venv"
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    printf '%s\n' "$pins" >"$work/venv/pins"
fi

# hnswlib under a C++ predicate.
headers=$work/sdist/hnswlib-$hnswlib
if [ ! -d "$headers/hnswlib" ]; then
    "$work/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary hnswlib \
        --dest "$work/sdist" "hnswlib==$hnswlib"
    tar -xzf "$work/sdist/hnswlib-$hnswlib.tar.gz" -C "$work/sdist"
fi
if [ ! "$work/filter" -nt "$here/filter.cpp" ]; then
    "$compiler" -O3 -march=native -std=c++17 -isystem "$headers" "$here/filter.cpp" -o "$work/filter"
fi
options=(--work "$work" --filter-program "$work/filter")

# vocation's bench, and its command line where texts are to be embedded.
case " $* " in
*" --no-vocation "* | *" --prepare "* | *" --help "* | *" -h "*) ;;
*)
    bench=${VOCATION_BENCH:-$(cd "$root" && cargo bench --quiet --bench index --no-run --message-format=json |
        "$python" -c 'import json, sys
for line in sys.stdin:
    found = json.loads(line)
    if found.get("executable") and found["target"]["name"] == "index": print(found["executable"])')}
    options+=(--vocation "$bench")
    ;;
esac
texts=$(value_of --texts "$@")
if [ -n "$texts" ]; then
    embedded=$work/embedded-$(cksum <"$texts" | tr ' ' '-').npy
    if [ ! -f "$embedded" ]; then
        say "embedding $texts"
        if [ -n "${VOCATION:-}" ]; then
            "$VOCATION" embed --input "$texts" --output "$embedded"
        else
            cargo run --quiet --release --manifest-path "$root/Cargo.toml" -- embed --input "$texts" --output "$embedded"
        fi
    fi
    options+=(--embedded "$embedded")
fi

export PYTHONPYCACHEPREFIX=$work/pycache
exec "$work/venv/bin/python" "$here/run.py" "${options[@]}" "$@"
