//! The questions of firstyear: one question, one file; observations in, a
//! typed result out.
//!
//! | the question                                        | use                   |
//! |-----------------------------------------------------|-----------------------|
//! | how wide is the gap, and is it real?                | [`gap_trend`]         |
//! | who does it fall on?                                | [`inequality_profile`]|
//! | which areas differ by more than chance?             | [`area_comparison`]   |
//! | what do babies die of, and when?                    | [`causes`]            |
//! | why do two rates differ?                            | [`decomposition`]     |
//! | what was read, and does it agree with itself?       | [`data_quality`]      |
//! | may it be shown?                                    | [`release`]           |
//!
//! Results leave this crate through [`release`], which hides small counts of
//! restricted sources with every rate and interval made from them.

mod answers;
mod area_comparison;
mod causes;
mod counted;
mod data_quality;
mod decomposition;
mod evidence;
mod gap_trend;
mod inequality_profile;
mod pool;
mod release;
mod select;
mod total_kinds;
mod verdict;

pub use answers::{Answers, Unanswered, answers};
pub use area_comparison::{AreaComparison, AreaRate, ComparedArea, area_comparison};
pub use causes::{CauseRow, Causes, causes};
pub use counted::CountedRate;
pub use data_quality::{
    CellStates, Counted, DataQuality, RateDisagreement, SourceQuality, TotalDisagreement,
    data_quality,
};
pub use decomposition::{
    DecomposedCategory, DecomposedPopulation, Decomposition, DecompositionForm, DecompositionParts,
    DecompositionRefusal, decomposition,
};
pub use evidence::{Evidence, QuestionError};
pub use gap_trend::{
    GapComparison, GapOrigin, GapPoint, GapTest, GapTrend, GapTrendSeries, gap_trend,
};
pub use inequality_profile::{
    ExcessOverBest, InequalityProfile, NotComputed, ProfileGroup, ProfilePeriod, Slope, Summary,
    inequality_profile,
};
pub use release::{Disclose, Released, release};
pub use total_kinds::{TotalKind, TotalReason};
pub use verdict::Verdict;
