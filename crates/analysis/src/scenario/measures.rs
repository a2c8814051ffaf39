//! Interventions as the model takes them: what is lacking, and what to know of
//! their inputs.

use firstyear_core::intervention::{Input, Intervention, Quantity, Timescale};
use firstyear_core::project::{OtherGroupInputs, OverlapRule, OwnMeasure, ScenarioQuestion};
use firstyear_core::{CategoryId, Confidence, DimensionId, Interval, Period};
use firstyear_metrics::attribution::{Adjustment, RelativeRisk};
use firstyear_metrics::scenario::{
    ExposureTarget, GapBaseline, Input as ModelInput, Measure, ShareInput, Whole,
};

use crate::{Evidence, QuestionError};

/// One measure of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelledMeasure {
    /// Its id.
    pub id: String,
    /// What is done.
    pub title: String,
    /// The same in a few words: the exposure that it changes, where the
    /// catalogue names it.
    pub label: String,
    /// When it is expected to show, where the catalogue says so; `None` where the
    /// scenario starts after the year that the catalogue's timescales speak of.
    pub timescale: Option<Timescale>,
    /// Its inputs with their origins.
    pub inputs: Vec<Input>,
    /// The published contribution, in percentage points of the relative gap.
    /// `None` where nothing was published, or an input is the project's own.
    pub published: Option<f64>,
    /// Whether an input was solved so that a published contribution comes out:
    /// its own then says nothing new.
    pub calibrated: bool,
    /// The place, among the measures, of the one through which it acts.
    pub through: Option<usize>,
    /// What to know before its figure is used.
    pub cautions: Vec<MeasureCaution>,
    /// What it lacks; `Ok` where it is worked out.
    pub identified: Result<(), NotIdentified>,
    /// Other groups of the dimension that it reaches.
    pub also_in: Vec<MeasureInGroup>,
    pub(super) model: Option<ModelInput>,
}

/// What a measure changes in another group.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureInGroup {
    /// The category.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Its inputs there, those that it takes from the measure among them.
    pub inputs: Vec<Input>,
    model: Option<ModelInput>,
}

impl ModelledMeasure {
    /// What the model takes of it in another group; `None` where it does not
    /// reach that.
    pub(super) fn model_in(&self, category: &CategoryId) -> Option<ModelInput> {
        self.also_in.iter().find(|one| one.category == *category)?.model
    }

    /// Leaves out what would tell the gap that the scenario starts from.
    pub(crate) fn forget_product(&mut self) {
        if let Err(lacking) = &mut self.identified {
            lacking.product = None;
        }
    }
}

/// The end of the year from which the catalogue's timescales are told, 2011.
const TIMESCALES: f64 = 2_012.0;

/// What to know before the figure of a measure is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeasureCaution {
    /// Its relative risk is adjusted for confounders, and the formula is right
    /// for a crude one.
    Adjusted,
    /// Its effect was estimated for another outcome.
    OtherOutcome(String),
    /// Its share exposed before is that of another group, which the catalogue
    /// names by this id.
    OtherGroup(CategoryId),
    /// A ratio of odds or hazards stands for a ratio of risks.
    NotARiskRatio,
    /// It widens the gap.
    Widens,
    /// It acts in part on the same deaths as others of the scenario, by their
    /// labels, and counts as if it did not.
    Overlaps(Vec<String>),
}

/// Why the contribution of a measure is not worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct NotIdentified {
    /// What is not known, in words.
    pub lacks: Vec<&'static str>,
    /// The fall of the group's rate that a published contribution stands for, a
    /// fraction: the product of all inputs, which is all that it tells.
    pub product: Option<f64>,
}

/// The measures of a question.
pub(super) fn of(
    evidence: &Evidence<'_>,
    question: &ScenarioQuestion,
    (start, baseline): (Period, Option<GapBaseline>),
) -> Result<Vec<ModelledMeasure>, QuestionError> {
    let known = |id: &str| evidence.interventions.iter().find(|one| one.id == id);
    let mut entries = Vec::new();
    for id in &question.interventions {
        let unknown = || QuestionError::InterventionUnknown { id: id.clone() };
        entries.push(Entry::of_catalogue(known(id).ok_or_else(unknown)?));
    }
    for own in &question.measures {
        entries.push(Entry::of_own(own, known(&own.id))?);
    }
    let dimension = question.dimension.as_ref().and_then(|id| evidence.dimensions.get(id));
    let place = |id: &str| entries.iter().position(|entry| entry.id == id);
    let mut measures = Vec::with_capacity(entries.len());
    for entry in &entries {
        let through = entry.acts_through.as_deref().and_then(place);
        if let (Some(through_id), None, true) = (&entry.acts_through, through, entry.is_own) {
            let (id, through) = (entry.id.clone(), through_id.clone());
            return Err(QuestionError::ThroughUnknown { id, through });
        }
        let mut measure = entry.measure(through, baseline);
        measure.cautions.extend(entry.other_group(question).map(MeasureCaution::OtherGroup));
        if start.middle() > TIMESCALES {
            measure.timescale = None;
        }
        for in_group in &mut measure.also_in {
            let known = dimension.and_then(|dimension| dimension.category(&in_group.category));
            if let Some(category) = known {
                in_group.label.clone_from(&category.label);
            }
        }
        measures.push(measure);
    }
    check_chains(&measures)?;
    for at in 0..measures.len() {
        let others = overlaps(&entries[at], at, &measures, question.overlap);
        if !others.is_empty() {
            measures[at].cautions.push(MeasureCaution::Overlaps(others));
        }
    }
    Ok(measures)
}

/// The labels of those that a measure overlaps with and is counted apart from.
fn overlaps(
    entry: &Entry,
    at: usize,
    measures: &[ModelledMeasure],
    rule: OverlapRule,
) -> Vec<String> {
    let end = end_of_chain(measures, at);
    let joined = |other: usize| end_of_chain(measures, other) == end;
    let place = |id: &String| measures.iter().position(|measure| measure.id == *id);
    let others = entry.overlaps.iter().filter_map(place);
    let apart = others.filter(|other| rule == OverlapRule::Ignored || !joined(*other));
    apart.map(|other| measures[other].label.clone()).collect()
}

/// Refuses measures that act through one another in a circle.
fn check_chains(measures: &[ModelledMeasure]) -> Result<(), QuestionError> {
    for (from, measure) in measures.iter().enumerate() {
        let mut chain = std::iter::successors(measure.through, |at| measures[*at].through);
        if chain.by_ref().take(measures.len()).any(|at| at == from) {
            return Err(QuestionError::ThroughItself { id: measure.id.clone() });
        }
    }
    Ok(())
}

/// The measure at the end of the chain through which one acts, worked out or
/// not; chains have [ends](check_chains).
pub(super) fn end_of_chain(measures: &[ModelledMeasure], from: usize) -> usize {
    std::iter::successors(Some(from), |at| measures[*at].through).last().unwrap_or(from)
}

/// What the catalogue and the project say of a measure together.
struct Entry {
    id: String,
    title: String,
    label: String,
    timescale: Option<Timescale>,
    inputs: Vec<Input>,
    published: Option<f64>,
    acts_through: Option<String>,
    overlaps: Vec<String>,
    /// Inputs of its own in other groups.
    also_in: Vec<OtherGroupInputs>,
    /// The group that the catalogue's share exposed before is of; `None` where
    /// the project gives its own.
    exposed_group: Option<(DimensionId, CategoryId)>,
    /// Whether the project says through what it acts.
    is_own: bool,
}

impl Entry {
    fn of_catalogue(known: &Intervention) -> Self {
        Self {
            id: known.id.clone(),
            title: known.title.clone(),
            label: known.risk_factor.as_ref().unwrap_or(&known.title).clone(),
            timescale: Some(known.timescale),
            inputs: known.inputs.clone(),
            published: known.contribution_points,
            acts_through: known.acts_through.clone(),
            overlaps: known.overlaps.clone(),
            also_in: Vec::new(),
            exposed_group: known.dimension.clone().zip(known.group.clone()),
            is_own: false,
        }
    }

    /// A measure of the project, over that of the catalogue with its id.
    fn of_own(own: &OwnMeasure, known: Option<&Intervention>) -> Result<Self, QuestionError> {
        let mut entry = match (known, &own.title) {
            (Some(known), _) => Self::of_catalogue(known),
            (None, Some(title)) => Self {
                id: own.id.clone(),
                title: title.clone(),
                label: title.clone(),
                timescale: None,
                inputs: Vec::new(),
                published: None,
                acts_through: None,
                overlaps: Vec::new(),
                also_in: Vec::new(),
                exposed_group: None,
                is_own: false,
            },
            (None, None) => {
                return Err(QuestionError::InterventionUnknown { id: own.id.clone() });
            }
        };
        if let Some(title) = &own.title {
            entry.title.clone_from(title);
            entry.label.clone_from(title);
        }
        if own.acts_through.is_some() {
            (entry.acts_through, entry.is_own) = (own.acts_through.clone(), true);
        }
        entry.also_in.clone_from(&own.also_in);
        if !own.inputs.is_empty() {
            entry.inputs = over(&entry.inputs, &own.inputs);
            if own.inputs.iter().any(|input| input.quantity == Quantity::ExposedBefore) {
                entry.exposed_group = None;
            }
            entry.published = None;
        }
        Ok(entry)
    }

    /// The group of the catalogue, where a share exposed before is of it and not
    /// of the group of the question.
    fn other_group(&self, question: &ScenarioQuestion) -> Option<CategoryId> {
        self.input(&[Quantity::ExposedBefore])?;
        let (dimension, group) = self.exposed_group.as_ref()?;
        let is_its = question.dimension.as_ref() == Some(dimension)
            && question.categories.as_slice() == std::slice::from_ref(group);
        (!is_its).then(|| group.clone())
    }

    fn measure(&self, through: Option<usize>, baseline: Option<GapBaseline>) -> ModelledMeasure {
        let also_in: Vec<(MeasureInGroup, Vec<&str>)> =
            self.also_in.iter().map(|group| self.in_group(group)).collect();
        // What is lacking in another group is lacking in all: the gap depends on
        // both.
        let model = self.model().and_then(|model| {
            let lacks = also_in.iter().map(|(_, lacks)| lacks).find(|lacks| !lacks.is_empty());
            lacks.map_or(Ok(model), |lacks| Err(lacks.clone()))
        });
        let product = || baseline?.fall_for(self.published?, Whole::Moves).ok();
        let identified = match &model {
            Ok(_) => Ok(()),
            Err(lacks) => Err(NotIdentified { lacks: lacks.clone(), product: product() }),
        };
        let model = model.ok();
        let solved = firstyear_core::intervention::Origin::Solved;
        ModelledMeasure {
            id: self.id.clone(),
            title: self.title.clone(),
            label: self.label.clone(),
            timescale: self.timescale,
            inputs: self.inputs.clone(),
            published: self.published,
            calibrated: self.inputs.iter().any(|input| input.origin == solved),
            through,
            cautions: self.cautions(model),
            identified,
            also_in: also_in.into_iter().map(|(group, _)| group).collect(),
            model,
        }
    }

    /// What it changes in another group, and what is lacking for that.
    fn in_group(&self, group: &OtherGroupInputs) -> (MeasureInGroup, Vec<&'static str>) {
        let inputs = over(&self.inputs, &group.inputs);
        let (model, lacks) = match model(&inputs) {
            Ok(model) => (Some(model), Vec::new()),
            Err(lacks) => (None, lacks),
        };
        let category = group.category.clone();
        (MeasureInGroup { label: category.to_string(), category, inputs, model }, lacks)
    }

    fn input(&self, quantities: &[Quantity]) -> Option<&Input> {
        find(&self.inputs, quantities)
    }

    fn model(&self) -> Result<ModelInput, Vec<&'static str>> {
        model(&self.inputs)
    }

    fn cautions(&self, model: Option<ModelInput>) -> Vec<MeasureCaution> {
        let mut cautions = Vec::new();
        if let Some(risk) = self.input(&RISKS) {
            if risk.adjusted == Some(true) {
                cautions.push(MeasureCaution::Adjusted);
            }
            // Of one cause, with the cause's share of deaths beside it, it is used for
            // what it was estimated for.
            if self.input(&[Quantity::CauseShare]).is_none() {
                cautions.extend(risk.outcome.clone().map(MeasureCaution::OtherOutcome));
            }
            if risk.quantity != Quantity::RelativeRisk {
                cautions.push(MeasureCaution::NotARiskRatio);
            }
        }
        let fall = model.and_then(|input| Measure::new(input).fall().ok());
        if fall.is_some_and(|fall| fall < 0.0) {
            cautions.push(MeasureCaution::Widens);
        }
        cautions
    }
}

/// What the model takes, or what is lacking for it.
fn model(inputs: &[Input]) -> Result<ModelInput, Vec<&'static str>> {
    let rise = find(inputs, &[Quantity::IncomeRise]);
    let per_rise = find(inputs, &[Quantity::MortalityFallPerIncomeRise]);
    if rise.is_some() || per_rise.is_some() {
        let lacks = [(rise, "the rise of income"), (per_rise, "the fall of mortality with income")];
        let value = rise.zip(per_rise).map(|(rise, per)| rise.value * per.value);
        return value
            .map(|value| ModelInput::Fall { value, ln_error: 0.0 })
            .ok_or_else(|| missing(&lacks));
    }
    let before = find(inputs, &[Quantity::ExposedBefore]);
    let target = find(inputs, &TARGETS);
    let risk = find(inputs, &RISKS);
    let lacks = [
        (before, "the share exposed before"),
        (target, "the share exposed afterwards"),
        (risk, "the relative risk"),
    ];
    let (Some(before), Some(target), Some(risk)) = (before, target, risk) else {
        return Err(missing(&lacks));
    };
    let unfit = |what| move || vec![what];
    Ok(ModelInput::Exposure {
        before: share(before)
            .ok_or_else(unfit("limits of the share exposed before that are those of a share"))?,
        target: match target.quantity {
            Quantity::ExposureFall => ExposureTarget::By(target.value),
            Quantity::ExposureRelativeFall => ExposureTarget::ByFraction(target.value),
            _ => ExposureTarget::To(target.value),
        },
        risk: RelativeRisk::new(risk.value, limits(risk), Adjustment::Crude)
            .map_err(|_| vec!["limits of the relative risk that hold it"])?,
        cause_share: match find(inputs, &[Quantity::CauseShare]) {
            Some(cause) => {
                let of_cause = share(cause);
                Some(
                    of_cause.ok_or_else(unfit(
                        "limits of the share of deaths that are those of a share",
                    ))?,
                )
            }
            None => None,
        },
    })
}

const TARGETS: [Quantity; 3] =
    [Quantity::ExposedAfter, Quantity::ExposureFall, Quantity::ExposureRelativeFall];
const RISKS: [Quantity; 3] = [Quantity::RelativeRisk, Quantity::OddsRatio, Quantity::HazardRatio];

fn find<'a>(inputs: &'a [Input], quantities: &[Quantity]) -> Option<&'a Input> {
    inputs.iter().find(|input| quantities.contains(&input.quantity))
}

/// Inputs with each of `own` in place of the one that it stands for.
fn over(inputs: &[Input], own: &[Input]) -> Vec<Input> {
    let replaced = |one: &&Input| own.iter().any(|mine| role(mine.quantity) == role(one.quantity));
    inputs.iter().filter(|one| !replaced(one)).chain(own).cloned().collect()
}

/// Quantities that stand for one another share their role.
fn role(quantity: Quantity) -> Quantity {
    if TARGETS.contains(&quantity) {
        TARGETS[0]
    } else if RISKS.contains(&quantity) {
        RISKS[0]
    } else {
        quantity
    }
}

fn missing(inputs: &[(Option<&Input>, &'static str)]) -> Vec<&'static str> {
    inputs.iter().filter(|(input, _)| input.is_none()).map(|(_, words)| *words).collect()
}

fn limits(input: &Input) -> Option<Interval> {
    let (lower, upper) = input.lower.zip(input.upper)?;
    Some(Interval { lower, upper, confidence: input.confidence.unwrap_or(Confidence::P95) })
}

fn share(input: &Input) -> Option<ShareInput> {
    match limits(input) {
        Some(limits) => ShareInput::with_limits(input.value, limits).ok(),
        None => ShareInput::counted(input.value, input.people).ok(),
    }
}
