//! Statistics as functions: which methods of the registry are served, and under what names.
//!
//! A method is served under its id with underscores, its limits with `_lower` and `_upper`
//! behind it. What it reads, its arguments, unit and source are those of the registry.

use firstyear_metrics::Method;
use firstyear_metrics::run::Call;

/// Over what a function works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Over {
    /// Each row by itself.
    Row,
    /// All rows of a group: an aggregate.
    Rows,
}

/// Which column of its results a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The estimate.
    Estimate,
    /// Its lower limit.
    Lower,
    /// Its upper limit.
    Upper,
}

/// Something that a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it means, with the unit.
    pub meaning: &'static str,
    /// Whether it may be left out, or be NULL.
    pub optional: bool,
    /// What holds when it is left out, where something does.
    pub default: Option<&'static str>,
}

/// A statistic as a function of SQL.
#[derive(Clone, Debug)]
pub struct QueryFunction {
    /// Its name.
    pub name: String,
    /// Another name for it, where it has one.
    pub alias: Option<String>,
    /// The method that it runs.
    pub method: &'static Method,
    /// Which column of the results it gives.
    pub part: Part,
    /// Over what it works.
    pub over: Over,
    /// What it takes, in this order.
    pub parameters: Vec<Parameter>,
}

/// Methods that are served, and the short name that stands for each.
const SERVED: &[(&str, Over, Option<&str>)] = &[
    ("exact-byar", Over::Row, Some("rate")),
    ("poisson-exact", Over::Row, None),
    ("byar", Over::Row, None),
    ("wilson", Over::Row, Some("proportion")),
    ("clopper-pearson", Over::Row, None),
    ("relative-gap", Over::Row, None),
    ("absolute-gap", Over::Row, None),
    ("rate-difference", Over::Row, None),
    ("rate-ratio", Over::Row, None),
    ("risk-difference", Over::Row, None),
    ("risk-ratio", Over::Row, None),
    ("phe-rate", Over::Row, None),
    ("phe-proportion", Over::Row, None),
    ("sii-poisson", Over::Rows, Some("sii")),
    ("rii-poisson", Over::Rows, Some("rii")),
    ("sii-poisson-robust", Over::Rows, None),
    ("rii-poisson-robust", Over::Rows, None),
    ("sii-binomial", Over::Rows, None),
    ("rii-binomial", Over::Rows, None),
    ("par-counts", Over::Rows, Some("par")),
    ("paf-counts", Over::Rows, Some("paf")),
    ("excess-events", Over::Rows, None),
    ("who-aci", Over::Rows, Some("absolute_concentration_index")),
    ("who-rci", Over::Rows, Some("concentration_index")),
    ("who-sii", Over::Rows, None),
    ("who-rii", Over::Rows, None),
    ("who-bgv", Over::Rows, None),
    ("who-bgsd", Over::Rows, None),
    ("who-cov", Over::Rows, None),
    ("who-mdmu", Over::Rows, None),
    ("who-mdmw", Over::Rows, None),
    ("who-idisu", Over::Rows, None),
    ("who-idisw", Over::Rows, None),
    ("who-ti", Over::Rows, None),
    ("who-mld", Over::Rows, None),
    ("dsr", Over::Rows, None),
    ("phe-dsr", Over::Rows, None),
    ("indirect-ratio", Over::Rows, None),
    ("indirect-rate", Over::Rows, None),
    ("rate-trend", Over::Rows, None),
];

/// Every statistic, in the order of the registry's families as they are served.
///
/// # Example
///
/// ```
/// let all = firstyear_records::query_functions();
/// let lower = all.iter().find(|one| one.name == "exact_byar_lower").unwrap();
/// assert_eq!(lower.alias.as_deref(), Some("rate_lower"));
/// assert_eq!(lower.method.source.split(" (").next(), Some("Garwood"));
/// let names: Vec<_> = lower.parameters.iter().map(|one| one.name).collect();
/// assert_eq!(names, ["x", "n", "multiplier", "confidence"]);
/// ```
#[must_use]
pub fn query_functions() -> Vec<QueryFunction> {
    let mut found = Vec::new();
    for (id, over, short) in SERVED {
        // A test holds every id against the registry.
        let Some(method) = firstyear_metrics::method(id) else { continue };
        let base = id.replace('-', "_");
        for (part, end) in [(Part::Estimate, ""), (Part::Lower, "_lower"), (Part::Upper, "_upper")]
        {
            if column_of(&method.call, part).is_some() {
                found.push(QueryFunction {
                    name: format!("{base}{end}"),
                    alias: short.map(|short| format!("{short}{end}")),
                    method,
                    part,
                    over: *over,
                    parameters: parameters(&method.call),
                });
            }
        }
    }
    found
}

impl QueryFunction {
    /// How it is called: `rate_lower(x, n [, multiplier, confidence])`.
    #[must_use]
    pub fn usage(&self) -> String {
        let names = |optional: bool| {
            let those = self.parameters.iter().filter(|one| one.optional == optional);
            those.map(|one| one.name).collect::<Vec<_>>().join(", ")
        };
        let (needed, optional) = (names(false), names(true));
        let name = self.alias.as_ref().unwrap_or(&self.name);
        if optional.is_empty() {
            format!("{name}({needed})")
        } else {
            format!("{name}({needed} [, {optional}])")
        }
    }

    /// The column of the method's results that it gives.
    pub(super) fn column(&self) -> &'static str {
        column_of(&self.method.call, self.part).unwrap_or("value")
    }
}

/// What must be given first, then what may be, then arguments, each as the registry has them.
fn parameters(call: &Call) -> Vec<Parameter> {
    let field = |optional: bool| {
        let those = call.inputs.iter().filter(move |field| field.optional == optional);
        those.map(move |field| Parameter {
            name: field.name,
            meaning: field.meaning,
            optional,
            default: None,
        })
    };
    let arguments = call.arguments.iter().map(|argument| Parameter {
        name: argument.name,
        meaning: argument.meaning,
        optional: argument.default.is_some(),
        default: argument.default.filter(|default| *default != "NA" && !default.is_empty()),
    });
    field(false).chain(field(true)).chain(arguments).collect()
}

/// Methods write an estimate as `value`, whose limits are `lowercl` and `uppercl`, or as
/// `estimate` with `lowerci` and `upperci`.
fn column_of(call: &Call, part: Part) -> Option<&'static str> {
    let has = |name: &str| call.outputs.iter().any(|output| output.name == name);
    let columns = if has("value") {
        ["value", "lowercl", "uppercl"]
    } else if has("lowerci") {
        ["estimate", "lowerci", "upperci"]
    } else {
        ["estimate", "", ""]
    };
    let column = columns[match part {
        Part::Estimate => 0,
        Part::Lower => 1,
        Part::Upper => 2,
    }];
    (!column.is_empty()).then_some(column)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_method_that_is_served_is_in_the_registry_and_names_are_unique() {
        for (id, over, _) in SERVED {
            let method = firstyear_metrics::method(id).unwrap_or_else(|| panic!("no method {id}"));
            let by_row = method.call.key.is_empty() || method.call.key.contains(&Call::EACH_ROW);
            assert_eq!(by_row, *over == Over::Row, "{id}");
        }
        let all = query_functions();
        let names: Vec<&String> =
            all.iter().flat_map(|one| one.alias.iter().chain([&one.name])).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        assert!(all.iter().all(|one| {
            let first = one.parameters.iter().position(|parameter| parameter.optional);
            let from = first.unwrap_or(one.parameters.len());
            one.parameters[from..].iter().all(|parameter| parameter.optional)
        }));
    }
}
