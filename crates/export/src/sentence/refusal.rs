//! Why something that was asked for is not worked out.
//!
//! What the methods themselves refuse, which no figures of a report lead to, has no words of its
//! own and is said as they say it.

use firstyear_analysis::{
    NoEffect, NotAcross, NotSteadied, PathRefusal, PporRefusal, ScenarioRefusal,
};

use crate::words::{Words, say};

/// Why no effect is told, as a part of a sentence.
#[must_use]
pub fn effect(why: &NoEffect, words: &Words) -> String {
    match why {
        NoEffect::NoDenominators => say!(words, "refusal-effect-no-denominators"),
        NoEffect::UnequalBaselines { visited, visited_when, comparison, comparison_when } => say!(
            words,
            "refusal-effect-unequal-baselines",
            visited = visited.to_string(),
            visitedWhen = visited_when.as_str(),
            comparison = comparison.to_string(),
            comparisonWhen = comparison_when.as_str(),
        ),
        NoEffect::UnequalPeriods { visited, comparison } => say!(
            words,
            "refusal-effect-unequal-periods",
            visited = visited.as_str(),
            comparison = comparison.as_str(),
        ),
        NoEffect::HoldsVisited => say!(words, "refusal-effect-holds-visited"),
        NoEffect::NoArea(side) => say!(words, "refusal-effect-no-area", side = side.as_str()),
        NoEffect::NoRest(whole) => say!(words, "refusal-effect-no-rest", whole = whole.as_str()),
        NoEffect::Sampled => say!(words, "refusal-effect-sampled"),
        NoEffect::NoEvents(side) => say!(words, "refusal-effect-no-events", side = side.as_str()),
        NoEffect::Disclosive => say!(words, "refusal-effect-disclosive"),
        other => other.to_string(),
    }
}

/// Why there is no map of periods of risk.
#[must_use]
pub fn periods_of_risk(why: &PporRefusal, words: &Words) -> String {
    match why {
        PporRefusal::NotCounted { population, band } => say!(
            words,
            "refusal-ppor-not-counted",
            population = population.as_str(),
            band = band.as_str(),
        ),
        PporRefusal::Sampled { population } => {
            say!(words, "refusal-ppor-sampled", population = population.as_str())
        }
        PporRefusal::OtherBirths { population, band } => say!(
            words,
            "refusal-ppor-other-births",
            population = population.as_str(),
            band = band.as_str(),
        ),
        PporRefusal::InCommon { group, reference } => say!(
            words,
            "refusal-ppor-in-common",
            group = group.as_str(),
            reference = reference.as_str(),
        ),
        PporRefusal::Disclosive => say!(words, "refusal-ppor-disclosive"),
        other => other.to_string(),
    }
}

/// Why a scenario is not worked out.
#[must_use]
pub fn scenario(why: &ScenarioRefusal, words: &Words) -> String {
    match why {
        ScenarioRefusal::NotCounted => say!(words, "refusal-scenario-not-counted"),
        ScenarioRefusal::Sampled => say!(words, "refusal-scenario-sampled"),
        ScenarioRefusal::NotAPart => say!(words, "refusal-scenario-not-a-part"),
        ScenarioRefusal::NothingToModel => say!(words, "refusal-scenario-nothing-to-model"),
        ScenarioRefusal::NotSteadied(why) => {
            say!(words, "refusal-scenario-not-steadied", why = steadied(why, words))
        }
        ScenarioRefusal::Others(why) => {
            say!(words, "refusal-scenario-others", why = across(why, words))
        }
        ScenarioRefusal::MoreThanAll => say!(words, "refusal-scenario-more-than-all"),
        ScenarioRefusal::Disclosive => say!(words, "refusal-scenario-disclosive"),
        other => other.to_string(),
    }
}

/// Why inequality across every group is not known.
#[must_use]
pub fn across(why: &NotAcross, words: &Words) -> String {
    match why {
        NotAcross::Stated => say!(words, "refusal-across-stated"),
        NotAcross::Steadied => say!(words, "refusal-across-steadied"),
        NotAcross::AnArea => say!(words, "refusal-across-an-area"),
        NotAcross::NotCounted(group) => {
            say!(words, "refusal-across-not-counted", group = group.as_str())
        }
        NotAcross::Sampled => say!(words, "refusal-sampled-births"),
        NotAcross::NotAGroup(group) => {
            say!(words, "refusal-across-not-a-group", group = group.as_str())
        }
        NotAcross::Disclosive => say!(words, "refusal-across-disclosive"),
        other => other.to_string(),
    }
}

fn steadied(why: &NotSteadied, words: &Words) -> String {
    match why {
        NotSteadied::Stated => say!(words, "refusal-steadied-stated"),
        NotSteadied::AnArea => say!(words, "refusal-steadied-an-area"),
        NotSteadied::NoTotal => say!(words, "refusal-steadied-no-total"),
        NotSteadied::Proportion => say!(words, "refusal-steadied-proportion"),
        NotSteadied::NotCounted => say!(words, "refusal-steadied-not-counted"),
        NotSteadied::Restricted => say!(words, "refusal-steadied-restricted"),
        other => other.to_string(),
    }
}

/// Why a gap is not followed over time.
#[must_use]
pub fn path(why: &PathRefusal, words: &Words) -> String {
    match why {
        PathRefusal::NothingDated => say!(words, "refusal-path-nothing-dated"),
        PathRefusal::BeforeStart { first, start } => say!(
            words,
            "refusal-path-before-start",
            first = first.to_string(),
            start = words.period(*start),
        ),
        PathRefusal::Disclosive => say!(words, "refusal-path-disclosive"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{AreaCode, CategoryId, Period};

    use super::*;
    use crate::words::english;

    #[test]
    fn the_reasons_are_those_of_the_files() {
        let words = english();
        let text = String::from;
        let area = AreaCode::new("E92000001").unwrap();
        for why in [
            NoEffect::NoDenominators,
            NoEffect::UnequalBaselines {
                visited: 7.5,
                visited_when: text("2008"),
                comparison: 5.0,
                comparison_when: text("2009"),
            },
            NoEffect::UnequalPeriods { visited: text("2008 on"), comparison: text("2009 on") },
            NoEffect::HoldsVisited,
            NoEffect::NoArea(text("the visited areas")),
            NoEffect::NoRest(area),
            NoEffect::Sampled,
            NoEffect::NoEvents(text("the visited areas")),
            NoEffect::Disclosive,
        ] {
            assert_eq!(effect(&why, words), why.to_string());
        }
        let (population, band) = (text("mothers under 25"), text("1,500 g and more"));
        for why in [
            PporRefusal::NotCounted { population: population.clone(), band: band.clone() },
            PporRefusal::Sampled { population: population.clone() },
            PporRefusal::OtherBirths { population: population.clone(), band },
            PporRefusal::InCommon { group: population, reference: text("all") },
            PporRefusal::Disclosive,
        ] {
            assert_eq!(periods_of_risk(&why, words), why.to_string());
        }
    }

    #[test]
    fn the_reasons_of_scenarios_are_those_of_the_files() {
        let words = english();
        for why in [
            NotSteadied::Stated,
            NotSteadied::AnArea,
            NotSteadied::NoTotal,
            NotSteadied::Proportion,
            NotSteadied::NotCounted,
            NotSteadied::Restricted,
        ] {
            let why = ScenarioRefusal::NotSteadied(why);
            assert_eq!(scenario(&why, words), why.to_string());
        }
        for why in [
            NotAcross::Stated,
            NotAcross::Steadied,
            NotAcross::AnArea,
            NotAcross::NotCounted("manual".to_owned()),
            NotAcross::Sampled,
            NotAcross::NotAGroup(CategoryId::new("manual").unwrap()),
            NotAcross::Disclosive,
        ] {
            let why = ScenarioRefusal::Others(why);
            assert_eq!(scenario(&why, words), why.to_string());
        }
        for why in [
            ScenarioRefusal::NotCounted,
            ScenarioRefusal::Sampled,
            ScenarioRefusal::NotAPart,
            ScenarioRefusal::NothingToModel,
            ScenarioRefusal::MoreThanAll,
            ScenarioRefusal::Disclosive,
        ] {
            assert_eq!(scenario(&why, words), why.to_string());
        }
        let start = Period::year(2022).unwrap();
        for why in [
            PathRefusal::NothingDated,
            PathRefusal::BeforeStart { first: 2020, start },
            PathRefusal::Disclosive,
        ] {
            assert_eq!(path(&why, words), why.to_string());
        }
    }
}
