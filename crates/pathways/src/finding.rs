//! What a check found.

use std::fmt;

use firstyear_core::pathway::ElementRef;
use firstyear_core::{Place, Problem, ProblemCode};

/// Something that a check found in a pathway.
///
/// It knows the element and no file: whoever read the pathway knows where the element
/// stands, and makes a problem [`at`](Self::at) that place.
///
/// ```
/// use firstyear_core::pathway::{ElementKind, ElementRef};
/// use firstyear_core::{Place, ProblemCode};
/// use firstyear_pathways::Finding;
///
/// let finding = Finding {
///     code: ProblemCode::PathwayUnreachable,
///     element: ElementRef::new(ElementKind::Step, "refer"),
///     message: "no way leads to it".to_owned(),
///     help: None,
/// };
/// let problem = finding.at(Place::file("smoking.toml").row(12));
/// assert_eq!(problem.to_string(), "smoking.toml, row 12: step `refer`: no way leads to it");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// Where in the pathway it stands.
    pub element: ElementRef<'static>,
    /// What is wrong: lower case, no final stop.
    pub message: String,
    /// What would be right here; the help of the code unless told.
    pub help: Option<String>,
}

impl Finding {
    pub(crate) fn new(
        code: ProblemCode,
        element: ElementRef<'_>,
        message: impl Into<String>,
    ) -> Self {
        Self { code, element: element.into_owned(), message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same as a problem at a place, with the severity of its code. What a document
    /// says never steers a terminal: signs that could are blanks.
    #[must_use]
    pub fn at(self, place: Place) -> Problem {
        let plain = |text: &str| text.replace(char::is_control, " ");
        let problem = Problem::new(self.code, place, plain(&self.to_string()));
        match self.help {
            Some(help) => problem.with_help(plain(&help)),
            None => problem,
        }
    }
}

impl fmt::Display for Finding {
    /// Such as ``step `refer`: no way leads to it``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.element, self.message)
    }
}
