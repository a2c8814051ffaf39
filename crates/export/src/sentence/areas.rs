//! Sentences about areas held against a comparator.

use firstyear_analysis::{AreaComparison, ComparedArea, CountedRate, Verdict};
use firstyear_core::{Cell, Estimate, Flags};

use super::{Measured, judged, missing, period};
use crate::format::{and, count, number, plural};

/// How many areas differ from the comparator, and how many would by chance.
#[must_use]
pub fn finding(areas: &AreaComparison, measured: &Measured) -> String {
    let of = |verdict| areas.areas.iter().filter(|area| area.verdict == verdict).count() as u64;
    let (higher, lower) = (of(Verdict::Higher), of(Verdict::Lower));
    let (same, not) = (of(Verdict::CannotTell), of(Verdict::NotCompared));
    let compared = higher + lower + same;
    let mut said = vec![comparator(areas, measured)];
    if compared == 0 {
        said.push("No area could be compared with it.".to_owned());
    } else {
        said.push(format!(
            "Of {} {} compared with it ({}), {} {} higher{} and {} lower{} than chance explains; \
             {} cannot be told from it.",
            count(compared),
            plural(compared, "area", "areas"),
            areas.name,
            count(higher),
            plural(higher, "is", "are"),
            judged(Verdict::Higher, measured),
            count(lower),
            judged(Verdict::Lower, measured),
            count(same),
        ));
        said.push(format!(
            "With so many comparisons, about {} would differ by chance alone if none truly did.",
            number(areas.expected_by_chance(), 1),
        ));
    }
    if not > 0 {
        said.push(format!(
            "{} {} not compared, because a figure is missing or withheld.",
            count(not),
            plural(not, "area is", "areas are"),
        ));
    }
    said.join(" ")
}

/// How many rates the publisher warns of, and how many it does not print;
/// `None` where there are none.
#[must_use]
pub fn marks(areas: &AreaComparison) -> Option<String> {
    let of = |has: fn(&CountedRate) -> bool| {
        areas.areas.iter().filter(|compared| has(&compared.area.rate)).count() as u64
    };
    let marked = of(|rate| rate.rate.flags().contains(Flags::LOW_RELIABILITY));
    let kept_back = of(CountedRate::lacks_published);
    let mut said = Vec::new();
    if marked > 0 {
        said.push(format!(
            "The publisher marks {} of the rates as of low reliability.",
            count(marked)
        ));
    }
    if kept_back > 0 {
        said.push(format!(
            "For {} {} no rate is published: ours {} made from the counts, and {} little.",
            count(kept_back),
            plural(kept_back, "area", "areas"),
            plural(kept_back, "is", "are"),
            plural(kept_back, "says", "say"),
        ));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// What a map of the areas shows, for those who do not see it: how many are in
/// each class, and which are highest and lowest with their limits. `left_out` is
/// how many of them have no place on it.
#[must_use]
pub fn on_a_map(areas: &AreaComparison, measured: &Measured, left_out: usize) -> String {
    let of = |verdict| areas.areas.iter().filter(move |area| area.verdict == verdict);
    let cells = |is: fn(&Cell<Estimate>) -> bool| {
        areas.areas.iter().filter(|area| is(&area.area.rate.rate)).count() as u64
    };
    let all = areas.areas.len() as u64;
    let against = &areas.comparator.name;
    let mut classes = vec![
        format!("{} higher than {against}", count(of(Verdict::Higher).count() as u64)),
        format!("{} lower", count(of(Verdict::Lower).count() as u64)),
        format!("{} not to be told from it", count(of(Verdict::CannotTell).count() as u64)),
    ];
    let withheld = cells(|rate| matches!(rate, Cell::Withheld(_)));
    let absent = cells(|rate| matches!(rate, Cell::Absent | Cell::NotApplicable));
    let uncompared = of(Verdict::NotCompared);
    let uncompared = uncompared.filter(|area| area.area.rate.rate.value().is_some()).count() as u64;
    let others =
        [(uncompared, "not compared"), (withheld, "withheld"), (absent, "without a figure")];
    let others = others.into_iter().filter(|(many, _)| *many > 0);
    classes.extend(others.map(|(many, words)| format!("{} {words}", count(many))));
    let mut said = vec![
        format!(
            "The map shows how each of {} {} stands to {against}, and not its raw rate: with \
             small numbers the highest and the lowest raw rates of a map are mostly chance.",
            count(all),
            plural(all, "area", "areas"),
        ),
        format!("There are {}.", and(&classes)),
    ];
    said.extend(furthest(of(Verdict::Higher), "Higher, from the highest rate on", true, measured));
    said.extend(furthest(of(Verdict::Lower), "Lower, from the lowest rate on", false, measured));
    let is_zero = |area: &&ComparedArea| {
        area.area.rate.rate.value().is_some_and(|estimate| estimate.value == 0.0)
    };
    let zeros: Vec<String> =
        areas.areas.iter().filter(is_zero).map(|area| area.area.name.clone()).collect();
    if !zeros.is_empty() {
        said.push(format!("No event was counted, so that the rate is 0: {}.", first_of(&zeros)));
    }
    if left_out > 0 {
        let left_out = left_out as u64;
        said.push(format!(
            "{} {} no place on the map.",
            count(left_out),
            plural(left_out, "area has", "areas have")
        ));
    }
    said.push("Every figure is in the table.".to_owned());
    said.join(" ")
}

/// The areas of one verdict in order of their rates, the first of them with their
/// limits; `None` where there is none.
fn furthest<'a>(
    areas: impl Iterator<Item = &'a ComparedArea>,
    words: &str,
    highest_first: bool,
    measured: &Measured,
) -> Option<String> {
    let rated = |area: &'a ComparedArea| Some((&area.area, area.area.rate.rate.value()?));
    let mut rated: Vec<_> = areas.filter_map(rated).collect();
    // Equal rates stay in order of their codes.
    rated.sort_by(|(_, a), (_, b)| {
        let order = a.value.total_cmp(&b.value);
        if highest_first { order.reverse() } else { order }
    });
    let told: Vec<String> = rated
        .iter()
        .map(|(area, rate)| {
            let limits = rate.interval.as_ref().map(|limits| measured.unit.limits(limits));
            let limits = limits.map_or_else(String::new, |limits| format!(", {limits}"));
            format!("{} ({}{limits})", area.name, measured.unit.short(rate.value))
        })
        .collect();
    (!told.is_empty()).then(|| format!("{words}: {}.", first_of(&told)))
}

/// The first of many, and how many others there are.
fn first_of(all: &[String]) -> String {
    const TOLD: usize = 6;
    let rest = all.len().saturating_sub(TOLD) as u64;
    if rest == 0 {
        return all.join("; ");
    }
    format!("{}; and {} {}", all[..TOLD].join("; "), count(rest), plural(rest, "other", "others"))
}

/// How the list is to be read.
pub const READING: &str = "Areas are in order of their code, not of their rate: with small \
                           numbers a league table is mostly chance.";

/// What the verdict on an area leaves out.
pub const RULE: &str = "An area is called higher or lower when the limits of its own rate leave \
                        out the rate of the comparator. This one-level rule takes the \
                        comparator's rate as exact: it leaves out the comparator's own \
                        uncertainty, and that the area may be a part of it. It is not a test of \
                        two areas against each other.";

fn comparator(areas: &AreaComparison, measured: &Measured) -> String {
    let when = period(areas.period);
    let subject = format!("{} in {}", measured.name, areas.comparator.name);
    match (areas.comparator.rate.rate.value(), missing(&areas.comparator.rate.rate)) {
        (Some(rate), _) => {
            format!("In {when} the {subject} was {}.", measured.unit.estimate(rate))
        }
        (None, reason) => {
            format!("For {when} the {subject} is {}.", reason.unwrap_or("not known"))
        }
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::Polarity;

    use super::*;
    use crate::testing::{area_comparison, measured};

    #[test]
    fn differences_stand_beside_the_number_expected_by_chance() {
        let areas = area_comparison();
        assert_eq!(
            finding(&areas, &measured()),
            "In 2020 to 2022 the infant mortality rate in England was 4.0 per 1,000 live births \
             (95% interval 3.9 to 4.1). Of 3 areas compared with it (Local authorities), 1 is \
             higher (worse) and 1 lower (better) than chance explains; 1 cannot be told from it. With so many \
             comparisons, about 0.2 would differ by chance alone if none truly did. 1 area is \
             not compared, because a figure is missing or withheld."
        );
        let neutral = Measured { polarity: Polarity::NoAgreedOptimum, ..measured() };
        assert!(finding(&areas, &neutral).contains("1 is higher and 1 lower than chance"));
    }

    #[test]
    fn a_map_is_told_to_those_who_do_not_see_it() {
        let mut areas = area_comparison();
        areas.areas[1].area.rate.rate = Cell::known(crate::testing::estimate(0.0, 0.0, 6.7));
        assert_eq!(
            on_a_map(&areas, &measured(), 1),
            "The map shows how each of 4 areas stands to England, and not its raw rate: with \
             small numbers the highest and the lowest raw rates of a map are mostly chance. There \
             are 1 higher than England, 1 lower, 1 not to be told from it and 1 withheld. Higher, \
             from the highest rate on: Hartlepool (6.7, 95% interval 4.1 to 10.3). Lower, from \
             the lowest rate on: Buckinghamshire (1.8, 95% interval 1.2 to 2.5). No event was \
             counted, so that the rate is 0: Middlesbrough. 1 area has no place on the map. Every \
             figure is in the table."
        );
        let one = areas.areas[0].clone();
        areas.areas = (0..9).map(|_| one.clone()).collect();
        let many = on_a_map(&areas, &measured(), 0);
        assert!(
            many.contains("Hartlepool (6.7, 95% interval 4.1 to 10.3); and 3 others."),
            "{many}"
        );
    }

    #[test]
    fn marks_are_counted() {
        let mut areas = area_comparison();
        assert_eq!(
            marks(&areas).unwrap(),
            "The publisher marks 1 of the rates as of low reliability. For 1 area no rate is \
             published: ours is made from the counts, and says little."
        );
        areas.areas.drain(..2);
        assert_eq!(marks(&areas), None);
    }

    #[test]
    fn an_empty_list_is_said() {
        let mut areas = area_comparison();
        areas.areas.clear();
        assert!(finding(&areas, &measured()).ends_with("No area could be compared with it."));
    }
}
