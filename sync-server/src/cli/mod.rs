//! The command line, and how each kind of command ends.
//!
//! Exit codes are stable: 0 done; 1 failed, or `verify` found something; 2 no such command; 3 refused, nothing
//! changed; 4 the folder cannot be used.

mod ask;
mod hours;
mod serve;
mod setup;

use std::any::TypeId;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use beatbook_domain::calendar::parse_day;
use beatbook_protocol::sign::PublicKey;
use beatbook_server::admin::{Command, Refusal};
use beatbook_server::home::Home;
use beatbook_server::{ServerError, bundle};
use clap::{Arg, Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use jiff::civil::Date;

/// The server of Beatbook: takes in officers' notebooks, derives patrol hours, publishes zones.
#[derive(Debug, Parser)]
#[command(
    name = "beatbook-server",
    version,
    after_help = "Exit codes: 0 done; 1 failed, or `verify` found something; 2 no such command; \
                  3 refused, nothing changed; 4 the folder cannot be used."
)]
pub struct Arguments {
    /// The server's folder
    #[arg(
        long,
        value_name = "DIR",
        global = true,
        default_value = "beatbook-server",
        env = "BEATBOOK_SERVER_HOME"
    )]
    home: PathBuf,
    /// Machine-readable answers
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    action: Action,
}

impl Arguments {
    /// Reads the command line; of one that is none says why, and ends.
    pub fn read() -> Self {
        let told = strict_days(Self::command()).get_matches();
        Self::from_arg_matches(&told).unwrap_or_else(|error| error.exit())
    }
}

/// A day is a day: of one that is written with a time the time would be left aside without a word.
fn strict_days(command: clap::Command) -> clap::Command {
    let is_day = |arg: &Arg| arg.get_value_parser().type_id() == TypeId::of::<Date>();
    command
        .mut_args(|arg| if is_day(&arg) { arg.value_parser(parse_day) } else { arg })
        .mut_subcommands(strict_days)
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a server: key file, encrypted database, certificates
    Init(InitArgs),
    /// Serve phones until Ctrl-C or SIGTERM
    Serve {
        /// Address and port to listen at; port 0 for any free one
        #[arg(long, value_name = "ADDRESS:PORT", default_value = "0.0.0.0:8443")]
        listen: SocketAddr,
    },
    /// Make a server from a backup, in a new folder
    Restore(RestoreArgs),
    /// Check a case bundle; needs no server, and ends with 1 if something is wrong
    VerifyBundle {
        /// The bundle's folder
        folder: PathBuf,
        /// The server's key as the authority told it, hexadecimal
        #[arg(long, value_name = "KEY", value_parser = public_key)]
        key: Option<PublicKey>,
    },
    /// Hours officers were really in each zone, derived from their phones
    Hours(Box<hours::Hours>),
    #[command(flatten)]
    Ask(Command),
}

#[derive(Debug, Args)]
struct InitArgs {
    /// Where phones find the server, such as https://beatbook.example:8443; port 0 leaves it to `serve`
    #[arg(long, value_name = "URL")]
    address: String,
    /// A further DNS name or IP address of the server; may be given several times
    #[arg(long, conflicts_with = "certificate")]
    name: Vec<String>,
    /// A certificate by a public authority (PEM, leaf first), instead of our own
    #[arg(long, value_name = "FILE", requires = "certificate_key")]
    certificate: Option<PathBuf>,
    /// Its key (PEM)
    #[arg(long, value_name = "FILE", requires = "certificate")]
    certificate_key: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct RestoreArgs {
    /// The backup
    file: PathBuf,
    /// The copy of the key file that was kept in another place
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The newest erasures file, taken together with the one beside the backup; without it that one alone
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
    /// There is no erasures file any more: restore although what was erased since the backup comes back
    #[arg(long, conflicts_with = "erasures")]
    erasures_lost: bool,
}

/// Runs one command.
pub fn run(arguments: Arguments) -> ExitCode {
    let json = arguments.json;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = runtime
        .map_err(|error| ServerError::Io { doing: "starting threads", kind: error.kind() }.into())
        .and_then(|runtime| runtime.block_on(act(arguments)));
    match ended {
        Ok(code) => code,
        Err(refusal) if json => {
            eprintln!("{}", serde_json::json!({ "error": refusal }));
            ExitCode::from(refusal.ending.exit_code())
        }
        Err(refusal) => {
            eprintln!("beatbook-server: {} [{}]", refusal.text, refusal.code);
            ExitCode::from(refusal.ending.exit_code())
        }
    }
}

async fn act(arguments: Arguments) -> Result<ExitCode, Refusal> {
    let home = Home::at(&arguments.home);
    match arguments.action {
        Action::Init(init) => setup::init(&home, init, arguments.json).await,
        Action::Serve { listen } => serve::serve(arguments.home, listen).await,
        Action::Restore(restore) => setup::restore(&home, &restore, arguments.json),
        Action::VerifyBundle { folder, key } => verify_bundle(&folder, key, arguments.json),
        Action::Hours(hours) => ask::hours(&home, &hours, arguments.json).await,
        Action::Ask(command) => ask::ask(&home, command, arguments.json).await,
    }
}

fn verify_bundle(folder: &Path, key: Option<PublicKey>, json: bool) -> Result<ExitCode, Refusal> {
    let verified = bundle::verify(folder, key)
        .map_err(|error| ServerError::Io { doing: "reading the bundle", kind: error.kind() })?;
    let (text, told) = bundle::told(&verified);
    if json {
        println!("{told:#}");
    } else {
        print!("{text}");
    }
    Ok(ExitCode::from(u8::from(!verified.faults.is_empty())))
}

/// A key as `receipt-key list` shows it.
fn public_key(text: &str) -> Result<PublicKey, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|error| error.to_string())
}
