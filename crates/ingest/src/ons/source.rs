//! The workbook as a source, and its linked births as another.

use chrono::NaiveDate;
use firstyear_core::{Source, SourceClass, SourceId};

use super::grid::Grid;

/// The source of tables whose births are linked to a birth notification:
/// `ons` gives `ons-linked`. `None` never happens for a valid id, since a
/// word added to one leaves it valid.
pub(super) fn linked(source: &SourceId) -> Option<SourceId> {
    SourceId::new(&format!("{source}-linked")).ok()
}

/// The workbook as a source.
pub(super) fn describe(id: &SourceId, grids: &[Grid], note: Option<&str>) -> Source {
    Source {
        id: id.clone(),
        title: "Child mortality (death cohort) tables, England and Wales".to_owned(),
        publisher: "Office for National Statistics".to_owned(),
        licence: "Open Government Licence v3.0".to_owned(),
        released: released(grids),
        class: SourceClass::Published,
        note: note.map(str::to_owned),
    }
}

/// The day in a line such as `Date of release:  31 May 2024`.
fn released(grids: &[Grid]) -> Option<NaiveDate> {
    grids
        .iter()
        .flat_map(Grid::lines)
        .find_map(|line| line.strip_prefix("Date of release:"))
        .and_then(|day| NaiveDate::parse_from_str(day.trim(), "%d %B %Y").ok())
}

#[cfg(test)]
mod tests {
    use super::super::grid::testing::grid;
    use super::*;

    #[test]
    fn the_day_of_release_stands_on_the_cover() {
        let cover = grid("Cover", &["Date of release:  31 May 2024"]);
        assert_eq!(released(&[cover]), NaiveDate::from_ymd_opt(2024, 5, 31));
        assert_eq!(released(&[]), None);
    }

    #[test]
    fn linked_births_are_a_source_of_their_own() {
        let id = SourceId::new("ons-2022").unwrap();
        assert_eq!(linked(&id).unwrap().as_str(), "ons-2022-linked");
    }
}
