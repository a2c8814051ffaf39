//! Measures of inequality on tables whose columns do not agree with
//! themselves.

mod support;

use firstyear_metrics::run::{Run, Table, Value};
use support::{result, text};

fn of(id: &str, rows: &str) -> Run {
    let mut lines = rows.lines();
    let mut table = Table::new(lines.next().unwrap().split(',')).unwrap();
    for line in lines {
        table.push(line.split(',').map(Value::from)).unwrap();
    }
    result(id, &table, &[])
}

#[test]
fn errors_known_in_part_leave_no_limits() {
    let rows = |third: &str| {
        format!(
            "case,subgroup_order,estimate,se,population,indicator_scale\na,1,10,1,100,100\n\
             a,2,12.1,1,100,100\na,3,13.9,{third},100,100\na,4,16,1,100,100\na,5,18.1,1,100,100"
        )
    };
    for id in ["who-sii", "who-rii"] {
        let whole = of(id, &rows("1")).table;
        assert!(whole.get(0, "lowerci").unwrap().number().is_some(), "{id}");
        let part = of(id, &rows("NA")).table;
        assert_eq!(text(&part, 0, "estimate"), text(&whole, 0, "estimate"), "{id}");
        assert_eq!((text(&part, 0, "se"), text(&part, 0, "lowerci")), ("NA".into(), "NA".into()));
    }
}

#[test]
fn one_indicator_has_one_direction_and_one_scale() {
    let rows =
        "case,estimate,se,population,favourable_indicator\na,3,1,10,1\na,5,1,10,0\na,9,1,10,0";
    let problems = of("who-par", rows).problems;
    assert!(problems[0].to_string().contains("`favourable_indicator` differs"), "{}", problems[0]);
    let rows = "case,subgroup_order,estimate,se,population,indicator_scale\na,1,3,1,10,100\n\
                a,2,5,1,10,1000\na,3,9,1,10,100";
    let problems = of("who-sii", rows).problems;
    assert!(problems[0].to_string().contains("`indicator_scale` differs"), "{}", problems[0]);
}
