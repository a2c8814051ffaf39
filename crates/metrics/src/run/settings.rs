//! Arguments that hold for every row.

use std::collections::BTreeMap;

use super::{Call, SetupError};

/// Arguments that hold for every row, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// Settings from names and values, as they stand on a command line.
    #[must_use]
    pub fn new<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(super) fn check(&self, call: &Call) -> Result<(), SetupError> {
        for name in self.0.keys() {
            if call.argument(name).is_none() {
                let known: Vec<_> = call.arguments.iter().map(|argument| argument.name).collect();
                return Err(SetupError::Setting {
                    name: name.clone(),
                    known: if known.is_empty() {
                        "it takes none".to_owned()
                    } else {
                        format!("it takes `{}`", known.join("`, `"))
                    },
                });
            }
        }
        Ok(())
    }
}
