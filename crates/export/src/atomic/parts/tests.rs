//! Reports that are written part by part, stopped and damaged at every step.

use std::cell::Cell;

use tempfile::TempDir;

use super::super::{MARKER, never, write_site};
use super::*;

fn page(path: &str, text: &str) -> Page {
    Page { path: path.to_owned(), bytes: text.into() }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A folder with an earlier report, and the name of that.
fn earlier() -> (TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("report");
    write_site(&[page("index.html", "earlier")], &out, &never).unwrap();
    (root, out)
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn parts_and_what_stands_above_them_take_the_place_of_the_earlier_report() {
    for is_there in [true, false] {
        let (root, out) = earlier();
        if !is_there {
            fs::remove_dir_all(&out).unwrap();
        }
        let parts = Parts::begin(&out, "key").unwrap();
        parts.add("areas/a", &[page("index.html", "a"), page("data/a.csv", "1")], "").unwrap();
        parts.add("areas/b", &[page("index.html", "b")], "").unwrap();
        assert_eq!(out.exists(), is_there, "nothing before the end");
        parts.finish(&[page("index.html", "new")], &never).unwrap();
        assert_eq!(names(&out), [MARKER, "areas", "index.html"]);
        assert_eq!(text(&out.join("areas/a/data/a.csv")), "1");
        assert_eq!(text(&out.join("index.html")), "new");
        assert_eq!(names(root.path()), ["report"], "nothing is left beside it");
    }
}

#[test]
fn a_stopped_run_leaves_the_earlier_report_and_the_next_goes_on() {
    let (root, out) = earlier();
    let parts = Parts::begin(&out, "key").unwrap();
    parts.add("areas/a", &[page("index.html", "a")], "a remark\nof two lines").unwrap();
    drop(parts);
    assert_eq!(names(&out), [MARKER, "index.html"]);
    assert_eq!(text(&out.join("index.html")), "earlier");
    let parts = Parts::begin(&out, "key").unwrap();
    assert_eq!(parts.earlier("areas/a"), Some("a remark of two lines"));
    assert_eq!((parts.earlier("areas/b"), parts.earlier_parts()), (None, 1));
    parts.add("areas/b", &[page("index.html", "b")], "").unwrap();
    // Stopped once more, when all parts are there and the pages above them are not.
    let asked = Cell::new(0);
    let stop = || asked.replace(asked.get() + 1) == 1;
    let error = parts.finish(&[page("index.html", "new")], &stop).unwrap_err();
    assert!(matches!(error, WriteError::Stopped { .. }), "{error}");
    assert_eq!(text(&out.join("index.html")), "earlier");
    let parts = Parts::begin(&out, "key").unwrap();
    assert_eq!(parts.earlier_parts(), 2);
    parts.finish(&[page("index.html", "new")], &never).unwrap();
    assert_eq!(names(&out.join("areas")), ["a", "b"]);
    assert_eq!(names(root.path()), ["report"]);
}

#[test]
fn another_key_begins_anew() {
    let (_root, out) = earlier();
    let parts = Parts::begin(&out, "key").unwrap();
    parts.add("areas/a", &[page("index.html", "a")], "").unwrap();
    drop(parts);
    let parts = Parts::begin(&out, "other").unwrap();
    assert_eq!(parts.earlier_parts(), 0);
    parts.finish(&[page("index.html", "new")], &never).unwrap();
    assert_eq!(names(&out), [MARKER, "index.html"], "nothing of the first run");
}

/// What a crash, a full disk or a hand leaves is no part.
#[test]
fn only_what_has_its_hash_is_taken_up() {
    type Damage = fn(&Path);
    let damages: [(&str, Damage); 7] = [
        ("a file is cut off", |folder| {
            fs::write(folder.join("site/areas/a/index.html"), "").unwrap();
        }),
        ("a file is gone", |folder| fs::remove_file(folder.join("site/areas/a/a.csv")).unwrap()),
        ("a file is added", |folder| fs::write(folder.join("site/areas/a/more"), "").unwrap()),
        ("a line is cut off", |folder| {
            let journal = text(&folder.join("journal"));
            fs::write(folder.join("journal"), &journal[..journal.len() - 1]).unwrap();
        }),
        ("the journal is gone", |folder| fs::remove_file(folder.join("journal")).unwrap()),
        ("the journal is none", |folder| fs::write(folder.join("journal"), [0xff, b'\n']).unwrap()),
        ("a line leads elsewhere", |folder| {
            let journal = text(&folder.join("journal")).replace("areas/a", "../../../a");
            fs::write(folder.join("journal"), journal).unwrap();
        }),
    ];
    for (what, damage) in damages {
        let (root, out) = earlier();
        let parts = Parts::begin(&out, "key").unwrap();
        parts.add("areas/a", &[page("index.html", "a"), page("a.csv", "1")], "").unwrap();
        let folder = parts.folder().to_owned();
        drop(parts);
        damage(&folder);
        let parts = Parts::begin(&out, "key").unwrap();
        assert_eq!(parts.earlier_parts(), 0, "{what}");
        parts.finish(&[page("index.html", "new")], &never).unwrap();
        assert_eq!(names(&out), [MARKER, "index.html"], "{what}");
        assert_eq!(names(root.path()), ["report"], "{what}");
    }
}

#[test]
fn a_part_that_was_cut_off_leaves_nothing() {
    let (_root, out) = earlier();
    let parts = Parts::begin(&out, "key").unwrap();
    parts.add("areas/a", &[page("index.html", "a")], "").unwrap();
    // Its second page needs a folder where the first has made a file.
    let clash = [page("index.html", "b"), page("index.html/below", "x")];
    assert!(matches!(parts.add("areas/b", &clash, ""), Err(WriteError::Io { .. })));
    drop(parts);
    let parts = Parts::begin(&out, "key").unwrap();
    assert_eq!((parts.earlier("areas/a"), parts.earlier("areas/b")), (Some(""), None));
    parts.finish(&[], &never).unwrap();
    assert_eq!(names(&out.join("areas")), ["a"]);
}

#[test]
fn two_runs_do_not_write_one_report() {
    let (root, out) = earlier();
    let first = Parts::begin(&out, "key").unwrap();
    let error = Parts::begin(&out, "key").unwrap_err();
    assert!(matches!(error, WriteError::Busy { .. }), "{error}");
    assert!(error.to_string().contains("another run writes this report"), "{error}");
    // Another report beside it is another matter.
    drop(Parts::begin(&root.path().join("other"), "key").unwrap());
    first.finish(&[page("index.html", "new")], &never).unwrap();
    assert_eq!(text(&out.join("index.html")), "new");
    drop(Parts::begin(&out, "key").unwrap());
}

#[test]
fn what_is_not_ours_is_refused_and_untouched() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("thesis");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("chapter.docx"), "years of work").unwrap();
    assert!(matches!(Parts::begin(&out, "key"), Err(WriteError::NotOurs { .. })));
    assert_eq!(names(root.path()), ["thesis"]);
    let report = root.path().join("report");
    let beside = root.path().join(".firstyear-report.partial");
    fs::create_dir(&beside).unwrap();
    fs::write(beside.join("mine"), "").unwrap();
    let error = Parts::begin(&report, "key").unwrap_err();
    assert!(matches!(error, WriteError::NotOurs { .. }), "{error}");
    assert_eq!(names(&beside), ["mine"]);
    let file = root.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(Parts::begin(&file, "key"), Err(WriteError::NotAFolder { .. })));
}

#[test]
fn parts_stay_inside_the_report() {
    let (root, out) = earlier();
    let parts = Parts::begin(&out, "key").unwrap();
    for part in ["../a", "/a", ""] {
        let error = parts.add(part, &[page("index.html", "x")], "").unwrap_err();
        assert!(matches!(error, WriteError::Outside { .. }), "{part}");
    }
    let error = parts.add("a", &[page("../index.html", "x")], "").unwrap_err();
    assert!(matches!(error, WriteError::Outside { .. }));
    drop(parts);
    assert_eq!(names(root.path()), [".firstyear-report.partial", "report"]);
}

#[cfg(unix)]
#[test]
fn behind_a_link_the_folder_is_replaced() {
    let (root, out) = earlier();
    let link = root.path().join("link");
    std::os::unix::fs::symlink(&out, &link).unwrap();
    let parts = Parts::begin(&link, "key").unwrap();
    // One report by two names has one lock.
    assert!(matches!(Parts::begin(&out, "key"), Err(WriteError::Busy { .. })));
    parts.finish(&[page("index.html", "new")], &never).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(text(&out.join("index.html")), "new");
}
