//! Comparisons as a flat table: a row for each reason, and for what else differs.

use firstyear_pathways::{Class, ComparedObligation, Comparison, Direction};

use super::{Other, differing, reason};
use crate::chart::{Column, DataTable, TableCell};
use crate::wire::csv::{DIFF_FIELDS, names};
use crate::words::english;

/// A row for each reason of each obligation of the reference, one for an obligation
/// without, and one for each element that differs beside them.
///
/// `direction` is `stricter` where the local pathway asks more, `looser` where it asks
/// less, and `other` where neither can be said. Its words are those of a data file, and so
/// English in every language.
#[must_use]
pub fn flat(found: &[Comparison<'_>]) -> DataTable {
    DataTable {
        caption: "What is kept of a reference".to_owned(),
        columns: names(&DIFF_FIELDS).map(Column::text).into(),
        rows: found.iter().flat_map(rows).collect(),
    }
}

fn rows(found: &Comparison<'_>) -> Vec<Vec<TableCell>> {
    let row = |element: &str, id: &str, local: Option<&str>, rest: [&str; 3]| {
        let area = found.local.area.as_ref().map_or("", |area| area.as_str());
        let of = [
            &*found.reference.id,
            &*found.reference.version,
            &*found.local.id,
            &*found.local.version,
            area,
            element,
            id,
            local.unwrap_or_default(),
        ];
        of.into_iter().chain(rest).map(TableCell::text).collect::<Vec<TableCell>>()
    };
    let mut rows = Vec::new();
    for one in &found.obligations {
        let local = one.local.map(|local| local.id.as_str());
        let mut tell = |direction: &str, why: &str| {
            rows.push(row("obligation", &one.reference.id, local, [word(one), direction, why]));
        };
        if one.reasons.is_empty() {
            let open = one.reference.grounds.why.as_deref().filter(|_| one.class == Class::Open);
            tell("", open.unwrap_or_default());
        }
        for difference in &one.reasons {
            tell(direction(difference.direction), &reason(found, one, difference, english()));
        }
    }
    for Other { element, id, local, became, what } in differing(found, english()) {
        let became = became.word().replace('-', " ");
        rows.push(row(element.word(), id, local, [&became, "", &what]));
    }
    rows
}

/// The class in one word.
const fn word(one: &ComparedObligation<'_>) -> &'static str {
    match one.class {
        Class::Entailed => "entailed",
        Class::Weakened => "weakened",
        Class::Altered => "altered",
        Class::Absent => "absent",
        Class::Open => "open",
    }
}

const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Stricter => "stricter",
        Direction::Looser => "looser",
        Direction::Other => "other",
    }
}
