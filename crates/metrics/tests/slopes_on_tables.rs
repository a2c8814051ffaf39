//! Slopes run by their ids: what is withheld stays withheld, and one area
//! never spoils another.

mod support;

use firstyear_core::Withholding;
use firstyear_metrics::run::{Run, Table, Value};
use support::{result, text};

/// Area `a` whole, `b` with a value withheld, `c` with one absent, `d` with a
/// gap in the order, `e` with two groups.
fn table() -> Table {
    let mut table =
        Table::new(["area", "quantile", "subgroup_order", "population", "n", "value", "se", "x"])
            .unwrap();
    for (area, places, lacking) in [
        ("a", [1, 2, 3].as_slice(), None),
        ("b", &[1, 2, 3], Some(Value::Withheld(Withholding::Publisher))),
        ("c", &[1, 2, 3], Some(Value::Absent)),
        ("d", &[1, 2, 4], None),
        ("e", &[1, 2], None),
    ] {
        for &place in places {
            let number = |x: u32| Value::Number(f64::from(x));
            let last = if place == 3 { lacking.clone() } else { None };
            let value = last.clone().unwrap_or_else(|| number(10 - place));
            let events = last.unwrap_or_else(|| number(100 - 10 * place));
            let people = number(1_000 + place);
            table
                .push([
                    area.into(),
                    number(place),
                    number(place),
                    people.clone(),
                    people,
                    value,
                    number(1),
                    events,
                ])
                .unwrap();
        }
    }
    table
}

#[test]
fn four_facts_stay_apart_and_areas_by_themselves() {
    for (id, column) in [
        ("sii-wls", "sii"),
        ("scotpho-sii", "value"),
        ("scotpho-rii", "value"),
        ("sii-binomial", "value"),
        ("rii-binomial-quasi", "value"),
        ("sii-binomial-robust", "value"),
        ("rii-poisson-robust", "value"),
    ] {
        let Run { table, problems, .. } = result(id, &table(), &[]);
        let got: Vec<String> = (0..table.len()).map(|row| text(&table, row, column)).collect();
        assert_eq!(table.len(), 5, "{id}");
        assert!(got[0].parse::<f64>().is_ok(), "{id}: {got:?}");
        assert_eq!(got[1..], ["withheld-publisher", "NA", "NA", "NA"], "{id}");
        // Withheld and absent are as they should be; the other two are not.
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 2, "{id}: {said:?}");
        assert!(
            said[0].ends_with("is not there: places run from 1 without gaps or repeats"),
            "{said:?}"
        );
        assert!(said[1].contains("a slope needs"), "{id}: {said:?}");
    }
}

#[test]
fn signs_follow_the_order_each_method_names() {
    // Values fall along the order: from the first to the last for the English
    // form, from the most to the least disadvantaged for the others.
    let value = |id, column| {
        let Run { table, .. } = result(id, &table(), &[]);
        table.get(0, column).and_then(Value::number).unwrap()
    };
    assert!(value("sii-wls", "sii") < 0.0 && value("sii-wls", "rii") < 1.0);
    assert!(value("scotpho-sii", "value") > 0.0 && value("scotpho-rii", "value") > 0.0);
    assert!(value("sii-binomial", "value") > 0.0 && value("rii-binomial", "value") > 1.0);
    assert!(value("sii-poisson-robust", "value") > 0.0);
}

#[test]
fn arguments_that_make_no_sense_are_named() {
    for (name, value, wanted) in [
        ("repetitions", "10", "`repetitions`: a whole number from 1000 to 1000000"),
        ("multiplier", "0", "the multiplier must be a finite number other than 0"),
        ("confidence", "95", "`confidence`: a confidence level of 95 is not between 0 and 1"),
        ("value_type", "3", "`value_type`: one of `0`, `1`, `2`"),
        ("transform", "TRUE", "a line on the scale needs one"),
        ("uncertainty", "events", "`uncertainty`: `events` goes with value_type 2 alone"),
        ("uncertainty", "limits", "no column `lower_cl`"),
        ("seed", "-1", "`seed`: a whole number from 0"),
    ] {
        let Run { problems, .. } = result("sii-wls", &table(), &[(name, value)]);
        let said = problems[0].to_string();
        assert!(said.starts_with(&format!("area a: {wanted}")), "{name}={value}: {said}");
    }
}
