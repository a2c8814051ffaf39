//! Files in the forms of the standard and of UNICEF.

use firstyear_core::{Flags, Withholding};

use super::*;
use crate::{CodeLists, Gather, Sources};

#[track_caller]
fn read_text(text: &str) -> Gather {
    let input = Input::of_bytes(text.as_bytes(), &"t.csv".into());
    assert_eq!(crate::detect(text.as_bytes(), "t.csv").unwrap(), FileFormat::SdmxCsv);
    let mut all = Gather::default();
    let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
    read(&input, &with, &mut all, &mut crate::unwatched).unwrap();
    all
}

fn values(all: &Gather) -> Vec<Cell<f64>> {
    all.read.rows.observations.iter().map(|row| row.value).collect()
}

#[test]
fn the_separator_follows_the_first_column() {
    for (head, mark) in [
        ("STRUCTURE,STRUCTURE_ID", b','),
        ("STRUCTURE[;],STRUCTURE_ID", b','),
        ("STRUCTURE[|];STRUCTURE_ID", b';'),
        ("DATAFLOW\tREF_AREA", b'\t'),
        ("REF_AREA;TIME_PERIOD;OBS_VALUE", b';'),
    ] {
        assert_eq!(separator(head), mark, "{head}");
    }
}

#[test]
fn decimal_commas_stand_where_the_separator_is_a_semicolon() {
    let all = read_text(
        "STRUCTURE[|];STRUCTURE_ID;ACTION;REF_AREA: Area;TIME_PERIOD: Time;OBS_VALUE: Value\n\
         dataflow;A:F(1.0): Flow;I;BRA: Brazil;2014: 2014;12,4\n\
         dataflow;A:F(1.0): Flow;;BRA: Brazil;2015: 2015;10.8\n",
    );
    assert_eq!(values(&all), [Cell::known(12.4)]);
    assert_eq!(all.read.rows.named.values().next().unwrap().name, "Flow");
    let problems: Vec<String> = all.read.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        ["t.csv, row 3, column `OBS_VALUE`: decimal commas and decimal points stand in one file",]
    );
}

#[test]
fn four_facts_and_deletions() {
    let all = read_text(
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT\n\
         dataflow,A:F(1.0),,BRA,X,2010,0,A,\n\
         dataflow,A:F(1.0),M,BRA,X,2011,,Q,\n\
         dataflow,A:F(1.0),A,BRA,X,2012,NaN,,\n\
         dataflow,A:F(1.0),R,BRA,X,2013,,M,\n\
         dataflow,A:F(1.0),I,BRA,X,2014,-0.5,BEP,3\n\
         dataflow,A:F(1.0),I,BRA,X,2015,-Inf,A,\n\
         dataflow,A:F(1.0),D,BRA,X,2016,-,,\n\
         dataflow,A:F(1.0),I,BRA,X,2017,,,\n\
         dataflow,A:F(1.0),X,BRA,X,2018,1,,\n\
         dataflow,A:F(1.0),I,BRA,X,2019,1,Q,\n",
    );
    let flags = Flags::SERIES_BREAK | Flags::ESTIMATED | Flags::PROVISIONAL;
    assert_eq!(
        values(&all),
        [
            Cell::known(0.0),
            Cell::Withheld(Withholding::Publisher),
            Cell::Absent,
            Cell::NotApplicable,
            Cell::flagged(-500.0, flags),
        ]
    );
    let counts = all.counts;
    assert_eq!((counts.used, counts.refused, counts.passed_over), (5, 3, 2));
    let codes: Vec<&str> = all.read.problems.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(
        codes,
        ["value-out-of-range", "action-unknown", "status-conflict", "row-unused", "row-unused",]
    );
}

#[test]
fn quintiles_of_wealth_stand_from_the_poorest_on() {
    let all = read_text(
        "REF_AREA,Geographic area,INDICATOR,Indicator,SEX,Sex,WEALTH_QUINTILE,Wealth Quintile,\
         TIME_PERIOD,OBS_VALUE,LOWER_BOUND,UPPER_BOUND\n\
         BRA,Brazil,CME_MRY0,Infant mortality rate,F,Female,_T,Total,2020,11,9,13\n\
         BRA,Brazil,CME_MRY0,Infant mortality rate,_T,Total,Q5,Highest,2020,8,7,9\n\
         BRA,Brazil,CME_MRY0,Infant mortality rate,_T,Total,Q1,Lowest,2020,15,14,20\n",
    );
    let wealth = firstyear_core::DimensionId::new("sdmx-wealth-quintile").unwrap();
    let wealth = &all.read.rows.dimensions[&wealth];
    assert_eq!(wealth.direction(), Some(firstyear_core::Direction::MostDisadvantagedFirst));
    let labels: Vec<&str> = wealth.categories().iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels, ["Lowest", "Highest"]);
    let first = &all.read.rows.observations[0];
    assert_eq!(first.groups.to_string(), "sdmx-sex=f");
    assert_eq!(first.interval.unwrap().confidence.level(), 0.9);
    assert_eq!(first.area.as_str(), "iso3166:BRA");
    assert_eq!(all.read.rows.geography.name(&first.area), "Brazil");
    assert!(all.read.problems.is_empty(), "{:?}", all.read.problems);
}

#[test]
fn an_empty_answer_says_why() {
    let text = "DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE\n";
    let input = Input::of_bytes(text.as_bytes(), &"t.csv".into());
    let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
    let error = read(&input, &with, &mut Gather::default(), &mut crate::unwatched).unwrap_err();
    assert_eq!(
        error.to_string(),
        "t.csv: the answer has a header and no observation: nothing matched the query"
    );
}
