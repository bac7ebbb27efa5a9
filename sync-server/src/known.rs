//! What phones are told of notices given before and of signs that officers saw or missed: kept in step with the register,
//! beside everything else.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use beatbook_domain::calendar::local_date;
use beatbook_domain::law::rule_set::RuleSet;
use beatbook_domain::notices::known::{KnownNotice, Row, TagKey, is_childs_warning, pack, rows_of};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::notices::whom::{is_open, known_now};
use beatbook_domain::orders::signs::SignFound;
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::register::{Standing, Told};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use tokio::sync::watch;

use crate::auth::{Purpose, Scope};
use crate::drafts::encounter;
use crate::error::Fault;
use crate::notices::{View, view};
use crate::orders::{CurrentBook, NewBook, OrdersRefusal, publish};
use crate::random;
use crate::service::Service;
use crate::sightings::sightings;
use crate::store::{RegisterMark, Store, StoredBody, StoredEntry};

/// With no word of anything new, look again after this long: days pass, and another server may share the database.
const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// What comes within this time is published together: each time is another book for every phone.
const TOGETHER: Duration = Duration::from_secs(30);
/// Tries against others who publish at the same time.
const TRIES: usize = 4;

/// Keeps it in step until the server closes.
pub async fn keep_known(service: Arc<Service>, mut closing: watch::Receiver<bool>) {
    let mut seen = HashMap::new();
    loop {
        if let Err(refusal) = look(&service, &mut seen).await {
            tracing::error!(%refusal, "phones could not be told of notices given before; trying again soon");
        }
        tokio::select! {
            () = service.noticed() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        tokio::select! {
            () = tokio::time::sleep(TOGETHER) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// How it stood when it was looked at last.
struct Seen {
    mark: RegisterMark,
    day: Date,
    /// What officers had found of signs.
    signs: Vec<SignFound>,
    /// Encounters that may still tell to whom a notice went, and how many entries of each had said something.
    open: Vec<(Source, usize)>,
}

/// The notebook and the encounter a notice came from.
pub(crate) type Source = (Id, Id);

/// Looks at every authority in whose register something has come since, whose day has changed, or an encounter of whose may
/// now say to whom a notice went.
async fn look(service: &Service, seen: &mut HashMap<Id, Seen>) -> Result<(), OrdersRefusal> {
    let (store, keyholder) = (service.store(), service.keyholder());
    let today = local_date(service.clock().now())?;
    for authority in store.authorities(keyholder).await? {
        let scope = keyholder.server(authority.id, Purpose::Register);
        // Taken before the look: what comes meanwhile is looked at again.
        let mark = store.register_mark(&scope).await?;
        let signs = sightings(&**store, &scope, today).await?;
        if let Some(known) = seen.get(&authority.id)
            && (known.mark, known.day, &known.signs) == (mark, today, &signs)
            && known.open == entries(&**store, &scope, known.open.iter().map(|(from, _)| *from)).await?
        {
            continue;
        }
        match refreshed(&**store, &scope, today).await {
            Ok((_, open)) => drop(seen.insert(authority.id, Seen { mark, day: today, signs, open })),
            // One authority's trouble is not that of the others.
            Err(refusal) => {
                tracing::error!(%refusal, "phones could not be told of notices given before; trying again soon");
            }
        }
    }
    Ok(())
}

/// Publishes what phones are told, if it is another than before.
///
/// # Errors
/// The store's; [`OrdersRefusal::Pack`] if one person has had thousands of notices.
pub async fn refresh(store: &dyn Store, scope: &Scope, today: Date) -> Result<bool, OrdersRefusal> {
    Ok(refreshed(store, scope, today).await?.0)
}

/// The same, and which encounters may still tell to whom a notice went.
async fn refreshed(
    store: &dyn Store,
    scope: &Scope,
    today: Date,
) -> Result<(bool, Vec<(Source, usize)>), OrdersRefusal> {
    for _ in 0..TRIES {
        let view = view(store, scope).await?;
        let mut current = CurrentBook::read(store, scope).await?;
        let Some(rules) = current.book.rule_sets.in_force(today).cloned() else {
            return Ok((false, Vec::new()));
        };
        let stories = stories(store, scope, &view, &rules, today).await?;
        let open = stories.open;
        let key = match &current.book.known {
            Some(known) => known.key.clone(),
            None => TagKey::from_bytes(random::bytes()?),
        };
        let packing = tokio::task::spawn_blocking(move || {
            let rows: Vec<Row> = stories
                .told
                .into_iter()
                .filter(|(_, story)| !is_childs_warning(story, &rules))
                .filter_map(|(number, story)| Some((standing(&view.told, &number, today)?, story)))
                .flat_map(|(standing, story)| rows_of(&key, &story, &standing))
                .collect();
            (rows.is_empty(), pack(key, rows))
        });
        let (empty, packed) = packing.await.map_err(|_| Fault::Closing)?;
        let (index, groups) = packed?;
        let before = current.book.known.as_ref();
        let as_before = before == Some(&index) || (empty && before.is_none());
        let signs = sightings(store, scope, today).await?;
        // Every phone reads it: how the sign was found is for all, and who was there is not.
        let signs = signs.into_iter().filter(|one| current.book.has_sign(&one.sign));
        let signs: Vec<SignFound> = signs.map(|one| SignFound { by: None, photo: None, ..one }).collect();
        if as_before && current.book.sightings == signs {
            return Ok((false, open));
        }
        current.book.sightings = signs;
        if !as_before {
            current.book.known = Some(index);
            current.groups = groups.into_iter().map(|object| (object.hash, object.bytes)).collect();
        }
        match publish(store, scope, current, NewBook::default()).await {
            Err(OrdersRefusal::Changed) => {}
            published => return published.map(|()| (true, open)),
        }
    }
    Err(OrdersRefusal::Changed)
}

/// Notices that phones may be told of on a day.
struct Stories {
    /// Each as its encounter now tells to whom it went.
    told: Vec<(NoticeNumber, NoticeStory)>,
    /// The encounters that may still tell it.
    open: Vec<(Source, usize)>,
}

async fn stories(
    store: &dyn Store,
    scope: &Scope,
    view: &View,
    rules: &RuleSet,
    today: Date,
) -> Result<Stories, Fault> {
    let (mut told, mut open) = (Vec::new(), Vec::new());
    for (number, story) in view.stories() {
        if !KnownNotice::of(&story).is_some_and(|notice| notice.is_told_on(rules, today)) {
            continue;
        }
        let (story, from) = whom(store, scope, view, (&number, story)).await?;
        open.extend(from);
        told.push((number, story));
    }
    Ok(Stories { told, open })
}

/// A notice as its encounter now tells to whom it went, and that encounter with how many of its entries have said something,
/// where it may still tell.
pub(crate) async fn whom(
    store: &dyn Store,
    scope: &Scope,
    view: &View,
    (number, story): (&NoticeNumber, NoticeStory),
) -> Result<(NoticeStory, Option<(Source, usize)>), Fault> {
    // What became known later of a notice that another authority gave is in that authority's encounter.
    let here = |(_, notebook): &&(Id, Id)| !view.facts.guests.contains_key(notebook);
    let of = view.told.records.get(number).filter(here).filter(|_| is_open(&story.notice));
    let Some((_, notebook)) = of else { return Ok((story, None)) };
    let from = (*notebook, story.notice.encounter);
    let entries = store.entries_of(scope, from.0, from.1).await?;
    Ok((known_now(&story, encounter(&entries).as_ref()), Some((from, told_of(&entries)))))
}

/// How many entries of each encounter have said something by now.
async fn entries(
    store: &dyn Store,
    scope: &Scope,
    of: impl Iterator<Item = Source>,
) -> Result<Vec<(Source, usize)>, Fault> {
    let mut counted = Vec::new();
    for from in of {
        counted.push((from, told_of(&store.entries_of(scope, from.0, from.1).await?)));
    }
    Ok(counted)
}

/// How many entries have said something: a body may come long after its header.
fn told_of(entries: &[StoredEntry]) -> usize {
    entries.iter().filter(|entry| matches!(entry.body, StoredBody::Present { .. })).count()
}

/// Where the register counts it to stand; none for training.
fn standing(told: &Told, number: &NoticeNumber, today: Date) -> Option<Standing> {
    let case = told.register.case(number).filter(|_| !number.is_training())?;
    Some(case.standing(today))
}
