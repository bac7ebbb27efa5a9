//! An authority's own wording is checked when it is imported: every fault at once, with template and line.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are not recognised as tests")]

use beatbook_paper::{Fault, Kind, PaperCopy, PaperError, TemplateSet, Templates, samples};

/// The shipped set with one template changed.
fn changed(template: &str, from: &str, to: &str) -> TemplateSet {
    let mut set = TemplateSet::shipped();
    let source = set.templates.get_mut(template).unwrap();
    assert!(source.contains(from), "{template} has no {from}");
    *source = source.replacen(from, to, 1);
    set
}

fn faults(set: TemplateSet) -> Vec<Fault> {
    match Templates::check(set) {
        Ok(_) => Vec::new(),
        Err(faults) => faults,
    }
}

/// The one fault that a change makes: its code, its line in the template, its text.
fn one(template: &str, from: &str, to: &str) -> (&'static str, Option<usize>, String) {
    let faults = faults(changed(template, from, to));
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    assert_eq!(fault.template, template);
    (fault.code(), fault.line, fault.to_string())
}

#[test]
fn the_shipped_set_has_no_fault_and_survives_its_way_through_the_briefing() {
    let set = TemplateSet::shipped();
    let sent = serde_json::to_string(&set).unwrap();
    let received: TemplateSet = serde_json::from_str(&sent).unwrap();
    assert_eq!(received, set);
    assert_eq!(faults(received), []);
    let strange = sent.replacen("\"revision\"", "\"colour\":1,\"revision\"", 1);
    assert!(serde_json::from_str::<TemplateSet>(&strange).is_err());
}

#[test]
fn a_field_that_does_not_exist_is_named_with_its_line() {
    let (code, line, text) = one("fpn", "{{ subject.offence }}", "{{ subject.offense }}");
    assert_eq!((code, line), ("template_unknown_name", Some(18)));
    assert!(text.contains("subject.offense"), "{text}");
}

#[test]
fn also_where_no_sample_leads() {
    let never = "{% if number == \"nowhere\" %}{{ recipient.shoe_size }}{% endif %}<h2>How to pay</h2>";
    let (code, line, text) = one("fpn", "<h2>How to pay</h2>", never);
    assert_eq!((code, line), ("template_unknown_name", Some(30)));
    assert!(text.contains("recipient.shoe_size"), "{text}");
}

#[test]
fn the_officers_notes_do_not_exist_on_the_recipients_copy() {
    let from = "{% if copy == \"officer\" %}{{ parts.notes(notes) }}{% endif %}";
    for to in ["{{ parts.notes(notes) }}", "<p>{{ notes.belief }}</p>"] {
        let faults = faults(changed("cpw", from, to));
        assert!(faults.iter().any(|fault| fault.code() == "template_unknown_name"), "{faults:?}");
    }
}

#[test]
fn a_filter_that_does_not_exist_is_refused_and_so_is_the_one_that_would_not_escape() {
    for filter in ["safe", "upper"] {
        let (code, line, text) = one("cpw", "{{ particulars }}", &format!("{{{{ particulars|{filter} }}}}"));
        assert_eq!((code, line), ("template_unknown_name", Some(16)));
        assert!(text.contains(filter), "{text}");
    }
}

#[test]
fn what_may_be_absent_or_is_a_list_is_not_printed_bare() {
    assert_eq!(
        one("fpn", "{{ parts.moment(conduct.at) }}", "{{ conduct.at.date|day }} {{ conduct.at.time }}").0,
        "template_not_text"
    );
    assert_eq!(
        one("s77_direction", "{{ parts.lines(subject.people) }}", "{{ subject.people }}").0,
        "template_not_text"
    );
}

#[test]
fn a_script_a_picture_a_link_or_a_style_is_not_for_paper() {
    for stranger in [
        "<script>alert(1)</script>",
        "<img src=\"https://example.org/x.png\"/>",
        "<p><a href=\"https://example.org\">here</a></p>",
        "<p style=\"color: white\">unseen</p>",
        "<p onclick=\"x()\">x</p>",
        "<iframe></iframe>",
        "<p>&nbsp;</p>",
    ] {
        let (code, line, _) = one("cpw", "<h2>What this is about</h2>", &format!("<p>a</p>\n{stranger}"));
        assert_eq!((code, line), ("template_element", Some(11)), "{stranger}");
    }
}

#[test]
fn an_element_that_is_not_closed_is_found() {
    for broken in
        ["<p>open", "<h2>a</p>", "bare text", "<table><tr><td>a</td></tr></table>", "<box><box></box></box>"]
    {
        let faults = faults(changed("cpw", "<h2>What this is about</h2>", broken));
        assert!(
            !faults.is_empty() && faults.iter().all(|fault| fault.code().starts_with("template_")),
            "{broken}"
        );
    }
}

#[test]
fn a_paper_that_leaves_out_what_the_law_asks_for_is_refused() {
    for (from, field) in [
        ("{{ pay.payee }}, ", "subject.payment.payee"),
        ("{{ method.details }}", "subject.payment.methods"),
        ("{{ subject.no_proceedings_until|day }}", "subject.no_proceedings_until"),
        ("<p>{{ particulars }}</p>", "particulars"),
    ] {
        let (code, _, text) = one("fpn", from, "");
        assert_eq!(code, "template_leaves_out");
        assert!(text.contains(&format!("say {field};")), "{text}");
    }
    assert_eq!(one("cpn", "{{ subject.appeal.court }}", "the court").0, "template_leaves_out");
    assert_eq!(one("s59_seizure", "{{ cost.amount|pounds }}", "{{ cost.amount }}").0, "template_leaves_out");
}

#[test]
fn a_fixed_penalty_notice_may_not_speak_of_an_appeal() {
    let (code, _, text) = one("fpn", "(representations)", "(representations). You may appeal");
    assert_eq!(code, "template_promises_appeal");
    assert!(text.contains("speak of representations"), "{text}");
}

#[test]
fn a_loop_without_end_ends() {
    let again = "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}<p>x</p>";
    assert!(!faults(changed("cpw", "<h2>What this is about</h2>", again)).is_empty());
    let ten = |inner: &str| format!("{{% for i in [0,0,0,0,0,0,0,0,0,0] %}}{inner}{{% endfor %}}");
    let many = (0..9).fold("<p>x</p>".to_owned(), |inner, _| ten(&inner));
    let (code, ..) = one("cpw", "<h2>What this is about</h2>", &many);
    assert_eq!(code, "template_too_much");
}

#[test]
fn a_missing_template_and_one_that_cannot_be_read_are_told_together() {
    let mut set = changed("cpn", "{% import", "{% improt");
    set.templates.remove("surrender");
    let found: Vec<(String, &str)> =
        faults(set).iter().map(|fault| (fault.template.clone(), fault.code())).collect();
    assert_eq!(found, [("cpn".into(), "template_syntax"), ("surrender".into(), "template_absent")]);
}

#[test]
fn unchecked_wording_that_fails_at_the_kerb_fails_typed_and_names_no_one() {
    let set = changed("fpn", "{{ subject.offence }}", "{{ recipient.name.first }}");
    let templates = Templates::compile(set).unwrap();
    let error = templates.compose(&samples::full(Kind::Fpn), PaperCopy::Recipient).unwrap_err();
    assert!(matches!(&error, PaperError::Template(fault) if fault.line == Some(18)));
    assert_eq!(error.code(), "template_unknown_name");
    assert!(!error.to_string().contains("Zoë") && error.to_string().contains("shipped templates"), "{error}");
}
