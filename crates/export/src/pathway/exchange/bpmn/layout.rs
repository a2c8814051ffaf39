//! Where the shapes of a diagram stand: columns by what leads to what, rows by who acts.

use std::collections::BTreeMap;

/// The sizes of shapes, in the points of the diagram.
pub(super) const COLUMN: usize = 170;
const ROW: usize = 110;
const LANE_HEAD: usize = 30;
/// The left edge of the first column: the heads of pool and lanes stand before it.
pub(super) const LEFT: usize = 40 + 2 * LANE_HEAD;

/// What is drawn.
pub(super) struct Drawn {
    pub(super) id: String,
    pub(super) width: usize,
    pub(super) height: usize,
    /// The lane that it belongs to; that of what leads to it where it has none.
    pub(super) lane: Option<usize>,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

/// Where all stand.
pub(super) struct Layout {
    pub(super) nodes: Vec<Area>,
    /// The lane of each node.
    pub(super) lanes_of: Vec<usize>,
    /// The lanes, then the pool around them.
    pub(super) lanes: Vec<Area>,
    pub(super) pool: Area,
    /// The columns of the nodes.
    pub(super) columns: Vec<usize>,
}

/// Lays nodes out from left to right, the first first, within `lanes` lanes that begin
/// at `top`.
pub(super) fn layout(
    nodes: &[&Drawn],
    ways: &[(usize, usize)],
    lanes: usize,
    top: usize,
) -> Layout {
    let columns = columns(nodes.len(), ways);
    let lanes_of = lanes_of(nodes, ways, &columns);
    // How many stand in one column of one lane so far.
    let mut filled: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let rows: Vec<usize> = (0..nodes.len())
        .map(|node| {
            let many = filled.entry((lanes_of[node], columns[node])).or_default();
            *many += 1;
            *many - 1
        })
        .collect();
    let deepest = |lane: usize| {
        let of = filled.iter().filter(|((of, _), _)| *of == lane);
        of.map(|(_, many)| *many).max().unwrap_or(1)
    };
    let last = columns.iter().max().copied().unwrap_or(0);
    let width = LEFT + (last + 1) * COLUMN - 2 * LANE_HEAD;
    let mut y = top;
    let mut areas = Vec::new();
    for lane in 0..lanes.max(1) {
        let height = deepest(lane) * ROW + 20;
        areas.push(Area { x: 2 * LANE_HEAD, y, width, height });
        y += height;
    }
    let place = |(at, node): (usize, &&Drawn)| {
        let middle = areas[lanes_of[at]].y + 10 + rows[at] * ROW + ROW / 2;
        let x = LEFT + columns[at] * COLUMN + (COLUMN - 60 - node.width.min(COLUMN - 60)) / 2;
        Area { x, y: middle - node.height / 2, width: node.width, height: node.height }
    };
    let placed = nodes.iter().enumerate().map(place).collect();
    let pool = Area { x: LANE_HEAD, y: top, width: width + LANE_HEAD, height: y - top };
    Layout { nodes: placed, lanes_of, lanes: areas, pool, columns }
}

/// The longest way to each node from the first, ways back left out.
pub(super) fn columns(nodes: usize, ways: &[(usize, usize)]) -> Vec<usize> {
    let mut next = vec![Vec::new(); nodes];
    for &(from, to) in ways {
        next[from].push(to);
    }
    let order = order(&next);
    let place = |node: usize| order.iter().position(|one| *one == node);
    let mut columns = vec![0; nodes];
    // What comes later in the order never leads forward to what came before.
    for (at, &from) in order.iter().enumerate() {
        for &to in &next[from] {
            if place(to).is_some_and(|place| place > at) {
                columns[to] = columns[to].max(columns[from] + 1);
            }
        }
    }
    columns
}

/// Nodes so that each stands after those that lead to it, but for ways back.
fn order(next: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; next.len()];
    let mut done = Vec::new();
    for start in 0..next.len() {
        // Each node with how many of those after it were looked at.
        let mut open = Vec::new();
        if !seen[start] {
            seen[start] = true;
            open.push((start, 0));
        }
        while let Some((node, at)) = open.pop() {
            match next[node].get(at) {
                Some(&to) => {
                    open.push((node, at + 1));
                    if !seen[to] {
                        seen[to] = true;
                        open.push((to, 0));
                    }
                }
                None => done.push(node),
            }
        }
    }
    done.reverse();
    done
}

/// The lane of each node: its own, or that of what leads to it.
fn lanes_of(nodes: &[&Drawn], ways: &[(usize, usize)], columns: &[usize]) -> Vec<usize> {
    let mut lanes: Vec<Option<usize>> = nodes.iter().map(|node| node.lane).collect();
    let mut by_column: Vec<usize> = (0..nodes.len()).collect();
    by_column.sort_by_key(|node| columns[*node]);
    for node in by_column {
        if lanes[node].is_none() {
            let mut before = ways.iter().filter(|(from, to)| *to == node && *from != node);
            let lane = before.find_map(|(from, _)| lanes[*from]);
            let mut after = ways.iter().filter(|(from, _)| *from == node);
            lanes[node] = lane.or_else(|| after.find_map(|(_, to)| lanes[*to]));
        }
    }
    lanes.into_iter().map(Option::unwrap_or_default).collect()
}

/// How a way goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// To the next column, from side to side.
    On,
    /// Below what stands between; the number tells ways between the same two apart.
    Under(usize),
    /// Back, below both.
    Back(usize),
}

/// The corners of a way between two shapes.
pub(super) fn corners(from: Area, to: Area, course: Course) -> Vec<(usize, usize)> {
    let middle = |area: Area| area.y + area.height / 2;
    let (start, end) = ((from.x + from.width, middle(from)), (to.x, middle(to)));
    let turn = end.0.saturating_sub(15);
    match course {
        Course::On if start.1 == end.1 => vec![start, end],
        Course::On => vec![start, (turn, start.1), (turn, end.1), end],
        Course::Under(number) => {
            let (out, deep) = (start.0 + 10, start.1 + ROW / 2 - 8 + 4 * (number % 4));
            vec![start, (out, start.1), (out, deep), (turn, deep), (turn, end.1), end]
        }
        Course::Back(number) => {
            let below = |area: Area| (area.x + area.width / 2, area.y + area.height);
            let (mut start, end) = (below(from), below(to));
            if from == to {
                start.0 += from.width / 4;
            }
            let deep = start.1.max(end.1) + 8 + 3 * (number % 4);
            vec![start, (start.0, deep), (end.0, deep), end]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(lanes: &[Option<usize>]) -> Vec<Drawn> {
        let node = |(at, lane): (usize, &Option<usize>)| Drawn {
            id: at.to_string(),
            width: 100,
            height: 80,
            lane: *lane,
        };
        lanes.iter().enumerate().map(node).collect()
    }

    #[test]
    fn what_follows_stands_to_the_right_and_no_two_overlap() {
        // 0 to 1 to 2, 1 back to 0, 0 to 3, 3 to 2, and one by itself.
        let ways = [(0, 1), (1, 2), (1, 0), (0, 3), (3, 2), (2, 2)];
        let nodes = nodes(&[Some(0), None, Some(1), None, None]);
        let layout = layout(&nodes.iter().collect::<Vec<_>>(), &ways, 2, 50);
        assert_eq!(layout.columns, [0, 1, 2, 1, 0]);
        assert_eq!(layout.lanes_of, [0, 0, 1, 0, 0]);
        for (at, one) in layout.nodes.iter().enumerate() {
            let lane = layout.lanes[layout.lanes_of[at]];
            assert!(one.y >= lane.y && one.y + one.height <= lane.y + lane.height, "{at}");
            assert!(one.x + one.width <= lane.x + lane.width, "{at}");
            for other in &layout.nodes[at + 1..] {
                let beside = one.x + one.width <= other.x || other.x + other.width <= one.x;
                let below = one.y + one.height <= other.y || other.y + other.height <= one.y;
                assert!(beside || below, "{at}: {one:?} {other:?}");
            }
        }
        assert_eq!(layout.pool.height, layout.lanes.iter().map(|lane| lane.height).sum::<usize>());
    }

    #[test]
    fn a_way_begins_and_ends_at_its_shapes() {
        let (left, right) = (
            Area { x: 0, y: 0, width: 10, height: 10 },
            Area { x: 50, y: 40, width: 10, height: 10 },
        );
        let way = corners(left, right, Course::On);
        assert_eq!((way[0], way[3]), ((10, 5), (50, 45)));
        let way = corners(left, right, Course::Under(1));
        assert_eq!((way[0], way[5]), ((10, 5), (50, 45)));
        assert_eq!(corners(right, left, Course::Back(0))[0], (55, 50));
        assert_eq!(corners(left, left, Course::Back(1)).len(), 4);
    }
}
