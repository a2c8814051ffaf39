//! What no single row shows: periods that overlap, series with holes, figures
//! that jump by a power of ten, digits that were rounded, one area under two
//! codes.
//!
//! Findings say where and what, and never repeat a figure.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::{
    AreaCode, Basis, Dataset, Groups, IndicatorId, Observation, Period, Problem, ProblemCode,
    SourceId, layout::observation as column,
};

/// Looks through everything that was read, in the order of the findings' kinds
/// and then of source, indicator, area and group.
///
/// | finds                                           | code                |
/// |-------------------------------------------------|---------------------|
/// | periods of a series that share a day            | `periods-overlap`   |
/// | a period that a series leaves out               | `series-gap`        |
/// | a figure near 10, 100 or 1,000 times its series | `value-jump`        |
/// | counts whose last digits are not those of counts| `digits-uneven`     |
/// | two areas of one kind with one name             | `area-name-shared`  |
#[must_use]
pub fn plausibility(data: &Dataset) -> Vec<Problem> {
    let series = series(data);
    let mut found = overlaps(&series);
    found.extend(series.values().flat_map(|rows| holes(rows)));
    found.extend(series.values().flat_map(|rows| jumps(rows)));
    found.extend(digits(data));
    found.extend(shared_names(data));
    found
}

type SeriesKey<'a> = (&'a SourceId, &'a IndicatorId, &'a AreaCode, &'a Groups);
type Series<'a> = BTreeMap<SeriesKey<'a>, Vec<&'a Observation>>;

/// The figures of each area and group, in the order of their periods.
fn series(data: &Dataset) -> Series<'_> {
    let mut series = Series::new();
    for row in &data.observations {
        let key = (&row.source, &row.indicator, &row.area, &row.groups);
        series.entry(key).or_default().push(row);
    }
    for rows in series.values_mut() {
        rows.sort_by_key(|row| row.period);
    }
    series
}

/// One note for each indicator of a source whose periods overlap, as rolling
/// ones do.
fn overlaps(series: &Series<'_>) -> Vec<Problem> {
    let mut told: BTreeSet<(&SourceId, &IndicatorId)> = BTreeSet::new();
    let mut found = Vec::new();
    for ((source, indicator, ..), rows) in series {
        let overlap = rows.windows(2).find(|pair| pair[0].period.overlaps(pair[1].period));
        if let Some(pair) = overlap
            && told.insert((source, indicator))
        {
            let place = pair[1].place.clone().column(column::PERIOD);
            let message = format!("periods of the indicator {indicator} overlap");
            found.push(Problem::new(ProblemCode::PeriodsOverlap, place, message));
        }
    }
    found
}

/// A note at each figure before which its series leaves out a period.
fn holes(rows: &[&Observation]) -> Vec<Problem> {
    let hole = |pair: &&[&Observation]| {
        let [before, after] = [pair[0].period, pair[1].period];
        alike(before, after) && !before.overlaps(after) && !before.meets(after)
    };
    let at = |pair: &[&Observation]| {
        let place = pair[1].place.clone().column(column::PERIOD);
        let message = "at least one period is missing between this one and that before it";
        Problem::new(ProblemCode::SeriesGap, place, message)
    };
    rows.windows(2).filter(hole).map(at).collect()
}

fn alike(a: Period, b: Period) -> bool {
    (a.unit(), a.units()) == (b.unit(), b.units())
}

/// A warning at each figure that stands near 10, 100 or 1,000 times the others
/// of its series, or a tenth and so on of them, as after a slip of the unit.
fn jumps(rows: &[&Observation]) -> Vec<Problem> {
    let as_number = |count: &u64| *count as f64;
    let figures: [(&str, Vec<Option<f64>>); 3] = [
        (column::NUMERATOR, rows.iter().map(|row| row.numerator.value().map(as_number)).collect()),
        (
            column::DENOMINATOR,
            rows.iter().map(|row| row.denominator.value().map(as_number)).collect(),
        ),
        (column::VALUE, rows.iter().map(|row| row.value.value().copied()).collect()),
    ];
    let mut found = Vec::new();
    for (name, values) in figures {
        for (at, factor) in slips(&values, name != column::VALUE) {
            let place = rows[at].place.clone().column(name);
            let message = format!("the figure is about {factor} the others of its series");
            found.push(Problem::new(ProblemCode::ValueJump, place, message));
        }
    }
    found
}

/// Fewer figures say nothing of what is usual.
const ENOUGH_TO_COMPARE: usize = 4;

/// The figures that stand a power of ten from the median of a series whose
/// others keep within a factor of three of it. Counts of a few dozen can jump
/// by chance, or because a part of them was not collected.
fn slips(values: &[Option<f64>], counts: bool) -> Vec<(usize, &'static str)> {
    const CHANCE: f64 = 100.0;
    let mut known: Vec<f64> = values.iter().flatten().copied().filter(|v| *v > 0.0).collect();
    if known.len() < ENOUGH_TO_COMPARE {
        return Vec::new();
    }
    known.sort_by(f64::total_cmp);
    let median = known[known.len() / 2];
    let steady = known.iter().filter(|value| (**value / median).ln().abs() < 3_f64.ln()).count();
    // Where more than a fifth stand elsewhere, the series is no steady one.
    if steady * 5 < known.len() * 4 || (counts && median < CHANCE) {
        return Vec::new();
    }
    let of = |(at, value): (usize, &Option<f64>)| {
        let value = value.filter(|value| *value > 0.0)?;
        power_of_ten(value / median).map(|factor| (at, factor))
    };
    values.iter().enumerate().filter_map(of).collect()
}

/// In words, where a ratio lies within a third of a power of ten.
fn power_of_ten(ratio: f64) -> Option<&'static str> {
    const NEAR: f64 = 0.125;
    let powers = [
        (1.0, "10 times"),
        (2.0, "100 times"),
        (3.0, "1,000 times"),
        (-1.0, "a tenth of"),
        (-2.0, "a hundredth of"),
        (-3.0, "a thousandth of"),
    ];
    let log = ratio.log10();
    powers.iter().find(|(power, _)| (log - power).abs() <= NEAR).map(|(_, words)| *words)
}

/// What the last digits of the counts of each indicator say.
fn digits(data: &Dataset) -> Vec<Problem> {
    let mut tables: BTreeMap<(&SourceId, &IndicatorId, &str), Digits<'_>> = BTreeMap::new();
    // A sample multiplied up has the digits of its factor.
    for row in data.observations.iter().filter(|row| row.basis == Basis::Complete) {
        let counts = [(column::NUMERATOR, &row.numerator), (column::DENOMINATOR, &row.denominator)];
        for (name, cell) in counts {
            if let Some(count) = cell.value() {
                let digits = tables.entry((&row.source, &row.indicator, name));
                digits.or_insert_with(|| Digits::new(row)).see(*count);
            }
        }
    }
    tables
        .iter()
        .filter_map(|((_, indicator, name), digits)| digits.told(indicator, name))
        .collect()
}

/// Counts of at least 10, each once, as a table repeats its births for every
/// cause: smaller ones have no free last digit.
struct Digits<'a> {
    first: &'a Observation,
    counts: BTreeSet<u64>,
}

impl<'a> Digits<'a> {
    const fn new(first: &'a Observation) -> Self {
        Self { first, counts: BTreeSet::new() }
    }

    fn see(&mut self, count: u64) {
        if count >= 10 {
            self.counts.insert(count);
        }
    }

    /// How many counts end in each digit.
    fn ends(&self) -> [u64; 10] {
        let mut ends = [0; 10];
        self.counts.iter().for_each(|count| ends[(count % 10) as usize] += 1);
        ends
    }

    fn told(&self, indicator: &IndicatorId, name: &str) -> Option<Problem> {
        // Fewer leave nothing certain; 50 is the value of chi-square on 9
        // degrees of freedom that chance exceeds once in ten million.
        const ENOUGH: u64 = 200;
        const BEYOND_CHANCE: f64 = 50.0;
        let ends = self.ends();
        let all: u64 = ends.iter().sum();
        if all < ENOUGH {
            return None;
        }
        let share = |digits: &[usize]| {
            digits.iter().map(|digit| ends[*digit]).sum::<u64>() as f64 / all as f64
        };
        let expected = all as f64 / 10.0;
        let squares = ends.iter().map(|seen| (*seen as f64 - expected).powi(2) / expected);
        let rounded = if share(&[0]) > 0.95 {
            Some("to 10")
        } else if share(&[0, 5]) > 0.95 {
            Some("to 5")
        } else {
            None
        };
        let message = match rounded {
            Some(base) => format!("the counts of {indicator} are rounded {base}"),
            None if squares.sum::<f64>() > BEYOND_CHANCE => {
                format!(
                    "the last digits of the counts of {indicator} are not spread as those of counts are"
                )
            }
            None => return None,
        };
        let place = self.first.place.clone().column(name.to_owned());
        Some(Problem::new(ProblemCode::DigitsUneven, place, message))
    }
}

/// A warning where two areas of one kind have one name in one period of a
/// source, as when one of them bears a wrong code.
fn shared_names(data: &Dataset) -> Vec<Problem> {
    let mut by_name: BTreeMap<(String, &str), Vec<&AreaCode>> = BTreeMap::new();
    for area in data.geography.iter() {
        if area.code.entity_type().is_some() {
            let kind = &area.code.as_str()[..3];
            by_name.entry((folded(&area.name), kind)).or_default().push(&area.code);
        }
    }
    by_name.retain(|_, codes| codes.len() > 1);
    if by_name.is_empty() {
        return Vec::new();
    }
    let asked: BTreeSet<&AreaCode> = by_name.values().flatten().copied().collect();
    let mut rows: BTreeMap<&AreaCode, BTreeMap<Subject<'_>, &Observation>> = BTreeMap::new();
    for row in data.observations.iter().filter(|row| asked.contains(&row.area)) {
        let subject = (&row.source, &row.indicator, row.period, &row.groups);
        rows.entry(&row.area).or_default().entry(subject).or_insert(row);
    }
    let pairs = by_name.values().flat_map(|codes| codes.windows(2));
    pairs.filter_map(|pair| together(&rows, pair[0], pair[1])).collect()
}

type Subject<'a> = (&'a SourceId, &'a IndicatorId, Period, &'a Groups);

fn together(
    rows: &BTreeMap<&AreaCode, BTreeMap<Subject<'_>, &Observation>>,
    one: &AreaCode,
    other: &AreaCode,
) -> Option<Problem> {
    let (of_one, of_other) = (rows.get(one)?, rows.get(other)?);
    let (_, row) = of_other.iter().find(|(subject, _)| of_one.contains_key(*subject))?;
    let place = row.place.clone().column(column::AREA);
    let message = format!("{one} and {other} have one name, and both have a figure for one period");
    Some(Problem::new(ProblemCode::AreaNameShared, place, message))
}

/// A name without case, signs and blanks, `&` as `and` and `st` as `saint`.
fn folded(name: &str) -> String {
    let lower = name.to_lowercase().replace('&', " and ").replace(['\'', '’', '.'], "");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| if word == "st" { "saint" } else { word }).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_unit_is_told_from_chance() {
        let known = |values: &[f64]| values.iter().map(|v| Some(*v)).collect::<Vec<_>>();
        let slip = |values: &[f64], counts| slips(&known(values), counts);
        assert_eq!(slip(&[4.1, 4.0, 39.0, 4.2, 3.9], false), [(2, "10 times")]);
        assert_eq!(slip(&[4100.0, 4050.0, 4.2, 3990.0, 4010.0], true), [(2, "a thousandth of")]);
        // A rate that halves and doubles, and few events, are no slip.
        assert_eq!(slip(&[4.0, 2.0, 8.0, 4.0, 3.0], false), []);
        assert_eq!(slip(&[1.0, 2.0, 1.0, 11.0, 1.0, 1.0], true), []);
        assert_eq!(slip(&[4.0, 40.0], false), []);
        // Of a series that is everywhere, nothing is said.
        assert_eq!(slip(&[1.0, 10.0, 100.0, 1000.0, 10_000.0], false), []);
    }

    #[test]
    fn names_are_compared_as_they_are_heard() {
        assert_eq!(folded("King's Lynn & West  Norfolk"), folded("Kings Lynn and West Norfolk"));
        assert_eq!(folded("St. Helens"), folded("Saint Helens"));
        assert_ne!(folded("North Somerset"), folded("Somerset"));
    }
}
