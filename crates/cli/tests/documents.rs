//! Workbooks and PDF, as somebody asks for them.

mod support;

use support::{done, err, firstyear, folder};

#[test]
fn a_question_is_answered_as_a_workbook_in_a_file_and_in_a_pipe() {
    let folder = folder();
    for format in ["xlsx", "ods"] {
        let path = folder.path().join(format!("gap.{format}"));
        let asked = ["gap", "fixtures/england", "--format", format];
        let piped = firstyear(&asked);
        done(&piped);
        // Both formats are archives.
        assert!(piped.stdout.starts_with(b"PK\x03\x04"), "{format}");
        let to_file = [&asked[..], &["--out", path.to_str().unwrap()]].concat();
        assert_eq!(done(&firstyear(&to_file)), "");
        assert!(std::fs::read(&path).unwrap() == piped.stdout, "{format}: the same bytes twice");
    }
}

#[test]
fn text_goes_to_a_file_too() {
    let folder = folder();
    let path = folder.path().join("gap.csv");
    let asked = ["gap", "fixtures/england", "--format", "csv"];
    done(&firstyear(&[&asked[..], &["--out", path.to_str().unwrap()]].concat()));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), done(&firstyear(&asked)));
}

#[test]
fn what_is_not_there_beside_a_report_is_told() {
    let refused = firstyear(&["report", "fixtures/england", "--with", "papyrus"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = err(&refused);
    assert!(said.contains("[possible values: pdf, png, parquet]"), "{said}");
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_build_without_pdf_names_the_feature_before_it_reads_anything() {
    for args in [
        ["report", "no-such-folder", "--with", "pdf"],
        ["profile", "no-such-folder", "--format", "pdf"],
    ] {
        let refused = firstyear(&args);
        assert_eq!(refused.status.code(), Some(2), "{args:?}");
        assert!(err(&refused).contains("--features pdf"), "{}", err(&refused));
    }
}

#[cfg(feature = "pdf")]
#[test]
fn the_profile_of_an_area_is_a_pdf() {
    let folder = folder();
    let path = folder.path().join("profile.pdf");
    let asked = ["profile", "fixtures/england", "--format", "pdf"];
    done(&firstyear(&[&asked[..], &["--out", path.to_str().unwrap()]].concat()));
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    assert!(bytes == firstyear(&asked).stdout, "the same bytes twice");
}
