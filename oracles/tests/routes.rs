//! Costs of routes against those of alignments by `process_mining`, under unit weights.
//!
//! The pathway becomes a Petri net with a place for each node: a way to a step is a
//! transition of its name, a way to a decision a silent one, a way to an exit either.

use firstyear_core::pathway::{CarePathway, LogMapping};
use firstyear_pathways::{PathwayLog, RouteWeights, Routes};
use process_mining::PetriNet;
use process_mining::conformance::alignments::{AlignmentOptions, align_trace};
use process_mining::core::process_models::petri_net::ArcType;
use proptest::prelude::*;

/// Steps, decisions and exits of which the first steps are the index, and ways between
/// them by their places.
#[derive(Clone, Debug)]
struct Drawn {
    steps: usize,
    decisions: usize,
    exits: usize,
    ways: Vec<(usize, usize)>,
}

impl Drawn {
    fn id(&self, node: usize) -> String {
        if node < self.steps {
            format!("s{node}")
        } else if node < self.steps + self.decisions {
            format!("d{}", node - self.steps)
        } else {
            format!("x{}", node - self.steps - self.decisions)
        }
    }

    fn nodes(&self) -> usize {
        self.steps + self.decisions + self.exits
    }

    fn is_exit(&self, node: usize) -> bool {
        node >= self.steps + self.decisions
    }

    /// The ways that a pathway can have: nothing follows an exit.
    fn ways(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let nodes = self.nodes();
        let ways = self.ways.iter().map(move |(from, to)| (from % nodes, to % nodes));
        let mut all: Vec<_> = ways.filter(|(from, _)| !self.is_exit(*from)).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }

    fn pathway(&self) -> CarePathway {
        let grounds = "grounds = { basis = \"inferred\", why = \"drawn\" }";
        let mut text = "schema_version = 1\nid = \"drawn\"\nversion = \"1\"\ntitle = \"Drawn\"\n\
            kind = \"local\"\nstatus = \"draft\"\nreview = \"synthetic\"\nsummary = \"synthetic\"\n\
            index = \"s0\"\npopulation = []\n"
            .to_owned();
        for node in 0..self.nodes() {
            let id = self.id(node);
            if node < self.steps {
                text += &format!(
                    "[[step]]\nid = \"{id}\"\nname = \"S\"\nkind = \"contact\"\n{grounds}\n"
                );
            } else if self.is_exit(node) {
                text += &format!(
                    "[[exit]]\nid = \"{id}\"\nname = \"X\"\nreason = \"completed\"\n{grounds}\n"
                );
            } else {
                text += &format!("[[decision]]\nid = \"{id}\"\nquestion = \"?\"\ninput = []\n");
                let rows = self.ways().filter(|(from, _)| *from == node);
                let rows: Vec<String> = rows
                    .map(|(_, to)| format!("{{ then = \"{}\", {grounds} }}", self.id(to)))
                    .collect();
                text += &format!("row = [{}]\n", rows.join(", "));
            }
        }
        for (from, to) in self.ways().filter(|(from, _)| *from < self.steps) {
            let (from, to) = (self.id(from), self.id(to));
            text += &format!("[[flow]]\nfrom = \"{from}\"\nto = \"{to}\"\n{grounds}\n");
        }
        toml::from_str(&text).unwrap()
    }

    fn net(&self, is_open: bool) -> PetriNet {
        let mut net = PetriNet::new();
        let start = net.add_place(None);
        let end = net.add_place(None);
        let places: Vec<_> = (0..self.nodes()).map(|_| net.add_place(None)).collect();
        let mut join = |from, to, label: Option<String>| {
            let transition = net.add_transition(label, None);
            net.add_arc(ArcType::place_to_transition(from, transition), None);
            net.add_arc(ArcType::transition_to_place(transition, to), None);
        };
        join(start, places[0], Some(self.id(0)));
        let mut ways = vec![0; self.nodes()];
        for (from, to) in self.ways() {
            ways[from] += 1;
            let is_step = to < self.steps;
            if is_step || self.is_exit(to) {
                join(places[from], places[to], Some(self.id(to)));
            }
            if !is_step {
                join(places[from], places[to], None);
            }
        }
        for node in 0..self.nodes() {
            if is_open || ways[node] == 0 {
                join(places[node], end, None);
            }
        }
        if is_open {
            join(start, end, None);
        }
        net.initial_marking = Some([(start, 1)].into());
        net.final_markings = Some(vec![[(end, 1)].into()]);
        net
    }
}

prop_compose! {
    fn some_drawn()(
        steps in 1..6_usize,
        decisions in 0..3_usize,
        exits in 1..3_usize,
        ways in proptest::collection::vec((0..10_usize, 0..10_usize), 1..16),
    ) -> Drawn {
        Drawn { steps, decisions, exits, ways }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn costs_are_those_of_optimal_alignments(
        drawn in some_drawn(),
        events in proptest::collection::vec(0..8_usize, 0..9),
        is_open in any::<bool>(),
    ) {
        let pathway = drawn.pathway();
        let mapping = LogMapping::default();
        let reading = PathwayLog::new(&pathway, &mapping).unwrap();
        let routes = Routes::new(&reading, &RouteWeights::default()).unwrap();
        // Events of steps and exits, as the log codes them.
        let known = drawn.steps + drawn.exits;
        let codes: Vec<u32> = events.iter().map(|event| u32::try_from(event % known).unwrap()).collect();
        let route = routes.of_codes(&codes, is_open);
        let names: Vec<String> = codes
            .iter()
            .map(|&code| {
                let code = code as usize;
                drawn.id(if code < drawn.steps { code } else { code + drawn.decisions })
            })
            .collect();
        let trace: Vec<&str> = names.iter().map(String::as_str).collect();
        let aligned = align_trace(&drawn.net(is_open), &trace, &AlignmentOptions::default());
        match (aligned, route) {
            (Ok(aligned), Some(route)) => prop_assert_eq!(u64::from(aligned.cost), route.cost),
            (Err(_), None) => {}
            (aligned, route) => prop_assert!(false, "{:?}\n{:?}", aligned, route),
        }
    }
}
