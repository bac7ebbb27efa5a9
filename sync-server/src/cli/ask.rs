//! Commands that need the database: read the file they name, have them carried out, print the answer.

use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use beatbook_domain::orders::file::FILE_MAX;
use beatbook_paper::FILE_MAX as TEMPLATES_FILE_MAX;
use beatbook_protocol::limits::GEOJSON_MAX;
use beatbook_server::ServerError;
use beatbook_server::admin::{
    Command, CountCommand, DeskCommand, EngagementCommand, HoursAsked, NoticeCommand, OrdersCommand,
    PaymentsCommand, PersonCommand, Refusal, Request, RulesCommand, TemplatesCommand, ZonesCommand, client,
};
use beatbook_server::home::Home;

use super::hours::Hours;

pub async fn ask(home: &Home, command: Command, json: bool) -> Result<ExitCode, Refusal> {
    let (command, attachment) = with_file(command)?;
    let request = Request { command, json };
    let answer = client::run(home, request, attachment, |line| eprintln!("{line}")).await?;
    // A closed pipe is the reader's choice.
    let _ = std::io::stdout().write_all(&answer.out);
    Ok(ExitCode::from(answer.exit))
}

pub async fn hours(home: &Home, hours: &Hours, json: bool) -> Result<ExitCode, Refusal> {
    let asked = HoursAsked {
        authority: hours.authority.clone(),
        reader: hours.reader.clone(),
        request: hours.request(),
        form: hours.form(json),
        publish: hours.publish,
    };
    let Some(file) = &hours.out else { return ask(home, Command::Hours(asked), json).await };
    let request = Request { command: Command::Hours(asked), json };
    let answer = client::run(home, request, Vec::new(), |line| eprintln!("{line}")).await?;
    std::fs::write(file, &answer.out)
        .map_err(|error| ServerError::Io { doing: "writing the report's file", kind: error.kind() })?;
    Ok(ExitCode::from(answer.exit))
}

/// Files are read by whoever names them, and named by where they are: the server may run in another folder.
fn with_file(command: Command) -> Result<(Command, Vec<u8>), ServerError> {
    let io = |doing: &'static str| move |error: std::io::Error| ServerError::Io { doing, kind: error.kind() };
    match command {
        Command::Zones(ZonesCommand::Import(args)) => {
            let file = up_to(&args.file, GEOJSON_MAX).map_err(io("reading the file of zones"))?;
            Ok((Command::Zones(ZonesCommand::Import(args)), file))
        }
        Command::Orders(OrdersCommand::Import(args)) => {
            let file = up_to(&args.file, FILE_MAX as u64).map_err(io("reading the file of orders"))?;
            Ok((Command::Orders(OrdersCommand::Import(args)), file))
        }
        Command::Rules(RulesCommand::Import { file, reader }) => {
            let bytes = up_to(&file, FILE_MAX as u64).map_err(io("reading the file of the rule set"))?;
            Ok((Command::Rules(RulesCommand::Import { file, reader }), bytes))
        }
        Command::Templates(TemplatesCommand::Check { file }) => {
            let bytes = templates(&file)?;
            Ok((Command::Templates(TemplatesCommand::Check { file }), bytes))
        }
        Command::Templates(TemplatesCommand::Import(args)) => {
            let bytes = templates(&args.file)?;
            Ok((Command::Templates(TemplatesCommand::Import(args)), bytes))
        }
        Command::Payments(PaymentsCommand::Import { file, reader, dry_run }) => {
            let bytes = up_to(&file, GEOJSON_MAX).map_err(io("reading the file of payments"))?;
            Ok((Command::Payments(PaymentsCommand::Import { file, reader, dry_run }), bytes))
        }
        Command::Count(CountCommand::Plan { file, asker, reason }) => {
            let bytes = up_to(&file, GEOJSON_MAX).map_err(io("reading the file of the plan"))?;
            Ok((Command::Count(CountCommand::Plan { file, asker, reason }), bytes))
        }
        Command::Engagement(EngagementCommand::SetParishes { file, from, reader }) => {
            let bytes = up_to(&file, GEOJSON_MAX).map_err(io("reading the file of parishes"))?;
            Ok((Command::Engagement(EngagementCommand::SetParishes { file, from, reader }), bytes))
        }
        Command::Backup { file } => {
            let file = std::path::absolute(file).map_err(io("naming the backup"))?;
            Ok((Command::Backup { file }, Vec::new()))
        }
        Command::Notice(NoticeCommand::Desk(DeskCommand::Print(mut args))) => {
            args.out = std::path::absolute(args.out).map_err(io("naming the paper's file"))?;
            for font in &mut args.font {
                *font = std::path::absolute(&*font).map_err(io("naming a font"))?;
            }
            Ok((Command::Notice(NoticeCommand::Desk(DeskCommand::Print(args))), Vec::new()))
        }
        Command::Notice(NoticeCommand::Desk(DeskCommand::Bundle(mut args))) => {
            args.out = std::path::absolute(args.out).map_err(io("naming the bundle's folder"))?;
            Ok((Command::Notice(NoticeCommand::Desk(DeskCommand::Bundle(args))), Vec::new()))
        }
        Command::Person(PersonCommand::Export { wanted, reader, out, with_kept_back }) => {
            let out = std::path::absolute(out).map_err(io("naming the folder"))?;
            Ok((Command::Person(PersonCommand::Export { wanted, reader, out, with_kept_back }), Vec::new()))
        }
        other => Ok((other, Vec::new())),
    }
}

fn templates(file: &std::path::Path) -> Result<Vec<u8>, ServerError> {
    let io = |error: std::io::Error| ServerError::Io {
        doing: "reading the file of templates",
        kind: error.kind(),
    };
    up_to(file, TEMPLATES_FILE_MAX as u64).map_err(io)
}

/// A file's bytes, one more than is allowed: the import itself then says that it is too large.
fn up_to(file: &std::path::Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(file)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
