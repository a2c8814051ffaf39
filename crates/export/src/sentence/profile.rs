//! Sentences about a rate across the groups of a dimension.

use std::fmt::Write as _;

use firstyear_analysis::{
    ExcessOverBest, InequalityProfile, ProfileGroup, ProfilePeriod, Slope, Summary,
};
use firstyear_core::{Direction, Estimate};

use super::{Measured, missing, period, remark};
use crate::format::{Unit, and, capital, number, plural};

/// What a fitted slope does not say.
pub const CAUTION: &str = "The slope is fitted to groups, not to people: it describes the pattern \
                           across groups and does not show what would change for a family that \
                           moved from one group to another.";

/// Whether the groups stand in an order from worse off to better off.
#[must_use]
pub const fn has_slope_order(direction: Option<Direction>) -> bool {
    matches!(
        direction,
        Some(Direction::MostDisadvantagedFirst | Direction::LeastDisadvantagedFirst)
    )
}

/// Fewer events than this say too little of a rate for it to be named as the
/// lowest or the highest: the Office for National Statistics marks rates from
/// fewer than 20 deaths as of low reliability.
const FEW: u64 = 20;

/// The rates at the two ends of an order from worse off to better off, or the
/// lowest and the highest where there is none. A rate over few events, or one
/// that its publisher keeps back or warns of, is neither. `place` is the
/// area's name.
#[must_use]
pub fn extremes(
    profile: &InequalityProfile,
    at: &ProfilePeriod,
    place: &str,
    measured: &Measured,
) -> String {
    let (said, is_whole) = span(profile, at, place, measured);
    if is_whole { said } else { format!("{said}{}", left_out(at)) }
}

/// The same without what is left out of the comparison, and whether nothing was.
pub(super) fn span(
    profile: &InequalityProfile,
    at: &ProfilePeriod,
    place: &str,
    measured: &Measured,
) -> (String, bool) {
    let when = period(at.period);
    let subject = format!("In {when} the {} in {place}", measured.name);
    if has_slope_order(profile.direction) {
        let said = match at.groups.as_slice() {
            [] => format!("{subject} is not known for any group."),
            [only] => format!("{subject} {}.", of_group(only, measured)),
            [first, .., last] => format!(
                "{subject} {}, and {}.",
                of_group(first, measured),
                of_group(last, measured)
            ),
        };
        return (said, true);
    }
    let mut known: Vec<(&ProfileGroup, &Estimate)> = at
        .groups
        .iter()
        .filter(|group| is_firm(group))
        .filter_map(|group| Some((group, group.rate.rate.value()?)))
        .collect();
    known.sort_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let said = match known.as_slice() {
        [] => format!("{subject} is not known well enough for any group."),
        [(only, _)] => format!("{subject} {}.", of_group(only, measured)),
        [(low, lowest), .., (high, highest)] => {
            let (lowest, highest) =
                (measured.unit.estimate(lowest), measured.unit.estimate(highest));
            let (low, high) = (&low.label, &high.label);
            if profile.direction == Some(Direction::Magnitude) {
                // The lowest need not stand at an end.
                format!(
                    "{subject} was lowest for ‘{low}’, {lowest}, and highest for ‘{high}’, \
                     {highest}."
                )
            } else {
                format!("{subject} ran from {lowest} for ‘{low}’ to {highest} for ‘{high}’.")
            }
        }
    };
    (said, false)
}

fn is_firm(group: &ProfileGroup) -> bool {
    let few = group.rate.events.value().is_some_and(|&events| events < FEW);
    group.rate.is_reliable() && !few
}

/// The groups that are no extremes, and why.
fn left_out(at: &ProfilePeriod) -> String {
    let named = |of: &dyn Fn(&ProfileGroup) -> Option<String>| -> Vec<String> {
        let groups = at.groups.iter();
        groups.filter_map(|g| Some(format!("‘{}’ ({})", g.label, of(g)?))).collect()
    };
    let unknown = named(&|group| missing(&group.rate.rate).map(str::to_owned));
    let unreliable = named(&|group| {
        let known = group.rate.rate.value().is_some() && !is_firm(group);
        known.then(|| remark(&group.rate).unwrap_or_else(|| format!("fewer than {FEW} events")))
    });
    let mut said = String::new();
    if !unknown.is_empty() {
        let _ = write!(said, " No rate is known for {}.", and(&unknown));
    }
    if !unreliable.is_empty() {
        let _ = write!(said, " Left out of this comparison: {}.", and(&unreliable));
    }
    said
}

/// What the publisher says of a group's rate, or why it has none although
/// others have.
#[must_use]
pub fn remark_of(group: &ProfileGroup) -> Option<String> {
    group.lacking.clone().or_else(|| remark(&group.rate))
}

/// What was not computed for a period, and why: once where slope and share
/// fail for the same reason.
#[must_use]
pub fn not_computed(at: &ProfilePeriod) -> Vec<String> {
    let words = |what| match what {
        Summary::Slope => "slope",
        Summary::Excess => "share above a reference group",
    };
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for lacking in &at.not_computed {
        let what = format!("no {}", words(lacking.what));
        match reasons.iter_mut().find(|(why, _)| *why == lacking.why) {
            Some((_, whats)) => whats.push(what),
            None => reasons.push((&lacking.why, vec![what])),
        }
    }
    let sentence = |(why, whats): (&str, Vec<String>)| {
        let verb = plural(whats.len() as u64, "was", "were");
        format!("{} {verb} computed: {why}.", capital(&and(&whats)))
    };
    reasons.into_iter().map(sentence).collect()
}

fn of_group(group: &ProfileGroup, measured: &Measured) -> String {
    match (group.rate.rate.value(), missing(&group.rate.rate)) {
        (Some(rate), _) => format!("was {} for ‘{}’", measured.unit.estimate(rate), group.label),
        (None, reason) => format!("is {} for ‘{}’", reason.unwrap_or("not known"), group.label),
    }
}

/// The fitted slope: both ends, their difference and their ratio.
#[must_use]
pub fn slope(slope: &Slope, measured: &Measured) -> String {
    let mut said = vec![format!(
        "The fitted rate was {} at the most disadvantaged end and {} at the least disadvantaged \
         end. The difference, the slope index of inequality, was {}; the ratio, the relative \
         index of inequality, was {}.",
        measured.unit.value(slope.most_disadvantaged),
        measured.unit.short(slope.least_disadvantaged),
        measured.unit.estimate(&slope.sii),
        Unit::Ratio.estimate(&slope.rii),
    )];
    if holds(&slope.sii, 0.0) {
        said.push("The limits hold 0: a slope cannot be told from none.".to_owned());
    } else if slope.sii.value < 0.0 {
        said.push("Below 0, the least disadvantaged end has the higher fitted rate.".to_owned());
    }
    if slope.dispersion > 1.05 {
        said.push(format!(
            "The groups scatter round the slope: their variance is {} times what chance alone \
             would make it; the limits allow for it.",
            number(slope.dispersion, 1)
        ));
    }
    said.join(" ")
}

/// The share of events above the rate of the reference group.
#[must_use]
pub fn excess(excess: &ExcessOverBest, measured: &Measured) -> String {
    let (paf, events) = (&excess.paf, &excess.events);
    let reference = &excess.reference_label;
    if paf.value < 0.0 {
        return format!(
            "The share of {} above the rate of the group ‘{reference}’ was {}. It is negative \
             because all groups together have a lower rate than that group: nothing lies above \
             it, and it is no group to hold the others against.",
            measured.events,
            one_decimal(paf),
        );
    }
    let mut said = format!(
        "The rate of all groups together lay {} above that of the group ‘{reference}’, the \
         population attributable risk. Had every group had that rate, {} of {} would not have \
         been expected, the population attributable fraction: {} in number {}.",
        measured.unit.estimate(&excess.par),
        one_decimal(paf),
        measured.events,
        Unit::Events.value(events.value),
        Unit::Events.bracket(events),
    );
    if holds(paf, 0.0) {
        said.push_str(" The limits hold 0: it cannot be told whether there are any.");
    }
    said
}

/// That the classification changes between two neighbouring periods; `None`
/// where it does not.
#[must_use]
pub fn version_break(earlier: &ProfilePeriod, later: &ProfilePeriod) -> Option<String> {
    (earlier.version != later.version).then(|| {
        format!(
            "Between {} and {} the classification changes, from {} to {}: the figures before and \
             after are two series and are not compared.",
            period(earlier.period),
            period(later.period),
            earlier.version_name,
            later.version_name,
        )
    })
}

/// Years that make no full period; `None` where there are none.
#[must_use]
pub fn left_over(profile: &InequalityProfile) -> Option<String> {
    let years: Vec<String> = profile.left_over.iter().map(|p| period(*p)).collect();
    (!years.is_empty()).then(|| {
        let many = years.len() as u64;
        format!(
            "{} {} read but {} no full period, and {} not shown.",
            and(&years),
            plural(many, "was", "were"),
            plural(many, "makes", "make"),
            plural(many, "is", "are"),
        )
    })
}

/// A computed percentage always has a decimal, even a whole one.
fn one_decimal(percent: &Estimate) -> String {
    let value = number(percent.value, 1);
    format!("{value}% {}", Unit::Percent.bracket(percent))
}

fn holds(estimate: &Estimate, value: f64) -> bool {
    estimate.interval.is_some_and(|interval| interval.contains(value))
}

#[cfg(test)]
mod tests {
    use firstyear_analysis::NotComputed;
    use firstyear_core::{Cell, Withholding};

    use super::*;
    use crate::testing::{estimate, ethnic_profile, imd_profile, measured, rate, year};

    #[test]
    fn the_ends_of_an_order_are_named() {
        let profile = imd_profile();
        let latest = profile.periods.last().unwrap();
        assert_eq!(
            extremes(&profile, latest, "England", &measured()),
            "In 2020 to 2022 the infant mortality rate in England was 5.9 per 1,000 live births \
             (95% interval 5.6 to 6.2) for ‘Most deprived’, and was 2.9 per 1,000 live births \
             (95% interval 2.6 to 3.2) for ‘Least deprived’."
        );
    }

    #[test]
    fn without_an_order_the_lowest_and_the_highest_are_named() {
        let profile = ethnic_profile();
        let latest = profile.periods.last().unwrap();
        assert_eq!(
            extremes(&profile, latest, "England", &measured()),
            "In 2022 the infant mortality rate in England ran from 3.0 per 1,000 live births \
             (95% interval 2.8 to 3.2) for ‘White British’ to 6.6 per 1,000 live births (95% \
             interval 5.6 to 7.8) for ‘Pakistani’. No rate is known for ‘Chinese’ (withheld). \
             Left out of this comparison: ‘Mixed’ (of low reliability)."
        );
    }

    #[test]
    fn a_rate_that_its_publisher_keeps_back_is_no_extreme() {
        // NS-SEC 8 of 2022: no deaths among 80 births, multiplied up from 8.
        let mut profile = ethnic_profile();
        let groups = &mut profile.periods[0].groups;
        groups[3].rate = rate(0, 80, estimate(0.0, 0.0, 46.1)).with_published(Cell::Absent);
        groups[3].label = "Never worked".to_owned();
        let said = extremes(&profile, &profile.periods[0], "England", &measured());
        assert!(said.contains("ran from 3.0 per 1,000 live births"), "{said}");
        assert!(
            said.ends_with(
                "Left out of this comparison: ‘Mixed’ (of low reliability) and ‘Never worked’ (no \
                 rate published)."
            ),
            "{said}"
        );
    }

    #[test]
    fn few_events_are_no_extreme_either() {
        let mut profile = ethnic_profile();
        profile.periods[0].groups[2].rate = rate(12, 3_900, estimate(3.1, 1.6, 5.4));
        let said = extremes(&profile, &profile.periods[0], "England", &measured());
        assert!(said.ends_with("Left out of this comparison: ‘Mixed’ (fewer than 20 events)."));
    }

    #[test]
    fn an_order_of_size_names_the_lowest_wherever_it_stands() {
        // Mother's age: 5.5, 3.5 and 5.3, lowest in the middle.
        let mut profile = imd_profile();
        profile.direction = Some(Direction::Magnitude);
        let rates = [("Under 20", 5.5), ("30-39", 3.5), ("40 and over", 5.3)];
        for (group, (label, value)) in profile.periods[1].groups.iter_mut().zip(rates) {
            group.label = label.to_owned();
            group.rate = rate(100, 20_000, estimate(value, value - 0.5, value + 0.5));
        }
        assert_eq!(
            extremes(&profile, &profile.periods[1], "England", &measured()),
            "In 2020 to 2022 the infant mortality rate in England was lowest for ‘30-39’, 3.5 per \
             1,000 live births (95% interval 3.0 to 4.0), and highest for ‘Under 20’, 5.5 per \
             1,000 live births (95% interval 5.0 to 6.0)."
        );
    }

    #[test]
    fn slope_and_share_fail_each_for_its_own_reason() {
        let mut at = imd_profile().periods.remove(0);
        let lacks = |what, why: &str| NotComputed { what, why: why.to_owned() };
        at.not_computed = vec![lacks(Summary::Excess, "no events"), lacks(Summary::Slope, "x")];
        assert_eq!(
            not_computed(&at),
            [
                "No share above a reference group was computed: no events.",
                "No slope was computed: x."
            ]
        );
        at.not_computed = vec![lacks(Summary::Slope, "x"), lacks(Summary::Excess, "x")];
        assert_eq!(
            not_computed(&at),
            ["No slope and no share above a reference group were computed: x."]
        );
    }

    #[test]
    fn groups_without_rates_are_said() {
        let mut profile = imd_profile();
        for group in &mut profile.periods[1].groups {
            group.rate.rate = Cell::Withheld(Withholding::Primary);
        }
        let said = extremes(&profile, &profile.periods[1], "England", &measured());
        assert!(
            said.ends_with(
                "is withheld for ‘Most deprived’, and is withheld for ‘Least deprived’."
            ),
            "{said}"
        );
        profile.periods[1].groups.clear();
        let said = extremes(&profile, &profile.periods[1], "England", &measured());
        assert!(said.ends_with("in England is not known for any group."), "{said}");
    }

    #[test]
    fn a_slope_has_both_ends_difference_and_ratio() {
        let found = imd_profile().periods[1].slope.unwrap();
        assert_eq!(
            slope(&found, &measured()),
            "The fitted rate was 6.1 per 1,000 live births at the most disadvantaged end and 2.7 \
             at the least disadvantaged end. The difference, the slope index of inequality, was \
             3.4 per 1,000 live births (95% interval 2.9 to 3.9); the ratio, the relative index \
             of inequality, was 2.26 (95% interval 1.95 to 2.61). The groups scatter round the \
             slope: their variance is 1.8 times what chance alone would make it; the limits allow \
             for it."
        );
        let flat = Slope { sii: estimate(-0.1, -0.6, 0.4), dispersion: 1.0, ..found };
        assert!(slope(&flat, &measured()).ends_with("a slope cannot be told from none."));
        let reverse = Slope { sii: estimate(-1.1, -1.6, -0.4), dispersion: 1.0, ..found };
        assert!(slope(&reverse, &measured()).ends_with("has the higher fitted rate."));
    }

    #[test]
    fn a_share_is_said_with_its_number_and_a_negative_one_explained() {
        let mut found = imd_profile().periods[1].excess.clone().unwrap();
        assert_eq!(
            excess(&found, &measured()),
            "The rate of all groups together lay 1.2 per 1,000 live births (95% interval 0.9 to \
             1.5) above that of the group ‘Least deprived’, the population attributable risk. Had \
             every group had that rate, 27.0% (95% interval 20.1% to 33.2%) of deaths at age \
             under 1 year would not have been expected, the population attributable fraction: \
             1,850 in number (95% interval 1,400 to 2,300)."
        );
        found.paf = estimate(4.0, -3.0, 11.0);
        assert!(excess(&found, &measured()).ends_with("cannot be told whether there are any."));
        found.paf = estimate(-12.0, -20.0, -4.0);
        let said = excess(&found, &measured());
        assert!(said.contains("was \u{2212}12.0% (95% interval \u{2212}20.0% to \u{2212}4.0%)"));
        assert!(said.contains("It is negative because all groups together have a lower rate"));
    }

    #[test]
    fn a_new_version_is_a_break_and_rest_years_are_named() {
        let mut profile = imd_profile();
        let said = version_break(&profile.periods[0], &profile.periods[1]).unwrap();
        assert!(said.starts_with(
            "Between 2015 to 2017 and 2020 to 2022 the classification changes, from Index of \
             Multiple Deprivation 2015 to Index of Multiple Deprivation 2019:"
        ));
        assert_eq!(version_break(&profile.periods[1], &profile.periods[1]), None);
        assert_eq!(left_over(&profile), None);
        profile.left_over.push(year(2014));
        assert_eq!(
            left_over(&profile).unwrap(),
            "2014 was read but makes no full period, and is not shown."
        );
    }
}
