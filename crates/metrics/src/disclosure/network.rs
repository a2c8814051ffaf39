//! Tables of two dimensions as networks: exact answers in whole numbers.
//!
//! Where each cell stands in at most two sums, and the sums can be given signs
//! so that it counts up in one and down in the other, a table is a flow: sums
//! are places, cells are pipes. The farthest that a cell can go is then a
//! largest flow, and whole bounds give whole answers (Ford LR, Fulkerson DR
//! (1956), Can J Math 8:399; for cells of tables Cox LH (1995), J Am Stat
//! Assoc 90:1453).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Sum;
use super::space::{Bounds, Direction, OPEN, Space};

/// A table as a network.
#[derive(Clone, Debug)]
pub(super) struct Network {
    /// For each cell that may move, the place it leaves and the place it
    /// enters.
    ends: Vec<Option<(usize, usize)>>,
    /// The cells at each place.
    cells: Vec<Vec<usize>>,
    /// The sign of each sum.
    signs: Vec<i64>,
}

/// A step along a cell: with its direction or against it.
#[derive(Clone, Copy, Debug)]
struct Step {
    cell: usize,
    direction: Direction,
}

/// What a step allows: how far, and what it costs to take it.
#[derive(Clone, Copy, Debug)]
struct Arc {
    room: i64,
    cost: u64,
}

impl Network {
    /// `None` when the cells that may move are no network.
    pub(super) fn new(
        sums: &[Sum],
        of_cell: &[Vec<usize>],
        may_move: impl Fn(usize) -> bool,
    ) -> Option<Self> {
        let signs = signs(sums, of_cell, &may_move)?;
        // One place more than sums: cells of one sum end there, and it binds
        // nothing.
        let outside = sums.len();
        let (mut ends, mut cells) = (vec![None; of_cell.len()], vec![vec![]; outside + 1]);
        for (cell, own) in of_cell.iter().enumerate().filter(|(cell, _)| may_move(*cell)) {
            let (mut leaves, mut enters) = (outside, outside);
            for &sum in own {
                if sign_of(&sums[sum], cell) * signs[sum] > 0 { enters = sum } else { leaves = sum }
            }
            ends[cell] = Some((leaves, enters));
            cells[leaves].push(cell);
            cells[enters].push(cell);
        }
        Some(Self { ends, cells, signs })
    }

    /// Moves the table until every sum holds; false when none can.
    pub(super) fn settle(&self, space: &mut Space<'_>) -> bool {
        let outside = self.cells.len() - 1;
        for place in 0..outside {
            loop {
                // What flows in and not out must go elsewhere, or the reverse.
                let surplus = self.surplus(space, place);
                if surplus == 0 {
                    break;
                }
                let wanted = |other: usize| {
                    other == outside || self.surplus(space, other).signum() == -surplus.signum()
                };
                let from_here = surplus > 0;
                let arc =
                    |step: Step| Some(free(space, if from_here { step } else { step.reversed() }));
                let Some(mut path) = self.path(place, wanted, None, arc) else { return false };
                let end = path.end;
                if !from_here {
                    path.steps.iter_mut().for_each(|step| *step = step.reversed());
                }
                let limit = if end == outside { OPEN } else { self.surplus(space, end).abs() };
                push(space, &path.steps, path.room.min(limit).min(surplus.abs()));
            }
        }
        true
    }

    /// Inflow minus outflow of a place.
    fn surplus(&self, space: &Space<'_>, place: usize) -> i64 {
        self.signs[place] * space.surplus(&space.sums[place])
    }

    /// See [`Space::reach`].
    pub(super) fn reach(
        &self,
        space: &mut Space<'_>,
        cell: usize,
        direction: Direction,
        limit: i64,
    ) -> i64 {
        let Some((leaves, enters)) = self.ends[cell] else { return space.at[cell] };
        // What the cell brings must flow back round the others.
        let (from, to) = match direction {
            Direction::Up => (enters, leaves),
            Direction::Down => (leaves, enters),
        };
        if from == to {
            // No sum binds it.
            if limit < OPEN {
                space.at[cell] = limit;
            }
            return limit;
        }
        while space.at[cell] != limit {
            let arc = |step: Step| Some(free(space, step));
            let Some(mut path) = self.path(from, |place| place == to, Some(cell), arc) else {
                break;
            };
            let amount = path.room.min((limit - space.at[cell]).abs());
            if amount >= OPEN / 2 {
                return OPEN;
            }
            path.steps.push(Step { cell, direction });
            push(space, &path.steps, amount);
        }
        space.at[cell]
    }

    /// See [`Space::cheapest`].
    pub(super) fn cheapest(
        &self,
        space: &mut Space<'_>,
        cell: usize,
        direction: Direction,
        limit: i64,
        hidden: &[Option<Bounds>],
        cost: &[u64],
    ) -> Vec<usize> {
        let Some((leaves, enters)) = self.ends[cell] else { return vec![] };
        let (from, to) = match direction {
            Direction::Up => (enters, leaves),
            Direction::Down => (leaves, enters),
        };
        let mut chosen = Vec::new();
        if from == to {
            return chosen;
        }
        let shown = space.bounds.clone();
        while space.at[cell] != limit {
            let arc = |step: Step| {
                let at = space.at[step.cell];
                let free = room(space.bounds[step.cell], at, step.direction);
                if free > 0 {
                    return Some(Arc { room: free, cost: 0 });
                }
                // Once chosen, its bounds are the hidden ones.
                let hidden = hidden[step.cell]?;
                let already = space.bounds[step.cell] == hidden;
                (!already)
                    .then(|| Arc { room: room(hidden, at, step.direction), cost: cost[step.cell] })
            };
            let Some(mut path) = self.path(from, |place| place == to, Some(cell), arc) else {
                break;
            };
            for step in &path.steps {
                if room(space.bounds[step.cell], space.at[step.cell], step.direction) < 1
                    && let Some(hidden) = hidden[step.cell]
                {
                    space.bounds[step.cell] = hidden;
                    chosen.push(step.cell);
                }
            }
            let amount = path.room.min((limit - space.at[cell]).abs());
            path.steps.push(Step { cell, direction });
            push(space, &path.steps, amount);
        }
        space.bounds = shown;
        chosen
    }

    /// The cheapest way from a place to one that is `wanted`, and the shortest
    /// of equally cheap ones.
    fn path(
        &self,
        from: usize,
        wanted: impl Fn(usize) -> bool,
        without: Option<usize>,
        arc: impl Fn(Step) -> Option<Arc>,
    ) -> Option<Path> {
        let mut best: Vec<Option<(u64, u32)>> = vec![None; self.cells.len()];
        let mut came: Vec<Option<(usize, Step, i64)>> = vec![None; self.cells.len()];
        let mut queue = BinaryHeap::from([Reverse(((0, 0), from))]);
        best[from] = Some((0, 0));
        while let Some(Reverse(((cost, steps), place))) = queue.pop() {
            if best[place] != Some((cost, steps)) {
                continue;
            }
            if place != from && wanted(place) {
                return Some(trace(&came, from, place));
            }
            for &cell in self.cells[place].iter().filter(|&&cell| Some(cell) != without) {
                let Some((leaves, enters)) = self.ends[cell] else { continue };
                let (direction, next) = if leaves == place {
                    (Direction::Up, enters)
                } else {
                    (Direction::Down, leaves)
                };
                let step = Step { cell, direction };
                let Some(arc) = arc(step).filter(|arc| arc.room > 0) else { continue };
                let reached = (cost.saturating_add(arc.cost), steps + 1);
                if best[next].is_none_or(|known| reached < known) {
                    best[next] = Some(reached);
                    came[next] = Some((place, step, arc.room));
                    queue.push(Reverse((reached, next)));
                }
            }
        }
        None
    }
}

/// A way through the network.
struct Path {
    steps: Vec<Step>,
    /// How much can flow along it.
    room: i64,
    end: usize,
}

impl Step {
    const fn reversed(self) -> Self {
        let direction = match self.direction {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        };
        Self { cell: self.cell, direction }
    }
}

fn trace(came: &[Option<(usize, Step, i64)>], from: usize, end: usize) -> Path {
    let (mut steps, mut room, mut place) = (Vec::new(), OPEN, end);
    while place != from {
        let Some((before, step, allowed)) = came[place] else { break };
        steps.push(step);
        room = room.min(allowed);
        place = before;
    }
    Path { steps, room, end }
}

fn push(space: &mut Space<'_>, steps: &[Step], amount: i64) {
    for step in steps {
        space.at[step.cell] += match step.direction {
            Direction::Up => amount,
            Direction::Down => -amount,
        };
    }
}

const fn room(bounds: Bounds, at: i64, direction: Direction) -> i64 {
    match direction {
        Direction::Up => bounds.upper - at,
        Direction::Down => at - bounds.lower,
    }
}

/// A step within the bounds as they are.
fn free(space: &Space<'_>, step: Step) -> Arc {
    let room = room(space.bounds[step.cell], space.at[step.cell], step.direction);
    Arc { room, cost: 0 }
}

fn sign_of(sum: &Sum, cell: usize) -> i64 {
    if sum.total == cell { -1 } else { 1 }
}

/// Signs of the sums with which every cell that moves counts up once and down
/// once; `None` when there are none.
fn signs(
    sums: &[Sum],
    of_cell: &[Vec<usize>],
    may_move: &impl Fn(usize) -> bool,
) -> Option<Vec<i64>> {
    let mut beside: Vec<Vec<(usize, i64)>> = vec![vec![]; sums.len()];
    for (cell, own) in of_cell.iter().enumerate().filter(|(cell, _)| may_move(*cell)) {
        match own[..] {
            [] | [_] => {}
            [a, b] => {
                let turn = -sign_of(&sums[a], cell) * sign_of(&sums[b], cell);
                beside[a].push((b, turn));
                beside[b].push((a, turn));
            }
            _ => return None,
        }
    }
    let mut signs = vec![0; sums.len()];
    for start in 0..sums.len() {
        if signs[start] != 0 {
            continue;
        }
        signs[start] = 1;
        let mut queue = vec![start];
        while let Some(sum) = queue.pop() {
            for &(other, turn) in &beside[sum] {
                let sign = signs[sum] * turn;
                if signs[other] == 0 {
                    signs[other] = sign;
                    queue.push(other);
                } else if signs[other] != sign {
                    return None;
                }
            }
        }
    }
    Some(signs)
}
