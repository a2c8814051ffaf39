//! The reference page of problem codes, made from the list of codes.

use std::fmt::Write as _;

use firstyear_core::ProblemCode;

use crate::page::{Page, cell, text};

/// The page.
pub(crate) const PAGE: Page = Page {
    file: "docs/reference/problems.md",
    command: "problems",
    made_from: "the list of codes",
    text: page,
};

fn page() -> String {
    let mut page = "\
<!-- Made by `cargo xtask problems` from the list of codes in firstyear-core. -->

# Problems

Every problem that a reader or a check can find. Codes are stable: a script may
rely on them. An **error** is not used, a **warning** is used and should be
looked at, a **note** is good to know. `firstyear explain CODE` prints the same.

| code | usually | what it means |
|---|---|---|
"
    .to_owned();
    for code in ProblemCode::ALL {
        let first = code.explanation().split(". ").next().unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "| [`{code}`](#{code}) | {} | {} |",
            code.severity(),
            cell(first.trim_end_matches('.'))
        );
    }
    for code in ProblemCode::ALL {
        let (wrong, right) = code.example();
        let _ = write!(
            page,
            "\n## {code}\n\n{}\n\n- Mending: {}.\n- For example: {} → {}\n",
            text(code.explanation()),
            text(code.help()),
            text(wrong),
            text(right)
        );
    }
    page
}
