//! Writes a shift as GPX 1.1, so that the command-line phone can replay it.
//!
//! Accuracy is an element of our own namespace; speed and course are those of Garmin's TrackPointExtension.
//! GPX knows neither monotonic clocks nor boots: each boot becomes a segment.

use core::fmt::Write;

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
            if fix.accuracy.is_some() || fix.speed.is_some() || fix.bearing.is_some() {
                gpx.push_str("<extensions>");
                if let Some(metres) = fix.accuracy {
                    let _ = write!(gpx, "<bb:accuracy>{metres:.2}</bb:accuracy>");
                }
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
                gpx.push_str("</extensions>");
            }
            gpx.push_str("</trkpt>\n");
        }
        gpx.push_str("</trkseg>\n");
    }
    gpx.push_str("</trk>\n</gpx>\n");
    gpx
}
