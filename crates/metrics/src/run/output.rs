//! The results of a method, as it writes them.

use firstyear_core::{Confidence, Estimate, Interval};

use super::{Call, Group, RunError, Table, Value};

/// The results of a method: rows with what identifies them and what the
/// method gives.
#[derive(Clone, Debug)]
pub struct Output {
    /// What identifies a result, what the method declares, and then what else
    /// it writes.
    columns: Vec<Column>,
    /// The columns as they are shown. What is not declared stands behind what
    /// its row has before it.
    order: Vec<usize>,
    /// The column that was written last in the present row.
    last: Option<usize>,
    rows: Vec<Vec<Value>>,
    /// Columns of the input that identify a result, by place.
    identity: Vec<usize>,
    /// What identifies the results of the present group.
    present: Vec<Value>,
    /// How many rows stood before the present group.
    before: usize,
    said: Said,
}

/// What a method says of the results of the present group.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) problems: Vec<RunError>,
    pub(super) notes: Vec<RunError>,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    /// Whether a result that there is not stands in it too.
    declared: bool,
    /// Whether a method may leave it out: it is shown once it is written, or
    /// where nothing is.
    optional: bool,
    written: bool,
}

impl Output {
    /// Results carry the key columns of a method, or, where each row stands by
    /// itself, all that the method does not write itself; then the columns
    /// that it declares, whatever becomes of its groups. `limits` are the
    /// names of the limits asked for.
    pub(super) fn new(table: &Table, call: &Call, limits: &[String]) -> Self {
        let identifies = |name: &str| {
            if call.by_row(table) {
                !call.outputs.iter().any(|output| output.name == name) && !is_limit(name)
            } else {
                call.key.contains(&name)
            }
        };
        let identity: Vec<usize> =
            (0..table.names().len()).filter(|at| identifies(&table.names()[*at])).collect();
        let mut output = Self {
            columns: Vec::new(),
            order: Vec::new(),
            last: None,
            rows: Vec::new(),
            identity,
            present: Vec::new(),
            before: 0,
            said: Said::default(),
        };
        for at in output.identity.clone() {
            output.add(Column::new(&table.names()[at]), output.order.len());
        }
        output.declare(call, limits);
        output
    }

    fn declare(&mut self, call: &Call, limits: &[String]) {
        let limits_declared = call.outputs.iter().any(|field| is_one_limit(field.name));
        // The limits of a single level have the names that the method declares.
        let single = limits.first().is_none_or(|name| is_one_limit(name));
        for field in call.outputs {
            if limits_declared && single {
                self.declare_column(field.name, field.optional);
                continue;
            }
            let limits_here = if limits_declared {
                is_one_limit(field.name)
            } else {
                field.name == "value" && !field.optional
            };
            // Those asked for stand in the place of `lowercl` and `uppercl`.
            if limits.is_empty() || !is_one_limit(field.name) {
                self.declare_column(field.name, field.optional);
            }
            if limits_here {
                for name in limits {
                    self.declare_column(name, false);
                }
            }
        }
    }

    fn declare_column(&mut self, name: &str, optional: bool) {
        if self.columns.iter().all(|column| column.name != name) {
            let column = Column { declared: true, optional, ..Column::new(name) };
            self.add(column, self.order.len());
        }
    }

    fn add(&mut self, column: Column, place: usize) -> usize {
        self.columns.push(column);
        self.order.insert(place, self.columns.len() - 1);
        self.columns.len() - 1
    }

    pub(super) fn start(&mut self, group: &Group<'_>) {
        self.before = self.rows.len();
        self.said = Said::default();
        self.present = self.identity.iter().map(|at| group.first_value(*at)).collect();
    }

    /// Begins a row of results.
    pub fn row(&mut self) -> Row<'_> {
        self.rows.push(self.present.clone());
        self.last = None;
        Row { output: self }
    }

    /// Says why rows of the group are written without a result.
    pub fn problem(&mut self, why: impl std::fmt::Display) {
        self.said.problems.push(RunError::measure(why));
    }

    /// Says why a part of a result does not exist, where nothing is wrong.
    pub fn note(&mut self, why: impl std::fmt::Display) {
        self.said.notes.push(RunError::measure(why));
    }

    pub(super) fn said(&mut self) -> Said {
        std::mem::take(&mut self.said)
    }

    /// A row that says that the group has no result, in place of what the
    /// method may have begun to write.
    pub(super) fn lacking(&mut self, group: &Group<'_>, error: &RunError) {
        let value = match error {
            RunError::Withheld(by) => Value::Withheld(*by),
            RunError::NotApplicable => Value::NotApplicable,
            _ => Value::Absent,
        };
        self.rows.truncate(self.before);
        if group.is_empty() {
            return;
        }
        // What is withheld is no error, and says so in a status too.
        let status = match error {
            RunError::Withheld(_) => value.clone(),
            _ => Value::from("error"),
        };
        let mut row = self.present.clone();
        row.extend(self.columns[row.len()..].iter().map(|column| match column {
            Column { declared: false, .. } => Value::Absent,
            Column { name, .. } if name == "status" => status.clone(),
            Column { .. } => value.clone(),
        }));
        self.rows.push(row);
    }

    /// The column of this name, which is added where there is none.
    fn column(&mut self, name: &str) -> usize {
        let known = self.columns.iter().position(|column| column.name == name);
        let at = known.unwrap_or_else(|| {
            let before = self.order.iter().position(|at| Some(*at) == self.last);
            self.add(Column::new(name), before.map_or(self.identity.len(), |place| place + 1))
        });
        self.columns[at].written = true;
        self.last = Some(at);
        at
    }

    pub(super) fn into_table(self) -> Table {
        let Self { columns, order, rows, .. } = self;
        let nothing = columns.iter().all(|column| !column.written);
        let shown: Vec<usize> = order
            .into_iter()
            .filter(|at| nothing || columns[*at].written || !columns[*at].optional)
            .collect();
        let mut table = Table::new(shown.iter().map(|at| columns[*at].name.clone()))
            .expect("names are told apart as they are added");
        for mut row in rows {
            row.resize(columns.len(), Value::Absent);
            let values = shown.iter().map(|at| std::mem::replace(&mut row[*at], Value::Absent));
            table.push(values).expect("rows are as wide as the header");
        }
        table
    }
}

impl Column {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), declared: false, optional: false, written: false }
    }
}

/// One row of results.
#[derive(Debug)]
pub struct Row<'a> {
    output: &'a mut Output,
}

impl Row<'_> {
    /// Writes a value under a column.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) -> &mut Self {
        let at = self.output.column(name);
        // A row exists because `Output::row` has just added it.
        if let Some(row) = self.output.rows.last_mut() {
            if row.len() <= at {
                row.resize(at + 1, Value::Absent);
            }
            row[at] = value.into();
        }
        self
    }

    /// Writes limits: `lowercl` and `uppercl` for one level; for several
    /// `lower95_0cl`, `upper95_0cl` and so on.
    pub fn limits(&mut self, limits: &[Interval]) -> &mut Self {
        let known: Vec<_> =
            limits.iter().map(|limits| (limits.confidence, Some(*limits))).collect();
        self.limits_where_known(&known)
    }

    /// Writes limits as [`limits`](Self::limits) does, absent at the levels at
    /// which there are none.
    pub fn limits_where_known(&mut self, limits: &[(Confidence, Option<Interval>)]) -> &mut Self {
        for (confidence, interval) in limits {
            let (lower, upper) = match limits {
                [_] => ("lowercl".to_owned(), "uppercl".to_owned()),
                _ => limit_names(confidence.level()),
            };
            self.set(&lower, interval.map(|limits| limits.lower))
                .set(&upper, interval.map(|limits| limits.upper));
        }
        self
    }

    /// Writes an estimate at one or several levels: `value`, then the limits.
    /// All must be of the same value.
    pub fn estimates(&mut self, estimates: &[Estimate]) -> &mut Self {
        let value = estimates.first().map(|estimate| estimate.value);
        let limits: Vec<Interval> = estimates.iter().filter_map(|e| e.interval).collect();
        self.set("value", value).limits(&limits)
    }
}

/// The columns of the limits that groups ask for, in the order in which they
/// do; none where a method has no level, or where levels cannot be read.
pub(super) fn limits_asked_for<'a>(
    call: &Call,
    groups: impl Iterator<Item = Group<'a>>,
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let Some(argument) = call.argument("confidence") else { return names };
    let mut before = None;
    for group in groups {
        let said = group.argument(argument.name).ok().flatten();
        if said == before {
            continue;
        }
        for name in said.as_deref().map(names_of_limits).unwrap_or_default() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        before = said;
    }
    names
}

/// The names of the limits at levels as they are written, which some methods
/// take in percent.
fn names_of_limits(levels: &str) -> Vec<String> {
    let fraction = |level: &str| {
        let (number, percent) = match level.trim().strip_suffix('%') {
            Some(number) => (number, true),
            None => (level.trim(), false),
        };
        let number = Value::from(number).number()?;
        let fraction = if percent || number >= 90.0 { number / 100.0 } else { number };
        (fraction > 0.0 && fraction <= 1.0).then_some(fraction)
    };
    let levels: Option<Vec<f64>> = levels.split([';', ',']).map(fraction).collect();
    match levels.unwrap_or_default().as_slice() {
        [_] => vec!["lowercl".to_owned(), "uppercl".to_owned()],
        levels => {
            levels.iter().flat_map(|level| <[String; 2]>::from(limit_names(*level))).collect()
        }
    }
}

/// Whether a column holds a limit where there is one level.
fn is_one_limit(name: &str) -> bool {
    matches!(name, "lowercl" | "uppercl" | "lowerci" | "upperci")
}

/// The names of the limits at one of several levels, with as many decimals of
/// the percentage as tell it from others, one at least.
pub(crate) fn limit_names(level: f64) -> (String, String) {
    // A level such as 0.998 times 100 is 99.8000…1: ten decimals are enough.
    let percent = format!("{:.10}", level * 100.0);
    let (whole, decimals) = percent.split_once('.').unwrap_or((&percent, "0"));
    let decimals = decimals.trim_end_matches('0');
    let percent = format!("{whole}_{}", if decimals.is_empty() { "0" } else { decimals });
    (format!("lower{percent}cl"), format!("upper{percent}cl"))
}

/// Whether a column holds limits at one of several levels.
fn is_limit(name: &str) -> bool {
    let middle = name
        .strip_prefix("lower")
        .or_else(|| name.strip_prefix("upper"))
        .and_then(|rest| rest.strip_suffix("cl"));
    middle.is_some_and(|level| level.bytes().all(|b| b.is_ascii_digit() || b == b'_'))
}
