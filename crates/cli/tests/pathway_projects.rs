//! Projects that ask whether care pathways work.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Output;

use support::{done, err, firstyear, folder, out, root};

const SOURCES: &str = "\n[[source]]\nid = \"open\"\ntitle = \"Open records\"\npublisher = \
                       \"nobody\"\nlicence = \"none\"\nclass = \"published\"\n";
const ASKED: &str = "\n[[pathway]]\npathway = \"stop-smoking-pregnancy\"\n";

/// A project of these questions.
fn project(folder: &Path, questions: &str) {
    let head = "schema_version = 1\ntitle = \"Made up\"\narea = \"E92000001\"\n";
    fs::write(folder.join("firstyear.toml"), format!("{head}{questions}")).unwrap();
}

/// A log of as many cases as told, of whom every second is referred and the poorer seldom.
fn log(cases: usize, date: &str) -> String {
    let mut text = "case,activity,timestamp,reported-smoking,imd\n".to_owned();
    for case in 0..cases {
        let imd = if case % 4 < 2 { "poorer" } else { "richer" };
        let _ = writeln!(text, "{case},identify,{date},smokes,{imd}");
        if case % 8 == 0 || imd == "richer" {
            let _ = writeln!(text, "{case},refer,{date},,{imd}");
        }
    }
    text
}

fn run(command: &str, folder: &Path) -> Output {
    let out = folder.join("out");
    let (project, out) = (folder.to_str().unwrap(), out.to_str().unwrap());
    match command {
        "report" => firstyear(&["report", project, "--out", out]),
        _ => firstyear(&[command, project]),
    }
}

/// Every file of the report as text, the parts of its path together.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.join("out")];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                all.push((path.file_name().unwrap().to_str().unwrap().to_owned(), text));
            }
        }
    }
    all
}

fn file(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join("out").join(name)).unwrap_or_else(|_| panic!("no {name}"))
}

#[test]
fn a_report_tells_of_a_log_and_of_a_local_pathway() {
    let folder = folder();
    let folder = folder.path();
    let ours = root().join("fixtures/pathways/northtown-stop-smoking.toml");
    fs::copy(ours, folder.join("ours.toml")).unwrap();
    fs::write(folder.join("log.csv"), log(400, "2024-01-10")).unwrap();
    let of_log = format!("{ASKED}log = \"log.csv\"\nby = [\"imd\"]\n");
    let of_ours = "[[pathway]]\npathway = \"ours.toml\"\nreference = \"stop-smoking-pregnancy\"\n";
    project(folder, &format!("{of_log}{of_ours}"));
    done(&run("report", folder));
    let index = file(folder, "index.html");
    let heading = "<h3><a href=\"pathways.html\">Do the care pathways work?</a></h3>";
    assert!(index.contains(heading), "{index}");
    assert!(index.contains("Met less often than for all among “poorer” (imd)"), "{index}");
    assert!(index.contains("of 7 obligations 2 are <button"), "{index}");
    let page = file(folder, "pathway-stop-smoking-pregnancy.html");
    for said in [
        "What is overdue",
        "How far people come",
        "Counts of 1 to 7 are <button",
        "Event log log.csv",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(file(folder, "pathway-northtown-stop-smoking.html").contains("What else differs"));
    assert!(file(folder, "methods.html").contains("Wilson"), "the method is named");
    // The figures of the page are those that the program prints of the log alone.
    let alone = folder.join("log.csv");
    let args = ["pathway", "judge", "stop-smoking-pregnancy", "--by", "imd", "--format", "csv"];
    let judged = done(&firstyear(&[&args[..], &["--log", alone.to_str().unwrap()]].concat()));
    assert_eq!(file(folder, "data/pathway-stop-smoking-pregnancy-judgement.csv"), judged);
    assert_eq!(files(folder), {
        done(&run("report", folder));
        files(folder)
    });
}

#[test]
fn a_report_that_hides_nothing_hides_nothing_of_a_log() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("log.csv"), log(9, "2024-01-10")).unwrap();
    project(folder, &format!("{ASKED}log = \"log.csv\"\nby = [\"imd\"]\n"));
    let [from, to] = [folder.to_owned(), folder.join("out")].map(|path| path.display().to_string());
    done(&firstyear(&["report", &from, "--out", &to, "--disclosure", "none"]));
    let told = file(folder, "data/pathway-stop-smoking-pregnancy-judgement.csv");
    let log = folder.join("log.csv").display().to_string();
    let judge = ["pathway", "judge", "stop-smoking-pregnancy", "--by", "imd", "--format", "csv"];
    let open = firstyear(&[&judge[..], &["--log", &log, "--disclosure", "none"]].concat());
    assert_eq!(told, done(&open));
    assert!(!told.contains("withheld"), "{told}");
}

#[test]
fn files_that_are_not_there_are_told_in_one_pass() {
    let folder = folder();
    let folder = folder.path();
    let second = "[[pathway]]\npathway = \"ours.toml\"\nreference = \"theirs.toml\"\n";
    project(folder, &format!("{ASKED}log = \"log.csv\"\n{second}"));
    for command in ["check", "report"] {
        let output = run(command, folder);
        assert!(![Some(0), None].contains(&output.status.code()), "{command}");
        for name in ["log.csv", "ours.toml", "theirs.toml"] {
            let said = format!("cannot be opened: no such file\n  at {name}");
            assert!(err(&output).contains(&said), "{}", err(&output));
        }
        assert!(!folder.join("out").exists(), "a report without them would look whole");
    }
}

#[test]
fn dates_with_slashes_ask_for_their_order() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("log.csv"), log(40, "03/04/2024")).unwrap();
    project(folder, &format!("{ASKED}log = \"log.csv\"\n"));
    let output = run("check", folder);
    assert!(err(&output).contains("at log.csv"), "{}", err(&output));
    assert_ne!(output.status.code(), Some(0));
    project(folder, &format!("{ASKED}log = \"log.csv\"\nlayout = \"day-first\"\n"));
    done(&run("report", folder));
    let page = file(folder, "pathway-stop-smoking-pregnancy.html");
    assert!(page.contains("looked at until 3 April 2024"), "{page}");
    project(folder, &format!("{ASKED}log = \"log.csv\"\nlayout = \"days-first\"\n"));
    let output = run("check", folder);
    assert!(err(&output).contains("row 8, column `layout`"), "{}", err(&output));
    assert!(err(&output).contains("did you mean `day-first`?"), "{}", err(&output));
}

#[test]
fn a_log_of_nothing_and_a_file_that_is_no_log_are_refused() {
    let folder = folder();
    let folder = folder.path();
    project(folder, &format!("{ASKED}log = \"log.csv\"\n"));
    fs::write(folder.join("log.csv"), log(0, "")).unwrap();
    let output = run("report", folder);
    assert!(err(&output).contains("the log holds no event"), "{}", err(&output));
    assert_ne!(output.status.code(), Some(0));
    fs::write(folder.join("log.csv"), "a,b\n1,2\n").unwrap();
    let output = run("report", folder);
    assert!(err(&output).contains("at log.csv"), "{}", err(&output));
    assert_ne!(output.status.code(), Some(0));
}

#[test]
fn of_a_log_of_few_no_count_and_no_share_is_told() {
    let folder = folder();
    let folder = folder.path();
    // Five of one group, and none of these numbers stands anywhere.
    fs::write(folder.join("log.csv"), log(5, "2024-01-10")).unwrap();
    project(folder, &format!("{ASKED}log = \"log.csv\"\nby = [\"imd\"]\n"));
    let output = run("report", folder);
    done(&output);
    let page = file(folder, "pathway-stop-smoking-pregnancy.html");
    assert!(page.contains("Fewer cases than may be told"), "{page}");
    for (name, text) in files(folder) {
        for told in ["5 cases", "3 cases", ">5<", "100% met", ",5,known", "events in"] {
            assert!(!text.contains(told), "{name}: {told}");
        }
    }
    assert!(!err(&output).contains("5 cases"), "{}", err(&output));
    let csv = file(folder, "data/pathway-stop-smoking-pregnancy-judgement.csv");
    assert!(csv.contains("withheld"), "{csv}");
}

#[test]
fn what_does_not_fit_in_a_restricted_log_is_told_without_its_words_and_counts() {
    let folder = folder();
    let folder = folder.path();
    let text = log(40, "2024-01-10") + "7,Mary Smith seen,2024-01-11,,\n";
    fs::write(folder.join("log.csv"), text).unwrap();
    project(folder, &format!("{ASKED}log = \"log.csv\"\n"));
    let output = run("report", folder);
    done(&output);
    let said = "some events are of activities that stand for no step";
    assert!(err(&output).contains(said), "{}", err(&output));
    assert!(file(folder, "pathway-stop-smoking-pregnancy.html").contains(said));
    assert!(files(folder).iter().all(|(_, text)| !text.contains("Mary")), "a word of the log");
    assert!(!err(&output).contains("Mary"), "{}", err(&output));
    // Of a published one everything may be said.
    project(folder, &format!("{SOURCES}{ASKED}log = \"log.csv\"\nsource = \"open\"\n"));
    let output = run("report", folder);
    done(&output);
    assert!(err(&output).contains("1 event of the activity `Mary Smith seen`"), "{}", err(&output));
    let page = file(folder, "pathway-stop-smoking-pregnancy.html");
    assert!(!page.contains("are withheld"), "{page}");
}

#[test]
fn a_narrower_rule_of_a_project_shows_no_more_of_a_log() {
    let folder = folder();
    let folder = folder.path();
    // Six of the poorer are referred.
    fs::write(folder.join("log.csv"), log(48, "2024-01-10")).unwrap();
    let rule = "[disclosure]\nwithhold_from = 1\nwithhold_to = 4\n";
    project(folder, &format!("{rule}{ASKED}log = \"log.csv\"\nby = [\"imd\"]\n"));
    done(&run("report", folder));
    let cascade = file(folder, "data/pathway-stop-smoking-pregnancy-cascade.csv");
    let reached = |line: &&str| line.contains(",poorer,") && line.contains(",reached,");
    let counts: Vec<&str> = cascade.lines().filter(reached).collect();
    assert!(!counts.is_empty(), "{cascade}");
    assert!(counts.iter().all(|line| !line.contains(",5,known")), "{counts:?}");
    assert!(counts.iter().any(|line| line.contains("withheld")), "{counts:?}");
}

#[test]
fn a_restricted_log_answers_one_question() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("log.csv"), log(400, "2024-01-10")).unwrap();
    let asked = |source: &str| {
        let one = format!("{ASKED}log = \"log.csv\"\n{source}");
        let other = format!("{ASKED}log = \"./log.csv\"\nby = [\"imd\"]\n{source}");
        project(folder, &format!("{SOURCES}{one}{other}"));
        run("report", folder)
    };
    let output = asked("");
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(err(&output).contains("tells of the same restricted log"), "{}", err(&output));
    let index = file(folder, "index.html");
    assert!(index.contains("Pathway: stop-smoking-pregnancy: the question before it"), "{index}");
    assert!(!folder.join("out/data/pathway-stop-smoking-pregnancy-2-judgement.csv").exists());
    done(&asked("source = \"open\"\n"));
    assert!(folder.join("out/data/pathway-stop-smoking-pregnancy-2-judgement.csv").exists());
}

#[test]
fn a_project_that_hides_more_than_results_of_logs_do_is_refused() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("log.csv"), log(400, "2024-01-10")).unwrap();
    let rule = "[disclosure]\nwithhold_from = 1\nwithhold_to = 9\n";
    project(folder, &format!("{rule}{ASKED}log = \"log.csv\"\n"));
    let output = run("report", folder);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(err(&output).contains("asks for 1 to 9"), "{}", err(&output));
    assert!(!folder.join("out/data/pathway-stop-smoking-pregnancy-judgement.csv").exists());
}

#[test]
fn one_that_is_not_sound_leaves_the_others_their_answers() {
    let folder = folder();
    let folder = folder.path();
    let text = fs::read_to_string(root().join("fixtures/pathways/northtown-stop-smoking.toml"));
    let broken = text.unwrap().replace("expects = [\"first-call\"]", "expects = [\"frist-call\"]");
    fs::write(folder.join("ours.toml"), broken).unwrap();
    project(folder, &format!("{ASKED}[[pathway]]\npathway = \"ours.toml\"\n"));
    let checked = run("check", folder);
    assert_eq!(checked.status.code(), Some(1));
    assert!(out(&checked).contains("at ours.toml, row "), "{}", out(&checked));
    assert!(err(&checked).contains("the pathway is not sound"), "{}", err(&checked));
    assert_eq!(run("report", folder).status.code(), Some(1));
    let page = file(folder, "pathways.html");
    assert!(page.contains("errors: not used") && page.contains("no error found"), "{page}");
    assert!(!folder.join("out/pathway-northtown-stop-smoking.html").exists());
    assert!(folder.join("out/pathway-stop-smoking-pregnancy.html").exists());
}

#[test]
fn a_mapping_that_does_not_fit_is_told_where_it_stands() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("log.csv"), log(40, "2024-01-10")).unwrap();
    let mapping = "schema_version = 1\n[[activity]]\nname = \"CO\"\nstep = \"identfy\"\n";
    fs::write(folder.join("map.toml"), mapping).unwrap();
    project(folder, &format!("{ASKED}log = \"log.csv\"\nmapping = \"map.toml\"\n"));
    let output = run("report", folder);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("`CO` stands for `identfy`"), "{}", err(&output));
    assert!(err(&output).contains("at map.toml"), "{}", err(&output));
    assert!(err(&output).contains("its mapping does not fit"), "{}", err(&output));
}

#[test]
fn what_a_question_says_wrongly_has_its_line_and_what_would_be_right() {
    let folder = folder();
    let folder = folder.path();
    let told = |questions: &str| {
        project(folder, questions);
        let output = run("check", folder);
        assert_ne!(output.status.code(), Some(0), "{questions}");
        err(&output)
    };
    for (questions, said) in [
        (
            "[[pathway]]\npathway = \"stop-smoking-pregnancyy\"\n",
            "did you mean `stop-smoking-pregnancy`?",
        ),
        ("[[pathway]]\npathway = \"../ours.toml\"\n", "leads out of the folder"),
        ("[[pathway]]\npathway = \"stop-smoking-pregnancy\"\nlog = \"/etc/passwd\"\n", "leads out"),
        ("[[pathway]]\npathway = \"stop-smoking-pregnancy\"\nflow = \"../f.toml\"\n", "leads out"),
        (
            "[[pathway]]\npathway = \"stop-smoking-pregnancy\"\nlogg = \"a.csv\"\n",
            "did you mean `log`?",
        ),
        ("[[pathway]]\nreference = \"stop-smoking-pregnancy\"\n", "the field is missing"),
        ("[[pathway]]\npathway = \"stop-smoking-pregnancy\"\nby = [\"imd\"]\n", "there is no log"),
        (
            "[[pathway]]\npathway = \"stop-smoking-pregnancy\"\nlog = \"a.csv\"\nsource = \"x\"\n",
            "no [[source]] has this id",
        ),
        (
            "[[pathway]]\npathway = \"stop-smoking-pregnancy\"\nlog = \"a.csv\"\nagainst = \"x\"\n",
            "a category asks for groups",
        ),
        (
            "[[pathway]]\npathway = \"stop-smoking-pregnancy\"\nlog = \"a.csv\"\nhorizon = 0\n",
            "outside 1 to 36525",
        ),
        (
            "[[pathway]]\npathway = \"stop-smoking-pregnancy\"\nlog = \"a.csv\"\n\
             by = [\"a\", \"b\", \"c\"]\n",
            "two for each pair",
        ),
    ] {
        let told = told(questions);
        assert!(told.contains(said), "{questions}\n{told}");
    }
}

#[test]
fn stages_and_a_category_that_are_none_are_told_and_the_rest_is_answered() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("log.csv"), log(400, "2024-01-10")).unwrap();
    let asked = format!("{ASKED}log = \"log.csv\"\nby = [\"imd\"]\n");
    for (more, said) in [
        ("stages = [\"smokers\", \"refered\"]\n", "`refered` is no stage and no step"),
        (
            "against = \"rich\"\n",
            "`rich` is no category of the groups: they are `poorer`, `richer`",
        ),
    ] {
        project(folder, &format!("{asked}{more}"));
        let output = run("report", folder);
        assert_eq!(output.status.code(), Some(1), "{}", err(&output));
        assert!(err(&output).contains(said), "{}", err(&output));
        assert!(folder.join("out/data/pathway-stop-smoking-pregnancy-judgement.csv").exists());
        assert!(!folder.join("out/data/pathway-stop-smoking-pregnancy-cascade.csv").exists());
    }
    project(
        folder,
        &format!("{asked}stages = [\"smokers\", \"referred\"]\nagainst = \"richer\"\n"),
    );
    done(&run("report", folder));
    let page = file(folder, "pathway-stop-smoking-pregnancy.html");
    assert!(page.contains("against “richer”"), "{page}");
    assert!(!page.contains("“Followed up”"), "that stage was not asked for");
}

#[test]
fn a_plan_of_flow_stands_on_the_page_with_its_files() {
    let folder = folder();
    let folder = folder.path();
    let plan = fs::read_dir(root().join("schemas/accepted/flow-plan")).unwrap();
    let plan = plan.map(|entry| entry.unwrap().path()).min().unwrap();
    let text = fs::read_to_string(&plan).unwrap();
    let of: serde_json::Value = serde_json::from_str(&text).unwrap();
    fs::write(folder.join("plan.json"), text).unwrap();
    let pathway = of["pathway"].as_str().unwrap();
    project(folder, &format!("[[pathway]]\npathway = \"{pathway}\"\nflow = \"plan.json\"\n"));
    done(&run("report", folder));
    let page = file(folder, &format!("pathway-{pathway}.html"));
    assert!(page.contains("How many a plan expects"), "{page}");
    assert!(page.contains("from no log"), "{page}");
    assert!(folder.join(format!("out/data/pathway-{pathway}-flow.json")).exists());
}

#[test]
fn hostile_names_are_text_and_no_more() {
    let folder = folder();
    let folder = folder.path();
    let script = "<script>alert(1)</script>";
    let long = "w".repeat(300);
    let text = fs::read_to_string(root().join("fixtures/pathways/northtown-stop-smoking.toml"));
    let hostile = text
        .unwrap()
        .replace("Stop smoking in pregnancy, Northtown (made up)", &format!("{script} {long}"))
        .replace("name = \"Ask and test\"", &format!("name = \"{script}\\u202e=cmd|'/c'!A1\""));
    fs::write(folder.join("ours.toml"), hostile).unwrap();
    let rows = log(400, "2024-01-10").replace("poorer", &format!("{script}{long}"));
    let rows = rows.replace("richer", "=cmd|' /C calc'!A0");
    fs::write(folder.join("log \u{202e}gnp.csv"), rows).unwrap();
    let asked = "[[pathway]]\npathway = \"ours.toml\"\nreference = \"stop-smoking-pregnancy\"\n\
                 log = \"log \\u202egnp.csv\"\nby = [\"imd\"]\nstages = [\"identify\", \"refer\"]\n";
    project(folder, asked);
    done(&run("report", folder));
    let pages = files(folder);
    let html: Vec<_> =
        pages.iter().filter(|(_, text)| text.starts_with("<!DOCTYPE html>")).collect();
    assert!(html.len() > 3);
    for (name, text) in html {
        assert!(!text.contains("<script>alert"), "{name}");
        assert!(!text.contains('\u{0}'), "{name}");
    }
    let svg = file(folder, "data/pathway-northtown-stop-smoking.svg");
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;"), "{svg}");
    assert!(file(folder, "pathways.html").contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn explain_tells_of_the_question() {
    let text = done(&firstyear(&["explain", "pathway"]));
    assert!(text.contains("[[pathway]]\npathway = \"stop-smoking-pregnancy\""), "{text}");
    assert!(text.contains("`firstyear report` answers it"), "{text}");
}
