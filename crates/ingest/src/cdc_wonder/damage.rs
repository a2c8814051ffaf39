//! Codes that a spreadsheet has turned into dates.
//!
//! `2135-2`, the code for Hispanic or Latino, looks like February 2135 and
//! comes back as `Feb-35`.

use std::collections::BTreeSet;

use firstyear_core::{Place, Problem, ProblemCode};

use super::header::Header;
use crate::rows::Rows;
use crate::sink::Sink;

/// Codes of race and ethnicity in exports of deaths and births.
const CODES: [&str; 6] = ["1002-5", "2054-5", "2106-3", "2135-2", "2186-2", "2186-5"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The columns of codes, and what was found in each.
pub(super) struct Damages(Vec<Damage>);

struct Damage {
    column: usize,
    name: String,
    first: Option<Place>,
    rows: u64,
    right: BTreeSet<String>,
}

impl Damages {
    pub(super) fn of(header: &Header) -> Self {
        let columns = header.groups.iter().filter_map(|group| group.code);
        Self(
            columns
                .map(|column| Damage {
                    column,
                    name: header.name(column).to_owned(),
                    first: None,
                    rows: 0,
                    right: BTreeSet::new(),
                })
                .collect(),
        )
    }

    /// Looks at the codes of a row.
    pub(super) fn see(&mut self, rows: &Rows<'_>, place: &Place) {
        for damage in &mut self.0 {
            if let Some(right) = before(rows.cell(damage.column)) {
                damage.rows += 1;
                damage.first.get_or_insert_with(|| place.clone().column(damage.name.as_str()));
                if !damage.right.contains(&right) {
                    damage.right.insert(right);
                }
            }
        }
    }

    /// One problem for each damaged column.
    pub(super) fn finish(self, sink: &mut dyn Sink) {
        for damage in self.0 {
            let Some(place) = damage.first else { continue };
            let right: Vec<String> = damage.right.into_iter().collect();
            let message = format!(
                "a spreadsheet turned codes into dates ({} rows); right would be {}",
                damage.rows,
                right.join(", ")
            );
            let help = "the groups are read by the labels beside the codes; to mend the codes, \
                        export again and import the column as text";
            sink.problem(Problem::new(ProblemCode::CodeDamaged, place, message).with_help(help));
        }
    }
}

/// The code that a date was before; `None` for a text that is no such date.
fn before(text: &str) -> Option<String> {
    let (first, second) = text.split_once('-')?;
    let month = |text: &str| MONTHS.iter().position(|month| *month == text).map(|at| at + 1);
    if let (Some(month), Some(year)) = (month(first), number(second)) {
        let end = format!("{year}-{month}");
        let code = CODES.iter().find(|code| code.ends_with(&end));
        // The hundreds of the year are lost.
        return Some(
            code.map_or_else(|| format!("a code that ends in {end}"), ToString::to_string),
        );
    }
    // A range of ages such as 5-9 becomes the ninth of May.
    Some(format!("{}-{}", month(second)?, number(first)?))
}

/// A day or the end of a year.
fn number(text: &str) -> Option<&str> {
    let digits = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_gives_back_the_code_that_it_was() {
        // The codes of exports/infant_mortality_race_11_17.txt beside the same
        // labels in the damaged export: 2135-2 and 2186-2.
        assert_eq!(before("Feb-35").as_deref(), Some("2135-2"));
        assert_eq!(before("Feb-86").as_deref(), Some("2186-2"));
        assert_eq!(before("May-86").as_deref(), Some("2186-5"));
        assert_eq!(before("Aug-76").as_deref(), Some("a code that ends in 76-8"));
        assert_eq!(before("9-May").as_deref(), Some("5-9"));
        for whole in ["2135-2", "NS", "A-PI", "CENS-R1", "01", "", "1002-5"] {
            assert_eq!(before(whole), None, "{whole}");
        }
    }
}
