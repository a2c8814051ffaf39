//! Sentences about a rate across the groups of a dimension.

use firstyear_analysis::{
    ExcessOverBest, InequalityProfile, ProfileGroup, ProfilePeriod, Slope, Summary,
};
use firstyear_core::{Direction, Estimate};

use super::Measured;
use crate::format::{Unit, count, number};
use crate::words::{Words, say};

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
    let (mut said, is_whole) = span(profile, at, place, measured);
    if !is_whole {
        for more in left_out(at, measured.words) {
            said = said + " " + &more;
        }
    }
    said
}

/// The same without what is left out of the comparison, and whether nothing was.
pub(super) fn span(
    profile: &InequalityProfile,
    at: &ProfilePeriod,
    place: &str,
    measured: &Measured,
) -> (String, bool) {
    let (words, indicator) = (measured.words, measured.name.as_str());
    let when = words.period(at.period);
    if has_slope_order(profile.direction) {
        let said = match at.groups.as_slice() {
            [] => {
                say!(words, "profile-no-group", period = when, indicator = indicator, area = place)
            }
            [only] => one(only, &when, place, measured),
            [first, .., last] => {
                let ((first_is, first_said), (last_is, last_said)) =
                    (figure(first, measured), figure(last, measured));
                say!(
                    words,
                    "profile-ends",
                    period = when,
                    indicator = indicator,
                    area = place,
                    firstIs = first_is,
                    first = first_said,
                    firstGroup = first.label.as_str(),
                    lastIs = last_is,
                    last = last_said,
                    lastGroup = last.label.as_str()
                )
            }
        };
        return (said, true);
    }
    let said = match firm(at).as_slice() {
        [] => {
            say!(words, "profile-no-firm-group", period = when, indicator = indicator, area = place)
        }
        [(only, _)] => one(only, &when, place, measured),
        [(low, lowest), .., (high, highest)] => {
            let [lowest, highest] =
                [lowest, highest].map(|rate| words.estimate(&measured.unit, rate));
            let (low, high) = (low.label.as_str(), high.label.as_str());
            if profile.direction == Some(Direction::Magnitude) {
                // The lowest need not stand at an end.
                say!(
                    words,
                    "profile-lowest-highest",
                    period = when,
                    indicator = indicator,
                    area = place,
                    low = low,
                    lowest = lowest,
                    high = high,
                    highest = highest
                )
            } else {
                say!(
                    words,
                    "profile-range",
                    period = when,
                    indicator = indicator,
                    area = place,
                    low = low,
                    lowest = lowest,
                    high = high,
                    highest = highest
                )
            }
        }
    };
    (said, false)
}

/// The groups whose rates are known well enough, the lowest first.
fn firm(at: &ProfilePeriod) -> Vec<(&ProfileGroup, &Estimate)> {
    let groups = at.groups.iter().filter(|group| is_firm(group));
    let mut known: Vec<(&ProfileGroup, &Estimate)> =
        groups.filter_map(|group| Some((group, group.rate.rate.value()?))).collect();
    known.sort_by(|a, b| a.1.value.total_cmp(&b.1.value));
    known
}

fn is_firm(group: &ProfileGroup) -> bool {
    let few = group.rate.events.value().is_some_and(|&events| events < FEW);
    group.rate.is_reliable() && !few
}

/// The groups that are no extremes, and why.
fn left_out(at: &ProfilePeriod, words: &Words) -> Vec<String> {
    let named = |of: &dyn Fn(&ProfileGroup) -> Option<String>| -> Option<String> {
        let with_reason = |group: &ProfileGroup| {
            let (label, why) = (group.label.as_str(), of(group)?);
            Some(say!(words, "profile-group-why", group = label, why = why))
        };
        let named: Vec<String> = at.groups.iter().filter_map(with_reason).collect();
        (!named.is_empty()).then(|| words.and(&named))
    };
    let unknown = named(&|group| words.missing(&group.rate.rate));
    let unreliable = named(&|group| {
        let known = group.rate.rate.value().is_some() && !is_firm(group);
        known.then(|| {
            let few = || say!(words, "profile-few-events", count = count(FEW));
            words.remark(&group.rate).unwrap_or_else(few)
        })
    });
    let unknown = unknown.map(|groups| say!(words, "profile-unknown", groups = groups));
    let unreliable = unreliable.map(|groups| say!(words, "profile-left-out", groups = groups));
    unknown.into_iter().chain(unreliable).collect()
}

/// What a chart of the groups shows, for a reader who cannot see it: the ends of their order or
/// the lowest and the highest, the slope, and all together.
#[must_use]
pub fn drawn(
    profile: &InequalityProfile,
    at: &ProfilePeriod,
    place: &str,
    measured: &Measured,
) -> Vec<String> {
    let (words, unit) = (measured.words, &measured.unit);
    let mut said = vec![extremes(profile, at, place, measured)];
    if has_slope_order(profile.direction) {
        if let [(low, lowest), .., (high, highest)] = firm(at).as_slice() {
            said.push(say!(
                words,
                "profile-chart-extremes",
                low = low.label.as_str(),
                lowest = unit.short(lowest.value),
                high = high.label.as_str(),
                highest = unit.short(highest.value)
            ));
        }
        said.extend(left_out(at, words));
    }
    said.extend(at.slope.as_ref().map(|slope| {
        say!(
            words,
            "profile-chart-slope",
            most = unit.short(slope.most_disadvantaged),
            least = unit.short(slope.least_disadvantaged),
            sii = words.estimate(unit, &slope.sii)
        )
    }));
    said.extend(at.total.as_ref().and_then(|total| total.rate.value()).map(|total| {
        let (group, value) = (at.total_label.as_str(), words.estimate(unit, total));
        say!(words, "profile-chart-total", group = group, value = value)
    }));
    said
}

/// What the publisher says of a group's rate, or why it has none although
/// others have.
#[must_use]
pub fn remark_of(group: &ProfileGroup, words: &Words) -> Option<String> {
    group.lacking.clone().or_else(|| words.remark(&group.rate))
}

/// What was not computed for a period, and why: once where slope and share
/// fail for the same reason.
#[must_use]
pub fn not_computed(at: &ProfilePeriod, words: &Words) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<Summary>)> = Vec::new();
    for lacking in &at.not_computed {
        match reasons.iter_mut().find(|(why, _)| *why == lacking.why) {
            Some((_, whats)) => whats.push(lacking.what),
            None => reasons.push((&lacking.why, vec![lacking.what])),
        }
    }
    let sentence = |(why, whats): (&str, Vec<Summary>)| match (
        whats.contains(&Summary::Slope),
        whats.contains(&Summary::Excess),
    ) {
        (true, true) => say!(words, "profile-no-slope-no-share", why = why),
        (true, false) => say!(words, "profile-no-slope", why = why),
        (false, _) => say!(words, "profile-no-share", why = why),
    };
    reasons.into_iter().map(sentence).collect()
}

/// A rate, or why there is none, with the word that a message chooses by.
fn figure(group: &ProfileGroup, measured: &Measured) -> (&'static str, String) {
    let words = measured.words;
    if let Some(rate) = group.rate.rate.value() {
        return ("known", words.estimate(&measured.unit, rate));
    }
    let why = words.missing(&group.rate.rate);
    ("missing", why.unwrap_or_else(|| say!(words, "not-known")))
}

/// The rate of the only group that can be told.
fn one(group: &ProfileGroup, when: &str, place: &str, measured: &Measured) -> String {
    let (words, indicator) = (measured.words, measured.name.as_str());
    let (is, said) = figure(group, measured);
    if is == "known" {
        say!(
            words,
            "profile-one",
            period = when,
            indicator = indicator,
            area = place,
            value = said,
            group = group.label.as_str()
        )
    } else {
        say!(
            words,
            "profile-one-missing",
            period = when,
            indicator = indicator,
            area = place,
            missing = said,
            group = group.label.as_str()
        )
    }
}

/// The fitted slope: both ends, their difference and their ratio.
#[must_use]
pub fn slope(slope: &Slope, measured: &Measured) -> String {
    let words = measured.words;
    let mut said = vec![say!(
        words,
        "profile-slope",
        most = measured.unit.value(slope.most_disadvantaged),
        least = measured.unit.short(slope.least_disadvantaged),
        sii = words.estimate(&measured.unit, &slope.sii),
        rii = words.estimate(&Unit::Ratio, &slope.rii)
    )];
    if holds(&slope.sii, 0.0) {
        said.push(say!(words, "profile-slope-none"));
    } else if slope.sii.value < 0.0 {
        said.push(say!(words, "profile-slope-reverse"));
    }
    if slope.dispersion > 1.05 {
        let times = number(slope.dispersion, 1);
        said.push(say!(words, "profile-slope-scatter", times = times));
    }
    said.join(" ")
}

/// The share of events above the rate of the reference group.
#[must_use]
pub fn excess(excess: &ExcessOverBest, measured: &Measured) -> String {
    let (words, paf, events) = (measured.words, &excess.paf, &excess.events);
    let reference = excess.reference_label.as_str();
    if paf.value < 0.0 {
        return say!(
            words,
            "profile-share-negative",
            events = measured.events.as_str(),
            group = reference,
            share = one_decimal(paf, words)
        );
    }
    let said = say!(
        words,
        "profile-share",
        risk = words.estimate(&measured.unit, &excess.par),
        group = reference,
        share = one_decimal(paf, words),
        events = measured.events.as_str(),
        number = Unit::Events.value(events.value),
        limits = words.bracket(&Unit::Events, events)
    );
    if holds(paf, 0.0) { said + " " + &say!(words, "profile-share-none") } else { said }
}

/// That the classification changes between two neighbouring periods; `None`
/// where it does not.
#[must_use]
pub fn version_break(
    earlier: &ProfilePeriod,
    later: &ProfilePeriod,
    words: &Words,
) -> Option<String> {
    (earlier.version != later.version).then(|| {
        say!(
            words,
            "profile-break",
            earlier = words.period(earlier.period),
            later = words.period(later.period),
            from = earlier.version_name.as_str(),
            to = later.version_name.as_str()
        )
    })
}

/// Years that make no full period; `None` where there are none.
#[must_use]
pub fn left_over(profile: &InequalityProfile, words: &Words) -> Option<String> {
    let years: Vec<String> = profile.left_over.iter().map(|p| words.period(*p)).collect();
    (!years.is_empty())
        .then(|| say!(words, "profile-left-over", count = years.len(), years = words.and(&years)))
}

/// A computed percentage always has a decimal, even a whole one.
fn one_decimal(percent: &Estimate, words: &Words) -> String {
    format!("{}% {}", number(percent.value, 1), words.bracket(&Unit::Percent, percent))
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
    use crate::words::english;

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
            not_computed(&at, english()),
            [
                "No share above a reference group was computed: no events.",
                "No slope was computed: x."
            ]
        );
        at.not_computed = vec![lacks(Summary::Slope, "x"), lacks(Summary::Excess, "x")];
        assert_eq!(
            not_computed(&at, english()),
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
        let said = version_break(&profile.periods[0], &profile.periods[1], english()).unwrap();
        assert!(said.starts_with(
            "Between 2015 to 2017 and 2020 to 2022 the classification changes, from Index of \
             Multiple Deprivation 2015 to Index of Multiple Deprivation 2019:"
        ));
        assert_eq!(version_break(&profile.periods[1], &profile.periods[1], english()), None);
        assert_eq!(left_over(&profile, english()), None);
        profile.left_over.push(year(2014));
        assert_eq!(
            left_over(&profile, english()).unwrap(),
            "2014 was read but makes no full period, and is not shown."
        );
        profile.left_over.push(year(2015));
        assert_eq!(
            left_over(&profile, english()).unwrap(),
            "2014 and 2015 were read but make no full period, and are not shown."
        );
    }

    #[test]
    fn one_group_is_said_alone_with_its_figure_or_why_it_has_none() {
        let mut profile = imd_profile();
        profile.periods[1].groups.truncate(1);
        let said = |profile: &InequalityProfile| {
            extremes(profile, &profile.periods[1], "England", &measured())
        };
        assert!(said(&profile).ends_with("(95% interval 5.6 to 6.2) for ‘Most deprived’."));
        profile.direction = None;
        assert!(said(&profile).ends_with("(95% interval 5.6 to 6.2) for ‘Most deprived’."));
        profile.periods[1].groups[0].rate.rate = Cell::Withheld(Withholding::Primary);
        let alone = said(&profile);
        assert!(alone.contains("is not known well enough for any group. No rate is"), "{alone}");
        profile.direction = Some(Direction::MostDisadvantagedFirst);
        assert!(said(&profile).ends_with("in England is withheld for ‘Most deprived’."));
    }

    #[test]
    fn what_a_chart_shows_is_told_without_looking_at_it() {
        let profile = imd_profile();
        assert_eq!(
            drawn(&profile, &profile.periods[1], "England", &measured())[1..],
            [
                "Of the groups with a firm figure, ‘Least deprived’ has the lowest, 2.9, and ‘Most \
                 deprived’ the highest, 5.9.",
                "The fitted slope runs from 6.1 at the most disadvantaged end to 2.7 at the least \
                 disadvantaged end: a difference of 3.4 per 1,000 live births (95% interval 2.9 to \
                 3.9).",
                "For ‘All’ it is 4.5 per 1,000 live births (95% interval 4.3 to 4.7).",
            ]
        );
        let mut hidden = imd_profile();
        hidden.periods[1].groups[1].rate.rate = Cell::Withheld(Withholding::Primary);
        let said = drawn(&hidden, &hidden.periods[1], "England", &measured());
        assert_eq!(said[2], "No rate is known for ‘Middle’ (withheld).");
    }
}
