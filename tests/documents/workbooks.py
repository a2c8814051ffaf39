"""Opens workbooks in LibreOffice and holds what it sees against what is in them.

Usage: workbooks.py REPORT.xlsx REPORT.ods

LibreOffice reads both and writes what it read; another library reads that. A file
that needs repair, a cell that is lost, a number that became a text or lost a
digit shows as a difference.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl


def cells(path):
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def through_libreoffice(path, folder):
    """What LibreOffice makes of a workbook, as Office Open XML."""
    out = Path(folder) / Path(path).suffix[1:]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", out, path],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return cells(out / (Path(path).stem + ".xlsx"))


def same(one, other):
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-14 * max(abs(one), abs(other))
    return type(one) is type(other) and one == other


def main():
    xlsx, ods = sys.argv[1:]
    written = cells(xlsx)
    numbers = sum(isinstance(value, (int, float)) for value in written.values())
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in (xlsx, ods):
            seen = through_libreoffice(path, folder)
            places = sorted(written.keys() | seen.keys())
            differ = [at for at in places if not same(written.get(at), seen.get(at))]
            for at in differ[:5]:
                print(f"{path}: {at}: {written.get(at)!r} was read as {seen.get(at)!r}")
            failed += bool(differ)
    print(f"{len(written)} cells, {numbers} of them numbers")
    print(f"{2 - failed} passed, {failed} failed")
    return 1 if failed or numbers == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
