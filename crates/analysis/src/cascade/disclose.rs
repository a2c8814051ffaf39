//! What of a cascade must not be shown.

use firstyear_core::{Cell, Estimate, Interval, SourceClass, Withholding};
use firstyear_metrics::disclosure::{Protection, Rule, Sum, Table, suppress};

use super::{CascadeCounts, CascadeGroup, PathwayCascade};
use crate::{Disclose, Rules};

impl Disclose for PathwayCascade {
    /// Hides small counts: of cases, of those who came to a stage, of those who did not
    /// and of each reason, with further ones until none comes out by subtraction, along
    /// the stages and across the groups. Where the auditor finds no way to do so, or the
    /// table is too wide for it, groups with a small count are hidden whole, and everyone
    /// with them. What is left is rounded. Times are made of every count of their stage,
    /// and go with any of them; shares, ratios and slopes are made anew from what is
    /// left.
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
        self.round();
    }
}

/// The base to which counts are rounded, as those of what a pathway owes are.
const BASE: u64 = 5;

/// More cells than this are not looked through: the time grows faster than they do.
const WIDEST: usize = 600;

impl PathwayCascade {
    /// Rounds what is left, and shares by time to whole percent: an exact count beside
    /// the rounded ones of what was owed would tell of those that are hidden there.
    fn round(&mut self) {
        let rule = Rule::default().rounded_to(BASE).expect("a base of two or more");
        let groups = self.groups.iter_mut().chain(&mut self.total);
        for cell in groups.flat_map(CascadeGroup::cells_mut).chain([&mut self.not_begun]) {
            *cell = rule.shown(*cell);
        }
        let groups = self.groups.iter_mut().chain(&mut self.total);
        let stages = groups.flat_map(|group| &mut group.stages);
        for timing in stages.flat_map(|stage| [&mut stage.since_before, &mut stage.since_index]) {
            let Cell::Known { value, .. } = timing else { continue };
            value.untimed = rule.shown(value.untimed);
            for within in value.at_horizon.iter_mut().chain([&mut value.at_end]) {
                for share in [&mut within.came, &mut within.left] {
                    *share = in_whole_percent(*share);
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

/// A share and its limits without the counts behind them.
fn in_whole_percent(share: Estimate) -> Estimate {
    let whole = |share: f64| (share * 100.0).round() / 100.0;
    let interval = share.interval.map(|limits| Interval {
        lower: whole(limits.lower),
        upper: whole(limits.upper),
        ..limits
    });
    Estimate { value: whole(share.value), interval, counts: None, ..share }
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

    fn hide_times(&mut self, small: impl Fn(&Cell<u64>) -> bool) {
        let mut before = self.cases;
        let mut all_known = true;
        for stage in &mut self.stages {
            let is_hidden = |cell: &Cell<u64>| matches!(cell, Cell::Withheld(_));
            let own =
                reasons(stage).chain([&stage.reached, &stage.dropped, &before]).any(is_hidden);
            all_known &= !own;
            before = stage.reached;
            let times = [(&mut stage.since_before, !own), (&mut stage.since_index, all_known)];
            for (timing, is_shown) in times {
                if !is_shown && timing.value().is_some() {
                    *timing = Cell::Withheld(Withholding::Secondary);
                }
                if let Cell::Known { value, .. } = timing
                    && small(&value.untimed)
                {
                    value.untimed = Cell::Withheld(Withholding::Primary);
                }
            }
        }
    }
}
