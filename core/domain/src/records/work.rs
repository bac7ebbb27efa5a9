//! Which register an entry belongs to, of those that are put together from many journals whenever somebody asks.

/// A register of the beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Work {
    /// Meetings with the public, and the lists they are checked against.
    Engagement,
    /// Encounters of operations: what an issued notice belongs to.
    Operation,
    /// Offences that ended without a fixed penalty, and why.
    NoPenalty,
    /// Tasks of the beat, and what officers answer.
    Task,
    /// Cases: what the desk tells of them.
    Case,
    /// What the desk tells outreach: services, cold nights.
    Outreach,
    /// Visits to premises, and what became of seized goods.
    Premises,
    /// Briefing cards of zones.
    Card,
    /// What was seen lately in zones with a card.
    CardBreaches,
    /// Dangers of places, and what phones are told of them.
    Hazard,
    /// Concerns: that there is a new one, or that somebody under eighteen was seen in a count or met by outreach. What they
    /// are the welfare records and the counts tell.
    Concern,
    /// Lone workers' timers, and what teams are told of them.
    Alone,
}

impl Work {
    /// Its name where it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Engagement => "engagement",
            Self::Operation => "operation",
            Self::NoPenalty => "no_penalty",
            Self::Task => "task",
            Self::Case => "case",
            Self::Outreach => "outreach",
            Self::Premises => "premises",
            Self::Card => "card",
            Self::CardBreaches => "card_breaches",
            Self::Hazard => "hazard",
            Self::Concern => "concern",
            Self::Alone => "alone",
        }
    }
}
