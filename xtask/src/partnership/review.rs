//! What the synthetic partnership says of itself, who of it uses a service, and what
//! its review of infant deaths found.

use std::fmt::Write as _;

use firstyear_catalogue::catalogue;
use firstyear_core::{CategoryId, Dataset, DimensionId, Groups, Observation, Period, SourceId};
use firstyear_metrics::random::Counter;

use super::figures::{COUNTRY, SOURCE, observation};
use super::{AREA, SEED};

/// The source of the review: its counts are small.
const REVIEW: &str = "made-up-review";

/// Days of assessments, and how many of ten statements are a level higher by then.
const DAYS: [(&str, f64); 3] = [("2023-09-18", 0.0), ("2024-03-18", 0.4), ("2025-03-10", 0.5)];

/// Causes with their shares of neonatal and of later deaths.
const CAUSES: [(&str, f64, f64); 5] = [
    ("congenital-anomalies", 0.27, 0.3),
    ("immaturity-related-conditions", 0.5, 0.1),
    ("asphyxia-anoxia-or-trauma-intrapartum", 0.12, 0.02),
    ("infections", 0.08, 0.18),
    ("sudden-infant-deaths", 0.03, 0.4),
];

/// Factors, and in how many of reviewed deaths each was found.
const FACTORS: [(&str, f64); 6] = [
    ("any", 0.45),
    ("smoking-in-pregnancy", 0.3),
    ("unsafe-sleep", 0.1),
    ("maternal-obesity", 0.2),
    ("late-or-no-antenatal-care", 0.22),
    ("poor-or-overcrowded-housing", 0.18),
];

/// Answers of the board to every statement, on three days, and of a neighbour on
/// one: a CSV.
pub(super) fn self_assessments() -> String {
    let mut draws = Counter::named(SEED, "partnership self-assessments");
    let mut csv = "area,on,statement,level,by,evidence\n".to_owned();
    let matrix = catalogue().self_assessment();
    for statement in &matrix.statements {
        let mut level = if draws.uniform() < 0.5 { 1 } else { 2 };
        for (day, rises) in DAYS {
            if draws.uniform() < rises {
                level = (level + 1).min(matrix.levels.len());
            }
            let id = &statement.id;
            // Writing to a string cannot fail.
            let _ = writeln!(csv, "{AREA},{day},{id},{level},partnership board,");
        }
    }
    for statement in &matrix.statements {
        let level = 1 + pick(&[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], draws.uniform());
        let id = &statement.id;
        let _ = writeln!(csv, "made-up:eastport,2024-06-03,{id},{level},partnership board,");
    }
    csv
}

/// Smokers and referrals by fifth, and deaths of the review.
pub(super) fn figures(published: &Dataset) -> Dataset {
    let mut draws = Counter::named(SEED, "partnership reviews");
    let mut data = Dataset::default();
    data.observations.extend(referrals(published, &mut draws));
    for year in 2022..=2024 {
        data.observations.extend(deaths(published, year, &mut draws));
    }
    data.observations.extend(factors(&data, &mut draws));
    data
}

fn group(dimension: &str, category: &str) -> Groups {
    let dimension = DimensionId::new(dimension).expect("an id");
    Groups::one(dimension, CategoryId::new(category).expect("an id"))
}

/// The counts of everyone in an area.
fn everyone(data: &Dataset, indicator: &str, code: &str, year: i32) -> (u64, u64) {
    let found = data.observations.iter().find(|row| {
        row.indicator.as_str() == indicator
            && row.area.as_str() == code
            && row.period.to_string() == year.to_string()
            && row.groups.is_everyone()
    });
    let counts = found.and_then(|row| Some((*row.numerator.value()?, *row.denominator.value()?)));
    counts.expect("a figure of every year")
}

/// Women booked, smokers and referrals of 2024 by fifth: the most deprived smoke
/// most, and are referred least for it.
fn referrals(published: &Dataset, draws: &mut Counter) -> Vec<Observation> {
    const DIMENSION: &str = "imd-2019-quintile";
    let (smokers, women) = everyone(published, "smoking-at-booking", AREA, 2024);
    let mut counts = [[0_u64; 3]; 5];
    for at in 0..women {
        let fifth = pick(&[0.39, 0.24, 0.16, 0.12, 0.09], draws.uniform());
        counts[fifth][0] += 1;
        if at < smokers {
            // Smokers are drawn once more, so that more of them are deprived.
            counts[fifth][0] -= 1;
            let fifth = pick(&[0.52, 0.24, 0.12, 0.08, 0.04], draws.uniform());
            counts[fifth][0] += 1;
            counts[fifth][1] += 1;
            let referred = draws.uniform() < [0.45, 0.55, 0.62, 0.68, 0.75][fifth];
            counts[fifth][2] += u64::from(referred);
        }
    }
    let all = counts.iter().fold([0; 3], |sum, one| [0, 1, 2].map(|at| sum[at] + one[at]));
    let named = (1..).map(|fifth: usize| fifth.to_string()).zip(counts);
    let mut rows = Vec::new();
    for (fifth, [women, smokers, referred]) in named.chain([("all".to_owned(), all)]) {
        let of = |indicator, counts| {
            observation(indicator, AREA, 2024, group(DIMENSION, &fifth), counts)
        };
        rows.push(of("smoking-at-booking", (smokers, women)));
        rows.push(of("stop-smoking-referrals", (referred, smokers)));
    }
    rows
}

/// Deaths of a year by cause and age: those of everyone, drawn into causes.
fn deaths(published: &Dataset, year: i32, draws: &mut Counter) -> Vec<Observation> {
    let mut rows = Vec::new();
    for code in [AREA, COUNTRY] {
        let (infant, births) = everyone(published, "infant-mortality-rate", code, year);
        let (neonatal, _) = everyone(published, "neonatal-mortality", code, year);
        let later = infant.saturating_sub(neonatal);
        let shares = [CAUSES.map(|(_, early, _)| early), CAUSES.map(|(.., late)| late)];
        let ages = ["neonatal-mortality", "post-neonatal-mortality"];
        for ((age, total), shares) in ages.into_iter().zip([neonatal, later]).zip(shares) {
            let mut by_cause = [0; CAUSES.len()];
            for _ in 0..total {
                by_cause[pick(&shares, draws.uniform())] += 1;
            }
            let causes = CAUSES.map(|(cause, ..)| cause).into_iter().zip(by_cause);
            for (cause, deaths) in causes.chain([("all", total)]) {
                let groups = group("cause-group-2021", cause);
                let row = observation(age, code, year, groups, (deaths, births));
                let source = if code == AREA { REVIEW } else { SOURCE };
                rows.push(Observation { source: SourceId::new(source).expect("an id"), ..row });
            }
        }
    }
    rows
}

/// Factors of the deaths of three years, of which nine in ten were reviewed.
fn factors(data: &Dataset, draws: &mut Counter) -> Vec<Observation> {
    let is_total = |row: &&Observation| {
        row.area.as_str() == AREA
            && row.groups.iter().any(|(_, of)| of.as_str() == "all")
            && row.indicator.as_str().ends_with("neonatal-mortality")
    };
    let totals = data.observations.iter().filter(is_total);
    let deaths: u64 = totals.filter_map(|row| row.numerator.value()).sum();
    let reviewed = (0..deaths).filter(|_| draws.uniform() < 0.9).count() as u64;
    let row = |(factor, share): (&str, f64), draws: &mut Counter| {
        let found = (0..reviewed).filter(|_| draws.uniform() < share).count() as u64;
        let groups = group("modifiable-factor", factor);
        let row = observation(
            "modifiable-factor-in-infant-deaths",
            AREA,
            2022,
            groups,
            (found, reviewed),
        );
        Observation {
            period: Period::years(2022, 2024).expect("years in order"),
            source: SourceId::new(REVIEW).expect("an id"),
            ..row
        }
    };
    FACTORS.into_iter().map(|one| row(one, draws)).collect()
}

/// The place that a number between 0 and 1 falls on, of shares that add up to 1.
fn pick(shares: &[f64], at: f64) -> usize {
    let mut upto = 0.0;
    let place = shares.iter().position(|share| {
        upto += share;
        at < upto
    });
    place.unwrap_or(shares.len() - 1)
}
