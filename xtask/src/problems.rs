//! The reference page of problem codes, made from the list of codes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use firstyear_core::ProblemCode;

use crate::{Failure, Finding, read};

/// Where the page stands.
const FILE: &str = "docs/reference/problems.md";

/// Writes the page.
pub(crate) fn write(root: &Path) -> Result<Vec<String>, Failure> {
    let path = root.join(FILE);
    let io = |error| Failure::Io { file: FILE.to_owned(), error };
    fs::create_dir_all(path.parent().unwrap_or(root)).map_err(io)?;
    fs::write(&path, page()).map_err(io)?;
    Ok(vec![format!("written: {FILE}")])
}

/// Fails when the committed page differs from the list of codes.
pub(crate) fn check(root: &Path) -> Result<Vec<String>, Failure> {
    let path = root.join(FILE);
    if path.is_file() && read(root, &path)? == page() {
        return Ok(vec!["the page of problems is as the list of codes says".to_owned()]);
    }
    let right = "write it with `cargo xtask problems`";
    Err(Failure::Wrong(vec![Finding::new(FILE, "differs from the list of codes", right)]))
}

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

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// What Markdown would read as markup is escaped, outside code.
fn text(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    let mut in_code = false;
    for c in plain.chars() {
        match c {
            '`' => in_code = !in_code,
            '<' | '*' | '_' | '[' | ']' if !in_code => out.push('\\'),
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn the_committed_page_is_as_the_list_of_codes_says() {
        if let Err(failure) = check(root()) {
            panic!("{failure}");
        }
    }
}
