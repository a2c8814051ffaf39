//! The rules of the template that no single row shows.

use std::collections::HashMap;
use std::sync::Arc;

use firstyear_core::ProblemCode;

use super::Entry;
use crate::fault::Fault;

/// A row that breaks a rule: its number among the rows, the column, and what is
/// wrong.
pub(super) type Breach = (usize, &'static str, Fault);

/// A breach of a rule of the template.
pub(super) fn rule(message: impl Into<String>, help: &str) -> Fault {
    Fault::new(ProblemCode::TemplateRule, message).with_help(help)
}

/// Whether two rows that give one key also give one value, and the other way
/// round; the later row breaks the rule.
pub(super) fn pairs(rows: &[Entry]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut name_of: HashMap<&str, (&str, usize)> = HashMap::new();
    let mut abbr_of: HashMap<&str, (&str, usize)> = HashMap::new();
    let mut iso_of: HashMap<&str, (&str, usize)> = HashMap::new();
    let mut setting_of: HashMap<&str, (&str, usize)> = HashMap::new();
    let at = |row: usize| rows[row].place.row.unwrap_or(0);
    for (row, entry) in rows.iter().enumerate() {
        let mut check = |known: (&str, usize), now: &str, column, message: &str, help: &str| {
            if known.0 != now {
                let message = format!("{message} than in row {}", at(known.1));
                breaches.push((row, column, rule(message, help)));
            }
        };
        let one = "give each indicator one abbreviation and one name";
        let (abbr, name) = (&*entry.abbr, &*entry.name);
        let known = *name_of.entry(abbr).or_insert((name, row));
        check(known, name, "indicator_name", "the abbreviation has another name", one);
        if !name.is_empty() {
            let known = *abbr_of.entry(name).or_insert((abbr, row));
            check(known, abbr, "indicator_abbr", "the indicator has another abbreviation", one);
        }
        let one = "give each setting one iso3 code";
        let (setting, iso) = (&*entry.setting, &*entry.iso3);
        let known = *iso_of.entry(setting).or_insert((iso, row));
        check(known, iso, "iso3", "the setting has another iso3 code", one);
        if !iso.is_empty() {
            let known = *setting_of.entry(iso).or_insert((setting, row));
            check(known, setting, "setting", "the iso3 code has another setting", one);
        }
    }
    breaches
}

/// What must be the same in all rows of a setting, date, source and indicator.
pub(super) fn constants(rows: &[Entry]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut first: HashMap<_, usize> = HashMap::new();
    for (row, entry) in rows.iter().enumerate() {
        let known = *first.entry(entry.subject()).or_insert(row);
        let other = &rows[known];
        let differ = [
            (entry.favourable != other.favourable, "favourable_indicator"),
            (entry.scale != other.scale, "indicator_scale"),
            (entry.average != other.average, "setting_average"),
        ];
        for (_, column) in differ.into_iter().filter(|(differ, _)| *differ) {
            let line = other.place.row.unwrap_or(0);
            let message =
                format!("differs from row {line} of the same setting, date, source and indicator");
            let help = "favourable_indicator, indicator_scale and setting_average belong to the \
                        indicator in its setting, and not to a subgroup";
            breaches.push((row, column, rule(message, help)));
        }
    }
    breaches
}

/// The subgroups of one dimension of one setting, date, source and indicator.
pub(super) fn families(rows: &[Entry]) -> Vec<Vec<usize>> {
    let mut at: HashMap<_, usize> = HashMap::new();
    let mut families: Vec<Vec<usize>> = Vec::new();
    for (row, entry) in rows.iter().enumerate() {
        let key = (entry.subject(), Arc::clone(&entry.dimension));
        let next = families.len();
        let family = *at.entry(key).or_insert(next);
        if family == next {
            families.push(Vec::new());
        }
        families[family].push(row);
    }
    families
}

/// The rules of one family; those about the family as a whole are told of each
/// of its rows, none of which can be used.
pub(super) fn family(rows: &[Entry], family: &[usize]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let ordered = family.iter().filter(|row| rows[**row].order > 0).count();
    let mut all = |column, message: &str, help| {
        breaches.extend(family.iter().map(|row| (*row, column, rule(message, help))));
    };
    if ordered != 0 && ordered != family.len() {
        all(
            "ordered_dimension",
            "some subgroups of the dimension are ordered and some are not",
            "set ordered_dimension to the same in all rows of a dimension",
        );
        return breaches;
    }
    if ordered == 2 {
        all(
            "ordered_dimension",
            "a dimension of two subgroups is said to be ordered",
            "set ordered_dimension and subgroup_order to 0",
        );
    } else if ordered > 0 {
        let mut orders: Vec<u32> = family.iter().map(|row| rows[*row].order).collect();
        orders.sort_unstable();
        orders.dedup();
        if orders.iter().zip(1..).any(|(order, expected)| *order != expected) {
            all(
                "subgroup_order",
                "the subgroups of the dimension are not numbered 1, 2, 3 and so on",
                "number them without gaps, 1 being the most disadvantaged",
            );
        }
    }
    let references = family.iter().filter(|row| rows[**row].reference);
    let second = references.skip(1);
    let help = "mark one subgroup of a dimension with 1, and the others with 0";
    breaches.extend(second.map(|row| {
        (*row, "reference_subgroup", rule("the dimension has another reference subgroup", help))
    }));
    breaches
}

/// Whether the average lies among the subgroups of a family, as a mean must;
/// half of its last printed digit is given.
pub(super) fn average_is_among(rows: &[Entry], family: &[usize], average: f64, half: f64) -> bool {
    let estimates: Option<Vec<f64>> = family.iter().map(|row| rows[*row].estimate).collect();
    let Some(estimates) = estimates.filter(|all| all.len() > 1) else { return true };
    let lowest = estimates.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = estimates.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (lowest - half..=highest + half).contains(&average)
}
