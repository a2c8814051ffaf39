//! The page of trends: is it rising or falling, and how fast?

use std::collections::BTreeSet;

use firstyear_analysis::{NoTrend, RatePoint, Released, Trend, TrendSeries, YearlyChange};
use firstyear_core::{DimensionId, MethodId, Period, PeriodUnit};

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_words;
use super::{Report, cells, names};
use crate::chart::{
    AxisStart, Column, DataTable, Heading, IntervalStyle, Overlap, SeriesBreak, Slug, TableCell,
    TrendChart, TrendPoint, TrendSeries as Line,
};
use crate::format::capital;
use crate::sentence::{Measured, left_out, period, remark, sample, title, trend as words};

pub(super) const PATH: &str = "trend.html";

pub(super) const TITLE: &str = "Is it rising or falling, and how fast?";

/// What the figures of a trend rest on, for readers who want to know.
const READING: [&str; 3] = [
    "A trend rests on whole years of equal length, each next to the one before: years that \
     overlap, or that a change of classification or a break of the series parts from the latest, \
     are left out and named.",
    "The recent trend is the marker of the Fingertips profiles of English public health: the \
     latest five years, significant beyond 99.8%, and only where no single year makes it so.",
    "The yearly change is that of one line through all years that the trend rests on, on a \
     logarithmic scale; its limits allow for more scatter than chance.",
];

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
        nav: "Trend".to_owned(),
        title: TITLE.to_owned(),
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
    let against =
        trend.against.as_ref().map_or_else(String::new, |other| format!(" and {}", other.name));
    let place = report.area_name(&trend.area);
    format!("{} of {}{against}, {place}", capital(&measured.name), trend.group.name)
}

fn of_trend(report: &Report<'_>, trend: &Trend, stem: &str) -> Vec<Block> {
    let measured = report.measured(&trend.indicator);
    let mut blocks = vec![Block::Heading(subject(report, trend, &measured))];
    let said = words::findings(trend, &measured, &report.area_name(&trend.area));
    blocks.extend(said.into_iter().map(Block::Finding));
    blocks.push(Block::Chart {
        chart: Box::new(chart(report, trend, &measured, stem)),
        table: NamedTable::new(stem, table(report, trend, &measured)),
    });
    blocks.push(Block::Table(NamedTable::new(stem, tests(trend))));
    blocks.push(Block::Subheading("How to read it".to_owned()));
    let mut notes: Vec<String> = Vec::new();
    for series in all_series(trend) {
        notes
            .extend(left_out::sentence(&format!("the trend of {}", series.name), &series.left_out));
        notes.extend(words::scatter(series));
    }
    notes.extend(READING.map(str::to_owned));
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
    let name = capital(&measured.name);
    TrendChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::trend(trend),
            description: format!(
                "The {} by period with its limits. No line crosses a change of classification or \
                 a break of the series. Every figure is in the table.",
                measured.name
            ),
            subtitle: format!("{}, by period", subject(report, trend, measured)),
            when_empty: "No rate of any period can be shown.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(
            format!("{name}, {}", unit_words(measured)),
            1,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        position_label: "Period".to_owned(),
        series: all_series(trend).flat_map(|series| lines(report, series)).collect(),
        breaks: breaks(report, trend),
        reference: None,
        interval_style: IntervalStyle::Band,
    }
}

/// A version of a classification, and a kind and length of periods.
type Kind<'a> = (Option<&'a DimensionId>, PeriodUnit, u16);

fn kind(point: &RatePoint) -> Kind<'_> {
    (point.version.as_ref(), point.period.unit(), point.period.units())
}

/// One line, which breaks part; where versions or lengths of periods stand side
/// by side, one for each of them.
fn lines(report: &Report<'_>, series: &TrendSeries) -> Vec<Line> {
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
    let line = |(of, points): (Option<Kind<'_>>, Vec<&RatePoint>)| Line {
        name: line_name(report, series, of),
        unit: String::new(),
        points: trend_points(&points),
    };
    lines.into_iter().map(line).collect()
}

/// Whose line it is, and of which version and length where there are several.
fn line_name(report: &Report<'_>, series: &TrendSeries, of: Option<Kind<'_>>) -> String {
    let Some((version, unit, units)) = of else { return series.name.clone() };
    let mut name = series.name.clone();
    let several = |one: &dyn Fn(&RatePoint) -> bool| !series.points.iter().all(one);
    if let Some(version) = version
        && several(&|point| point.version.as_ref() == Some(version))
    {
        name = format!("{name}, {}", report.dimension_name(version));
    }
    if several(&|point| (point.period.unit(), point.period.units()) == (unit, units)) {
        name = format!("{name}, {units} × {}", unit.word());
    }
    name
}

fn trend_points(points: &[&RatePoint]) -> Vec<TrendPoint> {
    let mut before: Option<Period> = None;
    let point = |point: &&RatePoint| {
        let overlaps = before.is_some_and(|before| before.overlaps(point.period));
        before = Some(point.period);
        TrendPoint {
            position: point.period.middle(),
            label: period(point.period),
            reading: cells::reading(&point.rate.rate),
            overlap: if overlaps { Overlap::WithEarlier } else { Overlap::Apart },
            note: remark(&point.rate),
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
        let label = match &after.version {
            Some(version) if after.version != before.version => {
                format!("now {}", report.dimension_name(version))
            }
            _ if after.follows_break() => "break of the series".to_owned(),
            _ => return None,
        };
        (before.period.middle() < after.period.middle()).then_some(SeriesBreak { position, label })
    });
    pairs.collect()
}

pub(super) fn table(report: &Report<'_>, trend: &Trend, measured: &Measured) -> DataTable {
    let several = trend.against.is_some();
    let versions = trend.dimension.is_some();
    let remarked =
        all_series(trend).flat_map(|s| &s.points).any(|point| remark(&point.rate).is_some());
    let mut columns = vec![Column::text("Period")];
    columns.extend(several.then(|| Column::text("Group")));
    columns.extend(versions.then(|| Column::text("Classification")));
    columns.push(Column::number(capital(&measured.events)));
    columns.push(Column::number(capital(&measured.at_risk)));
    columns.extend(cells::columns("Rate"));
    columns.push(Column::text("In the trend"));
    columns.extend(remarked.then(|| Column::text("Remark")));
    let mut rows = Vec::new();
    for series in all_series(trend) {
        let mut left = series.left_out.iter().peekable();
        for point in &series.points {
            let out = left.next_if(|l| l.period == point.period && l.version == point.version);
            let mut row = vec![TableCell::text(period(point.period))];
            row.extend(several.then(|| TableCell::text(&series.name)));
            row.extend(versions.then(|| {
                let name = point.version.as_ref().map(|id| report.dimension_name(id));
                TableCell::text(name.unwrap_or_default())
            }));
            row.extend(cells::counted(&point.rate));
            row.push(TableCell::text(out.map_or_else(
                || "yes".to_owned(),
                |out| format!("no: {}", left_out::reason(out.why)),
            )));
            row.extend(remarked.then(|| TableCell::text(remark(&point.rate).unwrap_or_default())));
            rows.push(row);
        }
    }
    let caption = format!("{}; rates {}", subject(report, trend, measured), unit_words(measured));
    DataTable { caption, columns, rows }
}

/// The tests: recent trend, yearly change, change of the gap.
fn tests(trend: &Trend) -> DataTable {
    let mut columns = vec![
        Column::text("Of"),
        Column::text("From"),
        Column::text("To"),
        Column::text("Recent trend"),
    ];
    columns.extend(cells::columns("Change a year, %"));
    columns.push(Column::number("p"));
    let ends = |run: Option<&firstyear_analysis::Run>| {
        run.map_or_else(
            || [(); 2].map(|()| TableCell::missing("none")),
            |run| [run.first, run.last].map(|at| TableCell::text(period(at))),
        )
    };
    let mut rows: Vec<Vec<TableCell>> = all_series(trend)
        .map(|series| {
            let mut row = vec![TableCell::text(&series.name)];
            row.extend(ends(series.run.as_ref()));
            row.push(TableCell::text(match series.recent {
                Ok(marker) => marker.change.label(trend.polarity).to_owned(),
                Err(why) => format!("not told: {why}"),
            }));
            row.extend(yearly(&series.change));
            row
        })
        .collect();
    if let (Some(gap), Some(against)) = (&trend.gap, &trend.against) {
        let ratio = format!("rate of {} over that of {}", trend.group.name, against.name);
        let mut row = vec![TableCell::text(ratio)];
        row.extend(ends(gap.run.as_ref()));
        row.push(TableCell::text(gap.change.err().map_or_else(String::new, |why| why.to_string())));
        row.extend(yearly(&gap.change));
        rows.push(row);
    }
    DataTable { caption: "Recent trends and yearly changes".to_owned(), columns, rows }
}

fn yearly(change: &Result<YearlyChange, NoTrend>) -> Vec<TableCell> {
    let Ok(change) = change else {
        return [(); 4].map(|()| TableCell::missing("not computed")).into();
    };
    let p =
        if change.p < 0.001 { TableCell::text("< 0.001") } else { TableCell::number(change.p, 3) };
    cells::known(&change.percent, 1).into_iter().chain([p]).collect()
}
