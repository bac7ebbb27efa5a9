//! Duty numbers of the teams that help: what an officer is told who may know no more than that there is a record.

use beatbook_domain::access::Area;
use beatbook_domain::records::consult::DutyNumber;
use beatbook_domain::records::outreach::{DutyNumberSet, OutreachSays};
use beatbook_domain::records::server::ServerBody;
use clap::Subcommand;
use serde::{Deserialize, Serialize};

use super::words::{FormArgs, ReaderArgs, duty_number};
use super::{Asker, allow};
use crate::admin::office::{Office, Told};
use crate::admin::sheet::Sheet;
use crate::duty::DutyNumbers;
use crate::error::ServerError;
use crate::random;

/// Duty numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum DutyCommand {
    /// Set the number officers ring of whom they may only know that there is a record; without a number, take it back
    Set {
        /// The number
        #[arg(value_parser = duty_number)]
        number: Option<DutyNumber>,
        /// Whose records it is for, as officers' teams are spelled; left out: all teams without one of their own
        #[arg(long, default_value = "")]
        team: String,
        /// Who sets it: the coordinator
        #[command(flatten)]
        reader: ReaderArgs,
    },
    /// List them
    List {
        /// Who reads
        #[command(flatten)]
        reader: ReaderArgs,
        /// How it is written
        #[command(flatten)]
        form: FormArgs,
    },
}

/// Carries one of the commands out.
pub(super) async fn carry_out(office: &Office, command: DutyCommand) -> Result<Told, ServerError> {
    let store = office.service.store();
    match command {
        DutyCommand::Set { number, team, reader } => {
            let asker = Asker::named(office, &reader, "duty number to be set").await?;
            allow(asker.access.answers_for(Area::Welfare))?;
            let officers = store.officers(&asker.scope).await?;
            if !team.is_empty() && officers.iter().all(|one| one.team != team) {
                return Err(ServerError::refused(
                    "no_such_team",
                    "no officer is of this team: `officer list` shows teams",
                ));
            }
            let text = match &number {
                Some(_) => "The duty number is set.",
                None => "The duty number is taken back.",
            };
            let set = DutyNumberSet { team, number, by: asker.officer.id, at: asker.now };
            let about = random::id_of_the_hour(office.service.clock())?;
            let entries = vec![(about, ServerBody::Outreach(OutreachSays::Duty(set)))];
            store.decide_at_desk(&asker.scope, entries, "duty number set".to_owned(), None).await?;
            Ok(Told::ok(text, serde_json::json!({})))
        }
        DutyCommand::List { reader, form } => {
            let asker = Asker::named(office, &reader, "duty numbers").await?;
            allow(asker.access.knows_of_others(Area::Welfare) || asker.access.answers_for(Area::Welfare))?;
            let journal = store.journal(&asker.scope).await?;
            let mut sheet = Sheet::new("duty numbers", &["team", "number"]);
            for (team, number) in DutyNumbers::of(journal.iter().map(|(_, body)| body)).all() {
                let team = if team.is_empty() { "all others".to_owned() } else { team };
                sheet.rows.push(vec![team, String::from(number)]);
            }
            sheet.told(form.csv)
        }
    }
}
