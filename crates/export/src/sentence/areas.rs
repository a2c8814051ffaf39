//! Sentences about areas held against a comparator.

use firstyear_analysis::{AreaComparison, AreaRate, ComparedArea, CountedRate, Verdict};
use firstyear_core::{Cell, Estimate, Flags};

use super::{Measured, comparator};
use crate::format::{Unit, count, number};
use crate::words::{Words, say};

/// How many areas differ from the comparator, and how many would by chance.
#[must_use]
pub fn finding(areas: &AreaComparison, measured: &Measured) -> String {
    let words = measured.words;
    let of = |verdict| areas.areas.iter().filter(|area| area.verdict == verdict).count() as u64;
    let (higher, lower) = (of(Verdict::Higher), of(Verdict::Lower));
    let (same, not) = (of(Verdict::CannotTell), of(Verdict::NotCompared));
    let compared = higher + lower + same;
    let mut said = vec![comparator(areas.period, &areas.comparator, measured)];
    if compared == 0 {
        said.push(say!(words, "areas-none-compared"));
    } else {
        said.push(say!(
            words,
            "areas-finding",
            compared = count(compared),
            manycompared = compared,
            name = areas.name.as_str(),
            higher = count(higher),
            manyhigher = higher,
            higheris = judged(Verdict::Higher, measured),
            lower = count(lower),
            same = count(same)
        ));
        let expected = number(areas.expected_by_chance(), 1);
        said.push(say!(words, "areas-by-chance", expected = expected));
    }
    if not > 0 {
        said.push(say!(words, "areas-left-out", count = count(not), many = not));
    }
    said.join(" ")
}

/// Whether a difference is good or bad, as messages ask it; `neither` where that is not agreed.
pub(super) fn judged(verdict: Verdict, measured: &Measured) -> &'static str {
    match verdict.is_better(measured.polarity) {
        Some(true) => "better",
        Some(false) => "worse",
        None => "neither",
    }
}

/// How many rates the publisher warns of, and how many it does not print;
/// `None` where there are none.
#[must_use]
pub fn marks(areas: &AreaComparison, words: &Words) -> Option<String> {
    let of = |has: fn(&CountedRate) -> bool| {
        areas.areas.iter().filter(|compared| has(&compared.area.rate)).count() as u64
    };
    let marked = of(|rate| rate.rate.flags().contains(Flags::LOW_RELIABILITY));
    let kept_back = of(CountedRate::lacks_published);
    let mut said = Vec::new();
    if marked > 0 {
        said.push(say!(words, "areas-marked", count = count(marked)));
    }
    if kept_back > 0 {
        said.push(say!(words, "areas-kept-back", count = count(kept_back), many = kept_back));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// What a map of the areas shows, for those who do not see it: how many are in
/// each class, and which are highest and lowest with their limits. `left_out` is
/// how many of them have no place on it.
#[must_use]
pub fn on_a_map(areas: &AreaComparison, measured: &Measured, left_out: usize) -> String {
    let words = measured.words;
    let all = areas.areas.len() as u64;
    let mut said = vec![say!(
        words,
        "areas-map-words",
        count = count(all),
        many = all,
        against = areas.comparator.name.as_str()
    )];
    said.extend(shown(areas, measured));
    if left_out > 0 {
        let many = left_out as u64;
        said.push(say!(words, "areas-map-left-out", count = count(many), many = many));
    }
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// The same of a drawing in rows. `part` is which of how many parts it is, where it is in
/// several, with the names of its first and last area.
#[must_use]
pub fn in_rows(
    areas: &AreaComparison,
    measured: &Measured,
    part: Option<(usize, usize, [&str; 2])>,
) -> String {
    let words = measured.words;
    let against = areas.comparator.name.as_str();
    let mut said = vec![say!(words, "areas-chart-words", against = against)];
    said.extend(part.map(|(part, parts, [first, last])| {
        let (part, parts) = (count(part as u64), count(parts as u64));
        say!(words, "areas-chart-part", part = part, parts = parts, first = first, last = last)
    }));
    said.push(comparator(areas.period, &areas.comparator, measured));
    said.extend(shown(areas, measured));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// How many areas are in each class, which they are, and which have a rate of 0.
fn shown(areas: &AreaComparison, measured: &Measured) -> Vec<String> {
    let words = measured.words;
    let of = |verdict| areas.areas.iter().filter(move |area| area.verdict == verdict);
    let many = |verdict| count(of(verdict).count() as u64);
    let cells = |is: fn(&Cell<Estimate>) -> bool| {
        areas.areas.iter().filter(|area| is(&area.area.rate.rate)).count() as u64
    };
    let against = areas.comparator.name.as_str();
    let is_any = areas.areas.iter().any(|area| area.verdict != Verdict::NotCompared);
    let mut said = Vec::new();
    let mut classes = Vec::new();
    if is_any {
        classes = vec![
            say!(words, "areas-class-higher", count = many(Verdict::Higher), against = against),
            say!(words, "areas-class-lower", count = many(Verdict::Lower)),
            say!(words, "areas-class-cannot-tell", count = many(Verdict::CannotTell)),
        ];
    } else {
        said.push(say!(words, "areas-classes-none", against = against));
    }
    let uncompared = of(Verdict::NotCompared);
    let uncompared = uncompared.filter(|area| area.area.rate.rate.value().is_some()).count() as u64;
    if uncompared > 0 {
        classes.push(say!(words, "areas-class-not-compared", count = count(uncompared)));
    }
    let withheld = cells(|rate| matches!(rate, Cell::Withheld(_)));
    if withheld > 0 {
        classes.push(say!(words, "areas-class-withheld", count = count(withheld)));
    }
    let absent = cells(|rate| matches!(rate, Cell::Absent | Cell::NotApplicable));
    if absent > 0 {
        classes.push(say!(words, "areas-class-absent", count = count(absent)));
    }
    if !classes.is_empty() {
        said.push(say!(words, "areas-classes", classes = words.and(&classes)));
    }
    let all = || areas.areas.iter();
    match of(Verdict::Higher).next() {
        Some(_) => said.extend(
            furthest(of(Verdict::Higher), true, measured)
                .map(|areas| say!(words, "areas-all-higher", areas = areas)),
        ),
        None => said.extend(
            extreme(all(), true, measured)
                .map(|areas| say!(words, "areas-highest-shown", areas = areas)),
        ),
    }
    match of(Verdict::Lower).next() {
        Some(_) => said.extend(
            furthest(of(Verdict::Lower), false, measured)
                .map(|areas| say!(words, "areas-all-lower", areas = areas)),
        ),
        None => said.extend(
            extreme(all(), false, measured)
                .map(|areas| say!(words, "areas-lowest-shown", areas = areas)),
        ),
    }
    let is_zero = |area: &&ComparedArea| {
        area.area.rate.rate.value().is_some_and(|estimate| estimate.value == 0.0)
    };
    let zeros: Vec<String> = all().filter(is_zero).map(|area| area.area.name.clone()).collect();
    if !zeros.is_empty() {
        said.push(say!(words, "areas-zero", areas = first_of(&zeros, words)));
    }
    said
}

/// The areas with the highest or the lowest rate; `None` where no rate is known, and where it is
/// 0, which is said of all such areas.
fn extreme<'a>(
    areas: impl Iterator<Item = &'a ComparedArea> + Clone,
    highest: bool,
    measured: &Measured,
) -> Option<String> {
    let rate = |area: &ComparedArea| area.area.rate.rate.value().map(|rate| rate.value);
    let order = |a: &f64, b: &f64| if highest { a.total_cmp(b) } else { b.total_cmp(a) };
    let end = areas.clone().filter_map(rate).max_by(order).filter(|end| *end != 0.0)?;
    furthest(areas.filter(|area| rate(area) == Some(end)), highest, measured)
}

/// The areas in order of their rates, the first of them with their limits; `None` where there is
/// none.
fn furthest<'a>(
    areas: impl Iterator<Item = &'a ComparedArea>,
    highest_first: bool,
    measured: &Measured,
) -> Option<String> {
    let rated = |area: &'a ComparedArea| Some((&area.area, *area.area.rate.rate.value()?));
    let mut rated: Vec<_> = areas.filter_map(rated).collect();
    // Equal rates stay in order of their codes.
    rated.sort_by(|(_, a), (_, b)| {
        let order = a.value.total_cmp(&b.value);
        if highest_first { order.reverse() } else { order }
    });
    let told: Vec<String> = rated.iter().map(|(area, rate)| told(area, rate, measured)).collect();
    (!told.is_empty()).then(|| first_of(&told, measured.words))
}

/// An area with a rate and its limits: `Hartlepool (6.7, 95% interval 4.1 to 10.3)`.
pub(super) fn told(area: &AreaRate, rate: &Estimate, measured: &Measured) -> String {
    named(&area.name, rate, &measured.unit, measured.words)
}

/// A name with a figure and its limits.
pub(super) fn named(name: &str, estimate: &Estimate, unit: &Unit, words: &Words) -> String {
    let figure = unit.short(estimate.value);
    match &estimate.interval {
        Some(limits) => {
            let limits = words.limits(unit, limits);
            say!(words, "named-figure", name = name, figure = figure, limits = limits)
        }
        None => say!(words, "named-figure-without-limits", name = name, figure = figure),
    }
}

/// The first of many, and how many others there are.
pub(super) fn first_of(all: &[String], words: &Words) -> String {
    const TOLD: usize = 6;
    let rest = all.len().saturating_sub(TOLD) as u64;
    if rest == 0 {
        return all.join("; ");
    }
    let first = all[..TOLD].join("; ");
    say!(words, "list-others", first = first, count = count(rest), many = rest)
}

/// How an area stands, in a cell.
#[must_use]
pub fn verdict(verdict: Verdict, words: &Words) -> String {
    match verdict {
        Verdict::Higher => say!(words, "areas-higher"),
        Verdict::Lower => say!(words, "areas-lower"),
        Verdict::CannotTell => say!(words, "areas-cannot-tell"),
        Verdict::NotCompared => say!(words, "areas-not-compared"),
    }
}

/// How the list is to be read.
#[must_use]
pub fn reading(words: &Words) -> String {
    say!(words, "areas-reading")
}

/// What the verdict on an area leaves out.
#[must_use]
pub fn rule(words: &Words) -> String {
    say!(words, "areas-rule")
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
            marks(&areas, measured().words).unwrap(),
            "The publisher marks 1 of the rates as of low reliability. For 1 area no rate is \
             published: ours is made from the counts, and says little."
        );
        areas.areas.drain(..2);
        assert_eq!(marks(&areas, measured().words), None);
    }

    #[test]
    fn an_empty_list_is_said() {
        let mut areas = area_comparison();
        areas.areas.clear();
        assert!(finding(&areas, &measured()).ends_with("No area could be compared with it."));
    }

    #[test]
    fn rows_are_told_to_those_who_do_not_see_them() {
        let mut areas = area_comparison();
        let said = in_rows(&areas, &measured(), Some((1, 2, ["Hartlepool", "Buckinghamshire"])));
        assert!(
            said.contains(
                "This is part 1 of 2, from Hartlepool to Buckinghamshire in order of the areas' \
                 codes. In 2020 to 2022 the infant mortality rate in England was 4.0 per 1,000 \
                 live births (95% interval 3.9 to 4.1). There are 1 higher"
            ),
            "{said}"
        );
        // Where none stands apart, the ends of what is shown are told.
        for area in &mut areas.areas[..2] {
            area.verdict = Verdict::CannotTell;
        }
        areas.areas[3].verdict = Verdict::NotCompared;
        areas.areas[0].area.rate.rate = areas.areas[1].area.rate.rate;
        areas.areas[2].area.rate.rate = Cell::Absent;
        let said = in_rows(&areas, &measured(), None);
        assert!(
            said.contains(
                "There are 0 higher than England, 0 lower, 2 not to be told from it, 1 not \
                 compared and 1 without a figure. The highest rate that is shown is that of \
                 Hartlepool (4.5, 95% interval 2.9 to 6.7); Middlesbrough (4.5, 95% interval 2.9 \
                 to 6.7). The lowest rate that is shown is that of Buckinghamshire (1.8, 95% \
                 interval 1.2 to 2.5). Every figure"
            ),
            "{said}"
        );
    }

    #[test]
    fn one_and_many_are_told_apart() {
        let mut areas = area_comparison();
        areas.areas.truncate(1);
        let said = finding(&areas, &measured());
        assert!(said.contains("Of 1 area compared with it (Local authorities), 1 is higher"));
        assert!(on_a_map(&areas, &measured(), 2).contains("each of 1 area stands to England"));
        assert!(on_a_map(&areas, &measured(), 2).contains("2 areas have no place on the map."));
        let higher_is_better = Measured { polarity: Polarity::HigherIsBetter, ..measured() };
        let one = areas.areas[0].clone();
        areas.areas = vec![one.clone(), one];
        let said = finding(&areas, &higher_is_better);
        assert!(said.contains("2 are higher (better) and 0 lower (worse) than chance"), "{said}");
        for area in &mut areas.areas {
            area.area.rate = area.area.rate.clone().with_published(Cell::Absent);
            area.verdict = Verdict::NotCompared;
        }
        let said = marks(&areas, measured().words).unwrap();
        assert!(said.ends_with(
            "For 2 areas no rate is published: ours are made from the counts, and say little."
        ));
        assert!(
            finding(&areas, &measured())
                .ends_with("2 areas are not compared, because a figure is missing or withheld.")
        );
        areas.comparator.rate.rate = Cell::Absent;
        assert!(finding(&areas, &measured()).starts_with(
            "For 2020 to 2022 the infant mortality rate in England is not reported. No area"
        ));
        assert!(in_rows(&areas, &measured(), None).contains(
            "No area could be compared with England. There are 2 not compared. The highest rate"
        ));
        let words = [Verdict::Higher, Verdict::Lower, Verdict::CannotTell, Verdict::NotCompared];
        assert!(words.iter().all(|one| verdict(*one, measured().words) == one.word()));
        let names: Vec<String> = (0..7).map(|at| at.to_string()).collect();
        assert_eq!(first_of(&names, measured().words), "0; 1; 2; 3; 4; 5; and 1 other");
    }
}
