//! Sentences about how far people come on a care pathway.

use firstyear_analysis::{
    CascadeGroup, CascadeMeasure, CascadePart, CascadeSplit, NoSplit, PathwayCascade, Verdict,
};
use firstyear_core::{Cell, Estimate, Interval, SourceClass};

use super::missing;
use crate::format::{Unit, and, capital, count, day, number, plural};

/// How a cascade is to be read.
pub const READING: &str = "Each stage holds only those of the stage before it, and the first \
     everyone whom it concerns, with those of whom nothing is recorded. What is recorded is not \
     what was done: a step that nobody wrote down counts as not taken.";

/// What those are called of whom it is not recorded.
const NOT_RECORDED: &str = "Not recorded";

/// How far everyone comes, which groups come less far and where they part, reach and
/// effectiveness apart, slopes, and what is to be kept in mind.
#[must_use]
pub fn findings(found: &PathwayCascade) -> Vec<String> {
    let mut said: Vec<String> = everyone(found).into_iter().collect();
    said.extend(worst_step(found));
    for group in &found.groups {
        said.extend(apart(found, group));
    }
    said.extend(told_apart(found));
    for measure in [CascadeMeasure::Reach, CascadeMeasure::Effectiveness] {
        said.extend(by_measure(found, measure));
    }
    said.extend(slopes(found));
    said.extend(not_recorded(found));
    said
}

/// What stands first of it: how far everyone comes, where most are lost, and which groups
/// come less far and where they part.
#[must_use]
pub fn headline(found: &PathwayCascade) -> Vec<String> {
    let mut said: Vec<String> = everyone(found).into_iter().collect();
    said.extend(worst_step(found));
    said.extend(found.groups.iter().filter_map(|group| apart(found, group)));
    said
}

/// What is to be kept in mind: open cases, hidden counts, cases that have not begun.
#[must_use]
pub fn cautions(found: &PathwayCascade) -> Vec<String> {
    let mut said = Vec::new();
    let is_open = |at: &usize| found.rows().any(|group| found.is_open(group, *at) == Some(true));
    let open: Vec<String> =
        (0..found.stages.len()).filter(is_open).map(|at| found.stages[at].name.clone()).collect();
    if !open.is_empty() {
        said.push(format!(
            "Cases were open when the log ended, on {}: some may yet come to {}. Raw shares count \
             them as not having come, and are too low: read the shares by time, in which those who \
             left are a competing exit and those who wait count for as long as they were seen.",
            day(found.observed_until),
            and(&open)
        ));
    }
    let cells = found.rows().flat_map(|group| {
        group.stages.iter().flat_map(|stage| [stage.reached, stage.dropped]).chain([group.cases])
    });
    if found.whole_groups_hidden {
        said.push(
            "Groups with a small count are withheld whole, and everyone with them: fewer groups or \
             stages would show more."
                .to_owned(),
        );
    } else if cells.into_iter().any(|cell| matches!(cell, Cell::Withheld(_))) {
        said.push(
            "Small counts are withheld, with others that would give them away and all that is made \
             of them."
                .to_owned(),
        );
    }
    if found.class == SourceClass::Restricted {
        said.push(
            "Counts are rounded to the nearest 5, and shares are made of rounded counts; shares \
             by a day are rounded to whole percent."
                .to_owned(),
        );
    }
    match found.not_begun.value() {
        Some(0) => {}
        Some(&many) => said.push(format!(
            "{} {} after {} and {} not counted.",
            count(many),
            plural(many, "case begins", "cases begin"),
            day(found.observed_until),
            plural(many, "is", "are")
        )),
        None => said.push(format!(
            "A few cases begin after {} and are not counted.",
            day(found.observed_until)
        )),
    }
    said
}

/// Whom the groups are held against, in words.
#[must_use]
pub fn against(found: &PathwayCascade) -> String {
    let reference = found.reference.and_then(|at| found.groups.get(at));
    reference.map_or_else(|| "everyone else".to_owned(), |group| format!("“{}”", group.label))
}

/// A group by its name.
#[must_use]
pub fn name(group: &CascadeGroup) -> String {
    match group.label.as_str() {
        "" if !group.recorded => NOT_RECORDED.to_owned(),
        "" => "Everyone".to_owned(),
        label => label.to_owned(),
    }
}

/// The same within a sentence.
fn quoted(group: &CascadeGroup) -> String {
    if group.label.is_empty() { name(group) } else { format!("“{}”", group.label) }
}

/// Why there is no split by step.
#[must_use]
pub fn no_split(found: &PathwayCascade, why: &NoSplit) -> String {
    let of = |own: bool| if own { "of the group" } else { "of those whom it is held against" };
    match why {
        NoSplit::NobodyElse => "it is held against nobody".to_owned(),
        NoSplit::OneStage => "one stage has no step".to_owned(),
        NoSplit::Withheld => "a count is withheld".to_owned(),
        NoSplit::NobodyEligible { own } => format!("nobody {} is at the first stage", of(*own)),
        NoSplit::NobodyPasses { own, stage } => format!(
            "nobody {} came to “{}”, so that the ratio has no logarithm",
            of(*own),
            found.stages.get(*stage).map_or("", |stage| stage.name.as_str())
        ),
    }
}

/// A logarithm of a ratio as the ratio, with its limits.
#[must_use]
pub fn as_ratio(log: &Estimate) -> Estimate {
    let limits = |limits: Interval| Interval {
        lower: limits.lower.exp(),
        upper: limits.upper.exp(),
        ..limits
    };
    Estimate { value: log.value.exp(), interval: log.interval.map(limits), ..*log }
}

fn everyone(found: &PathwayCascade) -> Option<String> {
    let group = found.everyone()?;
    let (first, last) = (found.stages.first()?, found.stages.last()?);
    let Some(eligible) = group.stages.first()?.reached.value() else {
        return Some(format!("How many came to “{}” is withheld.", first.name));
    };
    let stage = found.stages.len() - 1;
    let whole = format!("{} came to “{}”", count(*eligible), first.name);
    match found.cumulative(group, stage) {
        Cell::Known { value, .. } => Some(format!(
            "{whole}; of these {} came to “{}”.",
            Unit::Percent.estimate(&value.scaled(100.0)),
            last.name
        )),
        other => Some(match missing(&other) {
            Some(word) if stage > 0 => {
                format!("{whole}; how many of these came to “{}” is {word}.", last.name)
            }
            _ => format!("{whole}."),
        }),
    }
}

/// Where most of everyone is lost.
fn worst_step(found: &PathwayCascade) -> Option<String> {
    let group = found.everyone()?;
    let share = |at: usize| found.conditional(group, at).value().copied().map(|share| (at, share));
    let steps: Vec<(usize, Estimate)> = (1..found.stages.len()).filter_map(share).collect();
    let least = steps.iter().min_by(|(_, a), (_, b)| a.value.total_cmp(&b.value));
    let &(at, share) = least?;
    let is_apart = |other: &Estimate| {
        let limits = share.interval.zip(other.interval);
        limits.is_some_and(|(own, other)| own.upper < other.lower)
    };
    let near = steps.iter().any(|(other, estimate)| *other != at && !is_apart(estimate));
    let near = if near {
        " The limits of another step overlap with these, so that chance may have put it first."
    } else {
        ""
    };
    let hidden = (1..found.stages.len()).any(|at| found.conditional(group, at).value().is_none());
    let shown = if hidden { " of those that are shown" } else { "" };
    Some(format!(
        "The step that fewest pass{shown} leads to “{}”: {} of those of the stage before.{near}",
        found.stages[at].name,
        Unit::Percent.estimate(&share.scaled(100.0))
    ))
}

/// A group that comes less or more far than chance explains, and the step that makes
/// most of it.
fn apart(found: &PathwayCascade, group: &CascadeGroup) -> Option<String> {
    let split = found.split(group).ok()?;
    let word = match Verdict::of(Some(&split.ratio), Some(0.0)) {
        Verdict::Lower => "less often",
        Verdict::Higher => "more often",
        Verdict::CannotTell | Verdict::NotCompared => return None,
    };
    let last = found.stages.last()?;
    Some(format!(
        "{}: they come to “{}” {word} than {}, {} times as often. {}",
        capital(&quoted(group)),
        last.name,
        against(found),
        Unit::Ratio.estimate(&as_ratio(&split.ratio)),
        main_step(found, &split)?
    ))
}

fn main_step(found: &PathwayCascade, split: &CascadeSplit) -> Option<String> {
    let main: &CascadePart = split.main()?;
    let share = main.share.map_or_else(
        || "The step in that direction that sets them apart most".to_owned(),
        |share| format!("The step that makes most of it, {}%,", number(share * 100.0, 0)),
    );
    let chance = match main.verdict() {
        Verdict::Lower | Verdict::Higher => "",
        Verdict::CannotTell | Verdict::NotCompared => "; chance alone could make that step",
    };
    Some(format!(
        "{share} leads to “{}”, which they pass {} times as often{chance}.",
        found.stages[main.stage].name,
        Unit::Ratio.estimate(&as_ratio(&main.part))
    ))
}

/// Which groups cannot be told apart, and how many would seem so by chance.
fn told_apart(found: &PathwayCascade) -> Option<String> {
    let compared = found.compared();
    if compared == 0 {
        return None;
    }
    let cannot = |group: &&CascadeGroup| {
        let split = found.split(group).ok();
        split.is_some_and(|split| Verdict::of(Some(&split.ratio), Some(0.0)) == Verdict::CannotTell)
    };
    let cannot: Vec<String> = found.groups.iter().filter(cannot).map(quoted).collect();
    let cannot = if cannot.is_empty() {
        String::new()
    } else {
        format!("{} cannot be told apart from {}. ", and(&cannot), against(found))
    };
    Some(format!(
        "{cannot}{compared} {} of groups {} held against others; about {} would seem apart by \
         chance alone if none truly were.",
        plural(compared as u64, "step", "steps"),
        plural(compared as u64, "is", "are"),
        number(found.expected_by_chance(), 1)
    ))
}

/// The words of a measure.
#[must_use]
pub fn measured(found: &PathwayCascade, measure: CascadeMeasure) -> Option<String> {
    let (from, to) = found.between(measure)?;
    let names = [from, to].map(|at| found.stages[at].name.as_str());
    let word = match measure {
        CascadeMeasure::Reach => "Reach",
        CascadeMeasure::Effectiveness => "Effectiveness",
        CascadeMeasure::Completion => "Completion",
    };
    Some(format!("{word} (“{}” among “{}”)", names[1], names[0]))
}

fn by_measure(found: &PathwayCascade, measure: CascadeMeasure) -> Option<String> {
    let what = measured(found, measure)?;
    let all = found.measure(found.everyone()?, measure);
    let all = all
        .value()
        .map_or_else(|| "withheld".to_owned(), |all| Unit::Percent.estimate(&all.scaled(100.0)));
    let of = |verdict: Verdict| -> Vec<String> {
        let groups = found.groups.iter().filter(|one| found.verdict(one, measure) == verdict);
        groups.map(quoted).collect()
    };
    let (lower, higher) = (of(Verdict::Lower), of(Verdict::Higher));
    let mut words = Vec::new();
    if !lower.is_empty() {
        words.push(format!("lower in {}", and(&lower)));
    }
    if !higher.is_empty() {
        words.push(format!("higher in {}", and(&higher)));
    }
    let groups = if words.is_empty() {
        String::new()
    } else {
        format!(" Against {} it is {}.", against(found), words.join(", and "))
    };
    Some(format!("{what}: {all}.{groups}"))
}

fn slopes(found: &PathwayCascade) -> Vec<String> {
    let measures =
        [CascadeMeasure::Reach, CascadeMeasure::Effectiveness, CascadeMeasure::Completion];
    let mut said = Vec::new();
    for measure in measures {
        let Some(what) = measured(found, measure) else { continue };
        match found.slope(measure) {
            Ok(slope) => said.push(format!(
                "{what} across the order of disadvantage: {} percentage points between the most \
                 disadvantaged end and the other {}, and {} times as high {}.",
                number(slope.sii.value * 100.0, 1),
                Unit::Rate(String::new()).bracket(&slope.sii.scaled(100.0)),
                number(slope.rii.value, 2),
                Unit::Ratio.bracket(&slope.rii)
            )),
            Err(why) if why.is_empty() => {}
            Err(why) => said.push(format!("{what}: no slope, as {why}.")),
        }
    }
    said
}

fn not_recorded(found: &PathwayCascade) -> Option<String> {
    let grouping = found.grouping.as_ref()?;
    let group = found.groups.iter().find(|group| !group.recorded)?;
    let all = found.total.as_ref().and_then(|total| total.cases.value());
    let all = all.map_or_else(String::new, |all| format!(" of {}", count(*all)));
    let many = group.cases.value().filter(|many| **many > 0)?;
    Some(format!(
        "Of {}{all} {} {} is not recorded: they are a group of their own, and in no slope.",
        count(*many),
        plural(*many, "case", "cases"),
        grouping.name
    ))
}
