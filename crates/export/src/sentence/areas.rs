//! Sentences about areas held against a comparator.

use firstyear_analysis::{AreaComparison, CountedRate, Verdict};
use firstyear_core::Flags;

use super::{Measured, judged, missing, period};
use crate::format::{count, number, plural};

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
