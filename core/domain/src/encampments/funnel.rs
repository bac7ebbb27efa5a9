//! The funnel of encampments: how many were reported, and how far each came (the report of 002 ¶17.5: 23 → 14 → 9 → 0).
//!
//! It is made of stories, never of numbers. Each story is counted once, at its furthest stage; how many reached a stage is
//! the sum from there on, so a later stage is always part of an earlier one.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::story::{Encampment, Stage};

/// One stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FunnelRow {
    /// Which.
    pub stage: Stage,
    /// Encampments that reached it.
    pub reached: u32,
    /// Of these, those that came no further.
    pub no_further: u32,
    /// Of those that came no further, those that were vacated.
    pub vacated: u32,
}

/// The funnel of a base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Funnel {
    rows: Vec<FunnelRow>,
    spoken: u32,
    unassessed: u32,
    s61: u32,
    unreported: u32,
}

impl Funnel {
    /// Counts the stories that were first reported within these days, as they are told.
    #[must_use]
    pub fn of<'a>(stories: impl IntoIterator<Item = &'a Encampment>, reported: Option<(Date, Date)>) -> Self {
        let mut furthest: BTreeMap<Stage, (u32, u32)> = BTreeMap::new();
        let (mut spoken, mut unassessed, mut s61, mut unreported) = (0, 0, 0, 0);
        for story in stories {
            let Some(stage) = story.stage() else { continue };
            let Some(day) = story.reported() else {
                unreported += 1;
                continue;
            };
            if reported.is_some_and(|(first, last)| day < first || last < day) {
                continue;
            }
            let row = furthest.entry(stage).or_default();
            row.0 += 1;
            row.1 += u32::from(story.vacated.is_some());
            spoken += u32::from(!story.spoken.is_empty());
            unassessed += u32::from(!story.unassessed.is_empty());
            s61 += u32::from(story.s61.is_some());
        }
        let mut reached = 0;
        let mut rows: Vec<FunnelRow> = Vec::with_capacity(Stage::ALL.len());
        for stage in Stage::ALL.into_iter().rev() {
            let (no_further, vacated) = furthest.get(&stage).copied().unwrap_or_default();
            reached += no_further;
            rows.push(FunnelRow { stage, reached, no_further, vacated });
        }
        rows.reverse();
        Self { rows, spoken, unassessed, s61, unreported }
    }

    /// Its rows, the first stage first.
    #[must_use]
    pub fn rows(&self) -> &[FunnelRow] {
        &self.rows
    }

    /// Encampments that reached a stage.
    #[must_use]
    pub fn reached(&self, stage: Stage) -> u32 {
        self.rows.iter().find(|row| row.stage == stage).map_or(0, |row| row.reached)
    }

    /// Encampments whose people were told in words to leave.
    #[must_use]
    pub fn spoken(&self) -> u32 {
        self.spoken
    }

    /// Encampments whose people were told so before a welfare check was complete, or while it asked to wait.
    #[must_use]
    pub fn unassessed(&self) -> u32 {
        self.unassessed
    }

    /// Encampments that the police dealt with (CJPOA 1994 s61).
    #[must_use]
    pub fn s61(&self) -> u32 {
        self.s61
    }

    /// Encampments that something is told of, while no report has come: in no row.
    #[must_use]
    pub fn unreported(&self) -> u32 {
        self.unreported
    }

    /// The check that a reader can do again: reported is the sum of those that came no further, stage by stage.
    #[must_use]
    pub fn check(&self) -> String {
        let parts: Vec<String> = self.rows.iter().map(|row| row.no_further.to_string()).collect();
        let sum: u32 = self.rows.iter().map(|row| row.no_further).sum();
        let reported = self.reached(Stage::Reported);
        let subset =
            self.rows.windows(2).all(|pair| matches!(pair, [one, next] if next.reached <= one.reached));
        let within =
            if subset { "each stage within the one before" } else { "a stage exceeds the one before" };
        format!("reported = sum of the furthest stages: {reported} = {} = {sum}; {within}", parts.join(" + "))
    }
}
