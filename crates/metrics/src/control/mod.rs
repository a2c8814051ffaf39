//! Statistical process control: which changes in a series are more than
//! chance.
//!
//! | you have                                        | use                       |
//! |-------------------------------------------------|---------------------------|
//! | values of any kind, one for each period         | [`xmr`]                   |
//! | events and a varying exposure                   | [`u_chart`]               |
//! | events among people                             | [`p_chart`]               |
//! | the same, so many that real change exceeds chance | [`u_prime`], [`p_prime`] |
//! | times between rare events                       | [`t_chart`], [`t_chart_exponential`] |
//! | births or cases between rare events             | [`g_chart`], [`g_chart_exact`] |
//! | a chart to reconcile with `NHSRplotthedots`     | [`ptd_xmr`]               |
//!
//! All charts share phases, the rules that mark special causes, targets and
//! their assurance: [`ChartOptions`]. Values stand in time order; the charts
//! know no dates.

mod attributes;
mod cases_between;
mod chart;
mod dates;
mod method;
mod rules;
mod time_between;
mod xmr;

pub(crate) use method::METHODS;

pub use attributes::{P_CHART, P_PRIME, U_CHART, U_PRIME, p_chart, p_prime, u_chart, u_prime};
pub use cases_between::{G_CHART, G_CHART_EXACT, g_chart, g_chart_exact};
pub use chart::{Assurance, Chart, ChartError, ChartOptions, ChartPoint, Improvement};
pub use rules::{Direction, PointKind, Rules, RunLength, Side, SpecialCause, TwoInThree};
pub use time_between::{T_CHART, T_CHART_EXPONENTIAL, t_chart, t_chart_exponential};
pub use xmr::{PTD_XMR, Screening, XMR, ptd_xmr, xmr};
