//! Enrolling a notebook: the ticket an officer scans, and the one exchange that uses it.
//!
//! The phone makes its key, token and genesis first and sends them in one request, so a lost answer is
//! repaired by sending the same request again: the code belongs to that notebook from then on.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use thiserror::Error;

use crate::chain::SignedHead;
use crate::entry::Salt;
use crate::frame::decode_whole;
use crate::hash::Hash;
use crate::id::Id;
use crate::limits::NAME_MAX;
use crate::receipt::{KeyHandover, SignedReceipt};
use crate::sign::{PublicKey, Signature, SignatureError, SigningKey};

/// How the phone knows that it talks to its own server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Trust {
    /// The server's certificate must be issued by the CA with this SHA-256 of its public key.
    #[n(0)]
    PinnedCa(#[n(0)] Hash),
    /// Built-in public roots.
    #[n(1)]
    PublicRoots,
}

/// What the single-use code carries, shown as QR and text.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ticket {
    /// Where the server is: `https://host:port`.
    #[n(0)]
    pub address: String,
    /// How to know it.
    #[n(1)]
    pub trust: Trust,
    /// The server.
    #[n(2)]
    pub server: Id,
    /// Its receipt key.
    #[n(3)]
    pub receipt_key: PublicKey,
    /// The tenant.
    #[n(4)]
    pub authority: Id,
    /// The officer.
    #[n(5)]
    pub officer: Id,
    /// The secret, single-use, valid 15 minutes by the server's clock.
    #[n(6)]
    pub code: EnrolCode,
}

/// The 128-bit secret of a ticket. The server stores only its hash.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct EnrolCode(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

/// The 256-bit secret a notebook shows with every request. The server stores only its hash.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Token(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

impl EnrolCode {
    /// What the server stores.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(&[b"beatbook-enrol-code-1", &self.0])
    }
}

impl Token {
    /// What the server stores.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(&[b"beatbook-token-1", &self.0])
    }

    /// The value of the `Authorization` header: `Bearer` and 64 hexadecimal digits.
    #[must_use]
    pub fn to_bearer(&self) -> String {
        format!("Bearer {}", Hash::from_bytes(self.0))
    }

    /// Reads an `Authorization` header.
    #[must_use]
    pub fn from_bearer(value: &str) -> Option<Self> {
        let hex: Hash = value.strip_prefix("Bearer ")?.parse().ok()?;
        Some(Self(*hex.as_bytes()))
    }
}

impl core::fmt::Debug for EnrolCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("EnrolCode(secret)")
    }
}

impl core::fmt::Debug for Token {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Token(secret)")
    }
}

impl core::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Ticket(secret)")
    }
}

/// Why a text is not a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TicketError {
    /// Not a text of ours at all.
    #[error("this is not an enrolment code: it begins with BEATBOOK1")]
    NotATicket,
    /// Characters are missing or mistyped.
    #[error("the enrolment code is incomplete or mistyped: scan or paste it again")]
    Mistyped,
}

const TICKET_PREFIX: &str = "BEATBOOK1-";
const CHECK_LENGTH: usize = 4;

/// Crockford's base 32: no I, L, O or U to misread; reads lower case and the usual mix-ups.
fn base32() -> Result<data_encoding::Encoding, TicketError> {
    let mut spec = data_encoding::Specification::new();
    spec.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    spec.translate.from.push_str("abcdefghjkmnpqrstvwxyzIiLlOo");
    spec.translate.to.push_str("ABCDEFGHJKMNPQRSTVWXYZ111100");
    spec.ignore.push_str("- \n\r\t");
    spec.encoding().map_err(|_| TicketError::NotATicket)
}

impl Ticket {
    /// The text under the QR code: `BEATBOOK1-`, CBOR and a check in base 32.
    ///
    /// # Errors
    /// [`TicketError::NotATicket`] if the address is longer than a name may be.
    pub fn to_text(&self) -> Result<String, TicketError> {
        if self.address.chars().count() > NAME_MAX {
            return Err(TicketError::NotATicket);
        }
        let mut bytes = minicbor::to_vec(self).map_err(|_| TicketError::NotATicket)?;
        let check = Hash::of(&[b"beatbook-ticket-1", &bytes]);
        bytes.extend(check.as_bytes().iter().take(CHECK_LENGTH));
        Ok(format!("{TICKET_PREFIX}{}", base32()?.encode(&bytes)))
    }

    /// Reads the text again; blanks, line breaks, hyphens and letter case do not matter.
    ///
    /// # Errors
    /// A [`TicketError`] that says what to do.
    pub fn parse(text: &str) -> Result<Self, TicketError> {
        let text = text.trim();
        let rest = match text.get(..TICKET_PREFIX.len()) {
            Some(start) if start.eq_ignore_ascii_case(TICKET_PREFIX) => text.get(TICKET_PREFIX.len()..),
            _ => None,
        };
        let rest = rest.ok_or(TicketError::NotATicket)?;
        if rest.len() > 4_096 {
            return Err(TicketError::NotATicket);
        }
        let bytes = base32()?.decode(rest.as_bytes()).map_err(|_| TicketError::Mistyped)?;
        let split = bytes.len().checked_sub(CHECK_LENGTH).ok_or(TicketError::Mistyped)?;
        let (content, check) = bytes.split_at(split);
        if !Hash::of(&[b"beatbook-ticket-1", content]).as_bytes().starts_with(check) {
            return Err(TicketError::Mistyped);
        }
        let ticket: Self = decode_whole(content).map_err(|_| TicketError::NotATicket)?;
        if ticket.address.chars().count() > NAME_MAX { Err(TicketError::NotATicket) } else { Ok(ticket) }
    }
}

/// `POST /v1/enrol`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolRequest {
    /// Protocol versions the phone speaks.
    #[n(0)]
    pub versions: Vec<u16>,
    /// The ticket's secret.
    #[n(1)]
    pub code: EnrolCode,
    /// The secret of all later requests, made by the phone.
    #[n(2)]
    pub token: Token,
    /// The genesis entry's header.
    #[n(3)]
    pub genesis: ByteVec,
    /// Its salt.
    #[n(4)]
    pub salt: Salt,
    /// Its body.
    #[n(5)]
    pub body: ByteVec,
    /// Genesis signed with the key it holds: the phone owns that key.
    #[n(6)]
    pub head: SignedHead,
}

/// The answer: the notebook is enrolled, now or already by this very request.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolResponse {
    /// The version both speak.
    #[n(0)]
    pub version: u16,
    /// Covers genesis.
    #[n(1)]
    pub receipt: SignedReceipt,
    /// The authority's short code, for screens.
    #[n(2)]
    pub authority_code: String,
    /// The officer's public id, for screens.
    #[n(3)]
    pub officer_code: String,
    /// Receipt keys the server took up since its first, each signed by the one before; absent if it has but one.
    #[n(4)]
    pub receipt_keys: Option<Vec<KeyHandover>>,
}

const SUCCESSOR_PURPOSE: &str = "beatbook-successor-1";

/// `POST /v1/succeed`, with the former notebook's token as authorisation: a notebook that was restored,
/// copied or retired goes on in a new one, without a person at the server having to help at night.
///
/// The genesis' `continues` must name the notebook of the token; authority, officer and server stay the same.
/// The successor records from its first moment and asks whenever it meets a network. Asking twice is
/// answered twice. The answer is an [`crate::sync::EnrolAnswer`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SucceedRequest {
    /// Protocol versions the phone speaks.
    #[n(0)]
    pub versions: Vec<u16>,
    /// The secret of all later requests of the successor.
    #[n(1)]
    pub token: Token,
    /// The successor's genesis header.
    #[n(2)]
    pub genesis: ByteVec,
    /// Its salt.
    #[n(3)]
    pub salt: Salt,
    /// Its body.
    #[n(4)]
    pub body: ByteVec,
    /// Genesis signed with the successor's key.
    #[n(5)]
    pub head: SignedHead,
    /// The former notebook's word for it: its key over 'beatbook-successor-1' ‖ hash of the genesis header.
    #[n(6)]
    pub endorsement: Signature,
}

impl SucceedRequest {
    /// The former notebook's word for a successor's genesis.
    #[must_use]
    pub fn endorse(former: &SigningKey, genesis: Hash) -> Signature {
        former.sign(SUCCESSOR_PURPOSE, genesis.as_bytes())
    }

    /// Whether the former notebook really gave its word for this genesis.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn check_endorsement(&self, former: &PublicKey) -> Result<(), SignatureError> {
        let genesis = crate::entry::header_hash(&self.genesis);
        former.verify(SUCCESSOR_PURPOSE, genesis.as_bytes(), &self.endorsement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket() -> Ticket {
        Ticket {
            address: "https://beatbook.example:8443".to_owned(),
            trust: Trust::PinnedCa(Hash::of(&[b"ca"])),
            server: Id::from_bytes([1; 16]),
            receipt_key: SigningKey::from_seed(&[1; 32]).public(),
            authority: Id::from_bytes([2; 16]),
            officer: Id::from_bytes([3; 16]),
            code: EnrolCode([4; 16]),
        }
    }

    #[test]
    fn a_ticket_survives_paper_and_thumbs() {
        let text = ticket().to_text().unwrap();
        assert_eq!(Ticket::parse(&text), Ok(ticket()));
        let (left, right) = text.split_at(40);
        let typed = format!("  {}\n {}  ", left.to_lowercase(), right);
        assert_eq!(Ticket::parse(&typed), Ok(ticket()));
    }

    #[test]
    fn one_wrong_character_is_noticed() {
        let text = ticket().to_text().unwrap();
        for place in TICKET_PREFIX.len()..text.len() {
            let mut wrong = text.clone().into_bytes();
            wrong[place] = if wrong[place] == b'7' { b'8' } else { b'7' };
            assert!(Ticket::parse(std::str::from_utf8(&wrong).unwrap()).is_err(), "place {place}");
        }
        assert_eq!(Ticket::parse("hello"), Err(TicketError::NotATicket));
        assert_eq!(Ticket::parse(""), Err(TicketError::NotATicket));
        assert_eq!(Ticket::parse("BEATBOOK1-"), Err(TicketError::Mistyped));
        assert!(Ticket::parse(&text[..text.len() - 1]).is_err());
    }

    #[test]
    fn an_address_has_at_most_200_characters_written_and_read() {
        let long = |length| Ticket { address: "ä".repeat(length), ..ticket() };
        let text = long(200).to_text().unwrap();
        assert_eq!(Ticket::parse(&text), Ok(long(200)));
        assert_eq!(long(201).to_text(), Err(TicketError::NotATicket));
        // As somebody else's program might write it.
        let mut bytes = minicbor::to_vec(long(201)).unwrap();
        let check = Hash::of(&[b"beatbook-ticket-1", &bytes]);
        bytes.extend(&check.as_bytes()[..CHECK_LENGTH]);
        let text = format!("{TICKET_PREFIX}{}", base32().unwrap().encode(&bytes));
        assert_eq!(Ticket::parse(&text), Err(TicketError::NotATicket));
    }

    #[test]
    fn a_successor_needs_the_word_of_the_notebook_before_it() {
        let (former, own) = (SigningKey::from_seed(&[5; 32]), SigningKey::from_seed(&[6; 32]));
        let genesis = b"a genesis header".to_vec();
        let hash = crate::entry::header_hash(&genesis);
        let notebook = Id::from_bytes([7; 16]);
        let head = SignedHead::sign(notebook, crate::chain::ChainPoint { seq: 0, hash }, &own);
        let request = SucceedRequest {
            versions: vec![1],
            token: Token([1; 32]),
            genesis: genesis.into(),
            salt: Salt([2; 32]),
            body: b"{}".to_vec().into(),
            head,
            endorsement: SucceedRequest::endorse(&former, hash),
        };
        assert_eq!(request.check_endorsement(&former.public()), Ok(()));
        assert!(request.check_endorsement(&own.public()).is_err());
        let other = SucceedRequest { genesis: b"another".to_vec().into(), ..request.clone() };
        assert!(other.check_endorsement(&former.public()).is_err());
        let bytes = minicbor::to_vec(&request).unwrap();
        assert_eq!(decode_whole::<SucceedRequest>(&bytes), Ok(request));
    }

    #[test]
    fn secrets_are_never_printed_and_only_hashes_are_kept() {
        assert_eq!(format!("{:?} {:?}", ticket(), Token([9; 32])), "Ticket(secret) Token(secret)");
        let token = Token([9; 32]);
        assert_eq!(Token::from_bearer(&token.to_bearer()), Some(token));
        assert_eq!(Token::from_bearer("Basic 00"), None);
        assert_ne!(token.hash().as_bytes(), &token.0);
    }
}
