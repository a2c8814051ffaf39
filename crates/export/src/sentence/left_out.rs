//! Sentences about periods that a trend or a control chart leaves out.

use firstyear_analysis::{LeftOut, WhyLeftOut};

use super::{missing, period};
use crate::format::{and, count};

/// Why a period is left out.
#[must_use]
pub fn reason(why: WhyLeftOut) -> String {
    match why {
        WhyLeftOut::Overlaps => "shares days with the periods that are used".to_owned(),
        WhyLeftOut::OtherLength => "of another length or kind than those used".to_owned(),
        WhyLeftOut::OtherVersion => "by another version of the classification".to_owned(),
        WhyLeftOut::BeforeBreak => "before a break of the series".to_owned(),
        WhyLeftOut::Interrupted => "apart from the periods that are used".to_owned(),
        WhyLeftOut::NoCounts(cell) => match missing(&cell) {
            Some(word) => word.to_owned(),
            None => "published without its counts".to_owned(),
        },
        WhyLeftOut::NotYears => "not a whole year".to_owned(),
    }
}

/// What is left out of `whole`, such as `the trend`: neighbouring periods with
/// the same reason together; `None` where nothing is.
#[must_use]
pub fn sentence(whole: &str, left: &[LeftOut]) -> Option<String> {
    let mut groups: Vec<(WhyLeftOut, Vec<&LeftOut>)> = Vec::new();
    for one in left {
        match groups.iter_mut().find(|(why, _)| *why == one.why) {
            Some((_, same)) => same.push(one),
            None => groups.push((one.why, vec![one])),
        }
    }
    let words: Vec<String> =
        groups.iter().map(|(why, same)| format!("{} ({})", periods(same), reason(*why))).collect();
    (!words.is_empty()).then(|| format!("Left out of {whole}: {}.", words.join("; ")))
}

/// Up to three by name, more by the first and the last.
fn periods(left: &[&LeftOut]) -> String {
    let named: Vec<String> = left.iter().map(|one| period(one.period)).collect();
    match named.as_slice() {
        [first, .., last] if named.len() > 3 => {
            format!("{} periods from {first} to {last}", count(named.len() as u64))
        }
        _ => and(&named),
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Cell, Withholding};

    use super::*;
    use crate::testing::{year, years};

    #[test]
    fn periods_with_one_reason_stand_together() {
        let left = |period, why| LeftOut { period, version: None, why };
        let withheld = WhyLeftOut::NoCounts(Cell::Withheld(Withholding::Publisher));
        let mut out: Vec<LeftOut> =
            (2001..2006).map(|y| left(year(y), WhyLeftOut::BeforeBreak)).collect();
        out.push(left(years(2005, 2007), WhyLeftOut::Overlaps));
        out.push(left(year(2009), withheld));
        assert_eq!(
            sentence("the trend", &out).unwrap(),
            "Left out of the trend: 5 periods from 2001 to 2005 (before a break of the series); \
             2005 to 2007 (shares days with the periods that are used); 2009 (withheld)."
        );
        assert_eq!(sentence("the trend", &[]), None);
    }
}
