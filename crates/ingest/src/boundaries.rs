//! Figures of areas that have ended, moved to what took their place.
//!
//! Nothing moves unless a project asks for it, and every move is told. A sum
//! is made only where every part of it is there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use firstyear_core::project::SplitRule;
use firstyear_core::{
    AreaCode, Cell, Dataset, Flags, Geography, Groups, IndicatorId, Later, Observation, Period,
    Place, Problem, ProblemCode, Share, SourceId,
};

/// Moves the figures of every area whose code has ended by `day` to the area
/// that it is in then.
///
/// | the area                     | its figures                                       |
/// |------------------------------|---------------------------------------------------|
/// | holds                        | stay                                              |
/// | has another code             | bear that code                                    |
/// | was merged with others       | are added up, where all others have a figure too  |
/// | was split                    | stay, or are divided by `split`                   |
/// | ended, nobody knows into what| stay                                              |
///
/// A sum has no value and no limits of its own: a rate of counts is made where
/// it is asked for. Where the publisher gives a figure for the new area too,
/// that one is used. Counts divided by shares of population are rounded and
/// flagged as estimated.
pub(crate) fn rebase(
    data: &mut Dataset,
    geography: &Geography,
    day: NaiveDate,
    split: SplitRule,
) -> Vec<Problem> {
    let mut moves = Moves { geography, day, split, later: BTreeMap::new(), problems: Vec::new() };
    let mut stay = Vec::with_capacity(data.observations.len());
    let mut parts: BTreeMap<Key, Vec<Part>> = BTreeMap::new();
    for row in std::mem::take(&mut data.observations) {
        match moves.of(&row) {
            None => stay.push(row),
            Some(targets) => {
                for (code, share) in targets {
                    let part = Part { row: row.clone(), share };
                    parts.entry(Key::of(&row, code)).or_default().push(part);
                }
            }
        }
    }
    let published: BTreeSet<Key> = stay.iter().map(|row| Key::of(row, row.area.clone())).collect();
    let before = Predecessors::of(geography);
    for (key, parts) in parts {
        let target = key.0.clone();
        if let Some(area) = geography.get(&target) {
            data.geography.add(area.clone());
        }
        if published.contains(&key) {
            let message = "the publisher gives a figure for the new area too, which is used";
            moves.tell(ProblemCode::AreaMoved, &parts[0].row.place, message);
            continue;
        }
        match before.whole(&target, parts) {
            Ok(parts) => stay.push(moves.joined(target, parts)),
            Err(parts) => {
                let message = "the figure of another part of the new area is missing, so that no \
                               sum was made";
                moves.tell(ProblemCode::AreaPartMissing, &parts[0].row.place, message);
                stay.extend(parts.into_iter().filter(|part| part.share.is_none()).map(|p| p.row));
            }
        }
    }
    data.observations = stay;
    moves.problems
}

/// What a figure is about, with the area that it moves to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(AreaCode, IndicatorId, Period, Groups, SourceId);

impl Key {
    fn of(row: &Observation, area: AreaCode) -> Self {
        let about = (row.indicator.clone(), row.period, row.groups.clone(), row.source.clone());
        Self(area, about.0, about.1, about.2, about.3)
    }
}

/// A figure on its way, and the share of it that moves; `None` for all of it.
struct Part {
    row: Observation,
    share: Option<Share>,
}

struct Moves<'g> {
    geography: &'g Geography,
    day: NaiveDate,
    split: SplitRule,
    later: BTreeMap<AreaCode, Later>,
    problems: Vec<Problem>,
}

impl Moves<'_> {
    /// Where a figure goes, with the share that goes there; `None` where it
    /// stays.
    fn of(&mut self, row: &Observation) -> Option<Vec<(AreaCode, Option<Share>)>> {
        let (geography, day) = (self.geography, self.day);
        let later = self
            .later
            .entry(row.area.clone())
            .or_insert_with(|| geography.later(&row.area, day))
            .clone();
        match later {
            Later::Itself => None,
            Later::Within(code) => Some(vec![(code, None)]),
            Later::Unknown => {
                let message =
                    format!("{} has ended, and what took its place is not known", row.area);
                self.tell(ProblemCode::AreaEnded, &row.place, &message);
                None
            }
            Later::Split(parts) => self.divided(row, parts),
        }
    }

    fn divided(
        &mut self,
        row: &Observation,
        parts: Vec<(AreaCode, Option<Share>)>,
    ) -> Option<Vec<(AreaCode, Option<Share>)>> {
        let shares_known = parts.iter().all(|(_, share)| share.is_some());
        let why = match self.split {
            SplitRule::ByShare if shares_known => return Some(parts),
            SplitRule::ByShare => "was split, and the shares of its population are not known",
            SplitRule::Keep => "was split, and figures are not divided unless the project says so",
        };
        self.tell(ProblemCode::AreaSplit, &row.place, &format!("{} {why}", row.area));
        None
    }

    /// One figure for the new area.
    fn joined(&mut self, target: AreaCode, parts: Vec<Part>) -> Observation {
        let count = parts.len();
        let alone = count == 1 && parts[0].share.is_none();
        let mut parts = parts.into_iter();
        // A sum has at least one part.
        let first = parts.next().expect("a target is only there for its parts");
        let message = if alone {
            "the figure of an area that has ended bears the code of the area that took its place"
                .to_owned()
        } else {
            format!("the figures of {count} areas or parts of areas were added up to one")
        };
        self.tell(ProblemCode::AreaMoved, &first.row.place, &message);
        if alone {
            return Observation { area: target, ..first.row };
        }
        let (mut numerator, mut denominator) = (first.numerator(), first.denominator());
        for part in parts {
            numerator = numerator.zip_with(part.numerator(), u64::saturating_add);
            denominator = denominator.zip_with(part.denominator(), u64::saturating_add);
        }
        Observation {
            area: target,
            numerator,
            denominator,
            value: Cell::Absent,
            interval: None,
            standard_error: None,
            note: Some(Arc::from(format!("added up from {count} areas or parts of areas"))),
            ..first.row
        }
    }

    fn tell(&mut self, code: ProblemCode, place: &Place, message: &str) {
        self.problems.push(Problem::new(code, place.clone(), message));
    }
}

impl Part {
    fn numerator(&self) -> Cell<u64> {
        self.shared(self.row.numerator)
    }

    fn denominator(&self) -> Cell<u64> {
        self.shared(self.row.denominator)
    }

    /// A share of a count, rounded and flagged as estimated.
    fn shared(&self, cell: Cell<u64>) -> Cell<u64> {
        match (cell, self.share) {
            (Cell::Known { value, flags }, Some(share)) => {
                // A share is at most the whole, so it fits.
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a share of a count is from 0 to that count"
                )]
                let part = (value as f64 * share.get()).round() as u64;
                Cell::flagged(part, flags | Flags::ESTIMATED)
            }
            (cell, _) => cell,
        }
    }
}

/// The areas that each area took the place of.
struct Predecessors<'g>(BTreeMap<&'g AreaCode, Vec<&'g AreaCode>>);

impl<'g> Predecessors<'g> {
    fn of(geography: &'g Geography) -> Self {
        let mut before: BTreeMap<&AreaCode, Vec<&AreaCode>> = BTreeMap::new();
        for area in geography.iter() {
            for successor in &area.successors {
                before.entry(&successor.code).or_default().push(&area.code);
            }
        }
        Self(before)
    }

    /// The parts that make up the whole of an area, once: a county and its
    /// districts may both have figures, and the fewest parts are taken.
    fn whole(&self, target: &AreaCode, parts: Vec<Part>) -> Result<Vec<Part>, Vec<Part>> {
        let have: BTreeSet<&AreaCode> = parts.iter().map(|part| &part.row.area).collect();
        let mut wholes = self.coverings(target, &have, 0);
        wholes.sort_by_key(Vec::len);
        let Some(taken) = wholes
            .first()
            .map(|codes| codes.iter().map(|code| (*code).clone()).collect::<BTreeSet<AreaCode>>())
        else {
            return Err(parts);
        };
        Ok(parts.into_iter().filter(|part| taken.contains(&part.row.area)).collect())
    }

    /// The ways in which an area is made of areas that have a figure: one for
    /// each kind of area that came before it.
    fn coverings<'h>(
        &self,
        target: &AreaCode,
        have: &BTreeSet<&'h AreaCode>,
        depth: usize,
    ) -> Vec<Vec<&'h AreaCode>> {
        // No area has changed so often.
        const DEEPEST: usize = 16;
        let mut kinds: BTreeMap<&str, Vec<&AreaCode>> = BTreeMap::new();
        for code in self.0.get(target).into_iter().flatten() {
            kinds.entry(kind(code)).or_default().push(code);
        }
        let covering = |codes: Vec<&AreaCode>| {
            let mut all = Vec::new();
            for code in codes {
                if let Some(code) = have.get(code) {
                    all.push(*code);
                } else if depth < DEEPEST {
                    all.extend(self.coverings(code, have, depth + 1).into_iter().next()?);
                } else {
                    return None;
                }
            }
            Some(all)
        };
        kinds.into_values().filter_map(covering).collect()
    }
}

/// The kind of area that a code names: its first three characters, or its
/// scheme.
fn kind(code: &AreaCode) -> &str {
    let text = code.as_str();
    text.split_once(':').map_or_else(|| &text[..3], |(scheme, _)| scheme)
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Area, Basis, Successor};

    use super::*;

    fn code(text: &str) -> AreaCode {
        AreaCode::new(text).unwrap()
    }

    /// An area that has ended, and the areas that took its place with shares.
    type Change<'c> = (&'c str, &'c [(&'c str, Option<f64>)]);

    fn geography(changes: &[Change<'_>]) -> Geography {
        let mut geography = Geography::default();
        for (old, successors) in changes {
            let mut area = Area::new(code(old), *old);
            area.until = NaiveDate::from_ymd_opt(2021, 3, 31);
            let share = |share: &Option<f64>| share.map(|share| Share::new(share).unwrap());
            let successor =
                |(to, part): &(&str, Option<f64>)| Successor { code: code(to), share: share(part) };
            area.successors = successors.iter().map(successor).collect();
            geography.add(area);
        }
        geography
    }

    fn row(area: &str, numerator: u64, denominator: u64) -> Observation {
        Observation {
            indicator: IndicatorId::new("infant-mortality-rate").unwrap(),
            area: code(area),
            period: Period::year(2019).unwrap(),
            groups: Groups::everyone(),
            numerator: Cell::known(numerator),
            denominator: Cell::known(denominator),
            basis: Basis::Complete,
            value: Cell::known(4.0),
            interval: None,
            standard_error: None,
            note: None,
            source: SourceId::new("ons").unwrap(),
            place: Place::file("a.csv"),
        }
    }

    fn rebased(
        rows: Vec<Observation>,
        geography: &Geography,
        split: SplitRule,
    ) -> (Vec<String>, Vec<ProblemCode>) {
        let mut data = Dataset { observations: rows, ..Dataset::default() };
        let day = NaiveDate::from_ymd_opt(2024, 4, 1).unwrap();
        let problems = rebase(&mut data, geography, day, split);
        let text = |row: &Observation| {
            let counts = (row.numerator.value(), row.denominator.value());
            format!("{} {:?} {}", row.area, counts, row.value.status())
        };
        let rows = data.observations.iter().map(text).collect();
        (rows, problems.iter().map(|problem| problem.code).collect())
    }

    #[test]
    fn merged_districts_are_added_up_where_all_are_there() {
        let merged = geography(&[
            ("E07000001", &[("E06000001", None)]),
            ("E07000002", &[("E06000001", None)]),
        ]);
        let rows = vec![row("E07000001", 3, 1000), row("E07000002", 4, 900)];
        let (rows, problems) = rebased(rows, &merged, SplitRule::Keep);
        assert_eq!(rows, ["E06000001 (Some(7), Some(1900)) absent"]);
        assert_eq!(problems, [ProblemCode::AreaMoved]);
        let (rows, problems) = rebased(vec![row("E07000001", 3, 1000)], &merged, SplitRule::Keep);
        assert_eq!(rows, ["E07000001 (Some(3), Some(1000)) known"]);
        assert_eq!(problems, [ProblemCode::AreaPartMissing]);
    }

    #[test]
    fn a_county_and_its_districts_are_not_counted_twice() {
        let both = geography(&[
            ("E07000001", &[("E06000001", None)]),
            ("E07000002", &[("E06000001", None)]),
            ("E10000001", &[("E06000001", None)]),
        ]);
        let rows =
            vec![row("E07000001", 3, 1000), row("E07000002", 4, 900), row("E10000001", 7, 1900)];
        let (rows, _) = rebased(rows, &both, SplitRule::Keep);
        assert_eq!(rows, ["E06000001 (Some(7), Some(1900)) known"]);
    }

    #[test]
    fn a_new_code_keeps_the_figure_and_a_published_one_goes_first() {
        let recoded = geography(&[("E08000020", &[("E08000037", None)])]);
        let (rows, problems) = rebased(vec![row("E08000020", 3, 1000)], &recoded, SplitRule::Keep);
        assert_eq!(rows, ["E08000037 (Some(3), Some(1000)) known"]);
        assert_eq!(problems, [ProblemCode::AreaMoved]);
        let rows = vec![row("E08000020", 3, 1000), row("E08000037", 5, 1000)];
        let (rows, _) = rebased(rows, &recoded, SplitRule::Keep);
        assert_eq!(rows, ["E08000037 (Some(5), Some(1000)) known"]);
    }

    #[test]
    fn a_split_area_stays_unless_it_is_to_be_divided() {
        let parts: &[(&str, Option<f64>)] = &[("E06000001", Some(0.25)), ("E06000002", Some(0.75))];
        let split = geography(&[("E10000001", parts)]);
        let (rows, problems) = rebased(vec![row("E10000001", 8, 1000)], &split, SplitRule::Keep);
        assert_eq!(rows, ["E10000001 (Some(8), Some(1000)) known"]);
        assert_eq!(problems, [ProblemCode::AreaSplit]);
        let (rows, _) = rebased(vec![row("E10000001", 8, 1000)], &split, SplitRule::ByShare);
        assert_eq!(
            rows,
            ["E06000001 (Some(2), Some(250)) absent", "E06000002 (Some(6), Some(750)) absent"]
        );
    }
}
