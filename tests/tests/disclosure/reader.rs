//! A reader of a report who wants to know what it hides: takes every count out of its
//! tables, and asks which tables of deaths would have given the same.
//!
//! Nothing here is shared with the program's own auditor: counts are sums over the finest
//! cells, and an integer programme over these says what each sum can be.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_export::site::Page;
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use crate::world::{AGES, Columns, Hidden, Key, World};

/// More than any cell of the made-up tables; a sum that can be this large has no end.
const MOST: i32 = 1_000;

/// Branches after which a search gives up. What it did not find is taken to be hidden
/// from the reader as well, so that a limit can only raise an alarm.
const BRANCHES: u64 = 5_000;

/// What a report tells of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    /// That it is hidden for another's sake.
    Large,
    /// That it is hidden for what it is.
    Small,
    /// The count.
    Count(u64),
}

/// What a report tells of its counts.
pub(crate) type Facts = BTreeMap<Key, Told>;

/// The rows of the tables of a report, by the names of their columns.
fn rows(pages: &[Page]) -> impl Iterator<Item = BTreeMap<String, String>> {
    let tables = pages.iter().filter(|page| {
        page.path.starts_with("data/")
            && page.path.rsplit_once('.').is_some_and(|(_, end)| end == "csv")
            && !page.path.ends_with("problems.csv")
    });
    tables.flat_map(|page| {
        let table = csv::Reader::from_reader(&page.bytes[..]);
        table.into_deserialize().map(|row| row.expect("a row"))
    })
}

/// Which figures a report shows and which it hides, whatever they are.
pub(crate) fn choice(pages: &[Page]) -> Vec<Vec<String>> {
    let told = ["result", "indicator", "area", "period", "groups", "label", "measure", "status"];
    rows(pages).map(|row| told.iter().map(|column| row[*column].clone()).collect()).collect()
}

/// What a row counts, and its measure. A row of use in an audit stands under the indicator of
/// the need; what is unmet of the deaths at all ages, where those at one are taken for use, are
/// those at the other.
fn counted(row: &BTreeMap<String, String>) -> (&str, &str) {
    let (indicator, measure) = (row["indicator"].as_str(), row["measure"].as_str());
    match row["note"].split_once("; use, ") {
        Some((_, service)) if row["result"] == "equity-audit" => match measure {
            "unmet-need" => (if service == AGES[0] { AGES[1] } else { AGES[0] }, "events"),
            // A rate of those in need, not of births.
            "rate" => (service, "rate-of-need"),
            measure => (service, measure),
        },
        _ => (indicator, measure),
    }
}

/// Every count of the tables of a report. A rate gives its count to whoever knows the
/// births, and this reader does.
pub(crate) fn facts(world: &World, pages: &[Page]) -> Facts {
    let mut facts = Facts::new();
    for row in rows(pages) {
        let (indicator, measure) = counted(&row);
        let is_rate = ["rate", "figure"].contains(&measure);
        if !is_rate && !["events", "deaths"].contains(&measure) || row["period"].is_empty() {
            continue;
        }
        let columns = Columns {
            indicator,
            area: &row["area"],
            period: &row["period"],
            groups: &row["groups"],
            label: &row["label"],
        };
        let Some(key) = world.key(&columns) else { continue };
        let told = match row["status"].as_str() {
            word if word.starts_with("known") => {
                let shown: f64 = row["value"].parse().expect("a number");
                let shown =
                    if is_rate { shown * world.births(&key) as f64 / 1_000.0 } else { shown };
                let count = world.count(&key);
                assert!((shown - count as f64).abs() < 1e-6, "{row:?} is no {count}");
                Told::Count(count)
            }
            // What is left of two counts is hidden with either, whatever it is.
            word if word.starts_with("withheld") && row["measure"] == "unmet-need" => continue,
            "withheld-primary" => Told::Small,
            "withheld-secondary" => Told::Large,
            _ => continue,
        };
        let known = facts.entry(key).or_insert(told);
        *known = (*known).max(told);
    }
    facts
}

/// The tables that fit what a reader knows.
pub(crate) struct Reader<'a> {
    world: &'a World,
    facts: &'a Facts,
}

/// A sum of cells with its least and its largest count.
type Bound = (Vec<usize>, i32, i32);

impl<'a> Reader<'a> {
    pub(crate) const fn new(world: &'a World, facts: &'a Facts) -> Self {
        Self { world, facts }
    }

    /// What each fact says. A mark that would lead astray, as that of a zero which was
    /// hidden for another's sake, says nothing.
    fn bounds(&self) -> Vec<Bound> {
        let (from, to) = (count(self.world.hidden.from), count(self.world.hidden.to));
        let of = |(key, told): (&Key, &Told)| {
            let (least, most) = match *told {
                Told::Count(shown) => (count(shown), count(shown)),
                Told::Small => (from, to),
                Told::Large => (to + 1, MOST * 100),
            };
            let truth = count(self.world.count(key));
            (least <= truth && truth <= most).then(|| (self.world.leaves_of(key), least, most))
        };
        self.facts.iter().filter_map(of).collect()
    }

    /// For each of `wanted`, the ends that `wanted` asks for and that it cannot have.
    pub(crate) fn narrowed(&self, wanted: &[(Key, u64, u64)]) -> Vec<(Key, u64, u64)> {
        let bounds = self.bounds();
        let mut seen: Vec<(i32, i32)> =
            wanted.iter().map(|(key, ..)| count(self.world.count(key))).map(|n| (n, n)).collect();
        let leaves: Vec<Vec<usize>> =
            wanted.iter().map(|(key, ..)| self.world.leaves_of(key)).collect();
        for at in 0..wanted.len() {
            let (_, from, to) = wanted[at];
            for (direction, limit) in
                [(OptimizationDirection::Minimize, from), (OptimizationDirection::Maximize, to)]
            {
                let (least, most) = seen[at];
                let is_met = if direction == OptimizationDirection::Minimize {
                    least <= count(limit)
                } else {
                    most >= count(limit)
                };
                if is_met {
                    continue;
                }
                let Some(table) = self.table(&bounds, &leaves[at], direction, count(limit)) else {
                    continue;
                };
                for (sum, (least, most)) in leaves.iter().zip(&mut seen) {
                    let now = sum.iter().map(|leaf| table[*leaf]).sum();
                    (*least, *most) = ((*least).min(now), (*most).max(now));
                }
            }
        }
        let narrow = |((key, from, to), (least, most)): (&(Key, u64, u64), &(i32, i32))| {
            let end = |found: i32| u64::try_from(found).expect("a count");
            let (least, most) = (end(*least), end(*most));
            (least > *from || most < *to).then(|| (key.clone(), least, most))
        };
        wanted.iter().zip(&seen).filter_map(narrow).collect()
    }

    /// A table in which a sum is as far as it can be, at most at `limit`.
    fn table(
        &self,
        bounds: &[Bound],
        sum: &[usize],
        direction: OptimizationDirection,
        limit: i32,
    ) -> Option<Vec<i32>> {
        let sum: BTreeSet<usize> = sum.iter().copied().collect();
        let mut problem = Problem::new(direction);
        let variables: Vec<Variable> = (0..self.world.deaths.len())
            .map(|leaf| {
                problem.add_integer_var(f64::from(u8::from(sum.contains(&leaf))), (0, MOST))
            })
            .collect();
        let terms = |leaves: &[usize]| -> Vec<(Variable, f64)> {
            leaves.iter().map(|leaf| (variables[*leaf], 1.0)).collect()
        };
        for (leaves, least, most) in bounds {
            let terms = terms(leaves);
            if least == most {
                problem.add_constraint(&terms[..], ComparisonOp::Eq, f64::from(*least));
                continue;
            }
            problem.add_constraint(&terms[..], ComparisonOp::Ge, f64::from(*least));
            if *most <= MOST {
                problem.add_constraint(&terms[..], ComparisonOp::Le, f64::from(*most));
            }
        }
        let (terms, is_least) = (
            terms(&sum.into_iter().collect::<Vec<_>>()),
            direction == OptimizationDirection::Minimize,
        );
        let end = if is_least { ComparisonOp::Ge } else { ComparisonOp::Le };
        problem.add_constraint(&terms[..], end, f64::from(limit));
        let mut options = SolveOptions::default();
        options.node_limit = Some(BRANCHES);
        let found = problem.solve_with(options).ok()?.into_solution().ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "within the bounds of the variables")]
        let table: Vec<i32> =
            variables.iter().map(|one| found.var_value(*one).round() as i32).collect();
        let holds = |(leaves, least, most): &Bound| {
            let sum: i32 = leaves.iter().map(|leaf| table[*leaf]).sum();
            *least <= sum && sum <= *most
        };
        (table.iter().all(|cell| *cell >= 0) && bounds.iter().all(holds)).then_some(table)
    }

    /// Another table that fits all that is told, with `at` as far as it can go.
    pub(crate) fn other(&self, at: &Key, up: bool) -> Option<Vec<u64>> {
        let Hidden { from, to } = self.world.hidden;
        let (direction, limit) = if up {
            (OptimizationDirection::Maximize, to)
        } else {
            (OptimizationDirection::Minimize, from)
        };
        let table =
            self.table(&self.bounds(), &self.world.leaves_of(at), direction, count(limit))?;
        Some(table.into_iter().map(|cell| u64::try_from(cell).expect("a count")).collect())
    }
}

fn count(count: u64) -> i32 {
    i32::try_from(count).expect("a small count")
}
