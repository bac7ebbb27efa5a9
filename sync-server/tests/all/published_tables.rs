//! The council's published numbers of community protection and of case files (002 ¶19.5, ¶19.10–19.12), from notices as
//! phones issue them: each table with its base and rows that add up, as CSV and as JSON.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::binary::Administrator;
use crate::common::id;
use crate::common::notice::{blocks, issued, wanted};
use crate::common::phone::Phone;

use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::block::Block;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::body::EntryBody;
use beatbook_domain::records::notice::content::{
    Cpn, Cpw, Detriment, NoticeContent, Observation, Requirement, RequirementKind,
};
use beatbook_domain::records::notice::{NoticeEntry, NoticeIssued};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use serde_json::Value;

/// Warnings by conduct, ¶19.10; notices, ¶19.11; penalties for breach of one, ¶19.12; case files under EPA 1990 s34, ¶19.5.
const WARNINGS: [(&str, u32); 3] = [("refuse_out_early", 653), ("untidy_land", 60), ("fly_posting", 6)];
const NOTICES: [(&str, u32); 2] = [("refuse_out_early", 41), ("untidy_land", 14)];
const BREACHES: u32 = 9;
const CASE_FILES: u32 = 41;

/// A phone that spends the numbers it is given, and asks the server for more as it goes.
struct Issuing {
    phone: Phone,
    blocks: Vec<Block>,
    next: u32,
    spent: u64,
    /// The moment of the test, UTC milliseconds.
    now: i64,
    /// What every notice says but for its kind.
    like: NoticeIssued,
}

impl Issuing {
    async fn begin(administrator: &Administrator) -> Self {
        let mut phone = administrator.phone(1).await;
        phone.tell(id(40), &wanted("MDW", false));
        let blocks = blocks(&phone.sync().await, phone.notebook);
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let now = i64::try_from(now.as_millis()).unwrap();
        let EntryBody::Notice(NoticeEntry::Issued(like)) = issued("") else { panic!("an issue") };
        Self { phone, blocks, next: 0, spent: 0, now, like: *like }
    }

    /// When the next one is issued: two months ago or more, within the year, few on one day. The first fifty are not half a
    /// year old, so that they may be prosecuted.
    fn at(&self) -> i64 {
        let days = 60 + i64::try_from(self.spent).unwrap() * 2 % 300;
        self.now - days * 86_400_000
    }

    /// Issues a notice that says this; answers its number.
    async fn issues(&mut self, content: impl FnOnce(NoticeContent, Date) -> NoticeContent) -> String {
        let number = self.blocks[0].number(self.next).unwrap().to_string();
        let mut one = NoticeIssued { number: number.clone(), ..self.like.clone() };
        let at = self.at();
        one.time = LegalTime { at, within: Some(500) };
        one.at.wall = at;
        one.notice.conduct.time = Some(one.time);
        one.notice.order = None;
        one.notice.content = content(one.notice.content, local_date(at).unwrap());
        let record = Id::v7(u64::try_from(self.now).unwrap() + self.spent, [7; 10]);
        self.phone.tell(record, &EntryBody::Notice(NoticeEntry::Issued(Box::new(one))));
        self.spent += 1;
        self.next += 1;
        if self.next == self.blocks[0].count {
            self.next = 0;
            self.blocks.remove(0);
        }
        let left = self.blocks.iter().map(|block| block.count).sum::<u32>() - self.next;
        if left <= 40 {
            self.hands_over().await;
        }
        number
    }

    async fn hands_over(&mut self) {
        let notebook = self.phone.notebook;
        self.blocks.extend(blocks(&self.phone.sync().await, notebook));
    }
}

fn detriment(conduct: &str) -> Detriment {
    let text = |text: &str| text.to_owned();
    Detriment {
        conduct: conduct.to_owned(),
        effect: text("Bags burst, rats come."),
        persistent: text("Every week since July."),
        unreasonable: text("Told three times."),
    }
}

fn requirements() -> Vec<Requirement> {
    vec![Requirement { kind: RequirementKind::Stop, text: "putting out refuse early".to_owned(), by: None }]
}

fn cpw(conduct: &str, day: Date) -> NoticeContent {
    NoticeContent::Cpw(Cpw {
        detriment: detriment(conduct),
        requirements: requirements(),
        allowed_until: day,
        enquiries: None,
    })
}

/// A notice that names its warning by a number: the register counts what was issued, whatever the phone knew.
fn cpn(conduct: &str, day: Date) -> NoticeContent {
    NoticeContent::Cpn(Cpn {
        detriment: detriment(conduct),
        warning: Some("MDW-A0-000001-Q".to_owned()),
        warned: Some(day),
        observations: vec![Observation { time: 0, text: "Bags out on a Sunday again.".to_owned() }],
        requirements: requirements(),
        informed: Some("The landlord".to_owned()),
        appeal_court: "Medway Magistrates' Court".to_owned(),
        enquiries: None,
    })
}

fn penalty(content: NoticeContent, offence: &str, section: &str) -> NoticeContent {
    let NoticeContent::Fpn(mut fpn) = content else { panic!("a penalty") };
    fpn.terms.offence = offence.to_owned();
    fpn.offence = section.to_owned();
    NoticeContent::Fpn(fpn)
}

fn table<'a>(register: &'a Value, code: &str) -> &'a Value {
    let tables = register["tables"].as_array().unwrap();
    tables.iter().find(|table| table["code"] == code).unwrap_or_else(|| panic!("no {code} in {register}"))
}

fn issued_of(row: &Value) -> i64 {
    row["cells"][0].as_i64().unwrap()
}

/// What a row says was issued.
fn row(table: &Value, name: &str) -> i64 {
    let rows = table["rows"].as_array().unwrap();
    issued_of(rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("no {name} in {table}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn warnings_notices_breaches_and_case_files_come_out_as_the_council_printed_them() {
    let administrator = Administrator::of_an_officer_who_enforces();
    let _serving = administrator.serves();
    let mut issuing = Issuing::begin(&administrator).await;
    let mut files = Vec::new();
    for _ in 0..BREACHES {
        let number = issuing.issues(|content, _| penalty(content, "CPN", "ASBCPA 2014 s48")).await;
        files.push(number);
    }
    // ¶19.4 and ¶19.5 speak of eight breaches referred, and of nine case files: of one base there is one number.
    files.pop();
    for _ in 0..CASE_FILES {
        let number = issuing.issues(|content, _| penalty(content, "WDOC", "EPA 1990 s34")).await;
        files.push(number);
    }
    issuing.hands_over().await;
    for number in &files {
        administrator.run(&["notice", "refer", number, "--authority", "MDW", "--by", "4711"]).done();
    }
    for (conduct, number) in WARNINGS {
        for _ in 0..number {
            issuing.issues(|_, day| cpw(conduct, day)).await;
        }
    }
    for (conduct, number) in NOTICES {
        for _ in 0..number {
            issuing.issues(|_, day| cpn(conduct, day)).await;
        }
    }
    issuing.hands_over().await;

    let asked = ["register", "--authority", "MDW", "--as", "4711"];
    let register = administrator.json(&asked);
    let warnings = table(&register, "warnings_by_conduct");
    assert_eq!(WARNINGS.map(|(conduct, _)| row(warnings, conduct)), [653, 60, 6]);
    assert_eq!((issued_of(&warnings["total"]), &warnings["shape_of"]), (719, &"002 ¶19.10".into()));
    let notices = table(&register, "notices_by_conduct");
    assert_eq!(NOTICES.map(|(conduct, _)| row(notices, conduct)), [41, 14]);
    assert_eq!((issued_of(&notices["total"]), &notices["shape_of"]), (55, &"002 ¶19.11".into()));
    let breaches = table(&register, "cpn_penalties");
    assert_eq!((row(breaches, "CPN"), &breaches["shape_of"]), (9, &"002 ¶19.12".into()));
    let referred = table(&register, "case_files");
    assert_eq!((row(referred, "WDOC"), row(referred, "CPN")), (41, 8));
    assert_eq!((issued_of(&referred["total"]), &referred["shape_of"]), (49, &"002 ¶19.5".into()));
    assert!(referred["base"].as_str().unwrap().ends_with("ever referred for a case file"));
    let together = table(&register, "warnings_and_notices");
    assert_eq!((row(together, "Warnings"), row(together, "Notices")), (719, 55));
    // Each says of what it is, and that it adds up.
    let all = register["tables"].as_array().unwrap();
    for table in all {
        assert!(table["base"].as_str().unwrap().starts_with("issued "), "{table}");
        let checks = table["checks"].as_array().unwrap();
        assert!(!checks.is_empty() && checks.iter().all(|check| check["one"] == check["other"]), "{table}");
    }
    let text = administrator.run(&asked).done().out;
    for sum in [719, 55, 9, 49] {
        let check = format!("check: issued = sum of buckets: {sum} = {sum}");
        assert!(text.contains(&check), "{check} is not in\n{text}");
    }

    // The same for a spreadsheet.
    let chosen = ["warnings_by_conduct", "notices_by_conduct", "cpn_penalties", "case_files"];
    let tables: Vec<&str> = chosen.iter().flat_map(|code| ["--table", *code]).collect();
    let csv = administrator.run(&[&asked[..], &["--csv"], &tables].concat()).done().out;
    let mut lines = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(csv.as_bytes());
    let lines: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    let says = |code: &str, name: &str, number: &str| {
        lines.iter().any(|line| {
            (&line[0], &line[2], &line[3]) == (code, name, number) && line[1].starts_with("issued ")
        })
    };
    for (code, name, number) in [
        ("warnings_by_conduct", "refuse_out_early", "653"),
        ("warnings_by_conduct", "untidy_land", "60"),
        ("warnings_by_conduct", "fly_posting", "6"),
        ("warnings_by_conduct", "Total", "719"),
        ("notices_by_conduct", "refuse_out_early", "41"),
        ("notices_by_conduct", "untidy_land", "14"),
        ("cpn_penalties", "CPN", "9"),
        ("case_files", "WDOC", "41"),
        ("case_files", "check: issued = sum of buckets", "49"),
        ("warnings_by_conduct", "check: total = sum of rows", "719"),
    ] {
        assert!(says(code, name, number), "{code}, {name}, {number} is not in\n{csv}");
    }
    // A clerk who has not the codes by heart reads what they are; a conduct that no paper names has no title.
    let titled = "WDOC: Failing to produce business waste documents, ";
    assert!(text.contains(titled), "{titled} is not in\n{text}");
    let line = lines.iter().find(|line| (&line[0], &line[2]) == ("case_files", "WDOC")).unwrap();
    assert!(line[line.len() - 1].starts_with("Failing to produce business waste documents, "), "{line:?}");
    of_one_team(&administrator);
    administrator.run(&["verify"]).done();
}

/// The same of one team, in every table; and to who reads numbers only, no figures of so few people.
fn of_one_team(administrator: &Administrator) {
    fn asked<'a>(reader: &'a str, team: &'a str) -> [&'a str; 7] {
        ["register", "--authority", "MDW", "--as", reader, "--team", team]
    }
    administrator.sits_at_the_desk();
    let chatham = administrator.json(&asked("4711", "Chatham"));
    assert_eq!(issued_of(&table(&chatham, "warnings_and_notices")["total"]), 774);
    let by_team = table(&chatham, "paper_by_team");
    assert_eq!((row(by_team, "Chatham"), issued_of(&by_team["total"])), (824, 824));
    assert!(by_team["base"].as_str().unwrap().ends_with(", issued by the team Chatham"), "{by_team}");
    let desk = administrator.json(&asked("4711", "Desk"));
    assert_eq!(issued_of(&table(&desk, "paper_by_team")["total"]), 0);
    administrator.run(&asked("4711", "Chatam")).refused(3, "unknown_team");
    let analyst = ["--authority", "MDW", "--code", "AN1"];
    administrator
        .run(&[&["officer", "add"], &analyst[..], &["--name", "A", "--team", "Desk"]].concat())
        .done();
    let role = ["--role", "analyst", "--from", "2025-01-01"];
    administrator.run(&[&["officer", "role", "add"], &analyst[..], &role].concat()).done();
    administrator.run(&asked("AN1", "Chatham")).refused(3, "team_too_small");
    let numbers = administrator.json(&["register", "--authority", "MDW", "--as", "AN1"]);
    let all = numbers["tables"].as_array().unwrap();
    assert!(all.iter().all(|table| table["code"] != "paper_by_team"), "one officer's figures");
    for colleague in ["4712", "4713"] {
        let words = ["officer", "add", "--authority", "MDW", "--code", colleague, "--name", "B"];
        administrator.run(&[&words[..], &["--team", "Chatham"]].concat()).done();
    }
    let numbers = administrator.json(&["register", "--authority", "MDW", "--as", "AN1"]);
    assert_eq!(row(table(&numbers, "paper_by_team"), "Chatham"), 824);
}
