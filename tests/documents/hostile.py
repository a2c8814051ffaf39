"""Makes the report of England with area names that nobody wants, and looks for
what they broke.

Usage: hostile.py PROGRAM FOLDER

No cell of a CSV may begin a formula, no markup may come through in Markdown, and
the workbooks must hold each name as it is. The PDF is left in FOLDER/hostile for
pdf.py.
"""

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl

NAMES = {
    "Hartlepool": "=cmd|' /C calc'!A0",
    "Middlesbrough": '#panic("x") *bold* $x$ @ref `raw` \\',
    "Darlington": "<script>alert(1)</script>",
    "Halton": "X" * 300,
    "Warrington": "שלום עליכם, שדרות",
    "Blackpool": "مدينة البحر",
    "Torbay": "東京 🎉 bay",
    "Plymouth": "-2+3+cmd",
    "Swindon": "@SUM(1)",
}


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    project, out = folder / "hostile-project", folder / "hostile"
    shutil.copytree("fixtures/england", project)
    data = project / "ons-child-mortality-2022.csv"
    with data.open(encoding="utf-8", newline="") as file:
        rows = [[NAMES.get(cell, cell) for cell in row] for row in csv.reader(file)]
    with data.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    command = [program, "report", project, "--out", out, "--with", "pdf"]
    subprocess.run(command, check=True, capture_output=True)
    wrong, cells = [], 0
    for path in sorted(out.glob("data/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for cell in (cell for row in csv.reader(file) for cell in row):
                cells += 1
                number = re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", cell)
                if cell[:1] in "=+-@\t\r" and cell and not number:
                    wrong.append(f"{path}: {cell!r} begins a formula")
    markdown = (out / "report.md").read_text(encoding="utf-8")
    if re.search(r"(?<!\\)<script", markdown):
        wrong.append("report.md has a script")
    if "!A0" not in markdown:
        wrong.append("report.md lacks a name")
    book = openpyxl.load_workbook(out / "report.xlsx")
    held = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    wrong += [f"report.xlsx lacks {name!r}" for name in NAMES.values() if name not in held]
    subprocess.run(
        [sys.executable, "tests/documents/workbooks.py", out / "report.xlsx", out / "report.ods"],
        check=True,
    )
    print("\n".join(wrong) or f"{cells} cells of CSV, none begins a formula")
    print(f"{0 if wrong else 1} passed, {1 if wrong else 0} failed")
    return 1 if wrong or cells == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
