//! The board paper: how the area stands, and from a new sheet what was agreed.

use firstyear_analysis::{
    Progress, Released, Scorecard, ScorecardGap, ScorecardRow, Standing, Tracked,
};
use firstyear_core::Cell;
use firstyear_core::recommendation::Status;

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names, scorecard, tracker};
use crate::chart::{Column, DataTable, TableCell};
use crate::format::{capital, count, day, number, plural};
use crate::sentence::missing;
use crate::sentence::scorecard as words;

pub(super) const PATH: &str = "board.html";
pub(super) const TITLE: &str = "Board paper";

/// How many indicators the first sheet holds, most of them on two lines.
const ROWS: usize = 18;

/// How many gaps the second sheet holds above the recommendations.
const GAPS: usize = 6;

/// How many recommendations it holds; the tracker has those and more.
const LISTED: usize = 14;

/// The page; `None` for a project without a scorecard.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.scorecards;
    PageParts::of_answers((PATH, TITLE, TITLE), answers, |index, found| {
        let sources = names::sources(scorecard::rates(found));
        // A paper ends with its sheet: the next one is handed out by itself.
        let mut blocks = if index > 0 { vec![Block::NewSheet] } else { Vec::new() };
        blocks.extend(paper(report, found, &scorecard::stem(index)));
        (sources, blocks)
    })
}

fn paper(report: &Report<'_>, found: &Scorecard, stem: &str) -> Vec<Block> {
    let on = found.as_of.map_or_else(String::new, |date| format!(", {}", day(date)));
    let mut blocks = vec![Block::Heading(format!("{}{on}", capital(&found.name)))];
    blocks.push(Block::Finding(scorecard::findings(report, found).join(" ")));
    blocks.push(Block::Table(NamedTable::new(stem, stands(report, found))));
    blocks.extend(others_worse_first(found.rows.len(), ROWS, "indicators").map(Block::Text));
    blocks.push(Block::NewSheet);
    if !found.gaps.is_empty() {
        blocks.push(Block::Heading("Gaps between groups".to_owned()));
        let gaps = kept(&found.gaps, GAPS, ScorecardGap::standing);
        blocks.push(Block::List(gaps.into_iter().map(|gap| of_gap(report, gap)).collect()));
        blocks.extend(others_worse_first(found.gaps.len(), GAPS, "gaps").map(Block::Text));
    }
    blocks.push(Block::Heading("What was agreed, and is it happening?".to_owned()));
    blocks.extend(what_was_agreed(report, found));
    let name = scorecard::comparator(report, found).unwrap_or_default();
    blocks.extend(words::rule(found, &name, report.language).map(Block::Note));
    blocks.push(Block::Note(words::reading(report.language)));
    blocks
}

/// The rows that a sheet holds, in their order: what stands worse is left out last.
fn kept<T>(all: &[T], most: usize, standing: fn(&T) -> Standing) -> Vec<&T> {
    let mut kept: Vec<(usize, &T)> = all.iter().enumerate().collect();
    kept.sort_by_key(|(_, one)| standing(one) != Standing::Worse);
    kept.truncate(most);
    kept.sort_by_key(|(at, _)| *at);
    kept.into_iter().map(|(_, one)| one).collect()
}

/// Where the rows are that a sheet does not hold; `None` where it holds all.
fn others_worse_first(all: usize, most: usize, what: &str) -> Option<String> {
    let others = all.checked_sub(most).filter(|others| *others > 0)? as u64;
    Some(format!(
        "These are {} of {} {what}, worse ones before others; the other {} {} in the scorecard.",
        count(most as u64),
        count(all as u64),
        count(others),
        plural(others, "is", "are")
    ))
}

/// The recommendations that should move an indicator of the paper.
fn what_was_agreed(report: &Report<'_>, found: &Scorecard) -> Vec<Block> {
    let Some(progress) = report.answers.progress.as_ref().map(Released::get) else {
        return vec![Block::Text(
            "The project has no recommendations, or names no day (as_of): nothing can be said of \
             what became of them."
                .to_owned(),
        )];
    };
    let place = tracker::has_all(progress);
    let (open, others) = open(progress, found);
    let mut blocks = vec![Block::Text(agreed(found, others, place))];
    if !open.is_empty() {
        let table = agreed_table(report, found, &open);
        blocks.push(Block::Table(NamedTable { stem: None, table }));
    }
    if open.len() > LISTED {
        let others = (open.len() - LISTED) as u64;
        blocks.push(Block::Text(format!(
            "The first {} of {} that are open, overdue ones first; the other {} {} in {place}.",
            count(LISTED as u64),
            count(open.len() as u64),
            count(others),
            plural(others, "is", "are")
        )));
    }
    blocks
}

/// Where each indicator stands: now, against the comparator, since when, and
/// what was agreed.
fn stands(report: &Report<'_>, found: &Scorecard) -> DataTable {
    let against = scorecard::comparator(report, found);
    let mut heads = ["Indicator", "Now", "Period"].map(str::to_owned).to_vec();
    heads.extend(against.clone());
    heads.extend(["Standing", "Recent trend", "Target", "Recommended"].map(str::to_owned));
    let row = |row: &ScorecardRow| {
        let period = row.latest().map(|point| point.period.to_string());
        let mut cells_of = vec![
            TableCell::text(name(report, row)),
            now(report, row),
            TableCell::text_or(period, "none"),
        ];
        cells_of.extend(against.as_ref().map(|_| others(report, row)));
        cells_of.push(TableCell::text(row.standing().word()));
        cells_of.push(scorecard::recent(row, report.language));
        let target = words::target(row, &report.measured(&row.indicator), found.as_of);
        cells_of.push(TableCell::text_or(target, "none"));
        cells_of.push(scorecard::linked(found, row, report.language));
        cells_of
    };
    DataTable {
        caption: format!("Where we stand, with {} limits", found.confidence),
        columns: heads.into_iter().map(Column::text).collect(),
        rows: kept(&found.rows, ROWS, ScorecardRow::standing).into_iter().map(row).collect(),
    }
}

/// The name of the indicator, with its unit where figures do not bear it.
fn name(report: &Report<'_>, row: &ScorecardRow) -> String {
    let unit = report.measured(&row.indicator).unit;
    let words = unit.words().map_or_else(String::new, |words| format!(", {words}"));
    format!("{}{words}", report.indicator_name(&row.indicator))
}

/// The figure with its limits.
fn now(report: &Report<'_>, row: &ScorecardRow) -> TableCell {
    let unit = report.measured(&row.indicator).unit;
    cells::in_words(&row.figure(), |estimate| {
        let limits = estimate.interval.map_or_else(String::new, |limits| {
            format!(" ({} to {})", unit.short(limits.lower), unit.short(limits.upper))
        });
        format!("{}{limits}", unit.short(estimate.value))
    })
}

/// The comparator's figure.
fn others(report: &Report<'_>, row: &ScorecardRow) -> TableCell {
    let unit = report.measured(&row.indicator).unit;
    cells::in_words(&row.against(), |estimate| unit.short(estimate.value))
}

/// A gap with its limits, or why it is not told.
fn of_gap(report: &Report<'_>, gap: &ScorecardGap) -> String {
    let latest = gap.latest();
    let cell = latest.map_or(Cell::Absent, |point| point.relative);
    let told = cell.value().map_or_else(
        || missing(&cell).unwrap_or("not known").to_owned(),
        |relative| {
            let limits = relative.interval.map_or_else(String::new, |limits| {
                format!(" ({}% to {}%)", number(limits.lower, 0), number(limits.upper, 0))
            });
            format!("{}%{limits}, {}", number(relative.value, 0), gap.standing().word())
        },
    );
    let when = latest.map_or_else(String::new, |point| format!(" in {}", point.period));
    format!(
        "{}, {} against {}{when}: {told}.",
        report.indicator_name(&gap.trend.indicator),
        gap.trend.group,
        gap.trend.against
    )
}

/// How many recommendations name an indicator of the paper, and how many open ones
/// name none.
fn agreed(found: &Scorecard, others: usize, place: &str) -> String {
    let made: std::collections::BTreeSet<&String> =
        found.rows.iter().flat_map(|row| &row.recommendations.made).collect();
    let (made, others) = (made.len() as u64, others as u64);
    let beside = match others {
        0 => String::new(),
        others => format!(
            " {} open {} to the area {} none, and {} in {place} alone.",
            count(others),
            plural(others, "recommendation", "recommendations"),
            plural(others, "names", "name"),
            plural(others, "stands", "stand")
        ),
    };
    format!(
        "{} {} an indicator of this paper. Done is what its owner says; whether it moved the indicator \
         is another question.{beside}",
        count(made),
        plural(made, "recommendation names", "recommendations name")
    )
}

/// The open recommendations to the area that name an indicator of the scorecard,
/// and how many name none of them.
fn open<'a>(progress: &'a Progress, found: &Scorecard) -> (Vec<&'a Tracked>, usize) {
    let named = |one: &&Tracked| {
        let mut indicators = one.indicators.iter();
        indicators.any(|id| found.has_row_of(id))
    };
    let open = progress.not_closed.iter().filter(|one| one.area == found.area);
    let (named, others): (Vec<_>, Vec<_>) = open.partition(named);
    (named, others.len())
}

fn agreed_table(report: &Report<'_>, found: &Scorecard, open: &[&Tracked]) -> DataTable {
    let moves = |one: &Tracked| {
        let on = one.indicators.iter().filter(|id| found.has_row_of(id));
        on.map(|id| report.indicator_name(id)).collect::<Vec<_>>().join(", ")
    };
    let row = |one: &&Tracked| {
        let late = if one.is_overdue() { ", overdue" } else { "" };
        vec![
            TableCell::text(moves(one)),
            TableCell::text_or(one.text.as_deref(), "not told"),
            TableCell::text_or(one.lead.as_deref(), "nobody"),
            TableCell::text_or(one.due.map(|due| due.to_string()), "not told"),
            TableCell::text(format!("{}{late}", Status::word_of(one.status))),
        ]
    };
    DataTable {
        caption: "Not closed, overdue ones first".to_owned(),
        columns: ["Should move", "What should be done", "Led by", "Due", "Status"]
            .map(Column::text)
            .into(),
        rows: open.iter().take(LISTED).map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use firstyear_analysis::{Rules, release};
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing::{Fixture, scorecard};

    fn blocks(papers: impl IntoIterator<Item = Scorecard>) -> Vec<Block> {
        let mut fixture = Fixture::full();
        let released = papers.into_iter().map(|paper| release(paper, &Rules::default()));
        fixture.answers.scorecards = released.collect();
        page(&fixture.report()).expect("there is a scorecard").blocks
    }

    #[test]
    fn a_long_paper_keeps_to_its_sheets_and_says_where_the_rest_is() {
        let mut long = scorecard(SourceClass::Published);
        let [worse, alike] = [&long.rows[0], &long.rows[1]].map(Clone::clone);
        assert_eq!((worse.standing(), alike.standing()), (Standing::Worse, Standing::CannotTell));
        long.rows = vec![alike; 29];
        long.rows.push(worse);
        long.gaps = vec![long.gaps[0].clone(); 8];
        let blocks = blocks([long]);
        let table = &blocks.iter().find_map(Block::table).expect("a table").table;
        assert_eq!(table.rows.len(), ROWS);
        let last = table.rows.last().expect("rows").iter();
        assert!(last.clone().any(|cell| *cell == TableCell::text("worse")), "{last:?}");
        let said: Vec<&String> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Text(words) => Some(words),
                _ => None,
            })
            .collect();
        assert_eq!(
            said[..2],
            [
                "These are 18 of 30 indicators, worse ones before others; the other 12 are in the \
                 scorecard.",
                "These are 6 of 8 gaps, worse ones before others; the other 2 are in the scorecard."
            ]
        );
        let gaps = blocks.iter().find_map(|block| match block {
            Block::List(points) => Some(points.len()),
            _ => None,
        });
        assert_eq!(gaps, Some(GAPS));
    }

    #[test]
    fn recommendations_beyond_a_sheet_are_counted_and_their_place_is_told() {
        let paper = scorecard(SourceClass::Published);
        let mut fixture = Fixture::full();
        let mut progress = crate::testing::recommendations().1;
        let mut one = progress.not_closed[0].clone();
        one.area = paper.area.clone();
        one.indicators = vec![paper.rows[0].indicator.clone()];
        progress.not_closed = vec![one; LISTED + 1];
        fixture.answers.progress = Some(release(progress, &Rules::default()));
        fixture.answers.scorecards = vec![release(paper, &Rules::default())];
        let blocks = page(&fixture.report()).expect("there is a scorecard").blocks;
        let table = &blocks.iter().filter_map(Block::table).next_back().expect("a table").table;
        assert_eq!(table.rows.len(), LISTED);
        let said =
            "The first 14 of 15 that are open, overdue ones first; the other 1 is in the tracker.";
        assert!(blocks.iter().any(|block| matches!(block, Block::Text(words) if words == said)));
    }

    #[test]
    fn each_paper_begins_on_its_own_sheet() {
        let paper = || scorecard(SourceClass::Published);
        let blocks = blocks([paper(), paper()]);
        let starts: Vec<usize> = blocks
            .iter()
            .enumerate()
            .filter(
                |(_, block)| matches!(block, Block::Heading(words) if words.starts_with("Made-up")),
            )
            .map(|(at, _)| at)
            .collect();
        assert_eq!((starts.len(), starts[0]), (2, 0), "no empty sheet comes first");
        assert!(matches!(blocks[starts[1] - 1], Block::NewSheet));
    }
}
