"""Python classes made from the schemas read every accepted document, and refuse one
that lacks a field."""

import importlib.util
import sys
import warnings
from pathlib import Path

from datamodel_code_generator import DataModelType, InputFileType, PythonVersion, generate
from pydantic import ValidationError

from common import documents, name_of, schemas

# Lengths of whole numbers are a format of their own, which classes need not know.
warnings.filterwarnings("ignore", message="format of '.*' not understood")


def classes_of(file, folder):
    """The module of a schema."""
    module = name_of(file).replace("-", "_")
    path = folder / f"{module}.py"
    generate(
        file,
        input_file_type=InputFileType.JsonSchema,
        output=path,
        output_model_type=DataModelType.PydanticV2BaseModel,
        class_name="Document",
        target_python_version=PythonVersion.PY_311,
        disable_timestamp=True,
        formatters=[],
    )
    spec = importlib.util.spec_from_file_location(module, path)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[module] = loaded
    spec.loader.exec_module(loaded)
    return loaded


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    read = 0
    for file, schema in schemas():
        document = classes_of(file, folder).Document
        for path, example in documents(file):
            document.model_validate_json(path.read_bytes())
            read += 1
            for name in schema["required"]:
                lacking = {key: value for key, value in example.items() if key != name}
                try:
                    document.model_validate(lacking)
                except ValidationError:
                    continue
                raise AssertionError(f"{path}: read without {name}")
    print(f"Python classes: {read} documents read")


if __name__ == "__main__":
    main()
