//! One page for each dimension: who does it fall on, and how steeply?

use std::collections::BTreeSet;

use firstyear_analysis::{
    CountedRate, InequalityProfile, ProfileGroup, ProfilePeriod, Slope, Summary,
};
use firstyear_core::{DimensionId, Direction, Estimate, MethodId};

use super::block::{Block, NamedTable, PageParts, Pointer};
use super::gap::unit_said;
use super::{Report, cells, names};
use crate::chart::{
    Against, AxisStart, Column, DataTable, GradientChart, GradientGroup, GradientMark, Heading,
    IntervalStyle, Measure, MultiplesChart, MultiplesPanel, MultiplesPoint, Overlap, RangeChart,
    RangeRow, Reading, ReferenceLine, SeriesBreak, SlopeCourse, SlopeLine, Slug, Standing,
    TableCell, TrendChart, TrendPoint, TrendSeries,
};
use crate::format::capital;
use crate::sentence::course::{CoursePoint, course};
use crate::sentence::{Measured, profile, sample, title};
use crate::words::{Words, say};

/// Files of pages by the beginning of the dimension's id.
const STEMS: [(&str, &str); 4] = [
    ("imd", "deprivation"),
    ("ns-sec", "ns-sec"),
    ("mother-age", "mother-age"),
    ("ethnic", "ethnic-group"),
];

/// What the page with this file is called; `None` for one named after its dimension.
fn name_of(stem: &str, words: &Words) -> Option<String> {
    match stem {
        "deprivation" => Some(say!(words, "profile-deprivation")),
        "ns-sec" => Some(say!(words, "profile-ns-sec")),
        "mother-age" => Some(say!(words, "profile-mother-age")),
        "ethnic-group" => Some(say!(words, "profile-ethnic-group")),
        _ => None,
    }
}

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
            let known = STEMS.iter().find(|(start, _)| id.starts_with(start));
            let named = known
                .and_then(|(_, stem)| Some(((*stem).to_owned(), name_of(stem, report.language)?)));
            let (stem, title) = named.unwrap_or_else(|| {
                let name = profile.periods.last().map_or(id, |p| &p.version_name);
                (id.to_owned(), name.to_owned())
            });
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
    let (words, profile) = (report.language, named.profile);
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
        None => {
            blocks.push(Block::Text(say!(words, "profile-no-period", area = place.as_str())));
        }
    }
    blocks.extend(profile::left_over(profile, words).map(Block::Note));
    PageParts {
        path: format!("{}.html", named.stem),
        nav: named.title.clone(),
        title: say!(
            words,
            "profile-page",
            name = named.title.as_str(),
            indicator = measured.name.as_str(),
            area = place
        ),
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
pub(super) fn not_computed(profile: &InequalityProfile, words: &Words) -> Vec<String> {
    profile.periods.last().map(|at| profile::not_computed(at, words)).unwrap_or_default()
}

fn of_latest(
    report: &Report<'_>,
    named: &Named<'_>,
    latest: &ProfilePeriod,
    measured: &Measured,
) -> Vec<Block> {
    let (words, profile) = (report.language, named.profile);
    let heading = say!(words, "profile-latest", period = words.period(latest.period));
    let mut blocks = vec![Block::Heading(heading)];
    blocks.extend(findings(report, profile).into_iter().map(Block::Finding));
    blocks.extend(not_computed(profile, words).into_iter().map(Block::Note));
    let table = NamedTable::new(&named.stem, groups_table(report, named, latest, measured));
    blocks.push(Block::Chart { chart: chart(report, named, latest, measured), table });
    if latest.slope.is_some() {
        blocks.push(Block::Note(say!(words, "profile-slope-caution")));
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
    let (words, profile) = (report.language, named.profile);
    let (name, area) = (capital(&measured.name), report.area_name(&profile.area));
    let ordered = profile::has_slope_order(profile.direction);
    let unit = unit_said(measured);
    let indicator = measured.name.as_str();
    let mut said = vec![if ordered && latest.slope.is_some() {
        say!(words, "profile-chart-words-slope", indicator = indicator, unit = unit.as_str())
    } else {
        say!(words, "profile-chart-words", indicator = indicator, unit = unit.as_str())
    }];
    said.extend(profile::drawn(profile, latest, &area, measured));
    said.push(say!(words, "figures-in-table"));
    let heading = Heading {
        id: Slug::new(&named.stem),
        title: title::groups(profile, latest, &area, measured),
        description: said.join(" "),
        subtitle: say!(
            words,
            "profile-chart",
            indicator = name.as_str(),
            classification = latest.version_name.as_str(),
            area = area,
            period = words.period(latest.period)
        ),
        when_empty: say!(words, "profile-chart-empty"),
        words,
    };
    let measure = cells::measure(
        words,
        say!(words, "profile-axis", indicator = name, unit = unit),
        1,
        report.project.confidence,
    );
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
    let words = heading.words;
    let row = |label: &str, rate: &CountedRate, note| RangeRow {
        label: label.to_owned(),
        reading: cells::reading(words, &rate.rate),
        standing: Standing::NotCompared,
        note,
    };
    let all = latest.total.iter().map(|total| row(&latest.total_label, total, words.remark(total)));
    let groups = latest
        .groups
        .iter()
        .map(|group| row(&group.label, &group.rate, profile::remark_of(group, words)));
    RangeChart {
        heading,
        measure,
        axis_start: AxisStart::Zero,
        row_label: say!(words, "profile-column-group"),
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
    let words = heading.words;
    let ends = [say!(words, "profile-most"), say!(words, "profile-least")];
    let [first_end, last_end] = if worst_first { ends } else { reversed(ends) };
    let total = latest.total.as_ref().filter(|total| total.rate.value().is_some());
    GradientChart {
        heading,
        measure,
        group_label: say!(words, "profile-column-group"),
        groups: latest.groups.iter().map(|group| gradient_group(group, words)).collect(),
        first_end,
        last_end,
        slope: latest.slope.as_ref().map(|slope| slope_line(slope, measured, worst_first)),
        reference: total.map(|total| ReferenceLine {
            label: latest.total_label.clone(),
            reading: cells::reading(words, &total.rate),
            decimals: 1,
        }),
        mark: GradientMark::Dots,
    }
}

/// The fit, from the left end to the right.
fn slope_line(slope: &Slope, measured: &Measured, worst_first: bool) -> SlopeLine {
    let fitted = [slope.most_disadvantaged, slope.least_disadvantaged];
    let [first, last] = if worst_first { fitted } else { reversed(fitted) };
    let words = measured.words;
    let limits = slope.sii.interval.map_or_else(
        || say!(words, "profile-no-limits"),
        |limits| words.limits(&measured.unit, &limits),
    );
    let sii = measured.unit.short(slope.sii.value);
    SlopeLine {
        label: say!(words, "profile-fitted-slope", slope = sii, limits = limits),
        first,
        last,
        // The slope is fitted to the logarithm of the rate.
        course: SlopeCourse::Proportional,
    }
}

fn reversed<T>([first, last]: [T; 2]) -> [T; 2] {
    [last, first]
}

fn gradient_group(group: &ProfileGroup, words: &Words) -> GradientGroup {
    GradientGroup {
        label: group.label.clone(),
        reading: cells::reading(words, &group.rate.rate),
        note: profile::remark_of(group, words),
    }
}

/// Groups, then those in no group, then all.
fn groups_table(
    report: &Report<'_>,
    named: &Named<'_>,
    latest: &ProfilePeriod,
    measured: &Measured,
) -> DataTable {
    let words = report.language;
    let mut columns = vec![
        Column::text(say!(words, "profile-column-group")),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
    ];
    columns.extend(cells::columns(words, &say!(words, "trend-column-rate")));
    let in_table = latest.groups.iter().map(|group| (group.label.clone(), group));
    let beside = latest.remainders.iter();
    let beside = beside
        .map(|group| (say!(words, "profile-in-no-group", group = group.label.as_str()), group));
    let groups = in_table.chain(beside);
    let all =
        latest.total.iter().map(|total| (latest.total_label.clone(), total, words.remark(total)));
    let lines: Vec<(String, &CountedRate, Option<String>)> = groups
        .map(|(label, group)| (label, &group.rate, profile::remark_of(group, words)))
        .chain(all)
        .collect();
    let remarked = lines.iter().any(|(.., remark)| remark.is_some());
    columns.extend(remarked.then(|| Column::text(say!(words, "trend-column-remark"))));
    let rows = lines
        .into_iter()
        .map(|(label, rate, remark)| {
            let mut row = vec![TableCell::text(label)];
            row.extend(cells::counted(words, rate));
            row.extend(remarked.then(|| TableCell::text(remark.unwrap_or_default())));
            row
        })
        .collect();
    DataTable {
        caption: say!(
            words,
            "profile-groups-table",
            indicator = capital(&measured.name),
            unit = unit_said(measured),
            classification = latest.version_name.as_str(),
            area = report.area_name(&named.profile.area),
            period = words.period(latest.period)
        ),
        columns,
        rows,
    }
}

fn over_time(report: &Report<'_>, named: &Named<'_>, measured: &Measured) -> Vec<Block> {
    let (words, profile) = (report.language, named.profile);
    let mut blocks = vec![Block::Heading(say!(words, "profile-over-time"))];
    let breaks: Vec<String> = profile
        .periods
        .windows(2)
        .filter_map(|pair| profile::version_break(&pair[0], &pair[1], words))
        .collect();
    blocks.extend(breaks.into_iter().map(Block::Note));
    let overlaps = profile.periods.windows(2).any(|pair| overlap(&pair[0], &pair[1]));
    if overlaps {
        blocks.push(Block::Note(say!(words, "profile-overlap")));
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
    let (words, profile) = (report.language, named.profile);
    let mut panels: Vec<MultiplesPanel> = Vec::new();
    for at in &profile.periods {
        for group in &at.groups {
            let point = MultiplesPoint {
                position: at.period.middle(),
                label: words.period(at.period),
                reading: cells::reading(words, &group.rate.rate),
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
            subtitle: say!(
                words,
                "profile-panels",
                indicator = capital(&measured.name),
                area = report.area_name(&profile.area)
            ),
            description: panels_words(report, profile, measured),
            when_empty: say!(words, "profile-chart-empty"),
            words,
        },
        measure: cells::measure(
            words,
            say!(
                words,
                "profile-axis",
                indicator = capital(&measured.name),
                unit = unit_said(measured)
            ),
            1,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        position_label: say!(words, "column-period"),
        panel_label: say!(words, "profile-column-group"),
        panels,
        breaks: version_breaks(profile, words),
        reference: None,
    }
}

/// What the panels show: each group of the latest classification at its first and its last period.
fn panels_words(report: &Report<'_>, profile: &InequalityProfile, measured: &Measured) -> String {
    let words = report.language;
    let mut said = vec![say!(words, "profile-panels-words", unit = unit_said(measured))];
    if let Some(last) = profile.periods.last() {
        let first = profile.periods.iter().find(|at| at.version == last.version);
        let first = first.filter(|first| first.period != last.period);
        said.push(courses(first, last, measured));
        let confidence = report.project.confidence.to_string();
        said.push(say!(words, "profile-panels-interval", confidence = confidence));
    }
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

fn courses(first: Option<&ProfilePeriod>, last: &ProfilePeriod, measured: &Measured) -> String {
    let words = measured.words;
    let figure = |group: &ProfileGroup| match group.rate.rate.value() {
        Some(rate) => with_limits(rate, measured),
        None => words.missing(&group.rate.rate).unwrap_or_else(|| say!(words, "not-known")),
    };
    let then = |group: &ProfileGroup| {
        first.and_then(|at| at.groups.iter().find(|one| one.label == group.label)).map(figure)
    };
    let each = last.groups.iter().map(|group| {
        let (label, now) = (group.label.as_str(), figure(group));
        match then(group) {
            Some(then) => {
                say!(words, "profile-panels-course", group = label, then = then, now = now)
            }
            None => say!(words, "profile-panels-figure", group = label, value = now),
        }
    });
    let each = each.collect::<Vec<_>>().join("; ");
    let (at, by) = (words.period(last.period), last.version_name.as_str());
    match first {
        Some(first) => say!(
            words,
            "profile-panels-courses",
            first = words.period(first.period),
            last = at,
            classification = by,
            courses = each
        ),
        None => {
            say!(words, "profile-panels-at", period = at, classification = by, figures = each)
        }
    }
}

/// A rate and its limits in brackets, where many stand in one sentence.
fn with_limits(rate: &Estimate, measured: &Measured) -> String {
    let (words, unit) = (measured.words, &measured.unit);
    let value = unit.short(rate.value);
    match rate.interval {
        Some(limits) => say!(
            words,
            "profile-panels-limits",
            value = value,
            lower = unit.short(limits.lower),
            upper = unit.short(limits.upper)
        ),
        None => value,
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
    let words = report.language;
    TrendChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::slopes(profile, measured),
            description: slopes_words(report, profile, measured),
            subtitle: say!(words, "profile-slopes", indicator = measured.name.as_str()),
            when_empty: say!(words, "profile-slopes-empty"),
            words,
        },
        measure: cells::measure(
            words,
            say!(words, "profile-slopes-axis", unit = unit_said(measured)),
            1,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        position_label: say!(words, "column-period"),
        series: slope_series(report, profile),
        breaks: version_breaks(profile, words),
        reference: None,
        interval_style: IntervalStyle::Whisker,
    }
}

/// What is drawn, and the course of the slope under each classification.
fn slopes_words(report: &Report<'_>, profile: &InequalityProfile, measured: &Measured) -> String {
    let (words, unit) = (report.language, &measured.unit);
    let mut of_version: Vec<(String, Vec<CoursePoint<'_>>)> = Vec::new();
    for at in &profile.periods {
        let figure = at.slope.as_ref().map(|slope| &slope.sii);
        let figure = figure.ok_or_else(|| say!(words, "not-computed"));
        let point = CoursePoint { period: at.period, figure, anew: None };
        let name = capital(&report.short_name(&at.version, &at.version_name));
        match of_version.iter_mut().find(|(known, _)| *known == name) {
            Some((_, points)) => points.push(point),
            None => of_version.push((name, vec![point])),
        }
    }
    let mut said = vec![say!(words, "profile-slopes-words", unit = unit_said(measured))];
    said.extend(of_version.iter().map(|(name, points)| {
        let full =
            |sii: &Estimate| format!("{} {}", unit.short(sii.value), words.bracket(unit, sii));
        course(name, points, full, |value| unit.short(value), words)
    }));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// A line for each version, in order of its first period.
fn slope_series(report: &Report<'_>, profile: &InequalityProfile) -> Vec<TrendSeries> {
    let mut found: Vec<(&DimensionId, TrendSeries)> = Vec::new();
    let mut before: Option<&ProfilePeriod> = None;
    for at in &profile.periods {
        let point = slope_point(at, before, report.language);
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

fn slope_point(at: &ProfilePeriod, before: Option<&ProfilePeriod>, words: &Words) -> TrendPoint {
    let slope = at.slope.as_ref();
    TrendPoint {
        position: at.period.middle(),
        label: words.period(at.period),
        reading: slope.map_or_else(
            || Reading::missing(say!(words, "not-computed")),
            |slope| cells::reading_of(&slope.sii),
        ),
        overlap: match before {
            Some(before) if overlap(before, at) => Overlap::WithEarlier,
            _ => Overlap::Apart,
        },
        note: None,
    }
}

/// Where one version ends and the next begins.
fn version_breaks(profile: &InequalityProfile, words: &Words) -> Vec<SeriesBreak> {
    let neighbours = profile.periods.windows(2);
    neighbours
        .filter(|pair| pair[0].version != pair[1].version)
        .map(|pair| SeriesBreak {
            position: f64::midpoint(pair[0].period.middle(), pair[1].period.middle()),
            label: say!(
                words,
                "trend-break-version",
                classification = pair[1].version_name.as_str()
            ),
        })
        .collect()
}

/// Slope and relative index of each period.
fn slopes_table(profile: &InequalityProfile, measured: &Measured) -> DataTable {
    let words = measured.words;
    let mut columns = vec![
        Column::text(say!(words, "column-period")),
        Column::text(say!(words, "column-classification")),
    ];
    columns.extend(cells::columns(words, &say!(words, "profile-column-slope")));
    columns.extend(cells::columns(words, &say!(words, "profile-column-relative")));
    let rows = profile.periods.iter().map(|at| {
        let when = words.period(at.period);
        let mut row = vec![TableCell::text(when), TableCell::text(&at.version_name)];
        row.extend(cells::computed(words, at.slope.as_ref().map(|slope| &slope.sii), 1));
        row.extend(cells::computed(words, at.slope.as_ref().map(|slope| &slope.rii), 2));
        row
    });
    let rows = rows.collect();
    let caption = say!(words, "profile-slopes-table", unit = unit_said(measured));
    with_reasons(DataTable { caption, columns, rows }, profile, Summary::Slope, words)
}

/// The share above the reference group in each period.
fn shares_table(profile: &InequalityProfile, measured: &Measured) -> DataTable {
    let words = measured.words;
    let mut columns = vec![
        Column::text(say!(words, "column-period")),
        Column::text(say!(words, "column-classification")),
        Column::text(say!(words, "profile-column-reference")),
    ];
    columns.extend(cells::columns(words, &say!(words, "profile-column-risk")));
    columns.extend(cells::columns(words, &say!(words, "profile-column-share")));
    let rows = profile.periods.iter().map(|at| {
        let reference = at.excess.as_ref().map_or_else(
            || TableCell::missing(say!(words, "none")),
            |excess| TableCell::text(&excess.reference_label),
        );
        let when = TableCell::text(words.period(at.period));
        let mut row = vec![when, TableCell::text(&at.version_name), reference];
        row.extend(cells::computed(words, at.excess.as_ref().map(|excess| &excess.par), 1));
        row.extend(cells::computed(words, at.excess.as_ref().map(|excess| &excess.paf), 1));
        row
    });
    let rows = rows.collect();
    let caption = say!(
        words,
        "profile-shares-table",
        unit = unit_said(measured),
        events = measured.events.as_str()
    );
    with_reasons(DataTable { caption, columns, rows }, profile, Summary::Excess, words)
}

/// A table with one row a period, and why `what` was not computed, where that
/// is so in any period.
fn with_reasons(
    mut table: DataTable,
    profile: &InequalityProfile,
    what: Summary,
    words: &Words,
) -> DataTable {
    let why = |at: &ProfilePeriod| -> Vec<String> {
        at.not_computed.iter().filter(|n| n.what == what).map(|n| n.why.clone()).collect()
    };
    if profile.periods.iter().any(|at| !why(at).is_empty()) {
        table.columns.push(Column::text(say!(words, "profile-column-why")));
        for (row, at) in table.rows.iter_mut().zip(&profile.periods) {
            row.push(TableCell::text(why(at).join("; ")));
        }
    }
    table
}

fn rates_table(profile: &InequalityProfile, measured: &Measured) -> DataTable {
    let words = measured.words;
    let mut columns = vec![
        Column::text(say!(words, "column-period")),
        Column::text(say!(words, "column-classification")),
        Column::text(say!(words, "profile-column-group")),
    ];
    columns.push(Column::number(capital(&measured.events)));
    columns.push(Column::number(capital(&measured.at_risk)));
    columns.extend(cells::columns(words, &say!(words, "trend-column-rate")));
    let mut all = profile.periods.iter().flat_map(|at| &at.groups);
    let remarked = all.any(|group| profile::remark_of(group, words).is_some());
    columns.extend(remarked.then(|| Column::text(say!(words, "trend-column-remark"))));
    let rows = profile.periods.iter().flat_map(|at| {
        at.groups.iter().map(move |group| {
            let mut row = vec![
                TableCell::text(words.period(at.period)),
                TableCell::text(&at.version_name),
                TableCell::text(&group.label),
            ];
            row.extend(cells::counted(words, &group.rate));
            let remark = || profile::remark_of(group, words).unwrap_or_default();
            row.extend(remarked.then(|| TableCell::text(remark())));
            row
        })
    });
    DataTable {
        caption: say!(
            words,
            "profile-rates-table",
            indicator = capital(&measured.name),
            unit = unit_said(measured)
        ),
        columns,
        rows: rows.collect(),
    }
}
