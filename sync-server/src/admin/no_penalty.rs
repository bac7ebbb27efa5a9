//! Offences that ended without a fixed penalty: how many people, for which reasons, by month. No person is in it.

use std::collections::BTreeSet;

use beatbook_domain::access::Area;
use beatbook_domain::calendar::local_date;
use beatbook_domain::records::encounter::no_fpn::by_month;
use beatbook_domain::records::encounter::story::Encounter;
use beatbook_domain::records::work::Work;
use beatbook_protocol::id::Id;
use clap::Args;
use serde::{Deserialize, Serialize};

use super::office::{Office, Told};
use super::seat::{Seat, days};
use super::sheet::Sheet;
use super::welfare::{FormArgs, ReaderArgs};
use crate::auth::Purpose;
use crate::drafts::encounter;
use crate::error::ServerError;

/// Which of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Args)]
pub struct NoPenaltyArgs {
    /// Who reads
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// Told in this period, written as for `hours`; all if left out
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// How it is written
    #[command(flatten)]
    pub form: FormArgs,
}

/// The table.
pub(super) async fn table(office: &Office, args: &NoPenaltyArgs) -> Result<Told, ServerError> {
    let period = days(args.period.as_deref())?;
    let seat = Seat::open_for(office, &args.reader, (Purpose::Register, "reasons for no penalty")).await?;
    Seat::check(seat.may_count(Area::Enforcement))?;
    let store = &**office.service.store();
    let told = store.work_facts(&seat.scope, Work::NoPenalty).await?.told;
    let encounters: BTreeSet<(Id, Id)> = told.iter().map(|one| (one.notebook, one.record)).collect();
    let mut given = Vec::new();
    for (notebook, record) in encounters {
        let story = encounter(&store.entries_of(&seat.scope, notebook, record).await?);
        for one in story.iter().flat_map(Encounter::without_penalty) {
            let Ok(day) = local_date(one.at.wall) else { continue };
            if period.as_ref().is_none_or(|((first, to), _)| *first <= day && day <= *to) {
                given.push((day, one.reason.clone()));
            }
        }
    }
    let label = period.as_ref().map_or("whenever", |(_, label)| label);
    let columns = ["month", "reason", "title", "people"];
    let mut sheet =
        Sheet::new(format!("Offences that ended without a fixed penalty, told {label}"), &columns);
    let rows = by_month(given);
    let people: u32 = rows.iter().map(|row| row.people).sum();
    for row in rows {
        let month = row.month.strftime("%Y-%m").to_string();
        sheet.rows.push(vec![month, row.code, row.title, row.people.to_string()]);
    }
    sheet.based_and_checked(&format!("people = sum of reasons: {people}"), args.form.csv)
}
