//! Sentences about periods that a trend or a control chart leaves out.

use firstyear_analysis::{LeftOut, WhyLeftOut};

use crate::format::count;
use crate::words::{Words, say};

/// Why a period is left out.
#[must_use]
pub fn reason(why: WhyLeftOut, words: &Words) -> String {
    match why {
        WhyLeftOut::Overlaps => say!(words, "left-out-overlaps"),
        WhyLeftOut::OtherLength => say!(words, "left-out-other-length"),
        WhyLeftOut::OtherVersion => say!(words, "left-out-other-version"),
        WhyLeftOut::BeforeBreak => say!(words, "left-out-before-break"),
        WhyLeftOut::Interrupted => say!(words, "left-out-interrupted"),
        WhyLeftOut::NoCounts(cell) => {
            words.missing(&cell).unwrap_or_else(|| say!(words, "left-out-without-counts"))
        }
        WhyLeftOut::NotYears => say!(words, "left-out-not-years"),
    }
}

/// What is left out of the trend of `group`: neighbouring periods with the same reason together;
/// `None` where nothing is.
#[must_use]
pub fn of_trend(group: &str, left: &[LeftOut], words: &Words) -> Option<String> {
    let periods = by_reason(left, words)?;
    Some(say!(words, "left-out-of-trend", group = group, periods = periods))
}

/// The same of a control chart.
#[must_use]
pub fn of_chart(left: &[LeftOut], words: &Words) -> Option<String> {
    Some(say!(words, "left-out-of-chart", periods = by_reason(left, words)?))
}

fn by_reason(left: &[LeftOut], words: &Words) -> Option<String> {
    let mut groups: Vec<(WhyLeftOut, Vec<&LeftOut>)> = Vec::new();
    for one in left {
        match groups.iter_mut().find(|(why, _)| *why == one.why) {
            Some((_, same)) => same.push(one),
            None => groups.push((one.why, vec![one])),
        }
    }
    let said: Vec<String> = groups
        .iter()
        .map(|(why, same)| {
            let (periods, why) = (periods(same, words), reason(*why, words));
            say!(words, "left-out-reason", periods = periods, why = why)
        })
        .collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// Up to three by name, more by the first and the last.
fn periods(left: &[&LeftOut], words: &Words) -> String {
    let named: Vec<String> = left.iter().map(|one| words.period(one.period)).collect();
    match named.as_slice() {
        [first, .., last] if named.len() > 3 => say!(
            words,
            "left-out-many",
            count = count(named.len() as u64),
            first = first.as_str(),
            last = last.as_str()
        ),
        _ => words.and(&named),
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Cell, Withholding};

    use super::*;
    use crate::testing::{year, years};
    use crate::words::english;

    #[test]
    fn periods_with_one_reason_stand_together() {
        let left = |period, why| LeftOut { period, version: None, why };
        let withheld = WhyLeftOut::NoCounts(Cell::Withheld(Withholding::Publisher));
        let mut out: Vec<LeftOut> =
            (2001..2006).map(|y| left(year(y), WhyLeftOut::BeforeBreak)).collect();
        out.push(left(years(2005, 2007), WhyLeftOut::Overlaps));
        out.push(left(year(2009), withheld));
        assert_eq!(
            of_trend("everyone", &out, english()).unwrap(),
            "Left out of the trend of everyone: 5 periods from 2001 to 2005 (before a break of the series); \
             2005 to 2007 (shares days with the periods that are used); 2009 (withheld)."
        );
        assert_eq!(of_trend("everyone", &[], english()), None);
        assert_eq!(
            of_chart(&out[5..], english()).unwrap(),
            "Left out of the chart: 2005 to 2007 (shares days with the periods that are used); \
             2009 (withheld)."
        );
    }

    #[test]
    fn every_reason_has_its_words() {
        let all = [
            WhyLeftOut::Overlaps,
            WhyLeftOut::OtherLength,
            WhyLeftOut::OtherVersion,
            WhyLeftOut::BeforeBreak,
            WhyLeftOut::Interrupted,
            WhyLeftOut::NoCounts(Cell::Absent),
            WhyLeftOut::NoCounts(Cell::known(())),
            WhyLeftOut::NotYears,
        ];
        assert_eq!(
            all.map(|why| reason(why, english())),
            [
                "shares days with the periods that are used",
                "of another length or kind than those used",
                "by another version of the classification",
                "before a break of the series",
                "apart from the periods that are used",
                "not reported",
                "published without its counts",
                "not a whole year",
            ]
        );
    }
}
