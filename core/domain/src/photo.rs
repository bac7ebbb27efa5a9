//! A photograph without what the camera wrote into its file: position, time, device, thumbnails, and everything behind the picture.
//!
//! Where somebody sleeps is told in the body of an entry and nowhere else (rules of the field 10). What is kept is the picture,
//! its colours, and which way up it is. JPEG (ITU-T T.81, Exif 3.0) and PNG (W3C); other kinds are refused, because what is in them
//! is not known here.

use thiserror::Error;

/// Why nothing is left of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum PhotoRefusal {
    /// Another kind of file.
    #[error(
        "neither JPEG nor PNG: take the photograph as one of these (phones call JPEG \"most compatible\")"
    )]
    Kind,
    /// It breaks off, or is not what it says it is.
    #[error("the picture is damaged or not whole: take it again")]
    Damaged,
}

impl PhotoRefusal {
    /// Stable name for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Kind => "photo_kind",
            Self::Damaged => "photo_damaged",
        }
    }
}

const JPEG: &[u8] = &[0xFF, 0xD8];
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Chunks that a picture is made of, and those that say how it looks.
const PNG_KEPT: [&[u8; 4]; 14] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD",
    b"acTL", b"fcTL", b"fdAT",
];

/// The picture alone. Doing it again changes nothing.
///
/// # Errors
/// A [`PhotoRefusal`].
pub fn cleaned(file: &[u8]) -> Result<Vec<u8>, PhotoRefusal> {
    if let Some(rest) = file.strip_prefix(PNG) {
        return png(rest).ok_or(PhotoRefusal::Damaged);
    }
    if let Some(rest) = file.strip_prefix(JPEG) {
        return jpeg(rest).ok_or(PhotoRefusal::Damaged);
    }
    Err(PhotoRefusal::Kind)
}

/// Length, kind, content and check of each chunk, to the end of the picture.
fn png(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = PNG.to_vec();
    loop {
        let (length, _) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (chunk, behind) = rest.split_at_checked(length.checked_add(12)?)?;
        let kind = chunk.get(4..8)?;
        if PNG_KEPT.iter().any(|kept| kept.as_slice() == kind) {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = behind;
    }
}

/// Segment by segment, to the end of the picture.
fn jpeg(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = JPEG.to_vec();
    let mut segments = Vec::new();
    let mut turned = None;
    loop {
        let [0xFF, after @ ..] = rest else { return None };
        // Any number of fill bytes may come before a marker.
        let (marker, behind) = after.split_first()?;
        match marker {
            0xFF => rest = after,
            // The end: whatever follows is no part of the picture.
            0xD9 => {
                out.extend(turned.filter(|way| (2..=8).contains(way)).into_iter().flat_map(way_up));
                out.extend(segments);
                out.extend([0xFF, 0xD9]);
                return Some(out);
            }
            0x01 | 0xD0..=0xD7 => {
                segments.extend([0xFF, *marker]);
                rest = behind;
            }
            0x00 | 0xD8 => return None,
            marker => {
                let (length, _) = behind.split_first_chunk::<2>()?;
                let (segment, behind) = behind.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
                let content = segment.get(2..)?;
                if let (0xE1, Some(exif)) = (marker, content.strip_prefix(b"Exif\0\0")) {
                    turned = turned.or(orientation(exif));
                }
                if is_kept(*marker, content) {
                    segments.extend([0xFF, *marker]);
                    segments.extend_from_slice(segment);
                }
                rest = behind;
                if *marker == 0xDA {
                    let (scan, behind) = rest.split_at_checked(scan_of(rest)?)?;
                    segments.extend_from_slice(scan);
                    rest = behind;
                }
            }
        }
    }
}

/// Whether a segment is the picture or says how it looks: of those that applications write only the plain JFIF header, colour
/// profiles, and what Adobe says of the colours.
fn is_kept(marker: u8, content: &[u8]) -> bool {
    match marker {
        // A longer one has a thumbnail.
        0xE0 => content.starts_with(b"JFIF\0") && content.len() == 14,
        0xE2 => content.starts_with(b"ICC_PROFILE\0"),
        0xEE => content.starts_with(b"Adobe"),
        0xE1 | 0xE3..=0xED | 0xEF | 0xFE => false,
        _ => true,
    }
}

/// How many bytes there are to the next marker that is no part of the scan.
fn scan_of(rest: &[u8]) -> Option<usize> {
    rest.windows(2)
        .position(|two| matches!(two, [0xFF, marker] if !matches!(marker, 0x00 | 0xD0..=0xD7 | 0xFF)))
}

/// Which way up, as Exif writes it in its first directory.
fn orientation(exif: &[u8]) -> Option<u16> {
    let big = match exif.get(..4)? {
        b"MM\0\x2A" => true,
        b"II\x2A\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two = exif.get(at..)?.first_chunk::<2>()?;
        Some(if big { u16::from_be_bytes(*two) } else { u16::from_le_bytes(*two) })
    };
    let first = exif.get(4..)?.first_chunk::<4>()?;
    let first = if big { u32::from_be_bytes(*first) } else { u32::from_le_bytes(*first) };
    let first = usize::try_from(first).ok()?;
    let entries = usize::from(short(first)?);
    let mut all = (0..entries).map_while(|entry| first.checked_add(2 + entry * 12));
    all.find_map(|at| (short(at)? == 0x0112).then(|| short(at.checked_add(8)?)).flatten())
}

/// A segment that says which way up and nothing else.
fn way_up(way: u16) -> Vec<u8> {
    let mut segment = vec![0xFF, 0xE1, 0, 34];
    segment.extend_from_slice(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01");
    segment.extend(way.to_be_bytes());
    segment.extend([0; 6]);
    segment
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &length[..], content].concat()
    }

    /// A header of Exif with which way up, and a place.
    fn exif(way: u8, big: bool) -> Vec<u8> {
        let tiff: &[u8] = if big {
            b"MM\0\x2A\0\0\0\x08\0\x02\x01\x0F\0\x02\0\0\0\x04Acme\x01\x12\0\x03\0\0\0\x01\0"
        } else {
            b"II\x2A\0\x08\0\0\0\x02\0\x0F\x01\x02\0\x04\0\0\0Acme\x12\x01\x03\0\x01\0\0\0"
        };
        let rest: &[u8] = if big { b"\0\0\0\0\0\0GPS 51.3880" } else { b"\0\0\0\0\0\0\0GPS 51.3880" };
        segment(0xE1, &[b"Exif\0\0", tiff, &[way], rest].concat())
    }

    fn picture(before: &[Vec<u8>], behind: &[u8]) -> Vec<u8> {
        let scan: &[u8] = b"\x12\x34\xFF\x00\x56\xFF\xD1\x78";
        let tables = segment(0xDB, &[7; 65]);
        let start = segment(0xDA, &[1, 1, 0, 0, 63, 0]);
        [
            JPEG,
            &before.concat(),
            &tables,
            &start,
            scan,
            &segment(0xC4, &[9; 20]),
            &start,
            scan,
            &[0xFF, 0xD9],
            behind,
        ]
        .concat()
    }

    fn holds(file: &[u8], word: &[u8]) -> bool {
        file.windows(word.len()).any(|window| window == word)
    }

    #[test]
    fn of_a_jpeg_the_picture_its_colours_and_which_way_up_are_left() {
        let jfif = segment(0xE0, b"JFIF\0\x01\x02\0\0\x48\0\x48\0\0");
        let icc = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours");
        for (way, big) in [(6, true), (6, false), (3, true), (8, false)] {
            let said = [
                jfif.clone(),
                exif(way, big),
                segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<xmp GPS 51.3880/>"),
                segment(0xE2, b"MPF\0GPS 51.3880"),
                icc.clone(),
                segment(0xED, b"Photoshop 3.0\0Chatham"),
                segment(0xFE, b"taken at the weir"),
            ];
            let file = picture(&said, &picture(&[exif(1, true)], b"GPS 51.3880"));
            let left = cleaned(&file).unwrap();
            for word in [&b"GPS"[..], b"51.38", b"Acme", b"xmp", b"Chatham", b"weir", b"MPF"] {
                assert!(!holds(&left, word), "{word:?}");
            }
            let turned = way_up(u16::from(way));
            assert_eq!(left, picture(&[turned.clone(), jfif.clone(), icc.clone()], b""));
            assert_eq!(turned.len(), 36, "as long as it says");
            assert_eq!(cleaned(&left).as_ref(), Ok(&left), "once is enough");
        }
        // The usual way up needs no word; a thumbnail is a picture of its own.
        for way in [0, 1, 9] {
            assert_eq!(cleaned(&picture(&[exif(way, true)], b"")), Ok(picture(&[], b"")));
        }
        let thumbnail = segment(0xE0, b"JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01RGB");
        assert_eq!(cleaned(&picture(&[thumbnail], b"")), Ok(picture(&[], b"")));
    }

    #[test]
    fn of_a_png_the_picture_and_its_colours_are_left() {
        let chunk = |kind: &[u8; 4], content: &[u8]| {
            let length = u32::try_from(content.len()).unwrap().to_be_bytes();
            [&length[..], kind, content, &[1, 2, 3, 4]].concat()
        };
        let (head, data, end) = (chunk(b"IHDR", &[0; 13]), chunk(b"IDAT", b"picture"), chunk(b"IEND", b""));
        let said =
            [chunk(b"tEXt", b"Comment\0by the weir"), chunk(b"eXIf", b"MM GPS"), chunk(b"tIME", &[7; 7])];
        let file = [PNG, &head, &said.concat(), &data, &end, b"behind it"].concat();
        assert_eq!(cleaned(&file), Ok([PNG, &head[..], &data, &end].concat()));
    }

    #[test]
    fn what_is_no_picture_or_breaks_off_is_refused() {
        for other in [&b""[..], b"\xFF", b"GIF89a", b"\0\0\0\x18ftypheic", b"a tent"] {
            assert_eq!(cleaned(other), Err(PhotoRefusal::Kind), "{other:?}");
        }
        let whole = picture(&[exif(6, true)], b"");
        for end in 2..whole.len() {
            assert_eq!(cleaned(whole.get(..end).unwrap()), Err(PhotoRefusal::Damaged), "{end}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_in_a_file_cleaning_it_again_changes_nothing(
            png in any::<bool>(), bytes in proptest::collection::vec(any::<u8>(), 0..300)
        ) {
            let file = [if png { PNG } else { JPEG }, &bytes].concat();
            if let Ok(once) = cleaned(&file) {
                prop_assert_eq!(cleaned(&once), Ok(once.clone()));
            }
        }

        #[test]
        fn bytes_that_are_no_such_thing_in_exif_say_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let said = segment(0xE1, &[&b"Exif\0\0II\x2A\0\x08\0\0\0"[..], &bytes].concat());
            let left = cleaned(&picture(&[said], b"")).unwrap();
            prop_assert!(left.len() <= picture(&[], b"").len() + 36);
        }
    }
}
