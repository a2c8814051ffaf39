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
    /// it, the nearest wider area above the row becomes the parent.
    pub(super) fn add(
        &mut self,
        geography: &mut Geography,
        code: &AreaCode,
        name: &str,
        kind: Option<&str>,
    ) {
        let mut area = Area::new(code.clone(), name);
        if let Some(level) = kind.and_then(level) {
            self.above.retain(|(wider, _)| *wider < level);
            if let Some((_, parent)) = self.above.last() {
                area.parents.push(Parent { code: parent.clone(), from: None, until: None });
            }
            self.above.push((level, code.clone()));
        }
        geography.add(area);
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
        let parent = |printed: &str| {
            let area = geography.get(&code(printed).unwrap()).unwrap();
            area.parents.first().map(|parent| parent.code.to_string())
        };
        assert_eq!(parent("E92000001"), None);
        assert_eq!(parent("E06000047").as_deref(), Some("E12000001"));
        assert_eq!(parent("E08000037").as_deref(), Some("E11000007"));
        assert_eq!(parent("E06000008").as_deref(), Some("E12000002"));
        assert_eq!(parent("W06000001").as_deref(), Some("W92000004"));
    }

    #[test]
    fn two_codes_in_a_cell_are_a_union() {
        assert_eq!(code("K04000001, J99000001").unwrap().as_str(), "K04000001+J99000001");
        assert_eq!(code("England"), None);
    }
}
