//! `pathway judge` and `pathway explain`, on synthetic logs.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use support::{done, err, firstyear, folder, out};

/// 40 synthetic cases: half of them smoke, of those the poorer half are referred half as
/// often.
fn log(folder: &tempfile::TempDir) -> PathBuf {
    let mut text = "case,activity,timestamp,reported-smoking,imd\n".to_owned();
    for case in 0..40 {
        let imd = if case % 4 < 2 { "poorer" } else { "richer" };
        let smokes = if case % 2 == 0 { "smokes" } else { "does-not-smoke" };
        let _ = writeln!(text, "{case},identify,2024-01-10,{smokes},{imd}");
        if case % 2 == 0 && (imd == "richer" || case % 8 == 0) {
            let _ = writeln!(text, "{case},refer,2024-01-10,,{imd}");
        }
    }
    let path = folder.path().join("log.csv");
    fs::write(&path, text).unwrap();
    path
}

fn run(command: &str, folder: &tempfile::TempDir, more: &[&str]) -> std::process::Output {
    let log = log(folder);
    let args = ["pathway", command, "stop-smoking-pregnancy", "--log", log.to_str().unwrap()];
    let args: Vec<&str> = args.iter().chain(more).copied().collect();
    firstyear(&args)
}

#[test]
fn a_log_is_judged_by_group() {
    let folder = folder();
    let output = run("judge", &folder, &["--by", "imd", "--disclosure", "none", "--format", "csv"]);
    let text = done(&output);
    let line = |groups: &str, measure: &str| {
        let of = text.lines().find(|line| {
            line.contains(",referred,")
                && line.contains(&format!(",{groups},"))
                && line.contains(&format!(",{measure},"))
        });
        of.unwrap_or_else(|| panic!("{groups} {measure}\n{text}")).to_owned()
    };
    assert!(line("imd=poorer", "met").contains(",met,5,known"), "{text}");
    assert!(line("imd=richer", "met").contains(",met,10,known"), "{text}");
    assert!(line("imd=poorer", "pending").contains(",pending,5,known"), "{text}");
    // Not met so far counts, as nothing says by when.
    assert!(line("imd=poorer", "share-met").contains(",share-met,0.5,known"), "{text}");
}

#[test]
fn small_counts_are_withheld_unless_they_may_be_seen() {
    let folder = folder();
    let markdown = done(&run("judge", &folder, &["--by", "imd", "--format", "md"]));
    assert!(markdown.contains("| poorer | 10 | withheld |"), "{markdown}");
    assert!(markdown.contains("Counts of 1 to 7 are withheld"), "{markdown}");
    let json = done(&run("judge", &folder, &["--by", "imd", "--format", "json"]));
    assert!(!json.contains("\"value\": 5,"), "{json}");
}

#[test]
fn what_the_log_lacks_is_told() {
    let folder = folder();
    let output = run("judge", &folder, &["--as-of", "2024-12-31", "--by", "ethnicity"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).contains("the log has no `ethnicity`"), "{}", err(&output));
    assert!(out(&output).contains("looked at until 31 December 2024"), "{}", out(&output));
}

/// What a command prints of a log, and what it says of it.
fn said(command: &str, log: &Path, more: &[&str]) -> (String, String) {
    let args = ["pathway", command, "stop-smoking-pregnancy", "--log", log.to_str().unwrap()];
    let ended = firstyear(&[&args[..], more].concat());
    assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
    (out(&ended), err(&ended))
}

#[test]
fn a_log_is_judged_as_of_a_day_as_if_it_had_ended_then() {
    let folder = folder();
    let whole = log(&folder);
    let known = fs::read_to_string(&whole).unwrap();
    let cut = folder.path().join("cut.csv");
    fs::write(&cut, &known).unwrap();
    let mut text = known;
    for case in 0..40 {
        // Who was not referred is referred now, and others begin, of a group of their own.
        let _ = writeln!(text, "{case},refer,2024-03-01,,");
        let _ = writeln!(text, "{},identify,2024-02-01,smokes,new", 100 + case);
        let _ = writeln!(text, "{case},waltz,2024-02-01,,");
    }
    fs::write(&whole, text).unwrap();
    let left_out = "events after 2024-01-31, the last day that is looked at, are not known on it";
    let by = ["--as-of", "2024-01-31", "--disclosure", "none"];
    let csv = [&by[..], &["--by", "imd", "--format", "csv"]].concat();
    for (command, more) in [("judge", &csv[..]), ("explain", &by)] {
        let (of_whole, told) = said(command, &whole, more);
        let (of_cut, _) = said(command, &cut, more);
        assert_eq!(of_whole, of_cut, "{command}");
        assert!(told.contains(left_out) && !told.contains("waltz"), "{command}: {told}");
    }
    // A cascade tells how many have not begun.
    let (of_whole, told) = said("cascade", &whole, &csv);
    assert!(told.contains(left_out), "{told}");
    let (of_cut, _) = said("cascade", &cut, &csv);
    let counts = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.contains("not-begun")).map(str::to_owned).collect()
    };
    assert_eq!(counts(&of_whole), counts(&of_cut));
    let (page, _) = said("report", &whole, &csv[..6]);
    assert!(page.contains("40 cases begin after 31 January 2024 and are not counted"), "{page}");
    let (of_later, _) = said("judge", &whole, &["--as-of", "2024-12-31", "--format", "csv"]);
    assert!(of_later.contains(",80,known"), "all are there: {of_later}");

    let args = ["pathway", "judge", "stop-smoking-pregnancy", "--log", whole.to_str().unwrap()];
    let before = firstyear(&[&args[..], &["--as-of", "2023-12-31"]].concat());
    assert_eq!((before.status.code(), out(&before)), (Some(1), String::new()));
    let said = err(&before);
    assert!(said.contains("no event of the log that can be used is of 2023-12-31"), "{said}");
}

#[test]
fn routes_are_explained_for_a_log_and_for_a_case() {
    let folder = folder();
    let text = done(&run("explain", &folder, &["--disclosure", "none"]));
    assert!(text.contains("Brief intervention"), "{text}");
    assert!(text.contains("Cases: 40."), "{text}");
    let text = done(&run("explain", &folder, &["--case", "0"]));
    assert!(text.contains("Brief intervention: not recorded"), "{text}");
    assert!(text.contains("It explains, and judges nothing"), "{text}");
    let unknown = run("explain", &folder, &["--case", "943 476 5919"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(!err(&unknown).contains("943"), "{}", err(&unknown));
    let weight = run("explain", &folder, &["--weight", "refr=2,1"]);
    assert!(err(&weight).contains("`refr`, which is no step of the pathway"), "{}", err(&weight));
}

#[test]
fn a_mapping_that_does_not_fit_is_refused_whole() {
    let folder = folder();
    let mapping = folder.path().join("log.toml");
    fs::write(&mapping, "schema_version = 1\n[[activity]]\nname = \"CO\"\nstep = \"identfy\"\n")
        .unwrap();
    let output = run("judge", &folder, &["--mapping", mapping.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("`CO` stands for `identfy`, which is no step"),
        "{}",
        err(&output)
    );
    assert!(out(&output).is_empty());
    let three = run("judge", &folder, &["--by", "imd", "--by", "a", "--by", "b"]);
    assert_eq!(three.status.code(), Some(2));
}

#[test]
fn a_page_holds_the_drawing_what_is_owed_and_how_far_people_come() {
    let folder = folder();
    let page = folder.path().join("page.html");
    let output = run("report", &folder, &["--by", "imd", "--out", page.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let page = fs::read_to_string(page).unwrap();
    for said in [
        "<h1>Stop smoking in pregnancy, by imd</h1>",
        "What is owed",
        "What is overdue",
        "How far people come, and where groups part",
        ">75% met<",
        "Counts of 1 to 7 are withheld",
    ] {
        assert!(page.contains(said), "{said}");
    }
    // 5 of the poorer were referred, and nothing on the page says so.
    assert!(!page.contains(">5<"), "{page}");
    asks_for_nothing(&page);
}

/// No page may ask for anything beside itself: no address of anywhere, no file, no script.
#[track_caller]
fn asks_for_nothing(page: &str) {
    let page = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for asking in ["://", "src=", "srcset=", "@import", "<script", "<iframe", "<object", "<base"] {
        assert!(!page.contains(asking), "{asking}");
    }
    let within = |target: &&str| target.starts_with('#') || target.starts_with("data:,");
    let targets = |of: &'static str| page.split(of).skip(1);
    for target in targets("href=\"").chain(targets("action=\"")) {
        assert!(within(&target), "{}", &target[..target.len().min(40)]);
    }
    for target in targets("url(") {
        assert!(target.trim_start_matches(['"', '\'']).starts_with('#'), "{target:.40}");
    }
}
