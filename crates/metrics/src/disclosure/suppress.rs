//! Secondary suppression: further cells are hidden until no small one can be
//! worked out.

use std::cmp::Reverse;

use firstyear_core::{Cell, MethodId, Withholding};

use super::audit::{check, told};
use super::space::{Bounds, Direction, Space, sums_of_cells};
use super::{AuditError, Range, Rule, Table, Threshold, audit};

/// How many programmes may be solved to show again what is not needed; in a
/// network the answers cost so little that there is no end.
const TRIES: usize = 300;

/// The method of [`suppress`].
pub const SUPPRESS: MethodId = MethodId::new("disclosure-secondary");

/// How much must stay open about a cell that is hidden for what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Protection {
    /// The table tells nothing beyond the rule: the cell can be every count of
    /// the threshold, from its least to its largest.
    #[default]
    WholeThreshold,
    /// The cell can still be this many counts more than one. At most the
    /// whole threshold is asked for. Hides less; never ask for 0.
    Width(std::num::NonZeroU64),
}

/// A table that may be shown, and what a reader can work out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// The table as shown, each cell in its place.
    pub shown: Table,
    /// For each cell the counts that it can be, to a reader of all others:
    /// the answer of [`audit`].
    pub ranges: Vec<Range>,
    /// Cells, counted from 0, of which hiding more could not keep open what
    /// the protection asks for: a total of 3 keeps its parts below 4. Each
    /// is still one of several counts.
    pub narrow: Vec<usize>,
}

/// Why a table cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SuppressError {
    /// The input is no table.
    #[error(transparent)]
    Input(#[from] AuditError),
    /// Hiding every cell that may be hidden leaves a count that can be worked
    /// out.
    #[error(
        "cell {first} (counted from 1) and {others} more can be worked out whatever else is hidden: join categories, or show fewer totals"
    )]
    CannotProtect {
        /// The first such cell, counted from 1.
        first: usize,
        /// How many others there are.
        others: usize,
    },
}

/// Hides the small cells of a table and as many others as it takes.
///
/// Cells inside the threshold are withheld as primary. Then for each of them
/// the cheapest further cells are hidden, at the price of their counts, that
/// let it move over the counts that `protection` asks for; a cell that turns
/// out not to be needed is shown again. The result goes through [`audit`]
/// before it is returned. Same table, same choice.
///
/// Counts outside the threshold that are below it, such as zeros where the
/// rule shows them, are never hidden for another's sake. Cells that their
/// publisher hid stay so, and so do absent ones: the reader is taken to know
/// nothing of them, and they are not protected. A cell that comes in as
/// [`Withholding::Primary`] without its count is protected like the others;
/// one that comes in as [`Withholding::Secondary`] stays hidden.
///
/// # Units
///
/// Exact counts in, before any rounding: the rule of `rule` is applied here.
///
/// # Errors
///
/// [`SuppressError::Input`] where totals differ from their parts, and
/// [`SuppressError::CannotProtect`] where adding up gives a hidden count away
/// whatever else is hidden, as in a total of 7 over seven cells of 1 each with
/// 1 to 7 hidden.
///
/// # Source
///
/// Hundepool A and others (2012), Statistical Disclosure Control, sections 4.3
/// and 4.4; the search for cells after Cox LH (1995), J Am Stat Assoc 90:1453,
/// and Kelly JP, Golden BL, Assad AA (1992), Networks 22:397.
///
/// # Example
///
/// Three deaths in the first area, first cause; one cell more is hidden in its
/// row, one in its column, and a fourth where those two meet:
///
/// ```
/// # use firstyear_core::{Cell, Withholding::{Primary, Secondary}};
/// # use firstyear_metrics::disclosure::{Protection, Rule, Table, suppress};
/// let counts = [
///     3, 19, 12, 34,
///     10, 20, 30, 60,
///     14, 15, 16, 45,
///     27, 54, 58, 139,
/// ];
/// let table = Table::cross(&[3, 3], counts.map(Cell::known).to_vec())?;
/// let result = suppress(&table, &Rule::threshold(1, 7)?, Protection::default())?;
/// assert_eq!(result.shown.cells()[0], Cell::Withheld(Primary));
/// let hidden = result.shown.cells().iter().filter(|cell| **cell == Cell::Withheld(Secondary));
/// assert_eq!(hidden.count(), 3);
/// // To a reader the cell is still anything from 1 to 7.
/// assert_eq!((result.ranges[0].lower, result.ranges[0].upper), (1, Some(7)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn suppress(
    table: &Table,
    rule: &Rule,
    protection: Protection,
) -> Result<Suppressed, SuppressError> {
    let of_cell = sums_of_cells(table.sums(), table.cells().len());
    let mut search = Search::new(table, &of_cell, rule, protection)?;
    search.protect();
    search.show_what_is_not_needed();
    let ranges = audit(&table.with_cells(search.cells.clone()), rule)?;
    let ranges = search.show_what_is_told(ranges);
    verdict(&search.aims, table.with_cells(search.cells), ranges)
}

/// The auditor has the last word.
fn verdict(aims: &[Aim], shown: Table, ranges: Vec<Range>) -> Result<Suppressed, SuppressError> {
    let of = |judge: &dyn Fn(&Range, &Aim) -> bool| -> Vec<usize> {
        let mut cells: Vec<usize> =
            aims.iter().filter(|aim| judge(&ranges[aim.cell], aim)).map(|aim| aim.cell).collect();
        cells.dedup();
        cells
    };
    let exact = of(&|range, aim| range.is_exact() && !aim.alone);
    if let Some(first) = exact.first() {
        return Err(SuppressError::CannotProtect { first: first + 1, others: exact.len() - 1 });
    }
    let narrow = of(&|range, aim| !range.contains(aim.count()));
    Ok(Suppressed { shown, ranges, narrow })
}

/// A count that a protected cell must be able to have.
#[derive(Clone, Copy, Debug)]
struct Aim {
    cell: usize,
    direction: Direction,
    limit: i64,
    /// How near hiding can bring it; the limit until it is found to fail.
    reached: i64,
    /// The threshold is one count, and says itself what the cell is.
    alone: bool,
}

impl Aim {
    fn count(&self) -> u64 {
        u64::try_from(self.limit).unwrap_or(0)
    }
}

/// The state of a search for cells to hide.
struct Search<'a> {
    space: Space<'a>,
    /// A table that is always within the bounds: the true one.
    truth: Vec<i64>,
    /// The table as it will be shown.
    cells: Vec<Cell<u64>>,
    /// The table after the rule, before anything else is hidden.
    shown: Vec<Cell<u64>>,
    /// What each cell tells while it is shown.
    open: Vec<Bounds>,
    /// What each cell would tell if it were hidden for another's sake; `None`
    /// for a cell that may not be.
    hidden: Vec<Option<Bounds>>,
    cost: Vec<u64>,
    aims: Vec<Aim>,
    /// For each aim, the hidden cells without which it may fail.
    needs: Vec<Vec<usize>>,
    /// For each cell that was hidden, the aim for which it was: the first
    /// to be asked whether it can do without.
    needed_by: Vec<Option<usize>>,
}

impl<'a> Search<'a> {
    fn new(
        table: &'a Table,
        of_cell: &'a [Vec<usize>],
        rule: &Rule,
        protection: Protection,
    ) -> Result<Self, AuditError> {
        let cells: Vec<Cell<u64>> = table.cells().iter().map(|cell| rule.shown(*cell)).collect();
        let shown = cells.clone();
        let open = told(&table.with_cells(cells.clone()), rule)?;
        let truth = truth(table, of_cell, &open)?;
        let above = Bounds::from(Range {
            lower: rule.threshold.map_or(0, |threshold| threshold.to().saturating_add(1)),
            upper: None,
        });
        let hidden: Vec<Option<Bounds>> = cells
            .iter()
            .zip(&truth)
            .map(|(cell, &count)| {
                let may_be = matches!(cell, Cell::Known { .. }) && above.contains(count);
                may_be.then_some(above)
            })
            .collect();
        let may_move = |cell: usize| hidden[cell].is_some() || !open[cell].is_exact();
        let fixed = truth.iter().copied().map(Bounds::exactly).collect();
        let mut space =
            Space::new(table.sums(), of_cell, fixed, may_move).ok_or(AuditError::NoTable)?;
        space.bounds.clone_from(&open);
        let cost = truth.iter().map(|&count| u64::try_from(count).unwrap_or(0) + 1).collect();
        let aims = aims(&cells, &truth, rule, protection);
        let (needs, needed_by) = (vec![vec![]; aims.len()], vec![None; cells.len()]);
        Ok(Self { space, truth, cells, shown, open, hidden, cost, aims, needs, needed_by })
    }

    /// Hides what each protected cell needs, one after the other. What is
    /// hidden only widens what the earlier ones can be.
    fn protect(&mut self) {
        for at in 0..self.aims.len() {
            let Aim { cell, direction, limit, .. } = self.aims[at];
            if self.try_aim(at) == limit {
                continue;
            }
            self.space.at.clone_from(&self.truth);
            let chosen = self.space.cheapest(cell, direction, limit, &self.hidden, &self.cost);
            for other in chosen {
                self.hide(other);
                self.needed_by[other] = Some(at);
            }
            self.aims[at].reached = self.try_aim(at);
        }
    }

    /// Shows again what was hidden and turned out not to be needed, the
    /// dearest first.
    fn show_what_is_not_needed(&mut self) {
        let mut secondary: Vec<usize> =
            (0..self.cells.len()).filter(|&cell| self.is_secondary(cell)).collect();
        secondary.sort_by_key(|&cell| (Reverse(self.cost[cell]), cell));
        let mut tries = if self.space.is_network() { usize::MAX } else { TRIES };
        for cell in secondary {
            if tries == 0 {
                break;
            }
            self.show_if_not_needed(cell, &mut tries);
        }
    }

    /// Shows a cell if every aim that may need it can be met without.
    fn show_if_not_needed(&mut self, cell: usize, tries: &mut usize) {
        self.space.bounds[cell] = self.open[cell];
        let needs = self.needs.clone();
        let first = self.needed_by[cell];
        let others = (0..self.aims.len()).filter(|&at| Some(at) != first);
        for at in first.into_iter().chain(others).filter(|&at| needs[at].contains(&cell)) {
            let met = *tries > 0 && self.try_aim(at) == self.aims[at].reached;
            *tries = tries.saturating_sub(1);
            if !met {
                self.needs = needs;
                self.hide(cell);
                return;
            }
        }
        self.cells[cell] = self.shown[cell];
    }

    /// Shows every cell that was hidden for another's sake and that can be
    /// worked out all the same: to show it tells nothing new.
    fn show_what_is_told(&mut self, mut ranges: Vec<Range>) -> Vec<Range> {
        for (cell, range) in ranges.iter_mut().enumerate() {
            if range.is_exact() && self.is_secondary(cell) {
                self.cells[cell] = self.shown[cell];
                *range = self.open[cell].into();
            }
        }
        ranges
    }

    fn hide(&mut self, cell: usize) {
        if let Some(hidden) = self.hidden[cell] {
            self.space.bounds[cell] = hidden;
            self.cells[cell] = Cell::Withheld(Withholding::Secondary);
        }
    }

    fn is_secondary(&self, cell: usize) -> bool {
        self.hidden[cell].is_some_and(|hidden| self.space.bounds[cell] == hidden)
    }

    /// How near the aim comes with what is hidden now, and by which cells.
    fn try_aim(&mut self, at: usize) -> i64 {
        let Aim { cell, direction, limit, .. } = self.aims[at];
        self.space.at.clone_from(&self.truth);
        let reached = self.space.reach(cell, direction, limit);
        self.needs[at] = (0..self.cells.len())
            .filter(|&other| {
                self.is_secondary(other) && !self.open[other].contains(self.space.at[other])
            })
            .collect();
        reached
    }
}

/// A table of exact counts that fits: the known counts, and for the others
/// any that add up.
fn truth(table: &Table, of_cell: &[Vec<usize>], open: &[Bounds]) -> Result<Vec<i64>, AuditError> {
    let bounds: Vec<Bounds> = table
        .cells()
        .iter()
        .zip(open)
        .map(|(cell, open)| match cell {
            Cell::Known { value, .. } => Bounds::from(Range::exactly(*value)),
            _ => *open,
        })
        .collect();
    check(table, &bounds)?;
    let may_move: Vec<bool> = bounds.iter().map(|bounds| !bounds.is_exact()).collect();
    let space = Space::new(table.sums(), of_cell, bounds, |cell| may_move[cell]);
    Ok(space.ok_or(AuditError::NoTable)?.at)
}

/// What the protected cells must be able to be.
fn aims(cells: &[Cell<u64>], truth: &[i64], rule: &Rule, protection: Protection) -> Vec<Aim> {
    let Some(threshold) = rule.threshold else { return vec![] };
    let primary = |cell: &Cell<u64>| *cell == Cell::Withheld(Withholding::Primary);
    let mut aims = Vec::new();
    for (cell, _) in cells.iter().enumerate().filter(|(_, cell)| primary(cell)) {
        let count = u64::try_from(truth[cell]).unwrap_or(0);
        let Bounds { lower, upper } = Bounds::from(window(threshold, protection, count));
        let alone = threshold.from() == threshold.to();
        for (direction, limit) in [(Direction::Up, upper), (Direction::Down, lower)] {
            aims.push(Aim { cell, direction, limit, reached: limit, alone });
        }
    }
    aims
}

/// The counts that a protected cell must be able to be. A part of the
/// threshold is taken from a fixed grid: laid round the count itself, its
/// place would tell the count.
fn window(threshold: Threshold, protection: Protection, count: u64) -> Range {
    let (from, to) = (threshold.from(), threshold.to());
    match protection {
        Protection::Width(width) if width.get() < to - from => {
            let width = width.get();
            let lower = from + (count.saturating_sub(from) / (width + 1)) * (width + 1);
            let lower = lower.min(to - width);
            Range { lower, upper: Some(lower + width) }
        }
        _ => Range { lower: from, upper: Some(to) },
    }
}
