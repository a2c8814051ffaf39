//! XES 1.0 (IEEE 1849).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;

use firstyear_core::event::{CaseId, Event, EventLog, Value};

use super::{
    LIFECYCLE, Loss, RESOURCE, ROLE, WriteError, beside_cases, hour, is_role, text, with_seconds,
};

/// The extensions whose keys are written.
const EXTENSIONS: [(&str, &str); 4] = [
    ("Concept", "concept"),
    ("Time", "time"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
];

/// Writes a log as XES: a trace for each case, in the order in which events first name
/// it, those without an event last. Attributes within others keep both keys, joined by a
/// slash. A time to the minute is written with its seconds, as XML asks.
///
/// # Errors
///
/// [`WriteError`] when `out` fails, for a number that is not finite, and for a log of
/// objects without cases.
///
/// ```
/// use firstyear_core::event::EventLog;
/// use firstyear_export::event_log::write_xes;
///
/// let mut out = Vec::new();
/// write_xes(&EventLog::default(), &mut out)?;
/// assert!(out.starts_with(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1.0\""));
/// # Ok::<(), firstyear_export::event_log::WriteError>(())
/// ```
pub fn write_xes(log: &EventLog, mut out: impl Write) -> Result<Loss, WriteError> {
    let mut loss = Loss::default();
    beside_cases(log, &mut loss)?;
    let mut text = Tags { text: String::new(), loss };
    text.head(log)?;
    out.write_all(text.text.as_bytes())?;
    for (case, events) in traces(log) {
        text.text.clear();
        text.text.push_str("  <trace>\n");
        text.tag(4, "string", "concept:name", case.reveal());
        for (name, value) in log.cases.get(case).into_iter().flatten() {
            text.attribute(4, name, value)?;
        }
        for event in events {
            text.event(event)?;
        }
        text.text.push_str("  </trace>\n");
        out.write_all(text.text.as_bytes())?;
    }
    out.write_all(b"</log>\n")?;
    out.flush()?;
    Ok(text.loss)
}

/// Cases with their events.
fn traces(log: &EventLog) -> Vec<(&CaseId, Vec<&Event>)> {
    let mut places: BTreeMap<&CaseId, usize> = BTreeMap::new();
    let mut traces: Vec<(&CaseId, Vec<&Event>)> = Vec::new();
    for event in &log.events {
        let Some(case) = &event.case else { continue };
        let place = *places.entry(case).or_insert_with(|| {
            traces.push((case, Vec::new()));
            traces.len() - 1
        });
        traces[place].1.push(event);
    }
    let without = log.cases.keys().filter(|case| !places.contains_key(case));
    let without: Vec<_> = without.map(|case| (case, Vec::new())).collect();
    traces.extend(without);
    traces
}

struct Tags {
    text: String,
    loss: Loss,
}

impl Tags {
    fn head(&mut self, log: &EventLog) -> Result<(), WriteError> {
        self.text.push_str(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <log xes.version=\"1.0\" xes.features=\"\" xmlns=\"http://www.xes-standard.org/\">\n",
        );
        let known: BTreeSet<&str> = log.extensions.iter().map(|one| one.prefix.as_str()).collect();
        for (name, prefix) in EXTENSIONS.into_iter().filter(|(_, prefix)| !known.contains(prefix)) {
            let uri = format!("http://www.xes-standard.org/{prefix}.xesext");
            self.open_tag("extension", &[("name", name), ("prefix", prefix), ("uri", &uri)]);
        }
        for one in &log.extensions {
            let parts = [("name", &*one.name), ("prefix", &one.prefix), ("uri", &one.uri)];
            self.open_tag("extension", &parts);
        }
        if log.classifiers.is_empty() {
            self.open_tag("classifier", &[("name", "Activity"), ("keys", "concept:name")]);
        }
        for one in &log.classifiers {
            self.open_tag("classifier", &[("name", &one.name), ("keys", &one.keys)]);
        }
        for (name, value) in &log.attributes {
            self.attribute(2, name, value)?;
        }
        Ok(())
    }

    fn event(&mut self, event: &Event) -> Result<(), WriteError> {
        hour(event, &mut self.loss);
        self.text.push_str("    <event>\n");
        self.tag(6, "string", "concept:name", &event.activity);
        if let Some(time) = event.time {
            self.tag(6, "date", "time:timestamp", &with_seconds(time));
        }
        if let Some(lifecycle) = &event.lifecycle {
            self.tag(6, "string", LIFECYCLE, lifecycle);
        }
        if let Some(who) = &event.resource {
            self.tag(6, "string", if is_role(event) { ROLE } else { RESOURCE }, who);
        }
        for (name, value) in &event.attributes {
            self.attribute(6, name, value)?;
        }
        self.text.push_str("    </event>\n");
        Ok(())
    }

    fn attribute(&mut self, indent: usize, name: &str, value: &Value) -> Result<(), WriteError> {
        let kind = match value {
            Value::Whole(_) => "int",
            Value::Number(_) => "float",
            Value::Truth(_) => "boolean",
            Value::Time(_) => "date",
            _ => "string",
        };
        let text = text(value, name)?;
        self.tag(indent, kind, name, &text);
        Ok(())
    }

    fn tag(&mut self, indent: usize, kind: &str, key: &str, value: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{:indent$}<{kind} key=\"", "");
        self.escaped(key);
        self.text.push_str("\" value=\"");
        self.escaped(value);
        self.text.push_str("\"/>\n");
    }

    fn open_tag(&mut self, name: &str, parts: &[(&str, &str)]) {
        let _ = write!(self.text, "  <{name}");
        for (part, value) in parts {
            let _ = write!(self.text, " {part}=\"");
            self.escaped(value);
            self.text.push('"');
        }
        self.text.push_str("/>\n");
    }

    /// Text of an attribute of a tag. Line ends would be read as blanks if they were not
    /// written by their numbers.
    fn escaped(&mut self, text: &str) {
        let mut lost = false;
        for letter in text.chars() {
            match letter {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\t' => self.text.push_str("&#9;"),
                '\n' => self.text.push_str("&#10;"),
                '\r' => self.text.push_str("&#13;"),
                '\0'..=' ' | '\u{fffe}' | '\u{ffff}' if letter != ' ' => {
                    lost = true;
                    self.text.push(char::REPLACEMENT_CHARACTER);
                }
                letter => self.text.push(letter),
            }
        }
        self.loss.add_if(lost, "control characters in a text");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_what_xml_cannot_hold_is_told() {
        let mut log = EventLog::default();
        log.attributes.push(("a<b".into(), Value::Text("\"x\" & y\nz\u{1}".into())));
        let mut out = Vec::new();
        let loss = write_xes(&log, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let tag = "<string key=\"a&lt;b\" value=\"&quot;x&quot; &amp; y&#10;z\u{fffd}\"/>";
        assert!(text.contains(tag), "{text}");
        assert_eq!(loss.rows("control characters in a text"), 1);
    }
}
