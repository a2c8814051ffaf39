//! `query`, with the engine and without.

mod support;

use support::{err, firstyear};

#[cfg(not(feature = "records"))]
#[test]
fn a_build_without_the_engine_says_which_feature_has_it() {
    let refused = firstyear(&["query", "fixtures/england", "select 1"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("built without the feature records"), "{}", err(&refused));
}

#[test]
fn a_query_needs_a_project_and_a_text() {
    for args in [vec!["query"], vec!["query", "fixtures/england"]] {
        let refused = firstyear(&args);
        assert_eq!(refused.status.code(), Some(2));
        assert!(err(&refused).contains("SELECT"), "{}", err(&refused));
    }
}
