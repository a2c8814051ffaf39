//! `firstyear pathway export` and `import`.

mod support;

use std::fs;

use support::{done, err, firstyear, folder, out};

/// What is said of a file that is imported: the exit code, the document, and the rest.
fn import(text: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let folder = folder();
    let file = folder.path().join("plan.json");
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let args: Vec<&str> = ["pathway", "import", file].iter().chain(more).copied().collect();
    let output = firstyear(&args);
    let said = err(&output).replace(file, "plan.json");
    (output.status.code(), out(&output), said)
}

#[test]
fn what_is_exported_comes_back() {
    let folder = folder();
    let [fhir, toml, json] =
        ["a.json", "a.toml", "b.json"].map(|name| folder.path().join(name).display().to_string());
    let id = "stop-smoking-pregnancy";
    let output = firstyear(&["pathway", "export", id, "--to", "fhir", "--out", &fhir]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(
        err(&output).contains("do not see: what elements rest on (47), stages (4)"),
        "{}",
        err(&output)
    );
    for file in [&toml, &json] {
        let output = firstyear(&["pathway", "import", &fhir, "--out", file]);
        assert_eq!((output.status.code(), err(&output)), (Some(0), String::new()));
        let checked = done(&firstyear(&["pathway", "check", file]));
        assert!(checked.starts_with("stop-smoking-pregnancy: draft; 10 steps, 1 decision"));
    }
    // The same again, on standard output and from what was imported.
    let again = out(&firstyear(&["pathway", "export", &toml, "--to", "fhir"]));
    assert_eq!(again, fs::read_to_string(&fhir).unwrap());
}

#[test]
fn a_model_comes_back_and_is_told_from_its_content() {
    let folder = folder();
    let file = folder.path().join("a.xml").display().to_string();
    let id = "bereavement";
    let output = firstyear(&["pathway", "export", id, "--to", "bpmn", "--out", &file]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).contains("rows of decisions as data ("), "{}", err(&output));
    let told = firstyear(&["pathway", "import", &file]);
    assert_eq!((told.status.code(), err(&told)), (Some(0), String::new()));
    let named = firstyear(&["pathway", "import", &file, "--from", "bpmn"]);
    assert_eq!(out(&named), out(&told));
    assert!(out(&told).starts_with("schema_version = 1\nid = \"bereavement\"\n"));
    let text = fs::read_to_string(&file).unwrap();
    for (wrong, code, said) in [
        (text[..text.len() / 2].to_owned(), 1, "error[pathway-file-invalid]: the"),
        (text.replace("reason=\"", "reason=\"un"), 1, "error[document-invalid]: not a"),
        (text.replacen("<task ", "<task x=\"&y;\" ", 1), 1, "names an entity"),
        (text.replacen("\"UTF-8\"", "\"UTF-16\"", 1), 0, ""),
    ] {
        fs::write(&file, wrong).unwrap();
        let output = firstyear(&["pathway", "import", &file]);
        assert_eq!(output.status.code(), Some(code), "{said}: {}", err(&output));
        assert!(err(&output).contains(said), "{said}: {}", err(&output));
    }
    let output = firstyear(&["pathway", "import", &file, "--from", "fhir"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
}

#[test]
fn what_somebody_changed_is_taken_or_told() {
    let text = out(&firstyear(&["pathway", "export", "bereavement", "--to", "fhir"]));
    let changed = text
        .replacen("\"status\": \"draft\"", "\"status\": \"draft\", \"copyright\": \"ours\"", 1)
        .replacen("not said in the pathway", "A publisher", 1);
    let (code, _, said) = import(&changed, &[]);
    assert_eq!(code, Some(0));
    assert!(said.contains("note[pathway-part-not-taken]: it is not taken: a pathway has no place"));
    assert!(said.contains("at plan.json, column `entry[0].resource.copyright`"), "{said}");
    assert!(said.contains("at plan.json, column `entry[0].resource.publisher`"), "{said}");
    let wrong = text.replacen("\"valueString\": \"reference\"", "\"valueString\": \"refrence\"", 1);
    let (code, document, said) = import(&wrong, &[]);
    assert_eq!((code, document.as_str()), (Some(1), ""));
    assert!(said.contains("error[document-invalid]: not a kind of pathway"), "{said}");
    assert!(said.contains("did you mean `reference`?"), "{said}");
}

#[test]
fn a_plan_of_others_is_a_draft_with_what_was_left_told() {
    let plan = r#"{"resourceType": "PlanDefinition", "id": "My Plan", "status": "active",
        "title": "<script>alert(1)</script>", "library": ["http://example.org/Library/a"],
        "action": [
            {"id": "A B", "title": "Ask", "relatedAction": [
                {"actionId": "c", "relationship": "before-start"},
                {"actionId": "nowhere", "relationship": "before-start"}]},
            {"id": "c", "title": "Refer", "participant": [{"type": "practitioner"}],
             "relatedAction": [{"actionId": "A B", "relationship": "after-end", "offsetRange":
                {"high": {"value": 2, "code": "d"}}}],
             "condition": [{"kind": "applicability", "expression":
                {"language": "text/cql", "expression": "Smokes"}}]}
        ]}"#;
    let (code, document, said) = import(plan, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("error[pathway-part-invalid]: no action beside it has this id"),
        "{said}"
    );
    assert!(said.contains("at plan.json, column `action[0].relatedAction[1]`"), "{said}");
    assert!(said.contains("note[pathway-part-not-taken]: `library` is not taken"), "{said}");
    assert!(said.contains("note: this is a draft for review"), "{said}");
    for line in [
        "id = \"my-plan\"",
        "title = \"<script>alert(1)</script>\"",
        "index = \"ask\"",
        "why = \"what must hold is not there as data: Smokes\"",
        "template = \"response\"",
        "value = 2",
    ] {
        assert!(document.contains(line), "{line}: {document}");
    }
}

#[test]
fn what_is_no_pathway_is_refused_with_what_would_be_right() {
    let plan = |fields: &str| format!("{{\"resourceType\": \"PlanDefinition\", {fields}}}");
    let nested = |many| plan(&format!("{}{}", "\"action\": [{".repeat(many), "}]".repeat(many)));
    let bundle =
        |entries: &str| format!("{{\"resourceType\": \"Bundle\", \"entry\": [{entries}]}}");
    let entry = format!("{{\"resource\": {}}}", plan("\"action\": [{\"title\": \"a\"}]"));
    let cases = [
        (String::new(), "the file is empty"),
        ("{\"a\": 1}".to_owned(), "the JSON is no FHIR: it has no resourceType"),
        ("[]".to_owned(), "the JSON is no FHIR"),
        ("id = \"a\"".to_owned(), "the file is no format of pathways that is read"),
        ("{\"resourceType\": \"Patient\"}".to_owned(), "no PlanDefinition and no Bundle"),
        (bundle(""), "the bundle holds no PlanDefinition"),
        (bundle(&format!("{entry}, {entry}")), "the bundle holds 2 plans, and one is read"),
        (plan("\"status\": \"draft\""), "the plan holds no action"),
        (plan("\"action\": [{\"linkId\": \"a\"}]"), "the plan is R5, and R4 (4.0.1) is read"),
        (
            plan("\"action\": [{\"condition\": [{\"expression\": \"a\"}]}]"),
            "the plan is STU3, and R4 (4.0.1) is read",
        ),
        (
            "{\"resourceType\": \"PlanDefinition\", \"action\": [{".to_owned(),
            "the JSON is cut short",
        ),
        (nested(10_000), "not valid JSON from here on"),
    ];
    for (text, told) in cases {
        let (code, document, said) = import(&text, &[]);
        assert_eq!((code, document.as_str()), (Some(1), ""), "{told}: {said}");
        assert!(said.contains(told) && said.contains("\n  help: "), "{told}: {said}");
        assert!(said.ends_with("plan.json cannot be read\n"), "{said}");
    }
    let output = firstyear(&["pathway", "import", "nowhere.json"]);
    assert_eq!(output.status.code(), Some(4), "{}", err(&output));
    let output = firstyear(&["pathway", "export", "nowhere", "--to", "fhir"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    let output = firstyear(&["pathway", "export", "bereavement"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert!(err(&output).contains("--to"), "{}", err(&output));
}
