//! What goes wrong in the middle of a count: a clear problem, the earlier output as it was, and
//! nothing left behind.
#![cfg(all(feature = "records", unix))]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use support::{err, firstyear, folder};

const SPEC: &str = r#"schema_version = 1
source = "made-up-births"
title = "Made-up births"
basis = "cohort"
[births]
files = ["FILE"]
fields = { birth_year = "year", gestation_weeks = "weeks" }
[period]
unit = "calendar-year"
first = "2019"
last = "2020"
[area]
total = "E92000001"
[[indicator]]
id = "preterm-births"
"#;

/// A folder with a specification of births in this file, and an earlier table.
fn asked(file: &str, bytes: &[u8]) -> tempfile::TempDir {
    let folder = folder();
    fs::write(folder.path().join("count.toml"), SPEC.replace("FILE", file)).unwrap();
    fs::write(folder.path().join(file), bytes).unwrap();
    fs::write(folder.path().join("counts.csv"), "earlier").unwrap();
    folder
}

fn names(folder: &Path) -> BTreeSet<String> {
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    fs::read_dir(folder).unwrap().map(|entry| name(entry.unwrap())).collect()
}

fn count_in(folder: &Path) -> Output {
    let [spec, out] = ["count.toml", "counts.csv"].map(|name| folder.join(name));
    firstyear(&["count", spec.to_str().unwrap(), "--out", out.to_str().unwrap()])
}

/// A shell that goes to a folder, does something, and then counts in place of itself.
fn count_after(folder: &Path, first: &str, with: &mut Command) -> Output {
    let count = format!("{first}; exec \"$0\" count count.toml --out counts.csv");
    let command = with.arg("-c").arg(count).arg(env!("CARGO_BIN_EXE_firstyear"));
    command.current_dir(folder).env("NO_COLOR", "1").output().unwrap()
}

#[track_caller]
fn left_alone(folder: &Path, before: &BTreeSet<String>) {
    assert_eq!(fs::read_to_string(folder.join("counts.csv")).unwrap(), "earlier");
    assert_eq!(&names(folder), before);
}

#[test]
fn a_line_that_is_no_record_is_told_by_its_number() {
    for (bytes, says) in [
        (
            &b"year,weeks\n2019,38\n\n2019,39,secret\n"[..],
            "line 4 has another number of cells than there are heads: 3, and not 2",
        ),
        (
            b"year,weeks\n2019,38\n2019\n",
            "line 3 has another number of cells than there are heads: 1, and not 2",
        ),
        (b"year,weeks\n2019,38\n2019,\xffsecret\n", "line 3 is no text in UTF-8"),
    ] {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        let packed = packed.finish().unwrap();
        for (file, bytes) in [("births.csv", bytes), ("births.csv.gz", &packed)] {
            let folder = asked(file, bytes);
            let before = names(folder.path());
            let ended = count_in(folder.path());
            assert_eq!(ended.status.code(), Some(1), "{}", err(&ended));
            assert!(
                err(&ended).contains(&format!("`{file}` cannot be read as")),
                "{}",
                err(&ended)
            );
            assert!(err(&ended).contains(says), "{}", err(&ended));
            assert!(!err(&ended).contains("secret"), "{}", err(&ended));
            left_alone(folder.path(), &before);
        }
    }
}

/// A disk that takes no more: of what the table would be nothing is left.
#[test]
fn a_disk_that_is_full_leaves_earlier_output_as_it_was() {
    let folder = asked("births.csv", b"year,weeks\n2019,38\n2020,30\n");
    let before = names(folder.path());
    // Writing beyond the limit fails, as the signal for it is ignored.
    let limited = count_after(folder.path(), "trap '' XFSZ; ulimit -f 0", &mut Command::new("sh"));
    assert_eq!(limited.status.code(), Some(4), "{}", err(&limited));
    assert!(err(&limited).contains("counts.csv"), "{}", err(&limited));
    left_alone(folder.path(), &before);

    // A file system that three small files fill, where the system lets a user have one.
    let own_disk = |then: &str| {
        let mount = "mkdir -p full && mount -t tmpfs -o size=12k none full";
        Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
            .arg(format!("{mount} && {then}"))
            .arg(env!("CARGO_BIN_EXE_firstyear"))
            .current_dir(folder.path())
            .env("NO_COLOR", "1")
            .output()
    };
    if own_disk("true").is_ok_and(|ended| ended.status.success()) {
        let fill =
            "cp count.toml births.csv full && cd full && echo earlier > counts.csv || exit 99";
        let count =
            "\"$0\" count count.toml --out counts.csv; code=$?; cat counts.csv; ls -A; exit $code";
        let ended = own_disk(&format!("{fill}; {count}")).unwrap();
        assert_eq!(ended.status.code(), Some(4), "{}", err(&ended));
        assert!(err(&ended).contains("counts.csv"), "{}", err(&ended));
        let said = String::from_utf8(ended.stdout).unwrap();
        assert_eq!(said, "earlier\nbirths.csv\ncount.toml\ncounts.csv\n");
    } else {
        eprintln!("note: no file system of its own here, so that no disk was filled");
    }

    // What is written to standard output has nowhere to go.
    let full = fs::OpenOptions::new().write(true).open("/dev/full");
    if let Ok(full) = full {
        let spec = folder.path().join("count.toml");
        let ended = Command::new(env!("CARGO_BIN_EXE_firstyear"))
            .args(["count", spec.to_str().unwrap()])
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(ended.status.code(), Some(4), "{}", err(&ended));
    }
}

/// Records for minutes, in a file of a few megabytes.
fn endless() -> Vec<u8> {
    let gzip = |text: &str| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(text.as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    let body = gzip(&"2019,38\n2020,30\n".repeat(20_000));
    [gzip("year,weeks\n"), body.repeat(10_000)].concat()
}

#[test]
fn an_interrupted_count_leaves_nothing() {
    let folder = asked("births.csv.gz", &endless());
    let temporary = support::folder();
    let before = names(folder.path());
    let mut running = Command::new(env!("CARGO_BIN_EXE_firstyear"))
        .args(["count", "count.toml", "--out", "counts.csv", "--memory", "64"])
        .current_dir(folder.path())
        .env("TMPDIR", temporary.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    sleep(Duration::from_millis(1500));
    assert_eq!(running.try_wait().unwrap(), None, "it is under way");
    let ended = support::interrupted(running, Duration::from_secs(60));
    assert_eq!(ended.status.code(), Some(130), "{}", err(&ended));
    left_alone(folder.path(), &before);
    assert_eq!(names(temporary.path()), BTreeSet::new());
}

#[test]
fn what_is_read_is_never_written_over() {
    let folder = folder();
    let made = folder.path().join("made");
    let text = |name: &str| made.join(name).to_str().unwrap().to_owned();
    let out = made.to_str().unwrap();
    let simulate = ["simulate", "births", "--births", "200", "--out", out];
    assert_eq!(firstyear(&simulate).status.code(), Some(0));
    let (spec, births) = (text("count-cohort.json"), text("births.csv"));
    let (new, dotted) = (text("new.csv"), text("./births.csv"));
    for asked in [
        &["count", &spec, "--out", &births][..],
        &["count", &spec, "--out", &dotted],
        &["count", &spec, "--out", &new, "--report", &births],
        &["count", &spec, "--out", &new, "--report", &spec],
        &["count", &spec, "--out", &new, "--report", &new],
        &["pathway", "sort-log", &births, "--out", &births],
        &["pathway", "judge", "stop-smoking-pregnancy", "--log", &births, "--out", &births],
    ] {
        let before = fs::read(&births).unwrap();
        let ended = firstyear(asked);
        assert_eq!(ended.status.code(), Some(2), "{asked:?}: {}", err(&ended));
        assert_eq!(fs::read(&births).unwrap(), before, "{asked:?}");
        assert!(!made.join("new.csv").exists(), "{asked:?}");
    }
    // Records that nobody says were made up are kept.
    assert_eq!(firstyear(&simulate).status.code(), Some(0), "made up before");
    fs::remove_file(made.join("plan.json")).unwrap();
    assert_eq!(firstyear(&simulate).status.code(), Some(2));
}

#[test]
fn what_would_count_nothing_or_everything_twice_is_told() {
    let births = b"year,weeks\n2019,36\n2020,40\n";
    let with = |from: &str, to: &str| {
        let folder = asked("births.csv", births);
        let spec = folder.path().join("count.toml");
        let text = fs::read_to_string(&spec).unwrap().replace(from, to);
        fs::write(&spec, text).unwrap();
        (count_in(folder.path()), folder)
    };
    let deaths = "id = \"infant-mortality-rate\"";
    for (from, to, says) in [
        ("basis = \"cohort\"", "basis = \"cohort\"\ntables = [[], []]", "1 and 2 are the same"),
        (
            "weeks\" }",
            "weeks\", still_born = \"weeks\" }",
            "`still_born` in `births.fields` has no",
        ),
        ("id = \"preterm-births\"", deaths, "nothing tells of any: give `deaths`"),
        ("last = \"2020\"", "last = \"2018\"", ""),
        (
            "first = \"2019\"\nlast = \"2020\"",
            "first = \"1999\"\nlast = \"2000\"",
            "no birth is counted",
        ),
    ] {
        let (ended, folder) = with(from, to);
        assert_eq!(ended.status.code(), Some(1), "{to}: {}", err(&ended));
        assert!(err(&ended).contains(says), "{to}: {}", err(&ended));
        assert_eq!(fs::read_to_string(folder.path().join("counts.csv")).unwrap(), "earlier");
    }
    let (ended, _folder) = with("", "");
    assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
}
