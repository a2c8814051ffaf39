//! Rules that the compiler does not know.
//!
//! | rule                                                    | file            |
//! |---------------------------------------------------------|-----------------|
//! | dependencies point one way                              | `arrows.rs`     |
//! | a source file says what it is for, and stays readable   | `sources.rs`    |
//! | a fixture names its publisher and licence               | `fixtures.rs`   |
//! | a dependency has a licence and a place that we accept   | `dependencies.rs` |

use std::path::Path;

use crate::{Failure, Finding};

mod arrows;
mod dependencies;
mod fixtures;
mod licence;
mod sources;

/// Checks every rule and lists all that is broken.
pub(crate) fn check(root: &Path) -> Result<Vec<String>, Failure> {
    let mut found: Vec<Finding> = arrows::check(root)?;
    found.extend(sources::check(root)?);
    found.extend(fixtures::check(root)?);
    let (wrong, mut notes) = dependencies::check(root)?;
    found.extend(wrong);
    found.sort();
    if found.is_empty() {
        notes.push("the workspace is tidy".to_owned());
        Ok(notes)
    } else {
        Err(Failure::Wrong(found))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_workspace_is_tidy() {
        if let Err(failure) = super::check(crate::root()) {
            panic!("\n{failure}");
        }
    }
}
