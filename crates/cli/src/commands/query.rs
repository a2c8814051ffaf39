//! `query`: SQL over a project's observations and over records.

use crate::args::Querying;
use crate::exit::{Code, Failure};

/// Answers a query, or lists what there is to ask with.
#[cfg(not(feature = "records"))]
pub(crate) fn query(_: &Querying) -> Result<Code, Failure> {
    Err(super::report::not_built("records"))
}

#[cfg(feature = "records")]
pub(crate) use querying::query;

#[cfg(feature = "records")]
mod querying {
    use std::ffi::OsStr;
    use std::fmt::Write as _;
    use std::io::Read as _;
    use std::path::{Path, PathBuf};

    use firstyear_analysis::Rules;
    use firstyear_catalogue::catalogue;
    use firstyear_core::count::CountSpec;
    use firstyear_export::chart::{Column, ColumnKind, DataTable, TableCell};
    use firstyear_export::wire::{
        QueryAnswerV1, QueryColumnV1, QueryKindV1, QueryNoteV1, QueryReleaseV1, QueryValueV1,
        to_json,
    };
    use firstyear_export::{format, plain_csv};
    use firstyear_ingest::{ProjectData, read_count_spec, read_project_records};
    use firstyear_records::{
        CountError, Over, Queried, QueryError, QueryKind, QueryRecords, QueryTables, QueryValue,
        observation_columns, query as answer_query, query_functions,
    };

    use super::{Code, Failure, Querying};
    use crate::args::QueryShape;
    use crate::commands::reference::{print, put};
    use crate::commands::{engine, grid};
    use crate::progress::Watch;
    use crate::{keep, load};

    /// Answers a query, or lists what there is to ask with.
    pub(crate) fn query(asked: &Querying) -> Result<Code, Failure> {
        let (Some(project), Some(text), false) = (&asked.project, &asked.query, asked.functions)
        else {
            return print(&listed());
        };
        let shape = shape(asked)?;
        let sql = sql(text)?;
        let read = load::project(project)?;
        let specified = specification(asked, &read)?;
        if let Some((spec, _)) = &specified {
            engine::reads(spec)?;
        }
        keep::folder(asked.out.as_deref(), project)?;
        let read_too = specified.iter().map(|(_, path)| path.as_path());
        keep::inputs(asked.out.as_deref(), read_too)?;
        let records = specified
            .as_ref()
            .map(|(spec, path)| QueryRecords { spec, folder: engine::folder_of(path) });
        let answer = answered(&sql, &read, records, asked)?;
        let wire = wire(sql, &answer);
        put(&written(&wire, shape)?, false, asked.out.as_deref())?;
        tell(&wire);
        Ok(load::verdict(&read.read.problems))
    }

    fn answered(
        sql: &str,
        read: &ProjectData,
        records: Option<QueryRecords<'_>>,
        asked: &Querying,
    ) -> Result<Queried, Failure> {
        let tables = QueryTables {
            dataset: &read.read.rows,
            catalogue: catalogue(),
            records,
            hidden: Rules::of(&read.project).range(),
        };
        let bounds = (asked.threads, asked.memory);
        let answer =
            engine::working("answering", bounds, |options| answer_query(sql, &tables, options));
        answer.map_err(failure)
    }

    /// The specification that the user names, or else that of the project.
    fn specification(
        asked: &Querying,
        read: &ProjectData,
    ) -> Result<Option<(CountSpec, PathBuf)>, Failure> {
        let mut watch = Watch::new();
        let watched = &mut |progress: &_| watch.see(progress);
        let Some(path) = &asked.records else {
            return read_project_records(read, watched)
                .map_err(|error| load::unreadable(Path::new("the records of the project"), error));
        };
        let spec = read_count_spec(path, watched);
        let spec = spec.map_err(|error| load::unreadable(path, error))?;
        Ok(Some((spec, path.clone())))
    }

    /// As told, by the ending of the file, or else a table.
    fn shape(asked: &Querying) -> Result<QueryShape, Failure> {
        if let Some(shape) = asked.format {
            return Ok(shape);
        }
        let Some(out) = &asked.out else { return Ok(QueryShape::Text) };
        let ending = out.extension().map(OsStr::to_ascii_lowercase);
        match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("csv") => Ok(QueryShape::Csv),
            Some("json") => Ok(QueryShape::Json),
            Some("txt") => Ok(QueryShape::Text),
            _ => Err(Failure::Use(
                "--out ends in neither .csv, .json nor .txt: say --format".to_owned(),
            )),
        }
    }

    fn sql(text: &str) -> Result<String, Failure> {
        if text != "-" {
            return Ok(text.to_owned());
        }
        let mut read = String::new();
        std::io::stdin()
            .lock()
            .read_to_string(&mut read)
            .map_err(|error| Failure::File(format!("standard input cannot be read: {error}")))?;
        Ok(read)
    }

    fn failure(error: QueryError) -> Failure {
        match error {
            QueryError::Use(_) | QueryError::Running(_) => Failure::Use(error.to_string()),
            QueryError::Form { .. } | QueryError::Disclosive { .. } => {
                Failure::Refused(error.to_string())
            }
            QueryError::Count(CountError::Stopped) | QueryError::Stopped => Failure::Interrupted,
            QueryError::Count(
                CountError::File { .. } | CountError::Disk { .. } | CountError::Changed { .. },
            ) => Failure::File(error.to_string()),
            QueryError::Count(CountError::Engine { .. }) | QueryError::Engine(_) => {
                Failure::Defect(error.to_string())
            }
            error => Failure::Input(error.to_string()),
        }
    }

    fn wire(query: String, answer: &Queried) -> QueryAnswerV1 {
        let columns = answer.columns.iter().map(|column| QueryColumnV1 {
            name: column.name.clone(),
            kind: match column.kind {
                QueryKind::Text => QueryKindV1::Text,
                QueryKind::Whole => QueryKindV1::Whole,
                QueryKind::Number => QueryKindV1::Number,
                QueryKind::Flag => QueryKindV1::Flag,
            },
        });
        let value = |value: &QueryValue| match value {
            QueryValue::Null => QueryValueV1::Null(()),
            QueryValue::Text(text) => QueryValueV1::Text(text.clone()),
            QueryValue::Whole(whole) => QueryValueV1::Whole(*whole),
            QueryValue::Number(number) => QueryValueV1::Number((*number).into()),
            QueryValue::Flag(flag) => QueryValueV1::Flag(*flag),
        };
        let rows = answer.rows.iter().map(|row| row.iter().map(value).collect()).collect();
        let released = answer.released.map(|rows| QueryReleaseV1 {
            rows: rows.rows,
            small: rows.small,
            others: rows.others,
        });
        let notes = answer.notes.iter();
        let notes =
            notes.map(|(text, results)| QueryNoteV1 { text: text.clone(), results: *results });
        QueryAnswerV1::new(query, columns.collect(), rows, released, notes.collect())
    }

    fn written(answer: &QueryAnswerV1, shape: QueryShape) -> Result<Vec<u8>, Failure> {
        match shape {
            QueryShape::Json => to_json(answer)
                .map(String::into_bytes)
                .map_err(|error| Failure::Defect(error.to_string())),
            QueryShape::Csv => {
                let names: Vec<&String> =
                    answer.columns.iter().map(|column| &column.name).collect();
                let mut bytes = Vec::new();
                plain_csv::write(&names, answer.texts(), &mut bytes)?;
                Ok(bytes)
            }
            QueryShape::Text => {
                Ok(format!("{}\n", grid::text(&table(answer), grid::terminal_width())).into_bytes())
            }
        }
    }

    fn table(answer: &QueryAnswerV1) -> DataTable {
        let columns = answer.columns.iter().map(|column| Column {
            heading: column.name.clone(),
            kind: match column.kind {
                QueryKindV1::Whole | QueryKindV1::Number => ColumnKind::Number,
                QueryKindV1::Text | QueryKindV1::Flag => ColumnKind::Text,
            },
        });
        let cell = |value: &QueryValueV1| match value {
            QueryValueV1::Null(()) => TableCell::Missing { reason: "-".to_owned() },
            value => TableCell::Text(value.to_string()),
        };
        DataTable {
            caption: String::new(),
            columns: columns.collect(),
            rows: answer.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        }
    }

    /// What is to be known of the answer, on standard error.
    fn tell(answer: &QueryAnswerV1) {
        let n = |count: usize| format::count(count as u64);
        if answer.rows.is_empty() {
            anstream::eprintln!("note: no rows");
        }
        for note in &answer.notes {
            let results = format::things(note.results, "result", "results");
            anstream::eprintln!("note: {} ({results})", note.text);
        }
        match &answer.released {
            Some(rows) if rows.small == 0 && rows.others == rows.rows => anstream::eprintln!(
                "note: figures of {} are withheld, and what is made of them is empty: their sources are restricted, and a query could put them together in any way",
                format::things(rows.rows as u64, "row", "rows")
            ),
            Some(rows) if rows.small + rows.others > 0 => anstream::eprintln!(
                "note: withheld, of {}: {} as a count is small, {} so that none of these can be worked out; they and what is made of them are empty",
                format::things(rows.rows as u64, "row", "rows"),
                n(rows.small),
                n(rows.others)
            ),
            _ => {}
        }
    }

    /// Columns and functions, each with what it holds or gives.
    fn listed() -> String {
        let mut text = "The table observations:\n".to_owned();
        // Writing to a string cannot fail.
        for (name, meaning) in observation_columns() {
            let _ = writeln!(text, "  {name:18}  {meaning}");
        }
        text += "\nThe table births, with --records: period, area, the dimensions of the specification to \
                 group by, and to sum weight and INDICATOR_numerator, INDICATOR_denominator; \
                 count(*) counts births, status() says whether a row is shown.\n";
        for (over, heading) in
            [(Over::Row, "Functions of a row"), (Over::Rows, "Aggregates over the rows of a group")]
        {
            let _ = writeln!(text, "\n{heading}, with _lower and _upper for the limits of most:");
            for function in query_functions().iter().filter(|one| one.over == over) {
                if function.name.ends_with("_lower") || function.name.ends_with("_upper") {
                    continue;
                }
                let method = function.method;
                let _ = writeln!(
                    text,
                    "\n  {}\n    {}, in {}\n    method {}: {}",
                    function.usage(),
                    method.name,
                    method.unit,
                    method.id,
                    method.source
                );
                if let Some(alias) = function.alias.as_ref().filter(|one| **one != function.name) {
                    let _ = writeln!(text, "    also {} for {alias}", function.name);
                }
                for parameter in &function.parameters {
                    let _ = write!(text, "    {}: {}", parameter.name, parameter.meaning);
                    let _ = match parameter.default {
                        Some(default) => writeln!(text, "; {default} unless given"),
                        None => writeln!(text),
                    };
                }
            }
        }
        text
    }
}
