//! The methods of the family, run by their ids.

use firstyear_core::Withholding;

use crate::method;
use crate::run::{Run, Settings, Table, Value, run};

fn result(id: &str, text: &str, settings: &[(&str, &str)]) -> Run {
    let mut lines = text.lines();
    let mut table = Table::new(lines.next().unwrap().split(',')).unwrap();
    for line in lines {
        table.push(line.split(',').map(Value::from)).unwrap();
    }
    run(method(id).unwrap(), &table, &Settings::new(settings.iter().copied())).unwrap()
}

#[track_caller]
fn at(run: &Run, row: usize, column: &str) -> Value {
    run.table.get(row, column).unwrap_or_else(|| panic!("no {column}")).clone()
}

const BANDS: &str = "group,x,n,stdpop\na,3,100,1\na,4,200,3\nb,30,100,1\nb,40,200,3\n";

#[test]
fn few_events_become_what_is_said_and_nothing_else() {
    let kept = result("dsr", BANDS, &[]);
    // (1 x 0.03 + 3 x 0.02) / 4
    assert!((at(&kept, 0, "value").number().unwrap() - 0.0225).abs() < 1e-15);
    let minimum = ("minimum_events", "10");
    let none = result("dsr", BANDS, &[minimum]);
    assert_eq!(at(&none, 0, "value"), Value::NotApplicable);
    assert_eq!(at(&none, 0, "lowercl"), Value::NotApplicable);
    assert_eq!(at(&none, 0, "total_count"), Value::Number(7.0));
    assert!(at(&none, 1, "value").number().is_some());
    let withheld = result("dsr", BANDS, &[minimum, ("below_minimum", "withheld")]);
    let hidden = Value::Withheld(Withholding::Primary);
    assert_eq!(at(&withheld, 0, "value"), hidden);
    assert_eq!(at(&withheld, 0, "total_count"), hidden, "the count goes with the rate");
    assert!(withheld.problems.is_empty());
}

#[test]
fn a_withheld_band_withholds_the_rate() {
    let bands = "group,x,n,stdpop\na,withheld-publisher,100,1\na,4,200,3\nb,,1,1\nc,0,100,1\n";
    let got = result("dsr", bands, &[]);
    assert_eq!(at(&got, 0, "value"), Value::Withheld(Withholding::Publisher));
    assert_eq!(at(&got, 1, "value"), Value::Absent);
    assert_eq!(at(&got, 2, "value"), Value::Number(0.0));
    assert!(got.problems.is_empty(), "{:?}", got.problems);
}

#[test]
fn repeated_events_add_their_square_to_the_variance() {
    let rows = "group,age,eventfreq,x,n,stdpop\n\
                a,0,1,30,1000,1\na,5,1,50,2000,1\na,0,2,5,1000,1\na,5,2,10,2000,1\n";
    let repeated = result("dsr", rows, &[]);
    let once = result("dsr", "group,x,n,stdpop\na,40,1000,1\na,70,2000,1\n", &[]);
    assert_eq!(at(&repeated, 0, "value"), at(&once, 0, "value"));
    assert_eq!(at(&repeated, 0, "total_count"), Value::Number(110.0));
    assert_eq!(at(&repeated, 0, "total_pop"), Value::Number(3_000.0));
    let width = |run: &Run| {
        at(run, 0, "uppercl").number().unwrap() - at(run, 0, "lowercl").number().unwrap()
    };
    // 1/4 (50/1000² + 90/2000²) against 1/4 (40/1000² + 70/2000²).
    let ratio = (72.5_f64 / 57.5).sqrt();
    assert!((width(&repeated) / width(&once) - ratio).abs() < 1e-12);
}

#[test]
fn events_in_all_serve_in_place_of_events_by_band() {
    let bands = "group,x,n,x_ref,n_ref\na,10,1000,100,10000\na,20,2000,50,10000\n";
    let total = "group,observed_total,n,x_ref,n_ref\na,30,1000,100,10000\na,30,2000,50,10000\n";
    for id in ["indirect-ratio", "indirect-rate", "phe-isr-ratio", "phe-isr-rate"] {
        let (by_band, in_all) = (result(id, bands, &[]), result(id, total, &[]));
        assert_eq!(by_band.table, in_all.table, "{id}");
        assert_eq!(at(&by_band, 0, "observed"), Value::Number(30.0));
        let repeated = total.replace("observed_total", "x");
        let said = result(id, &repeated, &[("events", "total")]);
        assert_eq!(by_band.table, said.table, "{id}");
        let varies = result(id, bands, &[("events", "total")]);
        assert!(varies.problems[0].to_string().contains("the same in each row"), "{id}");
        // With events in all asked for, those by band do not stand in.
        let lacking = "group,observed_total,x,n,x_ref,n_ref\na,NA,30,1000,100,10000\n";
        let lacking = result(id, lacking, &[]);
        assert_eq!(at(&lacking, 0, "value"), Value::Absent, "{id}");
        assert!(lacking.problems.is_empty(), "{id}");
    }
    assert_eq!(at(&result("indirect-ratio", bands, &[]), 0, "value"), Value::Number(1.5));
}

#[test]
fn a_life_table_with_other_bands_than_the_package_s_is_refused() {
    let starts = |starts: &[f64]| {
        starts.iter().fold("startage,deaths,pops".to_owned(), |text, start| {
            text + &format!("\n{start},50,9000")
        })
    };
    let all: Vec<f64> =
        [0.0, 1.0].into_iter().chain((1..=18).map(|five| 5.0 * f64::from(five))).collect();
    let given = result("phe-life-expectancy", &starts(&all), &[("le_age", "0;65")]);
    assert_eq!((given.table.len(), given.problems.len()), (2, 0));
    let said = |rows: &[f64], settings: &[(&str, &str)]| {
        result("phe-life-expectancy", &starts(rows), settings).problems[0].to_string()
    };
    let mut repeated = all.clone();
    repeated[19] = 85.0;
    let message = "all rows: column `startage` of row 20: each band occurs once in a group";
    assert_eq!(said(&repeated, &[]), message);
    let mut moved = all.clone();
    moved[1] = 2.0;
    let message =
        "all rows: column `startage` of row 2: bands start at 0, 1, 5, 10 and so on to 90";
    assert_eq!(said(&moved, &[]), message);
    assert_eq!(
        said(&all, &[("le_age", "0;66")]),
        "all rows: `le_age`: years are given at 0, 1, 5, 10 and so on to 90"
    );
    let own = result("life-expectancy", &starts(&repeated), &[]).problems[0].to_string();
    assert!(own.contains("does not start above the one before"), "{own}");
}

#[test]
fn life_expectancy_takes_any_bands_and_fractions() {
    let bands = "group,startage,deaths,pops\na,0,4,1000\na,1,100,60000\na,65,200,4000\n";
    let got = result("life-expectancy", bands, &[("confidence", "0.95;0.998")]);
    assert_eq!(got.table.len(), 3);
    assert_eq!(at(&got, 2, "value"), Value::Number(20.0));
    assert_eq!(at(&got, 0, "pops_used"), Value::Number(65_000.0));
    let named = "group,startage,deaths,pops,a_fraction\n\
                 a,0,4,1000,0.1\na,1,100,60000,0.5\na,65,200,4000,NA\n";
    let same = result("life-expectancy", named, &[("confidence", "0.95;0.998")]);
    assert_eq!(got.table, same.table);
    let small = result("life-expectancy", bands, &[("people_above", "65000")]);
    assert_eq!(at(&small, 0, "value"), Value::NotApplicable);
    let last = result("life-expectancy", "startage,deaths,pops\n0,4,1000\n1,0,60000\n", &[]);
    assert_eq!(at(&last, 0, "value"), Value::Absent);
    assert!(last.problems[0].to_string().contains("nobody died in the last band"));
}

#[test]
fn means_and_comparisons() {
    let got = result("mean", "group,x\na,1\na,2\nb,3\n", &[]);
    assert_eq!(at(&got, 0, "value"), Value::Number(1.5));
    assert!(got.problems[0].to_string().contains("at least two"), "{:?}", got.problems);
    let two = "x,n,x_against,n_against\n56,70,48,80\n1,2,0,2\n";
    let difference = result("risk-difference", two, &[("limits", "newcombe")]);
    // Newcombe (1998), Stat Med 17:873-890, table II.
    assert!((at(&difference, 0, "uppercl").number().unwrap() - 0.3339).abs() < 5e-5);
    for id in ["rate-difference", "rate-ratio", "risk-difference", "risk-ratio"] {
        let got = result(id, two, &[("confidence", "0.95;0.998")]);
        assert!(at(&got, 0, "upper99_8cl").number() > at(&got, 0, "upper95_0cl").number(), "{id}");
        assert!(got.problems.is_empty(), "{id}");
        let upper = at(&got, 1, "upper95_0cl").number();
        assert_eq!(upper == Some(f64::INFINITY), id.ends_with("ratio"), "{id}");
        let none = result(id, "x,n,x_against,n_against\n0,2,0,2\n", &[]);
        assert_eq!(none.notes.len(), usize::from(id.ends_with("ratio")), "{id}");
    }
}

#[test]
fn rows_without_a_group_stand_by_themselves_where_the_method_says_so() {
    let got = result("phe-rate", "area,x,n\nP,3,100\nQ,12,200\n", &[("multiplier", "100")]);
    assert_eq!(got.table.len(), 2);
    assert_eq!(at(&got, 1, "area").to_string(), "Q");
    assert_eq!(at(&got, 1, "value"), Value::Number(6.0));
    let grouped = result("phe-rate", "group,x,n\nP,3,100\nP,1,100\nQ,12,200\n", &[]);
    assert_eq!(grouped.table.len(), 2);
    assert_eq!(at(&grouped, 0, "value"), Value::Number(2_000.0));
}

#[test]
fn levels_as_the_package_prints_them_are_read() {
    let labelled = result("phe-rate", "x,n,confidence\n3,100,95%;99.8%\n", &[]);
    let said = result("phe-rate", "x,n\n3,100\n", &[("confidence", "0.95;0.998")]);
    assert_eq!(at(&labelled, 0, "upper99_8cl"), at(&said, 0, "upper99_8cl"));
    assert_eq!(at(&labelled, 0, "confidence").to_string(), "95%, 99.8%");
    for no_level in ["0.5", "9%", "101", "x"] {
        let got = result("phe-rate", "x,n\n3,100\n", &[("confidence", no_level)]);
        assert!(got.problems[0].to_string().contains("from 0.9 to 1"), "{no_level}");
    }
}

#[test]
fn a_table_without_rows_has_no_results_and_no_panic() {
    let methods = super::METHODS.iter().chain(crate::rates::PHE_METHODS);
    for method in methods {
        let inputs: Vec<&str> = method.call.inputs.iter().map(|field| field.name).collect();
        let table = Table::new(inputs).unwrap();
        for settings in [vec![], vec![("events", "total")]] {
            let settings = Settings::new(settings);
            // A method without that setting says so.
            if let Ok(got) = run(method, &table, &settings) {
                assert!(got.table.is_empty(), "{}", method.id);
            }
        }
    }
}
