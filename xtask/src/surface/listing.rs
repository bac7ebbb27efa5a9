//! The surface as a list, one line for each thing an app can name: a change that breaks apps is a line that goes or changes, which
//! whoever reviews it cannot overlook. It is read from the binding's own sources, those written by hand among them.

use std::collections::BTreeSet;
use std::path::Path;

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Fields, FnArg, ImplItem, ImplItemFn, Item, Signature, TraitItem};

use crate::failure::Failure;

/// All lines, in order.
///
/// # Errors
/// A file that cannot be read or is no Rust.
pub fn lines(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut found = BTreeSet::new();
    for path in files(folder)? {
        for item in parsed(&path)?.items {
            take(item, &mut found);
        }
    }
    Ok(found.into_iter().collect())
}

/// What makes the binding more than a binding: loops, and functions that do much. One line for each.
///
/// # Errors
/// As [`lines`].
pub fn thick(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut findings = Vec::new();
    for path in files(folder)? {
        let shown = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        let mut work = Work { findings: Vec::new() };
        work.visit_file(&parsed(&path)?);
        let told = work.findings.into_iter();
        findings
            .extend(told.map(|what| format!("bindings/ffi/src/{shown}: {what}: that is work for the core")));
    }
    Ok(findings)
}

/// Longest a function of the binding may be, in statements.
const STATEMENTS_MAX: usize = 6;

struct Work {
    findings: Vec<String>,
}

impl<'ast> Visit<'ast> for Work {
    fn visit_expr(&mut self, one: &'ast Expr) {
        if matches!(one, Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_)) {
            self.findings.push("a loop".to_owned());
        }
        visit::visit_expr(self, one);
    }

    fn visit_impl_item_fn(&mut self, one: &'ast ImplItemFn) {
        if one.block.stmts.len() > STATEMENTS_MAX {
            self.findings.push(format!("{} does much", one.sig.ident));
        }
        visit::visit_impl_item_fn(self, one);
    }
}

fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>, Failure> {
    let mut all = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(Failure::io(format!("read {}", folder.display())))?;
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            all.extend(files(&path)?);
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

fn parsed(path: &Path) -> Result<syn::File, Failure> {
    let text = std::fs::read_to_string(path).map_err(Failure::io(format!("read {}", path.display())))?;
    syn::parse_file(&text).map_err(|why| Failure::Found(vec![format!("{}: {why}", path.display())]))
}

fn take(item: Item, found: &mut BTreeSet<String>) {
    match item {
        Item::Fn(one) if exported(&one.attrs) => {
            found.insert(signature(&one.sig));
        }
        Item::Impl(one) if exported(&one.attrs) => {
            let owner = one.self_ty.to_token_stream().to_string();
            for method in one.items {
                if let ImplItem::Fn(method) = method {
                    found.insert(format!("{owner}.{}", signature(&method.sig)));
                }
            }
        }
        Item::Trait(one) if exported(&one.attrs) => {
            for method in one.items {
                if let TraitItem::Fn(method) = method {
                    found.insert(format!("{}.{}", one.ident, signature(&method.sig)));
                }
            }
        }
        Item::Struct(one) if exported(&one.attrs) => {
            // Some languages make a record by position.
            let names = one.fields.iter().filter_map(|field| Some(field.ident.as_ref()?.to_string()));
            found.insert(format!("{}({})", one.ident, names.collect::<Vec<_>>().join(", ")));
            for line in fields(&one.fields) {
                found.insert(format!("{}.{line}", one.ident));
            }
        }
        Item::Enum(one) if exported(&one.attrs) => {
            for variant in &one.variants {
                let told: Vec<String> = fields(&variant.fields);
                found.insert(format!("{}::{}({})", one.ident, variant.ident, told.join(", ")));
            }
        }
        Item::Macro(one) if one.mac.path.segments.last().is_some_and(|last| last.ident == "custom_type") => {
            let told = one.mac.tokens.to_string();
            let names: Vec<&str> =
                told.split(", {").next().unwrap_or_default().splitn(2, ',').map(str::trim).collect();
            found.insert(format!(
                "{} = {}",
                names[0],
                names.get(1).copied().unwrap_or_default().replace(' ', "")
            ));
        }
        _ => {}
    }
}

/// Whether an item crosses the boundary; objects show their methods and no fields.
fn exported(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|one| {
        let said = one.meta.to_token_stream().to_string();
        said.contains("uniffi") && !said.contains("Object")
    })
}

fn fields(fields: &Fields) -> Vec<String> {
    let told = fields.iter().map(|field| {
        let ty = field.ty.to_token_stream().to_string().replace(' ', "") + &default(&field.attrs);
        field.ident.as_ref().map_or_else(|| ty.clone(), |name| format!("{name}: {ty}"))
    });
    told.collect()
}

/// What a caller may leave out, as ` = None`.
fn default(attributes: &[Attribute]) -> String {
    let told = attributes.iter().filter(|one| one.path().is_ident("uniffi")).filter_map(|one| {
        let said = one.meta.require_list().ok()?.tokens.to_string();
        Some(said.strip_prefix("default")?.trim_start_matches([' ', '=']).to_owned())
    });
    told.map(|value| format!(" = {}", if value.is_empty() { "default" } else { &value })).collect()
}

fn signature(one: &Signature) -> String {
    let taken = one.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(input.to_token_stream().to_string().replace(" :", ":")),
        FnArg::Receiver(_) => None,
    });
    let taken: Vec<String> = taken.map(|one| one.replace(" < ", "<").replace(" >", ">")).collect();
    let answers = one.output.to_token_stream().to_string().replace(' ', "").replace("->Result", "");
    format!("{}({}) {answers}", one.ident, taken.join(", "))
}
