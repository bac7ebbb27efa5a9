//! Why paper ended without a payment and without a court (the reasons of 002 ¶9.9, ¶19.4 and ¶19.9).

use super::{Base, Layout, Line, RowsAre, Table, count};
use crate::register::act::{NfaReason, OutOfCourt, VoidReason, WithdrawReason};
use crate::register::bucket::{Bucket, BucketKind as Kind};

const REASONS: Layout = Layout {
    code: "ended_by_reason",
    title: "Paper that ended without payment or court, by reason",
    shape_of: "002 ¶9.9",
    rows_are: RowsAre::Words,
    columns: &[
        ("nfa", "No further action"),
        ("voided", "Voided"),
        ("withdrawn", "Withdrawn"),
        ("out_of_court", "Out of court"),
    ],
    of: |line| match line.standing.kind() {
        Kind::Nfa => "nfa",
        Kind::Voided => "voided",
        Kind::Withdrawn => "withdrawn",
        Kind::OutOfCourt => "out_of_court",
        _ => "other",
    },
    paid_rate: false,
};

/// Paper of every kind that is not pursued, void, withdrawn or dealt with out of court, by reason.
#[must_use]
pub fn ended_by_reason(lines: &[Line<'_>], base: &Base) -> Table {
    let text = format!("{}, ended without payment or court", base.text());
    let ended = lines.iter().filter(|line| reason(&line.standing.bucket).is_some());
    count(ended, text, &REASONS, |line| reason(&line.standing.bucket).unwrap_or_default().to_owned())
}

/// Why it ended, if it did so.
fn reason(bucket: &Bucket) -> Option<&'static str> {
    Some(match bucket {
        Bucket::Nfa { reason } => match reason {
            NfaReason::UnableToTrace => "Unable to trace for legal action",
            NfaReason::NoRealisticProspect => "No realistic chance of a successful prosecution",
            NfaReason::PublicInterest => "Not in the public interest",
            NfaReason::JuvenileDiverted => "A young person was diverted",
            NfaReason::OutOfTime => "The time to prosecute is over",
        },
        Bucket::Voided { reason } => match reason {
            VoidReason::OfficerError => "Mistake of the officer",
            VoidReason::WrongZone => "Outside the order's area",
            VoidReason::WrongPerson => "Wrong person",
            VoidReason::Duplicate => "The conduct had a notice already",
            VoidReason::PrinterFailure => "The printer failed",
            VoidReason::Policy => POLICY,
            VoidReason::ByOfficer => BY_OFFICER,
        },
        Bucket::Withdrawn { reason } => match reason {
            WithdrawReason::Representations => "Representations accepted",
            WithdrawReason::Vulnerable => "Vulnerable or in need of support",
            WithdrawReason::Untraced => "Untraced",
            WithdrawReason::Policy => POLICY,
            WithdrawReason::ByOfficer => BY_OFFICER,
        },
        Bucket::OutOfCourt { how } => match how {
            OutOfCourt::Caution => "Caution",
            OutOfCourt::CommunityResolution => "Community resolution",
            OutOfCourt::Agreement => "Agreement",
        },
        _ => return None,
    })
}

const POLICY: &str = "The authority's policy";
const BY_OFFICER: &str = "The officer's own, in the notebook";
