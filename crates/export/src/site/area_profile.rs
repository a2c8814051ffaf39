//! The pages of single areas: what is known of this one?

use firstyear_analysis::{
    AreaProfile, CountedRate, InequalityProfile, Neighbour, Neighbours, ProfileGroup, ProfileRow,
    ScorecardRow, Standing,
};
use firstyear_core::{AreaCode, MethodId, Polarity};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names, profile, scorecard, trend};
use crate::chart::{
    Column, DataTable, Heading, Reading, RugCell, RugChart, RugRow, Slug, SpineChart, SpineRow,
    SpineSide, SpineSpread, SpineStanding, TableCell,
};
use crate::format::capital;
use crate::sentence::area_profile::{self as words, READING};
use crate::sentence::{Measured, missing, period, title, trend as trends};

pub(super) const PATH: &str = "area-profile.html";
pub(super) const TITLE: &str = "What is known of this area?";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("area-profile-{}", index + 1)
}

/// The page; `None` for a project without profiles of areas.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.area_profiles;
    PageParts::of_answers((PATH, "Area profile", TITLE), answers, |index, found| {
        (names::sources(rates(found)), of_profile(report, found, &stem(index)))
    })
}

/// Every rate that is shown.
pub(super) fn rates(found: &AreaProfile) -> impl Iterator<Item = &CountedRate> {
    let rows = found.rows.iter().flat_map(|profiled| {
        let own = profiled.row.latest().map(|point| &point.rate);
        own.into_iter().chain(&profiled.row.comparator)
    });
    let near = found.neighbours.iter().flatten().flat_map(|near| &near.areas);
    let groups = found.groups.iter().filter_map(|profile| profile.periods.last());
    let groups = groups.flat_map(|at| at.groups.iter().map(|group| &group.rate));
    rows.chain(near.map(|one| &one.area.rate)).chain(groups)
}

/// The methods of the rows, the main indicator over time, the groups, the
/// neighbours, and the rate that is steadied by other areas.
pub(super) fn methods(found: &AreaProfile) -> impl Iterator<Item = MethodId> {
    let rows = found.rows.iter().flat_map(|profiled| scorecard::methods_of_row(&profiled.row));
    let over_time = found.main_row().into_iter().flat_map(|main| trend::methods(&main.row.series));
    let near = found.neighbours.iter().flatten();
    let own = found.main_row().and_then(|main| main.row.latest()).map(|point| &point.rate);
    let ratio = near.clone().filter_map(move |near| near.ratio(own?)).map(|ratio| ratio.method);
    let near = names::methods(near.flat_map(|near| &near.areas).map(|one| &one.area.rate));
    rows.chain(over_time)
        .chain(found.groups.iter().flat_map(profile::methods))
        .chain(near)
        .chain(ratio)
        .chain(found.own_steadied().map(|steadied| steadied.rate.method))
}

/// What it is called.
pub(super) fn name(report: &Report<'_>, found: &AreaProfile) -> String {
    found.name.clone().unwrap_or_else(|| report.area_name(&found.area))
}

/// Births, neighbours, and what few events allow one to say.
pub(super) fn findings(report: &Report<'_>, found: &AreaProfile) -> Vec<String> {
    words::findings(found, &report.area_name(&found.area), &report.measured(&found.main))
}

fn of_profile(report: &Report<'_>, found: &AreaProfile, stem: &str) -> Vec<Block> {
    let (area, against) = (report.area_name(&found.area), report.area_name(&found.comparator));
    let measured = report.measured(&found.main);
    let mut blocks = vec![Block::Heading(capital(&name(report, found)))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    blocks.push(Block::Subheading("What stands out".to_owned()));
    let of_row = |row: &ProfileRow| report.measured(&row.row.indicator);
    blocks.push(Block::List(words::stands_out(found, &of_row, &against)));
    let spines = spines(report, found, &against, stem);
    let table = NamedTable::new(stem, crate::chart::Chart::table(&spines));
    blocks.push(Block::Chart { chart: Box::new(spines), table });
    blocks.push(Block::Note(READING.to_owned()));
    blocks.extend(rug(report, found, &against, stem).map(|rug| {
        let table = NamedTable::new(stem, crate::chart::Chart::table(&rug));
        Block::Chart { chart: Box::new(rug), table }
    }));
    blocks.extend(words::years(found, &measured).map(Block::Text));
    let rows: Vec<&ScorecardRow> = found.rows.iter().map(|row| &row.row).collect();
    let caption = format!("{area}: every indicator");
    let table = scorecard::figures_table(report, caption, &rows, Some(&against));
    blocks.push(Block::Table(NamedTable::new(stem, table)));
    if let Some(main) = found.main_row() {
        let series = &main.row.series;
        blocks.push(Block::Subheading(format!("{} over time", capital(&measured.name))));
        let said = trends::findings(series, &measured, &area);
        blocks.extend(said.into_iter().map(Block::Finding));
        let chart = trend::chart(report, series, &measured, &format!("{stem}-trend"));
        let table = NamedTable::new(stem, trend::table(report, series, &measured));
        blocks.push(Block::Chart { chart: Box::new(chart), table });
    }
    for profile in &found.groups {
        blocks.extend(
            groups_table(report, profile, &measured)
                .map(|table| Block::Table(NamedTable::new(stem, table))),
        );
    }
    if let Some(Ok(near)) = &found.neighbours {
        blocks.push(Block::Subheading("Statistical neighbours".to_owned()));
        let name = |id: &_| report.indicator_name(id);
        blocks.push(Block::Text(words::origin(near, &found.main, &name)));
        let table = neighbours_table(found, near, &measured);
        blocks.push(Block::Table(NamedTable::new(stem, table)));
    }
    blocks
}

fn spines(report: &Report<'_>, found: &AreaProfile, against: &str, stem: &str) -> SpineChart {
    let area = report.area_name(&found.area);
    SpineChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::area_profile(found, &area, against),
            description: format!(
                "A spine for each indicator from the worst to the best of {}, their middle half \
                 darker, {against} in the middle, and {area} on it with its limits. Every figure is \
                 in the table.",
                found.among
            ),
            subtitle: format!("{area} among {}", found.among),
            when_empty: "No figure can be shown among those of other areas.".to_owned(),
            words: report.language,
        },
        row_label: "Indicator".to_owned(),
        comparator: against.to_owned(),
        interval_label: format!("{} confidence interval", found.confidence),
        rows: found.rows.iter().map(|row| spine(report, row)).collect(),
    }
}

/// More areas are no rug that could be read.
const MOST_AREAS: usize = 11;

/// The area beside those that are most like it, or beside all others where they are few, on every
/// indicator; `None` where it stands beside nobody.
fn rug(report: &Report<'_>, found: &AreaProfile, against: &str, stem: &str) -> Option<RugChart> {
    let near = found.neighbours.iter().flatten().flat_map(|near| &near.areas);
    let mut beside: Vec<(&AreaCode, &str)> =
        near.map(|one| (&one.area.code, one.area.name.as_str())).collect();
    let are_near = !beside.is_empty();
    if !are_near {
        for peer in found.rows.iter().flat_map(|row| &row.peers) {
            if beside.iter().all(|(code, _)| **code != peer.code) {
                beside.push((&peer.code, &peer.name));
            }
        }
    }
    if beside.is_empty() || beside.len() > MOST_AREAS {
        return None;
    }
    let area = report.area_name(&found.area);
    let rows: Vec<RugRow> = found.rows.iter().map(|row| rug_row(report, row, &beside)).collect();
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let of = |standing| cells().filter(|cell| cell.standing == standing).count();
    let compared = cells().count() - of(SpineStanding::NotCompared);
    let areas = beside.len() + 1;
    let whom = if are_near { "its statistical neighbours" } else { &*found.among };
    Some(RugChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-rug")),
            title: title::rug(of(SpineStanding::Worse), compared, areas, rows.len()),
            subtitle: format!("{area} and {whom}, each figure against {against}"),
            description: format!(
                "A row for each indicator and a column for {area} and each of {whom}: the figure, \
                 and a sign for how it stands to {against}, a triangle up for better, one down for \
                 worse, a diamond where neither is better, a hollow circle where chance could make \
                 the difference, a hollow square where nothing is compared. Of so many cells some \
                 stand apart by chance. Every cell is in the table."
            ),
            when_empty: "No figure can be shown.".to_owned(),
            words: report.language,
        },
        row_label: "Indicator".to_owned(),
        columns: std::iter::once(area.clone())
            .chain(beside.iter().map(|(_, name)| (*name).to_owned()))
            .collect(),
        rows,
    })
}

/// The area and those beside it on one indicator.
fn rug_row(report: &Report<'_>, row: &ProfileRow, beside: &[(&AreaCode, &str)]) -> RugRow {
    let own = RugCell {
        figure: cells::reading(&row.row.figure()),
        standing: standing(row.row.standing()),
    };
    let others = beside.iter().map(|(code, _)| {
        let peer = row.peers.iter().find(|peer| peer.code == **code);
        peer.map_or_else(
            || RugCell {
                figure: Reading::missing("not reported"),
                standing: SpineStanding::NotCompared,
            },
            |peer| RugCell {
                figure: cells::reading(&peer.rate.rate),
                standing: standing(row.row.standing_of(&peer.rate)),
            },
        )
    });
    RugRow {
        label: report.indicator_name(&row.row.indicator),
        decimals: 1,
        cells: std::iter::once(own).chain(others).collect(),
    }
}

/// How an area stands, for a chart.
const fn standing(of: Standing) -> SpineStanding {
    match of {
        Standing::Better => SpineStanding::Better,
        Standing::Worse => SpineStanding::Worse,
        Standing::Differs => SpineStanding::Differs,
        Standing::CannotTell => SpineStanding::CannotTell,
        Standing::NotCompared => SpineStanding::NotCompared,
    }
}

fn spine(report: &Report<'_>, profiled: &ProfileRow) -> SpineRow {
    let row = &profiled.row;
    SpineRow {
        label: report.indicator_name(&row.indicator),
        figure: cells::reading(&row.figure()),
        decimals: 1,
        comparator: match (row.against().value(), missing(&row.against())) {
            (Some(estimate), _) => Reading::value(estimate.value),
            (None, reason) => Reading::missing(reason.unwrap_or("not known")),
        },
        spread: profiled.spread().map(|spread| SpineSpread {
            lowest: spread.lowest,
            lower_quarter: spread.lower_quarter,
            upper_quarter: spread.upper_quarter,
            highest: spread.highest,
        }),
        side: match row.series.polarity {
            Polarity::LowerIsBetter => SpineSide::LowerRight,
            Polarity::HigherIsBetter | Polarity::NoAgreedOptimum => SpineSide::HigherRight,
        },
        standing: standing(row.standing()),
    }
}

/// Who the babies are: each group's part of those at risk, and its rate.
fn groups_table(
    report: &Report<'_>,
    profile: &InequalityProfile,
    measured: &Measured,
) -> Option<DataTable> {
    let latest = profile.periods.last()?;
    let all = latest.at_risk();
    let row = |group: &ProfileGroup| {
        let share = group.rate.at_risk.value().zip(all).filter(|(_, all)| *all > 0);
        let mut cells_of = vec![
            TableCell::text(&group.label),
            cells::count(&group.rate.at_risk),
            share.map_or_else(
                || TableCell::missing("not known"),
                |(part, all)| TableCell::number(100.0 * *part as f64 / all as f64, 1),
            ),
            cells::count(&group.rate.events),
        ];
        cells_of.extend(cells::estimate(&group.rate.rate, 1));
        cells_of
    };
    let mut columns = vec![
        Column::text("Group"),
        Column::number(capital(&measured.at_risk)),
        Column::number("% of all"),
        Column::number(capital(&measured.events)),
    ];
    columns.extend(cells::columns("Rate"));
    Some(DataTable {
        caption: format!(
            "{} by {}, {}",
            capital(&measured.at_risk),
            report.dimension_name(&latest.version),
            period(latest.period)
        ),
        columns,
        rows: latest.groups.iter().chain(&latest.remainders).map(row).collect(),
    })
}

fn neighbours_table(found: &AreaProfile, near: &Neighbours, measured: &Measured) -> DataTable {
    let mut columns = vec![
        Column::text("Area"),
        Column::number("Distance"),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
    ];
    columns.extend(cells::columns(&capital(&measured.name)));
    let row = |one: &Neighbour| {
        let mut cells_of = vec![
            TableCell::text(&one.area.name),
            one.distance.map_or_else(
                || TableCell::missing("given"),
                |distance| TableCell::number(distance, 2),
            ),
        ];
        cells_of.extend(cells::counted(&one.area.rate));
        cells_of
    };
    let when = found.main_row().and_then(|row| row.row.latest());
    let when = when.map_or_else(String::new, |point| format!(", {}", period(point.period)));
    DataTable {
        caption: format!("{} of the neighbours{when}", capital(&measured.name)),
        columns,
        rows: near.areas.iter().map(row).collect(),
    }
}
