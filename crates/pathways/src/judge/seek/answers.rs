//! Answers to referrals.

use firstyear_core::event::When;
use firstyear_core::pathway::Verdict;

use super::{At, Found, Owed, SLACK, Seen};
use crate::judge::truth::Truth;
use crate::judge::window::{Origin, Span};

impl Seen {
    /// The answer to each referral, of those that may be owed one: in the order in which
    /// answers come, each closes the oldest that is open, else the oldest that nobody
    /// answered. What has no time closes none.
    pub(in crate::judge) fn match_answers(
        &self,
        span: &Span<'_>,
        clock: Option<Origin>,
        owed: &[Truth],
    ) -> Vec<Option<When>> {
        let mut answers = vec![None; self.triggers.len()];
        let (mut open, mut over): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut next = 0;
        let origin =
            |referral: usize| clock.unwrap_or_else(|| Origin::at(self.triggers[referral].time));
        for answer in self.expected.iter().filter(|at| at.time.day().is_some()) {
            while let Some(at) = self.triggers.get(next)
                && at.time.key() <= answer.time.key().saturating_add(SLACK)
            {
                if owed[next] != Truth::No && at.time.day().is_some() {
                    open.push(next);
                }
                next += 1;
            }
            let answers_it = |&referral: &usize| {
                let at = &self.triggers[referral];
                at.event != answer.event && answer.time.is_before(at.time) != Some(true)
            };
            let expired = |&referral: &usize| {
                let old = self.triggers[referral].time.key() + SLACK < answer.time.key();
                old && span.in_time(origin(referral), answer.time) == Truth::No
            };
            // What is over for this answer is over for all that come later.
            let gone = open.iter().take_while(|one| clock.is_none() && expired(one)).count();
            over.extend(open.drain(..gone));
            let fits = |referral: &usize| {
                answers_it(referral) && span.holds(origin(*referral), answer.time) != Truth::No
            };
            let late = |referral: &usize| {
                answers_it(referral) && span.in_time(origin(*referral), answer.time) == Truth::No
            };
            if let Some(at) = self.first(&open, answer, fits) {
                answers[open.remove(at)] = Some(answer.time);
            } else if let Some(at) = over.iter().position(answers_it) {
                answers[over.remove(at)] = Some(answer.time);
            } else if let Some(at) = self.first(&open, answer, late) {
                answers[open.remove(at)] = Some(answer.time);
            }
        }
        answers
    }

    /// The first referral for which something holds: those that come surely after the
    /// answer are none.
    fn first(&self, open: &[usize], answer: &At, holds: impl Fn(&usize) -> bool) -> Option<usize> {
        let near = |&&referral: &&usize| {
            self.triggers[referral].time.key() <= answer.time.key().saturating_add(SLACK)
        };
        open.iter().take_while(near).position(holds)
    }
}

impl Owed<'_> {
    /// What became of a referral with this answer.
    pub(in crate::judge) fn answered(&self, seen: &Seen, answer: Option<When>) -> Verdict {
        let mut found = Found::default();
        if let Some(answer) = answer {
            found.fits = self.span.holds(self.origin, answer);
            found.late = self.span.in_time(self.origin, answer) == Truth::No;
        } else {
            // An answer without a time may be the one, and so may any for a referral
            // without one.
            let untimed = self.trigger.is_some_and(|time| time.day().is_none());
            let may = |at: &At| untimed || at.time.day().is_none();
            if seen.expected.last().is_some_and(may) {
                found.fits = Truth::Maybe;
            }
        }
        if found.fits == Truth::Yes { Verdict::Met } else { self.unmet(seen, found) }
    }
}
