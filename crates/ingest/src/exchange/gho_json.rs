//! Answers of the Global Health Observatory of the WHO: `OData`, one figure a
//! record with 25 fields.
//!
//! | a record has                          | is read as                         |
//! |---------------------------------------|------------------------------------|
//! | `NumericValue`                        | the value                          |
//! | none, and `Value` is `No data`        | never reported                     |
//! | none, and `Value` is `Not applicable` | impossible                         |
//! | none, and another text                | passed over: no figure             |

use std::borrow::Cow;
use std::sync::Arc;

use firstyear_core::project::FileFormat;
use firstyear_core::{
    AreaCode, Basis, Cell, Groups, Observation, Period, Place, Problem, ProblemCode, Severity,
};
use serde_json::{Map, Value};

use super::json::{records, text};
use super::kit::{Group, Kit};
use super::once::Once;
use crate::OnProgress;
use crate::cells::read_number;
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::memo::Memo;
use crate::sample::Sample;
use crate::sink::{Fate, Sink};

const SCHEME: &str = "who-gho";

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::GhoJson,
    title: "An answer of the WHO Global Health Observatory, JSON",
    explanation: "Told by the fields IndicatorCode and SpatialDim of its records. NumericValue is \
                  the value; where it is missing, Value says whether the figure is absent or not \
                  applicable, and other texts are passed over. Countries are ISO 3166 areas, \
                  regions areas of the WHO. Dim1 to Dim3 give groups: both sexes and totals are \
                  everyone, and quintiles of wealth stand from the poorest on. Low and High are \
                  not read, because the answer does not say how sure they are. Comments are kept \
                  as notes, and DataSourceDim is the source. The fields of newer services of the \
                  WHO are other ones, and are not read.",
    fits,
    read,
};

fn fits(sample: &Sample) -> Fit {
    let Some(text) = sample.text().and_then(|text| text.json()) else { return Fit::No };
    let has = |field: &str| text.contains(&format!("\"{field}\""));
    let empty = has("@odata.context") && text.contains("ghoapi") && has("value");
    Fit::sure_if(text.starts_with('{') && (empty || has("IndicatorCode") && has("SpatialDim")))
}

fn read(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let bytes = input.whole()?;
    input.report(progress)?;
    let mut reader = Reader::new(with, &input.file);
    let mut seen = 0;
    records(input, &bytes, "value", &mut |number, record| {
        seen = number;
        reader.record(number, record, sink);
    })?;
    if seen == 0 {
        let message = "the answer holds no figure: nothing matched the query";
        return Err(Problem::new(ProblemCode::FileEmpty, input.place(), message)
            .with_help("check the code of the indicator and the filters of the query")
            .into());
    }
    reader.finish(sink);
    Ok(())
}

struct Reader<'r> {
    kit: Kit<'r>,
    file: &'r Arc<str>,
    periods: Memo<Period>,
    notes: Memo<Arc<str>>,
    texts: Once,
    unsure_limits: Once,
}

impl<'r> Reader<'r> {
    fn new(with: &Context<'r>, file: &'r Arc<str>) -> Self {
        Self {
            kit: Kit::new(with, SCHEME, SCHEME),
            file,
            periods: Memo::new(),
            notes: Memo::new(),
            texts: Once::new(
                ProblemCode::RowUnused,
                Severity::Note,
                "the value is a text, which no figure holds",
            ),
            unsure_limits: Once::new(
                ProblemCode::IntervalInvalid,
                Severity::Warning,
                "the limits were not read: the answer does not say how sure they are",
            ),
        }
    }

    fn record(&mut self, number: u64, record: &Map<String, Value>, sink: &mut dyn Sink) {
        let place = Place::file(Arc::clone(self.file)).row(number);
        let mut problems = Vec::new();
        let mut row = RowProblems::new(self.file, number, &mut problems);
        let fate = match row.keep("NumericValue", value(record)) {
            None => Fate::Refused,
            Some(None) => {
                self.texts.see(|| place);
                Fate::PassedOver
            }
            Some(Some(value)) => match self.observation(record, value, &mut row, sink) {
                Some(observation) => {
                    sink.observation(observation);
                    Fate::Used
                }
                None => Fate::Refused,
            },
        };
        for problem in problems {
            sink.problem(problem);
        }
        sink.row(fate);
    }

    fn observation(
        &mut self,
        record: &Map<String, Value>,
        value: Cell<f64>,
        row: &mut RowProblems<'_>,
        sink: &mut dyn Sink,
    ) -> Option<Observation> {
        let subject = self.kit.indicator(&text(record, "IndicatorCode"), "", None, sink);
        let subject = row.keep("IndicatorCode", subject);
        let area = row.keep("SpatialDim", self.area(record));
        let time = time(record);
        let period = self.periods.get(&time, |time| {
            Period::parse(time, None).map_err(|_| {
                Fault::new(ProblemCode::PeriodInvalid, "not a year or a span of years")
            })
        });
        let period = row.share("TimeDim", period);
        let groups = row.keep("Dim1", self.groups(record));
        let source = row.keep("DataSourceDim", self.kit.source(&text(record, "DataSourceDim")));
        let subject = subject?;
        row.keep("NumericValue", subject.admits(&value))?;
        if record.get("Low").is_some_and(Value::is_number)
            || record.get("High").is_some_and(Value::is_number)
        {
            self.unsure_limits.see(|| row.place().column("Low"));
        }
        let comments = text(record, "Comments");
        let note = match &*comments {
            "" => None,
            comments => self.notes.get(comments, |text| Ok(text.into())).as_ref().ok().cloned(),
        };
        Some(Observation {
            indicator: subject.id,
            area: area?,
            period: period?,
            groups: groups?,
            numerator: Cell::Absent,
            denominator: Cell::Absent,
            basis: Basis::Complete,
            value,
            interval: None,
            standard_error: None,
            note,
            source: source?,
            place: row.place(),
        })
    }

    /// A country by its letters; a region bears the scheme, as its letters can
    /// be those of a country.
    fn area(&mut self, record: &Map<String, Value>) -> Result<AreaCode, Fault> {
        let code = text(record, "SpatialDim");
        if code.is_empty() {
            return Err(Fault::new(ProblemCode::AreaCodeInvalid, "the record names no area"));
        }
        match &*text(record, "SpatialDimType") {
            "COUNTRY" => self.kit.area(&code),
            _ => self.kit.area(&format!("{SCHEME}:{code}")),
        }
    }

    fn groups(&mut self, record: &Map<String, Value>) -> Result<Groups, Fault> {
        let mut pairs = Vec::new();
        for (kind, dimension) in [("Dim1Type", "Dim1"), ("Dim2Type", "Dim2"), ("Dim3Type", "Dim3")]
        {
            let (kind, code) = (text(record, kind), text(record, dimension));
            // Newer answers repeat the dimension before the code: SEX_FMLE.
            let code =
                code.strip_prefix(&*kind).and_then(|rest| rest.strip_prefix('_')).unwrap_or(&code);
            if !matches!(code, "" | "BTSX" | "TOTL" | "WQTOTL" | "ALL") {
                pairs.push(self.kit.group(group(&kind, code))?);
            }
        }
        Groups::new(pairs)
            .ok_or_else(|| Fault::new(ProblemCode::GroupsInvalid, "one dimension is named twice"))
    }

    fn finish(self, sink: &mut dyn Sink) {
        let told = [self.texts, self.unsure_limits].into_iter().filter_map(Once::told);
        told.for_each(|problem| sink.problem(problem));
        self.kit.finish(sink);
    }
}

/// A group in the words of the observatory.
fn group<'t>(dimension: &'t str, code: &'t str) -> Group<'t> {
    let label = match (dimension, code) {
        ("SEX", "FMLE") => "Female",
        ("SEX", "MLE") => "Male",
        (_, code) => code,
    };
    let order = match (dimension, code.strip_prefix("WQ").map(str::parse::<u32>)) {
        ("WEALTHQUINTILE", Some(Ok(order @ 1..=5))) => Some(order),
        _ => None,
    };
    Group { dimension, category: code, label, order }
}

/// The value; `None` for a text that is no figure.
fn value(record: &Map<String, Value>) -> Result<Option<Cell<f64>>, Fault> {
    match record.get("NumericValue") {
        None | Some(Value::Null) => {}
        Some(_) => return read_number(&text(record, "NumericValue")).map(|n| Some(Cell::known(n))),
    }
    let printed = text(record, "Value").to_lowercase();
    Ok(match printed.trim_end_matches('.') {
        "" | "no data" | "data not available" | "not available" => Some(Cell::Absent),
        "not applicable" => Some(Cell::NotApplicable),
        _ => None,
    })
}

/// The year, or the span of years where the record has one.
fn time(record: &Map<String, Value>) -> Cow<'_, str> {
    match text(record, "TimeDimensionValue") {
        span if span.is_empty() => text(record, "TimeDim"),
        span => span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeLists, Gather, Sources};

    /// A record with the 25 fields, of a figure that nobody counted.
    fn record(more: &str) -> String {
        let fields = r#""Id": 1, "IndicatorCode": "X_1", "SpatialDimType": "COUNTRY",
            "SpatialDim": "BRA", "ParentLocationCode": "AMR", "TimeDimType": "YEAR",
            "ParentLocation": "Americas", "Dim1Type": "SEX", "Dim1": "SEX_FMLE", "TimeDim": 2020,
            "Dim2Type": null, "Dim2": null, "Dim3Type": null, "Dim3": null,
            "DataSourceDimType": null, "DataSourceDim": null, "Value": "1.5 [1.0-2.0]",
            "NumericValue": 1.5, "Low": 1.0, "High": 2.0, "Comments": "modelled",
            "Date": "2024-01-01T00:00:00+01:00", "TimeDimensionValue": "2020",
            "TimeDimensionBegin": "2020-01-01T00:00:00+01:00",
            "TimeDimensionEnd": "2020-12-31T00:00:00+01:00""#;
        let mut fields: Map<String, Value> =
            serde_json::from_str(&format!("{{{fields}}}")).unwrap();
        let more: Map<String, Value> = serde_json::from_str(&format!("{{{more}}}")).unwrap();
        fields.extend(more);
        serde_json::to_string(&fields).unwrap()
    }

    fn read_records(records: &[String]) -> Gather {
        let text = format!("{{\"@odata.context\": \"c\", \"value\": [{}]}}", records.join(","));
        assert_eq!(crate::detect(text.as_bytes(), "g").unwrap(), FileFormat::GhoJson);
        let input = Input::of_bytes(text.as_bytes(), &"g".into());
        let mut all = Gather::default();
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        read(&input, &with, &mut all, &mut crate::unwatched).unwrap();
        all
    }

    #[test]
    fn records_are_figures_of_groups() {
        let all = read_records(&[
            record(""),
            record(r#""Dim1": "BTSX", "NumericValue": 0"#),
            record(
                r#""SpatialDimType": "REGION", "SpatialDim": "AFR", "TimeDimensionValue": "2015-2019""#,
            ),
            record(
                r#""NumericValue": null, "Value": "No data", "TimeDimensionValue": null, "TimeDim": 2019"#,
            ),
            record(
                r#""NumericValue": null, "Value": "Not applicable", "TimeDimensionValue": "2018""#,
            ),
            record(r#""NumericValue": null, "Value": "Yes""#),
            record(r#""TimeDimensionValue": "soon""#),
            record(r#""SpatialDim": null"#),
            record(r#""NumericValue": "1,5""#),
        ]);
        let counts = all.counts;
        assert_eq!((counts.used, counts.refused, counts.passed_over), (5, 3, 1));
        let rows = &all.read.rows.observations;
        assert_eq!((rows[0].area.as_str(), rows[0].value), ("iso3166:BRA", Cell::known(1.5)));
        assert_eq!(rows[0].groups.to_string(), "who-gho-sex=fmle");
        assert_eq!(rows[0].note.as_deref(), Some("modelled"));
        assert_eq!((rows[1].groups.is_everyone(), rows[1].value), (true, Cell::known(0.0)));
        assert_eq!((rows[2].area.as_str(), rows[2].period.units()), ("who-gho:AFR", 5));
        assert_eq!((rows[3].value, rows[4].value), (Cell::Absent, Cell::NotApplicable));
        let told: Vec<String> = all.read.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "g, row 7, column `TimeDim`: not a year or a span of years",
                "g, row 8, column `SpatialDim`: the record names no area",
                "g, row 9, column `NumericValue`: not a number",
                "g, row 6: the value is a text, which no figure holds",
                "g, row 1, column `Low`: the limits were not read: the answer does not say how sure \
             they are; the first of 7 rows",
            ]
        );
    }

    #[test]
    fn a_file_cut_short_says_where() {
        let text = r#"{"value": [{"IndicatorCode": "a", "SpatialDim": "BRA""#;
        let input = Input::of_bytes(text.as_bytes(), &"g".into());
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        let error = read(&input, &with, &mut Gather::default(), &mut crate::unwatched);
        assert_eq!(error.unwrap_err().to_string(), "g, row 1: the JSON is cut short");
    }
}
