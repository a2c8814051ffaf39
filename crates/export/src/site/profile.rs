//! One page for each dimension: who does it fall on, and how steeply?

use std::collections::BTreeSet;

use firstyear_analysis::{
    CountedRate, InequalityProfile, ProfileGroup, ProfilePeriod, Slope, Summary,
};
use firstyear_core::{DimensionId, Direction, Estimate, MethodId};

use super::block::{Block, NamedTable, PageParts, Pointer};
use super::gap::unit_words;
use super::{Report, cells, names};
use crate::chart::{
    Against, AxisStart, Column, DataTable, GradientChart, GradientGroup, GradientMark, Heading,
    IntervalStyle, Measure, MultiplesChart, MultiplesPanel, MultiplesPoint, Overlap, RangeChart,
    RangeRow, Reading, ReferenceLine, SeriesBreak, SlopeCourse, SlopeLine, Slug, Standing,
    TableCell, TrendChart, TrendPoint, TrendSeries,
};
use crate::format::capital;
use crate::sentence::{Measured, period, profile, remark, sample, title};

/// Names of pages by the beginning of the dimension's id: file and title.
const NAMES: [(&str, &str, &str); 4] = [
    ("imd", "deprivation", "Deprivation"),
    ("ns-sec", "ns-sec", "Occupation (NS-SEC)"),
    ("mother-age", "mother-age", "Mother’s age"),
    ("ethnic", "ethnic-group", "Ethnic group"),
];

/// Names of other pages.
const TAKEN: [&str; 29] = [
    "index",
    "gap",
    "areas",
    "funnel",
    "small-areas",
    "scorecard",
    "area-profile",
    "selection",
    "causes",
    "trend",
    "spc",
    "decomposition",
    "ppor",
    "scenario",
    "drivers",
    "evaluation",
    "board",
    "recommendations",
    "tracker",
    "learning",
    "self-assessment",
    "equity-audit",
    "deaths-review",
    "printed",
    "methods",
    "glossary",
    "data-quality",
    "problems",
    "downloads",
];

/// A profile with the name of its page.
pub(super) struct Named<'a> {
    pub(super) profile: &'a InequalityProfile,
    pub(super) stem: String,
    pub(super) title: String,
}

/// The pages, in the order of the questions.
pub(super) fn pages(report: &Report<'_>) -> Vec<PageParts> {
    named(report).iter().map(|named| page(report, named)).collect()
}

/// The chart of the first profile whose latest period has a slope, for the
/// overview.
pub(super) fn first_gradient(report: &Report<'_>) -> Option<Pointer> {
    named(report).iter().find_map(|named| {
        let latest = named.profile.periods.last().filter(|at| at.slope.is_some())?;
        let measured = report.measured(&named.profile.indicator);
        Some(Pointer {
            chart: chart(report, named, latest, &measured),
            path: format!("{}.html", named.stem),
            title: named.title.clone(),
        })
    })
}

/// File and title of each page; questions that would share a file are counted.
pub(super) fn named<'a>(report: &Report<'a>) -> Vec<Named<'a>> {
    let mut taken: BTreeSet<String> = TAKEN.map(str::to_owned).into();
    report
        .answers
        .profiles
        .iter()
        .map(|released| {
            let profile = released.get();
            let id = profile.dimension.as_str();
            let known = NAMES.iter().find(|(start, ..)| id.starts_with(start));
            let (stem, title) = known.map_or_else(
                || {
                    (
                        id.to_owned(),
                        profile.periods.last().map_or(id, |p| &p.version_name).to_owned(),
                    )
                },
                |(_, stem, title)| ((*stem).to_owned(), (*title).to_owned()),
            );
            let (mut numbered, mut n) = (stem.clone(), 1_usize);
            while !taken.insert(numbered.clone()) {
                n += 1;
                numbered = format!("{stem}-{n}");
            }
            Named { profile, stem: numbered, title }
        })
        .collect()
}

fn page(report: &Report<'_>, named: &Named<'_>) -> PageParts {
    let profile = named.profile;
    let place = report.area_name(&profile.area);
    let measured = report.measured(&profile.indicator);
    let mut blocks = Vec::new();
    match profile.periods.last() {
        Some(latest) => {
            blocks.extend(of_latest(report, named, latest, &measured));
            if profile.periods.len() > 1 {
                blocks.extend(over_time(report, named, &measured));
            }
        }
        None => blocks.push(Block::Text(format!("No period has a figure for {place}."))),
    }
    blocks.extend(profile::left_over(profile).map(Block::Note));
    PageParts {
        path: format!("{}.html", named.stem),
        nav: named.title.clone(),
        title: format!("{}: {} in {place}", named.title, measured.name),
        sources: names::sources(rates(profile)),
        blocks,
    }
}

/// Every rate that is shown.
fn rates(profile: &InequalityProfile) -> impl Iterator<Item = &CountedRate> {
    profile.periods.iter().flat_map(|at| {
        at.groups.iter().chain(&at.remainders).map(|group| &group.rate).chain(&at.total)
    })
}

/// The methods of the rates, the slopes and the excess over the best.
pub(super) fn methods(profile: &InequalityProfile) -> impl Iterator<Item = MethodId> {
    let slopes = profile.periods.iter().filter_map(|at| at.slope);
    let slopes = slopes.flat_map(|slope| [slope.sii, slope.rii]);
    let excess = profile.periods.iter().filter_map(|at| at.excess.as_ref());
    let excess = excess.flat_map(|excess| [excess.par, excess.paf, excess.events]);
    names::methods(rates(profile)).chain(slopes.chain(excess).map(|estimate| estimate.method))
}

/// The findings of the latest period, without charts.
pub(super) fn findings(report: &Report<'_>, profile: &InequalityProfile) -> Vec<String> {
    let Some(latest) = profile.periods.last() else { return Vec::new() };
    let measured = report.measured(&profile.indicator);
    let place = report.area_name(&profile.area);
    let mut said = vec![profile::extremes(profile, latest, &place, &measured)];
    said.extend(latest.slope.as_ref().map(|slope| profile::slope(slope, &measured)));
    said.extend(latest.excess.as_ref().map(|excess| profile::excess(excess, &measured)));
    said
}

/// Why the latest period has no slope or no share.
pub(super) fn not_computed(profile: &InequalityProfile) -> Vec<String> {
    profile.periods.last().map(profile::not_computed).unwrap_or_default()
}

fn of_latest(
    report: &Report<'_>,
    named: &Named<'_>,
    latest: &ProfilePeriod,
    measured: &Measured,
) -> Vec<Block> {
    let profile = named.profile;
    let mut blocks = vec![Block::Heading(format!("The latest period, {}", period(latest.period)))];
    blocks.extend(findings(report, profile).into_iter().map(Block::Finding));
    blocks.extend(not_computed(profile).into_iter().map(Block::Note));
    let table = NamedTable::new(&named.stem, groups_table(report, named, latest, measured));
    blocks.push(Block::Chart { chart: chart(report, named, latest, measured), table });
    if latest.slope.is_some() {
        blocks.push(Block::Note(profile::CAUTION.to_owned()));
    }
    let rates = latest.groups.iter().map(|group| &group.rate);
    blocks.extend(rates.clone().find_map(|r| sample(r.basis, measured)).map(Block::Note));
    blocks
}

fn chart(
    report: &Report<'_>,
    named: &Named<'_>,
    latest: &ProfilePeriod,
    measured: &Measured,
) -> Box<dyn crate::chart::Chart> {
    let profile = named.profile;
    let name = capital(&measured.name);
    let ordered = profile::has_slope_order(profile.direction);
    let heading = Heading {
        id: Slug::new(&named.stem),
        title: title::groups(profile, latest, &report.area_name(&profile.area), measured),
        description: format!(
            "The rate of each group with its limits{}. Every figure is in the table.",
            if ordered && latest.slope.is_some() { ", and the slope fitted to them" } else { "" }
        ),
        subtitle: format!(
            "{name} by {}, {}, {}",
            latest.version_name,
            report.area_name(&profile.area),
            period(latest.period)
        ),
        when_empty: "No rate of any group can be shown.".to_owned(),
        words: report.language,
    };
    let measure =
        cells::measure(format!("{name}, {}", unit_words(measured)), 1, report.project.confidence);
    if ordered {
        let worst_first = profile.direction == Some(Direction::MostDisadvantagedFirst);
        Box::new(gradient(heading, measure, latest, measured, worst_first))
    } else {
        Box::new(ranges(heading, measure, latest))
    }
}

/// Groups without an order of disadvantage, and all as a row of their own: the
/// groups are not compared with it.
fn ranges(heading: Heading, measure: Measure, latest: &ProfilePeriod) -> RangeChart {
    let all = latest.total.iter().map(|total| range_row(&latest.total_label, total, remark(total)));
    let groups = latest
        .groups
        .iter()
        .map(|group| range_row(&group.label, &group.rate, profile::remark_of(group)));
    RangeChart {
        heading,
        measure,
        axis_start: AxisStart::Zero,
        row_label: "Group".to_owned(),
        rows: groups.chain(all).collect(),
        comparator: None,
        against: Against::Comparator,
        other_parts: Vec::new(),
    }
}

/// Groups in their order, with the slope and the rate of all.
fn gradient(
    heading: Heading,
    measure: Measure,
    latest: &ProfilePeriod,
    measured: &Measured,
    worst_first: bool,
) -> GradientChart {
    let ends = ["most disadvantaged".to_owned(), "least disadvantaged".to_owned()];
    let [first_end, last_end] = if worst_first { ends } else { reversed(ends) };
    let total = latest.total.as_ref().filter(|total| total.rate.value().is_some());
    GradientChart {
        heading,
        measure,
        group_label: "Group".to_owned(),
        groups: latest.groups.iter().map(gradient_group).collect(),
        first_end,
        last_end,
        slope: latest.slope.as_ref().map(|slope| slope_line(slope, measured, worst_first)),
        reference: total.map(|total| ReferenceLine {
            label: latest.total_label.clone(),
            reading: cells::reading(&total.rate),
            decimals: 1,
        }),
        mark: GradientMark::Dots,
    }
}

/// The fit, from the left end to the right.
fn slope_line(slope: &Slope, measured: &Measured, worst_first: bool) -> SlopeLine {
    let fitted = [slope.most_disadvantaged, slope.least_disadvantaged];
    let [first, last] = if worst_first { fitted } else { reversed(fitted) };
    let limits = slope.sii.interval.map_or("no limits".to_owned(), |i| measured.unit.limits(&i));
    SlopeLine {
        label: format!("Fitted slope: {} ({limits})", measured.unit.short(slope.sii.value)),
        first,
        last,
        // The slope is fitted to the logarithm of the rate.
        course: SlopeCourse::Proportional,
    }
}

fn reversed<T>([first, last]: [T; 2]) -> [T; 2] {
    [last, first]
}

fn range_row(label: &str, rate: &CountedRate, note: Option<String>) -> RangeRow {
    RangeRow {
        label: label.to_owned(),
        reading: cells::reading(&rate.rate),
        standing: Standing::NotCompared,
        note,
    }
}

fn gradient_group(group: &ProfileGroup) -> GradientGroup {
    GradientGroup {
        label: group.label.clone(),
        reading: cells::reading(&group.rate.rate),
        note: profile::remark_of(group),
    }
}

/// Groups, then those in no group, then all.
fn groups_table(
    report: &Report<'_>,
    named: &Named<'_>,
    latest: &ProfilePeriod,
    measured: &Measured,
) -> DataTable {
    let mut columns = vec![
        Column::text("Group"),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
    ];
    columns.extend(cells::columns("Rate"));
    let in_table = latest.groups.iter().map(|group| (group.label.clone(), group));
    let beside = latest.remainders.iter();
    let beside = beside.map(|group| (format!("{} (in no group)", group.label), group));
    let groups = in_table.chain(beside);
    let all = latest.total.iter().map(|total| (latest.total_label.clone(), total, remark(total)));
    let lines: Vec<(String, &CountedRate, Option<String>)> = groups
        .map(|(label, group)| (label, &group.rate, profile::remark_of(group)))
        .chain(all)
        .collect();
    let remarked = lines.iter().any(|(.., remark)| remark.is_some());
    columns.extend(remarked.then(|| Column::text("Remark")));
    let rows = lines
        .into_iter()
        .map(|(label, rate, remark)| {
            let mut row = vec![TableCell::text(label)];
            row.extend(cells::counted(rate));
            row.extend(remarked.then(|| TableCell::text(remark.unwrap_or_default())));
            row
        })
        .collect();
    DataTable {
        caption: format!(
            "{}, {}, by {}, {}, {}",
            capital(&measured.name),
            unit_words(measured),
            latest.version_name,
            report.area_name(&named.profile.area),
            period(latest.period)
        ),
        columns,
        rows,
    }
}

fn over_time(report: &Report<'_>, named: &Named<'_>, measured: &Measured) -> Vec<Block> {
    let profile = named.profile;
    let mut blocks = vec![Block::Heading("Over time".to_owned())];
    let breaks: Vec<String> = profile
        .periods
        .windows(2)
        .filter_map(|pair| profile::version_break(&pair[0], &pair[1]))
        .collect();
    blocks.extend(breaks.into_iter().map(Block::Note));
    let overlaps = profile.periods.windows(2).any(|pair| overlap(&pair[0], &pair[1]));
    if overlaps {
        blocks.push(Block::Note(
            "Some periods overlap: they share years with the one before, so that neighbouring \
             figures are not independent."
                .to_owned(),
        ));
    }
    if profile.periods.iter().any(|at| at.slope.is_some()) {
        let stem = format!("{}-slope-by-period", named.stem);
        blocks.push(Block::Chart {
            chart: Box::new(slope_chart(report, profile, measured, &stem)),
            table: NamedTable::new(&named.stem, slopes_table(profile, measured)),
        });
    }
    if profile.periods.iter().any(|at| at.excess.is_some()) {
        let table = shares_table(profile, measured);
        blocks.push(Block::Table(NamedTable::new(&named.stem, table)));
    }
    let table = NamedTable::new(&named.stem, rates_table(profile, measured));
    let chart = groups_over_time(report, named, measured);
    blocks.push(Block::Chart { chart: Box::new(chart), table });
    blocks
}

/// A small panel for each group, so that their courses can be held against each other.
fn groups_over_time(report: &Report<'_>, named: &Named<'_>, measured: &Measured) -> MultiplesChart {
    let profile = named.profile;
    let mut panels: Vec<MultiplesPanel> = Vec::new();
    for at in &profile.periods {
        for group in &at.groups {
            let point = MultiplesPoint {
                position: at.period.middle(),
                label: period(at.period),
                reading: cells::reading(&group.rate.rate),
            };
            match panels.iter_mut().find(|panel| panel.name == group.label) {
                Some(panel) => panel.points.push(point),
                None => {
                    panels.push(MultiplesPanel { name: group.label.clone(), points: vec![point] });
                }
            }
        }
    }
    MultiplesChart {
        heading: Heading {
            id: Slug::new(&format!("{}-by-period", named.stem)),
            title: title::groups_over_time(profile, measured),
            subtitle: format!(
                "{} of each group by period, {}",
                capital(&measured.name),
                report.area_name(&profile.area)
            ),
            description:
                "A small panel for each group with its rate by period and its limits. All \
                          have one scale, so that heights compare from panel to panel. No line \
                          crosses a change of classification. Every figure is in the table."
                    .to_owned(),
            when_empty: "No rate of any group can be shown.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(
            format!("{}, {}", capital(&measured.name), unit_words(measured)),
            1,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        position_label: "Period".to_owned(),
        panel_label: "Group".to_owned(),
        panels,
        breaks: version_breaks(profile),
        reference: None,
    }
}

/// Whether two neighbours of one version share days.
fn overlap(earlier: &ProfilePeriod, later: &ProfilePeriod) -> bool {
    earlier.version == later.version && earlier.period.overlaps(later.period)
}

fn slope_chart(
    report: &Report<'_>,
    profile: &InequalityProfile,
    measured: &Measured,
    stem: &str,
) -> TrendChart {
    TrendChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::slopes(profile, measured),
            description: "The difference between the fitted rates at the two ends, with its \
                          limits. No line crosses a change of classification."
                .to_owned(),
            subtitle: format!("Slope index of inequality by period, {}", measured.name),
            when_empty: "No slope of any period can be shown.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(
            format!("Slope index, {}", unit_words(measured)),
            1,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        position_label: "Period".to_owned(),
        series: slope_series(report, profile),
        breaks: version_breaks(profile),
        reference: None,
        interval_style: IntervalStyle::Whisker,
    }
}

/// A line for each version, in order of its first period.
fn slope_series(report: &Report<'_>, profile: &InequalityProfile) -> Vec<TrendSeries> {
    let mut found: Vec<(&DimensionId, TrendSeries)> = Vec::new();
    let mut before: Option<&ProfilePeriod> = None;
    for at in &profile.periods {
        let point = slope_point(at, before);
        let known = found.iter_mut().find(|(version, _)| **version == at.version);
        if let Some((_, series)) = known {
            series.points.push(point);
        } else {
            let name = report.short_name(&at.version, &at.version_name);
            let series = TrendSeries { name, unit: String::new(), points: vec![point] };
            found.push((&at.version, series));
        }
        before = Some(at);
    }
    found.into_iter().map(|(_, series)| series).collect()
}

fn slope_point(at: &ProfilePeriod, before: Option<&ProfilePeriod>) -> TrendPoint {
    let slope = at.slope.as_ref();
    TrendPoint {
        position: at.period.middle(),
        label: period(at.period),
        reading: slope
            .map_or_else(|| Reading::missing("not computed"), |s| cells::reading_of(&s.sii)),
        overlap: match before {
            Some(before) if overlap(before, at) => Overlap::WithEarlier,
            _ => Overlap::Apart,
        },
        note: None,
    }
}

/// Where one version ends and the next begins.
fn version_breaks(profile: &InequalityProfile) -> Vec<SeriesBreak> {
    let neighbours = profile.periods.windows(2);
    neighbours
        .filter(|pair| pair[0].version != pair[1].version)
        .map(|pair| SeriesBreak {
            position: f64::midpoint(pair[0].period.middle(), pair[1].period.middle()),
            label: format!("now {}", pair[1].version_name),
        })
        .collect()
}

/// Slope and relative index of each period.
fn slopes_table(profile: &InequalityProfile, measured: &Measured) -> DataTable {
    let mut columns = vec![Column::text("Period"), Column::text("Classification")];
    columns.extend(cells::columns("Slope index"));
    columns.extend(cells::columns("Relative index"));
    let rows = profile.periods.iter().map(|at| {
        let mut row = vec![TableCell::text(period(at.period)), TableCell::text(&at.version_name)];
        row.extend(known(at.slope.as_ref().map(|slope| &slope.sii), 1));
        row.extend(known(at.slope.as_ref().map(|slope| &slope.rii), 2));
        row
    });
    let rows = rows.collect();
    let unit = unit_words(measured);
    let caption = format!("Slope index, {unit}, and relative index of inequality, by period");
    with_reasons(DataTable { caption, columns, rows }, profile, Summary::Slope)
}

/// The share above the reference group in each period.
fn shares_table(profile: &InequalityProfile, measured: &Measured) -> DataTable {
    let mut columns = vec![
        Column::text("Period"),
        Column::text("Classification"),
        Column::text("Reference group"),
    ];
    columns.extend(cells::columns("Attributable risk"));
    columns.extend(cells::columns("Share, %"));
    let rows = profile.periods.iter().map(|at| {
        let reference = at
            .excess
            .as_ref()
            .map_or_else(|| TableCell::missing("none"), |e| TableCell::text(&e.reference_label));
        let mut row =
            vec![TableCell::text(period(at.period)), TableCell::text(&at.version_name), reference];
        row.extend(known(at.excess.as_ref().map(|excess| &excess.par), 1));
        row.extend(known(at.excess.as_ref().map(|excess| &excess.paf), 1));
        row
    });
    let rows = rows.collect();
    let caption = format!(
        "Attributable risk, {}, and share of {}, above the rate of the reference group, by \
         period",
        unit_words(measured),
        measured.events
    );
    with_reasons(DataTable { caption, columns, rows }, profile, Summary::Excess)
}

fn known(estimate: Option<&Estimate>, decimals: usize) -> [TableCell; 3] {
    cells::computed(estimate, decimals)
}

/// A table with one row a period, and why `what` was not computed, where that
/// is so in any period.
fn with_reasons(mut table: DataTable, profile: &InequalityProfile, what: Summary) -> DataTable {
    let why = |at: &ProfilePeriod| -> Vec<String> {
        at.not_computed.iter().filter(|n| n.what == what).map(|n| n.why.clone()).collect()
    };
    if profile.periods.iter().any(|at| !why(at).is_empty()) {
        table.columns.push(Column::text("Why not computed"));
        for (row, at) in table.rows.iter_mut().zip(&profile.periods) {
            row.push(TableCell::text(why(at).join("; ")));
        }
    }
    table
}

fn rates_table(profile: &InequalityProfile, measured: &Measured) -> DataTable {
    let mut columns =
        vec![Column::text("Period"), Column::text("Classification"), Column::text("Group")];
    columns.push(Column::number(capital(&measured.events)));
    columns.push(Column::number(capital(&measured.at_risk)));
    columns.extend(cells::columns("Rate"));
    let mut all = profile.periods.iter().flat_map(|at| &at.groups);
    let remarked = all.any(|group| profile::remark_of(group).is_some());
    columns.extend(remarked.then(|| Column::text("Remark")));
    let rows = profile.periods.iter().flat_map(|at| {
        at.groups.iter().map(move |group| {
            let mut row = vec![
                TableCell::text(period(at.period)),
                TableCell::text(&at.version_name),
                TableCell::text(&group.label),
            ];
            row.extend(cells::counted(&group.rate));
            let remark = || profile::remark_of(group).unwrap_or_default();
            row.extend(remarked.then(|| TableCell::text(remark())));
            row
        })
    });
    DataTable {
        caption: format!("{}, {}, by period", capital(&measured.name), unit_words(measured)),
        columns,
        rows: rows.collect(),
    }
}
