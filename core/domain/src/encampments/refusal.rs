//! Why what was told of an encampment does not hold, by a code and in words.

use thiserror::Error;

use crate::records::encampment::EncampmentForm;

/// Why an entry does not hold. It is kept and shown; an entry that comes later may mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StepRefusal {
    /// Its form.
    #[error(transparent)]
    Form(EncampmentForm),
    /// A direction before anybody had completed a welfare check (CJPOA 1994 s77; Equality Act 2010 s149).
    #[error("no welfare check was complete before this direction: complete one, then direct anew")]
    WelfareFirst,
    /// A direction before the day until which the check asks to wait.
    #[error("the welfare check asked to wait, and its day had not come: direct anew on that day")]
    WelfareWait,
    /// A welfare check of another encampment, or of a day before this one was reported.
    #[error("this welfare check is not of this encampment: complete one of who lives here, then direct anew")]
    CheckElsewhere,
    /// A direction under a number that directed people to leave another encampment.
    #[error("this notice was told of another encampment: take back the entry that is wrong")]
    NoticeElsewhere,
    /// A direction under a notice that is void.
    #[error("the direction's notice is void: issue another and direct anew")]
    NoticeVoid,
    /// A direction of somebody who did not hold the power to give it on that day (CJPOA 1994 s77(1)).
    #[error(
        "whoever told this direction did not hold the power to give it that day: somebody who does directs anew"
    )]
    PowerNotHeld,
    /// A direction of the police (CJPOA 1994 s61) that neither the police nor the desk tells.
    #[error(
        "a direction of the police is told by the police, or by the desk: ask it to tell this at the server"
    )]
    PoliceTell,
    /// A phone told what the desk decides.
    #[error("the desk tells this: ask who enforces there to tell it at the server")]
    DeskDecides,
    /// An application without a direction in writing (s78(1)).
    #[error("no written direction is in force: the court can be asked only after one")]
    DirectionFirst,
    /// An application while the time to leave still runs (CJPOA 1994 s78(1)).
    #[error("the time to leave is not over: apply when people or vehicles are still there after it")]
    DirectionRunning,
    /// An order nobody asked for.
    #[error("the court was not asked before: tell the application first")]
    ApplicationFirst,
    /// Bailiffs without an order.
    #[error("there was no order before: tell the order first")]
    OrderFirst,
    /// It was over.
    #[error(
        "it was vacated by then: report who is there now anew; if it was not, whoever told that takes it back, or the desk"
    )]
    VacatedAlready,
    /// Left before anybody had reported it.
    #[error("it was reported only after this: say when they really left")]
    BeforeReport,
    /// It was told before.
    #[error(
        "this was told before, of an earlier time: nothing is to be done; to tell it otherwise whoever told it takes it back first"
    )]
    ToldAlready,
    /// What it takes back is not of this encampment, not here, or not yet.
    #[error("this encampment has no such entry, or it has not come yet: look at its journal and number")]
    NoSuchEntry,
    /// What it takes back takes something back itself.
    #[error("what takes an entry back is not taken back: tell it anew")]
    TakesBack,
    /// What it takes back is in another journal.
    #[error("this is another officer's entry: ask them, or the desk, to take it back")]
    NotYours,
}

impl StepRefusal {
    /// All but those of its form, which never come as far as a story.
    pub const OF_STORIES: [Self; 18] = [
        Self::WelfareFirst,
        Self::WelfareWait,
        Self::CheckElsewhere,
        Self::NoticeElsewhere,
        Self::NoticeVoid,
        Self::PowerNotHeld,
        Self::PoliceTell,
        Self::DeskDecides,
        Self::DirectionFirst,
        Self::DirectionRunning,
        Self::ApplicationFirst,
        Self::OrderFirst,
        Self::VacatedAlready,
        Self::BeforeReport,
        Self::ToldAlready,
        Self::NoSuchEntry,
        Self::TakesBack,
        Self::NotYours,
    ];

    /// A stable name for screens, logs and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Form(form) => form.code(),
            Self::WelfareFirst => "welfare_first",
            Self::WelfareWait => "welfare_wait",
            Self::CheckElsewhere => "check_elsewhere",
            Self::NoticeElsewhere => "notice_elsewhere",
            Self::NoticeVoid => "notice_void",
            Self::PowerNotHeld => "power_not_held",
            Self::PoliceTell => "police_tell",
            Self::DeskDecides => "desk_decides",
            Self::DirectionFirst => "direction_first",
            Self::DirectionRunning => "direction_running",
            Self::ApplicationFirst => "application_first",
            Self::OrderFirst => "order_first",
            Self::VacatedAlready => "vacated_already",
            Self::BeforeReport => "before_report",
            Self::ToldAlready => "told_already",
            Self::NoSuchEntry => "no_such_entry",
            Self::TakesBack => "takes_back",
            Self::NotYours => "not_yours",
        }
    }
}
