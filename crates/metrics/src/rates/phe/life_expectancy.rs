//! Life expectancy as the package gives it.

use firstyear_core::{Confidence, MethodId};

use super::level::{CONFIDENCE, Level, known, levels, write};
use crate::limits::deviate;
use crate::rates::sum::Sum;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

pub(super) const METHOD: Method = Method {
    id: MethodId::new("phe-life-expectancy"),
    name: "Life expectancy, as the English public-health package gives it",
    family: "rates",
    unit: "years",
    ordered: false,
    reading: "higher means longer lives",
    source: "PHEindicatormethods 2.1.0, phe_life_expectancy; Chiang (1984), chapter 8; Silcocks and others (2001), J Epidemiol Community Health 55:38",
    explanation: "An abridged life table with 20 bands, where those who die live a tenth of the first year and half of every other band. There is no result for a group of 5,000 people or fewer, with fewer than its 20 bands, an empty band, negative deaths, or more deaths than people. A value whose limits at 95% are more than 10 years off is missing, but its limits are given. Where nobody died in the last band the value is missing and the limits are not a number and infinite; where all die in a band, later ages have 0 years and limits that are not numbers. A lower limit below 0 is left as it is.",
    call: Call {
        key: &["group"],
        inputs: &[
            Field::new(
                "startage",
                "age at which the band starts: 0, 1, 5, 10 and so on to 90, each once",
            ),
            Field::new("deaths", "deaths in the band"),
            Field::new("pops", "people in the band"),
        ],
        arguments: &[
            Argument::new(
                "le_age",
                "all",
                "ages at which years still to live are asked for: `all`, or starts of bands such as `0;65`",
            ),
            CONFIDENCE,
        ],
        outputs: &[
            Field::new("startage", "the age"),
            Field::new(
                "value",
                "years still to live; beside it `lowercl` and `uppercl`, or limits named by level",
            ),
            Field::new("pops_used", "people from this age on"),
            Field::new("dths_used", "deaths from this age on"),
            Field::new("confidence", "the levels of the limits"),
            Field::new("statistic", "what was estimated"),
            Field::new("method", "how the limits were made"),
        ],
        vectors: &["PHEindicatormethods/phe_life_expectancy"],
        run: run_life_expectancy,
    },
};

fn run_life_expectancy(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (levels, wanted) = (levels(group)?, ages(group)?);
    let mut bands = bands(group)?;
    check_starts(group, &bands)?;
    bands.sort_by(|a, b| a.start.total_cmp(&b.start));
    let usable = usable(&bands);
    let table = life_table(&bands);
    let (mut people, mut deaths) = (Sum::default(), Sum::default());
    let mut rows = Vec::with_capacity(bands.len());
    for (band, line) in bands.iter().zip(table).rev() {
        people.add(band.people);
        deaths.add(band.deaths);
        rows.push((band.start, line, people.total(), deaths.total()));
    }
    for (start, line, people, deaths) in rows.into_iter().rev() {
        if wanted.as_ref().is_some_and(|ages| !ages.contains(&start)) {
            continue;
        }
        let error = line.variance.sqrt();
        let mut row = out.row();
        let too_wide = deviate(Confidence::P95) * error > 10.0;
        let given = usable && !too_wide && line.years.is_finite();
        row.set("startage", start).set("value", given.then_some(line.years));
        write(&mut row, &levels, |level: Level| {
            if !usable {
                return (None, None);
            }
            let margin = level.z() * error;
            (Some(line.years - margin), Some(line.years + margin))
        });
        row.set("pops_used", known(people)).set("dths_used", known(deaths));
        row.set("statistic", format!("life expectancy at {start}"))
            .set("method", "Chiang, using Silcocks et al for confidence limits");
    }
    Ok(())
}

/// The ages asked for; `None` for all.
fn ages(group: &Group<'_>) -> Result<Option<Vec<f64>>, RunError> {
    const NAME: &str = "le_age";
    let text = group.argument(NAME)?.unwrap_or_default();
    if text == "all" {
        return Ok(None);
    }
    let number = |part: &str| {
        part.trim().parse().map_err(|_| RunError::Argument {
            name: NAME,
            wanted: "`all`, or ages separated by `;`".to_owned(),
        })
    };
    let ages: Vec<f64> = text.split([';', ',']).map(number).collect::<Result<_, _>>()?;
    if ages.iter().all(|age| STARTS.contains(age)) {
        return Ok(Some(ages));
    }
    Err(RunError::Argument { name: NAME, wanted: format!("years are given at {AGES}") })
}

/// The ages at which the package's bands start.
const STARTS: [f64; 20] = [
    0.0, 1.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0, 55.0, 60.0, 65.0, 70.0,
    75.0, 80.0, 85.0, 90.0,
];

const AGES: &str = "0, 1, 5, 10 and so on to 90";

fn check_starts(group: &Group<'_>, bands: &[Band]) -> Result<(), RunError> {
    const COLUMN: &str = "startage";
    for (at, band) in bands.iter().enumerate() {
        if !STARTS.contains(&band.start) {
            let wanted = "bands start at 0, 1, 5, 10 and so on to 90";
            return Err(group.out_of_range(COLUMN, at, wanted));
        }
        if bands[..at].iter().any(|other| other.start == band.start) {
            return Err(group.out_of_range(COLUMN, at, "each band occurs once in a group"));
        }
    }
    Ok(())
}

struct Band {
    start: f64,
    deaths: f64,
    people: f64,
}

fn bands(group: &Group<'_>) -> Result<Vec<Band>, RunError> {
    let starts = group.numbers("startage")?;
    let (deaths, people) = (group.numbers_or_nan("deaths")?, group.numbers_or_nan("pops")?);
    Ok(starts
        .into_iter()
        .zip(deaths.into_iter().zip(people))
        .map(|(start, (deaths, people))| Band { start, deaths, people })
        .collect())
}

/// Whether the package gives a result for a group at all.
fn usable(bands: &[Band]) -> bool {
    let fits = |band: &Band| band.deaths >= 0.0 && band.people > 0.0 && band.deaths <= band.people;
    bands.len() == 20
        && bands.iter().all(fits)
        && Sum::of(bands.iter().map(|band| band.people)) > 5_000.0
}

#[derive(Clone, Copy)]
struct Line {
    years: f64,
    variance: f64,
}

/// From the oldest band down; survivors are kept to find where nobody is left.
fn life_table(bands: &[Band]) -> Vec<Line> {
    let mut survivors = Vec::with_capacity(bands.len());
    let mut left = 1.0;
    for (i, band) in bands.iter().enumerate() {
        survivors.push(left);
        if let Some(next) = bands.get(i + 1) {
            left *= 1.0 - dying(band, next);
        }
    }
    let mut lines = vec![Line { years: f64::NAN, variance: f64::NAN }; bands.len()];
    let mut older: Option<Line> = None;
    for (i, band) in bands.iter().enumerate().rev() {
        let line = match (older, bands.get(i + 1)) {
            (Some(older), Some(next)) => step(band, next, older),
            _ => oldest(band),
        };
        older = Some(line);
        let nobody = Line { years: 0.0, variance: f64::NAN };
        lines[i] = if survivors[i] == 0.0 { nobody } else { line };
    }
    lines
}

fn fraction(band: &Band) -> f64 {
    if band.start == 0.0 { 0.1 } else { 0.5 }
}

fn dying(band: &Band, next: &Band) -> f64 {
    let reach = band.deaths / band.people * (next.start - band.start);
    (reach / (1.0 + reach * (1.0 - fraction(band)))).min(1.0)
}

fn oldest(band: &Band) -> Line {
    let rate = band.deaths / band.people;
    Line { years: 1.0 / rate, variance: 1.0 / (band.deaths * rate * rate) }
}

fn step(band: &Band, next: &Band, older: Line) -> Line {
    let (width, fraction, dying) = (next.start - band.start, fraction(band), dying(band, next));
    let surviving = 1.0 - dying;
    if surviving == 0.0 {
        // All die within the band: what comes later has no weight.
        return Line { years: fraction * width, variance: 0.0 };
    }
    let chance = if band.deaths == 0.0 { 0.0 } else { dying * dying * surviving / band.deaths };
    let lost = (1.0 - fraction) * width + older.years;
    Line {
        years: width * (surviving + fraction * dying) + surviving * older.years,
        variance: surviving * surviving * older.variance + lost * lost * chance,
    }
}
