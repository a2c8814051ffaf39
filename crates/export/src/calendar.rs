//! What is due as a calendar, iCalendar (RFC 5545).

use std::fmt::Write as _;

use chrono::NaiveDate;

/// A day on which something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due<'a> {
    /// What it is known by, the same wherever it is told; unique among all that
    /// a reader may put into one calendar.
    pub id: &'a str,
    /// The day.
    pub on: NaiveDate,
    /// What is due, in a line.
    pub title: &'a str,
    /// More about it; empty for nothing.
    pub about: &'a str,
}

/// A calendar with an entry that lasts the whole day for each thing that is due;
/// `None` where nothing is, as a calendar has one entry or more. `stamp` is the
/// day on which it was made.
///
/// ```
/// use chrono::NaiveDate;
/// use firstyear_export::calendar::{Due, calendar};
///
/// let on = NaiveDate::from_ymd_opt(2024, 12, 31).unwrap();
/// let due = Due { id: "quit-1", on, title: "Refer all who smoke", about: "" };
/// let text = calendar(&[due], on).unwrap();
/// assert!(text.contains("DTSTART;VALUE=DATE:20241231\r\n"));
/// ```
#[must_use]
pub fn calendar(entries: &[Due<'_>], stamp: NaiveDate) -> Option<String> {
    if entries.is_empty() {
        return None;
    }
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//firstyear//recommendations//EN");
    for due in entries {
        line("BEGIN", "VEVENT");
        line("UID", &escaped(due.id));
        line("DTSTAMP", &format!("{}T000000Z", stamp.format("%Y%m%d")));
        line("DTSTART;VALUE=DATE", &due.on.format("%Y%m%d").to_string());
        // Without an end an entry of a day lasts for this day.
        line("SUMMARY", &escaped(due.title));
        if !due.about.is_empty() {
            line("DESCRIPTION", &escaped(due.about));
        }
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    Some(text)
}

/// A text with what has a meaning of its own marked.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            // A line ends with both in files of another system.
            '\r' if chars.peek() == Some(&'\n') => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Adds a line, in pieces of at most 75 bytes, each but the first after a blank.
fn fold(text: &mut String, line: &str) {
    const MOST: usize = 75;
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > MOST {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    // Writing to a string cannot fail.
    let _ = write!(text, "\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_and_marked() {
        let on = NaiveDate::from_ymd_opt(2024, 12, 31).unwrap();
        let title = "é".repeat(60) + "; one, two\\three\nfour\tfive\rsix\r\nseven";
        let due = Due { id: "a", on, title: &title, about: "x" };
        let text = calendar(&[due], on).unwrap();
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(
            unfolded.contains("\\; one\\, two\\\\three\\nfour five six\\nseven\r\n"),
            "{unfolded}"
        );
        assert_eq!(calendar(&[], on), None);
    }
}
