//! What a question of the project file asks, with the example that `init` writes.

use super::init::PROJECT;

/// Every question by its table in the project file, with the command that asks it
/// alone; `None` for one that the report alone answers.
const QUESTIONS: [(&str, Option<&str>); 21] = [
    ("area_profile", Some("profile")),
    ("areas", None),
    ("causes", None),
    ("deaths_review", Some("deaths_review")),
    ("decomposition", Some("decomposition")),
    ("equity_audit", Some("equity_audit")),
    ("evaluation", Some("evaluate")),
    ("funnel", Some("funnel")),
    ("gap", Some("gap")),
    ("learning", Some("learning")),
    ("pathway", None),
    ("ppor", Some("ppor")),
    ("profile", Some("inequality")),
    ("scenario", Some("scenario")),
    ("scorecard", Some("scorecard")),
    ("selection", Some("selection")),
    ("self_assessment", Some("self_assessment")),
    ("small_areas", Some("small_areas")),
    ("spc", Some("spc")),
    ("theme_comparison", Some("recommendations")),
    ("trend", Some("trend")),
];

/// What a question asks and how a project asks it; `None` for another word.
pub(super) fn explained(term: &str) -> Option<String> {
    let term = term.replace('-', "_");
    let (table, command) = QUESTIONS.iter().find(|(table, _)| *table == term)?;
    let (asks, example) = example(table)?;
    let answered = command.map_or_else(
        || "`firstyear report` answers it".to_owned(),
        |command| {
            format!("`firstyear {command}` answers it, and `firstyear report` beside the rest")
        },
    );
    Some(format!(
        "{table} (a question of a project)\n\n{asks}\n\nIn firstyear.toml:\n\n{example}\n\n\
         {answered}. `firstyear schema project` lists every field.\n"
    ))
}

/// What is said of a table in the example of a project, and its lines.
fn example(table: &str) -> Option<(String, String)> {
    let head = format!("[[{table}]]");
    let plain = |line: &'static str| line.strip_prefix("# ").unwrap_or(line);
    let block = PROJECT.split("\n\n").find(|block| block.lines().any(|l| plain(l) == head))?;
    let is_head = |line: &&str| line.starts_with("[[") && line.ends_with("]]");
    let lines: Vec<&str> = block.lines().map(plain).collect();
    let first = lines.iter().position(is_head)?;
    Some((lines[..first].join(" "), lines[first..].join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_has_its_example() {
        for (table, _) in QUESTIONS {
            let text = explained(table).expect(table);
            assert!(text.contains(&format!("\n[[{table}]]\n")), "{text}");
        }
        assert!(explained("theme-comparison").is_some());
        assert_eq!(explained("file"), None);
    }
}
