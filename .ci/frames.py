"""What pandas, Polars, DuckDB and pyarrow make of our files, and files of theirs for us to read.

frames.py written ROWS.parquet ROWS.json   all four agree with the counts, sums and types of ROWS.json
frames.py scored SCORES.parquet SCORES.jsonl    all four agree with what `vocation score` wrote as JSON Lines
frames.py profiles PROFILES.parquet FOLDER    all four read the profiles, and write them again, each in its own way
frames.py write FOLDER                     a table of postings, written by each in its own ways
frames.py read INSPECTED.jsonl             what `vocation inspect --json` made of each of them is the same
"""

import json
import math
import os
import sys

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet

TEXTS = ["posting", "resume", "gates", "version"]
FLOATS = ["score", "probability"]


def in_pandas(path):
    frame = pandas.read_parquet(path)
    for name in TEXTS:
        assert pandas.api.types.is_string_dtype(frame[name]), (name, frame[name].dtype)
    assert str(frame["rank"].dtype) == "uint32", frame["rank"].dtype
    numbers = [name for name in frame.columns if name not in TEXTS + ["rank"]]
    assert all(str(frame[name].dtype) == "float64" for name in numbers)
    return len(frame), {name: math.fsum(frame[name].dropna()) for name in numbers}, {
        "rank": int(frame["rank"].sum()),
        "nulls": int(frame["probability"].isna().sum()),
        **{name: frame[name].nunique() for name in TEXTS},
    }


def in_polars(path):
    frame = polars.read_parquet(path)
    assert all(frame.schema[name] == polars.String for name in TEXTS), frame.schema
    assert frame.schema["rank"] == polars.UInt32, frame.schema
    numbers = [name for name in frame.columns if name not in TEXTS + ["rank"]]
    assert all(frame.schema[name] == polars.Float64 for name in numbers), frame.schema
    return len(frame), {name: math.fsum(frame[name].drop_nulls()) for name in numbers}, {
        "rank": frame["rank"].cast(polars.Int64).sum(),
        "nulls": frame["probability"].null_count(),
        **{name: frame[name].n_unique() for name in TEXTS},
    }


def in_duckdb(path):
    types = dict(duckdb.sql(f"select column_name, column_type from (describe select * from '{path}')").fetchall())
    assert all(types[name] == "VARCHAR" for name in TEXTS) and types["rank"] == "UINTEGER", types
    numbers = [name for name in types if name not in TEXTS + ["rank"]]
    assert all(types[name] == "DOUBLE" for name in numbers), types
    ask = lambda what: duckdb.sql(f"select {what} from '{path}'").fetchall()[0][0]
    return ask("count(*)"), {name: ask(f"fsum({name})") for name in numbers}, {
        "rank": int(ask("sum(rank)")),
        "nulls": ask("count(*) - count(probability)"),
        **{name: ask(f"count(distinct {name})") for name in TEXTS},
    }


def in_pyarrow(path):
    table = pyarrow.parquet.read_table(path)
    assert all(table.schema.field(name).type == pyarrow.string() for name in TEXTS), table.schema
    assert table.schema.field("rank").type == pyarrow.uint32(), table.schema
    assert not table.schema.field("score").nullable and table.schema.field("probability").nullable
    numbers = [name for name in table.column_names if name not in TEXTS + ["rank"]]
    assert all(table.schema.field(name).type == pyarrow.float64() for name in numbers), table.schema
    return table.num_rows, {name: math.fsum(x for x in table[name].to_pylist() if x is not None) for name in numbers}, {
        "rank": sum(table["rank"].to_pylist()),
        "nulls": table["probability"].null_count,
        **{name: len(table[name].unique()) for name in TEXTS},
    }


def written(path, told):
    with open(told, encoding="utf-8") as file:
        agree(path, json.load(file))


def scored(path, lines):
    with open(lines, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    numbers = [name for name in rows[0] if name not in TEXTS + ["rank"]]
    sums = {name: math.fsum(row[name] for row in rows if row[name] is not None) for name in numbers}
    counts = {"rank": sum(row["rank"] for row in rows), "nulls": sum(row["probability"] is None for row in rows)}
    counts |= {name: len({row[name] for row in rows}) for name in TEXTS}
    contributions = [name for name in numbers if name.startswith("contribution_")]
    assert all(math.isclose(sum(row[name] for name in contributions), row["score"], abs_tol=1e-9) for row in rows)
    agree(path, {"rows": len(rows), "sums": sums, "counts": counts, "version": rows[0]["version"]})


def agree(path, told):
    for name, read in [("pandas", in_pandas), ("Polars", in_polars), ("DuckDB", in_duckdb), ("pyarrow", in_pyarrow)]:
        rows, sums, counts = read(path)
        assert rows == told["rows"], (name, rows)
        assert counts == told["counts"], (name, counts, told["counts"])
        assert sums.keys() == told["sums"].keys(), (name, sums)
        for column, total in told["sums"].items():
            assert math.isclose(sums[column] or 0.0, total, rel_tol=1e-9), (name, column, sums[column], total)
        print(f"{name}: {rows} rows, {len(sums)} sums and all types agree")
    footer = pyarrow.parquet.read_metadata(path).metadata
    assert footer[b"vocation.version"].decode() == told["version"], footer


ROWS = {
    "job_id": [101, 102, 103],
    "title": ["Senior Rust Engineer", "Boulanger", "Pflegefachkraft (m/w/d)"],
    "company": ["Fjordwerk", "Au Bon Grain", None],
    "description": ["You write Rust and PostgreSQL.", "Vous pétrissez la pâte.", "Sie pflegen Menschen."],
    "salary_min": [80000.0, None, 41000.0],
    "salary_max": [95000.0, None, 47000.0],
    "currency": ["EUR", None, "EUR"],
    "pay_period": ["year", None, "year"],
    "is_remote": [True, False, False],
}


def write(folder):
    os.makedirs(folder)
    to = lambda name: os.path.join(folder, name)
    frame = pandas.DataFrame(ROWS)
    for codec in ["snappy", "zstd", "gzip", "lz4", None]:
        frame.to_parquet(to(f"pandas-{codec}.parquet"), compression=codec)
    frame.astype({"company": "category"}).to_parquet(to("pandas-category.parquet"))
    frame.to_feather(to("pandas-lz4.feather"))
    frame.to_feather(to("pandas-plain.feather"), compression="uncompressed")
    table = polars.DataFrame(ROWS)
    for codec in ["zstd", "snappy", "lz4"]:
        table.write_parquet(to(f"polars-{codec}.parquet"), compression=codec)
    for codec in ["uncompressed", "lz4", "zstd"]:
        table.write_ipc(to(f"polars-{codec}.arrow"), compression=codec)
    table.with_columns(polars.col("company").cast(polars.Categorical)).write_ipc(to("polars-category.arrow"))
    table.write_ipc_stream(to("polars-stream.arrows"))
    duckdb.sql("select * from frame").write_parquet(to("duckdb.parquet"))
    duckdb.sql(f"copy (select * from frame) to '{to('duckdb-v2.parquet')}' (format parquet, parquet_version v2, compression zstd)")
    arrow = pyarrow.table(ROWS)
    pyarrow.parquet.write_table(arrow, to("pyarrow-v2.parquet"), data_page_version="2.0", compression="zstd")
    delta = {"title": "DELTA_BYTE_ARRAY", "description": "DELTA_LENGTH_BYTE_ARRAY", "salary_min": "BYTE_STREAM_SPLIT"}
    pyarrow.parquet.write_table(arrow, to("pyarrow-delta.parquet"), use_dictionary=False, column_encoding=delta)
    with pyarrow.ipc.new_stream(to("pyarrow-stream.arrows"), arrow.schema) as stream:
        stream.write_table(arrow, max_chunksize=2)


def profiles(path, folder):
    os.makedirs(folder)
    to = lambda name: os.path.join(folder, name)
    near = lambda vectors: all(math.isclose(math.fsum(x * x for x in vector), 1, abs_tol=1e-5) for vector in vectors)
    frame = pandas.read_parquet(path)
    assert set(frame["side"]) == {"posting", "resume"} and near(frame["vector"]), frame
    assert all(json.loads(profile)["id"] == one for profile, one in zip(frame["profile"], frame["id"]))
    frame.to_parquet(to("pandas.parquet"))
    frame.to_feather(to("pandas.feather"))
    table = polars.read_parquet(path)
    assert table.schema["vector"] == polars.Array(polars.Float32, 256) and len(table) == len(frame), table.schema
    table.write_parquet(to("polars.parquet"))
    table.write_ipc(to("polars.arrow"))
    table.write_ipc_stream(to("polars.arrows"))
    title = "select profile->>'title' from '{}' where len(vector) = 256 and octet_length(codes) = 256"
    assert len(duckdb.sql(title.format(path)).fetchall()) == len(frame)
    duckdb.sql(f"copy (from '{path}' order by id desc) to '{to('duckdb.parquet')}'")
    arrow = pyarrow.parquet.read_table(path)
    assert arrow.schema.field("vector").type == pyarrow.list_(pyarrow.float32(), 256), arrow.schema
    pyarrow.parquet.write_table(arrow, to("pyarrow.parquet"), compression="gzip")


def read(path):
    files = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            files.setdefault(one["id"], []).append(one)
    assert sorted(files) == ["101", "102", "103"], sorted(files)
    count = {len(found) for found in files.values()}
    assert count == {21}, {name: len(found) for name, found in files.items()}
    for found in files.values():
        first = json.dumps(found[0], sort_keys=True)
        assert all(json.dumps(one, sort_keys=True) == first for one in found), found
    rust, baker, nurse = (files[name][0] for name in ["101", "102", "103"])
    assert (rust["title"], rust["company"], rust["pay"]["max"]) == ("Senior Rust Engineer", "Fjordwerk", 95000), rust
    assert (baker["title"], baker["pay"], nurse["pay"]["min"]) == ("Boulanger", None, 41000), (baker, nurse)
    print(f"{count.pop()} files of each of 3 postings are read alike")


if __name__ == "__main__":
    {"written": written, "scored": scored, "profiles": profiles, "write": write, "read": read}[sys.argv[1]](*sys.argv[2:])
