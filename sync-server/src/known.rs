//! What phones are told of notices given before: kept in step with the register, beside everything else.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use beatbook_domain::calendar::local_date;
use beatbook_domain::notices::known::{KnownNotice, Row, TagKey, is_childs_warning, pack, rows_of};
use beatbook_domain::notices::number::NoticeNumber;
use beatbook_domain::records::notice::story::NoticeStory;
use beatbook_domain::register::{Standing, Told};
use beatbook_protocol::id::Id;
use jiff::civil::Date;
use tokio::sync::watch;

use crate::auth::{Purpose, Scope};
use crate::error::Fault;
use crate::notices::view;
use crate::orders::{CurrentBook, NewBook, OrdersRefusal, publish};
use crate::random;
use crate::service::Service;
use crate::store::{RegisterMark, Store};

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

/// Looks at every authority in whose register something has come since, or whose day has changed.
async fn look(service: &Service, seen: &mut HashMap<Id, (RegisterMark, Date)>) -> Result<(), OrdersRefusal> {
    let (store, keyholder) = (service.store(), service.keyholder());
    let today = local_date(service.clock().now())?;
    for authority in store.authorities(keyholder).await? {
        let scope = keyholder.scope(authority.id, Purpose::Register);
        // Taken before the look: what comes meanwhile is looked at again.
        let mark = (store.register_mark(&scope).await?, today);
        if seen.get(&authority.id) == Some(&mark) {
            continue;
        }
        match refresh(&**store, &scope, today).await {
            Ok(_) => drop(seen.insert(authority.id, mark)),
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
    for _ in 0..TRIES {
        let view = view(store, scope).await?;
        let mut current = CurrentBook::read(store, scope).await?;
        let Some(rules) = current.book.rule_sets.in_force(today).cloned() else { return Ok(false) };
        let key = match &current.book.known {
            Some(known) => known.key.clone(),
            None => TagKey::from_bytes(random::bytes()?),
        };
        let packing = tokio::task::spawn_blocking(move || {
            let told_of = |story: &NoticeStory| {
                !is_childs_warning(story, &rules)
                    && KnownNotice::of(story).is_some_and(|notice| notice.is_told_on(&rules, today))
            };
            let rows: Vec<Row> = view
                .stories()
                .into_iter()
                .filter(|(_, story)| told_of(story))
                .filter_map(|(number, story)| Some((standing(&view.told, &number, today)?, story)))
                .flat_map(|(standing, story)| rows_of(&key, &story, &standing))
                .collect();
            (rows.is_empty(), pack(key, rows))
        });
        let (empty, packed) = packing.await.map_err(|_| Fault::Closing)?;
        let (index, groups) = packed?;
        let before = current.book.known.as_ref();
        if before == Some(&index) || (empty && before.is_none()) {
            return Ok(false);
        }
        current.book.known = Some(index);
        current.groups = groups.into_iter().map(|object| (object.hash, object.bytes)).collect();
        match publish(store, scope, current, NewBook::default()).await {
            Err(OrdersRefusal::Changed) => {}
            published => return published.map(|()| true),
        }
    }
    Err(OrdersRefusal::Changed)
}

/// Where the register counts it to stand; none for training.
fn standing(told: &Told, number: &NoticeNumber, today: Date) -> Option<Standing> {
    let case = told.register.case(number).filter(|_| !number.is_training())?;
    Some(case.standing(today))
}
