//! Counts at the desk: set, looked at, decided, closed, sent. Each look and each act stands in the access log under the
//! officer's own name; to whoever may not know of a count there is none.

mod words;
mod written;

use std::collections::BTreeMap;

use beatbook_domain::calendar::local_date;
use beatbook_domain::counts::review::Review;
use beatbook_domain::counts::state::CountAct;
use beatbook_protocol::id::Id;
use serde_json::json;

use super::office::{Answer, Office, Told};
use crate::auth::{Purpose, Scope};
use crate::counts::{self, CountRefused, CountView, Counts, People, PlanFile, Standing, reached};
use crate::error::ServerError;
use crate::store::Officer;
pub use words::{AboutCount, AnswerWord, Asker, CountCommand, DecideArgs};

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
        CountCommand::Plan { asker, .. } => plan(office, &asker, attachment).await,
        CountCommand::List { asker } => list(office, &asker).await,
        CountCommand::Show(about) => show(office, &about).await,
        CountCommand::Proposals(about) => proposals(office, &about).await,
        CountCommand::Decide(args) => decide(office, args).await,
        CountCommand::Open(about) => act(office, &about, CountAct::Open).await,
        CountCommand::Close { about, silent } => {
            let silent: BTreeMap<String, String> = silent.into_iter().collect();
            act(office, &about, CountAct::Close { silent }).await
        }
        CountCommand::Verify { about, figures } => act(office, &about, CountAct::Verify { figures }).await,
        CountCommand::Submit(about) => act(office, &about, CountAct::Submit).await,
        CountCommand::Annotate { about, text } => act(office, &about, CountAct::Annotate { text }).await,
        CountCommand::Table { about, public, csv } => {
            let (review, view) = numbers(office, &about, public).await?;
            if csv {
                let out = written::csv(&review.table, public)?;
                return Ok(Answer { out, exit: 0 });
            }
            Ok(written::table(&view, &review, public))
        }
    };
    told.map(|told| told.answer(json))
}

/// An officer at the desk: the rows in reach, and who it is.
async fn desk(office: &Office, asker: &Asker) -> Result<(Scope, Officer), ServerError> {
    let scope = office.scope(&asker.authority, Purpose::Count).await?;
    let officer = office.officer(&scope, &asker.officer).await?;
    Ok((scope.at_desk(officer.id), officer))
}

/// Everything a look needs. It is written down first.
struct Look {
    scope: Scope,
    counts: Counts,
    people: People,
    officer: Id,
    now: i64,
}

impl Look {
    async fn at(office: &Office, asker: &Asker, what: &str) -> Result<Self, ServerError> {
        let (scope, officer) = desk(office, asker).await?;
        let store = &**office.service.store();
        store.log_access(&scope, what, None).await?;
        let now = office.service.clock().now();
        let today = local_date(now).map_err(CountRefused::from)?;
        let people = People::on(&store.roles(&scope).await?, today);
        Ok(Self { scope, counts: Counts::read(store, &scope).await?, people, officer: officer.id, now })
    }

    fn standing(&self, view: &CountView) -> Standing {
        self.people.standing(self.officer, &view.case, self.now)
    }

    /// A count, if the officer may know of it.
    fn count(&mut self, count: Id) -> Result<(CountView, Standing), CountRefused> {
        let view = self.counts.counts.remove(&count).ok_or(CountRefused::Unknown)?;
        let standing = self.standing(&view);
        if standing.knows { Ok((view, standing)) } else { Err(CountRefused::Unknown) }
    }
}

async fn plan(office: &Office, asker: &Asker, attachment: &[u8]) -> Result<Told, ServerError> {
    let (scope, officer) = desk(office, asker).await?;
    let plan = counts::plan(&office.service, &scope, officer.id, PlanFile::read(attachment)?).await?;
    Ok(Told::ok(format!("count {}", plan.id), json!({ "count": plan.id, "told_from": plan.told_from })))
}

async fn list(office: &Office, asker: &Asker) -> Result<Told, ServerError> {
    let look = Look::at(office, asker, "list of counts").await?;
    let known = look.counts.counts.values().filter(|view| look.standing(view).knows);
    Ok(written::list(known))
}

async fn show(office: &Office, about: &AboutCount) -> Result<Told, ServerError> {
    let mut look = Look::at(office, &about.asker, &format!("count {}", about.count)).await?;
    let (view, standing) = look.count(about.count)?;
    // Others have its table, once it is submitted.
    if !(standing.works || standing.on_team) {
        return Err(CountRefused::NotAllowed.into());
    }
    let store = &**office.service.store();
    let officers = store.officers(&look.scope).await?;
    let review = match standing.works {
        true => Some(view.review(&reached(store, &look.scope, &view).await?)),
        false => None,
    };
    Ok(written::show(&view, review.as_ref(), &officers))
}

async fn proposals(office: &Office, about: &AboutCount) -> Result<Told, ServerError> {
    let mut look = Look::at(office, &about.asker, &format!("count {}: proposals", about.count)).await?;
    let (view, standing) = look.count(about.count)?;
    if !standing.works {
        return Err(CountRefused::NotAllowed.into());
    }
    let store = &**office.service.store();
    let officers = store.officers(&look.scope).await?;
    let review = view.review(&reached(store, &look.scope, &view).await?);
    Ok(written::proposals(&review, &officers))
}

async fn numbers(
    office: &Office,
    about: &AboutCount,
    public: bool,
) -> Result<(Review, CountView), ServerError> {
    let form = if public { "public table" } else { "table" };
    let mut look = Look::at(office, &about.asker, &format!("count {}: {form}", about.count)).await?;
    let (view, standing) = look.count(about.count)?;
    if !standing.numbers {
        return Err(CountRefused::NoNumbers.into());
    }
    let presence = reached(&**office.service.store(), &look.scope, &view).await?;
    let mut review = view.review(&presence);
    if !standing.works {
        review.label = review.label.without_sites();
    }
    Ok((review, view))
}

async fn decide(office: &Office, args: DecideArgs) -> Result<Told, ServerError> {
    let (scope, officer) = desk(office, &args.about.asker).await?;
    let which = (args.about.count, officer.id);
    let said = (args.pair, args.answer.into());
    let view = counts::decide(&office.service, &scope, which, said, &args.why).await?;
    let review = view.review(&Default::default());
    let officers = office.service.store().officers(&scope).await?;
    Ok(written::standing(&review, args.pair, &officers))
}

async fn act(office: &Office, about: &AboutCount, act: CountAct) -> Result<Told, ServerError> {
    let (scope, officer) = desk(office, &about.asker).await?;
    let view = counts::act(&office.service, &scope, (about.count, officer.id), act).await?;
    let stage = view.case.stage;
    Ok(Told::ok(
        format!("The count is {}.", stage.code()),
        json!({ "count": about.count, "stage": stage.code() }),
    ))
}
