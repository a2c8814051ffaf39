//! What becomes of an area.

use chrono::NaiveDate;

use super::{AreaCode, Geography, Share};

/// What an area has become on a day.
#[derive(Clone, Debug, PartialEq)]
pub enum Later {
    /// Its code still holds, or nothing is known of an end.
    Itself,
    /// It is, or is part of, one other area.
    Within(AreaCode),
    /// Parts of it are in several others, each with the share of the old
    /// area's population that it took over, where that is known.
    Split(Vec<(AreaCode, Option<Share>)>),
    /// Its code has ended, and what took its place is not known.
    Unknown,
}

impl Geography {
    /// What an area has become on `day`, through all changes until then. An
    /// area that began later than `day`, or that is not known, is itself.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use firstyear_core::{Area, AreaCode, Geography, Later, Successor};
    ///
    /// let (kettering, north) = (AreaCode::new("E07000153")?, AreaCode::new("E06000061")?);
    /// let mut area = Area::new(kettering.clone(), "Kettering");
    /// area.until = NaiveDate::from_ymd_opt(2021, 3, 31);
    /// area.successors.push(Successor { code: north.clone(), share: None });
    /// let mut geography = Geography::default();
    /// geography.add(area);
    /// let day = |year| NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
    /// assert_eq!(geography.later(&kettering, day(2020)), Later::Itself);
    /// assert_eq!(geography.later(&kettering, day(2022)), Later::Within(north));
    /// # Ok::<(), firstyear_core::AreaCodeError>(())
    /// ```
    #[must_use]
    pub fn later(&self, code: &AreaCode, day: NaiveDate) -> Later {
        let ended = |code: &AreaCode| {
            self.get(code).is_some_and(|area| area.until.is_some_and(|until| until < day))
        };
        if !ended(code) {
            return Later::Itself;
        }
        // A chain longer than the number of areas goes round in a circle.
        let mut parts: Vec<(AreaCode, Option<Share>)> = vec![(code.clone(), Some(Share::WHOLE))];
        for _ in 0..=self.areas.len() {
            let Some(at) = parts.iter().position(|(code, _)| ended(code)) else {
                return found(parts);
            };
            let (ended, share) = parts.swap_remove(at);
            let successors = self.get(&ended).map_or(&[][..], |area| &area.successors);
            if successors.is_empty() {
                return Later::Unknown;
            }
            let one = successors.len() == 1;
            for next in successors {
                let whole = one.then_some(Share::WHOLE);
                let part = share.zip(next.share.or(whole)).map(|(a, b)| a.of(b));
                add(&mut parts, next.code.clone(), part);
            }
        }
        Later::Unknown
    }
}

/// Two ways into one area are one part.
fn add(parts: &mut Vec<(AreaCode, Option<Share>)>, code: AreaCode, share: Option<Share>) {
    match parts.iter_mut().find(|(known, _)| *known == code) {
        Some((_, known)) => *known = known.zip(share).map(|(a, b)| a.and(b)),
        None => parts.push((code, share)),
    }
}

fn found(mut parts: Vec<(AreaCode, Option<Share>)>) -> Later {
    parts.sort_by(|(a, _), (b, _)| a.cmp(b));
    match &*parts {
        [(code, _)] => Later::Within(code.clone()),
        _ => Later::Split(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Area, Successor};

    fn code(text: &str) -> AreaCode {
        AreaCode::new(text).unwrap()
    }

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 6, 1).unwrap()
    }

    fn ended(text: &str, year: i32, successors: &[(&str, Option<f64>)]) -> Area {
        let mut area = Area::new(code(text), text);
        area.until = NaiveDate::from_ymd_opt(year, 3, 31);
        area.successors = successors
            .iter()
            .map(|(to, share)| Successor {
                code: code(to),
                share: share.map(|s| Share::new(s).unwrap()),
            })
            .collect();
        area
    }

    #[test]
    fn changes_follow_one_another_until_the_day() {
        let mut geography = Geography::default();
        geography.add(ended("E07000001", 2015, &[("E07000002", None)]));
        geography.add(ended(
            "E07000002",
            2020,
            &[("E06000001", Some(0.25)), ("E06000002", Some(0.75))],
        ));
        geography.add(ended("E06000002", 2022, &[("E06000001", None)]));
        let later = |year| geography.later(&code("E07000001"), day(year));
        assert_eq!(later(2014), Later::Itself);
        assert_eq!(later(2016), Later::Within(code("E07000002")));
        let share = |share| Some(Share::new(share).unwrap());
        let parts = vec![(code("E06000001"), share(0.25)), (code("E06000002"), share(0.75))];
        assert_eq!(later(2021), Later::Split(parts));
        assert_eq!(later(2023), Later::Within(code("E06000001")));
    }

    #[test]
    fn circles_and_loose_ends_are_not_known() {
        let mut geography = Geography::default();
        geography.add(ended("E07000001", 2015, &[("E07000002", None)]));
        geography.add(ended("E07000002", 2015, &[("E07000001", None)]));
        geography.add(ended("E07000003", 2009, &[]));
        assert_eq!(geography.later(&code("E07000001"), day(2020)), Later::Unknown);
        assert_eq!(geography.later(&code("E07000003"), day(2020)), Later::Unknown);
        assert_eq!(geography.later(&code("E07000099"), day(2020)), Later::Itself);
    }
}
