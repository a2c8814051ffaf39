//! Holds tables against their schemas, for tests: by the words of the standard, and by
//! none of the code that writes them.

use serde_json::Value;

/// Every cell of a CSV that does not fit its Table Schema.
pub(crate) fn misfits(csv: &[u8], schema: &Value) -> Vec<String> {
    let fields = schema["fields"].as_array().unwrap();
    let mut rows = csv::Reader::from_reader(csv);
    let names: Vec<_> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(rows.headers().unwrap().iter().collect::<Vec<_>>(), names);
    let mut wrong = Vec::new();
    for row in rows.records() {
        for (cell, field) in row.unwrap().iter().zip(fields) {
            if !fits(cell, field) {
                wrong.push(format!("{}: `{cell}`", field["name"]));
            }
        }
    }
    wrong
}

fn fits(cell: &str, field: &Value) -> bool {
    let rules = &field["constraints"];
    if cell.is_empty() {
        return rules["required"] != true;
    }
    let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
    let is_of_type = match field["type"].as_str().unwrap() {
        "string" => true,
        "number" => number.is_some(),
        "integer" => cell.parse::<i64>().is_ok(),
        other => panic!("{other}"),
    };
    let bound = |name: &str| rules[name].as_f64();
    let in_bounds = number.is_none_or(|number| {
        bound("minimum").is_none_or(|least| number >= least)
            && bound("maximum").is_none_or(|most| number <= most)
    });
    let words = field["categories"].as_array();
    let is_word = words.is_none_or(|words| words.iter().any(|word| word["value"] == cell));
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    let is_id = rules["pattern"].as_str().is_none_or(|pattern| {
        assert_eq!(pattern, "^[a-z0-9][a-z0-9._-]*$");
        cell.bytes().all(letter) && !b"._-".contains(&cell.as_bytes()[0])
    });
    is_of_type && in_bounds && is_word && is_id
}
