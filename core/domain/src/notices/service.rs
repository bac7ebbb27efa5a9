//! How each kind of notice may be served. Before issue it is asked, and the paper says it; afterwards it is advice beside
//! the record: what was done is kept as it was done. Of what was posted on premises a photograph is asked for before anything
//! rests on it.

use crate::calendar::local_label;
use crate::law::missing::Missing;
use crate::records::notice::content::NoticeKind;
use crate::records::notice::story::NoticeStory;
use crate::records::notice::{NoticeServed, ServiceMethod};

/// The ways in which the law lets a kind be served, and where it says so.
#[must_use]
pub fn methods(kind: NoticeKind) -> (&'static [ServiceMethod], &'static str) {
    use ServiceMethod::{Hand, Left, OnPremises, OnVehicles, Post};
    match kind {
        NoticeKind::Fpn => (&[Hand, Left, Post], "ASBCPA 2014 ss52, 68; the row's own Act"),
        NoticeKind::Cpw | NoticeKind::Cpn => (&[Hand, Left, Post, OnPremises], "ASBCPA 2014 ss45, 55"),
        NoticeKind::S59Warning | NoticeKind::S59Seizure => (&[Hand, Left, Post], "PRA 2002 ss59-60"),
        NoticeKind::S77Direction => (&[Hand, OnVehicles], "CJPOA 1994 s77(2); s79"),
    }
}

/// Whether a notice was posted on premises, or was to be, and no photograph shows it; nothing if it came to somebody otherwise.
#[must_use]
pub fn is_unphotographed(story: &NoticeStory) -> bool {
    let posted = |method| method == ServiceMethod::OnPremises;
    let shown = |served: &NoticeServed| !posted(served.method) || !served.evidence.is_empty();
    let was_to_be = story.notice.service.is_some_and(posted);
    (was_to_be || !story.served.is_empty()) && !story.served.iter().any(shown)
}

/// How it was served, and whether it was signed for, in words.
#[must_use]
pub fn words(served: &NoticeServed) -> String {
    format!("{}; {}", served.method.words(), served.signature.words())
}

/// Each service of a notice, oldest first: when, how, and what will not stand.
pub fn lines(story: &NoticeStory) -> impl Iterator<Item = String> {
    let kind = story.notice.content.kind();
    story.served.iter().map(move |served| {
        let mut line = format!("served {}: {}", local_label(served.time).unwrap_or_default(), words(served));
        for fault in faults(kind, served) {
            line.push_str(&format!(" – IT WILL NOT STAND: {} ({})", fault.remedy, fault.source));
        }
        line
    })
}

/// What is wrong with a service; nothing if it will stand.
#[must_use]
pub fn faults(kind: NoticeKind, served: &NoticeServed) -> Vec<Missing> {
    let (methods, source) = methods(kind);
    let mut faults = Vec::new();
    if !methods.contains(&served.method) {
        faults.push(Missing::new("service_method", "Serve it in a way this law knows.", source));
    }
    if matches!(served.method, ServiceMethod::OnPremises | ServiceMethod::OnVehicles)
        && served.evidence.is_empty()
    {
        faults.push(Missing::new("service_photo", "Photograph it where it hangs.", source));
    }
    faults
}
