//! The account of a GPX file: what is offered to the notebook, what is not and why, where accuracy came from.
//!
//! Printed as it stands for the person who imports; no coordinates, only point numbers.

use core::fmt;

/// How many refused points are named by number.
pub(super) const REFUSED_NAMED: usize = 20;

/// What became of everything in the file. `points` is the sum of `offered`, `duplicates`, `without_time` and
/// the refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GpxAccount {
    /// Track points in the file.
    pub points: usize,
    /// Points that became fixes. Which of them are recorded, and which of those used, the notebook says.
    pub offered: usize,
    /// Points without a time: a place nobody can date is no presence.
    pub without_time: usize,
    /// The same place at the same time as a point before.
    pub duplicates: usize,
    /// Points dated before the one ahead of them in the file; sorted.
    pub out_of_order: usize,
    /// Points that cannot be used, by reason.
    pub refused: Vec<(UnusedReason, usize)>,
    /// The first of them by number.
    pub refused_first: Vec<Refused>,
    /// Tracks in the file.
    pub tracks: usize,
    /// Segments with at least one point.
    pub segments: usize,
    /// Waypoints and route points: plans, not recordings.
    pub not_recorded: usize,
    /// Where the accuracy of the dated points that were not refused came from, duplicates included.
    pub accuracy: AccuracySources,
    /// Usable points that tell the phone's start and its monotonic time; counted on only if all do.
    pub clocks_told: usize,
    /// Speeds or courses that were no number or negative, which loggers write for "unknown".
    pub unknown_motion: usize,
    /// The file ends in the middle; everything before was read.
    pub broken_off: bool,
}

/// Where an accuracy came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AccuracySource {
    Told,
    Hdop,
    Assumed,
}

/// Where accuracies came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AccuracySources {
    /// An `accuracy` element of any namespace: metres.
    pub told: usize,
    /// `hdop` × 5 m.
    pub from_hdop: usize,
    /// 10 m, as the file says nothing.
    pub assumed: usize,
}

impl AccuracySources {
    pub(super) fn count(&mut self, source: AccuracySource) {
        *match source {
            AccuracySource::Told => &mut self.told,
            AccuracySource::Hdop => &mut self.from_hdop,
            AccuracySource::Assumed => &mut self.assumed,
        } += 1;
    }
}

/// One point that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Its number in the file, from 1.
    pub point: usize,
    /// Why.
    pub reason: UnusedReason,
}

/// Why a point cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnusedReason {
    /// Latitude missing, no number, or outside −90…90.
    Latitude,
    /// Longitude missing, no number, or outside −180…180.
    Longitude,
    /// A time that is no date.
    Time,
    /// A time before 2020 or after 2119, in a walk that is not.
    Year,
    /// A time too far from the rest of the walk.
    Stray,
    /// An accuracy that is no number above 0.
    Accuracy,
}

impl fmt::Display for UnusedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Latitude => "latitude missing or not a number from -90 to 90",
            Self::Longitude => "longitude missing or not a number from -180 to 180",
            Self::Time => "time not readable as a date",
            Self::Year => "time not from 2020 to 2119",
            Self::Stray => "time more than 48 h from the middle of the walk",
            Self::Accuracy => "accuracy not a number of metres above 0",
        })
    }
}

impl GpxAccount {
    /// Points that cannot be used, for whatever reason.
    #[must_use]
    pub fn refused_count(&self) -> usize {
        self.refused.iter().map(|(_, count)| count).sum()
    }

    /// Takes note of a point, by its number in the file, that cannot be used.
    pub(super) fn refuse(&mut self, reason: UnusedReason, point: usize) {
        match self.refused.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => {
                self.refused.push((reason, 1));
                self.refused.sort();
            }
        }
        if self.refused_first.len() < REFUSED_NAMED {
            self.refused_first.push(Refused { point, reason });
            self.refused_first.sort_by_key(|refused| refused.point);
        }
    }
}

impl fmt::Display for GpxAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} points in {} tracks, {} segments", self.points, self.tracks, self.segments)?;
        writeln!(f, "  offered         {:>8} to the notebook", self.offered)?;
        let accuracy = &self.accuracy;
        writeln!(
            f,
            "  accuracy        {:>8} told, {} from hdop x 5 m, {} taken as 10 m",
            accuracy.told, accuracy.from_hdop, accuracy.assumed
        )?;
        line(f, "without time", self.without_time, "not used")?;
        line(f, "duplicates", self.duplicates, "not used twice")?;
        for (reason, count) in &self.refused {
            line(f, "refused", *count, &reason.to_string())?;
        }
        if !self.refused_first.is_empty() {
            let numbers: Vec<String> = self.refused_first.iter().map(|it| it.point.to_string()).collect();
            let more = if self.refused_count() > numbers.len() { " and more" } else { "" };
            writeln!(f, "                           points {}{more}", numbers.join(", "))?;
        }
        line(f, "out of order", self.out_of_order, "sorted by time")?;
        line(
            f,
            "phone's clocks",
            self.clocks_told,
            "with start and monotonic time; followed if all have them",
        )?;
        line(f, "unknown motion", self.unknown_motion, "speed or course not a number, taken as not told")?;
        line(f, "plans", self.not_recorded, "waypoints and route points, not used")?;
        if self.broken_off {
            writeln!(f, "  the file ends in the middle: what came before is read")?;
        }
        Ok(())
    }
}

fn line(f: &mut fmt::Formatter<'_>, what: &str, count: usize, remark: &str) -> fmt::Result {
    if count == 0 { Ok(()) } else { writeln!(f, "  {what:<15} {count:>8} {remark}") }
}
