//! What happens again and again.

use firstyear_core::pathway::Verdict;

use super::{Found, Owed, Seen};
use crate::judge::truth::Truth;
use crate::judge::window::Origin;

impl Owed<'_> {
    /// It happens, and no longer passes between than the window: from its beginning to
    /// the first, from one to the next, and from the last to the end.
    pub(in crate::judge) fn repeats(&self, seen: &Seen, skip: usize) -> Verdict {
        let ended = self.ended(seen);
        if self.origin == Origin::NotYet {
            return self.unmet(seen, Found::default());
        }
        let mut last = self.origin;
        let (mut times, mut late, mut open) = (0_usize, false, false);
        let first = seen.expected.partition_point(|at| at.time.key() < self.first_key());
        for at in seen.expected[first..].iter().filter(|at| at.event != skip) {
            if ended.is_some_and(|end| end.is_before(at.time) == Some(true)) {
                continue;
            }
            let begun = self.span.begun(last, at.time);
            let counts = self.follows(at.time).and(begun);
            open |= counts == Truth::Maybe;
            if counts == Truth::No || self.follows(at.time) == Truth::Maybe {
                continue;
            }
            let in_time = self.span.in_time(last, at.time);
            late |= in_time == Truth::No;
            open |= in_time == Truth::Maybe;
            last = Origin::at(at.time);
            times += 1;
        }
        let end = ended.or(seen.closed_at);
        let over = match end {
            Some(end) => self.span.in_time(last, end).not(),
            None => self.span.is_over(last, self.until).unwrap_or(Truth::No),
        };
        match over {
            _ if open => Verdict::Unknown,
            Truth::Yes => Verdict::Missed,
            _ if late => Verdict::Late,
            Truth::Maybe => Verdict::Unknown,
            Truth::No if ended.is_some() && times == 0 => Verdict::Declined,
            Truth::No if times == 0 && end.is_some() => Verdict::NotApplicable,
            Truth::No if end.is_some() => Verdict::Met,
            Truth::No => Verdict::Pending,
        }
    }
}
