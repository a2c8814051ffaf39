//! Documents of visits and recommendations, in each of their forms, and what is
//! wrong with them.

use std::collections::BTreeMap;

use firstyear_core::project::FileFormat;
use firstyear_core::recommendation::{Priority, Status, Themes};
use firstyear_core::{
    Dataset, Indicator, IndicatorId, IndicatorKind, Polarity, Problem, Read, Severity,
};
use firstyear_ingest::{CodeLists, FileSummary, ReadError, Sources, read_bytes, unwatched};

const THEMES: &str = r#"{"schema_version": 1, "chosen_groups": 1, "theme": [
    {"id": "smoking", "name": "Smoking", "discussion": "core", "category": [
        {"id": "care-pathways", "name": "Care pathways", "parts": [{"id": "referral", "name": "Referral"}]},
        {"id": "other", "name": "Other"}]},
    {"id": "housing", "name": "Housing", "discussion": "core"},
    {"id": "ethnicity", "name": "Ethnicity", "discussion": "chosen"}
]}"#;

fn read(text: &str, file: &str) -> Result<(Read<Dataset>, FileSummary), ReadError> {
    let themes: Themes = serde_json::from_str(THEMES).unwrap();
    let id = IndicatorId::new("smoking-at-delivery").unwrap();
    let indicator = Indicator {
        id: id.clone(),
        name: "Smoking at delivery".to_owned(),
        definition: String::new(),
        domain: "test".to_owned(),
        numerator: "mothers who smoke".to_owned(),
        denominator: "mothers".to_owned(),
        multiplier: 100,
        unit: "%".to_owned(),
        polarity: Polarity::LowerIsBetter,
        kind: IndicatorKind::Proportion,
    };
    let indicators = BTreeMap::from([(id, indicator)]);
    let none = CodeLists::NONE;
    let codes = CodeLists { indicators: &indicators, ..none }.with_improvement(&themes, &[]);
    read_bytes(text.as_bytes(), file, None, &codes, Sources::default(), &mut unwatched)
}

fn told(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

const TOML: &str = r#"schema_version = 1

[[recommendation]]
id = "quit-1"
area = "E08000025"
theme = "smoking"
category = "care-pathways"
part = "referral"
text = "Refer all who smoke at booking"
lead = "midwifery"
with = ["stop smoking service", "public health"]
indicators = ["smoking-at-delivery"]
priority = "high"
made = 2024-03-07
due = "2024-12-31"
history = [
    { status = "agreed", on = 2024-04-20 },
    { status = "stopped", on = 2024-06-01, reason = "no money" },
]

[[recommendation]]
id = "quit-2"
area = "E08000025"
theme = "smoking"
lead = "public health"
made = 2024-03-07
"#;

const CSV: &str = "id,area,theme,category,part,text,lead,with,indicators,priority,made,due,history\n\
    quit-1,E08000025,smoking,care-pathways,referral,Refer all who smoke at booking,midwifery,stop smoking service; public health,smoking-at-delivery,high,2024-03-07,2024-12-31,agreed 2024-04-20; stopped 2024-06-01 (no money)\n\
    \n\
    quit-2,E08000025,smoking,,,,public health,,,,2024-03-07,,\n";

#[test]
fn the_three_forms_say_the_same() {
    let (toml, summary) = read(TOML, "r.toml").unwrap();
    assert_eq!(told(&toml.problems), Vec::<String>::new());
    assert_eq!((summary.format, summary.rows.used), (FileFormat::Recommendations, 2));
    let first = &toml.rows.recommendations[0];
    assert_eq!(first.place.to_string(), "r.toml, row 3");
    assert_eq!((first.item.priority, first.item.with.len()), (Some(Priority::High), 2));
    assert_eq!(first.item.history[1].status, Status::Stopped);
    assert_eq!(first.item.history[1].reason.as_deref(), Some("no money"));

    let items = |read: &Read<Dataset>| -> Vec<_> {
        read.rows.recommendations.iter().map(|one| one.item.clone()).collect()
    };
    let (csv, _) = read(CSV, "r.csv").unwrap();
    assert_eq!(items(&csv), items(&toml));
    assert_eq!(csv.rows.recommendations[1].place.to_string(), "r.csv, row 4");
    let (semicolons, _) = read(&CSV.replace(';', "|").replace(',', ";").replace('|', ","), "r.csv")
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(semicolons.rows.recommendations.len(), 1, "lists have semicolons too");

    let all = serde_json::json!({ "schema_version": 1, "recommendation": items(&toml) });
    let mut all = all;
    all["recommendation"][0]["visit"] = "made-up".into();
    let (json, _) = read(&all.to_string(), "r.json").unwrap();
    assert_eq!(json.rows.recommendations[0].item.visit.as_deref(), Some("made-up"));
    all["recommendation"][0].as_object_mut().unwrap().remove("visit");
    let (json, _) = read(&all.to_string(), "r.json").unwrap();
    assert_eq!(items(&json), items(&toml));
    assert_eq!(json.rows.recommendations[1].place.to_string(), "r.json, row 2");
}

#[test]
fn every_fault_is_told_in_one_pass() {
    let text = r#"schema_version = 1
[[recommendation]]
id = "Quit 1"
area = "E0800002"
theme = "smokng"
made = "spring"
owner = "midwifery"

[[recommendation]]
id = "quit-2"
area = "E08000025"
theme = "smoking"
category = "care-pathway"
indicators = ["smoking-at-booking"]
interventions = ["smoking"]
lead = "midwifery"
made = 2024-03-07
due = 2024-01-31
history = [{ status = "done", on = 2024-04-20 }]

[[recommendation]]
id = "quit-3"
area = "E08000025"
theme = "housing"
part = "damp"
priority = "urgent"
made = 2024-03-07
history = [{ status = "agreed", on = 2024-02-01 }, { status = "finished", on = 2024-04-20 }]

[[recommendation]]
id = "quit-4"
area = "E08000025"
theme = "smoking"
made = 2024-03-07
text = "Ask Dr Smith on 020 7946 0000"

[[recommendation]]
id = "quit-4"
area = "E08000025"
theme = "smoking"
lead = "midwifery"
visit = "second"
made = 2024-03-07

[[recommendation]]
id = "quit-5"
area = "E08000025"
theme = "smoking"
lead = "midwifery"
visit = "second"
made = 2024-03-07
"#;
    let (found, summary) = read(text, "r.toml").unwrap();
    assert_eq!((summary.rows.used, summary.rows.refused), (2, 4));
    let mut problems = told(&found.problems);
    problems.sort_by_key(|line| {
        line.split("row ")
            .nth(1)
            .and_then(|rest| rest.split([',', ':']).next().unwrap().parse::<u32>().ok())
    });
    insta::assert_snapshot!(problems.join("\n"));
    // What looks personal is kept out, and the recommendation stays.
    let kept: Vec<_> = found.rows.recommendations.iter().map(|one| &*one.item.id).collect();
    assert_eq!(kept, ["quit-4", "quit-5"]);
    assert_eq!(found.rows.recommendations[0].item.text, None);
    assert!(found.problems.iter().all(|problem| !problem.message.contains("Smith")));
    let visit = found.rows.recommendations[1].item.visit.as_deref();
    assert_eq!(visit, Some("second"), "of a file alone nobody can say that it is not there");
}

#[test]
fn a_file_that_is_no_document_is_refused() {
    let why = |text: &str, file: &str| told(&read(text, file).unwrap_err().problems());
    let version = TOML.replace("schema_version = 1", "schema_version = 2");
    assert_eq!(
        why(&version, "r.toml"),
        ["r.toml, row 1, column `schema_version`: not a version of the layout that this program \
          reads"]
    );
    let missing = TOML.replace("schema_version = 1\n", "");
    assert_eq!(why(&missing, "r.toml"), ["r.toml, column `schema_version`: the field is missing"]);
    assert!(why(&TOML.replace("id = \"quit-2\"", "id = "), "r.toml")[0].contains("not valid TOML"));
    let column = CSV.replacen("lead", "owner", 1);
    let owner = &why(&column, "r.csv")[0];
    let expected = "r.csv, row 1, column `owner`: not a column of the layout: use id, area, ";
    assert!(owner.starts_with(expected), "{owner}");
    let shifted = CSV.replacen("quit-2,", "quit-2,,", 1);
    let cells = &why(&shifted, "r.csv")[0];
    assert!(cells.starts_with("r.csv, row 4: the row has ") && cells.contains("quotes"), "{cells}");
    let null =
        r#"{"schema_version": 1, "recommendation": [{"id": "a"}, {"id": "b", "due": null}]}"#;
    assert_eq!(
        why(null, "r.json"),
        ["r.json: `recommendation.2.due` is null, which nothing here may be: leave it out"]
    );
    assert!(why("{\"recommendation\": [}", "r.json")[0].contains("not valid JSON"));
}

#[test]
fn visits_are_held_against_their_rule() {
    let text = r#"schema_version = 1
[[visit]]
id = "first"
area = "E08000025"
first = 2024-03-04
last = 2024-03-07
groups = ["smoking", "housing", "ethnicity"]
interviews = [{ role = "director of public health" }, { role = "Dr Smith", people = 2 }]
stages = [{ stage = "visit", on = 2024-03-04 }, { stage = "agree-support", on = 2024-04-18 }]
findings = [{ kind = "strength", theme = "smoking", text = "One pathway" }]
support = { agreed = 2024-04-18, items = ["training", "write to a@b.org"] }
follow_ups = [{ on = 2024-11-01, text = "Half of it is done" }]
participants = [{ question = "a basis for improvement", agreed = 9, answered = 10 }]

[[visit]]
id = "second"
area = "E08000025"
first = 2024-05-04
last = 2024-05-07
groups = ["smoking"]

[[visit]]
id = "third"
area = "E08000025"
first = 2024-05-08
last = 2024-05-07
groups = ["smokng"]
stages = [{ stage = "support", on = 2024-05-08 }, { stage = "visit", on = 2024-05-09 }]
participants = [{ question = "a basis", agreed = 11, answered = 10 }]
"#;
    let (found, summary) = read(text, "v.toml").unwrap();
    assert_eq!((summary.format, summary.rows.used), (FileFormat::Visits, 2));
    insta::assert_snapshot!(told(&found.problems).join("\n"));
    let first = &found.rows.visits[0].item;
    assert_eq!((first.interviews.len(), first.interviews[0].people), (1, 1));
    assert_eq!(first.support.as_ref().unwrap().items, ["training"]);
    let warnings = found.problems.iter().filter(|one| one.severity == Severity::Warning);
    assert_eq!(warnings.count(), 3, "two texts kept out, one rule not met");
}

const ANSWERS: &str = r#"schema_version = 1

[[answer]]
area = "E08000025"
on = 2024-03-04
statement = "lead"
level = 2
by = "partnership board"

[[answer]]
area = "E08000025"
on = 2024-03-04
statement = "quit"
level = 1
evidence = "half of the wards"
"#;

#[test]
fn answers_say_the_same_in_three_forms() {
    let (toml, summary) = read(ANSWERS, "a.toml").unwrap();
    assert_eq!(told(&toml.problems), Vec::<String>::new());
    assert_eq!((summary.format, summary.rows.used), (FileFormat::SelfAssessments, 2));
    let items = |read: &Read<Dataset>| -> Vec<_> {
        read.rows.self_assessments.iter().map(|one| one.item.clone()).collect()
    };
    assert_eq!((items(&toml)[0].level, items(&toml).len()), (2, 2));
    let csv = "area,on,statement,level,by,evidence\n\
               E08000025,2024-03-04,lead,2,partnership board,\n\
               E08000025,2024-03-04,quit,1,,half of the wards\n";
    let (table, _) = read(csv, "a.csv").unwrap();
    assert_eq!(items(&table), items(&toml));
    assert_eq!(table.rows.self_assessments[1].place.to_string(), "a.csv, row 3");
    // A spreadsheet begins heads with a capital.
    for heads in ["Area,On,Statement,Level,By,Evidence", "AREA,\"On\",statement,level,by,evidence"]
    {
        let (capitals, summary) =
            read(&csv.replace("area,on,statement,level,by,evidence", heads), "a.csv").unwrap();
        assert_eq!(summary.format, FileFormat::SelfAssessments);
        assert_eq!(items(&capitals), items(&toml), "{heads}");
    }
    let json = serde_json::json!({ "schema_version": 1, "answer": items(&toml) }).to_string();
    assert_eq!(items(&read(&json, "a.json").unwrap().0), items(&toml));
}

#[test]
fn answers_with_faults_are_left_out_and_told() {
    let csv = "area,on,statement,level,by,evidence\n\
               E0800002,2024-03-04,lead,2,,\n\
               E08000025,spring,lead,two,,\n\
               E08000025,2024-03-04,lead,0,,\n\
               E08000025,2024-03-04,quit,1,Dr Jane Roe,\n\
               E08000025,2024-03-04,quit,2,,\n";
    let (read, summary) = read(csv, "a.csv").unwrap();
    assert_eq!((summary.rows.used, summary.rows.refused), (1, 4));
    let kept = &read.rows.self_assessments;
    assert_eq!((kept.len(), kept[0].item.level, &kept[0].item.by), (1, 1, &None));
    let all = told(&read.problems).join("\n");
    for part in [
        "a.csv, row 2, column `area`",
        "a.csv, row 3, column `on`: not a date",
        "a.csv, row 3, column `level`: not a whole number",
        "a.csv, row 4, column `level`: levels are counted from 1",
        "a.csv, row 5, column `by`: the text holds a title",
        "a.csv, row 6, column `statement`: is answered in a.csv, row 5",
    ] {
        assert!(all.contains(part), "{part}:\n{all}");
    }
}

#[test]
fn a_matrix_is_read_whole_or_not_at_all() {
    let matrix = include_str!("corpus/self-assessment-matrix/matrix.toml");
    let (found, summary) = read(matrix, "m.toml").unwrap();
    assert_eq!(told(&found.problems), Vec::<String>::new());
    assert_eq!(summary.format, FileFormat::SelfAssessmentMatrix);
    let known = &found.rows.matrices[0].item;
    assert_eq!((known.levels.len(), known.statements.len()), (2, 1));
    for (from, to, fault) in [
        ("theme = \"smoking\"", "theme = \"smokng\"", "not a known theme"),
        ("standing = \"inferred\"", "standing = \"heard\"", "not whether a source states it"),
        ("name = \"begun\"", "name = \"Dr Jane Roe\"", "the text holds a title before"),
        (
            "[[level]]\nname = \"begun\"\nmeaning = \"A plan is written.\"\n",
            "",
            "at least two levels",
        ),
        (
            "source = \"made up\"\n\n[[level]]\nname = \"begun\"",
            "\n[[level]]\nname = \"begun\"",
            "the field is missing",
        ),
    ] {
        let broken = matrix.replacen(from, to, 1);
        assert_ne!(broken, matrix, "{from}");
        let (read, _) = read(&broken, "m.toml").unwrap();
        assert!(read.rows.matrices.is_empty(), "{fault}");
        assert!(told(&read.problems).join("\n").contains(fault), "{fault}: {:?}", read.problems);
    }
}
