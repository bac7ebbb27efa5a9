//! Community protection: warnings and notices together (the shape of 002 ¶3.8), and each by conduct (¶19.10, ¶19.11).

use super::{Base, Layout, Line, RowsAre, Table, count};
use crate::records::notice::content::NoticeKind;
use crate::register::bucket::BucketKind as Kind;
use crate::register::protection::{Protection, ProtectionStatus as Status};

const TOGETHER: Layout = Layout {
    code: "warnings_and_notices",
    rows_are: RowsAre::Words,
    title: "Community protection warnings and notices",
    shape_of: "002 ¶3.8",
    columns: &[
        ("standing", "Standing"),
        ("varied", "Varied by a court"),
        ("appealed", "Under appeal"),
        ("complied", "Complied with"),
        ("breached", "Breached"),
        ("quashed", "Quashed"),
        ("discharged", "Discharged"),
        ("withdrawn", "Withdrawn"),
        ("voided", "Voided"),
    ],
    of: |line| match (line.standing.kind(), line.standing.protection.as_ref().map(Protection::status)) {
        (Kind::Withdrawn, _) => "withdrawn",
        (Kind::Voided, _) => "voided",
        (_, Some(Status::Appealed)) => "appealed",
        (_, Some(Status::Complied)) => "complied",
        (_, Some(Status::Breached)) => "breached",
        (_, Some(Status::Varied)) => "varied",
        (_, Some(Status::Quashed)) => "quashed",
        (_, Some(Status::Discharged)) => "discharged",
        (_, Some(Status::Issued) | None) => "standing",
    },
    paid_rate: false,
};

const WARNINGS: Layout = Layout {
    code: "warnings_by_conduct",
    rows_are: RowsAre::Conducts,
    title: "Community protection warnings by conduct",
    shape_of: "002 ¶19.10",
    columns: &[
        ("standing", "Standing"),
        ("complied", "Complied with"),
        ("breached", "Breached"),
        ("discharged", "Discharged"),
        ("withdrawn", "Withdrawn"),
        ("voided", "Voided"),
    ],
    ..TOGETHER
};

const NOTICES: Layout = Layout {
    code: "notices_by_conduct",
    rows_are: RowsAre::Conducts,
    title: "Community protection notices by conduct",
    shape_of: "002 ¶19.11",
    ..TOGETHER
};

/// Warnings and notices.
#[must_use]
pub fn warnings_and_notices(lines: &[Line<'_>], base: &Base) -> Table {
    let lines = lines.iter().filter(|line| matches!(line.notice.kind, NoticeKind::Cpw | NoticeKind::Cpn));
    count(lines, base.text(), &TOGETHER, |line| {
        let name = if line.notice.kind == NoticeKind::Cpw { "Warnings" } else { "Notices" };
        name.to_owned()
    })
}

/// Warnings, or notices, by conduct.
#[must_use]
pub fn conduct(lines: &[Line<'_>], base: &Base, warnings: bool) -> Table {
    let (kind, layout) = if warnings { (NoticeKind::Cpw, &WARNINGS) } else { (NoticeKind::Cpn, &NOTICES) };
    let lines = lines.iter().filter(|line| line.notice.kind == kind);
    count(lines, base.text(), layout, |line| line.notice.code.clone())
}
