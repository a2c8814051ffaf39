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
//! parts leave of their whole, and a whole of which every part is there, is a
//! count of its own, although no answer shows it: it can be a part in turn. A
//! group of one area and age comes out of four figures that no sum binds to
//! each other. Groups of several categories overlap: they are taken apart into
//! the pieces that they tell apart, and each is the sum of its own.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::{AreaCode, CategoryId, Dimension, DimensionId, IndicatorId};
use firstyear_metrics::disclosure::Sum;

use crate::Evidence;
use crate::categories::{Categories, Piece};
use crate::partitions::Partitions;
use crate::shown::{Group, is_part};
use crate::together::{Bonds, Count, Key, KnownSum, Part, What};

/// How often what comes out of sums is looked at for further ones: along every
/// dimension of a table, and back.
const ROUNDS: usize = 4;

/// Indicators whose events are those of others together.
const MADE_UP: [(&str, [&str; 2]); 3] = [
    ("infant-mortality-rate", ["neonatal-mortality", "post-neonatal-mortality"]),
    ("neonatal-mortality", ["early-neonatal-mortality", "late-neonatal-mortality"]),
    ("perinatal-mortality", ["stillbirth-rate", "early-neonatal-mortality"]),
];

/// The indicator whose events are those of `whole` without those of `part`, where there is one.
pub(crate) fn others_of(whole: &IndicatorId, part: &IndicatorId) -> Option<IndicatorId> {
    let of = MADE_UP.into_iter().filter(|(id, _)| *id == whole.as_str());
    let mut others = of.flat_map(|(_, [one, other])| [(one, other), (other, one)]);
    let (_, other) = others.find(|(one, _)| *one == part.as_str())?;
    IndicatorId::new(other).ok()
}

/// Counts and the sums among them.
pub(crate) struct Bound {
    /// Those that answers hold, and those that two of them leave.
    pub(crate) counts: Vec<Count>,
    pub(crate) sums: Vec<Sum>,
    /// The same sums, each with its parts in order.
    told: BTreeSet<(usize, Vec<usize>)>,
    index: BTreeMap<Key, usize>,
    /// The pieces of each dimension that answers tell apart.
    pieces: BTreeMap<DimensionId, Vec<Piece>>,
}

/// The sums among `counts` and those that answers bring, with what these leave.
pub(crate) fn bound<'a>(
    counts: impl Iterator<Item = &'a Count>,
    known: &'a BTreeSet<KnownSum>,
    (partitions, categories): (&Partitions, &Categories),
    evidence: &Evidence<'_>,
) -> Bound {
    let of_sums = known.iter().flat_map(|(total, parts)| parts.iter().chain([total]));
    let counts: BTreeSet<&Count> = counts.chain(of_sums).collect();
    let places: BTreeMap<&Count, usize> = counts.iter().copied().zip(0..).collect();
    let mut bound = Bound {
        counts: counts.iter().copied().cloned().collect(),
        sums: Vec::new(),
        told: BTreeSet::new(),
        index: BTreeMap::new(),
        pieces: pieces(&counts, categories),
    };
    for (total, parts) in known {
        bound.bind(places[total], parts.iter().map(|part| places[part]).collect());
    }
    for (place, (key, _)) in bound.counts.iter().enumerate() {
        bound.index.entry(key.clone()).or_insert(place);
    }
    for _ in 0..ROUNDS {
        let before = bound.counts.len();
        bound.periods();
        bound.groups(evidence, categories);
        bound.areas(partitions);
        bound.ages();
        if bound.counts.len() == before {
            break;
        }
    }
    bound
}

/// The pieces of each dimension that the groups of counts tell apart.
fn pieces(counts: &BTreeSet<&Count>, categories: &Categories) -> BTreeMap<DimensionId, Vec<Piece>> {
    let mut groups: BTreeMap<&DimensionId, BTreeSet<&BTreeSet<CategoryId>>> = BTreeMap::new();
    for (key, _) in counts {
        if let Group::Of(dimension, group) = &key.group {
            groups.entry(dimension).or_default().insert(group);
        }
    }
    let pieces = |(dimension, groups): (&DimensionId, BTreeSet<&BTreeSet<CategoryId>>)| {
        (dimension.clone(), categories.pieces(dimension, &groups))
    };
    groups.into_iter().map(pieces).collect()
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
        if !parts.is_empty() && self.sum(&parts) == self.value(total) && !parts.contains(&total) {
            let mut sorted = parts.clone();
            sorted.sort_unstable();
            if self.told.insert((total, sorted)) {
                self.sums.push(Sum { total, parts });
            }
        }
    }

    fn sum(&self, parts: &[usize]) -> u64 {
        parts.iter().fold(0_u64, |sum, part| sum.saturating_add(self.value(*part)))
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
    fn groups(&mut self, evidence: &Evidence<'_>, known: &Categories) {
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
            let dimensions: Vec<&Dimension> =
                dimensions.into_iter().filter_map(|id| evidence.dimensions.get(id)).collect();
            for dimension in &dimensions {
                let everyone = everyone.map(|(_, place)| *place);
                if self.taken_apart(dimension, &held, everyone, &key, known).is_none() {
                    self.categories(dimension, &held, everyone, &key);
                }
            }
            // The total of a dimension is everyone, unless another figure says otherwise.
            for dimension in &dimensions {
                let total = dimension.total().map(|total| Group::one(dimension.id(), &total.id));
                let total = total.and_then(|group| self.find(&Key { group, ..key.clone() }));
                if let Some(total) = total {
                    let everyone = self.made(key.clone(), &[total]);
                    self.bind(everyone, vec![total]);
                }
            }
        }
    }

    /// Binds the groups of a dimension, its total and everyone to the pieces that they are
    /// made of; `None` where the sources do not say how many each counts, or where these make
    /// up neither the whole nor a group that is held.
    fn taken_apart(
        &mut self,
        dimension: &Dimension,
        held: &[(Group, usize)],
        everyone: Option<usize>,
        key: &Key,
        known: &Categories,
    ) -> Option<()> {
        if held.iter().any(|(group, _)| *group == Group::Rest(dimension.id().clone())) {
            return None;
        }
        let of = |group: Group| Key { group, ..key.clone() };
        let of_piece = |piece: &Piece| of(Group::Of(dimension.id().clone(), piece.clone()));
        let pieces = self.pieces.get(dimension.id())?.clone();
        let counted: Vec<(u64, bool)> = pieces
            .iter()
            .map(|piece| known.count(key, dimension.id(), piece))
            .collect::<Option<_>>()?;
        let counts: Vec<u64> = counted.iter().map(|(count, _)| *count).collect();
        let sum = counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count))?;
        let total = of(Group::one(dimension.id(), &dimension.total()?.id));
        let whole: Vec<usize> = [self.find(&total), everyone].into_iter().flatten().collect();
        let is_its = |(group, place): &(Group, usize)| {
            let Group::Of(id, several) = group else { return true };
            let within = pieces.iter().zip(&counts).filter(|(piece, _)| piece.is_subset(several));
            let is_total = dimension.total().is_some_and(|total| several.contains(&total.id));
            id != dimension.id()
                || is_total
                || within.map(|(_, count)| *count).sum::<u64>() == self.value(*place)
        };
        // Without a whole to hold them against, categories that lack a row may have anybody.
        let is_known = !whole.is_empty() || counted.iter().all(|(_, is_whole)| *is_whole);
        let fits = whole.iter().all(|place| self.value(*place) == sum) && held.iter().all(is_its);
        if !fits || !is_known || pieces.is_empty() {
            return None;
        }
        let places: Vec<usize> = pieces
            .iter()
            .zip(counts)
            .map(|(piece, count)| self.place(of_piece(piece), count))
            .collect();
        let total = self.place(total, sum);
        for whole in everyone.into_iter().chain([total]) {
            self.bind(whole, places.clone());
        }
        for (group, place) in held {
            if let Group::Of(id, several) = group
                && id == dimension.id()
            {
                let within =
                    pieces.iter().zip(&places).filter(|(piece, _)| piece.is_subset(several));
                self.bind(*place, within.map(|(_, place)| *place).collect());
            }
        }
        Some(())
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
        if let (Some(rest), Some(total)) = (of(&Group::Rest(dimension.id().clone())), total) {
            self.bind(total, parts.iter().copied().chain([rest]).collect());
        }
        if let (None, true, false) = (total.or(everyone), lacking.is_empty(), parts.is_empty()) {
            let total = dimension.total().map(|total| Group::one(dimension.id(), &total.id));
            if let Some(group) = total {
                let total = self.made(Key { group, ..key.clone() }, &parts);
                self.bind(total, parts.clone());
            }
        }
        if let (Some(whole), false) = (total.or(everyone), parts.is_empty()) {
            let lacking: BTreeSet<CategoryId> =
                lacking.into_iter().map(|(_, id)| id.clone()).collect();
            let key = Key { group: Group::Of(dimension.id().clone(), lacking), ..key.clone() };
            parts.extend(self.left(key, whole, &parts));
        }
        for whole in total.into_iter().chain(everyone) {
            self.bind(whole, parts.clone());
        }
        let all: BTreeSet<CategoryId> = dimension
            .categories()
            .iter()
            .filter(|category| is_part(&category.role))
            .map(|category| category.id.clone())
            .collect();
        for (group, place) in held {
            let Group::Of(id, several) = group else { continue };
            if id != dimension.id() || several.len() < 2 {
                continue;
            }
            let of = |categories| Key { group: Group::Of(id.clone(), categories), ..key.clone() };
            // What stands in it, and what it leaves of everyone.
            let (here, lacking): (Vec<_>, Vec<_>) = several
                .iter()
                .map(|category| (single(category), category.clone()))
                .partition(|(place, _)| place.is_some());
            let mut here: Vec<usize> = here.into_iter().filter_map(|(place, _)| place).collect();
            if !here.is_empty() {
                let lacking = lacking.into_iter().map(|(_, category)| category).collect();
                here.extend(self.left(of(lacking), *place, &here));
                self.bind(*place, here);
            }
            if let Some(whole) = total.or(everyone) {
                let others = all.difference(several).cloned().collect();
                let others = self.left(of(others), whole, &[*place]);
                self.bind(whole, [*place].into_iter().chain(others).collect());
            }
        }
    }

    /// What parts leave of a whole; `None` where that is nothing.
    fn left(&mut self, key: Key, whole: usize, parts: &[usize]) -> Option<usize> {
        let left = self.value(whole).checked_sub(self.sum(parts)).filter(|left| *left > 0)?;
        Some(self.place(key, left))
    }

    /// What all parts make.
    fn made(&mut self, key: Key, parts: &[usize]) -> usize {
        let sum = self.sum(parts);
        self.place(key, sum)
    }

    /// Where a count stands that no answer need hold.
    fn place(&mut self, key: Key, count: u64) -> usize {
        self.find(&key).unwrap_or_else(|| {
            let place = self.counts.len();
            self.counts.push((key.clone(), count));
            self.index.insert(key, place);
            place
        })
    }

    /// Areas that make up what they are held against, or what they lie in.
    fn areas(&mut self, partitions: &Partitions) {
        let by =
            self.by(|key| ((key.what.clone(), key.period, key.group.clone()), key.area.clone()));
        for ((what, period, group), held) in by {
            let places: BTreeMap<&AreaCode, usize> =
                held.iter().map(|(code, place)| (code, *place)).collect();
            let key = |what: &What, area: &AreaCode| {
                let (area, group) = (area.clone(), group.clone());
                Key { what: what.clone(), area, period, group }
            };
            for (whole, parts, is_known) in partitions.all() {
                let (here, lacking): (Vec<&AreaCode>, Vec<&AreaCode>) =
                    parts.iter().partition(|code| places.contains_key(code));
                let mut here_at: Vec<usize> = here.iter().map(|code| places[*code]).collect();
                if here_at.is_empty() {
                    continue;
                }
                let Some(total) = places.get(whole).copied() else {
                    if is_known && lacking.is_empty() {
                        let total = self.made(key(&what, whole), &here_at);
                        self.bind(total, here_at);
                    }
                    continue;
                };
                let left = match &lacking[..] {
                    [] => None,
                    [only] if is_known => Some(key(&what, only)),
                    _ => {
                        let taken = here.iter().map(|code| (*code).clone()).collect();
                        let what = What::Left(Box::new(what.clone()), Part::Areas(taken));
                        Some(key(&what, whole))
                    }
                };
                here_at.extend(left.and_then(|left| self.left(left, total, &here_at)));
                self.bind(total, here_at);
            }
        }
    }

    /// Ages at death that make up another.
    fn ages(&mut self) {
        let keys: Vec<Key> = self.index.keys().cloned().collect();
        for key in keys {
            let Some(id) = key.what.events() else { continue };
            for (whole, parts) in MADE_UP {
                if ![whole, parts[0], parts[1]].contains(&id.as_str()) {
                    continue;
                }
                let at = |id: &str| Some(Key { what: key.what.of(id)?, ..key.clone() });
                let (Some(whole), Some(one), Some(other)) = (at(whole), at(parts[0]), at(parts[1]))
                else {
                    continue;
                };
                match [&whole, &one, &other].map(|key| self.find(key)) {
                    [Some(total), Some(one), Some(other)] => self.bind(total, vec![one, other]),
                    [Some(total), Some(one), None] => self.age(other, total, one),
                    [Some(total), None, Some(other)] => self.age(one, total, other),
                    [None, Some(one), Some(other)] => {
                        let total = self.made(whole, &[one, other]);
                        self.bind(total, vec![one, other]);
                    }
                    _ => {}
                }
            }
        }
    }

    /// The age that another leaves of both.
    fn age(&mut self, left: Key, total: usize, other: usize) {
        let left = self.left(left, total, &[other]);
        self.bind(total, [other].into_iter().chain(left).collect());
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
