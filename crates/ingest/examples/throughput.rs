//! How many rows a second the reader of the tidy layout takes in: local
//! authorities by year, sex and decile, made up in memory. Or any file by its
//! path, in whatever format it is.
//!
//! `cargo run --release -p firstyear-ingest --example throughput -- 1000000`
//! `cargo run --release -p firstyear-ingest --example throughput -- download.csv`

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use firstyear_core::{
    Category, CategoryId, Dimension, DimensionAbout, DimensionId, Direction, Indicator,
    IndicatorId, IndicatorKind, OrderedDimension, Polarity, Role, Splits,
};
use firstyear_ingest::{CodeLists, Sources, read_file, tidy, unwatched};

fn main() -> Result<(), Box<dyn Error>> {
    let asked = std::env::args().nth(1).unwrap_or_else(|| "1000000".to_owned());
    if Path::new(&asked).is_file() {
        return file(Path::new(&asked));
    }
    let rows: usize = asked.parse()?;
    let table = table(rows)?;
    let indicators = BTreeMap::from([(IndicatorId::new("infant-mortality-rate")?, indicator()?)]);
    let dimensions = BTreeMap::from([(DimensionId::new("imd-2019-decile")?, deciles()?)]);
    let codes = CodeLists { indicators: &indicators, dimensions: &dimensions, ..CodeLists::NONE };
    let start = Instant::now();
    let read =
        tidy::read(table.as_bytes(), "rows.csv", &codes, Sources::default(), &mut unwatched)?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} rows, {} problems, {:.0} MB in {seconds:.2} s: {:.0} rows a second",
        read.rows.observations.len(),
        read.problems.len(),
        table.len() as f64 / 1e6,
        rows as f64 / seconds,
    );
    Ok(())
}

fn file(path: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let (read, summary) = read_file(path, None, None, &CodeLists::NONE, &mut unwatched)?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{}: {} rows, {} figures, {} problems in {seconds:.2} s",
        summary.format.name(),
        summary.rows.all(),
        read.rows.observations.len(),
        read.problems.len(),
    );
    Ok(())
}

fn table(rows: usize) -> Result<String, std::fmt::Error> {
    let mut out = firstyear_core::layout::observation::COLUMNS.join(",");
    out.push('\n');
    for i in 0..rows {
        let (decile, year, area) = (i % 10 + 1, 1900 + i / 10 % 120, i / 1200);
        writeln!(
            out,
            "infant-mortality-rate,E06{area:06},Area {area},{year},calendar-year,\
             imd-2019-decile={decile},{},,{},,complete,{},,,,,ons,,",
            i % 97,
            1000 + i % 1009,
            i % 13,
        )?;
    }
    Ok(out)
}

fn indicator() -> Result<Indicator, Box<dyn Error>> {
    Ok(Indicator {
        id: IndicatorId::new("infant-mortality-rate")?,
        name: "Infant mortality".to_owned(),
        definition: "Deaths under one year of age".to_owned(),
        domain: "mortality".to_owned(),
        numerator: "infant deaths".to_owned(),
        denominator: "live births".to_owned(),
        multiplier: 1000,
        unit: "per 1,000 live births".to_owned(),
        polarity: Polarity::LowerIsBetter,
        kind: IndicatorKind::Rate,
    })
}

fn deciles() -> Result<Dimension, Box<dyn Error>> {
    let decile = |number: u8| {
        let id = CategoryId::new(&number.to_string())?;
        Ok(Category { id, label: number.to_string(), role: Role::Group })
    };
    Ok(Dimension::Ordered(OrderedDimension {
        about: DimensionAbout {
            id: DimensionId::new("imd-2019-decile")?,
            name: "Decile of deprivation".to_owned(),
            short_name: "Decile".to_owned(),
            family: DimensionId::new("imd-decile")?,
            splits: Splits::Population,
            source: "Index of Multiple Deprivation 2019".to_owned(),
        },
        direction: Direction::MostDisadvantagedFirst,
        categories: (1..=10).map(decile).collect::<Result<_, Box<dyn Error>>>()?,
    }))
}
