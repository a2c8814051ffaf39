//! Areas: codes, names and what lies in what.

use firstyear_core::{Area, AreaCode, Geography, Parent};

/// The areas of one table, gathered row by row.
#[derive(Debug, Default)]
pub(super) struct Areas {
    /// The areas above the current row, widest first.
    above: Vec<(u8, AreaCode)>,
}

/// A printed code: `K04000001, J99000001` is the union of two.
pub(super) fn code(printed: &str) -> Option<AreaCode> {
    let codes: Vec<_> = printed.split(',').map(str::trim).collect();
    AreaCode::new(&codes.join("+")).ok()
}

/// The area of a table without a column of codes. England and Wales counts
/// those who live elsewhere with them.
pub(super) fn of_coverage(line: &str) -> Option<AreaCode> {
    let code = match line {
        "England and Wales" => "K04000001+J99000001",
        "England" => "E92000001",
        "Wales" => "W92000004",
        _ => return None,
    };
    AreaCode::new(code).ok()
}

/// How far down a kind of area stands; `None` for an unknown kind.
fn level(geography: &str) -> Option<u8> {
    match geography {
        "country" => Some(0),
        "region" => Some(1),
        "county" | "metropolitan county" | "unitary authority" => Some(2),
        "metropolitan district" | "non-metropolitan district" | "london borough" => Some(3),
        _ => None,
    }
}

impl Areas {
    /// Adds an area. `kind` is the printed kind of area, in lower case; with
    /// it, the wider areas above the row become the parents, nearest first: a
    /// district lies in its county, its region and its country.
    pub(super) fn add(
        &mut self,
        geography: &mut Geography,
        code: &AreaCode,
        name: &str,
        kind: Option<&str>,
    ) {
        let mut area = Area::new(code.clone(), name);
        if let Some(level) = kind.and_then(level) {
            self.leave(level);
            let wider = self.above.iter().rev();
            area.parents.extend(wider.map(|(_, code)| Parent {
                share: None,
                code: code.clone(),
                from: None,
                until: None,
            }));
            self.above.push((level, code.clone()));
        }
        geography.add(area);
    }

    /// Passes over an area that cannot be used: what lies in it shall not
    /// count to the one before it.
    pub(super) fn pass_over(&mut self, kind: &str) {
        if let Some(level) = level(kind) {
            self.leave(level);
        }
    }

    fn leave(&mut self, level: u8) {
        self.above.retain(|(wider, _)| *wider < level);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_follow_the_order_of_rows() {
        let rows = [
            ("E92000001", "country"),
            ("E12000001", "region"),
            ("E06000047", "unitary authority"),
            ("E11000007", "metropolitan county"),
            ("E08000037", "metropolitan district"),
            ("E12000002", "region"),
            ("E06000008", "unitary authority"),
            ("W92000004", "country"),
            ("W06000001", "unitary authority"),
        ];
        let mut geography = Geography::default();
        let mut areas = Areas::default();
        for (printed, kind) in rows {
            areas.add(&mut geography, &code(printed).unwrap(), printed, Some(kind));
        }
        let parents = |printed: &str| -> Vec<String> {
            let area = geography.get(&code(printed).unwrap()).unwrap();
            area.parents.iter().map(|parent| parent.code.to_string()).collect()
        };
        assert_eq!(parents("E92000001"), [""; 0]);
        assert_eq!(parents("E06000047"), ["E12000001", "E92000001"]);
        assert_eq!(parents("E08000037"), ["E11000007", "E12000001", "E92000001"]);
        assert_eq!(parents("E06000008"), ["E12000002", "E92000001"]);
        assert_eq!(parents("W06000001"), ["W92000004"]);
    }

    #[test]
    fn an_area_that_cannot_be_used_lends_no_parent() {
        let mut geography = Geography::default();
        let mut areas = Areas::default();
        let mut add = |areas: &mut Areas, printed: &str, kind| {
            areas.add(&mut geography, &code(printed).unwrap(), printed, Some(kind));
        };
        add(&mut areas, "E92000001", "country");
        add(&mut areas, "E12000001", "region");
        areas.pass_over("region");
        add(&mut areas, "E06000008", "unitary authority");
        let parents = &geography.get(&code("E06000008").unwrap()).unwrap().parents;
        assert_eq!(parents.len(), 1);
        assert_eq!(parents[0].code.as_str(), "E92000001");
    }

    #[test]
    fn two_codes_in_a_cell_are_a_union() {
        assert_eq!(code("K04000001, J99000001").unwrap().as_str(), "K04000001+J99000001");
        assert_eq!(code("England"), None);
    }
}
