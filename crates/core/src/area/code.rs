//! Codes of areas.

use super::{Arc, Deserialize, Serialize, fmt};

/// The code of an area.
///
/// A bare code is a nine-character code of the United Kingdom's Government
/// Statistical Service (GSS), such as `E06000001`. Codes of other schemes
/// carry the scheme's name: `ods:A81002`, `iso3166:GBR`. A union of areas
/// that a publisher treats as one joins their codes:
/// `K04000001+J99000001`.
///
/// ```
/// use firstyear_core::{AreaCode, EntityType};
///
/// let hartlepool = AreaCode::new("E06000001")?;
/// assert_eq!(hartlepool.entity_type(), Some(EntityType::UnitaryAuthority));
/// assert!(AreaCode::new("E0600001").is_err(), "one digit short");
/// # Ok::<(), firstyear_core::AreaCodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode(Arc<str>);

/// A code of impossible form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not an area code: a GSS code is a capital letter and eight digits, such as E06000001; write other codes as scheme:code"
)]
pub struct AreaCodeError;

impl AreaCode {
    /// # Errors
    ///
    /// [`AreaCodeError`] for a code of impossible form. Whether the area
    /// exists is not checked.
    pub fn new(text: &str) -> Result<Self, AreaCodeError> {
        let possible = match text.split_once(':') {
            Some((scheme, code)) => {
                crate::id::is_kebab(scheme)
                    && !code.is_empty()
                    && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
            }
            None => text.split('+').all(is_gss),
        };
        if possible { Ok(Self(text.into())) } else { Err(AreaCodeError) }
    }

    /// The code as text, with its scheme where it is not GSS.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind of area that a single GSS code names; `None` for other
    /// schemes and for unions.
    #[must_use]
    pub fn entity_type(&self) -> Option<EntityType> {
        (is_gss(&self.0)).then(|| EntityType::from_prefix(&self.0[..3]))
    }
}

fn is_gss(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 9
        && matches!(bytes[0], b'E' | b'W' | b'S' | b'N' | b'K' | b'J' | b'L' | b'M')
        && bytes[1..].iter().all(u8::is_ascii_digit)
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for AreaCode {
    type Error = AreaCodeError;

    fn try_from(text: String) -> Result<Self, AreaCodeError> {
        Self::new(&text)
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> Self {
        code.0.as_ref().to_owned()
    }
}

impl std::str::FromStr for AreaCode {
    type Err = AreaCodeError;

    fn from_str(text: &str) -> Result<Self, AreaCodeError> {
        Self::new(text)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for AreaCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AreaCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A GSS code such as E06000001, GSS codes joined by +, or scheme:code."
        })
    }
}

macro_rules! entity_types {
    ($($(#[$doc:meta])* $name:ident = $($prefix:literal)|+, $text:literal;)*) => {
        /// The kind of area that a GSS code names, by its first three
        /// characters.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EntityType {
            $($(#[$doc])* $name,)*
            /// A kind that this list does not have.
            Other,
        }

        impl EntityType {
            fn from_prefix(prefix: &str) -> Self {
                match prefix {
                    $($($prefix)|+ => Self::$name,)*
                    _ => Self::Other,
                }
            }

            /// In words, such as `unitary authority`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Other => "other area",
                }
            }
        }
    };
}

entity_types! {
    /// England, Wales, Scotland or Northern Ireland.
    Country = "E92" | "W92" | "S92" | "N92", "country";
    /// Several countries together, such as England and Wales.
    Countries = "K02" | "K03" | "K04", "group of countries";
    /// Outside the country that publishes.
    Elsewhere = "J99", "elsewhere";
    /// A region of England.
    Region = "E12", "region";
    /// A county with districts.
    County = "E10", "county";
    /// A metropolitan county.
    MetropolitanCounty = "E11", "metropolitan county";
    /// Inner or outer London.
    LondonPart = "E13", "part of London";
    /// A unitary authority of England.
    UnitaryAuthority = "E06", "unitary authority";
    /// A non-metropolitan district.
    District = "E07", "non-metropolitan district";
    /// A metropolitan district.
    MetropolitanDistrict = "E08", "metropolitan district";
    /// A London borough.
    LondonBorough = "E09", "London borough";
    /// A Welsh unitary authority.
    WelshUnitaryAuthority = "W06", "Welsh unitary authority";
    /// A Scottish council area.
    CouncilArea = "S12", "council area";
    /// A Scottish health board.
    HealthBoard = "S08", "health board";
    /// A Scottish health and social care partnership.
    HealthPartnership = "S37", "health and social care partnership";
    /// A district of Northern Ireland.
    LocalGovernmentDistrict = "N09", "local government district";
    /// A combined authority.
    CombinedAuthority = "E47", "combined authority";
    /// An integrated care board.
    IntegratedCareBoard = "E54", "integrated care board";
    /// A sub-area of an integrated care board, formerly a clinical commissioning group.
    SubIntegratedCareBoard = "E38", "sub-area of an integrated care board";
    /// An NHS region.
    NhsRegion = "E40", "NHS region";
    /// A primary care trust, until 2013.
    PrimaryCareTrust = "E16", "primary care trust";
    /// A strategic health authority, until 2013.
    StrategicHealthAuthority = "E18", "strategic health authority";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_impossible_form_are_refused() {
        for good in ["E92000001", "K04000001+J99000001", "ods:A81002", "iso3166:GBR"] {
            assert!(AreaCode::new(good).is_ok(), "{good}");
        }
        for bad in
            ["", "E9200001", "E920000010", "X92000001", "E9200000l", "A81002", "ods:", "Ods:A1"]
        {
            assert_eq!(AreaCode::new(bad), Err(AreaCodeError), "{bad}");
        }
    }

    #[test]
    fn entity_types_follow_the_prefix() {
        let kind = |code| AreaCode::new(code).unwrap().entity_type();
        assert_eq!(kind("E10000006"), Some(EntityType::County));
        assert_eq!(kind("W92000004"), Some(EntityType::Country));
        assert_eq!(kind("E99000001"), Some(EntityType::Other));
        assert_eq!(kind("K04000001+J99000001"), None);
        assert_eq!(kind("ods:A81002"), None);
    }
}
