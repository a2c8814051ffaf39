//! The course of a line over time in words, for a reader who cannot see it.

use firstyear_core::{Cell, Estimate, Period};

use crate::format::count;
use crate::words::{Words, say};

/// One point of a line.
#[derive(Clone, Debug)]
pub struct CoursePoint<'a> {
    /// When.
    pub period: Period,
    /// What is drawn, or why nothing is.
    pub figure: Result<&'a Estimate, String>,
    /// Words of what begins here, such as another classification: it has a course of its own.
    pub anew: Option<&'a str>,
}

impl<'a> CoursePoint<'a> {
    /// The point of a figure.
    #[must_use]
    pub fn of(
        period: Period,
        figure: &'a Cell<Estimate>,
        anew: Option<&'a str>,
        words: &Words,
    ) -> Self {
        let why = || words.missing(figure).unwrap_or_else(|| say!(words, "not-known"));
        Self { period, figure: figure.value().ok_or_else(why), anew }
    }
}

/// The course of the line called `name`: its first and its last figure, the lowest and the highest
/// where they are others, and what is missing. What begins anew is held against nothing before it:
/// each stretch has its own course. `full` writes a figure with its limits, `short` without.
#[must_use]
pub fn course(
    name: &str,
    points: &[CoursePoint<'_>],
    full: impl Fn(&Estimate) -> String,
    short: impl Fn(f64) -> String,
    words: &Words,
) -> String {
    let mut said = Vec::new();
    let mut rest = points;
    while !rest.is_empty() {
        let end = rest.iter().skip(1).position(|point| point.anew.is_some());
        let (stretch, next) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
        let name = match stretch[0].anew {
            Some(label) => say!(words, "course-anew", name = name, label = label),
            None => name.to_owned(),
        };
        said.push(of_stretch(&name, stretch, &full, &short, words));
        rest = next;
    }
    if said.is_empty() {
        said.push(say!(words, "course-none", name = name));
    }
    said.extend(missing(points, words));
    said.join(" ")
}

fn of_stretch(
    name: &str,
    points: &[CoursePoint<'_>],
    full: &impl Fn(&Estimate) -> String,
    short: &impl Fn(f64) -> String,
    words: &Words,
) -> String {
    let known = points.iter().filter_map(|point| Some((point.period, point.figure.as_ref().ok()?)));
    let known: Vec<(Period, &Estimate)> = known.map(|(at, figure)| (at, *figure)).collect();
    let (first, last) = match known.as_slice() {
        [] => return say!(words, "course-none", name = name),
        [(at, only)] => {
            let (value, period) = (full(only), words.period(*at));
            return say!(words, "course-one", name = name, value = value, period = period);
        }
        [first, .., last] => (*first, *last),
    };
    let [at_first, at_last] = [first, last].map(|(at, _)| words.period(at));
    let (from, to) = (full(first.1), full(last.1));
    if known.len() == 2 {
        return say!(
            words,
            "course-ends",
            name = name,
            first = from,
            firstPeriod = at_first,
            last = to,
            lastPeriod = at_last
        );
    }
    let by_value =
        |a: &&(Period, &Estimate), b: &&(Period, &Estimate)| a.1.value.total_cmp(&b.1.value);
    // Of several that are equal, the first.
    let low = *known.iter().min_by(by_value).unwrap_or(&first);
    let high = *known.iter().rev().max_by(by_value).unwrap_or(&last);
    let ends = [short(first.1.value), short(last.1.value)];
    let [lowest, highest] = [short(low.1.value), short(high.1.value)];
    // By what is printed, so that words and figures agree.
    if ends.contains(&lowest) && ends.contains(&highest) {
        return say!(
            words,
            "course-between",
            name = name,
            first = from,
            firstPeriod = at_first,
            last = to,
            lastPeriod = at_last
        );
    }
    say!(
        words,
        "course-beyond",
        name = name,
        first = from,
        firstPeriod = at_first,
        last = to,
        lastPeriod = at_last,
        lowest = lowest,
        lowestPeriod = words.period(low.0),
        highest = highest,
        highestPeriod = words.period(high.0)
    )
}

/// The points without a figure: up to three by name, more by number, first and last.
fn missing(points: &[CoursePoint<'_>], words: &Words) -> Option<String> {
    let without: Vec<(String, &str)> = points
        .iter()
        .filter_map(|point| {
            let why = point.figure.as_ref().err()?;
            Some((words.period(point.period), why.as_str()))
        })
        .collect();
    match without.as_slice() {
        [] => None,
        [(first, _), .., (last, _)] if without.len() > 3 => Some(say!(
            words,
            "course-missing-many",
            missing = count(without.len() as u64),
            all = count(points.len() as u64),
            first = first.as_str(),
            last = last.as_str()
        )),
        some => {
            let each = some.iter().map(|(period, why)| {
                let (period, why) = (period.as_str(), *why);
                say!(words, "course-missing-one", period = period, why = why)
            });
            let periods = words.and(&each.collect::<Vec<_>>());
            Some(say!(words, "course-missing", periods = periods))
        }
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::Withholding;

    use super::*;
    use crate::format::{Unit, number};
    use crate::testing::{estimate, year};
    use crate::words::english;

    fn said(cells: &[Cell<Estimate>], breaks: &[usize]) -> String {
        let point = |(at, figure)| {
            let when = year(2016 + i32::try_from(at).unwrap());
            CoursePoint::of(when, figure, breaks.contains(&at).then_some("now IMD 2019"), english())
        };
        let points: Vec<CoursePoint<'_>> = cells.iter().enumerate().map(point).collect();
        let full = |value: &Estimate| english().estimate(&Unit::Ratio, value);
        course("Everyone", &points, full, |value| number(value, 2), english())
    }

    fn known(value: f64) -> Cell<Estimate> {
        Cell::known(estimate(value, value - 1.0, value + 1.0))
    }

    #[test]
    fn a_line_is_said_by_its_ends_and_its_extremes() {
        assert_eq!(said(&[], &[]), "Everyone: no figure in any period.");
        assert_eq!(said(&[known(5.0)], &[]), "Everyone: 5.00 (95% interval 4.00 to 6.00) in 2016.");
        let ends = "Everyone: 5.00 (95% interval 4.00 to 6.00) in 2016 and 7.00 (95% interval 6.00 \
                    to 8.00) in";
        assert_eq!(said(&[known(5.0), known(7.0)], &[]), format!("{ends} 2017."));
        assert_eq!(
            said(&[known(5.0), known(6.0), known(7.0)], &[]),
            format!("{ends} 2018; no figure of the other periods lies outside these two.")
        );
        assert_eq!(
            said(&[known(5.0), known(9.0), known(9.0), known(7.0)], &[]),
            format!("{ends} 2019; the lowest figure is 5.00 in 2016, the highest 9.00 in 2017.")
        );
    }

    #[test]
    fn nothing_is_held_against_each_other_across_a_break() {
        assert_eq!(
            said(&[known(5.0), known(9.0)], &[1]),
            "Everyone: 5.00 (95% interval 4.00 to 6.00) in 2016. Everyone (now IMD \
             2019): 9.00 (95% interval 8.00 to 10.00) in 2017."
        );
    }

    #[test]
    fn what_is_missing_keeps_its_word_and_many_are_counted() {
        let withheld = Cell::Withheld(Withholding::Primary);
        assert!(
            said(&[known(5.0), withheld, Cell::Absent], &[])
                .ends_with("in 2016. Without a figure: 2017 (withheld) and 2018 (not reported).")
        );
        assert_eq!(
            said(&[withheld; 4], &[]),
            "Everyone: no figure in any period. 4 of 4 periods are without a figure, from 2016 to \
             2019."
        );
    }
}
