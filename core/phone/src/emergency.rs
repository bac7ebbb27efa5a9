//! Somebody is in immediate danger: what to tell 999 comes first, whatever is wrong with the phone.

use beatbook_device::{Beatbook, BeatbookError, Emergency};

use crate::arguments::{Somewhere, When};
use crate::commands::Phone;
use crate::error::PhoneError;
use crate::out;
use crate::welfare_words;

impl Phone {
    /// Says what to tell 999, and begins a record of it if that is asked.
    pub fn emergency_card(&self, begin: bool, place: Somewhere, when: &When) -> Result<(), PhoneError> {
        let place = welfare_words::ask_where(place.place, place.accuracy);
        if !begin {
            let card = self.act(when, |book| book.emergency_card(place)).inspect_err(ring_999)?;
            return card.lines.iter().try_for_each(out::line);
        }
        let begin = |book: &Beatbook| {
            // What cannot be stored keeps nobody from ringing, nor from saying where.
            book.begin_emergency(place).inspect_err(|_| without_record(&book.emergency_card(place)))
        };
        let begun = self.act(when, begin).inspect_err(ring_999)?;
        begun.emergency.lines.iter().try_for_each(out::line)?;
        out::line(format_args!("welfare record {}", begun.record))
    }
}

/// The card of somebody in danger of whom nothing could be stored.
fn without_record(card: &Result<Emergency, BeatbookError>) {
    card.iter().flat_map(|card| &card.lines).for_each(|line| drop(out::line(line)));
}

/// Whatever is wrong with a phone keeps nobody from ringing.
pub fn ring_999(_: &PhoneError) {
    drop(out::line("Ring 999 first."));
}
