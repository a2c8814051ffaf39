//! Flat arrays and hashes give the same counts, with much memory and with little.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use firstyear_catalogue::catalogue;
use firstyear_ingest::{read_count_spec_bytes, unwatched};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::*;

#[expect(dead_code, reason = "the loop itself is asked by the tests of counts")]
#[path = "../../tests/naive/mod.rs"]
mod naive;

const HEAD: &str = "schema_version = 1\nsource = \"made-up-births\"\ntitle = \"Made-up births\"\n";

fn spec(text: &str) -> CountSpec {
    read_count_spec_bytes(text.as_bytes(), "count.toml", &mut unwatched)
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn options(threads: usize, memory: Option<usize>) -> CountOptions<'static> {
    CountOptions {
        threads: NonZeroUsize::new(threads).unwrap(),
        memory: memory.and_then(NonZeroUsize::new),
        stop: &|| false,
    }
}

/// A count without its plan, and whether it was by flat arrays.
fn counted(way: Way, text: &str, folder: &Path, options: &CountOptions<'_>) -> (Counted, bool) {
    let counted = count_at(&spec(text), catalogue(), folder, options, &Here(way));
    let mut counted = counted.unwrap_or_else(|error| panic!("{error}\n{text}"));
    let plan = std::mem::take(&mut counted.report.plan);
    (counted, plan.iter().any(|name| name == "TallyExec"))
}

#[test]
fn flat_arrays_and_hashes_give_the_same() {
    let cases = std::env::var("FIRSTYEAR_COUNT_CASES").ok().and_then(|text| text.parse().ok());
    let cases = cases.unwrap_or(12);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, rng)
        .run(&(naive::births(), naive::deaths(), naive::asked()), |(births, deaths, asked)| {
            let folder = tempfile::tempdir().unwrap();
            let text = asked.spec(HEAD);
            naive::write(&births, &deaths, &asked, folder.path());
            let [(flat, is_flat), (hashed, is_hashed)] = [Way::Flat, Way::Hashed]
                .map(|way| counted(way, &text, folder.path(), &options(2, None)));
            prop_assert!(is_flat && !is_hashed);
            prop_assert_eq!(flat, hashed, "{}", text);
            Ok(())
        })
        .unwrap();
}

const MANY: &str = r#"basis = "cohort"
[births]
files = ["births.csv"]
fields = { birth_date = "born", gestation_weeks = "weeks" }
[period]
unit = "calendar-year"
first = "2019"
last = "2021"
[area]
from = "area"
total = "E92000001"
[[dimension]]
id = "made-up-class"
from = "class"
recode = { 1 = "high", 2 = "low" }
[[indicator]]
id = "preterm-births"
"#;

/// Births in so many areas, one after another, so that each comes again when all have had one.
fn births_in(areas: usize, births: usize) -> tempfile::TempDir {
    let mut text = "born,area,class,weeks\n".to_owned();
    for n in 0..births {
        let (year, class, weeks) = (2019 + n % 3, n % 4, 30 + n % 11);
        writeln!(text, "{year}-05-0{},E{:08},{class},{weeks}", n % 9 + 1, n % areas).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("births.csv"), text).unwrap();
    folder
}

/// A plane has 3 periods and 4 places of 5 bytes, and a head: 140. There is room for 57, and there
/// are 40 areas with two patterns each, of births before term and at term.
#[test]
fn cells_without_room_are_handed_on_and_add_up() {
    let folder = births_in(40, 3_000);
    let text = format!("{HEAD}{MANY}");
    let (much, _) = counted(Way::Flat, &text, folder.path(), &options(1, None));
    let (little, is_flat) = counted(Way::Flat, &text, folder.path(), &options(1, Some(2 * 8_000)));
    assert!(is_flat);
    assert_eq!(much, little);
    let total = much.observations.iter().filter(|row| row.area.as_str() == "E92000001");
    let births: u64 = total
        .filter(|row| row.groups.is_everyone())
        .map(|row| *row.denominator.value().unwrap())
        .sum();
    assert_eq!(births, 3_000);
}

/// A cell has 1,000 births of two patterns: bytes of the one plane begin anew twice, of the other
/// once.
#[test]
fn cells_count_beyond_the_bytes_of_their_planes() {
    let folder = births_in(1, 12_000);
    let text = format!("{HEAD}{MANY}");
    let (flat, is_flat) = counted(Way::Flat, &text, folder.path(), &options(1, None));
    let (hashed, _) = counted(Way::Hashed, &text, folder.path(), &options(1, None));
    assert!(is_flat);
    assert_eq!(flat, hashed);
}

/// Two indicators have planes for eight patterns, and four conditions make sixteen.
#[test]
fn patterns_without_a_plane_are_counted_beside_those_that_have_one() {
    let mut text = "born,area,class,a,b,c,d\n".to_owned();
    for n in 0..2_000 {
        let [a, b, c, d] = [1, 2, 4, 8].map(|bit| usize::from((n * 7 % 61) & bit > 0));
        writeln!(text, "2020-01-01,E0600000{},{},{a},{b},{c},{d}", n % 3, n % 4).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("births.csv"), text).unwrap();
    let (head, _) = MANY.split_once("[[indicator]]").unwrap();
    let head = head.replace(", gestation_weeks = \"weeks\"", "");
    let indicator = |id: &str, numerator: &str, denominator: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\nnumerator = \"{numerator} = 1\"\n\
             denominator = \"{denominator} = 1\"\n"
        )
    };
    let indicators = indicator("made-up-one", "a", "b") + &indicator("made-up-two", "c", "d");
    let text = format!("{HEAD}{head}{indicators}");
    let (flat, is_flat) = counted(Way::Flat, &text, folder.path(), &options(1, None));
    let (hashed, _) = counted(Way::Hashed, &text, folder.path(), &options(1, None));
    assert!(is_flat);
    assert_eq!(flat, hashed);
    // With little room all are handed on, planes and sums.
    let (little, is_flat) = counted(Way::Flat, &text, folder.path(), &options(1, Some(2 * 2_000)));
    assert!(is_flat);
    assert_eq!(little, hashed);
}

/// What would be mostly empty arrays is grouped by hashes.
#[test]
fn arrays_that_stay_empty_are_given_up() {
    let folder = births_in(2_000, 4_000);
    let codes: Vec<String> = (0..600).map(|code| format!("{code} = \"c{code}\"")).collect();
    let text = format!("{HEAD}{MANY}").replace("1 = \"high\", 2 = \"low\"", &codes.join(", "));
    let (flat, is_flat) = counted(Way::Flat, &text, folder.path(), &options(2, Some(4 << 20)));
    let (hashed, _) = counted(Way::Hashed, &text, folder.path(), &options(2, None));
    assert!(!is_flat);
    assert_eq!(flat, hashed);
}

/// 50,000 groups in 3 MB, as 10 million in 256.
#[test]
fn more_groups_than_memory_holds_are_counted_by_way_of_the_disk() {
    let folder = births_in(50_000, 60_000);
    let text = format!("{HEAD}{MANY}");
    let spec = spec(&text);
    let asked = Asked::of(&spec, catalogue()).unwrap();
    let inputs = Inputs::look(&spec, folder.path(), Way::Flat, &|| false).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().unwrap();
    let counted = |memory| {
        let options = options(2, memory);
        runtime.block_on(async {
            let context = context(&options).unwrap();
            let frame = Frame::of(&asked, &inputs, &context).await.unwrap();
            let cross = pass::cross(&asked, &frame, None, &|| false).await.unwrap();
            (cross.spills, cross.tables.rows())
        })
    };
    let (spills, much) = counted(None);
    assert_eq!(spills, 0);
    let (spills, little) = counted(Some(3 << 20));
    assert!(spills > 0);
    assert!(much == little);
}

/// Whenever it is cut off: while its hash is taken, its columns are read, or its batches.
#[test]
fn a_file_of_arrow_that_is_written_to_before_it_is_sent_changed() {
    use std::cell::Cell;

    use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch};
    use datafusion::arrow::ipc::writer::FileWriter;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("births.arrow");
    let write = || {
        let year: ArrayRef = Arc::new(Int64Array::from(vec![2019; 9_000]));
        let batch = RecordBatch::try_from_iter([("year", year)]).unwrap();
        let mut writer =
            FileWriter::try_new(fs::File::create(&path).unwrap(), &batch.schema()).unwrap();
        for _ in 0..8 {
            writer.write(&batch).unwrap();
        }
        writer.finish().unwrap();
    };
    let text = format!(
        "{HEAD}basis = \"cohort\"\n[births]\nfiles = [\"births.arrow\"]\n\
        fields = {{ birth_year = \"year\" }}\n\
        [period]\nunit = \"calendar-year\"\nfirst = \"2019\"\nlast = \"2019\"\n\
        [area]\ntotal = \"E92000001\"\n[[indicator]]\nid = \"births\"\n"
    );
    let spec = spec(&text);
    let mut changed = 0;
    for after in 1.. {
        write();
        let asked = Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            if asked.get() == after {
                fs::File::options().write(true).open(&path).unwrap().set_len(90_000).unwrap();
            }
            false
        };
        let looked = Inputs::look(&spec, folder.path(), Way::Sent, &stop);
        if asked.get() < after {
            assert!(looked.is_ok());
            break;
        }
        match looked {
            Err(CountError::Changed { .. }) => changed += 1,
            Err(error) => panic!("after {after} of its batches: {error}"),
            // It was read by then, and is looked at again at the end.
            Ok(_) => {}
        }
    }
    assert!(changed > 8, "{changed}");
}
