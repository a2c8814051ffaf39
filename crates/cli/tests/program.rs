//! The program as a user types it.

mod support;

use std::path::Path;

use support::{done, england_with, err, firstyear, folder, out, root};

#[test]
fn the_report_on_england_says_what_can_and_cannot_be_told() {
    let folder = folder();
    let site = folder.path().join("site");
    let site_text = site.to_str().unwrap();
    done(&firstyear(&["report", "fixtures/england", "--out", site_text]));
    let gap = std::fs::read_to_string(site.join("gap.html")).unwrap();
    assert!(gap.contains("12%") && gap.contains("9.2% to 14.9%"), "the gap of 2007 to 2009");
    assert!(gap.contains("cannot be told from the 13% of 1997 to 1999"));
    assert!(gap.contains("change of classification"));
    let first = std::fs::read(site.join("report.md")).unwrap();
    done(&firstyear(&["report", "fixtures/england", "--out", site_text]));
    assert_eq!(first, std::fs::read(site.join("report.md")).unwrap(), "the same bytes twice");
}

#[test]
fn the_report_of_2010_is_recomputed_as_it_is_printed() {
    let checked = done(&firstyear(&["check", "fixtures/report-2010"]));
    for said in [
        "7 totals, 19 rows with parts, 61 percentages and 6 statements were recomputed: 6 figures \
         do not agree.",
        "the rows add up to 96, and the printed total is 94",
        "the rows add up to 94, and the printed total is 101; not accounted for by a row: 7",
        "the printed percentage is 5.5, and 5 of 73 is 6.8",
        "printed as 17 (24.30, where a digit stands where the bracket should close; read as 24.3",
        "printed is 2.1, and 66.8 less 64.8 is 2.0",
        "printed is 1.6, and 73.4 less 71.7 is 1.7",
        "6 warnings in 2 files",
    ] {
        assert!(checked.contains(said), "{said}\n{checked}");
    }
    let folder = folder();
    let site = folder.path().join("site");
    done(&firstyear(&["report", "fixtures/report-2010", "--out", site.to_str().unwrap()]));
    let page = std::fs::read_to_string(site.join("printed.html")).unwrap();
    for said in ["Total, as printed", "Sum of the rows, recomputed", "Note on smoking-nst-change"] {
        assert!(page.contains(said), "{said}");
    }
    let table = done(&firstyear(&["check", "fixtures/report-2010/tables.csv"]));
    // Without a project nobody has said that its source is published.
    assert!(table.contains("printed-tables; 128 rows used") && !table.contains("is 94"), "{table}");
    let layout = done(&firstyear(&["explain", "printed-statements"]));
    assert!(layout.contains("operands"), "{layout}");
}

#[test]
fn a_folder_that_is_not_a_report_is_never_replaced() {
    let folder = folder();
    let mine = folder.path().join("mine.txt");
    std::fs::write(&mine, "keep").unwrap();
    let path = folder.path().to_str().unwrap();
    let output = firstyear(&["report", "fixtures/england", "--out", path]);
    assert_eq!(output.status.code(), Some(4), "{}", err(&output));
    assert_eq!(std::fs::read_to_string(mine).unwrap(), "keep");
}

#[test]
fn a_new_project_checks_and_reports() {
    let folder = folder();
    let project = folder.path().join("area");
    let project = project.to_str().unwrap();
    done(&firstyear(&["init", project]));
    assert_eq!(firstyear(&["init", project]).status.code(), Some(2), "never written over");
    done(&firstyear(&["check", project]));
    let profile = done(&firstyear(&["inequality", project]));
    assert!(profile.contains("2020 to 2022"), "{profile}");
    assert!(profile.contains("England") && !profile.contains("E92000001"), "{profile}");
    let site = folder.path().join("site");
    done(&firstyear(&["report", project, "--out", site.to_str().unwrap()]));
}

#[test]
fn a_bad_row_is_placed_and_explained() {
    let folder = folder();
    let file = folder.path().join("deaths.csv");
    std::fs::write(
        &file,
        "indicator,area,period,groups,numerator,denominator,value,value_status,source\n\
         infant-mortality-rate,E92000001,2022,imd-2019-decile=11,5,1000,,absent,s\n\
         infant-mortality-rate,E92000001,2022,imd-2019-decile=1,many,1000,,absent,s\n\
         infant-mortality-rate,E92000001,2022,imd-2019-decile=2,5,1000,,absent,s\n",
    )
    .unwrap();
    let output = firstyear(&["check", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let text = out(&output);
    assert!(text.contains("error[category-unknown]") && text.contains("row 2"), "{text}");
    assert!(text.contains("error[cell-not-a-number]") && text.contains("`numerator`"), "{text}");
    assert!(!text.contains("many"), "a raw cell is never repeated: {text}");
}

#[test]
fn every_listed_term_can_be_explained() {
    let lists = ["indicators", "dimensions", "interventions", "glossary", "formats", "methods"];
    for what in lists.into_iter().chain(["drivers", "themes", "library", "problems"]) {
        let list = done(&firstyear(&["list", what]));
        assert!(list.lines().count() > 2, "{what}: {list}");
        for line in list.lines() {
            // A term of the glossary may be several words; two blanks end it.
            let term = line.split("  ").next().expect("a first term");
            let text = done(&firstyear(&["explain", term]));
            assert!(text.starts_with(term) && text.len() > term.len() + 10, "{term}: {text}");
        }
    }
    assert_eq!(firstyear(&["explain", "no-such-thing"]).status.code(), Some(2));
}

#[test]
fn a_family_of_dimensions_and_words_of_files_are_explained() {
    assert!(done(&firstyear(&["list", "dimensions"])).contains("\nimd-decile "));
    let family = done(&firstyear(&["explain", "imd-decile"]));
    assert!(family.contains("family") && family.contains("imd-2019-decile"), "{family}");
    let tidy = done(&firstyear(&["explain", "tidy"]));
    for said in ["sample:0.1", "withheld-publisher", "known+provisional", "E92000001", "`; `"] {
        assert!(tidy.contains(said), "{said}: {tidy}");
    }
    let areas = done(&firstyear(&["explain", "areas"]));
    assert!(areas.contains("successors") && areas.contains("(may be left out)"), "{areas}");
    let flag = done(&firstyear(&["explain", "low-reliability"]));
    assert!(flag.contains("so few events"), "{flag}");
    let rule = done(&firstyear(&["explain", "ons-deaths"]));
    assert!(rule.contains("Crude rate shown from: 3 events."), "{rule}");
    assert!(rule.contains("rule = \"ons-deaths\""), "{rule}");
    let rounds = done(&firstyear(&["explain", "nhs-maternity"]));
    assert!(rounds.contains("to the nearest 5") && rounds.contains("not for a [[source]]"));
    // A flag and a problem at once.
    let both = done(&firstyear(&["explain", "series-break"]));
    assert!(both.contains("a problem of the input") && both.contains("a flag"), "{both}");
}

#[test]
fn answers_come_in_every_shape() {
    let gap = |shape| done(&firstyear(&["gap", "fixtures/england", "--format", shape]));
    let text = gap("text");
    assert!(text.starts_with("How wide is the gap") && text.contains("9.2% to 14.9%"), "{text}");
    assert!(gap("md").starts_with("## How wide is the gap"));
    let svg = gap("svg");
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{svg}");
    assert!(svg.contains("2007 to 2009"), "{svg}");
    let profile = done(&firstyear(&["inequality", "fixtures/england", "--format", "md"]));
    // Table 21 of the workbook: 6,547 deaths in 2020 to 2022.
    assert!(profile.contains("| All | 6,547 |"), "{profile}");
}

#[test]
fn reference_commands_answer() {
    assert!(done(&firstyear(&["schema"])).contains("project"));
    let schema = done(&firstyear(&["schema", "project"]));
    serde_json::from_str::<serde_json::Value>(&schema).expect("a JSON Schema");
    assert_eq!(firstyear(&["schema", "no-such"]).status.code(), Some(2));
    assert!(done(&firstyear(&["completions", "bash"])).contains("firstyear"));
    let folder = folder();
    done(&firstyear(&["man", "--out", folder.path().to_str().unwrap()]));
    assert!(folder.path().join("firstyear.1").exists());
    assert_eq!(firstyear(&["report", "no/such/folder"]).status.code(), Some(4));
}

#[test]
fn a_method_runs_on_rows_and_says_which_have_no_result() {
    let folder = folder();
    let rows = folder.path().join("rows.csv");
    std::fs::write(&rows, "area,cases,n\na,9,120\nb,200,100\nc,NA,4\n").unwrap();
    let rows = rows.to_str().unwrap();
    let run = |more: &[&str]| {
        let mut args = vec!["metrics", "run", "--method", "wilson", "--input", rows];
        args.extend(more);
        firstyear(&args)
    };
    let output = run(&["--column", "x=cases", "--set", "multiplier=100"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let lines: Vec<String> = out(&output).lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "area,cases,n,value,lowercl,uppercl");
    assert!(lines[1].starts_with("a,9,120,7.5,3.99"), "{}", lines[1]);
    assert_eq!(lines[2..], ["b,200,100,NA,NA,NA", "c,NA,4,NA,NA,NA"]);
    assert_eq!(
        err(&output),
        "no result for row 2: more events than people at risk: a proportion counts each person once\n"
    );
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("no column `x`: the method reads `x`, `n`"), "{}", err(&output));
    let output = run(&["--column", "x=cases", "--set", "level=0.9"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("it takes `multiplier`, `confidence`"), "{}", err(&output));
}

#[test]
fn a_column_that_is_asked_for_goes_before_others_of_its_name() {
    let folder = folder();
    let rows = folder.path().join("rows.csv");
    std::fs::write(&rows, "n,x,confidence,level\n9,120,0.95,0.99\n").unwrap();
    let run = |more: &[&str]| {
        let rows = rows.to_str().unwrap();
        let mut args = vec!["metrics", "run", "--method", "wilson", "--input", rows];
        args.extend(more);
        let lines: Vec<String> = done(&firstyear(&args)).lines().map(str::to_owned).collect();
        assert_eq!(lines[0], "n,x,confidence,level,value,lowercl,uppercl");
        lines[1].clone()
    };
    // Wilson's limits of 9 in 120, at 95% and 99%.
    let swapped = ["--column", "x=n", "--column", "n=x"];
    let line = run(&swapped);
    assert!(line.starts_with("9,120,0.95,0.99,0.075,0.0399"), "{line}");
    for name in ["confidence=level", "conf=level"] {
        let wider = run(&[&swapped[..], &["--column", name]].concat());
        assert!(wider.starts_with("9,120,0.95,0.99,0.075,0.03299"), "{wider}");
    }
}

#[test]
fn a_file_without_rows_has_columns_alone() {
    let folder = folder();
    let rows = folder.path().join("rows.csv");
    for text in ["x,n\n", "x,n\n1\n"] {
        std::fs::write(&rows, text).unwrap();
        let rows = rows.to_str().unwrap();
        let output = firstyear(&["metrics", "run", "--method", "wilson", "--input", rows]);
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.ends_with("rows.csv has no rows that can be used\n"), "{said}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "x,n,value,lowercl,uppercl\n");
    }
}

/// The exit code of a command that goes wrong, and its last line.
#[track_caller]
fn wrong(args: &[&str]) -> (Option<i32>, String) {
    let output = firstyear(args);
    assert!(out(&output).is_empty(), "nothing on standard output: {}", out(&output));
    let said = err(&output);
    (output.status.code(), said.lines().last().unwrap_or_default().to_owned())
}

#[test]
fn wrong_inputs_say_where_what_and_what_would_be_right() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (missing, bare, file) = (path("missing"), path("bare"), path("deaths.csv"));
    std::fs::create_dir(&bare).unwrap();
    std::fs::write(&file, "a,b\n").unwrap();

    let (code, said) = wrong(&["report", &missing]);
    assert_eq!((code, said), (Some(4), format!("error: {missing} cannot be read")));
    let (code, said) = wrong(&["report", &bare]);
    assert_eq!(code, Some(4));
    assert!(said.contains("no firstyear.toml in this folder") && said.contains("firstyear init"));
    let (code, said) = wrong(&["report", &file]);
    assert_eq!(code, Some(2));
    assert!(said.contains("not a project") && said.contains("firstyear check"), "{said}");

    let empty = path("empty");
    std::fs::create_dir(&empty).unwrap();
    std::fs::write(Path::new(&empty).join("firstyear.toml"), "").unwrap();
    let output = firstyear(&["report", &empty]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("error[file-empty]"), "{}", err(&output));

    let (code, said) = wrong(&["inequality", "fixtures/england", "--dimension", "no-such"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("`no-such`, but for imd-decile, ns-sec-household"), "{said}");
    let other = ["inequality", "fixtures/england", "--dimension", "imd-2019-quintile"];
    assert_eq!(wrong(&other).0, Some(2), "a version of a family that nobody asks about");
    for command in ["gap", "inequality", "check"] {
        let (code, said) = wrong(&[command, &bare]);
        assert_eq!(code, Some(4), "{command}");
        assert!(said.contains("no firstyear.toml in this folder"), "{command}: {said}");
    }
    let (code, said) = wrong(&["explain", "infant-mortality"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("did you mean") && said.contains("infant-mortality-rate"), "{said}");
    let (code, said) = wrong(&["init", &file]);
    assert_eq!((code, said.contains("not a folder")), (Some(2), true), "{said}");
    let (code, said) = wrong(&["man", "--out", &file]);
    assert_eq!((code, said.contains("not a folder")), (Some(2), true), "{said}");
}

#[test]
fn wrong_targets_are_named_and_untouched() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, nowhere) = (path("file"), path("missing/gaps.csv"));
    std::fs::write(&file, "keep").unwrap();
    let (code, said) = wrong(&["report", "fixtures/england", "--out", &file]);
    assert_eq!((code, said.contains("not a folder")), (Some(4), true), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "keep");
    let gaps = "fixtures/england/gaps.csv";
    let (code, said) = wrong(&["convert", gaps, "--to", "tidy-gaps", "--out", &nowhere]);
    assert_eq!((code, said.contains("its folder is not there")), (Some(4), true), "{said}");
}

#[test]
fn a_project_is_never_replaced_by_its_report() {
    let folder = folder();
    let site = folder.path().join("site");
    let site_text = site.to_str().unwrap();
    let inside = site.join("project");
    let inside_text = inside.to_str().unwrap();
    let first = folder.path().join("first");
    let first_text = first.to_str().unwrap();
    done(&firstyear(&["init", first_text]));
    done(&firstyear(&["report", first_text, "--out", site_text]));
    // Someone starts a project in what is a report, and may be replaced.
    done(&firstyear(&["init", inside_text]));
    let (code, said) = wrong(&["report", inside_text, "--out", site_text]);
    assert_eq!(code, Some(2));
    assert!(said.contains("holds the project") && said.contains("another folder"), "{said}");
    assert!(inside.join("firstyear.toml").exists());
    // A report inside the project is fine, and is found again.
    let within = inside.join("report");
    for _ in 0..2 {
        done(&firstyear(&["report", inside_text, "--out", within.to_str().unwrap()]));
    }
    done(&firstyear(&["check", inside_text]));
}

#[test]
fn every_command_has_help_with_an_example() {
    let help = done(&firstyear(&["--help"]));
    assert!(help.contains("Examples:") && help.contains("Exit codes: 0 done;"), "{help}");
    let commands = help.split("Commands:").nth(1).and_then(|rest| rest.split("\n\n").next());
    let commands = commands.expect("a list of commands").lines();
    let names: Vec<_> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names.iter().filter(|name| **name != "help") {
        let help = done(&firstyear(&[name, "--help"]));
        assert!(help.contains(&format!("\n  firstyear {name}")), "{help}");
    }
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(done(&firstyear(&["completions", shell])).contains("inequality"), "{shell}");
    }
    let folder = folder();
    done(&firstyear(&["man", "--out", folder.path().to_str().unwrap()]));
    let page = std::fs::read_to_string(folder.path().join("firstyear-gap.1")).unwrap();
    assert!(page.contains("firstyear gap my\\-area"), "{page}");
}

#[test]
fn one_question_does_not_ask_the_others() {
    let folder = folder();
    let nowhere =
        "\n[[areas]]\nname = \"nowhere\"\nprefixes = [\"S12\"]\ncomparator = \"S92000003\"\n";
    let file = england_with(folder.path(), |text| text + nowhere);
    for command in ["gap", "inequality"] {
        let output = firstyear(&[command, &file]);
        done(&output);
        assert!(!err(&output).contains("nowhere"), "{command}: {}", err(&output));
    }
    let output = firstyear(&["check", &file]);
    assert!(err(&output).contains("no answer to `areas: nowhere`"), "{}", err(&output));
}

#[test]
fn a_question_without_an_answer_is_a_problem() {
    let folder = folder();
    // No source has a figure of Scotland.
    let project = england_with(folder.path(), |text| text.replace("K04000001", "S92000003"));
    let output = firstyear(&["gap", &project]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(err(&output).contains("warning: no answer to `gap"), "{}", err(&output));
    let output = firstyear(&["check", &project]);
    assert_eq!(output.status.code(), Some(1));
    let last = out(&output).lines().last().unwrap().to_owned();
    assert!(
        last.contains("without an answer") && !out(&output).contains("no problems\n"),
        "{last}"
    );
    let site = folder.path().join("site");
    let output = firstyear(&["report", &project, "--out", site.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).starts_with("report written, with "), "{}", out(&output));
    assert!(site.join("index.html").exists());
}

#[test]
fn what_a_check_finds_is_summed_up_once() {
    let output = firstyear(&["check", "fixtures/england/gaps.csv"]);
    assert_eq!(done(&output).matches("no problems").count(), 1, "{}", out(&output));
}

#[test]
fn a_version_narrows_a_question_about_its_family() {
    let profile = |dimension| {
        let args = ["inequality", "fixtures/england", "--format", "csv", "--dimension", dimension];
        done(&firstyear(&args))
    };
    let (family, version) = (profile("imd-decile"), profile("imd-2019-decile"));
    assert!(family.contains(",imd-2015-decile,") && version.contains(",imd-2019-decile,"));
    assert!(!version.contains(",imd-2015-decile,"), "{version}");
}

#[test]
fn a_conversion_says_what_it_writes_and_never_writes_nothing() {
    let england = "fixtures/england";
    let (gaps, rows) = (format!("{england}/gaps.csv"), format!("{england}/report-2010.csv"));
    let (code, said) = wrong(&["convert", &rows, "--to", "tidy-gaps"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("holds no published gap") && said.contains("`--to tidy`"), "{said}");
    let (code, said) = wrong(&["convert", &gaps, "--to", "tidy"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("holds no observation") && said.contains("`--to tidy-gaps`"), "{said}");
    let output = firstyear(&["convert", &rows, "--to", "tidy"]);
    assert!(done(&output).starts_with("indicator,area,"));
    assert!(err(&output).contains("working data") && err(&output).contains("restricted"));
}

/// Cumberland took the place of Allerdale, Carlisle and Copeland in 2023.
#[test]
fn figures_follow_their_areas_where_a_project_asks() {
    let folder = folder();
    let rows = |districts: &[(&str, u32, u32)]| {
        let mut text =
            "indicator,area,period,numerator,denominator,value,value_status,source\n".to_owned();
        for (area, deaths, births) in districts {
            let row = format!("infant-mortality-rate,{area},2019,{deaths},{births},,absent,own\n");
            text.push_str(&row);
        }
        std::fs::write(folder.path().join("own.csv"), text).unwrap();
    };
    let project = "schema_version = 1\ntitle = \"Own\"\narea = \"E92000001\"\n\
                   [geography]\nboundaries_on = 2024-04-01\n\
                   [[source]]\nid = \"own\"\ntitle = \"Own\"\npublisher = \"Us\"\n\
                   licence = \"none\"\nclass = \"published\"\n\
                   [[file]]\npath = \"own.csv\"\nformat = \"tidy\"\n\
                   [[areas]]\nname = \"authorities\"\nprefixes = [\"E06\"]\n";
    std::fs::write(folder.path().join("firstyear.toml"), project).unwrap();
    let path = folder.path().to_str().unwrap();
    let check = || {
        let output = firstyear(&["check", path]);
        String::from_utf8(output.stdout).unwrap()
    };
    let england = ("E92000001", 2_300, 600_000);
    let [allerdale, carlisle] = [("E07000026", 30, 900), ("E07000028", 40, 1_000)];
    rows(&[england, allerdale, carlisle, ("E07000029", 20, 600)]);
    let text = check();
    assert!(text.contains("note[area-moved]: the figures of 3 areas"), "{text}");
    let site = folder.path().join("site");
    done(&firstyear(&["report", path, "--out", site.to_str().unwrap()]));
    let page = std::fs::read_to_string(site.join("areas.html"))
        .or_else(|_| std::fs::read_to_string(site.join("index.html")))
        .unwrap();
    assert!(page.contains("Cumberland"), "{page}");
    rows(&[england, allerdale, carlisle]);
    let text = check();
    assert!(text.contains("warning[area-part-missing]"), "{text}");
}

#[test]
fn a_download_is_written_for_upload_and_read_back() {
    let folder = folder();
    let download = "crates/ingest/tests/corpus/fingertips/download.csv";
    let upload = folder.path().join("92196.csv");
    let upload = upload.to_str().unwrap();
    let output = firstyear(&["convert", download, "--to", "fingertips-upload", "--out", upload]);
    done(&output);
    let said = err(&output);
    assert!(said.contains("the format cannot hold that a number is withheld"), "{said}");
    let text = std::fs::read_to_string(upload).unwrap();
    assert!(text.contains("E92000001,2018-01-01,2020-12-31,"), "{text}");
    let read = done(&firstyear(&["check", upload]));
    assert!(read.contains(": fingertips-upload; 2 rows used, 0 refused"), "{read}");
}

#[test]
fn a_check_says_the_state_of_the_data() {
    let text = done(&firstyear(&["check", "fixtures/england"]));
    // Counted in the files: `gaps.csv` has 17 rows.
    let gaps = std::fs::read_to_string(root().join("fixtures/england/gaps.csv")).unwrap();
    let said = format!("rows and {} published gaps were read", gaps.lines().count() - 1);
    assert!(text.contains(&said), "{text}");
    assert!(text.contains("published rates were recomputed"), "{text}");
    assert!(text.contains("imnst-report-2010: ") && text.contains(" known, "), "{text}");
    let text = done(&firstyear(&["check", "fixtures/england/report-2010.csv"]));
    assert!(text.contains("from 1 source"), "{text}");
}

#[test]
fn a_check_joins_what_says_the_same_and_comes_in_every_shape() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deaths.csv");
    let mut table = "indicator,area,period,groups,numerator,denominator,value,source\n".to_owned();
    for year in 2000..2020 {
        let row = format!("infant-mortality-rate,E92000001,{year},sex=other,4,1000,4,ons\n");
        table.push_str(&row);
    }
    std::fs::write(&file, table).unwrap();
    let file = file.to_str().unwrap();
    let text = firstyear(&["check", file]);
    assert_eq!(text.status.code(), Some(1));
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains(": tidy; 0 rows used, 20 refused, 0 passed over"), "{text}");
    assert!(text.contains("20 rows like this, first at ") && text.contains(", row 2, "), "{text}");
    assert!(text.contains("no figures: 20 of 20 rows have an error"), "{text}");
    let json = firstyear(&["check", file, "--output", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let schema = std::fs::read_to_string(root().join("schemas/v1/check.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    assert!(schema.is_valid(&found), "{found}");
    assert_eq!((&found["errors"], &found["problems"][0]["count"]), (&20.into(), &20.into()));
    let sarif = firstyear(&["check", file, "--output", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(
        (&result["ruleId"], &result["occurrenceCount"]),
        (&"category-unknown".into(), &20.into())
    );
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
}

/// A project whose deaths are restricted: three in the first tenth of 2022.
fn restricted_project(questions: &str) -> tempfile::TempDir {
    let folder = folder();
    let mut rows =
        "indicator,area,period,groups,numerator,denominator,value,value_status,source\n".to_owned();
    let deaths = [3, 20, 31, 32, 33, 34, 35, 36, 37, 38, 299];
    for (at, deaths) in deaths.into_iter().enumerate() {
        let (tenth, births) =
            if at == 10 { ("all".to_owned(), 90_000) } else { ((at + 1).to_string(), 9_000) };
        let row = format!(
            "infant-mortality-rate,E92000001,2022,imd-2019-decile={tenth},{deaths},{births},,absent,own\n"
        );
        rows.push_str(&row);
    }
    std::fs::write(folder.path().join("own.csv"), rows).unwrap();
    let project = format!(
        "schema_version = 1\ntitle = \"Own\"\narea = \"E92000001\"\n\
         [[source]]\nid = \"own\"\ntitle = \"Own\"\npublisher = \"Us\"\nlicence = \"none\"\n\
         class = \"restricted\"\n[[file]]\npath = \"own.csv\"\nformat = \"tidy\"\n{questions}"
    );
    std::fs::write(folder.path().join("firstyear.toml"), project).unwrap();
    folder
}

fn trend_of_tenths(tenths: &str) -> String {
    format!(
        "[[trend]]\nname = \"tenths {}\"\ndimension = \"imd-decile\"\ncategories = [{tenths}]\n",
        tenths.replace('"', "")
    )
}

#[test]
fn a_question_alone_tells_no_more_than_beside_the_others() {
    let both = format!("[[profile]]\ndimension = \"imd-decile\"\n{}", trend_of_tenths("\"2\""));
    let (beside, alone) =
        (restricted_project(&both), restricted_project(&trend_of_tenths("\"2\"")));
    let trend = |project: &tempfile::TempDir| {
        done(&firstyear(&["trend", project.path().to_str().unwrap(), "--format", "csv"]))
    };
    assert!(trend(&alone).contains(",20,"), "{}", trend(&alone));
    assert!(!trend(&beside).contains(",20,"), "{}", trend(&beside));
}

#[test]
fn an_answer_that_would_give_a_small_count_away_is_refused() {
    // Another publishes 14 deaths in all: of two regions with up to 7 each both have 7, as
    // soon as both are hidden for being small.
    let folder = folder();
    let mut rows =
        "indicator,area,period,groups,numerator,denominator,value,value_status,source\n".to_owned();
    let counts = [("E92000001", 14, 89_000, "theirs"), ("E12000001", 7, 9_000, "own")];
    for (area, deaths, births, source) in
        counts.into_iter().chain([("E12000002", 7, 80_000, "own")])
    {
        let row =
            format!("infant-mortality-rate,{area},2022,,{deaths},{births},,absent,{source}\n");
        rows.push_str(&row);
    }
    std::fs::write(folder.path().join("own.csv"), rows).unwrap();
    let source = |id: &str, class: &str| {
        format!(
            "[[source]]\nid = \"{id}\"\ntitle = \"{id}\"\npublisher = \"Us\"\n\
             licence = \"none\"\nclass = \"{class}\"\n"
        )
    };
    let trend = |area: &str| format!("[[trend]]\nname = \"{area}\"\narea = \"{area}\"\n");
    let project = [
        "schema_version = 1\ntitle = \"Own\"\narea = \"E92000001\"\n".to_owned(),
        source("own", "restricted") + &source("theirs", "published"),
        "[[file]]\npath = \"own.csv\"\nformat = \"tidy\"\n".to_owned(),
        counts.map(|(area, ..)| trend(area)).concat() + &trend("E12000002"),
    ];
    std::fs::write(folder.path().join("firstyear.toml"), project.concat()).unwrap();
    let project = folder.path().to_str().unwrap();
    let output = firstyear(&["trend", project]);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(err(&output).contains("no answer to `trend: E12000002`"), "{}", err(&output));
    let report = folder.path().join("report");
    let output = firstyear(&["report", project, "--out", report.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3), "the report is written without it");
    assert!(report.join("trend.html").exists());
}
