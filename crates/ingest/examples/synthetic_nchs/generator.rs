//! A seeded generator of synthetic records in published layouts.
//!
//! Positions are written here anew, from the record layout of the 2018
//! period/2017 cohort linked files and from the codebook of the cohort-linked
//! files, so that a slip in the reader's own data shows.

use std::collections::BTreeMap;
use std::io::{self, Write};

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Births of 2018, 1,346 columns.
    PeriodBirths,
    /// Linked and unlinked infant deaths of 2018, 1,743 columns.
    PeriodDeaths,
    /// Births of 2017, 1,346 columns.
    CohortBirths,
    /// Births of 1995 to 2002 with age at death, 213 columns or more.
    Cohort1995,
}

impl Kind {
    const fn length(self) -> usize {
        match self {
            Self::PeriodBirths | Self::CohortBirths => 1346,
            Self::PeriodDeaths => 1743,
            Self::Cohort1995 => 213,
        }
    }
}

/// What the records of a file add up to, counted while they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Records of mothers who live abroad, which publications leave out.
    pub(crate) foreign: u64,
    /// Births to residents.
    pub(crate) births: u64,
    /// Deaths among them, or linked deaths.
    pub(crate) deaths: u64,
    /// The sum of their weights, in millionths.
    pub(crate) weight: u64,
    /// Deaths linked to no birth.
    pub(crate) unlinked: u64,
    /// Births, or for a file of deaths their weights in millionths, by field
    /// and code.
    pub(crate) by_code: BTreeMap<(&'static str, String), u64>,
    /// Deaths before 28 days.
    pub(crate) neonatal: u64,
}

/// Writes `records` records and tells what they add up to.
pub(crate) fn generate(
    kind: Kind,
    records: u64,
    seed: u64,
    out: &mut impl Write,
) -> io::Result<Totals> {
    let mut random = Random(seed);
    let mut totals = Totals::default();
    let mut record = vec![b' '; kind.length()];
    for _ in 0..records {
        record.fill(b' ');
        match kind {
            Kind::Cohort1995 => older(&mut record, &mut random, &mut totals),
            _ => newer(kind, &mut record, &mut random, &mut totals),
        }
        out.write_all(&record)?;
        out.write_all(b"\r\n")?;
    }
    Ok(totals)
}

/// Writes `text` so that it starts at a column counted from 1.
fn put(record: &mut [u8], column: usize, text: &str) {
    record[column - 1..column - 1 + text.len()].copy_from_slice(text.as_bytes());
}

fn newer(kind: Kind, record: &mut [u8], random: &mut Random, totals: &mut Totals) {
    let is_death = kind == Kind::PeriodDeaths;
    if is_death && random.below(50) == 0 {
        // Unlinked: nothing of a birth is known.
        put(record, 1359, &(1 + random.below(5)).to_string());
        put(record, 1377, "1.000000");
        put(record, 1672, "2018");
        totals.unlinked += 1;
        return;
    }
    let year = match kind {
        Kind::CohortBirths => "2017",
        Kind::PeriodDeaths if random.below(4) == 0 => "2017",
        _ => "2018",
    };
    put(record, 9, year);
    let residence = 1 + random.below(60).min(3);
    // RESTATUS 1 to 4, with residents of the same county seldom and foreign
    // residents mostly: every branch is met often.
    let residence = if residence == 4 && random.below(8) > 0 { 1 } else { residence };
    put(record, 104, &residence.to_string());
    let codes: [(&'static str, usize, String); 7] = [
        ("SEX", 475, ["M", "F"][random.index(2)].to_owned()),
        ("MAGER9", 79, (1 + random.below(9)).to_string()),
        ("MRACEHISP", 117, (1 + random.below(8)).to_string()),
        ("MEDUC", 124, (1 + random.below(9)).to_string()),
        ("DPLURAL", 454, (1 + random.below(5)).to_string()),
        (
            "OEGest_R10",
            501,
            match random.below(11) {
                10 => "99".to_owned(),
                weeks => format!("{:02}", weeks + 1),
            },
        ),
        ("BWTR14", 509, format!("{:02}", 1 + random.below(14))),
    ];
    for (_, column, code) in &codes {
        put(record, *column, code);
    }
    // The combined estimate differs from the obstetric one on purpose.
    put(record, 490, &(17 + random.below(31)).to_string());
    let died = is_death || random.below(100) == 0;
    if died {
        put(record, 1346, "1");
    }
    let mut weight = 1_000_000;
    let mut neonatal = false;
    if is_death {
        weight += random.below(30_000);
        let age = 1 + random.below(5);
        neonatal = age < 5;
        put(record, 1359, &age.to_string());
        put(record, 1377, &format!("{}.{:06}", weight / 1_000_000, weight % 1_000_000));
        put(record, 1672, "2018");
    }
    if residence == 4 {
        totals.foreign += 1;
        return;
    }
    totals.births += u64::from(!is_death);
    if died {
        totals.deaths += 1;
        totals.weight += weight;
        totals.neonatal += u64::from(neonatal);
    }
    for (field, _, code) in codes {
        let counted = if is_death { weight } else { 1 };
        *totals.by_code.entry((field, code)).or_default() += counted;
    }
}

fn older(record: &mut [u8], random: &mut Random, totals: &mut Totals) {
    let year = (1995 + random.below(8)).to_string();
    let sex = (1 + random.below(2)).to_string();
    let race = (1 + random.below(9)).to_string();
    put(record, 7, &year);
    put(record, 34, &race);
    put(record, 71, &(20 + random.below(25)).to_string());
    put(record, 79, &sex);
    put(record, 205, &format!("{:02}", 1 + random.below(12)));
    totals.births += 1;
    if random.below(100) == 0 {
        let days = random.below(365);
        put(record, 211, &format!("{days:03}"));
        totals.deaths += 1;
        totals.neonatal += u64::from(days < 28);
    }
    for (field, code) in [("year", year), ("sex", sex), ("race", race)] {
        *totals.by_code.entry((field, code)).or_default() += 1;
    }
}

/// `SplitMix64` (Steele, Lea and Flood 2014, Fast splittable pseudorandom number
/// generators): the same records from the same seed everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn index(&mut self, bound: usize) -> usize {
        usize::try_from(self.below(bound as u64)).unwrap_or(0)
    }
}
