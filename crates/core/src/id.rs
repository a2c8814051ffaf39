//! Names of things: short, stable, kebab-case.

/// A name that is not kebab-case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a valid id: use lower-case letters and digits joined by single hyphens, such as `infant-mortality-rate`"
)]
pub struct IdError;

/// Whether a text can be an id: lower-case letters and digits in words that are
/// joined by single hyphens.
///
/// ```
/// assert!(firstyear_core::is_kebab("infant-mortality-rate"));
/// assert!(!firstyear_core::is_kebab("Infant--mortality"));
/// ```
#[must_use]
pub fn is_kebab(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Turns a label into the text of an id: `Mixed/ multiple` gives
/// `mixed-multiple`, `<20` gives `under-20`. `None` when nothing is left.
///
/// ```
/// assert_eq!(firstyear_core::slug("Mixed/ multiple").as_deref(), Some("mixed-multiple"));
/// assert_eq!(firstyear_core::slug("<1000  ").as_deref(), Some("under-1000"));
/// assert_eq!(firstyear_core::slug(" … "), None);
/// ```
#[must_use]
pub fn slug(label: &str) -> Option<String> {
    let mut out = String::with_capacity(label.len());
    let word = |text: &mut String, piece: &str| {
        if !text.is_empty() && !text.ends_with('-') {
            text.push('-');
        }
        text.push_str(piece);
        text.push('-');
    };
    for c in label.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '<' => word(&mut out, "under"),
            '>' => word(&mut out, "over"),
            '&' => word(&mut out, "and"),
            // Apostrophes and thousands separators join what stands round
            // them: `Mother's` is one word, `1,000g` one number.
            '\'' | '’' | ',' => {}
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    let text = out.trim_matches('-');
    (!text.is_empty()).then(|| text.to_owned())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Cheap to clone.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// # Errors
            ///
            /// [`IdError`](crate::IdError) unless the text is kebab-case.
            pub fn new(text: &str) -> Result<Self, $crate::IdError> {
                if $crate::id::is_kebab(text) { Ok(Self(text.into())) } else { Err($crate::IdError) }
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::IdError;

            fn from_str(text: &str) -> Result<Self, $crate::IdError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::IdError;

            fn try_from(text: String) -> Result<Self, $crate::IdError> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.as_ref().to_owned()
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" })
            }
        }
    )*};
}

ids! {
    /// The id of an indicator, such as `infant-mortality-rate`.
    IndicatorId;
    /// The id of a dimension, such as `imd-2019-decile`.
    DimensionId;
    /// The id of a category of a dimension, such as `1` or `routine`.
    CategoryId;
    /// The id of a source, such as `ons-child-mortality-2022`.
    SourceId;
    /// The id of a printed table, a row of one, a statement or an annotation,
    /// such as `table-4`.
    PrintedId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case() {
        for good in ["infant-mortality-rate", "1", "imd-2019-decile"] {
            assert!(IndicatorId::new(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "a b", "a_b", "é"] {
            assert_eq!(IndicatorId::new(bad), Err(IdError), "{bad}");
        }
    }

    #[test]
    fn slugs_of_published_labels_are_ids() {
        let cases = [
            ("1000-1499    ", "1000-1499"),
            ("40 & over", "40-and-over"),
            ("Under 22 weeks & birthweight <1,000g", "under-22-weeks-and-birthweight-under-1000g"),
            ("1.1 Large employers", "1-1-large-employers"),
            ("Asphyxia, anoxia or trauma (intrapartum) ", "asphyxia-anoxia-or-trauma-intrapartum"),
        ];
        for (label, expected) in cases {
            assert_eq!(slug(label).as_deref(), Some(expected));
            assert!(is_kebab(expected));
        }
    }
}
