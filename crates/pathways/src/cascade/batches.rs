//! A log of which is counted batch by batch how far its cases come.

use std::num::NonZeroUsize;

use firstyear_core::event::{CaseLog, LogFound};
use firstyear_core::pathway::Stage;

use super::stages::Prepared;
use super::walk::Walk;
use super::{Cascade, CascadeError, Counted};
use crate::batches::over;
use crate::judge::JudgeError;
use crate::log::{Grouping, PathwayLog};

/// Counts how far the cases of a log come as [`cascade`](fn@super::cascade) does, batch by
/// batch, which come as for [`judge_batches`](crate::judge_batches). The result is the
/// same as that of the log at once.
///
/// How long each waited is kept, eight bytes for each case and stage: when half of them
/// had come is not told by that of the batches.
///
/// # Errors
///
/// [`CascadeError`] as there, and that of `batches`.
pub fn cascade_batches<E: From<CascadeError>>(
    reading: &PathwayLog<'_>,
    whole: &CaseLog,
    stages: &[Stage],
    grouping: &(dyn Fn(&CaseLog) -> Grouping + Sync),
    threads: NonZeroUsize,
    batches: impl FnOnce(&mut dyn FnMut(CaseLog)) -> Result<(), E>,
) -> Result<Cascade, E> {
    let until = reading.last_day_of(whole).map_err(CascadeError::Log)?;
    if stages.is_empty() {
        return Err(CascadeError::NoStages.into());
    }
    let prepared = stages.iter().map(|stage| Prepared::new(reading, whole, stage));
    let prepared: Vec<Prepared> = prepared.collect::<Result<_, CascadeError>>()?;
    let work = |log: &CaseLog| {
        let by = grouping(log);
        if by.of_cases.len() != log.len() {
            let (groups, cases) = (by.of_cases.len(), log.len());
            return Err(JudgeError::Grouping { groups, cases });
        }
        let mut walk = Walk::new(reading, log, &prepared, until);
        let mut counted = Counted::of(by.len(), stages.len());
        for (case, &group) in by.of_cases.iter().enumerate() {
            counted.add_case(&mut walk, case, group as usize);
        }
        Ok((counted, log.found().clone()))
    };
    let none = Counted::of(grouping(whole).len(), stages.len());
    let all = over(threads, Ok((none, whole.found().clone())), work, add, batches)?;
    let (all, found): (Counted, LogFound) = all.map_err(CascadeError::Log)?;
    Ok(all.told(reading, (whole, &found), stages, until))
}

type Added = Result<(Counted, LogFound), JudgeError>;

/// Adds a batch to those before it.
fn add(all: &mut Added, part: Added) {
    match (all.as_mut(), part) {
        (Ok((all, found)), Ok((part, of_part))) => {
            all.add(part);
            found.add_batch(&of_part);
        }
        (Ok(_), Err(error)) => *all = Err(error),
        (Err(_), _) => {}
    }
}
