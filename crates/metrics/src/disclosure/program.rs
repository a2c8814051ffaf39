//! Tables of three dimensions and more, and nested ones, as integer linear
//! programmes.
//!
//! The solver computes in floating point. Every table that it finds is rounded
//! and checked in whole numbers before it counts as an answer.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use super::space::{Bounds, Direction, OPEN, Space};

/// Branches after which a search stops with the best table found so far. The
/// relaxation of most tables is whole already; this only bounds the odd one.
const BRANCHES: u64 = 2_000;

/// Stands for "without end" in a programme: beyond what any bounded cell can
/// reach in tables of counts, and small enough for exact steps.
const FAR: i64 = 1 << 30;

/// See [`Space::reach`].
pub(super) fn reach(space: &mut Space<'_>, cell: usize, direction: Direction, limit: i64) -> i64 {
    let cells = component(space, cell, |other| !space.bounds[other].is_exact());
    let to = match direction {
        Direction::Up => OptimizationDirection::Maximize,
        Direction::Down => OptimizationDirection::Minimize,
    };
    let mut model = Model::new(space, &cells, to, |other| {
        let bounds = space.bounds[other];
        if other != cell {
            return (0.0, bounds);
        }
        let bounds = match direction {
            Direction::Up => Bounds { upper: limit, ..bounds },
            Direction::Down => Bounds { lower: limit, ..bounds },
        };
        (1.0, bounds)
    });
    model.bind(space, |_| 0);
    if let Some(moves) = model.solve() {
        let moved = moves.iter().find(|(other, _)| *other == cell).map_or(0, |(_, by)| *by);
        if limit >= OPEN && moved >= FAR / 2 {
            return OPEN;
        }
        move_to(space, &moves);
    }
    space.at[cell]
}

/// Moves to a table that fits the bounds; false when none was found.
pub(super) fn settle(space: &mut Space<'_>) -> bool {
    let cells: Vec<usize> =
        (0..space.bounds.len()).filter(|&cell| !space.bounds[cell].is_exact()).collect();
    if cells.is_empty() {
        return space.holds();
    }
    let mut model = Model::new(space, &cells, OptimizationDirection::Minimize, |cell| {
        (0.0, space.bounds[cell])
    });
    let surplus: Vec<i64> = space.sums.iter().map(|sum| space.surplus(sum)).collect();
    model.bind(space, |sum| -surplus[sum]);
    match model.solve() {
        Some(moves) => {
            for (cell, by) in moves {
                space.at[cell] += by;
            }
            space.holds()
        }
        None => false,
    }
}

/// See [`Space::cheapest`].
///
/// A whole-number search says how far hiding can bring the cell. A linear
/// programme then looks for the cheapest cells that bring it there (Kelly JP,
/// Golden BL, Assad AA (1992), Networks 22:397); as it counts the cost by how
/// far a cell moves, its choice is checked, and the cells of the first search
/// stand in where it does not do.
pub(super) fn cheapest(
    space: &mut Space<'_>,
    cell: usize,
    direction: Direction,
    limit: i64,
    hidden: &[Option<Bounds>],
    cost: &[u64],
) -> Vec<usize> {
    let (shown, start) = (space.bounds.clone(), space.at.clone());
    for (bounds, hidden) in space.bounds.iter_mut().zip(hidden) {
        *bounds = hidden.unwrap_or(*bounds);
    }
    let target = reach(space, cell, direction, limit);
    let outside = |space: &Space<'_>| -> Vec<usize> {
        (0..shown.len()).filter(|&other| !shown[other].contains(space.at[other])).collect()
    };
    let witness = outside(space);
    space.at.clone_from(&start);
    let cheap = priced(space, cell, target, &shown, cost).unwrap_or_default();
    space.bounds.clone_from(&shown);
    for &other in &cheap {
        space.bounds[other] = hidden[other].unwrap_or(shown[other]);
    }
    let enough = reach(space, cell, direction, target) == target;
    // Of the cells that the programme named, only those that the whole-number
    // table moves are needed.
    let used = outside(space);
    space.bounds = shown;
    space.at = start;
    if enough { used } else { witness }
}

/// The cells that a linear programme moves out of their shown bounds to bring
/// `cell` to `target`.
fn priced(
    space: &Space<'_>,
    cell: usize,
    target: i64,
    shown: &[Bounds],
    cost: &[u64],
) -> Option<Vec<usize>> {
    let cells = component(space, cell, |other| !space.bounds[other].is_exact());
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    // Each cell moves freely within its shown bounds, and at a price beyond.
    let mut parts: Vec<[Option<Variable>; 3]> = vec![[None; 3]; shown.len()];
    for &other in &cells {
        let (at, inner, outer) = (space.at[other], shown[other], space.bounds[other]);
        let price = cost[other] as f64;
        let mut add = |price: f64, lower: i64, upper: i64| {
            let end = |by: i64| if by.abs() >= FAR { f64::INFINITY } else { by as f64 };
            (lower < upper || lower != 0)
                .then(|| problem.add_var(price, (-end(-lower), end(upper))))
        };
        parts[other] = if other == cell {
            [add(0.0, target - at, target - at), None, None]
        } else {
            [
                add(0.0, inner.lower - at, inner.upper - at),
                add(price, 0, outer.upper.saturating_sub(inner.upper).max(0)),
                add(price, 0, (inner.lower - outer.lower).max(0)),
            ]
        };
    }
    for sum in space.sums {
        let mut terms = Vec::new();
        for (other, sign) in sum.signed() {
            let [free, up, down] = parts[other];
            let sign = sign as f64;
            terms.extend(free.map(|variable| (variable, sign)));
            terms.extend(up.map(|variable| (variable, sign)));
            terms.extend(down.map(|variable| (variable, -sign)));
        }
        if !terms.is_empty() {
            problem.add_constraint(&terms[..], ComparisonOp::Eq, 0.0);
        }
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let moved = |variable: Option<Variable>| {
        variable.is_some_and(|variable| solution.var_value(variable) > 1e-6)
    };
    Some(
        cells
            .into_iter()
            .filter(|&other| moved(parts[other][1]) || moved(parts[other][2]))
            .collect(),
    )
}

/// The cells that can move and are bound to `cell` by sums, itself included,
/// in ascending order.
fn component(space: &Space<'_>, cell: usize, moves: impl Fn(usize) -> bool) -> Vec<usize> {
    let (mut cells, mut seen) = (vec![cell], vec![false; space.bounds.len()]);
    let mut visited = vec![false; space.sums.len()];
    seen[cell] = true;
    let mut next = 0;
    while let Some(&current) = cells.get(next) {
        next += 1;
        for &sum in &space.of_cell[current] {
            if std::mem::replace(&mut visited[sum], true) {
                continue;
            }
            for other in space.sums[sum].cells() {
                if !seen[other] && moves(other) {
                    seen[other] = true;
                    cells.push(other);
                }
            }
        }
    }
    cells.sort_unstable();
    cells
}

/// An integer programme over moves of cells away from where they are.
struct Model<'c> {
    problem: Problem,
    cells: &'c [usize],
    variables: Vec<Option<Variable>>,
}

impl<'c> Model<'c> {
    /// `of` gives each cell's weight in the objective and its bounds.
    fn new(
        space: &Space<'_>,
        cells: &'c [usize],
        direction: OptimizationDirection,
        of: impl Fn(usize) -> (f64, Bounds),
    ) -> Self {
        let mut problem = Problem::new(direction);
        let mut variables = vec![None; space.bounds.len()];
        let step = |by: i64| i32::try_from(by.clamp(-FAR, FAR)).expect("clamped to 2^30");
        for &cell in cells {
            let (weight, bounds) = of(cell);
            let at = space.at[cell];
            let ends = (step(bounds.lower - at), step(bounds.upper - at));
            variables[cell] = Some(problem.add_integer_var(weight, ends));
        }
        Self { problem, cells, variables }
    }

    /// Every sum that a cell of the model stands in changes by `by`.
    fn bind(&mut self, space: &Space<'_>, by: impl Fn(usize) -> i64) {
        for (at, sum) in space.sums.iter().enumerate() {
            let terms: Vec<(Variable, f64)> = sum
                .signed()
                .filter_map(|(cell, sign)| Some((self.variables[cell]?, sign as f64)))
                .collect();
            if !terms.is_empty() {
                self.problem.add_constraint(&terms[..], ComparisonOp::Eq, by(at) as f64);
            }
        }
    }

    /// By how much each cell moves in the best table found.
    fn solve(&self) -> Option<Vec<(usize, i64)>> {
        let mut options = SolveOptions::default();
        options.node_limit = Some(BRANCHES);
        let solution = self.problem.solve_with(options).ok()?.into_solution().ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "within 2^30 by the bounds")]
        let whole = |variable| solution.var_value(variable).round() as i64;
        Some(
            self.cells
                .iter()
                .filter_map(|&cell| Some((cell, whole(self.variables[cell]?))))
                .collect(),
        )
    }
}

/// Moves the table if the result holds in whole numbers.
fn move_to(space: &mut Space<'_>, moves: &[(usize, i64)]) {
    let before = space.at.clone();
    for &(cell, by) in moves {
        space.at[cell] += by;
    }
    if !space.holds() {
        space.at = before;
    }
}
