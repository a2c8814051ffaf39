//! Areas by their names.

use std::collections::BTreeMap;

use super::{Area, AreaCode, Geography};

/// Codes by name: an area is found by its name or by one of its listed
/// aliases, and by nothing that is merely like them.
///
/// ```
/// use firstyear_core::{Area, AreaCode, AreaNames, Geography};
///
/// let mut geography = Geography::default();
/// geography.add(Area::new(AreaCode::new("E06000010")?, "Kingston upon Hull, City of"));
/// let names = AreaNames::of(&geography);
/// assert_eq!(names.codes("kingston upon  hull, city of").len(), 1);
/// assert!(names.codes("Hull").is_empty());
/// # Ok::<(), firstyear_core::AreaCodeError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct AreaNames {
    codes: BTreeMap<String, Vec<AreaCode>>,
}

impl AreaNames {
    /// The names of all areas.
    #[must_use]
    pub fn of(geography: &Geography) -> Self {
        let mut names = Self::default();
        geography.iter().for_each(|area| names.add(area));
        names
    }

    fn add(&mut self, area: &Area) {
        for name in std::iter::once(&area.name).chain(&area.aliases) {
            let codes = self.codes.entry(folded(name)).or_default();
            if !codes.contains(&area.code) {
                codes.push(area.code.clone());
            }
        }
    }

    /// The codes of the areas with this name, in order: several where a
    /// boundary has moved, or a town and a county share a name. Blanks and the
    /// case of letters do not matter.
    #[must_use]
    pub fn codes(&self, name: &str) -> &[AreaCode] {
        self.codes.get(&folded(name)).map_or(&[], Vec::as_slice)
    }

    /// All names as they are compared: in lower case, blanks folded.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.codes.keys().map(String::as_str)
    }
}

fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
