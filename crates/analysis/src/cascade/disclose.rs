//! What of a cascade must not be shown.

use std::num::NonZeroU64;

use firstyear_core::{Cell, Estimate, SourceClass, Withholding};
use firstyear_metrics::disclosure::{Protection, Rule, Sum, Table, suppress};
use firstyear_metrics::wilson;

use super::{CascadeCounts, CascadeGroup, PathwayCascade, StageTiming, Within};
use crate::{Disclose, Rules};

impl Disclose for PathwayCascade {
    /// Hides small counts: of cases, of those who came to a stage, of those who did not
    /// and of each reason, with further ones until none comes out by subtraction, along
    /// the stages and across the groups. Where the auditor finds no way to do so, or the
    /// table is too wide for it, groups with a small count are hidden whole, and everyone
    /// with them. What is left is rounded. Times are made of every count of their stage,
    /// and go with any of them; shares, ratios and slopes are made anew from what is
    /// left, shares by a day too.
    fn disclose(&mut self, rule: &Rules) {
        if self.class != SourceClass::Restricted {
            return;
        }
        let small = |cell: &Cell<u64>| cell.value().is_some_and(|&n| rule.of_counts().hides(n));
        if small(&self.not_begun) {
            self.not_begun = Cell::Withheld(Withholding::Primary);
        }
        let (cells, sums) = self.table();
        let table = Table::new(cells, sums).ok().filter(|table| table.cells().len() <= WIDEST);
        let result =
            table.and_then(|table| suppress(&table, &rule.of_counts(), Protection::default()).ok());
        match result {
            Some(result) => {
                for (cell, shown) in self.cells_mut().into_iter().zip(result.shown.cells()) {
                    *cell = *shown;
                }
            }
            None => self.hide_groups(small),
        }
        for group in self.groups.iter_mut().chain(&mut self.total) {
            group.hide_times(small);
        }
        self.hide_times_that_groups_leave();
        self.round();
    }
}

/// The base to which counts are rounded, as those of what a pathway owes are.
const BASE: u64 = 5;

/// More cells than this are not looked through: the time grows faster than they do.
const WIDEST: usize = 600;

impl PathwayCascade {
    /// Rounds what is left: an exact count beside the rounded ones of what was owed would
    /// tell of those that are hidden there.
    fn round(&mut self) {
        let rule = rounding();
        let groups = self.groups.iter_mut().chain(&mut self.total);
        for cell in groups.flat_map(CascadeGroup::cells_mut).chain([&mut self.not_begun]) {
            *cell = rule.shown(*cell);
        }
        let groups = self.groups.iter_mut().chain(&mut self.total);
        for timing in groups.flat_map(|group| &mut group.stages).flat_map(CascadeCounts::times_mut)
        {
            if let Cell::Known { value, .. } = timing {
                value.untimed = rule.shown(value.untimed);
            }
        }
    }

    /// Where the times of one group alone are hidden, those of everyone go too, from whom
    /// they could be taken.
    fn hide_times_that_groups_leave(&mut self) {
        let Some(total) = &mut self.total else { return };
        for (at, stage) in total.stages.iter_mut().enumerate() {
            for (nth, timing) in stage.times_mut().into_iter().enumerate() {
                let of_groups = self.groups.iter_mut().filter_map(|group| {
                    group.stages.get_mut(at).map(|stage| &*stage.times_mut()[nth])
                });
                let hidden = of_groups.filter(|timing| matches!(timing, Cell::Withheld(_)));
                if hidden.count() == 1 && timing.value().is_some() {
                    *timing = Cell::Withheld(Withholding::Secondary);
                }
            }
        }
    }

    /// Hides every count of each group with a small one, and everyone with them, of whom
    /// they could be taken.
    fn hide_groups(&mut self, small: impl Fn(&Cell<u64>) -> bool) {
        let mut any = false;
        for group in self.groups.iter_mut().chain(&mut self.total) {
            let is_total = group.recorded && group.label.is_empty();
            let mut cells = group.cells_mut();
            if cells.iter().any(|cell| small(cell)) || is_total && any {
                any = true;
                for cell in &mut cells {
                    let by =
                        if small(cell) { Withholding::Primary } else { Withholding::Secondary };
                    **cell = Cell::Withheld(by);
                }
            }
        }
        self.whole_groups_hidden = any;
    }

    /// Every count, and the sums that a reader knows.
    pub(super) fn table(&self) -> (Vec<Cell<u64>>, Vec<Sum>) {
        let (mut cells, mut sums) = (Vec::new(), Vec::new());
        let mut width = 0;
        for group in self.rows() {
            let start = cells.len();
            cells.push(group.cases);
            let mut whole = start;
            for stage in &group.stages {
                let reached = cells.len();
                cells.extend([stage.reached, stage.dropped]);
                sums.push(Sum { total: whole, parts: vec![reached, reached + 1] });
                let first = cells.len();
                cells.extend(reasons(stage).copied());
                sums.push(Sum { total: reached + 1, parts: (first..cells.len()).collect() });
                whole = reached;
            }
            width = cells.len() - start;
        }
        if self.total.is_some() {
            let groups = self.groups.len();
            sums.extend((0..width).map(|at| Sum {
                total: groups * width + at,
                parts: (0..groups).map(|group| group * width + at).collect(),
            }));
        }
        (cells, sums)
    }

    /// The same counts in the same order, where they stand.
    fn cells_mut(&mut self) -> Vec<&mut Cell<u64>> {
        let groups = self.groups.iter_mut().chain(&mut self.total);
        groups.flat_map(CascadeGroup::cells_mut).collect()
    }
}

fn rounding() -> Rule {
    Rule::default().rounded_to(BASE).expect("a base of two or more")
}

/// Why those who dropped out did.
fn reasons(stage: &CascadeCounts) -> impl Iterator<Item = &Cell<u64>> {
    let left = stage.left.iter().map(|(_, count)| count);
    [&stage.open, &stage.unmet, &stage.unknown].into_iter().chain(left)
}

impl CascadeGroup {
    /// Every count of it.
    fn cells_mut(&mut self) -> Vec<&mut Cell<u64>> {
        let mut cells = vec![&mut self.cases];
        for stage in &mut self.stages {
            cells.extend([&mut stage.reached, &mut stage.dropped]);
            cells.extend([&mut stage.open, &mut stage.unmet, &mut stage.unknown]);
            cells.extend(stage.left.iter_mut().map(|(_, count)| count));
        }
        cells
    }

    /// Hides times of which a count is hidden, or that tell of a small one, and makes the
    /// shares of the others of counts as they are shown.
    fn hide_times(&mut self, small: impl Fn(&Cell<u64>) -> bool) {
        let is_hidden = |cell: &Cell<u64>| matches!(cell, Cell::Withheld(_));
        let mut before = self.cases;
        let (mut all_known, mut all_end) = (true, true);
        let begun = self.stages.first().map_or(Cell::Absent, |stage| stage.reached);
        for stage in &mut self.stages {
            let own =
                reasons(stage).chain([&stage.reached, &stage.dropped, &before]).any(is_hidden);
            all_known &= !own;
            let ends = [stage.open, stage.unknown] == [Cell::known(0); 2];
            all_end &= ends;
            let entered = std::mem::replace(&mut before, stage.reached);
            let of = [(entered, !own, ends), (begun, all_known, all_end)];
            for (timing, (people, is_shown, ends)) in stage.times_mut().into_iter().zip(of) {
                let Cell::Known { value, .. } = timing else { continue };
                let made = is_shown && value.make_of_shown(people, ends, &small);
                if !made {
                    *timing = Cell::Withheld(Withholding::Secondary);
                }
            }
        }
    }
}

impl CascadeCounts {
    /// Since the stage before, and since the case began.
    fn times_mut(&mut self) -> [&mut Cell<StageTiming>; 2] {
        [&mut self.since_before, &mut self.since_index]
    }
}

impl StageTiming {
    /// Makes its shares of counts as they are shown, of `entered` people; false where one of
    /// them is small, or all are shown as nobody.
    ///
    /// Limits of the exact share would tell it, and go. Where the end of everyone is seen the
    /// share is a proportion, and has those of one.
    fn make_of_shown(
        &mut self,
        entered: Cell<u64>,
        all_end: bool,
        small: impl Fn(&Cell<u64>) -> bool,
    ) -> bool {
        let (Some(&entered), Some(&untimed)) = (entered.value(), self.untimed.value()) else {
            return false;
        };
        let people = entered.saturating_sub(untimed);
        let by_end = self.at_end.of(people);
        let by_horizon = self.at_horizon.map_or(by_end, |within| within.of(people));
        let [came, left, _] = std::array::from_fn(|at| by_end[at].abs_diff(by_horizon[at]));
        let counts = by_end.into_iter().chain(by_horizon).chain([came, left, untimed]);
        let tells = counts.map(Cell::known).any(|count| small(&count));
        if tells {
            return false;
        }
        [(Some(&mut self.at_end), by_end), (self.at_horizon.as_mut(), by_horizon)]
            .into_iter()
            .filter_map(|(within, counts)| Some((within?, counts)))
            .all(|(within, counts)| within.make_of(counts.map(rounded), all_end))
    }
}

impl Within {
    /// How many of `people` had come, had left, and waited or were seen no longer; those who
    /// had come or left among the last as the curves put them.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of people"
    )]
    fn of(&self, people: u64) -> [u64; 3] {
        let [came, left] =
            [self.came, self.left].map(|share| (share.value * people as f64).round() as u64);
        [came, left, people.saturating_sub(came + left)]
    }

    /// Makes the shares of counts as they are shown, of all three together, so that they are
    /// no more than a whole; false where these are nobody.
    fn make_of(&mut self, [came, left, waits]: [u64; 3], all_end: bool) -> bool {
        let Some(people) = NonZeroU64::new(came + left + waits) else { return false };
        for (share, count) in [(&mut self.came, came), (&mut self.left, left)] {
            let limits = share.interval.filter(|_| all_end);
            let proportion =
                limits.and_then(|limits| wilson(count, people, limits.confidence).ok());
            *share = proportion.unwrap_or(Estimate {
                value: count as f64 / people.get() as f64,
                interval: None,
                ..*share
            });
            share.counts = None;
        }
        true
    }
}

/// A count as it is shown beside no small one.
fn rounded(count: u64) -> u64 {
    rounding().shown(Cell::known(count)).value().copied().unwrap_or(0)
}
