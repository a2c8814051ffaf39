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

#[test]
fn messages_call_groups_by_name() {
    let said = |id: &str, rows: &str| of(id, rows).problems[0].to_string();
    let rows = "subgroup,subgroup_order,estimate,se\nnorth,2,5,1\nsouth,1,6,-1";
    let negative = "all rows: `subgroup` south: standard errors: that of group 2";
    assert!(said("who-bgv", rows).starts_with(negative), "{}", said("who-bgv", rows));
    let rows = "subgroup,estimate,se\nnorth,0,1\nsouth,6,1";
    assert!(said("who-mld", rows).starts_with("all rows: `subgroup` north: the measure divides"));
    let rows = "estimate,se\n0,1\n6,1";
    assert!(said("who-mld", rows).starts_with("all rows: the measure divides by the estimate of"));
    let rows = "estimate,se,reference_subgroup\n2,1,1\n6,1,0\n7,1,1";
    assert!(said("who-mdru", rows).contains("groups 1 and 3 (counted from 1) are both marked"));
}

#[test]
fn several_levels_have_limits_named_by_level() {
    // Two equal halves 20 apart with errors of 1: the difference has an error
    // of √2; normal deviates 1.959964 and 3.090232 (Pearson and Hartley).
    let rows = "case,subgroup_order,estimate,se,population,favourable_indicator\n\
                a,1,10,1,100,1\na,2,30,1,100,1\n\
                b,1,10,1,withheld-publisher,1\nb,2,30,1,100,1";
    let mut lines = rows.lines();
    let mut table = Table::new(lines.next().unwrap().split(',')).unwrap();
    for line in lines {
        table.push(line.split(',').map(Value::from)).unwrap();
    }
    let levels = [("confidence", "0.95;0.998")];
    let found = result("who-d", &table, &levels).table;
    let number = |name: &str| found.get(0, name).unwrap().number().unwrap();
    for (lower, upper, deviate) in
        [("lower95_0cl", "upper95_0cl", 1.959_964), ("lower99_8cl", "upper99_8cl", 3.090_232)]
    {
        assert!((number(lower) - (20.0 - deviate * 2.0_f64.sqrt())).abs() < 1e-5);
        assert!((number(upper) - (20.0 + deviate * 2.0_f64.sqrt())).abs() < 1e-5);
    }
    for id in ["who-bgv", "who-mdmw"] {
        let found = result(id, &table, &levels).table;
        for name in ["lower95_0cl", "upper99_8cl"] {
            assert!(found.get(0, name).unwrap().number().is_some(), "{id} {name}");
            assert_eq!(text(&found, 1, name), "withheld-publisher", "{id} {name}");
        }
        let one = result(id, &table, &[]).table;
        assert_eq!(text(&one, 1, "lowerci"), "withheld-publisher");
        assert!(one.names().iter().all(|name| !name.ends_with("cl")), "{:?}", one.names());
    }
}
