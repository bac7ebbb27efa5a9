//! Notices: asked for, issued, drafted, served, voided.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// What supervisors have decided about this notebook's drafts, in the order of the server's journal.
    ///
    /// # Errors
    /// Storage errors.
    pub fn draft_decisions(&self) -> Result<Vec<DraftDecision>, BeatbookError> {
        Ok(self.beatbook.draft_decisions()?)
    }

    /// What stands between this notice and its number, what would be unsure, and whether only a warning is offered. Stores
    /// nothing.
    ///
    /// # Errors
    /// `not_found` (the encounter), `no_time`, storage errors.
    pub fn check_notice(&self, asked: NoticeAsked) -> Result<NoticeChecked, BeatbookError> {
        Ok(self.beatbook.check_notice(&asked)?)
    }

    /// Issues a notice under the next number of this phone, spent in the same transaction; what is unsure becomes a
    /// draft without one. `Ok` with a number means that no other notice anywhere has it.
    ///
    /// # Errors
    /// `incomplete` with every missing point; `no_notice_number_left` (keep it with `draft_notice`);
    /// `not_found` (the encounter), `notice` (a text), `no_time`, `moved`, `retired`, storage errors.
    pub fn issue_notice(&self, asked: NoticeAsked) -> Result<NoticeOutcome, BeatbookError> {
        Ok(self.beatbook.issue_notice(&asked)?)
    }

    /// Keeps a notice without a number, with the codes of all that is missing or unsure; answers its record.
    ///
    /// # Errors
    /// `incomplete` only if nothing could be written at all: no order book, rules, order or powers on this phone;
    /// `not_found` (the encounter), `notice` (a text), `no_time`, `moved`, `retired`, storage errors.
    pub fn draft_notice(&self, asked: NoticeAsked) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.draft_notice(&asked)?)
    }

    /// Tells what became of a notice: served, amended, voided, withdrawn, or – a draft – dropped.
    ///
    /// # Errors
    /// `not_found`, `notice` (it does not follow, or a text), `moved`, `retired`, storage errors.
    pub fn tell_notice(&self, record: Id, news: NoticeNews) -> Result<(), BeatbookError> {
        Ok(self.beatbook.tell_notice(record, news)?)
    }

    /// Notices, the newest first, at most 1,000, as far as the officer's roles read enforcement.
    ///
    /// # Errors
    /// Storage errors.
    pub fn notices(&self, limit: u32) -> Result<Vec<NoticeView>, BeatbookError> {
        Ok(self.beatbook.notices(limit)?)
    }

    /// One notice.
    ///
    /// # Errors
    /// `not_found`, also if the officer's roles do not read enforcement; storage errors.
    pub fn notice(&self, record: Id) -> Result<NoticeView, BeatbookError> {
        Ok(self.beatbook.notice(record)?)
    }

    /// The notice of this number, as printed.
    ///
    /// # Errors
    /// As `notice`.
    pub fn notice_numbered(&self, number: String) -> Result<NoticeView, BeatbookError> {
        Ok(self.beatbook.notice_numbered(&number)?)
    }

    /// Notices of this notebook of which guardian or youth justice is still to be told, as far as this phone and the
    /// server's journal tell; what runs out first before the others.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn young_to_tell(&self) -> Result<Vec<YoungNotice>, BeatbookError> {
        Ok(self.beatbook.young_to_tell()?)
    }

    /// The record of the notice of this number: what becomes of it is told whatever the officer's roles read.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn notice_record(&self, number: String) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.notice_record(&number)?)
    }

    /// Says, once, that notice numbers of an authority are needed; the server keeps them coming from then on.
    ///
    /// # Errors
    /// `notice_authority`; `moved`, `retired`, `storage_full` and the like.
    pub fn want_notice_numbers(&self, authority: String, training: bool) -> Result<(), BeatbookError> {
        Ok(self.beatbook.want_notice_numbers(&authority, training)?)
    }

    /// How many numbers are left, for each paper that was asked for.
    ///
    /// # Errors
    /// `storage` and the like.
    pub fn notice_numbers_left(&self) -> Result<Vec<NumbersLeft>, BeatbookError> {
        Ok(self.beatbook.notice_numbers_left()?)
    }

    /// Where the notices of this notebook stand at the end of a local day, as far as the server has told.
    ///
    /// # Errors
    /// `storage` and the like.
    pub fn notice_standings(&self, as_at: Date) -> Result<Vec<NoticeStanding>, BeatbookError> {
        Ok(self.beatbook.notice_standings(as_at)?)
    }

    /// What a new notice is printed with: the authority's newest templates that this phone can use, or the shipped ones.
    ///
    /// # Errors
    /// Storage errors.
    pub fn wording(&self) -> Result<WordingNow, BeatbookError> {
        Ok(self.beatbook.wording()?)
    }
}
/// What became of representations.
#[uniffi::remote(Enum)]
pub enum Answer {
    /// Accepted; withdrawing or voiding is another act.
    Accepted,
    /// Not accepted.
    Rejected,
}

/// An appeal.
#[uniffi::remote(Record)]
pub struct Appeal {
    /// When it was lodged.
    pub lodged: Date,
    /// It came after the last day, and the court allowed it.
    pub late_allowed: bool,
    /// When and how the court decided.
    #[uniffi(default = None)]
    pub decided: Option<DateAppealOutcomePair>,
}

/// What a court made of an appeal against a community protection notice (ASBCPA 2014 s46(4)).
#[uniffi::remote(Enum)]
pub enum AppealOutcome {
    /// The notice stands as it was issued.
    Upheld,
    /// It stands with other terms, which are in the court's order.
    Varied,
    /// It binds nobody any more.
    Quashed,
}

/// Where a notice stands, with what belongs to it.
#[uniffi::remote(Enum)]
pub enum Bucket {
    /// Nothing is to be paid: a warning, a notice or a direction without a penalty.
    NoPaymentDue,
    /// To be paid, and the authority's period runs.
    WithinPayment,
    /// To be paid, and the period is over.
    Overdue,
    /// Paid within the authority's period.
    Paid,
    /// Paid at the lower amount within its period.
    PaidReduced,
    /// Paid after the authority's period.
    PaidLate,
    /// The paper is invalid.
    Voided {
        /// Why.
        reason: VoidReason,
    },
    /// The notice is valid and dropped; the recipient was told.
    Withdrawn {
        /// Why.
        reason: WithdrawReason,
    },
    /// The notice is valid and not pursued: no further action.
    Nfa {
        /// Why.
        reason: NfaReason,
    },
    /// Somebody looks into it.
    UnderInvestigation,
    /// A case file is being made.
    ReferredCaseFile,
    /// With the authority's lawyers.
    WithLegal,
    /// Before a court.
    AtCourt,
    /// The court has decided.
    Prosecuted {
        /// What.
        outcome: CourtOutcome,
    },
    /// Dealt with otherwise than by a court.
    OutOfCourt {
        /// How.
        how: OutOfCourt,
    },
}

/// As what an officer acts.
#[uniffi::remote(Enum)]
pub enum Capacity {
    /// A constable, special constables too.
    Constable,
    /// Police community support officer.
    Pcso,
    /// Authorised by a council.
    CouncilAuthorised,
    /// A contractor's officer.
    Contractor,
    /// Accredited under a community safety accreditation scheme.
    Csas,
    /// Of a partner organisation.
    Partner,
    /// A volunteer.
    Volunteer,
    /// An outreach worker.
    Outreach,
}

/// When and where it happened.
#[uniffi::remote(Record)]
pub struct Conduct {
    /// When it was seen; absent if nobody looked.
    #[uniffi(default = None)]
    pub time: Option<LegalTime>,
    /// In words: "High Street, Chatham, outside no. 122".
    pub place: String,
    /// Where the phone was.
    #[uniffi(default = None)]
    pub position: Option<KeptPlace>,
}

/// Whom to write to, call or visit.
#[uniffi::remote(Record)]
pub struct Contact {
    /// Team or office.
    pub name: String,
    /// Address, telephone, e-mail, in the order in which they are printed.
    #[uniffi(default = [])]
    pub lines: Vec<String>,
}

/// A charge. Pence.
#[uniffi::remote(Record)]
pub struct Cost {
    /// For what.
    pub what: String,
    /// Pence.
    pub amount: i64,
}

/// The end of a case at court. Amounts in pence.
#[uniffi::remote(Record)]
pub struct CourtOutcome {
    /// What was decided.
    pub verdict: Verdict,
    /// On which day.
    pub decided: Date,
    /// Fine.
    pub fine: i64,
    /// Costs awarded.
    pub costs: i64,
    /// Victim surcharge.
    pub surcharge: i64,
}

/// A community protection notice (s43).
#[uniffi::remote(Record)]
pub struct Cpn {
    /// The conduct.
    pub detriment: Detriment,
    /// Number of the warning that went before.
    #[uniffi(default = None)]
    pub warning: Option<String>,
    /// Its local date.
    #[uniffi(default = None)]
    pub warned: Option<Date>,
    /// What was seen after the time allowed.
    #[uniffi(default = [])]
    pub observations: Vec<Observation>,
    /// What it requires.
    #[uniffi(default = [])]
    pub requirements: Vec<Requirement>,
    /// Whom the officer told before, as the law asks (s43(6)); "nobody" is an answer.
    #[uniffi(default = None)]
    pub informed: Option<String>,
    /// The magistrates' court to appeal to.
    pub appeal_court: String,
    /// Enquiries made for occupier and owner before it is posted on premises (s55(2)).
    #[uniffi(default = None)]
    pub enquiries: Option<String>,
}

/// What a community protection notice says.
#[uniffi::remote(Record)]
pub struct CpnAsked {
    /// The conduct, under a code of the authority's list.
    pub detriment: Detriment,
    /// Number of the warning that went before.
    #[uniffi(default = None)]
    pub warning: Option<String>,
    /// What was seen after the time allowed.
    #[uniffi(default = [])]
    pub observations: Vec<Observation>,
    /// What it requires.
    #[uniffi(default = [])]
    pub requirements: Vec<Requirement>,
    /// Whom the officer told before; "nobody" is an answer.
    #[uniffi(default = None)]
    pub informed: Option<String>,
    /// Premises, if it is not about a person.
    #[uniffi(default = None)]
    pub premises: Option<PremisesAsked>,
    /// Enquiries made for occupier and owner before it is posted on premises.
    #[uniffi(default = None)]
    pub enquiries: Option<String>,
}

/// Which requirement of which notice was not complied with (ASBCPA 2014 s48).
#[uniffi::remote(Record)]
pub struct CpnBreached {
    /// The notice's number.
    pub number: String,
    /// Place of the requirement in it, from 0.
    pub requirement: u16,
}

/// A community protection warning (s43(5)).
#[uniffi::remote(Record)]
pub struct Cpw {
    /// The conduct.
    pub detriment: Detriment,
    /// What to stop or do.
    #[uniffi(default = [])]
    pub requirements: Vec<Requirement>,
    /// Last local day of the time allowed; a notice can follow only after it.
    pub allowed_until: Date,
}

/// What a community protection warning says.
#[uniffi::remote(Record)]
pub struct CpwAsked {
    /// The conduct, under a code of the authority's list.
    pub detriment: Detriment,
    /// What to stop or do.
    #[uniffi(default = [])]
    pub requirements: Vec<Requirement>,
    /// Last local day of the time allowed.
    pub allowed_until: Date,
    /// Premises, if it is not about a person.
    #[uniffi(default = None)]
    pub premises: Option<PremisesAsked>,
}

/// What makes conduct a matter of community protection (ASBCPA 2014 s43(1)).
#[uniffi::remote(Record)]
pub struct Detriment {
    /// Code of the conduct in the authority's list.
    pub conduct: String,
    /// The detrimental effect on the quality of life of those in the locality.
    pub effect: String,
    /// Why it is persistent or continuing.
    pub persistent: String,
    /// Why it is unreasonable.
    pub unreasonable: String,
}

/// What was decided about a draft of this notebook.
#[uniffi::remote(Record)]
pub struct DraftDecision {
    /// The draft's record.
    pub record: Id,
    /// What has become of it.
    pub outcome: DraftOutcome,
    /// Why, as the supervisor said.
    pub why: String,
}

/// What has become of a draft.
#[uniffi::remote(Enum)]
pub enum DraftOutcome {
    /// Issued and sent by post.
    Posted {
        /// Under this number.
        number: NoticeNumber,
        /// On this local day: the date of the notice.
        on: Date,
        /// UTC milliseconds.
        time: i64,
    },
    /// Dropped.
    Dropped {
        /// On this local day.
        on: Date,
    },
}

/// A fixed penalty, all offence rows.
#[uniffi::remote(Record)]
pub struct Fpn {
    /// Offence row, amounts in pence, periods: as the authority asks them.
    pub terms: FineTerms,
    /// Act and section of the offence, as the row names them.
    pub offence: String,
    /// Who is paid.
    pub payee: Payee,
    /// The community protection notice that was not complied with.
    #[uniffi(default = None)]
    pub cpn: Option<CpnBreached>,
}

/// Number and time of issue.
#[uniffi::remote(Record)]
pub struct Issue {
    /// As printed.
    pub number: String,
    /// Legal time.
    pub time: LegalTime,
    /// The templates it was printed with; absent: the first that shipped.
    #[uniffi(default = None)]
    pub templates: Option<TemplatesRef>,
}

/// The officer as paper names them.
#[uniffi::remote(Record)]
pub struct Issuer {
    /// Public id, never a name.
    pub public_id: String,
    /// As what.
    pub capacity: Capacity,
    /// Reference of the document the power rests on; empty while none is known.
    pub authorisation: String,
    /// In uniform.
    #[uniffi(default = None)]
    pub in_uniform: Option<bool>,
}

/// What stands on every paper of an authority. A notice keeps it as it was printed.
#[uniffi::remote(Record)]
pub struct Letterhead {
    /// Name of the authority.
    pub name: String,
    /// Its address, line by line.
    #[uniffi(default = [])]
    pub address: Vec<String>,
    /// Where representations, questions and requests go.
    pub contact: Contact,
    /// What becomes of people's data.
    pub privacy: Privacy,
    /// Invented: paper says that it obliges nobody.
    pub illustrative: bool,
}

/// Why a valid notice is not pursued.
#[uniffi::remote(Enum)]
pub enum NfaReason {
    /// Unable to trace for legal action.
    UnableToTrace,
    /// No realistic chance of a successful prosecution.
    NoRealisticProspect,
    /// Not in the public interest.
    PublicInterest,
    /// A young person was diverted.
    JuvenileDiverted,
    /// The time to prosecute is over.
    OutOfTime,
}

/// Everything a notice says.
#[uniffi::remote(Record)]
pub struct Notice {
    /// Code of the authority whose paper it is.
    pub authority: String,
    /// What stands on every paper of the authority, as it was then; absent if the order book does not say it.
    #[uniffi(default = None)]
    pub letterhead: Option<Letterhead>,
    /// The rule set it is made under.
    pub rule_set: RuleSetRef,
    /// The encounter it comes from.
    pub encounter: Id,
    /// The person of the encounter; absent if it is about premises or everybody.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// The order, where there is one.
    #[uniffi(default = None)]
    pub order: Option<OrderCited>,
    /// When and where.
    pub conduct: Conduct,
    /// To whom.
    pub recipient: Recipient,
    /// By whom.
    pub issuer: Issuer,
    /// What happened: what, where, when; at most `PARTICULARS_MAX` characters.
    pub particulars: String,
    /// What its kind says beyond that.
    pub content: NoticeContent,
    /// How it is going to be served, which the paper says; absent in records from before it was asked: by hand. How it
    /// was served is told afterwards, as it was done.
    #[uniffi(default = None)]
    pub service: Option<ServiceMethod>,
    /// Photographs and recordings.
    #[uniffi(default = [])]
    pub evidence: Vec<Evidence>,
    /// The link of the encounter, if that is a joint one: by it two notices of two employers for one event are found.
    #[uniffi(default = None)]
    pub joint: Option<Id>,
    /// The person is under eighteen, or may be, on the day of the conduct: kept out of lists of who was warned before.
    /// Not said in records from before it was asked.
    pub under_age: bool,
    /// The six answers before a fixed penalty; absent for other paper, and in records from before they were asked.
    #[uniffi(default = None)]
    pub six: Option<SixAnswers>,
}

/// What a notice is about.
#[uniffi::remote(Enum)]
pub enum NoticeAbout {
    /// A fixed penalty for breach of an order (ASBCPA 2014 s68).
    Order {
        /// Code of the order.
        order: String,
        /// Code of its condition.
        condition: String,
    },
    /// A fixed penalty for an offence that no order is about, by the code of its row, such as `LIT`.
    Offence(String),
    /// A fixed penalty for not complying with a community protection notice (ASBCPA 2014 s52).
    CpnBreach(CpnBreached),
    /// A community protection warning (s43(5)).
    Cpw(CpwAsked),
    /// A community protection notice (s43).
    Cpn(CpnAsked),
    /// A vehicle warning (PRA 2002 s59(4)).
    S59Warning {
        /// Both limbs.
        nuisance: NuisanceAsked,
        /// Told that any vehicle may be seized if it is repeated within the time.
        warned: bool,
    },
    /// A vehicle seizure (PRA 2002 s59(3)). Where it is held and how to have it back is the authority's.
    S59Seizure {
        /// Both limbs.
        nuisance: NuisanceAsked,
        /// Why it may be seized.
        ground: Option<SeizureGround>,
    },
    /// A direction to leave land (CJPOA 1994 s77).
    S77Direction(S77Asked),
}

/// A slip put right. The paper as issued stays what it was; the amendment is read beside it.
#[uniffi::remote(Record)]
pub struct NoticeAmended {
    /// When.
    pub at: Moment,
    /// Which statement, by name.
    pub field: String,
    /// What it should say.
    pub text: String,
    /// Why.
    pub reason: String,
}

/// A notice as an officer asks for it.
#[uniffi::remote(Record)]
pub struct NoticeAsked {
    /// The encounter it comes from.
    pub encounter: Id,
    /// The person of the encounter; absent if it is about premises or everybody there.
    #[uniffi(default = None)]
    pub person: Option<u16>,
    /// What it is about.
    pub about: NoticeAbout,
    /// Code of the authority whose paper it is, where no order says so; absent: the officer's own.
    #[uniffi(default = None)]
    pub authority: Option<String>,
    /// Where it happened, in words.
    pub place: String,
    /// What happened.
    pub particulars: String,
    /// In uniform, if that was noted.
    #[uniffi(default = None)]
    pub in_uniform: Option<bool>,
    /// How it is going to be served: the paper says so.
    pub service: ServiceMethod,
    /// Photographs and recordings.
    #[uniffi(default = [])]
    pub evidence: Vec<Evidence>,
    /// What is asked of the officer before a fixed penalty; other paper asks nothing.
    pub six: SixAsked,
    /// A training notice: from a series of its own, and nobody owes anything.
    pub training: bool,
}

/// What a check of a notice finds.
#[uniffi::remote(Record)]
pub struct NoticeChecked {
    /// How it goes on, if nothing is missing.
    #[uniffi(default = None)]
    pub goes_on: Option<Ready>,
    /// Every missing point.
    #[uniffi(default = [])]
    pub missing: Vec<Missing>,
    /// What is worth knowing before it is issued, and refuses no number: questions before the caution, by what a vehicle
    /// warning is going to be found.
    #[uniffi(default = [])]
    pub notes: Vec<Missing>,
    /// Why only a warning is offered: the signs. It refuses no number.
    #[uniffi(default = None)]
    pub warn_only: Option<WhyWarnOnly>,
    /// A task for that sign was opened by this officer's phone, and is open.
    pub sign_task: bool,
}

/// The part of a notice that only its kind has.
#[uniffi::remote(Enum)]
pub enum NoticeContent {
    /// A fixed penalty.
    Fpn(Fpn),
    /// A community protection warning.
    Cpw(Cpw),
    /// A community protection notice.
    Cpn(Cpn),
    /// A vehicle warning.
    S59Warning(S59Warning),
    /// A vehicle seizure.
    S59Seizure(S59Seizure),
    /// A direction to leave land.
    S77Direction(S77Direction),
}

/// What is told of a notice that was issued or drafted. Each becomes an entry.
#[uniffi::remote(Enum)]
pub enum NoticeNews {
    /// Served.
    Served {
        /// When, UTC milliseconds; absent: just now, by legal time.
        time: Option<i64>,
        /// How; absent: as the paper says.
        method: Option<ServiceMethod>,
        /// Whether the recipient signed.
        signature: Signature,
        /// Photographs of it where it was left or hangs.
        evidence: Vec<Evidence>,
    },
    /// A slip put right.
    Amended {
        /// Which statement.
        field: String,
        /// What it should say.
        text: String,
        /// Why.
        reason: String,
    },
    /// Invalid; its number stays accounted for.
    Voided {
        /// Why.
        reason: String,
    },
    /// Valid, and dropped.
    Withdrawn {
        /// Why.
        reason: String,
        /// How the recipient was told.
        told: String,
    },
    /// A draft that becomes nothing.
    Dropped {
        /// Why.
        reason: String,
    },
    /// Guardian or youth justice was told of paper given to somebody of sixteen or seventeen.
    YoungTold {
        /// Who.
        whom: ToldWhom,
        /// How.
        how: ToldHow,
        /// On which local day; absent: today.
        on: Option<Date>,
    },
}

/// What came of asking for a notice.
#[uniffi::remote(Enum)]
pub enum NoticeOutcome {
    /// It has its number.
    Issued {
        /// The record.
        record: Id,
        /// As printed.
        number: String,
        /// Last local day to tell guardian and youth justice; absent for adults.
        tell_guardian_by: Option<Date>,
        /// What is worth knowing beside, as the check said it.
        notes: Vec<Missing>,
    },
    /// It is complete, and something is unsure: a supervisor issues it by post or drops it.
    Draft {
        /// The record.
        record: Id,
        /// Codes of what is unsure.
        doubts: Vec<String>,
    },
}

/// Served.
#[uniffi::remote(Record)]
pub struct NoticeServed {
    /// When it was written down.
    pub at: Moment,
    /// When it was served, UTC milliseconds.
    pub time: i64,
    /// How.
    pub method: ServiceMethod,
    /// Signature.
    pub signature: Signature,
    /// Photographs of it where it was left or hangs.
    #[uniffi(default = [])]
    pub evidence: Vec<Evidence>,
}

/// A notice of this notebook and where it stands, as far as the server has told.
#[uniffi::remote(Record)]
pub struct NoticeStanding {
    /// The record.
    pub record: Id,
    /// Its number.
    pub number: NoticeNumber,
    /// Bucket, money and flags.
    pub standing: RegisterStanding,
}

/// Where a notice stands.
#[uniffi::remote(Enum)]
pub enum NoticeState {
    /// Without a number.
    Draft {
        /// What was unsure.
        doubts: Vec<String>,
        /// What was missing.
        missing: Vec<String>,
    },
    /// A draft that became nothing.
    Dropped {
        /// Why.
        reason: String,
    },
    /// Issued.
    Issued(Issue),
    /// Invalid.
    Voided {
        /// Its number and time.
        issue: Issue,
        /// Why.
        reason: String,
    },
    /// Valid and dropped.
    Withdrawn {
        /// Its number and time.
        issue: Issue,
        /// Why.
        reason: String,
        /// How the recipient was told.
        told: String,
    },
}

/// A notice with its story.
#[uniffi::remote(Record)]
pub struct NoticeStory {
    /// What it says.
    pub notice: Notice,
    /// Where it stands.
    pub standing: NoticeState,
    /// Every service, in order.
    #[uniffi(default = [])]
    pub served: Vec<NoticeServed>,
    /// Every amendment, in order.
    #[uniffi(default = [])]
    pub amended: Vec<NoticeAmended>,
    /// That guardian and youth justice were told, in order.
    #[uniffi(default = [])]
    pub young_told: Vec<YoungTold>,
}

/// A notice as its entries tell it.
#[uniffi::remote(Record)]
pub struct NoticeView {
    /// The record.
    pub record: Id,
    /// Number of its first entry.
    pub first: u64,
    /// Its story.
    pub story: NoticeStory,
}

/// Both limbs of vehicle nuisance (PRA 2002 s59(1)).
#[uniffi::remote(Record)]
pub struct NuisanceAsked {
    /// The vehicle of the encounter.
    pub vehicle: u16,
    /// Careless or inconsiderate driving, or driving off the road.
    pub driving: String,
    /// Alarm, distress or annoyance to members of the public.
    pub annoyance: String,
}

/// Numbers left for the paper of an authority.
#[uniffi::remote(Record)]
pub struct NumbersLeft {
    /// Whose paper.
    pub authority: String,
    /// For training notices.
    pub training: bool,
    /// How many.
    pub left: u32,
}

/// Something seen on a date.
#[uniffi::remote(Record)]
pub struct Observation {
    /// UTC milliseconds.
    pub time: i64,
    /// What was seen.
    pub text: String,
}

/// How a notice was dealt with without a court.
#[uniffi::remote(Enum)]
pub enum OutOfCourt {
    /// A caution.
    Caution,
    /// A community resolution.
    CommunityResolution,
    /// An agreement with the authority.
    Agreement,
}

/// Whose copy it is.
#[uniffi::remote(Enum)]
pub enum PaperCopy {
    /// Handed over.
    Recipient,
    /// Kept, with the officer's notes.
    Officer,
    /// What the recipient's says, for the parent or guardian of somebody of sixteen or seventeen.
    Guardian,
}

/// Who is paid: the authority that made the order, whoever issues the notice (ASBCPA 2014 s68).
#[uniffi::remote(Record)]
pub struct Payee {
    /// Name.
    pub name: String,
    /// Address, line by line.
    #[uniffi(default = [])]
    pub address: Vec<String>,
    /// At least one way to pay.
    #[uniffi(default = [])]
    pub methods: Vec<PaymentMethod>,
}

/// A way to pay.
#[uniffi::remote(Record)]
pub struct PaymentMethod {
    /// What it is called: online, by telephone, by post.
    pub name: String,
    /// Address, number or link.
    pub how: String,
}

/// A finished document.
#[uniffi::remote(Record)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: Size,
    /// What the officer should know before handing it over.
    #[uniffi(default = [])]
    pub warnings: Vec<Warning>,
}

/// Premises to which community protection is addressed.
#[uniffi::remote(Record)]
pub struct PremisesAsked {
    /// "The occupier", "The owner".
    pub addressed: String,
    /// Line by line.
    #[uniffi(default = [])]
    pub address: Vec<String>,
}

/// Who answers for people's data, and where the whole privacy notice stands (UK GDPR art. 13; DPA 2018 s44).
#[uniffi::remote(Record)]
pub struct Privacy {
    /// The controller.
    pub controller: String,
    /// How to reach its data protection officer.
    pub contact: String,
    /// Where the whole notice can be read.
    pub more: String,
}

/// What has become of a community protection notice.
#[uniffi::remote(Record)]
pub struct Protection {
    /// Appeals, oldest first.
    #[uniffi(default = [])]
    pub appeals: Vec<Appeal>,
    /// What it requires was done.
    pub complied: bool,
    /// The authority has ended it.
    pub discharged: bool,
}

/// How a complete notice goes on.
#[uniffi::remote(Enum)]
pub enum Ready {
    /// It may be issued under a number. For someone young, guardian and youth justice are told by that day.
    Number {
        /// Last local day to tell them; absent for adults and bodies.
        tell_guardian_by: Option<Date>,
    },
    /// It stays without a number: a supervisor issues it by post, or drops it. Codes of what is unsure.
    Draft(Vec<String>),
}

/// To whom it is given.
#[uniffi::remote(Enum)]
pub enum Recipient {
    /// A person.
    Person {
        /// As they write it.
        name: String,
        /// Line by line.
        address: Vec<String>,
        /// Date of birth.
        born: Option<Date>,
    },
    /// A company or other body.
    Body {
        /// Its name.
        name: String,
        /// Line by line.
        address: Vec<String>,
    },
    /// Whoever occupies or owns premises.
    Premises {
        /// "The occupier", "The owner".
        addressed: String,
        /// Line by line.
        address: Vec<String>,
    },
    /// Everybody who fits a description, such as all persons present with vehicles on land.
    Described {
        /// How they are addressed.
        addressed: String,
    },
    /// Someone who would not say who they are.
    Refused,
}

/// Where a notice stands on a day.
#[uniffi::remote(Record)]
pub struct RegisterStanding {
    /// The one bucket.
    pub bucket: Bucket,
    /// Pence paid and cleared, less what was sent back.
    pub held: i64,
    /// Pence still to be paid; 0 where nothing is.
    pub balance: i64,
    /// Pence to be sent back.
    pub refund_due: i64,
    /// Money came after the court had the case, or a paid notice went there: the lawyers must be told.
    pub legal_task: bool,
    /// Representations, oldest first.
    #[uniffi(default = [])]
    pub representations: Vec<Representations>,
    /// A person must confirm or void by this day.
    #[uniffi(default = None)]
    pub review_until: Option<Date>,
    /// It was referred for a case file at some time.
    pub was_referred: bool,
    /// It was with the lawyers at some time.
    pub was_with_legal: bool,
    /// Appeals, compliance and end of a community protection notice; absent for other paper.
    #[uniffi(default = None)]
    pub protection: Option<Protection>,
    /// Who was told of it; absent where nobody is to be.
    #[uniffi(default = None)]
    pub young: Option<Young>,
}

/// Representations: a flag with dates, never a bucket.
#[uniffi::remote(Record)]
pub struct Representations {
    /// When they came in.
    pub received: Date,
    /// When and how they were answered.
    #[uniffi(default = None)]
    pub answered: Option<DateAnswerPair>,
}

/// One requirement.
#[uniffi::remote(Record)]
pub struct Requirement {
    /// Of what kind.
    pub kind: RequirementKind,
    /// What exactly.
    pub text: String,
    /// Last local day for it; absent: at once.
    #[uniffi(default = None)]
    pub by: Option<Date>,
}

/// Of what kind a requirement is (s43(3)).
#[uniffi::remote(Enum)]
pub enum RequirementKind {
    /// To stop doing something.
    Stop,
    /// To do something.
    Do,
    /// To take reasonable steps towards a result.
    Steps,
}

/// A seizure (PRA 2002 s59(3)).
#[uniffi::remote(Record)]
pub struct S59Seizure {
    /// Both limbs.
    pub nuisance: VehicleNuisance,
    /// The ground; absent until chosen.
    #[uniffi(default = None)]
    pub ground: Option<SeizureGround>,
    /// Where it is held, line by line.
    #[uniffi(default = [])]
    pub held_at: Vec<String>,
    /// How to have it back.
    pub reclaim: String,
    /// Last local day for it.
    #[uniffi(default = None)]
    pub reclaim_by: Option<Date>,
    /// What it costs.
    #[uniffi(default = [])]
    pub costs: Vec<Cost>,
}

/// A vehicle warning (PRA 2002 s59(4)).
#[uniffi::remote(Record)]
pub struct S59Warning {
    /// Both limbs.
    pub nuisance: VehicleNuisance,
    /// Told that any vehicle may be seized if it is repeated within the time.
    pub warned: bool,
}

/// What a direction to leave land says.
#[uniffi::remote(Record)]
pub struct S77Asked {
    /// The land, so that nobody can mistake it.
    pub land: String,
    /// What stands on it.
    #[uniffi(default = [])]
    pub units: Vec<Unit>,
    /// People directed, by name or description.
    #[uniffi(default = [])]
    pub people: Vec<String>,
    /// To all persons with vehicles on the land.
    pub all_persons: bool,
    /// When they must have left, UTC milliseconds.
    #[uniffi(default = None)]
    pub leave_by: Option<i64>,
    /// The welfare check of the encampment, which comes first.
    #[uniffi(default = None)]
    pub welfare: Option<Id>,
}

/// A direction to leave land (CJPOA 1994 s77).
#[uniffi::remote(Record)]
pub struct S77Direction {
    /// The land, so that nobody can mistake it.
    pub land: String,
    /// What stands on it.
    #[uniffi(default = [])]
    pub units: Vec<Unit>,
    /// People directed, by name or description.
    #[uniffi(default = [])]
    pub people: Vec<String>,
    /// To all persons with vehicles on the land.
    pub all_persons: bool,
    /// When they must have left, UTC milliseconds.
    #[uniffi(default = None)]
    pub leave_by: Option<i64>,
    /// That welfare came first.
    #[uniffi(default = None)]
    pub welfare: Option<WelfareDone>,
}

/// How the person here is known to be the one who was warned.
#[uniffi::remote(Enum)]
pub enum SamePerson {
    /// The person's details match.
    Details,
    /// Only the registration matches: the officer states a belief.
    Registration {
        /// That this is the person warned, and on what it rests.
        belief: Option<String>,
        /// What explains that the phone's own record of the warning tells of another make, colour or kind of vehicle.
        although: Option<String>,
    },
}

/// Why a vehicle may be seized (PRA 2002 s59(3)–(5)).
#[uniffi::remote(Enum)]
pub enum SeizureGround {
    /// Continued or repeated after a warning on this occasion.
    Continued {
        /// When the warning was given, UTC milliseconds.
        warned: i64,
        /// What went on after it.
        after: String,
    },
    /// A warning was impracticable.
    Impracticable {
        /// Why.
        why: String,
    },
    /// Warned on this occasion by another.
    WarnedByAnother {
        /// By whom and when.
        who: String,
    },
    /// Warned before, within the rule set's months.
    WarnedBefore {
        /// The warning.
        warning: WarningCited,
        /// The same person.
        same: SamePerson,
    },
    /// The rule set asks for no warning.
    NoWarningNeeded,
}

/// How it reached the recipient (ASBCPA 2014 s55 for community protection).
#[uniffi::remote(Enum)]
pub enum ServiceMethod {
    /// Given by hand.
    Hand,
    /// Left at the address.
    Left,
    /// Sent by post.
    Post,
    /// Posted on the premises.
    OnPremises,
    /// Fixed to each vehicle.
    OnVehicles,
}

/// What it is printed on.
#[uniffi::remote(Enum)]
pub enum Sheet {
    /// 210 × 297 mm, 11 point.
    A4,
    /// 210 × 297 mm, 18 point, for who asks for large print.
    A4Large,
    /// A roll of 80 mm, 72 of them printable, as long as it needs to be.
    Receipt80,
}

/// Whether the recipient signed.
#[uniffi::remote(Enum)]
pub enum Signature {
    /// Signed.
    Signed,
    /// Asked and would not.
    Refused,
    /// Not asked.
    NotAsked,
}

/// What was answered, and by what.
#[uniffi::remote(Enum)]
pub enum SixAnswer {
    /// The officer says so.
    Yes,
    /// The officer says not.
    No,
    /// The record says so.
    Recorded,
}

/// The six; absent: not answered.
#[uniffi::remote(Record)]
pub struct SixAnswers {
    /// An offence was committed.
    #[uniffi(default = None)]
    pub offence: Option<SixAnswer>,
    /// A penalty is proportionate: advice or a warning would not do.
    #[uniffi(default = None)]
    pub proportionate: Option<SixAnswer>,
    /// The evidence would support a prosecution.
    #[uniffi(default = None)]
    pub evidence: Option<SixAnswer>,
    /// The offender understands why it is given.
    #[uniffi(default = None)]
    pub understood: Option<SixAnswer>,
    /// Name and address are believed to be correct.
    #[uniffi(default = None)]
    pub details: Option<SixAnswer>,
    /// No accident, nobody exempt, no child.
    #[uniffi(default = None)]
    pub no_exception: Option<SixAnswer>,
}

/// What only the officer can say of the six; absent: not answered.
#[uniffi::remote(Record)]
pub struct SixAsked {
    /// A penalty is proportionate.
    #[uniffi(default = None)]
    pub proportionate: Option<bool>,
    /// The evidence would support a prosecution.
    #[uniffi(default = None)]
    pub evidence: Option<bool>,
    /// It was no accident, and nobody is exempt.
    #[uniffi(default = None)]
    pub no_exception: Option<bool>,
}

/// A notice given to somebody of sixteen or seventeen, of which somebody is still to be told. No person is in it.
#[uniffi::remote(Record)]
pub struct StillToTell {
    /// The notice.
    pub number: NoticeNumber,
    /// Last day to tell.
    pub due: Date,
    /// The day is over.
    pub overdue: bool,
    /// Who has not been told.
    #[uniffi(default = [])]
    pub whom: Vec<ToldWhom>,
}

/// How somebody was told.
#[uniffi::remote(Enum)]
pub enum ToldHow {
    /// Spoken to.
    InPerson,
    /// By telephone.
    Telephone,
    /// By letter, or with the guardian's copy.
    Letter,
    /// By email.
    Email,
    /// Through a system of theirs.
    Referral,
}

/// Who is told.
#[uniffi::remote(Enum)]
pub enum ToldWhom {
    /// A parent or guardian.
    Guardian,
    /// The youth justice service.
    YouthJustice,
}

/// One of them.
#[uniffi::remote(Record)]
pub struct Unit {
    /// What.
    pub kind: UnitKind,
    /// People live in it.
    pub lived_in: bool,
    /// So that it can be told from others: registration, colour.
    pub described: String,
}

/// What stands on the land.
#[uniffi::remote(Enum)]
pub enum UnitKind {
    /// A caravan.
    Caravan,
    /// Another vehicle.
    Vehicle,
    /// A tent.
    Tent,
    /// A structure.
    Structure,
}

/// Both limbs of vehicle nuisance (PRA 2002 s59(1)).
#[uniffi::remote(Record)]
pub struct VehicleNuisance {
    /// The vehicle, as recorded.
    pub vehicle: VehicleKnown,
    /// Careless or inconsiderate driving, or driving off the road.
    pub driving: String,
    /// Alarm, distress or annoyance to members of the public.
    pub annoyance: String,
}

/// What a court decided.
#[uniffi::remote(Enum)]
pub enum Verdict {
    /// The defendant admitted it.
    GuiltyPlea,
    /// Found guilty after a trial.
    FoundGuilty,
    /// Proved in the defendant's absence.
    ProvedInAbsence,
    /// Convicted, conditionally discharged.
    ConditionalDischarge,
    /// Convicted, absolutely discharged.
    AbsoluteDischarge,
    /// Found not guilty.
    NotGuilty,
    /// Dismissed.
    Dismissed,
    /// Withdrawn or discontinued by the prosecutor.
    Discontinued,
}

/// Why a paper is invalid.
#[uniffi::remote(Enum)]
pub enum VoidReason {
    /// The officer made a mistake.
    OfficerError,
    /// The place was outside the order's area.
    WrongZone,
    /// It was issued to the wrong person.
    WrongPerson,
    /// The same conduct had a notice already.
    Duplicate,
    /// The printer failed and another notice was issued.
    PrinterFailure,
    /// The authority's policy did not allow it.
    Policy,
    /// The officer's own reason, in the notebook.
    ByOfficer,
}

/// Something that is not as it should be on a paper that can be used all the same.
#[uniffi::remote(Enum)]
pub enum Warning {
    /// No font has these characters, in order of their numbers; `[U+1F600]` stands in the place of each.
    NoGlyph(Vec<Letter>),
    /// The document is tagged, but not fit to be called PDF/UA-1.
    NotAccessible,
}

/// That welfare came first: what the welfare record lets the direction know, and no more.
#[uniffi::remote(Record)]
pub struct WelfareDone {
    /// The record.
    pub record: Id,
    /// When it was completed, UTC milliseconds.
    pub completed: i64,
    /// Local day until which it asks to wait; on that day the direction may be given.
    #[uniffi(default = None)]
    pub wait_until: Option<Date>,
}

/// Why a valid notice was dropped.
#[uniffi::remote(Enum)]
pub enum WithdrawReason {
    /// Representations were accepted.
    Representations,
    /// The recipient is vulnerable or in need of support.
    Vulnerable,
    /// The recipient cannot be traced.
    Untraced,
    /// The authority's policy.
    Policy,
    /// The officer's own reason, in the notebook.
    ByOfficer,
}

/// Who was told of paper given to somebody of sixteen or seventeen.
#[uniffi::remote(Record)]
pub struct Young {
    /// Last local day to tell both.
    pub due: Date,
    /// When and how the guardian was told.
    #[uniffi(default = None)]
    pub guardian: Option<DateToldHowPair>,
    /// When and how youth justice was told.
    #[uniffi(default = None)]
    pub youth_justice: Option<DateToldHowPair>,
}

/// Paper given to somebody of sixteen or seventeen, of which somebody is still to be told.
#[uniffi::remote(Record)]
pub struct YoungNotice {
    /// The record.
    pub record: Id,
    /// Number, last day, who is still to be told.
    pub to_tell: StillToTell,
}

/// Guardian or youth justice was told.
#[uniffi::remote(Record)]
pub struct YoungTold {
    /// When it was written down.
    pub at: Moment,
    /// Who.
    pub whom: ToldWhom,
    /// How.
    pub how: ToldHow,
    /// On which local day.
    pub on: Date,
}
