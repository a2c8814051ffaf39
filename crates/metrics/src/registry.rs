//! Every method by name: what `firstyear list methods` and `firstyear explain`
//! say of it.

use std::sync::LazyLock;

use firstyear_core::MethodId;

use crate::run::Call;

/// A method.
#[derive(Clone, Copy, Debug)]
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
    /// What it reads and writes when it is run on a table.
    pub call: Call,
}

/// All methods, by family.
#[must_use]
pub fn methods() -> &'static [Method] {
    &METHODS
}

/// The method with this id.
#[must_use]
pub fn method(id: &str) -> Option<&'static Method> {
    methods().iter().find(|method| method.id.as_str() == id)
}

/// The methods of each family, which stand beside their functions.
const FAMILIES: &[&[Method]] = &[
    crate::poisson::METHODS,
    crate::published::METHODS,
    crate::proportion::METHODS,
    crate::gap::METHODS,
    crate::slope_index::METHODS,
    crate::excess::METHODS,
    crate::attribution::METHODS,
    crate::benchmark::METHODS,
    crate::comparisons::METHODS,
    #[cfg(feature = "disclosure")]
    crate::disclosure::METHODS,
    crate::decomposition::METHODS,
    crate::control::METHODS,
    crate::evaluation::METHODS,
    crate::exact_tests::METHODS,
    crate::fit::method::METHODS,
    crate::funnel::METHODS,
    crate::inequality::METHODS,
    crate::inequality::COMPATIBLE,
    crate::inequality::SURVEY,
    crate::inequality::COMPATIBLE_SURVEY,
    crate::random::method::METHODS,
    crate::slopes::METHODS,
    crate::rates::METHODS,
    crate::rates::PHE_METHODS,
    crate::scenario::METHODS,
    crate::small_areas::METHODS,
    crate::special::method::METHODS,
    crate::survival::METHODS,
    crate::trend::METHODS,
];

static METHODS: LazyLock<Vec<Method>> = LazyLock::new(|| FAMILIES.concat());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Argument;

    #[test]
    fn ids_are_unique_and_every_method_says_where_it_comes_from() {
        for (i, a) in methods().iter().enumerate() {
            assert!(methods()[i + 1..].iter().all(|b| b.id != a.id), "{}", a.id);
            assert!(!a.source.is_empty() && a.explanation.ends_with('.'), "{}", a.id);
            assert_eq!(method(a.id.as_str()).map(|found| found.name), Some(a.name));
        }
        assert!(method("no-such-method").is_none());
    }

    #[test]
    fn every_method_says_what_it_reads_and_writes() {
        for method in methods() {
            let Call { inputs, arguments, outputs, .. } = method.call;
            assert!(!inputs.is_empty() || !arguments.is_empty(), "{}", method.id);
            assert!(!outputs.is_empty(), "{}", method.id);
            let mut names: Vec<_> = arguments.iter().flat_map(Argument::names).collect();
            names.sort_unstable();
            let before = names.len();
            names.dedup();
            assert_eq!(names.len(), before, "{}: two arguments of one name", method.id);
        }
    }
}
