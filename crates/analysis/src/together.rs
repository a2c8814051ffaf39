//! Answers held against each other: a count that one answer hides must not
//! come out of another.
//!
//! Each answer is safe by itself when [`release`] has let it go. Together they
//! can say more: a group hidden for another's sake stands in a trend, years
//! hidden one by one make up a period that is shown. Every answer is therefore
//! joined with those before it into one table, bound by the sums that its
//! reader knows ([`crate::bound`]), and the auditor of
//! [`firstyear_metrics::disclosure`] says what can be worked out of it. What an
//! earlier answer hides is hidden in the later one as well; where that does not
//! do, the later one is refused.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::project::Disclosure;
use firstyear_core::{AreaCode, CategoryId, Cell, IndicatorId, Period, SourceClass, Withholding};
use firstyear_metrics::disclosure::{Range, Rule, Sum, Table, audit};

use crate::bound::{Bound, bound};
use crate::shown::{Figures, Group};
use crate::{Disclose, Evidence, Released, Rules, release};

/// An answer that gives a small count away, whatever of it is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TellsTooMuch;

/// What a count counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) what: What,
    pub(crate) area: AreaCode,
    pub(crate) period: Period,
    pub(crate) group: Group,
}

/// Events of an indicator, or those at risk in the words of its definition:
/// indicators of one kind have the same births.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Events(IndicatorId),
    AtRisk(String),
    /// What a part leaves of a count.
    Left(Box<What>, Part),
}

/// A part that is taken from a count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The events of an indicator, such as those who use the service.
    Events(IndicatorId),
    /// The same of an area within the area.
    Area(AreaCode),
    /// Those in another category.
    Category(CategoryId),
}

/// A count. Two sources may count the same differently: those are two.
pub(crate) type Count = (Key, u64);

/// Counts that make up another, as the reader of an answer knows.
pub(crate) type KnownSum = (Count, Vec<Count>);

/// What an answer tells of a count, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Nothing,
    /// That it is not small.
    Above,
    /// That it is small.
    Small,
    Value,
}

#[derive(Clone, Copy, Debug)]
struct State {
    told: Told,
    restricted: bool,
}

/// One count of an answer: its figure, what it is, whether it is shown.
struct Figure {
    place: usize,
    count: Count,
    state: State,
}

/// The answers released so far, and what their reader knows of the counts.
pub(crate) struct Together<'a> {
    evidence: &'a Evidence<'a>,
    rules: &'a Rules,
    known: Known,
}

impl<'a> Together<'a> {
    pub(crate) fn new(evidence: &'a Evidence<'a>, rules: &'a Rules) -> Self {
        Self { evidence, rules, known: Known::default() }
    }

    /// Releases an answer beside those before it.
    ///
    /// # Errors
    ///
    /// [`TellsTooMuch`] where, whatever of it is hidden, a small count comes
    /// out.
    pub(crate) fn release<Q, T>(
        &mut self,
        question: &Q,
        mut answer: T,
    ) -> Result<Released<T>, TellsTooMuch>
    where
        T: Figures<Q> + Disclose + Clone,
    {
        let rule = self.rules.of_counts();
        let areas = answer.areas();
        let sums = answer.sums(self.evidence);
        let mut of_answer_alone = None;
        let mut of_those_before = None;
        loop {
            let released = release(answer.clone(), self.rules);
            let figures = self.figures(question, &answer, released.get());
            if figures.iter().all(|figure| !figure.state.restricted) {
                // Published figures bind restricted ones all the same.
                self.known.add(&figures, areas, sums);
                return Ok(released);
            }
            // What published counts leave, their reader has already.
            let before =
                of_those_before.get_or_insert_with(|| self.known.ranges(self.evidence, &rule));
            let mut known = self.known.clone();
            known.add(&figures, areas.clone(), sums.iter().cloned());
            let now = known.ranges(self.evidence, &rule);
            let alone = of_answer_alone.get_or_insert_with(|| {
                let mut alone = Known::default();
                alone.add(&figures, areas.clone(), []);
                let mut ranges = alone.ranges(self.evidence, &rule);
                // One that brings sums of its own was not held against them.
                ranges.retain(|_, range| sums.is_empty() || !range.is_exact());
                ranges
            });
            let leaks: BTreeSet<&Count> = now
                .iter()
                .filter(|(count, range)| {
                    let earlier = [before.get(*count), alone.get(*count)];
                    tells_more(**range, earlier, known.counts.contains_key(*count), self.rules)
                })
                .map(|(count, _)| count)
                .collect();
            if leaks.is_empty() {
                self.known = known;
                return Ok(released);
            }
            let is_out = leaks.iter().any(|count| now[*count].is_exact());
            let hold = self.to_hold(&known, &figures, &leaks, is_out);
            if hold.is_empty() {
                if is_out {
                    return Err(TellsTooMuch);
                }
                // Nothing that could be hidden keeps it wider, and it is still
                // one of several counts.
                self.known = known;
                return Ok(released);
            }
            let places = answer.figures(question, self.evidence).into_iter().enumerate();
            for (_, (_, counts)) in places.filter(|(place, _)| hold.contains(place)) {
                counts.hide();
            }
        }
    }

    /// Takes note of the published figures of an answer to come: whatever is
    /// released, its reader has them.
    pub(crate) fn take_note<Q, T: Figures<Q> + Clone>(&mut self, question: &Q, answer: &T) {
        let mut figures = self.figures(question, answer, answer);
        figures.retain(|figure| !figure.state.restricted);
        self.known.add(&figures, None, answer.sums(self.evidence));
    }

    /// The counts of an answer that are known to us, and what is told of each.
    fn figures<Q, T>(&self, question: &Q, answer: &T, released: &T) -> Vec<Figure>
    where
        T: Figures<Q> + Clone,
    {
        let (mut answer, mut released) = (answer.clone(), released.clone());
        let ours = answer.figures(question, self.evidence);
        let theirs = released.figures(question, self.evidence);
        let mut figures = Vec::new();
        for (place, ((about, ours), (_, theirs))) in ours.into_iter().zip(theirs).enumerate() {
            let restricted = ours.class() == SourceClass::Restricted;
            let denominator = self.evidence.indicators.get(&about.indicator);
            let whats = [
                Some(What::Events(about.indicator.clone())),
                denominator.map(|indicator| What::AtRisk(indicator.denominator.clone())),
            ];
            let cells = ours.cells().into_iter().zip(theirs.cells()).zip(whats);
            for ((ours, theirs), what) in cells {
                let (Some(count), Some(what)) = (ours.value().copied(), what) else { continue };
                let (area, period) = (about.area.clone(), about.period);
                let key = Key { what, area, period, group: about.group.clone() };
                let state = State { told: told(count, theirs, self.rules), restricted };
                figures.push(Figure { place, count: (key, count), state });
            }
        }
        figures
    }

    /// The figures of an answer to hide for what comes out with it: those that
    /// an earlier answer hides, and failing these, those that stand in a sum
    /// with what comes out. Where these do not do, and a count comes out as it is,
    /// whatever hangs together with it.
    fn to_hold(
        &self,
        known: &Known,
        figures: &[Figure],
        leaks: &BTreeSet<&Count>,
        goes_further: bool,
    ) -> BTreeSet<usize> {
        let can_hide = |figure: &&Figure| {
            let before = self.known.counts.get(&figure.count);
            figure.state.restricted
                && figure.state.told == Told::Value
                && before.is_none_or(|before| before.told != Told::Value)
        };
        let hidden_before = figures
            .iter()
            .filter(can_hide)
            .filter(|figure| self.known.counts.contains_key(&figure.count));
        let places: BTreeSet<usize> = hidden_before.map(|figure| figure.place).collect();
        if !places.is_empty() {
            return places;
        }
        let bound = known.bound(self.evidence);
        let mut near: BTreeSet<&Count> = BTreeSet::new();
        for sum in &bound.sums {
            let cells = || sum.parts.iter().chain([&sum.total]).map(|cell| &bound.counts[*cell]);
            if cells().any(|count| leaks.contains(count)) {
                near.extend(cells());
            }
        }
        // One at a time, the smallest count first: it costs the reader least.
        let least = |among: &BTreeSet<&Count>| {
            let beside = figures.iter().filter(can_hide).filter(|f| among.contains(&f.count));
            beside.min_by_key(|figure| (figure.count.1, figure.place)).map(|figure| figure.place)
        };
        let further = || {
            let leaking = (0..bound.counts.len())
                .filter(|cell| leaks.contains(&bound.counts[*cell]))
                .filter(|_| goes_further);
            let bonds = bound.around(&leaking.collect::<Vec<_>>());
            least(&bonds.cells.iter().map(|cell| &bound.counts[*cell]).collect())
        };
        least(&near).or_else(further).into_iter().collect()
    }
}

/// Whether a count is narrowed down beyond what each of the answers tells of it
/// by itself. Of a count that no answer holds, such as the year that two
/// periods leave, it must not come out what it is.
fn tells_more(
    range: Range,
    earlier: [Option<&Range>; 2],
    is_in_an_answer: bool,
    rules: &Rules,
) -> bool {
    let was = |told: &dyn Fn(&Range) -> bool| earlier.iter().flatten().all(|range| told(range));
    let exact = range.is_exact() && was(&|range| !range.is_exact());
    let Disclosure { withhold_from, withhold_to } = rules.range();
    let ends = [withhold_from, withhold_to];
    let narrower = |end: &u64| !range.contains(*end) && was(&|range| range.contains(*end));
    exact || is_in_an_answer && ends.iter().any(narrower)
}

/// What a cell tells that stands for `count`. Births hidden for the sake of few
/// deaths bear the mark of these, and are not small for it.
fn told(count: u64, shown: Cell<u64>, rules: &Rules) -> Told {
    let Disclosure { withhold_from, withhold_to } = rules.range();
    let small = (withhold_from..=withhold_to).contains(&count);
    match shown {
        Cell::Known { .. } => Told::Value,
        Cell::Withheld(Withholding::Primary | Withholding::Secondary) if small => Told::Small,
        Cell::Withheld(Withholding::Secondary) if count > withhold_to => Told::Above,
        _ => Told::Nothing,
    }
}

/// Counts with what is told of each, areas that may make up another, and sums that
/// answers bring.
#[derive(Clone, Default)]
struct Known {
    counts: BTreeMap<Count, State>,
    areas: BTreeSet<(AreaCode, Vec<AreaCode>)>,
    sums: BTreeSet<KnownSum>,
}

impl Known {
    fn add(
        &mut self,
        figures: &[Figure],
        areas: Option<(AreaCode, Vec<AreaCode>)>,
        sums: impl IntoIterator<Item = KnownSum>,
    ) {
        for Figure { count, state, .. } in figures {
            let known = self.counts.entry(count.clone()).or_insert(*state);
            known.told = known.told.max(state.told);
            known.restricted |= state.restricted;
        }
        self.areas.extend(areas);
        self.sums.extend(sums);
    }

    fn bound(&self, evidence: &Evidence<'_>) -> Bound {
        bound(self.counts.keys(), &self.sums, &self.areas, evidence)
    }

    /// What a reader can work out of each small count that is not shown.
    fn ranges(&self, evidence: &Evidence<'_>, rule: &Rule) -> BTreeMap<Count, Range> {
        let is_protected = |count: &Count| {
            rule.hides(count.1)
                && self
                    .counts
                    .get(count)
                    .is_none_or(|state| state.restricted && state.told != Told::Value)
        };
        let bound = self.bound(evidence);
        let protected: Vec<usize> =
            (0..bound.counts.len()).filter(|cell| is_protected(&bound.counts[*cell])).collect();
        let parts = bound.around(&protected);
        let table = self.table(&bound, &parts, rule);
        let found = table.as_ref().and_then(|table| audit(table, rule).ok());
        let range = |(place, cell): (usize, &usize)| {
            let count = &bound.counts[*cell];
            // What cannot be audited may come out.
            let range = found.as_ref().map_or(Range::exactly(count.1), |ranges| ranges[place]);
            (count.clone(), range)
        };
        let found = parts.cells.iter().enumerate().filter(|(_, cell)| protected.contains(cell));
        found.map(range).collect()
    }

    /// The table of the counts that hang together with a protected one.
    fn table(&self, bound: &Bound, parts: &Bonds, rule: &Rule) -> Option<Table> {
        let mut cells = Vec::with_capacity(parts.cells.len());
        let mut sums = parts.sums.clone();
        let mut published = Vec::new();
        for (place, cell) in parts.cells.iter().enumerate() {
            let (_, value) = bound.counts[*cell];
            let told =
                self.counts.get(&bound.counts[*cell]).map_or(Told::Nothing, |state| state.told);
            cells.push(match told {
                Told::Value if rule.hides(value) => {
                    published.push((place, value));
                    Cell::Withheld(Withholding::Publisher)
                }
                Told::Value => Cell::known(value),
                Told::Small => Cell::Withheld(Withholding::Primary),
                Told::Above => Cell::Withheld(Withholding::Secondary),
                Told::Nothing => Cell::Withheld(Withholding::Publisher),
            });
        }
        // The auditor takes no small count as shown, and a published one can
        // be: it is told as the difference of two large ones.
        for (place, value) in published {
            let total = cells.len();
            cells.extend([Cell::known(value + LARGE), Cell::known(LARGE)]);
            sums.push(Sum { total, parts: vec![place, total + 1] });
        }
        Table::new(cells, sums).ok()
    }
}

/// Larger than any count that a rule hides.
const LARGE: u64 = 1 << 39;

/// Cells that hang together, by their place in [`Bound::counts`], and the sums
/// among them, by their place here.
pub(crate) struct Bonds {
    pub(crate) cells: Vec<usize>,
    pub(crate) sums: Vec<Sum>,
}
