//! Licence expressions of SPDX, held against a list of licences.

/// Whether an expression can be met with the licences that are allowed alone:
/// every side of an `AND`, one side of an `OR`. A licence with an exception is
/// on the list with it. `/` is an older way to write `OR`. `None` when the
/// expression cannot be read.
pub(super) fn is_met(expression: &str, allowed: &[&str]) -> Option<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let met = either(&mut words, allowed)?;
    words.next().is_none().then_some(met)
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words<'_>, allowed: &[&str]) -> Option<bool> {
    let mut met = both(words, allowed)?;
    while words.next_if_eq(&"OR").is_some() {
        met |= both(words, allowed)?;
    }
    Some(met)
}

fn both(words: &mut Words<'_>, allowed: &[&str]) -> Option<bool> {
    let mut met = one(words, allowed)?;
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words, allowed)?;
    }
    Some(met)
}

fn one(words: &mut Words<'_>, allowed: &[&str]) -> Option<bool> {
    match words.next()? {
        "(" => {
            let met = either(words, allowed)?;
            words.next_if_eq(&")").map(|_| met)
        }
        ")" | "OR" | "AND" | "WITH" => None,
        licence if words.next_if_eq(&"WITH").is_some() => {
            let whole = format!("{licence} WITH {}", words.next()?);
            Some(allowed.contains(&whole.as_str()))
        }
        licence => Some(allowed.contains(&licence)),
    }
}

#[cfg(test)]
mod tests {
    use super::is_met;

    /// Annex D of the SPDX specification, version 2.3: `WITH` binds closest,
    /// then `AND`, then `OR`.
    #[test]
    fn and_binds_closer_than_or() {
        let met = |expression| is_met(expression, &["MIT", "Apache-2.0 WITH LLVM-exception"]);
        for expression in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "GPL-3.0-only/MIT",
            "GPL-3.0-only AND ISC OR MIT",
            "MIT OR ISC AND GPL-3.0-only",
            "Apache-2.0 WITH LLVM-exception AND MIT",
            "(MIT OR GPL-3.0-only) AND (MIT)",
        ] {
            assert_eq!(met(expression), Some(true), "{expression}");
        }
        for expression in [
            "GPL-3.0-only",
            "Apache-2.0",
            "MIT WITH LLVM-exception",
            "MIT AND GPL-3.0-only",
            "(MIT OR ISC) AND GPL-3.0-only",
        ] {
            assert_eq!(met(expression), Some(false), "{expression}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_met() {
        for expression in ["", "MIT OR", "(MIT", "MIT)", "MIT ISC", "AND MIT", "MIT WITH"] {
            assert_eq!(is_met(expression, &["MIT", "ISC"]), None, "{expression:?}");
        }
    }
}
