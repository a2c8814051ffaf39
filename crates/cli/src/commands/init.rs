//! `init`: a new project.

use std::path::Path;

use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::interrupt;

/// A project with every question, those that it does not ask behind a number sign.
pub(super) const PROJECT: &str = include_str!("firstyear.example.toml");
const DATA: &str = include_str!("example.csv");

/// Writes a commented project with a small synthetic table, ready to run.
pub(crate) fn init(folder: &Path) -> Result<Code, Failure> {
    let project = folder.join("firstyear.toml");
    if project.exists() {
        return Err(Failure::Use(format!(
            "{} exists: choose a folder without a project",
            project.display()
        )));
    }
    if folder.is_file() {
        return Err(Failure::Use(format!(
            "{}: not a folder; name a folder for the project",
            folder.display()
        )));
    }
    let failed = |error: std::io::Error| Failure::File(format!("{}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    for (name, text) in [("example.csv", DATA), ("firstyear.toml", PROJECT)] {
        interrupt::writing(|stop| {
            firstyear_export::atomic::write_file(&folder.join(name), text.as_bytes(), stop)
        })?;
    }
    print(&format!(
        "a project is in {0}\nnext: firstyear check {0}, then firstyear report {0}\n",
        folder.display()
    ))
}
