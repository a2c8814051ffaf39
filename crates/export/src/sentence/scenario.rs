//! Sentences about what would narrow a gap.

use firstyear_analysis::{
    GapScenario, InputKind, MeasureCaution, ModelledMeasure, NamedSwing, Narrowing, NotIdentified,
    StartOrigin,
};
use firstyear_core::Estimate;
use firstyear_core::intervention::{CALIBRATED, Origin, Quantity, Timescale};
use firstyear_core::project::{AllGroups, OverlapRule};

pub mod later;

use super::{missing, period};
use crate::format::{and, count, number, plural};

/// What a scenario is, and what it is not.
pub const MODEL: &str = "A scenario is arithmetic, not a forecast: it holds if the effects are \
     causal, are in this group what they were where they were estimated, and all else stays as it \
     is. Points are percentage points of the relative gap. All contain the group, so that their \
     rate falls with it, and the gap narrows by less than the group's rate falls.";

/// How parts are to be read.
pub const PARTS: &str = "Alone is what a measure would take from the gap by itself. Its part is \
     its share in what all together take, on average over every order in which they could come: \
     parts add up to the whole. Two measures never prevent one death twice.";

/// What limits hold.
pub const LIMITS: &str = "Limits come of the published limits of the inputs and of the counts, by \
     seeded draws. An input without published limits is taken as known, which makes the limits \
     too narrow; assumptions of the model are in none of them.";

/// Where the scenario starts; `area` is its name.
#[must_use]
pub fn start(found: &GapScenario, area: &str) -> String {
    let place = format!("{area}, {}", period(found.start.period));
    let (Some(gap), Some(share)) =
        (found.start.relative.value(), found.start.share_of_births.value())
    else {
        let reason = missing(&found.start.relative).unwrap_or("not known");
        return format!("The gap between {} and all in {place} is {reason}.", found.group);
    };
    let origin = match &found.start.origin {
        StartOrigin::Stated { source } => format!("as stated: {source}"),
        StartOrigin::Counted { .. } if found.start.steadied.is_some() => {
            "its rates steadied by those of other areas".to_owned()
        }
        StartOrigin::Counted { group, all } => match (group.counts(), all.counts()) {
            (Some((deaths, _)), Some((all, _))) => {
                format!("counted: {} of {} deaths", count(deaths), count(all))
            }
            _ => "counted".to_owned(),
        },
    };
    format!(
        "The scenario starts from a relative gap of {}% between {} and all in {place}; {}% of all \
         births are in the group ({origin}).",
        number(*gap, 1),
        found.group,
        number(100.0 * share, 1)
    )
}

/// How the rates of the start were steadied; `None` where they were not.
#[must_use]
pub fn steadied(found: &GapScenario) -> Option<String> {
    let steadied = found.start.steadied.as_ref()?.as_ref().ok()?;
    let StartOrigin::Counted { group, .. } = &found.start.origin else { return None };
    let own = group.rate.value().map_or_else(String::new, |rate| {
        format!(", from {} to {}", number(rate.value, 1), number(steadied.group.value, 1))
    });
    Some(format!(
        "The deaths are few: the group's rate is drawn to those of {} areas by as much as chance blurs \
         it{own}, and that of the others likewise. Of the differences between own rates of such an \
         area {}% is true in the group, {}% in the others. Deaths are those that the steadied rate \
         gives.",
        count(steadied.areas as u64),
        number(100.0 * steadied.reliability[0], 0),
        number(100.0 * steadied.reliability[1], 0)
    ))
}

/// What all measures together do, or why that is not worked out.
#[must_use]
pub fn findings(found: &GapScenario) -> Vec<String> {
    let outcome = match &found.outcome {
        Ok(outcome) => outcome,
        Err(why) => return vec![format!("What would narrow this gap is not worked out: {why}.")],
    };
    let mut said = vec![together(outcome)];
    said.extend(no_limits(found, outcome));
    said.extend(outcome.deaths_avoided.as_ref().map(|avoided| deaths("the group", avoided)));
    said.extend(outcome.all_deaths_avoided.as_ref().map(|avoided| deaths("all groups", avoided)));
    if let Some(rates) = &outcome.rates {
        let [before, after] = rates.absolute_gap();
        said.push(format!(
            "The absolute gap goes from {} to {}: the group's rate from {} to {}, that of all from \
             {} to {}.",
            number(before, 2),
            number(after, 2),
            number(rates.group[0], 2),
            number(rates.group[1], 2),
            number(rates.all[0], 2),
            number(rates.all[1], 2)
        ));
    }
    said
}

fn together(outcome: &Narrowing) -> String {
    let points = &outcome.together;
    let (verb, towards) =
        if points.value < 0.0 { ("would add", "to") } else { ("would take", "from") };
    format!(
        "All measures together {verb} {} points{} {towards} the gap and leave {}%; added up as if \
         none touched another, they are {}.",
        number(points.value.abs(), 1),
        within(points, 1),
        number(outcome.gap_after.value, 1),
        number(outcome.sum, 1)
    )
}

/// What the measures would have spared of the deaths that were counted.
fn deaths(whom: &str, avoided: &Estimate) -> String {
    let comparison = if avoided.value < 0.0 { "more" } else { "fewer" };
    let decimals = usize::from(avoided.value.abs() < 10.0);
    format!(
        "In these years {whom} would have had {} {comparison} deaths{}.",
        number(avoided.value.abs(), decimals),
        within(avoided, decimals)
    )
}

/// Limits of a number that is printed without its sign.
fn within(estimate: &Estimate, decimals: usize) -> String {
    estimate.interval.map_or_else(String::new, |limits| {
        let (low, high) = (limits.lower, limits.upper);
        let (low, high) = if estimate.value < 0.0 { (-high, -low) } else { (low, high) };
        let (low, high) = (number(low, decimals), number(high, decimals));
        format!(" ({} interval {low} to {high})", limits.confidence)
    })
}

/// Why the whole has no limits.
fn no_limits(found: &GapScenario, outcome: &Narrowing) -> Option<String> {
    if outcome.together.interval.is_some() {
        return None;
    }
    let modelled = found.measures.iter().zip(&outcome.of_measures);
    let calibrated = modelled.filter(|(one, part)| one.calibrated && part.is_some()).count();
    Some(match calibrated {
        0 => "There are no limits: no input has published limits.".to_owned(),
        some => format!(
            "There are no limits: {some} of the measures {} {CALIBRATED}, and {} nothing new \
             about it.",
            plural(some as u64, "is", "are"),
            plural(some as u64, "says", "say")
        ),
    })
}

/// Choices that make the figures comparable with others and too large.
#[must_use]
pub fn choices(found: &GapScenario) -> Vec<String> {
    let mut said = Vec::new();
    if found.overlap == OverlapRule::Ignored {
        said.push(
            "Overlap ignored: measures that act through one another are counted as if they acted \
             apart, for comparison with figures made this way."
                .to_owned(),
        );
    }
    if found.all_groups == AllGroups::Held {
        said.push(
            "The rate of all is held where it was, although the group is a part of it: \
             contributions come out too large, for comparison with figures made this way."
                .to_owned(),
        );
    }
    said
}

/// What a measure that is not worked out lacks.
#[must_use]
pub fn lacking(lacking: &NotIdentified) -> String {
    let lacks: Vec<String> = lacking.lacks.iter().map(|words| (*words).to_owned()).collect();
    let product = lacking.product.map_or_else(String::new, |fall| {
        format!(
            "; its published contribution tells their product alone, a fall of the group's rate by \
             {}%",
            number(100.0 * fall, 1)
        )
    });
    format!("not worked out, as it lacks {}{product}", and(&lacks))
}

/// A caution in words.
#[must_use]
pub fn caution(caution: &MeasureCaution) -> String {
    match caution {
        MeasureCaution::Adjusted => "the relative risk is adjusted for confounders, and this \
             formula is right for a crude one: with the share exposed among those who died, method \
             `miettinen` takes adjusted ones"
            .to_owned(),
        MeasureCaution::OtherOutcome(outcome) => {
            format!("the effect was estimated for {outcome}, and is used for all infant deaths")
        }
        MeasureCaution::OtherGroup(group) => format!(
            "the share exposed is that of another group (`{group}` of the catalogue): give your own in \
             [[scenario.measure]]"
        ),
        MeasureCaution::NotARiskRatio => "a ratio of odds or hazards stands for one of risks, \
             which are close where deaths are few"
            .to_owned(),
        MeasureCaution::Widens => "it widens the gap".to_owned(),
        MeasureCaution::Overlaps(others) => {
            format!("counted as if it acted apart from what it overlaps with: {}", and(others))
        }
    }
}

/// What to know of a measure, in one text.
#[must_use]
pub fn remarks(found: &GapScenario, measure: &ModelledMeasure) -> String {
    let mut said: Vec<String> = Vec::new();
    said.extend(measure.identified.as_ref().err().map(lacking));
    said.extend(measure.calibrated.then(|| CALIBRATED.to_owned()));
    if found.overlap == OverlapRule::Declared {
        said.extend(measure.through.map(|place| {
            format!("acts through {}, and counts once with it", found.measures[place].label)
        }));
    }
    let others: Vec<String> = measure.also_in.iter().map(|one| one.label.clone()).collect();
    said.extend((!others.is_empty()).then(|| format!("reaches {} too", and(&others))));
    said.extend(measure.cautions.iter().map(caution));
    said.join("; ")
}

/// When a measure is expected to show.
#[must_use]
pub const fn timescale(timescale: Timescale) -> &'static str {
    match timescale {
        Timescale::By2011 => "by 2011",
        Timescale::Beyond2011 => "beyond 2011",
    }
}

/// A quantity in words.
#[must_use]
pub const fn quantity(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::ExposedBefore => "share exposed before",
        Quantity::ExposedAfter => "share exposed afterwards",
        Quantity::ExposureFall => "fall of the share exposed",
        Quantity::ExposureRelativeFall => "fall over the share exposed",
        Quantity::RelativeRisk => "relative risk",
        Quantity::OddsRatio => "odds ratio",
        Quantity::HazardRatio => "hazard ratio",
        Quantity::CauseShare => "share of deaths of the cause",
        Quantity::IncomeRise => "rise of income",
        Quantity::MortalityFallPerIncomeRise => "fall of mortality per rise of income",
        _ => "another input",
    }
}

/// An origin in words.
#[must_use]
pub const fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Stated => "stated by the report",
        Origin::External => "another publication",
        Origin::Assumed => "assumed",
        Origin::Solved => "solved for",
    }
}

/// The input of a swing in words, with the other group that it is of.
#[must_use]
pub fn swing(found: &GapScenario, swing: &NamedSwing) -> String {
    let also_in = &found.measures[swing.measure].also_in;
    let other = swing.other.as_ref();
    let label = other.and_then(|other| also_in.iter().find(|one| one.category == *other));
    let place = label.map_or_else(String::new, |one| format!(" in {}", one.label));
    format!("{}{place}", input(swing.input))
}

/// An uncertain input in words.
#[must_use]
pub const fn input(kind: InputKind) -> &'static str {
    match kind {
        InputKind::Before => "share exposed before",
        InputKind::RelativeRisk => "relative risk",
        InputKind::CauseShare => "share of deaths of the cause",
        InputKind::Fall => "fall of the rate",
        _ => "another input",
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::SourceClass;

    use super::*;
    use crate::testing::scenario;

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
        let said = findings(&found);
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
        assert_eq!(choices(&found), Vec::<String>::new());
        (found.overlap, found.all_groups) = (OverlapRule::Ignored, AllGroups::Held);
        let said = choices(&found);
        assert!(
            said[0].starts_with("Overlap ignored") && said[1].contains("too large"),
            "{said:?}"
        );
    }

    #[test]
    fn what_a_published_figure_tells_is_said() {
        let known = NotIdentified { lacks: vec!["a", "b"], product: Some(0.021) };
        assert_eq!(
            lacking(&known),
            "not worked out, as it lacks a and b; its published contribution tells their product \
             alone, a fall of the group's rate by 2.1%"
        );
    }
}
