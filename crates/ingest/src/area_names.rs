//! Names of areas: the first name of a code stands, and a second is a warning.

use std::sync::Arc;

use firstyear_core::{Area, AreaCode, Geography, Place, Problem, ProblemCode};

use crate::fault::RowProblems;
use crate::memo::Memo;

/// The names that the rows of one file give to areas.
pub(crate) struct AreaNames {
    geography: Geography,
    seen: Memo<()>,
    key: String,
    /// Where the code ends in the key.
    end: usize,
}

impl AreaNames {
    pub(crate) fn new() -> Self {
        Self { geography: Geography::default(), seen: Memo::new(), key: String::new(), end: 0 }
    }

    /// Notes the name beside a code. Each pair of code and name that
    /// conflicts is told once, where it first stands.
    pub(crate) fn note(
        &mut self,
        code: &AreaCode,
        name: &str,
        column: &str,
        row: &mut RowProblems<'_>,
    ) {
        if name.is_empty() {
            return;
        }
        // Rows of one area usually stand together.
        let (last, rest) = self.key.split_at(self.end);
        if last == code.as_str() && rest.strip_prefix('\n') == Some(name) {
            return;
        }
        self.end = code.as_str().len();
        self.key.clear();
        for part in [code.as_str(), "\n", name] {
            self.key.push_str(part);
        }
        let geography = &mut self.geography;
        let _ = self.seen.get(&self.key, |_| {
            let area = Area::new(code.clone(), words(name).join(" "));
            row.extend(add(geography, area, || row.place().column(column)));
            Ok(())
        });
    }

    pub(crate) fn finish(self) -> Geography {
        self.geography
    }
}

/// Adds the areas of a file to those of the files before it.
pub(crate) fn merge(into: &mut Geography, from: &Geography, file: &Arc<str>) -> Vec<Problem> {
    let place = || Place::file(Arc::clone(file));
    from.iter().filter_map(|area| add(into, area.clone(), place)).collect()
}

pub(crate) fn add(
    geography: &mut Geography,
    area: Area,
    place: impl FnOnce() -> Place,
) -> Option<Problem> {
    let conflict =
        geography.get(&area.code).is_some_and(|known| !same_name(&known.name, &area.name));
    let problem = conflict.then(|| {
        let message = format!("{} stands beside two different names", area.code);
        Problem::new(ProblemCode::AreaNameConflict, place(), message)
    });
    geography.add(area);
    problem
}

/// Some tables print countries in capitals, which is no other name.
fn same_name(a: &str, b: &str) -> bool {
    words(&a.to_lowercase()) == words(&b.to_lowercase())
}

fn words(name: &str) -> Vec<&str> {
    name.split_whitespace().collect()
}
