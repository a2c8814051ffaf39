//! Maps of hexagons, hexjson 1.1 of Open Innovations: a layout, and for each area
//! a column and a row.

use std::fmt;

use firstyear_core::area_map::{AreaMap, HexCell, HexLayout, HexMap, HexMapError};
use firstyear_core::project::FileFormat;
use firstyear_core::{AreaCode, Problem, ProblemCode};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::{broken, hand_over, nothing_on_it, place};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::nearest::nearest;
use crate::sample::Sample;
use crate::sink::{Fate, Sink};
use crate::{OnProgress, ReadError};

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::Hexjson,
    title: "A map of hexagons, one for each area, hexjson",
    explanation: "\
Told by layout and hexes at the top of a JSON document. The keys of hexes are codes of areas, q and \
r the column and the row, which is counted upwards, and n or name the name; other fields are passed \
over. Layouts are odd-r, even-r, odd-q and even-q. A hexagon without a whole column and row, an area \
that stands twice and a place that is taken are refused, and the rest is used. A map holds no \
figures: the report draws the areas of a comparison on it, and tells which of them it lacks.",
    fits,
    read,
};

fn fits(sample: &Sample) -> Fit {
    let Some(text) = sample.text().and_then(|text| text.json()) else { return Fit::No };
    let has = |word: &str| text.contains(word);
    Fit::sure_if(text.starts_with('{') && has("\"hexes\"") && (has("\"layout\"") || has("\"q\"")))
}

fn read(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let bytes = input.whole()?;
    input.report(progress)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let mut document = serde_json::Deserializer::from_slice(bytes);
    let file = document.deserialize_map(Top).and_then(|file| document.end().map(|()| file));
    let file = file.map_err(|error| broken(input, &error, "not the object that hexjson is"))?;
    let mut map = HexMap::new(layout(&file, input)?);
    let mut problems = Vec::new();
    for (number, (key, hex)) in (1..).zip(&file.hexes) {
        match hexagon(key, hex).and_then(|(code, cell)| add(&mut map, &code, cell)) {
            Ok(()) => sink.row(Fate::Used),
            Err((code, message)) => {
                problems.push(Problem::new(code, place(input, number), message));
                sink.row(Fate::Refused);
            }
        }
    }
    if map.is_empty() {
        return Err(nothing_on_it(input, problems, "the map has no hexagon that can be used"));
    }
    for problem in problems {
        sink.problem(problem);
    }
    hand_over(AreaMap::Hexagons(map), with.codes.areas, input, sink);
    Ok(())
}

/// What is wrong with one hexagon.
type Wrong = (ProblemCode, String);

fn hexagon(key: &str, hex: &Value) -> Result<(AreaCode, HexCell), Wrong> {
    let code = AreaCode::new(key.trim()).map_err(|error| {
        (ProblemCode::AreaCodeInvalid, format!("the key of the hexagon is {error}"))
    })?;
    let invalid = |message: String| (ProblemCode::MapShapeInvalid, message);
    let whole = |field: &str| {
        let value = hex.get(field).and_then(Value::as_i64);
        let value = value.and_then(|value| i32::try_from(value).ok());
        value.ok_or_else(|| invalid(format!("`{field}` of {code} is no whole number")))
    };
    let name = ["n", "name"].iter().find_map(|field| hex.get(*field)?.as_str());
    let cell = HexCell::new(name.unwrap_or_default().trim(), whole("q")?, whole("r")?)
        .map_err(|error| invalid(format!("{code}: {error}")))?;
    Ok((code, cell))
}

fn add(map: &mut HexMap, code: &AreaCode, cell: HexCell) -> Result<(), Wrong> {
    map.add(code.clone(), cell).map_err(|error| {
        let kind = match error {
            HexMapError::AreaTwice | HexMapError::PlaceTaken { .. } => ProblemCode::MapAreaRepeated,
            _ => ProblemCode::MapShapeInvalid,
        };
        (kind, format!("{code}: {error}"))
    })
}

fn layout(file: &File, input: &Input<'_>) -> Result<HexLayout, ReadError> {
    let names = HexLayout::ALL.map(|(_, name)| name);
    let given = file.layout.as_deref();
    given.and_then(HexLayout::from_name).ok_or_else(|| {
        let message = match given {
            Some(_) => "the layout is none that hexjson has",
            None => "the file does not say its layout",
        };
        let near = given.and_then(|given| nearest(given, names));
        let help = near.map_or_else(
            || format!("write \"layout\" as one of {}", names.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        let place = input.place().column("layout");
        Problem::new(ProblemCode::MapShapeInvalid, place, message).with_help(help).into()
    })
}

/// What a file says. A key that stands twice is kept twice.
#[derive(Default)]
struct File {
    layout: Option<String>,
    hexes: Vec<(String, Value)>,
}

struct Top;

impl<'de> Visitor<'de> for Top {
    type Value = File;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of hexagons")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<File, A::Error> {
        let mut file = File::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "layout" => file.layout = Some(map.next_value()?),
                "hexes" => map.next_value_seed(Hexes(&mut file.hexes))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(file)
    }
}

struct Hexes<'h>(&'h mut Vec<(String, Value)>);

impl<'de> DeserializeSeed<'de> for Hexes<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Hexes<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hexagons by area")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(entry) = map.next_entry()? {
            self.0.push(entry);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeLists, Gather, Sources, unwatched};

    fn read(text: &str) -> Result<Gather, Vec<Problem>> {
        let input = Input::of_bytes(text.as_bytes(), &"map.hexjson".into());
        let mut all = Gather::default();
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        (FORMAT.read)(&input, &with, &mut all, &mut unwatched).map_err(ReadError::problems)?;
        Ok(all)
    }

    #[test]
    fn hexagons_that_cannot_be_are_left_out_and_told() {
        let text = r#"{"hexes": {
            "E06000001": {"n": "Hartlepool", "q": 1, "r": 2, "colour": "red"},
            "E06000001": {"q": 9, "r": 9},
            "E06000002": {"q": 1, "r": 2},
            "E0600000": {"q": 3, "r": 3},
            "E06000003": {"q": 1.5, "r": 2},
            "E06000004": {"q": 1, "r": 99999},
            "E06000005": "Darlington",
            "E06000052+E06000053": {"name": " Cornwall and Isles of Scilly ", "q": -4, "r": -1}
        }, "layout": "odd-r"}"#;
        let all = read(text).unwrap();
        let AreaMap::Hexagons(map) = &all.read.rows.maps[0].item else { panic!("hexagons") };
        let cells: Vec<_> = map.iter().map(|(_, cell)| (cell.name(), cell.place())).collect();
        assert_eq!(cells, [("Hartlepool", (1, 2)), ("Cornwall and Isles of Scilly", (-4, -1))]);
        assert_eq!((all.counts.used, all.counts.refused), (2, 6));
        let said: Vec<String> = all.read.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "map.hexjson, row 2: E06000001: the area has a hexagon already",
                "map.hexjson, row 3: E06000002: E06000001 has the same column and row",
                "map.hexjson, row 4: the key of the hexagon is not an area code: a GSS code is a \
                 capital letter and eight digits, such as E06000001; write other codes as \
                 scheme:code",
                "map.hexjson, row 5: `q` of E06000003 is no whole number",
                "map.hexjson, row 6: E06000004: a column or row lies beyond 10000 to either side",
                "map.hexjson, row 7: `q` of E06000005 is no whole number",
            ]
        );
    }

    #[test]
    fn a_file_without_a_layout_or_a_hexagon_is_refused() {
        let said = |text: &str| {
            let problems = read(text).unwrap_err();
            let last = problems.last().unwrap();
            format!("{last}; {}", last.help.clone().unwrap_or_default())
        };
        let hexes = r#""hexes": {"E06000001": {"q": 1, "r": 2}}"#;
        assert_eq!(
            said(&format!("{{{hexes}}}")),
            "map.hexjson, column `layout`: the file does not say its layout; write \"layout\" as \
             one of odd-r, even-r, odd-q, even-q"
        );
        assert!(said(&format!("{{\"layout\": \"oddr\", {hexes}}}")).ends_with("`odd-r`?"));
        assert!(said("{\"layout\": \"odd-r\", \"hexes\": {}}").contains("no hexagon"));
        assert!(said("{\"layout\": 3}").contains("not the object"));
        assert!(said("{\"layout\": \"odd-r\", \"hexes\": {\"E0").contains("cut short"));
    }
}
