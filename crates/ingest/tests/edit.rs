//! Recommendations added to a document and moved on in it.

use chrono::NaiveDate;
use firstyear_core::AreaCode;
use firstyear_core::recommendation::{Recommendation, Status, StatusChange, Themes};
use firstyear_ingest::{CodeLists, EditError, add_recommendation, change_recommendation};

const THEMES: &str = r#"{"schema_version": 1, "chosen_groups": 1, "theme": [
    {"id": "smoking", "name": "Smoking"}, {"id": "housing", "name": "Housing"}]}"#;

fn with_codes<T>(ask: impl Fn(&CodeLists<'_>) -> T) -> T {
    let themes: Themes = serde_json::from_str(THEMES).unwrap();
    ask(&CodeLists::NONE.with_improvement(&themes, &[]))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn change(status: Status, on: &str, reason: Option<&str>) -> StatusChange {
    StatusChange { status, on: day(on), reason: reason.map(str::to_owned) }
}

fn changed(text: &str, id: &str, change: &StatusChange) -> Result<String, EditError> {
    with_codes(|codes| change_recommendation(text.as_bytes(), "r", id, change, codes))
}

fn added(text: &str, new: &Recommendation) -> Result<String, EditError> {
    with_codes(|codes| add_recommendation(text.as_bytes(), "r", new, codes))
}

fn new(id: &str) -> Recommendation {
    Recommendation {
        id: id.to_owned(),
        area: AreaCode::new("E08000025").unwrap(),
        visit: None,
        theme: "housing".to_owned(),
        category: None,
        part: None,
        text: Some("Say \"who\" does what; then, begin".to_owned()),
        lead: Some("housing".to_owned()),
        with: vec!["public health".to_owned()],
        indicators: Vec::new(),
        interventions: Vec::new(),
        pathways: Vec::new(),
        priority: None,
        made: day("2024-03-07"),
        due: Some(day("2024-12-31")),
        evidence: Vec::new(),
        history: Vec::new(),
    }
}

/// As an author writes it: remarks, odd blanks, both forms of a history.
const TOML: &str = r#"# Ours.
schema_version   =   1

[[recommendation]]
id = "a"     # the first
area = "E08000025"
theme = "smoking"
lead = 'midwifery'
made = 2024-03-07
history = [
  { status = "agreed", on = 2024-04-20 }, # at last
]

# The second one.
[[recommendation]]
id = "b"
area = "E08000025"
theme = "smoking"
lead = "midwifery"
made = 2024-03-07
text = """
[[recommendation]]
id = "c" is no entry, but words"""
[[recommendation.history]]
status = "agreed"
on = 2024-04-20

# The third one.
[[recommendation]]
id = "d"
area = "E08000025"
theme = "smoking"
lead = "midwifery"
made = 2024-03-07

# The end.
"#;

/// The lines of the second text that are not in the first, in order; every line
/// of the first must stand in the second, in its order.
fn new_lines<'t>(before: &str, after: &'t str) -> Vec<&'t str> {
    let mut kept = before.lines().peekable();
    let mut new = Vec::new();
    for line in after.lines() {
        if kept.peek() == Some(&line) {
            kept.next();
        } else {
            new.push(line);
        }
    }
    assert_eq!(kept.next(), None, "a line was lost:\n{after}");
    new.retain(|line| !line.is_empty());
    new
}

#[test]
fn a_change_is_added_and_nothing_else_moves() {
    let done = change(Status::Done, "2024-06-01", None);
    let text = changed(TOML, "a", &done).unwrap();
    assert_eq!(new_lines(TOML, &text), ["  { status = \"done\", on = 2024-06-01 },"]);
    let text = changed(TOML, "b", &done).unwrap();
    let block = ["[[recommendation.history]]", "status = \"done\"", "on = 2024-06-01"];
    assert_eq!(new_lines(TOML, &text), block);
    let agreed = change(Status::Agreed, "2024-05-01", None);
    let text = changed(TOML, "d", &agreed).unwrap();
    assert!(text.ends_with("on = 2024-05-01\n\n# The end.\n"), "{text}");
    assert_eq!(new_lines(TOML, &text).len(), 3);
    // Once more, in what is now a list of tables.
    let started = change(Status::Started, "2024-05-02", None);
    assert_eq!(new_lines(&text, &changed(&text, "d", &started).unwrap()).len(), 3);
    // The same with the line ends of another system.
    let other = TOML.replace('\n', "\r\n");
    for (id, one) in [("a", &done), ("b", &done), ("d", &agreed)] {
        let text = changed(&other, id, one).unwrap();
        assert_eq!(text.replace("\r\n", "\n"), changed(TOML, id, one).unwrap(), "{id}");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{id}");
    }
    let short = TOML.replace("[\n  { status = \"agreed\", on = 2024-04-20 }, # at last\n]", "[]");
    let text = changed(&short, "a", &agreed).unwrap();
    assert!(text.contains("history = [{ status = \"agreed\", on = 2024-05-01 }]\n"), "{text}");
}

#[test]
fn a_change_that_cannot_be_is_refused() {
    let why = |id: &str, change: &StatusChange| changed(TOML, id, change).unwrap_err().to_string();
    let done = change(Status::Done, "2024-06-01", None);
    assert!(why("d", &done).contains("what is open cannot become done"), "{}", why("d", &done));
    assert_eq!(why("z", &done), "no recommendation has the id `z`");
    let early = change(Status::Done, "2024-01-01", None);
    assert!(why("a", &early).contains("dated before the one above it"));
    let unsaid = change(Status::Stopped, "2024-06-01", None);
    assert!(why("a", &unsaid).contains("without a reason"));
    // A reason about a person would be kept out, and so would not be there.
    let personal = change(Status::Stopped, "2024-06-01", Some("as Dr Smith says"));
    assert!(matches!(changed(TOML, "a", &personal), Err(EditError::Faulty(_))));
    let json = r#"{"schema_version": 1, "recommendation": []}"#;
    assert!(matches!(changed(json, "a", &done), Err(EditError::Json)));
}

#[test]
fn a_recommendation_is_added_at_the_end() {
    let text = added(TOML, &new("e")).unwrap();
    assert!(text.starts_with(TOML), "all that stood there stands there");
    let again = added(&text, &new("e"));
    assert!(matches!(again, Err(EditError::Repeated { .. })));
    let mut faulty = new("f");
    faulty.theme = "housng".to_owned();
    let why = added(TOML, &faulty).unwrap_err().to_string();
    assert!(why.contains("not a known theme"), "{why}");
    let mut open = new("g");
    open.due = Some(day("2024-01-01"));
    assert!(added(TOML, &open).unwrap_err().to_string().contains("due before it was made"));
    let inline = "schema_version = 1\nrecommendation = [{ id = \"a\", area = \"E08000025\", theme = \"smoking\", made = 2024-03-07 }]\n";
    assert!(added(inline, &new("e")).is_err(), "no table can follow a list of its name");
}

const CSV: &str = "id,lead,area,theme,made,due,text,history,with\r\n\
    a,\"midwifery\",E08000025,smoking,2024-03-07,,\"two\r\nlines, and \"\"quotes\"\"\",agreed 2024-04-20,\r\n\
    \r\n\
    b , public health,E08000025,smoking,2024-03-07,,,,\r\n";

#[test]
fn a_table_keeps_its_rows_as_they_are() {
    let text = added(CSV, &new("e")).unwrap();
    assert!(text.starts_with(CSV));
    assert_eq!(
        &text[CSV.len()..],
        "e,housing,E08000025,housing,2024-03-07,2024-12-31,\"Say \"\"who\"\" does what; then, \
         begin\",,public health\r\n"
    );
    let stopped = change(Status::Stopped, "2024-06-01", Some("no money, yet"));
    let text = changed(CSV, "a", &stopped).unwrap();
    assert_eq!(
        text,
        CSV.replace(
            ",agreed 2024-04-20,",
            ",\"agreed 2024-04-20; stopped 2024-06-01 (no money, yet)\","
        )
    );
    let agreed = change(Status::Agreed, "2024-06-01", None);
    let text = changed(CSV, "b", &agreed).unwrap();
    assert_eq!(text, CSV.replace("2024-03-07,,,,\r\n", "2024-03-07,,,agreed 2024-06-01,\r\n"));
    let narrow = "id,area,theme,made\na,E08000025,smoking,2024-03-07\n";
    let why = changed(narrow, "a", &agreed).unwrap_err().to_string();
    assert!(why.starts_with("the table has no column `history`"), "{why}");
    assert!(matches!(added(narrow, &new("e")), Err(EditError::Column { .. })));
}
