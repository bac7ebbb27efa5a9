//! Entries of premises visits, made short.

use beatbook_domain::orders::legal_time::LegalTime;
use beatbook_domain::premises::Told;
use beatbook_domain::records::premises::{
    Defect, DefectFound, ItemGone, ItemSeized, ItemStep, ItemTold, PremisesActed, PremisesEntry,
    PremisesPart, PremisesTakenBack, PremisesVisited, SeizedGoods, VisitDetails,
};

pub use crate::engagement::support::{at, id};

pub fn details(kind: &str) -> VisitDetails {
    VisitDetails {
        name: "Cloud Nine".to_owned(),
        kind: kind.to_owned(),
        address: None,
        ward: None,
        from: at().wall,
        why: "routine".to_owned(),
        with: Vec::new(),
        spoken_to: Vec::new(),
        outcomes: Vec::new(),
        notes: None,
    }
}

pub fn visited(details: VisitDetails) -> PremisesEntry {
    PremisesEntry::Visited(Box::new(PremisesVisited {
        at: at(),
        legal: LegalTime::exactly(at().wall),
        place: None,
        proposed_ward: None,
        patrol: None,
        operation: None,
        controller: "MDW".to_owned(),
        details,
    }))
}

pub fn goods(seal: Option<&str>) -> SeizedGoods {
    SeizedGoods {
        what: "Vapes of 20,000 puffs".to_owned(),
        quantity: 40,
        unit: "vape".to_owned(),
        value_pence: Some(40_000),
        seal: seal.map(str::to_owned),
        photo: None,
        defect: Some("nicotine_over_limit".to_owned()),
        power: None,
    }
}

pub fn seized(item: u16, goods: SeizedGoods) -> PremisesEntry {
    PremisesEntry::Seized(Box::new(ItemSeized { at: at(), item, goods }))
}

pub fn defect(code: &str, things: Option<u32>) -> PremisesEntry {
    let defect = Defect { code: code.to_owned(), things, note: None };
    PremisesEntry::Defect(DefectFound { at: at(), defect })
}

pub fn taken_back(part: PremisesPart) -> PremisesEntry {
    PremisesEntry::TakenBack(PremisesTakenBack { at: at(), part, why: "Another's".to_owned() })
}

pub fn gone() -> ItemGone {
    ItemGone { people: ["4711".to_owned(), "4712".to_owned()], text: "Burnt".to_owned() }
}

pub fn told_of(item: u16, step: ItemStep) -> ItemTold {
    ItemTold { at: at(), time: at().wall, item, step }
}

pub fn told(notebook: u64, record: u64, seq: u64, entry: PremisesEntry) -> Told {
    Told { notebook: id(notebook), by: id(900 + notebook), record: id(record), seq, entry }
}

pub fn acted(record: u64, item: u16, step: ItemStep) -> PremisesActed {
    PremisesActed { visit: id(record), by: id(950), told: told_of(item, step) }
}
