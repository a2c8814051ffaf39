//! Licences that catalogues and packages know by an id.

/// A licence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Licence {
    /// Its id in the list of SPDX.
    pub(super) id: &'static str,
    /// Its name.
    pub(super) title: &'static str,
    /// Where its text is.
    pub(super) address: &'static str,
    /// Whether the Citation File Format 1.2.0 knows the id.
    pub(super) in_cff: bool,
}

const LICENCES: [Licence; 7] = [
    Licence {
        id: "OGL-UK-3.0",
        title: "Open Government Licence v3.0",
        address: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        in_cff: true,
    },
    Licence {
        id: "OGL-UK-2.0",
        title: "Open Government Licence v2.0",
        address: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
        in_cff: true,
    },
    Licence {
        id: "OPL-UK-3.0",
        title: "Open Parliament Licence v3.0",
        address: "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
        in_cff: false,
    },
    Licence {
        id: "CC-BY-4.0",
        title: "Creative Commons Attribution 4.0 International",
        address: "https://creativecommons.org/licenses/by/4.0/",
        in_cff: true,
    },
    Licence {
        id: "CC-BY-SA-4.0",
        title: "Creative Commons Attribution Share Alike 4.0 International",
        address: "https://creativecommons.org/licenses/by-sa/4.0/",
        in_cff: true,
    },
    Licence {
        id: "CC-BY-NC-SA-3.0-IGO",
        title: "Creative Commons Attribution-NonCommercial-ShareAlike 3.0 IGO",
        address: "https://creativecommons.org/licenses/by-nc-sa/3.0/igo/",
        in_cff: false,
    },
    Licence {
        id: "CC0-1.0",
        title: "Creative Commons Zero v1.0 Universal",
        address: "https://creativecommons.org/publicdomain/zero/1.0/",
        in_cff: true,
    },
];

/// The licence that a source names by its id or its title; `None` for any other words,
/// which are passed on as they are.
pub(super) fn known(words: &str) -> Option<&'static Licence> {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let words = plain(words);
    let short = |licence: &Licence| plain(licence.id.trim_end_matches("-UK-3.0"));
    LICENCES.iter().find(|licence| {
        [plain(licence.id), plain(licence.title)].contains(&words)
            || words == format!("{}v30", short(licence))
    })
}

#[cfg(test)]
mod tests {
    use super::known;

    #[test]
    fn a_licence_is_known_by_its_id_or_its_title() {
        for words in ["Open Government Licence v3.0", "OGL-UK-3.0", "OGL v3.0"] {
            assert_eq!(known(words).map(|licence| licence.id), Some("OGL-UK-3.0"), "{words}");
        }
        assert_eq!(known("CC BY 4.0").map(|licence| licence.id), Some("CC-BY-4.0"));
        for words in ["Crown copyright", "", "as the repository", "Open Government Licence"] {
            assert_eq!(known(words), None, "{words}");
        }
    }
}
