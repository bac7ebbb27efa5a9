//! Community protection: warnings and notices together (the shape of 002 ¶3.8), and each by conduct (¶19.10, ¶19.11).

use super::{Base, Layout, Line, Table, count};
use crate::records::notice::content::NoticeKind;
use crate::register::bucket::BucketKind as Kind;

const TOGETHER: Layout = Layout {
    code: "warnings_and_notices",
    title: "Community protection warnings and notices",
    shape_of: "002 ¶3.8",
    columns: &[("standing", "Standing"), ("withdrawn", "Withdrawn"), ("voided", "Voided")],
    of: |kind| match kind {
        Kind::Withdrawn => "withdrawn",
        Kind::Voided => "voided",
        _ => "standing",
    },
    paid_rate: false,
};

const WARNINGS: Layout = Layout {
    code: "warnings_by_conduct",
    title: "Community protection warnings by conduct",
    shape_of: "002 ¶19.10",
    ..TOGETHER
};

const NOTICES: Layout = Layout {
    code: "notices_by_conduct",
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
