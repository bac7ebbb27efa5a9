//! What each team issued (002 ¶3.8 and ¶19.10–11 tell of one team each).

use super::{Base, Layout, Line, RowsAre, Table, count};
use crate::notices::number::NoticeNumber;
use crate::records::notice::content::NoticeKind;

const BY_TEAM: Layout = Layout {
    code: "paper_by_team",
    title: "Paper by the team of the officer who issued it",
    shape_of: "002 ¶3.8",
    rows_are: RowsAre::Teams,
    columns: &[
        ("penalties", "Fixed penalties"),
        ("cpw", "CP warnings"),
        ("cpn", "CP notices"),
        ("s59_warnings", "s59 warnings"),
        ("s59_seizures", "s59 seizures"),
        ("s77_directions", "s77 directions"),
    ],
    of: |line| match line.notice.kind {
        NoticeKind::Fpn => "penalties",
        NoticeKind::Cpw => "cpw",
        NoticeKind::Cpn => "cpn",
        NoticeKind::S59Warning => "s59_warnings",
        NoticeKind::S59Seizure => "s59_seizures",
        NoticeKind::S77Direction => "s77_directions",
    },
    paid_rate: false,
};

/// Paper of every kind, by what `team` says of its number.
#[must_use]
pub fn paper_by_team(lines: &[Line<'_>], base: &Base, team: impl Fn(&NoticeNumber) -> String) -> Table {
    count(lines, base.text(), &BY_TEAM, |line| team(&line.notice.number))
}
