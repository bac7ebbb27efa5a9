//! Counts at the desk: set, looked at, decided, closed, sent. Each look and each act stands in the access log under the
//! officer's own name; to whoever may not know of a count there is none.

mod pairs;
mod teams;
mod words;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use beatbook_domain::calendar::local_date;
use beatbook_domain::counts::review::Review;
use beatbook_domain::counts::state::CountAct;
use beatbook_protocol::id::Id;
use serde_json::json;

use super::office::{Answer, Office, Told, seated};
use super::people::reason;
use crate::auth::{Purpose, Scope};
use crate::counts::{self, CountRefused, CountView, Counts, Eyes, People, PlanFile, Standing, reached};
use crate::error::ServerError;
use crate::store::Officer;
pub use words::{AboutCount, AnswerWord, Asker, CountCommand, DecideArgs, LookArgs, WhyArgs};

impl From<CountRefused> for ServerError {
    fn from(refusal: CountRefused) -> Self {
        match refusal {
            CountRefused::Fault(fault) => Self::Fault(fault),
            refusal => Self::refused(refusal.code(), refusal),
        }
    }
}

/// Carries one of the commands out.
pub(super) async fn carry_out(
    office: &Office,
    command: CountCommand,
    attachment: &[u8],
    json: bool,
) -> Result<Answer, ServerError> {
    let told = match command {
        CountCommand::Plan { asker, reason: why, .. } => {
            plan(office, &asker, attachment, reason(why.as_deref())).await
        }
        CountCommand::List { asker, why, form } => list(office, &asker, &why, form.csv).await,
        CountCommand::Show(look) => show(office, &look).await,
        CountCommand::Proposals { look, form } => proposals(office, &look, form.csv).await,
        CountCommand::Decide(args) => decide(office, args).await,
        CountCommand::Open(about) => act(office, &about, CountAct::Open).await,
        CountCommand::Close { about, silent, partner } => {
            let silent: BTreeMap<String, String> = silent.into_iter().collect();
            act(office, &about, CountAct::Close { silent, partner }).await
        }
        CountCommand::Partner { about, name, .. } => act(office, &about, CountAct::Partner { name }).await,
        CountCommand::Verify { about, figures } => act(office, &about, CountAct::Verify { figures }).await,
        CountCommand::Submit(about) => act(office, &about, CountAct::Submit).await,
        CountCommand::Annotate { about, text } => act(office, &about, CountAct::Annotate { text }).await,
        CountCommand::Table { look, public, csv } => {
            let (review, view, sites) = numbers(office, &look, public).await?;
            let table = written::Return::of(&view, &review, public, &sites);
            if csv {
                return Ok(Answer { out: table.csv()?, exit: 0 });
            }
            Ok(table.told())
        }
    };
    told.map(|told| told.answer(json))
}

/// An officer at the desk: the rows in reach, and who it is.
async fn desk(office: &Office, asker: &Asker) -> Result<(Scope, Officer), ServerError> {
    let scope = office.scope(&asker.authority, Purpose::Count).await?;
    let officer = office.officer(&scope, &asker.officer).await?;
    seated(&scope, officer.id);
    Ok((scope.at_desk(officer.id), officer))
}

/// Everything a look needs. It is written down first.
struct Look {
    scope: Scope,
    counts: Counts,
    people: People,
    officer: Id,
    has_reason: bool,
    now: i64,
}

impl Look {
    async fn at(office: &Office, asker: &Asker, why: &WhyArgs, what: &str) -> Result<Self, ServerError> {
        let (scope, officer) = desk(office, asker).await?;
        let store = &**office.service.store();
        let reason = why.said();
        store.log_access(&scope, what, reason).await?;
        let now = office.service.clock().now();
        let today = local_date(now).map_err(CountRefused::from)?;
        let people = People::on(&store.roles(&scope).await?, today);
        let counts = Counts::read(store, &scope).await?;
        Ok(Self { scope, counts, people, officer: officer.id, has_reason: reason.is_some(), now })
    }

    fn standing(&self, view: &CountView) -> Standing {
        let standing = self.people.standing(self.officer, &view.case, self.now);
        if self.by_request() && self.has_reason { standing.by_request() } else { standing }
    }

    fn by_request(&self) -> bool {
        self.people.reads_by_request(self.officer)
    }

    /// A count, if the officer may know of it. Who reads by request only is told to say why, whether there is one or not.
    fn count(&mut self, count: Id) -> Result<(CountView, Standing), CountRefused> {
        let view = self.counts.counts.remove(&count);
        let known = view.map(|view| (self.standing(&view), view)).filter(|(standing, _)| standing.knows);
        match known {
            Some((standing, view)) => Ok((view, standing)),
            None if self.by_request() && !self.has_reason => Err(CountRefused::NotAllowed),
            None => Err(CountRefused::Unknown),
        }
    }
}

async fn plan(
    office: &Office,
    asker: &Asker,
    attachment: &[u8],
    again: Option<&str>,
) -> Result<Told, ServerError> {
    let (scope, officer) = desk(office, asker).await?;
    let plan = counts::plan(&office.service, &scope, officer.id, PlanFile::read(attachment)?, again).await?;
    Ok(Told::ok(format!("count {}", plan.id), json!({ "count": plan.id, "told_from": plan.told_from })))
}

async fn list(office: &Office, asker: &Asker, why: &WhyArgs, csv: bool) -> Result<Told, ServerError> {
    let look = Look::at(office, asker, why, "list of counts").await?;
    let known: Vec<&CountView> =
        look.counts.counts.values().filter(|view| look.standing(view).knows).collect();
    if known.is_empty() && look.by_request() && !look.has_reason {
        return Err(CountRefused::NotAllowed.into());
    }
    written::list(known.into_iter(), csv)
}

async fn show(office: &Office, LookArgs { about, why }: &LookArgs) -> Result<Told, ServerError> {
    let mut look = Look::at(office, &about.asker, why, &format!("count {}", about.count)).await?;
    let (view, standing) = look.count(about.count)?;
    // Others have its table, once it is submitted.
    if !(standing.reads || standing.on_team) {
        return Err(CountRefused::NotAllowed.into());
    }
    let store = &**office.service.store();
    let officers = store.officers(&look.scope).await?;
    let review = match standing.reads {
        true => {
            let review = view.review(&reached(store, &look.scope, &view).await?);
            Some((review, counts::searched(&office.service, &look.scope, &view).await?))
        }
        false => None,
    };
    let eyes = Eyes::of(&look.people, &view, look.officer, standing);
    Ok(written::show(&view, review.as_ref(), &eyes, &officers))
}

async fn proposals(
    office: &Office,
    LookArgs { about, why }: &LookArgs,
    csv: bool,
) -> Result<Told, ServerError> {
    let what = format!("count {}: proposals", about.count);
    let mut look = Look::at(office, &about.asker, why, &what).await?;
    let (view, standing) = look.count(about.count)?;
    if !standing.reads {
        return Err(CountRefused::NotAllowed.into());
    }
    let store = &**office.service.store();
    let officers = store.officers(&look.scope).await?;
    let review = view.review(&reached(store, &look.scope, &view).await?);
    // A lead looks at pairs to decide about them. When that is done, the lead has the table.
    if !standing.whole && view.is_decided(&review) {
        return Err(CountRefused::NotAllowed.into());
    }
    let eyes = Eyes::of(&look.people, &view, look.officer, standing);
    let briefing = office.service.briefings().get(store, &look.scope, None).await?.unwrap_or_default();
    let places = counts::places(&review, &briefing, look.now);
    let ward_name = |code: &str| briefing.ward_name(code, look.now).to_owned();
    let sight = pairs::Sight { eyes: &eyes, places: &places, ward_name: &ward_name };
    pairs::proposals(&review, &sight, &officers, csv)
}

async fn numbers(
    office: &Office,
    LookArgs { about, why }: &LookArgs,
    public: bool,
) -> Result<(Review, CountView, BTreeSet<String>), ServerError> {
    let form = if public { "public table" } else { "table" };
    let mut look = Look::at(office, &about.asker, why, &format!("count {}: {form}", about.count)).await?;
    let (view, standing) = look.count(about.count)?;
    if !standing.numbers {
        return Err(CountRefused::NoNumbers.into());
    }
    let presence = reached(&**office.service.store(), &look.scope, &view).await?;
    let eyes = Eyes::of(&look.people, &view, look.officer, standing);
    let known = if standing.reads { eyes.knows_sites(&view.case.plan) } else { BTreeSet::new() };
    Ok((view.review(&presence), view, known))
}

async fn decide(office: &Office, args: DecideArgs) -> Result<Told, ServerError> {
    let (scope, officer) = desk(office, &args.about.asker).await?;
    let which = (args.about.count, officer.id);
    let said = (args.pair, args.answer.into());
    let view = counts::decide(&office.service, &scope, which, said, &args.why).await?;
    let review = view.review(&Default::default());
    let officers = office.service.store().officers(&scope).await?;
    Ok(pairs::standing(&review, args.pair, &officers))
}

async fn act(office: &Office, about: &AboutCount, act: CountAct) -> Result<Told, ServerError> {
    let (scope, officer) = desk(office, &about.asker).await?;
    let of_partner = matches!(act, CountAct::Partner { .. });
    let view = counts::act(&office.service, &scope, (about.count, officer.id), act).await?;
    let stage = view.case.stage;
    let partner = match view.case.partner_said() {
        _ if !of_partner => String::new(),
        None => " No independent partner is said to have been there.".to_owned(),
        Some(_) => " An independent partner is said to have been there.".to_owned(),
    };
    Ok(Told::ok(
        format!("The count is {}.{partner}", stage.code()),
        json!({ "count": about.count, "stage": stage.code() }),
    ))
}
