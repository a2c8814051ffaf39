//! Why an obligation has its class: what differs, and which of the two asks more by it.

use std::fmt;

use firstyear_core::pathway::{Bound, ObligationTemplate, Step, Strength};

/// A difference between an obligation of the reference and a local one.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference<'p> {
    /// Which of the two asks more.
    pub direction: Direction,
    /// What differs.
    pub reason: Reason<'p>,
}

impl<'p> Difference<'p> {
    pub(super) const fn new(direction: Direction, reason: Reason<'p>) -> Self {
        Self { direction, reason }
    }
}

/// Which of two obligations asks more by something that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The local one.
    Stricter,
    /// The reference.
    Looser,
    /// Neither, or it cannot be told.
    Other,
}

impl Direction {
    pub(super) const fn turned(self) -> Self {
        match self {
            Self::Stricter => Self::Looser,
            Self::Looser => Self::Stricter,
            Self::Other => Self::Other,
        }
    }
}

/// What differs between an obligation of the reference and a local one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reason<'p> {
    /// The shape of the rule.
    Template {
        /// That of the reference.
        reference: ObligationTemplate,
        /// That of the local one.
        local: ObligationTemplate,
    },
    /// The step after, or before, which it is owed.
    Trigger {
        /// That of the reference.
        reference: &'p str,
        /// That of the local one.
        local: &'p str,
    },
    /// Those here are owed it by the reference and not locally.
    OwedToFewer {
        /// Where.
        witness: Witness,
    },
    /// Those here are owed it locally and not by the reference.
    OwedToMore {
        /// Where.
        witness: Witness,
    },
    /// An input is not the same in both: another kind, or another unit.
    OtherInput {
        /// Its id.
        input: &'p str,
    },
    /// Steps that the local one does not expect, or forbid, as the reference does.
    ExpectsFewer {
        /// Their ids in the reference.
        reference: Vec<&'p str>,
    },
    /// Steps that the local one expects, or forbids, and the reference does not.
    ExpectsMore {
        /// Their ids in the local pathway.
        local: Vec<&'p str>,
    },
    /// Their windows count from different times.
    OtherClock {
        /// That of the reference.
        reference: Start<'p>,
        /// That of the local one.
        local: Start<'p>,
    },
    /// Locally it is owed where this clock begins, and not elsewhere.
    OwedByClockAlone {
        /// The clock.
        clock: Start<'p>,
    },
    /// Locally it is owed even where this clock of the reference never begins.
    OwedWithoutClock {
        /// The clock.
        clock: Start<'p>,
    },
    /// An end of the window.
    Window {
        /// Which.
        end: End,
        /// Whether the local one allows more.
        change: Change,
        /// That of the reference; `None` for no such end.
        reference: Option<Bound>,
        /// That of the local one; `None` for no such end.
        local: Option<Bound>,
    },
    /// It is looked at once a case, where the reference looks each time.
    OncePerCase,
    /// It is looked at each time, where the reference looks once a case.
    EachTime,
    /// What ends it locally, and not in the reference.
    MoreDischarges {
        /// Ids of steps and exits of the local pathway.
        local: Vec<&'p str>,
    },
    /// What ends it in the reference, and not locally.
    FewerDischarges {
        /// Ids of steps and exits of the reference.
        reference: Vec<&'p str>,
    },
    /// How strongly it is owed.
    Strength {
        /// In the reference.
        reference: Strength,
        /// Locally.
        local: Strength,
    },
    /// None of those who do it in the reference does it.
    OtherActors {
        /// The step of the reference.
        reference: &'p Step,
        /// The local one.
        local: &'p Step,
    },
    /// Nobody is named who does it.
    NobodyNamed {
        /// The step of the reference.
        reference: &'p Step,
        /// The local one.
        local: &'p Step,
    },
    /// The local one is open and judges nothing.
    OpenHere,
    /// Nothing stands for the step after, or before, which it is owed.
    TriggerLost {
        /// Its id in the reference.
        reference: &'p str,
    },
    /// Nothing stands for any of the steps that it expects.
    ExpectedLost {
        /// Their ids in the reference.
        reference: Vec<&'p str>,
    },
    /// The steps are there, and nothing asks for them.
    NotOwed,
}

/// What a window counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start<'p> {
    /// The step after, or before, which it is owed.
    Trigger,
    /// The beginning of the pregnancy.
    Gestation,
    /// The birth.
    Birth,
    /// A step of the reference, by its id.
    Step(&'p str),
    /// A step of the local pathway that stands for none of the reference, by its id.
    LocalStep(&'p str),
}

/// An end of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The earlier.
    From,
    /// The later.
    To,
}

/// How an end of a local window differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It allows less.
    Narrower,
    /// It allows more.
    Wider,
    /// Their units have no common scale, as of days and working days.
    CannotTell,
}

/// Values of inputs at which two rules part; none for everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness(pub Vec<WitnessPart>);

/// The value of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessPart {
    /// Its id.
    pub input: String,
    /// What it is, such as `is 35 or more`.
    pub says: String,
}

impl fmt::Display for Witness {
    /// Such as `` `bmi` is 35 or more and `reported` is smokes``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.0.iter().enumerate() {
            let before = if at == 0 { "" } else { " and " };
            write!(f, "{before}`{}` {}", part.input, part.says)?;
        }
        Ok(())
    }
}
