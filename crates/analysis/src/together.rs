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
//! do, an earlier one gives way and all are released once more; and where
//! nothing helps, the later one is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use firstyear_core::project::Disclosure;
use firstyear_core::{AreaCode, CategoryId, Cell, IndicatorId, Period, SourceClass, Withholding};
use firstyear_metrics::disclosure::{Range, Rule, Sum, Table, audit_cells};

use crate::bound::{Bound, bound};
use crate::categories::Categories;
use crate::partitions::Partitions;
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

impl What {
    /// The indicator whose events are counted, or of whose events something is left.
    pub(crate) fn events(&self) -> Option<&IndicatorId> {
        match self {
            Self::Events(id) => Some(id),
            Self::Left(what, _) => what.events(),
            Self::AtRisk(_) => None,
        }
    }

    /// The same of another indicator.
    pub(crate) fn of(&self, id: &str) -> Option<Self> {
        match self {
            Self::Events(_) => Some(Self::Events(IndicatorId::new(id).ok()?)),
            Self::Left(what, part) => Some(Self::Left(Box::new(what.of(id)?), part.clone())),
            Self::AtRisk(_) => None,
        }
    }
}

/// A part that is taken from a count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The events of an indicator, such as those who use the service.
    Events(IndicatorId),
    /// The same of areas within the area.
    Areas(BTreeSet<AreaCode>),
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
    /// What was known before the first answer: figures that are published.
    noted: Known,
    /// Counts that every answer hides, as a later one could not make up for them.
    held: BTreeSet<Count>,
    /// Whether an answer that is released shows one of them.
    again: bool,
}

impl<'a> Together<'a> {
    pub(crate) fn new(evidence: &'a Evidence<'a>, rules: &'a Rules) -> Self {
        let mut known = Known::default();
        if evidence.is_restricted() {
            known.partitions = Partitions::of(evidence);
            known.categories = Arc::new(Categories::of(evidence));
        }
        Self { evidence, rules, noted: known.clone(), known, held: BTreeSet::new(), again: false }
    }

    /// Begins with the first answer, with what was taken note of.
    pub(crate) fn begin(&mut self) {
        self.known = self.noted.clone();
        self.again = false;
    }

    /// Whether an answer turned out to show what a later one needs hidden: every answer
    /// is then released once more.
    pub(crate) const fn must_begin_again(&self) -> bool {
        self.again
    }

    /// Releases an answer beside those before it.
    ///
    /// # Errors
    ///
    /// [`TellsTooMuch`] where, whatever is hidden, a small count comes out.
    pub(crate) fn release<Q, T>(
        &mut self,
        question: &Q,
        mut answer: T,
    ) -> Result<Released<T>, TellsTooMuch>
    where
        T: Figures<Q> + Disclose + Clone,
    {
        if self.rules.shows_everything() {
            return Ok(release(answer, self.rules));
        }
        let (areas, sums) = (answer.areas(), answer.sums(self.evidence));
        let original = answer.clone();
        self.hide(question, &mut answer, |figure, held| held.contains(&figure.1));
        loop {
            let released = release(answer.clone(), self.rules);
            let figures = self.figures(question, &original, released.get());
            let mut known = self.known.clone();
            known.add(&figures, areas.clone(), sums.iter().cloned());
            if figures.iter().all(|figure| !figure.state.restricted) {
                // Published figures bind restricted ones all the same.
                self.known = known;
                return Ok(released);
            }
            let found = self.ranges(&known);
            let leaks = self.leaks(&known, &found);
            if leaks.is_empty() {
                self.refuse(&found, &figures, areas.clone())?;
                self.known = known;
                return Ok(released);
            }
            let mut hold = self.to_hold(&known, &figures, &leaks);
            if hold.is_empty() {
                let Some(count) = self.to_hold_before(&known, &leaks) else {
                    return Err(TellsTooMuch);
                };
                let state = State { told: told(count.1, HIDDEN, self.rules), restricted: true };
                self.known.counts.insert(count.clone(), state);
                let same = figures.iter().filter(|figure| figure.count == count);
                hold.extend(same.map(|figure| figure.place));
                self.held.insert(count);
                self.again = true;
            }
            self.hide(question, &mut answer, |(place, _), _| hold.contains(&place));
        }
    }

    /// Hides the figures of an answer that are to be, told by their places and counts.
    fn hide<Q, T: Figures<Q> + Clone>(
        &self,
        question: &Q,
        answer: &mut T,
        is_to_be: impl Fn((usize, Count), &BTreeSet<Count>) -> bool,
    ) {
        let figures = self.figures(question, answer, answer).into_iter();
        let places: BTreeSet<usize> = figures
            .filter(|figure| figure.state.restricted)
            .map(|figure| (figure.place, figure.count))
            .filter(|figure| is_to_be(figure.clone(), &self.held))
            .map(|(place, _)| place)
            .collect();
        let all = answer.figures(question, self.evidence).into_iter().enumerate();
        for (_, (_, counts)) in all.filter(|(place, _)| places.contains(place)) {
            counts.hide();
        }
    }

    fn ranges(&self, known: &Known) -> BTreeMap<Count, Range> {
        known.ranges(self.evidence, &self.rules.of_counts())
    }

    /// The counts that are narrowed down further than marks and published figures do by
    /// themselves: of one that an answer holds all that the rule hides must be possible,
    /// and no other may come out as it is.
    fn leaks(&self, known: &Known, found: &BTreeMap<Count, Range>) -> BTreeSet<Count> {
        let Disclosure { withhold_from, withhold_to } = self.rules.range();
        let is_held = |count: &Count| known.counts.contains_key(count);
        // What is left of the counts that the rule hides.
        let within = |range: &Range| {
            let upper = range.upper.map_or(withhold_to, |upper| upper.min(withhold_to));
            (range.lower.max(withhold_from), upper)
        };
        let is_narrow = |(count, range): &(&Count, &Range)| {
            range.is_exact() || is_held(count) && within(range) != (withhold_from, withhold_to)
        };
        let narrow: Vec<(&Count, &Range)> = found.iter().filter(is_narrow).collect();
        if narrow.is_empty() {
            return BTreeSet::new();
        }
        let at_best = self.ranges(&known.with_all_hidden(self.rules));
        let is_leak = |(count, range): &(&Count, &Range)| {
            // One that is gone with what is hidden is no count of its own.
            let Some(best) = at_best.get(*count) else { return true };
            range.is_exact() && !best.is_exact()
                || is_held(count)
                    && (within(range).0 > within(best).0 || within(range).1 < within(best).1)
        };
        narrow.into_iter().filter(is_leak).map(|(count, _)| count.clone()).collect()
    }

    /// Refuses an answer which brings out a count that neither the answers before it nor
    /// its own marks bring out.
    fn refuse(
        &self,
        found: &BTreeMap<Count, Range>,
        figures: &[Figure],
        areas: Option<(AreaCode, Vec<AreaCode>)>,
    ) -> Result<(), TellsTooMuch> {
        if !found.values().any(Range::is_exact) {
            return Ok(());
        }
        let mut alone =
            Known { categories: Arc::clone(&self.known.categories), ..Known::default() };
        alone.add(figures, areas, []);
        let (before, alone) = (self.ranges(&self.known), self.ranges(&alone));
        let is_out = |(count, range): (&Count, &Range)| {
            let was = [before.get(count), alone.get(count)];
            range.is_exact() && !was.into_iter().flatten().any(Range::is_exact)
        };
        if found.iter().any(is_out) { Err(TellsTooMuch) } else { Ok(()) }
    }

    /// Takes note of the published figures of an answer to come: whatever is
    /// released, its reader has them.
    pub(crate) fn take_note<Q, T: Figures<Q> + Clone>(&mut self, question: &Q, answer: &T) {
        let mut figures = self.figures(question, answer, answer);
        figures.retain(|figure| !figure.state.restricted);
        self.noted.add(&figures, None, answer.sums(self.evidence));
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
    /// with what comes out, or hang together with it.
    fn to_hold(
        &self,
        known: &Known,
        figures: &[Figure],
        leaks: &BTreeSet<Count>,
    ) -> BTreeSet<usize> {
        let can_hide = |figure: &&Figure| {
            let before = self.known.counts.get(&figure.count);
            self.may_be_hidden(&figure.count, figure.state)
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
        // One at a time, the smallest count first: it costs the reader least.
        let least = |among: &BTreeSet<Count>| {
            let beside = figures.iter().filter(can_hide).filter(|f| among.contains(&f.count));
            beside.min_by_key(|figure| (figure.count.1, figure.place)).map(|figure| figure.place)
        };
        let (near, far) = self.beside(known, leaks);
        least(&near).or_else(|| least(&far)).into_iter().collect()
    }

    /// The count of an earlier answer to hide instead.
    fn to_hold_before(&self, known: &Known, leaks: &BTreeSet<Count>) -> Option<Count> {
        let least = |among: &BTreeSet<Count>| {
            let shown = self.known.counts.iter().filter(|(count, state)| {
                among.contains(count) && self.may_be_hidden(count, **state)
            });
            shown.map(|(count, _)| count).min_by_key(|count| count.1).cloned()
        };
        let (near, far) = self.beside(known, leaks);
        least(&near).or_else(|| least(&far))
    }

    /// Whether a count is shown and can be hidden for another's sake. Zeros that the rule
    /// shows are not: a reader may know where nothing can be.
    fn may_be_hidden(&self, count: &Count, state: State) -> bool {
        state.restricted && state.told == Told::Value && count.1 > self.rules.range().withhold_to
    }

    /// The counts that stand in a sum with what comes out, and those that hang together
    /// with it.
    fn beside(&self, known: &Known, leaks: &BTreeSet<Count>) -> (BTreeSet<Count>, BTreeSet<Count>) {
        let bound = known.bound(self.evidence);
        let mut near = BTreeSet::new();
        for sum in &bound.sums {
            let cells = || sum.parts.iter().chain([&sum.total]).map(|cell| &bound.counts[*cell]);
            if cells().any(|count| leaks.contains(count)) {
                near.extend(cells().cloned());
            }
        }
        let is_leak = |cell: &usize| leaks.contains(&bound.counts[*cell]);
        let leaking: Vec<usize> = (0..bound.counts.len()).filter(is_leak).collect();
        let far = bound.around(&leaking).cells.into_iter();
        (near, far.map(|cell| bound.counts[cell].clone()).collect())
    }
}

/// A cell that was hidden for another's sake.
const HIDDEN: Cell<u64> = Cell::Withheld(Withholding::Secondary);

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

/// Counts with what is told of each, areas that may make up another, the categories of the
/// sources, and sums that answers bring.
#[derive(Clone, Default)]
struct Known {
    counts: BTreeMap<Count, State>,
    partitions: Partitions,
    categories: Arc<Categories>,
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
        if let Some((whole, parts)) = areas {
            self.partitions.add(whole, parts);
        }
        self.sums.extend(sums);
    }

    fn bound(&self, evidence: &Evidence<'_>) -> Bound {
        let structure = (&self.partitions, &*self.categories);
        bound(self.counts.keys(), &self.sums, structure, evidence)
    }

    /// The same with every figure hidden that could be.
    fn with_all_hidden(&self, rules: &Rules) -> Self {
        let mut hidden = self.clone();
        for (count, state) in &mut hidden.counts {
            if state.restricted && count.1 > rules.range().withhold_to {
                state.told = told(count.1, HIDDEN, rules);
            }
        }
        hidden
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
        if protected.is_empty() {
            return BTreeMap::new();
        }
        let parts = bound.around(&protected);
        let table = self.table(&bound, &parts, rule);
        let places: Vec<usize> = protected
            .iter()
            .map(|cell| parts.cells.binary_search(cell).expect("it hangs together with itself"))
            .collect();
        let found = table.as_ref().and_then(|table| audit_cells(table, rule, &places).ok());
        let range = |(at, cell): (usize, &usize)| {
            let count = &bound.counts[*cell];
            // What cannot be audited may come out.
            let range = found.as_ref().map_or(Range::exactly(count.1), |ranges| ranges[at]);
            (count.clone(), range)
        };
        protected.iter().enumerate().map(range).collect()
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
