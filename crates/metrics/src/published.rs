//! A figure as its publisher prints it, where nothing can be made anew.

use firstyear_core::{Estimate, MethodId};

use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

/// The method of [`as_published`].
pub const AS_PUBLISHED: MethodId = MethodId::new("as-published");

/// A figure as printed: rounded, and without limits, since the counts that
/// would give them are not known.
///
/// # Units
///
/// Those of the publisher.
///
/// # Source
///
/// The publication itself.
///
/// # Example
///
/// ```
/// let rate = firstyear_metrics::as_published(4.5);
/// assert_eq!(rate.value, 4.5);
/// assert!(rate.interval.is_none() && rate.counts.is_none());
/// ```
#[must_use]
pub const fn as_published(value: f64) -> Estimate {
    Estimate { value, interval: None, method: AS_PUBLISHED, counts: None }
}

pub(crate) const METHODS: &[Method] = &[Method {
    id: AS_PUBLISHED,
    name: "Figure as published",
    family: "rates",
    unit: "that of the publisher",
    ordered: false,
    reading: "as the publisher explains it",
    source: "the publication that the source names",
    explanation: "The figure is taken as printed, rounded, because the counts behind it are not all known. For the same reason it has no limits and is part of no slope.",
    call: Call {
        key: &[],
        inputs: &[Field::new("published", "the figure as printed")],
        arguments: &[Argument::MULTIPLIER],
        outputs: &[crate::run::VALUE],
        vectors: &[],
        run,
    },
}];

fn run(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let multiplier = group.multiplier()?;
    out.row().estimates(&[as_published(group.numbers("published")?[0]).scaled(multiplier)]);
    Ok(())
}
