//! What the commands about encounters and notices do: one call of the library each, and its answer told.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;

use beatbook_device::{
    AskWhere, Beatbook, BeatbookError, ConsultFirst, EncounterNews, HazardHere, NotebookState, NoticeAsked,
    NoticeNews, NoticeOutcome, NoticeView, Paper, PassedOver, WelfareNews, WelfareView,
};
use beatbook_domain::notices::service;
use beatbook_domain::records::encounter::Label;
use beatbook_domain::records::encounter::joint::JointLink;
use beatbook_domain::records::welfare::story::{Question, WelfareRefusal};
use beatbook_protocol::id::Id;
use serde_json::Value;

use crate::arguments::When;
use crate::ask::Ask;
use crate::commands::Phone;
use crate::encounter_shown;
use crate::encounter_words;
use crate::encounters::{self, EncounterCommand, Of};
use crate::error::PhoneError;
use crate::hazards;
use crate::notice_shown;
use crate::notice_stands::{self, Desk, issued_here};
use crate::notices::{self, NoticeCommand, Page, Print};
use crate::out;
use crate::settled;
use crate::show;
use crate::welfare_shown;
use crate::welfare_words::{self, WelfareCommand};

impl Phone {
    /// Does what is asked about encounters.
    pub fn encounter(&self, command: EncounterCommand) -> Result<(), PhoneError> {
        match command {
            EncounterCommand::Begin { place, accuracy, operation, land, joint, when } => {
                let mut begin = encounters::begin(place, accuracy, operation, land);
                let (record, link) = self.act(&when, |book| {
                    let link = joint.map(|joint| joint.link(book)).transpose()?;
                    begin.joint = link.map(JointLink::id);
                    Ok::<_, BeatbookError>((book.begin_encounter(begin)?, link))
                })?;
                out::line(format_args!("encounter {record}"))?;
                link.map_or(Ok(()), |link| out::line(format_args!("joint, link {link}")))
            }
            EncounterCommand::Here { encounter, json, when } => {
                let here = self.act(&when, |book| {
                    let record = encounter.map_or_else(|| book.newest_encounter(), Ok)?;
                    book.encounter_here(record, None)
                })?;
                if json { out::line(settled::here_json(&here)) } else { out::text(settled::here(&here)) }
            }
            EncounterCommand::Next { json, of } => {
                let next = self.act(&of.when, |book| book.next_steps(of.encounter_in(book)?, of.person))?;
                if json {
                    out::line(settled::next_steps_json(&next))
                } else {
                    out::text(settled::next_steps(&next))
                }
            }
            EncounterCommand::Person(words) => {
                let (when, person) = (words.of.when.clone(), words.of.person);
                let asks = self.act(&when, |book| {
                    let record = words.of.encounter_in(book)?;
                    let news = words.news(book, record)?;
                    book.tell_encounter(record, vec![news])?;
                    Ok::<_, PhoneError>(book.consult_first(record, person)?)
                })?;
                out::text(encounters::consult_first(asks.as_ref()))
            }
            EncounterCommand::Vehicle(words) => {
                let (news, of) = words.news();
                self.tell(&of, news)
            }
            EncounterCommand::Saw(words) => {
                let (news, of) = words.news();
                self.tell(&of, news)
            }
            EncounterCommand::Add { detail, of } => self.tell(&of, EncounterNews::Added(detail.detail()?)),
            EncounterCommand::Warnings { vehicle, json, of } => {
                let known = self.act(&of.when, |book| {
                    let record = of.encounter_in(book)?;
                    book.earlier_warnings(record, Some(of.person), Some(vehicle))
                })?;
                if json {
                    known.iter().try_for_each(|one| out::line(encounter_words::warning_json(one)))
                } else {
                    out::text(encounter_words::warnings(&known))
                }
            }
            EncounterCommand::Step { step } => {
                let (news, of) = step.news();
                self.tell(&of, news)
            }
            EncounterCommand::End { outcome, no_fpn, text, of } => {
                let (person, outcome) = (Some(of.person), outcome.into());
                let notes = self.act(&of.when, |book| {
                    let record = of.encounter_in(book)?;
                    book.tell_encounter(
                        record,
                        vec![EncounterNews::Outcome { person, outcome, text, no_fpn }],
                    )?;
                    encounters::lacking(book, record, outcome, of.person)
                })?;
                out::text(notices::noted(&notes))
            }
            EncounterCommand::Receipt { place, page, of } => {
                let paper = self.act(&of.when, |book| {
                    book.surrender_paper(of.encounter_in(book)?, of.person, &place, page.copy())
                })?;
                write_paper(&page, &paper, None)
            }
            EncounterCommand::List { limit, json } => {
                let book = self.open()?;
                for view in book.encounters(limit)? {
                    if json {
                        out::line(encounters::json(&view))?;
                    } else {
                        out::text(encounter_shown::listed(&view))?;
                    }
                }
                Ok(book.shutdown()?)
            }
            EncounterCommand::Show { encounter, json } => {
                let book = self.open()?;
                let record = encounter.map_or_else(|| book.newest_encounter(), Ok)?;
                let view = book.encounter(record)?;
                let mut asks = BTreeMap::new();
                for person in view.encounter.people.keys() {
                    asks.extend(book.consult_first(view.record, *person)?.map(|asks| (*person, asks)));
                }
                if json {
                    out::line(encounters::json_with(&view, &asks))?;
                } else {
                    asks.values().try_for_each(|asks| out::text(encounters::consult_first(Some(asks))))?;
                    out::text(encounter_shown::shown(&view))?;
                }
                Ok(book.shutdown()?)
            }
        }
    }

    fn tell(&self, of: &Of, news: EncounterNews) -> Result<(), PhoneError> {
        let settled = self.act(&of.when, |book| {
            let record = of.encounter_in(book)?;
            book.tell_encounter(record, vec![news])
        })?;
        out::text(settled::shown(&settled))
    }

    /// Does what is asked about welfare records.
    pub fn welfare(&self, command: WelfareCommand) -> Result<(), PhoneError> {
        match command {
            WelfareCommand::Begin { about, place, accuracy, address, when } => {
                let begin = about.begin(place, accuracy, address);
                let begun = self.act(&when, |book| book.begin_welfare_here(begin))?;
                out::line(Question::Danger.remedy())?;
                out::text(hazards::here(&begun.hazards))?;
                out::line(format_args!("welfare record {}", begun.record))
            }
            WelfareCommand::Hazards { place, accuracy, all, json, when } => {
                let place = welfare_words::ask_where(place, accuracy);
                let found = self.act(&when, |book| {
                    let here = |one: HazardHere| (Some(one.near), one.hazard);
                    if all {
                        return Ok(book.hazards()?.into_iter().map(|one| (None, one)).collect());
                    }
                    Ok::<Vec<_>, BeatbookError>(book.hazards_here(place)?.into_iter().map(here).collect())
                })?;
                if found.is_empty() && !json {
                    out::line("no danger is known here: that is no promise that there is none")?;
                }
                found.into_iter().try_for_each(|(near, hazard)| match (json, near) {
                    (true, near) => out::line(hazards::json_of(&hazard, near)),
                    (false, None) => out::text(hazards::shown(&hazard)),
                    (false, Some(near)) => out::text(hazards::here(&[HazardHere { near, hazard }])),
                })
            }
            WelfareCommand::Person(words) => {
                let (known, of) = words.known();
                let seen = self.act(&of.when, |book| {
                    let record = of.record_in(book)?;
                    let person = of.person.map_or_else(|| only_person(book, record), Ok)?;
                    let news = WelfareNews::Person { person, known: Box::new(known) };
                    let answer = book.tell_welfare(record, vec![news])?;
                    // It is stored, and first comes what cannot wait: what may not be read, or cannot be, is just not shown.
                    out::text(welfare_shown::answered(&answer))?;
                    Ok::<_, PhoneError>(book.seen_before(record, person).unwrap_or_default())
                })?;
                seen.map_or(Ok(()), |seen| out::line(welfare_shown::seen_before(&seen)))
            }
            WelfareCommand::Step { step, of } => {
                let now = self.moment(&of.when)?;
                let news = step.news(of.person, now)?;
                self.tell_welfare(&of, news.clone())?;
                welfare_shown::rung_long_ago(&news, now).map_or(Ok(()), |said| out::line(&said))
            }
            WelfareCommand::Close { result, text, of } => {
                self.tell_welfare(&of, WelfareNews::Closed { result, text })
            }
            WelfareCommand::Card { begin, place, when } => self.emergency_card(begin, place, &when),
            WelfareCommand::Photo { file, out: copy } => {
                let photo = fs::read(file).map_err(PhoneError::file("reading the photograph"))?;
                let book = self.open()?;
                let clean = book.clean_photo(photo)?;
                book.shutdown()?;
                let written = File::create_new(copy).and_then(|mut to| to.write_all(&clean.file));
                written.map_err(PhoneError::file("writing the copy"))?;
                out::line(format_args!("sha256 {}", clean.content))
            }
            WelfareCommand::Services { json } => {
                let book = self.open()?;
                let services = book.services()?;
                book.shutdown()?;
                if json {
                    out::line(welfare_shown::services_json(&services))
                } else {
                    out::text(welfare_shown::services(&services))
                }
            }
            WelfareCommand::Cold { json, when } => {
                let night = self.act(&when, Beatbook::cold_night)?;
                if json {
                    out::line(welfare_shown::cold_json(night.as_ref()))
                } else {
                    out::text(welfare_shown::cold(night.as_ref()))
                }
            }
            WelfareCommand::List { limit, json } => {
                let book = self.open()?;
                for view in book.welfare_records(limit)? {
                    show_welfare(&view, json)?;
                }
                Ok(book.shutdown()?)
            }
            WelfareCommand::Show { record, json } => {
                let book = self.open()?;
                let record = record.map_or_else(|| book.newest_welfare_record(), Ok)?;
                let view = book.welfare_record(record)?;
                book.shutdown()?;
                show_welfare(&view, json)
            }
        }
    }

    fn tell_welfare(&self, of: &welfare_words::Of, news: WelfareNews) -> Result<(), PhoneError> {
        let urgent = welfare_words::is_urgent(&news);
        let told = self.act(&of.when, |book| {
            let told = of.record_in(book).and_then(|record| book.tell_welfare(record, vec![news]));
            // What cannot be stored keeps nobody from ringing.
            if told.is_err() && urgent {
                let card = book.emergency_card(AskWhere::Newest)?;
                card.lines.iter().try_for_each(out::line)?;
            }
            Ok::<_, PhoneError>(told?)
        });
        if let Err(PhoneError::Library(BeatbookError::Incomplete(points))) = &told {
            out::text(notices::missing(points))?;
        }
        out::text(welfare_shown::answered(&told?))
    }

    /// Does what is asked about notices.
    pub fn notice(&self, command: NoticeCommand) -> Result<(), PhoneError> {
        match command {
            NoticeCommand::Issue { ask } => {
                let shown = |outcome: &NoticeOutcome| {
                    let dead_end = matches!(outcome, NoticeOutcome::Draft { .. }) && !ask.is_ever_posted();
                    let hint = dead_end.then(|| notices::NEVER_POSTED.to_owned() + "\n");
                    notices::outcome(outcome) + &hint.unwrap_or_default()
                };
                let given = self.ask_for(&ask, Beatbook::issue_notice, shown, notices::outcome_json);
                if let (Err(PhoneError::Library(BeatbookError::Incomplete(_))), false) =
                    (&given, ask.common().json)
                {
                    out::line(match ask.is_ever_posted() {
                        true => "settle that, or keep it as a draft meanwhile: `notice draft`",
                        false => notices::NEVER_POSTED,
                    })?;
                }
                given
            }
            NoticeCommand::Check { ask } => {
                let (json, when) = (ask.common().json, &ask.common().when);
                let (asks, checked) = self.act(when, |book| {
                    let asked = ask.asked(book)?;
                    Ok::<_, PhoneError>((ring_first(book, &asked, json)?, book.check_notice(&asked)?))
                })?;
                if json {
                    out::line(with_consult(notices::checked_json(&checked), asks.as_ref()))
                } else {
                    out::text(notices::checked(&checked))
                }
            }
            NoticeCommand::Draft { ask } => {
                let shown = |record: &Id| {
                    let hint = (!ask.is_ever_posted()).then(|| notices::NEVER_POSTED.to_owned() + "\n");
                    format!("draft {record}\n{}", hint.unwrap_or_default())
                };
                self.ask_for(&ask, Beatbook::draft_notice, shown, notices::draft_json)
            }
            NoticeCommand::Amend { number, field, text, reason, when } => {
                self.tell_notice(&number, &when, NoticeNews::Amended { field, text, reason })
            }
            NoticeCommand::Withdraw { number, reason, told, told_on, when } => {
                self.tell_notice(&number, &when, NoticeNews::Withdrawn { reason, told, told_on })
            }
            NoticeCommand::Drop { draft, reason, when } => {
                self.act(&when, |book| book.tell_notice(draft, NoticeNews::Dropped { reason }))
            }
            NoticeCommand::Serve { number, service, when } => {
                let news = service.news()?;
                let line = self.act(&when, |book| {
                    let record = issued_here(book, &number, PhoneError::DecidedAtDesk)?;
                    book.tell_notice(record, news)?;
                    Ok::<_, PhoneError>(service::lines(&book.notice(record)?.story).last())
                })?;
                out::text(line.map(|line| line + "\n").unwrap_or_default())
            }
            NoticeCommand::Told { number, whom, how, on, when } => {
                let news = NoticeNews::YoungTold { whom: whom.into(), how: how.into(), on };
                self.tell_notice(&number, &when, news)
            }
            NoticeCommand::ToTell { json } => {
                let book = self.open()?;
                let list = book.young_to_tell()?;
                book.shutdown()?;
                if json {
                    out::line(notices::to_tell_json(&list))
                } else {
                    out::text(notices::to_tell(&list))
                }
            }
            NoticeCommand::Void { number, reason, when } => {
                self.tell_notice(&number, &when, NoticeNews::Voided { reason })
            }
            NoticeCommand::List { limit, json } => {
                let book = self.open()?;
                let desk = Desk::of(&book, self.today()?)?;
                for view in book.notices(limit)? {
                    show_notice(&view, &desk, json)?;
                }
                if !json {
                    let waits = book.young_to_tell()?;
                    if !waits.is_empty() {
                        out::text(notices::to_tell(&waits))?;
                    }
                }
                Ok(book.shutdown()?)
            }
            NoticeCommand::Show { number, json } => {
                let book = self.open()?;
                let view = notice_stands::numbered(&book, &number)?;
                let desk = Desk::of(&book, self.today()?)?;
                book.shutdown()?;
                show_notice(&view, &desk, json)
            }
            NoticeCommand::Print(print) => self.print(&print),
            NoticeCommand::Numbers { training_for } => {
                let book = self.open()?;
                if let Some(authority) = training_for {
                    book.want_notice_numbers(&authority, true)?;
                }
                let state = book.status()?.state;
                if matches!(state, NotebookState::Moved | NotebookState::Retired) {
                    let state = show::of_state(state);
                    out::line(format_args!(
                        "{state}: no number can be used any more; go on with `successor`"
                    ))?;
                }
                for left in book.notice_numbers_left()? {
                    let series = if left.training { ", training" } else { "" };
                    out::line(format_args!("{}{series}: {} numbers left", left.authority, left.left))?;
                }
                Ok(book.shutdown()?)
            }
        }
    }

    /// Asks for a notice and says what came of it, or what is missing. That outreach asks to be rung is said before.
    fn ask_for<T>(
        &self,
        ask: &Ask,
        notice: impl FnOnce(&Beatbook, &NoticeAsked) -> Result<T, BeatbookError>,
        shown: impl FnOnce(&T) -> String,
        for_programs: impl FnOnce(&T) -> Value,
    ) -> Result<(), PhoneError> {
        let json = ask.common().json;
        let mut asks = None;
        let given = self.act(&ask.common().when, |book| {
            let asked = ask.asked(book)?;
            asks = ring_first(book, &asked, json)?;
            Ok::<_, PhoneError>(notice(book, &asked)?)
        });
        match (&given, json) {
            (Ok(given), true) => out::line(with_consult(for_programs(given), asks.as_ref()))?,
            (Ok(given), false) => out::text(shown(given))?,
            (Err(PhoneError::Library(BeatbookError::Incomplete(points))), true) => {
                out::line(with_consult(notices::missing_json(points), asks.as_ref()))?;
            }
            (Err(PhoneError::Library(BeatbookError::Incomplete(points))), false) => {
                out::text(notices::missing(points))?;
            }
            (Err(_), _) => {}
        }
        given.map(drop)
    }

    fn tell_notice(&self, number: &str, when: &When, news: NoticeNews) -> Result<(), PhoneError> {
        self.act(when, |book| {
            let record = issued_here(book, number, PhoneError::DecidedAtDesk)?;
            Ok::<_, PhoneError>(book.tell_notice(record, news)?)
        })
    }

    fn print(&self, print: &Print) -> Result<(), PhoneError> {
        let book = self.open()?;
        let paper = print.paper(&book)?;
        let now = book.wording()?.passed_over;
        book.shutdown()?;
        write_paper(&print.page, &paper, now.as_ref())
    }
}

/// Whether outreach asks to be rung before this notice. A person is told at once: before anything is issued.
fn ring_first(book: &Beatbook, asked: &NoticeAsked, json: bool) -> Result<Option<ConsultFirst>, PhoneError> {
    let asks = asked.person.map_or(Ok(None), |person| book.consult_first(asked.encounter, person))?;
    if !json {
        out::text(encounters::consult_first(asks.as_ref()))?;
    }
    Ok(asks)
}

/// An answer for programs, and that outreach asks to be rung, if it does.
fn with_consult(mut answer: Value, asks: Option<&ConsultFirst>) -> Value {
    if let (Some(fields), Some(asks)) = (answer.as_object_mut(), asks) {
        fields.insert("consult_first".to_owned(), encounters::consult_json(asks));
    }
    answer
}

fn show_notice(view: &NoticeView, desk: &Desk, json: bool) -> Result<(), PhoneError> {
    let stands = desk.stands(view.record);
    if json {
        out::line(notice_shown::json(view, &stands))
    } else {
        out::text(notice_shown::shown(view, &stands))
    }
}

/// The only person of a welfare record; of several the officer says which.
fn only_person(book: &Beatbook, record: Id) -> Result<Label, PhoneError> {
    book.only_welfare_person(record).map_err(|error| match error {
        BeatbookError::Welfare(WelfareRefusal::WhichPerson) => PhoneError::WhichPerson,
        error => error.into(),
    })
}

fn show_welfare(view: &WelfareView, json: bool) -> Result<(), PhoneError> {
    if json { out::line(welfare_shown::json(view)) } else { out::text(welfare_shown::shown(view)) }
}

/// The paper into a file that is not there yet, readable by its owner only. Said is what is not as it should be: which
/// templates it is not printed with, or which this phone does not print with `now`.
fn write_paper(page: &Page, paper: &Paper, now: Option<&PassedOver>) -> Result<(), PhoneError> {
    let (bytes, lacking) = page.printed(paper)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&page.out).map_err(PhoneError::file("making the paper's file"))?;
    file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(PhoneError::file("writing the paper"))?;
    if lacking {
        out::line("a font lacks characters: look at the paper before you hand it over")?;
    }
    if let Some(over) = paper.passed_over().or(now) {
        out::line(format!("LOOK: {over}"))?;
    }
    Ok(())
}
