//! The report of a project with one for every area that it compares.
//!
//! Areas are asked and written by several threads, each from the first page to the
//! last, so that no more than a report for each thread is in memory. Which thread
//! writes which area changes no byte. A run that is stopped goes on where it was
//! ([`crate::atomic::Parts`]).

use std::fmt::{self, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use firstyear_analysis::{EveryArea, Evidence, ReportedArea};
use firstyear_core::ContentSum;

use crate::atomic::{Parts, Stop, WriteError};
use crate::site::{
    AREAS, AreaGroup, AreaLink, Extra, Page, RenderError, Report, ReportPlace, render, render_with,
};
use crate::words::say;

/// Everything that the reports are made of.
#[derive(Clone, Copy, Debug)]
pub struct AreaReports<'a> {
    /// The report of the project, which stands above those of the areas.
    pub report: Report<'a>,
    /// The areas.
    pub every: &'a EveryArea<'a>,
    /// What the report of the project has beside its pages.
    pub extras: &'a [Extra],
    /// Stands for everything that the bytes depend on: [`key`].
    pub key: &'a str,
    /// How many areas are made at once.
    pub threads: NonZeroUsize,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenAreas {
    /// How many areas have a report.
    pub areas: usize,
    /// How many of them an earlier run had made.
    pub earlier: usize,
    /// The names of areas of which there is something to say, and what.
    pub remarks: Vec<(String, String)>,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AreasDone {
    /// How many areas are whole.
    pub done: usize,
    /// How many of them an earlier run had made.
    pub earlier: usize,
    /// How many there are.
    pub all: usize,
}

/// Why the reports were not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AreaReportsError {
    /// The report of the project could not be made.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// They could not be written. The earlier report is as it was.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The run was stopped. The earlier report is as it was.
    #[error(
        "stopped after {done} of {}, which are kept in {}: the same command goes on there",
        crate::format::things(*areas as u64, "area", "areas"), kept.display()
    )]
    Stopped {
        /// How many areas were whole.
        done: usize,
        /// Of how many.
        areas: usize,
        /// Where they are kept.
        kept: PathBuf,
    },
}

/// A key of everything that the bytes of reports depend on: what was read, and the
/// program. The same key is never that of other bytes.
#[must_use]
pub fn key(report: &Report<'_>, evidence: &Evidence<'_>, program: &[u8]) -> String {
    let mut hash = Hashing(ContentSum::default());
    // Read data has no other form that holds all of it. Its text is made piece by
    // piece, and is never there as a whole.
    write!(hash, "{:?}{:?}", report.project, report.indicators).expect("a hash takes all");
    write!(hash, "{:?}{:?}", evidence.data, report.problems).expect("a hash takes all");
    write!(hash, "{:?}{:?}", report.methods, report.version).expect("a hash takes all");
    hash.0.add(program);
    hash.0.content().sha256.to_string()
}

/// Takes text in.
struct Hashing(ContentSum);

impl fmt::Write for Hashing {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.add(text.as_bytes());
        Ok(())
    }
}

/// Writes the report of a project with one for every area as the folder `out`, or
/// leaves it as it was. `seen` is told of each area that is whole, and `stop` is asked
/// between areas.
///
/// An area that has no answer, or a figure that no file can hold, has a page that
/// says so and is among the remarks.
///
/// # Errors
///
/// [`AreaReportsError`]: what was made until then is kept, and the next run with the
/// same key goes on there.
pub fn write_every_area(
    reports: &AreaReports<'_>,
    out: &Path,
    stop: Stop<'_>,
    seen: &mut dyn FnMut(AreasDone),
) -> Result<WrittenAreas, AreaReportsError> {
    let parts = Parts::begin(out, reports.key)?;
    let mut links = links(reports.every.areas());
    let run = Run { reports, parts: &parts, links: &links, next: AtomicUsize::new(0) };
    let made = run.all(stop, seen)?;
    if made.iter().any(Option::is_none) {
        let done = made.iter().flatten().count();
        let kept = parts.folder().to_owned();
        return Err(AreaReportsError::Stopped { done, areas: links.len(), kept });
    }
    let mut written = WrittenAreas { areas: links.len(), earlier: 0, remarks: Vec::new() };
    for (link, note) in links.iter_mut().zip(made.into_iter().flatten()) {
        written.earlier += usize::from(parts.earlier(&part(link)).is_some());
        if !note.is_empty() {
            written.remarks.push((link.name.clone(), note.clone()));
            link.remark = Some(note);
        }
    }
    let groups = groups(reports.every, links);
    let files = parts.files()?;
    let place = ReportPlace::Above { groups: &groups, files: &files };
    let report = Report { place, ..reports.report };
    parts.finish(&render_with(&report, reports.extras)?, stop)?;
    Ok(written)
}

/// The areas that are still to be made.
struct Run<'a> {
    reports: &'a AreaReports<'a>,
    parts: &'a Parts,
    links: &'a [AreaLink],
    next: AtomicUsize,
}

/// The place of an area, and what is noted of it.
type Made = Result<(usize, String), WriteError>;

impl Run<'_> {
    /// Makes all areas, and says what was noted of each; `None` for one that was not
    /// come to.
    fn all(
        &self,
        stop: Stop<'_>,
        seen: &mut dyn FnMut(AreasDone),
    ) -> Result<Vec<Option<String>>, WriteError> {
        let halt = AtomicBool::new(false);
        let mut made = vec![None; self.links.len()];
        let mut failed = None;
        std::thread::scope(|scope| {
            let (sender, done) = mpsc::channel();
            for _ in 0..self.reports.threads.get().min(self.links.len()) {
                let (sender, halt) = (sender.clone(), &halt);
                scope.spawn(move || self.work(halt, &sender));
            }
            drop(sender);
            loop {
                match done.recv_timeout(Duration::from_millis(50)) {
                    Ok(Ok((at, note))) => {
                        made[at] = Some(note);
                        let done = made.iter().flatten().count();
                        let earlier = self.parts.earlier_parts();
                        seen(AreasDone { done, earlier, all: made.len() });
                    }
                    Ok(Err(error)) => {
                        halt.store(true, Ordering::Relaxed);
                        failed = failed.take().or(Some(error));
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                if stop() {
                    halt.store(true, Ordering::Relaxed);
                }
            }
        });
        failed.map_or(Ok(made), Err)
    }

    /// Makes one area after the other until there is none left.
    fn work(&self, halt: &AtomicBool, sender: &Sender<Made>) {
        while !halt.load(Ordering::Relaxed) {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(area) = self.reports.every.areas().get(at) else { return };
            let made = self.one(at, area).map(|note| (at, note));
            // Who listens waits until all have ended.
            let _ = sender.send(made);
        }
    }

    fn one(&self, at: usize, area: &ReportedArea) -> Result<String, WriteError> {
        let part = part(&self.links[at]);
        if let Some(note) = self.parts.earlier(&part) {
            return Ok(note.to_owned());
        }
        let (pages, note) = self.pages(at, area);
        self.parts.add(&part, &pages, &note)?;
        Ok(note)
    }

    fn pages(&self, at: usize, area: &ReportedArea) -> (Vec<Page>, String) {
        let found = self.reports.every.answers(area);
        let place = ReportPlace::Among {
            previous: at.checked_sub(1).and_then(|at| self.links.get(at)),
            next: self.links.get(at + 1),
        };
        let report = Report {
            project: &found.project,
            sources: &found.sources,
            answers: &found.answers,
            place,
            ..self.reports.report
        };
        // The page that lists areas says what is noted of each.
        let words = report.language_of_areas();
        match render(&report) {
            Ok(pages) if found.is_empty() => (pages, say!(words, "each-area-nothing")),
            Ok(pages) => (pages, String::new()),
            Err(why) => {
                let note = say!(words, "each-area-not-made", why = why.to_string());
                (vec![crate::site::not_made(&report, &why)], note)
            }
        }
    }
}

fn part(link: &AreaLink) -> String {
    format!("{AREAS}/{}", link.folder)
}

/// A folder for each area, named by its code. A colon is no part of a name
/// everywhere, and a tilde no part of a code; two codes that differ in small and
/// capital letters alone would be one folder on many systems.
fn links(areas: &[ReportedArea]) -> Vec<AreaLink> {
    let mut taken = std::collections::BTreeSet::new();
    let link = |area: &ReportedArea| {
        let mut folder = area.code.as_str().replace(':', "~");
        while !taken.insert(folder.to_lowercase()) {
            folder.push('~');
        }
        AreaLink { name: area.name.clone(), folder, remark: None }
    };
    areas.iter().map(link).collect()
}

/// The areas by list, and by what they lie in, in their order.
fn groups(every: &EveryArea<'_>, links: Vec<AreaLink>) -> Vec<AreaGroup> {
    let mut groups: Vec<(usize, AreaGroup)> = Vec::new();
    for (area, link) in every.areas().iter().zip(links) {
        if groups.last().is_none_or(|(list, _)| *list != area.list) {
            let name = every.lists()[area.list].name.clone();
            groups.push((area.list, AreaGroup { name, parts: Vec::new() }));
        }
        let Some((_, group)) = groups.last_mut() else { continue };
        match group.parts.last_mut() {
            Some((within, areas)) if *within == area.within => areas.push(link),
            _ => group.parts.push((area.within.clone(), vec![link])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}
