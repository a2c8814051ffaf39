//! `pathway judge` and `pathway explain`, on synthetic logs.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

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
