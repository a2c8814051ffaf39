//! The board paper: how the area stands, and from a new sheet what was agreed.

use firstyear_analysis::{
    Progress, Released, Scorecard, ScorecardGap, ScorecardRow, Standing, Tracked,
};
use firstyear_core::Cell;

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names, scorecard, tracker};
use crate::chart::{Column, DataTable, TableCell};
use crate::format::{capital, count, number};
use crate::sentence::scorecard as told;
use crate::tracker::status_word;
use crate::words::{Words, say};

pub(super) const PATH: &str = "board.html";

/// How many indicators the first sheet holds, most of them on two lines.
const ROWS: usize = 18;

/// How many gaps the second sheet holds above the recommendations.
const GAPS: usize = 6;

/// How many recommendations it holds; the tracker has those and more.
const LISTED: usize = 14;

/// The page; `None` for a project without a scorecard.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.scorecards;
    let title = say!(report.language, "board-page");
    PageParts::of_answers((PATH, &title, &title), answers, |index, found| {
        let sources = names::sources(scorecard::rates(found));
        // A paper ends with its sheet: the next one is handed out by itself.
        let mut blocks = if index > 0 { vec![Block::NewSheet] } else { Vec::new() };
        blocks.extend(paper(report, found, &scorecard::stem(index)));
        (sources, blocks)
    })
}

fn paper(report: &Report<'_>, found: &Scorecard, stem: &str) -> Vec<Block> {
    let words = report.language;
    let name = capital(&found.name);
    let heading = match found.as_of {
        Some(day) => say!(words, "board-heading-on", name = name, day = words.day(day)),
        None => name,
    };
    let mut blocks = vec![Block::Heading(heading)];
    blocks.push(Block::Finding(scorecard::findings(report, found).join(" ")));
    blocks.push(Block::Table(NamedTable::new(stem, stands(report, found))));
    blocks.extend(rows_left_out(found.rows.len(), words).map(Block::Text));
    blocks.push(Block::NewSheet);
    if !found.gaps.is_empty() {
        blocks.push(Block::Heading(say!(words, "board-gaps")));
        let gaps = kept(&found.gaps, GAPS, ScorecardGap::standing);
        blocks.push(Block::List(gaps.into_iter().map(|gap| of_gap(report, gap)).collect()));
        blocks.extend(gaps_left_out(found.gaps.len(), words).map(Block::Text));
    }
    blocks.push(Block::Heading(say!(words, "board-agreed")));
    blocks.extend(what_was_agreed(report, found));
    let name = scorecard::comparator(report, found).unwrap_or_default();
    blocks.extend(told::rule(found, &name, words).map(Block::Note));
    blocks.push(Block::Note(told::reading(words)));
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

/// Where the indicators are that a sheet does not hold; `None` where it holds all.
fn rows_left_out(all: usize, words: &Words) -> Option<String> {
    let others = all.checked_sub(ROWS).filter(|others| *others > 0)? as u64;
    let (listed, all) = (count(ROWS as u64), count(all as u64));
    Some(say!(
        words,
        "board-indicators-left-out",
        listed = listed,
        all = all,
        n = others,
        others = count(others)
    ))
}

/// The same of gaps.
fn gaps_left_out(all: usize, words: &Words) -> Option<String> {
    let others = all.checked_sub(GAPS).filter(|others| *others > 0)? as u64;
    let (listed, all) = (count(GAPS as u64), count(all as u64));
    Some(say!(
        words,
        "board-gaps-left-out",
        listed = listed,
        all = all,
        n = others,
        others = count(others)
    ))
}

/// The recommendations that should move an indicator of the paper.
fn what_was_agreed(report: &Report<'_>, found: &Scorecard) -> Vec<Block> {
    let Some(progress) = report.answers.progress.as_ref().map(Released::get) else {
        return vec![Block::Text(say!(report.language, "board-no-recommendations"))];
    };
    let words = report.language;
    let place = tracker::has_all(progress);
    let (open, others) = open(progress, found);
    let mut blocks = vec![Block::Text(agreed(found, others, place, words))];
    if !open.is_empty() {
        let table = agreed_table(report, found, &open);
        blocks.push(Block::Table(NamedTable { stem: None, table }));
    }
    if open.len() > LISTED {
        let others = (open.len() - LISTED) as u64;
        blocks.push(Block::Text(say!(
            words,
            "board-open-left-out",
            listed = count(LISTED as u64),
            all = count(open.len() as u64),
            n = others,
            others = count(others),
            place = place
        )));
    }
    blocks
}

/// Where each indicator stands: now, against the comparator, since when, and
/// what was agreed.
fn stands(report: &Report<'_>, found: &Scorecard) -> DataTable {
    let against = scorecard::comparator(report, found);
    let words = report.language;
    let none = say!(words, "none");
    let mut heads = vec![
        say!(words, "board-column-indicator"),
        say!(words, "board-column-now"),
        say!(words, "column-period"),
    ];
    heads.extend(against.clone());
    heads.extend([
        say!(words, "board-column-standing"),
        say!(words, "board-column-recent"),
        say!(words, "board-column-target"),
        say!(words, "board-column-recommended"),
    ]);
    let row = |row: &ScorecardRow| {
        let period = row.latest().map(|point| point.period.to_string());
        let mut cells_of = vec![
            TableCell::text(name(report, row)),
            now(report, row),
            TableCell::text_or(period, &none),
        ];
        cells_of.extend(against.as_ref().map(|_| others(report, row)));
        cells_of.push(TableCell::text(standing(row.standing(), words)));
        cells_of.push(scorecard::recent(row, words));
        let target = told::target(row, &report.measured(&row.indicator), found.as_of);
        cells_of.push(TableCell::text_or(target, &none));
        cells_of.push(scorecard::linked(found, row, words));
        cells_of
    };
    DataTable {
        caption: say!(words, "board-caption", confidence = found.confidence.to_string()),
        columns: heads.into_iter().map(Column::text).collect(),
        rows: kept(&found.rows, ROWS, ScorecardRow::standing).into_iter().map(row).collect(),
    }
}

/// The name of the indicator, with its unit where figures do not bear it.
fn name(report: &Report<'_>, row: &ScorecardRow) -> String {
    let unit = report.measured(&row.indicator).unit;
    let name = report.indicator_name(&row.indicator);
    match unit.words() {
        Some(unit) => say!(report.language, "board-indicator", name = name, unit = unit),
        None => name,
    }
}

/// How a row stands, in words.
fn standing(standing: Standing, words: &Words) -> String {
    match standing {
        Standing::Better => say!(words, "board-better"),
        Standing::Worse => say!(words, "board-worse"),
        Standing::Differs => say!(words, "board-differs"),
        Standing::CannotTell => say!(words, "board-cannot-tell"),
        Standing::NotCompared => say!(words, "board-not-compared"),
    }
}

/// The figure with its limits.
fn now(report: &Report<'_>, row: &ScorecardRow) -> TableCell {
    let (unit, words) = (report.measured(&row.indicator).unit, report.language);
    cells::in_words(words, &row.figure(), |estimate| {
        let value = unit.short(estimate.value);
        let Some(limits) = estimate.interval else { return value };
        let (lower, upper) = (unit.short(limits.lower), unit.short(limits.upper));
        say!(words, "board-with-limits", value = value, lower = lower, upper = upper)
    })
}

/// The comparator's figure.
fn others(report: &Report<'_>, row: &ScorecardRow) -> TableCell {
    let unit = report.measured(&row.indicator).unit;
    cells::in_words(report.language, &row.against(), |estimate| unit.short(estimate.value))
}

/// A gap with its limits, or why it is not told.
fn of_gap(report: &Report<'_>, gap: &ScorecardGap) -> String {
    let words = report.language;
    let latest = gap.latest();
    let cell = latest.map_or(Cell::Absent, |point| point.relative);
    let percent = |value: f64| format!("{}%", number(value, 0));
    let told = match cell.value() {
        None => words.missing(&cell).unwrap_or_else(|| say!(words, "not-known")),
        Some(relative) => {
            let value = percent(relative.value);
            let value = match relative.interval {
                None => value,
                Some(limits) => {
                    let (lower, upper) = (percent(limits.lower), percent(limits.upper));
                    say!(words, "board-with-limits", value = value, lower = lower, upper = upper)
                }
            };
            let standing = standing(gap.standing(), words);
            say!(words, "board-gap-stands", value = value, standing = standing)
        }
    };
    let name = report.indicator_name(&gap.trend.indicator);
    let (group, against) = (gap.trend.group.as_str(), gap.trend.against.as_str());
    match latest {
        Some(point) => say!(
            words,
            "board-gap",
            name = name,
            group = group,
            against = against,
            period = point.period.to_string(),
            told = told
        ),
        None => say!(
            words,
            "board-gap-never",
            name = name,
            group = group,
            against = against,
            told = told
        ),
    }
}

/// How many recommendations name an indicator of the paper, and how many open ones
/// name none.
fn agreed(found: &Scorecard, others: usize, place: &str, words: &Words) -> String {
    let made: std::collections::BTreeSet<&String> =
        found.rows.iter().flat_map(|row| &row.recommendations.made).collect();
    let (made, others) = (made.len() as u64, others as u64);
    let mut said = vec![say!(words, "board-named", n = made, count = count(made))];
    if others > 0 {
        said.push(say!(words, "board-others", n = others, count = count(others), place = place));
    }
    said.join(" ")
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
    let words = report.language;
    let not_told = say!(words, "tracker-not-told");
    let nobody = say!(words, "tracker-nobody");
    let row = |one: &&Tracked| {
        let status = status_word(one.status, words);
        vec![
            TableCell::text(moves(one)),
            TableCell::text_or(one.text.as_deref(), &not_told),
            TableCell::text_or(one.lead.as_deref(), &nobody),
            TableCell::text_or(one.due.map(|due| due.to_string()), &not_told),
            TableCell::text(if one.is_overdue() {
                say!(words, "board-overdue", status = status)
            } else {
                status
            }),
        ]
    };
    DataTable {
        caption: say!(words, "board-open-caption"),
        columns: vec![
            Column::text(say!(words, "board-column-moves")),
            Column::text(say!(words, "tracker-column-text")),
            Column::text(say!(words, "tracker-column-lead")),
            Column::text(say!(words, "tracker-column-due")),
            Column::text(say!(words, "tracker-column-status")),
        ],
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

    #[test]
    fn what_a_sheet_leaves_out_and_what_names_nothing_is_told_of_one_and_of_many() {
        let words = crate::words::english();
        assert_eq!(rows_left_out(ROWS, words), None);
        assert_eq!(gaps_left_out(GAPS - 1, words), None);
        let left_out = [rows_left_out(ROWS + 1, words), gaps_left_out(GAPS + 1, words)];
        for said in left_out.map(Option::unwrap) {
            assert!(said.ends_with("; the other 1 is in the scorecard."), "{said}");
        }
        let mut paper = scorecard(SourceClass::Published);
        for row in &mut paper.rows {
            row.recommendations.made.clear();
        }
        let of_none = agreed(&paper, 0, "tracker", words);
        assert!(of_none.starts_with("0 recommendations name an indicator of this paper. Done is"));
        assert!(of_none.ends_with("is another question."), "{of_none}");
        paper.rows[0].recommendations.made = vec!["only".to_owned()];
        let said = agreed(&paper, 1, "tracker", words);
        assert!(said.starts_with("1 recommendation names an indicator"), "{said}");
        let one = " 1 open recommendation to the area names none, and stands in the tracker alone.";
        assert!(said.ends_with(one), "{said}");
        let many = " 2 open recommendations to the area name none, and stand in the download of \
                    the tracker alone.";
        assert!(agreed(&paper, 2, "download", words).ends_with(many));
    }
}
