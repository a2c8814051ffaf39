//! The sums that bind the counts of several answers.
//!
//! | what makes up      | what                                              |
//! |--------------------|---------------------------------------------------|
//! | categories         | the total of their dimension, a group of several  |
//! | years              | a period of several                               |
//! | areas              | what they are held against, and what they lie in  |
//! | ages at death      | the deaths of the first year                      |
//! | what an answer says| users and those without, deaths that were reviewed |
//!
//! A reader is taken to know a sum where it holds exactly in the figures. What
//! categories leave of their total, and years of a period, is a count of its
//! own, although no answer shows it.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::{AreaCode, CategoryId, Dimension, IndicatorId};
use firstyear_metrics::disclosure::Sum;

use crate::Evidence;
use crate::shown::{Group, is_part};
use crate::together::{Bonds, Count, Key, KnownSum, What};

/// Indicators whose events are those of others together.
const MADE_UP: [(&str, [&str; 2]); 3] = [
    ("infant-mortality-rate", ["neonatal-mortality", "post-neonatal-mortality"]),
    ("neonatal-mortality", ["early-neonatal-mortality", "late-neonatal-mortality"]),
    ("perinatal-mortality", ["stillbirth-rate", "early-neonatal-mortality"]),
];

/// Counts and the sums among them.
pub(crate) struct Bound {
    /// Those that answers hold, and those that two of them leave.
    pub(crate) counts: Vec<Count>,
    pub(crate) sums: Vec<Sum>,
    index: BTreeMap<Key, usize>,
}

/// The sums among `counts` and those that answers bring, with what these leave.
pub(crate) fn bound<'a>(
    counts: impl Iterator<Item = &'a Count>,
    known: &'a BTreeSet<KnownSum>,
    areas: &BTreeSet<(AreaCode, Vec<AreaCode>)>,
    evidence: &Evidence<'_>,
) -> Bound {
    let of_sums = known.iter().flat_map(|(total, parts)| parts.iter().chain([total]));
    let counts: BTreeSet<&Count> = counts.chain(of_sums).collect();
    let places: BTreeMap<&Count, usize> = counts.iter().copied().zip(0..).collect();
    let mut bound = Bound {
        counts: counts.iter().copied().cloned().collect(),
        sums: Vec::new(),
        index: BTreeMap::new(),
    };
    for (total, parts) in known {
        bound.bind(places[total], parts.iter().map(|part| places[part]).collect());
    }
    for (place, (key, _)) in bound.counts.iter().enumerate() {
        bound.index.entry(key.clone()).or_insert(place);
    }
    bound.periods();
    bound.groups(evidence);
    bound.areas(areas, evidence);
    bound.ages();
    bound
}

impl Bound {
    fn value(&self, place: usize) -> u64 {
        self.counts[place].1
    }

    fn find(&self, key: &Key) -> Option<usize> {
        self.index.get(key).copied()
    }

    /// Adds a sum that holds.
    fn bind(&mut self, total: usize, parts: Vec<usize>) {
        let sum = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(self.value(*part)));
        if !parts.is_empty() && sum == self.value(total) && !parts.contains(&total) {
            self.sums.push(Sum { total, parts });
        }
    }

    /// Counts of one kind each, by the rest of the key.
    fn by<K: Ord, V>(&self, split: impl Fn(&Key) -> (K, V)) -> BTreeMap<K, Vec<(V, usize)>> {
        let mut by: BTreeMap<K, Vec<(V, usize)>> = BTreeMap::new();
        for (key, place) in &self.index {
            let (rest, kind) = split(key);
            by.entry(rest).or_default().push((kind, *place));
        }
        by
    }

    /// A part of a period and what it leaves, which no answer need hold: that
    /// can leave something in turn, until single years make up the whole.
    fn periods(&mut self) {
        let by =
            self.by(|key| ((key.what.clone(), key.area.clone(), key.group.clone()), key.period));
        for ((what, area, group), mut held) in by {
            let mut at = 0;
            while at < held.len() {
                for other in 0..at {
                    for (whole, part) in [(held[at], held[other]), (held[other], held[at])] {
                        let Some(period) = whole.0.without(part.0) else { continue };
                        let (what, area, group) = (what.clone(), area.clone(), group.clone());
                        let key = Key { what, area, period, group };
                        let Some(place) = self.left(key, whole.1, &[part.1]) else { continue };
                        self.bind(whole.1, vec![part.1, place]);
                        if held.iter().all(|(known, _)| *known != period) {
                            held.push((period, place));
                        }
                    }
                }
                at += 1;
            }
        }
    }

    /// Categories that make up their total, everyone, or a group of several.
    fn groups(&mut self, evidence: &Evidence<'_>) {
        let by =
            self.by(|key| ((key.what.clone(), key.area.clone(), key.period), key.group.clone()));
        for ((what, area, period), held) in by {
            let key = Key { what, area, period, group: Group::Everyone };
            let everyone = held.iter().find(|(group, _)| *group == Group::Everyone);
            let dimensions: BTreeSet<_> = held
                .iter()
                .filter_map(|(group, _)| match group {
                    Group::Of(id, _) | Group::Rest(id) => evidence.dimensions.get(id),
                    Group::Everyone => None,
                })
                .map(Dimension::id)
                .collect();
            for dimension in dimensions.into_iter().filter_map(|id| evidence.dimensions.get(id)) {
                self.categories(dimension, &held, everyone.map(|(_, place)| *place), &key);
            }
        }
    }

    fn categories(
        &mut self,
        dimension: &Dimension,
        held: &[(Group, usize)],
        everyone: Option<usize>,
        key: &Key,
    ) {
        let of =
            |group: &Group| held.iter().find(|(known, _)| known == group).map(|(_, place)| *place);
        let single = |category: &CategoryId| of(&Group::one(dimension.id(), category));
        let all = dimension.categories().iter().filter(|category| is_part(&category.role));
        let (parts, lacking): (Vec<_>, Vec<_>) = all
            .map(|category| (single(&category.id), &category.id))
            .partition(|(place, _)| place.is_some());
        let mut parts: Vec<usize> = parts.into_iter().filter_map(|(place, _)| place).collect();
        let total = dimension.total().and_then(|total| single(&total.id));
        if let (Some(everyone), Some(total)) = (everyone, total) {
            self.bind(everyone, vec![total]);
        }
        if let (Some(rest), Some(total)) = (of(&Group::Rest(dimension.id().clone())), total) {
            self.bind(total, parts.iter().copied().chain([rest]).collect());
        }
        if let (Some(whole), false) = (total.or(everyone), parts.is_empty()) {
            let lacking = lacking.into_iter().map(|(_, id)| id.clone()).collect();
            let key = Key { group: Group::Of(dimension.id().clone(), lacking), ..key.clone() };
            parts.extend(self.left(key, whole, &parts));
        }
        for whole in total.into_iter().chain(everyone) {
            self.bind(whole, parts.clone());
        }
        for (group, place) in held {
            let Group::Of(id, categories) = group else { continue };
            if id == dimension.id() && categories.len() > 1 {
                let parts: Option<Vec<usize>> = categories.iter().map(single).collect();
                if let Some(parts) = parts {
                    self.bind(*place, parts);
                }
            }
        }
    }

    /// What parts leave of a whole; `None` where that is nothing.
    fn left(&mut self, key: Key, whole: usize, parts: &[usize]) -> Option<usize> {
        let sum = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(self.value(*part)));
        let left = self.value(whole).checked_sub(sum).filter(|left| *left > 0)?;
        Some(self.find(&key).unwrap_or_else(|| {
            let place = self.counts.len();
            self.counts.push((key.clone(), left));
            self.index.insert(key, place);
            place
        }))
    }

    /// Areas that make up what they are held against, or what they lie in.
    fn areas(&mut self, asked: &BTreeSet<(AreaCode, Vec<AreaCode>)>, evidence: &Evidence<'_>) {
        let by =
            self.by(|key| ((key.what.clone(), key.period, key.group.clone()), key.area.clone()));
        for held in by.into_values().filter(|held| held.len() > 1) {
            let places: BTreeMap<&AreaCode, usize> =
                held.iter().map(|(code, place)| (code, *place)).collect();
            let mut wholes: BTreeMap<&AreaCode, BTreeSet<Vec<usize>>> = BTreeMap::new();
            for (whole, parts) in asked {
                let parts = parts.iter().filter_map(|code| places.get(code).copied()).collect();
                wholes.entry(whole).or_default().insert(parts);
            }
            let mut within: BTreeMap<&AreaCode, Vec<usize>> = BTreeMap::new();
            for (code, place) in &held {
                let parents =
                    evidence.data.geography.get(code).into_iter().flat_map(|area| &area.parents);
                for parent in parents.map(|parent| &parent.code).collect::<BTreeSet<_>>() {
                    within.entry(parent).or_default().push(*place);
                }
            }
            for (whole, parts) in within {
                wholes.entry(whole).or_default().insert(parts);
            }
            for (whole, several) in wholes {
                for parts in several {
                    places
                        .get(whole)
                        .into_iter()
                        .for_each(|total| self.bind(*total, parts.clone()));
                }
            }
        }
    }

    /// Ages at death that make up another.
    fn ages(&mut self) {
        let keys: Vec<(Key, usize)> =
            self.index.iter().map(|(key, place)| (key.clone(), *place)).collect();
        for (key, total) in keys {
            let What::Events(id) = &key.what else { continue };
            for (_, parts) in MADE_UP.iter().filter(|(whole, _)| *whole == id.as_str()) {
                let of = |part: &str| {
                    let what = What::Events(IndicatorId::new(part).ok()?);
                    self.find(&Key { what, ..key.clone() })
                };
                if let Some(parts) = parts.iter().map(|part| of(part)).collect::<Option<Vec<_>>>() {
                    self.bind(total, parts);
                }
            }
        }
    }

    /// The cells that hang together with one of `wanted`, and their sums.
    pub(crate) fn around(&self, wanted: &[usize]) -> Bonds {
        let mut group: Vec<usize> = (0..self.counts.len()).collect();
        for sum in &self.sums {
            for part in &sum.parts {
                let (a, b) = (root(&mut group, *part), root(&mut group, sum.total));
                group[a] = b;
            }
        }
        let roots: BTreeSet<usize> = wanted.iter().map(|cell| root(&mut group, *cell)).collect();
        let cells: Vec<usize> = (0..self.counts.len())
            .filter(|cell| roots.contains(&root(&mut group, *cell)))
            .collect();
        let places: BTreeMap<usize, usize> =
            cells.iter().enumerate().map(|(place, cell)| (*cell, place)).collect();
        let sums = self.sums.iter().filter_map(|sum| {
            let parts = sum.parts.iter().map(|part| places.get(part).copied());
            Some(Sum { total: *places.get(&sum.total)?, parts: parts.collect::<Option<_>>()? })
        });
        Bonds { sums: sums.collect(), cells }
    }
}

/// The first of the cells that hang together with `at`.
fn root(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}
