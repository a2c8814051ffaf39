//! Made-up births and deaths in the published layout of the linked files of the NCHS, counted
//! by the rules of their publications: foreign residents left out, deaths of a period weighted
//! by RECWT and those of a cohort not, the two estimates of gestation kept apart.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use firstyear_catalogue::catalogue;
use firstyear_core::Observation;
use firstyear_ingest::{read_count_spec_bytes, unwatched};
use firstyear_records::{CountError, CountOptions, Counted, count};

fn counted(text: &str, folder: &Path) -> Result<Counted, CountError> {
    let spec = read_count_spec_bytes(text.as_bytes(), "count.toml", &mut unwatched)
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    let threads = NonZeroUsize::new(2).unwrap();
    count(&spec, catalogue(), folder, &CountOptions { threads, memory: None, stop: &|| false })
}

/// A birth of 2017 or 2018, and what became of it.
#[derive(Clone)]
struct Born {
    year: u32,
    month: u32,
    /// 1 to 3 for residents, 4 for foreign ones.
    residence: u32,
    /// Completed weeks by the obstetric estimate and by the combined one; 99 is not known.
    obstetric: u32,
    combined: u32,
    grams: u32,
    death: Option<Death>,
}

#[derive(Clone)]
struct Death {
    days: u32,
    year: u32,
    month: u32,
    is_linked: bool,
    /// In millionths.
    weight: u64,
    number: u32,
}

/// Numbers that a seed makes up.
struct Made(u64);

impl Made {
    fn below(&mut self, end: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(end)).unwrap()
    }
}

fn births() -> Vec<Born> {
    let mut made = Made(9);
    let born = |number| {
        let (year, month) = (2017 + made.below(2), 1 + made.below(12));
        let obstetric = if made.below(40) == 0 { 99 } else { 22 + made.below(20) };
        let combined = match made.below(10) {
            0 => 99,
            1 | 2 if obstetric < 99 => obstetric - 2,
            3 if obstetric < 99 => obstetric + 1,
            _ => obstetric,
        };
        let (residence, grams) = (1 + made.below(4), 500 + made.below(4000));
        let dies = made.below(6) == 0;
        let days = if made.below(2) == 0 { made.below(28) } else { 28 + made.below(337) };
        let months = year * 12 + month - 1 + days / 31;
        let weight = [1_000_000, 1_003_142, 1_017_250][made.below(3) as usize];
        let death = Death {
            days,
            year: months / 12,
            month: months % 12 + 1,
            is_linked: made.below(25) > 0,
            weight,
            number,
        };
        let death = dies.then_some(death);
        Born { year, month, residence, obstetric, combined, grams, death }
    };
    (0..6_000).map(born).collect()
}

/// Writes a field where the published layout has it.
fn put(record: &mut [u8], first: usize, last: usize, text: &str) {
    assert_eq!(text.len(), last + 1 - first, "{text}");
    record[first - 1..last].copy_from_slice(text.as_bytes());
}

/// The record of a birth, of the length of births or of deaths.
fn record(born: &Born, length: usize) -> Vec<u8> {
    let mut record = vec![b' '; length];
    put(&mut record, 9, 12, &born.year.to_string());
    put(&mut record, 13, 14, &format!("{:02}", born.month));
    put(&mut record, 104, 104, &born.residence.to_string());
    put(&mut record, 475, 475, "F");
    put(&mut record, 490, 491, &format!("{:02}", born.combined));
    put(&mut record, 499, 500, &format!("{:02}", born.obstetric));
    put(&mut record, 512, 515, &format!("{:04}", born.grams));
    if let Some(death) = born.death.as_ref().filter(|death| death.is_linked) {
        put(&mut record, 365, 371, &format!("{:07}", death.number));
        put(&mut record, 372, 375, &death.year.to_string());
        put(&mut record, 1346, 1346, "1");
    }
    record
}

/// The record of a death, which begins with that of its birth where they are linked.
fn death_record(born: &Born, death: &Death) -> Vec<u8> {
    let mut record = record(born, 1743);
    if !death.is_linked {
        put(&mut record, 1346, 1346, "2");
    }
    put(&mut record, 1356, 1358, &format!("{:03}", death.days));
    put(&mut record, 1377, 1384, &format!("1.{:06}", death.weight - 1_000_000));
    put(&mut record, 1672, 1675, &death.year.to_string());
    put(&mut record, 1742, 1743, &format!("{:02}", death.month));
    record
}

fn text(records: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut text = Vec::new();
    for record in records {
        text.extend(record);
        text.extend(b"\r\n");
    }
    // Files of older systems end so.
    text.push(0x1A);
    text
}

/// Births by the year of birth, deaths by the year of death.
fn written(births: &[Born]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for year in [2017, 2018] {
        let of_year = births.iter().filter(|born| born.year == year);
        let records = of_year.map(|born| record(born, 1346));
        fs::write(folder.path().join(format!("births-{year}.txt")), text(records)).unwrap();
        let deaths = births.iter().filter_map(|born| Some((born, born.death.as_ref()?)));
        let deaths = deaths.filter(|(_, death)| death.year == year);
        let records = deaths.map(|(born, death)| death_record(born, death));
        fs::write(folder.path().join(format!("deaths-{year}.txt")), text(records)).unwrap();
    }
    folder
}

const COMMON: &str = r#"
[area]
total = "iso3166:USA"
[[exclude]]
id = "foreign-residents"
where = "RESTATUS = '4'"
[[exclude]]
id = "unlinked-deaths"
where = "FLGND = '2'"
[[dimension]]
id = "obstetric-estimate"
from = "CASE WHEN gestation_weeks < 37 THEN 'preterm' WHEN gestation_weeks >= 37 THEN 'term' END"
recode = { preterm = "preterm", term = "term" }
[[dimension]]
id = "combined-estimate"
from = "CASE WHEN combined_weeks < 37 THEN 'preterm' WHEN combined_weeks >= 37 THEN 'term' END"
recode = { preterm = "preterm", term = "term" }
[[indicator]]
id = "infant-mortality-rate"
[[indicator]]
id = "neonatal-mortality"
"#;

/// Births and deaths of 2018 as one table: a record of the deaths is no birth of its own.
const PERIOD: &str = r#"schema_version = 1
source = "made-up-linked-births"
title = "Made-up births and deaths in the published layout"
basis = "period"
[births]
files = ["births-2018.txt", "deaths-2018.txt"]
layout = "linked-2018-period"
[births.fields]
birth_year = "DOB_YY"
birth_month = "DOB_MM"
gestation_weeks = "CASE WHEN OEGest_Comb <> '99' THEN OEGest_Comb END"
combined_weeks = "CAST(CASE WHEN COMBGEST <> '99' THEN COMBGEST END AS INT)"
birth_weight = "BRTHWGT"
age_at_death = "AGED"
death_year = "DOD_YY"
death_month = "DOD_MM"
weight = "CASE WHEN DOD_YY IS NULL THEN 1 ELSE 0 END"
death_weight = "RECWT"
[period]
unit = "calendar-year"
first = "2018"
last = "2018"
"#;

/// Births of 2017 with their deaths in either year, linked by the number of the death.
const COHORT: &str = r#"schema_version = 1
source = "made-up-linked-births"
title = "Made-up births and deaths in the published layout"
basis = "cohort"
[births]
files = ["births-2017.txt"]
layout = "linked-2017-cohort-births"
key = "CO_SEQNUM || CO_DODYY"
[births.fields]
birth_year = "DOB_YY"
gestation_weeks = "CASE WHEN OEGest_Comb <> '99' THEN OEGest_Comb END"
combined_weeks = "CAST(CASE WHEN COMBGEST <> '99' THEN COMBGEST END AS INT)"
[deaths]
files = ["deaths-2017.txt", "deaths-2018.txt"]
layout = "linked-2018-period-deaths"
key = "CO_SEQNUM || CO_DODYY"
[deaths.fields]
age_at_death = "AGED"
death_year = "DOD_YY"
[period]
unit = "calendar-year"
first = "2017"
last = "2017"
"#;

/// What is counted of an indicator in a group; none where nothing falls into it.
fn found(counted: &Counted, indicator: &str, groups: &str) -> [u64; 2] {
    let is_asked =
        |row: &Observation| row.indicator.as_str() == indicator && row.groups.to_string() == groups;
    let row = counted.observations.iter().find(is_asked).unwrap();
    [*row.numerator.value().unwrap(), *row.denominator.value().unwrap()]
}

/// Which births a group has: everyone, or those of an estimate of weeks.
type Group = (&'static str, fn(&Born) -> bool);

const GROUPS: [Group; 7] = [
    ("", |_| true),
    ("obstetric-estimate=preterm", |born| born.obstetric < 37),
    ("obstetric-estimate=term", |born| (37..99).contains(&born.obstetric)),
    ("obstetric-estimate=not-stated", |born| born.obstetric == 99),
    ("combined-estimate=preterm", |born| born.combined < 37),
    ("combined-estimate=term", |born| (37..99).contains(&born.combined)),
    ("combined-estimate=not-stated", |born| born.combined == 99),
];

#[test]
fn a_period_file_gives_residents_and_weighted_deaths() {
    let births = births();
    let folder = written(&births);
    let counted = counted(&format!("{PERIOD}{COMMON}"), folder.path()).unwrap();
    for (groups, belongs) in GROUPS {
        let residents = || births.iter().filter(|born| born.residence < 4 && belongs(born));
        let at_risk = residents().filter(|born| born.year == 2018).count() as u64;
        let deaths = |below: u32| -> u64 {
            let deaths = residents().filter_map(|born| born.death.as_ref());
            let counted =
                deaths.filter(|one| one.year == 2018 && one.is_linked && one.days < below);
            (counted.map(|death| death.weight).sum::<u64>() + 500_000) / 1_000_000
        };
        assert!(deaths(28) > 0 && deaths(365) > deaths(28), "{groups}");
        let infant = found(&counted, "infant-mortality-rate", groups);
        assert_eq!(infant, [deaths(365), at_risk], "{groups}");
        let neonatal = found(&counted, "neonatal-mortality", groups);
        assert_eq!(neonatal, [deaths(28), at_risk], "{groups}");
    }
    let [obstetric, combined] = ["obstetric-estimate=preterm", "combined-estimate=preterm"]
        .map(|groups| found(&counted, "infant-mortality-rate", groups));
    assert_ne!(obstetric, combined, "the two estimates are not the same");
    let foreign = births.iter().filter(|born| born.residence == 4).map(|born| {
        u64::from(born.year == 2018)
            + u64::from(born.death.as_ref().is_some_and(|d| d.year == 2018))
    });
    assert_eq!(counted.report.excluded[0].births, foreign.sum::<u64>());
    assert!(counted.report.excluded[1].births > 0);
    assert_eq!(counted.report.unreadable, []);
    // Deaths have a weight of their own, and births beside them none: nobody lacks one.
    let of_weights = |code: &str| code.ends_with("weight-missing");
    assert!(counted.report.checks.iter().all(|check| !of_weights(&check.code)));

    // Where those of the deaths are blank, each of them lacks one, and no birth does.
    let blank = PERIOD.replace("\"RECWT\"", "\"CASE WHEN DOD_YY IS NULL THEN RECWT END\"");
    let counted = self::counted(&format!("{blank}{COMMON}"), folder.path()).unwrap();
    let told = births.iter().filter_map(|born| born.death.as_ref());
    let deaths = told.filter(|death| death.year == 2018).count() as u64;
    let checks = counted.report.checks.iter().filter(|check| of_weights(&check.code));
    let found: Vec<_> = checks.map(|check| (&*check.code, check.records)).collect();
    assert_eq!(found, [("weight-missing", deaths), ("death-weight-missing", deaths)]);
    // Where births have none, they alone lack one.
    let blank = PERIOD.replace("THEN 1 ELSE", "THEN 0 ELSE");
    let counted = self::counted(&format!("{blank}{COMMON}"), folder.path()).unwrap();
    let of_year = births.iter().filter(|born| born.year == 2018).count() as u64;
    let checks = counted.report.checks.iter().filter(|check| of_weights(&check.code));
    let found: Vec<_> = checks.map(|check| (&*check.code, check.records)).collect();
    assert_eq!(found, [("weight-missing", of_year)]);
}

#[test]
fn a_cohort_file_gives_the_deaths_of_its_births_without_weights() {
    let births = births();
    let folder = written(&births);
    let spec = format!("{COHORT}{COMMON}").replace("FLGND = '2'", "FALSE");
    let counted = counted(&spec, folder.path()).unwrap();
    for (groups, belongs) in GROUPS {
        let of_year = |born: &&Born| born.residence < 4 && born.year == 2017 && belongs(born);
        let residents = || births.iter().filter(of_year);
        let deaths = |below: u32| {
            let deaths = residents().filter_map(|born| born.death.as_ref());
            deaths.filter(|one| one.is_linked && one.days < below).count() as u64
        };
        let at_risk = residents().count() as u64;
        assert!(deaths(28) > 0, "{groups}");
        let infant = found(&counted, "infant-mortality-rate", groups);
        assert_eq!(infant, [deaths(365), at_risk], "{groups}");
        let neonatal = found(&counted, "neonatal-mortality", groups);
        assert_eq!(neonatal, [deaths(28), at_risk], "{groups}");
    }
    // Deaths of those born in 2018 stand in the same files.
    let deaths = counted.report.deaths.unwrap();
    let of = |holds: fn(&Born, &Death) -> bool| {
        let deaths = births.iter().filter_map(|born| Some((born, born.death.as_ref()?)));
        deaths.filter(|(born, death)| death.year < 2019 && holds(born, death)).count() as u64
    };
    assert_eq!(deaths.deaths, of(|_, _| true));
    assert_eq!(deaths.without_key, of(|_, death| !death.is_linked));
    assert_eq!(deaths.unlinked, of(|born, death| death.is_linked && born.year == 2018));
}

/// Whatever is read of a record of another length would be of other columns.
#[test]
fn a_record_of_another_length_is_told_by_its_line() {
    let births = births();
    let folder = written(&births);
    let at = folder.path().join("births-2018.txt");
    let whole = fs::read(&at).unwrap();
    let second = 1348 + 1345;
    fs::write(&at, [&whole[..second], &whole[second + 1..]].concat()).unwrap();
    let error = counted(&format!("{PERIOD}{COMMON}"), folder.path()).unwrap_err().to_string();
    assert_eq!(
        error,
        "`births-2018.txt` cannot be read as records of fixed width: the record of line 2 has 1345 bytes, and those of the layout have 1346 or 1743"
    );
}

/// A file of one's own: the columns are told one by one, and it may be packed.
#[test]
fn columns_of_fixed_width_can_be_told() {
    use std::io::Write as _;

    let text = "1 2019 39  E06000001\n2 2019 31  E06000001\n3 2020  x  E06000002\n\n4 2020     \n";
    let spec = r#"schema_version = 1
source = "made-up-births"
title = "Made-up births"
basis = "cohort"
[births]
files = ["births.txt"]
column = [
    { name = "year", start = 3, width = 4 },
    { name = "gest", start = 7, width = 4 },
    { name = "area", start = 12, width = 9 },
]
fields = { birth_year = "year", gestation_weeks = "gest" }
[period]
unit = "calendar-year"
first = "2019"
last = "2020"
[area]
from = "area"
[[indicator]]
id = "preterm-births"
"#;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("births.txt");
    let padded = text.replace("2020     \n", "2020              \n");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(padded.as_bytes()).unwrap();
    for bytes in [padded.clone().into_bytes(), packed.finish().unwrap()] {
        fs::write(&file, bytes).unwrap();
        let counted = counted(spec, folder.path()).unwrap();
        let rows = counted.observations.iter().map(|row| {
            let counts = (*row.numerator.value().unwrap(), *row.denominator.value().unwrap());
            (row.area.to_string(), row.period.to_string(), counts)
        });
        assert_eq!(
            rows.collect::<Vec<_>>(),
            [
                ("E06000001".to_owned(), "2019".to_owned(), (1, 2)),
                ("E06000002".to_owned(), "2020".to_owned(), (0, 0)),
            ]
        );
        let report = &counted.report;
        assert_eq!((report.births, report.births_without_area), (4, 1));
        assert_eq!(
            (&*report.unreadable[0].field, report.unreadable[0].records),
            ("gestation_weeks", 1)
        );
    }
    fs::write(&file, text).unwrap();
    let error = counted(spec, folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("line 5 has 11 bytes, and their columns reach to 20"), "{error}");

    for (was, is, says) in [
        (
            "column = [",
            "layout = \"linked-2018-periods\"\ncolumn = [",
            "is `linked-2018-period` meant?",
        ),
        ("column = [", "format = \"csv\"\ncolumn = [", "are for records of fixed width"),
        ("name = \"gest\"", "name = \"year\"", "two of `births.column` are named `year`"),
        ("start = 3", "start = 0", "does not stand from 1 to 8192"),
        ("start = 3", "start = 8190", "does not stand from 1 to 8192"),
        ("start = 3", "start = 4294967295", "does not stand from 1 to 8192"),
        (
            "column = [",
            "layout = \"linked-2017-cohort-births\"\ncolumn = [{ name = \"SEX\", start = 1, width = 1 },",
            "it has a column `SEX` already",
        ),
        (
            "column = [",
            "layout = \"linked-2017-cohort-births\"\ncolumn = [{ name = \"x\", start = 1347, width = 1 },",
            "its records end before `x`",
        ),
    ] {
        let wrong = spec.replace(was, is);
        let error = read_count_spec_bytes(wrong.as_bytes(), "count.toml", &mut unwatched);
        let error = error.unwrap_err().to_string();
        assert!(error.contains(says), "{is}: {error}");
    }
    let start = spec.find("column = [").unwrap();
    let end = spec.find("fields =").unwrap();
    let wrong = format!("{}format = \"fixed-width\"\n{}", &spec[..start], &spec[end..]);
    let error = read_count_spec_bytes(wrong.as_bytes(), "count.toml", &mut unwatched).unwrap_err();
    assert!(error.to_string().contains("nothing says where their columns stand"), "{error}");
}
