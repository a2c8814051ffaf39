//! The page of control charts: which changes are more than chance?

use std::collections::BTreeSet;

use firstyear_analysis::{NewLimits, PointKind, Released, Spc, SpcPoint};

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_said;
use super::{Report, cells, names};
use crate::chart::{
    AxisStart, Bounds, Column, ControlChart, ControlMark, ControlPoint, DataTable, Heading,
    Reading, ReferenceLine, Slug, TableCell,
};
use crate::format::capital;
use crate::sentence::course::{CoursePoint, course};
use crate::sentence::{Measured, left_out, sample, spc as sentences, title};
use crate::words::{Words, say};

pub(super) const PATH: &str = "spc.html";

/// Decimals of lines: a target or limit is finer than a printed rate.
const LINE_DECIMALS: usize = 2;

/// The stem of a result's files and of the names on its page.
pub(super) fn stem(index: usize) -> String {
    format!("spc-{}", index + 1)
}

/// What a result is of, in words.
pub(super) fn name_of(report: &Report<'_>, found: &Spc) -> String {
    subject(report, found, &report.measured(&found.indicator))
}

/// The page; `None` for a project without a control chart.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let found = &report.answers.control_charts;
    if found.is_empty() {
        return None;
    }
    let mut sources = BTreeSet::new();
    let mut blocks = Vec::new();
    for (index, chart) in found.iter().map(Released::get).enumerate() {
        sources.extend(names::sources(chart.points.iter().map(|point| &point.at.rate)));
        blocks.extend(of_chart(report, chart, &stem(index)));
    }
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(report.language, "spc-page-short"),
        title: say!(report.language, "spc-page"),
        sources,
        blocks,
    })
}

fn subject(report: &Report<'_>, chart: &Spc, measured: &Measured) -> String {
    say!(
        report.language,
        "spc-subject",
        indicator = capital(&measured.name),
        group = chart.name.as_str(),
        area = report.area_name(&chart.area)
    )
}

fn of_chart(report: &Report<'_>, found: &Spc, stem: &str) -> Vec<Block> {
    let (words, measured) = (report.language, report.measured(&found.indicator));
    let mut blocks = vec![Block::Heading(subject(report, found, &measured))];
    let said = sentences::findings(found, &measured, &report.area_name(&found.area));
    blocks.extend(said.into_iter().map(Block::Finding));
    blocks.push(Block::Chart {
        chart: Box::new(chart(report, found, &measured, stem)),
        table: NamedTable::new(stem, table(report, found, &measured)),
    });
    blocks.push(Block::Subheading(say!(words, "gap-how-to-read")));
    let mut notes = vec![
        sentences::kind(found.chart, words),
        say!(words, "spc-reading-limits"),
        say!(words, "spc-reading-rules"),
    ];
    notes.extend(left_out::of_chart(&found.left_out, words));
    notes.extend(found.points.iter().find_map(|p| sample(p.at.rate.basis, &measured)));
    blocks.push(Block::List(notes));
    blocks
}

fn chart(report: &Report<'_>, found: &Spc, measured: &Measured, stem: &str) -> ControlChart {
    let words = report.language;
    let said = sentences::findings(found, measured, &report.area_name(&found.area));
    let of_limits = said.get(1..).unwrap_or_default();
    ControlChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::of_first(of_limits, &say!(words, "spc-title-none")),
            description: description(found, measured, of_limits),
            subtitle: say!(words, "spc-chart", subject = subject(report, found, measured)),
            when_empty: say!(words, "spc-chart-empty"),
            words,
        },
        measure: crate::chart::Measure {
            label: say!(
                words,
                "spc-axis",
                indicator = capital(&measured.name),
                unit = unit_said(measured)
            ),
            decimals: LINE_DECIMALS,
            interval_label: String::new(),
        },
        axis_start: AxisStart::Fitted,
        position_label: say!(words, "column-period"),
        points: found.points.iter().map(|point| control_point(point, words)).collect(),
        target: found.target.map(|target| ReferenceLine {
            label: say!(words, "spc-target"),
            reading: Reading::value(target),
            decimals: LINE_DECIMALS,
        }),
    }
}

/// What is drawn, the course of the points, their latest limits, and what is said of these.
fn description(found: &Spc, measured: &Measured, of_limits: &[String]) -> String {
    let (words, unit) = (measured.words, &measured.unit);
    let begins: Vec<Option<String>> =
        found.points.iter().map(|point| limits_begin(point, words)).collect();
    let points: Vec<CoursePoint<'_>> = found
        .points
        .iter()
        .zip(&begins)
        .map(|(point, label)| {
            CoursePoint::of(point.at.period, &point.at.rate.rate, label.as_deref(), words)
        })
        .collect();
    let short = |value| unit.short(value);
    let indicator = measured.name.as_str();
    let mut said =
        vec![say!(words, "spc-chart-words", indicator = indicator, unit = unit_said(measured))];
    said.push(course(&capital(&found.name), &points, |rate| short(rate.value), short, words));
    said.extend(sentences::latest_limits(found, measured));
    said.extend(of_limits.iter().cloned());
    said.push(say!(words, "spc-chart-marks"));
    said.join(" ")
}

/// Why the lines begin anew at a point; `None` where they go on.
fn limits_begin(point: &SpcPoint, words: &Words) -> Option<String> {
    let when = words.period(point.at.period);
    Some(match point.new_limits? {
        NewLimits::Asked => say!(words, "spc-limits-from", period = when),
        NewLimits::Break => say!(words, "spc-limits-from-break", period = when),
    })
}

fn control_point(point: &SpcPoint, words: &Words) -> ControlPoint {
    let rate = &point.at.rate.rate;
    let reading = match (rate.value(), words.missing(rate)) {
        (Some(estimate), _) => Reading::value(estimate.value),
        (None, why) => Reading::missing(why.unwrap_or_else(|| say!(words, "not-known"))),
    };
    ControlPoint {
        position: point.at.period.middle(),
        label: words.period(point.at.period),
        reading,
        centre: point.centre,
        limits: point.limits.map(|(lower, upper)| Bounds { lower, upper }),
        mark: match point.kind {
            PointKind::CommonCause => ControlMark::Chance,
            PointKind::Improvement => ControlMark::Better,
            PointKind::Concern => ControlMark::Worse,
            PointKind::NeutralHigh => ControlMark::Higher,
            PointKind::NeutralLow => ControlMark::Lower,
        },
        begins: limits_begin(point, words),
        note: point.cause.map(|cause| sentences::rule(cause, words)),
    }
}

fn table(report: &Report<'_>, found: &Spc, measured: &Measured) -> DataTable {
    let words = report.language;
    let remarked = found.points.iter().any(|point| words.remark(&point.at.rate).is_some());
    let mut columns = vec![
        Column::text(say!(words, "column-period")),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
        Column::number(say!(words, "trend-column-rate")),
        Column::number(say!(words, "spc-column-lower")),
        Column::number(say!(words, "spc-column-centre")),
        Column::number(say!(words, "spc-column-upper")),
        Column::text(say!(words, "spc-column-says")),
    ];
    columns.extend(remarked.then(|| Column::text(say!(words, "trend-column-remark"))));
    let line = |value: Option<f64>| {
        value.map_or_else(
            || TableCell::missing(say!(words, "none")),
            |value| TableCell::number(value, LINE_DECIMALS),
        )
    };
    let rows = found.points.iter().map(|point| {
        let rate = &point.at.rate;
        let [value, ..] = cells::estimate(words, &rate.rate, LINE_DECIMALS);
        let says = sentences::point_words(point, words).unwrap_or_else(|| match point.centre {
            Some(_) if rate.rate.value().is_some() => {
                sentences::meaning(PointKind::CommonCause, words)
            }
            _ => String::new(),
        });
        let mut row = vec![
            TableCell::text(words.period(point.at.period)),
            cells::count(words, &rate.events),
            cells::count(words, &rate.at_risk),
            value,
            line(point.limits.map(|(lower, _)| lower)),
            line(point.centre),
            line(point.limits.map(|(_, upper)| upper)),
            TableCell::text(says),
        ];
        row.extend(remarked.then(|| TableCell::text(words.remark(rate).unwrap_or_default())));
        row
    });
    DataTable {
        caption: say!(
            words,
            "spc-table",
            subject = subject(report, found, measured),
            unit = unit_said(measured)
        ),
        columns,
        rows: rows.collect(),
    }
}
