//! Care pathways as texts: drawings, a checklist and a card.
//!
//! | you want                                        | use            |
//! |-------------------------------------------------|----------------|
//! | a drawing that prints, with windows on their axis| [`svg`]        |
//! | a drawing in a wiki or a Markdown page           | [`mermaid`]    |
//! | a drawing that Graphviz lays out                 | [`dot`]        |
//! | a page for those who work by it                  | [`checklist`]  |
//! | what became of what is owed, as one table        | [`judgement_table`] |
//! | the same with sentences, in Markdown             | [`judgement_markdown`] |
//! | a sheet for the wall, as large as it can be read | [`card`]       |
//! | how a case went through the flow                 | [`route_text`] |
//! | what deviates from the flow in a log             | [`deviations_table`] |
//! | a file of another system                         | [`exchange`]   |
//! | what a local one keeps of a reference            | [`comparison`] |
//!
//! A drawing has a lane or a box for each agency, so that a handover is seen. What was inferred
//! is dashed, and what is open dotted and said to be; both are for review. The same
//! pathway gives the same text.

mod card;
mod checklist;
pub mod comparison;
mod dot;
mod drawing;
pub mod exchange;
mod judgement;
mod mermaid;
mod route;
mod svg;
mod words;

pub use card::card;
pub use checklist::checklist;
pub use dot::dot;
pub(crate) use judgement::{groups_apart, percent_with_limits};
pub use judgement::{
    judgement_markdown, judgement_notes, judgement_table, obligation_finding, obligation_table,
};
pub use mermaid::mermaid;
pub use route::{deviations_notes, deviations_table, route_text};
pub(crate) use svg::chart;
pub use svg::{StepLight, svg};
pub(crate) use words::exit_reason;

#[cfg(test)]
mod tests {
    use firstyear_core::pathway::{
        Bound, CarePathway, Clock, ClockStart, ElementBasis, ObligationTemplate, TimeUnit, Window,
    };

    use super::*;
    use crate::chart::Light;

    /// Smoking in short, made up, with a text that three languages would read as
    /// their own.
    const MADE_UP: &str = r#"{
        "schema_version": 1, "id": "smoking", "version": "1", "title": "Smoking & \"help\"",
        "kind": "local", "status": "draft", "review": "Not clinical advice.",
        "summary": "Made up, for tests.", "index": "ask",
        "population": [{"text": "Pregnant women", "grounds": {"basis": "stated", "source": "s"}}],
        "clock": [{"id": "birth", "from": "birth"}],
        "actor": [
            {"id": "midwife", "name": "midwife", "agency": "maternity service"},
            {"id": "adviser", "name": "adviser; <b>", "agency": "quit service"}
        ],
        "step": [
            {"id": "ask", "name": "Ask", "kind": "test", "actors": ["midwife"],
             "setting": "clinic", "does": ["ask", "test"], "grounds": {"basis": "stated"}},
            {"id": "end", "name": "Refer", "kind": "referral", "actors": ["midwife"],
             "grounds": {"basis": "inferred"}},
            {"id": "help", "name": "Help", "kind": "contact", "actors": ["adviser"],
             "at_most": 6, "grounds": {"basis": "inferred"}},
            {"id": "both", "name": "Both meet", "kind": "review",
             "actors": ["midwife", "adviser"], "grounds": {"basis": "open"}},
            {"id": "record", "name": "Record", "kind": "outcome", "grounds": {"basis": "stated"}}
        ],
        "decision": [{"id": "smokes", "question": "Does she smoke?",
            "input": [
                {"id": "co", "name": "carbon monoxide", "kind": "number", "unit": "ppm"},
                {"id": "says", "name": "she says", "kind": "words", "words": ["yes", "no", "lately"]}
            ],
            "row": [
                {"when": [{"input": "co", "at_least": 4}, {"input": "says", "is": ["yes", "lately"]}],
                 "then": "end", "grounds": {"basis": "open"}},
                {"when": [{"input": "co", "at_least": 2, "below": 4}], "then": "end",
                 "grounds": {"basis": "stated"}},
                {"when": [{"input": "co", "below": 2}], "then": "out", "grounds": {"basis": "stated"}},
                {"when": [{"input": "co", "missing": true}], "then": "end",
                 "grounds": {"basis": "inferred"}},
                {"then": "out", "grounds": {"basis": "inferred"}}
            ]}],
        "exit": [{"id": "out", "name": "Out", "reason": "completed", "grounds": {"basis": "stated"}}],
        "flow": [
            {"from": "ask", "to": "smokes", "grounds": {"basis": "stated"}},
            {"from": "end", "to": "help", "when": "she says \"yes\"", "grounds": {"basis": "open"}}
        ],
        "obligation": [
            {"id": "asked", "text": "She is asked.", "template": "existence", "expects": ["ask"],
             "strength": "must", "grounds": {"basis": "stated"}},
            {"id": "helped", "text": "She is helped.", "template": "response", "trigger": "end",
             "expects": ["help"], "eligible": [{"input": "co", "at_least": 4}],
             "window": {"to": {"value": 1, "unit": "working-days"}},
             "grounds": {"basis": "inferred"}},
            {"id": "later", "text": "Not too soon.", "template": "response", "expects": ["help"],
             "window": {"clock": "birth", "from": {"value": 2, "unit": "weeks"},
                        "to": {"value": 4, "unit": "weeks"}}, "strength": "may",
             "grounds": {"basis": "stated"}},
            {"id": "soon", "text": "Soon.", "template": "response", "expects": ["help"],
             "grounds": {"basis": "open", "why": "nobody says how soon"}}
        ],
        "open_questions": ["Who records?"]
    }"#;

    pub(super) fn made_up() -> CarePathway {
        serde_json::from_str(MADE_UP).unwrap()
    }

    /// The text alternative of a drawing.
    fn told(drawing: &str) -> &str {
        drawing.split_once("<desc").unwrap().1.split_once("</desc>").unwrap().0
    }

    #[test]
    fn a_pathway_is_drawn_for_two_programs() {
        insta::assert_snapshot!("mermaid", mermaid(&made_up()));
        insta::assert_snapshot!("dot", dot(&made_up()));
    }

    #[test]
    fn a_checklist_says_what_is_owed_and_what_is_not_settled() {
        insta::assert_snapshot!("checklist", checklist(&made_up()));
    }

    #[test]
    fn a_card_says_who_goes_where_and_what_comes_back() {
        let mut pathway = made_up();
        pathway.obligations[3].grounds.basis = ElementBasis::Inferred;
        pathway.obligations[3].template = ObligationTemplate::FeedbackClosesLoop;
        pathway.obligations[3].trigger = Some("end".to_owned());
        pathway.obligations[1].discharged_by = vec!["record".to_owned()];
        insta::assert_snapshot!("card", card(&pathway).replace("><", ">\n<"));
    }

    #[test]
    fn our_own_drawing_has_lanes_numbers_and_windows() {
        let drawing = svg(&made_up(), &[]);
        insta::assert_snapshot!("svg", drawing.replace("><", ">\n<"));
    }

    #[test]
    fn windows_stand_on_the_axis_that_they_count_by() {
        let mut pathway = made_up();
        pathway.clocks.push(Clock {
            id: "weeks".to_owned(),
            from: ClockStart::Gestation,
            step: None,
        });
        let bound = |value, unit| Some(Bound { value, unit });
        let window = |clock: Option<&str>, from, to| {
            Some(Window { clock: clock.map(str::to_owned), from, to })
        };
        pathway.obligations[0].window =
            window(Some("weeks"), bound(8, TimeUnit::Weeks), bound(12, TimeUnit::Weeks));
        pathway.obligations[1].window = window(None, None, bound(48, TimeUnit::Hours));
        pathway.obligations[3].window = window(Some("weeks"), bound(36, TimeUnit::Weeks), None);
        let drawing = svg(&pathway, &[]);
        for words in [
            "When it is expected, in weeks of gestation",
            "1. Ask, at 8 weeks to 12 weeks of gestation; must",
            "7. Help, not before 36 weeks of gestation; open",
            "When it is expected, by the age of the child in days",
            "7. Help, 2 weeks to 4 weeks after birth; may",
            "How soon it is expected, in hours after what is named",
            "7. Help, within 48 hours of Refer; should, inferred",
        ] {
            assert!(told(&drawing).contains(words), "{words} in {drawing}");
        }
        assert!(drawing.contains(">When it is expected, in weeks of gestation<"), "{drawing}");
        for obligation in &mut pathway.obligations {
            obligation.window = None;
        }
        assert!(!svg(&pathway, &[]).contains("expected, "), "no axis without a window");
    }

    #[test]
    fn a_light_says_in_words_what_its_colour_says() {
        let light = |step: &str, light, words: &str| StepLight {
            step: step.to_owned(),
            light,
            words: words.to_owned(),
        };
        let lights = [
            light("ask", Light::Green, "82% met"),
            light("help", Light::Amber, "40 of 60 met"),
            light("record", Light::Red, "<b>3% met"),
            light("nowhere", Light::Red, "not shown"),
        ];
        let drawing = svg(&made_up(), &lights);
        for words in ["82% met", "40 of 60 met", "&lt;b&gt;3% met"] {
            assert!(drawing.contains(&format!(">{words}<")), "{drawing}");
        }
        assert!(!drawing.contains("not shown"));
        assert!(told(&drawing).contains("maternity service; must; 82% met."), "{drawing}");
    }

    #[test]
    fn a_text_is_no_part_of_a_language() {
        let mut pathway = made_up();
        pathway.steps[0].name = "a\"] --> b\n\\".to_owned();
        let line = |text: &str| {
            text.lines()
                .find(|line| line.contains("--&gt;") || line.contains("#62;"))
                .map(str::to_owned)
        };
        let drawn = line(&mermaid(&pathway)).unwrap();
        assert!(drawn.contains("a#34;] --#62; b \\"), "{drawn}");
        let svg = svg(&pathway, &[]);
        assert!(svg.contains("1. a&quot;] --&gt; b"), "{svg}");
        assert!(dot(&pathway).contains("label=\"a\\\"] --> b \\\\\\n"), "{}", dot(&pathway));
    }
}
