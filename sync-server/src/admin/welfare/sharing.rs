//! Welfare records shared with partner organisations of the authority: grants, and what a partner reads by one. Each disclosure is
//! an entry of the server's journal and in the access log before it is shown.

use std::collections::BTreeSet;

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::care_sharing::{
    CareDisclosed, CareField, CarePurpose, CareShared, CareSharing, shared, shares,
};
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::records::sharing::GrantRefusal;
use beatbook_protocol::id::Id;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::named::{name, named};
use super::{Asker, Desk, FormArgs, ReaderArgs, Seen, allow};
use crate::admin::office::{Office, Told};
use crate::admin::outline::outline;
use crate::admin::sheet::Sheet;
use crate::error::{Fault, ServerError};
use crate::random;
use crate::store::{OwnEntry, Store};
use crate::welfare::Sight;

/// Records shared with partner organisations. Each act and each look is written into the access log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum ShareCommand {
    /// Share fields of one record with a partner organisation, under an agreement, until a day
    Add(ShareAddArgs),
    /// End it before its last day
    End {
        /// The grant, as `welfare share list` lists it
        grant: Id,
        /// The last day on which it holds; yesterday if left out
        #[arg(long)]
        last: Option<Date>,
        /// Who ends it: whoever answers for all of welfare
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// List what is shared: with whom, which fields, what for, until when
    List {
        /// Who reads: whoever answers for all of welfare, or the data-protection officer
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
    /// List what was disclosed by it: what, to whom, on what basis
    Disclosures {
        /// Who reads: whoever answers for all of welfare, or the data-protection officer
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// What is shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct ShareAddArgs {
    /// The welfare record
    pub record: Id,
    /// The partner organisation: a team, as `officer list` spells it
    #[arg(long, value_name = "TEAM")]
    pub with: String,
    /// Reference of the agreement
    #[arg(long)]
    pub agreement: String,
    /// What for: support, handover
    #[arg(long, value_parser = named::<CarePurpose>)]
    pub purpose: CarePurpose,
    /// A field, again for more: about, place (square or ward), people (those who consent), help, visits
    #[arg(long = "field", value_name = "FIELD", required = true, value_parser = named::<CareField>)]
    pub fields: Vec<CareField>,
    /// First day; today if left out
    #[arg(long)]
    pub from: Option<Date>,
    /// Last day, within a year
    #[arg(long)]
    pub until: Date,
    /// Who shares it: whoever answers for all of welfare
    #[command(flatten)]
    pub reader: ReaderArgs,
}

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: ShareCommand) -> Result<Told, ServerError> {
    match command {
        ShareCommand::Add(args) => add(office, args).await,
        ShareCommand::End { grant, last, reader } => {
            let asker =
                Asker::named(office, &reader, &format!("end of shared welfare, grant {grant}")).await?;
            allow(asker.access.answers_for(Area::Welfare))?;
            let last = last.or_else(|| asker.today.yesterday().ok()).unwrap_or(asker.today);
            let store = &**office.service.store();
            let known = shares(&entries(store, &asker).await?).into_iter().find(|one| one.grant == grant);
            let ended = known.ok_or(GrantRefusal::NotRunning)?.end(last, asker.officer.id)?;
            let what = format!("grant {grant} ended, last day {last}");
            let body = ServerBody::CareSharing(CareSharing::Ended(ended));
            store.tell_work(&asker.scope, grant, vec![body], what).await?;
            Ok(Told::ok(
                format!("The grant {grant} ends with {last}."),
                json!({ "grant": grant, "last": last }),
            ))
        }
        ShareCommand::List { reader, form } => {
            let asker = looker(office, &reader, "list of shared welfare records").await?;
            list(office, &asker).await?.told(form.csv)
        }
        ShareCommand::Disclosures { reader, form } => {
            let asker = looker(office, &reader, "list of disclosures of welfare").await?;
            disclosures(office, &asker).await?.told(form.csv)
        }
    }
}

/// Neither list has anything of a person in it.
async fn looker(office: &Office, reader: &ReaderArgs, what: &str) -> Result<Asker, ServerError> {
    let asker = Asker::named(office, reader, what).await?;
    allow(asker.access.answers_for(Area::Welfare) || asker.access.answers_for(Area::Audit))?;
    Ok(asker)
}

async fn add(office: &Office, args: ShareAddArgs) -> Result<Told, ServerError> {
    let what = format!("welfare record {} to be shared with {}", args.record, args.with);
    let desk = Desk::open(office, &args.reader, &what).await?;
    allow(desk.access.answers_for(Area::Welfare))?;
    let (case, welfare) =
        desk.cases.iter().find(|(case, _)| case.record == args.record).ok_or_else(|| {
            ServerError::refused("not_found", "no welfare record of this id is here: look at `welfare list`")
        })?;
    if !desk.officers.iter().any(|one| one.team == args.with) {
        let why = "no officer is of this team: `officer list` shows how teams are spelled";
        return Err(ServerError::refused("unknown_team", why));
    }
    if desk.team_of(case.officer) == Some(args.with.as_str()) {
        return Err(ServerError::refused(
            "grant_own",
            "this team wrote the record: it reads it without a grant",
        ));
    }
    let shared = CareShared {
        grant: random::id_of_the_hour(office.service.clock())?,
        record: args.record,
        team: args.with,
        agreement: args.agreement,
        purpose: args.purpose,
        fields: args.fields.into_iter().collect(),
        from: args.from.unwrap_or(desk.today),
        until: args.until,
        by: desk.reader.id,
    };
    shared.check(desk.today)?;
    let (grant, until, people) = (shared.grant, shared.until, desk.answers().consenting(case, welfare).len());
    let what = format!(
        "grant {grant}: welfare record {} shared with {}: {} for {}, {} to {until}, under {}",
        shared.record,
        shared.team,
        fields(&shared.fields),
        name(&shared.purpose),
        shared.from,
        shared.agreement
    );
    let text = format!(
        "grant {grant} to {} until {until}. People who consent now: {people} of {}; of the others nothing is told.",
        shared.team,
        welfare.people.len()
    );
    let body = ServerBody::CareSharing(CareSharing::Shared(shared));
    office.service.store().tell_work(&desk.scope, grant, vec![body], what).await?;
    Ok(Told::ok(text, json!({ "grant": grant, "until": until, "people": people })))
}

async fn entries(store: &dyn Store, asker: &Asker) -> Result<Vec<CareSharing>, Fault> {
    let told = store.journal(&asker.scope).await?.into_iter().filter_map(|(_, body)| match body {
        ServerBody::CareSharing(entry) => Some(entry),
        _ => None,
    });
    Ok(told.collect())
}

async fn list(office: &Office, asker: &Asker) -> Result<Sheet, ServerError> {
    let store = &**office.service.store();
    let officers = store.officers(&asker.scope).await?;
    let columns =
        ["grant", "record", "with", "agreement", "purpose", "fields", "from", "until", "by", "runs"];
    let mut sheet = Sheet::new("Welfare records shared with partners", &columns);
    for one in shares(&entries(store, asker).await?) {
        let by = officers.iter().find(|known| known.id == one.by).map(|known| known.code.clone());
        let runs = if one.runs_on(asker.today) { "yes" } else { "no" };
        sheet.rows.push(vec![
            one.grant.to_string(),
            one.record.to_string(),
            one.team.clone(),
            one.agreement.clone(),
            name(&one.purpose),
            fields(&one.fields),
            one.from.to_string(),
            one.until.to_string(),
            by.unwrap_or_else(|| one.by.to_string()),
            runs.to_owned(),
        ]);
    }
    Ok(sheet)
}

async fn disclosures(office: &Office, asker: &Asker) -> Result<Sheet, ServerError> {
    let store = &**office.service.store();
    let officers = store.officers(&asker.scope).await?;
    let columns = ["day", "record", "people", "with", "officer", "fields", "purpose", "agreement", "grant"];
    let mut sheet = Sheet::new("Disclosures of welfare records to partners", &columns);
    for OwnEntry { wall, body, .. } in store.keeping_facts(&asker.scope).await?.own {
        let ServerBody::CareSharing(CareSharing::Disclosed(one)) = body else { continue };
        let officer = officers.iter().find(|known| known.id == one.reader).map(|known| known.code.clone());
        let people: Vec<String> = one.people.iter().map(ToString::to_string).collect();
        sheet.rows.push(vec![
            local_date(wall).map(|day| day.to_string()).unwrap_or_default(),
            one.record.to_string(),
            people.join(" "),
            one.team,
            officer.unwrap_or_else(|| one.reader.to_string()),
            fields(&one.fields),
            name(&one.purpose),
            one.agreement,
            one.grant.to_string(),
        ]);
    }
    Ok(sheet)
}

fn fields(fields: &BTreeSet<CareField>) -> String {
    fields.iter().map(name).collect::<Vec<_>>().join(", ")
}

impl Desk {
    /// The grants by which the reader's organisation reads a record today.
    fn shares_of(&self, record: Id) -> impl Iterator<Item = &CareShared> {
        self.shares.iter().filter(move |one| one.record == record)
    }

    /// Whether the reader's organisation reads a record by a grant.
    pub(super) fn is_shared(&self, record: Id) -> bool {
        self.shares_of(record).next().is_some()
    }

    /// What grants let the reader see of a record: written down as disclosed, then told.
    pub(super) async fn disclosed(&self, office: &Office, seen: Seen<'_>) -> Result<Told, ServerError> {
        let record = seen.case.record;
        let place = super::tables::place(&Seen { sight: Sight::Coarse, ..seen });
        let mut told = Vec::new();
        let consenting = self.answers().consenting(seen.case, seen.welfare);
        for grant in self.shares_of(record) {
            let people = if grant.fields.iter().all(|field| *field == CareField::Place) {
                BTreeSet::new()
            } else {
                consenting.clone()
            };
            let what = format!(
                "welfare record {record} disclosed to {}: {}, under {}",
                grant.team,
                fields(&grant.fields),
                grant.agreement
            );
            let disclosed = CareDisclosed {
                record,
                reader: self.reader.id,
                team: grant.team.clone(),
                grant: grant.grant,
                agreement: grant.agreement.clone(),
                purpose: grant.purpose,
                fields: grant.fields.clone(),
                people,
            };
            let body = ServerBody::CareSharing(CareSharing::Disclosed(disclosed));
            office.service.store().tell_work(&self.scope, record, vec![body], what).await?;
            let mut read = shared(seen.welfare, &place, &grant.fields, &consenting);
            if let (true, Some(about)) = (seen.case.is_rest, read.get_mut("about")) {
                about["what"] = super::tables::REST.into();
            }
            told.push(json!({
                "agreement": grant.agreement, "purpose": grant.purpose, "until": grant.until, "shared": read,
            }));
        }
        let json = json!({ "record": record, "shared_by": told });
        Ok(Told::ok(outline(&json), json))
    }
}
