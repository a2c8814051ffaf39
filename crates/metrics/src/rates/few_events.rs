//! What to do with a figure that rests on few events.

use firstyear_core::{Cell, Withholding};

/// What becomes of a figure that rests on few events.
///
/// Publishers give no standardised rate below 10 events: the value swings with
/// every single one. This is said by the caller, not guessed.
///
/// ```
/// use firstyear_core::Cell;
/// use firstyear_metrics::rates::FewEvents;
///
/// assert_eq!(FewEvents::NotApplicableBelow(10.0).judge(9.0, 2.5), Cell::NotApplicable);
/// assert_eq!(FewEvents::NotApplicableBelow(10.0).judge(10.0, 2.5), Cell::known(2.5));
/// assert_eq!(FewEvents::Keep.judge(0.0, 0.0), Cell::known(0.0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum FewEvents {
    /// Every figure is given.
    #[default]
    Keep,
    /// Below so many events there is no figure: too unreliable to be one.
    NotApplicableBelow(f64),
    /// Below so many events the figure is hidden: it could identify someone.
    WithheldBelow(f64),
}

impl FewEvents {
    /// The figure, or what stands in its place when it rests on `events`.
    pub fn judge<T>(self, events: f64, figure: T) -> Cell<T> {
        match self {
            Self::NotApplicableBelow(least) if events < least => Cell::NotApplicable,
            Self::WithheldBelow(least) if events < least => Cell::Withheld(Withholding::Primary),
            _ => Cell::known(figure),
        }
    }
}
