//! Tables in columns: Parquet and Arrow as a user has them, or is told of them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn firstyear(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_firstyear"))
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_goes_into_columns_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let table = "indicator,area,area_name,period,period_kind,groups,numerator,numerator_status,\
                 denominator,denominator_status,denominator_basis,value,value_status,lower,upper,\
                 confidence,source\n\
                 infant-mortality-rate,E06000001,Hartlepool,2022,calendar-year,,,\
                 withheld-publisher,900,,complete,,withheld-publisher,,,,ons\n\
                 infant-mortality-rate,E92000001,England,2022,calendar-year,,2239,,577046,,\
                 complete,3.9,known+provisional,3.7,4.1,0.95,ons\n";
    fs::write(folder.path().join("a.csv"), table).unwrap();
    for (to, file) in [("parquet", "a.parquet"), ("arrow", "a.arrow")] {
        for args in [
            ["convert", "a.csv", "--to", to, "--out", file],
            ["convert", file, "--to", "tidy", "--out", "b.csv"],
        ] {
            let output = firstyear(folder.path(), &args);
            assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        }
        assert_eq!(fs::read_to_string(folder.path().join("b.csv")).unwrap(), table);
        let mut bytes = fs::read(folder.path().join(file)).unwrap();
        bytes.truncate(bytes.len() / 2);
        fs::write(folder.path().join("cut"), bytes).unwrap();
        let output = firstyear(folder.path(), &["check", "cut"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains("cut cannot be read"), "{}", err(&output));
        assert!(!err(&output).contains("panicked"), "{}", err(&output));
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_columns_says_so() {
    let folder = tempfile::tempdir().unwrap();
    for (file, magic) in [("a.parquet", "PAR1...."), ("a.arrow", "ARROW1...")] {
        fs::write(folder.path().join(file), magic).unwrap();
        let output = firstyear(folder.path(), &["check", file]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &err(&output);
        assert!(said.contains("build it with the feature `parquet`"), "{said}");
    }
}
