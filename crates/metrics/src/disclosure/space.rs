//! All tables that fit what is shown, and the farthest that one cell can go
//! among them.

use super::network::Network;
use super::program;
use super::table::LARGEST;
use super::{Range, Sum};

/// Stands for "without end": far above every count, far below overflow.
pub(super) const OPEN: i64 = i64::MAX / 8;

/// Up to more or down to fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
}

/// The least and the largest count of a cell; [`OPEN`] where there is no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) lower: i64,
    pub(super) upper: i64,
}

impl Bounds {
    pub(super) const fn exactly(count: i64) -> Self {
        Self { lower: count, upper: count }
    }

    pub(super) const fn is_exact(self) -> bool {
        self.lower == self.upper
    }

    pub(super) const fn contains(self, count: i64) -> bool {
        self.lower <= count && count <= self.upper
    }
}

impl From<Range> for Bounds {
    fn from(range: Range) -> Self {
        let count = |count: u64| i64::try_from(count).unwrap_or(OPEN);
        Self {
            // A rule may name more than any cell can hold; sums of such starts
            // must not overflow.
            lower: count(range.lower.min(2 * LARGEST)),
            upper: range.upper.map_or(OPEN, |upper| count(upper).min(OPEN)),
        }
    }
}

impl From<Bounds> for Range {
    fn from(Bounds { lower, upper }: Bounds) -> Self {
        let count = |count: i64| u64::try_from(count).unwrap_or(0);
        Self { lower: count(lower), upper: (upper < OPEN).then(|| count(upper)) }
    }
}

/// Cells within bounds, bound by sums, and one table that fits them all.
///
/// Every answer is a table that was found and checked in whole numbers: what
/// the search says a cell can be, it can be. An error of the search can make
/// an answer too narrow, and more is hidden than must be, never too wide.
#[derive(Clone, Debug)]
pub(super) struct Space<'a> {
    pub(super) sums: &'a [Sum],
    pub(super) bounds: Vec<Bounds>,
    /// A table that fits.
    pub(super) at: Vec<i64>,
    network: Option<Network>,
    /// The sums of each cell.
    pub(super) of_cell: &'a [Vec<usize>],
}

/// The sums in which each of `cells` cells stands.
pub(super) fn sums_of_cells(sums: &[Sum], cells: usize) -> Vec<Vec<usize>> {
    let mut of_cell = vec![Vec::new(); cells];
    for (at, sum) in sums.iter().enumerate() {
        for cell in sum.cells() {
            of_cell[cell].push(at);
        }
    }
    of_cell
}

impl<'a> Space<'a> {
    /// The space of tables within `bounds`; `may_move` says which cells have,
    /// or may later be given, bounds with room between them.
    ///
    /// `None` when no table fits.
    pub(super) fn new(
        sums: &'a [Sum],
        of_cell: &'a [Vec<usize>],
        bounds: Vec<Bounds>,
        may_move: impl Fn(usize) -> bool,
    ) -> Option<Self> {
        let network = Network::new(sums, of_cell, may_move);
        let at = bounds.iter().map(|bounds| bounds.lower).collect();
        let mut space = Self { sums, bounds, at, network, of_cell };
        let fits = match space.network.take() {
            Some(network) => {
                let fits = network.settle(&mut space);
                space.network = Some(network);
                fits
            }
            None => program::settle(&mut space),
        };
        (fits && space.holds()).then_some(space)
    }

    /// Whether answers come from a network, exact and at once.
    pub(super) const fn is_network(&self) -> bool {
        self.network.is_some()
    }

    /// Whether `at` is within its bounds and adds up.
    pub(super) fn holds(&self) -> bool {
        self.at.iter().zip(&self.bounds).all(|(&at, bounds)| bounds.contains(at))
            && self.sums.iter().all(|sum| self.surplus(sum) == 0)
    }

    /// Parts minus total.
    pub(super) fn surplus(&self, sum: &Sum) -> i64 {
        sum.signed().map(|(cell, sign)| sign * self.at[cell]).sum()
    }

    /// Moves to a table where `cell` is as far as it can go, at most at
    /// `limit`, and says where that is: [`OPEN`] when it can go on without
    /// end, and then the table stays as it was.
    pub(super) fn reach(&mut self, cell: usize, direction: Direction, limit: i64) -> i64 {
        let limit = match direction {
            Direction::Up => limit.min(self.bounds[cell].upper),
            Direction::Down => limit.max(self.bounds[cell].lower),
        };
        if self.at[cell] == limit {
            return limit;
        }
        match self.network.take() {
            Some(network) => {
                let reached = network.reach(self, cell, direction, limit);
                self.network = Some(network);
                reached
            }
            None => program::reach(self, cell, direction, limit),
        }
    }

    /// Cells that must be given their bounds of `hidden` so that `cell` can
    /// go to `limit`, or as near as hiding can bring it, chosen so that their
    /// `cost` is small.
    pub(super) fn cheapest(
        &mut self,
        cell: usize,
        direction: Direction,
        limit: i64,
        hidden: &[Option<Bounds>],
        cost: &[u64],
    ) -> Vec<usize> {
        match self.network.take() {
            Some(network) => {
                let chosen = network.cheapest(self, cell, direction, limit, hidden, cost);
                self.network = Some(network);
                chosen
            }
            None => program::cheapest(self, cell, direction, limit, hidden, cost),
        }
    }
}
