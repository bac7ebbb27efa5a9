//! `init` and `restore`: a folder without a server becomes one.

use std::path::PathBuf;
use std::process::ExitCode;

use beatbook_server::admin::Refusal;
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_server::restore::{Erased, Source, restore as restore_into};
use beatbook_server::{Certificates, Setup};

use super::{InitArgs, RestoreArgs};

pub async fn init(home: &Home, init: InitArgs, json: bool) -> Result<ExitCode, Refusal> {
    let certificates = match init.certificate.zip(init.certificate_key) {
        Some((certificate, key)) => Certificates::Given { certificate, key },
        None => Certificates::Own { names: init.name },
    };
    let setup = Setup { address: init.address, certificates };
    beatbook_server::init(home, &setup, &Clock::system()).await?;
    let place = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
    let (key_file, database) = (place(home.key_file()), place(home.database()));
    if json {
        println!("{}", serde_json::json!({ "key_file": key_file, "database": database }));
        return Ok(ExitCode::SUCCESS);
    }
    println!("The server is made; phones will find it at {}.", setup.address);
    println!();
    println!("Keep a copy of this file in a place where neither the server nor its backups are:");
    println!("  {}", key_file.display());
    println!("With it the database and every backup can be read; without it nobody can read them, ever.");
    println!();
    println!("Next: authority add, officer add, zones import, serve, enrol; and `backup` every day.");
    Ok(ExitCode::SUCCESS)
}

pub fn restore(home: &Home, args: &RestoreArgs, json: bool) -> Result<ExitCode, Refusal> {
    let erased = match (&args.erasures, args.erasures_lost) {
        (Some(file), _) => Erased::WrittenIn(file.clone()),
        (None, true) => Erased::Lost,
        (None, false) => Erased::BesideBackup,
    };
    let source = Source { backup: args.file.clone(), key_file: args.key.clone(), erased };
    let restored = restore_into(home, &source, &Clock::system())?;
    if json {
        let said =
            serde_json::json!({ "generation": restored.generation, "erased_again": restored.erased_again });
        println!("{said}");
        return Ok(ExitCode::SUCCESS);
    }
    println!("The server is restored, in its generation {}.", restored.generation);
    println!("Bodies erased since the backup was made, and now erased again: {}.", restored.erased_again);
    println!("Phones offer by themselves what this backup does not have, as soon as they meet the server.");
    println!("Run `verify`, then `serve` at the address phones know. Never serve from the old folder again.");
    Ok(ExitCode::SUCCESS)
}
