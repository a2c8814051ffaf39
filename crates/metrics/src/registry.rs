//! Every method by name: what `firstyear list methods` and `firstyear explain`
//! say of it.

use firstyear_core::MethodId;

use crate::{excess, gap, poisson, proportion, slope_index};

/// A method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its id, as estimates carry it.
    pub id: MethodId,
    /// Its name.
    pub name: &'static str,
    /// The family it belongs to.
    pub family: &'static str,
    /// The unit of its value.
    pub unit: &'static str,
    /// Whether its groups must stand in an order.
    pub ordered: bool,
    /// How to read its sign or size.
    pub reading: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// What it does, and what its limits mean.
    pub explanation: &'static str,
}

/// All methods, by family.
#[must_use]
pub const fn methods() -> &'static [Method] {
    METHODS
}

/// The method with this id.
#[must_use]
pub fn method(id: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.id.as_str() == id)
}

const METHODS: &[Method] = &[
    Method {
        id: poisson::EXACT_BYAR,
        name: "Rate with exact or Byar's limits",
        family: "rates",
        unit: "events per person",
        ordered: false,
        reading: "higher means more events",
        source: "Garwood (1936), Biometrika 28:437; Breslow and Day (1987), volume II, equation 2.13",
        explanation: "Events over those at risk. Events are taken as independent, so their number varies as a Poisson count: below 10 events the limits are exact, from 10 on Byar's approximation, which is within 0.2% of them.",
    },
    Method {
        id: proportion::WILSON,
        name: "Proportion with Wilson's limits",
        family: "proportions",
        unit: "fraction",
        ordered: false,
        reading: "between 0 and 1",
        source: "Wilson (1927), J Am Stat Assoc 22:209",
        explanation: "Members of a group with a property, over all members. Wilson's limits hold the true fraction about as often as they say on average over all fractions, also near 0 and 1, and never leave that range.",
    },
    Method {
        id: proportion::CLOPPER_PEARSON,
        name: "Proportion with exact limits",
        family: "proportions",
        unit: "fraction",
        ordered: false,
        reading: "between 0 and 1",
        source: "Clopper and Pearson (1934), Biometrika 26:404",
        explanation: "Limits that hold the true fraction at least as often as they say, whatever it is; usually wider than needed.",
    },
    Method {
        id: gap::RELATIVE_GAP,
        name: "Relative gap",
        family: "gaps",
        unit: "fraction of the comparator's rate",
        ordered: false,
        reading: "positive when the group has the higher rate",
        source: "delta method on the log scale; Przyborowski and Wilenski (1940), Biometrika 31:313, below 10 events",
        explanation: "The group's rate minus that of those it is held against, over the latter. Where the group is a part of the whole, the two are not independent, and the limits allow for it; where births by group come from a sample, they allow for that too.",
    },
    Method {
        id: gap::PUBLISHED_RELATIVE_GAP,
        name: "Published relative gap with limits",
        family: "gaps",
        unit: "fraction of the comparator's rate",
        ordered: false,
        reading: "positive when the group has the higher rate",
        source: "as the relative gap of a part against its whole",
        explanation: "The gap is taken as its publisher prints it, since it was made from rates that were rounded afterwards; the limits come from the counts printed beside it. Var ln(R/A) = (1 - s)/d + (1 - w)/(w n), with d the group's events, s and w its shares of events and births, and n the births sampled.",
    },
    Method {
        id: gap::ABSOLUTE_GAP,
        name: "Absolute gap",
        family: "gaps",
        unit: "events per person",
        ordered: false,
        reading: "positive when the group has the higher rate",
        source: "Zou and Donner (2008), Stat Med 27:1693",
        explanation: "The group's rate minus that of those it is held against. The limits combine those of the two rates, so they hold for few events and for none.",
    },
    Method {
        id: slope_index::SII,
        name: "Slope index of inequality (Poisson)",
        family: "inequality",
        unit: "events per person",
        ordered: true,
        reading: "positive when the disadvantaged have the higher rate",
        source: "Pamuk (1985), Popul Stud 39:17; Moreno-Betancur and others (2015), Epidemiology 26:518",
        explanation: "A log-linear line is fitted to the rates of all groups, each at the middle of its share of the population. The index is the fitted rate at the most disadvantaged end minus that at the least. Limits by the delta method, widened by the scatter of the groups round the line, never narrower than chance, with Student's t.",
    },
    Method {
        id: slope_index::RII,
        name: "Relative index of inequality (Poisson)",
        family: "inequality",
        unit: "ratio",
        ordered: true,
        reading: "above 1 when the disadvantaged have the higher rate",
        source: "Mackenbach and Kunst (1997), Soc Sci Med 44:757; Moreno-Betancur and others (2015), Epidemiology 26:518",
        explanation: "The fitted rate at the most disadvantaged end over that at the least, from the same line as the slope index, with limits on the log scale.",
    },
    Method {
        id: excess::PAR,
        name: "Population attributable risk",
        family: "inequality",
        unit: "events per person",
        ordered: false,
        reading: "positive when all have a higher rate than the reference",
        source: "WHO (2013), Handbook on health inequality monitoring",
        explanation: "The rate of all groups minus that of a reference group. It describes: nothing says that all could reach the rate of the reference.",
    },
    Method {
        id: excess::PAF,
        name: "Population attributable fraction",
        family: "inequality",
        unit: "fraction",
        ordered: false,
        reading: "positive when all have a higher rate than the reference; at most 1",
        source: "WHO (2013), Handbook on health inequality monitoring",
        explanation: "The share of all events that lies above the rate of a reference group.",
    },
    Method {
        id: excess::EXCESS_EVENTS,
        name: "Events above the reference rate",
        family: "inequality",
        unit: "events",
        ordered: false,
        reading: "positive when all have a higher rate than the reference",
        source: "WHO (2013), Handbook on health inequality monitoring",
        explanation: "How many of the events would not have happened if all groups had the rate of the reference.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_every_method_says_where_it_comes_from() {
        for (i, a) in METHODS.iter().enumerate() {
            assert!(METHODS[i + 1..].iter().all(|b| b.id != a.id), "{}", a.id);
            assert!(!a.source.is_empty() && a.explanation.ends_with('.'), "{}", a.id);
            assert_eq!(method(a.id.as_str()), Some(a));
        }
        assert_eq!(method("no-such-method"), None);
    }
}
