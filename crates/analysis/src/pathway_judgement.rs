//! What became of what a pathway owes, by group.
//!
//! Event logs are about people, so that what leaves here was counted by the rule of
//! NHS maternity statistics: 1 to 7 withheld, every other count to the nearest 5, and
//! percentages made of those. Rounding keeps one obligation from being taken from
//! another, which owe themselves to nearly the same people; and where one verdict alone is
//! withheld, another is with it.

use std::num::NonZeroU64;

use chrono::NaiveDate;
use firstyear_core::event::date_of_day;
use firstyear_core::pathway::{CarePathway, ElementBasis, Per, Strength, Verdict};
use firstyear_core::{Cell, Confidence, Estimate, SourceClass, Withholding};
use firstyear_metrics::disclosure::{Preset, Rule};
use firstyear_metrics::wilson;
use firstyear_pathways::{Grouping, Judged, Tally};

use crate::Released;

/// How much of an event log may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogDisclosure {
    /// As NHS maternity statistics show it.
    #[default]
    Rounded,
    /// Everything, for those who may see it.
    Everything,
}

impl LogDisclosure {
    /// What is shown of a log of this class.
    #[must_use]
    pub const fn of(class: SourceClass) -> Self {
        match class {
            SourceClass::Restricted => Self::Rounded,
            SourceClass::Published => Self::Everything,
        }
    }

    fn rule(self) -> Rule {
        match self {
            Self::Rounded => Preset::NhsMaternity.rule(),
            Self::Everything => Rule::default(),
        }
    }

    /// What is shown of a count.
    #[must_use]
    pub fn shown(self, count: u64) -> Cell<u64> {
        self.rule().shown(Cell::known(count))
    }
}

/// What became of what a pathway owes to the cases of a log.
#[derive(Clone, Debug, PartialEq)]
pub struct PathwayJudgement {
    /// Id of the pathway.
    pub pathway: String,
    /// Its version.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// The last day that was looked at; `None` beyond the calendar.
    pub observed_until: Option<NaiveDate>,
    /// Cases in the log.
    pub cases: Cell<u64>,
    /// How much of them is shown.
    pub disclosure: LogDisclosure,
    /// What the groups are called; `None` for all together.
    pub grouping: Option<String>,
    /// What is owed and judges.
    pub obligations: Vec<JudgedObligation>,
    /// Ids of the obligations that are open: they judge nothing.
    pub open: Vec<String>,
}

/// One obligation.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedObligation {
    /// Its id.
    pub id: String,
    /// What is owed, in words.
    pub text: String,
    /// How strongly it is owed.
    pub strength: Strength,
    /// Names of the measures that count it.
    pub measures: Vec<String>,
    /// Whether there is a time by which it is to be done. Where there is none, what is
    /// pending was not met so far, and counts so.
    pub has_end: bool,
    /// Cases: all, then each group, those of whom it is not recorded last.
    pub cases: Vec<JudgedGroup>,
    /// The same of activations, for what is owed at each of them; empty elsewhere.
    pub activations: Vec<JudgedGroup>,
}

/// One group, or all.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedGroup {
    /// Which.
    pub who: JudgedWho,
    /// To whom it was owed, whatever became of it.
    pub owed: Cell<u64>,
    /// How many met which verdict.
    pub verdicts: [Cell<u64>; Verdict::COUNT],
    /// Those whom the share is of: for whom it was met, late or missed, and where it has
    /// no time to be done by those too for whom it is pending.
    pub decided: Cell<u64>,
    /// The share of them for whom it was met, a fraction: the measure of the pathway.
    /// Those who declined, and those of whom it is not known, are none of them.
    pub met: Cell<Estimate>,
    /// The share where what is unknown was missed, and where it was met.
    pub if_unknown: Option<(f64, f64)>,
}

/// Which group it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JudgedWho {
    /// Everyone.
    All,
    /// Those of a category.
    Category(String),
    /// Those of whom it is not recorded.
    NotRecorded,
}

impl JudgedGroup {
    fn new(who: JudgedWho, tally: &Tally, has_end: bool, disclosure: LogDisclosure) -> Self {
        let of = |verdict: Verdict| tally[verdict as usize];
        let owed: u64 = tally.iter().sum::<u64>() - of(Verdict::NotApplicable);
        let so_far = if has_end { 0 } else { of(Verdict::Pending) };
        let decided = of(Verdict::Met) + of(Verdict::Late) + of(Verdict::Missed) + so_far;
        let shown = |count: u64| disclosure.shown(count);
        let verdicts = Verdict::ALL.iter().map(|&(verdict, _)| shown(of(verdict)));
        let mut cells = [Cell::Absent; Verdict::COUNT];
        for (cell, count) in cells.iter_mut().zip(verdicts) {
            *cell = count;
        }
        hide_another(&mut cells, tally);
        let (met, decided) = (shown(of(Verdict::Met)), shown(decided));
        Self {
            who,
            owed: shown(owed),
            met: share(met, decided),
            if_unknown: bounds(met, decided, cells[Verdict::Unknown as usize]),
            verdicts: cells,
            decided,
        }
    }

    /// How many met a verdict.
    #[must_use]
    pub const fn of(&self, verdict: Verdict) -> Cell<u64> {
        self.verdicts[verdict as usize]
    }
}

/// Where one verdict alone is withheld, the smallest of the others is withheld too: how far
/// people come is told by exact counts, which would narrow it.
fn hide_another(cells: &mut [Cell<u64>; Verdict::COUNT], tally: &Tally) {
    // What was met is shown: who dropped out in all is hidden there where it is small.
    const OTHERS: [Verdict; 5] =
        [Verdict::Late, Verdict::Missed, Verdict::Declined, Verdict::Pending, Verdict::Unknown];
    let withheld = OTHERS.iter().filter(|&&one| matches!(cells[one as usize], Cell::Withheld(_)));
    if withheld.count() != 1 {
        return;
    }
    let others = OTHERS.iter().filter(|&&one| cells[one as usize].value().is_some_and(|&n| n > 0));
    if let Some(&smallest) = others.min_by_key(|&&one| tally[one as usize]) {
        cells[smallest as usize] = Cell::Withheld(Withholding::Secondary);
    }
}

/// A share of counts as they are shown, with Wilson's limits.
fn share(met: Cell<u64>, decided: Cell<u64>) -> Cell<Estimate> {
    match (met, decided) {
        (Cell::Known { value: met, .. }, Cell::Known { value: decided, .. }) => {
            match NonZeroU64::new(decided) {
                Some(decided) => {
                    wilson(met, decided, Confidence::P95).map_or(Cell::Absent, Cell::known)
                }
                None => Cell::NotApplicable,
            }
        }
        _ => Cell::Withheld(Withholding::Primary),
    }
}

fn bounds(met: Cell<u64>, decided: Cell<u64>, unknown: Cell<u64>) -> Option<(f64, f64)> {
    let (&met, &decided) = (met.value()?, decided.value()?);
    let unknown = *unknown.value().filter(|&&unknown| unknown > 0)?;
    let all = (decided + unknown) as f64;
    Some((met as f64 / all, (met + unknown) as f64 / all))
}

/// What became of what is owed, by the grouping that the log was judged by; `None` for
/// the grouping where all are looked at together.
///
/// # Example
///
/// ```
/// use firstyear_analysis::{LogDisclosure, pathway_judgement};
/// use firstyear_core::event::{CaseLogBuilder, When};
/// use firstyear_core::pathway::{CarePathway, LogMapping};
/// use firstyear_pathways::{Grouping, PathwayLog, judge};
///
/// # let text = include_str!("../../pathways/tests/data/stop-smoking.toml");
/// let pathway: CarePathway = toml::from_str(text)?;
/// let reading = PathwayLog::new(&pathway, &LogMapping::default()).unwrap();
/// let mut log = CaseLogBuilder::new(reading.plan());
/// for case in 0..20 {
///     let (case, code) = (log.case(&case.to_string()), log.code("refer"));
///     log.event(case, code, When::on_day(0));
/// }
/// let log = log.finish();
/// let whole = Grouping::whole(log.len());
/// let judged = judge(&reading, &log, &whole, 1.try_into()?)?;
/// let result = pathway_judgement(&pathway, &judged, &whole, None, LogDisclosure::Rounded);
/// assert_eq!(result.get().cases.value(), Some(&20));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn pathway_judgement(
    pathway: &CarePathway,
    judged: &Judged,
    whole: &Grouping,
    grouping: Option<&Grouping>,
    disclosure: LogDisclosure,
) -> Released<PathwayJudgement> {
    let by_group = judged.cases(grouping.unwrap_or(whole));
    let obligations = judged.obligations.iter().enumerate().map(|(nth, &at)| {
        let one = &pathway.obligations[at];
        let has_end = one.window.as_ref().is_some_and(|window| window.to.is_some());
        let rows = |tallies: &[Vec<Tally>]| rows(tallies, nth, grouping, (has_end, disclosure));
        JudgedObligation {
            id: one.id.clone(),
            text: one.text.clone(),
            strength: one.strength,
            measures: pathway
                .measures
                .iter()
                .filter(|measure| measure.obligation == one.id)
                .map(|measure| measure.name.clone())
                .collect(),
            has_end,
            cases: rows(&by_group),
            activations: match one.per {
                Per::Activation => rows(judged.activations()),
                Per::Case => Vec::new(),
            },
        }
    });
    let open = pathway.obligations.iter().filter(|one| one.grounds.basis == ElementBasis::Open);
    Released::counted(PathwayJudgement {
        pathway: pathway.id.clone(),
        version: pathway.version.clone(),
        title: pathway.title.clone(),
        is_draft: pathway.open().next().is_some(),
        observed_until: date_of_day(judged.observed_until),
        cases: disclosure.shown(whole.of_cases.len() as u64),
        disclosure,
        grouping: grouping.map(|grouping| grouping.name.clone()),
        obligations: obligations.collect(),
        open: open.map(|one| one.id.clone()).collect(),
    })
}

/// All, and each group that has anyone.
fn rows(
    tallies: &[Vec<Tally>],
    nth: usize,
    grouping: Option<&Grouping>,
    (has_end, disclosure): (bool, LogDisclosure),
) -> Vec<JudgedGroup> {
    let mut all = Tally::default();
    for tally in tallies {
        for (all, count) in all.iter_mut().zip(&tally[nth]) {
            *all += count;
        }
    }
    let mut rows = vec![JudgedGroup::new(JudgedWho::All, &all, has_end, disclosure)];
    let Some(grouping) = grouping else { return rows };
    for (at, tally) in tallies.iter().enumerate() {
        let tally = &tally[nth];
        if tally.iter().all(|&count| count == 0) {
            continue;
        }
        let who = match grouping.categories.get(at) {
            Some(category) => JudgedWho::Category(category.clone()),
            None => JudgedWho::NotRecorded,
        };
        rows.push(JudgedGroup::new(who, tally, has_end, disclosure));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(counts: [u64; Verdict::COUNT]) -> Tally {
        counts
    }

    #[test]
    fn shares_are_of_those_of_whom_it_is_decided() {
        // Not applicable, met, late, missed, declined, pending, unknown.
        let group = JudgedGroup::new(
            JudgedWho::All,
            &tally([9, 60, 10, 30, 20, 15, 25]),
            true,
            LogDisclosure::Everything,
        );
        assert_eq!((group.owed, group.decided), (Cell::known(160), Cell::known(100)));
        let met = group.met.value().unwrap();
        // Wilson's limits of 60 among 100: Newcombe (1998), method 3, by hand.
        let limits = met.interval.unwrap();
        assert_eq!(format!("{:.4} {:.4}", limits.lower, limits.upper), "0.5020 0.6906");
        let (low, high) = group.if_unknown.unwrap();
        assert_eq!(format!("{low:.2} {high:.2}"), "0.48 0.68");
    }

    #[test]
    fn what_has_no_end_counts_as_not_met_so_far() {
        let counts = tally([9, 60, 0, 10, 20, 30, 0]);
        let of = |has_end| {
            JudgedGroup::new(JudgedWho::All, &counts, has_end, LogDisclosure::Everything).decided
        };
        assert_eq!((of(true), of(false)), (Cell::known(70), Cell::known(100)));
    }

    #[test]
    fn small_counts_are_withheld_and_others_rounded() {
        let group = JudgedGroup::new(
            JudgedWho::All,
            &tally([3, 62, 2, 0, 7, 8, 0]),
            true,
            LogDisclosure::Rounded,
        );
        assert_eq!(group.of(Verdict::Met), Cell::known(60));
        assert_eq!(group.of(Verdict::Missed), Cell::known(0));
        for verdict in [Verdict::NotApplicable, Verdict::Late, Verdict::Declined] {
            assert_eq!(group.of(verdict), Cell::Withheld(Withholding::Primary), "{verdict:?}");
        }
        assert_eq!((group.owed, group.decided), (Cell::known(80), Cell::known(65)));
        assert_eq!(group.met.value().unwrap().counts.unwrap().events, 60);
        assert_eq!(group.if_unknown, None);
    }

    #[test]
    fn a_small_count_is_not_withheld_alone() {
        let group =
            |counts| JudgedGroup::new(JudgedWho::All, &counts, true, LogDisclosure::Rounded);
        let one = group([0, 60, 0, 40, 3, 20, 0]);
        assert_eq!(one.of(Verdict::Pending), Cell::Withheld(Withholding::Secondary));
        assert_eq!(
            (one.of(Verdict::Met), one.of(Verdict::Missed)),
            (Cell::known(60), Cell::known(40))
        );
        let two = group([0, 60, 2, 40, 3, 20, 0]);
        assert_eq!(two.of(Verdict::Pending), Cell::known(20));
        let alone = group([0, 60, 0, 0, 3, 0, 0]);
        assert_eq!(alone.of(Verdict::Missed), Cell::known(0));
    }

    #[test]
    fn a_share_of_nobody_is_none_and_one_of_a_hidden_count_is_withheld() {
        let nobody = JudgedGroup::new(
            JudgedWho::All,
            &tally([5, 0, 0, 0, 0, 0, 0]),
            true,
            LogDisclosure::Everything,
        );
        assert_eq!(nobody.met, Cell::NotApplicable);
        let few = JudgedGroup::new(
            JudgedWho::All,
            &tally([0, 3, 40, 0, 0, 0, 0]),
            true,
            LogDisclosure::Rounded,
        );
        assert_eq!(few.met, Cell::Withheld(Withholding::Primary));
    }
}
