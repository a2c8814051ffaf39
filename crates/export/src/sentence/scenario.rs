//! Sentences about what would narrow a gap.

use firstyear_analysis::{
    GapScenario, InputKind, MeasureCaution, ModelledMeasure, NamedSwing, Narrowing, NotIdentified,
    StartOrigin, TimescalePoints,
};
use firstyear_core::intervention::{Origin, Quantity, Timescale};
use firstyear_core::project::{AllGroups, OverlapRule};
use firstyear_core::{Estimate, Interval};

pub mod drawn;
pub mod later;

use super::refusal;
use crate::format::{count, number};
use crate::words::{Words, say};

/// Where the scenario starts; `area` is its name.
#[must_use]
pub fn start(found: &GapScenario, area: &str, words: &Words) -> String {
    let (group, period) = (found.group.as_str(), words.period(found.start.period));
    let (Some(gap), Some(share)) =
        (found.start.relative.value(), found.start.share_of_births.value())
    else {
        let missing =
            words.missing(&found.start.relative).unwrap_or_else(|| say!(words, "not-known"));
        return say!(
            words,
            "scenario-start-missing",
            group = group,
            area = area,
            period = period,
            missing = missing,
        );
    };
    let origin = match &found.start.origin {
        StartOrigin::Stated { source } => {
            say!(words, "scenario-start-stated", source = source.as_str())
        }
        StartOrigin::Counted { .. } if found.start.steadied.is_some() => {
            say!(words, "scenario-start-steadied")
        }
        StartOrigin::Counted { group, all } => match (group.counts(), all.counts()) {
            (Some((deaths, _)), Some((all, _))) => {
                say!(words, "scenario-start-counted", deaths = count(deaths), all = count(all))
            }
            _ => say!(words, "scenario-start-counted-alone"),
        },
    };
    say!(
        words,
        "scenario-start",
        gap = number(*gap, 1),
        group = group,
        area = area,
        period = period,
        share = number(100.0 * share, 1),
        origin = origin,
    )
}

/// How the rates of the start were steadied; `None` where they were not.
#[must_use]
pub fn steadied(found: &GapScenario, words: &Words) -> Option<String> {
    let steadied = found.start.steadied.as_ref()?.as_ref().ok()?;
    let StartOrigin::Counted { group, .. } = &found.start.origin else { return None };
    let areas = count(steadied.areas as u64);
    let drawn = match group.rate.value() {
        Some(own) => say!(
            words,
            "scenario-steadied-from",
            areas = areas,
            own = number(own.value, 1),
            steadied = number(steadied.group.value, 1),
        ),
        None => say!(words, "scenario-steadied", areas = areas),
    };
    let share = say!(
        words,
        "scenario-steadied-share",
        group = number(100.0 * steadied.reliability[0], 0),
        others = number(100.0 * steadied.reliability[1], 0),
    );
    Some(format!("{drawn} {share}"))
}

/// What all measures together do, or why that is not worked out.
#[must_use]
pub fn findings(found: &GapScenario, words: &Words) -> Vec<String> {
    let outcome = match &found.outcome {
        Ok(outcome) => outcome,
        Err(why) => {
            return vec![say!(
                words,
                "scenario-not-worked-out",
                why = refusal::scenario(why, words)
            )];
        }
    };
    let mut said = vec![together(outcome, words)];
    said.extend(no_limits(found, outcome, words));
    said.extend(outcome.deaths_avoided.as_ref().map(|avoided| {
        let (change, deaths, limits) = deaths(avoided, words);
        say!(words, "scenario-deaths-of-group", change = change, deaths = deaths, limits = limits)
    }));
    said.extend(outcome.all_deaths_avoided.as_ref().map(|avoided| {
        let (change, deaths, limits) = deaths(avoided, words);
        say!(words, "scenario-deaths-of-all", change = change, deaths = deaths, limits = limits)
    }));
    if let Some(rates) = &outcome.rates {
        let [before, after] = rates.absolute_gap();
        said.push(say!(
            words,
            "scenario-absolute",
            before = number(before, 2),
            after = number(after, 2),
            own = number(rates.group[0], 2),
            ownafter = number(rates.group[1], 2),
            all = number(rates.all[0], 2),
            allafter = number(rates.all[1], 2),
        ));
    }
    said
}

fn together(outcome: &Narrowing, words: &Words) -> String {
    let points = &outcome.together;
    say!(
        words,
        "scenario-together",
        change = if points.value < 0.0 { "adds" } else { "takes" },
        points = number(points.value.abs(), 1),
        limits = within(points, 1, words),
        left = number(outcome.gap_after.value, 1),
        sum = number(outcome.sum, 1),
    )
}

/// What the measures would have spared of the deaths that were counted: which way, how many,
/// and the limits.
fn deaths(avoided: &Estimate, words: &Words) -> (&'static str, String, String) {
    let change = if avoided.value < 0.0 { "more" } else { "fewer" };
    let decimals = usize::from(avoided.value.abs() < 10.0);
    (change, number(avoided.value.abs(), decimals), within(avoided, decimals, words))
}

/// Limits of a number that is printed without its sign.
fn within(estimate: &Estimate, decimals: usize, words: &Words) -> String {
    let turned = match estimate.interval {
        Some(limits) if estimate.value < 0.0 => Estimate {
            interval: Some(Interval { lower: -limits.upper, upper: -limits.lower, ..limits }),
            ..*estimate
        },
        _ => *estimate,
    };
    words.within(&turned, decimals, "")
}

/// Why the whole has no limits.
fn no_limits(found: &GapScenario, outcome: &Narrowing, words: &Words) -> Option<String> {
    if outcome.together.interval.is_some() {
        return None;
    }
    let modelled = found.measures.iter().zip(&outcome.of_measures);
    let calibrated = modelled.filter(|(one, part)| one.calibrated && part.is_some()).count() as u64;
    Some(match calibrated {
        0 => say!(words, "scenario-no-limits"),
        some => {
            say!(words, "scenario-no-limits-calibrated", count = some, written = count(some))
        }
    })
}

/// Choices that make the figures comparable with others and too large.
#[must_use]
pub fn choices(found: &GapScenario, words: &Words) -> Vec<String> {
    let mut said = Vec::new();
    if found.overlap == OverlapRule::Ignored {
        said.push(say!(words, "scenario-overlap-ignored"));
    }
    if found.all_groups == AllGroups::Held {
        said.push(say!(words, "scenario-all-held"));
    }
    said
}

/// What the measures of each timescale add up to; `None` where none has one.
#[must_use]
pub fn by_timescale(found: &GapScenario, words: &Words) -> Option<String> {
    let points = |of: TimescalePoints| {
        say!(
            words,
            "scenario-timescale-points",
            when = timescale(of.when, words),
            part = number(of.part, 1),
            alone = number(of.alone, 1),
        )
    };
    let said: Vec<String> = found.timescales().into_iter().map(points).collect();
    (!said.is_empty()).then(|| say!(words, "scenario-by-timescale", points = words.and(&said)))
}

/// What a measure that is not worked out lacks.
#[must_use]
pub fn lacking(lacking: &NotIdentified, words: &Words) -> String {
    let lacks: Vec<String> = lacking.lacks.iter().map(|words| (*words).to_owned()).collect();
    let lacks = words.and(&lacks);
    match lacking.product {
        Some(fall) => say!(
            words,
            "scenario-lacks-all-but-product",
            lacks = lacks,
            fall = number(100.0 * fall, 1),
        ),
        None => say!(words, "scenario-lacks", lacks = lacks),
    }
}

/// A caution in words.
#[must_use]
pub fn caution(caution: &MeasureCaution, words: &Words) -> String {
    match caution {
        MeasureCaution::Adjusted => say!(words, "scenario-caution-adjusted"),
        MeasureCaution::OtherOutcome(outcome) => {
            say!(words, "scenario-caution-outcome", outcome = outcome.as_str())
        }
        MeasureCaution::OtherGroup(group) => {
            say!(words, "scenario-caution-group", group = group.to_string())
        }
        MeasureCaution::NotARiskRatio => say!(words, "scenario-caution-no-risk-ratio"),
        MeasureCaution::Widens => say!(words, "scenario-caution-widens"),
        MeasureCaution::Overlaps(others) => {
            say!(words, "scenario-caution-overlaps", others = words.and(others))
        }
    }
}

/// What to know of a measure, in one text.
#[must_use]
pub fn remarks(found: &GapScenario, measure: &ModelledMeasure, words: &Words) -> String {
    let mut said: Vec<String> = Vec::new();
    said.extend(measure.identified.as_ref().err().map(|lacks| lacking(lacks, words)));
    said.extend(measure.calibrated.then(|| say!(words, "scenario-calibrated")));
    if found.overlap == OverlapRule::Declared {
        said.extend(measure.through.map(|place| {
            say!(words, "scenario-acts-through", other = found.measures[place].label.as_str())
        }));
    }
    let others: Vec<String> = measure.also_in.iter().map(|one| one.label.clone()).collect();
    said.extend(
        (!others.is_empty()).then(|| say!(words, "scenario-reaches", others = words.and(&others))),
    );
    said.extend(measure.cautions.iter().map(|one| caution(one, words)));
    said.join("; ")
}

/// When a measure is expected to show.
#[must_use]
pub fn timescale(timescale: Timescale, words: &Words) -> String {
    match timescale {
        Timescale::By2011 => say!(words, "scenario-by-2011"),
        Timescale::Beyond2011 => say!(words, "scenario-beyond-2011"),
    }
}

/// A quantity in words.
#[must_use]
pub fn quantity(quantity: Quantity, words: &Words) -> String {
    match quantity {
        Quantity::ExposedBefore => say!(words, "scenario-input-exposed-before"),
        Quantity::ExposedAfter => say!(words, "scenario-input-exposed-after"),
        Quantity::ExposureFall => say!(words, "scenario-input-exposure-fall"),
        Quantity::ExposureRelativeFall => say!(words, "scenario-input-relative-fall"),
        Quantity::RelativeRisk => say!(words, "scenario-input-relative-risk"),
        Quantity::OddsRatio => say!(words, "scenario-input-odds-ratio"),
        Quantity::HazardRatio => say!(words, "scenario-input-hazard-ratio"),
        Quantity::CauseShare => say!(words, "scenario-input-cause-share"),
        Quantity::IncomeRise => say!(words, "scenario-input-income-rise"),
        Quantity::MortalityFallPerIncomeRise => say!(words, "scenario-input-fall-per-income"),
        _ => say!(words, "scenario-input-other"),
    }
}

/// An origin in words.
#[must_use]
pub fn origin(origin: Origin, words: &Words) -> String {
    match origin {
        Origin::Stated => say!(words, "scenario-origin-stated"),
        Origin::External => say!(words, "scenario-origin-external"),
        Origin::Assumed => say!(words, "scenario-origin-assumed"),
        Origin::Solved => say!(words, "scenario-origin-solved"),
    }
}

/// The input of a swing in words, with the other group that it is of.
#[must_use]
pub fn swing(found: &GapScenario, swing: &NamedSwing, words: &Words) -> String {
    let also_in = &found.measures[swing.measure].also_in;
    let other = swing.other.as_ref();
    let label = other.and_then(|other| also_in.iter().find(|one| one.category == *other));
    let input = input(swing.input, words);
    match label {
        Some(one) => {
            say!(words, "scenario-input-in-group", input = input, group = one.label.as_str())
        }
        None => input,
    }
}

/// An uncertain input in words.
#[must_use]
pub fn input(kind: InputKind, words: &Words) -> String {
    match kind {
        InputKind::Before => say!(words, "scenario-input-exposed-before"),
        InputKind::RelativeRisk => say!(words, "scenario-input-relative-risk"),
        InputKind::CauseShare => say!(words, "scenario-input-cause-share"),
        InputKind::Fall => say!(words, "scenario-input-rate-fall"),
        _ => say!(words, "scenario-input-other"),
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{CategoryId, Cell, SourceClass, Withholding};

    use super::*;
    use crate::testing::scenario;
    use crate::words::english;

    #[test]
    fn what_adds_deaths_is_said_with_its_sign() {
        let mut found = scenario(SourceClass::Published);
        let outcome = found.outcome.as_mut().unwrap();
        let turned = |estimate: &mut Estimate| {
            estimate.value = -estimate.value;
            let limits = estimate.interval.as_mut().unwrap();
            (limits.lower, limits.upper) = (-limits.upper, -limits.lower);
        };
        turned(&mut outcome.together);
        turned(outcome.deaths_avoided.as_mut().unwrap());
        turned(outcome.all_deaths_avoided.as_mut().unwrap());
        let said = findings(&found, english());
        assert!(
            said[0].starts_with(
                "All measures together would add 4.5 points (95% interval 3.3 to 7.7) to the gap"
            ),
            "{said:?}"
        );
        assert_eq!(
            said[1],
            "In these years the group would have had 5.0 more deaths (95% interval 3.8 to 7.9)."
        );
        assert_eq!(
            said[2],
            "In these years all groups would have had 5.9 more deaths (95% interval 4.3 to 9.2)."
        );
    }

    #[test]
    fn choices_that_make_figures_too_large_are_said() {
        let mut found = scenario(SourceClass::Published);
        assert_eq!(choices(&found, english()), Vec::<String>::new());
        (found.overlap, found.all_groups) = (OverlapRule::Ignored, AllGroups::Held);
        let said = choices(&found, english());
        assert!(
            said[0].starts_with("Overlap ignored") && said[1].contains("too large"),
            "{said:?}"
        );
    }

    #[test]
    fn what_a_published_figure_tells_is_said() {
        let known = NotIdentified { lacks: vec!["a", "b"], product: Some(0.021) };
        assert_eq!(
            lacking(&known, english()),
            "not worked out, as it lacks a and b; its published contribution tells their product \
             alone, a fall of the group's rate by 2.1%"
        );
    }

    #[test]
    fn where_a_scenario_starts_is_said() {
        let mut found = scenario(SourceClass::Published);
        let said = start(&found, "England", english());
        assert!(said.ends_with("are in the group (counted: 60 of 120 deaths)."), "{said}");
        found.start.origin = StartOrigin::Stated { source: "a plan".to_owned() };
        let said = start(&found, "England", english());
        assert!(said.ends_with("are in the group (as stated: a plan)."), "{said}");
        found.start.relative = Cell::Withheld(Withholding::Primary);
        assert_eq!(
            start(&found, "England", english()),
            "The gap between the most deprived fifth and all in England, 2022 is withheld."
        );
    }

    #[test]
    fn why_there_are_no_limits_is_said() {
        let mut found = scenario(SourceClass::Published);
        found.outcome.as_mut().unwrap().together.interval = None;
        let said = |found: &GapScenario| findings(found, english()).swap_remove(1);
        assert_eq!(said(&found), "There are no limits: no input has published limits.");
        found.measures[0].calibrated = true;
        assert_eq!(
            said(&found),
            "There are no limits: 1 of the measures is calibrated to the published figure, and says \
             nothing new about it."
        );
        found.measures[1].calibrated = true;
        assert!(said(&found).starts_with("There are no limits: 2 of the measures are calibrated"));
    }

    #[test]
    fn every_caution_has_its_words() {
        let said = |of| caution(&of, english());
        assert!(said(MeasureCaution::Adjusted).contains("`miettinen`"));
        assert_eq!(
            said(MeasureCaution::OtherGroup(CategoryId::new("2").unwrap())),
            "the share exposed is that of another group (`2` of the catalogue): give your own in \
             [[scenario.measure]]"
        );
        assert!(said(MeasureCaution::NotARiskRatio).starts_with("a ratio of odds"));
        assert_eq!(said(MeasureCaution::Widens), "it widens the gap");
        let others = MeasureCaution::Overlaps(vec!["a".to_owned(), "b".to_owned()]);
        assert!(said(others).ends_with("from what it overlaps with: a and b"));
    }
}
