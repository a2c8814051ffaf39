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
    new
}

#[test]
fn a_change_is_added_and_nothing_else_moves() {
    let done = change(Status::Done, "2024-06-01", None);
    let text = changed(TOML, "a", &done).unwrap();
    assert_eq!(new_lines(TOML, &text), ["  { status = \"done\", on = 2024-06-01 },"]);
    let text = changed(TOML, "b", &done).unwrap();
    let block = ["[[recommendation.history]]", "status = \"done\"", "on = 2024-06-01", ""];
    assert_eq!(new_lines(TOML, &text), block);
    let agreed = change(Status::Agreed, "2024-05-01", None);
    let text = changed(TOML, "d", &agreed).unwrap();
    assert!(text.ends_with("on = 2024-05-01\n\n# The end.\n"), "{text}");
    assert_eq!(new_lines(TOML, &text).len(), 4, "a blank line and three of the change");
    // Once more, in what is now a list of tables.
    let started = change(Status::Started, "2024-05-02", None);
    assert_eq!(new_lines(&text, &changed(&text, "d", &started).unwrap()).len(), 4);
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
}

/// As another program writes it, with four blanks and a list on one line.
const JSON: &str = r#"{
    "schema_version": 1,
    "recommendation": [
        {"id": "a", "area": "E08000025", "theme": "smoking", "lead": "midwifery", "made": "2024-03-07",
            "history": [{"status": "agreed", "on": "2024-04-20"}]},
        {
            "id": "b",
            "area": "E08000025",
            "theme": "smoking",
            "lead": "midw\u0069fery",
            "made": "2024-03-07"
        }
    ]
}
"#;

#[test]
fn json_keeps_its_layout() {
    let done = change(Status::Done, "2024-06-01", None);
    let text = changed(JSON, "a", &done).unwrap();
    let end = r#""on": "2024-04-20"}"#;
    let (before, after) = JSON.split_at(JSON.find(end).unwrap() + end.len());
    let change_alone = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    let words: Vec<&str> = change_alone.unwrap().split_whitespace().collect();
    assert_eq!(words.join(" "), r#", { "status": "done", "on": "2024-06-01" }"#);
    let agreed = change(Status::Agreed, "2024-05-01", Some("by \"all\""));
    let text = changed(JSON, "b", &agreed).unwrap();
    assert!(text.starts_with(&JSON[..JSON.find("\"b\"").unwrap()]), "{text}");
    assert!(text.contains(r#""lead": "midw\u0069fery""#), "an escape of its author: {text}");
    let text = added(JSON, &new("c")).unwrap();
    let kept = JSON.trim_end().trim_end_matches('}').trim_end().trim_end_matches(']').trim_end();
    assert!(text.starts_with(kept), "all that stood there stands there: {text}");
    let text = changed(&text, "c", &agreed).unwrap();
    assert!(text.contains("by \\\"all\\\""), "{text}");
    // An empty list, and none at all.
    for empty in [r#"{"schema_version": 1, "recommendation": []}"#, r#"{"schema_version": 1}"#] {
        assert!(added(empty, &new("c")).unwrap().contains("\"public health\""));
    }
    let windows = JSON.replace('\n', "\r\n");
    let text = changed(&windows, "b", &agreed).unwrap();
    assert!(!text.replace("\r\n", "").contains('\n'), "ends of lines stay those of the author");
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

/// What was in a cell stays in it: reasons with marks of their own, and one that
/// is kept out of what is read.
#[test]
fn a_history_in_a_cell_keeps_what_it_has() {
    let agreed = change(Status::Agreed, "2024-07-01", Some("said \"yes\"; (at last)"));
    let head = "id,area,theme,made,lead,history\na,E08000025,smoking,2024-03-07,midwifery,";
    let row = |cell: &str| format!("{head}{cell}\n");
    for (before, after) in [
        ("stopped 2024-06-01 (as Dr Smith says)", "stopped 2024-06-01 (as Dr Smith says); "),
        ("stopped 2024-06-01 (late (again));", "stopped 2024-06-01 (late (again)); "),
        (
            "\"stopped 2024-06-01 (no \"\"money\"\", no time)\"",
            "stopped 2024-06-01 (no \"\"money\"\", no time); ",
        ),
    ] {
        let text = changed(&row(before), "a", &agreed).unwrap();
        let added = "agreed 2024-07-01 (said \"\"yes\"\"\\; (at last))";
        assert_eq!(text, row(&format!("\"{after}{added}\"")), "{before}");
    }
}

/// A reason that is kept out is said to be, so that the list can be read again.
#[test]
fn what_is_exported_reads_back() {
    use firstyear_core::project::FileFormat;
    let read = |text: &str| {
        with_codes(|codes| {
            let format = Some(FileFormat::Recommendations);
            let sources = firstyear_ingest::Sources::default();
            let (read, _) = firstyear_ingest::read_bytes(
                text.as_bytes(),
                "r",
                format,
                codes,
                sources,
                &mut firstyear_ingest::unwatched,
            )
            .unwrap();
            let all = read.rows.recommendations.into_iter().map(|one| one.item);
            all.collect::<Vec<Recommendation>>()
        })
    };
    let mut odd = new("odd");
    odd.with = vec!["one; and two".to_owned(), r"back\slash".to_owned()];
    odd.history = vec![
        change(Status::Stopped, "2024-06-01", Some("late (again)")),
        change(Status::Agreed, "2024-07-01", Some("a; b);")),
    ];
    let text = firstyear_ingest::recommendations_csv([odd.clone()].iter());
    assert_eq!(read(&text), [odd]);
    let personal = "id,area,theme,made,lead,history\n\
        a,E08000025,smoking,2024-03-07,midwifery,stopped 2024-06-01 (as Dr Smith says)\n";
    let kept = read(personal);
    let reason = kept[0].history[0].reason.as_deref().unwrap();
    assert!(reason.contains("kept out") && !reason.contains("Smith"), "{reason}");
    assert_eq!(read(&firstyear_ingest::recommendations_csv(kept.iter())), kept);
}

#[test]
fn faults_that_were_there_stop_no_edit() {
    let faulty = TOML.replace("# The end.", "[[recommendation]]\nid = \"f\"\ntheme = \"smokng\"\n");
    let done = change(Status::Done, "2024-06-01", None);
    let text = changed(&faulty, "a", &done).unwrap();
    assert_eq!(new_lines(&faulty, &text), ["  { status = \"done\", on = 2024-06-01 },"]);
    let again = added(&faulty, &new("f")).unwrap_err();
    assert!(matches!(again, EditError::Repeated { .. }), "the id is taken, fault or not");
    let why = changed(&faulty, "f", &done).unwrap_err();
    assert!(matches!(why, EditError::LeftOut { .. }), "{why}");
    assert!(why.to_string().contains("firstyear check"), "{why}");
    // One more of the same kind is new.
    let mut second = new("g");
    second.theme = "smokng".to_owned();
    assert!(matches!(added(&faulty, &second), Err(EditError::Faulty(_))));
}

/// A quote within a cell opens none, and a text of several lines stays in one.
#[test]
fn quotes_and_lines_within_texts_are_kept() {
    let text = "id,area,theme,made,text,history,lead\n\
        a,E08000025,smoking,2024-03-07,a 5\" pipe,,midwifery\n\
        b,E08000025,smoking,2024-03-07,\"x, y\",,midwifery\n";
    let agreed = change(Status::Agreed, "2024-06-01", None);
    let edited = changed(text, "a", &agreed).unwrap();
    assert_eq!(edited, text.replace("pipe,,", "pipe,agreed 2024-06-01,"));
    let mut lines = new("lines");
    lines.text = Some("one\ntwo \"three\" \\ four".to_owned());
    let crlf = TOML.replace('\n', "\r\n");
    for document in [TOML, &crlf] {
        let edited = added(document, &lines).unwrap();
        assert!(edited.starts_with(document) && edited.contains(r#"one\ntwo \"three\" \\ four"#));
    }
}

#[test]
fn a_mark_before_the_text_stays() {
    let marked = format!("\u{feff}{CSV}");
    let agreed = change(Status::Agreed, "2024-06-01", None);
    let text = changed(&marked, "b", &agreed).unwrap();
    assert_eq!(text, marked.replace("2024-03-07,,,,\r\n", "2024-03-07,,,agreed 2024-06-01,\r\n"));
}
