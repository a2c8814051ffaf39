//! Disclosure control by id, on tables of columns.

use firstyear_core::{Cell, MethodId};

use super::{
    AUDIT, AuditError, LayoutError, Preset, Protection, Range, Rule, SUPPRESS, Sum, SuppressError,
    Table, audit, sums_of, suppress,
};
use crate::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, Value};

/// The method of [`Rule::shown`].
pub const PRIMARY: MethodId = MethodId::new("disclosure-primary");

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: PRIMARY,
        name: "Primary suppression and rounding",
        family: "disclosure",
        unit: "count",
        ordered: false,
        reading: "withheld where the count is inside the threshold; otherwise the count, rounded where the rule rounds",
        source: "the rule of the publisher that the preset names; `from`, `to` and `base` give one's own",
        explanation: "Hides counts from `from` to `to`, both included, and rounds the others to the nearest multiple of `base`, halves up. `lower` and `upper` are what the shown cell tells of its count to a reader who knows the rule. A preset is one of `ons-deaths` (rates only: no count is hidden, the rule for cells could not be confirmed), `msds` (0 to 4 hidden; its rounding could not be confirmed), `nhs-maternity` (1 to 7 hidden, nearest 5), `cdc-wonder` (1 to 9 hidden), `opensafely` (0 to 7 hidden, nearest 5). What is hidden is withheld, never 0. A small cell beside its total can still be worked out: see disclosure-secondary.",
        call: Call {
            key: &[],
            inputs: &[Field::new("value", "the count")],
            arguments: &[PRESET, FROM, TO, BASE],
            outputs: &OUTPUTS,
            vectors: &[],
            run: run_primary,
        },
    },
    Method {
        id: SUPPRESS,
        name: "Secondary suppression",
        family: "disclosure",
        unit: "count",
        ordered: false,
        reading: "withheld-primary: small; withheld-secondary: would give a small one away; lower and upper: what a reader can still work out",
        source: "Hundepool and others (2012), Statistical Disclosure Control, sections 4.3 and 4.4; Cox (1995), J Am Stat Assoc 90:1453; Kelly, Golden and Assad (1992), Networks 22:397",
        explanation: "Applies the rule to each count, then hides the cheapest further cells, at the price of their counts, until every small cell can still be each count of the threshold (or, with `protection` a number, that many more than one). The auditor confirms it. Zeros that the rule shows are never hidden. Where totals keep a cell narrower than asked, whatever is hidden, `narrow` is TRUE; where they give it away, the table is refused. One row for each combination of categories and totals, exact counts; of a publisher's own hidden cells nothing is known and they stay hidden. The choice is good, not the best possible.",
        call: Call {
            key: &["table"],
            inputs: &[Field::new("count", "exact count, or the word for why there is none")],
            arguments: &[
                DIMENSIONS,
                TOTAL,
                PRESET,
                FROM,
                TO,
                BASE,
                Argument::new(
                    "protection",
                    "whole",
                    "`whole`: every count of the threshold stays possible; a number: at least that many more than one",
                ),
            ],
            outputs: &[
                OUTPUTS[0],
                OUTPUTS[1],
                OUTPUTS[2],
                OUTPUTS[3],
                Field::new("narrow", "TRUE where totals leave less open than was asked for"),
            ],
            vectors: &[],
            run: run_secondary,
        },
    },
    Method {
        id: AUDIT,
        name: "Audit of a table with hidden cells",
        family: "disclosure",
        unit: "count",
        ordered: false,
        reading: "lower equal to upper: the hidden count can be worked out",
        source: "Hundepool and others (2012), Statistical Disclosure Control, sections 4.3 and 4.4",
        explanation: "For each hidden cell the least and the largest count that it has in any table that fits all that is shown: the numbers with their rounding, every total, whole counts from 0, the threshold for a cell that is withheld-primary, and above it for one that is withheld-secondary. Ends are exact for two dimensions; for more the search stops after 2,000 branches with the widest range proven. `upper` is Inf where there is no end.",
        call: Call {
            key: &["table"],
            inputs: &[Field::new(
                "count",
                "count as shown, or `withheld-primary`, `withheld-secondary`, `withheld-publisher`, `NA`",
            )],
            arguments: &[DIMENSIONS, TOTAL, PRESET, FROM, TO, BASE],
            outputs: &[
                OUTPUTS[0],
                OUTPUTS[1],
                OUTPUTS[2],
                OUTPUTS[3],
                Field::new("exact", "TRUE where a hidden count can be worked out"),
            ],
            vectors: &[],
            run: run_audit,
        },
    },
];

const PRESET: Argument = Argument::new(
    "preset",
    "NA",
    "a publisher's rule: `ons-deaths`, `msds`, `nhs-maternity`, `cdc-wonder` or `opensafely`",
);
const FROM: Argument = Argument::new(
    "from",
    "NA",
    "smallest count that is hidden; 1 unless said where `to` is, and 0 hides zeros too",
);
const TO: Argument =
    Argument::new("to", "NA", "largest count that is hidden, in place of the preset's");
const BASE: Argument =
    Argument::new("base", "NA", "rounds shown counts to multiples of it, in place of the preset's");
const DIMENSIONS: Argument =
    Argument::required("dimensions", "the columns of the table's dimensions, separated by `;`")
        .naming_columns();
const TOTAL: Argument = Argument::new("total", "Total", "the label of totals in these columns");

const OUTPUTS: [Field; 4] = [
    Field::new("status", "whether the cell is known, and if not, who hid it"),
    Field::new("value", "the count as shown"),
    Field::new("lower", "the least count that it can be"),
    Field::new("upper", "the largest count that it can be; Inf where there is no end"),
];

fn run_primary(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let rule = rule(group)?;
    for count in counts(group, "value")? {
        let shown = rule.shown(count);
        let told = rule.tells(&shown).unwrap_or(Range::ANY);
        write(out, &[], shown, told);
    }
    Ok(())
}

fn run_secondary(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (rule, layout) = (rule(group)?, Layout::new(group)?);
    let protection = protection(group)?;
    let result = suppress(&layout.table, &rule, protection).map_err(|error| match error {
        SuppressError::Input(error) => layout.explain(&error),
        SuppressError::CannotProtect { first, others } => RunError::Measure(format!(
            "the cell {} and {others} more can be worked out whatever else is hidden: join categories, or show fewer totals",
            cell(&layout.dimensions, &layout.rows[first - 1])
        )),
    })?;
    for (at, (shown, range)) in result.shown.cells().iter().zip(result.ranges).enumerate() {
        let narrow = result.narrow.contains(&at);
        write(out, &layout.labels(at), *shown, range).set("narrow", narrow);
    }
    Ok(())
}

fn run_audit(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (rule, layout) = (rule(group)?, Layout::new(group)?);
    let ranges = audit(&layout.table, &rule).map_err(|error| layout.explain(&error))?;
    for (at, (shown, range)) in layout.table.cells().iter().zip(ranges).enumerate() {
        let exact = range.is_exact() && matches!(shown, Cell::Withheld(_));
        write(out, &layout.labels(at), *shown, range).set("exact", exact);
    }
    Ok(())
}

fn write<'o>(
    out: &'o mut Output,
    labels: &[(&str, &str)],
    shown: Cell<u64>,
    range: Range,
) -> crate::run::Row<'o> {
    let mut row = out.row();
    for (dimension, label) in labels {
        row.set(dimension, *label);
    }
    row.set("status", shown.status())
        .set("value", Value::from_cell(shown.map(|count| count as f64)))
        .set("lower", range.lower)
        .set("upper", range.upper.map_or(f64::INFINITY, |upper| upper as f64));
    row
}

/// The rule that the arguments name: a preset's, or one's own.
fn rule(group: &Group<'_>) -> Result<Rule, RunError> {
    let mut rule = match group.argument("preset")? {
        None => None,
        Some(id) => Some(preset(&id)?.rule()),
    };
    let (from, to) = (group.whole("from")?, group.whole("to")?);
    match (from, to) {
        (None, None) => {}
        (Some(_), None) => {
            let wanted = "the largest hidden count goes with `from`".to_owned();
            return Err(RunError::Argument { name: "to", wanted });
        }
        (from, Some(to)) => {
            let own = Rule::threshold(from.unwrap_or(1), to).map_err(RunError::measure)?;
            rule.get_or_insert_default().threshold = own.threshold;
        }
    }
    if let Some(base) = group.whole("base")? {
        let own = rule.unwrap_or_default().rounded_to(base).map_err(RunError::measure)?;
        rule = Some(own);
    }
    rule.ok_or_else(|| RunError::Argument {
        name: "preset",
        wanted: "a rule is asked for: `preset`, `to` or `base`".to_owned(),
    })
}

fn preset(id: &str) -> Result<Preset, RunError> {
    Preset::from_id(id).ok_or_else(|| {
        let known: Vec<_> = Preset::ALL.iter().map(|preset| preset.id()).collect();
        RunError::Argument { name: "preset", wanted: format!("one of `{}`", known.join("`, `")) }
    })
}

fn protection(group: &Group<'_>) -> Result<Protection, RunError> {
    if group.argument("protection")?.is_none_or(|word| word == "whole") {
        return Ok(Protection::WholeThreshold);
    }
    group.whole("protection")?.and_then(std::num::NonZeroU64::new).map(Protection::Width).ok_or(
        RunError::Argument {
            name: "protection",
            wanted: "`whole` or a whole number from 1".to_owned(),
        },
    )
}

/// A column of counts, each known or not.
fn counts(group: &Group<'_>, column: &str) -> Result<Vec<Cell<u64>>, RunError> {
    let cells = group.cells(column)?.into_iter().enumerate();
    cells
        .map(|(at, cell)| {
            let wrong = || group.out_of_range(column, at, "a count is a whole number from 0");
            match cell {
                Cell::Known { value, flags } => {
                    Ok(Cell::Known { value: as_count(value).ok_or_else(wrong)?, flags })
                }
                Cell::Withheld(by) => Ok(Cell::Withheld(by)),
                Cell::Absent => Ok(Cell::Absent),
                Cell::NotApplicable => Ok(Cell::NotApplicable),
            }
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and in range"
)]
fn as_count(number: f64) -> Option<u64> {
    // Beyond 2^53 a double no longer holds every whole number.
    (number.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&number))
        .then_some(number as u64)
}

/// A table in long form with its dimensions.
struct Layout {
    dimensions: Vec<String>,
    /// For each row its label in every dimension.
    rows: Vec<Vec<String>>,
    table: Table,
}

impl Layout {
    fn new(group: &Group<'_>) -> Result<Self, RunError> {
        let named = group.argument("dimensions")?.unwrap_or_default();
        let dimensions: Vec<String> = named.split(';').map(|name| name.trim().to_owned()).collect();
        if let Some(missing) = dimensions.iter().find(|name| !group.has(name)) {
            return Err(RunError::Argument {
                name: "dimensions",
                wanted: format!("the table has no column `{missing}`"),
            });
        }
        let columns: Vec<Vec<String>> = dimensions.iter().map(|name| group.texts(name)).collect();
        let rows: Vec<Vec<String>> = (0..group.len())
            .map(|row| columns.iter().map(|column| column[row].clone()).collect())
            .collect();
        let total = group.argument("total")?.unwrap_or_default();
        let sums = sums_of(&rows, &total).map_err(|error| said(&error, &dimensions, &rows))?;
        let table = Table::new(counts(group, "count")?, sums).map_err(RunError::measure)?;
        Ok(Self { dimensions, rows, table })
    }

    fn labels(&self, row: usize) -> Vec<(&str, &str)> {
        let labels = self.rows[row].iter().map(String::as_str);
        self.dimensions.iter().map(String::as_str).zip(labels).collect()
    }

    /// An error in the words of the table: a sum is known by the row of its
    /// total and the dimension along which it runs.
    fn explain(&self, error: &AuditError) -> RunError {
        let AuditError::DoesNotAddUp { sums } = error else { return RunError::measure(error) };
        let named: Vec<String> = sums.iter().filter_map(|at| self.name(*at)).take(NAMED).collect();
        let more = match sums.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        RunError::Measure(format!(
            "totals that are not what their parts add up to, by row of the table counted from 1: \
             {}{more}",
            named.join(", ")
        ))
    }

    fn name(&self, sum: usize) -> Option<String> {
        let Sum { total, parts } = self.table.sums().get(sum)?;
        let part = parts.first()?;
        let along =
            (0..self.dimensions.len()).find(|&at| self.rows[*total][at] != self.rows[*part][at])?;
        Some(format!("row {} along `{}`", total + 1, self.dimensions[along]))
    }
}

/// A cell by its labels.
fn cell(dimensions: &[String], labels: &[String]) -> String {
    let parts = dimensions.iter().zip(labels).map(|(name, label)| format!("{name} `{label}`"));
    parts.collect::<Vec<_>>().join(", ")
}

/// What is wrong with rows, in the words of the table.
fn said(error: &LayoutError, dimensions: &[String], rows: &[Vec<String>]) -> RunError {
    RunError::Measure(match *error {
        LayoutError::NoTotal { dimension } => {
            let name = &dimensions[dimension - 1];
            format!("`{name}` has no row with the label of the total")
        }
        LayoutError::NoCategories { dimension } => {
            format!("`{}` has a total and no category", dimensions[dimension - 1])
        }
        LayoutError::Twice { first, .. } => {
            format!("two rows are the cell {}", cell(dimensions, &rows[first - 1]))
        }
        LayoutError::Missing { missing, row, dimension } => {
            let along = &dimensions[dimension - 1];
            let others = dimensions.iter().zip(&rows[row - 1]).filter(|(name, _)| *name != along);
            let (names, labels): (Vec<String>, Vec<String>) =
                others.map(|(name, label)| (name.clone(), label.clone())).unzip();
            let at = match cell(&names, &labels) {
                nothing if nothing.is_empty() => String::new(),
                at => format!(" at {at}"),
            };
            format!(
                "{missing} cells have no row, the first along `{along}`{at}: list each cell, zeros too"
            )
        }
        LayoutError::Labels { .. } => error.to_string(),
    })
}

/// How many wrong totals a message names.
const NAMED: usize = 10;

#[cfg(test)]
mod tests {
    use crate::run::{Run, Settings, Table, Value, run};

    fn table(names: &[&str], rows: &[&[&str]]) -> Table {
        let mut table = Table::new(names.iter().copied()).unwrap();
        for row in rows {
            table.push(row.iter().map(|text| Value::from(*text))).unwrap();
        }
        table
    }

    fn run_method(id: &str, table: &Table, settings: &[(&str, &str)]) -> Run {
        run(crate::method(id).unwrap(), table, &Settings::new(settings.iter().copied())).unwrap()
    }

    fn column(run: &Run, name: &str) -> Vec<String> {
        (0..run.table.len()).map(|row| run.table.get(row, name).unwrap().to_string()).collect()
    }

    #[test]
    fn primary_hides_rounds_and_names_bad_rows() {
        let input = table(
            &["area", "value"],
            &[&["a", "3"], &["b", "13"], &["c", "0"], &["d", "NA"], &["e", "-1"], &["f", "NaN"]],
        );
        let got = run_method("disclosure-primary", &input, &[("preset", "nhs-maternity")]);
        assert_eq!(column(&got, "value"), ["withheld-primary", "15", "0", "NA", "NA", "NA"]);
        assert_eq!(column(&got, "lower"), ["1", "13", "0", "0", "NA", "NA"]);
        assert_eq!(column(&got, "upper"), ["7", "17", "0", "Inf", "NA", "NA"]);
        assert_eq!(column(&got, "status")[..3], ["withheld-primary", "known", "known"]);
        assert_eq!(got.problems.len(), 2);
        let own = run_method("disclosure-primary", &input, &[("to", "4"), ("from", "0")]);
        assert_eq!(
            column(&own, "value")[..3],
            ["withheld-primary", "13", "withheld-primary"].map(String::from)
        );
    }

    const ROWS: [[&str; 3]; 9] = [
        ["a", "x", "3"],
        ["a", "y", "19"],
        ["a", "All", "22"],
        ["b", "x", "20"],
        ["b", "y", "30"],
        ["b", "All", "50"],
        ["All", "x", "23"],
        ["All", "y", "49"],
        ["All", "All", "72"],
    ];

    const SETTINGS: [(&str, &str); 3] =
        [("dimensions", "area;cause"), ("total", "All"), ("preset", "cdc-wonder")];

    fn crossed(rows: &[[&str; 3]]) -> Table {
        let rows: Vec<&[&str]> = rows.iter().map(<[&str; 3]>::as_slice).collect();
        table(&["area", "cause", "count"], &rows)
    }

    #[test]
    fn secondary_hides_a_square_and_the_audit_agrees() {
        let got = run_method("disclosure-secondary", &crossed(&ROWS), &SETTINGS);
        assert_eq!(got.problems, []);
        let status = column(&got, "status");
        assert_eq!(status[0], "withheld-primary");
        assert_eq!(status.iter().filter(|word| *word == "withheld-secondary").count(), 3);
        assert_eq!((&*column(&got, "lower")[0], &*column(&got, "upper")[0]), ("1", "9"));
        assert!(got.table.column("count").is_none(), "exact counts stay inside");
        // The audit of what is shown finds the same.
        let shown: Vec<[String; 3]> = (0..9)
            .map(|row| {
                ["area", "cause", "value"].map(|name| got.table.get(row, name).unwrap().to_string())
            })
            .collect();
        let shown: Vec<[&str; 3]> =
            shown.iter().map(|row| [&*row[0], &*row[1], &*row[2]]).collect();
        let audited = run_method("disclosure-audit", &crossed(&shown), &SETTINGS);
        for name in ["status", "lower", "upper"] {
            assert_eq!(column(&audited, name), column(&got, name), "{name}");
        }
        assert!(column(&audited, "exact").iter().all(|flag| flag == "FALSE"));
    }

    #[test]
    fn one_hidden_cell_is_found_out() {
        let mut rows = ROWS;
        rows[0][2] = "withheld-primary";
        let got = run_method("disclosure-audit", &crossed(&rows), &SETTINGS);
        assert_eq!(column(&got, "exact")[0], "TRUE");
        assert_eq!((&*column(&got, "lower")[0], &*column(&got, "upper")[0]), ("3", "3"));
    }

    #[test]
    fn a_cell_that_nothing_protects_is_named() {
        // Seven parts of at least 1 each and a total of at most 7.
        let mut rows: Vec<[&str; 2]> =
            ["a", "b", "c", "d", "e", "f", "g"].map(|area| [area, "1"]).to_vec();
        rows.push(["Total", "7"]);
        let rows: Vec<&[&str]> = rows.iter().map(<[&str; 2]>::as_slice).collect();
        let settings = [("dimensions", "area"), ("to", "7")];
        let got = run_method("disclosure-secondary", &table(&["area", "count"], &rows), &settings);
        let said = got.problems[0].error.to_string();
        assert!(said.starts_with("the cell area `a` and 7 more can be worked out"), "{said}");
    }

    #[test]
    fn bad_tables_are_named() {
        let problem = |rows: &[[&str; 3]], settings: &[(&str, &str)]| {
            let got = run_method("disclosure-secondary", &crossed(rows), settings);
            assert_eq!(got.problems.len(), 1);
            got.problems[0].to_string()
        };
        let mut wrong = ROWS;
        wrong[5][2] = "51";
        assert!(
            problem(&wrong, &SETTINGS).ends_with("row 9 along `area`, row 6 along `cause`"),
            "{}",
            problem(&wrong, &SETTINGS)
        );
        let missing = problem(&ROWS[..8], &SETTINGS);
        assert!(missing.contains("have no row, the first along `"), "{missing}");
        let no_total = problem(&ROWS[..2], &SETTINGS);
        assert!(no_total.contains("`area` has no row with the label of the total"), "{no_total}");
        let mut twice = ROWS;
        twice[1] = twice[0];
        let twice = problem(&twice, &SETTINGS);
        assert!(twice.ends_with("two rows are the cell area `a`, cause `x`"), "{twice}");
        let mut negative = ROWS;
        negative[1][2] = "-3";
        assert!(problem(&negative, &SETTINGS).contains("row 2"));
        let mut not_a_number = ROWS;
        not_a_number[2][2] = "NaN";
        assert!(problem(&not_a_number, &SETTINGS).contains("row 3"));
        assert!(problem(&ROWS, &[SETTINGS[0], SETTINGS[1]]).contains("a rule is asked for"));
        assert!(
            problem(&ROWS, &[("dimensions", "region"), SETTINGS[1], SETTINGS[2]])
                .contains("no column `region`")
        );
        assert!(
            problem(&ROWS, &[SETTINGS[0], SETTINGS[1], ("preset", "nobody")]).contains("one of")
        );
    }
}
