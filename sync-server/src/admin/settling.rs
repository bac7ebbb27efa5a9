//! What somebody settles about law and powers: who and why is told with the command, and kept in the journal and in the access
//! log before anything changes.

use std::fmt::Write as _;

use beatbook_domain::law::age::YoungTaken;
use beatbook_domain::law::powers::{OfficerPowers, PowerHeld};
use serde_json::json;

use super::office::{Office, Told};
use super::order_words::{PowerAddArgs, PowerEndArgs};
use super::orders::{of_commencement, of_powers};
use super::people::text;
use super::role_words::word;
use super::seat::Seat;
use super::welfare::ReaderArgs;
use crate::auth::Purpose;
use crate::error::ServerError;
use crate::notices::said;
use crate::settling::{self, Beginning, Commenced, Settled, change_powers};
use crate::store::Officer;

/// Somebody at the desk with a reason.
pub(super) struct Desk<'a> {
    pub(super) seat: Seat,
    reason: &'a str,
}

impl<'a> Desk<'a> {
    /// Seats whoever settles something, and writes it down.
    pub(super) async fn open(office: &Office, who: &'a ReaderArgs, what: &str) -> Result<Self, ServerError> {
        let desk = Self::taken(office, who).await?;
        desk.settles(office, what).await?;
        Ok(desk)
    }

    async fn taken(office: &Office, who: &'a ReaderArgs) -> Result<Self, ServerError> {
        let reason = who.reason.as_deref().and_then(said).ok_or_else(|| {
            ServerError::refused(
                "why",
                "say why in a few words without names: --reason; the journal keeps it",
            )
        })?;
        Ok(Self { seat: Seat::taken(office, who, Purpose::Administration).await?, reason })
    }

    /// Writes down what is about to be settled. Nobody settles anything who does not lead those who enforce.
    async fn settles(&self, office: &Office, what: &str) -> Result<(), ServerError> {
        office.service.store().log_access(&self.seat.scope, what, Some(self.reason)).await?;
        Seat::check(self.seat.leads_enforcement())
    }

    /// Seats whoever settles a power of an officer: of a colleague, as nobody's power comes from themself.
    async fn of_powers(
        office: &Office,
        who: &'a ReaderArgs,
        code: &str,
        what: &str,
    ) -> Result<(Self, Officer), ServerError> {
        let desk = Self::taken(office, who).await?;
        let named = |one: &&Officer| one.code == code || one.id.to_string() == code;
        let officer = desk.seat.officers.iter().find(named).cloned();
        let whose =
            officer.as_ref().map_or_else(|| "nobody known".to_owned(), |one| format!("officer {}", one.id));
        desk.settles(office, &format!("{what} {whose}")).await?;
        let officer = officer.ok_or(ServerError::UnknownOfficer)?;
        if officer.id == desk.seat.reader.id {
            let why =
                "nobody settles their own powers: another supervisor, or the community-safety manager, does";
            return Err(ServerError::refused("own_powers", why));
        }
        Ok((desk, officer))
    }

    /// As the journal keeps it.
    pub(super) fn settled(&self) -> Settled<'a> {
        Settled { by: self.seat.reader.id, reason: self.reason }
    }
}

pub(super) async fn commence(
    office: &Office,
    who: &ReaderArgs,
    id: &str,
    beginning: Beginning<'_>,
) -> Result<Told, ServerError> {
    let desk = Desk::open(office, who, &format!("rule set {id} commenced")).await?;
    let (store, seat) = (&**office.service.store(), &desk.seat);
    let commenced =
        settling::commence(store, &seat.scope, id, beginning, seat.today, &desk.settled()).await?;
    Ok(told(&commenced))
}

pub(super) async fn import_rules(
    office: &Office,
    who: &ReaderArgs,
    file: &[u8],
) -> Result<Told, ServerError> {
    let desk = Desk::open(office, who, "rule set imported").await?;
    let (store, seat) = (&**office.service.store(), &desk.seat);
    Ok(told(&settling::import_rules(store, &seat.scope, file, seat.today, &desk.settled()).await?))
}

/// From when a rule set counts, and what became of policies for the young.
fn told(Commenced { rules, policies }: &Commenced) -> Told {
    let mut out = format!("{} revision {} counts {}.\n", rules.id, rules.revision, of_commencement(rules));
    let YoungTaken { taken, not_taken } = policies;
    for young in taken {
        let (offence, policy) = (&young.offence, &young.policy);
        let _ = writeln!(out, "Open to the young as before: {offence}, {policy}, from {}.", young.from);
    }
    for young in not_taken {
        let (offence, policy) = (&young.offence, &young.policy);
        let _ = writeln!(
            out,
            "NOT TAKEN OVER: {offence}, {policy}: {} has no such offence of the same Act and power. Settle it anew with `rules young add`.",
            rules.id
        );
    }
    let codes = |list: &[beatbook_domain::law::age::YoungEnabled]| -> Vec<String> {
        list.iter().map(|young| young.offence.clone()).collect()
    };
    let json = json!({
        "id": rules.id, "revision": rules.revision, "commencement": rules.commencement,
        "young_taken": codes(taken), "young_not_taken": codes(not_taken),
    });
    Told::ok(out, json)
}

pub(super) async fn update_rules(office: &Office, who: &ReaderArgs, id: &str) -> Result<Told, ServerError> {
    let desk = Desk::open(office, who, &format!("rule set {id} updated")).await?;
    let store = &**office.service.store();
    let (rules, changed) = settling::update_rules(store, &desk.seat.scope, id, &desk.settled()).await?;
    let what = if changed { "now says what this server comes with" } else { "says that already" };
    Ok(Told::ok(
        format!("{} revision {} {what}.", rules.id, rules.revision),
        json!({ "id": rules.id, "revision": rules.revision, "changed": changed }),
    ))
}

pub(super) async fn add_power(office: &Office, args: PowerAddArgs) -> Result<Told, ServerError> {
    let power = word(&args.power);
    let what = format!("power {power} granted to");
    let (desk, officer) = Desk::of_powers(office, &args.reader, &args.code, &what).await?;
    let reference = text("reference", &args.reference)?.to_owned();
    let granted_by = match args.granted_by {
        Some(code) => code,
        None if args.power.is_for_employers_paper() => {
            let why = format!("say which force granted {power}: its paper is used for it (--granted-by)");
            return Err(ServerError::refused("granting_authority", why));
        }
        None => args.reader.authority.clone(),
    };
    let granted_by = text("granting authority", &granted_by)?.to_owned();
    let today = desk.seat.today;
    let held = PowerHeld { power: args.power, granted_by, reference, from: args.from, to: args.to };
    if held.to.is_some_and(|last| last < held.from) {
        return Err(ServerError::refused("power_ends_before_begin", "the power ends before it begins"));
    }
    let store = &**office.service.store();
    let public_id = officer.code.clone();
    let changed = change_powers(store, &desk.seat.scope, officer.id, &desk.settled(), |book, known| {
        let capacity = match (args.capacity, known.map(|known| known.capacity)) {
            (Some(new), Some(old)) if new != old => Err(ServerError::refused(
                "other_capacity",
                format!("the officer acts as {}: end those powers first", word(&old)),
            )),
            (Some(capacity), _) | (None, Some(capacity)) => Ok(capacity),
            (None, None) => {
                Err(ServerError::refused("no_capacity", "say as what the officer acts: --capacity"))
            }
        }?;
        let may = book.rule_sets.in_force(today).is_some_and(|rules| rules.may_hold(capacity, held.power));
        if !may {
            let (capacity, power) = (word(&capacity), word(&held.power));
            let why = format!("a {capacity} cannot hold {power} under the rule set in force");
            return Err(ServerError::refused("power_not_for_capacity", why));
        }
        let mut powers = known.map(|known| known.held.clone()).unwrap_or_default();
        powers.retain(|one| (one.power, &one.granted_by) != (held.power, &held.granted_by));
        powers.push(held);
        powers.sort_by(|one, other| (one.power, &one.granted_by).cmp(&(other.power, &other.granted_by)));
        Ok(OfficerPowers { officer: officer.id, public_id, capacity, held: powers })
    })
    .await?;
    Ok(of_powers(&changed))
}

pub(super) async fn end_power(office: &Office, args: PowerEndArgs) -> Result<Told, ServerError> {
    let what = format!("power {} ended for", word(&args.power));
    let (desk, officer) = Desk::of_powers(office, &args.reader, &args.code, &what).await?;
    let last = args.on.unwrap_or(desk.seat.today);
    let store = &**office.service.store();
    let changed = change_powers(store, &desk.seat.scope, officer.id, &desk.settled(), |_, known| {
        let none = || ServerError::refused("no_such_power", "the officer holds no such power then");
        let mut changed = known.cloned().ok_or_else(none)?;
        let mut ended = false;
        for held in changed.held.iter_mut().filter(|held| held.power == args.power && held.from <= last) {
            if held.to.is_none_or(|known| last < known) {
                held.to = Some(last);
                ended = true;
            }
        }
        if ended { Ok(changed) } else { Err(none()) }
    })
    .await?;
    Ok(of_powers(&changed))
}
