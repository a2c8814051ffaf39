//! `firstyear pathway`: what there is, and whether it is sound.

mod support;

use std::fs;

use support::{done, err, firstyear, folder, out, root};

fn example() -> String {
    fs::read_to_string(root().join("crates/pathways/tests/data/stop-smoking.toml")).unwrap()
}

/// What is said of the example after a change, and the exit code.
fn check(change: impl Fn(String) -> String, more: &[&str]) -> (Option<i32>, String) {
    let folder = folder();
    let file = folder.path().join("ours.toml");
    fs::write(&file, change(example())).unwrap();
    let file = file.to_str().unwrap();
    let args: Vec<&str> = ["pathway", "check", file].iter().chain(more).copied().collect();
    let output = firstyear(&args);
    assert!(err(&output).is_empty(), "{}", err(&output));
    (output.status.code(), out(&output).replace(file, "ours.toml"))
}

#[test]
fn the_catalogue_is_listed() {
    let text = done(&firstyear(&["pathway", "list"]));
    let line = text.lines().find(|line| line.contains("stop-smoking-pregnancy")).unwrap();
    assert!(line.contains("Stop smoking in pregnancy") && line.contains("draft"), "{line}");
    assert_eq!(text.lines().filter(|line| line.contains("draft")).count(), 17, "{text}");
}

#[test]
fn the_catalogue_is_sound_and_what_is_open_is_a_note() {
    let text = done(&firstyear(&["pathway", "check", "--all"]));
    assert!(text.contains("note[pathway-element-open]: obligation `contacted-in-time`"), "{text}");
    assert!(text.contains("at pathways/stop-smoking-pregnancy.toml, row "), "{text}");
    assert!(!text.contains("error["), "{text}");
    let one = done(&firstyear(&["pathway", "check", "stop-smoking-pregnancy"]));
    assert!(
        one.starts_with("stop-smoking-pregnancy: draft; 10 steps, 1 decision, 4 exits"),
        "{one}"
    );
}

#[test]
fn a_sound_file_has_its_notes() {
    let (code, text) = check(|text| text, &[]);
    assert_eq!(
        text,
        "\
smoking-example: draft; 6 steps, 1 decision, 3 exits, 5 obligations, 1 open element

note[pathway-element-open]: obligation `quit-shown`: it is open: nobody states after how many weeks
  at ours.toml, row 225
  help: agree on it and name its source, or leave it open in a draft

1 note in 1 file
"
    );
    assert_eq!(code, Some(0));
}

#[test]
fn a_broken_one_is_told_with_place_and_help() {
    let (code, text) = check(|text| text.replace("at_least = 7.0", "at_least = 8.0"), &[]);
    assert_eq!(code, Some(1), "{text}");
    let told = "\
error[decision-gap]: decision `smokes`: no row fits where `co-reading` is 7 or more and below 8
  at ours.toml, row 84
";
    assert!(text.contains(told), "{text}");
    assert!(text.ends_with("1 error and 1 note in 1 file\n"), "{text}");
}

#[test]
fn a_file_that_cannot_be_read_tells_every_fault() {
    let broken = |text: String| {
        text.replace("kind = \"referral\"", "kind = \"referal\"")
            .replace("theme = \"smoking\"", "theme = \"smokng\"")
    };
    let (code, text) = check(broken, &[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("error[theme-unknown]"), "{text}");
    assert!(text.contains("not a kind of step"), "{text}");
}

#[test]
fn what_is_derived_from_nothing_is_told() {
    let derived = |from: &str| {
        let from = format!("index = \"identify\"\nderived_from = {from}");
        move |text: String| text.replacen("index = \"identify\"", &from, 1)
    };
    let of = derived("{ id = \"stop-smoking-pregnancy\", version = \"2010-1\" }");
    assert_eq!(check(of, &[]).0, Some(0), "one of the catalogue");
    let (code, text) = check(derived("{ id = \"elsewhere\", version = \"1\" }"), &[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("it is derived from version `1` of `elsewhere`, which is not here"));
    let (code, text) = check(derived("{ id = \"smoking-example\", version = \"1\" }"), &[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("error[pathway-derivation-cyclic]"), "{text}");
}

#[test]
fn programs_read_json_and_sarif() {
    let (code, json) = check(|text| text, &["--output", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["notes"]), (Some(0), &serde_json::json!(1)));
    assert_eq!(json["problems"][0]["code"], "pathway-element-open");
    let (_, sarif) = check(|text| text, &["--output", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "pathway-element-open");
}

#[test]
fn wrong_use_says_what_would_be_right() {
    let output = firstyear(&["pathway", "check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("--all"), "{}", err(&output));
    let output = firstyear(&["pathway", "check", "stop-smokng"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("firstyear pathway list"), "{}", err(&output));
    let output = firstyear(&["pathway", "check", "nowhere.toml"]);
    assert_eq!(output.status.code(), Some(4));
}

#[test]
fn the_schema_takes_the_catalogue() {
    let schema = done(&firstyear(&["schema", "pathway"]));
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let valid = jsonschema::validator_for(&schema).unwrap();
    for pathway in firstyear_catalogue::catalogue().pathways() {
        let document = serde_json::to_value(pathway).unwrap();
        let faults: Vec<_> = valid.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:?}", pathway.id);
    }
}

#[test]
fn a_pathway_is_drawn_or_printed_for_staff() {
    let of = |format: &str| {
        done(&firstyear(&["pathway", "render", "stop-smoking-pregnancy", "--format", format]))
    };
    let (mermaid, dot, page) = (of("mermaid"), of("dot"), of("md"));
    assert!(mermaid.starts_with("flowchart TD\n") && mermaid.contains("stop smoking service"));
    assert!(dot.starts_with("digraph \"stop-smoking-pregnancy\" {"), "{dot}");
    assert!(page.contains("- [ ] A woman who smokes is referred unless she opts out."), "{page}");
    assert!(page.contains("## Not settled"), "{page}");
    // Every pathway of the catalogue can be drawn, and twice the same.
    let list = done(&firstyear(&["pathway", "list"]));
    let ids = list.lines().filter_map(|line| line.trim_matches(['|', ' ']).split(' ').next());
    for id in ids.filter(|id| id.contains('-') && !id.contains('+')) {
        done(&firstyear(&["pathway", "render", id]));
        let drawing = done(&firstyear(&["pathway", "render", id, "--format", "svg"]));
        assert!(drawing.starts_with("<svg") && drawing.contains("not clinical advice"), "{id}");
        let card = done(&firstyear(&["pathway", "render", id, "--format", "card"]));
        assert!(card.starts_with("<!DOCTYPE html>") && card.contains("not clinical advice"));
    }
    let folder = folder();
    let file = folder.path().join("drawn.mmd");
    done(&firstyear(&["pathway", "render", "bereavement", "--out", file.to_str().unwrap()]));
    assert!(fs::read_to_string(&file).unwrap().starts_with("flowchart TD\n"));
}

#[test]
fn what_is_not_sound_is_not_drawn() {
    let folder = folder();
    let file = folder.path().join("ours.toml");
    fs::write(&file, example().replace("index = \"", "index = \"no-")).unwrap();
    let output = firstyear(&["pathway", "render", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).is_empty(), "{}", out(&output));
    assert!(err(&output).contains("error["), "{}", err(&output));
}

#[test]
fn a_pathway_is_explained() {
    let said = done(&firstyear(&["explain", "stop-smoking-pregnancy"]));
    assert!(said.starts_with("stop-smoking-pregnancy (a care pathway, draft): Stop smoking in"));
    assert!(said.contains("not clinical advice"), "{said}");
    assert!(
        said.contains("Counted: Carbon monoxide test recorded (co-tested-at-booking)."),
        "{said}"
    );
    assert!(said.contains("Not settled: "), "{said}");
}
