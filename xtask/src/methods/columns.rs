//! Which names families of methods give to columns of one kind.
//!
//! Methods that answer a package's numbers have its names, so that its tables
//! run as they are. A user who comes from one family looks here for what
//! another calls the same thing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use firstyear_metrics::Method;
use firstyear_metrics::run::{Argument, Call, Field};

/// How a method uses a column.
#[derive(Clone, Copy)]
enum Use {
    Key,
    Read,
    Written,
}

/// What columns hold, with the names that they have, the usual one first.
const KINDS: &[(&str, Use, &[&[&str]])] = &[
    (
        "which rows make one result",
        Use::Key,
        &[
            &["group"],
            &["area"],
            &["case"],
            &["series", "config"],
            &["dataset"],
            &["survey"],
            &["table"],
            &["nq"],
        ],
    ),
    (
        "the name of each unit within a result",
        Use::Read,
        &[&["group"], &["area"], &["unit"], &["stratum"], &["factor"]],
    ),
    (
        "events and those at risk",
        Use::Read,
        &[
            &["x", "n"],
            &["numerator", "denominator"],
            &["deaths", "pops"],
            &["y", "exposure"],
            &["x1", "t1"],
            &["population", "estimate"],
            &["count"],
        ],
    ),
    (
        "those of the population held against",
        Use::Read,
        &[
            &["x_against", "n_against"],
            &["x_reference", "n_reference"],
            &["x_ref", "n_ref"],
            &["x2", "t2"],
            &["expected"],
            &["comparator"],
        ],
    ),
    (
        "a figure that is there already",
        Use::Read,
        &[&["value"], &["estimate"], &["y"], &["rate"], &["relative_gap"]],
    ),
    (
        "its limits, or its standard error",
        Use::Read,
        &[
            &["lowercl", "uppercl"],
            &["lower_cl", "upper_cl"],
            &["rate_lower", "rate_upper"],
            &["rr_lower", "rr_upper"],
            &["paf_lower", "paf_upper"],
            &["se"],
            &["first_se", "second_se"],
        ],
    ),
    (
        "the place in an order, or in time",
        Use::Read,
        &[&["time"], &["date"], &["subgroup_order"], &["quantile"], &["score"], &["order"]],
    ),
    ("the result", Use::Written, &[&["value"], &["estimate"], &["sii", "rii"], &["y", "mean"]]),
    (
        "its limits",
        Use::Written,
        &[
            &["lowercl", "uppercl"],
            &["lower", "upper"],
            &["rr_lower", "rr_upper"],
            &["sii_lower95_0cl", "sii_upper95_0cl"],
            &["lower95_0cl", "upper95_0cl"],
            &["lower_2s_limit", "upper_2s_limit"],
            &["LCL95", "UCL95"],
            &["lower_limit", "upper_limit"],
            &["lpl", "upl"],
        ],
    ),
    ("a probability under no difference", Use::Written, &[&["p_value"], &["p"], &["adjusted"]]),
    (
        "in words, what came of it",
        Use::Written,
        &[&["status"], &["position"], &["significance"], &["caution"], &["special_cause_type"]],
    ),
];

/// The part of the index on names of columns.
pub(super) fn conventions(families: &BTreeMap<&str, Vec<&Method>>) -> String {
    let mut text = String::from(
        "\n## Names of columns\n\n\
         Methods of one family name their columns alike, and those that answer the numbers of a \
         package have its names, so that its tables run as they are. What one family calls `x` is \
         `numerator` in another: this is who says what. Where `value` is written, `lowercl` and \
         `uppercl` stand behind it, or `lower95_0cl`, `upper99_8cl` and so on where several levels \
         of confidence are asked for. A star marks a family in which the methods of a package \
         alone have the name.\n\n\
         | the column holds | name | families |\n|---|---|---|\n",
    );
    for (what, used, names) in KINDS {
        for names in *names {
            let who: Vec<String> = families
                .iter()
                .filter_map(|(family, methods)| {
                    let mut those =
                        methods.iter().filter(|m| has(&m.call, *used, names)).peekable();
                    those.peek()?;
                    let package = those.all(|method| !method.call.vectors.is_empty());
                    Some(format!("{family}{}", if package { " *" } else { "" }))
                })
                .collect();
            let _ = writeln!(text, "| {what} | `{}` | {} |", names.join("`, `"), who.join(", "));
        }
    }
    text
}

fn has(call: &Call, used: Use, names: &[&str]) -> bool {
    let among = |fields: &[Field], name: &str| fields.iter().any(|field| field.name == name);
    // Limits go with a value that has levels of confidence.
    let limits = |name: &str| {
        matches!(name, "lowercl" | "uppercl")
            && call.outputs.iter().any(|field| field.name == "value" && !field.optional)
            && call.arguments.iter().flat_map(Argument::names).any(|name| name == "confidence")
    };
    names.iter().all(|name| match used {
        Use::Key => call.key.contains(name),
        Use::Read => among(call.inputs, name),
        Use::Written => among(call.outputs, name) || limits(name),
    })
}

#[cfg(test)]
mod tests {
    use firstyear_metrics::methods;

    use super::*;

    #[test]
    fn each_name_is_one_that_a_method_has() {
        for (what, used, names) in KINDS {
            for names in *names {
                let known = methods().iter().any(|method| has(&method.call, *used, names));
                assert!(known, "{what}: no method has {names:?}");
            }
        }
    }

    #[test]
    fn families_that_say_the_same_stand_together() {
        let mut families: BTreeMap<&str, Vec<&Method>> = BTreeMap::new();
        for method in methods() {
            families.entry(method.family).or_default().push(method);
        }
        let text = conventions(&families);
        assert!(
            text.contains("held against | `x_against`, `n_against` | gaps, proportions, rates |")
        );
        assert!(text.contains("| its limits | `lpl`, `upl` | control |"));
        assert!(text.contains("| its limits | `LCL95`, `UCL95` | funnel * |"));
    }
}
