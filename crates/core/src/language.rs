//! In which language a report speaks.

crate::words::words! {
    /// The language of a report. Words stand in catalogues of `export`; what a
    /// catalogue lacks is said in English.
    #[derive(Default)]
    Language {
        /// British English, which every catalogue is made from.
        #[default]
        English "en-GB",
        /// Welsh.
        Welsh "cy",
    }
}

impl Language {
    /// Whether it is English, the language of a report that names none.
    #[must_use]
    pub fn is_english(&self) -> bool {
        *self == Self::English
    }
}
