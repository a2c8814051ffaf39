//! The same counts by a loop over records, one question after another, without an engine.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;

/// A birth as it stands in its file.
#[derive(Clone, Debug)]
pub(crate) struct Birth {
    key: Option<u8>,
    day: Option<u16>,
    stillborn: bool,
    weeks: Option<u8>,
    area: Option<u8>,
    class: Option<u8>,
    place: u8,
    weight: u8,
    /// Days after the birth, for files that are linked already.
    died_after: Option<i16>,
}

/// A death as it stands in its file.
#[derive(Clone, Debug)]
pub(crate) struct Death {
    key: Option<u8>,
    day: u16,
}

/// What is asked.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(crate) struct Asked {
    linked: bool,
    period_basis: bool,
    financial: bool,
    rolling: bool,
    weighted: bool,
    excluded: bool,
    crossed: bool,
    areas: bool,
}

/// Days run from here: the periods begin a year later and last for three.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2018, 1, 1).unwrap()
}

fn date(day: u16) -> NaiveDate {
    first_day() + Days::new(day.into())
}

pub(crate) fn births() -> impl Strategy<Value = Vec<Birth>> {
    let birth = (
        (prop::option::weighted(0.9, 0..40_u8), prop::option::weighted(0.95, 0..1_900_u16)),
        (prop::bool::weighted(0.1), prop::option::weighted(0.9, 20..43_u8)),
        (prop::option::weighted(0.9, 0..4_u8), prop::option::weighted(0.9, 0..4_u8), 0..3_u8),
        (0..4_u8, prop::option::weighted(0.4, -3..800_i16)),
    );
    let birth = birth.prop_map(
        |((key, day), (stillborn, weeks), (area, class, place), (weight, died_after))| Birth {
            key,
            day,
            stillborn,
            weeks,
            area,
            class,
            place,
            weight,
            died_after,
        },
    );
    prop::collection::vec(birth, 0..40)
}

pub(crate) fn deaths() -> impl Strategy<Value = Vec<Death>> {
    let death = (prop::option::weighted(0.9, 0..45_u8), 0..2_200_u16);
    prop::collection::vec(death.prop_map(|(key, day)| Death { key, day }), 0..25)
}

pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    any::<[bool; 8]>().prop_map(
        |[linked, period_basis, financial, rolling, weighted, excluded, crossed, areas]| Asked {
            linked,
            period_basis,
            financial,
            rolling,
            weighted,
            excluded,
            crossed,
            areas,
        },
    )
}

impl Asked {
    pub(crate) fn spec(&self, head: &str) -> String {
        let mut text = head.to_owned();
        let basis = if self.period_basis { "period" } else { "cohort" };
        let weight = if self.weighted { ", weight = \"stands_for\"" } else { "" };
        let death = if self.linked { ", death_date = \"died\"" } else { "" };
        writeln!(text, "basis = \"{basis}\"").unwrap();
        if self.crossed {
            text.push_str("tables = [[], [\"made-up-class\", \"made-up-place\"]]\n");
        }
        text.push_str("[births]\nfiles = [\"births.csv\"]\n");
        if !self.linked {
            text.push_str("key = \"id\"\n");
        }
        writeln!(
            text,
            "fields = {{ birth_date = \"born\", stillborn = \"still\", gestation_weeks = \"weeks\"{weight}{death} }}"
        )
        .unwrap();
        if !self.linked {
            text.push_str("[deaths]\nfiles = [\"deaths.csv\"]\nkey = \"id\"\nfields = { death_date = \"died\" }\n");
        }
        let (unit, first, last) = if self.financial {
            ("financial-year", "2019/20", "2021/22")
        } else {
            ("calendar-year", "2019", "2021")
        };
        writeln!(text, "[period]\nunit = \"{unit}\"\nfirst = \"{first}\"\nlast = \"{last}\"")
            .unwrap();
        if self.rolling {
            text.push_str("rolling = 2\n");
        }
        text.push_str("[area]\ntotal = \"E92000001\"\n");
        if self.areas {
            text.push_str("from = \"area\"\n");
        }
        if self.excluded {
            text.push_str("[[exclude]]\nid = \"early\"\nwhere = \"gestation_weeks < 24\"\n");
        }
        text.push_str("[[dimension]]\nid = \"made-up-class\"\nfrom = \"class\"\nrecode = { 0 = \"low\", 1 = \"low\", 2 = \"high\" }\n");
        text.push_str("[[dimension]]\nid = \"made-up-place\"\nfrom = \"place\"\nrecode = { 0 = \"a\", 1 = \"b\", 2 = \"c\" }\nmissing = \"other\"\n");
        for id in INDICATORS {
            writeln!(text, "[[indicator]]\nid = \"{id}\"").unwrap();
        }
        text
    }

    /// The period of a day: how many after the first of three.
    fn period(&self, day: NaiveDate) -> Option<i32> {
        let year = if self.financial && day.month() < 4 { day.year() - 1 } else { day.year() };
        (2019..2022).contains(&year).then_some(year - 2019)
    }

    fn label(&self, first: i32, last: i32) -> String {
        let one = |at: i32| {
            let year = 2019 + at;
            if self.financial { format!("{year}/{}", year % 100 + 1) } else { year.to_string() }
        };
        if first == last { one(first) } else { format!("{} to {}", one(first), one(last)) }
    }
}

const INDICATORS: [&str; 4] =
    ["infant-mortality-rate", "neonatal-mortality", "perinatal-mortality", "preterm-births"];

pub(crate) fn write(births: &[Birth], deaths: &[Death], asked: &Asked, folder: &Path) {
    let or = |number: Option<u8>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut text = "id,born,still,weeks,area,class,place,stands_for,died\n".to_owned();
    for birth in births {
        let born = birth.day.map(|day| date(day).to_string()).unwrap_or_default();
        let died = death_in_record(birth).map(|day| day.to_string()).unwrap_or_default();
        let area = birth.area.map(|area| format!("E0600000{area}")).unwrap_or_default();
        writeln!(
            text,
            "{},{born},{},{},{area},{},{},{},{died}",
            or(birth.key),
            u8::from(birth.stillborn),
            or(birth.weeks),
            or(birth.class),
            birth.place,
            f64::from(birth.weight) / 2.0,
        )
        .unwrap();
    }
    fs::write(folder.join("births.csv"), text).unwrap();
    if !asked.linked {
        let mut text = "id,died\n".to_owned();
        for death in deaths {
            writeln!(text, "{},{}", or(death.key), date(death.day)).unwrap();
        }
        fs::write(folder.join("deaths.csv"), text).unwrap();
    }
}

fn death_in_record(birth: &Birth) -> Option<NaiveDate> {
    let (born, after) = (date(birth.day?), i64::from(birth.died_after?));
    Some(born + chrono::TimeDelta::days(after))
}

/// The cells in the order in which they are told.
pub(crate) fn lines(births: &[Birth], deaths: &[Death], asked: &Asked) -> String {
    // Numerators and denominators in halves, by indicator, area, period and groups.
    let mut cells: BTreeMap<(usize, String, String, String), [u64; 2]> = BTreeMap::new();
    for birth in births {
        if asked.excluded && birth.weeks.is_some_and(|weeks| weeks < 24) {
            continue;
        }
        let born = birth.day.map(date);
        let told = if asked.linked {
            death_in_record(birth)
        } else {
            let own = deaths.iter().filter(|death| death.key.is_some() && death.key == birth.key);
            own.map(|death| date(death.day)).min()
        };
        let died = told.filter(|_| !birth.stillborn);
        let age = died.zip(born).map(|(died, born)| (died - born).num_days());
        let age = age.filter(|age| *age >= 0);
        let under_1 =
            age.is_some() && died.zip(born).is_some_and(|(died, born)| died < birthday(born));
        let weight = if asked.weighted { u64::from(birth.weight) } else { 2 };
        let at_birth = born.and_then(|day| asked.period(day));
        let at_event = match died {
            Some(died) if asked.period_basis => asked.period(died),
            _ => at_birth,
        };
        let below = |days: i64| age.is_some_and(|age| age < days);
        let events = [
            under_1,
            below(28),
            birth.stillborn || below(7),
            birth.weeks.is_some_and(|weeks| (24..=36).contains(&weeks)),
        ];
        let at_risk = [
            !birth.stillborn,
            !birth.stillborn,
            true,
            birth.weeks.is_some_and(|weeks| weeks >= 24),
        ];
        // A record makes a cell where it is born, and on the basis of periods also where an
        // event of it that is counted with deaths falls.
        if let Some(at) = at_birth {
            for number in 0..4 {
                let counted_here = !asked.period_basis || number == 3;
                let event = if counted_here && events[number] { weight } else { 0 };
                let risk = if at_risk[number] { weight } else { 0 };
                add(&mut cells, birth, asked, number, at, [event, risk]);
            }
        }
        let falls_to_a_day = asked.period_basis && events[..3].contains(&true);
        if let Some(at) = at_event.filter(|_| falls_to_a_day) {
            for (number, event) in events.into_iter().enumerate() {
                let event = if number < 3 && event { weight } else { 0 };
                add(&mut cells, birth, asked, number, at, [event, 0]);
            }
        }
    }
    let mut rows: Vec<String> = Vec::new();
    let mut order: Vec<_> = cells.iter().collect();
    order.sort_by_key(|((number, area, period, groups), _)| {
        (INDICATORS[*number], area.clone(), sort_of(period), groups.clone())
    });
    for ((number, area, period, groups), [events, at_risk]) in order {
        let whole = |halves: u64| halves.div_ceil(2);
        let (events, at_risk) = (whole(*events), whole(*at_risk));
        rows.push(format!(
            "{} {area} {period} [{groups}] {events}/{at_risk}\n",
            INDICATORS[*number]
        ));
    }
    rows.concat()
}

/// Single periods stand before the longer ones that begin with them.
fn sort_of(period: &str) -> (String, usize) {
    (period[..4].to_owned(), period.len())
}

/// The first birthday; that of 29 February is 1 March.
fn birthday(born: NaiveDate) -> NaiveDate {
    let year = born.year() + 1;
    NaiveDate::from_ymd_opt(year, born.month(), born.day())
        .unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 3, 1).unwrap())
}

fn add(
    cells: &mut BTreeMap<(usize, String, String, String), [u64; 2]>,
    birth: &Birth,
    asked: &Asked,
    number: usize,
    at: i32,
    more: [u64; 2],
) {
    let class = match birth.class {
        Some(0 | 1) => "low",
        Some(2) => "high",
        _ => "not-stated",
    };
    let place = ["a", "b", "c"][usize::from(birth.place)];
    let (class, place) = (format!("made-up-class={class}"), format!("made-up-place={place}"));
    let groups = if asked.crossed {
        vec![String::new(), format!("{class}; {place}")]
    } else {
        vec![String::new(), class, place]
    };
    let mut areas = vec!["E92000001".to_owned()];
    areas.extend(birth.area.filter(|_| asked.areas).map(|area| format!("E0600000{area}")));
    let mut periods = vec![(at, at)];
    if asked.rolling {
        periods.extend([(at - 1, at), (at, at + 1)].into_iter().filter(|(a, b)| *a >= 0 && *b < 3));
    }
    for area in &areas {
        for groups in &groups {
            for (first, last) in &periods {
                let period = asked.label(*first, *last);
                let key = (number, area.clone(), period, groups.clone());
                let cell = cells.entry(key).or_default();
                cell[0] += more[0];
                cell[1] += more[1];
            }
        }
    }
}
