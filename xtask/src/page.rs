//! Reference pages that are made from what the code knows, and checked.

use std::fs;
use std::path::Path;

use crate::{Failure, Finding, read};

/// A page under `docs/`.
pub(crate) struct Page {
    /// Where it stands.
    pub(crate) file: &'static str,
    /// The command that writes it.
    pub(crate) command: &'static str,
    /// What it is made from, in words.
    pub(crate) made_from: &'static str,
    /// What stands in it.
    pub(crate) text: fn() -> String,
}

impl Page {
    /// Writes the page.
    pub(crate) fn write(&self, root: &Path) -> Result<Vec<String>, Failure> {
        let path = root.join(self.file);
        let io = |error| Failure::Io { file: self.file.to_owned(), error };
        fs::create_dir_all(path.parent().unwrap_or(root)).map_err(io)?;
        fs::write(&path, (self.text)()).map_err(io)?;
        Ok(vec![format!("written: {}", self.file)])
    }

    /// Fails when the committed page differs from what it is made from.
    pub(crate) fn check(&self, root: &Path) -> Result<Vec<String>, Failure> {
        let path = root.join(self.file);
        if path.is_file() && read(root, &path)? == (self.text)() {
            return Ok(vec![format!("{} is as {} says", self.file, self.made_from)]);
        }
        let wrong = format!("differs from {}", self.made_from);
        let right = format!("write it with `cargo xtask {}`", self.command);
        Err(Failure::Wrong(vec![Finding::new(self.file, wrong, right)]))
    }
}

/// A text as it stands in a cell of a table.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// What Markdown would read as markup is escaped, outside code.
pub(crate) fn text(plain: &str) -> String {
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
    use crate::{PAGES, root};

    #[test]
    fn committed_pages_are_as_the_code_says() {
        for page in PAGES {
            if let Err(failure) = page.check(root()) {
                panic!("{failure}");
            }
        }
    }
}
