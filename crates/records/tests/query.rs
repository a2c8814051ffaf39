//! SQL over observations and over records: figures that are known from elsewhere, and what
//! is refused.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use firstyear_catalogue::catalogue;
use firstyear_core::count::CountSpec;
use firstyear_core::project::Disclosure;
use firstyear_core::{
    AreaCode, Basis, CategoryId, Cell, Dataset, DimensionId, Groups, IndicatorId, Observation,
    Period, Place, Source, SourceClass, SourceId, Withholding,
};
use firstyear_ingest::{read_count_spec_bytes, unwatched};
use firstyear_records::{
    CountOptions, Queried, QueryError, QueryRecords, QueryTables, QueryValue, query,
};

fn options() -> CountOptions<'static> {
    CountOptions { threads: NonZeroUsize::new(2).unwrap(), memory: None, stop: &|| false }
}

fn observed(sql: &str, dataset: &Dataset) -> Result<Queried, QueryError> {
    let hidden = Disclosure::default();
    let tables = QueryTables { dataset, catalogue: catalogue(), records: None, hidden };
    query(sql, &tables, &options())
}

/// The rows, one a line, with values between commas.
fn lines(answer: &Queried) -> String {
    let mut text = String::new();
    for row in &answer.rows {
        let values: Vec<String> = row
            .iter()
            .map(|value| match value {
                QueryValue::Null => "-".to_owned(),
                QueryValue::Text(text) => text.clone(),
                QueryValue::Whole(whole) => whole.to_string(),
                QueryValue::Number(number) => format!("{number}"),
                QueryValue::Flag(flag) => flag.to_string(),
            })
            .collect();
        writeln!(text, "{}", values.join(",")).unwrap();
    }
    text
}

#[track_caller]
fn told(sql: &str, dataset: &Dataset) -> String {
    lines(&observed(sql, dataset).unwrap_or_else(|error| panic!("{sql}: {error}")))
}

fn row(area: &str, decile: &str, events: Cell<u64>, births: u64) -> Observation {
    let pair =
        |decile| (DimensionId::new("imd-2019-decile").unwrap(), CategoryId::new(decile).unwrap());
    Observation {
        indicator: IndicatorId::new("infant-mortality-rate").unwrap(),
        area: AreaCode::new(area).unwrap(),
        period: Period::year(2022).unwrap(),
        groups: if decile.is_empty() {
            Groups::everyone()
        } else {
            Groups::new([pair(decile)]).unwrap()
        },
        numerator: events,
        denominator: Cell::known(births),
        basis: Basis::Complete,
        value: Cell::Absent,
        interval: None,
        standard_error: None,
        note: None,
        source: SourceId::new("made-up").unwrap(),
        place: Place::file("made-up"),
    }
}

fn dataset(class: SourceClass, observations: Vec<Observation>) -> Dataset {
    let id = SourceId::new("made-up").unwrap();
    let source = Source {
        id: id.clone(),
        title: "Made up".to_owned(),
        publisher: "Nobody".to_owned(),
        licence: "None".to_owned(),
        released: NaiveDate::from_ymd_opt(2024, 1, 1),
        class,
        note: None,
    };
    Dataset { observations, sources: [(id, source)].into(), ..Dataset::default() }
}

/// Ten deciles of 1,000 births with 10 deaths fewer each: the line through them falls by 100
/// deaths per 1,000 births from the worst-off to the best-off end.
fn deciles() -> Dataset {
    let of = |at: u64| row("E92000001", &at.to_string(), Cell::known(110 - 10 * at), 1_000);
    dataset(SourceClass::Published, (1..=10).map(of).collect())
}

/// Newcombe (1998), Stat Med 17:857, table I, methods 3 and 5; Garwood (1936), table of
/// limits of a Poisson mean, and Breslow and Day (1987) for Byar's.
#[test]
fn limits_are_those_that_are_printed() {
    let none = Dataset::default();
    for (events, at_risk, wilson, exact) in [
        (81, 263, "0.2553,0.3662", "0.2527,0.3676"),
        (15, 148, "0.0624,0.1605", "0.0578,0.1617"),
        (0, 20, "0,0.1611", "0,0.1684"),
        (1, 29, "0.0061,0.1718", "0.0009,0.1776"),
    ] {
        let limits = |name: &str| {
            let of = |end| format!("round({name}_{end}({events}, {at_risk}), 4)");
            told(&format!("select {}, {}", of("lower"), of("upper")), &none)
        };
        assert_eq!(limits("proportion"), format!("{wilson}\n"), "{events} of {at_risk}");
        assert_eq!(limits("clopper_pearson"), format!("{exact}\n"), "{events} of {at_risk}");
    }
    let five = "select round(poisson_exact_lower(5), 2), round(rate_upper(5, 1000, 1000), 2)";
    assert_eq!(told(five, &none), "1.62,11.67\n");
}

/// Rates that halve from group to group lie on the line of the model: 40, 20 and 10 per 1,000
/// at a sixth, a half and five sixths of all births are 20 × 2^1.5 and 20 × 2^-1.5 at its ends. A
/// concentration index of three equal groups with 1, 2 and 3 is 2/9.
#[test]
fn aggregates_give_what_is_worked_out_by_hand() {
    let groups = "(values (2, 20, 1000), (1, 40, 1000), (3, 10, 1000)) as t(place, x, n)";
    let slope = format!(
        "select round(sii(place, x, n, 1000), 6), round(rii(place, x, n), 6), \
         sii_lower(place, x, n) < sii(place, x, n) from {groups}"
    );
    let none = Dataset::default();
    assert_eq!(told(&slope, &none), "49.497475,8,true\n");
    let index = "select round(concentration_index(y, place), 6) \
                 from (values (2, 2.0), (1, 1.0), (3, 3.0)) as t(place, y)";
    assert_eq!(told(index, &none), "0.222222\n");
    let by_group = "select g, round(rii(place, x, n), 6) \
                    from (values ('b', 1, 40, 1000), ('a', 2, 20, 1000), ('a', 3, 10, 1000), \
                    ('b', 2, 40, 1000), ('a', 1, 40, 1000), ('b', 3, 40, 1000)) t(g, place, x, n) \
                    group by g order by g";
    assert_eq!(told(by_group, &none), "a,8\nb,1\n");
}

fn vector(file: &str) -> Option<Vec<Vec<String>>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors").join(file);
    let text = fs::read_to_string(path).ok()?;
    Some(text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect())
}

/// The first columns of rows as they stand in VALUES; all are numbers.
fn values(rows: &[Vec<String>], columns: usize) -> String {
    let row = |row: &Vec<String>| format!("({})", row[..columns].join(", "));
    rows.iter().map(row).collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn near(value: &QueryValue, expected: &str, what: &str) {
    let QueryValue::Number(value) = value else { panic!("{what}: {value:?}, not {expected}") };
    let expected: f64 = expected.parse().unwrap();
    assert!(
        (value - expected).abs() <= 1e-9 * expected.abs().max(1e-9),
        "{what}: {value}, not {expected}"
    );
}

/// Against the numbers of the R package, where they stand beside the repository.
#[test]
fn rates_and_standardised_rates_are_those_of_the_package() {
    let rates = vector("PHEindicatormethods/phe_rate/open/rows_single_ci.csv");
    let mut rates = rates.unwrap_or_default();
    rates.retain(|row| row[..8].iter().all(|value| value != "NA"));
    for (at, row) in rates.iter_mut().enumerate() {
        // Settings of one row stand under one number.
        row[0] = at.to_string();
    }
    for rows in rates.chunks(400) {
        let sql = format!(
            "select phe_rate(x, n, m, c), phe_rate_lower(x, n, m, c), phe_rate_upper(x, n, m, c) \
             from (values {}) t(at, x, n, m, c) order by at",
            values(rows, 5)
        );
        let answer = observed(&sql, &Dataset::default()).unwrap();
        assert_eq!(answer.rows.len(), rows.len());
        for (got, row) in answer.rows.iter().zip(rows) {
            for (value, expected) in got.iter().zip(&row[5..8]) {
                near(value, expected, &row[0]);
            }
        }
    }
    let (Some(bands), Some(mut expected)) = (
        vector("PHEindicatormethods/calculate_dsr/open/input.csv"),
        vector("PHEindicatormethods/calculate_dsr/open/output_single_ci.csv"),
    ) else {
        return;
    };
    // The package takes what is missing for 0, which a query must not: it may be withheld.
    let lacking: BTreeSet<String> = bands
        .iter()
        .filter(|row| row[2..5].iter().any(|value| value == "NA"))
        .map(|row| row[0].clone())
        .collect();
    let bands: Vec<String> = bands
        .iter()
        .map(|row| {
            format!("('{}', {}, {}, {})", row[0], row[2], row[3], row[4]).replace("NA", "null")
        })
        .collect();
    let mut settings: Vec<[String; 2]> =
        expected.iter().map(|row| [row[1].clone(), row[2].clone()]).collect();
    settings.sort();
    settings.dedup();
    for [confidence, multiplier] in &settings {
        let arguments = format!("x, n, std, null, null, null, {multiplier}, {confidence}");
        let sql = format!(
            "select g, phe_dsr({arguments}), phe_dsr_lower({arguments}), phe_dsr_upper({arguments}) \
             from (values {}) t(g, x, n, std) group by g",
            bands.join(", ")
        );
        let answer = observed(&sql, &Dataset::default()).unwrap();
        for got in &answer.rows {
            let QueryValue::Text(group) = &got[0] else { panic!("{got:?}") };
            let at = expected
                .iter()
                .position(|row| row[0] == *group && row[1] == *confidence && row[2] == *multiplier);
            let row = expected.swap_remove(at.unwrap_or_else(|| panic!("{group}")));
            for (value, expected) in got[1..].iter().zip(&row[5..8]) {
                match expected.as_str() {
                    _ if lacking.contains(group) => assert_eq!(*value, QueryValue::Null, "{group}"),
                    "NA" => assert_eq!(*value, QueryValue::Null, "{group}"),
                    expected => near(value, expected, group),
                }
            }
        }
    }
    assert!(expected.is_empty(), "{expected:?}");
}

#[test]
fn columns_are_those_of_the_tidy_layout_and_what_is_hidden_is_no_zero() {
    let mut data = deciles();
    data.observations.push(row("E06000001", "", Cell::Withheld(Withholding::Publisher), 900));
    data.observations.push(row("E06000002", "", Cell::known(0), 900));
    let sql = "select area, numerator, numerator_status, rate(numerator, denominator, 1000) \
               from observations where groups = '' order by area";
    assert_eq!(told(sql, &data), "E06000001,-,withheld-publisher,-\nE06000002,0,known,0\n");
    // A sum that lacks a part is none, and says so.
    let sums = "select sum(numerator), sum(denominator), avg(numerator), count(*), count(numerator) \
                from observations where groups = ''";
    let answer = observed(sums, &data).unwrap();
    assert_eq!(lines(&answer), "-,1800,-,2,1\n");
    assert!(answer.notes.iter().any(|(note, _)| note.contains("`sum` is NULL where a value is")));
    let known =
        "select sum(numerator) from observations where numerator is not null and groups = ''";
    assert_eq!(told(known, &data), "0\n");
    // What a method cannot use has no result, and the answer says why.
    let none = observed("select rate(3, 0), rate(null, 5)", &data).unwrap();
    assert_eq!(lines(&none), "-,-\n");
    assert_eq!(none.notes.len(), 2, "{:?}", none.notes);
}

#[test]
fn one_table_is_joined_with_another_part_of_it() {
    let with = "with worst as (select area, rate(numerator, denominator) as r from observations \
                where category_order = 1), best as (select area, rate(numerator, denominator) as r \
                from observations where category_order = 10) \
                select worst.area, worst.r / best.r from worst join best on worst.area = best.area";
    assert_eq!(told(with, &deciles()), "E92000001,10\n");
    let running = "select category_order, sum(numerator) over (order by category_order) \
                   from observations where dimension is not null order by category_order limit 2";
    assert_eq!(told(running, &deciles()), "1,100\n2,190\n");
    assert_eq!(told("select area from observations where false", &deciles()), "");
}

#[test]
fn what_is_no_query_is_refused() {
    let data = deciles();
    for (sql, says) in [
        ("", "there is none"),
        ("select 1; select 2", "several statements"),
        ("create table t as select 1", "no query"),
        ("create external table t stored as csv location '/etc/passwd'", "no query"),
        ("insert into observations select * from observations", "no query"),
        ("drop table observations", "no query"),
        ("copy observations to 'x.csv'", "no query"),
        ("set datafusion.execution.batch_size = 1", "no query"),
        ("explain select 1", "no query"),
        ("show tables", "no query"),
        ("describe observations", "no query"),
        ("select * from '/etc/passwd'", "is no table"),
        ("select * from information_schema.tables", "is no table"),
        ("select * from read_csv('x.csv')", "read_csv"),
        ("select * from generate_series(1, 3)", "generate_series"),
        ("select random()", "something else each time"),
        ("select now()", "something else each time"),
        ("select numerater from observations", "is `numerator` meant?"),
        ("select * from observation", "is `observations` meant?"),
        ("select * from births", "--records"),
        ("select rate_lowr(1, 2)", "is `rate_lower` meant?"),
        ("select rate(1)", "called as rate(x, n"),
        ("select rate(1, 2, 3, 4, 5)", "called as rate(x, n"),
        ("select rate_lower(1, 2, 1, 95)", "cannot take what is given as `confidence`"),
        ("select rate(1, 2, -5)", "cannot take what is given as `multiplier`"),
        ("selec 1", "no SQL"),
        ("select status() from observations", "_status"),
        ("select 1 / (numerator - numerator) from observations", "divides by 0"),
        ("select cast(area as int) from observations", "try_cast"),
        ("select $1", "parameters such as `$1`: write their values"),
    ] {
        let error = observed(sql, &data).expect_err(sql).to_string();
        assert!(error.contains(says), "{sql}: {error}");
        // What the engine says of a value that it cannot cast repeats the value.
        assert!(!error.contains("E92000001"), "{sql}: {error}");
    }
}

const SPEC: &str = r#"schema_version = 1
source = "made-up-births"
title = "Made-up births"
basis = "cohort"
[births]
files = ["births.csv"]
fields = { birth_date = "born", age_at_death = "age" }
[period]
unit = "calendar-year"
first = "2019"
last = "2020"
[area]
from = "area"
total = "E92000001"
[[dimension]]
id = "made-up-class"
from = "class"
recode = { 1 = "high", 2 = "middle", 3 = "low" }
missing = "low"
[[indicator]]
id = "infant-mortality-rate"
[[indicator]]
id = "neonatal-mortality"
"#;

/// Births by area and class with their deaths: each year and class 500 births, with deaths by
/// class as planted.
fn births(deaths: &[(&str, u32, u32)]) -> String {
    let mut text = "id,born,area,class,age\n".to_owned();
    let mut id = 0;
    for (area, class, dead) in deaths {
        for at in 0..500 {
            id += 1;
            let age = if at < *dead { if at < *dead / 2 { "3" } else { "100" } } else { "" };
            let year = 2019 + at % 2;
            writeln!(text, "person-{id},{year}-05-01,{area},{class},{age}").unwrap();
        }
    }
    text
}

struct Records {
    folder: tempfile::TempDir,
    spec: CountSpec,
}

impl Records {
    fn of(spec: &str, births: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("births.csv"), births).unwrap();
        let spec = read_count_spec_bytes(spec.as_bytes(), "count.toml", &mut unwatched)
            .unwrap_or_else(|error| panic!("{error}"));
        Self { folder, spec }
    }

    fn ask(&self, sql: &str) -> Result<Queried, QueryError> {
        let folder: &Path = self.folder.path();
        let records = Some(QueryRecords { spec: &self.spec, folder });
        let dataset = &deciles();
        let hidden = Disclosure::default();
        query(sql, &QueryTables { dataset, catalogue: catalogue(), records, hidden }, &options())
    }

    #[track_caller]
    fn told(&self, sql: &str) -> String {
        lines(&self.ask(sql).unwrap_or_else(|error| panic!("{sql}: {error}")))
    }
}

fn planted() -> Records {
    Records::of(
        SPEC,
        &births(&[
            ("E06000001", 1, 40),
            ("E06000001", 2, 60),
            ("E06000001", 3, 80),
            ("E06000002", 1, 3),
            ("E06000002", 2, 50),
            ("E06000002", 3, 90),
        ]),
    )
}

const DEATHS: &str = "sum(infant_mortality_rate_numerator)";

#[test]
fn groups_are_counted_as_count_counts_them() {
    let records = planted();
    assert_eq!(records.told("select count(*), sum(weight) from births"), "3000,3000\n");
    let by_class = format!(
        "select made_up_class, count(*) as n, {DEATHS} as d, \
         round(rate({DEATHS}, sum(infant_mortality_rate_denominator), 1000), 1) as r \
         from births group by made_up_class order by r desc"
    );
    assert_eq!(records.told(&by_class), "low,1000,170,170\nmiddle,1000,110,110\nhigh,1000,43,43\n");
    // A year is chosen among released rows.
    let year = "select area, count(*) from births where period = '2019' group by area, period";
    assert_eq!(records.told(year), "E06000001,750\nE06000002,750\n");
    // Statistics over groups, in a query around the groups.
    let slope = format!(
        "with g as (select made_up_class as c, {DEATHS} as d, count(*) as n from births b \
         group by made_up_class) \
         select round(sii(case c when 'low' then 1 when 'middle' then 2 else 3 end, d, n, 1000), 0) > 0 \
         from g"
    );
    assert_eq!(records.told(&slope), "true\n");
}

/// Three deaths are hidden, and with them what they could be worked out from: another class
/// of the same area, and the same of the other area.
#[test]
fn a_planted_small_cell_is_withheld_with_others() {
    let sql = format!(
        "select area, made_up_class, {DEATHS}, status(), \
         rate_lower({DEATHS}, count(*)) from births group by area, made_up_class order by 1, 2"
    );
    let answer = planted().ask(&sql).unwrap();
    let shown = lines(&answer);
    let cells: Vec<&str> = shown.lines().collect();
    assert_eq!(cells.len(), 6, "{shown}");
    assert!(shown.contains("E06000002,high,-,withheld-primary,-"), "{shown}");
    let second = cells.iter().filter(|line| line.contains(",-,withheld-secondary,-")).count();
    assert_eq!(second, 3, "{shown}");
    let released = answer.released.unwrap();
    assert_eq!((released.rows, released.small, released.others), (6, 1, 3));
    // What is made of a hidden count is hidden, also where it would choose or sort.
    let chosen = format!(
        "select area, made_up_class from births group by area, made_up_class having {DEATHS} < 10"
    );
    assert_eq!(planted().told(&chosen), "");
    let total = format!(
        "select sum(d) from (select area, made_up_class, {DEATHS} as d from births \
         group by area, made_up_class) g"
    );
    assert_eq!(planted().told(&total), "-\n");
}

#[test]
fn a_published_specification_hides_nothing_and_is_still_no_list_of_records() {
    let spec = SPEC.replace("basis = \"cohort\"", "class = \"published\"\nbasis = \"cohort\"");
    let records = Records::of(&spec, &births(&[("E06000001", 1, 3), ("E06000001", 2, 9)]));
    let sql =
        format!("select made_up_class, {DEATHS} from births group by made_up_class order by 1");
    assert_eq!(records.told(&sql), "high,3\nlow,0\nmiddle,9\n");
    let list = records.ask("select area from births").unwrap_err().to_string();
    assert!(list.contains("not told of one by one"), "{list}");
}

/// One record of a weight of 50 is one record.
#[test]
fn a_weight_does_not_make_a_count_large() {
    let spec = SPEC.replace("age_at_death = \"age\"", "age_at_death = \"age\", weight = \"w\"");
    let mut births = births(&[("E06000001", 1, 3), ("E06000001", 2, 90), ("E06000001", 3, 80)]);
    births = births.replace("class,age", "class,age,w");
    let weighted: Vec<String> = births
        .lines()
        .enumerate()
        .map(|(at, line)| if at == 0 { line.to_owned() } else { format!("{line},50") })
        .collect();
    let records = Records::of(&spec, &format!("{}\n", weighted.join("\n")));
    let sql = format!(
        "select made_up_class, count(*), sum(weight), {DEATHS} from births \
         group by made_up_class order by 1"
    );
    let shown = records.told(&sql);
    assert!(shown.starts_with("high,-,-,-\n"), "{shown}");
    assert!(shown.contains("middle,500,25000,4500\n"), "{shown}");
    let spoken = spec.replace(
        "[[indicator]]\nid = \"neo",
        "[[exclude]]\nid = \"none\"\nwhere = \"weight = 0\"\n[[indicator]]\nid = \"neo",
    );
    let error = Records::of(&spoken, &format!("{}\n", weighted.join("\n")));
    let error = error.ask(&sql).unwrap_err().to_string();
    assert!(error.contains("speaks of a weight"), "{error}");
}

/// Ways to come at a record or a small count, each of which is refused.
#[test]
fn every_way_to_a_record_is_refused() {
    let records = planted();
    let by = "group by area";
    for sql in [
        "select * from births",
        "select area from births limit 1",
        "select id from births",
        "select born, count(*) from births group by born",
        "select class, count(*) from births group by class",
        "select distinct area from births",
        "select distinct area, count(*) from births group by area",
        "select array_agg(area) from births",
        "select string_agg(area, ',') from births",
        &format!("select array_agg(weight) from births {by}"),
        &format!("select max(weight) from births {by}"),
        &format!("select min(infant_mortality_rate_numerator) from births {by}"),
        &format!("select avg(infant_mortality_rate_numerator) from births {by}"),
        &format!("select count(distinct made_up_class) from births {by}"),
        &format!("select count(weight) from births {by}"),
        &format!("select approx_distinct(made_up_class) from births {by}"),
        &format!("select sum(distinct weight) from births {by}"),
        &format!("select sum(weight) filter (where area = 'E06000001') from births {by}"),
        &format!("select sum(weight + 0) from births {by}"),
        &format!("select sum(weight * weight) from births {by}"),
        &format!("select sum(case when area = 'E06000001' then 1 else 0 end) from births {by}"),
        "select count(*) from births group by case when area = 'E06000001' then 1 else 0 end",
        "select count(*) from births group by substr(area, 1, 3)",
        "select count(*) from births group by weight",
        "select count(*) from births group by infant_mortality_rate_numerator",
        "select count(*) from births where infant_mortality_rate_numerator = 1",
        "select count(*) from births where area = 'E06000001'",
        "select count(*) from births where id = 'person-7'",
        &format!("select area, count(*) from births where made_up_class = 'low' {by}"),
        &format!("select area, count(*) from births where length(area) = 9 {by}"),
        "select area, count(*) from births group by rollup(area)",
        "select area, count(*) from births group by cube(area, period)",
        "select area, count(*) from births group by grouping sets ((area), ())",
        "select a.area, count(*) from births a join births b on a.area = b.area group by a.area",
        "select o.area, count(*) from observations o join births b on o.area = b.area group by o.area",
        "select o.area, (select count(*) from births b where b.area = o.area) from observations o",
        "select area from observations where area in (select area from births)",
        "select area from observations where exists (select 1 from births)",
        "select area, count(*) from births group by area union all select period, count(*) from births group by period",
        "select x.area from births, lateral (select area from observations) x",
        "select area, count(*), row_number() over (order by area) from births group by area",
        "select area, sum(count(*)) over () from births group by area",
        "with a as (select area, count(*) n from births group by area) select * from a x join a y on x.area = y.area",
        "with a as (select area, count(*) n from births group by area) select array_agg(n) from a",
        "with a as (select area, count(*) n from births group by area) select max(n) from a",
        "with b as (select area from births) select area, count(*) from b group by area",
        "with b as (select area, weight / (weight - 1) as w from births) select area, sum(w) from b group by area",
        "select cast(area as int), count(*) from births group by cast(area as int)",
        "select area, sum(cast(area as int)) from births group by area",
        "select area, count(*) from (select * from births limit 5) b group by area",
        "select area, count(*) from (select * from births order by weight) b group by area",
        "explain select area, count(*) from births group by area",
        "explain analyze select area, count(*) from births group by area",
        "describe births",
        "select * from information_schema.columns",
        "copy (select * from births) to 'x.csv'",
        "create view v as select * from births",
        "select area, first_value(weight) from births group by area",
        "select area, nth_value(weight, 2) from births group by area",
        "select area, median(weight) from births group by area",
        "select area, sii(weight, weight, weight) from births group by area",
        "select area, random(), count(*) from births group by area",
        "select area, count(*) from births where period > (select min(period) from births) group by area, period",
        "select area, count(*) from births having count(*) > (select count(*) from births)",
    ] {
        let error = match records.ask(sql) {
            Err(error) => error.to_string(),
            Ok(answer) => panic!("{sql}: {answer:?}"),
        };
        for secret in ["person-", "2019-05-01", "E06000002"] {
            assert!(!error.contains(secret), "{sql}: {error}");
        }
    }
}

#[test]
fn a_column_that_is_grouped_by_twice_is_one() {
    let records = planted();
    let once = "select made_up_class, count(*) as n, status() from births group by made_up_class";
    let twice = format!("{once}, made_up_class order by 1");
    assert_eq!(records.told(&twice), records.told(&format!("{once} order by 1")));
}

#[test]
fn what_is_null_is_no_zero_of_a_method_that_takes_it_for_one() {
    let rows = "(values (10, 1000, 1.0), (cast(null as int), 1000, 1.0)) as t(x, n, s)";
    let sql = format!("select phe_dsr(x, n, s), dsr(x, n, s) from {rows}");
    let answer = observed(&sql, &Dataset::default()).unwrap();
    assert_eq!(lines(&answer), "-,-\n");
    assert!(answer.notes.iter().any(|(note, _)| note.contains("`x` is NULL")));
    let by_row = "select rate(x, 1000, 1000) from (values (8), (cast(null as int)), (9)) as t(x)";
    assert_eq!(told(by_row, &Dataset::default()), "8\n-\n9\n");
}

#[test]
fn a_refusal_says_which_rule_is_broken() {
    let records = planted();
    for (sql, says) in [
        ("select area from births", "not told of one by one"),
        (
            "select count(*) from births group by weight",
            "`weight` is no column to group by: those are period, area, made_up_class",
        ),
        ("select sum(area) from births", "`sum` is made of numbers"),
        ("select sum(weight * 2) from births", "sum(…) takes a column of `births` as it is"),
        ("select count(*) from births where area = 'E06000001'", "`area` is none"),
        ("select max(weight) from births", "`max` is not made of records"),
        (
            "select area, count(*) from births group by area union all select area, count(*) from births group by area",
            "`births` is grouped once",
        ),
        ("select count(*) from births group by made_up_clas", "is `made_up_class` meant?"),
        ("select count(*) from births tablesample bernoulli (10)", "every row is looked at"),
        ("select count(*) from births for update", "nothing can be locked"),
    ] {
        let error = records.ask(sql).expect_err(sql).to_string();
        assert!(error.contains(says), "{sql}: {error}");
    }
}

/// What 93 and 90 leave is 3: a query may take any rows from any others.
#[test]
fn no_figure_of_restricted_observations_is_told() {
    let rows = vec![
        row("E92000001", "", Cell::known(93), 30_000),
        row("E92000001", "1", Cell::known(90), 20_000),
        row("E92000001", "3", Cell::Withheld(Withholding::Publisher), 10_000),
    ];
    let sql = "select category, numerator, numerator_status, rate(numerator, denominator, 1000) \
               from observations order by category nulls first";
    let open = told(sql, &dataset(SourceClass::Published, rows.clone()));
    assert!(open.contains("1,90,known,4.5"), "{open}");
    let answer = observed(sql, &dataset(SourceClass::Restricted, rows.clone())).unwrap();
    assert_eq!(
        lines(&answer),
        "-,-,withheld-secondary,-\n1,-,withheld-secondary,-\n3,-,withheld-publisher,-\n"
    );
    assert_eq!(answer.released.unwrap().others, 3);
    // A source that nothing is known of is restricted.
    let unknown = Dataset { sources: [].into(), ..dataset(SourceClass::Published, rows) };
    assert!(!told(sql, &unknown).contains("90"));
}
