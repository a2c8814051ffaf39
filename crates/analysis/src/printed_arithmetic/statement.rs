//! Statements, their results made anew from the figures that they print.

use firstyear_core::{PrintedNumber, Relation, SourceClass, Statement};

use super::rounded;

/// A statement beside what its figures give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedStatement {
    /// As printed.
    pub printed: Statement,
    /// The class of the source.
    pub class: SourceClass,
    /// From the printed figures, to the decimals of the printed result, a half
    /// rounded away from zero. `None` where it has too many digits.
    pub recomputed: Option<PrintedNumber>,
    /// Whether figures that round to the printed ones could give a result that
    /// rounds to the printed one.
    pub within_rounding: bool,
}

impl CheckedStatement {
    pub(super) fn of(statement: &Statement, class: SourceClass) -> Self {
        let decimals = statement.result.decimals();
        Self {
            recomputed: exact(statement).and_then(|(over, under)| rounded(over, under, decimals)),
            within_rounding: within_rounding(statement),
            printed: statement.clone(),
            class,
        }
    }

    /// Whether the printed result is what the printed figures give.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.recomputed == Some(self.printed.result)
    }

    /// The recomputed result minus the printed one, in the unit of the result.
    #[must_use]
    pub fn difference(&self) -> Option<PrintedNumber> {
        let digits = self.recomputed?.digits() - self.printed.result.digits();
        PrintedNumber::new(digits, self.printed.result.decimals()).ok()
    }
}

/// The result as a fraction of whole numbers with a positive denominator;
/// `None` where the operands do not fit the relation.
fn exact(statement: &Statement) -> Option<(i128, i128)> {
    let power = |decimals: u8| 10_i128.pow(decimals.into());
    let most = statement.operands.iter().map(|operand| operand.decimals()).max()?;
    let whole = |n: &PrintedNumber| i128::from(n.digits()) * power(most - n.decimals());
    let operands: Vec<i128> = statement.operands.iter().map(whole).collect();
    let over = |times: i128| match operands[..] {
        [_, 0] => None,
        [top, bottom] => Some((top * times * bottom.signum(), bottom.abs())),
        _ => None,
    };
    match (statement.relation, &operands[..]) {
        (Relation::Sum, all) => Some((all.iter().sum(), power(most))),
        (Relation::Difference, [first, second]) => Some((first - second, power(most))),
        (Relation::Difference, _) => None,
        (Relation::PercentOf, _) => over(100),
        (Relation::Ratio, _) => over(1),
    }
}

/// Whether any figures that round to the operands give a result that rounds to
/// the printed one. Ends of ranges count, as a half may have gone either way.
fn within_rounding(statement: &Statement) -> bool {
    let half = |n: &PrintedNumber| 0.5 / 10_f64.powi(n.decimals().into());
    let range = |n: &PrintedNumber| (n.value() - half(n), n.value() + half(n));
    let ends: Vec<(f64, f64)> = statement.operands.iter().map(range).collect();
    let (low, high) = match (statement.relation, &ends[..]) {
        (Relation::Sum, all) => all.iter().fold((0.0, 0.0), |(l, h), end| (l + end.0, h + end.1)),
        (Relation::Difference, [first, second]) => (first.0 - second.1, first.1 - second.0),
        (Relation::PercentOf, [first, second]) => quotients(*first, *second, 100.0),
        (Relation::Ratio, [first, second]) => quotients(*first, *second, 1.0),
        _ => return false,
    };
    let (least, most) = range(&statement.result);
    // Room for the last binary digits of the ends.
    let room = 1e-9 * half(&statement.result);
    low <= most + room && least <= high + room
}

/// The range of a quotient, multiplied up; all numbers where the divisor can
/// be 0.
fn quotients((a, b): (f64, f64), (c, d): (f64, f64), times: f64) -> (f64, f64) {
    if c <= 0.0 && d >= 0.0 {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let corners = [a / c, a / d, b / c, b / d].map(|quotient| quotient * times);
    corners.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), corner| {
        (low.min(corner), high.max(corner))
    })
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Place, PrintedId, SourceId};

    use super::*;

    fn of(relation: Relation, operands: &[&str], result: &str) -> CheckedStatement {
        let statement = Statement {
            id: PrintedId::new("a").unwrap(),
            section: "1".to_owned(),
            about: "A change".to_owned(),
            relation,
            operands: operands.iter().map(|text| text.parse().unwrap()).collect(),
            unit: "percent".to_owned(),
            result: result.parse().unwrap(),
            result_unit: "percentage points".to_owned(),
            source: SourceId::new("made-up").unwrap(),
            place: Place::default(),
        };
        CheckedStatement::of(&statement, SourceClass::Published)
    }

    #[test]
    fn results_are_held_against_the_figures_as_printed() {
        use Relation::{Difference, PercentOf, Ratio, Sum};
        type Case<'c> = (Relation, &'c [&'c str], &'c str, &'c str, bool, bool);
        let cases: [Case<'_>; 9] = [
            // relation, operands, printed, recomputed, agrees, within rounding.
            // Section 1.6 of the report of 2010; differences by hand.
            (Difference, &["66.8", "64.8"], "2.1", "2.0", false, true),
            (Difference, &["73.4", "71.7"], "1.6", "1.7", false, true),
            (Difference, &["13.6", "14.0"], "-0.4", "-0.4", true, true),
            (Difference, &["66.8", "64.8"], "2.2", "2.0", false, false),
            // Section 1.4: seven contributions.
            (Sum, &["3", "2.8", "2", "1.4", "1.4", "1", "4"], "15.6", "15.6", true, true),
            // Section 1.3: 41.96 percent.
            (PercentOf, &["3650", "8698"], "42", "42", true, true),
            (PercentOf, &["3650", "8698"], "43", "42", false, false),
            (Ratio, &["5.0", "4.4"], "1.12", "1.14", false, true),
            (Ratio, &["-1", "4"], "-0.3", "-0.3", true, true),
        ];
        for (relation, operands, printed, recomputed, agrees, within) in cases {
            let checked = of(relation, operands, printed);
            assert_eq!(
                (checked.recomputed.unwrap().to_string().as_str(), checked.agrees()),
                (recomputed, agrees),
                "{operands:?}"
            );
            assert_eq!(checked.within_rounding, within, "{operands:?} {printed}");
        }
        assert_eq!(of(Difference, &["66.8", "64.8"], "2.1").difference().unwrap().digits(), -1);
    }
}
