//! Files made to exhaust a reader or to lead it astray: each is refused with a
//! problem that says why, before it costs much.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use firstyear_core::SourceId;
use firstyear_ingest::{CodeLists, read_file, unwatched};
use flate2::Compression;
use flate2::write::GzEncoder;

/// What a reader says of a file.
#[track_caller]
fn refusal(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    refusal_of(&path)
}

#[track_caller]
fn refusal_of(path: &Path) -> String {
    let source = SourceId::new("s").unwrap();
    let codes = CodeLists::NONE;
    match read_file(path, None, Some(&source), &codes, &mut unwatched) {
        Ok((read, summary)) => {
            assert_eq!(summary.rows.used, 0, "nothing of it is a figure");
            let said: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
            said.join("\n")
        }
        Err(error) => error.to_string(),
    }
}

/// Lists within lists, deeper than any stack.
fn deep() -> String {
    const DEPTH: usize = 200_000;
    "[".repeat(DEPTH) + &"]".repeat(DEPTH)
}

#[test]
fn lists_within_lists_are_no_figures() {
    let deep = deep();
    for (name, text, says) in [
        ("values.json", format!("{{\"dataValues\":{deep}}}"), "not valid JSON"),
        (
            "gho.json",
            format!(
                "{{\"@odata.context\":\"https://ghoapi.azureedge.net/api/$metadata#X\",\"value\":{deep}}}"
            ),
            "not valid JSON",
        ),
        (
            "ocel.json",
            format!("{{\"objectTypes\":[],\"eventTypes\":[],\"objects\":[],\"events\":{deep}}}"),
            "another kind than OCEL has",
        ),
        ("datapackage.json", format!("{{\"resources\":{deep}}}"), "not"),
        (
            "boundaries.json",
            format!(
                "{{\"type\":\"FeatureCollection\",\"features\":[{{\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{deep}}}}}]}}"
            ),
            "not valid JSON",
        ),
        (
            "map.hexjson",
            format!("{{\"layout\":\"odd-r\",\"hexes\":{{\"E06000001\":{deep}}}}}"),
            "not valid JSON",
        ),
        ("answer.json", deep.clone(), "not the header of a known layout"),
    ] {
        let said = refusal(name, text.as_bytes());
        assert!(said.contains(says), "{name}: {said}");
        assert!(said.len() < 500, "{name}: nothing of it is repeated");
    }
}

#[test]
fn entities_and_depth_of_a_log_are_refused() {
    let mut entities = String::from("<!DOCTYPE log [<!ENTITY a0 \"aaaaaaaaaa\">");
    for level in 1..10 {
        let before = format!("&a{};", level - 1).repeat(10);
        let _ = write!(entities, "<!ENTITY a{level} \"{before}\">");
    }
    let open = "<log xes.version=\"1.0\">";
    let laughs = format!(
        "<?xml version=\"1.0\"?>{entities}]>{open}<trace><string key=\"concept:name\" \
         value=\"&a9;\"/></trace></log>"
    );
    assert!(refusal("laughs.xes", laughs.as_bytes()).contains("can define entities"));
    let depth = 200_000;
    let deep = format!(
        "<?xml version=\"1.0\"?>{open}{}{}</log>",
        "<trace>".repeat(depth),
        "</trace>".repeat(depth)
    );
    assert!(refusal("deep.xes", deep.as_bytes()).contains("deeper within each other"));
}

/// A text of which a part comes again and again, packed.
fn packed(head: &str, part: &[u8], times: usize) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::best());
    gz.write_all(head.as_bytes()).unwrap();
    for _ in 0..times {
        gz.write_all(part).unwrap();
    }
    gz.finish().unwrap()
}

#[test]
fn what_unpacks_without_end_is_refused_early() {
    // 40 MB each, of which no reader goes through more than a part.
    let zeros = vec![b'0'; 1 << 20];
    let table = packed("indicator,area,period,numerator,denominator,value,source\n", &zeros, 40);
    assert!(table.len() < 1 << 20);
    let said = refusal("table.csv.gz", &table);
    assert!(said.contains("longer than 16 MB"), "{said}");
    let head = "<?xml version=\"1.0\"?><log xes.version=\"1.0\"><trace><string \
                key=\"concept:name\" value=\"";
    let log = packed(head, &zeros, 40);
    assert!(refusal("log.xes.gz", &log).contains("a tag is longer than any of a log"));
}

#[test]
fn a_package_reads_nothing_outside_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "indicator,area,period,value,source\nx,E92000001,2020,1,s\n";
    fs::write(folder.path().join("secret.csv"), secret).unwrap();
    let inside = folder.path().join("package");
    fs::create_dir(&inside).unwrap();
    let outside = folder.path().join("secret.csv");
    for path in ["../secret.csv", "a/../../secret.csv", outside.to_str().unwrap()] {
        let package = format!(
            "{{\"resources\":[{{\"name\":\"figures\",\"path\":{path:?},\"schema\":{{\"fields\":[]}}}}]}}"
        );
        fs::write(inside.join("datapackage.json"), package).unwrap();
        let said = refusal_of(&inside.join("datapackage.json"));
        assert!(said.contains("leads out of the folder"), "{path}: {said}");
    }
}
