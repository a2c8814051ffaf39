//! `pathway sort-log`, and logs that are judged case by case, against the same as text.

mod support;

#[cfg(not(feature = "records"))]
#[test]
fn a_build_without_the_engine_says_which_feature_has_it() {
    use support::{err, firstyear, folder};

    let folder = folder();
    let out = folder.path().join("sorted.parquet");
    let refused = firstyear(&["pathway", "sort-log", "log.csv", "--out", out.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("built without the feature records"), "{}", err(&refused));
}

#[cfg(feature = "records")]
mod sorting {
    use std::fmt::Write as _;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::support::{done, err, firstyear, folder};

    /// Synthetic cases whose events stand day by day, so that each case is all over the
    /// log; some repeat, some have no time, and some are of no case.
    fn days(folder: &Path) -> PathBuf {
        let mut text = "case,activity,timestamp,reported-smoking,imd\n".to_owned();
        let cases = || (0..600).map(|nth| (nth * 7) % 600);
        let imd = |case: i32| ["1", "2", "10", ""][usize::try_from(case % 4).unwrap()];
        for case in cases() {
            let smokes = if case % 3 == 0 { "smokes" } else { "does-not-smoke" };
            let day = 1 + case % 28;
            let _ = writeln!(text, "{case},identify,2024-01-{day:02},{smokes},{}", imd(case));
        }
        for case in cases().filter(|case| case % 3 == 0) {
            let day = 1 + case % 28;
            let _ = writeln!(text, " {case} ,refer,2024-02-{day:02},,{}", imd(case));
            if case % 5 == 0 {
                let _ = writeln!(text, "{case},refer,2024-02-{day:02},,");
            }
        }
        for case in cases().filter(|case| case % 9 == 0) {
            let day = 1 + (case / 9) % 28;
            let _ = writeln!(text, "{case},contact,2024-03-{day:02},,");
            let _ = writeln!(text, "{case},phone call,,,");
        }
        text.push_str(",contact,2024-03-01,,\n");
        let path = folder.join("log.csv");
        fs::write(&path, text).unwrap();
        path
    }

    fn sorted(folder: &Path, files: &[&Path]) -> PathBuf {
        let out = folder.join("sorted.parquet");
        let mut args = vec!["pathway", "sort-log"];
        args.extend(files.iter().map(|file| file.to_str().unwrap()));
        args.extend(["--out", out.to_str().unwrap()]);
        let ended = firstyear(&args);
        assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
        out
    }

    /// What a command prints of a log, and what it says of it but for places.
    fn said(command: &str, files: &[&Path], more: &[&str]) -> (String, Vec<String>) {
        let mut args = vec!["pathway", command, "stop-smoking-pregnancy"];
        args.extend(files.iter().flat_map(|file| ["--log", file.to_str().unwrap()]));
        args.extend(more);
        let ended = firstyear(&args);
        let told = err(&ended);
        // A row without a case is an error of the log.
        assert_eq!(ended.status.code(), Some(1), "{told}");
        let told = told.lines().filter_map(|line| Some(line.split_once(": ")?.1.to_owned()));
        let text = String::from_utf8(ended.stdout).unwrap();
        (text, told.filter(|line| !line.contains("row ")).collect())
    }

    #[test]
    fn a_sorted_log_is_judged_as_the_same_log_as_text() {
        let folder = folder();
        let text = days(folder.path());
        let sorted = sorted(folder.path(), &[&text]);
        for (command, more) in [
            ("judge", &["--by", "imd", "--disclosure", "none", "--format", "csv"][..]),
            ("judge", &["--by", "imd", "--by", "reported-smoking", "--format", "json"]),
            ("judge", &["--format", "md", "--as-of", "2024-06-30"]),
            // Some cases begin later, and of others no more than the beginning is known.
            ("judge", &["--by", "imd", "--format", "csv", "--as-of", "2024-02-10"]),
            ("cascade", &["--by", "imd", "--format", "json", "--as-of", "2024-01-15"]),
            ("cascade", &["--by", "imd", "--disclosure", "none", "--format", "json"]),
            ("cascade", &["--format", "csv"]),
            ("report", &["--by", "imd"]),
        ] {
            let (of_text, told) = said(command, &[&text], more);
            let (of_sorted, told_of_sorted) = said(command, &[&sorted], more);
            assert_eq!(of_sorted, of_text, "{command} {more:?}");
            assert!(!of_text.is_empty());
            assert_eq!(told_of_sorted, told, "{command} {more:?}");
        }
    }

    #[test]
    fn several_files_are_one_log_in_the_order_given() {
        let folder = folder();
        let text = fs::read_to_string(days(folder.path())).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let (head, rows) = lines.split_first().unwrap();
        let half = |name: &str, rows: &[&str]| {
            let path = folder.path().join(name);
            fs::write(&path, format!("{head}\n{}\n", rows.join("\n"))).unwrap();
            path
        };
        // The name of the first comes last.
        let first = half("z.csv", &rows[..rows.len() / 2]);
        let second = half("a.csv", &rows[rows.len() / 2..]);
        let whole = half("whole.csv", rows);
        let of_whole = fs::read(sorted(folder.path(), &[&whole])).unwrap();
        let both = sorted(folder.path(), &[&first, &second]);
        assert_eq!(fs::read(&both).unwrap(), of_whole);
        // Each half sorted by itself: a case of the first comes again in the second.
        let parts = [(&first, "1.parquet"), (&second, "2.parquet")].map(|(half, name)| {
            let part = folder.path().join(name);
            fs::rename(sorted(folder.path(), &[half]), &part).unwrap();
            part
        });
        let more = ["--by", "imd", "--disclosure", "none", "--format", "csv"];
        let of_parts = said("judge", &[&parts[0], &parts[1]], &more).0;
        assert_eq!(of_parts, said("judge", &[&whole], &more).0);
        let args =
            ["pathway", "judge", "stop-smoking-pregnancy", "--log", parts[0].to_str().unwrap()];
        let ended = firstyear(&[&args[..], &["--log", parts[1].to_str().unwrap()]].concat());
        let said = err(&ended);
        assert!(said.contains("2.parquet, row 2, column `case`"), "{said}");
        assert!(said.contains("comes again: the log is not sorted by case"), "{said}");
    }

    #[test]
    fn what_cannot_be_sorted_is_told_and_leaves_what_was_there() {
        let folder = folder();
        let text = days(folder.path());
        let out = sorted(folder.path(), &[&text]);
        let before = fs::read(&out).unwrap();
        let other = folder.path().join("other.csv");
        fs::write(&other, "case,activity,timestamp\na,refer,2024-01-01\n").unwrap();
        let caseless = folder.path().join("caseless.csv");
        fs::write(&caseless, "who,activity,timestamp\na,refer,2024-01-01\n").unwrap();
        let cut = folder.path().join("cut.parquet");
        fs::write(&cut, &before[..before.len() / 2]).unwrap();
        let gone = folder.path().join("gone.csv");
        for (files, why) in [
            (vec![&text, &other], "its columns are not those of"),
            (vec![&caseless], "no column is that of the case: call it `case`"),
            (vec![&cut], "it is no Parquet file, or is cut short"),
            (vec![&gone], "there is no such file"),
        ] {
            let mut args = vec!["pathway", "sort-log", "--out", out.to_str().unwrap()];
            args.extend(files.iter().map(|file| file.to_str().unwrap()));
            let ended = firstyear(&args);
            assert!(err(&ended).contains(why), "{}", err(&ended));
            assert_eq!(ended.status.code(), Some(1), "{}", err(&ended));
            assert_eq!(fs::read(&out).unwrap(), before, "{why}");
        }
        // A table that is not CSV is not to be called so.
        for name in ["sorted.csv", "sorted", "sorted.parquet.gz"] {
            let out = folder.path().join(name);
            let (text, out) = (text.to_str().unwrap(), out.to_str().unwrap());
            let ended = firstyear(&["pathway", "sort-log", text, "--out", out]);
            assert_eq!(ended.status.code(), Some(2), "{}", err(&ended));
            assert!(err(&ended).contains("--out does not end in .parquet"), "{}", err(&ended));
        }
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 5, "no file is left over");
        done(&firstyear(&["pathway", "list"]));
    }
}
