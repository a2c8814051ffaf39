//! The results of a method, as it writes them.

use firstyear_core::{Confidence, Estimate, Interval};

use super::{Call, Group, RunError, Table, Value};

/// The results of a method: rows with what identifies them and what the
/// method gives.
#[derive(Clone, Debug)]
pub struct Output {
    names: Vec<String>,
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

impl Output {
    /// Results carry the key columns of a method, or, where each row stands by
    /// itself, all that the method does not write itself.
    pub(super) fn new(table: &Table, call: &Call) -> Self {
        let identifies = |name: &str| {
            if call.by_row(table) {
                !call.outputs.iter().any(|output| output.name == name) && !is_limit(name)
            } else {
                call.key.contains(&name)
            }
        };
        let identity: Vec<usize> =
            (0..table.names().len()).filter(|at| identifies(&table.names()[*at])).collect();
        let names = identity.iter().map(|at| table.names()[*at].clone()).collect();
        Self {
            names,
            rows: Vec::new(),
            identity,
            present: Vec::new(),
            before: 0,
            said: Said::default(),
        }
    }

    pub(super) fn start(&mut self, group: &Group<'_>) {
        self.before = self.rows.len();
        self.said = Said::default();
        self.present = self.identity.iter().map(|at| group.first_value(*at)).collect();
    }

    /// Begins a row of results.
    pub fn row(&mut self) -> Row<'_> {
        self.rows.push(self.present.clone());
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
    pub(super) fn lacking(&mut self, group: &Group<'_>, call: &Call, error: &RunError) {
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
        let mut row = self.row();
        for field in call.outputs {
            let is_status = field.name == "status";
            row.set(field.name, if is_status { status.clone() } else { value.clone() });
        }
        // An estimate goes with its limits, and so does the lack of one. Those of
        // a single level are declared where they have a name of their own.
        let declares = |name| call.outputs.iter().any(|field| field.name == name);
        if call.argument("confidence").is_none() {
            return;
        }
        let limits = limits_asked_for(group);
        if declares("value") || declares("lowerci") && limits.len() > 2 {
            for name in limits {
                row.set(&name, value.clone());
            }
        }
    }

    fn column(&mut self, name: &str) -> usize {
        if let Some(at) = self.names.iter().position(|known| known == name) {
            return at;
        }
        self.names.push(name.to_owned());
        self.names.len() - 1
    }

    pub(super) fn into_table(self) -> Table {
        let width = self.names.len();
        let mut table = Table::new(self.names).expect("names are told apart as they are added");
        for mut row in self.rows {
            row.resize(width, Value::Absent);
            table.push(row).expect("rows are as wide as the header");
        }
        table
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

/// The columns of the limits that a group asks for; none where its levels
/// cannot be read.
fn limits_asked_for(group: &Group<'_>) -> Vec<String> {
    match group.confidences().as_deref() {
        Ok([_]) => vec!["lowercl".to_owned(), "uppercl".to_owned()],
        Ok(levels) => levels
            .iter()
            .flat_map(|level| <[String; 2]>::from(limit_names(level.level())))
            .collect(),
        Err(_) => Vec::new(),
    }
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
