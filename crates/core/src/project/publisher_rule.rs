//! Rules of publishers that a source can be held to.

use crate::words::words;

words! {
    /// The rule of a publisher for small counts, and for rates on few events.
    ///
    /// What it hides is hidden beside the range of `[disclosure]`, never in its
    /// place, and of every restricted source: a count that one hides must not come
    /// out of another. Below its fewest events a rate is withheld with its limits,
    /// and one that rests on few bears the flag of low reliability. Rules that
    /// round counts are not among them: a report shows counts as they are.
    #[non_exhaustive]
    PublisherRule {
        /// The Office for National Statistics, of deaths: no rate below 3, and
        /// low reliability below 20.
        OnsDeaths "ons-deaths",
        /// The Maternity Services Data Set: counts from 0 to 4 hidden.
        Msds "msds",
        /// CDC WONDER: counts from 1 to 9 hidden, low reliability below 20.
        CdcWonder "cdc-wonder",
    }
}
