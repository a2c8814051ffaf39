//! The page of control charts: which changes are more than chance?

use std::collections::BTreeSet;

use firstyear_analysis::{NewLimits, PointKind, Released, Spc, SpcPoint};

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_words;
use super::{Report, cells, names};
use crate::chart::{
    AxisStart, Bounds, Column, ControlChart, ControlMark, ControlPoint, DataTable, Heading,
    Reading, ReferenceLine, Slug, TableCell,
};
use crate::format::capital;
use crate::sentence::{Measured, left_out, missing, period, remark, sample, spc as words, title};

pub(super) const PATH: &str = "spc.html";

pub(super) const TITLE: &str = "Which changes over time are more than chance?";

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
        nav: "Control charts".to_owned(),
        title: TITLE.to_owned(),
        sources,
        blocks,
    })
}

fn subject(report: &Report<'_>, chart: &Spc, measured: &Measured) -> String {
    let place = report.area_name(&chart.area);
    format!("{} of {}, {place}", capital(&measured.name), chart.name)
}

fn of_chart(report: &Report<'_>, found: &Spc, stem: &str) -> Vec<Block> {
    let measured = report.measured(&found.indicator);
    let mut blocks = vec![Block::Heading(subject(report, found, &measured))];
    let said = words::findings(found, &measured, &report.area_name(&found.area));
    blocks.extend(said.into_iter().map(Block::Finding));
    blocks.push(Block::Chart {
        chart: Box::new(chart(report, found, &measured, stem)),
        table: NamedTable::new(stem, table(report, found, &measured)),
    });
    blocks.push(Block::Subheading("How to read it".to_owned()));
    let mut notes = vec![
        format!("This is {}.", words::kind(found.chart)),
        words::READING.to_owned(),
        "A rule marks a point outside the limits, seven in a row that rise or fall, two of three \
         near one limit, and seven in a row on one side of the centre. A period without a figure \
         ends a run."
            .to_owned(),
    ];
    notes.extend(left_out::sentence("the chart", &found.left_out));
    notes.extend(found.points.iter().find_map(|p| sample(p.at.rate.basis, &measured)));
    blocks.push(Block::List(notes));
    blocks
}

fn chart(report: &Report<'_>, found: &Spc, measured: &Measured, stem: &str) -> ControlChart {
    let said = words::findings(found, measured, &report.area_name(&found.area));
    ControlChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::of_first(
                said.get(1..).unwrap_or_default(),
                "No rate of any period can be held against limits",
            ),
            description: format!(
                "The {} by period, joined by a line, with its centre and the limits of chance. \
                 Points that a rule marks have a shape of their own; every figure and every rule \
                 is in the table. No line crosses a period without a figure or the begin of new \
                 limits.",
                measured.name
            ),
            subtitle: format!("{}, between its limits", subject(report, found, measured)),
            when_empty: "No rate of any period can be shown.".to_owned(),
            words: report.language,
        },
        measure: crate::chart::Measure {
            label: format!("{}, {}", capital(&measured.name), unit_words(measured)),
            decimals: LINE_DECIMALS,
            interval_label: String::new(),
        },
        axis_start: AxisStart::Fitted,
        position_label: "Period".to_owned(),
        points: found.points.iter().map(control_point).collect(),
        target: found.target.map(|target| ReferenceLine {
            label: "target".to_owned(),
            reading: Reading::value(target),
            decimals: LINE_DECIMALS,
        }),
    }
}

fn control_point(point: &SpcPoint) -> ControlPoint {
    let rate = &point.at.rate.rate;
    let reading = match (rate.value(), missing(rate)) {
        (Some(estimate), _) => Reading::value(estimate.value),
        (None, why) => Reading::missing(why.unwrap_or("not known")),
    };
    ControlPoint {
        position: point.at.period.middle(),
        label: period(point.at.period),
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
        begins: point.new_limits.map(|why| {
            let when = period(point.at.period);
            match why {
                NewLimits::Asked => format!("new limits from {when}"),
                NewLimits::Break => format!("break of the series: new limits from {when}"),
            }
        }),
        note: point.cause.map(words::rule),
    }
}

fn table(report: &Report<'_>, found: &Spc, measured: &Measured) -> DataTable {
    let remarked = found.points.iter().any(|point| remark(&point.at.rate).is_some());
    let mut columns = vec![
        Column::text("Period"),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
        Column::number("Rate"),
        Column::number("Lower limit"),
        Column::number("Centre"),
        Column::number("Upper limit"),
        Column::text("What it says"),
    ];
    columns.extend(remarked.then(|| Column::text("Remark")));
    let line = |value: Option<f64>| {
        value.map_or_else(
            || TableCell::missing("none"),
            |value| TableCell::number(value, LINE_DECIMALS),
        )
    };
    let rows = found.points.iter().map(|point| {
        let rate = &point.at.rate;
        let [value, ..] = cells::estimate(&rate.rate, LINE_DECIMALS);
        let says = words::point_words(point).unwrap_or_else(|| match point.centre {
            Some(_) if rate.rate.value().is_some() => "chance".to_owned(),
            _ => String::new(),
        });
        let mut row = vec![
            TableCell::text(period(point.at.period)),
            cells::count(&rate.events),
            cells::count(&rate.at_risk),
            value,
            line(point.limits.map(|(lower, _)| lower)),
            line(point.centre),
            line(point.limits.map(|(_, upper)| upper)),
            TableCell::text(says),
        ];
        row.extend(remarked.then(|| TableCell::text(remark(rate).unwrap_or_default())));
        row
    });
    DataTable {
        caption: format!("{}; rates {}", subject(report, found, measured), unit_words(measured)),
        columns,
        rows: rows.collect(),
    }
}
