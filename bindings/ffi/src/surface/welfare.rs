//! Calls. Welfare checks, outreach, services, dangers of places, the lone worker's timer.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// Starts the timer; one that runs is replaced.
    ///
    /// # Errors
    /// `alone_minutes`, `alone_words`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn start_alone(&self, start: StartAlone) -> Result<(), BeatbookError> {
        Ok(self.beatbook.start_alone(start)?)
    }

    /// "I am well": the timer begins again. It ends an alarm on all phones once both have met the network.
    ///
    /// # Errors
    /// `alone_not_running`; `moved`, `retired`, storage errors: nothing was stored.
    pub fn check_alone(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.check_alone()?)
    }

    /// The officer is well and not alone any more.
    ///
    /// # Errors
    /// As `check_alone`.
    pub fn stop_alone(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.stop_alone()?)
    }

    /// How the officer's own timer stands. To be asked every few seconds while one runs, and when the app starts; it
    /// works within milliseconds and stores nothing.
    ///
    /// # Errors
    /// Storage errors.
    pub fn lone_worker(&self) -> Result<LoneWorker, BeatbookError> {
        Ok(self.beatbook.lone_worker()?)
    }

    /// Timers of the own team that ran out, as far as the server has told: all that are still overdue, then of each officer the
    /// newest that has ended. That a colleague's was shown is in the phone's access log.
    ///
    /// # Errors
    /// Storage errors.
    pub fn alone_alarms(&self) -> Result<Vec<AloneAlarm>, BeatbookError> {
        Ok(self.beatbook.alone_alarms()?)
    }

    /// What to tell 999: grid reference, nearest named place and area, position, how exact and how old it is. Shown before
    /// any form; works offline and with no position, and stores nothing.
    ///
    /// # Errors
    /// Storage errors.
    pub fn emergency_card(&self, place: AskWhere) -> Result<Emergency, BeatbookError> {
        Ok(self.beatbook.emergency_card(place)?)
    }

    /// Begins a welfare check with the one fact that somebody is in immediate danger, and answers what to tell 999. Who it is,
    /// when 999 was rung and all the rest is told of the record later, in whatever order.
    ///
    /// # Errors
    /// `moved`, `retired`, storage errors: nothing was stored, and `emergency_card` still answers.
    pub fn begin_emergency(&self, place: AskWhere) -> Result<EmergencyBegun, BeatbookError> {
        Ok(self.beatbook.begin_emergency(place)?)
    }

    /// Dangers of a place within the authority's distance (100 m if nothing is settled), the nearest first. Those whose
    /// time is over, or that somebody found gone, are not among them.
    ///
    /// # Errors
    /// `no_place`, `no_time`, storage errors.
    pub fn hazards_here(&self, place: AskWhere) -> Result<Vec<HazardHere>, BeatbookError> {
        Ok(self.beatbook.hazards_here(place)?)
    }

    /// All dangers of places this phone knows of, the newest first.
    ///
    /// # Errors
    /// `no_time`, storage errors.
    pub fn hazards(&self) -> Result<Vec<HazardView>, BeatbookError> {
        Ok(self.beatbook.hazards()?)
    }

    /// Begins a welfare check or a contact, and answers with it what is dangerous there: to be shown before anything is
    /// done, after the question whether anybody is in immediate danger.
    ///
    /// # Errors
    /// As `begin_welfare`; `no_time`.
    pub fn begin_welfare_here(&self, begin: BeginWelfare) -> Result<WelfareBegun, BeatbookError> {
        Ok(self.beatbook.begin_welfare_here(begin)?)
    }

    /// Services that take people in, by name. Empty before the server has told of any.
    ///
    /// # Errors
    /// Storage errors.
    pub fn services(&self) -> Result<Vec<ServiceView>, BeatbookError> {
        Ok(self.beatbook.services()?)
    }

    /// The cold night that is on, if the coordinator has switched one on and this phone knows. Offers of a bed that this
    /// notebook holds are taken off at once, those of others with the next sync. Over, it leaves the phone.
    ///
    /// # Errors
    /// Storage errors.
    pub fn cold_night(&self) -> Result<Option<ColdNightView>, BeatbookError> {
        Ok(self.beatbook.cold_night()?)
    }

    /// Whether somebody of a welfare record was seen sleeping rough before, as far as this notebook tells and may be read;
    /// none of somebody whose date of birth or initials nobody knows.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn seen_before(&self, record: Id, person: u16) -> Result<Option<SeenBefore>, BeatbookError> {
        Ok(self.beatbook.seen_before(record, person)?)
    }

    /// A photograph without position, time, device and thumbnails, before it is stored or named in a record of somebody who is
    /// helped: a welfare check, a count, a tent. Doing it again changes nothing. It works at any time and keeps nothing.
    ///
    /// # Errors
    /// `photo_kind` (neither JPEG nor PNG), `photo_damaged`.
    pub fn clean_photo(&self, photo: Vec<u8>) -> Result<CleanPhoto, BeatbookError> {
        Ok(self.beatbook.clean_photo(photo)?)
    }

    /// Begins a welfare check or a contact; answers its record. Place and legal time are taken as far as they are known.
    /// Somebody in immediate danger waits for nothing: `begin_emergency`.
    ///
    /// # Errors
    /// `child_first` (in an earlier record of this phone somebody perhaps under eighteen sleeps rough, and no disclosure is
    /// made), `text` (one that cannot be kept), `moved`, `retired`, storage errors.
    pub fn begin_welfare(&self, begin: BeginWelfare) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.begin_welfare(begin)?)
    }

    /// Tells what was seen and done, in order, all of it or none. It answers what cannot wait: somebody is in immediate danger,
    /// and what to tell 999; somebody perhaps under eighteen sleeps rough, and whom to ring.
    ///
    /// # Errors
    /// `not_found`; `unknown_person`, `person_number` (somebody new is not the next number), `another_person` (the person is told
    /// otherwise in more than one of names, initials and date of birth), `which_person`, `too_many`, `text`;
    /// `age_band` (a band beside another date of birth, or a date after the day of the record: it says which band the date gives); `consent_no_capacity`,
    /// `consent_capacity_in_doubt`, `no_consent`; `unknown_service`; `unknown_team` (a follow-up of a team that none of the
    /// officers is of whom this phone was told); `occupants_among_people`; `follow_up_day` (a follow-up on a weekend); `day`
    /// (what is asked for is over, or more than a year ahead); `time` (999 was rung at a time to come);
    /// `incomplete` (a disclosure, an act of violence, an assessment of risk: all that is missing);
    /// `danger_first` and the other open questions, if it was to be closed; `result_no_concern` (closed as no concern, and it
    /// holds one, a disclosure or an immediate danger); `moved`, `retired`, storage errors: nothing was
    /// stored.
    pub fn tell_welfare(&self, record: Id, news: Vec<WelfareNews>) -> Result<WelfareAnswer, BeatbookError> {
        Ok(self.beatbook.tell_welfare(record, news)?)
    }

    /// Welfare records, the newest first, at most 1,000, as far as the officer may read them: with most
    /// roles until sign-off; concerns and disclosures at the level of safeguarding.
    ///
    /// # Errors
    /// Storage errors.
    pub fn welfare_records(&self, limit: u32) -> Result<Vec<WelfareView>, BeatbookError> {
        Ok(self.beatbook.welfare_records(limit)?)
    }

    /// The newest welfare record: for going on with it, whatever the officer's roles read.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn newest_welfare_record(&self) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.newest_welfare_record()?)
    }

    /// The number of the only person of a record, 1 while nobody is told of: for telling more of them, whatever the officer's
    /// roles read. It is no look: nothing is told of anybody.
    ///
    /// # Errors
    /// `not_found`, `which_person` (it has several), storage errors.
    pub fn only_welfare_person(&self, record: Id) -> Result<u16, BeatbookError> {
        Ok(self.beatbook.only_welfare_person(record)?)
    }

    /// One welfare record.
    ///
    /// # Errors
    /// `not_found`, storage errors.
    pub fn welfare_record(&self, record: Id) -> Result<WelfareView, BeatbookError> {
        Ok(self.beatbook.welfare_record(record)?)
    }
}
