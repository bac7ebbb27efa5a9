//! Sharing between authorities of this server: grants as data, and what one authority reads of another's part of a joint
//! encounter. Each disclosure is an entry of the journal of the one who shares, and in its access log, before it is shown.

mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::iter::once;

use beatbook_domain::access::{Area, Reading};
use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::encounter::joint::JointLink;
use beatbook_domain::records::encounter::shown::shared as in_words;
use beatbook_domain::records::notice::NoticeEntry;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::sharing::{
    Disclosed, GrantMade, GrantRefusal, SharedField, SharingEntry, SharingPurpose, grants, shared,
};
use beatbook_protocol::id::Id;
use serde_json::json;

use super::named::name;
use super::office::{Office, Told};
use super::seat::Seat;
use super::sheet::Sheet;
use super::welfare::ReaderArgs;
use crate::auth::{Purpose, Scope};
use crate::encounters::{opened, story};
use crate::error::{Fault, ServerError};
use crate::random;
use crate::store::{OwnEntry, Store};
pub use words::{GrantAddArgs, GrantCommand};

impl From<GrantRefusal> for ServerError {
    fn from(refusal: GrantRefusal) -> Self {
        Self::refused(refusal.code(), refusal)
    }
}

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: GrantCommand) -> Result<Told, ServerError> {
    match command {
        GrantCommand::Add(args) => add(office, args).await,
        GrantCommand::End { grant, reader, last } => {
            let seat = open(office, &reader, &format!("end of grant {grant}")).await?;
            let last = last.or_else(|| seat.today.yesterday().ok()).unwrap_or(seat.today);
            let store = &**office.service.store();
            let known =
                grants(&entries(store, &seat.scope).await?.into_iter().map(|one| one.1).collect::<Vec<_>>());
            let known = known.into_iter().find(|one| one.grant == grant).ok_or(GrantRefusal::NotRunning)?;
            let ended = known.end(last, seat.reader.id)?;
            let what = format!("grant {grant} ended, last day {last}");
            store
                .tell_work(&seat.scope, grant, vec![ServerBody::Sharing(SharingEntry::Ended(ended))], what)
                .await?;
            Ok(Told::ok(
                format!("The grant {grant} ends with {last}."),
                json!({ "grant": grant, "last": last }),
            ))
        }
        GrantCommand::List { reader, form } => {
            let seat = open(office, &reader, "list of grants").await?;
            list(office, &seat).await?.told(form.csv)
        }
        GrantCommand::Disclosures { reader, form } => {
            let seat = open(office, &reader, "list of disclosures").await?;
            disclosures(office, &seat).await?.told(form.csv)
        }
    }
}

/// Seats whoever answers for sharing: the data-protection officer, and who leads those who enforce.
async fn open(office: &Office, args: &ReaderArgs, what: &str) -> Result<Seat, ServerError> {
    let seat = Seat::open_for(office, args, (Purpose::Administration, what)).await?;
    Seat::check(seat.leads_enforcement() || seat.access.answers_for(Area::Audit))?;
    Ok(seat)
}

async fn add(office: &Office, args: GrantAddArgs) -> Result<Told, ServerError> {
    let to = office.authority(&args.to).await?;
    let seat = open(office, &args.reader, &format!("a grant to {}", to.code)).await?;
    let made = GrantMade {
        grant: random::id(office.service.clock())?,
        to: to.id,
        agreement: args.agreement,
        purpose: args.purpose,
        fields: args.fields.into_iter().collect(),
        from: args.from.unwrap_or(seat.today),
        until: args.until,
        by: seat.reader.id,
    };
    made.check(seat.scope.authority())?;
    let (grant, until) = (made.grant, made.until);
    let what = format!(
        "grant {grant} to {}: {} for {}, {} to {until}, under {}",
        to.code,
        fields(&made.fields),
        name(&made.purpose),
        made.from,
        made.agreement
    );
    let body = ServerBody::Sharing(SharingEntry::Made(made));
    office.service.store().tell_work(&seat.scope, grant, vec![body], what).await?;
    Ok(Told::ok(
        format!("grant {grant} to {} until {until}", to.code),
        json!({ "grant": grant, "until": until }),
    ))
}

/// What an authority's journal tells of sharing, each with when it was written.
async fn entries(store: &dyn Store, scope: &Scope) -> Result<Vec<(u64, SharingEntry)>, Fault> {
    let told = store.journal(scope).await?.into_iter().filter_map(|(seq, body)| match body {
        ServerBody::Sharing(entry) => Some((seq, entry)),
        _ => None,
    });
    Ok(told.collect())
}

async fn list(office: &Office, seat: &Seat) -> Result<Sheet, ServerError> {
    let codes = codes(office).await?;
    let mut sheet = Sheet::new(
        "Grants",
        &["grant", "to", "agreement", "purpose", "fields", "from", "until", "by", "runs"],
    );
    let told: Vec<SharingEntry> =
        entries(&**office.service.store(), &seat.scope).await?.into_iter().map(|one| one.1).collect();
    for one in grants(&told) {
        // Ended on its first day.
        let runs = match one.runs_on(seat.today) {
            _ if one.until < one.from => "never did",
            true => "yes",
            false => "no",
        };
        sheet.rows.push(vec![
            one.grant.to_string(),
            code(&codes, one.to),
            one.agreement.clone(),
            name(&one.purpose),
            fields(&one.fields),
            one.from.to_string(),
            one.until.to_string(),
            seat.code(one.by),
            runs.to_owned(),
        ]);
    }
    Ok(sheet)
}

async fn disclosures(office: &Office, seat: &Seat) -> Result<Sheet, ServerError> {
    let codes = codes(office).await?;
    let people = readers(office, &codes).await?;
    let mut sheet = Sheet::new(
        "Disclosures",
        &["entry", "day", "record", "to", "officer", "fields", "purpose", "agreement", "grant"],
    );
    let facts = office.service.store().keeping_facts(&seat.scope).await?;
    for OwnEntry { seq, wall, body, .. } in facts.own {
        let ServerBody::Sharing(SharingEntry::Disclosed(one)) = body else { continue };
        sheet.rows.push(vec![
            seq.to_string(),
            local_date(wall).map(|day| day.to_string()).unwrap_or_default(),
            one.record.to_string(),
            code(&codes, one.to),
            people.get(&one.reader).cloned().unwrap_or_else(|| one.reader.to_string()),
            fields(&one.fields),
            name(&one.purpose),
            one.agreement,
            one.grant.to_string(),
        ]);
    }
    Ok(sheet)
}

/// What other authorities share with the reader's of joint encounters of which the reader may read the own part.
pub(super) async fn joint(
    office: &Office,
    reader: &ReaderArgs,
    purpose: SharingPurpose,
) -> Result<Told, ServerError> {
    let what = format!("joint encounters of other authorities, for {}", name(&purpose));
    let seat = Seat::open_for(office, reader, (Purpose::Register, &what)).await?;
    seat.check_enforcement(Reading::default())?;
    let store = &**office.service.store();
    let own = opened(store, &seat.scope).await?;
    let readable = |by: Id| {
        let reading = seat.reading_of(once(by));
        seat.reads_enforcement(Reading { logged_request: seat.reason.is_some(), ..reading })
    };
    let links: BTreeSet<Id> =
        own.iter().filter(|one| readable(one.officer)).filter_map(|one| one.opened.joint).collect();
    let (mut text, mut list) = (String::new(), Vec::new());
    for other in store.authorities(office.service.keyholder()).await? {
        if other.id == seat.scope.authority() || links.is_empty() {
            continue;
        }
        // Nobody of theirs acts: their log says that the server did, and for whom.
        let theirs = office.service.keyholder().server(other.id, Purpose::Register);
        let told: Vec<SharingEntry> = entries(store, &theirs).await?.into_iter().map(|one| one.1).collect();
        let running: Vec<GrantMade> = grants(&told)
            .into_iter()
            .filter(|one| {
                one.to == seat.scope.authority() && one.purpose == purpose && one.runs_on(seat.today)
            })
            .collect();
        if running.is_empty() {
            continue;
        }
        let officers = store.officers(&theirs).await?;
        let numbers = if running.iter().any(|one| one.fields.contains(&SharedField::NoticeNumbers)) {
            numbers(store, &theirs).await?
        } else {
            BTreeMap::new()
        };
        for one in opened(store, &theirs).await? {
            let Some(link) = one.opened.joint.filter(|link| links.contains(link)) else { continue };
            let Some(full) = story(store, &theirs, &one).await? else { continue };
            let officer =
                officers.iter().find(|known| known.id == one.officer).map(|known| known.code.as_str());
            for grant in &running {
                let disclosed = Disclosed {
                    record: one.record,
                    to: seat.scope.authority(),
                    reader: seat.reader.id,
                    grant: grant.grant,
                    agreement: grant.agreement.clone(),
                    purpose,
                    fields: grant.fields.clone(),
                };
                let what = format!(
                    "encounter {} disclosed to officer {} of authority {}: {}, under {}",
                    one.record,
                    seat.reader.code,
                    reader.authority,
                    fields(&grant.fields),
                    grant.agreement
                );
                let body = ServerBody::Sharing(SharingEntry::Disclosed(disclosed));
                store.tell_work(&theirs, one.record, vec![body], what).await?;
                let given = numbers.get(&one.record).map(Vec::as_slice).unwrap_or_default();
                let value = shared(&full, officer.unwrap_or_default(), given, &grant.fields);
                text.push_str(&format!(
                    "{} of {}, link {}, under {}\n{}",
                    one.record,
                    other.code,
                    JointLink::shown(link),
                    grant.agreement,
                    in_words(&full, officer.unwrap_or_default(), given, &grant.fields)
                ));
                list.push(json!({
                    "encounter": one.record, "authority": other.code, "link": JointLink::shown(link),
                    "agreement": grant.agreement, "shared": value,
                }));
            }
        }
    }
    if list.is_empty() {
        text.push_str("Nothing is shared: no joint encounter of yours, or no grant to your authority runs for this purpose.");
    }
    Ok(Told::ok(text, list.into()))
}

/// The numbers of an authority's notices by the encounter they come from, without training.
async fn numbers(store: &dyn Store, scope: &Scope) -> Result<BTreeMap<Id, Vec<String>>, Fault> {
    let mut numbers: BTreeMap<Id, Vec<String>> = BTreeMap::new();
    for told in store.register_facts(scope).await?.told {
        if let NoticeEntry::Issued(issued) = told.entry
            && NoticeNumber::parse(&issued.number).is_ok_and(|number| !number.is_training())
        {
            numbers.entry(issued.notice.encounter).or_default().push(issued.number);
        }
    }
    Ok(numbers)
}

/// Public codes of the officers of every authority: whoever was told something is another's.
async fn readers(office: &Office, codes: &BTreeMap<Id, String>) -> Result<BTreeMap<Id, String>, Fault> {
    let (store, keyholder) = (&**office.service.store(), office.service.keyholder());
    let mut all = BTreeMap::new();
    for authority in codes.keys() {
        let officers = store.officers(&keyholder.scope(*authority, Purpose::Administration)).await?;
        all.extend(officers.into_iter().map(|one| (one.id, one.code)));
    }
    Ok(all)
}

async fn codes(office: &Office) -> Result<BTreeMap<Id, String>, Fault> {
    let all = office.service.store().authorities(office.service.keyholder()).await?;
    Ok(all.into_iter().map(|one| (one.id, one.code)).collect())
}

fn code(codes: &BTreeMap<Id, String>, authority: Id) -> String {
    codes.get(&authority).cloned().unwrap_or_else(|| authority.to_string())
}

fn fields(fields: &BTreeSet<SharedField>) -> String {
    fields.iter().map(name).collect::<Vec<_>>().join(", ")
}
