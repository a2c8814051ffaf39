//! What the title of a table announces, held against its header.
//!
//! Without this, a renamed column of groups would leave rows that look as if
//! they spoke of everyone, and a renamed column of counts figures that look
//! as if they were never published.

use std::collections::BTreeSet;

use chrono::Datelike;
use firstyear_core::Period;

use super::columns::{Columns, Deaths, Measure, Split, normal};
use super::kind::{AtRisk, INFANT, Kind, NEONATAL, STILLBIRTH};

/// Words of a title, and the column of groups that they announce.
const GROUPS: &[(&str, Split, &str)] = &[
    ("birthweight", Split::Birthweight, "birthweight (grams)"),
    ("ons cause group", Split::Cause, "cause group"),
    ("underlying cause group", Split::IcdChapter, "underlying cause group"),
    ("ethnicity", Split::EthnicGroup, "ethnic group"),
    ("gestational age", Split::Gestation, "gestational age (weeks)"),
    ("multiple deprivation", Split::Imd, "imd"),
    ("age of mother", Split::MotherAge, "mother's age"),
    ("mother's age", Split::MotherAge, "mother's age"),
    ("country of birth", Split::MotherCountry, "mother's country of birth"),
    (
        "socio-economic classification",
        Split::NsSec,
        "type of registration and socio-economic classification",
    ),
    ("place of delivery", Split::PlaceOfDelivery, "place of delivery"),
    ("previous children", Split::PreviousChildren, "number of previous children"),
    (
        "marital status of mother",
        Split::Registration,
        "marital status of mother/type of registration",
    ),
    ("and sex", Split::Sex, "sex"),
];

/// Words of a title that announce a column of codes.
const AREAS: [&str; 3] = ["area of residence", "country of occurrence", "and country,"];

/// Words of a title that announce a kind of death.
const KINDS: [(&str, Kind); 3] =
    [("stillbirths", STILLBIRTH), ("neonatal", NEONATAL), ("infant", INFANT)];

/// The columns that a title announces and a header lacks, each by a header
/// that would be right, in order. `period` is that of the title.
pub(super) fn missing(title: &str, columns: &Columns, period: Option<Period>) -> BTreeSet<String> {
    let title = normal(title);
    let title = title.split("[note").next().unwrap_or_default();
    let mut missing = BTreeSet::new();
    for (words, split, header) in GROUPS {
        if title.contains(words) && !is_split(columns, *split) {
            missing.insert((*header).to_owned());
        }
    }
    if AREAS.iter().any(|words| title.contains(words)) && columns.area.is_none() {
        missing.insert("area code".to_owned());
    }
    let years = period.is_some_and(|period| period.start().year() != period.end().year());
    let unsaid = |measure: &Measure| measure.period.is_none();
    if years && columns.year.is_none() && columns.measures.iter().any(unsaid) {
        missing.insert("year".to_owned());
    }
    missing.extend(figures(title, columns));
    missing
}

fn is_split(columns: &Columns, split: Split) -> bool {
    let by_header = |measure: &Measure| measure.groups.iter().any(|(other, _)| *other == split);
    columns.splits.iter().any(|(_, other)| *other == split)
        || columns.measures.iter().any(by_header)
}

/// Columns of figures. A title such as `Table 18: Live births, neonatal and
/// infant deaths: ethnicity of infant, numbers and rates` names its kinds of
/// death between two colons.
fn figures(title: &str, columns: &Columns) -> Vec<String> {
    let mut parts = title.splitn(3, ':').skip(1);
    let (Some(kinds), Some(rest)) = (parts.next(), parts.next()) else { return Vec::new() };
    let with_rates = rest.contains("numbers and rates");
    let with_births = kinds.contains("live births");
    let mut missing = Vec::new();
    for measure in &columns.measures {
        let unprinted = measure.deaths == Deaths::Unprinted;
        if unprinted && (measure.rate.is_some() || measure.mark.is_some()) {
            missing.push(measure.kind.deaths_header().to_owned());
        }
        let has_births = measure.births.is_some() || is_unlinked(measure);
        if with_births && !has_births && measure.kind.at_risk != AtRisk::Population {
            missing.push("live births".to_owned());
        }
    }
    let words: Vec<&str> = kinds.split(|c: char| !c.is_alphanumeric()).collect();
    for (_, kind) in KINDS.iter().filter(|(word, _)| words.contains(word)) {
        let mut found = columns.measures.iter().filter(|measure| measure.kind == *kind).peekable();
        if found.peek().is_none() {
            missing.push(kind.deaths_header().to_owned());
        } else if with_rates && found.any(|measure| measure.rate.is_none()) {
            missing.push(kind.rate_header());
        }
    }
    missing
}

/// Deaths that are linked to no birth have no births.
fn is_unlinked(measure: &Measure) -> bool {
    measure.groups.iter().any(|(_, label)| label == super::bands::UNLINKED)
}

#[cfg(test)]
mod tests {
    use super::super::grid::testing::row;
    use super::*;

    fn check(title: &str, header: &[&str], expected: &[&str]) {
        let period = Period::years(2010, 2022).ok().filter(|_| title.contains("2010 to 2022"));
        let columns = Columns::new(title, &row(header));
        let missing: Vec<_> = missing(title, &columns, period).into_iter().collect();
        assert_eq!(missing, expected, "{title}: {header:?}");
    }

    #[test]
    fn a_column_of_groups_is_announced_by_the_title() {
        let title =
            "Table 5: Live births and infant deaths: ONS cause groups and age of mother, 2022";
        check(title, &["Cause group", "Mother's age", "Live births", "Infant deaths"], &[]);
        check(
            title,
            &["Cause", "Age", "Live births", "Infant deaths"],
            &["cause group", "mother's age"],
        );
        let title = "Table 18: Infant deaths: ethnicity of infant and country, 2022";
        check(title, &["Country code", "Ethnic group", "Infant deaths"], &[]);
        check(title, &["Code", "Ethnicity", "Infant deaths"], &["area code", "ethnic group"]);
        // By header: ethnic groups and sexes have columns of their own.
        check(
            "Table 20: Infant deaths: ethnicity of infant",
            &["All infant deaths", "Indian"],
            &[],
        );
        check("Table 8: Child deaths: age and sex", &["Males aged 1-4 years"], &[]);
    }

    #[test]
    fn several_years_need_a_column_or_a_year_in_each_header() {
        let title = "Table 23: Neonatal deaths: all, 2010 to 2022";
        check(title, &["Neonatal deaths 2022", "Neonatal deaths 2021"], &[]);
        check(title, &["Neonatal deaths 2022", "Neonatal deaths"], &["year"]);
        check(title, &["Year", "Neonatal deaths"], &[]);
    }

    #[test]
    fn a_column_of_figures_is_announced_by_the_title() {
        let title =
            "Table 3: Live births, stillbirths and infant deaths: all, numbers and rates, 2022";
        let mut header = [
            "Live births",
            "Stillbirths",
            "Infant deaths",
            "Stillbirth rate",
            "Infant mortality rate",
        ];
        check(title, &header, &[]);
        for (at, expected) in [
            "live births",
            "stillbirths",
            "infant deaths",
            "stillbirth mortality rate",
            "infant mortality rate",
        ]
        .into_iter()
        .enumerate()
        {
            let whole = std::mem::replace(&mut header[at], "Renamed");
            check(title, &header, &[expected]);
            header[at] = whole;
        }
    }
}
