//! Outlines with fewer points, for a page.
//!
//! A point goes where the triangle that it makes with its neighbours is small, the
//! smallest first: Visvalingam M, Whyatt JD (1993), Cartogr J 30(1):46–51. Rings
//! are cut where more than two lines meet, and each piece is simplified from the
//! same end whichever area it belongs to, so that a border that two areas share
//! stays one line.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap, HashSet};

/// A point of the drawing.
pub(super) type Point = (f64, f64);

/// Closed lines, each point with what leaving it out would cost, in square units
/// of the drawing; the points between which pieces lie cost without end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weighed {
    /// Points of each ring with their weights; the first is not repeated.
    pub(super) rings: Vec<Vec<(Point, f64)>>,
}

/// Weighs the points of rings that share borders. Rings with fewer than three
/// different points are left empty, so that the rest keep their places.
pub(super) fn weigh(rings: &[Vec<Point>]) -> Weighed {
    let open: Vec<Vec<Point>> = rings.iter().map(|ring| opened(ring)).collect();
    let junctions = junctions(&open);
    let rings = open.iter().map(|ring| weigh_ring(ring, &junctions)).collect();
    Weighed { rings }
}

impl Weighed {
    /// The least weight that keeps no more than `most` points, and not less than
    /// `least`: a triangle that nobody sees is worth no point.
    pub(super) fn threshold(&self, most: usize, least: f64) -> f64 {
        let mut weights: Vec<f64> =
            self.rings.iter().flatten().map(|(_, weight)| *weight).collect();
        if weights.len() <= most {
            return least;
        }
        weights.sort_by(|a, b| b.total_cmp(a));
        let bound = weights[most];
        // Corners that cannot be left out may be more than that.
        if bound.is_finite() { bound.max(least) } else { least.max(f64::MAX) }
    }

    /// A ring without the points that weigh no more than `threshold`.
    pub(super) fn ring(&self, at: usize, threshold: f64) -> Vec<Point> {
        self.rings[at].iter().filter(|(_, weight)| *weight > threshold).map(|(p, _)| *p).collect()
    }
}

/// The points of a ring, without repeats side by side and without the last, which
/// is the first again.
fn opened(ring: &[Point]) -> Vec<Point> {
    let mut points: Vec<Point> = ring.iter().map(|(x, y)| (x + 0.0, y + 0.0)).collect();
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    if points.len() < 3 { Vec::new() } else { points }
}

/// A point by its bits, to be looked up.
type Key = (u64, u64);

const fn key(point: Point) -> Key {
    (point.0.to_bits(), point.1.to_bits())
}

/// Points where more than two lines meet: those that have other neighbours in
/// one ring than in another.
fn junctions(rings: &[Vec<Point>]) -> HashSet<Key> {
    let mut seen: HashMap<Key, (Key, Key)> = HashMap::new();
    let mut found: HashSet<Key> = HashSet::new();
    for ring in rings {
        for at in 0..ring.len() {
            let before = key(ring[(at + ring.len() - 1) % ring.len()]);
            let after = key(ring[(at + 1) % ring.len()]);
            let pair = if before <= after { (before, after) } else { (after, before) };
            let point = key(ring[at]);
            let first = *seen.entry(point).or_insert(pair);
            if first != pair {
                found.insert(point);
            }
        }
    }
    found
}

fn weigh_ring(ring: &[Point], junctions: &HashSet<Key>) -> Vec<(Point, f64)> {
    let count = ring.len();
    if count == 0 {
        return Vec::new();
    }
    let is_junction = |at: usize| junctions.contains(&key(ring[at]));
    // A ring without junctions begins at its least point, which two areas that
    // share it whole agree on.
    let least = || (0..count).min_by(|a, b| order(ring[*a], ring[*b])).unwrap_or(0);
    let start = (0..count).find(|at| is_junction(*at)).unwrap_or_else(least);
    let mut weighed = Vec::with_capacity(count);
    let mut piece = vec![ring[start]];
    for step in 1..=count {
        let at = (start + step) % count;
        piece.push(ring[at]);
        if step == count || is_junction(at) {
            let weights = weigh_piece(&piece);
            // The last point begins the next piece.
            let but_last = piece.len() - 1;
            weighed.extend(piece.iter().copied().zip(weights).take(but_last));
            piece = vec![ring[at]];
        }
    }
    weighed
}

fn order(a: Point, b: Point) -> Ordering {
    a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
}

/// The weight of each point of a piece of a line, taken from the end that is the
/// same for all who share it.
fn weigh_piece(piece: &[Point]) -> Vec<f64> {
    let backwards = piece.iter().rev();
    let turned = piece
        .iter()
        .zip(backwards.clone())
        .map(|(a, b)| order(*a, *b))
        .find(|order| *order != Ordering::Equal)
        == Some(Ordering::Greater);
    if turned {
        let mut weights = weights(&backwards.copied().collect::<Vec<Point>>());
        weights.reverse();
        weights
    } else {
        weights(piece)
    }
}

/// The area of the triangle of each point when it would go, never less than that
/// of a point that went before. The ends never go, nor do the two points that
/// weigh most where the ends are one: a ring keeps an inside.
fn weights(piece: &[Point]) -> Vec<f64> {
    let last = piece.len() - 1;
    let mut weights = vec![f64::INFINITY; piece.len()];
    let mut before: Vec<usize> = (0..piece.len()).map(|at| at.saturating_sub(1)).collect();
    let mut after: Vec<usize> = (0..piece.len()).map(|at| (at + 1).min(last)).collect();
    let mut area: Vec<f64> = vec![f64::INFINITY; piece.len()];
    let mut queue = BinaryHeap::new();
    for at in 1..last {
        area[at] = triangle(piece[at - 1], piece[at], piece[at + 1]);
        queue.push(Reverse((Ordered(area[at]), at)));
    }
    let mut highest = 0.0_f64;
    let mut order_of_going = Vec::with_capacity(piece.len());
    while let Some(Reverse((Ordered(size), at))) = queue.pop() {
        // An older entry of a point whose neighbour has gone.
        if size != area[at] || weights[at] != f64::INFINITY {
            continue;
        }
        highest = highest.max(size);
        weights[at] = highest;
        order_of_going.push(at);
        let (left, right) = (before[at], after[at]);
        (after[left], before[right]) = (right, left);
        for one in [left, right] {
            if one != 0 && one != last {
                area[one] = triangle(piece[before[one]], piece[one], piece[after[one]]);
                queue.push(Reverse((Ordered(area[one]), one)));
            }
        }
    }
    if piece[0] == piece[last] {
        for at in order_of_going.iter().rev().take(2) {
            weights[*at] = f64::INFINITY;
        }
    }
    weights
}

/// A number with a whole order.
#[derive(Clone, Copy, PartialEq)]
struct Ordered(f64);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The area of a triangle.
fn triangle(a: Point, b: Point, c: Point) -> f64 {
    ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::arbitrary::Numbers;

    /// Two areas side by side whose border is a jagged line, and an island.
    fn neighbours(jags: &[f64]) -> Vec<Vec<Point>> {
        let count = jags.len() as f64 + 1.0;
        let border: Vec<Point> =
            (1..).zip(jags).map(|(at, jag)| (50.0 + jag, 100.0 * f64::from(at) / count)).collect();
        let mut left = vec![(0.0, 0.0), (50.0, 0.0)];
        left.extend(&border);
        left.extend([(50.0, 100.0), (0.0, 100.0), (0.0, 0.0)]);
        let mut right = vec![(100.0, 0.0), (50.0, 0.0)];
        right.extend(&border);
        right.extend([(50.0, 100.0), (100.0, 100.0), (100.0, 0.0)]);
        // It goes round the other way.
        right.reverse();
        let island = [(200.0, 0.0), (210.0, 0.0), (210.0, 10.0), (205.0, 10.1), (200.0, 10.0)];
        vec![left, right, island.to_vec()]
    }

    /// The points of a ring that lie on the border.
    fn border(ring: &[Point]) -> Vec<Point> {
        let mut points: Vec<Point> =
            ring.iter().copied().filter(|(x, _)| (30.0..=70.0).contains(x)).collect();
        points.sort_by(|a, b| order(*a, *b));
        points
    }

    #[test]
    fn points_go_by_their_triangles() {
        // A square with a slight and a strong bend on two of its sides.
        let ring = [
            (0.0, 0.0),
            (5.0, 0.1),
            (10.0, 0.0),
            (12.0, 5.0),
            (10.0, 10.0),
            (0.0, 10.0),
            (0.0, 0.0),
        ];
        let weighed = weigh(&[ring.to_vec()]);
        let kept = weighed.ring(0, 1.0);
        assert!(!kept.contains(&(5.0, 0.1)) && kept.contains(&(12.0, 5.0)), "{kept:?}");
        assert_eq!(kept.len(), 5);
        let least = weighed.ring(0, 1e9);
        assert_eq!(least.len(), 3, "a ring keeps an inside: {least:?}");
    }

    #[test]
    fn a_hole_and_what_fills_it_stay_one_line() {
        let hole: Vec<Point> = (0..40)
            .map(|at| f64::from(at) / 40.0 * std::f64::consts::TAU)
            .map(|a| (a.cos() * 9.0, a.sin() * 7.0 + (5.0 * a).sin()))
            .collect();
        let mut filling: Vec<Point> = hole.iter().rev().copied().collect();
        filling.rotate_left(7);
        let weighed = weigh(&[hole, filling]);
        for threshold in [0.0, 0.5, 2.0, 8.0, 1e9] {
            let sorted = |at| {
                let mut points = weighed.ring(at, threshold);
                points.sort_by(|a, b| order(*a, *b));
                points
            };
            assert_eq!(sorted(0), sorted(1), "{threshold}");
        }
    }

    #[test]
    fn odd_rings_are_left_empty() {
        let odd = [vec![], vec![(1.0, 1.0); 9], vec![(0.0, 0.0), (1.0, 1.0), (0.0, 0.0)]];
        let weighed = weigh(&odd);
        assert!(weighed.rings.iter().all(Vec::is_empty));
        assert_eq!(weighed.threshold(0, 0.5), 0.5);
    }

    #[test]
    fn shared_borders_stay_shared() {
        let mut numbers = Numbers::new(1993);
        for _ in 0..300 {
            let jags: Vec<f64> = (0..numbers.below(60))
                .map(|_| numbers.below(3_000) as f64 / 100.0 - 15.0)
                .collect();
            let weighed = weigh(&neighbours(&jags));
            let threshold = weighed.threshold(numbers.below(80), 0.25);
            let (left, right) = (weighed.ring(0, threshold), weighed.ring(1, threshold));
            assert_eq!(border(&left), border(&right), "{jags:?}");
            assert!(left.contains(&(50.0, 0.0)) && left.contains(&(50.0, 100.0)), "{jags:?}");
        }
    }

    #[test]
    fn no_more_points_than_were_asked_for() {
        let jags: Vec<f64> = (0..50).map(|at| f64::from(at * at % 29) - 14.0).collect();
        let weighed = weigh(&neighbours(&jags));
        for most in [8, 20, 30, 60, 200] {
            let threshold = weighed.threshold(most, 0.0);
            let kept: usize = (0..3).map(|at| weighed.ring(at, threshold).len()).sum();
            // Corners where lines meet, and an inside of the island, always stay.
            assert!(kept <= most.max(12), "{kept} of {most}");
        }
    }
}
