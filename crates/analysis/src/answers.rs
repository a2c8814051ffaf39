//! Every question of a project, asked and released.

use firstyear_core::project::Project;

use crate::{
    AreaComparison, AreaFunnel, Causes, DataQuality, Decomposition, Evidence, GapTrend,
    InequalityProfile, PrintedArithmetic, QuestionError, Released, SmallAreas, Spc, Trend,
    area_comparison, area_funnel, causes, data_quality, decomposition, gap_trend,
    inequality_profile, printed_arithmetic, release, small_areas, spc, trend,
};

/// The answers to the questions of a project, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// Groups held against all.
    pub gaps: Vec<Released<GapTrend>>,
    /// Rates across dimensions.
    pub profiles: Vec<Released<InequalityProfile>>,
    /// Areas against a comparator.
    pub areas: Vec<Released<AreaComparison>>,
    /// Deaths by cause and age.
    pub causes: Vec<Released<Causes>>,
    /// Rates over time.
    pub trends: Vec<Released<Trend>>,
    /// Rates over time on control charts.
    pub control_charts: Vec<Released<Spc>>,
    /// Areas by their size.
    pub funnels: Vec<Released<AreaFunnel>>,
    /// Areas with few events.
    pub small_areas: Vec<Released<SmallAreas>>,
    /// Why rates differ.
    pub decompositions: Vec<Released<Decomposition>>,
    /// The state of the data.
    pub quality: Released<DataQuality>,
    /// What publications print, recomputed.
    pub printed: Released<PrintedArithmetic>,
    /// Questions without an answer, and why.
    pub unanswered: Vec<Unanswered>,
}

/// A question without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The question, as the project file names it.
    pub question: String,
    /// Why there is no answer.
    pub why: QuestionError,
}

/// Asks every question of `project`. One without an answer does not spoil the
/// others.
#[must_use]
pub fn answers(project: &Project, evidence: &Evidence<'_>) -> Answers {
    let rule = &project.disclosure;
    let (area, indicator) = (&project.area, &project.indicator);
    let mut unanswered = Vec::new();
    let gaps = project.gaps.iter().map(|question| {
        (format!("gap: {}", question.group), gap_trend(evidence, question, area, indicator))
    });
    let gaps = keep(gaps, &mut unanswered).into_iter().map(|r| release(r, rule)).collect();
    let profiles = project.profiles.iter().map(|question| {
        let name = format!("profile: {}", question.dimension);
        (name, inequality_profile(evidence, question, area, indicator))
    });
    let profiles = keep(profiles, &mut unanswered).into_iter().map(|r| release(r, rule)).collect();
    let areas = project.areas.iter().map(|question| {
        let name = format!("areas: {}", question.name);
        (name, area_comparison(evidence, question, area, indicator))
    });
    let areas = keep(areas, &mut unanswered).into_iter().map(|r| release(r, rule)).collect();
    let by_cause = project.causes.iter().map(|question| {
        (format!("causes: {}", question.dimension), causes(evidence, question, area, indicator))
    });
    let causes = keep(by_cause, &mut unanswered).into_iter().map(|r| release(r, rule)).collect();
    let trends = project.trends.iter().map(|question| {
        (format!("trend: {}", question.name), trend(evidence, question, area, indicator))
    });
    let trends = keep(trends, &mut unanswered).into_iter().map(|r| release(r, rule)).collect();
    let charts = project.control_charts.iter().map(|question| {
        (format!("spc: {}", question.name), spc(evidence, question, area, indicator))
    });
    let control_charts =
        keep(charts, &mut unanswered).into_iter().map(|r| release(r, rule)).collect();
    let funnels = project.funnels.iter().map(|question| {
        let name = format!("funnel: {}", question.name);
        (name, area_funnel(evidence, question, area, indicator))
    });
    let funnels = keep(funnels, &mut unanswered).into_iter().map(|r| release(r, rule)).collect();
    let small = project.small_areas.iter().map(|question| {
        let name = format!("small_areas: {}", question.name);
        (name, small_areas(evidence, question, area, indicator))
    });
    let small_areas = keep(small, &mut unanswered).into_iter().map(|r| release(r, rule)).collect();
    let apart = project.decompositions.iter().map(|question| {
        let name = format!("decomposition: {}", question.dimension);
        (name, decomposition(evidence, question, area, indicator))
    });
    let decompositions =
        keep(apart, &mut unanswered).into_iter().map(|r| release(r, rule)).collect();
    let quality = release(data_quality(evidence), rule);
    let printed = release(printed_arithmetic(evidence), rule);
    Answers {
        gaps,
        profiles,
        areas,
        causes,
        trends,
        control_charts,
        funnels,
        small_areas,
        decompositions,
        quality,
        printed,
        unanswered,
    }
}

fn keep<T>(
    asked: impl Iterator<Item = (String, Result<T, QuestionError>)>,
    unanswered: &mut Vec<Unanswered>,
) -> Vec<T> {
    asked
        .filter_map(|(question, result)| {
            result.map_err(|why| unanswered.push(Unanswered { question, why })).ok()
        })
        .collect()
}
