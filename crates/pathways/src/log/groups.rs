//! Groups of cases.

use std::collections::BTreeMap;

use firstyear_core::event::{CaseLog, LogColumn};
use firstyear_core::pathway::{GroupRule, is_not_recorded};

/// A group that results can be told apart by.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) rule: GroupRule,
    pub(super) column: usize,
}

/// The group of each case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Categories in order. What is not recorded is none of them.
    pub categories: Vec<String>,
    /// Whether their order is one of disadvantage, the worst off first.
    pub ranked: bool,
    /// For each case the place of its category; one beyond the last where it is not
    /// recorded.
    pub of_cases: Vec<u32>,
}

impl Grouping {
    /// One group that holds all cases.
    #[must_use]
    pub fn whole(cases: usize) -> Self {
        Self {
            id: String::new(),
            name: String::new(),
            categories: vec![String::new()],
            ranked: false,
            of_cases: vec![0; cases],
        }
    }

    /// How many groups there are, with those of whom it is not recorded.
    #[must_use]
    pub fn len(&self) -> usize {
        self.categories.len() + 1
    }

    /// Whether no category was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty()
    }

    /// Two groupings as one: the categories of the second in each of the first, and
    /// what is not recorded of either is a category of its pair.
    #[must_use]
    pub fn pair(&self, other: &Self) -> Self {
        let named = |grouping: &Self, at: usize| match grouping.categories.get(at) {
            Some(category) => category.clone(),
            None => NOT_RECORDED.to_owned(),
        };
        let all = (0..self.len()).flat_map(|one| (0..other.len()).map(move |two| (one, two)));
        let mut categories: Vec<String> =
            all.map(|(one, two)| format!("{} · {}", named(self, one), named(other, two))).collect();
        // Neither is recorded: that is the last.
        categories.pop();
        let width = u32::try_from(other.len()).unwrap_or(u32::MAX);
        let pairs = self.of_cases.iter().zip(&other.of_cases);
        Self {
            id: format!("{}-{}", self.id, other.id),
            name: format!("{} · {}", self.name, other.name),
            categories,
            ranked: false,
            of_cases: pairs.map(|(&one, &two)| one * width + two).collect(),
        }
    }
}

/// What a group is called of which nothing is recorded.
const NOT_RECORDED: &str = "not recorded";

impl Group {
    pub(super) fn of_cases(&self, log: &CaseLog) -> Grouping {
        let rule = &self.rule;
        let texts = log.column(self.column).map(LogColumn::texts).unwrap_or_default();
        let said: Vec<&str> = texts
            .iter()
            .map(|text| rule.words.get(&**text).map_or(&**text, String::as_str).trim())
            .collect();
        let mut places: BTreeMap<&str, Option<u32>> = BTreeMap::new();
        for category in rule.order.iter().map(String::as_str) {
            places.insert(category, None);
        }
        let mut others: Vec<&str> = said
            .iter()
            .copied()
            .filter(|text| !rule.order.iter().any(|known| known == text))
            .filter(|text| !is_not_recorded(text))
            .collect();
        others.sort_by(|one, other| natural(one).cmp(&natural(other)).then(one.cmp(other)));
        others.dedup();
        let categories: Vec<String> =
            rule.order.iter().map(String::as_str).chain(others).map(str::to_owned).collect();
        for (at, category) in categories.iter().enumerate() {
            if let Ok(at) = u32::try_from(at) {
                places.insert(category, Some(at));
            }
        }
        let none = u32::try_from(categories.len()).unwrap_or(u32::MAX);
        let of_texts: Vec<u32> =
            said.iter().map(|text| places.get(text).copied().flatten().unwrap_or(none)).collect();
        let of_cases = (0..log.len()).map(|case| {
            let column = log.column(self.column);
            let events = || log.events_of(case).find_map(|event| column?.of_event(event));
            let text = column.and_then(|column| column.of_case(case)).or_else(events);
            text.map_or(none, |text| of_texts[text])
        });
        Grouping {
            id: rule.id.clone(),
            name: rule.name.clone().unwrap_or_else(|| rule.id.clone()),
            ranked: rule.ranked,
            of_cases: of_cases.collect(),
            categories,
        }
    }
}

/// Numbers as they count, before texts.
fn natural(text: &str) -> (bool, u64) {
    text.parse().map_or((true, 0), |number| (false, number))
}
