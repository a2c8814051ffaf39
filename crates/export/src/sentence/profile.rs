//! Sentences about a rate across the groups of a dimension.

use firstyear_analysis::{ExcessOverBest, InequalityProfile, ProfileGroup, ProfilePeriod, Slope};
use firstyear_core::{Direction, Estimate};

use super::{Measured, missing, period};
use crate::format::{Unit, and, number, plural};

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
/// lowest and the highest where there is none. `place` is the area's name.
#[must_use]
pub fn extremes(
    profile: &InequalityProfile,
    at: &ProfilePeriod,
    place: &str,
    measured: &Measured,
) -> String {
    let when = period(at.period);
    let subject = format!("In {when} the {} in {place}", measured.name);
    match at.groups.as_slice() {
        [] => format!("{subject} is not known for any group."),
        [only] => format!("{subject} {}.", of_group(only, measured)),
        [first, .., last] if has_slope_order(profile.direction) => {
            format!("{subject} {}, and {}.", of_group(first, measured), of_group(last, measured))
        }
        groups => lowest_and_highest(&subject, groups, measured),
    }
}

fn lowest_and_highest(subject: &str, groups: &[ProfileGroup], measured: &Measured) -> String {
    let known = groups.iter().filter_map(|group| Some((group, group.rate.rate.value()?)));
    let is_few =
        |group: &ProfileGroup| group.rate.events.value().is_some_and(|&events| events < FEW);
    let (few, mut firm): (Vec<_>, Vec<_>) = known.partition(|(group, _)| is_few(group));
    firm.sort_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let mut said = vec![match firm.as_slice() {
        [] if few.is_empty() => return format!("{subject} is not known for any group."),
        [] => format!("{subject} rests on few events in every group: none is named."),
        [(only, _)] => format!("{subject} {}.", of_group(only, measured)),
        [(low, lowest), .., (high, highest)] => format!(
            "{subject} ran from {} for ‘{}’ to {} for ‘{}’.",
            measured.unit.estimate(lowest),
            low.label,
            measured.unit.estimate(highest),
            high.label,
        ),
    }];
    if !few.is_empty() && !firm.is_empty() {
        let names: Vec<_> = few.iter().map(|(group, _)| format!("‘{}’", group.label)).collect();
        said.push(format!(
            "{} {} left out here: fewer than {FEW} events say too little of a rate.",
            and(&names),
            plural(names.len() as u64, "is", "are"),
        ));
    }
    let hidden: Vec<String> = groups
        .iter()
        .filter_map(|group| {
            missing(&group.rate.rate).map(|reason| format!("‘{}’ ({reason})", group.label))
        })
        .collect();
    if !hidden.is_empty() {
        said.push(format!("No rate is known for {}.", and(&hidden)));
    }
    said.join(" ")
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
            "The groups scatter round the slope {} times as much as chance alone would make \
             them; the limits allow for it.",
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
        "Had every group had the rate of the group ‘{reference}’, {} of {} would not have been \
         expected: {} in number {}.",
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
    use firstyear_core::{Cell, Withholding};

    use super::*;
    use crate::testing::{estimate, ethnic_profile, imd_profile, measured, year};

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
             interval 5.6 to 7.8) for ‘Pakistani’. ‘Mixed’ is left out here: fewer than 20 events \
             say too little of a rate. No rate is known for ‘Chinese’ (withheld)."
        );
    }

    #[test]
    fn a_rate_of_few_events_is_no_extreme() {
        let mut profile = ethnic_profile();
        // No deaths among 80 births, as for those who never worked in table 12
        // of the child mortality tables of 2022.
        let group = &mut profile.periods[0].groups[0];
        group.label = "Never worked".to_owned();
        group.rate.events = Cell::known(0);
        group.rate.rate = Cell::known(estimate(0.0, 0.0, 46.1));
        let said = extremes(&profile, &profile.periods[0], "England", &measured());
        assert!(said.contains("was 6.6 ") && !said.contains("46.1"), "{said}");
        assert!(said.contains("‘Never worked’ and ‘Mixed’ are left out here: fewer"), "{said}");
    }

    #[test]
    fn an_order_without_advantage_names_the_lowest_and_the_highest() {
        let mut profile = imd_profile();
        profile.direction = Some(Direction::Magnitude);
        let said = extremes(&profile, &profile.periods[1], "England", &measured());
        assert!(said.contains(" ran from 2.9 "), "{said}");
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
             slope 1.8 times as much as chance alone would make them; the limits allow for it."
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
            "Had every group had the rate of the group ‘Least deprived’, 27.0% (95% interval \
             20.1% to 33.2%) of deaths at age under 1 year would not have been expected: 1,850 \
             in number (95% interval 1,400 to 2,300)."
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
