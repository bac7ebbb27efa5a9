// Welfare checks, outreach, dangers of places, and the lone worker's timer.

import BeatbookCore
import Foundation

extension Notebook {
    /// Timers of the own team that ran out, as far as the server has told: all that are still overdue, then of each officer the
    /// newest that has ended. That a colleague's was shown is in the phone's access log.
    ///
    /// - Throws: Storage errors.
    public func aloneAlarms() throws(BeatbookError) -> [AloneAlarm] {
        try read { try $0.aloneAlarms() }
    }

    /// Begins a welfare check with the one fact that somebody is in immediate danger, and answers what to tell 999. Who it is,
    /// when 999 was rung and all the rest is told of the record later, in whatever order.
    ///
    /// - Throws: `moved`, `retired`, storage errors: nothing was stored, and `emergencyCard` still answers.
    public func beginEmergency(at place: AskWhere = .newest) throws(BeatbookError) -> EmergencyBegun {
        try write { try $0.beginEmergency(place: place) }
    }

    /// Begins a welfare check or a contact; answers its record. Place and legal time are taken as far as they are known.
    /// Somebody in immediate danger waits for nothing: `beginEmergency`.
    ///
    /// - Throws: `child_first` (in an earlier record of this phone somebody perhaps under eighteen sleeps rough, and no disclosure
    /// is made), `text` (one that cannot be kept), `moved`, `retired`, storage errors.
    public func beginWelfare(_ begin: BeginWelfare) throws(BeatbookError) -> Id {
        try write { try $0.beginWelfare(begin: begin) }
    }

    /// Begins a welfare check or a contact, and answers with it what is dangerous there: to be shown before anything is
    /// done, after the question whether anybody is in immediate danger.
    ///
    /// - Throws: As `beginWelfare`; `no_time`.
    public func beginWelfareHere(_ begin: BeginWelfare) throws(BeatbookError) -> WelfareBegun {
        try write { try $0.beginWelfareHere(begin: begin) }
    }

    /// "I am well": the timer begins again. It ends an alarm on all phones once both have met the network.
    ///
    /// - Throws: `alone_not_running`; `moved`, `retired`, storage errors: nothing was stored.
    public func checkAlone() throws(BeatbookError) {
        try write { try $0.checkAlone() }
    }

    /// A photograph without position, time, device and thumbnails, before it is stored or named in a record of somebody who is
    /// helped: a welfare check, a count, a tent. Doing it again changes nothing. It works at any time and keeps nothing.
    ///
    /// - Throws: `photo_kind` (neither JPEG nor PNG), `photo_damaged`.
    public func cleanPhoto(_ photo: Data) throws(BeatbookError) -> CleanPhoto {
        try read { try $0.cleanPhoto(photo: photo) }
    }

    /// The cold night that is on, if the coordinator has switched one on and this phone knows. Offers of a bed that this
    /// notebook holds are taken off at once, those of others with the next sync. Over, it leaves the phone.
    ///
    /// - Throws: Storage errors.
    public func coldNight() throws(BeatbookError) -> ColdNightView? {
        try read { try $0.coldNight() }
    }

    /// What to tell 999: grid reference, nearest named place and area, position, how exact and how old it is. Shown before
    /// any form; works offline and with no position, and stores nothing.
    ///
    /// - Throws: Storage errors.
    public func emergencyCard(at place: AskWhere = .newest) throws(BeatbookError) -> Emergency {
        try read { try $0.emergencyCard(place: place) }
    }

    /// All dangers of places this phone knows of, the newest first.
    ///
    /// - Throws: `no_time`, storage errors.
    public func hazards() throws(BeatbookError) -> [HazardView] {
        try read { try $0.hazards() }
    }

    /// Dangers of a place within the authority's distance (100 m if nothing is settled), the nearest first. Those whose
    /// time is over, or that somebody found gone, are not among them.
    ///
    /// - Throws: `no_place`, `no_time`, storage errors.
    public func hazardsHere(at place: AskWhere = .newest) throws(BeatbookError) -> [HazardHere] {
        try read { try $0.hazardsHere(place: place) }
    }

    /// How the officer's own timer stands. To be asked every few seconds while one runs, and when the app starts; it
    /// works within milliseconds and stores nothing.
    ///
    /// - Throws: Storage errors.
    public func loneWorker() throws(BeatbookError) -> LoneWorker {
        try read { try $0.loneWorker() }
    }

    /// Whether somebody of a welfare record was seen sleeping rough before, as far as this notebook tells and may be read;
    /// none of somebody whose date of birth or initials nobody knows.
    ///
    /// - Throws: `not_found`, storage errors.
    public func seenBefore(_ record: Id, person: UInt16) throws(BeatbookError) -> SeenBefore? {
        try read { try $0.seenBefore(record: record, person: person) }
    }

    /// Services that take people in, by name. Empty before the server has told of any.
    ///
    /// - Throws: Storage errors.
    public func services() throws(BeatbookError) -> [ServiceView] {
        try read { try $0.services() }
    }

    /// Starts the timer; one that runs is replaced.
    ///
    /// - Throws: `alone_minutes`, `alone_words`; `moved`, `retired`, storage errors: nothing was stored.
    public func startAlone(_ start: StartAlone) throws(BeatbookError) {
        try write { try $0.startAlone(start: start) }
    }

    /// The officer is well and not alone any more.
    ///
    /// - Throws: As `checkAlone`.
    public func stopAlone() throws(BeatbookError) {
        try write { try $0.stopAlone() }
    }

    /// Tells what was seen and done, in order, all of it or none. It answers what cannot wait: somebody is in immediate danger,
    /// and what to tell 999; somebody perhaps under eighteen sleeps rough, and whom to ring.
    ///
    /// - Throws: `not_found`; `unknown_person`, `person_number` (somebody new is not the next number), `another_person` (the person
    /// is told otherwise in more than one of names, initials and date of birth), `which_person`, `too_many`, `text`; `age_band` (a
    /// band beside another date of birth, or a date after the day of the record: it says which band the date gives);
    /// `consent_no_capacity`, `consent_capacity_in_doubt`, `no_consent`; `unknown_service`; `unknown_team` (a follow-up of a team
    /// that none of the officers is of whom this phone was told); `occupants_among_people` (more children than people);
    /// `follow_up_day` (a follow-up on a weekend); `day` (what is asked for is over, or more than a year ahead); `time` (999 was
    /// rung at a time to come); `incomplete` (a disclosure, an act of violence, an assessment of risk: all that is missing);
    /// `danger_first` and the other open questions, if it was to be closed; `result_no_concern` (closed as no concern, and it holds
    /// one, a disclosure or an immediate danger); `moved`, `retired`, storage errors: nothing was stored.
    @discardableResult
    public func tellWelfare(_ record: Id, news: [WelfareNews]) throws(BeatbookError) -> WelfareAnswer {
        try write { try $0.tellWelfare(record: record, news: news) }
    }

    /// The newest welfare record: for going on with it, whatever the officer's roles read.
    ///
    /// - Throws: `not_found`, storage errors.
    public func newestWelfareRecord() throws(BeatbookError) -> Id {
        try read { try $0.newestWelfareRecord() }
    }

    /// The number of the only person of a record, 1 while nobody is told of: for telling more of them, whatever the
    /// officer's roles read. It is no look: nothing is told of anybody.
    ///
    /// - Throws: `not_found`, `which_person` (it has several), storage errors.
    public func onlyWelfarePerson(_ record: Id) throws(BeatbookError) -> UInt16 {
        try read { try $0.onlyWelfarePerson(record: record) }
    }

    /// One welfare record.
    ///
    /// - Throws: `not_found`, storage errors.
    public func welfareRecord(_ record: Id) throws(BeatbookError) -> WelfareView {
        try read { try $0.welfareRecord(record: record) }
    }

    /// Welfare records, the newest first, at most 1,000, as far as the officer may read them: with most
    /// roles until sign-off; concerns and disclosures at the level of safeguarding.
    ///
    /// - Throws: Storage errors.
    public func welfareRecords(limit: UInt32 = 100) throws(BeatbookError) -> [WelfareView] {
        try read { try $0.welfareRecords(limit: limit) }
    }
}
