//! The report as a static site: whole without scripts, no request to anywhere,
//! readable from a folder, on a phone and on paper; and the same as Markdown.
//!
//! Every page is made of blocks (sentences, charts, tables), and the blocks
//! are written twice, as HTML and as Markdown, so that the two cannot differ.
//! Results come in [`Released`](firstyear_analysis::Released) and no other way.

mod answer;
mod area_map;
mod area_profile;
mod areas;
mod block;
mod board;
mod cascade;
mod causes;
mod cells;
mod data;
mod data_quality;
mod deaths_review;
mod decomposition;
mod downloads;
mod drivers;
mod equity_audit;
mod evaluation;
mod extra;
mod funnel;
mod gap;
mod glossary;
pub(crate) mod head;
mod language;
mod learning;
mod markdown;
mod methods;
mod names;
mod navigation;
mod overview;
mod paper;
mod pathway;
mod pathways;
mod place;
mod ppor;
mod printed;
mod profile;
mod recommendations;
mod scenario;
mod scorecard;
mod selection;
mod self_assessment;
mod shell;
mod small_areas;
mod spc;
#[cfg(test)]
mod tests;
mod tracker;
mod trend;

pub(crate) use markdown::escaped;

use std::collections::BTreeMap;

use firstyear_analysis::Answers;
use firstyear_core::area_map::AreaMap;
use firstyear_core::driver::DriverMap;
use firstyear_core::intervention::Intervention;
use firstyear_core::library::Library;
use firstyear_core::project::Project;
use firstyear_core::{
    Dimension, DimensionId, Geography, Indicator, IndicatorId, InputFile, Placed, Problem, Source,
    SourceId,
};

use crate::package;

pub use answer::{
    Answer, area_profile_answer, areas_answer, board_answer, deaths_review_answer,
    decomposition_answer, equity_audit_answer, evaluation_answer, funnel_answer, gap_answer,
    learning_answer, ppor_answer, profile_answers, recommendations_answer, scenario_answer,
    scorecard_answer, selection_answer, self_assessment_answer, small_areas_answer, spc_answer,
    trend_answer,
};
pub use cascade::cascade_answer;
pub(crate) use data::DataFile;
pub use data::RenderError;
pub use extra::{Extra, picture};
pub use pathway::pathway_page;
pub(crate) use place::FOLDER as AREAS;
pub use place::{AreaGroup, AreaLink, ReportPlace};
pub use shell::NOT_FOR_RELEASE;

use crate::words::{Words, say};

/// Everything that a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Title, day, area and rules.
    pub project: &'a Project,
    /// Definitions of indicators.
    pub indicators: &'a BTreeMap<IndicatorId, Indicator>,
    /// Definitions of dimensions.
    pub dimensions: &'a BTreeMap<DimensionId, Dimension>,
    /// What lies behind an outcome.
    pub drivers: &'a DriverMap,
    /// What is done about it.
    pub interventions: &'a [Intervention],
    /// What others did.
    pub library: &'a Library,
    /// Where the figures come from.
    pub sources: &'a BTreeMap<SourceId, Source>,
    /// Names of areas.
    pub geography: &'a Geography,
    /// Where areas are drawn; the first that fits a comparison goes first.
    pub maps: &'a [Placed<AreaMap>],
    /// The answers to the questions of the project, and the questions without
    /// one.
    pub answers: &'a Answers,
    /// What could not be read.
    pub problems: &'a [Problem],
    /// The methods that were used.
    pub methods: &'a [MethodNote],
    /// The words of the field; a page explains those that it uses.
    pub words: &'a [WordNote],
    /// The version of the program.
    pub version: &'a str,
    /// The language.
    pub language: &'static Words,
    /// The files that it is made from.
    pub inputs: &'a [InputFile],
    /// Where it stands among reports of single areas.
    pub place: ReportPlace<'a>,
}

/// A method in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodNote {
    /// Its id, such as `byar`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it does, in a sentence or two.
    pub explanation: String,
    /// Who described it, where and when.
    pub source: String,
}

/// A word of the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordNote {
    /// The word or abbreviation.
    pub word: String,
    /// What it means.
    pub meaning: String,
    /// Words to read beside it.
    pub see: Vec<String>,
}

/// One file of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Relative to the report, with `/` between folders.
    pub path: String,
    /// Its content; text is UTF-8.
    pub bytes: Vec<u8>,
}

/// The report as files: pages, style sheet and script, results as CSV and JSON with what
/// describes them, its tables as `report.xlsx` and `report.ods`, `report.md`, and a
/// manifest of all. The same report gives the same bytes.
///
/// # Errors
///
/// [`RenderError`] for a figure that is not a finite number: no file can hold
/// it, and a report without it would look whole.
pub fn render(report: &Report<'_>) -> Result<Vec<Page>, RenderError> {
    render_with(report, &[])
}

/// The same with what is asked for beside it.
///
/// # Errors
///
/// As [`render`], and for an extra that this build cannot make.
pub fn render_with(report: &Report<'_>, extras: &[Extra]) -> Result<Vec<Page>, RenderError> {
    let mut parts = content(report);
    // The page of downloads says what each file holds.
    let spoken = report.spoken(downloads::PATH);
    let data = data::files(&spoken)?;
    let beside = Beside::of(report, &parts, &data, extras)?;
    let mut downloads = downloads::page(spoken.language, &data, &parts, &beside.documents);
    downloads.blocks.extend(beside.links(&data, spoken.language));
    parts.push(downloads);
    let words = glossary::page(report.words, &parts);
    let last = parts.len() - 1;
    parts.splice(last..last, words);
    let markdown = markdown::report(report, &parts[..parts.len() - 1]);
    // It leads to other reports, and is no part of this one as a text.
    if let Some(areas) = place::page(&report.spoken(place::INDEX)) {
        parts.insert(1, areas);
    }
    let made = methods::Made::of(report);
    let html = |page| shell::html(report, page, &parts, &made);
    let mut pages: Vec<Page> = parts.iter().map(|page| file(&page.path, html(page))).collect();
    pages.extend(assets(report));
    pages.extend(beside.described);
    let random = package::random_numbers(&data);
    pages.extend(data.into_iter().flat_map(DataFile::pages));
    pages.extend(pathways::drawings(report));
    pages.push(file("report.md", markdown));
    if report.answers.not_for_release {
        let why = format!(
            "{}\n\n{}\n",
            shell::NOT_FOR_RELEASE,
            say!(spoken.language, "data-not-for-release")
        );
        let beside = |folder| file(&format!("{folder}NOT-FOR-RELEASE.txt"), &*why);
        pages.extend(["", "data/"].map(beside));
    }
    pages.extend(beside.documents);
    pages.extend(beside.pictures);
    // The manifest of the report above them lists the files of areas.
    if !report.place.is_among() {
        package::sealed(report, random, &mut pages);
    }
    Ok(pages)
}

/// What a report has beside its pages and their figures. One of an area among others has
/// its pages and figures alone: the rest is said of them together, in the report above.
#[derive(Default)]
struct Beside {
    documents: Vec<Page>,
    described: Vec<Page>,
    pictures: Vec<Page>,
}

impl Beside {
    fn of(
        report: &Report<'_>,
        parts: &[block::PageParts],
        data: &[DataFile],
        extras: &[Extra],
    ) -> Result<Self, RenderError> {
        if report.place.is_among() {
            return Ok(Self::default());
        }
        let pictured = extras.contains(&Extra::Png);
        Ok(Self {
            documents: paper::files(report, parts, extras)?,
            described: package::files(report, data, extras)?,
            pictures: if pictured { extra::pictures(parts)? } else { Vec::new() },
        })
    }

    /// What the page of downloads says of what describes the report.
    fn links(&self, data: &[DataFile], words: &Words) -> Option<block::Block> {
        let links = package::links(&self.described, data, words);
        (!self.described.is_empty()).then_some(block::Block::Links(links))
    }
}

/// The whole report as a document to take away, with its drawings.
#[cfg(test)]
pub(crate) fn whole_document(report: &Report<'_>) -> crate::document::Document {
    paper::of(report, &content(report), paper::Drawings::Kept)
}

/// The pages that answer something, in order, the first page first. Each speaks its own language.
fn content(report: &Report<'_>) -> Vec<block::PageParts> {
    let on = |path| report.spoken(path);
    let mut parts: Vec<_> = gap::page(&on(gap::PATH)).into_iter().collect();
    parts.extend(profile::pages(&on(language::OF_DIMENSION)));
    parts.extend(areas::page(&on(areas::PATH)));
    parts.extend(funnel::page(&on(funnel::PATH)));
    parts.extend(small_areas::page(&on(small_areas::PATH)));
    parts.extend(scorecard::page(&on(scorecard::PATH)));
    parts.extend(area_profile::page(&on(area_profile::PATH)));
    parts.extend(selection::page(&on(selection::PATH)));
    parts.extend(causes::page(&on(causes::PATH)));
    parts.extend(trend::page(&on(trend::PATH)));
    parts.extend(spc::page(&on(spc::PATH)));
    parts.extend(decomposition::page(&on(decomposition::PATH)));
    parts.extend(ppor::page(&on(ppor::PATH)));
    parts.extend(scenario::page(&on(scenario::PATH)));
    parts.extend(drivers::page(&on(drivers::PATH)));
    parts.extend(evaluation::page(&on(evaluation::PATH)));
    parts.extend(board::page(&on(board::PATH)));
    parts.extend(recommendations::page(&on(recommendations::PATH)));
    parts.extend(tracker::page(&on(tracker::PATH)));
    parts.extend(learning::page(&on(learning::PATH)));
    parts.extend(self_assessment::page(&on(self_assessment::PATH)));
    parts.extend(equity_audit::page(&on(equity_audit::PATH)));
    parts.extend(deaths_review::page(&on(deaths_review::PATH)));
    parts.extend(pathways::page(&on(pathways::PATH)));
    parts.extend(pathways::pages(&on(pathways::PATH)));
    parts.extend(printed::page(&on(printed::PATH)));
    parts.push(methods::page(&on(methods::PATH)));
    parts.push(data_quality::page(&on(data_quality::PATH)));
    let first = overview::page(&on(overview::PATH), &parts);
    parts.insert(0, first);
    parts
}

/// The page of a report that could not be made, which says why.
pub(crate) fn not_made(report: &Report<'_>, why: &RenderError) -> Page {
    let words = report.spoken(overview::PATH).language;
    let page = block::PageParts {
        path: overview::PATH.to_owned(),
        nav: say!(words, "overview-page-short"),
        title: report.project.title.clone(),
        sources: std::collections::BTreeSet::new(),
        blocks: vec![block::Block::Note(say!(
            words,
            "each-area-not-made-page",
            why = why.to_string()
        ))],
    };
    let made = methods::Made::of(report);
    file(&page.path, shell::html(report, &page, std::slice::from_ref(&page), &made))
}

/// Style sheet and script. Reports of areas use those of the report above them.
fn assets(report: &Report<'_>) -> Vec<Page> {
    if report.place.is_among() {
        return Vec::new();
    }
    vec![file(head::STYLE_PATH, head::STYLE), file(head::SCRIPT_PATH, head::SCRIPT)]
}

fn file(path: &str, text: impl Into<String>) -> Page {
    Page { path: path.to_owned(), bytes: text.into().into_bytes() }
}
