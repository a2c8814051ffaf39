//! The catalogue's areas against the lists that they were taken from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use firstyear_catalogue::catalogue;
use firstyear_core::{AreaCode, Later, Share};
use firstyear_tests::shared;

fn rows(file: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let path: PathBuf = shared("data/geography")?.join(file);
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize().collect::<Result<_, _>>().unwrap();
    Some(rows)
}

fn day(text: &str) -> Option<NaiveDate> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

#[test]
fn codes_hold_from_and_until_the_days_of_the_code_history() {
    let Some(rows) = rows("gss_code_history_flat.csv") else { return };
    let mut times: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for row in &rows {
        times.entry(&row["code"]).or_default().insert((&row["start"], &row["end"]));
    }
    let mut compared = 0;
    for area in catalogue().areas().iter() {
        let times = &times[area.code.as_str()];
        let first = times.iter().filter_map(|(start, _)| day(start)).min();
        let ends: Vec<Option<NaiveDate>> = times.iter().map(|(_, end)| day(end)).collect();
        let last =
            ends.iter().copied().collect::<Option<Vec<_>>>().and_then(|e| e.into_iter().max());
        assert_eq!((area.from, area.until), (first, last), "{}", area.code);
        compared += 1;
    }
    assert_eq!(compared, 1056);
}

/// Every district of each year from 2016 is in 2024 what the lookup says,
/// however many changes lie between. Boundary swaps between two districts go by
/// the name.
#[test]
fn districts_lead_to_those_of_2024() {
    let Some(rows) = rows("lookup_ltla_ltla.csv") else { return };
    let after = NaiveDate::from_ymd_opt(2024, 4, 2).unwrap();
    let mut ways: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in &rows {
        for year in 16..=24 {
            let code = row[&format!("ltla{year}_code")].as_str();
            if !code.is_empty() {
                ways.entry(code).or_default().insert(&row["ltla24_code"]);
            }
        }
    }
    let mut moved = 0;
    for (code, to) in ways {
        match catalogue().areas().later(&AreaCode::new(code).unwrap(), after) {
            Later::Within(target) => {
                assert!(to.contains(target.as_str()), "{code}");
                moved += 1;
            }
            Later::Itself => assert_eq!(to, BTreeSet::from([code])),
            other => panic!("{code}: {other:?}"),
        }
    }
    assert!(moved > 40, "{moved}");
}

#[test]
fn shares_of_a_district_in_care_boards_are_those_of_the_lookup_and_add_up() {
    let Some(rows) = rows("ltla24_to_icb24_lsoa_share.csv") else { return };
    let areas = catalogue().areas();
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for row in &rows {
        let area = areas.get(&AreaCode::new(&row["ltla24_code"]).unwrap()).unwrap();
        let share: f64 = row["share_of_ltla_lsoas"].parse().unwrap();
        let parent = area.parents.iter().find(|p| p.code.as_str() == row["icb24_code"]).unwrap();
        assert!((parent.share.map_or(1.0, Share::get) - share).abs() < 1e-9, "{}", area.code);
        *sums.entry(&row["ltla24_code"]).or_default() += share;
    }
    assert!(sums.values().all(|sum| (sum - 1.0).abs() < 1e-3));
}
