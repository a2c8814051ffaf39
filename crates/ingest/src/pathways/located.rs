//! JSON with the place of each value, and a note of what was taken of it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The places that were taken.
#[derive(Debug, Default)]
pub(super) struct Taken(RefCell<BTreeSet<String>>);

/// A value where it stands.
#[derive(Clone, Debug)]
pub(super) struct At<'v> {
    value: &'v Value,
    /// Such as `action[3].relatedAction[0]`; empty for the whole.
    pub(super) path: String,
    taken: &'v Taken,
}

impl<'v> At<'v> {
    pub(super) fn root(value: &'v Value, taken: &'v Taken) -> Self {
        Self { value, path: String::new(), taken }
    }

    /// What stands under a name.
    pub(super) fn get(&self, name: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(name)?;
        let path = match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        Some(Self { value, path, taken: self.taken })
    }

    /// The items of a list under a name: one that is no list is its only item.
    pub(super) fn items(&self, name: &str) -> Vec<Self> {
        let Some(list) = self.get(name) else { return Vec::new() };
        let Some(items) = list.value.as_array() else { return vec![list] };
        let item =
            |(at, value)| Self { value, path: format!("{}[{at}]", list.path), taken: self.taken };
        items.iter().enumerate().map(item).collect()
    }

    /// The names of an object that begin so, such as those of a choice of types.
    pub(super) fn named<'s>(&'s self, start: &'s str) -> impl Iterator<Item = Self> + 's {
        let names = self.value.as_object().into_iter().flat_map(serde_json::Map::keys);
        names.filter(move |name| name.starts_with(start)).filter_map(|name| self.get(name))
    }

    /// A text under a name as it stands, which is then taken.
    pub(super) fn string(&self, name: &str) -> Option<&'v str> {
        let at = self.get(name)?;
        let text = at.value.as_str()?;
        at.take();
        Some(text)
    }

    /// The same where it says anything: one of blanks is none.
    pub(super) fn text(&self, name: &str) -> Option<&'v str> {
        self.string(name).filter(|text| !text.trim().is_empty())
    }

    /// The same without taking it.
    pub(super) fn peek(&self, name: &str) -> Option<&'v str> {
        self.value.as_object()?.get(name)?.as_str()
    }

    /// As it stands.
    pub(super) fn value(&self) -> &'v Value {
        self.value
    }

    /// Takes all of it.
    pub(super) fn take(&self) {
        self.taken.0.borrow_mut().insert(self.path.clone());
    }

    /// Takes all that stands under a name.
    pub(super) fn take_all(&self, names: &[&str]) {
        names.iter().filter_map(|name| self.get(name)).for_each(|at| at.take());
    }

    /// What nobody took: each place without its numbers, with the first such place and
    /// how many there are. What was not taken at all is one place.
    pub(super) fn left(&self) -> BTreeMap<String, (String, usize)> {
        let mut left = BTreeMap::new();
        self.clone().look(&mut left);
        left
    }

    fn look(self, left: &mut BTreeMap<String, (String, usize)>) {
        if self.taken.0.borrow().contains(&self.path) {
            return;
        }
        match self.value {
            Value::Object(fields) if self.is_touched() => {
                for name in fields.keys() {
                    if let Some(at) = self.get(name) {
                        at.look(left);
                    }
                }
            }
            Value::Array(items) => {
                for (at, value) in items.iter().enumerate() {
                    let path = format!("{}[{at}]", self.path);
                    Self { value, path, taken: self.taken }.look(left);
                }
            }
            _ => {
                let kind = without_numbers(&self.path);
                left.entry(kind).or_insert_with(|| (self.path.clone(), 0)).1 += 1;
            }
        }
    }

    /// Whether anything within it was taken.
    fn is_touched(&self) -> bool {
        let within = format!("{}.", self.path);
        let taken = self.taken.0.borrow();
        let first = taken.range(within.clone()..).next();
        self.path.is_empty() || first.is_some_and(|first| first.starts_with(&within))
    }
}

/// A place without the numbers of its items, such as `action.relatedAction`.
fn without_numbers(path: &str) -> String {
    let mut inside = false;
    let mut keep = |c: char| {
        let outside = !inside && c != '[';
        inside = c == '[' || (inside && c != ']');
        outside
    };
    path.chars().filter(|c| keep(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_by_its_first_place() {
        let json = serde_json::json!({
            "title": "a", "action": [{"id": "1", "code": [{"x": 1}]}, {"id": "2"}, {"id": " "}, {"x": {}}]
        });
        let taken = Taken::default();
        let root = At::root(&json, &taken);
        assert_eq!(root.text("title"), Some("a"));
        let items = root.items("action");
        assert_eq!(items[1].text("id"), Some("2"));
        assert_eq!(items[2].text("id"), None);
        items[0].take_all(&["code"]);
        let left = root.left();
        // The first was touched, and the last not at all.
        assert_eq!(left["action.id"], ("action[0].id".to_owned(), 1));
        assert_eq!(left["action"], ("action[3]".to_owned(), 1));
        assert_eq!(left.len(), 2);
    }
}
