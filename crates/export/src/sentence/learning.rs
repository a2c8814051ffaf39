//! Sentences about what followed recommendations.

use firstyear_analysis::{Learning, LearningSide};

use super::Measured;
use super::evaluation;
use crate::format::{count, day, plural};

/// What a comparison of areas that did and did not do something can say.
pub const CAUTION: &str = "This is no effect estimate: areas chose what they did, and what they chose \
     it for, or what else they did, can be why their figures moved. It says what to ask the areas, \
     not what to do elsewhere.";

/// How many areas are on each side, and what became of the indicator.
#[must_use]
pub fn findings(found: &Learning, measured: &Measured) -> Vec<String> {
    let of =
        |side: LearningSide| found.areas.iter().filter(|area| area.side() == side).count() as u64;
    let (done, not_done, partly) =
        (of(LearningSide::Done), of(LearningSide::NotDone), of(LearningSide::Partly));
    let all = found.areas.len() as u64;
    let mut said = vec![format!(
        "By {} {} {} been recommended something on {}: in {} all of it was done between the years that \
         are compared, in {} nothing was done by their end, and in {} some, or at another time, which \
         are on neither side.",
        day(found.done_by),
        count(all),
        plural(all, "area had", "areas had"),
        found.theme.to_lowercase(),
        count(done),
        count(not_done),
        count(partly)
    )];
    match &found.evaluation {
        Ok(held) => said.extend(evaluation::findings(held, measured)),
        Err(why) => said.push(format!("Nothing is held against anything: {why}.")),
    }
    said
}
