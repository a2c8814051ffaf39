//! Who a synthetic log is about, as objects: a pregnancy, its mother and its baby.

use std::collections::BTreeSet;
use std::sync::Arc;

use firstyear_core::event::{CaseId, EventLog, Object, ObjectId, Relation};
use firstyear_core::pathway::{CarePathway, ClockStart};

/// Adds an object for each case of a log that was made up. Where the pathway has a clock
/// of gestation or birth the case is a `pregnancy` and has a `mother`, and a `baby` once
/// the birth is recorded; elsewhere it is a `case`. A log with objects stays as it is.
pub fn add_objects(log: &mut EventLog, pathway: &CarePathway) {
    if !log.objects.is_empty() {
        return;
    }
    let clocks = || pathway.clocks.iter().filter(|clock| clock.from != ClockStart::Step);
    let born: BTreeSet<&CaseId> = log
        .events
        .iter()
        .filter(|event| {
            let is_birth = |id: &str| id == &*event.activity;
            clocks().any(|clock| clock.from == ClockStart::Birth && is_birth(&clock.id))
        })
        .filter_map(|event| event.case.as_ref())
        .collect();
    let pregnant = clocks().next().is_some();
    let [pregnancy, case, mother, baby]: [Arc<str>; 4] =
        ["pregnancy", "case", "mother", "baby"].map(Into::into);
    let mut objects = Vec::new();
    for id in log.cases.keys() {
        let kinds = [(&mother, pregnant), (&baby, pregnant && born.contains(id))];
        let mut relations = Vec::new();
        for (kind, _) in kinds.into_iter().filter(|(_, there)| *there) {
            let object = ObjectId::new(format!("{kind}-of-{}", id.reveal()));
            relations.push(Relation { object: object.clone(), qualifier: Arc::clone(kind) });
            objects.push(object_of(object, kind, Vec::new()));
        }
        let kind = if pregnant { &pregnancy } else { &case };
        objects.push(object_of(ObjectId::new(id.reveal()), kind, relations));
    }
    log.objects = objects;
}

fn object_of(id: ObjectId, kind: &Arc<str>, relations: Vec<Relation>) -> Object {
    Object { id, kind: Arc::clone(kind), attributes: Vec::new(), relations }
}
