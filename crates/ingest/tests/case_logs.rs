//! Event logs read into columns: what is kept, and what is told of bad ones.

use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;

use firstyear_core::event::{CaseId, CaseLog, LogFound, LogPlan, day_number};
use firstyear_core::project::FileFormat;
use firstyear_core::{Problem, ProblemCode, Severity};
use firstyear_ingest::{ReadAs, ReadCaseLog, ReadError, read_case_log, unwatched};

fn plan() -> LogPlan {
    let mut plan = LogPlan::new();
    for (code, name) in ["booking", "referral", "birth"].into_iter().enumerate() {
        plan.activity(name, u32::try_from(code).unwrap()).unwrap();
    }
    plan.ignore("call");
    plan.attribute("smokes");
    plan
}

/// A file of its own for each test and content.
fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn read_as(
    name: &str,
    bytes: &[u8],
    told: ReadAs<'_>,
    case_object: Option<&str>,
) -> Result<ReadCaseLog, ReadError> {
    read_by(&plan(), name, bytes, told, case_object)
}

fn read_by(
    plan: &LogPlan,
    name: &str,
    bytes: &[u8],
    told: ReadAs<'_>,
    case_object: Option<&str>,
) -> Result<ReadCaseLog, ReadError> {
    let (folder, path) = file(name, bytes);
    let read = read_case_log(&path, told, plan, case_object, &mut unwatched);
    let shown = format!("{}/", folder.path().display());
    let plain = |problems: Vec<Problem>| -> Vec<Problem> {
        let strip = |mut problem: Problem| {
            problem.place.file = problem.place.file.replace(&shown, "").into();
            problem
        };
        problems.into_iter().map(strip).collect()
    };
    match read {
        Ok(read) => Ok(ReadCaseLog { problems: plain(read.problems), ..read }),
        Err(ReadError::Unusable { problems }) => {
            Err(ReadError::Unusable { problems: plain(problems) })
        }
        Err(error) => Err(error),
    }
}

fn read(name: &str, text: &str) -> ReadCaseLog {
    read_as(name, text.as_bytes(), ReadAs::default(), None).unwrap()
}

fn refused(name: &str, text: &str, case_object: Option<&str>) -> Vec<Problem> {
    read_as(name, text.as_bytes(), ReadAs::default(), case_object).unwrap_err().problems()
}

/// Problems but for the count of events and attributes that are not there.
fn said(read: &ReadCaseLog) -> Vec<String> {
    let usual = [ProblemCode::EventLogRead, ProblemCode::EventAttributeMissing];
    let others = read.problems.iter().filter(|problem| !usual.contains(&problem.code));
    others.map(ToString::to_string).collect()
}

fn ids(log: &CaseLog) -> Vec<&str> {
    log.cases().iter().map(CaseId::reveal).collect()
}

/// For each event of a case its code and what it says of smoking.
fn events(log: &CaseLog, case: usize) -> Vec<(u32, Option<&str>)> {
    let smokes = log.named("smokes").unwrap();
    let text = |place: usize| &*smokes.texts()[place];
    log.events_of(case)
        .map(|event| (log.codes()[event], smokes.of_event(event).map(text)))
        .collect()
}

fn of_case(log: &CaseLog, case: usize) -> Option<&str> {
    let smokes = log.named("smokes").unwrap();
    smokes.of_case(case).map(|place| &*smokes.texts()[place])
}

const HEAD: &str = "case,activity,timestamp\n";

#[test]
fn a_table_keeps_what_the_plan_names() {
    let text = "Case ID,Activity,Timestamp,smokes,postcode\n\
        a,referral,2024-03-05T10:00,no,\"NE1, x\"\n\
        b,booking,2024-03-01,007,\n\
        a,booking,2024-03-01T09:30,yes,\n\
        a,call,2024-03-02,,\n\
        b,dance,,,\n";
    let read = read("log.csv", text);
    assert_eq!(ids(&read.log), ["a", "b"]);
    let other = CaseLog::OTHER;
    let a = [(0, Some("yes")), (other, None), (1, Some("no"))];
    assert_eq!(events(&read.log, 0), a);
    assert_eq!(events(&read.log, 1), [(0, Some("007")), (other, None)]);
    let found = read.log.found();
    assert_eq!((found.events, found.ignored, found.without_time), (5, 1, 1));
    assert_eq!(found.unknown["dance"], 1);
    assert_eq!((read.rows.used, read.rows.all()), (5, 5));
    let told: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["log.csv: 5 events in 2 cases"]);
}

#[test]
fn an_attribute_of_the_case_has_that_before_its_name() {
    let text = "case:concept:name,concept:name,time:timestamp,case:smokes\n\
        a,booking,2024-03-01T09:30Z,yes\na,birth,2024-09-01T09:31Z,no\n";
    let one = read("log.csv", text);
    assert_eq!(of_case(&one.log, 0), Some("yes"));
    assert_eq!(events(&one.log, 0), [(0, None), (2, None)]);
    // One of the event goes before it.
    let text = "case,activity,timestamp,case:smokes,smokes\na,booking,2024-03-01,yes,no\n";
    let both = read("log.csv", text);
    assert_eq!((of_case(&both.log, 0), events(&both.log, 0)), (None, vec![(0, Some("no"))]));
}

const XES: &str = r#"<log xes.version="1.0">
  <trace>
    <string key="concept:name" value="nhs-1"/>
    <string key="smokes" value="yes"/>
    <event><string key="concept:name" value="booking"/>
      <date key="time:timestamp" value="2024-03-01T09:30:00.000+00:00"/></event>
    <event><string key="concept:name" value="referral"/>
      <date key="time:timestamp" value="2024-03-01T09:31:00.000+00:00"/>
      <string key="smokes" value="no"/></event>
    <event><string key="concept:name" value="referral"/>
      <date key="time:timestamp" value="soon"/></event>
    <event><date key="time:timestamp" value="2024-03-01"/></event>
  </trace>
  <trace><string key="concept:name" value="nhs-2"/></trace>
  <event><string key="concept:name" value="booking"/></event>
</log>"#;

#[test]
fn a_trace_is_a_case_with_events_or_without() {
    let one = read("log.xes", XES);
    assert_eq!(ids(&one.log), ["nhs-1", "nhs-2"]);
    assert_eq!(of_case(&one.log, 0), Some("yes"));
    assert_eq!(events(&one.log, 0), [(0, None), (1, Some("no"))]);
    assert!(one.log.events_of(1).is_empty());
    let expected = [
        "log.xes, row 3, column `time:timestamp`: not a time",
        "log.xes, row 4, column `concept:name`: the event names no activity",
        "log.xes, row 5: the event belongs to no case",
    ];
    assert_eq!(said(&one), expected);
    assert_eq!((one.rows.used, one.rows.refused), (2, 3));

    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(XES.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let two = read_as("log.xes.gz", &packed, ReadAs::default(), None).unwrap();
    assert_eq!(two.log, one.log);
}

/// A woman with two pregnancies, of which the second is of twins. Synthetic.
const OCEL: &str = r#"{
  "events": [
    {"id": "e1", "type": "booking", "time": "2024-03-01T09:30:00Z",
     "attributes": [{"name": "smokes", "value": "yes"}],
     "relationships": [{"objectId": "p1", "qualifier": "about"}, {"objectId": "w", "qualifier": "of"}]},
    {"id": "e2", "type": "birth", "time": "2025-06-01T09:30:00Z",
     "relationships": [{"objectId": "b1", "qualifier": "baby"}, {"objectId": "b2", "qualifier": "baby"}]},
    {"id": "e3", "type": "call", "time": "2025-06-02T09:30:00Z",
     "relationships": [{"objectId": "w", "qualifier": "of"}]},
    {"id": "e4", "type": "booking", "time": "2025-06-02T09:30:00Z",
     "relationships": [{"objectId": "m", "qualifier": "by"}, {"objectId": "lost", "qualifier": "of"}]},
    {"id": "e5", "type": "booking", "time": "soon"}
  ],
  "objects": [
    {"id": "p1", "type": "pregnancy", "relationships": [{"objectId": "w", "qualifier": "of"}]},
    {"id": "p2", "type": "pregnancy", "attributes": [
      {"name": "smokes", "value": "no", "time": "2025-02-01T00:00:00Z"},
      {"name": "smokes", "value": true, "time": "2025-01-01T00:00:00Z"}]},
    {"id": "p3", "type": "pregnancy"},
    {"id": "w", "type": "woman", "attributes": [{"name": "smokes", "value": "at times"}],
     "relationships": [{"objectId": "p2", "qualifier": "of"}]},
    {"id": "b1", "type": "baby", "relationships": [{"objectId": "p2", "qualifier": "of"}]},
    {"id": "b2", "type": "baby", "relationships": [{"objectId": "p2", "qualifier": "of"}]},
    {"id": "b2", "type": "baby"},
    {"id": "m", "type": "midwife"}
  ],
  "objectTypes": [], "eventTypes": []
}"#;

fn ocel(case_object: &str) -> ReadCaseLog {
    read_as("log.json", OCEL.as_bytes(), ReadAs::default(), Some(case_object)).unwrap()
}

#[test]
fn an_event_goes_to_each_case_that_it_is_tied_to() {
    let read = ocel("pregnancy");
    assert_eq!(ids(&read.log), ["p1", "p2", "p3"]);
    let other = CaseLog::OTHER;
    // The booking is of the first pregnancy alone, though its woman has two.
    assert_eq!(events(&read.log, 0), [(0, Some("yes")), (other, None)]);
    assert_eq!(events(&read.log, 1), [(2, None), (other, None)]);
    assert!(read.log.events_of(2).is_empty());
    assert_eq!(
        [0, 1, 2].map(|case| of_case(&read.log, case)),
        [Some("at times"), Some("true"), None]
    );
    let expected = [
        "log.json: an object has the id of one before it, which is used",
        "log.json: 1 attributes of objects change over time: the first value of each is used",
        "log.json, row 3: the event leads to several cases by one object, and counts in each",
        "log.json, row 4: an event is tied to an object that is not there",
        "log.json, row 4: the event is tied to no case, itself or by a tie of its objects: it is \
         left out",
        "log.json, row 5, column `time`: not a time",
    ];
    assert_eq!(said(&read), expected);
    assert_eq!((read.rows.used, read.rows.refused, read.rows.passed_over), (3, 1, 1));
}

#[test]
fn the_type_of_a_case_is_asked_for_and_can_be_any() {
    let read = ocel("baby");
    assert_eq!(ids(&read.log), ["b1", "b2"]);
    assert_eq!([0, 1].map(|case| read.log.events_of(case).len()), [1, 1]);
    let problems = refused("log.json", OCEL, None);
    assert_eq!(problems[0].code, ProblemCode::LogMappingInvalid);
    assert!(problems[0].help.as_ref().unwrap().ends_with("baby, midwife, pregnancy, woman"));
    let help = refused("log.json", OCEL, Some("pregnency"))[0].help.clone().unwrap();
    assert!(help.starts_with("did you mean `pregnancy`?"), "{help}");
    let log = read_as("log.xes", XES.as_bytes(), ReadAs::default(), Some("woman")).unwrap();
    let told = log.problems.iter().find(|one| one.code == ProblemCode::LogMappingInvalid).unwrap();
    assert_eq!(told.severity, Severity::Warning);
}

#[test]
fn bad_events_are_told_and_left_out_and_name_no_case() {
    let text = format!(
        "{HEAD}nhs-1,booking,2024-03-01\n,booking,2024-03-01\nnhs-1,,2024-03-01\n\
         nhs-1,booking,2024-02-30\nnhs-1,booking,01/03/2024\nnhs-1,booking\n"
    );
    let read = read("log.csv", &text);
    assert_eq!((read.rows.used, read.rows.refused), (1, 5));
    let expected = [
        "log.csv, row 3, column `case`: the event belongs to no case",
        "log.csv, row 4, column `activity`: the event names no activity",
        "log.csv, row 5, column `timestamp`: not a time",
        "log.csv, row 6, column `timestamp`: the date can be day first or month first",
        "log.csv, row 7: the row has 2 cells and the header 3",
    ];
    assert_eq!(said(&read), expected);
    let debug = format!("{read:?}");
    assert!(!debug.contains("nhs-1"), "{debug}");
}

#[test]
fn repeats_and_mixed_offsets_are_counted_in_the_log() {
    let text = format!(
        "{HEAD}a,booking,2024-03-01T09:30Z\na,booking,2024-03-01T09:30Z\n\
         a,birth,2024-03-01T09:30\nb,booking,\nb,booking,\n"
    );
    let found = read("log.csv", &text).log.found().clone();
    assert_eq!((found.events, found.repeated), (5, 1));
    assert_eq!((found.mixed_offsets, found.without_time), (1, 2));
}

#[test]
fn slashes_are_read_in_the_order_that_is_told() {
    let text = format!("{HEAD}a,booking,01/03/2024\na,birth,25/12/2024\n");
    let problems = refused("log.csv", &text, None);
    assert_eq!(problems[0].code, ProblemCode::TimeAmbiguous);
    let told = ReadAs { layout: Some("day-first"), ..ReadAs::default() };
    let read = read_as("log.csv", text.as_bytes(), told, None).unwrap();
    assert_eq!(read.log.found().days, Some((19_783, 20_082)));
    let told = ReadAs { layout: Some("month-first"), ..ReadAs::default() };
    let read = read_as("log.csv", text.as_bytes(), told, None).unwrap();
    assert_eq!((read.rows.used, read.rows.refused), (1, 1));
}

#[test]
fn what_holds_no_event_is_refused() {
    let code = |text: &str| refused("log.csv", text, None)[0].code;
    assert_eq!(code(""), ProblemCode::FileEmpty);
    assert_eq!(code(" \n\n"), ProblemCode::FileEmpty);
    assert_eq!(code(HEAD), ProblemCode::FileEmpty);
    assert_eq!(code("<log></log>"), ProblemCode::FileEmpty);
    // A case column full of nulls.
    let nulls = format!("{HEAD},booking,2024-03-01\n").repeat(1) + ",birth,2024-03-02\n";
    let problems = refused("log.csv", &nulls, None);
    assert_eq!(problems.len(), 2);
    assert!(problems.iter().all(|problem| problem.code == ProblemCode::EventIncomplete));
    let none = r#"{"objectTypes": [], "objects": [{"id": "a", "type": "baby"}], "events": []}"#;
    assert_eq!(refused("log.json", none, Some("baby"))[0].code, ProblemCode::FileEmpty);
    let tied = none.replace(r#""events": []"#, r#""events": [{"type": "birth"}]"#);
    let problems = refused("log.json", &tied, Some("baby"));
    assert_eq!(problems[0].to_string(), "log.json: no event of the log can be used");
    assert_eq!(problems[1].code, ProblemCode::EventWithoutCase);
}

#[test]
fn what_is_no_event_log_is_refused() {
    let message = |name: &str, text: &str| refused(name, text, None)[0].to_string();
    assert_eq!(
        message("a.csv", "patient;what;when\n1;booking;2024-03-01\n"),
        "a.csv, row 1: the header names no case and no activity and no time"
    );
    let missing = message("a.csv", "case,activity,when\n1,booking,2024-03-01\n");
    assert_eq!(missing, "a.csv, row 1: the header names no time");
    let tidy = "indicator,area,period,numerator,denominator,value,source\n";
    let rows = "infant-mortality-rate,E92000001,2022,2239,577046,3.9,ons\n";
    let figures = format!("{tidy}{rows}");
    let expected = "a.csv: the file is no event log: it is of the format tidy";
    assert_eq!(message("a.csv", &figures), expected);
    let told = ReadAs { format: Some(FileFormat::Tidy), ..ReadAs::default() };
    let told = read_as("a.csv", figures.as_bytes(), told, None).unwrap_err();
    assert_eq!(told.problems()[0].to_string(), expected);
    for text in ["{\"a\": 1}", "<html></html>"] {
        assert_eq!(refused("a", text, None)[0].code, ProblemCode::FileUnreadable, "{text}");
    }
    let lost = read_case_log(
        "/no/such/log.csv".as_ref(),
        ReadAs::default(),
        &plan(),
        None,
        &mut unwatched,
    );
    assert!(matches!(lost, Err(ReadError::Io { .. })));
}

#[test]
fn a_shifted_column_reads_as_no_times() {
    let text = format!("{HEAD}1,a,booking\n2,b,birth\n");
    let problems = refused("log.csv", &text, None);
    assert_eq!(problems.len(), 2);
    assert!(problems.iter().all(|problem| problem.code == ProblemCode::TimeInvalid));
}

#[test]
fn two_columns_for_one_thing_are_told_or_refused() {
    let text = "case,case id,activity,date,time\na,b,booking,2024-03-01,2024-03-02\n";
    let read = read("log.csv", text);
    let expected = [
        "log.csv, row 1, column `case`: the case is read from `case id`, and `case` could be it too",
        "log.csv, row 1, column `date`: the time is read from `time`, and `date` could be it too",
    ];
    assert_eq!(said(&read), expected);
    assert_eq!(ids(&read.log), ["b"]);
    for text in [
        "case,case,activity,time\na,b,booking,2024-03-02\n",
        "case,activity,time,smokes,smokes\na,booking,2024-03-02,yes,no\n",
    ] {
        assert_eq!(refused("log.csv", text, None)[0].code, ProblemCode::ColumnRepeated);
    }
    // Two columns that nobody asks for may have one name.
    let text = "case,activity,time,note,note\na,booking,2024-03-02,yes,no\n";
    read_as("log.csv", text.as_bytes(), ReadAs::default(), None).unwrap();
}

#[test]
fn an_attribute_that_is_nowhere_is_told_once() {
    let text = "case,activity,time,Smokes\na,booking,2024-03-02T09:30,yes\n";
    let read = read("log.csv", text);
    let told = &read.problems[1..];
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].to_string(), "log.csv: the log has no `smokes`");
    assert_eq!(told[0].help.as_deref(), Some("did you mean `Smokes` for `smokes`?"));
    assert_eq!(told[0].severity, Severity::Note);
}

#[test]
fn days_that_were_stored_as_times_prove_no_hours() {
    let text = format!("{HEAD}a,booking,2024-03-01 00:00:00\na,birth,2024-09-01T00:00Z\n");
    let one = read("log.csv", &text);
    assert_eq!(said(&one), ["log.csv: every time is midnight: only days are taken for known"]);
    assert!(one.log.times().iter().all(|time| !time.has_hour()));
    let text = text.replace("T00:00Z", "T00:01Z");
    let two = read("log.csv", &text);
    assert!(said(&two).is_empty());
    assert!(two.log.times().iter().all(|time| time.has_hour()));
}

#[test]
fn problems_without_end_are_counted() {
    let mut text = HEAD.to_owned() + "a,booking,2024-03-01\n";
    for at in 0..1_000 {
        writeln!(text, "a,booking,{at}").unwrap();
    }
    let read = read("log.csv", &text);
    assert_eq!(read.rows.refused, 1_000);
    assert_eq!(said(&read).len(), 21);
    let last = said(&read)[20].clone();
    assert_eq!(last, "log.csv, column `timestamp`: the same 980 times more");
}

#[test]
fn activities_without_end_are_counted_and_not_kept() {
    let events = 200_000_u64;
    let mut text = HEAD.to_owned();
    for at in 0..events {
        writeln!(text, "c{},activity {at},2024-03-01T09:30:{:02}", at / 8, at % 60).unwrap();
    }
    let log = read("log.csv", &text).log;
    let found = log.found();
    assert_eq!((found.events, found.of_unknown, found.unknown.len()), (events, events, 50));
    assert_eq!(log.len(), 25_000);
}

#[test]
fn the_caller_can_stop_at_any_time() {
    let mut text = HEAD.to_owned();
    for at in 0..40_000 {
        writeln!(text, "c{at},booking,2024-03-01").unwrap();
    }
    let (_folder, path) = file("log.csv", text.as_bytes());
    let (plan, mut calls) = (plan(), 0);
    let mut progress = |_: &firstyear_ingest::Progress| {
        calls += 1;
        if calls > 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let stopped = read_case_log(&path, ReadAs::default(), &plan, None, &mut progress);
    assert!(matches!(stopped, Err(ReadError::Stopped)));
    assert_eq!(calls, 3);
}

/// The same plan with a last day.
fn plan_until(day: &str) -> LogPlan {
    let mut plan = plan();
    plan.until(day_number(day.parse().unwrap()));
    plan
}

fn read_until(day: &str, name: &str, text: &str, case_object: Option<&str>) -> ReadCaseLog {
    read_by(&plan_until(day), name, text.as_bytes(), ReadAs::default(), case_object).unwrap()
}

/// The texts that the log knows of smoking.
fn texts(log: &CaseLog) -> Vec<&str> {
    log.named("smokes").unwrap().texts().iter().map(|text| &**text).collect()
}

const LEFT_OUT: &str =
    "events after 2024-03-31, the last day that is looked at, are not known on it and are left out";

#[test]
fn what_is_after_the_last_day_is_as_if_the_table_ended_before() {
    let head = "case,activity,timestamp,smokes\n";
    let known = "a,booking,2024-03-31T00:00:00,yes\nb,dance,2024-03-02,\nb,referral,,no\n";
    // One that only later events have: an hour, a text, an activity and a case.
    let later = "a,referral,2024-04-01T09:30:00,never\na,waltz,2024-04-02,\n\
                 c,booking,2024-04-01,yes\n";
    let one = read_until("2024-03-31", "log.csv", &format!("{head}{known}{later}"), None);
    let other = read("log.csv", &format!("{head}{known}"));
    assert_eq!(ids(&one.log), ids(&other.log));
    assert_eq!(one.log.times(), other.log.times());
    assert_eq!(
        [0, 1].map(|case| events(&one.log, case)),
        [0, 1].map(|case| events(&other.log, case))
    );
    assert_eq!(texts(&one.log), ["yes", "no"]);
    let found = LogFound { later: 3, not_begun: 1, ..other.log.found().clone() };
    assert_eq!(*one.log.found(), found);
    assert_eq!((one.rows.used, one.rows.passed_over), (3, 3));
    assert_eq!(one.problems[0].to_string(), "log.csv: 3 events in 2 cases");
    let midnight = "log.csv: every time is midnight: only days are taken for known";
    assert_eq!(said(&other), [midnight]);
    assert_eq!(said(&one), [midnight.to_owned(), format!("log.csv: {LEFT_OUT}")]);

    let of_case = "case,activity,timestamp,case:smokes\n\
        a,booking,2024-04-01,late\na,booking,2024-03-01,early\n";
    let one = read_until("2024-03-31", "log.csv", of_case, None);
    assert_eq!((self::of_case(&one.log, 0), texts(&one.log)), (Some("early"), vec!["early"]));
    assert_eq!(one.problems[0].to_string(), "log.csv: 1 event in 1 case");

    let none = read_by(
        &plan_until("2024-02-29"),
        "log.csv",
        format!("{HEAD}a,booking,2024-03-01\n").as_bytes(),
        ReadAs::default(),
        None,
    );
    let none = none.unwrap_err().problems();
    let said: Vec<String> = none.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["log.csv: no event of the log that can be used is of 2024-02-29 or before"]);
}

#[test]
fn traces_that_begin_after_the_last_day_are_no_cases_of_the_log() {
    let trace = |name: &str, smokes: &str, events: &[(&str, &str)]| {
        let mut text = format!(
            "<trace><string key=\"concept:name\" value=\"{name}\"/>\
             <string key=\"smokes\" value=\"{smokes}\"/>"
        );
        for (day, smokes) in events {
            // The time comes last: what is said before it must wait for it.
            write!(
                text,
                "<event><string key=\"smokes\" value=\"{smokes}\"/>\
                 <string key=\"concept:name\" value=\"booking\"/>\
                 <date key=\"time:timestamp\" value=\"{day}T09:30:00Z\"/></event>"
            )
            .unwrap();
        }
        text + "</trace>"
    };
    let log = |traces: &[String]| format!("<log>{}</log>", traces.concat());
    let known = trace("a", "a trace", &[("2024-03-02", "one")]);
    let whole = log(&[
        trace("late", "a later trace", &[("2024-04-01", "two")]),
        trace("a", "a trace", &[("2024-03-02", "one"), ("2024-05-01", "three")]),
        trace("none", "no events", &[]),
    ]);
    let one = read_until("2024-03-31", "log.xes", &whole, None);
    let other = read("log.xes", &log(&[known, trace("none", "no events", &[])]));
    assert_eq!(LogFound { later: 2, not_begun: 1, ..other.log.found().clone() }, *one.log.found());
    assert_eq!((ids(&one.log), texts(&one.log)), (ids(&other.log), texts(&other.log)));
    assert_eq!(events(&one.log, 0), events(&other.log, 0));
    assert_eq!([0, 1].map(|case| of_case(&one.log, case)), [Some("a trace"), Some("no events")]);
    assert_eq!(said(&one), [format!("log.xes: {LEFT_OUT}")]);
}

#[test]
fn objects_are_looked_at_until_the_last_day_too() {
    let one = read_until("2025-01-31", "log.json", OCEL, Some("pregnancy"));
    // Of the second pregnancy nothing has happened yet, and of the third nothing ever does.
    assert_eq!(ids(&one.log), ["p1", "p3"]);
    assert_eq!(events(&one.log, 0), [(0, Some("yes"))]);
    assert_eq!((one.log.found().later, one.log.found().not_begun), (3, 1));
    assert_eq!((one.rows.used, one.rows.passed_over), (1, 3));
    // That she does not smoke was said later: the attribute does not change until then.
    assert!(!said(&one).iter().any(|one| one.contains("change over time")), "{:?}", said(&one));
    // What is told of the second pregnancy is not known either.
    assert_eq!(texts(&one.log), ["at times", "yes"]);
}
