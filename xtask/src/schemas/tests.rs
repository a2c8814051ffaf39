//! Committed schemas, and documents that must stay valid for ever.

use super::*;
use crate::root;

#[test]
fn committed_schemas_are_those_of_the_code() {
    check(root()).unwrap();
}

/// `schemas/accepted` only grows: what was valid once is valid for ever.
#[test]
fn accepted_documents_stay_valid() {
    let mut names = 0;
    for generated in generated(root()) {
        let validator = jsonschema::draft202012::new(&generated.schema).unwrap();
        let name = generated.file.file_stem().unwrap().to_string_lossy().into_owned();
        let documents = entries(root(), &root().join("schemas/accepted").join(&name)).unwrap();
        assert!(!documents.is_empty(), "schemas/accepted/{name} holds no document");
        for document in documents {
            let json: Value = serde_json::from_str(&read(root(), &document).unwrap()).unwrap();
            let errors: Vec<String> = validator
                .iter_errors(&json)
                .map(|error| format!("{}: {error}", error.instance_path))
                .collect();
            assert_eq!(errors, Vec::<String>::new(), "{}", shown(root(), &document));
        }
        names += 1;
    }
    let folders = entries(root(), &root().join("schemas/accepted")).unwrap();
    let folders = folders.iter().filter(|path| path.is_dir()).count();
    assert_eq!(names, folders, "schemas/accepted has a folder for each schema, and no other");
}

/// A validator that accepts everything would pass the test above.
#[test]
fn other_documents_are_not_valid() {
    for generated in generated(root()) {
        let validator = jsonschema::draft202012::new(&generated.schema).unwrap();
        for bad in [serde_json::json!({}), serde_json::json!({ "schema_version": 2 })] {
            assert!(!validator.is_valid(&bad), "{}", generated.file.display());
        }
    }
}

#[test]
fn the_project_of_the_fixtures_is_valid() {
    let (_, schema) = firstyear_export::schema::schemas()
        .into_iter()
        .find(|(name, _)| *name == "project")
        .unwrap();
    let validator = jsonschema::draft202012::new(schema.as_value()).unwrap();
    let text = read(root(), &root().join("fixtures/england/firstyear.toml")).unwrap();
    let mut json = json_of(text.parse::<toml::Table>().unwrap().into());
    assert!(validator.is_valid(&json));
    json["titel"] = "a slip of the pen".into();
    assert!(!validator.is_valid(&json));
}

/// TOML as JSON: the same but for dates, which JSON writes as text.
fn json_of(toml: toml::Value) -> Value {
    match toml {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json_of).collect(),
        toml::Value::Table(fields) => {
            fields.into_iter().map(|(key, value)| (key, json_of(value))).collect()
        }
    }
}

#[test]
fn a_workspace_without_schemas_gets_them_and_keeps_them() {
    let root = tempfile::tempdir().unwrap();
    let written = write(root.path()).unwrap();
    assert!(written.contains(&"written: schemas/v1/project.json".to_owned()), "{written:?}");
    check(root.path()).unwrap();
    // With a page for each, and one that lists them.
    let is_schema = |line: &&String| line.rsplit_once('.').is_some_and(|(_, end)| end == "json");
    let schemas = written.iter().filter(is_schema).count();
    assert_eq!(written.len(), 2 * schemas + 1);
    let again = write(root.path()).unwrap();
    assert_eq!(again, [format!("{schemas} schemas, all as committed")]);
}

#[test]
fn a_promise_is_not_overwritten() {
    let root = tempfile::tempdir().unwrap();
    write(root.path()).unwrap();
    let file = root.path().join("schemas/v1/problems.json");
    let text = fs::read_to_string(&file).unwrap();
    // The committed schema knew a severity that the code has dropped.
    let mut old: Value = serde_json::from_str(&text).unwrap();
    let words = old["$defs"]["SeverityV1"]["oneOf"].as_array_mut().unwrap();
    words.push(serde_json::json!({ "type": "string", "const": "fatal" }));
    let promise = format!("{old:#}\n");
    fs::write(&file, &promise).unwrap();
    for result in [write(root.path()), check(root.path())] {
        let message = result.unwrap_err().to_string();
        assert!(message.starts_with("error: schemas/v1/problems.json: at `/$defs/"), "{message}");
        assert!(message.contains("\"fatal\""), "{message}");
        assert!(message.contains("help: keep what earlier documents rely on"), "{message}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), promise);
}

#[test]
fn drift_and_orphans_are_named() {
    let root = tempfile::tempdir().unwrap();
    write(root.path()).unwrap();
    let file = root.path().join("schemas/v1/problems.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("Everything that a reader", "All that a reader")).unwrap();
    fs::write(root.path().join("schemas/v1/visit.json"), "{}").unwrap();
    let message = check(root.path()).unwrap_err().to_string();
    assert_eq!(
        message,
        "\
error: schemas/v1/problems.json: not what the code gives
  help: run `cargo xtask schemas` and commit the result
error: schemas/v1/visit.json: the schema of a document that the code does not know
  help: a committed schema stays: list the document in `firstyear_export::schema`"
    );
}
