//! Rates by group as FHIR R4 (4.0.1): a collection with a `Measure` for each indicator
//! and a summary `MeasureReport` for each table of a gap or a profile.
//!
//! | in the report             | in FHIR                                              |
//! |---------------------------|------------------------------------------------------|
//! | indicator                 | `Measure`, by its canonical address                  |
//! | area                      | `subject`, a location by its code                    |
//! | period                    | `period`                                             |
//! | everyone                  | the populations and the score of the group           |
//! | groups                    | strata of one stratifier, the dimension              |
//! | withheld                  | a data-absent-reason `masked`                        |
//! | absent, not applicable    | a data-absent-reason `unknown`, `not-applicable`     |
//!
//! Limits, flags and gaps themselves have no place in a `MeasureReport`: they stand in
//! the other files.

use std::collections::BTreeSet;

use firstyear_analysis::{CountedRate, GapPoint, GapTrendSeries, ProfilePeriod};
use firstyear_core::pathway::exchange::fhir::address;
use firstyear_core::{
    AreaCode, Cell, DimensionId, Indicator, IndicatorId, IndicatorKind, Period, Polarity,
};
use serde_json::Number;

use super::json;
use crate::node::Node;
use crate::site::{Page, RenderError, Report};

const PATH_IN_DATA: &str = "measure-reports.json";
pub(super) const PATH: &str = "data/measure-reports.json";

const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
const TERMS: &str = "http://terminology.hl7.org/CodeSystem/";

/// One table of rates.
struct Table<'r> {
    id: String,
    indicator: &'r IndicatorId,
    area: &'r AreaCode,
    period: Period,
    dimension: (&'r DimensionId, &'r str),
    all: Option<&'r CountedRate>,
    /// Id of the category where it has one, words and rate.
    groups: Vec<(Option<&'r str>, &'r str, &'r CountedRate)>,
}

/// The bundle; `None` where no result has rates by group.
///
/// # Errors
///
/// [`RenderError`] for a rate that is not a finite number.
pub(super) fn file(report: &Report<'_>) -> Result<Option<Page>, RenderError> {
    let tables = tables(report);
    let used: BTreeSet<_> = tables.iter().map(|table| table.indicator).collect();
    let measures: Vec<_> = used.iter().filter_map(|id| report.indicators.get(*id)).collect();
    let mut entries: Vec<Node> = measures
        .into_iter()
        .map(|measured| entry(canonical(&measured.id), measure(measured)))
        .collect();
    for table in &tables {
        let Some(indicator) = report.indicators.get(table.indicator) else { continue };
        let url = format!("urn:firstyear:measure-report:{}", table.id);
        entries.push(entry(url, measure_report(report, table, indicator)?));
    }
    if tables.is_empty() {
        return Ok(None);
    }
    let bundle = Node::new()
        .text("resourceType", "Bundle")
        .text("type", "collection")
        .nodes("entry", entries);
    Ok(Some(json(PATH, &bundle)))
}

fn entry(url: String, resource: Node) -> Node {
    Node::new().text("fullUrl", url).node("resource", resource)
}

/// The tables of gaps with counts, and of profiles.
fn tables<'r>(report: &Report<'r>) -> Vec<Table<'r>> {
    let mut tables = Vec::new();
    for (at, gap) in (1..).zip(&report.answers.gaps) {
        let gap = gap.get();
        for (nth, series) in (1..).zip(&gap.series) {
            for (point, of) in (1..).zip(&series.points) {
                let id = format!("gap-{at}.{nth}.{point}");
                tables.extend(of_gap(id, &gap.indicator, (series, of), &gap.group));
            }
        }
    }
    for (at, profile) in (1..).zip(&report.answers.profiles) {
        let profile = profile.get();
        for (nth, period) in (1..).zip(&profile.periods) {
            let about = (&profile.indicator, &profile.area);
            tables.push(of_profile(format!("profile-{at}.{nth}"), about, period));
        }
    }
    tables
}

fn of_gap<'r>(
    id: String,
    indicator: &'r IndicatorId,
    (series, point): (&'r GapTrendSeries, &'r GapPoint),
    group: &'r str,
) -> Option<Table<'r>> {
    Some(Table {
        id,
        indicator,
        area: &series.area,
        period: point.period,
        dimension: (&series.dimension, &series.name),
        all: point.all.as_ref(),
        groups: vec![(None, group, point.group.as_ref()?)],
    })
}

fn of_profile<'r>(
    id: String,
    (indicator, area): (&'r IndicatorId, &'r AreaCode),
    period: &'r ProfilePeriod,
) -> Table<'r> {
    let groups = period.groups.iter().chain(&period.remainders);
    Table {
        id,
        indicator,
        area,
        period: period.period,
        dimension: (&period.version, &period.version_name),
        all: period.total.as_ref(),
        groups: groups
            .map(|group| (Some(group.category.as_str()), group.label.as_str(), &group.rate))
            .collect(),
    }
}

/// The address of a measure.
fn canonical(indicator: &IndicatorId) -> String {
    format!("urn:firstyear:measure:{indicator}")
}

fn measure(indicator: &Indicator) -> Node {
    let scoring = match indicator.kind {
        IndicatorKind::Proportion => "proportion",
        // Deaths of a year are not all among the births of that year.
        IndicatorKind::Rate | IndicatorKind::Comparison => "ratio",
    };
    let population = |(kind, words): (&str, &String)| {
        let criteria = Node::new()
            .text("description", words)
            .text("language", "text/plain")
            .text("expression", words);
        Node::new().node("code", term("measure-population", kind)).node("criteria", criteria)
    };
    let counted = [("denominator", &indicator.denominator), ("numerator", &indicator.numerator)];
    Node::new()
        .text("resourceType", "Measure")
        .text("url", canonical(&indicator.id))
        .nodes(
            "identifier",
            [Node::new().text("system", address("indicator")).text("value", indicator.id.as_str())],
        )
        .text("title", &indicator.name)
        .text("status", "active")
        .text("description", &indicator.definition)
        .node("scoring", term("measure-scoring", scoring))
        .maybe("improvementNotation", improvement(indicator))
        .nodes("group", [Node::new().nodes("population", counted.map(population))])
}

/// Which way is good; `None` where there is no agreed way.
fn improvement(indicator: &Indicator) -> Option<Node> {
    let way = match indicator.polarity {
        Polarity::LowerIsBetter => "decrease",
        Polarity::HigherIsBetter => "increase",
        Polarity::NoAgreedOptimum => return None,
    };
    Some(term("measure-improvement-notation", way))
}

fn measure_report(
    report: &Report<'_>,
    table: &Table<'_>,
    indicator: &Indicator,
) -> Result<Node, RenderError> {
    let mut group = Node::new();
    if let Some(all) = table.all {
        group = figures(group, all, indicator)?;
    }
    let mut strata = Vec::new();
    for (category, label, rate) in &table.groups {
        let coding = category.map(|category| {
            let system = address(&format!("dimension:{}", table.dimension.0));
            Node::new().text("system", system).text("code", category).text("display", *label)
        });
        let value = Node::new().nodes("coding", coding).text("text", *label);
        strata.push(figures(Node::new().node("value", value), rate, indicator)?);
    }
    let (dimension, name) = table.dimension;
    let coding = Node::new()
        .text("system", address("dimension"))
        .text("code", dimension.as_str())
        .text("display", name);
    let stratifier = Node::new()
        .nodes("code", [Node::new().nodes("coding", [coding]).text("text", name)])
        .nodes("stratum", strata);
    let period = Node::new()
        .text("start", table.period.start().to_string())
        .text("end", table.period.end().to_string());
    Ok(Node::new()
        .text("resourceType", "MeasureReport")
        .text("id", &table.id)
        .text("status", "complete")
        .text("type", "summary")
        .text("measure", canonical(&indicator.id))
        .node("subject", place(report, table.area))
        .node("period", period)
        .maybe("improvementNotation", improvement(indicator))
        .nodes("group", [group.nodes("stratifier", [stratifier])]))
}

/// An area as a place that its code names.
fn place(report: &Report<'_>, area: &AreaCode) -> Node {
    let system = if area.entity_type().is_some() {
        "http://statistics.data.gov.uk/id/statistical-geography".to_owned()
    } else {
        address("area")
    };
    let identifier = Node::new().text("system", system).text("value", area.as_str());
    Node::new()
        .text("type", "Location")
        .node("identifier", identifier)
        .text("display", report.geography.name(area))
}

/// Counts and rate of one population.
fn figures(node: Node, of: &CountedRate, indicator: &Indicator) -> Result<Node, RenderError> {
    let population = |(kind, cell): (&str, Cell<u64>)| {
        let node = Node::new().node("code", term("measure-population", kind));
        match (cell.value().map(|count| i32::try_from(*count)), reason(&cell)) {
            (Some(Ok(count)), _) => node.number("count", count),
            // An `integer` of FHIR has 32 bits.
            (Some(Err(_)), _) => node.node("_count", absent("unsupported")),
            (None, why) => node.node("_count", absent(why)),
        }
    };
    let counted = [("denominator", of.at_risk), ("numerator", of.events)].map(population);
    let score = match of.rate.value() {
        Some(rate) => {
            let value = Number::from_f64(rate.value).ok_or_else(|| {
                RenderError::new(format!("data/{PATH_IN_DATA}"), "a rate is not finite".to_owned())
            })?;
            Node::new().number("value", value).text("unit", &indicator.unit)
        }
        None => absent(reason(&of.rate)),
    };
    Ok(node.nodes("population", counted).node("measureScore", score))
}

/// Why there is no figure, as a code of FHIR.
const fn reason<T>(cell: &Cell<T>) -> &'static str {
    match cell {
        Cell::Withheld(_) => "masked",
        Cell::NotApplicable => "not-applicable",
        Cell::Absent | Cell::Known { .. } => "unknown",
    }
}

/// An element without a value.
fn absent(why: &str) -> Node {
    let extension = Node::new().text("url", ABSENT).text("valueCode", why);
    Node::new().nodes("extension", [extension])
}

fn term(system: &str, code: &str) -> Node {
    let coding = Node::new().text("system", format!("{TERMS}{system}")).text("code", code);
    Node::new().nodes("coding", [coding])
}
