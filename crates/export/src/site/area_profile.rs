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
use crate::sentence::{
    Measured, area_profile as sentences, scorecard as rows_told, title, trend as trends,
};
use crate::words::{Words, say};

pub(super) const PATH: &str = "area-profile.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("area-profile-{}", index + 1)
}

/// The page; `None` for a project without profiles of areas.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let (answers, words) = (&report.answers.area_profiles, report.language);
    let (nav, title) = (say!(words, "area-profile-page-short"), say!(words, "area-profile-page"));
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
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
    sentences::findings(found, &report.area_name(&found.area), &report.measured(&found.main))
}

fn of_profile(report: &Report<'_>, found: &AreaProfile, stem: &str) -> Vec<Block> {
    let (area, against) = (report.area_name(&found.area), report.area_name(&found.comparator));
    let words = report.language;
    let measured = report.measured(&found.main);
    let mut blocks = vec![Block::Heading(capital(&name(report, found)))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    blocks.push(Block::Subheading(say!(words, "area-profile-stands-out")));
    let of_row = |row: &ProfileRow| report.measured(&row.row.indicator);
    let stand_out = sentences::stands_out(found, &of_row, &against);
    let said = sentences::in_spines(found, (&area, &against), &stand_out, words);
    blocks.push(Block::List(stand_out));
    let spines = spines(report, found, (&against, said), stem);
    let table = NamedTable::new(stem, crate::chart::Chart::table(&spines));
    blocks.push(Block::Chart { chart: Box::new(spines), table });
    blocks.push(Block::Note(sentences::reading(words)));
    blocks.extend(rug(report, found, &against, stem).map(|rug| {
        let table = NamedTable::new(stem, crate::chart::Chart::table(&rug));
        Block::Chart { chart: Box::new(rug), table }
    }));
    blocks.extend(sentences::years(found, &measured).map(Block::Text));
    let rows: Vec<&ScorecardRow> = found.rows.iter().map(|row| &row.row).collect();
    let caption = say!(words, "scorecard-table", name = area.as_str());
    let table = scorecard::figures_table(report, caption, &rows, Some(&against));
    blocks.push(Block::Table(NamedTable::new(stem, table)));
    if let Some(main) = found.main_row() {
        let series = &main.row.series;
        let name = capital(&measured.name);
        blocks.push(Block::Subheading(say!(words, "area-profile-over-time", indicator = name)));
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
        blocks.push(Block::Subheading(say!(words, "area-profile-neighbours")));
        let name = |id: &_| report.indicator_name(id);
        blocks.push(Block::Text(sentences::origin(near, &found.main, &name, words)));
        let table = neighbours_table(found, near, &measured);
        blocks.push(Block::Table(NamedTable::new(stem, table)));
    }
    blocks
}

fn spines(
    report: &Report<'_>,
    found: &AreaProfile,
    (against, said): (&str, String),
    stem: &str,
) -> SpineChart {
    let words = report.language;
    let area = report.area_name(&found.area);
    let among = found.among.as_str();
    let confidence = cells::measure(words, String::new(), 1, found.confidence);
    SpineChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::area_profile(found, &area, against, words),
            description: said,
            subtitle: say!(words, "area-profile-chart", area = area.as_str(), among = among),
            when_empty: say!(words, "area-profile-chart-empty"),
            words,
        },
        row_label: say!(words, "scorecard-indicator"),
        comparator: against.to_owned(),
        interval_label: confidence.interval_label,
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
    let words = report.language;
    let columns: Vec<String> = std::iter::once(area.clone())
        .chain(beside.iter().map(|(_, name)| (*name).to_owned()))
        .collect();
    let whom =
        if are_near { say!(words, "area-profile-its-neighbours") } else { found.among.clone() };
    Some(RugChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-rug")),
            title: rug_title(&rows, columns.len(), words),
            subtitle: say!(
                words,
                "area-profile-rug",
                area = area.as_str(),
                whom = whom.as_str(),
                comparator = against
            ),
            description: rug_words(&rows, &columns, (&whom, against), words),
            when_empty: say!(words, "area-profile-rug-empty"),
            words,
        },
        row_label: say!(words, "scorecard-indicator"),
        columns,
        rows,
    })
}

fn rug_title(rows: &[RugRow], areas: usize, words: &Words) -> String {
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let of = |standing| cells().filter(|cell| cell.standing == standing).count();
    let compared = cells().count() - of(SpineStanding::NotCompared);
    title::rug((of(SpineStanding::Worse), compared), (areas, rows.len()), words)
}

/// What a rug shows, for those who do not see it: how each of its areas stands, the first of them
/// the one that it is about.
fn rug_words(
    rows: &[RugRow],
    areas: &[String],
    (whom, comparator): (&str, &str),
    words: &Words,
) -> String {
    let area = areas.first().map_or("", String::as_str);
    let of_areas = areas.iter().enumerate().map(|(at, name)| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at));
        let told = rows_told::standings(cells.map(|cell| stands(cell.standing)), words);
        say!(words, "area-profile-rug-area", area = name.as_str(), told = told)
    });
    let of_areas = of_areas.collect::<Vec<_>>().join("; ");
    [
        say!(words, "area-profile-rug-words", area = area, whom = whom, comparator = comparator),
        say!(words, "area-profile-rug-areas", areas = of_areas),
        say!(words, "area-profile-rug-end"),
    ]
    .join(" ")
}

/// The area and those beside it on one indicator.
fn rug_row(report: &Report<'_>, row: &ProfileRow, beside: &[(&AreaCode, &str)]) -> RugRow {
    let words = report.language;
    let own = RugCell {
        figure: cells::reading(words, &row.row.figure()),
        standing: standing(row.row.standing()),
    };
    let others = beside.iter().map(|(code, _)| {
        let peer = row.peers.iter().find(|peer| peer.code == **code);
        peer.map_or_else(
            || RugCell {
                figure: Reading::missing(say!(words, "not-reported")),
                standing: SpineStanding::NotCompared,
            },
            |peer| RugCell {
                figure: cells::reading(words, &peer.rate.rate),
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

/// The same the other way round, for sentences.
const fn stands(of: SpineStanding) -> Standing {
    match of {
        SpineStanding::Better => Standing::Better,
        SpineStanding::Worse => Standing::Worse,
        SpineStanding::Differs => Standing::Differs,
        SpineStanding::CannotTell => Standing::CannotTell,
        SpineStanding::NotCompared => Standing::NotCompared,
    }
}

fn spine(report: &Report<'_>, profiled: &ProfileRow) -> SpineRow {
    let (row, words) = (&profiled.row, report.language);
    SpineRow {
        label: report.indicator_name(&row.indicator),
        figure: cells::reading(words, &row.figure()),
        decimals: 1,
        comparator: match (row.against().value(), words.missing(&row.against())) {
            (Some(estimate), _) => Reading::value(estimate.value),
            (None, reason) => Reading::missing(reason.unwrap_or_else(|| say!(words, "not-known"))),
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
    let words = report.language;
    let latest = profile.periods.last()?;
    let all = latest.at_risk();
    let row = |group: &ProfileGroup| {
        let share = group.rate.at_risk.value().zip(all).filter(|(_, all)| *all > 0);
        let mut cells_of = vec![
            TableCell::text(&group.label),
            cells::count(words, &group.rate.at_risk),
            share.map_or_else(
                || TableCell::missing(say!(words, "not-known")),
                |(part, all)| TableCell::number(100.0 * *part as f64 / all as f64, 1),
            ),
            cells::count(words, &group.rate.events),
        ];
        cells_of.extend(cells::estimate(words, &group.rate.rate, 1));
        cells_of
    };
    let mut columns = vec![
        Column::text(say!(words, "scorecard-group")),
        Column::number(capital(&measured.at_risk)),
        Column::number(say!(words, "area-profile-share")),
        Column::number(capital(&measured.events)),
    ];
    columns.extend(cells::columns(words, &say!(words, "scorecard-rate")));
    Some(DataTable {
        caption: say!(
            words,
            "area-profile-groups-table",
            atrisk = capital(&measured.at_risk),
            groups = report.dimension_name(&latest.version),
            period = words.period(latest.period)
        ),
        columns,
        rows: latest.groups.iter().chain(&latest.remainders).map(row).collect(),
    })
}

fn neighbours_table(found: &AreaProfile, near: &Neighbours, measured: &Measured) -> DataTable {
    let words = measured.words;
    let mut columns = vec![
        Column::text(say!(words, "column-area")),
        Column::number(say!(words, "area-profile-distance")),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
    ];
    columns.extend(cells::columns(words, &capital(&measured.name)));
    let row = |one: &Neighbour| {
        let mut cells_of = vec![
            TableCell::text(&one.area.name),
            one.distance.map_or_else(
                || TableCell::missing(say!(words, "area-profile-distance-given")),
                |distance| TableCell::number(distance, 2),
            ),
        ];
        cells_of.extend(cells::counted(words, &one.area.rate));
        cells_of
    };
    let when = found.main_row().and_then(|row| row.row.latest());
    let name = capital(&measured.name);
    DataTable {
        caption: match when {
            Some(point) => say!(
                words,
                "area-profile-neighbours-table-of",
                indicator = name,
                period = words.period(point.period)
            ),
            None => say!(words, "area-profile-neighbours-table", indicator = name),
        },
        columns,
        rows: near.areas.iter().map(row).collect(),
    }
}
