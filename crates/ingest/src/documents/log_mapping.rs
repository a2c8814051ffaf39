//! Mappings of event logs.

use std::collections::BTreeMap;
use std::path::Path;

use firstyear_core::DimensionId;
use firstyear_core::pathway::{ActivityRule, AttributeRule, ClockRule, GroupRule, LogMapping};

use super::document;
use super::form::Kind;
use crate::input::Input;
use crate::project::fields::Fields;
use crate::project::values::MaybeEmpty;
use crate::{OnProgress, ReadError};

/// Lines of a mapping in JSON are not told: it has no one list whose entries could
/// stand for them.
const KIND: Kind = Kind { list: "", name: "mapping of an event log", columns: &[] };

/// Reads a mapping of an event log, TOML or JSON. Whether it fits a pathway is for
/// `firstyear-pathways` to say.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be opened, or with every fault: a mapping with any
/// is none.
pub fn read_log_mapping(path: &Path, progress: OnProgress<'_>) -> Result<LogMapping, ReadError> {
    read_input(&Input::at(path, &path.display().to_string().into())?, progress)
}

/// Reads the bytes of a mapping of an event log, as [`read_log_mapping`] does.
///
/// ```
/// use firstyear_ingest::{read_log_mapping_bytes, unwatched};
///
/// let text = b"schema_version = 1\n[[activity]]\nname = \"CO test\"\nstp = \"identify\"\n";
/// let problems = read_log_mapping_bytes(text, "log.toml", &mut unwatched).unwrap_err().problems();
/// assert_eq!(
///     problems[0].to_string(),
///     "log.toml, row 4, column `stp`: not a field of the mapping of an event log",
/// );
/// assert_eq!(problems[0].help.as_deref(), Some("did you mean `step`?"));
/// ```
///
/// # Errors
///
/// As [`read_log_mapping`].
pub fn read_log_mapping_bytes(
    bytes: &[u8],
    file: &str,
    progress: OnProgress<'_>,
) -> Result<LogMapping, ReadError> {
    read_input(&Input::of_bytes(bytes, &file.into()), progress)
}

pub(crate) fn read_input(
    input: &Input<'_>,
    progress: OnProgress<'_>,
) -> Result<LogMapping, ReadError> {
    let read = document(input, &KIND, progress, |fields, _, _| read(fields))?;
    if read.problems.is_empty() {
        Ok(read.rows)
    } else {
        Err(ReadError::Unusable { problems: read.problems })
    }
}

fn read(fields: &mut Fields<'_, '_>) -> LogMapping {
    LogMapping {
        schema_version: super::VERSION,
        observed_until: fields.optional("observed_until"),
        case_object: fields.optional("case_object"),
        holidays: fields.optional_list("holidays"),
        activities: fields.tables("activity", activity),
        clocks: fields.tables("clock", clock),
        attributes: fields.tables("attribute", attribute),
        groups: fields.tables("group", group),
    }
}

fn activity(mut fields: Fields<'_, '_>) -> Option<ActivityRule> {
    let (name, step) = (fields.required("name"), fields.optional("step"));
    fields.finish();
    Some(ActivityRule { name: name?, step })
}

fn clock(mut fields: Fields<'_, '_>) -> Option<ClockRule> {
    let id = fields.required("id");
    let (activity, attribute) = (fields.optional("activity"), fields.optional("attribute"));
    let is = fields.optional("is");
    if !fields.stands("activity") && !fields.stands("attribute") {
        let message = "nothing says where the clock begins: name an activity or an attribute";
        fields.reject("id", message);
    }
    if fields.stands("is") && !fields.stands("attribute") {
        fields.reject("is", "there is no attribute to tell of");
    }
    fields.finish();
    Some(ClockRule { id: id?, activity, attribute, is })
}

fn attribute(mut fields: Fields<'_, '_>) -> Option<AttributeRule> {
    let (name, input) = (fields.required("name"), fields.required("input"));
    let words = fields.named("words");
    fields.finish();
    Some(AttributeRule { name: name?, input: input?, words: texts(words) })
}

fn group(mut fields: Fields<'_, '_>) -> Option<GroupRule> {
    let id: Option<DimensionId> = fields.required("id");
    let (name, attribute) = (fields.optional("name"), fields.optional("attribute"));
    let words = fields.named("words");
    let order = fields.optional_list("order");
    let ranked = fields.optional("ranked").unwrap_or_default();
    fields.finish();
    Some(GroupRule {
        id: id?.as_str().to_owned(),
        name,
        attribute,
        words: texts(words),
        order,
        ranked,
    })
}

fn texts(words: BTreeMap<String, MaybeEmpty>) -> BTreeMap<String, String> {
    words.into_iter().map(|(text, word)| (text, word.0)).collect()
}
