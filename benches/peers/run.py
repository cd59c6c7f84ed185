"""Runs the peers and vocation's own bench on the same vectors and prints one table. `run.sh` sets it up and says what it measures.

Each program answers in a process of its own and prints JSON objects, one a line:

    {"measure": "build", "cpu_s", "wall_s", "file_bytes"}
    {"measure": "search", "ef", "recall", "qps"}                  ascending ef
    {"measure": "open", "first_answer_ms"}
    {"measure": "memory", "after": "open" | "graph" | "queries", "rss_mb"}
    {"measure": "filter", "kind", "percent", "ef", "recall", "qps"}  one or more a filter

`qps` is queries a second of CPU time (user and system, all threads of the process): with one thread the same as of the clock on a
quiet machine, and steadier on a busy one. MB are of 2^20 bytes.

vocation's bench is called `EXECUTABLE --vectors F --queries F --truth F --dimension D --ef 10,14,.. --index FOLDER --filters FILE
--only build|search|memory|filters`; it builds where FOLDER holds no index and opens it where it does.
"""

import argparse
import concurrent.futures
import hashlib
import importlib.metadata
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys

import table
import vectors

HERE = pathlib.Path(__file__).resolve().parent
SWEEP = [10, 14, 20, 28, 40, 56, 80, 112, 160, 224, 320, 448, 640]
FILTER_SWEEP = [10, 20, 40, 80, 160, 320, 640, 1280]
PACKAGES = {"hnswlib": "hnswlib", "faiss": "faiss-cpu", "usearch": "usearch"}


class Program:
    """A program to measure: where its index lies and how each part of it is started."""

    def __init__(self, name, given, data):
        self.name, self.given, self.data = name, given, data
        if name == "vocation":
            version = hashlib.sha256(given.vocation.read_bytes()).hexdigest()[:12]
        else:
            version = importlib.metadata.version(PACKAGES[name.partition("-")[0]])
        self.index = given.work / "index" / data.name / f"{name}-{version}"
        self.index.parent.mkdir(parents=True, exist_ok=True)

    def command(self, part, sweep):
        given, data, index = self.given, self.data, str(self.index)
        efs = ",".join(str(ef) for ef in sweep)
        if self.name == "vocation":
            files = ["--vectors", data / "vectors.f32", "--queries", data / "queries.f32", "--truth", data / "truth.u32"]
            known = ["--filters", data / "filters.jsonl", "--dimension", given.dimension, "--index", index]
            return [given.vocation, *files, *known, "--ef", efs, "--only", part]
        if part == "filters":
            words = [given.filter_program, index, given.dimension, data / "queries.f32", given.filter_seconds, efs]
            for line in (data / "filters.jsonl").read_text().splitlines():
                filter = json.loads(line)
                words += [filter["kind"], filter["percent"], *(data / filter[file] for file in ["column", "ranges", "truth"])]
            return words
        place = ["--data", data, "--index", index, "--dimension", given.dimension, "--ef", efs]
        return [sys.executable, HERE / "peer.py", self.name, part, *place]

    def run(self, part, sweep=(64,), nice=None):
        """The lines that one part printed."""
        command = [str(word) for word in self.command(part, sweep)]
        nice = self.given.nice if nice is None else nice
        if nice:
            command = ["nice", "-n", str(nice), *command]
        one = {name: "1" for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"]}
        done = subprocess.run(command, stdout=subprocess.PIPE, env={**os.environ, **one}, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{self.name}: {part} ended with {done.returncode}: {' '.join(command)}")
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def build(self):
        """The figures of the build; kept beside the index, so that a second run does not build again."""
        kept = self.index.with_name(self.index.name + ".build.json")
        if not kept.exists():
            print(f"building {self.name}", file=sys.stderr, flush=True)
            if self.index.is_dir():
                shutil.rmtree(self.index)
            lines = [line for line in self.run("build", nice=5) if line["measure"] == "build"]
            if not lines:
                raise SystemExit(f"{self.name}: the build printed no figures; remove {self.index} and run again")
            kept.write_text(json.dumps(lines[0]))
        return json.loads(kept.read_text())


def merge(best, lines, key):
    """Keeps the fastest of several rounds of one setting."""
    for line in lines:
        setting = tuple(line[name] for name in key)
        if setting not in best or line["qps"] > best[setting]["qps"]:
            best[setting] = line


def at_recall(lines, target):
    """QPS at a recall: log-linear between the settings just below and just above; above only: that one; below only: None."""
    above = max((line for line in lines if line["recall"] >= target), key=lambda line: line["qps"], default=None)
    if above is None:
        return None
    below = [line for line in lines if line["recall"] < target and line["qps"] > above["qps"]]
    if not below:
        return above["qps"]
    under = max(below, key=lambda line: line["recall"])
    share = (target - under["recall"]) / (above["recall"] - under["recall"])
    return math.exp((1 - share) * math.log(under["qps"]) + share * math.log(above["qps"]))


def needed(lines, sweep):
    """The settings that decide the figures at .95 and .99: those just below and above."""
    chosen = set()
    for target in [0.95, 0.99]:
        below = [line["ef"] for line in lines if line["recall"] < target]
        above = [line["ef"] for line in lines if line["recall"] >= target]
        chosen |= {max(below)} if below else set()
        chosen |= {min(above)} if above else set()
    return sorted(chosen) or list(sweep)


def measure(programs, given):
    """Rounds in which each program answers in turn."""
    found = {program.name: {"search": {}, "filters": {}, "memory": []} for program in programs}
    for turn in range(given.rounds):
        for program in programs:
            mine = found[program.name]
            print(f"round {turn + 1}: {program.name}", file=sys.stderr, flush=True)
            sweep = needed(list(mine["search"].values()), SWEEP) if mine["search"] else SWEEP
            merge(mine["search"], [l for l in program.run("search", sweep) if l["measure"] == "search"], ["ef"])
            if "filters" in given.parts and program.name in ["hnswlib", "vocation"]:
                lines = program.run("filters", FILTER_SWEEP)
                merge(mine["filters"], [l for l in lines if l["measure"] == "filter"], ["kind", "percent", "ef"])
            if "memory" in given.parts:
                answers = list(mine["search"].values())
                ef = min((line["ef"] for line in answers if line["recall"] >= 0.99), default=SWEEP[-1])
                mine["memory"].append(program.run("memory", [ef]))
    return found


def filter_figures(lines):
    """One figure a filter: QPS at recall .99, or the best recall that was reached with its QPS."""
    figures = {}
    for kind, percent in {(line["kind"], line["percent"]) for line in lines}:
        mine = [line for line in lines if (line["kind"], line["percent"]) == (kind, percent)]
        top = max(mine, key=lambda line: (line["recall"] >= 0.99, line["qps"] if line["recall"] >= 0.99 else line["recall"]))
        figures[f"{kind} {percent}"] = {"qps": at_recall(mine, 0.99) or top["qps"], "recall": top["recall"], "ef": top.get("ef")}
    return figures


def summary(builds, found):
    figures = {}
    for name, mine in found.items():
        answers = sorted(mine["search"].values(), key=lambda line: line["ef"])
        memory = [line for lines in mine["memory"] for line in lines]
        figures[name] = {
            "build": builds[name],
            "search": answers,
            "qps_at_95": at_recall(answers, 0.95),
            "qps_at_99": at_recall(answers, 0.99),
            "first_answer_ms": min((line["first_answer_ms"] for line in memory if line["measure"] == "open"), default=None),
            "filters": filter_figures(list(mine["filters"].values())),
            "filter_lines": list(mine["filters"].values()),
        }
        for after in ["open", "graph", "queries"]:
            seen = [line["rss_mb"] for line in memory if line["measure"] == "memory" and line["after"] == after]
            figures[name][f"mb_after_{after}"] = max(seen, default=None)
    return figures


def options():
    arguments = argparse.ArgumentParser(prog="run.sh", description="Peers and vocation on the same vectors, in one run.")
    arguments.add_argument("--size", type=int, default=100_000, help="entries (default 100000)")
    arguments.add_argument("--dimension", type=int, default=256)
    arguments.add_argument("--queries", type=int, help="distinct queries (default 10,000; 100,000 from a million entries on)")
    arguments.add_argument("--texts", type=pathlib.Path, help="a text file, one a line: measure on its embeddings instead")
    arguments.add_argument("--peers", default="hnswlib,faiss,usearch,usearch-i8", help="also usearch-f16, usearch-bf16; or none")
    arguments.add_argument("--parts", default="search,memory,filters", help="search always; memory and filters as named")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--builds", type=int, default=1, help="builds at once (searches are always alone)")
    arguments.add_argument("--filter-seconds", type=float, default=1.0, help="time for one setting of one filter of hnswlib")
    arguments.add_argument("--nice", type=int, default=0, help="priority of the measured processes; below zero needs the right to it")
    arguments.add_argument("--quick", action="store_true", help="10,000 entries, 1,000 queries, one round: a try")
    arguments.add_argument("--json", type=pathlib.Path, help="write every figure to this file too")
    arguments.add_argument("--prepare", action="store_true", help="only make the data files")
    arguments.add_argument("--no-vocation", action="store_true", help="only the peers")
    arguments.add_argument("--work", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    arguments.add_argument("--vocation", type=pathlib.Path, help=argparse.SUPPRESS)
    arguments.add_argument("--embedded", type=pathlib.Path, help=argparse.SUPPRESS)
    arguments.add_argument("--filter-program", type=pathlib.Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.quick:
        given.size, given.queries, given.rounds = 10_000, 1_000, 1
    given.queries = given.queries or (100_000 if given.size >= 1_000_000 else 10_000)
    if given.filter_program is None:
        given.parts = given.parts.replace("filters", "")
    return given


def main():
    given = options()
    name = f"texts-{given.texts.stem}-{given.size}" if given.texts else f"clustered-{given.size}"
    folder = given.work / "data" / f"{name}x{given.dimension}"
    filter_queries = 0 if "filters" not in given.parts else 200 if given.size >= 1_000_000 else 1_000
    sizes = (given.size, given.dimension, given.queries, min(given.queries, 10_000), filter_queries)
    data = vectors.prepare(folder, *sizes, given.embedded)
    if given.prepare:
        print(data)
        return
    names = [] if given.peers == "none" else given.peers.split(",")
    names += [] if given.vocation is None else ["vocation"]
    programs = [Program(name, given, data) for name in names]
    with concurrent.futures.ThreadPoolExecutor(given.builds) as pool:
        builds = dict(zip(names, pool.map(Program.build, programs)))
    figures = summary(builds, measure(programs, given))
    entries = (data / "vectors.f32").stat().st_size // 4 // given.dimension
    table.show(data.name, entries, figures)
    if given.json:
        given.json.write_text(json.dumps({"data": data.name, "entries": entries, "programs": figures}, indent=1))


if __name__ == "__main__":
    main()
