//! A report for every area: which areas, what is said of each, the same bytes
//! however they are made, and going on after a run that was stopped.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use firstyear_analysis::{Answers, EveryArea, NoAreaReports, ReportedArea, answers};
use firstyear_catalogue::catalogue;
use firstyear_core::project::Project;
use firstyear_export::every_area::{
    AreaReports, AreaReportsError, WrittenAreas, key, write_every_area,
};
use firstyear_export::site::{Page, Report, ReportPlace, render};
use firstyear_ingest::{ProjectData, read_project, unwatched};
use firstyear_tests::{codes, evidence, report, root};

fn read(folder: &Path) -> ProjectData {
    read_project(folder, &codes(), &mut unwatched).expect("a project")
}

/// The partnership without its review of deaths, which is restricted.
fn partnership() -> ProjectData {
    let mut data = read(&root().join("fixtures/partnership"));
    data.read.rows.observations.retain(|row| row.source.as_str() == "made-up");
    data
}

fn every(data: &ProjectData) -> EveryArea<'_> {
    EveryArea::of(&data.project, evidence(data), catalogue().areas()).expect("areas")
}

/// Writes all reports with so many threads; `stop` is told how many areas are whole.
fn write(
    data: &ProjectData,
    out: &Path,
    threads: usize,
    stop: impl Fn(usize) -> bool,
) -> Result<WrittenAreas, AreaReportsError> {
    let found = answers(&data.project, &evidence(data));
    let report = report(data, &found);
    let every = every(data);
    let reports = AreaReports {
        report,
        every: &every,
        extras: &[],
        key: &key(&report, &evidence(data), b"program"),
        threads: NonZeroUsize::new(threads).expect("some"),
    };
    let whole = AtomicUsize::new(0);
    write_every_area(&reports, out, &|| stop(whole.load(Ordering::Relaxed)), &mut |seen| {
        whole.store(seen.done, Ordering::Relaxed);
    })
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below it").to_owned();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

fn area<'a>(every: &'a EveryArea<'_>, code: &str) -> &'a ReportedArea {
    every.areas().iter().find(|area| area.code.as_str() == code).expect("is compared")
}

#[test]
fn any_number_of_threads_and_any_run_give_the_same_bytes() {
    let data = partnership();
    let folder = tempfile::tempdir().expect("a folder");
    let [one, many] = ["one", "many"].map(|name| folder.path().join(name));
    let written = write(&data, &one, 1, |_| false).expect("is written");
    assert_eq!((written.areas, written.earlier), (6, 0));
    write(&data, &many, 5, |_| false).expect("is written");
    let first = files(&one);
    assert_eq!(first, files(&many), "one thread and five");
    write(&data, &one, 3, |_| false).expect("is written");
    assert_eq!(first, files(&one), "once more");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing beside");
}

#[test]
fn a_run_that_was_stopped_goes_on_and_gives_the_same_bytes() {
    let data = partnership();
    let folder = tempfile::tempdir().expect("a folder");
    let [whole, out] = ["whole", "out"].map(|name| folder.path().join(name));
    write(&data, &whole, 2, |_| false).expect("is written");
    write(&partnership(), &out, 2, |_| false).expect("an earlier report");
    fs::write(out.join("index.html"), "the earlier report").expect("a file");
    let error = write(&data, &out, 1, |done| done >= 2).expect_err("is stopped");
    let AreaReportsError::Stopped { done, areas: 6, kept } = &error else { panic!("{error}") };
    assert!((2..6).contains(done), "{done}");
    assert!(kept.join("journal").is_file());
    assert!(error.to_string().contains("the same command goes on there"), "{error}");
    assert_eq!(fs::read(out.join("index.html")).expect("is there"), b"the earlier report");
    let written = write(&data, &out, 2, |_| false).expect("goes on");
    assert_eq!((written.earlier, written.areas), (*done, 6));
    assert_eq!(files(&out), files(&whole));
    assert!(!kept.exists());
}

#[test]
fn a_changed_input_begins_anew() {
    let mut data = partnership();
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    write(&data, &out, 1, |done| done >= 2).expect_err("is stopped");
    // One birth more, in the figures of one area.
    let births = &mut data.read.rows.observations[0].denominator;
    *births = firstyear_core::Cell::known(births.value().expect("is known") + 1);
    let written = write(&data, &out, 1, |_| false).expect("is written");
    assert_eq!(written.earlier, 0);
    let fresh = folder.path().join("fresh");
    write(&data, &fresh, 1, |_| false).expect("is written");
    assert_eq!(files(&out), files(&fresh));
}

/// What a subset of the figures answers is what all of them answer.
#[track_caller]
fn holds_as_asked_of_all(data: &ProjectData, codes: &[&str]) {
    let every = every(data);
    for code in codes {
        let found = every.answers(area(&every, code));
        let mut all = answers(&found.project, &evidence(data));
        // One period says nothing over time.
        all.trends.retain(|trend| trend.get().group.points.len() > 1);
        all.control_charts.retain(|chart| chart.get().points.len() > 1);
        let unanswered = found.answers.unanswered.clone();
        assert!(all.unanswered.iter().all(|one| unanswered.contains(one)), "{code}");
        assert!(!found.is_empty(), "{code}");
        // These count what was read, which is that of the area alone.
        let (quality, themes, printed, progress) = (
            found.answers.quality.clone(),
            found.answers.themes.clone(),
            found.answers.printed.clone(),
            found.answers.progress.clone(),
        );
        let of_all = Answers { quality, themes, printed, progress, unanswered, ..all };
        assert!(found.answers == of_all, "{code}: another answer than that of all figures");
    }
}

#[test]
fn an_area_is_told_what_all_figures_tell_of_it() {
    holds_as_asked_of_all(
        &partnership(),
        &["made-up:northtown", "made-up:eastport", "made-up:stonebridge"],
    );
    let england = read(&root().join("fixtures/england"));
    // An authority, one without its own question, and a region.
    holds_as_asked_of_all(&england, &["E08000025", "E09000012", "E12000005"]);
}

#[test]
fn the_authorities_and_regions_of_england_have_a_report_each() {
    let data = read(&root().join("fixtures/england"));
    let every = every(&data);
    let count = |prefix: &str| {
        every.areas().iter().filter(|area| area.code.as_str().starts_with(prefix)).count()
    };
    assert_eq!((count("E12"), every.areas().len() - count("E12")), (9, 151));
    let hackney = area(&every, "E09000012");
    assert_eq!((hackney.name.as_str(), hackney.within.as_deref()), ("Hackney", Some("London")));
    let found = every.answers(hackney);
    // Child mortality workbook of 2022, tables 19 and 20, by way of the fixture.
    let births = found.answers.area_profiles[0].get().at_risk();
    assert_eq!(births.len(), 1);
    assert_eq!(found.answers.area_profiles[0].get().among, every.lists()[hackney.list].name);
    assert_eq!(found.answers.quality.get().sources[0].observations, 5, "its own rows alone");
    // By occupation, decile or cause there is nothing of an authority.
    let lacking = &found.answers.unanswered;
    assert!(lacking.iter().any(|one| one.question.starts_with("gap: ")), "{lacking:?}");
    assert!(found.answers.gaps.is_empty() && found.answers.areas.is_empty());
    // And of one year nothing over time.
    assert!(found.answers.trends.is_empty() && found.answers.control_charts.is_empty());
    let told = lacking.iter().filter(|one| one.why.to_string().contains("of one period alone"));
    assert_eq!(
        told.map(|one| one.question.as_str()).collect::<Vec<_>>(),
        ["trend: everyone", "spc: everyone"]
    );
    let region = every.answers(area(&every, "E12000005"));
    assert_eq!(region.answers.area_profiles[0].get().among, "regions of England");
}

#[test]
fn what_is_said_of_one_area_is_not_passed_on() {
    let data = partnership();
    let every = every(&data);
    let [own, other] = ["made-up:northtown", "made-up:eastport"].map(|code| {
        let found = every.answers(area(&every, code));
        let targets = |project: &Project| {
            project.scorecards[0].indicators.iter().filter(|one| one.target.is_some()).count()
        };
        (targets(&found.project), found.project.scorecards[0].name.clone(), found)
    });
    assert_eq!((own.0, own.1.as_str()), (3, "Northtown partnership"));
    assert_eq!((other.0, other.1.as_str()), (0, "Eastport (made up)"));
    // Recommendations were made to one of them.
    let made = |found: &firstyear_analysis::AreaAnswers| found.answers.themes.get().recommendations;
    assert!(made(&own.2) > 0);
    let to_other = data.read.rows.recommendations.iter();
    let to_other = to_other.filter(|one| one.item.area.as_str() == "made-up:eastport").count();
    assert_eq!(made(&other.2), to_other);
}

#[test]
fn restricted_figures_have_no_reports_of_areas() {
    let data = read(&root().join("fixtures/partnership"));
    let why = EveryArea::of(&data.project, evidence(&data), catalogue().areas()).unwrap_err();
    assert_eq!(why, NoAreaReports::Restricted { sources: vec!["`made-up-review`".to_owned()] });
    assert!(why.to_string().contains("`made-up-review` is restricted; leave its files"), "{why}");
    let mut data = partnership();
    data.project = data.project.without_questions();
    let why = EveryArea::of(&data.project, evidence(&data), catalogue().areas()).unwrap_err();
    assert_eq!(why, NoAreaReports::NoAreas);
}

/// Sizes are those of bytes that are the same everywhere.
fn sizes(pages: &[Page]) {
    for page in pages.iter().filter(|page| page.bytes.starts_with(b"<!DOCTYPE html>")) {
        let (most, size) = (if page.path == "index.html" { 150 } else { 300 }, page.bytes.len());
        assert!(size < most * 1_000, "{}: {size} bytes", page.path);
    }
}

#[test]
fn pages_are_small_enough_for_a_telephone() {
    let data = read(&root().join("fixtures/england"));
    let found = answers(&data.project, &evidence(&data));
    sizes(&render(&report(&data, &found)).expect("every figure is finite"));
    let every = every(&data);
    let of_area = every.answers(area(&every, "E08000025"));
    let place = ReportPlace::Among { previous: None, next: None };
    let report = Report {
        project: &of_area.project,
        sources: &of_area.sources,
        answers: &of_area.answers,
        place,
        ..report(&data, &found)
    };
    let pages = render(&report).expect("every figure is finite");
    sizes(&pages);
    let all: usize = pages.iter().map(|page| page.bytes.len()).sum();
    assert!(all < 1_000_000, "the report of an area: {all} bytes");
    assert!(pages.iter().all(|page| page.path != "style.css"), "shared by all");
}
