//! The way out of observations of restricted sources: small counts are hidden before a query
//! sees the table, and with them as many others as it takes.
//!
//! The rows of an indicator in a source are one table. It is bound by what a reader can add
//! up of it: the categories of a dimension, the single periods of a longer one, the areas of
//! a kind under the one area of another. What such parts leave of their total is a count too.

use std::collections::BTreeMap;

use firstyear_core::project::Disclosure;
use firstyear_core::{
    Cell, Dataset, DimensionId, Groups, IndicatorId, Observation, SourceClass, SourceId,
    Withholding,
};
use firstyear_metrics::disclosure::{Protection, Rule, Sum, Table, suppress};

use super::ReleasedRows;

/// How many counts that sums join are looked through at the most: all are hidden of more.
const MOST_CELLS: usize = 1_500;

/// The observations as a query may see them, and what is hidden of restricted ones; none
/// where there are none.
pub(super) fn released(
    dataset: &Dataset,
    range: Disclosure,
) -> (Vec<Observation>, Option<ReleasedRows>) {
    let mut rows = dataset.observations.clone();
    let mut families: BTreeMap<(&SourceId, &IndicatorId), Vec<usize>> = BTreeMap::new();
    for (at, row) in dataset.observations.iter().enumerate() {
        let source = dataset.sources.get(&row.source);
        if source.is_none_or(|source| source.class == SourceClass::Restricted) {
            families.entry((&row.source, &row.indicator)).or_default().push(at);
        }
    }
    let Ok(rule) = Rule::threshold(range.withhold_from, range.withhold_to) else {
        return (rows, None);
    };
    let mut told = ReleasedRows { rows: 0, small: 0, others: 0 };
    for family in families.values() {
        let of_family: Vec<&Observation> =
            family.iter().map(|at| &dataset.observations[*at]).collect();
        let hidden = hidden(&of_family, &rule);
        told.rows += family.len();
        for (at, by) in family.iter().zip(hidden) {
            match by {
                Some(Withholding::Primary) => told.small += 1,
                Some(_) => told.others += 1,
                None => {}
            }
            if let Some(by) = by {
                hide(&mut rows[*at], by);
            }
        }
    }
    (rows, (told.rows > 0).then_some(told))
}

/// Withholds what is known of a row; what is missing keeps its reason.
fn hide(row: &mut Observation, by: Withholding) {
    for cell in [&mut row.numerator, &mut row.denominator] {
        if cell.value().is_some() {
            *cell = Cell::Withheld(by);
        }
    }
    if row.value.value().is_some() {
        row.value = Cell::Withheld(by);
    }
    (row.interval, row.standard_error, row.note) = (None, None, None);
}

/// Which rows of one indicator are hidden.
fn hidden(rows: &[&Observation], rule: &Rule) -> Vec<Option<Withholding>> {
    // Of a figure without its counts nobody can say that they are not small.
    let uncounted = |row: &&Observation| {
        let counted = row.numerator.value().is_some() && row.denominator.value().is_some();
        (!counted && row.value.value().is_some()).then_some(Withholding::Primary)
    };
    let mut hidden: Vec<Option<Withholding>> = rows.iter().map(uncounted).collect();
    let columns: [fn(&Observation) -> Cell<u64>; 2] = [|row| row.numerator, |row| row.denominator];
    for column in columns {
        let mut bound = Bound { cells: rows.iter().map(|row| column(row)).collect(), sums: vec![] };
        bound.dimensions(rows);
        bound.periods(rows);
        bound.areas(rows);
        for (known, more) in hidden.iter_mut().zip(bound.hidden(rule)) {
            *known = match (*known, more) {
                (Some(Withholding::Primary), _) | (_, Some(Withholding::Primary)) => {
                    Some(Withholding::Primary)
                }
                (known, more) => known.or(more),
            };
        }
    }
    hidden
}

/// Counts and the sums that bind them. Behind those of the rows stands what parts leave of
/// their totals.
struct Bound {
    cells: Vec<Cell<u64>>,
    sums: Vec<Sum>,
}

impl Bound {
    /// Which cells are hidden. Cells that no sum joins are looked through apart.
    fn hidden(&self, rule: &Rule) -> Vec<Option<Withholding>> {
        let mut hidden = vec![None; self.cells.len()];
        for (cells, sums) in self.parts() {
            let small =
                |at: &usize| self.cells[*at].value().is_some_and(|count| rule.hides(*count));
            if !cells.iter().any(small) {
                continue;
            }
            let by = self.hidden_of(&cells, &sums, rule);
            for (place, at) in cells.iter().enumerate() {
                // Where hiding some does not do, or there are too many, none is shown.
                let all = self.cells[*at].value().map(|_| Withholding::Secondary);
                hidden[*at] = by.as_ref().map_or(all, |by| by[place]);
            }
        }
        hidden
    }

    fn hidden_of(
        &self,
        cells: &[usize],
        sums: &[&Sum],
        rule: &Rule,
    ) -> Option<Vec<Option<Withholding>>> {
        if cells.len() > MOST_CELLS {
            return None;
        }
        let places: BTreeMap<usize, usize> =
            cells.iter().enumerate().map(|(place, at)| (*at, place)).collect();
        let place = |at: &usize| places.get(at).copied();
        let sums = sums.iter().map(|sum| {
            let parts = sum.parts.iter().map(place).collect::<Option<_>>()?;
            Some(Sum { total: place(&sum.total)?, parts })
        });
        let known: Vec<Cell<u64>> = cells.iter().map(|at| self.cells[*at]).collect();
        let table = Table::new(known.clone(), sums.collect::<Option<_>>()?).ok()?;
        let shown = suppress(&table, rule, Protection::default()).ok()?.shown;
        let by = |(before, after): (&Cell<u64>, &Cell<u64>)| match (before, after) {
            (Cell::Known { .. }, Cell::Withheld(by)) => Some(*by),
            _ => None,
        };
        Some(known.iter().zip(shown.cells()).map(by).collect())
    }

    /// Cells that sums join, directly or through others, with these sums.
    fn parts(&self) -> Vec<(Vec<usize>, Vec<&Sum>)> {
        let mut first: Vec<usize> = (0..self.cells.len()).collect();
        for sum in &self.sums {
            let total = first_of(&mut first, sum.total);
            let parts: Vec<usize> =
                sum.parts.iter().map(|part| first_of(&mut first, *part)).collect();
            let least = parts.iter().copied().fold(total, usize::min);
            for part in parts.into_iter().chain([total]) {
                first[part] = least;
            }
        }
        let mut joined: BTreeMap<usize, (Vec<usize>, Vec<&Sum>)> = BTreeMap::new();
        for at in 0..self.cells.len() {
            joined.entry(first_of(&mut first, at)).or_default().0.push(at);
        }
        for sum in &self.sums {
            joined.entry(first_of(&mut first, sum.total)).or_default().1.push(sum);
        }
        joined.into_values().collect()
    }

    /// Parts of a total, where all are known and are no more than it.
    fn add(&mut self, total: usize, mut parts: Vec<usize>) {
        let counts: Option<u64> = parts.iter().map(|at| self.cells[*at].value().copied()).sum();
        let left = self.cells[total]
            .value()
            .zip(counts)
            .and_then(|(total, parts)| total.checked_sub(parts));
        let Some(left) = left.filter(|_| !parts.is_empty()) else { return };
        if left > 0 {
            parts.push(self.cells.len());
            self.cells.push(Cell::known(left));
        }
        self.sums.push(Sum { total, parts });
    }

    /// The categories of a dimension make up those who are not split by it.
    fn dimensions(&mut self, rows: &[&Observation]) {
        let key = |row: &Observation, groups: Groups| (row.area.clone(), row.period, groups);
        let places: BTreeMap<_, usize> =
            rows.iter().enumerate().map(|(at, row)| (key(row, row.groups.clone()), at)).collect();
        let mut parts: BTreeMap<(usize, DimensionId), Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            for (dimension, _) in row.groups.iter() {
                let others = row.groups.iter().filter(|(other, _)| *other != dimension);
                let others = others.map(|(id, category)| (id.clone(), category.clone()));
                let total = Groups::new(others).and_then(|groups| places.get(&key(row, groups)));
                if let Some(total) = total {
                    parts.entry((*total, dimension.clone())).or_default().push(at);
                }
            }
        }
        for ((total, _), parts) in parts {
            self.add(total, parts);
        }
    }

    /// The shortest periods within a longer one make it up.
    fn periods(&mut self, rows: &[&Observation]) {
        let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            alike.entry((&row.area, &row.groups)).or_default().push(at);
        }
        for all in alike.values() {
            for &total in all {
                let whole = rows[total].period;
                let within = |at: &&usize| {
                    let part = rows[**at].period;
                    part.months() < whole.months() && whole.covers(part)
                };
                let Some(least) =
                    all.iter().filter(within).map(|at| rows[*at].period.months()).min()
                else {
                    continue;
                };
                let shortest = all.iter().filter(within).copied();
                let mut parts: Vec<usize> =
                    shortest.filter(|at| rows[*at].period.months() == least).collect();
                parts.sort_by_key(|at| rows[*at].period.start());
                parts
                    .dedup_by(|later, earlier| rows[*later].period.overlaps(rows[*earlier].period));
                self.add(total, parts);
            }
        }
    }

    /// The areas of a kind lie in the one area of another kind, such as districts in a
    /// country, and so do those of all other kinds together.
    fn areas(&mut self, rows: &[&Observation]) {
        let mut alike: BTreeMap<_, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            let code = row.area.as_str();
            let kind = code.get(..3).unwrap_or(code);
            let kinds = alike.entry((row.period, &row.groups)).or_default();
            kinds.entry(kind).or_default().push(at);
        }
        for kinds in alike.values() {
            for (kind, whole) in kinds {
                let [total] = whole.as_slice() else { continue };
                let others = || kinds.iter().filter(|(other, _)| *other != kind);
                for (_, parts) in others() {
                    self.add(*total, parts.clone());
                }
                if others().count() > 1 {
                    self.add(*total, others().flat_map(|(_, parts)| parts.clone()).collect());
                }
            }
        }
    }
}

/// The first cell of those that are joined so far, to which each leads.
fn first_of(first: &mut [usize], mut at: usize) -> usize {
    while first[at] != at {
        first[at] = first[first[at]];
        at = first[at];
    }
    at
}
