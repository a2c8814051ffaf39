//! Care pathways in TOML and JSON, and what is wrong with them.

use firstyear_core::AreaCode;
use firstyear_core::pathway::{CarePathway, ElementKind, ElementRef, InputKind, TimeUnit};
use firstyear_ingest::{CodeLists, ReadError, ReadPathway, read_pathway_bytes, unwatched};

const TOML: &str = r#"schema_version = 1
id = "quit"
version = "1"
title = "Quit"
kind = "local"
status = "draft"
review = "an example"
summary = "Who smokes is referred."
index = "ask"
derived_from = { id = "stop-smoking", version = "2010-1" }
population = [{ text = "All", grounds = { basis = "stated", source = "report 1" } }]

[[clock]]
id = "asked"
from = "step"
step = "ask"

[[step]]
id = "ask"
name = "Ask"
kind = "test"
at_most = 3
grounds = { basis = "stated", source = "report 1" }

[[decision]]
id = "smokes"
question = "Does she?"

[[decision.input]]
id = "reading"
name = "Reading"
kind = "number"
least = 0

[[decision.row]]
when = [{ input = "reading", at_least = 7 }]
then = "out"
grounds = { basis = "open", why = "no threshold is stated" }

[[exit]]
id = "out"
name = "Out"
reason = "completed"
grounds = { basis = "inferred", why = "it ends" }

[[flow]]
from = "ask"
to = "smokes"
grounds = { basis = "inferred", why = "it follows" }

[[obligation]]
id = "asked-in-time"
text = "Asked."
template = "existence"
expects = ["ask"]
window = { clock = "asked", to = { value = 2, unit = "working-days" } }
grounds = { basis = "inferred", why = "it is for this" }

[[measure]]
id = "asked"
name = "Asked"
obligation = "asked-in-time"

[[source]]
id = "report"
title = "A report"
publisher = "Nobody"
"#;

fn read(text: &str) -> Result<ReadPathway, ReadError> {
    read_pathway_bytes(text.as_bytes(), "quit.toml", &CodeLists::NONE, &mut unwatched)
}

#[track_caller]
fn faults(text: &str) -> Vec<String> {
    read(text).unwrap_err().problems().iter().map(ToString::to_string).collect()
}

#[test]
fn both_forms_say_the_same() {
    let toml = read(TOML).unwrap();
    let pathway = &toml.pathway;
    assert_eq!(pathway, &toml::from_str::<CarePathway>(TOML).unwrap());
    assert_eq!(pathway.decisions[0].inputs[0].kind, InputKind::Number);
    assert_eq!(pathway.decisions[0].rows[0].when[0].at_least, Some(7.0));
    let to = pathway.obligations[0].window.as_ref().and_then(|window| window.to).unwrap();
    assert_eq!((to.value, to.unit), (2, TimeUnit::WorkingDays));
    let json = serde_json::to_string_pretty(pathway).unwrap();
    assert_eq!(&read(&json).unwrap().pathway, pathway);
}

#[test]
fn one_of_an_area_has_its_code() {
    let of = |area: &str| {
        TOML.replace("kind = \"local\"", &format!("kind = \"local\"\narea = \"{area}\""))
    };
    let ours = read(&of("E06000001")).unwrap().pathway;
    assert_eq!(ours.area.as_ref().map(AreaCode::as_str), Some("E06000001"));
    assert_eq!(toml::from_str::<CarePathway>(&of("E06000001")).unwrap(), ours);
    let faults = faults(&of("E0600001"));
    assert!(faults[0].starts_with("quit.toml, row 6, column `area`: "), "{faults:?}");
}

#[test]
fn elements_know_their_lines() {
    let read = read(TOML).unwrap();
    let line = |kind, id: &'static str| read.place(&ElementRef::new(kind, id)).row;
    assert_eq!(line(ElementKind::Step, "ask"), Some(18));
    assert_eq!(line(ElementKind::DecisionRow, "smokes/1"), Some(35));
    assert_eq!(line(ElementKind::Flow, "ask to smokes"), Some(46));
    assert_eq!(line(ElementKind::Population, "1"), Some(11));
    assert_eq!(line(ElementKind::Pathway, "quit"), None);
    assert_eq!(line(ElementKind::Step, "refer"), None);
}

#[test]
fn every_fault_is_told_in_one_pass() {
    let text = TOML
        .replace("kind = \"local\"", "kind = \"loacl\"")
        .replace("at_most = 3", "at_most = 0")
        .replace("basis = \"open\"", "basis = \"opn\"")
        .replace("reason = \"completed\"\n", "")
        .replace("unit = \"working-days\"", "unit = \"workdays\"")
        .replace("publisher = \"Nobody\"", "publishr = \"Nobody\"");
    assert_eq!(
        faults(&text),
        [
            "quit.toml, row 5, column `kind`: not a kind of pathway",
            "quit.toml, row 22, column `at_most`: a step that is never done is none: write 1 or \
             more",
            "quit.toml, row 38, column `basis`: not what an element rests on",
            "quit.toml, row 40, column `reason`: the field is missing",
            "quit.toml, row 55, column `unit`: not a unit of time",
            "quit.toml, row 63, column `publisher`: the field is missing",
            "quit.toml, row 66, column `publishr`: not a field of the care pathway",
        ]
    );
}

#[test]
fn what_is_asked_for_must_stand() {
    let faults = faults("schema_version = 1\npopulation = []\n");
    for field in ["id", "version", "title", "kind", "status", "review", "summary", "index", "step"]
    {
        let fault = format!("quit.toml, column `{field}`: the field is missing");
        assert!(faults.contains(&fault), "{field}: {faults:?}");
    }
    let empty = "quit.toml, row 2, column `population`: the list is empty".to_owned();
    assert!(faults.contains(&empty), "{faults:?}");
}

#[test]
fn themes_and_indicators_are_known_ones() {
    let text = TOML
        .replace("index = \"ask\"", "index = \"ask\"\ntheme = \"smokng\"")
        .replace("obligation = \"asked", "indicator = \"co-tested\"\nobligation = \"asked");
    assert_eq!(
        faults(&text),
        [
            "quit.toml, row 10, column `theme`: not a known theme",
            "quit.toml, row 63, column `indicator`: not a known indicator",
        ]
    );
}

#[test]
fn damaged_files_are_refused_with_a_reason() {
    for text in ["", "{", "[[step]\n", "{\"schema_version\": 1, \"id\": null}", "id,kind\na,b\n"] {
        let problems = read(text).unwrap_err().problems();
        assert!(!problems.is_empty(), "{text}");
    }
    let later = TOML.replace("schema_version = 1", "schema_version = 2");
    assert!(faults(&later)[0].contains("not a version of the layout"), "{later}");
}
