//! An obligation that was made ready to judge by.

use firstyear_core::event::CaseLog;
use firstyear_core::pathway::{Obligation, ObligationTemplate, Per};

use super::conditions::Asked;
use super::window::{Span, Way};
use crate::log::PathwayLog;

/// What an activity is to an obligation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Role(u8);

impl Role {
    pub(super) const TRIGGER: u8 = 1;
    pub(super) const EXPECTED: u8 = 2;
    pub(super) const DISCHARGES: u8 = 4;

    pub(super) const fn is(self, role: u8) -> bool {
        self.0 & role != 0
    }

    pub(super) const fn is_any(self) -> bool {
        self.0 != 0
    }
}

/// Activities by their codes: those beyond the 63rd are one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Codes(u64);

impl Codes {
    pub(super) fn of(codes: &[u32]) -> Self {
        Self(codes.iter().fold(0, |all, code| all | 1 << (*code).min(63)))
    }

    /// Whether one can be among both.
    pub(super) const fn may_have(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// An obligation that was made ready.
#[derive(Clone, Debug)]
pub(super) struct Duty<'p> {
    pub(super) template: ObligationTemplate,
    pub(super) each: bool,
    /// Whether it names a trigger.
    pub(super) triggered: bool,
    /// What each activity is to it, by its code.
    roles: Vec<Role>,
    /// The activities at which it is owed.
    pub(super) triggers: Codes,
    pub(super) eligible: Vec<Asked>,
    /// Whether it has a condition that nothing can tell.
    pub(super) untold: bool,
    pub(super) span: Span<'p>,
    /// The clock of its window.
    pub(super) clock: Option<usize>,
}

impl<'p> Duty<'p> {
    pub(super) fn new(reading: &'p PathwayLog<'_>, log: &CaseLog, one: &Obligation) -> Self {
        let pathway = reading.pathway;
        let mut roles = vec![Role::default(); pathway.steps.len() + pathway.exits.len()];
        let mut give = |id: &str, role: u8| {
            if let Some(code) = reading.code(id) {
                roles[code as usize].0 |= role;
            }
        };
        let trigger = one.trigger.as_deref().unwrap_or(&pathway.index);
        give(trigger, Role::TRIGGER);
        one.expects.iter().for_each(|id| give(id, Role::EXPECTED));
        one.discharged_by.iter().for_each(|id| give(id, Role::DISCHARGES));
        let eligible: Vec<_> =
            one.eligible.iter().map(|asked| Asked::new(reading, log, asked)).collect();
        let untold = eligible.iter().any(Option::is_none);
        let clock = one.window.as_ref().and_then(|window| window.clock.as_ref());
        let clock = clock.and_then(|id| pathway.clocks.iter().position(|clock| clock.id == *id));
        let way = match one.template {
            _ if clock.is_some() => Way::On,
            ObligationTemplate::Precedence => Way::Back,
            ObligationTemplate::RespondedExistence | ObligationTemplate::NotTogether => Way::Both,
            _ => Way::On,
        };
        Self {
            template: one.template,
            each: one.per == Per::Activation,
            triggered: one.trigger.is_some(),
            roles,
            triggers: Codes::of(reading.code(trigger).as_slice()),
            eligible: eligible.into_iter().flatten().collect(),
            untold,
            span: Span::new(one.window.as_ref(), way, &reading.calendar),
            clock,
        }
    }

    pub(super) fn role(&self, code: u32) -> Role {
        self.roles.get(code as usize).copied().unwrap_or_default()
    }
}
