//! Fixed penalties: by order (the shape of 002 ¶9.9), by offence (¶19.4), and for community protection notices
//! that were not complied with (¶19.12).

use super::{Base, Layout, Line, RowsAre, Table, count};
use crate::records::notice::content::NoticeKind;
use crate::register::bucket::BucketKind as Kind;

/// The offence row of a community protection notice not complied with.
pub const CPN_OFFENCE: &str = "CPN";

const BY_ORDER: Layout = Layout {
    code: "penalties_by_order",
    rows_are: RowsAre::Orders,
    title: "Fixed penalty notices under orders",
    shape_of: "002 ¶9.9",
    columns: &[
        ("paid", "Paid"),
        ("nfa", "No further action"),
        ("within_payment", "Within payment period"),
        ("under_investigation", "Under investigation"),
        ("voided", "Voided"),
        ("legal", "Legal"),
        ("other", "Other"),
    ],
    of: |line| match line.standing.kind() {
        Kind::Paid | Kind::PaidReduced | Kind::PaidLate => "paid",
        Kind::Nfa => "nfa",
        Kind::WithinPayment => "within_payment",
        Kind::Overdue | Kind::UnderInvestigation => "under_investigation",
        Kind::Voided => "voided",
        Kind::ReferredCaseFile | Kind::WithLegal | Kind::AtCourt => "legal",
        Kind::Withdrawn | Kind::Prosecuted | Kind::OutOfCourt | Kind::NoPaymentDue => "other",
    },
    paid_rate: true,
};

const BY_OFFENCE: Layout = Layout {
    code: "penalties_by_offence",
    rows_are: RowsAre::Offences,
    title: "Fixed penalty notices by offence",
    shape_of: "002 ¶19.4",
    columns: &[
        ("paid", "Paid"),
        ("voided", "Voided"),
        ("within_payment", "Within payment period"),
        ("under_investigation", "Further investigation"),
        ("referred_case_file", "Referred to case file"),
        ("with_legal", "With legal"),
        ("at_court", "At court"),
        ("prosecuted", "Prosecuted"),
        ("nfa", "No further action"),
        ("withdrawn", "Withdrawn"),
        ("out_of_court", "Out of court"),
        ("other", "Other"),
    ],
    of: |line| match line.standing.kind() {
        Kind::Paid | Kind::PaidReduced | Kind::PaidLate => "paid",
        Kind::Voided => "voided",
        Kind::WithinPayment => "within_payment",
        Kind::Overdue | Kind::UnderInvestigation => "under_investigation",
        Kind::ReferredCaseFile => "referred_case_file",
        Kind::WithLegal => "with_legal",
        Kind::AtCourt => "at_court",
        Kind::Prosecuted => "prosecuted",
        Kind::Nfa => "nfa",
        Kind::Withdrawn => "withdrawn",
        Kind::OutOfCourt => "out_of_court",
        Kind::NoPaymentDue => "other",
    },
    paid_rate: true,
};

const CPN: Layout = Layout {
    code: "cpn_penalties",
    title: "Fixed penalty notices for breach of community protection notices",
    shape_of: "002 ¶19.12",
    ..BY_OFFENCE
};

fn is_penalty(line: &&Line<'_>) -> bool {
    line.notice.kind == NoticeKind::Fpn
}

/// Notices under an order, by order.
#[must_use]
pub fn penalties_by_order(lines: &[Line<'_>], base: &Base) -> Table {
    let lines = lines.iter().filter(is_penalty).filter(|line| line.notice.order.is_some());
    count(lines, base.text(), &BY_ORDER, |line| line.notice.order.clone().unwrap_or_default())
}

/// Notices of all kinds with a penalty, by offence.
#[must_use]
pub fn penalties_by_offence(lines: &[Line<'_>], base: &Base) -> Table {
    count(lines.iter().filter(is_penalty), base.text(), &BY_OFFENCE, |line| line.notice.code.clone())
}

/// Notices for breach of a community protection notice.
#[must_use]
pub fn cpn_penalties(lines: &[Line<'_>], base: &Base) -> Table {
    let lines = lines.iter().filter(is_penalty).filter(|line| line.notice.code == CPN_OFFENCE);
    count(lines, base.text(), &CPN, |line| line.notice.code.clone())
}
