//! A judge that looks at every event for every question, written from what the judge
//! says of itself and from nothing of its code.

use firstyear_core::pathway::{
    Bound, Condition, Obligation, ObligationTemplate, Per, TimeUnit, Verdict,
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Time {
    Unknown,
    Day(i32),
    Local(i64),
    Zoned(i64, i16),
}

impl Time {
    /// The same as a day, a local minute, or one with an offset.
    pub(crate) fn in_way(self, way: u8) -> Self {
        let Some(day) = self.day() else { return self };
        let second = match self {
            Self::Local(second) | Self::Zoned(second, _) => second,
            _ => i64::from(day) * 86_400 + 36_000,
        };
        match way {
            0 => Self::Day(day),
            1 => Self::Local(second),
            _ => Self::Zoned(second, 60),
        }
    }

    fn day(self) -> Option<i32> {
        match self {
            Self::Unknown => None,
            Self::Day(day) => Some(day),
            Self::Local(second) => day_of(second),
            Self::Zoned(second, east) => day_of(second + i64::from(east) * 60),
        }
    }

    fn key(self) -> i64 {
        match self {
            Self::Unknown => i64::MAX,
            Self::Day(day) => i64::from(day) * 86_400,
            Self::Local(second) | Self::Zoned(second, _) => second,
        }
    }

    /// Whether it is before another; `None` where one is not known.
    fn before(self, other: Self) -> Option<bool> {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => None,
            (Self::Local(a), Self::Local(b)) | (Self::Zoned(a, _), Self::Zoned(b, _)) => {
                Some(a < b)
            }
            _ => Some(self.day() < other.day()),
        }
    }

    /// Whether it is the same time, written in the same way on the same day.
    fn is(self, other: Self) -> bool {
        let way = std::mem::discriminant(&self) == std::mem::discriminant(&other);
        way && (self.key(), self.day()) == (other.key(), other.day())
    }

    fn has_hour(self) -> bool {
        matches!(self, Self::Local(_) | Self::Zoned(..))
    }

    /// The seconds that can lie after another.
    fn since(self, other: Self) -> Option<(i64, i64)> {
        self.day()?;
        other.day()?;
        let between = self.key() - other.key();
        let zoned = |time: Self| matches!(time, Self::Zoned(..));
        let world = if zoned(self) == zoned(other) { 0 } else { 14 * 3_600 };
        let low = if matches!(other, Self::Day(_)) { 86_400 } else { 0 };
        let high = if matches!(self, Self::Day(_)) { 86_400 } else { 0 };
        Some((between - low - world, between + high + world))
    }
}

fn day_of(second: i64) -> Option<i32> {
    i32::try_from(second.div_euclid(86_400)).ok()
}

/// What is known of a case on a day: `None` where it has events, and all of them are later.
pub(crate) fn known_on(day: i32, case: &Case) -> Option<Case> {
    let is_known = |time: Time| time.day().is_none_or(|of_event| of_event <= day);
    let events: Vec<Event> =
        case.events.iter().copied().filter(|event| is_known(event.1)).collect();
    (case.events.is_empty() || !events.is_empty()).then_some(Case { events, bmi: case.bmi })
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Activity, time, body mass index, first day of gestation.
    pub(crate) events: Vec<(&'static str, Time, &'static str, &'static str)>,
    pub(crate) bmi: &'static str,
}

/// No, perhaps, yes.
type Truth = u8;
const NO: Truth = 0;
const PERHAPS: Truth = 1;
const YES: Truth = 2;

fn truth(holds: Option<bool>) -> Truth {
    match holds {
        None => PERHAPS,
        Some(holds) => 2 * u8::from(holds),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Origin {
    At(Time),
    NotYet,
    Unknown,
}

type Event = (&'static str, Time, &'static str, &'static str);

pub(crate) struct Naive<'o> {
    pub(crate) obligation: &'o Obligation,
    pub(crate) until: i32,
    pub(crate) holiday: i32,
}

struct Owed<'n, 'o> {
    naive: &'n Naive<'o>,
    events: &'n [Event],
    trigger: Option<usize>,
    /// Whether what is expected must follow the trigger.
    ordered: bool,
    /// Whether the trigger is skipped and discharges follow it.
    triggered: bool,
    origin: Origin,
}

impl Naive<'_> {
    pub(crate) fn activations(&self, case: &Case, all: &[Case]) -> Vec<Verdict> {
        let events = in_order(case);
        let one = self.obligation;
        let trigger = one.trigger.as_deref().unwrap_or("s0");
        let triggers: Vec<usize> =
            (0..events.len()).filter(|&at| events[at].0 == trigger).collect();
        let whole = one.trigger.is_none()
            && matches!(
                one.template,
                ObligationTemplate::Existence
                    | ObligationTemplate::Absence
                    | ObligationTemplate::EndsWith
            );
        let mut found = Vec::new();
        if whole {
            let first = triggers.first().copied();
            match self.eligible(case, &events, first) {
                NO => {}
                PERHAPS => found.push(Verdict::Unknown),
                _ => {
                    let mut owed = self.owed(&events, first, all);
                    owed.ordered = false;
                    owed.triggered = false;
                    found.push(owed.verdict(None));
                }
            }
            return found;
        }
        let answers = self.answers(case, &events, &triggers, all);
        let each = one.per == Per::Activation;
        let mut perhaps = false;
        for (nth, &trigger) in triggers.iter().enumerate() {
            match self.eligible(case, &events, Some(trigger)) {
                NO => {}
                PERHAPS if each => found.push(Verdict::Unknown),
                PERHAPS => perhaps = true,
                _ => {
                    let mut owed = self.owed(&events, Some(trigger), all);
                    owed.ordered = !matches!(
                        one.template,
                        ObligationTemplate::RespondedExistence | ObligationTemplate::NotTogether
                    );
                    found.push(owed.verdict(answers.get(nth).copied().flatten()));
                    if !each {
                        break;
                    }
                }
            }
        }
        if found.is_empty() && perhaps {
            found.push(Verdict::Unknown);
        }
        if one.template == ObligationTemplate::Succession {
            for at in (0..events.len()).filter(|&at| self.expects(events[at].0)) {
                let led = triggers
                    .iter()
                    .filter(|&&trigger| trigger != at)
                    .map(|&trigger| 2 - truth(events[at].1.before(events[trigger].1)))
                    .max()
                    .unwrap_or(NO);
                match (self.eligible(case, &events, Some(at)), led) {
                    (NO, _) | (_, YES) => continue,
                    (YES, NO) => found.push(Verdict::Missed),
                    _ => found.push(Verdict::Unknown),
                }
                if !each {
                    break;
                }
            }
        }
        found
    }

    fn expects(&self, activity: &str) -> bool {
        self.obligation.expects.iter().any(|id| id == activity)
    }

    fn owed<'n>(
        &'n self,
        events: &'n [Event],
        trigger: Option<usize>,
        all: &[Case],
    ) -> Owed<'n, 'n> {
        let from_trigger = trigger.map_or(Origin::Unknown, |at| Origin::At(events[at].1));
        let clock = self.obligation.window.as_ref().and_then(|window| window.clock.as_deref());
        let origin = clock.map_or(from_trigger, |clock| origin(clock, events, all));
        Owed { naive: self, events, trigger, ordered: true, triggered: true, origin }
    }

    /// What was last recorded at an event or before; of the case first of all.
    fn recorded(case: &Case, events: &[Event], at: Option<usize>) -> &'static str {
        let Some(at) = at else {
            let first = events.iter().map(|event| event.2).find(|text| !text.is_empty());
            return if case.bmi.is_empty() { first.unwrap_or("") } else { case.bmi };
        };
        let mut last = at;
        for later in at + 1..events.len() {
            let before = match events[at].1.before(events[later].1) {
                Some(before) => before,
                None => events[at].1 != Time::Unknown,
            };
            if before {
                break;
            }
            last = later;
        }
        let texts = events[..=last].iter().rev().map(|event| event.2);
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or(case.bmi)
    }

    fn eligible(&self, case: &Case, events: &[Event], at: Option<usize>) -> Truth {
        let text = Self::recorded(case, events, at);
        let holds = |asked: &Condition| match text {
            "" | "not known" => {
                if asked.missing {
                    YES
                } else {
                    PERHAPS
                }
            }
            "x" => PERHAPS,
            _ if asked.missing => NO,
            number => {
                let number: f64 = number.parse().unwrap();
                let least = asked.at_least.is_none_or(|least| number >= least);
                truth(Some(least && asked.below.is_none_or(|below| number < below)))
            }
        };
        self.obligation.eligible.iter().map(holds).min().unwrap_or(YES)
    }

    /// Which answer each referral has: one for each trigger.
    fn answers(
        &self,
        case: &Case,
        events: &[Event],
        triggers: &[usize],
        all: &[Case],
    ) -> Vec<Option<usize>> {
        let mut answers = vec![None; triggers.len()];
        if self.obligation.template != ObligationTemplate::FeedbackClosesLoop {
            return Vec::new();
        }
        for answer in (0..events.len()).filter(|&at| self.expects(events[at].0)) {
            if events[answer].1 == Time::Unknown {
                continue;
            }
            let open: Vec<usize> = (0..triggers.len())
                .filter(|&nth| {
                    let trigger = triggers[nth];
                    answers[nth].is_none()
                        && trigger != answer
                        && events[trigger].1 != Time::Unknown
                        && events[answer].1.before(events[trigger].1) == Some(false)
                        && self.eligible(case, events, Some(trigger)) != NO
                })
                .collect();
            let owed = |nth: usize| self.owed(events, Some(triggers[nth]), all);
            let in_window = open.iter().find(|&&nth| {
                let owed = owed(nth);
                owed.begun(events[answer].1).min(owed.in_time(events[answer].1)) != NO
            });
            let late = open.iter().find(|&&nth| owed(nth).in_time(events[answer].1) == NO);
            if let Some(&nth) = in_window.or(late) {
                answers[nth] = Some(answer);
            }
        }
        answers
    }

    fn working_days(&self, from: i32, to: i32) -> i64 {
        if to < from {
            return -self.working_days(to, from);
        }
        // Day 4 was a Monday.
        let works = |day: &i32| (day - 4).rem_euclid(7) < 5 && *day != self.holiday;
        (from + 1..=to).filter(works).map(|_| 1_i64).sum()
    }
}

/// Events in the order of their times, those without one last; what repeats another
/// exactly is one, and what the first lacks it takes from the second.
fn in_order(case: &Case) -> Vec<Event> {
    let mut events = case.events.clone();
    events.sort_by_key(|event| event.1.key());
    let mut kept: Vec<Event> = Vec::new();
    for event in events {
        let same = kept.iter_mut().find(|one| {
            event.0 != "elsewhere"
                && event.1 != Time::Unknown
                && one.0 == event.0
                && one.1.is(event.1)
        });
        match same {
            Some(same) => {
                if same.2.is_empty() {
                    same.2 = event.2;
                }
                if same.3.is_empty() {
                    same.3 = event.3;
                }
            }
            None => kept.push(event),
        }
    }
    kept
}

fn origin(clock: &str, events: &[Event], all: &[Case]) -> Origin {
    match clock {
        "since" => events
            .iter()
            .find(|event| event.0 == "s3")
            .map_or(Origin::NotYet, |event| Origin::At(event.1)),
        "birth" => {
            let births: Vec<Time> =
                events.iter().filter(|event| event.0 == "birth").map(|event| event.1).collect();
            match births.as_slice() {
                [] if all.iter().any(|case| case.events.iter().any(|event| event.0 == "birth")) => {
                    Origin::NotYet
                }
                [] => Origin::Unknown,
                [one] => Origin::At(*one),
                // The log above has at most one time a birth: two are only the same day
                // by chance, and their first and last time then differ.
                [first, .., last]
                    if births.iter().all(|birth| birth.day() == first.day()) && first == last =>
                {
                    Origin::At(*first)
                }
                several if several.iter().all(|birth| birth.day() == several[0].day()) => {
                    Origin::At(several[0])
                }
                _ => Origin::Unknown,
            }
        }
        _ => {
            let day = |text: &str| match text {
                "2024-02-28" => Some(19_781),
                "2024-03-03" => Some(19_785),
                "2024-04-20" => Some(19_833),
                _ => None,
            };
            let told: Vec<i32> = events.iter().filter_map(|event| day(event.3)).collect();
            let apart = told.windows(2).any(|pair| (pair[1] - pair[0]).abs() > 14);
            match told.last() {
                _ if apart => Origin::Unknown,
                Some(&day) => Origin::At(Time::Day(day)),
                None => Origin::Unknown,
            }
        }
    }
}

impl Owed<'_, '_> {
    fn one(&self) -> &Obligation {
        self.naive.obligation
    }

    fn bound(&self, later: bool) -> Option<Bound> {
        let window = self.one().window.as_ref()?;
        if later { window.to } else { window.from }
    }

    fn clocked(&self) -> bool {
        self.one().window.as_ref().is_some_and(|window| window.clock.is_some())
    }

    fn elapsed(&self, origin: Origin, time: Time, unit: TimeUnit) -> Option<(i64, i64)> {
        let Origin::At(start) = origin else { return None };
        let days = |from: Time, to: Time| -> Option<i64> {
            Some(i64::from(to.day()?) - i64::from(from.day()?))
        };
        let on = match unit {
            TimeUnit::Hours => time.since(start)?,
            TimeUnit::Days | TimeUnit::Weeks => {
                let days = days(start, time)?;
                (days, days)
            }
            TimeUnit::WorkingDays => {
                let days = self.naive.working_days(start.day()?, time.day()?);
                (days, days)
            }
        };
        let back = (-on.1, -on.0);
        Some(match self.one().template {
            _ if self.clocked() => on,
            ObligationTemplate::Precedence => back,
            ObligationTemplate::RespondedExistence | ObligationTemplate::NotTogether => {
                if on.0 >= 0 {
                    on
                } else if on.1 <= 0 {
                    back
                } else {
                    (0, on.1.max(back.1))
                }
            }
            _ => on,
        })
    }

    fn size(bound: Bound) -> i64 {
        i64::from(bound.value)
            * match bound.unit {
                TimeUnit::Hours => 3_600,
                TimeUnit::Weeks => 7,
                TimeUnit::Days | TimeUnit::WorkingDays => 1,
            }
    }

    fn begun(&self, time: Time) -> Truth {
        self.begun_from(self.origin, time)
    }

    fn begun_from(&self, origin: Origin, time: Time) -> Truth {
        match (self.bound(false), origin) {
            (None, _) if !self.clocked() => YES,
            (None, Origin::At(start)) => 2 - truth(time.before(start)),
            (None, _) => PERHAPS,
            (Some(from), _) => match self.elapsed(origin, time, from.unit) {
                Some((low, _)) if low >= Self::size(from) => YES,
                Some((_, high)) if high < Self::size(from) => NO,
                _ => PERHAPS,
            },
        }
    }

    fn in_time(&self, time: Time) -> Truth {
        self.in_time_from(self.origin, time)
    }

    fn in_time_from(&self, origin: Origin, time: Time) -> Truth {
        let Some(to) = self.bound(true) else { return YES };
        let holds = match self.elapsed(origin, time, to.unit) {
            Some((_, high)) if high <= Self::size(to) => YES,
            Some((low, _)) if low > Self::size(to) => NO,
            _ => PERHAPS,
        };
        let hours = time.has_hour() && matches!(origin, Origin::At(start) if start.has_hour());
        if to.unit == TimeUnit::Hours && !hours { holds.min(PERHAPS) } else { holds }
    }

    /// Whether the day after the last would be too late; `None` without an end.
    fn over_from(&self, origin: Origin) -> Option<Truth> {
        self.bound(true)?;
        let next = i64::from(self.naive.until + 1) * 86_400;
        let next = match origin {
            Origin::At(Time::Zoned(..)) => Time::Zoned(next - 14 * 3_600, 14 * 60),
            _ => Time::Local(next),
        };
        Some(2 - self.in_time_from(origin, next))
    }

    fn follows(&self, time: Time) -> Truth {
        match self.trigger.filter(|_| self.triggered) {
            Some(trigger) => 2 - truth(time.before(self.events[trigger].1)),
            None => YES,
        }
    }

    fn expected(&self) -> Vec<Time> {
        let skipped = self.trigger.filter(|_| self.triggered);
        (0..self.events.len())
            .filter(|&at| Some(at) != skipped && self.naive.expects(self.events[at].0))
            .map(|at| self.events[at].1)
            .collect()
    }

    fn discharges(&self) -> Vec<Time> {
        let by = &self.one().discharged_by;
        let mine = self.events.iter().filter(|event| by.iter().any(|id| id == event.0));
        mine.map(|event| event.1).collect()
    }

    fn steps(&self) -> Vec<Time> {
        let steps = self.events.iter().filter(|event| ["s0", "s1", "s2", "s3"].contains(&event.0));
        steps.map(|event| event.1).collect()
    }

    fn closed_at(&self) -> Option<Time> {
        let steps = self.steps();
        let outs = self.events.iter().filter(|event| event.0 == "out").map(|event| event.1);
        outs.into_iter().find(|out| steps.iter().all(|step| out.before(*step) != Some(true)))
    }

    fn fits(&self, time: Time) -> Truth {
        let follows = if self.ordered { self.follows(time) } else { YES };
        follows.min(self.begun(time)).min(self.in_time(time))
    }

    fn unmet(&self, fits: Truth, late: bool) -> Verdict {
        let closed = self.closed_at().is_some();
        if fits == PERHAPS {
            return Verdict::Unknown;
        }
        let in_time =
            |time: Time| if self.origin == Origin::NotYet { YES } else { self.in_time(time) };
        let discharged =
            self.discharges().into_iter().map(|time| self.follows(time).min(in_time(time))).max();
        match discharged.unwrap_or(NO) {
            YES => return Verdict::Declined,
            PERHAPS => return Verdict::Unknown,
            _ => {}
        }
        if self.origin == Origin::NotYet {
            return if closed { Verdict::NotApplicable } else { Verdict::Pending };
        }
        if late {
            return Verdict::Late;
        }
        match self.over_from(self.origin) {
            Some(YES) => Verdict::Missed,
            _ if closed => Verdict::Missed,
            Some(PERHAPS) => Verdict::Unknown,
            _ => Verdict::Pending,
        }
    }

    fn verdict(&self, answer: Option<usize>) -> Verdict {
        match self.one().template {
            ObligationTemplate::FeedbackClosesLoop => self.answered(answer),
            ObligationTemplate::Existence
            | ObligationTemplate::Response
            | ObligationTemplate::Succession
            | ObligationTemplate::RespondedExistence => self.happens(),
            ObligationTemplate::Precedence => self.happened(),
            ObligationTemplate::Absence | ObligationTemplate::NotTogether => self.stays_away(),
            ObligationTemplate::EndsWith => self.ends(),
            ObligationTemplate::RepeatEvery => self.repeats(),
        }
    }

    fn happens(&self) -> Verdict {
        let expected = if self.origin == Origin::NotYet { Vec::new() } else { self.expected() };
        let fits = expected.iter().map(|time| self.fits(*time)).max().unwrap_or(NO);
        let late = expected
            .iter()
            .any(|&time| self.in_time(time) == NO && (!self.ordered || self.follows(time) == YES));
        if fits == YES { Verdict::Met } else { self.unmet(fits, late) }
    }

    fn answered(&self, answer: Option<usize>) -> Verdict {
        let Some(answer) = answer else {
            let untimed = self.trigger.is_some_and(|at| self.events[at].1 == Time::Unknown);
            let any = self.events.iter().filter(|event| self.naive.expects(event.0));
            let may = any.into_iter().any(|event| untimed || event.1 == Time::Unknown);
            return self.unmet(if may { PERHAPS } else { NO }, false);
        };
        let time = self.events[answer].1;
        let fits = self.begun(time).min(self.in_time(time));
        if fits == YES { Verdict::Met } else { self.unmet(fits, self.in_time(time) == NO) }
    }

    fn happened(&self) -> Verdict {
        let trigger = self.events[self.trigger.unwrap()].1;
        let leads = |time: Time| 2 - truth(trigger.before(time));
        let expected = if self.origin == Origin::NotYet { Vec::new() } else { self.expected() };
        let fits = |&time: &Time| leads(time).min(self.begun(time)).min(self.in_time(time));
        let mut fits = expected.iter().map(fits).max().unwrap_or(NO);
        if trigger == Time::Unknown && !expected.is_empty() {
            fits = PERHAPS;
        }
        let untimed = expected.contains(&Time::Unknown);
        if untimed && fits == NO {
            fits = PERHAPS;
        }
        if fits == YES {
            return Verdict::Met;
        }
        let late = expected.iter().any(|&time| leads(time) == YES && self.in_time(time) == NO);
        let discharged = self.discharges().into_iter().map(leads).max().unwrap_or(NO);
        match (fits, discharged) {
            (PERHAPS, _) | (_, PERHAPS) => Verdict::Unknown,
            (_, YES) => Verdict::Declined,
            _ if self.origin == Origin::NotYet => Verdict::NotApplicable,
            _ if late => Verdict::Late,
            _ => Verdict::Missed,
        }
    }

    /// The first discharge that surely follows.
    fn ended(&self) -> Option<Time> {
        let mut known: Vec<Time> =
            self.discharges().into_iter().filter(|time| *time != Time::Unknown).collect();
        known.sort_by_key(|time| time.key());
        known.into_iter().find(|time| self.follows(*time) == YES)
    }

    fn stays_away(&self) -> Verdict {
        let ended = self.ended();
        let expected = if self.origin == Origin::NotYet { Vec::new() } else { self.expected() };
        let broken = expected.into_iter().map(|time| {
            let owed = ended.map_or(YES, |end| 2 - truth(end.before(time)));
            self.fits(time).min(owed)
        });
        match broken.max().unwrap_or(NO) {
            YES => Verdict::Missed,
            PERHAPS => Verdict::Unknown,
            _ => match self.unmet(NO, false) {
                Verdict::Missed => Verdict::Met,
                verdict => verdict,
            },
        }
    }

    fn ends(&self) -> Verdict {
        if self.closed_at().is_none() {
            return self.unmet(NO, false);
        }
        let steps = self.steps();
        let all = (0..self.events.len()).filter(|&at| self.naive.expects(self.events[at].0));
        let fits = all.into_iter().map(|at| {
            let time = self.events[at].1;
            let last = steps.iter().all(|step| time.before(*step) != Some(true));
            let last = if time == Time::Unknown { PERHAPS } else { truth(Some(last)) };
            last.min(self.begun(time)).min(self.in_time(time))
        });
        let mut fits = fits.max().unwrap_or(NO);
        if steps.contains(&Time::Unknown) {
            fits = PERHAPS;
        }
        if fits == YES { Verdict::Met } else { self.unmet(fits, false) }
    }

    fn repeats(&self) -> Verdict {
        let ended = self.ended();
        if self.origin == Origin::NotYet {
            return self.unmet(NO, false);
        }
        let (mut last, mut times, mut late, mut open) = (self.origin, 0, false, false);
        for time in self.expected() {
            if ended.is_some_and(|end| end.before(time) == Some(true)) {
                continue;
            }
            match self.follows(time).min(self.begun_from(last, time)) {
                YES => {}
                PERHAPS => open = true,
                _ => continue,
            }
            if self.follows(time) == PERHAPS {
                continue;
            }
            late |= self.in_time_from(last, time) == NO;
            open |= self.in_time_from(last, time) == PERHAPS;
            last = Origin::At(time);
            times += 1;
        }
        let end = ended.or(self.closed_at());
        let over = match end {
            Some(end) => 2 - self.in_time_from(last, end),
            None => self.over_from(last).unwrap_or(NO),
        };
        match over {
            _ if open => Verdict::Unknown,
            YES => Verdict::Missed,
            _ if late => Verdict::Late,
            PERHAPS => Verdict::Unknown,
            _ if ended.is_some() && times == 0 => Verdict::Declined,
            _ if end.is_some() && times == 0 => Verdict::NotApplicable,
            _ if end.is_some() => Verdict::Met,
            _ => Verdict::Pending,
        }
    }
}
