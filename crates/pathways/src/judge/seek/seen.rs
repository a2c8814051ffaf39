//! What of one case an obligation looks at.

use firstyear_core::event::{CaseLog, When};

use super::SLACK;
use crate::judge::duty::Role;
use crate::judge::truth::Truth;

/// An event of a case by its place among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::judge) struct At {
    pub(in crate::judge) event: usize,
    pub(in crate::judge) time: When,
}

/// The events of one case that matter to an obligation, each kind in the order of
/// their keys.
#[derive(Debug, Default)]
pub(in crate::judge) struct Seen {
    pub(in crate::judge) triggers: Vec<At>,
    pub(in crate::judge) expected: Vec<At>,
    pub(super) discharges: Vec<At>,
    /// Whether an exit that closes was recorded, and no step after it.
    pub(super) closed: bool,
    /// When it was closed first.
    pub(super) closed_at: Option<When>,
    /// The steps that none comes after, and some before them.
    pub(super) last_steps: Vec<When>,
    /// Whether a step has no time.
    pub(super) untimed_steps: bool,
}

impl Seen {
    /// What is the same for every obligation: whether the case is over, and its end.
    /// Codes from `exits` on are exits, of which `closes` says whether they close.
    pub(in crate::judge) fn begin(
        &mut self,
        codes: &[u32],
        times: &[When],
        closes: impl Fn(u32) -> Option<bool>,
        exits: u32,
    ) {
        let steps = codes.iter().zip(times).filter(|(code, _)| **code < exits);
        self.untimed_steps = steps.clone().any(|(_, time)| time.day().is_none());
        last_steps(codes, times, exits, &mut self.last_steps);
        self.closed_at = closing(codes, times, &self.last_steps, closes).map(|at| times[at]);
        self.closed = self.closed_at.is_some();
    }

    /// What one obligation looks at.
    pub(in crate::judge) fn look(
        &mut self,
        codes: &[u32],
        times: &[When],
        role: impl Fn(u32) -> Role,
    ) {
        self.triggers.clear();
        self.expected.clear();
        self.discharges.clear();
        for (event, (&code, &time)) in codes.iter().zip(times).enumerate() {
            let role = role(code);
            if !role.is_any() {
                continue;
            }
            let at = At { event, time };
            if role.is(Role::TRIGGER) {
                self.triggers.push(at);
            }
            if role.is(Role::EXPECTED) {
                self.expected.push(at);
            }
            if role.is(Role::DISCHARGES) {
                self.discharges.push(at);
            }
        }
    }

    /// Whether a trigger, other than the event itself, is not after an event.
    pub(in crate::judge) fn is_led(&self, event: usize, time: When) -> Truth {
        let mut led = Truth::No;
        for at in self.triggers.iter().filter(|at| at.event != event) {
            if time.day().is_some()
                && at.time.day().is_some()
                && at.time.key() > time.key().saturating_add(SLACK)
            {
                continue;
            }
            led = led.max(Truth::of(time.is_before(at.time)).not());
            if led == Truth::Yes {
                break;
            }
        }
        led
    }
}

/// The steps that none comes after, and some before them: `exits` is the code of the
/// first exit, before which those of steps are.
pub(crate) fn last_steps(codes: &[u32], times: &[When], exits: u32, found: &mut Vec<When>) {
    let steps = codes.iter().zip(times).filter(|(code, _)| **code < exits);
    let timed = steps.clone().filter(|(_, time)| time.day().is_some());
    let last = timed.map(|(_, time)| time.key()).max();
    found.clear();
    found.extend(
        steps
            .rev()
            .map(|(_, time)| *time)
            .skip_while(|time| time.day().is_none())
            .take_while(|time| last.is_some_and(|last| time.key() >= last - SLACK)),
    );
}

/// The exit with which a case is over: the first that closes, of which `closes` says
/// whether it does, and that no step surely comes after.
pub(crate) fn closing(
    codes: &[u32],
    times: &[When],
    last_steps: &[When],
    closes: impl Fn(u32) -> Option<bool>,
) -> Option<usize> {
    codes.iter().zip(times).position(|(&code, &time)| {
        // A step that surely comes after it opens the case again.
        let again = |last: &When| time.is_before(*last) == Some(true);
        code != CaseLog::OTHER && closes(code) == Some(true) && !last_steps.iter().any(again)
    })
}
