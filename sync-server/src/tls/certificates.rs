//! Making the private CA and its leaves. P-256 throughout: every phone and tool checks it.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use beatbook_protocol::hash::Hash;
use beatbook_protocol::id::Id;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PublicKeyData, SanType, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use zeroize::Zeroizing;

use crate::error::ServerError;

const DAY_MS: i64 = 86_400_000;
/// A phone's clock may be this far behind when it first meets the server.
const BACKDATED_MS: i64 = 2 * DAY_MS;
const CA_DAYS: i64 = 3_653;
const LEAF_DAYS: i64 = 365;

/// SHA-256 of a public key as certificates carry it (SubjectPublicKeyInfo, DER).
pub type SpkiHash = Hash;

/// The server's own certificate authority.
#[derive(Debug, Clone)]
pub struct PrivateCa {
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
    /// Its key, PKCS #8 DER.
    pub key: Zeroizing<Vec<u8>>,
    name: String,
}

/// A leaf with its chain.
#[derive(Debug)]
pub struct Leaf {
    /// Leaf and CA, DER.
    pub chain: Vec<CertificateDer<'static>>,
    /// The leaf's key.
    pub key: PrivateKeyDer<'static>,
    /// When it ends, UTC milliseconds.
    pub until: i64,
}

fn failed<E>(doing: &'static str) -> impl Fn(E) -> ServerError {
    move |_| ServerError::Certificate { doing }
}

impl PrivateCa {
    /// Makes a CA for a server.
    ///
    /// # Errors
    /// [`ServerError::Certificate`].
    pub fn make(server: Id, now: i64) -> Result<Self, ServerError> {
        let doing = "making the certificate authority";
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed(doing))?;
        let name = ca_name(server);
        let params = ca_params(&name, now);
        let certificate = params.self_signed(&key).map_err(failed(doing))?;
        Ok(Self { certificate: certificate.der().to_vec(), key: Zeroizing::new(key.serialize_der()), name })
    }

    /// The CA as it was kept.
    #[must_use]
    pub fn kept(server: Id, certificate: Vec<u8>, key: Vec<u8>) -> Self {
        Self { certificate, key: Zeroizing::new(key), name: ca_name(server) }
    }

    /// What phones pin.
    ///
    /// # Errors
    /// [`ServerError::Certificate`].
    pub fn pin(&self) -> Result<SpkiHash, ServerError> {
        Ok(Hash::of(&[&self.key_pair()?.subject_public_key_info()]))
    }

    /// A leaf for these names and addresses, valid for a year from now.
    ///
    /// # Errors
    /// [`ServerError::Certificate`] for a name that is neither a DNS name nor an IP address.
    pub fn leaf(&self, names: &[String], now: i64) -> Result<Leaf, ServerError> {
        let doing = "making the server's certificate";
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed(doing))?;
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "Beatbook server");
        params.subject_alt_names = names
            .iter()
            .map(|name| match IpAddr::from_str(name) {
                Ok(address) => Ok(SanType::IpAddress(address)),
                Err(_) => name.as_str().try_into().map(SanType::DnsName).map_err(failed(doing)),
            })
            .collect::<Result<_, _>>()?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let until = now + LEAF_DAYS * DAY_MS;
        valid(&mut params, now - BACKDATED_MS, until);
        let issuer = Issuer::new(ca_params(&self.name, now), self.key_pair()?);
        let certificate = params.signed_by(&key, &issuer).map_err(failed(doing))?;
        Ok(Leaf {
            chain: vec![certificate.der().clone(), CertificateDer::from(self.certificate.clone())],
            key: PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            until,
        })
    }

    fn key_pair(&self) -> Result<KeyPair, ServerError> {
        let key = PrivatePkcs8KeyDer::from(self.key.as_slice());
        KeyPair::from_pkcs8_der_and_sign_algo(&key, &PKCS_ECDSA_P256_SHA256)
            .map_err(failed("reading the certificate authority's key"))
    }
}

fn ca_name(server: Id) -> String {
    format!("Beatbook CA of server {server}")
}

fn ca_params(name: &str, now: i64) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    valid(&mut params, now - BACKDATED_MS, now + CA_DAYS * DAY_MS);
    params
}

fn valid(params: &mut CertificateParams, from: i64, until: i64) {
    let date = |ms: i64| date_time_ymd(1970, 1, 1) + Duration::from_millis(ms.max(0).unsigned_abs());
    params.not_before = date(from);
    params.not_after = date(until);
}
