//! A made-up cascade: three fifths of deprivation and those of whom it is not recorded,
//! at four stages; half of the first fifth accept.

use chrono::NaiveDate;
use firstyear_analysis::{
    CascadeCounts, CascadeGroup, CascadeGrouping, CascadeStage, MedianDays, PathwayCascade,
    StageTiming, Within,
};
use firstyear_core::pathway::{ExitReason, StageKind};
use firstyear_core::{Cell, Confidence, SourceClass};

use super::estimate;

/// Those who came to each stage, and of those who did not how many are open.
const GROUPS: [(&str, [u64; 4], [u64; 4]); 4] = [
    ("Most deprived", [200, 160, 80, 40], [0, 0, 0, 0]),
    ("Middle", [150, 130, 90, 50], [0, 10, 20, 15]),
    ("Least deprived", [100, 90, 72, 36], [0, 0, 0, 0]),
    ("", [50, 20, 10, 5], [0, 10, 0, 0]),
];

pub(crate) fn cascade(class: SourceClass) -> PathwayCascade {
    let stages = [
        ("smokers", "Smoke at booking", StageKind::Eligible),
        ("referred", "Referred", StageKind::Offered),
        ("quit-date", "Set a quit date", StageKind::Started),
        ("quit", "Quit at four weeks", StageKind::Outcome),
    ];
    let total = (0..4).map(|at| GROUPS.iter().map(|(_, reached, _)| reached[at]).sum());
    let open = (0..4).map(|at| GROUPS.iter().map(|(_, _, open)| open[at]).sum());
    PathwayCascade {
        pathway: "stop-smoking".to_owned(),
        version: "2024-1".to_owned(),
        title: "Stop smoking in pregnancy".to_owned(),
        observed_until: NaiveDate::from_ymd_opt(2024, 3, 31).unwrap(),
        grouping: Some(CascadeGrouping {
            id: "deprivation".to_owned(),
            name: "deprivation of the neighbourhood".to_owned(),
            ranked: true,
        }),
        stages: stages
            .map(|(id, name, kind)| CascadeStage { id: id.to_owned(), name: name.to_owned(), kind })
            .to_vec(),
        groups: GROUPS
            .iter()
            .map(|(label, reached, open)| group(label, !label.is_empty(), reached, open))
            .collect(),
        total: Some(group("", true, &total.collect::<Vec<u64>>(), &open.collect::<Vec<u64>>())),
        reference: Some(2),
        horizon: 182,
        not_begun: Cell::known(0),
        whole_groups_hidden: false,
        class,
        confidence: Confidence::P95,
    }
}

/// Everyone as one.
pub(crate) fn cascade_of_everyone() -> PathwayCascade {
    let found = cascade(SourceClass::Published);
    PathwayCascade {
        groups: found.total.into_iter().collect(),
        total: None,
        grouping: None,
        reference: None,
        ..cascade(SourceClass::Published)
    }
}

fn group(label: &str, recorded: bool, reached: &[u64], open: &[u64]) -> CascadeGroup {
    // A tenth of all cases smoke.
    let cases = reached[0] * 10;
    let entered = std::iter::once(cases).chain(reached.iter().copied());
    let stages = entered.zip(reached.iter().zip(open)).enumerate();
    let stages = stages.map(|(at, (entered, (&reached, &open)))| {
        let gone = entered - reached - open;
        let timing = || StageTiming {
            at_horizon: Some(within(182, 0.6, 0.3)),
            at_end: within(400, 0.7, 0.3),
            half_by: Some(MedianDays { days: 21.0, lower: Some(14.0), upper: None }),
            median_of_those_who_came: Some(9.5),
            untimed: Cell::known(0),
        };
        let times = || if at == 0 { Cell::NotApplicable } else { Cell::known(timing()) };
        CascadeCounts {
            reached: Cell::known(reached),
            dropped: Cell::known(entered - reached),
            left: vec![(ExitReason::Declined, Cell::known(if at == 0 { 0 } else { gone }))],
            unmet: Cell::known(if at == 0 { gone } else { 0 }),
            unknown: Cell::known(0),
            open: Cell::known(open),
            since_before: times(),
            since_index: times(),
        }
    });
    CascadeGroup {
        label: label.to_owned(),
        recorded,
        cases: Cell::known(cases),
        stages: stages.collect(),
    }
}

fn within(days: u32, came: f64, left: f64) -> Within {
    let of = |value: f64| estimate(value, value - 0.05, value + 0.05);
    Within { days, came: of(came), left: of(left) }
}
