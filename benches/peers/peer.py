"""One peer in a process of its own, one thread: `peer.py PEER build|search|memory ...`. Prints one JSON object a line, in the form that
`run.py` describes and vocation's own bench prints too."""

import argparse
import json
import pathlib
import time

import numpy

import vectors

M = 16
EF_CONSTRUCTION = 200


def say(**line):
    print(json.dumps(line), flush=True)


class Hnswlib:
    def __init__(self, dimension):
        import hnswlib

        self.index = hnswlib.Index("ip", dimension)
        self.index.set_num_threads(1)

    def build(self, entries, path):
        self.index.init_index(len(entries), M=M, ef_construction=EF_CONSTRUCTION)
        self.index.add_items(entries)
        return lambda: self.index.save_index(path)

    def open(self, path):
        self.index.load_index(path)

    def search(self, asked, ef):
        self.index.set_ef(ef)
        return self.index.knn_query(asked, k=vectors.K, num_threads=1)[0]


class Faiss:
    """With inner products: on unit vectors the same graph and answers as with L2 distances, and some 5 % faster."""

    def __init__(self, dimension):
        import faiss

        faiss.omp_set_num_threads(1)
        self.faiss, self.index = faiss, faiss.IndexHNSWFlat(dimension, M, faiss.METRIC_INNER_PRODUCT)

    def build(self, entries, path):
        self.index.hnsw.efConstruction = EF_CONSTRUCTION
        self.index.add(entries)
        return lambda: self.faiss.write_index(self.index, path)

    def open(self, path):
        self.index = self.faiss.read_index(path)

    def search(self, asked, ef):
        self.index.hnsw.efSearch = ef
        return self.index.search(asked, vectors.K)[1]


class Usearch:
    def __init__(self, dimension, dtype):
        from usearch.index import Index

        metric = "ip" if dtype == "f32" else "cos"
        self.index = Index(ndim=dimension, metric=metric, dtype=dtype, connectivity=M, expansion_add=EF_CONSTRUCTION)

    def build(self, entries, path):
        self.index.add(numpy.arange(len(entries), dtype=numpy.uint64), entries, threads=1)
        return lambda: self.index.save(path)

    def open(self, path):
        self.index.load(path)

    def search(self, asked, ef):
        self.index.expansion_search = ef
        return self.index.search(asked, vectors.K, threads=1).keys


def peer(name, dimension):
    if name == "hnswlib":
        return Hnswlib(dimension)
    if name == "faiss":
        return Faiss(dimension)
    if name.startswith("usearch"):
        return Usearch(dimension, name.partition("-")[2] or "f32")
    raise SystemExit(f"{name}: no such peer; one of hnswlib, faiss, usearch, usearch-i8, usearch-f16, usearch-bf16")


def resident():
    """Resident memory of this process in MB of 2^20 bytes."""
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("/proc/self/status names no VmRSS")


def build(program, data, path, dimension):
    entries = numpy.array(vectors.read(data / "vectors.f32", dimension))
    wall, cpu = time.perf_counter(), time.process_time()
    save = program.build(entries, str(path))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    save()
    say(measure="build", cpu_s=round(cpu, 2), wall_s=round(wall, 2), file_bytes=path.stat().st_size)


def search(program, data, path, dimension, sweep):
    program.open(str(path))
    truth = numpy.fromfile(data / "truth.u32", dtype="<u4").reshape(-1, vectors.K)
    asked = numpy.array(vectors.read(data / "queries.f32", dimension)[:len(truth)])
    last = 0.0
    for ef in sweep:
        program.search(asked[:500], ef)
        cpu = time.process_time()
        found = program.search(asked, ef)
        cpu = time.process_time() - cpu
        recall = (found[:, :, None].astype(numpy.int64) == truth[:, None, :]).any(axis=1).mean()
        say(measure="search", ef=ef, recall=round(float(recall), 5), qps=round(len(asked) / cpu, 1))
        if recall >= 0.995 or (ef >= 112 and recall - last < 0.0002):
            break
        last = recall


def memory(program, data, path, dimension, ef):
    asked = numpy.array(vectors.read(data / "queries.f32", dimension))
    before, wall = resident(), time.perf_counter()
    program.open(str(path))
    program.search(asked[:1], ef)
    wall = time.perf_counter() - wall
    say(measure="open", first_answer_ms=round(1000 * wall, 2))
    say(measure="memory", after="open", rss_mb=round(resident() - before, 1))
    for first in range(0, len(asked), 1000):
        program.search(asked[first:first + 1000], ef)
    say(measure="memory", after="queries", queries=len(asked), rss_mb=round(resident() - before, 1))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("peer")
    arguments.add_argument("part", choices=["build", "search", "memory"])
    arguments.add_argument("--data", type=pathlib.Path, required=True)
    arguments.add_argument("--index", type=pathlib.Path, required=True)
    arguments.add_argument("--dimension", type=int, required=True)
    arguments.add_argument("--ef", default="64")
    given = arguments.parse_args()
    program = peer(given.peer, given.dimension)
    sweep = [int(ef) for ef in given.ef.split(",")]
    if given.part == "build":
        build(program, given.data, given.index, given.dimension)
    elif given.part == "search":
        search(program, given.data, given.index, given.dimension, sweep)
    else:
        memory(program, given.data, given.index, given.dimension, sweep[0])


if __name__ == "__main__":
    main()
