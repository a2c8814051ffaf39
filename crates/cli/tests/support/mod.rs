//! The program as a user types it, in the folder of the workspace.
//!
//! Every test program takes what it needs of it.
#![allow(dead_code, reason = "no test program uses all of it")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::thread::sleep;
use std::time::{Duration, Instant};

pub(crate) fn firstyear(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_firstyear"))
        .args(args)
        .current_dir(root())
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
pub(crate) fn done(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}{}", out(output), err(output));
    out(output)
}

/// Interrupts a program that runs, which has so long to end.
#[track_caller]
pub(crate) fn interrupted(mut running: Child, within: Duration) -> Output {
    let asked_at = Instant::now();
    let kill = Command::new("kill").args(["-INT", &running.id().to_string()]).status();
    assert!(kill.expect("`kill` is everywhere").success());
    while running.try_wait().expect("it can be asked").is_none() {
        if asked_at.elapsed() > within {
            running.kill().expect("it runs");
            panic!("it goes on");
        }
        sleep(Duration::from_millis(20));
    }
    running.wait_with_output().expect("it has ended")
}

/// A signal by which a terminal that goes away ends a program; SIGTERM where these tests are
/// to outlive theirs, as what they start then does too.
pub(crate) fn hangup() -> &'static str {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let takes_it = ignored
        .is_some_and(|hex| hex.trim_end().ends_with(['0', '2', '4', '6', '8', 'a', 'c', 'e']));
    if takes_it { "HUP" } else { "TERM" }
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A project on copies of the files of England, with `change` made to its text:
/// what a project names lies in its folder.
pub(crate) fn england_with(folder: &Path, change: impl Fn(String) -> String) -> String {
    let england = root().join("fixtures/england");
    for entry in std::fs::read_dir(&england).unwrap() {
        let from = entry.unwrap().path();
        std::fs::copy(&from, folder.join(from.file_name().unwrap())).unwrap();
    }
    let file = folder.join("firstyear.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, change(text)).unwrap();
    file.to_str().unwrap().to_owned()
}
