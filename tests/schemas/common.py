"""Where schemas and examples are."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def schemas():
    """Each schema with its file, in order of name."""
    files = sorted((ROOT / "schemas" / "v1").glob("*.json"))
    assert files, "no schemas"
    return [(file, json.loads(file.read_text("utf-8"))) for file in files]


def name_of(file):
    return Path(file).stem


def documents(file):
    """The accepted documents of a schema."""
    folder = ROOT / "schemas" / "accepted" / name_of(file)
    return [(path, json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))]
