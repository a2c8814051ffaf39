//! Looking for what is expected.

mod answers;
mod repeats;
mod seen;

use firstyear_core::event::{DAY, When};
use firstyear_core::pathway::Verdict;

pub(super) use seen::{At, Seen};
pub(crate) use seen::{closing, last_steps};

use super::truth::Truth;
use super::window::{Origin, Span, Way};

/// Times that are this far apart in the order of their keys are so in fact.
const SLACK: i64 = 3 * DAY;

/// What is owed at one trigger, or to one case.
pub(super) struct Owed<'d> {
    pub(super) span: &'d Span<'d>,
    pub(super) origin: Origin,
    /// When the trigger happened, where there is one.
    pub(super) trigger: Option<When>,
    /// Whether what is expected comes after the trigger.
    pub(super) ordered: bool,
    pub(super) until: i32,
}

impl Owed<'_> {
    /// Whether a time is not before the trigger.
    fn follows(&self, time: When) -> Truth {
        self.trigger.map_or(Truth::Yes, |trigger| Truth::of(time.is_before(trigger)).not())
    }

    /// Whether what is expected may stand at a time.
    fn fits(&self, time: When) -> Truth {
        let follows = if self.ordered { self.follows(time) } else { Truth::Yes };
        follows.and(self.span.holds(self.origin, time))
    }

    /// The first key at which what is expected can stand.
    fn first_key(&self) -> i64 {
        let window = self.span.first_key(self.origin);
        let trigger = self.trigger.filter(|time| time.day().is_some());
        let after = match trigger {
            Some(trigger) if self.ordered => trigger.key() - SLACK,
            Some(trigger) if self.span.way == Way::Both => {
                trigger.key().saturating_sub(self.span.reach())
            }
            _ => i64::MIN,
        };
        window.max(after)
    }

    /// Looks through what is expected, but for one event.
    fn look(&self, seen: &Seen, skip: Option<usize>) -> Found {
        let mut found = Found::default();
        let first = seen.expected.partition_point(|at| at.time.key() < self.first_key());
        let mut past = None;
        for at in seen.expected[first..].iter().filter(|at| Some(at.event) != skip) {
            let key = at.time.key();
            if at.time.day().is_none() || past.is_some_and(|past| key > past + SLACK) {
                break;
            }
            match self.fits(at.time) {
                Truth::Yes => {
                    found.fits = Truth::Yes;
                    return found;
                }
                Truth::Maybe => found.fits = Truth::Maybe,
                Truth::No => {
                    let too_late = self.span.in_time(self.origin, at.time) == Truth::No;
                    let follows = self.follows(at.time) == Truth::Yes;
                    found.late |= too_late && (follows || !self.ordered);
                    if too_late && follows {
                        past.get_or_insert(key);
                    }
                }
            }
        }
        // What has no time comes last, and all of it is alike.
        if let Some(last) = seen.expected.iter().rev().find(|at| Some(at.event) != skip)
            && last.time.day().is_none()
        {
            found.fits = found.fits.max(self.fits(last.time));
        }
        found.late |= self.span.way == Way::Both && first > 0;
        found
    }

    /// Whether what discharges it came in time.
    fn discharged(&self, seen: &Seen) -> Truth {
        let first = self.trigger.map_or(i64::MIN, |trigger| trigger.key().saturating_sub(SLACK));
        let first =
            if self.trigger.is_some_and(|at| at.day().is_none()) { i64::MIN } else { first };
        let from = seen.discharges.partition_point(|at| at.time.key() < first);
        let mut discharged = Truth::No;
        let mut past = None;
        for at in &seen.discharges[from..] {
            let known = at.time.day().is_some();
            if known && past.is_some_and(|past| at.time.key() > past + SLACK) {
                continue;
            }
            let in_time = match self.origin {
                // No end of it has begun to count.
                Origin::NotYet => Truth::Yes,
                _ => self.span.in_time(self.origin, at.time),
            };
            let follows = self.follows(at.time);
            discharged = discharged.max(follows.and(in_time));
            if discharged == Truth::Yes {
                break;
            }
            if known && in_time == Truth::No && follows == Truth::Yes {
                past.get_or_insert(at.time.key());
            }
        }
        discharged
    }

    /// What holds where nothing met it.
    fn unmet(&self, seen: &Seen, found: Found) -> Verdict {
        if found.fits == Truth::Maybe {
            return Verdict::Unknown;
        }
        match self.discharged(seen) {
            Truth::Yes => return Verdict::Declined,
            Truth::Maybe => return Verdict::Unknown,
            Truth::No => {}
        }
        if self.origin == Origin::NotYet {
            return if seen.closed { Verdict::NotApplicable } else { Verdict::Pending };
        }
        if found.late {
            return Verdict::Late;
        }
        match self.span.is_over(self.origin, self.until) {
            Some(Truth::Yes) => Verdict::Missed,
            _ if seen.closed => Verdict::Missed,
            Some(Truth::Maybe) => Verdict::Unknown,
            Some(Truth::No) | None => Verdict::Pending,
        }
    }

    /// It happens.
    pub(super) fn happens(&self, seen: &Seen, skip: Option<usize>) -> Verdict {
        let found =
            if self.origin == Origin::NotYet { Found::default() } else { self.look(seen, skip) };
        if found.fits == Truth::Yes { Verdict::Met } else { self.unmet(seen, found) }
    }

    /// It has happened before the trigger, which is an event.
    pub(super) fn happened(&self, seen: &Seen, event: usize) -> Verdict {
        let Some(trigger) = self.trigger else { return Verdict::Unknown };
        let leads = |time: When| Truth::of(trigger.is_before(time)).not();
        let mut found = Found::default();
        let mut others = seen.expected.iter().filter(|at| at.event != event);
        if self.origin == Origin::NotYet {
            // Nothing lies in a window that has not begun.
        } else if trigger.day().is_none() {
            found.fits = if others.count() > 0 { Truth::Maybe } else { Truth::No };
        } else {
            let end = seen.expected.partition_point(|at| at.time.key() <= trigger.key() + SLACK);
            let start = match self.span.way {
                Way::On => self.span.first_key(self.origin),
                Way::Back | Way::Both => trigger.key().saturating_sub(self.span.reach()),
            };
            let start = seen.expected.partition_point(|at| at.time.key() < start).min(end);
            for at in seen.expected[start..end].iter().filter(|at| at.event != event) {
                let leads = leads(at.time);
                found.fits = found.fits.max(leads.and(self.span.holds(self.origin, at.time)));
                let out = self.span.in_time(self.origin, at.time) == Truth::No;
                found.late |= out && leads == Truth::Yes;
                if found.fits == Truth::Yes || out && self.span.way == Way::On && leads == Truth::No
                {
                    break;
                }
            }
            found.late |= self.span.way == Way::Back && start > 0;
            if others.next_back().is_some_and(|at| at.time.day().is_none()) {
                found.fits = found.fits.max(Truth::Maybe);
            }
        }
        if found.fits == Truth::Yes {
            return Verdict::Met;
        }
        let discharged = seen.discharges.iter().map(|at| leads(at.time)).max();
        match (found.fits, discharged.unwrap_or(Truth::No)) {
            (Truth::Maybe, _) | (_, Truth::Maybe) => Verdict::Unknown,
            (_, Truth::Yes) => Verdict::Declined,
            _ if self.origin == Origin::NotYet => Verdict::NotApplicable,
            _ if found.late => Verdict::Late,
            _ => Verdict::Missed,
        }
    }

    /// It does not happen.
    pub(super) fn stays_away(&self, seen: &Seen, skip: Option<usize>) -> Verdict {
        let ended = self.ended(seen);
        let mut broken = Truth::No;
        if self.origin != Origin::NotYet {
            let first = seen.expected.partition_point(|at| at.time.key() < self.first_key());
            let mut past = None;
            for at in seen.expected[first..].iter().filter(|at| Some(at.event) != skip) {
                let known = at.time.day().is_some();
                if known && past.is_some_and(|past| at.time.key() > past + SLACK) {
                    continue;
                }
                let owed = ended.map_or(Truth::Yes, |end| Truth::of(end.is_before(at.time)).not());
                broken = broken.max(self.fits(at.time).and(owed));
                if broken == Truth::Yes {
                    return Verdict::Missed;
                }
                let too_late = self.span.in_time(self.origin, at.time) == Truth::No;
                if known && too_late && self.follows(at.time) == Truth::Yes {
                    past.get_or_insert(at.time.key());
                }
            }
        }
        if broken == Truth::Maybe {
            return Verdict::Unknown;
        }
        match self.unmet(seen, Found::default()) {
            // Its time is over and it did not happen.
            Verdict::Missed => Verdict::Met,
            verdict => verdict,
        }
    }

    /// When what is owed ended for sure, at the first of what discharges it.
    fn ended(&self, seen: &Seen) -> Option<When> {
        let follows = |at: &&At| self.follows(at.time) == Truth::Yes;
        seen.discharges.iter().filter(|at| at.time.day().is_some()).find(follows).map(|at| at.time)
    }

    /// The case ends with it.
    pub(super) fn ends(&self, seen: &Seen) -> Verdict {
        if !seen.closed {
            return self.unmet(seen, Found::default());
        }
        let is_last =
            |at: &At| seen.last_steps.iter().all(|last| at.time.is_before(*last) != Some(true));
        let mut fits = Truth::No;
        for at in seen.expected.iter().rev() {
            let last =
                if at.time.day().is_none() { Truth::Maybe } else { Truth::of(Some(is_last(at))) };
            if last == Truth::No {
                break;
            }
            fits = fits.max(last.and(self.span.holds(self.origin, at.time)));
        }
        if seen.untimed_steps {
            fits = Truth::Maybe;
        }
        let found = Found { fits, late: false };
        if fits == Truth::Yes { Verdict::Met } else { self.unmet(seen, found) }
    }
}

/// What was found of what is expected.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// Whether one fits.
    fits: Truth,
    /// Whether one is too late.
    late: bool,
}

impl Default for Found {
    fn default() -> Self {
        Self { fits: Truth::No, late: false }
    }
}
