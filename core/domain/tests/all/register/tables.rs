//! The council's tables from our register: those that add up come out as printed, those that do not cannot.

use std::collections::BTreeSet;

use beatbook_domain::register::tables::{
    Base, RowsAre, Table, Unit, case_files, conduct, court_outcomes, cpn_penalties, deadlines,
    ended_by_reason, legal, lines, paper_by_team, penalties_by_offence, penalties_by_order,
    warnings_and_notices,
};
use beatbook_domain::register::{
    Act, AppealOutcome, Case, CourtOutcome, IssuedNotice, NfaReason, OutOfCourt, Register, Verdict,
    VoidReason, WithdrawReason,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::support::{decide, fpn, number, paid, protection, warning};

const AS_AT: Date = date(2025, 10, 31);
const YEAR: Base = Base { from: date(2024, 11, 1), to: AS_AT, as_at: AS_AT };
/// So early that the last day to prosecute is long over; and within the payment period.
const LONG_AGO: Date = date(2025, 3, 3);
const LATELY: Date = date(2025, 10, 20);

/// What became of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Paid,
    Reduced,
    Late,
    Nfa,
    Within,
    Overdue,
    Investigated,
    Referred,
    Legal,
    Court,
    Prosecuted(Verdict),
    Voided,
    Withdrawn,
    OutOfCourt,
}

fn issue(register: &mut Register, notice: IssuedNotice) -> &mut Case {
    let number = notice.number.clone();
    register.issue(notice).unwrap();
    register.case_mut(&number).unwrap()
}

/// Issues so many notices of an offence with this fate.
fn notices(register: &mut Register, code: &str, how_many: usize, fate: Fate) {
    for _ in 0..how_many {
        let serial = u32::try_from(register.cases().count()).unwrap() + 1;
        let issued = if fate == Fate::Within { LATELY } else { LONG_AGO };
        let case = issue(register, fpn(serial, code, issued));
        live(case, fate);
    }
}

fn live(case: &mut Case, fate: Fate) {
    let (day, later) = (date(2025, 4, 10), date(2025, 5, 10));
    let mut all = |acts: &[Act]| acts.iter().for_each(|act| decide(case, day, *act));
    match fate {
        Fate::Within | Fate::Overdue => {}
        Fate::Paid => case.pay(paid(10_000, date(2025, 3, 20))),
        Fate::Reduced => case.pay(paid(7_500, date(2025, 3, 10))),
        Fate::Late => case.pay(paid(10_000, later)),
        Fate::Nfa => all(&[Act::Nfa { reason: NfaReason::UnableToTrace }]),
        Fate::Investigated => all(&[Act::Investigate]),
        Fate::Referred => all(&[Act::Refer]),
        Fate::Legal => all(&[Act::Refer, Act::ToLegal]),
        Fate::Court => all(&[Act::Refer, Act::ToLegal, Act::ToCourt]),
        Fate::Prosecuted(verdict) => {
            all(&[Act::Refer, Act::ToLegal, Act::ToCourt]);
            let fine = if verdict.may_fine() { 22_000 } else { 0 };
            let surcharge = if verdict.may_surcharge() { 8_800 } else { 0 };
            let outcome = CourtOutcome { verdict, decided: later, fine, costs: 30_000, surcharge };
            decide(case, later, Act::Prosecuted { outcome });
        }
        Fate::Voided => all(&[Act::Void { reason: VoidReason::OfficerError }]),
        Fate::Withdrawn => {
            all(&[Act::Refer, Act::Withdraw { reason: WithdrawReason::Untraced, told: Some(day) }]);
        }
        Fate::OutOfCourt => all(&[Act::Refer, Act::OutOfCourt { how: OutOfCourt::Caution }]),
    }
}

fn sums(table: &Table, columns: &[&str]) -> Vec<i64> {
    columns.iter().map(|column| table.sum(column).unwrap()).collect()
}

#[test]
fn seventy_one_alcohol_notices_as_in_the_report_of_2025() {
    // 002 ¶9.9: 71 = 39 paid + 12 no further action + 2 within 28 days + 18 under investigation.
    let mut register = Register::default();
    for (how_many, fate) in [
        (30, Fate::Paid),
        (6, Fate::Reduced),
        (3, Fate::Late),
        (12, Fate::Nfa),
        (2, Fate::Within),
        (11, Fate::Overdue),
        (7, Fate::Investigated),
    ] {
        notices(&mut register, "PSPO-A", how_many, fate);
    }
    let table = penalties_by_order(&lines(&register, &YEAR), &YEAR);
    let columns =
        ["issued", "paid", "nfa", "within_payment", "under_investigation", "voided", "legal", "other"];
    assert_eq!(sums(&table, &columns), [71, 39, 12, 2, 18, 0, 0, 0]);
    assert_eq!(table.sum("paid_rate"), Some(549), "54.9 %");
    assert_eq!(table.base, "issued 1 Nov 2024–31 Oct 2025, status as at 31 Oct 2025");
    assert!(table.adds_up());
    // The same register as at an earlier day.
    let spring = Base { as_at: date(2025, 3, 31), ..YEAR };
    let then = penalties_by_order(&lines(&register, &spring), &spring);
    assert_eq!(sums(&then, &columns), [69, 36, 0, 33, 0, 0, 0, 0]);
}

#[test]
fn penalties_by_offence_as_in_the_report_of_2025() {
    // 002 ¶19.4, issued and paid: 17/9, 46/23, 7/5, 32/17.
    let mut register = Register::default();
    for (code, issued, paid) in [("LIT", 17, 9), ("WDOC", 46, 23), ("FLY", 7, 5), ("HDC", 32, 17)] {
        notices(&mut register, code, paid, Fate::Paid);
        let rest = issued - paid;
        notices(&mut register, code, rest / 2, Fate::Voided);
        notices(&mut register, code, rest - rest / 2, Fate::Referred);
    }
    let table = penalties_by_offence(&lines(&register, &YEAR), &YEAR);
    for (code, issued, paid) in [("LIT", 17, 9), ("WDOC", 46, 23), ("FLY", 7, 5), ("HDC", 32, 17)] {
        assert_eq!((table.at(code, "issued"), table.at(code, "paid")), (Some(issued), Some(paid)));
    }
    assert_eq!(table.sum("issued"), Some(102));
    assert!(table.adds_up());
}

#[test]
fn case_files_and_outcomes_come_from_the_same_notices() {
    // 002 ¶19.8: 51 = 5 + 40 + 6, and the 40 outcomes 6 + 2 + 14 + 1 + 5 + 7 + 4 + 1.
    let outcomes = [
        (6, Verdict::GuiltyPlea),
        (2, Verdict::FoundGuilty),
        (14, Verdict::ProvedInAbsence),
        (1, Verdict::ConditionalDischarge),
        (5, Verdict::AbsoluteDischarge),
        (7, Verdict::NotGuilty),
        (4, Verdict::Dismissed),
        (1, Verdict::Discontinued),
    ];
    let mut register = Register::default();
    notices(&mut register, "LIT", 5, Fate::Legal);
    notices(&mut register, "LIT", 6, Fate::Court);
    for (how_many, verdict) in outcomes {
        notices(&mut register, "LIT", how_many, Fate::Prosecuted(verdict));
    }
    notices(&mut register, "LIT", 3, Fate::Referred);
    notices(&mut register, "LIT", 9, Fate::Paid);
    let lines = lines(&register, &YEAR);
    let files = case_files(&lines, &YEAR);
    assert_eq!(sums(&files, &["issued", "referred_case_file", "with_legal", "at_court"]), [54, 3, 5, 6]);
    assert!(files.base.ends_with("ever referred for a case file"));
    let legal = legal(&lines, &YEAR);
    assert_eq!(sums(&legal, &["issued", "waiting", "at_court", "concluded", "otherwise"]), [51, 5, 6, 40, 0]);
    let decided = court_outcomes(&lines, &YEAR);
    assert_eq!(sums(&decided, &["cases", "fine", "costs", "surcharge"]), [40, 484_000, 1_200_000, 202_400]);
    assert_eq!(decided.at("Proved in absence", "cases"), Some(14));
    assert!(files.adds_up() && legal.adds_up() && decided.adds_up());
}

#[test]
fn warnings_and_notices_by_conduct() {
    // 002 ¶3.8: 86 warnings and 27 notices; ¶19.10 by conduct.
    let mut register = Register::default();
    for serial in 1..=86 {
        let conduct = if serial <= 60 { "untidy_land" } else { "fly_posting" };
        issue(&mut register, warning(serial, conduct, LONG_AGO));
    }
    for serial in 101..=127 {
        issue(&mut register, protection(serial, "untidy_land", LONG_AGO));
    }
    let appeal = Act::Appealed { lodged: LONG_AGO, late_allowed: false };
    for serial in 101..=104 {
        decide(register.case_mut(&number(serial)).unwrap(), LONG_AGO, appeal);
    }
    let quashed = Act::AppealDecided { decided: LONG_AGO, outcome: AppealOutcome::Quashed };
    decide(register.case_mut(&number(101)).unwrap(), LONG_AGO, quashed);
    decide(
        register.case_mut(&number(1)).unwrap(),
        date(2025, 4, 1),
        Act::Void { reason: VoidReason::PrinterFailure },
    );
    let lines = lines(&register, &YEAR);
    let together = warnings_and_notices(&lines, &YEAR);
    assert_eq!((together.at("Warnings", "issued"), together.at("Notices", "issued")), (Some(86), Some(27)));
    assert_eq!(together.at("Warnings", "voided"), Some(1));
    let warnings = conduct(&lines, &YEAR, true);
    assert_eq!(warnings.at("fly_posting", "issued"), Some(26));
    let notices = conduct(&lines, &YEAR, false);
    assert_eq!(sums(&notices, &["issued", "standing", "appealed", "quashed"]), [27, 23, 3, 1]);
    assert!(notices.adds_up() && together.adds_up());
    // In the summer: two warnings were heeded and one was not; one notice is varied, one breached.
    let breached = Act::Breached { seen: LONG_AGO };
    let varied = Act::AppealDecided { decided: LONG_AGO, outcome: AppealOutcome::Varied };
    for (serial, act) in
        [(2, Act::Complied), (3, Act::Complied), (4, breached), (102, varied), (105, breached)]
    {
        decide(register.case_mut(&number(serial)).unwrap(), date(2025, 7, 1), act);
    }
    let lines = beatbook_domain::register::tables::lines(&register, &YEAR);
    let (together, warnings) = (warnings_and_notices(&lines, &YEAR), conduct(&lines, &YEAR, true));
    let (notices, states) = (conduct(&lines, &YEAR, false), ["issued", "standing", "complied", "breached"]);
    assert_eq!(sums(&warnings, &states), [86, 82, 2, 1], "and one is void");
    assert_eq!(sums(&notices, &["issued", "standing", "varied", "appealed", "breached"]), [27, 22, 1, 2, 1]);
    assert_eq!(sums(&together, &states), [113, 104, 2, 2]);
    for table in [&together, &warnings, &notices] {
        assert!(table.adds_up());
        // What a reader adds up on paper: the columns that are printed, row by row.
        for row in table.rows.iter().chain([&table.total]) {
            let [issued, columns @ ..] = &row.cells[..] else { panic!("no columns") };
            assert_eq!(columns.iter().flatten().sum::<i64>(), issued.unwrap(), "{}", table.code);
        }
    }
    assert_eq!(penalties_by_offence(&lines, &YEAR).sum("issued"), Some(0));
    assert_eq!(penalties_by_offence(&lines, &YEAR).sum("paid_rate"), None, "no rate of nothing");
}

#[test]
fn why_paper_ended_without_payment_or_court() {
    // 002 ¶9.9: twelve, "unable to trace for legal action, no realistic chance of a successful prosecution".
    let mut register = Register::default();
    notices(&mut register, "PSPO-A", 3, Fate::Paid);
    notices(&mut register, "PSPO-A", 7, Fate::Nfa);
    notices(&mut register, "LIT", 4, Fate::Voided);
    notices(&mut register, "LIT", 2, Fate::Withdrawn);
    notices(&mut register, "LIT", 1, Fate::OutOfCourt);
    let hopeless = Act::Nfa { reason: NfaReason::NoRealisticProspect };
    for serial in 201..=205 {
        decide(issue(&mut register, fpn(serial, "PSPO-A", LONG_AGO)), date(2025, 4, 10), hopeless);
    }
    let mistaken = Act::Void { reason: VoidReason::WrongPerson };
    decide(issue(&mut register, warning(206, "untidy_land", LONG_AGO)), date(2025, 4, 10), mistaken);
    let table = ended_by_reason(&lines(&register, &YEAR), &YEAR);
    assert_eq!(sums(&table, &["issued", "nfa", "voided", "withdrawn", "out_of_court"]), [20, 12, 5, 2, 1]);
    let rows: Vec<(&str, i64)> =
        table.rows.iter().map(|row| (row.name.as_str(), row.cells[0].unwrap())).collect();
    assert_eq!(
        rows,
        [
            ("Caution", 1),
            ("Mistake of the officer", 4),
            ("No realistic chance of a successful prosecution", 5),
            ("Unable to trace for legal action", 7),
            ("Untraced", 2),
            ("Wrong person", 1),
        ]
    );
    assert!(table.base.ends_with("ended without payment or court") && table.adds_up());
}

#[test]
fn paper_by_team_as_in_the_report_of_2025() {
    // 002 ¶3.8: 86 warnings and 27 notices of one unit; ¶19.10 and ¶19.12 are of another.
    let mut register = Register::default();
    for serial in 1..=86 {
        issue(&mut register, warning(serial, "untidy_land", LONG_AGO));
    }
    for serial in 101..=127 {
        issue(&mut register, protection(serial, "untidy_land", LONG_AGO));
    }
    for serial in 201..=206 {
        issue(&mut register, warning(serial, "fly_posting", LONG_AGO));
    }
    for serial in 301..=309 {
        issue(&mut register, fpn(serial, "CPN", LONG_AGO));
    }
    let team = |serial: u32| if serial < 200 { "Community safety" } else { "Environment" };
    let lines = lines(&register, &YEAR);
    let mut table = paper_by_team(&lines, &YEAR, |number| team(number.serial()).to_owned());
    let row = |name: &str| ["issued", "penalties", "cpw", "cpn"].map(|code| table.at(name, code).unwrap());
    assert_eq!((row("Community safety"), row("Environment")), ([113, 0, 86, 27], [15, 9, 6, 0]));
    assert_eq!(sums(&table, &["issued", "penalties", "cpw", "cpn", "s59_warnings"]), [128, 9, 92, 27, 0]);
    assert!(table.adds_up() && table.rows_are == RowsAre::Teams);
    table.entitle(|_, name| (name == "Environment").then(|| "Street scene".to_owned()));
    let titles: Vec<_> = table.rows.iter().map(|row| row.title.as_deref()).collect();
    assert_eq!(titles, [None, Some("Street scene")]);
}

#[test]
fn a_share_is_worked_out_from_what_is_counted() {
    // 002 ¶19.6: 1,459 of 2,031, printed as 72 %. ¶19.7 prints £98,700 for 70 % of £140,910, which is £98,637: a share is
    // no cell that anybody writes.
    let mut register = Register::default();
    notices(&mut register, "LIT", 1_459, Fate::Paid);
    notices(&mut register, "LIT", 2_031 - 1_459, Fate::Nfa);
    let table = penalties_by_offence(&lines(&register, &YEAR), &YEAR);
    assert_eq!((table.sum("issued"), table.sum("paid_rate")), (Some(2_031), Some(718)));
}

#[test]
fn training_notices_and_those_outside_the_base_do_not_count() {
    let mut register = Register::default();
    notices(&mut register, "PSPO-A", 2, Fate::Paid);
    let mut training = fpn(7, "PSPO-A", LONG_AGO);
    let code = training.number.authority().clone();
    training.number = beatbook_domain::notices::number::NoticeNumber::new(code, 'X', 0, 7).unwrap();
    issue(&mut register, training);
    issue(&mut register, fpn(900, "PSPO-A", date(2024, 10, 31)));
    issue(&mut register, fpn(901, "PSPO-A", date(2025, 11, 1)));
    assert_eq!(penalties_by_order(&lines(&register, &YEAR), &YEAR).sum("issued"), Some(2));
}

#[test]
fn what_runs_out_first_comes_first() {
    let mut register = Register::default();
    notices(&mut register, "FLY", 1, Fate::Overdue);
    notices(&mut register, "PSPO-A", 1, Fate::Within);
    notices(&mut register, "PSPO-A", 1, Fate::Investigated);
    notices(&mut register, "PSPO-A", 1, Fate::Paid);
    let lines = lines(&register, &YEAR);
    let by = |as_at| -> Vec<_> {
        let list = deadlines(&lines, as_at);
        list.iter().map(|one| (one.number.serial(), one.prosecute_by, one.prosecution_over)).collect()
    };
    assert_eq!(
        by(date(2025, 9, 3)),
        [(3, Some(date(2025, 9, 3)), false), (2, Some(date(2026, 4, 20)), false), (1, None, false)],
        "the one without a last day comes last, the paid one not at all"
    );
    assert_eq!(by(date(2025, 9, 4)).iter().map(|one| one.2).collect::<Vec<_>>(), [true, false, false]);
}

/// Published rows whose parts do not make their whole: (issued, parts).
const PUBLISHED: [(&str, i64, &[i64]); 6] = [
    ("002 ¶19.4 CPN FPN: 8 case file, 1 within period, 1 no further action", 9, &[8, 1, 1]),
    ("002 ¶19.9 withdrawn: 7 untraced, 2 paid, 1 out of court", 9, &[7, 2, 1]),
    ("002 ¶19.5 beside ¶19.4: 8 referred, 9 case files", 8, &[9]),
    ("002 ¶18.5: 29 cameras, all of them deployed, at places that make 21", 29, &[21]),
    ("002 ¶23.2: 393 strays, the rows of what became of them", 393, &[390]),
    ("002 ¶2.1 beside ¶1.4: 12 requests, 16 cases, of bases that nothing tells apart", 12, &[16]),
];

fn any_fate() -> impl Strategy<Value = Fate> {
    prop::sample::select(vec![
        Fate::Paid,
        Fate::Reduced,
        Fate::Late,
        Fate::Nfa,
        Fate::Within,
        Fate::Overdue,
        Fate::Investigated,
        Fate::Referred,
        Fate::Legal,
        Fate::Court,
        Fate::Prosecuted(Verdict::GuiltyPlea),
        Fate::Voided,
        Fate::Withdrawn,
        Fate::OutOfCourt,
    ])
}

#[test]
fn the_published_rows_do_not_add_up() {
    for (what, issued, parts) in PUBLISHED {
        assert_ne!(issued, parts.iter().sum::<i64>(), "{what}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever became of nine notices, no table of ours says 9 = 8 + 1 + 1, or counts another nine elsewhere.
    #[test]
    fn no_fates_of_nine_notices_make_a_table_that_does_not_add_up(
        fates in prop::collection::vec(any_fate(), 9)
    ) {
        let mut register = Register::default();
        for fate in &fates {
            notices(&mut register, "CPN", 1, *fate);
        }
        let lines = lines(&register, &YEAR);
        let one = cpn_penalties(&lines, &YEAR);
        let parts: i64 = one
            .columns
            .iter()
            .filter(|column| !matches!(column.code, "issued" | "paid_rate"))
            .filter_map(|column| one.sum(column.code))
            .sum();
        prop_assert_eq!((one.sum("issued"), parts), (Some(9), 9));
        let files = case_files(&lines, &YEAR);
        // One base: what the case-file table calls a case file is what the other table calls referred.
        for (here, there) in [
            ("referred_case_file", "referred_case_file"), ("with_legal", "with_legal"), ("at_court", "at_court"),
            ("prosecuted", "prosecuted"), ("out_of_court", "out_of_court"),
        ] {
            prop_assert_eq!(files.sum(here), one.sum(there));
        }
        let withdrawn = fates.iter().filter(|fate| **fate == Fate::Withdrawn).count();
        prop_assert_eq!(one.sum("withdrawn"), i64::try_from(withdrawn).ok());
        let ended = ended_by_reason(&lines, &YEAR);
        for column in ["nfa", "voided", "withdrawn", "out_of_court"] {
            prop_assert_eq!(ended.sum(column), one.sum(column));
        }
        let tables = [
            one, files, ended, penalties_by_offence(&lines, &YEAR), penalties_by_order(&lines, &YEAR),
            legal(&lines, &YEAR), court_outcomes(&lines, &YEAR),
            paper_by_team(&lines, &YEAR, |number| format!("Team {}", number.serial() % 3)),
        ];
        let bases: BTreeSet<&str> = tables.iter().map(|table| table.base.as_str()).collect();
        prop_assert_eq!(bases.len(), 5, "tables of other bases say so: {:?}", bases);
        for table in &tables {
            prop_assert!(table.adds_up(), "{}", table.code);
            // No place, outcome or team is left out of a whole: down each column, and along each row.
            for (place, column) in table.columns.iter().enumerate() {
                let sum: i64 = table.rows.iter().filter_map(|row| row.cells[place]).sum();
                prop_assert!(column.unit == Unit::PerMille || table.total.cells[place] == Some(sum), "{}", table.code);
            }
            for row in table.rows.iter().filter(|_| table.code != "court_outcomes") {
                let counted = table.columns.iter().zip(&row.cells).skip(1);
                let counted = counted.filter(|(column, _)| column.unit == Unit::Notices);
                prop_assert_eq!(counted.filter_map(|(_, cell)| *cell).sum::<i64>(), row.cells[0].unwrap());
            }
        }
    }
}
