//! `CITATION.cff`: how to cite a report, in the Citation File Format 1.2.0.

use std::fmt::Write as _;

use firstyear_core::Source;

use super::licence;
use crate::site::Report;

pub(super) const PATH: &str = "CITATION.cff";

/// The file. A project does not say who speaks for it, so the program that made the
/// report stands as its author, and the message says so.
pub(super) fn text(report: &Report<'_>) -> String {
    let project = report.project;
    let day = project.as_of.map(|day| day.to_string());
    let version = match &day {
        Some(day) => format!("firstyear {}, as of {day}", report.version),
        None => format!("firstyear {}", report.version),
    };
    let mut yaml = String::new();
    let mut line = |name: &str, text: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(yaml, "{name}: {}", quoted(text));
    };
    line("cff-version", "1.2.0");
    line(
        "message",
        "Cite the report as below, with its sources. Its author is the program that made it: \
         put the name of those who answer for it in its place.",
    );
    line("type", "dataset");
    line("title", &project.title);
    line("version", &version);
    if let Some(day) = &day {
        line("date-released", day);
    }
    yaml.push_str("authors:\n  - name: \"firstyear\"\n");
    if !report.sources.is_empty() {
        yaml.push_str("references:\n");
    }
    for source in report.sources.values() {
        reference(source, &mut yaml);
    }
    yaml
}

fn reference(source: &Source, yaml: &mut String) {
    let mut line = |before: &str, name: &str, text: &str| {
        let _ = writeln!(yaml, "{before}{name}: {}", quoted(text));
    };
    line("  - ", "type", "data");
    line("    ", "title", &source.title);
    if let Some(day) = source.released {
        line("    ", "date-released", &day.to_string());
    }
    match licence::known(&source.licence) {
        Some(licence) if licence.in_cff => line("    ", "license", licence.id),
        Some(licence) => line("    ", "license-url", licence.address),
        None => line("    ", "notes", &format!("Licence: {}", source.licence)),
    }
    let _ = writeln!(yaml, "    authors:\n      - name: {}", quoted(&source.publisher));
}

/// A text between quotation marks, as JSON and YAML both read it. What YAML cannot
/// hold becomes a blank, and so does an empty text, which the format does not allow.
fn quoted(text: &str) -> String {
    let held = |c: char| {
        if c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        {
            ' '
        } else {
            c
        }
    };
    let text: String = text.chars().map(held).collect();
    let text = if text.is_empty() { " " } else { &text };
    serde_json::to_string(text).expect("a text can be written")
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_yaml_reads_as_markup_stays_text() {
        assert_eq!(quoted("a: \"b\" # c\n- d"), r#""a: \"b\" # c - d""#);
        assert_eq!(quoted("\u{85}\u{7f}"), "\"  \"");
        assert_eq!(quoted(""), "\" \"");
    }
}
