//! Trends and control charts as flat tables.

use std::io::Write;

use firstyear_analysis::{
    NoTrend, RatePoint, Released, Run, Spc, Trend, TrendSeries, YearlyChange,
};
use firstyear_core::Cell;

use super::{Figure, write};
use crate::sentence::{left_out, spc};
use crate::tidy::WriteError;
use crate::words::english;

/// Rates over time, with recent trend and yearly change.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn trends<'a>(
    results: impl IntoIterator<Item = &'a Released<Trend>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| trend(result.get())), out)
}

/// Rates over time on control charts.
///
/// # Errors
///
/// As [`gap_trends`](super::gap_trends).
pub fn control_charts<'a>(
    results: impl IntoIterator<Item = &'a Released<Spc>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| control_chart(result.get())), out)
}

fn trend(trend: &Trend) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "trend",
        indicator: Some(&trend.indicator),
        area: Some(&trend.area),
        dimension: trend.dimension.as_ref(),
        ..Figure::default()
    };
    let mut figures: Vec<Figure<'_>> = [Some(&trend.group), trend.against.as_ref()]
        .into_iter()
        .flatten()
        .flat_map(|series| of_series(&about, trend, series))
        .collect();
    if let Some(gap) = &trend.gap {
        let against = trend.against.as_ref().map_or("", |against| &against.name);
        let of = Figure { label: &trend.group.name, ..about };
        let note = format!("rate of the group over that of {against}");
        let measures = ["yearly-change-in-gap", "p-of-yearly-change-in-gap"];
        figures.extend(yearly(&of, gap.run.as_ref(), &gap.change, measures, &note));
    }
    figures
}

fn of_series<'a>(about: &Figure<'a>, trend: &'a Trend, series: &'a TrendSeries) -> Vec<Figure<'a>> {
    let mut left = series.left_out.iter().peekable();
    let mut figures = Vec::new();
    for point in &series.points {
        let out = left.next_if(|l| l.period == point.period && l.version == point.version);
        let note = out.map_or_else(String::new, |out| {
            format!("not in the trend: {}", left_out::reason(out.why, english()))
        });
        let of = Figure { label: &series.name, note, ..at(about, point) };
        figures.extend(of.counted(&point.rate));
    }
    let of = Figure { label: &series.name, ..about.clone() };
    let note = rests_on(series.run.as_ref());
    figures.push(match series.recent {
        Ok(marker) => Figure {
            note: format!("{}; {note}", marker.change.label(trend.polarity)),
            ..of.value("recent-trend-chi-square", marker.chi_square)
        },
        Err(why) => {
            let lacking = of.count("recent-trend-chi-square", Cell::Absent);
            Figure { note: why.to_string(), ..lacking }
        }
    });
    let measures = ["yearly-change", "p-of-yearly-change"];
    figures.extend(yearly(&of, series.run.as_ref(), &series.change, measures, ""));
    figures
}

fn at<'a>(about: &Figure<'a>, point: &'a RatePoint) -> Figure<'a> {
    let dimension = point.version.as_ref().or(about.dimension);
    Figure { period: Some(point.period), dimension, ..about.clone() }
}

/// `over 2016 to 2022`, by the labels of the first and last period.
fn rests_on(run: Option<&Run>) -> String {
    run.map_or_else(String::new, |run| format!("over {} to {}", run.first, run.last))
}

fn yearly<'a>(
    of: &Figure<'a>,
    run: Option<&'a Run>,
    change: &Result<YearlyChange, NoTrend>,
    [measure, p]: [&'static str; 2],
    note: &str,
) -> Vec<Figure<'a>> {
    let words = [note.to_owned(), rests_on(run)];
    let note = words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ");
    let dimension = run.and_then(|run| run.version.as_ref()).or(of.dimension);
    let of = Figure { dimension, note, ..of.clone() };
    match change {
        Ok(change) => vec![
            of.estimate(measure, &Cell::known(change.percent)),
            of.value(p, change.p),
            of.value("dispersion", change.dispersion),
        ],
        Err(why) => vec![Figure { note: why.to_string(), ..of.count(measure, Cell::Absent) }],
    }
}

fn control_chart(chart: &Spc) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "spc",
        indicator: Some(&chart.indicator),
        area: Some(&chart.area),
        dimension: chart.dimension.as_ref(),
        label: &chart.name,
        ..Figure::default()
    };
    let mut figures = Vec::new();
    for point in &chart.points {
        let of = at(&about, &point.at);
        figures.extend(of.counted(&point.at.rate));
        let lines = Figure { note: spc::point_words(point, english()).unwrap_or_default(), ..of };
        let line = |measure, value: Option<f64>| {
            lines.cell(measure, &value.map_or(Cell::Absent, Cell::known), |value| *value)
        };
        figures.extend([
            line("centre-line", point.centre),
            line("lower-control-limit", point.limits.map(|(lower, _)| lower)),
            line("upper-control-limit", point.limits.map(|(_, upper)| upper)),
        ]);
    }
    for left in &chart.left_out {
        let note = format!("not on the chart: {}", left_out::reason(left.why, english()));
        let dimension = left.version.as_ref().or(about.dimension);
        let of = Figure { period: Some(left.period), dimension, note, ..about.clone() };
        figures.push(of.count("rate", Cell::Absent));
    }
    if let Some(target) = chart.target {
        let note = chart.assurance.map_or("no assurance", |assurance| assurance.label());
        figures.push(Figure { note: note.to_owned(), ..about.value("target", target) });
    }
    figures
}
