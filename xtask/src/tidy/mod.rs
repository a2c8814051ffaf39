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
    let mut found = of_the_sources(root)?;
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

/// The rules that need nothing but the workspace.
fn of_the_sources(root: &Path) -> Result<Vec<Finding>, Failure> {
    let mut found = arrows::check(root)?;
    found.extend(sources::check(root)?);
    found.extend(fixtures::check(root)?);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sources_are_tidy() {
        let found = of_the_sources(crate::root()).unwrap();
        assert!(found.is_empty(), "\n{}", Failure::Wrong(found));
    }

    /// The usual build fetches no package of a feature that it leaves out, and a
    /// test fetches none: where they are not there, `cargo xtask tidy` asks for
    /// them, and CI has them.
    #[test]
    fn dependencies_are_accepted() {
        match dependencies::check(crate::root()) {
            Ok((found, _)) => assert!(found.is_empty(), "\n{}", Failure::Wrong(found)),
            Err(failure) if dependencies::is_not_fetched(&failure) => {
                eprintln!("left out: {failure}");
            }
            Err(failure) => panic!("\n{failure}"),
        }
    }
}
