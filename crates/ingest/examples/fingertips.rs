//! How many rows of a Fingertips download a second become a data set, and in
//! how much memory: a file with the columns, areas, years, sexes, deciles and
//! value notes of the published ones, made up from a seed.
//!
//! `cargo run --release -p firstyear-ingest --example fingertips -- write rows.csv 1000000`
//! and then, with a clock beside it, `… -- read rows.csv`.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use firstyear_ingest::{CodeLists, read_file, unwatched};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["write", path] => write(Path::new(path), 1_000_000),
        ["write", path, rows] => write(Path::new(path), rows.parse()?),
        ["read", path] => read(Path::new(path)),
        _ => Err("write FILE [ROWS], or read FILE".into()),
    }
}

fn read(path: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let (read, summary) = read_file(path, None, None, &CodeLists::NONE, &mut unwatched)?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} as {}: {:?}, {} observations, {} problems in {seconds:.2} s",
        path.display(),
        summary.format.name(),
        summary.rows,
        read.rows.observations.len(),
        read.problems.len(),
    );
    if let Some(first) = read.problems.first() {
        println!("first: {first}");
    }
    Ok(())
}

const HEADER: &str = "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,\
    Area Type,Sex,Age,Category Type,Category,Time period,Value,Lower CI 95.0 limit,\
    Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,Value note,\
    Recent Trend,Compared to England value or percentiles,Compared to Region value or percentiles,\
    Time period Sortable,New data,Compared to goal,Time period range";

const DECILES: [&str; 10] = [
    "Most deprived decile (IMD2019)",
    "Second most deprived decile (IMD2019)",
    "Third more deprived decile (IMD2019)",
    "Fourth more deprived decile (IMD2019)",
    "Fifth more deprived decile (IMD2019)",
    "Fifth less deprived decile (IMD2019)",
    "Fourth less deprived decile (IMD2019)",
    "Third less deprived decile (IMD2019)",
    "Second least deprived decile (IMD2019)",
    "Least deprived decile (IMD2019)",
];

/// Indicators by year, authority, sex and decile, as downloads are sorted.
fn write(path: &Path, rows: usize) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{HEADER}")?;
    let mut random = Random(2_010);
    let mut left = rows;
    'all: for indicator in 0.. {
        for year in 2001..2023 {
            for area in 0..153_u32 {
                for sex in ["Persons", "Male", "Female"] {
                    for category in 0..11 {
                        if left == 0 {
                            break 'all;
                        }
                        left -= 1;
                        let decile = (category > 0).then(|| DECILES[category - 1]);
                        row(&mut out, &mut random, (indicator, year, area), sex, decile)?;
                    }
                }
            }
        }
    }
    Ok(out.flush()?)
}

fn row(
    out: &mut impl Write,
    random: &mut Random,
    (indicator, year, area): (u32, u32, u32),
    sex: &str,
    decile: Option<&str>,
) -> std::io::Result<()> {
    let (category_type, category, note) = match decile {
        Some(decile) => (
            "\"County & UA deprivation deciles in England (IMD2019, 4/21 geography)\"",
            decile,
            "Aggregated from all known lower geography values",
        ),
        None => ("", "", ""),
    };
    write!(
        out,
        "{},Emergency admissions of kind {indicator} in children under 5,E1200000{},\
         \"North, region {}\",E06{area:06},Authority number {area},\
         Counties & UAs (from Apr 2021),{sex},0-4 yrs,{category_type},{category},{year} - {:02},",
        90_000 + indicator,
        area % 9 + 1,
        area % 9 + 1,
        (year + 2) % 100,
    )?;
    let denominator = 5_000 + random.below(200_000);
    if random.below(50) == 0 {
        let note = "Value suppressed for disclosure control due to small count";
        write!(out, ",,,,,,{denominator},{note},")?;
    } else {
        let count = 20 + random.below(denominator / 50);
        let rate = |events: f64| events / f64::from(denominator) * 100_000.0;
        let events = f64::from(count);
        let away = |width: f64| width * events.sqrt();
        write!(
            out,
            "{},{},{},{},{},{count},{denominator},{note},",
            rate(events),
            rate(events - away(1.96)),
            rate(events + away(1.96)),
            rate(events - away(3.09)),
            rate(events + away(3.09)),
        )?;
    }
    writeln!(out, "Cannot be calculated,Similar,Better,{year}0000,,,3y")
}

/// A generator with a seed: splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        u32::try_from(mixed % u64::from(limit.max(1))).unwrap_or(0)
    }
}
