//! The phone: notebook, journal, projections, outbox, sync client.
//! [`Beatbook`] is all a caller needs: it works all shift with no network, and its calls block.
//! Secrets stay in the encrypted file; nothing personal is ever in an error, a log line or a file name.

mod access;
mod alone;
mod asked;
mod beatbook;
mod briefing;
mod cards;
mod carrying;
mod consult;
mod counts;
mod counts_child;
mod counts_known;
mod door;
mod drafts;
mod earlier;
mod encampments;
mod encounters;
mod engagements;
mod error;
mod export;
mod forgetting;
mod gate;
mod hazards;
mod here;
mod hot;
mod joining;
mod journal;
mod judging;
mod keeping;
mod ledger;
mod local;
mod looks;
mod marks;
mod next_steps;
mod notebook;
mod notices;
mod numbers;
mod orders;
mod outreach;
mod over;
mod own_hours;
mod people;
mod platform;
mod premises;
mod printing;
mod reading;
mod rebuilding;
mod recording;
mod scene;
mod seat;
mod sync;
mod tasks;
mod tents;
mod tracked;
mod view;
mod welfare;
mod zones;
mod zones_near;

pub use alone::{AloneAlarm, LoneState, LoneWorker, StartAlone, TeamWord};
pub use asked::{CpnAsked, CpwAsked, NoticeAbout, NoticeAsked, NuisanceAsked, PremisesAsked, S77Asked};
pub use beatbook::{Beatbook, Setup, Timeouts, Told};
pub use beatbook_paper::{Fonts, Paper, PaperCopy, PaperError, PassedOver, Sheet, Unusable, Warning};
pub use beatbook_protocol::hours::{HoursResponse, ZoneHours};
pub use beatbook_store::Key;
pub use briefing::ZoneName;
pub use cards::{BreachesView, CardAge, CardAnswer, CardLine, CardList, CardView, CardsHere, PriorityView};
pub use consult::ConsultFirst;
pub use counts::{CountNews, CountPartView, JoinCount, Sighted, SightingNews};
pub use counts_child::{ChildFirst, CountAnswer, DutyToRing};
pub use counts_known::NameTold;
pub use door::{FixOutcome, FixReport};
pub use drafts::{DraftDecision, DraftOutcome};
pub use earlier::EarlierWarning;
pub use encampments::{
    EncampmentNews, EncampmentTelling, EncampmentView, PersonMet, ReportEncampment, Visited,
};
pub use encounters::{BeginEncounter, Behaviour, EncounterNews, EncounterView};
pub use engagements::{EngagementChange, EngagementView, RecordEngagement, WardProposal};
pub use error::BeatbookError;
pub use export::Exported;
pub use hazards::{HazardHere, HazardView, WelfareBegun};
pub use journal::{EntryFault, Verification};
pub use judging::{EncounterHere, EncounterSettled};
pub use keeping::{Keeping, Purged};
pub use looks::{AccessLog, AccessRow};
pub use next_steps::NextSteps;
pub use notebook::Places;
pub use notices::{NoticeChecked, NoticeNews, NoticeOutcome, NoticeView, YoungNotice};
pub use numbers::{NoticeStanding, NumbersLeft};
pub use orders::{Applies, AskWhen, AskWhere, BriefingAge, BriefingState, ConditionNow, SignNote};
pub use outreach::{ColdNightView, SeenBefore, ServiceView};
pub use own_hours::{AskHours, OwnHoursRefusal};
pub use platform::{Now, PhonePlatform, Platform, PlatformError, SettablePlatform};
pub use premises::{GoodsChange, ItemNews, RecordVisit, SealSeen, VisitChange};
pub use printing::WordingNow;
pub use recording::{PatrolChange, SignOn, SignedOff};
pub use sync::{SyncReport, SyncSoFar};
pub use tasks::TaskView;
pub use tents::{NoteTent, RemoveTent, TentNews};
pub use view::{
    BodyState, Delivery, EntryView, NoteView, NotebookState, OnDuty, OutboxCounts, PatrolResult, PatrolView,
    RejectedEntry, Status, ZoneNow, ZoneTime,
};
pub use welfare::{BeginWelfare, Emergency, WelfareNews, WelfareView};
pub use zones_near::ZoneNear;
