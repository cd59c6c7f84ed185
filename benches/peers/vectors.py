"""The vectors, queries, filters and true answers that every program is measured on, as raw files.

A data folder holds (little-endian, rows one after another, no header):

    vectors.f32            entries, unit length; an entry's id is its row
    queries.f32            distinct queries, none of them an entry
    truth.u32              the ten nearest ids of the first queries, nearest first, by exact f32 brute force
    KIND.column.u32        one value an entry, each of 0..entries once
    KIND-PERCENT.ranges.u32  two values a query, low and high: an entry passes where low <= column < high
    KIND-PERCENT.truth.u32   the ten nearest passing ids a query; 4294967295 fills up where fewer pass
    filters.jsonl          one object a filter: kind, percent, and the names of its three files

KIND is `random` (the column is a random permutation), or `near` and `far`: their column is the entry's place in an order in which
alike entries lie together, and the passing entries are those around the query's own place (near) or around the place that is least
like the query (far).
"""

import json
import pathlib

import numpy

K = 10
PERCENTS = ["0.01", "0.1", "1", "10", "50", "100"]
NONE = 0xFFFFFFFF


def clustered(count, dimension, seed, start=0):
    """Unit vectors in clusters. A row is one of sqrt(seed) centers plus noise of the same length as the center, each with a spectrum
    that falls as rank^-0.3 under one random rotation (real embeddings fill their directions unevenly); clusters differ in size
    (weights spread log-normally) and in width. Yields blocks of at most 50,000 rows. The seed is
    the number of entries; `start` chooses an independent stream, so that queries come from the same clusters as the entries."""
    base = numpy.random.default_rng([seed, dimension, 0])
    centers_count = max(4, int(round(seed ** 0.5)))
    spectrum = (1.0 + numpy.arange(dimension, dtype=numpy.float32)) ** -0.3
    rotation = numpy.linalg.qr(base.standard_normal((dimension, dimension)))[0].astype(numpy.float32)

    def drawn(generator, rows):
        values = generator.standard_normal((rows, dimension), dtype=numpy.float32) * spectrum
        return values / numpy.linalg.norm(spectrum)

    centers = drawn(base, centers_count)
    weights = numpy.exp(0.7 * base.standard_normal(centers_count))
    weights /= weights.sum()
    widths = base.uniform(0.6, 1.0, centers_count).astype(numpy.float32)
    stream = numpy.random.default_rng([seed, dimension, 1 + start])
    for first in range(0, count, 50_000):
        rows = min(50_000, count - first)
        owner = stream.choice(centers_count, rows, p=weights)
        values = (centers[owner] + widths[owner, None] * drawn(stream, rows)) @ rotation
        yield values / numpy.linalg.norm(values, axis=1, keepdims=True)


def write_blocks(path, blocks):
    part = path.with_suffix(".part")
    with open(part, "wb") as file:
        for block in blocks:
            file.write(numpy.ascontiguousarray(block, dtype="<f4").tobytes())
    part.rename(path)


def read(path, dimension):
    return numpy.memmap(path, dtype="<f4", mode="r").reshape(-1, dimension)


def make_clustered(folder, size, queries, dimension):
    write_blocks(folder / "vectors.f32", clustered(size, dimension, size, 0))
    write_blocks(folder / "queries.f32", clustered(queries, dimension, size, 1))


def make_from_embeddings(folder, embedded, size, queries, dimension):
    """From a NumPy file of unit vectors of text lines: equal rows once, held-out rows as queries."""
    values = numpy.load(embedded, mmap_mode="r")
    if values.shape[1] != dimension:
        raise SystemExit(f"{embedded}: dimension {values.shape[1]}; run with --dimension {values.shape[1]}")
    _, first = numpy.unique(values, axis=0, return_index=True)
    chosen = numpy.random.default_rng(7).permutation(first)
    chosen = chosen[numpy.linalg.norm(values[chosen], axis=1) > 0.5]
    queries = min(queries, len(chosen) // 10)
    size = min(size, len(chosen) - queries)
    write_blocks(folder / "queries.f32", [values[chosen[:queries]]])
    write_blocks(folder / "vectors.f32", [values[chosen[queries:queries + size]]])


def nearest(vectors, queries):
    """The true answers: exact f32 inner products, the larger first."""
    import faiss

    found = numpy.empty((len(queries), K), dtype=numpy.int64)
    for first in range(0, len(queries), 1000):
        block = numpy.ascontiguousarray(queries[first:first + 1000])
        found[first:first + 1000] = faiss.knn(block, vectors, K, metric=faiss.METRIC_INNER_PRODUCT)[1]
    return found.astype("<u4")


def make_truth(folder, dimension, queries):
    vectors = numpy.array(read(folder / "vectors.f32", dimension))
    asked = numpy.array(read(folder / "queries.f32", dimension)[:queries])
    nearest(vectors, asked).tofile(folder / "truth.u32")


def neighborly_order(vectors, ids, generator):
    """Ids in an order in which alike vectors lie together: halves by the median along the line between two members, down to 64."""
    if len(ids) <= 64:
        return [ids]
    first, second = generator.choice(len(ids), 2, replace=False)
    along = vectors[ids] @ (vectors[ids[first]] - vectors[ids[second]])
    ids = ids[numpy.argsort(along, kind="stable")]
    half = len(ids) // 2
    return neighborly_order(vectors, ids[:half], generator) + neighborly_order(vectors, ids[half:], generator)


def windows(size, passing, middle):
    low = numpy.clip(middle - passing // 2, 0, size - passing)
    return numpy.stack([low, low + passing], axis=1).astype("<u4")


def truth_in_windows(ordered, order, asked, ranges):
    found = numpy.full((len(asked), K), NONE, dtype="<u4")
    for row, (low, high) in enumerate(ranges.astype(numpy.int64)):
        scores = ordered[low:high] @ asked[row]
        kept = min(K, len(scores))
        top = numpy.argpartition(-scores, kept - 1)[:kept]
        top = top[numpy.argsort(-scores[top], kind="stable")]
        found[row, :kept] = order[low:high][top]
    return found


def make_filters(folder, dimension, queries):
    vectors = numpy.array(read(folder / "vectors.f32", dimension))
    size = len(vectors)
    asked = numpy.array(read(folder / "queries.f32", dimension)[:queries])
    queries = len(asked)
    generator = numpy.random.default_rng(11)
    lines = []
    for kind in ["random", "near"]:
        if kind == "random":
            order = generator.permutation(size)
        else:
            order = numpy.concatenate(neighborly_order(vectors, numpy.arange(size), generator))
        column = numpy.empty(size, dtype="<u4")
        column[order] = numpy.arange(size, dtype="<u4")
        ordered = vectors[order]
        places = {"random": numpy.zeros(queries, dtype=numpy.int64)}
        if kind == "near":
            own = numpy.fromfile(folder / "truth.u32", dtype="<u4").reshape(-1, K)[:queries, 0]
            edges = numpy.linspace(0, size, 101).astype(numpy.int64)
            means = numpy.stack([ordered[edges[i]:edges[i + 1]].mean(axis=0) for i in range(100)])
            least = numpy.argmin(asked @ means.T, axis=1)
            places = {"near": column[own].astype(numpy.int64), "far": (edges[least] + edges[least + 1]) // 2}
        for name, middle in places.items():
            column.tofile(folder / f"{name}.column.u32")
            for percent in PERCENTS:
                if name != "random" and percent == "100":
                    continue
                ranges = windows(size, max(1, round(size * float(percent) / 100)), middle)
                ranges.tofile(folder / f"{name}-{percent}.ranges.u32")
                truth_in_windows(ordered, order, asked, ranges).tofile(folder / f"{name}-{percent}.truth.u32")
                files = {part: f"{name}-{percent}.{part}.u32" for part in ["ranges", "truth"]}
                lines.append({"kind": name, "percent": percent, "column": f"{name}.column.u32", **files})
    (folder / "filters.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def prepare(folder, size, dimension, queries, truth_queries, filter_queries, embedded=None):
    """Makes what is missing of a data folder; a file that is there is kept."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "queries.f32").exists() or not (folder / "vectors.f32").exists():
        if embedded:
            make_from_embeddings(folder, embedded, size, queries, dimension)
        else:
            make_clustered(folder, size, queries, dimension)
    if not (folder / "truth.u32").exists():
        make_truth(folder, dimension, truth_queries)
    if filter_queries and not (folder / "filters.jsonl").exists():
        make_filters(folder, dimension, filter_queries)
    return folder
