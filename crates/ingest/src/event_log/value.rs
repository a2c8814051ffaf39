//! Values of attributes, typed by how they are written or as the log says.

use std::sync::Arc;

use firstyear_core::event::{Moment, Value};

/// The type of a text that has none of its own: only what reads back the same.
pub(super) fn of_text(text: &str) -> Value {
    // 007 is a code, and so is a number too long to be held.
    let plain = !(text.len() > 1 && text.trim_start_matches('-').starts_with('0'))
        || text.trim_start_matches('-').starts_with("0.");
    if plain && text.len() <= 18 {
        if let Ok(whole) = text.parse() {
            return Value::Whole(whole);
        }
        let starts = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let marks = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        if let (true, true, Ok(number)) = (starts, marks, text.parse()) {
            return Value::Number(number);
        }
    }
    match text {
        "true" | "TRUE" | "True" => Value::Truth(true),
        "false" | "FALSE" | "False" => Value::Truth(false),
        _ => Moment::parse(text).map_or_else(|_| Value::Text(text.into()), Value::Time),
    }
}

/// A value of the type that the log names; text where it is not of it.
pub(super) fn of_type(kind: &str, text: &str) -> Value {
    let as_text = || Value::Text(Arc::from(text));
    let plain = text.trim();
    match kind {
        "int" | "integer" => plain.parse().map_or_else(|_| as_text(), Value::Whole),
        "float" => match plain.parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Number(number),
            _ => as_text(),
        },
        "boolean" => match plain {
            "true" | "1" => Value::Truth(true),
            "false" | "0" => Value::Truth(false),
            _ => as_text(),
        },
        "date" | "time" => Moment::parse(plain).map_or_else(|_| as_text(), Value::Time),
        _ => as_text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_numbers_only_where_nothing_is_lost() {
        assert_eq!(of_text("39"), Value::Whole(39));
        assert_eq!(of_text("-1"), Value::Whole(-1));
        assert_eq!(of_text("3.5"), Value::Number(3.5));
        assert_eq!(of_text("0.5"), Value::Number(0.5));
        assert_eq!(of_text("true"), Value::Truth(true));
        assert!(matches!(of_text("2024-03-01"), Value::Time(_)));
        for text in ["007", "1e5", "NaN", "inf", "", "01/03/2024", "12345678901234567890"] {
            assert_eq!(of_text(text), Value::Text(text.into()), "{text}");
        }
        assert_eq!(of_type("float", "NaN"), Value::Text("NaN".into()));
    }
}
