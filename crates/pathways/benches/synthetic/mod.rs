//! A made-up pathway and a made-up log of it, the same in every run. Nothing of it
//! is about anybody: numbers come from a generator, and windows from nobody's guidance.

use firstyear_core::pathway::{CarePathway, LogMapping};

/// Cases of the log: 600,000 unless the environment says otherwise.
pub(crate) fn cases() -> u32 {
    let asked = std::env::var("FIRSTYEAR_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(600_000)
}

/// The pathway, with twelve obligations that have a window.
pub(crate) fn pathway() -> CarePathway {
    toml::from_str(&pathway_text()).expect("the pathway is written here")
}

/// The mapping of the log: ten deciles and six ethnic groups.
pub(crate) fn mapping() -> LogMapping {
    let text = "schema_version = 1\nobserved_until = \"2025-06-30\"\n\
        [[clock]]\nid = \"gestation\"\nattribute = \"weeks\"\nis = \"weeks\"\n\
        [[group]]\nid = \"decile\"\nranked = true\n[[group]]\nid = \"ethnicity\"\n";
    toml::from_str(text).expect("the mapping is written here")
}

/// The activities of the log: the steps and exits of the pathway, in their order.
pub(crate) const ACTIVITIES: [&str; 13] = [
    "booking",
    "co-test",
    "referral",
    "contact",
    "scan",
    "feedback",
    "antenatal-visit",
    "opt-out",
    "birth-plan",
    "new-baby-visit",
    "birth",
    "moved",
    "completed",
];

/// Those that nobody asked for, which some logs have many of.
pub(crate) const OTHER: &str = "phone call";

/// What is recorded at an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) case: u32,
    /// Its place among [`ACTIVITIES`], or beyond for [`OTHER`].
    pub(crate) activity: usize,
    /// Since 1970, on the clock of the place.
    pub(crate) second: i64,
    /// Completed weeks of gestation.
    pub(crate) weeks: Option<u8>,
    pub(crate) smokes: Option<&'static str>,
    pub(crate) decile: u8,
    pub(crate) ethnicity: &'static str,
}

const ETHNICITY: [&str; 6] = ["A", "B", "C", "D", "E", "Z"];
const WORDS: [&str; 3] = ["smokes", "does-not-smoke", "not recorded"];
const DAY: i64 = 86_400;
/// 2023-01-01.
const FIRST: i64 = 19_358 * DAY;

/// Gives every event, 7.7 for a case on average, each case after another.
pub(crate) fn events(cases: u32, mut take: impl FnMut(Event)) {
    for case in 0..cases {
        let mut random = Random(u64::from(case).wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1);
        let booked = FIRST + random.below(700) * DAY + random.below(86_400);
        let decile = u8::try_from(random.below(10) + 1).unwrap_or(1);
        let ethnicity = ETHNICITY[random.place(6)];
        let smokes = WORDS[if random.below(5) == 0 { 0 } else { 1 + random.place(2) }];
        let weeks = u8::try_from(6 + random.below(10)).unwrap_or(6);
        let mut add = |activity: usize, after: i64, told: bool| {
            take(Event {
                case,
                activity,
                second: booked + after,
                weeks: told.then_some(weeks),
                smokes: told.then_some(smokes),
                decile,
                ethnicity,
            });
        };
        add(0, 0, true);
        if random.below(10) < 8 {
            add(1, random.below(3) * DAY / 2, true);
        }
        let mut at = 0;
        if smokes != "does-not-smoke" {
            at = random.below(20) * DAY / 4;
            add(2, at, false);
            at += random.below(20) * DAY;
            match random.below(10) {
                0 => add(7, at, false),
                1..=6 => {
                    add(3, at, false);
                    add(5, at + random.below(60) * DAY, false);
                }
                _ => {}
            }
        }
        add(4, at + random.below(60) * DAY, false);
        let visits = random.below(3);
        for visit in 0..visits {
            add(6, at + (visit * 30 + random.below(35)) * DAY, false);
        }
        if random.below(20) == 0 {
            add(ACTIVITIES.len(), at + random.below(200) * DAY, false);
        }
        if random.below(20) == 0 {
            add(11, at + random.below(200) * DAY, false);
            continue;
        }
        let born = (40 - i64::from(weeks)) * 7 * DAY + random.below(28) * DAY;
        if random.below(4) == 0 {
            add(8, born - random.below(80) * DAY, false);
        }
        add(10, born, false);
        add(9, born + random.below(20) * DAY, false);
        if random.below(5) == 0 {
            add(12, born + (30 + random.below(60)) * DAY, false);
        }
    }
}

/// A small generator of whole numbers (xorshift64*: Vigna S (2016), ACM Trans Math
/// Softw 42:30).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33
    }

    fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.next()).unwrap_or(0) % end
    }

    fn place(&mut self, end: usize) -> usize {
        usize::try_from(self.next()).unwrap_or(0) % end
    }
}

fn pathway_text() -> String {
    let (steps, exits) = ACTIVITIES.split_at(10);
    let steps = steps.iter().map(|id| {
        format!(
            "[[step]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"contact\"\nactors = [\"staff\"]\n"
        )
    });
    let about = [("birth", false), ("moved", true), ("completed", true)];
    let exits = exits.iter().zip(about).map(|(id, (reason, closes))| {
        let reason = format!("reason = \"{reason}\"\ncloses = {closes}\n");
        format!("[[exit]]\nid = \"{id}\"\nname = \"{id}\"\n{reason}")
    });
    let owed = OBLIGATIONS.iter().enumerate().map(|(nth, rest)| {
        format!("[[obligation]]\nid = \"o-{nth}\"\ntext = \"Made up.\"\n{rest}\n")
    });
    let elements: Vec<String> = steps.chain(exits).chain(owed).collect();
    format!("{HEAD}{}{GROUNDS}", elements.join(GROUNDS))
}

const GROUNDS: &str = "grounds = { basis = \"inferred\", why = \"made up\" }\n\n";

const HEAD: &str = r#"schema_version = 1
id = "made-up"
version = "1"
title = "Made up"
kind = "reference"
status = "draft"
review = "Made up."
summary = "Made up."
index = "booking"
population = [{ text = "All", grounds = { basis = "inferred", why = "made up" } }]

[[clock]]
id = "gestation"
from = "gestation"

[[clock]]
id = "birth"
from = "birth"

[[actor]]
id = "staff"
name = "staff"
agency = "service"

[[decision]]
id = "whether"
question = "Does she smoke?"
input = [{ id = "smokes", name = "Smokes", kind = "words", words = ["smokes", "does-not-smoke"] }]
row = []

"#;

/// Each template that has a window, windows of each unit, and clocks of each kind.
const OBLIGATIONS: [&str; 12] = [
    r#"template = "existence"
expects = ["booking"]
window = { clock = "gestation", to = { value = 10, unit = "weeks" } }"#,
    r#"template = "response"
trigger = "booking"
expects = ["co-test"]
window = { to = { value = 24, unit = "hours" } }"#,
    r#"template = "response"
trigger = "booking"
eligible = [{ input = "smokes", is = ["smokes"] }]
expects = ["referral"]
window = { to = { value = 2, unit = "working-days" } }
discharged_by = ["opt-out", "moved"]"#,
    r#"template = "response"
trigger = "referral"
expects = ["contact"]
window = { to = { value = 5, unit = "working-days" } }
per = "activation"
discharged_by = ["opt-out", "moved"]"#,
    r#"template = "feedback-closes-loop"
trigger = "referral"
expects = ["feedback"]
window = { to = { value = 8, unit = "weeks" } }
per = "activation""#,
    r#"template = "existence"
expects = ["scan"]
window = { clock = "gestation", from = { value = 11, unit = "weeks" }, to = { value = 14, unit = "weeks" } }
discharged_by = ["moved"]"#,
    r#"template = "repeat-every"
trigger = "antenatal-visit"
expects = ["antenatal-visit"]
window = { to = { value = 6, unit = "weeks" } }"#,
    r#"template = "precedence"
trigger = "birth"
expects = ["birth-plan"]
window = { to = { value = 60, unit = "days" } }"#,
    r#"template = "response"
trigger = "birth"
expects = ["new-baby-visit"]
window = { to = { value = 14, unit = "days" } }
per = "activation"
discharged_by = ["moved"]"#,
    r#"template = "existence"
expects = ["new-baby-visit"]
window = { clock = "birth", from = { value = 5, unit = "days" }, to = { value = 14, unit = "days" } }"#,
    r#"template = "not-together"
trigger = "contact"
expects = ["opt-out"]
window = { to = { value = 28, unit = "days" } }"#,
    r#"template = "response"
trigger = "antenatal-visit"
eligible = [{ input = "smokes", is = ["does-not-smoke"] }]
expects = ["antenatal-visit"]
window = { to = { value = 6, unit = "weeks" } }
per = "activation"
discharged_by = ["moved"]"#,
];
