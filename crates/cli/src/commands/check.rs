//! `check`: what a project or a file holds, and every problem in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use firstyear_analysis::{
    DataQuality, Evidence, PrintedArithmetic, Released, Rules, data_quality, plausibility,
    printed_arithmetic, release,
};
use firstyear_catalogue::catalogue;
use firstyear_core::{
    Confidence, Dataset, Dimension, DimensionId, Language, Problem, ProblemGroup, Severity,
};
use firstyear_export::sentence::{printed, quality};
use firstyear_export::wire::{CheckV1, CheckedFileV1, to_json};
use firstyear_export::words::Words;
use firstyear_export::{format, problems, sarif};
use firstyear_ingest::{CellCounts, FileSummary, RowCounts, Survey};

use crate::args::CheckOutput;
use crate::commands::asked::Asked;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::load;

/// Reads a project or a file and prints the state of its data and every
/// problem.
pub(crate) fn check(
    path: &Path,
    told: load::Told<'_>,
    output: CheckOutput,
) -> Result<Code, Failure> {
    let is_project = path.is_dir() || path.extension().is_some_and(|ext| ext == "toml");
    if is_project {
        if told.is_said() {
            let message = "--format, --mapping and the like are for a single file: a project says \
                           in firstyear.toml what each of its files is";
            return Err(Failure::Use(message.to_owned()));
        }
        return check_project(path, output);
    }
    let survey = load::survey(path, told)?;
    let checked = Checked::of_file(survey);
    print(&checked.printed(output)?)?;
    Ok(checked.verdict())
}

fn check_project(path: &Path, output: CheckOutput) -> Result<Code, Failure> {
    let read = load::project(path)?;
    let asked = Asked::of(&read);
    asked.warn_of_questions();
    let mut found = asked.problems.clone();
    found.extend(asked.answers.quality.get().problems());
    found.extend(printed_arithmetic(&asked.evidence()).problems());
    found.extend(plausibility(&read.read.rows));
    let checked = Checked {
        files: read.files.iter().map(of_summary).collect(),
        state: state_of_data(asked.answers.quality.get(), asked.answers.printed.get()),
        empty_because: None,
        problems: problems::grouped(&found),
        without_answer: asked.without_answer(),
    };
    print(&checked.printed(output)?)?;
    Ok(checked.verdict())
}

/// What a check found.
struct Checked {
    files: Vec<CheckedFileV1>,
    /// In sentences, how much was read and what agrees.
    state: String,
    empty_because: Option<String>,
    problems: Vec<ProblemGroup>,
    /// How many questions have no answer, in words.
    without_answer: Option<String>,
}

impl Checked {
    fn of_file(survey: Survey) -> Self {
        let Survey { file, format, rows, figures, events, cells, data, mut problems } = survey;
        let mut state = String::new();
        // A map has no figures, and is none the worse for it.
        let map = data.as_ref().and_then(|data| data.maps.first());
        if let Some(map) = map {
            let areas = map.item.codes().len();
            let noun = if areas == 1 { "area" } else { "areas" };
            state = format!("a map of {areas} {noun} was read\n");
        } else if events > 0 {
            let (events, were) =
                (format::things(events, "event", "events"), format::plural(events, "was", "were"));
            state = format!("{events} {were} read\n");
        } else if let Some(data) = &data {
            let (found, printed, disagreements) = quality_of_file(data);
            state = state_of_data(found.get(), printed.get());
            let later = disagreements.into_iter().chain(plausibility(data));
            problems.extend(problems::grouped(&later.collect::<Vec<_>>()));
        }
        let empty_because =
            (figures == 0 && events == 0 && map.is_none()).then(|| why_empty(rows, &problems));
        let file = CheckedFileV1 {
            file: file.to_string(),
            format: format.name().to_owned(),
            figures,
            events,
            ..counted(rows, cells)
        };
        Self { files: vec![file], state, empty_because, problems, without_answer: None }
    }

    fn printed(&self, output: CheckOutput) -> Result<String, Failure> {
        let defect = |error: firstyear_export::wire::JsonError| Failure::Defect(error.to_string());
        match output {
            CheckOutput::Text => Ok(self.text()),
            CheckOutput::Json => {
                let files = self.files.clone();
                let found = CheckV1::new(files, self.empty_because.clone(), &self.problems);
                to_json(&found).map_err(defect)
            }
            CheckOutput::Sarif => {
                sarif::log(&self.problems, env!("CARGO_PKG_VERSION")).map_err(defect)
            }
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for file in &self.files {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", of_file(file));
        }
        text.push_str(&self.state);
        if let Some(why) = &self.empty_because {
            let _ = writeln!(text, "no figures: {why}");
        }
        text.push('\n');
        match &self.without_answer {
            None => text.push_str(&problems::text_of_groups(&self.problems)),
            // A last line never says that there is no problem where one was
            // told above it.
            Some(count) if self.problems.is_empty() => {
                let _ = writeln!(text, "no problems in the files; {count}");
            }
            Some(count) => {
                let found = problems::text_of_groups(&self.problems);
                let _ = writeln!(text, "{found}{count}");
            }
        }
        text
    }

    fn verdict(&self) -> Code {
        let error = |group: &ProblemGroup| group.first.severity == Severity::Error;
        if self.problems.iter().any(error) || self.without_answer.is_some() {
            Code::Problems
        } else {
            Code::Done
        }
    }
}

/// Why a file gave nothing.
fn why_empty(rows: RowCounts, problems: &[ProblemGroup]) -> String {
    let first = problems.iter().find(|group| group.first.severity == Severity::Error);
    match first {
        _ if rows.all() == 0 => "the file has no rows of data".to_owned(),
        Some(group) => format!(
            "{} of {} {} an error; the first is {} at {}",
            rows.refused,
            format::things(rows.all(), "row", "rows"),
            format::plural(rows.refused, "has", "have"),
            group.first.code,
            group.first.place
        ),
        None => format!(
            "every row was passed over, of {} in all: see the notes below",
            format::count(rows.all())
        ),
    }
}

/// One line for a file: its format and its rows.
fn of_file(file: &CheckedFileV1) -> String {
    let CheckedFileV1 { rows_used, rows_refused, rows_passed_over, .. } = file;
    let rows = if *rows_used == 1 { "row" } else { "rows" };
    format!(
        "{}: {}; {rows_used} {rows} used, {rows_refused} refused, {rows_passed_over} passed over",
        file.file, file.format,
    )
}

fn of_summary(summary: &FileSummary) -> CheckedFileV1 {
    CheckedFileV1 {
        file: summary.file.to_string(),
        format: summary.format.name().to_owned(),
        figures: (summary.observations + summary.gaps + summary.printed) as u64,
        events: summary.events as u64,
        ..counted(summary.rows, summary.cells)
    }
}

fn counted(rows: RowCounts, cells: CellCounts) -> CheckedFileV1 {
    CheckedFileV1 {
        file: String::new(),
        format: String::new(),
        rows_used: rows.used,
        rows_refused: rows.refused,
        rows_passed_over: rows.passed_over,
        figures: 0,
        events: 0,
        cells_known: cells.known as u64,
        cells_withheld: cells.withheld as u64,
        cells_absent: cells.absent as u64,
        cells_not_applicable: cells.not_applicable as u64,
    }
}

/// The state of the data of a single file, and what does not agree. Without a
/// project its sources are restricted, under the usual rule.
fn quality_of_file(
    rows: &Dataset,
) -> (Released<DataQuality>, Released<PrintedArithmetic>, Vec<Problem>) {
    let catalogue = catalogue();
    let mut dimensions: BTreeMap<DimensionId, Dimension> = catalogue.dimensions().clone();
    dimensions.extend(rows.dimensions.clone());
    let evidence = Evidence {
        data: rows,
        indicators: catalogue.definitions(),
        dimensions: &dimensions,
        interventions: catalogue.interventions(),
        themes: catalogue.themes(),
        matrix: catalogue.self_assessment(),
        confidence: Confidence::P95,
    };
    let (found, printed) = (data_quality(&evidence), printed_arithmetic(&evidence));
    let mut disagreements = found.problems();
    disagreements.extend(printed.problems());
    let rules = Rules::default();
    (release(found, &rules), release(printed, &rules), disagreements)
}

/// What was read, and whether it agrees with itself.
fn state_of_data(found: &DataQuality, printed: &PrintedArithmetic) -> String {
    let words = Words::of(Language::English);
    let mut text = format!("{}\n", quality::read(found, words));
    for source in &found.sources {
        let cells = source.cells;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  {}: cells {} known, {} withheld, {} not reported, {} not applicable",
            source.source, cells.known, cells.withheld, cells.absent, cells.not_applicable
        );
    }
    let agreement = [Some(quality::rates(found, words)), Some(quality::totals(found, words))];
    for said in agreement.into_iter().chain([quality::not_listed(found, words)]) {
        text.extend(said.map(|said| said + "\n"));
    }
    if !printed.is_empty() {
        let words = Words::of(Language::English);
        let said = std::iter::once(printed::checked(printed, words));
        let said = said.chain(printed::findings(printed, words));
        text.extend(said.chain(printed::not_listed(printed, words)).map(|said| said + "\n"));
    }
    text
}
