//! The page of gaps: how wide, and is it real?

use firstyear_analysis::{GapOrigin, GapPoint, GapTrend, GapTrendSeries, Released};
use firstyear_core::{Cell, MethodId, SourceId};

use super::block::{Block, NamedTable, PageParts, Pointer};
use super::{Report, cells, names};
use crate::chart::{
    AxisStart, Column, DataTable, Heading, IntervalStyle, LollipopChart, LollipopRow, Overlap,
    Reading, SeriesBreak, Slug, TableCell, TrendChart, TrendPoint, TrendSeries,
};
use crate::format::capital;
use crate::sentence::{Measured, gap, sample, title};
use crate::words::{Words, say};

pub(super) const PATH: &str = "gap.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("gap-{}", index + 1)
}

/// The heading of the page.
fn title(report: &Report<'_>) -> String {
    say!(report.language, "gap-page")
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
        nav: say!(report.language, "gap-page-short"),
        title: title(report),
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
        title: title(report),
    })
}

fn of_trend(report: &Report<'_>, trend: &GapTrend, stem: &str) -> Vec<Block> {
    let measured = report.measured(&trend.indicator);
    let words = report.language;
    let heading =
        say!(words, "gap-heading", group = trend.group.as_str(), against = against(trend, words));
    let mut blocks = vec![Block::Heading(capital(&heading))];
    blocks.extend(gap::findings(trend, &measured).into_iter().map(Block::Finding));
    blocks.push(Block::Text(say!(words, "gap-meaning", indicator = measured.name.as_str())));
    let chart = chart(report, trend, stem);
    blocks.push(Block::Chart {
        chart: Box::new(chart),
        table: NamedTable::new(stem, table(report, trend, &measured)),
    });
    blocks.extend(rates_chart(report, trend, &measured, stem).map(|chart| {
        let table = NamedTable::new(stem, crate::chart::Chart::table(&chart));
        Block::Chart { chart: Box::new(chart), table }
    }));
    let points = || trend.series.iter().flat_map(|series| &series.points);
    let mut notes: Vec<String> =
        trend.series.iter().filter_map(|series| gap::overlap(series, words)).collect();
    for comparison in &trend.comparisons {
        notes.push(say!(
            words,
            "gap-pair",
            earlier = words.period(comparison.earlier),
            later = words.period(comparison.later),
            basis = gap::basis(comparison.test, words)
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
        notes.push(say!(words, "gap-printed-rates"));
    }
    if !notes.is_empty() {
        blocks.push(Block::Subheading(say!(words, "gap-how-to-read")));
        blocks.push(Block::List(notes));
    }
    blocks
}

fn chart(report: &Report<'_>, trend: &GapTrend, stem: &str) -> TrendChart {
    let words = report.language;
    let breaks = breaks(&trend.series, words);
    let shown: Vec<&str> = trend.series.iter().map(|series| series.name.as_str()).collect();
    let then_by = say!(words, "then-by") + " ";
    let mut said = vec![say!(words, "gap-chart-words", series = shown.join(&then_by))];
    if !breaks.is_empty() {
        said.push(say!(words, "gap-chart-no-line"));
    }
    said.extend(gap::findings(trend, &report.measured(&trend.indicator)));
    said.push(say!(words, "figures-in-table"));
    TrendChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::gap(trend, words),
            subtitle: say!(
                words,
                "gap-chart",
                group = trend.group.as_str(),
                against = against(trend, words)
            ),
            description: said.join(" "),
            when_empty: say!(words, "gap-chart-empty"),
            words: report.language,
        },
        measure: cells::measure(words, say!(words, "gap-axis"), 1, report.project.confidence),
        axis_start: AxisStart::Zero,
        position_label: say!(words, "column-period"),
        series: trend.series.iter().map(|one| series(report, one)).collect(),
        breaks,
        reference: None,
        interval_style: IntervalStyle::Whisker,
    }
}

/// The rates of both sides by period: which of them moved. `None` where no period has both.
fn rates_chart(
    report: &Report<'_>,
    trend: &GapTrend,
    measured: &Measured,
    stem: &str,
) -> Option<LollipopChart> {
    let words = report.language;
    let several = trend.series.len() > 1;
    let mut rows = Vec::new();
    for series in &trend.series {
        let mut begins = several.then(|| series.name.clone());
        for point in &series.points {
            let ends = rate_readings(point, words);
            if ends.iter().all(|end| end.drawable().is_none()) {
                continue;
            }
            let gap = cells::reading(words, &point.relative);
            rows.push(LollipopRow {
                begins: begins.take(),
                label: words.period(point.period),
                ends,
                beside: match gap.drawable() {
                    Some(_) => gap.percent(words, 1),
                    None => {
                        words.missing(&point.relative).unwrap_or_else(|| say!(words, "not-known"))
                    }
                },
            });
        }
    }
    let both = |row: &LollipopRow| row.ends.iter().all(|end| end.drawable().is_some());
    if !rows.iter().any(both) {
        return None;
    }
    let against = against(trend, words);
    let [group, all] = [capital(&trend.group), capital(&against)];
    let shown =
        say!(words, "gap-rates-words", group = trend.group.as_str(), against = against.as_str());
    let ends = [title::first_rates(trend, measured), Some(title::rates(trend, measured))];
    let ends = ends.into_iter().flatten().map(|rates| rates + ".");
    let mut said: Vec<String> = std::iter::once(shown).chain(ends).collect();
    said.push(say!(words, "figures-in-table"));
    Some(LollipopChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-rates")),
            title: title::rates(trend, measured),
            subtitle: say!(words, "gap-rates-subtitle", indicator = capital(&measured.name)),
            description: said.join(" "),
            when_empty: say!(words, "gap-rates-empty"),
            words: report.language,
        },
        measure: cells::measure(
            words,
            format!("{}, {}", capital(&measured.name), unit_words(measured)),
            1,
            report.project.confidence,
        ),
        row_label: say!(words, "column-period"),
        ends: [group, all],
        beside: say!(words, "gap-page-short"),
        rows,
    })
}

/// The rates of group and all for a chart: as printed, or made from counts.
fn rate_readings(point: &GapPoint, words: &Words) -> [Reading; 2] {
    if let Some((group, all)) = &point.printed_rates {
        return [group, all].map(|rate| match (rate.value(), words.missing(rate)) {
            (Some(rate), _) => Reading::value(*rate),
            (None, why) => Reading::missing(why.unwrap_or_else(|| say!(words, "not-known"))),
        });
    }
    [&point.group, &point.all].map(|rate| match rate {
        Some(rate) => cells::reading(words, &rate.rate),
        None => Reading::missing(say!(words, "not-reported")),
    })
}

fn series(report: &Report<'_>, series: &GapTrendSeries) -> TrendSeries {
    let points = series.points.iter().map(|point| TrendPoint {
        position: point.period.middle(),
        label: report.language.period(point.period),
        reading: cells::reading(report.language, &point.relative),
        overlap: if point.overlaps_previous { Overlap::WithEarlier } else { Overlap::Apart },
        note: report.language.flags(point.relative.flags()),
    });
    TrendSeries {
        name: report.short_name(&series.dimension, &series.name),
        unit: "%".to_owned(),
        points: points.collect(),
    }
}

/// A break between two series of which the later begins after the earlier
/// ends; series side by side are kept apart by their own lines.
fn breaks(series: &[GapTrendSeries], words: &Words) -> Vec<SeriesBreak> {
    series
        .windows(2)
        .filter_map(|pair| {
            let (last, first) = (pair[0].points.last()?, pair[1].points.first()?);
            let (before, after) = (last.period.middle(), first.period.middle());
            (pair[0].dimension != pair[1].dimension && before < after).then(|| SeriesBreak {
                position: f64::midpoint(before, after),
                label: say!(words, "gap-break", classification = pair[1].name.as_str()),
            })
        })
        .collect()
}

fn table(report: &Report<'_>, trend: &GapTrend, measured: &Measured) -> DataTable {
    let words = report.language;
    let gap = say!(words, "column-gap");
    let mut columns = vec![
        Column::text(say!(words, "column-period")),
        Column::text(say!(words, "column-classification")),
        Column::text(say!(words, "column-area")),
        Column::text(say!(words, "column-held-against")),
        Column::number(say!(words, "column-rate-group")),
        Column::number(say!(words, "column-rate-against")),
        Column::number(gap.as_str()),
        Column::number(say!(words, "column-lower", name = gap.as_str())),
        Column::number(say!(words, "column-upper", name = gap.as_str())),
        Column::text(say!(words, "column-origin")),
    ];
    let points = || trend.series.iter().flat_map(|series| &series.points);
    let marked = points().any(|point| !marks(point, words).is_empty());
    columns.extend(marked.then(|| Column::text(say!(words, "column-marks"))));
    let rows = trend.series.iter().flat_map(|series| {
        series.points.iter().map(move |point| {
            let mut row = row(report, series, point);
            row.extend(marked.then(|| TableCell::text(marks(point, words))));
            row
        })
    });
    DataTable {
        caption: say!(
            words,
            "gap-table",
            group = trend.group.as_str(),
            against = against(trend, words),
            unit = unit_said(measured)
        ),
        columns,
        rows: rows.collect(),
    }
}

/// Those that the group is held against, where every series has the same.
fn against(trend: &GapTrend, words: &Words) -> String {
    match trend.series.split_first() {
        Some((first, others)) if others.iter().all(|s| s.against == first.against) => {
            first.against.clone()
        }
        Some(_) => say!(words, "gap-against-varies"),
        None => trend.against.clone(),
    }
}

/// The unit as it stands in a caption.
pub(super) fn unit_words(measured: &Measured) -> &str {
    measured.unit.words().unwrap_or("in percent")
}

/// The same in the language of the report.
pub(super) fn unit_said(measured: &Measured) -> String {
    let words = measured.words;
    measured.unit.words().map_or_else(|| say!(words, "in-percent"), str::to_owned)
}

fn row(report: &Report<'_>, series: &GapTrendSeries, point: &GapPoint) -> Vec<TableCell> {
    let words = report.language;
    let [group, all] = rates(point, words);
    let mut row = vec![
        TableCell::text(words.period(point.period)),
        TableCell::text(&series.name),
        TableCell::text(report.area_name(&series.area)),
        TableCell::text(&series.against),
        group,
        all,
    ];
    // A published gap is whole, its limits are ours: each keeps its decimals.
    let [value, lower, upper] = cells::estimate(words, &point.relative, 1);
    let value = match (&point.origin, point.relative) {
        (GapOrigin::Published { .. }, Cell::Known { value, .. }) => {
            cells::printed(words, &Cell::known(value.value), 0)
        }
        _ => value,
    };
    row.extend([value, lower, upper]);
    let mut origin = match &point.origin {
        GapOrigin::Published { origin, .. } => {
            say!(words, "gap-published", origin = origin.as_str())
        }
        GapOrigin::Computed => say!(words, "gap-computed"),
    };
    if point.overlaps_previous {
        origin = format!("{origin}; {}", say!(words, "gap-overlaps-before"));
    }
    row.push(TableCell::text(origin));
    row
}

/// What the publisher says of the gap and of the rates beside it; empty where
/// that is nothing.
fn marks(point: &GapPoint, words: &Words) -> String {
    let [group, all] = match &point.printed_rates {
        Some((group, all)) => [group, all].map(|rate| words.flags(rate.flags())),
        None => [&point.group, &point.all]
            .map(|rate| rate.as_ref().and_then(|rate| words.flags(rate.rate.flags()))),
    };
    let gap = words.flags(point.relative.flags());
    // A gap made from rates carries their marks: they are said once.
    let beside = |name: String, mark: Option<String>| {
        mark.filter(|mark| Some(mark) != gap.as_ref()).map(|mark| format!("{name}: {mark}"))
    };
    let rates = [
        beside(say!(words, "rate-of-group"), group),
        beside(say!(words, "rate-held-against"), all),
    ];
    gap.clone().into_iter().chain(rates.into_iter().flatten()).collect::<Vec<_>>().join("; ")
}

/// The rates of group and all: as printed, or made from counts.
fn rates(point: &GapPoint, words: &Words) -> [TableCell; 2] {
    if let Some((group, all)) = &point.printed_rates {
        return [cells::printed(words, group, 1), cells::printed(words, all, 1)];
    }
    [&point.group, &point.all].map(|rate| match rate {
        Some(rate) => {
            let [value, ..] = cells::estimate(words, &rate.rate, 1);
            value
        }
        None => TableCell::missing(say!(words, "not-reported")),
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
