//! Which templates a notice is printed with: its authority's, as long as they can be used; never no paper at all.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are not recognised as tests")]

use beatbook_domain::orders::templates::{KeptTemplates, TEMPLATES_MAX};
use beatbook_paper::{
    FILE_MAX, Kind, NotASet, PaperCopy, PaperError, Sheet, TemplateSet, Templates, Unusable, Wording, samples,
};

use crate::common;

/// The shipped set as an authority's own, its penalty beginning with a sentence of its own.
fn own(revision: u32, sentence: &str) -> TemplateSet {
    let mut set = TemplateSet { id: "MDW-paper".to_owned(), revision, ..TemplateSet::shipped() };
    let fpn = set.templates.get_mut("fpn").unwrap();
    *fpn = fpn.replacen("<h2>How to pay</h2>", &format!("<p>{sentence}</p>\n<h2>How to pay</h2>"), 1);
    set
}

fn kept(set: &TemplateSet) -> KeptTemplates {
    set.kept().unwrap()
}

/// A set as a later program might write it.
fn with_a_new_field(set: &TemplateSet) -> KeptTemplates {
    let text = String::from_utf8(set.to_bytes().unwrap()).unwrap();
    let newer = text.replacen("\"words\"", "\"sheets\":[\"a5\"],\"words\"", 1);
    KeptTemplates::of(&set.id, set.revision, newer.into_bytes())
}

fn text(wording: &Wording) -> String {
    wording.compose(&samples::full(Kind::Fpn), PaperCopy::Recipient).unwrap().text()
}

#[test]
fn what_shipped_once_says_the_same_for_ever() {
    // Notices are printed with it in ten years: other wording is another revision beside these, which then has its line
    // here as well.
    let hashes = TemplateSet::ever_shipped().map(|set| {
        let named = set.reference().unwrap();
        (named.id, named.revision, named.hash.to_string())
    });
    let known = [
        (1, "a7590864985e5e0250761efc18e578303febdbb511470c0e6634a1abeb8e9f20"),
        (2, "51e8ddbd4df0b4972bd80771ef54b807feb0febffc5cb9bbf6040827d0e7d88b"),
    ];
    let known = known.map(|(revision, hash)| ("EW-paper".to_owned(), revision, hash.to_owned()));
    assert_eq!(hashes.collect::<Vec<_>>(), known);
    assert_eq!(
        TemplateSet::ever_shipped().last(),
        Some(TemplateSet::shipped()),
        "the newest prints what is new"
    );
}

#[test]
fn paper_of_an_earlier_shipped_revision_keeps_its_words_and_each_is_without_fault() {
    let cpn = samples::full(Kind::Cpn);
    let said = TemplateSet::ever_shipped().map(|set| {
        let named = set.reference().unwrap();
        Templates::check(set).unwrap();
        let wording = Wording::of_record(&[], Some(&named)).unwrap();
        assert_eq!((wording.set(), wording.passed_over()), (&named, None));
        let text = wording.compose(&cpn, PaperCopy::Recipient).unwrap().text();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let [first, second] = said.collect::<Vec<_>>().try_into().unwrap();
    // ASBCPA 2014 s46(1), ground 2, has requirements and times; s46(3) lets the court order otherwise.
    for words in
        ["a time by which you must comply with it is unreasonable", "unless the court orders otherwise"]
    {
        assert!(second.contains(words) && !first.contains(words), "{words}: {second}");
    }
}

#[test]
fn the_newest_set_prints_new_notices_and_an_earlier_one_its_own() {
    let sets = [kept(&own(1, "Worded in spring.")), kept(&own(2, "Worded in autumn."))];
    let newest = Wording::newest(&sets, None).unwrap();
    assert_eq!((newest.set(), newest.passed_over()), (&sets[1].set, None));
    assert!(text(&newest).contains("Worded in autumn."));
    let earlier = Wording::of_record(&sets, Some(&sets[0].set)).unwrap();
    assert!(text(&earlier).contains("Worded in spring.") && !text(&earlier).contains("autumn"));
    // A record from before sets were named is printed with what shipped then; so is one that names that.
    let ever = TemplateSet::ever_shipped().map(|set| set.reference().unwrap()).collect::<Vec<_>>();
    let (first, shipped) = (ever.first().unwrap(), ever.last().unwrap());
    for (named, by) in [(None, first), (Some(first), first), (Some(shipped), shipped)] {
        let printed = Wording::of_record(&sets, named).unwrap();
        assert_eq!((printed.set(), printed.passed_over()), (by, None));
        assert!(!text(&printed).contains("Worded"));
    }
    assert_eq!(Wording::newest(&[], None).unwrap().set(), shipped);
}

#[test]
fn a_set_that_cannot_be_used_is_passed_over_and_named_and_paper_comes_all_the_same() {
    let good = kept(&own(1, "Worded in spring."));
    let mut broken = own(2, "x");
    broken.templates.insert("fpn".to_owned(), "{% if %}".to_owned());
    let mut strange = own(2, "x");
    strange.templates.insert("cpw".to_owned(), "<p>{{ number|sparkle }}</p>".to_owned());
    let absent = KeptTemplates { bytes: None, ..kept(&own(2, "x")) };
    let no_json = KeptTemplates::of("MDW-paper", 2, b"{".to_vec());
    let cpw = samples::full(Kind::Cpw);
    for (bad, why) in [
        (absent, Unusable::Absent),
        (no_json, Unusable::Unreadable),
        (with_a_new_field(&own(2, "x")), Unusable::Unreadable),
        (kept(&broken), Unusable::Unreadable),
        (kept(&strange), Unusable::Fails),
    ] {
        // A new notice takes the last good one; without one, the shipped.
        let (both, alone) = ([good.clone(), bad.clone()], [bad.clone()]);
        let newest = Wording::newest(&both, Some(&cpw)).unwrap();
        assert_eq!(newest.set(), &good.set, "{why}");
        assert_eq!(newest.passed_over().map(|over| (&over.set, over.why)), Some((&bad.set, why)));
        let fallen = Wording::newest(&alone, Some(&cpw)).unwrap();
        assert_eq!(fallen.set().id, "EW-paper");
        assert_eq!(fallen.passed_over().map(|over| over.why), Some(why));
        // One that is issued with it already comes in the shipped words, and says so.
        let paper = Wording::of_record(&both, Some(&bad.set)).unwrap();
        let paper = paper.compose(&cpw, PaperCopy::Recipient).unwrap();
        let over = paper.passed_over().unwrap_or_else(|| panic!("silent: {why}"));
        assert_eq!((&over.set, over.why), (&bad.set, why));
        assert!(over.to_string().contains("MDW-paper revision 2"), "{over}");
        assert!(paper.html(Sheet::A4).contains(&cpw.number));
    }
    // What prints without fault has nothing to say.
    let fpn = Wording::newest(&[kept(&strange)], Some(&samples::full(Kind::Fpn))).unwrap();
    assert_eq!((fpn.set().revision, fpn.passed_over()), (2, None), "its other kinds are in order");
}

#[test]
fn what_computes_or_prints_without_end_costs_a_phone_no_more_than_an_import() {
    let doubled = "{% set x = number %}".to_owned() + &"{% set x = x ~ x %}".repeat(60) + "<p>{{ x }}</p>";
    let nested = "{% set many = [1,2,3,4,5,6,7,8,9,10] * 100000 %}{% for a in many %}{% for b in many %}<p>{{ number }}</p>\
                  {% endfor %}{% endfor %}";
    let endless = "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}";
    for hostile in [doubled.as_str(), nested, endless] {
        let mut set = own(1, "x");
        set.templates.insert("fpn".to_owned(), hostile.to_owned());
        let kept = kept(&set);
        let begun = std::time::Instant::now();
        assert!(Templates::check(set).is_err(), "refused at import");
        // One that comes all the same: the phone prints with the shipped ones.
        let notice = samples::full(Kind::Fpn);
        let newest = Wording::newest(std::slice::from_ref(&kept), Some(&notice)).unwrap();
        assert_eq!(newest.passed_over().map(|over| over.why), Some(Unusable::Fails), "{hostile:.60}");
        let reprinted = Wording::of_record(std::slice::from_ref(&kept), Some(&kept.set)).unwrap();
        let paper = reprinted.compose(&notice, PaperCopy::Officer).unwrap();
        assert_eq!(paper.passed_over().map(|over| over.why), Some(Unusable::Fails));
        assert!(begun.elapsed().as_secs() < 60, "{:?} for {hostile:.60}", begun.elapsed());
    }
}

#[test]
fn a_notice_longer_than_paper_is_made_for_fails_with_every_set() {
    let mut notice = samples::full(Kind::Fpn);
    notice.particulars = "x".repeat(400_000);
    let wording = Wording::newest(&[kept(&own(1, "x"))], Some(&notice)).unwrap();
    let refused = wording.compose(&notice, PaperCopy::Recipient).unwrap_err();
    assert!(matches!(refused, PaperError::TooLong { .. }), "{refused}");
}

#[test]
fn a_set_is_as_large_as_phones_take_and_not_a_byte_larger() {
    let mut set = own(1, "x");
    let room = TEMPLATES_MAX - set.to_bytes().unwrap().len();
    set.templates.get_mut("parts").unwrap().push_str(&" ".repeat(room));
    assert_eq!(set.to_bytes().unwrap().len(), TEMPLATES_MAX);
    let largest = kept(&set);
    assert_eq!(TemplateSet::read(largest.bytes.as_ref().unwrap()).unwrap(), set);
    assert_eq!(Wording::newest(&[largest], None).unwrap().passed_over(), None);
    set.templates.get_mut("parts").unwrap().push(' ');
    let bytes = serde_json::to_vec(&set).unwrap();
    let too_large = NotASet::TooLarge { bytes: TEMPLATES_MAX + 1 };
    assert_eq!(TemplateSet::read(&bytes), Err(too_large.clone()));
    assert_eq!(set.kept(), Err(too_large));
    // Whoever hands over more than a file may have is not read at all.
    let blanks = vec![b' '; FILE_MAX + 1];
    assert_eq!(TemplateSet::read(&blanks), Err(NotASet::TooLarge { bytes: FILE_MAX + 1 }));
    let newer = KeptTemplates::of("MDW-paper", 2, bytes);
    let wording = Wording::newest(&[newer], None).unwrap();
    assert_eq!(wording.passed_over().map(|over| over.why), Some(Unusable::Unreadable));
}

#[test]
fn a_file_that_is_no_set_is_refused_with_its_place() {
    let shipped = TemplateSet::shipped();
    let pretty = String::from_utf8(shipped.to_file().unwrap()).unwrap();
    assert_eq!(TemplateSet::read(pretty.as_bytes()).unwrap(), shipped, "what is exported is imported");
    let refused =
        |from: &str, to: &str| TemplateSet::read(pretty.replacen(from, to, 1).as_bytes()).unwrap_err();
    let strange = refused("  \"language\"", "  \"colour\": \"red\",\n  \"language\"");
    assert_eq!(strange.code(), "templates_file");
    assert!(strange.to_string().contains("colour") && strange.to_string().contains("line 4"), "{strange}");
    assert_eq!(refused("\"EW-paper\"", "\" \""), NotASet::Id);
    assert_eq!(refused("\"en-GB\"", "\"English\""), NotASet::Language);
    assert_eq!(TemplateSet::read(b"").unwrap_err().code(), "templates_file");
}

#[test]
fn a_field_that_does_not_exist_is_found_in_a_template_that_others_share() {
    let mut set = own(1, "x");
    let never = "{% if number == \"nowhere\" %}\n{{ recipient.shoe_size }}{% endif %}";
    set.templates.insert("footer".to_owned(), never.to_owned());
    set.templates.get_mut("fpn").unwrap().push_str("\n{% include \"footer\" %}");
    let faults = Templates::check(set).unwrap_err();
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    assert_eq!(
        (fault.template.as_str(), fault.line, fault.code()),
        ("footer", Some(2), "template_unknown_name")
    );
    assert_eq!(common::SHIPPED.set().templates.len(), 8);
}
