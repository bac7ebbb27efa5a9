//! How long what is kept: the table, its calendar, and the one rule over both.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are not recognised as tests")]

use beatbook_domain::fix::{Fix, Provider};
use beatbook_domain::keeping::extract::{REACH_MS, around};
use beatbook_domain::keeping::{
    Due, Facts, Keep, KeepingKind, KeepingTable, Open, TableError, Why, due, encounter, latest, notice,
    settled,
};
use beatbook_domain::records::encounter::Outcome;
use beatbook_domain::records::journal::Moment;
use beatbook_domain::records::keeping::{BodiesErased, KeepingChanged};
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::register::{Bucket, BucketKind, CourtOutcome, Standing, Verdict, VoidReason};
use beatbook_domain::track::{Chunk, ChunkHead, decode};
use beatbook_protocol::entry::BootId;
use beatbook_protocol::id::Id;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const NOW: Date = date(2026, 3, 1);

fn of(kind: KeepingKind, since: Date) -> Facts {
    Facts { kind: Some(kind), since: Some(since), ..Facts::default() }
}

fn asked(facts: &Facts, today: Date) -> Due {
    due(facts, KeepingTable::shipped(), today, &[])
}

fn until(facts: &Facts) -> Date {
    match asked(facts, facts.since.unwrap()) {
        Due::Keep(Why::Until(day)) => day,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_shipped_table_names_every_kind_once_and_holds_what_the_rules_say() {
    let table = KeepingTable::read(KeepingTable::SHIPPED).unwrap();
    assert_eq!(&table, KeepingTable::shipped());
    let keeps: Vec<Keep> = KeepingKind::ALL.iter().map(|kind| table.keep(*kind, NOW).unwrap()).collect();
    use Keep::{Days, Months, ToAge, Years};
    let rules = [
        Days(31),
        Years(7),
        Years(1),
        Years(1),
        Years(2),
        Years(6),
        Years(2),
        Years(6),
        Years(2),
        Years(6),
        Years(2),
        Years(6),
        Years(2),
        Months(60),
        Months(6),
        Years(1),
        Years(1),
        Years(6),
        Years(2),
        Years(1),
        Years(6),
        Years(6),
        ToAge(25),
        Years(2),
        Years(2),
        Years(6),
        Years(1),
        Years(6),
        Years(1),
        Years(6),
        Years(6),
        Days(31),
        Years(1),
        Years(6),
    ];
    assert_eq!(keeps, rules);
    let spelled: Vec<String> =
        KeepingKind::ALL.iter().map(|kind| serde_json::to_string(kind).unwrap()).collect();
    assert_eq!(spelled, KeepingKind::ALL.map(|kind| format!("\"{}\"", kind.code())));
}

#[test]
fn a_table_with_an_unknown_word_or_a_row_twice_is_none() {
    let row = r#"{ "kind": "track", "from": "2020-01-01", "keep": { "days": 31 } }"#;
    let file = |rows: &str| format!(r#"{{ "source": "x", "rows": [{rows}] }}"#);
    assert!(KeepingTable::read(&file(row)).is_ok());
    assert_eq!(
        KeepingTable::read(&file(&format!("{row},{row}"))),
        Err(TableError::Twice(KeepingKind::Track))
    );
    for wrong in [row.replace("track", "trakc"), row.replace("days", "weeks"), row.replace("31", "-1")] {
        assert_eq!(KeepingTable::read(&file(&wrong)), Err(TableError::Malformed));
    }
}

#[test]
fn months_and_years_end_where_the_calendar_lets_them() {
    let ends = [
        (KeepingKind::Track, date(2024, 2, 1), date(2024, 3, 3)),
        (KeepingKind::Track, date(2025, 2, 1), date(2025, 3, 4)),
        (KeepingKind::Track, date(2025, 12, 31), date(2026, 1, 31)),
        (KeepingKind::Encounter, date(2024, 2, 29), date(2025, 2, 28)),
        (KeepingKind::FpnSettled, date(2022, 2, 28), date(2024, 2, 28)),
        (KeepingKind::FpnSettled, date(2024, 2, 29), date(2026, 2, 28)),
        (KeepingKind::CountIdentity, date(2025, 8, 31), date(2026, 2, 28)),
        (KeepingKind::CountIdentity, date(2023, 8, 31), date(2024, 2, 29)),
        (KeepingKind::CountIdentity, date(2025, 8, 30), date(2026, 2, 28)),
        (KeepingKind::CountIdentity, date(2025, 3, 31), date(2025, 9, 30)),
    ];
    for (kind, since, last) in ends {
        let facts = of(kind, since);
        assert_eq!(until(&facts), last, "{} from {since}", kind.code());
        assert_eq!(asked(&facts, last), Due::Keep(Why::Until(last)));
        let next = last.tomorrow().unwrap();
        assert_eq!(asked(&facts, next), Due::EraseBody { why: kind, since, until: last });
    }
}

#[test]
fn a_childs_record_is_kept_to_the_age_and_never_shorter_than_an_adults() {
    let told = |born| Facts { child: Some(born), ..of(KeepingKind::Safeguarding, date(2026, 3, 1)) };
    assert_eq!(until(&told(Some(date(2012, 2, 29)))), date(2037, 2, 28));
    assert_eq!(until(&told(Some(date(2008, 6, 1)))), date(2033, 6, 1));
    assert_eq!(until(&told(Some(date(2000, 6, 1)))), date(2032, 3, 1), "six years are longer");
    assert_eq!(until(&told(None)), date(2051, 3, 1), "born nobody knows when: as if that day");
    assert_eq!(until(&of(KeepingKind::Safeguarding, date(2026, 3, 1))), date(2032, 3, 1));
}

#[test]
fn an_authority_changes_a_time_from_a_day_on() {
    let changed = |keep, from, why: &str| KeepingChanged {
        kind: KeepingKind::Encounter,
        keep,
        from,
        by: Id::from_bytes([1; 16]),
        why: why.to_owned(),
    };
    let changes = [
        changed(Keep::Years(3), date(2026, 4, 1), "schedule"),
        changed(Keep::Months(6), date(2027, 1, 1), "shorter"),
        changed(Keep::Months(9), date(2027, 1, 1), "no, nine"),
    ];
    let table = KeepingTable::shipped().with(&changes);
    let keep = |on| table.keep(KeepingKind::Encounter, on);
    assert_eq!(keep(date(2026, 3, 31)), Some(Keep::Years(1)));
    assert_eq!(keep(date(2026, 4, 1)), Some(Keep::Years(3)));
    assert_eq!(keep(date(2027, 1, 1)), Some(Keep::Months(9)), "of one day the later word");
    assert_eq!(table.keep(KeepingKind::Track, NOW), Some(Keep::Days(31)), "others stay");
    assert_eq!(KeepingTable::default().keep(KeepingKind::Track, NOW), None);
    // What was kept for a year alone is over in March and kept again in April, until nine months count.
    let facts = of(KeepingKind::Encounter, date(2025, 3, 1));
    assert!(matches!(due(&facts, &table, date(2026, 3, 31), &[]), Due::EraseBody { .. }));
    assert_eq!(due(&facts, &table, date(2026, 4, 1), &[]), Due::Keep(Why::Until(date(2028, 3, 1))));
    assert!(matches!(due(&facts, &table, date(2027, 1, 1), &[]), Due::EraseBody { .. }));
}

#[test]
fn in_doubt_it_is_kept() {
    let old = date(1990, 1, 1);
    let hold = Id::from_bytes([9; 16]);
    let table = KeepingTable::shipped();
    let facts = of(KeepingKind::Track, old);
    assert_eq!(due(&facts, table, NOW, &[hold]), Due::Keep(Why::Held(hold)));
    assert_eq!(asked(&Facts { kind: None, ..facts }, NOW), Due::Keep(Why::UnknownKind));
    assert_eq!(due(&facts, &KeepingTable::default(), NOW, &[]), Due::Keep(Why::UnknownKind));
    assert_eq!(asked(&Facts { since: None, ..facts }, NOW), Due::Keep(Why::NoStamp));
    // The last of days of which one is not known is not known.
    assert_eq!(latest([Some(old), None, Some(NOW)]), None);
    assert_eq!((latest([Some(NOW), Some(old)]), latest([])), (Some(NOW), None));
    let open = Some(Open::NotDerived);
    assert_eq!(asked(&Facts { open, ..facts }, NOW), Due::Keep(Why::Open(Open::NotDerived)));
    assert_eq!(
        asked(&of(KeepingKind::Presence, date(9995, 1, 1)), date(9999, 12, 31)),
        Due::Keep(Why::Endless)
    );
}

fn standing(bucket: Bucket) -> Standing {
    Standing {
        bucket,
        held: 0,
        balance: 0,
        refund_due: 0,
        legal_task: false,
        representations: Vec::new(),
        review_until: None,
        was_referred: false,
        was_with_legal: false,
        protection: None,
        young: None,
        withdrawal_told: None,
    }
}

#[test]
fn a_notice_is_kept_while_anything_about_it_is_open() {
    let since = Some(date(2000, 1, 1));
    let kept = |standing: &Standing| match asked(&notice(NoticeKind::Fpn, standing, since), NOW) {
        Due::Keep(Why::Open(open)) => Some(open),
        _ => None,
    };
    let open = [
        (Bucket::WithinPayment, BucketKind::WithinPayment),
        (Bucket::Overdue, BucketKind::Overdue),
        (Bucket::UnderInvestigation, BucketKind::UnderInvestigation),
        (Bucket::ReferredCaseFile, BucketKind::ReferredCaseFile),
        (Bucket::WithLegal, BucketKind::WithLegal),
        (Bucket::AtCourt, BucketKind::AtCourt),
    ];
    for (bucket, kind) in open {
        assert_eq!(kept(&standing(bucket)), Some(Open::Notice(kind)));
    }
    let paid = standing(Bucket::Paid);
    assert_eq!(kept(&paid), None);
    assert_eq!(kept(&Standing { review_until: Some(NOW), ..paid.clone() }), Some(Open::Review));
    assert_eq!(kept(&Standing { refund_due: 1, ..paid.clone() }), Some(Open::Refund));
    assert_eq!(kept(&Standing { legal_task: true, ..paid.clone() }), Some(Open::LegalTask));
    let asked_back = beatbook_domain::register::standing::Representations { received: NOW, answered: None };
    assert_eq!(kept(&Standing { representations: vec![asked_back], ..paid }), Some(Open::Representations));
}

#[test]
fn court_paper_is_kept_longer_and_each_kind_its_own_time() {
    let kind = |notice_kind, standing: &Standing| notice(notice_kind, standing, None).kind;
    let fpn = |bucket| kind(NoticeKind::Fpn, &standing(bucket));
    assert_eq!(fpn(Bucket::Paid), Some(KeepingKind::FpnSettled));
    assert_eq!(fpn(Bucket::Voided { reason: VoidReason::PrinterFailure }), Some(KeepingKind::FpnSettled));
    assert_eq!(
        fpn(Bucket::Prosecuted {
            outcome: CourtOutcome {
                verdict: Verdict::FoundGuilty,
                decided: NOW,
                fine: 100,
                costs: 50,
                surcharge: 40
            }
        }),
        Some(KeepingKind::FpnCourt)
    );
    let late = Standing { was_with_legal: true, ..standing(Bucket::PaidLate) };
    assert_eq!(kind(NoticeKind::Fpn, &late), Some(KeepingKind::FpnCourt));
    assert_eq!(settled(NoticeKind::Cpw), KeepingKind::Cpw);
    assert_eq!(settled(NoticeKind::Cpn), KeepingKind::Cpn);
    assert_eq!(settled(NoticeKind::S59Seizure), KeepingKind::S59);
    assert_eq!(settled(NoticeKind::S77Direction), KeepingKind::S77);
}

#[test]
fn an_encounter_goes_only_if_nothing_came_of_it_that_is_kept() {
    let since = Some(date(2000, 1, 1));
    let gone = |outcomes: &[Outcome], has_notice| {
        matches!(asked(&encounter(outcomes, has_notice, since), NOW), Due::EraseBody { .. })
    };
    assert!(gone(&[], false) && gone(&[Outcome::None], false));
    assert!(!gone(&[Outcome::None], true) && !gone(&[Outcome::Fpn], true));
    assert!(gone(&[Outcome::Fpn, Outcome::None], false), "its notice is gone by now");
    // Of several outcomes the gravest says how long.
    let kind = |outcomes: &[Outcome]| encounter(outcomes, false, since).kind.unwrap();
    assert_eq!(kind(&[Outcome::None, Outcome::Warning]), KeepingKind::EncounterWarned);
    assert_eq!(kind(&[Outcome::Arrest, Outcome::Referral, Outcome::None]), KeepingKind::EncounterCourt);
    assert!(!gone(&[Outcome::Arrest], true), "while a notice of it is kept");
}

fn chunk(boot: u64, monos: impl IntoIterator<Item = i64>) -> Chunk {
    let fix = |mono| Fix {
        lat: 51_378_510,
        lon: 524_000,
        time: 1_757_498_400_000 + mono,
        mono,
        accuracy: Some(50),
        speed: None,
        bearing: None,
        provider: Provider::Gnss,
    };
    let head = ChunkHead { patrol: [7; 16], index: 3, boot, wall_offset: 1_757_498_400_000 };
    Chunk { head, fixes: monos.into_iter().map(fix).collect() }
}

fn times(chunk: &Chunk, moments: &[Moment]) -> Vec<i64> {
    let parts = around(chunk, moments);
    let fixes = parts.iter().flat_map(|part| {
        let part = decode(&part.0).unwrap();
        assert_eq!(part.head, chunk.head, "with the chunk's own head");
        part.fixes
    });
    fixes.map(|fix| fix.mono).collect()
}

#[test]
fn ten_minutes_of_a_track_stay_around_each_moment() {
    let track = chunk(1, (0..7_200).map(|second| second * 1_000));
    let at = |mono, wall, boot| Moment { wall, mono, boot: BootId(boot) };
    // The wall clock of the same start is not asked.
    let told = times(&track, &[at(3_600_000, 0, 1)]);
    assert_eq!((told.len(), told[0], told[1_200]), (1_201, 3_000_000, 4_200_000));
    // Of another start only the wall clock can tell.
    let told = times(&track, &[at(0, 1_757_498_400_000 + 7_199_000, 2)]);
    assert_eq!((told.len(), told[0]), (601, 7_199_000 - REACH_MS));
    assert!(times(&track, &[at(3_600_000, 0, 2)]).is_empty());
    assert!(times(&track, &[]).is_empty());
    // Two moments near each other keep what is around both once.
    let told = times(&track, &[at(600_000, 0, 1), at(660_000, 0, 1)]);
    assert_eq!((told.len(), *told.last().unwrap()), (1_261, 1_260_000));
    // All of a long stay is more than one part.
    let all: Vec<Moment> = (0..8).map(|part| at(part * 1_000_000, 0, 1)).collect();
    assert!(around(&track, &all).len() > 1);
    assert_eq!(times(&track, &all).len(), 7_200);
}

#[test]
fn entry_numbers_are_told_as_runs() {
    assert_eq!(BodiesErased::runs([5, 3, 4, 9, 9, 11]), [(3, 5), (9, 9), (11, 11)]);
    assert_eq!(BodiesErased::runs([]), []);
}

proptest! {
    #[test]
    fn nothing_goes_inside_its_time_and_everything_does_after(
        place in 0..KeepingKind::ALL.len(), from in -9_000_i32..9_000, later in 0_i32..12_000, held: bool,
    ) {
        let kind = KeepingKind::ALL[place];
        let since = date(2026, 1, 1) + i64::from(from).days();
        let today = since + i64::from(later).days();
        let holds: &[Id] = if held { &[Id::from_bytes([4; 16])] } else { &[] };
        let keep = KeepingTable::shipped().keep(kind, today);
        let last = keep.and_then(|keep| keep.until(since, None));
        let gone = matches!(due(&of(kind, since), KeepingTable::shipped(), today, holds), Due::EraseBody { .. });
        prop_assert_eq!(gone, !held && last.is_some_and(|last| today > last));
    }
}
