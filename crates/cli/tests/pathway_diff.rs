//! `firstyear pathway diff`: what local pathways keep of a reference.

mod support;

use std::fs;

use support::{done, err, firstyear, folder, out, root};

const NORTHTOWN: &str = "fixtures/pathways/northtown-stop-smoking.toml";

fn northtown() -> String {
    fs::read_to_string(root().join(NORTHTOWN)).unwrap()
}

/// The pathway of Northtown after a change, in a file of its own.
fn changed(folder: &std::path::Path, name: &str, change: &[(&str, &str)]) -> String {
    let mut text = northtown();
    for (from, to) in change {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// What is said on standard error, and the exit code.
#[track_caller]
fn refused(args: &[&str]) -> (Option<i32>, String) {
    let output = firstyear(&[&["pathway", "diff"], args].concat());
    assert!(out(&output).is_empty(), "{}", out(&output));
    (output.status.code(), err(&output))
}

/// `fixtures/pathways/northtown-stop-smoking.md` is the answer as a page.
#[test]
fn the_example_has_every_class_and_a_lost_loop() {
    let page = done(&firstyear(&["pathway", "diff", NORTHTOWN, "--format", "md"]));
    let want = fs::read_to_string(root().join(NORTHTOWN.replace(".toml", ".md"))).unwrap();
    assert_eq!(page, want, "read what changed, then write it with --format md --out");
    for class in ["Absent", "Altered", "Weakened", "Entailed", "Open in the reference"] {
        assert!(page.contains(&format!("### {class}\n")), "{class}");
    }
    assert!(page.contains("| loop refer | lost |"), "{page}");
}

#[test]
fn a_table_says_why() {
    let text = done(&firstyear(&["pathway", "diff", NORTHTOWN]));
    let line = |id: &str| {
        let of = |line: &&str| line.trim_start_matches(['|', ' ']).starts_with(&format!("{id} "));
        text.lines().find(of).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    assert_eq!(
        line("referred").unwrap(),
        "| referred weakened referred not owed where `reported-smoking` is stopped-lately (asks \
         less); `should`, not `must` (asks less) |"
    );
    assert_eq!(
        line("contacted").unwrap(),
        "| contacted entailed contacted-in-time within 10 working days, not at any time (asks \
         more) |"
    );
    assert!(text.contains("of 7 obligations 2 are entailed, 1 is weakened"), "{text}");
    assert!(text.contains("| decision smokes "), "{text}");
    // Nothing of an example that is not another.
    assert!(!text.contains("version 2010-1 of the reference"), "{text}");
}

#[test]
fn areas_are_counted_by_what_their_pathways_keep() {
    let folder = folder();
    let eastport = changed(
        folder.path(),
        "eastport.toml",
        &[
            ("northtown", "eastport"),
            ("strength = \"must\"", "strength = \"may\""),
            ("version = \"2010-1\"", "version = \"2009-1\""),
        ],
    );
    let args = ["pathway", "diff", NORTHTOWN, &eastport, "--area", "made-up:westham"];
    let text = done(&firstyear(&args));
    let tested = text.lines().find(|line| line.starts_with("| tested ")).unwrap();
    let cells: Vec<&str> = tested.split_whitespace().collect();
    assert_eq!(cells, ["|", "tested", "1", "1", "0", "0", "1", "|"], "{text}");
    assert!(text.contains("was made from version 2009-1 of the reference"), "{text}");
    let json = done(&firstyear(&[&args[..], &["--format", "json"]].concat()));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let schema = done(&firstyear(&["schema", "pathway-diff"]));
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let faults: Vec<_> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&json)
        .map(|error| error.to_string())
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(json["pathways"][1]["derivation"], "other-version");
    let areas: Vec<_> =
        json["coverage"]["areas"].as_array().unwrap().iter().map(|one| &one["area"]).collect();
    assert_eq!(areas, ["made-up:eastport", "made-up:northtown", "made-up:westham"]);
    let tested = &json["coverage"]["obligations"][0];
    assert_eq!(tested["classes"], serde_json::json!(["weakened", "entailed", null]));
    let csv = done(&firstyear(&[&args[..], &["--format", "csv"]].concat()));
    assert!(csv.starts_with("reference,reference_version,pathway,version,area,element,id,"));
    assert!(csv.contains(",eastport-stop-smoking,1,made-up:eastport,obligation,tested,"), "{csv}");
}

#[test]
fn a_reference_may_be_a_file_and_a_copy_keeps_all_of_it() {
    let folder = folder();
    let reference =
        changed(folder.path(), "reference.toml", &[("kind = \"local\"", "kind = \"reference\"")]);
    let copy =
        changed(folder.path(), "copy.toml", &[("id = \"northtown-stop", "id = \"copy-stop")]);
    let text = done(&firstyear(&["pathway", "diff", &copy, "--against", &reference]));
    assert!(text.contains("of 6 obligations 6 are entailed"), "{text}");
    assert!(text.contains("was made from `stop-smoking-pregnancy`, not from this"), "{text}");
    assert!(!text.contains("What else differs"), "{text}");
}

#[test]
fn a_pathway_of_a_part_leads_to_the_reference_by_way_of_the_whole() {
    let folder = folder();
    let part = changed(
        folder.path(),
        "part.toml",
        &[
            (
                "id = \"stop-smoking-pregnancy\", version = \"2010-1\"",
                "id = \"northtown-stop-smoking\", version = \"1\"",
            ),
            ("id = \"northtown-stop-smoking\"\nversion", "id = \"northtown-ward\"\nversion"),
        ],
    );
    let text = done(&firstyear(&["pathway", "diff", &part, NORTHTOWN]));
    assert!(text.contains("`northtown-ward`, version 1"), "{text}");
    let (code, said) = refused(&[&part]);
    assert_eq!(code, Some(2));
    assert!(said.contains("of `northtown-stop-smoking`, which is not in the catalogue"), "{said}");
}

#[test]
fn wrong_use_says_what_would_be_right() {
    let folder = folder();
    let nameless = changed(
        folder.path(),
        "nameless.toml",
        &[("derived_from = { id = \"stop-smoking-pregnancy\", version = \"2010-1\" }\n", "")],
    );
    let other = changed(
        folder.path(),
        "other.toml",
        &[
            ("id = \"northtown-stop-smoking\"", "id = \"other\""),
            (
                "id = \"stop-smoking-pregnancy\", version = \"2010-1\"",
                "id = \"bereavement\", version = \"2010-1\"",
            ),
        ],
    );
    let copy = changed(folder.path(), "copy.toml", &[]);
    let cases: [(&[&str], &str); 8] = [
        (&[NORTHTOWN, NORTHTOWN], "is named twice"),
        (&[NORTHTOWN, &copy], "are the same version of `northtown-stop-smoking`"),
        (&["stop-smoking-pregnancy"], "is a reference: name local pathways"),
        (&[NORTHTOWN, "--against", &copy], "is a local pathway: name a reference"),
        (&[NORTHTOWN, "--against", "stop-smokng"], "neither a file nor a pathway of the catalogue"),
        (&[&nameless], "name the reference by --against"),
        (&[NORTHTOWN, &other], "from `stop-smoking-pregnancy` and from `bereavement`"),
        (&[NORTHTOWN, "--area", "E0600001"], "--area: "),
    ];
    for (args, want) in cases {
        let (code, said) = refused(args);
        assert_eq!(code, Some(2), "{args:?}: {said}");
        assert!(said.contains(want), "{args:?}: {said}");
    }
}

#[test]
fn what_is_not_sound_or_made_from_itself_is_not_compared() {
    let folder = folder();
    let broken = changed(folder.path(), "broken.toml", &[("index = \"", "index = \"no-")]);
    let circular = changed(
        folder.path(),
        "circular.toml",
        &[
            ("id = \"northtown-stop-smoking\"", "id = \"circular\""),
            (
                "id = \"stop-smoking-pregnancy\", version = \"2010-1\"",
                "id = \"circular\", version = \"1\"",
            ),
        ],
    );
    let (code, said) = refused(&[&broken, &circular]);
    assert_eq!(code, Some(1));
    assert!(said.contains("error[pathway-reference-unknown]"), "{said}");
    let (code, said) = refused(&[&circular]);
    assert_eq!(code, Some(1));
    assert!(said.contains("error[pathway-derivation-cyclic]"), "{said}");
    let (code, said) = refused(&[NORTHTOWN, "--against", &broken]);
    assert_eq!(code, Some(1), "{said}");
    done(&firstyear(&["pathway", "diff", &circular, "--against", "stop-smoking-pregnancy"]));
    let page = folder.path().join("page.md");
    let to = page.to_str().unwrap();
    done(&firstyear(&["pathway", "diff", NORTHTOWN, "--format", "md", "--out", to]));
    assert!(fs::read_to_string(&page).unwrap().starts_with("# Stop smoking in pregnancy"));
}
