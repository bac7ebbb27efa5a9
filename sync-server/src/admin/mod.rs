//! Commands of the administrator: the same code whether a server runs or not.
//!
//! A running server holds the database alone, so it takes commands through a socket in its folder that only
//! its own user can open; with no server running the command opens the database itself.

mod access;
mod acting;
mod alarms;
mod alone;
mod cards;
mod cases;
pub mod client;
mod command;
mod controllers;
mod counts;
mod encampments;
mod encounters;
mod engagement;
mod erased;
mod hours;
mod keeping;
mod named;
mod no_penalty;
mod notebooks;
mod office;
mod operations;
mod order_words;
mod orders;
mod outline;
mod patrols;
mod people;
mod person;
mod premises;
mod published;
mod reference_words;
mod refusal;
mod register;
mod role_words;
mod roles;
mod seat;
mod settling;
mod sharing;
mod sheet;
mod signs;
pub mod socket;
mod tasks;
mod teams;
mod templates;
mod tents;
mod upkeep;
mod welfare;
mod wire;
mod young;
mod zones;

pub use acting::ActingArgs;
pub use alone::AloneCommand;
pub use cards::{CardCommand, CardSetArgs};
pub use cases::{AboutCase, CaseCommand};
pub use command::{
    AccessLogArgs, AuthorityCommand, Command, EnrolArgs, HoursAsked, Kind, OfficerCommand, OutstandingArgs,
    ReceiptKeyCommand, ZonesCommand, ZonesImportArgs,
};
pub use counts::{AboutCount, AnswerWord, Asker, CountCommand, DecideArgs, LookArgs, WhyArgs};
pub use encampments::{
    AboutEncampment, EncampmentCommand, EncampmentStepWord, ReportArgs, SourceWord, TellArgs,
};
pub use encounters::EncounterCommand;
pub use engagement::{ByWord, EngagementCommand};
pub use keeping::{HoldCommand, KeepArgs, KeepingCommand};
pub use no_penalty::NoPenaltyArgs;
pub use office::{Answer, Office, Progress, Request};
pub use operations::OperationCommand;
pub use order_words::{
    OrdersCommand, OrdersImportArgs, PowerAddArgs, PowerCommand, PowerEndArgs, RulesCommand, YoungCommand,
};
pub use patrols::{PatrolCommand, PatrolEndArgs};
pub use person::{PersonCommand, WantedArgs};
pub use premises::{AboutItem, PremisesCommand, PremisesGoneArgs, VisitsBy};
pub use refusal::{Ending, Refusal};
pub use register::{
    About, AboutDraft, BundleArgs, CopyWord, DeskCommand, NoticeCommand, PaymentsCommand, PrintArgs,
    ProtectionCommand, RegisterArgs, SheetWord,
};
pub use role_words::{RoleAddArgs, RoleCommand, RoleEndArgs};
pub use sharing::{GrantAddArgs, GrantCommand};
pub use tasks::{TaskBy, TaskCommand, TaskSetArgs, WhoArgs};
pub use templates::{TemplatesCommand, TemplatesImportArgs};
pub use tents::{GoneArgs, TentCommand};
pub use welfare::{
    CauseWord, ColdCommand, DutyCommand, FormArgs, GlassAct, ReaderArgs, ServiceCommand, WelfareCommand,
};
