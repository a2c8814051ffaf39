//! The header of an SDMX-CSV file: which column is what.

use firstyear_core::slug;

use crate::CodeLists;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Is(Known),
    /// Splits the population; the number of the column is where its words stand.
    Dimension(String),
    /// Words for the codes of the column before it.
    Words,
    /// Said of the figure or the file, and not read.
    Attribute,
}

/// A component that the reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Known {
    Flow,
    Structure,
    Action,
    Area,
    Indicator,
    Time,
    TimeKind,
    Value,
    Status,
    Confidentiality,
    Numerator,
    NumeratorStatus,
    NumeratorConfidentiality,
    Denominator,
    DenominatorStatus,
    DenominatorConfidentiality,
    Basis,
    Lower,
    Upper,
    Confidence,
    StandardError,
    Unit,
    Multiplier,
    Source,
    Note,
}

/// Names by which files know the components, in capitals. The names in the
/// second half are those of Eurostat and of client libraries of UNICEF.
const KNOWN: &[(&str, Known)] = &[
    ("DATAFLOW", Known::Flow),
    ("STRUCTURE", Known::Structure),
    ("STRUCTURE_ID", Known::Flow),
    ("ACTION", Known::Action),
    ("REF_AREA", Known::Area),
    ("INDICATOR", Known::Indicator),
    ("TIME_PERIOD", Known::Time),
    ("PERIOD_KIND", Known::TimeKind),
    ("OBS_VALUE", Known::Value),
    ("OBS_STATUS", Known::Status),
    ("CONF_STATUS", Known::Confidentiality),
    ("NUMERATOR", Known::Numerator),
    ("NUMERATOR_STATUS", Known::NumeratorStatus),
    ("NUMERATOR_CONF", Known::NumeratorConfidentiality),
    ("DENOMINATOR", Known::Denominator),
    ("DENOMINATOR_STATUS", Known::DenominatorStatus),
    ("DENOMINATOR_CONF", Known::DenominatorConfidentiality),
    ("DENOMINATOR_BASIS", Known::Basis),
    ("LOWER_BOUND", Known::Lower),
    ("UPPER_BOUND", Known::Upper),
    ("CONFIDENCE_LEVEL", Known::Confidence),
    ("STANDARD_ERROR", Known::StandardError),
    ("UNIT_MEASURE", Known::Unit),
    ("UNIT_MULT", Known::Multiplier),
    ("UNIT_MULTIPLIER", Known::Multiplier),
    ("DATA_SOURCE", Known::Source),
    ("OBS_FOOTNOTE", Known::Note),
    ("SERIES_FOOTNOTE", Known::Note),
    ("COUNTRY_NOTES", Known::Note),
    ("COMMENT_OBS", Known::Note),
    ("OBS_COMMENT", Known::Note),
    ("GEO", Known::Area),
    ("ISO3", Known::Area),
    ("PERIOD", Known::Time),
    ("VALUE", Known::Value),
    ("OBS_FLAG", Known::Status),
    ("UNIT", Known::Unit),
];

/// Dimensions that stand behind the value in some files.
const DIMENSIONS: &[&str] = &[
    "SEX",
    "AGE",
    "WEALTH_QUINTILE",
    "RESIDENCE",
    "EDUCATION_LEVEL",
    "MATERNAL_EDU_LVL",
    "HEAD_OF_HOUSE",
    "VACCINE",
    "DISABILITY_STATUS",
    "ETHNICITY",
];

/// Attributes that stand before the value in some files.
const ATTRIBUTES: &[&str] = &[
    "SERIES_KEY",
    "OBS_KEY",
    "UPDATED",
    "LAST UPDATE",
    "FREQ",
    "DECIMALS",
    "REF_PERIOD",
    "FREQ_COLL",
    "SOURCE_LINK",
    "OBS_CONF",
    "COVERAGE_TIME",
    "TIME_PERIOD_METHOD",
    "TIME_FORMAT",
    "TITLE",
    "CUSTODIAN",
    "SOWC_FLAG_A",
    "COUNTRY",
    "INDICATOR_NAME",
    "UNIT_NAME",
];

/// The columns of a file.
pub(super) struct Columns {
    roles: Vec<Role>,
    /// Whether cells hold a code and words, as in `A: Value A`.
    both: Vec<bool>,
}

impl Columns {
    pub(super) fn of(header: &[String], codes: &CodeLists<'_>) -> Self {
        let value = header.iter().position(|name| known(name) == Some(Known::Value));
        let mut roles: Vec<Role> = Vec::new();
        for (at, name) in header.iter().enumerate() {
            let before_value = value.is_none_or(|value| at < value);
            let role = if is_words(header, at) {
                Role::Words
            } else if let Some(known) = known(name) {
                Role::Is(known)
            } else if is_dimension(&id(name), before_value, codes) {
                Role::Dimension(id(name))
            } else {
                Role::Attribute
            };
            roles.push(role);
        }
        // The names of structures have words where those of components have.
        let any = header.iter().any(|name| name.contains(": "));
        let both =
            header.iter().map(|name| name.contains(": ") || any && id(name) == "STRUCTURE_ID");
        let both = both.collect();
        Self { roles, both }
    }

    pub(super) fn len(&self) -> usize {
        self.roles.len()
    }

    /// Where a component stands first.
    pub(super) fn at(&self, known: Known) -> Option<usize> {
        self.all(known).next()
    }

    /// Wherever a component stands: notes have several columns.
    pub(super) fn all(&self, known: Known) -> impl Iterator<Item = usize> {
        let is = move |role: &Role| *role == Role::Is(known);
        self.roles.iter().enumerate().filter(move |(_, role)| is(role)).map(|(at, _)| at)
    }

    /// The dimensions, each with its column.
    pub(super) fn dimensions(&self) -> impl Iterator<Item = (&str, usize)> {
        self.roles.iter().enumerate().filter_map(|(at, role)| match role {
            Role::Dimension(name) => Some((name.as_str(), at)),
            _ => None,
        })
    }

    /// Code and words of a cell in column `at`.
    pub(super) fn coded<'c>(
        &self,
        at: usize,
        cell: impl Fn(usize) -> &'c str,
    ) -> (&'c str, &'c str) {
        let text = cell(at);
        if self.roles.get(at + 1) == Some(&Role::Words) {
            return (text, cell(at + 1));
        }
        match text.split_once(": ") {
            Some((code, words)) if self.both[at] => (code, words.trim()),
            _ => (text, ""),
        }
    }
}

/// The id of a component: without its words, and without the marks of several
/// values or languages.
pub(super) fn id(name: &str) -> String {
    let name = name.split_once(": ").map_or(name, |(id, _)| id);
    name.split('[').next().unwrap_or_default().trim().to_ascii_uppercase()
}

fn known(name: &str) -> Option<Known> {
    let id = id(name);
    KNOWN.iter().find(|(name, _)| *name == id).map(|(_, known)| *known)
}

/// Whether a column holds words for the one before it: codes are in capitals,
/// words are not.
fn is_words(header: &[String], at: usize) -> bool {
    let has_lower = |name: &str| name.chars().any(char::is_lowercase);
    let is_id = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_@$.-[]; ".contains(&b))
            && !has_lower(name.split('[').next().unwrap_or_default())
    };
    at > 0
        && has_lower(&header[at])
        && is_id(&header[at - 1])
        && !header[at].contains(": ")
        && !header[at].contains('[')
        && header[at - 1] != "LAST UPDATE"
}

fn is_dimension(id: &str, before_value: bool, codes: &CodeLists<'_>) -> bool {
    let listed = || {
        let slug = slug(id).and_then(|id| firstyear_core::DimensionId::new(&id).ok());
        slug.is_some_and(|id| codes.dimensions.contains_key(&id))
    };
    if DIMENSIONS.contains(&id) || listed() {
        return true;
    }
    before_value && !id.is_empty() && !ATTRIBUTES.contains(&id) && !id.starts_with("SOWC_FLAG")
}
