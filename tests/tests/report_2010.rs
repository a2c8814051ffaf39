//! What the report of 2010 prints, recomputed.

use std::collections::BTreeSet;

use firstyear_analysis::{Evidence, Misprint, PrintedArithmetic, printed_arithmetic};
use firstyear_catalogue::catalogue;
use firstyear_core::{ProblemCode, Severity};
use firstyear_ingest::{ProjectData, read_project, unwatched};
use firstyear_tests::{codes, root, shared};
use serde_json::Value;

fn report() -> ProjectData {
    read_project(&root().join("fixtures/report-2010"), &codes(), &mut unwatched)
        .expect("the fixture")
}

fn recomputed(data: &ProjectData) -> PrintedArithmetic {
    printed_arithmetic(&Evidence {
        data: &data.read.rows,
        indicators: catalogue().definitions(),
        dimensions: catalogue().dimensions(),
        interventions: catalogue().interventions(),
        themes: catalogue().themes(),
        matrix: catalogue().self_assessment(),
        confidence: data.project.confidence,
    })
}

/// Everything that does not agree: where it stands, what is printed and what
/// is computed.
fn findings(found: &PrintedArithmetic) -> BTreeSet<(String, String, String)> {
    let mut all = BTreeSet::new();
    for table in &found.tables {
        for row in table.rows.iter().chain(&table.total) {
            let place = format!("{}/{}", table.table, row.printed.row);
            if let (Some(sum), Some(1.. | ..=-1)) = (row.sum, row.difference()) {
                all.insert((place.clone(), row.printed.count.to_string(), sum.to_string()));
            }
            let Some(percent) = row.percent.filter(|_| !row.agrees()) else { continue };
            let computed = percent.recomputed.expect("a total").to_string();
            if percent.misprint == Some(Misprint::DigitForBracket) {
                all.insert((place, percent.printed.to_string(), percent.read.to_string()));
            } else if !percent.agrees() {
                all.insert((place, percent.printed.to_string(), computed));
            }
        }
    }
    for statement in found.statements.iter().filter(|statement| !statement.agrees()) {
        let computed = statement.recomputed.expect("few digits").to_string();
        all.insert((
            statement.printed.id.to_string(),
            statement.printed.result.to_string(),
            computed,
        ));
    }
    all
}

#[test]
fn exactly_what_does_not_agree_is_found() {
    let data = report();
    assert_eq!(data.read.problems, []);
    let found = recomputed(&data);
    // Tables 3, 4, 6 and 7 and section 1.6 of the report, added up by hand.
    let expected = [
        ("breastfeeding-england-change", "1.6", "1.7"),
        ("breastfeeding-nst-change", "2.1", "2.0"),
        ("table-3/private-sector-quality", "5.5", "6.8"),
        ("table-4/total", "94", "96"),
        ("table-6/total", "101", "94"),
        ("table-7/other", "24.30", "24.3"),
    ]
    .map(|(place, printed, computed)| (place.to_owned(), printed.to_owned(), computed.to_owned()));
    assert_eq!(findings(&found), BTreeSet::from(expected));
    let table = |id: &str| found.tables.iter().find(|table| table.table.as_str() == id).unwrap();
    assert_eq!((table("table-4").difference(), table("table-6").difference()), (Some(2), Some(-7)));
    // 54 categories and 7 totals have a percentage; 19 categories have parts.
    let checks = found.checked;
    assert_eq!((checks.totals, checks.parts, checks.percents, checks.statements), (7, 19, 61, 6));
    let problems = found.problems();
    let codes: Vec<ProblemCode> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(
        codes,
        [
            ProblemCode::PercentDisagrees,
            ProblemCode::TotalDisagrees,
            ProblemCode::TotalDisagrees,
            ProblemCode::Misprint,
            ProblemCode::StatementDisagrees,
            ProblemCode::StatementDisagrees,
        ]
    );
    assert!(problems.iter().all(|problem| problem.severity == Severity::Warning));
    assert!(problems.iter().all(|p| p.place.row.is_some() && p.place.column.is_some()));
}

fn json(path: &str) -> Option<Value> {
    let text = std::fs::read_to_string(shared(&format!("seed-facts/{path}"))?).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn every_entry_of_the_list_of_discrepancies_is_found_or_noted() {
    let Some(list) = json("discrepancies.json") else { return };
    let data = report();
    let found = recomputed(&data);
    let findings = findings(&found);
    let has = |place: &str, printed: String, computed: String| {
        assert!(findings.contains(&(place.to_owned(), printed, computed)), "{place}");
    };
    let mut notes: BTreeSet<&str> =
        found.annotations.iter().map(|a| a.annotation.id.as_str()).collect();
    assert_eq!(notes.len(), found.annotations.len());
    let mut recomputed = 0;
    for entry in list["discrepancies"].as_array().unwrap() {
        let id = entry["id"].as_str().unwrap();
        let text = |field: &str| entry[field].to_string();
        match entry["kind"].as_str().unwrap() {
            "table arithmetic" => {
                let table = id.strip_suffix("-total").unwrap();
                has(&format!("{table}/total"), text("printed_total"), text("row_sum"));
                let of = |t: &&firstyear_analysis::CheckedTable| t.table.as_str() == table;
                let checked = found.tables.iter().find(of).unwrap();
                assert_eq!(checked.difference(), entry["difference"].as_i64());
            }
            "table percentage" => {
                let place = "table-3/private-sector-quality";
                has(place, text("printed_percent"), text("expected_percent"));
            }
            "misprint" => has("table-7/other", "24.30".to_owned(), "24.3".to_owned()),
            "text arithmetic" => {
                assert!(findings.iter().any(|(place, ..)| place == id), "{id}");
            }
            kind => {
                let note = found.annotations.iter().find(|a| a.annotation.id.as_str() == id);
                let note = note.unwrap_or_else(|| panic!("{id} is neither found nor noted"));
                assert_eq!(note.annotation.kind, kind);
                assert_eq!(note.annotation.weight.word(), entry["severity"].as_str().unwrap());
                notes.remove(id);
                continue;
            }
        }
        recomputed += 1;
    }
    assert_eq!((recomputed, findings.len(), notes), (6, 6, BTreeSet::new()));
}

#[test]
fn every_table_is_carried_as_it_is_printed() {
    let (Some(tables), Some(checks)) = (json("tables.json"), json("table-checks.json")) else {
        return;
    };
    let data = report();
    let found = recomputed(&data);
    assert_eq!(tables["tables"].as_array().unwrap().len(), found.tables.len());
    for (printed, table) in tables["tables"].as_array().unwrap().iter().zip(&found.tables) {
        assert_eq!(printed["id"], table.table.as_str());
        let total = table.total.as_ref().unwrap().printed.count;
        assert_eq!(printed["printed_total"].as_u64(), Some(total));
        let counts = |rows: &Value| -> Vec<(String, u64)> {
            rows.as_array()
                .unwrap()
                .iter()
                .map(|row| {
                    let cell = row["percent_printed"].as_str().unwrap_or_default();
                    (cell.to_owned(), row["count"].as_u64().unwrap())
                })
                .collect()
        };
        let rows = counts(&printed["rows"]);
        let parts: Vec<_> =
            printed["rows"].as_array().unwrap().iter().flat_map(|r| counts(&r["items"])).collect();
        let of = |is_part: bool| -> Vec<(String, u64)> {
            let rows = table.rows.iter().map(|row| &row.printed);
            rows.filter(|row| row.parent.is_some() == is_part)
                .map(|row| (row.cell.clone().unwrap_or_default(), row.count))
                .collect()
        };
        assert_eq!((of(false), of(true)), (rows, parts), "{}", table.table);
    }
    for check in checks["checks"].as_array().unwrap() {
        let table = found.tables.iter().find(|t| check["table"] == t.table.as_str()).unwrap();
        assert_eq!(check["row_sum"].as_u64(), Some(table.row_sum));
        let sum = table.percent_sum.expect("every row has a percentage");
        assert_eq!(check["percent_sum_within_rounding"], sum.within_rounding, "{}", table.table);
        assert!((check["percent_sum_printed"].as_f64().unwrap() - sum.sum.value()).abs() < 1e-9);
        let parts_agree = table.rows.iter().all(|row| row.difference().is_none_or(|d| d == 0));
        assert_eq!(check["all_sub_items_ok"], parts_agree);
        let rows = table.rows.iter().filter(|row| row.printed.parent.is_none());
        for (expected, row) in check["rows"].as_array().unwrap().iter().zip(rows) {
            let percent = row.percent.unwrap();
            let computed = percent.recomputed.unwrap().value();
            assert!(
                (expected["percent_of_printed_total"].as_f64().unwrap() - computed).abs() < 1e-9
            );
            assert_eq!(expected["percent_ok"], percent.agrees(), "{}", row.printed.row);
        }
    }
}
