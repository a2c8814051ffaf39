//! Where the clocks of a case begin.

use firstyear_core::event::{CaseLog, LogColumn, Moment, When};
use firstyear_core::pathway::{ClockStart, ClockValue};

use super::findings::Odd;
use super::window::Origin;
use crate::log::{ClockFrom, PathwayLog};

/// Days from the beginning of gestation to the day on which a baby is due.
const TERM: i32 = 280;

/// How far apart two tellings of one beginning can lie and still be one: days.
const SAME: i32 = 14;

/// What the texts of attributes say of clocks.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// For each clock one for each text.
    texts: Vec<Vec<Option<Said>>>,
    /// For each clock whether the log holds a beginning of it in any case.
    anywhere: Vec<bool>,
}

/// What a text says.
#[derive(Clone, Copy, Debug)]
enum Said {
    /// When it begins.
    Start(When),
    /// That between so many and so many days have passed.
    Passed(i32, i32),
}

impl Told {
    pub(super) fn new(reading: &PathwayLog<'_>, log: &CaseLog) -> Self {
        let of_clock = |clock: &ClockFrom| {
            let Some((column, is)) = clock.attribute else { return Vec::new() };
            let texts = log.column(column).map(LogColumn::texts).unwrap_or_default();
            texts.iter().map(|text| said(is, text)).collect()
        };
        let texts: Vec<Vec<Option<Said>>> = reading.clocks.iter().map(of_clock).collect();
        let begins = |(from, texts): (&ClockFrom, &Vec<Option<Said>>)| {
            texts.iter().any(Option::is_some) || from.codes.iter().any(|&code| log.has(code))
        };
        let anywhere = reading.clocks.iter().zip(&texts).map(begins).collect();
        Self { texts, anywhere }
    }

    /// Whether a text says nothing of a clock.
    pub(super) fn is_unreadable(&self, clock: usize, text: usize) -> bool {
        self.texts[clock].get(text).is_some_and(Option::is_none)
    }

    /// Where a clock begins in a case.
    pub(super) fn origin(
        &self,
        reading: &PathwayLog<'_>,
        log: &CaseLog,
        (clock, case): (usize, usize),
        odd: &mut Odd,
    ) -> Origin {
        let from = &reading.clocks[clock];
        let events = log.events_of(case);
        let codes = &log.codes()[events.clone()];
        let times = &log.times()[events.clone()];
        let mut at = codes.iter().zip(times).filter(|(code, _)| from.codes.contains(code));
        if from.from == ClockStart::Step {
            return at.next().map_or(Origin::NotYet, |(_, &time)| Origin::at(time));
        }
        let mut began: Option<(When, When)> = None;
        let mut twice = false;
        for (_, &time) in at {
            twice |= began.is_some_and(|(_, last)| last.day() != time.day());
            began = Some(began.map_or((time, time), |(first, _)| (first, time)));
        }
        let told = self.told(log, (clock, from), case, &mut twice);
        let origin = match (began, told) {
            (Some(began), Some(told)) => {
                twice |= apart(began.0, told.0) > Some(SAME);
                Some(began)
            }
            (began, told) => began.or(told),
        };
        match origin {
            _ if twice => {
                odd.ambiguous[clock] += 1;
                Origin::Unknown
            }
            Some((first, last)) => Origin::Between(first, last),
            None => {
                odd.without[clock] += 1;
                // A birth may lie ahead where the log tells of others; one that cannot be
                // read does not, and every pregnancy has begun.
                let ahead = from.from == ClockStart::Birth && self.anywhere[clock];
                if ahead && !self.has_unreadable(log, (clock, from), case) {
                    Origin::NotYet
                } else {
                    Origin::Unknown
                }
            }
        }
    }

    /// Whether a case has a text that does not say when the clock begins.
    fn has_unreadable(
        &self,
        log: &CaseLog,
        (clock, from): (usize, &ClockFrom),
        case: usize,
    ) -> bool {
        let Some(column) = from.attribute.and_then(|(column, _)| log.column(column)) else {
            return false;
        };
        let of_events = log.events_of(case).filter_map(|event| column.of_event(event));
        of_events.chain(column.of_case(case)).any(|text| self.is_unreadable(clock, text))
    }

    /// What attributes say: the last that was recorded, as datings are corrected.
    fn told(
        &self,
        log: &CaseLog,
        (clock, from): (usize, &ClockFrom),
        case: usize,
        twice: &mut bool,
    ) -> Option<(When, When)> {
        let column = log.column(from.attribute?.0)?;
        let said = |text: usize| self.texts[clock].get(text).copied().flatten();
        let mut told: Option<(When, When)> = None;
        for event in log.events_of(case) {
            let start = column.of_event(event).and_then(said).and_then(|said| match said {
                Said::Start(time) => Some((time, time)),
                Said::Passed(least, most) => {
                    let day = log.times()[event].day()?;
                    let first = day.checked_sub(most)?;
                    Some((When::on_day(first), When::on_day(day.checked_sub(least)?)))
                }
            });
            if let (Some(before), Some(now)) = (told, start) {
                *twice |= apart(before.0, now.0) > Some(SAME);
            }
            told = start.or(told);
        }
        told.or_else(|| match column.of_case(case).and_then(said)? {
            Said::Start(time) => Some((time, time)),
            Said::Passed(..) => None,
        })
    }
}

fn apart(one: When, other: When) -> Option<i32> {
    one.day()?.checked_sub(other.day()?).and_then(i32::checked_abs)
}

fn said(is: ClockValue, text: &str) -> Option<Said> {
    let text = text.trim();
    match is {
        ClockValue::Start => Some(Said::Start(Moment::parse(text).ok()?.into())),
        ClockValue::DueDate => {
            let due = When::from(Moment::parse(text).ok()?).day()?;
            Some(Said::Start(When::on_day(due.checked_sub(TERM)?)))
        }
        ClockValue::Days => {
            let days = i32::from(text.parse::<u16>().ok()?);
            Some(Said::Passed(days, days))
        }
        ClockValue::Weeks => {
            let whole =
                |weeks: &str| weeks.trim().parse::<u8>().ok().map(|weeks| 7 * i32::from(weeks));
            let Some((weeks, days)) = text.split_once('+') else {
                let days = whole(text)?;
                return Some(Said::Passed(days, days + 6));
            };
            let days = days.trim().parse::<u8>().ok().filter(|days| *days < 7)?;
            let days = whole(weeks)? + i32::from(days);
            Some(Said::Passed(days, days))
        }
    }
}
