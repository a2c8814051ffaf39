//! The auditor: what a reader can work out of each hidden cell from all that
//! is shown.

use super::space::{Bounds, Direction, OPEN, Space, sums_of_cells};
use super::{Range, Rule, Sum, Table};
use firstyear_core::{Cell, MethodId};

/// The method of [`audit`].
pub const AUDIT: MethodId = MethodId::new("disclosure-audit");

/// Why there is nothing to audit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// The parts do not make their total.
    #[error(
        "the parts of {} sums of the table do not add up to their totals, the first of sum {} (counted from 1)",
        .sums.len(), .sums.first().map_or(0, |sum| sum + 1)
    )]
    DoesNotAddUp {
        /// Which sums of the table, counted from 0.
        sums: Vec<usize>,
    },
    /// The rule shows no such number.
    #[error(
        "cell {cell} (counted from 1) shows a number that the rule never shows: it hides or rounds it"
    )]
    NotByTheRule {
        /// Which cell, counted from 1.
        cell: usize,
    },
    /// Every sum could hold by itself, and all together cannot.
    #[error("no table of counts fits what is shown: a total is wrong, or a cell is marked wrongly")]
    NoTable,
}

/// For each cell of a table as shown, the counts that it can be.
///
/// The reader knows every number shown, every sum, that counts are whole and
/// not negative, how shown counts were rounded, and the rule: a cell hidden
/// for what it is lies in the threshold, one hidden for another's sake above
/// it. A cell that its publisher hid, or that is absent, can be any count that
/// fits; one that is not applicable counts as none.
///
/// # Units
///
/// Counts in and out, one range for each cell in the order of the table. Each
/// end is a count that the cell has in some table that fits; for a cell that
/// is shown the range is what its rounding tells.
///
/// Ends are exact for tables of two dimensions. For others the search stops
/// after 2,000 branches with the widest range proven so far; an end that it
/// could not prove is never reported.
///
/// # Errors
///
/// [`AuditError`] when a total differs from its parts, a number could not have
/// been shown by the rule, or no table fits.
///
/// # Source
///
/// Hundepool A and others (2012), Statistical Disclosure Control, sections 4.3
/// and 4.4.
///
/// # Example
///
/// One hidden cell beside its total is not hidden:
///
/// ```
/// # use firstyear_core::{Cell, Withholding::Primary};
/// # use firstyear_metrics::disclosure::{Range, Rule, Table, audit};
/// let rule = Rule::threshold(1, 7)?;
/// let shown = vec![Cell::Withheld(Primary), Cell::known(20), Cell::known(23)];
/// let known = audit(&Table::cross(&[2], shown)?, &rule)?;
/// assert_eq!(known[0], Range::exactly(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn audit(shown: &Table, rule: &Rule) -> Result<Vec<Range>, AuditError> {
    let every: Vec<usize> = (0..shown.cells().len()).collect();
    ranges(shown, rule, &every, (0, OPEN))
}

/// The same for some cells alone, each looked at no farther than one count beyond the
/// threshold of the rule: enough to say whether it can be every count in it, and in a
/// large table much sooner than [`audit`].
///
/// # Units
///
/// As [`audit`]: one range for each of `cells`, in their order. An end outside the
/// threshold says no more than that the cell reaches it.
///
/// # Errors
///
/// As [`audit`].
///
/// # Panics
///
/// When `cells` names one that is not in the table.
///
/// # Example
///
/// ```
/// # use firstyear_core::{Cell, Withholding::{Primary, Secondary}};
/// # use firstyear_metrics::disclosure::{Rule, Table, audit_cells};
/// let rule = Rule::threshold(1, 7)?;
/// let shown = vec![Cell::Withheld(Primary), Cell::Withheld(Secondary), Cell::known(63)];
/// let of_first = audit_cells(&Table::cross(&[2], shown)?, &rule, &[0])?;
/// assert!(of_first[0].contains(1) && of_first[0].contains(7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn audit_cells(shown: &Table, rule: &Rule, cells: &[usize]) -> Result<Vec<Range>, AuditError> {
    let limits = rule.threshold.map_or((0, OPEN), |threshold| {
        let count = |count: u64| i64::try_from(count).unwrap_or(OPEN);
        (count(threshold.from().saturating_sub(1)), count(threshold.to().saturating_add(1)))
    });
    ranges(shown, rule, cells, limits)
}

/// What each of `cells` can be, looked for between two counts.
fn ranges(
    shown: &Table,
    rule: &Rule,
    cells: &[usize],
    (least, most): (i64, i64),
) -> Result<Vec<Range>, AuditError> {
    let bounds = told(shown, rule)?;
    check(shown, &bounds)?;
    let of_cell = sums_of_cells(shown.sums(), bounds.len());
    let may_move: Vec<bool> = bounds.iter().map(|bounds| !bounds.is_exact()).collect();
    let mut space = Space::new(shown.sums(), &of_cell, bounds, |cell| may_move[cell])
        .ok_or(AuditError::NoTable)?;
    let mut seen = Seen::new(&space);
    let mut ranges = Vec::with_capacity(cells.len());
    for &cell in cells {
        let told = space.bounds[cell];
        ranges.push(if told.is_exact() || matches!(shown.cells()[cell], Cell::Known { .. }) {
            Range::from(told)
        } else {
            let lower = seen.far(&mut space, cell, Direction::Down, least);
            let upper = seen.far(&mut space, cell, Direction::Up, most);
            Range::from(Bounds { lower, upper })
        });
    }
    Ok(ranges)
}

/// The least and the most that each cell was in any table met so far: an end
/// of the bounds that was met once need not be searched for.
struct Seen {
    least: Vec<i64>,
    most: Vec<i64>,
}

impl Seen {
    fn new(space: &Space<'_>) -> Self {
        Self { least: space.at.clone(), most: space.at.clone() }
    }

    /// The end of what a cell can be, or of what it was met as where that is farther
    /// than `limit`.
    fn far(&mut self, space: &mut Space<'_>, cell: usize, direction: Direction, limit: i64) -> i64 {
        let Bounds { lower, upper } = space.bounds[cell];
        match direction {
            Direction::Down if self.least[cell] <= lower.max(limit) => return self.least[cell],
            Direction::Up if self.most[cell] >= upper.min(limit) => return self.most[cell],
            _ => {}
        }
        let reached = space.reach(cell, direction, limit);
        for (at, (least, most)) in space.at.iter().zip(self.least.iter_mut().zip(&mut self.most)) {
            *least = (*least).min(*at);
            *most = (*most).max(*at);
        }
        match direction {
            Direction::Down => self.least[cell].min(reached),
            Direction::Up => self.most[cell].max(reached),
        }
    }
}

/// What each cell tells by itself.
pub(super) fn told(shown: &Table, rule: &Rule) -> Result<Vec<Bounds>, AuditError> {
    let tell = |(at, cell)| {
        rule.tells(cell).map(Bounds::from).ok_or(AuditError::NotByTheRule { cell: at + 1 })
    };
    shown.cells().iter().enumerate().map(tell).collect()
}

/// Finds the sums that cannot hold.
pub(super) fn check(shown: &Table, bounds: &[Bounds]) -> Result<(), AuditError> {
    let broken = |sum: &Sum| {
        let least: i64 = sum.parts.iter().map(|&part| bounds[part].lower).sum();
        let most = sum
            .parts
            .iter()
            .fold(0_i64, |most, &part| most.saturating_add(bounds[part].upper).min(OPEN));
        let total = bounds[sum.total];
        least > total.upper || most < total.lower
    };
    let sums = shown.sums().iter().enumerate();
    let sums: Vec<usize> = sums.filter(|(_, sum)| broken(sum)).map(|(at, _)| at).collect();
    if sums.is_empty() { Ok(()) } else { Err(AuditError::DoesNotAddUp { sums }) }
}
