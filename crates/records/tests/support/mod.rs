//! What tests of counts have in common.

use std::fmt::Write as _;

use firstyear_records::Counted;

/// One line an observation, without the source.
pub(crate) fn lines(counted: &Counted) -> String {
    let mut text = String::new();
    for row in counted.observations.iter() {
        let (events, at_risk) = (row.numerator.value().unwrap(), row.denominator.value().unwrap());
        let (indicator, area, period, groups) =
            (&row.indicator, &row.area, row.period, &row.groups);
        writeln!(text, "{indicator} {area} {period} [{groups}] {events}/{at_risk}").unwrap();
    }
    text
}
