//! The surface as text: one file for each workflow, one for collections, one that says where each name comes from.

use std::collections::BTreeMap;
use std::fmt::Write;

use syn::{Fields, Item};

use super::calls::{Call, docs};
use super::shapes::{Shape, Shapes};
use super::sources::Sources;
use super::table::{DEFAULTS, WORKFLOWS};

const HEAD: &str =
    "// Written by `cargo xtask surface` from the core's sources: change those, and run it again.\n";

/// All files, unformatted: the calls of each workflow, the types of each module of the core, collections, names.
pub fn files(sources: &Sources, shapes: &Shapes<'_>, calls: &[Call]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = WORKFLOWS
        .iter()
        .map(|(workflow, shows, _)| {
            let mut text = format!(
                "//! Calls. {shows}.\n{HEAD}\nuse super::names::*;\n\n#[uniffi::export]\nimpl Notebook {{\n"
            );
            calls.iter().filter(|call| call.workflow == *workflow).for_each(|call| method(&mut text, call));
            (format!("{workflow}.rs"), text + "}\n")
        })
        .collect();
    let mut modules: BTreeMap<&[String], Types<'_>> = BTreeMap::new();
    for (name, shape) in &shapes.all {
        let Shape::Told { defined, parameters } = shape else { continue };
        let module = defined.path.split_last().map_or(&[][..], |(_, module)| module);
        let types = modules.entry(module).or_insert_with(|| {
            let text = format!("//! Types of `{}`.\n{HEAD}\nuse super::names::*;\n\n", module.join("::"));
            Types { text, shapes }
        });
        types.told(name, &defined.item, defined.file, parameters);
    }
    let named = |module: &[String]| module.join("_").replacen("beatbook_", "", 1) + ".rs";
    all.extend(modules.into_iter().map(|(module, types)| (named(module), types.text)));
    all.push(("collections.rs".to_owned(), collections(shapes)));
    all.push(("names.rs".to_owned(), names(sources, shapes)));
    let list = modules_of(&all);
    all.push(("mod.rs".to_owned(), list));
    all
}

fn modules_of(files: &[(String, String)]) -> String {
    let mut text = format!(
        "//! The phone's facade for other languages: calls by workflow, types by the core's modules.\n{HEAD}\n"
    );
    for name in files.iter().filter_map(|(name, _)| name.strip_suffix(".rs")) {
        let public = if name == "names" { "pub " } else { "" };
        let _ = writeln!(text, "{public}mod {name};");
    }
    text
}

fn names(sources: &Sources, shapes: &Shapes<'_>) -> String {
    let mut text = format!(
        "//! Where each name of the surface comes from.\n{HEAD}\npub use std::collections::{{BTreeMap, BTreeSet}};\n\n\
         pub use crate::error::BeatbookError;\npub use crate::notebook::Notebook;\npub use crate::values::*;\n\
         pub use super::collections::*;\n\n"
    );
    for (name, shape) in &shapes.all {
        let (defined, given) = match shape {
            Shape::Told { defined, parameters } => {
                (defined, parameters.values().cloned().collect::<Vec<_>>())
            }
            Shape::Refusal { defined } => (defined, Vec::new()),
            Shape::Alias { .. } => continue,
        };
        let path = sources.reached(defined).join("::");
        if given.is_empty() {
            let own = path.ends_with(&format!("::{name}"));
            let renamed = if own { String::new() } else { format!(" as {name}") };
            let _ = writeln!(text, "pub use {path}{renamed};");
        } else {
            let _ = writeln!(text, "/// {}", docs_of(&defined.item).join(" "));
            let _ = writeln!(text, "pub type {name} = {path}<{}>;", given.join(", "));
        }
    }
    text
}

fn docs_of(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(one) => docs(&one.attrs),
        Item::Enum(one) => docs(&one.attrs),
        _ => Vec::new(),
    }
}

fn collections(shapes: &Shapes<'_>) -> String {
    let mut text = format!(
        "//! Collections and pairs of the core, with the form they have in other languages; refusals, which cross as code and remedy.\n\
         {HEAD}\nuse std::collections::HashMap;\n\nuse super::names::*;\n\n"
    );
    for (name, shape) in &shapes.all {
        match shape {
            Shape::Told { .. } => {}
            Shape::Refusal { .. } => {
                let _ = write!(
                    text,
                    "uniffi::custom_type!({name}, Refusal, {{ remote, try_lift: |it| Err(only_answered(&it)), \
                     lower: |it| Refusal::of(it.code(), &it) }});\n\n"
                );
            }
            Shape::Alias { core, crosses, lift, lower, record } => {
                if !record.is_empty() {
                    let _ = writeln!(text, "/// What belongs together: `{core}`.");
                    let _ =
                        writeln!(text, "#[derive(Debug, Clone, uniffi::Record)]\npub struct {crosses} {{");
                    for (field, ty) in record {
                        let _ = writeln!(text, "/// The `{ty}`.\npub {field}: {ty},");
                    }
                    text.push_str("}\n\n");
                }
                let _ = writeln!(text, "/// `{core}`.\npub type {name} = {core};");
                let _ = write!(
                    text,
                    "uniffi::custom_type!({name}, {crosses}, {{ remote, try_lift: |it| {lift}, lower: |it| {lower} }});\n\n"
                );
            }
        }
    }
    text
}

fn method(text: &mut String, call: &Call) {
    lines(text, &call.docs);
    let taken: Vec<String> = call.arguments.iter().map(|(name, ty, _)| format!("{name}: {ty}")).collect();
    let handed: Vec<&str> = call.arguments.iter().map(|(.., handed)| handed.as_str()).collect();
    let _ = writeln!(
        text,
        "pub fn {name}(&self, {}) -> Result<{}, BeatbookError> {{ Ok(self.beatbook.{name}({})?) }}\n",
        taken.join(", "),
        call.answers,
        handed.join(", "),
        name = call.name,
    );
}

struct Types<'a> {
    text: String,
    shapes: &'a Shapes<'a>,
}

impl Types<'_> {
    fn told(&mut self, name: &str, item: &Item, file: usize, parameters: &BTreeMap<String, String>) {
        match item {
            Item::Struct(one) => {
                lines(&mut self.text, &docs(&one.attrs));
                let _ = writeln!(self.text, "#[uniffi::remote(Record)]\npub struct {name} {{");
                self.fields(&one.fields, file, parameters, Some(name));
                self.text.push_str("}\n\n");
            }
            Item::Enum(one) => {
                lines(&mut self.text, &docs(&one.attrs));
                let _ = writeln!(self.text, "#[uniffi::remote(Enum)]\npub enum {name} {{");
                for variant in &one.variants {
                    lines(&mut self.text, &docs(&variant.attrs));
                    self.text.push_str(&variant.ident.to_string());
                    match &variant.fields {
                        Fields::Unit => {}
                        Fields::Named(_) => {
                            self.text.push_str(" {\n");
                            self.fields(&variant.fields, file, parameters, None);
                            self.text.push('}');
                        }
                        Fields::Unnamed(fields) => {
                            let types: Vec<String> = fields
                                .unnamed
                                .iter()
                                .map(|field| self.name(file, &field.ty, parameters))
                                .collect();
                            let _ = write!(self.text, "({})", types.join(", "));
                        }
                    }
                    self.text.push_str(",\n");
                }
                self.text.push_str("}\n\n");
            }
            _ => {}
        }
    }

    /// Fields of a record, or of a variant.
    fn fields(
        &mut self,
        fields: &Fields,
        file: usize,
        parameters: &BTreeMap<String, String>,
        record: Option<&str>,
    ) {
        for field in fields {
            lines(&mut self.text, &docs(&field.attrs));
            let ty = self.name(file, &field.ty, parameters);
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            let public = if let Some(record) = record {
                if let Some(default) = default(record, &name, &ty) {
                    let _ = writeln!(self.text, "#[uniffi(default = {default})]");
                }
                "pub "
            } else {
                ""
            };
            let _ = writeln!(self.text, "{public}{name}: {ty},");
        }
    }

    fn name(&self, file: usize, ty: &syn::Type, parameters: &BTreeMap<String, String>) -> String {
        self.shapes.known(file, ty, parameters)
    }
}

/// What stands for a field that is not said: records are built by naming what is there.
fn default(record: &str, field: &str, ty: &str) -> Option<&'static str> {
    match DEFAULTS.iter().find(|(of, name, _)| (*of, *name) == (record, field)) {
        Some((.., default)) => Some(default),
        None if ty.starts_with("Option<") => Some("None"),
        None if ty.starts_with("Vec<") && ty != "Vec<u8>" => Some("[]"),
        None => None,
    }
}

fn lines(text: &mut String, docs: &[String]) {
    for line in docs {
        let _ = writeln!(text, "/// {line}");
    }
}
