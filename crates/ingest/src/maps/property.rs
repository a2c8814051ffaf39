//! Which property of a file of boundaries holds the codes of areas.

use std::collections::BTreeMap;
use std::sync::Arc;

use firstyear_core::{AreaCode, Geography, Problem, ProblemCode};

use super::is_known;
use crate::input::Input;
use crate::nearest::nearest;

/// The properties of all features so far that hold codes of areas.
pub(super) struct Properties<'k> {
    declared: Option<Arc<str>>,
    known: &'k Geography,
    tallies: BTreeMap<Arc<str>, Tally>,
    features: usize,
}

/// In how many features a property holds a code.
#[derive(Clone, Copy, Default)]
struct Tally {
    codes: usize,
    /// Those of known areas.
    known: usize,
}

/// Properties beyond so many are not looked at: files have a few dozen.
const MOST: usize = 1000;

impl<'k> Properties<'k> {
    pub(super) fn new(declared: Option<&str>, known: &'k Geography) -> Self {
        let declared = declared.map(Arc::from);
        Self { declared, known, tallies: BTreeMap::new(), features: 0 }
    }

    /// Takes in the properties of the next feature that are texts, and returns
    /// those that hold codes.
    pub(super) fn of_feature(&mut self, texts: Vec<(String, String)>) -> Vec<(Arc<str>, AreaCode)> {
        self.features += 1;
        let mut held: Vec<(Arc<str>, AreaCode)> = Vec::new();
        for (name, text) in texts {
            let Ok(code) = AreaCode::new(text.trim()) else { continue };
            // A name that stands twice in one feature counts once.
            if held.iter().any(|(before, _)| **before == *name) {
                continue;
            }
            let name = match self.tallies.get_key_value(name.as_str()) {
                Some((known, _)) => Arc::clone(known),
                None if self.tallies.len() < MOST => Arc::from(name),
                None => continue,
            };
            let tally = self.tallies.entry(Arc::clone(&name)).or_default();
            tally.codes += 1;
            tally.known += usize::from(is_known(self.known, &code));
            held.push((name, code));
        }
        held
    }

    /// The property that is declared, or the only one that holds the code of a
    /// known area in every feature.
    ///
    /// # Errors
    ///
    /// A problem that asks which one it is.
    pub(super) fn choose(&self, input: &Input<'_>) -> Result<Arc<str>, Problem> {
        let refused = |message: String| {
            let place = input.place().column("properties");
            Problem::new(ProblemCode::MapPropertyUnclear, place, message)
        };
        if let Some(declared) = &self.declared {
            return if self.tallies.contains_key(declared) {
                Ok(Arc::clone(declared))
            } else {
                let message = "no feature has the code of an area in the property that is named";
                let names = self.tallies.keys().map(|name| &**name).filter(|name| is_plain(name));
                let near = nearest(declared, names).map(|near| format!("did you mean `{near}`?"));
                let problem = refused(message.to_owned());
                Err(match near {
                    Some(near) => problem.with_help(near),
                    None => problem,
                })
            };
        }
        let whole = |tally: &Tally| tally.known == self.features;
        let fitting: Vec<&Arc<str>> =
            self.tallies.iter().filter(|(_, tally)| whole(tally)).map(|(name, _)| name).collect();
        match *fitting {
            [one] => Ok(Arc::clone(one)),
            [] => Err(refused(self.nearly())),
            _ => {
                let names = fitting.iter().filter(|name| is_plain(name));
                let names: Vec<String> = names.take(5).map(|name| format!("`{name}`")).collect();
                Err(refused(format!(
                    "{} properties hold the codes of known areas in every feature: {}",
                    fitting.len(),
                    names.join(", ")
                )))
            }
        }
    }

    /// Why no property can be it, with the one that comes nearest.
    fn nearly(&self) -> String {
        let none = "no property holds the code of a known area in every feature";
        let best = self.tallies.iter().max_by_key(|(_, tally)| (tally.known, tally.codes));
        match best {
            Some((name, tally)) if is_plain(name) => format!(
                "{none}; `{name}` does in {} of {}, and holds what could be a code in {}",
                tally.known, self.features, tally.codes
            ),
            _ => none.to_owned(),
        }
    }
}

/// Whether a name is one that a message can repeat: no text about anybody.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    (1..=40).contains(&name.len()) && name.chars().all(plain)
}
