//! What the model takes: the measures that can be worked out, and the groups
//! beside the scenario's that they reach.

use firstyear_core::CategoryId;
use firstyear_core::project::{OverlapRule, ScenarioQuestion};
use firstyear_metrics::scenario::{GapBaseline, GapModel, Measure, OtherGroup};

use super::across::CountedGroup;
use super::measures::end_of_chain;
use super::{ModelledMeasure, NotAcross, ScenarioRefusal, StartOrigin, over_time};

/// The measures that can be worked out, and what they do among the others.
pub(super) struct Model {
    /// Places of the measures in those of the scenario.
    pub(super) places: Vec<usize>,
    pub(super) measures: Vec<Measure>,
    /// Of each measure, the place in those of the scenario where what it acts
    /// through ends: that of the measure itself where it acts through nothing.
    ends: Vec<usize>,
    pub(super) others: Others,
}

/// The groups that make up all others; none where no measure reaches them.
#[derive(Default)]
pub(super) struct Others {
    /// As the model takes them: those of a category first, in the order of
    /// `categories`, then whoever is in none.
    pub(super) groups: Vec<OtherGroup>,
    /// Of each group its category, and whether a measure reaches it.
    categories: Vec<(CategoryId, bool)>,
}

impl Others {
    /// The place of a category that a measure reaches.
    pub(super) fn place(&self, category: &CategoryId) -> Option<usize> {
        self.categories.iter().position(|(known, reached)| known == category && *reached)
    }

    /// The category of the group at a place; `None` for whoever is in none.
    pub(super) fn category(&self, place: usize) -> Option<&CategoryId> {
        self.categories.get(place).map(|(category, _)| category)
    }

    /// Whether a measure reaches any.
    pub(super) fn is_reached(&self) -> bool {
        self.categories.iter().any(|(_, reached)| *reached)
    }

    /// The same groups with the inputs of these measures alone.
    pub(super) fn of_measures(&self, places: &[usize]) -> Vec<OtherGroup> {
        let of = |group: &OtherGroup| {
            let inputs = places.iter().filter_map(|place| group.inputs.get(*place).copied());
            OtherGroup { events: group.events, inputs: inputs.collect() }
        };
        self.groups.iter().map(of).collect()
    }
}

impl Model {
    /// The measures that can be worked out, and no others that they reach.
    pub(super) fn of(measures: &[ModelledMeasure], overlap: OverlapRule) -> Self {
        let identified =
            measures.iter().enumerate().filter_map(|(place, one)| Some((place, one, one.model?)));
        let places: Vec<usize> = identified.clone().map(|(place, ..)| place).collect();
        let end = |place: &usize| match overlap {
            OverlapRule::Declared => end_of_chain(measures, *place),
            OverlapRule::Ignored => *place,
        };
        let ends: Vec<usize> = places.iter().map(end).collect();
        let through = through_first(&ends);
        let measure = |((_, one, input), through): ((usize, &ModelledMeasure, _), _)| Measure {
            through,
            calibrated: one.calibrated,
            ..Measure::new(input)
        };
        let measures = identified.zip(through).map(measure).collect();
        Self { places, measures, ends, others: Others::default() }
    }

    /// Measures of these places in the model alone.
    pub(super) fn chosen(&self, places: &[usize]) -> Vec<Measure> {
        let ends: Vec<usize> = places.iter().map(|place| self.ends[*place]).collect();
        let measures = places.iter().map(|place| self.measures[*place]);
        let joined = measures.zip(through_first(&ends));
        joined.map(|(measure, through)| Measure { through, ..measure }).collect()
    }

    /// The same with the others that the measures reach.
    pub(super) fn reaching(
        self,
        question: &ScenarioQuestion,
        measures: &[ModelledMeasure],
        origin: &StartOrigin,
        counted: &Result<Vec<CountedGroup>, NotAcross>,
    ) -> Result<Self, ScenarioRefusal> {
        let reached: Vec<&ModelledMeasure> =
            self.places.iter().map(|place| &measures[*place]).collect();
        if reached.iter().all(|measure| measure.also_in.is_empty()) {
            return Ok(self);
        }
        let counted = counted.as_ref().map_err(|why| ScenarioRefusal::Others(why.clone()))?;
        let others: Vec<&CountedGroup> =
            counted.iter().filter(|group| !question.categories.contains(&group.category)).collect();
        let stray = reached
            .iter()
            .flat_map(|measure| &measure.also_in)
            .find(|in_group| !others.iter().any(|other| other.category == in_group.category));
        if let Some(stray) = stray {
            let category = stray.category.clone();
            return Err(ScenarioRefusal::Others(NotAcross::NotAGroup(category)));
        }
        let of = |other: &&CountedGroup| OtherGroup {
            events: other.counts.events,
            inputs: reached.iter().map(|measure| measure.model_in(&other.category)).collect(),
        };
        let mut groups: Vec<OtherGroup> = others.iter().map(of).collect();
        groups.push(OtherGroup { events: in_no_group(origin, &groups)?, inputs: Vec::new() });
        let is_reached = |group: &OtherGroup| group.inputs.iter().any(Option::is_some);
        let categories = others.iter().zip(&groups);
        let categories =
            categories.map(|(other, group)| (other.category.clone(), is_reached(group))).collect();
        Ok(Self { others: Others { groups, categories }, ..self })
    }

    /// As the statistics take it.
    pub(super) fn gap(&self, question: &ScenarioQuestion, baseline: GapBaseline) -> GapModel<'_> {
        GapModel::new(baseline, &self.measures)
            .with_others(&self.others.groups)
            .with_whole(over_time::whole(question.all_groups))
    }
}

/// Of measures that act through one another, the first stands for what they act
/// on, whether or not the measure at the end of their chain is among them: the
/// others act through it, and their deaths count once.
fn through_first(ends: &[usize]) -> Vec<Option<usize>> {
    let first = |end: &usize| ends.iter().position(|other| other == end);
    ends.iter().enumerate().map(|(at, end)| first(end).filter(|first| *first != at)).collect()
}

/// Deaths that are in all and in no group, such as those not stated.
fn in_no_group(origin: &StartOrigin, groups: &[OtherGroup]) -> Result<u64, ScenarioRefusal> {
    let StartOrigin::Counted { group, all } = origin else {
        return Err(ScenarioRefusal::Others(NotAcross::Stated));
    };
    let known = all.events.value().zip(group.events.value());
    let (all, group) = known.ok_or(ScenarioRefusal::NotCounted)?;
    let of_groups: u64 = group + groups.iter().map(|other| other.events).sum::<u64>();
    all.checked_sub(of_groups).ok_or(ScenarioRefusal::MoreThanAll)
}
