//! Writes a shift as GPX 1.1, so that the command-line phone can replay it.
//!
//! Accuracy, provider and the phone's clocks are elements of our own namespace, as GPX knows none of them; speed
//! and course are those of Garmin's TrackPointExtension. Each start of the phone becomes a segment.

use core::fmt::Write;

use beatbook_domain::fix::Provider;
use jiff::Timestamp;

use crate::shift::SimulatedShift;

/// The GPX file of a shift; a fix whose time is no date is left out.
#[must_use]
pub fn write(shift: &SimulatedShift) -> String {
    let mut gpx = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<gpx version=\"1.1\" creator=\"beatbook-simulator\" xmlns=\"http://www.topografix.com/GPX/1/1\"",
        " xmlns:bb=\"urn:beatbook:fix:1\"",
        " xmlns:tpx=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v2\">\n<trk>\n",
    ));
    // Writing into a String cannot fail.
    let _ = writeln!(gpx, "<name>{}</name>", quick_xml::escape::escape(shift.label.as_str()));
    for boot in &shift.boots {
        gpx.push_str("<trkseg>\n");
        for fix in &boot.fixes {
            let Ok(time) = Timestamp::from_millisecond(fix.time) else { continue };
            let _ =
                write!(gpx, "<trkpt lat=\"{:.8}\" lon=\"{:.8}\"><time>{time:.3}</time>", fix.lat, fix.lon);
            gpx.push_str("<extensions>");
            if let Some(metres) = fix.accuracy {
                let _ = write!(gpx, "<bb:accuracy>{metres:.2}</bb:accuracy>");
            }
            match fix.provider {
                Provider::Gnss => {}
                Provider::Network => gpx.push_str("<bb:provider>network</bb:provider>"),
                Provider::Mock => gpx.push_str("<bb:provider>mock</bb:provider>"),
            }
            let _ = write!(gpx, "<bb:boot>{:016x}</bb:boot><bb:mono>{}</bb:mono>", boot.boot, fix.mono);
            if fix.speed.is_some() || fix.bearing.is_some() {
                gpx.push_str("<tpx:TrackPointExtension>");
                if let Some(speed) = fix.speed {
                    let _ = write!(gpx, "<tpx:speed>{speed:.2}</tpx:speed>");
                }
                if let Some(bearing) = fix.bearing {
                    let degrees = bearing - 360.0 * libm::floor(bearing / 360.0);
                    let _ = write!(gpx, "<tpx:course>{degrees:.1}</tpx:course>");
                }
                gpx.push_str("</tpx:TrackPointExtension>");
            }
            gpx.push_str("</extensions></trkpt>\n");
        }
        gpx.push_str("</trkseg>\n");
    }
    gpx.push_str("</trk>\n</gpx>\n");
    gpx
}
