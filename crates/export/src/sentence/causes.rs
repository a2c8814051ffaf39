//! Sentences about causes of death.

use firstyear_analysis::{CauseRow, Causes};
use firstyear_core::Cell;

use super::period;
use crate::format::{and, count};

/// The cause with the most deaths at one age, given by its place in
/// [`Causes::ages`] and by `name`, such as `Deaths at age under 28 days`.
/// `is_group` tells causes from remainders such as not stated.
#[must_use]
pub fn most(
    causes: &Causes,
    age: usize,
    name: &str,
    is_group: impl Fn(&CauseRow) -> bool,
) -> String {
    let when = period(causes.period);
    let deaths = |row: &CauseRow| row.deaths.get(age).and_then(|cell| cell.value().copied());
    let groups: Vec<&CauseRow> = causes.causes.iter().filter(|row| is_group(row)).collect();
    let Some(largest) = groups.iter().filter_map(|row| deaths(row)).max() else {
        return format!("{name}, {when}: no cause has a figure.");
    };
    if largest == 0 {
        return format!("{name}, {when}: none in any group of causes.");
    }
    let labels: Vec<String> = groups
        .iter()
        .filter(|row| deaths(row) == Some(largest))
        .map(|row| row.label.clone())
        .collect();
    let total = causes.total.as_ref().and_then(deaths);
    let of = total.map_or_else(String::new, |total| format!(" of {}", count(total)));
    let mut said =
        format!("{name}, {when}: the most were from {}, {}{of}.", and(&labels), count(largest));
    let hidden = groups
        .iter()
        .filter_map(|row| row.deaths.get(age))
        .any(|deaths| matches!(deaths, Cell::Withheld(_) | Cell::Absent));
    if hidden {
        said.push_str(" Some causes are withheld or not reported and could stand higher.");
    }
    said
}

#[cfg(test)]
mod tests {
    use firstyear_core::Withholding;

    use super::*;
    use crate::testing::causes;

    const NAME: &str = "Deaths at age under 28 days";

    #[test]
    fn the_largest_cause_is_named_with_its_counts() {
        let causes = causes();
        assert_eq!(
            most(&causes, 0, NAME, |_| true),
            "Deaths at age under 28 days, 2022: the most were from Immaturity related \
             conditions, 800 of 1,700."
        );
        assert!(most(&causes, 9, NAME, |_| true).ends_with("no cause has a figure."));
    }

    #[test]
    fn hidden_causes_and_ties_are_said() {
        let mut causes = causes();
        causes.causes[1].deaths[0] = Cell::known(800);
        causes.causes[2].deaths[0] = Cell::Withheld(Withholding::Primary);
        causes.total = None;
        assert_eq!(
            most(&causes, 0, NAME, |_| true),
            "Deaths at age under 28 days, 2022: the most were from Immaturity related \
             conditions and Congenital anomalies, 800. Some causes are withheld or not reported \
             and could stand higher."
        );
        for row in &mut causes.causes {
            row.deaths[0] = Cell::Absent;
        }
        assert!(most(&causes, 0, NAME, |_| true).ends_with("no cause has a figure."));
    }
}
