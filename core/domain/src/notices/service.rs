//! How each kind of notice may be served. Advice beside the record: what was done is kept as it was done.

use crate::law::missing::Missing;
use crate::records::notice::content::NoticeKind;
use crate::records::notice::{NoticeServed, ServiceMethod};

/// What is wrong with a service; nothing if it will stand.
#[must_use]
pub fn faults(kind: NoticeKind, served: &NoticeServed) -> Vec<Missing> {
    use ServiceMethod::{Hand, Left, OnPremises, OnVehicles, Post};
    let (methods, source): (&[ServiceMethod], _) = match kind {
        NoticeKind::Fpn => (&[Hand, Left, Post], "ASBCPA 2014 ss52, 68; the row's own Act"),
        NoticeKind::Cpw | NoticeKind::Cpn => (&[Hand, Left, Post, OnPremises], "ASBCPA 2014 s55"),
        NoticeKind::S59Warning | NoticeKind::S59Seizure => (&[Hand, Left, Post], "PRA 2002 ss59-60"),
        NoticeKind::S77Direction => (&[Hand, OnVehicles], "CJPOA 1994 s77(2); s79"),
    };
    let mut faults = Vec::new();
    if !methods.contains(&served.method) {
        faults.push(Missing::new("service_method", "Serve it in a way this law knows.", source));
    }
    if matches!(served.method, OnPremises | OnVehicles) && served.evidence.is_empty() {
        faults.push(Missing::new("service_photo", "Photograph it where it hangs.", source));
    }
    faults
}
