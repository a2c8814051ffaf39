//! Difference in differences of rates.

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

use crate::poisson::count_limits;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, N, Output, RunError, VALUE, X};
use crate::special::{normal, student_t_p, student_t_quantile};

/// The method of [`DifferenceInDifferences::ratio`].
pub const DID_RATIO: MethodId = MethodId::new("difference-in-differences");
/// The method of [`DifferenceInDifferences::absolute`].
pub const DID_ABSOLUTE: MethodId = MethodId::new("difference-in-differences-absolute");

/// Counts of an area in a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DidRow {
    /// Whether something was done in this area, at whatever time.
    pub treated: bool,
    /// Whether the period lies after it was done.
    pub after: bool,
    /// Events and people at risk.
    pub counts: Counts,
}

/// What changed where something was done, beyond what changed elsewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DifferenceInDifferences {
    /// The relative change beyond that of the others, a fraction: -0.2 when
    /// the rate fell by a fifth more. `None` where one of the four counts is
    /// 0.
    pub ratio: Option<Estimate>,
    /// Two-sided probability of so large a relative change by chance.
    pub p: Option<f64>,
    /// The absolute change beyond that of the others, in events per person.
    pub absolute: Estimate,
    /// The factor by which scatter between areas and periods widens the
    /// variance: 1 for chance alone.
    pub dispersion: f64,
}

/// Why there is no difference in differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DidError {
    /// One of the four is missing.
    #[error("no people at risk {when} the change in the areas {where_}")]
    Missing {
        /// `before` or `after`.
        when: &'static str,
        /// `where something was done` or `where nothing was done`.
        where_: &'static str,
    },
    /// Events without anybody to have them.
    #[error("row {index} (counted from 1) has events and nobody at risk")]
    NobodyAtRisk {
        /// The first such row.
        index: usize,
    },
}

/// The change of a rate where something was done, beyond its change elsewhere.
///
/// The counts of each of the four cells (done or not, before or after) are
/// pooled. Where a cell has several rows, their scatter round its rate widens
/// the limits (never narrower than chance, with Student's t); lasting
/// differences between areas count as scatter too, which errs on the wide
/// side.
///
/// # Units
///
/// Rows in any order, each an area in a period. A fraction (`ratio`) and
/// events per person (`absolute`) out; negative when the rate fell more, or
/// rose less, where something was done.
///
/// # Errors
///
/// [`DidError`]: one of the four cells without people, or events without
/// people.
///
/// # Source
///
/// Ratio: Poisson regression with an interaction, in closed form, since four
/// cells leave nothing to fit; Dimick JB, Ryan AM (2014), JAMA 312:2401 on
/// what it shows. Absolute: method of variance estimates recovery, Zou and
/// Donner (2008), Stat Med 27:1693.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::evaluation::{DidRow, difference_in_differences};
///
/// let row = |treated, after, events| DidRow {
///     treated,
///     after,
///     counts: Counts { events, at_risk: 20_000 },
/// };
/// let rows = [row(true, false, 150), row(true, true, 108), row(false, false, 100),
///     row(false, true, 90)];
/// let did = difference_in_differences(&rows, Confidence::P95)?;
/// let ratio = did.ratio.unwrap();
/// assert_eq!(format!("{:.2}", ratio.value), "-0.20");
/// assert!(ratio.interval.unwrap().contains(0.0), "chance could explain it");
/// # Ok::<(), firstyear_metrics::evaluation::DidError>(())
/// ```
pub fn difference_in_differences(
    rows: &[DidRow],
    confidence: Confidence,
) -> Result<DifferenceInDifferences, DidError> {
    if let Some(i) = rows.iter().position(|r| r.counts.at_risk == 0 && r.counts.events > 0) {
        return Err(DidError::NobodyAtRisk { index: i + 1 });
    }
    let cells = cells(rows)?;
    let (dispersion, df) = scatter(rows, &cells);
    let t = match df {
        0 => normal::quantile(1.0 - confidence.tail()),
        df => student_t_quantile(1.0 - confidence.tail(), df as f64),
    };
    let counts = Some(cells[0].counts);
    let (ratio, p) = relative(&cells, dispersion, t, df, confidence).unzip();
    let with_counts = |value, interval, method| Estimate { value, interval, method, counts };
    Ok(DifferenceInDifferences {
        ratio: ratio.map(|(value, interval)| with_counts(value, Some(interval), DID_RATIO)),
        p,
        absolute: absolute(&cells, dispersion, df, confidence, with_counts),
        dispersion,
    })
}

/// One of the four, with its sign in the difference of differences.
#[derive(Clone, Copy)]
struct Cell {
    counts: Counts,
    sign: f64,
}

impl Cell {
    fn rate(self) -> f64 {
        self.counts.events as f64 / self.counts.at_risk as f64
    }
}

/// Treated after, treated before, others after, others before.
fn cells(rows: &[DidRow]) -> Result<[Cell; 4], DidError> {
    let mut cells =
        [1.0, -1.0, -1.0, 1.0].map(|sign| Cell { counts: Counts { events: 0, at_risk: 0 }, sign });
    for row in rows {
        let cell = &mut cells[place(row)].counts;
        cell.events += row.counts.events;
        cell.at_risk += row.counts.at_risk;
    }
    let empty = cells.iter().position(|cell| cell.counts.at_risk == 0);
    match empty {
        None => Ok(cells),
        Some(i) => Err(DidError::Missing {
            when: if i % 2 == 0 { "after" } else { "before" },
            where_: if i < 2 { "where something was done" } else { "where nothing was done" },
        }),
    }
}

fn place(row: &DidRow) -> usize {
    usize::from(!row.treated) * 2 + usize::from(!row.after)
}

/// Pearson's dispersion of the rows round the rates of their cells, at least
/// 1, with its degrees of freedom; 1 and 0 when every cell has one row.
fn scatter(rows: &[DidRow], cells: &[Cell; 4]) -> (f64, usize) {
    let used = rows.iter().filter(|row| row.counts.at_risk > 0).count();
    let df = used.saturating_sub(4);
    if df == 0 {
        return (1.0, 0);
    }
    let pearson: f64 = rows
        .iter()
        .filter(|row| row.counts.at_risk > 0)
        .map(|row| {
            let expected = row.counts.at_risk as f64 * cells[place(row)].rate();
            if expected == 0.0 {
                0.0
            } else {
                (row.counts.events as f64 - expected).powi(2) / expected
            }
        })
        .sum();
    ((pearson / df as f64).max(1.0), df)
}

fn relative(
    cells: &[Cell; 4],
    dispersion: f64,
    t: f64,
    df: usize,
    confidence: Confidence,
) -> Option<((f64, Interval), f64)> {
    if cells.iter().any(|cell| cell.counts.events == 0) {
        return None;
    }
    let log: f64 = cells.iter().map(|cell| cell.sign * cell.rate().ln()).sum();
    let variance: f64 = cells.iter().map(|cell| 1.0 / cell.counts.events as f64).sum();
    let se = (dispersion * variance).sqrt();
    let interval =
        Interval { lower: (log - t * se).exp_m1(), upper: (log + t * se).exp_m1(), confidence };
    let p = match df {
        0 => 2.0 * normal::probability(-(log / se).abs()),
        df => student_t_p(log / se, df as f64),
    };
    Some(((log.exp_m1(), interval), p))
}

fn absolute(
    cells: &[Cell; 4],
    dispersion: f64,
    df: usize,
    confidence: Confidence,
    with_counts: impl Fn(f64, Option<Interval>, MethodId) -> Estimate,
) -> Estimate {
    let value: f64 = cells.iter().map(|cell| cell.sign * cell.rate()).sum();
    // The limits of single counts are those of chance alone: scatter, and
    // Student's t in place of the normal deviate, widen them.
    let z = normal::quantile(1.0 - confidence.tail());
    let wider = match df {
        0 => 1.0,
        df => dispersion.sqrt() * student_t_quantile(1.0 - confidence.tail(), df as f64) / z,
    };
    let (mut below, mut above) = (0.0, 0.0);
    for cell in cells {
        let limits =
            count_limits(cell.counts.events, confidence).scaled(1.0 / cell.counts.at_risk as f64);
        let (down, up) = (cell.rate() - limits.lower, limits.upper - cell.rate());
        let (down, up) = if cell.sign > 0.0 { (down, up) } else { (up, down) };
        below += down * down;
        above += up * up;
    }
    let interval = Interval {
        lower: value - wider * below.sqrt(),
        upper: value + wider * above.sqrt(),
        confidence,
    };
    with_counts(value, Some(interval), DID_ABSOLUTE)
}

pub(super) const RATIO: Method = Method {
    id: DID_RATIO,
    name: "Difference in differences, relative",
    family: "evaluation",
    unit: "fraction",
    ordered: false,
    reading: "negative when the rate fell more where something was done: -0.2 is a fifth more",
    source: "Poisson regression with an interaction, in closed form; Dimick and Ryan (2014), JAMA 312:2401",
    explanation: "The change of a rate where something was done over its change elsewhere. It shows the effect only if both would have changed alike without it. Scatter between areas and periods widens the limits, never below those of chance; with one area in either arm it cannot be seen, and limits are too narrow where rates vary beyond chance. Not defined where one of the four counts is 0.",
    call: Call {
        key: &["case"],
        inputs: &[
            Field::new("treated", "1 in areas where something was done, 0 elsewhere"),
            Field::new("after", "1 in periods after it was done, 0 before"),
            X,
            N,
        ],
        arguments: &[Argument::MULTIPLIER, Argument::CONFIDENCE],
        outputs: &[
            VALUE,
            Field::new("p_value", "two-sided probability of so large a change by chance"),
            Field::new("dispersion", "factor by which scatter widens the variance"),
        ],
        vectors: &[],
        run: |group, out| run(group, out, true),
    },
};

pub(super) const ABSOLUTE: Method = Method {
    id: DID_ABSOLUTE,
    name: "Difference in differences, absolute",
    unit: "events per person",
    reading: "negative when the rate fell more where something was done",
    source: "method of variance estimates recovery: Zou and Donner (2008), Stat Med 27:1693",
    explanation: "The change of a rate where something was done minus its change elsewhere. It shows the effect only if both would have changed by the same number without it, which is another assumption than that of the relative one. Holds for few events and for none.",
    call: Call {
        outputs: &[VALUE, Field::new("dispersion", "factor by which scatter widens the variance")],
        run: |group, out| run(group, out, false),
        ..RATIO.call
    },
    ..RATIO
};

/// A column of 1 and 0.
pub(super) fn marks(group: &Group<'_>, column: &'static str) -> Result<Vec<bool>, RunError> {
    let marks = group.numbers(column)?;
    match marks.iter().position(|mark| *mark != 0.0 && *mark != 1.0) {
        Some(bad) => Err(group.out_of_range(column, bad, "1 or 0")),
        None => Ok(marks.into_iter().map(|mark| mark == 1.0).collect()),
    }
}

fn run(group: &Group<'_>, out: &mut Output, relative: bool) -> Result<(), RunError> {
    let (treated, after) = (marks(group, "treated")?, marks(group, "after")?);
    let (events, at_risk) = (group.counts("x")?, group.counts("n")?);
    let rows: Vec<DidRow> = (0..group.len())
        .map(|i| DidRow {
            treated: treated[i],
            after: after[i],
            counts: Counts { events: events[i], at_risk: at_risk[i] },
        })
        .collect();
    let multiplier = group.multiplier()?;
    let found = group
        .confidences()?
        .into_iter()
        .map(|confidence| difference_in_differences(&rows, confidence))
        .collect::<Result<Vec<_>, _>>()
        .map_err(RunError::measure)?;
    let estimate = |did: &DifferenceInDifferences| {
        let none = "one of the four counts is 0: see the absolute difference in differences";
        let chosen = if relative { did.ratio } else { Some(did.absolute) };
        chosen.map(|e| e.scaled(multiplier)).ok_or_else(|| RunError::Measure(none.to_owned()))
    };
    let estimates = found.iter().map(estimate).collect::<Result<Vec<_>, _>>()?;
    let mut row = out.row();
    row.estimates(&estimates);
    if let Some(did) = found.first() {
        if relative {
            row.set("p_value", did.p);
        }
        row.set("dispersion", did.dispersion);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(treated: bool, after: bool, events: u64, at_risk: u64) -> DidRow {
        DidRow { treated, after, counts: Counts { events, at_risk } }
    }

    fn four(events: [u64; 4], at_risk: [u64; 4]) -> Vec<DidRow> {
        let cells = [(true, true), (true, false), (false, true), (false, false)];
        cells
            .iter()
            .enumerate()
            .map(|(i, &(treated, after))| row(treated, after, events[i], at_risk[i]))
            .collect()
    }

    #[test]
    fn the_ratio_is_that_of_four_rates() {
        // Textbook form: the variance of the logarithm is the sum of one over
        // each count.
        let rows = four([108, 150, 90, 100], [20_000, 21_000, 30_000, 31_000]);
        let did = difference_in_differences(&rows, Confidence::P95).unwrap();
        let (ratio, limits) = (did.ratio.unwrap(), did.ratio.unwrap().interval.unwrap());
        let by_hand =
            (108.0 / 20_000.0) / (150.0 / 21_000.0) / ((90.0 / 30_000.0) / (100.0 / 31_000.0));
        assert!((ratio.value + 1.0 - by_hand).abs() < 1e-12);
        let se = (1.0_f64 / 108.0 + 1.0 / 150.0 + 1.0 / 90.0 + 1.0 / 100.0).sqrt();
        assert!(
            ((limits.upper + 1.0).ln() - (limits.lower + 1.0).ln() - 2.0 * 1.959_964 * se).abs()
                < 1e-6
        );
        assert_eq!(did.dispersion, 1.0);
    }

    #[test]
    fn none_at_all_leaves_the_absolute_one() {
        let rows = four([0, 10, 5, 6], [1_000, 1_000, 1_000, 1_000]);
        let did = difference_in_differences(&rows, Confidence::P95).unwrap();
        assert_eq!((did.ratio, did.p), (None, None));
        assert!((did.absolute.value + 0.009).abs() < 1e-12);
    }

    #[test]
    fn what_makes_no_difference_is_refused() {
        let refused =
            |rows: &[DidRow]| difference_in_differences(rows, Confidence::P95).unwrap_err();
        let mut rows = four([1, 2, 3, 4], [9, 9, 9, 9]);
        rows.pop();
        let error = refused(&rows);
        assert_eq!(
            error.to_string(),
            "no people at risk before the change in the areas where nothing was done"
        );
        rows.push(row(false, false, 1, 0));
        assert_eq!(refused(&rows), DidError::NobodyAtRisk { index: 4 });
    }

    proptest! {
        #[test]
        fn alike_changes_make_no_difference(
            before in 1..500_u64, at_risk in 1_000..90_000_u64, factor in 1..4_u64, scale in 1..4_u64,
        ) {
            let rows = four(
                [before * factor, before, before * factor * scale, before * scale],
                [at_risk, at_risk, at_risk * scale, at_risk * scale],
            );
            let did = difference_in_differences(&rows, Confidence::P95).unwrap();
            prop_assert!(did.ratio.unwrap().value.abs() < 1e-12);
            prop_assert!(did.absolute.value.abs() < 1e-15);
            prop_assert!(did.absolute.interval.unwrap().contains(did.absolute.value));
        }

        #[test]
        fn exchanging_the_groups_turns_the_sign(
            events in prop::array::uniform4(1..500_u64), at_risk in prop::array::uniform4(600..90_000_u64),
        ) {
            let rows = four(events, at_risk);
            let turned: Vec<_> =
                rows.iter().map(|r| DidRow { treated: !r.treated, ..*r }).collect();
            let (a, b) = (
                difference_in_differences(&rows, Confidence::P95).unwrap(),
                difference_in_differences(&turned, Confidence::P95).unwrap(),
            );
            prop_assert!((a.absolute.value + b.absolute.value).abs() < 1e-15);
            let (x, y) = (a.absolute.interval.unwrap(), b.absolute.interval.unwrap());
            prop_assert!((x.lower + y.upper).abs() < 1e-12 && (x.upper + y.lower).abs() < 1e-12);
        }
    }
}
