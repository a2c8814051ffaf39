//! Reports that were changed after they were written.

use std::path::PathBuf;

use super::*;
use crate::atomic::{MARKER, never, write_site};
use crate::site::{Page, render};
use crate::testing::Fixture;

/// A report on the disk, and its files.
fn written() -> (tempfile::TempDir, PathBuf, Vec<Page>) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("report");
    let pages = render(&Fixture::full().report()).unwrap();
    write_site(&pages, &folder, &never).unwrap();
    (root, folder, pages)
}

/// The files that are not as they were written.
fn differing(folder: &Path) -> Vec<(String, FileStateV1)> {
    let found = verify(folder, Expected::default()).unwrap();
    let differ = found.outputs.into_iter().filter(|file| file.state != FileStateV1::Unchanged);
    let differ: Vec<_> = differ.map(|file| (file.path, file.state)).collect();
    assert_eq!(found.unchanged, differ.is_empty());
    differ
}

#[test]
fn a_changed_byte_of_any_file_is_found() {
    let (_root, folder, pages) = written();
    assert_eq!(differing(&folder), []);
    let paths = pages.iter().map(|page| page.path.as_str()).filter(|path| *path != MANIFEST);
    for (at, path) in paths.chain([MARKER]).enumerate() {
        let file = folder.join(path);
        let before = fs::read(&file).unwrap();
        let mut changed = before.clone();
        // At the start, at the end or between, by the file.
        let place = [0, changed.len() / 2, changed.len() - 1][at % 3];
        changed[place] ^= 1;
        fs::write(&file, changed).unwrap();
        assert_eq!(differing(&folder), [(path.to_owned(), FileStateV1::Changed)]);
        fs::write(&file, &before[1..]).unwrap();
        assert_eq!(differing(&folder), [(path.to_owned(), FileStateV1::Changed)]);
        fs::write(&file, before).unwrap();
    }
    assert_eq!(differing(&folder), []);
}

#[test]
fn what_is_missing_or_extra_is_told() {
    let (_root, folder, _) = written();
    fs::remove_file(folder.join("data/gap-1.csv")).unwrap();
    fs::write(folder.join("data/more.csv"), "").unwrap();
    fs::create_dir(folder.join("empty")).unwrap();
    fs::remove_file(folder.join("gap.html")).unwrap();
    fs::create_dir(folder.join("gap.html")).unwrap();
    let found = [
        ("data/gap-1.csv", FileStateV1::Missing),
        ("data/more.csv", FileStateV1::Extra),
        ("gap.html", FileStateV1::NotAFile),
    ];
    assert_eq!(differing(&folder), found.map(|(path, state)| (path.to_owned(), state)));
    fs::remove_dir_all(folder.join("data")).unwrap();
    fs::write(folder.join("data"), "a file").unwrap();
    let states: BTreeSet<_> = differing(&folder)
        .into_iter()
        .map(|(path, state)| (path == "data", state.words()))
        .collect();
    assert!(states.contains(&(false, "not a file")) && states.contains(&(true, "extra")));
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    use std::os::unix::fs::symlink;
    let (root, folder, pages) = written();
    let elsewhere = root.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    // The same bytes, but not in the report.
    let index = pages.iter().find(|page| page.path == "index.html").unwrap();
    fs::write(elsewhere.join("index.html"), &index.bytes).unwrap();
    fs::remove_file(folder.join("index.html")).unwrap();
    symlink(elsewhere.join("index.html"), folder.join("index.html")).unwrap();
    symlink(&elsewhere, folder.join("more")).unwrap();
    let found = [("index.html", FileStateV1::NotAFile), ("more", FileStateV1::Extra)];
    assert_eq!(differing(&folder), found.map(|(path, state)| (path.to_owned(), state)));
    fs::rename(folder.join("data"), elsewhere.join("data")).unwrap();
    symlink(elsewhere.join("data"), folder.join("data")).unwrap();
    let of_data = differing(&folder).into_iter().filter(|(path, _)| path.starts_with("data/"));
    assert!(of_data.map(|(_, state)| state).all(|state| state == FileStateV1::NotAFile));
    fs::rename(folder.join(MANIFEST), elsewhere.join(MANIFEST)).unwrap();
    symlink(elsewhere.join(MANIFEST), folder.join(MANIFEST)).unwrap();
    let error = verify(&folder, Expected::default()).unwrap_err().to_string();
    assert!(error.ends_with("manifest.json: a link or a folder, and no file"), "{error}");
}

#[test]
fn an_edited_manifest_is_found_by_its_hash() {
    let (_root, folder, _) = written();
    let manifest = fs::read_to_string(folder.join(MANIFEST)).unwrap();
    let expected = Expected { manifest: Some(Sha256::of(manifest.as_bytes())), project: None };
    let found = verify(&folder, expected).unwrap();
    assert_eq!((found.unchanged, found.manifest_as_expected), (true, Some(true)));
    // A file and its hash, changed together: the folder agrees with itself.
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    let changed = index.replacen("Infant", "Infanf", 1);
    assert_ne!(index, changed);
    let hash = |text: &str| Sha256::of(text.as_bytes()).to_string();
    fs::write(folder.join("index.html"), &changed).unwrap();
    fs::write(folder.join(MANIFEST), manifest.replace(&hash(&index), &hash(&changed))).unwrap();
    assert_eq!(differing(&folder), []);
    let found = verify(&folder, expected).unwrap();
    assert_eq!((found.unchanged, found.manifest_as_expected), (false, Some(false)));
    assert!(words(&found).contains("not the manifest that was expected"));
}

#[test]
fn a_manifest_that_leads_out_or_is_none_is_refused() {
    let (_root, folder, _) = written();
    let manifest = fs::read_to_string(folder.join(MANIFEST)).unwrap();
    let refused = |text: &str| {
        fs::write(folder.join(MANIFEST), text).unwrap();
        let error = verify(&folder, Expected::default()).unwrap_err().to_string();
        error.split_once("manifest.json: ").unwrap().1.to_owned()
    };
    for out in ["../index.html", "/etc/passwd", "data/../../x", "C:x", "..\\\\x", ""] {
        let error = refused(&manifest.replacen("\"index.html\"", &format!("\"{out}\""), 1));
        assert!(error.contains("leads out of the folder"), "{out}: {error}");
    }
    let twice = refused(&manifest.replacen("\"index.html\"", "\"gap.html\"", 1));
    assert_eq!(twice, "`gap.html` stands in it twice");
    let of_version = manifest.replacen("\"schema_version\": 1", "\"schema_version\": 2", 1);
    assert!(refused(&of_version).starts_with("version 2 of the layout"));
    assert_eq!(refused("{}"), "no manifest of a report: line 1, column 2");
    assert_eq!(refused("\u{1b}[2J"), "no manifest of a report: line 1, column 1");
    fs::remove_file(folder.join(MANIFEST)).unwrap();
    let error = verify(&folder, Expected::default()).unwrap_err();
    assert!(matches!(error, VerifyError::NoManifest { .. }));
    let nowhere = folder.join("nowhere");
    let error = verify(&nowhere, Expected::default()).unwrap_err();
    assert!(matches!(error, VerifyError::NoManifest { .. }));
}

#[test]
fn a_size_is_no_reason_to_read_on() {
    let (_root, folder, _) = written();
    // A manifest of 65 MB, of which most is a hole.
    let file = fs::OpenOptions::new().write(true).open(folder.join(MANIFEST)).unwrap();
    file.set_len(LARGEST + 1).unwrap();
    let error = verify(&folder, Expected::default()).unwrap_err().to_string();
    assert!(error.ends_with("larger than 64 MB, which no manifest is"), "{error}");
}

#[test]
fn a_file_that_grows_is_changed_and_not_read() {
    let (_root, folder, _) = written();
    let file = fs::OpenOptions::new().write(true).open(folder.join("index.html")).unwrap();
    // A terabyte: to read it would take the day.
    if file.set_len(1 << 40).is_ok() {
        let changed = [("index.html".to_owned(), FileStateV1::Changed)];
        assert_eq!(differing(&folder), changed);
    }
}

#[test]
fn inputs_are_held_against_the_project() {
    let (root, folder, _) = written();
    let project = root.path().join("project");
    fs::create_dir(&project).unwrap();
    let inputs = || {
        let expected = Expected { manifest: None, project: Some(&project) };
        let found = verify(&folder, expected).unwrap();
        let inputs = found.inputs.unwrap();
        (found.unchanged, inputs.iter().map(|file| file.state).collect::<Vec<_>>())
    };
    let toml = project.join("firstyear.toml");
    assert_eq!(inputs(), (false, vec![FileStateV1::Missing]));
    // What the fixture says that it was made from.
    fs::write(&toml, "title = 'made by hand'\n").unwrap();
    assert_eq!(inputs(), (true, vec![FileStateV1::Unchanged]));
    fs::write(&toml, "title = 'made by hane'\n").unwrap();
    assert_eq!(inputs(), (false, vec![FileStateV1::Changed]));
    let nowhere = project.join("nowhere");
    let expected = Expected { manifest: None, project: Some(&nowhere) };
    assert!(matches!(verify(&folder, expected), Err(VerifyError::NoProject { .. })));
}

#[test]
fn what_was_found_in_words() {
    let (_root, folder, _) = written();
    fs::remove_file(folder.join("gap.html")).unwrap();
    fs::write(folder.join("\u{1b}[2J"), "").unwrap();
    let text = words(&verify(&folder, Expected::default()).unwrap());
    assert!(text.starts_with("The report is not as it was written.\n"), "{text}");
    assert!(text.contains("  missing: gap.html\n") && text.contains("  extra: \u{fffd}[2J\n"));
}
