//! What a project says of disclosure, its own range and the rules of
//! publishers that its sources declare, as one thing to hold results to.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::project::{Disclosure, Project, PublisherRule};
use firstyear_core::{SourceClass, SourceId};
pub use firstyear_metrics::disclosure::RateRule;
use firstyear_metrics::disclosure::{Preset, Rule};

/// What is hidden of restricted sources, and how few events their rates may
/// rest on.
///
/// The range of hidden counts is one for all restricted sources, from the
/// smallest to the largest count that `[disclosure]` or a declared rule hides:
/// a count that one source hides must not come out of another. The fewest
/// events of a rate are those of the sources that the rate comes from.
///
/// # Example
///
/// ```
/// # use firstyear_analysis::Rules;
/// # use firstyear_core::project::Disclosure;
/// let rules = Rules::from(Disclosure { withhold_from: 1, withhold_to: 5 });
/// assert_eq!(rules.range().withhold_to, 5);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    range: Disclosure,
    rates: BTreeMap<SourceId, RateRule>,
    shows_everything: bool,
}

impl From<Disclosure> for Rules {
    fn from(range: Disclosure) -> Self {
        Self { range, rates: BTreeMap::new(), shows_everything: false }
    }
}

impl Rules {
    /// The rules of a project.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let restricted =
            project.sources.iter().filter(|source| source.class == SourceClass::Restricted);
        restricted.fold(Self::from(project.disclosure), |rules, source| match source.rule {
            Some(rule) => rules.with(source.id.clone(), rule),
            None => rules,
        })
    }

    /// The same with the rule that a restricted source declares.
    #[must_use]
    pub fn with(mut self, source: SourceId, rule: PublisherRule) -> Self {
        let rule = preset(rule).rule();
        if let Some(threshold) = rule.threshold {
            self.range.withhold_from = self.range.withhold_from.min(threshold.from());
            self.range.withhold_to = self.range.withhold_to.max(threshold.to());
        }
        self.rates.insert(source, rule.rates);
        self
    }

    /// No rule at all, for those who may see every figure: what is made with it must not
    /// be published, and says so.
    ///
    /// # Example
    ///
    /// ```
    /// # use firstyear_analysis::Rules;
    /// assert!(Rules::none().shows_everything());
    /// assert!(!Rules::default().shows_everything());
    /// ```
    #[must_use]
    pub fn none() -> Self {
        Self { shows_everything: true, ..Self::default() }
    }

    /// Whether nothing is hidden.
    #[must_use]
    pub const fn shows_everything(&self) -> bool {
        self.shows_everything
    }

    /// The counts that are hidden of every restricted source.
    #[must_use]
    pub const fn range(&self) -> Disclosure {
        self.range
    }

    /// The sources among `sources` whose publisher's rule says when a rate is
    /// shown, or marked.
    pub fn of_rates<'a>(
        &'a self,
        sources: &'a BTreeSet<SourceId>,
    ) -> impl Iterator<Item = (&'a SourceId, RateRule)> {
        let rules = sources.iter().filter_map(|id| Some((id, *self.rates.get(id)?)));
        rules.filter(|(_, rule)| *rule != RateRule::default())
    }

    /// The range as a rule. One that ends before it starts hides nothing.
    pub(crate) fn of_counts(&self) -> Rule {
        Rule::threshold(self.range.withhold_from, self.range.withhold_to).unwrap_or_default()
    }

    /// How few events a rate from these sources may rest on: the most that one
    /// of them asks for.
    pub(crate) fn least(&self, sources: &BTreeSet<SourceId>) -> RateRule {
        self.of_rates(sources).fold(RateRule::default(), |most, (_, rule)| RateRule {
            crude_from: most.crude_from.max(rule.crude_from),
            standardised_from: most.standardised_from.max(rule.standardised_from),
            reliable_from: most.reliable_from.max(rule.reliable_from),
        })
    }
}

/// The rule as the publisher words it.
fn preset(rule: PublisherRule) -> Preset {
    Preset::from_id(rule.word()).expect("every word is that of a preset, which a test holds")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(declared: &[(&str, PublisherRule)]) -> Rules {
        declared.iter().fold(Rules::default(), |rules, (id, rule)| {
            rules.with(SourceId::new(id).unwrap(), *rule)
        })
    }

    #[test]
    fn every_word_is_that_of_its_preset() {
        for (rule, word) in PublisherRule::ALL.iter().copied() {
            assert_eq!(preset(rule).id(), word);
            assert_eq!(rule.word(), word);
            assert!(preset(rule).rule().rounding.is_none(), "{word} rounds");
        }
    }

    #[test]
    fn rules_widen_the_range_and_never_narrow_it() {
        let range = |declared| {
            let Disclosure { withhold_from, withhold_to } = rules(declared).range();
            (withhold_from, withhold_to)
        };
        assert_eq!(range(&[("a", PublisherRule::OnsDeaths)]), (1, 7));
        assert_eq!(range(&[("a", PublisherRule::Msds)]), (0, 7));
        assert_eq!(range(&[("a", PublisherRule::CdcWonder)]), (1, 9));
        assert_eq!(range(&[("a", PublisherRule::Msds), ("b", PublisherRule::CdcWonder)]), (0, 9));
    }

    #[test]
    fn a_rate_of_several_sources_is_held_to_the_strictest() {
        let rules = rules(&[("a", PublisherRule::OnsDeaths), ("b", PublisherRule::CdcWonder)]);
        let least = |ids: &[&str]| {
            let ids = ids.iter().map(|id| SourceId::new(id).unwrap()).collect();
            let least = rules.least(&ids);
            (least.crude_from, least.reliable_from)
        };
        assert_eq!(least(&["a", "b"]), (3, 20));
        assert_eq!(least(&["b"]), (0, 20));
        assert_eq!(least(&["c"]), (0, 0));
    }
}
