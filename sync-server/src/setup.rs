//! Making a server: key file, database, certificate authority, address. Done once, by `init`.

use std::path::PathBuf;

use beatbook_protocol::enrol::Trust;
use beatbook_protocol::limits::NAME_MAX;

use crate::auth::Keyholder;
use crate::clock::Clock;
use crate::error::{Fault, ServerError};
use crate::home::Home;
use crate::store::Store;
use crate::tls::{PrivateCa, TlsSource};

const ADDRESS: &str = "address";
const NAMES: &str = "tls.names";
const CA_CERTIFICATE: &str = "tls.ca_certificate";
const CA_KEY: &str = "tls.ca_key";
const GIVEN_CERTIFICATE: &str = "tls.given_certificate";
const GIVEN_KEY: &str = "tls.given_key";

/// What `init` is told.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Where phones find the server: `https://host:port`. Port 0 stands for whatever port it listens at.
    pub address: String,
    /// Where certificates come from.
    pub certificates: Certificates,
}

/// Where certificates come from.
#[derive(Debug, Clone)]
pub enum Certificates {
    /// The server's own CA, for the host of the address and these further names.
    Own {
        /// Further DNS names and IP addresses.
        names: Vec<String>,
    },
    /// PEM files by a public authority.
    Given {
        /// Leaf first, then what leads to a root.
        certificate: PathBuf,
        /// The leaf's key.
        key: PathBuf,
    },
}

/// Makes a server in a folder.
///
/// # Errors
/// [`ServerError::AlreadyInitialised`], [`ServerError::Refused`] for an address that is none,
/// [`ServerError::Certificate`], [`ServerError::Io`].
pub async fn init(home: &Home, setup: &Setup, clock: &Clock) -> Result<(), ServerError> {
    let host = host_of(&setup.address)?;
    let mut settings = vec![(ADDRESS.to_owned(), setup.address.clone().into_bytes())];
    let source = match &setup.certificates {
        Certificates::Own { names } => {
            let names: Vec<String> = std::iter::once(&host).chain(names).cloned().collect();
            let json =
                serde_json::to_vec(&names).map_err(|_| Fault::Format { what: "the server's names" })?;
            settings.push((NAMES.to_owned(), json));
            None
        }
        Certificates::Given { certificate, key } => {
            let absolute = |path: &PathBuf| {
                path.canonicalize().map_err(ServerError::io("looking for the certificate and its key"))
            };
            let (certificate, key) = (absolute(certificate)?, absolute(key)?);
            let text = |path: &PathBuf| path.to_string_lossy().into_owned().into_bytes();
            settings.push((GIVEN_CERTIFICATE.to_owned(), text(&certificate)));
            settings.push((GIVEN_KEY.to_owned(), text(&key)));
            let source = TlsSource::Given { certificate, key };
            crate::tls::TlsIdentity::new(source.clone(), clock.now())?;
            Some(source)
        }
    };
    home.create(clock)?;
    let (store, keyholder) = home.open(clock)?;
    if source.is_none() {
        let ca = PrivateCa::make(store.identity().await?.server, clock.now())?;
        settings.push((CA_CERTIFICATE.to_owned(), ca.certificate.clone()));
        settings.push((CA_KEY.to_owned(), ca.key.to_vec()));
    }
    store.put_settings(&keyholder, settings).await?;
    // Proves that certificates can be made for these names, while somebody is there to correct them.
    crate::tls::TlsIdentity::new(tls_source(&store, &keyholder).await?, clock.now())?;
    Ok(())
}

/// The host in `https://host:port`.
fn host_of(address: &str) -> Result<String, ServerError> {
    let wrong = || {
        ServerError::refused(
            "address",
            "the address must be https://NAME:PORT, as phones reach it, such as https://beatbook.example:8443",
        )
    };
    let rest = address.strip_prefix("https://").ok_or_else(wrong)?;
    let (host, port) = rest.rsplit_once(':').unwrap_or((rest, "443"));
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
    if plain && port.parse::<u16>().is_ok() && address.chars().count() <= NAME_MAX {
        Ok(host.to_owned())
    } else {
        Err(wrong())
    }
}

/// The address phones use, with the port the server really listens at.
///
/// # Errors
/// The store's.
pub async fn address(store: &dyn Store, keyholder: &Keyholder, port: u16) -> Result<String, ServerError> {
    let address = text(store, keyholder, ADDRESS).await?;
    Ok(match address.strip_suffix(":0") {
        Some(host) => format!("{host}:{port}"),
        None => address,
    })
}

/// How phones know the server.
///
/// # Errors
/// The store's, [`ServerError::Certificate`].
pub async fn trust(store: &dyn Store, keyholder: &Keyholder) -> Result<Trust, ServerError> {
    match tls_source(store, keyholder).await? {
        TlsSource::Own { ca, .. } => Ok(Trust::PinnedCa(ca.pin()?)),
        TlsSource::Given { .. } => Ok(Trust::PublicRoots),
    }
}

/// Where the server's certificates come from.
///
/// # Errors
/// The store's; [`Fault::Damaged`] if `init` did not finish.
pub async fn tls_source(store: &dyn Store, keyholder: &Keyholder) -> Result<TlsSource, ServerError> {
    if let Some(certificate) = store.setting(keyholder, GIVEN_CERTIFICATE).await? {
        let path = |bytes: Vec<u8>| PathBuf::from(String::from_utf8_lossy(&bytes).into_owned());
        let key = store.setting(keyholder, GIVEN_KEY).await?.ok_or(UNFINISHED)?;
        return Ok(TlsSource::Given { certificate: path(certificate), key: path(key) });
    }
    let certificate = store.setting(keyholder, CA_CERTIFICATE).await?.ok_or(UNFINISHED)?;
    let key = store.setting(keyholder, CA_KEY).await?.ok_or(UNFINISHED)?;
    let names = store.setting(keyholder, NAMES).await?.ok_or(UNFINISHED)?;
    let names = serde_json::from_slice(&names).map_err(|_| UNFINISHED)?;
    let ca = PrivateCa::kept(store.identity().await?.server, certificate, key);
    Ok(TlsSource::Own { ca, names })
}

const UNFINISHED: Fault = Fault::Damaged { what: "set-up: run `init` again in an empty folder" };

async fn text(store: &dyn Store, keyholder: &Keyholder, name: &str) -> Result<String, ServerError> {
    let bytes = store.setting(keyholder, name).await?.ok_or(UNFINISHED)?;
    Ok(String::from_utf8(bytes).map_err(|_| UNFINISHED)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_what_a_phone_can_reach() {
        assert_eq!(host_of("https://beatbook.example:8443").unwrap(), "beatbook.example");
        assert_eq!(host_of("https://beatbook.example").unwrap(), "beatbook.example");
        assert_eq!(host_of("https://[::1]:8443").unwrap(), "::1");
        for wrong in ["beatbook.example:8443", "http://x:1", "https://", "https://x:99999", "https://a b:1"] {
            assert!(host_of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_of_200_characters_still_fits_a_ticket_and_one_more_is_refused() {
        let long = |length: usize| format!("https://{}:8443", "x".repeat(length - "https://:8443".len()));
        assert_eq!(long(200).len(), 200);
        assert_eq!(host_of(&long(200)).unwrap().len(), 187);
        assert!(host_of(&long(201)).is_err());
    }
}
