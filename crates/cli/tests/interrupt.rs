//! A run that is interrupted: no temporary files, the earlier output as it was.
#![cfg(unix)]

mod support;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

const LONG: Duration = Duration::from_secs(30);

fn start(args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_firstyear"))
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

fn interrupt(child: &Child) {
    signal(child, "INT");
}

fn signal(child: &Child, name: &str) {
    let (signal, id) = (format!("-{name}"), child.id().to_string());
    let sent = Command::new("kill").args([signal, id]).status();
    assert!(sent.expect("kill runs").success());
}

/// How the program ended; killed when it does not end by itself.
fn wait(mut child: Child) -> ExitStatus {
    for _ in 0..LONG.as_millis() / 10 {
        if let Some(status) = child.try_wait().expect("a child") {
            return status;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().expect("a child");
    panic!("the program does not end when it is interrupted");
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
}

/// Waits until the program has opened the pipe and so waits for its content.
fn opened_by_reader(path: &Path) -> File {
    let (sender, receiver) = std::sync::mpsc::channel();
    let path = path.to_owned();
    std::thread::spawn(move || sender.send(File::options().write(true).open(path)));
    receiver.recv_timeout(LONG).expect("the program opens its input").expect("a pipe")
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.file_type().unwrap().is_file() {
                found.insert(entry.path(), fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("a name in UTF-8").to_owned()
}

/// A new project and its report.
fn reported(folder: &Path) -> (String, String) {
    let (project, site) = (path(folder, "project"), path(folder, "site"));
    assert_eq!(wait(start(&["init", &project])).code(), Some(0));
    assert_eq!(wait(start(&["report", &project, "--out", &site])).code(), Some(0));
    (project, site)
}

#[test]
fn a_report_interrupted_while_it_reads_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (project, site) = reported(folder.path());
    let data = Path::new(&project).join("example.csv");
    fs::remove_file(&data).unwrap();
    pipe(&data);
    let before = files(folder.path());
    let child = start(&["report", &project, "--out", &site]);
    let writer = opened_by_reader(&data);
    interrupt(&child);
    assert_eq!(wait(child).code(), Some(130));
    drop(writer);
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_conversion_interrupted_while_it_reads_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (path(folder.path(), "in.csv"), path(folder.path(), "out.csv"));
    pipe(Path::new(&input));
    fs::write(&out, "earlier").unwrap();
    // A machine that ends its programs, and a terminal that goes away, are no other matter.
    for name in ["INT", "TERM", support::hangup()] {
        let child = start(&["convert", &input, "--to", "tidy", "--format", "tidy", "--out", &out]);
        let writer = opened_by_reader(Path::new(&input));
        signal(&child, name);
        assert_eq!(wait(child).code(), Some(130), "{name}");
        drop(writer);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "the pipe and the output");
    assert_eq!(fs::read_to_string(out).unwrap(), "earlier");
}

fn has_temporary(folder: &Path) -> bool {
    let mut entries = fs::read_dir(folder).unwrap();
    entries.any(|e| e.unwrap().file_name().to_string_lossy().starts_with(".firstyear-"))
}

/// The partnership of the fixtures with published figures alone.
fn partnership(folder: &Path) -> String {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/partnership");
    let project = folder.join("partnership");
    fs::create_dir(&project).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let file = entry.unwrap().path();
        let copy = project.join(file.file_name().unwrap());
        // A log is packed, and no text.
        let Ok(text) = fs::read_to_string(&file) else {
            fs::copy(&file, copy).unwrap();
            continue;
        };
        fs::write(copy, text.replace("class = \"restricted\"", "class = \"published\"")).unwrap();
    }
    path(folder, "partnership")
}

/// When the signal arrives is up to the machine; whatever the moment, the earlier
/// report is whole, and the next run gives what one that is not interrupted gives.
#[test]
fn reports_of_areas_go_on_after_an_interrupt() {
    let folder = tempfile::tempdir().unwrap();
    let project = partnership(folder.path());
    let [whole, site] = ["whole", "site"].map(|name| path(folder.path(), name));
    let all =
        |site: &str| start(&["report", &project, "--all-areas", "--threads", "1", "--out", site]);
    assert_eq!(wait(start(&["report", &project, "--out", &site])).code(), Some(0));
    let earlier = files(Path::new(&site));
    let code = wait(all(&whole)).code();
    let mut child = all(&site);
    let journal = folder.path().join(".firstyear-site.partial/journal");
    let has_a_part = || fs::read_to_string(&journal).is_ok_and(|text| text.lines().count() > 1);
    while !has_a_part() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    if child.try_wait().unwrap().is_none() {
        interrupt(&child);
    }
    if wait(child).code() == Some(130) {
        assert_eq!(files(Path::new(&site)), earlier);
        assert!(has_a_part(), "what was made is kept");
    } else {
        eprintln!("the report was there before the interrupt");
    }
    assert_eq!(wait(all(&site)).code(), code);
    let contents = |site: &str| files(Path::new(site)).into_values().collect::<Vec<_>>();
    assert!(contents(&site) == contents(&whole));
    assert!(!has_temporary(folder.path()), "a temporary folder is left");
}

/// When the signal arrives is up to the machine; whatever the moment, the
/// report is whole and nothing temporary is left.
#[test]
fn a_report_interrupted_while_it_writes_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (project, site) = reported(folder.path());
    let site_path = Path::new(&site);
    let toml = Path::new(&project).join("firstyear.toml");
    let before = files(site_path);
    // Another title tells the new report from the earlier one.
    let text = fs::read_to_string(&toml).unwrap();
    let retitled = text.replacen("title = \"", "title = \"Interrupted: ", 1);
    assert_ne!(text, retitled);
    fs::write(&toml, &retitled).unwrap();
    let other = path(folder.path(), "other");
    assert_eq!(wait(start(&["report", &project, "--out", &other])).code(), Some(0));
    let after = files(Path::new(&other));
    let contents = |files: &BTreeMap<PathBuf, Vec<u8>>| files.values().cloned().collect::<Vec<_>>();
    let mut interrupted = 0;
    for _ in 0..10 {
        let mut child = start(&["report", &project, "--out", &site]);
        while !has_temporary(folder.path()) && child.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
        if child.try_wait().unwrap().is_none() {
            interrupt(&child);
        }
        let code = wait(child).code();
        assert!(code == Some(0) || code == Some(130), "{code:?}");
        assert!(!has_temporary(folder.path()), "a temporary folder is left");
        let now = contents(&files(site_path));
        if now == contents(&before) {
            assert_eq!(code, Some(130));
            interrupted += 1;
        } else {
            assert_eq!(now, contents(&after), "neither the earlier report nor the new one");
            break;
        }
    }
    eprintln!("interrupted {interrupted} times before the report was replaced");
}
