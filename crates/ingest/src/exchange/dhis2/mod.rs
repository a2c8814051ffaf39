//! Data value sets of DHIS2, JSON and CSV: one number of one data element a
//! record.
//!
//! | DHIS2 has                          | is read as                                |
//! |------------------------------------|-------------------------------------------|
//! | a data element                     | an indicator, by the mapping table        |
//! | `….numerator`, `….denominator`     | the counts of that indicator              |
//! | an organisation unit               | an area, `dhis2:` and the identifier      |
//! | a category option combination      | groups, by the mapping table              |

mod period;
mod values;

use std::borrow::Cow;

use firstyear_core::project::FileFormat;
use firstyear_core::{Problem, ProblemCode};

use serde_json::{Map, Value};

use super::json::{records, text};
use crate::OnProgress;
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::rows::Rows;
use crate::sample::Sample;
use crate::sink::{Fate, Sink};
use values::{DataValue, Values};

const LEFT: &str = "Data elements, organisation units and option combinations get the ids that a \
                    mapping table gives them (--map, or map = in firstyear.toml: a CSV with the \
                    columns kind, from and to); others keep their identifiers, as in \
                    dhis2:DiszpKrYNg8. A data element whose id ends in .numerator or .denominator \
                    is a count of the indicator before it. The default combination is everyone. \
                    Periods are years, half years, quarters, two months and months; weeks and days \
                    are problems. Deleted values and values that are no numbers are passed over.";

/// JSON, for the list of formats.
pub(crate) const JSON: Format = Format {
    format: FileFormat::Dhis2Json,
    title: "A data value set of DHIS2, JSON",
    explanation: LEFT,
    fits: fits_json,
    read: read_json,
};

/// CSV, for the list of formats.
pub(crate) const CSV: Format = Format {
    format: FileFormat::Dhis2Csv,
    title: "A data value set of DHIS2, CSV",
    explanation: LEFT,
    fits: fits_csv,
    read: read_csv,
};

fn fits_json(sample: &Sample) -> Fit {
    let Some(text) = sample.text().and_then(|text| text.json()) else { return Fit::No };
    let has = |field: &str| text.contains(&format!("\"{field}\""));
    Fit::sure_if(
        text.starts_with('{')
            && (has("dataValues") || (has("dataSet") && has("orgUnit") && has("period"))),
    )
}

/// The header says `dataelement` first, or the first rows hold identifiers
/// where they belong: the header has no part in the standard.
fn fits_csv(sample: &Sample) -> Fit {
    let Some(text) = sample.text() else { return Fit::No };
    let letters = |cell: &String| -> String {
        cell.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase()
    };
    let header: Vec<String> = text.header().iter().map(letters).collect();
    let named = matches!(
        &*header,
        [first, second, third, _, _, _, ..]
            if first == "dataelement" && second == "period" && third.starts_with("orgunit")
    );
    let mut lines = csv::ReaderBuilder::new()
        .has_headers(true)
        .flexible(true)
        .from_reader(text.head.as_bytes());
    let mut record = csv::StringRecord::new();
    let by_rows = matches!(lines.read_record(&mut record), Ok(true))
        && record.len() >= 6
        && [0, 2, 3].iter().all(|at| is_uid(record.get(*at).unwrap_or_default()))
        && period::read(record.get(1).unwrap_or_default()).is_ok();
    Fit::sure_if(named || by_rows)
}

/// Eleven letters and digits, a letter first.
fn is_uid(text: &str) -> bool {
    text.len() == 11
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.as_bytes()[0].is_ascii_alphabetic()
}

fn read_json(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let bytes = input.whole()?;
    input.report(progress)?;
    // The fields that all values share can stand behind them.
    let outer = records(input, &bytes, "dataValues", &mut |_, _| {})?;
    let mut values = Values::new(with, &input.file);
    records(input, &bytes, "dataValues", &mut |number, record| {
        let value = DataValue {
            row: number,
            data_element: text(record, "dataElement"),
            period: either(record, &outer, "period"),
            org_unit: either(record, &outer, "orgUnit"),
            category: text(record, "categoryOptionCombo"),
            attribute: either(record, &outer, "attributeOptionCombo"),
            value: text(record, "value"),
            comment: text(record, "comment"),
            deleted: text(record, "deleted") == "true",
        };
        values.add(&value, sink);
    })?;
    finish(values, input, sink)
}

/// What a record says, or else what the set says for all.
fn either<'v>(
    record: &'v Map<String, Value>,
    outer: &'v Map<String, Value>,
    field: &str,
) -> Cow<'v, str> {
    match text(record, field) {
        given if given.is_empty() => text(outer, field),
        given => given,
    }
}

fn read_csv(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let mut rows = Rows::open(input, None)?;
    rows.next(progress)?;
    let mut values = Values::new(with, &input.file);
    while let Some(row) = rows.next(progress)? {
        if rows.len() < 6 {
            let message = "the row has fewer than the six cells up to the value";
            sink.problem(Problem::new(ProblemCode::RowShape, input.place().row(row), message));
            values.refuse(sink);
            continue;
        }
        let cell = |at| rows.cell(at).into();
        let value = DataValue {
            row,
            data_element: cell(0),
            period: cell(1),
            org_unit: cell(2),
            category: cell(3),
            attribute: cell(4),
            value: cell(5),
            comment: cell(8),
            deleted: false,
        };
        values.add(&value, sink);
    }
    rows.encoding_note().into_iter().for_each(|note| sink.problem(note));
    finish(values, input, sink)
}

fn finish(values: Values<'_>, input: &Input<'_>, sink: &mut dyn Sink) -> Reading {
    if values.seen() == 0 {
        let message = "the data value set holds no value";
        return Err(Problem::new(ProblemCode::FileEmpty, input.place(), message)
            .with_help("check data set, period and organisation unit of the export")
            .into());
    }
    values.finish(sink);
    Ok(())
}

#[cfg(test)]
mod tests;
