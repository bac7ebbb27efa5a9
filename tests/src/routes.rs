//! Every command of the server's command line, as its own grammar has it: nobody writes a list that could lack one. Only which
//! of them change something is listed; one that is missing there is tried among the looks, and is no less looked at.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction};

use crate::force::Force;
use crate::planted::BEAT;

/// One way to ask.
#[derive(Debug, Clone)]
pub struct Call {
    /// The command's words, such as `welfare list`.
    pub command: String,
    /// The whole line.
    pub words: Vec<String>,
    /// As short as can be: no switch, no reason.
    pub is_plain: bool,
    /// A reason is told.
    pub has_reason: bool,
    /// Where it writes files.
    pub out: Option<PathBuf>,
}

/// What stands for arguments.
pub trait Values {
    /// All that is to be tried for an argument of a command that has no list of its own; none: the test does not know it.
    fn of(&self, command: &str, argument: &str) -> Vec<String>;

    /// Somebody to ask for who is known by the given name that `of` tells: family name and date of birth.
    fn somebody(&self) -> [&str; 2];

    /// What an argument cannot be told without, though the grammar does not list it as always needed.
    fn also(&self, argument: &str) -> Vec<String> {
        let [family, born] = self.somebody();
        let words: &[&str] = match argument {
            "given" => &["--family", family, "--born", born],
            "pdf" => &["--font", "nowhere.ttf"],
            _ => &[],
        };
        words.iter().map(|word| (*word).to_owned()).collect()
    }
}

/// All commands: as short as can be, with each switch, with each argument that may be told, with a reason where one can be.
///
/// # Panics
/// If an argument that must be told is one of which `values` knows nothing: teach it.
#[must_use]
pub fn calls(grammar: &clap::Command, values: &dyn Values, folder: &Path) -> Vec<Call> {
    let mut all = Vec::new();
    walk(grammar, &mut Vec::new(), &mut |path, command| all.extend(ways(path, command, values, folder)));
    all
}

fn walk(command: &clap::Command, path: &mut Vec<String>, found: &mut dyn FnMut(&[String], &clap::Command)) {
    if !command.has_subcommands() {
        return found(path, command);
    }
    for below in command.get_subcommands() {
        path.push(below.get_name().to_owned());
        walk(below, path, found);
        path.pop();
    }
}

fn ways(path: &[String], command: &clap::Command, values: &dyn Values, folder: &Path) -> Vec<Call> {
    let name = path.join(" ");
    let (must, may): (Vec<&Arg>, Vec<&Arg>) =
        command.get_arguments().partition(|argument| argument.is_required_set());
    // One of a group must be there: each in turn.
    let groups = command.get_groups().filter(|group| group.is_required_set());
    let of_groups: Vec<&Arg> = groups
        .flat_map(clap::ArgGroup::get_args)
        .filter_map(|id| command.get_arguments().find(|argument| argument.get_id() == id))
        .collect();
    let mut lines: Vec<Vec<String>> = vec![path.to_vec()];
    if !of_groups.is_empty() {
        lines = of_groups.iter().flat_map(|one| with(&lines, one, &name, values)).collect();
    }
    for argument in must {
        lines = with(&lines, argument, &name, values);
    }
    let mut all: Vec<Call> = Vec::new();
    for words in lines {
        let mut say = |more: &[&str], has_reason| {
            let mut words = words.clone();
            words.extend(more.iter().map(|word| (*word).to_owned()));
            let out = words.iter().position(|word| word == "--out").map(|at| at + 1);
            let out = out.map(|at| {
                let path = folder.join(format!("{}-{}", name.replace(' ', "-"), all.len()));
                words[at] = path.to_string_lossy().into_owned();
                path
            });
            all.push(Call { command: name.clone(), words, is_plain: more.is_empty(), has_reason, out });
        };
        let told = words.iter().any(|word| word == "--reason");
        say(&[], told);
        for argument in &may {
            if argument.get_long() == Some("reason") {
                say(&["--reason", "request 12"], true);
            } else if matches!(argument.get_action(), ArgAction::SetTrue | ArgAction::Set | ArgAction::Append)
            {
                for more in with(&[Vec::new()], argument, &name, values) {
                    say(&more.iter().map(String::as_str).collect::<Vec<_>>(), told);
                }
            }
        }
    }
    all
}

/// Each line with each value of an argument.
fn with(lines: &[Vec<String>], argument: &Arg, command: &str, values: &dyn Values) -> Vec<Vec<String>> {
    let id = argument.get_id().as_str();
    let listed: Vec<String> =
        argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let tried = match (listed.is_empty(), argument.get_action()) {
        (_, ArgAction::SetTrue) => vec![String::new()],
        (true, _) => values.of(command, id),
        (false, _) => listed,
    };
    assert!(!tried.is_empty(), "`{command}` must be told {id}, of which this test knows nothing");
    let said = |value: &String| match argument.get_long() {
        Some(long) if value.is_empty() => vec![format!("--{long}")],
        Some(long) => vec![format!("--{long}"), value.clone()],
        None => vec![value.clone()],
    };
    let also = values.also(id);
    lines
        .iter()
        .flat_map(|line| tried.iter().map(|value| [&line[..], &said(value), &also].concat()))
        .collect()
}

/// Whether a command changes something: such are tried last.
#[must_use]
pub fn changes(command: &str) -> bool {
    const VERBS: [&str; 68] = [
        "add",
        "change",
        "end",
        "enrol",
        "import",
        "close",
        "update",
        "commence",
        "consult-first",
        "lift",
        "review",
        "break-glass",
        "set",
        "free",
        "on",
        "off",
        "void",
        "withdraw",
        "nfa",
        "reopen",
        "investigate",
        "refer",
        "to-legal",
        "to-court",
        "outcome",
        "out-of-court",
        "represented",
        "answered",
        "confirm",
        "told",
        "refunded",
        "legal-done",
        "appeal",
        "appeal-decided",
        "breached",
        "complied",
        "discharged",
        "issue-by-post",
        "drop-draft",
        "plan",
        "decide",
        "open",
        "verify",
        "submit",
        "annotate",
        "report",
        "s78-applied",
        "s78-order",
        "bailiffs",
        "police-s61",
        "vacated",
        "same",
        "take-back",
        "returned",
        "disposed",
        "directed",
        "partner",
        "set-parishes",
        "passed-on",
        "held",
        "run",
        "erase",
        "clock",
        "place",
        "give",
        "lead",
        "link",
        "unlink",
    ];
    let verb = command.rsplit(' ').next().unwrap_or_default();
    // `card report` and `verify` only tell.
    VERBS.contains(&verb) && !["card report", "verify"].contains(&command) || command == "backup"
}

/// Whatever has to be told, for one reader.
pub struct Asked<'a> {
    /// What a town knows of its own.
    pub ids: &'a dyn Values,
    /// The reader's code.
    pub reader: &'a str,
    /// The day.
    pub today: String,
    /// A path at which there is nothing.
    pub nowhere: String,
}

impl Values for Asked<'_> {
    fn somebody(&self) -> [&str; 2] {
        self.ids.somebody()
    }

    fn of(&self, command: &str, argument: &str) -> Vec<String> {
        let known = self.ids.of(command, argument);
        if let Some(last) = known.last() {
            // What changes something is tried with one.
            return if changes(command) { vec![last.clone()] } else { known };
        }
        let one = match (command, argument) {
            (_, "authority") => "MDW",
            (_, "reader" | "officer" | "asker" | "by") => self.reader,
            (
                _,
                "from" | "until" | "told" | "decided" | "received" | "answered" | "on" | "at" | "as_at"
                | "reported" | "review" | "last" | "issued",
            ) => &self.today,
            (_, "controller") => "housing_service",
            (_, "contact") => "x",
            (_, "family") => self.somebody()[0],
            (_, "born") => self.somebody()[1],
            (_, "quarter") => "2026-Q4",
            (_, "granted_by" | "lead") => self.reader,
            (_, "period") => &self.today[..4],
            (_, "out" | "file") => &self.nowhere,
            (_, "code" | "with" | "to") => BEAT.0,
            (_, "team") => BEAT.1,
            (_, "zone" | "ward") => "RIVER",
            (_, "given") => "Kit",
            (_, "registration" | "registrations") => "CH24 RRY",
            (
                _,
                "item" | "items" | "places" | "free" | "amount" | "days" | "months" | "years" | "to_age"
                | "seq" | "person" | "breach_days" | "fine" | "costs" | "surcharge" | "revision" | "matters",
            ) => "1",
            (
                _,
                "name" | "power" | "reference" | "role" | "id" | "offence" | "policy" | "instrument"
                | "reason" | "mark",
            ) => "x",
            (
                _,
                "kind" | "patrol" | "verdict" | "how" | "answer" | "whom" | "outcome" | "draft" | "why"
                | "pair",
            ) => "x",
            (
                _,
                "figures" | "text" | "land" | "court" | "other" | "journal" | "agreement" | "purpose"
                | "fields",
            ) => "x",
            (_, "grant" | "hold" | "what" | "source" | "priority" | "did" | "case" | "system" | "value") => {
                "x"
            }
            (
                _,
                "sensitive" | "rules" | "address" | "todo" | "takes" | "tables" | "silent" | "ring"
                | "priorities" | "pmp" | "operation" | "nim" | "name_property" | "font" | "code_property"
                | "capacity" | "avoid" | "about" | "upon" | "looks" | "number",
            ) => "x",
            _ => return Vec::new(),
        };
        vec![one.to_owned()]
    }
}

/// What some call shows, files included.
#[must_use]
pub fn shown(force: &Force, call: &Call, json: bool) -> String {
    let mut text = force.said(&call.words, json);
    if let Some(out) = &call.out {
        files(out, &mut text);
    }
    text
}

fn files(path: &Path, text: &mut String) {
    if path.is_dir() {
        std::fs::read_dir(path).unwrap().for_each(|file| files(&file.unwrap().path(), text));
    } else if let Ok(bytes) = std::fs::read(path) {
        text.push_str(&String::from_utf8_lossy(&bytes));
    }
}
