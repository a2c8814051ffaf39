//! Observation and confidentiality status, by the code lists of SDMX.

use firstyear_core::{Cell, Flags, ProblemCode, Withholding};

use crate::fault::Fault;

/// What the status says of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// There is a figure, with these flags; whether every code was known.
    Known {
        flags: Flags,
        understood: bool,
    },
    /// There is none.
    Withheld(Withholding),
    Absent,
    NotApplicable,
}

/// Reads the codes of `CL_OBS_STATUS`, several separated by `separator` or
/// written as one, as in `BEP`; and of `CL_CONF_STATUS` where one is given.
pub(super) fn read(status: &str, confidentiality: &str, separator: char) -> State {
    let mut state = State::Known { flags: Flags::NONE, understood: true };
    for code in status.split(separator).map(str::trim).filter(|code| !code.is_empty()) {
        state = joined(state, of_code(code));
    }
    match (state, confidentiality) {
        (State::Withheld(_), "A") => State::Withheld(Withholding::Primary),
        (State::Withheld(_), "D" | "S") => State::Withheld(Withholding::Secondary),
        _ => state,
    }
}

/// A state that says there is no figure goes before flags.
fn joined(a: State, b: State) -> State {
    match (a, b) {
        (State::Known { flags: x, understood: p }, State::Known { flags: y, understood: q }) => {
            State::Known { flags: x | y, understood: p && q }
        }
        (State::Known { .. }, other) | (other, _) => other,
    }
}

/// One code of `CL_OBS_STATUS` 2.2, of UNICEF's longer list, or of the flags of
/// Eurostat, which are the same letters in lower case and three more.
fn of_code(code: &str) -> State {
    let known = |flags| State::Known { flags, understood: true };
    match code.to_ascii_uppercase().as_str() {
        // Normal; definition differs; experimental; not significant; strike;
        // unvalidated; with another category; reanalysed; reported; excluded.
        "A" | "D" | "G" | "N" | "S" | "V" | "W" | "RA" | "RP" | "ER" | "J" => known(Flags::NONE),
        "B" => known(Flags::SERIES_BREAK),
        // Estimated, forecast, imputed, adjusted, modelled, projected, predicted.
        "E" | "F" | "I" | "AD" | "MD" | "PR" | "PRED" | "DE" => known(Flags::ESTIMATED),
        "P" | "DP" | "PA" => known(Flags::PROVISIONAL),
        "R" => known(Flags::REVISED),
        "U" => known(Flags::LOW_RELIABILITY),
        "BE" => known(Flags::SERIES_BREAK | Flags::ESTIMATED),
        "BP" => known(Flags::SERIES_BREAK | Flags::PROVISIONAL),
        "BU" => known(Flags::SERIES_BREAK | Flags::LOW_RELIABILITY),
        "EP" => known(Flags::ESTIMATED | Flags::PROVISIONAL),
        "PU" => known(Flags::PROVISIONAL | Flags::LOW_RELIABILITY),
        "BEP" => known(Flags::SERIES_BREAK | Flags::ESTIMATED | Flags::PROVISIONAL),
        // Missing: holiday; counted elsewhere; not collected; no reason.
        "H" | "K" | "L" | "O" => State::Absent,
        "M" | "Z" => State::NotApplicable,
        "Q" | "C" => State::Withheld(Withholding::Publisher),
        _ => State::Known { flags: Flags::NONE, understood: false },
    }
}

/// Joins a figure and its state; `None` where the row gives neither.
pub(super) fn cell<T>(figure: Option<T>, state: State) -> Result<Option<Cell<T>>, Fault> {
    let without = |cell: Cell<T>| match figure {
        None => Ok(Some(cell)),
        Some(_) => Err(Fault::new(
            ProblemCode::StatusConflict,
            "a figure stands beside a status that says there is none",
        )),
    };
    match state {
        State::Known { flags, .. } => Ok(figure.map(|value| Cell::flagged(value, flags))),
        State::Withheld(by) => without(Cell::Withheld(by)),
        State::Absent => without(Cell::Absent),
        State::NotApplicable => without(Cell::NotApplicable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_list_are_states_and_flags() {
        let known = |flags| State::Known { flags, understood: true };
        assert_eq!(read("A", "", ';'), known(Flags::NONE));
        assert_eq!(read("BEP", "", ';'), read("B;E;P", "", ';'));
        assert_eq!(read("Q", "", ';'), State::Withheld(Withholding::Publisher));
        assert_eq!(read("Q", "A", ';'), State::Withheld(Withholding::Primary));
        assert_eq!(read("M", "", ';'), State::NotApplicable);
        assert_eq!(read("O", "", ';'), State::Absent);
        let unknown = State::Known { flags: Flags::NONE, understood: false };
        assert_eq!(read("AVAILABLE", "", ';'), unknown);
    }
}
