//! The reader of the tidy layout against the csv crate's own loop over the
//! same bytes: it is to take in no less than half as many rows a second.
//!
//! `cargo bench -p firstyear-ingest --bench tidy`; `FIRSTYEAR_ROWS=10000000`
//! in front of it reads as many rows as the target names.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use divan::Bencher;
use divan::counter::ItemsCount;
use firstyear_core::{
    Area, Category, CategoryId, Dimension, DimensionAbout, DimensionId, Direction, Indicator,
    IndicatorId, IndicatorKind, NamedIndicator, Observation, OrderedDimension, Place, Polarity,
    Problem, PublishedGap, Role, Source, Splits,
};
use firstyear_ingest::{CodeLists, Fate, RowCounts, Sink, Sources, tidy, unwatched};

fn main() {
    divan::main();
}

/// Rows in the table: 1,000,000 unless the environment says otherwise.
fn rows() -> usize {
    let asked = std::env::var("FIRSTYEAR_ROWS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(1_000_000)
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn csv_crate_byte_records(bencher: Bencher<'_, '_>) {
    let table = table(rows());
    bencher.counter(ItemsCount::new(rows())).bench_local(|| {
        let mut reader = csv::Reader::from_reader(&*table);
        let mut record = csv::ByteRecord::new();
        let mut seen = 0_usize;
        while reader.read_byte_record(&mut record).expect("the table is made here") {
            seen += 1;
        }
        assert_eq!(seen, rows());
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn tidy_reader(bencher: Bencher<'_, '_>) {
    let table = table(rows());
    let indicators = BTreeMap::from([(IndicatorId::new(INDICATOR).expect(KEBAB), indicator())]);
    let dimensions = BTreeMap::from([(DimensionId::new(DIMENSION).expect(KEBAB), deciles())]);
    let codes = CodeLists { indicators: &indicators, dimensions: &dimensions, ..CodeLists::NONE };
    bencher.counter(ItemsCount::new(rows())).bench_local(|| {
        let mut sink = Counting::default();
        tidy::read_to(&table, "rows.csv", &codes, Sources::default(), &mut sink, &mut unwatched)
            .expect("the table is made here");
        assert_eq!((sink.rows.used, sink.rows.all()), (rows() as u64, rows() as u64));
        assert_eq!(sink.problems, 0);
        sink.events
    });
}

/// Adds up what it is given and keeps none of it.
#[derive(Default)]
struct Counting {
    rows: RowCounts,
    events: u64,
    problems: u64,
}

impl Sink for Counting {
    fn observation(&mut self, row: Observation) {
        self.lent(&row);
    }

    fn lent(&mut self, row: &Observation) {
        self.events += row.numerator.value().copied().unwrap_or(0);
    }

    fn printed(&mut self, _: firstyear_core::PrintedPart) {}
    fn gap(&mut self, _: PublishedGap) {}

    fn area(&mut self, _: Area, _: &Place) {}

    fn named(&mut self, _: NamedIndicator) {}

    fn dimension(&mut self, _: Dimension) {}

    fn source(&mut self, _: Source) {}

    fn problem(&mut self, _: Problem) {
        self.problems += 1;
    }

    fn row(&mut self, fate: Fate) {
        self.rows.add(fate);
    }
}

/// Local authorities by year and decile.
fn table(rows: usize) -> Vec<u8> {
    let mut out = firstyear_core::layout::observation::COLUMNS.join(",");
    out.push('\n');
    for i in 0..rows {
        let (decile, year, area) = (i % 10 + 1, 1900 + i / 10 % 120, i / 1200);
        let (events, births) = (i % 97, 1000 + i % 1009);
        writeln!(
            out,
            "{INDICATOR},E06{area:06},Area {area},{year},calendar-year,{DIMENSION}={decile},\
             {events},,{births},,complete,{}.{},,,,,ons,,",
            i % 13,
            i % 10,
        )
        .expect("a string takes all");
    }
    out.into_bytes()
}

const INDICATOR: &str = "infant-mortality-rate";
const DIMENSION: &str = "imd-2019-decile";
const KEBAB: &str = "a literal in kebab-case";

fn indicator() -> Indicator {
    Indicator {
        id: IndicatorId::new(INDICATOR).expect(KEBAB),
        name: "Infant mortality".to_owned(),
        definition: "Deaths under one year of age".to_owned(),
        domain: "mortality".to_owned(),
        numerator: "infant deaths".to_owned(),
        denominator: "live births".to_owned(),
        multiplier: 1000,
        unit: "per 1,000 live births".to_owned(),
        polarity: Polarity::LowerIsBetter,
        kind: IndicatorKind::Rate,
    }
}

fn deciles() -> Dimension {
    let decile = |number: u8| {
        let id = CategoryId::new(&number.to_string()).expect("a number");
        Category { id, label: number.to_string(), role: Role::Group }
    };
    Dimension::Ordered(OrderedDimension {
        about: DimensionAbout {
            id: DimensionId::new(DIMENSION).expect(KEBAB),
            name: "Decile of deprivation".to_owned(),
            short_name: "Decile".to_owned(),
            family: DimensionId::new("imd-decile").expect(KEBAB),
            splits: Splits::Population,
            source: "Index of Multiple Deprivation 2019".to_owned(),
        },
        direction: Direction::MostDisadvantagedFirst,
        categories: (1..=10).map(decile).collect(),
    })
}
