"""Reports as other tools see them: data packages, tables in columns, FHIR, DCAT, how to
cite them, and their manifests."""

import csv
import hashlib
import importlib.util
import json
import sys
from pathlib import Path

import jsonschema
import pyarrow.parquet
import yaml
from fhir.resources.R4B.bundle import Bundle
from frictionless import Package, system
from rdflib import DCAT, RDF, Graph, Namespace, URIRef

SPDX = Namespace("http://spdx.org/rdf/terms#")
PROV = Namespace("http://www.w3.org/ns/prov#")


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def data_package(report):
    """The tables against their schemas by frictionless, and the rest by the words of the
    standard: it has no check of version 2 of its own."""
    descriptor = json.loads((report / "datapackage.json").read_text("utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert all("name" in one or "path" in one for one in descriptor.get("licenses", []))
    assert all(set(one) >= {"title"} for one in descriptor["sources"])
    names = [one["name"] for one in descriptor["resources"]]
    assert len(names) == len(set(names))
    for one in descriptor["resources"]:
        path = report / one["path"]
        assert path.stat().st_size == one["bytes"], path
        assert one["hash"] == f"sha256:{sha256(path)}", path
    tables = [one for one in descriptor["resources"] if one.get("format") == "csv"]
    assert tables
    package = Package.from_descriptor(
        {**descriptor, "resources": tables}, basepath=str(report)
    )
    found = package.validate()
    faults = [
        (task.name, error.type, error.note)
        for task in found.tasks
        for error in task.errors[:3]
    ]
    assert found.valid, [error.note for error in found.errors] + faults
    labels = [
        (value["value"], value["label"])
        for field in json.loads((report / "data/figures.schema.json").read_text())["fields"]
        for value in field.get("missingValues", [])
    ]
    assert labels and labels[0][0] == "", labels
    return len(tables)


def columns(report):
    """Parquet holds what the CSV holds: numbers as numbers, and null for an empty cell."""
    twins = sorted((report / "data").glob("*.parquet"))
    assert twins
    for twin in twins:
        table = pyarrow.parquet.read_table(twin)
        with twin.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert table.num_rows == len(rows), twin
        assert str(table.schema.field(0).type) == "string"
        for name in table.column_names:
            found = table.column(name).to_pylist()
            number = str(table.schema.field(name).type) in ("double", "int64")
            for cell, row in zip(found, rows, strict=True):
                text = row[name]
                wanted = None if text == "" else float(text) if number else text
                assert cell == wanted, (twin, name, cell, text)
    return len(twins)


def fhir(report):
    path = report / "data/measure-reports.json"
    if not path.exists():
        return 0
    bundle = Bundle.model_validate_json(path.read_bytes())
    return sum(1 for entry in bundle.entry if entry.resource.get_resource_type() == "MeasureReport")


def catalogue(report):
    base = "https://example.org/report/"
    graph = Graph()
    graph.parse(report / "dcat.jsonld", format="json-ld", publicID=base)
    dataset = URIRef(f"{base}#dataset")
    assert (dataset, RDF.type, DCAT.Dataset) in graph
    distributions = list(graph.objects(dataset, DCAT.distribution))
    assert distributions
    for one in distributions:
        path = report / str(one).removeprefix(base)
        assert (one, RDF.type, DCAT.Distribution) in graph
        assert int(graph.value(one, DCAT.byteSize)) == path.stat().st_size
        value = graph.value(graph.value(one, SPDX.checksum), SPDX.checksumValue)
        # A hexBinary is read as bytes.
        assert value.toPython().hex() == sha256(path), path
    made = graph.value(dataset, PROV.wasGeneratedBy)
    # By the hash of a restricted file its hidden counts could be guessed at.
    manifest = json.loads((report / "manifest.json").read_text("utf-8"))
    assert bool(list(graph.objects(made, PROV.used))) == ("inputs_left_out" not in manifest)
    return len(distributions)


def citation(report):
    """The schema of the format, as the package cffconvert has it."""
    place = Path(importlib.util.find_spec("cffconvert").submodule_search_locations[0])
    schema = json.loads((place / "schemas/1.2.0/schema.json").read_text("utf-8"))
    cited = yaml.safe_load((report / "CITATION.cff").read_text("utf-8"))
    jsonschema.validate(cited, schema, cls=jsonschema.Draft7Validator)
    assert isinstance(cited["date-released"], str)


def manifest(report):
    listed = json.loads((report / "manifest.json").read_text("utf-8"))["outputs"]
    files = {str(path.relative_to(report)) for path in report.rglob("*") if path.is_file()}
    assert {one["path"] for one in listed} == files - {"manifest.json"}
    for one in listed:
        assert sha256(report / one["path"]) == one["sha256"], one["path"]
    return len(listed)


def main():
    system.trusted = True
    for name in sys.argv[1:]:
        report = Path(name)
        citation(report)
        print(
            f"{report.name}: {data_package(report)} tables, {columns(report)} in columns, "
            f"{fhir(report)} measure reports, {catalogue(report)} distributions, "
            f"{manifest(report)} files"
        )


if __name__ == "__main__":
    main()
