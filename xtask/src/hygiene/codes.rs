//! What a call may be refused with is told in the library and, by hand, once more in each layer: no layer may forget a code.
//!
//! Read are comments and the function right behind each. A code is a word between backticks in the part on errors, outside of
//! parentheses. A part that begins with "As X", and "those of X", take over what X may answer, "but" some of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// The library, and what begins the part on errors.
const LIBRARY: (&str, &str, &str) = ("bindings/ffi/src/", ".rs", "# Errors");

/// The layers, alike.
const LAYERS: [(&str, &str, &str); 2] = [
    ("bindings/kotlin/src/main/", ".kt", "@throws beatbook.core.BeatbookException"),
    ("bindings/swift/Sources/Beatbook/", ".swift", "- Throws:"),
];

/// Codes that are names of calls as well. Any other call that is named among the errors is one to turn to.
const CODES_AND_CALLS: [&str; 2] = ["encounter", "notice"];

/// What the errors of the machine are called together.
const STORAGE: &str = "storage errors";

/// A function with its comment.
struct Told {
    file: String,
    name: String,
    comment: String,
    /// The part on errors.
    errors: Option<String>,
    /// Names that it calls, in their order.
    calls: Vec<String>,
}

/// One line per code that a layer does not name, and per call of the library that it does not tell of.
///
/// # Errors
/// If a source file cannot be read.
pub fn check(root: &Path, files: &[String]) -> Result<Vec<String>, Failure> {
    let library = read(root, files, LIBRARY)?;
    let mut findings = Vec::new();
    for layer in LAYERS {
        findings.extend(judge(&library, &read(root, files, layer)?, layer.0));
    }
    Ok(findings)
}

fn read(root: &Path, files: &[String], (home, kind, mark): (&str, &str, &str)) -> Result<Vec<Told>, Failure> {
    let mut all = Vec::new();
    for name in files.iter().filter(|name| name.starts_with(home) && name.ends_with(kind)) {
        let text = fs::read_to_string(root.join(name)).map_err(Failure::io(format!("read {name}")))?;
        all.extend(functions(name, &text, mark));
    }
    Ok(all)
}

/// The functions of a file that have a comment. A constructor without a name has that of its type.
fn functions(file: &str, text: &str, mark: &str) -> Vec<Told> {
    let (mut found, mut owner) = (Vec::new(), String::new());
    let mut lines = text.lines().map(str::trim).peekable();
    while lines.peek().is_some() {
        let comment: Vec<_> =
            std::iter::from_fn(|| comment_of(lines.next_if(|line| comment_of(line).is_some())?)).collect();
        let code: Vec<_> = std::iter::from_fn(|| lines.next_if(|line| comment_of(line).is_none())).collect();
        let (comment, code) = (comment.join(" "), code.join("\n"));
        if let Some((name, body)) = named(&code, &["fn ", "fun ", "func "]).filter(|_| !comment.is_empty()) {
            let name = if name == "new" { owner.clone() } else { name.to_owned() };
            let errors = comment.split_once(mark).map(|(_, errors)| errors.trim().to_owned());
            found.push(Told { file: file.to_owned(), name, comment, errors, calls: called(body) });
        }
        if let Some((name, _)) = named(&code, &["impl "]) {
            name.clone_into(&mut owner);
        }
    }
    found
}

/// What a line of a comment that documents says.
fn comment_of(line: &str) -> Option<&str> {
    ["///", "/**", "*/", "*"]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .map(|text| text.trim_end_matches("*/").trim())
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The name right after the first of these words, and what follows it from its parenthesis on.
fn named<'a>(code: &'a str, words: &[&str]) -> Option<(&'a str, &'a str)> {
    let whole = |at: usize| !code[..at].ends_with(is_of_name);
    let ends =
        |word: &&str| code.match_indices(*word).find(|(at, _)| whole(*at)).map(|(at, _)| at + word.len());
    let rest = &code[words.iter().filter_map(ends).min()?..];
    let (name, rest) = rest.split_at(rest.find(|c| !is_of_name(c))?);
    Some((name, rest.get(1..)?))
}

/// Names right before an opening parenthesis.
fn called(code: &str) -> Vec<String> {
    let parts: Vec<&str> = code.split('(').collect();
    let before = parts.split_last().map_or(&[][..], |(_, before)| before);
    before.iter().filter_map(|part| part.rsplit(|c| !is_of_name(c)).next()).map(str::to_owned).collect()
}

/// `sign_off` as other languages say it.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(word.len().min(1));
        name + &initial.to_uppercase() + rest
    })
}

/// The codes of one part on errors; `of` tells those of another call.
fn codes(
    errors: &str,
    is_call: &dyn Fn(&str) -> bool,
    of: &dyn Fn(&str) -> BTreeSet<String>,
) -> BTreeSet<String> {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for c in errors.chars() {
        depth += usize::from(c == '(');
        if depth == 0 {
            plain.push(if c == '[' || c == ']' { '`' } else { c });
        }
        depth -= usize::from(c == ')' && depth > 0);
    }
    let mut found = BTreeSet::new();
    if plain.to_lowercase().contains(STORAGE) {
        found.insert(STORAGE.to_owned());
    }
    // What the call before answers, less what is named after "but".
    let mut taken: Option<BTreeSet<String>> = None;
    let mut without = false;
    let mut parts = plain.split('`');
    let mut before = parts.next().unwrap_or_default().trim().to_lowercase();
    let mut first = true;
    while let (Some(word), after) = (parts.next(), parts.next().unwrap_or_default()) {
        without =
            taken.is_some() && (before == "but" || without && ["", ",", "and"].contains(&before.as_str()));
        if before.ends_with("those of") || (first && before == "as") {
            found.extend(taken.replace(of(word)).unwrap_or_default());
        } else if without {
            taken = taken.map(|all| all.into_iter().filter(|code| code != word).collect());
        } else {
            found.extend(taken.take().unwrap_or_default());
            if !is_call(word) || CODES_AND_CALLS.contains(&word) {
                found.insert(word.to_owned());
            }
        }
        (before, first) = (after.trim().to_lowercase(), false);
    }
    found.extend(taken.unwrap_or_default());
    found
}

/// What one of these may be refused with. `seen` are those on the way to it: none is taken over by itself.
fn all_codes(all: &[Told], told: &Told, is_call: &dyn Fn(&str) -> bool, seen: &[&str]) -> BTreeSet<String> {
    let of = |word: &str| {
        let (home, name) = word.rsplit_once('.').unwrap_or((told.file.as_str(), word));
        let here = |one: &&Told| Path::new(&one.file).file_stem() == Path::new(home).file_stem();
        let named = || all.iter().filter(|one| one.name == name && one.errors.is_some());
        let found = named().find(here).or_else(|| named().next()).filter(|_| !seen.contains(&word));
        // What nobody knows stands for itself, so that it is missed.
        let unknown = || BTreeSet::from([word.to_owned()]);
        found.map_or_else(unknown, |one| all_codes(all, one, is_call, &[seen, &[word]].concat()))
    };
    codes(told.errors.as_deref().unwrap_or_default(), is_call, &of)
}

/// What a layer does not tell of what the library tells.
fn judge(library: &[Told], layer: &[Told], home: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let names: BTreeMap<String, &Told> = library.iter().map(|call| (camel(&call.name), call)).collect();
    let is_call = |word: &str| library.iter().any(|call| call.name == word);
    let mut told_of = BTreeSet::new();
    for told in layer {
        for call in library.iter().filter(|call| call.name.contains('_')) {
            if told.comment.contains(&format!("`{}`", call.name)) {
                findings.push(format!(
                    "{}: `{}` says `{}`: that is the library's name",
                    told.file, told.name, call.name
                ));
            }
        }
        let own = told.calls.iter().find(|called| **called == told.name && names.contains_key(*called));
        let made = own.or_else(|| told.calls.iter().find(|called| names.contains_key(*called)));
        let Some(call) = names.get(made.unwrap_or(&told.name)).filter(|_| told.errors.is_some()) else {
            continue;
        };
        told_of.insert(&call.name);
        let has = all_codes(layer, told, &|_| false, &[]);
        let forgotten =
            all_codes(library, call, &is_call, &[]).into_iter().filter(|code| !has.contains(code));
        findings.extend(forgotten.map(|code| {
            format!("{}: `{}` does not name `{code}`, which `{}` may answer", told.file, told.name, call.name)
        }));
    }
    let refused = library.iter().filter(|call| !all_codes(library, call, &is_call, &[]).is_empty());
    findings.extend(
        refused
            .filter(|call| !told_of.contains(&call.name))
            .map(|call| format!("{home}: nothing here says how `{}` is refused", call.name)),
    );
    findings
}

#[cfg(test)]
mod tests {
    use super::{LAYERS, LIBRARY, Told, functions, judge};

    const RUST: &str = "
        impl Notebook {
            /// Off duty.
            ///
            /// # Errors
            /// `patrol` (none open: see `sign_on`), `moved`, storage errors; turn to `sign_on`.
            pub fn sign_off(&self) -> R { Ok(self.beatbook.sign_off()?) }

            /// # Errors
            /// As `sign_off`; `reason`.
            pub fn close_forgotten(&self) {}

            /// # Errors
            /// `late`; those of `close_forgotten` but `moved` and `reason`.
            pub fn close_late(&self) {}

            /// On duty.
            pub fn sign_on(&self) {}
        }";

    fn told(text: &str, (home, _, mark): (&str, &str, &str)) -> Vec<Told> {
        functions(&format!("{home}A"), text, mark)
    }

    fn findings(kotlin: &str) -> Vec<String> {
        judge(&told(RUST, LIBRARY), &told(kotlin, LAYERS[0]), "home")
    }

    #[test]
    fn a_layer_that_names_all_in_its_own_words_is_sound() {
        let kotlin = "
            /**
             * Off duty.
             *
             * @throws beatbook.core.BeatbookException `patrol`, `moved`; storage errors.
             */
            public suspend fun off(): Unit = calls.tell { signOff() }
            /** @throws beatbook.core.BeatbookException as [off]; `reason`. */
            public suspend fun forgotten(): Unit = calls.tell { closeForgotten() }
            /** @throws beatbook.core.BeatbookException `late`, and those of [A.off] but `moved`. */
            public suspend fun late(): Unit = calls.tell { closeLate() }";
        assert_eq!(findings(kotlin), Vec::<String>::new());
        let swift = "
            /// Off duty.
            ///
            /// - Throws: `patrol`, `moved`, storage errors.
            public func signOff() throws(BeatbookError) { try write { try $0.signOff() } }
            /// - Throws: As `signOff`; `reason`.
            func closeForgotten() {}
            /// - Throws: `late`; those of `signOff`.
            func closeLate() {}";
        assert_eq!(judge(&told(RUST, LIBRARY), &told(swift, LAYERS[1]), "home"), Vec::<String>::new());
    }

    #[test]
    fn what_a_layer_forgets_is_found_also_where_it_refers_to_another_call() {
        let kotlin = "
            /** @throws beatbook.core.BeatbookException `moved`, as `sign_off`, storage errors. */
            public suspend fun off(): Unit = calls.tell { signOff() }
            /** @throws beatbook.core.BeatbookException As [off]. */
            public suspend fun forgotten(): Unit = calls.tell { closeForgotten() }";
        let found = findings(kotlin);
        for words in [
            "`off` says `sign_off`",
            "`off` does not name `patrol`",
            "`forgotten` does not name `patrol`",
            "`forgotten` does not name `reason`",
            "how `close_late` is refused",
        ] {
            assert!(found.iter().any(|one| one.contains(words)), "{words}: {found:?}");
        }
        assert_eq!(found.len(), 5, "{found:?}");
    }

    #[test]
    fn a_call_that_refers_to_none_that_is_known_is_found() {
        let rust = "/// # Errors\n/// As `gone`.\npub fn off(&self) {}";
        let kotlin =
            "/** @throws beatbook.core.BeatbookException `moved`. */\nfun off() = calls.ask { off() }";
        assert_eq!(judge(&told(rust, LIBRARY), &told(kotlin, LAYERS[0]), "home").len(), 1);
    }
}
