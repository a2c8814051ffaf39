//! `gap`, `inequality` and their like: one kind of question, printed.

use std::fmt::Write as _;

use firstyear_analysis::Answers;
use firstyear_catalogue::catalogue;
use firstyear_core::project::{ProfileQuestion, Project};
use firstyear_export::document::Document;
use firstyear_export::document::workbook::{self, WorkbookError};
use firstyear_export::site::{
    Answer, Extra, NOT_FOR_RELEASE, Report, area_profile_answer, areas_answer, board_answer,
    deaths_review_answer, decomposition_answer, equity_audit_answer, evaluation_answer,
    funnel_answer, gap_answer, learning_answer, picture, ppor_answer, profile_answers,
    recommendations_answer, scenario_answer, scorecard_answer, selection_answer,
    self_assessment_answer, small_areas_answer, spc_answer, trend_answer,
};
use firstyear_export::tidy::WriteError;
use firstyear_export::wire::{
    AreaComparisonV1, AreaProfileV1, DeathsReviewV1, DecompositionV1, EquityAuditV1, EvaluationV1,
    FunnelV1, GapTrendV1, InequalityProfileV1, JsonError, LearningV1, PporV1,
    RecommendationProgressV1, RecommendationThemesV1, ScenarioV1, ScorecardV1, SelectionV1,
    SelfAssessmentV1, SmallAreasV1, SpcV1, TrendV1, csv, to_json,
};
use firstyear_ingest::ProjectData;

use crate::args::{Ask, Shape};
use crate::commands::asked::{Asked, evidence};
use crate::commands::grid;
use crate::commands::reference::put;
use crate::commands::report::built;
#[cfg(not(feature = "pdf"))]
use crate::commands::report::not_built;
use crate::exit::{Code, Failure};
use crate::load;

/// One kind of question: how a project asks it, and how its answers look.
struct Kind {
    /// Its table in the project file, such as `gap`.
    table: &'static str,
    /// Whether the project asks it.
    asked: fn(&ProjectData) -> bool,
    /// Moves the questions of this kind to a project that asks nothing else.
    keep: fn(from: &mut Project, to: &mut Project),
    /// The answers as sentences, tables and charts.
    shown: fn(&Report<'_>) -> Vec<Answer>,
    /// The answers as documents of `schemas/v1`, one for each question.
    documents: fn(&Answers) -> Result<Vec<String>, JsonError>,
    /// The answers as one flat table, one row a figure.
    figures: fn(&Answers, &mut Vec<u8>) -> Result<(), WriteError>,
}

const GAP: Kind = Kind {
    table: "gap",
    asked: |read| !read.project.gaps.is_empty(),
    keep: |from, to| to.gaps.append(&mut from.gaps),
    shown: |report| gap_answer(report).into_iter().collect(),
    documents: |answers| answers.gaps.iter().map(|gap| to_json(&GapTrendV1::from(gap))).collect(),
    figures: |answers, out| csv::gap_trends(&answers.gaps, out),
};

const PROFILE: Kind = Kind {
    table: "profile",
    asked: |read| !read.project.profiles.is_empty(),
    keep: |from, to| to.profiles.append(&mut from.profiles),
    shown: profile_answers,
    documents: |answers| {
        let profiles = answers.profiles.iter();
        profiles.map(|profile| to_json(&InequalityProfileV1::from(profile))).collect()
    },
    figures: |answers, out| csv::inequality_profiles(&answers.profiles, out),
};

const TREND: Kind = Kind {
    table: "trend",
    asked: |read| !read.project.trends.is_empty(),
    keep: |from, to| to.trends.append(&mut from.trends),
    shown: |report| trend_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.trends.iter().map(|found| to_json(&TrendV1::from(found))).collect()
    },
    figures: |answers, out| csv::trends(&answers.trends, out),
};

const SPC: Kind = Kind {
    table: "spc",
    asked: |read| !read.project.control_charts.is_empty(),
    keep: |from, to| to.control_charts.append(&mut from.control_charts),
    shown: |report| spc_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.control_charts.iter().map(|found| to_json(&SpcV1::from(found))).collect()
    },
    figures: |answers, out| csv::control_charts(&answers.control_charts, out),
};

const AREAS: Kind = Kind {
    table: "areas",
    asked: |read| !read.project.areas.is_empty(),
    keep: |from, to| to.areas.append(&mut from.areas),
    shown: |report| areas_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.areas.iter().map(|one| to_json(&AreaComparisonV1::from(one))).collect()
    },
    figures: |answers, out| csv::area_comparisons(&answers.areas, out),
};

const FUNNEL: Kind = Kind {
    table: "funnel",
    asked: |read| !read.project.funnels.is_empty(),
    keep: |from, to| to.funnels.append(&mut from.funnels),
    shown: |report| funnel_answer(report).into_iter().collect(),
    documents: |answers| answers.funnels.iter().map(|one| to_json(&FunnelV1::from(one))).collect(),
    figures: |answers, out| csv::funnels(&answers.funnels, out),
};

const SMALL_AREAS: Kind = Kind {
    table: "small_areas",
    asked: |read| !read.project.small_areas.is_empty(),
    keep: |from, to| to.small_areas.append(&mut from.small_areas),
    shown: |report| small_areas_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.small_areas.iter().map(|one| to_json(&SmallAreasV1::from(one))).collect()
    },
    figures: |answers, out| csv::small_areas(&answers.small_areas, out),
};

const DECOMPOSITION: Kind = Kind {
    table: "decomposition",
    asked: |read| !read.project.decompositions.is_empty(),
    keep: |from, to| to.decompositions.append(&mut from.decompositions),
    shown: |report| decomposition_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.decompositions.iter().map(|found| to_json(&DecompositionV1::from(found))).collect()
    },
    figures: |answers, out| csv::decompositions(&answers.decompositions, out),
};

const PPOR: Kind = Kind {
    table: "ppor",
    asked: |read| !read.project.periods_of_risk.is_empty(),
    keep: |from, to| to.periods_of_risk.append(&mut from.periods_of_risk),
    shown: |report| ppor_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.periods_of_risk.iter().map(|found| to_json(&PporV1::from(found))).collect()
    },
    figures: |answers, out| csv::periods_of_risk(&answers.periods_of_risk, out),
};

/// Perinatal periods of risk.
pub(crate) fn ppor(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &PPOR, |_| Ok(()))
}

const SCENARIO: Kind = Kind {
    table: "scenario",
    asked: |read| !read.project.scenarios.is_empty(),
    keep: |from, to| to.scenarios.append(&mut from.scenarios),
    shown: |report| scenario_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.scenarios.iter().map(|found| to_json(&ScenarioV1::from(found))).collect()
    },
    figures: |answers, out| csv::scenarios(&answers.scenarios, out),
};

/// What would narrow gaps.
pub(crate) fn scenario(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &SCENARIO, |_| Ok(()))
}

const EVALUATION: Kind = Kind {
    table: "evaluation",
    asked: |read| !read.project.evaluations.is_empty(),
    keep: |from, to| to.evaluations.append(&mut from.evaluations),
    shown: |report| evaluation_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.evaluations.iter().map(|found| to_json(&EvaluationV1::from(found))).collect()
    },
    figures: |answers, out| csv::evaluations(&answers.evaluations, out),
};

/// Whether something that was done worked.
pub(crate) fn evaluate(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &EVALUATION, |_| Ok(()))
}

const SCORECARD: Kind = Kind {
    table: "scorecard",
    asked: |read| !read.project.scorecards.is_empty(),
    keep: |from, to| {
        // Its gaps are those of the project.
        to.scorecards.append(&mut from.scorecards);
        to.gaps.append(&mut from.gaps);
    },
    shown: |report| scorecard_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.scorecards.iter().map(|found| to_json(&ScorecardV1::from(found))).collect()
    },
    figures: |answers, out| csv::scorecards(&answers.scorecards, out),
};

/// The board paper of each scorecard; its data are those of the scorecard.
pub(crate) fn board(ask: &Ask) -> Result<Code, Failure> {
    let paper = Kind { shown: |report| board_answer(report).into_iter().collect(), ..SCORECARD };
    print_answers(ask, &paper, |_| Ok(()))
}

/// How areas stand on many indicators.
pub(crate) fn scorecard(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &SCORECARD, |_| Ok(()))
}

const AREA_PROFILE: Kind = Kind {
    table: "area_profile",
    asked: |read| !read.project.area_profiles.is_empty(),
    keep: |from, to| to.area_profiles.append(&mut from.area_profiles),
    shown: |report| area_profile_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.area_profiles.iter().map(|found| to_json(&AreaProfileV1::from(found))).collect()
    },
    figures: |answers, out| csv::area_profiles(&answers.area_profiles, out),
};

/// What is known of single areas.
pub(crate) fn profile(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &AREA_PROFILE, |_| Ok(()))
}

const LEARNING: Kind = Kind {
    table: "learning",
    asked: |read| !read.project.learnings.is_empty(),
    keep: |from, to| to.learnings.append(&mut from.learnings),
    shown: |report| learning_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.learnings.iter().map(|found| to_json(&LearningV1::from(found))).collect()
    },
    figures: |answers, out| csv::learnings(&answers.learnings, out),
};

/// What followed recommendations.
pub(crate) fn learning(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &LEARNING, |_| Ok(()))
}

const SELF_ASSESSMENT: Kind = Kind {
    table: "self_assessment",
    asked: |read| !read.project.self_assessments.is_empty(),
    keep: |from, to| to.self_assessments.append(&mut from.self_assessments),
    shown: |report| self_assessment_answer(report).into_iter().collect(),
    documents: |answers| {
        let found = answers.self_assessments.iter();
        found.map(|found| to_json(&SelfAssessmentV1::from(found))).collect()
    },
    figures: |answers, out| csv::self_assessments(&answers.self_assessments, out),
};

/// How far areas say they are.
pub(crate) fn self_assessment(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &SELF_ASSESSMENT, |_| Ok(()))
}

const EQUITY_AUDIT: Kind = Kind {
    table: "equity_audit",
    asked: |read| !read.project.equity_audits.is_empty(),
    keep: |from, to| to.equity_audits.append(&mut from.equity_audits),
    shown: |report| equity_audit_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.equity_audits.iter().map(|found| to_json(&EquityAuditV1::from(found))).collect()
    },
    figures: |answers, out| csv::equity_audits(&answers.equity_audits, out),
};

/// Who uses services against who needs them.
pub(crate) fn equity_audit(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &EQUITY_AUDIT, |_| Ok(()))
}

const DEATHS_REVIEW: Kind = Kind {
    table: "deaths_review",
    asked: |read| !read.project.deaths_reviews.is_empty(),
    keep: |from, to| to.deaths_reviews.append(&mut from.deaths_reviews),
    shown: |report| deaths_review_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.deaths_reviews.iter().map(|found| to_json(&DeathsReviewV1::from(found))).collect()
    },
    figures: |answers, out| csv::deaths_reviews(&answers.deaths_reviews, out),
};

/// What reviews of infant deaths found.
pub(crate) fn deaths_review(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &DEATHS_REVIEW, |_| Ok(()))
}

const SELECTION: Kind = Kind {
    table: "selection",
    asked: |read| !read.project.selections.is_empty(),
    keep: |from, to| to.selections.append(&mut from.selections),
    shown: |report| selection_answer(report).into_iter().collect(),
    documents: |answers| {
        answers.selections.iter().map(|found| to_json(&SelectionV1::from(found))).collect()
    },
    figures: |answers, out| csv::selections(&answers.selections, out),
};

/// Asked of every project that has recommendations.
const RECOMMENDATIONS: Kind = Kind {
    table: "recommendations",
    asked: |read| !read.read.rows.recommendations.is_empty(),
    keep: |from, to| to.theme_comparisons.append(&mut from.theme_comparisons),
    shown: |report| recommendations_answer(report).into_iter().collect(),
    documents: |answers| {
        let themes = to_json(&RecommendationThemesV1::from(&answers.themes));
        let progress = answers.progress.iter();
        let progress = progress.map(|found| to_json(&RecommendationProgressV1::from(found)));
        [themes].into_iter().chain(progress).collect()
    },
    figures: |answers, out| csv::recommendations(&answers.themes, answers.progress.as_ref(), out),
};

/// What was recommended, and what became of it.
pub(crate) fn recommendations(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &RECOMMENDATIONS, |_| Ok(()))
}

/// Which areas to turn to first.
pub(crate) fn selection(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &SELECTION, |_| Ok(()))
}

/// Takes differences of rates apart.
pub(crate) fn decomposition(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &DECOMPOSITION, |_| Ok(()))
}

/// Holds groups against all, by period.
pub(crate) fn gap(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &GAP, |_| Ok(()))
}

/// Areas against a comparator.
pub(crate) fn areas(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &AREAS, |_| Ok(()))
}

/// Areas by their size, with the limits of chance.
pub(crate) fn funnel(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &FUNNEL, |_| Ok(()))
}

/// Areas with few events, their rates steadied and their ranks with limits.
pub(crate) fn small_areas(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &SMALL_AREAS, |_| Ok(()))
}

/// Rates across the groups of dimensions.
pub(crate) fn inequality(ask: &Ask, dimension: Option<&str>) -> Result<Code, Failure> {
    print_answers(ask, &PROFILE, |project| {
        if let Some(dimension) = dimension {
            project.profiles = about(&project.profiles, dimension)?;
        }
        Ok(())
    })
}

/// Rates over time, with recent trend and yearly change.
pub(crate) fn trend(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &TREND, |_| Ok(()))
}

/// Rates over time on control charts.
pub(crate) fn spc(ask: &Ask) -> Result<Code, Failure> {
    print_answers(ask, &SPC, |_| Ok(()))
}

/// The questions about a dimension or family. A version of a family that the
/// project asks about narrows its question to this version.
fn about(asked: &[ProfileQuestion], dimension: &str) -> Result<Vec<ProfileQuestion>, Failure> {
    let version = catalogue().dimensions().values().find(|known| known.id().as_str() == dimension);
    let is_asked = |question: &&ProfileQuestion| {
        question.dimension.as_str() == dimension
            || version.is_some_and(|version| version.about().family == question.dimension)
    };
    let narrowed = |question: &ProfileQuestion| {
        let dimension = version.map_or(&question.dimension, |version| version.id()).clone();
        ProfileQuestion { dimension, ..question.clone() }
    };
    let found: Vec<_> = asked.iter().filter(is_asked).map(narrowed).collect();
    if found.is_empty() {
        let asked: Vec<_> = asked.iter().map(|question| question.dimension.to_string()).collect();
        return Err(Failure::Use(format!(
            "--dimension: the project asks for no profile by `{dimension}`, but for {}; name one \
             of these or a version of it, or add [[profile]]",
            asked.join(", ")
        )));
    }
    Ok(found)
}

/// Asks a project one kind of question and prints or writes the answers. Other questions
/// are left out: answering them takes time, and warns of what nobody asked.
fn print_answers(
    ask: &Ask,
    kind: &Kind,
    narrow: impl Fn(&mut Project) -> Result<(), Failure>,
) -> Result<Code, Failure> {
    match ask.format {
        Shape::Pdf => built(Extra::Pdf)?,
        Shape::Png => built(Extra::Png)?,
        _ => {}
    }
    let mut read = load::project(&ask.project)?;
    if !(kind.asked)(&read) {
        let table = kind.table;
        return Err(Failure::Use(if table == RECOMMENDATIONS.table {
            "the project has no recommendations: name a file of them under [[file]] (`firstyear \
             explain recommendations`)"
                .to_owned()
        } else {
            format!("the project asks for no {table}: add [[{table}]]")
        }));
    }
    // Figures of published sources need no other question. Of restricted ones,
    // a question alone must not tell what it hides beside the others.
    if !evidence(&read).is_restricted() {
        let mut alone = read.project.without_questions();
        (kind.keep)(&mut read.project, &mut alone);
        read.project = alone;
    }
    narrow(&mut read.project)?;
    let mut asked = Asked::by(&read, ask.disclosure);
    let of_kind = format!("{}: ", kind.table);
    asked.answers.unanswered.retain(|one| one.question.starts_with(&of_kind));
    let bytes = written(ask.format, kind, &asked)?;
    put(&bytes, ask.format.is_binary(), ask.out.as_deref())?;
    asked.warn();
    Ok(asked.verdict())
}

/// The answers of one kind as they were asked for.
fn written(format: Shape, kind: &Kind, asked: &Asked<'_>) -> Result<Vec<u8>, Failure> {
    let report = asked.report(&[], &[]);
    let shown = || (kind.shown)(&report);
    let document = || {
        let parts = shown().into_iter().map(|answer| answer.part).collect();
        report.document(&report.project.title, parts)
    };
    let width = grid::terminal_width();
    let open = asked.answers.not_for_release;
    let failed = |error: WriteError| Failure::Defect(error.to_string());
    let text = match format {
        Shape::Text => {
            let mark = if open { format!("{NOT_FOR_RELEASE}\n\n") } else { String::new() };
            mark + &shown().iter().map(|a| text(a, width)).collect::<Vec<_>>().join("\n")
        }
        Shape::Md => {
            let mark = if open { format!("**{NOT_FOR_RELEASE}**\n\n") } else { String::new() };
            mark + &shown().into_iter().map(|a| a.markdown).collect::<Vec<_>>().join("\n")
        }
        Shape::Svg => drawing(&shown(), open)?,
        Shape::Png => {
            return picture(kind.table, &drawing(&shown(), open)?)
                .map_err(|error| Failure::Defect(error.to_string()));
        }
        // An array even for one question, so that its reader needs no case.
        Shape::Json => {
            let documents = (kind.documents)(&asked.answers)
                .map_err(|error| Failure::Defect(error.to_string()))?;
            let documents: Vec<_> = documents.iter().map(|document| document.trim_end()).collect();
            format!("[{}]\n", documents.join(",\n"))
        }
        Shape::Csv => {
            let mut bytes = Vec::new();
            (kind.figures)(&asked.answers, &mut bytes).map_err(failed)?;
            return Ok(bytes);
        }
        Shape::Xlsx => return workbook::xlsx(&document()).map_err(|error| unwritten(&error)),
        Shape::Ods => return workbook::ods(&document()).map_err(|error| unwritten(&error)),
        Shape::Pdf => return pdf(&document()),
    };
    Ok(text.into_bytes())
}

#[cfg(feature = "pdf")]
fn pdf(document: &Document) -> Result<Vec<u8>, Failure> {
    firstyear_export::document::pdf::pdf(document)
        .map_err(|error| Failure::Defect(error.to_string()))
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Document) -> Result<Vec<u8>, Failure> {
    Err(not_built("pdf"))
}

/// More than the format can hold.
fn unwritten(error: &WorkbookError) -> Failure {
    Failure::Input(format!("{error}; ask for csv, which has no limit"))
}

/// The charts one below the other; `open` where nothing is hidden in them.
fn drawing(answers: &[Answer], open: bool) -> Result<String, Failure> {
    let charts: Vec<String> = answers.iter().flat_map(|answer| answer.charts.clone()).collect();
    let chart = firstyear_export::chart::one_below_the_other(&charts).ok_or_else(|| {
        Failure::Use("there is no chart of it: use text, md, csv or json".to_owned())
    })?;
    Ok(if open { marked(&chart) } else { chart })
}

/// A chart with the mark written into it.
fn marked(chart: &str) -> String {
    let mark = format!(
        "<text x=\"8\" y=\"14\" font-size=\"12\" fill=\"#d4351c\">{NOT_FOR_RELEASE}</text>\n</svg>"
    );
    chart
        .rsplit_once("</svg>")
        .map_or_else(|| chart.to_owned(), |(svg, rest)| [svg, &mark, rest].concat())
}

/// Sentences and tables; on a terminal of a known width, tables fit into it.
pub(super) fn text(answer: &Answer, width: Option<usize>) -> String {
    let mut out = format!("{}\n\n", answer.title);
    for sentence in &answer.sentences {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{sentence}");
    }
    for table in &answer.tables {
        let _ = write!(out, "\n{}\n{}\n", table.caption, grid::text(table, width));
    }
    out
}
