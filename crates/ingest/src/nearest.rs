//! The known word nearest to one that is not known.

/// The word of `known` that `text` most likely stands for: equal but for case
/// and separators, or at most a third of its letters wrong, missing, added or
/// exchanged with their neighbour. Of equally near words the first.
///
/// ```
/// use firstyear_ingest::nearest;
///
/// assert_eq!(nearest("mager", ["restatus", "mage_r"]), Some("mage_r"));
/// assert_eq!(nearest("dob", ["restatus", "mage_r"]), None);
/// ```
#[must_use]
pub fn nearest<'k>(text: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // Comparing every pair of letters takes the product of both lengths, and
    // a shifted cell can hold a whole text.
    const LONGEST: usize = 64;
    let fold = |text: &str| -> Vec<char> {
        text.trim()
            .to_lowercase()
            .chars()
            .map(|c| if "_- ".contains(c) { '-' } else { c })
            .collect()
    };
    if text.len() > LONGEST {
        return None;
    }
    let given = fold(text);
    known
        .into_iter()
        .map(|word| (distance(&given, &fold(word)), word))
        .filter(|(steps, word)| *steps <= word.chars().count().min(given.len()) / 3)
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, word)| word)
}

/// Letters to replace, add, remove or exchange with their neighbour to turn
/// one word into the other (optimal string alignment: Damerau FJ (1964), Commun
/// ACM 7:171–176).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            let exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if exchanged {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_recognised_and_other_words_are_not() {
        let known = ["numerator", "denominator", "value", "area_name"];
        let cases = [
            ("numertaor", Some("numerator")),
            ("Area Name", Some("area_name")),
            ("VALUE", Some("value")),
            ("denomnator", Some("denominator")),
            ("births", None),
            ("", None),
            ("v", None),
        ];
        for (text, expected) in cases {
            assert_eq!(nearest(text, known), expected, "{text}");
        }
    }

    #[test]
    fn exchanged_neighbours_count_once() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        // Worked by hand: one exchange; three replacements, as in the textbook pair.
        assert_eq!(distance(&letters("aera"), &letters("area")), 1);
        assert_eq!(distance(&letters("kitten"), &letters("sitting")), 3);
        assert_eq!(distance(&letters(""), &letters("abc")), 3);
    }
}
