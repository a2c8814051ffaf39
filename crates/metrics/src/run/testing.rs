//! Methods on tables written as text, for tests.

use super::{Run, Settings, Table, Value, run};

/// A table of text: a header, then rows, with commas between values.
pub(crate) fn table(text: &str) -> Table {
    let mut lines = text.lines().map(|line| line.split(',').map(str::trim));
    let mut table = Table::new(lines.next().unwrap()).unwrap();
    for line in lines {
        table.push(line.map(Value::from)).unwrap();
    }
    table
}

/// What a method makes of it.
pub(crate) fn result(id: &str, text: &str, settings: &[(&str, &str)]) -> Run {
    let settings = Settings::new(settings.iter().copied());
    run(crate::method(id).unwrap(), &table(text), &settings).unwrap()
}
