//! What is written in a format of another system reads back equal; and what a
//! format cannot hold is in its loss.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use firstyear_catalogue::catalogue;
use firstyear_core::{
    Area, AreaCode, Basis, Cell, Confidence, Dataset, DimensionId, Flags, Groups, IndicatorId,
    Interval, NamedIndicator, Observation, Period, PeriodUnit, Place, SampleFraction, SourceId,
    Withholding,
};
use firstyear_export::exchange::{
    Lists, Loss, WriteError, write_data_package, write_dhis2_csv, write_dhis2_json,
    write_fingertips_upload, write_heat_plus, write_sdmx_csv,
};
use firstyear_export::tidy;
use firstyear_ingest::{read_file, unwatched};
use firstyear_tests::codes;
use proptest::prelude::*;

/// What each format knows by codes of its own.
#[derive(Clone, Copy, Debug)]
struct Own {
    scheme: &'static str,
    code: &'static str,
    area: &'static str,
    unit: Option<&'static str>,
}

const SDMX: Own =
    Own { scheme: "sdmx", code: "CME_MRY0", area: "sdmx:UNICEF_EAP", unit: Some("D_PER_1000_B") };
const HEAT: Own =
    Own { scheme: "heat-plus", code: "anc4", area: "heat-plus:north", unit: Some("%") };
/// The upload layout knows organisations of the health service by their codes.
const UPLOAD: Own = Own { scheme: "fingertips", code: "93085", area: "ods:RYJ", unit: None };
const DHIS2: Own =
    Own { scheme: "dhis2", code: "g9eOBujte1U", area: "dhis2:DiszpKrYNg8", unit: None };

fn named(scheme: &str, code: &str, name: &str, unit: Option<&str>) -> NamedIndicator {
    let id = format!("{scheme}-{}", code.to_lowercase().replace('_', "-"));
    NamedIndicator {
        id: IndicatorId::new(&id).unwrap(),
        scheme: scheme.to_owned(),
        code: code.to_owned(),
        name: name.to_owned(),
        unit: unit.map(str::to_owned),
    }
}

/// The indicators of a data set: one of the catalogue, one of the format's own
/// and one of another system.
fn indicators(own: Own) -> [(IndicatorId, Option<NamedIndicator>); 3] {
    let listed = IndicatorId::new("infant-mortality-rate").unwrap();
    let name = |name| if own.scheme == "dhis2" { None } else { Some(name) };
    let mine = named(own.scheme, own.code, name("A name").unwrap_or(own.code), own.unit);
    let other =
        named("fingertips", "93085", name("Another, \"quoted\"").unwrap_or("93085"), own.unit);
    [(listed, None), (mine.id.clone(), Some(mine)), (other.id.clone(), Some(other))]
}

fn flags() -> impl Strategy<Value = Flags> {
    let all = [
        Flags::PROVISIONAL,
        Flags::REVISED,
        Flags::ESTIMATED,
        Flags::LOW_RELIABILITY,
        Flags::SERIES_BREAK,
    ];
    let some = prop::collection::vec(prop::sample::select(all.to_vec()), 0..3);
    some.prop_map(|flags| flags.into_iter().fold(Flags::NONE, |all, flag| all | flag))
}

fn cell<T: Clone + std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Cell<T>> {
    prop_oneof![
        4 => (value, flags()).prop_map(|(value, flags)| Cell::flagged(value, flags)),
        1 => prop::sample::select(vec![
            Withholding::Publisher,
            Withholding::Primary,
            Withholding::Secondary,
        ])
        .prop_map(Cell::Withheld),
        1 => Just(Cell::Absent),
        1 => Just(Cell::NotApplicable),
    ]
}

fn period() -> impl Strategy<Value = Period> {
    use PeriodUnit::{
        AcademicYear, CalendarQuarter, CalendarYear, FinancialQuarter, FinancialYear, Month,
    };
    let all = [
        (CalendarYear, 2020, 1, 1),
        (CalendarYear, 2018, 1, 3),
        (FinancialYear, 2021, 1, 1),
        (FinancialYear, 2019, 1, 2),
        (AcademicYear, 2020, 1, 1),
        (CalendarQuarter, 2020, 3, 1),
        (CalendarQuarter, 2020, 2, 4),
        (FinancialQuarter, 2020, 4, 1),
        (Month, 2020, 11, 1),
        (Month, 2020, 7, 6),
        (Month, 2020, 3, 2),
        (Month, 2006, 8, 12),
    ];
    let all = all.map(|(unit, year, index, units)| Period::new(unit, year, index, units).unwrap());
    prop_oneof![
        1 => Just(Period::year(2020).unwrap()),
        2 => prop::sample::select(all.to_vec()),
    ]
}

fn groups() -> impl Strategy<Value = Groups> {
    let pair = |dimension: &str, category: &str| {
        (DimensionId::new(dimension).unwrap(), category.parse().unwrap())
    };
    let sex = ["male", "female"].map(|one| pair("sex", one));
    let decile: Vec<_> = (1..=10).map(|one| pair("imd-2019-decile", &one.to_string())).collect();
    let total = pair("imd-2019-decile", "all");
    let mut all = vec![Groups::everyone(), Groups::one(total.0, total.1)];
    all.extend(sex.iter().cloned().map(|(d, c)| Groups::one(d, c)));
    all.extend(decile.iter().cloned().map(|(d, c)| Groups::one(d, c)));
    all.push(Groups::new([sex[0].clone(), decile[3].clone()]).unwrap());
    prop::sample::select(all)
}

/// A row without its subject.
fn figures() -> impl Strategy<Value = Observation> {
    let counts = (cell(0..1000_u64), cell(1000..1_000_000_u64));
    let limits = (0.0..1.0_f64, 0.0..9.0_f64, prop::sample::select(vec![0.9, 0.95, 0.998]));
    let error = prop::option::of(0.0..5.0_f64);
    // Some begin as a formula does, which no file of text with commas may.
    let note = prop::option::of("[A-Za-z\"',;é=+@-][A-Za-z \"',;é=@-]{0,8}[a-z]");
    let basis = prop_oneof![3 => Just(Basis::Complete), 1 => Just(
        Basis::Sample(SampleFraction::new(0.1).unwrap())
    )];
    let value = cell(prop_oneof![0.0..1e6_f64, (0..100_u32).prop_map(f64::from)]);
    (counts, value, prop::option::of(limits), error, note, basis).prop_map(
        |((numerator, denominator), value, limits, standard_error, note, basis)| {
            let interval = value.value().zip(limits).map(|(value, (down, up, level))| Interval {
                lower: value * down,
                upper: value + up,
                confidence: Confidence::new(level).unwrap(),
            });
            Observation {
                indicator: IndicatorId::new("x").unwrap(),
                area: AreaCode::new("E06000001").unwrap(),
                period: Period::year(2020).unwrap(),
                groups: Groups::everyone(),
                numerator,
                denominator,
                basis,
                value,
                interval,
                standard_error,
                note: note.map(Into::into),
                source: SourceId::new("s").unwrap(),
                place: Place::default(),
            }
        },
    )
}

/// Data with every state of a cell, every flag, and one row for each subject.
fn dataset(own: Own) -> impl Strategy<Value = Dataset> {
    let areas = ["E06000001", "iso3166:BRA", own.area].map(|code| AreaCode::new(code).unwrap());
    let subject = (0..3_usize, prop::sample::select(areas.to_vec()), period(), groups());
    prop::collection::vec((subject, figures()), 1..25).prop_map(move |rows| {
        let mut all = Dataset::default();
        let mut seen = BTreeSet::new();
        for ((indicator, area, period, groups), figures) in rows {
            let (id, named) = indicators(own)[indicator].clone();
            if !seen.insert((id.clone(), area.clone(), period, groups.clone())) {
                continue;
            }
            all.named.extend(named.map(|named| (id.clone(), named)));
            all.geography.add(Area::new(area.clone(), name_of(&area)));
            all.observations.push(Observation { indicator: id, area, period, groups, ..figures });
        }
        all
    })
}

fn name_of(area: &AreaCode) -> &'static str {
    match area.as_str() {
        "E06000001" => "Hartlepool",
        "iso3166:BRA" => "Brazil",
        _ => "=North",
    }
}

/// Reads a file back; everything in it must be usable.
fn read(path: &Path) -> Dataset {
    let source = SourceId::new("s").unwrap();
    let (read, summary) = read_file(path, None, Some(&source), &codes(), &mut unwatched)
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(summary.rows.refused, 0, "{:?}", read.problems);
    read.rows
}

/// Writes, and reads back.
fn through(
    data: &Dataset,
    ending: &str,
    write: impl Fn(&Dataset, Lists<'_>, &mut Vec<u8>) -> Result<Loss, WriteError>,
) -> (Dataset, Loss) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("file.{ending}"));
    let mut bytes = Vec::new();
    let loss = write(data, lists(), &mut bytes).unwrap();
    let mut again = Vec::new();
    write(data, lists(), &mut again).unwrap();
    assert_eq!(bytes, again, "the same data give the same bytes");
    std::fs::write(&path, bytes).unwrap();
    (read(&path), loss)
}

fn lists() -> Lists<'static> {
    let catalogue = catalogue();
    Lists { indicators: catalogue.definitions(), dimensions: catalogue.dimensions() }
}

/// Rows in one order, without their places.
fn rows(data: &Dataset) -> Vec<Observation> {
    let mut rows = data.observations.clone();
    for row in &mut rows {
        row.place = Place::default();
    }
    rows.sort_by_key(subject);
    rows
}

fn subject(row: &Observation) -> (IndicatorId, AreaCode, Period, Groups) {
    (row.indicator.clone(), row.area.clone(), row.period, row.groups.clone())
}

fn areas(data: &Dataset) -> BTreeMap<AreaCode, String> {
    data.geography.iter().map(|area| (area.code.clone(), area.name.to_string())).collect()
}

/// The indicators that the rows of a data set name.
fn named_in(all: &Dataset, rows: &[Observation]) -> BTreeMap<IndicatorId, NamedIndicator> {
    let used = |id: &IndicatorId| rows.iter().any(|row| row.indicator == *id);
    all.named.iter().filter(|(id, _)| used(id)).map(|(id, n)| (id.clone(), n.clone())).collect()
}

/// The cell of a format that has no states: a number, or nothing.
fn bare<T>(cell: Cell<T>) -> Cell<T> {
    match cell {
        Cell::Known { value, .. } => Cell::known(value),
        _ => Cell::Absent,
    }
}

fn without_revised<T: Copy>(cell: Cell<T>) -> Cell<T> {
    match cell {
        Cell::Known { value, flags } => Cell::flagged(value, flags.without(Flags::REVISED)),
        other => other,
    }
}

/// What a data value set can hold of a row.
fn as_dhis2(row: &Observation) -> Option<Observation> {
    use PeriodUnit::{AcademicYear, CalendarQuarter, CalendarYear, FinancialYear, Month};
    let one = matches!(
        row.period.unit(),
        CalendarYear | FinancialYear | AcademicYear | CalendarQuarter | Month
    ) && row.period.units() == 1;
    let label = row.period.to_string();
    let known = one || label == "Jul 2020 to Dec 2020" || label == "Mar 2020 to Apr 2020";
    let row = Observation {
        numerator: bare(row.numerator),
        denominator: bare(row.denominator),
        value: bare(row.value),
        basis: Basis::Complete,
        interval: None,
        standard_error: None,
        ..row.clone()
    };
    let empty = row.value == Cell::Absent
        && row.numerator == Cell::Absent
        && row.denominator == Cell::Absent;
    (known && !empty).then_some(row)
}

/// What the template can hold of the groups of one year.
fn as_heat(row: &Observation) -> Option<Observation> {
    let year = row.period == Period::year(2020).unwrap();
    let one = row.groups.iter().count() == 1;
    let total = row.groups.iter().any(|(_, category)| category.as_str() == "all");
    (year && one && !total).then(|| Observation {
        numerator: Cell::Absent,
        denominator: bare(row.denominator),
        value: bare(row.value),
        basis: Basis::Complete,
        interval: row.interval.filter(|limits| limits.confidence == Confidence::P95),
        ..row.clone()
    })
}

/// What an upload can hold of a row.
fn as_upload(row: &Observation) -> Option<Observation> {
    let known = [Confidence::P95, Confidence::P998];
    (!row.area.as_str().starts_with("iso3166:")
        && !row.groups.iter().any(|(_, c)| c.as_str() == "all"))
    .then(|| Observation {
        indicator: IndicatorId::new("fingertips-file").unwrap(),
        numerator: bare(row.numerator),
        denominator: bare(row.denominator),
        value: bare(row.value),
        basis: Basis::Complete,
        interval: row.interval.filter(|limits| known.contains(&limits.confidence)),
        standard_error: None,
        note: None,
        ..row.clone()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_upload_holds_numbers_of_one_indicator(mut data in dataset(UPLOAD)) {
        let one = data.observations[0].indicator.clone();
        data.observations.retain(|row| row.indicator == one);
        // The layout does not say of which year a quarter is one.
        data.observations.retain(|row| row.period.unit() != PeriodUnit::FinancialQuarter);
        let expected: Vec<Observation> = rows(&data).iter().filter_map(as_upload).collect();
        prop_assume!(!expected.is_empty());
        let (back, loss) =
            through(&data, "csv", |data, _, out| write_fingertips_upload(data, out));
        prop_assert!(!loss.is_empty(), "the indicator is lost");
        prop_assert_eq!(rows(&back), expected);
    }

    #[test]
    fn sdmx_holds_everything_but_that_a_figure_is_revised(data in dataset(SDMX)) {
        let (back, loss) = through(&data, "csv", |data, lists, out| write_sdmx_csv(data, lists, out));
        let mut expected = rows(&data);
        for row in &mut expected {
            row.numerator = without_revised(row.numerator);
            row.denominator = without_revised(row.denominator);
            row.value = without_revised(row.value);
        }
        prop_assert_eq!(loss.is_empty(), expected == rows(&data));
        prop_assert_eq!(rows(&back), expected);
        prop_assert_eq!(&back.named, &data.named);
        prop_assert_eq!(areas(&back), areas(&data));
    }

    #[test]
    fn tidy_rows_hold_every_figure(mut data in dataset(SDMX)) {
        // Indicators of one's own are defined beside the table.
        data.observations.retain(|row| !data.named.contains_key(&row.indicator));
        prop_assume!(!data.observations.is_empty());
        let written = |write: fn(&Dataset, &mut Vec<u8>) -> Result<(), WriteError>, ending| {
            through(&data, ending, |data, _, out| write(data, out).map(|()| Loss::default())).0
        };
        let forms = [
            written(|data, out| tidy::write_observations(data, out), "csv"),
            #[cfg(feature = "parquet")]
            written(|data, out| tidy::write_parquet(data, out), "parquet"),
            #[cfg(feature = "parquet")]
            written(|data, out| tidy::write_arrow(data, out), "arrow"),
        ];
        for back in forms {
            prop_assert_eq!(rows(&back), rows(&data));
            let names = areas(&data);
            prop_assert!(areas(&back).iter().all(|(code, name)| names.get(code) == Some(name)));
        }
    }

    #[test]
    fn a_data_package_holds_everything(data in dataset(SDMX)) {
        let (files, loss) = write_data_package(&data, lists()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        for file in &files {
            std::fs::write(folder.path().join(file.name), &file.bytes).unwrap();
        }
        let back = read(&folder.path().join("datapackage.json"));
        prop_assert!(loss.is_empty());
        prop_assert_eq!(rows(&back), rows(&data));
        prop_assert_eq!(&back.named, &data.named);
        prop_assert_eq!(areas(&back), areas(&data));
    }

    #[test]
    fn data_value_sets_hold_plain_numbers(data in dataset(DHIS2)) {
        let expected: Vec<Observation> = rows(&data).iter().filter_map(as_dhis2).collect();
        prop_assume!(!expected.is_empty());
        let (json, loss) =
            through(&data, "json", |data, lists, out| write_dhis2_json(data, lists, out));
        let (csv, same) = through(&data, "csv", |data, lists, out| write_dhis2_csv(data, lists, out));
        prop_assert_eq!(&loss, &same);
        prop_assert!(!loss.is_empty(), "the names of areas are lost");
        prop_assert_eq!(rows(&json), expected.clone());
        prop_assert_eq!(rows(&csv), expected.clone());
        prop_assert_eq!(&json.named, &named_in(&data, &expected));
    }

    #[test]
    fn the_template_holds_groups_of_one_year(mut data in dataset(HEAT)) {
        // A mean lies among its groups: the value of everyone is that of one.
        let first: BTreeMap<_, _> = rows(&data)
            .iter()
            .filter_map(as_heat)
            .map(|row| ((row.indicator.clone(), row.area.clone(), row.period), row.value))
            .rev()
            .collect();
        let of = |row: &Observation| first.get(&(row.indicator.clone(), row.area.clone(), row.period));
        data.observations.retain(|row| !row.groups.is_everyone() || of(row).is_some());
        // Each family of groups that is whole must hold the mean: with one
        // dimension alone it does.
        let families: BTreeSet<_> = rows(&data)
            .iter()
            .filter(|row| as_heat(row).is_some())
            .map(|row| (row.indicator.clone(), row.area.clone(), row.groups.iter().next().unwrap().0.clone()))
            .collect();
        let alone = |row: &Observation| {
            families.iter().filter(|(i, a, _)| *i == row.indicator && *a == row.area).count() == 1
        };
        data.observations.retain(|row| !row.groups.is_everyone() || alone(row));
        let mut expected: Vec<Observation> = rows(&data).iter().filter_map(as_heat).collect();
        prop_assume!(!expected.is_empty());
        for row in data.observations.iter_mut().filter(|row| row.groups.is_everyone()) {
            row.value = first[&(row.indicator.clone(), row.area.clone(), row.period)];
            row.interval = None;
            if row.value != Cell::Absent {
                expected.push(Observation {
                    numerator: Cell::Absent,
                    denominator: Cell::Absent,
                    basis: Basis::Complete,
                    standard_error: None,
                    note: None,
                    ..row.clone()
                });
            }
        }
        expected.sort_by_key(subject);
        let (back, loss) = through(&data, "csv", |data, lists, out| write_heat_plus(data, lists, out));
        prop_assert_eq!(rows(&back), expected.clone());
        prop_assert_eq!(&back.named, &named_in(&data, &expected));
        let kept = expected.len() == data.observations.len() && expected == rows(&data);
        prop_assert!(kept || !loss.is_empty(), "what is lost is told");
    }
}

#[test]
fn an_own_dimension_keeps_its_order_and_labels() {
    use firstyear_core::{
        Category, Dimension, DimensionAbout, Direction, OrderedDimension, Role, Splits,
    };
    for (scheme, name) in [("sdmx", "WEALTH_QUINTILE"), ("heat-plus", "Wealth")] {
        let id = format!("{scheme}-{}", name.to_lowercase().replace('_', "-"));
        let id = DimensionId::new(&id).unwrap();
        let category = |n: i32| Category {
            id: format!("q{n}").parse().unwrap(),
            label: if scheme == "sdmx" { format!("Fifth {n}") } else { format!("Q{n}") },
            role: Role::Group,
        };
        let categories: Vec<Category> = (1..=5).map(category).collect();
        let about = DimensionAbout {
            id: id.clone(),
            name: name.to_owned(),
            short_name: name.to_owned(),
            family: id.clone(),
            splits: Splits::Population,
            source: "as the file names it".to_owned(),
        };
        let direction = Direction::MostDisadvantagedFirst;
        let mut data = Dataset::default();
        for (n, category) in (1_u32..).zip(&categories) {
            data.observations.push(Observation {
                indicator: IndicatorId::new("infant-mortality-rate").unwrap(),
                area: AreaCode::new("iso3166:BRA").unwrap(),
                period: Period::year(2020).unwrap(),
                groups: Groups::one(id.clone(), category.id.clone()),
                numerator: Cell::Absent,
                denominator: Cell::Absent,
                basis: Basis::Complete,
                value: Cell::known(f64::from(n)),
                interval: None,
                standard_error: None,
                note: None,
                source: SourceId::new("s").unwrap(),
                place: Place::default(),
            });
        }
        let dimension = Dimension::Ordered(OrderedDimension { about, direction, categories });
        data.dimensions.insert(id, dimension);
        let (back, loss) = if scheme == "sdmx" {
            through(&data, "csv", |data, lists, out| write_sdmx_csv(data, lists, out))
        } else {
            through(&data, "csv", |data, lists, out| write_heat_plus(data, lists, out))
        };
        assert_eq!(back.dimensions, data.dimensions, "{scheme}");
        assert_eq!(rows(&back), rows(&data), "{scheme}");
        assert!(loss.is_empty(), "{scheme}: {loss:?}");
        let (files, _) = write_data_package(&data, lists()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        for file in &files {
            std::fs::write(folder.path().join(file.name), &file.bytes).unwrap();
        }
        assert_eq!(read(&folder.path().join("datapackage.json")).dimensions, data.dimensions);
    }
}
