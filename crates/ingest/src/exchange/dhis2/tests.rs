//! Data value sets of figures that nobody counted.

use firstyear_core::Cell;

use super::*;
use crate::{CodeLists, CodeMap, Gather, Sources};

/// Reads a set of figures that nobody counted.
#[track_caller]
fn read(text: &str, map: &str) -> Gather {
    let map = CodeMap::read(format!("kind,from,to\n{map}").as_bytes(), "map.csv").unwrap().rows;
    let codes = CodeLists::NONE.with_map(&map);
    let input = Input::of_bytes(text.as_bytes(), &"d".into());
    let mut all = Gather::default();
    let with = Context { codes: &codes, sources: Sources::default() };
    let sample = Sample::of(&input).unwrap();
    let format = crate::format::told(&sample, &input.file).unwrap();
    (format.read)(&input, &with, &mut all, &mut crate::unwatched).unwrap();
    all
}

fn told(all: &Gather) -> Vec<String> {
    all.read.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn what_the_set_says_for_all_values_holds_for_each() {
    let all = read(
        r#"{"dataValues": [
            {"dataElement": "del1", "categoryOptionCombo": "HllvX50cXC0", "value": "12"},
            {"dataElement": "del2", "period": "201801", "value": 0},
            {"dataElement": "del3", "value": "true"},
            {"dataElement": "del1", "value": "9", "deleted": true},
            7
        ], "period": "2017", "orgUnit": "DiszpKrYNg8"}"#,
        "",
    );
    let rows = &all.read.rows.observations;
    let texts: Vec<String> =
        rows.iter().map(|row| format!("{} {} {}", row.indicator, row.area, row.period)).collect();
    assert_eq!(
        texts,
        ["dhis2-del1 dhis2:DiszpKrYNg8 2017", "dhis2-del2 dhis2:DiszpKrYNg8 Jan 2018",]
    );
    assert_eq!((rows[0].value, rows[1].value), (Cell::known(12.0), Cell::known(0.0)));
    assert_eq!(
        told(&all),
        [
            "d: 2 of 2 data elements have no entry in a mapping table",
            "d: 1 of 1 organisation units have no entry in a mapping table",
            "d, row 4: the value is deleted",
            "d, row 3: the value is empty or no number, which no figure holds; the first of 2 rows",
            "d: import summary: 2 values used, 0 refused with an error, 3 passed over",
        ]
    );
}

#[test]
fn a_mapping_table_gives_ids_and_joins_counts() {
    let all = read(
        "dataelement,period,orgunit,catoptcombo,attroptcombo,value,storedby,lastupdated,comment\n\
         deaths,2012Q1,ou,all,,3,,,a note\n\
         births,2012Q1,ou,all,default,1200\n\
         births,2012W5,ou,all,,1\n\
         births,2012Q1,ou,all\n",
        "data-element,deaths,imr.numerator\ndata-element,births,imr.denominator\n\
         org-unit,ou,iso3166:SLE\ncategory-option-combo,all,\n",
    );
    let [row] = &*all.read.rows.observations else { panic!("{:?}", all.read.rows) };
    assert_eq!((row.numerator, row.denominator), (Cell::known(3), Cell::known(1200)));
    assert_eq!((row.area.as_str(), row.value), ("iso3166:SLE", Cell::Absent));
    assert!(row.groups.is_everyone());
    assert_eq!(row.note.as_deref(), Some("a note"));
    assert_eq!(
        told(&all),
        [
            "d, row 4, column `period`: the period is a week, which no period here holds",
            "d, row 5: the row has fewer than the six cells up to the value",
            "d: import summary: 2 values used, 2 refused with an error, 0 passed over",
        ]
    );
}

#[test]
fn identifiers_that_differ_in_capitals_are_not_one() {
    let all = read(
        r#"{"dataValues": [
            {"dataElement": "aBcdefghijk", "period": "2017", "orgUnit": "o", "value": "1"},
            {"dataElement": "abcdefghijk", "period": "2017", "orgUnit": "o", "value": "2"}
        ]}"#,
        "",
    );
    assert_eq!((all.counts.used, all.counts.refused), (1, 1));
}

#[test]
fn a_set_without_values_says_so() {
    for text in [r#"{"dataValues": []}"#, r#"{"dataSet": "a", "period": "2017", "orgUnit": "b"}"#] {
        let input = Input::of_bytes(text.as_bytes(), &"d".into());
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        let error = read_json(&input, &with, &mut Gather::default(), &mut crate::unwatched);
        assert_eq!(error.unwrap_err().to_string(), "d: the data value set holds no value");
    }
}
