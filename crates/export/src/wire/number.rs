//! Finite numbers.

use serde::{Serialize, Serializer, ser::Error};

/// A number that is written with as few digits as read back to the same, and
/// not at all unless it is finite.
///
/// ```
/// use firstyear_export::wire::{Number, json_text};
///
/// assert_eq!(json_text(&Number::from(0.1))?, "0.1\n");
/// assert!(json_text(&Number::from(f64::NAN)).is_err());
/// # Ok::<(), firstyear_export::wire::JsonError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Number(f64);

/// A count that is left out of a document where there is nothing to count.
pub(super) fn some<T: Default + PartialEq>(count: T) -> Option<T> {
    (count != T::default()).then_some(count)
}

impl Number {
    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Self(number)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() {
            serializer.serialize_f64(self.0)
        } else {
            Err(S::Error::custom("a number is not finite"))
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Number {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_count_is_left_out() {
        assert_eq!((some(0_usize), some(3_u64)), (None, Some(3)));
    }
}
