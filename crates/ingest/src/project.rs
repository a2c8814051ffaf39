//! The project file, `firstyear.toml`: every problem of it in one pass.
//!
//! The document's own type is [`Project`]. This reader accepts what that type
//! accepts and, in place of stopping at the first fault, names each one with
//! its line and field. Dates may stand with or without quotation marks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use firstyear_core::project::{
    Disclosure, FileEntry, FileFormat, GeographyRules, Project, SourceEntry, SplitRule, TableEntry,
};
use firstyear_core::{
    Confidence, IndicatorId, PeriodUnit, ProblemCode, Source, SourceClass, SourceId,
};
use toml::de::DeTable;

use crate::fault::Fault;
use crate::text::decode;
use crate::{CodeLists, ReadError};

mod area_profile;
pub(crate) mod definitions;
mod evaluation;
pub(crate) mod fields;
pub(crate) mod improvement;
pub(crate) mod pathway;
mod ppor;
pub(crate) mod questions;
mod review;
mod scenario;
mod scorecard;
mod selection;
mod series;
pub(crate) mod values;

use fields::{Document, Fields};

/// The name of the project file in its folder.
pub const FILE_NAME: &str = "firstyear.toml";

/// The version of the layout that this program reads.
const VERSION: u32 = 1;

/// Reads a project file. `file` is the name under which problems speak of it.
/// Indicators, dimensions and categories of its questions must be in `codes`.
///
/// # Errors
///
/// [`ReadError::Unusable`] with every problem: a project with any fault is
/// not used, since a question or a file would silently be missing.
///
/// # Example
///
/// ```
/// use firstyear_ingest::{CodeLists, project};
///
/// let codes = CodeLists::NONE;
/// let text = b"schema_version = 1\ntitle = 'Gaps'\naera = 'E92000001'\n";
/// let problems = project::read(text, "firstyear.toml", &codes).unwrap_err().problems();
/// let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
/// assert_eq!(texts, [
///     "firstyear.toml, column `area`: the field is missing",
///     "firstyear.toml, row 3, column `aera`: not a field of the project file",
/// ]);
/// assert_eq!(problems[1].help.as_deref(), Some("did you mean `area`?"));
/// ```
pub fn read(input: &[u8], file: &str, codes: &CodeLists<'_>) -> Result<Project, ReadError> {
    let file: Arc<str> = file.into();
    let text = decode(input, &file)?;
    let document = Document::new(text, file, "project file");
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        // The parser's words name what it expected, not what it found.
        let message = format!("not valid TOML: {}", error.message());
        let fault = Fault::new(ProblemCode::ProjectInvalid, message);
        document.add(error.span(), None, &fault);
    }
    let project = errors
        .is_empty()
        .then(|| read_project(Fields::new(&document, table.get_ref(), None), codes))
        .flatten();
    let problems = document.finish();
    match project {
        Some(project) if problems.is_empty() => Ok(project),
        _ => Err(ReadError::Unusable { problems }),
    }
}

/// The sources that a project declares, by id.
#[must_use]
pub fn sources(project: &Project) -> BTreeMap<SourceId, Source> {
    let source = |entry: &SourceEntry| Source {
        id: entry.id.clone(),
        title: entry.title.clone(),
        publisher: entry.publisher.clone(),
        licence: entry.licence.clone(),
        released: entry.released,
        class: entry.class,
        note: entry.note.clone(),
    };
    project.sources.iter().map(|entry| (entry.id.clone(), source(entry))).collect()
}

fn read_project(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<Project> {
    // Fields of another version mean something else, so they are not judged.
    read_version(&mut fields)?;
    let definitions = definitions::read(&mut fields, codes);
    let indicators = definitions::indicators(&definitions, codes);
    let codes = &CodeLists { indicators: &indicators, ..*codes };
    let title = fields.required("title");
    let as_of = fields.optional("as_of");
    let language = fields.optional("language").unwrap_or_default();
    let confidence = fields.optional("confidence").unwrap_or(Confidence::P95);
    let indicator = questions::indicator(&mut fields, codes).or_else(default_indicator);
    let area = fields.required("area");
    let disclosure = fields.table("disclosure", read_disclosure).unwrap_or_default();
    let geography = fields.table("geography", read_geography).unwrap_or_default();
    let mut declared = BTreeSet::new();
    let sources = fields.tables("source", |fields| read_source(fields, &mut declared));
    let mut paths = BTreeSet::new();
    let files = fields.tables("file", |fields| read_file(fields, &declared, &mut paths));
    let records = fields.optional("records");
    let tables = fields.tables("table", |fields| read_table(fields, &declared));
    let gaps = fields.tables("gap", |fields| questions::gap(fields, codes));
    let profiles = fields.tables("profile", |fields| questions::profile(fields, codes));
    let areas = fields.tables("areas", |fields| questions::areas(fields, codes));
    let causes = fields.tables("causes", |fields| questions::causes(fields, codes));
    let trends = fields.tables("trend", |fields| series::trend(fields, codes));
    let control_charts = fields.tables("spc", |fields| series::spc(fields, codes));
    let funnels = fields.tables("funnel", |fields| questions::funnel(fields, codes));
    let small_areas = fields.tables("small_areas", |fields| questions::small_areas(fields, codes));
    let decompositions =
        fields.tables("decomposition", |fields| questions::decomposition(fields, codes));
    let periods_of_risk = fields.tables("ppor", |fields| ppor::read(fields, codes));
    let scenarios = fields.tables("scenario", |fields| scenario::read(fields, codes));
    let selections = fields.tables("selection", |fields| selection::read(fields, codes));
    let area_profiles = fields.tables("area_profile", |fields| area_profile::read(fields, codes));
    let learnings = fields.tables("learning", |fields| improvement::read_learning(fields, codes));
    let self_assessments = fields.tables("self_assessment", review::read_self_assessment);
    let equity_audits =
        fields.tables("equity_audit", |fields| review::read_equity_audit(fields, codes));
    let deaths_reviews =
        fields.tables("deaths_review", |fields| review::read_deaths_review(fields, codes));
    let scorecards = fields.tables("scorecard", |fields| scorecard::read(fields, codes));
    let evaluations = fields.tables("evaluation", |fields| evaluation::read(fields, codes));
    let pathways = fields.tables("pathway", |fields| pathway::read(fields, &declared, codes));
    let theme_comparisons =
        fields.tables("theme_comparison", |fields| improvement::read(fields, codes));
    fields.finish();
    Some(Project {
        schema_version: VERSION,
        title: title?,
        as_of,
        language,
        confidence,
        indicator: indicator?,
        area: area?,
        disclosure,
        geography,
        definitions,
        sources,
        files,
        tables,
        records,
        gaps,
        profiles,
        areas,
        causes,
        control_charts,
        decompositions,
        periods_of_risk,
        scenarios,
        evaluations,
        selections,
        scorecards,
        learnings,
        self_assessments,
        equity_audits,
        deaths_reviews,
        area_profiles,
        theme_comparisons,
        pathways,
        funnels,
        small_areas,
        trends,
    })
}

fn read_version(fields: &mut Fields<'_, '_>) -> Option<()> {
    let name = "schema_version";
    let given: Option<u32> = fields.optional(name);
    match given {
        Some(VERSION) => return Some(()),
        Some(_) => {
            let message = "the file has a version of the layout that this program does not read";
            fields.fault(name, &Fault::new(ProblemCode::ProjectVersion, message));
        }
        None if fields.stands(name) => {}
        None => {
            let fault = Fault::new(ProblemCode::ProjectVersion, "the field is missing");
            fields.fault(name, &fault);
        }
    }
    None
}

/// As the project's own type has it.
fn default_indicator() -> Option<IndicatorId> {
    IndicatorId::new("infant-mortality-rate").ok()
}

fn read_geography(mut fields: Fields<'_, '_>) -> GeographyRules {
    let files = if fields.stands("files") { fields.list("files") } else { None };
    let boundaries_on = fields.optional("boundaries_on");
    let split = fields.optional("split").unwrap_or_default();
    if split != SplitRule::Keep && !fields.stands("boundaries_on") {
        fields.reject("split", "nothing is divided without a day: add boundaries_on");
    }
    fields.finish();
    GeographyRules { files: files.unwrap_or_default(), boundaries_on, split }
}

fn read_disclosure(mut fields: Fields<'_, '_>) -> Disclosure {
    let usual = Disclosure::default();
    let withhold_from = fields.optional("withhold_from").unwrap_or(usual.withhold_from);
    let withhold_to = fields.optional("withhold_to").unwrap_or(usual.withhold_to);
    if withhold_from > withhold_to {
        let field = if fields.stands("withhold_from") { "withhold_from" } else { "withhold_to" };
        fields
            .reject(field, "withhold_from is larger than withhold_to, so nothing would be hidden");
    }
    fields.finish();
    Disclosure { withhold_from, withhold_to }
}

pub(crate) fn read_source(
    mut fields: Fields<'_, '_>,
    declared: &mut BTreeSet<SourceId>,
) -> Option<SourceEntry> {
    let id: Option<SourceId> = fields.required("id");
    // A source with another fault is declared all the same.
    if id.as_ref().is_some_and(|id| !declared.insert(id.clone())) {
        fields.reject("id", "another source has the same id");
    }
    let title = fields.required("title");
    let publisher = fields.required("publisher");
    let licence = fields.required("licence");
    let released = fields.optional("released");
    let class: Option<SourceClass> = fields.required("class");
    let rule = fields.optional("rule");
    if rule.is_some() && class == Some(SourceClass::Published) {
        fields.reject(
            "rule",
            "a published source is shown as published: a rule is for a restricted one",
        );
    }
    let note = fields.optional("note");
    fields.finish();
    Some(SourceEntry {
        id: id?,
        title: title?,
        publisher: publisher?,
        licence: licence?,
        released,
        class: class?,
        rule,
        note,
    })
}

/// The source of rows that name none, which must be declared.
fn read_source_id(fields: &mut Fields<'_, '_>, declared: &BTreeSet<SourceId>) -> Option<SourceId> {
    let source: Option<SourceId> = fields.optional("source");
    if let Some(id) = source.as_ref().filter(|id| !declared.contains(*id)) {
        let fault = Fault::new(ProblemCode::SourceUnknown, "no [[source]] has this id")
            .with_nearest(id.as_str(), declared.iter().map(SourceId::as_str));
        fields.fault("source", &fault);
    }
    source
}

fn read_table(mut fields: Fields<'_, '_>, declared: &BTreeSet<SourceId>) -> Option<TableEntry> {
    let source = read_source_id(&mut fields, declared);
    let rows: Option<String> = fields.required("rows");
    if rows.as_ref().is_some_and(|rows| rows.trim().is_empty()) {
        fields.reject(
            "rows",
            "the table is empty: write its heads and rows between three quotation marks",
        );
    }
    fields.finish();
    Some(TableEntry { source, rows: rows? })
}

fn read_file(
    mut fields: Fields<'_, '_>,
    declared: &BTreeSet<SourceId>,
    paths: &mut BTreeSet<String>,
) -> Option<FileEntry> {
    let path: Option<String> = fields.required("path");
    if path.as_ref().is_some_and(|path| !paths.insert(path.clone())) {
        fields.reject("path", "the file is listed twice");
    }
    let format = fields.optional("format");
    let layout = fields.optional("layout");
    let source = read_source_id(&mut fields, declared);
    if format == Some(FileFormat::OnsChildMortality) && !fields.stands("source") {
        fields.missing("source");
    }
    let mapping = fields.optional("mapping");
    if mapping.is_some() && format.is_some_and(|format| format != FileFormat::Mapped) {
        fields.reject("mapping", "a file of another format is not read by a mapping");
    }
    let map = fields.optional("map");
    let property = fields.optional("property");
    if property.is_some() && format.is_some_and(|format| format != FileFormat::Geojson) {
        fields.reject("property", "a file of another format has no properties of features");
    }
    let years: Option<PeriodUnit> = fields.optional("years");
    if years.is_some_and(|unit| unit.months() != 12) {
        fields.reject(
            "years",
            "not a kind of year: use financial-year, academic-year or calendar-year",
        );
    }
    fields.finish();
    Some(FileEntry { path: path?, format, layout, source, map, years, mapping, property })
}
