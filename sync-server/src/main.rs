//! `beatbook-server`: make a server, run it, and ask things of it, running or not.
//!
//! Everything it does is in the library; here are words, output and exit codes.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks to a terminal")]

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use beatbook_server::admin::{Command, Request, ZonesCommand, client};
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_server::restore::restore;
use beatbook_server::{Certificates, Config, Server, ServerError, Setup, init};
use clap::{Args, Parser, Subcommand};

/// The server of Beatbook: takes in officers' notebooks, derives patrol hours, publishes zones.
#[derive(Debug, Parser)]
#[command(name = "beatbook-server", version)]
struct Cli {
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

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a server: key file, encrypted database, certificates
    Init(InitArgs),
    /// Serve phones until Ctrl-C or SIGTERM
    Serve {
        /// Address and port to listen at
        #[arg(long, value_name = "ADDRESS:PORT", default_value = "0.0.0.0:8443")]
        listen: SocketAddr,
    },
    /// Put a backup in the place of the database; the server must not run
    Restore {
        /// The backup
        file: PathBuf,
    },
    #[command(flatten)]
    Ask(Command),
}

#[derive(Debug, Args)]
struct InitArgs {
    /// Where phones find the server, such as https://beatbook.example:8443
    #[arg(long)]
    address: String,
    /// A further DNS name or IP address of the server; may be given several times
    #[arg(long, conflicts_with = "certificate")]
    name: Vec<String>,
    /// A certificate by a public authority (PEM), instead of our own
    #[arg(long, requires = "key")]
    certificate: Option<PathBuf>,
    /// Its key (PEM)
    #[arg(long, requires = "certificate")]
    key: Option<PathBuf>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .json()
        .with_writer(std::io::stderr)
        .with_env_filter(log_level(&cli.action))
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("the system gives no threads: {}", error.kind())),
    };
    match runtime.block_on(act(cli)) {
        Ok(code) => code,
        Err(error) => fail(&error.to_string()),
    }
}

/// A running server tells what it does; a command only what goes wrong.
fn log_level(action: &Action) -> tracing_subscriber::EnvFilter {
    let level = if matches!(action, Action::Serve { .. }) { "info" } else { "error" };
    tracing_subscriber::EnvFilter::try_from_env("BEATBOOK_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level))
}

fn fail(text: &str) -> ExitCode {
    eprintln!("beatbook-server: {text}");
    ExitCode::FAILURE
}

async fn act(cli: Cli) -> Result<ExitCode, ServerError> {
    let home = Home::at(&cli.home);
    match cli.action {
        Action::Init(args) => {
            let certificates = match args.certificate.zip(args.key) {
                Some((certificate, key)) => Certificates::Given { certificate, key },
                None => Certificates::Own { names: args.name },
            };
            init(&home, &Setup { address: args.address, certificates }, &Clock::system()).await?;
            println!("Server made in {}.", cli.home.display());
            println!(
                "Keep a copy of {} in another place: without it nobody can read the database or a backup.",
                home.key_file().display()
            );
            Ok(ExitCode::SUCCESS)
        }
        Action::Serve { listen } => serve(cli.home, listen).await,
        Action::Restore { file } => {
            let restored = restore(&home, &file, &Clock::system())?;
            println!("Restored; the server's generation is now {}.", restored.generation);
            if let Some(aside) = restored.aside {
                println!("The database that was there is kept as {aside}.");
            }
            println!("Phones will offer again what this backup does not have.");
            Ok(ExitCode::SUCCESS)
        }
        Action::Ask(command) => ask(&home, command, cli.json).await,
    }
}

async fn serve(home: PathBuf, listen: SocketAddr) -> Result<ExitCode, ServerError> {
    let server = Server::start(Config { home, listen, clock: Clock::system() }).await?;
    println!("Serving at {}; Ctrl-C ends it.", server.address());
    told_to_stop().await;
    eprintln!("Finishing what is under way …");
    server.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// Ctrl-C, or the signal a service manager sends.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => drop(interrupted.await),
    }
}

async fn ask(home: &Home, command: Command, json: bool) -> Result<ExitCode, ServerError> {
    let (command, attachment) = with_file(command)?;
    let request = Request { command, json };
    let answer = client::run(home, request, attachment, |line| eprintln!("{line}")).await?;
    // A closed pipe is the reader's choice.
    let _ = std::io::stdout().write_all(&answer.out);
    Ok(ExitCode::from(answer.exit))
}

/// Files are read by whoever names them, and named by where they are: the server may run elsewhere.
fn with_file(command: Command) -> Result<(Command, Vec<u8>), ServerError> {
    let io = |doing: &'static str| move |error: std::io::Error| ServerError::Io { doing, kind: error.kind() };
    match command {
        Command::Zones(ZonesCommand::Import(args)) => {
            let file = std::fs::read(&args.file).map_err(io("reading the file of zones"))?;
            Ok((Command::Zones(ZonesCommand::Import(args)), file))
        }
        Command::Backup { file } => {
            let file = std::path::absolute(file).map_err(io("naming the backup"))?;
            Ok((Command::Backup { file }, Vec::new()))
        }
        other => Ok((other, Vec::new())),
    }
}
