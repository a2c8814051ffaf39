//! The head of every page: what it may load, and how it looks.
//!
//! | a page                        | has its style |
//! |-------------------------------|---------------|
//! | of a report, in its folder    | [`Look::Linked`] beside it, with the script |
//! | that needs nothing beside it  | [`Look::Inside`] |
//!
//! A policy stands in each: nothing is fetched from anywhere, no script but that of the report
//! runs, and no style but the one that is named here.

use firstyear_core::Sha256;
use maud::{Markup, PreEscaped, html};

use crate::chart::printable;
use crate::words::{Words, say};

/// The style of a report and of every page that stands alone.
pub(crate) const STYLE: &str = include_str!("style.css");
/// Where the style is in the folder of a report.
pub(super) const STYLE_PATH: &str = "style.css";
/// What sorts, filters, copies and hovers in a report.
pub(super) const SCRIPT: &str = include_str!("report.js");
/// Where the script is in the folder of a report.
pub(super) const SCRIPT_PATH: &str = "report.js";

/// Where a page has its style.
pub(crate) enum Look<'a> {
    /// In a file of this folder, as the script, which shows these words: empty for the folder
    /// of the page.
    Linked(&'a str, &'static Words),
    /// In itself; there is no script.
    Inside(&'a str),
}

/// The head of a page with this title.
pub(crate) fn head(title: &str, look: &Look<'_>) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta http-equiv="Content-Security-Policy" content=(policy(look));
            meta name="referrer" content="no-referrer";
            meta name="color-scheme" content="light dark";
            // Keeps a browser from asking a server for an icon.
            link rel="icon" href="data:,";
            title { (printable(title)) }
            @match look {
                Look::Linked(folder, words) => {
                    link rel="stylesheet" href={ (folder) (STYLE_PATH) };
                    (script(folder, words))
                }
                Look::Inside(style) => style { (PreEscaped(style)) },
            }
        }
    }
}

/// The script with the words that it shows, so that it has none of its own.
fn script(folder: &str, words: &Words) -> Markup {
    let [copy, copied] = [say!(words, "script-copy"), say!(words, "script-copied")];
    let [not_copied, filter] = [say!(words, "script-not-copied"), say!(words, "script-filter")];
    let shown = say!(words, "script-shown", n = "{n}", all = "{all}");
    let keys = say!(words, "script-keys");
    html! {
        script src={ (folder) (SCRIPT_PATH) } defer data-copy=(copy) data-copied=(copied)
            data-not-copied=(not_copied) data-filter=(filter) data-shown=(shown) data-keys=(keys) {}
    }
}

/// What a browser may do for the page.
fn policy(look: &Look<'_>) -> String {
    let own = match look {
        Look::Linked(..) => "style-src 'self'; script-src 'self'".to_owned(),
        Look::Inside(style) => format!("style-src 'sha256-{}'", digest(style)),
    };
    format!("default-src 'none'; {own}; img-src data:; base-uri 'none'; form-action 'none'")
}

/// The SHA-256 of a text in base 64, as a policy names what it allows.
fn digest(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for part in Sha256::of(text.as_bytes()).as_bytes().chunks(3) {
        let bits = part.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - part.len()));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at > part.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_other_programs() {
        // echo -n TEXT | openssl dgst -sha256 -binary | base64
        assert_eq!(digest(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(digest("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn a_page_that_stands_alone_allows_its_style_and_nothing_else() {
        let page = head("a < b", &Look::Inside("p { margin: 0 }")).into_string();
        assert!(page.contains("style-src 'sha256-"), "{page}");
        assert!(!page.contains("script") && !page.contains("unsafe"), "{page}");
        assert!(page.contains("<title>a &lt; b</title>"), "{page}");
    }
}
