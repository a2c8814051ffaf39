//! Holds the auditor and the suppression against an enumeration of every
//! table, which is slow, plain and knows nothing of flows or programmes.

use firstyear_core::{Cell, Withholding};
use firstyear_metrics::disclosure::{
    AuditError, Protection, Range, Rule, Sum, SuppressError, Table, audit, suppress,
};
use proptest::prelude::*;

/// A table of `sizes` with totals from its inner counts.
fn with_totals(sizes: &[usize], inner: &[u64]) -> Vec<u64> {
    parts_of(sizes).iter().map(|parts| parts.iter().map(|&at| inner[at]).sum()).collect()
}

/// For each cell of a table of `sizes` with totals, the inner counts that it
/// adds up.
fn parts_of(sizes: &[usize]) -> Vec<Vec<usize>> {
    let cells: usize = sizes.iter().map(|size| size + 1).product();
    let inner: usize = sizes.iter().product();
    (0..cells)
        .map(|cell| {
            let place = coordinates(cell, sizes, 1);
            let fits = |at: &usize| {
                let own = coordinates(*at, sizes, 0);
                (0..sizes.len()).all(|i| place[i] == sizes[i] || own[i] == place[i])
            };
            (0..inner).filter(fits).collect()
        })
        .collect()
}

/// The coordinates of a cell in row-major order; `more` is 1 with totals.
fn coordinates(mut cell: usize, sizes: &[usize], more: usize) -> Vec<usize> {
    let mut place: Vec<usize> = sizes
        .iter()
        .rev()
        .map(|size| {
            let at = cell % (size + more);
            cell /= size + more;
            at
        })
        .collect();
    place.reverse();
    place
}

/// By trying every table with inner counts up to `most`, and within what each
/// tells by itself: the least and the largest count of each cell among those
/// that fit what is shown.
fn enumerated(
    sizes: &[usize],
    shown: &[Cell<u64>],
    rule: &Rule,
    most: u64,
) -> Vec<Option<(u64, u64)>> {
    let told: Vec<Range> = shown.iter().map(|cell| rule.tells(cell).unwrap()).collect();
    let inner: usize = sizes.iter().product();
    let mut ends = vec![None; shown.len()];
    let parts = parts_of(sizes);
    let ends_of = |at: usize| {
        let cell = parts.iter().position(|parts| *parts == [at]).expect("a cell for each count");
        (told[cell].lower, told[cell].upper.map_or(most, |upper| upper.min(most)))
    };
    let tried: Vec<(u64, u64)> = (0..inner).map(ends_of).collect();
    let mut counts: Vec<u64> = tried.iter().map(|(least, _)| *least).collect();
    let mut table = vec![0; parts.len()];
    loop {
        for (count, parts) in table.iter_mut().zip(&parts) {
            *count = parts.iter().map(|&at| counts[at]).sum();
        }
        if table.iter().zip(&told).all(|(&count, range)| range.contains(count)) {
            for (end, count) in ends.iter_mut().zip(&table) {
                let (least, largest) = end.unwrap_or((*count, *count));
                *end = Some((least.min(*count), largest.max(*count)));
            }
        }
        // The next number, each digit in a base of its own.
        let below = |at: &usize| counts[*at] < tried[*at].1;
        let Some(at) = (0..inner).find(below) else { break };
        counts[at] += 1;
        for (count, (least, _)) in counts.iter_mut().zip(&tried).take(at) {
            *count = *least;
        }
    }
    ends
}

/// Holds the auditor against the enumeration. Where a part of the table could
/// be more than the enumeration tries, what it finds must lie within what the
/// auditor finds; otherwise the two are the same. Returns whether they were.
fn compare(sizes: &[usize], shown: &[Cell<u64>], rule: &Rule, most: u64) -> bool {
    let table = Table::cross(sizes, shown.to_vec()).unwrap();
    let truth = enumerated(sizes, shown, rule, most);
    let got = audit(&table, rule).unwrap();
    let parts = parts_of(sizes);
    let whole = parts
        .iter()
        .zip(&got)
        .all(|(parts, range)| parts.len() > 1 || range.upper.is_some_and(|upper| upper <= most));
    for (at, (range, truth)) in got.iter().zip(&truth).enumerate() {
        let (least, largest) = truth.expect("the true table fits");
        assert!(range.contains(least) && range.contains(largest), "cell {at} in {shown:?}");
        if whole && !matches!(shown[at], Cell::Known { .. }) {
            let ends = (range.lower, range.upper);
            assert_eq!(ends, (least, Some(largest)), "cell {at} in {shown:?}");
        }
    }
    whole
}

/// Hides some cells by the rule and some by `mask`.
fn masked(counts: &[u64], rule: &Rule, mask: &[bool]) -> Vec<Cell<u64>> {
    let above = rule.threshold.map_or(0, |threshold| threshold.to() + 1);
    counts
        .iter()
        .zip(mask)
        .map(|(&count, &hide)| match rule.shown(Cell::known(count)) {
            Cell::Known { .. } if hide && count >= above => Cell::Withheld(Withholding::Secondary),
            shown => shown,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_auditor_finds_what_enumeration_finds_in_two_dimensions(
        inner in proptest::collection::vec(0..4_u64, 6),
        mask in proptest::collection::vec(proptest::bool::weighted(0.5), 12),
        from in 0..2_u64,
        to in 1..3_u64,
    ) {
        let rule = Rule::threshold(from, to)?;
        let counts = with_totals(&[2, 3], &inner);
        prop_assume!(compare(&[2, 3], &masked(&counts, &rule, &mask), &rule, 6));
    }

    #[test]
    fn the_auditor_finds_what_enumeration_finds_in_three_dimensions(
        inner in proptest::collection::vec(0..3_u64, 8),
        mask in proptest::collection::vec(proptest::bool::weighted(0.6), 27),
        from in 0..2_u64,
    ) {
        let rule = Rule::threshold(from, 1)?;
        let counts = with_totals(&[2, 2, 2], &inner);
        prop_assume!(compare(&[2, 2, 2], &masked(&counts, &rule, &mask), &rule, 3));
    }

    #[test]
    fn the_auditor_knows_what_rounding_tells(
        inner in proptest::collection::vec(0..7_u64, 4),
        mask in proptest::collection::vec(proptest::bool::weighted(0.3), 9),
        base in 2..6_u64,
    ) {
        let rule = Rule::threshold(1, 2)?.rounded_to(base)?;
        let counts = with_totals(&[2, 2], &inner);
        prop_assume!(compare(&[2, 2], &masked(&counts, &rule, &mask), &rule, 12));
    }
}

/// What must hold of any table that was suppressed.
fn holds(table: &Table, rule: &Rule, protection: Protection) {
    let threshold = rule.threshold.unwrap();
    let result = match suppress(table, rule, protection) {
        Ok(result) => result,
        Err(SuppressError::CannotProtect { .. }) => return,
        Err(error) => panic!("{error}"),
    };
    assert_eq!(result.ranges, audit(&result.shown, rule).unwrap());
    for (at, (before, after)) in table.cells().iter().zip(result.shown.cells()).enumerate() {
        let range = result.ranges[at];
        let Cell::Known { value: count, .. } = *before else {
            assert_eq!(before, after);
            continue;
        };
        assert!(range.contains(count), "the true count is among those that fit");
        match after {
            Cell::Known { .. } => assert_eq!(*after, rule.shown(*before)),
            Cell::Withheld(Withholding::Primary) => {
                assert!(threshold.hides(count));
                let enough = match protection {
                    Protection::Width(width) => {
                        range.width() >= Some(width.get().min(threshold.to() - threshold.from()))
                    }
                    Protection::WholeThreshold => {
                        (range.lower, range.upper) == (threshold.from(), Some(threshold.to()))
                    }
                };
                assert!(enough || result.narrow.contains(&at), "cell {at}: {range:?}");
                assert!(!range.is_exact() || threshold.from() == threshold.to());
            }
            Cell::Withheld(Withholding::Secondary) => {
                assert!(count > threshold.to(), "only counts above the threshold are hidden so");
                assert!(!range.is_exact(), "cell {at} is hidden in vain");
            }
            other => panic!("{other:?}"),
        }
        assert!(!threshold.hides(count) || *after == Cell::Withheld(Withholding::Primary));
    }
    assert_eq!(Ok(result), suppress(table, rule, protection), "same table, same choice");
}

/// Counts as they are in tables of infant deaths: many zeros and small ones,
/// a few large.
fn sparse(cells: usize) -> impl Strategy<Value = Vec<u64>> {
    let count = prop_oneof![3 => Just(0), 4 => 1..9_u64, 3 => 9..60_u64, 1 => 60..5_000_u64];
    proptest::collection::vec(count, cells)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_hidden_cell_of_a_crossed_table_can_be_worked_out(
        inner in sparse(20), from in 0..2_u64, to in 1..8_u64, base in 2..11_u64,
        width in 1..4_u64,
    ) {
        let cells = with_totals(&[4, 5], &inner).into_iter().map(Cell::known).collect();
        let table = Table::cross(&[4, 5], cells).unwrap();
        let rule = Rule::threshold(from, to)?;
        holds(&table, &rule, Protection::WholeThreshold);
        holds(&table, &rule, Protection::Width(width.try_into().unwrap()));
        holds(&table, &rule.rounded_to(base)?, Protection::WholeThreshold);
    }

    #[test]
    fn what_the_publisher_hid_stays_so(
        inner in sparse(12), hidden in proptest::collection::vec(0..20_usize, 0..5),
    ) {
        let mut cells: Vec<_> =
            with_totals(&[3, 4], &inner).into_iter().map(Cell::known).collect();
        for at in hidden {
            cells[at] = Cell::Withheld(Withholding::Publisher);
        }
        let table = Table::cross(&[3, 4], cells).unwrap();
        holds(&table, &Rule::threshold(1, 7)?, Protection::WholeThreshold);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_hidden_cell_of_three_dimensions_can_be_worked_out(
        inner in sparse(12), from in 0..2_u64,
    ) {
        let cells = with_totals(&[2, 3, 2], &inner).into_iter().map(Cell::known).collect();
        let table = Table::cross(&[2, 3, 2], cells).unwrap();
        holds(&table, &Rule::threshold(from, 7)?, Protection::WholeThreshold);
    }
}

#[test]
fn nested_totals_bind_too() {
    // Two areas in each of two regions, and the country; the country also
    // split in two by sex.
    let counts = [3, 40, 43, 5, 50, 55, 98, 48, 50].map(Cell::known);
    let sum = |total, parts: &[usize]| Sum { total, parts: parts.to_vec() };
    let sums = vec![sum(2, &[0, 1]), sum(5, &[3, 4]), sum(6, &[2, 5]), sum(6, &[7, 8])];
    let table = Table::new(counts.to_vec(), sums).unwrap();
    let rule = Rule::threshold(1, 7).unwrap();
    holds(&table, &rule, Protection::WholeThreshold);
    let shown = suppress(&table, &rule, Protection::WholeThreshold).unwrap().shown;
    // In each region the neighbour is cheaper than the region's total.
    let secondary = Cell::Withheld(Withholding::Secondary);
    assert_eq!((shown.cells()[1], shown.cells()[4]), (secondary, secondary));
    assert_eq!(shown.cells()[6], Cell::known(98));
}

#[test]
fn a_total_of_ones_that_is_itself_small_cannot_be_hidden() {
    // Seven parts of at least 1 each and a total of at most 7: nothing is open.
    let mut cells = vec![Cell::known(1); 7];
    cells.push(Cell::known(7));
    let table = Table::cross(&[7], cells).unwrap();
    let result = suppress(&table, &Rule::threshold(1, 7).unwrap(), Protection::default());
    assert_eq!(result, Err(SuppressError::CannotProtect { first: 1, others: 7 }));
}

#[test]
fn a_total_of_three_keeps_its_parts_narrow() {
    let table = Table::cross(&[2], vec![Cell::known(1), Cell::known(2), Cell::known(3)]).unwrap();
    let result = suppress(&table, &Rule::threshold(1, 7).unwrap(), Protection::default()).unwrap();
    // One of two parts of a total up to 7 is at most 6; the total at least 2.
    let ends: Vec<_> = result.ranges.iter().map(|range| (range.lower, range.upper)).collect();
    assert_eq!(ends, [(1, Some(6)), (1, Some(6)), (2, Some(7))]);
    assert_eq!(result.narrow, [0, 1, 2]);
}

#[test]
fn zeros_that_are_safe_stay_shown() {
    let counts = with_totals(&[3, 3], &[2, 0, 30, 0, 0, 40, 25, 0, 50]);
    let table = Table::cross(&[3, 3], counts.iter().copied().map(Cell::known).collect()).unwrap();
    let rule = Rule::threshold(1, 7).unwrap();
    let shown = suppress(&table, &rule, Protection::default()).unwrap().shown;
    for (count, cell) in counts.iter().zip(shown.cells()).filter(|(count, _)| **count == 0) {
        assert_eq!(*cell, Cell::known(*count));
    }
    // Where zeros are hidden too, all of them are.
    let rule = Rule::threshold(0, 7).unwrap();
    let shown = suppress(&table, &rule, Protection::default()).unwrap().shown;
    assert!(
        counts
            .iter()
            .zip(shown.cells())
            .all(|(&count, cell)| count > 7 || *cell == Cell::Withheld(Withholding::Primary))
    );
}

#[test]
fn bad_tables_are_named() {
    let rule = Rule::threshold(1, 7).unwrap();
    let of = |cells: &[u64]| Table::cross(&[2], cells.iter().copied().map(Cell::known).collect());
    let wrong = of(&[10, 20, 31]).unwrap();
    let error = AuditError::DoesNotAddUp { sums: vec![0] };
    assert_eq!(audit(&wrong, &rule), Err(error.clone()));
    assert_eq!(suppress(&wrong, &rule, Protection::default()), Err(error.into()));
    // A 3 that is shown, and a 12 where the nearest 5 is shown.
    let three = of(&[3, 20, 23]).unwrap();
    assert_eq!(audit(&three, &rule), Err(AuditError::NotByTheRule { cell: 1 }));
    let five = rule.rounded_to(5).unwrap();
    assert_eq!(
        audit(&of(&[10, 12, 20]).unwrap(), &five),
        Err(AuditError::NotByTheRule { cell: 2 })
    );
    // Each sum can hold by itself: 1 + 2 = 3 and 1 + 3 = 4 with one hidden
    // cell; the two together cannot.
    let hidden = Cell::Withheld(Withholding::Primary);
    let sum = |total, parts: &[usize]| Sum { total, parts: parts.to_vec() };
    let cells = vec![hidden, Cell::known(20), Cell::known(23), Cell::known(20), Cell::known(24)];
    let table = Table::new(cells, vec![sum(2, &[0, 1]), sum(4, &[0, 3])]).unwrap();
    assert_eq!(audit(&table, &rule), Err(AuditError::NoTable));
}
