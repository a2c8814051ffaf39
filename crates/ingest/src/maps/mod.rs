//! Maps of areas: hexagons by hexjson, boundaries by `GeoJSON`.
//!
//! A map holds no figure. It is read into the data set as it stands, and what is
//! drawn of it is for the report.

use std::sync::Arc;

use firstyear_core::area_map::AreaMap;
use firstyear_core::{AreaCode, Dataset, Geography, Place, Placed, Problem, ProblemCode};

use crate::ReadError;
use crate::input::Input;
use crate::sink::Sink;

mod coordinates;
mod feature;
pub(crate) mod geojson;
pub(crate) mod hexjson;
mod property;

/// Hands a map on, and tells which of its areas nobody knows.
fn hand_over(map: AreaMap, known: &Geography, input: &Input<'_>, sink: &mut dyn Sink) {
    let codes = map.codes();
    let unknown: Vec<&AreaCode> =
        codes.into_iter().filter(|code| !known.is_empty() && !is_known(known, code)).collect();
    if !unknown.is_empty() {
        let message = format!("{} of no known area: {}", count(&unknown, "code"), few(&unknown));
        sink.problem(Problem::new(ProblemCode::MapAreaUnknown, input.place(), message));
    }
    sink.map(Placed { place: input.place(), item: map });
}

/// Whether a code is that of an area of the list, or of a union of such.
fn is_known(known: &Geography, code: &AreaCode) -> bool {
    let part = |part: &str| AreaCode::new(part).is_ok_and(|part| known.get(&part).is_some());
    known.get(code).is_some() || code.as_str().split('+').all(part)
}

/// A map without a single area.
fn nothing_on_it(input: &Input<'_>, problems: Vec<Problem>, message: &str) -> ReadError {
    let mut problems = problems;
    problems.push(Problem::new(ProblemCode::FileEmpty, input.place(), message));
    ReadError::Unusable { problems }
}

/// Areas of the data that a map of areas of their kind does not hold.
pub(crate) fn without_shape(rows: &Dataset) -> Vec<Problem> {
    if rows.maps.is_empty() {
        return Vec::new();
    }
    let mut areas: Vec<&AreaCode> = rows.observations.iter().map(|row| &row.area).collect();
    areas.sort_unstable();
    areas.dedup();
    let missing = |map: &Placed<AreaMap>| {
        let mut kinds: Vec<&str> = map.item.codes().into_iter().map(kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let lacks = |code: &&&AreaCode| {
            kinds.binary_search(&kind(code)).is_ok() && map.item.parts_of(code).is_empty()
        };
        let lacking: Vec<&AreaCode> = areas.iter().filter(lacks).copied().collect();
        (!lacking.is_empty()).then(|| {
            let have = if lacking.len() == 1 { "has" } else { "have" };
            let message = format!(
                "{} of the data {have} no shape on the map: {}",
                count(&lacking, "area"),
                few(&lacking)
            );
            Problem::new(ProblemCode::MapAreaMissing, map.place.clone(), message)
        })
    };
    rows.maps.iter().filter_map(missing).collect()
}

/// The kind of area that a code names: its first three characters, or its scheme.
fn kind(code: &AreaCode) -> &str {
    let text = code.as_str();
    text.split_once(':').map_or_else(|| &text[..3], |(scheme, _)| scheme)
}

fn count(codes: &[&AreaCode], noun: &str) -> String {
    let many = if codes.len() == 1 { "" } else { "s" };
    format!("{} {noun}{many}", codes.len())
}

/// The first of the codes, and how many others there are.
fn few(codes: &[&AreaCode]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<&str> = codes.iter().take(SHOWN).map(|code| code.as_str()).collect();
    match codes.len() - shown.len() {
        0 => shown.join(", "),
        1 => format!("{} and 1 other", shown.join(", ")),
        more => format!("{} and {more} others", shown.join(", ")),
    }
}

/// The file is not the JSON that it should be. The words of the error can repeat
/// what stands in the file.
fn broken(input: &Input<'_>, error: &serde_json::Error, other: &str) -> ReadError {
    use serde_json::error::Category;
    let message = match error.classify() {
        Category::Io => {
            let kind = error.io_error_kind().unwrap_or(std::io::ErrorKind::Other);
            return input.io(kind.into());
        }
        Category::Eof => "the file is cut short",
        Category::Syntax => "not valid JSON from here on",
        Category::Data => other,
    };
    let line = u64::try_from(error.line()).unwrap_or(u64::MAX);
    Problem::new(ProblemCode::FileUnreadable, input.place().row(line), message).into()
}

/// The place of a feature or a hexagon, counted from 1.
fn place(input: &Input<'_>, number: u64) -> Place {
    Place::file(Arc::clone(&input.file)).row(number)
}
