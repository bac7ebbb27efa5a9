//! The pages of a bundle for people: what is in it, and how to check it. Plain HTML, no script, readable aloud.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use beatbook_domain::calendar::local_label;
use beatbook_domain::law::terms::pounds;
use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::records::notice::OrderCited;
use beatbook_domain::records::notice::content::NoticeContent;
use beatbook_domain::records::notice::six::SixAnswer;

use super::before::stands;
use super::format::{MANIFEST, Profile, SIGNATURE};
use super::gathered::Gathered;
use super::met;
use crate::encounters::decisions;

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
const STYLE: &str = "<style>\nbody{font:1.1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}\n\
table{border-collapse:collapse;width:100%;margin:1rem 0}\ncaption{text-align:left;font-weight:bold;padding:.5rem 0}\n\
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #505a5f}\n\
td{overflow-wrap:anywhere}\na{color:#1d70b8}\n</style>\n";

/// The index page.
pub fn page(gathered: &Gathered, profile: Profile, files: &BTreeMap<String, Vec<u8>>) -> String {
    let number = gathered.number.to_string();
    let title = format!("Case bundle {number} for the {}", profile.name());
    let mut out =
        format!("{HEAD}<title>{0}</title>\n{STYLE}</head>\n<body>\n<main>\n<h1>{0}</h1>\n", escaped(&title));
    paragraph(&mut out, &format!("Made {}. How to check it is told in README.txt.", label(gathered.made)));
    if profile != Profile::Court {
        paragraph(
            &mut out,
            "Left out: other people, what the officer noted about them, who decided at the desk, and the access log.",
        );
    }
    facts(&mut out, "The notice", &notice(gathered));
    let mut breached = match &gathered.story.notice.content {
        NoticeContent::Fpn(fpn) => fpn.cpn.as_ref().map(|breached| breached.requirement),
        _ => None,
    };
    for before in &gathered.before {
        facts(&mut out, before.caption(), &before.facts(breached.take()));
    }
    for absent in &gathered.absent {
        paragraph(&mut out, &format!("It rests on {}, which is not in here: {}.", absent.number, absent.why));
    }
    if let Some(order) = &gathered.order {
        let cited = gathered.story.notice.order.as_ref();
        let condition = cited.and_then(|cited| order.condition(&cited.condition));
        facts(
            &mut out,
            "The order in force",
            &[
                ("Order", format!("{}: {} (version {})", order.code, order.title, order.version)),
                ("Made by", order.made_by.name.clone()),
                ("Term", format!("{} to {}", order.term.from, order.term.until)),
                ("Condition", condition.map(|one| one.code.clone()).unwrap_or_default()),
                ("Its words", condition.map(|one| one.text.clone()).unwrap_or_default()),
                ("SHA-256", order.hash().to_string()),
            ],
        );
    }
    if let Some(six) = &gathered.story.notice.six {
        let said = |answer: Option<SixAnswer>| answer.map_or("not answered", SixAnswer::words).to_owned();
        let answers = six.all().map(|(question, answer)| (question, said(answer)));
        facts(&mut out, "Asked before issue", &answers);
    }
    facts(&mut out, "Place", &place(gathered, profile));
    let judged = decisions(&gathered.judged_for(profile));
    if !judged.is_empty() {
        table(&mut out, "How the order stood", &["Seen", "Condition", "Stood", "Judged by"], &judged);
    }
    met::section(&mut out, gathered, profile);
    let happened = |place| {
        let lines = gathered.history(profile, place).into_iter();
        let rows = lines.map(|line| [label(line.at), line.who, line.what, line.why.unwrap_or_default()]);
        rows.collect::<Vec<[String; 4]>>()
    };
    table(&mut out, "What happened", &["When", "Who", "What", "Why"], &happened(0));
    for (before, place) in gathered.before.iter().zip(1..) {
        let caption = format!("What happened to {}", before.number);
        table(&mut out, &caption, &["When", "Who", "What", "Why"], &happened(place));
    }
    let evidence = met::evidence(gathered, profile).into_iter();
    let evidence: Vec<[String; 3]> = evidence
        .map(|one| [one.evidence.shows, format!("the {}", one.told_with), one.evidence.content.to_string()])
        .collect();
    if evidence.is_empty() {
        out.push_str("<h2>Photographs and recordings</h2>\n");
        paragraph(&mut out, "None is named.");
    } else {
        table(&mut out, "Photographs and recordings", &["Shows", "Told with", "SHA-256"], &evidence);
    }
    out.push_str("<h2>Files</h2>\n<ul>\n");
    for name in files.keys() {
        let _ = writeln!(out, "<li><a href=\"{0}\">{0}</a></li>", escaped(name));
    }
    let _ = writeln!(out, "<li><a href=\"{MANIFEST}\">{MANIFEST}</a> and its signature {SIGNATURE}</li>");
    out.push_str("</ul>\n</main>\n</body>\n</html>\n");
    out
}

fn notice(gathered: &Gathered) -> Vec<(&'static str, String)> {
    let story = &gathered.story;
    let notice = &story.notice;
    let issued = story.issue().map(|issue| issue.time);
    let recipient = serde_json::to_value(&notice.recipient).unwrap_or_default();
    let name = recipient.pointer("/person/name").or_else(|| recipient.pointer("/body/name"));
    let standing = &gathered.standing;
    let mut rows = vec![
        ("Number", gathered.number.to_string()),
        ("Stands", format!("{}; balance {}", stands(standing), pounds(standing.balance))),
        ("Issued", issued.map(time).unwrap_or_default()),
        ("Conduct", notice.conduct.time.map(time).unwrap_or_else(|| "time not known".to_owned())),
        ("Where", notice.conduct.place.clone()),
        ("Recipient", name.and_then(|name| name.as_str()).unwrap_or("see notice.json").to_owned()),
        ("Officer", format!("{}, {}", notice.issuer.public_id, notice.issuer.authorisation)),
        ("Particulars", notice.particulars.clone()),
        (
            "Rule set",
            format!("{} revision {}, {}", notice.rule_set.id, notice.rule_set.revision, notice.rule_set.hash),
        ),
    ];
    if let NoticeContent::Fpn(fpn) = &notice.content {
        rows.extend(fpn.vehicles.iter().map(|vehicle| ("Vehicle", vehicle.in_words())));
    }
    for served in &story.served {
        let (method, signature) = (served.method.words(), served.signature.words());
        rows.push(("Served", format!("{}: {method}; {signature}", label(served.time))));
    }
    rows
}

fn place(gathered: &Gathered, profile: Profile) -> Vec<(&'static str, String)> {
    let position = gathered.position(profile);
    let said = |field: &str| match &position[field] {
        serde_json::Value::Null => "not known".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let edge = gathered.story.notice.order.as_ref().and_then(OrderCited::edge_in_words);
    let edge = edge.unwrap_or_else(|| "not known".to_owned());
    let zone = gathered.zone.as_ref().map_or_else(
        || "not known".to_owned(),
        |zone| format!("{} ({}), {}", zone.name, zone.code, zone.hash()),
    );
    let sign = match position["sign"]["distance_m"].as_f64() {
        Some(metres) => format!("{} at {metres} m", position["sign"]["code"].as_str().unwrap_or_default()),
        None => "none known".to_owned(),
    };
    let mut rows = vec![
        ("Position", format!("{}, {}", said("lat"), said("lon"))),
        ("Accuracy", position["accuracy_m"].as_f64().map_or("not known".to_owned(), |m| format!("{m} m"))),
        ("Zone version", zone),
        ("Distance to its edge", edge),
        ("Nearest sign", sign),
    ];
    if let Some(photo) = gathered.sign.as_ref().and_then(|sign| sign.photo) {
        rows.push(("Photograph of the sign", format!("{photo}, of the order book")));
    }
    for noted in gathered.found_for(profile) {
        let by = noted["by"].as_str().map_or_else(String::new, |by| format!(", by {by}"));
        let photo = noted["photo"].as_str().map_or_else(String::new, |photo| format!(", photograph {photo}"));
        let state = noted["state"].as_str().unwrap_or_default();
        let at = noted["at"].as_i64().map(label).unwrap_or_default();
        rows.push(("The sign was noted", format!("{state}, {at}{by}{photo}")));
    }
    rows
}

/// How to check the bundle.
pub fn readme(gathered: &Gathered, profile: Profile, passed_over: Option<&str>) -> String {
    let wording = passed_over
        .map(|over| format!("\nThe paper in here is not in the words it was given in: {over}.\n"))
        .unwrap_or_default();
    let chain = if profile == Profile::Court {
        "4. The chain. The lines of entries.jsonl whose journal is proof.json's notebook (or that of a proof.json with a name\n\
         \x20  before it) follow each other: `prev` in a\n\
         \x20  header is the SHA-256 of the header before. The last one is what the notebook signed (Ed25519 over\n\
         \x20  'beatbook-head-1', the notebook's 16 bytes, seq as 8 bytes big-endian, the hash's 32 bytes), and what the\n\
         \x20  server's receipt says (CBOR; Ed25519 over 'beatbook-receipt-1' and its bytes). Headers of other records\n\
         \x20  are there as links; their bodies are not.\n"
    } else {
        "4. The chain of the officer's journal is not in this bundle: it tells of other people. The court's bundle has it.\n"
    };
    format!(
        "Case bundle of notice {number}, for the {profile}\n\
         \n\
         Begin with index.html. To check everything with the program, which needs no server:\n\
         \n\
         \x20   beatbook-server verify-bundle DIR --key KEY\n\
         \n\
         KEY is the server's key as you have it from the authority (`beatbook-server receipt-key list`).\n\
         Without --key the program tells which key signed, and you compare.\n\
         \n\
         By other means:\n\
         \n\
         1. {MANIFEST} lists every file with its SHA-256. {SIGNATURE} is the server's Ed25519 signature over\n\
         \x20  'beatbook-bundle-1' and the bytes of {MANIFEST}; its keys are named there, newest first.\n\
         2. Versions. order.json and rule-set.json have the SHA-256 that notice.json cites; so has zone.cbor, and\n\
         \x20  zone.geojson is the same area for maps. A notice that this one rests on has files of its own: cpn-… and cpw-….\n\
         3. Entries. entries.jsonl has one entry a line. A header's `body` is the SHA-256 of 'beatbook-body-1', the\n\
         \x20  salt's 32 bytes and the body. An entry of the server's own journal is signed by itself.\n\
         {chain}{wording}",
        number = gathered.number,
        profile = profile.name(),
    )
}

pub fn label(at: i64) -> String {
    local_label(at).unwrap_or_else(|_| at.to_string())
}

fn time(time: LegalTime) -> String {
    match time.within {
        Some(within) => format!("{}, known to within {} s", label(time.at), (within + 999) / 1_000),
        None => format!("{}, by an unchecked clock", label(time.at)),
    }
}

fn facts(out: &mut String, caption: &str, rows: &[(&str, String)]) {
    let _ = writeln!(out, "<table>\n<caption>{}</caption>", escaped(caption));
    for (name, value) in rows {
        let _ = writeln!(out, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escaped(name), escaped(value));
    }
    out.push_str("</table>\n");
}

pub fn table<const N: usize>(out: &mut String, caption: &str, heads: &[&str; N], rows: &[[String; N]]) {
    let _ = writeln!(out, "<table>\n<caption>{}</caption>\n<tr>", escaped(caption));
    for head in heads {
        let _ = writeln!(out, "<th scope=\"col\">{}</th>", escaped(head));
    }
    out.push_str("</tr>\n");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let _ = write!(out, "<td>{}</td>", escaped(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn paragraph(out: &mut String, text: &str) {
    let _ = writeln!(out, "<p>{}</p>", escaped(text));
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
