//! One case after another, held against each obligation.

use std::ops::Range;

use firstyear_core::event::{CaseLog, When};
use firstyear_core::pathway::{ObligationTemplate, Verdict};

use super::Tally;
use super::duty::{Codes, Duty};
use super::findings::Odd;
use super::origins::Told;
use super::recordings::{Recordings, at_first};
use super::seek::{At, Owed, Seen};
use super::truth::Truth;
use super::window::Origin;
use crate::log::PathwayLog;

/// Judges cases, with room that is used again for each.
pub(super) struct Judge<'j> {
    reading: &'j PathwayLog<'j>,
    log: &'j CaseLog,
    duties: &'j [Duty<'j>],
    told: &'j Told,
    until: i32,
    /// The code of the first step.
    index: Option<u32>,
    /// Which activities the case has.
    present: Codes,
    /// The clocks that windows count by.
    clocks: Vec<usize>,
    origins: Vec<Origin>,
    /// For each clock whether a step that is expected after it comes before it.
    before: Vec<bool>,
    /// The places of the events of the case in the log.
    events: Vec<usize>,
    recorded: Recordings,
    seen: Seen,
    verdicts: Vec<Verdict>,
    pub(super) activations: Vec<Vec<Tally>>,
    pub(super) odd: Odd,
}

impl<'j> Judge<'j> {
    pub(super) fn new(
        (reading, log): (&'j PathwayLog<'j>, &'j CaseLog),
        (duties, told): (&'j [Duty<'j>], &'j Told),
        until: i32,
        groups: usize,
    ) -> Self {
        let all = reading.clocks.len();
        let asked = |clock: &usize| duties.iter().any(|duty| duty.clock == Some(*clock));
        Self {
            reading,
            log,
            duties,
            told,
            until,
            index: reading.code(&reading.pathway.index),
            present: Codes::default(),
            clocks: (0..all).filter(asked).collect(),
            events: Vec::new(),
            recorded: Recordings::of(duties.iter().flat_map(|duty| &duty.eligible)),
            origins: vec![Origin::Unknown; all],
            before: vec![false; all],
            seen: Seen::default(),
            verdicts: Vec::new(),
            activations: vec![vec![Tally::default(); duties.len()]; groups],
            odd: Odd::of(all),
        }
    }

    pub(super) fn cases(&mut self, cases: Range<usize>, out: &mut [Verdict], groups: &[u32]) {
        let width = self.duties.len();
        for (nth, case) in cases.enumerate() {
            let group = groups[case] as usize;
            self.begin(case);
            let duties = self.duties;
            for (at, duty) in duties.iter().enumerate() {
                self.verdicts.clear();
                self.duty(duty, case);
                let tally = &mut self.activations[group][at];
                let mut of_case = Verdict::NotApplicable;
                for &verdict in &self.verdicts {
                    tally[verdict as usize] += 1;
                    of_case = of_case.and(verdict);
                }
                out[nth * width + at] = of_case;
            }
        }
    }

    /// Looks at what all obligations ask of a case.
    fn begin(&mut self, case: usize) {
        let events = self.log.events_of(case);
        let codes = &self.log.codes()[events.clone()];
        self.present = Codes::of(codes);
        let without = self.index.is_some_and(|index| !codes.contains(&index));
        self.odd.without_index += u64::from(without);
        for at in 0..self.clocks.len() {
            let clock = self.clocks[at];
            let which = (clock, case);
            self.before[clock] = false;
            self.origins[clock] = self.told.origin(self.reading, self.log, which, &mut self.odd);
        }
        let times = &self.log.times()[events.clone()];
        self.events.clear();
        self.events.extend(events);
        self.recorded.read(self.log, case, &self.events, times);
        self.seen.begin(codes, times, |code| self.reading.closes(code), self.reading.first_exit());
    }

    /// Whether it is owed at an event; by what the case has, or what was recorded first,
    /// where there is no event to be owed at.
    fn eligible(&self, duty: &Duty<'_>, case: usize, event: Option<usize>) -> Truth {
        let holds = match event {
            Some(event) => self.recorded.at_event(&duty.eligible, event),
            None => at_first(self.log, case, &duty.eligible),
        };
        if duty.untold { holds.and(Truth::Maybe) } else { holds }
    }

    fn duty(&mut self, duty: &Duty<'_>, case: usize) {
        use ObligationTemplate as Template;

        let whole = matches!(duty.template, Template::Existence)
            || !duty.triggered && matches!(duty.template, Template::Absence | Template::EndsWith);
        // Most of what is owed is owed to few: whose case has no trigger is owed nothing.
        let alone = duty.template == Template::Succession;
        if !whole && !alone && !self.present.may_have(duty.triggers) {
            return;
        }
        let events = self.log.events_of(case);
        let codes = &self.log.codes()[events.clone()];
        let times = &self.log.times()[events];
        self.seen.look(codes, times, |code| duty.role(code));
        if whole {
            self.whole(duty, case);
            return;
        }
        if duty.template == Template::FeedbackClosesLoop {
            self.answers(duty, case);
            return;
        }
        let mut first_unknown = false;
        for nth in 0..self.seen.triggers.len() {
            let event = self.seen.triggers[nth].event;
            match self.eligible(duty, case, Some(event)) {
                Truth::No => {}
                Truth::Maybe if duty.each => self.verdicts.push(Verdict::Unknown),
                Truth::Maybe => first_unknown = true,
                Truth::Yes => {
                    let verdict = self.at_trigger(duty, nth);
                    self.verdicts.push(verdict);
                    if !duty.each {
                        break;
                    }
                }
            }
        }
        if self.verdicts.is_empty() && first_unknown {
            self.verdicts.push(Verdict::Unknown);
        }
        if duty.template == Template::Succession {
            self.alone(duty, case);
        }
    }

    fn owed<'d>(&self, duty: &'d Duty<'_>, trigger: Option<When>) -> Owed<'d> {
        let from_trigger = trigger.map_or(Origin::Unknown, Origin::at);
        Owed {
            span: &duty.span,
            origin: duty.clock.map_or(from_trigger, |clock| self.origins[clock]),
            trigger,
            ordered: true,
            until: self.until,
        }
    }

    /// What is owed once to the whole case.
    fn whole(&mut self, duty: &Duty<'_>, case: usize) {
        let first = self.seen.triggers.first().copied();
        let verdict = match self.eligible(duty, case, first.map(|at| at.event)) {
            Truth::No => return,
            Truth::Maybe => Verdict::Unknown,
            Truth::Yes => {
                let mut owed = self.owed(duty, first.map(|at| at.time));
                self.count_before(duty, &owed);
                // Nothing has to come after anything.
                owed.trigger = None;
                match duty.template {
                    ObligationTemplate::Existence => owed.happens(&self.seen, None),
                    ObligationTemplate::EndsWith => owed.ends(&self.seen),
                    _ => owed.stays_away(&self.seen, None),
                }
            }
        };
        self.verdicts.push(verdict);
    }

    /// What is owed at a trigger.
    fn at_trigger(&mut self, duty: &Duty<'_>, nth: usize) -> Verdict {
        use ObligationTemplate as Template;

        let At { event, time } = self.seen.triggers[nth];
        let mut owed = self.owed(duty, Some(time));
        self.count_before(duty, &owed);
        match duty.template {
            Template::Precedence => owed.happened(&self.seen, event),
            Template::RespondedExistence => {
                owed.ordered = false;
                owed.happens(&self.seen, Some(event))
            }
            Template::NotTogether => {
                owed.ordered = false;
                owed.stays_away(&self.seen, Some(event))
            }
            Template::Absence => owed.stays_away(&self.seen, Some(event)),
            Template::EndsWith => owed.ends(&self.seen),
            Template::RepeatEvery => owed.repeats(&self.seen, event),
            Template::Existence
            | Template::Response
            | Template::Succession
            | Template::FeedbackClosesLoop => owed.happens(&self.seen, Some(event)),
        }
    }

    /// What is expected after each trigger and stands without one.
    fn alone(&mut self, duty: &Duty<'_>, case: usize) {
        for nth in 0..self.seen.expected.len() {
            let At { event, time } = self.seen.expected[nth];
            let led = self.seen.is_led(event, time);
            let verdict = match (self.eligible(duty, case, Some(event)), led) {
                (Truth::No, _) | (_, Truth::Yes) => continue,
                (Truth::Yes, Truth::No) => Verdict::Missed,
                _ => Verdict::Unknown,
            };
            self.verdicts.push(verdict);
            if !duty.each {
                break;
            }
        }
    }

    /// Answers to referrals: each closes one.
    fn answers(&mut self, duty: &Duty<'_>, case: usize) {
        let eligible: Vec<Truth> = (0..self.seen.triggers.len())
            .map(|nth| self.eligible(duty, case, Some(self.seen.triggers[nth].event)))
            .collect();
        let clock = duty.clock.map(|clock| self.origins[clock]);
        let answered = self.seen.match_answers(&duty.span, clock, &eligible);
        let mut unknown = false;
        for (nth, (eligible, answer)) in eligible.into_iter().zip(answered).enumerate() {
            let verdict = match eligible {
                Truth::No => continue,
                Truth::Maybe => Verdict::Unknown,
                Truth::Yes => {
                    let time = self.seen.triggers[nth].time;
                    let owed = self.owed(duty, Some(time));
                    self.count_before(duty, &owed);
                    owed.answered(&self.seen, answer)
                }
            };
            if duty.each {
                self.verdicts.push(verdict);
            } else if eligible == Truth::Yes {
                self.verdicts.push(verdict);
                return;
            } else {
                unknown = true;
            }
        }
        if unknown {
            self.verdicts.push(Verdict::Unknown);
        }
    }

    /// Counts the case where what is expected after a clock begins comes before it.
    fn count_before(&mut self, duty: &Duty<'_>, owed: &Owed<'_>) {
        let (Some(clock), Origin::Between(first, _)) = (duty.clock, owed.origin) else { return };
        let before = |at: &At| at.time.is_before(first) == Some(true);
        if self.seen.expected.first().is_some_and(before) && !self.before[clock] {
            self.before[clock] = true;
            self.odd.before[clock] += 1;
        }
    }
}
