//! What applies, asked at the command line by a phone that no server has met yet.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not recognised as tests"
)]

use crate::program;

use program::Phone;
use serde_json::Value;

const CAR_PARK: [&str; 4] = ["--at", "51.38477,0.51050", "--accuracy", "14"];

#[test]
fn without_orders_it_says_so_and_how_well_it_knows_the_time() {
    let phone = Phone::enrolled();
    let told = phone.does(&[&["applies"], &CAR_PARK[..]].concat());
    assert!(told.contains("51.38477, 0.51050, good to 14 m"), "{told}");
    assert!(told.contains("the time is not known") && told.contains("no orders on this phone yet"), "{told}");
    let ahead = [&["applies", "--json", "--time", "2025-09-06T19:00"], &CAR_PARK[..]].concat();
    let json = phone.json(&ahead);
    assert_eq!((&json["time"]["at"], &json["time_source"]), (&1_757_181_600_000_i64.into(), &Value::Null));
    assert_eq!((&json["briefing"], &json["conditions"]), (&Value::Null, &Vec::<Value>::new().into()));
}

#[test]
fn a_question_without_a_place_or_with_a_wrong_one_is_refused() {
    let phone = Phone::enrolled();
    let (code, said) = phone.refuses(&["applies"]);
    assert!(code == 3 && said.contains("[no_place]") && said.contains("wait for a fix"), "{said}");
    assert_eq!(phone.refuses(&["applies", "--at", "Rochester"]).0, 2);
    let (code, said) = phone.refuses(&["applies", "--at", "95,0.5"]);
    assert!(code == 2 && said.contains("at most 90 and 180"), "{said}");
    for elsewhere in ["0.5105,51.38477", "48.8566,2.3522", "0,0"] {
        let (code, said) = phone.refuses(&["applies", "--at", elsewhere]);
        assert!(code == 2 && said.contains("the latitude first"), "{elsewhere}: {said}");
    }
    assert_eq!(phone.refuses(&["applies", "--at", "51.4,0.5", "--accuracy", "0"]).0, 3);
    assert_eq!(phone.refuses(&["applies", "--at", "51.4,0.5", "--time", "yesterday"]).0, 4);
}

#[test]
fn a_sign_is_noted_as_an_entry() {
    let phone = Phone::enrolled();
    assert!(phone.does(&["sign", "missing", "S-ROC-1", "--order", "MDW-ALC-ROC"]).contains("entry 1"));
    phone.does(&["sign", "wanted", "--order", "MDW-ALC-ROC", "--text", "At the bus stop."]);
    let photo = phone.home().join("sign.jpg");
    std::fs::write(&photo, "as good as a photograph").unwrap();
    phone.does(&["sign", "seen", "S-ROC-1", "--order", "MDW-ALC-ROC", "--photo", photo.to_str().unwrap()]);
    let (code, said) =
        phone.refuses(&["sign", "seen", "S-ROC-1", "--order", "MDW-ALC-ROC", "--photo", "no-such-file"]);
    assert!(code != 0 && said.contains("reading the photograph"), "{said}");
    let (code, said) = phone.refuses(&["sign", "seen", " ", "--order", "MDW-ALC-ROC"]);
    assert!(code == 4 && said.contains("[text]"), "{said}");
    assert_eq!(phone.kinds(), ["genesis", "sign_noted", "sign_noted", "sign_noted"]);
    assert!(phone.does(&["verify"]).contains("everything holds"));
}
