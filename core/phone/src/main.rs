//! A command-line phone: training tool, load tool, and what the demo uses. It drives the real device library.
//!
//! One command is one visit to the notebook: open, do, close. A shift of the past is replayed with a training
//! clock that is kept in the phone's folder, so that commands one after the other share one start of the phone.
#![allow(clippy::print_stderr)] // A command-line tool speaks on its terminal.

mod access_log;
mod alone;
mod applies;
mod arguments;
mod ask;
mod cards;
mod care_words;
mod casework;
mod clock;
mod commands;
mod count_shown;
mod count_words;
mod emergency;
mod encampments;
mod encounter_shown;
mod encounter_steps;
mod encounter_words;
mod encounters;
mod engagements;
mod error;
mod folder;
mod hazards;
mod hours;
mod json;
mod notice_shown;
mod notice_stands;
mod notices;
mod out;
mod person_words;
mod premises;
mod reference_words;
mod replay;
mod settled;
mod show;
mod signs;
mod tasks;
mod tents;
mod time;
mod welfare_shown;
mod welfare_words;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::read();
    match commands::run(arguments) {
        Ok(ending) => ending,
        Err(error) => {
            eprintln!("beatbook-phone: {error} [{}]", error.code());
            error.exit_code()
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_words_of_the_command_line_fit_together() {
        super::arguments::Arguments::command().debug_assert();
    }
}
