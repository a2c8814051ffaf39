//! One feature of a file of boundaries, as it comes.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::coordinates::{Nest, Room};

/// What a feature says.
#[derive(Debug, Default)]
pub(super) struct Feature {
    /// Its properties that are texts.
    pub(super) texts: Vec<(String, String)>,
    pub(super) geometry: Option<Geometry>,
}

/// What a geometry says.
#[derive(Debug, Default)]
pub(super) struct Geometry {
    pub(super) kind: Option<String>,
    pub(super) coordinates: Option<Nest>,
}

/// Texts of one feature that are looked at: the code of an area is short.
const LONGEST: usize = 200;

macro_rules! scalars {
    ($value:expr) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($value)
        }
    };
}

macro_rules! lists {
    ($value:expr) => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok($value)
        }
    };
}

/// Reads a feature, as long as there is room for its points.
pub(super) struct OfFeature<'r>(pub(super) Room<'r>);

impl<'de> DeserializeSeed<'de> for OfFeature<'_> {
    type Value = Feature;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Feature, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for OfFeature<'_> {
    type Value = Feature;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Feature, A::Error> {
        let mut feature = Feature::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "properties" => feature.texts = map.next_value::<Texts>()?.0,
                "geometry" => feature.geometry = map.next_value_seed(OfGeometry(self.0))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(feature)
    }

    fn visit_str<E>(self, _: &str) -> Result<Feature, E> {
        Ok(Feature::default())
    }

    scalars!(Feature::default());
    lists!(Feature::default());
}

/// The properties of a feature that are texts of moderate length.
struct Texts(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfTexts).map(Self)
    }
}

struct OfTexts;

impl<'de> Visitor<'de> for OfTexts {
    type Value = Vec<(String, String)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some((name, MaybeText(text))) = map.next_entry()? {
            texts.extend(text.map(|text| (name, text)));
        }
        Ok(texts)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    scalars!(Vec::new());
    lists!(Vec::new());
}

struct MaybeText(Option<String>);

impl<'de> Deserialize<'de> for MaybeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfText).map(Self)
    }
}

struct OfText;

impl<'de> Visitor<'de> for OfText {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((text.len() <= LONGEST).then(|| text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    scalars!(None);
    lists!(None);
}

struct OfGeometry<'r>(Room<'r>);

impl<'de> DeserializeSeed<'de> for OfGeometry<'_> {
    type Value = Option<Geometry>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for OfGeometry<'_> {
    type Value = Option<Geometry>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a geometry")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut geometry = Geometry::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => geometry.kind = map.next_value::<MaybeText>()?.0,
                "coordinates" => geometry.coordinates = Some(map.next_value_seed(self.0)?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(geometry))
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    scalars!(None);
    lists!(None);
}
