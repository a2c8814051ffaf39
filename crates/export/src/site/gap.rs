//! The page of gaps: how wide, and is it real?

use firstyear_analysis::{GapOrigin, GapPoint, GapTrend, GapTrendSeries, Released};
use firstyear_core::{Cell, MethodId, SourceId};

use super::block::{Block, NamedTable, PageParts, Pointer};
use super::{Report, cells, names};
use crate::chart::{
    AxisStart, Column, DataTable, Heading, IntervalStyle, Overlap, SeriesBreak, Slug, TableCell,
    TrendChart, TrendPoint, TrendSeries,
};
use crate::format::capital;
use crate::sentence::{Measured, gap, period, sample};

pub(super) const PATH: &str = "gap.html";

const TITLE: &str = "How wide is the gap, and is it real?";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("gap-{}", index + 1)
}

/// The page; `None` for a project without a gap.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let gaps = &report.answers.gaps;
    if gaps.is_empty() {
        return None;
    }
    let mut sources = std::collections::BTreeSet::new();
    let mut blocks = Vec::new();
    for (index, trend) in gaps.iter().map(Released::get).enumerate() {
        sources.extend(sources_of(trend));
        blocks.extend(of_trend(report, trend, &stem(index)));
    }
    Some(PageParts {
        path: PATH.to_owned(),
        nav: "Gap".to_owned(),
        title: TITLE.to_owned(),
        sources,
        blocks,
    })
}

/// The chart of the first gap, for the overview.
pub(super) fn first_chart(report: &Report<'_>) -> Option<Pointer> {
    let trend = report.answers.gaps.first()?.get();
    Some(Pointer {
        chart: Box::new(chart(report, trend, &stem(0))),
        path: PATH.to_owned(),
        title: TITLE.to_owned(),
    })
}

fn of_trend(report: &Report<'_>, trend: &GapTrend, stem: &str) -> Vec<Block> {
    let measured = report.measured(&trend.indicator);
    let mut blocks =
        vec![Block::Heading(capital(&format!("{} against {}", trend.group, against(trend))))];
    blocks.extend(gap::findings(trend, &measured).into_iter().map(Block::Finding));
    blocks.push(Block::Text(format!(
        "The gap is the {} of the group minus that of those it is held against, as a \
         percentage of the latter. Above 0, the group has the higher rate.",
        measured.name
    )));
    let chart = chart(report, trend, stem);
    blocks.push(Block::Chart {
        chart: Box::new(chart),
        table: NamedTable::new(stem, table(report, trend, &measured)),
    });
    let points = || trend.series.iter().flat_map(|series| &series.points);
    let mut notes: Vec<String> = trend.series.iter().filter_map(gap::overlap).collect();
    for comparison in &trend.comparisons {
        notes.push(format!(
            "{} and {}: {}",
            period(comparison.earlier),
            period(comparison.later),
            gap::basis(comparison.test)
        ));
    }
    notes.extend(points().next_back().and_then(|point| gap::absolute(point, &measured)));
    notes.extend(
        points()
            .flat_map(|point| [&point.group, &point.all])
            .flatten()
            .find_map(|rate| sample(rate.basis, &measured)),
    );
    if points().any(|point| point.printed_rates.is_some()) {
        notes.push(
            "Rates printed beside a published gap are rounded: the gap is as published, and is \
             not made from them."
                .to_owned(),
        );
    }
    if !notes.is_empty() {
        blocks.push(Block::Subheading("How to read it".to_owned()));
        blocks.push(Block::List(notes));
    }
    blocks
}

fn chart(report: &Report<'_>, trend: &GapTrend, stem: &str) -> TrendChart {
    let breaks = breaks(&trend.series);
    let shown: Vec<&str> = trend.series.iter().map(|series| series.name.as_str()).collect();
    let said = if breaks.is_empty() {
        String::new()
    } else {
        " No line crosses a change of classification.".to_owned()
    };
    TrendChart {
        heading: Heading {
            id: Slug::new(stem),
            title: format!("Gap of {} against {}, by period", trend.group, against(trend)),
            description: format!(
                "The relative gap in percent by period, with its limits where they are known, by \
                 {}.{said} Every figure is in the table.",
                shown.join(", then by ")
            ),
            when_empty: "No gap of any period can be shown.".to_owned(),
        },
        measure: cells::measure("Relative gap, %".to_owned(), 1, report.project.confidence),
        axis_start: AxisStart::Zero,
        position_label: "Period".to_owned(),
        series: trend.series.iter().map(|one| series(report, one)).collect(),
        breaks,
        reference: None,
        interval_style: IntervalStyle::Whisker,
    }
}

fn series(report: &Report<'_>, series: &GapTrendSeries) -> TrendSeries {
    let points = series.points.iter().map(|point| TrendPoint {
        position: point.period.middle(),
        label: period(point.period),
        reading: cells::reading(&point.relative),
        overlap: if point.overlaps_previous { Overlap::WithEarlier } else { Overlap::Apart },
        note: cells::note(&point.relative),
    });
    TrendSeries {
        name: report.short_name(&series.dimension, &series.name),
        unit: "%".to_owned(),
        points: points.collect(),
    }
}

/// A break between two series of which the later begins after the earlier
/// ends; series side by side are kept apart by their own lines.
fn breaks(series: &[GapTrendSeries]) -> Vec<SeriesBreak> {
    series
        .windows(2)
        .filter_map(|pair| {
            let (last, first) = (pair[0].points.last()?, pair[1].points.first()?);
            let (before, after) = (last.period.middle(), first.period.middle());
            (pair[0].dimension != pair[1].dimension && before < after).then(|| SeriesBreak {
                position: f64::midpoint(before, after),
                label: format!("now {}", pair[1].name),
            })
        })
        .collect()
}

fn table(report: &Report<'_>, trend: &GapTrend, measured: &Measured) -> DataTable {
    let mut columns = vec![
        Column::text("Period"),
        Column::text("Classification"),
        Column::text("Area"),
        Column::text("Held against"),
        Column::number("Rate of the group"),
        Column::number("Rate held against"),
    ];
    columns.extend(cells::columns("Gap, %"));
    columns.push(Column::text("How it came about"));
    let points = || trend.series.iter().flat_map(|series| &series.points);
    let marked = points().any(|point| !marks(point).is_empty());
    columns.extend(marked.then(|| Column::text("Marks of the publisher")));
    let rows = trend.series.iter().flat_map(|series| {
        series.points.iter().map(move |point| {
            let mut row = row(report, series, point);
            row.extend(marked.then(|| TableCell::text(marks(point))));
            row
        })
    });
    DataTable {
        caption: format!(
            "Gap of {} against {}; rates {}",
            trend.group,
            against(trend),
            unit_words(measured)
        ),
        columns,
        rows: rows.collect(),
    }
}

/// Those that the group is held against, where every series has the same.
fn against(trend: &GapTrend) -> &str {
    match trend.series.split_first() {
        Some((first, others)) if others.iter().all(|s| s.against == first.against) => {
            &first.against
        }
        Some(_) => "all that each classification covers",
        None => &trend.against,
    }
}

/// The unit as it stands in a caption.
pub(super) fn unit_words(measured: &Measured) -> &str {
    measured.unit.words().unwrap_or("in percent")
}

fn row(report: &Report<'_>, series: &GapTrendSeries, point: &GapPoint) -> Vec<TableCell> {
    let [group, all] = rates(point);
    let mut row = vec![
        TableCell::text(period(point.period)),
        TableCell::text(&series.name),
        TableCell::text(report.area_name(&series.area)),
        TableCell::text(&series.against),
        group,
        all,
    ];
    // A published gap is whole, its limits are ours: each keeps its decimals.
    let [value, lower, upper] = cells::estimate(&point.relative, 1);
    let value = match (&point.origin, point.relative) {
        (GapOrigin::Published { .. }, Cell::Known { value, .. }) => {
            cells::printed(&Cell::known(value.value), 0)
        }
        _ => value,
    };
    row.extend([value, lower, upper]);
    let mut words = match &point.origin {
        GapOrigin::Published { origin, .. } => format!("published: {origin}"),
        GapOrigin::Computed => "made from counts".to_owned(),
    };
    if point.overlaps_previous {
        words.push_str("; overlaps the period before");
    }
    row.push(TableCell::text(words));
    row
}

/// What the publisher says of the gap and of the rates beside it; empty where
/// that is nothing.
fn marks(point: &GapPoint) -> String {
    let [group, all] = match &point.printed_rates {
        Some((group, all)) => [cells::note(group), cells::note(all)],
        None => [&point.group, &point.all]
            .map(|rate| rate.as_ref().and_then(|rate| cells::note(&rate.rate))),
    };
    let gap = cells::note(&point.relative);
    // A gap made from rates carries their marks: they are said once.
    let beside = |name: &str, mark: Option<String>| {
        mark.filter(|mark| Some(mark) != gap.as_ref()).map(|mark| format!("{name}: {mark}"))
    };
    let rates = [beside("rate of the group", group), beside("rate held against", all)];
    gap.clone().into_iter().chain(rates.into_iter().flatten()).collect::<Vec<_>>().join("; ")
}

/// The rates of group and all: as printed, or made from counts.
fn rates(point: &GapPoint) -> [TableCell; 2] {
    if let Some((group, all)) = &point.printed_rates {
        return [cells::printed(group, 1), cells::printed(all, 1)];
    }
    [&point.group, &point.all].map(|rate| match rate {
        Some(rate) => {
            let [value, ..] = cells::estimate(&rate.rate, 1);
            value
        }
        None => TableCell::missing("not reported"),
    })
}

/// The methods of its figures.
pub(super) fn methods(trend: &GapTrend) -> impl Iterator<Item = MethodId> {
    trend.series.iter().flat_map(|series| &series.points).flat_map(methods_at)
}

/// The methods of a gap and of the rates that it is made of.
pub(super) fn methods_at(point: &GapPoint) -> impl Iterator<Item = MethodId> {
    let gaps = [point.relative, point.absolute].into_iter();
    let gaps = gaps.filter_map(|gap| gap.value().map(|estimate| estimate.method));
    names::methods(point.group.iter().chain(&point.all)).chain(gaps)
}

fn sources_of(trend: &GapTrend) -> impl Iterator<Item = SourceId> {
    trend.series.iter().flat_map(|series| &series.points).flat_map(|point| {
        let mut ids = names::sources([&point.group, &point.all].into_iter().flatten());
        if let GapOrigin::Published { source, .. } = &point.origin {
            ids.insert(source.clone());
        }
        ids
    })
}
