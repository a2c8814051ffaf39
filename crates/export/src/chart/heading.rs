//! What every chart says about itself, and what its values measure.

use std::fmt;

use crate::words::Words;

/// Name, words and fallback of one chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading {
    /// Prefix of every `id` inside the chart; unique on the page.
    pub id: Slug,
    /// The finding in one sentence, or the subject where nothing can be told; becomes the caption
    /// and the SVG `<title>`.
    pub title: String,
    /// What is drawn: of what, by what, where and when. May be empty.
    pub subtitle: String,
    /// The text alternative, in sentences: what is drawn and what it shows. Becomes the SVG
    /// `<desc>`.
    pub description: String,
    /// The sentence shown in place of the chart when nothing can be drawn.
    pub when_empty: String,
    /// The language of what the chart says of its own: legends, notes and the heads of its table.
    pub words: &'static Words,
}

impl Heading {
    /// What is drawn, as the caption of the table: the subtitle, or the title where there is none.
    #[must_use]
    pub fn subject(&self) -> &str {
        if self.subtitle.is_empty() { &self.title } else { &self.subtitle }
    }
}

/// A word that is safe as an HTML `id`: lower-case ASCII letters, digits and single hyphens,
/// beginning with a letter.
///
/// # Example
///
/// ```
/// use firstyear_export::chart::Slug;
///
/// assert_eq!(Slug::new("Gap trend, 2007-09").as_str(), "gap-trend-2007-09");
/// assert_eq!(Slug::new("2007").as_str(), "chart-2007");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The slug of any text. Different texts can share a slug: the caller keeps ids apart.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let words: Vec<String> = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        let joined = words.join("-");
        if joined.starts_with(|c: char| c.is_ascii_lowercase()) {
            Self(joined)
        } else if joined.is_empty() {
            Self("chart".to_owned())
        } else {
            Self(format!("chart-{joined}"))
        }
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Slug {
    fn default() -> Self {
        Self::new("")
    }
}

impl From<&str> for Slug {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the values of a chart measure, and how they are printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Axis title with the unit: `Infant deaths per 1,000 live births`.
    pub label: String,
    /// Decimals of value labels and of the data table; ticks choose their own.
    pub decimals: usize,
    /// What the whiskers are: `95% confidence interval`.
    pub interval_label: String,
}

impl Default for Measure {
    fn default() -> Self {
        Self {
            label: String::new(),
            decimals: 1,
            interval_label: "95% confidence interval".to_owned(),
        }
    }
}

/// Where a value axis begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AxisStart {
    /// The axis holds 0, so lengths and heights compare as the numbers do.
    #[default]
    Zero,
    /// The axis fits the data; where that leaves 0 out, the chart says so in words.
    Fitted,
}

/// A line drawn across a chart at one value: a target, an overall rate.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceLine {
    /// Words beside the line, without the value: `England`.
    pub label: String,
    /// Where it stands, with its own interval where it has one.
    pub reading: super::Reading,
    /// Decimals of its value: a target can be finer than what is held against it.
    pub decimals: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_makes_an_id() {
        let cases = [
            ("", "chart"),
            ("---", "chart"),
            ("Âge", "ge"),
            ("A  b_C", "a-b-c"),
            ("<script>", "script"),
        ];
        for (text, slug) in cases {
            assert_eq!(Slug::new(text).as_str(), slug, "{text:?}");
        }
    }
}
