//! Care pathways as texts: drawings that other programs lay out, and a checklist.
//!
//! | you want                                        | use            |
//! |-------------------------------------------------|----------------|
//! | a drawing in a wiki or a Markdown page           | [`mermaid`]    |
//! | a drawing that Graphviz lays out                 | [`dot`]        |
//! | a page for those who work by it                  | [`checklist`]  |
//! | what became of what is owed, as one table        | [`judgement_table`] |
//! | the same with sentences, in Markdown             | [`judgement_markdown`] |
//!
//! A drawing has a box for each agency, so that a handover is seen. What was inferred
//! is dashed, and what is open dotted and said to be; both are for review. The same
//! pathway gives the same text.

mod checklist;
mod dot;
mod drawing;
mod judgement;
mod mermaid;
mod words;

pub use checklist::checklist;
pub use dot::dot;
pub use judgement::{
    READING, judgement_markdown, judgement_notes, judgement_table, obligation_finding,
    obligation_table,
};
pub use mermaid::mermaid;

#[cfg(test)]
mod tests {
    use firstyear_core::pathway::CarePathway;

    use super::*;

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

    fn made_up() -> CarePathway {
        serde_json::from_str(MADE_UP).unwrap()
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
        assert!(dot(&pathway).contains("label=\"a\\\"] --> b \\\\\\n"), "{}", dot(&pathway));
    }
}
