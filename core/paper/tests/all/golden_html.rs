//! Every kind of paper, both copies, all sheets, word for word as files beside this test.
//!
//! A page is its sheet's head, and the body of its kind and copy. When wording or style changes on purpose, delete
//! the files that change, run this with `UPDATE_GOLDEN=1`, and read the difference as a recipient would.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are not recognised as tests")]

use crate::common;

use std::path::{Path, PathBuf};
use std::{env, fs};

use beatbook_paper::notice::Guardian;
use beatbook_paper::{Kind, PaperCopy, Sheet, samples};

use common::compose;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// Compares with a file; writes it if it is missing and that is asked for.
fn same(name: &str, text: &str) {
    let path = golden(name);
    if !path.exists() && env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name} is missing"));
    for (number, (is, was)) in text.lines().zip(known.lines()).enumerate() {
        assert_eq!(is, was, "{name}, line {}", number + 1);
    }
    assert_eq!(text.len(), known.len(), "{name}: one is longer");
}

#[test]
fn every_kind_and_copy_on_every_sheet_is_as_it_was() {
    for kind in Kind::ALL {
        for copy in PaperCopy::ALL {
            let paper = compose(&samples::full(kind), copy);
            for sheet in Sheet::ALL {
                let page = paper.html(sheet);
                let at = page.find("<body>").unwrap();
                let (head, body) = page.split_at(at);
                same(&format!("{kind}-{}.html", copy.name()), body);
                // The title is the one line of a head that is the notice's own.
                let (before, rest) = head.split_once("<title>").unwrap();
                let (title, after) = rest.split_once("</title>").unwrap();
                assert!(title.ends_with("MDW-A7-000118-M") && title.len() > 20, "{title}");
                same(&format!("head-{}.html", sheet.name()), &format!("{before}<title></title>{after}"));
            }
        }
    }
}

#[test]
fn the_guardians_copy_of_a_penalty_is_as_it_was() {
    let mut notice = samples::full(Kind::Fpn);
    notice.guardian = Some(Guardian { name: None });
    let page = compose(&notice, PaperCopy::Guardian).html(Sheet::A4);
    let (_, body) = page.split_at(page.find("<body>").unwrap());
    same("fpn-guardian.html", body);
}

#[test]
fn a_page_needs_nothing_from_elsewhere_and_runs_nothing() {
    for kind in Kind::ALL {
        let page = compose(&samples::full(kind), PaperCopy::Officer).html(Sheet::A4);
        for foreign in
            ["<script", "<img", "<link", "<iframe", " src=", " href=", "url(", "@import", "javascript:"]
        {
            assert!(!page.contains(foreign), "{kind}: {foreign}");
        }
        assert!(page.contains("<html lang=\"en-GB\">"));
        assert_eq!(page.matches("<h1>").count(), 1);
        assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
        assert!(!page.contains("<th>"), "{kind}: every head says of what it is one");
    }
}
