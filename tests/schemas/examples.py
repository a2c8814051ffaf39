"""Every accepted document is valid by a validator that is none of ours, and is not once
a field that its schema requires is gone."""

import copy

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from common import documents, name_of, schemas


def required_places(schema, root, value, path=()):
    """Paths of fields that the schema requires, as far as no union is in the way."""
    schema = resolved(schema, root, value)
    if schema is None:
        return
    if isinstance(value, dict):
        fields = schema.get("properties", {})
        for name in schema.get("required", []):
            yield (*path, name)
        for name, inner in value.items():
            other = schema.get("additionalProperties")
            of = fields.get(name, other if isinstance(other, dict) else None)
            if of is not None:
                yield from required_places(of, root, inner, (*path, name))
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for at, inner in enumerate(value[:2]):
            yield from required_places(schema["items"], root, inner, (*path, at))


def resolved(schema, root, value):
    while True:
        if "$ref" in schema:
            schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        elif "anyOf" in schema or "oneOf" in schema:
            forms = schema.get("anyOf", schema.get("oneOf"))
            forms = [form for form in forms if form != {"type": "null"}]
            if value is None or len(forms) != 1:
                return None
            schema = forms[0]
        else:
            return schema


def without(document, path):
    twin = copy.deepcopy(document)
    place = twin
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return twin


def main():
    valid = broken = 0
    for file, schema in schemas():
        assert validator_for(schema) is Draft202012Validator, file
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        found = sorted(documents(file), key=lambda one: one[0].stat().st_size)
        tried = set()
        assert found, f"{name_of(file)}: no example"
        for path, document in found:
            errors = [f"{path}: {error.json_path}: {error.message}" for error in validator.iter_errors(document)]
            assert not errors, "\n".join(errors)
            valid += 1
            for place in required_places(schema, schema, document):
                # Items of one list are of one form: the first that has a field is enough,
                # and so is the shortest document.
                form = tuple(step for step in place if isinstance(step, str))
                if form in tried:
                    continue
                tried.add(form)
                if not validator.is_valid(without(document, place)):
                    broken += 1
                    continue
                raise AssertionError(f"{path}: still valid without {place}")
    print(f"examples: {valid} valid, {broken} without a required field refused")


if __name__ == "__main__":
    main()
