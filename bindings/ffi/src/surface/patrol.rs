//! Calls. A patrol from sign-on to sign-off, the officer's notes and hours.
// Written by `cargo xtask surface` from the core's sources: change those, and run it again.

use super::names::*;

#[uniffi::export]
impl Notebook {
    /// One tap: on duty. Answers the patrol's record.
    ///
    /// # Errors
    /// `patrol` (open already, crew, operation), `moved`, `retired`, storage errors.
    pub fn sign_on(&self, sign_on: SignOn) -> Result<Id, BeatbookError> {
        Ok(self.beatbook.sign_on(sign_on)?)
    }

    /// Takes position reports, at most 10,000, in any order. `Ok` means those accepted are on the medium.
    /// Within ten minutes of sign-off reports dated before it are kept as evidence.
    ///
    /// # Errors
    /// `off_duty`, `too_many_fixes`, `moved`, `retired`, storage errors: nothing was stored. A bad report is no
    /// error of the call; the report says which and why.
    pub fn record_fixes(&self, fixes: Vec<RawFix>) -> Result<FixReport, BeatbookError> {
        Ok(self.beatbook.record_fixes(&fixes)?)
    }

    /// Another way of moving, crew or operation from now on.
    ///
    /// # Errors
    /// `patrol`, `moved`, `retired`, storage errors.
    pub fn change_patrol(&self, change: PatrolChange) -> Result<(), BeatbookError> {
        Ok(self.beatbook.change_patrol(change)?)
    }

    /// Taken away from the patrol's purpose from now on.
    ///
    /// # Errors
    /// As `change_patrol`.
    pub fn start_abstraction(&self, reason: String, authorised_by: String) -> Result<(), BeatbookError> {
        Ok(self.beatbook.start_abstraction(&reason, &authorised_by)?)
    }

    /// Back on the patrol's purpose.
    ///
    /// # Errors
    /// As `change_patrol`.
    pub fn end_abstraction(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.end_abstraction()?)
    }

    /// Adds to the open patrol's tallies; negative numbers undo.
    ///
    /// # Errors
    /// As `change_patrol`.
    pub fn tally(&self, add: I32ByTallyKind) -> Result<(), BeatbookError> {
        Ok(self.beatbook.tally(add)?)
    }

    /// Refers the open patrol to a record of another system.
    ///
    /// # Errors
    /// As `change_patrol`.
    pub fn reference(&self, system: ReferenceSystem, value: String) -> Result<(), BeatbookError> {
        Ok(self.beatbook.reference(system, &value)?)
    }

    /// The officer's words on a patrol, open or ended. Derived minutes are annotated, never edited.
    ///
    /// # Errors
    /// `not_found`, `patrol`, `moved`, `retired`, storage errors.
    pub fn annotate(&self, patrol: Id, text: String) -> Result<(), BeatbookError> {
        Ok(self.beatbook.annotate(patrol, &text)?)
    }

    /// A pocket-book note of at most 20,000 characters; answers its entry's number.
    ///
    /// # Errors
    /// `text`, `too_large`, `moved`, `retired`, storage errors.
    pub fn note(&self, text: String, basis: Basis) -> Result<u64, BeatbookError> {
        Ok(self.beatbook.note(&text, basis)?)
    }

    /// Off duty now, with the last position reports. The last chunk, the end and the summary are stored
    /// together or not at all.
    ///
    /// # Errors
    /// `patrol` (none open), `too_many_fixes`, `moved`, `retired`, storage errors.
    pub fn sign_off(&self, fixes: Vec<RawFix>) -> Result<SignedOff, BeatbookError> {
        Ok(self.beatbook.sign_off(&fixes)?)
    }

    /// Closes a forgotten patrol at its last fix, with the reason why only now.
    ///
    /// # Errors
    /// As `sign_off`.
    pub fn close_forgotten(&self, reason: String) -> Result<SignedOff, BeatbookError> {
        Ok(self.beatbook.close_forgotten(&reason)?)
    }

    /// What applies there and then: every condition of the newest order book at the place, with how it stands and
    /// why not if not. Works offline and stores nothing; only numbered paper asks for certainty.
    ///
    /// # Errors
    /// `no_place` (no fix of this start of the phone, none of use, or no place on earth), `no_time`, storage errors.
    pub fn what_applies(&self, place: AskWhere, when: AskWhen) -> Result<Applies, BeatbookError> {
        Ok(self.beatbook.what_applies(place, when)?)
    }

    /// What the home screen shows.
    ///
    /// # Errors
    /// Storage errors.
    pub fn status(&self) -> Result<Status, BeatbookError> {
        Ok(self.beatbook.status()?)
    }

    /// Patrols, the newest first; at most 1,000.
    ///
    /// # Errors
    /// Storage errors.
    pub fn patrols(&self, limit: u32) -> Result<Vec<PatrolView>, BeatbookError> {
        Ok(self.beatbook.patrols(limit)?)
    }

    /// Notes after an entry number, in order; at most 1,000.
    ///
    /// # Errors
    /// Storage errors.
    pub fn notes(&self, after: Option<u64>, limit: u32) -> Result<Vec<NoteView>, BeatbookError> {
        Ok(self.beatbook.notes(after, limit)?)
    }

    /// Entries after a number, in order; at most 1,000.
    ///
    /// # Errors
    /// Storage errors.
    pub fn entries(&self, after: Option<u64>, limit: u32) -> Result<Vec<EntryView>, BeatbookError> {
        Ok(self.beatbook.entries(after, limit)?)
    }

    /// Entries the server holds but could not use, or cannot take, with its reason. They stay here and in exports.
    ///
    /// # Errors
    /// Storage errors.
    pub fn rejected(&self) -> Result<Vec<RejectedEntry>, BeatbookError> {
        Ok(self.beatbook.rejected()?)
    }

    /// Forgets the body of an entry: gone from the file, its log and its free pages; the chain still verifies.
    /// Answers the number of the entry that says so. `reason` is a code of the authority's list.
    ///
    /// # Errors
    /// `not_found`, `not_erasable`, `under_hold` (its remedy names the hold), `text`, `moved`, `retired`, storage errors.
    pub fn erase(&self, entry: u64, reason: String) -> Result<u64, BeatbookError> {
        Ok(self.beatbook.erase(entry, &reason)?)
    }

    /// Walks the whole journal, names the first entry that does not hold, and reads every page of the file.
    /// Long; beside other calls.
    ///
    /// # Errors
    /// `cancelled`; `corrupt` if the journal itself cannot be read; storage errors.
    pub fn verify(&self) -> Result<Verification, BeatbookError> {
        Ok(self.beatbook.verify()?)
    }

    /// Tells what screens show anew from the journal. Long; beside other calls, recording among them.
    ///
    /// # Errors
    /// `cancelled` (each patrol and note is told as before, or anew; call it again), storage errors.
    pub fn rebuild(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.rebuild()?)
    }

    /// Ends long calls, finishes the commit under way and releases every file and lock, as before the phone
    /// suspends the app. Until `resume` calls answer `paused` and store nothing.
    ///
    /// # Errors
    /// `storage_full`, `storage`: the log could not be folded back; it stays beside the file, nothing is lost;
    /// `already_running` from what a long call tells: that call would wait for itself.
    pub fn pause(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.pause()?)
    }

    /// Opens the file again after `pause`.
    ///
    /// # Errors
    /// `closed`, and those of `open`.
    pub fn resume(&self) -> Result<(), BeatbookError> {
        Ok(self.beatbook.resume()?)
    }

    /// The officer's own hours by zone, from the server: in the figures is what it has derived up to the instant it
    /// tells, from every phone that names the officer. Nobody else's hours can be asked for, and each look is logged
    /// there. Long; runs on the caller's thread, recording and `sync` go on beside it, and nothing is stored here.
    ///
    /// # Errors
    /// `hours_period`, `too_many_zones`, `unknown_zone`, `too_much`; `needs_server` (no network: what each patrol
    /// came to is told by `patrols`); `retired` (ask from the successor); `cancelled`; those of
    /// `sync` but `network`, `already_running` and `server_restored`.
    pub fn own_hours(&self, asked: AskHours) -> Result<HoursResponse, BeatbookError> {
        Ok(self.beatbook.own_hours(&asked)?)
    }
}
