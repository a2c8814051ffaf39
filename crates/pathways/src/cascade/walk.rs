//! One case after another, as far as it comes.

use firstyear_core::event::{CaseLog, When};

use super::stages::Prepared;
use super::{StageCounts, Wait, WaitEnd};
use crate::judge::{Recordings, Truth, closing, first_said, last_steps};
use crate::log::PathwayLog;

/// Walks cases through stages, with room that is used again for each.
pub(super) struct Walk<'w> {
    reading: &'w PathwayLog<'w>,
    log: &'w CaseLog,
    stages: &'w [Prepared],
    until: i32,
    /// The events of the case: their places, codes and times.
    events: Vec<usize>,
    codes: &'w [u32],
    times: &'w [When],
    recorded: Recordings,
    last_steps: Vec<When>,
    /// When the case began; `None` where the log does not say.
    pub(super) index: Option<When>,
    /// When it came to each stage, as far as it came.
    came: Vec<Came>,
    /// How it went at the stage that it did not reach, and when.
    end: (WaitEnd, When),
    /// The stage that has a step too early alone.
    pub(super) early: Option<usize>,
}

/// When a case came to a stage.
#[derive(Clone, Copy, Debug)]
struct Came {
    /// What comes before it is too early for the stage after it. Nothing is where no
    /// event took the case to it.
    event: Option<When>,
    /// What days count from.
    from: When,
}

impl<'w> Walk<'w> {
    pub(super) fn new(
        reading: &'w PathwayLog<'_>,
        log: &'w CaseLog,
        stages: &'w [Prepared],
        until: i32,
    ) -> Self {
        Self {
            reading,
            log,
            stages,
            until,
            events: Vec::new(),
            codes: &[],
            times: &[],
            recorded: Recordings::of(stages.iter().flat_map(|stage| &stage.asked)),
            last_steps: Vec::new(),
            index: None,
            came: Vec::new(),
            end: (WaitEnd::Open, When::UNKNOWN),
            early: None,
        }
    }

    /// Looks at the events of a case.
    pub(super) fn begin(&mut self, case: usize) {
        self.events.clear();
        let events = self.log.events_of(case);
        self.codes = &self.log.codes()[events.clone()];
        self.times = &self.log.times()[events.clone()];
        self.events.extend(events);
        self.recorded.read(self.log, case, &self.events, self.times);
        let index = self.reading.code(&self.reading.pathway.index);
        let first = self.codes.iter().position(|&code| Some(code) == index);
        self.index = first.map(|at| self.times[at]);
    }

    /// Goes as far as the case comes.
    pub(super) fn go(&mut self, case: usize) {
        self.came.clear();
        self.early = None;
        self.end = (WaitEnd::Open, When::UNKNOWN);
        let stages = self.stages;
        for (at, stage) in stages.iter().enumerate() {
            let came = match (stage.has_steps, self.came.last().copied()) {
                (true, before) => self.by_step(stage, before.and_then(|came| came.event)),
                (false, None) => self.first(stage, case),
                (false, Some(before)) => self.later(stage, case, before),
            };
            match came {
                Ok(came) => self.came.push(came),
                Err(Some(end)) => {
                    self.end = end;
                    return;
                }
                Err(None) => {
                    if self.codes.iter().any(|&code| stage.is_step(code)) {
                        self.early = Some(at);
                    }
                    self.end = self.closed();
                    return;
                }
            }
        }
    }

    /// Everyone of whom the conditions hold by what was first said.
    fn first(&self, stage: &Prepared, case: usize) -> Result<Came, Option<(WaitEnd, When)>> {
        let from = self.index.unwrap_or(When::UNKNOWN);
        let holds = first_said(self.log, case, &self.events, &stage.asked);
        match told(stage, holds) {
            Truth::Yes => Ok(Came { event: None, from }),
            Truth::Maybe => Err(Some((WaitEnd::Unknown, from))),
            Truth::No => Err(Some((WaitEnd::Unmet, from))),
        }
    }

    /// The first step of it that is not before `after` and with which the conditions
    /// hold; an error without an end where there is none at all.
    fn by_step(
        &self,
        stage: &Prepared,
        after: Option<When>,
    ) -> Result<Came, Option<(WaitEnd, When)>> {
        let (mut unknown, mut unmet) = (None, None);
        for at in self.from(after).filter(|&at| stage.is_step(self.codes[at])) {
            let time = self.times[at];
            match told(stage, self.recorded.at_event(&stage.asked, at)) {
                Truth::Yes => return Ok(Came { event: Some(time), from: time }),
                Truth::Maybe => unknown = unknown.or(Some((WaitEnd::Unknown, time))),
                Truth::No => unmet = Some((WaitEnd::Unmet, time)),
            }
        }
        Err(unknown.or(unmet))
    }

    /// The first event from that of the stage before at which the conditions hold.
    fn later(
        &self,
        stage: &Prepared,
        case: usize,
        before: Came,
    ) -> Result<Came, Option<(WaitEnd, When)>> {
        let mut last = None;
        for at in self.from(before.event) {
            let time = self.times[at];
            let holds = told(stage, self.recorded.at_event(&stage.asked, at));
            if holds == Truth::Yes {
                return Ok(Came { event: Some(time), from: time });
            }
            last = Some((holds, time));
        }
        let (holds, time) = last.unwrap_or_else(|| {
            let holds = first_said(self.log, case, &self.events, &stage.asked);
            (told(stage, holds), before.from)
        });
        match holds {
            Truth::Yes => Ok(before),
            Truth::Maybe => Err(Some((WaitEnd::Unknown, time))),
            // What is recorded may yet be another thing.
            Truth::No => Err(None),
        }
    }

    /// Events that are not surely before a time.
    fn from(&self, after: Option<When>) -> impl Iterator<Item = usize> + '_ {
        let early = move |at: &usize| {
            after.is_some_and(|after| self.times[*at].is_before(after) == Some(true))
        };
        (0..self.codes.len()).filter(move |at| !early(at))
    }

    /// Whether the case is over, by which way and when.
    fn closed(&mut self) -> (WaitEnd, When) {
        let reading = self.reading;
        last_steps(self.codes, self.times, reading.first_exit(), &mut self.last_steps);
        let closes = |code: u32| reading.closes(code);
        let at = closing(self.codes, self.times, &self.last_steps, closes);
        let exit = at.and_then(|at| Some((reading.exit(self.codes[at])?, self.times[at])));
        exit.map_or((WaitEnd::Open, When::on_day(self.until)), |(exit, time)| {
            (WaitEnd::Left(exit.reason), time)
        })
    }

    /// Adds the case to the counts of its group.
    pub(super) fn tell(&self, counts: &mut [StageCounts]) {
        let reached = self.came.len();
        let index = self.index.or_else(|| self.came.first().map(|came| came.from));
        for (at, counts) in counts.iter_mut().enumerate() {
            let (end, time) = match self.came.get(at) {
                Some(came) => (WaitEnd::Reached, came.from),
                None => self.end,
            };
            if at <= reached {
                counts.count(end);
            }
            if at == 0 {
                continue;
            }
            if let Some(before) = self.came.get(at - 1) {
                counts.since_before.extend(wait(before.from, end, time));
            }
            if reached > 0 {
                let index = index.unwrap_or(When::UNKNOWN);
                counts.since_index.extend(wait(index, end, time));
            }
        }
    }
}

/// With a condition that nothing can tell it is open at best.
fn told(stage: &Prepared, holds: Truth) -> Truth {
    if stage.untold { holds.and(Truth::Maybe) } else { holds }
}

/// How long it took; `None` where a day is not known.
fn wait(from: When, end: WaitEnd, time: When) -> Option<Wait> {
    let days = i64::from(time.day()?) - i64::from(from.day()?);
    Some(Wait { days: u32::try_from(days.max(0)).ok()?, end })
}
