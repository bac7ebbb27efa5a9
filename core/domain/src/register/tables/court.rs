//! What became of case files: where they stand (the shape of 002 ¶19.5), and of those that reached the lawyers, how
//! the court decided and at what cost (¶19.8).

use std::collections::BTreeMap;

use super::{Base, Check, Column, Layout, Line, Row, RowsAre, Table, Unit, count};
use crate::register::act::{CourtOutcome, Verdict};
use crate::register::bucket::{Bucket, BucketKind as Kind};

const CASE_FILES: Layout = Layout {
    code: "case_files",
    rows_are: RowsAre::Offences,
    title: "Case files by offence and where they stand",
    shape_of: "002 ¶19.5",
    columns: &[
        ("referred_case_file", "Case file"),
        ("with_legal", "With legal"),
        ("at_court", "At court"),
        ("prosecuted", "Prosecuted"),
        ("out_of_court", "Out of court"),
        ("paid", "Paid"),
        ("withdrawn", "Withdrawn"),
        ("nfa", "No further action"),
        ("voided", "Voided"),
        ("under_investigation", "Sent back"),
    ],
    of: |line| match line.standing.kind() {
        Kind::ReferredCaseFile => "referred_case_file",
        Kind::WithLegal => "with_legal",
        Kind::AtCourt => "at_court",
        Kind::Prosecuted => "prosecuted",
        Kind::OutOfCourt => "out_of_court",
        Kind::Paid | Kind::PaidReduced | Kind::PaidLate => "paid",
        Kind::Withdrawn => "withdrawn",
        Kind::Nfa => "nfa",
        Kind::Voided => "voided",
        // Once referred, the payment period says nothing any more.
        Kind::UnderInvestigation | Kind::WithinPayment | Kind::Overdue | Kind::NoPaymentDue => {
            "under_investigation"
        }
    },
    paid_rate: false,
};

const LEGAL: Layout = Layout {
    code: "legal",
    rows_are: RowsAre::Offences,
    title: "Cases that reached the lawyers",
    shape_of: "002 ¶19.8",
    columns: &[
        ("waiting", "With legal"),
        ("at_court", "At court"),
        ("concluded", "Decided by a court"),
        ("otherwise", "Ended or sent back otherwise"),
    ],
    of: |line| match line.standing.kind() {
        Kind::WithLegal => "waiting",
        Kind::AtCourt => "at_court",
        Kind::Prosecuted => "concluded",
        _ => "otherwise",
    },
    paid_rate: false,
};

/// Notices that were ever referred for a case file, by offence.
#[must_use]
pub fn case_files(lines: &[Line<'_>], base: &Base) -> Table {
    let text = format!("{}, ever referred for a case file", base.text());
    let lines = lines.iter().filter(|line| line.standing.was_referred);
    count(lines, text, &CASE_FILES, |line| line.notice.code.clone())
}

/// Notices that were ever with the lawyers, by offence.
#[must_use]
pub fn legal(lines: &[Line<'_>], base: &Base) -> Table {
    let text = format!("{}, ever with the lawyers", base.text());
    let lines = lines.iter().filter(|line| line.standing.was_with_legal);
    count(lines, text, &LEGAL, |line| line.notice.code.clone())
}

/// What courts decided, with fines, costs and surcharges in pence.
#[must_use]
pub fn court_outcomes(lines: &[Line<'_>], base: &Base) -> Table {
    let mut rows: BTreeMap<Verdict, Sums> = BTreeMap::new();
    let mut total = Sums::default();
    for line in lines {
        if let Bucket::Prosecuted { outcome } = line.standing.bucket {
            rows.entry(outcome.verdict).or_default().add(&outcome);
            total.add(&outcome);
        }
    }
    let prosecuted = lines.iter().filter(|line| line.standing.kind() == Kind::Prosecuted).count();
    Table {
        code: "court_outcomes",
        rows_are: RowsAre::Words,
        title: "Court outcomes",
        shape_of: "002 ¶19.8",
        base: format!("{}, decided by a court", base.text()),
        columns: vec![
            Column { code: "cases", label: "Cases", unit: Unit::Notices },
            Column { code: "fine", label: "Fines", unit: Unit::Pence },
            Column { code: "costs", label: "Costs", unit: Unit::Pence },
            Column { code: "surcharge", label: "Victim surcharge", unit: Unit::Pence },
        ],
        checks: vec![Check {
            what: "prosecuted = sum of outcomes",
            one: i64::try_from(prosecuted).unwrap_or(i64::MAX),
            other: rows.values().map(|row| row.cases).sum(),
        }],
        rows: rows.iter().map(|(verdict, sums)| sums.row(label(*verdict))).collect(),
        total: total.row("Total"),
    }
}

#[derive(Default)]
struct Sums {
    cases: i64,
    fine: i64,
    costs: i64,
    surcharge: i64,
}

impl Sums {
    fn add(&mut self, outcome: &CourtOutcome) {
        self.cases += 1;
        self.fine = self.fine.saturating_add(outcome.fine);
        self.costs = self.costs.saturating_add(outcome.costs);
        self.surcharge = self.surcharge.saturating_add(outcome.surcharge);
    }

    fn row(&self, name: &str) -> Row {
        let cells = [self.cases, self.fine, self.costs, self.surcharge].map(Some).to_vec();
        Row { name: name.to_owned(), title: None, cells }
    }
}

fn label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::GuiltyPlea => "Guilty plea",
        Verdict::FoundGuilty => "Found guilty",
        Verdict::ProvedInAbsence => "Proved in absence",
        Verdict::ConditionalDischarge => "Conditional discharge",
        Verdict::AbsoluteDischarge => "Absolute discharge",
        Verdict::NotGuilty => "Not guilty",
        Verdict::Dismissed => "Dismissed",
        Verdict::Discontinued => "Withdrawn or discontinued",
    }
}
