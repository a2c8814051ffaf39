//! Rules that the compiler does not know.
//!
//! | rule                                                    | file            |
//! |---------------------------------------------------------|-----------------|
//! | dependencies point one way                              | `arrows.rs`     |
//! | a source file says what it is for, and stays readable   | `sources.rs`    |
//! | a fixture names its publisher and licence               | `fixtures.rs`   |

use std::path::Path;

use crate::{Failure, Finding};

mod arrows;
mod fixtures;
mod sources;

/// Checks every rule and lists all that is broken.
pub(crate) fn check(root: &Path) -> Result<Vec<String>, Failure> {
    let mut found: Vec<Finding> = arrows::check(root)?;
    found.extend(sources::check(root)?);
    found.extend(fixtures::check(root)?);
    found.sort();
    if found.is_empty() {
        Ok(vec!["the workspace is tidy".to_owned()])
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
