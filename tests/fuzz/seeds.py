#!/usr/bin/env python3
"""Makes the corpora that the fuzz targets begin with, out of the fixtures of the tests and the demonstration.

    tests/fuzz/seeds.py CORPUS PROGRAM

writes CORPUS/<target>/ for every target. PROGRAM is the built `vocation`, which writes the Parquet and Arrow files.
"""

import pathlib
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests/it"
PARTS = ("content.xml", "styles.xml", "word/document.xml", "word/styles.xml", "word/header", "word/footer")


def put(target: str, name: str, content: bytes) -> None:
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def columns_of(posting: pathlib.Path, resume: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory() as away:
        for ending in ("parquet", "arrow"):
            kept = pathlib.Path(away, f"{posting.stem}.{ending}")
            command = [PROGRAM, "score", "--postings", posting, "--resumes", resume, "--keep-profiles", kept]
            subprocess.run([*command, "--output", f"{kept}.csv"], check=True)
            put("columnar", kept.name, kept.read_bytes())


def main() -> None:
    for paper in sorted((FIXTURES / "papers").iterdir()):
        match paper.suffix:
            case ".pdf":
                put("pdf", paper.name, paper.read_bytes())
            case ".docx" | ".odt":
                put("office", paper.name, paper.read_bytes())
                with zipfile.ZipFile(paper) as archive:
                    for part in archive.namelist():
                        if part.startswith(PARTS):
                            put("office", f"{paper.suffix[1:]}-{part.replace('/', '-')}", archive.read(part))
            case ".rtf" | ".html":
                put("markup", paper.name, paper.read_bytes())
            case ".json":
                put("feeds", paper.name, paper.read_bytes())
    for feed in sorted((FIXTURES / "feeds").iterdir()):
        put("tables" if feed.suffix == ".csv" else "feeds", feed.name, feed.read_bytes())
    put("tables", "positions.csv", b"Notes:\n\"Some may be missing.\"\n\nTitle,Company Name,Started On,Finished On\n"
        b"Baker,Crumb,Mar 2020,\nMiller,Mill,Jan 2017,Feb 2020\n")
    put("tables", "lines.jsonl", b'{"id": "a", "text": "# [Baker](https://x.example)\\n\\nWe bake."}\n{"id": 2}\n')
    for table in sorted((FIXTURES / "taxonomies").rglob("*.*")):
        put("taxonomies", f"{table.parent.name}-{table.name}", table.read_bytes())
    put("taxonomies", "own.csv", b"name,aliases,code,broader\ntide tuning,tidal tuning,T1,\nmoon tuning,,T2,T1\n")
    cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
    rows = [("O*NET-SOC Code", "Title", "Example"), ("17-9901.00", "Tide Tuners", "Corvid")]
    written = "".join(
        f'<row r="{at}">{"".join(cell.format("ABC"[column], at, text) for column, text in enumerate(row))}</row>'
        for at, row in enumerate(rows, 1)
    )
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    put("taxonomies", "sheet.xml", f'<worksheet xmlns="{spreadsheet}"><sheetData>{written}</sheetData></worksheet>'.encode())
    demo = ROOT / "data/demo"
    postings, resumes = sorted((demo / "postings").iterdir()), sorted((demo / "resumes").iterdir())
    for document in [*postings[::4], *resumes[::2]]:
        put("text", document.name, document.read_bytes())
        if document.suffix == ".md":
            put("markup", document.name, document.read_bytes())
    put("text", "wide.txt", (FIXTURES / "papers/wieczorek.txt").read_text().encode("utf-16"))
    columns_of(postings[0], resumes[0])
    columns_of(postings[1], resumes[-1])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    CORPUS, PROGRAM = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    main()
