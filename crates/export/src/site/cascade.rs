//! How far people come on a care pathway, as one page: counts, shares, times, and where
//! groups part.

use std::collections::BTreeSet;

use firstyear_analysis::{
    CascadeCounts, CascadeGroup, CascadeMeasure, PathwayCascade, Released, StageTiming, Verdict,
    Within,
};
use firstyear_core::{Cell, Estimate};

use super::answer::Answer;
use super::block::{Block, NamedTable, PageParts};
use super::cells;
use crate::chart::{
    Column, DataTable, Heading, Reading, SankeyChart, SankeyStage, Slug, StageBar, StagesChart,
    StagesGroup, TableCell,
};
use crate::format::{Unit, count};
use crate::pathway::exit_reason;
use crate::sentence::cascade::{self as told, as_ratio, name};
use crate::sentence::title::of_first;
use crate::words::{Words, english, say};

/// What is told of how far people come on a pathway, in English as all of the command line.
#[must_use]
pub fn cascade_answer(result: &Released<PathwayCascade>) -> Answer {
    let (found, words) = (result.get(), english());
    let pathway = found.title.as_str();
    let title = match &found.grouping {
        Some(by) => say!(words, "cascade-title-by", pathway = pathway, by = by.name.as_str()),
        None => say!(words, "cascade-title", pathway = pathway),
    };
    super::answer::answer(&PageParts {
        path: String::new(),
        nav: String::new(),
        title,
        sources: BTreeSet::new(),
        blocks: blocks(found, None, words),
    })
}

/// What is told of it, from top to bottom; `stem` is the name of the files that hold its
/// figures.
pub(super) fn blocks(
    found: &PathwayCascade,
    stem: Option<String>,
    words: &'static Words,
) -> Vec<Block> {
    let until = say!(words, "cascade-until", day = words.day(found.observed_until));
    let mut blocks = vec![Block::Note(format!("{until} {}", told::reading(words)))];
    blocks.extend(told::findings(found, words).into_iter().map(Block::Finding));
    blocks.extend(told::cautions(found, words).into_iter().map(Block::Note));
    let table = |table: DataTable| NamedTable { stem: None, table };
    let chart = chart(found, words);
    let shares = crate::chart::Chart::table(&chart);
    let shares = NamedTable { stem, table: shares };
    blocks.push(Block::Chart { chart: Box::new(chart), table: shares });
    match found.everyone().map(|group| stream(found, group, words)) {
        Some(stream) => {
            let (chart, table) = (Box::new(stream), table(counts(found, words)));
            blocks.push(Block::Chart { chart, table });
        }
        None => blocks.push(Block::Table(table(counts(found, words)))),
    }
    blocks.push(Block::Table(table(times(found, words))));
    if found.grouping.is_some() {
        blocks.push(Block::Table(table(steps(found, words))));
    }
    blocks.extend(measures(found, words).map(|measures| Block::Table(table(measures))));
    blocks
}

/// Why a figure is missing.
fn why<T>(cell: &Cell<T>, words: &Words) -> String {
    words.missing(cell).unwrap_or_else(|| say!(words, "not-known"))
}

/// Bars for each group and stage.
fn chart(found: &PathwayCascade, words: &'static Words) -> StagesChart {
    let group = |group: &CascadeGroup| StagesGroup {
        label: name(group, words),
        note: match group.cases.value() {
            Some(&cases) => say!(words, "cascade-cases", n = cases, count = count(cases)),
            None => say!(words, "cascade-cases-missing", missing = why(&group.cases, words)),
        },
        bars: (0..group.stages.len()).map(|at| bar(found, group, at, words)).collect(),
    };
    let unknown = say!(words, "cascade-chart-untold");
    StagesChart {
        heading: Heading {
            id: Slug::new(&format!("cascade-{}", found.pathway)),
            title: of_first(told::findings(found, words).get(1..).unwrap_or_default(), &unknown),
            description: chart_words(found, words),
            subtitle: say!(words, "cascade-chart", pathway = found.title.as_str()),
            when_empty: say!(words, "cascade-chart-empty"),
            words,
        },
        measure: cells::measure(words, say!(words, "cascade-chart-axis"), 1, found.confidence),
        beside: say!(words, "cascade-chart-beside"),
        stages: found.stages.iter().map(|stage| stage.name.clone()).collect(),
        groups: found.rows().map(group).collect(),
    }
}

/// What the bars show: how far everyone comes, where most are lost, which groups lie apart,
/// and which comes least and most far of those that are shown.
fn chart_words(found: &PathwayCascade, words: &Words) -> String {
    let mut said = vec![say!(words, "cascade-chart-words")];
    said.extend(told::headline(found, words));
    said.extend(ends(found, words));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// The groups of which the smallest and the largest share comes to the last stage, of those
/// that are shown, and how many are not; `None` where there is one group.
fn ends(found: &PathwayCascade, words: &Words) -> Option<String> {
    let at = found.stages.len().checked_sub(1).filter(|at| *at > 0)?;
    found.grouping.as_ref()?;
    let share =
        |group: &CascadeGroup| Some((name(group, words), *found.cumulative(group, at).value()?));
    let mut shown: Vec<(String, Estimate)> = found.groups.iter().filter_map(share).collect();
    let hidden = (found.groups.len() - shown.len()) as u64;
    shown.sort_by(|(_, a), (_, b)| a.value.total_cmp(&b.value));
    let mut said = Vec::new();
    if let [(lowest, low), .., (highest, high)] = &shown[..] {
        let percent = |share: &Estimate| words.estimate(&Unit::Percent, &share.scaled(100.0));
        said.push(say!(
            words,
            "cascade-chart-ends",
            count = count(shown.len() as u64),
            stage = found.stages[at].name.as_str(),
            lowest = lowest.as_str(),
            low = percent(low),
            highest = highest.as_str(),
            high = percent(high)
        ));
    }
    if hidden > 0 {
        said.push(say!(words, "cascade-chart-hidden", n = hidden, count = count(hidden)));
    }
    Some(said.join(" "))
}

/// How many of everyone come from stage to stage, and where the others go.
fn stream(found: &PathwayCascade, group: &CascadeGroup, words: &'static Words) -> SankeyChart {
    let reading = |cell: &Cell<u64>| match cell.value() {
        Some(&count) => Reading::value(count as f64),
        None => Reading::missing(why(cell, words)),
    };
    // Those who did not come to a stage stand in its counts.
    let out = |after: &CascadeCounts| {
        let left = after.left.iter().map(|(reason, count)| {
            let reason = exit_reason(*reason, words);
            (say!(words, "cascade-left", reason = reason), reading(count))
        });
        let others = [
            (say!(words, "cascade-may-come"), reading(&after.open)),
            (say!(words, "cascade-does-not-hold"), reading(&after.unmet)),
            (say!(words, "cascade-not-known-whether"), reading(&after.unknown)),
        ];
        left.chain(others).collect()
    };
    let stages = found.stages.iter().zip(&group.stages).enumerate().map(|(at, (stage, counts))| {
        SankeyStage {
            name: stage.name.clone(),
            reached: reading(&counts.reached),
            out: group.stages.get(at + 1).map_or_else(Vec::new, out),
        }
    });
    let unknown = say!(words, "cascade-chart-untold");
    SankeyChart {
        heading: Heading {
            id: Slug::new(&format!("cascade-{}-stream", found.pathway)),
            title: of_first(&told::findings(found, words), &unknown),
            subtitle: say!(words, "cascade-stream", pathway = found.title.as_str()),
            description: stream_words(found, group, words),
            when_empty: say!(words, "cascade-stream-empty"),
            words,
        },
        unit: say!(words, "cascade-stream-unit"),
        stages: stages.collect(),
    }
}

/// What the stream shows: how many came to each stage.
fn stream_words(found: &PathwayCascade, group: &CascadeGroup, words: &Words) -> String {
    let came = found.stages.iter().zip(&group.stages).map(|(stage, counts)| {
        let number = match counts.reached.value() {
            Some(&reached) => count(reached),
            None => why(&counts.reached, words),
        };
        say!(words, "cascade-stream-stage", stage = stage.name.as_str(), count = number)
    });
    let came = came.collect::<Vec<_>>().join("; ");
    let mut said = vec![say!(words, "cascade-stream-words")];
    if !came.is_empty() {
        said.push(say!(words, "cascade-stream-came", stages = came));
    }
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

fn bar(found: &PathwayCascade, group: &CascadeGroup, at: usize, words: &Words) -> StageBar {
    let percent =
        |cell: Cell<Estimate>| cells::reading(words, &cell.map(|estimate| estimate.scaled(100.0)));
    let reached = &group.stages[at].reached;
    let whole = match reached.value() {
        Some(0) => Reading::missing(say!(words, "cascade-nobody")),
        Some(_) => Reading::value(100.0),
        None => Reading::missing(why(reached, words)),
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
    words: &'a Words,
    cells_of: impl Fn(&'a CascadeGroup, usize, &'a CascadeCounts) -> Vec<TableCell> + Copy + 'a,
) -> impl Iterator<Item = Vec<TableCell>> + 'a {
    found.rows().flat_map(move |group| {
        group.stages.iter().enumerate().map(move |(at, counts)| {
            let names = [name(group, words), found.stages[at].name.clone()];
            let names = names.into_iter().map(TableCell::text);
            names.chain(cells_of(group, at, counts)).collect()
        })
    })
}

/// Heads of the columns that name the row.
fn heads(words: &Words) -> Vec<Column> {
    vec![
        Column::text(say!(words, "cascade-column-group")),
        Column::text(say!(words, "cascade-column-stage")),
    ]
}

fn counts(found: &PathwayCascade, words: &Words) -> DataTable {
    let mut columns = heads(words);
    columns.extend([
        Column::number(say!(words, "cascade-column-came")),
        Column::number(say!(words, "cascade-column-did-not")),
        Column::number(say!(words, "cascade-may-come")),
        Column::number(say!(words, "cascade-does-not-hold")),
        Column::number(say!(words, "not-known")),
    ]);
    let everyone = found.everyone();
    let reasons = everyone.and_then(|group| group.stages.first()).map(|stage| &stage.left);
    for (reason, _) in reasons.into_iter().flatten() {
        let reason = exit_reason(*reason, words);
        columns.push(Column::number(say!(words, "cascade-left", reason = reason)));
    }
    let cells_of = |_: &CascadeGroup, _: usize, stage: &CascadeCounts| {
        let first = [stage.reached, stage.dropped, stage.open, stage.unmet, stage.unknown];
        let left = stage.left.iter().map(|(_, count)| *count);
        first.into_iter().chain(left).map(|cell| cells::count(words, &cell)).collect()
    };
    DataTable {
        caption: say!(words, "cascade-counts"),
        columns,
        rows: rows(found, words, cells_of).collect(),
    }
}

fn times(found: &PathwayCascade, words: &Words) -> DataTable {
    let mut columns = heads(words);
    let day = found.horizon.to_string();
    columns.extend(cells::columns(words, &say!(words, "cascade-column-by-day", day = day)));
    columns.extend(cells::columns(words, &say!(words, "cascade-column-by-end")));
    columns.push(Column::number(say!(words, "cascade-column-end")));
    columns.push(Column::text(say!(words, "cascade-column-half")));
    columns.push(Column::number(say!(words, "cascade-column-median")));
    columns.push(Column::text(say!(words, "cascade-column-which")));
    let cells_of = |group: &CascadeGroup, at: usize, stage: &CascadeCounts| {
        let timing = &stage.since_before;
        let mut row: Vec<TableCell> = Vec::new();
        row.extend(share(timing, |timing| timing.at_horizon, words));
        row.extend(share(timing, |timing| Some(timing.at_end), words));
        let days = |known: Option<f64>, decimals, none: String| match (known, words.missing(timing))
        {
            (Some(days), _) => TableCell::number(days, decimals),
            (None, Some(reason)) => TableCell::missing(reason),
            (None, None) => TableCell::missing(none),
        };
        let end = timing.value().map(|timing| f64::from(timing.at_end.days));
        row.push(days(end, 0, say!(words, "none")));
        row.push(half(timing, words));
        let median = timing.value().and_then(|timing| timing.median_of_those_who_came);
        row.push(days(median, 1, say!(words, "cascade-nobody-came")));
        row.push(TableCell::text(match found.is_open(group, at) {
            _ if at == 0 => String::new(),
            Some(true) => say!(words, "cascade-read-by-time"),
            Some(false) => say!(words, "cascade-read-either"),
            None => say!(words, "withheld"),
        }));
        row
    };
    let all = rows(found, words, cells_of);
    // The first stage is not waited for.
    let stages = found.stages.len().max(1);
    let rows = all.enumerate().filter(|(at, _)| at % stages != 0).map(|(_, row)| row);
    DataTable { caption: say!(words, "cascade-times"), columns, rows: rows.collect() }
}

fn share(
    timing: &Cell<StageTiming>,
    of: impl Fn(&StageTiming) -> Option<Within>,
    words: &Words,
) -> [TableCell; 3] {
    let missing = |reason: String| [(); 3].map(|()| TableCell::missing(reason.as_str()));
    match timing.value() {
        Some(timing) => match of(timing) {
            Some(within) => cells::known(words, &within.came.scaled(100.0), 1),
            None => missing(say!(words, "cascade-not-seen")),
        },
        None => missing(why(timing, words)),
    }
}

fn half(timing: &Cell<StageTiming>, words: &Words) -> TableCell {
    let Some(known) = timing.value() else {
        return TableCell::missing(why(timing, words));
    };
    let Some(half) = known.half_by else {
        return TableCell::missing(say!(words, "cascade-not-reached"));
    };
    let open = || say!(words, "cascade-half-open");
    let end = |limit: Option<f64>| limit.map_or_else(open, |days| days.to_string());
    TableCell::text(say!(
        words,
        "cascade-half",
        days = half.days.to_string(),
        lower = end(half.lower),
        upper = end(half.upper)
    ))
}

/// How something stands to chance, in words.
fn verdict(verdict: Verdict, words: &Words) -> String {
    match verdict {
        Verdict::Higher => say!(words, "cascade-verdict-higher"),
        Verdict::Lower => say!(words, "cascade-verdict-lower"),
        Verdict::CannotTell => say!(words, "cascade-verdict-cannot-tell"),
        Verdict::NotCompared => say!(words, "cascade-verdict-not-compared"),
    }
}

/// The ratio of completion by step.
fn steps(found: &PathwayCascade, words: &Words) -> DataTable {
    let mut columns = vec![
        Column::text(say!(words, "cascade-column-group")),
        Column::text(say!(words, "cascade-column-step")),
    ];
    columns.extend(cells::columns(words, &say!(words, "cascade-column-often")));
    columns.push(Column::number(say!(words, "cascade-column-part")));
    columns.push(Column::number(say!(words, "cascade-column-share")));
    columns.push(Column::text(say!(words, "cascade-column-chance")));
    let all_steps = say!(words, "cascade-all-steps");
    let mut rows = Vec::new();
    for group in &found.groups {
        let row = |step: &str, cells_of: Vec<TableCell>| {
            let mut row = vec![TableCell::text(name(group, words)), TableCell::text(step)];
            row.extend(cells_of);
            row
        };
        match found.split(group) {
            Ok(split) => {
                for part in &split.parts {
                    let mut of: Vec<_> = cells::known(words, &as_ratio(&part.part), 2).into();
                    of.push(TableCell::number(part.part.value, 3));
                    of.push(part.share.map_or_else(
                        || TableCell::missing(say!(words, "cascade-against-each-other")),
                        |share| TableCell::number(share * 100.0, 0),
                    ));
                    of.push(TableCell::text(verdict(part.verdict(), words)));
                    rows.push(row(&found.stages[part.stage].name, of));
                }
                let mut of: Vec<_> = cells::known(words, &as_ratio(&split.ratio), 2).into();
                of.push(TableCell::number(split.ratio.value, 3));
                of.push(TableCell::missing(""));
                let of_all = Verdict::of(Some(&split.ratio), Some(0.0));
                of.push(TableCell::text(verdict(of_all, words)));
                rows.push(row(&all_steps, of));
            }
            Err(why) => {
                let mut of = vec![TableCell::missing(say!(words, "none")); 5];
                of.push(TableCell::text(told::no_split(found, &why, words)));
                rows.push(row(&all_steps, of));
            }
        }
    }
    let against = told::against(found, words);
    DataTable { caption: say!(words, "cascade-steps", against = against), columns, rows }
}

/// Reach, effectiveness and completion of each group.
fn measures(found: &PathwayCascade, words: &Words) -> Option<DataTable> {
    let all = [CascadeMeasure::Reach, CascadeMeasure::Effectiveness, CascadeMeasure::Completion];
    let measured: Vec<_> =
        all.into_iter().filter(|&measure| found.between(measure).is_some()).collect();
    if measured.is_empty() {
        return None;
    }
    let mut columns = vec![
        Column::text(say!(words, "cascade-column-group")),
        Column::text(say!(words, "cascade-column-measure")),
    ];
    columns.extend(cells::columns(words, "%"));
    let is_compared = found.grouping.is_some();
    if is_compared {
        columns.extend(cells::columns(words, &say!(words, "cascade-column-ratio")));
        columns.push(Column::text(say!(words, "cascade-column-chance")));
    }
    let rows = found.rows().flat_map(|group| {
        measured.iter().map(move |&measure| {
            let what = told::measured(found, measure, words).unwrap_or_default();
            let mut row = vec![TableCell::text(name(group, words)), TableCell::text(what)];
            let share = found.measure(group, measure).map(|share| share.scaled(100.0));
            row.extend(cells::estimate(words, &share, 1));
            if is_compared {
                row.extend(cells::computed(words, found.ratio(group, measure).as_ref(), 2));
                row.push(TableCell::text(verdict(found.verdict(group, measure), words)));
            }
            row
        })
    });
    let against = told::against(found, words);
    Some(DataTable {
        caption: if is_compared {
            say!(words, "cascade-measures-against", against = against)
        } else {
            say!(words, "cascade-measures")
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
