//! A slip on paper that is out: put right by name, with why, and read beside the paper wherever its officer or the desk reads
//! it. What the recipient was given stays as it was.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use beatbook_device::{NoticeNews, PaperCopy};
use beatbook_domain::records::notice::content::NoticeKind;
use beatbook_domain::records::notice::statements::statements;
use beatbook_protocol::id::Id;
use beatbook_tests::beat::{adult, issued, officer_as, town};
use beatbook_tests::bundles::bundle;
use beatbook_tests::car_park::meet;
use beatbook_tests::estate::{constable, stops, warning};
use beatbook_tests::phone::Phone;
use beatbook_tests::untidy::{POWERS, at_the_door, notice, warning as untidy};

const NORTH: &str = "Whitewall Road, at its north end";
const SLIP: &str = "written down from memory";

fn amend(phone: &Phone, record: Id, field: &str, text: &str) -> Result<(), (&'static str, String)> {
    let (field, text, reason) = (field.to_owned(), text.to_owned(), SLIP.to_owned());
    let told = phone.book().tell_notice(record, NoticeNews::Amended { field, text, reason });
    told.map_err(|error| (error.code(), error.to_string()))
}

#[test]
fn story_a_place_put_right_is_read_beside_the_paper_and_not_on_the_recipients_copy() {
    let force = town();
    let phone = constable(&force, "4417");
    let warned = issued(&phone, &warning(stops(&phone, adult("Sam Example"), "AB12 CDE")));
    let number = warned.story.number().unwrap();
    // Only what such a notice says: the refusal names all of it.
    for wrong in ["place", "conduct.position", "amount", ""] {
        let (code, text) = amend(&phone, warned.record, wrong, NORTH).unwrap_err();
        assert_eq!(code, "notice", "{wrong}");
        for name in statements(NoticeKind::S59Warning) {
            assert!(text.contains(name), "{name} is not listed: {text}");
        }
        assert!(!text.contains("allowed_until"), "of another kind: {text}");
    }
    // A day is a day, and a time a time.
    for (field, wrong) in
        [("recipient.born", "31/31/2012"), ("recipient.born", "2199-01-01"), ("conduct.time", "yesterday")]
    {
        let (code, text) = amend(&phone, warned.record, field, wrong).unwrap_err();
        assert!(code == "notice" && text.contains("such as"), "{field} {wrong}: {text}");
    }
    assert_eq!(phone.book().notice(warned.record).unwrap().story.amended, [], "nothing was written");
    amend(&phone, warned.record, "recipient.born", "1990-05-02").unwrap();
    amend(&phone, warned.record, "conduct.place", NORTH).unwrap();

    let copy = |copy| phone.book().paper(warned.record, copy).unwrap().text();
    let officers = copy(PaperCopy::Officer);
    for said in ["Put right after issue", "conduct.place", NORTH, SLIP, "4417"] {
        assert!(officers.contains(said), "{said} is not on the officer's copy:\n{officers}");
    }
    assert!(!copy(PaperCopy::Recipient).contains(NORTH), "the paper stays what it was");

    meet(&force, &phone);
    let shown = force.at_desk(&["notice", "show", number]);
    assert!(shown.contains(&format!("by 4417: conduct.place: {NORTH} Why: {SLIP}")), "{shown}");
    for profile in ["court", "data-subject"] {
        let out = bundle(&force, number, profile);
        for file in ["history.json", "index.html"] {
            let text = std::fs::read_to_string(out.join(file)).unwrap();
            assert!(text.contains(NORTH) && text.contains(SLIP), "{profile}, {file}: {text}");
        }
    }
}

#[test]
fn story_what_an_amendment_says_of_others_is_left_out_where_they_are() {
    let force = town();
    let phone = officer_as(&force, "CS101", "council_authorised", &POWERS);
    let warned = issued(&phone, &untidy(&phone, at_the_door(&phone), None));
    let warned = warned.story.number().unwrap().to_owned();
    force.clock.advance(5 * beatbook_tests::beat::DAY);
    phone.platform.advance(5 * beatbook_tests::beat::DAY);
    let given = issued(&phone, &notice(&phone, at_the_door(&phone), Some(warned)));
    amend(&phone, given.record, "informed", "Nora Neighbour of number 29").unwrap();
    meet(&force, &phone);
    let number = given.story.number().unwrap();
    let whole = |profile: &str| -> String {
        let files = std::fs::read_dir(bundle(&force, number, profile)).unwrap();
        files
            .map(|file| String::from_utf8_lossy(&std::fs::read(file.unwrap().path()).unwrap()).into_owned())
            .collect()
    };
    assert!(whole("court").contains("Nora Neighbour"));
    let theirs = whole("data-subject");
    assert!(!theirs.contains("Nora Neighbour") && theirs.contains("amended: informed: left out"), "{theirs}");
}
