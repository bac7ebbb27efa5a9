//! Notices on the server: numbers that no two phones share, a register that adds up, decisions and payments that
//! reach the phone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary;
use crate::common;

use std::collections::BTreeSet;
use std::sync::Arc;

use beatbook_domain::notices::block::Block;
use beatbook_domain::records::server::ServerBody;
use beatbook_domain::register::Act;
use beatbook_server::admin::{Command, Request, client};
use beatbook_server::home::Home;
use beatbook_server::restore::{Erased, Source, restore};
use binary::Administrator;
use common::notice::{ISSUED, blocks, bodies, drafted, given_up, issued, voided, wanted};
use common::phone::{Phone, erasure};
use common::{Beat, id, start};

/// Issues the first so many numbers of a block, each a notice of its own.
fn issue(phone: &mut Phone, block: &Block, places: std::ops::Range<u32>) {
    for place in places {
        let record = beatbook_protocol::id::Id::v7(1_790_000_100_000 + u64::from(place), [place as u8; 10]);
        phone.tell(record, &issued(&block.number(place).unwrap().to_string()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notebook_gets_numbers_in_the_round_trip_that_asks_for_them() {
    let beat = Beat::begin().await;
    let mut phones = [beat.phone(1).await, beat.phone(2).await];
    let mut all = BTreeSet::new();
    for phone in &mut phones {
        phone.tell(id(40), &wanted("MDW", false));
        let answer = phone.sync().await;
        let [block] = blocks(&answer, phone.notebook).try_into().unwrap();
        assert_eq!((block.series, block.count), ('A', 200));
        assert!((0..200).all(|place| all.insert(block.number(place).unwrap())), "shared with another phone");
        // 159 spent leave 41; with 160 the next block comes, in the answer to the very request.
        issue(phone, &block, 0..159);
        assert_eq!(blocks(&phone.sync().await, phone.notebook), []);
        issue(phone, &block, 159..160);
        let [next] = blocks(&phone.sync().await, phone.notebook).try_into().unwrap();
        assert!((0..200).all(|place| all.insert(next.number(place).unwrap())));
        assert_eq!(blocks(&phone.sync().await, phone.notebook), [], "and no third");
    }
    assert_eq!(all.len(), 800);
}

#[tokio::test(flavor = "multi_thread")]
async fn training_has_a_series_of_its_own_and_strangers_paper_none() {
    let beat = Beat::begin().await;
    let mut phone = beat.phone(1).await;
    phone.tell(id(40), &wanted("MDW", true));
    let [block] = blocks(&phone.sync().await, phone.notebook).try_into().unwrap();
    assert_eq!(block.series, 'X');
    phone.tell(id(40), &wanted("KCC", false));
    let answer = phone.sync().await;
    assert_eq!(blocks(&answer, phone.notebook), []);
    let refused = answer.results.iter().find_map(|result| result.rejected.clone());
    assert_eq!(refused.as_deref(), Some("unknown_paper_authority"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_server_never_repeats_a_number_however_often_it_is_restored() {
    let beat = Beat::begin().await;
    let home = Home::at(beat.folder.path());
    let file = home.folder().join("monday.backup");
    let request = Request { command: Command::Backup { file: file.clone() }, json: false };
    client::run(&home, request, Vec::new(), |_| {}).await.unwrap();
    let mut series = Vec::new();
    let mut phone = beat.phone(1).await;
    phone.tell(id(40), &wanted("MDW", false));
    series.extend(blocks(&phone.sync().await, phone.notebook).iter().map(|block| block.series));
    let Beat { folder, clock, mut server, authority, officer } = beat;
    for seed in 2..4 {
        server.stop().await;
        let source = Source { backup: file.clone(), key_file: home.key_file(), erased: Erased::BesideBackup };
        let restored_folder = Arc::new(tempfile::tempdir().unwrap());
        restore(&Home::at(restored_folder.path()), &source, &clock).unwrap();
        server = start(restored_folder.path(), &clock).await;
        let beat = Beat { folder: restored_folder, clock: clock.clone(), server, authority, officer };
        // A phone that this server has never given anything.
        let mut phone = beat.phone(seed).await;
        phone.tell(id(40), &wanted("MDW", false));
        series.extend(blocks(&phone.sync().await, phone.notebook).iter().map(|block| block.series));
        server = beat.server;
    }
    server.stop().await;
    drop(folder);
    assert_eq!(series, ['A', 'B', 'C']);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_on_two_notices_is_refused_and_one_of_another_notebook_is_reviewed() {
    let beat = Beat::begin().await;
    let (mut phone, mut other) = (beat.phone(1).await, beat.phone(2).await);
    for phone in [&mut phone, &mut other] {
        phone.tell(id(40), &wanted("MDW", false));
    }
    let [block] = blocks(&phone.sync().await, phone.notebook).try_into().unwrap();
    other.sync().await;
    issue(&mut phone, &block, 0..1);
    phone.sync().await;
    // Another record claims it.
    other.tell(id(60), &issued(&block.number(0).unwrap().to_string()));
    let answer = other.sync().await;
    let refused = answer.results.iter().find_map(|result| result.rejected.clone());
    assert_eq!(refused.as_deref(), Some("number_taken"));
    // A number that is free, but not this notebook's.
    other.tell(id(61), &issued(&block.number(7).unwrap().to_string()));
    let told = bodies(&other.sync().await);
    assert!(told.iter().any(|body| matches!(
        body,
        ServerBody::NoticeDecided(decided) if matches!(decided.act, Act::ReviewRequired { .. })
    )));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_by_an_officer_whose_power_has_ended_is_reviewed() {
    let administrator = Administrator::of_an_officer_who_enforces();
    administrator.sits_at_the_desk();
    let _serving = administrator.serves();
    let power = |from: &str, to: &str| {
        let grant = ["--authority", "MDW", "--code", "4711", "--capacity", "council_authorised"];
        let by = ["--power", "s68_fpn", "--reference", "AUTH/12", "--from", from, "--to", to];
        let by = [&by[..], &["--as", "CSM1", "--reason", "shown the document"]].concat();
        administrator.run(&[&["officer", "power", "add"], &grant[..], &by[..]].concat()).done();
    };
    power("2026-01-01", "2026-09-21");
    let mut phone = administrator.phone(1).await;
    phone.tell(id(40), &wanted("MDW", false));
    let [block] = blocks(&phone.sync().await, phone.notebook).try_into().unwrap();
    // Of 22 September: the day after.
    issue(&mut phone, &block, 0..1);
    let why = |bodies: &[ServerBody]| -> Vec<String> {
        let reviewed = bodies.iter().filter_map(|body| match body {
            ServerBody::NoticeDecided(decided) if matches!(decided.act, Act::ReviewRequired { .. }) => {
                decided.why.clone()
            }
            _ => None,
        });
        reviewed.collect()
    };
    let told = why(&bodies(&phone.sync().await));
    assert!(told.len() == 1 && told[0].contains("did not hold the power"), "{told:?}");
    power("2026-09-22", "2026-12-31");
    issue(&mut phone, &block, 1..2);
    assert_eq!(why(&bodies(&phone.sync().await)), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_whose_time_cannot_be_hides_no_other_and_can_be_dropped() {
    let administrator = Administrator::of_an_officer_who_enforces();
    let _serving = administrator.serves();
    let mut phone = administrator.phone(1).await;
    let [sound, absurd] = [id(61), id(62)];
    phone.tell(sound, &drafted(ISSUED));
    phone.tell(absurd, &drafted(i64::MAX));
    phone.sync().await;
    let list = ["notice", "drafts", "--authority", "MDW", "--as", "4711"];
    let listed = |said: &serde_json::Value| -> Vec<(serde_json::Value, serde_json::Value)> {
        let drafts = said["drafts"].as_array().unwrap();
        drafts.iter().map(|one| (one["draft"].clone(), one["post_by"].clone())).collect()
    };
    let (none, until) = (serde_json::Value::Null, serde_json::json!("2026-10-06"));
    let [absurd_told, sound_told] = [absurd, sound].map(|record| serde_json::json!(record));
    assert_eq!(
        listed(&administrator.json(&list)),
        [(absurd_told, none), (sound_told.clone(), until.clone())]
    );
    let table = administrator.run(&list).done().out;
    assert!(table.contains("2026-10-06") && table.contains("edge"), "{table}");
    let decide = |command: &str, draft: String| {
        let why = ["--authority", "MDW", "--by", "4711", "--why", "no such day"];
        administrator.run(&[&["notice", command, &draft], &why[..]].concat())
    };
    decide("drop-draft", absurd.to_string()).done();
    decide("drop-draft", absurd.to_string()).refused(3, "draft_dropped");
    assert_eq!(listed(&administrator.json(&list)), [(sound_told, until)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_whose_body_is_erased_keeps_its_number_and_its_bucket() {
    let administrator = Administrator::of_an_officer_who_enforces();
    let _serving = administrator.serves();
    let mut phone = administrator.phone(1).await;
    phone.tell(id(40), &wanted("MDW", false));
    let [block] = blocks(&phone.sync().await, phone.notebook).try_into().unwrap();
    let first = beatbook_protocol::id::Id::v7(1_790_000_100_000, [0; 10]);
    let seq = phone.tell(first, &issued(&block.number(0).unwrap().to_string()));
    issue(&mut phone, &block, 1..2);
    phone.sync().await;
    let register = ["register", "--authority", "MDW", "--as", "4711", "--issued", "2026-09"];
    let before = administrator.run(&register).done().out;
    assert!(before.contains("check: issued = sum of buckets: 2 = 2"), "{before}");
    phone.tell(first, &erasure(seq));
    let void = phone.tell(first, &voided("wrong_person"));
    phone.sync().await;
    let after = administrator.run(&register).done().out;
    assert!(after.contains("check: issued = sum of buckets: 2 = 2"), "{after}");
    // What is decided later still finds it, by its number.
    let shown = administrator.json(&[
        "notice",
        "show",
        &block.number(0).unwrap().to_string(),
        "--authority",
        "MDW",
        "--as",
        "4711",
    ]);
    assert_eq!((&shown["bucket"], &shown["order"]), (&"voided".into(), &"ALC".into()));
    // Nor does it come back to life when the words that made it void are gone.
    phone.tell(first, &erasure(void));
    phone.sync().await;
    let number = block.number(0).unwrap().to_string();
    let shown = administrator.json(&["notice", "show", &number, "--authority", "MDW", "--as", "4711"]);
    assert_eq!(shown["bucket"], "voided");
    administrator.run(&["verify"]).done();
}

#[tokio::test(flavor = "multi_thread")]
async fn from_paper_to_the_register_and_back_to_the_phone() {
    let administrator = Administrator::of_an_officer_who_enforces();
    let _serving = administrator.serves();
    let mut phone = administrator.phone(1).await;
    phone.tell(id(40), &wanted("MDW", false));
    let [block] = blocks(&phone.sync().await, phone.notebook).try_into().unwrap();
    let number = |place| block.number(place).unwrap().to_string();
    issue(&mut phone, &block, 0..6);
    // The printer failed for the sixth; the eighth number was given up with a crash, the seventh is still on the phone.
    let sixth = beatbook_protocol::id::Id::v7(1_790_000_100_005, [5; 10]);
    phone.tell(sixth, &voided("printer_failure"));
    phone.tell(id(41), &given_up(&block, 7, 1));
    phone.sync().await;

    let decide = |words: &[&str]| {
        administrator.run(&[&["notice"], words, &["--authority", "MDW", "--by", "4711"]].concat())
    };
    decide(&["void", &number(0), "--reason", "wrong_zone"]).refused(3, "why");
    decide(&["void", &number(0), "--reason", "no_such", "--why", "x"]).refused(2, "");
    decide(&["void", &number(0), "--reason", "wrong_zone", "--why", "outside the order's area"]).done();
    decide(&["refer", &number(0)]).refused(3, "notice_terminal");
    decide(&["refer", "MDW-A0-000001-0"]).refused(3, "check_character");
    decide(&["represented", &number(1), "--received", "2020-01-01"]).refused(3, "date_before_it");
    decide(&["represented", &number(1), "--received", "2026-09-22"]).done();

    let file = administrator.folder.path().join("payments.csv");
    let lines = format!(
        "number,amount,paid,cleared,reference\n{},75.00,2026-09-23,2026-09-23,A1\n{},40,2026-09-23,2026-09-23,A2\n\
         {},100,2026-09-23,2026-09-23,A3\n{},100,2026-09-23,2026-09-23,A4\nMDW-A0-000001-0,1,,,\n\
         CCC-A0-000004-E,100,2026-09-23,2026-09-23,A5\n",
        number(1),
        number(2),
        number(0),
        number(99)
    );
    std::fs::write(&file, lines).unwrap();
    let import = ["payments", "import", file.to_str().unwrap(), "--authority", "MDW", "--as", "4711"];
    let answers = |said: &serde_json::Value| -> Vec<String> {
        said["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["answer"].as_str().unwrap().to_owned())
            .collect()
    };
    let dry = administrator.json(&[&import[..], &["--dry-run"]].concat());
    let said = administrator.json(&import);
    assert_eq!(dry, said, "a dry run tells what will be");
    assert_eq!(
        answers(&said),
        ["paid_reduced", "partial", "refund_due", "unknown_number", "check_character", "other_register"],
        "{said}"
    );
    let again = administrator.json(&import);
    assert_eq!(answers(&again)[..3], ["duplicate", "duplicate", "duplicate"]);

    let register =
        administrator.json(&["register", "--authority", "MDW", "--as", "4711", "--issued", "2026-09"]);
    let table = &register["tables"][0];
    let total = |column: &str| {
        let place =
            table["columns"].as_array().unwrap().iter().position(|one| one["code"] == column).unwrap();
        table["total"]["cells"][place].as_i64()
    };
    assert_eq!((total("issued"), total("paid"), total("voided")), (Some(6), Some(1), Some(2)));
    assert_eq!(register["rest"]["unaccounted"], serde_json::json!([number(7)]));
    assert_eq!(register["rest"]["missing"], serde_json::json!([number(6)]));
    let text =
        administrator.run(&["register", "--authority", "MDW", "--as", "4711", "--issued", "2026-09"]).done();
    assert!(text.out.contains("check: issued = sum of buckets: 6 = 6"), "{}", text.out);
    let csv = [
        "register",
        "--authority",
        "MDW",
        "--as",
        "4711",
        "--issued",
        "2026-09",
        "--csv",
        "--table",
        "penalties_by_order",
    ];
    let csv = administrator.run(&csv).done();
    assert!(
        csv.out.contains("penalties_by_order,\"issued 1 Sep 2026") || csv.out.contains("issued 1 Sep 2026")
    );
    let shown = administrator.json(&["notice", "show", &number(0), "--authority", "MDW", "--as", "4711"]);
    assert_eq!((&shown["bucket"], &shown["refund_due"]), (&"voided".into(), &10_000.into()));
    // Who decided, and who took the money in, is told by their public code.
    let (decided, paid) = (&shown["decisions"][0], &shown["payments"][0]);
    assert_eq!((&decided["act"], &decided["who"]), (&"void".into(), &"4711".into()));
    assert_eq!((&paid["pence"], &paid["who"]), (&10_000.into(), &"4711".into()));
    let show = ["notice", "show", &number(0), "--authority", "MDW", "--as", "4711"];
    let text = administrator.run(&show).done().out;
    assert!(text.contains(" voided: wrong zone, by 4711: outside the order's area"), "{text}");
    assert!(text.contains("2026-09-23 paid £100, taken in by 4711"), "{text}");

    // What was decided and paid goes to the phone that issued the notice.
    let told = bodies(&phone.sync().await);
    let decided = told.iter().filter(|body| matches!(body, ServerBody::NoticeDecided(_))).count();
    let by = |body: &ServerBody| match body {
        ServerBody::PaymentTaken(taken) => Some(taken.by),
        _ => None,
    };
    let taken: Vec<_> = told.iter().filter_map(by).collect();
    assert!(taken.iter().all(Option::is_some), "who took the money in");
    let paid = taken.len();
    assert_eq!((decided, paid), (2, 3));
    administrator.run(&["verify"]).done();
}
