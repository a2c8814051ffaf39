//! Boundaries of areas, `GeoJSON` (RFC 7946): a collection of features with a
//! polygon or several, and a property that holds the code of the area.

use std::cell::Cell;
use std::fmt;
use std::io::BufReader;
use std::sync::Arc;

use firstyear_core::area_map::{
    AreaMap, BoundaryMap, BoundaryMapError, CoordinateKind, Point, Polygon, Ring,
};
use firstyear_core::project::FileFormat;
use firstyear_core::{AreaCode, Problem, ProblemCode};
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::coordinates::{Fault, Nest, Room};
use super::feature::{Feature, Geometry, OfFeature};
use super::property::Properties;
use super::{broken, hand_over, nothing_on_it, place};
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::sample::Sample;
use crate::sink::{Fate, Sink};
use crate::{OnProgress, ReadError};

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::Geojson,
    title: "Boundaries of areas, GeoJSON",
    explanation: "\
Told by a FeatureCollection. Features with a Polygon or a MultiPolygon are areas; points, lines and \
features without a geometry are passed over. The code of an area stands in a property: the one that \
`property` beside the file in firstyear.toml, or --property, names, or else the only one that holds \
the code of a known area in every feature. Coordinates are degrees of longitude and latitude, as the \
standard asks for, or planar ones, as files of the Office for National Statistics in the British \
National Grid have them: never both in one file, and never other ones than a crs of the file says. A \
third coordinate is passed over. A ring that is open or has fewer than four points, and a coordinate \
that is no number, cost the feature and are told with their place, counted from 1. Shapes that cross \
the meridian of 180 degrees are not joined. A file is read as it comes. A map holds no figures: the \
report draws the areas of a comparison on it, in outlines made simpler for the page.",
    fits,
    read,
};

fn fits(sample: &Sample) -> Fit {
    let Some(text) = sample.text().and_then(|text| text.json()) else { return Fit::No };
    let has = |word: &str| text.contains(word);
    let collection = has("\"FeatureCollection\"") || has("\"features\"") && has("\"geometry\"");
    Fit::sure_if(text.starts_with('{') && collection)
}

fn read(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let known = with.codes.areas;
    let mut walk = Walk {
        input,
        progress,
        properties: Properties::new(input.property(), known),
        found: Vec::new(),
        room: Cell::new(BoundaryMap::MOST_POINTS),
        stopped: None,
    };
    let top = walk.through()?;
    let Walk { properties, found, .. } = walk;
    if top.kind.as_deref() != Some("FeatureCollection") {
        let message = "the document is no FeatureCollection";
        return Err(Problem::new(ProblemCode::FileUnreadable, input.place(), message)
            .with_help("write one with the areas as its features; TopoJSON is not read")
            .into());
    }
    if found.is_empty() {
        return Err(nothing_on_it(input, Vec::new(), "the file has no feature"));
    }
    let property = properties.choose(input)?;
    let kind = kind_of_all(&found, top.crs);
    let mut map = BoundaryMap::new(kind);
    let mut problems = Vec::new();
    for (number, one) in (1..).zip(found) {
        let refused = one.onto(&mut map, &property, top.crs).err();
        sink.row(match &refused {
            None => Fate::Used,
            Some((ProblemCode::MapShapeNotTaken, _)) => Fate::PassedOver,
            Some(_) => Fate::Refused,
        });
        let at = || place(input, number);
        problems.extend(refused.map(|(code, message)| Problem::new(code, at(), message)));
    }
    if map.is_empty() {
        return Err(nothing_on_it(input, problems, "the file has no boundary that can be used"));
    }
    for problem in problems {
        sink.problem(problem);
    }
    let (areas, points) = (map.len(), map.points());
    let noun = if areas == 1 { "area" } else { "areas" };
    let message =
        format!("{areas} {noun} with {points} points, whose coordinates are {}", kind.words());
    sink.problem(Problem::new(ProblemCode::MapRead, input.place(), message));
    hand_over(AreaMap::Boundaries(map), known, input, sink);
    Ok(())
}

/// What is wrong with one feature.
type Wrong = (ProblemCode, String);

/// A feature, before it is known which property holds its code.
struct Found {
    codes: Vec<(Arc<str>, AreaCode)>,
    shape: Result<(Vec<Polygon>, CoordinateKind), Wrong>,
}

impl Found {
    /// Adds the shape to a map.
    fn onto(
        self,
        map: &mut BoundaryMap,
        property: &Arc<str>,
        said: Option<CoordinateKind>,
    ) -> Result<(), Wrong> {
        let code = self.codes.into_iter().find(|(name, _)| name == property).map(|(_, code)| code);
        let named = |message: &str| match &code {
            Some(code) => format!("{code}: {message}"),
            None => message.to_owned(),
        };
        let (shape, kind) = self.shape.map_err(|(kind, message)| (kind, named(&message)))?;
        let Some(code) = &code else {
            let message = "the feature has no code of an area in the property of codes";
            return Err((ProblemCode::AreaCodeInvalid, message.to_owned()));
        };
        map.add(code.clone(), shape).map_err(|error| match error {
            BoundaryMapError::AreaTwice => {
                (ProblemCode::MapAreaRepeated, named(&error.to_string()))
            }
            BoundaryMapError::OtherKind => {
                let than = if said.is_some() { "the file says" } else { "most features have" };
                let (kind, other) = (kind.words(), map.kind().words());
                let message = format!("the shape is in {kind}, and {than} {other}");
                (ProblemCode::MapCoordinates, named(&message))
            }
            _ => (ProblemCode::MapShapeInvalid, named(&error.to_string())),
        })
    }
}

/// What the file says its coordinates are, or else most of its shapes.
fn kind_of_all(found: &[Found], said: Option<CoordinateKind>) -> CoordinateKind {
    said.unwrap_or_else(|| {
        let kinds = || found.iter().filter_map(|one| one.shape.as_ref().ok());
        let planar = kinds().filter(|(_, kind)| *kind == CoordinateKind::Planar).count();
        if planar > kinds().count() / 2 { CoordinateKind::Planar } else { CoordinateKind::Degrees }
    })
}

/// The polygons of a geometry.
fn shape(geometry: Option<Geometry>) -> Result<(Vec<Polygon>, CoordinateKind), Wrong> {
    let passed = |what: &str| Err((ProblemCode::MapShapeNotTaken, what.to_owned()));
    let Some(Geometry { kind, coordinates }) = geometry else {
        return passed("the feature has no geometry");
    };
    let several = match kind.as_deref() {
        Some("Polygon") => false,
        Some("MultiPolygon") => true,
        _ => return passed("the geometry is no Polygon or MultiPolygon"),
    };
    let invalid = |message: String| (ProblemCode::MapShapeInvalid, message);
    let polygons = match (several, coordinates) {
        (_, None | Some(Nest::Empty)) => return passed("the geometry has no coordinates"),
        (false, Some(Nest::Lines(rings))) => vec![rings],
        (true, Some(Nest::Many(polygons))) => polygons,
        (_, Some(Nest::Faulty(fault))) => return Err(invalid(where_in_it(fault, several))),
        _ => return Err(invalid("the coordinates are not nested as those of its type".to_owned())),
    };
    let mut kind = None;
    let mut shape = Vec::with_capacity(polygons.len());
    for (number, rings) in (1..).zip(polygons) {
        shape.push(polygon(rings, several.then_some(number), &mut kind)?);
    }
    // A geometry that is nested as its type has a ring.
    Ok((shape, kind.unwrap_or(CoordinateKind::Degrees)))
}

/// One polygon; `kind` is that of all rings of the shape so far.
fn polygon(
    rings: Vec<Vec<Point>>,
    number: Option<usize>,
    kind: &mut Option<CoordinateKind>,
) -> Result<Polygon, Wrong> {
    let mut good = Vec::with_capacity(rings.len());
    for (at, points) in (1..).zip(rings) {
        let ring = Ring::new(points).map_err(|error| {
            (ProblemCode::MapShapeInvalid, format!("{}: {error}", ring_words(at, number)))
        })?;
        if *kind.get_or_insert_with(|| ring.kind()) != ring.kind() {
            let message = format!(
                "{} is in coordinates of another kind than those before it",
                ring_words(at, number)
            );
            return Err((ProblemCode::MapCoordinates, message));
        }
        good.push(ring);
    }
    let mut rings = good.into_iter();
    // A list that is empty is told before.
    let outer = rings.next().expect("the nesting of coordinates was looked at");
    Ok(Polygon { outer, holes: rings.collect() })
}

fn ring_words(ring: usize, polygon: Option<usize>) -> String {
    match polygon {
        Some(polygon) => format!("ring {ring} of polygon {polygon}"),
        None => format!("ring {ring}"),
    }
}

/// A fault with its place, such as `point 3 of ring 1 of polygon 2`.
fn where_in_it(mut fault: Fault, several: bool) -> String {
    const NAMES: [&str; 4] = ["polygon", "ring", "point", "number"];
    fault.path.reverse();
    let names = &NAMES[usize::from(!several)..];
    let mut parts: Vec<String> =
        names.iter().zip(&fault.path).map(|(name, number)| format!("{name} {number}")).collect();
    parts.reverse();
    // What is wrong with a number is told of its point.
    if parts.len() == names.len() {
        parts.remove(0);
    }
    format!("{} {}", parts.join(" of "), fault.what)
}

/// A walk through a file, as far as it has come.
struct Walk<'w, 'i> {
    input: &'w Input<'i>,
    progress: OnProgress<'w>,
    properties: Properties<'w>,
    found: Vec<Found>,
    /// How many points more there is room for.
    room: Cell<usize>,
    stopped: Option<ReadError>,
}

/// What stands beside the features.
#[derive(Default)]
struct TopLevel {
    kind: Option<String>,
    crs: Option<CoordinateKind>,
}

/// Features beyond so many are no map.
const MOST_FEATURES: usize = 200_000;

impl Walk<'_, '_> {
    fn through(&mut self) -> Result<TopLevel, ReadError> {
        let mut stream = BufReader::with_capacity(1 << 16, self.input.stream()?);
        skip_mark(&mut stream).map_err(|error| self.input.io(error))?;
        let mut document = serde_json::Deserializer::from_reader(stream);
        let read = Top(self).deserialize(&mut document);
        let read = read.and_then(|top| document.end().map(|()| top));
        if let Some(error) = self.stopped.take() {
            return Err(error);
        }
        if read.is_err() && (self.room.get() == 0 || self.found.len() > MOST_FEATURES) {
            return Err(self.too_large());
        }
        read.map_err(|error| {
            broken(self.input, &error, "a value here is of another kind than GeoJSON has")
        })
    }

    fn too_large(&self) -> ReadError {
        let message = format!(
            "the file has more than {MOST_FEATURES} features or {} points, which no map holds",
            BoundaryMap::MOST_POINTS
        );
        let help = "take boundaries that are generalised, such as those of 20 or 200 metres";
        let problem = Problem::new(ProblemCode::FileUnreadable, self.input.place(), message);
        problem.with_help(help).into()
    }

    fn feature<E: de::Error>(&mut self, feature: Feature) -> Result<(), E> {
        const BETWEEN_REPORTS: usize = 64;
        let shape = shape(feature.geometry);
        let codes = self.properties.of_feature(feature.texts);
        self.found.push(Found { codes, shape });
        if self.found.len() > MOST_FEATURES {
            return Err(E::custom("too many features"));
        }
        if self.found.len().is_multiple_of(BETWEEN_REPORTS) {
            self.input.report(self.progress).map_err(|error| {
                self.stopped = Some(error);
                E::custom("stopped")
            })?;
        }
        Ok(())
    }
}

/// Passes over a byte order mark.
fn skip_mark(stream: &mut impl std::io::BufRead) -> std::io::Result<()> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    if stream.fill_buf()?.starts_with(MARK) {
        stream.consume(MARK.len());
    }
    Ok(())
}

struct Top<'t, 'w, 'i>(&'t mut Walk<'w, 'i>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_, '_> {
    type Value = TopLevel;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<TopLevel, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_, '_> {
    type Value = TopLevel;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a collection of features")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TopLevel, A::Error> {
        let mut top = TopLevel::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => top.kind = Some(map.next_value()?),
                "crs" => top.crs = said_kind(&map.next_value()?),
                "features" => map.next_value_seed(Features(&mut *self.0))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(top)
    }
}

struct Features<'t, 'w, 'i>(&'t mut Walk<'w, 'i>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        loop {
            let feature = list.next_element_seed(OfFeature(Room(&self.0.room)))?;
            let Some(feature) = feature else { return Ok(()) };
            self.0.feature(feature)?;
        }
    }
}

/// What the member `crs` of the older standard says, where it is a system that
/// is known: WGS 84, ETRS89 and OSGB36 in degrees, or the British and Irish
/// national grids and Web Mercator on a plane.
fn said_kind(crs: &Value) -> Option<CoordinateKind> {
    const DEGREES: [&str; 4] = ["4326", "4258", "4277", "4269"];
    const PLANAR: [&str; 5] = ["27700", "29902", "29903", "2157", "3857"];
    let name = crs.get("properties")?.get("name")?.as_str()?;
    let last = name.rsplit(':').next()?;
    if last.eq_ignore_ascii_case("CRS84") || DEGREES.contains(&last) {
        Some(CoordinateKind::Degrees)
    } else {
        PLANAR.contains(&last).then_some(CoordinateKind::Planar)
    }
}

#[cfg(test)]
mod tests;
