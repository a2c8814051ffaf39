//! Texts that a spreadsheet would take for formulas, in files of text.
//!
//! A cell that begins with `=`, `+`, `-` or `@` is worked out when the file is
//! opened, whatever it was meant as, and can run a program or send the sheet
//! away. An apostrophe before it makes it a text. What `export` writes has one
//! and `ingest` takes it off again, so that a text comes back as it was.

use std::borrow::Cow;

/// What a formula begins with, in full width too; a tab or a line end is passed
/// over on the way to it.
const STARTS: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// The text behind an apostrophe where it begins as a formula does. A number
/// stays a number, and a sign alone stays a sign.
///
/// ```
/// use firstyear_core::formula::defused;
///
/// assert_eq!(defused("=1+1"), "'=1+1");
/// assert_eq!(defused("-5.25"), "-5.25");
/// assert_eq!(defused("Bath"), "Bath");
/// ```
#[must_use]
pub fn defused(text: &str) -> Cow<'_, str> {
    // Nearly every cell begins with a letter or a digit.
    if text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return Cow::Borrowed(text);
    }
    let is_formula = text.starts_with(STARTS) && !is_number(text);
    if is_formula || is_behind_apostrophe(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text without the apostrophe that [`defused`] puts before it.
///
/// ```
/// use firstyear_core::formula::restored;
///
/// assert_eq!(restored("'=1+1"), "=1+1");
/// assert_eq!(restored("'s-Hertogenbosch"), "'s-Hertogenbosch");
/// ```
#[must_use]
pub fn restored(text: &str) -> &str {
    if is_behind_apostrophe(text) { &text[1..] } else { text }
}

/// Whether apostrophes and nothing else stand before what a formula begins with.
fn is_behind_apostrophe(text: &str) -> bool {
    text.starts_with('\'') && text.trim_start_matches('\'').starts_with(STARTS)
}

/// A sign with or without a number as programs print it: `-`, `-5`, `+1e-3`.
fn is_number(text: &str) -> bool {
    let Some(unsigned) = text.strip_prefix(['-', '+']) else { return false };
    let is_part =
        |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | 'e' | 'E' | '-' | '+');
    unsigned.is_empty()
        || (unsigned.starts_with(|first: char| first.is_ascii_digit())
            && unsigned.chars().all(is_part)
            && unsigned.parse::<f64>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_left_that_begins_a_formula() {
        // Open Web Application Security Project, "CSV Injection".
        for text in [
            "=cmd|' /C calc'!A0",
            "+1+1",
            "-1+1",
            "-2-3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "=",
            "--5",
            "-inf",
            "＝1+1",
            "'=1",
            "''+x",
        ] {
            let safe = defused(text);
            assert!(safe.starts_with('\''), "{text:?}");
            assert_eq!(restored(&safe), text);
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for text in ["", "-5", "-0.5", "+3", "-1e-7", "-", "5", "O'Brien", "'s", "[c]", "−5", "é"]
        {
            assert_eq!(defused(text), text);
            assert_eq!(restored(text), text);
        }
    }
}
