//! Sentences about causes of death.

use firstyear_analysis::{CauseRow, Causes};
use firstyear_core::Cell;

use crate::format::count;
use crate::words::{Words, say};

/// Ties of more causes than this are counted in place of named.
const NAMED: usize = 3;

/// The cause with the most deaths at one age, given by its place in
/// [`Causes::ages`] and by `name`, such as `Deaths at age under 28 days`.
/// `is_group` tells causes from remainders such as not stated.
#[must_use]
pub fn most(
    causes: &Causes,
    age: usize,
    name: &str,
    is_group: impl Fn(&CauseRow) -> bool,
    words: &Words,
) -> String {
    let when = words.period(causes.period);
    let groups: Vec<&CauseRow> = causes.causes.iter().filter(|row| is_group(row)).collect();
    let Some(largest) = groups.iter().filter_map(|row| deaths(row, age)).max() else {
        return say!(words, "causes-none-known", deaths = name, period = when);
    };
    if largest == 0 {
        return say!(words, "causes-none-happened", deaths = name, period = when);
    }
    let labels = words.and(&with(&groups, age, largest));
    let said = match causes.total.as_ref().and_then(|row| deaths(row, age)) {
        Some(total) => say!(
            words,
            "causes-most-of",
            deaths = name,
            period = when,
            causes = labels,
            count = count(largest),
            total = count(total)
        ),
        None => say!(
            words,
            "causes-most",
            deaths = name,
            period = when,
            causes = labels,
            count = count(largest)
        ),
    };
    if hidden(&groups, age) > 0 { said + " " + &say!(words, "causes-hidden") } else { said }
}

/// What a chart shows at one age beside the most: the fewest, and how many causes have no bar.
#[must_use]
pub fn drawn(
    causes: &Causes,
    age: usize,
    name: &str,
    is_group: impl Fn(&CauseRow) -> bool,
    words: &Words,
) -> Vec<String> {
    let groups: Vec<&CauseRow> = causes.causes.iter().filter(|row| is_group(row)).collect();
    let known = || groups.iter().filter_map(|row| deaths(row, age));
    let mut said = Vec::new();
    // Where all have as many, none has the fewest.
    if let Some(least) = known().min().filter(|least| known().max() != Some(*least)) {
        let labels = with(&groups, age, least);
        said.push(if labels.len() > NAMED {
            let causes = count(labels.len() as u64);
            let each = count(least);
            say!(words, "causes-chart-fewest-many", deaths = name, causes = causes, count = each)
        } else {
            let causes = words.and(&labels);
            let each = count(least);
            say!(words, "causes-chart-fewest", deaths = name, causes = causes, count = each)
        });
    }
    let all: Vec<&CauseRow> = causes.causes.iter().collect();
    let missing = hidden(&all, age);
    if missing > 0 {
        said.push(say!(
            words,
            "causes-chart-missing",
            deaths = name,
            count = missing,
            missing = count(missing as u64)
        ));
    }
    said
}

fn deaths(row: &CauseRow, age: usize) -> Option<u64> {
    row.deaths.get(age).and_then(|cell| cell.value().copied())
}

/// The causes with so many deaths.
fn with(rows: &[&CauseRow], age: usize, number: u64) -> Vec<String> {
    let of = rows.iter().filter(|row| deaths(row, age) == Some(number));
    of.map(|row| row.label.clone()).collect()
}

/// How many have deaths that are not shown.
fn hidden(rows: &[&CauseRow], age: usize) -> usize {
    let cells = rows.iter().filter_map(|row| row.deaths.get(age));
    cells.filter(|cell| matches!(cell, Cell::Withheld(_) | Cell::Absent)).count()
}

#[cfg(test)]
mod tests {
    use firstyear_core::Withholding;

    use super::*;
    use crate::testing::causes;
    use crate::words::english;

    const NAME: &str = "Deaths at age under 28 days";

    #[test]
    fn the_largest_cause_is_named_with_its_counts() {
        let causes = causes();
        assert_eq!(
            most(&causes, 0, NAME, |_| true, english()),
            "Deaths at age under 28 days, 2022: the most were due to Immaturity related \
             conditions, 800 of 1,700."
        );
        assert!(most(&causes, 9, NAME, |_| true, english()).ends_with("no cause has a figure."));
    }

    #[test]
    fn hidden_causes_and_ties_are_said() {
        let mut causes = causes();
        causes.causes[1].deaths[0] = Cell::known(800);
        causes.causes[2].deaths[0] = Cell::Withheld(Withholding::Primary);
        causes.total = None;
        assert_eq!(
            most(&causes, 0, NAME, |_| true, english()),
            "Deaths at age under 28 days, 2022: the most were due to Immaturity related \
             conditions and Congenital anomalies, 800. Some causes are withheld or not reported \
             and could stand higher."
        );
        for row in &mut causes.causes {
            row.deaths[0] = Cell::Absent;
        }
        assert!(most(&causes, 0, NAME, |_| true, english()).ends_with("no cause has a figure."));
    }

    #[test]
    fn a_chart_tells_the_fewest_and_what_has_no_bar() {
        let mut causes = causes();
        let said = |causes: &Causes| drawn(causes, 0, NAME, |_| true, english());
        assert_eq!(
            said(&causes),
            ["Deaths at age under 28 days: of the causes with a figure, the fewest were from \
              Infections, 90."]
        );
        assert_eq!(
            drawn(&causes, 1, NAME, |_| true, english())[1],
            "Deaths at age under 28 days: 1 cause is withheld or not reported and has no bar."
        );
        for row in &mut causes.causes[..2] {
            row.deaths[0] = Cell::Absent;
        }
        assert_eq!(
            said(&causes),
            ["Deaths at age under 28 days: 2 causes are withheld or not reported and have no bar."]
        );
        let row = causes.causes[2].clone();
        causes.causes.extend(vec![row; 3]);
        causes.causes[0].deaths[0] = Cell::known(800);
        assert!(said(&causes)[0].ends_with("the fewest were from 4 of them, 90 each."));
        for row in &mut causes.causes {
            row.deaths[0] = Cell::known(0);
        }
        let none = most(&causes, 0, NAME, |_| true, english());
        assert!(none.ends_with("2022: none in any group of causes."), "{none}");
    }
}
