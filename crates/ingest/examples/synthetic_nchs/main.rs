//! Writes a synthetic file of fixed width in a published layout, and prints its
//! totals. Every record is made up by a seeded generator: no person is behind
//! any of them.
//!
//! ```text
//! cargo run --release -p firstyear-ingest --example synthetic_nchs -- \
//!     period-deaths 20000 7 synthetic-deaths.txt
//! ```

mod generator;

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};

use generator::{Kind, generate};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [kind, records, seed, path] = args.as_slice() else {
        return Err("give a kind (period-births, period-deaths, cohort-births, cohort-1995), a \
                    number of records, a seed and a file"
            .into());
    };
    let kind = kind_named(kind).ok_or("not a kind of file")?;
    let mut out = BufWriter::new(File::create(path)?);
    let totals = generate(kind, records.parse()?, seed.parse()?, &mut out)?;
    out.flush()?;
    println!("synthetic: {totals:#?}");
    Ok(())
}

fn kind_named(name: &str) -> Option<Kind> {
    Some(match name {
        "period-births" => Kind::PeriodBirths,
        "period-deaths" => Kind::PeriodDeaths,
        "cohort-births" => Kind::CohortBirths,
        "cohort-1995" => Kind::Cohort1995,
        _ => return None,
    })
}
