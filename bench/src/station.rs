//! A whole server in this process, over real TLS, with one authority: what phones of a figure meet.
//!
//! Everything is the server's own; only the folder is a scratch one and the names are invented.

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use beatbook_domain::zone::ZoneVersion;
use beatbook_domain::zones::import::ImportOptions;
use beatbook_protocol::enrol::Ticket;
use beatbook_protocol::id::Id;
use beatbook_server::auth::Purpose;
use beatbook_server::clock::Clock;
use beatbook_server::home::Home;
use beatbook_server::store::Officer;
use beatbook_server::zones::{self, ZonesRequest};
use beatbook_server::{Certificates, Config, RunningServer, Server, Setup, init};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A running server with one authority. Dropping it stops it and removes its folder.
pub struct Station {
    // Dropped in this order: the server before the threads it runs on and the folder it writes to.
    server: RunningServer,
    runtime: Runtime,
    folder: TempDir,
    authority: Id,
}

impl Station {
    /// Makes and starts one below `scratch`.
    ///
    /// # Errors
    /// What the server says.
    pub fn begin(scratch: &Path) -> Result<Self, Box<dyn Error>> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let folder = tempfile::tempdir_in(scratch)?;
        let home = folder.path().join("server");
        let setup = Setup {
            address: "https://127.0.0.1:0".to_owned(),
            certificates: Certificates::Own { names: Vec::new() },
        };
        let (server, authority) = runtime.block_on(async {
            let clock = Clock::system();
            init(&Home::at(&home), &setup, &clock).await?;
            let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
            let server = Server::start(Config { home: home.clone(), listen, clock }).await?;
            let service = server.service();
            let authority = service.store().add_authority(service.keyholder(), "MDW", "Measured").await?;
            Ok::<_, Box<dyn Error>>((server, authority.id))
        })?;
        Ok(Self { server, runtime, folder, authority })
    }

    /// The server.
    #[must_use]
    pub fn server(&self) -> &RunningServer {
        &self.server
    }

    /// Its one authority.
    #[must_use]
    pub fn authority(&self) -> Id {
        self.authority
    }

    /// Where the server's files are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs something on the server's own threads.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Starts something on the server's own threads.
    #[must_use]
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Loads zones that are in force from before any simulated shift.
    ///
    /// # Errors
    /// What the import says.
    pub fn import_zones(&self, zones: &[ZoneVersion]) -> Result<(), Box<dyn Error>> {
        let service = self.server.service();
        let scope = service.keyholder().scope(self.authority, Purpose::Administration);
        let imported = self.block_on(zones::import(
            &**service.store(),
            service.briefings(),
            &scope,
            geojson(zones).to_string().into_bytes(),
            ImportOptions::at(LONG_AGO),
            ZonesRequest { retroactive: None, dry_run: false },
            |_| {},
        ))?;
        if imported.published { Ok(()) } else { Err("the zones were not published".into()) }
    }

    /// An enrolment code for a new officer; phones reach the server at `port`, its own or a relay's.
    ///
    /// # Errors
    /// What the server says.
    pub fn ticket(&self, code: &str, port: Option<u16>) -> Result<Ticket, Box<dyn Error>> {
        let service = self.server.service();
        let scope = service.keyholder().scope(self.authority, Purpose::Administration);
        let mut random = [0; 10];
        random.iter_mut().zip(code.bytes()).for_each(|(byte, letter)| *byte = letter);
        let id = Id::v7(u64::try_from(service.clock().now())?, random);
        let officer =
            Officer { id, code: code.to_owned(), name: format!("Officer {code}"), team: "A".to_owned() };
        self.block_on(service.store().put_officer(&scope, officer))?;
        let mut ticket = self.block_on(self.server.ticket(self.authority, id))?;
        if let Some(port) = port {
            ticket.address = format!("https://127.0.0.1:{port}");
        }
        Ok(ticket)
    }

    /// Derives whatever waits to be derived.
    ///
    /// # Errors
    /// What the server says.
    pub fn derive(&self) -> Result<(), Box<dyn Error>> {
        Ok(self.block_on(self.server.jobs().clear())?)
    }
}

/// 2025-01-01T00:00:00Z: before every simulated shift.
const LONG_AGO: i64 = 1_735_689_600_000;

fn geojson(zones: &[ZoneVersion]) -> Value {
    let ring = |ring: &beatbook_domain::geometry::Ring| {
        let corners = ring.0.iter().chain(ring.0.first());
        let corners: Vec<Value> =
            corners.map(|corner| json!([corner.lon_degrees(), corner.lat_degrees()])).collect();
        Value::from(corners)
    };
    let features: Vec<Value> = zones
        .iter()
        .map(|zone| {
            let polygons: Vec<Value> = zone
                .geometry
                .0
                .iter()
                .map(|polygon| std::iter::once(&polygon.shell).chain(&polygon.holes).map(ring).collect())
                .collect();
            json!({
                "type": "Feature",
                "properties": {
                    "code": zone.code, "name": zone.name, "kind": zone.kind,
                    "illustrative": true,
                },
                "geometry": { "type": "MultiPolygon", "coordinates": polygons },
            })
        })
        .collect();
    json!({ "type": "FeatureCollection", "features": features })
}
