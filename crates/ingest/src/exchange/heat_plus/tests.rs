//! The rules of the template, each broken once.

use super::*;
use crate::{CodeLists, Gather, Sources};

const HEADER: &str = "setting,date,source,indicator_abbr,indicator_name,dimension,subgroup,\
    estimate,se,ci_lb,ci_ub,population,note,setting_average,iso3,favourable_indicator,\
    indicator_scale,ordered_dimension,subgroup_order,reference_subgroup\n";

/// Reads figures that nobody counted.
#[track_caller]
fn read_bytes(bytes: &[u8]) -> Gather {
    assert_eq!(crate::detect(bytes, "h.csv").unwrap(), FileFormat::HeatPlus);
    let input = Input::of_bytes(bytes, &"h.csv".into());
    let mut all = Gather::default();
    let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
    read(&input, &with, &mut all, &mut crate::unwatched).unwrap();
    all
}

fn told(all: &Gather) -> Vec<String> {
    all.read.problems.iter().map(ToString::to_string).collect()
}

const GOOD: &str = "\
    Mali,2015,DHS,u5mr,Under-five mortality,Wealth,Q1,90.5,4,80,100,1000,old,70,MLI,0,1000,1,1,0\n\
    Mali,2015,DHS,u5mr,Under-five mortality,Wealth,Q3,40,,,,900,,70,MLI,0,1000,1,3,0\n\
    Mali,2015,DHS,u5mr,Under-five mortality,Wealth,Q2,,,,,950.5,,70,MLI,0,1000,1,2,0\n\
    Mali,2015,DHS,u5mr,Under-five mortality,Sex,Female,65,,,,,,70,MLI,0,1000,0,0,1\n\
    Mali,2015,DHS,u5mr,Under-five mortality,Sex,Male,75,,,,,,70,MLI,0,1000,0,0,0\n";

#[test]
fn a_good_template_is_read_whole() {
    let all = read_bytes(format!("{HEADER}{GOOD}").as_bytes());
    assert_eq!(
        told(&all),
        ["h.csv, row 4, column `population`: the population is not whole, and was rounded and \
         flagged as estimated",]
    );
    let rows = &all.read.rows.observations;
    assert_eq!((rows.len(), all.counts.used), (6, 5), "one row is everyone");
    assert_eq!((rows[0].groups.is_everyone(), rows[0].value), (true, Cell::known(70.0)));
    assert_eq!(rows[1].interval.unwrap().confidence, Confidence::P95);
    assert_eq!((rows[1].standard_error, rows[1].note.as_deref()), (Some(4.0), Some("old")));
    assert_eq!(
        (rows[1].area.as_str(), rows[1].indicator.as_str()),
        ("iso3166:MLI", "heat-plus-u5mr")
    );
    assert_eq!(
        (rows[3].value, rows[3].denominator),
        (Cell::Absent, Cell::flagged(951, Flags::ESTIMATED))
    );
    let wealth = firstyear_core::DimensionId::new("heat-plus-wealth").unwrap();
    let wealth = &all.read.rows.dimensions[&wealth];
    assert_eq!(wealth.direction(), Some(firstyear_core::Direction::MostDisadvantagedFirst));
    let order: Vec<&str> = wealth.categories().iter().map(|c| c.label.as_str()).collect();
    assert_eq!(order, ["Q1", "Q2", "Q3"]);
    let named = all.read.rows.named.values().next().unwrap();
    assert_eq!(
        (named.unit.as_deref(), named.name.as_str()),
        (Some("per 1000"), "Under-five mortality")
    );
}

#[test]
fn older_names_and_tabs_are_known() {
    let text = format!("{HEADER}{GOOD}")
        .replace("setting,date", "country,year")
        .replace(",note,setting_average", ",flag,national")
        .replace(',', "\t");
    assert_eq!(read_bytes(text.as_bytes()).counts.used, 5);
}

#[test]
fn each_rule_of_the_template_names_row_and_column() {
    // What is changed in the first good row, and what is said of it.
    let cases = [
        (
            ",Under-five mortality,Wealth,Q1",
            ",Other,Wealth,Q1",
            "row 3, column `indicator_name`: the abbreviation has another name than in row 2",
        ),
        (
            "Mali,2015,DHS,u5mr,Under-five mortality,Wealth,Q1",
            "Chad,2015,DHS,u5mr,Under-five mortality,Wealth,Q1",
            "row 3, column `setting`: the iso3 code has another setting than in row 2",
        ),
        (
            "70,MLI,0,1000,1,1,0",
            "70,TCD,0,1000,1,1,0",
            "row 3, column `iso3`: the setting has another iso3 code than in row 2",
        ),
        ("70,MLI,0,1000,1,1,0", "70,M1,0,1000,1,1,0", "row 2, column `iso3`: not three letters"),
        (
            "70,MLI,0,1000,1,1,0",
            "70,MLI,1,1000,1,1,0",
            "row 3, column `favourable_indicator`: differs from row 2 of the same setting, date, source and indicator",
        ),
        (
            "70,MLI,0,1000,1,1,0",
            "71,MLI,0,1000,1,1,0",
            "row 3, column `setting_average`: differs from row 2 of the same setting, date, source and indicator",
        ),
        (
            "70,MLI,0,1000,1,1,0",
            "70,MLI,0,100,1,1,0",
            "row 3, column `indicator_scale`: differs from row 2 of the same setting, date, source and indicator",
        ),
        (
            "70,MLI,0,1000,1,1,0",
            "70,MLI,0,0,1,1,0",
            "row 2, column `indicator_scale`: the scale is not above zero",
        ),
        (
            "70,MLI,0,1000,1,1,0",
            "70,MLI,2,1000,1,1,0",
            "row 2, column `favourable_indicator`: neither 0 nor 1",
        ),
        (
            "70,MLI,0,1000,1,1,0",
            "70,MLI,0,1000,1,1,1",
            "row 2, column `reference_subgroup`: an ordered dimension has a reference subgroup",
        ),
        (
            "70,MLI,0,1000,1,1,0",
            "70,MLI,0,1000,1,0,0",
            "row 2, column `subgroup_order`: a subgroup with an order has no number from 1 on",
        ),
        (
            "70,MLI,0,1000,1,1,0",
            "70,MLI,0,1000,0,1,0",
            "row 2, column `subgroup_order`: a subgroup without an order has a number",
        ),
        (
            "70,MLI,0,1000,1,1,0",
            "70,MLI,0,1000,0,0,0",
            "row 2, column `ordered_dimension`: some subgroups of the dimension are ordered and some are not",
        ),
        (
            "70,MLI,0,1000,1,1,0",
            "70,MLI,0,1000,1,4,0",
            "row 2, column `subgroup_order`: the subgroups of the dimension are not numbered 1, 2, 3 and so on",
        ),
        (
            "70,MLI,0,1000,0,0,0",
            "70,MLI,0,1000,0,0,1",
            "row 6, column `reference_subgroup`: the dimension has another reference subgroup",
        ),
        (
            "90.5,4,80,100",
            "90.5,4,80,85",
            "row 2, column `ci_lb`: the limits are incomplete or do not hold the estimate",
        ),
        ("90.5,4,80,100", "90.5,-4,80,100", "row 2, column `se`: the number is below zero"),
        ("90.5,4,80,100", "x,4,,", "row 2, column `estimate`: not a number"),
        (
            "Mali,2015,DHS,u5mr,Under-five mortality,Wealth,Q1",
            "Mali,15,DHS,u5mr,Under-five mortality,Wealth,Q1",
            "row 2, column `date`: not a year",
        ),
        (",Wealth,Q1", ",Wealth,", "row 2, column `subgroup`: the cell is empty"),
    ];
    for (from, to, message) in cases {
        let text = format!("{HEADER}{}", GOOD.replacen(from, to, 1));
        let all = read_bytes(text.as_bytes());
        let told = told(&all);
        assert!(told.contains(&format!("h.csv, {message}")), "{to}: {told:?}");
        assert_eq!(all.counts.all(), 5);
        assert!(all.counts.refused > 0, "{to}");
    }
}

#[test]
fn a_dimension_of_two_groups_has_no_order() {
    let text = GOOD.replace("70,MLI,0,1000,0,0,1", "70,MLI,0,1000,1,1,0");
    let text = text.replace("Male,75,,,,,,70,MLI,0,1000,0,0,0", "Male,75,,,,,,70,MLI,0,1000,1,2,0");
    let all = read_bytes(format!("{HEADER}{text}").as_bytes());
    let message = "a dimension of two subgroups is said to be ordered";
    assert_eq!(told(&all).iter().filter(|text| text.ends_with(message)).count(), 2);
    assert_eq!(all.counts.refused, 2);
}

#[test]
fn an_average_outside_its_subgroups_is_an_error() {
    // As in WHO's own sample of several indicators: an average of 340.38 beside
    // groups of 23.9 to 52.5.
    let text = GOOD.replace(",70,MLI", ",340.38,MLI");
    let all = read_bytes(format!("{HEADER}{text}").as_bytes());
    assert_eq!(
        told(&all)[0],
        "h.csv, row 5, column `setting_average`: the setting average lies outside the range of \
         its subgroups, and is not used"
    );
    assert!(all.read.rows.observations.iter().all(|row| !row.groups.is_everyone()));
    assert_eq!(all.counts.used, 5);
}

#[test]
fn percentages_that_read_like_fractions_are_told() {
    let row = |group: &str, value: &str| {
        format!("Mali,2015,DHS,anc4,Four visits,Sex,{group},{value},,,,,,,MLI,1,100,0,0,0\n")
    };
    let all = read_bytes(format!("{HEADER}{}{}", row("a", "0.5"), row("b", "0.7")).as_bytes());
    assert_eq!(
        told(&all),
        [
            "h.csv, row 2, column `estimate`: no estimate of this percentage is above 1: it reads like \
         a fraction",
        ]
    );
}
