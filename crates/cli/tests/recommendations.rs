//! `firstyear recommendations`: the report, lists, and documents that are edited.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{done, err, firstyear, folder};

/// The synthetic partnership in a folder of its own.
fn partnership(folder: &Path) -> PathBuf {
    let target = folder.join("partnership");
    fs::create_dir_all(&target).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/partnership");
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        fs::copy(file.path(), target.join(file.file_name())).unwrap();
    }
    target
}

fn run(command: &[&str], project: &Path, more: &[&str]) -> std::process::Output {
    let path = project.to_str().unwrap();
    let args: Vec<&str> =
        ["recommendations"].iter().chain(command).chain([&path]).chain(more).copied().collect();
    firstyear(&args)
}

/// Ids of the fixture that are open on its day and were due before it, or of a
/// theme and due at all: by its text alone, in which every value is in quotes.
fn open_of_fixture(project: &Path, wanted: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let text = fs::read_to_string(project.join("recommendations.toml")).unwrap();
    let value = |block: &str, name: &str| {
        let start = format!("{name} = \"");
        let line = block.lines().rev().find_map(|line| line.strip_prefix(&start));
        line.map(|value| value.trim_end_matches('"').to_owned())
    };
    let open = text.split("[[recommendation]]\n").skip(1).filter_map(|block| {
        let closed = matches!(value(block, "status").as_deref(), Some("done" | "stopped"));
        let (theme, due) = (value(block, "theme")?, value(block, "due")?);
        (!closed && wanted(&theme, &due)).then(|| value(block, "id")).flatten()
    });
    open.collect()
}

const NEW: [&str; 10] = [
    "--id",
    "quit-9",
    "--theme",
    "smoking",
    "--text",
    "Refer all who smoke",
    "--made",
    "2025-03-01",
    "--due",
    "2025-03-15",
];

#[test]
fn what_became_of_them_is_told() {
    let folder = folder();
    let project = partnership(folder.path());
    let text = done(&run(&[], &project, &[]));
    assert!(text.contains("60 recommendations were made to 1 area, from 2 visits"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&done(&run(&[], &project, &["--format", "json"]))).unwrap();
    assert_eq!(json[0]["recommendations"], 60);
    assert_eq!(json[1]["as_of"], "2025-03-31");
    let csv = done(&run(&[], &project, &["--format", "csv"]));
    assert_eq!(csv.lines().filter(|line| line.starts_with("result,")).count(), 1, "one head");
    let overdue = done(&run(&["overdue"], &project, &[]));
    let late = open_of_fixture(&project, |_, due| due < "2025-03-31");
    assert!(late.len() > 1);
    assert!(overdue.contains(&format!("{} recommendations", late.len())), "{overdue}");
    assert!(late.iter().all(|id| overdue.contains(id)), "{overdue}");
}

#[test]
fn a_list_can_be_read_again() {
    let folder = folder();
    let project = partnership(folder.path());
    let out = project.join("all.csv");
    done(&run(&["list"], &project, &["--format", "csv", "--out", out.to_str().unwrap()]));
    let file = fs::read_to_string(project.join("firstyear.toml")).unwrap();
    fs::write(project.join("firstyear.toml"), file.replace("recommendations.toml", "all.csv"))
        .unwrap();
    let before = done(&run(&["list"], &project, &["--format", "csv"]));
    assert_eq!(before, fs::read_to_string(&out).unwrap());
    let calendar = done(&run(&["list"], &project, &["--format", "ics", "--theme", "smoking"]));
    let open = open_of_fixture(&project, |theme, _| theme == "smoking");
    assert!(!open.is_empty());
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), open.len(), "{calendar}");
    assert!(open.iter().all(|id| calendar.contains(&format!("UID:{id}."))), "{calendar}");
    let none = run(&["list"], &project, &["--format", "ics", "--lead", "nobody at all"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("none of these is due"), "{}", err(&none));
    let unknown = run(&["list"], &project, &["--theme", "smokng"]);
    assert_eq!(unknown.status.code(), Some(2), "{}", err(&unknown));
}

#[test]
fn documents_are_edited_and_nothing_is_lost() {
    let folder = folder();
    let project = partnership(folder.path());
    let file = project.join("recommendations.toml");
    let before = fs::read_to_string(&file).unwrap();
    let said = done(&run(&["add"], &project, &NEW));
    assert_eq!(said, "quit-9 added to recommendations.toml\n");
    let added = fs::read_to_string(&file).unwrap();
    assert!(added.starts_with(&before), "all that stood there stands there");
    done(&run(&["update"], &project, &["quit-9", "agreed", "--on", "2025-03-09"]));
    let overdue = done(&run(&["overdue"], &project, &[]));
    assert!(overdue.contains("quit-9") && overdue.contains("agreed"), "{overdue}");

    let refused = |command: &str, more: &[&str], code: i32, why: &str| {
        let now = fs::read(&file).unwrap();
        let output = run(&[command], &project, more);
        assert_eq!(output.status.code(), Some(code), "{}", err(&output));
        assert!(err(&output).contains(why), "{}", err(&output));
        assert_eq!(fs::read(&file).unwrap(), now, "nothing is written");
    };
    refused("add", &NEW, 2, "another recommendation has the id `quit-9`");
    let mut wrong = NEW;
    (wrong[1], wrong[3]) = ("quit-10", "smokng");
    refused("add", &wrong, 1, "not a known theme");
    let mut personal = NEW;
    (personal[1], personal[5]) = ("quit-10", "Ask Dr Smith");
    refused("add", &personal, 1, "a title before what may be a name");
    let mut elsewhere = NEW.to_vec();
    elsewhere[1] = "quit-10";
    elsewhere.extend(["--area", "E08000025", "--visit", "northtown-autumn"]);
    refused("add", &elsewhere, 2, "the visit `northtown-autumn` is one to made-up:northtown");
    refused("update", &["quit-9", "finished", "--on", "2025-03-09"], 2, "is no status");
    refused("update", &["quit-9", "stopped", "--on", "2025-03-10"], 1, "without a reason");
    refused("update", &["quit-8", "agreed", "--on", "2025-03-10"], 2, "`quit-8`");
    let later = done(&run(&["update"], &project, &["quit-9", "started", "--on", "2025-05-01"]));
    assert!(later.contains("2025-05-01 is after 2025-03-31, the day that the project"), "{later}");
}

/// Many at once: each change is there in the end, or was refused and says so.
#[test]
fn two_who_write_at_once_lose_nothing() {
    let folder = folder();
    let project = partnership(folder.path());
    let file = project.join("recommendations.toml");
    let write = |at: usize| {
        let id = format!("new-{at}");
        let more = ["--id", &id, "--theme", "smoking", "--made", "2025-03-01"];
        run(&["add"], &project, &more)
    };
    let outputs: Vec<_> = std::thread::scope(|scope| {
        let write = &write;
        let all: Vec<_> = (0..6).map(|at| scope.spawn(move || write(at))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let text = fs::read_to_string(&file).unwrap();
    for (at, output) in outputs.iter().enumerate() {
        let there = text.contains(&format!("id = \"new-{at}\""));
        match output.status.code() {
            Some(0 | 1) => assert!(there, "new-{at} was lost"),
            code => {
                assert_eq!(code, Some(4), "{}", err(output));
                assert!(err(output).contains("changed since it was read"), "{}", err(output));
                assert!(!there);
            }
        }
    }
    assert!(outputs.iter().any(|output| output.status.success()), "one of them was first");
}

#[test]
fn a_scorecard_stands_beside_what_was_recommended() {
    let folder = folder();
    let project = partnership(folder.path());
    let path = project.to_str().unwrap();
    let text = done(&firstyear(&["scorecard", path]));
    assert!(text.contains("Northtown (made up) against Landshire (made up)"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&done(&firstyear(&["scorecard", path, "--format", "json"]))).unwrap();
    let rows = json[0]["rows"].as_array().unwrap();
    let made: usize =
        rows.iter().map(|row| row["recommendations"]["made"].as_array().unwrap().len()).sum();
    assert_eq!(made, 60, "each of the fixture names one indicator that is listed");
    let csv = done(&firstyear(&["scorecard", path, "--format", "csv"]));
    assert!(csv.contains(",target-met,"), "{csv}");
    // Without a [[scorecard]] the command says what to add.
    let file = fs::read_to_string(project.join("firstyear.toml")).unwrap();
    let start = file.find("# How does the area stand?").unwrap();
    let end = file.find("[[theme_comparison]]").unwrap();
    fs::write(project.join("firstyear.toml"), format!("{}{}", &file[..start], &file[end..]))
        .unwrap();
    let none = firstyear(&["scorecard", path]);
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("add [[scorecard]]"), "{}", err(&none));
}

#[test]
fn an_area_is_profiled_among_others() {
    let folder = folder();
    let project = partnership(folder.path());
    let path = project.to_str().unwrap();
    let text = done(&firstyear(&["profile", path]));
    assert!(text.contains("statistical neighbours together"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&done(&firstyear(&["profile", path, "--format", "json"]))).unwrap();
    assert_eq!(json[0]["neighbours"]["areas"].as_array().unwrap().len(), 3);
    assert_eq!(json[0]["rows"][0]["spread"]["areas"], 6, "Northtown and five others");
    let svg = done(&firstyear(&["profile", path, "--format", "svg"]));
    assert!(svg.contains("Northtown (made up) among"), "{svg}");
    let csv = done(&firstyear(&["profile", path, "--format", "csv"]));
    assert!(csv.contains(",median-area,") && csv.contains(",distance,"), "{csv}");
}

/// What was recommended to two other areas, of which one did it, is held against
/// their figures.
#[test]
fn what_followed_is_told_with_its_caution() {
    let folder = folder();
    let project = partnership(folder.path());
    let one = |id: &str, area: &str, history: &str| {
        format!(
            "[[recommendation]]\nid = \"{id}\"\narea = \"made-up:{area}\"\ntheme = \"smoking\"\n\
             lead = \"midwifery\"\nmade = 2020-03-01\n{history}\n"
        )
    };
    let done = "history = [{ status = \"agreed\", on = 2020-04-01 }, \
                { status = \"done\", on = 2020-11-01 }]";
    let others = format!(
        "schema_version = 1\n{}{}",
        one("eastport-1", "eastport", done),
        one("westham-1", "westham", "")
    );
    fs::write(project.join("others.toml"), others).unwrap();
    let mut file = fs::read_to_string(project.join("firstyear.toml")).unwrap();
    file.push_str(
        "\n[[file]]\npath = \"others.toml\"\n\n[[learning]]\nname = \"Smoking\"\ntheme = \"smoking\"\n\
         indicator = \"smoking-at-booking\"\nbefore = { first = 2018, last = 2019 }\n\
         after = { first = 2021, last = 2023 }\n",
    );
    fs::write(project.join("firstyear.toml"), file).unwrap();
    let path = project.to_str().unwrap();
    let text = support::done(&firstyear(&["learning", path]));
    assert!(
        text.contains("in 1 all of it was done between the years that are compared, in 1 nothing"),
        "{text}"
    );
    assert!(text.contains("no effect estimate"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&support::done(&firstyear(&["learning", path, "--format", "json"])))
            .unwrap();
    assert_eq!(json[0]["areas"][0]["side"], "done");
    assert!(json[0]["evaluation"].is_object());
    let paper = support::done(&firstyear(&["board", path, "--format", "md"]));
    assert!(
        paper.contains("**Where we stand, with 95% limits**") && paper.contains("overdue"),
        "{paper}"
    );
}

/// Only the documents of visits tell which there are.
#[test]
fn a_comparison_by_a_visit_that_is_not_there_is_told() {
    let folder = folder();
    let project = partnership(folder.path());
    let file = project.join("firstyear.toml");
    let text = fs::read_to_string(&file).unwrap();
    let asked = "\n[[theme_comparison]]\nname = \"ours\"\n\
        first = { name = \"autumn\", visits = [\"northtown-autumn\", \"northtown-autum\"] }\n\
        second = { name = \"others\", kind = \"on the moon\" }\n";
    fs::write(&file, format!("{text}{asked}")).unwrap();
    let lines = text.lines().count();
    let out = run(&[], &project, &[]);
    assert_eq!(out.status.code(), Some(1));
    let said = err(&out);
    for part in [
        "error[visit-unknown]: no document holds a visit with this id",
        &format!("firstyear.toml, row {}, column `visits`", lines + 4),
        "did you mean `northtown-autumn`?",
        "error[visit-unknown]: no visit has this kind",
        &format!("firstyear.toml, row {}, column `kind`", lines + 5),
    ] {
        assert!(said.contains(part), "{part}:\n{said}");
    }
    assert_eq!(said.matches("visit-unknown").count(), 2, "{said}");
}
