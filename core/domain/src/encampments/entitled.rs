//! Whether a direction to leave was this officer's to give or to tell: of one under CJPOA 1994 s77 who held the power on the
//! day, of one under s61 the police. Phone and server ask alike, each by what it knows.

use beatbook_protocol::id::Id;
use jiff::civil::Date;

use crate::access::Role;
use crate::law::powers::{Capacity, Power};
use crate::orders::book::Book;
use crate::records::encampment::EncampmentStep;

/// By the powers of a book and the officer's roles on the day. Everything but directions is anybody's to tell.
#[must_use]
pub fn is_entitled(
    step: &EncampmentStep,
    (by, day): (Id, Date),
    book: &Book,
    mut roles: impl Iterator<Item = Role>,
) -> bool {
    let powers = book.powers.iter().find(|one| one.officer == by);
    match step {
        EncampmentStep::PoliceS61 { .. } => {
            let police = |capacity| matches!(capacity, Capacity::Constable | Capacity::Pcso);
            powers.is_some_and(|powers| police(powers.capacity))
                || roles.any(|role| matches!(role, Role::Constable | Role::Pcso | Role::PoliceSupervisor))
        }
        // An authority that has entered no powers at all has nothing to compare with.
        EncampmentStep::Direction(_) if !book.powers.is_empty() => {
            let rules = book.rule_sets.in_force(day);
            powers
                .zip(rules)
                .is_some_and(|(powers, rules)| powers.holds(rules, Power::S77Direction, None, day).is_ok())
        }
        _ => true,
    }
}
