//! What other programs do not see of a pathway.

use firstyear_core::pathway::{CarePathway, ClockStart, Obligation, TimeUnit};

use crate::format::plural;

/// A format of another system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathwayTarget {
    /// FHIR R4.
    Fhir,
    /// BPMN 2.0.
    Bpmn,
}

/// What stands in extensions of ours alone, because the format has no field for it, in
/// words: other programs pass it on and do not see it.
#[must_use]
pub fn unseen(pathway: &CarePathway, format: PathwayTarget) -> Vec<String> {
    let windows = |is: fn(&CarePathway, &Obligation) -> bool| {
        pathway.obligations.iter().filter(|one| is(pathway, one)).count()
    };
    let rows = pathway.decisions.iter().flat_map(|decision| &decision.rows);
    let mut counted = vec![
        (pathway.grounds().count(), "what an element rests on", "what elements rest on"),
        (pathway.stages.len(), "stage", "stages"),
    ];
    counted.extend(match format {
        PathwayTarget::Fhir => [
            (windows(in_working_days), "window in working days", "windows in working days"),
            (
                windows(by_another_clock),
                "window by gestation or the age of the baby",
                "windows by gestation or the age of the baby",
            ),
        ],
        PathwayTarget::Bpmn => [
            (rows.count(), "row of a decision as data", "rows of decisions as data"),
            (pathway.measures.len(), "measure", "measures"),
        ],
    });
    counted.push((pathway.open_questions.len(), "open question", "open questions"));
    let counted = counted.into_iter().filter(|(many, ..)| *many > 0);
    counted
        .map(|(many, one, more)| format!("{} ({many})", plural(many as u64, one, more)))
        .collect()
}

fn in_working_days(_: &CarePathway, one: &Obligation) -> bool {
    let ends = one.window.iter().flat_map(|window| [window.from, window.to]);
    ends.flatten().any(|end| end.unit == TimeUnit::WorkingDays)
}

fn by_another_clock(pathway: &CarePathway, one: &Obligation) -> bool {
    let clock = one.window.as_ref().and_then(|window| window.clock.as_deref());
    let clock = clock.and_then(|id| pathway.clock(id));
    clock.is_some_and(|clock| clock.from != ClockStart::Step)
}
