//! The table layer: kinds of nothing, groups that fail alone, names of limits.

use firstyear_core::Withholding;

use super::testing::{self, result};
use super::*;
use crate::method;

#[test]
fn nothing_has_four_kinds_and_each_stays_what_it_is() {
    let rows = "x,n\n0,10\nwithheld-publisher,10\nNA,10\nnot-applicable,10\nthree,10\n2.5,10";
    let Run { table, problems, .. } = result("wilson", rows, &[]);
    let values: Vec<_> = (0..6).map(|row| table.get(row, "value").unwrap().clone()).collect();
    assert_eq!(values[0], Value::Number(0.0));
    assert_eq!(values[1], Value::Withheld(Withholding::Publisher));
    assert_eq!(values[2], Value::Absent);
    assert_eq!(values[3], Value::NotApplicable);
    assert_eq!(table.len(), 6, "one row of results for each row");
    let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "row 5: column `x` of row 5: not a number",
            "row 6: column `x` of row 6: a count is a whole number from 0"
        ]
    );
}

#[test]
fn a_group_that_cannot_be_used_does_not_spoil_the_others() {
    let rows =
        "area,subgroup_order,x,n\nb,1,30,1000\nb,2,20,1000\nb,3,10,1000\na,1,3,1000\na,3,2,1000";
    let Run { table, problems, .. } = result("rii-poisson", rows, &[]);
    let areas: Vec<_> = (0..2).map(|row| table.get(row, "area").unwrap().to_string()).collect();
    assert_eq!(areas, ["a", "b"]);
    assert_eq!(table.get(0, "value"), Some(&Value::Absent));
    assert!(table.get(1, "value").and_then(Value::number).unwrap() > 1.0);
    let said = problems[0].to_string();
    assert_eq!(
        said,
        "area a: `subgroup_order` 2 is not there: places run from 1 without gaps or repeats"
    );
}

#[test]
fn several_levels_have_limits_named_by_level() {
    let Run { table, .. } = result("exact-byar", "x,n\n1,100", &[("confidence", "0.95;0.998")]);
    let names = ["x", "n", "value", "lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl"];
    assert_eq!(table.names(), names);
    // PHEindicatormethods 2.1.0, test data of rates: 1 in 100, per 100.
    let upper = table.get(0, "upper99_8cl").and_then(Value::number).unwrap();
    assert!((upper * 100.0 - 9.233_413_5).abs() < 1e-6);
}

#[test]
fn limits_are_named_apart_and_withheld_with_their_value() {
    let levels = [("confidence", "0.95;0.9504;0.9999")];
    let Run { table, .. } = result("exact-byar", "x,n\nwithheld-publisher,100\n1,100", &levels);
    let limits = ["lower95_0cl", "upper95_0cl", "lower95_04cl", "upper99_99cl"];
    for name in limits {
        let withheld = Some(&Value::Withheld(Withholding::Publisher));
        assert_eq!(table.get(0, name), withheld, "{name}");
        assert!(table.get(1, name).and_then(Value::number).is_some(), "{name}");
    }
    let rows = "value,goal_lower,goal_upper,polarity\nwithheld-publisher,1,2,low";
    let status = result("compare-goal", rows, &[]).table.get(0, "status").cloned();
    assert_eq!(status, Some(Value::Withheld(Withholding::Publisher)));
}

#[test]
fn columns_are_those_declared_whatever_becomes_of_the_rows() {
    let names = |id: &str, text: &str, settings: &[(&str, &str)]| {
        result(id, text, settings).table.names().join(",")
    };
    let levin = [("adjustment", "crude")];
    let columns = "p,rr,value,lowercl,uppercl,caution";
    // A known share and risk have no limits; a share of 3 has no result.
    for rows in ["", "\n0.2,1.4", "\n3,1.4", "\n3,1.4\n0.2,1.4", "\n0.2,1.4\n3,1.4"] {
        assert_eq!(names("levin", &format!("p,rr{rows}"), &levin), columns, "{rows}");
    }
    let several = [("kind", "rate"), ("comparator", "0.1")];
    let limits = "n,lower95_0cl,upper95_0cl,lower99_8cl,upper99_8cl";
    for rows in ["n", "n\nten", "n\n10"] {
        assert_eq!(names("funnel-limits", rows, &several), limits, "{rows}");
    }
    // Levels in a column, and levels as a package prints them.
    let rows = "x,n,confidence\n1,10,0.95\n1,10,95%, 99.8%".replace("%, ", "%; ");
    let columns = "x,n,value,lowercl,uppercl,lower95_0cl,upper95_0cl,lower99_8cl,upper99_8cl,confidence,statistic,method";
    assert_eq!(names("phe-rate", &rows, &[]), columns);
}

#[test]
fn a_table_without_rows_gives_the_columns_of_every_method() {
    for method in crate::methods() {
        let call = &method.call;
        let names: Vec<&str> = call.inputs.iter().map(|field| field.name).collect();
        if names.is_empty() {
            continue;
        }
        let nothing = Table::new(names).unwrap();
        let Run { table, problems, .. } = run(method, &nothing, &Settings::default()).unwrap();
        assert!(table.is_empty() && problems.is_empty(), "{}: {problems:?}", method.id);
        for field in call.outputs {
            let limit = matches!(field.name, "lowercl" | "uppercl");
            assert!(limit || table.column(field.name).is_some(), "{} {}", method.id, field.name);
        }
    }
}

#[test]
fn what_a_method_may_leave_out_stands_where_it_is_written() {
    let names = |id: &str, text: &str, settings: &[(&str, &str)]| {
        result(id, text, settings).table.names().join(",")
    };
    let rows = "y,exposure,group\n5,10,a\n7,10,b";
    let models = names("glm-poisson", rows, &[("model", "null"), ("output", "models")]);
    assert!(models.starts_with("model,deviance,null_deviance,aic"), "{models}");
    let terms = names("glm-poisson", rows, &[("model", "null")]);
    assert_eq!(terms, "model,term,estimate,se,z,p,rate_ratio,rr_lower,rr_upper");
}

#[test]
#[cfg(feature = "disclosure")]
fn dimensions_go_before_what_is_said_of_a_cell() {
    let rows = "area,count\na,5\nb,7\nTotal,12";
    let settings = [("dimensions", "area"), ("to", "2")];
    let Run { table, problems, .. } = result("disclosure-audit", rows, &settings);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(table.names().join(","), "area,status,value,lower,upper,exact");
}

#[test]
fn an_argument_is_a_column_or_a_setting_and_nothing_else() {
    let Run { table, .. } = result("exact-byar", "x,n,multiplier\n1,10,1000\n1,10,10", &[]);
    let value = |row| table.get(row, "value").and_then(Value::number).unwrap();
    assert_eq!((value(0), value(1)), (100.0, 1.0));
    let refused = |settings: &[(&str, &str)], rows: &str| {
        let settings = Settings::new(settings.iter().copied());
        run(method("exact-byar").unwrap(), &testing::table(rows), &settings)
            .unwrap_err()
            .to_string()
    };
    let rows_of_one = "x,n\n1,10";
    assert_eq!(
        refused(&[("level", "0.9")], rows_of_one),
        "`level` is no argument of this method: it takes `multiplier`, `confidence`"
    );
    assert_eq!(refused(&[], "deaths,n\n1,10"), "no column `x`: the method reads `x`, `n`");
    let percent = result("exact-byar", rows_of_one, &[("confidence", "95")]);
    assert_eq!(
        percent.problems[0].to_string(),
        "row 1: `confidence`: a confidence level of 95 is not between 0 and 1: write 0.95 for 95%"
    );
}

#[test]
fn what_a_method_began_to_write_is_taken_back_when_it_fails() {
    let Run { table, problems, .. } = result("wilson", "x,n\n200,100\n1,100", &[]);
    assert_eq!(table.len(), 2);
    assert_eq!(problems.len(), 1);
    assert_eq!(table.get(0, "value"), Some(&Value::Absent));
}

#[test]
fn models_answer_as_r_does_where_rows_or_groups_are_lacking() {
    let rows = "y,exposure,group,x\n5,10,a,1\nNA,10,b,1\n7,10,b,2\n9,10,a,1\n5,10,b,2";
    let Run { table, problems, .. } = result("glm-poisson", rows, &[("model", "group_x")]);
    assert!(problems.is_empty());
    // Without the second row x is 1 in group a and 2 in b: it adds nothing.
    // Rates are 14 / 20 and 12 / 20.
    let ratio = table.get(1, "rate_ratio").and_then(Value::number).unwrap();
    assert!((ratio - 12.0 / 14.0).abs() < 1e-9);
    for column in ["estimate", "se", "z", "p", "rate_ratio", "rr_lower", "rr_upper"] {
        assert_eq!(table.get(2, column), Some(&Value::Absent), "{column}");
    }
    let one = "y,exposure,group\n5,10,a\n7,10,a";
    let said = result("glm-poisson", one, &[("model", "group")]).problems[0].to_string();
    assert_eq!(said, "all rows: all rows are of one group: the model needs two or more");
    let Run { table, problems, .. } = result("glm-poisson", one, &[]);
    assert_eq!((table.len(), problems.len()), (1, 0));
}

#[test]
fn a_method_with_a_status_has_answered_where_nothing_can_be_tested() {
    let Run { table, problems, .. } = result("proportion-trend", "x,n\n0,9\n0,8", &[]);
    assert!(problems.is_empty());
    assert_eq!(table.get(0, "status"), Some(&Value::from("error")));
    assert_eq!(table.get(0, "statistic"), Some(&Value::Absent));
}

#[test]
fn a_funnel_says_what_it_lacks() {
    let rows = "numerator,denominator\n1,100\n2,300";
    let said =
        |id: &str, settings: &[(&str, &str)]| result(id, rows, settings).problems[0].to_string();
    for id in ["phe-funnel-limits", "phe-funnel-points", "phe-funnel-significance"] {
        assert_eq!(
            said(id, &[("statistic", "rate"), ("type", "crude")]),
            "all rows: no column `rate`: a funnel of rates reads it"
        );
    }
    let lacking = said("phe-funnel-limits", &[]);
    assert!(lacking.starts_with("all rows: `statistic` is not said"), "{lacking}");
}

#[test]
fn p_values_need_no_numbers_and_names_no_capitals() {
    let Run { table, problems, .. } = result("p-adjust", "p\n0.01\n0.02", &[("method", "bh")]);
    assert!(problems.is_empty());
    assert_eq!(table.names(), ["p", "adjusted"]);
    assert_eq!(table.get(0, "adjusted"), Some(&Value::Number(0.02)));
}

#[test]
fn numbers_are_written_as_they_read_back() {
    for number in [0.1, -0.0, 1e-300, 123_456_789.123_456_78, 1e22, f64::MIN_POSITIVE, 1.0 / 3.0] {
        let text = Value::Number(number).to_string();
        let back = Value::Text(text.clone()).number().unwrap();
        assert_eq!(back.to_bits(), number.to_bits(), "{text}");
    }
    for word in ["NaN", "Inf", "-Inf", "NA", "TRUE", "withheld-secondary"] {
        let cell = Value::from(word).cell().unwrap();
        let back = Value::from_cell(cell).to_string();
        assert!(back == word || word == "TRUE" && back == "1", "{word}: {back}");
    }
    for word in ["nan", "infinity", "a 12", "1,000", "12e", "0x1F"] {
        assert_eq!(Value::from(word).cell(), None, "{word}");
    }
}

#[test]
fn what_does_not_exist_is_noted_and_is_no_problem() {
    let rows = "group,time,exit\na,1,1\na,2,1\nb,1,1\nb,2,0\n";
    let levels = [("confidence", "0.95;0.998")];
    let Run { table, problems, notes } = result("kaplan-meier", rows, &levels);
    assert!(problems.is_empty());
    let said: Vec<_> = notes.iter().map(ToString::to_string).collect();
    let end = "group a: from time 2 on nobody at risk is left, and the curve has no limits";
    assert_eq!(said, [end]);
    for column in ["se", "lower95_0cl", "upper99_8cl"] {
        assert_eq!(table.get(1, column), Some(&Value::Absent), "{column}");
        assert!(table.get(0, column).and_then(Value::number).is_some(), "{column}");
    }
    // R's quantile of such a curve has no upper limit either.
    let median = result("median-time", "time,exit\n1,1\n2,1\n3,1\n4,1", &[]).table;
    assert_eq!(median.get(0, "value"), Some(&Value::Number(2.0)));
    assert_eq!(median.get(0, "uppercl"), Some(&Value::Absent));
}

#[test]
fn a_multiplier_that_is_no_factor_is_refused() {
    let two = "x,n,x_against,n_against\n30,100,20,100\n";
    let inputs = [
        ("exact-byar", two),
        ("wilson", two),
        ("rate-difference", two),
        ("risk-difference", two),
        ("phe-rate", two),
        ("phe-proportion", two),
        ("u-chart", "x,n\n3,100\n4,100\n5,100\n"),
        ("funnel", "x,n,kind\n3,100,rate\n4,100,rate\n5,100,rate\n"),
        ("phe-dsr", "x,n,stdpop\n30,100,1\n"),
        ("dsr", "x,n,stdpop\n30,100,1\n"),
        ("indirect-ratio", "x,n,x_ref,n_ref\n30,100,3,100\n"),
        ("phe-isr-rate", "x,n,x_ref,n_ref\n30,100,3,100\n"),
        ("gamma-poisson-shrinkage", "x,n\n3,100\n4,100\n5,100\n"),
        ("mean", "x\n1\n2\n"),
    ];
    for (id, rows) in inputs {
        assert!(result(id, rows, &[("multiplier", "1000")]).problems.is_empty(), "{id}");
        for given in ["0", "-1000", "NaN", "Inf"] {
            let said = result(id, rows, &[("multiplier", given)]).problems[0].to_string();
            let wanted = format!("`multiplier`: a finite number above 0 is asked for, not {given}");
            assert!(said.ends_with(&wanted), "{id}: {said}");
        }
    }
}

#[test]
fn areas_too_few_for_quantiles_say_so() {
    for id in ["phe-quantile", "quantile-ntile", "quantile-spread"] {
        let settings = [("nquantiles", "10"), ("invert", "TRUE;FALSE")];
        let Run { table, problems, notes } = result(id, "value\n1\n2\n3\n", &settings);
        assert_eq!((table.len(), table.get(0, "quantile")), (6, Some(&Value::Absent)), "{id}");
        let said = if id == "phe-quantile" { notes } else { problems };
        let said: Vec<_> = said.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["all rows: 3 areas with a value cannot fill 10 quantiles"], "{id}");
    }
}

#[test]
fn one_of_two_columns_stands_in_for_the_other() {
    let of = |rows| result("compare-control-limits-count", rows, &[]);
    // 20 events at a rate of 2 where 1 is usual: 10 are expected.
    let by_rate = of("x,value,expected,comparator\n20,2,NA,1\n");
    let by_expected = of("x,value,expected,comparator\n20,NA,10,1\n");
    assert_eq!(by_rate.table.get(0, "upper_limit"), by_expected.table.get(0, "upper_limit"));
    assert_eq!(by_rate.table.get(0, "comparison"), Some(&Value::from("higher")));
    let neither = of("x,value,expected,comparator\n20,NA,,1\n").problems[0].to_string();
    assert!(neither.contains("neither `expected` nor `value`"), "{neither}");
    let hidden = of("x,value,expected,comparator\n20,2,withheld-publisher,1\n").table;
    let withheld = Value::Withheld(Withholding::Publisher);
    assert_eq!(hidden.get(0, "comparison"), Some(&withheld));
}

#[test]
fn groups_under_the_name_of_another_key_are_never_pooled() {
    let mut tried = 0;
    for method in crate::methods() {
        let call = &method.call;
        let own: Vec<_> = call.key_columns().collect();
        let free = |name: &&str| !own.contains(name) && !call.reads(name);
        let Some(other) = ["case", "group", "area"].into_iter().find(free) else { continue };
        // Some methods read what is a key of theirs: there is always one then.
        let has_key = call.inputs.iter().any(|field| own.contains(&field.name));
        let alone = call.key.is_empty() || call.key.contains(&Call::EACH_ROW);
        if alone || has_key || call.reads_any_column() {
            continue;
        }
        let names = call.inputs.iter().map(|field| field.name).chain([other]);
        let mut table = Table::new(names).unwrap();
        for of in ["a", "a", "b", "b"] {
            let row = call.inputs.iter().map(|_| Value::Number(1.0));
            table.push(row.chain([Value::Text(of.to_owned())])).unwrap();
        }
        let error = run(method, &table, &Settings::default()).unwrap_err();
        assert_eq!(
            error,
            SetupError::Key { key: own.join("`, `"), found: other.to_owned() },
            "{}",
            method.id
        );
        tried += 1;
    }
    assert!(tried > 60, "most methods with groups are among them: {tried}");
}

#[test]
fn rows_taken_as_one_group_are_told_of() {
    // One group by intent: a column of one value says nothing.
    let one = "case,x,n,stdpop\na,5,100,10\na,9,200,20";
    assert_eq!(result("dsr", one, &[]).notes, []);
    // A column of another name may be a key, and may be none.
    let region = "region,x,n,stdpop\na,5,100,10\na,9,200,20\nb,5,100,10\nb,9,200,20";
    let found = result("dsr", region, &[]);
    assert_eq!(
        found.notes[0].to_string(),
        "all rows: taken as one group, as there is no column `group`; `region` is not read"
    );
    // The labels of groups within one result.
    let bands = "age,x,n,stdpop\n0,5,100,10\n1,9,200,20";
    assert_eq!(result("dsr", bands, &[]).notes, []);
}
