//! The way out of records: small counts of a grouping are hidden before anything is made of
//! it, and with them as many others as it takes that no small one can be worked out.
//!
//! Each column is held against the rule with all its totals, which its reader is taken to
//! know, and so are births whether they are asked for or not. What one column leaves of others
//! is held against it too, where it can be a count: births less those at risk, infant deaths
//! less neonatal ones. A row is shown whole or hidden whole.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use firstyear_core::project::Disclosure;
use firstyear_core::{Cell, Withholding};
use firstyear_metrics::disclosure::{Protection, Rule, SuppressError, Suppressed, Table, suppress};

use super::QueryError;
use super::births::{Counted, Grid};

/// How many columns a query counts at the most: what they leave of one another is looked
/// through for all of them together.
const MOST_COLUMNS: usize = 6;

/// How many cells with their totals are looked through where they cross three columns or
/// more, and each answer is a linear programme.
const MOST_CROSSED: usize = 1_500;

/// Which rows are hidden, and why.
pub(super) fn hidden(
    grid: &Grid,
    asked: &[Counted],
    range: Disclosure,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<Option<Withholding>>, QueryError> {
    let rows = grid.rows();
    let mut hidden: Vec<Option<Withholding>> = vec![None; rows];
    let Ok(rule) = Rule::threshold(range.withhold_from, range.withhold_to) else {
        return Ok(hidden);
    };
    // What is left of one column can be nothing at all: that is no small count of people.
    let Ok(of_rest) = Rule::threshold(range.withhold_from.max(1), range.withhold_to) else {
        return Ok(hidden);
    };
    let sizes: Vec<usize> = grid.labels.iter().map(Vec::len).collect();
    let cells: usize = sizes.iter().map(|size| size + 1).product();
    let crossed = sizes.iter().filter(|size| **size > 1).count();
    if crossed > 2 && cells > MOST_CROSSED {
        return Err(refused(format!(
            "{cells} cells across {crossed} columns are too many to look through for small counts: group by fewer columns, or by two at a time"
        )));
    }
    let shown = |counted: &Counted| asked.contains(counted);
    let alone = |counted: &Counted| {
        *counted == Counted::Births || shown(counted) || grid.unweighted.is_some()
    };
    for counts in std::iter::once(&grid.counts).chain(&grid.unweighted) {
        for (_, column) in counts.iter().filter(|(counted, _)| alone(counted)) {
            hide(&sizes, column, &rule, &mut hidden, stop)?;
        }
        let columns: Vec<&Vec<u64>> =
            counts.iter().filter(|(counted, _)| shown(counted)).map(|(_, one)| one).collect();
        if columns.len() > MOST_COLUMNS {
            return Err(refused(format!(
                "{} counts at once are too many, as what they leave of one another can be small: ask for {MOST_COLUMNS} at the most",
                columns.len()
            )));
        }
        for rest in rests(&columns) {
            hide(&sizes, &rest, &of_rest, &mut hidden, stop)?;
        }
    }
    Ok(hidden)
}

fn refused(why: String) -> QueryError {
    QueryError::Disclosive { why }
}

/// What columns make when some are added up and others taken from them, wherever that is
/// nowhere below 0: such as those of one age, which two that overlap leave of a third.
fn rests(columns: &[&Vec<u64>]) -> Vec<Vec<u64>> {
    let ways = 3_usize.pow(u32::try_from(columns.len()).unwrap_or(u32::MAX).min(8));
    let mut found = Vec::new();
    for way in 0..ways {
        let signs: Vec<usize> = (0..columns.len())
            .scan(way, |left, _| Some(std::mem::replace(left, *left / 3) % 3))
            .collect();
        // Sums alone are no smaller than their columns.
        if ![1, 2].iter().all(|sign| signs.contains(sign)) {
            continue;
        }
        let rows = columns.first().map_or(0, |column| column.len());
        let sum = |row: usize, sign: usize| -> u64 {
            let own = columns.iter().zip(&signs).filter(|(_, own)| **own == sign);
            own.map(|(column, _)| column[row]).fold(0, u64::saturating_add)
        };
        let rest: Option<Vec<u64>> =
            (0..rows).map(|row| sum(row, 1).checked_sub(sum(row, 2))).collect();
        found.extend(rest.filter(|rest| rest.iter().any(|count| *count > 0)));
    }
    found
}

/// Hides rows so that no small count of a column can be worked out.
fn hide(
    sizes: &[usize],
    column: &[u64],
    rule: &Rule,
    hidden: &mut [Option<Withholding>],
    stop: &dyn Fn() -> bool,
) -> Result<(), QueryError> {
    if column.iter().all(|count| !rule.hides(*count)) {
        return Ok(());
    }
    let cells = with_totals(sizes, column);
    let places = rows_of(sizes);
    let table = Table::cross(sizes, cells.into_iter().map(Cell::known).collect())
        .map_err(|error| QueryError::Engine(error.to_string()))?;
    let suppressed = match watched(table, *rule, stop)? {
        Ok(suppressed) => suppressed,
        Err(SuppressError::CannotProtect { .. }) => {
            return Err(refused(
                "a small count, or what one count leaves of another, can be worked out whatever else is hidden: group by fewer columns, or ask for fewer counts at once".to_owned(),
            ));
        }
        Err(error) => return Err(QueryError::Engine(error.to_string())),
    };
    for (row, cell) in places.into_iter().enumerate() {
        if let Some(Cell::Withheld(by)) = suppressed.shown.cells().get(cell) {
            let known = &mut hidden[row];
            let primary = *by == Withholding::Primary || *known == Some(Withholding::Primary);
            *known = Some(if primary { Withholding::Primary } else { Withholding::Secondary });
        }
    }
    Ok(())
}

/// Hides cells of a table beside asking whether to stop: a large one takes a minute.
fn watched(
    table: Table,
    rule: Rule,
    stop: &dyn Fn() -> bool,
) -> Result<Result<Suppressed, SuppressError>, QueryError> {
    let (done, wait) = mpsc::channel();
    std::thread::spawn(move || {
        // Nobody waits any more once the query was stopped.
        let _ = done.send(suppress(&table, &rule, Protection::default()));
    });
    loop {
        match wait.recv_timeout(Duration::from_millis(100)) {
            Ok(suppressed) => return Ok(suppressed),
            Err(RecvTimeoutError::Timeout) if stop() => return Err(QueryError::Stopped),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(QueryError::Engine("small counts were not looked through".to_owned()));
            }
        }
    }
}

/// Counts with the totals along every column, in the order of [`Table::cross`].
fn with_totals(sizes: &[usize], column: &[u64]) -> Vec<u64> {
    let mut cells = column.to_vec();
    let mut stride = 1;
    for size in sizes.iter().rev() {
        let line = stride * size;
        let mut wider = Vec::with_capacity(cells.len() / size.max(&1) * (size + 1));
        for block in cells.chunks(line.max(1)) {
            wider.extend_from_slice(block);
            for at in 0..stride {
                wider.push(block.iter().skip(at).step_by(stride).sum());
            }
        }
        cells = wider;
        stride *= size + 1;
    }
    cells
}

/// Where each row stands in a table with totals.
fn rows_of(sizes: &[usize]) -> Vec<usize> {
    let rows: usize = sizes.iter().product();
    let place = |row: usize| {
        let (mut left, mut place, mut stride) = (row, 0, 1);
        for size in sizes.iter().rev() {
            place += left % size * stride;
            left /= size;
            stride *= size + 1;
        }
        place
    };
    (0..rows).map(place).collect()
}

impl Grid {
    pub(super) fn rows(&self) -> usize {
        self.labels.iter().map(Vec::len).product()
    }

    /// The label of a row in a column.
    pub(super) fn label(&self, row: usize, column: usize) -> &str {
        let after: usize = self.labels[column + 1..].iter().map(Vec::len).product();
        let labels = &self.labels[column];
        &labels[row / after.max(1) % labels.len()]
    }

    /// The numbers of a column.
    pub(super) fn column(&self, counted: Counted) -> Option<&Vec<u64>> {
        self.counts.get(&counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_stand_behind_their_parts_along_every_column() {
        assert_eq!(with_totals(&[2, 2], &[3, 9, 10, 20]), [3, 9, 12, 10, 20, 30, 13, 29, 42]);
        assert_eq!(rows_of(&[2, 2]), [0, 1, 3, 4]);
        assert_eq!(with_totals(&[], &[5]), [5]);
        assert_eq!(rows_of(&[]), [0]);
        assert_eq!(with_totals(&[1, 2, 1], &[4, 6]), [4, 4, 6, 6, 10, 10, 4, 4, 6, 6, 10, 10]);
    }

    /// Early deaths and stillbirths, taken from perinatal ones and those under 28 days.
    #[test]
    fn what_columns_leave_of_one_another_is_looked_at_in_every_way() {
        let columns = [&vec![10, 20], &vec![5, 7], &vec![12, 24]];
        let found = rests(&columns);
        assert!(found.contains(&vec![3, 3]), "{found:?}");
        assert!(found.contains(&vec![5, 13]) && found.contains(&vec![2, 4]), "{found:?}");
        assert_eq!(rests(&columns[..1]), Vec::<Vec<u64>>::new());
    }

    fn grid(labels: &[usize], columns: &[(Counted, &[u64])]) -> Grid {
        let labels = labels.iter().map(|size| (0..*size).map(|n| n.to_string()).collect());
        let counts = columns.iter().map(|(counted, column)| (*counted, column.to_vec()));
        Grid { labels: labels.collect(), counts: counts.collect(), unweighted: None }
    }

    fn of(
        labels: &[usize],
        columns: &[(Counted, &[u64])],
        asked: &[Counted],
    ) -> Result<Vec<Option<Withholding>>, QueryError> {
        hidden(&grid(labels, columns), asked, RANGE, &|| false)
    }

    const RANGE: Disclosure = Disclosure { withhold_from: 1, withhold_to: 7 };

    #[test]
    fn a_small_count_takes_another_with_it() {
        let columns: [(Counted, &[u64]); 2] =
            [(Counted::Births, &[400, 500, 600]), (Counted::Numerator(0), &[3, 20, 30])];
        let hidden = of(&[3], &columns, &[Counted::Numerator(0)]).unwrap();
        assert_eq!(hidden, [Some(Withholding::Primary), Some(Withholding::Secondary), None]);
        // A column that is not asked for tells nothing.
        assert_eq!(of(&[3], &columns, &[Counted::Births]).unwrap(), [None; 3]);
        // Births are held against the rule all the same: of 5 no death is told, and none either.
        let few: [(Counted, &[u64]); 2] =
            [(Counted::Births, &[5, 500, 600]), (Counted::Numerator(0), &[0, 20, 30])];
        let hidden = of(&[3], &few, &[Counted::Numerator(0)]).unwrap();
        assert_eq!(hidden, [Some(Withholding::Primary), Some(Withholding::Secondary), None]);
    }

    /// 60 deaths and 57 of them in the first month leave 3.
    #[test]
    fn what_one_column_leaves_of_another_is_a_count_too() {
        let (infant, neonatal) = (Counted::Numerator(0), Counted::Numerator(1));
        let columns: [(Counted, &[u64]); 3] = [
            (Counted::Births, &[9_000, 9_000, 9_000]),
            (infant, &[60, 80, 90]),
            (neonatal, &[57, 50, 40]),
        ];
        let hidden = of(&[3], &columns, &[infant, neonatal]).unwrap();
        assert_eq!(hidden, [Some(Withholding::Primary), Some(Withholding::Secondary), None]);
        assert_eq!(of(&[3], &columns, &[infant]).unwrap(), [None; 3]);
        assert_eq!(of(&[3], &columns, &[neonatal]).unwrap(), [None; 3]);
    }

    #[test]
    fn more_than_can_be_looked_through_is_refused() {
        let column: Vec<u64> = vec![100; 4];
        let many: Vec<(Counted, &[u64])> =
            (0..7).map(|at| (Counted::Numerator(at), column.as_slice())).collect();
        let asked: Vec<Counted> = many.iter().map(|(counted, _)| *counted).collect();
        let error = of(&[4], &many, &asked).unwrap_err().to_string();
        assert!(error.contains("7 counts at once are too many"), "{error}");
        let column: Vec<u64> = vec![100; 27_000];
        let error = of(&[30, 30, 30], &[(Counted::Births, &column)], &[]).unwrap_err().to_string();
        assert!(error.contains("29791 cells across 3 columns"), "{error}");
    }
}
