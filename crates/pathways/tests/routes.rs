//! Routes of cases that were worked out by hand. Costs in general are held against
//! another package in `oracles`.

use firstyear_core::event::{CaseLogBuilder, When};
use firstyear_core::pathway::{CarePathway, LogMapping};
use firstyear_pathways::{Deviations, PathwayLog, Route, RouteMove, RouteWeights, Routes};

/// `a`, then `b` or `c` or `d`, then `e`, then out; `b` again and again.
fn pathway() -> CarePathway {
    let grounds = "grounds = { basis = \"inferred\", why = \"made up\" }";
    let step =
        |id| format!("[[step]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"contact\"\n{grounds}\n");
    let way = |way: &str| {
        let (from, to) = way.split_at(1);
        let to = if to == "x" { "out" } else { to };
        format!("[[flow]]\nfrom = \"{from}\"\nto = \"{to}\"\n{grounds}\n")
    };
    let head = "schema_version = 1\nid = \"ways\"\nversion = \"1\"\ntitle = \"Ways\"\n\
        kind = \"local\"\nstatus = \"draft\"\nreview = \"synthetic\"\nsummary = \"synthetic\"\n\
        index = \"a\"\npopulation = []\n"
        .to_owned();
    let exit =
        format!("[[exit]]\nid = \"out\"\nname = \"Out\"\nreason = \"completed\"\n{grounds}\n");
    let steps = ["a", "b", "c", "d", "e"].map(step);
    let ways = ["ab", "ac", "ad", "bb", "be", "ce", "de", "ex"].map(way);
    let text: String = std::iter::once(head).chain(steps).chain([exit]).chain(ways).collect();
    toml::from_str(&text).unwrap()
}

/// The route in short: `+` for what is missing, `-` for what is surplus, brackets for what
/// leaves no event.
fn short(route: &Route<'_>) -> String {
    let of = |one: &RouteMove<'_>| match one {
        RouteMove::Recorded(element, _) => element.id.to_string(),
        RouteMove::Passed(element) => format!("({})", element.id),
        RouteMove::Missing(element) => format!("+{}", element.id),
        RouteMove::Surplus(element, _) => format!("-{}", element.id),
    };
    route.moves.iter().map(of).collect::<Vec<_>>().join(" ")
}

fn code(letter: char) -> u32 {
    match letter {
        'x' => 5,
        '?' => u32::MAX,
        letter => u32::from(letter) - u32::from('a'),
    }
}

fn route(
    pathway: &CarePathway,
    events: &str,
    weights: &RouteWeights,
) -> (u64, String, Vec<String>) {
    let mapping = LogMapping::default();
    let reading = PathwayLog::new(pathway, &mapping).unwrap();
    let routes = Routes::new(&reading, weights).unwrap();
    let codes: Vec<u32> = events.chars().map(code).collect();
    let route = routes.of_codes(&codes, !events.contains('x')).unwrap();
    let ties = route.ties.iter().map(|tie| {
        let others: Vec<_> = tie.others.iter().map(|one| one.element().id.to_string()).collect();
        format!("after {}: {}", tie.after, others.join(" "))
    });
    (route.cost, short(&route), ties.collect())
}

#[test]
fn a_route_is_the_cheapest_and_the_same_each_time() {
    let pathway = pathway();
    let unit = RouteWeights::default();
    let cases: [(&str, u64, &str, &[&str]); 9] = [
        ("abex", 0, "a b e out", &[]),
        ("abbbe", 0, "a b b b e", &[]),
        // An exit that was not recorded costs nothing; an open case needs none.
        ("ace", 0, "a c e", &[]),
        ("aex", 1, "a +b e out", &["after 1: c d"]),
        ("bex", 1, "+a b e out", &[]),
        ("abca", 2, "a b -c -a", &["after 1: b"]),
        // What is of no step is no part of a route.
        // That a step is missing is believed before that another is surplus.
        ("ae", 1, "a +b e", &["after 1: c d"]),
        ("a?b", 0, "a b", &[]),
        ("", 0, "", &[]),
    ];
    for (events, cost, moves, ties) in cases {
        for _ in 0..3 {
            let (found, route, parted) = route(&pathway, events, &unit);
            assert_eq!((found, route.as_str()), (cost, moves), "{events}");
            assert_eq!(parted, ties, "{events}");
        }
    }
}

#[test]
fn weights_say_what_is_believed_first() {
    let pathway = pathway();
    let mut weights = RouteWeights::default();
    weights.of_steps.insert("b".to_owned(), (3, 1));
    assert_eq!(route(&pathway, "aex", &weights).1, "a +c e out");
    // To leave `c` out is dearer than to have missed the other way.
    weights.of_steps.insert("c".to_owned(), (1, 9));
    weights.of_steps.insert("b".to_owned(), (1, 1));
    assert_eq!(route(&pathway, "abcex", &weights).1, "a -b c e out");
    weights.of_steps.insert("z".to_owned(), (1, 1));
    let mapping = LogMapping::default();
    let reading = PathwayLog::new(&pathway, &mapping).unwrap();
    assert_eq!(Routes::new(&reading, &weights).unwrap_err(), "z");
}

#[test]
fn deviations_are_counted_by_case_and_looked_at_once_an_order() {
    let pathway = pathway();
    let mapping = LogMapping::default();
    let reading = PathwayLog::new(&pathway, &mapping).unwrap();
    let mut log = CaseLogBuilder::new(reading.plan());
    let mut day = 0;
    for (id, events) in ["abe", "abe", "ae", "ae", "accce"].into_iter().enumerate() {
        for letter in events.chars() {
            day += 1;
            let case = log.case(&id.to_string());
            let code = log.code(&letter.to_string());
            log.event(case, code, When::on_day(day));
        }
    }
    let found = Routes::new(&reading, &RouteWeights::default()).unwrap().deviations(&log.finish());
    let want = Deviations {
        fitting: 2,
        cases: 5,
        variants: 3,
        of_steps: [("b".to_owned(), (2, 0)), ("c".to_owned(), (0, 1))].into(),
    };
    assert_eq!(found, want);
}
