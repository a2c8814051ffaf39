//! `self_assessment`, `equity_audit` and `deaths_review`, as they are typed.

mod support;

use std::fmt::Write;
use std::path::Path;

use support::{done, firstyear, folder};

fn ask(command: &str, format: &str) -> String {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/partnership");
    done(&firstyear(&[command, project.to_str().unwrap(), "--format", format]))
}

#[test]
fn each_is_told_with_its_caution() {
    let said = ask("self_assessment", "md");
    assert!(said.contains("never averaged") && said.contains("| 4, embedded |"), "{said}");
    assert!(said.contains("| Statement | Level | Indicator |"), "{said}");
    let json = ask("self_assessment", "json");
    assert!(json.contains("\"beside\": [") && json.contains("\"level_name\": "), "{json}");
    let heading = "Smoking in pregnancy";
    assert!(ask("equity_audit", "text").lines().any(|line| line.starts_with(heading)));
    let audit = ask("equity_audit", "md");
    assert!(audit.contains("used less for the need than by everyone else"), "{audit}");
    assert_eq!(audit, ask("needs-assessment", "md"), "one command by either name");
    let review = ask("deaths_review", "md");
    assert!(review.contains("A factor that was found is no cause"), "{review}");
}

/// The fixture's review is restricted: of 1 to 7 deaths no number is printed, and
/// the published total stays.
#[test]
fn a_review_hides_its_small_counts() {
    let csv = ask("deaths_review", "csv");
    let own = csv.lines().filter(|row| row.contains("made-up:northtown"));
    let deaths: Vec<(&str, &str)> = own
        .map(|row| row.split(',').collect::<Vec<_>>())
        .filter(|cells| ["deaths", "events"].contains(&cells[8]))
        .map(|cells| (cells[9], cells[10]))
        .collect();
    assert!(deaths.iter().any(|(_, status)| *status == "withheld-primary"), "{csv}");
    assert!(deaths.iter().any(|(_, status)| *status == "withheld-secondary"), "{csv}");
    for (value, status) in &deaths {
        let small = value.parse::<u64>().is_ok_and(|count| (1..=7).contains(&count));
        assert!(!small && (value.is_empty() == (*status != "known")), "{value} {status}");
    }
    assert!(deaths.contains(&("57", "known")), "all deaths: {csv}");
}

#[test]
fn an_area_can_bring_a_matrix_of_its_own() {
    let folder = folder();
    let project = folder.path();
    let write = |file: &str, text: &str| std::fs::write(project.join(file), text).unwrap();
    write(
        "firstyear.toml",
        "schema_version = 1\ntitle = \"Ours\"\narea = \"E08000025\"\nas_of = 2025-01-01\n\
         [[file]]\npath = \"answers.csv\"\n[[file]]\npath = \"matrix.toml\"\n\
         [[self_assessment]]\nname = \"ours\"\n",
    );
    write("answers.csv", "area,on,statement,level\nE08000025,2024-03-04,lead,2\n");
    write(
        "matrix.toml",
        "schema_version = 1\nname = \"Ours\"\nsource = \"made up\"\n\
         [[level]]\nname = \"begun\"\nmeaning = \"A plan.\"\n\
         [[level]]\nname = \"done\"\nmeaning = \"All do it.\"\n\
         [[statement]]\nid = \"lead\"\ntheme = \"smoking\"\ntext = \"There is a lead.\"\n\
         standing = \"inferred\"\nsource = \"made up\"\n",
    );
    let path = project.to_str().unwrap();
    let said = done(&firstyear(&["self_assessment", path, "--format", "json"]));
    assert!(said.contains("\"matrix\": \"Ours\"") && said.contains("\"latest\": 2"), "{said}");
    // Against the matrix of the catalogue the same answer is none.
    std::fs::remove_file(project.join("matrix.toml")).unwrap();
    let text = std::fs::read_to_string(project.join("firstyear.toml")).unwrap();
    write("firstyear.toml", &text.replace("[[file]]\npath = \"matrix.toml\"\n", ""));
    let out = firstyear(&["self_assessment", path]);
    assert_eq!(out.status.code(), Some(1));
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("statement-unknown") && said.contains("answers.csv, row 2"), "{said}");
    assert!(said.contains("has no self-assessment by the day"), "{said}");
    let checked = support::out(&firstyear(&["check", path]));
    assert!(checked.contains("0 rows used, 1 refused"), "{checked}");
}

/// A project with neonatal and later deaths by two causes in 2023.
fn review(folder: &Path, ages: &str, area: &str) {
    let write = |file: &str, text: &str| std::fs::write(folder.join(file), text).unwrap();
    write(
        "firstyear.toml",
        &format!(
            "schema_version = 1\ntitle = \"Ours\"\narea = \"E08000028\"\n\
             [[source]]\nid = \"cdop\"\ntitle = \"Reviews\"\npublisher = \"us\"\n\
             licence = \"none\"\nclass = \"restricted\"\n[[file]]\npath = \"reviews.csv\"\n\
             [[deaths_review]]\nname = \"audit\"\ndimension = \"cause-group\"\n\
             ages = {ages}\ncomparator = \"{area}\"\n"
        ),
    );
    let mut rows =
        "indicator,area,period,groups,numerator,denominator,value,value_status,source\n".to_owned();
    for (cause, early, late) in
        [("infections", 4, 2), ("congenital-anomalies", 4, 2), ("all", 8, 4)]
    {
        for (age, deaths) in [("neonatal", early), ("post-neonatal", late)] {
            writeln!(
                rows,
                "{age}-mortality,E08000028,2023,cause-group-2021={cause},{deaths},4200,,absent,cdop"
            )
            .unwrap();
        }
    }
    write("reviews.csv", &rows);
}

#[test]
fn withheld_is_not_none_and_a_comparator_without_figures_has_its_name() {
    let folder = folder();
    let all = "[\"neonatal-mortality\", \"post-neonatal-mortality\"]";
    review(folder.path(), all, "W92000004");
    let path = folder.path().to_str().unwrap();
    let said = done(&firstyear(&["deaths_review", path, "--format", "md"]));
    assert!(!said.contains("None is in a group of causes"), "{said}");
    assert!(said.contains("The number of each cause with deaths is withheld"), "{said}");
    assert!(said.contains("Nothing is held against Wales: no deaths by cause"), "{said}");
}

#[test]
fn ages_that_leave_deaths_out_are_refused() {
    let folder = folder();
    review(folder.path(), "[\"neonatal-mortality\"]", "E92000001");
    let out = firstyear(&["deaths_review", folder.path().to_str().unwrap()]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(said.contains("`ages` are not deaths at age under 1 year"), "{said}");
}

/// Another matrix would find fault with right answers, or judge by levels that mean
/// something else.
#[test]
fn a_matrix_with_a_fault_is_replaced_by_no_other() {
    let folder = folder();
    let project = folder.path();
    let write = |file: &str, text: &str| std::fs::write(project.join(file), text).unwrap();
    write(
        "firstyear.toml",
        "schema_version = 1\ntitle = \"Ours\"\narea = \"E08000025\"\nas_of = 2025-01-01\n\
         [[file]]\npath = \"answers.csv\"\n[[file]]\npath = \"matrix.toml\"\n\
         [[self_assessment]]\nname = \"ours\"\n",
    );
    // The first statement is one of the catalogue's matrix too.
    let answers = "area,on,statement,level\nE08000025,2024-03-04,governance,2\n\
                   E08000025,2024-03-04,lead,2\n";
    write("answers.csv", answers);
    write(
        "matrix.toml",
        "schema_version = 1\nname = \"Ours\"\nsource = \"made up\"\n\
         [[level]]\nname = \"begun\"\nmeaning = \"A plan.\"\n\
         [[level]]\nname = \"done\"\nmeaning = \"All do it.\"\n\
         [[statement]]\nid = \"lead\"\ntheme = \"smokin\"\ntext = \"There is a lead.\"\n\
         standing = \"inferred\"\nsource = \"made up\"\n",
    );
    let out = firstyear(&["self_assessment", project.to_str().unwrap(), "--format", "json"]);
    assert_eq!(out.status.code(), Some(1));
    let (told, said) = (support::out(&out), support::err(&out));
    assert_eq!(told.trim(), "[]");
    assert!(said.contains("theme-unknown") && said.contains("`matrix.toml` has a fault"), "{said}");
    assert!(!said.contains("statement-unknown"), "{said}");
}

#[test]
fn an_answer_after_the_day_of_the_project_is_told() {
    let folder = folder();
    let project = folder.path();
    let write = |file: &str, text: &str| std::fs::write(project.join(file), text).unwrap();
    write(
        "firstyear.toml",
        "schema_version = 1\ntitle = \"Ours\"\narea = \"E08000025\"\nas_of = 2025-01-01\n\
         [[file]]\npath = \"answers.csv\"\n[[self_assessment]]\nname = \"ours\"\n",
    );
    write(
        "answers.csv",
        "area,on,statement,level\nE08000025,2024-03-04,governance,2\n\
         E08000025,2025-03-04,governance,3\n",
    );
    let out = firstyear(&["self_assessment", project.to_str().unwrap()]);
    let said = support::err(&out);
    assert!(said.contains("the answer is later than the day of the project"), "{said}");
    assert!(said.contains("answers.csv, row 3, column `on`"), "{said}");
    assert_eq!(out.status.code(), Some(0), "it is a note");
    // One area, and no recommendation: columns of them would say nothing.
    let told = support::out(&out);
    assert!(told.contains("Judged by") && told.contains("From"), "{told}");
    assert!(!told.contains("Areas, ") && !told.contains("Recommendations on"), "{told}");
}
