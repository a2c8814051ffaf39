//! The files behind the tables: each result whole, at full precision, as the
//! document and the flat table of [`crate::wire`].

use firstyear_analysis::{Answers, Draws, Released, SCENARIO_GENERATOR};

use super::{
    Page, Report, area_profile, areas, causes, data_quality, deaths_review, decomposition,
    equity_audit, evaluation, file, funnel, gap, learning, pathways, ppor, printed, profile,
    recommendations, scenario, scorecard, selection, self_assessment, small_areas, spc, trend,
};
use crate::format::{capital, count};
use crate::tidy::WriteError;
use crate::wire::{
    AreaComparisonV1, AreaProfileV1, CausesV1, DataQualityV1, DeathsReviewV1, DecompositionV1,
    Document, EquityAuditV1, EvaluationV1, FunnelV1, GapTrendV1, InequalityProfileV1, LearningV1,
    PporV1, PrintedArithmeticV1, ProblemsV1, RecommendationProgressV1, RecommendationThemesV1,
    ScenarioV1, ScorecardV1, SelectionV1, SelfAssessmentV1, SmallAreasV1, SpcV1, TrendV1, csv,
    csv::TableLayout, to_json,
};
use crate::words::{Words, say};

/// Why a report could not be made: a figure that no file can hold.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {why}")]
pub struct RenderError {
    file: String,
    why: String,
}

impl RenderError {
    pub(crate) const fn new(file: String, why: String) -> Self {
        Self { file, why }
    }
}

/// One result in both forms.
pub(crate) struct DataFile {
    /// The page that shows it.
    pub(crate) page: String,
    /// The file's name without its ending, unique in the report.
    pub(crate) stem: String,
    /// What it holds.
    pub(crate) title: String,
    /// The columns of the table.
    pub(crate) layout: &'static TableLayout,
    /// The name of the schema of the document.
    pub(crate) schema: &'static str,
    /// Generator and seed of the random numbers that it rests on, where it does.
    pub(crate) random: Option<(&'static str, u64)>,
    pub(crate) csv: Vec<u8>,
    pub(crate) json: String,
}

/// How many problems of one kind the files list; the document counts all.
pub(super) const LISTED: usize = 1_000;

/// Every result of the report, in the order of its pages.
pub(super) fn files(report: &Report<'_>) -> Result<Vec<DataFile>, RenderError> {
    let (answers, words) = (report.answers, report.language);
    let mut files = Vec::new();
    for (index, gap) in answers.gaps.iter().enumerate() {
        let found = gap.get();
        let (group, against) = (found.group.as_str(), found.against.as_str());
        let title = say!(words, "data-gap", group = group, against = against);
        let named = Named::new(gap::PATH, gap::stem(index), title);
        files.push(named.with(&GapTrendV1::from(gap), |out| csv::gap_trends([gap], out))?);
    }
    for (named, profile) in profile::named(report).into_iter().zip(&answers.profiles) {
        let page = format!("{}.html", named.stem);
        let title = say!(words, "data-profile", name = named.title);
        let named = Named::new(&page, named.stem, title);
        let table = |out: &mut Vec<u8>| csv::inequality_profiles([profile], out);
        files.push(named.with(&InequalityProfileV1::from(profile), table)?);
    }
    files.extend(of_areas(report)?);
    for (index, causes) in answers.causes.iter().enumerate() {
        let found = causes.get();
        let period = words.period(found.period);
        let name = found.dimension_name.as_str();
        let title = say!(words, "data-of-period", name = name, period = period);
        let named = Named::new(causes::PATH, causes::stem(index), title);
        files.push(named.with(&CausesV1::from(causes), |out| csv::causes([causes], out))?);
    }
    for (index, trend) in answers.trends.iter().enumerate() {
        let named =
            Named::new(trend::PATH, trend::stem(index), trend::name_of(report, trend.get()));
        files.push(named.with(&TrendV1::from(trend), |out| csv::trends([trend], out))?);
    }
    for (index, chart) in answers.control_charts.iter().enumerate() {
        let named = Named::new(spc::PATH, spc::stem(index), spc::name_of(report, chart.get()));
        files.push(named.with(&SpcV1::from(chart), |out| csv::control_charts([chart], out))?);
    }
    for (index, found) in answers.decompositions.iter().enumerate() {
        let title = decomposition::title(report, found.get());
        let named = Named::new(decomposition::PATH, decomposition::stem(index), title);
        let table = |out: &mut Vec<u8>| csv::decompositions([found], out);
        files.push(named.with(&DecompositionV1::from(found), table)?);
    }
    for (index, found) in answers.periods_of_risk.iter().enumerate() {
        let named =
            Named::new(ppor::PATH, ppor::stem(index), ppor::title(found.get(), report.language));
        let table = |out: &mut Vec<u8>| csv::periods_of_risk([found], out);
        files.push(named.with(&PporV1::from(found), table)?);
    }
    for (index, found) in answers.scenarios.iter().enumerate() {
        let title = found.get().name.clone();
        let named = Named::new(scenario::PATH, scenario::stem(index), title);
        let table = |out: &mut Vec<u8>| csv::scenarios([found], out);
        let random = Some((SCENARIO_GENERATOR, found.get().seed));
        files.push(DataFile { random, ..named.with(&ScenarioV1::from(found), table)? });
    }
    for (index, found) in answers.evaluations.iter().enumerate() {
        let title = found.get().name.clone();
        let named = Named::new(evaluation::PATH, evaluation::stem(index), title);
        let table = |out: &mut Vec<u8>| csv::evaluations([found], out);
        files.push(named.with(&EvaluationV1::from(found), table)?);
    }
    files.extend(recommendations(answers, words)?);
    for (index, found) in answers.learnings.iter().enumerate() {
        let named = Named::new(learning::PATH, learning::stem(index), found.get().name.clone());
        files.push(named.with(&LearningV1::from(found), |out| csv::learnings([found], out))?);
    }
    files.extend(of_reviews(answers)?);
    files.extend(pathways::files(report)?);
    if !answers.printed.get().is_empty() {
        let title = say!(words, "data-printed");
        let named = Named::new(printed::PATH, printed::STEM.to_owned(), title);
        let (found, document) = (&answers.printed, PrintedArithmeticV1::from(&answers.printed));
        files.push(named.with(&document, |out| csv::printed_arithmetic(found, out))?);
    }
    files.push(quality(&answers.quality, words)?);
    // Those of all files stand in the report above those of areas.
    if !report.problems.is_empty() && !report.place.is_among() {
        let title = say!(words, "data-problems", count = count(LISTED as u64));
        let named = Named::new(data_quality::PATH, data_quality::PROBLEMS.to_owned(), title);
        let document = ProblemsV1::at_most(report.problems, LISTED);
        let problems = named.with(&document, |out| csv::problems(&document, out))?;
        files.push(DataFile { layout: &TableLayout::PROBLEMS, ..problems });
    }
    Ok(files)
}

/// The results about areas, one among others.
fn of_areas(report: &Report<'_>) -> Result<Vec<DataFile>, RenderError> {
    let (answers, words) = (report.answers, report.language);
    let mut files = Vec::new();
    for (index, areas) in answers.areas.iter().enumerate() {
        let found = areas.get();
        let (name, period) = (capital(&found.name), words.period(found.period));
        let title = say!(words, "data-of-period", name = name, period = period);
        let named = Named::new(areas::PATH, areas::stem(index), title);
        files.push(
            named.with(&AreaComparisonV1::from(areas), |o| csv::area_comparisons([areas], o))?,
        );
    }
    for (index, funnel) in answers.funnels.iter().enumerate() {
        let found = funnel.get();
        let (name, period) = (capital(&found.name), words.period(found.period));
        let title = say!(words, "data-funnel", name = name, period = period);
        let named = Named::new(funnel::PATH, funnel::stem(index), title);
        files.push(named.with(&FunnelV1::from(funnel), |out| csv::funnels([funnel], out))?);
    }
    for (index, areas) in answers.small_areas.iter().enumerate() {
        let found = areas.get();
        let (name, period) = (capital(&found.name), words.period(found.period));
        let title = say!(words, "data-small-areas", name = name, period = period);
        let named = Named::new(small_areas::PATH, small_areas::stem(index), title);
        let table = |out: &mut Vec<u8>| csv::small_areas([areas], out);
        let random = drawn(areas.get().draws);
        files.push(DataFile { random, ..named.with(&SmallAreasV1::from(areas), table)? });
    }
    for (index, found) in answers.scorecards.iter().enumerate() {
        let title = found.get().name.clone();
        let named = Named::new(scorecard::PATH, scorecard::stem(index), title);
        let table = |out: &mut Vec<u8>| csv::scorecards([found], out);
        files.push(named.with(&ScorecardV1::from(found), table)?);
    }
    for (index, found) in answers.area_profiles.iter().enumerate() {
        let title = area_profile::name(report, found.get());
        let named = Named::new(area_profile::PATH, area_profile::stem(index), title);
        let table = |out: &mut Vec<u8>| csv::area_profiles([found], out);
        let random = found.get().steadied.as_ref().and_then(|areas| drawn(areas.draws));
        files.push(DataFile { random, ..named.with(&AreaProfileV1::from(found), table)? });
    }
    for (index, found) in answers.selections.iter().enumerate() {
        let title = selection::title(report, found.get());
        let named = Named::new(selection::PATH, selection::stem(index), title);
        let table = |out: &mut Vec<u8>| csv::selections([found], out);
        let random = drawn(found.get().draws);
        files.push(DataFile { random, ..named.with(&SelectionV1::from(found), table)? });
    }
    Ok(files)
}

/// Generator and seed of draws, where there are any.
fn drawn(draws: Draws) -> Option<(&'static str, u64)> {
    (draws.count > 0).then_some((draws.generator, draws.seed))
}

/// What areas say of themselves, and what audits and reviews found.
fn of_reviews(answers: &Answers) -> Result<Vec<DataFile>, RenderError> {
    let mut files = Vec::new();
    for (index, found) in answers.self_assessments.iter().enumerate() {
        let (path, stem) = (self_assessment::PATH, self_assessment::stem(index));
        let named = Named::new(path, stem, found.get().name.clone());
        let table = |out: &mut Vec<u8>| csv::self_assessments([found], out);
        files.push(named.with(&SelfAssessmentV1::from(found), table)?);
    }
    for (index, found) in answers.equity_audits.iter().enumerate() {
        let (path, stem) = (equity_audit::PATH, equity_audit::stem(index));
        let named = Named::new(path, stem, found.get().name.clone());
        let table = |out: &mut Vec<u8>| csv::equity_audits([found], out);
        files.push(named.with(&EquityAuditV1::from(found), table)?);
    }
    for (index, found) in answers.deaths_reviews.iter().enumerate() {
        let (path, stem) = (deaths_review::PATH, deaths_review::stem(index));
        let named = Named::new(path, stem, found.get().name.clone());
        let table = |out: &mut Vec<u8>| csv::deaths_reviews([found], out);
        files.push(named.with(&DeathsReviewV1::from(found), table)?);
    }
    Ok(files)
}

/// Themes of recommendations, and what became of them.
fn recommendations(answers: &Answers, words: &Words) -> Result<Vec<DataFile>, RenderError> {
    let mut files = Vec::new();
    let named =
        |stem: &str, title: String| Named::new(recommendations::PATH, stem.to_owned(), title);
    let themes = &answers.themes;
    if !themes.get().is_empty() {
        let named = named(recommendations::THEMES, say!(words, "data-themes"));
        let document = RecommendationThemesV1::from(themes);
        files.push(named.with(&document, |out| csv::recommendation_themes(themes, out))?);
    }
    if let Some(found) = &answers.progress {
        let named = named(recommendations::BECAME, say!(words, "data-became"));
        let document = RecommendationProgressV1::from(found);
        files.push(named.with(&document, |out| csv::recommendation_progress(found, out))?);
    }
    Ok(files)
}

fn quality(
    found: &Released<firstyear_analysis::DataQuality>,
    words: &Words,
) -> Result<DataFile, RenderError> {
    let title = say!(words, "data-quality");
    let named = Named::new(data_quality::PATH, data_quality::STEM.to_owned(), title);
    named.with(&DataQualityV1::from(found), |out| csv::data_quality(found, out))
}

/// A result before it is written.
pub(super) struct Named {
    page: String,
    stem: String,
    title: String,
}

impl Named {
    pub(super) fn new(page: &str, stem: String, title: String) -> Self {
        Self { page: page.to_owned(), stem, title }
    }

    pub(super) fn with<D: Document>(
        self,
        document: &D,
        table: impl FnOnce(&mut Vec<u8>) -> Result<(), WriteError>,
    ) -> Result<DataFile, RenderError> {
        let Self { page, stem, title } = self;
        let failed =
            |ending: &str, why: String| RenderError::new(format!("data/{stem}.{ending}"), why);
        let mut csv = Vec::new();
        table(&mut csv).map_err(|error| failed("csv", error.to_string()))?;
        let json = to_json(document).map_err(|error| failed("json", error.to_string()))?;
        let (layout, schema) = (&TableLayout::FIGURES, D::NAME);
        Ok(DataFile { page, stem, title, layout, schema, random: None, csv, json })
    }
}

impl DataFile {
    /// The two files.
    pub(super) fn pages(self) -> [Page; 2] {
        let Self { stem, csv, json, .. } = self;
        [
            Page { path: format!("data/{stem}.csv"), bytes: csv },
            file(&format!("data/{stem}.json"), json),
        ]
    }
}
