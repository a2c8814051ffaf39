//! What figures are read against: code lists and the options of a question.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::intervention::Intervention;
use firstyear_core::recommendation::Themes;
use firstyear_core::self_assessment::SelfAssessmentMatrix;
use firstyear_core::{
    AreaCode, Confidence, Dataset, Dimension, DimensionId, Indicator, IndicatorId, Period,
    SourceClass, SourceId,
};

use crate::{LackingNeed, NoPathway};

/// Everything that a question is asked of.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// What was read.
    pub data: &'a Dataset,
    /// Definitions of indicators.
    pub indicators: &'a BTreeMap<IndicatorId, Indicator>,
    /// Definitions of dimensions.
    pub dimensions: &'a BTreeMap<DimensionId, Dimension>,
    /// Interventions that scenarios name.
    pub interventions: &'a [Intervention],
    /// Themes that recommendations are sorted by.
    pub themes: &'a Themes,
    /// What self-assessments ask.
    pub matrix: &'a SelfAssessmentMatrix,
    /// Confidence of all limits.
    pub confidence: Confidence,
}

impl<'a> Evidence<'a> {
    /// # Errors
    ///
    /// [`QuestionError::IndicatorUnknown`].
    pub fn indicator(&self, id: &IndicatorId) -> Result<&'a Indicator, QuestionError> {
        self.indicators.get(id).ok_or_else(|| QuestionError::IndicatorUnknown { id: id.clone() })
    }

    /// # Errors
    ///
    /// [`QuestionError::DimensionUnknown`].
    pub fn dimension(&self, id: &DimensionId) -> Result<&'a Dimension, QuestionError> {
        self.dimensions.get(id).ok_or_else(|| QuestionError::DimensionUnknown { id: id.clone() })
    }

    /// The dimension with this id, or every version of the family with it.
    ///
    /// # Errors
    ///
    /// [`QuestionError::DimensionUnknown`] when there is neither.
    pub fn versions(&self, id: &DimensionId) -> Result<Vec<&'a Dimension>, QuestionError> {
        if let Some(dimension) = self.dimensions.get(id) {
            return Ok(vec![dimension]);
        }
        let versions: Vec<_> =
            self.dimensions.values().filter(|d| d.about().family == *id).collect();
        if versions.is_empty() {
            return Err(QuestionError::DimensionUnknown { id: id.clone() });
        }
        Ok(versions)
    }

    /// The class of a source; one that nothing is known of is restricted.
    #[must_use]
    pub fn class(&self, source: &SourceId) -> SourceClass {
        self.data.sources.get(source).map_or(SourceClass::Restricted, |source| source.class)
    }

    /// Whether any figure comes from a restricted source. Then the answer to one
    /// question can tell what that to another hides, and all must be asked
    /// together.
    #[must_use]
    pub fn is_restricted(&self) -> bool {
        self.has_figures_of(SourceClass::Restricted)
    }

    /// Whether any figure comes from a source of this class.
    pub(crate) fn has_figures_of(&self, class: SourceClass) -> bool {
        let of_rows = self.data.observations.iter().map(|row| &row.source);
        let mut sources = of_rows.chain(self.data.gaps.iter().map(|gap| &gap.source));
        sources.any(|source| self.class(source) == class)
    }

    /// The strictest class among sources, beside the sources.
    #[must_use]
    pub(crate) fn origin(
        &self,
        sources: impl IntoIterator<Item = SourceId>,
    ) -> (SourceClass, BTreeSet<SourceId>) {
        let sources: BTreeSet<_> = sources.into_iter().collect();
        let class =
            sources.iter().map(|source| self.class(source)).max().unwrap_or(SourceClass::Published);
        (class, sources)
    }
}

impl QuestionError {
    /// Whether there would be an answer, and it would give a small count away.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Disclosive | Self::Pathway(NoPathway::SameLog | NoPathway::Rule { .. })
        )
    }
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuestionError {
    /// The indicator is not in the catalogue.
    #[error("indicator `{id}` is not known: `firstyear list indicators` shows those that are")]
    IndicatorUnknown {
        /// The id that was asked for.
        id: IndicatorId,
    },
    /// The dimension is not in the catalogue.
    #[error("dimension `{id}` is not known: `firstyear list dimensions` shows those that are")]
    DimensionUnknown {
        /// The id that was asked for.
        id: DimensionId,
    },
    /// No figure fits the question.
    #[error(
        "no figures for indicator `{indicator}`, area `{area}`{}: check the area's code and the files of the project",
        dimension.as_ref().map_or(String::new(), |d| format!(", dimension `{d}`"))
    )]
    NoFigures {
        /// The indicator of the question.
        indicator: IndicatorId,
        /// The area of the question.
        area: AreaCode,
        /// The dimension of the question, where it has one.
        dimension: Option<DimensionId>,
    },
    /// Every figure is of a period of several years or months.
    #[error(
        "indicator `{indicator}` in area `{area}` has figures of periods of several years alone, and a chart needs single ones: give figures by year"
    )]
    OnlyLongPeriods {
        /// The indicator of the question.
        indicator: IndicatorId,
        /// The area of the question.
        area: AreaCode,
    },
    /// There is one period, and the question is about time.
    #[error(
        "indicator `{indicator}` in area `{area}` has figures of one period alone: give those of earlier ones"
    )]
    OnePeriod {
        /// The indicator of the question.
        indicator: IndicatorId,
        /// The area of the question.
        area: AreaCode,
    },
    /// New limits are to begin with a period that the series does not have.
    #[error(
        "entry {entry} of `rebase` is not a period of the series after its first: write it as the chart prints it, such as `2010`"
    )]
    RebaseUnknown {
        /// Its place in the list, counted from 1.
        entry: usize,
    },
    /// The intervention is not in the catalogue.
    #[error(
        "intervention `{id}` is not known: `firstyear list interventions` shows those that are; give one of your own a `title` and its `inputs` in [[scenario.measure]]"
    )]
    InterventionUnknown {
        /// The id that was asked for.
        id: String,
    },
    /// A measure acts through one that the scenario does not have.
    #[error(
        "measure `{id}` acts through `{through}`, which is no measure of the scenario: name it among its measures, or leave out `acts_through`"
    )]
    ThroughUnknown {
        /// The measure.
        id: String,
        /// What it names.
        through: String,
    },
    /// Measures that act through one another in a circle.
    #[error(
        "measure `{id}` acts through itself by way of `acts_through`: let the chain end at one that acts through none"
    )]
    ThroughItself {
        /// A measure of the circle.
        id: String,
    },
    /// An area is held against itself.
    #[error("area `{area}` is held against itself: name another as `comparator`")]
    AgainstItself {
        /// The area.
        area: AreaCode,
    },
    /// None of several indicators has figures.
    #[error("no figures of {} in area `{area}`: check its code and the files of the project", listed(.indicators))]
    NoFiguresOfAny {
        /// The indicators; none for any at all.
        indicators: Vec<IndicatorId>,
        /// The area.
        area: AreaCode,
    },
    /// No need of an audit of equity has figures of need and use to hold against each
    /// other.
    #[error("nothing can be audited in area `{area}`: {}", told(.lacking))]
    NothingAudited {
        /// The area.
        area: AreaCode,
        /// The needs, each with what it lacks.
        lacking: Vec<LackingNeed>,
    },
    /// The area has not said how far it is.
    #[error(
        "area `{area}` has no self-assessment by the day of the project: check its code, or add a file of answers (`firstyear explain self-assessments`)"
    )]
    NotAssessed {
        /// The area.
        area: AreaCode,
    },
    /// The project brings a matrix of its own, which has a fault.
    #[error(
        "the matrix of the project in `{file}` has a fault, and its answers are judged by no other: mend what `firstyear check` says of the file"
    )]
    MatrixUnusable {
        /// The file.
        file: String,
    },
    /// The theme is not in the list.
    #[error("theme `{id}` is not known: `firstyear list themes` shows those that are")]
    ThemeUnknown {
        /// The id that was asked for, of a theme or of its category.
        id: String,
    },
    /// Something of a care pathway is not told.
    #[error(transparent)]
    Pathway(#[from] NoPathway),
    /// A small count could be worked out from the answer.
    #[error(
        "beside the answers before it, a count too small to be shown could be worked out: leave out this question or one that shares figures with it, or ask it of other periods, groups or areas"
    )]
    Disclosive,
    /// Two ages at death count the same deaths.
    #[error(
        "`ages` overlap: `{first}` and `{second}` count the same deaths; name ages that follow one another, such as `neonatal-mortality` and `post-neonatal-mortality`"
    )]
    AgesOverlap {
        /// The younger age.
        first: IndicatorId,
        /// One that begins before the first has ended.
        second: IndicatorId,
    },
    /// Ages at death leave some out, or count others as well.
    #[error(
        "`ages` are not {whole}: {}; name ages that together are all of it, such as `neonatal-mortality` and `post-neonatal-mortality`",
        counting(.ages)
    )]
    AgesNotWhole {
        /// The indicators, with what each counts.
        ages: Vec<(IndicatorId, String)>,
        /// What they should count together.
        whole: String,
    },
    /// There are deaths by cause, and not of every year and age that is asked for.
    #[error("{}", years_lacking(.area, .dimension, *.years, .found, .lacking))]
    YearsLacking {
        /// The area of the question.
        area: AreaCode,
        /// The causes.
        dimension: DimensionId,
        /// How many years in a row are added up.
        years: u16,
        /// The periods that every age has.
        found: Vec<Period>,
        /// The ages that lack periods which another has.
        lacking: Vec<(IndicatorId, Vec<Period>)>,
    },
    /// There are figures, and no period of them is that asked for.
    #[error(
        "no period with {years} {} for indicator `{indicator}` in area `{area}` and in one that is held against it, or not the one asked for: lower `pool_years`, or leave out `period` for the latest",
        if *years == 1 { "year" } else { "years in a row" }
    )]
    NoPeriod {
        /// The indicator of the question.
        indicator: IndicatorId,
        /// What areas are held against.
        area: AreaCode,
        /// How many years are added up.
        years: u16,
    },
}

fn counting(ages: &[(IndicatorId, String)]) -> String {
    if ages.is_empty() {
        return "no indicator is named".to_owned();
    }
    let words: Vec<String> =
        ages.iter().map(|(id, what)| format!("`{id}` counts {what}")).collect();
    words.join(", ")
}

fn years_lacking(
    area: &AreaCode,
    dimension: &DimensionId,
    years: u16,
    found: &[Period],
    lacking: &[(IndicatorId, Vec<Period>)],
) -> String {
    let periods = |of: &[Period]| of.iter().map(Period::to_string).collect::<Vec<_>>().join(", ");
    let found = if found.is_empty() { "no period".to_owned() } else { periods(found) };
    let lacking: Vec<String> =
        lacking.iter().map(|(id, of)| format!("; `{id}` lacks {}", periods(of))).collect();
    let lacking = lacking.concat();
    let asked = if years == 1 {
        "one period of all is".to_owned()
    } else {
        format!("{years} years in a row are")
    };
    format!(
        "area `{area}` has deaths by `{dimension}` at every age for {found}{lacking}, and {asked} asked for: add what is missing, or lower `pool_years`"
    )
}

fn told(lacking: &[LackingNeed]) -> String {
    lacking.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn listed(indicators: &[IndicatorId]) -> String {
    if indicators.is_empty() {
        return "any indicator".to_owned();
    }
    let names: Vec<String> = indicators.iter().map(|id| format!("`{id}`")).collect();
    names.join(", ")
}
