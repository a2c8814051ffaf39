//! Logs with planted drop-out, and how often limits hold what was planted.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use firstyear_analysis::{CascadeAsked, PathwayCascade, cascade};
use firstyear_core::event::{CaseLog, CaseLogBuilder, When, date_of_day};
use firstyear_core::pathway::{CarePathway, GroupRule, LogMapping};
use firstyear_core::{Estimate, SourceClass};
use firstyear_metrics::random::Counter;
use firstyear_pathways::{PathwayLog, chosen_stages};

/// The steps that lead from everyone to the outcome.
pub(crate) const STEPS: [&str; 4] = ["offered", "accepted", "started", "outcome"];

/// Chances to pass each step.
pub(crate) type Chances = [f64; 4];

/// A pathway of five stages with a way out.
pub(crate) fn pathway() -> CarePathway {
    let grounds = serde_json::json!({ "basis": "inferred", "why": "an example" });
    let step = |id: &str, kind: &str| serde_json::json!({ "id": id, "name": id, "kind": kind, "grounds": grounds });
    let stage = |id: &str, steps: &[&str]| {
        let (id, kind) = (id, id);
        let name = format!("Stage {id}");
        serde_json::json!({ "id": id, "name": name, "kind": kind, "steps": steps, "grounds": grounds })
    };
    let stages: Vec<_> = std::iter::once(stage("eligible", &[]))
        .chain(STEPS.iter().map(|id| stage(id, &[id])))
        .collect();
    let kinds = ["contact", "referral", "contact", "intervention", "outcome"];
    let steps: Vec<_> = std::iter::once("begins")
        .chain(STEPS)
        .zip(kinds)
        .map(|(id, kind)| step(id, kind))
        .collect();
    serde_json::from_value(serde_json::json!({
        "schema_version": 1, "id": "planted", "version": "1", "title": "An example",
        "kind": "reference", "status": "draft", "review": "an example", "summary": "An example.",
        "population": [{ "text": "everyone", "grounds": grounds }],
        "index": "begins", "step": steps, "stage": stages,
        "exit": [{ "id": "left", "name": "Left", "reason": "declined", "grounds": grounds }],
    }))
    .expect("a literal")
}

/// When each case begins, and how long a step and a way out take in the mean, in days.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    /// Cases begin evenly from day 0 until this.
    pub(crate) begin_until: f64,
    /// The mean of the time that a step takes, where it is passed.
    pub(crate) step: f64,
    /// The mean of the time until those leave who do not pass it.
    pub(crate) leave: f64,
}

/// What is planted.
pub(crate) struct Planted<'p> {
    /// The groups from the worst off to the best, with their cases and chances. One
    /// without a name is not recorded.
    pub(crate) groups: &'p [(&'p str, u64, Chances)],
    /// When things happen.
    pub(crate) times: Times,
    /// The last day of the log.
    pub(crate) until: i32,
}

impl Planted<'_> {
    fn mapping(&self) -> LogMapping {
        let names = self.groups.iter().map(|(name, ..)| (*name).to_owned());
        let rule = GroupRule {
            id: "deprivation".to_owned(),
            name: Some("Deprivation".to_owned()),
            attribute: None,
            words: BTreeMap::new(),
            order: names.filter(|name| !name.is_empty()).collect(),
            ranked: true,
        };
        LogMapping {
            schema_version: 1,
            observed_until: date_of_day(self.until),
            groups: vec![rule],
            ..LogMapping::default()
        }
    }
}

/// A log of so many cases of each group: each passes steps with the chances of its
/// group, until it leaves.
pub(crate) fn log(
    reading: &PathwayLog<'_>,
    planted: &Planted<'_>,
    random: &mut Counter,
) -> CaseLog {
    let Planted { groups, times, until } = *planted;
    let mut log = CaseLogBuilder::new(reading.plan());
    let begins = log.code("begins");
    let left = log.code("left");
    let codes = STEPS.map(|step| log.code(step));
    for (group, cases, chances) in groups {
        let place = log.text(0, group);
        for at in 0..*cases {
            let case = log.case(&format!("{group}-{at}"));
            log.of_case(0, case, place);
            let mut time = random.uniform() * times.begin_until;
            let mut event = |code: u32, time: f64| {
                #[expect(clippy::cast_possible_truncation, reason = "days of a few years")]
                let day = time.floor() as i32;
                if day <= until {
                    log.event(case, code, When::on_day(day));
                }
            };
            event(begins, time);
            for (code, chance) in codes.into_iter().zip(chances) {
                let passes = random.uniform() < *chance;
                let mean = if passes { times.step } else { times.leave };
                // Whole days, so that shares by time are known exactly.
                time = time.floor() + (-random.uniform().ln() * mean).floor();
                event(if passes { code } else { left }, time);
                if !passes {
                    break;
                }
            }
        }
    }
    log.finish()
}

/// The cascade of a log by its groups, with everything shown.
pub(crate) fn found(
    pathway: &CarePathway,
    planted: &Planted<'_>,
    mut random: Counter,
    asked: &CascadeAsked<'_>,
) -> PathwayCascade {
    let mapping = planted.mapping();
    let reading = PathwayLog::new(pathway, &mapping).expect("a mapping that fits");
    let log = log(&reading, planted, &mut random);
    let grouping = reading.grouping(&log, "deprivation").expect("a group that is there");
    let stages = chosen_stages::<&str>(pathway, &[]).expect("stages that are there");
    let counted =
        firstyear_pathways::cascade(&reading, &log, &stages, &grouping, NonZeroUsize::MIN)
            .expect("a log that fits");
    let asked = CascadeAsked { class: SourceClass::Published, ..asked.clone() };
    cascade(&counted, pathway, Some(&grouping), &asked).expect("a reference that is there")
}

/// How often limits held what was planted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// How often they did.
    pub(crate) held: u64,
    /// How often there were any.
    pub(crate) given: u64,
}

impl Tally {
    /// Adds an estimate.
    pub(crate) fn add(&mut self, estimate: Option<&Estimate>, truth: f64) {
        let Some(limits) = estimate.and_then(|estimate| estimate.interval) else { return };
        self.given += 1;
        let slack = 1e-12;
        self.held += u64::from(limits.lower - slack <= truth && truth <= limits.upper + slack);
    }

    /// The share that held, a fraction.
    pub(crate) fn share(&self) -> f64 {
        self.held as f64 / self.given as f64
    }
}
