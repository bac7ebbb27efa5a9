//! The set that ships: plain English, to be replaced by an authority's own wording once its solicitor has read it.

use crate::beside::{AmendedWords, ReasonsWords, ServedWords};
use crate::subject::Kind;
use crate::templates::{GuardianWords, MarkWords, PARTS, TemplateSet, Words};

impl TemplateSet {
    /// The shipped set. Its sentences about the law follow the sections they name; nobody has cleared them for use.
    #[must_use]
    pub fn shipped() -> Self {
        let kinds = Kind::ALL.map(|kind| (kind.name().to_owned(), source(kind).to_owned()));
        let parts = (PARTS.to_owned(), include_str!("shipped/parts.html").to_owned());
        Self {
            id: "EW-paper".to_owned(),
            revision: 1,
            language: "en-GB".to_owned(),
            words: words(),
            templates: kinds.into_iter().chain([parts]).collect(),
        }
    }
}

fn source(kind: Kind) -> &'static str {
    match kind {
        Kind::Fpn => include_str!("shipped/fpn.html"),
        Kind::Cpw => include_str!("shipped/cpw.html"),
        Kind::Cpn => include_str!("shipped/cpn.html"),
        Kind::S59Warning => include_str!("shipped/s59_warning.html"),
        Kind::S59Seizure => include_str!("shipped/s59_seizure.html"),
        Kind::Surrender => include_str!("shipped/surrender.html"),
        Kind::S77Direction => include_str!("shipped/s77_direction.html"),
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
        demo: mark("DEMO", "DEMO: this paper has no legal effect. Nothing has to be paid or done."),
    }
}
