//! Sentences about how far people come on a care pathway.

use firstyear_analysis::{
    CascadeGroup, CascadeMeasure, CascadePart, CascadeSplit, NoSplit, PathwayCascade, Verdict,
};
use firstyear_core::{Cell, Estimate, Interval, SourceClass};

use crate::format::{Unit, capital, count, number};
use crate::words::{Words, say};

/// How a cascade is to be read.
#[must_use]
pub fn reading(words: &Words) -> String {
    say!(words, "cascade-reading")
}

/// How far everyone comes, which groups come less far and where they part, reach and
/// effectiveness apart, slopes, and what is to be kept in mind.
#[must_use]
pub fn findings(found: &PathwayCascade, words: &Words) -> Vec<String> {
    let mut said: Vec<String> = everyone(found, words).into_iter().collect();
    said.extend(worst_step(found, words));
    for group in &found.groups {
        said.extend(apart(found, group, words));
    }
    said.extend(told_apart(found, words));
    for measure in [CascadeMeasure::Reach, CascadeMeasure::Effectiveness] {
        said.extend(by_measure(found, measure, words));
    }
    said.extend(slopes(found, words));
    said.extend(not_recorded(found, words));
    said
}

/// What stands first of it: how far everyone comes, where most are lost, and which groups
/// come less far and where they part.
#[must_use]
pub fn headline(found: &PathwayCascade, words: &Words) -> Vec<String> {
    let mut said: Vec<String> = everyone(found, words).into_iter().collect();
    said.extend(worst_step(found, words));
    said.extend(found.groups.iter().filter_map(|group| apart(found, group, words)));
    said
}

/// What is to be kept in mind: open cases, hidden counts, cases that have not begun.
#[must_use]
pub fn cautions(found: &PathwayCascade, words: &Words) -> Vec<String> {
    let mut said = Vec::new();
    let until = words.day(found.observed_until);
    let is_open = |at: &usize| found.rows().any(|group| found.is_open(group, *at) == Some(true));
    let open: Vec<String> =
        (0..found.stages.len()).filter(is_open).map(|at| found.stages[at].name.clone()).collect();
    if !open.is_empty() {
        let stages = words.and(&open);
        said.push(say!(words, "cascade-open", day = until.as_str(), stages = stages));
    }
    let cells = found.rows().flat_map(|group| {
        group.stages.iter().flat_map(|stage| [stage.reached, stage.dropped]).chain([group.cases])
    });
    if found.whole_groups_hidden {
        said.push(say!(words, "cascade-groups-hidden"));
    } else if cells.into_iter().any(|cell| matches!(cell, Cell::Withheld(_))) {
        said.push(say!(words, "cascade-counts-hidden"));
    }
    if found.class == SourceClass::Restricted {
        said.push(say!(words, "cascade-rounded"));
    }
    match found.not_begun.value() {
        Some(0) => {}
        Some(&many) => {
            said.push(say!(words, "cascade-not-begun", n = many, count = count(many), day = until));
        }
        None => said.push(say!(words, "cascade-few-not-begun", day = until)),
    }
    said
}

/// Whom the groups are held against, in words.
#[must_use]
pub fn against(found: &PathwayCascade, words: &Words) -> String {
    match found.reference.and_then(|at| found.groups.get(at)) {
        Some(group) => say!(words, "cascade-quoted", name = group.label.as_str()),
        None => say!(words, "cascade-everyone-else"),
    }
}

/// A group by its name.
#[must_use]
pub fn name(group: &CascadeGroup, words: &Words) -> String {
    match group.label.as_str() {
        "" if !group.recorded => say!(words, "cascade-not-recorded"),
        "" => say!(words, "cascade-everyone"),
        label => label.to_owned(),
    }
}

/// The same within a sentence.
fn quoted(group: &CascadeGroup, words: &Words) -> String {
    match group.label.as_str() {
        "" => name(group, words),
        label => say!(words, "cascade-quoted", name = label),
    }
}

/// Why there is no split by step.
#[must_use]
pub fn no_split(found: &PathwayCascade, why: &NoSplit, words: &Words) -> String {
    match why {
        NoSplit::NobodyElse => say!(words, "cascade-against-nobody"),
        NoSplit::OneStage => say!(words, "cascade-one-stage"),
        NoSplit::Withheld => say!(words, "cascade-count-withheld"),
        NoSplit::NobodyEligible { own: true } => say!(words, "cascade-nobody-eligible"),
        NoSplit::NobodyEligible { own: false } => say!(words, "cascade-no-other-eligible"),
        NoSplit::NobodyPasses { own, stage } => {
            let stage = found.stages.get(*stage).map_or("", |stage| stage.name.as_str());
            if *own {
                say!(words, "cascade-nobody-passes", stage = stage)
            } else {
                say!(words, "cascade-no-other-passes", stage = stage)
            }
        }
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

fn everyone(found: &PathwayCascade, words: &Words) -> Option<String> {
    let group = found.everyone()?;
    let (first, last) = (found.stages.first()?, found.stages.last()?);
    let (first, last) = (first.name.as_str(), last.name.as_str());
    let Some(eligible) = group.stages.first()?.reached.value() else {
        return Some(say!(words, "cascade-first-withheld", first = first));
    };
    let eligible = count(*eligible);
    let stage = found.stages.len() - 1;
    Some(match found.cumulative(group, stage) {
        Cell::Known { value, .. } => say!(
            words,
            "cascade-came",
            count = eligible,
            first = first,
            share = words.estimate(&Unit::Percent, &value.scaled(100.0)),
            last = last
        ),
        other => match words.missing(&other) {
            Some(missing) if stage > 0 => say!(
                words,
                "cascade-came-missing",
                count = eligible,
                first = first,
                missing = missing,
                last = last
            ),
            _ => say!(words, "cascade-came-first", count = eligible, first = first),
        },
    })
}

/// Where most of everyone is lost.
fn worst_step(found: &PathwayCascade, words: &Words) -> Option<String> {
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
    let hidden = (1..found.stages.len()).any(|at| found.conditional(group, at).value().is_none());
    let stage = found.stages[at].name.as_str();
    let share = words.estimate(&Unit::Percent, &share.scaled(100.0));
    let said = if hidden {
        say!(words, "cascade-worst-shown", stage = stage, share = share)
    } else {
        say!(words, "cascade-worst", stage = stage, share = share)
    };
    Some(if near { said + " " + &say!(words, "cascade-worst-near") } else { said })
}

/// A group that comes less or more far than chance explains, and the step that makes
/// most of it.
fn apart(found: &PathwayCascade, group: &CascadeGroup, words: &Words) -> Option<String> {
    let split = found.split(group).ok()?;
    let verdict = Verdict::of(Some(&split.ratio), Some(0.0));
    let (stage, against) = (found.stages.last()?.name.as_str(), against(found, words));
    let group = capital(&quoted(group, words));
    let ratio = words.estimate(&Unit::Ratio, &as_ratio(&split.ratio));
    let said = match verdict {
        Verdict::Lower => say!(
            words,
            "cascade-apart-less",
            group = group,
            stage = stage,
            against = against,
            ratio = ratio
        ),
        Verdict::Higher => say!(
            words,
            "cascade-apart-more",
            group = group,
            stage = stage,
            against = against,
            ratio = ratio
        ),
        Verdict::CannotTell | Verdict::NotCompared => return None,
    };
    Some(said + " " + &main_step(found, &split, words)?)
}

fn main_step(found: &PathwayCascade, split: &CascadeSplit, words: &Words) -> Option<String> {
    let main: &CascadePart = split.main()?;
    let stage = found.stages[main.stage].name.as_str();
    let ratio = words.estimate(&Unit::Ratio, &as_ratio(&main.part));
    let by_chance = match main.verdict() {
        Verdict::Lower | Verdict::Higher => String::new(),
        Verdict::CannotTell | Verdict::NotCompared => say!(words, "cascade-step-by-chance"),
    };
    Some(match main.share {
        Some(share) => say!(
            words,
            "cascade-step-share",
            share = number(share * 100.0, 0),
            stage = stage,
            ratio = ratio,
            chance = by_chance
        ),
        None => say!(words, "cascade-step-most", stage = stage, ratio = ratio, chance = by_chance),
    })
}

/// Which groups cannot be told apart, and how many would seem so by chance.
fn told_apart(found: &PathwayCascade, words: &Words) -> Option<String> {
    let compared = found.compared();
    if compared == 0 {
        return None;
    }
    let cannot = |group: &&CascadeGroup| {
        let split = found.split(group).ok();
        split.is_some_and(|split| Verdict::of(Some(&split.ratio), Some(0.0)) == Verdict::CannotTell)
    };
    let cannot: Vec<String> =
        found.groups.iter().filter(cannot).map(|group| quoted(group, words)).collect();
    let mut said = Vec::new();
    if !cannot.is_empty() {
        let (groups, against) = (words.and(&cannot), against(found, words));
        said.push(say!(words, "cascade-not-apart", groups = groups, against = against));
    }
    said.push(say!(
        words,
        "cascade-compared",
        n = compared as u64,
        count = count(compared as u64),
        chance = number(found.expected_by_chance(), 1)
    ));
    Some(said.join(" "))
}

/// The words of a measure.
#[must_use]
pub fn measured(found: &PathwayCascade, measure: CascadeMeasure, words: &Words) -> Option<String> {
    let (from, to) = found.between(measure)?;
    let [from, to] = [from, to].map(|at| found.stages[at].name.as_str());
    Some(match measure {
        CascadeMeasure::Reach => say!(words, "cascade-reach", to = to, from = from),
        CascadeMeasure::Effectiveness => {
            say!(words, "cascade-effectiveness", to = to, from = from)
        }
        CascadeMeasure::Completion => say!(words, "cascade-completion", to = to, from = from),
    })
}

fn by_measure(found: &PathwayCascade, measure: CascadeMeasure, words: &Words) -> Option<String> {
    let what = measured(found, measure, words)?;
    let all = found.measure(found.everyone()?, measure);
    let all = all.value().map_or_else(
        || say!(words, "withheld"),
        |all| words.estimate(&Unit::Percent, &all.scaled(100.0)),
    );
    let of = |verdict: Verdict| -> Vec<String> {
        let groups = found.groups.iter().filter(|one| found.verdict(one, measure) == verdict);
        groups.map(|group| quoted(group, words)).collect()
    };
    let (lower, higher) = (of(Verdict::Lower), of(Verdict::Higher));
    let (low, high) = (words.and(&lower), words.and(&higher));
    let against = against(found, words);
    let said = say!(words, "cascade-measure", measure = what, all = all);
    let groups = match (lower.is_empty(), higher.is_empty()) {
        (true, true) => return Some(said),
        (false, true) => say!(words, "cascade-lower", against = against, lower = low),
        (true, false) => say!(words, "cascade-higher", against = against, higher = high),
        (false, false) => {
            say!(words, "cascade-both", against = against, lower = low, higher = high)
        }
    };
    Some(said + " " + &groups)
}

fn slopes(found: &PathwayCascade, words: &Words) -> Vec<String> {
    let measures =
        [CascadeMeasure::Reach, CascadeMeasure::Effectiveness, CascadeMeasure::Completion];
    let mut said = Vec::new();
    for measure in measures {
        let Some(what) = measured(found, measure, words) else { continue };
        match found.slope(measure) {
            Ok(slope) => said.push(say!(
                words,
                "cascade-slope",
                measure = what,
                sii = number(slope.sii.value * 100.0, 1),
                siilimits = words.bracket(&Unit::Rate(String::new()), &slope.sii.scaled(100.0)),
                rii = number(slope.rii.value, 2),
                riilimits = words.bracket(&Unit::Ratio, &slope.rii)
            )),
            Err(why) if why.is_empty() => {}
            Err(why) => said.push(say!(words, "cascade-no-slope", measure = what, why = why)),
        }
    }
    said
}

fn not_recorded(found: &PathwayCascade, words: &Words) -> Option<String> {
    let grouping = found.grouping.as_ref()?.name.as_str();
    let group = found.groups.iter().find(|group| !group.recorded)?;
    let many = *group.cases.value().filter(|many| **many > 0)?;
    let all = found.total.as_ref().and_then(|total| total.cases.value());
    Some(match all {
        Some(all) => say!(
            words,
            "cascade-unrecorded-of",
            n = many,
            count = count(many),
            all = count(*all),
            grouping = grouping
        ),
        None => {
            say!(words, "cascade-unrecorded", n = many, count = count(many), grouping = grouping)
        }
    })
}

#[cfg(test)]
mod tests {
    use firstyear_core::Withholding;

    use super::*;
    use crate::testing;
    use crate::words::english;

    fn found() -> PathwayCascade {
        testing::cascade(SourceClass::Published)
    }

    #[test]
    fn cases_that_have_not_begun_are_told_of_one_of_many_and_of_few() {
        let mut found = found();
        let last = |found: &PathwayCascade| cautions(found, english()).pop().unwrap_or_default();
        found.not_begun = Cell::known(1);
        assert_eq!(last(&found), "1 case begins after 31 March 2024 and is not counted.");
        found.not_begun = Cell::known(1_200);
        assert_eq!(last(&found), "1,200 cases begin after 31 March 2024 and are not counted.");
        found.not_begun = Cell::Withheld(Withholding::Primary);
        assert_eq!(last(&found), "A few cases begin after 31 March 2024 and are not counted.");
        found.whole_groups_hidden = true;
        let said = cautions(&found, english()).join(" ");
        assert!(said.contains("Groups with a small count are withheld whole"), "{said}");
    }

    #[test]
    fn why_there_is_no_split_is_said() {
        let found = found();
        let said = |why| no_split(&found, &why, english());
        let (group, others) = ("nobody of the group", "nobody of those whom it is held against");
        let no_logarithm = "came to “Referred”, so that the ratio has no logarithm";
        assert_eq!(said(NoSplit::NobodyElse), "it is held against nobody");
        assert_eq!(said(NoSplit::OneStage), "one stage has no step");
        assert_eq!(said(NoSplit::Withheld), "a count is withheld");
        for (own, whom) in [(true, group), (false, others)] {
            let why = NoSplit::NobodyEligible { own };
            assert_eq!(said(why), format!("{whom} is at the first stage"));
            let why = NoSplit::NobodyPasses { own, stage: 1 };
            assert_eq!(said(why), format!("{whom} {no_logarithm}"));
        }
    }

    #[test]
    fn how_far_everyone_comes_is_told_as_far_as_it_is_known() {
        let mut found = found();
        let total = found.total.as_mut().unwrap();
        total.stages[3].reached = Cell::Withheld(Withholding::Primary);
        assert_eq!(
            everyone(&found, english()).unwrap(),
            "500 came to “Smoke at booking”; how many of these came to “Quit at four weeks” is \
             withheld."
        );
        let said = worst_step(&found, english()).unwrap();
        assert!(said.starts_with("The step that fewest pass of those that are shown"), "{said}");
        found.total.as_mut().unwrap().stages[0].reached = Cell::Withheld(Withholding::Primary);
        let said = everyone(&found, english()).unwrap();
        assert_eq!(said, "How many came to “Smoke at booking” is withheld.");
        found.stages.truncate(1);
        found.total.as_mut().unwrap().stages.truncate(1);
        found.total.as_mut().unwrap().stages[0].reached = Cell::known(500);
        let said = everyone(&found, english()).unwrap();
        assert!(said.starts_with("500 came to “Smoke at booking”"), "{said}");
    }

    #[test]
    fn groups_are_told_to_be_lower_higher_or_both() {
        let mut found = found();
        let of =
            |found: &PathwayCascade| by_measure(found, CascadeMeasure::Reach, english()).unwrap();
        let end = |said: &str| said.split_once("Against ").map(|(_, end)| end.to_owned());
        let lower = end(&of(&found)).unwrap();
        assert!(lower.starts_with("“Least deprived” it is lower in “Most deprived”"), "{lower}");
        found.reference = Some(3);
        let higher = end(&of(&found)).unwrap();
        assert!(higher.contains(" it is higher in “Most deprived”, “Middle” and"), "{higher}");
        found.reference = Some(0);
        let both = end(&of(&found)).unwrap();
        let said = "lower in Not recorded, and higher in “Middle” and “Least deprived”.";
        assert!(both.ends_with(said), "{both}");
    }
}
