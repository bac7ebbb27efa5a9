//! The set that ships: plain English, to be replaced by an authority's own wording once its solicitor has read it. Earlier
//! revisions lie beside the newest, in folders of their own: what was printed with one is printed with it for ever.

use crate::beside::{AmendedWords, ReasonsWords, ServedWords};
use crate::subject::Kind;
use crate::templates::{GuardianWords, MarkWords, OverWords, PARTS, TemplateSet, Words};

/// The newest. Revision 2 has all grounds of an appeal against a community protection notice, and no tent among vehicles.
const REVISION: u32 = 2;

impl TemplateSet {
    /// The shipped set: the newest revision. Its sentences about the law follow the sections they name; nobody has cleared
    /// them for use.
    #[must_use]
    pub fn shipped() -> Self {
        Self::of_revision(REVISION)
    }

    /// Every revision that ever shipped, the first one first.
    pub fn ever_shipped() -> impl DoubleEndedIterator<Item = Self> {
        (1..=REVISION).map(Self::of_revision)
    }

    fn of_revision(revision: u32) -> Self {
        let kinds = Kind::ALL.map(|kind| (kind.name().to_owned(), source(kind, revision).to_owned()));
        let parts = (PARTS.to_owned(), include_str!("shipped/parts.html").to_owned());
        Self {
            id: "EW-paper".to_owned(),
            revision,
            language: "en-GB".to_owned(),
            words: words(),
            templates: kinds.into_iter().chain([parts]).collect(),
        }
    }
}

fn source(kind: Kind, revision: u32) -> &'static str {
    match (kind, revision) {
        (Kind::Cpn, 1) => include_str!("shipped/revision_1/cpn.html"),
        (Kind::S77Direction, 1) => include_str!("shipped/revision_1/s77_direction.html"),
        (Kind::Fpn, _) => include_str!("shipped/fpn.html"),
        (Kind::Cpw, _) => include_str!("shipped/cpw.html"),
        (Kind::Cpn, _) => include_str!("shipped/cpn.html"),
        (Kind::S59Warning, _) => include_str!("shipped/s59_warning.html"),
        (Kind::S59Seizure, _) => include_str!("shipped/s59_seizure.html"),
        (Kind::Surrender, _) => include_str!("shipped/surrender.html"),
        (Kind::S77Direction, _) => include_str!("shipped/s77_direction.html"),
    }
}

fn words() -> Words {
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mark =
        |watermark: &str, banner: &str| MarkWords { watermark: watermark.into(), banner: banner.into() };
    Words {
        months: months.map(str::to_owned),
        recipient_copy: "Recipient's copy".into(),
        officer_copy: "Officer's copy".into(),
        page: "Page".into(),
        of: "of".into(),
        qr: "QR code with the number of this notice and the payment reference, if there is one".into(),
        training: mark(
            "TRAINING",
            "TRAINING: this paper has no legal effect. Nothing has to be paid or done.",
        ),
        guardian: GuardianWords::default(),
        amended: AmendedWords::default(),
        served: ServedWords::default(),
        reasons: ReasonsWords::default(),
        over: OverWords::default(),
        demo: mark("DEMO", "DEMO: this paper has no legal effect. Nothing has to be paid or done."),
    }
}
