//! Controllers at the desk: what each is called, set by whoever runs the system or looks after data, and told to people who ask
//! for their own data.

use beatbook_domain::access::{Area, Controller, Level};
use beatbook_domain::records::controller::{ControllerNamed, ControllerNames};
use beatbook_domain::records::server::ServerBody;
use clap::Subcommand;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::named::{name, named};
use super::office::{Office, Told};
use super::seat::Seat;
use super::sheet::Sheet;
use super::welfare::{FormArgs, ReaderArgs};
use crate::auth::Purpose;
use crate::error::ServerError;

/// Who answers for records under data-protection law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Subcommand)]
pub enum ControllerCommand {
    /// Say what a controller is called; it stands in every export of a person's data from now on
    Set {
        /// Which: ordering_council, employer or housing_service
        #[arg(value_parser = named::<Controller>)]
        controller: Controller,
        /// Its name
        name: String,
        /// How to reach it: an address, a number
        #[arg(long)]
        contact: Option<String>,
        /// Who says so
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
pub(super) async fn carry_out(office: &Office, command: ControllerCommand) -> Result<Told, ServerError> {
    let store = office.service.store();
    match command {
        ControllerCommand::Set { controller, name: told, contact, reader } => {
            let seat = seated(office, &reader, "a controller's name").await?;
            let named = ControllerNamed { controller, name: told, contact, by: seat.reader.id };
            named.check().map_err(|bad| {
                let why = format!("the {} is empty or too long: at most 200 characters", bad.field);
                ServerError::refused("text", why)
            })?;
            let what = format!("controller named: {}", name(&controller));
            let entries = vec![(seat.scope.authority(), ServerBody::ControllerNamed(named))];
            store.decide_at_desk(&seat.scope, entries, what, seat.reason.clone()).await?;
            let text = "The name is set; people who ask for their data read it from now on.";
            Ok(Told::ok(text, json!({ "controller": controller })))
        }
        ControllerCommand::List { reader, form } => {
            let seat = seated(office, &reader, "names of controllers").await?;
            let journal = store.journal(&seat.scope).await?;
            let names = ControllerNames::of(journal.iter().map(|(_, body)| body));
            let mut sheet =
                Sheet::new("controllers under data-protection law", &["controller", "name", "contact", "by"]);
            for controller in Controller::ALL {
                let named = names.get(controller);
                let told = named.map_or_else(|| "not set".to_owned(), |named| named.name.clone());
                let contact = named.and_then(|named| named.contact.clone()).unwrap_or_default();
                let by = named.map(|named| seat.code(named.by)).unwrap_or_default();
                sheet.rows.push(vec![name(&controller), told, contact, by]);
            }
            sheet.told(form.csv)
        }
    }
}

/// Somebody who runs the system, or looks after data.
async fn seated(office: &Office, reader: &ReaderArgs, what: &str) -> Result<Seat, ServerError> {
    let seat = Seat::open_for(office, reader, (Purpose::Administration, what)).await?;
    Seat::check(seat.access.levels(Area::Audit).any(|level| level != Level::None))?;
    Ok(seat)
}
