//! A report in which nothing is hidden says so wherever it is looked at.

mod support;

use support::{done, err, firstyear, folder, out};

const MARK: &str = "Not for release: contains figures that must not be published.";

#[test]
fn everything_that_hides_nothing_bears_the_mark() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    done(&firstyear(&["init", &path("area")]));
    let written =
        firstyear(&["report", &path("area"), "--out", &path("open"), "--disclosure", "none"]);
    done(&written);
    assert!(err(&written).contains("must not be published"), "{}", err(&written));
    let mut pages = 0;
    for file in std::fs::read_dir(path("open")).unwrap() {
        let file = file.unwrap().path();
        if file.extension().is_some_and(|ending| ending == "html" || ending == "md") {
            assert!(std::fs::read_to_string(&file).unwrap().contains(MARK), "{}", file.display());
            pages += 1;
        }
    }
    assert!(pages > 3);
    for file in ["open/NOT-FOR-RELEASE.txt", "open/data/NOT-FOR-RELEASE.txt"] {
        assert!(std::fs::read_to_string(path(file)).unwrap().contains(MARK), "{file}");
    }
    for format in ["text", "md", "svg"] {
        let args = ["inequality", &path("area"), "--format", format, "--disclosure"];
        let shown = firstyear(&[&args[..], &["none"]].concat());
        assert!(out(&shown).contains(MARK), "{format}");
        let hidden = firstyear(&[&args[..], &["rules"]].concat());
        assert!(!out(&hidden).contains(MARK), "{format}");
    }
    done(&firstyear(&["report", &path("area"), "--out", &path("closed")]));
    assert!(!std::fs::read_to_string(path("closed/report.md")).unwrap().contains(MARK));
    assert!(!folder.path().join("closed/NOT-FOR-RELEASE.txt").exists());
}
