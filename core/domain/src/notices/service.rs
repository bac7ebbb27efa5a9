//! How each kind of notice may be served. Before issue it is asked, and the paper says it; afterwards it is advice beside
//! the record: what was done is kept as it was done.

use crate::law::missing::Missing;
use crate::records::notice::content::NoticeKind;
use crate::records::notice::{NoticeServed, ServiceMethod};

/// The ways in which the law lets a kind be served, and where it says so.
#[must_use]
pub fn methods(kind: NoticeKind) -> (&'static [ServiceMethod], &'static str) {
    use ServiceMethod::{Hand, Left, OnPremises, OnVehicles, Post};
    match kind {
        NoticeKind::Fpn => (&[Hand, Left, Post], "ASBCPA 2014 ss52, 68; the row's own Act"),
        NoticeKind::Cpw | NoticeKind::Cpn => (&[Hand, Left, Post, OnPremises], "ASBCPA 2014 s55"),
        NoticeKind::S59Warning | NoticeKind::S59Seizure => (&[Hand, Left, Post], "PRA 2002 ss59-60"),
        NoticeKind::S77Direction => (&[Hand, OnVehicles], "CJPOA 1994 s77(2); s79"),
    }
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
