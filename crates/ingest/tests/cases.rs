//! Each folder of `cases` is an input; beside it stands what is read of it.
//!
//! | the folder holds                  | read by             |
//! |-----------------------------------|---------------------|
//! | `firstyear.toml` and data files   | `read_project`      |
//! | `firstyear.toml` alone            | `project::read`     |
//! | `gaps.csv`                        | `tidy_gaps::read`   |
//! | `book.sheets`                     | `ons::read`         |
//! | `book.xlsx`                       | `ons::read`         |
//! | another file                      | `tidy::read`        |

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use firstyear_core::{Dataset, Problem, SourceId};
use firstyear_ingest::{
    ReadError, Sources, mapping, ons, project, read_mapped_file, read_project, tidy, tidy_gaps,
    unwatched,
};
use support::{Lists, book, problems_text, rows_text};

#[test]
fn every_case_reads_as_it_says_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for case in entries(&folder).into_iter().filter(|path| path.is_dir()) {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&case);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("expected", outcome(&case)));
    }
}

/// Drafts of mappings, for odd tables that were made up: what the file shows is
/// filled in, and what it leaves open is asked.
#[test]
fn every_odd_table_gets_the_draft_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
    for case in entries(&folder).into_iter().filter(|path| path.is_dir()) {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&case);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("expected", draft(&case).0));
    }
}

/// The draft, and the table in a folder of its own.
fn draft(case: &Path) -> (String, PathBuf, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("table");
    match fs::read_to_string(case.join("book.sheets")) {
        Ok(text) => fs::write(&table, book::workbook(&text)).unwrap(),
        Err(_) => fs::write(&table, fs::read(case.join("table.csv")).unwrap()).unwrap(),
    }
    let lists = Lists::new();
    let text = mapping::draft_mapping(&table, &lists.codes(), &mut unwatched).unwrap();
    assert!(toml::from_str::<toml::Table>(&text).is_ok(), "{text}");
    (text, table, folder)
}

/// Reading by a draft asks for what is missing, and once it is answered reads
/// every row.
#[test]
fn a_completed_draft_reads_its_table() {
    type Answers = &'static [(&'static str, &'static str)];
    let answers: [(&str, Answers, usize); 3] = [
        (
            "semicolons_under_titles",
            &[
                ("# decimal = \",\"", "decimal = \",\""),
                ("# unit = \"\"", "unit = \"financial-year\""),
                ("# indicator = \"\"", "indicator = \"infant-mortality-rate\""),
                ("# factor = 1.0", "factor = 1.0"),
                ("# confidence = 0.95", "confidence = 0.95"),
                ("# \"\" = \"\"", "\"\" = \"absent\""),
                ("# \"*\" = \"\"", "\"*\" = \"withheld\""),
            ],
            4,
        ),
        (
            "two_header_rows",
            &[
                ("# indicator = \"\"", "indicator = \"infant-mortality-rate\""),
                ("\"Boys Births\"", "\"Girls Births\""),
                ("\"Boys Deaths\"", "\"Girls Deaths\""),
                ("\"Girls Births\", \"Girls Deaths\"", "\"Boys Births\", \"Boys Deaths\""),
                ("# Where do", "[marks]\n\"[x]\" = \"absent\"\n# Where do"),
            ],
            3,
        ),
        (
            "dates_either_way",
            &[
                ("# column = \"\"", "column = \"Organisation\""),
                ("# scheme = \"\"", "scheme = \"ods\""),
                ("ignore = [\"Organisation\"]", ""),
                ("# unit = \"\"", "unit = \"month\""),
                ("# dates = \"\"", "dates = \"day-first\""),
                ("# indicator = \"\"", "indicator = \"infant-mortality-rate\""),
                ("# \"n/a\" = \"\"", "\"n/a\" = \"absent\""),
            ],
            3,
        ),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
    for (case, answers, rows) in answers {
        let (text, table, _folder) = draft(&folder.join(case));
        assert!(mapping::read(text.as_bytes(), "draft.toml").is_err(), "{case}: asks");
        let answered = answers.iter().fold(text, |text, (question, answer)| {
            assert!(text.contains(question), "{case}: {question}");
            text.replacen(question, answer, 1)
        });
        let read = mapping::read(answered.as_bytes(), "draft.toml");
        let mapping = read.unwrap_or_else(|error| panic!("{case}: {:?}", error.problems()));
        let lists = Lists::new();
        let source = SourceId::new("ons").unwrap();
        let read =
            read_mapped_file(&table, &mapping, Some(&source), &lists.codes(), &mut unwatched);
        let (read, summary) = read.unwrap_or_else(|error| panic!("{case}: {:?}", error.problems()));
        let problems = problems_text(&read.problems);
        assert_eq!(
            (summary.rows.used, summary.rows.all()),
            (rows as u64, rows as u64),
            "{problems}"
        );
        assert_eq!(read.rows.observations.len(), rows, "{case}: {problems}");
    }
}

fn outcome(case: &Path) -> String {
    let inputs: Vec<PathBuf> = entries(case)
        .into_iter()
        .filter(|path| !path.to_string_lossy().contains("expected.snap"))
        .collect();
    let [input] = inputs.as_slice() else { return folder_outcome(case) };
    let lists = Lists::new();
    let codes = lists.codes();
    let sources = Sources { declared: Some(&lists.sources), default: None };
    let bytes = fs::read(input).unwrap();
    let file = input.file_name().unwrap().to_str().unwrap();
    match file {
        "firstyear.toml" => project::read(&bytes, file, &codes).map_or_else(problems, |project| {
            let text = fs::read_to_string(input).unwrap();
            assert_eq!(project, with_quoted_dates(&text), "the document's own type reads the same");
            "the project is good\n".to_owned()
        }),
        "gaps.csv" => tidy_gaps::read(&bytes, file, &codes, sources, &mut unwatched).map_or_else(
            problems,
            |read| {
                let rows = Dataset { gaps: read.rows, ..Dataset::default() };
                format!("{}\n{}", rows_text(&rows), problems_text(&read.problems))
            },
        ),
        "book.sheets" => workbook_outcome(&book::workbook(std::str::from_utf8(&bytes).unwrap())),
        "book.xlsx" => workbook_outcome(&bytes),
        _ => tidy::read(&bytes, file, &codes, sources, &mut unwatched)
            .map_or_else(problems, |read| {
                format!("{}\n{}", rows_text(&read.rows), problems_text(&read.problems))
            }),
    }
}

fn workbook_outcome(bytes: &[u8]) -> String {
    let lists = Lists::of_workbook();
    let source = SourceId::new("ons").unwrap();
    ons::read(bytes, "book.xlsx", &source, &lists.codes()).map_or_else(problems, |read| {
        format!("{}\n{}", rows_text(&read.rows), problems_text(&without_others(read.problems)))
    })
}

/// Without the problems of the tables that a small workbook does not have:
/// all but the first.
fn without_others(mut problems: Vec<Problem>) -> Vec<Problem> {
    let lacks = |p: &Problem| p.message.starts_with("no sheet has the title of table ");
    let first = problems.iter().find(|p| lacks(p)).cloned();
    problems.retain(|p| !lacks(p) || Some(p) == first.as_ref());
    problems
}

fn folder_outcome(case: &Path) -> String {
    let lists = Lists::new();
    read_project(case, &lists.codes(), &mut unwatched).map_or_else(problems, |data| {
        let rows = rows_text(&data.read.rows);
        let summaries: Vec<String> = data.files.iter().map(|file| format!("{file:?}")).collect();
        format!("{rows}\n{}\n{}\n", problems_text(&data.read.problems), summaries.join("\n"))
    })
}

fn problems(error: ReadError) -> String {
    format!("nothing was read\n\n{}", problems_text(&error.problems()))
}

/// The derived reader of the project's type takes dates in quotation marks
/// only.
fn with_quoted_dates(text: &str) -> firstyear_core::project::Project {
    toml::from_str(&text.replace("2024-05-31", "\"2024-05-31\"")).unwrap()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
