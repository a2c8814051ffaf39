//! Plans of a pathway, whose faults by themselves and against it have their lines.

use std::collections::BTreeMap;

use firstyear_core::{Place, Problem, ProblemCode};

use super::document;
use super::form::Kind;
use crate::input::Input;
use crate::project::fields::Fields;
use crate::{OnProgress, ReadError};

/// Reads a plan by its fields, of which `faults` says what is wrong in which part.
///
/// # Errors
///
/// [`ReadError`] with every fault and its line: a plan with any is none.
pub(super) fn read_plan<T, P: Ord>(
    input: &Input<'_>,
    kind: &Kind,
    progress: OnProgress<'_>,
    plan: fn(&mut Fields<'_, '_>, &mut Places<P>) -> Option<T>,
    faults: impl Fn(&T) -> Vec<(P, String)>,
) -> Result<T, ReadError> {
    let read = document(input, kind, progress, |fields, document, form| {
        let before = document.len();
        let mut places = Places(BTreeMap::new());
        let plan = plan(fields, &mut places).filter(|_| document.len() == before)?;
        let file = fields.place();
        let problem = |(part, message): (P, String)| {
            let mut place = places.0.get(&part).unwrap_or(&file).clone();
            form.back(&mut place);
            Problem::new(ProblemCode::DocumentInvalid, place, message)
        };
        let faults: Vec<Problem> = faults(&plan).into_iter().map(problem).collect();
        Some((plan, faults))
    })?;
    let mut problems = read.problems;
    match read.rows {
        Some((plan, faults)) if problems.is_empty() && faults.is_empty() => Ok(plan),
        read => {
            problems.extend(read.into_iter().flat_map(|(_, faults)| faults));
            Err(ReadError::Unusable { problems })
        }
    }
}

/// Where the parts of a plan stand.
pub(super) struct Places<P>(BTreeMap<P, Place>);

impl<P: Ord> Places<P> {
    /// The tables of a list, each noted by its place in it.
    pub(super) fn tables<'d, 't, T>(
        &mut self,
        fields: &mut Fields<'d, 't>,
        name: &'static str,
        part: fn(usize) -> P,
        read: fn(Fields<'d, 't>) -> Option<T>,
    ) -> Vec<T> {
        let mut at = 0;
        fields.tables(name, |fields| {
            self.0.insert(part(at), fields.place());
            at += 1;
            read(fields)
        })
    }
}
