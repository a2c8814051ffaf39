//! Simple temporal networks: whether bounds on differences of times can all hold.

/// What a bound says: time `to` is at most `at_most` after time `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge<T> {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) at_most: i64,
    /// What says so.
    pub(crate) says: T,
}

/// Bounds that contradict each other: the places of a circle of edges whose sum is
/// below zero, in order; `None` where all can hold.
///
/// Bellman and Ford's search from a source that is joined to every time. The first
/// circle in the order of the edges is told, so the answer is the same each time.
pub(crate) fn contradiction<T>(times: usize, edges: &[Edge<T>]) -> Option<Vec<usize>> {
    let mut latest = vec![0_i64; times];
    let mut by: Vec<Option<usize>> = vec![None; times];
    let mut moved = None;
    for _ in 0..times {
        moved = None;
        for (at, edge) in edges.iter().enumerate() {
            let bound = latest[edge.from].saturating_add(edge.at_most);
            if bound < latest[edge.to] {
                latest[edge.to] = bound;
                by[edge.to] = Some(at);
                moved = Some(edge.to);
            }
        }
        moved?;
    }
    // What still moves after as many rounds as times hangs on a circle: as many steps
    // back lead into it.
    let mut on = moved?;
    for _ in 0..times {
        on = edges[by[on]?].from;
    }
    let mut circle = Vec::new();
    let mut at = on;
    loop {
        let edge = by[at]?;
        circle.push(edge);
        at = edges[edge].from;
        if at == on {
            break;
        }
    }
    circle.reverse();
    Some(circle)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edge(from: usize, to: usize, at_most: i64) -> Edge<()> {
        Edge { from, to, at_most, says: () }
    }

    #[test]
    fn a_circle_below_zero_is_told_in_order() {
        // Contact at most 2 after referral, and referral at most -5 after contact.
        let edges = [edge(2, 0, 0), edge(0, 1, 2), edge(1, 0, -5)];
        assert_eq!(
            contradiction(3, &edges).map(|mut circle| {
                circle.sort_unstable();
                circle
            }),
            Some(vec![1, 2])
        );
        assert_eq!(contradiction(3, &edges[..2]), None);
        assert_eq!(contradiction::<()>(0, &[]), None);
        assert_eq!(contradiction(1, &[edge(0, 0, -1)]), Some(vec![0]));
    }

    /// Floyd and Warshall's: below zero on the diagonal.
    fn contradicts(times: usize, edges: &[Edge<()>]) -> bool {
        let far = i64::MAX / 4;
        let mut least = vec![vec![far; times]; times];
        for (at, row) in least.iter_mut().enumerate() {
            row[at] = 0;
        }
        for edge in edges {
            let known = &mut least[edge.from][edge.to];
            *known = edge.at_most.min(*known);
        }
        for by in 0..times {
            for from in 0..times {
                for to in 0..times {
                    let way = least[from][by] + least[by][to];
                    least[from][to] = way.min(least[from][to]);
                }
            }
        }
        (0..times).any(|at| least[at][at] < 0)
    }

    proptest! {
        #[test]
        fn it_agrees_with_all_shortest_ways(
            edges in proptest::collection::vec((0..7_usize, 0..7_usize, -6..20_i64), 0..24),
        ) {
            let edges: Vec<_> =
                edges.into_iter().map(|(from, to, at_most)| edge(from, to, at_most)).collect();
            let circle = contradiction(7, &edges);
            prop_assert_eq!(circle.is_some(), contradicts(7, &edges));
            if let Some(circle) = circle {
                prop_assert!(circle.iter().map(|&at| edges[at].at_most).sum::<i64>() < 0);
                for (nth, &at) in circle.iter().enumerate() {
                    let next = circle[(nth + 1) % circle.len()];
                    prop_assert_eq!(edges[at].to, edges[next].from);
                }
            }
        }
    }
}
