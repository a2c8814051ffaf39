//! The page of trends: is it rising or falling, and how fast?

use std::collections::BTreeSet;

use firstyear_analysis::{NoTrend, RatePoint, Released, Trend, TrendSeries, YearlyChange};
use firstyear_core::{DimensionId, MethodId, Period, PeriodUnit};

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_said;
use super::{Report, cells, names};
use crate::chart::{
    AxisStart, Column, DataTable, Heading, IntervalStyle, Overlap, SeriesBreak, Slug, TableCell,
    TrendChart, TrendPoint, TrendSeries as Line,
};
use crate::format::capital;
use crate::sentence::course::{CoursePoint, course};
use crate::sentence::{Measured, left_out, sample, title, trend as sentences};
use crate::words::{Words, say};

pub(super) const PATH: &str = "trend.html";

/// The stem of a result's files and of the names on its page.
pub(super) fn stem(index: usize) -> String {
    format!("trend-{}", index + 1)
}

/// What a result is of, in words.
pub(super) fn name_of(report: &Report<'_>, found: &Trend) -> String {
    subject(report, found, &report.measured(&found.indicator))
}

/// The page; `None` for a project that asks for no trend.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let found = &report.answers.trends;
    if found.is_empty() {
        return None;
    }
    let mut sources = BTreeSet::new();
    let mut blocks = Vec::new();
    for (index, trend) in found.iter().map(Released::get).enumerate() {
        let rates = all_series(trend).flat_map(|series| &series.points).map(|point| &point.rate);
        sources.extend(names::sources(rates));
        blocks.extend(of_trend(report, trend, &stem(index)));
    }
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(report.language, "trend-page-short"),
        title: say!(report.language, "trend-page"),
        sources,
        blocks,
    })
}

/// The methods of the rates, their changes, and the marker of the latest years.
pub(super) fn methods(trend: &Trend) -> impl Iterator<Item = MethodId> {
    let rates = all_series(trend).flat_map(|series| &series.points).map(|point| &point.rate);
    let gap = trend.gap.as_ref().and_then(|gap| gap.change.as_ref().ok());
    let changes = all_series(trend).filter_map(|series| series.change.as_ref().ok()).chain(gap);
    let is_marked = all_series(trend).any(|series| series.recent.is_ok());
    names::methods(rates)
        .chain(changes.map(|change| change.percent.method))
        .chain(is_marked.then(|| trend.recent_method()))
}

fn all_series(trend: &Trend) -> impl Iterator<Item = &TrendSeries> {
    [Some(&trend.group), trend.against.as_ref()].into_iter().flatten()
}

/// What the trend is of, in words: `Infant mortality rate of everyone, England`.
fn subject(report: &Report<'_>, trend: &Trend, measured: &Measured) -> String {
    let (words, indicator) = (report.language, capital(&measured.name));
    let (group, area) = (trend.group.name.as_str(), report.area_name(&trend.area));
    match &trend.against {
        Some(other) => say!(
            words,
            "trend-subject-pair",
            indicator = indicator,
            group = group,
            against = other.name.as_str(),
            area = area
        ),
        None => {
            say!(words, "trend-subject", indicator = indicator, group = group, area = area)
        }
    }
}

fn of_trend(report: &Report<'_>, trend: &Trend, stem: &str) -> Vec<Block> {
    let (words, measured) = (report.language, report.measured(&trend.indicator));
    let mut blocks = vec![Block::Heading(subject(report, trend, &measured))];
    let said = sentences::findings(trend, &measured, &report.area_name(&trend.area));
    blocks.extend(said.into_iter().map(Block::Finding));
    blocks.push(Block::Chart {
        chart: Box::new(chart(report, trend, &measured, stem)),
        table: NamedTable::new(stem, table(report, trend, &measured)),
    });
    blocks.push(Block::Table(NamedTable::new(stem, tests(trend, words))));
    blocks.push(Block::Subheading(say!(words, "gap-how-to-read")));
    let mut notes: Vec<String> = Vec::new();
    for series in all_series(trend) {
        notes.extend(left_out::of_trend(&series.name, &series.left_out, words));
        notes.extend(sentences::scatter(series, words));
    }
    // What the figures of a trend rest on, for readers who want to know.
    notes.extend([
        say!(words, "trend-reading-run"),
        say!(words, "trend-reading-recent"),
        say!(words, "trend-reading-change"),
    ]);
    let mut rates = all_series(trend).flat_map(|series| &series.points).map(|point| &point.rate);
    notes.extend(rates.find_map(|rate| sample(rate.basis, &measured)));
    blocks.push(Block::List(notes));
    blocks
}

pub(super) fn chart(
    report: &Report<'_>,
    trend: &Trend,
    measured: &Measured,
    stem: &str,
) -> TrendChart {
    let words = report.language;
    TrendChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::trend(trend, words),
            description: description(report, trend, measured),
            subtitle: say!(words, "trend-chart", subject = subject(report, trend, measured)),
            when_empty: say!(words, "trend-chart-empty"),
            words,
        },
        measure: cells::measure(
            words,
            say!(
                words,
                "trend-axis",
                indicator = capital(&measured.name),
                unit = unit_said(measured)
            ),
            1,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        position_label: say!(words, "column-period"),
        series: all_series(trend).flat_map(|series| lines(report, series)).collect(),
        breaks: breaks(report, trend),
        reference: None,
        interval_style: IntervalStyle::Band,
    }
}

/// What is drawn, and the course of each line.
fn description(report: &Report<'_>, trend: &Trend, measured: &Measured) -> String {
    let (words, unit) = (report.language, &measured.unit);
    let indicator = measured.name.as_str();
    let mut said =
        vec![say!(words, "trend-chart-words", indicator = indicator, unit = unit_said(measured))];
    let mut overlaps = false;
    for series in all_series(trend) {
        for (of, points) in stretches(series) {
            let breaks = points.windows(2).map(|pair| break_between(report, pair[0], pair[1]));
            let breaks: Vec<Option<String>> = [None].into_iter().chain(breaks).collect();
            overlaps |= points.windows(2).any(|pair| pair[0].period.overlaps(pair[1].period));
            let drawn: Vec<CoursePoint<'_>> = points
                .iter()
                .zip(&breaks)
                .map(|(point, label)| {
                    CoursePoint::of(point.period, &point.rate.rate, label.as_deref(), words)
                })
                .collect();
            said.push(course(
                &capital(&line_name(report, series, of)),
                &drawn,
                |rate| format!("{} {}", unit.short(rate.value), words.bracket(unit, rate)),
                |value| unit.short(value),
                words,
            ));
        }
    }
    said.extend(overlaps.then(|| say!(words, "trend-chart-overlaps")));
    said.extend([say!(words, "trend-chart-no-line"), say!(words, "figures-in-table")]);
    said.join(" ")
}

/// A version of a classification, and a kind and length of periods.
type Kind<'a> = (Option<&'a DimensionId>, PeriodUnit, u16);

fn kind(point: &RatePoint) -> Kind<'_> {
    (point.version.as_ref(), point.period.unit(), point.period.units())
}

/// The points of one line, which breaks part; where versions or lengths of periods stand side by
/// side, those of one for each of them.
fn stretches(series: &TrendSeries) -> Vec<(Option<Kind<'_>>, Vec<&RatePoint>)> {
    let pairs = || series.points.windows(2).map(|pair| (&pair[0], &pair[1]));
    let beside = pairs().any(|(a, b)| kind(a) != kind(b) && a.period.overlaps(b.period));
    let mut lines: Vec<(Option<Kind<'_>>, Vec<&RatePoint>)> = Vec::new();
    for point in &series.points {
        let of = beside.then(|| kind(point));
        match lines.iter_mut().find(|(known, _)| *known == of) {
            Some((_, points)) => points.push(point),
            None => lines.push((of, vec![point])),
        }
    }
    lines
}

fn lines(report: &Report<'_>, series: &TrendSeries) -> Vec<Line> {
    let line = |(of, points): (Option<Kind<'_>>, Vec<&RatePoint>)| Line {
        name: line_name(report, series, of),
        unit: String::new(),
        points: trend_points(&points, report.language),
    };
    stretches(series).into_iter().map(line).collect()
}

/// Whose line it is, and of which version and length where there are several.
fn line_name(report: &Report<'_>, series: &TrendSeries, of: Option<Kind<'_>>) -> String {
    let Some((version, unit, units)) = of else { return series.name.clone() };
    let words = report.language;
    let mut name = series.name.clone();
    let several = |one: &dyn Fn(&RatePoint) -> bool| !series.points.iter().all(one);
    if let Some(version) = version
        && several(&|point| point.version.as_ref() == Some(version))
    {
        let classification = report.dimension_name(version);
        name = say!(words, "trend-line-version", name = name, classification = classification);
    }
    if several(&|point| (point.period.unit(), point.period.units()) == (unit, units)) {
        let count = units.to_string();
        name = say!(words, "trend-line-length", name = name, count = count, unit = unit.word());
    }
    name
}

fn trend_points(points: &[&RatePoint], words: &Words) -> Vec<TrendPoint> {
    let mut before: Option<Period> = None;
    let point = |point: &&RatePoint| {
        let overlaps = before.is_some_and(|before| before.overlaps(point.period));
        before = Some(point.period);
        TrendPoint {
            position: point.period.middle(),
            label: words.period(point.period),
            reading: cells::reading(words, &point.rate.rate),
            overlap: if overlaps { Overlap::WithEarlier } else { Overlap::Apart },
            note: words.remark(&point.rate),
        }
    };
    points.iter().map(point).collect()
}

/// Where a version of the classification follows another, and where the
/// publisher marks a break.
fn breaks(report: &Report<'_>, trend: &Trend) -> Vec<SeriesBreak> {
    let pairs = trend.group.points.windows(2).filter_map(|pair| {
        let (before, after) = (&pair[0], &pair[1]);
        let position = f64::midpoint(before.period.middle(), after.period.middle());
        let label = break_between(report, before, after)?;
        (before.period.middle() < after.period.middle()).then_some(SeriesBreak { position, label })
    });
    pairs.collect()
}

/// The words of a break between two points; `None` where they compare.
fn break_between(report: &Report<'_>, before: &RatePoint, after: &RatePoint) -> Option<String> {
    let words = report.language;
    match &after.version {
        Some(version) if after.version != before.version => {
            let classification = report.dimension_name(version);
            Some(say!(words, "trend-break-version", classification = classification))
        }
        _ => after.follows_break().then(|| say!(words, "trend-break-series")),
    }
}

pub(super) fn table(report: &Report<'_>, trend: &Trend, measured: &Measured) -> DataTable {
    let words = report.language;
    let several = trend.against.is_some();
    let versions = trend.dimension.is_some();
    let remarked =
        all_series(trend).flat_map(|s| &s.points).any(|point| words.remark(&point.rate).is_some());
    let mut columns = vec![Column::text(say!(words, "column-period"))];
    columns.extend(several.then(|| Column::text(say!(words, "trend-column-group"))));
    columns.extend(versions.then(|| Column::text(say!(words, "column-classification"))));
    columns.push(Column::number(capital(&measured.events)));
    columns.push(Column::number(capital(&measured.at_risk)));
    columns.extend(cells::columns(words, &say!(words, "trend-column-rate")));
    columns.push(Column::text(say!(words, "trend-column-used")));
    columns.extend(remarked.then(|| Column::text(say!(words, "trend-column-remark"))));
    let mut rows = Vec::new();
    for series in all_series(trend) {
        let mut left = series.left_out.iter().peekable();
        for point in &series.points {
            let out = left.next_if(|l| l.period == point.period && l.version == point.version);
            let mut row = vec![TableCell::text(words.period(point.period))];
            row.extend(several.then(|| TableCell::text(&series.name)));
            row.extend(versions.then(|| {
                let name = point.version.as_ref().map(|id| report.dimension_name(id));
                TableCell::text(name.unwrap_or_default())
            }));
            row.extend(cells::counted(words, &point.rate));
            row.push(TableCell::text(match out {
                Some(out) => {
                    say!(words, "trend-not-used", why = left_out::reason(out.why, words))
                }
                None => say!(words, "trend-used"),
            }));
            row.extend(
                remarked.then(|| TableCell::text(words.remark(&point.rate).unwrap_or_default())),
            );
            rows.push(row);
        }
    }
    let caption = say!(
        words,
        "trend-table",
        subject = subject(report, trend, measured),
        unit = unit_said(measured)
    );
    DataTable { caption, columns, rows }
}

/// The tests: recent trend, yearly change, change of the gap.
fn tests(trend: &Trend, words: &Words) -> DataTable {
    let mut columns = vec![
        Column::text(say!(words, "trend-column-of")),
        Column::text(say!(words, "trend-column-from")),
        Column::text(say!(words, "trend-column-to")),
        Column::text(say!(words, "trend-column-recent")),
    ];
    columns.extend(cells::columns(words, &say!(words, "trend-column-change")));
    columns.push(Column::number(say!(words, "trend-column-p")));
    let ends = |run: Option<&firstyear_analysis::Run>| {
        run.map_or_else(
            || [(); 2].map(|()| TableCell::missing(say!(words, "none"))),
            |run| [run.first, run.last].map(|at| TableCell::text(words.period(at))),
        )
    };
    let mut rows: Vec<Vec<TableCell>> = all_series(trend)
        .map(|series| {
            let mut row = vec![TableCell::text(&series.name)];
            row.extend(ends(series.run.as_ref()));
            row.push(TableCell::text(match series.recent {
                Ok(found) => sentences::marker(found.change, trend.polarity, words),
                Err(why) => {
                    let why = sentences::reason(why, words);
                    say!(words, "trend-marker-not-told", why = why)
                }
            }));
            row.extend(yearly(&series.change, words));
            row
        })
        .collect();
    if let (Some(gap), Some(against)) = (&trend.gap, &trend.against) {
        let (group, against) = (trend.group.name.as_str(), against.name.as_str());
        let ratio = say!(words, "trend-ratio", group = group, against = against);
        let mut row = vec![TableCell::text(ratio)];
        row.extend(ends(gap.run.as_ref()));
        let why = gap.change.err().map(|why| sentences::reason(why, words));
        row.push(TableCell::text(why.unwrap_or_default()));
        row.extend(yearly(&gap.change, words));
        rows.push(row);
    }
    DataTable { caption: say!(words, "trend-tests"), columns, rows }
}

fn yearly(change: &Result<YearlyChange, NoTrend>, words: &Words) -> Vec<TableCell> {
    let Ok(change) = change else {
        return [(); 4].map(|()| TableCell::missing(say!(words, "not-computed"))).into();
    };
    let p =
        if change.p < 0.001 { TableCell::text("< 0.001") } else { TableCell::number(change.p, 3) };
    cells::computed(words, Some(&change.percent), 1).into_iter().chain([p]).collect()
}
