//! Records on a store that speaks like S3: the tables of the same files here, and a clear
//! problem where the store does not give them.
#![cfg(all(feature = "objects", unix))]

#[path = "../../records/tests/support/store.rs"]
mod store;
mod support;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use store::{Answer, Store};
use support::{done, err, firstyear, folder, out};

const SECRET: &str = "made-up-secret";

/// Made-up births and deaths in a folder and in the bucket `records`, with a specification of
/// those in the folder.
struct Made {
    folder: tempfile::TempDir,
    spec: String,
}

impl Made {
    fn of(format: &str, store: &Store) -> Self {
        let folder = folder();
        let out = folder.path().join("made");
        let out = out.to_str().unwrap();
        let births = ["--births", "3000", "--format", format];
        done(&firstyear(&[&["simulate", "births", "--out", out][..], &births].concat()));
        for name in ["births", "deaths"] {
            let name = format!("{name}.{format}");
            let bytes = fs::read(Path::new(out).join(&name)).unwrap();
            store.put(&format!("/records/2019/{name}"), bytes);
        }
        let spec = fs::read_to_string(Path::new(out).join("count-cohort.json")).unwrap();
        Self { folder, spec }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("made").join(name)
    }

    /// The specification with these files in the bucket.
    fn stored(&self, names: &[&str]) -> PathBuf {
        let stored = |text: String, name: &&str| {
            let (here, there) = (format!("\"{name}\""), format!("\"s3://records/2019/{name}\""));
            assert!(text.contains(&here), "{text}");
            text.replace(&here, &there)
        };
        let text = names.iter().fold(self.spec.clone(), stored);
        fs::write(self.path("stored.json"), text).unwrap();
        self.path("stored.json")
    }
}

/// The program without what the environment of the tests says of stores.
fn bare() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstyear"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy().to_ascii_lowercase();
        if text.starts_with("aws_") || text.ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    command.env("NO_COLOR", "1");
    command
}

/// The program with the settings of a store.
fn with(url: &str) -> Command {
    let mut command = bare();
    command
        .env("AWS_ACCESS_KEY_ID", "made-up-key")
        .env("AWS_SECRET_ACCESS_KEY", SECRET)
        .env("AWS_REGION", "eu-west-2")
        .env("AWS_ENDPOINT_URL", url)
        .env("AWS_ALLOW_HTTP", "true");
    command
}

fn count(command: &mut Command, spec: &Path, table: &Path) -> Output {
    command.arg("count").arg(spec).arg("--out").arg(table).output().unwrap()
}

/// A specification of births in CSV, at this address.
fn births_at(folder: &Path, address: &str) -> PathBuf {
    let text = format!(
        r#"schema_version = 1
source = "made-up-births"
title = "Made-up births"
basis = "cohort"
[births]
files = ["{address}"]
fields = {{ birth_year = "year", gestation_weeks = "weeks" }}
[period]
unit = "calendar-year"
first = "2019"
last = "2020"
[area]
total = "E92000001"
[[indicator]]
id = "preterm-births"
"#
    );
    fs::write(folder.join("count.toml"), text).unwrap();
    folder.join("count.toml")
}

/// Nothing is counted, nothing is written, and no secret is told: what is said.
#[track_caller]
fn refused(command: &mut Command, address: &str) -> String {
    let folder = folder();
    let spec = births_at(folder.path(), address);
    let missing = births_at(folder.path(), "missing.csv");
    let missing = count(&mut bare(), &missing, &folder.path().join("counts.csv"));
    births_at(folder.path(), address);
    let ended = count(command, &spec, &folder.path().join("counts.csv"));
    let said = err(&ended);
    assert_eq!(ended.status.code(), missing.status.code(), "{said}");
    assert!(!said.contains(SECRET) && !said.contains("made-up-key"), "{said}");
    assert_eq!(out(&ended), "");
    assert!(!folder.path().join("counts.csv").exists());
    said
}

const BIRTHS: &str = "year,weeks\n2019,38\n2020,30\n";

#[test]
fn tables_are_those_of_the_same_files_here() {
    for format in ["csv", "parquet"] {
        let store = Store::new();
        let made = Made::of(format, &store);
        let [births, deaths] = ["births", "deaths"].map(|name| format!("{name}.{format}"));
        let (births, deaths) = (births.as_str(), deaths.as_str());
        let here = made.path("here.csv");
        done(&count(&mut bare(), &made.path("count-cohort.json"), &here));
        let report = fs::read_to_string(made.path("here.report.json")).unwrap();
        assert!(report.contains(&format!("\"{births}\"")), "{report}");
        for stored in [&[births, deaths][..], &[births], &[deaths]] {
            let there = made.path("there.csv");
            let ended = count(&mut with(&store.url()), &made.stored(stored), &there);
            done(&ended);
            assert_eq!(fs::read(&there).unwrap(), fs::read(&here).unwrap(), "{stored:?}");
            let told = fs::read_to_string(made.path("there.report.json")).unwrap();
            for name in stored {
                assert!(told.contains(&format!("\"s3://records/2019/{name}\"")), "{told}");
            }
            // Where they stand is the only thing that is another, their hashes included.
            assert_eq!(told.replace("s3://records/2019/", ""), report, "{stored:?}");
            for text in [told, err(&ended), out(&ended)] {
                assert!(!text.contains(SECRET) && !text.contains("made-up-key"), "{text}");
            }
        }
    }
}

#[test]
fn records_on_a_store_are_queried() {
    let store = Store::new();
    let made = Made::of("csv", &store);
    let query = |command: &mut Command, spec: &Path| {
        let sql = "select period, births_sum from (select period, sum(weight) as births_sum from births group by period)";
        let project = support::root().join("fixtures/england");
        let command = command.arg("query").arg(project).arg(sql).arg("--records").arg(spec);
        command.output().unwrap()
    };
    let here = done(&query(&mut bare(), &made.path("count-cohort.json")));
    let stored = made.stored(&["births.csv", "deaths.csv"]);
    assert_eq!(done(&query(&mut with(&store.url()), &stored)), here);
    assert!(store.see(|shelf| shelf.read("/records/2019/births.csv")) > 0);
    let ended = query(&mut bare(), &stored);
    assert_ne!(ended.status.code(), Some(0));
    assert!(err(&ended).contains("the environment has no credentials"), "{}", err(&ended));
}

#[test]
fn what_a_store_does_not_give_is_told() {
    let store = Store::with(|_, path| match path {
        "/records/refused.csv" => Answer::Refused(403, "AccessDenied"),
        "/records/moved.csv" => Answer::Refused(301, "PermanentRedirect"),
        "/records/broken.csv" => Answer::Refused(500, "InternalError"),
        _ => Answer::Given,
    });
    store.put("/records/births.csv", BIRTHS);
    for (address, told) in [
        ("s3://records/missing.csv", "there is no such object"),
        ("s3://nowhere/births.csv", "there is no such bucket"),
        ("s3://records/refused.csv", "its store refuses access"),
        ("s3://records/moved.csv", "its store says that it stands elsewhere"),
        ("s3://records/broken.csv", "its store answers with the status 500"),
        ("s3://records/", "it names no object"),
        ("s3://records/*.csv", "there is no such object"),
    ] {
        let said = refused(&mut with(&store.url()), address);
        assert!(said.contains(&format!("`{address}` cannot be taken: {told}")), "{said}");
    }
    let said = refused(&mut with(&store.url()), "s3://key:made-up-secret@records/births.csv");
    assert!(
        said.contains("`s3://records/births.csv` cannot be taken: an address has no"),
        "{said}"
    );
    let said = refused(&mut with(&store.url()), "gs://records/births.csv");
    assert!(said.contains("`gs://…` cannot be taken: files on stores are named as s3"), "{said}");
}

/// It is never asked of the network who somebody is, and nothing goes over it in clear unless
/// told.
#[test]
fn settings_that_are_missing_are_told() {
    let store = Store::new();
    store.put("/records/births.csv", BIRTHS);
    let address = "s3://records/births.csv";
    let without = |name: &str| refused(with(&store.url()).env_remove(name), address);
    assert!(without("AWS_ALLOW_HTTP").contains("AWS_ALLOW_HTTP=true"));
    let said = without("AWS_SECRET_ACCESS_KEY");
    assert!(said.contains("AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not"), "{said}");
    let said = refused(with(&store.url()).env("AWS_ALLOW_HTTP", "perhaps"), address);
    assert!(said.contains("AWS_ALLOW_HTTP=true"), "{said}");
    let said = refused(with(&store.url()).env("AWS_SKIP_SIGNATURE", SECRET), address);
    assert!(said.contains("the settings AWS_… of the environment do not hold together"), "{said}");
    let said = refused(bare().env("AWS_ENDPOINT_URL", store.url()), address);
    assert!(said.contains("the environment has no credentials for it"), "{said}");
    assert_eq!(store.see(|shelf| shelf.asked.len()), 0, "nobody was asked");

    // A bucket that everyone may read needs none.
    let folder = folder();
    let spec = births_at(folder.path(), address);
    let mut public = bare();
    let public = public
        .env("AWS_SKIP_SIGNATURE", "true")
        .env("AWS_ENDPOINT_URL", store.url())
        .env("AWS_ALLOW_HTTP", "true");
    done(&count(public, &spec, &folder.path().join("counts.csv")));
}

#[test]
fn a_store_that_is_not_there_or_silent_is_given_up() {
    let begun = Instant::now();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = refused(&mut with(&format!("http://{nobody}")), "s3://records/births.csv");
    assert!(
        said.contains("`s3://records/births.csv` cannot be taken: its store cannot be reached"),
        "{said}"
    );
    let silent = Store::with(|_, _| Answer::Silence);
    let said = refused(with(&silent.url()).env("AWS_TIMEOUT", "200ms"), "s3://records/births.csv");
    assert!(said.contains("its store does not answer in time"), "{said}");
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert_eq!(silent.see(|shelf| shelf.asked.len()), 4, "it is tried again, and not for ever");
}

/// What goes in clear stays on this machine, whatever proxy the environment has.
#[test]
fn a_store_on_this_machine_is_asked_without_a_proxy() {
    let (store, proxy) = (Store::new(), Store::new());
    store.put("/records/births.csv", BIRTHS);
    let folder = folder();
    let spec = births_at(folder.path(), "s3://records/births.csv");
    let mut command = with(&store.url());
    command.env("HTTP_PROXY", proxy.url()).env("http_proxy", proxy.url());
    done(&count(&mut command, &spec, &folder.path().join("counts.csv")));
    assert_eq!(proxy.see(|shelf| shelf.asked.len()), 0);
}

#[test]
fn a_store_that_falters_is_asked_again() {
    let store = Store::with(|shelf, _| match shelf.asked.len() {
        2 | 4 | 5 => Answer::Refused(503, "SlowDown"),
        _ => Answer::Given,
    });
    store.put("/records/births.csv", BIRTHS);
    let folder = folder();
    let spec = births_at(folder.path(), "s3://records/births.csv");
    let ended = count(&mut with(&store.url()), &spec, &folder.path().join("counts.csv"));
    done(&ended);
    assert!(err(&ended).contains("2 births read, 2 counted"), "{}", err(&ended));
}

/// Whatever is waited for: the first answer, the bytes for the hash, the heads, or the records.
#[test]
fn a_count_that_waits_for_a_store_is_interrupted_at_once() {
    for after in 0..4 {
        let store = silent_after(after);
        store.put("/records/births.csv", BIRTHS);
        let folder = folder();
        let spec = births_at(folder.path(), "s3://records/births.csv");
        interrupted(&store, after, &spec, folder.path());
    }
}

/// The engine looks into Parquet while it plans, too.
#[test]
fn a_count_that_waits_for_parquet_of_a_store_is_interrupted_at_once() {
    let all = {
        let store = Store::new();
        let made = Made::of("parquet", &store);
        let spec = made.stored(&["births.parquet"]);
        done(&count(&mut with(&store.url()), &spec, &made.path("counts.csv")));
        store.see(|shelf| shelf.asked.len())
    };
    for after in 0..all {
        let store = silent_after(after);
        let made = Made::of("parquet", &store);
        let spec = made.stored(&["births.parquet"]);
        interrupted(&store, after, &spec, made.folder.path());
    }
}

/// A store that falls silent after so many requests.
fn silent_after(requests: usize) -> Store {
    Store::with(move |shelf, _| match shelf.asked.len() {
        asked if asked > requests => Answer::Silence,
        _ => Answer::Given,
    })
}

/// Interrupts a count once its store is silent.
#[track_caller]
fn interrupted(store: &Store, after: usize, spec: &Path, folder: &Path) {
    let running = with(&store.url())
        .args(["count", spec.to_str().unwrap(), "--out", "counts.csv"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while store.see(|shelf| shelf.asked.len()) <= after {
        assert!(begun.elapsed() < Duration::from_secs(60), "it asks");
        sleep(Duration::from_millis(20));
    }
    let ended = support::interrupted(running, Duration::from_secs(20));
    assert_eq!(ended.status.code(), Some(130), "{after}: {}", err(&ended));
    assert!(!folder.join("counts.csv").exists());
}

#[test]
fn a_project_has_nothing_fetched() {
    let store = Store::new();
    store.put("/records/births.csv", BIRTHS);
    let folder = folder();
    births_at(folder.path(), "s3://records/births.csv");
    let project =
        support::england_with(folder.path(), |text| format!("records = \"count.toml\"\n{text}"));
    let mut command = with(&store.url());
    let ended = command.args(["query", &project, "select 1"]).output().unwrap();
    assert_ne!(ended.status.code(), Some(0));
    assert!(err(&ended).contains("nothing is fetched"), "{}", err(&ended));
    assert_eq!(store.see(|shelf| shelf.asked.len()), 0);
}

/// A scheduler is not even asked.
#[cfg(feature = "cluster")]
#[test]
fn a_cluster_is_not_sent_to_a_store() {
    let store = Store::new();
    store.put("/records/births.csv", BIRTHS);
    let folder = folder();
    let spec = births_at(folder.path(), "s3://records/births.csv");
    let mut command = with(&store.url());
    command.arg("count").arg(&spec).args(["--cluster", "http://127.0.0.1:1"]);
    let ended = command.output().unwrap();
    assert_ne!(ended.status.code(), Some(0));
    let told = "`s3://records/births.csv` cannot be taken: the machines of a cluster read files under their own paths";
    assert!(err(&ended).contains(told), "{}", err(&ended));
    assert_eq!(store.see(|shelf| shelf.asked.len()), 0);
}
