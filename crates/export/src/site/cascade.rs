//! How far people come on a care pathway, as one page: counts, shares, times, and where
//! groups part.

use std::collections::BTreeSet;

use firstyear_analysis::{
    CascadeCounts, CascadeGroup, CascadeMeasure, PathwayCascade, Released, StageTiming, Within,
};
use firstyear_core::{Cell, Estimate};

use super::answer::Answer;
use super::block::{Block, NamedTable, PageParts};
use super::cells;
use crate::chart::{
    Column, DataTable, Heading, Reading, SankeyChart, SankeyStage, Slug, StageBar, StagesChart,
    StagesGroup, TableCell,
};
use crate::format::{count, day};
use crate::sentence::cascade::{self as words, READING, as_ratio, name};
use crate::sentence::missing;
use crate::sentence::title::of_first;

/// What is told of how far people come on a pathway.
#[must_use]
pub fn cascade_answer(result: &Released<PathwayCascade>) -> Answer {
    let found = result.get();
    let by = found.grouping.as_ref().map_or_else(String::new, |by| format!(", by {}", by.name));
    let title = format!("{}: how far people come{by}", found.title);
    super::answer::answer(&PageParts {
        path: String::new(),
        nav: String::new(),
        title,
        sources: BTreeSet::new(),
        blocks: blocks(found, None),
    })
}

/// What is told of it, from top to bottom; `stem` is the name of the files that hold its
/// figures.
pub(super) fn blocks(found: &PathwayCascade, stem: Option<String>) -> Vec<Block> {
    let mut blocks =
        vec![Block::Note(format!("Cases until {}. {READING}", day(found.observed_until)))];
    blocks.extend(words::findings(found).into_iter().map(Block::Finding));
    blocks.extend(words::cautions(found).into_iter().map(Block::Note));
    let table = |table: DataTable| NamedTable { stem: None, table };
    let chart = chart(found);
    let shares = crate::chart::Chart::table(&chart);
    let shares = NamedTable { stem, table: shares };
    blocks.push(Block::Chart { chart: Box::new(chart), table: shares });
    match found.everyone().map(|group| stream(found, group)) {
        Some(stream) => {
            let (chart, table) = (Box::new(stream), table(counts(found)));
            blocks.push(Block::Chart { chart, table });
        }
        None => blocks.push(Block::Table(table(counts(found)))),
    }
    blocks.push(Block::Table(table(times(found))));
    if found.grouping.is_some() {
        blocks.push(Block::Table(table(steps(found))));
    }
    blocks.extend(measures(found).map(|measures| Block::Table(table(measures))));
    blocks
}

/// Bars for each group and stage.
fn chart(found: &PathwayCascade) -> StagesChart {
    let group = |group: &CascadeGroup| {
        let cases = match (group.cases.value(), missing(&group.cases)) {
            (Some(1), _) => "1 case".to_owned(),
            (Some(&cases), _) => format!("{} cases", count(cases)),
            (None, reason) => format!("cases: {}", reason.unwrap_or("not known")),
        };
        StagesGroup {
            label: name(group),
            note: cases,
            bars: (0..group.stages.len()).map(|at| bar(found, group, at)).collect(),
        }
    };
    StagesChart {
        heading: Heading {
            id: Slug::new(&format!("cascade-{}", found.pathway)),
            title: of_first(
                words::findings(found).get(1..).unwrap_or_default(),
                "How far anyone comes cannot be shown",
            ),
            description: format!(
                "For each group a bar for each stage, as long as the share of those at the first \
                 stage that came to it; beside it stands the share of those of the stage before, \
                 with its limits. {}",
                words::findings(found).first().cloned().unwrap_or_default()
            ),
            subtitle: format!("{}: who comes how far", found.title),
            when_empty: "No figure can be shown.".to_owned(),
            words: crate::words::english(),
        },
        measure: cells::measure("% of those at the first stage".to_owned(), 1, found.confidence),
        beside: "of those of the stage before".to_owned(),
        stages: found.stages.iter().map(|stage| stage.name.clone()).collect(),
        groups: found.rows().map(group).collect(),
    }
}

/// How many of everyone come from stage to stage, and where the others go.
fn stream(found: &PathwayCascade, group: &CascadeGroup) -> SankeyChart {
    let reading = |cell: &Cell<u64>| match (cell.value(), missing(cell)) {
        (Some(&count), _) => Reading::value(count as f64),
        (None, reason) => Reading::missing(reason.unwrap_or("not known")),
    };
    // Those who did not come to a stage stand in its counts.
    let out = |after: &CascadeCounts| {
        let left = after.left.iter().map(|(reason, count)| {
            (format!("left: {}", reason.word().replace('-', " ")), reading(count))
        });
        let others = [
            ("may yet come", &after.open),
            ("what must hold does not", &after.unmet),
            ("not known whether it holds", &after.unknown),
        ];
        let others = others.map(|(words, count)| (words.to_owned(), reading(count)));
        left.chain(others).collect()
    };
    let stages = found.stages.iter().zip(&group.stages).enumerate().map(|(at, (stage, counts))| {
        SankeyStage {
            name: stage.name.clone(),
            reached: reading(&counts.reached),
            out: group.stages.get(at + 1).map_or_else(Vec::new, out),
        }
    });
    SankeyChart {
        heading: Heading {
            id: Slug::new(&format!("cascade-{}-stream", found.pathway)),
            title: of_first(&words::findings(found), "How far anyone comes cannot be shown"),
            subtitle: format!("{}: how many come from stage to stage", found.title),
            description:
                "A bar for each stage, as wide as the number of those who came to it. From \
                          it a stream leads to the next, and one for each way in which others left \
                          leads to the right with their number; those of whom nothing is recorded \
                          at the next stage are in no stream. Every figure is in the table."
                    .to_owned(),
            when_empty: "Too few numbers are shown for a stream.".to_owned(),
            words: crate::words::english(),
        },
        unit: "Cases".to_owned(),
        stages: stages.collect(),
    }
}

fn bar(found: &PathwayCascade, group: &CascadeGroup, at: usize) -> StageBar {
    let percent =
        |cell: Cell<Estimate>| cells::reading(&cell.map(|estimate| estimate.scaled(100.0)));
    let whole = match (group.stages[at].reached.value(), missing(&group.stages[at].reached)) {
        (Some(0), _) => Reading::missing("nobody"),
        (Some(_), _) => Reading::value(100.0),
        (None, reason) => Reading::missing(reason.unwrap_or("not known")),
    };
    StageBar {
        reached: if at == 0 { whole } else { percent(found.cumulative(group, at)) },
        passed: (at > 0).then(|| percent(found.conditional(group, at))),
        open: at > 0 && found.is_open(group, at) == Some(true),
    }
}

/// The rows of groups and stages.
fn rows<'a>(
    found: &'a PathwayCascade,
    cells_of: impl Fn(&'a CascadeGroup, usize, &'a CascadeCounts) -> Vec<TableCell> + Copy + 'a,
) -> impl Iterator<Item = Vec<TableCell>> + 'a {
    found.rows().flat_map(move |group| {
        group.stages.iter().enumerate().map(move |(at, counts)| {
            let names = [name(group), found.stages[at].name.clone()];
            let names = names.into_iter().map(TableCell::text);
            names.chain(cells_of(group, at, counts)).collect()
        })
    })
}

fn counts(found: &PathwayCascade) -> DataTable {
    let mut columns = vec![
        Column::text("Group"),
        Column::text("Stage"),
        Column::number("Came so far"),
        Column::number("Did not"),
        Column::number("may yet come"),
        Column::number("what must hold does not"),
        Column::number("not known"),
    ];
    let everyone = found.everyone();
    let reasons = everyone.and_then(|group| group.stages.first()).map(|stage| &stage.left);
    for (reason, _) in reasons.into_iter().flatten() {
        columns.push(Column::number(format!("left: {}", reason.word().replace('-', " "))));
    }
    let cells_of = |_: &CascadeGroup, _: usize, stage: &CascadeCounts| {
        let first = [stage.reached, stage.dropped, stage.open, stage.unmet, stage.unknown];
        let left = stage.left.iter().map(|(_, count)| *count);
        first.into_iter().chain(left).map(|cell| cells::count(&cell)).collect()
    };
    DataTable {
        caption: "Cases by stage".to_owned(),
        columns,
        rows: rows(found, cells_of).collect(),
    }
}

fn times(found: &PathwayCascade) -> DataTable {
    let mut columns = vec![Column::text("Group"), Column::text("Stage")];
    columns.extend(cells::columns(&format!("Came by day {}, %", found.horizon)));
    columns.extend(cells::columns("Came by the end, %"));
    columns.push(Column::number("Days to that end"));
    columns.push(Column::text("Half came by day"));
    columns.push(Column::number("Median days of those who came"));
    columns.push(Column::text("Which share to read"));
    let cells_of = |group: &CascadeGroup, at: usize, stage: &CascadeCounts| {
        let timing = &stage.since_before;
        let mut row: Vec<TableCell> = Vec::new();
        row.extend(share(timing, |timing| timing.at_horizon));
        row.extend(share(timing, |timing| Some(timing.at_end)));
        let days = |known: Option<f64>, decimals, none: &str| match (known, missing(timing)) {
            (Some(days), _) => TableCell::number(days, decimals),
            (None, Some(reason)) => TableCell::missing(reason),
            (None, None) => TableCell::missing(none),
        };
        let end = timing.value().map(|timing| f64::from(timing.at_end.days));
        row.push(days(end, 0, "none"));
        row.push(half(timing));
        let median = timing.value().and_then(|timing| timing.median_of_those_who_came);
        row.push(days(median, 1, "nobody came"));
        row.push(TableCell::text(match found.is_open(group, at) {
            _ if at == 0 => "",
            Some(true) => "by time: some may yet come",
            Some(false) => "either: nobody waits",
            None => "withheld",
        }));
        row
    };
    let all = rows(found, cells_of);
    // The first stage is not waited for.
    let stages = found.stages.len().max(1);
    let rows = all.enumerate().filter(|(at, _)| at % stages != 0).map(|(_, row)| row);
    DataTable {
        caption: "Time since the stage before, with leaving as a competing exit".to_owned(),
        columns,
        rows: rows.collect(),
    }
}

fn share(
    timing: &Cell<StageTiming>,
    of: impl Fn(&StageTiming) -> Option<Within>,
) -> [TableCell; 3] {
    match (timing.value(), missing(timing)) {
        (Some(timing), _) => match of(timing) {
            Some(within) => cells::known(&within.came.scaled(100.0), 1),
            None => [(); 3].map(|()| TableCell::missing("not seen so long")),
        },
        (None, reason) => [(); 3].map(|()| TableCell::missing(reason.unwrap_or("not known"))),
    }
}

fn half(timing: &Cell<StageTiming>) -> TableCell {
    let Some(known) = timing.value() else {
        return TableCell::missing(missing(timing).unwrap_or("not known"));
    };
    let Some(half) = known.half_by else { return TableCell::missing("not reached") };
    let end = |limit: Option<f64>| limit.map_or("open".to_owned(), |days| days.to_string());
    TableCell::text(format!("{} ({} to {})", half.days, end(half.lower), end(half.upper)))
}

/// The ratio of completion by step.
fn steps(found: &PathwayCascade) -> DataTable {
    let mut columns = vec![Column::text("Group"), Column::text("Step to")];
    columns.extend(cells::columns("Times as often"));
    columns.push(Column::number("Part of the logarithm"));
    columns.push(Column::number("Share of it, %"));
    columns.push(Column::text("Against chance"));
    let mut rows = Vec::new();
    for group in &found.groups {
        let row = |step: &str, cells_of: Vec<TableCell>| {
            let mut row = vec![TableCell::text(name(group)), TableCell::text(step)];
            row.extend(cells_of);
            row
        };
        match found.split(group) {
            Ok(split) => {
                for part in &split.parts {
                    let mut of: Vec<_> = cells::known(&as_ratio(&part.part), 2).into();
                    of.push(TableCell::number(part.part.value, 3));
                    of.push(part.share.map_or_else(
                        || TableCell::missing("against each other"),
                        |share| TableCell::number(share * 100.0, 0),
                    ));
                    of.push(TableCell::text(part.verdict().word()));
                    rows.push(row(&found.stages[part.stage].name, of));
                }
                let mut of: Vec<_> = cells::known(&as_ratio(&split.ratio), 2).into();
                of.push(TableCell::number(split.ratio.value, 3));
                of.push(TableCell::missing(""));
                let verdict = firstyear_analysis::Verdict::of(Some(&split.ratio), Some(0.0));
                of.push(TableCell::text(verdict.word()));
                rows.push(row("All steps together", of));
            }
            Err(why) => {
                let mut of = vec![TableCell::missing("none"); 5];
                of.push(TableCell::text(words::no_split(found, &why)));
                rows.push(row("All steps together", of));
            }
        }
    }
    DataTable {
        caption: format!(
            "Where groups part from {}: the ratio of those who come to the end, by step",
            words::against(found)
        ),
        columns,
        rows,
    }
}

/// Reach, effectiveness and completion of each group.
fn measures(found: &PathwayCascade) -> Option<DataTable> {
    let all = [CascadeMeasure::Reach, CascadeMeasure::Effectiveness, CascadeMeasure::Completion];
    let told: Vec<_> =
        all.into_iter().filter(|&measure| found.between(measure).is_some()).collect();
    if told.is_empty() {
        return None;
    }
    let mut columns = vec![Column::text("Group"), Column::text("Measure")];
    columns.extend(cells::columns("%"));
    let is_compared = found.grouping.is_some();
    if is_compared {
        columns.extend(cells::columns("Ratio"));
        columns.push(Column::text("Against chance"));
    }
    let rows = found.rows().flat_map(|group| {
        told.iter().map(move |&measure| {
            let what = words::measured(found, measure).unwrap_or_default();
            let mut row = vec![TableCell::text(name(group)), TableCell::text(what)];
            let share = found.measure(group, measure).map(|share| share.scaled(100.0));
            row.extend(cells::estimate(&share, 1));
            if is_compared {
                row.extend(cells::computed(found.ratio(group, measure).as_ref(), 2));
                row.push(TableCell::text(found.verdict(group, measure).word()));
            }
            row
        })
    });
    Some(DataTable {
        caption: if is_compared {
            format!("Reach and effectiveness, with ratios against {}", words::against(found))
        } else {
            "Reach and effectiveness".to_owned()
        },
        columns,
        rows: rows.collect(),
    })
}

#[cfg(test)]
mod tests {
    use firstyear_analysis::{Rules, release};
    use firstyear_core::SourceClass;
    use firstyear_core::project::Disclosure;

    use super::*;
    use crate::testing;

    fn check(case: &str, found: PathwayCascade, rules: &Rules) {
        let answer = cascade_answer(&release(found, rules));
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(case, answer.markdown);
        });
        assert!(!answer.charts.is_empty());
    }

    #[test]
    fn cascades_by_deprivation_of_everyone_and_with_hidden_counts() {
        let shown = testing::cascade(SourceClass::Published);
        check("cascade", shown, &Rules::default());
        check("cascade_of_everyone", testing::cascade_of_everyone(), &Rules::default());
        let rules = Rules::from(Disclosure { withhold_from: 1, withhold_to: 7 });
        check("cascade_hidden", testing::cascade(SourceClass::Restricted), &rules);
    }
}
